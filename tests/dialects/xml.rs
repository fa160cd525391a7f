//! The dialects of frab XML.

use attend::schedule::Zone;
use attend::source::{Format, Hints, Read, Subject, read};
use proptest::prelude::*;

use super::{lines, read_text, said};
use crate::support::bless;

/// A frab XML of one day, 1 August 2020, with these events in one hall.
fn xml(events: &str) -> String {
    format!(
        "<schedule><conference><title>T</title><time_zone_name>Europe/Berlin</time_zone_name>\
         </conference><day date='2020-08-01'><room name='Hall'>{events}</room></day></schedule>"
    )
}

#[test]
fn clocks_before_the_day_change_are_in_the_night_after() {
    let text = "<schedule><conference><title>T</title><city>Berlin</city>\
        <day_change>05:00</day_change></conference><day date='2020-08-01'><room name='Hall'>\
        <event id='1'><title>Night</title><start>00:15</start><duration>01:00</duration></event>\
        <event id='2'><title>Morning</title><start>05:00</start><duration>00:30</duration></event>\
        <event id='3'><title>Party</title><start>23:30</start><duration>1:00</duration></event>\
        </room></day></schedule>";
    let read = read_text(text);
    assert_eq!(
        lines(&read),
        [
            "2 01 05:00-01 05:30 Hall: Morning",
            "3 01 23:30-02 00:30 Hall: Party",
            "1 02 00:15-02 01:15 Hall: Night",
        ]
    );
    bless::each(&said(&read, Subject::Start), &["Night: 00:15 is in the night after 2020-08-01"]);
    bless::each(
        &said(&read, Subject::Zone),
        &["file: no zone given; it takes place in Berlin, so Europe/Berlin"],
    );
}

#[test]
fn the_date_holds_where_the_clock_says_otherwise() {
    let event = |id: u8, date: &str, start: &str| {
        format!(
            "<event id='{id}'><title>E{id}</title><date>{date}</date><start>{start}</start>\
             <duration>0:30</duration></event>"
        )
    };
    // In UTC with the local clock, as wafer writes; after midnight; and a plain disagreement.
    let read = read_text(&xml(&[
        event(1, "2020-08-01T08:00:00+00:00", "10:00"),
        event(2, "2020-08-02T00:30:00+02:00", "00:30"),
        event(3, "2020-08-01T12:00:00+02:00", "12:30"),
        event(4, "2020-08-01T13:00:00+02:00", "13:30"),
    ]
    .concat()));
    assert_eq!(
        lines(&read),
        [
            "1 01 10:00-01 10:30 Hall: E1",
            "3 01 12:00-01 12:30 Hall: E3",
            "4 01 13:00-01 13:30 Hall: E4",
            "2 02 00:30-02 01:00 Hall: E2",
        ]
    );
    bless::each(
        &said(&read, Subject::Start),
        &[
            "E3: its date says 2020-08-01 12:00 and its start 12:30; the date holds, as for 2 events in all",
        ],
    );
}

#[test]
fn lengths_are_read_as_their_generator_means_them() {
    let events = "<event id='1'><title>A</title><start>10:00</start><duration>45</duration></event>\
        <event id='2'><title>B</title><start>11:00</start><duration>1:30:00</duration></event>\
        <event id='3'><title>C</title><start>13:00</start><duration>00:00</duration></event>\
        <event id='4'><title>D</title><start>14:00</start><duration>-0:30</duration></event>\
        <event id='5'><title>E</title><start>15:00</start></event>";
    let read = read_text(&xml(events));
    assert_eq!(
        lines(&read),
        [
            "1 01 10:00-01 10:45 Hall: A",
            "2 01 11:00-01 12:30 Hall: B",
            "3 01 13:00-01 13:45 Hall: C",
            "5 01 15:00-01 15:45 Hall: E",
        ]
    );
    bless::each(&said(&read, Subject::Skipped), &["D: its length is -30 minutes"]);
    bless::each(
        &said(&read, Subject::End),
        &["C: its end is its start, so 45 minutes", "E: no end given, so 45 minutes"],
    );
    let odd = "<event id='1'><title>A</title><start>10:00</start>\
               <duration>99999999999999999999:30</duration></event>";
    assert_eq!(
        said(&read_text(&xml(odd)), Subject::End),
        ["A: its length `99999999999999999999:30` cannot be read, so 45 minutes"]
    );
    let pretalx =
        xml(events).replace("<conference>", "<generator name='pretalx' version='1'/><conference>");
    let read = read_text(&pretalx);
    // The next one does not start at 12:30, but no day has 30 hours.
    assert_eq!(lines(&read)[1], "2 01 11:00-01 12:30 Hall: B");
    let read = read_text(&pretalx.replace("1:30:00", "1:20:00"));
    assert_eq!(lines(&read)[1], "2 01 11:00-03 07:00 Hall: B");
    bless::each(
        &said(&read, Subject::Length),
        &["B: by its length `1:20:00` it lasts from 2020-08-01 11:00 to 2020-08-03 07:00"],
    );
}

#[test]
fn equal_ids_are_told_apart_by_start_and_room_wherever_they_stand() {
    let event = |guid: &str, start: &str, title: &str| {
        format!(
            "<event guid='{guid}' id='7'><title>{title}</title><start>{start}</start>\
             <duration>0:30</duration></event>"
        )
    };
    let mut events = [
        event("g", "12:00", "A"),
        event("g", "10:00", "A"),
        event("h", "11:00", "Lunch"),
        event("g", "14:00", "A"),
    ];
    let first = read_text(&xml(&events.concat()));
    assert_eq!(
        lines(&first),
        [
            "g 01 10:00-01 10:30 Hall: A",
            "h 01 11:00-01 11:30 Hall: Lunch",
            "g#2 01 12:00-01 12:30 Hall: A",
            "g#3 01 14:00-01 14:30 Hall: A",
        ]
    );
    assert_eq!(first.schedule.groups().len(), 1);
    assert_eq!(first.schedule.groups()[0].len(), 3);
    events.reverse();
    assert_eq!(read_text(&xml(&events.concat())).schedule, first.schedule);
    events.swap(0, 2);
    assert_eq!(read_text(&xml(&events.concat())).schedule, first.schedule);
}

#[test]
fn an_id_that_looks_like_a_made_one_is_left_alone() {
    let event = |id: &str, start: &str| {
        format!(
            "<event id='{id}'><title>{id}</title><start>{start}</start><duration>5</duration></event>"
        )
    };
    let events =
        [event("a", "10:00"), event("a", "11:00"), event("a#2", "12:00"), event("a", "13:00")];
    let read = read_text(&xml(&events.concat()));
    let ids: Vec<&str> = read.schedule.events().iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids, ["a", "a#3", "a#2", "a#4"]);
}

#[test]
fn a_talk_is_given_again_if_title_and_persons_agree() {
    let event = |id: u8, title: &str, person: &str| {
        let start = format!("{}:00", 9 + id);
        format!(
            "<event id='{id}'><title>{title}</title><start>{start}</start><duration>0:30</duration>\
             <persons>{person}</persons></event>"
        )
    };
    let read = read_text(&xml(&[
        event(1, "Knots", "<person>Ann</person><person>Bo</person>"),
        event(2, "knots ", "<person>Bo</person><person>Ann</person>"),
        event(3, "Knots", "<person>Ann</person>"),
        event(4, "Lunch", ""),
        event(5, "Lunch", ""),
    ]
    .concat()));
    let groups = read.schedule.groups();
    assert_eq!(groups.len(), 1);
    let ids: Vec<&str> = groups[0].iter().map(|&ix| read.schedule.event(ix).id.as_str()).collect();
    assert_eq!(ids, ["1", "2"]);
    bless::each(&said(&read, Subject::Repeats), &["knots: it is `1` again: one of 2 is enough"]);
}

#[test]
fn osem_has_days_without_times_and_no_zone() {
    let read = read_text(
        "<schedule><version>3</version><conference><title>OSEM conference</title></conference>\
         <day date='2020-08-01' index='1'><room name='Hall'><event guid='g' id='4'>\
         <date>2020-08-01T10:00:00+02:00</date><start>10:00</start><duration>00:30</duration>\
         <title>Talk</title><abstract>Short.</abstract><description>Short.</description>\
         <recording><license/><optout>false</optout></recording>\
         <persons><person id='1'>Ann</person></persons></event></room></day></schedule>",
    );
    assert_eq!(lines(&read), ["g 01 10:00-01 10:30 Hall: Talk"]);
    let event = &read.schedule.events()[0];
    assert_eq!((event.summary.as_str(), event.description.as_str()), ("Short.", ""));
    assert_eq!(event.other_ids, ["4"]);
    bless::each(
        &said(&read, Subject::Zone),
        &["file: no zone given, so times are said in UTC+02:00"],
    );
}

#[test]
fn a_missing_zone_is_taken_from_the_caller_or_left_open() {
    let text =
        xml("<event id='1'><title>A</title><start>10:00</start><duration>5</duration></event>")
            .replace("<time_zone_name>Europe/Berlin</time_zone_name>", "");
    let open = read_text(&text);
    assert_eq!(lines(&open), ["1 01 10:00-01 10:05 Hall: A"]);
    bless::each(
        &said(&open, Subject::Zone),
        &[
            "file: no zone given, so its clock times are taken as they stand; give the conference's with --tz Area/City",
        ],
    );
    let hints = Hints { zone: Zone::named("Asia/Tokyo"), ..Hints::default() };
    let told = read(text.as_bytes(), &hints).unwrap();
    assert_eq!(lines(&told), ["1 01 10:00-01 10:05 Hall: A"]);
    assert_eq!(told.schedule.zone().to_string(), "Asia/Tokyo");
    assert!(told.warnings.is_empty());
}

#[test]
fn mixed_offsets_are_said_in_the_commonest_one() {
    let event = |id: u8, offset: &str| {
        format!(
            "<event id='{id}'><title>E{id}</title><date>2020-08-01T1{id}:00:00{offset}</date>\
             <duration>0:30</duration></event>"
        )
    };
    let text = xml(&[event(1, "+00:00"), event(2, "+02:00"), event(3, "+02:00")].concat())
        .replace("<time_zone_name>Europe/Berlin</time_zone_name>", "");
    let read = read_text(&text);
    assert_eq!(
        lines(&read),
        [
            "2 01 12:00-01 12:30 Hall: E2",
            "1 01 13:00-01 13:30 Hall: E1",
            "3 01 13:00-01 13:30 Hall: E3",
        ]
    );
    bless::each(
        &said(&read, Subject::Zone),
        &[
            "file: the times of 1 event have another offset than the UTC+02:00 of the others; all \
             are said in that one",
            "file: no zone given, so times are said in UTC+02:00",
        ],
    );
}

#[test]
fn what_an_event_does_not_say_is_guessed_or_it_is_skipped() {
    let read = read_text(&xml(
        "<event><title>No id</title><start>10:00</start><duration>5</duration></event>\
         <event id='2'><subtitle>Below</subtitle><start>11:00</start><duration>5</duration></event>\
         <event id='3'><title>No start</title></event>\
         <event id='4'><title>Odd start</title><start>soon</start></event><event/>\
         <event id='5'><title>Far</title><date>+9999-01-01T00:00:00Z</date><start>x</start></event>",
    ));
    assert_eq!(
        lines(&read),
        ["no-id 01 10:00-01 10:05 Hall: No id", "2 01 11:00-01 11:05 Hall: Below"]
    );
    bless::each(&said(&read, Subject::Id), &["No id: no id given, so `no-id`"]);
    bless::each(&said(&read, Subject::Title), &["2: no title given, so `Below`"]);
    bless::each(
        &said(&read, Subject::Skipped),
        &[
            "No start: it has a day but no time",
            "Odd start: its start `soon` cannot be read",
            "file: it has a day but no time",
            "Far: its start is not in this or a neighbouring century",
        ],
    );
}

#[test]
fn the_room_an_event_is_listed_under_is_its_room_unless_most_lists_are_wrong() {
    let event = |id: u8, room: &str| {
        format!(
            "<event id='{id}'><title>E{id}</title><start>1{id}:00</start><duration>5</duration>\
             <room>{room}</room></event>"
        )
    };
    let rooms = |read: &Read| -> Vec<String> {
        read.schedule.events().iter().map(|event| event.room_name().to_owned()).collect()
    };
    let right = read_text(&xml(&[event(1, "Hall"), event(2, "Hall"), event(3, "Attic")].concat()));
    assert_eq!(rooms(&right), ["Hall", "Hall", "Hall"]);
    bless::each(
        &said(&right, Subject::Room),
        &["file: 1 event listed under one room but naming another; the first is kept"],
    );
    let wrong = read_text(&xml(&[event(1, "Hall"), event(2, "Loft"), event(3, "Attic")].concat()));
    assert_eq!(rooms(&wrong), ["Hall", "Loft", "Attic"]);
}

#[test]
fn fosdem_lists_events_right_under_a_day_with_html_in_them() {
    let read = read_text(
        "<schedule><conference><title>F</title><city>Brussels</city><day_change>09:00:00</day_change>\
         </conference><day date='2007-02-25'><event id='0'><start>15:00</start>\
         <duration>00:45</duration><room>Chapel</room><title>Bells &amp;amp; whistles</title>\
         <abstract>&lt;p&gt;One &amp;amp; two&lt;/p&gt;&lt;p&gt;three&lt;/p&gt;</abstract>\
         <persons><person id='1'>Ann</person><person id='2'/></persons>\
         <links><link href='http://example.org/bells.OGG'>Recording</link></links>\
         </event></day></schedule>",
    );
    assert_eq!(lines(&read), ["0 25 15:00-25 15:45 Chapel: Bells & whistles"]);
    let event = &read.schedule.events()[0];
    assert_eq!(event.summary, "One & two\n\nthree");
    assert_eq!(event.speakers, ["Ann"]);
    assert!(event.recorded);
    assert_eq!(read.schedule.zone().to_string(), "Europe/Brussels");
}

#[test]
fn europython_says_entry_and_writes_clocks_without_a_colon() {
    let read = read_text(
        "<schedule created='2014-07-13T11:40:02'><day date='2014-07-21'><entry id='118'>\
         <category>Keynote</category><topics><topic>Web</topic></topics><start>0930</start>\
         <duration>30</duration><room id='1'>C01</room><title>Talk</title>\
         <speakers><speaker id='3'><name>Ann</name><description>Ann speaks.</description></speaker>\
         </speakers></entry></day></schedule>",
    );
    assert_eq!(read.format, Format::FrabXml);
    assert_eq!(lines(&read), ["118 21 09:30-21 10:00 C01: Talk"]);
    let event = &read.schedule.events()[0];
    assert_eq!(
        (event.speakers.as_slice(), event.keywords.as_slice()),
        (&["Ann".to_owned()][..], &["Web".to_owned()][..])
    );
    assert_eq!(event.track.as_deref(), Some("Keynote"));
}

#[test]
fn persons_of_merged_schedules_are_read_by_name() {
    let read = read_text(&xml(
        "<event id='1'><title>A</title><start>10:00</start><duration>5</duration><persons>\
         <person id='4'><code>X1</code><public_name>Ann</public_name><biography>Long.</biography>\
         </person><person id='5'><full_public_name>Bo</full_public_name></person></persons>\
         <language>OrderedDict([(u'fulltext', u'De</language></event>",
    ));
    assert_eq!(read.schedule.events()[0].speakers, ["Ann", "Bo"]);
    assert_eq!(read.schedule.events()[0].language, None);
}

#[test]
fn cancelled_events_are_known_by_title_subtitle_or_state() {
    let event = |id: u8, title: &str, rest: &str| {
        format!(
            "<event id='{id}'><title>{title}</title>{rest}<start>1{id}:00</start>\
             <duration>5</duration></event>"
        )
    };
    let read = read_text(&xml(&[
        event(1, "CANCELLED: A", ""),
        event(2, "B", "<subtitle>cancelled</subtitle>"),
        event(3, "C", "<status>cancelled</status>"),
        event(4, "D (replaces cancelled talk)", ""),
    ]
    .concat()));
    let cancelled: Vec<bool> = read.schedule.events().iter().map(|event| event.cancelled).collect();
    assert_eq!(cancelled, [true, true, true, false]);
    bless::each(
        &said(&read, Subject::Cancelled),
        &["CANCELLED: A: `CANCELLED: A` says so", "B: `cancelled` says so"],
    );
}

/// An event with few possible values everywhere, so that much is equal or missing.
fn any_event() -> impl Strategy<Value = String> {
    let part = |texts: &'static [&'static str]| prop::sample::select(texts);
    (
        part(&["", "guid='g'", "guid='h' id='1'", "id='1'", "code='c'"]),
        part(&["<title>A</title>", "<title>B</title>", ""]),
        part(&["<start>10:00</start>", "<start>11:00</start>", "<start>00:30</start>", ""]),
        part(&["<duration>30</duration>", "<duration>0</duration>", ""]),
        part(&["<persons><person>Ann</person></persons>", ""]),
        part(&[
            "",
            "<date>2020-08-01T10:00:00+00:00</date>",
            "<date>2020-08-01T10:00:00+02:00</date>",
        ]),
        part(&["", "<room>Hall</room>", "<room>Attic</room>"]),
        part(&["", "<abstract>One</abstract>", "<subtitle>cancelled</subtitle>"]),
    )
        .prop_map(|(ids, a, b, c, d, e, f, g)| {
            format!("<event {ids}>{a}{b}{c}{d}{e}{f}{g}</event>")
        })
}

proptest! {
    #[test]
    fn the_order_in_the_file_does_not_matter(
        (events, mixed) in prop::collection::vec(any_event(), 0..9)
            .prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle()))
    ) {
        for zone in ["<time_zone_name>Europe/Berlin</time_zone_name>", ""] {
            let text = |events: &[String]| {
                xml(&events.concat()).replace("<time_zone_name>Europe/Berlin</time_zone_name>", zone)
            };
            let (one, other) = (read_text(&text(&events)), read_text(&text(&mixed)));
            prop_assert_eq!(one.schedule, other.schedule);
        }
    }
}
