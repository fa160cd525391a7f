//! How long the scores of a large conference take: the index, one profile, fifty more.

use std::path::Path;

use attend::profile::{Wishes, wishes};
use attend::schedule::Schedule;
use attend::score::{Index, score};
use attend::source::{Hints, read};
use divan::Bencher;

const SCHEDULE: &str = "frab-xml/fosdem-2026--2026-03-20_1645.xml";

const PROFILE: &str = "
interests:
  - topic: tracing
    weight: 3
    keywords: [ebpf, bpf, syscalls, ptrace, kernel]
  - topic: containers
    weight: 2
    keywords: [container, podman, runc, open container initiative, kube*]
  - rust
  - PostgreSQL
  - machine learning
  - supply chain: 2
  - sbom
  - javascript: -1
";

fn main() {
    divan::main();
}

/// The files are no part of the repository: where they are missing nothing is measured.
#[expect(clippy::disallowed_methods, reason = "a benchmark reads its files itself")]
fn conference() -> Option<(Schedule, Wishes)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(SCHEDULE);
    let bytes = std::fs::read(path).ok()?;
    let schedule = read(&bytes, &Hints::default()).ok()?.schedule;
    let (wishes, _) = wishes(PROFILE, &schedule).ok()?;
    Some((schedule, wishes))
}

#[divan::bench]
fn index_alone(bencher: Bencher) {
    let Some((schedule, _)) = conference() else { return };
    bencher.bench(|| Index::new(divan::black_box(&schedule)));
}

#[divan::bench]
fn index_and_one_profile(bencher: Bencher) {
    let Some((schedule, wishes)) = conference() else { return };
    bencher.bench(|| score(divan::black_box(&schedule), &wishes));
}

#[divan::bench]
fn fifty_profiles_more(bencher: Bencher) {
    let Some((schedule, wishes)) = conference() else { return };
    let index = Index::new(&schedule);
    bencher.bench(|| {
        for _ in 0..50 {
            divan::black_box(index.score(divan::black_box(&wishes)));
        }
    });
}
