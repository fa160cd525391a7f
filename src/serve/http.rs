//! HTTP/1.1, as much as a page on the same computer needs: one request a connection, all of it
//! bounded in size and time.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

/// The longest request line with headers, in bytes.
const MAX_HEAD: usize = 16 * 1024;
/// The most headers.
const MAX_HEADERS: usize = 64;
/// The longest body of a change, in bytes.
pub(super) const MAX_BODY: usize = 64 * 1024;
/// How long a request may take to arrive, and an answer to be taken.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long, and for how much, a refused request is read to its end, so that the refusal arrives.
const LEFT_OVER: (Duration, usize) = (Duration::from_millis(500), 1024 * 1024);

/// What was asked.
pub(super) struct Request {
    pub(super) method: String,
    /// The path, without the query.
    pub(super) path: String,
    query: String,
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// What is answered.
pub(super) struct Response {
    status: u16,
    kind: &'static str,
    headers: Vec<(&'static str, String)>,
    body: String,
}

impl Request {
    /// The values of a header.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let is_it = move |it: &&(String, String)| it.0.eq_ignore_ascii_case(name);
        self.headers.iter().filter(is_it).map(|(_, value)| value.as_str())
    }

    /// The value of a header that is there once.
    pub(super) fn only(&self, name: &str) -> Option<&str> {
        let mut all = self.all(name);
        all.next().filter(|_| all.next().is_none())
    }

    /// Whether it brings a file.
    pub(super) fn is_file(&self) -> bool {
        self.method == "POST" && self.path == "/schedule"
    }

    /// A value of the query.
    pub(super) fn asked(&self, name: &str) -> Option<String> {
        let pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.into_iter().find(|(key, _)| *key == name).map(|(_, value)| decoded(value))
    }

    /// Reads a request up to its body; none where nobody asks anything, as browsers open connections
    /// in advance. What is too large, too slow or no HTTP gives the status that says so.
    pub(super) fn read(stream: &mut TcpStream) -> Result<Option<Request>, u16> {
        let deadline = Instant::now() + PATIENCE;
        let mut bytes = Vec::new();
        let (mut request, head) = loop {
            if !more(stream, &mut bytes, deadline)? {
                return if bytes.is_empty() { Ok(None) } else { Err(400) };
            }
            if let Some(parsed) = parsed(&bytes)? {
                break parsed;
            }
            if bytes.len() > MAX_HEAD {
                return Err(431);
            }
        };
        if head > MAX_HEAD {
            return Err(431);
        }
        request.body = bytes.split_off(head);
        Ok(Some(request))
    }

    /// Reads the body, of at most so many bytes.
    pub(super) fn read_body(&mut self, stream: &mut TcpStream, most: usize) -> Result<(), u16> {
        let deadline = Instant::now() + PATIENCE;
        if self.all("transfer-encoding").next().is_some() {
            return Err(411);
        }
        let length = match self.all("content-length").next() {
            None => 0,
            Some(_) => self.only("content-length").and_then(|it| it.parse().ok()).ok_or(400_u16)?,
        };
        if length > most {
            return Err(413);
        }
        while self.body.len() < length {
            if !more(stream, &mut self.body, deadline)? {
                return Err(400);
            }
        }
        self.body.truncate(length);
        Ok(())
    }
}

/// Reads some more; says whether there was anything.
fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>, deadline: Instant) -> Result<bool, u16> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() || stream.set_read_timeout(Some(left)).is_err() {
        return Err(408);
    }
    let mut some = [0; 8192];
    match stream.read(&mut some) {
        Ok(number) => {
            bytes.extend_from_slice(&some[..number]);
            Ok(number > 0)
        }
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(true),
        Err(_) => Err(408),
    }
}

/// The request and the length of its head, once all of that is there.
fn parsed(bytes: &[u8]) -> Result<Option<(Request, usize)>, u16> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let head = match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(head)) => head,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return Err(431),
        Err(_) => return Err(400),
    };
    let target = parsed.path.unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let text = |value: &[u8]| String::from_utf8(value.to_vec()).map_err(|_| 400_u16);
    let headers = parsed.headers.iter();
    let headers: Result<Vec<(String, String)>, u16> =
        headers.map(|it| Ok((it.name.to_owned(), text(it.value)?))).collect();
    let request = Request {
        method: parsed.method.unwrap_or_default().to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: headers?,
        body: Vec::new(),
    };
    Ok(Some((request, head)))
}

/// A part of a query as it was before it was put there.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.filter(|_| *first == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(if *first == b'+' { b' ' } else { *first });
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl Response {
    /// An answer of a kind.
    pub(super) fn of(kind: &'static str, body: String) -> Response {
        Response { status: 200, kind, headers: Vec::new(), body }
    }

    /// There is nothing new.
    pub(super) fn unchanged() -> Response {
        Response { status: 204, ..Response::of("text/plain", String::new()) }
    }

    /// A status with a sentence.
    pub(super) fn status(status: u16, text: &str) -> Response {
        let body = format!("{text}\n");
        Response { status, ..Response::of("text/plain; charset=utf-8", body) }
    }

    /// One more header.
    #[must_use]
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Response {
        self.headers.push((name, value.into()));
        self
    }

    /// Writes it and ends the connection; whoever does not take it in time does not get it.
    pub(super) fn write(self, stream: &mut TcpStream) {
        let Response { status, kind, headers, body } = self;
        let mut head = format!(
            "HTTP/1.1 {status} {}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
             Connection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
             Referrer-Policy: no-referrer\r\nX-Frame-Options: DENY\r\n\
             Cross-Origin-Resource-Policy: same-origin\r\n\
             Cross-Origin-Opener-Policy: same-origin\r\n",
            reason(status),
            body.len()
        );
        if !headers.iter().any(|(name, _)| *name == POLICY) {
            head += &format!("{POLICY}: default-src 'none'; frame-ancestors 'none'\r\n");
        }
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += "\r\n";
        // Whoever is gone misses nothing.
        let _ = stream.set_write_timeout(Some(PATIENCE));
        let _ = stream.write_all((head + &body).as_bytes());
        let _ = stream.shutdown(Shutdown::Write);
        let (time, most) = LEFT_OVER;
        let deadline = Instant::now() + time;
        let mut rest = Vec::new();
        let mut read = 0;
        while read < most && matches!(more(stream, &mut rest, deadline), Ok(true)) {
            read += rest.len();
            rest.clear();
        }
    }
}

/// What the page may load and do.
pub(super) const POLICY: &str = "Content-Security-Policy";

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        303 => "See Other",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        411 => "Length Required",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_as_browsers_write_it() {
        let case = |text: &str, expected: &str| assert_eq!(decoded(text), expected);
        case("a+b%20c%2B", "a b c+");
        case("%C3%A9%2", "é%2");
        case("%", "%");
        case("%zz", "%zz");
        case("%ff", "\u{fffd}");
    }
}
