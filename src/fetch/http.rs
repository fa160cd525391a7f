//! One question to a server, with its redirects.
//!
//! The client could follow them by itself. But it would send a login to another port of the same
//! host, read `?query` as a file name, refuse targets with blanks, and not say where it was led.

use std::io;
use std::time::Instant;

use ureq::http::{Response, Uri};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body};

use crate::error::{Detour, Fault};

use super::guard::Guard;
use super::redirect::{address, next};
use super::{Limits, Proxy, shown};

/// The most redirects that are followed.
const MOST_REDIRECTS: usize = 10;

/// What a body may be packed with although it was not asked for. Other words of the header are
/// usual mistakes, such as the name of an encoding, and mean nothing.
const PACKERS: [&str; 8] =
    ["br", "bzip2", "compress", "deflate", "gzip", "x-compress", "x-gzip", "zstd"];

/// What is asked for: pretalx answers its schedule page itself with the export.
const ACCEPT: &str = "application/xml, application/json;q=0.9, text/calendar;q=0.9, */*;q=0.5";

/// What to ask a server.
pub(super) struct Question<'a> {
    pub(super) url: &'a str,
    /// What the server called the copy that we have.
    pub(super) etag: Option<&'a str>,
    /// When that copy was made, in the server's words.
    pub(super) last_modified: Option<&'a str>,
    pub(super) limits: &'a Limits,
}

/// What a server says.
pub(super) enum Reply {
    /// The copy is still right.
    Same,
    /// Here is a new one.
    Body { bytes: Vec<u8>, etag: Option<String>, last_modified: Option<String> },
}

/// Asks, and follows redirects.
pub(super) fn get(question: &Question<'_>) -> Result<Reply, Fault> {
    let start = Instant::now();
    let mut at = address(question.url)?;
    let guard = Guard::default();
    let agent = agent(question.limits, guard.clone());
    for _ in 0..=MOST_REDIRECTS {
        let mut response = ask(&agent, &guard, &at, question, start)?;
        match response.status().as_u16() {
            200 | 203 => return body(&mut response, question.limits),
            304 => return Ok(Reply::Same),
            301 | 302 | 303 | 307 | 308 => {
                let nowhere = || Fault::Detour { to: String::new(), why: Detour::Nowhere };
                let location = header(&response, "location").ok_or_else(nowhere)?;
                at = next(&at, &location)?;
            }
            status => return Err(Fault::Status(status)),
        }
    }
    Err(Fault::Circle(MOST_REDIRECTS))
}

fn agent(limits: &Limits, guard: Guard) -> Agent {
    let config = Agent::config_builder()
        .timeout_connect(Some(limits.connect))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .user_agent(concat!("attend/", env!("CARGO_PKG_VERSION")))
        .accept(ACCEPT)
        .proxy(match limits.proxy {
            Proxy::Environment => ureq::Proxy::try_from_env(),
            Proxy::Never => None,
        });
    Agent::with_parts(config.build(), DefaultConnector::default(), guard)
}

fn ask(
    agent: &Agent,
    guard: &Guard,
    at: &Uri,
    question: &Question<'_>,
    start: Instant,
) -> Result<Response<Body>, Fault> {
    let limits = question.limits;
    let left = limits.whole.saturating_sub(start.elapsed());
    if left.is_zero() {
        return Err(Fault::TooSlow(limits.whole));
    }
    let mut request = agent.get(at).config().timeout_global(Some(left)).build();
    if let Some(etag) = question.etag {
        request = request.header("If-None-Match", etag);
    }
    if let Some(time) = question.last_modified {
        request = request.header("If-Modified-Since", time);
    }
    guard.check(at, agent.config()).and_then(|()| request.call()).map_err(|error| match error {
        // Of the guard: nothing else in the client says so.
        ureq::Error::Other(_) => Fault::Detour { to: shown(&at.to_string()), why: Detour::Private },
        error => fault(error, limits),
    })
}

fn body(response: &mut Response<Body>, limits: &Limits) -> Result<Reply, Fault> {
    // They go back to the server as they are, and only ASCII can.
    let etag = header(response, "etag").filter(|tag| tag.is_ascii());
    let last_modified = header(response, "last-modified").filter(|time| time.is_ascii());
    if let Some(packer) = packer(response) {
        return Err(Fault::Packed(packer));
    }
    let announced = response.body().content_length().unwrap_or(0);
    if announced > limits.bytes as u64 {
        return Err(Fault::TooLarge(limits.bytes));
    }
    let body = response.body_mut().with_config().limit(limits.bytes as u64);
    let bytes = body.read_to_vec().map_err(|error| fault(error, limits))?;
    Ok(Reply::Body { bytes, etag, last_modified })
}

/// What is still to be unpacked; the client says nothing any more of what it unpacks itself.
fn packer(response: &Response<Body>) -> Option<String> {
    let header = header(response, "content-encoding")?;
    let mut words = header.split(',').map(|word| word.trim().to_ascii_lowercase());
    words.find(|word| PACKERS.contains(&word.as_str()))
}

/// A header that is text.
fn header(response: &Response<Body>, name: &str) -> Option<String> {
    String::from_utf8(response.headers().get(name)?.as_bytes().to_vec()).ok()
}

/// What went wrong, in our words.
fn fault(error: ureq::Error, limits: &Limits) -> Fault {
    match error {
        ureq::Error::Timeout(ureq::Timeout::Connect) => Fault::TooSlow(limits.connect),
        ureq::Error::Timeout(_) => Fault::TooSlow(limits.whole),
        ureq::Error::HostNotFound => Fault::Unreachable("there is no such host".to_owned()),
        ureq::Error::BodyExceedsLimit(_) => Fault::TooLarge(limits.bytes),
        ureq::Error::Rustls(error) => Fault::Tls(error.to_string()),
        ureq::Error::Tls(why) => Fault::Tls(why.to_owned()),
        ureq::Error::BadUri(why) => Fault::Address(why),
        ureq::Error::Decompress(_, error) => match error.kind() {
            io::ErrorKind::UnexpectedEof => Fault::CutOff,
            _ => Fault::Garbled(error.to_string()),
        },
        ureq::Error::Io(error) => io_fault(&error),
        ureq::Error::ConnectionFailed | ureq::Error::ConnectProxyFailed(_) => {
            Fault::Unreachable(error.to_string())
        }
        other => Fault::Garbled(other.to_string()),
    }
}

fn io_fault(error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe => Fault::CutOff,
        // rustls wraps its own errors so.
        io::ErrorKind::InvalidData => Fault::Tls(error.to_string()),
        _ => Fault::Unreachable(error.to_string()),
    }
}
