//! Bytes of a published programme -> [`Schedule`]: a format is a file, and nothing else knows one.
//!
//! ```text
//! bytes --sniff--> Format --reader--> Draft --assemble--> Schedule + Warnings
//! ```
//!
//! The format is recognised by content, never by name. To add one: a file with a function from
//! text to [`Draft`](draft::Draft), a variant of [`Format`], and one sample under `schedule/`.

use crate::problem::{Place, Problem};
use crate::schedule::{Schedule, Zone};
use crate::yaml::Document;

mod assemble;
mod csv;
pub mod draft;
mod hints;
mod ical;
mod loose_json;
pub mod native;
mod programme;
mod record;
mod sessionize;
mod times;
mod value;

pub use hints::Hints;

/// The longest schedule that is read, in bytes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// A file format of programmes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Our own, in YAML or JSON.
    Native,
    /// iCalendar.
    ICalendar,
    /// A Sessionize view.
    Sessionize,
    /// JSON of some other maker.
    Json,
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
            Format::ICalendar => "iCalendar",
            Format::Sessionize => "Sessionize JSON",
            Format::Json => "JSON",
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
    /// What was guessed or left out, in file order.
    pub warnings: Vec<Warning>,
}

/// What a [`Warning`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The event could not be planned and is left out.
    Skipped,
    /// The time zone was not given.
    Zone,
    /// A start was not what the clock shows.
    Start,
    /// An end was not given.
    End,
    /// A rule of repetition was not followed to its end.
    Series,
    /// The file is damaged and was read as well as it goes.
    Damage,
}

impl Subject {
    /// What was done about it.
    pub fn name(self) -> &'static str {
        match self {
            Subject::Skipped => "skipped",
            Subject::Zone => "zone guessed",
            Subject::Start => "start adjusted",
            Subject::End => "end guessed",
            Subject::Series => "series cut",
            Subject::Damage => "damage repaired",
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

/// Reads a programme in any known format.
///
/// `zone` overrides the one the file gives.
///
/// # Errors
/// All that is wrong with the file, with places.
pub fn read(bytes: &[u8], zone: Option<Zone>) -> Result<Read, Vec<Problem>> {
    read_with(bytes, &Hints { zone, ..Hints::default() })
}

/// Reads a programme in any known format, with the user's answers to what it does not say.
///
/// # Errors
/// All that is wrong with the file, with places.
pub fn read_with(bytes: &[u8], hints: &Hints) -> Result<Read, Vec<Problem>> {
    let (format, draft) = draft(bytes, hints)?;
    let slots = draft.events.len();
    let (schedule, warnings) = assemble::assemble(draft, hints.zone)?;
    Ok(Read { schedule, format, slots, warnings })
}

fn draft(bytes: &[u8], hints: &Hints) -> Result<(Format, draft::Draft), Vec<Problem>> {
    if bytes.len() > MAX_BYTES {
        return Err(vec![Problem::whole(format!("the file is longer than {MAX_BYTES} bytes"))]);
    }
    if ical::looks_like(bytes) {
        return Ok((Format::ICalendar, ical::draft(bytes)?));
    }
    let text = text(bytes)?;
    if text.trim().is_empty() {
        return Err(vec![
            Problem::whole("the file is empty").hint("save the conference's schedule to it again"),
        ]);
    }
    if loose_json::looks_like(text) && !is_native(text) {
        return json(text, hints);
    }
    if csv::looks_like(text) {
        return Ok((Format::Csv, csv::draft(text, hints)?));
    }
    if programme::looks_like(text) {
        return Ok((Format::Programme, programme::draft(text, hints)?));
    }
    let document = Document::parse(text, MAX_BYTES)?;
    if document.root().get("events").is_none() {
        return Err(vec![
            Problem::whole("this is not a schedule: there is no `events`")
                .hint("a schedule has `title`, `timezone` and `events`; see the README"),
        ]);
    }
    Ok((Format::Native, native::draft(&document)?))
}

/// Whether JSON is our own: an object with `events` at its top.
fn is_native(text: &str) -> bool {
    let Ok(root) = loose_json::parse(text) else { return false };
    root.get("events").is_some_and(serde_json::Value::is_array) && root.get("timezone").is_some()
}

fn json(text: &str, hints: &Hints) -> Result<(Format, draft::Draft), Vec<Problem>> {
    let root = loose_json::parse(text)?;
    if sessionize::looks_like(&root) {
        return Ok((Format::Sessionize, sessionize::draft(&root)));
    }
    Ok((Format::Json, loose_json::draft(&root, hints)?))
}

/// Bytes as text; where they are not UTF-8, the line is named.
fn text(bytes: &[u8]) -> Result<&str, Vec<Problem>> {
    std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let column = before.iter().rev().take_while(|&&byte| byte != b'\n').count() + 1;
        vec![
            Problem::at(Place { line, column }, "the text is not UTF-8")
                .hint("save it as UTF-8 and try again"),
        ]
    })
}
