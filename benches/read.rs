//! How long the biggest collected file of each kind takes from bytes to a checked schedule.

use std::path::Path;

use attend::source::{Hints, read};
use chrono::NaiveDate;
use divan::Bencher;
use divan::counter::BytesCount;

const FILES: &[&str] = &[
    "frab-xml/fosdem-2026--2026-03-20_1645.xml",
    "other-xml/europython-2014-schedule-final.xml",
    "frab-json/35c3-everything--2019-08-01_1324.json",
    "pretalx-api/europython-discord-cached-schedule-2023.json",
    "ics/hamilton-fringe-2026--2026-07-13_1425.ics",
    "sessionize-grid/droidcon-2023-summer.json",
    "csv/gencon-2002-index.csv",
    "burningman/iburn-2015-b.json",
    "konopas/arisia-2014-program.js",
    "open-event/FOSSASIASummit2018/sessions.json",
    "other-json/mozfest-2016--2016-10-30_0711.json",
];

fn main() {
    divan::main();
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads its files itself")]
#[divan::bench(args = FILES)]
fn whole(bencher: Bencher, path: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(path);
    // The files are no part of the repository: where they are missing nothing is measured.
    let Ok(bytes) = std::fs::read(&path) else { return };
    // One of them names its days only as weekdays.
    let first_day = NaiveDate::from_ymd_opt(2016, 10, 28);
    let hints = Hints { first_day, ..Hints::default() };
    assert!(read(&bytes, &hints).is_ok(), "{} is refused", path.display());
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| read(divan::black_box(&bytes), &hints));
}
