//! Other agendas, told by what they change.

use crate::schedule::{EventIx, Schedule};
use crate::solver::{Proof, Selection};

use super::assemble::place;
use super::{Otherwise, Place};

/// What other agendas change against the best one, and what they cost.
pub fn alternatives(schedule: &Schedule, best: &Selection, others: &[Selection]) -> Vec<Otherwise> {
    let only = |a: &Selection, b: &Selection| -> Vec<Place> {
        let lacks = |ix: &&EventIx| !b.holds(**ix);
        a.events.iter().filter(lacks).map(|&ix| place(schedule, ix)).collect()
    };
    let otherwise = |other: &Selection| Otherwise {
        price: Some(best.worth.points - other.worth.points),
        exact: best.proof == Proof::Optimal && other.proof == Proof::Optimal,
        goes: only(best, other),
        comes: only(other, best),
    };
    others.iter().map(otherwise).collect()
}
