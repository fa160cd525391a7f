//! When all members are free at once, and where they could meet.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::Serialize;

use crate::check::Claim;
use crate::schedule::{Room, Schedule, Slot};

use super::member::visit_time;
use super::{Member, Other, Role};

/// Less time together is not worth the walk.
const SHORTEST: TimeDelta = TimeDelta::minutes(15);

/// Until when those stay for dinner who do not say how long they are there.
const EVENING: NaiveTime = match NaiveTime::from_hms_opt(22, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

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
        let Some(hours) = hours(schedule, members, &stays, day) else { continue };
        for gap in gaps(members, &stays, hours) {
            meetings.extend(meeting(schedule, members, &stays, day, gap));
        }
    }
    meetings
}

/// A day on which somebody does something: from its first event to the evening, or as long as
/// anybody says.
fn hours(
    schedule: &Schedule,
    members: &[Member],
    stays: &[Vec<Stay>],
    day: NaiveDate,
) -> Option<Slot> {
    let is_today = |at: &DateTime<Utc>| schedule.day(*at) == day;
    let slots = || stays.iter().flatten().map(|stay| stay.slot).filter(|it| is_today(&it.start()));
    let first = slots().map(Slot::start).min()?;
    let begins = schedule.events().iter().filter(|event| !event.cancelled);
    let begins = begins.map(|event| event.slot.start()).filter(is_today).min();
    let here = members.iter().filter_map(Member::as_planner).flat_map(|it| &it.wishes.here);
    let ends = here.map(|here| here.end()).filter(is_today).chain(slots().map(Slot::end));
    let evening = schedule.zone().instant(day.and_time(EVENING)).instant();
    Slot::new(begins.map_or(first, |it| it.min(first)), ends.fold(evening, DateTime::max))
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
fn gaps(members: &[Member], stays: &[Vec<Stay>], hours: Slot) -> Vec<Slot> {
    let (from, to) = (hours.start(), hours.end());
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
    let own = around
        .iter()
        .flat_map(|(before, after)| [before, after])
        .filter_map(|stay| stay.and_then(|stay| stay.room.as_ref()));
    let own: BTreeSet<&Room> = own.collect();
    // A place between theirs may be nearer to all; of those as near, one where somebody is anyway.
    let all: BTreeSet<&Room> =
        schedule.events().iter().filter_map(|event| event.room.as_ref()).collect();
    let places: Vec<Option<&Room>> = match own.is_empty() {
        true => vec![None],
        false => own.iter().chain(all.difference(&own)).map(|&room| Some(room)).collect(),
    };
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
