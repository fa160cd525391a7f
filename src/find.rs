//! A talk as a person names it -> the events that are meant.
//!
//! By id, by any other id that the source gives, by full title, or by a part of the title that
//! only one talk has. Several events that are one talk given again count as one.

use std::collections::BTreeSet;

use crate::problem::nearest;
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
