//! Tables for a terminal or a pipe.

use std::fmt::Write as _;

use comfy_table::Cell;

use crate::agenda::{Agenda, Conflict, Loss, Status, because};
use crate::problem::count;
use crate::schedule::{EventIx, Inferred, Schedule};
use crate::score::Scores;
use crate::solver::difference;

use super::day::{Line, lines};
use super::grid::{Paint, Share, fit, new_table, painted};
use super::why::wrapped;
use super::{Style, Terminal, Width, words};

/// An agenda: conflicts on top, one table a day, what was missed below.
pub fn agenda(agenda: &Agenda, most_missed: usize, width: Width, style: Style) -> String {
    let mut text = String::new();
    head(agenda, style, &mut text);
    if !agenda.conflicts.is_empty() {
        let _ = write!(text, "\n{}", conflicts(agenda, style));
    }
    let lines = lines(agenda);
    for day in lines.chunk_by(|a, b| a.day() == b.day()) {
        let heading = day[0].day().format("%A %-d %B %Y").to_string();
        let table = day_table(day, width, style);
        let _ = write!(text, "\n{}\n{table}\n", style.heading(&heading));
    }
    if agenda.talks.iter().any(|talk| !words::mark(talk, &words::MARKED).is_empty()) {
        let legend = "~ not in the programme, inferred by a rule (see `attend check`)";
        let _ = writeln!(text, "{}", style.aside(legend));
    }
    missed(agenda, most_missed, width, style, &mut text);
    alternatives(agenda, width, style, &mut text);
    text
}

/// Other agendas, by what they change.
fn alternatives(agenda: &Agenda, width: Width, style: Style, text: &mut String) {
    if agenda.alternatives.is_empty() {
        return;
    }
    let room = usize::from(width.columns()).saturating_sub(7);
    let differing = count(difference(agenda.talks.len()), "talk");
    let heading = format!("Other agendas, each without {differing} of every one before:");
    let _ = writeln!(text, "\n{}", style.heading(&heading));
    for (number, other) in agenda.alternatives.iter().enumerate() {
        let points = agenda.points - other.price.unwrap_or(0);
        let cost = words::cost(other.price, other.exact);
        let _ = writeln!(text, "{:>3}. {}: {cost}", number + 1, words::points(&points));
        for (sign, places) in [('-', &other.goes), ('+', &other.comes)] {
            for place in places {
                let line = Terminal(&words::place(place)).to_string();
                for (part, line) in wrapped(&line, room).iter().enumerate() {
                    let sign = if part == 0 { sign } else { ' ' };
                    let _ = writeln!(text, "     {sign} {line}");
                }
            }
        }
    }
}

/// The must-sees that cannot all be kept, with the ways out.
pub fn conflicts(agenda: &Agenda, style: Style) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{}", style.error("What cannot all be kept:"));
    for (position, clash) in agenda.conflicts.iter().enumerate() {
        if position > 0 {
            text.push('\n');
        }
        conflict(clash, &mut text);
    }
    text
}

fn head(agenda: &Agenda, style: Style, text: &mut String) {
    let title = Terminal(&words::title(agenda)).to_string();
    let _ = writeln!(text, "{}", style.heading(&title));
    let proof = words::proof(agenda);
    let proof = match agenda.proof.status {
        Status::Optimal => style.good(&proof),
        Status::BestFound => style.warning(&proof),
        Status::LeastChange => proof,
    };
    let _ = writeln!(text, "{}; {proof}", words::sum(agenda));
    let _ = writeln!(text, "Times are in {}.", Terminal(&agenda.schedule.timezone));
}

fn conflict(clash: &Conflict, text: &mut String) {
    if let Loss::Break(name) = &clash.given_up {
        let _ = writeln!(text, "  {} (given up)", Terminal(name));
    }
    for place in &clash.events {
        let _ = writeln!(text, "  {}", Terminal(&words::fate(place, clash)));
    }
    for because in &clash.because {
        let _ = writeln!(text, "  because: {}", Terminal(&words::obstacle(because)));
    }
    let _ = writeln!(text, "  ways out:");
    for way in &clash.ways_out {
        let _ = writeln!(
            text,
            "  - {}: {}",
            Terminal(&words::loss(&way.give_up)),
            words::way_price(way)
        );
        for title in &way.also_lost {
            let _ = writeln!(text, "    and {} is lost, too", Terminal(title));
        }
    }
}

fn day_table(lines: &[Line<'_>], width: Width, style: Style) -> String {
    let mut table = new_table(width, &["Time", "Room", "Talk", "Points", "Because of"]);
    let mut paints = Vec::new();
    for line in lines {
        let time = format!("{}-{}", line.start().format("%H:%M"), line.end().format("%H:%M"));
        let (row, paint) = match line {
            Line::Talk(talk) => {
                let must = if talk.must_see { "* " } else { "" };
                let late = words::mark(talk, &[Inferred::Start, Inferred::End]);
                let place = words::mark(talk, &[Inferred::Room]);
                let row = [
                    format!("{time}{late}"),
                    room(talk.room.as_deref(), place),
                    format!("{must}{}{}", Terminal(&talk.title), words::missed_part(talk)),
                    talk.points.to_string(),
                    Terminal(&words::top_reasons(&talk.because)).to_string(),
                ];
                let guessed = [late, place].map(|mark| Paint::Aside.when(!mark.is_empty()));
                let title = Paint::Strong.when(talk.must_see);
                (row, vec![guessed[0], guessed[1], title, Paint::Plain, Paint::Plain])
            }
            Line::Commitment(commitment) => {
                let title = format!("{} (commitment)", Terminal(&commitment.title));
                let place = room(commitment.room.as_deref(), "");
                ([time, place, title, String::new(), String::new()], vec![Paint::Plain; 5])
            }
            Line::Break(it) => (idle(time, &it.title), vec![Paint::Aside; 5]),
            Line::Free { from, to } => {
                let free = format!("{} free", words::duration(*to - *from));
                (idle(time, &free), vec![Paint::Aside; 5])
            }
        };
        table.add_row(row);
        paints.push(paint);
    }
    painted(&fit(table, width, &TALK_COLUMNS, &[3]), &paints, style)
}

/// The row of a time without a talk.
fn idle(time: String, what: &str) -> [String; 5] {
    [time, String::new(), format!("({})", Terminal(what)), String::new(), String::new()]
}

/// Time, room, talk, points, reasons.
const TALK_COLUMNS: [Share; 5] =
    [Share::Content, Share::AtMost(0.15), Share::Rest, Share::Content, Share::AtMost(0.24)];
/// When, talk, points, price, why.
const MISSED_COLUMNS: [Share; 5] =
    [Share::Content, Share::Rest, Share::Content, Share::Content, Share::AtMost(0.36)];

fn room(name: Option<&str>, mark: &str) -> String {
    name.map_or(String::new(), |name| format!("{}{mark}", Terminal(name)))
}

fn missed(agenda: &Agenda, most: usize, width: Width, style: Style, text: &mut String) {
    let must_sees = agenda.missed.iter().filter(|missed| missed.must_see).count();
    let shown = most.max(must_sees).min(agenda.missed.len());
    if shown == 0 {
        return;
    }
    let all = agenda.missed.len();
    let heading = if shown < all {
        format!("Missed: the best {shown} of {all} (--missed all shows the rest)")
    } else {
        format!("Missed: {}", count(all, "talk"))
    };
    let mut table = new_table(width, &["When", "Talk", "Points", "Price", "Why"]);
    let mut paints = Vec::new();
    for missed in &agenda.missed[..shown] {
        let title = Paint::Warning.when(missed.must_see);
        paints.push(vec![Paint::Plain, title, Paint::Plain, Paint::Plain, Paint::Plain]);
        let must = if missed.must_see { "* " } else { "" };
        table.add_row([
            missed.start.format("%a %H:%M").to_string(),
            format!("{must}{}", Terminal(&missed.title)),
            missed.points.to_string(),
            words::price(missed),
            Terminal(&words::obstacles(&missed.why)).to_string(),
        ]);
    }
    let table = painted(&fit(table, width, &MISSED_COLUMNS, &[2, 3]), &paints, style);
    let _ = write!(text, "\n{}\n{table}\n", style.heading(&heading));
}

/// A list of talks with their points.
pub fn talks(
    schedule: &Schedule,
    scores: &Scores,
    talks: &[EventIx],
    width: Width,
    style: Style,
) -> String {
    let mut table = new_table(width, &["When", "Room", "Talk", "Points", "Because of"]);
    let mut paints = Vec::new();
    for &ix in talks {
        let event = schedule.event(ix);
        let mark = |what| if event.inferred.contains(&what) { "~" } else { "" };
        let scored = scores.of(ix);
        let (start, end) =
            (schedule.zone().at(event.slot.start()), schedule.zone().at(event.slot.end()));
        let cancelled = if event.cancelled { "CANCELLED: " } else { "" };
        let title = Paint::Warning.when(event.cancelled);
        let [when, place] = [Inferred::End, Inferred::Room]
            .map(|what| Paint::Aside.when(event.inferred.contains(&what)));
        paints.push(vec![when, place, title, Paint::Aside.when(scored.points == 0), Paint::Plain]);
        table.add_row([
            Cell::new(format!(
                "{}-{}{}",
                start.format("%a %H:%M"),
                end.format("%H:%M"),
                mark(Inferred::End)
            )),
            Cell::new(room(event.room.as_ref().map(|room| room.as_str()), mark(Inferred::Room))),
            Cell::new(format!("{cancelled}{}", Terminal(&event.title))),
            Cell::new(scored.points),
            Cell::new(Terminal(&words::top_reasons(&because(scored)))),
        ]);
    }
    painted(&fit(table, width, &TALK_COLUMNS, &[3]), &paints, style) + "\n"
}
