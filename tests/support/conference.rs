//! Small conferences, written so that a test shows all that matters, and random ones.

use std::collections::BTreeMap;

use attend::agenda::{Agenda, assemble};
use attend::check::{Broken, broken};
use attend::model::Model;
use attend::profile::{Commitment, Interest, Wishes};
use attend::schedule::{Event, EventId, EventIx, Room, Schedule, Slot, Zone};
use attend::score::{Scores, score};
use attend::solver::{Deadline, Selection, solve};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use std::time::Duration;

/// A talk of a random conference. Times are in quarters of an hour.
#[derive(Clone, Debug)]
pub(crate) struct RandomTalk {
    pub(crate) id: u32,
    pub(crate) start: i64,
    pub(crate) length: i64,
    pub(crate) room: u8,
    /// Talks with one group are one talk given again.
    pub(crate) group: Option<u8>,
    /// Tenths of the full points.
    pub(crate) rating: u8,
    pub(crate) cancelled: bool,
}

/// A random conference with random wishes.
#[derive(Clone, Debug)]
pub(crate) struct RandomCase {
    pub(crate) talks: Vec<RandomTalk>,
    /// Ids of must-sees and of unwanted talks.
    pub(crate) must_see: Vec<u32>,
    pub(crate) never: Vec<u32>,
    /// Start and length.
    pub(crate) commitment: Option<(i64, i64)>,
    /// First and last quarter of presence.
    pub(crate) here: Option<(i64, i64)>,
}

/// Random cases with up to so many talks. The day is short enough for many clashes and the
/// ratings few enough for many ties.
pub(crate) fn cases(most: usize) -> impl Strategy<Value = RandomCase> {
    let talk = (0..18i64, 1..6i64, 0..3u8, prop::option::weighted(0.3, 0..4u8), 0..5u8, 0..20u8);
    let talks = prop::collection::vec(talk, 0..=most).prop_map(|talks| {
        (0u32..)
            .zip(talks)
            .map(|(id, (start, length, room, group, rating, dice))| RandomTalk {
                id,
                start,
                length,
                room,
                group,
                rating,
                cancelled: dice == 0,
            })
            .collect::<Vec<RandomTalk>>()
    });
    let ids = || prop::collection::vec(0..10u32, 0..6);
    let commitment = prop::option::weighted(0.2, (0..24i64, 1..4i64));
    let here = prop::option::weighted(0.2, (0..6i64, 14..22i64));
    (talks, ids(), prop::collection::vec(0..12u32, 0..2), commitment, here).prop_map(
        |(talks, must_see, never, commitment, here)| RandomCase {
            talks,
            must_see,
            never,
            commitment,
            here,
        },
    )
}

/// Random talks without repeats, wishes or rules, as many as asked for.
pub(crate) fn plain_cases(most: usize) -> impl Strategy<Value = RandomCase> {
    prop::collection::vec((0..200i64, 1..8i64, 0..9u8), 0..=most).prop_map(|talks| RandomCase {
        talks: (0u32..)
            .zip(talks)
            .map(|(id, (start, length, rating))| RandomTalk {
                id,
                start,
                length,
                room: 0,
                group: None,
                rating,
                cancelled: false,
            })
            .collect(),
        must_see: Vec::new(),
        never: Vec::new(),
        commitment: None,
        here: None,
    })
}

/// The instant of a quarter.
fn at(quarter: i64) -> DateTime<Utc> {
    "2026-05-01T08:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(15 * quarter)
}

fn slot(start: i64, length: i64) -> Slot {
    Slot::new(at(start), at(start + length)).unwrap()
}

/// A solved case: everything that the pipeline makes.
pub(crate) struct Solved {
    pub(crate) schedule: Schedule,
    pub(crate) wishes: Wishes,
    pub(crate) scores: Scores,
    pub(crate) model: Model,
    pub(crate) selection: Selection,
}

impl RandomCase {
    /// The schedule and the wishes.
    pub(crate) fn inputs(&self) -> (Schedule, Wishes) {
        let events = self.talks.iter().map(|talk| {
            let id = EventId::new(format!("t{}", talk.id));
            let mut event =
                Event::new(id, format!("Talk {}", talk.id), slot(talk.start, talk.length));
            event.room = Some(Room::new(format!("R{}", talk.room)));
            event.repeats = talk.group.map(|group| format!("g{group}"));
            event.cancelled = talk.cancelled;
            event
        });
        let zone = Zone::named("UTC").unwrap();
        let (schedule, refused) =
            Schedule::new("Random".into(), None, zone, events.collect::<Vec<Event>>());
        assert!(refused.is_empty());
        let ix_of: BTreeMap<String, EventIx> =
            schedule.iter().map(|(ix, event)| (event.id.to_string(), ix)).collect();
        let find = |id: &u32| ix_of.get(&format!("t{id}")).copied();
        let never = self.never.iter().filter_map(find).collect();
        let mut must_see: Vec<Vec<EventIx>> = Vec::new();
        for ix in self.must_see.iter().filter_map(find) {
            let talk = schedule.occurrences(ix);
            let possible = |ix: &EventIx| !schedule.event(*ix).cancelled;
            if !must_see.contains(&talk) && talk.iter().any(possible) {
                must_see.push(talk);
            }
        }
        let rating = |id: &u32| self.talks.iter().find(|talk| talk.id == *id).map(|t| t.rating);
        let wishes = Wishes {
            name: "Random".into(),
            interests: Vec::<Interest>::new(),
            must_see,
            never,
            ratings: self
                .talks
                .iter()
                .filter_map(|talk| Some((find(&talk.id)?, f64::from(rating(&talk.id)?) * 10.0)))
                .collect(),
            commitments: self
                .commitment
                .iter()
                .map(|&(start, length)| Commitment {
                    title: "busy".into(),
                    slot: slot(start, length),
                    room: None,
                })
                .collect(),
            here: self.here.iter().map(|&(from, to)| slot(from, to - from)).collect(),
            recorded: 1.0,
            ..Wishes::default()
        };
        (schedule, wishes)
    }

    /// The whole pipeline up to the selection.
    pub(crate) fn solved(&self) -> Solved {
        let (schedule, wishes) = self.inputs();
        Solved::of(schedule, wishes)
    }
}

/// Time enough.
pub(crate) fn deadline() -> Deadline {
    Deadline::after(Duration::from_secs(60))
}

impl Solved {
    pub(crate) fn of(schedule: Schedule, wishes: Wishes) -> Solved {
        let scores = score(&schedule, &wishes);
        let model = Model::build(&schedule, &wishes, &scores);
        let selection = solve(&model, deadline());
        Solved { schedule, wishes, scores, model, selection }
    }

    pub(crate) fn agenda(&self) -> Agenda {
        assemble(
            &self.schedule,
            &self.wishes,
            &self.scores,
            &self.model,
            &self.selection,
            deadline(),
        )
    }

    /// What the independent check says of some chosen events.
    pub(crate) fn broken(&self, chosen: &[EventIx]) -> Vec<Broken> {
        let claimed = (self.selection.worth.must_sees, self.selection.worth.points);
        broken(&self.schedule, &self.wishes, &self.scores, chosen, claimed)
    }

    /// The chosen ids, sorted.
    pub(crate) fn ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = self
            .selection
            .chosen
            .iter()
            .map(|&ix| self.schedule.event(ix).id.to_string())
            .collect();
        ids.sort();
        ids
    }
}
