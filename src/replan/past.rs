//! What has begun: it stays as it was, and nothing else that began before can be reached.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use crate::agenda::{Agenda, Talk};
use crate::changes::Former;
use crate::check::Broken;
use crate::problem::Problem;
use crate::profile::{Margins, Stay, Wishes};
use crate::schedule::{Event, EventId, EventIx, Room, Schedule, Slot};
use crate::score::{Scored, Scores};

/// A talk of the old agenda that has begun.
pub(super) struct Begun {
    /// Its id in the schedule.
    pub(super) id: EventId,
    /// Its place among the talks of the old agenda.
    pub(super) talk: usize,
}

/// The schedule, in which the talks of the old agenda that have begun are as they were, whatever
/// it says of them now; and these talks. What it calls off or puts off has not begun.
pub(super) fn frozen(
    old: &Agenda,
    since: Former<'_>,
    schedule: &Schedule,
    rules: &Wishes,
    at: Option<DateTime<Utc>>,
) -> (Schedule, Vec<Begun>) {
    let Some(at) = at else { return (schedule.clone(), Vec::new()) };
    let mut events: Vec<Event> = schedule.events().to_vec();
    let mut begun = Vec::new();
    for (number, talk) in old.talks.iter().enumerate() {
        if talk.from().to_utc() > at || !was_there(rules, talk) {
            continue;
        }
        let was = since.schedule.iter().find(|(_, event)| event.id.as_str() == talk.id);
        let now = was.and_then(|(ix, _)| since.identity.new_of(ix)).map(EventIx::index);
        match (now, was) {
            (Some(place), _) => {
                let event = &mut events[place];
                if event.cancelled || event.slot.start() > at {
                    continue;
                }
                let end = end(event, talk, (old, schedule), rules, at);
                put_back(event, talk, end);
                begun.push(Begun { id: event.id.clone(), talk: number });
            }
            (None, Some((_, was))) => {
                let mut event = was.clone();
                while events.iter().any(|other| other.id == event.id) {
                    event.id = EventId::new(format!("{}-before", event.id));
                }
                put_back(&mut event, talk, talk.to().to_utc());
                begun.push(Begun { id: event.id.clone(), talk: number });
                events.push(event);
            }
            (None, None) => {}
        }
    }
    if begun.is_empty() {
        return (schedule.clone(), begun);
    }
    let (title, version) = (schedule.title().to_owned(), schedule.version().map(str::to_owned));
    (Schedule::new(title, version, schedule.zone(), events).0, begun)
}

/// Whether the person was at the conference when a talk began. What began without them is missed.
fn was_there(rules: &Wishes, talk: &Talk) -> bool {
    let from = talk.from().to_utc();
    let mut here = rules.here.iter();
    rules.here.is_empty() || here.any(|here| here.start() <= from && from < here.end())
}

/// When one is free again: of what is still on, when the schedule says now; but whoever has to be
/// elsewhere leaves as planned.
fn end(
    event: &Event,
    talk: &Talk,
    (old, schedule): (&Agenda, &Schedule),
    rules: &Wishes,
    at: DateTime<Utc>,
) -> DateTime<Utc> {
    let was = talk.to().to_utc();
    let now = event.slot.end() - TimeDelta::minutes(talk.early);
    if was <= at || now <= at {
        return was;
    }
    let room = talk.room.clone().map(Room::new);
    let may_stay = |slot| {
        let that_day = old.talks.iter().filter(|other| {
            other.from().date_naive() == talk.from().date_naive() && other.from() <= talk.from()
        });
        let before: i64 = that_day.map(|other| (other.to() - other.from()).num_minutes()).sum();
        let longer = (now - was).num_minutes();
        // It has begun, so that nothing has to lie before it but the walk.
        let margins = Margins { settled: true, ..Margins::default() };
        let stay = Stay { slot, room: room.as_ref(), anywhere: false, margins };
        rules.is_here(slot)
            && rules.commitment_at(schedule, &stay).is_none()
            && rules.limits.minutes_per_day.is_none_or(|most| before + longer <= most)
    };
    let stays = now <= was || Slot::new(talk.from().to_utc(), now).is_some_and(may_stay);
    if stays { now } else { was }
}

/// The time that was spent there, where it was.
fn put_back(event: &mut Event, talk: &Talk, end: DateTime<Utc>) {
    if let Some(slot) = Slot::new(talk.from().to_utc(), end) {
        event.slot = slot;
    }
    event.room = talk.room.clone().map(Room::new);
    // Whoever was there had a ticket.
    event.sold_out = false;
}

/// The events of what has begun.
pub(super) fn held(begun: &[Begun], schedule: &Schedule) -> BTreeSet<EventIx> {
    let ids: BTreeSet<&EventId> = begun.iter().map(|begun| &begun.id).collect();
    schedule.iter().filter(|(_, event)| ids.contains(&event.id)).map(|(ix, _)| ix).collect()
}

/// Talks that have begun, where all that is wrong is that the rules of the wishes, which may be
/// others than when they were chosen, do not allow them.
pub(super) fn contradictions(broken: &[Broken], schedule: &Schedule) -> Option<Vec<Problem>> {
    let problem = |broken: &Broken| {
        let Broken::Past(ix) = broken else { return None };
        let title = &schedule.event(*ix).title;
        let what = format!("`{title}` has begun, and the rules of the profile do not allow it");
        let hint =
            "was the profile changed since? `--at` with an earlier time leaves the talk free";
        Some(Problem::whole(what).hint(hint))
    };
    let problems: Option<Vec<Problem>> = broken.iter().map(problem).collect();
    problems.filter(|problems| !problems.is_empty())
}

/// The scores, in which what has begun is worth what it was.
pub(super) fn scored(
    mut scores: Scores,
    old: &Agenda,
    schedule: &Schedule,
    begun: &[Begun],
) -> Scores {
    for begun in begun {
        if let Some((ix, _)) = schedule.iter().find(|(_, event)| event.id == begun.id) {
            let points = old.talks[begun.talk].points;
            scores = scores.replacing(ix, Scored { points, ..Scored::default() });
        }
    }
    scores
}

/// Makes what has begun a must, and whatever one cannot be at any more unwanted. Gives must-sees
/// that are lost by that.
pub(super) fn settle(
    wishes: &mut Wishes,
    schedule: &Schedule,
    begun: &[Begun],
    at: Option<DateTime<Utc>>,
) -> Vec<Problem> {
    let Some(at) = at else { return Vec::new() };
    let held = held(begun, schedule);
    let late = TimeDelta::minutes(wishes.tolerance.late);
    wishes.begun.clone_from(&held);
    let rules = wishes.clone();
    let busy_until = |ix: EventIx| {
        let stay = |ix| rules.stay(schedule, ix, schedule.event(ix).slot);
        let event = stay(ix);
        held.iter()
            .map(|&held| stay(held))
            .filter(|held| held.slot.start() < event.slot.end())
            .map(|held| held.slot.end() + TimeDelta::minutes(rules.between(&held, &event)))
            .max()
    };
    let is_seen = |ix: EventIx| held.iter().any(|&seen| schedule.same_talk(seen, ix));
    let lost: BTreeSet<EventIx> = schedule
        .iter()
        .filter(|(ix, event)| {
            !held.contains(ix)
                && (is_seen(*ix)
                    || event.slot.start() < at
                    || busy_until(*ix).is_some_and(|end| event.slot.start() + late < end))
        })
        .map(|(ix, _)| ix)
        .collect();
    let mut warnings = Vec::new();
    wishes.must_see.retain(|talk| {
        let can = talk.iter().any(|ix| !lost.contains(ix));
        if let (false, Some(&ix)) = (can, talk.first()) {
            let why = match is_seen(ix) {
                true => "is in your agenda at another time",
                false => "has begun, or begins before you are free",
            };
            let title = &schedule.event(ix).title;
            warnings.push(Problem::whole(format!("the must-see `{title}` {why}")));
        }
        can
    });
    let is_free = |ix: EventIx| {
        let event = schedule.event(ix);
        held.contains(&ix)
            || !lost.contains(&ix) && busy_until(ix).is_none_or(|end| end <= event.slot.start())
    };
    let (kept, gone): (Vec<EventIx>, Vec<EventIx>) =
        wishes.booked.iter().partition(|&&ix| is_free(ix));
    for ix in gone {
        let title = &schedule.event(ix).title;
        let what = format!("`{title}` is booked, but has begun or begins before you are free");
        warnings.push(Problem::whole(what));
    }
    wishes.booked = kept;
    // Of what has begun the rest may be out of reach.
    wishes.all_of.retain(|talks| !talks.iter().flatten().any(|ix| held.contains(ix)));
    wishes.never.retain(|ix| !held.contains(ix));
    wishes.never.extend(lost);
    wishes.must_see.extend(held.into_iter().map(|ix| vec![ix]));
    warnings
}
