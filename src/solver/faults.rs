//! Backends that misbehave: the answer keeps the rules all the same, is no worse than what is known
//! without a backend, and claims no proof that is not there.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::example::Example;
use super::ilp::{Backend, Column, by_good_lp};
use super::{Deadline, Outcome, Proof, Selection, solve};
use crate::model::Model;

thread_local! {
    static BACKEND: Cell<Backend> = const { Cell::new(by_good_lp) };
    static ASKED: Cell<usize> = const { Cell::new(0) };
}

/// What answers this thread's programs.
pub(super) fn backend() -> Backend {
    ASKED.set(ASKED.get() + 1);
    BACKEND.get()
}

/// The answer of a model, and how often a backend was asked on the way.
fn solved(model: &Model, backend: Backend) -> (Selection, usize) {
    solved_until(model, backend, Deadline::after(Duration::from_secs(600)))
}

fn solved_until(model: &Model, backend: Backend, deadline: Deadline) -> (Selection, usize) {
    BACKEND.set(backend);
    ASKED.set(0);
    let selection = solve(model, deadline);
    BACKEND.set(by_good_lp);
    (selection, ASKED.get())
}

/// Talks that are given twice on a day that is worth as much as it is long, and of which some
/// minutes always stay empty: paths and bounds alone do not find out what is best.
fn knapsack(must_see: &str) -> Model {
    let mut schedule = "title: T\ntimezone: UTC\nevents:\n".to_owned();
    let mut interests = String::new();
    for talk in 0..70 {
        let minutes = 30 + talk * 17 % 4 * 10;
        for turn in 0..2 {
            let start = (talk * 70 + turn * 310) % 660;
            let (hour, minute) = (8 + start / 60, start % 60);
            schedule += &format!(
                "  - {{ id: t{talk}-{turn}, title: word{talk}, room: R{talk}, \
                 minutes: {minutes}, start: 2026-05-01T{hour:02}:{minute:02}{} }}\n",
                if turn > 0 { format!(", repeats: t{talk}-0") } else { String::new() }
            );
        }
        interests += &format!("  word{talk}: {}\n", f64::from(minutes) / 50.0);
    }
    let profile = format!(
        "interests:\n{interests}variety: none\nlimits: {{ hours_per_day: 6.58 }}\nmust_see: [{must_see}]\n"
    );
    Example::new(&schedule, &profile).model
}

/// Thirty must-sees, not all of which fit.
fn must_sees() -> String {
    (0..30).map(|talk| format!("word{talk}, ")).collect()
}

/// No time for a single step, an error, a panic, and answers that break a rule or are none.
const FAILING: [Backend; 6] = [
    |_, _| Outcome::None,
    |_, _| Outcome::Impossible,
    |_, _| panic!("singular matrix"),
    |ilp, _| Outcome::Optimal(ilp.values.indices().collect()),
    |ilp, _| Outcome::Feasible(vec![Column::new(ilp.values.len())]),
    |_, _| Outcome::Optimal(vec![Column::new(0); 2]),
];

#[test]
fn a_backend_that_fails_leaves_the_own_answer_with_its_bound() {
    for must_see in [String::new(), must_sees()] {
        let model = knapsack(&must_see);
        let (own, asked) = solved(&model, FAILING[0]);
        assert!(asked > 0);
        // One more must-see than the first way found holds comes before points.
        let (must_sees, points) = if must_see.is_empty() { (0, 4500) } else { (11, 4400) };
        assert!(own.worth.points > points, "{own:?}");
        assert_eq!(own.worth.must_sees, must_sees);
        let Proof::Bound(bound) = own.proof else { panic!("nothing is proven: {own:?}") };
        assert!(bound > own.worth.points, "{own:?}");
        for backend in FAILING {
            let (selection, _) = solved(&model, backend);
            assert_eq!(selection, own);
            assert!(model.allows(&selection.chosen));
        }
    }
}

#[test]
fn a_worse_answer_that_calls_itself_the_best_is_not_believed() {
    let model = knapsack("");
    let (own, _) = solved(&model, FAILING[0]);
    let (selection, asked) = solved(&model, |_, _| Outcome::Optimal(Vec::new()));
    assert!(asked > 0);
    assert_eq!(selection, own);
}

#[test]
fn a_time_out_keeps_no_fewer_must_sees_than_are_known_to_fit() {
    let model = knapsack(&must_sees());
    let (own, _) = solved(&model, FAILING[0]);
    let (selection, _) = solved(&model, |ilp, _| by_good_lp(ilp, Duration::ZERO));
    assert!(model.allows(&selection.chosen));
    assert!(selection.worth.must_sees >= own.worth.must_sees, "{selection:?}");
}

/// Is never set.
static ON: AtomicBool = AtomicBool::new(false);

#[test]
fn a_backend_that_is_late_is_left_alone_when_the_time_is_over() {
    let late: Backend = |_, _| loop {
        std::thread::park();
    };
    let model = knapsack("");
    let (own, _) = solved(&model, FAILING[0]);
    // Some of these are long enough to find all that is known without a backend, on any machine.
    let mut times = (0..12).map(|doubled| Duration::from_millis(100) * (1 << doubled));
    let enough = times.find(|&time| {
        let (selection, asked) = solved_until(&model, late, Deadline::after(time).unless(&ON));
        assert!(model.allows(&selection.chosen));
        assert!(asked <= 1 && selection.worth <= own.worth, "{selection:?}");
        asked == 1 && selection == own
    });
    assert!(enough.is_some());
}

static STOP: AtomicBool = AtomicBool::new(false);

#[test]
fn a_backend_that_never_answers_is_left_alone_when_the_search_is_stopped() {
    let never: Backend = |_, _| {
        STOP.store(true, Ordering::Relaxed);
        loop {
            std::thread::park();
        }
    };
    let model = knapsack("");
    let (own, _) = solved(&model, FAILING[0]);
    let deadline = Deadline::after(Duration::from_secs(600)).unless(&STOP);
    let (selection, asked) = solved_until(&model, never, deadline);
    assert_eq!((selection, asked), (own, 1));
}
