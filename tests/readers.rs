//! Calendars, Sessionize, other JSON, CSV and plain text: real files against independent counts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use attend::schedule::{Event, Schedule, Zone};
use attend::source::{self, Format, Hints, Read, Subject};

use crate::support::bless;

/// Files that are no schedule, but hold what one refers to: they are refused.
const COMPANIONS: &[&str] = &[
    "people.js",
    "microlocations.json",
    "tracks.json",
    "speakers.json",
    "event.json",
    "hoverboard-devfest-schedule.json",
];

/// Where the reader finds more slots than the counting script, and why.
const DIFFERENCES: &[(&str, usize, &str)] = &[
    ("ics/sxsw-2015--2015-02-26_0017.ics", 1, SXSW),
    ("ics/sxsw-2015--2015-02-26_0215.ics", 1, SXSW),
    ("ics/sxsw-2015--2015-03-01_1636.ics", 1, SXSW),
    ("ics/sxsw-2015--2015-03-01_1639.ics", 1, SXSW),
    ("ics-quirks/ical4j-invalid-CalendarDataFile.ics", 279, RULES),
    ("ics-quirks/icaljs-recur_instances.ics", 13, RULES),
    ("ics-quirks/icaljs-google_birthday.ics", 2, RULES),
    ("other-json/nicar-2026--2026-03-02_1713.json", 10, DESK),
    ("other-json/nicar-2026--2026-03-03_0809.json", 10, DESK),
    ("other-json/nicar-2026--2026-03-04_2143.json", 13, DESK),
    ("other-json/nicar-2026--2026-03-06_1427.json", 13, DESK),
    (
        "burningman/iburn-2015-b.json",
        1,
        "an item with an empty list of times is a slot without a start",
    ),
];
const DESK: &str = "the hours of the registration desk are slots, too";
const SXSW: &str = "`BEGIN:VEVENT` stands once more than was counted";
const RULES: &str = "the script counts a repeated event once, the reader each of its times";

fn data() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    folder.join("counts.json").exists().then_some(folder)
}

/// Whether a file is of the kinds that are read here.
fn is_ours(path: &str) -> bool {
    const KINDS: &[&str] = &[
        "ics/",
        "ics-quirks/",
        "sessionize-",
        "konopas/",
        "open-event/",
        "burningman/",
        "other-json/",
        "csv/",
    ];
    KINDS.iter().any(|kind| path.starts_with(kind)) || path.ends_with("hub-schedule2.json")
}

/// Reads with the answers that the user of a file without dates or a zone would give.
fn read(path: &str, bytes: &[u8]) -> Result<Read, String> {
    let mozfest = path.contains("mozfest").then_some("2016-10-28");
    let srccon = path.contains("srccon").then_some("2017-08-03");
    let first_day = mozfest.or(srccon).map(|day| day.parse().unwrap());
    let hints = Hints { first_day, ..Hints::default() };
    source::read(bytes, &hints).map_err(|problems| problems[0].what.clone())
}

#[test]
fn every_slot_of_the_collected_files_is_read_or_skipped_with_a_reason() {
    let Some(folder) = data() else {
        println!("skipped: ../shared/data is not there");
        return;
    };
    let counts = std::fs::read(folder.join("counts.json")).unwrap();
    let counts: Vec<serde_json::Value> = serde_json::from_slice(&counts).unwrap();
    let mut kinds: BTreeMap<String, (usize, usize, BTreeMap<String, usize>)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for entry in &counts {
        let path = entry["path"].as_str().unwrap();
        if !is_ours(path) {
            continue;
        }
        let read = read(path, &std::fs::read(folder.join(path)).unwrap());
        let companion = COMPANIONS.iter().any(|name| path.ends_with(name));
        let Ok(read) = read else {
            if !companion {
                wrong.push(format!("{path}: {}", read.unwrap_err()));
            }
            continue;
        };
        let more =
            DIFFERENCES.iter().find(|(file, ..)| *file == path).map_or(0, |(_, more, _)| *more);
        let expected = entry["events"].as_u64().map(|count| count as usize + more);
        let events = read.schedule.events().len();
        let reasons: Vec<&str> = read
            .warnings
            .iter()
            .filter(|warning| warning.subject == Subject::Skipped)
            .map(|warning| warning.what.as_str())
            .collect();
        if Some(read.slots) != expected || events + reasons.len() != read.slots {
            wrong.push(format!("{path}: {events} + {} of {expected:?}", reasons.len()));
        }
        let kind = kinds.entry(path.split('/').next().unwrap().to_owned()).or_default();
        kind.0 += 1;
        kind.1 += events;
        for reason in reasons {
            *kind.2.entry(plain(reason)).or_default() += 1;
        }
    }
    for (kind, (files, events, skipped)) in &kinds {
        println!("{kind}: {files} files, {events} events, skipped: {skipped:?}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(kinds.len() >= 9, "{kinds:?}");
}

/// A reason without the values in it.
fn plain(reason: &str) -> String {
    let words: Vec<&str> = reason.split('`').step_by(2).collect();
    words.join("…").split(|c: char| c.is_ascii_digit()).next().unwrap().to_owned()
}

/// The seed and the bundled programme that was made from it by hand.
fn seed() -> Option<(Read, Schedule)> {
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed/all-systems-go-2018.txt");
    let Ok(text) = std::fs::read(seed) else {
        println!("skipped: ../shared/seed is not there");
        return None;
    };
    let hints = Hints {
        zone: Zone::named("Europe/Berlin"),
        first_day: Some("2018-09-27".parse().unwrap()),
        ..Hints::default()
    };
    let read = source::read(&text, &hints).unwrap();
    let bundled = include_bytes!("../schedule/all-systems-go-2018.yaml");
    Some((read, source::read(bundled, &Hints::default()).unwrap().schedule))
}

#[test]
fn the_seed_has_the_titles_rooms_and_starts_of_the_bundled_programme() {
    let Some((read, bundled)) = seed() else { return };
    assert_eq!((read.format, read.slots), (Format::Programme, 53));
    assert_eq!(read.schedule.version(), Some("v1"));
    // These six have no title in the text.
    let untitled = ["nettools", "oomd", "dbus-broker", "libcapsule", "opening", "closing"];
    for expected in bundled.events() {
        if untitled.contains(&expected.id.as_str()) {
            continue;
        }
        let same = |title: &str| title == expected.title;
        let found = read.schedule.events().iter().find(|event| same(&event.title));
        let found = found.unwrap_or_else(|| panic!("{} is missing", expected.title));
        assert_eq!(found.slot.start(), expected.slot.start(), "{}", expected.title);
        assert_eq!(found.subtitle, expected.subtitle, "{}", expected.title);
        if found.room.is_some() {
            assert_eq!(found.room, expected.room, "{}", expected.title);
        }
        let inferred = expected.inferred.contains(&attend::schedule::Inferred::Room);
        assert!(!inferred || found.room.is_none(), "{} prints no room", expected.title);
    }
    let titled = read.schedule.events().iter().filter(|event| {
        bundled.events().iter().any(|expected| {
            expected.title == event.title && !untitled.contains(&expected.id.as_str())
        })
    });
    let printed = titled.filter(|event| event.room.is_some()).count();
    // 19 lines end in a hall, four of them below an empty title; two more name a place alone.
    assert_eq!(printed, 17);
}

#[test]
fn the_seed_keeps_abstracts_and_descriptions_with_their_talks() {
    let Some((read, _)) = seed() else { return };
    let texts = |title: &str| {
        let event = read.schedule.events().iter().find(|event| event.title == title).unwrap();
        (event.summary.clone(), event.description.clone())
    };
    let begins = |title: &str, summary: &str, description: &str| {
        let (found_summary, found_description) = texts(title);
        assert!(found_summary.starts_with(summary), "{title}: {found_summary}");
        assert!(found_description.starts_with(description), "{title}: {found_description}");
        assert_eq!(description.is_empty(), found_description.is_empty(), "{title}");
    };
    begins("LinuxBoot and booting fast", "In contrast to most", "Due to increases in flash");
    begins("Fedora CoreOS", "What exactly is Red Hat", "");
    begins("Container Run-times and Fun-times", "A dive into the world", "At @FB we heavily");
    begins("Container Runtimes: draw some lines", "Future of connecting", "Since docker came");
    begins("CRI-O: All the Runtime Kubernetes need", "CRI-O is a brand new", "");
    begins("Scale Your Auditing Events", "The Linux Audit daemon", "You can also use");
    begins("Replacing Docker with Podman", "This talk will describe", "I will cover");
    begins("Lightning Talks", "Please submit your talks", "");
    begins("Social event", "", "");
}

#[test]
fn a_programme_of_weekdays_asks_for_its_first_day() {
    let text = b"Friday 09:00\n\nOne\n\n\nA talk\n\nFriday 10:00\n\nTwo\n\n\nAnother talk\n";
    let problems = source::read(text, &Hints::default()).unwrap_err();
    bless::same(&problems[0].what, "`Friday 09:00` has no date");
    assert!(problems[0].hint.as_ref().unwrap().contains("--first-day"), "{problems:?}");
    let dated = [b"MyConf, 27 to 30 September 2018\n\n".as_slice(), text].concat();
    let hints = Hints { zone: Zone::named("UTC"), ..Hints::default() };
    let read = source::read(&dated, &hints).unwrap();
    let start = read.schedule.events()[0].slot.start();
    assert_eq!(start.to_rfc3339(), "2018-09-28T09:00:00+00:00");
    let year = text.as_slice().iter().map(|&b| b as char).collect::<String>();
    let year = year.replace("Friday", "Friday 28 September");
    let problems = source::read(year.as_bytes(), &hints).unwrap_err();
    assert!(problems[0].hint.as_ref().unwrap().contains("--year"), "{problems:?}");
    let hints = Hints { year: Some(2018), ..hints };
    assert_eq!(source::read(year.as_bytes(), &hints).unwrap().schedule.events().len(), 2);
}

#[test]
fn a_calendar_and_the_xml_of_one_schedule_agree() {
    let Some(folder) = data() else { return };
    let read = |path: &str| {
        source::read(&std::fs::read(folder.join(path)).unwrap(), &Hints::default()).unwrap()
    };
    let slots = |read: &Read| {
        let slot = |event: &Event| (event.slot, event.room_name().to_owned());
        read.schedule.events().iter().map(slot).collect::<BTreeSet<_>>()
    };
    let (ics, xml) = (read("ics/divoc_r2r.ics"), read("frab-xml/divoc_r2r.xml"));
    assert_eq!(slots(&ics), slots(&xml));
    // xCal says no zone.
    let xcal = std::fs::read(folder.join("xcal/divoc_r2r.xcal")).unwrap();
    let hints = Hints { zone: Some(xml.schedule.zone()), ..Hints::default() };
    assert_eq!(slots(&source::read(&xcal, &hints).unwrap()), slots(&xml));
    assert_eq!(ics.schedule.zone(), xml.schedule.zone());
}
