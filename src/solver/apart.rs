//! Other choices that are really different.

use crate::model::{Model, Rule, Source, Worth};
use crate::schedule::EventIx;

use super::{Deadline, Selection, solve};

/// By how many of its talks an agenda has to differ from another to be really different: a fifth
/// of them, and two at least.
pub fn difference(talks: usize) -> usize {
    talks.div_ceil(5).max(2)
}

/// The best choices that are really different from a selection and from each other, at most so
/// many, the best first: each lacks at least [`difference`] of the selection's talks, and as many
/// of every other's, as far as these are not booked. All keep as many must-sees and breaks as the selection does. When the time is
/// over, those found so far.
pub fn apart(model: &Model, best: &Selection, most: usize, deadline: Deadline) -> Vec<Selection> {
    let differing = difference(best.events.len());
    let is_booked = |rule: &&Rule| matches!(rule.source, Source::Booked(_));
    let booked = model.rules().iter().filter(is_booked).count();
    let mut others: Vec<Selection> = Vec::new();
    for left in (1..=most).rev() {
        if deadline.is_over() {
            break;
        }
        let before: Vec<(&[EventIx], usize)> = std::iter::once(best)
            .chain(&others)
            .map(|agenda| {
                let shared = agenda.events.len().saturating_sub(differing);
                (&*agenda.events, shared.max(booked))
            })
            .collect();
        let other = solve(&model.sharing_at_most(&before), deadline.share(left));
        let kept = |worth: Worth| (worth.must_sees, worth.breaks, worth.wants, worth.quotas);
        if kept(other.worth) < kept(best.worth) || other.events.is_empty() {
            break;
        }
        others.push(Selection::new(model, other.chosen, other.proof));
    }
    others
}
