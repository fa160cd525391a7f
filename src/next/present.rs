//! The schedule as it is for whoever stands there now, and the agenda as a choice in its model.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};

use crate::agenda::{Agenda, Appointment, Talk, conference_day};
use crate::changes::Former;
use crate::model::{CandidateIx, Item, Model, points_after};
use crate::problem::Problem;
use crate::profile::Wishes;
use crate::replan::{SOON, decided, identity};
use crate::schedule::{Event, EventId, EventIx, Room, Schedule, Slot};
use crate::score::{Scored, Scores};

use super::Ask;

/// What is so at a time.
pub(super) struct Present {
    pub(super) at: DateTime<Utc>,
    /// Where one is, if that is known.
    pub(super) room: Option<Room>,
    /// The schedule, in which what has begun or begins before one can be there is what is left of it.
    pub(super) schedule: Schedule,
    pub(super) wishes: Wishes,
    pub(super) scores: Scores,
    pub(super) model: Model,
    /// The agenda, as candidates in order.
    pub(super) chosen: Vec<CandidateIx>,
    /// By id, when an event is, of which the beginning is missed.
    pub(super) whole: BTreeMap<EventId, Slot>,
    /// Events that the agenda holds, at whatever time.
    pub(super) held: BTreeSet<EventIx>,
    /// The titles of talks to come of which the schedule says something else.
    pub(super) outdated: Vec<String>,
    /// The points below which a talk is not worth the way.
    pub(super) minimum: i64,
}

impl Present {
    pub(super) fn new(ask: &Ask<'_>) -> Result<Present, Vec<Problem>> {
        let Ask { agenda, schedule, at, .. } = *ask;
        let former = agenda.former();
        let first = identity(agenda, &former, schedule);
        let since = Former { schedule: &former, identity: &first };
        let (rules, _) = (ask.wishes)(schedule, since)?;
        let scores = (ask.scores)(schedule, &rules);
        let room = ask.room.clone().or_else(|| place(agenda, at));
        let held = |talk: &Talk| {
            let was = former.iter().find(|(_, event)| event.id.as_str() == talk.id);
            was.and_then(|(ix, _)| first.new_of(ix))
        };
        let talks: BTreeMap<EventIx, &Talk> =
            agenda.talks.iter().filter_map(|talk| Some((held(talk)?, talk))).collect();
        let outdated = agenda.talks.iter().filter(|talk| talk.from() > at);
        let outdated = outdated.filter(|talk| is_outdated(talk, held(talk), schedule));
        let outdated = outdated.map(|talk| talk.title.clone()).collect();
        let walk = |to: Option<&Room>| {
            room.as_ref().map_or(0, |room| rules.walking.minutes(Some(room), to))
        };
        let mut whole = BTreeMap::new();
        let mut out: BTreeSet<EventId> = BTreeSet::new();
        let mut points: BTreeMap<EventId, i64> = BTreeMap::new();
        let mut events: Vec<Event> = schedule.events().to_vec();
        for (ix, event) in schedule.iter() {
            let own = &mut events[ix.index()];
            let slot = event.slot;
            if let Some(talk) = talks.get(&ix) {
                let (from, to) = (talk.from().to_utc(), talk.to().to_utc());
                let (left, all) = (Slot::new(from.max(at), to), Slot::new(from, to));
                let Some(all) = all else { continue };
                own.room = talk.room.clone().map(Room::new);
                (own.cancelled, own.sold_out) = (false, false);
                if !talk.drop_in {
                    let rest = left.filter(|_| at < to).unwrap_or(all);
                    own.slot = rest;
                    let missed = all.minutes() - rest.minutes();
                    points.insert(event.id.clone(), points_after(talk.points, missed, all));
                }
                continue;
            }
            let there = at + TimeDelta::minutes(walk(event.room.as_ref()));
            if there <= slot.start() {
                continue;
            }
            let late = ((there - slot.start()).num_seconds() + 59) / 60;
            let is_early = rules.pauses.arrive.contains_key(&ix);
            let rest = Slot::new(slot.start() + TimeDelta::minutes(late), slot.end());
            match rest.filter(|_| 2 * late < slot.minutes() && !is_early) {
                Some(rest) => {
                    own.slot = rest;
                    let left = points_after(scores.of(ix).points, late, slot);
                    points.insert(event.id.clone(), left);
                    whole.insert(event.id.clone(), slot);
                }
                None => {
                    out.insert(event.id.clone());
                }
            }
        }
        let (title, zone) = (schedule.title().to_owned(), schedule.zone());
        let (now, _) = Schedule::new(title, None, zone, events);
        let old_of: BTreeMap<&EventId, EventIx> =
            schedule.iter().map(|(ix, event)| (&event.id, ix)).collect();
        let mut scores =
            scores.rearranged(now.events().iter().map(|event| old_of.get(&event.id).copied()));
        for (ix, event) in now.iter() {
            if let Some(&points) = points.get(&event.id) {
                let scored = at_points(scores.of(ix), points);
                scores = scores.replacing(ix, scored);
            }
        }
        let again = identity(agenda, &former, &now);
        let since = Former { schedule: &former, identity: &again };
        let (mut wishes, _) = (ask.wishes)(&now, since)?;
        decided(&mut wishes, agenda, since, &now);
        let ix_of: BTreeMap<&str, EventIx> =
            now.iter().map(|(ix, event)| (event.id.as_str(), ix)).collect();
        let held: BTreeMap<EventIx, &Talk> = talks
            .iter()
            .filter_map(|(&ix, talk)| Some((*ix_of.get(schedule.event(ix).id.as_str())?, *talk)))
            .collect();
        settle(&mut wishes, &now, &held, &out, agenda, at);
        let model = Model::build(&now, &wishes, &scores);
        let chosen = chosen(&model, &wishes, &held, agenda, at);
        let held = held.into_keys().collect();
        let (schedule, minimum) = (now, rules.minimum);
        Ok(Present {
            at,
            room,
            schedule,
            wishes,
            scores,
            model,
            chosen,
            whole,
            held,
            outdated,
            minimum,
        })
    }

    /// Minutes from where one is.
    pub(super) fn walk(&self, to: Option<&Room>) -> i64 {
        self.room.as_ref().map_or(0, |room| self.wishes.walking.minutes(Some(room), to))
    }
}

/// A score of so many points, of which every interest has its part.
fn at_points(scored: &Scored, points: i64) -> Scored {
    let part = |part: i64| if scored.points == 0 { 0 } else { part * points / scored.points };
    let parts = scored.parts.iter().map(|&(it, own)| (it, part(own))).collect();
    Scored { points, parts, ..scored.clone() }
}

/// Where the agenda has one at a time: where one was last on that day.
fn place(agenda: &Agenda, at: DateTime<Utc>) -> Option<Room> {
    let talks = agenda.talks.iter().map(|talk| (talk.from(), &talk.room));
    let busy = agenda.commitments.iter().map(|it: &Appointment| (it.start, &it.room));
    let day = |time| conference_day(time);
    // Whoever did not get into a talk stands at its door.
    let doors = agenda.known.iter().filter(|known| agenda.skipped.contains(&known.id));
    let doors = doors.map(|known| (known.start, &known.room));
    let places =
        talks.chain(busy).chain(doors).filter_map(|(from, room)| Some((from, room.as_ref()?)));
    let last = places
        .filter(|(from, _)| *from <= at && day(*from) == day(at.with_timezone(from.offset())));
    last.max_by_key(|(from, _)| *from).map(|(_, room)| Room::new(room.clone()))
}

/// Whether the schedule says something else of a talk of the agenda.
fn is_outdated(talk: &Talk, now: Option<EventIx>, schedule: &Schedule) -> bool {
    let Some(event) = now.map(|ix| schedule.event(ix)) else { return true };
    let (start, end) = (talk.start.to_utc(), talk.end.to_utc());
    let is_same = talk.drop_in || (event.slot.start(), event.slot.end()) == (start, end);
    event.cancelled || !is_same || event.room.as_ref().map(Room::as_str) != talk.room.as_deref()
}

/// What has begun is so, what cannot be reached is out, and whatever comes later and is fixed stays.
fn settle(
    wishes: &mut Wishes,
    now: &Schedule,
    held: &BTreeMap<EventIx, &Talk>,
    out: &BTreeSet<EventId>,
    agenda: &Agenda,
    at: DateTime<Utc>,
) {
    wishes.minimum = 0;
    wishes.begin(now, at, agenda.break_slots());
    let has_begun = |talk: &Talk| talk.from() <= at;
    wishes.begun = held.iter().filter(|(_, talk)| has_begun(talk)).map(|(&ix, _)| ix).collect();
    wishes.never.extend(now.iter().filter(|(_, it)| out.contains(&it.id)).map(|(ix, _)| ix));
    // One may not get into a booked talk, either; it is then as dear as a must-see.
    let is_later = |ix: &EventIx| now.event(*ix).slot.start() > at + SOON;
    let (later, near): (Vec<EventIx>, Vec<EventIx>) =
        wishes.booked.iter().partition(|ix| is_later(ix));
    wishes.booked = later;
    wishes.must_see.extend(near.into_iter().map(|ix| vec![ix]));
    for &ix in held.keys() {
        wishes.never.remove(&ix);
        wishes.hidden.remove(&ix);
        wishes.kept.insert(ix);
    }
}

/// The candidates that are the agenda.
fn chosen(
    model: &Model,
    wishes: &Wishes,
    held: &BTreeMap<EventIx, &Talk>,
    agenda: &Agenda,
    at: DateTime<Utc>,
) -> Vec<CandidateIx> {
    let talk = |(&ix, talk): (&EventIx, &&Talk)| {
        let (from, to) = (talk.from().to_utc(), talk.to().to_utc());
        let all = model.candidates_of(ix);
        let is_it = |i: &&CandidateIx| {
            let slot = model.candidates()[**i].slot;
            (slot.start(), slot.end()) == (from, to)
        };
        all.iter().find(is_it).or(all.first()).copied()
    };
    let mut chosen: Vec<CandidateIx> = held.iter().filter_map(talk).collect();
    for it in agenda.breaks.iter().filter(|it| at < it.end) {
        let day = conference_day(it.start);
        let found = model.candidates().entries().find(|(_, candidate)| {
            let slot = candidate.slot;
            let is_then = (slot.start(), slot.end()) == (it.start.to_utc(), it.end.to_utc());
            matches!(candidate.item, Item::Break { wish, day: of }
                if of == day && is_then && wishes.breaks[wish].name == it.title)
        });
        chosen.extend(found.map(|(place, _)| place));
    }
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}
