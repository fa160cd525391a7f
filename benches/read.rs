//! How long the biggest collected file of each kind takes from bytes to a checked schedule.

use std::path::Path;

use attend::source::{Hints, read};
use divan::Bencher;
use divan::counter::BytesCount;

const FILES: &[&str] = &[
    "frab-xml/fosdem-2026--2026-03-20_1645.xml",
    "other-xml/europython-2014-schedule-final.xml",
    "frab-json/35c3-everything--2019-08-01_1324.json",
    "pretalx-api/europython-discord-cached-schedule-2023.json",
];

fn main() {
    divan::main();
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads its files itself")]
#[divan::bench(args = FILES)]
fn whole(bencher: Bencher, path: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(path);
    // The files are no part of the repository: where they are missing nothing is measured.
    let Ok(bytes) = std::fs::read(path) else { return };
    bencher
        .counter(BytesCount::of_slice(&bytes))
        .bench(|| read(divan::black_box(&bytes), &Hints::default()));
}
