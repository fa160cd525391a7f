//! Text -> dates and times of day, in the many ways in which programmes write them.
//!
//! Only reading, no guessing: what could be meant in two ways (`08/01`) is decided by the caller's
//! [`Order`], and text that is not wholly understood is `None`.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};

use crate::schedule::Zone;

use super::draft::Time;
use super::hints::Day;
use super::order::{self, Order};
use super::{words, zones};

/// No date or time is longer; longer text is not looked at.
const LONGEST: usize = 80;

/// A date and a time of day together, with or without an offset.
pub(super) fn time(text: &str, order: Order) -> Option<Time> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    let text = &*ascii(text);
    if let Some(time) = iso(text) {
        return Some(time);
    }
    if let Ok(instant) = DateTime::parse_from_rfc2822(text) {
        return sane(instant.naive_local()).then_some(Time::Instant(instant));
    }
    let (text, zone) = zoned(text);
    if zone.is_some() {
        return time(text, order);
    }
    for (at, _) in text.match_indices([' ', 'T', ',']) {
        let (day, rest) = text.split_at(at);
        let rest = rest.trim_start_matches([' ', 'T', ',']);
        if let (Some(Day::Date(date)), Some(clock)) = (self::day(day, order), clock(rest)) {
            return at_clock(date, clock).map(Time::Local);
        }
    }
    None
}

/// A start and what stands behind it, as Notion writes a range: `May 1, 2026 10:00 AM (CEST) →
/// 10:45 AM`.
pub(super) fn range(text: &str, order: Order) -> Option<(Time, &str)> {
    for dash in [" → ", "→", " – ", " — ", " - ", " to ", "–"] {
        if let Some((first, second)) = text.split_once(dash)
            && let Some(start) = time(first, order)
        {
            return Some((start, second));
        }
    }
    None
}

/// A time without the zone behind it, and that zone: `10:00 AM PDT`, `10:00 (GMT+2)`.
pub(super) fn zoned(text: &str) -> (&str, Option<Zone>) {
    let text = text.trim();
    if let Some((time, name)) = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) {
        return (time.trim_end(), zones::abbreviated(name).or_else(|| zones::zone(name)));
    }
    let name = text.rsplit(|letter: char| !letter.is_ascii_uppercase()).next().unwrap_or_default();
    let time = text.strip_suffix(name).unwrap_or(text);
    match zones::abbreviated(name).filter(|_| !time.trim_end().is_empty()) {
        Some(zone) => (time.trim_end(), Some(zone)),
        None => (text, None),
    }
}

/// `2024-08-01T10:00`, with seconds, fractions, a space for the `T`, and an offset of any form.
fn iso(text: &str) -> Option<Time> {
    let spaced = text.replacen(' ', "T", 1);
    for form in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y%m%dT%H%M%S", "%Y-%m-%d-%H%M"] {
        if let Ok(local) = NaiveDateTime::parse_from_str(&spaced, form) {
            return sane(local).then_some(Time::Local(local));
        }
    }
    let offset = spaced.replace('Z', "+00:00").replace(' ', "");
    for form in ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z", "%Y%m%dT%H%M%S%#z"] {
        if let Ok(instant) = DateTime::<FixedOffset>::parse_from_str(&offset, form) {
            return sane(instant.naive_local()).then_some(Time::Instant(instant));
        }
    }
    None
}

/// Whether a time can belong to a programme: two-digit years and overflows do not.
fn sane(local: NaiveDateTime) -> bool {
    sane_date(local.date())
}

fn sane_date(date: NaiveDate) -> bool {
    use chrono::Datelike;
    (1900..=2200).contains(&date.year())
}

/// An instant as seconds, or milliseconds, since 1970.
pub(super) fn epoch(number: i64) -> Option<Time> {
    const SECONDS: std::ops::Range<i64> = 300_000_000..5_000_000_000;
    let seconds = if SECONDS.contains(&number) { number } else { number / 1000 };
    if !SECONDS.contains(&seconds) {
        return None;
    }
    DateTime::<Utc>::from_timestamp(seconds, 0).map(|instant| Time::Instant(instant.fixed_offset()))
}

/// The clock's time on a date; `25:30` is half past one in the night after it.
pub(super) fn at_clock(date: NaiveDate, clock: TimeDelta) -> Option<NaiveDateTime> {
    date.and_time(NaiveTime::MIN).checked_add_signed(clock).filter(|&local| sane(local))
}

/// The number by which a spreadsheet keeps a date, a time or both, as text.
pub(super) fn serial(text: &str) -> Option<String> {
    /// From 1954 to 2119; smaller numbers and larger ones are something else.
    const DAYS: std::ops::Range<f64> = 20_000.0..80_000.0;
    let number: f64 = text.trim().parse().ok().filter(|_| text.len() <= 24)?;
    let minutes = (number.fract() * 1440.0).round();
    let clock = TimeDelta::try_minutes(minutes as i64)?;
    if (0.0..1.0).contains(&number) && text.contains('.') {
        return Some((NaiveTime::MIN + clock).format("%H:%M").to_string());
    }
    let day = DAYS.contains(&number).then(|| number.trunc() as u64)?;
    let date = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(chrono::Days::new(day))?;
    let at = at_clock(date, clock)?;
    Some(if minutes == 0.0 { date.to_string() } else { at.format("%Y-%m-%dT%H:%M").to_string() })
}

/// A day: a date, one without its year, a weekday, or a number.
pub(super) fn day(text: &str, order: Order) -> Option<Day> {
    let text = text.trim().trim_end_matches([',', '.', ':']).trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let text = &*ascii(text);
    let lower = text.to_lowercase();
    if let Some(number) = lower.strip_prefix("day ").or_else(|| lower.strip_prefix("tag ")) {
        return number.trim().parse().ok().filter(|n| (1..=99).contains(n)).map(Day::Number);
    }
    let after_weekday = text.split_once([' ', ',']).and_then(|(first, rest)| {
        weekday_named(first.trim_end_matches('.')).map(|_| rest.trim_start_matches([' ', ',']))
    });
    if let Some(date) = numeric_date(after_weekday.unwrap_or(text), order) {
        return Some(Day::Date(date));
    }
    if let Some(day) = signed_day(text) {
        return Some(day);
    }
    written_day(&lower)
}

/// `2026年5月1日`, `5월 1일`: numbers with the signs for year, month and day behind them.
fn signed_day(text: &str) -> Option<Day> {
    let text = text.split(['(', '（']).next()?.replace(' ', "");
    let (year, rest) = match text.split_once(['年', '년']) {
        Some((year, rest)) => (Some(year.parse().ok()?), rest),
        None => (None, &*text),
    };
    let (month, day) = rest.split_once(['月', '월'])?;
    let day = day.split_once(['日', '일', '号', '號']).map_or(day, |(day, _)| day);
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    let year: Option<i32> = year.filter(|year| (1900..=2200).contains(year));
    match year {
        Some(year) => NaiveDate::from_ymd_opt(year, month, day).map(Day::Date),
        None => NaiveDate::from_ymd_opt(2024, month, day).map(|_| Day::OfYear(month, day, None)),
    }
}

/// A text in the digits and signs of ASCII, where it needs that.
fn ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(words::in_ascii(text)) }
}

fn numeric_date(text: &str, order: Order) -> Option<NaiveDate> {
    // `2024-08-01T00:00:00` is how some say a day.
    let text = text.strip_suffix("T00:00:00").unwrap_or(text);
    if let Some(numbers) = order::numbers(text).filter(|_| !text.contains([' ', ',', 'T'])) {
        return order.date(numbers);
    }
    ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(text, form).ok())
        .filter(|&date| sane_date(date))
}

/// Words that stand in dates and say nothing of them.
const PARTICLES: &[&str] = &[
    "the", "of", "den", "de", "del", "do", "da", "der", "am", "le", "el", "la", "il", "r", "г",
    "року", "года",
];

/// `thursday`, `fri, 27 september 2018`, `july 24th`.
fn written_day(lower: &str) -> Option<Day> {
    let (mut weekday, mut month, mut of_month, mut year) = (None, None, None, None);
    // Thailand counts years from 543 years before.
    let buddhist = lower.contains(|letter| ('\u{e00}'..='\u{e7f}').contains(&letter));
    for word in lower.split([' ', ',', '.', '/', '-']).filter(|word| !word.is_empty()) {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ordinal = matches!(&word[digits.len()..], "" | "st" | "nd" | "rd" | "th");
        if let (Ok(number), true) = (digits.parse::<u32>(), ordinal) {
            match number {
                1..=31 if of_month.is_none() => of_month = Some(number),
                1900..=2200 if year.is_none() => year = i32::try_from(number).ok(),
                2443..=2743 if year.is_none() && buddhist => {
                    year = i32::try_from(number - 543).ok();
                }
                _ => return None,
            }
        } else if let (Some(found), None) = (month_named(word), month) {
            month = Some(found);
        } else if let (Some(found), None) = (weekday_named(word), weekday) {
            weekday = Some(found);
        } else if !PARTICLES.contains(&word) {
            return None;
        }
    }
    match (weekday, month, of_month, year) {
        (_, Some(month), Some(day), Some(year)) => {
            NaiveDate::from_ymd_opt(year, month, day).map(Day::Date)
        }
        (weekday, Some(month), Some(day), None) => Some(Day::OfYear(month, day, weekday)),
        (Some(weekday), None, None, None) => Some(Day::Weekday(weekday)),
        _ => None,
    }
}

fn month_named(word: &str) -> Option<u32> {
    const MONTHS: [&[&str]; 12] = [
        &["jan", "january", "januar", "janvier"],
        &["feb", "february", "februar"],
        &["mar", "march", "märz", "mars"],
        &["apr", "april", "avril"],
        &["may", "mai"],
        &["jun", "june", "juni", "juin"],
        &["jul", "july", "juli", "juillet"],
        &["aug", "august", "août"],
        &["sep", "sept", "september", "septembre"],
        &["oct", "october", "okt", "oktober", "octobre"],
        &["nov", "november", "novembre"],
        &["dec", "december", "dez", "dezember", "décembre"],
    ];
    match MONTHS.iter().position(|names| names.contains(&word)) {
        Some(at) => u32::try_from(at + 1).ok(),
        None => words::word(word).month,
    }
}

/// A weekday by its English or German name, whole or cut to two or more letters, or by another
/// language's.
pub(super) fn weekday_named(word: &str) -> Option<Weekday> {
    const DAYS: [(Weekday, &[&str]); 7] = [
        (Weekday::Mon, &["mo", "mon", "monday", "montag"]),
        (Weekday::Tue, &["tu", "tue", "tues", "tuesday", "di", "dienstag"]),
        (Weekday::Wed, &["we", "wed", "wednesday", "mi", "mittwoch"]),
        (Weekday::Thu, &["th", "thu", "thur", "thurs", "thursday", "do", "donnerstag"]),
        (Weekday::Fri, &["fr", "fri", "friday", "freitag"]),
        (Weekday::Sat, &["sa", "sat", "saturday", "samstag", "sonnabend"]),
        (Weekday::Sun, &["su", "sun", "sunday", "so", "sonntag"]),
    ];
    let lower = word.to_lowercase();
    let known = DAYS.iter().find(|(_, names)| names.contains(&lower.as_str()));
    known.map(|&(day, _)| day).or_else(|| words::word(&lower).weekday)
}

/// A time of day, counted from midnight: `9:05`, `18.00`, `9:00pm`, `12 noon`, `0930`, `14h30`.
pub(super) fn clock(text: &str) -> Option<TimeDelta> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let text = &*ascii(text);
    let lower = zoned(text).0.to_lowercase().replace("a.m.", "am").replace("p.m.", "pm");
    match lower.as_str() {
        "noon" | "12 noon" => return Some(TimeDelta::hours(12)),
        "midnight" => return Some(TimeDelta::hours(24)),
        _ => {}
    }
    let (digits, half) = in_half(&lower)?;
    let (hours, minutes, seconds) = clock_parts(digits.trim())?;
    let hours = match half {
        None => hours,
        Some(half) if (0..=12).contains(&hours) => hours % 12 + half,
        Some(_) => return None,
    };
    let fits = hours < 48 && minutes < 60 && seconds < 60;
    // A bare number is an hour only when `am`, `pm` or a colon says so.
    fits.then(|| TimeDelta::seconds(hours * 3600 + minutes * 60 + seconds)).filter(|_| {
        half.is_some()
            || !digits.trim().chars().all(|c| c.is_ascii_digit())
            || digits.trim().len() == 4
    })
}

/// A clock without the words around it, and the hours to add for the half of the day that they
/// say, in any language: `上午 10:00`, `9:00 a. m.`, `14 uhr`.
fn in_half(lower: &str) -> Option<(&str, Option<i64>)> {
    let first = lower.find(|c: char| c.is_ascii_digit())?;
    let last = lower.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (before, after) = (&lower[..first], &lower[last..]);
    let plain = |text: &str| text.replace([' ', '.'], "");
    let half = |text: &str| match plain(text).as_str() {
        "am" | "ص" => Some(Some(0)),
        "pm" | "م" => Some(Some(12)),
        "" | "uhr" | "um" | "ab" | "at" | "kl" | "klo" | "klockan" | "godz" | "alas" | "às"
        | "ore" | "alle" | "hrs" | "hs" | "hr" | "hod" | "ч" | "น" | "時" | "点" | "點" | "시"
        | "分" | "분" => Some(None),
        // Part of the clock: `14h`.
        "h" => Some(None),
        word => words::word(word).afternoon.map(|yes| Some(if yes { 12 } else { 0 })),
    };
    let half = match (half(before)?, half(after)?) {
        (Some(half), None) | (None, Some(half)) => Some(half),
        (None, None) => None,
        (Some(_), Some(_)) => return None,
    };
    let whole = lower[first..].trim_end().strip_suffix('h').is_some();
    let sign = after.trim_start().starts_with(['時', '点', '點', '시']);
    let end = if whole { lower.trim_end().len() } else { last };
    // A sign for the hour says that the number is one.
    let end = if sign { last + after.find(['時', '点', '點', '시'])? + 3 } else { end };
    Some((&lower[first..end], half))
}

fn clock_parts(text: &str) -> Option<(i64, i64, i64)> {
    let number = |part: &str| {
        let fits = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| part.parse::<i64>().ok()).flatten()
    };
    if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some((number(&text[..2])?, number(&text[2..])?, 0));
    }
    let mut parts = text.split([':', '.', 'h', '時', '点', '點', '시']).map(str::trim);
    let hours = number(parts.next()?)?;
    let minutes = match parts.next() {
        None | Some("") => 0,
        Some(part) => number(part)?,
    };
    let seconds = match parts.next() {
        None => 0,
        Some(part) => number(part)?,
    };
    // At most a fraction of a second may follow.
    let fraction = parts.next().is_none_or(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    (fraction && parts.next().is_none()).then_some((hours, minutes, seconds))
}

/// `10:00 - 11:00` as its two ends.
pub(super) fn clocks(text: &str) -> Option<(TimeDelta, Option<TimeDelta>)> {
    if text.len() > 2 * LONGEST {
        return None;
    }
    if let Some(start) = clock(text) {
        return Some((start, None));
    }
    #[rustfmt::skip]
    const DASHES: [&str; 23] = [
        " - ", " – ", " — ", " to ", " bis ", " a ", " à ", " al ", " às ", " até ", " hasta ",
        " do ", " až ", " til ", " till ", " tot ", "→", "～", "〜", "~", "–", "—", "-",
    ];
    for dash in DASHES {
        if let Some((first, second)) = text.split_once(dash)
            && let Some(end) = clock(second)
            && let Some(start) = half_of(first, second, end).or_else(|| clock(first))
        {
            return Some((start, Some(end)));
        }
    }
    None
}

/// The start of `4:45-6pm` or `10-1pm`: in the same half of the day as the end, or in the other.
fn half_of(first: &str, second: &str, end: TimeDelta) -> Option<TimeDelta> {
    let second = second.trim().to_lowercase().replace('.', "");
    let halves = if second.ends_with("pm") { ["pm", "am"] } else { ["am", "pm"] };
    if !second.ends_with(halves[0]) {
        return None;
    }
    let read = |half: &str| clock(&format!("{}{half}", first.trim()));
    read(halves[0]).filter(|start| *start < end).or_else(|| read(halves[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> Time {
        Time::Local(text.parse().unwrap())
    }

    #[test]
    fn dates_with_times_are_read_in_many_styles() {
        let case = |text: &str, expected: &str| {
            assert_eq!(time(text, Order::MonthFirst), Some(local(expected)), "{text}");
        };
        case("2024-08-01T10:00", "2024-08-01T10:00:00");
        case("2024-08-01 10:00:05", "2024-08-01T10:00:05");
        case("20240801T100000", "2024-08-01T10:00:00");
        case("08/01/2024 10:00 AM", "2024-08-01T10:00:00");
        case("8/1/2024 12:30 am", "2024-08-01T00:30:00");
        case("01.08.2024 18.30", "2024-08-01T18:30:00");
        case("Thursday, August 1st, 2024 9:00pm", "2024-08-01T21:00:00");
        case("1 Aug 2024, 2 p.m.", "2024-08-01T14:00:00");
        case("8/1/24 9:05", "2024-08-01T09:05:00");
        case("08-01-2024 9:05 PM", "2024-08-01T21:05:00");
        let dayfirst = time("31/12/2024 23:00", Order::DayFirst);
        assert_eq!(dayfirst, Some(local("2024-12-31T23:00:00")));
        for text in ["", "soon", "2024-08-01", "99/99/2024 10:00", "0024-08-01T10:00", "8/8/2002"] {
            assert_eq!(time(text, Order::MonthFirst), None, "{text}");
        }
    }

    #[test]
    fn offsets_make_instants() {
        let case = |text: &str| {
            let expected = DateTime::parse_from_rfc3339("2024-08-01T10:00:00+02:00").unwrap();
            assert_eq!(time(text, Order::MonthFirst), Some(Time::Instant(expected)), "{text}");
        };
        case("2024-08-01T10:00:00+02:00");
        case("2024-08-01T10:00:00.000+0200");
        case("2024-08-01 10:00 +02:00");
        case("Thu, 1 Aug 2024 10:00:00 +0200");
        case("2024-08-01T08:00:00Z");
    }

    #[test]
    fn days_are_read_as_far_as_they_say() {
        let case =
            |text: &str, expected| assert_eq!(day(text, Order::MonthFirst), expected, "{text}");
        let date = |text: &str| Some(Day::Date(text.parse().unwrap()));
        case("2018-09-27", date("2018-09-27"));
        case("8/8/2002", date("2002-08-08"));
        case("27. September 2018", date("2018-09-27"));
        case("1 พฤษภาคม 2569", date("2026-05-01"));
        case("Friday, July 24", Some(Day::OfYear(7, 24, Some(Weekday::Fri))));
        case("Thursday", Some(Day::Weekday(Weekday::Thu)));
        case("Day 2", Some(Day::Number(2)));
        for text in ["", "Keynotes", "12", "July", "40 July 2020", "2018-13-01"] {
            case(text, None);
        }
    }

    #[test]
    fn times_of_day_are_read_and_bare_numbers_are_not() {
        let case = |text: &str, minutes: Option<i64>| {
            assert_eq!(clock(text), minutes.map(TimeDelta::minutes), "{text}");
        };
        case("9:05", Some(545));
        case("9:00pm", Some(1260));
        case("12.00pm", Some(720));
        case("12 AM", Some(0));
        case("0930", Some(570));
        case("14h30", Some(870));
        case("klo 18.30", Some(1110));
        case("٢:٣٠ م", Some(870));
        case("1:00 PM PDT", Some(780));
        case("9:05 (CEST)", Some(545));
        case("25:30", Some(1530));
        case("12", None);
        case("13pm", None);
        case("9:75", None);
        case("99999999999999999999:00", None);
    }

    #[test]
    fn ranges_share_their_half_of_the_day() {
        let case = |text: &str, start: i64, end: Option<i64>| {
            let expected = (TimeDelta::minutes(start), end.map(TimeDelta::minutes));
            assert_eq!(clocks(text), Some(expected), "{text}");
        };
        case("10:00 - 11:15", 600, Some(675));
        case("4:45-6pm", 1005, Some(1080));
        case("11:45am-1pm", 705, Some(780));
        case("10-1pm", 600, Some(780));
        case("9:30", 570, None);
        case("09:00 a 09:45", 540, Some(585));
        assert_eq!(clocks("10-11"), None);
        assert_eq!(clocks("All evening"), None);
    }
}
