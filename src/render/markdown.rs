//! Markdown as code forges show it (GitHub Flavored Markdown): one table a day.

use std::fmt;
use std::fmt::Write as _;

use crate::agenda::{Agenda, Conflict, Loss, because};
use crate::problem::count;
use crate::schedule::{EventIx, Inferred, Schedule};
use crate::score::Scores;

use super::day::{Line, lines};
use super::{Terminal, words};

/// Text from outside on its way into a line of Markdown or a cell of a table: it is shown as it
/// is, whatever it holds.
#[derive(Clone, Copy, Debug)]
pub struct Markdown<'a>(pub &'a str);

impl fmt::Display for Markdown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = Terminal(self.0).to_string();
        let mut signs = line.trim().chars().peekable();
        let mut first = true;
        while let Some(sign) = signs.next() {
            match sign {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                // A forge sends mail to whom `@name` names, and links `#1` to an issue: a word
                // joiner, which has no width, keeps the two apart.
                '@' | '#' if signs.peek().is_some_and(|next| next.is_ascii_alphanumeric()) => {
                    write!(f, "\\{sign}\u{2060}")?;
                }
                '-' | '+' if !first => f.write_char(sign)?,
                '!' | '"' | '%' | '\'' | '(' | ')' | ',' | '/' | ':' | ';' | '?' | '.' => {
                    f.write_char(sign)?;
                }
                sign if sign.is_ascii_punctuation() => write!(f, "\\{sign}")?,
                sign => f.write_char(sign)?,
            }
            first = false;
        }
        Ok(())
    }
}

/// An agenda: conflicts on top, one table a day, what was missed below.
pub fn agenda(agenda: &Agenda, most_missed: usize) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "# {}\n", Markdown(&words::title(agenda)));
    let (sum, proof) = (words::sum(agenda), words::proof(agenda));
    let _ = writeln!(text, "{sum}; {proof}. Times are in {}.", agenda.schedule.timezone);
    if !agenda.conflicts.is_empty() {
        text.push_str("\n## What cannot all be kept\n");
        for clash in &agenda.conflicts {
            conflict(clash, &mut text);
        }
    }
    for day in lines(agenda).chunk_by(|a, b| a.day() == b.day()) {
        let _ = writeln!(text, "\n## {}\n", day[0].day().format("%A %-d %B %Y"));
        text.push_str("| Time | Room | Talk | Points | Because of |\n");
        text.push_str("| --- | --- | --- | ---: | --- |\n");
        for line in day {
            row(line, &mut text);
        }
    }
    if agenda.talks.iter().any(|talk| !words::mark(talk, &words::MARKED).is_empty()) {
        text.push_str("\n\\~ not in the programme, inferred by a rule\n");
    }
    missed(agenda, most_missed, &mut text);
    text
}

fn conflict(clash: &Conflict, text: &mut String) {
    text.push('\n');
    if let Loss::Break(name) = &clash.given_up {
        let _ = writeln!(text, "- {} (given up)", Markdown(name));
    }
    for place in &clash.events {
        let _ = writeln!(text, "- {}", Markdown(&words::fate(place, clash)));
    }
    for because in &clash.because {
        let _ = writeln!(text, "- because: {}", Markdown(&words::obstacle(because)));
    }
    text.push_str("- ways out:\n");
    for way in &clash.ways_out {
        let what = words::loss(&way.give_up);
        let _ = writeln!(text, "  - {}: {}", Markdown(&what), words::way_price(way));
        for title in &way.also_lost {
            let _ = writeln!(text, "    - and {} is lost, too", Markdown(title));
        }
    }
}

fn row(line: &Line<'_>, text: &mut String) {
    let time = format!("{}-{}", line.start().format("%H:%M"), line.end().format("%H:%M"));
    let room = |name: Option<&str>| name.map_or(String::new(), |name| Markdown(name).to_string());
    let _ = match line {
        Line::Talk(talk) => {
            let late = words::mark(talk, &[Inferred::Start, Inferred::End]).replace('~', "\\~");
            let place = words::mark(talk, &[Inferred::Room]).replace('~', "\\~");
            let bold = if talk.must_see { "**" } else { "" };
            writeln!(
                text,
                "| {time}{late} | {}{place} | {bold}{}{bold}{} | {} | {} |",
                room(talk.room.as_deref()),
                Markdown(&talk.title),
                words::missed_part(talk),
                talk.points,
                Markdown(&words::top_reasons(&talk.because)),
            )
        }
        Line::Commitment(it) => {
            let room = room(it.room.as_deref());
            writeln!(text, "| {time} | {room} | {} (commitment) | | |", Markdown(&it.title))
        }
        Line::Break(it) => writeln!(text, "| {time} | | ({}) | | |", Markdown(&it.title)),
        Line::Free { from, to } => {
            writeln!(text, "| {time} | | ({} free) | | |", words::duration(*to - *from))
        }
    };
}

fn missed(agenda: &Agenda, most: usize, text: &mut String) {
    let must_sees = agenda.missed.iter().filter(|missed| missed.must_see).count();
    let (shown, all) = (most.max(must_sees).min(agenda.missed.len()), agenda.missed.len());
    if shown == 0 {
        return;
    }
    if shown < all {
        let _ = writeln!(text, "\n## Missed: the best {shown} of {all}\n");
    } else {
        let _ = writeln!(text, "\n## Missed: {}\n", count(all, "talk"));
    }
    text.push_str("| When | Talk | Points | Price | Why |\n");
    text.push_str("| --- | --- | ---: | ---: | --- |\n");
    for missed in &agenda.missed[..shown] {
        let bold = if missed.must_see { "**" } else { "" };
        let _ = writeln!(
            text,
            "| {} | {bold}{}{bold} | {} | {} | {} |",
            missed.start.format("%a %H:%M"),
            Markdown(&missed.title),
            missed.points,
            Markdown(&words::price(missed)),
            Markdown(&words::obstacles(&missed.why)),
        );
    }
}

/// A list of talks with their points.
pub fn talks(schedule: &Schedule, scores: &Scores, talks: &[EventIx]) -> String {
    let mut text = "| When | Room | Talk | Points | Because of |\n".to_owned();
    text.push_str("| --- | --- | --- | ---: | --- |\n");
    for &ix in talks {
        let event = schedule.event(ix);
        let at = |time| schedule.zone().at(time);
        let cancelled = if event.cancelled { "CANCELLED: " } else { "" };
        let _ = writeln!(
            text,
            "| {}-{} | {} | {cancelled}{} | {} | {} |",
            at(event.slot.start()).format("%a %-d %b %H:%M"),
            at(event.slot.end()).format("%H:%M"),
            Markdown(event.room_name()),
            Markdown(&event.title),
            scores.of(ix).points,
            Markdown(&words::top_reasons(&because(scores.of(ix)))),
        );
    }
    text
}
