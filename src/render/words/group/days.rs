//! The days of a comparison: a row per time and a column per member where these fit, else a row
//! per talk with the tags of all who are there.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};

use crate::agenda::conference_day;
use crate::group::{Comparison, Entry, Person, Span, What};
use crate::render::days::{Doing, Row, rows};
use crate::render::report::{Report, Role, Share, Table, Text, column};
use crate::render::{Width, words};

/// The most members that get a column each.
const COLUMNS: usize = 4;
/// A narrower column would break titles into words, and words into parts.
const LEAST: usize = 20;
/// A free time that is shorter is not worth a word.
const SHORT_GAP: TimeDelta = TimeDelta::minutes(20);

type Time = DateTime<FixedOffset>;

/// A table for each day on which somebody does something.
pub(super) fn days(it: &Comparison, width: Option<Width>) -> Report {
    let mut report = Report::default();
    let width = width.filter(|width| !width.is_narrow());
    let room = width.map_or(0, |width| usize::from(width.columns()));
    let by_member = it.members.len() <= COLUMNS && room >= LEAST * (it.members.len() + 1);
    let rows = rows(it);
    let days = rows.chunk_by(|a, b| a.day() == b.day());
    let is_free = |row: &Row<'_>| matches!(row.what, Doing::Free(_));
    let mut days = days.filter(|day| !day.iter().all(is_free)).peekable();
    let legend = days.peek().map(|_| match by_member {
        true => Text::of(Role::MustSee, "must-see")
            .and(Role::Plain, " · = the same talk as in the column named · | continues"),
        false => Text::of(Role::MustSeeOf, "Tag").and(Role::Plain, ": their must-see"),
    });
    for day in days {
        report.heading(words::day(day[0].day()));
        report.table(if by_member { by_time(it, day[0].day()) } else { by_talk(it, day) });
    }
    if let Some(legend) = legend {
        report.legend(legend);
    }
    report
}

/// A row per time at which something begins or all become free, a column per member.
fn by_time(it: &Comparison, day: NaiveDate) -> Table {
    let mut columns = vec![column("Time", Share::Content)];
    columns.extend(it.members.iter().map(|person| column(person.name.as_str(), Share::Rest)));
    let mut table = Table::new(columns);
    for time in times(it, day) {
        let starting: Vec<&Entry> =
            it.members.iter().filter_map(|person| starting(person, time)).collect();
        let ends: BTreeSet<Time> = starting.iter().map(|entry| entry.to).collect();
        // Where all that begins ends at one time, the row says so once.
        let one_end = (ends.len() == 1).then(|| ends.first().copied()).flatten();
        let free = it.meetings.iter().find(|meeting| meeting.from == time).map(|it| it.to);
        let free = free.filter(|_| starting.is_empty());
        let label = match one_end.or(free) {
            Some(end) => words::hours(time, end),
            None => time.format("%H:%M").to_string(),
        };
        let mut row = vec![Text::from(label)];
        row.extend((0..it.members.len()).map(|member| cell(it, member, time, one_end.is_none())));
        table.row(row);
    }
    table
}

/// The times of a day's rows.
fn times(it: &Comparison, day: NaiveDate) -> BTreeSet<Time> {
    let entries = it.members.iter().flat_map(|person| &person.agenda);
    let starts = entries.map(|entry| entry.from);
    let long = it.meetings.iter().filter(|meeting| meeting.to - meeting.from >= SHORT_GAP);
    let free = long.map(|meeting| meeting.from);
    let mut times: BTreeSet<Time> = starts.collect();
    // A common free time gets a row unless something begins just then.
    for free in free {
        if !times.iter().any(|&time| time <= free && free - time < SHORT_GAP) {
            times.insert(free);
        }
    }
    times.into_iter().filter(|&time| conference_day(time) == day).collect()
}

fn starting(person: &Person, time: Time) -> Option<&Entry> {
    person.agenda.iter().find(|entry| entry.from == time)
}

/// What a member does at a time.
fn cell(it: &Comparison, member: usize, time: Time, with_end: bool) -> Text {
    let person = &it.members[member];
    let Some(entry) = starting(person, time) else {
        return Text::of(Role::Aside, between(person, time));
    };
    let end = if with_end { format!(" -{}", entry.to.format("%H:%M")) } else { String::new() };
    let room = entry.room.as_deref().map_or(String::new(), |room| format!(" [{room}]"));
    let role = match &entry.what {
        What::Talk { must_see: true, .. } => Role::MustSee,
        What::Talk { .. } => {
            let mut others = it.members.iter().enumerate().filter(|(other, _)| *other != member);
            Role::Good.when(others.any(|(_, other)| sees_it(other, entry)))
        }
        What::Commitment { .. } => Role::Plain,
        What::Break { .. } => Role::Aside,
    };
    if let Some(first) = it.members[..member].iter().find(|other| sees_it(other, entry)) {
        return Text::of(role, format!("= {}", first.name));
    }
    let title = match &entry.what {
        What::Talk { title, .. } => title.clone(),
        What::Commitment { title } => format!("{title} (commitment)"),
        What::Break { title } => format!("({title})"),
    };
    Text::of(role, title).and(Role::Plain, format!("{room}{end}"))
}

/// Whether somebody comes to the same talk at the same time.
fn sees_it(person: &Person, entry: &Entry) -> bool {
    starting(person, entry.from).is_some_and(|theirs| match (&theirs.what, &entry.what) {
        (What::Talk { id: a, .. }, What::Talk { id: b, .. }) => a == b,
        (What::Talk { .. } | What::Commitment { .. } | What::Break { .. }, _) => false,
    })
}

/// What a member does at a time at which nothing begins for him or her.
fn between(person: &Person, time: Time) -> String {
    if person.agenda.iter().any(|entry| entry.from < time && time < entry.to) {
        return "|".to_owned();
    }
    let is_here = |span: &Span| span.from <= time && time < span.to;
    if !person.here.is_empty() && !person.here.iter().any(is_here) {
        return "(away)".to_owned();
    }
    let next = person.agenda.iter().map(|entry| entry.from).filter(|from| *from > time).min();
    match next {
        Some(next) if next - time < SHORT_GAP => String::new(),
        _ => "(free)".to_owned(),
    }
}

/// A row per talk, with all who are there.
fn by_talk(it: &Comparison, rows: &[Row<'_>]) -> Table {
    let mut table = Table::talks([
        column("Time", Share::Content),
        column("Who", Share::Content),
        column("Room", Share::Content),
        column("Talk", Share::Rest),
    ]);
    for row in rows {
        let (title, demanding): (String, &[usize]) = match row.what {
            Doing::Talk(talk) => (talk.place.title.clone(), &talk.must_see_of),
            Doing::Commitment(title) => (format!("{title} (commitment)"), &[]),
            Doing::Break(title) => (format!("({title})"), &[]),
            Doing::Free(_) => ("(all free)".to_owned(), &[]),
        };
        table.row([
            words::hours(row.from, row.to).into(),
            tags(it, &row.who, demanding),
            row.room.unwrap_or_default().into(),
            title.into(),
        ]);
    }
    table
}

/// The tags of some members; what is everybody, or everybody but a few, is said so.
fn tags(it: &Comparison, who: &[usize], demanding: &[usize]) -> Text {
    const FEW: usize = 3;
    let role = Role::Good.when(who.len() > 1);
    let list = |text: Text, members: &[usize]| {
        members.iter().enumerate().fold(text, |text, (position, member)| {
            let text = if position > 0 { text.and(role, " ") } else { text };
            let role = if demanding.contains(member) { Role::MustSeeOf } else { role };
            text.and(role, &it.members[*member].tag)
        })
    };
    let missing: Vec<usize> = (0..it.members.len()).filter(|m| !who.contains(m)).collect();
    let most = match missing.len() {
        0 => Text::of(role, "all"),
        few if few <= FEW && who.len() > 2 * FEW => list(Text::of(role, "all but "), &missing),
        _ => return list(Text::of(role, ""), who),
    };
    if demanding.is_empty() {
        return most;
    }
    list(most.and(role, " ("), demanding).and(role, ")")
}
