//! The days of a comparison: a row per time and a column per member where these fit, else a row
//! per talk with the tags of all who are there.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use comfy_table::{ColumnConstraint, Width as Columns};

use crate::agenda::conference_day;
use crate::group::{Comparison, Entry, Person, What};

use super::grid::{Paint, Share, fit, new_table, painted};
use super::{Style, Terminal, Width};

/// The most members that get a column each.
const COLUMNS: usize = 4;
/// A free time that is shorter is not worth a word.
const SHORT_GAP: TimeDelta = TimeDelta::minutes(20);

type Time = DateTime<FixedOffset>;

/// A table for each day on which somebody sees something.
pub(super) fn days(it: &Comparison, width: Width, style: Style) -> String {
    let entries = || it.members.iter().flat_map(|person| &person.agenda);
    let talks = entries().filter(|entry| matches!(entry.what, What::Talk { .. }));
    let days: BTreeSet<NaiveDate> = talks.map(|entry| conference_day(entry.from)).collect();
    let mut text = String::new();
    for day in days {
        let heading = style.heading(&day.format("%A %-d %B %Y").to_string());
        let table = if it.members.len() <= COLUMNS && !width.is_narrow() {
            by_time(it, day, width, style)
        } else {
            by_talk(it, day, width, style)
        };
        let _ = write!(text, "\n{heading}\n{table}\n");
    }
    if it.members.len() <= COLUMNS && !width.is_narrow() && !text.is_empty() {
        let legend = "* must-see   = the same talk as in the column named   | goes on";
        let _ = writeln!(text, "{}", style.aside(legend));
    } else if !text.is_empty() {
        let _ = writeln!(text, "{}", style.aside("* must-see of"));
    }
    text
}

/// What an entry is called in a cell.
fn title(entry: &Entry) -> String {
    match &entry.what {
        What::Talk { title, must_see, .. } => {
            format!("{}{}", if *must_see { "* " } else { "" }, Terminal(title))
        }
        What::Commitment { title } => format!("({}, commitment)", Terminal(title)),
        What::Break { title } => format!("({})", Terminal(title)),
    }
}

/// A row per time at which something begins or all become free, a column per member.
fn by_time(it: &Comparison, day: NaiveDate, width: Width, style: Style) -> String {
    let mut header = vec!["Time".to_owned()];
    header.extend(it.members.iter().map(|person| Terminal(&person.name).to_string()));
    let mut table = new_table(width, &header.iter().map(String::as_str).collect::<Vec<&str>>());
    let mut paints = Vec::new();
    for time in times(it, day) {
        let starting: Vec<&Entry> =
            it.members.iter().filter_map(|person| starting(person, time)).collect();
        let ends: BTreeSet<Time> = starting.iter().map(|entry| entry.to).collect();
        // Where all that begins ends at one time, the row says so once.
        let one_end = (ends.len() == 1).then(|| ends.first().copied()).flatten();
        let free = it.meetings.iter().find(|meeting| meeting.from == time).map(|it| it.to);
        let free = free.filter(|_| starting.is_empty());
        let label = match one_end.or(free) {
            Some(end) => format!("{}-{}", time.format("%H:%M"), end.format("%H:%M")),
            None => time.format("%H:%M").to_string(),
        };
        let mut row = vec![label];
        let mut colors = vec![Paint::Plain];
        for member in 0..it.members.len() {
            row.push(cell(it, member, time, one_end.is_none()));
            colors.push(paint(it, member, time));
        }
        table.add_row(row);
        paints.push(colors);
    }
    const PADDING: u16 = 2;
    let times = table.column_max_content_widths()[0] + PADDING;
    let members = u16::try_from(it.members.len()).unwrap_or(1).max(1);
    let rest = width.columns().saturating_sub(times + members + 2) / members;
    let mut constraints = vec![ColumnConstraint::Absolute(Columns::Fixed(times))];
    constraints.resize(1 + it.members.len(), ColumnConstraint::Absolute(Columns::Fixed(rest)));
    table.set_constraints(constraints);
    painted(&table, &paints, style)
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
fn cell(it: &Comparison, member: usize, time: Time, with_end: bool) -> String {
    let person = &it.members[member];
    let Some(entry) = starting(person, time) else { return between(person, time) };
    let end = if with_end { format!(" -{}", entry.to.format("%H:%M")) } else { String::new() };
    let first = it.members[..member].iter().find(|other| sees_it(other, entry));
    if let Some(first) = first {
        let must = matches!(entry.what, What::Talk { must_see: true, .. });
        return format!("{}= {}", if must { "* " } else { "" }, Terminal(&first.name));
    }
    let room = entry.room.as_deref();
    let room = room.map_or(String::new(), |room| format!(" [{}]", Terminal(room)));
    format!("{}{room}{end}", title(entry))
}

/// Whether somebody comes to the same talk at the same time.
fn sees_it(person: &Person, entry: &Entry) -> bool {
    starting(person, entry.from).is_some_and(|theirs| match (&theirs.what, &entry.what) {
        (What::Talk { id: a, .. }, What::Talk { id: b, .. }) => a == b,
        _ => false,
    })
}

/// The colour of what a member does at a time.
fn paint(it: &Comparison, member: usize, time: Time) -> Paint {
    let Some(entry) = starting(&it.members[member], time) else { return Paint::Aside };
    match entry.what {
        What::Talk { must_see: true, .. } => Paint::Strong,
        What::Talk { .. } => {
            let mut others = it.members.iter().enumerate().filter(|(other, _)| *other != member);
            Paint::Good.when(others.any(|(_, other)| sees_it(other, entry)))
        }
        What::Commitment { .. } => Paint::Plain,
        What::Break { .. } => Paint::Aside,
    }
}

/// What a member does at a time at which nothing begins for him or her.
fn between(person: &Person, time: Time) -> String {
    if person.agenda.iter().any(|entry| entry.from < time && time < entry.to) {
        return "|".to_owned();
    }
    let is_here = |span: &crate::group::Span| span.from <= time && time < span.to;
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
fn by_talk(it: &Comparison, day: NaiveDate, width: Width, style: Style) -> String {
    let mut rows: BTreeMap<(Time, Time, String, String), Vec<usize>> = BTreeMap::new();
    for (member, person) in it.members.iter().enumerate() {
        for entry in person.agenda.iter().filter(|entry| conference_day(entry.from) == day) {
            let title = match &entry.what {
                What::Talk { title, .. } => Terminal(title).to_string(),
                What::Commitment { .. } | What::Break { .. } => title(entry),
            };
            let room = entry.room.as_deref().map_or(String::new(), |r| Terminal(r).to_string());
            rows.entry((entry.from, entry.to, room, title)).or_default().push(member);
        }
    }
    for meeting in it.meetings.iter().filter(|meeting| conference_day(meeting.from) == day) {
        let near = meeting.near.as_deref().map_or(String::new(), |r| Terminal(r).to_string());
        let key = (meeting.from, meeting.to, near, "(all free)".to_owned());
        rows.insert(key, (0..it.members.len()).collect());
    }
    let mut table = new_table(width, &["Time", "Room", "Talk", "Who"]);
    let mut paints = Vec::new();
    for ((from, to, room, title), who) in rows {
        let shared = Paint::Good.when(who.len() > 1);
        paints.push(vec![Paint::Plain, Paint::Plain, Paint::Plain, shared]);
        table.add_row([
            format!("{}-{}", from.format("%H:%M"), to.format("%H:%M")),
            room,
            title.clone(),
            tags(it, &who, from),
        ]);
    }
    let shares = [Share::Content, Share::AtMost(0.15), Share::Rest, Share::AtMost(0.26)];
    painted(&fit(table, width, &shares, &[]), &paints, style)
}

/// The tags of some members; what is everybody, or everybody but a few, is said so.
fn tags(it: &Comparison, who: &[usize], from: Time) -> String {
    const FEW: usize = 3;
    let demands = |member: usize| {
        it.members[member].agenda.iter().any(|entry| {
            entry.from == from && matches!(entry.what, What::Talk { must_see: true, .. })
        })
    };
    let tag = |member: usize| {
        let star = if demands(member) { "*" } else { "" };
        format!("{star}{}", Terminal(&it.members[member].tag))
    };
    let missing: Vec<usize> = (0..it.members.len()).filter(|m| !who.contains(m)).collect();
    let demanding: Vec<String> = who.iter().filter(|m| demands(**m)).map(|m| tag(*m)).collect();
    let demanding =
        if demanding.is_empty() { String::new() } else { format!(" ({})", demanding.join(" ")) };
    let list = |members: &[usize]| members.iter().map(|&m| tag(m)).collect::<Vec<_>>().join(" ");
    match missing.len() {
        0 => format!("all{demanding}"),
        few if few <= FEW && who.len() > 2 * FEW => {
            format!("all but {}{demanding}", list(&missing))
        }
        _ => list(who),
    }
}
