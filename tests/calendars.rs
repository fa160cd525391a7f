//! Agendas as iCalendar: read by two parsers of others' and by our own.
//!
//! The others are Python's; `.ci/run` installs them. Where they are missing, their tests are
//! skipped, but not in CI.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use attend::agenda::Place;
use attend::render::{self, Calendar, Revision, agenda_ical};
use attend::schedule::{Event, EventId, Schedule, Slot, Zone};
use attend::source::{self, Hints};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::agendas::everything;
use crate::support::{Test, collected, hostile};

/// Lets the others' parsers compare a calendar with what should be in it.
#[track_caller]
fn others_read(calendar: &str, expected: &[Value]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = root.join("target/python/bin/python");
    let python = if own.exists() { own } else { "python3".into() };
    let modules = Command::new(&python).args(["-c", "import icalendar, vobject"]).output();
    if !modules.is_ok_and(|output| output.status.success()) {
        assert!(
            std::env::var_os("EXPECT_PARSERS").is_none(),
            "the parsers are there, but cannot be used"
        );
        println!("skipped: needs `pip install -r tests/calendar/requirements.txt`");
        return;
    }
    let folder = TempDir::new().unwrap();
    let files = [folder.path().join("agenda.ics"), folder.path().join("expected.json")];
    std::fs::write(&files[0], calendar).unwrap();
    std::fs::write(&files[1], serde_json::to_vec(expected).unwrap()).unwrap();
    let check = root.join("tests/calendar/check.py");
    let output = Command::new(python).arg(check).args(&files).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn expected(uid: &str, talk: &Value, alarm: Option<i64>) -> Value {
    let seconds =
        |key: &str| DateTime::parse_from_rfc3339(talk[key].as_str().unwrap()).unwrap().timestamp();
    json!({
        "uid": uid, "title": talk["title"], "room": talk["room"],
        "start": seconds("start"), "end": seconds("end"), "alarm": alarm,
    })
}

fn schedule_of(titles: impl IntoIterator<Item = String>) -> Schedule {
    let first: DateTime<Utc> = "2026-05-01T08:00:00Z".parse().unwrap();
    let event = |(number, title): (i64, String)| {
        let start = first + TimeDelta::minutes(number);
        let slot = Slot::new(start, start + TimeDelta::minutes(1)).unwrap();
        Event::new(EventId::new(number.to_string()), title, slot)
    };
    let events = (0..).zip(titles).map(event).collect();
    Schedule::new("Titles".to_owned(), None, Zone::named("UTC").unwrap(), events).0
}

#[test]
fn others_read_what_was_planned() {
    let (agenda, ..) = Test::new("plan -f json -p container-runtime").run();
    let (calendar, _, code) =
        Test::new("plan -f ics -p container-runtime --remind 1h30m --breaks").run();
    assert_eq!(code, 0);
    let agenda: Value = serde_json::from_str(&agenda).unwrap();
    let domain = "all-systems-go-2018.attend.invalid";
    let list = |key: &str| agenda[key].as_array().unwrap().clone();
    let talks = list("talks");
    let mut all: Vec<Value> = talks
        .iter()
        .map(|talk| expected(&format!("{}@{domain}", talk["id"].as_str().unwrap()), talk, Some(90)))
        .collect();
    let lunches = list("breaks");
    assert_eq!((talks.len(), lunches.len()), (15, 2));
    for (lunch, day) in lunches.iter().zip(["2018-09-28", "2018-09-29"]) {
        all.push(expected(&format!("break-lunch-{day}@{domain}"), lunch, None));
    }
    others_read(&calendar, &all);
}

const GROUP: &str = "compare desktop newcomer kernel-tracer";

#[test]
fn others_read_what_a_group_does() {
    let (comparison, ..) = Test::new(&format!("{GROUP} -f json")).run();
    let (calendar, errors, code) = Test::new(&format!("{GROUP} -f ics --remind 5m")).run();
    assert_eq!(code, 0, "{errors}");
    let comparison: Value = serde_json::from_str(&comparison).unwrap();
    let members = comparison["members"].as_array().unwrap();
    let colors = ["royalblue", "chocolate", "seagreen"];
    let event = |talk: &Value| {
        let who: Vec<usize> = serde_json::from_value(talk["who"].clone()).unwrap();
        let list = |key: &str| who.iter().map(|&who| &members[who][key]).collect::<Vec<_>>();
        let tags: Vec<&str> = list("tag").iter().map(|tag| tag.as_str().unwrap()).collect();
        let tags = if who.len() == 3 { "all".to_owned() } else { tags.join(" ") };
        let uid = format!("{}@all-systems-go-2018.attend.invalid", talk["id"].as_str().unwrap());
        let mut event = expected(&uid, talk, Some(5));
        event["title"] = format!("{tags}: {}", talk["title"].as_str().unwrap()).into();
        event["who"] = json!(list("name"));
        event["color"] = if who.len() == 1 { colors[who[0]] } else { "slategray" }.into();
        event
    };
    let all: Vec<Value> = comparison["talks"].as_array().unwrap().iter().map(event).collect();
    let shared = all.iter().filter(|event| event["color"] == "slategray").count();
    assert!(shared > 3 && shared < all.len(), "{shared} of {}", all.len());
    others_read(&calendar, &all);
}

#[test]
fn a_group_s_calendar_is_read_back_as_the_programme() {
    let (programme, ..) = Test::new("convert all-systems-go-2018 -f json").run();
    let programme: Value = serde_json::from_str(&programme).unwrap();
    for form in ["ics", "csv"] {
        let (written, ..) = Test::new(&format!("{GROUP} -f {form}")).run();
        let file = format!("group.{form}");
        let again = Test::of(&["convert", &file, "-f", "json", "--tz", "Europe/Berlin"]);
        let (again, errors, code) = again.file(&file, &written).run();
        assert_eq!(code, 0, "{errors}");
        let again: Value = serde_json::from_str(&again).unwrap();
        let events = again["events"].as_array().unwrap();
        assert!(events.len() > 10);
        for event in events {
            let all = programme["events"].as_array().unwrap();
            let known = all.iter().find(|known| known["id"] == event["id"]).unwrap();
            for key in ["title", "start", "end", "room", "track", "speakers"] {
                assert_eq!(event[key], known[key], "{key} of {} in {form}", event["id"]);
            }
        }
    }
}

#[test]
fn breaks_of_a_group_are_whose_they_are() {
    let profile = |name: &str| {
        format!(
            "name: {name}\ninterests: [linux]\nbreaks: [{{ name: lunch, minutes: 30, between: 12:00-13:00 }}]\n"
        )
    };
    let test = Test::new("compare ana.yaml ben.yaml -f ics --breaks")
        .file("ana.yaml", profile("Ana"))
        .file("ben.yaml", profile("Ben"));
    let calendar = test.run().0;
    let uid = "UID:break-2018-09-28-lunch-ana-ben@all-systems-go-2018.attend.invalid";
    assert!(calendar.contains("SUMMARY;X-ATTEND-HEAD=5:all: lunch\r\n"), "{calendar}");
    assert!(calendar.contains(uid), "{calendar}");
}

#[test]
fn others_read_every_collected_title() {
    let mut titles: BTreeSet<String> = hostile::TITLES.map(str::to_owned).into();
    for file in collected().unwrap_or_default() {
        let read = source::read(&std::fs::read(file).unwrap(), &Hints::default());
        titles.extend(read.into_iter().flat_map(|read| {
            read.schedule.events().iter().map(|event| event.title.clone()).collect::<Vec<_>>()
        }));
    }
    // Plain short ones are all alike.
    titles.retain(|title| {
        title.len() > 60 || title.contains(|c: char| !c.is_ascii_alphanumeric() && c != ' ')
    });
    // `icalendar` takes a backslash before an n for the end of a line, even if it is escaped.
    titles.retain(|title| !title.contains("\\n"));
    println!("{} titles", titles.len());
    let schedule = schedule_of(titles);
    let calendar =
        agenda_ical(&everything(&schedule), &schedule, Calendar::default(), Revision::default());
    let all: Vec<Value> = schedule
        .events()
        .iter()
        .map(|event| {
            json!({
                "uid": format!("{}@titles.attend.invalid", event.id), "title": event.title,
                "room": null, "start": event.slot.start().timestamp(),
                "end": event.slot.end().timestamp(), "alarm": null,
            })
        })
        .collect();
    others_read(&calendar, &all);
}

#[test]
fn it_is_read_back_with_all_that_the_programme_says() {
    let (calendar, ..) = Test::new("plan -f ics -p container-runtime --remind 10m").run();
    let (programme, ..) = Test::new("convert all-systems-go-2018 -f json").run();
    let again = Test::new("convert agenda.ics -f json").file("agenda.ics", &calendar);
    let again: Value = serde_json::from_str(&again.run().0).unwrap();
    let programme: Value = serde_json::from_str(&programme).unwrap();
    let events = again["events"].as_array().unwrap();
    assert_eq!(events.len(), 15);
    for event in events {
        let programme = programme["events"].as_array().unwrap();
        assert!(programme.contains(event), "{event}");
    }
}

#[test]
fn titles_do_not_break_out() {
    let test = Test::new("plan -f ics -s hostile.yaml -p me.yaml")
        .file("hostile.yaml", hostile::schedule())
        .file("me.yaml", "interests: [talk]\n");
    let (calendar, _, code) = test.run();
    assert_eq!(code, 0);
    let count = |line: &str| calendar.split("\r\n").filter(|other| *other == line).count();
    assert_eq!(count("BEGIN:VEVENT"), hostile::TITLES.len());
    assert_eq!(count("END:VEVENT"), hostile::TITLES.len());
    let read = source::read(calendar.as_bytes(), &Hints::default()).unwrap().schedule;
    let titles: Vec<&str> = read.events().iter().map(|event| event.title.as_str()).collect();
    assert_eq!(titles, hostile::TITLES);
}

#[test]
fn a_calendar_that_replaces_another_says_so() {
    let schedule = schedule_of(["One".to_owned(), "Two".to_owned()]);
    let mut agenda = everything(&schedule);
    let first = agenda_ical(&agenda, &schedule, Calendar::default(), Revision::default());
    assert!(!first.contains("SEQUENCE"), "{first}");
    let gone = agenda.talks.remove(1);
    let dropped =
        Place { id: gone.id, title: gone.title, start: gone.start, end: gone.end, room: gone.room };
    let revision = Revision { number: 3, dropped: std::slice::from_ref(&dropped) };
    let second = agenda_ical(&agenda, &schedule, Calendar::default(), revision);
    let uids = |calendar: &str| {
        let lines = calendar.split("\r\n").filter(|line| line.starts_with("UID:"));
        lines.map(ToOwned::to_owned).collect::<Vec<String>>()
    };
    assert_eq!(uids(&first), ["UID:0@titles.attend.invalid", "UID:1@titles.attend.invalid"]);
    assert_eq!(uids(&second), uids(&first));
    assert_eq!(second.matches("\r\nSEQUENCE:3\r\n").count(), 2);
    assert_eq!(second.matches("\r\nSTATUS:CANCELLED\r\n").count(), 1);
    let one_off = source::read(second.as_bytes(), &Hints::default()).unwrap().schedule;
    let off: Vec<bool> = one_off.events().iter().map(|event| event.cancelled).collect();
    assert_eq!(off, [false, true]);
}

#[test]
fn options_for_calendars_need_one() {
    let says = |args: &str, expected: &str| Test::new(args).shows(expected);
    says(
        "plan --remind 10m",
        "
! error: --remind does nothing here: only a calendar has these
! hint: add `-f ics`, or `-o` with a name that ends in `.ics`
status 2",
    );
    says(
        "plan -f html --breaks",
        "
! error: --breaks does nothing here: only a calendar has these
! hint: add `-f ics`, or `-o` with a name that ends in `.ics`
status 2",
    );
    for wrong in ["10x", "x", "-5", "5w", "29d", "99999999999999999999m", "1h-3m", "h"] {
        let (_, errors, code) = Test::of(&["plan", "-f", "ics", "--remind", wrong]).run();
        assert_eq!(code, 2, "{wrong}");
        assert!(errors.contains("remind") || errors.contains("unexpected"), "{wrong}: {errors}");
    }
    for (said, trigger) in [("15", "-PT15M"), ("2d", "-PT2880M"), ("1h30m", "-PT90M")] {
        let (calendar, ..) = Test::of(&["plan", "-f", "ics", "--remind", said]).run();
        assert!(calendar.contains(&format!("\r\nTRIGGER:{trigger}\r\n")), "{said}");
    }
}

#[test]
fn only_harmless_addresses_are_links_in_a_calendar() {
    let urls = ["https://example.org/a,b", "javascript:alert(1)", "file:///etc/passwd", "talks/1"];
    let mut yaml = "title: T\ntimezone: UTC\nevents:\n".to_owned();
    for (number, url) in urls.iter().enumerate() {
        yaml += &format!(
            "- {{ id: i{number}, title: A, start: 2026-05-01T1{number}:00, minutes: 5, url: '{url}' }}\n"
        );
    }
    let read = |text: &str| source::read(text.as_bytes(), &Hints::default()).unwrap().schedule;
    let schedule = read(&yaml);
    let calendar = render::schedule_ical(&schedule);
    let links: Vec<&str> = calendar.split("\r\n").filter(|line| line.starts_with("URL")).collect();
    assert_eq!(links, ["URL:https://example.org/a,b"]);
    // For reading back they are kept where no calendar follows them.
    assert_eq!(read(&calendar), schedule);
}
