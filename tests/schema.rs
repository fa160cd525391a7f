//! The JSON Schemas agree with the readers.

use std::path::Path;

use attend::source::{self, Hints};
use attend::{group, profile, render, schema};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::Test;
use crate::support::json_schema::Validator;

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

/// A profile with every key, in every form that the reader knows.
const FULL: &str = "
name: Me
interests:
  - ebpf
  - tracing: 3
  - 2038
  - topic: containers
    weight: -2.5
    keywords: [container, podman, \"open container initiative\"]
  - topic: one
    at_least: 1
    at_most: 3
  - blockchain: never
  - topic: coins
    weight: never
languages: [en, German]
only: { levels: [300, 400], kinds: [talk] }
hide: { tracks: [\"Crypto*\"], rooms: [Bar] }
aliases: { k8s: kubernetes, podman: [libpod, pods] }
related: false
booked: [My talk, 43]
must_see:
  - Portable Services
  - 42
  - eBPF: a year
  - one_of: [ECON, LING]
  - all_of: [Part one, Part two]
want: Liz Rice
at_most: [ { count: 2, of: { track: Cloud } }, { count: 1, of: [A, B] } ]
never: [Social event]
ratings: { Is my system fast?: 90 }
boost: { speakers: { Liz Rice: 2 }, tracks: { Security: 1.5 }, rooms: {} }
here: [ { from: Fri 10:00, to: Sat 17:00 }, { from: day 1, to: 2018-09-28T24:00 } ]
day: { from: \"11:00\", to: \"23:00\", sleep: 7.5h }
commitments: [ { title: my own talk, from: Fri 14:00, to: 14:30, room: Loft } ]
breaks: [ { name: lunch, minutes: 45, between: 12:00-14:30, worth: 300 } ]
visits: [ { talk: Art show, minutes: 30 } ]
walking: { default: 2, between: [ { rooms: [\"K.*\", \"U*\"], minutes: 10 } ] }
gap: { least: 5, after: { \"Keynote*\": 30, 42: 10 } }
arrive: { must_see: 10, rooms: { Hall H: 60 } }
limits: { talks_per_day: 8, hours_per_day: 6.5, hours_in_a_row: 3, rest: 20 }
tolerance: { late: 5, early: 10 }
budget: 60 EUR
value: minute
minimum: 80
recorded: 0.7
with: [Ben, Ada]
";

const EVENT: &str = "
title: Small Conf
version: 2
timezone: Europe/Berlin
events:
  - id: a
    other_ids: [x, 7]
    title: A
    subtitle: B
    room: One
    start: 2026-05-01T10:00
    end: 2026-05-01 10:30:00
    track: T
    speakers: Ada
    language: en
    level: 300
    kind: workshop
    price: 18.50
    sold_out: false
    keywords: [k]
    abstract: s
    description: d
    url: https://example.org
    repeats: a
    part_of: b
    recorded: true
    cancelled: false
    inferred: [room]
  - { title: B, start: 2026-05-01T10:00+02:00, minutes: 45 }
";

/// What is wrong with the form of a profile, whatever the schedule.
fn faults(profile: &Value) -> Vec<String> {
    let small = b"title: T\ntimezone: UTC\nevents: []\n";
    let schedule = source::read(small, &Hints::default()).unwrap().schedule;
    let problems = profile::wishes(&profile.to_string(), &schedule).err().unwrap_or_default();
    let of_content = ["there is no talk", "nothing is on or near", "there is no such day"];
    let form = |what: &String| !of_content.iter().any(|words| what.contains(words));
    problems.into_iter().map(|problem| problem.what).filter(form).collect()
}

#[test]
fn the_schemas_are_printed() {
    let kinds =
        [("profile", schema::PROFILE), ("group", schema::GROUP), ("schedule", schema::SCHEDULE)];
    for (kind, text) in kinds {
        let (out, err, code) = Test::of(&["schema", kind]).run();
        assert_eq!((out.as_str(), err.as_str(), code), (text, "", 0));
    }
}

#[test]
fn the_schemas_have_the_keys_of_the_readers_each_explained() {
    fn case(properties: &Value, keys: &[&str]) {
        let properties = properties.as_object().unwrap();
        let mut named: Vec<&str> = properties.keys().map(String::as_str).collect();
        let mut known = keys.to_vec();
        named.sort_unstable();
        known.sort_unstable();
        assert_eq!(named, known);
    }
    let profile: Value = serde_json::from_str(schema::PROFILE).unwrap();
    case(&profile["properties"], profile::KEYS);
    for (key, value) in profile["properties"].as_object().unwrap() {
        assert!(value["description"].is_string(), "{key}");
    }
    let group: Value = serde_json::from_str(schema::GROUP).unwrap();
    case(&group["properties"], group::KEYS);
    for (key, value) in group["properties"].as_object().unwrap() {
        assert!(value["description"].is_string(), "{key}");
    }
    let schedule: Value = serde_json::from_str(schema::SCHEDULE).unwrap();
    case(&schedule["properties"], source::native::SCHEDULE_KEYS);
    case(&schedule["definitions"]["event"]["properties"], source::native::EVENT_KEYS);
}

#[test]
fn every_profile_and_schedule_of_ours_is_valid() {
    let (profile, schedule) = (Validator::new(schema::PROFILE), Validator::new(schema::SCHEDULE));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for (folder, validator) in [("profiles", &profile), ("schedule", &schedule)] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let value = yaml(&std::fs::read_to_string(&path).unwrap());
            assert!(validator.is_valid(&value), "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 6, "{seen}");
    assert!(profile.is_valid(&yaml(FULL)));
    assert!(profile.is_valid(&Value::Null) && profile.is_valid(&json!({"interests": {"a": 2}})));
    assert!(schedule.is_valid(&yaml(EVENT)));
    let read = source::read(EVENT.as_bytes(), &Hints::default()).unwrap();
    assert!(schedule.is_valid(&yaml(&render::schedule_yaml(&read.schedule))));
    assert!(schedule.is_valid(&yaml(&render::schedule_json(&read.schedule))));
}

/// A group file with every key, in every form that the reader knows.
const GROUP: &str = "
schedule: https://example.org/schedule.xml
timezone: Europe/Berlin
year: 2026
first_day: 2026-05-01
members: [ana.yaml, ben.yaml, 7]
aim: together
bonus: 50
always_together: false
together: [True Dungeon, eBPF: a year]
one_of_us: Board meeting
never_both: [[mom, dad], { of: [Ana, Ben], with: Kid }, { of: [a, b], with: [c, d] }]
meals: together
";

#[test]
fn a_group_file_is_valid_where_it_is_read() {
    let valid = Validator::new(schema::GROUP);
    for text in [GROUP, "members: [a, b]\nnever_both: [mom, dad]\nmeals:\n", "members: [a, b]"] {
        assert!(valid.is_valid(&yaml(text)), "{text}");
        assert!(group::read(text).is_ok(), "{text}");
    }
    for broken in [
        "{}",
        "members: [a]",
        "members: ['', b]",
        "members: {a: b}",
        "aim: best",
        "bonus: -1",
        "bonus: 10001",
        "always_together: perhaps",
        "together: {a: b, c: d}",
        "one_of_us: ['']",
        "never_both: mom",
        "never_both: [[mom]]",
        "never_both: [{ of: [mom] }]",
        "never_both: [{ with: kid }]",
        "meals: late",
        "year: soon",
        "who: [a]",
    ] {
        let text = match broken.starts_with("members") {
            true => broken.to_owned(),
            false => format!("members: [a, b]\n{broken}"),
        };
        let text = if broken == "{}" { broken.to_owned() } else { text };
        assert!(!valid.is_valid(&yaml(&text)), "{text}");
        assert!(group::read(&text).is_err(), "{text}");
    }
}

#[test]
fn what_the_reader_refuses_the_schema_refuses() {
    let valid = Validator::new(schema::PROFILE);
    for broken in [
        "intrests: [a]",
        "interests: [{}]",
        "interests: [{a: 101}]",
        "interests: [{a: much}]",
        "interests: [{a: 1, b: 2}]",
        "interests: [[a]]",
        "interests: [{a: nevr}]",
        "languages: ['']",
        "only: [300]",
        "budget: much",
        "budget: -5",
        "only: {speakers: [a]}",
        "hide: {levels: {a: 1}}",
        "interests: ['']",
        "interests: [{topic: a, wieght: 2}]",
        "interests: [{topic: a, keywords: b}]",
        "aliases: [a]",
        "aliases: {a: {b: c}}",
        "aliases: {a: ''}",
        "related: perhaps",
        "must_see: ''",
        "must_see: [{a: b, c: d}]",
        "ratings: {a: 101}",
        "ratings: [a]",
        "boost: {speaker: {}}",
        "boost: {rooms: {Loft: -1}}",
        "here: [{from: Fri}]",
        "here: [{from: 'in the morning', to: Sat}]",
        "commitments: [{title: a}]",
        "breaks: [{minutes: 45}]",
        "breaks: [{minutes: 0, between: 12:00-14:00}]",
        "breaks: [{minutes: 45, between: noon}]",
        "walking: near",
        "walking: -5",
        "walking: {building: soon}",
        "walking: {between: [{rooms: [a], minutes: 5}]}",
        "walking: {default: -1}",
        "limits: {talks_per_day: 2.5}",
        "limits: {hours_per_day: 25}",
        "tolerance: {late: 61}",
        "value: hour",
        "recorded: yes please",
        "minimum: -1",
        "minimum: few",
        "name: [a]",
    ] {
        let value = yaml(broken);
        assert!(!faults(&value).is_empty(), "the reader takes {broken}");
        assert!(!valid.is_valid(&value), "the schema takes {broken}");
    }
}

#[test]
fn what_the_reader_of_schedules_refuses_the_schema_refuses() {
    let valid = Validator::new(schema::SCHEDULE);
    for broken in [
        "title: X",
        "{events: [], rooms: []}",
        "events: {}",
        "events: [{title: A}]",
        "events: [{title: A, start: tomorrow}]",
        "events: [{title: A, start: 2026-05-01T10:00, minutes: 0}]",
        "events: [{title: A, start: 2026-05-01T10:00, minutes: 5, end: 2026-05-01T10:05}]",
        "events: [{title: A, start: 2026-05-01T10:00, minutes: 5, recorded: maybe}]",
        "events: [{title: A, start: 2026-05-01T10:00, minutes: 5, inferred: [track]}]",
        "events: [{titel: A, start: 2026-05-01T10:00, minutes: 5}]",
    ] {
        let with_zone = format!("timezone: UTC\n{broken}");
        let text = if broken.starts_with('{') { broken } else { &with_zone };
        let read = source::read(text.as_bytes(), &Hints::default());
        assert!(read.is_err(), "the reader takes {broken}");
        assert!(!valid.is_valid(&yaml(text)), "the schema takes {broken}");
    }
}

/// Every place in a value, as a path of keys and positions.
fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    found.push(path.to_owned());
    match value {
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                places(item, &format!("{path}/{at}"), found);
            }
        }
        Value::Object(entries) => {
            for (key, item) in entries {
                let key = key.replace('~', "~0").replace('/', "~1");
                places(item, &format!("{path}/{key}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn anything() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-150i64..150).prop_map(Value::from),
        (-2.0f64..2.0).prop_map(Value::from),
        "[ a-zA-Z0-9:.-]{0,6}".prop_map(Value::from),
        "(fri|Sat|day 1|2|2018-09-28)( [0-9]{1,2}:[0-9]{2})?".prop_map(Value::from),
        "1[0-3]:[0-5]0-1[4-9]:[0-5]0".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!(["a", "b"])),
        Just(json!({"a": 1})),
    ]
}

proptest! {
    #[test]
    fn a_profile_that_the_reader_takes_has_no_fault_in_an_editor(
        place in any::<prop::sample::Index>(),
        new in anything(),
    ) {
        thread_local!(static VALID: Validator = Validator::new(schema::PROFILE));
        let mut profile = yaml(FULL);
        let mut all = Vec::new();
        places(&profile, "", &mut all);
        let place: &String = place.get(&all);
        *profile.pointer_mut(place).unwrap() = new;
        let faults = faults(&profile);
        let valid = VALID.with(|valid| valid.is_valid(&profile));
        // The reader knows more, such as that a window of a day does not end before it begins.
        prop_assert!(valid || !faults.is_empty(), "only the schema refuses {profile}");
    }
}
