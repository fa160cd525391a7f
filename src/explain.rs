//! Why the answer is what it is: reasons, conflicts, ways out.
//!
//! Everything here is derived from the model by asking it again, never recorded on the way: a
//! talk was missed because of what holds now and would not hold with it.

use std::collections::BTreeSet;

use crate::model::{Model, Reason, Worth};
use crate::profile::Wishes;
use crate::schedule::{EventIx, Schedule};
use crate::score::Scores;
use crate::solver::{Deadline, Price, Selection, solve};

/// Why a talk is not in the agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It runs at the same time as a chosen talk.
    Overlap(EventIx),
    /// It may not be chosen at all.
    RuledOut(Reason),
    /// Nothing stands against it: the search ran out of time.
    NotReached,
}

/// The reasons for which a talk is not among the chosen ones; never empty.
pub fn why_missed(
    schedule: &Schedule,
    model: &Model,
    selection: &Selection,
    missed: EventIx,
) -> Vec<Why> {
    if let Some(reason) = model.ruled_out(missed) {
        return vec![Why::RuledOut(reason)];
    }
    let slot = schedule.event(missed).slot;
    let overlaps: Vec<Why> = selection
        .chosen
        .iter()
        .filter(|&&chosen| schedule.event(chosen).slot.overlaps(slot))
        .map(|&chosen| Why::Overlap(chosen))
        .collect();
    if overlaps.is_empty() { vec![Why::NotReached] } else { overlaps }
}

/// Another talk in the time of a chosen one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// Which one.
    pub event: EventIx,
    /// What taking it instead costs in all.
    pub price: Price,
}

/// The cheapest talks to take in the time of a chosen one, at most `most`.
pub fn alternatives(
    schedule: &Schedule,
    model: &Model,
    selection: &Selection,
    prices: &[Price],
    chosen: EventIx,
    most: usize,
) -> Vec<Alternative> {
    let slot = schedule.event(chosen).slot;
    let mut found: Vec<Alternative> = model
        .candidates()
        .iter()
        .zip(prices)
        .filter(|(candidate, _)| {
            candidate.slot.overlaps(slot)
                && selection.chosen.binary_search(&candidate.event).is_err()
        })
        .map(|(candidate, &price)| Alternative { event: candidate.event, price })
        .collect();
    found.sort_by_key(|alternative| (alternative.price.lost, alternative.event));
    found.truncate(most);
    found
}

/// What keeps a must-see out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The smallest set of must-sees that cannot all be kept; the first one is the one given up.
    pub events: Vec<EventIx>,
    /// Those of them that the agenda keeps.
    pub kept: Vec<EventIx>,
    /// The commitment or the absence against it, where no other must-see is.
    pub because: Option<Reason>,
    /// What could be done, the way that the agenda takes first.
    pub ways_out: Vec<WayOut>,
}

/// One way to end a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayOut {
    /// What is given up.
    pub give_up: GiveUp,
    /// Points lost against the agenda; negative when points are gained.
    pub price: i64,
    /// Must-sees lost on top of it.
    pub also_lost: Vec<EventIx>,
    /// Whether the agenda goes this way.
    pub taken: bool,
}

/// What a way out gives up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GiveUp {
    /// A must-see.
    Talk(EventIx),
    /// A commitment of the profile, by its place there.
    Commitment(usize),
    /// Being away at that time.
    Absence,
}

/// Every smallest set of must-sees that a given-up must-see belongs to, with the ways out.
///
/// Sets of two are all listed; where there is none, one larger set is, found by leaving out one
/// member after the other for as long as the rest cannot be kept (a deletion filter).
pub fn conflicts(
    schedule: &Schedule,
    wishes: &Wishes,
    scores: &Scores,
    model: &Model,
    selection: &Selection,
    deadline: Deadline,
) -> Vec<Conflict> {
    let question = Question { schedule, wishes, scores, model, selection, deadline };
    let kept_talk = |talk: &Vec<EventIx>| talk.iter().any(|ix| selection.chosen.contains(ix));
    let (kept, lost): (Vec<&Vec<EventIx>>, Vec<&Vec<EventIx>>) =
        wishes.must_see.iter().partition(|talk| kept_talk(talk));
    let mut conflicts: Vec<Conflict> =
        lost.into_iter().flat_map(|lost| question.conflicts_of(lost, &kept)).collect();
    conflicts.sort_by_key(|conflict| conflict.events.clone());
    conflicts
}

/// What conflicts are asked of.
struct Question<'a> {
    schedule: &'a Schedule,
    wishes: &'a Wishes,
    scores: &'a Scores,
    model: &'a Model,
    selection: &'a Selection,
    deadline: Deadline,
}

impl Question<'_> {
    fn conflicts_of(&self, lost: &[EventIx], kept: &[&Vec<EventIx>]) -> Vec<Conflict> {
        let ruled_out: Vec<Reason> =
            lost.iter().filter_map(|&ix| self.model.ruled_out(ix)).collect();
        if ruled_out.len() == lost.len() {
            return vec![self.alone(lost, ruled_out)];
        }
        let pairs: Vec<Conflict> = kept
            .iter()
            .filter(|other| !self.possible(&[lost, other.as_slice()]))
            .map(|other| self.together(&[lost, other.as_slice()]))
            .collect();
        if !pairs.is_empty() {
            return pairs;
        }
        let mut core: Vec<&[EventIx]> = vec![lost];
        core.extend(kept.iter().map(|talk| talk.as_slice()));
        if self.possible(&core) {
            // Only without a proof can a must-see be lost that stands against no other.
            return Vec::new();
        }
        let mut at = 1;
        while at < core.len() {
            let mut fewer = core.clone();
            fewer.remove(at);
            if self.possible(&fewer) { at += 1 } else { core = fewer }
        }
        vec![self.together(&core)]
    }

    /// Whether one occurrence of each talk can be held.
    fn possible(&self, talks: &[&[EventIx]]) -> bool {
        let others: Vec<EventIx> = self
            .model
            .candidates()
            .iter()
            .map(|candidate| candidate.event)
            .filter(|ix| !talks.iter().any(|talk| talk.contains(ix)))
            .collect();
        let answer = solve(&self.model.demanding(talks, &others), self.deadline);
        usize::try_from(answer.worth.demands) == Ok(talks.len())
    }

    /// A must-see against which no other one stands, but a rule of the profile.
    fn alone(&self, lost: &[EventIx], mut reasons: Vec<Reason>) -> Conflict {
        reasons.sort();
        let mut ways_out = vec![WayOut {
            give_up: GiveUp::Talk(lost[0]),
            price: 0,
            also_lost: Vec::new(),
            taken: true,
        }];
        for reason in reasons.iter().copied().collect::<BTreeSet<Reason>>() {
            let mut wishes = self.wishes.clone();
            let give_up = match reason {
                Reason::Commitment(position) => {
                    wishes.commitments.remove(position);
                    GiveUp::Commitment(position)
                }
                Reason::Away => {
                    wishes.here.clear();
                    GiveUp::Absence
                }
                Reason::Never | Reason::Cancelled | Reason::NoPoints => continue,
            };
            let model = Model::build(self.schedule, &wishes, self.scores);
            let answer = solve(&model.demanding(&[lost], &[]), self.deadline);
            ways_out.extend(self.way_out(give_up, &answer, 1));
        }
        let because = reasons.first().copied();
        Conflict { events: vec![lost[0]], kept: Vec::new(), because, ways_out }
    }

    fn together(&self, talks: &[&[EventIx]]) -> Conflict {
        let mut ways_out = vec![WayOut {
            give_up: GiveUp::Talk(talks[0][0]),
            price: 0,
            also_lost: Vec::new(),
            taken: true,
        }];
        for (position, given_up) in talks.iter().enumerate().skip(1) {
            let mut held: Vec<&[EventIx]> = talks.to_vec();
            held.remove(position);
            let answer = solve(&self.model.demanding(&held, given_up), self.deadline);
            let give_up = GiveUp::Talk(given_up[0]);
            ways_out.extend(self.way_out(give_up, &answer, held.len()));
        }
        Conflict {
            events: talks.iter().map(|talk| talk[0]).collect(),
            kept: talks[1..].iter().filter_map(|talk| self.chosen_of(talk)).collect(),
            because: None,
            ways_out,
        }
    }

    fn chosen_of(&self, talk: &[EventIx]) -> Option<EventIx> {
        talk.iter().copied().find(|ix| self.selection.chosen.contains(ix))
    }

    /// What giving something up comes to, if it lets all that is `demanded` be held.
    fn way_out(&self, give_up: GiveUp, answer: &Selection, demanded: usize) -> Option<WayOut> {
        if usize::try_from(answer.worth.demands) != Ok(demanded) {
            return None;
        }
        let given_up = |talk: &[EventIx]| match give_up {
            GiveUp::Talk(ix) => talk.contains(&ix),
            GiveUp::Commitment(_) | GiveUp::Absence => false,
        };
        let also_lost = self
            .wishes
            .must_see
            .iter()
            .filter(|talk| !given_up(talk) && self.chosen_of(talk).is_some())
            .filter(|talk| !talk.iter().any(|ix| answer.chosen.contains(ix)))
            .map(|talk| talk[0])
            .collect();
        let price = self.selection.worth.points - answer.worth.points;
        Some(WayOut { give_up, price, also_lost, taken: false })
    }
}

/// The points that a loss of worth comes to, unless a must-see is lost with them.
pub fn points_of(lost: Worth) -> Option<i64> {
    (lost.must_sees <= 0).then_some(lost.points)
}
