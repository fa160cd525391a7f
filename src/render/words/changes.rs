//! What changed in a schedule: what matters first.

use chrono::TimeDelta;

use crate::changes::{Changed, Changes, Difference, Field, How, Matter, Value};
use crate::problem::{count, number};
use crate::render::report::{Layout, Report, Role, Share, Table, Text, column};
use crate::schedule::{Event, Schedule, Slot, Zone};
use crate::text::fold_words;

use super::Extent;

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

/// Changes that belong under one heading.
struct Group {
    heading: &'static str,
    rows: Vec<[String; 4]>,
    /// Whether the first rows are enough for most people.
    is_long: bool,
}

/// Changes by what they are. Those of bookings and of `mine`, if there are such parts, come first.
pub fn changes(
    booked: Option<&Changes>,
    mine: Option<&Changes>,
    rest: Option<&Changes>,
    versions: Versions<'_>,
    extent: Extent,
) -> Report {
    let mut report = Report::default();
    report.title(title(versions));
    if let Some(booked) = booked {
        report.paragraph(format!("What touches your bookings: {}.", summary(booked)));
        tables(booked, versions, extent, &mut report);
    }
    if let Some(mine) = mine {
        let what = if booked.is_some() { "What else touches you" } else { "What touches you" };
        report.paragraph(format!("{what}: {}.", summary(mine)));
        tables(mine, versions, extent, &mut report);
    }
    if let Some(rest) = rest {
        let which = if mine.is_some() { "Everything else" } else { "All in all" };
        report.paragraph(format!("{which}: {}.", summary(rest)));
        tables(rest, versions, extent, &mut report);
        for line in asides(rest) {
            report.paragraph(line);
        }
    }
    report
}

fn tables(changes: &Changes, versions: Versions<'_>, extent: Extent, report: &mut Report) {
    for group in groups(changes, versions, extent) {
        let all = group.rows.len();
        let shown = if group.is_long { extent.of(all, MOST) } else { all };
        let heading = Text::from(format!("{}: {}", group.heading, count(all, "talk")));
        report.heading(if shown < all {
            heading
                .and(Role::Plain, format!(", the first {shown}"))
                .and(Role::Screen, " (--all lists them)")
        } else {
            heading
        });
        let mut table = Table::talks([
            column("When", Share::Content),
            column("Room", Share::Content),
            column("Talk", Share::Rest),
            column("Change", Share::Content),
        ]);
        table.layout = Layout::List;
        for row in group.rows.into_iter().take(shown) {
            table.row(row.map(Text::from));
        }
        report.table(table);
    }
}

/// The conference, and from which version to which.
fn title(versions: Versions<'_>) -> String {
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
fn summary(changes: &Changes) -> String {
    let has = |field| move |it: &Difference| it.field == field && it.matter() < Matter::Text;
    let choice = |it: &Difference| it.matter() == Matter::Choice && it.field != Field::Recorded;
    let cancelled = |it: &Difference| it.field == Field::Cancelled && it.to == Value::Flag(true);
    let parts = [
        (changes.gone.len(), "gone"),
        (changes.over.len(), "over"),
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
        .filter(|(amount, _)| *amount > 0)
        .map(|(amount, what)| format!("{} {what}", number(*amount)))
        .collect();
    if said.is_empty() { "nothing has changed".to_owned() } else { said.join(", ") }
}

/// What is said of the whole, not of single events.
fn asides(changes: &Changes) -> Vec<String> {
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
            number(changes.renumbered),
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
fn groups(changes: &Changes, versions: Versions<'_>, extent: Extent) -> Vec<Group> {
    let (old, new) = (versions.old, versions.new);
    let of_kind = |wanted: Kind| -> Vec<[String; 4]> {
        let them = changes.changed.iter().filter(|changed| kind(changes, changed) == wanted);
        them.map(|changed| {
            row(new, new.event(changed.new), &said(changes, changed, versions, extent))
        })
        .collect()
    };
    let gone = changes.gone.iter().map(|&ix| row(old, old.event(ix), "gone from the schedule"));
    let over = changes.over.iter().map(|&ix| row(old, old.event(ix), "over"));
    let added = changes.added.iter().map(|&ix| row(new, new.event(ix), "new"));
    let long = |heading, rows| Group { heading, rows, is_long: true };
    let whole = |heading, rows| Group { heading, rows, is_long: false };
    let mut groups = vec![
        whole("Cancelled", of_kind(Kind::Cancelled)),
        whole("Gone", gone.collect()),
        whole("At another time", of_kind(Kind::Moved)),
        whole("In another room", of_kind(Kind::Room)),
        long("New", added.collect()),
        long("Otherwise changed", of_kind(Kind::Other)),
        long("Over", over.collect()),
    ];
    if extent == Extent::All {
        groups.push(long("Recorded or not", of_kind(Kind::Recorded)));
        groups.push(long("With other texts", of_kind(Kind::Text)));
    }
    groups.retain(|group| !group.rows.is_empty());
    groups
}

/// When, where, what, and what happened to it.
fn row(schedule: &Schedule, event: &Event, change: &str) -> [String; 4] {
    [
        when(schedule.zone(), event.slot),
        event.room_name().to_owned(),
        event.title.clone(),
        change.to_owned(),
    ]
}

fn when(zone: Zone, slot: Slot) -> String {
    super::span(zone.at(slot.start()), zone.at(slot.end()))
}

/// All that happened to an event, in words.
fn said(changes: &Changes, changed: &Changed, versions: Versions<'_>, extent: Extent) -> String {
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
