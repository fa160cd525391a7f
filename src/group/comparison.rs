//! What a comparison says: owned, in the form of the outputs. The fields' names are the JSON's keys.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use crate::agenda::{About, Certificate, Place, Walks};

use super::free::Meeting;
use super::one::Fairest;
use super::reasons::Sacrifice;
use super::wants::{Contest, Deputy};

/// A group at a conference, compared.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// Which schedule.
    pub schedule: About,
    /// What was planned for.
    pub aim: Target,
    /// How good that is known to be; where the aim counts a share, the bound is in parts of
    /// [`WHOLE`](super::WHOLE).
    pub proof: Certificate,
    /// The fairest agenda for all, where this is one and leaves somebody much less.
    pub fairest: Option<Fairest>,
    /// The members, as they were named.
    pub members: Vec<Person>,
    /// Talks that somebody sees, in order, with all who do.
    pub talks: Vec<Shared>,
    /// Talks in which all are together, by id.
    pub all_see: Vec<String>,
    /// For each pair what they share.
    pub pairs: Vec<Pair>,
    /// Talks at the same time in different rooms, for each two of them who is where.
    pub apart: Vec<Apart>,
    /// When somebody would like to be at several talks, in order, and who goes where.
    pub contests: Vec<Contest>,
    /// Talks with points for somebody that nobody sees, those worth most first.
    pub unseen: Vec<Unseen>,
    /// Talks that somebody idle hears for others, in order.
    pub for_others: Vec<ForOthers>,
    /// When all are free at once, and where they could meet.
    pub meetings: Vec<Meeting>,
    /// The walks, where they are a guess for anybody.
    pub walks: Option<Walks>,
}

/// What was planned for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Target {
    /// The name of the aim.
    pub name: &'static str,
    /// What each pair at one event was worth.
    pub bonus: Option<i64>,
    /// Whether it is one agenda for all.
    pub always_together: bool,
    /// What the aim counts: `points`, `pairs` or `share`.
    pub counts: &'static str,
    /// The number, a share as a part of one.
    pub worth: f64,
    /// What each pair at one meal was worth.
    pub meal_bonus: Option<i64>,
    /// Whether the members agreed who goes where.
    pub agreed: bool,
    /// Where talks count once, how many must-sees are heard, and how many there are.
    pub must_sees: Option<(usize, usize)>,
}

/// A member with what the plan is for him or her.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    /// The name.
    pub name: String,
    /// A tag as short as tells the members apart.
    pub tag: String,
    /// Whether it is a saved agenda, which stays as it is.
    pub fixed: bool,
    /// The sum of points.
    pub points: i64,
    /// The points of the own best.
    pub alone: i64,
    /// Points lost against the own best.
    pub loss: i64,
    /// The same as a part of the own best, in percent.
    pub loss_percent: f64,
    /// How many talks.
    pub talks: usize,
    /// How many must-sees are seen.
    pub must_sees_kept: usize,
    /// Titles of those that are not.
    pub must_sees_missed: Vec<String>,
    /// All that is in the agenda, in order.
    pub agenda: Vec<Entry>,
    /// When the member is at the conference, where that is limited.
    pub here: Vec<Span>,
    /// What was given up for the aim, and for what.
    pub sacrifices: Vec<Sacrifice>,
    /// What this version of the schedule has made of a saved agenda's talks.
    pub strays: Vec<Lost>,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// From when.
    pub from: DateTime<FixedOffset>,
    /// To when.
    pub to: DateTime<FixedOffset>,
}

/// Something in a member's agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What it is.
    #[serde(flatten)]
    pub what: What,
    /// When the member comes.
    pub from: DateTime<FixedOffset>,
    /// When the member leaves.
    pub to: DateTime<FixedOffset>,
    /// Where.
    pub room: Option<String>,
}

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum What {
    /// A talk.
    Talk {
        /// The event's id.
        id: String,
        /// Its title.
        title: String,
        /// What it is worth to the member.
        points: i64,
        /// Whether the member demands it.
        must_see: bool,
    },
    /// A fixed appointment.
    Commitment {
        /// What it is.
        title: String,
    },
    /// A break.
    Break {
        /// What it is for.
        title: String,
    },
}

/// A talk with all who see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shared {
    /// The talk.
    #[serde(flatten)]
    pub place: Place,
    /// Who sees it, by place among the members.
    pub who: Vec<usize>,
    /// Whose must-see it is.
    pub must_see_of: Vec<usize>,
}

/// What two members share.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// The one.
    pub a: usize,
    /// The other.
    pub b: usize,
    /// Talks that both see.
    pub talks: usize,
    /// Minutes that they are in them together.
    pub minutes: i64,
    /// The talks that both see as a part of those that either sees (the Jaccard index).
    pub jaccard: f64,
    /// Minutes in which they are in different talks.
    pub minutes_apart: i64,
}

/// Two talks at one time, and who is in which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Apart {
    /// From when they run both.
    pub from: DateTime<FixedOffset>,
    /// Until when.
    pub to: DateTime<FixedOffset>,
    /// The one, by place among the talks.
    pub a: usize,
    /// The other.
    pub b: usize,
}

/// A talk that somebody wants and nobody sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unseen {
    /// The talk.
    #[serde(flatten)]
    pub place: Place,
    /// Who wants it, with the points, the most first.
    pub wanted: Vec<Wanted>,
    /// Who could go.
    pub deputy: Option<Deputy>,
}

/// A talk that somebody hears for others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ForOthers {
    /// The talk.
    #[serde(flatten)]
    pub place: Place,
    /// Who hears it, by place among the members.
    pub by: usize,
    /// Who wants it, with the points, the most first.
    pub wanted: Vec<Wanted>,
}

/// Who wants a talk, and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Wanted {
    /// Who, by place among the members.
    pub by: usize,
    /// The points.
    pub points: i64,
}

/// A talk of a saved agenda that is not where it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lost {
    /// Its title.
    pub title: String,
    /// From when in the agenda.
    pub was: DateTime<FixedOffset>,
    /// Where in the agenda.
    pub was_in: Option<String>,
    /// From when now; nothing if it is cancelled or gone.
    pub now: Option<DateTime<FixedOffset>>,
    /// Where now.
    pub now_in: Option<String>,
    /// `moved`, `cancelled` or `gone`.
    pub what: &'static str,
}
