//! What is left of a joint search -> parts that have nothing to do with each other.

use std::collections::BTreeMap;

use crate::ix::By;
use crate::model::CandidateIx;
use crate::solver::{Block, Position};

use super::program::{BlockIx, Choices, Link, none};

/// The candidates of each block, apart by what can touch what: clashes and rules within a block,
/// and between blocks candidates with one key, and those that a link couples.
pub(super) fn split<K: Ord>(
    blocks: &By<BlockIx, Block<'_>>,
    candidates: &Choices<CandidateIx>,
    links: &[Link<CandidateIx>],
    key: impl Fn(BlockIx, CandidateIx) -> Option<K>,
) -> Vec<Choices<CandidateIx>> {
    // Every candidate of every block is a node.
    let mut count = 0;
    let nodes: By<BlockIx, By<Position, usize>> = candidates
        .iter()
        .map(|candidates| {
            count += candidates.len();
            (count - candidates.len()..count).collect()
        })
        .collect();
    let mut sets = Sets((0..count).collect());
    let mut linked = BTreeMap::new();
    for (block, nodes) in nodes.entries() {
        for (&node, &candidate) in nodes.iter().zip(&candidates[block]) {
            if let Some(key) = key(block, candidate) {
                let other = *linked.entry(key).or_insert(node);
                sets.join(node, other);
            }
        }
        for (a, b) in blocks[block].touching(&candidates[block]) {
            sets.join(nodes[a], nodes[b]);
        }
    }
    for link in links {
        let node = |(block, candidate): &(BlockIx, CandidateIx)| {
            let place = candidates[*block].binary_search(candidate).ok()?;
            nodes[*block].get(place).copied()
        };
        let mut all = link.members.iter().filter_map(node);
        if let Some(first) = all.next() {
            all.for_each(|other| sets.join(first, other));
        }
    }
    let mut parts: BTreeMap<usize, Choices<CandidateIx>> = BTreeMap::new();
    for (block, nodes) in nodes.entries() {
        for (&node, &candidate) in nodes.iter().zip(&candidates[block]) {
            let part = parts.entry(sets.of(node)).or_insert_with(|| none(blocks));
            part[block].push(candidate);
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
