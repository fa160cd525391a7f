//! What lies between two things that one attends: the walk, a pause, coming early, a night's sleep.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};

use crate::problem::{Place, Problem, count};
use crate::schedule::{EventIx, Room, Schedule, Slot};
use crate::text::fold;
use crate::walking::glob;
use crate::yaml::{Fields, Node, note};

use super::lists::numbers;
use super::resolve::{KINDS, Resolver};
use super::rules::{DAY, minutes};
use super::{Commitment, Named, Profile, Wishes};

/// The pauses of a profile as written, in minutes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PauseRules {
    /// Between any two talks.
    pub least: i64,
    /// After talks by name; the first that fits counts.
    pub after: Vec<(Named, f64)>,
    /// How early to be at must-sees, and where it stands.
    pub must_see: Option<(i64, Place)>,
    /// How early to be in rooms by name; the first that fits counts.
    pub rooms: Vec<(Named, f64)>,
    /// From the last talk of a day to the first of the next, and where it stands.
    pub sleep: Option<(i64, Place)>,
}

/// The pauses that a person wants at one conference, in minutes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pauses {
    /// Between any two talks.
    pub least: i64,
    /// After events that have a pause of their own.
    pub after: BTreeMap<EventIx, i64>,
    /// How early to be at events, for whoever is not in their room already.
    pub arrive: BTreeMap<EventIx, i64>,
    /// From the last talk of a day to the first of the next.
    pub sleep: i64,
    /// How early to be in rooms, for events that are there now or come there.
    pub rooms: BTreeMap<Room, i64>,
}

impl Pauses {
    /// The same for another version of the schedule, where it has an event of this one.
    #[must_use]
    pub fn moved(
        &self,
        from: &Schedule,
        to: &Schedule,
        was: impl Fn(EventIx) -> Option<EventIx>,
    ) -> Pauses {
        let in_room = |schedule: &Schedule, ix: EventIx| {
            let room = schedule.event(ix).room.as_ref();
            room.and_then(|room| self.rooms.get(room)).copied().unwrap_or(0)
        };
        let mut pauses = Pauses { arrive: BTreeMap::new(), after: BTreeMap::new(), ..self.clone() };
        for (ix, _) in to.iter() {
            let old = was(ix);
            pauses.after.extend(old.and_then(|old| Some((ix, *self.after.get(&old)?))));
            // What is more than the room asks for is asked for by name.
            let by_name = old.and_then(|old| {
                let early = *self.arrive.get(&old)?;
                (early > in_room(from, old)).then_some(early)
            });
            let early = in_room(to, ix).max(by_name.unwrap_or(0));
            pauses.arrive.extend((early > 0).then_some((ix, early)));
        }
        pauses
    }

    /// The pauses of several people who go together: the longest of each.
    #[must_use]
    pub fn together<'p>(all: impl Iterator<Item = &'p Pauses>) -> Pauses {
        let mut together = Pauses::default();
        for Pauses { least, after, arrive, sleep, .. } in all {
            together.least = together.least.max(*least);
            together.sleep = together.sleep.max(*sleep);
            for (own, all) in [(after, &mut together.after), (arrive, &mut together.arrive)] {
                for (&ix, &minutes) in own {
                    let longest = all.entry(ix).or_insert(minutes);
                    *longest = minutes.max(*longest);
                }
            }
        }
        together
    }
}

/// What has to lie around something that is attended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Margins {
    /// Minutes that one is there before it begins.
    pub arrive: i64,
    /// Minutes of the pause after it.
    pub gap: i64,
    /// The days of the conference on which it begins and ends.
    pub days: (NaiveDate, NaiveDate),
    /// Whether it takes place in any case: between two of these only the walk counts.
    pub settled: bool,
    /// Whether it has begun: between two of these one has got from one to the other.
    pub begun: bool,
    /// Whether it is a break, and where that is taken.
    pub pausing: Pausing,
}

/// Where a break is taken. It takes the place of any other pause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pausing {
    /// It is no break.
    #[default]
    No,
    /// In a room of its own.
    There,
    /// Wherever one is.
    Anywhere,
}

impl Margins {
    /// The minutes between the end of one thing and the beginning of another; the walk happens in
    /// them. Whoever is in the room already need not come early, unless for a break.
    pub fn between(self, then: Margins, walk: i64, same_room: bool, sleep: i64) -> i64 {
        if self.begun && then.begun {
            return 0;
        }
        if self.pausing != Pausing::No || then.pausing != Pausing::No {
            return walk + then.arrive;
        }
        if self.settled && then.settled {
            return walk;
        }
        let early = if same_room { 0 } else { then.arrive };
        let sleep = if self.days.1 < then.days.0 { sleep } else { 0 };
        (walk + early).max(self.gap).max(sleep)
    }
}

/// A time that is spent somewhere.
#[derive(Clone, Copy, Debug)]
pub struct Stay<'a> {
    /// When.
    pub slot: Slot,
    /// Where.
    pub room: Option<&'a Room>,
    /// Whether it is wherever one happens to be, as a call is.
    pub anywhere: bool,
    /// What has to lie around it.
    pub margins: Margins,
}

impl Wishes {
    /// What has to lie around an event.
    pub fn margins(&self, schedule: &Schedule, ix: EventIx) -> Margins {
        let Pauses { least, after, arrive, .. } = &self.pauses;
        // What goes on till morning is still of the day before.
        let day = schedule.day(schedule.event(ix).slot.start());
        Margins {
            arrive: arrive.get(&ix).copied().unwrap_or(0),
            gap: after.get(&ix).copied().unwrap_or(0).max(*least),
            days: (day, day),
            settled: self.booked.contains(&ix) || self.begun.contains(&ix),
            begun: self.begun.contains(&ix),
            pausing: Pausing::No,
        }
    }

    /// An event that is attended at a time.
    pub fn stay<'s>(&self, schedule: &'s Schedule, ix: EventIx, slot: Slot) -> Stay<'s> {
        let room = schedule.event(ix).room.as_ref();
        Stay { slot, room, anywhere: false, margins: self.margins(schedule, ix) }
    }

    /// A commitment. One that goes on over night, such as a train, leaves time to sleep.
    pub fn busy<'w>(&self, schedule: &Schedule, busy: &'w Commitment) -> Stay<'w> {
        let days = (schedule.day(busy.slot.start()), schedule.day(busy.slot.end()));
        let gap = self.pauses.least;
        let margins = Margins { gap, days, settled: true, ..Margins::default() };
        let room = busy.room.as_ref();
        Stay { slot: busy.slot, room, anywhere: room.is_none(), margins }
    }

    /// Minutes that have to lie between one thing and another.
    pub fn between(&self, first: &Stay<'_>, then: &Stay<'_>) -> i64 {
        let anywhere = first.anywhere || then.anywhere;
        let walk = if anywhere { 0 } else { self.walking.minutes(first.room, then.room) };
        let same_room = first.room.is_some() && first.room == then.room;
        first.margins.between(then.margins, walk, same_room, self.pauses.sleep)
    }

    /// Whether one can attend one thing and then another.
    pub fn can_follow(&self, first: &Stay<'_>, then: &Stay<'_>) -> bool {
        let between = TimeDelta::minutes(self.between(first, then));
        first.slot.end() + between <= then.slot.start()
    }

    /// Whether one can attend both, in either order.
    pub fn can_do_both(&self, a: &Stay<'_>, b: &Stay<'_>) -> bool {
        self.can_follow(a, b) || self.can_follow(b, a)
    }

    /// Whether the person is at the conference for all of it, and early enough.
    pub fn is_there(&self, stay: &Stay<'_>) -> bool {
        let early = stay.slot.start() - TimeDelta::minutes(stay.margins.arrive);
        Slot::new(early, stay.slot.end()).is_some_and(|slot| self.is_here(slot))
    }

    /// The first commitment that keeps one from something, by its place.
    pub fn commitment_at(&self, schedule: &Schedule, stay: &Stay<'_>) -> Option<usize> {
        let keeps = |busy: &Commitment| !self.can_do_both(&self.busy(schedule, busy), stay);
        self.commitments.iter().position(keeps)
    }
}

/// `gap`, `arrive` and `day: { sleep: 7h }`.
pub(super) fn pauses(fields: &Fields<'_>, problems: &mut Vec<Problem>) -> PauseRules {
    let mut read = |key: &str, own: &'static str, by_name: &'static str| {
        let fields = fields.get(key).and_then(|it| Fields::of(it, &[own, by_name], problems));
        let Some(fields) = fields else { return (None, Vec::new()) };
        let least = |node: Node<'_>| Ok((minutes(node, 0.0)?, node.place()));
        let what = "a number of minutes of one day";
        (fields.read(own, problems, least), numbers(fields.get(by_name), 0.0..=DAY, what, problems))
    };
    let (least, after) = read("gap", "least", "after");
    let (must_see, rooms) = read("arrive", "must_see", "rooms");
    let sleep = fields.get("day").and_then(|day| day.get("sleep"));
    let sleep = sleep.and_then(|node| Some((note(hours(node), problems)?, node.place())));
    PauseRules { least: least.map_or(0, |(least, _)| least), after, must_see, rooms, sleep }
}

/// `7h`, `7.5`, `7:30`: minutes.
fn hours(node: Node<'_>) -> Result<i64, Problem> {
    let text = node.text()?.trim();
    let number = text.trim_end_matches(['h', 'H']).trim_end();
    let hours = match number.split_once(':') {
        None => number.parse().ok(),
        Some((hours, minutes)) => {
            let hours: Option<f64> = hours.parse().ok();
            let minutes = minutes.parse().ok().filter(|minutes| (0.0..60.0).contains(minutes));
            hours.zip(minutes).map(|(hours, minutes)| hours + minutes / 60.0)
        }
    };
    let hours = hours.filter(|hours: &f64| (0.0..=24.0).contains(hours));
    let wrong = || node.problem(format!("{} is not a number of hours of one day", node.said()));
    hours.map(|hours| (hours * 60.0).round() as i64).ok_or_else(|| wrong().hint("as in `7h`"))
}

impl Resolver<'_> {
    /// The pauses at this conference. Must-sees and bookings are known.
    pub(super) fn pauses(&mut self, profile: &Profile, wishes: &Wishes) -> Pauses {
        let rules = &profile.pauses;
        let sleep = rules.sleep.map_or(0, |(sleep, _)| sleep);
        let mut pauses = Pauses { least: rules.least, sleep, ..Pauses::default() };
        if let Some((_, place)) = rules.sleep
            && self.schedule.days().len() < 2
        {
            let what = "`sleep` has no effect: the conference lasts for one day";
            self.warnings.push(Problem::at(place, what));
        }
        for (name, minutes) in &rules.after {
            if *minutes <= rules.least as f64 {
                let least = count(rules.least, "minute");
                self.warn(name, &format!("has no effect: `least` asks for {least} anyway"));
            }
            for ix in self.titled(name) {
                pauses.after.entry(ix).or_insert(minutes.round() as i64);
            }
        }
        let mut early_in: BTreeMap<&Room, i64> = BTreeMap::new();
        for (name, minutes) in &rules.rooms {
            let pattern = fold(name.text.trim());
            let rooms = self.schedule.events().iter().filter_map(|event| event.room.as_ref());
            let rooms: Vec<&Room> =
                rooms.filter(|room| glob(&pattern, &fold(room.as_str()))).collect();
            if rooms.is_empty() {
                let (kind, names_of) = KINDS[2];
                self.unknown(kind, name, names_of);
            }
            for room in rooms {
                early_in.entry(room).or_insert(minutes.round() as i64);
            }
        }
        let wanted: BTreeSet<EventIx> =
            wishes.must_see.iter().flatten().chain(&wishes.booked).copied().collect();
        let must_see = rules.must_see.map_or(0, |(minutes, _)| minutes);
        if let Some((_, place)) = rules.must_see
            && wanted.is_empty()
        {
            let what = "`must_see` has no effect: no must-see and nothing booked is there";
            self.warnings.push(Problem::at(place, what));
        }
        for (ix, event) in self.schedule.iter() {
            let in_room = event.room.as_ref().and_then(|room| early_in.get(room));
            let by_name = if wanted.contains(&ix) { must_see } else { 0 };
            let early = in_room.copied().unwrap_or(0).max(by_name);
            if early > 0 {
                pauses.arrive.insert(ix, early);
            }
        }
        pauses.rooms = early_in.into_iter().map(|(room, early)| (room.clone(), early)).collect();
        pauses
    }

    /// The events of a talk's name, or all whose title fits a pattern.
    fn titled(&mut self, name: &Named) -> Vec<EventIx> {
        if !name.text.contains('*') {
            return self.talk(name).map_or(Vec::new(), |talk| talk.events().to_vec());
        }
        let pattern = fold(name.text.trim());
        let fits = self.schedule.iter().filter(|(_, event)| glob(&pattern, &fold(&event.title)));
        let events: Vec<EventIx> = fits.map(|(ix, _)| ix).collect();
        if events.is_empty() {
            self.warn(name, "is the title of no talk");
        }
        events
    }
}
