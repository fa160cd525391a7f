//! What other systems call a time zone -> the zone.
//!
//! Windows and Outlook, Webex, Rails and hand-written files each have names of their own. The
//! table `zones.txt` is generated from what CLDR and Rails publish; whatever an IANA name, an
//! offset or that table does not say is `None`.

use chrono::FixedOffset;

use crate::schedule::Zone;

/// No name of a zone is longer.
const LONGEST: usize = 200;

/// The zone of a name in any of these spellings: `Europe/Berlin`, `Europe-Brussels`, a path that
/// ends in one, `W. Europe Standard Time`, `Pacific Time (US & Canada)`, `GMT+2`.
pub(super) fn zone(name: &str) -> Option<Zone> {
    let name = name.trim().trim_matches('"');
    if name.len() > LONGEST {
        return None;
    }
    let spelt = name.replace(' ', "_");
    let direct = Zone::named(&spelt).or_else(|| Zone::named(&spelt.replacen('-', "/", 1)));
    let direct = direct.or_else(|| abbreviated(name));
    direct.or_else(|| in_path(name)).or_else(|| in_table(name)).or_else(|| offset(name))
}

/// The zone that people mean by the letters behind a time. What has several meanings has that of
/// the most people who write it so; `IST` has too many.
pub(super) fn abbreviated(letters: &str) -> Option<Zone> {
    const ZONES: &[(&str, &str)] = &[
        ("UTC GMT", "UTC"),
        ("CET CEST MEZ MESZ MET", "Europe/Berlin"),
        ("BST", "Europe/London"),
        ("WET WEST", "Europe/Lisbon"),
        ("EET EEST", "Europe/Helsinki"),
        ("MSK", "Europe/Moscow"),
        ("EST EDT ET", "America/New_York"),
        ("CST CDT CT", "America/Chicago"),
        ("MST MDT MT", "America/Denver"),
        ("PST PDT PT", "America/Los_Angeles"),
        ("AKST AKDT", "America/Anchorage"),
        ("HST", "Pacific/Honolulu"),
        ("BRT", "America/Sao_Paulo"),
        ("JST", "Asia/Tokyo"),
        ("KST", "Asia/Seoul"),
        ("HKT", "Asia/Hong_Kong"),
        ("SGT", "Asia/Singapore"),
        ("SAST", "Africa/Johannesburg"),
        ("AEST AEDT", "Australia/Sydney"),
        ("ACST ACDT", "Australia/Adelaide"),
        ("AWST", "Australia/Perth"),
        ("NZST NZDT", "Pacific/Auckland"),
    ];
    let letters = letters.trim();
    let mut found = ZONES.iter().filter(|(known, _)| known.split(' ').any(|it| it == letters));
    Zone::named(found.next()?.1)
}

/// `/freeassociation.sourceforge.net/Tzfile/Europe/Berlin`
fn in_path(name: &str) -> Option<Zone> {
    let parts: Vec<&str> = name.split('/').collect();
    let tail = |length: usize| Zone::named(&parts[parts.len().checked_sub(length)?..].join("/"));
    if parts.len() > 2 { tail(3).or_else(|| tail(2)) } else { None }
}

/// A name of the table, also behind `(UTC-08:00)`, as the first of several cities, with a number
/// behind it as in Webex, or with `Daylight` for `Standard`.
fn in_table(name: &str) -> Option<Zone> {
    let name = match name.split_once(')') {
        Some((before, rest)) if before.starts_with("(UTC") || before.starts_with("(GMT") => rest,
        _ => name,
    };
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace()).trim();
    let standard = name.replace("Daylight", "Standard").replace("Summer", "Standard");
    let full = standard.strip_suffix(" Time").map(|zone| format!("{zone} Standard Time"));
    let american = format!("{name} (US & Canada)");
    let first_city = name.split(',').next().unwrap_or(name).trim();
    let spellings = [name, &standard, &american, full.as_deref().unwrap_or(name), first_city];
    spellings.into_iter().find_map(listed)
}

fn listed(name: &str) -> Option<Zone> {
    let pairs = include_str!("zones.txt").lines().filter_map(|line| line.split_once('\t'));
    let mut found = pairs.filter(|(known, _)| known.eq_ignore_ascii_case(name));
    Zone::named(found.next()?.1)
}

/// `GMT+2`, `UTC-3:30`, `+0100`: an offset in one of its shorter spellings.
fn offset(name: &str) -> Option<Zone> {
    let rest = name.strip_prefix("UTC").or_else(|| name.strip_prefix("GMT")).unwrap_or(name).trim();
    seconds(rest).and_then(FixedOffset::east_opt).map(Zone::Fixed)
}

/// The seconds of an offset from UTC: `+02:00`, `+0200`, `-330`, `+2`, `+053020`.
pub(super) fn seconds(text: &str) -> Option<i32> {
    let (sign, rest) = match text.trim().split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let digits = match rest.split_once(':') {
        Some((hours, minutes)) => format!("{hours:0>2}{}", minutes.replace(':', "")),
        None if rest.is_empty() => return None,
        None if rest.len() <= 2 => format!("{rest:0>2}00"),
        // Some write no zero in front of the hours.
        None if rest.len() % 2 == 1 => format!("0{rest}"),
        None => rest.to_owned(),
    };
    let known = matches!(digits.len(), 4 | 6) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let part = |at: usize, below: i32| {
        let number = digits.get(at..at + 2).map_or(Some(0), |part| part.parse::<i32>().ok());
        number.filter(|&number| number < below)
    };
    let seconds = part(0, 24)? * 3600 + part(2, 60)? * 60 + part(4, 60)?;
    known.then_some(sign * seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_known_by_the_names_of_other_systems() {
        let case = |name: &str, expected: &str| {
            assert_eq!(zone(name).map(|zone| zone.to_string()).unwrap_or_default(), expected);
        };
        case("Europe-Brussels", "Europe/Brussels");
        case("America/New York", "America/New_York");
        case("/example.org/Tzfile/America/Indiana/Knox", "America/Indiana/Knox");
        case("Berlin", "Europe/Berlin");
        case("Pacific Time (US & Canada)", "America/Los_Angeles");
        case("(UTC-08:00) Pacific Time (US & Canada)", "America/Los_Angeles");
        case("(GMT-05:00) Eastern Time (US & Canada)", "America/New_York");
        case("(UTC+00:00) Dublin, Edinburgh, Lisbon, London", "Europe/Dublin");
        case("Pacific Time", "America/Los_Angeles");
        case("Eastern Standard Time 1", "America/New_York");
        case("Eastern Daylight Time", "America/New_York");
        case("W. Europe Standard Time", "Europe/Berlin");
        case("SA Pacific Standard Time", "America/Bogota");
        case("UTC+01:00", "UTC+01:00");
        case("GMT+2", "UTC+02:00");
        case("CEST", "Europe/Berlin");
        case("PDT", "America/Los_Angeles");
        case("+0100", "UTC+01:00");
        case("Middle-earth", "");
        case("", "");
    }

    #[test]
    fn every_zone_of_the_table_exists() {
        let lines = include_str!("zones.txt").lines().filter(|line| line.contains('\t'));
        let mut number = 0;
        for line in lines {
            let (_, zone) = line.split_once('\t').unwrap();
            assert!(Zone::named(zone).is_some(), "{line}");
            number += 1;
        }
        assert!(number > 280, "{number}");
    }

    #[test]
    fn offsets_are_read_with_any_number_of_digits() {
        let case = |text: &str, minutes: Option<i32>| {
            assert_eq!(seconds(text), minutes.map(|minutes| minutes * 60), "{text}");
        };
        case("+0200", Some(120));
        case("-500", Some(-300));
        case("+2", Some(120));
        case("-03:30", Some(-210));
        case("+053000", Some(330));
        for wrong in ["0200", "+", "+25", "+2x", "-99999", "+ä"] {
            case(wrong, None);
        }
    }
}
