//! One small file for each quirk of Sessionize, other JSON and tables.

use attend::schedule::{Event, Zone};
use attend::source::{self, Hints, Read, Subject};

use crate::support::bless;

pub(crate) fn read(bytes: &[u8]) -> Read {
    let hints = Hints { zone: Zone::named("Europe/Berlin"), ..Hints::default() };
    source::read(bytes, &hints).unwrap()
}

/// Title, start and end in UTC, and room of every event.
pub(crate) fn slots(read: &Read) -> Vec<String> {
    let say = |event: &Event| {
        let clock = |time: chrono::DateTime<chrono::Utc>| time.format("%m-%d %H:%M").to_string();
        let (start, end) = (clock(event.slot.start()), clock(event.slot.end()));
        format!("{} {start} {end} {}", event.title, event.room_name()).trim_end().to_owned()
    };
    read.schedule.events().iter().map(say).collect()
}

pub(crate) fn ids(read: &Read) -> Vec<&str> {
    read.schedule.events().iter().map(|event| event.id.as_str()).collect()
}

pub(crate) fn skipped(read: &Read) -> Vec<&str> {
    let warnings = read.warnings.iter().filter(|warning| warning.subject == Subject::Skipped);
    warnings.map(|warning| warning.what.as_str()).collect()
}

#[test]
fn sessionize_nulls_references_and_plenum_sessions() {
    let all = br#"{"sessions": [
        {"id": "1", "title": "A", "description": null, "startsAt": "2026-08-22T09:00:00", "endsAt": "2026-08-22T10:00:00",
         "isServiceSession": false, "isPlenumSession": false, "speakers": ["u"], "categoryItems": [7, 8], "roomId": 5},
        {"id": "2", "title": "B", "description": null, "startsAt": null, "endsAt": null,
         "isServiceSession": false, "isPlenumSession": false, "speakers": [], "categoryItems": [], "roomId": null},
        {"id": "g", "title": "Lunch", "description": null, "startsAt": "2026-08-22T12:00:00Z", "endsAt": "2026-08-22T13:00:00Z",
         "isServiceSession": true, "isPlenumSession": true, "speakers": [], "categoryItems": [], "roomId": 5}],
        "speakers": [{"id": "u", "firstName": "Ann", "lastName": "Lee", "fullName": "Ann Lee"}], "questions": [],
        "categories": [{"id": 1, "title": "Level", "items": [{"id": 7, "name": "Beginner"}]},
                       {"id": 2, "title": "Main track", "items": [{"id": 8, "name": "Web"}]}],
        "rooms": [{"id": 5, "name": "Hall"}]}"#;
    let read = read(all);
    assert_eq!(
        slots(&read),
        ["A 08-22 07:00 08-22 08:00 Hall", "Lunch 08-22 12:00 08-22 13:00 Hall"]
    );
    bless::each(&skipped(&read), &["it has no start"]);
    let event = &read.schedule.events()[0];
    assert_eq!(
        (event.track.as_deref(), &event.keywords[..]),
        (Some("Web"), &["Beginner".to_owned()][..])
    );
    assert_eq!(event.speakers, ["Ann Lee"]);
}

#[test]
fn a_plenum_session_stands_in_every_room_of_the_grid_but_is_one() {
    let session = r#"{"id": "k", "title": "Keynote", "startsAt": "2026-08-22T09:00:00", "endsAt": "2026-08-22T10:00:00",
        "isServiceSession": false, "isPlenumSession": true, "speakers": [{"id": "u", "name": "Ann Lee"}], "categories": []}"#;
    let room = |name: &str| format!(r#"{{"id": 1, "name": "{name}", "sessions": [{session}]}}"#);
    let grid = format!(
        r#"[{{"date": "2026-08-22T00:00:00", "rooms": [{}, {}], "timeSlots": []}}]"#,
        room("One"),
        room("Two")
    );
    assert_eq!(slots(&read(grid.as_bytes())), ["Keynote 08-22 07:00 08-22 08:00 One"]);
    let list = format!(r#"[{{"groupId": 1, "groupName": "All", "sessions": [{session}]}}]"#);
    assert_eq!(slots(&read(list.as_bytes())), ["Keynote 08-22 07:00 08-22 08:00"]);
}

#[test]
fn json_of_many_makers_is_read_by_its_names() {
    let case = |json: &str, expected: &[&str]| {
        assert_eq!(slots(&read(json.as_bytes())), expected, "{json}")
    };
    // KonOpas
    case(
        r#"var program = [{"id":"1","title":"A","date":"2014-01-18","time":"20:30","mins":"75","loc":["Hall","3W"]}];"#,
        &["A 01-18 19:30 01-18 20:45 Hall"],
    );
    // Open Event
    case(
        r#"[{"id":1,"title":"A","starts-at":"2017-06-26T12:00:00-07:00","ends-at":"2017-06-26T13:00:00-07:00","microlocation":{"id":1,"name":"Hall"}}]"#,
        &["A 06-26 19:00 06-26 20:00 Hall"],
    );
    // Burning Man
    case(
        r#"[{"id":7,"title":"A","hosted_by_camp":{"name":"Camp","id":1},"occurrence_set":[
            {"start_time":"2015-09-01 21:00:00","end_time":"2015-09-01 22:00:00"}]}]"#,
        &["A 09-01 19:00 09-01 20:00 Camp"],
    );
    // Indico
    case(
        r#"{"results":[{"title":"C","timezone":"UTC","contributions":[{"id":"1","title":"A","startDate":{"date":"2021-09-15","tz":"UTC","time":"06:00:00"},"duration":20,"room":""}]}]}"#,
        &["A 09-15 06:00 09-15 06:20"],
    );
    // Seconds since 1970, values in lists, a dictionary.
    case(
        r#"{"Session:A":{"Has title":["A"],"Has start time":["1514577600"],"Has duration":[60],"Has session location":[{"fulltext":"Room:Hall 3"}]},
            "Session:B":{"Has title":["B"],"Has start time":["1514581200"],"Has duration":[30],"Has session location":[]}}"#,
        &["A 12-29 20:00 12-29 21:00 Hall 3", "B 12-29 21:00 12-29 21:30"],
    );
    // Grouped by day and room.
    case(
        r#"{"days":[{"date":"2020-05-01","rooms":[{"room":"Hall","talks":[{"title":"A","start":"10:00","end":"11:00"}]}]}]}"#,
        &["A 05-01 08:00 05-01 09:00 Hall"],
    );
}

#[test]
fn proposals_that_are_not_on_are_left_out_with_their_state() {
    let json = br#"[{"id":1,"title":"A","start":"2020-05-01T10:00","state":"rejected"},
                    {"id":2,"title":"B","start":"2020-05-01T10:00","end":"2020-05-01T11:00","state":"accepted"}]"#;
    let read = read(json);
    assert_eq!((slots(&read).len(), skipped(&read)), (1, vec!["its state is `rejected`"]));
}

#[test]
fn a_companion_file_is_refused_with_advice() {
    let json = br#"[{"id":1,"name":"Hall","floor":0},{"id":2,"name":"Loft","floor":1}]"#;
    let problems = source::read(json, &Hints::default()).unwrap_err();
    bless::same(
        &problems[0].what,
        "this JSON holds no events: nothing in it has a title and a start",
    );
}

#[test]
fn broken_json_is_named_with_its_line() {
    let problems = source::read(b"[\n{\"title\": \"A\",\n", &Hints::default()).unwrap_err();
    assert_eq!(problems[0].place.unwrap().line, 3);
    bless::same(&problems[0].what, "the JSON ends in the middle");
}

#[test]
fn text_after_the_json_is_no_json() {
    let problems = source::read(b"[]\n[1]", &Hints::default()).unwrap_err();
    bless::same(&problems[0].what, "invalid JSON: trailing characters");
    assert_eq!(problems[0].place.unwrap().line, 2);
}

#[test]
fn a_script_may_assign_people_and_programme() {
    let script = br#"var people = [{"id": "7", "name": ["Ann", "Lee"]}];
        var program = [{"id": "1", "title": "A", "date": "2014-01-18", "time": "20:30", "mins": "30", "people": [{"id": "7"}]}];"#;
    let read = read(script);
    assert_eq!(slots(&read), ["A 01-18 19:30 01-18 20:00"]);
    assert_eq!(read.schedule.events()[0].speakers, ["Ann Lee"]);
}

#[test]
fn tables_are_read_in_many_styles() {
    let case = |table: &str, expected: &[&str]| {
        assert_eq!(slots(&read(table.as_bytes())), expected, "{table}")
    };
    case(
        "title,start,end,room\nA,2024-08-01 10:00,2024-08-01 11:00,Hall\n",
        &["A 08-01 08:00 08-01 09:00 Hall"],
    );
    // Byte order mark, CRLF, quotes with separators and line ends in them.
    case(
        "\u{feff}Title,Start,Duration,Room\r\n\"A, \"\"a\"\"\",2024-08-01T10:00,45,\"Hall,\r\nnorth\"\r\n",
        &["A, \"a\" 08-01 08:00 08-01 08:45 Hall, north"],
    );
    case(
        "Titel;x;Title;Date;Time;Duration\n;;A;01.08.2024;10:00 - 11:30;\n",
        &["A 08-01 08:00 08-01 09:30"],
    );
    case(
        "Event Name\tBegin\tVenue\nA\t8/1/2024 10:00 AM\tHall\nB\t8/1/2024 11:00 AM\tHall\n",
        &["A 08-01 08:00 08-01 08:45 Hall", "B 08-01 09:00 08-01 09:45 Hall"],
    );
    // Sched's and Google's columns.
    case(
        "Session/Event ID,Title,Start Date,Start Time,End Date,End Time,Location\n1,A,2024-08-01,10:00 PM,2024-08-02,12:30 AM,Hall\n",
        &["A 08-01 20:00 08-01 22:30 Hall"],
    );
    case(
        "Subject,Start Date,Start Time,End Date,End Time,All Day Event\nA,08/01/2024,10:00 AM,08/01/2024,11:00 AM,False\n",
        &["A 08-01 08:00 08-01 09:00"],
    );
    case(
        "Title,Start Date,Start Time,End Date,End Time\nA,2024-08-01,22:00,2024-08-03,10:00\n",
        &["A 08-01 20:00 08-03 08:00"],
    );
    // A day that is no month settles the order of all.
    case(
        "title,start,end\nA,31/07/2024 10:00,31/07/2024 11:00\nB,01/08/2024 10:00,01/08/2024 11:00\n",
        &["A 07-31 08:00 07-31 09:00", "B 08-01 08:00 08-01 09:00"],
    );
}

#[test]
fn empty_cells_are_filled_from_above_where_a_table_is_written_so() {
    let table = "Day,Room,Time,Title,Duration\n2024-08-01,Hall,10:00,A,30\n,,11:00,B,30\n,Loft,10:00,C,30\n2024-08-02,Hall,10:00,D,30\n";
    assert_eq!(
        slots(&read(table.as_bytes())),
        [
            "A 08-01 08:00 08-01 08:30 Hall",
            "C 08-01 08:00 08-01 08:30 Loft",
            "B 08-01 09:00 08-01 09:30 Hall",
            "D 08-02 08:00 08-02 08:30 Hall"
        ]
    );
    // In a dense table an empty room is no room.
    let table = "Title,Start,Room,Duration\nA,2024-08-01 10:00,Hall,30\nB,2024-08-01 11:00,Hall,30\nC,2024-08-01 12:00,,30\n";
    assert_eq!(slots(&read(table.as_bytes()))[2], "C 08-01 10:00 08-01 10:30");
}

#[test]
fn gen_con_says_lengths_in_hours() {
    let table = "Game ID,Title,Start Date & Time,Duration,Location,Room Name\nX1,A,08/01/2024 10:00 AM,2.5,Hyatt,Concept A\nX2,B,8/2/2024,2,,\n";
    let read = read(table.as_bytes());
    assert_eq!(slots(&read), ["A 08-01 08:00 08-01 10:30 Hyatt, Concept A"]);
    bless::each(&skipped(&read), &["its start `8/2/2024` names no time of day"]);
    assert_eq!(read.warnings.last().unwrap().place.unwrap().line, 3);
}

#[test]
fn words_that_yaml_takes_for_something_else_are_texts() {
    let read = read(
        b"title: off\nversion: 1.10\ntimezone: UTC\nevents:\n\
          - { id: NO, title: on, room: Yes, track: n, start: 2026-05-01T10:00, minutes: 5 }\n",
    );
    assert_eq!((read.schedule.title(), read.schedule.version()), ("off", Some("1.10")));
    assert_eq!(ids(&read), ["NO"]);
    assert_eq!(slots(&read), ["on 05-01 10:00 05-01 10:05 Yes"]);
    assert_eq!(read.schedule.events()[0].track.as_deref(), Some("n"));
}

#[test]
fn a_row_with_a_start_and_no_title_is_counted_and_a_heading_is_not() {
    let table = b"Title,Start,End,Room\nOne,2026-05-01 10:00,2026-05-01 10:30,R\n\
                  ,2026-05-01 12:00,,Q\n,2026-05-01 13:00,,\n";
    let why = "it has a start but neither a title nor an end";
    let read = self::read(table);
    assert_eq!((read.slots, skipped(&read)), (3, vec![why, why]));
    let table = b"Title,Start,End,Room\n,,,Upstairs\n,soon,,\nOne,2026-05-01 10:00,,R\n";
    let read = self::read(table);
    assert_eq!((read.slots, skipped(&read)), (1, vec![]));
    // Here a time alone is the heading of the rows below.
    let table =
        b"Time,Room,Title\n2026-05-01 10:00,,\n,A,One\n,B,Two\n2026-05-01 11:00,,\n,A,Three\n\
                  2026-05-01 12:00,C,\n,A,Four\n";
    let read = self::read(table);
    assert_eq!((read.slots, skipped(&read)), (5, vec![why]));
}
