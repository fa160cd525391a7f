//! Small conferences, written so that a test shows all that matters, and random ones.

use std::collections::{BTreeMap, BTreeSet};

use attend::agenda::{Agenda, Depth, assemble};
use attend::check::{Broken, Claim, Visit, broken};
use attend::model::{Item, Model};
use attend::profile::{
    Aspect, Break, Commitment, DropIn, Hidden, InARow, Interest, Limits, Members, Pauses, Quota,
    Tolerance, Variety, Weight, Wishes,
};
use attend::schedule::{Event, EventId, EventIx, Price, Room, Schedule, Slot, Zone};
use attend::score::{Scores, score};
use attend::solved;
use attend::solver::{Deadline, Selection, solve};
use attend::walking::{Walk, Walking, WalkingRules};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use std::time::Duration;

/// Random times are multiples of so many minutes: as short as can be, so that everything is tried in
/// every minute.
pub(crate) const TICK: i64 = 1;
/// A day in ticks.
const DAY: i64 = 24 * 60 / TICK;

/// A talk of a random conference. Times are in ticks.
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
    pub(crate) sold_out: bool,
}

/// A random conference with random wishes.
#[derive(Clone, Debug)]
pub(crate) struct RandomCase {
    pub(crate) talks: Vec<RandomTalk>,
    /// Ids of must-sees and of unwanted talks.
    pub(crate) must_see: Vec<u32>,
    pub(crate) never: Vec<u32>,
    /// Ids of talks that are left out for what they are.
    pub(crate) hidden: Vec<u32>,
    /// Start and length.
    pub(crate) commitment: Option<(i64, i64)>,
    /// First and last tick of presence.
    pub(crate) here: Option<(i64, i64)>,
    pub(crate) rules: RandomRules,
    pub(crate) sets: RandomSets,
}

/// What is asked for by name beside must-sees, by id.
#[derive(Clone, Debug, Default)]
pub(crate) struct RandomSets {
    pub(crate) booked: Vec<u32>,
    pub(crate) want: Vec<u32>,
    pub(crate) one_of: Vec<u32>,
    pub(crate) all_of: Vec<u32>,
    /// The talks, at least how many, and how many more at most.
    pub(crate) quota: Option<(Vec<u32>, i64, Option<i64>)>,
    /// Whether breaks of two ticks may be given up for points.
    pub(crate) worth: bool,
    /// By id the topic of a talk, which has points for that.
    pub(crate) topics: Vec<Option<u8>>,
    pub(crate) variety: u8,
    /// A talk to drop in at, for how many ticks.
    pub(crate) visit: Option<(u32, i64)>,
}

/// The rules of a day, in ticks; nothing is no rule.
#[derive(Clone, Debug, Default)]
pub(crate) struct RandomRules {
    /// The walk between any two rooms, and between the first two.
    pub(crate) walking: (i64, i64),
    /// Length, first and last tick, and the room by number, if there is one of it.
    pub(crate) breaks: Vec<(i64, i64, i64, u8)>,
    pub(crate) talks_per_day: Option<i64>,
    pub(crate) ticks_per_day: Option<i64>,
    pub(crate) late: i64,
    pub(crate) early: i64,
    /// What the talks may cost.
    pub(crate) budget: Option<i64>,
    pub(crate) pauses: RandomPauses,
    /// How long talks may follow each other, and what a rest is.
    pub(crate) in_a_row: Option<(i64, i64)>,
}

/// What has to lie between talks, in ticks.
#[derive(Clone, Debug, Default)]
pub(crate) struct RandomPauses {
    pub(crate) gap: i64,
    /// After a talk by id.
    pub(crate) after: Option<(u32, i64)>,
    /// How early to be at must-sees, and in the first room.
    pub(crate) arrive: (i64, i64),
    /// Out of the second room and in again.
    pub(crate) inside: i64,
    /// With it, every third talk is on the next day.
    pub(crate) sleep: Option<i64>,
}

fn pauses() -> impl Strategy<Value = RandomPauses> {
    let after = prop::option::weighted(0.3, (0..8u32, 1..5i64));
    let small = || prop_oneof![3 => Just(0), 1 => 1..4i64];
    let sleep = prop::option::weighted(0.3, DAY - 28..DAY - 6);
    (small(), after, (small(), small()), small(), sleep).prop_map(
        |(gap, after, arrive, inside, sleep)| RandomPauses { gap, after, arrive, inside, sleep },
    )
}

fn rules() -> impl Strategy<Value = RandomRules> {
    let breaks = prop::collection::vec((1..4i64, 0..14i64, 4..9i64, 0..8u8), 0..3);
    (
        (0..2i64, 0..3i64),
        breaks,
        prop::option::weighted(0.3, 0..4i64),
        prop::option::weighted(0.3, 2..12i64),
        prop_oneof![Just(0), 0..4i64],
        prop_oneof![Just(0), 0..4i64],
        prop::option::weighted(0.3, 0..900i64),
        (pauses(), prop::option::weighted(0.3, (1..9i64, 1..5i64))),
    )
        .prop_map(
            |(walking, breaks, talks_per_day, ticks_per_day, late, early, budget, more)| {
                RandomRules {
                    walking,
                    breaks: breaks
                        .into_iter()
                        .map(|(length, from, to, room)| (length, from, from + to, room))
                        .collect(),
                    talks_per_day,
                    ticks_per_day,
                    late,
                    early,
                    budget,
                    pauses: more.0,
                    in_a_row: more.1,
                }
            },
        )
}

/// Random cases with every rule of a day, alone and together.
pub(crate) fn ruled_cases(most: usize) -> impl Strategy<Value = RandomCase> {
    (cases(most), rules()).prop_map(|(case, rules)| RandomCase { rules, ..case })
}

/// Random cases with all that a profile can ask for.
pub(crate) fn full_cases(most: usize) -> impl Strategy<Value = RandomCase> {
    let ids = |most: usize| prop::collection::vec(0..8u32, 0..most);
    let quota = (ids(6), 0..3i64, prop::option::of(0..2i64));
    let visit = prop::option::weighted(0.4, (0..8u32, 1..3i64));
    let sets = (ids(3), ids(4), ids(4), ids(4), prop::option::of(quota), any::<bool>(), visit);
    let topics = (prop::collection::vec(prop::option::of(0..2u8), 0..12), 0..3u8);
    (ruled_cases(most), sets, topics).prop_map(|(case, sets, (topics, variety))| {
        let (booked, want, one_of, all_of, quota, worth, visit) = sets;
        let sets =
            RandomSets { booked, want, one_of, all_of, quota, worth, topics, variety, visit };
        RandomCase { sets, ..case }
    })
}

/// Random cases with up to so many talks. The day is short enough for many clashes and the
/// ratings few enough for many ties.
pub(crate) fn cases(most: usize) -> impl Strategy<Value = RandomCase> {
    let talk = (0..18i64, 1..6i64, 0..3u8, prop::option::weighted(0.3, 0..4u8), 0..5u8, 0..40u8);
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
                cancelled: dice < 2,
                sold_out: dice == 2,
            })
            .collect::<Vec<RandomTalk>>()
    });
    let ids = || prop::collection::vec(0..10u32, 0..6);
    let commitment = prop::option::weighted(0.2, (0..24i64, 1..4i64));
    let here = prop::option::weighted(0.2, (0..6i64, 14..22i64));
    let unwanted = |ids: u32| prop::collection::vec(0..ids, 0..2);
    (talks, ids(), unwanted(12), unwanted(30), commitment, here).prop_map(
        |(talks, must_see, never, hidden, commitment, here)| RandomCase {
            talks,
            must_see,
            never,
            hidden,
            commitment,
            here,
            rules: RandomRules::default(),
            sets: RandomSets::default(),
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
                sold_out: false,
            })
            .collect(),
        must_see: Vec::new(),
        never: Vec::new(),
        hidden: Vec::new(),
        commitment: None,
        here: None,
        rules: RandomRules::default(),
        sets: RandomSets::default(),
    })
}

/// What talks may be about.
const TOPICS: [&str; 2] = ["rust", "bread"];

/// A title that is like no other.
fn title(id: u32) -> String {
    const WORDS: [&str; 26] = [
        "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india",
        "juliett", "kilo", "lima", "mike", "november", "oscar", "papa", "quebec", "romeo",
        "sierra", "tango", "uniform", "victor", "whiskey", "xray", "yankee", "zulu",
    ];
    format!("{} {}", WORDS[id as usize % WORDS.len()], id)
}

/// The instant of a tick.
fn at(tick: i64) -> DateTime<Utc> {
    "2026-05-01T08:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(TICK * tick)
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
            let is_next = self.rules.pauses.sleep.is_some() && talk.id % 3 == 2;
            let start = talk.start + if is_next { DAY } else { 0 };
            let topic = self.topic(talk.id).map_or("", |topic| TOPICS[usize::from(topic)]);
            let title = format!("{} {topic}", title(talk.id));
            let mut event = Event::new(id, title, slot(start, talk.length));
            event.room = Some(Room::new(format!("R{}", talk.room)));
            event.repeats = talk.group.map(|group| format!("g{group}"));
            event.cancelled = talk.cancelled;
            event.sold_out = talk.sold_out;
            event.price = Price::read(&(talk.id % 3 * 2).to_string());
            event
        });
        let zone = Zone::named("UTC").unwrap();
        let (schedule, refused) =
            Schedule::new("Random".into(), None, zone, events.collect::<Vec<Event>>());
        assert!(refused.is_empty());
        let wishes = self.wishes_for(&schedule);
        (schedule, wishes)
    }

    /// The wishes for a schedule that has the case's ids.
    pub(crate) fn wishes_for(&self, schedule: &Schedule) -> Wishes {
        let ix_of: BTreeMap<String, EventIx> =
            schedule.iter().map(|(ix, event)| (event.id.to_string(), ix)).collect();
        let find = |id: &u32| ix_of.get(&format!("t{id}")).copied();
        let never = self.never.iter().filter_map(find).collect();
        let mut must_see: Vec<Vec<EventIx>> = Vec::new();
        for ix in self.must_see.iter().filter_map(find) {
            // Some ask for a session, the others for this performance of it.
            let id = schedule.event(ix).id.as_str();
            let is_session = id.ends_with(['0', '2', '4', '6', '8']);
            let talk = if is_session { schedule.occurrences(ix) } else { vec![ix] };
            let is_on = |event: &Event| !event.cancelled && !event.sold_out;
            let possible = |ix: &EventIx| is_on(schedule.event(*ix));
            if !must_see.contains(&talk) && talk.iter().any(possible) {
                must_see.push(talk);
            }
        }
        let never: BTreeSet<EventIx> = never;
        let can_be = |talk: &Vec<EventIx>| {
            talk.iter().any(|ix| !schedule.event(*ix).cancelled && !never.contains(ix))
        };
        let talks = |ids: &[u32]| -> Vec<Vec<EventIx>> {
            let mut talks: Vec<Vec<EventIx>> = Vec::new();
            for talk in ids.iter().filter_map(find).map(|ix| schedule.occurrences(ix)) {
                if can_be(&talk) && !talks.contains(&talk) {
                    talks.push(talk);
                }
            }
            talks
        };
        // No agenda has talks without points for the sake of a quota.
        let rated = |events: Vec<EventIx>| -> Vec<EventIx> {
            let points = |ix: &EventIx| {
                let id = schedule.event(*ix).id.as_str();
                let has_points = |it: &RandomTalk| it.rating > 0 || self.topic(it.id).is_some();
                self.talks.iter().any(|talk| format!("t{}", talk.id) == id && has_points(talk))
            };
            events.into_iter().filter(points).collect()
        };
        let set = |ids: &[u32]| Some(talks(ids)).filter(|set| set.len() > 1);
        let one_of = set(&self.sets.one_of);
        must_see.extend(one_of.iter().map(|set| set.concat()));
        let quotas = self.sets.quota.iter().map(|(ids, least, more)| Quota {
            name: "of these".into(),
            members: Members::Events(rated(talks(ids).concat())),
            least: *least,
            most: more.map(|more| least + more),
        });
        let quotas = quotas.collect();
        let one_of = one_of.into_iter().collect();
        let all_of = set(&self.sets.all_of).into_iter().collect();
        let want = talks(&self.sets.want);
        let rating = |id: &u32| self.talks.iter().find(|talk| talk.id == *id).map(|t| t.rating);
        let mut wishes = Wishes {
            name: "Random".into(),
            interests: self.interests(),
            variety: [Variety::None, Variety::Some, Variety::Much][usize::from(self.sets.variety)],
            must_see,
            want,
            one_of,
            all_of,
            quotas,
            never: never.clone(),
            hidden: self
                .hidden
                .iter()
                .filter_map(find)
                .map(|ix| (ix, Hidden { by: Aspect::Language, what: None }))
                .collect(),
            ratings: self
                .talks
                .iter()
                .filter(|talk| self.topic(talk.id).is_none())
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
            breaks: self.breaks(),
            walking: self.walking(schedule),
            limits: Limits {
                talks_per_day: self.rules.talks_per_day,
                minutes_per_day: self.rules.ticks_per_day.map(|ticks| ticks * TICK),
                in_a_row: self
                    .rules
                    .in_a_row
                    .map(|(most, rest)| InARow { minutes: most * TICK, rest: rest * TICK }),
            },
            budgets: self
                .rules
                .budget
                .map(|cents| Price { cents, currency: None })
                .into_iter()
                .collect(),
            tolerance: Tolerance { late: self.rules.late * TICK, early: self.rules.early * TICK },
            ..Wishes::default()
        };
        for ix in self.sets.booked.iter().filter_map(find) {
            let stay = |ix: EventIx| wishes.stay(schedule, ix, schedule.event(ix).slot);
            let fits = wishes.booked.iter().all(|it| wishes.can_do_both(&stay(*it), &stay(ix)))
                && wishes.commitment_at(schedule, &stay(ix)).is_none();
            if fits && can_be(&vec![ix]) && !wishes.booked.contains(&ix) {
                wishes.booked.push(ix);
            }
        }
        let booked = wishes.booked.clone();
        wishes.all_of.retain(|talks| !talks.iter().flatten().any(|ix| booked.contains(ix)));
        wishes.pauses = self.pauses(schedule, &wishes);
        for (id, ticks) in self.sets.visit.iter() {
            let Some(talk) = find(id).map(|ix| schedule.occurrences(ix)) else { continue };
            let asked = wishes.must_see.iter().chain(&wishes.want).flatten().chain(&wishes.booked);
            let is_asked_for = asked
                .chain(wishes.one_of.iter().chain(&wishes.all_of).flatten().flatten())
                .any(|ix| talk.contains(ix));
            if can_be(&talk) && !is_asked_for {
                let (title, minutes) = ("show".to_owned(), ticks * TICK);
                wishes.drop_ins.push(DropIn { title, talk, minutes });
            }
        }
        wishes
    }

    fn pauses(&self, schedule: &Schedule, wishes: &Wishes) -> Pauses {
        let RandomPauses { gap, after, arrive, sleep, .. } = &self.rules.pauses;
        let arrive_in_room = arrive.1;
        let id = |ix: EventIx| schedule.event(ix).id.as_str();
        let after = schedule.iter().map(|(ix, _)| ix).filter_map(|ix| {
            let (talk, pause) = after.as_ref()?;
            (id(ix) == format!("t{talk}")).then_some((ix, pause * TICK))
        });
        let arrive = schedule.iter().filter_map(|(ix, event)| {
            let in_room = event.room.as_ref().is_some_and(|room| room.as_str() == "R0");
            let must = wishes.must_see.iter().flatten().chain(&wishes.booked).any(|it| *it == ix);
            let early = [(must, arrive.0), (in_room, arrive.1)];
            let early =
                early.into_iter().filter(|(is, _)| *is).map(|(_, early)| early * TICK).max();
            Some((ix, early.filter(|early| *early > 0)?))
        });
        Pauses {
            least: gap * TICK,
            after: after.collect(),
            arrive: arrive.collect(),
            sleep: sleep.map_or(0, |sleep| sleep * TICK),
            rooms: (arrive_in_room > 0)
                .then(|| (Room::new("R0"), arrive_in_room * TICK))
                .into_iter()
                .collect(),
        }
    }

    fn topic(&self, id: u32) -> Option<u8> {
        self.sets.topics.get(id as usize).copied().flatten()
    }

    /// Those in all topics, where some talk has one; the second weighs half as much.
    fn interests(&self) -> Vec<Interest> {
        if self.sets.topics.is_empty() {
            return Vec::new();
        }
        let mut interests = TOPICS.map(Interest::new);
        interests[1].weight = Weight::Number(0.5);
        interests.to_vec()
    }

    fn breaks(&self) -> Vec<Break> {
        let breaks = self.rules.breaks.iter();
        breaks
            .map(|&(length, from, to, room)| Break {
                name: "pause".into(),
                minutes: TICK * length,
                between: (at(from).time(), at(to).time()),
                zone: None,
                worth: (self.sets.worth && length == 2).then_some(250),
                // The last one is of no talk.
                room: (room < 4).then(|| Room::new(format!("R{room}"))),
            })
            .collect()
    }

    fn walking(&self, schedule: &Schedule) -> Walking {
        let (default, first) = self.rules.walking;
        let walk = Walk { rooms: ("R0".into(), "R1".into()), minutes: first * TICK };
        let again = ("R1".to_owned(), "R1".to_owned());
        let inside = Walk { rooms: again, minutes: self.rules.pauses.inside * TICK };
        let (default, between) = (default * TICK, vec![walk, inside]);
        let rules = WalkingRules { default, between, ..WalkingRules::none() };
        let rooms = schedule.events().iter().map(|event| event.room.clone());
        let of_breaks = self.breaks().into_iter().map(|it| it.room);
        Walking::new(&rules, rooms.chain(of_breaks).chain([None]))
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
        Solved::scored(schedule, wishes, scores)
    }

    pub(crate) fn scored(schedule: Schedule, wishes: Wishes, scores: Scores) -> Solved {
        let model = Model::build(&schedule, &wishes, &scores);
        let selection = solve(&model, deadline());
        Solved { schedule, wishes, scores, model, selection }
    }

    pub(crate) fn agenda(&self) -> Agenda {
        assemble(&self.checked(), Depth::FULL, deadline())
    }

    /// As the library has it.
    pub(crate) fn checked(&self) -> solved::Solved<'_> {
        let Solved { schedule, wishes, scores, model, selection } = self;
        solved::Solved::checked(schedule, wishes, scores, model, selection).unwrap()
    }

    /// What the selection says.
    pub(crate) fn claim(&self) -> Claim {
        Claim::new(&self.model, &self.selection)
    }

    /// What the independent check says of a claim.
    pub(crate) fn broken(&self, claim: &Claim) -> Vec<Broken> {
        broken(&self.schedule, &self.wishes, &self.scores, claim)
    }

    /// What it says of the claim with one event more.
    pub(crate) fn broken_with(&self, event: EventIx) -> Vec<Broken> {
        let mut claim = self.claim();
        claim.visits.push(Visit { event, late: 0, early: 0 });
        self.broken(&claim)
    }

    /// Whether a break finds its time on a day.
    pub(crate) fn keeps_break(&self, wish: usize, day: NaiveDate) -> bool {
        let it = Item::Break { wish, day };
        self.selection.chosen.iter().any(|&i| self.model.candidates()[i].item == it)
    }

    /// The chosen ids, sorted.
    pub(crate) fn ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = self
            .selection
            .events
            .iter()
            .map(|&ix| self.schedule.event(ix).id.to_string())
            .collect();
        ids.sort();
        ids
    }
}
