//! What of a profile can conflict and be given up: must-sees, breaks, and the rules around them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::profile::Wishes;
use crate::schedule::{EventIx, Schedule};

use super::{Reason, Source};

/// A must-see, a break or a rule of the wishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Constraint {
    /// A must-see, by its place in the wishes.
    MustSee(usize),
    /// A break, by its place in the wishes, on a day.
    Break(usize, NaiveDate),
    /// A visit, by its place in the wishes.
    Visit(usize),
    /// A commitment, by its place in the wishes.
    Commitment(usize),
    /// When the person is there.
    Here,
    /// The limit of talks per day.
    TalksPerDay,
    /// The limit of hours per day.
    HoursPerDay,
    /// What the talks may cost.
    Budget,
    /// The pauses between talks.
    Gap,
    /// Coming early.
    Arrive,
    /// The sleep between two days.
    Sleep,
    /// The limit of hours in a row.
    HoursInARow,
    /// The most of a quota, by its place in the wishes.
    AtMost(usize),
    /// Talks that are attended all or not at all, by their place in the wishes.
    AllOf(usize),
}

/// What one gives up to end a conflict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// A must-see, by its title.
    Talk(String),
    /// A break, by its name and day.
    Break(String),
    /// A commitment, by its title.
    Commitment(String),
    /// Being away.
    Absence,
    /// The limit of talks per day.
    TalksPerDay,
    /// The limit of hours per day.
    HoursPerDay,
    /// The limit of what the talks cost.
    Budget,
    /// The pauses between talks.
    Gap,
    /// Coming early.
    Arrive,
    /// The sleep between two days.
    Sleep,
    /// The limit of hours in a row.
    HoursInARow,
    /// A limit of talks of a kind.
    AtMost {
        /// How many are allowed.
        count: i64,
        /// Which these are, for after a number of talks.
        of: String,
    },
    /// Attending talks that go together all or not at all, by their titles.
    AllOf(Vec<String>),
    /// The pin of a talk, by its title.
    Pin(String),
    /// The last minutes of a talk.
    Early {
        /// The talk's title.
        title: String,
        /// How many minutes.
        minutes: i64,
    },
}

impl Constraint {
    /// The rules of the wishes that a must-see or a break can conflict with.
    pub fn rules(wishes: &Wishes) -> Vec<Constraint> {
        let commitments = (0..wishes.commitments.len()).map(Constraint::Commitment);
        let pauses = &wishes.pauses;
        let single = [
            (Constraint::Here, !wishes.here.is_empty()),
            (Constraint::TalksPerDay, wishes.limits.talks_per_day.is_some()),
            (Constraint::HoursPerDay, wishes.limits.minutes_per_day.is_some()),
            (Constraint::Budget, !wishes.budgets.is_empty()),
            (Constraint::Gap, pauses.least > 0 || !pauses.after.is_empty()),
            (Constraint::Arrive, !pauses.arrive.is_empty()),
            (Constraint::Sleep, pauses.sleep > 0),
            (Constraint::HoursInARow, wishes.limits.in_a_row.is_some()),
        ];
        let single = single.into_iter().filter_map(|(rule, is_given)| is_given.then_some(rule));
        let has_most = |number: &usize| wishes.quotas[*number].most.is_some();
        let quotas = (0..wishes.quotas.len()).filter(has_most).map(Constraint::AtMost);
        // One that asks for none of what can be lost, directly or by way of another, stands against
        // nothing.
        let visits = wishes.drop_ins.iter().flat_map(|visit| &visit.talk);
        let asked: BTreeSet<&EventIx> = wishes.must_see.iter().flatten().chain(visits).collect();
        let sets = |ix: &EventIx| wishes.all_of.iter().filter(|set| holds(set, *ix)).count();
        let matters = |number: &usize| {
            let mut talks = wishes.all_of[*number].iter().flatten();
            talks.any(|ix| asked.contains(ix) || sets(ix) > 1)
        };
        let all_of = (0..wishes.all_of.len()).filter(matters).map(Constraint::AllOf);
        commitments.chain(single).chain(quotas).chain(all_of).collect()
    }

    /// Whether it is a must-see or a break, which the model keeps if it can; a rule always holds.
    pub fn is_kept_if_possible(self) -> bool {
        match self {
            Constraint::MustSee(_) | Constraint::Break(..) | Constraint::Visit(_) => true,
            Constraint::Commitment(_)
            | Constraint::Here
            | Constraint::TalksPerDay
            | Constraint::HoursPerDay
            | Constraint::Budget
            | Constraint::Gap
            | Constraint::Arrive
            | Constraint::Sleep
            | Constraint::HoursInARow
            | Constraint::AtMost(_)
            | Constraint::AllOf(_) => false,
        }
    }

    /// The break's place in the wishes and its day, if it is a break.
    pub fn as_break(self) -> Option<(usize, NaiveDate)> {
        match self {
            Constraint::Break(number, day) => Some((number, day)),
            Constraint::MustSee(_)
            | Constraint::Visit(_)
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

    /// The wishes with no other rules than these.
    pub fn only(rules: &[Constraint], wishes: &Wishes) -> Wishes {
        let has = |rule: Constraint| rules.contains(&rule);
        let commitments = wishes.commitments.iter().enumerate();
        let commitments = commitments.filter(|(number, _)| has(Constraint::Commitment(*number)));
        let mut only = Wishes {
            commitments: commitments.map(|(_, commitment)| commitment.clone()).collect(),
            ..wishes.clone()
        };
        if !has(Constraint::Here) {
            only.here.clear();
        }
        if !has(Constraint::TalksPerDay) {
            only.limits.talks_per_day = None;
        }
        if !has(Constraint::HoursPerDay) {
            only.limits.minutes_per_day = None;
        }
        if !has(Constraint::Budget) {
            only.budgets.clear();
        }
        if !has(Constraint::Gap) {
            only.pauses.least = 0;
            only.pauses.after.clear();
        }
        if !has(Constraint::Arrive) {
            only.pauses.arrive.clear();
        }
        if !has(Constraint::Sleep) {
            only.pauses.sleep = 0;
        }
        if !has(Constraint::HoursInARow) {
            only.limits.in_a_row = None;
        }
        for (number, quota) in only.quotas.iter_mut().enumerate() {
            quota.most = quota.most.filter(|_| has(Constraint::AtMost(number)));
        }
        let sets = wishes.all_of.iter().enumerate();
        let (whole, open): (Vec<_>, Vec<_>) =
            sets.partition(|(number, _)| has(Constraint::AllOf(*number)));
        only.all_of = whole.into_iter().map(|(_, set)| set.clone()).collect();
        // What went with a must-see may still be asked for.
        only.kept.extend(open.into_iter().flat_map(|(_, set)| set.iter().flatten()));
        only
    }

    /// What giving it up means.
    pub fn loss(self, schedule: &Schedule, wishes: &Wishes) -> Loss {
        match self {
            Constraint::MustSee(number) => {
                let mut titles: Vec<&str> = Vec::new();
                for &ix in &wishes.must_see[number] {
                    let title = schedule.event(ix).title.as_str();
                    if !titles.contains(&title) {
                        titles.push(title);
                    }
                }
                Loss::Talk(titles.join(" or "))
            }
            Constraint::Break(number, day) => {
                Loss::Break(format!("{} on {}", wishes.breaks[number].name, day.format("%A")))
            }
            Constraint::Visit(number) => {
                Loss::Break(format!("visit to {}", wishes.drop_ins[number].title))
            }
            Constraint::Commitment(number) => {
                Loss::Commitment(wishes.commitments[number].title.clone())
            }
            Constraint::Here => Loss::Absence,
            Constraint::TalksPerDay => Loss::TalksPerDay,
            Constraint::HoursPerDay => Loss::HoursPerDay,
            Constraint::Budget => Loss::Budget,
            Constraint::Gap => Loss::Gap,
            Constraint::Arrive => Loss::Arrive,
            Constraint::Sleep => Loss::Sleep,
            Constraint::HoursInARow => Loss::HoursInARow,
            Constraint::AtMost(number) => {
                let quota = &wishes.quotas[number];
                Loss::AtMost { count: quota.most.unwrap_or_default(), of: quota.name.clone() }
            }
            Constraint::AllOf(number) => {
                let title = |talk: &Vec<EventIx>| schedule.event(talk[0]).title.clone();
                Loss::AllOf(wishes.all_of[number].iter().map(title).collect())
            }
        }
    }
}

/// Whether an event is one of some talks.
fn holds(set: &[Vec<EventIx>], ix: EventIx) -> bool {
    set.iter().any(|talk| talk.contains(&ix))
}

impl Loss {
    /// What stands against whatever else is given up for the sake of this; a must-see stands for
    /// itself, and which talk does not let others be attended whole is a question of its own.
    pub fn reason(self) -> Option<Reason> {
        match self {
            Loss::Talk(_) | Loss::AllOf(_) | Loss::Pin(_) | Loss::Early { .. } => None,
            Loss::Break(title) => Some(Reason::Break { title }),
            Loss::Commitment(title) => Some(Reason::Commitment { title }),
            Loss::Absence => Some(Reason::Away),
            Loss::TalksPerDay => Some(Reason::TalksPerDay),
            Loss::HoursPerDay => Some(Reason::HoursPerDay),
            Loss::Budget => Some(Reason::Budget),
            Loss::Gap => Some(Reason::Gap),
            Loss::Arrive => Some(Reason::Arrive),
            Loss::Sleep => Some(Reason::Sleep),
            Loss::HoursInARow => Some(Reason::HoursInARow),
            Loss::AtMost { count, of } => Some(Reason::AtMost { count, of }),
        }
    }

    /// The title or name of what is lost, where it has one.
    pub fn title(&self) -> Option<&str> {
        match self {
            Loss::Talk(title)
            | Loss::Break(title)
            | Loss::Commitment(title)
            | Loss::Pin(title)
            | Loss::Early { title, .. } => Some(title),
            Loss::Absence
            | Loss::TalksPerDay
            | Loss::HoursPerDay
            | Loss::Budget
            | Loss::Gap
            | Loss::Arrive
            | Loss::Sleep
            | Loss::HoursInARow
            | Loss::AtMost { .. }
            | Loss::AllOf(_) => None,
        }
    }
}

impl Source {
    /// The must-see or break of the wishes that a rule comes from, if it comes from one.
    pub fn constraint(self) -> Option<Constraint> {
        match self {
            Source::MustSee(number) => Some(Constraint::MustSee(number)),
            Source::Break(number, day) => Some(Constraint::Break(number, day)),
            Source::Visit(number) => Some(Constraint::Visit(number)),
            Source::Booked(_)
            | Source::Demand(_)
            | Source::Want(_)
            | Source::AtLeast(_)
            | Source::OptionalBreak(..)
            | Source::SameTalk
            | Source::OneOf(_)
            | Source::AtMost(_)
            | Source::TalksPerDay(_)
            | Source::MinutesPerDay(_)
            | Source::Budget
            | Source::Shared(_)
            | Source::Whole(_)
            | Source::Interest(..) => None,
        }
    }
}
