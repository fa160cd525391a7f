//! The zones of an iCalendar file -> offsets.
//!
//! A `TZID` is a label, and the file's own `VTIMEZONE` says what it means. Mostly it is the name of
//! a zone that says the same; then that is taken, since it says so for other years, too. A label
//! without a `VTIMEZONE` is known by the table of names (`source/zones.txt`). Where
//! nothing helps, the times float in the schedule's zone.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone, Utc};

use crate::schedule::Zone;
use crate::source::zones as names;

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
    /// The labels that name a zone of other offsets than the file gives them.
    pub(super) odd: Vec<(String, Zone)>,
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

impl Rule {
    /// Whether its clock is that of a zone at all of these times.
    fn agrees(&self, zone: Zone, times: &BTreeSet<NaiveDateTime>) -> bool {
        let known = Rule::Known(zone);
        times.iter().all(|&local| self.instant(local) == known.instant(local))
    }

    /// Whether it says no more than the offset that a zone has for a part of each year: an
    /// unfinished copy of that zone.
    fn is_stub(&self, zone: Zone) -> bool {
        let Rule::Written(changes) = self else { return false };
        let [(_, offset)] = changes.as_slice() else { return false };
        let has = |text: &str| {
            let at: Option<NaiveDateTime> = text.parse().ok();
            at.is_some_and(|at| zone.at(at.and_utc()).offset() == offset)
        };
        matches!(zone, Zone::Named(_)) && has("2026-01-15T00:00:00") != has("2026-07-15T00:00:00")
    }
}

impl Zones {
    /// The zones of a calendar: those it defines, and those it only names.
    pub(super) fn of(
        calendar: &Component,
        used: &BTreeMap<String, BTreeSet<NaiveDateTime>>,
    ) -> Self {
        let mut defined = Vec::new();
        calendar.all("VTIMEZONE", &mut defined);
        let mut zones = Zones::default();
        for (name, times) in used {
            let known = names::zone(name);
            let own = defined.iter().find(|part| part.text("TZID").as_ref() == Some(name));
            let own = own.and_then(|part| written(part));
            let rule = match (known, own) {
                (Some(zone), Some(own)) if !own.agrees(zone, times) => {
                    if own.is_stub(zone) {
                        Some(Rule::Known(zone))
                    } else {
                        zones.odd.push((name.clone(), zone));
                        Some(own)
                    }
                }
                (Some(zone), _) => Some(Rule::Known(zone)),
                (None, own) => own,
            };
            zones.rules.insert(name.clone(), rule);
        }
        zones.own = heads(calendar).find_map(|name| names::zone(&name));
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

/// What a `VTIMEZONE` says: the name hidden in it, or its own changes of the clock.
fn written(part: &Component) -> Option<Rule> {
    if let Some(zone) = part.text("X-LIC-LOCATION").and_then(|name| names::zone(&name)) {
        return Some(Rule::Known(zone));
    }
    let no_zones = Zones::default();
    let horizon = stamp("21000101T000000", None, &no_zones)?.local(None);
    let mut changes = Vec::new();
    let mut budget = Budget::default();
    for observance in part.parts.iter().take(50) {
        let Some(offset) = offset(observance) else {
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
            (Some(name), None) if !zones.odd.iter().any(|(label, _)| *label == name) => {
                names::zone(&name).map(|zone| zone.to_string())
            }
            _ => None,
        }
    };
    most.or_else(defined)
}

/// To what offset a part of a `VTIMEZONE` changes.
fn offset(observance: &Component) -> Option<FixedOffset> {
    FixedOffset::east_opt(names::seconds(&observance.text("TZOFFSETTO")?)?)
}
