//! What was read, guessed and skipped of a schedule.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::problem::count;
use crate::schedule::Inferred;
use crate::source::{Format, Read, Subject, Warning};

use super::grid::{Share, fit, new_table};
use super::{Terminal, Width};

/// How many guesses of a kind to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Examples {
    /// The first few.
    First,
    /// Every one.
    All,
}

/// How many the first few are.
const FEW: usize = 3;

/// What, how often, which.
const COLUMNS: [Share; 3] = [Share::Content, Share::Content, Share::Rest];

/// A schedule in a few lines, and a table of what is not as its source says it.
pub fn schedule(read: &Read, examples: Examples, width: Width) -> String {
    let mut text = head(read);
    let mut rows: BTreeMap<(Row, &str), Vec<String>> = BTreeMap::new();
    for warning in &read.warnings {
        let key = (Row::Warned(warning.subject), warning.subject.name());
        rows.entry(key).or_default().push(said(warning));
    }
    if read.format == Format::Native {
        for (what, title) in marked(read) {
            let which = Terminal(title).to_string();
            rows.entry((Row::Marked(what), what.name())).or_default().push(which);
        }
    }
    if rows.is_empty() {
        return text;
    }
    let mut table = new_table(width, &["What", "Times", "Which"]);
    for ((row, name), which) in &rows {
        let what = match row {
            Row::Warned(_) => (*name).to_owned(),
            Row::Marked(_) => format!("{name} marked as inferred"),
        };
        let shown = match examples {
            Examples::First if which.len() > FEW => FEW,
            Examples::First | Examples::All => which.len(),
        };
        let mut listed = which[..shown].join("\n");
        if shown < which.len() {
            let _ = write!(listed, "\nand {} more (--all lists them)", which.len() - shown);
        }
        table.add_row([what, which.len().to_string(), listed]);
    }
    let _ = writeln!(text, "{}", fit(table, width, &COLUMNS, &[1]).trim_fmt());
    text
}

/// The rows, in order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Row {
    Warned(Subject),
    Marked(Inferred),
}

/// The format, the conference, its days; then the slots, all of them accounted for.
fn head(read: &Read) -> String {
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
    format!(
        "{}\n  {}: {}{span}, {}\n  {} in the file: {events} read, {skipped} skipped\n",
        read.format.name(),
        Terminal(schedule.title()),
        count(events, "event"),
        schedule.zone(),
        count(read.slots, "slot"),
    )
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

fn said(warning: &Warning) -> String {
    let place = warning.place.map_or(String::new(), |place| format!("{place}: "));
    let event =
        warning.event.as_deref().map_or(String::new(), |event| format!("{}: ", Terminal(event)));
    format!("{place}{event}{}", Terminal(&warning.what))
}
