//! The exact optimum of weighted interval scheduling, and with it a bound for every candidate.
//!
//! Forward and backward dynamic programming over the times, in `O(n log n)`. It knows overlaps
//! but not session groups: without groups among the candidates it is the optimum, with them an
//! upper bound. [`Worth`] is an ordered group under addition, so the recursion holds for it as it
//! does for numbers, ties included.

use crate::model::{Candidate, Worth};

/// Bounds for some candidates.
#[derive(Debug)]
pub(super) struct Bounds {
    /// The worth of the best choice.
    pub(super) best: Worth,
    /// The positions chosen for it.
    pub(super) chosen: Vec<usize>,
    /// By position: the worth of the best choice that holds this candidate.
    pub(super) with: Vec<Worth>,
}

/// Bounds for candidates given in order of start.
pub(super) fn bounds(candidates: &[&Candidate]) -> Bounds {
    let count = candidates.len();
    let mut by_end: Vec<usize> = (0..count).collect();
    by_end.sort_by_key(|&i| (candidates[i].slot.end(), i));
    // How many, in order of end, are over when this one starts; and the first, in order of
    // start, that starts when this one is over.
    let before: Vec<usize> = candidates
        .iter()
        .map(|c| by_end.partition_point(|&i| candidates[i].slot.end() <= c.slot.start()))
        .collect();
    let after: Vec<usize> = candidates
        .iter()
        .map(|c| candidates.partition_point(|other| other.slot.start() < c.slot.end()))
        .collect();
    let mut forward = vec![Worth::default(); count + 1];
    for (k, &i) in by_end.iter().enumerate() {
        forward[k + 1] = forward[k].max(candidates[i].worth + forward[before[i]]);
    }
    let mut backward = vec![Worth::default(); count + 1];
    for i in (0..count).rev() {
        backward[i] = backward[i + 1].max(candidates[i].worth + backward[after[i]]);
    }
    let with =
        (0..count).map(|i| forward[before[i]] + candidates[i].worth + backward[after[i]]).collect();
    let mut chosen = Vec::new();
    let mut next = 0;
    while next < count {
        if backward[next] > backward[next + 1] {
            chosen.push(next);
            next = after[next];
        } else {
            next += 1;
        }
    }
    Bounds { best: backward[0], chosen, with }
}
