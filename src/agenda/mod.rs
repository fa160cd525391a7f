//! Selection -> Agenda: the answer, owned, in the form in which it is saved and compared.
//!
//! Its fields are the agenda file's (format 1). It keeps no reference to the schedule: a saved
//! agenda can be read, compared and re-planned without it.

mod alternatives;
mod assemble;
mod clocks;
mod faults;
mod known;
mod read;
mod spans;
mod standing;
mod warnings;

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::schedule::DAY_CHANGE;
use crate::score::Scored;

pub use alternatives::alternatives;
pub(crate) use assemble::place;
pub use assemble::{assemble, assemble_beside};
pub use known::Known;
pub use read::{MAX_BYTES, read};
pub use standing::{Otherwise, Standing, standing};

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
    /// The sum of points.
    pub points: i64,
    /// What to see, in order.
    pub talks: Vec<Talk>,
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
    pub conflicts: Vec<Clash>,
    /// What was odd on the way.
    pub warnings: Vec<String>,
    /// How many agendas it replaced, one after the other.
    #[serde(default)]
    pub sequence: u32,
    /// The ids of talks that a new agenda has to hold if at all possible.
    #[serde(default)]
    pub pins: Vec<String>,
    /// Talks of the agendas before it that it does not hold.
    #[serde(default)]
    pub dropped: Vec<Place>,
    /// What the schedule was read from, as the user named it; none for the default one.
    #[serde(default)]
    pub source: Option<String>,
    /// What the profile was read from, as the user named it; none for the default one.
    #[serde(default)]
    pub wishes: Option<String>,
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

/// Which schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The conference.
    pub title: String,
    /// The version's label.
    pub version: Option<String>,
    /// The zone of the times.
    pub timezone: String,
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

/// Whether an agenda is proven to be the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// No agenda is better.
    Optimal,
    /// The search ran out of time.
    BestFound,
    /// It is the best of those that change as little as was asked for.
    LeastChange,
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
    /// Whether the profile demands it.
    pub must_see: bool,
    /// Why it has its points.
    pub because: Vec<Because>,
    /// Points that the agenda loses without it; none when that costs a must-see or a break, or is
    /// not known.
    #[serde(default)]
    pub price: Option<i64>,
    /// Whether the price is exact; else it is at least this, or not known.
    #[serde(default)]
    pub exact: bool,
    /// What else is on at that time, the cheapest first.
    pub alternatives: Vec<Instead>,
    /// Minutes missed at its beginning.
    pub late: i64,
    /// Minutes missed at its end.
    pub early: i64,
    /// What the schedule did not say and was inferred.
    pub inferred: Vec<Cow<'static, str>>,
    /// The id by which calendars know it, where the schedule gave it another one since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<String>,
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
    /// Why it is missed.
    pub why: Vec<Obstacle>,
    /// Points that the agenda loses with it; none when it cannot be had or costs a must-see.
    pub price: Option<i64>,
    /// Whether the price is exact; else it is at least this.
    pub exact: bool,
}

/// What stands against a talk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum Obstacle {
    /// A talk of the agenda at that time.
    Overlap {
        /// Its id.
        id: String,
        /// Its title.
        title: String,
    },
    /// A talk of the agenda that is too far away for the time between.
    TooFar {
        /// Its id.
        id: String,
        /// Its title.
        title: String,
        /// Minutes of the walk.
        walk: i64,
    },
    /// A break at that time.
    Break {
        /// What it is for.
        title: String,
    },
    /// A commitment at that time.
    Commitment {
        /// What it is.
        title: String,
    },
    /// As many talks or hours as a day may have.
    DayFull {
        /// The day.
        day: NaiveDate,
    },
    /// The number of talks that a day may have.
    TalksPerDay,
    /// The hours of talks that a day may have.
    HoursPerDay,
    /// The person is not there.
    Away,
    /// The conference called it off.
    Cancelled,
    /// The profile says never.
    Never,
    /// It has no points.
    NoPoints,
    /// The search ran out of time.
    NotReached,
}

/// Wishes and rules that cannot hold together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clash {
    /// What the agenda gives up.
    pub given_up: Loss,
    /// The must-sees of a smallest set; one that is given up comes first.
    pub events: Vec<Place>,
    /// The ids of those that the agenda keeps.
    pub kept: Vec<String>,
    /// The other parts of the set.
    pub because: Vec<Obstacle>,
    /// What could be done; the first is what the agenda does.
    pub ways_out: Vec<Way>,
}

/// A talk with its place and time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
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
}

/// One way to end a clash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// What is given up.
    pub give_up: Loss,
    /// Points lost against this agenda; negative when points are gained.
    pub price: i64,
    /// Titles of must-sees and breaks lost on top.
    pub also_lost: Vec<String>,
    /// Whether the agenda goes this way.
    pub taken: bool,
}

/// What a way out gives up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// A must-see, by title.
    Talk(String),
    /// A break, by name.
    Break(String),
    /// A commitment, by title.
    Commitment(String),
    /// Being away.
    Absence,
    /// The limit on talks of a day.
    TalksPerDay,
    /// The limit on hours of a day.
    HoursPerDay,
    /// The last minutes of a talk.
    Early {
        /// The talk's title.
        title: String,
        /// How many.
        minutes: i64,
    },
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
