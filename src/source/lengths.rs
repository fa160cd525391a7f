//! Text -> lengths in minutes, in the many ways in which programmes write them.

/// No length is longer; longer text is not looked at.
const LONGEST: usize = 80;

/// What a bare number means as a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// `45`.
    Minutes,
    /// `2.5`.
    Hours,
}

/// A length in minutes: `1:30`, `6:00:00`, `45`, `90 min`, `1 h 30`, `2.5 hours`, `PT1H30M`.
pub(super) fn minutes(text: &str, bare: Unit) -> Option<i64> {
    const MOST: f64 = 100_000.0;
    let text = text.trim().to_lowercase();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    if text.contains(':') {
        let parts: Option<Vec<i64>> = text.split(':').map(|part| part.parse().ok()).collect();
        return match parts?.as_slice() {
            &[h @ 0..=999, m @ 0..60] | &[h @ 0..=999, m @ 0..60, _] => Some(h * 60 + m),
            _ => None,
        };
    }
    let (mut total, mut found, mut rest) = (0.0, false, text.as_str());
    rest = rest.strip_prefix('p').unwrap_or(rest);
    while !rest.trim().is_empty() {
        rest = rest.trim_start_matches([' ', ',', 't']);
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let number: f64 = rest[..digits].parse().ok().filter(|n| (0.0..=MOST).contains(n))?;
        let after = rest[digits..].trim_start();
        let letters = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let factor = match (&after[..letters], bare) {
            ("w" | "week" | "weeks", _) => 10_080.0,
            ("d" | "day" | "days", _) => 1440.0,
            ("h" | "hr" | "hrs" | "hour" | "hours" | "std", _) | ("", Unit::Hours) if !found => {
                60.0
            }
            ("m" | "min" | "mins" | "minute" | "minutes" | "", _) => 1.0,
            ("s" | "sec" | "seconds", _) => 1.0 / 60.0,
            _ => return None,
        };
        (total, found, rest) = (total + number * factor, true, &after[letters..]);
    }
    // Exact for every length that fits: minutes are far below 2^53.
    (found && total <= MOST * 60.0).then_some(total.round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_with_their_units() {
        let case = |text: &str, bare, expected| assert_eq!(minutes(text, bare), expected, "{text}");
        case("1:30", Unit::Minutes, Some(90));
        case("6:00:00", Unit::Minutes, Some(360));
        case("45", Unit::Minutes, Some(45));
        case("2.5", Unit::Hours, Some(150));
        case("1 h 30 min", Unit::Minutes, Some(90));
        case("1h30", Unit::Hours, Some(90));
        case("PT1H30M", Unit::Minutes, Some(90));
        case("P1D", Unit::Minutes, Some(1440));
        case("90 minutes", Unit::Hours, Some(90));
        case("long", Unit::Minutes, None);
        case("1e999", Unit::Minutes, None);
        case("-5", Unit::Minutes, None);
        case("99999999999999999999", Unit::Minutes, None);
    }
}
