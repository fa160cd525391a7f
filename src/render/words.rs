//! The sentences that every form of an answer has in common.
//!
//! They hold titles and names as they are: who puts them into an output escapes the whole.

use chrono::TimeDelta;

use crate::agenda::{
    Agenda, Because, Conflict, Instead, Loss, Missed, Place, Reason, Status, Talk, WayOut,
};
use crate::problem::{and_list, count};
use crate::schedule::Inferred;

/// The conference, its version and whose agenda it is.
pub(super) fn title(agenda: &Agenda) -> String {
    let version = agenda.schedule.version.as_deref();
    let version = version.map_or(String::new(), |version| format!(" ({version})"));
    format!("{}{version}: {}", agenda.schedule.title, agenda.profile)
}

/// How many talks, and what they are worth.
pub(super) fn sum(agenda: &Agenda) -> String {
    let talks = count(agenda.talks.len(), "talk");
    let must_sees = match agenda.talks.iter().filter(|talk| talk.must_see).count() {
        0 => String::new(),
        number => format!(" with {}", count(number, "must-see")),
    };
    format!("{talks}{must_sees}, {} points", agenda.points)
}

/// How good an agenda is known to be.
pub(super) fn proof(agenda: &Agenda) -> String {
    let proof = &agenda.proof;
    match proof.status {
        Status::Optimal => "optimal: proven that no agenda has more".to_owned(),
        Status::BestFound => format!(
            "best found in the time: at most {} points are possible (gap {:.1} %)",
            proof.bound,
            proof.gap * 100.0
        ),
        Status::LeastChange => format!(
            "{} fewer than a new plan would have, to change less",
            proof.bound - agenda.points
        ),
    }
}

/// A must-see of a clash, and what becomes of it.
pub(super) fn fate(place: &Place, clash: &Conflict) -> String {
    let fate = if clash.kept.contains(&place.id) { "kept" } else { "given up" };
    let room = place.room.as_deref().map_or(String::new(), |room| format!(" in {room}"));
    let (start, end) = (place.start.format("%a %H:%M"), place.end.format("%H:%M"));
    format!("{start}-{end}{room}: {} ({fate})", place.title)
}

/// What a way out costs.
pub(super) fn way_price(way: &WayOut) -> String {
    match way.price {
        _ if way.taken => "this agenda does".to_owned(),
        0 => "costs no points".to_owned(),
        price if price < 0 => format!("gains {} points", -price),
        price => format!("costs {price} points"),
    }
}

/// What a way out asks one to do.
pub(super) fn loss(loss: &Loss) -> String {
    match loss {
        Loss::Talk(title) => format!("leave out {title}"),
        Loss::Break(name) => format!("do without {name}"),
        Loss::Commitment(title) => format!("skip the commitment {title}"),
        Loss::Absence => "be there at that time".to_owned(),
        Loss::TalksPerDay => "allow more talks a day".to_owned(),
        Loss::HoursPerDay => "allow more hours a day".to_owned(),
        Loss::Early { title, minutes } => {
            format!("leave {title} {minutes} minutes early")
        }
    }
}

/// What an agenda marks where it was inferred.
pub(super) const MARKED: [Inferred; 3] = [Inferred::Start, Inferred::End, Inferred::Room];

/// The mark of a cell in which something was inferred.
pub(super) fn mark(talk: &Talk, what: &[Inferred]) -> &'static str {
    if what.iter().any(|what| talk.inferred.iter().any(|name| name == what.name())) {
        "~"
    } else {
        ""
    }
}

/// What is missed of a talk, if anything.
pub(super) fn missed_part(talk: &Talk) -> String {
    part(talk.late, talk.early)
}

/// So many minutes missed at the beginning and at the end of a talk.
pub(super) fn part(late: i64, early: i64) -> String {
    match (late, early) {
        (0, 0) => String::new(),
        (late, 0) => format!(" (come {late} min late)"),
        (0, early) => format!(" (leave {early} min early)"),
        (late, early) => format!(" (come {late} min late, leave {early} min early)"),
    }
}

/// The keywords that gave or took points, with their points over all fields, the most first.
pub(super) fn sums(because: &[Because]) -> Vec<(&str, i64)> {
    let mut sums: Vec<(&str, i64)> = Vec::new();
    for reason in because {
        match sums.iter_mut().find(|(keyword, _)| *keyword == reason.keyword) {
            Some((_, sum)) => *sum += reason.points,
            None => sums.push((&reason.keyword, reason.points)),
        }
    }
    sums.sort_by_key(|&(keyword, points)| (-points.abs(), keyword));
    sums
}

/// All keywords with their points.
pub(super) fn reasons(because: &[Because]) -> String {
    joined(&sums(because))
}

/// The keywords that gave or took most.
pub(super) fn top_reasons(because: &[Because]) -> String {
    const MOST: usize = 3;
    let sums = sums(because);
    let rest = if sums.len() > MOST { ", ..." } else { "" };
    joined(&sums[..sums.len().min(MOST)]) + rest
}

fn joined(sums: &[(&str, i64)]) -> String {
    let parts: Vec<String> =
        sums.iter().map(|(keyword, points)| format!("{keyword} {points}")).collect();
    parts.join(", ")
}

/// What the agenda would lose with an alternative.
pub(super) fn instead_price(other: &Instead) -> String {
    cost(other.price, other.exact)
}

/// What the agenda would lose; nothing stands for a must-see.
pub(super) fn cost(price: Option<i64>, exact: bool) -> String {
    match price {
        None => "costs a must-see".to_owned(),
        Some(0) => "costs nothing".to_owned(),
        Some(price) if exact => format!("costs {}", points(&price)),
        Some(price) => format!("costs at least {}", points(&price)),
    }
}

/// A talk with its time and room.
pub(super) fn place(place: &Place) -> String {
    let room = place.room.as_deref().map_or(String::new(), |room| format!(" in {room}"));
    format!("{}{room}: {}", time(place), place.title)
}

/// Its day of the week, its start and its end.
pub(super) fn time(place: &Place) -> String {
    format!("{}-{}", place.start.format("%a %H:%M"), place.end.format("%H:%M"))
}

/// A number of points; by reference, as templates hand it over.
pub(super) fn points(points: &i64) -> String {
    if *points == 1 { "1 point".to_owned() } else { format!("{points} points") }
}

/// A time in hours and minutes.
pub(super) fn duration(time: TimeDelta) -> String {
    match (time.num_hours(), time.num_minutes() % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// What the agenda would lose with a missed talk.
pub(super) fn price(missed: &Missed) -> String {
    match missed.price {
        None if missed.why.iter().any(|why| matches!(why, Reason::Overlap { .. })) => {
            "must-see".to_owned()
        }
        None => "-".to_owned(),
        Some(price) if missed.exact => price.to_string(),
        Some(price) => format!(">={price}"),
    }
}

/// All obstacles in one phrase; talks at the same time are named together.
pub(super) fn obstacles(obstacles: &[Reason]) -> String {
    let mut titles = Vec::new();
    let mut parts = Vec::new();
    for one in obstacles {
        match one {
            Reason::Overlap { title, .. } => titles.push(title.clone()),
            other => parts.push(obstacle(other)),
        }
    }
    if !titles.is_empty() {
        parts.insert(0, format!("at the same time as {}", and_list(&titles)));
    }
    parts.join("; ")
}

/// One obstacle.
pub(super) fn obstacle(obstacle: &Reason) -> String {
    match obstacle {
        Reason::Overlap { title, .. } => format!("at the same time as {title}"),
        Reason::TooFar { title, walk, .. } => {
            format!("{walk} min from {title}")
        }
        Reason::Break { title } => format!("your {title}"),
        Reason::Commitment { title } => format!("your commitment {title}"),
        Reason::DayFull { day } => format!("{} is full", day.format("%A")),
        Reason::TalksPerDay => "so many talks a day are enough for you".to_owned(),
        Reason::HoursPerDay => "so many hours a day are enough for you".to_owned(),
        Reason::Away => "you are not there then".to_owned(),
        Reason::Cancelled => "cancelled".to_owned(),
        Reason::Never => "the profile says never".to_owned(),
        Reason::NoPoints => "no interest speaks for it".to_owned(),
        Reason::NotReached => "the search ran out of time".to_owned(),
    }
}
