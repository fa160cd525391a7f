//! Nothing is not ok: what holds nothing, matches nothing or is for other days is told as such.

use crate::support::Test;

const CONFERENCE: &str = "\
title: Small Conf
timezone: Europe/Berlin
events:
  - { id: a, title: Tracing with eBPF, start: 2026-03-28T10:00, minutes: 45 }
  - { id: b, title: Kernel news, start: 2026-03-29T14:30, minutes: 30 }
";

fn with(args: &str, profile: &str) -> Test {
    Test::new(args).file("conf.yaml", CONFERENCE).file("me.yaml", profile)
}

#[test]
fn a_schedule_without_events() {
    let empty = "title: T\ntimezone: UTC\nevents: []\n";
    Test::new("check s.yaml").file("s.yaml", empty).shows(
        "
error: s.yaml: there are no events in it
hint: the conference may not have published its schedule yet
status 1
",
    );
    Test::new("plan -s s.yaml --like rust").file("s.yaml", empty).shows(
        "
! error: s.yaml: there are no events in it
! hint: the conference may not have published its schedule yet
status 2
",
    );
    Test::new("init -s s.yaml").file("s.yaml", empty).shows(
        "
! error: s.yaml: there are no events in it
! hint: the conference may not have published its schedule yet
status 2
",
    );
    Test::new("plan -s s.yaml --like rust --force").file("s.yaml", empty).shows(
        "
T: Me
Nothing to see: the schedule has no events.
Times are in UTC.
",
    );
    let calendar = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nEND:VCALENDAR\n";
    Test::new("check s.ics").file("s.ics", calendar).shows(
        "
error: s.ics: there are no events in it
hint: the conference may not have published its schedule yet
status 1
",
    );
}

#[test]
fn a_schedule_of_which_nothing_or_little_can_be_read() {
    let table = "Title,Stage,Blurb\nOne,A,x\nTwo,A,y\nThree,B,z\n";
    Test::new("check s.csv").file("s.csv", table).shows(
        r#"
error: s.csv:1:1: no row names a column for titles and one for times
hint: say which they are, for example `--column "start=Blurb"`; the fields are `title`, `start`, `end`, `date`, `time`, `room`, `speakers` and others
status 1
"#,
    );
    let json = r#"{"sessions": [{"title": "One", "room": "A", "starts": ""},
        {"title": "Two", "room": "A", "starts": ""}, {"title": "Three", "room": "B",
        "start": "2026-05-01T10:00:00+02:00", "end": "2026-05-01T11:00:00+02:00"}]}"#;
    Test::new("check s.json").file("s.json", json).shows(
        "
error: s.json: only 1 of its 3 events could be read (most often: it has no start)
hint: its fields are `room`, `starts`, `title`; take an export with times
status 1
",
    );
    let talk = |number: usize| {
        format!(
            "\"{number}\": {{ \"title\": \"T{number}\", \"description\": \"d\", \"speakers\": [1], \"tags\": [\"a\"] }}"
        )
    };
    let named: Vec<String> = (1..9).map(talk).collect();
    let named = format!("{{ {} }}", named.join(", "));
    Test::new("check s.json").file("s.json", named).shows(
        "
error: s.json: none of its 8 events could be read (it has no start)
hint: its fields are `description`, `speakers`, `tags`, `title`; take an export with times
status 1
",
    );
    Test::new("talks -s s.json").file("s.json", json).shows("
! error: s.json: only 1 of its 3 events could be read (most often: it has no start)
! hint: its fields are `room`, `starts`, `title`; take an export with times; --force takes it as it is
status 2
");
    assert_eq!(Test::new("talks -s s.json --force -q").file("s.json", json).run().2, 0);
}

#[test]
fn days_that_the_conference_does_not_have() {
    let profile = "here: [ { from: 2025-03-29 10:00, to: 2025-03-29 18:00 } ]\n\
                   commitments: [ { from: Mon 10:00, to: Mon 12:00 }, { from: Sat 12:00, to: Sat 10:00 } ]\n";
    with("check me.yaml -s conf.yaml", profile).shows(
        "
error: me.yaml:1:17: `2025-03-29 10:00` to `2025-03-29 18:00`: the conference is not on then
hint: the conference's days are `Sat 2026-03-28` and `Sun 2026-03-29`
error: me.yaml:2:24: `Mon 10:00` to `Mon 12:00`: the conference is not on then
hint: the conference's days are `Sat 2026-03-28` and `Sun 2026-03-29`
error: me.yaml:2:75: `Sat 10:00` is not after `Sat 12:00`
hint: a span past midnight needs the next day in `to`
status 1
",
    );
    // To come before the first talk, or to stay longer, is no mistake.
    let stay = "interests: [kernel]\nhere: [ { from: Fri 18:00, to: Mon 12:00 } ]\n";
    with("check me.yaml -s conf.yaml", stay).shows("ok: me.yaml: profile with 1 interest and 0 must-sees; 1 talk of 2 have points at Small Conf");
}

#[test]
fn interests_that_match_nothing() {
    with("plan -s conf.yaml -p me.yaml", "interests: [bread]\n").shows(
        "
Small Conf: unnamed profile
Nothing to see: none of the interests matches a talk here.
Times are in Europe/Berlin.
! warning: no talk mentions `bread`
",
    );
    with("plan -s conf.yaml -p me.yaml", "interests: [bread]\nmust_see: [a]\n").shows(
        "
Small Conf: unnamed profile
Mind that none of the interests matches a talk here.
1 talk with 1 must-see; optimal: proven that no agenda has more.
Times are in Europe/Berlin.

Saturday 28 March 2026
10:00-10:45  * Tracing with eBPF
             45 min · 0 points
* must-see
! warning: no talk mentions `bread`
",
    );
    with("check me.yaml -s conf.yaml", "interests: [bread, kernl]\n").shows(
        "
error: me.yaml: none of the interests matches a talk at Small Conf
error: me.yaml: no talk mentions `bread`
error: me.yaml: no talk mentions `kernl`
hint: did you mean `kernel`?
status 1
",
    );
}

#[test]
fn an_empty_agenda_is_not_optimal() {
    let here = "interests: [kernel]\nhere: [ { from: Sat 9:00, to: Sat 12:00 } ]\n";
    with("plan -s conf.yaml -p me.yaml", here).shows(
        "
Small Conf: unnamed profile
Nothing to see: no talk that matches can be attended.
Times are in Europe/Berlin.

Missed: 1 talk
Sun 14:30  Kernel news
           632 points · you are not there then
",
    );
    let (json, _, _) = with("plan -s conf.yaml -p me.yaml -f json", here).run();
    assert!(json.contains("\"status\": \"empty\"") && json.contains("\"lack\": \"attendable\""));
    let (page, _, _) = with("plan -s conf.yaml -p me.yaml -f html", here).run();
    assert!(!page.contains("optimal"), "{page}");
    with("plan -s conf.yaml -p me.yaml", "name: Me\n").shows(
        "
Small Conf: Me
Nothing to see: the profile names no interests, so no talk has points. Add some,
or try `--like WORD`.
Times are in Europe/Berlin.
",
    );
}
