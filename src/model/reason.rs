//! Why a talk is not in an agenda: one type from the model to the agenda file and its sentences.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::profile::{Hidden, Stay, Wishes};

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
    /// A chosen talk so close that the pause which the profile asks for does not fit between.
    Pause {
        /// The chosen talk's id.
        id: String,
        /// The chosen talk's title.
        title: String,
        /// Which pause.
        pause: Pause,
        /// Whether the chosen talk comes first.
        after: bool,
        /// Minutes between the two.
        minutes: i64,
        /// Minutes as wanted, the walk included.
        wanted: i64,
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
    /// The profile's pauses between talks.
    Gap,
    /// The time by which the profile wants to come early.
    Arrive,
    /// The profile's sleep between two days.
    Sleep,
    /// The profile's limit of hours in a row.
    HoursInARow,
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
    /// It has fewer points than make it worth the way.
    BelowMinimum {
        /// Its points.
        points: i64,
        /// The profile's minimum.
        minimum: i64,
    },
    /// Nothing: the search ran out of time.
    NotReached,
}

/// A pause that a profile asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pause {
    /// That after a talk.
    Gap,
    /// The time before a talk at which one is there.
    Arrive,
    /// A night's sleep.
    Sleep,
}

impl Reason {
    /// How a talk that is attended, with its id and title, stands against another one.
    pub(crate) fn rivalling(
        wishes: &Wishes,
        (id, title): (String, String),
        chosen: &Stay<'_>,
        it: &Stay<'_>,
    ) -> Reason {
        if chosen.slot.overlaps(it.slot) {
            return Reason::Overlap { id, title };
        }
        let after = chosen.slot <= it.slot;
        let (first, then) = if after { (chosen, it) } else { (it, chosen) };
        let minutes = (then.slot.start() - first.slot.end()).num_minutes();
        let walk = wishes.walking.minutes(first.room, then.room);
        if walk > minutes {
            return Reason::TooFar { id, title, walk };
        }
        let wanted = wishes.between(first, then);
        let pause = if wanted == first.margins.gap {
            Pause::Gap
        } else if first.margins.days.1 < then.margins.days.0 && wanted == wishes.pauses.sleep {
            Pause::Sleep
        } else {
            Pause::Arrive
        };
        Reason::Pause { id, title, pause, after, minutes, wanted }
    }

    /// The id of the chosen talk that stands against it, if one does.
    pub fn rival(&self) -> Option<&str> {
        match self {
            Reason::Overlap { id, .. } | Reason::TooFar { id, .. } | Reason::Pause { id, .. } => {
                Some(id)
            }
            Reason::Break { .. }
            | Reason::Commitment { .. }
            | Reason::DayFull { .. }
            | Reason::OneOf { .. }
            | Reason::AtMost { .. }
            | Reason::Incomplete { .. }
            | Reason::TalksPerDay
            | Reason::HoursPerDay
            | Reason::Budget
            | Reason::Gap
            | Reason::Arrive
            | Reason::Sleep
            | Reason::HoursInARow
            | Reason::SoldOut
            | Reason::Away
            | Reason::Cancelled
            | Reason::Never
            | Reason::Hidden(_)
            | Reason::NoPoints
            | Reason::BelowMinimum { .. }
            | Reason::NotReached => None,
        }
    }

    /// The chosen talk's title and the minutes that had to lie between, where that is the reason.
    pub fn minutes(&self) -> Option<(&str, i64)> {
        match self {
            Reason::TooFar { title, walk: minutes, .. }
            | Reason::Pause { title, wanted: minutes, .. } => Some((title, *minutes)),
            _ => None,
        }
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
            | Reason::Pause { .. }
            | Reason::Break { .. }
            | Reason::DayFull { .. }
            | Reason::OneOf { .. }
            | Reason::AtMost { .. }
            | Reason::Incomplete { .. }
            | Reason::TalksPerDay
            | Reason::HoursPerDay
            | Reason::Budget
            | Reason::Gap
            | Reason::Arrive
            | Reason::Sleep
            | Reason::HoursInARow
            | Reason::SoldOut
            | Reason::Cancelled
            | Reason::Never
            | Reason::Hidden(_)
            | Reason::NoPoints
            | Reason::BelowMinimum { .. }
            | Reason::NotReached => false,
        }
    }
}
