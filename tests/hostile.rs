//! Nothing that comes from outside makes reading panic, hang or fill the memory.

use std::time::{Duration, Instant};

use attend::source::{Hints, Subject, read};
use proptest::prelude::*;

/// What reading says first, within a second.
fn answer(bytes: &[u8]) -> String {
    let start = Instant::now();
    let answer = match read(bytes, &Hints::default()) {
        Ok(read) => format!("{} events", read.schedule.events().len()),
        Err(problems) => problems[0].to_owned().what,
    };
    // Tests run without full optimisation, on machines that do other things as well.
    assert!(start.elapsed() < Duration::from_secs(5), "{answer} took {:?}", start.elapsed());
    answer
}

#[test]
fn hostile_files_get_a_clear_answer() {
    let case = |text: &str, expected: &str| assert_eq!(answer(text.as_bytes()), expected);
    let laughs = "<?xml version='1.0'?>\n<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>\
         <schedule>&b;</schedule>";
    case(laughs, "the XML declares a document type, which is not read");
    let outside = "<!DOCTYPE s [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><s>&x;</s>";
    case(outside, "the XML declares a document type, which is not read");
    case(&"<a>".repeat(1_000_000), "the XML is nested more than a hundred deep");
    case(&"[".repeat(1_000_000), "the JSON is nested more than a hundred deep");
    case(&"{\"a\":".repeat(1_000_000), "the JSON is nested more than a hundred deep");
    case("<schedule><day>", "the XML ends in the middle");
    case("{\"schedule\": {\"conference\"", "the JSON ends in the middle");
    case("<schedule/>", "the XML holds no `day` and no `event`");
    case("\0\0\0\0\0\0\0\0", "the file is not text");
    case("", "the file is empty");
}

#[test]
fn much_of_the_same_is_refused_or_read_in_bounded_time() {
    let list = format!("[{}0]", "0,".repeat(10_000_000));
    assert_eq!(answer(list.as_bytes()), "this is not sound JSON: more than 4000000 values");
    let list = format!("[{}0]", "{\"a\":0},".repeat(1_000_000));
    assert_eq!(answer(list.as_bytes()), "this is not sound JSON: more than 4000000 values");
    let elements = format!("<schedule>{}</schedule>", "<a/>".repeat(5_000_000));
    assert_eq!(answer(elements.as_bytes()), "the XML has more than 2000000 elements");
    let attributes: String = (0..100_000).map(|number| format!(" a{number}=''")).collect();
    let attributes = format!("<schedule{attributes}/>");
    assert_eq!(answer(attributes.as_bytes()), "the XML has too many attributes");
    assert_eq!(answer(&vec![b'x'; 70_000_000]), "the file is larger than 64 MB");
    let line =
        format!("<schedule><day date='2020-01-01'>{}</day></schedule>", "x".repeat(30_000_000));
    assert_eq!(answer(line.as_bytes()), "0 events");
    let yaml = |lines| format!("events:\n{}", "- a\n".repeat(lines));
    assert_eq!(
        answer(yaml(3_000_000).as_bytes()),
        "this YAML has more than 600000 lines and items"
    );
    answer(yaml(500_000).as_bytes());
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
        answer(text.as_bytes());
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
    assert_eq!(answer(&wide), "1 events");
    let narrow: Vec<u8> = xml.chars().map(|sign| sign as u8).collect();
    assert_eq!(answer(&narrow), "1 events");
    assert_eq!(answer(format!("\u{feff}{xml}").as_bytes()), "1 events");
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
