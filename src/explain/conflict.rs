//! What cannot be kept together, in minimal sets, and the ways out.
//!
//! A minimal set is a minimal unsatisfiable subset (MUS) of the must-sees, breaks and rules. Sets
//! of two are all listed; where there is none, one larger set is, found by leaving out one
//! constraint after the other for as long as the rest cannot hold (a deletion filter).

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::model::{Constraint, Cost, Loss, Model, Reason, Source};
use crate::profile::{Tolerance, Wishes};
use crate::schedule::{EventIx, Place};
use crate::score::Scores;
use crate::solved::Solved;
use crate::solver::{Deadline, Proof, Selection, can_keep, solve_roughly};

/// The longest part of a talk that is offered to be missed, in minutes.
const LITTLE: i64 = 15;

/// Must-sees, breaks and rules that cannot all hold, and what could be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// What the agenda gives up.
    pub given_up: Loss,
    /// The must-sees of the set; one that is given up comes first.
    pub events: Vec<Place>,
    /// The ids of those that the agenda keeps.
    pub kept: Vec<String>,
    /// The rest of the set.
    pub because: Vec<Reason>,
    /// What could be done; the first is what the agenda does.
    pub ways_out: Vec<WayOut>,
}

/// One way to end a conflict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WayOut {
    /// What is given up.
    pub give_up: Loss,
    /// Points lost against the agenda; negative when points are gained.
    pub price: i64,
    /// What is lost by level, where something that comes before points is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub costs: Option<Cost>,
    /// Whether that is exact; else it is at most so much.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub exact: bool,
    /// Titles of must-sees and breaks lost on top of it.
    pub also_lost: Vec<String>,
    /// Whether the agenda goes this way.
    pub taken: bool,
}

fn yes() -> bool {
    true
}

fn is_yes(exact: &bool) -> bool {
    *exact
}

/// Every conflict that a given-up must-see or break belongs to, with the ways out.
pub fn conflicts(solved: &Solved<'_>, deadline: Deadline) -> Vec<Conflict> {
    let search = Conflicts::new(*solved, deadline);
    search.sets().iter().map(|set| search.conflict(set)).collect()
}

/// The search for conflicts of one answer.
pub struct Conflicts<'a> {
    solved: Solved<'a>,
    none: Scores,
    /// The must-sees and breaks that the agenda keeps.
    kept: Vec<Constraint>,
    /// Those that it gives up.
    lost: Vec<Constraint>,
    /// By the rules that hold, the model of all must-sees and breaks and of nothing else.
    bare: RefCell<BTreeMap<Vec<Constraint>, Model>>,
    deadline: Deadline,
}

impl<'a> Conflicts<'a> {
    /// What an answer keeps, and what it gives up.
    pub fn new(solved: Solved<'a>, deadline: Deadline) -> Conflicts<'a> {
        let (mut kept, mut lost) = (Vec::new(), Vec::new());
        for rule in solved.model.rules() {
            let Some(constraint) = rule.source.constraint() else { continue };
            let is_kept = rule.sum(&solved.selection.chosen) > 0;
            if is_kept { &mut kept } else { &mut lost }.push(constraint);
        }
        let none = solved.scores.without_points();
        Conflicts { solved, none, kept, lost, bare: RefCell::default(), deadline }
    }

    /// The minimal sets, each with what the agenda gives up in the first place.
    pub fn sets(&self) -> Vec<Vec<Constraint>> {
        let mut sets: Vec<Vec<Constraint>> =
            self.lost.iter().flat_map(|&lost| self.sets_of(lost)).collect();
        sets.sort();
        sets
    }

    fn sets_of(&self, lost: Constraint) -> Vec<Vec<Constraint>> {
        if !self.possible(&[lost]) {
            return vec![vec![lost]];
        }
        let others: Vec<Constraint> = self.kept.iter().copied().chain(self.rules()).collect();
        let pairs: Vec<Vec<Constraint>> = others
            .iter()
            .map(|&other| vec![lost, other])
            .filter(|pair| !self.possible(pair))
            .collect();
        if !pairs.is_empty() {
            return pairs;
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
        // Without time it is not known to be minimal.
        if self.deadline.is_over() { Vec::new() } else { vec![core] }
    }

    fn rules(&self) -> Vec<Constraint> {
        Constraint::rules(self.solved.wishes)
    }

    /// Whether these can all hold when nothing else is asked for; false only where that is
    /// certain, which nothing is when the time is over.
    fn possible(&self, set: &[Constraint]) -> bool {
        self.has_room(set, &[])
    }

    /// The same with one of some events on top, if there are any.
    fn has_room(&self, set: &[Constraint], talk: &[EventIx]) -> bool {
        if self.deadline.is_over() {
            return true;
        }
        let rules = set.iter().copied().filter(|it| !it.is_kept_if_possible()).collect();
        let mut known = self.bare.borrow_mut();
        let model = known.entry(rules).or_insert_with_key(|rules| {
            let wishes = Constraint::only(rules, self.solved.wishes);
            Model::build(self.solved.schedule, &wishes, &self.none)
        });
        let is_asked_for = |source: Source| {
            source.constraint().is_some_and(|it| set.contains(&it))
                || matches!(source, Source::Demand(_))
        };
        match talk {
            [] => can_keep(model, is_asked_for, self.deadline),
            talk => can_keep(&model.demanding(&[talk], &[]), is_asked_for, self.deadline),
        }
    }

    /// The occurrences of a must-see.
    fn talk(&self, constraint: Constraint) -> Option<&'a [EventIx]> {
        match constraint {
            Constraint::MustSee(number) => Some(&self.solved.wishes.must_see[number]),
            Constraint::Visit(number) => Some(&self.solved.wishes.drop_ins[number].talk),
            Constraint::Break(..)
            | Constraint::Commitment(_)
            | Constraint::Here
            | Constraint::TalksPerDay
            | Constraint::HoursPerDay
            | Constraint::Budget
            | Constraint::Gap
            | Constraint::Arrive
            | Constraint::Sleep
            | Constraint::HoursInARow
            | Constraint::AtMost(_)
            | Constraint::AllOf(_) => None,
        }
    }

    fn loss(&self, constraint: Constraint) -> Loss {
        constraint.loss(self.solved.schedule, self.solved.wishes)
    }

    /// A minimal set, told with its ways out.
    pub fn conflict(&self, set: &[Constraint]) -> Conflict {
        let Solved { schedule, selection, .. } = self.solved;
        let talks: Vec<&[EventIx]> = set.iter().filter_map(|&it| self.talk(it)).collect();
        let chosen = |talk: &[EventIx]| talk.iter().copied().find(|&ix| selection.holds(ix));
        let shown = |talk: &&[EventIx]| schedule.place(chosen(talk).unwrap_or(talk[0]));
        let kept = talks.iter().filter_map(|talk| chosen(talk));
        Conflict {
            given_up: self.loss(set[0]),
            events: talks.iter().map(shown).collect(),
            kept: kept.map(|ix| schedule.event(ix).id.to_string()).collect(),
            because: match set {
                &[alone] => self.ruled_out(alone),
                _ => set[1..].iter().filter_map(|&it| self.reason(it, set)).collect(),
            },
            ways_out: self.ways_out(set),
        }
    }

    /// How one of a minimal set stands against what is given up.
    fn reason(&self, one: Constraint, set: &[Constraint]) -> Option<Reason> {
        let Constraint::AllOf(number) = one else { return self.loss(one).reason() };
        let Solved { schedule, wishes, .. } = self.solved;
        let given_up = self.talk(set[0]).unwrap_or_default();
        let is_other = |talk: &&Vec<EventIx>| !talk.iter().any(|ix| given_up.contains(ix));
        let others: Vec<&Vec<EventIx>> = wishes.all_of[number].iter().filter(is_other).collect();
        let rest: Vec<Constraint> = set.iter().copied().filter(|&it| it != one).collect();
        // It may be that each of them fits and all of them do not.
        let misfit = others.iter().find(|talk| !self.has_room(&rest, talk));
        let title = |talk: &Vec<EventIx>| schedule.event(talk[0]).title.clone();
        misfit.or(others.first()).map(|talk| Reason::Incomplete { title: title(talk) })
    }

    /// Why a break finds no time, or no occurrence of a must-see can be attended, whatever else
    /// there is.
    fn ruled_out(&self, constraint: Constraint) -> Vec<Reason> {
        if let Constraint::Break(wish, day) = constraint {
            return self.booked_at(wish, day);
        }
        let mut reasons: Vec<Reason> = Vec::new();
        for &ix in self.talk(constraint).unwrap_or_default() {
            let reason = self.solved.model.ruled_out(ix).cloned();
            reasons.extend(reason.filter(|reason| !reasons.contains(reason)));
        }
        reasons
    }

    /// The booked events at the time of a break.
    fn booked_at(&self, wish: usize, day: NaiveDate) -> Vec<Reason> {
        let Solved { schedule, wishes, .. } = self.solved;
        let Some(window) = wishes.window(schedule, wish, day) else { return Vec::new() };
        let booked = wishes.booked.iter().map(|&ix| schedule.event(ix));
        let booked = booked.filter(|event| event.slot.overlaps(window));
        booked
            .map(|event| Reason::Overlap { id: event.id.to_string(), title: event.title.clone() })
            .collect()
    }

    fn ways_out(&self, set: &[Constraint]) -> Vec<WayOut> {
        let (give_up, also_lost) = (self.loss(set[0]), Vec::new());
        let mut ways_out =
            vec![WayOut { give_up, price: 0, costs: None, exact: true, also_lost, taken: true }];
        let all = self.rules();
        for &without in &set[1..] {
            let but = |list: &[Constraint]| -> Vec<Constraint> {
                list.iter().copied().filter(|&it| it != without).collect()
            };
            let wishes = Constraint::only(&but(&all), self.solved.wishes);
            let give_up = (self.loss(without), Some(without));
            ways_out.extend(self.way_out(give_up, &wishes, &but(set)));
        }
        ways_out.extend(self.leave_early(set));
        ways_out.extend(self.unpin(set));
        ways_out
    }

    /// Giving up the pins that stand against what cannot be had at all.
    fn unpin(&self, set: &[Constraint]) -> Vec<WayOut> {
        let &[alone] = set else { return Vec::new() };
        let Solved { schedule, wishes, .. } = self.solved;
        let reasons = self.ruled_out(alone);
        let is_meant = |ix: &&EventIx| {
            let id = schedule.event(**ix).id.as_str();
            reasons.iter().any(|reason| reason.rival() == Some(id))
        };
        let without = |&pin: &EventIx| {
            let mut wishes = wishes.clone();
            wishes.booked.retain(|&ix| ix != pin);
            let title = schedule.event(pin).title.clone();
            self.way_out((Loss::Pin(title), None), &wishes, set)
        };
        wishes.pinned.iter().filter(is_meant).filter_map(without).collect()
    }

    /// What giving something up comes to, if it lets all of `kept` be kept and time is left to find
    /// out.
    fn way_out(
        &self,
        (give_up, without): (Loss, Option<Constraint>),
        wishes: &Wishes,
        kept: &[Constraint],
    ) -> Option<WayOut> {
        if self.deadline.is_over() {
            return None;
        }
        let talks: Vec<&[EventIx]> = kept.iter().filter_map(|&it| self.talk(it)).collect();
        let breaks: Vec<(usize, NaiveDate)> = kept.iter().filter_map(|&it| it.as_break()).collect();
        let given_up = without.and_then(|it| self.talk(it)).unwrap_or_default();
        let model = Model::build(self.solved.schedule, wishes, self.solved.scores)
            .with_breaks(|wish, day| without != Some(Constraint::Break(wish, day)))
            .demanding(&talks, given_up)
            .demanding_breaks(breaks.iter().copied());
        let answer = solve_roughly(&model, self.deadline)?;
        let demanded = talks.len() + breaks.len();
        let all = usize::try_from(answer.worth.demands) == Ok(demanded);
        if !all {
            return None;
        }
        let exact = answer.proof == Proof::Optimal;
        let cost = (self.solved.selection.worth - answer.worth).cost();
        // One must-see or break is given up either way: which one, is what the way out says.
        let costs = (cost.must_sees > 0 || cost.breaks > 0 || cost.wants > 0 || cost.quotas > 0)
            .then_some(cost);
        let also_lost = self.also_lost(&model, &answer, without);
        Some(WayOut { give_up, price: cost.points, costs, exact, also_lost, taken: false })
    }

    /// What the agenda keeps and another answer does not, beside what is given up.
    fn also_lost(
        &self,
        model: &Model,
        answer: &Selection,
        without: Option<Constraint>,
    ) -> Vec<String> {
        let lost = model.rules().iter().filter(|rule| rule.sum(&answer.chosen) == 0);
        let lost = lost.filter_map(|rule| rule.source.constraint());
        let lost = lost.filter(|it| self.kept.contains(it) && without != Some(*it));
        lost.filter_map(|it| self.loss(it).title().map(ToOwned::to_owned)).collect()
    }

    /// Leaving the first of two talks a little early to be in time for the second.
    fn leave_early(&self, set: &[Constraint]) -> Option<WayOut> {
        let Solved { schedule, wishes, .. } = self.solved;
        let &[a, b] = set else { return None };
        let (&[a], &[b]) = (self.talk(a)?, self.talk(b)?) else { return None };
        if wishes.drop_in(a).or(wishes.drop_in(b)).is_some() {
            return None;
        }
        let (first, then) = if a < b { (a, b) } else { (b, a) };
        let (first_event, then_event) = (schedule.event(first), schedule.event(then));
        let stay = |ix| wishes.stay(schedule, ix, schedule.event(ix).slot);
        let between = TimeDelta::minutes(wishes.between(&stay(first), &stay(then)));
        let missing = first_event.slot.end() + between - then_event.slot.start();
        let minutes = missing.num_minutes();
        if minutes > LITTLE || minutes * 2 > first_event.slot.minutes() {
            return None;
        }
        let early = minutes.max(wishes.tolerance.early);
        let tolerance = Tolerance { early, ..wishes.tolerance };
        let wishes = Wishes { tolerance, ..wishes.clone() };
        let title = first_event.title.clone();
        self.way_out((Loss::Early { title, minutes }, None), &wishes, set)
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
        let selection = crate::solver::solve(&model, Deadline::after(Duration::from_secs(60)));
        let solved = Solved::checked(&schedule, &wishes, &scores, &model, &selection).unwrap();
        let asked = |time| {
            let search = Conflicts::new(solved, Deadline::after(time));
            (search.sets().len(), search.bare.into_inner().len())
        };
        assert_eq!(asked(Duration::from_secs(60)), (1, 1));
        assert_eq!(asked(Duration::ZERO), (0, 0));
    }
}
