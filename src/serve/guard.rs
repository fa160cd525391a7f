//! Who is answered: a page that this server has sent, to somebody who has the printed address.
//!
//! Any page of the web can make a browser send requests to this computer, and a name that somebody
//! else owns can be made to lead here (DNS rebinding). So the name that was asked for has to be
//! ours, a page that asks has to be ours, and every request shows a secret that only the printed
//! address gives.

use std::hash::{BuildHasher, Hasher, RandomState};

use super::http::{Request, Response};

/// What every request has to show.
pub(super) struct Guard {
    port: u16,
    token: String,
}

impl Guard {
    /// With a new secret.
    pub(super) fn new(port: u16) -> Guard {
        // The standard library's own keys: 128 bits from the system, of which no more than a keyed
        // hash ever gets out.
        let random = |number: u64| {
            let mut hasher = RandomState::new().build_hasher();
            hasher.write_u64(number);
            hasher.finish()
        };
        Guard { port, token: format!("{:016x}{:016x}", random(1), random(2)) }
    }

    /// The address with the secret in it.
    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/?key={}", self.port, self.token)
    }

    /// The cookie for somebody who has come by the printed address, if this is such a request.
    pub(super) fn admits(&self, request: &Request) -> Option<String> {
        let key = request.asked("key").filter(|_| request.path == "/")?;
        is_same(&key, &self.token)
            .then(|| format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie(), self.token))
    }

    /// Lets a request through or says why not.
    pub(super) fn refuses(&self, request: &Request) -> Option<Response> {
        let host = request.only("host").filter(|host| self.is_own(host));
        let Some(host) = host else {
            return Some(Response::status(421, "This is not the address of this server."));
        };
        let origin = format!("http://{host}");
        let from_elsewhere = request.all("origin").any(|it| it != origin)
            || request.all("sec-fetch-site").any(|it| !["same-origin", "none"].contains(&it));
        if from_elsewhere || (request.method == "POST" && request.only("origin").is_none()) {
            return Some(Response::status(403, "Only this server's own page is answered."));
        }
        // Neither is a kind that a form can send, so that a browser asks before it does.
        let kind = if request.is_file() { "application/octet-stream" } else { "application/json" };
        if request.method == "POST" && request.only("content-type") != Some(kind) {
            return Some(Response::status(415, &format!("Only {kind} is read here.")));
        }
        if self.admits(request).is_none() && !self.has_cookie(request) {
            let text = "Open the address that `attend serve` has printed: the key is in it.";
            return Some(Response::status(403, text));
        }
        None
    }

    fn is_own(&self, host: &str) -> bool {
        ["127.0.0.1", "localhost"].iter().any(|name| host == format!("{name}:{}", self.port))
    }

    /// Cookies are shared by all ports of a name, so each port has one of its own.
    fn cookie(&self) -> String {
        format!("attend-{}", self.port)
    }

    fn has_cookie(&self, request: &Request) -> bool {
        let name = self.cookie();
        let cookies = request.all("cookie").flat_map(|it| it.split(';'));
        let mut own = cookies.filter_map(|it| it.trim().split_once('=')).filter(|it| it.0 == name);
        own.any(|(_, value)| is_same(value, &self.token))
    }
}

/// Whether two texts are the same, in a time that does not say where they differ.
fn is_same(one: &str, other: &str) -> bool {
    let differs = one.bytes().zip(other.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b));
    one.len() == other.len() && differs == 0
}
