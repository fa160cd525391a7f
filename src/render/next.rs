//! What is on and what comes next, for people.

use std::fmt::Write as _;

use chrono::TimeDelta;

use crate::agenda::Talk;
use crate::next::{Aside, Next};
use crate::problem::{and_list, count};

use super::changes::paragraph;
use super::grid::{Share, fit, new_table};
use super::{Style, Terminal, Width};

/// What is on and what comes next.
pub fn next(next: &Next, width: Width, style: Style) -> String {
    let mut text = format!("{}\n", style.heading(&next.at.format("%A %-d %B, %H:%M").to_string()));
    for talk in &next.now {
        let left = (talk.to() - next.at).num_minutes();
        paragraph(&format!("now: {}, {left} min left", said(talk)), width, &mut text);
    }
    match &next.then {
        Some(talk) => {
            paragraph(&format!("next: {}, {}", said(talk), away(talk, next)), width, &mut text);
        }
        None => text.push_str("next: nothing, that was your agenda\n"),
    }
    if let Some(gap) = &next.gap {
        let free = match gap.until {
            Some(until) => {
                let minutes = duration(until - next.at);
                format!("You are free for {minutes}, until {}", until.format("%H:%M"))
            }
            None => "You are free for the rest of the day".to_owned(),
        };
        if gap.fillers.is_empty() {
            let _ = writeln!(text, "\n{free}, and nothing with points fits in.");
        } else {
            let heading = style.heading(&format!("{free}: what fits in"));
            let _ = write!(text, "\n{heading}\n{}\n", table(&gap.fillers, width));
        }
    }
    if !next.instead.is_empty() {
        let heading = style.heading("If the room is full: what else begins now");
        let _ = write!(text, "\n{heading}\n{}\n", table(&next.instead, width));
    }
    text
}

fn said(talk: &Talk) -> String {
    let room = talk.room.as_deref().map_or(String::new(), |room| format!(" in {}", Terminal(room)));
    let must = if talk.must_see { "* " } else { "" };
    let (from, to) = (talk.from().format("%H:%M"), talk.to().format("%H:%M"));
    format!("{from}-{to}{room}: {must}{}", Terminal(&talk.title))
}

/// How long it is until a talk, and how long one walks.
fn away(talk: &Talk, next: &Next) -> String {
    let until = talk.from() - next.at;
    let day = if until > TimeDelta::hours(12) {
        format!("on {}", talk.from().format("%A"))
    } else {
        format!("in {}", duration(until))
    };
    match next.walk {
        Some(minutes) if minutes > 0 => format!("{day}, {} of it to walk", count_minutes(minutes)),
        Some(_) | None => day,
    }
}

fn count_minutes(minutes: i64) -> String {
    count(usize::try_from(minutes).unwrap_or(0), "minute")
}

fn duration(time: TimeDelta) -> String {
    match (time.num_hours(), time.num_minutes() % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

fn table(asides: &[Aside], width: Width) -> String {
    const COLUMNS: [Share; 6] = [
        Share::Content,
        Share::AtMost(0.14),
        Share::Rest,
        Share::Content,
        Share::Content,
        Share::AtMost(0.26),
    ];
    let mut table = new_table(width, &["Time", "Room", "Talk", "Points", "Price", "In place of"]);
    for aside in asides {
        let place = &aside.talk;
        let instead: Vec<String> =
            aside.instead_of.iter().map(|title| Terminal(title).to_string()).collect();
        table.add_row([
            format!("{}-{}", place.start.format("%H:%M"), place.end.format("%H:%M")),
            place.room.as_deref().map_or(String::new(), |room| Terminal(room).to_string()),
            Terminal(&place.title).to_string(),
            aside.points.to_string(),
            if instead.is_empty() { "0".to_owned() } else { aside.price.to_string() },
            and_list(&instead),
        ]);
    }
    fit(table, width, &COLUMNS, &[3, 4]).trim_fmt()
}
