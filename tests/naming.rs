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

/// An agenda of a play on Saturday, and a folder around it.
fn saturday() -> Test {
    let test = fringe("plan -s s.yaml -p p.yaml -q -o my.agenda.json").file(
        "p.yaml",
        "ratings: { duck @ Sat: 50, jokes: 30 }\nnever: [duck @ Fri, duck @ Sun]\n",
    );
    assert_eq!(test.run(), (String::new(), String::new(), 0));
    test
}

#[test]
fn of_a_talk_that_is_given_several_times_one_is_pinned() {
    let test = saturday();
    let run = |args: &str| {
        let (_, err, _) = Test::new(args).run_in(test.folder());
        err
    };
    // The agenda holds one.
    bless::same(
        &run("pin duck"),
        "note: `The Duck in the Bath` (Sat 8 Aug 19:00) is pinned: replanning keeps it",
    );
    bless::same(&run("unpin duck"), "note: `The Duck in the Bath` is no longer pinned");
    std::fs::write(test.folder().join("s.yaml"), FRINGE.replace("Jokes", "Puns")).unwrap();
    let again = "plan -s s.yaml -p p.yaml -q -o my.agenda.json";
    let profile = "ratings: { duck: 50, puns: 60, swing: 90 }\nnever: [duck @ Fri]\n";
    std::fs::write(test.folder().join("p.yaml"), profile).unwrap();
    assert_eq!(Test::new(again).run_in(test.folder()).2, 0);
    // It holds none.
    bless::same(
        &run("pin duck"),
        "
error: `duck` is given more than once
hint: name one of its performances:
  `The Duck in the Bath` (Fri 19:00, bath-fri)
  `The Duck in the Bath` (Sat 19:00, bath-sat)
  `The Duck in the Bath` (Sun 19:00, bath-sun)
",
    );
    let asked = Test::new("pin duck").watched().input("2\n");
    bless::same(&asked.run_in(test.folder()).1, "
`duck` is given more than once. Which one?
  1 `The Duck in the Bath` (Fri 19:00, bath-fri)
  2 `The Duck in the Bath` (Sat 19:00, bath-sat)
  3 `The Duck in the Bath` (Sun 19:00, bath-sun)
Number [none]: note: `The Duck in the Bath` (Sat 8 Aug 19:00) is pinned: the next `attend replan` adds it
");
    bless::same(&run("unpin duck"), "note: `The Duck in the Bath` is no longer pinned");
}

#[test]
fn a_talk_without_points_is_pinned_and_in_the_next_agenda() {
    let test = saturday();
    let run = |args: &str| Test::new(args).run_in(test.folder());
    bless::same(
        &run("pin Swing Night").1,
        "note: `Swing Night` is pinned: the next `attend replan` adds it",
    );
    let (out, err, code) = run("replan -q");
    assert_eq!((err.as_str(), code), ("", 0));
    bless::same(
        &out,
        "
Small Fringe: unnamed profile
Of your 2 talks: 1 kept and 1 dropped, 1 new. 300 points now, 800 before. No
agenda has more.

What changes for you:
new     Sat 19:00-20:30 in Cellar: Swing Night (pinned)
        you have pinned it
dropped Sat 19:00-20:00 in Attic: The Duck in the Bath
        you have pinned `Swing Night`; that costs 500 points

Saturday 8 August 2026
19:00-20:00  The Duck in the Bath
             dropped · Attic · 1 h · 500 points
19:00-20:30  Swing Night (pinned)
             new · Cellar · 1 h 30 min · 0 points

Sunday 9 August 2026
19:30-20:30  Jokes about Swing
             kept · Cellar · 1 h · 300 points
",
    );
    bless::same(
        &run("unpin my.agenda.json swing night").1,
        "note: `Swing Night` is no longer pinned",
    );
    let without = run("pin Swing Night -q");
    assert_eq!(without.2, 0);
    // Without its schedule an agenda knows no other talks.
    std::fs::remove_file(test.folder().join("s.yaml")).unwrap();
    bless::same(
        &run("pin something else").1,
        "
error: there is no talk `something else`
hint: `attend talks` lists them all
",
    );
}

#[test]
fn why_of_a_saved_agenda_takes_its_schedule_its_profile_and_its_talks() {
    let test = fringe("plan -s s.yaml -p p.yaml -q -o my.agenda.json")
        .file("p.yaml", "ratings: { swing: 50, jokes: 30 }\nnever: [jokes]\n");
    assert_eq!(test.run().2, 0);
    let run = |args: &str| Test::new(args).run_in(test.folder());
    // Two talks have the word, one of them is the agenda's.
    let (out, err, code) = run("why my.agenda.json swin");
    assert_eq!((err.as_str(), code), ("", 0));
    bless::same(
        &out,
        "
Swing Night
Saturday 8 August 2026, 19:00-20:30, Cellar

500 points
  500  rated 50 by hand

In your best agenda. Leaving it out would cost 500 points.

If the room is full: nothing better; stay or rest.
",
    );
    // It is the only one here, and nothing else says what to plan for.
    assert_eq!(run("why swin").0, out);
    assert_eq!(run("why -s s.yaml -p p.yaml swin").2, 2);
    bless::same(
        &run("why my.agenda.json").1,
        "
error: no talk is named
hint: name it after the agenda: a part of its title will do
",
    );
    bless::same(
        &run("why my.agenda.json nothing").1,
        "
error: there is no talk `nothing`
hint: `attend talks` lists them all
",
    );
    assert_eq!(run("pin my.agenda.json duck @ Sun").2, 0);
    bless::same(
        &run("why my.agenda.json jokes").0,
        "
Jokes about Swing
Sunday 9 August 2026, 19:30-20:30, Cellar

300 points
  300  rated 30 by hand

Not in your best agenda, because your profile says never.
",
    );
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
}

#[test]
fn several_colons_need_no_quotes_either() {
    let schedule = FRINGE
        .replace("Swing Night", "'Swing: a night: live'")
        .replace("Jokes about Swing", "'Jokes: old, and: new'");
    let case = |profile: &str, expected: &str| {
        let test = Test::new("plan -s s.yaml -p p.yaml -q -f json").file("s.yaml", &schedule);
        let (out, err, code) = test.file("p.yaml", profile).run();
        assert_eq!((code, err.as_str()), (0, ""), "{profile}");
        let agenda: serde_json::Value = serde_json::from_str(&out).unwrap();
        let talks = agenda["talks"].as_array().unwrap().iter();
        let ids: Vec<&str> = talks.map(|talk| talk["id"].as_str().unwrap()).collect();
        assert_eq!(ids.join(" "), expected, "{profile}");
    };
    case("must_see:\n  - Swing: a night: live\n", "swing");
    case("must_see: [Swing: a night: live, jokes]", "swing jokes");
    case("must_see: Swing: a night: live", "swing");
    case("want:\n  - one_of: [Swing: a night: live, duck @ Sat]\n", "swing");
    case("want:\n  - one_of:\n      - Swing: a night: live\n      - duck @ Sat\n", "swing");
    case("ratings:\n  Swing: a night: live: 50 # or: more: 90\n  jokes: 40\n", "swing jokes");
    case("ratings: { Swing: a night: live: 50, jokes: 40 }", "swing jokes");
    case("ratings: { duck @ Fri: 9, jokes: 8 }\nnever:\n- Jokes: old, and: new\n", "bath-fri");
}

#[test]
fn what_is_wrong_beside_such_a_title_is_told_in_its_place() {
    let profile = "never: [Swing: one: two, Swin]\nratings:\n  Swing: one: x\n";
    fringe("check -s s.yaml p.yaml").file("p.yaml", profile).shows(
        "
error: p.yaml:1:9: there is no talk `Swing: one: two`
hint: `attend talks` lists them all
error: p.yaml:1:26: `Swin` matches 2 talks
hint: add a word of the title, or use the short id:
  `Swing Night` (Sat 19:00, swing)
  `Jokes about Swing` (Sun 19:30, jokes)
error: p.yaml:3:15: `x` where a number is expected
hint: as in `ratings: { Opening keynote: 90 }`
status 1
",
    );
    // Elsewhere a second colon is what it was.
    fringe("check -s s.yaml p.yaml").file("p.yaml", "interests:\n  - a: b: c\n").shows(
        r#"
error: p.yaml:2:9: a second `: ` in one line
hint: put quotes around a text with a colon, as in `"Part 1: the beginning"`
status 1
"#,
    );
}

#[test]
fn wishes_are_added_to_a_profile_with_such_titles() {
    let test = Test::of(&["plan", "-s", "s.yaml", "-q", "--never", "duck", "--save", "p.yaml"])
        .file("s.yaml", FRINGE.replace("Swing Night", "'Swing: a night: live'"))
        .file("p.yaml", "must_see:\n  - Swing: a night: live # mine\n");
    let args =
        ["plan", "-s", "s.yaml", "-p", "p.yaml", "-q", "--never", "duck", "--save", "p.yaml"];
    assert_eq!(Test::of(&args).run_in(test.folder()).2, 0);
    bless::same(
        &std::fs::read_to_string(test.folder().join("p.yaml")).unwrap(),
        "
schedule: s.yaml
must_see:
  - Swing: a night: live # mine
never:
- duck
",
    );
}

#[test]
fn an_option_that_fits_several_talks_is_asked_about_at_a_terminal() {
    let args = ["plan", "-s", "s.yaml", "--must", "swin", "--never", "duck", "--save", "me.yaml"];
    let test = || Test::of(&args).file("s.yaml", FRINGE);
    let answered = test().watched().input("2\n");
    let (_, err, code) = answered.run();
    bless::same(&err, "
`swin` matches 2 talks. Which one?
  1 `Swing Night` (Sat 19:00, swing)
  2 `Jokes about Swing` (Sun 19:30, jokes)
Number [none]: next: `attend why TALK -s s.yaml -p me.yaml` for the evidence, `attend plan -s s.yaml -p me.yaml -o my.agenda.json` to save the agenda
note: wrote me.yaml; from now on `-p me.yaml` will do
");
    assert_eq!(code, 0);
    bless::same(
        &std::fs::read_to_string(answered.folder().join("me.yaml")).unwrap(),
        "
name: Me
schedule: s.yaml
must_see:
- jokes
never:
- duck
",
    );
    assert_eq!(test().watched().input("\n").run().2, 2);
    test().shows(
        "
! error: --must `swin`: `swin` matches 2 talks
! hint: add a word of the title, or use the short id:
!   `Swing Night` (Sat 19:00, swing)
!   `Jokes about Swing` (Sun 19:30, jokes)
status 2
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

If the room is full: nothing better; stay or rest.
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

If the room is full: nothing better; stay or rest.
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
