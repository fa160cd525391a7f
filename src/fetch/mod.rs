//! A web address -> bytes -> Schedule, with a good copy kept for bad days: the only module that
//! touches the network.
//!
//! ```text
//! address --http--> reply --judged--> Schedule
//!                    ^  |
//!      validators of |  v body, kept when it is good
//!                   copy
//! ```
//!
//! A download is taken when it can be read and has at least half of the events of the last good
//! copy. In every other case that copy is read, and a [`Remark`] says why and how old it is.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

#[cfg(not(feature = "fetch"))]
use crate::error::Error;
use crate::error::Fault;
use crate::problem::count;
use crate::source::{self, Hints, Read};

#[cfg(feature = "fetch")]
mod copy;
#[cfg(feature = "fetch")]
mod download;
#[cfg(feature = "fetch")]
mod guard;
#[cfg(feature = "fetch")]
mod http;
#[cfg(feature = "fetch")]
mod redirect;

#[cfg(feature = "fetch")]
pub use download::schedule;

/// What begins a web address, and what it stands for.
const SCHEMES: [(&str, &str); 4] = [
    ("https://", "https://"),
    ("http://", "http://"),
    ("webcal://", "https://"),
    ("webcals://", "https://"),
];

/// How long to wait, and for how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For the connection.
    pub connect: Duration,
    /// For everything: connection, redirects and the last byte.
    pub whole: Duration,
    /// The longest body, in bytes, packed and unpacked.
    pub bytes: usize,
    /// Whether to go through a proxy.
    pub proxy: Proxy,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connect: Duration::from_secs(10),
            whole: Duration::from_secs(60),
            bytes: source::MAX_BYTES,
            proxy: Proxy::Environment,
        }
    }
}

/// Whether to go through a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proxy {
    /// Through the one that `HTTPS_PROXY` and its relatives name.
    Environment,
    /// Never.
    Never,
}

/// What counts, the network or the copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The network, and the copy where the network gives nothing good.
    Usual,
    /// The copy.
    Offline,
    /// The network, whatever it gives.
    Force,
}

/// What to fetch, and with what.
#[derive(Clone, Copy, Debug)]
pub struct Fetch<'a> {
    /// The address as the user wrote it.
    pub url: &'a str,
    /// What counts.
    pub mode: Mode,
    /// What the caller knows and the schedule may not say.
    pub hints: &'a Hints,
    /// The folder of the copies; none where there is no home.
    pub cache: Option<&'a Path>,
    /// The time.
    pub now: DateTime<Utc>,
    /// How long to wait, and for how much.
    pub limits: &'a Limits,
}

/// A schedule from the web.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The schedule.
    pub read: Read,
    /// What is worth saying about where it comes from.
    pub remarks: Vec<Remark>,
}

/// What is worth saying about a download.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// It came anew, so many bytes.
    New(usize),
    /// It is the same as so long ago.
    Unchanged(Age),
    /// The copy was asked for.
    Offline(Age),
    /// The download was not taken, so the copy is.
    Kept(Fault, Age),
    /// The download was taken, but no copy of it could be kept.
    NotKept(String),
}

/// How much a [`Remark`] matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The user may want to act on it.
    Warning,
    /// The user should know.
    Note,
    /// For the curious.
    Detail,
}

impl Remark {
    /// How much it matters.
    pub fn level(&self) -> Level {
        match self {
            Remark::New(_) | Remark::Unchanged(_) => Level::Detail,
            Remark::Offline(_) | Remark::Kept(Fault::Unreachable(_), _) => Level::Note,
            Remark::Kept(..) | Remark::NotKept(_) => Level::Warning,
        }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Remark::New(bytes) => write!(f, "downloaded {bytes} bytes"),
            Remark::Unchanged(age) => write!(f, "unchanged since the copy of {age}"),
            Remark::Offline(age) => write!(f, "offline, so this is the copy of {age}"),
            Remark::Kept(fault, age) => {
                write!(f, "{fault}; this is the last good copy, of {age}")?;
                match fault {
                    Fault::Shrunk { .. } => f.write_str(" (--force takes the new one)"),
                    _ => Ok(()),
                }
            }
            Remark::NotKept(why) => write!(f, "no copy of it can be kept: {why}"),
        }
    }
}

/// When a copy was right the last time, as seen from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age {
    then: DateTime<Utc>,
    now: DateTime<Utc>,
}

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let age = self.now - self.then;
        let (number, noun) = if age < TimeDelta::minutes(1) {
            return f.write_str("less than a minute ago");
        } else if age < TimeDelta::hours(2) {
            (age.num_minutes(), "minute")
        } else if age < TimeDelta::days(2) {
            (age.num_hours(), "hour")
        } else {
            (age.num_days(), "day")
        };
        let ago = count(usize::try_from(number).unwrap_or(0), noun);
        write!(f, "{ago} ago ({} UTC)", self.then.format("%Y-%m-%d %H:%M"))
    }
}

/// Whether a name is a web address.
pub fn is_url(name: &str) -> bool {
    SCHEMES.iter().any(|(scheme, _)| after_scheme(name.trim_start(), scheme).is_some())
}

/// Whether a name looks like a web address without its `https://`.
pub fn seems_url(name: &str) -> bool {
    let Some((host, _)) = name.trim().split_once('/') else { return name.starts_with("www.") };
    let is_top = |top: &str| top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_host(host)
        && host.rsplit_once('.').is_some_and(|(name, top)| !name.is_empty() && is_top(top))
}

/// An address without the password that may be in it; of several schedules all of them.
pub fn shown(name: &str) -> String {
    let names: Vec<String> = source::names_in(name).iter().map(|name| shown_alone(name)).collect();
    names.join(" and ")
}

fn shown_alone(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let host = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let end = host.rfind('@').or_else(|| {
        // A password may hold what ends a host, and is nobody else's business for that.
        if is_host(host) { None } else { rest.rfind('@') }
    });
    end.map_or_else(|| url.to_owned(), |end| format!("{scheme}://***{}", &rest[end..]))
}

/// Whether what follows the colon of a host, if one does, is a port.
fn is_host(text: &str) -> bool {
    let name = text.rfind(']').map_or(text, |end| &text[end..]);
    name.split_once(':').is_none_or(|(_, port)| port.parse::<u16>().is_ok())
}

/// What follows the scheme, in whatever case it is written.
fn after_scheme<'a>(url: &'a str, scheme: &str) -> Option<&'a str> {
    let head = url.get(..scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then(|| &url[scheme.len()..])
}

/// Says that the program was built without the network.
///
/// # Errors
/// Always.
#[cfg(not(feature = "fetch"))]
pub fn schedule(fetch: &Fetch<'_>) -> Result<Fetched, Error> {
    Err(Error::Download { url: shown(fetch.url), fault: Fault::NotBuilt })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_are_told_from_files() {
        for url in ["https://a.org/s.xml", "HTTP://a.org", "webcal://a.org/x.ics", " http://a.org"]
        {
            assert!(is_url(url), "{url}");
        }
        for file in ["schedule.yaml", "http", "-", "file:///etc/passwd", "https:/x", "ü://"] {
            assert!(!is_url(file), "{file}");
        }
    }

    #[test]
    fn passwords_are_not_shown() {
        let case = |url: &str, expected: &str| assert_eq!(shown(url), expected);
        case("https://ana:secret@a.org/s@x.xml", "https://***@a.org/s@x.xml");
        case("https://a.org/s@x.xml", "https://a.org/s@x.xml");
        case("https://a@b@c", "https://***@c");
        case("http://ana:s3c/r3t@pw@h/ok", "http://***@h/ok");
        case("https://ana:s3c?r3t@h", "https://***@h");
        case("https://ana:#r 3t@h", "https://***@h");
        case("ftp://ana:/r3t@h/ok", "ftp://***@h/ok");
        case("https://a.org:8000/s@x.xml", "https://a.org:8000/s@x.xml");
        case("https://[::1]:8000/s@x.xml", "https://[::1]:8000/s@x.xml");
        case("https://[::1]/s@x.xml", "https://[::1]/s@x.xml");
    }

    #[test]
    fn ages_are_said_in_one_unit() {
        let then = "2026-12-01T10:00:00Z".parse::<DateTime<Utc>>().unwrap();
        let case = |age: TimeDelta, expected: &str| {
            let age = Age { then, now: then + age }.to_string();
            assert_eq!(age.split(" (").next().unwrap(), expected);
        };
        case(TimeDelta::hours(-3), "less than a minute ago");
        case(TimeDelta::seconds(59), "less than a minute ago");
        case(TimeDelta::seconds(60), "1 minute ago");
        case(TimeDelta::minutes(119), "119 minutes ago");
        case(TimeDelta::hours(2), "2 hours ago");
        case(TimeDelta::hours(47), "47 hours ago");
        case(TimeDelta::days(2), "2 days ago");
    }
}
