//! Every collected schedule, written in each form and read back: nothing is lost on the way.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use attend::render::{schedule_ical, schedule_json, schedule_yaml};
use attend::schedule::{Schedule, Zone};
use attend::source::{self, Format, Hints};

/// A way to write a schedule.
type Form = fn(&Schedule) -> String;

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// What was lost of the file on its way through each form, or its kind when all came back.
fn lost(path: &Path) -> Option<Result<Format, String>> {
    const FORMS: [(&str, Form); 3] =
        [("YAML", schedule_yaml), ("JSON", schedule_json), ("iCal", schedule_ical)];
    let hints = Hints {
        zone: Zone::named("Europe/Berlin"),
        first_day: Some("2018-09-27".parse().unwrap()),
        year: Some(2018),
    };
    let read = source::read(&std::fs::read(path).unwrap(), &hints).ok()?;
    for (form, write) in FORMS {
        let again = match source::read(write(&read.schedule).as_bytes(), &Hints::default()) {
            Ok(again) => again.schedule,
            Err(problems) => return Some(Err(format!("{form}: {:?}", problems[0]))),
        };
        if again != read.schedule {
            let pairs = again.events().iter().zip(read.schedule.events());
            let event = pairs.into_iter().find(|(again, event)| again != event);
            return Some(Err(format!("{form}: {event:?}")));
        }
    }
    Some(Ok(read.format))
}

#[test]
fn every_collected_schedule_comes_back_from_every_form() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if !folder.join("counts.json").exists() {
        println!("skipped: ../shared/data is not there");
        return;
    }
    let waiting = Mutex::new(files(&folder));
    let results = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().unwrap().pop();
                    let Some(path) = next else { return };
                    if let Some(result) = lost(&path) {
                        let result = result.map_err(|lost| format!("{}: {lost}", path.display()));
                        results.lock().unwrap().push(result);
                    }
                }
            });
        }
    });
    let mut formats: BTreeMap<Format, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for result in results.into_inner().unwrap() {
        match result {
            Ok(format) => *formats.entry(format).or_default() += 1,
            Err(lost) => wrong.push(lost),
        }
    }
    assert!(wrong.is_empty(), "{} files: {}", wrong.len(), wrong.join("\n"));
    println!("came back from every form: {formats:?}");
    assert!(formats.values().sum::<usize>() > 100, "{formats:?}");
}
