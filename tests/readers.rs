//! Calendars, Sessionize, other JSON, CSV and plain text: what the readers make of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use attend::schedule::Zone;
use attend::source::{Hints, Subject, read_with};

fn data() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    folder.join("counts.json").exists().then_some(folder)
}

#[test]
fn every_slot_of_the_collected_files_is_read_or_skipped_with_a_reason() {
    let Some(folder) = data() else {
        println!("skipped: ../shared/data is not there");
        return;
    };
    let counts = std::fs::read(folder.join("counts.json")).unwrap();
    let counts: Vec<serde_json::Value> = serde_json::from_slice(&counts).unwrap();
    let kinds = [
        "ics/",
        "ics-quirks/",
        "sessionize",
        "konopas/",
        "open-event/",
        "burningman/",
        "other-json/",
        "csv/",
    ];
    for entry in &counts {
        let path = entry["path"].as_str().unwrap();
        if !kinds.iter().any(|kind| path.starts_with(kind)) && !path.contains("hub-schedule2") {
            continue;
        }
        let bytes = std::fs::read(folder.join(path)).unwrap();
        let hints =
            Hints { zone: None, year: Some(2016), first_day: Some("2016-10-28".parse().unwrap()) };
        let now = std::time::Instant::now();
        let mut read = read_with(&bytes, &hints);
        if let Err(problems) = &read
            && problems[0].what.contains("time zone")
        {
            read = read_with(&bytes, &Hints { zone: Zone::named("UTC"), ..hints });
        }
        let ms = now.elapsed().as_millis();
        match read {
            Ok(read) => {
                let mut why: BTreeMap<String, usize> = BTreeMap::new();
                for warning in read.warnings.iter() {
                    let what: String =
                        warning.what.split('`').step_by(2).collect::<Vec<_>>().join("_");
                    let what: String =
                        what.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
                    *why.entry(format!("{:?}: {what}", warning.subject)).or_default() += 1;
                }
                let skipped =
                    read.warnings.iter().filter(|w| w.subject == Subject::Skipped).count();
                println!(
                    "{path}: {:?} {} + {} = {} of {} {ms}ms rooms {}/{} zone {} title {:?}",
                    read.format,
                    read.schedule.events().len(),
                    skipped,
                    read.schedule.events().len() + skipped,
                    entry["events"],
                    read.schedule
                        .events()
                        .iter()
                        .map(|e| e.room_name())
                        .collect::<std::collections::BTreeSet<_>>()
                        .len(),
                    entry["rooms"],
                    read.schedule.zone(),
                    read.schedule.title()
                );
                for (why, n) in why.iter().take(9) {
                    println!("      {n} {why}");
                }
                if let Some(e) = read.schedule.events().get(read.schedule.events().len() / 2) {
                    println!("      {:?}", format!("{e:?}").chars().take(500).collect::<String>());
                }
            }
            Err(problems) => println!("{path}: {} {problems:?}", entry["events"]),
        }
    }
}
