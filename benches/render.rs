//! How long it takes to write an agenda: `cargo bench --bench render`.
//!
//! The big one is FOSDEM 2026 from `../shared/data`; where that is not there, it is left out.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on, fails")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads its own files")]

use std::path::Path;
use std::time::Duration;

use attend::agenda::{Agenda, Depth, assemble};
use attend::model::Model;
use attend::render::{self, Calendar, Revision};
use attend::schedule::Schedule;
use attend::score::{Index, Scores};
use attend::solved::Solved;
use attend::solver::{Deadline, solve};
use attend::{profile, source};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

const PROFILE: &str = "interests: [rust, databases, kernel, containers, security, web]";

fn big() -> Option<(Schedule, Scores, Agenda)> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/frab-xml/fosdem-2026--2026-03-20_1645.xml");
    let bytes = std::fs::read(file).ok()?;
    let schedule = source::read(&bytes, &source::Hints::default()).unwrap().schedule;
    let (wishes, _) = profile::wishes(PROFILE, &schedule).unwrap();
    let scores = Index::new(&schedule).score(&wishes);
    let model = Model::build(&schedule, &wishes, &scores);
    let deadline = Deadline::after(Duration::from_secs(10));
    let selection = solve(&model, deadline);
    let solved = Solved::checked(&schedule, &wishes, &scores, &model, &selection).unwrap();
    let agenda = assemble(&solved, Depth::FULL, deadline);
    Some((schedule, scores, agenda))
}

#[divan::bench]
fn html(bencher: Bencher<'_, '_>) {
    let Some((schedule, scores, agenda)) = big() else { return };
    bencher.bench(|| render::agenda_html(black_box(&agenda), &schedule, &scores));
}

#[divan::bench]
fn ical(bencher: Bencher<'_, '_>) {
    let Some((schedule, _, agenda)) = big() else { return };
    let write = || {
        let calendar = Calendar::default();
        render::agenda_ical(black_box(&agenda), &schedule, calendar, Revision::default())
    };
    bencher.bench(write);
}

#[divan::bench]
fn markdown(bencher: Bencher<'_, '_>) {
    let Some((_, _, agenda)) = big() else { return };
    bencher.bench(|| render::agenda(black_box(&agenda), usize::MAX).markdown());
}

#[divan::bench]
fn csv(bencher: Bencher<'_, '_>) {
    let Some((schedule, _, agenda)) = big() else { return };
    bencher.bench(|| render::agenda_csv(black_box(&agenda), &schedule));
}
