//! The exports of systems that no collected file comes from, each in a few lines of its own shape.

use attend::schedule::Zone;
use attend::source::{self, Hints, Read, Subject};

use crate::reader_quirks::{read, skipped, slots};
use crate::support::bless;

fn said(read: &Read, subject: Subject) -> Vec<&str> {
    let warnings = read.warnings.iter().filter(|warning| warning.subject == subject);
    warnings.map(|warning| warning.what.as_str()).collect()
}

fn case(text: &str, expected: &[&str]) -> Read {
    let read = read(text.as_bytes());
    assert_eq!(slots(&read), expected, "{text}");
    read
}

#[test]
fn guidebook_tables_have_advice_in_the_first_column_and_short_years() {
    let read = case(
        "Don't change any of these headers! ,Session Title,Date,Time Start,Time End,Room/Location,Schedule Track (Optional),Description (Optional)\n\
         ,Opening,5/27/16,10:00 AM,11:00 AM,Main,Key,Hello\n\
         ,Party,5/27/16,11:00 PM,12:30 AM,Bar,,\n",
        &["Opening 05-27 08:00 05-27 09:00 Main", "Party 05-27 21:00 05-27 22:30 Bar"],
    );
    let event = &read.schedule.events()[0];
    assert_eq!((event.track.as_deref(), event.summary.as_str()), (Some("Key"), ""));
    assert_eq!(event.description, "Hello");
    assert_eq!(said(&read, Subject::Date), [""; 0]);
}

#[test]
fn whova_tables_have_stars_and_advice_in_their_headers() {
    let read = case(
        "\"*Date\n(MM/DD/YYYY)\",*Time Start,*Time End,*Session Title,Room/Location (Optional),\"Speakers (Optional)\n(semicolons)\"\n\
         07/15/2025,09:00 AM,10:00 AM,Plenary,Aula,Ann Lee; Bo Chen\n",
        &["Plenary 07-15 07:00 07-15 08:00 Aula"],
    );
    assert_eq!(read.schedule.events()[0].speakers, ["Ann Lee", "Bo Chen"]);
}

#[test]
fn tables_in_other_languages_are_read() {
    case(
        "sep=;\nTag;Zeit;Raum;Thema;Referent*in\n\"Mittwoch, 12.06.2024\";09:00 - 09:30;Saal;A;Ann Lee\n;09:30 – 10:15 Uhr;;B;Bo Chen\n\"Donnerstag, 13.06.2024\";9.00 Uhr - 10.00 Uhr;Foyer;C;\n",
        &[
            "A 06-12 07:00 06-12 07:30 Saal",
            "B 06-12 07:30 06-12 08:15 Saal",
            "C 06-13 07:00 06-13 08:00 Foyer",
        ],
    );
    let read = case(
        "Jour;Début;Fin;Salle;Titre;Intervenants;Résumé\n12/10/2024;09h00;10h00;Amphi;Ouverture;Ann Lee;Bonjour\n13/10/2024;10h15;11h;Salle 2;Atelier;Bo Chen et Cy Dupont;Texte\n",
        &["Ouverture 10-12 07:00 10-12 08:00 Amphi", "Atelier 10-13 08:15 10-13 09:00 Salle 2"],
    );
    let event = &read.schedule.events()[1];
    assert_eq!(
        (&event.speakers[..], event.summary.as_str()),
        (&["Bo Chen".to_owned(), "Cy Dupont".to_owned()][..], "Texte")
    );
}

#[test]
fn tables_of_sessionize_pretalx_and_sched_are_read() {
    case(
        "Session Id,Title,Owner,Room,Scheduled At,Scheduled Duration,Speakers\n33,A,Ann,Main,22 Aug 2026 09:00 AM,60,Ann Lee\n",
        &["A 08-22 07:00 08-22 08:00 Main"],
    );
    case(
        "ID,Proposal title,Session type,Speaker names,Room,Start,End\nABC,A,Talk,\"Ann Lee\nBo Chen\",Saal,2024-05-01T10:00:00+02:00,2024-05-01T10:30:00+02:00\n",
        &["A 05-01 08:00 05-01 08:30 Saal"],
    );
    case(
        "Session ID,Name,Session Start,Session End,Venue,Speakers\n1,A,2025-08-25 09:00,2025-08-25 09:40,G102,Ann Lee; Bo Chen\n",
        &["A 08-25 07:00 08-25 07:40 G102"],
    );
}

#[test]
fn a_table_without_a_header_says_what_is_missing() {
    let problems = source::read(b"Colour,Size,Count\nred,1,2\nblue,3,4\n", &Hints::default());
    bless::same(
        &problems.unwrap_err()[0].what,
        "no row names a column for titles and one for times",
    );
}

#[test]
fn what_a_table_leaves_open_is_said() {
    let read = read(
        b"Day,Title,Time\n05/02/2026,A,10:00\n,B,11:00\n,E,12:00\n06/02/2026,C,10:00\n07/02/2026,D,9:00\n",
    );
    assert_eq!(slots(&read)[0], "A 02-05 09:00 02-05 09:45");
    bless::each(
        &said(&read, Subject::Date),
        &[
            "`05/02/2026` is read as day/month/year; if it is month/day/year, say so with --first-day 2026-05-02",
        ],
    );
    bless::each(
        &said(&read, Subject::Filled),
        &["an empty cell under `day` means what stands above it"],
    );
}

#[test]
fn slots_hold_their_talk_in_the_json_of_devoxx_and_its_kin() {
    let read = case(
        r#"[{"id":1,"fromDate":"2024-10-07T07:30:00Z","toDate":"2024-10-07T10:30:00Z","room":{"id":1,"name":"Room 8"},
             "sessionType":{"id":9,"name":"Deep Dive"},"timezone":"Europe/Brussels","proposal":{"id":4,"title":"A","speakers":[{"fullName":"Ann Lee"}],"track":{"name":"Java"}}},
            {"id":2,"fromDate":"2024-10-07T10:30:00Z","toDate":"2024-10-07T11:30:00Z","room":{"id":1,"name":"Room 8"},
             "timezone":"Europe/Brussels","sessionType":{"id":8,"name":"Lunch"},"proposal":null}]"#,
        &["A 10-07 07:30 10-07 10:30 Room 8", "Lunch 10-07 10:30 10-07 11:30 Room 8"],
    );
    assert_eq!(read.schedule.zone(), Zone::named("Europe/Brussels").unwrap());
    let event = &read.schedule.events()[0];
    assert_eq!(
        (&event.speakers[..], event.track.as_deref()),
        (&["Ann Lee".to_owned()][..], Some("Java"))
    );
    case(
        r#"{"slots":[{"roomName":"Room 8","day":"tuesday","fromTime":"08:40","fromTimeMillis":1446540000000,"toTimeMillis":1446543600000,"break":null,
             "talk":{"id":"X","title":"A","speakers":[{"name":"Ann Lee"}]}},
            {"roomName":"Hall","day":"tuesday","fromTimeMillis":1446543600000,"toTimeMillis":1446544800000,"break":{"id":"c","nameEN":"Coffee"},"talk":null}]}"#,
        &["A 11-03 08:40 11-03 09:40 Room 8", "Coffee 11-03 09:40 11-03 10:00 Hall"],
    );
}

#[test]
fn wordpress_keeps_the_time_among_its_meta_fields() {
    case(
        r#"[{"id":2,"date":"2024-04-12T10:00:00","type":"wcb_session","title":{"rendered":"Opening &#8211; A"},
             "meta":{"_wcpt_session_time":1718262000,"_wcpt_session_duration":1800},"session_speakers":[{"id":"1","name":"Ann Lee"}]}]"#,
        &["Opening – A 06-13 07:00 06-13 07:30"],
    );
}

#[test]
fn json_api_keeps_its_fields_among_attributes() {
    case(
        r#"{"data":[{"type":"session","id":"4","attributes":{"title":"A","starts-at":"2019-03-14T01:00:00+00:00","ends-at":"2019-03-14T01:30:00+00:00"}}]}"#,
        &["A 03-14 01:00 03-14 01:30"],
    );
}

#[test]
fn a_break_among_sessions_that_list_their_talks_is_read() {
    case(
        r#"{"count":1,"results":{"1":{"20230508":{
            "s1":{"id":"s1","title":"Plenary","startDate":{"date":"2023-05-08","time":"09:00:00","tz":"US/Eastern"},"duration":90,
                  "entries":{"c1":{"id":"c1","title":"Welcome","startDate":{"date":"2023-05-08","time":"09:00:00","tz":"US/Eastern"},"duration":30,"room":"Ballroom"}}},
            "b1":{"id":"b1","title":"Coffee","startDate":{"date":"2023-05-08","time":"10:30:00","tz":"US/Eastern"},"duration":30,"room":""}}}}}"#,
        &["Welcome 05-08 13:00 05-08 13:30 Ballroom", "Coffee 05-08 14:30 05-08 15:00"],
    );
}

#[test]
fn names_in_several_languages_are_read() {
    case(
        r#"{"sessions":[{"id":"1","title":{"ja":"x","en":"Keynote"},"startsAt":"2023-09-14T10:00:00+09:00","endsAt":"2023-09-14T10:20:00+09:00",
             "isServiceSession":false,"isPlenumSession":false,"speakers":[],"roomId":1}],
            "rooms":[{"id":1,"name":{"ja":"y","en":"Arctic"}}],"speakers":[],"categories":[]}"#,
        &["Keynote 09-14 01:00 09-14 01:20 Arctic"],
    );
}

#[test]
fn what_sched_has_not_published_is_left_out() {
    let read = case(
        r#"[{"id":"a","active":"Y","name":"A","event_start":"2025-08-25 09:00","event_end":"2025-08-25 09:40","venue":"G"},
            {"id":"b","active":"N","name":"B","event_start":"2025-08-25 09:00","event_end":"2025-08-25 09:40","venue":"G"}]"#,
        &["A 08-25 07:00 08-25 07:40 G"],
    );
    bless::each(&skipped(&read), &["it is not active"]);
}

#[test]
fn an_end_before_the_start_is_on_the_next_day_where_that_is_a_night() {
    let read = case(
        "title,start,end\nA,2024-05-01 23:00,2024-05-01 01:00\nB,2024-05-01 10:00,2024-05-01 09:00\nC,2024-05-02 10:00,2024-05-01 23:00\n",
        &["A 05-01 21:00 05-01 23:00"],
    );
    bless::each(&said(&read, Subject::End), &["23:00 to 01:00 is over midnight"]);
    bless::each(
        &skipped(&read),
        &[
            "it ends at 2024-05-01 09:00, not after its start at 2024-05-01 10:00",
            "it ends at 2024-05-01 23:00, not after its start at 2024-05-02 10:00",
        ],
    );
    // In one's own file it is a fault, as ever.
    let yaml =
        "timezone: UTC\nevents:\n- {title: A, start: 2024-05-01T23:00, end: 2024-05-01T01:00}\n";
    assert!(source::read(yaml.as_bytes(), &Hints::default()).is_err());
}

#[test]
fn of_two_versions_of_a_calendars_event_the_newer_one_holds() {
    let part = |lines: &str| format!("BEGIN:VEVENT\r\nDURATION:PT1H\r\n{lines}END:VEVENT\r\n");
    let calendar = format!(
        "BEGIN:VCALENDAR\r\n{}{}{}{}{}END:VCALENDAR\r\n",
        part("UID:a\r\nSEQUENCE:0\r\nDTSTART:20240813T100000Z\r\nSUMMARY:New\r\n"),
        part("UID:a\r\nSEQUENCE:2\r\nDTSTART:20240813T110000Z\r\nSUMMARY:New\r\n"),
        part(
            "UID:s\r\nDTSTART:20240813T150000Z\r\nRRULE:FREQ=DAILY;COUNT=2\r\nEXRULE:FREQ=WEEKLY\r\nSUMMARY:S\r\n"
        ),
        part(
            "UID:s\r\nSEQUENCE:1\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240814T150000Z\r\nDTSTART:20240814T160000Z\r\nSUMMARY:S late\r\n"
        ),
        part(
            "UID:s\r\nSEQUENCE:0\r\nRECURRENCE-ID:20240814T150000Z\r\nDTSTART:20240814T170000Z\r\nSUMMARY:S later\r\n"
        ),
    );
    let read = case(
        &calendar,
        &[
            "New 08-13 11:00 08-13 12:00",
            "S 08-13 15:00 08-13 16:00",
            "S late 08-14 16:00 08-14 17:00",
        ],
    );
    bless::each(
        &skipped(&read),
        &[
            "it is version 0 of it, and version 2 is there too",
            "it is version 0 of it, and version 1 is there too",
        ],
    );
    bless::each(
        &said(&read, Subject::Series),
        &[
            "its `EXRULE` is not followed: times that it takes away are read",
            "it changes this time of its series and all later ones; only this one is changed",
        ],
    );
}

#[test]
fn a_calendar_in_utc_asks_for_the_conferences_zone() {
    let sched = b"BEGIN:VCALENDAR\r\nX-WR-TIMEZONE:UTC\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20250825T070000Z\r\nDTEND:20250825T074000Z\r\nSUMMARY:A\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let read = source::read(sched, &Hints::default()).unwrap();
    bless::each(
        &said(&read, Subject::Zone),
        &["no zone given, so times are said in UTC; give the conference's with --tz Area/City"],
    );
}

#[test]
fn programmes_without_dates_ask_for_the_first_day() {
    let first_day = chrono::NaiveDate::from_ymd_opt(2019, 9, 11);
    let asked = |table: &str| {
        let problems = source::read(table.as_bytes(), &Hints::default()).unwrap_err();
        assert!(problems[0].hint.as_ref().unwrap().contains("--first-day"), "{problems:?}");
        let hints = Hints { zone: Zone::named("UTC"), first_day, ..Hints::default() };
        slots(&source::read(table.as_bytes(), &hints).unwrap())
    };
    assert_eq!(
        asked("time,speaker_name,talk_title,Length\n9:20,Ann,Opening,15\n9:35,Bo,Groups,20\n"),
        ["Opening 09-11 09:20 09-11 09:35", "Groups 09-11 09:35 09-11 09:55"]
    );
    assert_eq!(
        asked("day,time,author,title\n1,9:00,Ann,Welcome\n2,9:30,Bo,Genomes\n"),
        ["Welcome 09-11 09:00 09-11 09:45", "Genomes 09-12 09:30 09-12 10:15"]
    );
}

#[test]
fn persons_without_a_list_are_read() {
    let read = case(
        "<schedule><day date='2019-05-22'><room name='Main'><event id='1'><title>A</title>\
         <date>2019-05-22T09:00:00Z</date><duration>00:10</duration>\
         <person>Dr. Ann Lee, Bo Chen</person></event></room></day></schedule>",
        &["A 05-22 09:00 05-22 09:10 Main"],
    );
    assert_eq!(read.schedule.events()[0].speakers, ["Dr. Ann Lee", "Bo Chen"]);
}
