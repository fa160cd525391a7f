//! Why a talk has its points, with the words that matched in their sentence, and how it stands to
//! the best agenda.

use std::fmt::Write as _;

use serde::Serialize;

use crate::agenda::{Place, Standing};
use crate::problem::{and_list, count};
use crate::schedule::{EventIx, Schedule};
use crate::score::{Evidence, Quote, Scores, Source, quotes};

use super::{Style, Terminal, Width, json, words};

/// Marks around a word that matched, until it is known how they look; `Terminal` lets no
/// control character through, so they cannot come from outside.
const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';

/// One talk, given at these times, with all its evidence.
pub fn why(
    schedule: &Schedule,
    scores: &Scores,
    talk: &[EventIx],
    standing: &Standing,
    width: Width,
    style: Style,
) -> String {
    let Some(&first) = talk.first() else { return String::new() };
    let event = schedule.event(first);
    let mut text = format!("{}\n", style.heading(&Terminal(&event.title).to_string()));
    for &ix in talk {
        let _ = writeln!(text, "{}", time_and_room(schedule, ix, "%A %-d %B %Y, %H:%M"));
    }
    if !event.speakers.is_empty() {
        let _ = writeln!(text, "{}", Terminal(&event.speakers.join(", ")));
    }
    let scored = scores.of(first);
    let _ = writeln!(text, "\n{} points", scored.points);
    if scored.evidence.is_empty() {
        text.push_str("No interest speaks for it or against it.\n");
    }
    for evidence in &scored.evidence {
        let mut lines = vec![reason(evidence)];
        lines.extend(quotes(schedule, first, evidence).iter().map(quoted));
        entry(evidence.points, &lines, "", width, style, &mut text);
    }
    text.push('\n');
    for line in wrapped(&stands(standing), usize::from(width.columns())) {
        let _ = writeln!(text, "{line}");
    }
    if !standing.alternatives.is_empty() {
        text.push_str("Instead, if the room is full, with what the agenda loses:\n");
    }
    for other in &standing.alternatives {
        let price = words::instead_price(other);
        let room = other.room.as_deref().map_or(String::new(), |room| format!(", {room}"));
        let line = format!("{}{}: {price}", Terminal(&other.title), Terminal(&room));
        for (number, part) in
            wrapped(&line, usize::from(width.columns()).saturating_sub(4)).iter().enumerate()
        {
            let _ = writeln!(text, "{}{part}", if number == 0 { "  - " } else { "    " });
        }
    }
    text
}

/// What it would be to have a talk otherwise than in the best agenda.
fn stands(standing: &Standing) -> String {
    let mut text = if standing.chosen {
        "It is in your best agenda.".to_owned()
    } else {
        let why = words::obstacles(&standing.why);
        format!("It is not in your best agenda: {}.", Terminal(&why))
    };
    let Some(otherwise) = &standing.otherwise else {
        text.push_str(if standing.chosen {
            " What leaving it out costs is not known."
        } else {
            ""
        });
        return text;
    };
    let least = if otherwise.exact { "" } else { "at least " };
    let cost = match otherwise.price {
        None => "a must-see or a break".to_owned(),
        Some(0) => "no points".to_owned(),
        Some(price) => format!("{least}{}", count_points(price)),
    };
    let what = if standing.chosen { "Leaving it out" } else { "Seeing it" };
    let _ = write!(text, " {what} costs {cost}");
    for (places, one, several) in
        [(&otherwise.goes, "goes", "go"), (&otherwise.comes, "comes in", "come in")]
    {
        let title = |place: &Place| format!("`{}`", Terminal(&place.title));
        let titles: Vec<String> = places.iter().map(title).collect();
        if !titles.is_empty() {
            let verb = if titles.len() == 1 { one } else { several };
            let _ = write!(text, "; {} {verb}", and_list(&titles));
        }
    }
    text.push('.');
    text
}

fn count_points(points: i64) -> String {
    count(usize::try_from(points).unwrap_or(0), "point")
}

/// Talks with all their evidence, in the order given.
pub fn explained(
    schedule: &Schedule,
    scores: &Scores,
    talks: &[EventIx],
    width: Width,
    style: Style,
) -> String {
    let mut text = String::new();
    for &ix in talks {
        let event = schedule.event(ix);
        let scored = scores.of(ix);
        let cancelled = if event.cancelled { "CANCELLED: " } else { "" };
        let title = format!("{OPEN}{cancelled}{}{CLOSE}", Terminal(&event.title));
        let title = if style == Style::Plain { title.replace([OPEN, CLOSE], "") } else { title };
        let lines = [title, time_and_room(schedule, ix, "%a %H:%M")];
        entry(scored.points, &lines, "", width, style, &mut text);
        for evidence in &scored.evidence {
            let words = match evidence.matched.as_slice() {
                [] => String::new(),
                matched => format!(": {}", Terminal(&matched.join(", "))),
            };
            let line = format!("{}{words}", reason(evidence));
            entry(evidence.points, &[line], "  ", width, style, &mut text);
        }
    }
    text
}

fn time_and_room(schedule: &Schedule, ix: EventIx, form: &str) -> String {
    let event = schedule.event(ix);
    let zone = schedule.zone();
    let (start, end) = (zone.at(event.slot.start()), zone.at(event.slot.end()));
    let room = event.room.as_ref().map_or(String::new(), |r| format!(", {}", Terminal(r.as_str())));
    format!("{}-{}{room}", start.format(form), end.format("%H:%M"))
}

fn reason(evidence: &Evidence) -> String {
    let keyword = Terminal(&evidence.keyword);
    match evidence.source {
        Source::Text(field) => format!("{keyword} in the {}", field.name()),
        Source::Related
        | Source::MustSees
        | Source::Rating
        | Source::Boost
        | Source::Recorded
        | Source::Length => keyword.to_string(),
    }
}

fn quoted(quote: &Quote) -> String {
    let mut text = String::from("\"");
    let mut done = 0;
    for mark in &quote.marks {
        let (before, word) = (&quote.text[done..mark.start], &quote.text[mark.clone()]);
        let _ = write!(text, "{}{OPEN}{}{CLOSE}", Terminal(before), Terminal(word));
        done = mark.end;
    }
    let _ = write!(text, "{}\"", Terminal(&quote.text[done..]));
    text
}

/// Points, and lines beside them.
fn entry(
    points: i64,
    lines: &[String],
    indent: &str,
    width: Width,
    style: Style,
    text: &mut String,
) {
    const POINTS: usize = 5;
    let blank = format!("{indent}{:POINTS$}  ", "");
    let room = usize::from(width.columns()).saturating_sub(blank.len());
    let mut start = format!("{indent}{points:>POINTS$}  ");
    for line in lines {
        for part in wrapped(line, room) {
            let line = format!("{start}{}", style.marked(&part, OPEN, CLOSE));
            let _ = writeln!(text, "{}", line.trim_end());
            start.clone_from(&blank);
        }
    }
}

/// A text in lines of at most so many characters, as far as its words allow.
pub(super) fn wrapped(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        if let Some(line) = lines.last_mut() {
            if line.is_empty() {
                line.push_str(word);
            } else if line.chars().count() + 1 + word.chars().count() <= room {
                line.push(' ');
                line.push_str(word);
            } else {
                lines.push(word.to_owned());
            }
        }
    }
    lines
}

/// The same for programs: a list of talks with all that is known of their points.
pub fn explained_json(schedule: &Schedule, scores: &Scores, talks: &[EventIx]) -> String {
    let rows: Vec<json::Row<'_, Reason<'_>>> =
        talks.iter().map(|&ix| row(schedule, scores, ix)).collect();
    json::pretty(&rows)
}

/// One talk for programs.
pub fn why_json(
    schedule: &Schedule,
    scores: &Scores,
    talk: &[EventIx],
    standing: &Standing,
) -> String {
    let told = |&ix: &EventIx| json::pretty(&Told { row: row(schedule, scores, ix), standing });
    talk.first().map_or(String::new(), told)
}

#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    row: json::Row<'a, Reason<'a>>,
    standing: &'a Standing,
}

fn row<'a>(schedule: &'a Schedule, scores: &'a Scores, ix: EventIx) -> json::Row<'a, Reason<'a>> {
    let reason = |evidence: &'a Evidence| Reason {
        keyword: &evidence.keyword,
        field: evidence.source.name(),
        points: evidence.points,
        matched: &evidence.matched,
        quotes: quotes(schedule, ix, evidence).into_iter().map(Quoted::from).collect(),
    };
    json::row(schedule, scores, ix, scores.of(ix).evidence.iter().map(reason).collect())
}

#[derive(Serialize)]
struct Reason<'a> {
    keyword: &'a str,
    field: &'static str,
    points: i64,
    matched: &'a [String],
    quotes: Vec<Quoted>,
}

#[derive(Serialize)]
struct Quoted {
    field: &'static str,
    text: String,
    words: Vec<String>,
}

impl From<Quote> for Quoted {
    fn from(quote: Quote) -> Quoted {
        let words = quote.marks.iter().map(|mark| quote.text[mark.clone()].to_owned()).collect();
        Quoted { field: quote.field.name(), text: quote.text, words }
    }
}
