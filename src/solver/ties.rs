//! The choice among equals.

use super::Deadline;
use super::ilp::{Outcome, Values};
use super::labels;
use super::program::Program;
use super::relax::Relaxed;
use super::scope::Scope;
use super::timeline::Position;

/// The most choices of talks with equal points that the integer program is asked for one by one.
const EQUALS: usize = 4;
/// The most comparisons of paths for the places of the breaks.
const TRIES: usize = 30_000;

/// What good_lp chooses among the positions of the best paths; these are the best path itself
/// unless several are equal.
pub(super) fn final_choice(
    scope: &Scope<'_>,
    left: &[Position],
    path: Vec<Position>,
    deadline: Deadline,
) -> Vec<Position> {
    let program = Program::new(scope, left);
    let values = program.points();
    match program.best(&values, deadline) {
        Some((found, _)) if scope.worth(&found) > scope.worth(&path) => found,
        _ => path,
    }
}

/// Among choices with as many points as the best, where paths are too many to tell apart: the best
/// in every level of worth if the choices are few, else the first in the order of ties.
pub(super) fn ordered(
    scope: &Scope<'_>,
    relaxed: &Relaxed,
    left: &[Position],
    best: Vec<Position>,
    deadline: Deadline,
) -> Vec<Position> {
    let mut program = Program::new(scope, left);
    let points = program.points();
    program.worth_at_least(scope.value(&best));
    if let Some(equals) = equals(program.clone(), &points, &best, deadline) {
        let placed = equals.into_iter().map(|choice| placed(scope, relaxed, left, choice));
        return placed.max_by_key(|choice| scope.worth(choice)).unwrap_or(best);
    }
    let tie = |i: Position| scope.model.worth_of(scope.members[i]).tie;
    let mut ordered = best;
    for values in [program.values(|i| tie(i).0), program.values(|i| tie(i).1)] {
        let Some((found, true)) = program.best(&values, deadline) else { break };
        let reached = program.sum(&values, &found);
        program.at_least(&values, reached);
        ordered = found;
    }
    ordered
}

/// All choices of talks that a program allows, of which one is known; none if they are many.
fn equals(
    mut program: Program<'_>,
    points: &Values,
    known: &[Position],
    deadline: Deadline,
) -> Option<Vec<Vec<Position>>> {
    let mut equals = vec![known.to_vec()];
    while equals.len() < EQUALS {
        program.other_than(&equals[equals.len() - 1]);
        match program.outcome(points, deadline) {
            Outcome::Optimal(other) => equals.push(other),
            Outcome::Impossible => return Some(equals),
            Outcome::Feasible(_) | Outcome::None => break,
        }
    }
    None
}

/// The talks of a choice with the breaks where they are best.
fn placed(
    scope: &Scope<'_>,
    relaxed: &Relaxed,
    left: &[Position],
    choice: Vec<Position>,
) -> Vec<Position> {
    let is_open = |i: &Position| !scope.is_talk(*i) || choice.binary_search(i).is_ok();
    let open: Vec<Position> = left.iter().copied().filter(is_open).collect();
    let least = scope.weight(scope.value(&choice));
    let paths = labels::best(scope, relaxed, &open, least, TRIES);
    paths.and_then(|paths| paths.into_iter().next()).unwrap_or(choice)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::model::Model;
    use crate::solver::duties::settle;
    use crate::solver::example::{Example, in_a_minute};
    use crate::solver::parts::Part;

    /// So many hours with two talks in each that are worth the same, and a lunch that fits at more
    /// than one time.
    fn twins(hours: usize) -> Model {
        let mut programme = "title: T\ntimezone: UTC\nevents:\n".to_owned();
        let mut ratings = Vec::new();
        for hour in 0..hours {
            for twin in ["a", "b"] {
                let start = 14 + hour;
                writeln!(
                    programme,
                    "  - {{ id: {twin}{hour}, title: X, start: 2026-05-01T{start}:00, minutes: 60 }}"
                )
                .unwrap();
                ratings.push(format!("{twin}{hour}: 80"));
            }
        }
        let profile = format!(
            "ratings: {{ {} }}\nbreaks: [ {{ name: lunch, minutes: 60, between: 12:00-13:30 }} ]",
            ratings.join(", ")
        );
        Example::new(&programme, &profile).model
    }

    #[test]
    fn of_equal_choices_the_same_one_is_taken_however_many_there_are() {
        for hours in 1..5 {
            let model = twins(hours);
            let part = Part::whole(&model);
            let scope = Scope::new(&model, &part, &settle(&model, &part, in_a_minute()));
            let multipliers = vec![0; scope.rows.all().len()];
            let relaxed = Relaxed::new(&scope.timeline, &scope.weights(), &scope.rows, multipliers);
            let expected = scope.worth_paths().path();
            // The other one of every pair.
            let talks = expected.iter().filter(|&&i| scope.is_talk(i));
            let others = talks.map(|&i| {
                let slot = |i: Position| model.candidates()[scope.members[i]].slot;
                scope.members.indices().find(|&j| j != i && slot(j) == slot(i)).unwrap()
            });
            let lunch = expected.iter().copied().filter(|&i| !scope.is_talk(i));
            let mut known: Vec<Position> = others.chain(lunch).collect();
            known.sort_unstable();
            assert!(scope.worth(&known) < scope.worth(&expected));
            let all: Vec<Position> = scope.members.indices().collect();
            let found = ordered(&scope, &relaxed, &all, known, in_a_minute());
            assert_eq!(scope.worth(&found), scope.worth(&expected), "{hours} hours");
        }
    }
}
