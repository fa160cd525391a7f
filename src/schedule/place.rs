//! An event as answers and files name it: nothing in it refers to a schedule.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// An event's id and title, and when and where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The event's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When it starts, on the clock of the schedule's time zone.
    pub start: DateTime<FixedOffset>,
    /// When it ends.
    pub end: DateTime<FixedOffset>,
    /// Its room, where one is known.
    pub room: Option<String>,
}
