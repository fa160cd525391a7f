//! Schedule + Wishes + Scores -> Model: all that the solver may know.
//!
//! A [`Candidate`] is an event that may be chosen; whatever may not is kept with its
//! [`Reason`], so that it can be explained. Two candidates clash when their slots overlap; at most
//! one of a session group is chosen. Nothing here searches.

use std::collections::BTreeMap;
use std::ops::{Add, Sub};

use crate::profile::Wishes;
use crate::schedule::{Event, EventIx, Schedule, Slot};
use crate::score::Scores;

/// What an agenda is judged by: compared field by field, in this order, so that no amount of a
/// later one outbids an earlier one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Worth {
    /// How many of the talks that a question demands are held; see [`Model::demanding`].
    pub demands: i64,
    /// How many must-sees are kept.
    pub must_sees: i64,
    /// The sum of points.
    pub points: i64,
    /// A number that depends on the chosen talks' ids alone, so that equally good agendas have
    /// one order and a talk that is not chosen has no say in it.
    pub tie: (i64, i64),
}

impl Worth {
    /// The fields by which the solver goes, in order.
    pub const LEVELS: [fn(&Worth) -> i64; 5] = [
        |worth| worth.demands,
        |worth| worth.must_sees,
        |worth| worth.points,
        |worth| worth.tie.0,
        |worth| worth.tie.1,
    ];
}

impl Add for Worth {
    type Output = Worth;

    fn add(self, other: Worth) -> Worth {
        Worth {
            demands: self.demands + other.demands,
            must_sees: self.must_sees + other.must_sees,
            points: self.points + other.points,
            tie: (self.tie.0 + other.tie.0, self.tie.1 + other.tie.1),
        }
    }
}

impl Sub for Worth {
    type Output = Worth;

    fn sub(self, other: Worth) -> Worth {
        Worth {
            demands: self.demands - other.demands,
            must_sees: self.must_sees - other.must_sees,
            points: self.points - other.points,
            tie: (self.tie.0 - other.tie.0, self.tie.1 - other.tie.1),
        }
    }
}

impl std::iter::Sum for Worth {
    fn sum<I: Iterator<Item = Worth>>(worths: I) -> Worth {
        worths.fold(Worth::default(), Add::add)
    }
}

/// An event that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which one.
    pub event: EventIx,
    /// The time it takes.
    pub slot: Slot,
    /// What choosing it adds.
    pub worth: Worth,
}

/// Why an event may not be chosen, or was not worth it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The profile says never.
    Never,
    /// The conference called it off.
    Cancelled,
    /// The person is not there then.
    Away,
    /// It clashes with this commitment of the profile.
    Commitment(usize),
    /// It has no points.
    NoPoints,
}

/// The candidates and the rules between them.
#[derive(Clone, Debug, Default)]
pub struct Model {
    candidates: Vec<Candidate>,
    groups: Vec<Vec<usize>>,
    ruled_out: BTreeMap<EventIx, Reason>,
}

impl Model {
    /// The model of one person's wishes at one conference.
    pub fn build(schedule: &Schedule, wishes: &Wishes, scores: &Scores) -> Model {
        let mut model = Model::default();
        for (ix, event) in schedule.iter() {
            let must = wishes.must_see.iter().any(|talk| talk.contains(&ix));
            let points = scores.of(ix).points;
            let reason =
                forbidden(ix, event, wishes).or((points <= 0 && !must).then_some(Reason::NoPoints));
            if let Some(reason) = reason {
                model.ruled_out.insert(ix, reason);
                continue;
            }
            let worth = Worth {
                must_sees: i64::from(must),
                points,
                tie: tie(event.id.as_str()),
                ..Worth::default()
            };
            model.candidates.push(Candidate { event: ix, slot: event.slot, worth });
        }
        let position: BTreeMap<EventIx, usize> =
            (0..).zip(&model.candidates).map(|(i, candidate)| (candidate.event, i)).collect();
        for group in schedule.groups() {
            let members: Vec<usize> =
                group.iter().filter_map(|ix| position.get(ix).copied()).collect();
            if members.len() > 1 {
                model.groups.push(members);
            }
        }
        model
    }

    /// The candidates in order of start.
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// Sets of candidates of which at most one is chosen: occurrences of one talk.
    pub fn groups(&self) -> &[Vec<usize>] {
        &self.groups
    }

    /// Why an event is no candidate.
    pub fn ruled_out(&self, ix: EventIx) -> Option<Reason> {
        self.ruled_out.get(&ix).copied()
    }

    /// The candidate of an event.
    pub fn candidate_of(&self, ix: EventIx) -> Option<usize> {
        self.candidates.binary_search_by_key(&ix, |candidate| candidate.event).ok()
    }

    /// The same model with one more question on top: hold one occurrence of each of these talks,
    /// and none of the unwanted ones. Whether it can be done shows in [`Worth::demands`].
    #[must_use]
    pub fn demanding(&self, wanted: &[&[EventIx]], unwanted: &[EventIx]) -> Model {
        let mut kept = Vec::new();
        let mut moved = vec![None; self.candidates.len()];
        for (position, candidate) in self.candidates.iter().enumerate() {
            if unwanted.contains(&candidate.event) {
                continue;
            }
            moved[position] = Some(kept.len());
            let mut candidate = candidate.clone();
            candidate.worth.demands =
                i64::from(wanted.iter().any(|talk| talk.contains(&candidate.event)));
            kept.push(candidate);
        }
        let groups = self
            .groups
            .iter()
            .map(|group| group.iter().filter_map(|&member| moved[member]).collect::<Vec<usize>>());
        Model {
            candidates: kept,
            groups: groups.filter(|group| group.len() > 1).collect(),
            ruled_out: self.ruled_out.clone(),
        }
    }
}

fn forbidden(ix: EventIx, event: &Event, wishes: &Wishes) -> Option<Reason> {
    if event.cancelled {
        return Some(Reason::Cancelled);
    }
    if wishes.never.contains(&ix) {
        return Some(Reason::Never);
    }
    if !wishes.is_here(event.slot) {
        return Some(Reason::Away);
    }
    wishes
        .commitments
        .iter()
        .position(|commitment| commitment.slot.overlaps(event.slot))
        .map(Reason::Commitment)
}

/// Two numbers of 16 bits from an id, by 64-bit FNV-1a with a final mix (as in MurmurHash3).
///
/// Sixteen bits keep every sum far inside what the solver's floating point holds exactly; two of
/// them make equal sums of different agendas a matter of one in billions.
fn tie(id: &str) -> (i64, i64) {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in id.bytes() {
        hash ^= u64::from(byte);
        hash = hash.wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    let half = |shift: u32| i64::from(((hash >> shift) & 0xffff) as u16) + 1;
    (half(0), half(16))
}
