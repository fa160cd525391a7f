//! Breaks of one name at one time, where that costs nobody anything.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use crate::check::{Claim, Pause};
use crate::model::{CandidateIx, Item};
use crate::schedule::Schedule;
use crate::solver::{Proof, Selection};
use crate::text::fold_words;

use super::claimed::claimed;
use super::{Member, Planner, Role};

/// A break that several have on one day, by name.
type Meal = (String, NaiveDate);

/// Moves breaks of one name to the time at which most can take them. Nothing else changes.
pub(super) fn align(schedule: &Schedule, members: &[&Member], claims: &mut [Claim]) {
    for (meal, those) in meals(schedule, members, claims) {
        let starts: Vec<BTreeMap<DateTime<Utc>, Option<Claim>>> =
            those.iter().map(|&m| starts(schedule, members[m], &claims[m], &meal)).collect();
        let can = |at: &DateTime<Utc>| starts.iter().filter(|own| own.contains_key(at)).count();
        // None means that nothing has to be moved.
        let there = |at: &DateTime<Utc>| {
            starts.iter().filter(|own| matches!(own.get(at), Some(None))).count()
        };
        let all: BTreeSet<DateTime<Utc>> =
            starts.iter().flat_map(BTreeMap::keys).copied().collect();
        let best = all.iter().rev().max_by_key(|at| (can(at), there(at)));
        let now = all.iter().map(there).max();
        let Some(best) = best.filter(|at| Some(can(at)) > now) else { continue };
        for (m, mut own) in those.into_iter().zip(starts) {
            if let Some(Some(claim)) = own.remove(best) {
                claims[m] = claim;
            }
        }
    }
}

/// Who takes each break that more than one takes.
fn meals(schedule: &Schedule, members: &[&Member], claims: &[Claim]) -> BTreeMap<Meal, Vec<usize>> {
    let mut meals: BTreeMap<Meal, Vec<usize>> = BTreeMap::new();
    for (m, (member, claim)) in members.iter().zip(claims).enumerate() {
        let own: BTreeSet<Meal> = match &member.role {
            Role::Planner(planner) => {
                let pauses = claim.pauses.iter();
                pauses.map(|pause| (name(planner, pause), day(schedule, pause))).collect()
            }
            Role::Fixed(fixed) => {
                let breaks = fixed.others.iter().filter(|it| it.is_break);
                breaks.map(|it| (fold_words(&it.title), schedule.day(it.slot.start()))).collect()
            }
        };
        for meal in own {
            meals.entry(meal).or_default().push(m);
        }
    }
    meals.retain(|_, those| those.len() > 1);
    meals
}

fn name(planner: &Planner, pause: &Pause) -> String {
    fold_words(&planner.wishes.breaks[pause.wish].name)
}

fn day(schedule: &Schedule, pause: &Pause) -> NaiveDate {
    schedule.day(pause.slot.start())
}

/// When a member can take a break, and what the member then does; nothing where it is taken so already.
fn starts(
    schedule: &Schedule,
    member: &Member,
    claim: &Claim,
    (name_of, on): &Meal,
) -> BTreeMap<DateTime<Utc>, Option<Claim>> {
    let planner = match &member.role {
        Role::Planner(planner) => planner,
        Role::Fixed(fixed) => {
            let it = fixed.others.iter().filter(|it| it.is_break);
            let it = it.filter(|it| {
                fold_words(&it.title) == *name_of && schedule.day(it.slot.start()) == *on
            });
            return it.map(|it| (it.slot.start(), None)).collect();
        }
    };
    let is_it = |it: &&Pause| name(planner, it) == *name_of && day(schedule, it) == *on;
    let Some(pause) = claim.pauses.iter().find(is_it) else { return BTreeMap::new() };
    let mut starts = BTreeMap::new();
    let model = &planner.model;
    // What is heard for the group may not be in it: such a break stays.
    if let Some(chosen) = claimed(model, claim) {
        let of_wish = |i: &CandidateIx| {
            let it = &model.candidates()[*i];
            matches!(it.item, Item::Break { wish, day } if wish == pause.wish && day == *on)
        };
        let others: Vec<CandidateIx> = chosen.iter().copied().filter(|i| !of_wish(i)).collect();
        for i in model.candidates().indices().filter(of_wish) {
            let mut moved = others.clone();
            moved.push(i);
            moved.sort_unstable();
            if model.allows(&moved) {
                let selection = Selection::new(model, moved, Proof::Optimal);
                let new = planner.counted(schedule, Claim::new(model, &selection));
                let is_as_good = new.points == claim.points && new.breaks == claim.breaks;
                let start = model.candidates()[i].slot.start();
                starts.extend(is_as_good.then_some((start, Some(new))));
            }
        }
    }
    starts.insert(pause.slot.start(), None);
    starts
}
