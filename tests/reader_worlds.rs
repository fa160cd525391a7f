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
