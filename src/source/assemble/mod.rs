//! Draft -> Schedule: the one place where something is guessed.
//!
//! | what is missing or doubtful | rule | file |
//! | --- | --- | --- |
//! | zone | the file's, the caller's, the commonest offset, the city's; else times stand as UTC | `zone` |
//! | a date and a clock | a clock before the day change (04:00 if not given) is the next day's | `times` |
//! | `date` and `start` disagree | `date` holds | `times` |
//! | a time that the clocks skip, or show twice | counted from before the gap; the earlier one | `times` |
//! | end | the commonest length, but no later than the next start in its room that day, or in a single track | `times` |
//! | an end before the start, as 23:00 to 01:00 of one date | it is on the next day, if that is 12 hours later at most | `times` |
//! | longer than a day | kept | `times` |
//! | room given twice | the one it is listed under, if that is right for most events | `tidy` |
//! | title | the subtitle, the type, the track, or `Untitled event` | here |
//! | a clock under a day that falls back | after the evening it is in the night after; where no clock says am or pm, in the afternoon | `nights` |
//! | rooms | the tracks, where nothing in one of them overlaps and several run at a time | `tidy` |
//! | id | made from the title | `talks` |
//! | equal ids | the first by start and room keeps it, the others get `#2`, `#3` | `talks` |
//! | repeats | equal guid or code; equal title, and the persons, the page or the text; in a source without any persons, equal title and length; no breaks | `talks` |
//! | parts of one whole | `Part 1`, `(2/3)`, `Day 2` in the titles; a text that says both days | `parts` |
//! | cancelled | the title or the subtitle begins or ends with the word | `cancelled` |
//! | HTML, a description that repeats the abstract | taken out | `tidy` |
//! | an end that is the start | it is no end | `times` |
//! | no start, a negative length, all day | skipped | `times` |
//!
//! Every guess is a [`Warning`] with its event. In a file that the user wrote nothing is guessed
//! but ends, ids and parts; there the rest are errors. In a calendar that we wrote nothing is taken out,
//! and neither repeats nor cancelled events are looked for: whatever they are, it says so.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::problem::{Place, Problem};
use crate::schedule::{Event, EventId, Inferred, Room, Schedule, Slot, Zone};

use super::draft::{Author, Draft, DraftEvent};
use super::{Hints, Subject, Warning};

mod cancelled;
mod kinds;
mod nights;
mod parts;
mod talks;
mod tidy;
mod times;
mod zone;

/// The title of a schedule that says none.
pub(super) const UNTITLED: &str = "Untitled schedule";

/// The schedule of a draft, and what had to be guessed or left out.
///
/// # Errors
/// All faults of a file that its user wrote.
pub(super) fn assemble(
    mut draft: Draft,
    hints: &Hints,
) -> Result<(Schedule, Vec<Warning>), Vec<Problem>> {
    let warnings = std::mem::take(&mut draft.repairs);
    let problems = std::mem::take(&mut draft.faults);
    let author = draft.author;
    let mut assembly = Assembly { author, warnings, problems, zone_is_guess: false };
    if draft.author == Author::Conference {
        assembly.tidy(&mut draft);
        // A catalogue without any tickets is one from after the event, or from before the sale.
        if draft.events.iter().all(|event| event.sold_out) {
            draft.events.iter_mut().for_each(|event| event.sold_out = false);
        }
    }
    let Some(zone) = assembly.zone(&draft, hints) else {
        assembly.problems.sort();
        return Err(assembly.problems);
    };
    assembly.settle_clocks(&mut draft.events);
    let mut events =
        assembly.placed(std::mem::take(&mut draft.events).into_list(), draft.day_change, zone);
    assembly.take_tracks_for_rooms(&mut events);
    events.sort_by(Placed::order);
    assembly.name_apart(&mut events);
    if !assembly.problems.is_empty() {
        assembly.problems.sort();
        return Err(assembly.problems);
    }
    match draft.author {
        Author::Conference => {
            assembly.find_repeats(&mut events);
            assembly.find_parts(&mut events);
        }
        Author::User => assembly.find_parts(&mut events),
        Author::Attend => {}
    }
    let events = events.into_iter().map(|placed| placed.event).collect();
    let title = hints.title.clone().or(draft.title).unwrap_or_else(|| UNTITLED.to_owned());
    let (schedule, double) = Schedule::new(title, draft.version, zone, events);
    for event in double {
        assembly.warnings.push(Warning {
            subject: Subject::Skipped,
            place: None,
            event: Some(event.title),
            what: format!("the id `{}` is taken by another event", event.id),
        });
    }
    Ok((schedule.guessing_zone(assembly.zone_is_guess), assembly.warnings))
}

/// An event of the schedule to be, with what only the draft knew.
struct Placed {
    place: Option<Place>,
    talk: Option<String>,
    /// Whether its id was made here.
    id_made: bool,
    event: Event,
}

impl Placed {
    /// By start and room; the rest makes the order independent of that in the file.
    fn order(&self, other: &Placed) -> Ordering {
        let by_slot = |a: &Event, b: &Event| {
            let starts = a.slot.start().cmp(&b.slot.start());
            starts.then_with(|| a.room.cmp(&b.room)).then_with(|| a.slot.end().cmp(&b.slot.end()))
        };
        let by_name = |a: &Event, b: &Event| {
            let names = (&a.title, &a.id, &a.subtitle, &a.other_ids);
            names.cmp(&(&b.title, &b.id, &b.subtitle, &b.other_ids))
        };
        let (a, b) = (&self.event, &other.event);
        by_slot(a, b)
            .then_with(|| by_name(a, b))
            .then_with(|| a.speakers.cmp(&b.speakers))
            .then_with(|| (&a.summary, &a.description).cmp(&(&b.summary, &b.description)))
            .then_with(|| (&a.track, &a.keywords).cmp(&(&b.track, &b.keywords)))
            .then_with(|| (&a.language, &a.url).cmp(&(&b.language, &b.url)))
            .then_with(|| (&a.level, &a.kind).cmp(&(&b.level, &b.kind)))
            .then_with(|| (&a.price, a.sold_out).cmp(&(&b.price, b.sold_out)))
            .then_with(|| (a.recorded, a.cancelled).cmp(&(b.recorded, b.cancelled)))
            .then_with(|| (&a.repeats, &a.inferred).cmp(&(&b.repeats, &b.inferred)))
            .then_with(|| self.talk.cmp(&other.talk))
    }
}

struct Assembly {
    author: Author,
    warnings: Vec<Warning>,
    problems: Vec<Problem>,
    /// Whether nothing says in which zone the times are.
    zone_is_guess: bool,
}

impl Assembly {
    /// The event of a draft at its slot.
    fn event(&mut self, draft: DraftEvent, slot: Slot, inferred_end: bool) -> Option<Placed> {
        let mut inferred = draft.inferred.clone();
        if inferred_end {
            inferred.insert(Inferred::End);
        }
        let title = self.title(&draft, &mut inferred)?;
        let id_made = draft.id.is_none();
        let id = draft.id.clone().unwrap_or_else(|| {
            inferred.insert(Inferred::Id);
            talks::slug(&title)
        });
        let cancelled = draft.cancelled || self.is_cancelled(&draft);
        let event = Event {
            other_ids: draft.other_ids,
            subtitle: draft.subtitle,
            room: draft.room.map(Room::new),
            track: draft.track,
            speakers: draft.speakers,
            language: draft.language,
            level: draft.level,
            kind: draft.kind,
            keywords: draft.keywords,
            summary: draft.summary,
            description: draft.description,
            url: draft.url,
            repeats: draft.repeats,
            part_of: draft.part_of,
            recorded: draft.recorded,
            price: draft.price,
            sold_out: draft.sold_out,
            cancelled,
            inferred,
            ..Event::new(EventId::new(id), title, slot)
        };
        Some(Placed { place: draft.place, talk: draft.talk, id_made, event })
    }

    fn title(&mut self, draft: &DraftEvent, inferred: &mut BTreeSet<Inferred>) -> Option<String> {
        if draft.title.is_some() {
            return draft.title.clone();
        }
        if self.author == Author::User {
            self.leave_out(draft, "it has no title");
            return None;
        }
        inferred.insert(Inferred::Title);
        let title = draft.subtitle.as_ref().or(draft.kind.as_ref()).or(draft.track.as_ref());
        let title = title.map_or_else(|| "Untitled event".to_owned(), Clone::clone);
        self.warn(Subject::Title, Some(draft), format!("no title given, so `{title}`"));
        Some(title)
    }

    fn leave_out(&mut self, event: &DraftEvent, why: &str) {
        match self.author {
            Author::User => {
                let title = event.title.as_deref().or(event.id.as_deref()).unwrap_or("untitled");
                self.problems.push(Problem {
                    place: event.place,
                    ..Problem::whole(format!("event `{title}`: {why}"))
                });
            }
            Author::Conference | Author::Attend => {
                self.warn(Subject::Skipped, Some(event), why.to_owned());
            }
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

    /// A warning about an event that is already placed.
    fn warn_placed(&mut self, subject: Subject, placed: &Placed, what: String) {
        self.warnings.push(Warning {
            subject,
            place: placed.place,
            event: Some(placed.event.title.clone()),
            what,
        });
    }
}

/// An instant as the schedule's clocks show it.
fn shown(instant: DateTime<Utc>, zone: Zone) -> String {
    zone.at(instant).format("%Y-%m-%d %H:%M").to_string()
}
