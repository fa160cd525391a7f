//! What the members do, and what a goal counts of it.

use crate::check::Claim;
use crate::schedule::EventIx;
use crate::solver::Proof;
use crate::text::fold_words;

use super::Member;

/// What the members do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// By member.
    pub claims: Vec<Claim>,
    /// By member, the events to which he or she goes for the group, whatever they are worth.
    pub sent: Vec<Vec<EventIx>>,
    /// By member, those of these that he or she hears for others.
    pub for_others: Vec<Vec<EventIx>>,
    /// Where talks count once, how many of them are heard by somebody whose must-see they are.
    pub must_sees: i64,
    /// What the goal makes of it.
    pub worth: Worth,
    /// How good that is known to be.
    pub proof: Proof,
}

impl Plan {
    pub(super) fn new(claims: Vec<Claim>, worth: Worth, proof: Proof) -> Plan {
        let none: Vec<Vec<EventIx>> = claims.iter().map(|_| Vec::new()).collect();
        Plan { claims, sent: none.clone(), for_others: none, must_sees: 0, worth, proof }
    }
}

/// What a goal counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// Points.
    Points(i64),
    /// Pairs at the same event, where everyone has their own best.
    Pairs(i64),
    /// The worst-off member's share of their own best, in parts of [`WHOLE`].
    Share(i64),
}

/// A whole share.
pub const WHOLE: i64 = 1 << 20;

impl Worth {
    /// The number.
    pub fn number(self) -> i64 {
        match self {
            Worth::Points(number) | Worth::Pairs(number) | Worth::Share(number) => number,
        }
    }
}

/// How good a value is known to be.
pub(super) fn proof(value: i64, bound: i64) -> Proof {
    if bound <= value { Proof::Optimal } else { Proof::Bound(bound) }
}

/// The pairs of members whose company counts. Where nobody says with whom, it is all of them.
pub fn pairs(members: &[&Member]) -> Vec<(usize, usize)> {
    let names = |a: usize, b: usize| {
        let with = members[a].with().iter();
        with.map(|name| fold_words(&name.text)).any(|name| members[b].is_called(&name))
    };
    let anybody = members.iter().all(|member| member.with().is_empty());
    let all = (0..members.len()).flat_map(|a| (a + 1..members.len()).map(move |b| (a, b)));
    all.filter(|&(a, b)| anybody || names(a, b) || names(b, a)).collect()
}
