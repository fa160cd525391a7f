//! A day and time as people write them: `Fri 10:00`, `2018-09-28 10:00`, `day 2`, `Saturday`.

use std::fmt;

use chrono::{
    DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday,
};

use crate::problem::{Place, Problem, and_list, or_list};
use crate::schedule::Schedule;
use crate::yaml::Node;

/// A moment as written; it becomes an instant only together with a schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    day: Day,
    time: Option<Clock>,
    text: String,
    place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Day {
    Date(NaiveDate),
    Weekday(Weekday),
    /// Counted from one.
    Number(usize),
}

/// A time of day; `24:00` is the end of the day.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Clock {
    At(NaiveTime),
    Midnight,
}

/// Which end of a day a moment without a time means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Its beginning.
    From,
    /// Its end.
    To,
}

impl Moment {
    /// Reads a moment.
    ///
    /// # Errors
    /// When it is none; the hint shows the forms.
    pub fn read(node: Node<'_>) -> Result<Moment, Problem> {
        let text = node.text()?.trim().to_owned();
        let (day, time) = split(&text);
        let time = match time {
            None => Some(None),
            Some(time) => clock(time).map(Some),
        };
        match (self::day(day), time) {
            (Some(day), Some(time)) => Ok(Moment { day, time, text, place: node.place() }),
            _ => Err(node.problem(format!("{} is not a day and time", node.said())).hint(
                slashed(&text).or_else(|| of_every_day(&text)).unwrap_or_else(|| {
                    "write it as `Fri 10:00`, `2018-09-28 10:00` or `day 2 10:00`".to_owned()
                }),
            )),
        }
    }

    /// Reads the end of a span; a time alone is one of the day on which the span begins.
    ///
    /// # Errors
    /// When it is neither that nor a moment.
    pub fn read_end(node: Node<'_>, from: Option<&Moment>) -> Result<Moment, Problem> {
        let text = node.text()?.trim();
        match (clock(text), from) {
            (Some(time), Some(from)) => {
                let (text, place) = (text.to_owned(), node.place());
                Ok(Moment { day: from.day, time: Some(time), text, place })
            }
            _ => Moment::read(node),
        }
    }

    /// The instant that is meant at this conference.
    ///
    /// # Errors
    /// When the conference has no such day, or several.
    pub fn instant(&self, schedule: &Schedule, edge: Edge) -> Result<DateTime<Utc>, Problem> {
        let (zone, local) = (schedule.zone(), self.local(schedule, edge)?);
        Ok(zone.skip(local).unwrap_or_else(|| zone.instant(local).instant()))
    }

    /// What is odd about it: clocks may never show it.
    pub fn skipped(&self, schedule: &Schedule, edge: Edge) -> Option<Problem> {
        let local = self.local(schedule, edge).ok()?;
        let skip = schedule.zone().skip(local)?;
        let to = schedule.zone().at(skip);
        let from = schedule.zone().at(skip - TimeDelta::seconds(1)) + TimeDelta::seconds(1);
        if from.naive_local() == local {
            return None;
        }
        let (from, to) = (from.format("%H:%M"), to.format("%H:%M"));
        let so = match edge {
            Edge::From => format!("it begins at {to}"),
            Edge::To => format!("it ends at {from}"),
        };
        let what = format!("`{}`: the clocks skip from {from} to {to}, so {so}", self.text);
        Some(Problem::at(self.place, what))
    }

    /// What the clocks show at this conference.
    fn local(&self, schedule: &Schedule, edge: Edge) -> Result<NaiveDateTime, Problem> {
        let date = self.day.date(schedule).map_err(|problem| Problem {
            place: Some(self.place),
            what: format!("`{}`: {}", self.text, problem.what),
            ..problem
        })?;
        let next = date.checked_add_days(Days::new(1)).unwrap_or(date);
        Ok(match (self.time, edge) {
            (Some(Clock::At(time)), _) => date.and_time(time),
            (Some(Clock::Midnight), _) => next.and_time(NaiveTime::MIN),
            (None, Edge::From) => date.and_time(NaiveTime::MIN),
            // The night belongs to the day, as in the schedule.
            (None, Edge::To) => next.and_time(crate::schedule::DAY_CHANGE),
        })
    }

    /// Where it stands in the profile.
    pub fn place(&self) -> Place {
        self.place
    }
}

impl Day {
    /// The date that is meant at this conference.
    fn date(self, schedule: &Schedule) -> Result<NaiveDate, Problem> {
        let days = schedule.days();
        let no = |why: &str| Err(Problem::whole(why).hint(days_hint(&days)));
        match self {
            Day::Date(date) => Ok(date),
            Day::Number(number) => match days.get(number.wrapping_sub(1)) {
                Some(&date) => Ok(date),
                None => no("there is no such day"),
            },
            Day::Weekday(weekday) => {
                let named = |days: &[NaiveDate]| -> Vec<NaiveDate> {
                    days.iter().copied().filter(|day| day.weekday() == weekday).collect()
                };
                // The day of arrival or departure may be one without talks.
                let inside = named(&days);
                let found = if inside.is_empty() { named(&around(&days)) } else { inside };
                match found.as_slice() {
                    &[date] => Ok(date),
                    [] => no("nothing is on or near that day"),
                    _ => no("several days have that name"),
                }
            }
        }
    }
}

/// The three days before and after a conference, and those without talks in it.
fn around(days: &[NaiveDate]) -> Vec<NaiveDate> {
    let (Some(&first), Some(&last)) = (days.first(), days.last()) else { return Vec::new() };
    let from = first.checked_sub_days(Days::new(3)).unwrap_or(first);
    let to = last.checked_add_days(Days::new(3)).unwrap_or(last);
    from.iter_days().take_while(|day| *day <= to).filter(|day| !days.contains(day)).collect()
}

pub(super) fn days_hint(days: &[NaiveDate]) -> String {
    let names: Vec<String> =
        days.iter().map(|day| format!("`{}`", day.format("%a %Y-%m-%d"))).collect();
    match names.as_slice() {
        [] => "the schedule has no events".to_owned(),
        [one] => format!("the conference is on {one}"),
        few if few.len() <= 7 => format!("the conference's days are {}", and_list(few)),
        [first, .., last] => format!("give a date from {first} to {last}"),
    }
}

/// The day of a conference that a text such as `sat`, `2018-09-29` or `2` means.
///
/// # Errors
/// When it is no day, or none of the conference's.
pub fn parse_day(text: &str, schedule: &Schedule) -> Result<NaiveDate, Problem> {
    match day(text.trim()) {
        Some(day) => day.date(schedule),
        None => Err(Problem::whole("this is not a day").hint(slashed(text).unwrap_or_else(|| {
            "give a weekday, a date such as 2018-09-28, or the day's number".to_owned()
        }))),
    }
}

/// The instant that a text such as `sat 10:30`, `2018-09-29 10:30` or an RFC 3339 time means.
///
/// # Errors
/// When it is none, or on no day of the conference.
pub fn parse_instant(text: &str, schedule: &Schedule) -> Result<DateTime<Utc>, Problem> {
    let text = text.trim();
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Ok(instant.to_utc());
    }
    let (day, time) = split(text);
    match (self::day(day), time.and_then(clock)) {
        (Some(day), Some(time)) => {
            let date = day.date(schedule)?;
            let local = match time {
                Clock::At(time) => date.and_time(time),
                Clock::Midnight => {
                    date.checked_add_days(Days::new(1)).unwrap_or(date).and_time(NaiveTime::MIN)
                }
            };
            Ok(schedule.zone().instant(local).instant())
        }
        _ => Err(Problem::whole("this is not a day and time").hint(slashed(text).unwrap_or_else(
            || "write it as `sat 10:30`, `2018-09-29 10:30` or `day 2 10:30`".to_owned(),
        ))),
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What to write where a time has no day.
fn of_every_day(time: &str) -> Option<String> {
    clock(time)?;
    let example = "day: { from: \"11:00\", to: \"23:00\" }";
    Some(format!("add the day, as in `Fri {time}`; hours of every day are `{example}`"))
}

/// The day's and the time's part; a text with a colon at its end, or with `5pm`, has a time.
fn split(text: &str) -> (&str, Option<&str>) {
    let is_half = |word: &str| ["am", "pm"].iter().any(|half| word.eq_ignore_ascii_case(half));
    let at = match text.rsplit_once(' ') {
        // `Fri 5 pm`
        Some((before, half)) if is_half(half) => before.trim_end().rfind(' '),
        _ => text.rfind([' ', 'T']),
    };
    match at.map(|at| (&text[..at], &text[at + 1..])) {
        Some((day, time)) if time.contains(':') || clock(time).is_some() => {
            (day.strip_suffix(" at").unwrap_or(day).trim(), Some(time))
        }
        _ => (text, None),
    }
}

/// What to write for a date such as `31/01/2026`, of which either number may be the month.
fn slashed(text: &str) -> Option<String> {
    let (date, time) = split(text);
    let mut parts = date.split(['/', '.']).map(|part| part.trim().parse::<u32>().ok());
    let (first, second, year) = (parts.next()??, parts.next()??, parts.next()??);
    let year = i32::try_from(if year < 100 { 2000 + year } else { year }).ok()?;
    let read = |month, day| {
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        let time = time.map_or(String::new(), |time| format!(" {time}"));
        Some(format!("`{date}{time}`"))
    };
    let mut readings: Vec<String> =
        [read(second, first), read(first, second)].into_iter().flatten().collect();
    readings.dedup();
    (!readings.is_empty()).then(|| format!("write it as {}", or_list(&readings)))
}

fn day(text: &str) -> Option<Day> {
    if let Ok(date) = text.parse::<NaiveDate>() {
        return Some(Day::Date(date));
    }
    if let Ok(weekday) = text.parse::<Weekday>() {
        return Some(Day::Weekday(weekday));
    }
    let number = text.to_lowercase();
    let number = number.strip_prefix("day").unwrap_or(&number).trim();
    number.parse().ok().map(Day::Number)
}

/// `H:MM`, `HH:MM`, `5pm`, `5:30 pm` or `24:00`.
fn clock(text: &str) -> Option<Clock> {
    if text == "24:00" {
        return Some(Clock::Midnight);
    }
    time_of_day(text).map(Clock::At)
}

/// `H:MM`, `HH:MM`, `5pm` or `5:30 pm`; also `17h30`, `17.30`, `17:30:00` and `noon`.
pub(super) fn time_of_day(text: &str) -> Option<NaiveTime> {
    let lower = text.to_ascii_lowercase();
    if lower == "noon" {
        return NaiveTime::from_hms_opt(12, 0, 0);
    }
    let halves = [("am", 0_u32), ("pm", 12)];
    let half = halves.iter().find_map(|(half, hours)| Some((lower.strip_suffix(half)?, hours)));
    let Some((clock, hours)) = half else {
        let clock = lower
            .strip_suffix('h')
            .map_or(lower.replace(['h', '.'], ":"), |hour| format!("{hour}:00"));
        let whole = text.strip_suffix(":00").filter(|_| text.matches(':').count() == 2);
        return NaiveTime::parse_from_str(whole.unwrap_or(&clock), "%H:%M").ok();
    };
    let (hour, minute) = clock.trim_end().split_once(':').unwrap_or((clock.trim_end(), "0"));
    let hour: u32 = hour.parse().ok().filter(|hour| (1..=12).contains(hour))?;
    NaiveTime::from_hms_opt(hour % 12 + hours, minute.parse().ok()?, 0)
}
