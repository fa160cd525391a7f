//! The integer program, and the only file that knows good_lp.
//!
//! Overlaps become maximal cliques: one row for each moment at which a set of talks runs that is
//! in no larger such set. With pairs instead, microlp needs minutes where it now needs
//! milliseconds, because its linear relaxation is then far from the answer.

use std::time::Duration;

use good_lp::{
    Expression, ProblemVariables, Solution, SolutionStatus, SolverModel, Variable, WithTimeLimit,
    constraint, microlp, variable,
};

use crate::model::Candidate;

/// `sum of coefficients over the members` is at most or at least a number.
#[derive(Clone, Debug)]
pub(super) enum Row {
    /// At most one of these columns.
    AtMostOne(Vec<usize>),
    /// The columns' values sum to at least this.
    AtLeast(Vec<i64>, i64),
}

/// What the solver made of a program.
#[derive(Debug)]
pub(super) enum Outcome {
    /// The best choice of columns.
    Optimal(Vec<usize>),
    /// A choice that fits, perhaps not the best.
    Feasible(Vec<usize>),
    /// No choice: out of time, or a fault of the solver.
    None,
}

/// One row for each maximal set of candidates that run at one moment.
///
/// `candidates` come in order of start. Sets of one are no rule.
pub(super) fn cliques(candidates: &[&Candidate]) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut running: Vec<usize> = Vec::new();
    let mut grown = false;
    for (i, candidate) in candidates.iter().enumerate() {
        let over = |&j: &usize| candidates[j].slot.end() <= candidate.slot.start();
        if running.iter().any(over) {
            if grown && running.len() > 1 {
                rows.push(Row::AtMostOne(running.clone()));
            }
            running.retain(|j| !over(j));
        }
        running.push(i);
        grown = true;
    }
    if grown && running.len() > 1 {
        rows.push(Row::AtMostOne(running));
    }
    rows
}

/// Chooses columns for the largest sum of `values` under the rows.
pub(super) fn maximise(values: &[i64], rows: &[Row], time: Duration) -> Outcome {
    let mut variables = ProblemVariables::new();
    let columns: Vec<Variable> =
        values.iter().map(|_| variables.add(variable().binary())).collect();
    let sum = |values: &[i64]| {
        let mut sum = Expression::with_capacity(values.len());
        for (&column, &value) in columns.iter().zip(values) {
            if value != 0 {
                // Sums stay below 2^53: points and ties are small and talks are few.
                sum.add_mul(value as f64, column);
            }
        }
        sum
    };
    let mut problem = variables
        .maximise(sum(values))
        .using(microlp)
        .with_time_limit(time.as_secs_f64().max(0.001));
    for row in rows {
        match row {
            Row::AtMostOne(members) => {
                let members: Expression = members.iter().map(|&member| columns[member]).sum();
                problem.add_constraint(constraint!(members <= 1));
            }
            Row::AtLeast(values, least) => {
                let least = *least as f64;
                problem.add_constraint(constraint!(sum(values) >= least));
            }
        }
    }
    let Ok(solution) = problem.solve() else { return Outcome::None };
    let chosen = (0..columns.len()).filter(|&i| solution.value(columns[i]) > 0.5).collect();
    match solution.status() {
        SolutionStatus::Optimal => Outcome::Optimal(chosen),
        SolutionStatus::TimeLimit | SolutionStatus::GapLimit => Outcome::Feasible(chosen),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Worth;
    use crate::schedule::{Event, EventId, Schedule, Slot, Zone};
    use chrono::{DateTime, TimeDelta};

    fn cliques_of(slots: &[(i64, i64)]) -> Vec<Vec<usize>> {
        let at = |minute| DateTime::UNIX_EPOCH + TimeDelta::minutes(minute);
        let events = slots.iter().enumerate().map(|(i, &(from, to))| {
            let slot = Slot::new(at(from), at(to)).unwrap();
            Event::new(EventId::new(i.to_string()), "T", slot)
        });
        let zone = Zone::named("UTC").unwrap();
        let (schedule, _) = Schedule::new("S".into(), None, zone, events.collect());
        let candidates: Vec<Candidate> = schedule
            .iter()
            .map(|(event, e)| Candidate { event, slot: e.slot, worth: Worth::default() })
            .collect();
        let candidates: Vec<&Candidate> = candidates.iter().collect();
        cliques(&candidates)
            .into_iter()
            .map(|row| match row {
                Row::AtMostOne(members) => members,
                Row::AtLeast(..) => unreachable!("cliques are upper bounds"),
            })
            .collect()
    }

    #[test]
    fn only_maximal_cliques_become_rows() {
        fn case(slots: &[(i64, i64)], expected: &[&[usize]]) {
            assert_eq!(cliques_of(slots), expected, "{slots:?}");
        }
        case(&[(0, 10), (10, 20)], &[]);
        case(&[(0, 30), (5, 10), (10, 20)], &[&[0, 1], &[0, 2]]);
        case(&[(0, 30), (5, 30), (10, 20), (20, 40)], &[&[0, 1, 2], &[0, 1, 3]]);
        case(&[(0, 10), (0, 10), (0, 10)], &[&[0, 1, 2]]);
    }

    #[test]
    fn an_impossible_or_empty_program_does_no_harm() {
        let second = Duration::from_secs(1);
        assert!(
            matches!(maximise(&[], &[], second), Outcome::Optimal(chosen) if chosen.is_empty())
        );
        let rows = [Row::AtMostOne(vec![0, 1]), Row::AtLeast(vec![1, 1], 2)];
        assert!(matches!(maximise(&[1, 1], &rows, second), Outcome::None));
    }
}
