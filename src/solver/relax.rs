//! Rules beside clashes, as prices: the Lagrangian bound.
//!
//! Each row gets a multiplier, what one more unit of it is worth. With the multipliers taken off
//! (or, for what has to be held, added to) the weights, the best path is an upper bound on any
//! choice that keeps the rows, whatever the multipliers are; a subgradient search makes it small
//! (M. Held, P. Wolfe and H. Crowder, "Validation of subgradient optimization", 1974). Everything
//! is in whole numbers at a fixed scale, so the bound is exact arithmetic and proves.
//!
//! A row that tapers has a multiplier, too: what its last points lose. A concave sum is the least
//! of its tangents, so that each of them bounds it from above; the multiplier chooses one.

use crate::model::Taper;

use chrono::{DateTime, Utc};

use super::rows::{Limit, Row, Rows};
use super::timeline::{Paths, Position, Timeline, Weights};

/// Weights and multipliers are in this part of a point.
pub(crate) const SCALE: i64 = 1024;
/// After so many steps without a better bound, the next ones are half as long.
const PATIENCE: usize = 10;
/// After a better bound, the next step is so much longer again, up to the usual length.
const QUICKER: f64 = 1.05;
/// The shortest step, as a part of the usual one.
const SHORTEST: f64 = 0.004;

/// The best bound found.
pub(super) struct Relaxed {
    /// The paths under the multipliers, in scaled points.
    pub(super) paths: Paths<i64>,
    /// What the multipliers add to every path.
    constant: i64,
    /// The multiplier of each row.
    pub(super) multipliers: Vec<i64>,
}

impl Relaxed {
    /// The paths under some multipliers.
    pub(super) fn new(
        timeline: &Timeline,
        weights: &Weights,
        rows: &Rows,
        multipliers: Vec<i64>,
    ) -> Relaxed {
        let (weights, constant) = priced(weights, rows, &multipliers);
        Relaxed { paths: timeline.paths(weights, |_, _| 0), constant, multipliers }
    }

    /// No choice that keeps the rows weighs more.
    pub(super) fn bound(&self) -> i64 {
        self.paths.best() + self.constant
    }

    /// No choice that keeps the rows and holds this position weighs more.
    pub(super) fn bound_with(&self, position: Position) -> i64 {
        self.paths.with(position) + self.constant
    }

    /// No choice that keeps the rows and goes on from something of such a weight with this
    /// position weighs more.
    pub(super) fn bound_from(&self, weight: i64, position: Position) -> i64 {
        weight + self.paths.from(position) + self.constant
    }

    /// The same where talks follow each other since a time.
    pub(super) fn bound_since(&self, weight: i64, position: Position, since: DateTime<Utc>) -> i64 {
        weight + self.paths.onwards_since(position, since) + self.constant
    }

    /// No choice that keeps the rows and is a path of such a weight weighs more.
    pub(super) fn bound_at(&self, weight: i64) -> i64 {
        weight + self.constant
    }

    /// What a position weighs after its rows are paid.
    pub(super) fn weight(&self, position: Position) -> i64 {
        self.paths.weight(position)
    }
}

impl Limit {
    /// What a multiplier adds to every path.
    pub(crate) fn constant(self, multiplier: i64) -> i64 {
        match self {
            Limit::AtMost(most) => multiplier * most,
            Limit::AtLeast(least) => -multiplier * least,
            Limit::Tapers(taper) => {
                let sum = reach(taper, multiplier);
                multiplier * sum - EIGHTH * taper.loss(sum)
            }
        }
    }

    /// What a multiplier makes the bound of a choice too large at least, if its sum is in a range.
    pub(super) fn overpaid(self, multiplier: i64, from: i64, to: i64) -> i64 {
        match self {
            Limit::AtMost(most) => multiplier * (most - to).max(0),
            Limit::AtLeast(least) => multiplier * (from - least).max(0),
            Limit::Tapers(taper) => {
                // It is the least where the multiplier is the slope, and more on either side.
                let best = reach(taper, multiplier);
                let sum = best.clamp(from, to);
                EIGHTH * (taper.loss(sum) - taper.loss(best)) - multiplier * (sum - best)
            }
        }
    }

    /// Whether a multiplier is taken off the weights, or added to them.
    pub(crate) fn sign(self) -> i64 {
        match self {
            Limit::AtMost(_) | Limit::Tapers(_) => -1,
            Limit::AtLeast(_) => 1,
        }
    }

    /// What a sum leaves of the limit, in sight of a multiplier: where it is positive, a smaller
    /// multiplier makes the bound smaller, where it is negative, a larger one.
    pub(crate) fn left(self, sum: i64, multiplier: i64) -> i64 {
        match self {
            Limit::AtMost(most) => most - sum,
            Limit::AtLeast(least) => sum - least,
            Limit::Tapers(taper) => reach(taper, multiplier) - sum,
        }
    }

    /// A multiplier after a step.
    pub(crate) fn moved(self, multiplier: i64, by: i64) -> i64 {
        let most = match self {
            Limit::AtMost(_) | Limit::AtLeast(_) => i64::MAX,
            // Nothing loses more than this.
            Limit::Tapers(taper) => taper.knees().iter().map(|(_, it)| EIGHTH * it).sum(),
        };
        (multiplier + by).clamp(0, most)
    }
}

/// An eighth of a point.
pub(super) const EIGHTH: i64 = SCALE / Taper::GRAIN;

/// The sum up to which each point loses less than a multiplier, or the last knee.
fn reach(taper: Taper, multiplier: i64) -> i64 {
    let [(first, eighths), (last, _)] = taper.knees();
    if multiplier <= EIGHTH * eighths { first } else { last }
}

/// A search for multipliers that make the bound small.
pub(super) struct Descent {
    /// The multipliers of the next step.
    next: Vec<i64>,
    /// The least bound, as a weight, and its multipliers.
    least: Option<(i64, Vec<i64>)>,
    /// A part of the usual length of a step.
    pace: f64,
    /// Steps without a better bound.
    waited: usize,
}

impl Descent {
    /// From some multipliers on.
    pub(super) fn from(multipliers: Vec<i64>) -> Descent {
        Descent { next: multipliers, least: None, pace: 1.0, waited: 0 }
    }

    /// Takes at most so many steps, and tells whether more of them may be of use. `attempt` is
    /// shown every path on the way and gives the weight of the best choice known.
    pub(super) fn walk(
        &mut self,
        timeline: &Timeline,
        weights: &Weights,
        rows: &Rows,
        steps: usize,
        mut attempt: impl FnMut(&[Position]) -> i64,
    ) -> bool {
        let units = units(rows);
        for _ in 0..steps {
            let (priced, constant) = priced(weights, rows, &self.next);
            let (weight, path) = timeline.best(&priced);
            let bound = weight + constant;
            self.learn(bound);
            let known = attempt(&path);
            let least = self.least.as_ref().map_or(bound, |(least, _)| *least);
            if least < known + EIGHTH * rows.grain() || self.pace < SHORTEST {
                return false;
            }
            // Each row in units of its own, or minutes would drown talks.
            let left = rows.left(&path, &self.next);
            let parts: Vec<f64> =
                left.iter().zip(&units).map(|(&left, unit)| left as f64 / unit).collect();
            let counts = |&(part, &multiplier): &(&f64, &i64)| *part < 0.0 || multiplier > 0;
            let norm: f64 = parts.iter().zip(&self.next).filter(counts).map(|(p, _)| p * p).sum();
            if norm == 0.0 {
                return false;
            }
            // The usual length, from how far the bound is above what is known to be possible.
            let gap = (bound - known).max(SCALE / 4) as f64;
            let steps = parts.iter().zip(&units).map(|(part, unit)| gap * part / (unit * norm));
            for ((multiplier, step), row) in self.next.iter_mut().zip(steps).zip(rows.all()) {
                *multiplier = row.limit.moved(*multiplier, -(self.pace * step).round() as i64);
            }
        }
        true
    }

    fn learn(&mut self, bound: i64) {
        match &self.least {
            Some((least, _)) if *least <= bound => {
                self.waited += 1;
                if self.waited >= PATIENCE {
                    (self.pace, self.waited) = (self.pace / 2.0, 0);
                }
            }
            _ => {
                self.least = Some((bound, self.next.clone()));
                self.waited = 0;
                self.pace = (self.pace * QUICKER).min(1.0);
            }
        }
    }

    /// The multipliers of the least bound, for the same rows over fewer positions: their bound is
    /// another one.
    pub(super) fn narrowed(&mut self) {
        self.least = None;
    }

    /// The multipliers of the least bound.
    pub(super) fn multipliers(&self) -> Vec<i64> {
        self.least.as_ref().map_or(&self.next, |(_, multipliers)| multipliers).clone()
    }
}

/// The usual part of a position in each row.
fn units(rows: &Rows) -> Vec<f64> {
    let unit = |row: &Row<Position>| {
        let sum: i64 = row.members.iter().map(|(_, part)| part.abs()).sum();
        (sum as f64 / row.members.len().max(1) as f64).max(1.0)
    };
    rows.all().iter().map(unit).collect()
}

/// Weights after the rows are paid, and what that adds to every path.
fn priced(weights: &Weights, rows: &Rows, multipliers: &[i64]) -> (Weights, i64) {
    let mut weights = weights.clone();
    let mut constant = 0;
    for (row, &multiplier) in rows.all().iter().zip(multipliers) {
        if multiplier == 0 {
            continue;
        }
        constant += row.limit.constant(multiplier);
        let change = row.limit.sign() * multiplier;
        for &(member, part) in &row.members {
            weights[member] += change * part;
        }
    }
    (weights, constant)
}
