//! The bounds of `source`: what is too much is refused, what is too long is cut, both are said.

use attend::problem::Problem;
use attend::source::{self, Hints, MAX_SLOTS, Read, Subject};

use crate::support::bless;

fn read(text: &str) -> Result<Read, Vec<Problem>> {
    source::read(text.as_bytes(), &Hints::default())
}

fn refused(text: &str) -> String {
    read(text).unwrap_err()[0].what.clone()
}

/// What is said about more events than any conference has.
const TOO_MANY: &str = "the file has more than 100,000 events, or too much text";

#[test]
fn more_slots_than_any_conference_has_are_refused() {
    let events = "<event/>".repeat(MAX_SLOTS + 1);
    bless::same(&refused(&format!("<schedule><day>{events}</day></schedule>")), TOO_MANY);
}

#[test]
#[ignore = "slow: a hundred thousand events in every form"]
fn more_slots_than_any_conference_has_are_refused_in_every_form() {
    let many = MAX_SLOTS + 1;
    let rows = "A,2024-05-01 10:00\n".repeat(many);
    bless::same(&refused(&format!("title,start\n{rows}")), TOO_MANY);
    let events = "BEGIN:VEVENT\nEND:VEVENT\n".repeat(many);
    bless::same(&refused(&format!("BEGIN:VCALENDAR\n{events}END:VCALENDAR\n")), TOO_MANY);
    let times = vec!["{\"start\":\"2024-05-01T10:00\"}"; many].join(",");
    bless::same(&refused(&format!("[{{\"title\":\"A\",\"occurrences\":[{times}]}}]")), TOO_MANY);
    let events = "<event/>".repeat(many);
    bless::same(&refused(&format!("<schedule><day>{events}</day></schedule>")), TOO_MANY);
    let events = "- {title: A, start: 2024-05-01T10:00, minutes: 5}\n".repeat(many);
    bless::same(&refused(&format!("title: T\ntimezone: UTC\nevents:\n{events}")), TOO_MANY);
    let events = vec!["{}"; many].join(",");
    let day = format!("{{\"date\":\"2024-05-01\",\"rooms\":{{\"A\":[{events}]}}}}");
    let json = format!("{{\"schedule\":{{\"conference\":{{\"days\":[{day}]}}}}}}");
    bless::same(&refused(&json), TOO_MANY);
    let slots = vec!["{\"start\":\"2024-05-01T10:00:00Z\"}"; many].join(",");
    let json = format!("[{{\"code\":\"A\",\"title\":\"A\",\"speakers\":[],\"slots\":[{slots}]}}]");
    bless::same(&refused(&json), TOO_MANY);
    let session = "{\"id\":\"1\",\"title\":\"A\",\"startsAt\":\"2024-05-01T10:00:00\"}";
    let sessions = vec![session; many].join(",");
    let json = format!(
        "{{\"sessions\":[{sessions}],\"speakers\":[],\"questions\":[],\"categories\":[],\"rooms\":[]}}"
    );
    bless::same(&refused(&json), TOO_MANY);
    bless::same(&refused(&"2024-05-01 10:00\n\nA\n\n\n\n".repeat(many)), TOO_MANY);
}

#[test]
#[ignore = "slow: a million lines"]
fn more_lines_than_any_conference_needs_are_refused() {
    let lines = "X:1\n".repeat(1_000_001);
    bless::same(
        &refused(&format!("BEGIN:VCALENDAR\n{lines}")),
        "the file has more than 1,000,000 lines",
    );
    let lines = "\n".repeat(1_000_001);
    bless::same(
        &refused(&format!("2024-05-01 10:00\n\nA\n\n2024-05-01 11:00\n{lines}")),
        "the file has more than 1,000,000 lines",
    );
}

#[test]
fn a_text_that_is_too_long_is_cut_and_the_event_kept() {
    let title = "\u{e9}".repeat(100_000);
    let speakers = "x,".repeat(5_000);
    let table = format!(
        "title,start,speakers,description\n{title},2024-05-01 10:00,\"{speakers}\",{}\n",
        "y ".repeat(400_000)
    );
    let read = read(&table).unwrap();
    let event = &read.schedule.events()[0];
    assert_eq!((event.title.len(), event.description.len()), (10_000, 499_999));
    let cut: Vec<&str> = read
        .warnings
        .iter()
        .filter(|warning| warning.subject == Subject::Cut)
        .map(|warning| warning.what.as_str())
        .collect();
    bless::each(
        &cut,
        &[
            "a text is longer than 10,000 bytes, 500,000 for an abstract, or 1,000 names, as in 1 event in all",
        ],
    );
    let longest = read.warnings.iter().filter_map(|warning| warning.event.as_ref());
    assert!(longest.map(String::len).max() < Some(600));
}

#[test]
fn in_ones_own_file_a_text_that_is_too_long_is_a_fault() {
    let yaml = format!(
        "title: T\ntimezone: UTC\nevents:\n- {{title: {}, start: 2024-05-01T10:00, minutes: 5}}\n",
        "x".repeat(10_001)
    );
    let problems = read(&yaml).unwrap_err();
    bless::same(
        &problems[0].what,
        "a text of this event is longer than 10,000 bytes, 500,000 for an abstract, or 1,000 names",
    );
    assert_eq!(problems[0].place.unwrap().line, 4);
}

#[test]
fn a_long_text_that_many_events_share_is_refused() {
    let long = "x".repeat(1_000_000);
    let events = "<event/>".repeat(1_000);
    let xml = format!("<schedule><day><room name='{long}'>{events}</room></day></schedule>");
    bless::same(&refused(&xml), TOO_MANY);
    let times = vec!["{\"start\":\"2024-05-01T10:00\"}"; 1_000].join(",");
    let json =
        format!("[{{\"title\":\"A\",\"description\":\"{long}\",\"occurrences\":[{times}]}}]");
    bless::same(&refused(&json), TOO_MANY);
    let ical = format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20240501T100000Z\nRRULE:FREQ=DAILY;\
         COUNT=900\nDESCRIPTION:{long}\nEND:VEVENT\nEND:VCALENDAR\n"
    );
    bless::same(&refused(&ical), TOO_MANY);
    let slots = vec!["{\"start\":\"2024-05-01T10:00:00Z\"}"; 1_000].join(",");
    let json = format!(
        "[{{\"code\":\"A\",\"title\":\"A\",\"speakers\":[],\"description\":\"{long}\",\"slots\":[{slots}]}}]"
    );
    bless::same(&refused(&json), TOO_MANY);
}

#[test]
#[ignore = "slow: as many events as may be"]
fn as_many_events_as_may_be_are_read_from_ones_own_json() {
    // As YAML this has more lines and items than are read.
    let events: Vec<String> = (0..90_000)
        .map(|id| {
            format!(
                "{{\"id\":\"{id}\",\"title\":\"A\",\"start\":\"2024-05-01T10:00\",\"minutes\":5,\
                 \"room\":\"R{id}\",\"track\":\"T\",\"url\":null}}"
            )
        })
        .collect();
    let head = "{\"title\":\"T\",\"timezone\":\"UTC\",\"events\":";
    let read = read(&format!("{head}[{}]}}", events.join(","))).unwrap();
    assert_eq!(read.schedule.events().len(), 90_000);
    let many =
        vec!["{\"title\":\"A\",\"start\":\"2024-05-01T10:00\",\"minutes\":5}"; MAX_SLOTS + 1];
    bless::same(&refused(&format!("{head}[{}]}}", many.join(","))), TOO_MANY);
    let one = format!("{{\"title\":\"A\",\"keywords\":[{}0]}}", "0,".repeat(600_000));
    bless::same(&refused(&format!("{head}[{one}]}}")), "the file has more than 600,000 values");
    let faulty = format!("{head}[{}{{}}]}}", "{\"a\":0},".repeat(50_000));
    assert!(source::read(faulty.as_bytes(), &Hints::default()).unwrap_err().len() < 2000);
}
