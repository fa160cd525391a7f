//! Which zone the schedule's times are said in.

use std::collections::BTreeMap;

use chrono::{FixedOffset, Offset};

use crate::problem::{Problem, count, did_you_mean};
use crate::schedule::{Zone, zone_of_city};
use crate::source::draft::{Author, Draft, DraftEvent, Time};
use crate::source::{Hints, Subject, zones};

use super::Assembly;

impl Assembly {
    /// The file's zone, else the caller's, else one that fits what the file says.
    pub(super) fn zone(&mut self, draft: &Draft, hints: &Hints) -> Option<Zone> {
        let asked = hints.zone;
        if let Some((name, _)) = &draft.zone {
            if let Some(zone) = Zone::named(name) {
                return Some(zone);
            }
            if self.author == Author::User {
                self.problems.push(unknown_zone(draft, name));
                return None;
            }
            if let Some(zone) = zones::zone(name) {
                self.warn(Subject::Zone, None, format!("the zone `{name}` is taken as {zone}"));
                return Some(zone);
            }
            self.warn(Subject::Zone, None, format!("there is no time zone `{name}`"));
        }
        if let Some(zone) = self.commonest_zone(draft) {
            return Some(zone);
        }
        if asked.is_some() {
            return asked;
        }
        let timed = |event: &DraftEvent| event.start.is_some() || event.clock.is_some();
        if !draft.events.iter().any(timed) {
            return Some(Zone::Named(chrono_tz::UTC));
        }
        let city = draft.city.as_deref().and_then(zone_of_city);
        let offsets = offsets(draft);
        if offsets.len() > 1
            && let Some(zone) = self.by_changes(draft, city, hints)
        {
            return Some(zone);
        }
        if let Some(offset) = self.commonest_offset(&offsets) {
            return Some(self.by_offset(draft, offset, city, hints));
        }
        if self.author == Author::User && hints.zone_else.is_none() {
            self.problems.push(
                Problem::whole("the schedule does not say its time zone")
                    .hint("add a line such as `timezone: Europe/Berlin`"),
            );
            return None;
        }
        let known = city.or(hints.zone_else);
        self.zone_is_guess = known.is_none();
        let zone = known.unwrap_or(Zone::Named(chrono_tz::UTC));
        let what = match &draft.city {
            Some(name) if city.is_some() => {
                format!("no zone given; it takes place in {name}, so {zone}")
            }
            Some(_) | None => {
                "no zone given, so its clock times are taken as they stand; give the conference's \
                 with --tz Area/City"
                    .to_owned()
            }
        };
        // Where the profile says it, nothing is guessed.
        if hints.zone_else != Some(zone) {
            self.warn(Subject::Zone, None, what);
        }
        Some(zone)
    }

    /// The zone in which most events are said to be; where they differ, that is said.
    fn commonest_zone(&mut self, draft: &Draft) -> Option<Zone> {
        let mut counts: BTreeMap<String, (usize, Zone)> = BTreeMap::new();
        for zone in draft.events.iter().filter_map(|event| event.zone) {
            counts.entry(zone.to_string()).or_insert((0, zone)).0 += 1;
        }
        let &(most, zone) = counts.values().max_by_key(|(number, _)| *number)?;
        let others = counts.values().map(|(number, _)| number).sum::<usize>() - most;
        if others > 0 {
            let what = format!("{} in other zones; all times are said in {zone}", are(others));
            self.warn(Subject::Zone, None, what);
        }
        Some(zone)
    }

    /// The offset that most times have; where they differ, that is said once.
    fn commonest_offset(&mut self, offsets: &BTreeMap<i32, usize>) -> Option<FixedOffset> {
        let (&seconds, &most) =
            offsets.iter().max_by_key(|&(seconds, &number)| (number, -seconds))?;
        let offset = FixedOffset::east_opt(seconds)?;
        let others: usize = offsets.values().sum::<usize>() - most;
        if others > 0 {
            let what = format!(
                "the times of {} have another offset than the UTC{offset} of the others; all \
                 are said in that one",
                count(others, "event")
            );
            self.warn(Subject::Zone, None, what);
        }
        Some(offset)
    }

    /// The zone whose clocks change when the offsets in the file do: the city's, or a usual one.
    fn by_changes(&mut self, draft: &Draft, city: Option<Zone>, hints: &Hints) -> Option<Zone> {
        let usual = USUAL.iter().filter_map(|name| Zone::named(name));
        let mut zones = city.into_iter().chain(hints.zone_else).chain(usual);
        let zone = zones.find(|zone| {
            let starts = draft.events.iter().filter_map(|event| event.start);
            starts.clone().any(|start| matches!(start, Time::Instant(_)))
                && starts.into_iter().all(|start| match start {
                    Time::Instant(instant) => {
                        zone.at(instant.to_utc()).offset() == instant.offset()
                    }
                    Time::Local(_) => true,
                })
        })?;
        if hints.zone_else != Some(zone) {
            let what = format!(
                "no zone given; its offsets change as the clocks in {zone} do, so that is taken"
            );
            self.warn(Subject::Zone, None, what);
        }
        Some(zone)
    }

    /// The city's zone where it has this offset all the time, else the bare offset.
    fn by_offset(
        &mut self,
        draft: &Draft,
        offset: FixedOffset,
        city: Option<Zone>,
        hints: &Hints,
    ) -> Zone {
        let fits = |zone: Zone| {
            draft.events.iter().all(|event| match event.start {
                Some(Time::Instant(instant)) => *zone.at(instant.to_utc()).offset() == offset,
                Some(Time::Local(_)) | None => true,
            })
        };
        let utc = Zone::Named(chrono_tz::UTC);
        let bare = if offset.local_minus_utc() == 0 { utc } else { Zone::Fixed(offset) };
        let zone = city.filter(|&zone| fits(zone)).unwrap_or(bare);
        self.zone_is_guess = zone == utc;
        let advice = if zone == utc { "; give the conference's with --tz Area/City" } else { "" };
        // Shown in the profile's zone, they are right whatever the place.
        if hints.zone_else.is_none() {
            let what = format!("no zone given, so times are said in {zone}{advice}");
            self.warn(Subject::Zone, None, what);
        }
        zone
    }
}

/// Zones whose clocks change, one for each way in which they do; each stands for its neighbours.
const USUAL: [&str; 12] = [
    "Europe/Berlin",
    "Europe/London",
    "Europe/Helsinki",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Halifax",
    "Australia/Sydney",
    "Australia/Adelaide",
    "Pacific/Auckland",
    "America/Santiago",
];

/// How many starts have which offset, in seconds.
fn offsets(draft: &Draft) -> BTreeMap<i32, usize> {
    let mut offsets = BTreeMap::new();
    for event in draft.events.iter() {
        if let Some(Time::Instant(instant)) = event.start {
            *offsets.entry(instant.offset().fix().local_minus_utc()).or_default() += 1;
        }
    }
    offsets
}

fn are(events: usize) -> String {
    let be = if events == 1 { "is" } else { "are" };
    format!("{} {be}", count(events, "event"))
}

fn unknown_zone(draft: &Draft, name: &str) -> Problem {
    let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    let hint = did_you_mean(name, names)
        .unwrap_or_else(|| "take an IANA name such as `Europe/Berlin`".to_owned());
    let place = draft.zone.as_ref().and_then(|(_, place)| *place);
    Problem { place, ..Problem::whole(format!("unknown time zone `{name}`")) }.hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_found_by_city() {
        let case = |zone: Option<Zone>, expected: &str| {
            assert_eq!(zone.map(|zone| zone.to_string()).unwrap_or_default(), expected);
        };
        case(zone_of_city("Brussels"), "Europe/Brussels");
        case(zone_of_city("new york, NY"), "America/New_York");
        case(zone_of_city("Bonn"), "");
    }
}
