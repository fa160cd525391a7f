//! Nothing of the collected schedules of real conferences is lost; what is odd in them is named.
//!
//! They are no part of the repository. Small schedules for each quirk are in `dialects.rs`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use attend::source::{Format, Hints, Read, Subject, read};

/// The collected files, which are no part of the repository.
fn collected() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    path.join("counts.json").is_file().then_some(path)
}

/// Kinds of files that are read so far, with their format.
const KINDS: &[(&str, Format)] = &[
    ("frab-xml", Format::FrabXml),
    ("other-xml", Format::FrabXml),
    ("frab-json", Format::FrabJson),
    ("pretalx-api", Format::Pretalx),
    ("xcal", Format::ICalendar),
];

/// What becomes of files whose numbers are not simply those that an independent script counted.
enum Quirk {
    /// It is refused with these words.
    Refused(&'static str),
    /// It has so many slots more than were counted: breaks in a list of their own, left out.
    Breaks(usize),
}

/// Every difference from `counts.json`, by the quirk that causes it.
const QUIRKS: &[(&str, Quirk)] = &[
    ("frab-xml/fosdem-2026--broken-merge-conflict.xml", Quirk::Refused("merge conflict markers")),
    ("pretalx-api/programapi-example-speakers.json", Quirk::Refused("list of speakers")),
    ("pretalx-api/europython-2023-schedule--2023-07-01.json", Quirk::Breaks(87)),
    ("pretalx-api/europython-2023-schedule--2023-07-14.json", Quirk::Breaks(84)),
    ("pretalx-api/europython-discord-cached-schedule-2023.json", Quirk::Breaks(84)),
];

fn skipped(read: &Read) -> usize {
    read.warnings.iter().filter(|warning| warning.subject == Subject::Skipped).count()
}

#[test]
#[expect(clippy::print_stderr, reason = "says why nothing was tested, and the table of what was")]
fn nothing_is_lost_in_the_collected_schedules() {
    let Some(data) = collected() else {
        eprintln!("skipped: there is no ../shared/data");
        return;
    };
    let counts: Vec<serde_json::Value> =
        serde_json::from_slice(&std::fs::read(data.join("counts.json")).unwrap()).unwrap();
    let mut table: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    let mut wrong = Vec::new();
    for count in &counts {
        let path = count["path"].as_str().unwrap();
        let counted = usize::try_from(count["events"].as_u64().unwrap_or_default()).unwrap();
        let kind = path.split('/').next().unwrap();
        let Some(&(kind, format)) = KINDS.iter().find(|&&(name, _)| name == kind) else { continue };
        let quirk = QUIRKS.iter().find(|&&(name, _)| name == path).map(|(_, quirk)| quirk);
        let result = read(&std::fs::read(data.join(path)).unwrap(), &Hints::default());
        let row = table.entry(kind).or_default();
        row[0] += 1;
        match (result, quirk) {
            (Err(problems), Some(Quirk::Refused(words))) if problems[0].what.contains(words) => {
                row[3] += 1;
            }
            (Err(problems), _) => wrong.push(format!("{path}: {problems:?}")),
            (Ok(read), quirk) => {
                let events = read.schedule.events().len();
                row[1] += events;
                row[2] += skipped(&read);
                let more = match quirk {
                    Some(&Quirk::Breaks(more)) => more,
                    Some(Quirk::Refused(_)) => usize::MAX,
                    None => 0,
                };
                let sums = events + skipped(&read) == read.slots;
                if !sums || read.slots.wrapping_sub(more) != counted || read.format != format {
                    wrong.push(format!(
                        "{path}: {events} read, {} skipped, {} slots, {counted} counted",
                        skipped(&read),
                        read.slots
                    ));
                }
            }
        }
    }
    for (kind, [files, events, skipped, refused]) in table {
        eprintln!("{kind}: {files} files, {events} events, {skipped} skipped, {refused} refused");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// One schedule in XML and in JSON.
const TWINS: &[&str] = &[
    "32c3-everything--2015-12-09_0203",
    "32c3-everything--2015-12-30_2120",
    "34c3-everything--2017-12-21_1722",
    "34c3-everything--2018-01-16_1650",
    "35c3-everything--2018-12-18_0132",
    "35c3-everything--2019-08-01_1324",
    "camp2019-everything--2019-09-30_1010",
    "divoc_r2r-everything",
    "divoc_r2r",
];

#[test]
fn twins_in_xml_and_json_give_the_same_schedule() {
    let Some(data) = collected() else { return };
    for twin in TWINS {
        let xml = std::fs::read(data.join(format!("frab-xml/{twin}.xml"))).unwrap();
        let json = std::fs::read(data.join(format!("frab-json/{twin}.json"))).unwrap();
        let xml = read(&xml, &Hints::default()).unwrap().schedule;
        let json = read(&json, &Hints::default()).unwrap().schedule;
        assert_eq!(xml.events(), json.events(), "{twin}");
        assert_eq!((xml.title(), xml.version()), (json.title(), json.version()), "{twin}");
        // Only the XML of this pair names its zone; both have the same instants.
        let same_zone = xml.zone() == json.zone() || *twin == "divoc_r2r";
        assert!(same_zone, "{twin}: {} and {}", xml.zone(), json.zone());
    }
}
