//! `20180928T094500Z` and its relatives -> dates and times with what is known of their zone.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::super::draft::Time;
use super::lines::Line;
use super::zones::{Rule, Zones};

/// A date or time as the file gives it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Stamp {
    /// A whole day.
    Date(NaiveDate),
    /// A clock's time that belongs to no zone.
    Floating(NaiveDateTime),
    /// A clock's time in a zone of the file.
    Zoned(NaiveDateTime, Rule),
    /// An instant.
    Utc(DateTime<Utc>),
}

impl Stamp {
    /// What the clock shows at it, where it takes place.
    pub(super) fn local(&self, rule: Option<&Rule>) -> NaiveDateTime {
        match self {
            Stamp::Date(date) => date.and_time(NaiveTime::MIN),
            Stamp::Floating(local) | Stamp::Zoned(local, _) => *local,
            Stamp::Utc(instant) => match rule {
                Some(rule) => rule.local(*instant),
                None => instant.naive_utc(),
            },
        }
    }

    /// Its zone, if it has one of its own.
    pub(super) fn rule(&self) -> Option<&Rule> {
        match self {
            Stamp::Zoned(_, rule) => Some(rule),
            Stamp::Date(_) | Stamp::Floating(_) | Stamp::Utc(_) => None,
        }
    }

    /// The same kind of time at another time of the clock.
    pub(super) fn moved_to(&self, local: NaiveDateTime) -> Stamp {
        match self {
            Stamp::Date(_) => Stamp::Date(local.date()),
            Stamp::Floating(_) => Stamp::Floating(local),
            Stamp::Zoned(_, rule) => Stamp::Zoned(local, rule.clone()),
            Stamp::Utc(_) => Stamp::Utc(local.and_utc()),
        }
    }

    /// The time for the draft.
    pub(super) fn time(&self) -> Time {
        match self {
            Stamp::Date(date) => Time::Local(date.and_time(NaiveTime::MIN)),
            Stamp::Floating(local) => Time::Local(*local),
            Stamp::Zoned(local, rule) => {
                rule.instant(*local).map_or(Time::Local(*local), Time::Instant)
            }
            Stamp::Utc(instant) => Time::Instant(instant.fixed_offset()),
        }
    }
}

/// The stamp of a property.
pub(super) fn of(line: &Line, zones: &Zones) -> Option<Stamp> {
    stamp(&line.value, line.parameter("TZID"), zones)
}

/// The stamp of a value; of a period, its start.
pub(super) fn stamp(value: &str, zone: Option<&str>, zones: &Zones) -> Option<Stamp> {
    let value = value.split('/').next().unwrap_or(value).trim();
    let value = value.replace(['-', ':'], "");
    // Some end a date with `Z`, which means nothing there.
    let digits = value.trim_end_matches(['Z', 'z']);
    if !digits.contains('T') {
        return NaiveDate::parse_from_str(digits, "%Y%m%d")
            .ok()
            .filter(|d| sane(*d))
            .map(Stamp::Date);
    }
    let local = ["%Y%m%dT%H%M%S", "%Y%m%dT%H%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(digits, form).ok())
        .filter(|local| sane(local.date()))?;
    if digits.len() < value.len() {
        return Some(Stamp::Utc(local.and_utc()));
    }
    match zone.and_then(|name| zones.rule(name)) {
        Some(rule) => Some(Stamp::Zoned(local, rule.clone())),
        None => Some(Stamp::Floating(local)),
    }
}

/// Rules of old zones begin in 1601; nothing is planned after 2200.
fn sane(date: NaiveDate) -> bool {
    use chrono::Datelike;
    (1600..=2200).contains(&date.year())
}
