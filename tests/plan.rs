//! `attend plan`: whole outputs.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{Test, bless, collected, small};

fn json(test: &Test) -> Value {
    let (out, err, code) = test.run();
    assert_eq!((err.as_str(), code), ("", 0));
    serde_json::from_str(&out).unwrap()
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// `attend plan` for the small conference.
fn plan(args: &str) -> Test {
    small(&format!("plan -s s.yaml -p p.yaml {args}"))
}

#[test]
fn the_default_is_a_real_conference() {
    let (out, err, code) = Test::new("plan").run();
    assert!(out.starts_with("All Systems Go! 2018 (v1): Kernel tracer\n"), "{out}");
    assert_eq!(code, 0);
    bless::same(
        &err,
        "note: there is no ./attend.yaml, so this is the example profile `kernel-tracer`; write your own and name it with -p",
    );
}

/// Somebody who wants three talks that cannot all be seen.
fn clashing(args: &str) -> Test {
    plan(args).file("p.yaml", "name: Me\nratings: { a: 50, b: 60, c: 30 }\nmust_see: [a, b, c]\n")
}

#[test]
fn clashing_must_sees_are_named_with_ways_out() {
    clashing("--missed 1").shows(
        "
Small Conf (1.10): Me
2 talks with 2 must-sees, 72 % of your best 2 if none clashed; optimal: proven
that no agenda has more.
Times are in Europe/Berlin.

What cannot all be kept:
- Fri 10:30-11:00 in Two: Kernel two (given up)
- Fri 10:00-10:45 in One: Kernel one (kept)
- your options:
  - leave out Kernel two: as in this agenda
  - leave out Kernel one: costs 1 must-see and 200 points
    - and Kernel three is lost, too
  - leave Kernel one 15 minutes early: gains 133 points
    - and Kernel three is lost, too

- Fri 10:30-11:00 in Two: Kernel two (given up)
- Fri 10:45-11:15: Kernel three (kept)
- your options:
  - leave out Kernel two: as in this agenda
  - leave out Kernel three: costs 1 must-see and 200 points
    - and Kernel one is lost, too

Friday 1 May 2026
10:00-10:45   * Kernel one
              One · 45 min · 500 points · rated 50 by hand 500
10:45-11:15~  * Kernel three
              30 min · 300 points · rated 30 by hand 300
* must-see; ~ not in the schedule, inferred by a rule (see `attend check`)

Missed: 1 talk
Fri 10:30  * Kernel two
           600 points · would cost 1 must-see · overlaps Kernel one and Kernel …
",
    );
}

#[test]
fn a_line_a_talk_is_enough_if_asked_for() {
    clashing("--brief").shows(
        "
Small Conf (1.10): Me
2 talks with 2 must-sees, 72 % of your best 2 if none clashed; optimal: proven
that no agenda has more.
Times are in Europe/Berlin.

What cannot all be kept:
- Fri 10:30-11:00 in Two: Kernel two (given up)
- Fri 10:00-10:45 in One: Kernel one (kept)
- your options:
  - leave out Kernel two: as in this agenda
  - leave out Kernel one: costs 1 must-see and 200 points
    - and Kernel three is lost, too
  - leave Kernel one 15 minutes early: gains 133 points
    - and Kernel three is lost, too

- Fri 10:30-11:00 in Two: Kernel two (given up)
- Fri 10:45-11:15: Kernel three (kept)
- your options:
  - leave out Kernel two: as in this agenda
  - leave out Kernel three: costs 1 must-see and 200 points
    - and Kernel one is lost, too

Friday 1 May 2026
10:00-10:45   * Kernel one                                                One
10:45-11:15~  * Kernel three                                              30 min
* must-see; ~ not in the schedule, inferred by a rule (see `attend check`)

Missed: 1 talk
Fri 10:30  * Kernel two                                               600 points
",
    );
}

#[test]
fn what_all_rooms_end_in_is_told_once() {
    let schedule = "title: Small\ntimezone: UTC\nevents:
  - { title: Rust, room: \"Room 1, North (Expo)\", start: 2026-05-01T10:00, minutes: 60 }
  - { title: More Rust, room: \"Room 2, North (Expo)\", start: 2026-05-01T11:00, minutes: 60 }
";
    Test::new("plan -s s.yaml --like rust").file("s.yaml", schedule).shows(
        "
Small: Me
2 talks, 100 % of your best 2 if none clashed; optimal: proven that no agenda
has more.
Times are in UTC.

Friday 1 May 2026
10:00-11:00  Rust
             Room 1 · 1 h · 665 points · rust 665
11:00-12:00  More Rust
             Room 2 · 1 h · 596 points · rust 596
all rooms: North (Expo)
",
    );
    let other = schedule.replace("Room 2, North", "Lobby, South");
    let (out, ..) = Test::new("talks -s s.yaml").file("s.yaml", other).run();
    assert!(out.contains("Room 1, North ·") && out.contains("all rooms: Expo"), "{out}");
}

#[test]
fn what_is_longer_than_the_screen_goes_to_a_pager() {
    let is_paged = |args: &str, lines| plan(args).screen(lines).run().0.starts_with("paged:\n");
    assert!(is_paged("", 10));
    assert!(!is_paged("", 100));
    assert!(!is_paged("--no-pager", 10));
    assert!(!is_paged("-o my.txt", 10));
    // As many lines as the screen has leave no room for the next prompt.
    let lines = plan("").run().0.lines().count();
    assert!(is_paged("", lines) && !is_paged("", lines + 1));
}

#[test]
fn a_full_weekend_takes_two_lines_a_talk() {
    let Some(files) = collected() else { return };
    let file = files.iter().find(|file| file.ends_with("fosdem-2026--2026-02-02_1201.xml"));
    let test =
        Test::new("plan -s f.xml -p p.yaml").file("f.xml", std::fs::read(file.unwrap()).unwrap());
    let profile = "interests: [{ rust: 3 }, { ebpf: 2 }, { postgresql: 2 }, containers, security, open source hardware]
limits: { talks_per_day: 16 }
";
    let (out, ..) = test.file("p.yaml", profile).run();
    let talks: usize = out.lines().nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    let days = out.split("\n\n").filter(|part| part.starts_with('S')).flat_map(str::lines);
    // The headings, and a few minutes that are free.
    assert!(talks > 20 && days.count() <= 2 * talks + 8, "{out}");
}

#[test]
fn strict_makes_clashing_must_sees_an_error() {
    clashing("--strict").shows(
        "
! error: not all must-sees can be kept
! What cannot all be kept:
! - Fri 10:30-11:00 in Two: Kernel two (given up)
! - Fri 10:00-10:45 in One: Kernel one (kept)
! - your options:
!   - leave out Kernel two: as in this agenda
!   - leave out Kernel one: costs 1 must-see and 200 points
!     - and Kernel three is lost, too
!   - leave Kernel one 15 minutes early: gains 133 points
!     - and Kernel three is lost, too
!
! - Fri 10:30-11:00 in Two: Kernel two (given up)
! - Fri 10:45-11:15: Kernel three (kept)
! - your options:
!   - leave out Kernel two: as in this agenda
!   - leave out Kernel three: costs 1 must-see and 200 points
!     - and Kernel one is lost, too
! hint: take one of them out of `must_see`, or leave out --strict
status 1
",
    );
}

#[test]
fn gaps_marks_and_reasons_are_shown() {
    plan("").shows(
        "
Small Conf (1.10): Me
4 talks, 77 % of your best 4 if none clashed; optimal: proven that no agenda has
more.
Times are in Europe/Berlin.

Friday 1 May 2026
10:00-10:45   Kernel one
              One · 45 min · 500 points · rated 50 by hand 500
10:45-11:15~  Kernel three
              30 min · 300 points · rated 30 by hand 300
11:15-12:00   (45 min free)
12:00-13:00   Kernel four
              Two · 1 h · 200 points · rated 20 by hand 200

Saturday 2 May 2026
14:00-15:00  Workshop
             One · 1 h · 400 points · rated 40 by hand 400
~ not in the schedule, inferred by a rule (see `attend check`)

Missed: 1 talk
Fri 10:30  Kernel two
           600 points · would cost 200 · overlaps Kernel one and Kernel three
",
    );
}

#[test]
fn times_can_be_shown_in_another_zone() {
    plan("--tz America/New_York --missed 0").shows(
        "
Small Conf (1.10): Me
4 talks, 77 % of your best 4 if none clashed; optimal: proven that no agenda has
more.
Times are in America/New_York.

Friday 1 May 2026
04:00-04:45   Kernel one
              One · 45 min · 500 points · rated 50 by hand 500
04:45-05:15~  Kernel three
              30 min · 300 points · rated 30 by hand 300
05:15-06:00   (45 min free)
06:00-07:00   Kernel four
              Two · 1 h · 200 points · rated 20 by hand 200

Saturday 2 May 2026
08:00-09:00  Workshop
             One · 1 h · 400 points · rated 40 by hand 400
~ not in the schedule, inferred by a rule (see `attend check`)
",
    );
}

#[test]
fn a_narrow_terminal_is_kept_to() {
    plan("--missed all").width(50).shows(
        "
Small Conf (1.10): Me
4 talks, 77 % of your best 4 if none clashed;
optimal: proven that no agenda has more.
Times are in Europe/Berlin.

Friday 1 May 2026
10:00-10:45   Kernel one
              One · 500 points · rated 50 by …
10:45-11:15~  Kernel three
              30 min · 300 points · rated 30 by …
11:15-12:00   (45 min free)
12:00-13:00   Kernel four
              Two · 200 points · rated 20 by …

Saturday 2 May 2026
14:00-15:00  Workshop
             One · 400 points · rated 40 by hand …
~ not in the schedule, inferred by a rule (see
`attend check`)

Missed: 1 talk
Fri 10:30  Kernel two
           600 points · would cost 200 · …
",
    );
}

#[test]
fn verbose_tells_what_was_read() {
    plan("-v --missed 0 -o x.txt").shows(
        "
! read s.yaml: attend schedule, 6 events, Europe/Berlin
! chose 4 of 6 candidates
! 1,400 points of the 1,800 that as many of the best talks would give if none clashed
! note: wrote x.txt
",
    );
}

#[test]
fn json_has_the_fields_of_the_format() {
    let agenda = json(&plan("-f json"));
    assert_eq!(agenda["attend"], 1);
    assert_eq!(agenda["schedule"]["title"], "Small Conf");
    assert_eq!(agenda["schedule"]["version"], "1.10");
    assert_eq!(agenda["schedule"]["timezone"], "Europe/Berlin");
    assert_eq!(agenda["profile"], "Me");
    assert_eq!(agenda["proof"]["status"], "optimal");
    assert_eq!(agenda["proof"]["bound"], agenda["points"]);
    assert_eq!(agenda["proof"]["gap"], 0.0);
    let all = [
        "attend",
        "favourites",
        "breaks",
        "commitments",
        "conflicts",
        "dropped",
        "known",
        "missed",
        "others",
        "pins",
        "points",
        "profile",
        "proof",
        "schedule",
        "sequence",
        "source",
        "talks",
        "warnings",
        "wishes",
    ];
    assert_eq!(keys(&agenda), BTreeSet::from(all));
    let talk = &agenda["talks"][0];
    let fields = [
        "alternatives",
        "because",
        "early",
        "end",
        "exact",
        "id",
        "inferred",
        "late",
        "must_see",
        "points",
        "price",
        "room",
        "start",
        "title",
        "track",
    ];
    assert_eq!(keys(talk), BTreeSet::from(fields));
    assert_eq!(talk["id"], "a");
    assert_eq!(talk["start"], "2026-05-01T10:00:00+02:00");
    let fields = ["exact", "id", "points", "price", "room", "title"];
    assert_eq!(keys(&talk["alternatives"][0]), BTreeSet::from(fields));
    let missed = &agenda["missed"][0];
    let fields = [
        "end", "exact", "id", "must_see", "points", "price", "recorded", "room", "start", "title",
        "why",
    ];
    assert_eq!(keys(missed), BTreeSet::from(fields));
}

#[test]
fn other_agendas_are_told_by_what_they_change() {
    let (out, err, code) = plan("--missed 0 --alternatives 2").run();
    assert_eq!((err.as_str(), code), ("", 0));
    let (_, told) = out.split_once("\n\nOther").unwrap();
    bless::same(
        told,
        "
 agendas, each without 2 talks of every one before:
  1. 1,200 points: costs 200 points
     - Fri 10:00-10:45 in One: Kernel one
     - Fri 10:45-11:15: Kernel three
     + Fri 10:30-11:00 in Two: Kernel two
  2. 1,200 points: costs 200 points
     - Fri 12:00-13:00 in Two: Kernel four
     - Sat 14:00-15:00 in One: Workshop
     + Fri 12:00-13:00 in One: Workshop
",
    );
}

#[test]
fn other_agendas_are_only_for_tables_and_json() {
    plan("-f md --alternatives 2").shows(
        "
! error: --alternatives does nothing here: only the table and JSON tell them
! hint: leave out the format, or take `-f json`
status 2
",
    );
    let (_, err, code) = plan("--alternatives 21").run();
    assert!(err.contains("give a number up to 20"), "{err}");
    assert_eq!(code, 2);
}

#[test]
fn prices_are_what_the_agenda_loses() {
    // Best: a (500), c (300), d (200), r2 (400) = 1400; b alone against a and c.
    let agenda = json(&plan("-f json"));
    assert_eq!(agenda["points"], 1400);
    let missed = agenda["missed"].as_array().unwrap();
    assert_eq!(missed.len(), 1);
    assert_eq!((&missed[0]["id"], &missed[0]["price"]), (&"b".into(), &200.into()));
    let why = missed[0]["why"].as_array().unwrap();
    let over: Vec<&Value> = why.iter().map(|why| &why["id"]).collect();
    assert_eq!(over, ["a", "c"]);
    let talks = agenda["talks"].as_array().unwrap();
    let others = |id: &str| &talks.iter().find(|talk| talk["id"] == id).unwrap()["alternatives"];
    assert_eq!((&others("a")[0]["id"], &others("a")[0]["price"]), (&"b".into(), &200.into()));
    // The workshop's other time would cost the 200 points that are lost without d anyway.
    assert_eq!(others("d").as_array().unwrap().len(), 0);
}

#[test]
fn the_answer_can_be_saved() {
    let test = plan("-o my.agenda.json");
    let (out, err, code) = test.run();
    assert_eq!((out.as_str(), err.as_str(), code), ("", "note: wrote my.agenda.json\n", 0));
    let saved = std::fs::read_to_string(test.folder().join("my.agenda.json")).unwrap();
    assert_eq!(saved, plan("-f json").run().0);
    let files = std::fs::read_dir(test.folder()).unwrap().count();
    assert_eq!(files, 3, "a neighbour was left behind");
}

#[test]
fn a_file_that_cannot_be_written_is_an_error() {
    plan("-o no/such/folder.json").shows(
        "
! error: cannot write no/such/folder.json: there is no such folder
! hint: choose another file
status 2
",
    );
}

#[test]
fn standard_input_and_own_profile_are_read() {
    Test::new("plan -s - --missed 0")
        .input(small::SCHEDULE)
        .file("attend.yaml", "name: Me\nratings: { a: 50 }\n")
        .shows(
            "
Small Conf (1.10): Me
1 talk, 100 % of your best 1 if none clashed; optimal: proven that no agenda has
more.
Times are in Europe/Berlin.

Friday 1 May 2026
10:00-10:45  Kernel one
             One · 45 min · 500 points · rated 50 by hand 500
",
        );
}

#[test]
fn a_break_may_lie_in_the_night_after_a_day() {
    const NIGHT: &str = "
title: Night Conf
timezone: Europe/Berlin
events:
  - { id: a, title: Late show, room: One, start: 2026-05-01T22:00, minutes: 150 }
  - { id: b, title: Later show, room: One, start: 2026-05-02T00:30, minutes: 60 }
  - { id: c, title: Early bird, room: One, start: 2026-05-02T09:00, minutes: 60 }
";
    let test = |window: &str| {
        let profile = format!(
            "ratings: {{ a: 50, b: 40, c: 50 }}\nbreaks: [{{ name: bar, minutes: 60, between: {window} }}]\n"
        );
        Test::new("plan -s s.yaml -p p.yaml -f json")
            .file("s.yaml", NIGHT)
            .file("p.yaml", profile)
            .run()
    };
    let at = |window: &str| {
        let (out, err, code) = test(window);
        assert_eq!((err.as_str(), code), ("", 0));
        let agenda: serde_json::Value = serde_json::from_str(&out).unwrap();
        let breaks = agenda["breaks"].as_array().unwrap();
        breaks.iter().map(|kept| kept["start"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(at("23:00-1:30"), ["2026-05-02T00:30:00+02:00", "2026-05-02T23:00:00+02:00"]);
    assert_eq!(at("18:00-24:00"), ["2026-05-01T18:00:00+02:00", "2026-05-02T18:00:00+02:00"]);
    assert_eq!(at("2:00-4:00"), ["2026-05-02T02:00:00+02:00", "2026-05-03T02:00:00+02:00"]);
    let (out, err, code) = test("0:00-11:00");
    assert_eq!((out.as_str(), code), ("", 2));
    bless::same(
        &err,
        "
error: p.yaml:2:45: `0:00-11:00` is not a window of a day
hint: a day of a conference lasts from 04:00 to 04:00
",
    );
}

#[test]
fn no_talk_at_all() {
    let schedule = "title: Small Conf\ntimezone: UTC\nevents: []\n";
    Test::new("plan -s s.yaml -p newcomer").file("s.yaml", schedule).shows(
        "
! error: s.yaml: there are no events in it
! hint: the conference may not have published its schedule yet
status 2
",
    );
}

#[test]
fn talks_with_equal_points() {
    let schedule = "\
title: Small Conf
timezone: UTC
events:
  - { id: a, title: Alpha, room: One, start: 2026-05-01T10:00, minutes: 30 }
  - { id: b, title: Beta, room: Two, start: 2026-05-01T10:00, minutes: 30 }
  - { id: c, title: Gamma, room: One, start: 2026-05-01T10:30, minutes: 30 }
  - { id: d, title: Delta, room: Two, start: 2026-05-01T10:15, minutes: 30 }
";
    let test = Test::new("plan -s s.yaml -p p.yaml").file("s.yaml", schedule);
    test.file("p.yaml", "name: Me\nratings: { a: 50, b: 50, c: 50, d: 50 }\n").shows(
        "
Small Conf: Me
2 talks, 100 % of your best 2 if none clashed; optimal: proven that no agenda
has more.
Times are in UTC.

Friday 1 May 2026
10:00-10:30  Alpha
             One · 30 min · 500 points · rated 50 by hand 500
10:30-11:00  Gamma
             One · 30 min · 500 points · rated 50 by hand 500

Missed: 2 talks
Fri 10:00  Beta
           500 points · would cost 0 · overlaps Alpha
Fri 10:15  Delta
           500 points · would cost 500 · overlaps Alpha and Gamma
",
    );
}

#[test]
fn posters_that_overlap_in_one_hall_are_all_kept() {
    let mut hall = String::new();
    for id in 1..=5 {
        hall += &format!(
            "<event id='{id}'><title>Poster {id}</title><start>10:00</start>\
             <duration>02:00</duration></event>"
        );
    }
    hall += "<event id='6'><title>Talk</title><start>11:30</start><duration>01:00</duration></event>\
             <event id='7'><title>Lunch</title><start>12:30</start><duration>00:30</duration></event>";
    let schedule = format!(
        "<schedule><conference><title>T</title><time_zone_name>UTC</time_zone_name></conference>\
         <day date='2026-05-01'><room name='Hall'>{hall}</room></day></schedule>"
    );
    let test = Test::new("convert s.xml -f json").file("s.xml", &schedule);
    assert_eq!(json(&test)["events"].as_array().unwrap().len(), 7);
    let plan = |ratings: &str| {
        let test = Test::new("plan -s s.xml -p p.yaml -f json").file("s.xml", &schedule);
        let agenda = json(&test.file("p.yaml", format!("ratings: {{ {ratings} }}\n")));
        let talks = agenda["talks"].as_array().unwrap().iter();
        let ids: Vec<String> = talks.map(|talk| talk["id"].as_str().unwrap().to_owned()).collect();
        (ids.join(" "), agenda["points"].as_i64().unwrap())
    };
    let one_poster = plan("'1': 20, '2': 30, '3': 90, '4': 30, '6': 40, '7': 50");
    assert_eq!(one_poster, ("3 7".to_owned(), 1400));
    assert_eq!(plan("'1': 20, '2': 30, '3': 10, '6': 40, '7': 50"), ("6 7".to_owned(), 900));
}

#[test]
fn twenty_must_sees_at_one_time_are_all_named() {
    let mut schedule = "title: T\ntimezone: UTC\nevents:\n".to_owned();
    for number in 0..20 {
        schedule += &format!(
            "  - {{ id: t{number}, title: Talk {number:02}, room: R{number}, \
             start: 2026-05-01T10:00, minutes: 60 }}\n"
        );
    }
    let ids: Vec<String> = (0..20).map(|number| format!("t{number}")).collect();
    let profile = format!("ratings: {{ t7: 50 }}\nmust_see: [{}]\n", ids.join(", "));
    let test = |args: &str| {
        let test = Test::new(&format!("plan -s s.yaml -p p.yaml {args}"));
        test.file("s.yaml", &schedule).file("p.yaml", &profile)
    };
    let agenda = json(&test("-f json"));
    assert_eq!(agenda["talks"].as_array().unwrap().len(), 1);
    assert_eq!(agenda["talks"][0]["id"], "t7");
    let conflicts = agenda["conflicts"].as_array().unwrap();
    let mut lost: Vec<&str> = Vec::new();
    for conflict in conflicts {
        assert_eq!(conflict["kept"], serde_json::json!(["t7"]));
        assert_eq!(conflict["events"].as_array().unwrap().len(), 2, "{conflict}");
        lost.extend(
            conflict["events"].as_array().unwrap().iter().filter_map(|event| event["id"].as_str()),
        );
    }
    let others: BTreeSet<&str> = lost.iter().copied().collect();
    assert_eq!((conflicts.len(), others.len()), (19, 20));
    let (table, _, code) = test("").run();
    assert_eq!((table.matches("(given up)").count(), code), (19, 0));
    assert!(table.contains("* Talk 07"), "{table}");
}
