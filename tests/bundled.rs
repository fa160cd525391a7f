//! What is compiled in is right, and shows the whole profile format.

use std::collections::BTreeMap;

use attend::bundled::{PROFILES, SCHEDULES};
use attend::profile;
use attend::schedule::{Event, Inferred, Schedule};
use attend::source;

fn all_systems_go() -> Schedule {
    let read = source::read(SCHEDULES[0].text.as_bytes(), &source::Hints::default()).unwrap();
    assert_eq!(read.warnings, []);
    read.schedule
}

fn find<'a>(schedule: &'a Schedule, title: &str) -> &'a Event {
    schedule.events().iter().find(|event| event.title.starts_with(title)).expect(title)
}

#[test]
fn every_bundled_file_is_read_without_a_warning() {
    let schedule = all_systems_go();
    for bundled in PROFILES {
        let (_, warnings) = profile::wishes(bundled.text, &schedule)
            .unwrap_or_else(|problems| panic!("{}: {problems:?}", bundled.name));
        assert_eq!(warnings, [], "{}", bundled.name);
    }
}

#[test]
fn every_file_that_ships_is_bundled() {
    for (folder, bundled) in [("schedule", SCHEDULES), ("profiles", PROFILES)] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut files: Vec<String> = std::fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let mut names: Vec<String> = bundled.iter().map(|b| format!("{}.yaml", b.name)).collect();
        files.sort();
        names.sort();
        assert_eq!(files, names);
    }
}

#[test]
fn all_systems_go_has_every_slot_of_the_programme() {
    let schedule = all_systems_go();
    assert_eq!(schedule.events().len(), 53);
    let mut per_day: BTreeMap<String, usize> = BTreeMap::new();
    let mut per_room: BTreeMap<&str, usize> = BTreeMap::new();
    for event in schedule.events() {
        let day = schedule.day(event.slot.start()).format("%a %-d").to_string();
        *per_day.entry(day).or_default() += 1;
        *per_room.entry(event.room_name()).or_default() += 1;
        assert!((5..=10).contains(&event.keywords.len()), "{}", event.title);
    }
    let counts: Vec<(&str, usize)> = per_day.iter().map(|(day, n)| (day.as_str(), *n)).collect();
    assert_eq!(counts, [("Fri 28", 25), ("Sat 29", 26), ("Sun 30", 1), ("Thu 27", 1)]);
    let rooms: Vec<&&str> = per_room.keys().collect();
    assert_eq!(rooms, [&"Kinvolk Office", &"Kuppel", &"Loft", &"Mein Haus am See"]);
}

#[test]
fn what_is_known_of_all_systems_go_is_not_inferred() {
    let schedule = all_systems_go();
    let case = |title: &str, room: Option<&str>, minutes: i64| {
        let event = find(&schedule, title);
        assert_eq!(event.slot.minutes(), minutes, "{title}");
        assert!(!event.inferred.contains(&Inferred::End), "{title}");
        if let Some(room) = room {
            assert_eq!(event.room_name(), room, "{title}");
            assert!(!event.inferred.contains(&Inferred::Room), "{title}");
        }
    };
    case("Opening", Some("Loft"), 15);
    case("Little Services", Some("Loft"), 30);
    case("LinuxBoot and booting fast", Some("Kuppel"), 45);
    case("Fedora CoreOS", Some("Loft"), 30);
    case("A debugger from scratch", None, 30);
    case("Resource Control @FB", Some("Loft"), 45);
    case("From Physical to Cloud", None, 30);
    case("Monitoring File System Syscalls", None, 30);
    case("Pre-registration meetup", None, 180);
    for lost in ["nettools", "oomd", "dbus-broker", "libcapsule", "Closing"] {
        find(&schedule, lost);
    }
}

#[test]
fn nothing_of_all_systems_go_overlaps_in_a_room() {
    let schedule = all_systems_go();
    for (ix, event) in schedule.iter() {
        for (other_ix, other) in schedule.iter() {
            let clash = event.room == other.room && event.slot.overlaps(other.slot);
            assert!(ix == other_ix || !clash, "{} and {}", event.title, other.title);
        }
    }
}

#[test]
fn the_profiles_show_every_key_between_them() {
    let keys = [
        "name",
        "interests",
        "aliases",
        "related",
        "must_see",
        "never",
        "ratings",
        "boost",
        "here",
        "commitments",
        "value",
        "recorded",
    ];
    for key in keys {
        let line = format!("\n{key}:");
        assert!(PROFILES.iter().any(|bundled| bundled.text.contains(&line)), "{key}");
    }
}
