//! Why a talk has its points, with the words that matched in their sentence, and how it stands to
//! the best agenda.

use std::fmt::Write as _;

use crate::agenda::{Otherwise, Place, Standing};
use crate::problem::count;
use crate::render::report::{Item, Mark, Report, Role, Text};
use crate::schedule::{EventIx, Schedule};
use crate::score::{Evidence, Quote, Relation, Scores, Source, quotes};

/// One talk, given at these times, with all its evidence.
pub fn why(schedule: &Schedule, scores: &Scores, talk: &[EventIx], standing: &Standing) -> Report {
    let mut report = Report::default();
    let Some(&first) = talk.first() else { return report };
    let event = schedule.event(first);
    report.title(event.title.as_str());
    let mut times = Text { lines: Vec::new() };
    for &ix in talk {
        times = times.line(time_and_room(schedule, ix, "%A %-d %B %Y, %H:%M"));
    }
    if !event.speakers.is_empty() {
        times = times.line(event.speakers.join(", "));
    }
    if schedule.zone_is_guess() {
        times = times.line(super::unknown_zone());
    }
    report.paragraph(times);
    let scored = scores.of(first);
    let points = Text::from(count(scored.points, "point"));
    report.paragraph(match scored.evidence.is_empty() {
        true => points.line("It matches none of your interests."),
        false => points,
    });
    report.list(scored.evidence.iter().map(|evidence| {
        let quotes = quotes(schedule, first, evidence);
        let text =
            quotes.iter().fold(Text::from(reason(evidence)), |text, it| text.line(quote(it)));
        Item::new(Mark::Points(evidence.points), text)
    }));
    report.paragraph(stands(standing, &event.title));
    if !standing.alternatives.is_empty() {
        report.heading("If the room is full, and what it would cost");
    } else if standing.chosen && !standing.booked {
        report.paragraph(format!("If the room is full: {}.", super::REST));
    }
    report.list(standing.alternatives.iter().map(|other| {
        let room = other.room.as_deref().map_or(String::new(), |room| format!(", {room}"));
        Item::bullet(format!("{}{room}: {}", other.title, super::instead_price(other)))
    }));
    report
}

/// What it would be to have a talk otherwise than in the best agenda.
fn stands(standing: &Standing, title: &str) -> String {
    let mut text = match super::clauses(&standing.why).join("; ") {
        _ if standing.pinned => return "In your agenda, because it is pinned.".to_owned(),
        _ if standing.booked => return "In your agenda, because it is booked.".to_owned(),
        _ if standing.chosen => "In your best agenda.".to_owned(),
        why if why.is_empty() => "Not in your best agenda.".to_owned(),
        why => format!("Not in your best agenda, because {why}."),
    };
    if let Some((points, interests)) = &standing.counts {
        let about = super::quoted(interests.iter().map(String::as_str));
        let _ = write!(
            text,
            " There it counts {}, for there is more about {about}.",
            count(*points, "point")
        );
    }
    match &standing.otherwise {
        Some(otherwise) => {
            let what = if standing.chosen { "Leaving it out" } else { "Going there" };
            let _ = write!(text, " {what} would cost {}.", consequence(otherwise, title));
        }
        None if standing.chosen => text.push_str(" What leaving it out would cost is not known."),
        None => {}
    }
    text
}

/// What another agenda costs, and what changes in it. Other performances of the talk that was asked
/// about are told from it by their time.
fn consequence(otherwise: &Otherwise, title: &str) -> String {
    let mut text = match otherwise.price {
        None => otherwise.costs.map_or_else(|| "a must-see or a break".to_owned(), super::levels),
        Some(0) => "no points".to_owned(),
        Some(price) if otherwise.exact => count(price, "point"),
        Some(price) => format!("at least {}", count(price, "point")),
    };
    let titles = |places: &[Place]| {
        let named = places.iter().map(|place| match place.title == title {
            true => format!("{title} @ {}", place.start.format("%a %H:%M")),
            false => place.title.clone(),
        });
        super::quoted(named.collect::<Vec<String>>().iter().map(String::as_str))
    };
    let (goes, comes) = (titles(&otherwise.goes), titles(&otherwise.comes));
    let _ = match (goes.is_empty(), comes.is_empty()) {
        (true, true) => Ok(()),
        (false, true) => write!(text, ": you would lose {goes}"),
        (true, false) => write!(text, ": you would gain {comes}"),
        (false, false) => write!(text, ": you would lose {goes} and gain {comes}"),
    };
    text
}

/// When and where a talk is.
pub(super) fn time_and_room(schedule: &Schedule, ix: EventIx, format: &str) -> String {
    let event = schedule.event(ix);
    let (start, end) = (event.slot.start(), event.slot.end());
    let (start, end) = (schedule.zone().at(start), schedule.zone().at(end));
    let room = event.room.as_ref().map_or(String::new(), |room| format!(", {}", room.as_str()));
    format!("{}-{}{room}", start.format(format), end.format("%H:%M"))
}

/// What gave points, and where it was found.
pub(super) fn reason(evidence: &Evidence) -> String {
    let keyword = &evidence.keyword;
    match evidence.source {
        Source::Text(field) => format!("{keyword} in the {}", field.name()),
        Source::About => format!("about {keyword}: {}", chain(evidence)),
        Source::Related
        | Source::MustSees
        | Source::Everything
        | Source::Rating
        | Source::Boost
        | Source::Recorded
        | Source::Length => keyword.clone(),
    }
}

/// What a term is to a topic, and that one to the next: `pgbouncer, part of postgresql, a kind of
/// database`.
fn chain(evidence: &Evidence) -> String {
    let mut text = evidence.matched.first().cloned().unwrap_or_default();
    for (relation, topic) in &evidence.path {
        let _ = match relation {
            Relation::Kind => write!(text, ", a kind of {topic}"),
            Relation::Part => write!(text, ", part of {topic}"),
            Relation::Word => write!(text, ", often said of {topic}"),
        };
    }
    text
}

/// A sentence with the words that matched.
fn quote(quote: &Quote) -> Text {
    let mut text = Text::from("\"");
    let mut done = 0;
    for mark in &quote.marks {
        text = text.and(Role::Plain, &quote.text[done..mark.start]);
        text = text.and(Role::Match, &quote.text[mark.clone()]);
        done = mark.end;
    }
    text.and(Role::Plain, &quote.text[done..]).and(Role::Plain, "\"")
}
