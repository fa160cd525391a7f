//! What a new agenda takes over from the old one: pins, the past, what calendars know.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::agenda::{Agenda, Files, History, Place, Talk};
use crate::changes::Former;
use crate::problem::Problem;
use crate::profile::Wishes;
use crate::schedule::{EventIx, Schedule};

use super::delta::{Delta, Fate};
use super::past::Begun;

/// Where the event of an old id is now.
fn now(id: &str, since: Former<'_>) -> Option<EventIx> {
    let (was, _) = since.schedule.iter().find(|(_, event)| event.id.as_str() == id)?;
    since.identity.new_of(was)
}

/// Makes the pinned talks must-sees. Gives those that cannot be held at all.
pub fn pin(
    wishes: &mut Wishes,
    old: &Agenda,
    since: Former<'_>,
    schedule: &Schedule,
) -> Vec<Problem> {
    let mut warnings = Vec::new();
    for id in &old.pins {
        let title = since.schedule.events().iter().find(|event| event.id.as_str() == id);
        let title = title.map_or(id.as_str(), |event| &event.title);
        let problem = match now(id, since) {
            None => "is gone from the schedule",
            Some(ix) if schedule.event(ix).cancelled => "is cancelled",
            Some(ix) if schedule.event(ix).sold_out => "is sold out",
            Some(ix) if wishes.never.contains(&ix) => "is out of reach or not wanted",
            Some(ix) => {
                if !wishes.must_see.contains(&vec![ix]) {
                    wishes.must_see.push(vec![ix]);
                }
                continue;
            }
        };
        warnings.push(Problem::whole(format!("the pinned `{title}` {problem}")));
    }
    warnings
}

/// Takes over what the old agenda says of its talks and the plan does not.
pub(super) fn adopt(
    agenda: &mut Agenda,
    old: &Agenda,
    own: &Wishes,
    delta: &Delta,
    begun: &[Begun],
    schedule: &Schedule,
    at: Option<DateTime<Utc>>,
) {
    // What is a must only because it is pinned or past is none of the profile's.
    let demanded = |id: &str| {
        let is_it = |ix: &EventIx| schedule.event(*ix).id.as_str() == id;
        own.must_see.iter().flatten().any(is_it)
    };
    for talk in &mut agenda.talks {
        talk.must_see = demanded(&talk.id);
    }
    for begun in begun {
        let found = agenda.talks.iter_mut().find(|talk| talk.id == begun.id.as_str());
        if let Some(talk) = found {
            let was = old.talks[begun.talk].clone();
            let end = talk.end + TimeDelta::minutes(was.early);
            *talk = Talk { id: talk.id.clone(), end, ..was };
        }
    }
    if let Some(at) = at {
        keep_past_breaks(agenda, old, at);
    }
    let ids = renamed(delta);
    for talk in &mut agenda.talks {
        let was = old.talks.iter().find(|was| ids.get(was.id.as_str()) == Some(&&*talk.id));
        talk.uid = was
            .and_then(|was| was.uid.clone().or_else(|| (was.id != talk.id).then(|| was.id.clone())))
            .filter(|uid| *uid != talk.id);
    }
}

/// The ids of lines that both agendas have, by the old one.
fn renamed(delta: &Delta) -> BTreeMap<&str, &str> {
    let both = delta.lines.iter().filter_map(|line| line.old.as_ref().zip(line.new.as_ref()));
    both.map(|(from, to)| (from.id.as_str(), to.id.as_str())).collect()
}

/// What the new agenda hands on. Where nothing has changed, that is what the old one did.
pub(super) fn history(agenda: &Agenda, old: &Agenda, delta: &Delta, files: Files) -> History {
    let ids = renamed(delta);
    let now = |id: &String| ids.get(id.as_str()).map_or_else(|| id.clone(), |&id| id.to_owned());
    let files = if delta.is_empty() { was(old) } else { files };
    History {
        sequence: old.sequence + u32::from(!delta.is_empty()),
        pins: old.pins.iter().map(now).collect(),
        dropped: dropped(agenda, old, delta),
        files,
    }
}

/// What the old agenda was made from.
fn was(old: &Agenda) -> Files {
    let (schedule, profile, added) = (old.source.clone(), old.wishes.clone(), old.added.clone());
    Files { schedule, profile, added, said: old.said.clone() }
}

/// Breaks that have begun were when they were.
fn keep_past_breaks(agenda: &mut Agenda, old: &Agenda, at: DateTime<Utc>) {
    for it in &mut agenda.breaks {
        let same = |was: &&crate::agenda::Appointment| {
            was.title == it.title && was.start.date_naive() == it.start.date_naive()
        };
        if let Some(was) = old.breaks.iter().find(same)
            && was.start.to_utc() <= at
        {
            it.clone_from(was);
        }
    }
}

/// All talks that calendars may still hold though no agenda does.
fn dropped(agenda: &Agenda, old: &Agenda, delta: &Delta) -> Vec<Place> {
    let now = delta.lines.iter().filter(|line| line.fate == Fate::Dropped);
    let now = now.filter_map(|line| {
        let place = line.old.clone()?;
        // Calendars know it by its first id.
        let uid = old.talks.iter().find(|talk| talk.id == place.id)?.uid.clone();
        Some(Place { id: uid.unwrap_or_else(|| place.id.clone()), ..place })
    });
    let mut dropped: Vec<Place> = old.dropped.iter().cloned().chain(now).collect();
    let back = |place: &Place| {
        agenda.talks.iter().any(|talk| *talk.uid.as_ref().unwrap_or(&talk.id) == place.id)
    };
    dropped.retain(|place| !back(place));
    dropped.sort_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
    dropped.dedup_by(|a, b| a.id == b.id);
    dropped
}
