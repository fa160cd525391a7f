//! How a talk is named: an id is a performance, a title a session.

use crate::support::{Test, bless};

/// A play three times, and two shows that two of them overlap.
const FRINGE: &str = "\
title: Small Fringe
timezone: Europe/London
events:
  - { id: bath-fri, title: The Duck in the Bath, room: Attic, start: 2026-08-07T19:00, minutes: 60, repeats: bath }
  - { id: bath-sat, title: The Duck in the Bath, room: Attic, start: 2026-08-08T19:00, minutes: 60, repeats: bath }
  - { id: bath-sun, title: The Duck in the Bath, room: Attic, start: 2026-08-09T19:00, minutes: 60, repeats: bath }
  - { id: swing, title: Swing Night, room: Cellar, start: 2026-08-08T19:00, minutes: 90 }
  - { id: jokes, title: Jokes about Swing, room: Cellar, start: 2026-08-09T19:30, minutes: 60 }
";

fn fringe(args: &str) -> Test {
    Test::new(args).file("s.yaml", FRINGE)
}

/// What is planned with this profile, by id and points.
fn planned(profile: &str) -> String {
    let test = fringe("plan -s s.yaml -p p.yaml -q -f json").file("p.yaml", profile);
    let (out, err, code) = test.run();
    assert_eq!((code, err.as_str()), (0, ""), "{profile}");
    let agenda: serde_json::Value = serde_json::from_str(&out).unwrap();
    let talks = agenda["talks"].as_array().unwrap().iter();
    let talks: Vec<String> =
        talks.map(|talk| format!("{} {}", talk["id"].as_str().unwrap(), talk["points"])).collect();
    talks.join(", ")
}

#[test]
fn a_must_see_by_id_is_that_performance() {
    let case = |must_see: &str, expected: &str| {
        let profile = format!("ratings: {{ swing: 50, jokes: 40 }}\nmust_see: [{must_see}]\n");
        assert_eq!(planned(&profile), expected, "{must_see}");
    };
    case("bath-sun", "swing 500, bath-sun 0");
    case("bath-sat", "bath-sat 0, jokes 400");
    case("duck", "bath-fri 0, swing 500, jokes 400");
    case("duck @ Sun 19:00", "swing 500, bath-sun 0");
    case("'duck @ 8 Aug'", "bath-sat 0, jokes 400");
}

#[test]
fn never_by_id_takes_out_that_performance_only() {
    let case = |rest: &str, expected: &str| {
        let profile = format!("ratings: {{ swing: 50, jokes: 40, duck: 30 }}\n{rest}");
        assert_eq!(planned(&profile), expected, "{rest}");
    };
    case("never: [bath-fri]", "swing 500, jokes 400");
    case("never: [bath-fri]\nmust_see: [duck]", "swing 500, bath-sun 300");
    case("never: [duck @ Fri, duck @ Sun]\nmust_see: [duck]", "bath-sat 300, jokes 400");
    case("never: [The Duck in the Bath]", "swing 500, jokes 400");
}

#[test]
fn a_rating_by_id_counts_before_one_by_title_whatever_the_order() {
    let ratings = "bath-sun: 90, duck: 10";
    let turned = "duck: 10, bath-sun: 90";
    for ratings in [ratings, turned] {
        assert_eq!(planned(&format!("ratings: {{ {ratings} }}")), "bath-sun 900");
    }
    assert_eq!(planned("ratings: { duck: 10, bath-fri: 0, bath-sat: 0 }"), "bath-sun 100");
}

#[test]
fn two_ratings_of_one_thing_are_an_error() {
    let profile = "ratings: { duck: 10, The Duck: 20,\n  duck @ Sun: 5, bath-sun: 6 }";
    fringe("plan -s s.yaml -p p.yaml").file("p.yaml", profile).shows(
        "
! error: p.yaml:1:22: `The Duck` is rated already, as `duck`
! hint: the first rating is in line 1
! error: p.yaml:2:18: `bath-sun` is rated already, as `duck @ Sun`
! hint: the first rating is in line 2
status 2
",
    );
}

#[test]
fn a_time_at_which_a_talk_is_not_given_is_named_with_those_at_which_it_is() {
    Test::of(&["plan", "-s", "s.yaml", "--must", "duck @ Sat 20:00"]).file("s.yaml", FRINGE).shows(
        "
! error: --must `duck @ Sat 20:00`: there is no performance of `duck` at `Sat 20:00`
! hint: it is given at these times:
!   `The Duck in the Bath` (Fri 19:00, bath-fri)
!   `The Duck in the Bath` (Sat 19:00, bath-sat)
!   `The Duck in the Bath` (Sun 19:00, bath-sun)
status 2
",
    );
}

#[test]
fn options_and_pins_name_performances_as_well() {
    let test =
        fringe("plan -s s.yaml -q --like duck --must bath-sun --never swing -o my.agenda.json");
    let folder = test.folder().to_owned();
    test.run();
    let pins = |args: &str| {
        Test::new(args).run_in(&folder);
        let text = std::fs::read_to_string(folder.join("my.agenda.json")).unwrap();
        let agenda: serde_json::Value = serde_json::from_str(&text).unwrap();
        agenda["pins"].as_array().unwrap().iter().map(ToString::to_string).collect::<String>()
    };
    assert_eq!(pins("pin my.agenda.json bath-sat"), "\"bath-sat\"");
    assert_eq!(pins("pin my.agenda.json duck@sun"), "\"bath-sat\"\"bath-sun\"");
    assert_eq!(pins("unpin my.agenda.json bath-sat"), "\"bath-sun\"");
    // A title is the performance that the agenda holds.
    assert_eq!(pins("unpin my.agenda.json duck"), "");
}

#[test]
fn a_name_that_fits_several_talks_is_that_of_the_agenda() {
    let test = fringe("plan -s s.yaml -p p.yaml -q -o my.agenda.json")
        .file("p.yaml", "ratings: { swing: 50, duck: 40, jokes: 30 }\nnever: [duck @ Fri]\n");
    assert_eq!(test.run().2, 0);
    let (_, err, _) = Test::new("pin my.agenda.json swin").run_in(test.folder());
    bless::same(&err, "note: `Swing Night` is pinned: replanning keeps it\n");
}

#[test]
fn at_a_terminal_a_name_that_fits_several_talks_is_asked_about() {
    let test =
        || fringe("why -s s.yaml -p p.yaml -q swin").file("p.yaml", "ratings: { jokes: 10 }");
    let (out, err, code) = test().watched().input("2\n").run();
    assert!(out.contains("Jokes about Swing\u{1b}[0m\nSunday"), "{out}");
    bless::same(
        &err,
        "
`swin` matches 2 talks. Which one?
  1 `Swing Night` (Sat 19:00, swing)
  2 `Jokes about Swing` (Sun 19:30, jokes)
Number [none]:
",
    );
    assert_eq!(code, 0);
    assert_eq!(test().watched().input("\n").run().2, 2);
    test().shows(
        "
! error: `swin` matches 2 talks
! hint: add a word of the title, or use the short id:
!   `Swing Night` (Sat 19:00, swing)
!   `Jokes about Swing` (Sun 19:30, jokes)
status 2
",
    );
}

#[test]
fn a_title_with_a_colon_needs_no_quotes() {
    let schedule = FRINGE.replace("Swing Night", "'Swing: a night'");
    let test = Test::new("plan -s s.yaml -p p.yaml -q -f json").file("s.yaml", schedule);
    let profile = "must_see:\n  - Swing: a night\nnever: [Jokes about Swing, The: Duck]\n";
    let (out, err, code) = test.file("p.yaml", profile).run();
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("\"swing\""), "{out}");
    let test = fringe("check -s s.yaml p.yaml").file("p.yaml", "never:\n  - Swing: one: two\n");
    test.shows(
        "
error: p.yaml:2:15: a second `: ` in one line
hint: put quotes around a text with a colon, as in `\"Part 1: the beginning\"`
status 1
",
    );
}

#[test]
fn why_by_id_is_about_that_performance() {
    fringe("why -s s.yaml -p p.yaml bath-sat -q").file("p.yaml", "ratings: { duck: 10 }").shows(
        "
The Duck in the Bath
Saturday 8 August 2026, 19:00-20:00, Attic

100 points
  100  rated 10 by hand

In your best agenda. Leaving it out would cost no points: you would gain `The
Duck in the Bath @ Sun 19:00`.
",
    );
    fringe("why -s s.yaml -p p.yaml duck -q").file("p.yaml", "ratings: { duck: 10 }").shows(
        "
The Duck in the Bath
Friday 7 August 2026, 19:00-20:00, Attic
Saturday 8 August 2026, 19:00-20:00, Attic
Sunday 9 August 2026, 19:00-20:00, Attic

100 points
  100  rated 10 by hand

In your best agenda. Leaving it out would cost no points.
",
    );
}

#[test]
fn all_parts_of_a_whole_are_named_by_what_they_have_in_common() {
    let schedule = "\
title: Small Conf
timezone: Europe/Berlin
events:
  - { id: w1, title: 'Knots for all, part 1', start: 2026-05-01T10:00, minutes: 60 }
  - { id: w2, title: 'Knots for all, part 2', start: 2026-05-02T10:00, minutes: 60 }
  - { id: x, title: Knots for few, start: 2026-05-02T14:00, minutes: 60 }
";
    Test::new("why -s s.yaml -p p.yaml -q knots for all")
        .file("s.yaml", schedule)
        .file("p.yaml", "ratings: { x: 10 }")
        .shows(
            "
Knots for all, part 1
Friday 1 May 2026, 10:00-11:00
Saturday 2 May 2026, 10:00-11:00

0 points
It matches none of your interests.

Not in your best agenda, because it matches none of your interests.
",
        );
}
