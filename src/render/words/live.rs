//! What a change at the page did.

use crate::agenda::{Agenda, Covered};
use crate::group::{Comparison, Entry, Person, What};
use crate::problem::{count, number};

/// What another agenda has that the one before it did not have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// How many points more; none where nothing was changed yet.
    points: Option<i64>,
    /// The titles of talks that went.
    lost: Vec<String>,
    /// The titles of talks that came.
    gained: Vec<String>,
    /// Interests of which there are more or fewer talks.
    covered: Vec<String>,
}

/// So many titles are told, and so many characters of each.
const MOST: usize = 2;
const LONGEST: usize = 50;

impl Effect {
    /// From one agenda, and what it is worth now, to the next.
    pub fn of(before: &Agenda, worth: i64, after: &Agenda) -> Effect {
        let only = |one: &Agenda, other: &Agenda| -> Vec<String> {
            let is_new = |id: &str| !other.talks.iter().any(|talk| talk.id == id);
            let new = one.talks.iter().filter(|talk| is_new(&talk.id));
            new.map(|talk| talk.title.clone()).collect()
        };
        let covered = after.coverage.iter().filter(|it| {
            let known = |was: &&Covered| was.interest == it.interest;
            before.coverage.iter().find(known).is_some_and(|was| was.talks != it.talks)
        });
        let said = |it: &Covered| {
            format!("{} {} of {}", it.interest, number(it.talks), count(it.of, "talk"))
        };
        Effect {
            points: Some(after.points - worth),
            lost: only(before, after),
            gained: only(after, before),
            covered: covered.map(said).collect(),
        }
    }
}

fn shortened(title: &str) -> String {
    match title.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", title[..end].trim_end()),
        None => title.to_owned(),
    }
}

/// `+120 points; lost “A”, gained “B”; rust 9 of 14 talks`; nothing where nothing was changed yet.
pub(crate) fn effect(effect: &Effect) -> String {
    let Some(points) = effect.points else { return String::new() };
    let titles = |verb: &str, titles: &[String]| {
        let shown = titles.iter().take(MOST).map(|title| format!("“{}”", shortened(title)));
        let more = titles.len().saturating_sub(MOST);
        let more = (more > 0).then(|| count(more, "other"));
        let all: Vec<String> = shown.chain(more).collect();
        (!all.is_empty()).then(|| format!("{verb} {}", all.join(", ")))
    };
    let talks = [titles("lost", &effect.lost), titles("gained", &effect.gained)];
    let talks: Vec<String> = talks.into_iter().flatten().collect();
    let sign = if points > 0 { "+" } else { "" };
    let sum = match (points, talks.is_empty()) {
        (0, true) => "The agenda stays as it is".to_owned(),
        (0, false) => "as many points".to_owned(),
        _ => format!("{sign}{}", count(points, "point")),
    };
    let parts =
        [sum, talks.join(", "), effect.covered[..effect.covered.len().min(MOST)].join(", ")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<String>>().join("; ")
}

/// What every member of a group has that they did not have before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupEffect {
    /// A phrase for each member for whom something is different; none where nothing was changed yet.
    members: Option<Vec<String>>,
}

impl GroupEffect {
    /// From what all of them did to what they do.
    pub fn of(before: &Comparison, after: &Comparison) -> GroupEffect {
        let talks = |person: &Person| -> Vec<String> {
            let id = |entry: &Entry| match &entry.what {
                What::Talk { id, .. } => Some(id.clone()),
                What::Commitment { .. } | What::Break { .. } => None,
            };
            person.agenda.iter().filter_map(id).collect()
        };
        let phrase = |(was, is): (&Person, &Person)| {
            let (old, new) = (talks(was), talks(is));
            let fresh = new.iter().filter(|id| !old.contains(id)).count();
            let points = is.points - was.points;
            let sign = if points > 0 { "+" } else { "" };
            let others = match fresh {
                0 if old.len() == new.len() && points == 0 => return None,
                0 => String::new(),
                _ => format!(", {}", count(fresh, "other talk")),
            };
            Some(format!("{} {sign}{}{others}", is.name, count(points, "point")))
        };
        let both = before.members.iter().zip(&after.members);
        GroupEffect { members: Some(both.filter_map(phrase).collect()) }
    }
}

/// `Ana +120 points, 2 other talks; Ben -40 points`; nothing where nothing was changed yet.
pub(crate) fn group_effect(effect: &GroupEffect) -> String {
    match effect.members.as_deref() {
        None => String::new(),
        Some([]) => "Everybody's agenda stays as it is".to_owned(),
        Some(members) => members.join("; "),
    }
}
