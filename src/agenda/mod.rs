//! Solved -> Agenda: the answer, owned, in the form in which it is saved and compared.
//!
//! ```text
//! Solved --assemble--> Agenda --finished--> Agenda --render::json--> file --read--> Agenda
//! Solved + a talk --standing--> Standing: what `attend why` says
//! ```
//!
//! The fields are the agenda file's (format 1). Nothing refers to the schedule: a saved agenda can
//! be read, compared and replanned without it. So
//!
//! - **a field** is filled in `assemble.rs`; if it has a time or a number, `times.rs` or `faults.rs`
//!   has to know it, since a file may say anything;
//! - **a reason** why a talk is missed, and what can be done about a conflict, are those of
//!   [`model`](crate::model) and [`explain`](crate::explain), and are in the file as they are;
//! - **what a replanned agenda takes over** is its [`History`], set once, by [`Agenda::finished`];
//! - **a sentence** is none of its business, but [`render`](crate::render)'s.

mod assemble;
mod coverage;
mod faults;
mod known;
mod read;
mod standing;
mod times;

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::profile::{Additions, Head};
use crate::schedule::{DAY_CHANGE, Schedule, Slot};
use crate::score::Scored;
use crate::source::ColumnHint;
use crate::walking::Walking;

// The agenda file holds these as they are.
pub use crate::explain::{Conflict, WayOut};
pub use crate::model::{Cost, Loss, Reason};
pub use crate::schedule::Place;

pub use assemble::{Depth, assemble, assemble_beside, missed_minutes};
pub use known::Known;
pub use read::{MAX_BYTES, SAVE_ONE, looks_like, read};
pub use standing::{Otherwise, Standing, alternatives, standing};

/// A time without anything that is shorter is not worth a word.
const SHORT_GAP: TimeDelta = TimeDelta::minutes(20);

/// The number of the file format.
pub const FORMAT: u32 = 1;

/// One person's agenda at one conference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agenda {
    /// The format's number.
    pub attend: u32,
    /// For which schedule it was made.
    pub schedule: About,
    /// For whose wishes.
    pub profile: String,
    /// How good it is known to be.
    pub proof: Certificate,
    /// The sum of points, after what variety takes off.
    pub points: i64,
    /// The points of as many of the best talks, if none clashed.
    #[serde(default)]
    pub favourites: i64,
    /// What each interest gets, in the order of the profile.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coverage: Vec<Covered>,
    /// The sum before, where it takes something off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before_variety: Option<i64>,
    /// Why there is nothing in it, or nothing for the interests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lack: Option<Lack>,
    /// What the talks cost, where the schedule has prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tickets: Option<Tickets>,
    /// The walks, where they are a guess.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub walks: Option<Walks>,
    /// What to see, in order.
    pub talks: Vec<Talk>,
    /// For each gap in which something is on, what has the most points of that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nearest: Vec<Nearest>,
    /// Fixed appointments, in order.
    pub commitments: Vec<Appointment>,
    /// Breaks that were planned, in order.
    pub breaks: Vec<Appointment>,
    /// Talks with points that are not in it, must-sees first, then by points.
    pub missed: Vec<Missed>,
    /// Other agendas that are really different, the best first, where they were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Otherwise>,
    /// Must-sees, breaks and rules that cannot hold together.
    pub conflicts: Vec<Conflict>,
    /// What was odd on the way.
    pub warnings: Vec<String>,
    /// How many agendas it replaced, one after the other.
    #[serde(default)]
    pub sequence: u32,
    /// The ids of talks that every new agenda holds.
    #[serde(default)]
    pub pins: Vec<String>,
    /// The ids of talks that no new agenda may hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<String>,
    /// Talks of the agendas before it that it does not hold.
    #[serde(default)]
    pub dropped: Vec<Place>,
    /// What the schedule was read from, as the user named it; none for the default one.
    #[serde(default)]
    pub source: Option<String>,
    /// What the profile was read from, as the user named it; none for the default one.
    #[serde(default)]
    pub wishes: Option<String>,
    /// Wishes beside the profile's, which the options gave.
    #[serde(default, skip_serializing_if = "Additions::is_empty")]
    pub added: Additions,
    /// What the options said of the schedule.
    #[serde(default, skip_serializing_if = "Said::is_empty")]
    pub said: Said,
    /// The events that it depends on.
    #[serde(default)]
    pub known: Vec<Known>,
    /// The hashes of the ids of all other events of the schedule.
    #[serde(default)]
    pub others: String,
    /// What was odd when it was read; it is told then, and not saved.
    #[serde(skip)]
    pub noted: Vec<String>,
}

/// What only a saved agenda has, and what it hands on to the one that replaces it; its fields are
/// the agenda's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// How many agendas it replaced.
    pub sequence: u32,
    /// The ids of pinned talks.
    pub pins: Vec<String>,
    /// The ids of skipped talks.
    pub skipped: Vec<String>,
    /// Talks of the agendas before it that it does not hold.
    pub dropped: Vec<Place>,
    /// What schedule and wishes were read from.
    pub files: Files,
}

/// What a schedule and a profile were read from, as the user named them, and the wishes of options.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// The schedule's file or address; none for the default one.
    pub schedule: Option<String>,
    /// The profile's file; none for the default one.
    pub profile: Option<String>,
    /// Wishes that are in no file.
    pub added: Additions,
    /// What options said of the schedule.
    pub said: Said,
}

/// What options said of a schedule that does not say it itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Said {
    /// Its zone, or the one to show its times in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// The year of its dates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// The date of its first day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_day: Option<NaiveDate>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What some of its columns hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ColumnHint>,
}

impl From<Said> for Head {
    fn from(said: Said) -> Head {
        let Said { timezone, year, first_day, .. } = said;
        Head { schedule: None, timezone, year, first_day }
    }
}

impl Said {
    fn is_empty(&self) -> bool {
        *self == Said::default()
    }
}

/// What the talks of an agenda cost, with the currency where the schedule gives one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tickets {
    /// All of them together, in the currency of the budget or of most prices.
    pub cost: String,
    /// What they may cost, where the profile says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<String>,
    /// What those cost that are to be paid for in other currencies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
}

/// What an interest gets of an agenda.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Covered {
    /// Its name in the profile.
    pub interest: String,
    /// How many of the chosen talks it alone would make worth the way.
    pub talks: usize,
    /// Of how many of those that can be attended at all.
    pub of: usize,
    /// Its share of the time in talks, from 0 to 1: that of a talk divides as its points do.
    pub share: f64,
    /// Where it has none, what costs least to add.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cheapest: Option<Instead>,
}

/// Walks that were guessed from the names of rooms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walks {
    /// Minutes between two buildings.
    pub minutes: i64,
    /// The buildings.
    pub buildings: Vec<String>,
    /// Whether these are addresses, which may be anywhere in a town.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub addresses: bool,
}

impl Walks {
    /// What was guessed of some walks, if anything was.
    pub fn guessed(walking: &Walking) -> Option<Walks> {
        let buildings: Vec<String> = walking.guessed().into_iter().map(str::to_owned).collect();
        let minutes = walking.rules().buildings.minutes().filter(|_| !buildings.is_empty())?;
        Some(Walks { minutes, buildings, addresses: walking.are_addresses() })
    }
}

/// Which schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The conference.
    pub title: String,
    /// The version's label.
    pub version: Option<String>,
    /// The zone of the times.
    pub timezone: String,
    /// Whether nothing says in which zone they are.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub timezone_unknown: bool,
}

impl About {
    /// Of a schedule.
    pub fn of(schedule: &Schedule) -> About {
        About {
            title: schedule.title().to_owned(),
            version: schedule.version().map(ToOwned::to_owned),
            timezone: schedule.zone().to_string(),
            timezone_unknown: schedule.zone_is_guess(),
        }
    }
}

/// How good an agenda is known to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Certificate {
    /// Whether it is proven.
    pub status: Status,
    /// No agenda that keeps as many must-sees has more points.
    pub bound: i64,
    /// How far the points may be from the best, as a part of the bound.
    pub gap: f64,
}

/// Why an agenda is empty, or holds nothing for the interests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lack {
    /// The schedule has no events.
    Events,
    /// The profile likes nothing.
    Interests,
    /// No talk matches an interest.
    Matches,
    /// No talk matches an interest and is shown.
    Shown,
    /// No talk that matches has as many points as the profile's minimum.
    Slight,
    /// No talk that matches can be attended.
    Attendable,
}

/// Whether an agenda is proven to be the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// No agenda is better.
    Optimal,
    /// There is nothing in it, which is nobody's best.
    Empty,
    /// The search ran out of time.
    BestFound,
    /// It is the best of those that change as little as was asked for.
    LeastChange,
    /// It is part of a plan for a group, for which it gives something up.
    Group,
}

/// A chosen talk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    /// The event's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When it starts, with the conference's offset.
    pub start: DateTime<FixedOffset>,
    /// When it ends.
    pub end: DateTime<FixedOffset>,
    /// Where.
    pub room: Option<String>,
    /// The organisers' track.
    pub track: Option<String>,
    /// What it is worth.
    pub points: i64,
    /// How many of these count beside what else its interests get, where not all do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<i64>,
    /// Whether it is booked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub booked: bool,
    /// Whether the profile demands it.
    pub must_see: bool,
    /// Why it has its points.
    pub because: Vec<Because>,
    /// Points that the agenda loses without it; none when that costs a must-see or a break, or is
    /// not known.
    #[serde(default)]
    pub price: Option<i64>,
    /// What it loses by level, where something that comes before points is lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub costs: Option<Cost>,
    /// Whether the price is exact; else it is at least this, or not known.
    #[serde(default)]
    pub exact: bool,
    /// What else is on at that time, the cheapest first.
    pub alternatives: Vec<Instead>,
    /// Minutes missed at its beginning.
    pub late: i64,
    /// Minutes missed at its end.
    pub early: i64,
    /// Whether one only drops in between these.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub drop_in: bool,
    /// For whom of a group one hears it, who has no interest in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scout_for: Vec<String>,
    /// What the schedule did not say and was inferred.
    pub inferred: Vec<Cow<'static, str>>,
    /// The id by which calendars know it, where the schedule gave it another one since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<String>,
}

/// A talk with too few points to be planned, in time that is free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nearest {
    /// Which one.
    #[serde(flatten)]
    pub talk: Place,
    /// Its points.
    pub points: i64,
}

/// One reason for points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Because {
    /// The profile's keyword.
    pub keyword: String,
    /// Where it was found.
    pub field: Cow<'static, str>,
    /// What it gave.
    pub points: i64,
}

/// What could be seen instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instead {
    /// The event's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where.
    pub room: Option<String>,
    /// What it is worth.
    pub points: i64,
    /// Points that the whole agenda loses with it; none when it costs a must-see.
    pub price: Option<i64>,
    /// What it loses by level, where something that comes before points is lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub costs: Option<Cost>,
    /// Whether the price is exact; else it is at least this.
    pub exact: bool,
}

/// A fixed appointment or a break.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// What it is.
    pub title: String,
    /// When it starts.
    pub start: DateTime<FixedOffset>,
    /// When it ends.
    pub end: DateTime<FixedOffset>,
    /// Where.
    pub room: Option<String>,
    /// The points for which a break may be given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<i64>,
}

/// A talk that is not in the agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    /// The event's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When it starts.
    pub start: DateTime<FixedOffset>,
    /// When it ends.
    pub end: DateTime<FixedOffset>,
    /// Where.
    pub room: Option<String>,
    /// What it is worth.
    pub points: i64,
    /// Whether the profile demands it.
    pub must_see: bool,
    /// Whether it can be watched later.
    #[serde(default)]
    pub recorded: bool,
    /// Why it is missed.
    pub why: Vec<Reason>,
    /// Points that the agenda loses with it; none when it cannot be had or costs a must-see.
    pub price: Option<i64>,
    /// What it loses by level, where something that comes before points is lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub costs: Option<Cost>,
    /// Whether the price is exact; else it is at least this.
    pub exact: bool,
}

impl Agenda {
    /// The breaks with their slots.
    pub fn break_slots(&self) -> impl Iterator<Item = (&str, Slot)> {
        let slot = |it: &Appointment| Slot::new(it.start.to_utc(), it.end.to_utc());
        self.breaks.iter().filter_map(move |it| Some((it.title.as_str(), slot(it)?)))
    }

    /// From when to when there is nothing between the first and the last thing of a day, if for long
    /// enough.
    pub fn gaps(&self) -> Vec<(DateTime<FixedOffset>, DateTime<FixedOffset>)> {
        let others = self.commitments.iter().chain(&self.breaks).map(|it| (it.start, it.end));
        let mut busy: Vec<_> = self.talks.iter().map(|it| (it.from(), it.to())).collect();
        busy.extend(others);
        busy.sort_unstable();
        let mut gaps = Vec::new();
        let mut free_from: Option<DateTime<FixedOffset>> = None;
        for (start, end) in busy {
            if let Some(from) = free_from
                && conference_day(from) == conference_day(start)
                && start - from >= SHORT_GAP
            {
                gaps.push((from, start));
            }
            free_from = free_from.max(Some(end));
        }
        gaps
    }
}

impl Talk {
    /// When one comes to it.
    pub fn from(&self) -> DateTime<FixedOffset> {
        self.start + TimeDelta::minutes(self.late)
    }

    /// When one leaves it.
    pub fn to(&self) -> DateTime<FixedOffset> {
        self.end - TimeDelta::minutes(self.early)
    }

    /// The conference day it belongs to.
    pub fn day(&self) -> NaiveDate {
        conference_day(self.start)
    }
}

/// The conference day of a local time: the small hours belong to the day before.
pub fn conference_day(time: DateTime<FixedOffset>) -> NaiveDate {
    let since_change = DAY_CHANGE.signed_duration_since(NaiveTime::MIN);
    (time.naive_local() - since_change).date()
}

/// The evidence of a score in the form of outputs.
pub fn because(scored: &Scored) -> Vec<Because> {
    scored
        .evidence
        .iter()
        .map(|evidence| Because {
            keyword: evidence.keyword.clone(),
            field: evidence.source.name().into(),
            points: evidence.points,
        })
        .collect()
}
