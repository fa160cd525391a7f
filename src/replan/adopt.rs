//! What a new agenda takes over from the old one: pins, the past, what calendars know.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use crate::agenda::{Agenda, Files, History, Known, Place, Talk, missed_minutes};
use crate::changes::Former;
use crate::problem::Problem;
use crate::profile::Wishes;
use crate::schedule::{EventIx, Schedule};

use super::delta::{Delta, Fate};
use super::past::{Joined, Past};

/// Where the event of an old id is now.
fn now(id: &str, since: Former<'_>) -> Option<EventIx> {
    let (was, _) = since.schedule.iter().find(|(_, event)| event.id.as_str() == id)?;
    since.identity.new_of(was)
}

/// What was decided by hand: what is skipped is out, what is pinned is fixed.
pub fn decided(
    wishes: &mut Wishes,
    old: &Agenda,
    since: Former<'_>,
    schedule: &Schedule,
) -> Vec<Problem> {
    skip(wishes, old, since);
    let doubts = pin(wishes, old, since, schedule, &BTreeSet::new());
    doubts.into_iter().map(|doubt| doubt.warning).collect()
}

/// A pinned talk that is not fixed, and why.
pub(super) struct Doubt {
    /// Where it is; it may still find its place.
    pub(super) event: Option<EventIx>,
    pub(super) warning: Problem,
    /// Whether nothing is in its way, but a part of it was enough.
    is_part: bool,
}

/// Takes the skipped talks out, whatever else is said of them.
pub(super) fn skip(wishes: &mut Wishes, old: &Agenda, since: Former<'_>) {
    let skipped: BTreeSet<EventIx> = old.skipped.iter().filter_map(|id| now(id, since)).collect();
    let is_out = |talk: &Vec<EventIx>| talk.iter().all(|ix| skipped.contains(ix));
    wishes.booked.retain(|ix| !skipped.contains(ix));
    wishes.must_see.retain(|talk| !is_out(talk));
    wishes.want.retain(|talk| !is_out(talk));
    wishes.drop_ins.retain(|visit| !is_out(&visit.talk));
    // Whoever was at a part of something may see the rest.
    wishes.all_of.retain(|talks| !talks.iter().any(is_out));
    wishes.never.extend(skipped);
}

/// Makes the pinned talks as fixed as bookings. Of those that cannot be, it says why; they are still
/// wanted before any points, if they can be had at all. What one can no longer get to is `lost`.
pub(super) fn pin(
    wishes: &mut Wishes,
    old: &Agenda,
    since: Former<'_>,
    schedule: &Schedule,
    lost: &BTreeSet<EventIx>,
) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let mut doubt = |event, title: &str, why: &str, is_part| {
        let warning = Problem::whole(format!("the pinned `{title}` {why}"));
        doubts.push(Doubt { event, warning, is_part });
    };
    let mut pinned = Vec::new();
    for id in &old.pins {
        let was = since.schedule.iter().find(|(_, event)| event.id.as_str() == id);
        let title = was.map_or(id.as_str(), |(_, event)| &event.title);
        let why = match now(id, since) {
            None => "is gone from the schedule",
            Some(ix) if schedule.event(ix).cancelled => "is cancelled",
            Some(ix) if lost.contains(&ix) => "has begun, or begins before you are free",
            Some(ix) if wishes.never.contains(&ix) => "is one that your profile says never to",
            Some(ix) => {
                let has_moved = was.is_some_and(|(_, was)| was.slot != schedule.event(ix).slot);
                pinned.push((has_moved, ix, id));
                continue;
            }
        };
        doubt(None, title, why, false);
    }
    // Of two that clash now, the one that has not moved stays.
    pinned.sort_unstable();
    for (_, ix, id) in pinned {
        let title = &schedule.event(ix).title;
        // Of what one goes to for a part, that part is enough.
        let is_part = |talk: &Talk| talk.id == *id && talk.late + talk.early > 0;
        let is_part = wishes.drop_in(ix).is_some() || old.talks.iter().any(is_part);
        let obstacle = obstacle(wishes, schedule, ix);
        if let Some(why) = &obstacle {
            doubt(Some(ix), title, why, false);
        } else if is_part {
            doubt(Some(ix), title, "finds no place any more", wishes.drop_in(ix).is_none());
        }
        if wishes.booked.contains(&ix) {
            continue;
        } else if obstacle.is_none() && !is_part {
            wishes.booked.push(ix);
            wishes.pinned.insert(ix);
        } else if !wishes.must_see.contains(&vec![ix]) {
            wishes.must_see.push(vec![ix]);
        }
    }
    // A pin holds, whatever becomes of the talks that go with it.
    let booked = &wishes.booked;
    wishes.all_of.retain(|talks| !talks.iter().flatten().any(|ix| booked.contains(ix)));
    doubts
}

/// Fixes whole talks of which the pinned part has found no place. Says whether there are any.
pub(super) fn fix(
    wishes: &mut Wishes,
    schedule: &Schedule,
    doubts: &[Doubt],
    is_held: impl Fn(EventIx) -> bool,
) -> bool {
    let parts = doubts.iter().filter(|doubt| doubt.is_part).filter_map(|doubt| doubt.event);
    let before = wishes.booked.len();
    for ix in parts.filter(|&ix| !is_held(ix)) {
        if obstacle(wishes, schedule, ix).is_none() {
            wishes.booked.push(ix);
        }
    }
    wishes.booked.len() > before
}

/// What keeps the person from an event, or is fixed already and leaves no time for it.
fn obstacle(wishes: &Wishes, schedule: &Schedule, ix: EventIx) -> Option<String> {
    let stay = |ix: EventIx| wishes.stay(schedule, ix, schedule.event(ix).slot);
    let mut it = stay(ix);
    it.margins.settled = true;
    if wishes.booked.contains(&ix) {
        return None;
    }
    if !wishes.is_here(it.slot) {
        return Some("is at a time when you are not there".to_owned());
    }
    let clashes = |other: &EventIx| !wishes.can_do_both(&stay(*other), &it);
    if let Some(&other) = wishes.booked.iter().find(|other| clashes(other)) {
        return Some(format!("clashes with `{}`", schedule.event(other).title));
    }
    let busy = wishes.commitment_at(schedule, &it)?;
    Some(format!("clashes with your commitment `{}`", wishes.commitments[busy].title))
}

/// Takes over what the old agenda says of its talks and the plan does not.
pub(super) fn adopt(
    agenda: &mut Agenda,
    old: &Agenda,
    own: &Wishes,
    delta: &Delta,
    past: &Past,
    (schedule, since): (&Schedule, Former<'_>),
) {
    // What is fixed only because it is pinned or past is none of the profile's.
    for talk in &mut agenda.talks {
        let is_it = |ix: &&EventIx| schedule.event(**ix).id.as_str() == talk.id;
        talk.must_see = own.must_see.iter().flatten().any(|ix| is_it(&ix));
        talk.booked = own.booked.iter().any(|ix| is_it(&ix));
    }
    for begun in &past.begun {
        let found = agenda.talks.iter_mut().find(|talk| talk.id == begun.id.as_str());
        if let Some(talk) = found {
            let was = old.talks[begun.talk].clone();
            let end = talk.end + TimeDelta::minutes(was.early);
            *talk = Talk { id: talk.id.clone(), end, ..was };
        }
    }
    // What the profile still names is known to have been there, whenever it is asked for again.
    let is_gone = |known: &&Known| {
        let is_decided = || old.pins.contains(&known.id) && now(&known.id, since).is_none();
        own.gone.contains(&known.id) || is_decided()
    };
    agenda.known.extend(old.known.iter().filter(is_gone).cloned());
    for ix in old.skipped.iter().filter_map(|id| now(id, since)) {
        agenda.remember(schedule, ix);
    }
    for joined in &past.joined {
        join(agenda, joined);
    }
    let ids = renamed(delta);
    for talk in &mut agenda.talks {
        let was = old.talks.iter().find(|was| ids.get(was.id.as_str()) == Some(&&*talk.id));
        talk.uid = was
            .and_then(|was| was.uid.clone().or_else(|| (was.id != talk.id).then(|| was.id.clone())))
            .filter(|uid| *uid != talk.id);
    }
}

/// Tells a talk whose beginning is missed as the schedule has it.
fn join(agenda: &mut Agenda, Joined { id, late, .. }: &Joined) {
    let missed = TimeDelta::minutes(*late);
    if let Some(talk) = agenda.talks.iter_mut().find(|talk| talk.id == id.as_str()) {
        talk.start -= missed;
        talk.late += late;
        let all: i64 = talk.because.iter().map(|because| because.points).sum();
        if talk.points != all {
            talk.because.push(missed_minutes(talk.late, talk.points - all));
        }
    }
    for missed_talk in agenda.missed.iter_mut().filter(|it| it.id == id.as_str()) {
        missed_talk.start -= missed;
    }
    for known in agenda.known.iter_mut().filter(|known| known.id == id.as_str()) {
        known.start -= missed;
    }
}

/// The ids of lines that both agendas have, by the old one.
fn renamed(delta: &Delta) -> BTreeMap<&str, &str> {
    let both = delta.lines.iter().filter_map(|line| line.old.as_ref().zip(line.new.as_ref()));
    both.map(|(from, to)| (from.id.as_str(), to.id.as_str())).collect()
}

/// What the new agenda hands on. Where nothing has changed, that is what the old one did.
pub(super) fn history(
    agenda: &Agenda,
    old: &Agenda,
    delta: &Delta,
    (schedule, since): (&Schedule, Former<'_>),
    files: Files,
) -> History {
    let now = |id: &String| {
        now(id, since).map_or_else(|| id.clone(), |ix| schedule.event(ix).id.to_string())
    };
    let files = if delta.is_empty() { was(old) } else { files };
    History {
        sequence: old.sequence + u32::from(!delta.is_empty()),
        pins: old.pins.iter().map(now).collect(),
        skipped: old.skipped.iter().map(now).collect(),
        dropped: dropped(agenda, old, delta),
        files,
    }
}

/// What the old agenda was made from.
fn was(old: &Agenda) -> Files {
    let (schedule, profile, added) = (old.source.clone(), old.wishes.clone(), old.added.clone());
    Files { schedule, profile, added, said: old.said.clone() }
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
