//! What lies between talks: pauses, coming early, sleep.

use crate::support::{Test, bless};

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

/// A talk in every hour of a long day.
fn long_day() -> String {
    let mut text = "title: Long day\ntimezone: UTC\nevents:\n".to_owned();
    for hour in 9..18 {
        text += &format!(
            "  - {{ id: h{hour}, title: Data at {hour}, room: A, start: 2026-05-01T{hour:02}:00, minutes: 60 }}\n"
        );
    }
    text
}

#[test]
fn after_some_hours_in_a_row_there_is_a_rest() {
    let case = |rules: &str, expected: usize| {
        let planned = planned(&long_day(), &format!("interests: [data]\n{rules}"));
        assert_eq!(planned.len(), expected, "{rules} {planned:?}");
    };
    case("", 9);
    case("limits: { hours_in_a_row: 3 }", 7);
    case("limits: { hours_in_a_row: 2.9 }", 6);
    case("limits: { hours_in_a_row: 9 }", 9);
    case("limits: { hours_in_a_row: 1, rest: 60 }", 5);
    case("limits: { hours_in_a_row: 1, rest: 61 }", 3);
    // Talks alone are as long as they are.
    case("limits: { hours_in_a_row: 0.5 }", 5);
    case("limits: { hours_in_a_row: 3 }\ntolerance: { early: 15 }", 9);
    case("limits: { hours_in_a_row: 3, rest: 16 }\ntolerance: { early: 15 }", 7);
    // What is booked is booked.
    let booked = "booked: [h9, h10, h11, h12]";
    case(&format!("limits: {{ hours_in_a_row: 3 }}\n{booked}"), 7);
    // A break that is shorter than a rest is none.
    let short = "breaks: [ { name: coffee, minutes: 20, between: 12:00-12:20 } ]";
    case(&format!("limits: {{ hours_in_a_row: 3, rest: 30 }}\n{short}\nmust_see: [h9]"), 7);
    case("limits: { hours_in_a_row: 3, talks_per_day: 6 }", 6);
}

#[test]
fn a_talk_that_would_be_too_much_is_told_so() {
    let profile = "interests: [data]\nlimits: { hours_in_a_row: 3 }\n";
    let says = |command: &str, profile: &str, expected: &str| {
        let (out, err, _) = Test::new(&format!("{command} -s conf.yaml -p me.yaml"))
            .file("conf.yaml", long_day())
            .file("me.yaml", profile)
            .run();
        let text = out.split_whitespace().collect::<Vec<&str>>().join(" ");
        assert!(text.contains(expected), "{out}{err}");
    };
    says("plan", profile, "your limit of hours in a row is reached");
    let musts = format!("{profile}must_see: [h9, h10, h11, h12]");
    says("plan", &musts, "allow more hours in a row");
    let (out, err, _) = Test::new("check me.yaml -s conf.yaml")
        .file("conf.yaml", long_day())
        .file("me.yaml", "limits: { rest: 15 }")
        .run();
    let text = format!("{out}{err}");
    assert!(text.contains("1:17: `rest` without `hours_in_a_row`"), "{text}");
}

/// A show that is open all day, in another building, and again on the next.
const SHOW: &str = "
title: Arts
timezone: UTC
events:
  - { id: show, title: Art show, room: Gallery, start: 2026-05-01T10:00, minutes: 480 }
  - { id: again, title: Art show, room: Gallery, start: 2026-05-02T10:00, minutes: 60, repeats: show }
  - { id: oils, title: Oils, room: Hall, start: 2026-05-01T10:00, minutes: 120 }
  - { id: inks, title: Inks, room: Hall, start: 2026-05-01T12:40, minutes: 60 }
  - { id: clay, title: Clay, room: Hall, start: 2026-05-01T14:00, minutes: 240 }
  - { id: wood, title: Wood, room: Hall, start: 2026-05-02T10:00, minutes: 60 }
";

#[test]
fn one_drops_in_while_it_is_open() {
    let rated = "ratings: { oils: 90, inks: 80, clay: 70, wood: 60 }
visits: [ { talk: Art show, minutes: 30 } ]
";
    let case = |more: &str, visit: Option<(&str, i64, i64)>, expected: &[&str]| {
        let (out, err, _) = Test::new("plan -f json -s conf.yaml -p me.yaml")
            .file("conf.yaml", SHOW)
            .file("me.yaml", format!("{rated}{more}"))
            .run();
        let agenda: serde_json::Value = serde_json::from_str(&out).expect(&err);
        let talks = agenda["talks"].as_array().unwrap();
        let (visits, others): (Vec<_>, Vec<_>) =
            talks.iter().partition(|talk| talk["drop_in"] == true);
        let id = |talk: &serde_json::Value| talk["id"].as_str().unwrap().to_owned();
        let number = |value: &serde_json::Value| value.as_i64().unwrap();
        let visits: Vec<(String, i64, i64)> = visits
            .iter()
            .map(|talk| (id(talk), number(&talk["late"]), number(&talk["early"])))
            .collect();
        let visit = visit.map(|(id, late, early)| (id.to_owned(), late, early));
        assert_eq!(visits, visit.into_iter().collect::<Vec<_>>(), "{more}");
        let others: Vec<String> = others.into_iter().map(id).collect();
        assert_eq!(others, expected, "{more}");
    };
    let all = ["oils", "inks", "clay", "wood"];
    case("", Some(("show", 120, 330)), &all);
    case("walking: 5", Some(("show", 125, 325)), &all);
    // A minute more, and the talk that costs least makes room.
    case("walking: 6", Some(("again", 0, 30)), &["oils", "inks", "clay"]);
    let lunch = "breaks: [ { name: lunch, minutes: 10, between: 12:00-12:30 } ]";
    case(lunch, Some(("show", 130, 320)), &all);
    case("gap: { least: 5 }\narrive: { rooms: { Gallery: 5 } }", Some(("show", 125, 325)), &all);
    case(
        "here: [ { from: Fri 11:00, to: Fri 18:00 } ]",
        Some(("show", 60, 390)),
        &["inks", "clay"],
    );
    case("limits: { talks_per_day: 3 }", Some(("again", 0, 30)), &["oils", "inks", "clay"]);
    // Must-sees come before it.
    let musts = "walking: 6\nmust_see: [oils, inks, clay, wood]";
    case(musts, None, &all);
}

#[test]
fn a_visit_is_shown_with_its_time_and_told_where_it_does_not_fit() {
    let says = |command: &str, profile: &str, expected: &str| {
        let (out, err, _) = Test::new(&format!("{command} -s conf.yaml -p me.yaml"))
            .file("conf.yaml", SHOW)
            .file("me.yaml", profile)
            .run();
        let text = format!("{out}{err}").split_whitespace().collect::<Vec<&str>>().join(" ");
        assert!(text.contains(expected), "{out}{err}");
    };
    let visit = "visits: [ { talk: Art show, minutes: 30 } ]\n";
    let rated = format!("ratings: {{ oils: 90, show: 50 }}\n{visit}");
    says("plan", &rated, "12:00-12:30 Art show (drop in) Gallery · 30 min · 500 points");
    let musts = format!("{visit}walking: 6\nmust_see: [oils, inks, clay, wood]");
    says("plan", &musts, "do without visit to Art show: as in this agenda");
    let check = "check me.yaml -s conf.yaml";
    let errs = |profile: &str, expected: &str| {
        let (out, err, _) = Test::new(check)
            .file("conf.yaml", SHOW)
            .file("me.yaml", format!("interests: [oils]\n{profile}"))
            .run();
        assert!(format!("{out}{err}").contains(expected), "{out}{err}");
    };
    errs("visits: [ { talk: Knitting, minutes: 30 } ]", "2:19: there is no talk `Knitting`");
    errs("visits: [ { talk: Art show } ]", "2:11: `minutes` is missing");
    errs("visits: [ { talk: wood, minutes: 61 } ]", "`wood` lasts 60 minutes");
    errs(
        "visits: [ { talk: wood, minutes: 10 } ]\nmust_see: [wood]",
        "`wood` is both in `must_see` and in `visits`",
    );
    errs(
        &format!("visits: [{}]", "{ talk: wood, minutes: 5 },".repeat(6)),
        "6 visits, more than the 5",
    );
    errs(
        "visits: [ { talk: wood, minutes: 5 }, { talk: Wood, minutes: 6 } ]",
        "`Wood` is given twice in `visits`",
    );
    let walk =
        |rooms: &str| format!("walking: {{ between: [ {{ rooms: [{rooms}], minutes: 5 }} ] }}");
    errs(&walk("\"Gall*\", \"Gall*\""), "`Gallery` is the only room that fits");
    errs(&walk("Gallery, Hell"), "there is no room `Hell`");
    errs(&walk("\"K*\", Hall"), "there is no room `K*`");
}

#[test]
fn spans_that_touch_are_one_and_a_call_needs_no_way() {
    let case = |rules: &str, expected: &[&str]| {
        let profile = format!("interests: [queues]\nwalking: 20\n{rules}");
        assert_eq!(planned(CAMPUS, &profile), expected, "{rules}");
    };
    let here = |first: &str, second: &str| {
        format!(
            "here: [ {{ from: 2026-12-01 {second}, to: 16:00 }}, {{ from: 2026-12-01 07:00, to: {first} }} ]"
        )
    };
    case(&here("09:00", "09:00"), &["key", "test", "slow"]);
    case(&here("09:00", "09:01"), &["test", "slow"]);
    let busy = |room: &str| {
        format!("commitments: [ {{ title: Call, from: 2026-12-01 10:30, to: 10:45{room} }} ]")
    };
    case(&busy(""), &["key", "test", "slow"]);
    case(&busy(", room: Lobby"), &["test", "slow"]);
}

#[test]
fn a_visit_comes_before_points_on_a_full_day() {
    const FULL: &str = "
title: T
timezone: UTC
events:
  - { id: art, title: Art, room: R1, start: 2026-05-01T08:30, minutes: 60 }
  - { id: late, title: Late, room: R0, start: 2026-05-01T11:00, minutes: 15 }
  - { id: long, title: Long, room: R0, start: 2026-05-01T09:30, minutes: 30 }
";
    let profile = "
ratings: { late: 10, long: 10 }
breaks: [ { name: pause, minutes: 15, between: 08:45-09:45 } ]
limits: { hours_per_day: 0.75 }
gap: { least: 30 }
visits: [ { talk: art, minutes: 15 } ]
";
    let planned = planned(FULL, profile);
    assert!(planned.len() == 2 && planned[0] == "art", "{planned:?}");
}

#[test]
fn spans_in_a_night_of_other_clocks_are_read_and_what_is_skipped_is_said() {
    const NIGHT: &str = "\
title: Night
timezone: Europe/Berlin
events:
  - { id: a, title: Before, start: 2026-03-29T01:30, minutes: 25 }
  - { id: b, title: After, start: 2026-03-29T03:00, minutes: 20 }
  - { id: c, title: Later, start: 2026-03-29T03:30, minutes: 20 }
";
    let case = |more: &str, talks: &[&str], said: &str| {
        let (out, err, code) = Test::new("plan -s s.yaml -p p.yaml -f json")
            .file("s.yaml", NIGHT)
            .file("p.yaml", format!("ratings: {{ a: 50, b: 50, c: 50 }}\n{more}\n"))
            .run();
        let err = err.replace("warning: ", "").replace("error: ", "");
        bless::same(&err, said);
        if code != 0 {
            assert!(talks.is_empty());
            return;
        }
        let agenda = attend::agenda::read(&out).unwrap();
        let ids: Vec<&str> = agenda.talks.iter().map(|talk| talk.id.as_str()).collect();
        assert_eq!(ids, talks, "{more}");
    };
    let here = |from: &str, to: &str| format!("here: [ {{ from: Sun {from}, to: Sun {to} }} ]");
    case(
        &here("02:50", "03:20"),
        &["b"],
        "
p.yaml:2:17: `Sun 02:50`: the clocks skip from 02:00 to 03:00, so it begins at 03:00
",
    );
    case(
        &here("01:30", "02:20"),
        &["a"],
        "
p.yaml:2:32: `Sun 02:20`: the clocks skip from 02:00 to 03:00, so it ends at 02:00
",
    );
    case(&here("01:30", "02:00"), &["a"], "");
    case(
        &here("02:10", "02:40"),
        &[],
        "
p.yaml:2:32: `Sun 02:40` is not after `Sun 02:10`
hint: `Sun 02:10`: the clocks skip from 02:00 to 03:00, so it begins at 03:00
",
    );
    let busy = "commitments: [ { title: Call, from: Sun 02:50, to: 03:20 } ]";
    case(
        busy,
        &["a", "c"],
        "
p.yaml:2:37: `Sun 02:50`: the clocks skip from 02:00 to 03:00, so it begins at 03:00
",
    );
}
