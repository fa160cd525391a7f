//! Rooms as numbers, and what breaks take on the way from one place to another.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::ix::By;
use crate::profile::Wishes;
use crate::schedule::{Event, EventIx, Room, Schedule};
use crate::walking::Walking;

use super::Place;

/// So many breaks follow each other without anything between, at most.
const IN_A_ROW: usize = 3;
/// The longest time that breaks in a row are reckoned with, in minutes: a day.
const DAY: i64 = 24 * 60;

/// Minutes after which one is free, and after how many of them one left which place.
type Reached = BTreeSet<(i64, i64, Option<Place>)>;

/// The places of a conference, and what breaks take on the way between them.
pub(super) struct Stops<'a> {
    walking: &'a Walking,
    rooms: BTreeMap<&'a Room, Place>,
    /// How long each break is and, where it has a room of its own, its place.
    breaks: Vec<(i64, Option<Place>)>,
    /// By where one comes from, when one is where after some breaks.
    reached: RefCell<BTreeMap<Option<Place>, Rc<Reached>>>,
}

impl<'a> Stops<'a> {
    pub(super) fn new(schedule: &'a Schedule, wishes: &'a Wishes) -> Stops<'a> {
        let events = schedule.events();
        let of_breaks = wishes.breaks.iter().flat_map(|it| &it.room);
        let of_commitments = wishes.commitments.iter().flat_map(|busy| &busy.room);
        let of_events = events.iter().flat_map(|event| &event.room);
        let names: BTreeSet<&Room> = of_events.chain(of_breaks).chain(of_commitments).collect();
        let walking = &wishes.walking;
        let rooms: BTreeMap<&Room, Place> = (events.len()..)
            .zip(names)
            .map(|(room, name)| (name, Place { room, area: walking.area(Some(name)) }))
            .collect();
        let own = |room: &Option<Room>| room.as_ref().map(|room| rooms[room]);
        let breaks = wishes.breaks.iter().map(|it| (it.minutes, own(&it.room))).collect();
        Stops { walking, rooms, breaks, reached: RefCell::default() }
    }

    /// Where every event is. Each room has a number, and each event in an unknown room one of its own.
    pub(super) fn places(&self, schedule: &Schedule) -> By<EventIx, Place> {
        let area = self.walking.area(None);
        let place = |(ix, event): (EventIx, &Event)| {
            let known = event.room.as_ref().and_then(|room| self.place(room));
            known.unwrap_or(Place { room: ix.index(), area })
        };
        schedule.iter().map(place).collect()
    }

    /// The place of a room of the schedule, a break or a commitment.
    pub(super) fn place(&self, room: &Room) -> Option<Place> {
        self.rooms.get(room).copied()
    }

    /// The most minutes that breaks and the walks to them and from them take between two places.
    pub(super) fn longest(&self) -> i64 {
        let all: i64 = self.breaks.iter().map(|(minutes, _)| minutes).sum();
        let walks = 1 + self.breaks.len().min(IN_A_ROW);
        all.min(DAY) + self.walking.longest() * i64::try_from(walks).unwrap_or(i64::MAX)
    }

    /// What one or more breaks take on the way from one place to another, in minutes with the walks.
    /// Without a place the first begins where it is taken, or the last ends there.
    pub(super) fn through(&self, from: Option<Place>, to: Option<Place>) -> BTreeSet<i64> {
        let all = self.reached(from);
        all.iter().map(|&(free, left, at)| free.max(left + self.walk(at, to))).collect()
    }

    fn walk(&self, from: Option<Place>, to: Option<Place>) -> i64 {
        from.zip(to).map_or(0, |(from, to)| from.walk(to, self.walking))
    }

    fn reached(&self, from: Option<Place>) -> Rc<Reached> {
        if let Some(known) = self.reached.borrow().get(&from) {
            return Rc::clone(known);
        }
        let mut reached = Reached::new();
        // Which breaks were taken, and the same as for those reached.
        let mut last: BTreeSet<(u32, i64, i64, Option<Place>)> = BTreeSet::from([(0, 0, 0, from)]);
        for _ in 0..self.breaks.len().min(IN_A_ROW) {
            let mut next = BTreeSet::new();
            for (taken, free, left, at) in last {
                for (number, &(length, own)) in self.breaks.iter().enumerate() {
                    let it = 1 << number;
                    let over = length + free.max(left + self.walk(at, own));
                    if taken & it == 0 && over <= DAY {
                        let (left, at) = own.map_or((left, at), |own| (over, Some(own)));
                        next.insert((taken | it, over, left, at));
                    }
                }
            }
            reached.extend(next.iter().map(|&(_, free, left, at)| (free, left, at)));
            last = next;
        }
        let reached = Rc::new(reached);
        self.reached.borrow_mut().insert(from, Rc::clone(&reached));
        reached
    }
}
