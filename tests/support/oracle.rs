//! The same problem once more, written to be read and not to be fast.

use std::collections::{BTreeMap, BTreeSet};

use attend::model::Worth;
use attend::profile::{Members, Quota, Wishes};
use attend::schedule::{DAY_CHANGE, Event, EventIx, Room, Schedule, Slot};
use attend::score::Scores;
use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};

use super::conference::TICK;

/// What is kept, level by level, and the points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Value {
    pub(crate) must_sees: i64,
    pub(crate) breaks: i64,
    pub(crate) wants: i64,
    pub(crate) quotas: i64,
    pub(crate) points: i64,
}

impl From<Worth> for Value {
    fn from(worth: Worth) -> Value {
        let Worth { must_sees, breaks, wants, quotas, points, .. } = worth;
        Value { must_sees, breaks, wants, quotas, points }
    }
}

/// An event with the time that is spent there.
#[derive(Clone, Copy)]
struct Stay<'a> {
    ix: EventIx,
    event: &'a Event,
    slot: Slot,
}

/// The best value over everything that keeps every rule and holds all `held`.
pub(crate) fn try_everything(
    schedule: &Schedule,
    wishes: &Wishes,
    scores: &Scores,
    held: &[EventIx],
) -> Option<Value> {
    let all = all_breaks(schedule, wishes);
    let mut best = None;
    each_choice(schedule, wishes, &mut Vec::new(), 0, &mut |stays| {
        if held.iter().all(|ix| stays.iter().any(|stay| stay.ix == *ix)) {
            best = best.max(Some(value(schedule, wishes, scores, stays, &all)));
        }
    });
    best
}

/// The best value over everything that keeps every rule and has at most so many events in common
/// with each of some agendas.
pub(crate) fn best_apart(
    schedule: &Schedule,
    wishes: &Wishes,
    scores: &Scores,
    agendas: &[(&[EventIx], usize)],
) -> Value {
    let all = all_breaks(schedule, wishes);
    let mut best = Value::default();
    each_choice(schedule, wishes, &mut Vec::new(), 0, &mut |stays| {
        let is_apart = agendas.iter().all(|(events, most)| {
            stays.iter().filter(|stay| events.contains(&stay.ix)).count() <= *most
        });
        if is_apart {
            best = best.max(value(schedule, wishes, scores, stays, &all));
        }
    });
    best
}

/// The best over everything that keeps every rule: must-sees, breaks, then the fewest changes of
/// a set of talks (negative), then points. A talk left out is a change, and so is one that was
/// not in the set, unless it is another time of one that was.
pub(crate) fn least_change(
    schedule: &Schedule,
    wishes: &Wishes,
    scores: &Scores,
    set: &BTreeSet<EventIx>,
) -> (i64, i64, i64, i64) {
    let all = all_breaks(schedule, wishes);
    let mut best = None;
    each_choice(schedule, wishes, &mut Vec::new(), 0, &mut |stays| {
        let chosen: BTreeSet<EventIx> = stays.iter().map(|stay| stay.ix).collect();
        let left_out = set.difference(&chosen).count();
        let again = |ix: &&EventIx| set.iter().any(|held| schedule.same_talk(*held, **ix));
        let added = chosen.difference(set).filter(|ix| !again(ix)).count();
        let changes = i64::try_from(left_out + added).unwrap();
        let Value { must_sees, breaks, points, .. } = value(schedule, wishes, scores, stays, &all);
        best = best.max(Some((must_sees, breaks, -changes, points)));
    });
    best.unwrap()
}

/// Whether so many must-sees can be kept, and all of some breaks and visits with them.
pub(crate) fn can_hold(
    schedule: &Schedule,
    wishes: &Wishes,
    breaks: &BTreeSet<(usize, NaiveDate)>,
    visits: &BTreeSet<usize>,
    must_sees: i64,
) -> bool {
    let mut can = false;
    each_choice(schedule, wishes, &mut Vec::new(), 0, &mut |stays| {
        let kept = kept(&wishes.must_see, stays) == must_sees;
        let all = i64::try_from(breaks.len()).unwrap();
        let seen = |number: &usize| {
            let talk = &wishes.drop_ins[*number].talk;
            stays.iter().any(|stay| talk.contains(&stay.ix))
        };
        let kept = kept && visits.iter().all(seen);
        can |= kept && breaks_kept(schedule, wishes, stays, breaks).0 == all;
    });
    can
}

/// Shows every choice of events, with every part of them that may be missed.
fn each_choice<'a>(
    schedule: &'a Schedule,
    wishes: &Wishes,
    stays: &mut Vec<Stay<'a>>,
    next: usize,
    show: &mut dyn FnMut(&[Stay<'a>]),
) {
    let Some((ix, event)) = schedule.iter().nth(next) else {
        if sets_allow(wishes, stays) {
            show(stays);
        }
        return;
    };
    each_choice(schedule, wishes, stays, next + 1, show);
    let length = event.slot.minutes();
    let times: Vec<(i64, i64)> = match visit(wishes, ix) {
        Some(minutes) => {
            ticks(length - minutes).map(|late| (late, length - minutes - late)).collect()
        }
        None => ticks(wishes.tolerance.late)
            .flat_map(|late| ticks(wishes.tolerance.early).map(move |early| (late, early)))
            .filter(|(late, early)| 2 * (late + early) < length)
            .collect(),
    };
    for (late, early) in times {
        let start = event.slot.start() + TimeDelta::minutes(late);
        let end = event.slot.end() - TimeDelta::minutes(early);
        let stay = Stay { ix, event, slot: Slot::new(start, end).unwrap() };
        if allowed(schedule, wishes, stays, stay) {
            stays.push(stay);
            each_choice(schedule, wishes, stays, next + 1, show);
            stays.pop();
        }
    }
}

/// For how long an event is visited, if one only drops in.
fn visit(wishes: &Wishes, ix: EventIx) -> Option<i64> {
    let visit = wishes.drop_ins.iter().find(|visit| visit.talk.contains(&ix))?;
    (!wishes.booked.contains(&ix)).then_some(visit.minutes)
}

fn ticks(most: i64) -> impl Iterator<Item = i64> {
    (0..=most.div_euclid(TICK)).map(|number| number * TICK)
}

/// Whether an event can be added to those chosen.
fn allowed<'a>(
    schedule: &'a Schedule,
    wishes: &Wishes,
    stays: &[Stay<'a>],
    stay: Stay<'a>,
) -> bool {
    let (start, end) = (stay.slot.start(), stay.slot.end());
    let early = wishes.pauses.arrive.get(&stay.ix).copied().unwrap_or(0);
    let arrival = start - TimeDelta::minutes(early);
    let here = wishes.here.iter().any(|here| here.start() <= arrival && end <= here.end());
    let busy = wishes.commitments.iter().map(|busy| (None, busy.slot, &busy.room));
    let place = |stay: &Stay<'a>| (Some(stay.ix), stay.slot, &stay.event.room);
    let same_day = |other: &&Stay<'_>| {
        schedule.day(other.event.slot.start()) == schedule.day(stay.event.slot.start())
    };
    let length = |stay: &Stay<'_>| visit(wishes, stay.ix).unwrap_or(stay.event.slot.minutes());
    let day: Vec<i64> = stays.iter().filter(same_day).map(length).collect();
    let talks = i64::try_from(day.len()).unwrap() + 1;
    let minutes = day.iter().sum::<i64>() + length(&stay);
    let cost = |event: &Event| event.price.as_ref().map_or(0, |price| price.cents);
    let spent: i64 = stays.iter().map(|other| cost(other.event)).sum();
    let paid: i64 = wishes.booked.iter().map(|ix| cost(schedule.event(*ix))).sum();
    let is_booked = |ix: EventIx| wishes.booked.contains(&ix);
    // What is booked fits into any limit, and takes its part of it.
    let booked = schedule.iter().filter(|(ix, event)| {
        is_booked(*ix) && schedule.day(event.slot.start()) == schedule.day(stay.event.slot.start())
    });
    let booked: Vec<i64> = booked.map(|(_, event)| event.slot.minutes()).collect();
    let talks_booked = i64::try_from(booked.len()).unwrap();
    let minutes_booked: i64 = booked.iter().sum();
    let again = |other: &Stay<'_>| {
        schedule.same_talk(other.ix, stay.ix) && !(is_booked(other.ix) && is_booked(stay.ix))
    };
    !stay.event.cancelled
        && (!stay.event.sold_out || is_booked(stay.ix))
        && wishes.budgets.iter().all(|most| spent + cost(stay.event) <= most.cents.max(paid))
        && !wishes.never.contains(&stay.ix)
        && (!wishes.hidden.contains_key(&stay.ix)
            || is_booked(stay.ix)
            || visit(wishes, stay.ix).is_some()
            || wishes.must_see.iter().chain(&wishes.want).any(|talk| talk.contains(&stay.ix)))
        && (wishes.here.is_empty() || here || is_booked(stay.ix))
        && (early == 0 || start == stay.event.slot.start() || visit(wishes, stay.ix).is_some())
        && busy.clone().all(|busy| apart(schedule, wishes, busy, place(&stay)))
        && stays.iter().all(|other| apart(schedule, wishes, place(other), place(&stay)))
        && !stays.iter().any(again)
        && wishes.limits.talks_per_day.is_none_or(|most| talks <= most.max(talks_booked))
        && wishes.limits.minutes_per_day.is_none_or(|most| minutes <= most.max(minutes_booked))
}

/// Whether a whole choice has all bookings from beginning to end, and keeps every set and quota.
fn sets_allow(wishes: &Wishes, stays: &[Stay<'_>]) -> bool {
    let is_whole = |stay: &&Stay<'_>| stay.slot == stay.event.slot;
    let whole: Vec<EventIx> = stays.iter().filter(is_whole).map(|stay| stay.ix).collect();
    let seen = |talk: &Vec<EventIx>| stays.iter().any(|stay| talk.contains(&stay.ix));
    let count = |events: &[EventIx]| stays.iter().filter(|stay| events.contains(&stay.ix)).count();
    let booked = |events: &[EventIx]| wishes.booked.iter().filter(|ix| events.contains(ix)).count();
    let is_full = |events: &[EventIx], most: usize| count(events) > most.max(booked(events));
    wishes.booked.iter().all(|ix| whole.contains(ix))
        && rests(wishes, stays)
        && !wishes.one_of.iter().any(|talks| is_full(&talks.concat(), 1))
        && wishes.all_of.iter().all(|talks| talks.iter().all(seen) || !talks.iter().any(seen))
        && !wishes.quotas.iter().any(|quota| {
            let most = quota.most.map(|most| usize::try_from(most).unwrap());
            most.is_some_and(|most| is_full(members(quota), most))
        })
}

/// Whether nobody sits for too long: from the first talk to the last of some with no rest between
/// them, unless it is one alone or all of them are booked.
fn rests(wishes: &Wishes, stays: &[Stay<'_>]) -> bool {
    let Some(limit) = wishes.limits.in_a_row else { return true };
    let mut stays: Vec<&Stay<'_>> = stays.iter().collect();
    stays.sort_by_key(|stay| stay.slot);
    let is_rest = |a: &Stay<'_>, b: &Stay<'_>| {
        b.slot.start() - a.slot.end() >= TimeDelta::minutes(limit.rest)
    };
    stays.chunk_by(|a, b| !is_rest(a, b)).all(|run| {
        let length = run[run.len() - 1].slot.end() - run[0].slot.start();
        run.len() == 1
            || length <= TimeDelta::minutes(limit.minutes)
            || run.iter().all(|stay| wishes.booked.contains(&stay.ix))
    })
}

/// The events of a quota; random cases have none about an interest.
fn members(quota: &Quota) -> &[EventIx] {
    match &quota.members {
        Members::Events(events) => events,
        Members::About(_) => unreachable!(),
    }
}

/// A time in a room: at an event, or for a commitment.
type Time<'a> = (Option<EventIx>, Slot, &'a Option<Room>);

/// Whether one can be at both.
fn apart(schedule: &Schedule, wishes: &Wishes, a: Time<'_>, b: Time<'_>) -> bool {
    follows(schedule, wishes, a, b) || follows(schedule, wishes, b, a)
}

/// Whether there is time for the walk from the first to the second and, unless both are fixed, for
/// every pause.
fn follows(schedule: &Schedule, wishes: &Wishes, first: Time<'_>, then: Time<'_>) -> bool {
    let pauses = &wishes.pauses;
    let is_fixed = |(ix, ..): Time<'_>| ix.is_none_or(|ix| wishes.booked.contains(&ix));
    let of = |list: &BTreeMap<EventIx, i64>, (ix, ..): Time<'_>| {
        ix.and_then(|ix| list.get(&ix)).copied().unwrap_or(0)
    };
    // A commitment without a room is wherever one is.
    let anywhere = |(ix, _, room): Time<'_>| ix.is_none() && room.is_none();
    let walk = match anywhere(first) || anywhere(then) {
        true => 0,
        false => wishes.walking.minutes(first.2.as_ref(), then.2.as_ref()),
    };
    let mut wanted = vec![walk];
    if !is_fixed(first) || !is_fixed(then) {
        wanted.push(pauses.least);
        wanted.push(of(&pauses.after, first));
        if first.2.is_none() || first.2 != then.2 {
            wanted.push(walk + of(&pauses.arrive, then));
        }
        if schedule.day(first.1.start()) < schedule.day(then.1.start()) {
            wanted.push(pauses.sleep);
        }
    }
    let free = (then.1.start() - first.1.end()).num_minutes();
    wanted.iter().all(|&minutes| minutes <= free)
}

fn value(
    schedule: &Schedule,
    wishes: &Wishes,
    scores: &Scores,
    stays: &[Stay<'_>],
    breaks: &BTreeSet<(usize, NaiveDate)>,
) -> Value {
    let points = stays.iter().map(|stay| {
        let points = scores.of(stay.ix).points;
        let length = stay.event.slot.minutes();
        let missed = length - stay.slot.minutes();
        let missed = if visit(wishes, stay.ix).is_some() { 0 } else { missed };
        points - (points as f64 * missed as f64 / length as f64).round() as i64
    });
    let (breaks, worth) = breaks_kept(schedule, wishes, stays, breaks);
    let quotas = wishes.quotas.iter().map(|quota| {
        let seen = stays.iter().filter(|stay| members(quota).contains(&stay.ix)).count();
        quota.least.min(i64::try_from(seen).unwrap())
    });
    Value {
        must_sees: kept(&wishes.must_see, stays),
        breaks: breaks + visits_kept(wishes, stays),
        wants: kept(&wishes.want, stays),
        quotas: quotas.sum(),
        points: points.sum::<i64>() + worth - lost_to_variety(wishes, scores, stays),
    }
}

/// Of the points of an interest beyond one step five eighths are lost, and of those beyond two two
/// more. What is lost is rounded up.
fn lost_to_variety(wishes: &Wishes, scores: &Scores, stays: &[Stay<'_>]) -> i64 {
    let mut eighths = 0;
    for (interest, step) in scores.steps() {
        let mut sum = 0;
        for stay in stays {
            let scored = scores.of(stay.ix);
            let length = stay.event.slot.minutes();
            let missed = length - stay.slot.minutes();
            let missed = if visit(wishes, stay.ix).is_some() { 0 } else { missed };
            let taken = (scored.points as f64 * missed as f64 / length as f64).round() as i64;
            let left = scored.points - taken;
            // Of what is left each interest has its part, and all of them together no more.
            let first = scored.parts.iter().take_while(|(it, _)| *it != interest);
            let before: i64 = first.map(|(_, part)| part).sum();
            let own = scored.parts.iter().find(|(it, _)| *it == interest);
            sum += own.map_or(0, |(_, part)| {
                (before + part) * left / scored.points - before * left / scored.points
            });
        }
        eighths += (sum - step).max(0) * 5 + (sum - 2 * step).max(0) * 2;
    }
    (eighths as f64 / 8.0).ceil() as i64
}

fn visits_kept(wishes: &Wishes, stays: &[Stay<'_>]) -> i64 {
    let visits: Vec<Vec<EventIx>> = wishes.drop_ins.iter().map(|it| it.talk.clone()).collect();
    kept(&visits, stays)
}

fn kept(talks: &[Vec<EventIx>], stays: &[Stay<'_>]) -> i64 {
    let seen = |talk: &&Vec<EventIx>| stays.iter().any(|stay| talk.contains(&stay.ix));
    i64::try_from(talks.iter().filter(seen).count()).unwrap()
}

fn all_breaks(schedule: &Schedule, wishes: &Wishes) -> BTreeSet<(usize, NaiveDate)> {
    let days = schedule.days();
    (0..wishes.breaks.len()).flat_map(|wish| days.iter().map(move |day| (wish, *day))).collect()
}

/// The most of some breaks that find a time around the chosen events; and, with as many of those that
/// come before points, the most points of the others.
fn breaks_kept(
    schedule: &Schedule,
    wishes: &Wishes,
    stays: &[Stay<'_>],
    breaks: &BTreeSet<(usize, NaiveDate)>,
) -> (i64, i64) {
    fn most<'a>(
        wishes: &Wishes,
        taken: &mut Vec<Taken<'a>>,
        options: &[(Option<i64>, Vec<Taken<'a>>)],
    ) -> (i64, i64) {
        let Some(((worth, first), rest)) = options.split_first() else { return (0, 0) };
        let mut best = most(wishes, taken, rest);
        for &own in first {
            if taken.iter().all(|&other| has_time(wishes, own, other)) {
                taken.push(own);
                let (breaks, points) = most(wishes, taken, rest);
                best = best.max(match worth {
                    None => (breaks + 1, points),
                    Some(worth) => (breaks, points + worth),
                });
                taken.pop();
            }
        }
        best
    }
    let options: Vec<(Option<i64>, Vec<Taken<'_>>)> = breaks
        .iter()
        .map(|&(number, day)| {
            let wish = &wishes.breaks[number];
            let next = day.checked_add_days(Days::new(1)).unwrap();
            let at = |time: NaiveTime, last: bool| {
                let at_night = time < DAY_CHANGE || last && time == DAY_CHANGE;
                let date = if at_night { next } else { day };
                schedule.zone().instant(date.and_time(time)).instant()
            };
            let (from, to) = (at(wish.between.0, false), at(wish.between.1, true));
            let length = TimeDelta::minutes(wish.minutes);
            let starts = (0..).map(|n| from + TimeDelta::minutes(n * TICK));
            let room = wish.room.as_ref().map(Some);
            let times = starts
                .take_while(|start| *start + length <= to)
                .map(|start| Slot::new(start, start + length).unwrap())
                .filter(|slot| wishes.is_here(*slot))
                .map(|slot| Taken { slot, room, early: 0 })
                .collect();
            (wish.worth, times)
        })
        .collect();
    let stays = stays.iter().map(|stay| Taken {
        slot: stay.slot,
        room: Some(stay.event.room.as_ref()),
        early: wishes.pauses.arrive.get(&stay.ix).copied().unwrap_or(0),
    });
    let busy = wishes.commitments.iter().map(|busy| Taken {
        slot: busy.slot,
        room: busy.room.as_ref().map(Some),
        early: 0,
    });
    most(wishes, &mut stays.chain(busy).collect(), &options)
}

/// A time that is spent in a room, perhaps an unknown one, or anywhere; and how early one has to be
/// there.
#[derive(Clone, Copy)]
struct Taken<'a> {
    slot: Slot,
    room: Option<Option<&'a Room>>,
    early: i64,
}

/// Whether there is time for the walk between a break and something else, and to be early.
fn has_time(wishes: &Wishes, a: Taken<'_>, b: Taken<'_>) -> bool {
    let walk = a.room.zip(b.room).map_or(0, |(a, b)| wishes.walking.minutes(a, b));
    let follows = |first: Taken<'_>, then: Taken<'_>| {
        (then.slot.start() - first.slot.end()).num_minutes() >= walk + then.early
    };
    follows(a, b) || follows(b, a)
}

/// The most points of talks that do not overlap, at any size: dynamic programming over the
/// talks by their ends.
pub(crate) fn weighted_intervals(schedule: &Schedule, scores: &Scores) -> i64 {
    let mut talks: Vec<_> =
        schedule.iter().map(|(ix, event)| (event.slot, scores.of(ix).points)).collect();
    talks.sort_by_key(|(slot, _)| slot.end());
    let mut best = vec![0];
    for (i, (slot, points)) in talks.iter().enumerate() {
        let before = talks[..i].partition_point(|(other, _)| other.end() <= slot.start());
        best.push(best[i].max(best[before] + points));
    }
    best[talks.len()]
}

/// One way through a conference: each event with the minutes missed at its beginning and end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Way {
    pub(crate) visits: Vec<(EventIx, i64, i64)>,
    pub(crate) value: Value,
}

/// Every way that keeps every rule.
pub(crate) fn all_ways(schedule: &Schedule, wishes: &Wishes, scores: &Scores) -> Vec<Way> {
    let all = all_breaks(schedule, wishes);
    let mut ways = Vec::new();
    each_choice(schedule, wishes, &mut Vec::new(), 0, &mut |stays| {
        let missed = |stay: &Stay<'_>| {
            let late = (stay.slot.start() - stay.event.slot.start()).num_minutes();
            (stay.ix, late, (stay.event.slot.end() - stay.slot.end()).num_minutes())
        };
        let visits = stays.iter().map(missed).collect();
        ways.push(Way { visits, value: value(schedule, wishes, scores, stays, &all) });
    });
    ways
}
