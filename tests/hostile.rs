//! Nothing that comes from outside makes reading panic, hang or fill the memory.

use std::time::{Duration, Instant};

use attend::source::{Hints, MAX_BYTES, Subject, read};
use proptest::prelude::*;

use crate::support::{Test, bless};

/// What takes longer does not end: far more than anything needs, on any machine.
const HANGS: Duration = Duration::from_secs(60);

/// What reading says first, within a second.
fn answer(bytes: &[u8]) -> String {
    let start = Instant::now();
    let answer = match read(bytes, &Hints::default()) {
        Ok(read) => format!("{} events", read.schedule.events().len()),
        Err(problems) => problems[0].to_owned().what,
    };
    // Tests run without full optimisation, on machines that do other things as well.
    assert!(start.elapsed() < HANGS, "{answer} took {:?}", start.elapsed());
    answer
}

#[test]
fn hostile_files_get_a_clear_answer() {
    let case = |text: &str, expected: &str| bless::same(&answer(text.as_bytes()), expected);
    let laughs = "<?xml version='1.0'?>\n<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>\
         <schedule>&b;</schedule>";
    case(laughs, "the XML declares a document type, which is not read");
    let outside = "<!DOCTYPE s [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><s>&x;</s>";
    case(outside, "the XML declares a document type, which is not read");
    case(&"<a>".repeat(1_000_000), "nested more than 100 levels deep");
    case(&"[".repeat(1_000_000), "nested more than 127 levels deep");
    case(&"{\"a\":".repeat(1_000_000), "nested more than 127 levels deep");
    case("<schedule><day>", "the XML ends in the middle");
    case("{\"schedule\": {\"conference\"", "the JSON ends in the middle");
    case("<schedule/>", "the XML holds no `day` and no `event`");
    case("\0\0\0\0\0\0\0\0", "the file is not text");
    case("", "the file is empty");
}

#[test]
fn much_of_the_same_is_refused() {
    let attributes: String = (0..100_000).map(|number| format!(" a{number}=''")).collect();
    let attributes = format!("<schedule{attributes}/>");
    bless::same(&answer(attributes.as_bytes()), "the XML has too many attributes");
    bless::same(&answer(&vec![b'x'; MAX_BYTES + 1]), "the file is larger than 32 MB");
    let yaml = format!("events:\n{}", "- a\n".repeat(10_000));
    bless::same(&answer(yaml.as_bytes()), "`a` where a mapping is expected");
}

#[test]
#[ignore = "slow: millions of values"]
fn much_of_the_same_is_refused_or_read_in_bounded_time() {
    let list = format!("[{}0]", "0,".repeat(10_000_000));
    bless::same(&answer(list.as_bytes()), "the file has more than 4,000,000 values");
    let list = format!("[{}0]", "{\"a\":0},".repeat(1_000_000));
    bless::same(&answer(list.as_bytes()), "the file has more than 4,000,000 values");
    let elements = format!("<schedule>{}</schedule>", "<a/>".repeat(5_000_000));
    bless::same(&answer(elements.as_bytes()), "the file has more than 2,000,000 elements");
    let line =
        format!("<schedule><day date='2020-01-01'>{}</day></schedule>", "x".repeat(30_000_000));
    bless::same(&answer(line.as_bytes()), "0 events");
    let yaml = |lines| format!("events:\n{}", "- a\n".repeat(lines));
    bless::same(
        &answer(yaml(3_000_000).as_bytes()),
        "the file has more than 600,000 lines and items",
    );
    bless::same(&answer(yaml(500_000).as_bytes()), "`a` where a mapping is expected");
}

#[test]
fn texts_full_of_markup_are_read_in_bounded_time() {
    for markup in
        ["<!--", "&lt;p ", "&lt;!--", "&lt;script&gt;&lt;/script&gt;", "&amp;amp", "&lt;script "]
    {
        let text = format!(
            "<schedule><day date='2020-01-01'><event id='1'><title>A</title><start>10:00</start>\
             <duration>5</duration><abstract><![CDATA[x]]>{}</abstract></event></day></schedule>",
            markup.repeat(100_000)
        );
        let text =
            if markup == "<!--" { text.replace("</abstract>", "--></abstract>") } else { text };
        let expected = if markup == "<!--" { "invalid XML: comment" } else { "1 events" };
        assert_eq!(answer(text.as_bytes()), expected, "{markup}");
    }
}

#[test]
fn control_characters_and_other_encodings_are_read_with_the_damage_stated() {
    let xml = "<schedule><day date='2020-01-01'><event id='1'><title>Z\u{fc}r\u{7}ich &nbsp;</title>\
        <start>10:00</start><duration>5</duration></event></day></schedule>";
    let read = read(xml.as_bytes(), &Hints::default()).unwrap();
    assert_eq!(read.schedule.events()[0].title, "Zürich");
    let damage: Vec<&str> = read
        .warnings
        .iter()
        .filter(|warning| warning.subject == Subject::Damage)
        .map(|warning| warning.what.as_str())
        .collect();
    assert_eq!(
        damage,
        [
            "control characters are left out (1 place, in line 1)",
            "`&` that XML does not know is taken as text (1 place, in line 1)",
        ]
    );
    let wide: Vec<u8> = xml.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bless::same(&answer(&wide), "1 events");
    let narrow: Vec<u8> = xml.chars().map(|sign| sign as u8).collect();
    bless::same(&answer(&narrow), "1 events");
    bless::same(&answer(format!("\u{feff}{xml}").as_bytes()), "1 events");
}

/// One event with this title in each form that people publish.
fn in_each_form(title: &str) -> [(&'static str, String); 6] {
    [
        (
            "XML",
            format!(
                "<schedule><day date='2020-01-01'><event id='1'><title>{title}</title>\
                 <start>10:00</start><duration>5</duration></event></day></schedule>"
            ),
        ),
        (
            "JSON",
            format!("[{{\"id\":\"1\",\"title\":\"{title}\",\"start\":\"2020-01-01T10:00:00Z\"}}]"),
        ),
        (
            "YAML",
            format!(
                "title: T\ntimezone: UTC\nevents:\n- id: a\n  title: \"{title}\"\n  \
                 start: 2020-01-01T10:00\n  minutes: 5\n"
            ),
        ),
        (
            "iCal",
            format!(
                "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20200101T100000Z\n\
                 DURATION:PT5M\nSUMMARY:{title}\nEND:VEVENT\nEND:VCALENDAR\n"
            ),
        ),
        ("CSV", format!("title,start\n\"{title}\",2020-01-01 10:00\n")),
        ("text", format!("2020-01-01 10:00\n\n{title}\n\n\n\n2020-01-01 11:00\n\nB\n")),
    ]
}

/// A title of so many characters in each form that people publish.
fn one_line(length: usize) {
    for (form, text) in in_each_form(&"x".repeat(length)) {
        let expected = match form {
            "text" => "2 events",
            // What people wrote themselves they can mend.
            "YAML" => {
                "a text of this event is longer than 10,000 bytes, 500,000 for an abstract, or 1,000 \
                 names"
            }
            _ => "1 events",
        };
        assert_eq!(answer(text.as_bytes()), expected, "{form}");
    }
}

#[test]
fn one_long_line_is_read_or_refused_in_every_form() {
    one_line(100_000);
}

#[test]
#[ignore = "slow: twenty million characters in every form"]
fn one_endless_line_is_read_or_refused_in_every_form() {
    one_line(20_000_000);
}

#[test]
fn a_file_of_a_gigabyte_is_refused_before_it_is_read() {
    let test = Test::new("check big.xml");
    let file = std::fs::File::create(test.folder().join("big.xml")).unwrap();
    file.set_len(1 << 30).unwrap();
    let start = Instant::now();
    test.shows(
        "
! error: cannot read big.xml: it is longer than 32 MB
status 2
",
    );
    assert!(start.elapsed() < HANGS);
}

#[test]
fn unfinished_merges_are_named_in_every_form() {
    for (form, text) in in_each_form("A") {
        let text = format!("<<<<<<< HEAD\n{text}=======\n{text}\n>>>>>>> theirs\n");
        assert_eq!(answer(text.as_bytes()), "the file contains merge conflict markers", "{form}");
        let (first, rest) = text["<<<<<<< HEAD\n".len()..].split_at(1);
        let text = format!("{first}{rest}").replacen('\n', "\n<<<<<<< HEAD\n", 1);
        // One mark alone may be a line of text; elsewhere it is in the way of reading.
        let expected = match form {
            "CSV" => "2 events",
            "text" => "5 events",
            _ => "the file contains merge conflict markers",
        };
        assert_eq!(answer(text.as_bytes()), expected, "{form}");
    }
}

#[test]
fn every_encoding_is_read_in_every_form() {
    for (form, text) in in_each_form("Zürich") {
        let title = |bytes: &[u8]| {
            let read = read(bytes, &Hints::default());
            let read = read.unwrap_or_else(|problems| panic!("{form}: {problems:?}"));
            let title = read.schedule.events()[0].title.clone();
            (title, read.warnings.iter().any(|warning| warning.subject == Subject::Damage))
        };
        let sound = ("Zürich".to_owned(), false);
        assert_eq!(title(text.as_bytes()), sound, "{form}");
        assert_eq!(title(format!("\u{feff}{text}").as_bytes()), sound, "{form} with a mark");
        let little =
            |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>();
        assert_eq!(title(&little(&format!("\u{feff}{text}"))), sound, "{form} in UTF-16");
        assert_eq!(title(&big(&format!("\u{feff}{text}"))), sound, "{form} in UTF-16");
        assert_eq!(title(&little(&text)), sound, "{form} in UTF-16 without a mark");
        let narrow: Vec<u8> = text.chars().map(|sign| sign as u8).collect();
        // A calendar says nothing of its encoding, and its other lines may be UTF-8.
        let guessed = if form == "iCal" { "Z\u{fffd}rich" } else { "Zürich" };
        assert_eq!(title(&narrow), (guessed.to_owned(), true), "{form} in Latin-1");
    }
}

#[test]
fn damage_inside_a_text_is_stated_in_every_form() {
    let damage = |form: &str, bytes: &[u8]| match read(bytes, &Hints::default()) {
        Ok(read) => {
            let stated = read.warnings.iter().any(|warning| warning.subject == Subject::Damage);
            let title = &read.schedule.events()[0].title;
            assert!(stated && !title.contains(char::is_control), "{form}: {title:?}");
        }
        // What people wrote themselves they can mend.
        Err(problems) => assert!(problems[0].place.is_some(), "{form}: {problems:?}"),
    };
    for (form, text) in in_each_form("Zürich @ Köln") {
        for odd in [&b"\x07"[..], b"\x1b[31m", b"\0", b"\xff", b"\xc3", b"\xed\xa0\x80"] {
            let at = text.find('@').unwrap();
            let bytes = [&text.as_bytes()[..at], odd, &text.as_bytes()[at + 1..]].concat();
            damage(&format!("{form} with {odd:?}"), &bytes);
        }
    }
}

#[test]
fn bombs_of_references_are_refused() {
    let mut yaml = "timezone: UTC\nevents:\n- title: &a [x, x, x]\n".to_owned();
    for (name, of) in ["bb", "cc", "dd"].into_iter().zip(["a", "bb", "cc"]) {
        yaml += &format!("- title: &{name} [{}]\n", vec![format!("*{of}"); 20].join(", "));
    }
    bless::same(&answer(yaml.as_bytes()), "a YAML alias is not read");
    let deep = format!("timezone: UTC\nevents:\n{}a", "- ".repeat(100_000));
    bless::same(&answer(deep.as_bytes()), "nested more than 64 levels deep");
    let deep = format!("timezone: UTC\nevents: {}", "[".repeat(100_000));
    bless::same(&answer(deep.as_bytes()), "recursion limit exceeded");
}

#[test]
fn a_saved_agenda_with_impossible_minutes_is_refused() {
    let (saved, ..) = Test::new("plan -q -f json").run();
    let mut agenda: serde_json::Value = serde_json::from_str(&saved).unwrap();
    assert!(attend::agenda::read(&saved).is_ok());
    for minutes in [i64::MAX, i64::MIN, -1, 100_000] {
        agenda["talks"][0]["late"] = minutes.into();
        let problems = attend::agenda::read(&agenda.to_string()).unwrap_err();
        assert!(problems[0].what.contains("must end after it starts"), "{problems:?}");
    }
}

/// Agendas that have all that an agenda can have.
fn saved_agendas() -> [serde_json::Value; 2] {
    let plan = |text: &str| {
        let (saved, err, code) = Test::new("plan -q -f json -p p.yaml -s s.yaml --alternatives 2")
            .file("s.yaml", SCHEDULE)
            .file("p.yaml", text)
            .run();
        assert_eq!((err.as_str(), code), ("", 0));
        let mut agenda: serde_json::Value = serde_json::from_str(&saved).unwrap();
        let place = serde_json::json!({"id": "x", "title": "X", "start": "2026-05-01T10:00:00+02:00",
            "end": "2026-05-01T11:00:00+02:00", "room": null});
        agenda["dropped"] = serde_json::json!([place]);
        let why = serde_json::json!([{"reason": "too-far", "id": "x", "title": "X", "walk": 5},
            {"reason": "day-full", "day": "2026-05-01"}]);
        agenda["missed"][0]["why"].as_array_mut().unwrap().extend(why.as_array().unwrap().clone());
        agenda
    };
    [
        plan(
            "interests: [ebpf, bread, rice]\nmust_see: [Tracing, Kernel]\n\
             commitments: [{ title: my own, from: Fri 18:00, to: 19:00 }]\n\
             breaks: [{ name: lunch, minutes: 45, between: 12:00-14:30 }]\n",
        ),
        plan("interests: [ebpf, bread, rice]\ntolerance: { early: 20 }\n"),
    ]
}

const SCHEDULE: &str = "
title: Small Conf
timezone: Europe/Berlin
events:
  - { id: a, title: Tracing with eBPF, start: 2026-05-01T10:00, minutes: 45 }
  - { id: b, title: Kernel news, start: 2026-05-01T10:30, minutes: 45 }
  - { id: c, title: Baking bread, start: 2026-05-01T10:30, minutes: 30 }
  - { id: d, title: Cooking rice, start: 2026-05-01T15:00, minutes: 30 }
  - { id: e, title: Bread and rice, start: 2026-05-01T15:10, minutes: 30 }
";

/// Every value of a file that `is_it` knows by its key, one after the other, as `new`. Gives the
/// ways to those with which the file is still read.
fn still_read(
    agenda: &serde_json::Value,
    new: &serde_json::Value,
    is_it: impl Fn(&str, &serde_json::Value) -> bool,
) -> (usize, Vec<String>) {
    let mut ways = Vec::new();
    let mut open = vec![(String::new(), String::new(), agenda)];
    while let Some((way, key, value)) = open.pop() {
        match value {
            serde_json::Value::Object(map) => {
                let inner = map.iter().map(|(key, it)| (format!("{way}/{key}"), key.clone(), it));
                open.extend(inner);
            }
            serde_json::Value::Array(items) => {
                let inner = items.iter().enumerate();
                open.extend(inner.map(|(at, it)| (format!("{way}/{at}"), key.clone(), it)));
            }
            _ if is_it(&key, value) => ways.push(way),
            _ => {}
        }
    }
    let tried = ways.len();
    ways.retain(|way| {
        let mut edited = agenda.clone();
        *edited.pointer_mut(way).unwrap() = new.clone();
        attend::agenda::read(&edited.to_string()).is_ok()
    });
    (tried, ways)
}

#[test]
fn times_beyond_all_calendars_are_refused() {
    for agenda in saved_agendas() {
        for part in ["talks", "missed", "known", "dropped", "alternatives"] {
            assert_ne!(agenda[part], serde_json::json!([]), "{part}");
        }
        for time in [
            "-262143-01-01T00:00:00Z",
            "-262143-01-01T00:00:00-10:00",
            "+262142-12-31T23:59:59Z",
            "1899-12-31T23:00:00+02:00",
            "2201-01-01T00:00:00Z",
        ] {
            let (tried, read) =
                still_read(&agenda, &time.into(), |key, _| ["start", "end"].contains(&key));
            assert!(tried > 20 && read.is_empty(), "{time}: {read:?} of {tried}");
        }
        for day in ["-262143-01-01", "2201-01-01"] {
            let (tried, read) = still_read(&agenda, &day.into(), |key, _| key == "day");
            assert!(tried > 0 && read.is_empty(), "{day}: {read:?}");
        }
    }
    let [mut agenda, _] = saved_agendas();
    agenda["talks"][0]["start"] = "-262143-01-01T00:00:00Z".into();
    let problems = attend::agenda::read(&agenda.to_string()).unwrap_err();
    bless::same(
        &problems[0].what,
        "`Tracing with eBPF` is from -262143-01-01 00:00:00 +00:00 to 2026-05-01 10:45:00 +02:00, which is not between 1900 and 2200",
    );
}

#[test]
fn numbers_beyond_all_points_are_refused() {
    for agenda in saved_agendas() {
        for number in [i64::MAX, i64::MIN, 1 << 45] {
            let (tried, read) = still_read(&agenda, &number.into(), |key, value| {
                value.is_i64() && !["attend", "sequence"].contains(&key)
            });
            assert!(tried > 20 && read.is_empty(), "{number}: {read:?}");
        }
        let (_, read) = still_read(&agenda, &u32::MAX.into(), |key, _| key == "sequence");
        assert_eq!(read, [""; 0]);
    }
}

#[test]
fn what_an_edited_agenda_says_twice_or_impossibly_is_refused() {
    let [mut agenda, _] = saved_agendas();
    let again = agenda["talks"][0].clone();
    agenda["talks"].as_array_mut().unwrap().push(again);
    agenda["schedule"]["timezone"] = "Middle-earth/Shire".into();
    agenda["missed"][0]["end"] = "2026-05-01T06:00:00+02:00".into();
    agenda["dropped"][0]["end"] = "2026-05-01T07:00:00+02:00".into();
    agenda["conflicts"][0]["events"][0]["end"] = "2026-05-01T08:00:00+02:00".into();
    agenda["known"][0]["end"] = agenda["known"][0]["start"].clone();
    let said = Test::new("pin my.agenda.json bread").file("my.agenda.json", agenda.to_string());
    said.shows(
        "
! error: my.agenda.json: `Middle-earth/Shire` is not a known time zone
! error: my.agenda.json: `Kernel news` must end after it starts, but is from 2026-05-01 10:30:00 +02:00 to 2026-05-01 06:00:00 +02:00
! error: my.agenda.json: `Kernel news` must end after it starts, but is from 2026-05-01 10:30:00 +02:00 to 2026-05-01 08:00:00 +02:00
! error: my.agenda.json: `X` must end after it starts, but is from 2026-05-01 10:00:00 +02:00 to 2026-05-01 07:00:00 +02:00
! error: my.agenda.json: `Tracing with eBPF` must end after it starts, but is from 2026-05-01 10:00:00 +02:00 to 2026-05-01 10:00:00 +02:00
! error: my.agenda.json: `Tracing with eBPF` (a) is listed twice
! hint: save one with `attend plan -o my.agenda.json`
status 2
",
    );
}

#[test]
fn of_very_many_faults_of_an_agenda_some_are_told() {
    let [agenda, _] = saved_agendas();
    let mut many = agenda.clone();
    let talk = &agenda["talks"][0];
    let talks = (0..1000).map(|number| {
        let mut talk = talk.clone();
        (talk["id"], talk["title"]) = (number.to_string().into(), number.to_string().into());
        talk["end"] = talk["start"].clone();
        talk
    });
    many["talks"] = talks.collect();
    let problems = attend::agenda::read(&many.to_string()).unwrap_err();
    assert_eq!(problems.len(), 21);
    bless::same(&problems[20].what, "980 more such faults");
    assert!(problems[20].hint.is_some() && problems[0].hint.is_none());
}

#[test]
fn nothing_of_a_saved_agenda_steers_the_terminal() {
    let (saved, ..) = Test::new("plan -q -f json").run();
    let mut agenda: serde_json::Value = serde_json::from_str(&saved).unwrap();
    make_hostile(&mut agenda);
    let agenda = attend::agenda::read(&agenda.to_string()).unwrap();
    let (width, style) = (attend::render::Width::DEFAULT, attend::render::Style::Plain);
    let table = attend::render::agenda(&agenda, 9).terminal(width, style);
    assert!(!table.contains('\u{1b}') && table.contains('\u{fffd}'), "{table}");
}

/// Puts an escape sequence into every text that is no time and no word of the format.
fn make_hostile(value: &mut serde_json::Value) {
    const FIXED: &[&str] = &["start", "end", "status", "reason", "field", "inferred", "timezone"];
    match value {
        serde_json::Value::String(text) => text.push_str("\u{1b}[2J"),
        serde_json::Value::Array(items) => items.iter_mut().for_each(make_hostile),
        serde_json::Value::Object(map) => map
            .iter_mut()
            .filter(|(key, _)| !FIXED.contains(&key.as_str()))
            .for_each(|(_, value)| make_hostile(value)),
        _ => {}
    }
}

/// Pieces of schedules, so that random texts get past the first checks.
const PIECES: &[&str] = &[
    "<schedule>",
    "<conference>",
    "<day date='2020-01-01'>",
    "<room name='a'>",
    "<event id='1'>",
    "<title>",
    "A",
    "</title>",
    "<start>",
    "25:00",
    "10:00",
    "0",
    "</start>",
    "<duration>",
    "-99999999999",
    "</duration>",
    "<date>",
    "2020-01-01T00:00:00+14:00",
    "+262142-12-31T23:59:59Z",
    "</date>",
    "</event>",
    "</room>",
    "</day>",
    "</schedule>",
    "&#0;",
    "&amp;",
    "&",
    "<",
    "\0",
    "ä",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"schedule\"",
    "\"conference\"",
    "\"days\"",
    "\"rooms\"",
    "\"talks\"",
    "\"slots\"",
    "\"code\"",
    "\"speakers\"",
    "\"start\"",
    "\"9999-12-31T23:59:59Z\"",
    "null",
    "1e400",
    "\n",
    "events:",
    "- ",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
];

proptest! {
    #[test]
    fn no_text_makes_reading_panic(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let _ = read(pieces.concat().as_bytes(), &Hints::default());
    }

    #[test]
    fn no_bytes_make_reading_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes, &Hints::default());
    }

    #[test]
    fn no_values_make_reading_panic(
        start in "[0-9:TZ+ -]{0,12}", duration in "[0-9:PTHM-]{0,12}", date in "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        change in "[0-9:]{0,8}",
    ) {
        let text = format!(
            "<schedule><conference><day_change>{change}</day_change></conference><day date='{date}'>\
             <event id='1'><title>A</title><start>{start}</start><duration>{duration}</duration>\
             <date>{date}T{start}</date></event></day></schedule>"
        );
        let read = read(text.as_bytes(), &Hints::default()).unwrap();
        let skipped = read.warnings.iter().filter(|warning| warning.subject == Subject::Skipped);
        prop_assert_eq!(read.schedule.events().len() + skipped.count(), read.slots);
    }
}
