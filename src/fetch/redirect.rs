//! Where a redirect leads, and whether it may.

use ureq::http::Uri;

use crate::error::{Detour, Fault};

use super::{SCHEMES, after_scheme, shown};

/// The address that a user wrote.
pub(super) fn address(url: &str) -> Result<Uri, Fault> {
    let rest =
        SCHEMES.iter().find_map(|(scheme, meant)| Some((meant, after_scheme(url.trim(), scheme)?)));
    let (scheme, rest) = rest.ok_or_else(|| Fault::Address("it has no `https://`".to_owned()))?;
    parsed(&format!("{scheme}{rest}")).ok_or_else(|| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        Fault::Address(if host.is_ascii() {
            "its host or port cannot be read".to_owned()
        } else {
            "write its host in plain letters, such as `xn--...`".to_owned()
        })
    })
}

/// The address that a server sends us on to from `at`, if it may: what is encrypted stays so.
pub(super) fn next(at: &Uri, location: &str) -> Result<Uri, Fault> {
    let refused = |to: &str, why: Detour| Fault::Detour { to: shown(to), why };
    let target = joined(at, location).ok_or_else(|| refused(location, Detour::Nowhere))?;
    if !["http:", "https:"].iter().any(|scheme| after_scheme(&target, scheme).is_some()) {
        return Err(refused(&target, Detour::Scheme));
    }
    let to = parsed(&target).ok_or_else(|| refused(&target, Detour::Nowhere))?;
    if at.scheme_str() == Some("https") && to.scheme_str() != Some("https") {
        return Err(refused(&target, Detour::Downgrade));
    }
    Ok(with_login(at, to))
}

/// An address with the login of the one before, if it is on the same server and has none.
fn with_login(at: &Uri, to: Uri) -> Uri {
    let login = |uri: &Uri| Some(uri.authority()?.as_str().rsplit_once('@')?.0.to_owned());
    let Some(own) = login(at).filter(|_| login(&to).is_none() && server(at) == server(&to)) else {
        return to;
    };
    let mut parts = to.clone().into_parts();
    let authority = parts.authority.map(|authority| format!("{own}@{authority}").parse());
    parts.authority = authority.and_then(Result::ok);
    Uri::from_parts(parts).unwrap_or(to)
}

/// The scheme, host and port of an address: what a login is for.
fn server(uri: &Uri) -> Option<(&str, String, u16)> {
    let scheme = uri.scheme_str()?;
    let usual = if scheme == "https" { 443 } else { 80 };
    Some((scheme, uri.host()?.to_ascii_lowercase(), uri.port_u16().unwrap_or(usual)))
}

/// A relative reference resolved (RFC 3986, section 5.2), without its fragment.
fn joined(base: &Uri, location: &str) -> Option<String> {
    let location = location.trim().split('#').next()?;
    let scheme = base.scheme_str()?;
    let authority = base.authority()?;
    if has_scheme(location) {
        return Some(location.to_owned());
    }
    if location.starts_with("//") {
        return Some(format!("{scheme}:{location}"));
    }
    let (path, query) = location.split_at(location.find('?').unwrap_or(location.len()));
    let path = if path.is_empty() {
        base.path().to_owned()
    } else if path.starts_with('/') {
        without_dots(path)
    } else {
        let folder = base.path().rfind('/').map_or("/", |end| &base.path()[..=end]);
        without_dots(&format!("{folder}{path}"))
    };
    Some(format!("{scheme}://{authority}{path}{query}"))
}

fn has_scheme(location: &str) -> bool {
    let Some((scheme, _)) = location.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// A path without `.` and `..`.
fn without_dots(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let mut open = false;
    for part in path.split('/').skip(1) {
        open = matches!(part, "." | "..");
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}{}", parts.join("/"), if open && !parts.is_empty() { "/" } else { "" })
}

/// An absolute address; what may not stand in one is written in percent.
fn parsed(url: &str) -> Option<Uri> {
    let url = url.split('#').next()?;
    let start = url.find("://")? + 3;
    let path = start + url[start..].find(['/', '?']).unwrap_or(url.len() - start);
    let mut clean = url[..path].to_owned();
    for byte in url[path..].bytes() {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte) {
            clean.push(char::from(byte));
        } else {
            clean.push_str(&format!("%{byte:02X}"));
        }
    }
    let uri: Uri = clean.parse().ok()?;
    let host = uri.host().filter(|host| !host.is_empty())?;
    // A port that is none would count as the usual one.
    let authority = uri.authority()?.as_str();
    let port = authority.rsplit('@').next()?.strip_prefix(host)?;
    (port.is_empty() || uri.port_u16().is_some()).then_some(uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(at: &str, location: &str, expected: Result<&str, Detour>) {
        let at = address(at).unwrap();
        let found = match next(&at, location) {
            Ok(to) => Ok(to.to_string()),
            Err(Fault::Detour { why, .. }) => Err(why),
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(found, expected.map(ToOwned::to_owned));
    }

    #[test]
    fn redirects_are_resolved_against_where_they_stand() {
        let at = "http://a.org:81/x/y?q";
        case(at, "/z?k=/../v#f", Ok("http://a.org:81/z?k=/../v"));
        case(at, "z", Ok("http://a.org:81/x/z"));
        case(at, "./../../z/.", Ok("http://a.org:81/z/"));
        case(at, "?p", Ok("http://a.org:81/x/y?p"));
        case(at, "//b.org/z", Ok("http://b.org/z"));
        case(at, "https://b.org", Ok("https://b.org/"));
        case("http://a.org", "z w/ä", Ok("http://a.org/z%20w/%C3%A4"));
    }

    #[test]
    fn redirects_that_lead_astray_are_refused() {
        let at = "https://a.org/x";
        case(at, "file:///etc/passwd", Err(Detour::Scheme));
        case(at, "ftp://b.org/", Err(Detour::Scheme));
        case(at, "http://a.org/", Err(Detour::Downgrade));
        case(at, "https://", Err(Detour::Nowhere));
        case(at, "https:x", Err(Detour::Nowhere));
    }

    #[test]
    fn a_login_goes_along_to_the_same_server_only() {
        let at = "http://ana:pw@a.org/x";
        case(at, "http://a.org/y?q", Ok("http://ana:pw@a.org/y?q"));
        case(at, "//A.org:80/y", Ok("http://ana:pw@A.org:80/y"));
        case(at, "/y", Ok("http://ana:pw@a.org/y"));
        case(at, "http://ben@a.org/y", Ok("http://ben@a.org/y"));
        for other in
            ["http://a.org:81/y", "https://a.org/y", "http://b.a.org/y", "http://a.org.b/y"]
        {
            case(at, other, Ok(other));
        }
    }

    #[test]
    fn addresses_are_read_as_people_write_them() {
        let read = |url: &str| address(url).map(|uri| uri.to_string());
        assert_eq!(read("webcal://a.org/a b.ics#x"), Ok("https://a.org/a%20b.ics".to_owned()));
        assert_eq!(read("HTTPS://a.org"), Ok("https://a.org/".to_owned()));
        for wrong in ["https://", "https:///x", "https://a b/", "https://a.org:99999/", "ü"] {
            assert!(matches!(read(wrong), Err(Fault::Address(_))), "{wrong}");
        }
        assert_eq!(
            read("https://münchen.de/").unwrap_err().to_string(),
            "not a valid URL: write its host in plain letters, such as `xn--...`"
        );
    }
}
