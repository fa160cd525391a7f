//! Agenda + time -> what is on, what comes next, what else could be seen.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use serde::Serialize;

use crate::agenda::{Agenda, Talk};
use crate::profile::{Stay, Wishes};
use crate::schedule::{Event, EventIx, Place, Room, Schedule, Slot};
use crate::score::Scores;

/// How long ago a talk may have begun so that one can still go there.
const JUST_BEGUN: TimeDelta = TimeDelta::minutes(5);
/// How soon a talk begins that begins now.
const SOON: TimeDelta = TimeDelta::minutes(20);
/// How many talks are offered.
const MOST: usize = 5;

/// What is on and what comes next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Next {
    /// The time asked about.
    pub at: DateTime<FixedOffset>,
    /// The talks of the agenda that are on.
    pub now: Vec<Talk>,
    /// The next one.
    #[serde(rename = "next")]
    pub then: Option<Talk>,
    /// Minutes of the walk there, from the talk that is on or was last.
    pub walk: Option<i64>,
    /// What else begins now, the cheapest first.
    pub instead: Vec<Aside>,
    /// The free time, if there is any, and what fits into it.
    pub gap: Option<Gap>,
}

/// A talk that is not in the agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Aside {
    /// The talk.
    pub talk: Place,
    /// Its points.
    pub points: i64,
    /// The points that the agenda has less with it in place of all that clashes with it.
    pub price: i64,
    /// The titles of these.
    pub instead_of: Vec<String>,
}

/// A stretch of free time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// When it ends; never after the day.
    pub until: Option<DateTime<FixedOffset>>,
    /// Talks that fit into it, the most points first.
    pub fillers: Vec<Aside>,
}

/// What is on at a time and what comes next. With `free`, one has so long, whatever is on.
pub fn next(
    agenda: &Agenda,
    schedule: &Schedule,
    wishes: &Wishes,
    scores: &Scores,
    at: DateTime<Utc>,
    free: Option<TimeDelta>,
) -> Next {
    let view = View { agenda, schedule, wishes, scores, at };
    let now: Vec<Talk> =
        agenda.talks.iter().filter(|talk| talk.from() <= at && at < talk.to()).cloned().collect();
    let then = agenda.talks.iter().filter(|talk| talk.from() > at).min_by_key(|talk| talk.from());
    let last = agenda.talks.iter().filter(|talk| talk.from() <= at).max_by_key(|talk| talk.from());
    let here = last.filter(|last| then.is_some_and(|then| then.day() == last.day()));
    let walk = here.zip(then).map(|(here, then)| view.walk(here.room.as_ref(), then.room.as_ref()));
    let is_free = now.is_empty() || free.is_some();
    Next {
        at: schedule.zone().at(at),
        instead: view.instead(),
        gap: is_free.then(|| view.gap(here, then, free)),
        now,
        then: then.cloned(),
        walk,
    }
}

struct View<'a> {
    agenda: &'a Agenda,
    schedule: &'a Schedule,
    wishes: &'a Wishes,
    scores: &'a Scores,
    at: DateTime<Utc>,
}

impl View<'_> {
    fn walk(&self, from: Option<&String>, to: Option<&String>) -> i64 {
        let room = |name: Option<&String>| name.cloned().map(Room::new);
        self.wishes.walking.minutes(room(from).as_ref(), room(to).as_ref())
    }

    /// The events with points that one could go to and that are not in the agenda.
    fn others(&self) -> impl Iterator<Item = (EventIx, &Event)> {
        let held = |ix: EventIx| {
            self.schedule.occurrences(ix).into_iter().any(|ix| {
                let id = self.schedule.event(ix).id.as_str();
                self.agenda.talks.iter().any(|talk| talk.id == id)
            })
        };
        self.schedule.iter().filter(move |&(ix, event)| {
            self.scores.of(ix).points > 0
                && !event.cancelled
                && !event.sold_out
                && !self.wishes.never.contains(&ix)
                && self.scores.hidden(self.wishes, ix).is_none()
                && self.can_be_at(ix, event)
                && event.slot.start() >= self.at - JUST_BEGUN
                && !held(ix)
        })
    }

    /// Whether the person is there then, and has no commitment.
    fn can_be_at(&self, ix: EventIx, event: &Event) -> bool {
        let stay = self.wishes.stay(self.schedule, ix, event.slot);
        self.wishes.is_there(&stay) && self.wishes.commitment_at(self.schedule, &stay).is_none()
    }

    fn aside(&self, ix: EventIx, event: &Event) -> Aside {
        let clashes: Vec<&Talk> = self
            .agenda
            .talks
            .iter()
            .filter(|talk| {
                let room = talk.room.clone().map(Room::new);
                let slot = Slot::new(talk.from().to_utc(), talk.to().to_utc());
                slot.is_some_and(|slot| {
                    let own = self.schedule.iter().find(|(_, own)| own.id.as_str() == talk.id);
                    let margins = own.map(|(own, _)| self.wishes.margins(self.schedule, own));
                    let margins = margins.unwrap_or_default();
                    let planned = Stay { slot, room: room.as_ref(), anywhere: false, margins };
                    let other = self.wishes.stay(self.schedule, ix, event.slot);
                    // What is over does not clash any more.
                    slot.end() > self.at && !self.wishes.can_do_both(&planned, &other)
                })
            })
            .collect();
        let points = self.scores.of(ix).points;
        Aside {
            talk: self.schedule.place(ix),
            points,
            price: clashes.iter().map(|talk| talk.points).sum::<i64>() - points,
            instead_of: clashes.iter().map(|talk| talk.title.clone()).collect(),
        }
    }

    /// What else begins now.
    fn instead(&self) -> Vec<Aside> {
        let soon = |event: &Event| event.slot.start() <= self.at + SOON;
        let mut asides: Vec<Aside> = self
            .others()
            .filter(|(ix, event)| soon(event) && !self.scores.is_slight(self.wishes, *ix))
            .map(|(ix, event)| self.aside(ix, event))
            .collect();
        asides.sort_by(|a, b| {
            (a.price, a.talk.start, &a.talk.id).cmp(&(b.price, b.talk.start, &b.talk.id))
        });
        asides.truncate(MOST);
        asides
    }

    /// The free time up to the next talk, commitment or break, or the end of the time at hand.
    fn gap(&self, here: Option<&Talk>, then: Option<&Talk>, free: Option<TimeDelta>) -> Gap {
        let zone = self.schedule.zone();
        let day = self.schedule.day(self.at);
        let busy = self.agenda.commitments.iter().chain(&self.agenda.breaks);
        let ends = busy
            .map(|busy| busy.start.to_utc())
            .chain(then.map(|talk| talk.from().to_utc()))
            .filter(|&start| start > self.at && self.schedule.day(start) == day);
        let until = match free {
            Some(free) => Some(self.at + free),
            None => ends.min(),
        };
        let fits = |event: &Event| {
            let room = event.room.as_ref().map(ToString::to_string);
            let to_next = match then {
                Some(then) => self.walk(room.as_ref(), then.room.as_ref()),
                None => 0,
            };
            let reached = match here {
                Some(here) => self.walk(here.room.as_ref(), room.as_ref()),
                None => 0,
            };
            let before_next = then.is_none_or(|then| {
                free.is_some() || event.slot.end() + TimeDelta::minutes(to_next) <= then.from()
            });
            event.slot.start() + JUST_BEGUN >= self.at + TimeDelta::minutes(reached)
                && self.schedule.day(event.slot.start()) == day
                && until.is_none_or(|until| event.slot.end() <= until)
                && before_next
        };
        let mut fillers: Vec<Aside> = self
            .others()
            .filter(|(_, event)| fits(event))
            .map(|(ix, event)| self.aside(ix, event))
            .collect();
        fillers.sort_by(|a, b| {
            (-a.points, a.talk.start, &a.talk.id).cmp(&(-b.points, b.talk.start, &b.talk.id))
        });
        fillers.truncate(MOST);
        Gap { until: until.map(|until| zone.at(until)), fillers }
    }
}
