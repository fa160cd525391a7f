//! A new agenda and what it changes.

use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};

use crate::agenda::{Agenda, Place, Reason, Status, Talk, conference_day};
use crate::changes::{Difference, Field, Value};
use crate::problem::{and_list, count, number};
use crate::render::days;
use crate::render::report::{Item, Mark, Report, Role, Share, Table, Text, column, numbers};
use crate::replan::{Cause, Delta, Fate, Happened, Line, Offer};
use crate::schedule::Slot;

use super::Legend;
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
        days(agenda, delta, &mut report);
    }
    report
}

/// Only what is new to the reader: nothing if nothing has changed.
pub fn news(delta: &Delta) -> Report {
    let mut report = Report::default();
    let is_changed = |line: &&Line| line.fate != Fate::Kept;
    let mut lines: Vec<&Line> = delta.lines.iter().filter(is_changed).collect();
    // A booking that moved comes first: it may be what all else follows from.
    lines.sort_by_key(|line| (!line.booked, !line.pinned));
    if !lines.is_empty() {
        report.heading("What changes for you");
        report.list(groups(&lines).into_iter().filter_map(|group| match group.as_slice() {
            [line] => single(line),
            several => together(several),
        }));
    }
    report
}

/// A line on its own.
#[cfg(feature = "serve")]
pub(crate) fn change(line: &Line) -> Report {
    let mut report = Report::default();
    report.list(single(line));
    report
}

/// Lines that one sentence is about, each where the first of them is.
fn groups<'a>(lines: &[&'a Line]) -> Vec<Vec<&'a Line>> {
    let mut groups: Vec<Vec<&Line>> = Vec::new();
    for &line in lines {
        let is_same = |group: &&mut Vec<&Line>| {
            let is_plain = |line: &Line| !line.booked && !line.pinned;
            is_plain(line) && is_plain(group[0]) && cause_of(line) == cause_of(group[0])
        };
        let known = if cause_of(line).is_some() { groups.iter_mut().find(is_same) } else { None };
        match known {
            Some(group) => group.push(line),
            None => groups.push(vec![line]),
        }
    }
    groups
}

/// What several lines may have in common.
#[derive(PartialEq)]
enum Common {
    /// So many minutes later, on a day.
    Shift(NaiveDate, i64),
    /// From one room to another.
    Room(String, String),
    /// Dropped for one reason.
    Dropped(Vec<String>),
}

fn cause_of(line: &Line) -> Option<Common> {
    let (old, new) = (line.old.as_ref(), line.new.as_ref());
    match (line.fate, old, new, line.what.as_slice()) {
        (Fate::Moved, Some(old), Some(new), [it]) if it.field == Field::Time => {
            let later = new.start - old.start;
            let day = conference_day(new.start);
            let is_same = later == new.end - old.end && conference_day(old.start) == day;
            is_same.then_some(Common::Shift(day, later.num_minutes()))
        }
        (Fate::Changed, Some(_), Some(_), [it]) => match (&it.from, &it.to) {
            (Value::Text(Some(from)), Value::Text(Some(to))) if it.field == Field::Room => {
                Some(Common::Room(from.clone(), to.clone()))
            }
            _ => None,
        },
        (Fate::Dropped, ..) => {
            let why = causes(line);
            let has_own =
                line.causes.iter().any(|it| matches!(it, Cause::Moved | Cause::Points { .. }));
            (!has_own && !why.is_empty()).then_some(Common::Dropped(why))
        }
        _ => None,
    }
}

/// A line, and why.
fn single(line: &Line) -> Option<Item> {
    let text = Text::from(super::place(place(line)?) + mark(line));
    let why = why(line);
    let text = if why.is_empty() { text } else { text.line(why.join("; ")) };
    Some(Item::new(Mark::Word(fate(line)), text))
}

/// What is said of a talk behind its title.
fn mark(line: &Line) -> &'static str {
    match (line.booked, line.pinned) {
        (true, _) => " (booked)",
        (_, true) => " (pinned)",
        (false, false) => "",
    }
}

/// Several lines with one cause.
fn together(lines: &[&Line]) -> Option<Item> {
    let first = lines[0];
    let talks = count(lines.len(), "talk");
    let text = match cause_of(first)? {
        Common::Shift(day, minutes) => {
            let how = if minutes > 0 { "later" } else { "earlier" };
            let by = super::duration(TimeDelta::minutes(minutes.abs()));
            format!("{talks} on {} {by} {how}", day.format("%A"))
        }
        Common::Room(from, to) => format!("{talks} in {to}, no longer in {from}"),
        Common::Dropped(why) => {
            let prices: Option<i64> =
                lines.iter().map(|line| line.price.filter(|_| line.against.is_empty())).sum();
            let price = prices.map(|price| format!("; that costs {}", count(price, "point")));
            let each = |why: &String| match why.strip_prefix("it ") {
                Some(why) => format!("each {why}"),
                None => why.clone(),
            };
            let why: Vec<String> = why.iter().map(each).collect();
            format!("{talks}: {}{}", why.join("; "), price.unwrap_or_default())
        }
    };
    let talk = |line: &&Line| Some(Item::bullet(super::place(place(line)?)));
    Some(Item::new(Mark::Word(fate(first)), text).with(lines.iter().filter_map(talk)))
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
        Status::LeastChange | Status::Group => {
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
    let mut why = Vec::new();
    if line.fate == Fate::Moved
        && let Some(old) = &line.old
    {
        why.push(moved_from(line, old));
    }
    why.extend(causes(line));
    why.extend(price(line));
    why
}

/// When a talk was that is at another time.
fn moved_from(line: &Line, old: &Place) -> String {
    let longer = |new: &&Place| (new.end - new.start) - (old.end - old.start);
    match line.new.as_ref().filter(|new| new.start == old.start) {
        Some(new) => {
            let longer = longer(&new);
            let how = if longer > TimeDelta::zero() { "longer" } else { "shorter" };
            let by = super::duration(longer.abs());
            format!("{by} {how}: it ended at {}", old.end.format("%H:%M"))
        }
        None => format!("it was {}", super::time(old)),
    }
}

/// Why a line is as it is, without its price.
fn causes(line: &Line) -> Vec<String> {
    let mut why: Vec<String> = line.what.iter().filter_map(|it| difference(it, line)).collect();
    why.extend(line.causes.iter().map(|it| cause(it, line)).filter(|text| !text.is_empty()));
    // The cause may be what stands against it.
    let against = against(line).into_iter().filter(|text| !why.contains(text));
    why.extend(against.collect::<Vec<String>>());
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
        Cause::Moved => moved(line).unwrap_or_else(|| "that makes the difference".to_owned()),
        Cause::Passed => match moved(line) {
            Some(moved) => format!("{moved}, which you cannot make any more"),
            None => "its time has passed".to_owned(),
        },
        Cause::Late => "it has begun, or begins before you are free".to_owned(),
        Cause::Skipped => "you skip it".to_owned(),
        Cause::Points { from, to } => {
            format!("it is worth {}, {} before", count(*to, "point"), number(*from))
        }
        Cause::Pinned => "you have pinned it".to_owned(),
        Cause::IsNew => "it is new in the schedule".to_owned(),
        Cause::Other { title, how: Happened::Pinned, .. } => format!("you have pinned `{title}`"),
        Cause::Other { title, how: Happened::Skipped, .. } => format!("you skip `{title}`"),
        Cause::Other { title, how: Happened::Unwanted, .. } => {
            format!("your profile says never to `{title}`")
        }
        Cause::Other { title, how, now } => format!("`{title}` {}", happened(*how, now.as_ref())),
        Cause::Together { of: causes } => {
            let parts: Vec<String> = causes
                .iter()
                .map(|one| self::cause(one, line))
                .filter(|text| !text.is_empty())
                .collect();
            format!("together: {}", and_list(&parts))
        }
        Cause::Schedule => "the schedule changed elsewhere, and with it the best agenda".to_owned(),
        Cause::Wishes { why: None } => "your profile rules it out now".to_owned(),
        Cause::Wishes { why: Some(it) } => super::clauses(std::slice::from_ref(it)).join("; "),
        Cause::Better => match line.fate {
            Fate::New => "the best agenda has it now".to_owned(),
            Fate::Kept | Fate::Changed | Fate::Moved | Fate::Dropped => {
                "the best agenda has other talks now".to_owned()
            }
        },
        Cause::Unknown => "too much changed to tell why".to_owned(),
    }
}

/// Where the schedule moved a talk.
fn moved(line: &Line) -> Option<String> {
    let offset = *line.old.as_ref().or(line.new.as_ref())?.start.offset();
    let said = |slot: &Slot| {
        let local: DateTime<FixedOffset> = slot.start().with_timezone(&offset);
        local.format("%a %H:%M").to_string()
    };
    line.what.iter().find_map(|it| match (&it.from, &it.to) {
        (Value::Time(from), Value::Time(to)) if from.start() == to.start() => {
            let longer = to.end() - from.end();
            let how = if longer > TimeDelta::zero() { "longer" } else { "shorter" };
            Some(format!("the schedule made it {} {how}", super::duration(longer.abs())))
        }
        (Value::Time(from), Value::Time(_)) if line.fate == Fate::New => {
            Some(format!("the schedule moved it here from {}", said(from)))
        }
        (Value::Time(_), Value::Time(to)) => Some(format!("the schedule moved it to {}", said(to))),
        _ => None,
    })
}

/// What happened to another talk, and where it is now.
fn happened(how: Happened, now: Option<&Place>) -> String {
    let when = now.map_or(String::new(), super::time);
    let to = now.map_or(String::new(), |now| now.end.format("%H:%M").to_string());
    let room = now.and_then(|now| now.room.as_deref());
    match how {
        Happened::Gone => "is gone from the schedule".to_owned(),
        Happened::Cancelled => "is cancelled".to_owned(),
        Happened::New => "is new in the schedule".to_owned(),
        Happened::Moved => format!("is at {when} now"),
        Happened::Longer => format!("is longer now, until {to}"),
        Happened::Shorter => format!("is shorter now, until {to}"),
        Happened::Room => match room {
            Some(room) => format!("is in {room} now"),
            None => "has no room any more".to_owned(),
        },
        Happened::More => "is worth more than before".to_owned(),
        Happened::Less => "is worth less than before".to_owned(),
        Happened::Pinned => "is pinned".to_owned(),
        Happened::Skipped => "is skipped".to_owned(),
        Happened::Unwanted => "is not wanted any more".to_owned(),
    }
}

fn price(line: &Line) -> Option<String> {
    let Some(price) = line.price else {
        let costs = line.costs.filter(|_| line.fate == Fate::Dropped);
        return costs.map(|costs| format!("keeping it would cost {}", super::levels(costs)));
    };
    let points = count(price, "point");
    Some(match line.fate {
        Fate::New if price < 0 => format!("that costs {}", count(-price, "point")),
        Fate::New if price == 0 => return None,
        Fate::New => format!("it adds {points}"),
        Fate::Dropped if line.against.is_empty() && price <= 0 => return None,
        Fate::Dropped if line.against.is_empty() => format!("that costs {points}"),
        Fate::Dropped if price < 0 => format!("keeping it would gain {}", count(-price, "point")),
        Fate::Dropped if price == 0 => "keeping it would cost nothing".to_owned(),
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

/// A row of the days: a talk of either agenda, or what is between the talks of the new one.
enum Row<'a> {
    Talk(&'a Line, &'a Place),
    Between(days::Line<'a>),
}

impl Row<'_> {
    fn start(&self) -> DateTime<FixedOffset> {
        match self {
            Row::Talk(_, place) => place.start,
            Row::Between(line) => line.start(),
        }
    }
}

/// Every line of both agendas, and breaks, commitments and free time, day by day.
fn days(agenda: &Agenda, delta: &Delta, report: &mut Report) {
    let talks = delta.lines.iter().filter_map(|line| Some(Row::Talk(line, place(line)?)));
    let between = days::lines(agenda).into_iter();
    let between = between.filter(|line| !matches!(line, days::Line::Talk(_))).map(Row::Between);
    let mut rows: Vec<Row<'_>> = talks.chain(between).collect();
    rows.sort_by_key(Row::start);
    let day = |row: &Row<'_>| conference_day(row.start());
    for rows in rows.chunk_by(|a, b| day(a) == day(b)) {
        report.heading(super::day(day(&rows[0])));
        let mut table = Table::talks([
            column("Time", Share::Content),
            column("", Share::Content),
            column("Room", Share::Content),
            column("Talk", Share::Rest),
            numbers("Points"),
        ]);
        for row in rows {
            table.row(cells(row, agenda));
        }
        report.table(table);
    }
    let has_must_see = delta.lines.iter().any(|line| line.must_see);
    Legend { has_must_see, ..Legend::default() }.add_to(report);
}

fn cells(row: &Row<'_>, agenda: &Agenda) -> [Text; 5] {
    let (line, place) = match row {
        Row::Talk(line, place) => (line, place),
        Row::Between(line) => {
            let [time, room, what] = super::plan::between(line, "");
            return [time, "".into(), room, what, "".into()];
        }
    };
    let role = match line.fate {
        Fate::Kept => Role::Plain,
        Fate::New | Fate::Changed | Fate::Moved => Role::Good,
        Fate::Dropped => Role::Warning,
    };
    let title = match (line.must_see, line.fate) {
        (false, _) => Role::Plain,
        (true, Fate::Dropped) => Role::MissedMustSee,
        (true, _) => Role::MustSee,
    };
    let is_it = |talk: &&Talk| line.new.is_some() && talk.id == place.id;
    let part = agenda.talks.iter().find(is_it).map_or(String::new(), super::part_of);
    let room = place.room.as_deref().map_or(String::new(), str::to_owned);
    [
        super::hours(place.start, place.end).into(),
        Text::of(role, fate(line)),
        Text::pieces([room.into(), super::length(place.start, place.end)]),
        Text::of(title, &place.title).and(Role::Plain, part).and(Role::Aside, mark(line)),
        super::amount(line.points),
    ]
}
