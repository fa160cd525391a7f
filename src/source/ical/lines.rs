//! Bytes of an iCalendar file -> its components, each with its properties and their lines.
//!
//! Long lines are folded at any byte, also inside a character, so they are unfolded before they
//! are read as UTF-8. The syntax of a property is the `icalendar` crate's; it is given one line
//! at a time, so that one broken line costs that line only and each keeps its number.

use icalendar::parser::Property;

use crate::problem::{Place, Problem, count};
use crate::source::{Subject, Warning, bounds};

use super::note;

/// The most lines of a calendar, without the folds: ten for each slot that a file may have.
pub(in crate::source) const MAX_LINES: usize = 1_000_000;

/// Our own properties with a list, whose items have commas between.
pub(super) const LISTS: [&str; 4] =
    ["X-ATTEND-OTHER-IDS", "X-ATTEND-SPEAKERS", "X-ATTEND-KEYWORDS", "X-ATTEND-INFERRED"];

/// A part between `BEGIN` and `END`.
#[derive(Clone, Debug, Default)]
pub(super) struct Component {
    /// `VEVENT`, `VTIMEZONE`...
    pub(super) kind: String,
    /// The line of its `BEGIN`.
    pub(super) line: usize,
    /// Its own properties.
    pub(super) properties: Vec<Line>,
    /// The parts inside it.
    pub(super) parts: Vec<Component>,
}

/// A property: `NAME;PARAM=...:value`.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// In capitals.
    pub(super) name: String,
    /// Names in capitals, values without quotes.
    pub(super) parameters: Vec<(String, String)>,
    /// Texts are without their escapes; lists and times are as written.
    pub(super) value: String,
}

impl Component {
    /// Where it begins.
    pub(super) fn place(&self) -> Place {
        Place { line: self.line, column: 1 }
    }

    /// Its first property of a name.
    pub(super) fn line(&self, name: &str) -> Option<&Line> {
        self.properties.iter().find(|line| line.name == name)
    }

    /// All its properties of a name.
    pub(super) fn lines<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Line> {
        self.properties.iter().filter(move |line| line.name == name)
    }

    /// The words of its first property of a name.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let value = self.lines(name).map(|line| line.value.trim()).find(|value| !value.is_empty());
        value.map(ToOwned::to_owned)
    }

    /// All parts of a kind in and below it.
    pub(super) fn all<'a>(&'a self, kind: &str, found: &mut Vec<&'a Component>) {
        for part in &self.parts {
            if part.kind == kind {
                found.push(part);
            } else {
                part.all(kind, found);
            }
        }
    }
}

impl Line {
    /// A parameter's value.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// A calendar file, taken apart.
#[derive(Default)]
pub(super) struct Parts {
    /// What has all parts of the file in it.
    pub(super) file: Component,
    /// How many lines were not UTF-8.
    pub(super) damaged: usize,
    /// The lines of events without an `END` of their own, but for one at the end of the file.
    pub(super) unclosed: Vec<usize>,
    /// Where the file ends inside a part.
    pub(super) cut: Option<Cut>,
}

/// Where a file is cut off.
#[derive(Clone, Copy)]
pub(super) struct Cut {
    /// The last line, folds undone.
    pub(super) line: usize,
    /// The line of the event in which it is.
    pub(super) event: Option<usize>,
}

/// The parts of a file.
///
/// # Errors
/// The file has too many lines.
pub(super) fn components(bytes: &[u8]) -> Result<Parts, Vec<Problem>> {
    /// Deeper parts are read as if they stood at this depth.
    const DEEPEST: usize = 16;
    let (mut damaged, mut last) = (0, 0);
    let mut open = Open { parts: vec![Component::default()], unclosed: Vec::new() };
    for (number, (line, bytes)) in unfolded(bytes).enumerate() {
        if number == MAX_LINES {
            let what = bounds::more_than(MAX_LINES, "lines");
            return Err(vec![Problem::whole(what).hint("take that of one conference")]);
        }
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                damaged += 1;
                String::from_utf8_lossy(error.as_bytes()).into_owned()
            }
        };
        last = line;
        let upper = text.get(..6).map(str::to_ascii_uppercase).unwrap_or_default();
        if upper == "BEGIN:" {
            let kind = text[6..].trim().to_ascii_uppercase();
            if kind == EVENT {
                open.leave_event();
            }
            if open.parts.len() < DEEPEST {
                open.parts.push(Component { kind, line, ..Component::default() });
            }
        } else if upper.starts_with("END:") {
            open.close(text[4..].trim());
        } else if let (Some(property), Some(part)) = (property(&text), open.parts.last_mut()) {
            part.properties.push(property);
        }
    }
    let cut = open.cut(last);
    while open.parts.len() > 1 {
        open.close_last();
    }
    let Open { mut parts, unclosed } = open;
    Ok(Parts { file: parts.pop().unwrap_or_default(), damaged, unclosed, cut })
}

/// What an event is called.
const EVENT: &str = "VEVENT";

/// The parts that have begun and not ended, each inside the one before.
struct Open {
    parts: Vec<Component>,
    /// The lines of events that ended with something else.
    unclosed: Vec<usize>,
}

impl Open {
    /// Closes the part of this kind, and those in it that were left open; a stray `END` closes
    /// none.
    fn close(&mut self, kind: &str) {
        let is_it = |part: &Component| part.kind.eq_ignore_ascii_case(kind);
        if !self.parts.iter().any(is_it) || kind.is_empty() {
            return;
        }
        while self.parts.len() > 1 {
            let Some(last) = self.parts.last() else { return };
            let same = is_it(last);
            if !same && last.kind == EVENT {
                self.unclosed.push(last.line);
            }
            self.close_last();
            if same {
                return;
            }
        }
    }

    /// Closes the event that is open: no event stands in another, so its end was lost.
    fn leave_event(&mut self) {
        if let Some(event) = self.event() {
            self.unclosed.push(event);
            self.close(EVENT);
        }
    }

    /// The line of the event that is open.
    fn event(&self) -> Option<usize> {
        self.parts.iter().find(|part| part.kind == EVENT).map(|part| part.line)
    }

    /// Where the file is cut off, if it ends here: with what should have been closed.
    fn cut(&self, line: usize) -> Option<Cut> {
        let is_open = |part: &Component| ["VCALENDAR", EVENT].contains(&part.kind.as_str());
        self.parts.iter().any(is_open).then(|| Cut { line, event: self.event() })
    }

    fn close_last(&mut self) {
        if let Some(part) = self.parts.pop()
            && let Some(outer) = self.parts.last_mut()
        {
            outer.parts.push(part);
        }
    }
}

/// The file's lines with their numbers, folds undone.
///
/// Some writers break a text without folding it: a line that is no property goes on with the one
/// before it.
fn unfolded(bytes: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> {
    let is_blank = |line: &[u8]| line.iter().all(u8::is_ascii_whitespace);
    let lines = bytes.split(|&byte| byte == b'\n').enumerate();
    let lines = lines.map(|(at, line)| (at + 1, line.strip_suffix(b"\r").unwrap_or(line)));
    let mut lines = lines.skip_while(move |(_, line)| is_blank(line)).peekable();
    std::iter::from_fn(move || {
        let (number, line) = lines.next()?;
        // What stands before the calendar is none of it: a byte order mark, front matter.
        let mut whole = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).to_vec();
        while let Some((_, next)) = lines.next_if(|(_, next)| {
            next.starts_with(b" ")
                || next.starts_with(b"\t")
                || is_blank(next)
                || !is_property(next)
        }) {
            match next {
                [b' ' | b'\t', rest @ ..] => whole.extend_from_slice(rest),
                blank if is_blank(blank) => {}
                rest => {
                    whole.extend_from_slice(b"\\n");
                    whole.extend_from_slice(rest);
                }
            }
        }
        Some((number, whole))
    })
}

/// Whether a line begins with a name that is followed by what may follow one.
fn is_property(line: &[u8]) -> bool {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let name = line.iter().take_while(|&&b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let length = name.count();
    // A bare name may have its value folded onto the next line.
    let capitals = line[..length].iter().all(|b| !b.is_ascii_lowercase());
    length > 0
        && match line.get(length) {
            Some(b':' | b';') => capitals || length > 3 && !line[length..].starts_with(b": "),
            None => capitals,
            Some(_) => false,
        }
}

fn property(text: &str) -> Option<Line> {
    // The crate takes the escapes out of everything called `X-...`, which leaves a list's own
    // commas like those in its items. So it gets to see our lists without their `X-`.
    let is_own_list = LISTS
        .iter()
        .any(|name| text.strip_prefix(name).is_some_and(|rest| rest.starts_with([':', ';'])));
    let (prefix, text) = text.split_at(if is_own_list { "X-".len() } else { 0 });
    let quoted = quoted_zone(text);
    let text = quoted.as_deref().unwrap_or(text);
    let parsed = Property::try_from(text).ok()?;
    let unquoted = |text: &str| text.trim().trim_matches('"').to_owned();
    let name = format!("{prefix}{}", parsed.name.as_str().to_ascii_uppercase());
    // RFC 7986's is not among the texts that the crate knows.
    let value = if name == "NAME" { parsed.val.unescape_text() } else { parsed.val };
    Some(Line {
        name,
        parameters: parsed
            .params
            .iter()
            .map(|parameter| {
                let value = parameter.val.as_ref().map_or("", |value| value.as_str());
                (parameter.key.as_str().to_ascii_uppercase(), unquoted(value))
            })
            .collect(),
        value: value.as_str().to_owned(),
    })
}

/// A line with quotes around the label of its zone, where there should be some: `TZID=(UTC-08:00)
/// Pacific Time:20260610T110000` has a colon that does not end it.
fn quoted_zone(text: &str) -> Option<String> {
    let at = text.find(";TZID=")? + ";TZID=".len();
    let (before, rest) = text.split_at(at);
    if rest.starts_with('"') {
        return None;
    }
    let is_time = |value: &str| value.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let end = rest
        .rmatch_indices(':')
        .find(|&(end, _)| is_time(&rest[end + 1..]) && rest[end + 1..].contains('T'))?;
    let (label, value) = rest.split_at(end.0);
    let (label, more) = label.split_at(label.find(";VALUE=").unwrap_or(label.len()));
    let odd = label.contains([':', ';', ',']) && !label.contains('"');
    odd.then(|| format!("{before}\"{label}\"{more}{value}"))
}

/// The items of a list, without their escapes.
pub(super) fn list(value: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        let Some(item) = items.last_mut() else { break };
        match letter {
            ',' => items.push(String::new()),
            '\\' => match letters.next() {
                Some('n' | 'N') => item.push('\n'),
                Some(escaped) => item.push(escaped),
                None => {}
            },
            other => item.push(other),
        }
    }
    items.into_iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

/// What is said of events that lack their end.
pub(super) fn open_events(unclosed: &[usize], parts: &[&Component]) -> Option<Warning> {
    let first = unclosed.first()?;
    let events = count(unclosed.len(), "event");
    let what = format!("no `END:VEVENT` in {events}: what follows is read as if it stood there");
    Some(note(Subject::Damage, parts.iter().find(|part| part.line == *first).copied(), what))
}

/// What is said of a file that is not there to its end.
pub(super) fn cut_off(cut: Cut, parts: &[&Component]) -> Warning {
    let event = cut.event.and_then(|line| parts.iter().find(|part| part.line == line).copied());
    if event.is_some() {
        let what = "the calendar ends in the middle of this event: it is read as far as it goes, \
                    and whatever came after it is missing";
        return note(Subject::Damage, event, what.to_owned());
    }
    let what = "the calendar ends in the middle, without its `END:VCALENDAR`: whatever came after \
                that line is missing";
    let place = Some(Place { line: cut.line, column: 1 });
    Warning { place, ..note(Subject::Damage, None, what.to_owned()) }
}
