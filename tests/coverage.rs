//! What each interest gets of an agenda, and how good the agenda is.

use crate::support::Test;

/// Two talks about one thing clash with each other, and the only one about another with both.
const SCHEDULE: &str = "
title: Small
timezone: UTC
events:
  - { id: a, title: Rust, room: One, start: 2026-05-01T10:00, minutes: 60 }
  - { id: b, title: Rust again, room: One, start: 2026-05-01T11:00, minutes: 30 }
  - { id: c, title: Baking bread, room: Two, start: 2026-05-01T10:30, minutes: 60 }
  - { id: d, title: Milk, room: One, start: 2026-05-01T13:00, minutes: 30 }
  - { id: e, title: Milk and rust, room: Two, start: 2026-05-01T13:30, minutes: 30 }
";

fn plan(profile: &str) -> Test {
    plan_with(profile, "")
}

fn plan_with(profile: &str, args: &str) -> Test {
    let test = Test::new(&format!("plan -s s.yaml -p p.yaml --missed 0{args}"));
    test.file("s.yaml", SCHEDULE).file("p.yaml", profile)
}

#[test]
fn each_interest_has_a_line() {
    plan("interests: [rust, bread, milk, zebra, '*']").shows(
        "
Small: unnamed profile
4 talks, 89 % of your best 4 if none clashed; optimal: proven that no agenda has
more.
Times are in UTC.
- rust: 3 of 3 talks, 68 % of the time
- bread: none of 1 talk; `Baking bread` costs 225 points
- milk: 2 of 2 talks, 32 % of the time
- zebra: no talk

Friday 1 May 2026
10:00-11:00  Rust
             One · 1 h · 515 points · rust 415 · any talk 100
11:00-11:30  Rust again
             One · 30 min · 460 points · rust 360 · any talk 100
11:30-13:00  (1 h 30 min free)
13:00-13:30  Milk
             One · 30 min · 665 points · milk 565 · any talk 100
13:30-14:00  Milk and rust
             Two · 30 min · 772 points · milk 396 · rust 276
! warning: no talk mentions `zebra`
",
    );
}

#[test]
fn one_interest_needs_no_line() {
    let (out, ..) = plan("interests: [rust]").run();
    assert!(!out.contains("of the time"), "{out}");
}

#[test]
fn of_many_interests_those_with_talks_share_a_line() {
    plan("interests: [rust, bread, milk, a1, a2, a3, a4, a5, a6, a7, a8, a9]").shows(
        "
Small: unnamed profile
4 talks, 87 % of your best 4 if none clashed; optimal: proven that no agenda has
more.
Times are in UTC.
- rust: 3 of 3 talks, 68 % of the time; milk: 2 of 2 talks, 32 % of the time
- bread: none of 1 talk; `Baking bread` costs 125 points
- a1: no talk
- a2: no talk
- a3: no talk
- a4: no talk
- a5: no talk
- a6: no talk
- a7: no talk
- 2 more interests without a talk

Friday 1 May 2026
10:00-11:00  Rust
             One · 1 h · 415 points · rust 415
11:00-11:30  Rust again
             One · 30 min · 360 points · rust 360
11:30-13:00  (1 h 30 min free)
13:00-13:30  Milk
             One · 30 min · 565 points · milk 565
13:30-14:00  Milk and rust
             Two · 30 min · 672 points · milk 396 · rust 276
! warning: no talk mentions `a1`
! warning: no talk mentions `a2`
! warning: no talk mentions `a3`
! warning: no talk mentions `a4`
! warning: no talk mentions `a5`
! warning: no talk mentions `a6`
! warning: no talk mentions `a7`
! warning: no talk mentions `a8`
! warning: no talk mentions `a9`
",
    );
}

#[test]
fn pages_documents_and_json_have_it() {
    let profile = "interests: [rust, bread]";
    for format in ["html", "md"] {
        let (out, ..) = plan_with(profile, &format!(" -f {format}")).run();
        assert!(out.contains("rust: 3 of 3 talks, 100 % of the time"), "{out}");
        assert!(out.contains(" % of your best 3 if none clashed"), "{out}");
    }
    let (out, ..) = plan_with(profile, " -f json").run();
    let agenda: serde_json::Value = serde_json::from_str(&out).unwrap();
    let points = |key: &str| agenda[key].as_i64().unwrap();
    assert!(points("favourites") > points("points"));
    let [rust, bread] = agenda["coverage"].as_array().unwrap().as_slice() else { panic!("{out}") };
    assert_eq!((&rust["talks"], &rust["of"], &rust["share"]), (&3.into(), &3.into(), &1.0.into()));
    assert_eq!((&bread["talks"], &bread["of"]), (&0.into(), &1.into()));
    assert_eq!(bread["cheapest"]["id"], "c");
    let (_, err, _) = plan_with(profile, " -v").run();
    assert!(err.contains(" points of the "), "{err}");
}
