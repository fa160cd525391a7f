//! Which of the talks and breaks that have to be held can be held together.
//!
//! They come before any points, so they are settled first, among their own candidates alone: all
//! of them if a short search finds how, else the most, level by level, by the integer program.

use crate::ix::By;
use crate::model::{Bound, CandidateIx, Model, Rule, RuleIx, Source};

use super::Deadline;
use super::cliques::cliques;
use super::ilp::{Column, Outcome, maximise};
use super::parts::{Part, parts};
use super::rows::{Limit, Row};

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
    /// How many of them can be kept.
    pub(super) kept: usize,
}

/// The duties of a part of a model, settled.
pub(super) fn settle(model: &Model, part: &Part, deadline: Deadline) -> Duties {
    let levels: Vec<Vec<RuleIx>> = (0..3).map(|rank| of_rank(model, part, rank)).collect();
    let all: Vec<RuleIx> = levels.iter().flatten().copied().collect();
    let mut tries = TRIES;
    if let Some(chosen) = hold_all(model, &all, &mut tries) {
        let levels = levels.into_iter().map(|rules| Level { kept: rules.len(), rules }).collect();
        return Duties { chosen, levels, proven: true };
    }
    hold_most(model, part, levels, deadline)
}

/// Whether all must-sees and breaks of a model that are `wanted` can be held together, whatever
/// becomes of the others. False only where that is certain.
pub(super) fn can_hold(model: &Model, wanted: impl Fn(Source) -> bool, deadline: Deadline) -> bool {
    let is_wanted = |rule: &RuleIx| {
        let rule = &model.rules()[*rule];
        rule.bound == Bound::One && wanted(rule.source)
    };
    let rules: Vec<RuleIx> = model.rules().indices().filter(is_wanted).collect();
    let mut tries = TRIES;
    if hold_all(model, &rules, &mut tries).is_some() {
        return true;
    }
    // With tries to spare, every way was tried.
    tries == 0
        && parts(model).iter().all(|part| {
            let of_rank = |rank| of_rank(model, part, rank).into_iter().filter(is_wanted).collect();
            let duties = hold_most(model, part, (0..3).map(of_rank).collect(), deadline);
            !duties.proven || duties.levels.iter().all(|level| level.kept == level.rules.len())
        })
}

fn of_rank(model: &Model, part: &Part, rank: usize) -> Vec<RuleIx> {
    let is = |source: Source| match source {
        Source::Demand(_) => rank == 0,
        Source::MustSee(_) => rank == 1,
        Source::Break(..) => rank == 2,
        Source::SameTalk
        | Source::TalksPerDay(_)
        | Source::MinutesPerDay(_)
        | Source::Budget
        | Source::Shared(_) => false,
    };
    part.rules.iter().copied().filter(|&rule| is(model.rules()[rule].source)).collect()
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
    if model.rules()[rule].members.iter().any(|(member, _)| chosen.contains(member)) {
        return hold(model, rest, chosen, tries);
    }
    for &(member, _) in &model.rules()[rule].members {
        if *tries == 0 {
            return false;
        }
        *tries -= 1;
        if chosen.iter().any(|&other| model.clash(other, member)) {
            continue;
        }
        let place = chosen.partition_point(|&other| other < member);
        chosen.insert(place, member);
        if model.allows(chosen) && hold(model, rest, chosen, tries) {
            return true;
        }
        chosen.retain(|&other| other != member);
    }
    false
}

/// The most rules of the first level, then of the second, and so on.
fn hold_most(model: &Model, part: &Part, levels: Vec<Vec<RuleIx>>, deadline: Deadline) -> Duties {
    let mut columns: Vec<CandidateIx> = levels
        .iter()
        .flatten()
        .flat_map(|&rule| model.rules()[rule].members.iter().map(|&(member, _)| member))
        .collect();
    columns.sort_unstable();
    columns.dedup();
    let columns: By<Column, CandidateIx> = By::from(columns);
    let in_columns = |rule: &Rule| -> Vec<(Column, i64)> {
        let place = |&(member, part): &(CandidateIx, i64)| Some((columns.place_of(&member)?, part));
        rule.members.iter().filter_map(place).collect()
    };
    // Each rule counts once, however often it could be kept.
    let mut rows: Vec<Row<Column>> = part
        .rules
        .iter()
        .map(|&rule| &model.rules()[rule])
        .map(|rule| Row {
            members: in_columns(rule),
            limit: Limit::AtMost(match rule.bound {
                Bound::AtMost(most) => most,
                Bound::One => 1,
            }),
        })
        .filter(|row| !row.members.is_empty())
        .collect();
    let cliques = cliques(model, &columns);
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
        let (chosen, proven) = match maximise(&values, &cliques, &rows, deadline) {
            Outcome::Optimal(chosen) => (chosen, true),
            Outcome::Feasible(chosen) => {
                let own = own();
                (if sum(&own) > sum(&chosen) { own } else { chosen }, false)
            }
            Outcome::Impossible | Outcome::None => (own(), false),
        };
        duties.proven &= proven;
        rows.push(Row::at_least(&values, sum(&chosen)));
        duties.chosen = chosen.into_iter().map(|column| columns[column]).collect();
        let kept = |&&rule: &&RuleIx| model.rules()[rule].sum(&duties.chosen) > 0;
        let kept = rules.iter().filter(kept).count();
        duties.levels.push(Level { rules, kept });
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
        let case = |minutes: i64, kept: usize| {
            let model = model(minutes);
            let whole = Part::whole(&model);
            let mut tries = TRIES;
            assert_eq!(hold_all(&model, &of_rank(&model, &whole, 1), &mut tries), None);
            assert_eq!(tries, 0);
            let duties = settle(&model, &whole, in_a_minute());
            assert!(duties.proven);
            assert_eq!(duties.levels[1].kept, kept);
            assert!(model.allows(&duties.chosen));
            assert_eq!(can_hold(&model, |_| true, in_a_minute()), kept == 13);
            assert!(can_hold(&model, |source| source != Source::MustSee(0), in_a_minute()));
        };
        case(60, 13);
        // It takes both times of the first.
        case(480, 12);
    }
}
