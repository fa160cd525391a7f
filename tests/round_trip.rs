//! Random schedules written in each form and read back: nothing is lost on the way.

use attend::render::{schedule_ical, schedule_json, schedule_yaml};
use attend::schedule::{Event, EventId, Inferred, Room, Schedule, Slot, Zone};
use attend::source::{self, Hints};
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use proptest::prelude::*;
use proptest::test_runner::Config;

/// Texts that look like something else to YAML, JSON or iCalendar.
const ODD: &[&str] = &[
    "no",
    "~",
    "null",
    "1.10",
    "007",
    "0x1F",
    "1e3",
    ".inf",
    "2018-09-28",
    "12:30",
    "- a",
    "? a",
    "a: b",
    "a #b",
    "#a",
    "'",
    "\"",
    "''",
    "%x",
    "@x",
    "`x`",
    "&a",
    "*a",
    "!x",
    "|",
    ">",
    "{",
    "[a]",
    "a,b;c\\d",
    "\\n",
    "\\",
    "a\tb",
    "a\u{85}b",
    "a\u{2028}b",
    "a\u{feff}b",
    "\u{1f469}\u{200d}\u{1f4bb}",
    "e\u{301}",
    "\u{202e}x",
    "---",
    "...",
    "<<",
    "=",
    "a\u{7}b",
    "a\u{7f}b",
    "END:VEVENT",
    "<b>x</b>",
    "Friday 09:45",
    "title,start,room",
];

fn text() -> impl Strategy<Value = String> {
    let any = prop_oneof![
        3 => "[a-zA-Z ]{1,30}",
        2 => "[ -~]{1,30}",
        1 => "\\PC{1,90}",
        2 => prop::sample::select(ODD).prop_map(ToOwned::to_owned),
    ];
    // Readers cut blanks off at both ends, so no schedule holds such texts.
    any.prop_map(|text| text.trim().to_owned())
        .prop_filter("a text is not empty", |text| !text.is_empty())
}

fn long_text() -> impl Strategy<Value = String> {
    let lines = prop::collection::vec(prop_oneof![text(), Just(String::new())], 0..5);
    prop_oneof![
        2 => Just(String::new()),
        3 => lines.prop_map(|lines| lines.join("\n").trim().to_owned()),
    ]
}

fn zone() -> impl Strategy<Value = Zone> {
    const NAMES: &[&str] =
        &["Europe/Berlin", "UTC", "Australia/Lord_Howe", "+02:00", "-03:30", "+00:53:28"];
    prop::sample::select(NAMES).prop_map(|name| Zone::named(name).unwrap())
}

/// Slots of which many lie where clocks are changed.
fn slot() -> impl Strategy<Value = Slot> {
    const CHANGES: &[&str] =
        &["2026-10-25T00:00:00Z", "2026-03-29T00:00:00Z", "2026-04-04T14:00:00Z"];
    let start = (prop::sample::select(CHANGES), -30..30_i64, prop_oneof![Just(0), 0..60_i64]);
    (start, 1..200_i64, prop_oneof![3 => Just(0), 1 => 0..999_i64]).prop_map(
        |((change, steps, seconds), minutes, milliseconds)| {
            let near: DateTime<Utc> = change.parse().unwrap();
            let start = near + TimeDelta::minutes(steps * 10) + TimeDelta::seconds(seconds);
            let length = TimeDelta::minutes(minutes) + TimeDelta::milliseconds(milliseconds);
            Slot::new(start, start + length).unwrap()
        },
    )
}

fn event() -> impl Strategy<Value = Event> {
    let maybe = || prop::option::of(text());
    let list = || prop::collection::vec(text(), 0..3);
    let inferred = prop::collection::btree_set(prop::sample::select(&Inferred::ALL[..]), 0..3);
    (
        (text(), text(), slot(), list(), maybe(), maybe(), maybe()),
        (list(), maybe(), list(), long_text(), long_text(), maybe(), maybe()),
        (any::<bool>(), any::<bool>(), inferred, maybe()),
    )
        .prop_map(|(a, b, c)| {
            let (id, title, slot, other_ids, subtitle, room, track) = a;
            let (speakers, language, keywords, summary, description, url, repeats) = b;
            let (recorded, cancelled, inferred, part_of) = c;
            Event {
                other_ids,
                subtitle,
                room: room.map(Room::new),
                track,
                speakers,
                language,
                keywords,
                summary,
                description,
                url,
                repeats,
                part_of,
                recorded,
                cancelled,
                inferred,
                ..Event::new(EventId::new(id), title, slot)
            }
        })
}

fn schedules() -> impl Strategy<Value = Schedule> {
    (text(), prop::option::of(text()), zone(), prop::collection::vec(event(), 0..5))
        .prop_map(|(title, version, zone, events)| Schedule::new(title, version, zone, events).0)
}

#[track_caller]
fn read_back(text: &str) -> Schedule {
    let read = source::read(text.as_bytes(), &Hints::default());
    let read = read.unwrap_or_else(|problems| panic!("{problems:#?}\n{text}"));
    assert_eq!(read.warnings, [], "{text}");
    read.schedule
}

/// A calendar's lines, unfolded, each with its name and value, after checking the rules.
fn lines(ical: &str) -> Vec<(String, String)> {
    assert!(ical.ends_with("\r\n"));
    let mut open: Vec<String> = Vec::new();
    for line in ical.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.is_empty(), "{line:?}");
        assert!(!line.contains(|c: char| c.is_control() && c != '\t'), "{line:?}");
    }
    let mut lines = Vec::new();
    for line in ical.replace("\r\n ", "").split_terminator("\r\n") {
        let (name, value) = line.split_once(':').expect(line);
        match name {
            "BEGIN" => open.push(value.to_owned()),
            "END" => assert_eq!(open.pop().as_deref(), Some(value)),
            _ => assert!(!open.is_empty()),
        }
        lines.push((name.to_owned(), value.to_owned()));
    }
    assert!(open.is_empty());
    lines
}

/// A TEXT as a calendar understands it, or several with commas between.
fn unescaped(value: &str) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut signs = value.chars();
    while let Some(sign) = signs.next() {
        let text = texts.last_mut().unwrap();
        match sign {
            '\\' => match signs.next().unwrap() {
                'n' => text.push('\n'),
                sign => text.push(sign),
            },
            ',' => texts.push(String::new()),
            ';' => panic!("a bare semicolon in {value}"),
            sign => text.push(sign),
        }
    }
    texts
}

/// What comes back of a text: calendars know no control characters.
fn printable(text: &str) -> String {
    text.replace(|c: char| c.is_control() && !"\t\n".contains(c), "")
}

/// A schedule as far as calendars go: no control characters, no parts of seconds.
fn for_calendars(schedule: &Schedule) -> Schedule {
    let text = |text: &String| printable(text);
    let maybe = |text: &Option<String>| text.as_deref().map(printable);
    let list = |texts: &[String]| texts.iter().map(text).collect();
    let events = schedule.events().iter().map(|event| {
        let end = event.slot.end().trunc_subsecs(0);
        let slot = Slot::new(event.slot.start(), end).unwrap();
        Event {
            other_ids: list(&event.other_ids),
            subtitle: maybe(&event.subtitle),
            room: event.room.as_ref().map(|room| Room::new(printable(room.as_str()))),
            track: maybe(&event.track),
            speakers: list(&event.speakers),
            language: maybe(&event.language),
            keywords: list(&event.keywords),
            summary: text(&event.summary),
            description: text(&event.description),
            url: event.url.as_ref().map(|url| url.replace(char::is_control, "")),
            repeats: maybe(&event.repeats),
            part_of: maybe(&event.part_of),
            recorded: event.recorded,
            cancelled: event.cancelled,
            inferred: event.inferred.clone(),
            ..Event::new(EventId::new(printable(event.id.as_str())), text(&event.title), slot)
        }
    });
    let version = schedule.version().map(printable);
    Schedule::new(printable(schedule.title()), version, schedule.zone(), events.collect()).0
}

#[test]
fn a_text_may_look_like_a_programme() {
    let slot =
        Slot::new("2019-12-27T14:00:00Z".parse().unwrap(), "2019-12-27T15:30:00Z".parse().unwrap());
    let event = Event {
        description: "Meetings:\nDec 27, 14.00 - 15.30\nDec 28, 14.00 - 15.30\nFriday 09:45".into(),
        ..Event::new(EventId::new("a"), "A", slot.unwrap())
    };
    let (schedule, _) = Schedule::new("T".into(), None, Zone::named("UTC").unwrap(), vec![event]);
    for text in [schedule_yaml(&schedule), schedule_json(&schedule), schedule_ical(&schedule)] {
        assert_eq!(read_back(&text), schedule);
    }
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

    #[test]
    fn yaml_says_all_that_a_schedule_holds(schedule in schedules()) {
        prop_assert_eq!(read_back(&schedule_yaml(&schedule)), schedule);
    }

    #[test]
    fn json_says_all_that_a_schedule_holds(schedule in schedules()) {
        prop_assert_eq!(read_back(&schedule_json(&schedule)), schedule);
    }

    #[test]
    fn ical_says_all_that_a_calendar_can_hold(schedule in schedules()) {
        let schedule = for_calendars(&schedule);
        prop_assert_eq!(read_back(&schedule_ical(&schedule)), schedule);
    }

    #[test]
    fn ical_keeps_its_rules_and_says_the_texts(schedule in schedules()) {
        let text = schedule_ical(&schedule);
        let lines = lines(&text);
        let all = |name: &str| -> Vec<&str> {
            let named = lines.iter().filter(|(key, _)| key.split(';').next() == Some(name));
            named.map(|(_, value)| value.as_str()).collect()
        };
        let titles: Vec<String> = all("SUMMARY").iter().map(|value| unescaped(value).concat()).collect();
        let expected: Vec<String> =
            schedule.events().iter().map(|event| printable(&event.title)).collect();
        prop_assert_eq!(titles, expected);
        prop_assert_eq!(all("BEGIN").len(), schedule.events().len() + 1);
        for name in ["UID", "DTSTAMP", "DTSTART", "DTEND"] {
            prop_assert_eq!(all(name).len(), schedule.events().len());
        }
        let speakers: Vec<String> = all("X-ATTEND-SPEAKERS").into_iter().flat_map(unescaped).collect();
        let expected: Vec<String> =
            schedule.events().iter().flat_map(|event| &event.speakers).map(|name| printable(name)).collect();
        prop_assert_eq!(speakers, expected);
        let descriptions = lines.iter().filter(|(key, _)| key.starts_with("DESCRIPTION"));
        let told = schedule.events().iter().filter(|event| {
            event.subtitle.is_some() || !event.speakers.is_empty() || !event.summary.is_empty()
                || !event.description.is_empty()
        });
        for ((name, value), event) in descriptions.zip(told) {
            let mark = |mark: &str| {
                let part = name.split(';').find_map(|part| part.strip_prefix(mark));
                part.map_or(0, |number| number.parse::<usize>().unwrap())
            };
            let (head, summary) = (mark("X-ATTEND-HEAD="), mark("X-ATTEND-ABSTRACT="));
            let text: Vec<char> = unescaped(value).concat().chars().collect();
            let found: String = text[head..head + summary].iter().collect();
            prop_assert_eq!(found, printable(&event.summary));
            let rest: String = text[head + summary..].iter().collect();
            prop_assert_eq!(rest.trim_start_matches('\n'), printable(&event.description));
        }
    }
}
