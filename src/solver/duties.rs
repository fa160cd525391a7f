//! Which of the talks and breaks that have to be held can be held together.
//!
//! They come before any points, so they are settled first, among their own candidates alone: all
//! of them if a short search finds how, else the most, level by level, by the integer program.

use std::collections::BTreeMap;

use crate::ix::By;
use crate::model::{Bound, CandidateIx, Model, Rule, RuleIx, Source};

use super::Deadline;
use super::cliques::cliques;
use super::ilp::{Column, Ilp, Outcome};
use super::parts::{Part, parts};
use super::rows::{Limit, Row};
use super::runs::{maximise_unbroken, too_long};

/// The longest search for a way to hold everything, in candidates tried.
const TRIES: usize = 3000;

/// What can be held.
#[derive(Debug, Default)]
pub(super) struct Duties {
    /// Candidates that hold as much as can be, in order of start.
    pub(super) chosen: Vec<CandidateIx>,
    /// For each level the rules that are duties, and how many of them can be kept.
    pub(super) levels: Vec<Level>,
    /// Whether it is proven that no more can be held.
    pub(super) proven: bool,
}

/// Duties of one rank.
#[derive(Debug)]
pub(super) struct Level {
    /// The places of their rules.
    pub(super) rules: Vec<RuleIx>,
    /// How much they ask for together.
    pub(super) wanted: i64,
    /// How much of that can be kept.
    pub(super) kept: i64,
}

impl Level {
    /// Whether all can be kept.
    pub(super) fn is_whole(&self) -> bool {
        self.kept == self.wanted
    }
}

/// How much a rule asks for.
pub(crate) fn wanted(rule: &Rule) -> i64 {
    match rule.bound {
        Bound::AtLeast(least) => least,
        Bound::AtMost(_) | Bound::Tapers(_) => 0,
    }
}

/// The duties of a part of a model, settled.
pub(super) fn settle(model: &Model, part: &Part, deadline: Deadline) -> Duties {
    let levels = levels(model, &part.rules);
    let all: Vec<RuleIx> = levels.iter().flatten().copied().collect();
    if let Some(chosen) = hold_all(model, &all, &mut tries(model, &part.rules)) {
        let level = |rules: Vec<RuleIx>| {
            let wanted = rules.iter().map(|&rule| wanted(&model.rules()[rule])).sum();
            Level { kept: wanted, wanted, rules }
        };
        return Duties { chosen, levels: levels.into_iter().map(level).collect(), proven: true };
    }
    hold_most(model, part, levels, deadline)
}

/// How many candidates a search may try. It takes one after the other, so that it cannot tell
/// what is attended whole or not at all.
fn tries(model: &Model, rules: &[RuleIx]) -> usize {
    let is_whole = |rule: &RuleIx| matches!(model.rules()[*rule].source, Source::Whole(_));
    if rules.iter().any(is_whole) { 0 } else { TRIES }
}

/// Whether all must-sees and breaks of a model that are `wanted` can be held together with what is
/// booked, whatever becomes of the others. False only where that is certain.
pub(super) fn can_hold(model: &Model, wanted: impl Fn(Source) -> bool, deadline: Deadline) -> bool {
    let is_wanted = |rule: &RuleIx| {
        let rule = &model.rules()[*rule];
        let is_booked = matches!(rule.source, Source::Booked(_));
        matches!(rule.bound, Bound::AtLeast(_)) && (is_booked || wanted(rule.source))
    };
    let all: Vec<RuleIx> = model.rules().indices().collect();
    let rules: Vec<RuleIx> = all.iter().copied().filter(is_wanted).collect();
    if rules.iter().any(|&rule| model.rules()[rule].members.is_empty()) {
        return false;
    }
    let mut tries = tries(model, &all);
    if hold_all(model, &rules, &mut tries).is_some() {
        return true;
    }
    // With tries to spare, every way was tried.
    tries == 0
        && parts(model).iter().all(|part| {
            let rules: Vec<RuleIx> = part.rules.iter().copied().filter(is_wanted).collect();
            let duties = hold_most(model, part, levels(model, &rules), deadline);
            !duties.proven || duties.levels.iter().all(Level::is_whole)
        })
}

/// The duties among some rules, the first level first; each quota is a level of its own.
fn levels(model: &Model, rules: &[RuleIx]) -> Vec<Vec<RuleIx>> {
    ranked(model, rules).into_values().collect()
}

/// The same, each level by its rank, which does not depend on the model.
pub(crate) fn ranked(model: &Model, rules: &[RuleIx]) -> BTreeMap<(usize, usize), Vec<RuleIx>> {
    let rank = |rule: &RuleIx| match model.rules()[*rule].source {
        Source::Booked(_) => Some((0, 0)),
        Source::Demand(_) => Some((1, 0)),
        Source::MustSee(_) => Some((2, 0)),
        Source::Break(..) | Source::Visit(_) => Some((3, 0)),
        Source::Want(_) => Some((4, 0)),
        Source::AtLeast(number) => Some((5, number)),
        Source::OptionalBreak(..)
        | Source::SameTalk
        | Source::OneOf(_)
        | Source::AtMost(_)
        | Source::TalksPerDay(_)
        | Source::MinutesPerDay(_)
        | Source::Budget
        | Source::Shared(_)
        | Source::Whole(_)
        | Source::Interest(..) => None,
    };
    let mut levels: BTreeMap<(usize, usize), Vec<RuleIx>> = BTreeMap::new();
    for rule in rules {
        if let Some(rank) = rank(rule) {
            levels.entry(rank).or_default().push(*rule);
        }
    }
    levels
}

/// A way to keep all these rules, the one with the fewest candidates first at each step.
fn hold_all(model: &Model, rules: &[RuleIx], tries: &mut usize) -> Option<Vec<CandidateIx>> {
    let mut rules = rules.to_vec();
    rules.sort_by_key(|&rule| (model.rules()[rule].members.len(), rule));
    let mut chosen = Vec::new();
    hold(model, &rules, &mut chosen, tries).then(|| {
        chosen.sort_unstable();
        chosen
    })
}

fn hold(model: &Model, rules: &[RuleIx], chosen: &mut Vec<CandidateIx>, tries: &mut usize) -> bool {
    let Some((&rule, rest)) = rules.split_first() else { return true };
    let rule = &model.rules()[rule];
    if rule.sum(chosen) >= wanted(rule) {
        return hold(model, rest, chosen, tries);
    }
    for &(member, _) in &rule.members {
        if *tries == 0 {
            return false;
        }
        *tries -= 1;
        if chosen.iter().any(|&other| other == member || model.clash(other, member)) {
            continue;
        }
        let place = chosen.partition_point(|&other| other < member);
        chosen.insert(place, member);
        if model.allows(chosen) && hold(model, rules, chosen, tries) {
            return true;
        }
        chosen.retain(|&other| other != member);
    }
    false
}

/// The most rules of the first level, then of the second, and so on.
fn hold_most(model: &Model, part: &Part, levels: Vec<Vec<RuleIx>>, deadline: Deadline) -> Duties {
    let is_whole = |rule: &&RuleIx| matches!(model.rules()[**rule].source, Source::Whole(_));
    let mut columns: Vec<CandidateIx> = levels
        .iter()
        .flatten()
        .chain(part.rules.iter().filter(is_whole))
        .flat_map(|&rule| model.rules()[rule].members.iter().map(|&(member, _)| member))
        .collect();
    columns.sort_unstable();
    columns.dedup();
    let columns: By<Column, CandidateIx> = By::from(columns);
    let in_columns = |rule: &Rule| -> Vec<(Column, i64)> {
        let place = |&(member, part): &(CandidateIx, i64)| Some((columns.place_of(&member)?, part));
        rule.members.iter().filter_map(place).collect()
    };
    // What one of is enough counts once, however often it could be kept.
    let limit = |rule: &Rule| match rule.bound {
        Bound::AtMost(most) | Bound::AtLeast(most @ 1) => Some(most),
        Bound::AtLeast(_) | Bound::Tapers(_) => None,
    };
    let rules = part.rules.iter().map(|&rule| &model.rules()[rule]);
    let rows: Vec<Row<Column>> = rules
        .filter(|rule| !matches!(rule.source, Source::AtLeast(_)))
        .filter_map(|rule| {
            Some(Row { members: in_columns(rule), limit: Limit::AtMost(limit(rule)?) })
        })
        .filter(|row| !row.members.is_empty())
        .collect();
    let mut ilp = Ilp { rows, cliques: cliques(model, &columns), ..Ilp::default() };
    let all: Vec<(Column, CandidateIx)> = columns.entries().map(|(i, &it)| (i, it)).collect();
    let broken = |found: &[Column]| too_long(model, &all, found);
    let mut duties = Duties { proven: true, ..Duties::default() };
    for rules in levels {
        let mut values = By::from(vec![0; columns.len()]);
        for &rule in &rules {
            for (column, _) in in_columns(&model.rules()[rule]) {
                values[column] += 1;
            }
        }
        let sum = |chosen: &[Column]| chosen.iter().map(|&column| values[column]).sum::<i64>();
        let own = || -> Vec<Column> {
            let own = hold_more(model, &rules, &duties.chosen);
            own.iter().filter_map(|i| columns.place_of(i)).collect()
        };
        let wanted: i64 = rules.iter().map(|&rule| wanted(&model.rules()[rule])).sum();
        let known: Vec<Column> = duties.chosen.iter().filter_map(|i| columns.place_of(i)).collect();
        let answer = match sum(&known) >= wanted {
            true => Outcome::Optimal(known),
            false => {
                ilp.values.clone_from(&values);
                maximise_unbroken(ilp.clone(), deadline, broken)
            }
        };
        let (chosen, proven) = match answer {
            Outcome::Optimal(chosen) => (chosen, true),
            Outcome::Feasible(chosen) => {
                let own = own();
                (if sum(&own) > sum(&chosen) { own } else { chosen }, false)
            }
            Outcome::Impossible | Outcome::None => (own(), false),
        };
        duties.proven &= proven;
        ilp.add(Row::at_least(&values, sum(&chosen).min(wanted)));
        duties.chosen = chosen.into_iter().map(|column| columns[column]).collect();
        let kept = |&rule: &RuleIx| {
            let rule = &model.rules()[rule];
            rule.sum(&duties.chosen).min(self::wanted(rule))
        };
        let kept = rules.iter().map(kept).sum();
        duties.levels.push(Level { rules, wanted, kept });
    }
    duties
}

/// What is held already, and one rule after the other that fits beside it.
fn hold_more(model: &Model, rules: &[RuleIx], held: &[CandidateIx]) -> Vec<CandidateIx> {
    let mut chosen = held.to_vec();
    let mut tries = TRIES;
    for rule in rules {
        hold(model, std::slice::from_ref(rule), &mut chosen, &mut tries);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::solver::example::{Example, in_a_minute};

    /// Twelve must-sees that are on twice, and one that is on three times for so many minutes while
    /// the first of them is on: too many ways to try before the first is seen at its other time.
    fn model(minutes: i64) -> Model {
        let mut programme = "title: T\ntimezone: UTC\nevents:\n".to_owned();
        let mut event = |talk: &str, number: usize, room: &str, start: &str, minutes: i64| {
            writeln!(
                programme,
                "  - {{ id: {talk}-{number}, title: {talk}, room: {room}, start: 2026-05-{start}, minutes: {minutes}, repeats: {talk} }}"
            )
            .unwrap();
        };
        event("first", 0, "A", "01T10:00", 60);
        event("first", 1, "A", "01T16:00", 60);
        let mut musts = vec!["first".to_owned(), "last".to_owned()];
        for talk in 1..12 {
            let name = format!("talk{talk}");
            event(&name, 0, "A", &format!("02T{:02}:00", talk + 8), 60);
            event(&name, 1, "A", &format!("03T{:02}:00", talk + 8), 60);
            musts.push(name);
        }
        for (number, start) in ["01T09:30", "01T10:00", "01T10:30"].into_iter().enumerate() {
            event("last", number, "B", start, minutes);
        }
        Example::new(&programme, &format!("must_see: [{}]", musts.join(", "))).model
    }

    #[test]
    fn what_a_short_search_does_not_find_is_asked_of_the_integer_program() {
        let case = |minutes: i64, kept: i64| {
            let model = model(minutes);
            let whole = Part::whole(&model);
            let mut tries = TRIES;
            let must_sees = levels(&model, &whole.rules).remove(0);
            assert_eq!(hold_all(&model, &must_sees, &mut tries), None);
            assert_eq!(tries, 0);
            let duties = settle(&model, &whole, in_a_minute());
            assert!(duties.proven);
            assert_eq!(duties.levels[0].kept, kept);
            assert!(model.allows(&duties.chosen));
            assert_eq!(can_hold(&model, |_| true, in_a_minute()), kept == 13);
            assert!(can_hold(&model, |source| source != Source::MustSee(0), in_a_minute()));
        };
        case(60, 13);
        // It takes both times of the first.
        case(480, 12);
    }
}
