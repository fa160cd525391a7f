//! Random conferences against oracles that are written to be read.
//!
//! `PROPTEST_CASES` sets how many cases each property gets.

use std::collections::BTreeSet;
use std::time::Duration;

use attend::check::{Broken, Claim, Visit};
use attend::explain::{Conflicts, why_missed};
use attend::model::{Constraint, Reason};
use attend::profile::{Interest, Weight, Wishes};
use attend::render::json;
use attend::schedule::{EventIx, Schedule};
use attend::score::score;
use attend::solver::{Deadline, Prices, Proof, apart, difference};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError};

use crate::support::conference::{RandomCase, Solved, cases, deadline, full_cases, plain_cases};
use crate::support::oracle::{Value, best_apart, can_hold, try_everything, weighted_intervals};
use chrono::NaiveDate;

/// CI does not shrink: there the seed of a failure is enough.
fn config() -> Config {
    let shrink = if std::env::var_os("CI").is_some() { 0 } else { 2000 };
    Config { failure_persistence: None, max_shrink_iters: shrink, ..Config::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_answer_is_what_trying_everything_finds(case in cases(10)) {
        let solved = case.solved();
        let best = try_everything(&solved.schedule, &solved.wishes, &solved.scores, &[]);
        let worth = solved.selection.worth;
        prop_assert_eq!(Some(Value::from(worth)), best);
        prop_assert_eq!(solved.selection.proof, Proof::Optimal);
        prop_assert_eq!(solved.broken(&solved.claim()), []);
    }

    #[test]
    fn with_all_rules_the_answer_is_what_trying_everything_finds(case in full_cases(8)) {
        let solved = case.solved();
        let best = try_everything(&solved.schedule, &solved.wishes, &solved.scores, &[]);
        let worth = solved.selection.worth;
        prop_assert_eq!(Some(Value::from(worth)), best);
        prop_assert_eq!(solved.selection.proof, Proof::Optimal);
        prop_assert_eq!(solved.broken(&solved.claim()), []);
    }

    #[test]
    fn more_tolerance_never_gives_less(case in full_cases(8), more in 1..3i64) {
        let mut looser = case.clone();
        looser.rules.late += more;
        looser.rules.early += more;
        let worth = |case: &RandomCase| Value::from(case.solved().selection.worth);
        prop_assert!(worth(&looser) >= worth(&case));
    }

    #[test]
    fn nobody_comes_late_or_leaves_early_for_nothing(case in full_cases(8)) {
        let solved = case.solved();
        let claim = solved.claim();
        for (place, visit) in claim.visits.iter().enumerate() {
            if solved.wishes.drop_in(visit.event).is_some() {
                continue;
            }
            for (late, early) in [(1, 0), (0, 1)] {
                let longer = Visit { late: visit.late - late, early: visit.early - early, ..*visit };
                if longer.late >= 0 && longer.early >= 0 {
                    let mut claim = claim.clone();
                    claim.visits[place] = longer;
                    let is_rule = |it: &Broken| !matches!(it, Broken::Sums { .. });
                    prop_assert!(solved.broken(&claim).iter().any(is_rule), "{visit:?}");
                }
            }
        }
    }

    #[test]
    fn below_the_minimum_only_what_is_asked_for_is_planned(
        case in full_cases(8),
        minimum in 0..400i64,
    ) {
        let (schedule, mut wishes) = case.inputs();
        let scores = score(&schedule, &wishes);
        // Ratings would ask for all of them.
        wishes.ratings.clear();
        wishes.minimum = minimum;
        let mut asked: BTreeSet<EventIx> = wishes.booked.iter().copied().collect();
        asked.extend(wishes.must_see.iter().chain(&wishes.want).flatten());
        asked.extend(wishes.all_of.iter().flatten().flatten());
        asked.extend(wishes.drop_ins.iter().flat_map(|visit| &visit.talk));
        for quota in wishes.quotas.iter().filter(|quota| quota.least > 0) {
            asked.extend(scores.in_quota(quota));
        }
        let is_slight = |ix: &EventIx| {
            let points = scores.of(*ix).points;
            points > 0 && points < minimum && !asked.contains(ix)
        };
        let slight: Vec<EventIx> = schedule.iter().map(|(ix, _)| ix).filter(is_slight).collect();
        let mut without = wishes.clone();
        without.never.extend(&slight);
        let best = try_everything(&schedule, &without, &scores, &[]);
        let solved = Solved::scored(schedule, wishes, scores);
        prop_assert_eq!(Some(Value::from(solved.selection.worth)), best);
        prop_assert_eq!(solved.broken(&solved.claim()), []);
        for (ix, _) in solved.schedule.iter() {
            let is_found = solved.broken_with(ix).contains(&Broken::Slight(ix));
            prop_assert_eq!(is_found, slight.contains(&ix));
        }
    }

    #[test]
    fn with_all_rules_prices_are_what_a_fresh_search_finds(case in full_cases(6)) {
        prices_are_right(&case.solved())?;
    }

    #[test]
    fn other_agendas_are_the_best_that_are_really_different(case in full_cases(7)) {
        let solved = case.solved();
        let Solved { schedule, wishes, scores, model, selection } = &solved;
        let free = |events: &[EventIx]| -> Vec<EventIx> {
            events.iter().copied().filter(|ix| !wishes.booked.contains(ix)).collect()
        };
        let differing = difference(free(&selection.events).len());
        let shared = |events: usize| events.saturating_sub(differing);
        let others = apart(model, selection, 3, deadline());
        let mut before = vec![free(&selection.events)];
        for number in 0..3 {
            let agendas: Vec<(&[EventIx], usize)> =
                before.iter().map(|events| (events.as_slice(), shared(events.len()))).collect();
            let best = best_apart(schedule, wishes, scores, &agendas);
            let duties = |value: Value| Value { points: 0, ..value };
            let keeps = duties(best) >= duties(selection.worth.into());
            let Some(other) = others.get(number) else {
                // An agenda of breaks alone is none.
                let has_worth = wishes.breaks.iter().any(|wish| wish.worth.is_some());
                let is_open = keeps && !has_worth && !before.iter().any(Vec::is_empty);
                prop_assert!(!is_open || best.points == 0, "{best:?} is missing");
                break;
            };
            prop_assert_eq!(Value::from(other.worth), best);
            prop_assert!(solved.broken(&Claim::new(model, other)).is_empty());
            for (events, most) in &agendas {
                prop_assert!(events.iter().filter(|ix| other.holds(**ix)).count() <= *most);
            }
            before.push(free(&other.events));
        }
    }

    #[test]
    fn with_all_rules_conflicts_are_conflicts_and_smallest(case in full_cases(6)) {
        conflicts_are_right(&case.solved())?;
    }

    #[test]
    fn the_answer_is_what_dynamic_programming_finds(case in plain_cases(150)) {
        let solved = case.solved();
        let best = weighted_intervals(&solved.schedule, &solved.scores);
        prop_assert_eq!(solved.selection.worth.points, best);
        prop_assert_eq!(solved.broken(&solved.claim()), []);
    }

    #[test]
    fn prices_are_what_a_fresh_search_with_the_talk_held_finds(case in cases(8)) {
        prices_are_right(&case.solved())?;
    }

    #[test]
    fn named_conflicts_are_conflicts_and_smallest(case in cases(10)) {
        conflicts_are_right(&case.solved())?;
    }

    #[test]
    fn without_time_no_conflict_is_made_up(case in cases(10)) {
        let it = case.solved();
        let none = Deadline::after(Duration::ZERO);
        let search = Conflicts::new(it.checked(), none);
        for set in &search.sets() {
            prop_assert!(!possible(&it, set), "{set:?} is none");
            prop_assert_eq!(search.conflict(set).ways_out.len(), 1, "a price takes a search");
        }
    }

    #[test]
    fn without_time_no_other_agenda_is_looked_for(case in cases(8)) {
        let it = case.solved();
        let none = Deadline::after(Duration::ZERO);
        prop_assert_eq!(apart(&it.model, &it.selection, 3, none), []);
    }

    #[test]
    fn a_saved_agenda_is_read_back_as_it_was(case in full_cases(8)) {
        let agenda = case.solved().agenda();
        let saved = json(&agenda);
        prop_assert_eq!(attend::agenda::read(&saved), Ok(agenda));
    }

    #[test]
    fn the_order_of_the_talks_does_not_matter(
        case in full_cases(10),
        keys in prop::collection::vec(any::<u64>(), 10),
    ) {
        let mut shuffled = case.clone();
        shuffled.talks.sort_by_key(|talk| keys[talk.id as usize]);
        let (solved, again) = (case.solved(), shuffled.solved());
        prop_assert_eq!(json(&solved.agenda()), json(&again.agenda()));
        shuffled.must_see.reverse();
        prop_assert_eq!(solved.ids(), shuffled.solved().ids());
    }

    #[test]
    fn a_talk_that_was_not_chosen_changes_nothing_by_leaving(case in cases(12)) {
        let solved = case.solved();
        let chosen = solved.ids();
        for talk in &case.talks {
            let demanded = case.must_see.contains(&talk.id) || talk.group.is_some();
            if !chosen.contains(&format!("t{}", talk.id)) && !demanded {
                let mut without = case.clone();
                without.talks.retain(|other| other.id != talk.id);
                prop_assert_eq!(&without.solved().ids(), &chosen, "without t{}", talk.id);
            }
        }
    }

    #[test]
    fn a_chosen_talk_that_gets_more_points_stays(case in cases(12)) {
        for id in case.solved().ids() {
            let mut better = case.clone();
            for talk in better.talks.iter_mut().filter(|talk| format!("t{}", talk.id) == id) {
                talk.rating += 1;
            }
            prop_assert!(better.solved().ids().contains(&id), "{} left", id);
        }
    }

    #[test]
    fn a_missed_talk_with_points_has_a_reason(case in cases(12)) {
        let solved = case.solved();
        let chosen = &solved.selection.events;
        let talks: BTreeSet<EventIx> =
            chosen.iter().flat_map(|&ix| solved.schedule.occurrences(ix)).collect();
        for (ix, _) in solved.schedule.iter() {
            if solved.scores.of(ix).points > 0 && !talks.contains(&ix) {
                let why = why_missed(&solved.checked(), ix);
                prop_assert!(!why.is_empty() && !why.contains(&Reason::NotReached));
                for rival in why.iter().filter_map(Reason::rival) {
                    let is_it = |ix: &EventIx| solved.schedule.event(*ix).id.as_str() == rival;
                    prop_assert!(chosen.iter().any(is_it));
                }
            }
        }
        let agenda = solved.agenda();
        prop_assert_eq!(agenda.talks.iter().map(|talk| talk.points).sum::<i64>(), agenda.points);
    }

    #[test]
    fn the_check_finds_each_single_fault(case in cases(10)) {
        let solved = case.solved();
        let chosen = &solved.selection.events;
        for (ix, event) in solved.schedule.iter() {
            let broken = solved.broken_with(ix);
            let says = |rule: Broken| broken.contains(&rule);
            prop_assert_eq!(says(Broken::Cancelled(ix)), event.cancelled);
            prop_assert_eq!(says(Broken::Never(ix)), solved.wishes.never.contains(&ix));
            let stay = solved.wishes.stay(&solved.schedule, ix, event.slot);
            let demanded = solved.wishes.must_see.iter().any(|talk| talk.contains(&ix));
            let is_hidden = solved.wishes.hidden.contains_key(&ix) && !demanded;
            prop_assert_eq!(says(Broken::Hidden(ix)), is_hidden);
            prop_assert_eq!(says(Broken::Away(ix)), !solved.wishes.is_here(event.slot));
            prop_assert_eq!(
                says(Broken::Commitment(ix)),
                solved.wishes.commitment_at(&solved.schedule, &stay).is_some()
            );
            for &other in chosen {
                prop_assert_eq!(
                    says(Broken::Overlap(other, ix)),
                    solved.schedule.event(other).slot.overlaps(event.slot)
                );
                prop_assert_eq!(
                    says(Broken::SameTalk(other, ix)),
                    other == ix || solved.schedule.same_talk(other, ix)
                );
            }
        }
        for position in 0..chosen.len() {
            let mut claim = solved.claim();
            let gone = claim.visits.remove(position).event;
            let worthless = solved.scores.of(gone).points == 0;
            let demanded = solved.wishes.must_see.iter().any(|talk| talk.contains(&gone));
            let broken = solved.broken(&claim);
            prop_assert_eq!(broken.is_empty(), worthless && !demanded, "a talk left out is a lie");
        }
    }
}

/// Every price is what a fresh search with the talk held finds.
fn prices_are_right(solved: &Solved) -> Result<(), TestCaseError> {
    let best = solved.selection.worth;
    let prices = Prices::new(&solved.model, &solved.selection, deadline());
    for (ix, event) in solved.schedule.iter() {
        if solved.selection.holds(ix) || solved.model.ruled_out(ix).is_some() {
            continue;
        }
        let price = prices.exact(ix);
        let with = try_everything(&solved.schedule, &solved.wishes, &solved.scores, &[ix]);
        let Some(price) = price else {
            prop_assert_eq!(with, None, "{} has no price", event.id);
            continue;
        };
        prop_assert!(price.exact, "{}", event.id);
        prop_assert_eq!(with, Some(Value::from(best - price.lost)), "{}", event.id);
        // What was quick to find is never more than the truth.
        if let Some(quick) = prices.quick(ix) {
            let in_points = price.lost.cost().in_points();
            prop_assert!(in_points.is_none_or(|points| quick.lost.points <= points));
        }
    }
    Ok(())
}

/// What is named as a conflict is one, and no part of it is.
fn conflicts_are_right(solved: &Solved) -> Result<(), TestCaseError> {
    let search = Conflicts::new(solved.checked(), deadline());
    let named = search.sets();
    let kept = |part: &Constraint| match *part {
        Constraint::MustSee(number) => {
            solved.wishes.must_see[number].iter().any(|ix| solved.selection.holds(*ix))
        }
        Constraint::Break(wish, day) => solved.keeps_break(wish, day),
        Constraint::Visit(number) => {
            solved.wishes.drop_ins[number].talk.iter().any(|ix| solved.selection.holds(*ix))
        }
        _ => true,
    };
    let lost: BTreeSet<Constraint> =
        duties(solved).into_iter().filter(|part| !kept(part)).collect();
    let firsts: BTreeSet<Constraint> = named.iter().map(|set| set[0]).collect();
    prop_assert_eq!(&lost, &firsts, "what is lost has a conflict, and nothing else");
    for set in &named {
        prop_assert!(!possible(solved, set), "{set:?} is none");
        for left_out in 0..set.len() {
            let mut fewer = set.clone();
            fewer.remove(left_out);
            prop_assert!(possible(solved, &fewer), "{set:?} is not minimal");
        }
        let conflict = search.conflict(set);
        prop_assert!(conflict.ways_out[0].taken && conflict.ways_out[0].price == 0);
    }
    Ok(())
}

/// The must-sees and breaks of a case.
fn duties(solved: &Solved) -> Vec<Constraint> {
    solved.model.rules().iter().filter_map(|rule| rule.source.constraint()).collect()
}

/// Whether some parts of the wishes can hold together, by trying all subsets of the must-sees'
/// events without the rest.
fn possible(solved: &Solved, parts: &[Constraint]) -> bool {
    let has = |part: Constraint| parts.contains(&part);
    let mut wishes = solved.wishes.clone();
    // What is asked for by name is never hidden, also where the question leaves it out.
    wishes.hidden.retain(|ix, _| !solved.wishes.wants(*ix));
    let wanted = |number: usize| has(Constraint::MustSee(number));
    wishes.must_see =
        (0..).zip(wishes.must_see).filter(|(n, _)| wanted(*n)).map(|(_, talk)| talk).collect();
    wishes.commitments = (0..)
        .zip(wishes.commitments)
        .filter(|(n, _)| has(Constraint::Commitment(*n)))
        .map(|(_, busy)| busy)
        .collect();
    if !has(Constraint::Here) {
        wishes.here.clear();
    }
    if !has(Constraint::TalksPerDay) {
        wishes.limits.talks_per_day = None;
    }
    if !has(Constraint::HoursPerDay) {
        wishes.limits.minutes_per_day = None;
    }
    if !has(Constraint::Budget) {
        wishes.budgets.clear();
    }
    if !has(Constraint::Gap) {
        wishes.pauses.least = 0;
        wishes.pauses.after.clear();
    }
    if !has(Constraint::Arrive) {
        wishes.pauses.arrive.clear();
    }
    if !has(Constraint::Sleep) {
        wishes.pauses.sleep = 0;
    }
    if !has(Constraint::HoursInARow) {
        wishes.limits.in_a_row = None;
    }
    for (number, quota) in wishes.quotas.iter_mut().enumerate() {
        quota.most = quota.most.filter(|_| has(Constraint::AtMost(number)));
    }
    let whole = |number: usize| has(Constraint::AllOf(number));
    wishes.all_of =
        (0..).zip(wishes.all_of).filter(|(n, _)| whole(*n)).map(|(_, set)| set).collect();
    let breaks: BTreeSet<(usize, NaiveDate)> = parts
        .iter()
        .filter_map(|part| match part {
            Constraint::Break(wish, day) => Some((*wish, *day)),
            _ => None,
        })
        .collect();
    let visits = parts.iter().filter_map(|part| match part {
        Constraint::Visit(number) => Some(*number),
        _ => None,
    });
    let must_sees = i64::try_from(wishes.must_see.len()).unwrap();
    can_hold(&solved.schedule, &wishes, &breaks, &visits.collect(), must_sees)
}

/// A schedule and two lists of words that make interests.
fn scored<W: Copy + Into<f64>>(words: &[(usize, W)], reversed: bool) -> (Schedule, Wishes) {
    const TITLES: [&str; 6] = [
        "Tracing the kernel with eBPF",
        "Containers without root",
        "Kernel memory control",
        "Training an AI on bread recipes",
        "The kernel, the container and the train",
        "Nothing of interest",
    ];
    const WORDS: [&str; 8] =
        ["kernel", "ebpf", "container", "ai", "memory control", "bread", "zebra", "train"];
    let mut text = String::from("title: T\ntimezone: UTC\nevents:\n");
    for (i, title) in TITLES.iter().enumerate() {
        let hour = 8 + i;
        text += &format!(
            "  - {{ id: t{i}, title: \"{title}\", start: 2026-05-01T{hour:02}:00, minutes: 30 }}\n"
        );
    }
    let schedule =
        attend::source::read(text.as_bytes(), &attend::source::Hints::default()).unwrap().schedule;
    let mut interests: Vec<Interest> = words
        .iter()
        .map(|&(word, weight)| {
            let weight = Weight::Number(weight.into());
            Interest { weight, ..Interest::new(WORDS[word]) }
        })
        .collect();
    if reversed {
        interests.reverse();
    }
    (schedule, Wishes { interests, recorded: 1.0, ..Wishes::default() })
}

/// Usual weights, the greatest and the smallest.
fn any_weight() -> impl Strategy<Value = f64> {
    let usual = (-5..6i8).prop_map(f64::from);
    prop_oneof![3 => usual, 1 => prop::sample::select(vec![100.0, -100.0, 1e-9, -1e-9])]
}

fn points<W: Copy + Into<f64>>(words: &[(usize, W)], reversed: bool) -> Vec<i64> {
    let (schedule, wishes) = scored(words, reversed);
    let scores = score(&schedule, &wishes);
    schedule.iter().map(|(ix, _)| scores.of(ix).points).collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn evidence_adds_up_and_points_stay_in_range(
        words in prop::collection::vec((0..8usize, any_weight()), 0..6),
    ) {
        let (schedule, wishes) = scored(&words, false);
        let scores = score(&schedule, &wishes);
        for (ix, _) in schedule.iter() {
            let scored = scores.of(ix);
            let sum: i64 = scored.evidence.iter().map(|evidence| evidence.points).sum();
            prop_assert_eq!(sum, scored.points);
            prop_assert!((-1000..=1000).contains(&scored.points));
        }
        prop_assert_eq!(points(&words, false), points(&words, true), "order matters");
    }

    #[test]
    fn a_keyword_that_matches_nothing_changes_nothing(
        words in prop::collection::vec((0..6usize, 1..6i8), 1..5),
    ) {
        let mut with = words.clone();
        with.push((6, 1));
        prop_assert_eq!(points(&words, false), points(&with, false));
    }

    #[test]
    fn more_weight_never_lowers_a_rank(
        words in prop::collection::vec((0..8usize, 1..5i8), 1..5),
        more in 1..5i8,
    ) {
        let before = points(&words, false);
        let mut heavier = words.clone();
        heavier[0].1 += more;
        let after = points(&heavier, false);
        let alone = points(&heavier[..1], false);
        for a in 0..before.len() {
            for b in 0..before.len() {
                // Among equals, the one that matches the heavier word does not fall behind, but for
                // what rounding to whole points hides.
                if before[a] == before[b] && alone[a] >= alone[b] {
                    prop_assert!(after[a] >= after[b] - 2, "{a} fell behind {b}");
                }
            }
        }
    }
}

/// A test of the tests: the random cases have enough of everything.
#[test]
fn the_generator_makes_clashes_ties_conflicts_and_repeats() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut counts = [0; 5];
    for _ in 0..300 {
        let case: RandomCase = cases(10).new_tree(&mut runner).unwrap().current();
        let solved = case.solved();
        let agenda = solved.agenda();
        let repeated = !solved.schedule.groups().is_empty();
        let empty = agenda.talks.is_empty();
        let tied = agenda.missed.iter().any(|missed| missed.price == Some(0));
        let seen = [!agenda.missed.is_empty(), !agenda.conflicts.is_empty(), repeated, empty, tied];
        for (count, seen) in counts.iter_mut().zip(seen) {
            *count += usize::from(seen);
        }
    }
    let enough = counts.iter().zip([150, 60, 60, 15, 30]).all(|(count, least)| *count >= least);
    assert!(enough, "missed, conflicts, repeats, empty, ties: {counts:?} of 300");
}
