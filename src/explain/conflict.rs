//! What cannot be kept together, in smallest sets, and what could be done about it.

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};

use crate::model::{Bound, Model, Source};
use crate::profile::{Tolerance, Wishes};
use crate::schedule::{EventIx, Schedule};
use crate::score::Scores;
use crate::solver::{Deadline, Proof, Selection, can_keep, solve};

/// The longest part of a talk that is offered to be missed.
const LITTLE: i64 = 15;

/// Something of the profile that can stand against something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A must-see, by its place in the wishes.
    MustSee(usize),
    /// A break, by its place in the wishes, on a day.
    Break(usize, NaiveDate),
    /// A commitment, by its place in the wishes.
    Commitment(usize),
    /// When the person is there.
    Here,
    /// The number of talks a day.
    TalksPerDay,
    /// The hours of talks a day.
    HoursPerDay,
}

/// A smallest set of wishes and rules that cannot hold together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Its parts; the first one is the one given up.
    pub parts: Vec<Part>,
    /// What could be done; the first is what the agenda does.
    pub ways_out: Vec<WayOut>,
}

/// One way to end a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayOut {
    /// What is given up.
    pub give_up: GiveUp,
    /// Points lost against the agenda; negative when points are gained.
    pub price: i64,
    /// Must-sees and breaks lost on top of it.
    pub also_lost: Vec<Part>,
    /// Whether the agenda goes this way.
    pub taken: bool,
}

/// What a way out gives up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GiveUp {
    /// A part of the conflict.
    Part(Part),
    /// The last minutes of a talk, to be in time for the other.
    Early(EventIx, i64),
}

/// Every smallest set that a given-up must-see or break belongs to, with the ways out.
///
/// Sets of two are all listed; where there is none, one larger set is, found by leaving out one
/// part after the other for as long as the rest cannot hold (a deletion filter).
pub fn conflicts(
    schedule: &Schedule,
    wishes: &Wishes,
    scores: &Scores,
    model: &Model,
    selection: &Selection,
    deadline: Deadline,
) -> Vec<Conflict> {
    let none = Scores::none(schedule);
    let (mut kept, mut lost) = (Vec::new(), Vec::new());
    for rule in model.rules() {
        let part = match rule.source {
            Source::MustSee(number) => Part::MustSee(number),
            Source::Break(wish, day) => Part::Break(wish, day),
            _ => continue,
        };
        let list = if rule.sum(&selection.chosen) > 0 { &mut kept } else { &mut lost };
        list.push(part);
    }
    let bare = RefCell::default();
    let question = Question { schedule, wishes, scores, none, selection, kept, bare, deadline };
    let mut conflicts: Vec<Conflict> =
        lost.into_iter().flat_map(|lost| question.conflicts_of(lost)).collect();
    conflicts.sort_by_key(|conflict| conflict.parts.clone());
    conflicts
}

/// What conflicts are asked of.
struct Question<'a> {
    schedule: &'a Schedule,
    wishes: &'a Wishes,
    scores: &'a Scores,
    none: Scores,
    selection: &'a Selection,
    /// The must-sees and breaks that the agenda keeps.
    kept: Vec<Part>,
    /// By the rules that hold, the model of all must-sees and breaks and of nothing else.
    bare: RefCell<BTreeMap<Vec<Part>, Model>>,
    deadline: Deadline,
}

impl Question<'_> {
    fn conflicts_of(&self, lost: Part) -> Vec<Conflict> {
        if !self.possible(&[lost]) {
            return vec![self.conflict(vec![lost])];
        }
        let others: Vec<Part> = self.kept.iter().copied().chain(self.rules()).collect();
        let pairs: Vec<Vec<Part>> = others
            .iter()
            .map(|&other| vec![lost, other])
            .filter(|pair| !self.possible(pair))
            .collect();
        if !pairs.is_empty() {
            return pairs.into_iter().map(|pair| self.conflict(pair)).collect();
        }
        let mut core = vec![lost];
        core.extend(others);
        if self.possible(&core) {
            // Only without a proof can something be lost that nothing stands against.
            return Vec::new();
        }
        let mut at = 1;
        while at < core.len() {
            let mut fewer = core.clone();
            fewer.remove(at);
            if self.possible(&fewer) { at += 1 } else { core = fewer }
        }
        // Without time it is not known to be a smallest one.
        if self.deadline.is_over() { Vec::new() } else { vec![self.conflict(core)] }
    }

    /// The rules that can stand against a duty.
    fn rules(&self) -> Vec<Part> {
        let mut rules: Vec<Part> =
            (0..self.wishes.commitments.len()).map(Part::Commitment).collect();
        if !self.wishes.here.is_empty() {
            rules.push(Part::Here);
        }
        if self.wishes.limits.talks_per_day.is_some() {
            rules.push(Part::TalksPerDay);
        }
        if self.wishes.limits.minutes_per_day.is_some() {
            rules.push(Part::HoursPerDay);
        }
        rules
    }

    /// The wishes without the rules that are not among these parts.
    fn only(&self, parts: &[Part]) -> Wishes {
        let mut wishes = self.wishes.clone();
        let has = |part: Part| parts.contains(&part);
        let mut number = 0;
        wishes.commitments.retain(|_| {
            number += 1;
            has(Part::Commitment(number - 1))
        });
        if !has(Part::Here) {
            wishes.here.clear();
        }
        if !has(Part::TalksPerDay) {
            wishes.limits.talks_per_day = None;
        }
        if !has(Part::HoursPerDay) {
            wishes.limits.minutes_per_day = None;
        }
        wishes
    }

    /// Whether these parts can all hold when nothing else is asked for; false only where that is
    /// certain, which nothing is when the time is over.
    fn possible(&self, parts: &[Part]) -> bool {
        if self.deadline.is_over() {
            return true;
        }
        let is_rule = |part: &Part| !matches!(part, Part::MustSee(_) | Part::Break(..));
        let rules = parts.iter().copied().filter(is_rule).collect();
        let mut known = self.bare.borrow_mut();
        let model = known
            .entry(rules)
            .or_insert_with_key(|rules| Model::build(self.schedule, &self.only(rules), &self.none));
        let is_asked_for = |source| match source {
            Source::MustSee(number) => parts.contains(&Part::MustSee(number)),
            Source::Break(wish, day) => parts.contains(&Part::Break(wish, day)),
            Source::Demand(_)
            | Source::SameTalk
            | Source::TalksPerDay(_)
            | Source::MinutesPerDay(_)
            | Source::Shared(_) => false,
        };
        can_keep(model, is_asked_for, self.deadline)
    }

    fn talk(&self, part: Part) -> Option<Vec<EventIx>> {
        match part {
            Part::MustSee(number) => Some(self.wishes.must_see[number].clone()),
            _ => None,
        }
    }

    fn conflict(&self, parts: Vec<Part>) -> Conflict {
        let mut ways_out = vec![WayOut {
            give_up: GiveUp::Part(parts[0]),
            price: 0,
            also_lost: Vec::new(),
            taken: true,
        }];
        let all: Vec<Part> = self.rules();
        for &part in &parts[1..] {
            let left: Vec<Part> = all.iter().copied().filter(|&rule| rule != part).collect();
            let held: Vec<Part> = parts.iter().copied().filter(|&held| held != part).collect();
            let wishes = self.only(&left);
            ways_out.extend(self.way_out(GiveUp::Part(part), &wishes, &held));
        }
        ways_out.extend(self.leave_early(&parts));
        Conflict { parts, ways_out }
    }

    /// What giving something up comes to, if it lets all that is `held` be kept and time is left to
    /// find out.
    fn way_out(&self, give_up: GiveUp, wishes: &Wishes, held: &[Part]) -> Option<WayOut> {
        if self.deadline.is_over() {
            return None;
        }
        let talks: Vec<Vec<EventIx>> = held.iter().filter_map(|&part| self.talk(part)).collect();
        let talks: Vec<&[EventIx]> = talks.iter().map(Vec::as_slice).collect();
        let given_up = match give_up {
            GiveUp::Part(part) => self.talk(part).unwrap_or_default(),
            GiveUp::Early(..) => Vec::new(),
        };
        let breaks: Vec<(usize, NaiveDate)> = held
            .iter()
            .filter_map(|&part| match part {
                Part::Break(wish, day) => Some((wish, day)),
                _ => None,
            })
            .collect();
        let model = Model::build(self.schedule, wishes, self.scores)
            .with_breaks(|wish, day| give_up != GiveUp::Part(Part::Break(wish, day)))
            .demanding(&talks, &given_up)
            .demanding_breaks(&breaks);
        let answer = solve(&model, self.deadline);
        let demanded = talks.len() + breaks.len();
        let all = usize::try_from(answer.worth.demands) == Ok(demanded);
        if !all || answer.proof != Proof::Optimal {
            return None;
        }
        let price = self.selection.worth.points - answer.worth.points;
        let also_lost = self.also_lost(&model, &answer, give_up);
        Some(WayOut { give_up, price, also_lost, taken: false })
    }

    /// What the agenda keeps and another answer does not, beside what is given up.
    fn also_lost(&self, model: &Model, answer: &Selection, give_up: GiveUp) -> Vec<Part> {
        let mut lost = Vec::new();
        for rule in model.rules().iter().filter(|rule| rule.bound == Bound::One) {
            let part = match rule.source {
                Source::MustSee(number) => Part::MustSee(number),
                Source::Break(wish, day) => Part::Break(wish, day),
                _ => continue,
            };
            let was_kept = self.kept.contains(&part);
            if rule.sum(&answer.chosen) == 0 && was_kept && give_up != GiveUp::Part(part) {
                lost.push(part);
            }
        }
        lost
    }

    /// Leaving the first of two talks a little early to be in time for the second.
    fn leave_early(&self, parts: &[Part]) -> Option<WayOut> {
        let &[Part::MustSee(a), Part::MustSee(b)] = parts else { return None };
        let (&[a], &[b]) = (self.wishes.must_see[a].as_slice(), self.wishes.must_see[b].as_slice())
        else {
            return None;
        };
        let (first, then) = if a < b { (a, b) } else { (b, a) };
        let (first_event, then_event) = (self.schedule.event(first), self.schedule.event(then));
        let walk = self.wishes.walking.minutes(first_event.room.as_ref(), then_event.room.as_ref());
        let missing = first_event.slot.end() + TimeDelta::minutes(walk) - then_event.slot.start();
        let minutes = missing.num_minutes();
        if minutes > LITTLE || minutes * 2 > first_event.slot.minutes() {
            return None;
        }
        let mut wishes = self.wishes.clone();
        let early = minutes.max(wishes.tolerance.early);
        wishes.tolerance = Tolerance { early, ..wishes.tolerance };
        self.way_out(GiveUp::Early(first, minutes), &wishes, parts)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::profile;
    use crate::score::score;
    use crate::source::{self, Hints};

    #[test]
    fn when_the_time_is_over_nothing_more_is_asked() {
        let programme = "
title: T
timezone: UTC
events:
  - { id: a, title: A, start: 2026-05-01T10:00, minutes: 60 }
  - { id: b, title: B, start: 2026-05-01T10:30, minutes: 60 }
";
        let schedule = source::read(programme.as_bytes(), &Hints::default()).unwrap().schedule;
        let (wishes, _) = profile::wishes("must_see: [a, b]", &schedule).unwrap();
        let scores = score(&schedule, &wishes);
        let model = Model::build(&schedule, &wishes, &scores);
        let selection = solve(&model, Deadline::after(Duration::from_secs(60)));
        let asked = |time| {
            let question = Question {
                schedule: &schedule,
                wishes: &wishes,
                scores: &scores,
                none: Scores::none(&schedule),
                selection: &selection,
                kept: vec![Part::MustSee(0)],
                bare: RefCell::default(),
                deadline: Deadline::after(time),
            };
            let conflicts = question.conflicts_of(Part::MustSee(1));
            (conflicts.len(), question.bare.into_inner().len())
        };
        assert_eq!(asked(Duration::from_secs(60)), (1, 1));
        assert_eq!(asked(Duration::ZERO), (0, 0));
    }
}
