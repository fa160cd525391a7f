//! One search: a small bound, what it leaves, and the choice among that.

use crate::model::{Model, Worth};

use super::duties::{Duties, settle};
use super::ilp::Outcome;
use super::parts::{Part, parts};
use super::program::Program;
use super::relax::{Descent, Relaxed};
use super::scope::Scope;
use super::{Deadline, Proof, Selection, labels};

/// The most columns that the integer program is given at once.
const CORE: usize = 800;
/// The steps for a bound after which the scope may be narrowed, and how often.
const ROUND: usize = 24;
/// A choice is made of every so many-th path on the way.
const ATTEMPT: usize = 5;
/// The most comparisons of paths while the bound may still get smaller.
const FEW_TRIES: usize = 30_000;
/// What the best choice may have, as parts of the gap that it lies below the bound: guesses, of
/// which the last is what is known.
const GUESSES: [i64; 5] = [16, 8, 4, 2, 1];

/// The most choices of talks with equal points that the integer program is asked for one by one.
const EQUALS: usize = 4;

/// How hard a search tries.
struct Effort {
    /// How often so many steps for a bound are taken.
    rounds: usize,
    /// The most comparisons of paths before the integer program is asked.
    tries: usize,
    /// Whether it is asked.
    program: bool,
}

/// For the answer.
const ANSWER: Effort = Effort { rounds: 12, tries: 500_000, program: true };
/// For a question beside it.
const ASIDE: Effort = Effort { rounds: 3, tries: 100_000, program: false };

/// What a search found.
pub(super) struct Found {
    /// The best choice known, as candidates; none where nothing keeps all duties, as far as known.
    pub(super) choice: Option<Vec<usize>>,
    /// No choice has more points.
    pub(super) bound: i64,
}

impl Found {
    const NOTHING: Found = Found { choice: None, bound: i64::MIN };
}

/// The best choice of a model and its proof.
pub(super) fn solve(model: &Model, deadline: Deadline) -> (Vec<usize>, Proof) {
    let parts = parts(model);
    let (mut choice, mut bound, mut is_proven) = (Vec::new(), 0, true);
    for (number, part) in parts.iter().enumerate() {
        // No part takes the time of those after it.
        let deadline = deadline.share(parts.len() - number);
        let duties = settle(model, part, deadline);
        let found = of_part(&Scope::new(model, part, &duties), &duties, deadline);
        is_proven &= duties.proven;
        bound += found.bound;
        choice.extend(found.choice.unwrap_or_default());
    }
    choice.sort_unstable();
    // When it is not certain that no more duties can be kept, nothing is.
    is_proven &= bound == model.worth(&choice).points;
    (choice, if is_proven { Proof::Optimal } else { Proof::Bound(bound) })
}

/// The best choice of a part.
fn of_part(scope: &Scope<'_>, duties: &Duties, deadline: Deadline) -> Found {
    let paths = scope.worth_paths();
    let path = paths.path();
    if scope.keeps(&path) {
        let best = paths.best();
        let left: Vec<usize> = (0..scope.len()).filter(|&i| paths.with(i) == best).collect();
        let choice = final_choice(scope, &left, path, deadline);
        return Found { bound: scope.points(&choice), choice: Some(scope.candidates(&choice)) };
    }
    let start = vec![0; scope.rows.all().len()];
    let first = first_choice(scope, duties);
    found(scope, Some(first), start, &ANSWER, deadline)
}

/// A choice that keeps every rule: the duties' own candidates, and the best that fits around.
fn first_choice(scope: &Scope<'_>, duties: &Duties) -> Vec<usize> {
    scope.candidates(&scope.filled(scope.positions(&duties.chosen), |_| true))
}

/// The best choice of a scope where other rules than clashes bind, from a first one and from
/// multipliers that are known.
fn found(
    whole: &Scope<'_>,
    first: Option<Vec<usize>>,
    start: Vec<i64>,
    effort: &Effort,
    deadline: Deadline,
) -> Found {
    let mut narrowed: Option<Scope<'_>> = None;
    let mut best: Option<Vec<usize>> = first.map(|first| whole.positions(&first));
    let mut descent = Descent::from(start);
    let mut rounds = 0;
    let mut bound = i64::MAX;
    let (relaxed, scope) = loop {
        let scope = narrowed.as_ref().unwrap_or(whole);
        let weights = scope.weights();
        let points = |choice: &Option<Vec<usize>>| choice.as_ref().map(|c| scope.points(c));
        let merit = |choice: &Option<Vec<usize>>| choice.as_ref().map(|c| scope.merit(c));
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
            scope.weight(points(&best).unwrap_or_else(|| scope.points(path) * 9 / 10))
        });
        let relaxed = Relaxed::new(&scope.timeline, &weights, &scope.rows, descent.multipliers());
        rounds += 1;
        let known = match &best {
            Some(best) => scope.points(best),
            None if goes_on && rounds < effort.rounds && !deadline.is_over() => continue,
            None => return Found { choice: None, bound: scope.points_within(relaxed.bound()) },
        };
        match by_paths(scope, &relaxed, known, FEW_TRIES) {
            Told::Best(paths) => return chosen(scope, paths, best, deadline),
            Told::AtMost(points) => bound = bound.min(points),
        }
        if !goes_on || rounds >= effort.rounds || deadline.is_over() {
            break (relaxed, scope);
        }
        let left = left(scope, &relaxed, known);
        if left.len() * 4 < scope.len() * 3 {
            let candidates = best.map(|best| scope.candidates(&best));
            let fewer = scope.narrowed(&left);
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
    mut best: Vec<usize>,
    mut bound: i64,
    effort: &Effort,
    deadline: Deadline,
) -> Found {
    let mut size = CORE;
    let mut is_new = true;
    loop {
        let known = scope.points(&best);
        if is_new {
            match by_paths(scope, relaxed, known, effort.tries) {
                Told::Best(paths) => return chosen(scope, paths, Some(best), deadline),
                Told::AtMost(points) => bound = bound.min(points),
            }
        }
        let left = left(scope, relaxed, known);
        let so_far = |best: &[usize], bound: i64| Found {
            choice: Some(scope.candidates(best)),
            bound: bound.max(scope.points(best)),
        };
        if !effort.program {
            return so_far(&best, bound);
        }
        // The most promising first: a better choice leaves fewer.
        let core = core(relaxed, &left, &best, size);
        let program = Program::new(scope, &core);
        let values = program.values(|i| scope.points_of(i));
        let (choice, optimal) =
            program.best(&values, deadline).unwrap_or_else(|| (best.clone(), false));
        let better = scope.merit(&choice) > scope.merit(&best);
        // What calls itself the best and is worse than what is known proves nothing.
        let optimal = optimal && scope.points(&choice) >= known;
        if better {
            best = choice;
        }
        if optimal && core.len() == left.len() {
            let best = ordered(scope, relaxed, best, deadline);
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
    Best(Vec<Vec<usize>>),
    /// No choice has more points; what the best is stays open.
    AtMost(i64),
}

/// Tells the paths apart that may have as many points as is guessed, from close to the bound down
/// to what is known. A guess that is too high costs little, for few paths come near the bound, and
/// makes the bound smaller; one that is not finds the best without the many paths below it
/// (iterative deepening: R. E. Korf, "Depth-first iterative-deepening", 1985).
fn by_paths(scope: &Scope<'_>, relaxed: &Relaxed, known: i64, tries: usize) -> Told {
    let top = scope.points_within(relaxed.bound());
    let mut bound = top;
    // While duties are open, more of them may be worth more than points.
    let guesses = if scope.is_settled { &GUESSES[..] } else { &[1] };
    for part in guesses {
        let guess = (top - (top - known) / part).min(bound);
        let left = left(scope, relaxed, guess);
        let paths = labels::best(scope, relaxed, &left, scope.weight(guess), tries);
        let Some(paths) = paths else { break };
        if guess <= known || paths.first().is_some_and(|path| scope.points(path) >= guess) {
            return Told::Best(paths);
        }
        bound = guess - 1;
    }
    Told::AtMost(bound)
}

/// The answer when the paths with the most points are known.
fn chosen(
    scope: &Scope<'_>,
    paths: Vec<Vec<usize>>,
    known: Option<Vec<usize>>,
    deadline: Deadline,
) -> Found {
    let mut left: Vec<usize> = paths.iter().flatten().copied().collect();
    left.sort_unstable();
    left.dedup();
    let best = paths.into_iter().next().or(known).unwrap_or_default();
    let choice = final_choice(scope, &left, best, deadline);
    Found { bound: scope.points(&choice), choice: Some(scope.candidates(&choice)) }
}

/// The positions that may be part of a choice with at least so many points.
fn left(scope: &Scope<'_>, relaxed: &Relaxed, points: i64) -> Vec<usize> {
    let least = scope.weight(points);
    (0..scope.len()).filter(|&i| relaxed.bound_with(i) >= least).collect()
}

/// At most so many of the positions that are left, those with the highest bounds, and all of the
/// best choice.
fn core(relaxed: &Relaxed, left: &[usize], best: &[usize], size: usize) -> Vec<usize> {
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

/// Among choices with as many points as the best, where paths are too many to tell apart: the best
/// in every level of worth if the choices are few, else the first in the order of ties.
fn ordered(
    scope: &Scope<'_>,
    relaxed: &Relaxed,
    best: Vec<usize>,
    deadline: Deadline,
) -> Vec<usize> {
    let left = left(scope, relaxed, scope.points(&best));
    let mut program = Program::new(scope, &left);
    let points = program.values(|i| scope.points_of(i));
    program.at_least(&points, scope.points(&best));
    if let Some(equals) = equals(program.clone(), &points, &best, deadline) {
        let placed = equals.into_iter().map(|choice| placed(scope, relaxed, &left, choice));
        return placed.max_by_key(|choice| scope.worth(choice)).unwrap_or(best);
    }
    let tie = |i: usize| scope.model.worth_of(scope.members[i]).tie;
    let mut ordered = best;
    for values in [program.values(|i| tie(i).0), program.values(|i| tie(i).1)] {
        let Some((found, true)) = program.best(&values, deadline) else { break };
        let place = |i: &usize| left.binary_search(i).ok();
        let reached = found.iter().filter_map(place).map(|column| values[column]).sum();
        program.at_least(&values, reached);
        ordered = found;
    }
    ordered
}

/// All choices of talks that a program allows, of which one is known; none if they are many.
fn equals(
    mut program: Program<'_>,
    points: &[i64],
    known: &[usize],
    deadline: Deadline,
) -> Option<Vec<Vec<usize>>> {
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
fn placed(scope: &Scope<'_>, relaxed: &Relaxed, left: &[usize], choice: Vec<usize>) -> Vec<usize> {
    let is_open = |i: &usize| !scope.is_talk(*i) || choice.binary_search(i).is_ok();
    let open: Vec<usize> = left.iter().copied().filter(is_open).collect();
    let least = scope.weight(scope.points(&choice));
    let paths = labels::best(scope, relaxed, &open, least, FEW_TRIES);
    paths.and_then(|paths| paths.into_iter().next()).unwrap_or(choice)
}

/// What good_lp chooses among the positions of the best paths; these are the best path itself
/// unless several are equal.
fn final_choice(
    scope: &Scope<'_>,
    left: &[usize],
    path: Vec<usize>,
    deadline: Deadline,
) -> Vec<usize> {
    let program = Program::new(scope, left);
    let values = program.values(|i| scope.points_of(i));
    match program.best(&values, deadline) {
        Some((found, _)) if scope.worth(&found) > scope.worth(&path) => found,
        _ => path,
    }
}

/// What other choices than the best one of a part are worth: bounds for all, and answers to
/// questions.
pub(super) struct Around<'a> {
    scope: Scope<'a>,
    relaxed: Relaxed,
    /// The selection in this part, by position, and its worth.
    known: Vec<usize>,
    pub(super) worth: Worth,
}

impl<'a> Around<'a> {
    pub(super) fn new(
        model: &'a Model,
        part: &Part,
        selection: &Selection,
        deadline: Deadline,
    ) -> Around<'a> {
        let scope = Scope::new(model, part, &settle(model, part, deadline));
        let known = scope.positions(&selection.chosen);
        let worth = scope.worth(&known);
        let weights = scope.weights();
        let mut descent = Descent::from(vec![0; scope.rows.all().len()]);
        let least = scope.weight(worth.points);
        for _ in 0..ANSWER.rounds {
            let goes_on = descent.walk(&scope.timeline, &weights, &scope.rows, ROUND, |_| least);
            if !goes_on || deadline.is_over() {
                break;
            }
        }
        let relaxed = Relaxed::new(&scope.timeline, &weights, &scope.rows, descent.multipliers());
        Around { scope, relaxed, known, worth }
    }

    /// By candidate: the worth of the best choice that holds it, and whether that is exact or a
    /// bound. What is missing cannot be held without giving up a duty.
    pub(super) fn bounds(&self) -> impl Iterator<Item = (usize, Worth, bool)> {
        let scope = &self.scope;
        let paths = scope.worth_paths();
        let by_paths = scope.keeps(&paths.path());
        let lift = paths.best() - self.worth;
        scope.members.iter().enumerate().map(move |(position, &member)| {
            if by_paths {
                let exact = scope.keeps(&paths.path_with(position));
                return (member, paths.with(position) - lift, exact);
            }
            let points = scope.points_within(self.relaxed.bound_with(position));
            let path = self.relaxed.paths.path_with(position);
            let exact = self.relaxed.is_tight(&scope.rows, &path) && scope.keeps(&path);
            let points = points.min(self.worth.points);
            (member, Worth { points, ..self.worth }, exact)
        })
    }

    /// The best choice that holds one of some candidates that all clash, with all duties kept.
    pub(super) fn with(&self, candidates: &[usize], deadline: Deadline) -> Found {
        let held = self.scope.positions(candidates);
        if held.is_empty() { Found::NOTHING } else { self.aside(&held, &[], deadline) }
    }

    /// The best choice that holds none of some candidates, with all duties kept.
    pub(super) fn without(&self, candidates: &[usize], deadline: Deadline) -> Found {
        self.aside(&[], &self.scope.positions(candidates), deadline)
    }

    /// The best choice that holds one of some positions, if any are given, and none of others.
    fn aside(&self, held: &[usize], barred: &[usize], deadline: Deadline) -> Found {
        let scope = &self.scope;
        let is_open = |i: usize| {
            let fits = |&other: &usize| i == other || !scope.clash(i, other);
            !barred.contains(&i) && (held.is_empty() || held.iter().any(fits))
        };
        let weights = scope.weights_where(held, barred);
        let multipliers = self.relaxed.multipliers.clone();
        let relaxed = Relaxed::new(&scope.timeline, &weights, &scope.rows, multipliers);
        let lift = Scope::weight_of_held(usize::from(!held.is_empty()));
        if scope.is_short(relaxed.bound() - lift) {
            return Found::NOTHING;
        }
        // What is known to be possible says what may be of use.
        let path = relaxed.paths.path();
        let kept: Vec<usize> = path.iter().copied().filter(|i| held.contains(i)).collect();
        let by_path = scope.repaired(&path, &kept, is_open);
        let clash = |i: usize| kept.iter().any(|&other| scope.clash(i, other));
        let mut swapped: Vec<usize> =
            self.known.iter().copied().filter(|&i| is_open(i) && !clash(i)).collect();
        swapped.extend(&kept);
        swapped.sort_unstable();
        let by_swap = scope.repaired(&swapped, &kept, is_open);
        let points = |choice: &Option<Vec<usize>>| choice.as_ref().map(|c| scope.points(c));
        let merit = |choice: &Option<Vec<usize>>| choice.as_ref().map(|c| scope.merit(c));
        let first = if merit(&by_swap) > merit(&by_path) { by_swap } else { by_path };
        let least = points(&first).map(|points| scope.weight(points) + lift);
        let useful = |i: usize| least.is_none_or(|least| relaxed.bound_with(i) >= least);
        let left: Vec<usize> = (0..scope.len()).filter(|&i| is_open(i) && useful(i)).collect();
        let mut narrowed = scope.narrowed(&left);
        if !held.is_empty() {
            let place = |i: &usize| left.binary_search(i).ok();
            narrowed = narrowed.holding(held.iter().filter_map(place).collect());
        }
        let first = first.map(|first| scope.candidates(&first));
        found(&narrowed, first, relaxed.multipliers, &ASIDE, deadline)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::solver::example::{Example, in_a_minute};

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
                let slot = |i: usize| model.candidates()[scope.members[i]].slot;
                (0..scope.len()).find(|&j| j != i && slot(j) == slot(i)).unwrap()
            });
            let lunch = expected.iter().copied().filter(|&i| !scope.is_talk(i));
            let mut known: Vec<usize> = others.chain(lunch).collect();
            known.sort_unstable();
            assert!(scope.worth(&known) < scope.worth(&expected));
            let found = ordered(&scope, &relaxed, known, in_a_minute());
            assert_eq!(scope.worth(&found), scope.worth(&expected), "{hours} hours");
        }
    }

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
        let sum = |ids: [&str; 3]| ids.iter().map(|id| example.points(id)).sum::<i64>();
        let (top, most) = (sum(["a", "c", "e"]), sum(["a", "c", "f"]));
        // Told with ever more comparisons: what is known of the best, as a bound or exactly.
        let mut told = Vec::new();
        let all: Vec<usize> = (0..scope.len()).collect();
        let without_guesses = (1..)
            .find(|&tries| labels::best(&scope, &relaxed, &all, scope.weight(0), tries).is_some());
        for tries in 1..without_guesses.unwrap() {
            told.push(match by_paths(&scope, &relaxed, 0, tries) {
                Told::Best(paths) => (scope.points(&paths[0]), true),
                Told::AtMost(points) => (points, false),
            });
        }
        told.dedup();
        // A sixteenth of the gap is too high a guess, an eighth is not.
        assert!(top - top / 8 <= most && most < top - top / 16);
        assert_eq!(told, [(top, false), (top - top / 16 - 1, false), (most, true)]);
        let known = by_paths(&scope, &relaxed, most, 1000);
        assert!(matches!(known, Told::Best(paths) if scope.points(&paths[0]) == most));
    }
}
