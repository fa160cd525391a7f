//! Files made to break a reader: each is refused or read in bounded time, none panics.

use std::time::{Duration, Instant};

use attend::schedule::Zone;
use attend::source::{self, Hints};

/// What takes longer does not end: far more than anything needs, on any machine.
const HANGS: Duration = Duration::from_secs(60);

/// Reads; fails when that takes long.
fn survive(name: &str, bytes: &[u8]) -> Option<usize> {
    let hints = Hints { zone: Zone::named("UTC"), ..Hints::default() };
    let begin = Instant::now();
    let slots = source::read(bytes, &hints).ok().map(|read| read.slots);
    let took = begin.elapsed();
    assert!(took < HANGS, "{name} took {took:?}");
    slots
}

fn calendar(lines: &str) -> Vec<u8> {
    format!("BEGIN:VCALENDAR\r\n{lines}END:VCALENDAR\r\n").into_bytes()
}

fn repeated(rule: &str) -> String {
    format!(
        "BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:A\r\nDTSTART:20180901T080000Z\r\nDURATION:PT1H\r\nRRULE:{rule}\r\nEND:VEVENT\r\n"
    )
}

#[test]
fn rules_that_never_end_or_mean_millions_of_times_are_bounded() {
    let case = |rule: &str, expected: usize| {
        assert_eq!(survive(rule, &calendar(&repeated(rule))), Some(expected), "{rule}");
    };
    let all = |most: u32| (0..most).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    case("FREQ=SECONDLY", 1);
    case("FREQ=MINUTELY;COUNT=1000000", 1);
    case("FREQ=DAILY;COUNT=4000000000", 1000);
    case("FREQ=DAILY;COUNT=99999999999999999999", 1);
    case("FREQ=DAILY;UNTIL=22000101T000000Z", 1000);
    case("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", 1);
    case("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 1);
    case("FREQ=YEARLY;INTERVAL=65535", 1);
    case("FREQ=DAILY;INTERVAL=0", 1);
    case(&format!("FREQ=YEARLY;BYHOUR={};BYMINUTE={};BYSECOND={}", all(24), all(60), all(60)), 1);
    case("FREQ=YEARLY;BYYEARDAY=366;BYSETPOS=-366", 1);
    case("FREQ=MONTHLY;BYDAY=99MO", 1);
    case("FREQ=MONTHLY;BYDAY=aö", 1);
    case("FREQ=MONTHLY;BYDAY=M", 1);
    case("FREQ=MONTHLY;BYDAY=", 1);
    case("FREQ=FORTNIGHTLY", 1);
    case("nonsense;;;===", 1);
    case("", 1);
    case("FREQ=DAILY;UNTIL=19000101T000000Z", 1);
}

#[test]
fn many_hostile_rules_together_are_bounded() {
    let barren = repeated("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30").repeat(2_000);
    assert_eq!(survive("barren rules", &calendar(&barren)), Some(2_000));
    let rich = repeated("FREQ=DAILY;COUNT=1000").repeat(2_000);
    assert_eq!(survive("rich rules", &calendar(&rich)), Some(51_950));
    let zones = "BEGIN:VTIMEZONE\r\nTZID:Z\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETTO:+9900\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
    let event = repeated("FREQ=DAILY;COUNT=2").replace("DTSTART:", "DTSTART;TZID=Z:");
    survive("zones", &calendar(&format!("{}{event}", zones.repeat(2_000))));
}

#[test]
fn broken_calendars_are_survived() {
    survive("begins", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n".repeat(50_000).as_bytes());
    survive("ends", &calendar(&"END:VEVENT\r\n".repeat(100_000)));
    survive("folds", &calendar(&format!("X:{}", "\r\n x".repeat(500_000))));
    survive("long line", &calendar(&format!("SUMMARY:{}\r\n", "x".repeat(5_000_000))));
    survive(
        "parameters",
        &calendar(&format!(
            "BEGIN:VEVENT\r\nDTSTART{}:20180901T080000Z\r\nEND:VEVENT\r\n",
            ";A=B".repeat(100_000)
        )),
    );
    survive(
        "quotes",
        &calendar(&format!("BEGIN:VEVENT\r\nX;A={}:1\r\nEND:VEVENT\r\n", "\"".repeat(200_000))),
    );
    survive(
        "dates",
        &calendar(&format!(
            "BEGIN:VEVENT\r\nDTSTART:20180901T080000Z\r\nRDATE:{}\r\nEND:VEVENT\r\n",
            "20180901T080000Z,".repeat(100_000)
        )),
    );
    for start in [
        "00000000T000000Z",
        "99991231T235959Z",
        "20189999T999999",
        "-20180901",
        "20180901T080000Z/PT1H",
        "\u{fffd}",
    ] {
        survive(
            start,
            &calendar(&format!(
                "BEGIN:VEVENT\r\nSUMMARY:A\r\nDTSTART:{start}\r\nDURATION:P99999999999W\r\nEND:VEVENT\r\n"
            )),
        );
    }
    survive("nothing", b"BEGIN:VCALENDAR");
}

#[test]
fn broken_json_is_survived() {
    survive("deep lists", &b"[".repeat(1_000_000));
    survive("deep objects", &b"{\"a\":".repeat(200_000));
    survive(
        "deep events",
        format!("{}1{}", "{\"title\":\"A\",\"start\":".repeat(100), "}".repeat(100)).as_bytes(),
    );
    survive(
        "huge numbers",
        br#"[{"title":"A","start":1e999,"mins":99999999999999999999999,"id":-1e-999}]"#,
    );
    let number = r#"[{"title":"A","start":9223372036854775807,"end":-9223372036854775808,"duration":"9999999999999999"}]"#;
    survive("numbers", number.as_bytes());
    let start = r#"[{"title":"A","start":"2018-09-01T10:00","duration":99999999},{"title":"B","start":"2018-09-01T10:00","end":"9999-12-31T23:59:59Z"}]"#;
    survive("far ends", start.as_bytes());
    survive("many", format!("[{}1]", r#"{"title":"A","start":"x"},"#.repeat(100_000)).as_bytes());
    survive(
        "nested groups",
        format!("{}{}", "[{\"title\":\"A\",\"date\":\"x\",\"x\":".repeat(40), "1}]".repeat(40))
            .as_bytes(),
    );
    survive("script", format!("var {} = []", "a".repeat(1_000_000)).as_bytes());
    survive(
        "sessionize",
        br#"[{"date":1,"rooms":[{"sessions":[1,null,{"startsAt":{}}]}],"timeSlots":[]}]"#,
    );
}

#[test]
fn broken_tables_and_texts_are_survived() {
    let wide = format!("title,start{}\nA,2018-09-01 10:00\n", ",x".repeat(1_000_000));
    assert_eq!(survive("a million columns", wide.as_bytes()), Some(1));
    survive(
        "wide row",
        format!("title,start\nA,2018-09-01 10:00{}\n", ",x".repeat(1_000_000)).as_bytes(),
    );
    survive("open quote", format!("title,start\n\"{}", "x,\n".repeat(500_000)).as_bytes());
    survive(
        "long cell",
        format!("title,start\n{},2018-09-01 10:00\n", "x".repeat(5_000_000)).as_bytes(),
    );
    survive(
        "many rows",
        format!("title,start\n{}", "A,2018-09-01 10:00\n".repeat(200_000)).as_bytes(),
    );
    survive("NULs", b"title,start\n\0,\0\n\0\0\0\n");
    survive("blocks", "2018-09-01 10:00\n\nA\n\n".repeat(100_000).as_bytes());
    survive(
        "one block",
        format!("2018-09-01 10:00\n\n{}2018-09-01 11:00\n", "A\n\n\n\n".repeat(100_000)).as_bytes(),
    );
    survive(
        "dashes",
        format!("2018-09-01 10:00\n\n{}\n2018-09-01 11:00\n", " - ".repeat(500_000)).as_bytes(),
    );
}

/// A sound file of each kind, to be damaged.
const SOUND: [&str; 6] = [
    "BEGIN:VCALENDAR\nX-WR-TIMEZONE:Europe/Berlin\nBEGIN:VTIMEZONE\nTZID:Z\nBEGIN:STANDARD\nDTSTART:19701025T030000\nTZOFFSETTO:+0100\n\
     RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:a\nSUMMARY:Größe\nDTSTART;TZID=Z:20180928T100000\n\
     DTEND;TZID=Z:20180928T110000\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20181028T100000Z;WKST=SU\nEXDATE:20181001T080000Z\nRDATE;VALUE=PERIOD:20181002T080000Z/PT1H\n\
     END:VEVENT\nBEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20181003T080000Z\nDTSTART;VALUE=DATE:20181004\nDURATION:P1DT2H\nEND:VEVENT\nEND:VCALENDAR\n",
    "var program = [{\"id\":\"1\",\"title\":\"Größe\",\"date\":\"2014-01-18\",\"time\":\"8:30-9pm\",\"mins\":\"75\",\"loc\":[\"Hall\"],\"people\":[{\"id\":7}]}];",
    "{\"timezone\":\"UTC\",\"shows\":[{\"title\":\"A\",\"start\":1514577600,\"times\":[{\"start\":\"2026-09-06T19:30\",\"end\":\"20:15\"},{\"start\":{\"date\":\"2026-09-07\",\"time\":\"10:00\",\"tz\":\"UTC\"}}]}]}",
    "[{\"date\":\"2026-08-22\",\"rooms\":[{\"id\":1,\"name\":\"Hall\",\"sessions\":[{\"id\":\"1\",\"title\":\"A\",\"startsAt\":\"2026-08-22T09:00:00\",\"endsAt\":null}]}],\"timeSlots\":[]}]",
    "Day;Time;Title;Room;Duration;Speakers\n8/1/2024;10:00 AM;\"Größe; \"\"a\"\"\";Hall;1:30;1:Ann Lee| 2:Bo\n;11:00 PM;B;;2.5 h;\nFriday, July 24;noon;C;;90 min;x\n",
    "Conf, 27–30 September 2018\nVersion v1\n\nThursday 18:30\n\nGröße\n\nText - Hall\n\nAbstract\n\nFriday 9:30\n\n\n\nSat 10-11am\n\nB\n\nMore - Hall\n",
];

proptest::proptest! {
    #[test]
    fn damaged_files_are_survived(
        kind in 0..SOUND.len(),
        cuts in proptest::collection::vec((proptest::prelude::any::<u16>(), 0_usize..6, "[\\x00-\\x7f]{0,4}|[0-9]{8}|ö|;|:|\n "), 0..8),
    ) {
        let mut bytes = SOUND[kind].as_bytes().to_vec();
        for (at, length, new) in cuts {
            let at = usize::from(at) % (bytes.len() + 1);
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, new.bytes());
        }
        let _ = source::read(&bytes, &Hints { year: Some(2018), ..Hints::default() });
    }

    #[test]
    fn any_rule_is_followed_within_its_bounds(
        frequency in "(YEARLY|MONTHLY|WEEKLY|DAILY|HOURLY)",
        parts in proptest::collection::vec(
            "(INTERVAL|COUNT)=[0-9]{1,5}|BY(MONTH|MONTHDAY|YEARDAY|WEEKNO|SETPOS|HOUR|MINUTE|SECOND|EASTER)=(-?[0-9]{1,3},){0,3}-?[0-9]{1,3}\
             |BYDAY=([+-]?[0-9]{0,2}(MO|TU|WE|SU),){0,2}(FR|-1SA|53TH)|UNTIL=20[0-9]{6}(T[0-2][0-9]0000Z?)?|WKST=(MO|SU)",
            0..5,
        ),
    ) {
        let rule = format!("FREQ={frequency};{}", parts.join(";"));
        let slots = survive("rule", &calendar(&repeated(&rule)));
        assert!((1..=1_001).contains(&slots.unwrap()), "{rule}");
    }
}
