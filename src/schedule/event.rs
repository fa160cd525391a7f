//! One item of the programme, and what it is called.

use std::collections::BTreeSet;
use std::fmt;

use crate::ix::Ix;

use super::{Price, Slot};

/// The source's own name of an event: what files, changes and people use.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(String);

impl EventId {
    /// An id as the source writes it.
    pub fn new(id: impl Into<String>) -> Self {
        EventId(id.into())
    }

    /// The id's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An event's place in one [`Schedule`](super::Schedule).
pub type EventIx = Ix<Event>;

/// A hall or any other place, by the name the conference gives it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Room(String);

impl Room {
    /// A room of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Room(name.into())
    }

    /// The room's name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Room {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something the source does not say and that was filled in by a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Inferred {
    /// The id was made from the title.
    Id,
    /// The title was missing.
    Title,
    /// The room was missing.
    Room,
    /// The start was shifted or chosen between two readings.
    Start,
    /// The end was missing.
    End,
}

impl Inferred {
    /// Every kind, in the order of the file format.
    pub const ALL: [Inferred; 5] =
        [Inferred::Id, Inferred::Title, Inferred::Room, Inferred::Start, Inferred::End];

    /// The word that files use.
    pub fn name(self) -> &'static str {
        match self {
            Inferred::Id => "id",
            Inferred::Title => "title",
            Inferred::Room => "room",
            Inferred::Start => "start",
            Inferred::End => "end",
        }
    }
}

/// One item of the programme at one place and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Stable name, unique in its schedule.
    pub id: EventId,
    /// Whatever else the source calls it: guid, code, slug.
    pub other_ids: Vec<String>,
    /// What it is called; never empty.
    pub title: String,
    /// The line under the title.
    pub subtitle: Option<String>,
    /// When.
    pub slot: Slot,
    /// Where; unknown to some sources.
    pub room: Option<Room>,
    /// The organisers' grouping by subject.
    pub track: Option<String>,
    /// Who speaks.
    pub speakers: Vec<String>,
    /// Its languages as given: `en`, `de, en`, `German`.
    pub language: Option<String>,
    /// How hard it is, in the source's words.
    pub level: Option<String>,
    /// What kind of event it is, in the source's words: `lecture`, `workshop`.
    pub kind: Option<String>,
    /// The source's own words for what it is about.
    pub keywords: Vec<String>,
    /// The short text.
    pub summary: String,
    /// The long text.
    pub description: String,
    /// Its page.
    pub url: Option<String>,
    /// Key shared by the events of one session group.
    pub repeats: Option<String>,
    /// Key shared by the parts of one whole, of which nobody wants only some.
    pub part_of: Option<String>,
    /// Whether it can be watched later; unknown counts as no.
    pub recorded: bool,
    /// What it costs to get in; unknown counts as nothing.
    pub price: Option<Price>,
    /// Whether no ticket is left.
    pub sold_out: bool,
    /// Whether the organisers have called it off.
    pub cancelled: bool,
    /// What the source did not say.
    pub inferred: BTreeSet<Inferred>,
}

impl Event {
    /// An event with what every event has; the rest is empty.
    pub fn new(id: EventId, title: impl Into<String>, slot: Slot) -> Self {
        Event {
            id,
            other_ids: Vec::new(),
            title: title.into(),
            subtitle: None,
            slot,
            room: None,
            track: None,
            speakers: Vec::new(),
            language: None,
            level: None,
            kind: None,
            keywords: Vec::new(),
            summary: String::new(),
            description: String::new(),
            url: None,
            repeats: None,
            part_of: None,
            recorded: false,
            price: None,
            sold_out: false,
            cancelled: false,
            inferred: BTreeSet::new(),
        }
    }

    /// The room's name, or an empty text where none is known.
    pub fn room_name(&self) -> &str {
        self.room.as_ref().map_or("", Room::as_str)
    }
}
