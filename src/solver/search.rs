//! One search: a small bound, what it leaves, and the choice among that.

use std::ops::RangeInclusive;

use crate::ix::By;
use crate::model::{CandidateIx, Model, Taper};

use super::duties::{Duties, settle};
use super::parts::parts;
use super::program::Program;
use super::relax::{Descent, Relaxed};
use super::scope::Scope;
use super::ties::{final_choice, ordered};
use super::timeline::Position;
use super::{Deadline, Proof, labels};

/// The most columns that the integer program is given at once.
const CORE: usize = 800;
/// The steps for a bound after which the scope may be narrowed, and how often.
pub(super) const ROUND: usize = 24;
/// A choice is made of every so many-th path on the way.
const ATTEMPT: usize = 5;
/// The most comparisons of paths while the bound may still get smaller.
const FEW_TRIES: usize = 30_000;
/// How far the best choice may lie below the bound, in sixteenths of the gap: guesses, of which the
/// last is what is known.
const GUESSES: [i64; 12] = [1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 15, 16];
/// How many talks of a choice are chosen anew at once, beside all others.
const WINDOW: usize = 10;
/// After so many rounds that is done.
const REFINED: usize = 3;

/// How hard a search tries.
pub(super) struct Effort {
    /// How often so many steps for a bound are taken.
    rounds: usize,
    /// The most comparisons of paths before the integer program is asked.
    tries: usize,
    /// Of how many columns it may be at most.
    columns: usize,
}

/// For the answer.
const ANSWER: Effort = Effort { rounds: 12, tries: 500_000, columns: usize::MAX };
/// For a question beside it, from multipliers that are good already; and for one of its own.
pub(super) const ASIDE: Effort = Effort { rounds: 3, tries: 100_000, columns: 80 };
const QUESTION: Effort = Effort { rounds: 6, tries: 200_000, columns: 80 };

impl Effort {
    /// Whether it matters which of equal choices is found.
    fn is_final(&self) -> bool {
        self.columns == usize::MAX
    }
}

/// What a search found.
pub(super) struct Found {
    /// The best choice known, as candidates; none where nothing keeps all duties, as far as known.
    pub(super) choice: Option<Vec<CandidateIx>>,
    /// No choice has more, in eighths of a point.
    pub(super) bound: i64,
}

impl Found {
    pub(super) const NOTHING: Found = Found { choice: None, bound: i64::MIN };
}

/// The best choice of a model and its proof.
pub(super) fn solve(model: &Model, deadline: Deadline) -> (Vec<CandidateIx>, Proof) {
    let (choice, proof, _) = solve_by(model, &ANSWER, deadline);
    (choice, proof)
}

/// A good choice of a model, with its proof or a bound, in bounded time. None where it is not certain
/// that no more duties can be kept.
pub(super) fn solve_roughly(
    model: &Model,
    deadline: Deadline,
) -> Option<(Vec<CandidateIx>, Proof)> {
    let (choice, proof, is_settled) = solve_by(model, &QUESTION, deadline);
    is_settled.then_some((choice, proof))
}

/// The best choice of a model, its proof, and whether it is certain that no more duties can be kept.
fn solve_by(model: &Model, effort: &Effort, deadline: Deadline) -> (Vec<CandidateIx>, Proof, bool) {
    let parts = parts(model);
    let (mut choice, mut bound, mut is_settled) = (Vec::new(), 0, true);
    for (number, part) in parts.iter().enumerate() {
        // No part takes the time of those after it.
        let deadline = deadline.share(parts.len() - number);
        let duties = settle(model, part, deadline);
        let found = of_part(&Scope::new(model, part, &duties), &duties, effort, deadline);
        is_settled &= duties.proven;
        bound += found.bound;
        choice.extend(found.choice.unwrap_or_default());
    }
    choice.sort_unstable();
    // When it is not certain that no more duties can be kept, nothing is.
    let is_proven = is_settled && bound == model.worth(&choice).in_eighths();
    let bound = bound.div_euclid(Taper::GRAIN);
    (choice, if is_proven { Proof::Optimal } else { Proof::Bound(bound) }, is_settled)
}

/// The best choice of a part.
fn of_part(scope: &Scope<'_>, duties: &Duties, effort: &Effort, deadline: Deadline) -> Found {
    let paths = scope.worth_paths();
    let path = paths.path();
    if scope.keeps_whole(&path) {
        let best = paths.best();
        let is_best = |&i: &Position| paths.with(i) == best;
        let left: Vec<Position> = scope.members.indices().filter(is_best).collect();
        let is_final = effort.is_final();
        let choice = if is_final { final_choice(scope, &left, path, deadline) } else { path };
        return Found { bound: scope.value(&choice), choice: Some(scope.candidates(&choice)) };
    }
    let start = vec![0; scope.rows.all().len()];
    let first = first_choice(scope, duties);
    found(scope, Some(first), start, effort, deadline)
}

/// A choice that keeps every rule: the duties' own candidates, and the best that fits around.
fn first_choice(scope: &Scope<'_>, duties: &Duties) -> Vec<CandidateIx> {
    scope.candidates(&scope.filled(scope.positions(&duties.chosen), |_| true))
}

/// The best choice of a scope where other rules than clashes bind, from a first one and from
/// multipliers that are known.
pub(super) fn found(
    whole: &Scope<'_>,
    first: Option<Vec<CandidateIx>>,
    start: Vec<i64>,
    effort: &Effort,
    deadline: Deadline,
) -> Found {
    let mut narrowed: Option<Scope<'_>> = None;
    let mut best: Option<Vec<Position>> = first.map(|first| whole.positions(&first));
    let mut rounds = 0;
    let mut bound = i64::MAX;
    if let Some(known) = best.as_ref().filter(|_| start.iter().any(|&it| it != 0)) {
        // A question beside the answer has good multipliers from the beginning.
        let relaxed = Relaxed::new(&whole.timeline, &whole.weights(), &whole.rows, start.clone());
        match by_paths(whole, &relaxed, whole.value(known)..=bound, FEW_TRIES) {
            Told::Best(paths) => return chosen(whole, paths, best, effort, deadline),
            Told::AtMost(most, better) => (bound, best) = (most, better.or(best)),
        }
    }
    let mut descent = Descent::from(start);
    let (relaxed, scope) = loop {
        let scope = narrowed.as_ref().unwrap_or(whole);
        let weights = scope.weights();
        let value = |choice: &Option<Vec<Position>>| choice.as_ref().map(|c| scope.value(c));
        let merit = |choice: &Option<Vec<Position>>| choice.as_ref().map(|c| scope.merit(c));
        let mut step = 0;
        let goes_on = descent.walk(&scope.timeline, &weights, &scope.rows, ROUND, |path| {
            step += 1;
            if step % ATTEMPT == 0
                && let Some(choice) = scope.repaired(path, &[], |_| true)
            {
                let choice = Some(scope.improved(choice));
                if merit(&choice) > merit(&best) {
                    best = choice;
                }
            }
            // Where nothing is known, a guess: only the length of steps depends on it.
            scope.weight(value(&best).unwrap_or_else(|| scope.value(path) * 9 / 10))
        });
        let relaxed = Relaxed::new(&scope.timeline, &weights, &scope.rows, descent.multipliers());
        rounds += 1;
        if scope.is_settled && (rounds % REFINED == 0 || !goes_on || rounds >= effort.rounds) {
            best = best.map(|best| refined(scope, &relaxed, best));
        }
        let known = match &best {
            Some(best) => scope.value(best),
            None if goes_on && rounds < effort.rounds && !deadline.is_over() => continue,
            None => return Found { choice: None, bound: scope.value_within(relaxed.bound()) },
        };
        match by_paths(scope, &relaxed, known..=bound, FEW_TRIES) {
            Told::Best(paths) => return chosen(scope, paths, best, effort, deadline),
            Told::AtMost(most, better) => (bound, best) = (bound.min(most), better.or(best)),
        }
        if !goes_on || rounds >= effort.rounds || deadline.is_over() {
            break (relaxed, scope);
        }
        let left = left(scope, &relaxed, best.as_ref().map_or(known, |best| scope.value(best)));
        if left.len() * 4 < scope.len() * 3 {
            let candidates = best.map(|best| scope.candidates(&best));
            let fewer = scope.narrowed(&By::from(left));
            best = candidates.map(|candidates| fewer.positions(&candidates));
            narrowed = Some(fewer);
            descent.narrowed();
        }
    };
    closed(scope, &relaxed, best.unwrap_or_default(), bound, effort, deadline)
}

/// The best choice among what a bound leaves, as far as paths can be told apart or good_lp gets.
fn closed(
    scope: &Scope<'_>,
    relaxed: &Relaxed,
    mut best: Vec<Position>,
    mut bound: i64,
    effort: &Effort,
    deadline: Deadline,
) -> Found {
    let mut size = CORE;
    let mut is_new = true;
    loop {
        let known = scope.value(&best);
        if is_new {
            match by_paths(scope, relaxed, known..=bound, effort.tries) {
                Told::Best(paths) => return chosen(scope, paths, Some(best), effort, deadline),
                Told::AtMost(most, better) => {
                    (bound, best) = (bound.min(most), better.unwrap_or(best));
                }
            }
        }
        let known = scope.value(&best);
        let left = left(scope, relaxed, known);
        let so_far = |best: &[Position], bound: i64| Found {
            choice: Some(scope.candidates(best)),
            bound: bound.max(scope.value(best)),
        };
        if left.len() > effort.columns {
            return so_far(&best, bound);
        }
        // The most promising first: a better choice leaves fewer.
        let core = core(relaxed, &left, &best, size);
        let program = Program::new(scope, &core);
        let values = program.points();
        let (choice, optimal) =
            program.best(&values, deadline).unwrap_or_else(|| (best.clone(), false));
        let better = scope.merit(&choice) > scope.merit(&best);
        // What calls itself the best and is worse than what is known proves nothing.
        let optimal = optimal && scope.value(&choice) >= known;
        if better {
            best = choice;
        }
        if optimal && core.len() == left.len() {
            if effort.is_final() {
                let left = self::left(scope, relaxed, scope.value(&best));
                best = ordered(scope, relaxed, &left, best, deadline);
            }
            return so_far(&best, 0);
        }
        // Asked again, it would say the same.
        let is_stuck = !better && core.len() == left.len();
        if deadline.is_over() || is_stuck {
            return so_far(&best, bound);
        }
        if !better {
            size *= 2;
        }
        is_new = better;
    }
}

/// What telling paths apart has shown.
enum Told {
    /// The choices with the most points.
    Best(Vec<Vec<Position>>),
    /// No choice has a larger value; what the best is stays open. The best choice on the way, if it is
    /// better than what is known.
    AtMost(i64, Option<Vec<Position>>),
}

/// Tells the paths apart that may have such a value as is guessed, from close to the bound down
/// to what is known; the range is what is known of the best choice. A guess that is too high costs little, for few paths come near the bound, and
/// makes the bound smaller; one that is not finds the best without the many paths below it
/// (iterative deepening: R. E. Korf, "Depth-first iterative-deepening", 1985).
fn by_paths(
    scope: &Scope<'_>,
    relaxed: &Relaxed,
    range: RangeInclusive<i64>,
    tries: usize,
) -> Told {
    let top = scope.value_within(relaxed.bound());
    let (mut known, mut bound) = (*range.start(), top.min(*range.end()));
    let mut better = None;
    // While duties are open, more of them may be worth more than points.
    let guesses = if scope.is_settled { &GUESSES[..] } else { &[16] };
    for part in guesses {
        let guess = top - (top - known) * part / 16;
        // More than that has been told already.
        if guess > bound && *part < 16 {
            continue;
        }
        let guess = guess.min(bound);
        let left = left(scope, relaxed, guess);
        let paths = labels::best(scope, relaxed, &left, scope.weight(guess), tries);
        let Some(paths) = paths else { break };
        let most = paths.first().map(|path| scope.value(path));
        if guess <= known || most >= Some(guess) {
            return Told::Best(paths);
        }
        bound = scope.down(guess - 1);
        // What comes near the bound with prices paid may have fewer points, but keeps every row.
        if scope.is_settled && most > Some(known) {
            known = most.unwrap_or(known);
            better = paths.into_iter().next();
        }
    }
    Told::AtMost(bound, better)
}

/// A choice made better, some talks at a time: these are replaced by the best that goes with all
/// others, for as long as that adds points (large neighbourhood search: P. Shaw, "Using constraint
/// programming and local search methods to solve vehicle routing problems", 1998).
fn refined(scope: &Scope<'_>, relaxed: &Relaxed, mut best: Vec<Position>) -> Vec<Position> {
    loop {
        let before = scope.value(&best);
        let mut first = 0;
        while first == 0 || first + WINDOW / 2 < best.len() {
            let (start, rest) = best.split_at(first.min(best.len()));
            let end = &rest[WINDOW.min(rest.len())..];
            let more = scope.more(scope.value(&best));
            let is_open =
                |i: &Position| start.last() < Some(i) && end.first().is_none_or(|it| i < it);
            let open = left(scope, relaxed, more).into_iter().filter(is_open);
            let positions: Vec<Position> =
                start.iter().copied().chain(open).chain(end.iter().copied()).collect();
            let paths = labels::best(scope, relaxed, &positions, scope.weight(more), FEW_TRIES);
            if let Some(path) = paths.and_then(|paths| paths.into_iter().next())
                && scope.value(&path) >= more
            {
                best = path;
            }
            first += WINDOW / 2;
        }
        if scope.value(&best) == before {
            return best;
        }
    }
}

/// The answer when the paths with the most points are known.
fn chosen(
    scope: &Scope<'_>,
    paths: Vec<Vec<Position>>,
    known: Option<Vec<Position>>,
    effort: &Effort,
    deadline: Deadline,
) -> Found {
    let mut left: Vec<Position> = paths.iter().flatten().copied().collect();
    left.sort_unstable();
    left.dedup();
    let best = paths.into_iter().next().or(known).unwrap_or_default();
    let is_final = effort.is_final();
    let choice = if is_final { final_choice(scope, &left, best, deadline) } else { best };
    Found { bound: scope.value(&choice), choice: Some(scope.candidates(&choice)) }
}

/// The positions that may be part of a choice of at least such a value.
fn left(scope: &Scope<'_>, relaxed: &Relaxed, value: i64) -> Vec<Position> {
    let least = scope.weight(value);
    scope.members.indices().filter(|&i| relaxed.bound_with(i) >= least).collect()
}

/// At most so many of the positions that are left, those with the highest bounds, and all of the
/// best choice.
fn core(relaxed: &Relaxed, left: &[Position], best: &[Position], size: usize) -> Vec<Position> {
    if left.len() <= size {
        return left.to_vec();
    }
    let mut core = left.to_vec();
    core.sort_by_key(|&i| (-relaxed.bound_with(i), i));
    core.truncate(size);
    core.extend(best);
    core.sort_unstable();
    core.dedup();
    core
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solver::example::{Example, in_a_minute};
    use crate::solver::parts::Part;

    #[test]
    fn a_guess_makes_the_bound_smaller_or_finds_the_best() {
        // The limit leaves no room for the long talk of the last hour, which the bound knows
        // nothing of.
        const PROGRAMME: &str = "
title: T
timezone: UTC
events:
  - { id: a, title: A, start: 2026-05-01T10:00, minutes: 60 }
  - { id: b, title: B, start: 2026-05-01T10:00, minutes: 30 }
  - { id: c, title: C, start: 2026-05-01T11:00, minutes: 60 }
  - { id: d, title: D, start: 2026-05-01T11:00, minutes: 30 }
  - { id: e, title: E, start: 2026-05-01T12:00, minutes: 60 }
  - { id: f, title: F, start: 2026-05-01T12:00, minutes: 30 }
";
        let profile =
            "ratings: { a: 90, b: 50, c: 80, d: 50, e: 70, f: 50 }\nlimits: { hours_per_day: 2.5 }";
        let example = Example::new(PROGRAMME, profile);
        let model = &example.model;
        let part = Part::whole(model);
        let scope = Scope::new(model, &part, &settle(model, &part, in_a_minute()));
        let relaxed = Relaxed::new(&scope.timeline, &scope.weights(), &scope.rows, vec![0]);
        let points = |id: &&str| Taper::GRAIN * example.points(id);
        let sum = |ids: [&str; 3]| ids.iter().map(points).sum::<i64>();
        let (top, most) = (sum(["a", "c", "e"]), sum(["a", "c", "f"]));
        // Told with ever more comparisons: what is known of the best, as a bound or exactly.
        let mut told = Vec::new();
        let all: Vec<Position> = scope.members.indices().collect();
        let without_guesses = (1..)
            .find(|&tries| labels::best(&scope, &relaxed, &all, scope.weight(0), tries).is_some());
        for tries in 1..without_guesses.unwrap() {
            told.push(match by_paths(&scope, &relaxed, 0..=i64::MAX, tries) {
                Told::Best(paths) => (scope.value(&paths[0]), true),
                Told::AtMost(value, _) => (value, false),
            });
        }
        told.dedup();
        // A sixteenth of the gap is too high a guess, an eighth is not.
        assert!(top - top / 8 <= most && most < top - top / 16);
        let below = scope.down(top - top / 16 - 1);
        assert_eq!(told, [(top, false), (below, false), (most, true)]);
        let known = by_paths(&scope, &relaxed, most..=i64::MAX, 1000);
        assert!(matches!(known, Told::Best(paths) if scope.value(&paths[0]) == most));
    }
}
