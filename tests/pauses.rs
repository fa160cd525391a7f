//! What lies between talks: pauses, coming early, sleep.

use crate::support::Test;

/// The ids of the talks that a profile makes of a schedule.
fn planned(schedule: &str, profile: &str) -> Vec<String> {
    let (out, err, _) = Test::new("plan -f json -s conf.yaml -p me.yaml")
        .file("conf.yaml", schedule)
        .file("me.yaml", profile)
        .run();
    let agenda: serde_json::Value = serde_json::from_str(&out).expect(&err);
    let talks = agenda["talks"].as_array().unwrap().iter();
    talks.map(|talk| talk["id"].as_str().unwrap().to_owned()).collect()
}

/// Two buildings an hour apart, and a keynote that everybody talks about.
const CAMPUS: &str = "
title: Cloud days
timezone: America/Los_Angeles
events:
  - { id: key, title: Keynote on queues, room: North Hall, start: 2026-12-01T08:00, minutes: 150 }
  - { id: deep, title: Queues in depth, room: North 1, start: 2026-12-01T10:45, minutes: 60 }
  - { id: cost, title: What queues cost, room: South 3, start: 2026-12-01T11:30, minutes: 60 }
  - { id: test, title: Testing queues, room: North 2, start: 2026-12-01T12:00, minutes: 60 }
  - { id: slow, title: Slow queues, room: North 2, start: 2026-12-01T13:00, minutes: 60 }
  - { id: data, title: Queues of data, room: South 3, start: 2026-12-01T14:00, minutes: 60 }
";

#[test]
fn pauses_are_kept_between_talks_and_after_some() {
    let case = |rules: &str, expected: &[&str]| {
        let walking = "walking: { default: 60, between: [ { rooms: [\"North*\", \"North*\"], minutes: 10 } ] }";
        let profile = format!("interests: [queues]\n{walking}\n{rules}");
        assert_eq!(planned(CAMPUS, &profile), expected, "{rules}");
    };
    case("", &["key", "deep", "test", "slow"]);
    case("gap: { least: 15 }", &["key", "deep", "test", "data"]);
    case("gap: { least: 30 }", &["key", "test", "data"]);
    case("gap: { after: { \"keynote*\": 90 } }", &["key", "test", "slow"]);
    case("gap: { after: { key: 91 } }\nmust_see: [key]", &["key", "slow"]);
    case("gap: { after: { \"*\": 1, Testing queues: 30 } }", &["key", "deep", "test", "data"]);
    // A way shorter than the pause happens in it.
    case("gap: { least: 30, after: { \"Keynote*\": 90 } }", &["key", "test", "data"]);
}

#[test]
fn a_line_that_names_one_room_twice_is_the_time_to_go_out_and_come_in_again() {
    let case = |between: &str, expected: &[&str]| {
        let profile = format!("interests: [queues]\nwalking: {{ between: [ {between} ] }}");
        assert_eq!(planned(CAMPUS, &profile), expected, "{between}");
    };
    let all = ["key", "deep", "test", "slow", "data"];
    case("{ rooms: [\"North*\", \"North*\"], minutes: 15 }", &all);
    case("{ rooms: [north 2, North 2], minutes: 1 }", &["key", "cost", "slow", "data"]);
}

/// The hall fills long before the panel.
const HALL: &str = "
title: Comics
timezone: America/Los_Angeles
events:
  - { id: zombies, title: Zombie panel, room: Hall H, start: 2026-07-24T10:00, minutes: 60 }
  - { id: space, title: Space panel, room: Hall H, start: 2026-07-24T11:15, minutes: 60 }
  - { id: dragons, title: Dragon panel, room: Hall H, start: 2026-07-24T12:30, minutes: 60 }
  - { id: art, title: Dragon art, room: 6A, start: 2026-07-24T11:00, minutes: 60 }
  - { id: draw, title: Drawing dragons, room: 32AB, start: 2026-07-24T12:10, minutes: 15 }
";

#[test]
fn one_comes_early_and_time_in_the_room_counts() {
    let case = |rules: &str, expected: &[&str]| {
        let profile = format!("walking: {{ default: 5 }}\n{rules}");
        assert_eq!(planned(HALL, &profile), expected, "{rules}");
    };
    let dragons = "interests: [dragon]\nmust_see: [Dragon panel]\n";
    case(dragons, &["art", "draw", "dragons"]);
    case(&format!("{dragons}arrive: {{ must_see: 10 }}"), &["art", "dragons"]);
    case(&format!("{dragons}arrive: {{ must_see: 25 }}"), &["art", "dragons"]);
    case(&format!("{dragons}arrive: {{ must_see: 26 }}"), &["dragons"]);
    case(&format!("{dragons}arrive: {{ rooms: {{ hall h: 120 }} }}"), &["dragons"]);
    let all = "interests: [panel]\narrive: { rooms: { \"Hall*\": 120 } }\n";
    case(all, &["zombies", "space", "dragons"]);
    // The way in begins where one arrives at all.
    case(&format!("{all}here: [ {{ from: Fri 9:00, to: Fri 18:00 }} ]"), &["space", "dragons"]);
    // A commitment there is time there.
    let queue = "commitments: [ { title: queue, from: Fri 9:15, to: Fri 10:00, room: Hall H } ]\n";
    case(&format!("{all}{queue}"), &["zombies", "space", "dragons"]);
    case(&format!("{all}{}", queue.replace("Hall H", "6A")), &["dragons"]);
    // Nor is there time for a break.
    let lunch = "breaks: [ { name: lunch, minutes: 45, between: 9:30-12:30 } ]\n";
    case(&format!("{all}{lunch}"), &["zombies"]);
}

/// Three days of films; the first ends after midnight.
const FILMS: &str = "
title: Films
timezone: America/Toronto
events:
  - { id: a1, title: Film one, room: A, start: 2026-09-10T12:00, minutes: 120 }
  - { id: a2, title: Film two, room: A, start: 2026-09-10T23:59, minutes: 120 }
  - { id: b1, title: Film three, room: A, start: 2026-09-11T09:00, minutes: 120 }
  - { id: b2, title: Film four, room: A, start: 2026-09-11T12:00, minutes: 120 }
  - { id: b3, title: Film five, room: A, start: 2026-09-11T21:00, minutes: 120 }
  - { id: c1, title: Film six, room: A, start: 2026-09-12T07:00, minutes: 30 }
";

#[test]
fn sleep_follows_the_last_talk_of_a_day() {
    let case = |rules: &str, expected: &[&str]| {
        let profile = format!("interests: [film]\n{rules}");
        assert_eq!(planned(FILMS, &profile), expected, "{rules}");
    };
    case("", &["a1", "a2", "b1", "b2", "b3", "c1"]);
    case("day: { sleep: 7h }", &["a1", "a2", "b1", "b2", "b3", "c1"]);
    case("day: { sleep: 8 }\nratings: { a2: 100 }", &["a1", "a2", "b2", "b3", "c1"]);
    case("day: { sleep: \"8:00\" }\nmust_see: [b1]", &["a1", "b1", "b2", "b3", "c1"]);
    case("day: { sleep: 8.5h }\nratings: { a2: 100, b3: 90, c1: 10 }", &["a1", "a2", "b2", "b3"]);
    case("day: { from: \"11:00\", to: \"4:00\", sleep: 8h }", &["a1", "a2", "b2", "b3"]);
    // Who has a ticket for both has to live with it.
    case("day: { sleep: 8h }\nbooked: [a2, b1]", &["a1", "a2", "b1", "b2", "b3", "c1"]);
    let train = "commitments: [ { title: night train, from: day 2 23:30, to: day 3 06:00 } ]";
    case(
        &format!("day: {{ sleep: 8h }}\nmust_see: [a2]\n{train}"),
        &["a1", "a2", "b2", "b3", "c1"],
    );
}

#[test]
fn what_stands_against_a_talk_is_told() {
    let case = |schedule: &str, profile: &str, talk: &str, expected: &str| {
        let (out, err, _) = Test::new(&format!("why {talk} -s conf.yaml -p me.yaml"))
            .file("conf.yaml", schedule)
            .file("me.yaml", profile)
            .run();
        let text = out.split_whitespace().collect::<Vec<&str>>().join(" ");
        assert!(text.contains(expected), "{out}{err}");
    };
    let keynote = "ratings: { key: 90, deep: 10 }\ngap: { after: { key: 30 } }";
    let too_soon =
        "it begins only 15 minutes after `Keynote on queues`, and you want 30 minutes between";
    case(CAMPUS, keynote, "deep", too_soon);
    let before = "it ends right before `Slow queues`, and you want 10 minutes between";
    case(CAMPUS, "ratings: { test: 10, slow: 90 }\ngap: { least: 10 }", "test", before);
    let early = "ratings: { draw: 10, dragons: 90 }\nwalking: { default: 5 }\narrive: { rooms: { Hall H: 60 } }";
    let expected =
        "it ends only 5 minutes before `Dragon panel`, and you want 65 minutes to be there early";
    case(HALL, early, "draw", expected);
    let tired = "it begins only 7 h 1 min after `Film two`, and you want 8 h to sleep";
    case(FILMS, "ratings: { a2: 90, b1: 10 }\nday: { sleep: 8h }", "b1", tired);
    case(FILMS, "ratings: { b1: 10 }\nday: { sleep: 8h }\nbooked: [a2]", "b1", tired);
}

#[test]
fn a_conflict_with_a_pause_names_it_and_what_could_be_done() {
    let case = |schedule: &str, profile: &str, given_up: &str| {
        let (out, err, _) = Test::new("plan -s conf.yaml -p me.yaml")
            .file("conf.yaml", schedule)
            .file("me.yaml", profile)
            .run();
        assert!(out.contains(given_up), "{out}{err}");
    };
    let gap = "must_see: [key, deep]\ngap: { least: 30 }";
    case(CAMPUS, gap, "make shorter pauses between talks");
    let early = "must_see: [draw, dragons]\narrive: { must_see: 60 }";
    case(HALL, early, "come without time to spare");
    case(FILMS, "must_see: [a2, b1]\nday: { sleep: 8h }", "sleep less between the days");
}

#[test]
fn what_can_have_no_effect_is_said() {
    let case = |profile: &str, expected: &str| {
        let (out, err, _) = Test::new("check me.yaml -s conf.yaml")
            .file("conf.yaml", HALL)
            .file("me.yaml", format!("interests: [dragon]\n{profile}"))
            .run();
        assert!(format!("{out}{err}").contains(expected), "{out}{err}");
    };
    case("gap: { after: { \"Keynote*\": 30 } }", "2:17: `Keynote*` is the title of no talk");
    case(
        "gap: { least: 30, after: { \"Zombie*\": 20 } }",
        "2:28: `Zombie*` has no effect: `least` asks for 30 minutes anyway",
    );
    case("gap: { after: { Knitting: 20 } }", "2:17: there is no talk `Knitting`");
    case("arrive: { rooms: { Hal H: 30 } }", "2:20: there is no room `Hal H`");
    case("arrive: { must_see: 30 }", "2:21: `must_see` has no effect");
    case("day: { sleep: 8h }", "2:15: `sleep` has no effect: the conference lasts for one day");
    case("day: { sleep: eight }", "`eight` is not a number of hours of one day");
    case("gap: { least: -5 }", "`-5` is not a number of minutes of one day");
    case("arrive: { hall: 5 }", "unknown key `hall`");
}
