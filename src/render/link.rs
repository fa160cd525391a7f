//! Which addresses may be followed: one rule for pages and calendars.

/// An address that may be followed: of the web, with a host, or of a mailbox.
pub(super) fn link(url: Option<&str>) -> Option<&str> {
    let url = url?.trim();
    let (scheme, rest) = url.split_once(':')?;
    let leads = match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => rest
            .strip_prefix("//")
            .is_some_and(|rest| !rest.starts_with(['/', '\\', '?', '#']) && !rest.is_empty()),
        "mailto" => !rest.is_empty(),
        _ => false,
    };
    (leads && !url.contains(|c: char| c.is_control() || c.is_whitespace())).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_addresses_become_links() {
        let case = |url: &str, safe: bool| assert_eq!(link(Some(url)).is_some(), safe, "{url}");
        case("https://example.org/a?b=c#d", true);
        case("HTTP://example.org", true);
        case("mailto:me@example.org", true);
        case("javascript:alert(1)", false);
        case("java\nscript:alert(1)", false);
        case(" https://example.org", true);
        case("https://example.org/ onclick=x", false);
        case("data:text/html,x", false);
        case("file:///etc/passwd", false);
        case("http:javascript:alert(1)", false);
        case("https:/example.org", false);
        case("https://", false);
        case("https:///etc", false);
        case("mailto:", false);
        case("//example.org", false);
        case("", false);
    }
}
