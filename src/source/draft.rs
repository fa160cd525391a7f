//! What a format's reader found, before anything is guessed: the input of
//! `assemble`.
//!
//! A reader copies what is written and guesses nothing. Missing is `None`, a wall-clock time
//! stays one, and every event keeps its place in the file.

use std::collections::BTreeSet;
use std::ops::{Deref, DerefMut};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

use crate::problem::{Place, Problem};
use crate::schedule::{Inferred, Price, Zone};

use super::{MAX_BYTES, MAX_SLOTS, Warning};

/// The most text of all events together, in bytes, where texts of the file stand in several.
pub(super) const MAX_TEXTS: usize = 4 * MAX_BYTES;

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
    pub events: Events,
    /// What had to be repaired before the file could be read at all.
    pub repairs: Vec<Warning>,
    /// The names of a table's columns that nothing is taken from.
    pub unused: Vec<String>,
    /// What the reader found wrong with a file that its user wrote.
    pub faults: Vec<Problem>,
    /// Who answers for the file's faults.
    pub author: Author,
}

/// The events of a draft, as many as a schedule may have.
///
/// One text of a file can be that of many events: a room's name, the abstract of a talk that is
/// given each day. So what they hold together is counted while they are added; what comes once
/// it is too much is dropped, and the draft is refused.
#[derive(Clone, Debug, Default)]
pub struct Events {
    list: Vec<DraftEvent>,
    bytes: usize,
    full: bool,
}

impl Events {
    /// Adds one, if there is room.
    pub fn push(&mut self, event: DraftEvent) {
        self.bytes = self.bytes.saturating_add(event.bytes());
        self.full |= self.list.len() == MAX_SLOTS || self.bytes > MAX_TEXTS;
        if !self.full {
            self.list.push(event);
        }
    }

    /// Whether one was dropped, so that no more need be made.
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// The events themselves.
    #[must_use]
    pub fn into_list(self) -> Vec<DraftEvent> {
        self.list
    }
}

impl Extend<DraftEvent> for Events {
    fn extend<I: IntoIterator<Item = DraftEvent>>(&mut self, events: I) {
        let mut events = events.into_iter();
        while !self.full
            && let Some(event) = events.next()
        {
            self.push(event);
        }
    }
}

impl FromIterator<DraftEvent> for Events {
    fn from_iter<I: IntoIterator<Item = DraftEvent>>(events: I) -> Self {
        let mut all = Events::default();
        all.extend(events);
        all
    }
}

impl Deref for Events {
    type Target = Vec<DraftEvent>;

    fn deref(&self) -> &Vec<DraftEvent> {
        &self.list
    }
}

impl DerefMut for Events {
    fn deref_mut(&mut self) -> &mut Vec<DraftEvent> {
        &mut self.list
    }
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
    /// When the clock shows this for the first time after its start.
    Clock(NaiveTime),
}

/// A length such as `1:02:00`, which some mean as days, hours and minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreeParts {
    /// As it is written.
    pub said: String,
    /// The minutes that it is in the meaning that was not taken.
    pub other: i64,
    /// Whether it was taken as days, hours and minutes.
    pub is_days: bool,
    /// Whether it can be days, hours and minutes.
    pub fits_days: bool,
}

/// How a start is written that is a clock's time under a day, or beside one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// In which list of the file: its events are in the order of the day.
    pub list: usize,
    /// Whether it is only numbers, without `am` or `pm`.
    pub bare: bool,
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
    /// The panel or session in which it is one of several papers.
    pub panel: Option<String>,
    /// The line under the title.
    pub subtitle: Option<String>,
    /// When it starts.
    pub start: Option<Time>,
    /// How its start is written, where that is a day and a clock.
    pub listed: Option<Listed>,
    /// The zone in which its own times are said.
    pub zone: Option<Zone>,
    /// The day it is listed under, where the file has a day and a clock instead of a start.
    pub day: Option<NaiveDate>,
    /// The clock's time at its start, besides `start` or with `day`.
    pub clock: Option<NaiveTime>,
    /// When it ends.
    pub end: Option<End>,
    /// Its length, where that has three parts.
    pub three_parts: Option<ThreeParts>,
    /// Why the end or the length that the file gives is none: "its length `soon` cannot be read".
    pub unread_end: Option<String>,
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
    /// How hard it is.
    pub level: Option<String>,
    /// What kind of event it is.
    pub kind: Option<String>,
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
    /// The whole that it is a part of.
    pub part_of: Option<String>,
    /// Whether it can be watched later.
    pub recorded: bool,
    /// What it costs to get in.
    pub price: Option<Price>,
    /// Whether no ticket is left.
    pub sold_out: bool,
    /// Whether it was called off.
    pub cancelled: bool,
    /// Whether it is a date without times: its start and end are then midnights.
    pub all_day: bool,
    /// What the file itself marks as inferred.
    pub inferred: BTreeSet<Inferred>,
    /// Why this slot is nothing to attend: "it is a break", "it has no time yet".
    pub leave_out: Option<String>,
}

impl DraftEvent {
    /// Notes what a file gives in the place of an end (`what` is "length" or "end").
    pub(super) fn cannot_read(&mut self, what: &str, said: &str) {
        let short: String = said.trim().chars().take(40).collect();
        self.unread_end = Some(format!("its {what} `{short}` cannot be read"));
    }

    /// How much text it holds.
    fn bytes(&self) -> usize {
        let DraftEvent { id, talk, title, subtitle, room, own_room, track, url, .. } = self;
        let DraftEvent { level, kind, repeats, part_of, panel, .. } = self;
        let one = [id, talk, title, subtitle, room, own_room, track, url, level, kind];
        let one = one.into_iter().chain([repeats, part_of, panel]);
        let many = [&self.other_ids, &self.speakers, &self.keywords];
        let texts = one.flatten().chain(many.into_iter().flatten());
        let texts = texts.chain([&self.summary, &self.description]);
        texts.map(|text| text.len()).sum()
    }
}
