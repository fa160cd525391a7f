//! A new agenda and what it changes, for people.

use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset};

use crate::agenda::{Agenda, Reason, Status, conference_day};
use crate::changes::{Difference, Field, Value};
use crate::problem::{and_list, count};
use crate::replan::{Cause, Delta, Fate, Happened, Line, Offer};
use crate::schedule::Slot;

use super::changes::{paragraph, people};
use super::grid::{Share, fit, new_table};
use super::table::conflicts;
use super::why::wrapped;

use super::{Style, Terminal, Width, words};

/// How many offers are shown.
const MOST: usize = 5;

/// What a new agenda changes: in short, line by line with causes, and the whole agenda.
pub fn replan(agenda: &Agenda, delta: &Delta, width: Width, style: Style) -> String {
    let mut text = String::new();
    let version = agenda.schedule.version.as_deref();
    let version = version.map_or(String::new(), |version| format!(" ({})", Terminal(version)));
    let (conference, profile) = (Terminal(&agenda.schedule.title), Terminal(&agenda.profile));
    let title = format!("{conference}{version}: {profile}");
    let _ = writeln!(text, "{}", style.heading(&title));
    paragraph(&summary(agenda, delta), width, &mut text);
    if !agenda.conflicts.is_empty() {
        let _ = write!(text, "\n{}", conflicts(agenda, style));
    }
    changed(delta, width, style, &mut text);
    offers(&delta.offers, width, style, &mut text);
    if !delta.is_empty() {
        days(delta, width, style, &mut text);
    }
    text
}

/// Only what is new to the reader: nothing if nothing has changed.
pub fn replan_news(delta: &Delta, width: Width, style: Style) -> String {
    let mut text = String::new();
    changed(delta, width, style, &mut text);
    text.trim_start().to_owned()
}

/// What happened in all.
fn summary(agenda: &Agenda, delta: &Delta) -> String {
    let before = delta.lines.len() - delta.count(Fate::New);
    let points = format!("{} points", agenda.points);
    if delta.is_empty() {
        return format!("Nothing has changed for you: {}, {points}.", count(before, "talk"));
    }
    let parts = [
        (delta.count(Fate::Kept) + delta.count(Fate::Changed), "kept"),
        (delta.count(Fate::Moved), "moved"),
        (delta.count(Fate::Dropped), "dropped"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, fate)| format!("{number} {fate}"))
        .collect();
    let new = match delta.count(Fate::New) {
        0 => String::new(),
        number => format!(", {number} new"),
    };
    let mut text = format!(
        "Of your {}: {}{new}. {points} now, {} before.",
        count(before, "talk"),
        and_list(&parts),
        delta.points_before
    );
    match agenda.proof.status {
        Status::Optimal => text.push_str(" No agenda has more."),
        Status::LeastChange => {
            let _ = write!(
                text,
                " A plan from scratch would have {} (--keep none).",
                agenda.proof.bound
            );
        }
        Status::BestFound => {
            let _ =
                write!(text, " Best found in the time: {} may be possible.", agenda.proof.bound);
        }
    }
    text
}

/// The lines that are not as they were.
fn changed(delta: &Delta, width: Width, style: Style, text: &mut String) {
    let is_changed = |line: &&Line| line.fate != Fate::Kept;
    let lines: Vec<&Line> = delta.lines.iter().filter(is_changed).collect();
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{}", style.heading("What changes for you"));
    for line in lines {
        let entry = format!("{:8} ", fate(line));
        let blank = " ".repeat(entry.len());
        let room = usize::from(width.columns()).saturating_sub(entry.len()).max(20);
        let mut start = entry;
        for part in sentences(line).iter().flat_map(|part| wrapped(part, room)) {
            let _ = writeln!(text, "{start}{part}");
            start.clone_from(&blank);
        }
    }
}

/// The word for what became of a line.
pub(super) fn fate(line: &Line) -> &'static str {
    match line.fate {
        Fate::Kept => "kept",
        Fate::Changed => "changed",
        Fate::Moved => "moved",
        Fate::New => "new",
        Fate::Dropped => "dropped",
    }
}

/// The talk with its time, what became of it and why, at what price.
fn sentences(line: &Line) -> Vec<String> {
    let Some(place) = line.new.as_ref().or(line.old.as_ref()) else { return Vec::new() };
    let mut said = vec![said_of(&words::place(place))];
    let mut why: Vec<String> = line.what.iter().filter_map(|it| difference(it, line)).collect();
    if line.fate == Fate::Moved
        && let Some(old) = &line.old
    {
        why.insert(0, format!("it was {}", words::time(old)));
    }
    why.extend(line.causes.iter().map(|it| cause(it, line)).filter(|text| !text.is_empty()));
    why.extend(against(line));
    why.extend(price(line));
    if !why.is_empty() {
        said.push(said_of(&why.join("; ")));
    }
    said
}

/// What stands against a talk that could be seen, where the cause does not say so already.
fn against(line: &Line) -> Option<String> {
    let caused = |title: &String| matches!(line.causes.as_slice(), [Cause::Other { title: other, .. }] if other == title);
    let only = |title: &String| line.against.len() == 1 && caused(title);
    let mut titles = Vec::new();
    let mut parts = Vec::new();
    for it in &line.against {
        match it {
            Reason::Overlap { title, .. } if only(title) => {
                parts.push("at the same time".to_owned());
            }
            Reason::TooFar { title, walk, .. } if only(title) => {
                parts.push(format!("{walk} min away"));
            }
            Reason::Overlap { title, .. } => titles.push(format!("`{title}`")),
            other => parts.push(words::obstacle(other)),
        }
    }
    if !titles.is_empty() {
        parts.insert(0, format!("at the same time as {}", and_list(&titles)));
    }
    (!parts.is_empty()).then(|| format!("it is {}", parts.join("; ")))
}

fn said_of(text: &str) -> String {
    Terminal(text).to_string()
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
        Cause::Points { from, to } => format!("it is worth {to} points, {from} before"),
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
        Cause::Schedule => "the schedule changed elsewhere, and with it the best plan".to_owned(),
        Cause::Wishes { why: Some(Reason::Never) | None } => {
            "it is not wanted, or out of reach".to_owned()
        }
        Cause::Wishes { why: Some(it) } => words::obstacle(it),
        Cause::Better => match line.fate {
            Fate::New => "a better plan has it, whatever changed".to_owned(),
            Fate::Kept | Fate::Changed | Fate::Moved | Fate::Dropped => {
                "a better plan does without it, whatever changed".to_owned()
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
    }
}

fn price(line: &Line) -> Option<String> {
    let Some(price) = line.price else {
        let dear = line.fate == Fate::Dropped && !line.against.is_empty();
        return dear.then(|| "keeping it would cost a must-see or a break".to_owned());
    };
    Some(match line.fate {
        Fate::New => format!("the agenda would have {price} points less without it"),
        Fate::Dropped if line.against.is_empty() => format!("that costs {price} points"),
        Fate::Dropped if price < 0 => format!("keeping it would gain {} points", -price),
        Fate::Dropped => format!("keeping it would cost {price} points"),
        Fate::Kept | Fate::Changed | Fate::Moved => return None,
    })
}

/// New talks that are worth more than what they would displace.
fn offers(offers: &[Offer], width: Width, style: Style, text: &mut String) {
    if offers.is_empty() {
        return;
    }
    const COLUMNS: [Share; 4] = [Share::Content, Share::Rest, Share::Content, Share::AtMost(0.36)];
    let shown = offers.len().min(MOST);
    let more = if shown < offers.len() {
        format!(", the best {shown} of {}", offers.len())
    } else {
        String::new()
    };
    let heading = format!("New in the schedule and worth a change{more}");
    let mut table = new_table(width, &["When", "Talk", "Gain", "In place of"]);
    for offer in &offers[..shown] {
        let instead: Vec<String> =
            offer.instead_of.iter().map(|title| Terminal(title).to_string()).collect();
        let instead =
            if instead.is_empty() { "(free time)".to_owned() } else { and_list(&instead) };
        table.add_row([
            words::time(&offer.talk),
            Terminal(&offer.talk.title).to_string(),
            offer.gain.to_string(),
            instead,
        ]);
    }
    let table = fit(table, width, &COLUMNS, &[2]);
    let _ = write!(text, "\n{}\n{}\n", style.heading(&heading), table.trim_fmt());
}

/// Every line of both agendas, day by day.
fn days(delta: &Delta, width: Width, style: Style, text: &mut String) {
    const COLUMNS: [Share; 5] =
        [Share::Content, Share::AtMost(0.2), Share::Rest, Share::Content, Share::Content];
    let day = |line: &Line| {
        line.new.as_ref().or(line.old.as_ref()).map(|place| conference_day(place.start))
    };
    for lines in delta.lines.chunk_by(|a, b| day(a) == day(b)) {
        let heading = day(&lines[0]).map(|day| day.format("%A %-d %B %Y").to_string());
        let mut table = new_table(width, &["Time", "Room", "Talk", "Points", ""]);
        for line in lines {
            let Some(place) = line.new.as_ref().or(line.old.as_ref()) else { continue };
            table.add_row([
                format!("{}-{}", place.start.format("%H:%M"), place.end.format("%H:%M")),
                place.room.as_deref().map_or(String::new(), |room| Terminal(room).to_string()),
                Terminal(&place.title).to_string(),
                line.points.to_string(),
                fate(line).to_owned(),
            ]);
        }
        let table = fit(table, width, &COLUMNS, &[3]);
        let heading = heading.unwrap_or_default();
        let _ = write!(text, "\n{}\n{}\n", style.heading(&heading), table.trim_fmt());
    }
}
