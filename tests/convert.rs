//! `attend convert`: whole outputs.

use std::collections::BTreeSet;

use crate::support::Test;

const NATIVE: &str = "\
title: Small Conf
version: '1.10'
timezone: Europe/Berlin
events:
- id: linuxboot
  other_ids:
  - '007'
  title: 'LinuxBoot: fast, and booting'
  subtitle: no
  room: Kuppel
  start: 2026-10-25T02:30+02:00
  end: 2026-10-25T02:30+01:00
  track: Booting
  speakers:
  - Paul Menzel
  - Ana \"x\" Müller
  language: en
  keywords:
  - coreboot
  abstract: One.
  description: |-
    Two.

    Three.
  url: https://example.org/a,b;c
  repeats: linuxboot
  recorded: true
  cancelled: true
  inferred:
  - end
- id: a@example.org
  title: Talk
  start: 2026-10-25T09:00
  end: 2026-10-25T09:00:30
";

#[test]
fn yaml_has_the_keys_in_order_and_no_noise() {
    let (out, err, code) = Test::new("convert s.yaml").file("s.yaml", NATIVE).run();
    assert_eq!((err.as_str(), code), ("", 0));
    assert_eq!(out, NATIVE);
}

#[test]
fn json_has_the_same_keys() {
    let (out, err, code) = Test::new("convert - -f json").input(NATIVE).run();
    assert_eq!((err.as_str(), code), ("", 0));
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    let yaml: serde_json::Value = serde_yaml::from_str(NATIVE).unwrap();
    assert_eq!(json, yaml);
    assert!(out.starts_with("{\n  \"title\": \"Small Conf\",\n  \"version\": \"1.10\","), "{out}");
    Test::new("convert s.json").file("s.json", &out).shows(NATIVE);
}

#[test]
fn ical_is_what_calendars_read() {
    let (out, err, code) = Test::new("convert s.yaml -f ics").file("s.yaml", NATIVE).run();
    assert_eq!((err.as_str(), code), ("", 0));
    let version = env!("CARGO_PKG_VERSION");
    let expected = format!(
        "BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//attend//attend {version}//EN
NAME:Small Conf
X-WR-CALNAME:Small Conf
X-WR-TIMEZONE:Europe/Berlin
X-ATTEND-VERSION:1.10
BEGIN:VEVENT
UID:linuxboot@small-conf.attend.invalid
X-ATTEND-ID:linuxboot
DTSTAMP:20261025T003000Z
DTSTART:20261025T003000Z
DTEND:20261025T013000Z
SUMMARY:LinuxBoot: fast\\, and booting
LOCATION:Kuppel
CATEGORIES:Booting
STATUS:CANCELLED
URL:https://example.org/a,b;c
DESCRIPTION;X-ATTEND-HEAD=33;X-ATTEND-ABSTRACT=4:no\\n\\nPaul Menzel\\, Ana \"x
 \" Müller\\n\\nOne.\\n\\nTwo.\\n\\nThree.
X-ATTEND-SUBTITLE:no
X-ATTEND-LANGUAGE:en
X-ATTEND-REPEATS:linuxboot
X-ATTEND-OTHER-IDS:007
X-ATTEND-SPEAKERS:Paul Menzel,Ana \"x\" Müller
X-ATTEND-KEYWORDS:coreboot
X-ATTEND-RECORDED:TRUE
X-ATTEND-INFERRED:end
END:VEVENT
BEGIN:VEVENT
UID:a@example.org
DTSTAMP:20261025T003000Z
DTSTART:20261025T080000Z
DTEND:20261025T080030Z
SUMMARY:Talk
END:VEVENT
END:VCALENDAR
"
    );
    assert_eq!(out, expected.replace('\n', "\r\n"));
}

#[test]
fn the_form_is_guessed_from_the_ending() {
    for (name, start) in [
        ("out.yaml", "title: All"),
        ("out.json", "{\n"),
        ("out.ICS", "BEGIN:VCALENDAR\r\n"),
        ("out", "title: All"),
    ] {
        let test = Test::new(&format!("convert all-systems-go-2018 -o {name}"));
        test.shows(&format!("! note: wrote {name}"));
        let text = std::fs::read_to_string(test.folder().join(name)).unwrap();
        assert!(text.starts_with(start), "{name}: {text}");
    }
    let forced = Test::new("convert all-systems-go-2018 -f ics -o out.json");
    forced.shows("! note: wrote out.json");
}

#[test]
fn a_zone_can_be_chosen() {
    let (out, _, _) = Test::new("convert - --tz UTC").input(NATIVE).run();
    assert!(out.contains("timezone: UTC\n") && out.contains("start: 2026-10-25T00:30\n"), "{out}");
    let (out, _, _) = Test::new("convert - --tz=-03:30").input(NATIVE).run();
    assert!(out.contains("timezone: -03:30\n") && out.contains("2026-10-24T21:00\n"), "{out}");
}

#[test]
fn wrong_input_is_an_error() {
    Test::new("convert missing.xml").shows(
        "
! error: there is no schedule `missing.xml`
! hint: give a file, or one of the bundled: `all-systems-go-2018`
status 2
",
    );
    Test::new("convert - --tz Mars").input(NATIVE).shows(
        "
! error: --tz `Mars`: unknown time zone
! hint: write an area and a city, as in `Europe/Berlin`
status 2
",
    );
}

#[cfg(not(feature = "fetch"))]
#[test]
fn a_program_without_the_network_says_so() {
    Test::new("convert https://ana:secret@example.org/schedule.xml").shows(
        "
! error: cannot read https://***@example.org/schedule.xml: this attend was built without network access
! hint: download the schedule and give its file
status 2
",
    );
}

#[test]
fn equal_schedules_give_equal_calendars_with_uids_of_their_own() {
    let ical = || Test::new("convert - -f ics").input(NATIVE).run().0;
    assert_eq!(ical(), ical());
    let text = ical();
    let uids: BTreeSet<&str> = text.lines().filter(|line| line.starts_with("UID:")).collect();
    assert_eq!(uids.len(), 2);
}
