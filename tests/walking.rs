//! Walks: what the profile says of them, and what the rooms' names show.

use attend::profile::wishes;
use attend::schedule::Schedule;
use attend::source::{Hints, read};

use crate::support::{Test, collected};

const CAMPUS: &str = "
title: Campus
timezone: UTC
events:
  - { id: a, title: Rust one, room: H.1301, start: 2026-05-01T10:00, minutes: 60 }
  - { id: b, title: Rust two, room: K.1.105, start: 2026-05-01T11:05, minutes: 60 }
  - { id: c, title: Rust three, room: K.3.201, start: 2026-05-01T12:05, minutes: 60 }
  - { id: d, title: Rust four, room: H.2213, start: 2026-05-01T13:06, minutes: 60 }
";

/// The ids of the best agenda with these walks.
fn chosen(schedule: &str, profile: &str) -> String {
    let test = Test::new("plan -s s.yaml -p p.yaml -f json").file("s.yaml", schedule);
    let (out, err, code) = test.file("p.yaml", profile).run();
    assert_eq!((code, err.as_str()), (0, ""), "{profile}");
    let agenda: serde_json::Value = serde_json::from_str(&out).unwrap();
    let talks = agenda["talks"].as_array().unwrap().iter();
    talks.map(|talk| talk["id"].as_str().unwrap()).collect()
}

#[test]
fn every_way_to_write_walks() {
    let case = |walking: &str, expected: &str| {
        let ratings = "ratings: { a: 90, b: 40, c: 80, d: 70 }";
        assert_eq!(chosen(CAMPUS, &format!("{ratings}\n{walking}")), expected, "{walking}");
    };
    case("", "abc");
    case("walking: auto", "abc");
    case("walking: { building: 5 }", "abc");
    case("walking: { building: 6 }", "ac");
    case("walking: { building: 1 }", "abcd");
    case("walking: none", "abcd");
    case("walking: 0", "abcd");
    case("walking: {}", "abcd");
    case("walking: 2", "abd");
    case("walking: { default: 1 }", "acd");
    case("walking: { between: [ { rooms: ['K*', 'H*'], minutes: 6 } ] }", "ac");
    case("walking: { building: 9, between: [ { rooms: ['K*', 'H*'], minutes: 1 } ] }", "abcd");
}

/// There is a way of four minutes by H1, whether or not something is on there.
#[test]
fn a_stated_walk_holds_whatever_way_round_there_is() {
    let schedule = "
title: Walk
timezone: UTC
events:
  - { id: a, title: A, room: K1, start: 2026-05-01T10:00, minutes: 60 }
  - { id: b, title: B, room: U1, start: 2026-05-01T11:05, minutes: 60 }
";
    let third = "  - { id: c, title: C, room: H1, start: 2026-05-01T18:00, minutes: 60 }\n";
    let profile = "
ratings: { a: 90, b: 80 }
walking: { default: 2, between: [ { rooms: [K*, U*], minutes: 10 } ] }
";
    assert_eq!(chosen(schedule, profile), "a");
    assert_eq!(chosen(&format!("{schedule}{third}"), profile), "a");
}

/// An hour lies between K and U; to the canteen it is 12 minutes from the one and 2 from the other.
#[test]
fn the_way_to_a_break_in_a_room_lies_beside_it() {
    let schedule = "
title: Lunch
timezone: UTC
events:
  - { id: a, title: A, room: K1, start: 2026-05-01T11:00, minutes: 60 }
  - { id: b, title: B, room: U1, start: 2026-05-01T13:00, minutes: 60 }
";
    let case = |minutes: u8, more: &str, expected: &str| {
        let profile = format!(
            "ratings: {{ a: 90, b: 80 }}
breaks: [ {{ name: lunch, minutes: {minutes}, between: 11:30-13:30{more} }} ]
walking: {{ default: 2{} }}",
            if more.is_empty() {
                ""
            } else {
                ", between: [ { rooms: [K*, Canteen], minutes: 12 } ]"
            }
        );
        assert_eq!(chosen(schedule, &profile), expected, "{minutes} {more}");
    };
    case(60, "", "ab");
    case(61, "", "a");
    case(46, ", room: Canteen", "ab");
    case(47, ", room: Canteen", "a");
    case(47, ", room: Canteen, worth: 700", "ab");
    case(47, ", room: Canteen, worth: 900", "a");
}

#[test]
fn a_break_says_where_it_is() {
    let profile = "
ratings: { a: 90 }
breaks: [ { name: lunch, minutes: 30, between: 12:00-14:00, room: Canteen } ]
walking: { between: [ { rooms: [K*, Canteen], minutes: 12 } ] }
";
    let schedule = "
title: Lunch
timezone: UTC
events:
  - { id: a, title: A, room: K1, start: 2026-05-01T11:00, minutes: 60 }
";
    let test = Test::new("plan -s s.yaml -p p.yaml --brief");
    test.file("s.yaml", schedule).file("p.yaml", profile).shows(
        "
Lunch: unnamed profile
1 talk, 100 % of your best 1 if none clashed; optimal: proven that no agenda has
more.
Times are in UTC.

Friday 1 May 2026
11:00-12:00  A                                                           K1
12:12-12:42  (lunch)                                                     Canteen
",
    );
}

/// K to U is 20 minutes, and a short talk lies between that is near to both.
#[test]
fn a_short_talk_between_does_not_shorten_a_walk() {
    let schedule = "
title: Walk
timezone: UTC
events:
  - { id: a, title: A, room: K1, start: 2026-05-01T10:00, minutes: 60 }
  - { id: b, title: B, room: H1, start: 2026-05-01T11:00, minutes: 10 }
  - { id: c, title: C, room: U1, start: 2026-05-01T11:10, minutes: 60 }
";
    let walks = "walking: { between: [ { rooms: [K*, U*], minutes: 20 } ] }";
    for limit in ["", "limits: { talks_per_day: 2 }"] {
        let case = |a, b, c, expected: &str| {
            let profile = format!("ratings: {{ a: {a}, b: {b}, c: {c} }}\n{walks}\n{limit}");
            assert_eq!(chosen(schedule, &profile), expected, "{profile}");
        };
        case(90, 50, 80, "ab");
        case(80, 50, 90, "bc");
        case(80, 5, 90, "bc");
    }
}

#[test]
fn what_was_guessed_is_said_with_the_key_that_changes_it() {
    let plan =
        |more: &str| Test::new(&format!("plan -s s.yaml --like rust{more}")).file("s.yaml", CAMPUS);
    plan("").shows(
        "
Campus: Me
3 talks, 100 % of your best 3 if none clashed; optimal: proven that no agenda
has more.
Times are in UTC.
Walking is a guess: 5 minutes between H and K. Set `walking` in the profile;
`none` is no walks.

Friday 1 May 2026
10:00-11:00  Rust one
             H.1301 · 1 h · 632 points · rust 632
11:05-12:05  Rust two
             K.1.105 · 1 h · 632 points · rust 632
12:05-13:05  Rust three
             K.3.201 · 1 h · 632 points · rust 632

Missed: 1 talk
Fri 13:06  Rust four
           632 points · would cost 0 · too far: a 5-minute walk from Rust three
",
    );
    let (page, ..) = plan(" -f html").run();
    assert!(page.contains("Walking is a guess: 5 minutes between H and K."));
    for walking in ["none", "{ building: 5 }"] {
        let profile = format!("interests: [rust]\nwalking: {walking}");
        let test = Test::new("plan -s s.yaml -p p.yaml").file("s.yaml", CAMPUS);
        let (out, ..) = test.file("p.yaml", profile).run();
        assert!(!out.contains("a guess"), "{walking}: {out}");
    }
}

#[test]
fn of_addresses_it_is_said_that_they_may_be_far_apart() {
    let town = CAMPUS
        .replace("H.1301", "\"Loft, 5 Mill Rd, Town\"")
        .replace("H.2213", "\"Cellar, 5 Mill Rd, Town\"")
        .replace("K.1.105", "\"Barn, 12 Long St, Town\"")
        .replace("K.3.201", "\"Yard, 3a Quay, Town\"");
    let (out, ..) = Test::new("plan -s s.yaml --like rust").file("s.yaml", town).run();
    let said = "\
Walking is a guess: 5 minutes between any two of 3 addresses. If they are
farther apart, set `walking: { building: 15 }` in the profile.
";
    assert!(out.contains(said), "{out}");
}

#[test]
fn for_a_group_it_is_said_once_that_walks_are_a_guess() {
    let said = "Walking is a guess: 5 minutes between H and K.";
    let compare = |ben: &str, format: &str| {
        let test = Test::new(&format!("compare ana.yaml ben.yaml -s s.yaml{format}"));
        let test =
            test.file("s.yaml", CAMPUS).file("ana.yaml", "interests: [one]\nwalking: none\n");
        test.file("ben.yaml", format!("interests: [rust]\n{ben}")).run().0
    };
    assert_eq!(compare("", "").matches(said).count(), 1);
    assert_eq!(compare("", " -f html").matches(said).count(), 1);
    assert!(!compare("walking: { building: 5 }\n", "").contains("a guess"));
}

#[test]
fn no_walks_that_make_no_sense() {
    let case = |walking: &str, expected: &str| {
        let test = Test::new("plan -s s.yaml -p p.yaml").file("s.yaml", CAMPUS);
        test.file("p.yaml", format!("interests: [rust]\nwalking: {walking}")).shows(expected);
    };
    case(
        "near",
        "
! error: p.yaml:2:10: `near` where a number is expected
! hint: write `auto`, `none`, or minutes, as in `walking: 5`
status 2
",
    );
    case(
        "-5",
        "
! error: p.yaml:2:10: `-5` is not a number of minutes of one day
! hint: write `auto`, `none`, or minutes, as in `walking: 5`
status 2
",
    );
    case(
        "{ buildings: 5 }",
        "
! error: p.yaml:2:12: unknown key `buildings`
! hint: did you mean `building`?
status 2
",
    );
}

fn schedule(bytes: &[u8]) -> Schedule {
    read(bytes, &Hints { year: Some(2026), ..Hints::default() }).unwrap().schedule
}

/// The buildings that a schedule's rooms show.
fn shown(schedule: &Schedule) -> Vec<String> {
    let walking = wishes("", schedule).unwrap().0.walking;
    walking.guessed().into_iter().map(ToOwned::to_owned).collect()
}

#[test]
fn the_bundled_conference_shows_no_buildings() {
    for bundled in attend::bundled::SCHEDULES {
        assert_eq!(shown(&schedule(bundled.text.as_bytes())), [""; 0]);
    }
}

#[test]
fn real_names_of_rooms_show_the_right_buildings() {
    let Some(files) = collected() else { return };
    let case = |name: &str, expected: &[&str]| {
        let file = files.iter().find(|file| file.ends_with(name)).unwrap();
        assert_eq!(shown(&schedule(&std::fs::read(file).unwrap())), expected, "{name}");
    };
    case("fosdem-2026--2026-01-30_2031.xml", &["AW", "H", "Janson", "K", "U"]);
    // Nothing says that Janson is in J.
    case("fosdem-2024--2024-01-20_1855.xml", &["AW", "H", "J", "Janson", "K", "U"]);
    case("38c3-20251206.xml", &[]);
    case("35c3-everything--2019-08-01_1324.xml", &[]);
    case("camp2019-everything--2019-09-30_1010.xml", &[]);
    case("droidcon-berlin-2019--2019-06-26_1241.json", &[]);
    case("droidcon-nyc-2018--2018-09-11_2342.json", &[]);
    case("froscon-2013.xml", &[]);
    case("fosdem-2018.xml", &["AW", "H", "J", "Janson", "K", "U"]);
    // The decks of a ship, and one house with two postcodes.
    case("joco-2026-sched.ics", &[]);
    case("lac2018-mainhall.ics", &[]);
    case("pyconfr-2024--2024-10-31_0818.json", &[]);
    case("europython-2014-schedule-final.xml", &[]);
    case("linux-conf-au-2020.ics", &[]);
    case("nicar-2026--2026-03-06_1427.json", &[]);
    case("arisia-2014-program.js", &[]);
    case("octocon-2024--2024-10-24_2146.json", &[]);
    case("halifax-fringe-2026-showtimes.json", &[]);
    // Three stages of one house.
    case(
        "hamilton-fringe-2026--2026-07-13_0227.ics",
        &[
            "1014 King St W",
            "141 Park St N",
            "154 James St S",
            "190 King William St",
            "27 Dundurn St N",
            "324 James St N (enter through alley at 12 Murray St E)",
            "35 York Blvd",
            "454 John St N (enter at Macauley St E)",
            "80 Queen St S",
            "95 King St E",
            "Fringe Boulevard, King William St (between James St N and Hughson St N), Hamilton, ON",
        ],
    );
}
