//! Draft -> Schedule: the one place where something is guessed.
//!
//! | what is missing or doubtful | rule |
//! | --- | --- |
//! | zone | the offset of the first time that has one; without any, the caller is asked |
//! | a time that the clocks skip | counted from before the gap |
//! | a time that the clocks show twice | the earlier one |
//! | end | the commonest length, but no later than the next start in its room that day |
//! | id | made from the title |
//! | start, title, positive length | the event cannot be planned: skipped, or an error in one's own file |
//!
//! Every guess is a [`Warning`] with its event.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Offset, TimeDelta, Utc};

use crate::problem::{Problem, did_you_mean};
use crate::schedule::{Event, EventId, Inferred, Local, Room, Schedule, Slot, Zone};

use super::draft::{Author, Draft, DraftEvent, End, Time};
use super::{Subject, Warning};

/// The longest and the shortest end that is guessed.
const LONGEST_GUESS: i64 = 180;
/// The length of a talk where no talk of the schedule says one.
const USUAL_MINUTES: i64 = 45;

/// The schedule of a draft, and what had to be guessed or left out.
///
/// # Errors
/// All faults of a file that its user wrote, or a zone that is unknown or missing.
pub fn assemble(
    draft: Draft,
    asked: Option<Zone>,
) -> Result<(Schedule, Vec<Warning>), Vec<Problem>> {
    let mut assembly =
        Assembly { author: draft.author, warnings: draft.repairs.clone(), problems: Vec::new() };
    let Some(zone) = assembly.zone(&draft, asked) else { return Err(assembly.problems) };
    let usual = commonest_length(&draft.events);
    let mut timed = Vec::new();
    for event in draft.events {
        if let Some(start) = assembly.start(&event, zone) {
            timed.push((event, start));
        }
    }
    let next_starts = next_starts(&timed, zone);
    let mut events = Vec::new();
    for (position, (event, start)) in timed.into_iter().enumerate() {
        events.extend(assembly.event(event, start, next_starts[position], usual, zone));
    }
    assembly.refuse_equal_ids(&events);
    if !assembly.problems.is_empty() {
        assembly.problems.sort();
        return Err(assembly.problems);
    }
    let events = events.into_iter().map(|(_, event)| event).collect();
    let title = draft.title.unwrap_or_else(|| "Untitled schedule".to_owned());
    let (schedule, double) = Schedule::new(title, draft.version, zone, events);
    for event in double {
        assembly.warnings.push(Warning {
            subject: Subject::Skipped,
            place: None,
            event: Some(event.title),
            what: format!("the id `{}` is taken by another event", event.id),
        });
    }
    Ok((schedule, assembly.warnings))
}

struct Assembly {
    author: Author,
    warnings: Vec<Warning>,
    problems: Vec<Problem>,
}

impl Assembly {
    fn zone(&mut self, draft: &Draft, asked: Option<Zone>) -> Option<Zone> {
        if asked.is_some() {
            return asked;
        }
        if let Some((name, place)) = &draft.zone {
            let zone = Zone::named(name);
            if zone.is_none() {
                let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
                let hint = did_you_mean(name, names)
                    .unwrap_or_else(|| "take an IANA name such as `Europe/Berlin`".to_owned());
                self.problems.push(
                    Problem {
                        place: *place,
                        ..Problem::whole(format!("unknown time zone `{name}`"))
                    }
                    .hint(hint),
                );
            }
            return zone;
        }
        let offset = draft.events.iter().find_map(|event| match event.start {
            Some(Time::Instant(instant)) => Some(instant.offset().fix()),
            Some(Time::Local(_)) | None => None,
        });
        if let Some(offset) = offset {
            self.warn(
                Subject::Zone,
                None,
                format!("no zone given, so times are said in UTC{offset}"),
            );
            return Some(Zone::Fixed(offset));
        }
        if draft.events.is_empty() {
            return Some(Zone::Named(chrono_tz::UTC));
        }
        self.problems.push(
            Problem::whole("the schedule does not say its time zone")
                .hint("add a line such as `timezone: Europe/Berlin`"),
        );
        None
    }

    fn start(&mut self, event: &DraftEvent, zone: Zone) -> Option<DateTime<Utc>> {
        if let Some(why) = &event.leave_out {
            self.leave_out(event, why);
            return None;
        }
        match event.start {
            Some(time) => Some(self.instant(time, zone, event)),
            None => {
                self.leave_out(event, "it has no start");
                None
            }
        }
    }

    fn instant(&mut self, time: Time, zone: Zone, event: &DraftEvent) -> DateTime<Utc> {
        let local = match time {
            Time::Instant(instant) => return instant.to_utc(),
            Time::Local(local) => local,
        };
        let found = zone.instant(local);
        let clock = local.format("%Y-%m-%d %H:%M");
        match found {
            Local::Exact(_) => {}
            Local::Earlier(_) => self.warn(
                Subject::Start,
                Some(event),
                format!("clocks show {clock} twice in {zone}; the earlier one is taken"),
            ),
            Local::Shifted(instant) => self.warn(
                Subject::Start,
                Some(event),
                format!(
                    "clocks skip {clock} in {zone}; {} is taken",
                    zone.at(instant).format("%H:%M")
                ),
            ),
        }
        found.instant()
    }

    fn event(
        &mut self,
        draft: DraftEvent,
        start: DateTime<Utc>,
        next: Option<DateTime<Utc>>,
        usual: i64,
        zone: Zone,
    ) -> Option<(Option<crate::problem::Place>, Event)> {
        let Some(title) = draft.title.clone() else {
            self.leave_out(&draft, "it has no title");
            return None;
        };
        let mut inferred = draft.inferred.clone();
        let end = match draft.end {
            Some(End::At(time)) => self.instant(time, zone, &draft),
            Some(End::Minutes(minutes)) => start + TimeDelta::minutes(minutes),
            None => {
                inferred.insert(Inferred::End);
                let end = guessed_end(start, next, usual);
                let minutes = (end - start).num_minutes();
                self.warn(
                    Subject::End,
                    Some(&draft),
                    format!("no end given, so {minutes} minutes"),
                );
                end
            }
        };
        let Some(slot) = Slot::new(start, end) else {
            let clock = |instant| zone.at(instant).format("%Y-%m-%d %H:%M").to_string();
            self.leave_out(
                &draft,
                &format!("it ends at {}, not after its start at {}", clock(end), clock(start)),
            );
            return None;
        };
        let id = draft.id.clone().unwrap_or_else(|| {
            inferred.insert(Inferred::Id);
            slug(&title)
        });
        let place = draft.place;
        let event = Event {
            other_ids: draft.other_ids,
            subtitle: draft.subtitle,
            room: draft.room.map(Room::new),
            track: draft.track,
            speakers: draft.speakers,
            language: draft.language,
            keywords: draft.keywords,
            summary: draft.summary,
            description: draft.description,
            url: draft.url,
            repeats: draft.repeats.or(draft.talk),
            recorded: draft.recorded,
            cancelled: draft.cancelled,
            inferred,
            ..Event::new(EventId::new(id), title, slot)
        };
        Some((place, event))
    }

    /// In one's own file, two events with one id are an error that names both.
    fn refuse_equal_ids(&mut self, events: &[(Option<crate::problem::Place>, Event)]) {
        if self.author != Author::User {
            return;
        }
        let mut first: HashMap<&EventId, (&Event, Option<crate::problem::Place>)> = HashMap::new();
        for (place, event) in events {
            match first.get(&event.id) {
                None => {
                    first.insert(&event.id, (event, *place));
                }
                Some((other, other_place)) => {
                    let line =
                        other_place.map_or(String::new(), |at| format!(" in line {}", at.line));
                    self.problems.push(
                        Problem {
                            place: *place,
                            ..Problem::whole(format!(
                                "the id `{}` of `{}` is already taken by `{}`{line}",
                                event.id, event.title, other.title
                            ))
                        }
                        .hint("give each event an id of its own; for a repeat, add `repeats:`"),
                    );
                }
            }
        }
    }

    fn leave_out(&mut self, event: &DraftEvent, why: &str) {
        let title = event.title.as_deref().or(event.id.as_deref()).unwrap_or("untitled");
        match self.author {
            Author::User => self.problems.push(Problem {
                place: event.place,
                ..Problem::whole(format!("event `{title}`: {why}"))
            }),
            Author::Conference => self.warn(Subject::Skipped, Some(event), why.to_owned()),
        }
    }

    fn warn(&mut self, subject: Subject, event: Option<&DraftEvent>, what: String) {
        self.warnings.push(Warning {
            subject,
            place: event.and_then(|event| event.place),
            event: event.and_then(|event| event.title.clone().or_else(|| event.id.clone())),
            what,
        });
    }
}

/// For every event, when something else starts next in its room on the same conference day.
fn next_starts(timed: &[(DraftEvent, DateTime<Utc>)], zone: Zone) -> Vec<Option<DateTime<Utc>>> {
    let mut by_room: BTreeMap<&str, BTreeSet<DateTime<Utc>>> = BTreeMap::new();
    for (event, start) in timed {
        if let Some(room) = &event.room {
            by_room.entry(room).or_default().insert(*start);
        }
    }
    timed
        .iter()
        .map(|(event, start)| {
            let starts = by_room.get(event.room.as_deref()?)?;
            let next = *starts.range(*start + TimeDelta::seconds(1)..).next()?;
            (zone.at(next).date_naive() == zone.at(*start).date_naive()).then_some(next)
        })
        .collect()
}

fn guessed_end(start: DateTime<Utc>, next: Option<DateTime<Utc>>, usual: i64) -> DateTime<Utc> {
    let end = start + TimeDelta::minutes(usual);
    next.map_or(end, |next| end.min(next))
}

fn commonest_length(events: &[DraftEvent]) -> i64 {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for event in events {
        let minutes = match (event.start, event.end) {
            (_, Some(End::Minutes(minutes))) => minutes,
            (Some(Time::Local(start)), Some(End::At(Time::Local(end)))) => {
                (end - start).num_minutes()
            }
            (Some(Time::Instant(start)), Some(End::At(Time::Instant(end)))) => {
                (end - start).num_minutes()
            }
            _ => continue,
        };
        if (1..=LONGEST_GUESS).contains(&minutes) {
            *counts.entry(minutes).or_default() += 1;
        }
    }
    // Of equally common lengths the shorter one: a guess should not block what may be free.
    counts
        .into_iter()
        .max_by_key(|&(minutes, count)| (count, -minutes))
        .map_or(USUAL_MINUTES, |(minutes, _)| minutes)
}

/// A title as an id: lowercase words joined by hyphens.
fn slug(title: &str) -> String {
    let lower = title.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "event".to_owned() } else { words.join("-") }
}
