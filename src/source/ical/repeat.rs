//! Recurrence rules -> the times they mean, within bounds that no file can break.
//!
//! The arithmetic is the `rrule` crate's. Its own guard is a number of steps for each result, so
//! a hostile rule could still keep it busy for minutes or ask for millions of times at once. So
//! rules that no programme needs are not followed, all others only up to [`MOST`] times, and a
//! whole file has a [`Budget`].
//!
//! Rules are followed on the wall clock: "daily at nine" stays at nine when the clocks change.

use std::collections::BTreeSet;

use chrono::{NaiveDateTime, TimeZone};
use rrule::{RRule, RRuleSet, Tz, Unvalidated};

use crate::problem::number;

use super::stamp::{Stamp, stamp};
use super::zones::{Rule, Zones};

/// The most times that one rule is followed.
pub(in crate::source) const MOST: u16 = 1_000;

/// What one file may ask for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    /// Rules in all.
    rules: usize,
    /// Times in all.
    times: usize,
    /// Rules that find less than they ask for, however long they are followed.
    barren: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Budget { rules: 10_000, times: 50_000, barren: 10 }
    }
}

/// The times of one rule, and what was left off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Times {
    /// In order, the first one included.
    pub(super) starts: BTreeSet<NaiveDateTime>,
    /// Why there may be more.
    pub(super) cut: Option<String>,
}

/// The times that a rule means, counted from `start`.
///
/// Its end may be said in UTC, so the `zone` of the start is needed. A rule without end is
/// followed up to `horizon`.
pub(super) fn follow(
    rule: &str,
    start: NaiveDateTime,
    zone: Option<&Rule>,
    horizon: NaiveDateTime,
    budget: &mut Budget,
) -> Times {
    match expand(rule, start, zone, horizon, budget) {
        Ok(times) => times,
        Err(why) => Times {
            starts: BTreeSet::from([start]),
            cut: Some(format!(
                "its rule is not followed, because {why}; only its first time is read"
            )),
        },
    }
}

fn expand(
    rule: &str,
    start: NaiveDateTime,
    zone: Option<&Rule>,
    horizon: NaiveDateTime,
    budget: &mut Budget,
) -> Result<Times, String> {
    let (parts, until) = checked(rule, zone)?;
    let endless = until.is_none() && !parts.iter().any(|part| part.starts_with("COUNT="));
    let until = until.unwrap_or_else(|| horizon.max(start));
    if until < start {
        return Ok(Times { starts: BTreeSet::from([start]), cut: None });
    }
    if budget.rules == 0 || budget.times == 0 || budget.barren == 0 {
        return Err("the file has too many rules".to_owned());
    }
    budget.rules -= 1;
    let first = Tz::UTC.from_utc_datetime(&start);
    let rule: RRule<Unvalidated> =
        parts.join(";").parse().map_err(|error| format!("it is not valid: {error}"))?;
    let asked = rule.get_count();
    let rule = match asked {
        Some(_) => rule,
        None => rule.until(Tz::UTC.from_utc_datetime(&until)),
    };
    let rule = rule.validate(first).map_err(|error| format!("it is not valid: {error}"))?;
    let found = RRuleSet::new(first).rrule(rule).all(MOST);
    budget.times = budget.times.saturating_sub(found.dates.len());
    let least = asked.map_or(1, |asked| asked.min(u32::from(MOST)) as usize);
    if found.dates.len() < least {
        budget.barren -= 1;
    }
    let mut starts: BTreeSet<NaiveDateTime> =
        found.dates.iter().map(|date| date.naive_utc()).collect();
    starts.insert(start);
    let full = found.limited && found.dates.len() >= usize::from(MOST);
    let cut = match (full, endless) {
        (true, _) => {
            let most = number(usize::from(MOST));
            Some(format!("it repeats more than {most} times; the first {most} are read"))
        }
        (false, true) => Some(format!(
            "it repeats without end; it is read until {}, a year after the calendar's last event",
            horizon.max(start).date()
        )),
        (false, false) => None,
    };
    Ok(Times { starts, cut })
}

/// The rule's parts but for its end, and its end; or why it is not followed.
fn checked(
    rule: &str,
    zone: Option<&Rule>,
) -> Result<(Vec<String>, Option<NaiveDateTime>), String> {
    const LONGEST: usize = 500;
    /// `BYHOUR=0,1,...;BYMINUTE=0,1,...` multiply.
    const MOST_A_DAY: usize = 100;
    if rule.len() > LONGEST {
        return Err("it is too long".to_owned());
    }
    // rrule 0.14 panics when it cuts a weekday inside a character.
    if !rule.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"=,;+-: ".contains(&byte)) {
        return Err("it has signs that no rule has".to_owned());
    }
    let mut until = None;
    let (mut a_day, mut often, mut rare) = (1, false, false);
    let mut parts = Vec::new();
    for part in rule.trim().to_ascii_uppercase().split(';').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let (name, value) = (name.trim(), value.trim());
        match name {
            "UNTIL" => until = end(value, zone),
            "FREQ" if matches!(value, "SECONDLY" | "MINUTELY" | "HOURLY") => {
                return Err("no programme repeats by the hour".to_owned());
            }
            // Each day would be tried, for centuries if need be.
            "FREQ" => often = matches!(value, "DAILY" | "WEEKLY"),
            "BYMONTHDAY" | "BYYEARDAY" | "BYWEEKNO" | "BYSETPOS" => rare = true,
            "BYHOUR" | "BYMINUTE" | "BYSECOND" => a_day *= value.split(',').count(),
            _ => {}
        }
        if name != "UNTIL" {
            parts.push(format!("{name}={value}"));
        }
    }
    if often && rare {
        return Err("days of the month or year belong into a monthly or yearly rule".to_owned());
    }
    if a_day > MOST_A_DAY {
        return Err("it means too many times a day".to_owned());
    }
    Ok((parts, until))
}

/// The last moment of a rule on the wall clock; a date means all of that day.
fn end(value: &str, zone: Option<&Rule>) -> Option<NaiveDateTime> {
    match stamp(value, None, &Zones::default())? {
        Stamp::Date(date) => date.and_hms_opt(23, 59, 59),
        stamp => Some(stamp.local(zone)),
    }
}
