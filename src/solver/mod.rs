//! Model -> Selection: the best choice, proven, or the best found with its bound.
//!
//! ```text
//! model --parts--> candidates that have no rule in common with any others, one part after another:
//!   bound      dynamic programming: what the best choice with each candidate is worth at most
//!   incumbent  a choice that keeps all rules, made from the bound's
//!   reduce     whatever cannot be part of a better or equal choice is dropped
//!   ilp        good_lp chooses among what is left, one level of worth after the other
//! ```
//!
//! Integers all through; floating point lives in [`ilp`] alone. Whatever good_lp answers is
//! measured again here, and is taken only if it keeps the rules and is no worse than the
//! incumbent.

mod bound;
mod ilp;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::model::{Candidate, Model, Worth};
use crate::schedule::EventIx;

use bound::{Bounds, bounds};
use ilp::{Outcome, Row, cliques, maximise};

/// How long the solver may search.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(Instant);

impl Deadline {
    /// From now on for so long.
    pub fn after(time: Duration) -> Deadline {
        let now = Instant::now();
        Deadline(now.checked_add(time).unwrap_or(now + Duration::from_secs(86_400)))
    }

    fn left(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }
}

/// How good an answer is known to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// No choice is worth more.
    Optimal,
    /// No choice is worth more than this.
    Bound(Worth),
}

/// The chosen events and what they are worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// In order of start.
    pub chosen: Vec<EventIx>,
    /// The sum of their worths.
    pub worth: Worth,
    /// How good that is known to be.
    pub proof: Proof,
}

/// Chooses the best events of a model.
pub fn solve(model: &Model, deadline: Deadline) -> Selection {
    let all: Vec<&Candidate> = model.candidates().iter().collect();
    let mut chosen: Vec<usize> = Vec::new();
    let mut bound = Worth::default();
    let mut proven = true;
    for members in parts(model) {
        let part = Part::new(&all, members, model);
        let answer = part.solve(deadline);
        proven &= answer.proven;
        bound = bound + if answer.proven { part.worth(&answer.chosen) } else { part.bounds.best };
        chosen.extend(answer.chosen.iter().map(|&position| part.members[position]));
    }
    chosen.sort_unstable();
    Selection {
        worth: chosen.iter().map(|&i| all[i].worth).sum(),
        chosen: chosen.iter().map(|&i| all[i].event).collect(),
        proof: if proven { Proof::Optimal } else { Proof::Bound(bound) },
    }
}

/// What holding a candidate would change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// The worth lost against the selection.
    pub lost: Worth,
    /// Whether the loss is exact; else it is at least this.
    pub exact: bool,
}

/// By candidate: what the best choice that holds it is worth less than the selection.
pub fn prices(model: &Model, selection: &Selection, deadline: Deadline) -> Vec<Price> {
    let all: Vec<&Candidate> = model.candidates().iter().collect();
    let nothing = Price { lost: Worth::default(), exact: true };
    let mut prices = vec![nothing; all.len()];
    for members in parts(model) {
        let part = Part::new(&all, members, model);
        let chosen: Vec<usize> = (0..part.candidates.len())
            .filter(|&i| selection.chosen.binary_search(&part.candidates[i].event).is_ok())
            .collect();
        let best = part.worth(&chosen);
        for (position, &member) in part.members.iter().enumerate() {
            if chosen.binary_search(&position).is_err() {
                let (with, exact) = part.with(position, &all, model, deadline);
                prices[member] = Price { lost: best - with, exact };
            }
        }
    }
    prices
}

/// Sets of candidates without a rule between them.
fn parts(model: &Model) -> Vec<Vec<usize>> {
    let candidates = model.candidates();
    // Talks that run into each other are neighbours in order of start.
    let mut stretch_of = Vec::with_capacity(candidates.len());
    let mut stretches = 0;
    let mut end = None;
    for candidate in candidates {
        if end.is_none_or(|end| end <= candidate.slot.start()) {
            stretches += 1;
        }
        end = end.max(Some(candidate.slot.end()));
        stretch_of.push(stretches - 1);
    }
    let mut joined: Vec<usize> = (0..stretches).collect();
    for group in model.groups() {
        let firsts: Vec<usize> = group.iter().map(|&i| root(&mut joined, stretch_of[i])).collect();
        let least = firsts.iter().copied().min().unwrap_or_default();
        for first in firsts {
            joined[first] = least;
        }
    }
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, &stretch) in stretch_of.iter().enumerate() {
        parts.entry(root(&mut joined, stretch)).or_default().push(i);
    }
    parts.into_values().collect()
}

fn root(joined: &mut [usize], mut stretch: usize) -> usize {
    while joined[stretch] != stretch {
        joined[stretch] = joined[joined[stretch]];
        stretch = joined[stretch];
    }
    stretch
}

/// Candidates that are decided together.
struct Part<'a> {
    /// Their places in the model.
    members: Vec<usize>,
    candidates: Vec<&'a Candidate>,
    /// Session groups, as positions in this part.
    groups: Vec<Vec<usize>>,
    bounds: Bounds,
}

/// What a part's search came to, as positions in the part.
struct Answer {
    chosen: Vec<usize>,
    proven: bool,
}

impl<'a> Part<'a> {
    fn new(all: &[&'a Candidate], members: Vec<usize>, model: &Model) -> Part<'a> {
        let candidates: Vec<&Candidate> = members.iter().map(|&member| all[member]).collect();
        let groups = model
            .groups()
            .iter()
            .filter_map(|group| {
                let positions = group.iter().filter_map(|i| members.binary_search(i).ok());
                Some(positions.collect::<Vec<usize>>()).filter(|group| group.len() > 1)
            })
            .collect();
        let bounds = bounds(&candidates);
        Part { members, candidates, groups, bounds }
    }

    fn worth(&self, chosen: &[usize]) -> Worth {
        chosen.iter().map(|&position| self.candidates[position].worth).sum()
    }

    /// Whether a choice keeps every rule of this part.
    fn keeps_rules(&self, chosen: &[usize]) -> bool {
        let once = |group: &Vec<usize>| chosen.iter().filter(|i| group.contains(i)).count() <= 1;
        let mut slots: Vec<_> = chosen.iter().map(|&i| self.candidates[i].slot).collect();
        slots.sort_unstable();
        slots.windows(2).all(|pair| !pair[0].overlaps(pair[1])) && self.groups.iter().all(once)
    }

    /// A choice that keeps all rules: the bound's, with the worse occurrences of a talk forbidden
    /// until none is chosen twice.
    fn incumbent(&self) -> Vec<usize> {
        let mut allowed: Vec<usize> = (0..self.candidates.len()).collect();
        let mut chosen = self.bounds.chosen.clone();
        while !self.keeps_rules(&chosen) {
            for group in &self.groups {
                let mut twice: Vec<usize> =
                    chosen.iter().copied().filter(|i| group.contains(i)).collect();
                twice.sort_by_key(|&i| std::cmp::Reverse(self.candidates[i].worth));
                allowed.retain(|i| !twice.iter().skip(1).any(|worse| worse == i));
            }
            let candidates: Vec<&Candidate> = allowed.iter().map(|&i| self.candidates[i]).collect();
            chosen = bounds(&candidates).chosen.iter().map(|&i| allowed[i]).collect();
        }
        chosen
    }

    fn solve(&self, deadline: Deadline) -> Answer {
        let incumbent = self.incumbent();
        let least = self.worth(&incumbent);
        let left: Vec<usize> =
            (0..self.candidates.len()).filter(|&i| self.bounds.with[i] >= least).collect();
        let (chosen, proven) = self.choose(&left, deadline);
        if self.keeps_rules(&chosen) && self.worth(&chosen) >= least {
            Answer { chosen, proven }
        } else {
            // The bound alone may prove the incumbent, whatever the solver did.
            let proven = least == self.bounds.best;
            Answer { chosen: incumbent, proven }
        }
    }

    /// The worth of the best choice that holds a candidate, and whether that is exact.
    fn with(
        &self,
        held: usize,
        all: &[&'a Candidate],
        model: &Model,
        deadline: Deadline,
    ) -> (Worth, bool) {
        if self.groups.is_empty() || deadline.left().is_zero() {
            return (self.bounds.with[held], self.groups.is_empty());
        }
        let candidate = self.candidates[held];
        let rival = |i: usize| {
            self.candidates[i].slot.overlaps(candidate.slot)
                || self.groups.iter().any(|group| group.contains(&held) && group.contains(&i))
        };
        let rest: Vec<usize> =
            (0..self.members.len()).filter(|&i| !rival(i)).map(|i| self.members[i]).collect();
        let rest = Part::new(all, rest, model);
        let incumbent = rest.incumbent();
        if rest.worth(&incumbent) == rest.bounds.best {
            return (candidate.worth + rest.bounds.best, true);
        }
        let answer = rest.solve(deadline);
        let worth = if answer.proven { rest.worth(&answer.chosen) } else { rest.bounds.best };
        (candidate.worth + worth, answer.proven)
    }

    /// The choice among `left` that is best in the first level of worth, among those in the
    /// second, and so on.
    fn choose(&self, left: &[usize], deadline: Deadline) -> (Vec<usize>, bool) {
        let candidates: Vec<&Candidate> = left.iter().map(|&i| self.candidates[i]).collect();
        let mut rows = cliques(&candidates);
        for group in &self.groups {
            let members: Vec<usize> =
                group.iter().filter_map(|i| left.binary_search(i).ok()).collect();
            if members.len() > 1 {
                rows.push(Row::AtMostOne(members));
            }
        }
        let mut best: Vec<usize> = Vec::new();
        for level in Worth::LEVELS {
            let values: Vec<i64> = candidates.iter().map(|c| level(&c.worth)).collect();
            if values.iter().all(|&value| value == 0) {
                continue;
            }
            match maximise(&values, &rows, deadline.left()) {
                Outcome::Optimal(chosen) => {
                    let reached = chosen.iter().map(|&i| values[i]).sum();
                    rows.push(Row::AtLeast(values, reached));
                    best = chosen;
                }
                Outcome::Feasible(chosen) => {
                    return (chosen.iter().map(|&i| left[i]).collect(), false);
                }
                Outcome::None => return (best.iter().map(|&i| left[i]).collect(), false),
            }
        }
        (best.into_iter().map(|i| left[i]).collect(), true)
    }
}
