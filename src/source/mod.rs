//! Bytes of a published programme -> [`Schedule`]: a format is a file, and nothing else knows one.
//!
//! ```text
//! bytes --decode--> text --sniff--> Format --reader--> Draft --assemble--> Schedule + Warnings
//! ```
//!
//! The format is recognised by content, never by name. To add one: a file with a function from
//! text to [`Draft`](draft::Draft), a variant of [`Format`], and its mark in `sniff`. A reader
//! copies what is written; whatever has to be guessed is guessed in `assemble`.

use crate::problem::{self, Place, Problem, count};
use crate::schedule::Schedule;

mod assemble;
mod bounds;
mod content;
mod decode;
pub mod draft;
mod frab;
mod frab_json;
mod frab_xml;
mod giggity;
mod groups;
mod hints;
mod html;
mod ical;
mod json;
mod keys;
mod lengths;
mod limits;
mod loose_json;
pub mod native;
mod native_json;
mod order;
mod pretalx;
mod programme;
mod record;
mod sessionize;
mod several;
mod sniff;
mod sparse;
mod table;
mod times;
mod value;
mod wide;
mod words;
mod xcal;
mod xml;
mod zones;

pub use hints::{ColumnHint, Hints};
pub use limits::LIMITS;
pub use several::{name_of, names_in, with_each};
pub use table::{COLUMNS as CSV_COLUMNS, FORMULA};

/// The longest schedule that is read, in bytes: eight times the longest known.
pub const MAX_BYTES: usize = 32_000_000;

/// The most slots of a file: eighteen times those of the largest schedule known.
pub const MAX_SLOTS: usize = 100_000;

/// A file format of programmes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Our own, in YAML or JSON.
    Native,
    /// The XML of frab, Pentabarf, pretalx, FOSDEM, wafer and OSEM.
    FrabXml,
    /// The schedule.json of frab, voc and pretalx.
    FrabJson,
    /// What pretalx's widget and its API give.
    Pretalx,
    /// iCalendar.
    ICalendar,
    /// A Sessionize view.
    Sessionize,
    /// JSON of some other maker.
    Json,
    /// YAML of some other maker.
    Yaml,
    /// A table with a header row.
    Csv,
    /// Plain text.
    Programme,
}

impl Format {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Native => "attend schedule",
            Format::FrabXml => "frab XML",
            Format::FrabJson => "schedule.json",
            Format::Pretalx => "pretalx API",
            Format::ICalendar => "iCalendar",
            Format::Sessionize => "Sessionize JSON",
            Format::Json => "JSON",
            Format::Yaml => "YAML",
            Format::Csv => "CSV",
            Format::Programme => "plain-text programme",
        }
    }
}

/// What was read, and how sure it is.
#[derive(Clone, Debug)]
pub struct Read {
    /// The programme.
    pub schedule: Schedule,
    /// The format it came in.
    pub format: Format,
    /// How many slots the file has: the events read and those that a warning says were skipped.
    pub slots: usize,
    /// The names of a table's columns that nothing is taken from.
    pub unused: Vec<String>,
    /// What was guessed, repaired or left out.
    pub warnings: Vec<Warning>,
    /// What is wrong with it as a whole where there is no event, or most were skipped.
    pub sparse: Option<Problem>,
}

/// What a [`Warning`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The event could not be planned and is left out.
    Skipped,
    /// The file is damaged and was read as well as it goes.
    Damage,
    /// A text is too long and was cut.
    Cut,
    /// Rows were taken together as one event.
    Joined,
    /// Empty cells were taken to mean what stands above them.
    Filled,
    /// The time zone was not given.
    Zone,
    /// A start was not what the clock or the list shows.
    Start,
    /// Dates can be read in two ways.
    Date,
    /// An end was not given.
    End,
    /// The event is unusually long.
    Length,
    /// A room was not given, or given in two ways.
    Room,
    /// A title was not given.
    Title,
    /// An id was not given, or given twice.
    Id,
    /// Events were taken as one talk given several times.
    Repeats,
    /// Events were taken as parts of one whole.
    Parts,
    /// Events may be one talk, or parts of one whole, but that is not certain.
    Unsure,
    /// A rule of repetition was not followed to its end.
    Series,
    /// The event was taken as cancelled.
    Cancelled,
}

impl Subject {
    /// What was done about it.
    pub fn name(self) -> &'static str {
        match self {
            Subject::Skipped => "skipped",
            Subject::Damage => "damage repaired",
            Subject::Cut => "text cut",
            Subject::Joined => "rows joined",
            Subject::Filled => "cells filled",
            Subject::Zone => "zone guessed",
            Subject::Start => "start adjusted",
            Subject::Date => "dates guessed",
            Subject::End => "end guessed",
            Subject::Length => "unusually long",
            Subject::Room => "room uncertain",
            Subject::Title => "title guessed",
            Subject::Id => "id made",
            Subject::Repeats => "taken as a repeat",
            Subject::Parts => "taken as a part",
            Subject::Unsure => "perhaps a repeat or a part",
            Subject::Series => "series cut",
            Subject::Cancelled => "taken as cancelled",
        }
    }

    /// The same of so many.
    pub fn counted(self, number: usize) -> String {
        let count = |noun| count(number, noun);
        match self {
            Subject::Skipped => format!("{} skipped", count("event")),
            Subject::Damage => format!("damage repaired in {}", count("place")),
            Subject::Cut => format!("{} cut", count("text")),
            Subject::Joined => format!("{} joined", count("row")),
            Subject::Filled => format!("{} filled", count("cell")),
            Subject::Zone => "time zone guessed".to_owned(),
            Subject::Start => format!("{} adjusted", count("start")),
            Subject::Date => format!("{} guessed", count("date")),
            Subject::End => format!("{} guessed", count("end")),
            Subject::Length => format!("{} unusually long", count("talk")),
            Subject::Room => format!("{} uncertain", count("room")),
            Subject::Title => format!("{} guessed", count("title")),
            Subject::Id => format!("{} made up", count("id")),
            Subject::Repeats => format!("{} found", count("repeat")),
            Subject::Parts => format!("{} found", count("part")),
            Subject::Unsure => format!("{} or parts", count("possible repeat")),
            Subject::Series => format!("{} long series cut", problem::number(number)),
            Subject::Cancelled => format!("{} marked as cancelled", count("talk")),
        }
    }
}

/// A guess made, or an event left out, while reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What it is about.
    pub subject: Subject,
    /// Where in the file.
    pub place: Option<Place>,
    /// The event's title or id.
    pub event: Option<String>,
    /// What was done and why.
    pub what: String,
}

impl Read {
    /// The same, called after its file where it has no title of its own.
    #[must_use]
    pub fn called(mut self, file: &str) -> Read {
        if self.schedule.title() == assemble::UNTITLED {
            self.schedule = self.schedule.titled(file);
        }
        self
    }
}

impl Warning {
    /// A warning about the whole file.
    pub fn whole(subject: Subject, what: impl Into<String>) -> Self {
        Warning { subject, place: None, event: None, what: what.into() }
    }
}

/// Reads a programme in any known format.
///
/// # Errors
/// What kind of file it is if it is no schedule, or all that is wrong with it, with places.
pub fn read(bytes: &[u8], hints: &Hints) -> Result<Read, Vec<Problem>> {
    let bytes = &*decode::unpacked(bytes)?;
    if bytes.len() > MAX_BYTES {
        let megabytes = MAX_BYTES / 1_000_000;
        return Err(vec![
            Problem::whole(format!("the file is larger than {megabytes} MB"))
                .hint("save the conference's schedule to it again"),
        ]);
    }
    let read = draft(bytes, hints).and_then(|(format, mut draft)| {
        let slots = draft.events.len();
        let mut unused = std::mem::take(&mut draft.unused);
        unused.iter_mut().for_each(bounds::shorten);
        bounds::keep(&mut draft)?;
        let (schedule, warnings) = assemble::assemble(draft, hints)?;
        let read = Read { schedule, format, slots, unused, warnings, sparse: None };
        Ok(Read { sparse: sparse::problem(&read, bytes), ..read })
    });
    match read {
        Ok(mut read) => {
            read.warnings.iter_mut().for_each(bounds::shorten_warning);
            Ok(read)
        }
        Err(mut problems) => {
            problems.iter_mut().for_each(|problem| bounds::shorten(&mut problem.what));
            Err(problems)
        }
    }
}

fn draft(bytes: &[u8], hints: &Hints) -> Result<(Format, draft::Draft), Vec<Problem>> {
    // A calendar's lines are folded inside characters, so its bytes come before its text.
    if ical::looks_like(bytes) {
        if let Some(problem) = decode::merge_conflict(&String::from_utf8_lossy(bytes)) {
            return Err(vec![problem]);
        }
        return Ok((Format::ICalendar, ical::draft(bytes)?));
    }
    let (text, damage) = decode::text(bytes)?;
    let (format, mut draft) = sniff::draft(&text, hints)?;
    draft.repairs.splice(0..0, damage);
    Ok((format, draft))
}

/// `3 places, the first in line 7`.
fn places(number: usize, first: Option<Place>) -> String {
    match first {
        Some(Place { line, .. }) if number == 1 => format!("1 place, in line {line}"),
        Some(Place { line, .. }) => format!("{}, the first in line {line}", count(number, "place")),
        None => count(number, "place"),
    }
}
