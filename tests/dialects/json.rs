//! The shapes of JSON, and the user's own format.

use attend::source::{Format, Hints, Subject, read};

use super::{lines, read_text, said};
use crate::support::bless;

#[test]
fn schedule_json_has_old_and_new_persons_links_and_ends() {
    let json = r#"{"schedule": {"version": "1", "conference": {"title": "T",
        "time_zone_name": "Europe/Berlin", "days": [{"index": 1, "date": "2020-08-01", "rooms": {
        "Hall": [
          {"guid": "g1", "id": 1, "date": "2020-08-01T10:00:00+02:00", "start": "10:00",
           "duration": "00:30", "room": "Hall", "title": "Old", "subtitle": "", "track": null,
           "persons": [{"id": 3, "public_name": "Ann"}, {"full_public_name": "Bo"}],
           "links": ["https://example.org/x.mp4", {"url": "https://example.org", "title": "Page"}]},
          {"guid": "g2", "code": "ABC", "slug": "t-new", "date": "2020-08-01T11:00:00+02:00",
           "start": "11:00", "end": "2020-08-01T11:45:00+02:00", "title": "New", "language": null,
           "do_not_record": false, "track": {"name": "Web"}, "persons": [{"code": "C", "name": "Cy"}],
           "abstract": "Short\r\ntext", "description": null}
        ]}}]}}}"#;
    let read = read_text(json);
    assert_eq!(read.format, Format::FrabJson);
    assert_eq!(lines(&read), ["g1 01 10:00-01 10:30 Hall: Old", "g2 01 11:00-01 11:45 Hall: New"]);
    let events = read.schedule.events();
    assert_eq!(events[0].speakers, ["Ann", "Bo"]);
    assert_eq!(events[1].speakers, ["Cy"]);
    assert_eq!(events[1].other_ids, ["ABC", "t-new"]);
    assert_eq!(events[1].track.as_deref(), Some("Web"));
    assert_eq!(events[1].summary, "Short\ntext");
    assert_eq!((events[0].recorded, events[1].recorded), (false, true));
    // voc's own tools mend files that lack one or two of the outer objects.
    let bare = json.replacen("{\"schedule\": ", "", 1);
    assert_eq!(read_text(&bare[..bare.len() - 1]).schedule, read.schedule);
}

#[test]
fn the_second_version_of_schedule_json_is_flat() {
    let read = read_text(
        r#"{"schedule": {"version": "1", "conference": {"title": "T", "time_zone_name": "Europe/Berlin",
        "days": [{"index": 1, "date": "2020-08-01"}]}, "events": [
        {"guid": "g", "start": "2020-08-01T10:00:00+02:00", "end": "2020-08-01T11:00:00+02:00",
         "room": {"name": "Hall", "slug": "hall"}, "title": {"en": "Talk", "de": "Vortrag"},
         "state": "CANCELED", "track": {"slug": "ccc"}, "participants": [
         {"name": "Ann", "role": "SPEAKER"}, {"name": "Bo", "role": "HERALD"}]}]}}"#,
    );
    assert_eq!(lines(&read), ["g 01 10:00-01 11:00 Hall: Talk"]);
    let event = &read.schedule.events()[0];
    assert_eq!((event.speakers.as_slice(), event.cancelled), (&["Ann".to_owned()][..], true));
}

#[test]
fn the_widget_of_pretalx_refers_to_rooms_tracks_and_speakers() {
    let read = read_text(
        r#"{"version": "0.3", "timezone": "Europe/Berlin", "event_start": "2020-08-01",
        "rooms": [{"id": 7, "name": {"de": "Saal", "en": "Hall"}}],
        "tracks": [{"id": 2, "name": {"en": "Web"}}],
        "speakers": [{"code": "S1", "name": "Ann"}],
        "talks": [
          {"code": "AAA", "id": 11, "title": "Talk", "speakers": ["S1"], "track": 2, "room": 7,
           "start": "2020-08-01T10:00:00+02:00", "end": "2020-08-01T10:30:00+02:00"},
          {"code": "AAA", "id": 12, "title": "Talk", "speakers": ["S1"], "track": 2, "room": 7,
           "start": "2020-08-01T14:00:00+02:00", "end": "2020-08-01T14:30:00+02:00"},
          {"id": 13, "title": {"en": "Lunch"}, "room": 7, "start": "2020-08-01T12:00:00+02:00",
           "end": "2020-08-01T13:00:00+02:00"}]}"#,
    );
    assert_eq!(read.format, Format::Pretalx);
    assert_eq!(
        lines(&read),
        [
            "AAA 01 10:00-01 10:30 Hall: Talk",
            "13 01 12:00-01 13:00 Hall: Lunch",
            "AAA#2 01 14:00-01 14:30 Hall: Talk",
        ]
    );
    let event = &read.schedule.events()[0];
    assert_eq!(
        (event.track.as_deref(), event.speakers.as_slice()),
        (Some("Web"), &["Ann".to_owned()][..])
    );
    assert_eq!(read.schedule.groups().len(), 1);
}

#[test]
fn the_api_of_pretalx_lists_submissions_with_their_slots() {
    let read = read_text(
        r#"{"count": 70, "next": "https://example.org/?page=2", "results": [
        {"code": "A", "title": "Two slots", "speakers": [{"code": "S", "name": "Ann"}],
         "state": "confirmed", "submission_type": {"en": "Talk"}, "duration": 30, "slots": [
         {"room": {"en": "Hall"}, "start": "2020-08-01T10:00:00Z", "end": "2020-08-01T10:30:00Z"},
         {"room": {"en": "Hall"}, "start": "2020-08-01T12:00:00Z", "end": null}]},
        {"code": "B", "title": "No slot", "speakers": [], "slot": null, "state": "accepted"},
        {"code": "C", "title": "Off", "speakers": [], "state": "canceled", "slot":
         {"room": "Hall", "start": "2020-08-01T11:00:00Z", "end": "2020-08-01T11:30:00Z"}}]}"#,
    );
    assert_eq!(
        lines(&read),
        [
            "A 01 10:00-01 10:30 Hall: Two slots",
            "C 01 11:00-01 11:30 Hall: Off",
            "A#2 01 12:00-01 12:30 Hall: Two slots",
        ]
    );
    assert!(read.schedule.events()[1].cancelled);
    bless::each(&said(&read, Subject::Skipped), &["No slot: it has no time yet"]);
    bless::each(
        &said(&read, Subject::Damage),
        &[
            "file: this is one page with 3 of 70 slots; the next one is at https://example.org/?page=2",
        ],
    );
}

#[test]
fn the_users_own_file_is_taken_at_its_word() {
    let yaml = "title: T\ntimezone: Europe/Berlin\nevents:\n\
        - {id: a, title: 'CANCELLED: <b>A</b>', start: 2020-08-01T10:00, end: 2020-08-01T11:00}\n\
        - {id: b, title: A, start: 2020-08-01T10:00, minutes: 5, speakers: [Ann]}\n\
        - {id: c, title: A, start: 2020-08-01T12:00, minutes: 5, speakers: [Ann]}\n";
    let own = read_text(yaml);
    assert_eq!(own.schedule.events()[1].title, "CANCELLED: <b>A</b>");
    assert!(!own.schedule.events()[1].cancelled);
    assert!(own.schedule.groups().is_empty() && own.warnings.is_empty());
    let twice = yaml.replace("id: c", "id: b");
    let problems = read(twice.as_bytes(), &Hints::default()).unwrap_err();
    bless::same(&problems[0].what, "the id `b` of `A` is already taken by `A` in line 5");
}

#[test]
fn ones_own_json_may_hold_whatever_json_may() {
    let text = "{\"title\": \"T\", \"timezone\": \"UTC\", \"events\": [{\"id\": \"a\", \
                \"title\": \"Up \\ud83d\\ude80\u{7f}\u{9b}\u{ffff}\\u0085 \\/ \\\"x\\\"\", \
                \"start\": \"2026-05-01T10:00\", \"minutes\": 30, \"room\": null}]}";
    let read = read_text(text);
    assert_eq!(read.format, Format::Native);
    let title = &read.schedule.events()[0].title;
    assert_eq!(title, "Up \u{1f680}\u{7f}\u{9b}\u{ffff}\u{85} / \"x\"");
}

#[test]
fn faults_of_ones_own_json_stand_at_their_lines() {
    let text = r#"{"title": "T",
 "timezone": "UTC", "titel": 1,
 "events": [
  {"title": "Größe", "start": "2026-05-01T10:00", "minutes": 30, "rom": "R"},
  {"title": "B", "start": "now", "minutes": 30, "title": "C"},
  [], {"title": "D", "start": "2026-05-01T10:00", "minutes": true}
 ]}"#;
    let problems = read(text.as_bytes(), &Hints::default()).unwrap_err();
    let said: Vec<String> = problems
        .iter()
        .map(|problem| {
            let hint = problem.hint.as_deref().unwrap_or_default();
            format!("{}: {} ({hint})", problem.place.unwrap(), problem.what)
        })
        .collect();
    assert_eq!(
        said,
        [
            "2:21: unknown key `titel` (did you mean `title`?)",
            "4:66: unknown key `rom` (did you mean `room`?)",
            "5:27: `now` is not a date and time (write it as `2018-09-28T09:45`)",
            "5:49: the key `title` is given twice (the first one is in line 5)",
            "6:3: a list where a mapping is expected ()",
            "6:62: `true` is not a number of minutes ()",
        ]
    );
}

#[test]
fn objects_in_the_place_of_lists_are_read_and_what_is_neither_is_said() {
    let days = r#"{"0": {"date": "2026-05-01", "rooms": {
        "R": [{"id": 1, "title": "One", "start": "10:00", "duration": "00:30"}],
        "S": {"0": {"id": 2, "title": "Two", "start": "11:00", "duration": "1:00"}}, "T": null,
        "U": "closed"}}, "2": {"date": "2026-05-02", "rooms": [[{"id": 3}]]}}"#;
    let json = format!(
        r#"{{"schedule": {{"version": "1", "conference": {{"title": "A",
        "time_zone_name": "Europe/Berlin", "days": {days}}}}}}}"#
    );
    let read = read_text(&json);
    assert_eq!(lines(&read), ["1 01 10:00-01 10:30 R: One", "2 01 11:00-01 12:00 S: Two"]);
    bless::each(
        &said(&read, Subject::Damage),
        &[
            "file: what is in the room `U` is no list of events and is not read",
            "file: a list of rooms without names is no list of events and is not read",
        ],
    );
}

#[test]
fn lengths_that_cannot_be_read_are_quoted() {
    let json = r#"{"schedule": {"version": "1", "conference": {"title": "A",
        "time_zone_name": "Europe/Berlin", "days": [{"date": "2026-05-01", "rooms": {"R": [
        {"id": 1, "title": "A", "start": "10:00", "duration": "9223372036854775807:59"},
        {"id": 2, "title": "B", "start": "11:00", "end": "late"},
        {"id": 3, "title": "C", "start": "12:00"}]}}]}}}"#;
    bless::each(
        &said(&read_text(json), Subject::End),
        &[
            "A: its length `9223372036854775807:59` cannot be read, so 45 minutes",
            "B: its end `late` cannot be read, so 45 minutes",
            "C: no end given, so 45 minutes",
        ],
    );
}
