//! What is left of a joint search -> parts that have nothing to do with each other.

use std::collections::BTreeMap;

use crate::ix::By;
use crate::model::CandidateIx;
use crate::schedule::EventIx;
use crate::solver::Block;

/// The columns of each block, apart by what can touch what: clashes and rules within a block, and
/// columns with one link between blocks.
pub(super) fn split(
    blocks: &[Block<'_>],
    columns: &[Vec<CandidateIx>],
    link: impl Fn(usize, CandidateIx) -> Option<EventIx>,
) -> Vec<Vec<Vec<CandidateIx>>> {
    let mut first = Vec::new();
    let mut count = 0;
    for columns in columns {
        first.push(count);
        count += columns.len();
    }
    let mut sets = Sets((0..count).collect());
    let mut linked = BTreeMap::new();
    for (block, columns) in columns.iter().enumerate() {
        for (i, &column) in columns.iter().enumerate() {
            let node = first[block] + i;
            if let Some(link) = link(block, column) {
                let other = *linked.entry(link).or_insert(node);
                sets.join(node, other);
            }
        }
        for (a, b) in blocks[block].touching(&By::from(columns.clone())) {
            sets.join(first[block] + a.index(), first[block] + b.index());
        }
    }
    let mut parts: BTreeMap<usize, Vec<Vec<CandidateIx>>> = BTreeMap::new();
    for (block, columns) in columns.iter().enumerate() {
        for (i, &column) in columns.iter().enumerate() {
            let part = sets.of(first[block] + i);
            let empty = || vec![Vec::new(); blocks.len()];
            parts.entry(part).or_insert_with(empty)[block].push(column);
        }
    }
    parts.into_values().collect()
}

/// Disjoint sets, each known by its first member.
struct Sets(Vec<usize>);

impl Sets {
    fn of(&mut self, node: usize) -> usize {
        let mut at = node;
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        self.0[a.max(b)] = a.min(b);
    }
}
