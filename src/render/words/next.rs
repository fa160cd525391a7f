//! What is on and what comes next.

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::agenda::{Appointment, Talk, conference_day};
use crate::next::{Aside, Next};
use crate::problem::{count, number};
use crate::render::days::filled;
use crate::render::report::{Report, Role, Share, Table, Text, column, numbers};

use super::Legend;

/// What is on and what comes next.
pub fn next(next: &Next) -> Report {
    let mut report = Report::default();
    report.title(next.at.format("%A %-d %B, %H:%M").to_string());
    report.paragraph(lines(next));
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
        report.heading(if next.at_the_door {
            "If the room is full: what else there is, and what it would cost"
        } else {
            "What else there is now, and what it would cost"
        });
        report.table(table(&next.instead));
    }
    if let Some(today) = &next.today {
        let lines = filled(&today.talks, &today.commitments, &today.breaks);
        if lines.is_empty() {
            report.paragraph("Nothing is left of today.");
        } else {
            report.heading("The rest of the day");
            report.table(super::plan::day_table(&lines, ""));
            let is_marked = |talk: &Talk| !super::mark(talk, &super::plan::MARKED).is_empty();
            let legend = Legend {
                has_must_see: today.talks.iter().any(|talk| talk.must_see),
                has_inferred: today.talks.iter().any(is_marked),
                ..Legend::default()
            };
            legend.add_to(&mut report);
        }
    }
    report
}

/// What is on, and what comes one after the other up to the next talk.
fn lines(next: &Next) -> Text {
    let mut lines = Text { lines: Vec::new() };
    let left = |to: DateTime<FixedOffset>| format!(", {} left", super::duration(to - next.at));
    for talk in &next.now {
        lines = lines.line(said("now", talk).and(Role::Plain, left(talk.to())));
    }
    for busy in &next.busy {
        lines = lines.line(appointed("now", busy).and(Role::Plain, left(busy.end)));
    }
    let mut words = std::iter::once("next").chain(std::iter::repeat("then"));
    let mut word = || words.next().unwrap_or_default();
    for busy in &next.before {
        lines = lines.line(appointed(word(), busy).and(Role::Plain, away(busy.start, None, next)));
    }
    match &next.then {
        Some(talk) => {
            lines.line(said(word(), talk).and(Role::Plain, away(talk.from(), next.walk, next)))
        }
        None if next.before.is_empty() => lines.line("next: nothing, that was your agenda"),
        None => lines,
    }
}

fn said(when: &str, talk: &Talk) -> Text {
    let title = if talk.must_see { Role::MustSee } else { Role::Plain };
    let (time, room) = (super::hours(talk.from(), talk.to()), talk.room.as_deref());
    Text::from(format!("{when}: {time}{}: ", super::within(room)))
        .and(title, &talk.title)
        .and(Role::Plain, super::part_of(talk))
}

fn appointed(when: &str, it: &Appointment) -> Text {
    let room = super::within(it.room.as_deref());
    format!("{when}: {}{room}: {}", super::hours(it.start, it.end), it.title).into()
}

/// How long it is until then, and how long one walks.
fn away(start: DateTime<FixedOffset>, walk: Option<i64>, next: &Next) -> String {
    const DAYS: i64 = 7;
    let until = start - next.at;
    let (day, today) = (conference_day(start), conference_day(next.at));
    let day = if day == today || until < TimeDelta::hours(4) {
        format!(", in {}", super::duration(until))
    } else if (day - today).num_days() < DAYS {
        format!(", on {}", start.format("%A"))
    } else {
        format!(", on {}", start.format("%A %-d %B %Y"))
    };
    match walk {
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
        column("Way", Share::Content),
        numbers("Points"),
        numbers("Would cost"),
        column("In place of", Share::Spare),
    ]);
    for aside in asides {
        let place = &aside.talk;
        let room = Text::from(place.room.clone().unwrap_or_default());
        table.row([
            super::hours(place.start, place.end).into(),
            Text::pieces([room, super::length(place.start, place.end)]),
            place.title.as_str().into(),
            way(aside).into(),
            super::amount(aside.points),
            price(aside),
            Text::pieces([moves(&aside.moves), super::in_place_of(&aside.instead_of)]),
        ]);
    }
    table
}

/// How far it is, and what that costs of its beginning.
fn way(aside: &Aside) -> String {
    match (aside.walk, aside.missed) {
        (0, 0) => String::new(),
        (0, missed) => format!("{missed} min missed"),
        (walk, 0) => format!("{walk} min to walk"),
        (walk, missed) => format!("{walk} min to walk, {missed} missed"),
    }
}

/// What an aside costs or gains, if it takes the place of something.
fn price(aside: &Aside) -> Text {
    let is_beside = aside.instead_of.is_empty() && aside.moves.is_empty();
    match (aside.price, aside.costs) {
        _ if is_beside => "".into(),
        (Some(0), _) if aside.gain > 0 => format!("would gain {}", number(aside.gain)).into(),
        (Some(0), _) => "would cost nothing".into(),
        (Some(price), _) => format!("would cost {}", number(price)).into(),
        (None, Some(costs)) => format!("would cost {}", super::levels(costs)).into(),
        (None, None) => "".into(),
    }
}

/// What is at another time then.
fn moves(moves: &[Appointment]) -> Text {
    let all =
        moves.iter().map(|it| format!("{} then {}", it.title, super::hours(it.start, it.end)));
    all.collect::<Vec<String>>().join(", ").into()
}
