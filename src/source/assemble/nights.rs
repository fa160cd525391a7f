//! Clocks that stand under a day without saying which half of it, or that it is over.
//!
//! A list of a day goes on after midnight: `23:00`, then `01:00`. And where nobody writes `pm`,
//! `12:50` is followed by `2:15`. Both show in that a clock falls back.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

use crate::schedule::Inferred;
use crate::source::Subject;
use crate::source::draft::{DraftEvent, End, Time};

use super::Assembly;

/// Up to here a clock is in the night after the day that it is listed under.
const MORNING: i64 = 6;
/// From here on an event is in the evening.
const EVENING: i64 = 17;
/// In a list of clocks from 1 to 12 nothing begins earlier in the morning than at this hour.
const EARLIEST: i64 = 7;

/// What falls back to this hour or later is in no order: nobody stops for the whole morning.
const LATEST: i64 = 8;

/// The events of one list on one day, by their position, with their clocks in seconds.
type List = Vec<(usize, i64)>;

impl Assembly {
    /// Puts clocks that fall back into the afternoon or the night, and resolves the ends that are
    /// only a clock.
    pub(super) fn settle_clocks(&mut self, events: &mut [DraftEvent]) {
        let days = by_day(events);
        let twelve = is_twelve(events, &days);
        let mut moved: BTreeMap<usize, i64> = BTreeMap::new();
        for list in days.values() {
            let shifts = if twelve { halves(list) } else { nights(list, events) };
            moved.extend(shifts);
        }
        for (&position, &hours) in moved.iter().filter(|(_, hours)| **hours != 0) {
            let event = &mut events[position];
            let Some(Time::Local(start)) = event.start else { continue };
            let Some(later) = start.checked_add_signed(TimeDelta::hours(hours)) else { continue };
            event.start = Some(Time::Local(later));
            event.inferred.insert(Inferred::Start);
            let clock = start.format("%H:%M");
            let what = match hours {
                24 if !twelve => format!("{clock} is in the night after {}", start.date()),
                24 => format!("{clock} is past midnight, in the night after {}", later.date()),
                _ => format!(
                    "no clock says am or pm, and they fall back: {clock} is taken as {}",
                    later.format("%H:%M")
                ),
            };
            let event = event.clone();
            self.warn(Subject::Start, Some(&event), what);
        }
        for event in events.iter_mut() {
            if let (Some(start), Some(End::Clock(clock))) = (event.start, event.end) {
                event.end = next_at(start, clock, twelve && event.listed.is_some()).map(End::At);
            }
        }
    }
}

/// The lists of each day, one for each room where that has one.
fn by_day(events: &[DraftEvent]) -> BTreeMap<(usize, NaiveDate, Option<String>), List> {
    let mut days: BTreeMap<(usize, NaiveDate), List> = BTreeMap::new();
    for (position, event) in events.iter().enumerate() {
        if let (Some(listed), Some(Time::Local(start))) = (event.listed, event.start) {
            let clock = i64::from(start.time().num_seconds_from_midnight());
            days.entry((listed.list, start.date())).or_default().push((position, clock));
        }
    }
    let mut lists: BTreeMap<(usize, NaiveDate, Option<String>), List> = BTreeMap::new();
    for ((list, date), all) in days {
        let in_order = falls(&all).all(|to| to < MORNING * 3600);
        let rooms = all.iter().any(|(_, clock)| *clock >= 13 * 3600) && in_order;
        for (position, clock) in all {
            let room = events[position].room.clone().filter(|_| !rooms);
            lists.entry((list, date, room)).or_default().push((position, clock));
        }
    }
    lists
}

/// Whether all clocks of the file are those of half a day, and fall back somewhere.
fn is_twelve(
    events: &[DraftEvent],
    days: &BTreeMap<(usize, NaiveDate, Option<String>), List>,
) -> bool {
    let mut listed = events.iter().filter(|event| event.listed.is_some()).peekable();
    let half = |clock: NaiveTime| (1..=12).contains(&clock.hour());
    listed.peek().is_some()
        && listed.all(|event| {
            event.listed.is_some_and(|listed| listed.bare)
                && matches!(event.start, Some(Time::Local(start)) if half(start.time()))
                && match event.end {
                    Some(End::Clock(clock)) => half(clock),
                    Some(End::At(_) | End::Minutes(_)) | None => true,
                }
        })
        && days.values().all(|list| falls(list).all(|to| to % (12 * 3600) < LATEST * 3600))
        && days.values().any(|list| falls(list).next().is_some())
}

/// To which clocks a list falls back.
fn falls(list: &List) -> impl Iterator<Item = i64> {
    list.windows(2).filter(|two| two[1].1 < two[0].1).map(|two| two[1].1)
}

/// By how many hours the events of a list in clocks from 1 to 12 are later than they say.
fn halves(list: &List) -> Vec<(usize, i64)> {
    const HALF: i64 = 12 * 3600;
    let mut shift = 0;
    let mut before: Option<i64> = None;
    let mut shifts = Vec::new();
    for &(position, clock) in list {
        let said = clock % HALF;
        if before.is_none() && (clock >= HALF || said < EARLIEST * 3600) {
            shift = HALF;
        }
        while shift < 2 * HALF && before.is_some_and(|before| said + shift < before) {
            shift += HALF;
        }
        before = Some(said + shift);
        shifts.push((position, (said + shift - clock) / 3600));
    }
    shifts
}

/// Which events of a list are in the night after: those before the morning that follow one in
/// the evening, where the list is in the order of the day.
fn nights(list: &List, events: &[DraftEvent]) -> Vec<(usize, i64)> {
    let mut before: Option<(i64, bool)> = None;
    let mut shifts = Vec::new();
    for &(position, clock) in list {
        let early = clock < MORNING * 3600;
        let night = early
            && events[position].listed.is_some()
            && before.is_some_and(|(before, in_night)| {
                in_night && clock >= before || clock < before && before >= EVENING * 3600
            });
        // What comes earlier and is no night shows that the list is in another order.
        if before.is_some_and(|(before, in_night)| clock < before && !night && !in_night) {
            return Vec::new();
        }
        before = Some((clock, night));
        if night {
            shifts.push((position, 24));
        }
    }
    shifts
}

/// The next time after a start at which the clock shows this; of half a day, at either half.
fn next_at(start: Time, clock: NaiveTime, twelve: bool) -> Option<Time> {
    let after = |local: NaiveDateTime| {
        let mut end = local.date().and_time(clock);
        let step = if twelve {
            end -= TimeDelta::hours(i64::from(clock.hour() / 12) * 12);
            TimeDelta::hours(12)
        } else {
            TimeDelta::days(1)
        };
        while end < local || twelve && end == local {
            end = end.checked_add_signed(step)?;
        }
        Some(end)
    };
    match start {
        Time::Local(local) => after(local).map(Time::Local),
        Time::Instant(instant) => {
            let end = after(instant.naive_local())?;
            end.and_local_timezone(*instant.offset()).single().map(Time::Instant)
        }
    }
}
