//! A programme as plain text -> [`Draft`].
//!
//! ```text
//! Friday 09:45                    a day and a time begin a block
//!
//! LinuxBoot and booting fast      title
//!
//! Start the system up fast. - Kuppel      subtitle, and the room after ` - `
//!
//! In contrast to ...              abstract
//!
//! Due to increases in ...         description
//! ```
//!
//! Fields are separated by an empty line; a field that is empty is one more empty line, but an
//! empty description is left out. A block may hold several talks, one after the other. Where one
//! ends and the next begins is not marked, so the likeliest reading of the whole block is taken:
//! titles are short and no sentences, rooms stand in second fields, descriptions are long.
//!
//! The days may be weekdays; their dates then come from a date above the first block or from
//! the user ([`Hints`]).

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use crate::problem::{Place, Problem};

use super::draft::{Draft, DraftEvent, End, Time};
use super::hints::{Day, Hints};
use super::order::Order;
use super::{bounds, times};

/// The most lines of a programme: ten for each slot that a file may have.
pub(super) const MAX_LINES: usize = 1_000_000;

/// A field, `None` where it is empty, and its line.
type Field<'a> = (usize, Option<&'a str>);

/// Whether a text has blocks of this kind.
pub(super) fn looks_like(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    !text.starts_with(['{', '[', '<'])
        && text.lines().filter(|line| header(line).is_some()).take(2).count() == 2
}

/// Reads a programme.
///
/// # Errors
/// A text without blocks or with too many lines, and days whose date only the user knows.
pub(super) fn draft(text: &str, hints: &Hints) -> Result<Draft, Vec<Problem>> {
    if memchr::memchr_iter(b'\n', text.as_bytes()).count() > MAX_LINES {
        let what = bounds::more_than(MAX_LINES, "lines");
        return Err(vec![Problem::whole(what).hint("take that of one conference")]);
    }
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().map(str::trim).collect();
    let starts: Vec<usize> = (0..lines.len()).filter(|&at| header(lines[at]).is_some()).collect();
    let Some(&first) = starts.first() else {
        return Err(vec![
            Problem::whole("there is no line such as `Friday 09:45` in the text")
                .hint("begin each block of talks with its day and time"),
        ]);
    };
    let mut draft = Draft::default();
    let hints = preamble(&lines[..first], hints, &mut draft);
    let rooms = rooms(&lines);
    let mut problems = Vec::new();
    for (position, &at) in starts.iter().enumerate() {
        let Some((day, clock, end)) = header(lines[at]) else { continue };
        let date = match hints.date(day) {
            Ok(date) => date,
            Err(unknown) => {
                let place = Place { line: at + 1, column: 1 };
                problems.push(Problem { place: Some(place), ..unknown.problem(lines[at]) });
                break;
            }
        };
        let until = starts.get(position + 1).copied().unwrap_or(lines.len());
        let fields = fields(&lines, at + 1, until);
        for talk in talks(&fields, &rooms) {
            draft.events.push(DraftEvent {
                start: times::at_clock(date, clock).map(Time::Local),
                end: end
                    .and_then(|end| times::at_clock(date, end))
                    .map(|end| End::At(Time::Local(end))),
                ..event(talk, at + 1, &rooms)
            });
        }
    }
    if problems.is_empty() { Ok(draft) } else { Err(problems) }
}

/// The day and time, and the end if it is given, of a line that begins a block.
fn header(line: &str) -> Option<(Day, TimeDelta, Option<TimeDelta>)> {
    let line = line.trim();
    if line.len() > 80 || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    for (at, _) in line.match_indices([' ', ',']) {
        let (day, rest) = line.split_at(at);
        if let Some(day) = times::day(day, Order::DayFirst)
            && let Some((start, end)) = times::clocks(rest.trim_start_matches([' ', ',']))
        {
            return Some((day, start, end));
        }
    }
    None
}

/// Reads what stands above the first block: name, version, and the date of the first day.
fn preamble(lines: &[&str], hints: &Hints, draft: &mut Draft) -> Hints {
    let mut hints = hints.clone();
    for line in lines.iter().filter(|line| !line.is_empty()) {
        let lower = line.to_lowercase();
        if let Some(version) = lower.strip_prefix("version") {
            let from = line.len() - version.len();
            draft.version =
                line.get(from..).map(|version| version.trim_matches([' ', ':']).to_owned());
            continue;
        }
        let found = date_in(line);
        if hints.first_day.is_none() {
            hints.first_day = found.and_then(|day| hints.date(day).ok());
        }
        if found.is_none() && draft.title.is_none() {
            draft.title = Some((*line).to_owned());
        }
    }
    hints
}

/// The first date that is written in a line, as a text of its own.
pub(super) fn date_of(line: &str) -> Option<String> {
    match date_in(line)? {
        Day::Date(date) => Some(date.to_string()),
        _ => None,
    }
}

/// The first date in a line; of `27 to 30 September 2018` the 27th.
fn date_in(line: &str) -> Option<Day> {
    let spaced = line.replace(['–', '—'], "-");
    if spaced.len() > 300 {
        return None;
    }
    let mut words: Vec<&str> = Vec::new();
    for word in spaced.split([' ', ',', '(', ')']).filter(|word| !word.is_empty()) {
        // `27-30` is the 27th; an ISO date stays whole.
        let parts: Vec<&str> = word.split('-').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [first, last] if is_day(first) && is_day(last) => words.push(first),
            _ => words.push(word),
        }
    }
    let mut at = 0;
    while at + 2 < words.len() {
        let joint = matches!(words[at + 1], "to" | "-" | "bis" | "until" | "till" | "and");
        if joint && is_day(words[at]) && is_day(words[at + 2]) {
            words.drain(at + 1..at + 3);
        }
        at += 1;
    }
    for from in 0..words.len() {
        for length in (1..=4.min(words.len() - from)).rev() {
            let text = words[from..from + length].join(" ");
            if let Some(day @ (Day::Date(_) | Day::OfYear(..))) = times::day(&text, Order::DayFirst)
            {
                return Some(day);
            }
        }
    }
    None
}

fn is_day(word: &str) -> bool {
    word.trim_end_matches(['.', 's', 't', 'n', 'd', 'r', 'h'])
        .parse()
        .is_ok_and(|day: u32| (1..=31).contains(&day))
}

/// The fields of a block: paragraphs, and an empty one for each empty line beyond the one that
/// separates.
fn fields<'a>(lines: &[&'a str], from: usize, until: usize) -> Vec<Field<'a>> {
    let mut fields = Vec::new();
    let mut separated = false;
    for (at, line) in lines.iter().enumerate().take(until).skip(from) {
        match (line.is_empty(), separated) {
            (true, false) => separated = true,
            (true, true) => fields.push((at + 1, None)),
            (false, _) => {
                fields.push((at + 1, Some(*line)));
                separated = false;
            }
        }
    }
    // At the end of the file, how many empty lines there are means nothing.
    if until == lines.len() {
        while fields.len() > 1 && fields.last().is_some_and(|(_, text)| text.is_none()) {
            fields.pop();
        }
    }
    fields
}

/// What stands after ` - ` at the end of several lines.
fn rooms<'a>(lines: &[&'a str]) -> BTreeSet<&'a str> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for room in lines.iter().filter_map(|line| Some(after_dash(line)?.1)) {
        *uses.entry(room).or_default() += 1;
    }
    uses.into_iter().filter(|(_, uses)| *uses > 1).map(|(room, _)| room).collect()
}

fn after_dash(line: &str) -> Option<(&str, &str)> {
    let (before, room) = line.rsplit_once(" - ")?;
    let room = room.trim();
    (!room.is_empty() && room.chars().count() <= 40 && !room.ends_with('.'))
        .then_some((before.trim(), room))
}

fn has_room(text: &str, rooms: &BTreeSet<&str>) -> bool {
    after_dash(text).is_some_and(|(_, room)| rooms.contains(room))
}

/// The talks of a block in the likeliest reading: the cheapest way to cut it into talks.
fn talks<'a>(fields: &'a [Field<'a>], rooms: &BTreeSet<&str>) -> Vec<&'a [Field<'a>]> {
    /// Title, subtitle, abstract, and at most so many paragraphs of description.
    const LONGEST: usize = 3 + 4;
    // best[i]: the cost of the fields from i on, and the length of the talk that begins there.
    let mut best: Vec<(u32, usize)> = vec![(0, 0); fields.len() + 1];
    for from in (0..fields.len()).rev() {
        let lengths = (1..=LONGEST.min(fields.len() - from)).filter(|length| {
            // Only the last talk of a block may lack its abstract.
            *length >= 3 || from + length == fields.len()
        });
        let costs = lengths.map(|length| {
            (cost(&fields[from..from + length], rooms) + best[from + length].0, length)
        });
        best[from] = costs.min().unwrap_or((0, fields.len() - from));
    }
    let mut talks = Vec::new();
    let mut from = 0;
    while from < fields.len() {
        let length = best[from].1.max(1);
        talks.push(&fields[from..(from + length).min(fields.len())]);
        from += length;
    }
    if fields.is_empty() { vec![fields] } else { talks }
}

/// How unlikely it is that these fields are one talk.
fn cost(fields: &[Field<'_>], rooms: &BTreeSet<&str>) -> u32 {
    let long = |text: &str, most: usize| text.chars().nth(most).is_some();
    let mut cost = 0;
    for (position, (_, text)) in fields.iter().enumerate() {
        let roomy = text.is_some_and(|text| has_room(text, rooms));
        cost += match (position, text) {
            (0, None) => 4,
            (0, Some(text)) => {
                6 * u32::from(long(text, 120))
                    + 3 * u32::from(text.ends_with('.'))
                    + 6 * u32::from(roomy)
            }
            (1, None) => 0,
            (1, Some(_)) if roomy => 0,
            (1, Some(text)) => 4 + 6 * u32::from(long(text, 100)),
            (2, None) => 2,
            (2, Some(text)) => 8 * u32::from(roomy) + u32::from(!long(text, 60)),
            (_, None) => 20,
            (position, Some(text)) => {
                8 * u32::from(roomy) + 3 * u32::from(!long(text, 60)) + 2 * u32::from(position > 3)
            }
        };
    }
    cost
}

/// The event of a talk's fields.
fn event(talk: &[Field<'_>], header: usize, rooms: &BTreeSet<&str>) -> DraftEvent {
    let text = |at: usize| talk.get(at).and_then(|(_, text)| *text);
    let line = talk.iter().find(|(_, text)| text.is_some()).map_or(header, |(line, _)| *line);
    let (subtitle, room) = match text(1) {
        None => (None, None),
        Some(second) => match after_dash(second) {
            Some((subtitle, room)) if rooms.contains(room) || rooms.is_empty() => {
                (Some(subtitle), Some(room))
            }
            // Among lines that end with a room, a short one without is the room alone.
            _ if !rooms.is_empty() && second.chars().count() <= 40 => (None, Some(second)),
            _ => (Some(second), None),
        },
    };
    let owned = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(ToOwned::to_owned);
    let description: Vec<&str> = talk.iter().skip(3).filter_map(|(_, text)| *text).collect();
    DraftEvent {
        place: Some(Place { line, column: 1 }),
        title: owned(text(0)),
        subtitle: owned(subtitle),
        room: owned(room),
        summary: owned(text(2)).unwrap_or_default(),
        description: description.join("\n\n"),
        ..DraftEvent::default()
    }
}
