//! The `X-ATTEND-...` properties, as the calendars' writer in `render` lists them.
//!
//! They are understood wherever they stand: a calendar's program may have taken our events over
//! into its own calendar, with or without them.

use std::collections::BTreeSet;

use crate::schedule::{Inferred, Price};

use super::super::draft::DraftEvent;
use super::lines::{Component, LISTS, Line, list};

/// How the `PRODID` of our calendars begins; the version follows.
const PRODUCT: &str = "-//attend//attend ";

/// Whether a calendar is as we wrote it, so that nothing in it has to be found out again.
pub(super) fn is_ours(calendar: &Component) -> bool {
    calendar.text("PRODID").is_some_and(|product| product.starts_with(PRODUCT))
}

/// The version of a calendar's schedule.
pub(super) fn version(calendar: &Component) -> Option<String> {
    calendar.text("X-ATTEND-VERSION")
}

/// The id that had to be made longer for the `UID`.
pub(super) fn id(part: &Component) -> Option<String> {
    part.text("X-ATTEND-ID")
}

/// Whether a line with categories names who goes there.
pub(super) fn has_members(line: &Line) -> bool {
    line.parameter("X-ATTEND-MEMBERS").is_some()
}

/// Puts what the properties say in the place of what was read from others.
pub(super) fn complete(event: &mut DraftEvent, part: &Component) {
    let [ids, speakers, keywords, inferred] =
        LISTS.map(|name| part.line(name).map(|line| list(&line.value)));
    for (given, place) in [
        (ids, &mut event.other_ids),
        (speakers, &mut event.speakers),
        (keywords, &mut event.keywords),
    ] {
        if let Some(given) = given {
            *place = given;
        }
    }
    for (name, place) in [
        ("X-ATTEND-SUBTITLE", &mut event.subtitle),
        ("X-ATTEND-LANGUAGE", &mut event.language),
        ("X-ATTEND-LEVEL", &mut event.level),
        ("X-ATTEND-KIND", &mut event.kind),
        ("X-ATTEND-REPEATS", &mut event.repeats),
        ("X-ATTEND-PART-OF", &mut event.part_of),
        ("X-ATTEND-URL", &mut event.url),
    ] {
        if let Some(given) = part.text(name) {
            *place = Some(given);
        }
    }
    event.price = part.text("X-ATTEND-PRICE").and_then(|text| Price::read(&text));
    event.sold_out |= part.text("X-ATTEND-SOLD-OUT").as_deref() == Some("TRUE");
    event.recorded |= part.text("X-ATTEND-RECORDED").as_deref() == Some("TRUE");
    event.inferred = marks(&inferred.unwrap_or_default());
    if let Some(title) = title(part) {
        event.title = Some(title);
    }
    if let Some((summary, description)) = texts(part) {
        (event.summary, event.description) = (summary, description);
    }
}

fn marks(names: &[String]) -> BTreeSet<Inferred> {
    let known = |mark: &Inferred| names.iter().any(|name| name == mark.name());
    Inferred::ALL.into_iter().filter(known).collect()
}

/// The title without the tags before it.
fn title(part: &Component) -> Option<String> {
    let line = part.line("SUMMARY")?;
    let (_, title) = parted(&line.value, line.parameter("X-ATTEND-HEAD")?.parse().ok()?)?;
    Some(title.trim().to_owned()).filter(|title| !title.is_empty())
}

/// Abstract and description, without what stands before them for people.
fn texts(part: &Component) -> Option<(String, String)> {
    let line = part.line("DESCRIPTION")?;
    let length = |mark| line.parameter(mark).and_then(|length| length.parse::<usize>().ok());
    let marks = (length("X-ATTEND-HEAD"), length("X-ATTEND-ABSTRACT"));
    if marks == (None, None) {
        return None;
    }
    // A text that has become shorter was changed, and its marks mean nothing any more.
    let (_, body) = parted(&line.value, marks.0.unwrap_or_default())?;
    let (summary, description) = parted(body, marks.1.unwrap_or_default())?;
    Some((summary.trim().to_owned(), description.trim().to_owned()))
}

/// A text in two, the first of so many characters.
fn parted(text: &str, length: usize) -> Option<(&str, &str)> {
    let mut ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    text.split_at_checked(ends.nth(length)?)
}
