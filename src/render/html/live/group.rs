//! The page of a group: a column for each member, with sliders and what comes of them.

use std::fmt::Write as _;

use askama::Template;
use serde::Serialize;
use serde_json::json;

use crate::agenda::conference_day;
use crate::group::{Aim, Comparison, Entry, Member, Person, What};
use crate::problem::{self, and_list, count};
use crate::render::printable;
use crate::render::style::{PALETTE, color};
use crate::render::words::group::{self, everybody, must_sees, sacrifice, stray};
use crate::render::words::{self, GroupEffect};

use super::{Liked, SavedIn, Sent, Steps, liked, policy};

/// What the page of a group shows.
pub struct LiveGroup<'a> {
    /// What all of them do.
    pub it: &'a Comparison,
    /// The members, in the same order.
    pub members: &'a [Member],
    /// What is planned for.
    pub aim: Aim,
    /// Whether breaks of one name are taken at one time.
    pub meals: bool,
    /// What the last change did.
    pub effect: &'a GroupEffect,
    /// The number of what the page shows.
    pub revision: u64,
    /// Whether there is a step back.
    pub undo: bool,
    /// Whether there is a step forward.
    pub redo: bool,
    /// The files.
    pub files: Vec<SavedIn<'a>>,
}

#[derive(Template)]
#[template(path = "live/group.html")]
struct Page<'a> {
    it: &'a Comparison,
    who: String,
    parts: Parts,
    style: &'a str,
    script: &'static str,
}

#[derive(Serialize)]
struct Parts {
    summary: String,
    steps: String,
    aims: String,
    seats: String,
}

#[derive(Template)]
#[template(path = "live/aims.html")]
struct Aims {
    aims: Vec<(&'static str, &'static str, bool)>,
    meals: bool,
}

#[derive(Template)]
#[template(path = "live/group_summary.html")]
struct Summary<'a> {
    it: &'a Comparison,
    files: &'a [SavedIn<'a>],
}

#[derive(Template)]
#[template(path = "live/seats.html")]
struct Seats<'a> {
    seats: Vec<Seat<'a>>,
}

/// A member's column.
struct Seat<'a> {
    number: usize,
    color: usize,
    person: &'a Person,
    /// Talks, must-sees and points.
    sum: String,
    interests: Vec<Liked<'a>>,
    days: Vec<(String, Vec<Line<'a>>)>,
    sacrifices: Vec<String>,
    strays: Vec<String>,
}

struct Line<'a> {
    entry: &'a Entry,
    /// The event's; nothing where it is no talk.
    id: &'a str,
    title: &'a str,
    kind: &'static str,
    /// Who else is there.
    with: String,
    must_see: bool,
}

/// The whole page.
pub fn page(live: &LiveGroup<'_>) -> Sent {
    let mut style = [
        include_str!("../page.css"),
        include_str!("../group.css"),
        include_str!("live.css"),
        include_str!("group.css"),
    ]
    .concat();
    for (number, name) in PALETTE.iter().enumerate() {
        let _ = write!(style, ".m{number}{{--of:{name}}}");
    }
    let script = concat!(include_str!("core.js"), include_str!("group.js"));
    let page =
        Page { it: live.it, who: everybody(live.it), parts: parts(live), style: &style, script };
    Sent { html: printable(&page.render().unwrap_or_default()), policy: policy(&style, script) }
}

/// What the page has to know after a change, as JSON.
pub fn state(live: &LiveGroup<'_>) -> String {
    let state = json!({
        "revision": live.revision,
        "effect": words::group_effect(live.effect),
        "parts": parts(live),
    });
    printable(&state.to_string())
}

fn parts(live: &LiveGroup<'_>) -> Parts {
    let it = live.it;
    let about = |aim: Aim| match aim {
        Aim::Solo => "each their own best",
        Aim::Together => "talks count more in company",
        Aim::Cover => "the group hears the most",
        Aim::Fair => "nobody is worse off than needs be",
    };
    let aims = Aim::ALL.map(|aim| (aim.name(), about(aim), aim == live.aim));
    let aims = Aims { aims: aims.to_vec(), meals: live.meals };
    let seats = it.members.iter().zip(live.members).enumerate();
    let seats = seats.map(|(number, (person, member))| seat(it, number, person, member));
    let summary = Summary { it, files: &live.files };
    let steps = Steps { undo: live.undo, redo: live.redo, since: String::new() };
    Parts {
        summary: summary.render().unwrap_or_default(),
        steps: steps.render().unwrap_or_default(),
        aims: aims.render().unwrap_or_default(),
        seats: Seats { seats: seats.collect() }.render().unwrap_or_default(),
    }
}

fn seat<'a>(it: &'a Comparison, number: usize, person: &'a Person, member: &'a Member) -> Seat<'a> {
    let mut sum = format!("{}, {}", count(person.talks, "talk"), words::points(&person.points));
    if person.loss != 0 {
        let _ = write!(sum, " of {} alone", problem::number(person.alone));
    }
    let must_sees = must_sees(person);
    if !must_sees.is_empty() {
        let _ = write!(sum, "; must-sees: {must_sees}");
    }
    let planner = member.as_planner();
    let interests = planner.map_or(&[][..], |it| &it.wishes.interests);
    let mut days: Vec<(String, Vec<Line<'a>>)> = Vec::new();
    for entry in &person.agenda {
        let day = conference_day(entry.from).format("%A %-d %B").to_string();
        if days.last().is_none_or(|(last, _)| *last != day) {
            days.push((day, Vec::new()));
        }
        if let Some((_, lines)) = days.last_mut() {
            lines.push(line(it, number, entry));
        }
    }
    let sacrifices = person.sacrifices.iter().map(|lost| sacrifice(it, number, lost));
    Seat {
        number,
        color: color(number),
        person,
        sum,
        interests: interests.iter().map(|it| liked(it, &[])).collect(),
        days,
        sacrifices: sacrifices.collect(),
        strays: person.strays.iter().map(stray).collect(),
    }
}

fn line<'a>(it: &'a Comparison, member: usize, entry: &'a Entry) -> Line<'a> {
    let (id, title, kind) = match &entry.what {
        What::Talk { id, title, .. } => (id.as_str(), title, ""),
        What::Commitment { title } => ("", title, "commitment"),
        What::Break { title } => ("", title, "break"),
    };
    let shared = it.talks.iter().find(|talk| talk.place.id == id);
    let who = shared.map_or(&[][..], |talk| &talk.who);
    let others = who.iter().filter(|other| **other != member);
    let others: Vec<String> = others.map(|&other| it.members[other].name.clone()).collect();
    let with = match others.len() {
        0 => String::new(),
        _ if who.len() == it.members.len() => "with all".to_owned(),
        _ => format!("with {}", and_list(&others)),
    };
    let must_see = matches!(entry.what, What::Talk { must_see: true, .. });
    Line { entry, id, title, kind, with, must_see }
}
