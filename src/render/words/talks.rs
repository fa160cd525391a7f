//! What is on, and what fits.

use chrono::{DateTime, FixedOffset};

use crate::agenda::because;
use crate::model::Reason;
use crate::problem::number;
use crate::profile::Wishes;
use crate::render::report::{Item, Mark, Report, Role, Share, Table, Text, column, numbers};
use crate::schedule::{EventIx, Inferred, Schedule};
use crate::score::Scores;

use super::why::{reason, time_and_room};

/// A list of talks with their points, where any has some.
pub fn talks(schedule: &Schedule, wishes: &Wishes, scores: &Scores, talks: &[EventIx]) -> Report {
    let has_languages = schedule.has_several_languages();
    let has_evidence = talks
        .iter()
        .any(|&ix| !scores.of(ix).evidence.is_empty() || scores.hidden(wishes, ix).is_some());
    let mut columns = vec![
        column("When", Share::Content),
        column("Room", Share::AtMost(0.15)),
        column("Talk", Share::Rest),
    ];
    if has_evidence {
        columns.extend([numbers("Points"), column("Because of", Share::AtMost(0.24))]);
    }
    let mut table = Table::new(columns);
    for &ix in talks {
        let event = schedule.event(ix);
        let scored = scores.of(ix);
        let at = |time| schedule.zone().at(time);
        let marked = |text: String, what| match event.inferred.contains(&what) {
            true => Text::of(Role::Aside, format!("{text}~")),
            false => text.into(),
        };
        let language = event.language.as_deref().filter(|_| has_languages);
        let mut cells = vec![
            when(
                at(event.slot.start()),
                at(event.slot.end()),
                event.inferred.contains(&Inferred::End),
            ),
            marked(event.room_name().to_owned(), Inferred::Room),
            Text::of(Role::Warning.when(event.cancelled), called(schedule, ix))
                .and(Role::Aside, language.map_or(String::new(), |it| format!(" ({it})"))),
        ];
        if has_evidence {
            cells.push(Text::of(Role::Aside.when(scored.points == 0), number(scored.points)));
            let out = if wishes.never.contains(&ix) {
                Some(Reason::Never)
            } else {
                scores.hidden(wishes, ix).map(Reason::Hidden)
            };
            cells.push(match out {
                Some(out) => Text::of(Role::Aside, super::obstacles(&[out])),
                None => super::top_reasons(&because(scored)).into(),
            });
        }
        table.row(cells);
    }
    let mut report = Report::default();
    if schedule.zone_is_guess() {
        report.paragraph(super::unknown_zone());
    }
    report.table(table);
    report
}

/// Day and time of a talk, and whether they were inferred.
fn when(start: DateTime<FixedOffset>, end: DateTime<FixedOffset>, is_inferred: bool) -> Text {
    let (role, mark) = if is_inferred { (Role::Aside, "~") } else { (Role::Plain, "") };
    Text::of(role, start.format("%a ").to_string())
        .and(Role::Document, start.format("%-d %b ").to_string())
        .and(role, format!("{}{mark}", super::hours(start, end)))
}

/// Talks with all their evidence, in the order given.
pub fn explained(schedule: &Schedule, scores: &Scores, talks: &[EventIx]) -> Report {
    let item = |&ix: &EventIx| {
        let text = Text::of(Role::Strong, called(schedule, ix))
            .line(time_and_room(schedule, ix, "%a %H:%M"));
        let evidence = scores.of(ix).evidence.iter().map(|evidence| {
            let words = match evidence.matched.as_slice() {
                [] => String::new(),
                matched => format!(": {}", matched.join(", ")),
            };
            Item::new(Mark::Points(evidence.points), format!("{}{words}", reason(evidence)))
        });
        Item::new(Mark::Points(scores.of(ix).points), text).with(evidence)
    };
    let mut report = Report::default();
    report.list(talks.iter().map(item));
    report
}

/// A title, and whether the talk was called off.
fn called(schedule: &Schedule, ix: EventIx) -> String {
    let event = schedule.event(ix);
    format!("{}{}", if event.cancelled { "CANCELLED: " } else { "" }, event.title)
}
