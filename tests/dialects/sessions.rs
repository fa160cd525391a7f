//! Which events are one talk given again, and which are parts of one whole.

use attend::schedule::{EventIx, Schedule};
use attend::source::Subject;

use super::{read_text, said};
use crate::support::bless;

fn ids(schedule: &Schedule, events: &[EventIx]) -> String {
    let ids: Vec<&str> = events.iter().map(|&ix| schedule.event(ix).id.as_str()).collect();
    ids.join(" ")
}

/// The sessions with several performances, and the wholes, part by part.
fn sessions(schedule: &Schedule) -> (Vec<String>, Vec<String>) {
    let groups = schedule.groups().iter().map(|group| ids(schedule, group)).collect();
    let parts = |whole: &Vec<Vec<EventIx>>| {
        let parts: Vec<String> = whole.iter().map(|part| ids(schedule, part)).collect();
        parts.join(" + ")
    };
    (groups, schedule.wholes().iter().map(parts).collect())
}

/// A calendar of these events: id, title, day of July and hour, minutes, and more lines.
fn calendar(events: &[(&str, &str, &str, &str, &str)]) -> String {
    let event = |&(id, title, start, minutes, more): &(&str, &str, &str, &str, &str)| {
        format!(
            "BEGIN:VEVENT\r\nUID:{id}\r\nSUMMARY:{title}\r\nDTSTART:202607{start}0000Z\r\n\
             DURATION:PT{minutes}M\r\n{more}END:VEVENT\r\n"
        )
    };
    let events: String = events.iter().map(event).collect();
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nX-WR-TIMEZONE:Europe/London\r\n\
         {events}END:VCALENDAR\r\n"
    )
}

#[test]
fn without_persons_title_and_page_text_or_length_make_a_repeat_and_breaks_do_not() {
    let text =
        "DESCRIPTION:A duck that does not want to leave the bath meets a plumber who has to.\r\n";
    let page = "URL:https://example.org/duck\r\n";
    let home = "URL:https://example.org/\r\n";
    let read = read_text(&calendar(&[
        ("d1", "The Duck", "16T18", "45", page),
        ("d2", "The Duck", "18T20", "50", page),
        ("t1", "The Plumber", "16T19", "45", text),
        ("t2", "The Plumber", "17T19", "60", text),
        ("l1", "The Goose", "16T20", "45", home),
        ("l2", "The goose", "17T20", "45", ""),
        ("l3", "The Goose", "18T21", "30", home),
        ("b1", "Lunch break", "16T12", "45", home),
        ("b2", "Lunch break", "17T12", "45", home),
        ("b3", "Lightning Talks", "16T13", "45", page),
        ("b4", "Lightning Talks", "17T13", "45", ""),
    ]));
    let (groups, wholes) = sessions(&read.schedule);
    assert_eq!(groups, ["l1 l2", "t1 t2"]);
    assert!(wholes.is_empty());
    let own = read_text(&calendar(&[
        ("d1", "The Duck", "16T18", "45", page),
        ("d2", "The Duck", "18T20", "50", page),
        ("l1", "The Goose", "16T20", "45", home),
        ("l2", "The Goose", "18T21", "30", home),
        ("x", "The Swan", "18T22", "30", home),
    ]));
    assert_eq!(sessions(&own.schedule).0, ["d1 d2"], "a page of several talks is that of none");
}

#[test]
fn where_persons_are_named_title_and_length_are_not_enough() {
    let read = read_text(
        "title,day,start,end,room,speakers\n\
         Knots,2026-05-01,10:00,11:00,A,\n\
         Knots,2026-05-02,10:00,11:00,A,\n\
         Ropes,2026-05-02,12:00,13:00,A,Ann\n",
    );
    assert_eq!(sessions(&read.schedule), (Vec::new(), Vec::new()));
}

#[test]
fn parts_belong_together_by_their_titles_and_their_persons() {
    let own = |events: &str| read_text(&format!("title: T\ntimezone: UTC\nevents:\n{events}"));
    let read = own("- { id: w1, title: 'Knots, part 1', start: 2026-05-01T10:00, minutes: 60 }\n\
         - { id: w2, title: 'Knots, part 2: more', start: 2026-05-02T10:00, minutes: 60 }\n\
         - { id: w2b, title: 'Knots, part 2: more', start: 2026-05-03T10:00, minutes: 60, repeats: w2 }\n\
         - { id: r1, title: Ropes (1/2), speakers: [Ann], start: 2026-05-01T12:00, minutes: 60 }\n\
         - { id: r2, title: Ropes (2/2), speakers: [Bo], start: 2026-05-02T12:00, minutes: 60 }\n\
         - { id: k2, title: Ravens Teil 2, start: 2026-05-01T13:00, minutes: 60 }\n\
         - { id: k3, title: Ravens Teil 3, start: 2026-05-02T13:00, minutes: 60 }\n\
         - { id: p1, title: Parallel part 1, start: 2026-05-01T14:00, minutes: 60 }\n\
         - { id: p2, title: Parallel part 2, start: 2026-05-01T14:00, minutes: 60 }\n\
         - { id: c1, title: 'Course: day 1', start: 2026-05-01T15:00, minutes: 60 }\n\
         - { id: c2, title: 'Course: day 2', start: 2026-05-02T15:00, minutes: 60 }\n\
         - { id: m1, title: Market day 1, start: 2026-05-01T16:00, minutes: 60 }\n\
         - { id: m2, title: Market day 2, start: 2026-05-02T16:00, minutes: 60 }\n\
         - { id: a, title: A, start: 2026-05-01T18:00, minutes: 60, part_of: ab }\n\
         - { id: b, title: B, start: 2026-05-02T18:00, minutes: 60, part_of: ab }\n");
    assert_eq!(sessions(&read.schedule).1, ["a + b", "c1 + c2", "w1 + w2 w2b"]);
    bless::each(
        &said(&read, Subject::Parts),
        &[
            "Course: day 2: it belongs with `c1`: all parts or none",
            "Knots, part 2: more: it belongs with `w1`: all parts or none",
            "Knots, part 2: more: it belongs with `w1`: all parts or none",
        ],
    );
    bless::each(
        &said(&read, Subject::Unsure),
        &["Market day 2: it may belong with `m1`; in an attend schedule, `part_of: m1` says so"],
    );
}

#[test]
fn a_text_that_says_both_days_makes_parts_of_what_looks_like_a_repeat() {
    let table = |text: &str| {
        let read = read_text(&format!(
            "title,day,start,end,room,speakers,abstract\n\
             Hands-on knots,2026-05-01,10:00,12:00,Lab,Ann,{text}\n\
             Hands-on knots,2026-05-02,10:00,12:00,Lab,Ann,{text}\n"
        ));
        let (groups, wholes) = sessions(&read.schedule);
        (groups.len(), wholes.len())
    };
    assert_eq!(table("A two-day course"), (0, 1));
    assert_eq!(table("Samstag und Sonntag durchgehend"), (0, 1));
    assert_eq!(table("A course"), (1, 0));
    assert_eq!(table("A three-day course"), (1, 0));
    assert_eq!(table("The same on both days: come to either"), (1, 0));
}
