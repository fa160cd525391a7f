//! Which zone the schedule's times are said in.

use std::collections::BTreeMap;

use chrono::{FixedOffset, Offset};

use crate::problem::{Problem, count, did_you_mean};
use crate::schedule::{Zone, zone_of_city};
use crate::source::draft::{Author, Draft, DraftEvent, Time};
use crate::source::{Hints, Subject};

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
            if let Some(zone) = respelt(name) {
                self.warn(Subject::Zone, None, format!("the zone `{name}` is taken as {zone}"));
                return Some(zone);
            }
            self.warn(Subject::Zone, None, format!("there is no time zone `{name}`"));
        }
        if asked.is_some() {
            return asked;
        }
        let timed = |event: &DraftEvent| event.start.is_some() || event.clock.is_some();
        if !draft.events.iter().any(timed) {
            return Some(Zone::Named(chrono_tz::UTC));
        }
        let city = draft.city.as_deref().and_then(zone_of_city);
        if let Some(offset) = self.commonest_offset(draft) {
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

    /// The offset that most times have; where they differ, that is said once.
    fn commonest_offset(&mut self, draft: &Draft) -> Option<FixedOffset> {
        let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
        for event in draft.events.iter() {
            if let Some(Time::Instant(instant)) = event.start {
                *counts.entry(instant.offset().fix().local_minus_utc()).or_default() += 1;
            }
        }
        let (&seconds, &most) =
            counts.iter().max_by_key(|&(seconds, &number)| (number, -seconds))?;
        let offset = FixedOffset::east_opt(seconds)?;
        let others: usize = counts.values().sum::<usize>() - most;
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

fn unknown_zone(draft: &Draft, name: &str) -> Problem {
    let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    let hint = did_you_mean(name, names)
        .unwrap_or_else(|| "take an IANA name such as `Europe/Berlin`".to_owned());
    let place = draft.zone.as_ref().and_then(|(_, place)| *place);
    Problem { place, ..Problem::whole(format!("unknown time zone `{name}`")) }.hint(hint)
}

/// A zone's name in a spelling of its own: `Europe-Brussels`, `America/New York`, `UTC+01:00`.
fn respelt(name: &str) -> Option<Zone> {
    let name = name.trim();
    let spelt = name.replace(' ', "_");
    let direct = Zone::named(&spelt).or_else(|| Zone::named(&spelt.replacen('-', "/", 1)));
    direct.or_else(|| {
        let offset = name.strip_prefix("UTC").or_else(|| name.strip_prefix("GMT")).unwrap_or(name);
        offset.trim().parse::<FixedOffset>().ok().map(Zone::Fixed)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_found_by_odd_names_and_by_city() {
        let case = |zone: Option<Zone>, expected: &str| {
            assert_eq!(zone.map(|zone| zone.to_string()).unwrap_or_default(), expected);
        };
        case(respelt("Europe-Brussels"), "Europe/Brussels");
        case(respelt("America/New York"), "America/New_York");
        case(respelt("UTC+01:00"), "UTC+01:00");
        case(respelt("Middle-earth"), "");
        case(zone_of_city("Brussels"), "Europe/Brussels");
        case(zone_of_city("new york, NY"), "America/New_York");
        case(zone_of_city("Bonn"), "");
    }
}
