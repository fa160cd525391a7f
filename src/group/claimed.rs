//! A claim -> the candidates of a model that it is made of.

use crate::check::Claim;
use crate::model::{CandidateIx, Item, Model};

/// The candidates of a claim, in order of start, each break in a place that leaves time for the way
/// there and on; none if the model lacks one or does not allow them together.
pub(super) fn claimed(model: &Model, claim: &Claim) -> Option<Vec<CandidateIx>> {
    let visits = claim.visits.iter().map(|visit| {
        let item = Item::Event { ix: visit.event, late: visit.late, early: visit.early };
        let all = model.candidates_of(visit.event).iter();
        all.copied().find(|&i| model.candidates()[i].item == item)
    });
    let mut chosen = visits.collect::<Option<Vec<CandidateIx>>>()?;
    let places = claim.pauses.iter().map(|pause| {
        let is_it = |item, slot| matches!(item, Item::Break { wish, .. } if (wish, slot) == (pause.wish, pause.slot));
        let all = model.candidates().entries();
        all.filter(|(_, it)| is_it(it.item, it.slot)).map(|(i, _)| i).collect()
    });
    let places: Vec<Vec<CandidateIx>> = places.collect();
    let is_placed = place(model, &places, &mut chosen);
    chosen.sort_unstable();
    (is_placed && model.allows(&chosen)).then_some(chosen)
}

/// Adds one of each list, so that no two clash, if that can be done.
fn place(model: &Model, lists: &[Vec<CandidateIx>], chosen: &mut Vec<CandidateIx>) -> bool {
    let Some((first, others)) = lists.split_first() else { return true };
    first.iter().any(|&i| {
        let fits = !chosen.iter().any(|&other| model.clash(i, other));
        chosen.push(i);
        let is_placed = fits && place(model, others, chosen);
        if !is_placed {
            chosen.pop();
        }
        is_placed
    })
}
