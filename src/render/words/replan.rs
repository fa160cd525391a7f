//! A new agenda and what it changes.

use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset};

use crate::agenda::{Agenda, Place, Reason, Status, conference_day};
use crate::changes::{Difference, Field, Value};
use crate::problem::{and_list, count, number};
use crate::render::report::{Item, Mark, Report, Role, Share, Table, Text, column, numbers};
use crate::replan::{Cause, Delta, Fate, Happened, Line, Offer};
use crate::schedule::Slot;

use super::changes::people;

/// How many offers are shown.
const MOST: usize = 5;

/// What a new agenda changes: in short, line by line with causes, and the whole agenda.
pub fn replan(agenda: &Agenda, delta: &Delta) -> Report {
    let mut report = Report::default();
    report.title(super::title(&agenda.schedule, &agenda.profile));
    report.paragraph(summary(agenda, delta));
    if !agenda.conflicts.is_empty() {
        report.append(super::conflicts(agenda));
    }
    report.append(news(delta));
    offers(&delta.offers, &mut report);
    if !delta.is_empty() {
        days(delta, &mut report);
    }
    report
}

/// Only what is new to the reader: nothing if nothing has changed.
pub fn news(delta: &Delta) -> Report {
    let mut report = Report::default();
    let is_changed = |line: &&Line| line.fate != Fate::Kept;
    let mut lines: Vec<&Line> = delta.lines.iter().filter(is_changed).collect();
    // A booking that moved comes first: it may be what all else follows from.
    lines.sort_by_key(|line| !line.booked);
    if !lines.is_empty() {
        report.heading("What changes for you");
        report.list(lines.into_iter().filter_map(|line| {
            let booked = if line.booked { " (booked)" } else { "" };
            let text = Text::from(super::place(place(line)?) + booked);
            let why = why(line);
            let text = if why.is_empty() { text } else { text.line(why.join("; ")) };
            Some(Item::new(Mark::Word(fate(line)), text))
        }));
    }
    report
}

/// Where a talk is, or was.
fn place(line: &Line) -> Option<&Place> {
    line.new.as_ref().or(line.old.as_ref())
}

/// What happened in all.
fn summary(agenda: &Agenda, delta: &Delta) -> String {
    let before = count(delta.lines.len() - delta.count(Fate::New), "talk");
    let points = count(agenda.points, "point");
    if delta.is_empty() {
        return format!("Nothing has changed for you: {before}, {points}.");
    }
    let parts = [
        (delta.count(Fate::Kept) + delta.count(Fate::Changed), "kept"),
        (delta.count(Fate::Moved), "moved"),
        (delta.count(Fate::Dropped), "dropped"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(amount, _)| *amount > 0)
        .map(|(amount, name)| format!("{} {name}", number(*amount)))
        .collect();
    let new = match delta.count(Fate::New) {
        0 => String::new(),
        amount => format!(", {} new", number(amount)),
    };
    let mut text = format!(
        "Of your {before}: {}{new}. {points} now, {} before.",
        and_list(&parts),
        number(delta.points_before)
    );
    let bound = number(agenda.proof.bound);
    let _ = match agenda.proof.status {
        Status::Optimal => write!(text, " No agenda has more."),
        Status::Empty => write!(text, " There is nothing to see any more."),
        Status::LeastChange => {
            write!(text, " An agenda from scratch would have {bound} (--keep none).")
        }
        Status::BestFound => {
            write!(text, " Best found in the time; {bound} is the upper bound.")
        }
    };
    text
}

/// The word for what became of a line.
fn fate(line: &Line) -> &'static str {
    match line.fate {
        Fate::Kept => "kept",
        Fate::Changed => "changed",
        Fate::Moved => "moved",
        Fate::New => "new",
        Fate::Dropped => "dropped",
    }
}

/// What became of a talk and why, at what price.
fn why(line: &Line) -> Vec<String> {
    let mut why: Vec<String> = line.what.iter().filter_map(|it| difference(it, line)).collect();
    if line.fate == Fate::Moved
        && let Some(old) = &line.old
    {
        why.insert(0, format!("it was {}", super::time(old)));
    }
    why.extend(line.causes.iter().map(|it| cause(it, line)).filter(|text| !text.is_empty()));
    // The cause may be what stands against it.
    let against = against(line).into_iter().filter(|text| !why.contains(text));
    why.extend(against.collect::<Vec<String>>());
    why.extend(price(line));
    why
}

/// What stands against a talk that could be seen, where the cause does not say so already.
fn against(line: &Line) -> Vec<String> {
    let is_cause = |title: &String| matches!(line.causes.as_slice(), [Cause::Other { title: other, .. }] if other == title);
    match line.against.as_slice() {
        [Reason::Overlap { title, .. }] if is_cause(title) => vec!["the two overlap".to_owned()],
        [Reason::TooFar { title, walk, .. }] if is_cause(title) => {
            vec![format!("it is a {walk}-minute walk away")]
        }
        all => super::clauses(all),
    }
}

/// What the schedule says differently, but for what the line shows anyway.
fn difference(difference: &Difference, line: &Line) -> Option<String> {
    match (difference.field, &difference.from, &difference.to) {
        (Field::Room, Value::Text(Some(from)), Value::Text(Some(to))) => {
            let to = if line.new.is_some() { String::new() } else { format!(", now {to}") };
            Some(format!("its room was {from}{to}"))
        }
        (Field::Room, _, Value::Text(to)) => Some(match to {
            Some(_) => "it has a room now".to_owned(),
            None => "it has no room any more".to_owned(),
        }),
        (Field::Title, Value::Text(Some(from)), _) => Some(format!("it was called `{from}`")),
        (Field::Speakers, Value::List(from), Value::List(to)) => Some(people(from, to)),
        _ => None,
    }
}

/// A cause in words; nothing where the line says it anyway.
fn cause(cause: &Cause, line: &Line) -> String {
    match cause {
        Cause::Gone => "it is gone from the schedule".to_owned(),
        Cause::Cancelled => "it is cancelled".to_owned(),
        Cause::Moved if line.fate == Fate::Moved => String::new(),
        Cause::Moved => match (moved(line), line.fate) {
            (Some((from, _)), Fate::New) => format!("the schedule moved it here from {from}"),
            (Some((_, to)), _) => format!("the schedule moved it to {to}"),
            (None, _) => "that makes the difference".to_owned(),
        },
        Cause::Passed => match moved(line) {
            Some((_, to)) => {
                format!("the schedule moved it to {to}, which you cannot make any more")
            }
            None => "its time has passed".to_owned(),
        },
        Cause::Points { from, to } => {
            format!("it is worth {}, {} before", count(*to, "point"), number(*from))
        }
        Cause::Pinned => "you have pinned it".to_owned(),
        Cause::IsNew => "it is new in the schedule".to_owned(),
        Cause::Other { title, how } => format!("`{title}` {}", happened(*how)),
        Cause::Together { of: causes } => {
            let parts: Vec<String> = causes
                .iter()
                .map(|one| self::cause(one, line))
                .filter(|text| !text.is_empty())
                .collect();
            format!("together: {}", and_list(&parts))
        }
        Cause::Schedule => "the schedule changed elsewhere, and with it the best agenda".to_owned(),
        Cause::Wishes { why: Some(Reason::Never) | None } => {
            "it is not wanted, or out of reach".to_owned()
        }
        Cause::Wishes { why: Some(it) } => super::clauses(std::slice::from_ref(it)).join("; "),
        Cause::Better => match line.fate {
            Fate::New => "a better agenda has it, whatever changed".to_owned(),
            Fate::Kept | Fate::Changed | Fate::Moved | Fate::Dropped => {
                "a better agenda does without it, whatever changed".to_owned()
            }
        },
        Cause::Unknown => "too much changed to tell why".to_owned(),
    }
}

/// From when to when the schedule moved a talk.
fn moved(line: &Line) -> Option<(String, String)> {
    let offset = *line.old.as_ref().or(line.new.as_ref())?.start.offset();
    let said = |slot: &Slot| {
        let local: DateTime<FixedOffset> = slot.start().with_timezone(&offset);
        local.format("%a %H:%M").to_string()
    };
    line.what.iter().find_map(|it| match (&it.from, &it.to) {
        (Value::Time(from), Value::Time(to)) => Some((said(from), said(to))),
        _ => None,
    })
}

fn happened(how: Happened) -> &'static str {
    match how {
        Happened::Gone => "is gone from the schedule",
        Happened::Cancelled => "is cancelled",
        Happened::New => "is new in the schedule",
        Happened::Moved => "is at another time",
        Happened::Room => "is in another room",
        Happened::Points => "is worth other points than before",
        Happened::Pinned => "is pinned now",
    }
}

fn price(line: &Line) -> Option<String> {
    let Some(price) = line.price else {
        // What cannot be has no price.
        let can_be = !line.against.iter().all(Reason::is_about_presence);
        let dear = line.fate == Fate::Dropped && can_be;
        return dear.then(|| "keeping it would cost a must-see or a break".to_owned());
    };
    let points = count(price, "point");
    Some(match line.fate {
        Fate::New if price < 0 => format!("that costs {}", count(-price, "point")),
        Fate::New => format!("it adds {points}"),
        Fate::Dropped if line.against.is_empty() => format!("that costs {points}"),
        Fate::Dropped if price < 0 => format!("keeping it would gain {}", count(-price, "point")),
        Fate::Dropped => format!("keeping it would cost {points}"),
        Fate::Kept | Fate::Changed | Fate::Moved => return None,
    })
}

/// New talks that are worth more than what they would displace.
fn offers(offers: &[Offer], report: &mut Report) {
    if offers.is_empty() {
        return;
    }
    let shown = offers.len().min(MOST);
    let more = if shown < offers.len() {
        format!(", the best {shown} of {}", offers.len())
    } else {
        String::new()
    };
    report.heading(format!("New in the schedule and worth a change{more}"));
    let mut table = Table::talks([
        column("When", Share::Content),
        column("Talk", Share::Rest),
        numbers("Gain"),
        column("In place of", Share::Content),
    ]);
    for offer in &offers[..shown] {
        let instead = match offer.instead_of.as_slice() {
            [] => "in free time".into(),
            titles => super::in_place_of(titles),
        };
        table.row([
            super::time(&offer.talk).into(),
            offer.talk.title.as_str().into(),
            Text::from(format!("gains {}", count(offer.gain, "point"))),
            instead,
        ]);
    }
    report.table(table);
}

/// Every line of both agendas, day by day.
fn days(delta: &Delta, report: &mut Report) {
    let places = delta.lines.iter().filter_map(|line| Some((line, place(line)?)));
    let places: Vec<(&Line, &Place)> = places.collect();
    for lines in places.chunk_by(|a, b| conference_day(a.1.start) == conference_day(b.1.start)) {
        report.heading(super::day(conference_day(lines[0].1.start)));
        let mut table = Table::talks([
            column("Time", Share::Content),
            column("", Share::Content),
            column("Room", Share::Content),
            column("Talk", Share::Rest),
            numbers("Points"),
        ]);
        for (line, place) in lines {
            let role = match line.fate {
                Fate::Kept => Role::Plain,
                Fate::New | Fate::Changed | Fate::Moved => Role::Good,
                Fate::Dropped => Role::Warning,
            };
            let room = place.room.as_deref().map_or(String::new(), str::to_owned);
            table.row([
                super::hours(place.start, place.end).into(),
                Text::of(role, fate(line)),
                Text::pieces([room.into(), super::length(place.start, place.end)]),
                place.title.as_str().into(),
                super::amount(line.points),
            ]);
        }
        report.table(table);
    }
}
