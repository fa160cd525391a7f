//! Clashes as rows: sets of candidates that all clash with each other.
//!
//! With one row for each pair, the linear relaxation is far from the answer and branching takes
//! minutes; with large sets it is the answer or close to it. Every clashing pair is in some set.
//! Without walks the sets are those that run at one moment, of which the largest are enough; walks
//! add sets that are grown from each pair that is not covered yet.

use crate::model::Model;

/// One bit for each candidate.
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

/// Sets of columns that all clash, which together hold every clashing pair. `columns` are
/// candidates in order of start.
pub(super) fn cliques(model: &Model, columns: &[usize]) -> Vec<Vec<usize>> {
    let clashes = clashes(model, columns);
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
        if !is_covered(&running, &covered) {
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

fn clashes(model: &Model, columns: &[usize]) -> Vec<Bits> {
    let mut clashes: Vec<Bits> = columns.iter().map(|_| Bits::new(columns.len())).collect();
    let reach = model.longest_walk();
    for (i, &a) in columns.iter().enumerate() {
        let end = model.candidates()[a].slot.end() + reach;
        for (j, &b) in columns.iter().enumerate().skip(i + 1) {
            if model.candidates()[b].slot.start() >= end {
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

fn is_covered(set: &[usize], covered: &[Bits]) -> bool {
    set.iter().enumerate().all(|(k, &i)| set[k + 1..].iter().all(|&j| covered[i].has(j)))
}

/// The set with all that clashes with all of it, first come, first in; its pairs are covered.
fn grown(mut set: Vec<usize>, clashes: &[Bits], covered: &mut [Bits]) -> Vec<usize> {
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
    set
}
