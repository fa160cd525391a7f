//! Talks with too few points to be worth the way.

use crate::support::Test;

/// `b` hardly matches.
const SCHEDULE: &str = "
title: Small
timezone: UTC
events:
  - { id: a, title: Rust, room: One, start: 2026-05-01T10:00, minutes: 60 }
  - { id: b, title: Bread, description: 'The rust of a very old and long used oven that has been in the family for years, and of the pans and the tins in it', room: One, start: 2026-05-01T11:00, minutes: 30 }
  - { id: c, title: Rust again, room: One, start: 2026-05-01T12:00, minutes: 60 }
  - { id: d, title: Milk, room: One, start: 2026-05-01T13:00, minutes: 30 }
";

fn plan(profile: &str) -> Test {
    Test::new("plan -s s.yaml -p p.yaml").file("s.yaml", SCHEDULE).file("p.yaml", profile)
}

#[test]
fn what_is_not_worth_the_way_is_free_time() {
    plan("interests: [rust]\nminimum: 400").shows(
        "
Small: unnamed profile
2 talks, 100 % of your best 2 if none clashed; optimal: proven that no agenda
has more.
Times are in UTC.

Friday 1 May 2026
10:00-11:00  Rust
             One · 1 h · 740 points · rust 740
11:00-12:00  (1 h free; nearest: Bread, 321 points)
12:00-13:00  Rust again
             One · 1 h · 666 points · rust 666
",
    );
    plan("interests: [rust]\nminimum: 1000").shows(
        "
Small: unnamed profile
Nothing to see: no talk that matches has as many points as the profile's
`minimum`.
Times are in UTC.
",
    );
}

#[test]
fn what_is_asked_for_is_planned_whatever_it_is_worth() {
    let is_planned = |profile: &str| {
        let (out, err, code) = plan(&format!("interests: [rust]\n{profile}")).run();
        assert_eq!((code, err.as_str()), (0, ""), "{profile}");
        out.contains("11:00-11:30  ")
    };
    assert!(is_planned(""));
    assert!(!is_planned("minimum: 400"));
    for asked in [
        "must_see: Bread",
        "want: Bread",
        "booked: Bread",
        "ratings: { Bread: 5 }",
        "must_see: [ { all_of: [Bread, Rust again] } ]",
    ] {
        assert!(is_planned(&format!("minimum: 400\n{asked}")), "{asked}");
    }
    let at_least = "interests: [ { topic: rust, at_least: 3 } ]\nminimum: 400";
    assert!(plan(at_least).run().0.contains("11:00-11:30  "));
}

#[test]
fn a_profile_without_words_works() {
    for profile in [
        "interests: ['*']",
        "interests: ['*']\nvalue: minute",
        "ratings: { Rust: 4, Bread: 4, Rust again: 4, Milk: 4 }",
    ] {
        let (out, ..) = plan(profile).run();
        assert!(out.contains("\n4 talks"), "{profile}: {out}");
    }
}

#[test]
fn why_says_that_it_is_too_little() {
    let why = Test::new("why Bread -s s.yaml -p p.yaml").file("s.yaml", SCHEDULE);
    why.file("p.yaml", "interests: [rust]\nminimum: 400").shows(
        r#"
Bread
Friday 1 May 2026, 11:00-11:30, One

321 points
  321  rust in the description
       "The [rust] of a very old and long used oven that has been in the family
       for years, and of the pans and the tins in it"

Not in your best agenda, because it has 321 points, below your minimum of 400.
"#,
    );
}
