//! Instances: times, rooms, points and rules, without any texts. They are made here from a seed or
//! from a real conference, and written as JSON for other solvers.

use std::path::Path;

use attend::model::Model;
use attend::profile::{Break, Limits, Wishes};
use attend::schedule::{Event, EventId, EventIx, Room, Schedule, Slot, Zone};
use attend::score::{Index, Scores};
use attend::source::{Hints, read};
use attend::walking::{Walk, Walking, WalkingRules};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::numbers::numbers;

/// The points of all talks of an instance.
#[derive(Clone, Copy)]
pub(crate) enum Points {
    /// Each talk has some, 1 to 1000, as if scored by keywords.
    Interest,
    /// Six of ten have none, the others 10 to 100 in tens, as if rated by hand.
    Rated,
}

/// Something to be solved.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Instance {
    /// What it is called.
    pub(crate) name: String,
    /// Minutes between two different rooms, by their areas.
    pub(crate) walking: Vec<Vec<i64>>,
    /// A time to be kept free each day.
    pub(crate) lunch: Option<Lunch>,
    /// At most so many talks each day.
    pub(crate) talks_per_day: Option<i64>,
    /// By place in `talks`: each group has to have one of its talks chosen.
    pub(crate) must_see: Vec<Vec<usize>>,
    /// What there is.
    pub(crate) talks: Vec<Talk>,
}

/// So many minutes somewhere in a window of each day, in minutes of the day.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Lunch {
    minutes: i64,
    from: i64,
    to: i64,
}

/// One talk at one time.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Talk {
    points: i64,
    /// The day, counted from zero.
    day: i64,
    /// Minutes from the first day's midnight.
    from: i64,
    to: i64,
    room: usize,
    area: usize,
    /// Talks of the same show are the same talk at several times.
    show: usize,
}

const MINUTES_PER_DAY: i64 = 24 * 60;

/// A conference from a seed.
pub(crate) struct Synthetic {
    pub(crate) days: i64,
    pub(crate) shows: usize,
    pub(crate) performances: usize,
    pub(crate) rooms: usize,
    pub(crate) areas: usize,
    /// The lengths that a show may have.
    pub(crate) lengths: &'static [i64],
    /// A show is always at the same time of day and in the same room, as in a theatre.
    pub(crate) in_series: bool,
}

/// Four days of games: 20,000 of them.
pub(crate) const GAMES: Synthetic = Synthetic {
    days: 4,
    shows: 8_000,
    performances: 20_000,
    rooms: 300,
    areas: 12,
    lengths: &[60, 90, 120, 180, 240],
    in_series: false,
};

/// Twenty-five days of theatre: 70,000 performances.
pub(crate) const FESTIVAL: Synthetic = Synthetic {
    days: 25,
    shows: 3_500,
    performances: 70_000,
    rooms: 350,
    areas: 20,
    lengths: &[50, 55, 60, 60, 60, 70, 90],
    in_series: true,
};

impl Instance {
    /// The instance of a seed, without walks.
    pub(crate) fn synthetic(name: &str, shape: &Synthetic, points: Points, seed: u64) -> Instance {
        let mut number = numbers(seed);
        let mut below = |end: usize| (number() * end as f64) as usize;
        let shows: Vec<(i64, i64, i64, usize)> = (0..shape.shows)
            .map(|_| {
                let quarter = 15 * below(4 * 14) as i64;
                let length = shape.lengths[below(shape.lengths.len())];
                (points.draw(&mut below), 9 * 60 + quarter, length, below(shape.rooms))
            })
            .collect();
        let per_show = shape.performances / shape.shows;
        let talks = (0..shape.performances)
            .map(|at| {
                let show = if shape.in_series { at / per_show } else { below(shape.shows) };
                let (points, time, length, home) = shows[show];
                let (day, time, room) = if shape.in_series {
                    // A week has one day without a performance.
                    let run = (at % per_show) as i64;
                    (run + run / 6 + (show % 3) as i64, time, home)
                } else {
                    let day = below(shape.days as usize) as i64;
                    (day, 8 * 60 + 30 * below(2 * 14) as i64, below(shape.rooms))
                };
                let day = day % shape.days;
                let from = day * MINUTES_PER_DAY + time;
                let area = room % shape.areas;
                Talk { points, day, from, to: from + length, room, area, show }
            })
            .collect();
        Instance {
            name: name.to_owned(),
            walking: vec![vec![0; shape.areas]; shape.areas],
            lunch: None,
            talks_per_day: None,
            must_see: Vec::new(),
            talks,
        }
    }

    /// The times and rooms of a file of a conference, with points from a seed; none where the file
    /// is missing: it is no part of the repository.
    #[expect(clippy::disallowed_methods, reason = "a benchmark reads its files itself")]
    pub(crate) fn real(name: &str, file: &str, points: Points) -> Option<Instance> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(file);
        let schedule = read(&std::fs::read(path).ok()?, &Hints::default()).ok()?.schedule;
        let mut number = numbers(1);
        let mut below = |end: usize| (number() * end as f64) as usize;
        let days = schedule.days();
        let first = days.first()?.and_hms_opt(0, 0, 0)?;
        let mut rooms: Vec<Option<&Room>> =
            schedule.events().iter().map(|event| event.room.as_ref()).collect();
        rooms.sort_unstable();
        rooms.dedup();
        let mut shows: Vec<(i64, EventIx)> = Vec::new();
        let talks = schedule
            .iter()
            .map(|(ix, event)| {
                let minutes = |time: DateTime<Utc>| {
                    (schedule.zone().at(time).naive_local() - first).num_minutes()
                };
                let known = shows.iter().position(|&(_, other)| schedule.same_talk(ix, other));
                let show = known.unwrap_or_else(|| {
                    shows.push((points.draw(&mut below), ix));
                    shows.len() - 1
                });
                let day = schedule.day(event.slot.start());
                Talk {
                    points: shows[show].0,
                    day: days.iter().position(|&other| other == day).unwrap_or(0) as i64,
                    from: minutes(event.slot.start()),
                    to: minutes(event.slot.end()),
                    room: rooms.binary_search(&event.room.as_ref()).unwrap_or(0),
                    area: 0,
                    show,
                }
            })
            .collect();
        Some(Instance {
            name: name.to_owned(),
            walking: vec![vec![0]],
            lunch: None,
            talks_per_day: None,
            must_see: Vec::new(),
            talks,
        })
    }

    /// The same with so many minutes between rooms of one area, and between areas.
    #[must_use]
    pub(crate) fn walked(mut self, near: i64, far: i64) -> Instance {
        for (from, row) in self.walking.iter_mut().enumerate() {
            for (to, minutes) in row.iter_mut().enumerate() {
                *minutes = if from == to { near } else { far };
            }
        }
        self
    }

    /// The same with three quarters of an hour for lunch, six talks a day, and mornings off.
    #[must_use]
    pub(crate) fn ruled(mut self) -> Instance {
        self.lunch = Some(Lunch { minutes: 45, from: 12 * 60, to: 14 * 60 });
        self.talks_per_day = Some(6);
        self.talks.retain(|talk| talk.from % MINUTES_PER_DAY >= 10 * 60);
        self
    }

    /// The same with every tenth talk on once more, two hours later.
    #[must_use]
    pub(crate) fn repeated(mut self) -> Instance {
        let again = self.talks.iter().step_by(10).map(|talk| {
            let (from, to) = (talk.from + 120, talk.to + 120);
            Talk { from, to, ..talk.clone() }
        });
        self.talks.extend(again.collect::<Vec<Talk>>());
        self
    }

    /// The same with so many must-sees that all clash: the talks that go on at the fullest time.
    #[must_use]
    pub(crate) fn torn(mut self, number: usize) -> Instance {
        let at = |time: i64| {
            let on = |(_, talk): &(usize, &Talk)| talk.from <= time && time < talk.to;
            self.talks.iter().enumerate().filter(on).map(|(place, _)| place).collect::<Vec<_>>()
        };
        let fullest = self.talks.iter().map(|talk| at(talk.from)).max_by_key(Vec::len);
        self.must_see =
            fullest.unwrap_or_default().into_iter().take(number).map(|place| vec![place]).collect();
        self
    }

    /// The instance as this project's own types.
    pub(crate) fn inputs(&self) -> (Schedule, Wishes, Scores) {
        let day = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(20_000);
        let id = |place: usize| EventId::new(format!("t{place:06}"));
        let events = self.talks.iter().enumerate().map(|(place, talk)| {
            let (from, to) = (TimeDelta::minutes(talk.from), TimeDelta::minutes(talk.to));
            let slot = Slot::new(day + from, day + to).expect("it ends after it starts");
            let mut event = Event::new(id(place), format!("Talk {place}"), slot);
            event.room = Some(Room::new(format!("{:02}-{}", talk.area, talk.room)));
            event.repeats = Some(format!("s{}", talk.show));
            event
        });
        let zone = Zone::named("Etc/UTC").expect("it is known");
        let (schedule, _) = Schedule::new(self.name.clone(), None, zone, events.collect());
        let mut place_of = vec![None; self.talks.len()];
        for (ix, event) in schedule.iter() {
            let place: usize = event.id.as_str()[1..].parse().expect("made above");
            place_of[place] = Some(ix);
        }
        let ix_of = |place: usize| place_of[place].expect("all are there");
        let ratings = self.talks.iter().enumerate();
        let rule = |(a, b, minutes): (usize, usize, i64)| Walk {
            rooms: (format!("{a:02}-*"), format!("{b:02}-*")),
            minutes,
        };
        let areas = 0..self.walking.len();
        let between = areas.clone().flat_map(|a| areas.clone().map(move |b| (a, b)));
        let default = self.walking[0][0];
        let is_usual = self.walking.iter().flatten().all(|&minutes| minutes == default);
        let rules = WalkingRules {
            default,
            between: if is_usual {
                Vec::new()
            } else {
                between.map(|(a, b)| rule((a, b, self.walking[a][b]))).collect()
            },
            ..WalkingRules::none()
        };
        let time = |minutes: i64| NaiveTime::MIN + TimeDelta::minutes(minutes);
        let wishes = Wishes {
            name: self.name.clone(),
            ratings: ratings
                .map(|(place, talk)| (ix_of(place), talk.points as f64 / 10.0))
                .collect(),
            must_see: (self.must_see.iter())
                .map(|group| group.iter().map(|&place| ix_of(place)).collect())
                .collect(),
            breaks: (self.lunch.iter())
                .map(|lunch| Break {
                    room: None,
                    name: "lunch".into(),
                    minutes: lunch.minutes,
                    zone: None,
                    worth: None,
                    between: (time(lunch.from), time(lunch.to)),
                })
                .collect(),
            limits: Limits { talks_per_day: self.talks_per_day, ..Limits::default() },
            walking: Walking::new(&rules, schedule.events().iter().map(|event| event.room.clone())),
            recorded: 1.0,
            ..Wishes::default()
        };
        let scores = Index::new(&schedule).score(&wishes);
        (schedule, wishes, scores)
    }

    /// The instance as the solver gets it.
    pub(crate) fn model(&self) -> Model {
        let (schedule, wishes, scores) = self.inputs();
        Model::build(&schedule, &wishes, &scores)
    }
}

impl Points {
    fn draw(self, below: &mut impl FnMut(usize) -> usize) -> i64 {
        match self {
            Points::Interest => 1 + below(1000) as i64,
            Points::Rated if below(10) < 6 => 0,
            Points::Rated => 10 * (1 + below(10) as i64),
        }
    }
}
