//! A claim -> the candidates of a model that it is made of.

use crate::check::Claim;
use crate::model::{CandidateIx, Item, Model};

/// The candidates of a claim, in order of start; none if the model lacks one or does not allow them
/// together.
pub(super) fn claimed(model: &Model, claim: &Claim) -> Option<Vec<CandidateIx>> {
    let candidates = model.candidates();
    let visits = claim.visits.iter().map(|visit| {
        let item = Item::Event { ix: visit.event, late: visit.late, early: visit.early };
        let all = model.candidates_of(visit.event).iter();
        all.copied().find(|&i| candidates[i].item == item)
    });
    let pauses = claim.pauses.iter().map(|pause| {
        candidates.indices().find(|&i| {
            let it = &candidates[i];
            it.slot == pause.slot
                && matches!(it.item, Item::Break { wish, .. } if wish == pause.wish)
        })
    });
    let mut chosen = visits.chain(pauses).collect::<Option<Vec<CandidateIx>>>()?;
    chosen.sort_unstable();
    model.allows(&chosen).then_some(chosen)
}
