//! Rules beside clashes, as prices: the Lagrangian bound.
//!
//! Each rule gets a multiplier, what one more unit of it is worth. With the multipliers taken off
//! (or, for what has to be held, added to) the weights, the best path is an upper bound on any
//! choice that keeps the rules, whatever the multipliers are; a subgradient search makes it small
//! (M. Held, P. Wolfe and H. Crowder, "Validation of subgradient optimization", 1974). Everything
//! is in whole numbers at a fixed scale, so the bound is exact arithmetic and proves.

use super::Deadline;
use super::timeline::{Paths, Timeline};

/// Weights and multipliers are in this part of a point.
pub(crate) const SCALE: i64 = 1024;
/// The most steps of the search.
const STEPS: usize = 240;
/// After so many steps without a better bound, the next ones are half as long.
const PATIENCE: usize = 12;

/// A sum over the positions of a search and its limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Positions with their part in the sum, in order.
    pub(crate) members: Vec<(usize, i64)>,
    /// What the sum may be.
    pub(crate) limit: Limit,
}

/// What a sum may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// No more than this.
    AtMost(i64),
    /// No less than this.
    AtLeast(i64),
}

impl Row {
    /// The sum over chosen positions, which come in order.
    pub(super) fn sum(&self, chosen: &[usize]) -> i64 {
        let part = |i: &usize| {
            let found = self.members.binary_search_by_key(i, |&(member, _)| member);
            found.map_or(0, |at| self.members[at].1)
        };
        chosen.iter().map(part).sum()
    }

    /// What is left of the limit; negative when the row is broken.
    pub(crate) fn slack(&self, chosen: &[usize]) -> i64 {
        match self.limit {
            Limit::AtMost(most) => most - self.sum(chosen),
            Limit::AtLeast(least) => self.sum(chosen) - least,
        }
    }
}

/// The best bound found.
pub(super) struct Relaxed {
    /// The paths under the best multipliers, in scaled points.
    pub(super) paths: Paths<i64>,
    /// What the multipliers add to every path.
    constant: i64,
    /// The multiplier of each row.
    multipliers: Vec<i64>,
}

impl Relaxed {
    /// No choice that keeps the rows has more points.
    pub(super) fn bound(&self) -> i64 {
        (self.paths.best() + self.constant).div_euclid(SCALE)
    }

    /// No choice that keeps the rows and holds this position has more points.
    pub(super) fn bound_with(&self, position: usize) -> i64 {
        (self.paths.with(position) + self.constant).div_euclid(SCALE)
    }

    /// Whether a path that keeps the rows is as good as its bound: no multiplier is paid for
    /// something that is not used up.
    pub(super) fn is_tight(&self, rows: &[Row], path: &[usize]) -> bool {
        rows.iter().zip(&self.multipliers).all(|(row, &multiplier)| {
            let slack = row.slack(path);
            slack >= 0 && (slack == 0 || multiplier == 0)
        })
    }
}

/// Searches for multipliers that make the bound small. `attempt` is shown every path on the way
/// and gives the points of the best choice known.
pub(super) fn relax(
    timeline: &Timeline,
    points: &[i64],
    rows: &[Row],
    deadline: Deadline,
    mut attempt: impl FnMut(&[usize]) -> i64,
) -> Relaxed {
    let mut multipliers = vec![0; rows.len()];
    let mut best = relaxed(timeline, points, rows, &multipliers);
    let mut current = best.paths.path();
    let mut bound = best.paths.best() + best.constant;
    let mut least = bound;
    let (mut pace, mut waited) = (1.0, 0);
    for _ in 0..STEPS {
        let known = attempt(&current);
        let slacks: Vec<i64> = rows.iter().map(|row| row.slack(&current)).collect();
        let norm: i64 = slacks.iter().map(|slack| slack * slack).sum();
        if norm == 0 || best.bound() <= known || deadline.is_over() {
            break;
        }
        // The usual step length, from how far the bound is above what is known to be possible.
        let gap = (bound - known * SCALE).max(SCALE / 4);
        for (multiplier, slack) in multipliers.iter_mut().zip(&slacks) {
            let step = pace * gap as f64 * *slack as f64 / norm as f64;
            *multiplier = (*multiplier - step.round() as i64).max(0);
        }
        let next = relaxed(timeline, points, rows, &multipliers);
        current = next.paths.path();
        bound = next.paths.best() + next.constant;
        if bound < least {
            (least, best, waited) = (bound, next, 0);
        } else {
            waited += 1;
            if waited >= PATIENCE {
                (pace, waited) = (pace / 2.0, 0);
            }
        }
        if pace < 0.005 {
            break;
        }
    }
    best
}

fn relaxed(timeline: &Timeline, points: &[i64], rows: &[Row], multipliers: &[i64]) -> Relaxed {
    let mut weights: Vec<i64> = points.iter().map(|points| points * SCALE).collect();
    let mut constant = 0;
    for (row, &multiplier) in rows.iter().zip(multipliers) {
        let sign = match row.limit {
            Limit::AtMost(most) => {
                constant += multiplier * most;
                -1
            }
            Limit::AtLeast(least) => {
                constant -= multiplier * least;
                1
            }
        };
        if multiplier != 0 {
            for &(member, part) in &row.members {
                weights[member] += sign * multiplier * part;
            }
        }
    }
    let paths = timeline.paths(weights, |_, _| 0);
    Relaxed { paths, constant, multipliers: multipliers.to_vec() }
}
