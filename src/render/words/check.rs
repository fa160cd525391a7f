//! What was read, guessed and skipped of a schedule.

use std::collections::BTreeMap;

use crate::problem::{count, number};
use crate::render::report::{Item, Report, Share, Table, Text, column, numbers};
use crate::schedule::Inferred;
use crate::source::{Format, Read, Subject, Warning};

use super::Extent;

/// How many guesses of a kind are listed, unless all are asked for.
const FEW: usize = 3;

/// A schedule in a few lines, and a table of what is not as its source says it.
pub fn schedule(read: &Read, extent: Extent) -> Report {
    let mut report = Report::default();
    report.paragraph(read.format.name());
    report.list(head(read).into_iter().chain(unused(read)).map(Item::bullet));
    let mut rows: BTreeMap<(Row, &str), Vec<String>> = BTreeMap::new();
    for warning in &read.warnings {
        let key = (Row::Warned(warning.subject), warning.subject.name());
        rows.entry(key).or_default().push(warned(warning));
    }
    if read.format == Format::Native {
        for (what, title) in marked(read) {
            rows.entry((Row::Marked(what), what.name())).or_default().push(title.to_owned());
        }
    }
    if rows.is_empty() {
        return report;
    }
    let columns = [column("What", Share::Content), numbers("Times"), column("Which", Share::Rest)];
    let mut table = Table::new(columns);
    for ((row, name), which) in rows {
        let what = match row {
            Row::Warned(_) => name.to_owned(),
            Row::Marked(_) => format!("{name} marked as inferred"),
        };
        let all = which.len();
        let shown = extent.of(all, FEW);
        let mut listed = Text { lines: Vec::new() };
        for one in which.into_iter().take(shown) {
            listed = listed.line(one);
        }
        if shown < all {
            listed = listed.line(format!("and {} more (--all lists them)", number(all - shown)));
        }
        table.row([what.into(), number(all).into(), listed]);
    }
    report.table(table);
    report
}

/// The rows, in order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Row {
    Warned(Subject),
    Marked(Inferred),
}

/// The conference and its days; then the slots, all of them accounted for.
fn head(read: &Read) -> [String; 2] {
    let schedule = &read.schedule;
    let days = schedule.days();
    let span = match days.as_slice() {
        [] => String::new(),
        [day] => format!(", {}", day.format("%-d %b %Y")),
        [first, .., last] => {
            format!(", {} to {}", first.format("%-d %b %Y"), last.format("%-d %b %Y"))
        }
    };
    let events = schedule.events().len();
    let skipped =
        read.warnings.iter().filter(|warning| warning.subject == Subject::Skipped).count();
    [
        format!("{}: {}{span}, {}", schedule.title(), count(events, "event"), schedule.zone()),
        format!(
            "{} in the file: {} read, {} skipped",
            count(read.slots, "slot"),
            number(events),
            number(skipped)
        ),
    ]
}

/// The columns of a table that are not used.
fn unused(read: &Read) -> Option<String> {
    let names: Vec<String> = read.unused.iter().map(|name| format!("`{name}`")).collect();
    let columns = if names.len() == 1 { "column" } else { "columns" };
    (!names.is_empty()).then(|| format!("{columns} not used: {}", names.join(", ")))
}

/// What the file itself marks as inferred, and is not already said in a warning.
fn marked(read: &Read) -> impl Iterator<Item = (Inferred, &str)> {
    let told = |what: Inferred, title: &str| {
        let subject = match what {
            Inferred::Id => Subject::Id,
            Inferred::Title => Subject::Title,
            Inferred::Room => Subject::Room,
            Inferred::Start => Subject::Start,
            Inferred::End => Subject::End,
        };
        read.warnings
            .iter()
            .any(|warning| warning.subject == subject && warning.event.as_deref() == Some(title))
    };
    read.schedule.events().iter().flat_map(move |event| {
        let marks = event.inferred.iter().map(move |&what| (what, event.title.as_str()));
        marks.filter(move |&(what, title)| !told(what, title))
    })
}

fn warned(warning: &Warning) -> String {
    let place = warning.place.map_or(String::new(), |place| format!("{place}: "));
    let event = warning.event.as_deref().map_or(String::new(), |event| format!("{event}: "));
    format!("{place}{event}{}", warning.what)
}
