//! What a format's reader found, before anything is guessed: the input of
//! `assemble`.
//!
//! A reader copies what is written and guesses nothing. Missing is `None`, a wall-clock time
//! stays one, and every event keeps its place in the file.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

use crate::problem::{Place, Problem};
use crate::schedule::Inferred;

use super::Warning;

/// A programme as its file says it.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The conference's name.
    pub title: Option<String>,
    /// The version's label.
    pub version: Option<String>,
    /// The zone's name and where it stands.
    pub zone: Option<(String, Option<Place>)>,
    /// The city it takes place in: a hint where no zone is named.
    pub city: Option<String>,
    /// Clock times before this one belong to the night after the day they are listed under.
    pub day_change: Option<NaiveTime>,
    /// Its events in file order: one for every slot of the file, however little it says.
    pub events: Vec<DraftEvent>,
    /// What had to be repaired before the file could be read at all.
    pub repairs: Vec<Warning>,
    /// What the reader found wrong with a file that its user wrote.
    pub faults: Vec<Problem>,
    /// Who answers for the file's faults.
    pub author: Author,
}

/// Who wrote a file decides what a fault in it means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Author {
    /// The conference: the user cannot mend it, so it is read as far as it goes, with warnings.
    #[default]
    Conference,
    /// The user, in our own format: faults are errors, all reported at once.
    User,
    /// This program, in a calendar: read like a conference's, but it was cleaned and its repeats
    /// were found before it was written, so neither is done again.
    Attend,
}

/// An instant, or a clock's time in the schedule's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// With its offset.
    Instant(DateTime<FixedOffset>),
    /// Without.
    Local(NaiveDateTime),
}

/// How a file says when an event is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// At this time.
    At(Time),
    /// So many minutes after its start.
    Minutes(i64),
}

/// One event as its file says it.
#[derive(Clone, Debug, Default)]
pub struct DraftEvent {
    /// Where it stands in the file.
    pub place: Option<Place>,
    /// The id that lasts longest from version to version.
    pub id: Option<String>,
    /// Its other names.
    pub other_ids: Vec<String>,
    /// The name of the talk given at this slot: slots with the same one are repeats.
    pub talk: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The line under the title.
    pub subtitle: Option<String>,
    /// When it starts.
    pub start: Option<Time>,
    /// The day it is listed under, where the file has a day and a clock instead of a start.
    pub day: Option<NaiveDate>,
    /// The clock's time at its start, besides `start` or with `day`.
    pub clock: Option<NaiveTime>,
    /// When it ends.
    pub end: Option<End>,
    /// The room's name.
    pub room: Option<String>,
    /// The room's name as the event itself says it, where it is also listed under a room.
    pub own_room: Option<String>,
    /// The track's name.
    pub track: Option<String>,
    /// Who speaks.
    pub speakers: Vec<String>,
    /// Language code.
    pub language: Option<String>,
    /// Words for what it is about.
    pub keywords: Vec<String>,
    /// The short text.
    pub summary: String,
    /// The long text.
    pub description: String,
    /// Its page.
    pub url: Option<String>,
    /// Session group.
    pub repeats: Option<String>,
    /// Whether it can be watched later.
    pub recorded: bool,
    /// Whether it was called off.
    pub cancelled: bool,
    /// Whether it is a date without times: its start and end are then midnights.
    pub all_day: bool,
    /// What the file itself marks as inferred.
    pub inferred: BTreeSet<Inferred>,
    /// Why this slot is nothing to attend: "it is a break", "it has no time yet".
    pub leave_out: Option<String>,
}
