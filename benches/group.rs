//! How long a large conference takes for groups: the comparison, and each aim. Every member rates
//! every talk.

#[path = "support/numbers.rs"]
mod numbers;

use std::path::Path;
use std::time::Duration;

use attend::group::{Entrant, Goal, Member, Terms, Weighing, compare, faults, members, plan};
use attend::profile::Wishes;
use attend::schedule::Schedule;
use attend::score::Index;
use attend::solver::Deadline;
use attend::source::{Hints, read};
use attend::walking::Walking;
use divan::Bencher;

use numbers::numbers;

const SCHEDULE: &str = "frab-xml/fosdem-2026--2026-03-20_1645.xml";

fn main() {
    divan::main();
}

/// The files are no part of the repository: where they are missing nothing is measured.
#[expect(clippy::disallowed_methods, reason = "a benchmark reads its files itself")]
fn conference() -> Option<Schedule> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(SCHEDULE);
    Some(read(&std::fs::read(path).ok()?, &Hints::default()).ok()?.schedule)
}

fn entrants(schedule: &Schedule, count: usize) -> Vec<Entrant> {
    let member = |seed: u64| {
        let mut number = numbers(seed + 1);
        let wishes = Wishes {
            ratings: schedule.iter().map(|(ix, _)| (ix, 1.0 + (number() * 99.0).round())).collect(),
            recorded: 1.0,
            walking: Walking::default(),
            ..Wishes::default()
        };
        Entrant::Wishes { name: format!("M{seed:02}"), wishes: Box::new(wishes) }
    };
    (0..count as u64).map(member).collect()
}

fn deadline() -> Deadline {
    Deadline::after(Duration::from_secs(10))
}

fn group(schedule: &Schedule, count: usize) -> Vec<Member> {
    members(schedule, &Index::new(schedule), entrants(schedule, count), deadline())
}

/// All that `attend compare` does but reading the files: index, scores, models, own bests.
#[divan::bench(args = [2, 4, 8, 16, 50], sample_count = 5)]
fn comparison(bencher: Bencher, count: usize) {
    let Some(schedule) = conference() else { return };
    bencher.with_inputs(|| entrants(&schedule, count)).bench_values(|entrants| {
        let index = Index::new(&schedule);
        let members = members(&schedule, &index, entrants, deadline());
        let solo = plan(&schedule, &members, Goal::Solo, &Terms::default(), deadline());
        compare(&schedule, &members, Goal::Solo, &Terms::default(), &solo)
    });
}

fn aim(bencher: Bencher, count: usize, goal: Goal) {
    let Some(schedule) = conference() else { return };
    let members = group(&schedule, count);
    bencher.bench(|| {
        let planned = plan(&schedule, &members, goal, &Terms::default(), deadline());
        assert!(faults(&schedule, &members, goal, &Terms::default(), &planned).is_empty());
        planned
    });
}

#[divan::bench(args = [2, 4, 8, 16], sample_count = 3)]
fn together(bencher: Bencher, count: usize) {
    aim(bencher, count, Goal::Together { bonus: Goal::usual_bonus(count) });
}

#[divan::bench(args = [2, 4, 8, 16], sample_count = 3)]
fn cover(bencher: Bencher, count: usize) {
    aim(bencher, count, Goal::Cover);
}

#[divan::bench(args = [2, 4, 8, 16], sample_count = 3)]
fn fair(bencher: Bencher, count: usize) {
    aim(bencher, count, Goal::Fair);
}

#[divan::bench(args = [2, 4, 8, 16], sample_count = 3)]
fn one_agenda(bencher: Bencher, count: usize) {
    aim(bencher, count, Goal::One(Weighing::Sum));
}

#[divan::bench(args = [2, 4, 8, 16], sample_count = 1)]
fn one_fair_agenda(bencher: Bencher, count: usize) {
    aim(bencher, count, Goal::One(Weighing::Fair));
}
