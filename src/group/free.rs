//! When all members are free at once, and where they could meet.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};
use serde::Serialize;

use crate::check::Claim;
use crate::schedule::{Room, Schedule, Slot};

use super::member::visit_time;
use super::{Member, Other, Role};

/// Less time together is not worth the walk.
const SHORTEST: TimeDelta = TimeDelta::minutes(15);

/// A time at which all members are free and there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Meeting {
    /// When the last one can be there.
    pub from: DateTime<FixedOffset>,
    /// When the first one has to go.
    pub to: DateTime<FixedOffset>,
    /// A room at or near which the walks are shortest; nothing where nobody comes from a room.
    pub near: Option<String>,
    /// Minutes that each member walks there.
    pub walks: Vec<i64>,
}

/// A time that a member spends somewhere.
struct Stay {
    slot: Slot,
    room: Option<Room>,
}

/// Every such time, in order. Breaks are free: they can be taken together.
pub(super) fn meetings(schedule: &Schedule, members: &[Member], claims: &[Claim]) -> Vec<Meeting> {
    let stays: Vec<Vec<Stay>> =
        members.iter().zip(claims).map(|(member, claim)| stays(schedule, member, claim)).collect();
    let mut meetings = Vec::new();
    for day in schedule.days() {
        let today = |stay: &&Stay| schedule.day(stay.slot.start()) == day;
        let slots = || stays.iter().flatten().filter(today).map(|stay| stay.slot);
        let Some(from) = slots().map(Slot::start).min() else { continue };
        let to = slots().map(Slot::end).max().unwrap_or(from);
        for gap in gaps(members, &stays, from, to) {
            meetings.extend(meeting(schedule, members, &stays, day, gap));
        }
    }
    meetings
}

/// What a member has besides talks.
pub(super) fn others(schedule: &Schedule, member: &Member, claim: &Claim) -> Vec<Other> {
    match &member.role {
        Role::Fixed(fixed) => fixed.others.clone(),
        Role::Planner(planner) => {
            let commitments = planner.wishes.commitments.iter().map(|busy| Other {
                title: busy.title.clone(),
                slot: busy.slot,
                room: busy.room.clone(),
                is_break: false,
            });
            let sees_some = |day| {
                claim
                    .visits
                    .iter()
                    .any(|v| schedule.day(schedule.event(v.event).slot.start()) == day)
            };
            // Who sees nothing that day needs no break.
            let pauses = claim.pauses.iter().filter(|p| sees_some(schedule.day(p.slot.start())));
            let breaks = pauses.map(|pause| Other {
                title: planner.wishes.breaks[pause.wish].name.clone(),
                slot: pause.slot,
                room: None,
                is_break: true,
            });
            commitments.chain(breaks).collect()
        }
    }
}

/// Talks and commitments of a member, in order.
fn stays(schedule: &Schedule, member: &Member, claim: &Claim) -> Vec<Stay> {
    let visits = claim.visits.iter().filter_map(|&visit| {
        let room = schedule.event(visit.event).room.clone();
        Some(Stay { slot: visit_time(schedule, visit)?, room })
    });
    let busy = others(schedule, member, claim).into_iter().filter(|other| !other.is_break);
    let mut stays: Vec<Stay> =
        visits.chain(busy.map(|busy| Stay { slot: busy.slot, room: busy.room })).collect();
    stays.sort_by_key(|stay| stay.slot);
    stays
}

/// The times between two instants at which nobody is busy or away.
fn gaps(
    members: &[Member],
    stays: &[Vec<Stay>],
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Vec<Slot> {
    let mut busy: Vec<(DateTime<Utc>, DateTime<Utc>)> =
        stays.iter().flatten().map(|stay| (stay.slot.start(), stay.slot.end())).collect();
    for planner in members.iter().filter_map(Member::as_planner) {
        let mut here = planner.wishes.here.clone();
        if here.is_empty() {
            continue;
        }
        here.sort_unstable();
        let mut away = from;
        for slot in here {
            busy.push((away, slot.start()));
            away = away.max(slot.end());
        }
        busy.push((away, to));
    }
    busy.sort_unstable();
    let mut gaps = Vec::new();
    let mut free = from;
    for (start, end) in busy {
        gaps.extend(Slot::new(free, start.min(to)));
        free = free.max(end);
    }
    gaps.extend(Slot::new(free, to));
    gaps
}

/// The best place to meet in a gap, and how much of it the walks leave.
fn meeting(
    schedule: &Schedule,
    members: &[Member],
    stays: &[Vec<Stay>],
    day: NaiveDate,
    gap: Slot,
) -> Option<Meeting> {
    let today = |stay: &&Stay| schedule.day(stay.slot.start()) == day;
    let around: Vec<(Option<&Stay>, Option<&Stay>)> = stays
        .iter()
        .map(|stays| {
            let before = stays.iter().filter(today).rfind(|stay| stay.slot.end() <= gap.start());
            let after = stays.iter().filter(today).find(|stay| stay.slot.start() >= gap.end());
            (before, after)
        })
        .collect();
    let mut rooms: Vec<&Room> = around
        .iter()
        .flat_map(|(before, after)| [before, after])
        .filter_map(|stay| stay.and_then(|stay| stay.room.as_ref()))
        .collect();
    rooms.sort_unstable();
    rooms.dedup();
    let places: Vec<Option<&Room>> =
        if rooms.is_empty() { vec![None] } else { rooms.into_iter().map(Some).collect() };
    let at = |place: Option<&Room>| {
        let walk = |member: &Member, stay: Option<&Stay>| {
            let room = stay.and_then(|stay| stay.room.as_ref());
            match (member.as_planner(), room, place) {
                (Some(planner), Some(_), Some(_)) => planner.wishes.walking.minutes(room, place),
                _ => 0,
            }
        };
        let (mut from, mut to) = (gap.start(), gap.end());
        let (mut walks, mut all) = (Vec::new(), 0);
        for (member, &(before, after)) in members.iter().zip(&around) {
            let (come, go) = (walk(member, before), walk(member, after));
            if let Some(before) = before {
                from = from.max(before.slot.end() + TimeDelta::minutes(come));
            }
            if let Some(after) = after {
                to = to.min(after.slot.start() - TimeDelta::minutes(go));
            }
            walks.push(come);
            all += come + go;
        }
        (to - from, all, from, to, walks)
    };
    let ((length, _, from, to, walks), place) = places
        .into_iter()
        .map(|place| (at(place), place))
        .min_by_key(|((length, all, ..), _)| (-*length, *all))?;
    let zone = schedule.zone();
    (length >= SHORTEST).then(|| Meeting {
        from: zone.at(from),
        to: zone.at(to),
        near: place.map(ToString::to_string),
        walks,
    })
}
