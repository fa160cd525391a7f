//! How both frab formats write times and lengths: text -> values, or nothing where it is neither.
//!
//! What a missing or odd value means is decided in `assemble`.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};

use super::draft::{DraftEvent, End, ThreeParts, Time};

/// How a length of three parts is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lengths {
    /// `D:HH:MM`, as pretalx writes what lasts a day or longer.
    Days,
    /// `HH:MM:SS`, as everyone else.
    Hours,
}

impl Lengths {
    /// What the name of the program that wrote the file tells.
    pub(super) fn of_generator(name: Option<&str>) -> Self {
        match name {
            Some(name) if name.to_ascii_lowercase().contains("pretalx") => Lengths::Days,
            Some(_) | None => Lengths::Hours,
        }
    }
}

/// `45`, `1:30`, `01:30:00`, `1:00:30` (see [`Lengths`]), `PT1H30M`: minutes.
pub(super) fn minutes(text: &str, lengths: Lengths) -> Option<i64> {
    const MOST: i64 = 1_000_000;
    let text = text.trim();
    if let Some(iso) = text.strip_prefix('P') {
        return iso_minutes(iso);
    }
    // `135.0:00` is how some print minutes that they keep as a fraction.
    if let Some((whole, rest)) = text.split_once('.')
        && let Some((fraction, _)) = rest.split_once(':')
        && fraction.bytes().all(|byte| byte == b'0')
    {
        return whole.parse().ok().filter(|minutes| (0..MOST).contains(minutes));
    }
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |text| (-1, text));
    let parts: Option<Vec<i64>> = text
        .split(':')
        .map(|part| part.trim().parse().ok().filter(|number| (0..MOST).contains(number)))
        .collect();
    let minutes = match (parts?.as_slice(), lengths) {
        (&[minutes], _) => minutes,
        (&[hours, minutes], _) | (&[hours, minutes, _], Lengths::Hours) => hours * 60 + minutes,
        (&[days, hours, minutes], Lengths::Days) => (days * 24 + hours) * 60 + minutes,
        _ => return None,
    };
    Some(sign * minutes)
}

/// A length of three parts, with what it is in the other of its two meanings.
fn three_parts(text: &str, lengths: Lengths) -> Option<ThreeParts> {
    let other = match lengths {
        Lengths::Days => Lengths::Hours,
        Lengths::Hours => Lengths::Days,
    };
    let parts: Vec<&str> = text.trim().split(':').collect();
    let [_, middle, _] = parts.as_slice() else { return None };
    Some(ThreeParts {
        said: text.trim().chars().take(40).collect(),
        other: minutes(text, other)?,
        is_days: lengths == Lengths::Days,
        // No day has so many hours.
        fits_days: middle.parse::<u32>().is_ok_and(|hours| hours < 24),
    })
}

/// The part of an ISO 8601 duration after its `P`.
fn iso_minutes(text: &str) -> Option<i64> {
    let (mut minutes, mut number, mut in_time, mut units) = (0_i64, String::new(), false, 0);
    for sign in text.chars() {
        let unit = match sign {
            '0'..='9' if number.len() < 6 => {
                number.push(sign);
                continue;
            }
            'T' if number.is_empty() => {
                in_time = true;
                continue;
            }
            'W' => 7 * 24 * 60,
            'D' => 24 * 60,
            'H' if in_time => 60,
            'M' if in_time => 1,
            'S' if in_time => 0,
            _ => return None,
        };
        minutes += unit * number.parse::<i64>().ok()?;
        number.clear();
        units += 1;
    }
    (number.is_empty() && units > 0).then_some(minutes)
}

/// `09:30`, `9:30:00` or `0930`.
pub(super) fn clock(text: &str) -> Option<NaiveTime> {
    let text = text.trim();
    let number = |text: &str| {
        let digits =
            (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<u32>().ok()).flatten()
    };
    if let Some((hours, rest)) = text.split_once(':') {
        let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "0"));
        return NaiveTime::from_hms_opt(number(hours)?, number(minutes)?, number(seconds)?);
    }
    let (hours, minutes) = text.split_at_checked(text.len().checked_sub(2)?)?;
    NaiveTime::from_hms_opt(number(hours)?, number(minutes)?, 0)
}

/// `2018-09-28`, also as the beginning of a date with a time.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.trim().get(..10)?, "%Y-%m-%d").ok()
}

/// A date and time with an offset in any spelling, or without.
pub(super) fn time(text: &str) -> Option<Time> {
    let text = text.trim();
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Some(Time::Instant(instant));
    }
    let text = text.replacen(' ', "T", 1).replace(' ', "");
    for form in ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z"] {
        if let Ok(instant) = DateTime::parse_from_str(&text, form) {
            return Some(Time::Instant(instant));
        }
    }
    for form in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"] {
        if let Ok(local) = NaiveDateTime::parse_from_str(&text, form) {
            return Some(Time::Local(local));
        }
    }
    None
}

/// An event's times as a frab file says them.
pub(super) struct Times<'t> {
    pub(super) date: Option<&'t str>,
    pub(super) start: Option<&'t str>,
    pub(super) duration: Option<&'t str>,
    pub(super) end: Option<&'t str>,
}

impl Times<'_> {
    /// Puts them into an event that is listed under `day`.
    pub(super) fn put(&self, event: &mut DraftEvent, day: Option<NaiveDate>, lengths: Lengths) {
        event.start = self.date.and_then(time);
        event.clock = self.start.and_then(clock);
        // Some write the whole time where the clock should be, or only the day in `date`.
        if event.start.is_none() {
            event.start = self.start.and_then(time);
        }
        event.day = self.date.and_then(self::day).or(day);
        if let (None, None, Some(start)) = (event.start, event.clock, self.start) {
            let short: String = start.chars().take(40).collect();
            event.leave_out = Some(format!("its start `{short}` cannot be read"));
        }
        event.end = self.duration.and_then(|text| minutes(text, lengths)).map(End::Minutes);
        event.three_parts = self.duration.and_then(|text| three_parts(text, lengths));
        if event.end.is_none() {
            event.end = self.end.and_then(time).map(End::At);
        }
        if event.end.is_none() {
            let (length, end) = (self.duration.map(|text| ("length", text)), self.end);
            if let Some((what, said)) = length.or(end.map(|text| ("end", text))) {
                event.cannot_read(what, said);
            }
        }
    }
}

/// The ids of an event, best first: what lasts longest from version to version.
pub(super) fn name_event(event: &mut DraftEvent, ids: [Option<String>; 4]) {
    let [guid, code, id, slug] =
        ids.map(|id| id.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()));
    event.talk = code.clone().or_else(|| guid.clone());
    let mut names: Vec<String> = Vec::new();
    for name in [guid, code, id, slug].into_iter().flatten() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut names = names.into_iter();
    event.id = names.next();
    event.other_ids = names.collect();
}

/// The states in which frab and pretalx say that an event is off.
pub(super) fn is_cancelled(state: &str) -> bool {
    matches!(
        state.trim().to_ascii_lowercase().as_str(),
        "cancelled" | "canceled" | "withdrawn" | "deleted"
    )
}

/// Whether a link leads to a recording.
pub(super) fn is_recording(href: &str, title: &str) -> bool {
    const ENDINGS: [&str; 5] = [".mp4", ".webm", ".ogv", ".ogg", ".m4v"];
    let path = href.split(['?', '#']).next().unwrap_or(href).as_bytes();
    let ends = |ending: &str| {
        let from = path.len().saturating_sub(ending.len());
        path[from..].eq_ignore_ascii_case(ending.as_bytes())
    };
    let start = title.trim_start().as_bytes();
    ENDINGS.into_iter().any(ends)
        || start.get(..15).is_some_and(|start| start.eq_ignore_ascii_case(b"video recording"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_in_every_form() {
        let case =
            |text: &str, lengths, expected| assert_eq!(minutes(text, lengths), expected, "{text}");
        case("45", Lengths::Hours, Some(45));
        case("0:45", Lengths::Hours, Some(45));
        case("01:30", Lengths::Hours, Some(90));
        case("1:30:00", Lengths::Hours, Some(90));
        case("1:30:00", Lengths::Days, Some((24 + 30) * 60));
        case("1:00:30", Lengths::Days, Some(24 * 60 + 30));
        case("-0:30", Lengths::Hours, Some(-30));
        case("PT1H30M", Lengths::Hours, Some(90));
        case("P1DT2H", Lengths::Hours, Some(26 * 60));
        case("00:00", Lengths::Hours, Some(0));
        for text in ["", "soon", "1:2:3:4", "P", "PT", "9999999999999999999", "1:-5"] {
            case(text, Lengths::Hours, None);
        }
    }

    #[test]
    fn clocks_and_times_are_read_in_every_form() {
        let clock = |text| super::clock(text).map(|time| time.format("%H:%M:%S").to_string());
        assert_eq!(clock("09:30").as_deref(), Some("09:30:00"));
        assert_eq!(clock("9:30:15").as_deref(), Some("09:30:15"));
        assert_eq!(clock("0930").as_deref(), Some("09:30:00"));
        assert_eq!(clock("930").as_deref(), Some("09:30:00"));
        for text in ["", "9", "25:00", "09:60", "ä1:00", "+9:30", "morning"] {
            assert_eq!(clock(text), None, "{text}");
        }
        let time = |text| match super::time(text) {
            Some(Time::Instant(instant)) => instant.to_rfc3339(),
            Some(Time::Local(local)) => local.to_string(),
            None => String::new(),
        };
        assert_eq!(time("2014-07-25T12:45:00+0200"), "2014-07-25T12:45:00+02:00");
        assert_eq!(time("2014-07-25T12:45+02"), "2014-07-25T12:45:00+02:00");
        assert_eq!(time("2014-07-25 12:45:00 +0200"), "2014-07-25T12:45:00+02:00");
        assert_eq!(time("2014-07-25T12:45:00Z"), "2014-07-25T12:45:00+00:00");
        assert_eq!(time("2014-07-25T12:45:00"), "2014-07-25 12:45:00");
        assert_eq!(time("2014-07-25"), "");
    }
}
