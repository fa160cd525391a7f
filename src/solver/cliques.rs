//! Clashes as rows: sets of candidates that all clash with each other.
//!
//! With one row for each pair, the linear relaxation is far from the answer and branching takes
//! minutes; with large sets it is the answer or close to it. Every clashing pair is in some set.
//! Without walks the sets are those that run at one moment, of which the largest are enough; walks
//! add sets that are grown from each pair that is not covered yet.

use chrono::TimeDelta;

use crate::ix::{By, Ix};
use crate::model::{CandidateIx, Model};

/// One bit for each place in the list.
struct Bits(Vec<u64>);

impl Bits {
    fn new(count: usize) -> Bits {
        Bits(vec![0; count.div_ceil(64)])
    }

    fn set(&mut self, i: usize) {
        self.0[i / 64] |= 1 << (i % 64);
    }

    fn has(&self, i: usize) -> bool {
        self.0[i / 64] >> (i % 64) & 1 == 1
    }

    /// Whether another set holds all of this one.
    fn is_within(&self, other: &Bits) -> bool {
        self.0.iter().zip(&other.0).all(|(&word, &other)| word & !other == 0)
    }

    fn and(&mut self, other: &Bits) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    fn members(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(number, &word)| {
            let bits = std::iter::successors(Some(word), |&word| Some(word & word.wrapping_sub(1)));
            bits.take_while(|&word| word != 0)
                .map(move |word| number * 64 + word.trailing_zeros() as usize)
        })
    }
}

/// Sets of a list's places that all clash, which together hold every clashing pair. The list is of
/// candidates in order of start.
pub(crate) fn cliques<T>(model: &Model, columns: &By<Ix<T>, CandidateIx>) -> Vec<Vec<Ix<T>>> {
    let columns: &[CandidateIx] = columns;
    let clashes = clashes(model, columns);
    let has_walks = model.longest() > TimeDelta::zero();
    let mut covered: Vec<Bits> = columns.iter().map(|_| Bits::new(columns.len())).collect();
    let mut cliques = Vec::new();
    // What runs when a column starts clashes with it and with each other: seeds before pairs. The
    // last column to start sees the most.
    for i in (0..columns.len()).rev() {
        let start = model.candidates()[columns[i]].slot.start();
        let running: Vec<usize> = clashes[i]
            .members()
            .take_while(|&j| j < i)
            .filter(|&j| model.candidates()[columns[j]].slot.end() > start)
            .chain([i])
            .collect();
        if !is_covered(&running, &covered, has_walks) {
            cliques.push(grown(running, &clashes, &mut covered));
        }
    }
    for i in 0..columns.len() {
        for j in clashes[i].members().filter(|&j| j > i) {
            if !covered[i].has(j) {
                cliques.push(grown(vec![i, j], &clashes, &mut covered));
            }
        }
    }
    cliques
}

fn clashes(model: &Model, columns: &[CandidateIx]) -> Vec<Bits> {
    let mut clashes: Vec<Bits> = columns.iter().map(|_| Bits::new(columns.len())).collect();
    for (i, &a) in columns.iter().enumerate() {
        let until = model.candidates()[a].until;
        for (j, &b) in columns.iter().enumerate().skip(i + 1) {
            if model.candidates()[b].slot.start() >= until {
                break;
            }
            if model.clash(a, b) {
                clashes[i].set(j);
                clashes[j].set(i);
            }
        }
    }
    clashes
}

/// Whether every pair of a set, the last of which starts last, is in a set already. Without walks
/// that one's own pairs tell: the set that holds it with whoever ends first holds the others, too,
/// for they run longer.
fn is_covered(set: &[usize], covered: &[Bits], has_walks: bool) -> bool {
    let Some(&last) = set.last() else { return true };
    let mut bits = Bits::new(covered.len());
    for &i in set {
        bits.set(i);
    }
    let with = |&i: &usize| set.len() == 1 || bits.is_within(&covered[i]);
    if has_walks { set.iter().rev().all(with) } else { with(&last) }
}

/// The set with all that clashes with all of it, first come, first in; its pairs are covered.
fn grown<T>(mut set: Vec<usize>, clashes: &[Bits], covered: &mut [Bits]) -> Vec<Ix<T>> {
    let mut common = Bits(clashes[set[0]].0.clone());
    for &i in &set[1..] {
        common.and(&clashes[i]);
    }
    loop {
        let next = common.members().next();
        let Some(next) = next else { break };
        set.push(next);
        common.and(&clashes[next]);
    }
    for &i in &set {
        for &j in &set {
            covered[i].set(j);
        }
    }
    set.sort_unstable();
    set.into_iter().map(Ix::new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solver::example::Example;
    use crate::solver::timeline::Position;

    /// Many talks of different lengths in four rooms.
    fn model(profile: &str) -> Model {
        let mut programme = "title: T\ntimezone: UTC\nevents:\n".to_owned();
        let mut ratings = String::new();
        for talk in 0..60 {
            let (start, minutes) = (talk * 37 % 300, 10 + talk * 53 % 70);
            let (hour, minute, room) = (9 + start / 60, start % 60, talk % 4);
            programme += &format!(
                "  - {{ id: t{talk}, title: T{talk}, room: R{room}, minutes: {minutes}, \
                 start: 2026-05-01T{hour:02}:{minute:02} }}\n"
            );
            ratings += &format!("t{talk}: 50, ");
        }
        Example::new(&programme, &format!("ratings: {{ {ratings} }}\n{profile}")).model
    }

    /// The sets of all candidates.
    fn sets(model: &Model) -> Vec<Vec<CandidateIx>> {
        let all: By<Position, CandidateIx> = model.candidates().indices().collect();
        let set = |set: Vec<Position>| set.into_iter().map(|i| all[i]).collect();
        cliques(model, &all).into_iter().map(set).collect()
    }

    #[test]
    fn every_clash_is_in_a_set_and_no_set_can_grow() {
        for profile in ["", "walking: { default: 15 }", "tolerance: { late: 5 }"] {
            let model = model(profile);
            let columns: Vec<CandidateIx> = model.candidates().indices().collect();
            let sets = sets(&model);
            let all = |set: &[CandidateIx], i: CandidateIx| {
                set.iter().all(|&j| i == j || model.clash(i, j))
            };
            for set in &sets {
                assert!(set.is_sorted() && set.iter().all(|&i| all(set, i)), "{set:?}");
                let may_grow = |&i: &CandidateIx| !set.contains(&i) && all(set, i);
                assert_eq!(columns.iter().copied().find(may_grow), None, "{profile} {set:?}");
            }
            for &i in &columns {
                for &j in &columns[i.index() + 1..] {
                    let held = sets.iter().any(|set| set.contains(&i) && set.contains(&j));
                    assert_eq!(held, model.clash(i, j), "{profile} {i:?} {j:?}");
                }
            }
            if profile.is_empty() {
                // At whatever moment, all that runs is in one set.
                for &i in &columns {
                    let start = model.candidates()[i].slot.start();
                    let runs =
                        |&&j: &&CandidateIx| j <= i && model.candidates()[j].slot.end() > start;
                    let running: Vec<CandidateIx> = columns.iter().filter(runs).copied().collect();
                    let holds = |set: &&Vec<CandidateIx>| running.iter().all(|j| set.contains(j));
                    assert!(running.len() < 2 || sets.iter().find(holds).is_some(), "{i:?}");
                }
            }
        }
    }

    #[test]
    fn what_all_runs_at_once_is_one_set() {
        let mut programme = "title: T\ntimezone: UTC\nevents:\n".to_owned();
        for talk in 0..300 {
            programme += &format!(
                "  - {{ id: t{talk}, title: word, start: 2026-05-01T10:00, minutes: 60 }}\n"
            );
        }
        let model = Example::new(&programme, "interests: [word]").model;
        let all: Vec<CandidateIx> = model.candidates().indices().collect();
        assert_eq!(sets(&model), [all]);
    }
}
