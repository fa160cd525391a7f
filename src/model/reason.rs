//! Why a talk is not in an agenda: one type from the model to the agenda file and its sentences.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::profile::Hidden;

/// What stands against a talk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum Reason {
    /// A chosen talk at the same time.
    Overlap {
        /// The chosen talk's id.
        id: String,
        /// The chosen talk's title.
        title: String,
    },
    /// A chosen talk that is too far away for the time between.
    TooFar {
        /// The chosen talk's id.
        id: String,
        /// The chosen talk's title.
        title: String,
        /// Minutes of the walk.
        walk: i64,
    },
    /// A break of the profile at that time.
    Break {
        /// The break's name, with its day where it is one break of a conflict.
        title: String,
    },
    /// A commitment of the profile at that time.
    Commitment {
        /// What the profile calls it.
        title: String,
    },
    /// As many talks or hours as the profile allows on its day.
    DayFull {
        /// The day.
        day: NaiveDate,
    },
    /// Another talk of those of which one is enough.
    OneOf {
        /// The chosen talk's title.
        title: String,
    },
    /// As many talks of a kind as the profile allows.
    AtMost {
        /// How many.
        count: i64,
        /// Which these are, for after a number of talks: `in the track Cloud`.
        of: String,
    },
    /// Another talk cannot be attended that goes with it.
    Incomplete {
        /// That talk's title.
        title: String,
    },
    /// The profile's limit of talks per day.
    TalksPerDay,
    /// The profile's limit of hours per day.
    HoursPerDay,
    /// It would cost more than is left of the profile's budget.
    Budget,
    /// No ticket is left.
    SoldOut,
    /// The person is not there at that time.
    Away,
    /// The conference cancelled it.
    Cancelled,
    /// The profile excludes it.
    Never,
    /// The profile leaves it out for what it is.
    Hidden(Hidden),
    /// It has no points.
    NoPoints,
    /// Nothing: the search ran out of time.
    NotReached,
}

impl Reason {
    /// The id of the chosen talk that stands against it, if one does.
    pub fn rival(&self) -> Option<&str> {
        match self {
            Reason::Overlap { id, .. } | Reason::TooFar { id, .. } => Some(id),
            Reason::Break { .. }
            | Reason::Commitment { .. }
            | Reason::DayFull { .. }
            | Reason::OneOf { .. }
            | Reason::AtMost { .. }
            | Reason::Incomplete { .. }
            | Reason::TalksPerDay
            | Reason::HoursPerDay
            | Reason::Budget
            | Reason::SoldOut
            | Reason::Away
            | Reason::Cancelled
            | Reason::Never
            | Reason::Hidden(_)
            | Reason::NoPoints
            | Reason::NotReached => None,
        }
    }

    /// The chosen talk's title and the minutes of the walk, where that is too long.
    pub fn walk(&self) -> Option<(&str, i64)> {
        if let Reason::TooFar { title, walk, .. } = self { Some((title, *walk)) } else { None }
    }

    /// The day that is full, where one is.
    pub fn day(&self) -> Option<NaiveDate> {
        if let Reason::DayFull { day } = self { Some(*day) } else { None }
    }

    /// Whether it is a rule about when and where the person can be, so that it may no longer hold
    /// once the talk has moved.
    pub fn is_about_presence(&self) -> bool {
        match self {
            Reason::Commitment { .. } | Reason::Away => true,
            Reason::Overlap { .. }
            | Reason::TooFar { .. }
            | Reason::Break { .. }
            | Reason::DayFull { .. }
            | Reason::OneOf { .. }
            | Reason::AtMost { .. }
            | Reason::Incomplete { .. }
            | Reason::TalksPerDay
            | Reason::HoursPerDay
            | Reason::Budget
            | Reason::SoldOut
            | Reason::Cancelled
            | Reason::Never
            | Reason::Hidden(_)
            | Reason::NoPoints
            | Reason::NotReached => false,
        }
    }
}
