//! How one talk stands to the best agenda: what leaving it out or forcing it in would change.

use serde::{Deserialize, Serialize};

use super::Instead;
use super::assemble::{View, by_level};
use crate::explain;
use crate::model::{CandidateIx, Cost, Reason};
use crate::schedule::{EventIx, Place};
use crate::solved::Solved;
use crate::solver::{Deadline, Other, Prices, Proof, Selection};

/// How many alternatives are told.
const ALTERNATIVES: usize = 3;

/// How a talk stands to the best agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Whether the agenda holds it.
    pub chosen: bool,
    /// Whether it is booked, so that it cannot be left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub booked: bool,
    /// Whether that is because it is pinned.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub pinned: bool,
    /// How many of its points count there, and the interests that get much beside it; nothing where
    /// all do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<(i64, Vec<String>)>,
    /// Why it does not.
    pub why: Vec<Reason>,
    /// What it would be to have it otherwise; nothing where that cannot be.
    pub otherwise: Option<Otherwise>,
    /// What else is on at its time, the cheapest first, where it is chosen.
    pub alternatives: Vec<Instead>,
}

/// Another agenda: the best that leaves a chosen talk out or holds a missed one, or one that is
/// really different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Otherwise {
    /// Points that it loses; none when it costs a must-see or a break.
    pub price: Option<i64>,
    /// What it loses by level, where something that comes before points is lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub costs: Option<Cost>,
    /// Whether the price is exact; else it is at least this.
    pub exact: bool,
    /// What goes, the talk that was asked about aside.
    pub goes: Vec<Place>,
    /// What comes in, the talk that was asked about aside.
    pub comes: Vec<Place>,
}

/// What other agendas change against the best one, and what they cost.
pub fn alternatives(best: &Solved<'_>, others: &[Selection]) -> Vec<Otherwise> {
    let only = |a: &Selection, b: &Selection| -> Vec<Place> {
        let lacks = |ix: &&EventIx| !b.holds(**ix);
        a.events.iter().filter(lacks).map(|&ix| best.schedule.place(ix)).collect()
    };
    let best = best.selection;
    let otherwise = |other: &Selection| Otherwise {
        price: (best.worth - other.worth).cost().in_points(),
        costs: by_level((best.worth - other.worth).cost()),
        exact: best.proof == Proof::Optimal && other.proof == Proof::Optimal,
        goes: only(best, other),
        comes: only(other, best),
    };
    others.iter().map(otherwise).collect()
}

/// How a talk, given at these times, stands to the best agenda.
pub fn standing(solved: &Solved<'_>, talk: &[EventIx], deadline: Deadline) -> Standing {
    let Solved { schedule, model, selection, .. } = *solved;
    let prices = Prices::new(model, selection, deadline);
    let view = View::new(*solved, &prices);
    let otherwise = |other: Other| {
        let of = |from: &[EventIx], but: &[EventIx]| -> Vec<Place> {
            let is_other = |ix: &&EventIx| !but.contains(ix) && !talk.contains(ix);
            from.iter().filter(is_other).map(|&ix| schedule.place(ix)).collect()
        };
        Otherwise {
            price: other.price.lost.cost().in_points(),
            costs: by_level(other.price.lost.cost()),
            exact: other.price.exact,
            goes: of(&selection.events, &other.events),
            comes: of(&other.events, &selection.events),
        }
    };
    if let Some(&ix) = talk.iter().find(|&&ix| selection.holds(ix)) {
        let alternatives = explain::alternatives(solved, &prices, ix, ALTERNATIVES);
        let booked = solved.wishes.booked.contains(&ix);
        return Standing {
            chosen: true,
            booked,
            pinned: solved.wishes.pinned.contains(&ix),
            counts: counts(solved, ix),
            why: Vec::new(),
            otherwise: if booked { None } else { prices.without(ix).map(otherwise) },
            alternatives: alternatives.iter().map(|other| view.instead(other)).collect(),
        };
    }
    // Of several occurrences the cheapest speaks for the talk.
    let ways = talk.iter().filter_map(|&ix| Some((prices.with(ix)?, ix)));
    let cheapest = ways.min_by_key(|(other, ix)| (other.price.lost, *ix));
    let ix = cheapest.as_ref().map_or(talk[0], |(_, ix)| *ix);
    Standing {
        chosen: false,
        booked: false,
        pinned: false,
        counts: None,
        why: explain::why_missed(solved, ix),
        otherwise: cheapest.map(|(other, _)| otherwise(other)),
        alternatives: Vec::new(),
    }
}

/// How many points of a chosen talk count beside the others, where not all do.
fn counts(solved: &Solved<'_>, ix: EventIx) -> Option<(i64, Vec<String>)> {
    let Solved { model, selection, wishes, .. } = *solved;
    let of_it = |i: &&CandidateIx| model.candidates()[**i].item.event() == Some(ix);
    let &chosen = selection.chosen.iter().find(of_it)?;
    let (lost, interests) = model.lost_to_variety(&selection.chosen, chosen);
    let topic = |interest: usize| wishes.interests[interest].topic.clone();
    let points = model.candidates()[chosen].points - lost;
    (lost > 0).then(|| (points, interests.into_iter().map(topic).collect()))
}
