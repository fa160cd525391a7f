//! One search: what is forced, what binds, what is left, and the choice among it.

use std::collections::BTreeSet;

use crate::model::{Bound, Model, Worth};

use super::cliques::cliques;
use super::duties::{Duties, settle};
use super::ilp::{Outcome, maximise};
use super::relax::{Limit, Relaxed, Row, relax};
use super::timeline::{Paths, Timeline};
use super::{Deadline, Proof, Selection};

/// The most columns that the integer program is given at once.
const CORE: usize = 800;
/// The most columns for which the steps between them are weighed as well.
const STEPWISE: usize = 40;
/// Weighs more than all points together, so that what has to be held is on every best path.
const HELD: i64 = 1 << 40;

/// The candidates that can be chosen when all duties that can be kept are kept.
pub(super) struct Search<'a> {
    model: &'a Model,
    pub(super) duties: Duties,
    /// Candidates in order of start; all that follows is by position in it.
    pub(super) members: Vec<usize>,
    /// By position, whether it has to be chosen.
    pub(super) held: Vec<bool>,
    pub(super) rows: Vec<Row>,
    timeline: Timeline,
    /// Positions with points, the most first.
    by_points: Vec<usize>,
}

impl<'a> Search<'a> {
    pub(super) fn new(model: &'a Model, deadline: Deadline) -> Search<'a> {
        let duties = settle(model, deadline);
        let (held, dropped) = held(model, &duties);
        let members: Vec<usize> =
            (0..model.candidates().len()).filter(|i| !dropped.contains(i)).collect();
        let rows = rows(model, &duties, &members, &held);
        let timeline = Timeline::new(model, &members);
        let held = members.iter().map(|member| held.contains(member)).collect();
        let points = |i: usize| model.candidates()[members[i]].points;
        let mut by_points: Vec<usize> = (0..members.len()).filter(|&i| points(i) > 0).collect();
        by_points.sort_by_key(|&i| (-points(i), i));
        Search { model, duties, members, held, rows, timeline, by_points }
    }

    /// The best choice and its proof.
    pub(super) fn solve(&self, deadline: Deadline) -> (Vec<usize>, Proof) {
        let paths = self.worth_paths(|_| true);
        let path = paths.path();
        let (chosen, proof) = if self.keeps_rows(&path) {
            let best = paths.best();
            let left: Vec<usize> =
                (0..self.members.len()).filter(|&i| paths.with(i) == best).collect();
            (self.final_choice(&left, path, deadline), Proof::Optimal)
        } else {
            self.solve_rows(deadline)
        };
        let proof = if self.duties.proven { proof } else { weaker(proof, self.points(&chosen)) };
        (chosen.into_iter().map(|position| self.members[position]).collect(), proof)
    }

    /// The best choice where other rules than clashes bind.
    fn solve_rows(&self, deadline: Deadline) -> (Vec<usize>, Proof) {
        let mut best = self.first_choice();
        let mut known = self.points(&best);
        let relaxed = self.relaxed(deadline, |path| {
            let repaired = self.repaired(path);
            if let Some(repaired) = repaired.filter(|choice| self.points(choice) > known) {
                known = self.points(&repaired);
                best = repaired;
            }
            known
        });
        let mut proven = self.bound(&relaxed) <= known;
        let mut size = CORE;
        loop {
            let left = self.left(&relaxed, known);
            // The most promising first: a better choice leaves fewer.
            let core = self.core(&relaxed, &left, &best, size);
            let (choice, optimal) = self.choice(&core, best, deadline);
            best = choice;
            known = self.points(&best);
            proven |= optimal && core.len() == left.len();
            if proven || core.len() == left.len() || deadline.is_over() {
                break;
            }
            size *= 2;
        }
        let points = self.points(&best);
        let bound = self.bound(&relaxed).max(points);
        if proven || bound == points {
            (self.tidied(&relaxed, best, deadline), Proof::Optimal)
        } else {
            (best, Proof::Bound(bound))
        }
    }

    fn bound(&self, relaxed: &Relaxed) -> i64 {
        relaxed.bound() - self.lift()
    }

    /// At most so many of the positions that are left, those with the highest bounds, and all of
    /// the best choice.
    fn core(&self, relaxed: &Relaxed, left: &[usize], best: &[usize], size: usize) -> Vec<usize> {
        if left.len() <= size {
            return left.to_vec();
        }
        let mut core = left.to_vec();
        core.sort_by_key(|&i| (!self.held[i], -relaxed.bound_with(i), i));
        core.truncate(size);
        core.extend(best);
        core.sort_unstable();
        core.dedup();
        core
    }

    /// The positions that may be part of a choice with at least so many points.
    fn left(&self, relaxed: &Relaxed, points: i64) -> Vec<usize> {
        (0..self.members.len())
            .filter(|&i| self.held[i] || relaxed.bound_with(i) - self.lift() >= points)
            .collect()
    }

    fn relaxed(&self, deadline: Deadline, mut attempt: impl FnMut(&[usize]) -> i64) -> Relaxed {
        let points: Vec<i64> = (0..self.members.len())
            .map(|i| {
                self.candidate_points(i) + if self.held[i] { HELD / super::relax::SCALE } else { 0 }
            })
            .collect();
        let lift = self.lift();
        relax(&self.timeline, &points, &self.rows, deadline, |path| attempt(path) + lift)
    }

    /// What the weight of all that is held adds to every bound.
    fn lift(&self) -> i64 {
        let held = self.held.iter().filter(|held| **held).count();
        HELD / super::relax::SCALE * i64::try_from(held).unwrap_or(0)
    }

    fn candidate_points(&self, position: usize) -> i64 {
        self.model.candidates()[self.members[position]].points
    }

    fn points(&self, choice: &[usize]) -> i64 {
        choice.iter().map(|&i| self.candidate_points(i)).sum()
    }

    fn worth(&self, choice: &[usize]) -> Worth {
        let members: Vec<usize> = choice.iter().map(|&i| self.members[i]).collect();
        self.model.worth(&members)
    }

    fn keeps_rows(&self, choice: &[usize]) -> bool {
        self.rows.iter().all(|row| row.slack(choice) >= 0) && self.holds_all(choice) && {
            let members: Vec<usize> = choice.iter().map(|&i| self.members[i]).collect();
            self.model.allows(&members)
        }
    }

    fn holds_all(&self, choice: &[usize]) -> bool {
        let held = (0..self.held.len()).filter(|&i| self.held[i]);
        held.into_iter().all(|i| choice.binary_search(&i).is_ok())
    }

    /// The best paths by every level of worth, among the positions that `keep` says.
    fn worth_paths(&self, keep: impl Fn(usize) -> bool) -> Paths<Worth> {
        let weights = (0..self.members.len())
            .map(|i| {
                let worth = self.model.worth_of(self.members[i]);
                if self.held[i] {
                    Worth { demands: 1, ..worth }
                } else if keep(i) {
                    worth
                } else {
                    // A path through here loses to any other.
                    Worth { demands: -1, ..worth }
                }
            })
            .collect();
        self.timeline.paths(weights, |minutes, moved| Worth {
            walking: -minutes,
            moves: -i64::from(moved),
            ..Worth::default()
        })
    }

    /// A choice that keeps every rule: the duties' own candidates, and the best that fits around.
    fn first_choice(&self) -> Vec<usize> {
        let duties: Vec<usize> =
            self.duties.chosen.iter().filter_map(|i| self.members.binary_search(i).ok()).collect();
        let fits = |i: usize| {
            duties.contains(&i)
                || duties.iter().all(|&d| !self.model.clash(self.members[d], self.members[i]))
        };
        let weights = (0..self.members.len())
            .map(|i| match (duties.contains(&i), fits(i)) {
                (true, _) => HELD + self.candidate_points(i),
                (false, true) => self.candidate_points(i),
                (false, false) => -HELD,
            })
            .collect();
        let path = self.timeline.paths(weights, |_, _| 0).path();
        self.repaired(&path).unwrap_or(duties)
    }

    /// A path with whatever breaks a limit left out, the least first; none if it lacks a duty.
    fn repaired(&self, path: &[usize]) -> Option<Vec<usize>> {
        let mut choice = path.to_vec();
        let dear = |i: usize| self.held[i] || self.duties.chosen.contains(&self.members[i]);
        for row in &self.rows {
            while matches!(row.limit, Limit::AtMost(_)) && row.slack(&choice) < 0 {
                let parts = row.members.iter().filter(|(i, _)| choice.binary_search(i).is_ok());
                let least = parts.min_by_key(|&&(i, part)| {
                    // Points given up for each unit of the limit.
                    (dear(i), self.candidate_points(i) * 1000 / part.max(1), i)
                })?;
                choice.retain(|&i| i != least.0);
            }
        }
        self.keeps_rows(&choice).then(|| self.filled(choice))
    }

    /// A choice with whatever still fits beside it, the most points first.
    fn filled(&self, mut choice: Vec<usize>) -> Vec<usize> {
        for &i in &self.by_points {
            let clash = |&j: &usize| self.model.clash(self.members[i], self.members[j]);
            if choice.iter().any(clash) {
                continue;
            }
            let place = choice.partition_point(|&j| j < i);
            choice.insert(place, i);
            if self.rows.iter().any(|row| row.slack(&choice) < 0) {
                choice.remove(place);
            }
        }
        choice
    }

    /// What good_lp chooses among some positions for the most points; `known` if it finds nothing
    /// better. And whether that is proven.
    fn choice(&self, left: &[usize], known: Vec<usize>, deadline: Deadline) -> (Vec<usize>, bool) {
        let program = Program::new(self, left);
        let values: Vec<i64> = left.iter().map(|&i| self.candidate_points(i)).collect();
        let (found, optimal) =
            match maximise(&values, &program.cliques, &program.rows, deadline.left()) {
                Outcome::Optimal(found) => (found, true),
                Outcome::Feasible(found) => (found, false),
                Outcome::Impossible | Outcome::None => return (known, false),
            };
        let found: Vec<usize> = found.into_iter().map(|column| left[column]).collect();
        if self.keeps_rows(&found) && self.points(&found) >= self.points(&known) {
            (found, optimal)
        } else {
            // A wrong answer proves nothing.
            (known, false)
        }
    }

    /// Among choices with as many points as the best: the one with the least walking, the fewest
    /// moves, the first in the order of ties.
    fn tidied(&self, relaxed: &Relaxed, best: Vec<usize>, deadline: Deadline) -> Vec<usize> {
        let points = self.points(&best);
        let left = self.left(relaxed, points);
        let paths = self.worth_paths(|i| left.binary_search(&i).is_ok());
        let path = paths.path();
        if self.keeps_rows(&path) && self.points(&path) == points {
            return self.final_choice(&path.clone(), path, deadline);
        }
        let mut program = Program::new(self, &left);
        let of = |level: &dyn Fn(Worth) -> i64| -> Vec<i64> {
            left.iter().map(|&i| level(self.model.worth_of(self.members[i]))).collect()
        };
        program.at_least(&of(&|worth| worth.points), points);
        let mut levels = Vec::new();
        if left.len() <= STEPWISE {
            let steps = program.steps(self, &left);
            levels.push([vec![0; left.len()], steps.iter().map(|step| step.walking).collect()]);
            levels.push([vec![0; left.len()], steps.iter().map(|step| step.moves).collect()]);
        }
        levels.push([of(&|worth| worth.tie.0), Vec::new()]);
        levels.push([of(&|worth| worth.tie.1), Vec::new()]);
        let mut tidy = best;
        for level in levels {
            let mut values = level.concat();
            values.resize(program.columns, 0);
            let found = maximise(&values, &program.cliques, &program.rows, deadline.left());
            let Outcome::Optimal(found) = found else { return tidy };
            let reached = found.iter().map(|&column| values[column]).sum();
            let found: Vec<usize> =
                found.into_iter().filter_map(|column| left.get(column).copied()).collect();
            if !self.keeps_rows(&found) || self.points(&found) != points {
                return tidy;
            }
            program.at_least(&values, reached);
            tidy = found;
        }
        tidy
    }

    /// What good_lp chooses among the positions of the best paths; these are the best path itself
    /// unless several are equal in every level.
    fn final_choice(&self, left: &[usize], path: Vec<usize>, deadline: Deadline) -> Vec<usize> {
        let (found, _) = self.choice(left, path.clone(), deadline);
        if self.worth(&found) >= self.worth(&path) { found } else { path }
    }

    /// By candidate of the model: the worth of the best choice that holds it, and whether that is
    /// exact or a bound; none for what cannot be held without giving up a duty.
    pub(super) fn bounds_with(
        &self,
        selection: &Selection,
        deadline: Deadline,
    ) -> Vec<Option<(Worth, bool)>> {
        let mut bounds = vec![None; self.model.candidates().len()];
        let paths = self.worth_paths(|_| true);
        if self.keeps_rows(&paths.path()) {
            let lift = paths.best() - selection.worth;
            for (position, &member) in self.members.iter().enumerate() {
                let exact = self.keeps_rows(&paths.path_with(position));
                bounds[member] = Some((paths.with(position) - lift, exact));
            }
            return bounds;
        }
        let relaxed = self.relaxed(deadline, |_| selection.worth.points);
        for (position, &member) in self.members.iter().enumerate() {
            let points = relaxed.bound_with(position) - self.lift();
            let path = relaxed.paths.path_with(position);
            let exact = self.keeps_rows(&path) && relaxed.is_tight(&self.rows, &path);
            let worth = Worth { points: points.min(selection.worth.points), ..selection.worth };
            bounds[member] = Some((worth, exact));
        }
        bounds
    }
}

/// A proof that does not reach as far as it seemed.
fn weaker(proof: Proof, points: i64) -> Proof {
    match proof {
        Proof::Optimal => Proof::Bound(points),
        bound @ Proof::Bound(_) => bound,
    }
}

/// What has to be chosen because a duty that is kept has no other candidate, and what is therefore
/// out of the question.
fn held(model: &Model, duties: &Duties) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let (mut held, mut dropped) = (BTreeSet::new(), BTreeSet::new());
    let kept: Vec<usize> = duties
        .levels
        .iter()
        .filter(|level| level.kept == level.rules.len())
        .flat_map(|level| level.rules.iter().copied())
        .collect();
    loop {
        let before = held.len();
        for &rule in &kept {
            let members = model.rules()[rule].members.iter().map(|&(member, _)| member);
            let left: Vec<usize> = members.filter(|member| !dropped.contains(member)).collect();
            if let &[only] = left.as_slice()
                && held.insert(only)
            {
                dropped.extend(
                    (0..model.candidates().len()).filter(|&i| i != only && model.clash(i, only)),
                );
            }
        }
        if held.len() == before {
            return (held, dropped);
        }
    }
}

/// The rules that may bind, over the positions of `members`.
fn rows(model: &Model, duties: &Duties, members: &[usize], held: &BTreeSet<usize>) -> Vec<Row> {
    let positions = |rule: usize| -> Vec<(usize, i64)> {
        let place = |&(i, part): &(usize, i64)| Some((members.binary_search(&i).ok()?, part));
        model.rules()[rule].members.iter().filter_map(place).collect()
    };
    let mut rows = Vec::new();
    for (number, rule) in model.rules().iter().enumerate() {
        if let Bound::AtMost(most) = rule.bound {
            let members = positions(number);
            if members.iter().map(|(_, part)| part).sum::<i64>() > most {
                rows.push(Row { members, limit: Limit::AtMost(most) });
            }
        }
    }
    for level in &duties.levels {
        if level.kept == level.rules.len() {
            let is_held = |rule: &&usize| {
                model.rules()[**rule].members.iter().any(|(member, _)| held.contains(member))
            };
            for &rule in level.rules.iter().filter(|rule| !is_held(rule)) {
                rows.push(Row { members: positions(rule), limit: Limit::AtLeast(1) });
            }
            continue;
        }
        // Which of them are kept is open: as many as can be, each counted once.
        let mut parts = std::collections::BTreeMap::new();
        for &rule in &level.rules {
            let members = positions(rule);
            for &(position, _) in &members {
                *parts.entry(position).or_insert(0) += 1;
            }
            if members.len() > 1 {
                rows.push(Row { members, limit: Limit::AtMost(1) });
            }
        }
        let kept = i64::try_from(level.kept).unwrap_or(0);
        rows.push(Row { members: parts.into_iter().collect(), limit: Limit::AtLeast(kept) });
    }
    rows
}

/// The integer program over some positions of a search; columns for steps may come after theirs.
struct Program {
    columns: usize,
    cliques: Vec<Vec<usize>>,
    rows: Vec<Row>,
}

impl Program {
    fn new(search: &Search<'_>, left: &[usize]) -> Program {
        let members: Vec<usize> = left.iter().map(|&i| search.members[i]).collect();
        let mut rows: Vec<Row> = search
            .rows
            .iter()
            .map(|row| Row {
                members: row
                    .members
                    .iter()
                    .filter_map(|&(i, part)| Some((left.binary_search(&i).ok()?, part)))
                    .collect(),
                limit: row.limit,
            })
            .filter(|row| match row.limit {
                Limit::AtMost(most) => row.members.iter().map(|(_, part)| part).sum::<i64>() > most,
                Limit::AtLeast(_) => true,
            })
            .collect();
        for (column, _) in left.iter().enumerate().filter(|&(_, &i)| search.held[i]) {
            rows.push(Row { members: vec![(column, 1)], limit: Limit::AtLeast(1) });
        }
        Program { columns: left.len(), cliques: cliques(search.model, &members), rows }
    }

    /// Adds a column for each step that costs something: it is chosen where both ends of the step
    /// are and nothing between them is. Gives the steps' worths, in the order of their columns.
    fn steps(&mut self, search: &Search<'_>, left: &[usize]) -> Vec<Worth> {
        let mut steps = Vec::new();
        for (a, &from) in left.iter().enumerate() {
            for (b, &to) in left.iter().enumerate().skip(a + 1) {
                let (from, to) = (search.members[from], search.members[to]);
                let step = search.model.step(from, to);
                if step == Worth::default() || search.model.clash(from, to) {
                    continue;
                }
                let mut members = vec![(a, 1), (b, 1), (self.columns, -1)];
                members.extend((a + 1..b).map(|between| (between, -1)));
                self.rows.push(Row { members, limit: Limit::AtMost(1) });
                self.columns += 1;
                steps.push(step);
            }
        }
        steps
    }

    fn at_least(&mut self, values: &[i64], least: i64) {
        let parts = values.iter().copied().enumerate();
        let members = parts.filter(|&(_, value)| value != 0).collect();
        self.rows.push(Row { members, limit: Limit::AtLeast(least) });
    }
}
