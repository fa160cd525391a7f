//! How long talks may follow each other without a rest.

use chrono::{DateTime, TimeDelta, Utc};

use crate::profile::InARow;

use super::{Candidate, CandidateIx, Model};

/// The limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunLimit {
    /// From the beginning of the first talk to the end of the last.
    pub most: TimeDelta,
    /// The time without a talk after which one begins anew.
    pub rest: TimeDelta,
}

/// Talks with less than a rest between any two that follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// When the first begins.
    pub start: DateTime<Utc>,
    /// When the last is over.
    pub end: DateTime<Utc>,
    /// Whether all of them are settled, so that nobody can make it shorter.
    pub settled: bool,
}

impl RunLimit {
    pub(super) fn new(rule: InARow) -> RunLimit {
        RunLimit { most: TimeDelta::minutes(rule.minutes), rest: TimeDelta::minutes(rule.rest) }
    }

    /// What a run becomes with one more talk; none where it is too long then. Talks alone, and those
    /// that are settled, are as long as they are.
    pub fn with(self, run: Option<Run>, talk: &Candidate) -> Option<Run> {
        let (start, end, settled) = (talk.slot.start(), talk.slot.end(), talk.margins.settled);
        match run {
            Some(run) if start < run.end + self.rest => {
                let run = Run { start: run.start, end, settled: run.settled && settled };
                (run.settled || end - run.start <= self.most).then_some(run)
            }
            _ => Some(Run { start, end, settled }),
        }
    }
}

impl Model {
    /// How long talks may follow each other.
    pub fn in_a_row(&self) -> Option<RunLimit> {
        self.in_a_row
    }

    /// The shortest parts of a choice without clashes, in order of start, in which talks follow
    /// each other for too long. No choice has all of one of them.
    pub fn broken_runs(&self, chosen: &[CandidateIx]) -> Vec<Vec<CandidateIx>> {
        let Some(row) = self.in_a_row else { return Vec::new() };
        let candidate = |i: CandidateIx| &self.candidates[i];
        let is_talk = |i: &CandidateIx| candidate(*i).is_talk();
        let talks: Vec<CandidateIx> = chosen.iter().copied().filter(is_talk).collect();
        let (start, end) = (|i| candidate(i).slot.start(), |i| candidate(i).slot.end());
        let mut broken: Vec<Vec<CandidateIx>> = Vec::new();
        for run in talks.chunk_by(|&a, &b| start(b) < end(a) + row.rest) {
            let mut from = 0;
            for to in 1..run.len() {
                let is_broken = |from: usize| {
                    let part = &run[from..=to];
                    let settled = part.iter().all(|&i| candidate(i).margins.settled);
                    part.len() > 1 && !settled && end(run[to]) - start(run[from]) > row.most
                };
                if is_broken(from) {
                    while is_broken(from + 1) {
                        from += 1;
                    }
                    broken.push(run[from..=to].to_vec());
                    from += 1;
                }
            }
        }
        broken
    }
}
