//! What is on, and what fits.

use chrono::{DateTime, FixedOffset};

use crate::agenda::because;
use crate::model::Reason;
use crate::profile::Wishes;
use crate::render::report::{Item, Mark, Report, Role, Share, Table, Text, column, numbers};
use crate::schedule::{EventIx, Inferred, Schedule};
use crate::score::{Scores, Source};
use crate::text::fold;

use super::Legend;
use super::why::{reason, time_and_room};

/// A list of talks with their points, where any has some.
pub fn talks(schedule: &Schedule, wishes: &Wishes, scores: &Scores, talks: &[EventIx]) -> Report {
    let has_languages = schedule.has_several_languages();
    let has_evidence = talks
        .iter()
        .any(|&ix| !scores.of(ix).evidence.is_empty() || scores.hidden(wishes, ix).is_some());
    let mut columns = vec![
        column("When", Share::Content),
        column("Room", Share::Content),
        column("Talk", Share::Rest),
    ];
    if has_evidence {
        columns.extend([numbers("Points"), column("Because of", Share::Spare)]);
    }
    let rooms = schedule.events().iter().filter_map(|event| event.room.as_ref());
    let rooms = super::common_end(rooms.map(|room| room.as_str()));
    let mut table = Table::talks(columns);
    for &ix in talks {
        let event = schedule.event(ix);
        let scored = scores.of(ix);
        let at = |time| schedule.zone().at(time);
        let (from, to) = (at(event.slot.start()), at(event.slot.end()));
        let mark = |what| if event.inferred.contains(&what) { "~" } else { "" };
        let room = super::room(Some(event.room_name()), rooms);
        let language = event.language.as_deref().filter(|_| has_languages);
        let mut cells = vec![
            when(from, to).and(Role::Plain, mark(Inferred::End)),
            Text::pieces([room.and(Role::Plain, mark(Inferred::Room)), super::length(from, to)]),
            Text::of(Role::Warning.when(event.cancelled), called(schedule, ix))
                .and(Role::Aside, language.map_or(String::new(), |it| format!(" ({it})"))),
        ];
        if has_evidence {
            cells.push(super::amount(scored.points));
            let out = if wishes.never.contains(&ix) {
                Some(Reason::Never)
            } else {
                scores.hidden(wishes, ix).map(Reason::Hidden)
            };
            cells.push(match out {
                Some(out) => super::obstacles(&[out]).into(),
                None => super::strongest(&because(scored)),
            });
        }
        table.row(cells);
    }
    let mut report = Report::default();
    if schedule.zone_is_guess() {
        report.paragraph(super::unknown_zone());
    }
    report.table(table);
    let is_marked = |what: &Inferred| matches!(what, Inferred::End | Inferred::Room);
    let mut marks = talks.iter().flat_map(|&ix| &schedule.event(ix).inferred);
    let legend = Legend { has_must_see: false, has_inferred: marks.any(is_marked), rooms };
    legend.add_to(&mut report);
    report
}

/// Day and time of a talk.
fn when(start: DateTime<FixedOffset>, end: DateTime<FixedOffset>) -> Text {
    Text::from(start.format("%a ").to_string())
        .and(Role::Document, start.format("%-d %b ").to_string())
        .and(Role::Plain, super::hours(start, end))
}

/// Talks with all their evidence, in the order given.
pub fn explained(schedule: &Schedule, scores: &Scores, talks: &[EventIx]) -> Report {
    let item = |&ix: &EventIx| {
        let text = Text::of(Role::Strong, called(schedule, ix))
            .line(time_and_room(schedule, ix, "%a %H:%M"));
        let evidence = scores.of(ix).evidence.iter().map(|evidence| {
            let words = match evidence.matched.as_slice() {
                [] => String::new(),
                [_] if evidence.source == Source::About => String::new(),
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
    let says_so = || ["cancelled", "canceled"].iter().any(|it| fold(&event.title).contains(it));
    let mark = if event.cancelled && !says_so() { "CANCELLED: " } else { "" };
    format!("{mark}{}", event.title)
}
