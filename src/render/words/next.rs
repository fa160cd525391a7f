//! What is on and what comes next.

use chrono::TimeDelta;

use crate::agenda::Talk;
use crate::next::{Aside, Next};
use crate::problem::{count, number};
use crate::render::report::{Report, Role, Share, Table, Text, column, numbers};

/// What is on and what comes next.
pub fn next(next: &Next) -> Report {
    let mut report = Report::default();
    report.title(next.at.format("%A %-d %B, %H:%M").to_string());
    let mut lines = Text { lines: Vec::new() };
    for talk in &next.now {
        let left = (talk.to() - next.at).num_minutes();
        lines = lines.line(at("now", talk).and(Role::Plain, format!(", {left} min left")));
    }
    report.paragraph(lines.line(match &next.then {
        Some(talk) => at("next", talk).and(Role::Plain, format!(", {}", away(talk, next))),
        None => "next: nothing, that was your agenda".into(),
    }));
    if let Some(gap) = &next.gap {
        let free = match gap.until {
            Some(until) => {
                let minutes = super::duration(until - next.at);
                format!("You are free for {minutes}, until {}", until.format("%H:%M"))
            }
            None => "You are free for the rest of the day".to_owned(),
        };
        if gap.fillers.is_empty() {
            report.paragraph(format!("{free}, and nothing with points fits in."));
        } else {
            report.heading(format!("{free}: what fits in"));
            report.table(table(&gap.fillers));
        }
    }
    if !next.instead.is_empty() {
        report.heading("If the room is full: what else begins now");
        report.table(table(&next.instead));
    }
    report
}

fn at(when: &str, talk: &Talk) -> Text {
    let title = if talk.must_see { Role::MustSee } else { Role::Plain };
    let (time, room) = (super::hours(talk.from(), talk.to()), talk.room.as_deref());
    Text::from(format!("{when}: {time}{}: ", super::within(room))).and(title, &talk.title)
}

/// How long it is until a talk, and how long one walks.
fn away(talk: &Talk, next: &Next) -> String {
    let until = talk.from() - next.at;
    let day = if until > TimeDelta::hours(12) {
        format!("on {}", talk.from().format("%A"))
    } else {
        format!("in {}", super::duration(until))
    };
    match next.walk {
        Some(minutes) if minutes > 0 => {
            format!("{day}, {} of it to walk", count(minutes, "minute"))
        }
        Some(_) | None => day,
    }
}

fn table(asides: &[Aside]) -> Table {
    let mut table = Table::talks([
        column("Time", Share::Content),
        column("Room", Share::Content),
        column("Talk", Share::Rest),
        numbers("Points"),
        numbers("Would cost"),
        column("In place of", Share::Spare),
    ]);
    for aside in asides {
        let place = &aside.talk;
        let price = match aside.instead_of.as_slice() {
            [] => "".into(),
            _ => Text::from(format!("would cost {}", number(aside.price))),
        };
        let room = Text::from(place.room.clone().unwrap_or_default());
        table.row([
            super::hours(place.start, place.end).into(),
            Text::pieces([room, super::length(place.start, place.end)]),
            place.title.as_str().into(),
            super::amount(aside.points),
            price,
            super::in_place_of(&aside.instead_of),
        ]);
    }
    table
}
