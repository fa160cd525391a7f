//! The independent parts of a model: days that no rule ties together are solved apart.

use crate::model::{CandidateIx, Model, RuleIx};

/// Candidates and rules that have nothing to do with the others.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// Candidates, in order of start.
    pub(super) candidates: Vec<CandidateIx>,
    /// The places of the rules over them.
    pub(super) rules: Vec<RuleIx>,
}

impl Part {
    /// All of a model in one.
    pub(super) fn whole(model: &Model) -> Part {
        let binds = |rule: &RuleIx| !model.rules()[*rule].members.is_empty();
        Part {
            candidates: model.candidates().indices().collect(),
            rules: model.rules().indices().filter(binds).collect(),
        }
    }
}

/// The parts of a model: its stretches, joined where a rule reaches from one to another. A rule
/// over nothing is in no part.
pub(super) fn parts(model: &Model) -> Vec<Part> {
    let stretch = |candidate: CandidateIx| model.candidates()[candidate].stretch;
    let stretches = model.candidates().last().map_or(0, |last| last.stretch + 1);
    // By stretch, one of its part; the part's first stretch points to itself.
    let mut joined: Vec<usize> = (0..stretches).collect();
    for rule in model.rules() {
        let mut reached = rule.members.iter().map(|&(candidate, _)| stretch(candidate));
        let Some(first) = reached.next() else { continue };
        for other in reached {
            let (a, b) = (root(&joined, first), root(&joined, other));
            joined[a.max(b)] = a.min(b);
        }
    }
    let mut parts: Vec<Part> = (0..stretches).map(|_| Part::default()).collect();
    for (i, candidate) in model.candidates().entries() {
        parts[root(&joined, candidate.stretch)].candidates.push(i);
    }
    for (number, rule) in model.rules().entries() {
        if let Some(&(first, _)) = rule.members.first() {
            parts[root(&joined, stretch(first))].rules.push(number);
        }
    }
    parts.retain(|part| !part.candidates.is_empty());
    parts
}

/// The first stretch of a stretch's part.
fn root(joined: &[usize], mut stretch: usize) -> usize {
    while joined[stretch] != stretch {
        stretch = joined[stretch];
    }
    stretch
}
