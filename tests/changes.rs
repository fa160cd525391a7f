//! Changes between two versions: random ones against an oracle, and whole outputs.

use attend::changes::{
    Changes, Difference, Field, How, Identity, Matter, Value, between, differences,
};
use attend::schedule::{Event, EventId, Inferred, Room, Schedule, Slot, Zone};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::support::Test;

fn schedule(events: Vec<Event>) -> Schedule {
    Schedule::new("T".into(), None, Zone::named("UTC").unwrap(), events).0
}

/// The old version with the changes made; shares no code with what found them.
fn applied(old: &Schedule, new: &Schedule, changes: &Changes) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for (ix, event) in old.iter() {
        if changes.gone.contains(&ix) {
            continue;
        }
        let mut event = event.clone();
        for changed in changes.changed.iter().filter(|changed| changed.old == ix) {
            changed.what.iter().for_each(|difference| put(&mut event, difference));
        }
        events.push(event);
    }
    events.extend(changes.added.iter().map(|&ix| new.event(ix).clone()));
    events.sort_by(|a, b| a.id.cmp(&b.id));
    events
}

fn put(event: &mut Event, difference: &Difference) {
    let Difference { field, from: _, to } = difference;
    match (field, to.clone()) {
        (Field::Cancelled, Value::Flag(to)) => event.cancelled = to,
        (Field::Recorded, Value::Flag(to)) => event.recorded = to,
        (Field::Time, Value::Time(to)) => event.slot = to,
        (Field::Room, Value::Text(to)) => event.room = to.map(Room::new),
        (Field::Title, Value::Text(to)) => event.title = to.unwrap(),
        (Field::Subtitle, Value::Text(to)) => event.subtitle = to,
        (Field::Track, Value::Text(to)) => event.track = to,
        (Field::Language, Value::Text(to)) => event.language = to,
        (Field::Summary, Value::Text(to)) => event.summary = to.unwrap(),
        (Field::Description, Value::Text(to)) => event.description = to.unwrap(),
        (Field::Url, Value::Text(to)) => event.url = to,
        (Field::Id, Value::Text(to)) => event.id = EventId::new(to.unwrap()),
        (Field::Repeats, Value::Text(to)) => event.repeats = to,
        (Field::Speakers, Value::List(to)) => event.speakers = to,
        (Field::Keywords, Value::List(to)) => event.keywords = to,
        (Field::OtherIds, Value::List(to)) => event.other_ids = to,
        (Field::Inferred, Value::List(to)) => {
            let kinds = Inferred::ALL.into_iter();
            event.inferred =
                kinds.filter(|kind| to.iter().any(|name| name == kind.name())).collect();
        }
        (field, to) => panic!("{field:?} holds {to:?}"),
    }
}

fn sorted(schedule: &Schedule) -> Vec<Event> {
    let mut events = schedule.events().to_vec();
    events.sort_by(|a, b| a.id.cmp(&b.id));
    events
}

/// A random event: few titles, speakers and times, so that many are alike.
fn event() -> impl Strategy<Value = Event> {
    let words = || prop::sample::select(vec!["", "tea", "Tea", "rust in space", "rust in spice"]);
    let speakers = prop::collection::vec(prop::sample::select(vec!["Ada", "Bob", "Cy"]), 0..3);
    (
        0..8u32,
        words(),
        speakers,
        0..6i64,
        1..4i64,
        prop::option::of(0..3u8),
        words(),
        words(),
        any::<(bool, bool)>(),
    )
        .prop_map(|(id, title, speakers, start, length, room, text, name, flags)| {
            let from = "2026-05-01T08:00:00Z".parse::<DateTime<Utc>>().unwrap()
                + TimeDelta::minutes(30 * start);
            let slot = Slot::new(from, from + TimeDelta::minutes(30 * length)).unwrap();
            let mut event = Event::new(EventId::new(format!("e{id}")), format!("{title}."), slot);
            event.speakers = speakers.into_iter().map(ToOwned::to_owned).collect();
            event.room = room.map(|room| Room::new(format!("R{room}")));
            event.subtitle = Some(text.to_owned()).filter(|text| !text.is_empty());
            event.track.clone_from(&event.subtitle);
            event.description = text.to_owned();
            event.other_ids = vec![name.to_owned()];
            (event.cancelled, event.recorded) = flags;
            event
        })
}

fn versions() -> impl Strategy<Value = (Schedule, Schedule)> {
    let part = |most| prop::collection::vec(event(), 0..most);
    (part(6), part(4), part(4)).prop_map(|(both, old, new)| {
        let with = |more: Vec<Event>| schedule(both.iter().cloned().chain(more).collect());
        (with(old), with(new))
    })
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

    #[test]
    fn the_old_version_with_the_changes_is_the_new_one((old, new) in versions()) {
        let changes = between(&old, &new);
        prop_assert_eq!(applied(&old, &new, &changes), sorted(&new));
        let back = between(&new, &old);
        prop_assert_eq!(applied(&new, &old, &back), sorted(&old));
    }

    #[test]
    fn every_event_is_paired_once_or_not_at_all((old, new) in versions()) {
        let identity = Identity::between(&old, &new);
        for pair in identity.pairs() {
            prop_assert_eq!(identity.new_of(pair.old), Some(pair.new));
            prop_assert_eq!(identity.old_of(pair.new), Some(pair.old));
        }
        let turned = identity.reversed();
        prop_assert_eq!(turned.pairs().len(), identity.pairs().len());
        for pair in turned.pairs() {
            prop_assert_eq!(identity.new_of(pair.new), Some(pair.old));
            prop_assert_eq!(turned.new_of(pair.old), Some(pair.new));
            prop_assert_eq!(turned.old_of(pair.new), Some(pair.old));
        }
        let changes = between(&old, &new);
        prop_assert_eq!(changes.both + changes.gone.len(), old.events().len());
        prop_assert_eq!(changes.both + changes.added.len(), new.events().len());
    }

    #[test]
    fn a_version_has_no_changes_against_itself((old, _) in versions()) {
        prop_assert!(between(&old, &old).is_empty());
    }

    #[test]
    fn new_ids_for_everything_change_nothing_but_the_ids((old, _) in versions(), shift in 1..8usize) {
        // The ids of the others, and ids that were never there.
        let ids: Vec<EventId> = old.events().iter().map(|event| event.id.clone()).collect();
        let count = ids.len().max(1);
        let turned = old.events().iter().enumerate().map(|(place, event)| Event {
            id: ids[(place + shift) % count].clone(), ..event.clone()
        });
        let fresh = old.events().iter().rev().enumerate().map(|(place, event)| Event {
            id: EventId::new(format!("{}", 1000 + place)), ..event.clone()
        });
        for new in [schedule(turned.collect()), schedule(fresh.collect())] {
            let changes = between(&old, &new);
            prop_assert_eq!((changes.added.len(), changes.gone.len()), (0, 0));
            let only_ids = |it: &Difference| it.matter() == Matter::Record
                || [Field::Description, Field::Track, Field::Subtitle, Field::Recorded, Field::Cancelled].contains(&it.field);
            for changed in &changes.changed {
                prop_assert!(changed.what.iter().all(only_ids), "{:?}", changed.what);
            }
        }
    }
}

fn read(text: &str) -> Schedule {
    attend::source::read(text.as_bytes(), &attend::source::Hints::default()).unwrap().schedule
}

/// Events by id, title and room, one after the other.
fn programme(events: &[(&str, &str, &str)]) -> Schedule {
    let event = |(place, &(id, title, room)): (i64, &(&str, &str, &str))| {
        let from = "2026-05-01T08:00:00Z".parse::<DateTime<Utc>>().unwrap();
        let slot = Slot::new(
            from + TimeDelta::hours(place),
            from + TimeDelta::hours(place) + TimeDelta::minutes(30),
        );
        let mut event = Event::new(EventId::new(id), title.to_owned(), slot.unwrap());
        event.room = Some(Room::new(room)).filter(|_| !room.is_empty());
        event
    };
    schedule((0..).zip(events).map(event).collect())
}

#[test]
fn every_field_has_its_name_and_what_it_matters() {
    let old = read(
        "
title: T
timezone: UTC
events:
  - { id: a, title: One, start: 2026-05-01T10:00, minutes: 30 }
",
    );
    let new = read(
        "
title: T
timezone: UTC
events:
  - id: a
    title: Two
    start: 2026-05-01T11:00
    minutes: 30
    room: R
    subtitle: S
    speakers: [Ada]
    track: T
    language: de
    recorded: true
    keywords: [k]
    abstract: x
    description: y
    url: https://example.org/
    other_ids: [o]
    repeats: r
    cancelled: true
",
    );
    let (ix, _) = old.iter().next().unwrap();
    let (old, new) = (old.event(ix), new.event(ix));
    let mut new = new.clone();
    new.id = EventId::new("b");
    new.inferred = [Inferred::End].into();
    let told: Vec<(&str, Matter)> =
        differences(old, &new).iter().map(|it| (it.field.name(), it.matter())).collect();
    let of = |matter: Matter, names: &[&'static str]| -> Vec<(&'static str, Matter)> {
        names.iter().map(|&name| (name, matter)).collect()
    };
    let expected = [
        of(Matter::Plan, &["cancelled", "time", "room"]),
        of(Matter::Choice, &["title", "subtitle", "speakers", "track", "language", "recorded"]),
        of(Matter::Text, &["keywords", "abstract", "description", "url"]),
        of(Matter::Record, &["id", "other_ids", "repeats", "inferred"]),
    ];
    assert_eq!(told, expected.concat());
    assert_eq!(differences(old, old), []);
}

#[test]
fn what_reads_alike_is_a_matter_of_text() {
    let list = |names: &[&str]| Value::List(names.iter().map(|&name| name.to_owned()).collect());
    let text = |text: &str| Value::Text(Some(text.to_owned()));
    let case = |field: Field, from: Value, to: Value, expected: Matter| {
        let difference = Difference { field, from, to };
        assert_eq!(difference.matter(), expected, "{difference:?}");
    };
    case(Field::Title, text("Rust in Space"), text("rust - in space"), Matter::Text);
    case(Field::Title, text("Rust in Space"), text("Rust in spice"), Matter::Choice);
    case(Field::Room, text("Main hall"), text("main  Hall"), Matter::Text);
    case(Field::Room, text("Main hall"), Value::Text(None), Matter::Plan);
    case(Field::Speakers, list(&["Ada", "Bob"]), list(&["bob", "Ada"]), Matter::Text);
    case(Field::Speakers, list(&["Ada", "Bob"]), list(&["Ada"]), Matter::Choice);
    case(Field::Cancelled, Value::Flag(false), Value::Flag(true), Matter::Plan);
    // An id is never a matter of reading.
    case(Field::Id, text("a"), text("A"), Matter::Record);
}

#[test]
fn a_room_is_renamed_where_nearly_all_its_events_are_in_a_new_one() {
    let case =
        |old: &[(&str, &str, &str)], new: &[(&str, &str, &str)], expected: &[(&str, &str)]| {
            let changes = between(&programme(old), &programme(new));
            let renamed: Vec<(&str, &str)> =
                changes.renamed.iter().map(|it| (it.from.as_str(), it.to.as_str())).collect();
            assert_eq!(renamed, expected, "{new:?}");
        };
    let old = [
        ("a", "Ants", "Old"),
        ("b", "Bees", "Old"),
        ("c", "Cats", "Old"),
        ("d", "Dogs", "Old"),
        ("e", "Eels", "Old"),
        ("f", "Foxes", "Side"),
    ];
    let to = |rooms: [&'static str; 6]| {
        let mut new = old;
        for (event, room) in new.iter_mut().zip(rooms) {
            event.2 = room;
        }
        new
    };
    let renamed = [("Old", "New")];
    case(&old, &to(["New", "New", "New", "New", "New", "Side"]), &renamed);
    // One in five may have gone elsewhere, no more.
    case(&old, &to(["New", "New", "New", "New", "Side", "Side"]), &renamed);
    case(&old, &to(["New", "New", "New", "", "", "Side"]), &[]);
    // The old one is still there, or the new one was.
    case(&old, &to(["New", "New", "New", "New", "Old", "Side"]), &[]);
    case(&old, &to(["Side", "Side", "Side", "Side", "Side", "Side"]), &[]);
    // A room that is no longer named has no new name, and one event is not enough.
    case(&old, &to(["", "", "", "", "", "Side"]), &[]);
    case(&old, &to(["Old", "Old", "Old", "Old", "Old", "New"]), &[]);
    case(&old[4..], &to(["", "", "", "", "Old", "Side"])[4..], &[]);
}

#[test]
fn each_stage_pairs_what_those_before_it_have_left() {
    let old = read(
        "
title: T
timezone: UTC
events:
  - { id: same, title: Same, speakers: [Ada], start: 2026-05-01T10:00, minutes: 30 }
  - { id: c1, title: Looks the same, speakers: [Ada], start: 2026-05-01T11:00, minutes: 30 }
  - { id: kept, title: Old title, speakers: [Ada], start: 2026-05-01T12:00, minutes: 30 }
  - { id: n1, title: Slug and snail, speakers: [Eve], other_ids: [slug], start: 2026-05-01T13:00, minutes: 30 }
  - { id: t1, title: Moved far, speakers: [Cy], start: 2026-05-01T14:00, minutes: 30 }
  - { id: s1, title: Rust in space, speakers: [Dan], start: 2026-05-01T15:00, minutes: 30 }
  - { id: o1, title: Questions, speakers: [Flo], start: 2026-05-01T16:00, minutes: 30 }
",
    );
    let new = read(
        "
title: T
timezone: UTC
events:
  - { id: same, title: Same, speakers: [Ada], start: 2026-05-01T10:00, minutes: 30 }
  - { id: c2, title: Looks the same, speakers: [Ada], start: 2026-05-01T11:00, minutes: 30 }
  - { id: kept, title: New one, speakers: [Ada], start: 2026-05-01T12:30, minutes: 30 }
  - { id: n2, title: Slug and snake, speakers: [Eve], other_ids: [slug], start: 2026-05-02T13:00, minutes: 30 }
  - { id: t2, title: 'moved, far', speakers: [cy], start: 2026-05-02T14:00, minutes: 50 }
  - { id: s2, title: Rust in spice, speakers: [Dan], start: 2026-05-02T15:00, minutes: 30 }
  - { id: o2, title: Questions, speakers: [Gil], start: 2026-05-02T16:00, minutes: 30 }
  - { id: o3, title: Questions, speakers: [Hal], start: 2026-05-02T17:00, minutes: 30 }
",
    );
    let identity = Identity::between(&old, &new);
    let id = |schedule: &Schedule, ix| schedule.event(ix).id.to_string();
    let told: Vec<(String, String, How, bool)> = identity
        .pairs()
        .iter()
        .map(|pair| (id(&old, pair.old), id(&new, pair.new), pair.how, pair.renumbered))
        .collect();
    let expected = [
        ("same", "same", How::Id, false),
        ("c1", "c2", How::Content, true),
        ("kept", "kept", How::Id, false),
        ("n1", "n2", How::Name, true),
        ("t1", "t2", How::Title, true),
        // Of a title that is there more than once nothing is known: neither of the questions.
        ("s1", "s2", How::Similar, true),
    ];
    assert_eq!(told, expected.map(|(a, b, how, new)| (a.to_owned(), b.to_owned(), how, new)));
}

/// The times of one talk, as half hours of one day, lengths in half hours and rooms.
fn times(title: &str, times: &[(i64, i64, &str)]) -> Schedule {
    let noon = "2026-05-01T12:00:00Z".parse::<DateTime<Utc>>().unwrap();
    let event = |(place, &(start, length, room)): (usize, &(i64, i64, &str))| {
        let from = noon + TimeDelta::minutes(30 * start);
        let slot = Slot::new(from, from + TimeDelta::minutes(30 * length)).unwrap();
        let id = if place == 0 { "x".to_owned() } else { format!("x#{}", place + 1) };
        let mut event = Event::new(EventId::new(id), title.to_owned(), slot);
        event.room = Some(Room::new(room));
        event
    };
    schedule(times.iter().enumerate().map(event).collect())
}

#[test]
fn the_times_of_a_talk_are_paired_by_place_then_length_then_start_then_order() {
    let old = times("Rust in space", &[(0, 1, "A"), (0, 1, "B"), (4, 1, "A"), (8, 2, "A")]);
    let new = times("Rust in spice", &[(0, 1, "B"), (0, 1, "C"), (4, 3, "C"), (12, 1, "B")]);
    let at = |schedule: &Schedule, ix| {
        let event = schedule.event(ix);
        format!("{} {}", event.slot.start().format("%H"), event.room_name())
    };
    let identity = Identity::between(&old, &new);
    let mut told: Vec<(String, String)> =
        identity.pairs().iter().map(|pair| (at(&old, pair.old), at(&new, pair.new))).collect();
    told.sort();
    let expected = [("12 A", "12 C"), ("12 B", "12 B"), ("14 A", "14 C"), ("16 A", "18 B")];
    assert_eq!(told, expected.map(|(old, new)| (old.to_owned(), new.to_owned())));
}

#[test]
fn a_version_without_most_events_is_suspect() {
    let events =
        |ids: &[&'static str]| programme(&ids.iter().map(|&id| (id, id, "")).collect::<Vec<_>>());
    let case = |old: &[&'static str], new: &[&'static str], expected: bool| {
        let changes = between(&events(old), &events(new));
        assert_eq!(changes.is_suspect(), expected, "{new:?}");
        assert!(!changes.is_empty());
    };
    let old = ["ants", "bees", "cats", "dogs", "eels", "foxes", "goats"];
    case(&old, &["ants", "bees", "cats"], true);
    case(&old, &["ants", "bees", "cats", "dogs"], false);
    // One that is new makes up for one that is gone.
    case(&old, &["ants", "bees", "cats", "knitting"], false);
    case(&old, &["ants", "bees", "knitting"], true);
    case(&old[..1], &old, false);
}

#[test]
fn a_version_is_renumbered_when_most_ids_are_other_ones() {
    let case =
        |old: [&'static str; 4], new: [&'static str; 4], renumbered: usize, is_renumbered: bool| {
            let titles = ["Ants in the house", "Bees", "Cats and their people", "Dogs at work"];
            let with = |ids: [&'static str; 4]| {
                let events: Vec<(&str, &str, &str)> =
                    ids.into_iter().zip(titles).map(|(id, title)| (id, title, "")).collect();
                programme(&events)
            };
            let changes = between(&with(old), &with(new));
            assert_eq!(changes.renumbered, renumbered, "{new:?}");
            assert_eq!(changes.is_renumbered(), is_renumbered, "{new:?}");
        };
    let old = ["a", "b", "c", "d"];
    case(old, old, 0, false);
    case(old, ["a", "b", "x", "y"], 2, false);
    case(old, ["a", "x", "y", "z"], 3, true);
    case(old, ["d", "c", "b", "a"], 4, true);
}

#[test]
fn ids_are_believed_while_half_of_them_are_of_events_that_are_alike() {
    const OLD: [(&str, &str, &str); 4] =
        [("a", "Ants", ""), ("b", "Bees", ""), ("c", "Cats", ""), ("d", "Dogs", "")];
    // Another talk, in another room and hours later.
    let case = |replaced: &[usize], believed: bool| {
        let mut new = OLD.to_vec();
        for &place in replaced {
            new.push((OLD[place].0, ["Knitting", "Logic", "Music", "Night sky"][place], "Attic"));
        }
        new.retain(|(id, title, _)| {
            let place = OLD.iter().position(|old| old.0 == *id).unwrap();
            !replaced.contains(&place) || *title != OLD[place].1
        });
        let (old, new) = (programme(&OLD), programme(&new));
        let identity = Identity::between(&old, &new);
        for (ix, event) in old.iter() {
            let place = OLD.iter().position(|it| it.0 == event.id.as_str()).unwrap();
            let is_paired = believed || !replaced.contains(&place);
            let of_its_id = new.iter().find(|(_, other)| other.id == event.id).map(|(ix, _)| ix);
            let expected = of_its_id.filter(|_| is_paired);
            assert_eq!(identity.new_of(ix), expected, "{replaced:?} {}", event.id);
        }
    };
    case(&[], true);
    case(&[0], true);
    case(&[0, 1], true);
    case(&[0, 1, 2], false);
    case(&[0, 1, 2, 3], false);
}

#[test]
fn twins_are_told_by_their_ids() {
    let twins = |ids: [&str; 2]| {
        let events = ids.map(|id| programme(&[(id, "Ants", "Hall")]).events()[0].clone());
        schedule(events.to_vec())
    };
    let (old, new) = (twins(["a", "b"]), twins(["c", "a"]));
    let identity = Identity::between(&old, &new);
    for (ix, event) in old.iter() {
        let expected = if event.id.as_str() == "a" { "a" } else { "c" };
        let paired = identity.new_of(ix).map(|ix| new.event(ix).id.as_str());
        assert_eq!(paired, Some(expected), "{}", event.id);
    }
}

const OLD: &str = "\
title: Small Conf
timezone: Europe/Berlin
events:
  - { id: a, title: Tracing one, room: One, start: 2026-05-01T10:00, minutes: 30, speakers: [Ada] }
  - { id: b, title: Baking bread, room: Old hall, start: 2026-05-01T10:30, minutes: 30 }
  - { id: c, title: Cooking rice, room: Old hall, start: 2026-05-01T11:00, minutes: 60 }
  - { id: d, title: Dancing, room: Two, start: 2026-05-01T14:00, minutes: 60 }
  - { id: e, title: Eating with friends, room: One, start: 2026-05-01T14:00, minutes: 60 }
";

const NEW: &str = "\
title: Small Conf
version: '2'
timezone: Europe/Berlin
events:
  - { id: a, title: Tracing one, room: One, start: 2026-05-01T10:15, minutes: 30, speakers: [Bob] }
  - { id: b, title: Baking bread, room: New hall, start: 2026-05-01T10:30, minutes: 45 }
  - { id: c, title: Cooking rice, room: New hall, start: 2026-05-01T11:00, minutes: 60, cancelled: true }
  - { id: f, title: Eating with a friend, room: One, start: 2026-05-01T14:00, minutes: 60 }
  - { id: g, title: Gaming, room: One, start: 2026-05-01T15:00, minutes: 60, abstract: x }
";

fn changes(args: &str) -> Test {
    Test::new(&format!("changes old.yaml new.yaml {args}"))
        .file("old.yaml", OLD)
        .file("new.yaml", NEW)
        .file("p.yaml", "ratings: { a: 50 }\nmust_see: [Dancing]\n")
}

#[test]
fn changes_are_told_by_what_matters() {
    changes("--exit-code").shows(
        "
Small Conf
All in all: 1 gone, 1 cancelled, 1 moved, 1 longer or shorter, 1 new, 2 with
another title, speaker or such.

Cancelled: 1 talk
Fri 11:00-12:00  Cooking rice
                 New hall · cancelled

Gone: 1 talk
Fri 14:00-15:00  Dancing
                 Two · gone from the schedule

At another time: 2 talks
Fri 10:15-10:45  Tracing one
                 One · was Fri 10:00-10:30; with Bob in place of Ada
Fri 10:30-11:15  Baking bread
                 New hall · 15 min longer

New: 1 talk
Fri 15:00-16:00  Gaming
                 One · new

Otherwise changed: 1 talk
Fri 14:00-15:00  Eating with a friend
                 One · probably `Eating with friends` before

The room Old hall is now called New hall (2 talks).
status 1
",
    );
}

#[test]
fn mine_come_first_and_alone_if_asked() {
    let (out, _, _) = changes("-p p.yaml").run();
    let (mine, rest) = out.split_once("Everything else").unwrap();
    assert!(mine.contains("Dancing") && mine.contains("was Fri 10:00-10:30"), "{out}");
    assert!(rest.contains("Gaming") && !rest.contains("Dancing"), "{out}");
    let (out, _, _) = changes("-p p.yaml --mine -f markdown").run();
    assert!(
        out.contains("**Dancing** (gone from the schedule)") && !out.contains("Gaming"),
        "{out}"
    );
}

#[test]
fn a_message_about_changes_calls_nobody() {
    let new = NEW.replace("Gaming", "\"@everyone, see #12 | *now*\"");
    let (out, _, _) = changes("-f markdown").file("new.yaml", new).run();
    let title = "**\\@\u{2060}everyone, see \\#\u{2060}12 \\| \\*now\\***";
    assert!(out.contains(title), "{out}");
}

#[test]
fn programs_get_everything() {
    let (out, err, code) = changes("-f json").run();
    assert_eq!((err.as_str(), code), ("", 0));
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    let counts = &json["counts"];
    let count = |what: &str| counts[what].as_u64().unwrap();
    assert_eq!((count("new"), count("gone"), count("moved"), count("room")), (1, 1, 1, 0));
    assert_eq!(json["rooms"][0]["to"], "New hall");
    let friend = json["events"].as_array().unwrap().iter().find(|it| it["id"] == "f").unwrap();
    assert_eq!((&friend["was"], &friend["probably"]), (&"e".into(), &true.into()));
}

#[test]
fn a_version_without_most_events_is_refused() {
    let test = changes("").file("new.yaml", OLD.lines().take(5).collect::<Vec<_>>().join("\n"));
    test.shows(
        "
! error: new.yaml: only 2 of 5 events are left
! hint: it may be a broken download, or the two are the wrong way round; take it as it is with --force
status 2
",
    );
}

#[test]
fn the_stages_say_how_sure_they_are() {
    let (old, new) = (read(OLD), read(NEW));
    let identity = Identity::between(&old, &new);
    let how = |id: &str| {
        let is_it = |pair: &&attend::changes::Pair| old.event(pair.old).id.as_str() == id;
        identity.pairs().iter().find(is_it).map(|pair| pair.how)
    };
    assert_eq!(how("a"), Some(How::Id));
    assert_eq!(how("e"), Some(How::Similar));
    assert_eq!(how("d"), None);
}
