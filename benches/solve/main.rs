//! How long the best agenda takes, and what is asked of it: real times with made-up points, and
//! conferences from a seed up to 70,000 performances.
//!
//! ```text
//! cargo bench --bench solve                       all of it, measured
//! cargo bench --bench solve -- instances DIR      the instances as JSON, for other solvers
//! cargo bench --bench solve -- instance FILE      one of them solved, as a process of its own
//! ```

#![expect(clippy::expect_used, reason = "a benchmark that cannot go on says so and ends")]
#![expect(clippy::print_stdout, reason = "what is measured is read by a script")]

mod instance;
#[path = "../support/numbers.rs"]
mod numbers;

use std::time::{Duration, Instant};

use attend::explain::conflicts;
use attend::model::Model;
use attend::solved::Solved;
use attend::solver::{Deadline, Prices, Proof, Selection, apart, solve};
use divan::Bencher;

use instance::{FESTIVAL, GAMES, Instance, Points};

const FOSDEM: &str = "frab-xml/fosdem-2026--2026-03-20_1645.xml";
const CONGRESS: &str = "frab-xml/35c3-everything--2018-12-29_1050.xml";

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<&str>>()[..] {
        ["instances", dir, ..] => write_all(dir),
        ["instance", file, ..] => solve_file(file),
        _ => divan::main(),
    }
}

fn deadline() -> Deadline {
    Deadline::after(Duration::from_secs(10))
}

/// All instances by name.
const NAMES: [&str; 15] = [
    "fosdem",
    "fosdem-walk-5",
    "fosdem-walk-10",
    "fosdem-repeats",
    "fosdem-rules",
    "fosdem-rules-walk-5",
    "35c3",
    "35c3-walk-5",
    "35c3-walk-10",
    "games-interest",
    "games-rated",
    "games-interest-walk",
    "games-rated-walk",
    "festival-interest",
    "festival-rated",
];

/// An instance by its name; none where its file is missing.
fn named(name: &str) -> Option<Instance> {
    let fosdem = || Instance::real(name, FOSDEM, Points::Interest);
    let congress = || Instance::real(name, CONGRESS, Points::Interest);
    let synthetic = |shape, points| Some(Instance::synthetic(name, shape, points, 1));
    match name {
        "fosdem" => fosdem(),
        "fosdem-walk-5" => Some(fosdem()?.walked(5, 5)),
        "fosdem-walk-10" => Some(fosdem()?.walked(10, 10)),
        "fosdem-repeats" => Some(fosdem()?.repeated()),
        "fosdem-rules" => Some(fosdem()?.ruled()),
        "fosdem-rules-walk-5" => Some(fosdem()?.ruled().walked(5, 5)),
        "35c3" => congress(),
        "35c3-walk-5" => Some(congress()?.walked(5, 5)),
        "35c3-walk-10" => Some(congress()?.walked(10, 10)),
        "games-interest" => synthetic(&GAMES, Points::Interest),
        "games-rated" => synthetic(&GAMES, Points::Rated),
        "games-interest-walk" => Some(synthetic(&GAMES, Points::Interest)?.walked(5, 10)),
        "games-rated-walk" => Some(synthetic(&GAMES, Points::Rated)?.walked(5, 10)),
        "festival-interest" => synthetic(&FESTIVAL, Points::Interest),
        "festival-rated" => synthetic(&FESTIVAL, Points::Rated),
        _ => None,
    }
}

#[divan::bench(args = NAMES, sample_count = 5)]
fn plan(bencher: Bencher, name: &str) {
    let Some(instance) = named(name) else { return };
    let model = instance.model();
    bencher.bench(|| solve(divan::black_box(&model), deadline()));
}

fn solved(name: &str) -> Option<(Model, Selection)> {
    let model = named(name)?.model();
    let selection = solve(&model, deadline());
    Some((model, selection))
}

/// The price of every talk that is not chosen.
#[divan::bench(args = ["fosdem", "fosdem-walk-5", "fosdem-rules-walk-5"], sample_count = 5)]
fn all_prices(bencher: Bencher, name: &str) {
    let Some((model, selection)) = solved(name) else { return };
    bencher.bench(|| {
        let prices = Prices::new(&model, &selection, deadline());
        let all = model.candidates().iter().filter_map(|candidate| candidate.item.event());
        all.filter_map(|ix| prices.exact(ix)).count()
    });
}

/// Three agendas that are really different.
#[divan::bench(args = ["fosdem", "fosdem-walk-5", "fosdem-rules-walk-5"], sample_count = 5)]
fn three_others(bencher: Bencher, name: &str) {
    let Some((model, selection)) = solved(name) else { return };
    bencher.bench(|| apart(&model, &selection, 3, deadline()).len());
}

/// Which must-sees cannot be held together, and the ways out.
#[divan::bench(args = [2, 5, 20], sample_count = 5)]
fn conflict(bencher: Bencher, must_sees: usize) {
    let Some(instance) = named("fosdem") else { return };
    let instance = instance.torn(must_sees);
    let (schedule, wishes, scores) = instance.inputs();
    bencher.bench(|| {
        let model = Model::build(&schedule, &wishes, &scores);
        let selection = solve(&model, deadline());
        let solved = Solved::checked(&schedule, &wishes, &scores, &model, &selection);
        let solved = solved.expect("an answer keeps every rule");
        conflicts(&solved, deadline()).len()
    });
}

#[expect(clippy::disallowed_methods, reason = "a benchmark writes its files itself")]
fn write_all(dir: &str) {
    std::fs::create_dir_all(dir).expect("the directory can be made");
    for name in NAMES {
        let Some(instance) = named(name) else {
            println!("{name}: skipped, its conference is not there");
            continue;
        };
        let json = serde_json::to_vec(&instance).expect("it is plain data");
        let path = std::path::Path::new(dir).join(format!("{name}.json"));
        std::fs::write(path, json).expect("the file can be written");
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads its files itself")]
fn solve_file(file: &str) {
    let json = std::fs::read(file).expect("the file can be read");
    let instance: Instance = serde_json::from_slice(&json).expect("it was written by this program");
    let model = instance.model();
    let start = Instant::now();
    let selection = solve(&model, deadline());
    let (proof, bound) = match selection.proof {
        Proof::Optimal => ("optimal", selection.worth.points),
        Proof::Bound(bound) => ("bound", bound),
    };
    println!(
        "{} {} {proof} {bound} {:.4}",
        instance.name,
        selection.worth.points,
        start.elapsed().as_secs_f64()
    );
}
