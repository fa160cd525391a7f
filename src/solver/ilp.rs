//! The integer program, and the only file that knows good_lp.
//!
//! A choice that does not fit, an error and a panic all count as no answer: what is known already
//! is then the answer, with its bound.

use std::panic::catch_unwind;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use good_lp::variable::UnsolvedProblem;
use good_lp::{
    Expression, ProblemVariables, ResolutionError, Solution, SolutionStatus, SolverModel, Variable,
    WithTimeLimit, constraint, variable,
};

use crate::ix::{By, Ix};
use crate::model::Taper;

use super::Deadline;
use super::rows::{Limit, Row};

/// A column of an integer program.
pub(crate) type Column = Ix<Variable>;

/// What each column is worth.
pub(crate) type Values = By<Column, i64>;

/// An integer program: the largest sum of `values`, at most one of each clique, all rows kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ilp {
    pub(crate) values: Values,
    /// Columns that are no choices.
    pub(crate) excesses: Vec<Excess>,
    pub(crate) cliques: Vec<Vec<Column>>,
    pub(crate) rows: Vec<Row<Column>>,
}

/// A column that is not chosen: it is the points that a sum loses beyond a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Excess {
    pub(crate) column: Column,
    /// What is summed up, in order, with the [eighths](Taper::GRAIN) of a point that it may lose.
    pub(crate) members: Vec<(Column, i64)>,
    /// Of the sum of these so many are not lost.
    pub(crate) over: i64,
}

impl Ilp {
    /// Adds a row. One that tapers becomes columns that cost what it loses.
    pub(crate) fn add(&mut self, row: Row<Column>) {
        let Limit::Tapers(taper) = row.limit else { return self.rows.push(row) };
        for (over, eighths) in taper.knees() {
            let column = self.values.push(-1);
            let members = row.members.iter().map(|&(i, part)| (i, eighths * part)).collect();
            self.excesses.push(Excess { column, members, over: eighths * over });
        }
    }
}

/// What the solver made of a program.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome<I> {
    /// The best choice.
    Optimal(Vec<I>),
    /// A choice that fits, perhaps not the best.
    Feasible(Vec<I>),
    /// There is no choice that fits.
    Impossible,
    /// No choice: no time was left, or the solver failed.
    None,
}

/// What answers a program, in some time.
pub(super) type Backend = fn(&Ilp, Duration) -> Outcome<Column>;

/// The best choice of columns. Whether it is the best is the backend's word; that it fits is
/// certain.
pub(crate) fn maximise(ilp: &Ilp, deadline: Deadline) -> Outcome<Column> {
    let backend = backend();
    let time = deadline.left();
    let answer = if deadline.can_be_stopped() {
        // It looks at the clock now and then; with less time its answer comes before the end.
        let time = time.mul_f64(0.9);
        let ilp = ilp.clone();
        stoppable(move || backend(&ilp, time), deadline)
    } else {
        catch_unwind(|| backend(ilp, time)).ok()
    };
    match answer {
        Some(Outcome::Optimal(chosen) | Outcome::Feasible(chosen)) if !fits(&chosen, ilp) => {
            Outcome::None
        }
        Some(outcome) => outcome,
        None => Outcome::None,
    }
}

/// The answer of a search that knows nothing of stopping. When it is told to stop, or is late, it is
/// left alone in its thread, which ends with its time limit or with the program.
fn stoppable(
    search: impl FnOnce() -> Outcome<Column> + Send + 'static,
    deadline: Deadline,
) -> Option<Outcome<Column>> {
    /// How soon that is noticed.
    const TURN: Duration = Duration::from_millis(20);
    let (answer, answered) = mpsc::channel();
    // A panic ends the thread and closes the channel.
    std::thread::spawn(move || answer.send(search()));
    loop {
        match answered.recv_timeout(TURN) {
            Ok(outcome) => return Some(outcome),
            Err(RecvTimeoutError::Timeout) if !deadline.is_over() => {}
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
        }
    }
}

/// The program in the hands of microlp.
#[cfg(not(feature = "highs"))]
fn unsolved(program: UnsolvedProblem) -> impl SolverModel<Error = ResolutionError> + WithTimeLimit {
    program.using(good_lp::microlp)
}

/// The program in the hands of HiGHS, which is told to go on until no better choice is left, and to
/// go the same way each time.
#[cfg(feature = "highs")]
fn unsolved(program: UnsolvedProblem) -> impl SolverModel<Error = ResolutionError> + WithTimeLimit {
    program
        .using(good_lp::highs)
        .set_threads(1)
        .set_option("random_seed", 0)
        .set_option("mip_rel_gap", 0.0)
        .set_option("mip_abs_gap", 0.0)
}

#[cfg(not(test))]
fn backend() -> Backend {
    by_good_lp
}

#[cfg(test)]
use super::faults::backend;

/// Whether a choice of columns keeps all cliques and rows.
fn fits(chosen: &[Column], ilp: &Ilp) -> bool {
    // In eighths, as losses are.
    let mut amounts: By<Column, i64> = ilp.values.iter().map(|_| 0).collect();
    for &column in chosen {
        match amounts.get_mut(column.index()) {
            Some(amount) if *amount == 0 => *amount = Taper::GRAIN,
            Some(_) | None => return false,
        }
    }
    let sum = |members: &[(Column, i64)], amounts: &By<Column, i64>| -> i64 {
        members.iter().map(|&(column, part)| amounts[column] * part).sum()
    };
    for excess in &ilp.excesses {
        if amounts[excess.column] != 0 {
            return false;
        }
        let beyond = sum(&excess.members, &amounts) / Taper::GRAIN - excess.over;
        amounts[excess.column] = beyond.max(0);
    }
    let is_single =
        |clique: &Vec<Column>| clique.iter().map(|&i| amounts[i]).sum::<i64>() <= Taper::GRAIN;
    let is_kept = |row: &Row<Column>| {
        let sum = sum(&row.members, &amounts);
        let (down, up) =
            (sum.div_euclid(Taper::GRAIN), (sum + Taper::GRAIN - 1).div_euclid(Taper::GRAIN));
        row.slack(down) >= 0 && row.slack(up) >= 0
    };
    ilp.cliques.iter().all(is_single) && ilp.rows.iter().all(is_kept)
}

/// What good_lp makes of a program.
pub(super) fn by_good_lp(ilp: &Ilp, time: Duration) -> Outcome<Column> {
    let Ilp { values, excesses, cliques, rows } = ilp;
    if values.is_empty() {
        // HiGHS calls this an error.
        let is_kept = rows.iter().all(|row| row.slack(0) >= 0);
        return if is_kept { Outcome::Optimal(Vec::new()) } else { Outcome::Impossible };
    }
    let mut is_choice: By<Column, bool> = values.iter().map(|_| true).collect();
    for excess in excesses {
        is_choice[excess.column] = false;
    }
    let mut variables = ProblemVariables::new();
    let column = |&is_choice: &bool| match is_choice {
        true => variable().binary(),
        false => variable().min(0),
    };
    let columns: By<Column, Variable> =
        is_choice.iter().map(|is_choice| variables.add(column(is_choice))).collect();
    // Sums stay far below 2^53, up to which floating point is exact.
    let sum = |parts: &mut dyn Iterator<Item = (Column, i64)>| {
        let mut sum = Expression::default();
        for (column, part) in parts.filter(|&(_, part)| part != 0) {
            sum.add_mul(part as f64, columns[column]);
        }
        sum
    };
    let objective = sum(&mut values.entries().map(|(column, &value)| (column, value)));
    let mut problem =
        unsolved(variables.maximise(objective)).with_time_limit(time.as_secs_f64().max(0.001));
    for clique in cliques {
        let members = sum(&mut clique.iter().map(|&column| (column, 1)));
        problem.add_constraint(constraint!(members <= 1));
    }
    for excess in excesses {
        let taken = (excess.column, -Taper::GRAIN);
        let members = sum(&mut excess.members.iter().copied().chain([taken]));
        problem.add_constraint(members.leq(excess.over as f64));
    }
    for row in rows {
        let members = sum(&mut row.members.iter().copied());
        match row.limit {
            Limit::AtMost(most) => drop(problem.add_constraint(members.leq(most as f64))),
            Limit::AtLeast(least) => drop(problem.add_constraint(members.geq(least as f64))),
            // It is among the excesses.
            Limit::Tapers(_) => {}
        }
    }
    let solution = match problem.solve() {
        Ok(solution) => solution,
        Err(ResolutionError::Infeasible) => return Outcome::Impossible,
        Err(_) => return Outcome::None,
    };
    let is_chosen = |&(column, &variable): &(Column, &Variable)| {
        is_choice[column] && solution.value(variable) > 0.5
    };
    let chosen = columns.entries().filter(is_chosen).map(|(column, _)| column).collect();
    match solution.status() {
        SolutionStatus::Optimal => Outcome::Optimal(chosen),
        SolutionStatus::TimeLimit | SolutionStatus::GapLimit => Outcome::Feasible(chosen),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cliques_and_rows_are_kept() {
        let columns = |columns: &[usize]| columns.iter().copied().map(Column::new).collect();
        let row = |members: &[(usize, i64)], limit| {
            let members = members.iter().map(|&(column, part)| (Column::new(column), part));
            Row { members: members.collect(), limit }
        };
        let case = |values: &[i64], cliques: &[&[usize]], rows: &[Row<Column>], expected| {
            let cliques = cliques.iter().copied().map(columns).collect();
            let mut ilp = Ilp { values: By::from(values.to_vec()), cliques, ..Ilp::default() };
            rows.iter().for_each(|row| ilp.add(row.clone()));
            assert_eq!(maximise(&ilp, Deadline::after(Duration::from_secs(5))), expected);
        };
        let optimal = |chosen: &[usize]| Outcome::Optimal(columns(chosen));
        case(&[], &[], &[], optimal(&[]));
        case(&[3, 2, 2], &[&[0, 1], &[0, 2]], &[], optimal(&[1, 2]));
        let at_most = row(&[(0, 30), (1, 40)], Limit::AtMost(50));
        case(&[3, 2], &[], &[at_most], optimal(&[0]));
        case(&[3, 0], &[&[0, 1]], &[row(&[(1, 1)], Limit::AtLeast(1))], optimal(&[1]));
        let impossible = row(&[(0, 1), (1, 1)], Limit::AtLeast(2));
        case(&[1, 1], &[&[0, 1]], &[impossible], Outcome::Impossible);
        // Of both, the second counts three eighths: 8 + 3 + 5 against 8 + 5 + 7.
        let tapers = row(&[(0, 8), (1, 8)], Limit::Tapers(Taper { step: 8, unit: 1 }));
        case(&[8, 8, 5, 7], &[&[1, 2], &[1, 3]], &[tapers], optimal(&[0, 2, 3]));
    }
}
