//! Hours in a row in integer programs: a row for each run that an answer has too long, until none is.
//!
//! As constraints from the beginning they would be as many as there are ways to fill the time (lazy
//! constraints: G. Dantzig, R. Fulkerson and S. Johnson, "Solution of a large-scale
//! traveling-salesman problem", 1954).

use crate::model::{CandidateIx, Model};

use super::Deadline;
use super::ilp::{Column, Ilp, Outcome, maximise};
use super::rows::{Limit, Row};

/// How often a program is solved again before it counts as not solved.
const ROUNDS: usize = 200;

/// For each run of the `chosen` ones among some columns, in order of start, that is too long: at most
/// all but one of it. Whatever takes all of a talk's time and more makes the run no shorter, so that
/// it counts in its place.
pub(crate) fn too_long<I: Copy + Ord>(
    model: &Model,
    columns: &[(I, CandidateIx)],
    chosen: &[I],
) -> Vec<Row<I>> {
    let is_chosen = |(column, _): &&(I, CandidateIx)| chosen.binary_search(column).is_ok();
    let choice: Vec<CandidateIx> = columns.iter().filter(is_chosen).map(|it| it.1).collect();
    let row = |run: Vec<CandidateIx>| {
        let candidate = |i: CandidateIx| &model.candidates()[i];
        let is_part = |i: CandidateIx| {
            let it = candidate(i);
            it.is_talk()
                && run.iter().map(|&talk| candidate(talk)).any(|talk| {
                    it.slot.contains(talk.slot) && it.margins.settled == talk.margins.settled
                })
        };
        let members = columns.iter().filter(|(_, candidate)| is_part(*candidate));
        let members = members.map(|&(column, _)| (column, 1)).collect();
        let most = i64::try_from(run.len()).unwrap_or(i64::MAX) - 1;
        Row { members, limit: Limit::AtMost(most) }
    };
    model.broken_runs(&choice).into_iter().map(row).collect()
}

/// The best choice of columns, as [`maximise`] finds it, with rows for whatever is `broken` in an
/// answer.
pub(crate) fn maximise_unbroken(
    mut ilp: Ilp,
    deadline: Deadline,
    broken: impl Fn(&[Column]) -> Vec<Row<Column>>,
) -> Outcome<Column> {
    for _ in 0..ROUNDS {
        let outcome = maximise(&ilp, deadline);
        let (Outcome::Optimal(found) | Outcome::Feasible(found)) = &outcome else {
            return outcome;
        };
        let more = broken(found);
        if more.is_empty() {
            return outcome;
        }
        ilp.rows.extend(more);
        if deadline.is_over() {
            break;
        }
    }
    Outcome::None
}
