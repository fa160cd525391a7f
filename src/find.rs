//! A talk as a person names it -> the events that are meant.
//!
//! By id, by any other id that the source gives, by full title, or by a part of the title that
//! only one talk has. Several events that are one talk given again count as one.

use std::collections::BTreeSet;

use crate::problem::{Problem, count, nearest, or_list};
use crate::schedule::{EventIx, Schedule};
use crate::text::fold_words;

/// What a name was found to mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// One talk: all its occurrences.
    Talk(Vec<EventIx>),
    /// Several talks; one event of each.
    Ambiguous(Vec<EventIx>),
    /// No talk; the nearest ones, best first.
    Nothing(Vec<EventIx>),
}

/// The occurrences of the one talk that a name means.
///
/// # Errors
/// When it means none or several; the hint names them.
pub fn talk(schedule: &Schedule, name: &str) -> Result<Vec<EventIx>, Problem> {
    match find(schedule, name) {
        Found::Talk(talk) => Ok(talk),
        Found::Ambiguous(talks) => {
            const MOST: usize = 4;
            let mut options: Vec<String> =
                talks.iter().take(MOST).map(|&ix| said(schedule, ix)).collect();
            if talks.len() > MOST {
                options.push(format!("{} more", talks.len() - MOST));
            }
            let what = format!("`{name}` may be {}", count(talks.len(), "talk"));
            Err(Problem::whole(what).hint(format!("give the id: {}", or_list(&options))))
        }
        Found::Nothing(near) => {
            let problem = Problem::whole(format!("there is no talk `{name}`"));
            let options: Vec<String> = near.iter().map(|&ix| said(schedule, ix)).collect();
            Err(if options.is_empty() {
                problem.hint("`attend talks` lists them all")
            } else {
                problem.hint(format!("did you mean {}?", or_list(&options)))
            })
        }
    }
}

/// A talk as a message names it: with its id, and its time where titles may be equal.
fn said(schedule: &Schedule, ix: EventIx) -> String {
    let event = schedule.event(ix);
    let start = schedule.zone().at(event.slot.start());
    format!("`{}` ({}, {})", event.title, event.id, start.format("%a %H:%M"))
}

/// Looks a talk up.
pub fn find(schedule: &Schedule, name: &str) -> Found {
    let name = name.trim();
    let wanted = fold_words(name);
    let tests: [&dyn Fn(EventIx) -> bool; 3] = [
        &|ix| {
            let event = schedule.event(ix);
            event.id.as_str() == name || event.other_ids.iter().any(|id| id == name)
        },
        &|ix| fold_words(&schedule.event(ix).title) == wanted,
        &|ix| is_part(&wanted, &fold_words(&schedule.event(ix).title)),
    ];
    for test in tests {
        let hits: Vec<EventIx> = schedule.iter().map(|(ix, _)| ix).filter(|&ix| test(ix)).collect();
        let talks: BTreeSet<Vec<EventIx>> =
            hits.iter().map(|&hit| schedule.occurrences(hit)).collect();
        match talks.len() {
            0 => {}
            1 => return Found::Talk(talks.into_iter().next().unwrap_or_default()),
            _ => {
                let firsts: BTreeSet<EventIx> =
                    talks.iter().filter_map(|talk| talk.first().copied()).collect();
                return Found::Ambiguous(firsts.into_iter().collect());
            }
        }
    }
    let titles = schedule.events().iter().map(|event| event.title.as_str());
    let near = nearest(name, titles, 3);
    let first_of =
        |title: &str| schedule.iter().find(|(_, event)| event.title == title).map(|(ix, _)| ix);
    Found::Nothing(near.into_iter().filter_map(first_of).collect())
}

/// Whether the words of `part` stand next to each other in `title`, the last one possibly cut.
fn is_part(part: &str, title: &str) -> bool {
    !part.is_empty() && (title.starts_with(part) || title.contains(&format!(" {part}")))
}
