//! Schedules of other people's making: what stands above an event, nights, zones, tables in other
//! languages. Small files of their shapes, with the right values.

use attend::source::{self, Hints, Read, Subject};

use crate::reader_quirks::slots;
use crate::support::bless;

fn plain(bytes: &[u8]) -> Read {
    source::read(bytes, &Hints::default()).unwrap()
}

fn said(read: &Read, subject: Subject) -> Vec<&str> {
    let warnings = read.warnings.iter().filter(|warning| warning.subject == subject);
    warnings.map(|warning| warning.what.as_str()).collect()
}

/// A calendar of one event in a zone, with the rules that it has for it.
fn in_zone(label: &str, rules: &str) -> Read {
    let quoted = format!("\"{label}\"");
    let calendar = format!(
        "BEGIN:VCALENDAR\n{rules}BEGIN:VEVENT\nUID:a\nSUMMARY:Kites\n\
         DTSTART;TZID={quoted}:20260715T100000\nDTEND;TZID={quoted}:20260715T110000\nEND:VEVENT\n\
         END:VCALENDAR\n"
    );
    plain(calendar.as_bytes())
}

fn vtimezone(label: &str, standard: &str, summer: Option<&str>) -> String {
    let part = |kind: &str, start: &str, month: u32, offset: &str| {
        format!(
            "BEGIN:{kind}\nDTSTART:{start}\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH={month}\n\
             TZOFFSETTO:{offset}\nEND:{kind}\n"
        )
    };
    let standard = part("STANDARD", "20001029T030000", 10, standard);
    let summer = summer.map_or(String::new(), |to| part("DAYLIGHT", "20000326T020000", 3, to));
    format!("BEGIN:VTIMEZONE\nTZID:{label}\n{standard}{summer}END:VTIMEZONE\n")
}

#[test]
fn a_calendars_own_rules_hold_where_its_label_says_something_else() {
    let start = |read: &Read| read.schedule.events()[0].slot.start().to_rfc3339();
    let british = in_zone("GMT", &vtimezone("GMT", "+0000", Some("+0100")));
    assert_eq!(start(&british), "2026-07-15T09:00:00+00:00");
    bless::each(
        &said(&british, Subject::Zone),
        &[
            "the file's own rules for `GMT` hold, which are not those of GMT",
            "no zone given, so times are said in UTC+01:00",
        ],
    );
    let berlin = in_zone("Europe/Berlin", &vtimezone("Europe/Berlin", "+0100", Some("+0200")));
    assert_eq!(berlin.schedule.zone().to_string(), "Europe/Berlin");
    let office = in_zone("Head Office", &vtimezone("Head Office", "-600", Some("-500")));
    assert_eq!(start(&office), "2026-07-15T15:00:00+00:00");
}

#[test]
fn zones_are_known_by_what_windows_webex_and_outlook_call_them() {
    let case = |label: &str, expected: &str| {
        assert_eq!(in_zone(label, "").schedule.zone().to_string(), expected, "{label}");
    };
    case("Eastern Standard Time 1", "America/New_York");
    case("SA Pacific Standard Time", "America/Bogota");
    case("(UTC+10:00) Canberra, Melbourne, Sydney", "Australia/Canberra");
    // A label with a colon should stand in quotes, and sometimes does not.
    let bare = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:Kites\n\
                DTSTART;TZID=(UTC-08:00) Pacific Time (US & Canada):20260610T110000\nDURATION:PT1H\n\
                END:VEVENT\nEND:VCALENDAR\n";
    assert_eq!(plain(bare.as_bytes()).schedule.zone().to_string(), "America/Los_Angeles");
}

#[test]
fn zones_are_known_by_the_names_that_rails_gives_them() {
    let case = |name: &str, expected: &str| {
        let text = format!(
            r#"{{"schedule": {{"conference": {{"title": "C", "time_zone_name": "{name}", "days": [
                {{"date": "2026-10-05", "rooms": {{"Red": [{{"title": "A", "start": "09:00", "duration": "00:30"}}]}}}}]}}}}}}"#
        );
        assert_eq!(plain(text.as_bytes()).schedule.zone().to_string(), expected);
    };
    case("Berlin", "Europe/Berlin");
    case("Pacific Time (US & Canada)", "America/Los_Angeles");
}

#[test]
fn dates_that_are_off_by_the_zone_everywhere_were_converted_twice() {
    let xml = |second: &str| {
        format!(
            "<schedule><conference><title>C</title></conference><day date='2026-05-26'><room name='M'>\
             <event id='1'><date>2026-05-26T11:30:00+02:00</date><start>09:30</start><duration>00:45</duration><title>A</title></event>\
             <event id='2'><date>2026-05-26T12:30:00+02:00</date><start>{second}</start><duration>00:45</duration><title>B</title></event>\
             </room></day></schedule>"
        )
    };
    let twice = plain(xml("10:30").as_bytes());
    assert_eq!(slots(&twice), ["A 05-26 07:30 05-26 08:15 M", "B 05-26 08:30 05-26 09:15 M"]);
    bless::each(
        &said(&twice, Subject::Start),
        &[
            "its date says 11:30 and its start 09:30, apart by the offset of UTC+02:00 as everywhere in the file: it was added twice, and the start holds",
        ],
    );
    let once = plain(xml("12:30").as_bytes());
    assert_eq!(slots(&once), ["A 05-26 09:30 05-26 10:15 M", "B 05-26 10:30 05-26 11:15 M"]);
}

#[test]
fn an_event_may_be_in_a_zone_of_its_own() {
    let read = plain(
        br#"[{"title": "A", "start": "2026-07-01T10:00", "end": "2026-07-01T11:00", "timezone": "Europe/Paris"},
            {"title": "B", "start": {"date": "2026-07-01", "time": "11:00:00", "tz": "Europe/Paris"}, "duration": 30},
            {"title": "C", "start": "2026-07-01T10:00", "end": "2026-07-01T11:00", "timezone": "America/New_York"}]"#,
    );
    assert_eq!(read.schedule.zone().to_string(), "Europe/Paris");
    assert_eq!(
        slots(&read),
        ["A 07-01 08:00 07-01 09:00", "B 07-01 09:00 07-01 09:30", "C 07-01 14:00 07-01 15:00"]
    );
    bless::each(
        &said(&read, Subject::Zone),
        &["1 event is in other zones; all times are said in Europe/Paris"],
    );
}

#[test]
fn offsets_that_change_as_clocks_do_name_a_zone() {
    let read = plain(
        br#"[{"title": "A", "start": "2026-03-28T10:00:00+01:00", "duration": 30},
            {"title": "B", "start": "2026-03-29T10:00:00+02:00", "duration": 30}]"#,
    );
    assert_eq!(read.schedule.zone().to_string(), "Europe/Berlin");
    bless::each(
        &said(&read, Subject::Zone),
        &["no zone given; its offsets change as the clocks in Europe/Berlin do, so that is taken"],
    );
}

/// A small file, read as if its first day were the given one.
fn from(first_day: &str, text: &str) -> Read {
    let hints = Hints { first_day: Some(first_day.parse().unwrap()), ..Hints::default() };
    source::read(text.as_bytes(), &hints).unwrap()
}

#[test]
fn what_stands_above_an_event_says_its_day_and_room() {
    let case = |text: &str, expected: &[&str]| {
        let read = plain(text.as_bytes());
        assert_eq!(slots(&read), expected, "{text}");
        let skipped = said(&read, Subject::Skipped).len();
        assert_eq!(read.slots, expected.len() + skipped, "{text}");
    };
    // Names of days and stages in lists of them.
    case(
        r#"{"title": "F", "timezone": "UTC", "days": [{"name": "Day 1", "date": "2026-06-12", "stages": [
            {"name": "Main", "sets": [{"title": "Owls", "start": "21:00", "end": "22:30"}]},
            {"name": "Cave", "sets": [{"artist": "Bats", "start": "21:00", "end": "22:30"}]}]}]}"#,
        &["Bats 06-12 21:00 06-12 22:30 Cave", "Owls 06-12 21:00 06-12 22:30 Main"],
    );
    // Keys that are dates and rooms; rooms by an id that says nothing else.
    case(
        r#"{"2026-06-26": {"Oak": [{"name": "Lions", "start": "12:50", "end": "13:20"}]},
            "2026-06-27": {"Oak": [{"name": "Bears", "start": "12:50", "end": "13:20"}]}}"#,
        &["Lions 06-26 12:50 06-26 13:20 Oak", "Bears 06-27 12:50 06-27 13:20 Oak"],
    );
    case(
        r#"{"data": [{"date": "2026-09-06", "name": "Day 1", "rooms": ["r0"], "timeline": {"begin": "2026-09-06T01:00:00Z"},
            "slots": {"r0": [{"title": {"en_us": "Locks", "zh_hant": "鎖"}, "begin_time": "2026-09-06T02:50:00Z", "end_time": "2026-09-06T03:20:00Z"}]}}]}"#,
        &["Locks 09-06 02:50 09-06 03:20 r0"],
    );
    // A row of times with what is on then; a row without anything is counted.
    case(
        r#"{"days": [{"name": "Day 1", "date": "2026-09-26", "grid": [
            {"start_time": "09:00", "end_time": "09:45", "items": ["Doors"]},
            {"start_time": "09:45", "end_time": "10:30", "items": [{"title": "Caches"}, {"title": "Queues"}]}]}]}"#,
        &[
            "Doors 09-26 09:00 09-26 09:45",
            "Caches 09-26 09:45 09-26 10:30",
            "Queues 09-26 09:45 09-26 10:30",
        ],
    );
    // Keys that are clock times, with a title in each room.
    case(
        r#"{"2026-05-01": {"10:00": {"Hall": "Bread", "Loft": "Cheese"}, "11:00": {"Hall": "Wine"}}}"#,
        &[
            "Bread 05-01 10:00 05-01 10:45 Hall",
            "Cheese 05-01 10:00 05-01 10:45 Loft",
            "Wine 05-01 11:00 05-01 11:45 Hall",
        ],
    );
    // A session with papers is no talk, but what its papers are in.
    let read = plain(
        br#"{"results": {"20260512": {"s3": {"title": "Detectors", "startDate": {"date": "2026-05-12", "time": "09:00:00", "tz": "Europe/Zurich"},
            "entries": {"c1": {"title": "A tracker", "startDate": {"date": "2026-05-12", "time": "09:00:00", "tz": "Europe/Zurich"}, "duration": 30,
              "presenters": [{"firstName": "Ada", "familyName": "Byte", "name": "Byte, Ada"}]}}}}}}"#,
    );
    assert_eq!(slots(&read), ["A tracker 05-12 07:00 05-12 07:30"]);
    let event = &read.schedule.events()[0];
    assert_eq!(
        (event.track.as_deref(), &event.speakers[..]),
        (Some("Detectors"), &["Ada Byte".to_owned()][..])
    );
}

#[test]
fn lists_that_can_be_different_days_are_never_put_on_one() {
    let text = r#"{"outing": [{"title": "Hike", "time": "12:30"}], "talks": [{"title": "Docs", "time": "09:00"}]}"#;
    let hints = Hints { first_day: Some("2026-05-03".parse().unwrap()), ..Hints::default() };
    let problems = source::read(text.as_bytes(), &hints).unwrap_err();
    bless::same(
        &problems[0].what,
        "`outing` and `talks` may be on different days, and the file does not say which",
    );
    // One that names its day is on it, the other is said.
    let read = from("2026-05-03", &text.replace("\"talks\"", "\"talks_day2\""));
    assert_eq!(slots(&read), ["Docs 05-04 09:00 05-04 09:45"]);
    bless::each(&said(&read, Subject::Skipped), &["its start `12:30` names no day"]);
}

#[test]
fn a_list_of_lengths_goes_on_where_the_one_before_ends() {
    let read = from(
        "2026-05-03",
        "talks_day1:\n  - {time: '9:00', duration: '0:25', title: Welcome}\n  - {duration: '0:5', title: Break}\n  - {duration: '0:30', slug: soft-docs}\n",
    );
    assert_eq!(
        slots(&read),
        [
            "Welcome 05-03 09:00 05-03 09:25",
            "Break 05-03 09:25 05-03 09:30",
            "soft docs 05-03 09:30 05-03 10:00"
        ]
    );
}

#[test]
fn yaml_and_scripts_of_other_projects_are_read_like_their_json() {
    let expected = ["Bread 03-18 08:00 03-18 09:00", "Cheese 03-18 09:15 03-18 09:45"];
    let case = |text: &str| assert_eq!(slots(&plain(text.as_bytes())), expected, "{text}");
    case(
        "program:\n  - title: Bread\n    date: 2026-03-18\n    start_time: \"08:00\"\n    end_time: \"09:00\"\n  - title: Cheese\n    date: 2026-03-18\n    start_time: \"09:15\"\n    end_time: \"09:45\"\n",
    );
    case(
        "import type { Talk } from './talk';\n// all of it\nexport const talks: Talk[] = [\n  {title:'Bread', start:'2026-03-18T08:00', end:'2026-03-18T09:00'}, // early\n  {title: \"Cheese\", start: '2026-03-18T09:15', end: '2026-03-18T09:45',},\n];\n",
    );
    case(
        "export default [{\"title\": \"Bread\", \"start\": \"2026-03-18T08:00\", \"end\": \"2026-03-18T09:00\"}, {\"title\": \"Cheese\", \"start\": \"2026-03-18T09:15\", \"end\": \"2026-03-18T09:45\"}];",
    );
}

#[test]
fn clocks_that_fall_back_after_the_evening_are_in_the_night_after() {
    let table = "day,start,end,stage,title\n2026-06-12,21:00,22:30,Main,Owls\n2026-06-12,23:00,00:30,Main,Late owls\n2026-06-12,01:00,02:00,Main,Night owls\n2026-06-13,14:00,15:00,Main,Larks\n";
    let read = plain(table.as_bytes());
    assert_eq!(
        slots(&read),
        [
            "Owls 06-12 21:00 06-12 22:30 Main",
            "Late owls 06-12 23:00 06-13 00:30 Main",
            "Night owls 06-13 01:00 06-13 02:00 Main",
            "Larks 06-13 14:00 06-13 15:00 Main"
        ]
    );
    bless::each(&said(&read, Subject::Start), &["01:00 is in the night after 2026-06-12"]);
    // In another order than that of the day, a clock is what it says.
    let table = "day,start,end,stage,title\n2026-06-12,21:00,22:30,Main,Owls\n2026-06-12,09:00,10:00,Main,Larks\n2026-06-12,01:00,02:00,Main,Moths\n";
    assert_eq!(slots(&plain(table.as_bytes()))[0], "Moths 06-12 01:00 06-12 02:00 Main");
    let table = "day,start,end,title\n2026-06-12,12:00 PM,12:45 PM,Lunch\n2026-06-12,12:30 AM,1:15 AM,Moths\n2026-06-12,0:30 PM,1:15 PM,Tea\n";
    assert_eq!(
        slots(&plain(table.as_bytes())),
        [
            "Moths 06-12 00:30 06-12 01:15",
            "Lunch 06-12 12:00 06-12 12:45",
            "Tea 06-12 12:30 06-12 13:15"
        ]
    );
}

#[test]
fn clocks_without_am_or_pm_that_fall_back_are_afternoon() {
    let text = r#"{"Friday": {"Oak": [{"name": "Lions", "start": "12:50", "end": "1:20"}, {"name": "Yards", "start": "2:15", "end": "3:00"},
        {"name": "Foxes", "start": "8:00", "end": "10:00"}, {"name": "Moths", "start": "12:30", "end": "1:30"}], "Elm": [{"name": "Quails", "start": "1:25", "end": "2:10"}]}}"#;
    assert_eq!(
        slots(&from("2026-06-26", text)),
        [
            "Lions 06-26 12:50 06-26 13:20 Oak",
            "Quails 06-26 13:25 06-26 14:10 Elm",
            "Yards 06-26 14:15 06-26 15:00 Oak",
            "Foxes 06-26 20:00 06-26 22:00 Oak",
            "Moths 06-27 00:30 06-27 01:30 Oak"
        ]
    );
    let table = "day,time,title\n2026-06-12,9:00,A\n2026-06-12,12:00,B\n2026-06-12,1:30,C\n";
    let read = plain(table.as_bytes());
    assert_eq!(slots(&read)[2], "C 06-12 13:30 06-12 14:15");
    bless::each(
        &said(&read, Subject::Start),
        &["no clock says am or pm, and they fall back: 01:30 is taken as 13:30"],
    );
}

#[test]
fn one_track_ends_where_the_next_event_begins_and_what_says_nothing_is_nothing() {
    let table = "day,time,type,author,title\n2026-09-17,9:00,Opening,NA,Welcome\n2026-09-17,9:15,Keynote,Ada Byte,Genomes\n2026-09-17,10:15,Break,n/a,NA\n2026-09-17,10:45,,TBD,TBA\n";
    let read = plain(table.as_bytes());
    assert_eq!(
        slots(&read),
        [
            "Welcome 09-17 09:00 09-17 09:15",
            "Genomes 09-17 09:15 09-17 10:00",
            "Break 09-17 10:15 09-17 10:45",
            "Untitled event 09-17 10:45 09-17 11:30"
        ]
    );
    let named = read.schedule.events().iter().filter(|event| !event.speakers.is_empty());
    assert_eq!(named.count(), 1);
    // An end that is the start is none.
    let same = plain(br#"[{"title": "A", "start": "2026-05-01T10:00", "end": "2026-05-01T10:00", "room": "N/A"}, {"title": "B", "start": "2026-05-01T10:20", "duration": 0}]"#);
    assert_eq!(slots(&same), ["A 05-01 10:00 05-01 10:20", "B 05-01 10:20 05-01 11:05"]);
}

#[test]
fn tracks_that_run_side_by_side_are_the_rooms_where_there_are_none() {
    let talk = |track: &str, hour: u32| {
        format!(
            r#"{{"title": "{track}{hour}", "track": "Track {track}", "start": "2026-05-01T{hour}:00", "duration": 45}}"#
        )
    };
    let talks = [("A", 10), ("A", 11), ("A", 12), ("B", 10), ("B", 11), ("B", 12)];
    let talks: Vec<String> = talks.iter().map(|(track, hour)| talk(track, *hour)).collect();
    let read = plain(format!("[{}]", talks.join(",")).as_bytes());
    assert_eq!(slots(&read)[0], "A10 05-01 10:00 05-01 10:45 Track A");
    bless::each(
        &said(&read, Subject::Room),
        &["no room given; its tracks run side by side, so they are taken for the rooms"],
    );
}

#[test]
fn lengths_of_three_parts_are_said() {
    let read = plain(
        b"<schedule><conference><title>C</title><time_zone_name>UTC</time_zone_name></conference><day date='2026-07-16'><room name='M'>\
          <event id='1'><start>10:00</start><duration>1:02:00</duration><title>A</title></event>\
          <event id='2'><start>13:00</start><duration>135.0:00</duration><title>B</title></event></room></day></schedule>",
    );
    assert_eq!(slots(&read), ["A 07-16 10:00 07-16 11:02 M", "B 07-16 13:00 07-16 15:15 M"]);
    bless::each(
        &said(&read, Subject::Length),
        &["1 length of three parts, such as `1:02:00`: taken as hours, minutes and seconds"],
    );
}

#[test]
fn links_in_titles_are_taken_out_and_elements_in_titles_stay() {
    let read = plain(br#"[{"title": "<a href=\"../hike\">Hike starts</a>", "start": "2026-05-02T14:00", "duration": 30}, {"title": "Why <a> is enough", "start": "2026-05-02T15:00", "duration": 30}]"#);
    assert_eq!(
        slots(&read),
        ["Hike starts 05-02 14:00 05-02 14:30", "Why <a> is enough 05-02 15:00 05-02 15:30"]
    );
}

#[test]
fn tables_are_read_in_many_languages() {
    let case = |table: &str, expected: &[&str]| {
        assert_eq!(slots(&plain(table.as_bytes())), expected, "{table}");
    };
    case(
        "日付,開始,終了,会場,タイトル,登壇者\n2026年5月1日,10:00,10:45,大ホール,パン,山田 花子\n",
        &["パン 05-01 10:00 05-01 10:45 大ホール"],
    );
    case(
        "title,date,start,end,room\n麵包,2026/5/1,上午 10:00,上午 10:45,A\n커널,2026-05-01,오후 3:00,오후 3:45,B\n",
        &["麵包 05-01 10:00 05-01 10:45 A", "커널 05-01 15:00 05-01 15:45 B"],
    );
    case(
        "Día,Hora inicio,Hora fin,Sala,Título,Ponente\nviernes 17 de abril de 2026,9:00 a. m.,9:50 a. m.,Maya,Radio,Ana\n17/Abril/2026,16:00 hrs,16:50 hrs,Villas,Marea,Eva\n",
        &["Radio 04-17 09:00 04-17 09:50 Maya", "Marea 04-17 16:00 04-17 16:50 Villas"],
    );
    case(
        "N° de session;* Intitulé;* Nom de la salle;* Date de début;* Heure de début (heure locale);* Heure de fin;Intervenant(s)\n1;Le vélo;Paris;14/12/2026;12h00;13h00;Anne\n",
        &["Le vélo 12-14 12:00 12-14 13:00 Paris"],
    );
    case(
        "Название,Дата,Время,Зал\nХлеб,1 мая 2026,10:00-10:45,Большой\n",
        &["Хлеб 05-01 10:00 05-01 10:45 Большой"],
    );
    case("العنوان,date,start,end\nخبز,2026-05-01,١٠:٠٠,١٠:٤٥\n", &["خبز 05-01 10:00 05-01 10:45"]);
}

#[test]
fn tables_of_spreadsheets_and_other_programs_are_read() {
    let case = |table: &str, expected: &[&str]| {
        assert_eq!(slots(&plain(table.as_bytes())), expected, "{table}");
    };
    // Numbers of dates and times.
    case(
        "Title,Date,Start,End,Room\nBread,46143,0.416666666666667,0.447916666666667,Kitchen\n",
        &["Bread 05-01 10:00 05-01 10:45 Kitchen"],
    );
    // A day alone in its row.
    case(
        "Time,Title,Room\n\"Friday, 1 May 2026\",,\n10:00-10:45,Bread,Kitchen\n\"Saturday, 2 May 2026\",,\n10:00-10:45,Wine,Cellar\n",
        &["Bread 05-01 10:00 05-01 10:45 Kitchen", "Wine 05-02 10:00 05-02 10:45 Cellar"],
    );
    // A header below many lines of notes.
    case(
        &format!(
            "{}Start,End,Name,Location\n2026/07/10 19:45,2026/07/10 21:00,Buds,Main\n",
            "// note,x\n".repeat(12)
        ),
        &["Buds 07-10 19:45 07-10 21:00 Main"],
    );
    // A range in one cell.
    case(
        "Name,Date,Room\nBread,\"May 1, 2026 10:00 AM (CEST) → 10:45 AM\",Hall\nWine,\"May 1, 2026 11:00 PM → May 2, 2026 1:00 AM\",Hall\n",
        &["Bread 05-01 10:00 05-01 10:45 Hall", "Wine 05-01 23:00 05-02 01:00 Hall"],
    );
}

#[test]
fn grids_of_times_by_rooms_are_read() {
    let grid = "Friday 1 May 2026,Main,Side\n09:00,Opening,\n09:30,Tracing (Ada),Baking (Bo)\n10:15,Coffee,Coffee\nSaturday 2 May 2026,Main,Side\n09:30,Wine (for all of us here),Cheese (Gus & Di)\n";
    let read = plain(grid.as_bytes());
    assert_eq!(
        slots(&read),
        [
            "Opening 05-01 09:00 05-01 09:30 Main",
            "Tracing 05-01 09:30 05-01 10:15 Main",
            "Baking 05-01 09:30 05-01 10:15 Side",
            "Coffee 05-01 10:15 05-01 11:00",
            "Wine (for all of us here) 05-02 09:30 05-02 10:15 Main",
            "Cheese 05-02 09:30 05-02 10:15 Side"
        ]
    );
    let speakers = |at: usize| read.schedule.events()[at].speakers.join(", ");
    assert_eq!((speakers(1), speakers(5)), ("Ada".to_owned(), "Gus, Di".to_owned()));
    let markdown = "# Small\n\n| Sunday June 21st, 2026 | |\n| :--- | --- |\n| 5:15pm | **Award ([Hall](x))** |\n| 7:00pm | Reception |\n\n| Monday June 22nd, 2026 | | |\n| --- | --- | --- |\n| 9:00am | Caches (North 1) | Chips (North 2) |\n";
    assert_eq!(
        slots(&plain(markdown.as_bytes())),
        [
            "Award 06-21 17:15 06-21 19:00 Hall",
            "Reception 06-21 19:00 06-21 20:45",
            "Caches 06-22 09:00 06-22 10:45 North 1",
            "Chips 06-22 09:00 06-22 10:45 North 2"
        ]
    );
}

#[test]
fn columns_without_known_names_are_told_by_what_is_in_them() {
    let table = "Headline act,Doors,Curfew,Where it is\nThe Owls,2026-06-12 21:00,2026-06-12 22:30,Main\nBats,2026-06-12 23:00,2026-06-12 23:45,Main\nLarks,2026-06-13 14:00,2026-06-13 15:00,Main\n";
    let read = plain(table.as_bytes());
    assert_eq!(slots(&read)[0], "The Owls 06-12 21:00 06-12 22:30");
    bless::each(
        &said(&read, Subject::Title),
        &[
            "by what is in the columns, `Doors` has the starts, `Curfew` has the ends, `Headline act` has the titles",
        ],
    );
    let table = "Bread,2026-05-01,10:00,10:45\nWine,2026-05-01,11:00,11:45\nCheese,2026-05-01,12:00,12:45\n";
    let read = plain(table.as_bytes());
    assert_eq!(slots(&read).len(), 3);
    bless::each(
        &said(&read, Subject::Title),
        &["no row names the columns; they are known by what is in them"],
    );
}

#[test]
fn rows_of_one_event_are_joined() {
    let table = "speaker last name,speaker first name,session title,room,date,start,end\nByte,Ada,Pairs,R1,2026-05-18,10:00,10:45\nBit,Bo,Pairs,R1,2026-05-18,10:00,10:45\nWord,Cy,Machines,R1,2026-05-18,11:00,11:45\n";
    let read = plain(table.as_bytes());
    assert_eq!(
        slots(&read),
        ["Pairs 05-18 10:00 05-18 10:45 R1", "Machines 05-18 11:00 05-18 11:45 R1"]
    );
    assert_eq!(read.schedule.events()[0].speakers, ["Ada Byte", "Bo Bit"]);
    assert_eq!(read.slots, 2);
    bless::each(
        &said(&read, Subject::Joined),
        &["3 rows are 2 events: several have the same title, time and room"],
    );
    let table = "panel,date,time,panel_title,title,presenter\n16,27.09.2026,14:00-15:30 Uhr,Hard times,Money,Ada Byte\n16,27.09.2026,14:00-15:30 Uhr,Hard times,Law,Bo Bit\n17,27.09.2026,14:00-15:30 Uhr,Post,Postal votes,Di Nibble\n18,27.09.2026,16:00-17:30 Uhr,Parliaments,NA,NA\n";
    let read = plain(table.as_bytes());
    assert_eq!(
        slots(&read),
        [
            "Hard times 09-27 14:00 09-27 15:30",
            "Post 09-27 14:00 09-27 15:30",
            "Parliaments 09-27 16:00 09-27 17:30"
        ]
    );
    let panel = &read.schedule.events()[0];
    assert_eq!(panel.speakers, ["Ada Byte", "Bo Bit"]);
    bless::same(&panel.description, "Money (Ada Byte)\n\nLaw (Bo Bit)");
}

#[test]
fn calendars_in_xml_are_calendars() {
    let pentabarf = "<iCalendar xmlns:pentabarf='http://pentabarf.org'><vcalendar><vevent><uid>a@@x</uid>\
        <pentabarf:title>Other</pentabarf:title><dtstart>20210402T100000</dtstart><dtend>20210402T101500</dtend>\
        <duration>0.01500</duration><summary>Tea, cake; more</summary><location>Hall</location>\
        <attendee>Ann Lee</attendee></vevent></vcalendar></iCalendar>";
    let read = plain(pentabarf.as_bytes());
    assert_eq!(slots(&read), ["Tea, cake; more 04-02 10:00 04-02 10:15 Hall"]);
    assert_eq!(read.schedule.events()[0].speakers, ["Ann Lee"]);
    let rfc = "<icalendar xmlns='urn:ietf:params:xml:ns:icalendar-2.0'><vcalendar><components><vevent><properties>\
        <uid><text>a</text></uid><summary><text>Tea</text></summary>\
        <dtstart><parameters><tzid><text>Europe/Berlin</text></tzid></parameters><date-time>2021-04-02T10:00:00</date-time></dtstart>\
        <duration><duration>PT30M</duration></duration></properties></vevent></components></vcalendar></icalendar>";
    assert_eq!(slots(&plain(rfc.as_bytes())), ["Tea 04-02 08:00 04-02 08:30"]);
}

#[test]
fn two_keys_do_not_make_a_file_ours() {
    let json = r#"{"timezone": "Europe/London", "events": [
        {"name": "Owls", "startTime": "2026-06-12T21:00", "stage": "Main"},
        {"name": "Bats", "startTime": "2026-06-12T22:00", "stage": "Main"}]}"#;
    let expected = ["Owls 06-12 20:00 06-12 20:45 Main", "Bats 06-12 21:00 06-12 21:45 Main"];
    assert_eq!(slots(&plain(json.as_bytes())), expected);
    let yaml = "timezone: Europe/London\nevents:\n  - {name: Owls, date: 2026-06-12, time: '21:00', stage: Main}\n  - {name: Bats, date: 2026-06-12, time: '22:00', stage: Main}\n";
    assert_eq!(slots(&plain(yaml.as_bytes())), expected);
    // A slip in a file of one's own is an error.
    let own = "timezone: Europe/London\nevents:\n  - {title: Owls, start: 2026-06-12T21:00, minutes: 45}\n  - {name: Bats, start: 2026-06-12T22:00, minutes: 45}\n";
    assert!(source::read(own.as_bytes(), &Hints::default()).is_err());
}

#[test]
fn a_slip_in_our_own_format_makes_it_nobody_elses() {
    let conf = "title: T\nverszone: Europe/Berlin\nevents:\n  - { id: a, title: A, start: 2024-05-01T10:00, minutes: 45 }\n";
    crate::support::Test::new("check conf.yaml").file("conf.yaml", conf).shows(
        "
error: conf.yaml: the schedule does not say its time zone
hint: add a line such as `timezone: Europe/Berlin`
error: conf.yaml:2:1: unknown key `verszone`
hint: did you mean `version`?
status 1
",
    );
}

#[test]
fn what_stands_in_lists_of_its_own_is_put_where_its_id_is() {
    let json = r#"{"sessions": [{"id": 1, "title": "Owls", "slot_id": 10, "room_id": "a"},
                                {"id": 2, "title": "Bats", "slot_id": 11, "room_id": "b"}],
                   "slots": [{"id": 10, "start": "2026-05-01T09:00", "end": "2026-05-01T10:00"},
                             {"id": 11, "start": "2026-05-01T10:00", "end": "2026-05-01T11:00"}],
                   "rooms": [{"id": "a", "name": "Barn"}, {"id": "b", "name": "Cave"}]}"#;
    assert_eq!(
        slots(&plain(json.as_bytes())),
        ["Owls 05-01 09:00 05-01 10:00 Barn", "Bats 05-01 10:00 05-01 11:00 Cave"]
    );
    // GraphQL puts edges and nodes around each.
    let json = r#"{"data": {"program": {"edges": [{"node": {"day": "2026-06-01", "slots": {"edges": [{"node": {
        "startsAt": "2026-06-01T09:00", "endsAt": "2026-06-01T09:45", "sessions": {"edges": [
            {"node": {"title": "Owls", "room": {"name": "Barn"}}},
            {"node": {"title": "Bats", "room": {"name": "Cave"}}}]}}}]}}}]}}}"#;
    assert_eq!(
        slots(&plain(json.as_bytes())),
        ["Owls 06-01 09:00 06-01 09:45 Barn", "Bats 06-01 09:00 06-01 09:45 Cave"]
    );
}

#[test]
fn who_speaks_gives_no_events_where_there_are_others() {
    let json = r#"{"sessions": [{"title": "Owls", "start": "2026-06-01T09:00", "end": "2026-06-01T10:00",
        "speakers": [{"name": "Ada", "talks": [{"title": "Bats", "start": "2020-01-01T10:00"}]}]}]}"#;
    let read = plain(json.as_bytes());
    assert_eq!(slots(&read), ["Owls 06-01 09:00 06-01 10:00"]);
    assert_eq!(read.schedule.events()[0].speakers, ["Ada"]);
    let json = r#"{"artists": [{"name": "The Owls", "stage": "Barn", "start": "2026-06-01T21:00", "end": "2026-06-01T22:00"}]}"#;
    assert_eq!(slots(&plain(json.as_bytes())), ["The Owls 06-01 21:00 06-01 22:00 Barn"]);
}

#[test]
fn a_list_of_times_is_one_whatever_it_is_called() {
    let json = r#"{"films": [{"title": "The cat", "runtime": 90, "screenings": [
        {"venue": "Palace", "start": "2026-05-12T20:00"}, {"venue": "Rex", "start": "2026-05-14T14:00"}]}]}"#;
    assert_eq!(
        slots(&plain(json.as_bytes())),
        ["The cat 05-12 20:00 05-12 21:30 Palace", "The cat 05-14 14:00 05-14 15:30 Rex"]
    );
}

#[test]
fn keys_that_nobody_knows_are_told_by_what_is_under_them() {
    let json = r#"{"a": {"label": "Sat 12 Sep 2026", "s": [{"h": "10:00", "n": "Owls"}, {"h": "11:00", "n": "Bats"}]},
                   "b": {"label": "Sun 13 Sep 2026", "s": [{"h": "10:00", "n": "Larks"}]}}"#;
    let read = plain(json.as_bytes());
    assert_eq!(slots(&read)[2], "Larks 09-13 10:00 09-13 10:45");
    bless::each(
        &said(&read, Subject::Title),
        &[
            "by what is under the keys, `h` is taken as `starttime`, `label` is taken as `date`, `n` is taken as `title`",
        ],
    );
}

#[test]
fn what_only_looks_like_a_known_format_is_read_as_what_it_is() {
    // As frab's `conference` with days, and as Sessionize's rooms with sessions.
    let json = r#"{"conference": {"name": "Nests", "timezone": "Europe/Rome", "days": [
        {"date": "2026-05-04", "halls": [{"name": "Barn", "blocks": [{"name": "Morning", "talks": [
            {"title": "Owls", "start": "09:00", "end": "09:30"}]}]}]}]}}"#;
    assert_eq!(slots(&plain(json.as_bytes())), ["Owls 05-04 07:00 05-04 07:30 Barn"]);
    let json = r#"[{"date": "2026-03-10", "rooms": [{"room": "Barn", "sessions": [
        {"session": "Birds", "startTime": "09:00", "endTime": "10:30", "papers": [
            {"title": "Owls", "authors": ["Ada"], "time": "09:00"},
            {"title": "Larks", "authors": ["Bo"], "time": "09:30"}]}]}]}]"#;
    assert_eq!(slots(&plain(json.as_bytes()))[0], "Owls 03-10 09:00 03-10 09:30 Barn");
}

#[test]
fn a_column_or_a_key_for_each_room_is_a_room() {
    let table = "Date,Time,Track 1,Speaker,Track 2,Speaker.1\n2026-05-01,09:00 - 09:45,Owls,Ada,,\n2026-05-01,10:00 - 10:45,Larks,Bo,Bats,Cy\n2026-05-01,11:00 - 11:30,Coffee,,Coffee,\n";
    let read = plain(table.as_bytes());
    let expected = [
        "Owls 05-01 09:00 05-01 09:45 Track 1",
        "Larks 05-01 10:00 05-01 10:45 Track 1",
        "Bats 05-01 10:00 05-01 10:45 Track 2",
        "Coffee 05-01 11:00 05-01 11:30",
    ];
    assert_eq!(slots(&read), expected);
    assert_eq!(read.schedule.events()[2].speakers, ["Cy"]);
    let json = r#"[{"Día": "Viernes", "DiaMes": "1/Mayo/2026", "Horario": "09:00 - 09:45 hrs",
                    "Taller 1: Salón A": {"Taller": "Búhos", "Tallerista": "Ada"}, "Taller 2: Salón B": {"Taller": "", "Tallerista": ""}},
                   {"Día": "Viernes", "DiaMes": "1/Mayo/2026", "Horario": "10:00 - 10:45 hrs",
                    "Taller 1: Salón A": "Mapas", "Taller 2: Salón B": {"Taller": "Gatos", "Tallerista": "Bo"}}]"#;
    let read = plain(json.as_bytes());
    assert_eq!(
        slots(&read),
        [
            "Búhos 05-01 09:00 05-01 09:45 Salón A",
            "Mapas 05-01 10:00 05-01 10:45 Salón A",
            "Gatos 05-01 10:00 05-01 10:45 Salón B"
        ]
    );
    assert_eq!(read.schedule.events()[0].speakers, ["Ada"]);
}

#[test]
fn rooms_may_stand_down_the_side_and_days_above() {
    let grid = "Friday 1 May 2026,09:00-09:45,10:00-10:45\nBarn,Owls (Ada),Larks\nCave,Bats,\nSaturday 2 May 2026,09:00-09:45,10:00-10:45\nBarn,Swifts,Kites\n";
    assert_eq!(
        slots(&plain(grid.as_bytes())),
        [
            "Owls 05-01 09:00 05-01 09:45 Barn",
            "Bats 05-01 09:00 05-01 09:45 Cave",
            "Larks 05-01 10:00 05-01 10:45 Barn",
            "Swifts 05-02 09:00 05-02 09:45 Barn",
            "Kites 05-02 10:00 05-02 10:45 Barn"
        ]
    );
    let grid =
        "Time,Monday 4 May 2026,Tuesday 5 May 2026\n09:00-09:45,Owls,Bats\n10:00-10:45,Larks,\n";
    assert_eq!(
        slots(&plain(grid.as_bytes())),
        [
            "Owls 05-04 09:00 05-04 09:45",
            "Larks 05-04 10:00 05-04 10:45",
            "Bats 05-05 09:00 05-05 09:45"
        ]
    );
    let markdown = "## Friday 5 June 2026\n\n| Time | Barn | Cave |\n|---|---|---|\n| 21:00 | Owls | Bats |\n\n## Saturday 6 June 2026\n\n| Time | Barn | Cave |\n|---|---|---|\n| 21:00 | Larks | |\n";
    assert_eq!(
        slots(&plain(markdown.as_bytes())),
        [
            "Owls 06-05 21:00 06-05 21:45 Barn",
            "Bats 06-05 21:00 06-05 21:45 Cave",
            "Larks 06-06 21:00 06-06 21:45 Barn"
        ]
    );
}

#[test]
fn a_row_may_name_several_times_and_several_speakers() {
    let table = "Title,Date 1,Start 1,End 1,Date 2,Start 2,End 2,Speaker 1,Speaker 2\nOwls,2026-05-01,10:00,11:00,2026-05-02,14:00,15:00,Ada,Bo\nBats,2026-05-01,12:00,13:00,,,,Cy,\n";
    let read = plain(table.as_bytes());
    assert_eq!(
        slots(&read),
        [
            "Owls 05-01 10:00 05-01 11:00",
            "Bats 05-01 12:00 05-01 13:00",
            "Owls 05-02 14:00 05-02 15:00"
        ]
    );
    assert_eq!(read.schedule.events()[0].speakers, ["Ada", "Bo"]);
    let table =
        "Title,Date,Date 2,Time\nOwls,2026-05-01,2026-05-02,10:00\nBats,2026-05-01,,12:00\n";
    assert_eq!(slots(&plain(table.as_bytes()))[2], "Owls 05-02 10:00 05-02 10:45");
}

#[test]
fn zones_may_stand_in_the_header_or_behind_a_time() {
    let zone = |table: &str| plain(table.as_bytes()).schedule.zone().to_string();
    assert_eq!(zone("Title,Start (CEST)\nOwls,2026-07-01 10:00\n"), "Europe/Berlin");
    assert_eq!(zone("Title,Date,Time\nOwls,2026-07-01,1:00 PM PDT\n"), "America/Los_Angeles");
}

#[test]
fn the_user_says_what_a_column_or_a_key_holds() {
    let read = |columns: &[&str], text: &str| {
        let columns = columns.iter().map(|column| column.parse().unwrap()).collect();
        source::read(text.as_bytes(), &Hints { columns, ..Hints::default() }).unwrap()
    };
    let table = "Title,Artist,Doors,Start,Where\nMs,Owls,2026-05-01 20:00,2026-05-01 21:00,Barn\nDr,Bats,2026-05-01 22:00,2026-05-01 23:00,Cave\n";
    let asked = ["title=Artist", "start=doors", "room=where"];
    assert_eq!(slots(&read(&asked, table))[1], "Bats 05-01 22:00 05-01 22:45 Cave");
    let json = r#"[{"name": "x1", "wer": "Owls", "begins_local": "2026-05-01T20:00"}]"#;
    let asked = ["title=wer", "start=begins_local"];
    assert_eq!(slots(&read(&asked, json)), ["Owls 05-01 20:00 05-01 20:45"]);
}

#[test]
fn giggitys_own_xml_is_read() {
    let xml = r#"<?xml version="1.0"?>
<schedule xmlns="http://example.org/#sched" title="Bird Conf">
<line id="a" title="Barn"><item id="i1" title="Owls" startTime="2026-05-01T10:00:00+02:00" endTime="2026-05-01T10:45:00+02:00"><itemDescription>About owls</itemDescription></item></line>
<line id="b" title="Cave"><item id="i2" title="Bats" startTime="1777629600" endTime="1777633200"/></line>
</schedule>"#;
    let read = plain(xml.as_bytes());
    assert_eq!(
        slots(&read),
        ["Owls 05-01 08:00 05-01 08:45 Barn", "Bats 05-01 10:00 05-01 11:00 Cave"]
    );
    assert_eq!((read.schedule.title(), read.slots), ("Bird Conf", 2));
}

#[test]
fn sessions_of_an_academic_programme_have_their_slots_and_rooms() {
    let json = r#"{"conference": {"name": "Nests 2026", "timeZoneName": "Pacific/Honolulu", "startDate": 1778457600000, "endDate": 1778716800000},
        "rooms": [{"id": 5, "name": "Barn", "typeId": 1}],
        "timeSlots": [{"id": 7, "type": "SESSION", "startDate": 1778490000000, "endDate": 1778494500000}],
        "sessions": [{"id": 20, "name": "Owls", "roomId": 5, "timeSlotId": 7, "contentIds": [40]}],
        "contents": [{"id": 40, "title": "Nests of owls", "authors": [{"personId": 31}], "sessionIds": [20]}]}"#;
    let read = plain(json.as_bytes());
    assert_eq!(slots(&read), ["Owls 05-11 09:00 05-11 10:15 Barn"]);
    assert_eq!(read.schedule.title(), "Nests 2026");
}

#[test]
fn fields_of_schema_org_and_buildings_are_read() {
    let json = r#"[{"name": "Owls", "startDate": "2026-05-01T10:00", "endDate": "2026-05-01T11:00", "inLanguage": "de",
        "performer": [{"name": "Ada Lee"}], "offers": [{"price": 10, "priceCurrency": "EUR"}, {"price": 20, "priceCurrency": "EUR"}]},
        {"name": "Bats", "startDate": "2026-05-01T12:00", "endDate": "2026-05-01T13:00", "eventStatus": "https://schema.org/EventCancelled",
         "offers": {"price": "5.50", "availability": "https://schema.org/SoldOut"}}]"#;
    let read = plain(json.as_bytes());
    let [owls, bats] = read.schedule.events() else { panic!() };
    assert_eq!(
        (owls.language.as_deref(), &owls.speakers[..]),
        (Some("de"), &["Ada Lee".to_owned()][..])
    );
    assert_eq!(owls.price.as_ref().map(|price| price.cents), Some(2000));
    assert!(bats.cancelled && bats.sold_out && !owls.cancelled && !owls.sold_out);
    let table = "Title,Start,Building,Room\nOwls,2026-05-01 10:00,Main House,101\n";
    assert_eq!(slots(&plain(table.as_bytes())), ["Owls 05-01 10:00 05-01 10:45 Main House, 101"]);
}
