//! One small calendar for each quirk of iCalendar.

use attend::source::{self, Hints, Subject, Warning};

use crate::reader_quirks::{ids, read, slots};
use crate::support::bless;

/// A calendar of these lines, between head and foot.
fn calendar(lines: &str) -> Vec<u8> {
    let text = format!("BEGIN:VCALENDAR\nVERSION:2.0\n{lines}END:VCALENDAR\n");
    text.replace('\n', "\r\n").into_bytes()
}

/// A calendar's event of these lines.
fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\nUID:a\nSUMMARY:A\n{lines}END:VEVENT\n")
}

#[test]
fn a_line_may_be_folded_inside_a_character() {
    let mut bytes =
        calendar(&event("DTSTART:20180928T080000Z\nDTEND:20180928T090000Z\nLOCATION:Größe\n"));
    let at = bytes.windows(2).position(|pair| pair == "ö".as_bytes()).unwrap();
    bytes.splice(at + 1..at + 1, *b"\r\n ");
    assert_eq!(slots(&read(&bytes)), ["A 09-28 08:00 09-28 09:00 Größe"]);
}

#[test]
fn bytes_that_are_no_utf8_cost_only_themselves() {
    let mut bytes = calendar(&event("DTSTART:20180928T080000Z\nDURATION:PT30M\nLOCATION:Gr?\n"));
    let at = bytes.iter().position(|&byte| byte == b'?').unwrap();
    bytes[at] = 0xff;
    let read = read(&bytes);
    assert_eq!(slots(&read), ["A 09-28 08:00 09-28 08:30 Gr\u{fffd}"]);
    bless::same(
        &read.warnings[0].what,
        "1 line is not UTF-8; the letters in doubt are shown as `�`",
    );
}

#[test]
fn times_are_in_utc_in_a_zone_or_floating() {
    let case = |head: &str, start: &str, expected: &str| {
        let text =
            calendar(&format!("{head}{}", event(&format!("DTSTART{start}\nDURATION:PT1H\n"))));
        let read = source::read(&text, &Hints::default()).unwrap();
        assert_eq!(slots(&read), [expected], "{start}");
    };
    case("", ":20180928T080000Z", "A 09-28 08:00 09-28 09:00");
    // Without a VTIMEZONE.
    case("", ";TZID=Europe/Berlin:20180928T100000", "A 09-28 08:00 09-28 09:00");
    case("", ";TZID=Europe/Berlin;VALUE=DATE-TIME:20180928T100000", "A 09-28 08:00 09-28 09:00");
    case(
        "",
        ";TZID=\"/mozilla.org/20050126_1/Europe/Berlin\":20180928T100000",
        "A 09-28 08:00 09-28 09:00",
    );
    case("", ";TZID=W. Europe Standard Time:20180928T100000", "A 09-28 08:00 09-28 09:00");
    case("X-WR-TIMEZONE:Europe/Berlin\n", ":20180928T100000", "A 09-28 08:00 09-28 09:00");
    case(
        "X-WR-TIMEZONE:Asia/Tokyo\n",
        ";TZID=Europe/Berlin:20180928T100000",
        "A 09-28 08:00 09-28 09:00",
    );
}

#[test]
fn a_zone_may_be_known_to_the_file_alone() {
    let zone = "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:19701025T030000\nTZOFFSETFROM:+0200\n\
                TZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nBEGIN:DAYLIGHT\n\
                DTSTART:19700329T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n\
                RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\nEND:VTIMEZONE\n";
    let case = |start: &str, expected: &str| {
        let lines = format!("DTSTART;TZID=Ours:{start}\nDURATION:PT1H\n");
        assert_eq!(slots(&read(&calendar(&format!("{zone}{}", event(&lines))))), [expected]);
    };
    case("20180928T100000", "A 09-28 08:00 09-28 09:00");
    case("20181228T100000", "A 12-28 09:00 12-28 10:00");
}

#[test]
fn a_zone_that_nobody_knows_floats_and_is_named() {
    let read = read(&calendar(&event("DTSTART;TZID=Nowhere:20180928T100000\nDURATION:PT1H\n")));
    assert_eq!(slots(&read), ["A 09-28 08:00 09-28 09:00"]);
    bless::same(
        &read.warnings[0].what,
        "the zone `Nowhere` is not known; the schedule's zone is taken",
    );
}

#[test]
fn a_date_without_times_cannot_be_planned_and_is_named() {
    for dates in [
        "DTSTART;VALUE=DATE:20180928\n",
        "DTSTART;VALUE=DATE:20180928\nDTEND;VALUE=DATE:20180930\n",
    ] {
        let read = read(&calendar(&event(dates)));
        assert_eq!(slots(&read), [""; 0]);
        let said: Vec<&str> = read.warnings.iter().map(|w| w.what.as_str()).collect();
        assert!(said.contains(&"it takes all day, with no time of its own"), "{said:?}");
    }
}

#[test]
fn a_rule_is_followed_on_the_wall_clock() {
    // The clocks change on 28 October.
    let rule = "DTSTART;TZID=Europe/Berlin:20181027T090000\nDTEND;TZID=Europe/Berlin:20181027T093000\nRRULE:FREQ=DAILY;COUNT=3\n";
    let read = read(&calendar(&event(rule)));
    assert_eq!(
        slots(&read),
        ["A 10-27 07:00 10-27 07:30", "A 10-28 08:00 10-28 08:30", "A 10-29 08:00 10-29 08:30"]
    );
    assert_eq!(ids(&read), ["a", "a/20181028T090000", "a/20181029T090000"]);
}

#[test]
fn single_times_are_added_and_taken_away() {
    let lines = "DTSTART:20180901T080000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20180904T080000Z\n\
                 RDATE:20180910T080000Z,20180911T080000Z\nEXDATE:20180902T080000Z\nEXDATE;VALUE=DATE:20180903\n";
    assert_eq!(
        slots(&read(&calendar(&event(lines)))),
        [
            "A 09-01 08:00 09-01 09:00",
            "A 09-04 08:00 09-04 09:00",
            "A 09-10 08:00 09-10 09:00",
            "A 09-11 08:00 09-11 09:00"
        ]
    );
}

#[test]
fn a_single_time_of_a_series_may_be_moved_and_keeps_its_id() {
    let master = event(
        "DTSTART;TZID=Europe/Berlin:20180901T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\n",
    );
    let moved = event(
        "RECURRENCE-ID:20180902T080000Z\nDTSTART;TZID=Europe/Berlin:20180905T120000\nDURATION:PT30M\n",
    );
    // The order in the file does not matter.
    for text in [format!("{master}{moved}"), format!("{moved}{master}")] {
        let read = read(&calendar(&text));
        assert_eq!(slots(&read), ["A 09-01 08:00 09-01 09:00", "A 09-05 10:00 09-05 10:30"]);
        assert_eq!(ids(&read), ["a", "a/20180902T100000"]);
    }
}

#[test]
fn a_rule_without_end_is_cut_and_says_so() {
    let read =
        read(&calendar(&event("DTSTART:20180901T080000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\n")));
    assert_eq!(read.schedule.events().len(), 53);
    bless::same(
        &read.warnings[0].what,
        "it repeats without end; it is read until 2019-09-02, a year after the calendar's last event",
    );
}

#[test]
fn one_uid_for_many_events_keeps_them_all() {
    let one = event("DTSTART:20180901T080000Z\nDURATION:PT1H\n");
    let read = read(&calendar(&format!("{one}{}", one.replace("T08", "T10"))));
    assert_eq!(slots(&read), ["A 09-01 08:00 09-01 09:00", "A 09-01 10:00 09-01 11:00"]);
    assert_ne!(ids(&read)[0], ids(&read)[1]);
}

#[test]
fn an_id_is_the_one_that_other_formats_have() {
    let guid = "0b3eea51-3657-46d5-84b0-1f2fa0cf45b1";
    let case = |uid: &str, id: &str, others: &[&str]| {
        let lines = event("DTSTART:20180901T080000Z\nDURATION:PT1H\n");
        let lines = lines.replace("UID:a", &format!("UID:{uid}"));
        let read = read(&calendar(&lines));
        let event = &read.schedule.events()[0];
        assert_eq!((event.id.as_str(), event.other_ids.join(" ")), (id, others.join(" ")));
    };
    case(&format!("{guid}@frab.example"), guid, &[&format!("{guid}@frab.example")]);
    case(
        "pretalx-conf-2021-3MXRDE@talks.example",
        "pretalx-conf-2021-3MXRDE@talks.example",
        &["pretalx-conf-2021-3MXRDE", "3MXRDE"],
    );
    case("762@CONF12@conf.example", "762@CONF12@conf.example", &["762"]);
}

#[test]
fn called_off_is_read_from_the_status_and_from_the_title() {
    let lines = "DTSTART:20180901T080000Z\nDURATION:PT1H\nSTATUS:CANCELLED\n";
    assert!(read(&calendar(&event(lines))).schedule.events()[0].cancelled);
    // Organisers write it into the title and leave the status as it was.
    let confirmed = lines.replace("STATUS:CANCELLED", "STATUS:CONFIRMED");
    let titled = event(&confirmed).replace("SUMMARY:A", "SUMMARY:CANCELLED: A");
    assert!(read(&calendar(&titled)).schedule.events()[0].cancelled);
    assert!(!read(&calendar(&event(&confirmed))).schedule.events()[0].cancelled);
    let method = format!("METHOD:CANCEL\n{}", event("DTSTART:20180901T080000Z\nDURATION:PT1H\n"));
    assert!(read(&calendar(&method)).schedule.events()[0].cancelled);
}

#[test]
fn a_title_with_speakers_is_not_split_and_texts_lose_their_escapes() {
    let lines = "BEGIN:VEVENT\nSUMMARY:Go\\, fast - Ann Lee\nDTSTART:20180901T080000Z\nDURATION:PT1H\n\
                 DESCRIPTION:one\\ntwo\nCATEGORIES:Talks\\, long\nEND:VEVENT\n";
    let read = read(&calendar(lines));
    let event = &read.schedule.events()[0];
    assert_eq!(
        (event.title.as_str(), event.description.as_str()),
        ("Go, fast - Ann Lee", "one\ntwo")
    );
    assert_eq!((event.track.as_deref(), event.speakers.len()), (Some("Talks, long"), 0));
}

#[test]
fn lines_that_were_broken_without_a_fold_are_joined() {
    let lines = "DTSTART:20180901T080000Z\nDURATION:PT1H\nDESCRIPTION:one\nand: two\n\n three\n";
    let read = read(&calendar(&event(lines)));
    assert_eq!(read.schedule.events()[0].description, "one\nand: twothree");
}

#[test]
fn a_start_that_the_clocks_skip_is_said() {
    let read =
        read(&calendar(&event("DTSTART;TZID=Europe/Berlin:20180325T023000\nDURATION:PT1H\n")));
    assert_eq!(slots(&read), ["A 03-25 01:30 03-25 02:30"]);
    bless::same(
        &read.warnings[0].what,
        "clocks skip 2018-03-25 02:30 in Europe/Berlin; 03:30 is taken",
    );
}

/// What is said of damage: the line, the event, the words.
fn damage(bytes: &[u8]) -> Vec<String> {
    let read = source::read(bytes, &Hints::default()).unwrap();
    let damage = read.warnings.iter().filter(|it| it.subject == source::Subject::Damage);
    damage
        .map(|it| {
            let line = it.place.map_or(0, |place| place.line);
            format!("{line}: {}: {}", it.event.as_deref().unwrap_or("-"), it.what)
        })
        .collect()
}

#[test]
fn a_calendar_that_is_cut_off_says_so() {
    const IN_EVENT: &str = "the calendar ends in the middle of this event: it is read as far as it \
                            goes, and whatever came after it is missing";
    const AFTER_EVENT: &str = "the calendar ends in the middle, without its `END:VCALENDAR`: \
                               whatever came after that line is missing";
    let of = |id: &str, rest: &str| {
        event(&format!("DTSTART:20180928T080000Z\nDTEND:20180928T090000Z\n{rest}"))
            .replace("UID:a", &format!("UID:{id}"))
            .replace("SUMMARY:A", &format!("SUMMARY:{}", id.to_uppercase()))
    };
    let alarm = "BEGIN:VALARM\nTRIGGER:-PT10M\nEND:VALARM\n";
    let whole = calendar(&(of("a", "") + &of("b", alarm)));
    assert_eq!(damage(&whole), [""; 0]);
    let text = String::from_utf8(whole.clone()).unwrap();
    let place = |mark: &str| text.rfind(mark).unwrap();
    let case = |at: usize, expected: String| {
        assert_eq!(damage(&whole[..at]), [expected], "{:?}", &text[..at]);
    };
    // Nothing is lost with the last line's end.
    assert_eq!(damage(&whole[..whole.len() - 2]), [""; 0]);
    case(place("END:VCALENDAR") + 8, format!("18: -: {AFTER_EVENT}"));
    case(place("END:VCALENDAR"), format!("17: -: {AFTER_EVENT}"));
    case(text.find("BEGIN:VEVENT\r\nUID:b").unwrap(), format!("8: -: {AFTER_EVENT}"));
    for mark in ["END:VEVENT", "END:VALARM", "TRIGGER", "BEGIN:VALARM", "DTEND", "0900"] {
        case(place(mark), format!("9: B: {IN_EVENT}"));
        case(place(mark) + 3, format!("9: B: {IN_EVENT}"));
    }
    // Cut anywhere, it is said, wherever there is a calendar at all.
    for at in "BEGIN:VCALENDAR\r\n".len()..whole.len() - 3 {
        if let Ok(read) = source::read(&whole[..at], &Hints::default()) {
            let said =
                |it: &source::Warning| it.what.starts_with("the calendar ends in the middle");
            assert!(read.warnings.iter().any(said), "{:?}", &text[..at]);
        }
    }
}

#[test]
fn an_event_without_its_end_ends_where_the_next_begins() {
    let lines = event("DTSTART:20180928T080000Z\nDTEND:20180928T090000Z\n");
    let second = lines.replace("UID:a", "UID:b").replace("SUMMARY:A", "SUMMARY:B");
    let bytes = calendar(&(lines.replace("END:VEVENT\n", "") + &second));
    let read = read(&bytes);
    assert_eq!(slots(&read), ["A 09-28 08:00 09-28 09:00", "B 09-28 08:00 09-28 09:00"]);
    assert_eq!(
        damage(&bytes),
        ["3: A: no `END:VEVENT` in 1 event: what follows is read as if it stood there"]
    );
    let bytes = calendar(&lines.replace("END:VEVENT\n", ""));
    assert_eq!(damage(&bytes).len(), 1);
}

#[test]
fn a_length_that_is_none_is_quoted() {
    let end = |lines: &str| {
        let read = read(&calendar(&event(&format!("DTSTART:20180928T080000Z\n{lines}"))));
        let of = |warning: &&Warning| warning.subject == Subject::End;
        read.warnings.iter().find(of).map(|warning| warning.what.clone()).unwrap_or_default()
    };
    assert_eq!(end("DURATION:-PT1H\n"), "its length `-PT1H` cannot be read, so 45 minutes");
    assert_eq!(end("DTEND:soon\n"), "its end `soon` cannot be read, so 45 minutes");
    assert_eq!(end(""), "no end given, so 45 minutes");
    assert_eq!(end("DURATION:PT1H\n"), "");
}
