//! How much of one thing a schedule may hold, whatever its format.
//!
//! Bytes and slots beyond the bounds are an error. Texts and lists are cut, with a warning: one
//! absurd field is no reason to refuse a whole programme. In a file that the user wrote it is an
//! error, like every other fault there.

use crate::problem::{Problem, count, number, one_line};

use super::draft::{Author, Draft, DraftEvent};
use super::{MAX_SLOTS, Subject, Warning};

/// The longest text of one line, in bytes: a title, a name, an id.
pub(super) const LINE: usize = 10_000;
/// The longest text of many lines, in bytes.
pub(super) const TEXT: usize = 500_000;
/// The most names in a list: speakers, keywords, ids.
pub(super) const NAMES: usize = 1_000;
/// The most lines and items of YAML, and values of a tree with places: five times those of the
/// largest schedule known. Such a tree takes far more memory than what other readers make.
pub(super) const MAX_ITEMS: usize = 600_000;
/// The longest message, in bytes. Some quote the file.
const MESSAGE: usize = 500;

/// Cuts what is too long in a draft.
///
/// # Errors
/// It has too many slots.
pub(super) fn keep(draft: &mut Draft) -> Result<(), Vec<Problem>> {
    if draft.events.is_full() {
        return Err(vec![too_many()]);
    }
    for text in [&mut draft.title, &mut draft.version, &mut draft.city].into_iter().flatten() {
        cut(text, LINE);
    }
    let found: Vec<&DraftEvent> =
        draft.events.iter_mut().filter_map(|event| cut_event(event).then_some(&*event)).collect();
    let [line, text, names] = [LINE, TEXT, NAMES].map(number);
    let limits = format!("longer than {line} bytes, {text} for an abstract, or {names} names");
    let Some(&first) = found.first() else { return Ok(()) };
    let (place, event) = (first.place, first.title.clone().or_else(|| first.id.clone()));
    match draft.author {
        Author::User => {
            draft.faults.extend(found.into_iter().map(|event| event.place).map(|place| Problem {
                place,
                ..Problem::whole(format!("a text of this event is {limits}"))
            }))
        }
        Author::Conference | Author::Attend => draft.repairs.push(Warning {
            subject: Subject::Cut,
            place,
            event,
            what: format!("a text is {limits}, as in {} in all", count(found.len(), "event")),
        }),
    }
    Ok(())
}

/// The problem of a file with more than [`MAX_SLOTS`], or with more text than they may have.
pub(super) fn too_many() -> Problem {
    Problem::whole(format!("{}, or too much text", more_than(MAX_SLOTS, "events")))
        .hint("take the schedule of one conference")
}

/// What is said of a file that has too much of something.
pub(super) fn more_than(most: usize, what: &str) -> String {
    format!("the file has more than {} {what}", number(most))
}

/// Cuts the texts of an event; says whether one was too long.
fn cut_event(event: &mut DraftEvent) -> bool {
    let DraftEvent { id, talk, title, subtitle, room, own_room, track, language, url, .. } = event;
    let one = [id, talk, title, subtitle, room, own_room, track, language, url];
    let more = [&mut event.level, &mut event.kind, &mut event.repeats, &mut event.part_of];
    let mut found = false;
    for list in [&mut event.other_ids, &mut event.speakers, &mut event.keywords] {
        found |= list.len() > NAMES;
        list.truncate(NAMES);
        for name in list {
            found |= cut(name, LINE);
        }
    }
    for text in one.into_iter().chain(more).flatten() {
        found |= cut(text, LINE);
    }
    for text in [&mut event.summary, &mut event.description] {
        found |= cut(text, TEXT);
    }
    found
}

/// Cuts a text to so many bytes, between two characters; says whether it was longer.
fn cut(text: &mut String, most: usize) -> bool {
    if text.len() <= most {
        return false;
    }
    text.truncate((0..=most).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0));
    text.shrink_to_fit();
    true
}

/// Cuts what a message quotes of the file.
pub(super) fn shorten(message: &mut String) {
    if cut(message, MESSAGE) {
        message.push('\u{2026}');
    }
}

/// Cuts what a warning quotes of the file, and keeps it on one line.
pub(super) fn shorten_warning(warning: &mut Warning) {
    for text in [Some(&mut warning.what), warning.event.as_mut()].into_iter().flatten() {
        *text = one_line(std::mem::take(text));
        shorten(text);
    }
}
