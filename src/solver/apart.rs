//! Other choices that are really different.

use crate::model::{Model, Source, Worth};
use crate::schedule::EventIx;

use super::{Deadline, Selection, solve};

/// By how many of its talks an agenda has to differ from another to be really different: a fifth
/// of them, and two at least.
pub fn difference(talks: usize) -> usize {
    talks.div_ceil(5).max(2)
}

/// The best choices that are really different from a selection and from each other, at most so
/// many, the best first: each lacks at least [`difference`] of the selection's talks that are not
/// booked, and as many of every other's. All keep as many must-sees and breaks as the selection
/// does. When the time is over, those found so far.
pub fn apart(model: &Model, best: &Selection, most: usize, deadline: Deadline) -> Vec<Selection> {
    let booked = model.rules().iter().filter(|rule| matches!(rule.source, Source::Booked(_)));
    let booked: Vec<EventIx> = booked
        .flat_map(|rule| &rule.members)
        .filter_map(|&(i, _)| model.candidates()[i].item.event())
        .collect();
    let free = |selection: &Selection| -> Vec<EventIx> {
        selection.events.iter().copied().filter(|ix| !booked.contains(ix)).collect()
    };
    let mut others: Vec<Selection> = Vec::new();
    let mut before: Vec<Vec<EventIx>> = vec![free(best)];
    let differing = difference(before[0].len());
    for left in (1..=most).rev() {
        if deadline.is_over() || before.iter().any(Vec::is_empty) {
            break;
        }
        let shared = |events: &Vec<EventIx>| events.len().saturating_sub(differing);
        let agendas: Vec<(&[EventIx], usize)> =
            before.iter().map(|events| (events.as_slice(), shared(events))).collect();
        let other = solve(&model.sharing_at_most(&agendas), deadline.share(left));
        let kept = |worth: Worth| (worth.must_sees, worth.breaks, worth.wants, worth.quotas);
        if kept(other.worth) < kept(best.worth) || other.events.is_empty() {
            break;
        }
        before.push(free(&other));
        others.push(Selection::new(model, other.chosen, other.proof));
    }
    others
}
