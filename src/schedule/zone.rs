//! The zone in which times are said, and what its clocks show.

use std::fmt;

use chrono::{
    DateTime, FixedOffset, MappedLocalTime, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc,
};
use chrono_tz::Tz;

/// The zone in which a schedule's times are said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// An IANA zone, with its daylight-saving rules.
    Named(Tz),
    /// A bare offset from UTC: all that some sources give.
    Fixed(FixedOffset),
}

/// What people and calendars call zones whose clocks change, and where such clocks hang. Where the
/// zone database has such a name, it is one without summer time or without a place.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("AEDT", "Australia/Sydney"),
    ("AEST", "Australia/Sydney"),
    ("AKST", "America/Anchorage"),
    ("BST", "Europe/London"),
    ("CDT", "America/Chicago"),
    ("CEST", "Europe/Berlin"),
    ("CET", "Europe/Berlin"),
    ("CST", "America/Chicago"),
    ("CST6CDT", "America/Chicago"),
    ("EDT", "America/New_York"),
    ("EEST", "Europe/Helsinki"),
    ("EET", "Europe/Helsinki"),
    ("EST", "America/New_York"),
    ("EST5EDT", "America/New_York"),
    ("HST", "Pacific/Honolulu"),
    ("IST", "Asia/Kolkata"),
    ("JST", "Asia/Tokyo"),
    ("MDT", "America/Denver"),
    ("MET", "Europe/Berlin"),
    ("MST", "America/Denver"),
    ("MST7MDT", "America/Denver"),
    ("NZDT", "Pacific/Auckland"),
    ("NZST", "Pacific/Auckland"),
    ("PDT", "America/Los_Angeles"),
    ("PST", "America/Los_Angeles"),
    ("PST8PDT", "America/Los_Angeles"),
    ("WEST", "Europe/Lisbon"),
    ("WET", "Europe/Lisbon"),
];

/// The zone, by area and city, that somebody most likely means who writes `EST` or `CET`.
pub fn city_of(abbreviation: &str) -> Option<&'static str> {
    let mut known = ABBREVIATIONS.iter();
    known.find(|(short, _)| short.eq_ignore_ascii_case(abbreviation)).map(|&(_, city)| city)
}

/// The zone that is named after a city: `Brussels` is in `Europe/Brussels`.
pub fn zone_of_city(city: &str) -> Option<Zone> {
    let city = city.split([',', '(']).next()?.trim().replace(' ', "_");
    let named = |zone: &&chrono_tz::Tz| {
        zone.name()
            .split_once('/')
            .is_some_and(|(area, place)| area != "Etc" && place.eq_ignore_ascii_case(&city))
    };
    chrono_tz::TZ_VARIANTS.iter().find(named).map(|&zone| Zone::Named(zone))
}

/// Whether a word is the name of a city that a zone is named after.
pub fn is_city(word: &str) -> bool {
    // Elsewhere are `US/Mountain` and `Etc/Greenwich`.
    const AREAS: &[&str] =
        &["Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Pacific/"];
    chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).any(|name| {
        let city = name.rsplit('/').next();
        city.is_some_and(|city| city.eq_ignore_ascii_case(word))
            && AREAS.iter().any(|area| name.starts_with(area))
    })
}

/// What became of a wall-clock time when it was looked up in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Local {
    /// It exists once.
    Exact(DateTime<Utc>),
    /// The clock shows it twice; this is the earlier one.
    Earlier(DateTime<Utc>),
    /// The clock skips it; this is the same time counted from before the gap.
    Shifted(DateTime<Utc>),
}

impl Local {
    /// The instant, however it was found.
    pub fn instant(self) -> DateTime<Utc> {
        match self {
            Local::Exact(instant) | Local::Earlier(instant) | Local::Shifted(instant) => instant,
        }
    }
}

impl Zone {
    /// The zone of an IANA name, in any case (`europe/berlin`), or of an offset from UTC
    /// (`+02:00`, `UTC-03:30`).
    pub fn named(name: &str) -> Option<Zone> {
        chrono_tz::TZ_VARIANTS
            .iter()
            .find(|zone| zone.name().eq_ignore_ascii_case(name))
            .map(|&zone| Zone::Named(zone))
            .or_else(|| offset(name.strip_prefix("UTC").unwrap_or(name)).map(Zone::Fixed))
    }

    /// An instant as this zone's clock shows it, with its offset.
    pub fn at(self, instant: DateTime<Utc>) -> DateTime<FixedOffset> {
        match self {
            Zone::Named(zone) => {
                let local = instant.with_timezone(&zone);
                local.with_timezone(&local.offset().fix())
            }
            Zone::Fixed(offset) => instant.with_timezone(&offset),
        }
    }

    /// The instant at which this zone's clock skips `local`; none where it shows that.
    pub fn skip(self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        let (Zone::Named(zone), Local::Shifted(after)) = (self, self.instant(local)) else {
            return None;
        };
        // The clock is put forward by less than the way back from where it would be by now.
        let mut before = after - TimeDelta::hours(26);
        let mut after = after;
        let offset =
            |instant: DateTime<Utc>| zone.offset_from_utc_datetime(&instant.naive_utc()).fix();
        let then = offset(before);
        while after - before > TimeDelta::seconds(1) {
            let middle = before + TimeDelta::seconds((after - before).num_seconds() / 2);
            if offset(middle) == then { before = middle } else { after = middle }
        }
        Some(after)
    }

    /// The instant at which this zone's clock shows `local`.
    pub fn instant(self, local: NaiveDateTime) -> Local {
        match self {
            Zone::Fixed(offset) => Local::Exact((local - offset_of(offset)).and_utc()),
            Zone::Named(zone) => match zone.from_local_datetime(&local) {
                MappedLocalTime::Single(time) => Local::Exact(time.to_utc()),
                MappedLocalTime::Ambiguous(first, _) => Local::Earlier(first.to_utc()),
                MappedLocalTime::None => {
                    // The offset in force a few hours earlier: gaps are never longer than that.
                    let before = zone.offset_from_utc_datetime(&(local - TimeDelta::hours(26)));
                    Local::Shifted((local - offset_of(before.fix())).and_utc())
                }
            },
        }
    }
}

/// `+02:00`, and `+02:00:30` as clocks were before there were zones.
fn offset(text: &str) -> Option<FixedOffset> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let mut seconds = 0;
    let mut parts = digits.split(':');
    for (unit, below) in [(3600, 24), (60, 60), (1, 60)] {
        let part = match parts.next() {
            Some(part) if part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()) => {
                part.parse::<i32>().ok().filter(|&number| number < below)?
            }
            None if unit == 1 => 0,
            Some(_) | None => return None,
        };
        seconds += part * unit;
    }
    parts.next().is_none().then(|| FixedOffset::east_opt(sign * seconds)).flatten()
}

fn offset_of(offset: FixedOffset) -> TimeDelta {
    TimeDelta::seconds(i64::from(offset.local_minus_utc()))
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Zone::Named(zone) => f.write_str(zone.name()),
            Zone::Fixed(offset) => write!(f, "UTC{offset}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wall_clock_times_in_gaps_and_folds_are_told_apart() {
        let brussels = Zone::named("Europe/Brussels").unwrap();
        let local = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        let utc = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let case = |time: &str, expected| assert_eq!(brussels.instant(local(time)), expected);
        case("2026-03-29T01:30:00", Local::Exact(utc("2026-03-29T00:30:00Z")));
        case("2026-03-29T02:30:00", Local::Shifted(utc("2026-03-29T01:30:00Z")));
        case("2026-10-25T02:30:00", Local::Earlier(utc("2026-10-25T00:30:00Z")));
        let fixed = Zone::Fixed(FixedOffset::east_opt(2 * 3600).unwrap());
        assert_eq!(
            fixed.instant(local("2026-03-29T02:30:00")),
            Local::Exact(utc("2026-03-29T00:30:00Z"))
        );
    }

    #[test]
    fn what_clocks_skip_is_where_they_are_put_forward() {
        let case = |zone: &str, local: &str, expected: Option<&str>| {
            let skip = Zone::named(zone).unwrap().skip(local.parse().unwrap());
            let expected = expected.map(|text| text.parse::<DateTime<Utc>>().unwrap());
            assert_eq!(skip, expected, "{zone} {local}");
        };
        case("Europe/Brussels", "2026-03-29T02:00:00", Some("2026-03-29T01:00:00Z"));
        case("Europe/Brussels", "2026-03-29T02:59:00", Some("2026-03-29T01:00:00Z"));
        case("Europe/Brussels", "2026-03-29T03:00:00", None);
        case("Europe/Brussels", "2026-10-25T02:30:00", None);
        case("Australia/Lord_Howe", "2026-10-04T02:15:00", Some("2026-10-03T15:30:00Z"));
        // A whole day.
        case("Pacific/Apia", "2011-12-30T12:00:00", Some("2011-12-30T10:00:00Z"));
        case("UTC", "2026-03-29T02:30:00", None);
    }

    #[test]
    fn zone_names_are_found_in_any_case() {
        assert_eq!(Zone::named("europe/berlin"), Zone::named("Europe/Berlin"));
        assert_eq!(Zone::named("Berlin"), None);
    }

    #[test]
    fn offsets_are_zones_too() {
        let case = |name: &str, expected: Option<i32>| {
            let zone = expected.and_then(FixedOffset::east_opt).map(Zone::Fixed);
            assert_eq!(Zone::named(name), zone, "{name}");
        };
        case("+02:00", Some(7200));
        case("UTC-03:30", Some(-12600));
        case("+00:53:28", Some(3208));
        for wrong in ["+2:00", "+02", "+02:60", "+24:00", "+02:00:00:00", "02:00", "+", "", "€"] {
            case(wrong, None);
        }
    }
}
