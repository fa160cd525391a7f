//! New talks that would be worth more than what they displace.

use serde::Serialize;

use crate::model::{CandidateIx, Item};
use crate::schedule::{EventIx, Place};
use crate::solved::Solved;

use super::causes::Inquiry;
use super::situation::View;

/// A new talk that the agenda could hold in place of others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// The talk.
    pub talk: Place,
    /// Its points.
    pub points: i64,
    /// The titles of the talks that would have to go; none where there is room.
    pub instead_of: Vec<String>,
    /// The points that the agenda would gain, after what variety takes off.
    pub gain: i64,
}

/// All offers, the most gain first: each is the agenda as it is, with that talk and without those
/// that clash with it, and keeps every rule and whatever comes before points.
pub(super) fn offers(view: &View<'_>, inquiry: &Inquiry<'_>) -> Vec<Offer> {
    let Solved { schedule, model, selection, .. } = view.solved;
    let mut offers: Vec<Offer> = Vec::new();
    for (place, candidate) in model.candidates().entries() {
        let Item::Event { ix, late: 0, early: 0 } = candidate.item else { continue };
        let event = schedule.event(ix);
        if selection.holds(ix) || !inquiry.is_fresh(&event.id) {
            continue;
        }
        let (gone, mut kept): (Vec<CandidateIx>, Vec<CandidateIx>) =
            selection.chosen.iter().partition(|&&chosen| model.clash(chosen, place));
        kept.insert(kept.partition_point(|&chosen| chosen < place), place);
        let (now, then) = (model.worth(&selection.chosen), model.worth(&kept));
        let gain = then.points - now.points;
        let keeps = then.before_points() >= now.before_points();
        if gain <= 0 || !keeps || !model.allows(&kept) {
            continue;
        }
        let title = |ix: EventIx| schedule.event(ix).title.clone();
        offers.push(Offer {
            talk: schedule.place(ix),
            points: candidate.points,
            instead_of: gone
                .iter()
                .filter_map(|&i| model.candidates()[i].item.event())
                .map(title)
                .collect(),
            gain,
        });
    }
    offers.sort_by(|a, b| {
        (-a.gain, a.talk.start, &a.talk.id).cmp(&(-b.gain, b.talk.start, &b.talk.id))
    });
    offers
}
