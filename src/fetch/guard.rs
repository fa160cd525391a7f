//! Which addresses may be connected to: a server in the world cannot reach through us into the
//! user's own network.
//!
//! The look-up that is checked is the one that the connection uses. Between two, a name server
//! could change its answer.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, OnceLock};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{NextTimeout, time::Duration};
use ureq::{Error, Proxy};

/// Looks up hosts for one question. Whoever asks for a private host may be led to others; clones
/// know of each other's look-ups.
#[derive(Clone, Debug, Default)]
pub(super) struct Guard {
    /// Whether the first host was a private one.
    private: Arc<OnceLock<bool>>,
}

impl Guard {
    /// Checks a host that a proxy looks up. One that we cannot find is left to the proxy.
    pub(super) fn check(&self, uri: &Uri, config: &Config) -> Result<(), Error> {
        let looks_up = |proxy: &Proxy| !proxy.is_no_proxy(uri) && !proxy.resolve_target();
        if !config.proxy().is_some_and(looks_up) {
            return Ok(());
        }
        let timeout = NextTimeout { after: Duration::from_secs(5), ..NextTimeout::default() };
        match DefaultResolver::default().resolve(uri, config, timeout) {
            Ok(found) => self.judge(&found),
            // What only the proxy knows is no private host of ours, and must not lead to one.
            Err(_) => {
                self.private.get_or_init(|| false);
                Ok(())
            }
        }
    }

    fn judge(&self, found: &[SocketAddr]) -> Result<(), Error> {
        let private = found.iter().any(|address| is_private(address.ip()));
        let is_first_private = *self.private.get_or_init(|| private);
        if private && !is_first_private {
            return Err(Error::Other("it is in a private network".into()));
        }
        Ok(())
    }
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        if config.proxy().is_none_or(|proxy| proxy.uri() != uri) {
            self.judge(&found)?;
        }
        Ok(found)
    }
}

/// Whether an address leads into this computer or its own network.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            v4.is_loopback()
                || v4.is_private()
                || v4.is_link_local()
                || v4.is_multicast()
                || v4.is_broadcast()
                || a == 0
                || (a == 100 && (64..128).contains(&b))
        }
        IpAddr::V6(v6) => match embedded(v6) {
            Some(v4) => is_private(v4),
            None => {
                v6.is_loopback()
                    || v6.is_unspecified()
                    || v6.is_multicast()
                    || v6.is_unique_local()
                    || v6.is_unicast_link_local()
            }
        },
    }
}

/// The IPv4 address in `::ffff:0:0/96` and in `64:ff9b::/96`.
fn embedded(address: Ipv6Addr) -> Option<IpAddr> {
    let [a, b, c, d, e, f, high, low] = address.segments();
    let prefix = [a, b, c, d, e, f];
    let mapped = prefix == [0, 0, 0, 0, 0, 0xffff] || prefix == [0x64, 0xff9b, 0, 0, 0, 0];
    let bits = (u32::from(high) << 16) | u32::from(low);
    mapped.then(|| IpAddr::V4(bits.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORLD: &str = "https://9.9.9.9/";

    #[track_caller]
    fn case(proxy: Option<&str>, first: &str, next: &str, expected: bool) {
        let proxy = proxy.map(|proxy| Proxy::new(proxy).unwrap());
        let config = Config::builder().proxy(proxy).build();
        let guard = Guard::default();
        let pass = |url: &str| {
            let uri = url.parse().unwrap();
            let found = guard.resolve(&uri, &config, NextTimeout::default());
            guard.check(&uri, &config).and(found).is_ok()
        };
        assert_eq!((pass(first), pass(next)), (true, expected), "{first} to {next}");
    }

    #[test]
    fn nothing_leads_from_the_world_into_a_private_network() {
        for host in [
            "127.0.0.1",
            "localhost",
            "[::1]",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "0.0.0.0",
            "169.254.169.254",
            "100.64.0.1",
            "[fd00::1]",
            "[fe80::1]",
            "[::ffff:127.0.0.1]",
            "[64:ff9b::7f00:1]",
        ] {
            case(None, WORLD, &format!("https://{host}/"), false);
        }
        case(None, WORLD, "https://[2620:fe::fe]/", true);
    }

    #[test]
    fn who_asks_for_a_private_host_may_be_led_to_one() {
        case(None, "http://127.0.0.1:8000/", "http://10.0.0.7:9000/", true);
        case(None, "http://localhost/", WORLD, true);
    }

    #[test]
    fn a_proxy_may_be_private_and_leads_nobody_else_there() {
        let proxy = "http://127.0.0.1:3128";
        case(Some(proxy), "http://127.0.0.1:3128", WORLD, true);
        case(Some(proxy), WORLD, "http://10.0.0.7/", false);
        let guard = Guard::default();
        let config = Config::builder().proxy(Some(Proxy::new(proxy).unwrap())).build();
        let check = |url: &str| guard.check(&url.parse().unwrap(), &config).is_ok();
        assert!(check("http://nosuch.invalid/") && !check("http://10.0.0.7/"));
    }
}
