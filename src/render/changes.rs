//! What changed in a schedule, for people: what matters first.

use std::fmt::Write as _;

use chrono::TimeDelta;

use crate::changes::{Changed, Changes, Difference, Field, How, Matter, Value};
use crate::problem::count;
use crate::schedule::{Event, Schedule, Slot, Zone};
use crate::text::fold_words;

use super::grid::{Share, fit, new_table};
use super::why::wrapped;
use super::{Style, Terminal, Width};

/// How many events a group shows, unless all are asked for.
const MOST: usize = 15;

/// Changes with the two versions that they are between.
#[derive(Clone, Copy, Debug)]
pub struct Versions<'a> {
    /// The earlier one.
    pub old: &'a Schedule,
    /// The later one.
    pub new: &'a Schedule,
}

/// How much of the changes is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The first of each group, and how many there are.
    First,
    /// All of them, and which texts changed.
    All,
}

/// Changes that belong under one heading.
pub(super) struct Group {
    pub(super) heading: String,
    pub(super) rows: Vec<Row>,
    /// Whether the first rows are enough for most people.
    is_long: bool,
}

/// One event with what happened to it; texts from outside are as they are.
pub(super) struct Row {
    pub(super) when: String,
    pub(super) room: String,
    pub(super) title: String,
    pub(super) change: String,
}

impl Group {
    /// How many rows to show.
    pub(super) fn shown(&self, extent: Extent) -> usize {
        match extent {
            Extent::First if self.is_long => MOST.min(self.rows.len()),
            Extent::First | Extent::All => self.rows.len(),
        }
    }
}

/// Changes as tables. Those of `mine`, if there is such a part, come first.
pub fn changes(
    mine: Option<&Changes>,
    rest: Option<&Changes>,
    versions: Versions<'_>,
    extent: Extent,
    width: Width,
    style: Style,
) -> String {
    let mut text = format!("{}\n", style.heading(&Terminal(&title(versions)).to_string()));
    if let Some(mine) = mine {
        paragraph(&format!("What touches you: {}.", summary(mine)), width, &mut text);
        tables(mine, versions, extent, width, style, &mut text);
    }
    if let Some(rest) = rest {
        let other = if mine.is_some() { "\nEverything else: " } else { "All in all: " };
        paragraph(&format!("{other}{}.", summary(rest)), width, &mut text);
        tables(rest, versions, extent, width, style, &mut text);
        for line in asides(rest) {
            text.push('\n');
            paragraph(&Terminal(&line).to_string(), width, &mut text);
        }
    }
    text
}

/// A text in lines that fit.
pub(super) fn paragraph(text: &str, width: Width, into: &mut String) {
    for line in wrapped(text, usize::from(width.columns())) {
        let _ = writeln!(into, "{line}");
    }
}

fn tables(
    changes: &Changes,
    versions: Versions<'_>,
    extent: Extent,
    width: Width,
    style: Style,
    text: &mut String,
) {
    const COLUMNS: [Share; 4] =
        [Share::Content, Share::AtMost(0.16), Share::Rest, Share::AtMost(0.32)];
    for group in groups(changes, versions, extent) {
        let shown = group.shown(extent);
        let more = if shown < group.rows.len() {
            format!(", the first {shown} (--all lists them)")
        } else {
            String::new()
        };
        let heading = format!("{}: {}{more}", group.heading, count(group.rows.len(), "talk"));
        let mut table = new_table(width, &["When", "Room", "Talk", "Change"]);
        for row in &group.rows[..shown] {
            let cells = [&row.when, &row.room, &row.title, &row.change];
            table.add_row(cells.map(|cell| Terminal(cell).to_string()));
        }
        let table = fit(table, width, &COLUMNS, &[]);
        let _ = write!(text, "\n{}\n{}\n", style.heading(&heading), table.trim_fmt());
    }
}

/// The conference, and from which version to which.
pub(super) fn title(versions: Versions<'_>) -> String {
    let (old, new) = (versions.old, versions.new);
    let name = if new.title() == old.title() {
        new.title().to_owned()
    } else {
        format!("{} and {}", old.title(), new.title())
    };
    match (old.version(), new.version()) {
        (Some(from), Some(to)) if from != to => format!("{name}: from {from} to {to}"),
        _ => name,
    }
}

/// How much changed, in one line.
pub(super) fn summary(changes: &Changes) -> String {
    let has = |field| move |it: &Difference| it.field == field && it.matter() < Matter::Text;
    let choice = |it: &Difference| it.matter() == Matter::Choice && it.field != Field::Recorded;
    let cancelled = |it: &Difference| it.field == Field::Cancelled && it.to == Value::Flag(true);
    let parts = [
        (changes.gone.len(), "gone"),
        (changes.count(cancelled), "cancelled"),
        (changes.count(Difference::is_move), "moved"),
        (changes.count(|it| !it.is_move() && it.is_length()), "longer or shorter"),
        (changes.count(has(Field::Room)), "in another room"),
        (changes.added.len(), "new"),
        (changes.count(choice), "with another title, speaker or such"),
        (changes.count(|it| it.field == Field::Recorded), "with another word on recording"),
        (changes.count(|it| it.matter() == Matter::Text), "with other texts"),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    if said.is_empty() { "nothing has changed".to_owned() } else { said.join(", ") }
}

/// What is said of the whole, not of single events.
pub(super) fn asides(changes: &Changes) -> Vec<String> {
    let mut lines: Vec<String> = changes
        .renamed
        .iter()
        .map(|room| {
            let events = count(room.events, "talk");
            format!("The room {} is now called {} ({events}).", room.from, room.to)
        })
        .collect();
    if changes.is_renumbered() {
        lines.push(format!(
            "Renumbered: {} of {} that are in both versions have another id, and were known by \
             other ids, titles and speakers.",
            changes.renumbered,
            count(changes.both, "talk")
        ));
    }
    lines
}

/// Where a changed event belongs: the first of its changes that matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Cancelled,
    Moved,
    Room,
    Other,
    Recorded,
    Text,
    Record,
}

fn kind(changes: &Changes, changed: &Changed) -> Kind {
    let first = changes.notable(changed).min_by_key(|it| (it.matter(), it.field));
    match first.map(|it| (it.matter(), it.field)) {
        Some((Matter::Plan, Field::Cancelled)) => Kind::Cancelled,
        Some((Matter::Plan, Field::Time)) => Kind::Moved,
        Some((Matter::Plan, _)) => Kind::Room,
        Some((Matter::Choice, Field::Recorded)) => Kind::Recorded,
        Some((Matter::Choice, _)) => Kind::Other,
        Some((Matter::Text, _)) => Kind::Text,
        Some((Matter::Record, _)) | None => Kind::Record,
    }
}

/// All changes by what they are, what matters most first.
pub(super) fn groups(changes: &Changes, versions: Versions<'_>, extent: Extent) -> Vec<Group> {
    let (old, new) = (versions.old, versions.new);
    let of_kind = |wanted: Kind| -> Vec<Row> {
        let them = changes.changed.iter().filter(|changed| kind(changes, changed) == wanted);
        them.map(|changed| {
            row(new, new.event(changed.new), &said(changes, changed, versions, extent))
        })
        .collect()
    };
    let gone = changes.gone.iter().map(|&ix| row(old, old.event(ix), "gone from the schedule"));
    let added = changes.added.iter().map(|&ix| row(new, new.event(ix), "new"));
    let long = |heading: &str, rows| Group { heading: heading.to_owned(), rows, is_long: true };
    let whole = |heading: &str, rows| Group { heading: heading.to_owned(), rows, is_long: false };
    let mut groups = vec![
        whole("Cancelled", of_kind(Kind::Cancelled)),
        whole("Gone", gone.collect()),
        whole("At another time", of_kind(Kind::Moved)),
        whole("In another room", of_kind(Kind::Room)),
        long("New", added.collect()),
        long("Otherwise changed", of_kind(Kind::Other)),
    ];
    if extent == Extent::All {
        groups.push(long("Recorded or not", of_kind(Kind::Recorded)));
        groups.push(long("With other texts", of_kind(Kind::Text)));
    }
    groups.retain(|group| !group.rows.is_empty());
    groups
}

fn row(schedule: &Schedule, event: &Event, change: &str) -> Row {
    Row {
        when: when(schedule.zone(), event.slot),
        room: event.room_name().to_owned(),
        title: event.title.clone(),
        change: change.to_owned(),
    }
}

pub(super) fn when(zone: Zone, slot: Slot) -> String {
    let (start, end) = (zone.at(slot.start()), zone.at(slot.end()));
    format!("{}-{}", start.format("%a %H:%M"), end.format("%H:%M"))
}

/// All that happened to an event, in words.
pub(super) fn said(
    changes: &Changes,
    changed: &Changed,
    versions: Versions<'_>,
    extent: Extent,
) -> String {
    let mut parts = Vec::new();
    if changed.how == How::Similar {
        parts.push(format!("probably `{}` before", versions.old.event(changed.old).title));
    }
    for difference in changes.notable(changed) {
        let by_title = changed.how == How::Similar && difference.field == Field::Title;
        match difference.matter() {
            Matter::Plan | Matter::Choice if !by_title => {
                parts.push(words(difference, versions));
            }
            Matter::Text if extent == Extent::All => {
                parts.push(format!("other {}", difference.field.name()));
            }
            Matter::Plan | Matter::Choice | Matter::Text | Matter::Record => {}
        }
    }
    parts.join("; ")
}

/// One difference in words.
fn words(difference: &Difference, versions: Versions<'_>) -> String {
    let name = difference.field.name();
    match (&difference.from, &difference.to) {
        (Value::Time(from), Value::Time(to)) => time(*from, *to, versions),
        (Value::Flag(_), Value::Flag(now)) => match (difference.field, now) {
            (Field::Cancelled, true) => "cancelled".to_owned(),
            (Field::Cancelled, false) => "takes place after all".to_owned(),
            (_, true) => "is recorded".to_owned(),
            (_, false) => "is not recorded".to_owned(),
        },
        (Value::List(from), Value::List(to)) => people(from, to),
        (Value::Text(from), Value::Text(to)) => match (difference.field, from, to) {
            (Field::Room, Some(from), _) => format!("was in {from}"),
            (Field::Room, None, _) => "now with a room".to_owned(),
            (Field::Title, Some(from), _) => format!("was called `{from}`"),
            (_, Some(from), None) => format!("without the {name} `{from}`"),
            (_, None, Some(to)) => format!("with the {name} `{to}`"),
            (_, Some(from), Some(_)) => format!("{name} was `{from}`"),
            (_, None, None) => name.to_owned(),
        },
        _ => name.to_owned(),
    }
}

fn time(from: Slot, to: Slot, versions: Versions<'_>) -> String {
    let longer = (to.end() - to.start()) - (from.end() - from.start());
    if from.start() != to.start() {
        return format!("was {}", when(versions.old.zone(), from));
    }
    let minutes = longer.num_minutes().abs();
    let how = if longer > TimeDelta::zero() { "longer" } else { "shorter" };
    format!("{minutes} min {how}")
}

pub(super) fn people(from: &[String], to: &[String]) -> String {
    let lacks = |list: &[String], name: &String| {
        !list.iter().any(|other| fold_words(other) == fold_words(name))
    };
    let names = |of: &[String], without: &[String]| -> String {
        let names: Vec<&str> =
            of.iter().filter(|name| lacks(without, name)).map(String::as_str).collect();
        names.join(", ")
    };
    let (came, left) = (names(to, from), names(from, to));
    match (came.is_empty(), left.is_empty()) {
        (false, false) => format!("with {came} in place of {left}"),
        (false, true) => format!("now with {came}"),
        (true, _) => format!("without {left}"),
    }
}
