//! The zones of an iCalendar file -> offsets.
//!
//! A `TZID` is a label. Mostly it is an IANA name, alone or at the end of a path; else the file's
//! `VTIMEZONE` says what it means. Where neither helps, the times float in the schedule's zone.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeDelta, TimeZone, Utc};

use crate::schedule::Zone;

use super::lines::Component;
use super::repeat::{Budget, follow};
use super::stamp::stamp;

/// How a zone of the file is turned into offsets.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Rule {
    /// A zone that everybody knows.
    Known(Zone),
    /// What the file says: from when on which offset holds.
    Written(Rc<Vec<(NaiveDateTime, FixedOffset)>>),
}

/// All zones that a file names.
#[derive(Clone, Debug, Default)]
pub(super) struct Zones {
    /// The zone of floating times.
    pub(super) own: Option<Zone>,
    rules: BTreeMap<String, Option<Rule>>,
}

impl Rule {
    /// The instant at which its clock shows `local`.
    pub(super) fn instant(&self, local: NaiveDateTime) -> Option<DateTime<FixedOffset>> {
        match self {
            Rule::Known(zone) => Some(zone.at(zone.instant(local).instant())),
            Rule::Written(changes) => {
                let at = changes.partition_point(|(from, _)| *from <= local);
                let (_, offset) = changes.get(at.saturating_sub(1))?;
                offset.from_local_datetime(&local).single()
            }
        }
    }

    /// What its clock shows at an instant.
    pub(super) fn local(&self, instant: DateTime<Utc>) -> NaiveDateTime {
        match self {
            Rule::Known(zone) => zone.at(instant).naive_local(),
            Rule::Written(changes) => {
                let at = changes.partition_point(|(from, offset)| {
                    *from <= instant.with_timezone(offset).naive_local()
                });
                let offset = changes.get(at.saturating_sub(1)).map(|(_, offset)| *offset);
                offset.map_or(instant.naive_utc(), |o| instant.with_timezone(&o).naive_local())
            }
        }
    }
}

impl Zones {
    /// The zones of a calendar: those it defines, and those it only names.
    pub(super) fn of(calendar: &Component, used: &BTreeSet<String>) -> Self {
        let mut defined = Vec::new();
        calendar.all("VTIMEZONE", &mut defined);
        let mut zones = Zones::default();
        for name in used {
            let known = known(name);
            let own = || defined.iter().find(|part| part.text("TZID").as_ref() == Some(name));
            let rule = known.map(Rule::Known).or_else(|| own().and_then(|part| written(part)));
            zones.rules.insert(name.clone(), rule);
        }
        zones.own = heads(calendar).find_map(|name| known(&name));
        zones
    }

    /// The rule of a label.
    pub(super) fn rule(&self, name: &str) -> Option<&Rule> {
        self.rules.get(name)?.as_ref()
    }

    /// The labels that say nothing.
    pub(super) fn unknown(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().filter(|(_, rule)| rule.is_none()).map(|(name, _)| name.as_str())
    }
}

/// The names under which a calendar gives its zone as a whole.
fn heads(calendar: &Component) -> impl Iterator<Item = String> {
    let calendars = std::iter::once(calendar).chain(&calendar.parts);
    calendars.flat_map(|part| [part.text("X-WR-TIMEZONE"), part.text("TIMEZONE-ID")]).flatten()
}

/// The zone of a label that is, or ends in, an IANA name, or that Windows uses.
pub(super) fn known(label: &str) -> Option<Zone> {
    let label = label.trim();
    if label.len() > 200 {
        return None;
    }
    if let Some(zone) = Zone::named(label).or_else(|| Zone::named(&label.replacen('-', "/", 1))) {
        return Some(zone);
    }
    // `/freeassociation.sourceforge.net/Tzfile/Europe/Berlin`
    let parts: Vec<&str> = label.split('/').collect();
    for length in [3, 2] {
        if let Some(at) = parts.len().checked_sub(length)
            && let Some(zone) = Zone::named(&parts[at..].join("/"))
        {
            return Some(zone);
        }
    }
    let windows = WINDOWS.iter().find(|(name, _)| name.eq_ignore_ascii_case(label));
    windows.and_then(|(_, name)| Zone::named(name))
}

/// What Outlook calls zones, by Unicode's table of the commonest.
const WINDOWS: &[(&str, &str)] = &[
    ("GMT Standard Time", "Europe/London"),
    ("W. Europe Standard Time", "Europe/Berlin"),
    ("Central Europe Standard Time", "Europe/Budapest"),
    ("Central European Standard Time", "Europe/Warsaw"),
    ("Romance Standard Time", "Europe/Paris"),
    ("E. Europe Standard Time", "Europe/Chisinau"),
    ("FLE Standard Time", "Europe/Kiev"),
    ("GTB Standard Time", "Europe/Bucharest"),
    ("Russian Standard Time", "Europe/Moscow"),
    ("Turkey Standard Time", "Europe/Istanbul"),
    ("Israel Standard Time", "Asia/Jerusalem"),
    ("South Africa Standard Time", "Africa/Johannesburg"),
    ("Eastern Standard Time", "America/New_York"),
    ("Central Standard Time", "America/Chicago"),
    ("Mountain Standard Time", "America/Denver"),
    ("US Mountain Standard Time", "America/Phoenix"),
    ("Pacific Standard Time", "America/Los_Angeles"),
    ("Alaskan Standard Time", "America/Anchorage"),
    ("Hawaiian Standard Time", "Pacific/Honolulu"),
    ("Atlantic Standard Time", "America/Halifax"),
    ("E. South America Standard Time", "America/Sao_Paulo"),
    ("Argentina Standard Time", "America/Buenos_Aires"),
    ("India Standard Time", "Asia/Calcutta"),
    ("China Standard Time", "Asia/Shanghai"),
    ("Singapore Standard Time", "Asia/Singapore"),
    ("Tokyo Standard Time", "Asia/Tokyo"),
    ("Korea Standard Time", "Asia/Seoul"),
    ("AUS Eastern Standard Time", "Australia/Sydney"),
    ("E. Australia Standard Time", "Australia/Brisbane"),
    ("W. Australia Standard Time", "Australia/Perth"),
    ("New Zealand Standard Time", "Pacific/Auckland"),
    ("UTC", "UTC"),
];

/// What a `VTIMEZONE` says: the name hidden in it, or its own changes of the clock.
fn written(part: &Component) -> Option<Rule> {
    if let Some(zone) = part.text("X-LIC-LOCATION").and_then(|name| known(&name)) {
        return Some(Rule::Known(zone));
    }
    let no_zones = Zones::default();
    let horizon = stamp("21000101T000000", None, &no_zones)?.local(None);
    let mut changes = Vec::new();
    let mut budget = Budget::default();
    for observance in part.parts.iter().take(50) {
        let Some(offset) = observance.text("TZOFFSETTO").and_then(|text| offset(&text)) else {
            continue;
        };
        let Some(start) = observance.text("DTSTART").and_then(|text| stamp(&text, None, &no_zones))
        else {
            continue;
        };
        let start = start.local(None);
        changes.push((start, offset));
        if let Some(rule) = observance.text("RRULE") {
            let times = follow(&rule, start, None, horizon, &mut budget);
            changes.extend(times.starts.into_iter().map(|start| (start, offset)));
        }
        for line in observance.lines("RDATE") {
            let dates = line.value.split(',').filter_map(|text| stamp(text, None, &no_zones));
            changes.extend(dates.map(|date| (date.local(None), offset)));
        }
    }
    changes.sort_by_key(|(from, offset)| (*from, offset.local_minus_utc()));
    changes.dedup();
    (!changes.is_empty()).then(|| Rule::Written(Rc::new(changes)))
}

/// `+0200`, `-0330`, `+053020`.
fn offset(text: &str) -> Option<FixedOffset> {
    let (sign, digits) = match text.trim().split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let part = |at: usize| digits.get(at..at + 2).and_then(|part| part.parse::<i64>().ok());
    let seconds = part(0)? * 3600 + part(2)? * 60 + part(4).unwrap_or(0);
    let delta = TimeDelta::try_seconds(sign * seconds)?;
    FixedOffset::east_opt(i32::try_from(delta.num_seconds()).ok()?)
}

/// The schedule's zone: the one the calendar gives, else the one most events are in.
pub(super) fn named(file: &Component, zones: &Zones, parts: &[&Component]) -> Option<String> {
    if let Some(zone) = zones.own {
        return Some(zone.to_string());
    }
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for line in parts.iter().filter_map(|part| part.line("DTSTART")) {
        if let Some(Rule::Known(zone)) = line.parameter("TZID").and_then(|name| zones.rule(name)) {
            *uses.entry(zone.to_string()).or_default() += 1;
        }
    }
    let most = uses.into_iter().max_by_key(|(_, uses)| *uses).map(|(name, _)| name);
    // A calendar that defines one zone means it for its floating times, too.
    let defined = || {
        let mut defined = Vec::new();
        file.all("VTIMEZONE", &mut defined);
        let names: BTreeSet<String> = defined.iter().filter_map(|part| part.text("TZID")).collect();
        let mut names = names.into_iter();
        match (names.next(), names.next()) {
            (Some(name), None) => known(&name).map(|zone| zone.to_string()),
            _ => None,
        }
    };
    most.or_else(defined)
}
