//! What is asked for by name: bookings, levels, sets and quotas.

use crate::support::{Test, bless};

/// Two electives at one time and one beside them, a workshop in two parts, shows against both, and
/// a talk of one's own.
const SCHEDULE: &str = "\
title: Small Campus
timezone: UTC
events:
  - { id: econ, title: ECON 101, room: One, track: Electives, start: 2026-05-01T10:00, minutes: 60 }
  - { id: ling, title: LING 101, room: Two, track: Electives, start: 2026-05-01T10:00, minutes: 60 }
  - { id: anth, title: ANTHRO, room: One, track: Electives, start: 2026-05-01T11:00, minutes: 60 }
  - { id: chem, title: CHEM, room: One, start: 2026-05-01T12:00, minutes: 60 }
  - { id: w1, title: Potions workshop, room: One, start: 2026-05-01T14:00, minutes: 60 }
  - { id: a, title: Ants, room: Two, start: 2026-05-01T14:30, minutes: 60, speakers: [Ada] }
  - { id: w2, title: Spells workshop, room: One, start: 2026-05-02T14:00, minutes: 60 }
  - { id: b, title: Bees, room: Two, start: 2026-05-02T14:30, minutes: 60, speakers: [Ada] }
  - { id: mine, title: My own talk, room: Hall, start: 2026-05-02T16:00, minutes: 60 }
  - { id: rival, title: Rival, room: Two, start: 2026-05-02T16:30, minutes: 60 }
";

fn campus(args: &str, profile: &str) -> Test {
    Test::new(args).file("s.yaml", SCHEDULE).file("p.yaml", profile)
}

/// What is planned, by id, and the warnings on the way.
fn planned(profile: &str) -> (String, String) {
    planned_of(SCHEDULE, profile)
}

fn planned_of(schedule: &str, profile: &str) -> (String, String) {
    let test = Test::new("plan -s s.yaml -p p.yaml -f json").file("s.yaml", schedule);
    let (out, err, code) = test.file("p.yaml", profile).run();
    assert_eq!(code, 0, "{profile}{err}");
    let agenda: serde_json::Value = serde_json::from_str(&out).unwrap();
    let status = agenda["proof"]["status"].as_str().unwrap();
    assert!(["optimal", "empty"].contains(&status), "{profile}");
    let talks = agenda["talks"].as_array().unwrap().iter();
    (talks.map(|talk| talk["id"].as_str().unwrap()).collect::<Vec<&str>>().join(" "), err)
}

#[test]
fn each_level_comes_before_all_that_follow() {
    let case =
        |profile: &str, expected: &str| assert_eq!(planned(profile).0, expected, "{profile}");
    // A booking before must-sees, a must-see before wants, a want before points.
    case("booked: mine\nmust_see: Rival", "mine");
    case("must_see: Rival\nwant: My own talk", "rival");
    case("want: Rival\nratings: { mine: 100 }", "rival");
    // Two wants before one.
    case("want: [Potions workshop, Ada]\nratings: { w1: 100 }", "w1 b");
    case("want: Ada\nratings: { w1: 100, w2: 100 }", "a b");
    // A break before wants, unless it has a worth.
    let tea = "{ name: tea, minutes: 60, between: 16:00-17:00 }";
    case(&format!("want: My own talk\nbreaks: [{tea}]"), "");
    let tea = "{ name: tea, minutes: 60, between: 16:00-17:00, worth: 300 }";
    case(&format!("want: My own talk\nbreaks: [{tea}]"), "mine");
    case(&format!("ratings: {{ mine: 29 }}\nbreaks: [{tea}]"), "");
    case(&format!("ratings: {{ mine: 31 }}\nbreaks: [{tea}]"), "mine");
}

#[test]
fn one_of_a_set_is_enough_and_all_of_another_are_needed() {
    let case =
        |profile: &str, expected: &str| assert_eq!(planned(profile).0, expected, "{profile}");
    // The first of equals, the one with the most points of others, and no second.
    let set = "must_see: [{ one_of: [LING 101, ECON 101, ANTHRO] }]";
    case(set, "ling");
    case(&format!("{set}\nratings: {{ ling: 30, anth: 60 }}"), "anth");
    // Both parts or none.
    let both = "want: [{ all_of: [Potions workshop, Spells workshop] }]";
    case(both, "w1 w2");
    case(&format!("{both}\nbooked: Bees"), "b");
    case(&format!("{both}\nmust_see: Bees\nratings: {{ w1: 90 }}"), "b");
    case(&format!("{both}\nmust_see: Bees\nratings: {{ w1: 90, a: 10 }}"), "a b");
}

#[test]
fn quotas_are_a_least_and_a_most() {
    let case =
        |profile: &str, expected: &str| assert_eq!(planned(profile).0, expected, "{profile}");
    let rated = "ratings: { ling: 50, anth: 60, chem: 10 }";
    case(rated, "ling anth chem");
    case(&format!("{rated}\nat_most: [{{ count: 1, of: {{ track: electives }} }}]"), "anth chem");
    case(&format!("{rated}\nat_most: [{{ count: 1, of: [anth, CHEM, ling] }}]"), "anth");
    case(&format!("{rated}\nat_most: [{{ count: 2, of: {{ room: One }} }}]"), "ling anth chem");
    // At least one talk about bees, whatever stands against it.
    let bees = "ratings: { w2: 100 }\nrelated: false\ninterests: [{ topic: bees, weight: 0.1";
    case(&format!("{bees} }}]"), "w2");
    case(&format!("{bees}, at_least: 1 }}]"), "b");
    case("interests: [{ topic: workshop, at_most: 1 }]\nrelated: false", "w1");
    let (_, warning) = planned("at_most: [{ count: 1, of: { track: elective } }]");
    assert_eq!(
        warning,
        "warning: p.yaml:1:36: there is no track `elective`\nhint: did you mean `Electives`?\n"
    );
}

#[test]
fn a_booking_that_is_not_one_is_a_mistake() {
    campus(
        "plan -s s.yaml -p p.yaml",
        "booked: [mine, Rival]\ncommitments: [{ talk: CHEM }, { title: dentist, from: Fri 12:30, to: 13:00 }]\nnever: w1\nwant: [{ one_of: [Ants] }, { one_of: [a, b], all_of: [a, b] }, Potions workshop]\nat_most: [{ count: 1.5, of: x }, { of: { track: Electives, room: One } }]\n",
    )
    .shows("
! error: p.yaml:1:16: `Rival` is booked, at the same time as `mine`
! hint: nobody can be at both; take one of them out
! error: p.yaml:2:23: `CHEM` is booked, at the same time as the commitment `dentist`
! hint: nobody can be at both; take one of them out
! error: p.yaml:4:8: a set of talks needs two or more
! hint: as in `want: [Opening keynote]`
! error: p.yaml:4:28: `one_of` and `all_of` in one entry
! hint: make two of it
! error: p.yaml:4:64: `Potions workshop` is both in `want` and in `never`
! hint: keep it in one of them
! error: p.yaml:5:20: `1.5` is not a whole number
! hint: as in `at_most: [ { count: 2, of: { track: Cloud } } ]`
! error: p.yaml:5:29: `of` is a list of talks, a track, a room or a speaker
! hint: as in `{ count: 2, of: { track: Cloud } }`, or `of: [Talk A, Talk B, Talk C]`
! error: p.yaml:5:34: `count` is missing
! hint: as in `{ count: 2, of: { track: Cloud } }`, or `of: [Talk A, Talk B, Talk C]`
! error: p.yaml:5:40: `of` names one track, one room or one speaker
! hint: as in `{ count: 2, of: { track: Cloud } }`, or `of: [Talk A, Talk B, Talk C]`
status 2
");
}

#[test]
fn what_a_talk_costs_is_told_by_level() {
    campus(
        "plan -s s.yaml -p p.yaml --missed all",
        "name: Me\nbooked: mine\nmust_see:\n  - one_of: [LING 101, ECON 101]\n  - Rival\nwant: [{ all_of: [Potions workshop, Spells workshop] }]\nratings: { a: 90, chem: 50 }\nat_most: [{ count: 1, of: [CHEM, ANTHRO] }]\n",
    )
    .shows("
Small Campus: Me
5 talks with 1 must-see and 1 booked, 35 % of your best 5 if none clashed;
optimal: proven that no agenda has more.
Times are in UTC.

What cannot all be kept:
- Sat 16:30-17:30 in Two: Rival (given up)
- because: My own talk
- your options:
  - leave out Rival: as in this agenda

Friday 1 May 2026
10:00-11:00  * LING 101
             Two · 1 h · 0 points
11:00-12:00  (1 h free)
12:00-13:00  CHEM
             One · 1 h · 500 points · rated 50 by hand 500
13:00-14:00  (1 h free)
14:00-15:00  Potions workshop
             One · 1 h · 0 points

Saturday 2 May 2026
14:00-15:00  Spells workshop
             One · 1 h · 0 points
15:00-16:00  (1 h free)
16:00-17:00  My own talk (booked)
             Hall · 1 h · 0 points
* must-see

Missed: 2 talks
Sat 16:30  * Rival
           0 points · overlaps My own talk
Fri 14:30  Ants
           900 points · would cost 2 wants · overlaps Potions workshop
");
}

#[test]
fn parts_that_the_schedule_says_belong_together_are_planned_together() {
    let parts = "title: T\ntimezone: UTC\nevents:\n\
        - { id: w1, title: Weaving (1/2), room: R, start: 2026-05-01T14:00, minutes: 60 }\n\
        - { id: w2, title: Weaving (2/2), room: R, start: 2026-05-02T14:00, minutes: 60 }\n\
        - { id: a, title: Ants, room: S, start: 2026-05-01T14:00, minutes: 60 }\n\
        - { id: b, title: Bees, room: S, start: 2026-05-02T14:00, minutes: 60 }\n";
    let case = |profile: &str, expected: &str| {
        assert_eq!(planned_of(parts, profile).0, expected, "{profile}");
    };
    case("ratings: { w1: 90, w2: 10, a: 30, b: 60 }", "w1 w2");
    case("ratings: { w1: 90, w2: 10, a: 50, b: 60 }", "a b");
    case("ratings: { w1: 90, w2: 10, a: 50, b: 60 }\nwant: w1", "w1 w2");
    // Who says no to one part has only the other to decide about.
    case("ratings: { w1: 90, a: 50, b: 60 }\nnever: w2", "w1 b");
}

#[test]
fn a_day_has_hours_and_presence_lies_within_them() {
    let case = |profile: &str, expected: &str| {
        let rated = "ratings: { ling: 50, anth: 50, w1: 50, b: 50, rival: 50 }";
        assert_eq!(planned(&format!("{rated}\n{profile}")).0, expected, "{profile}");
    };
    case("", "ling anth w1 b rival");
    case("day: { from: \"11:00\" }", "anth w1 b rival");
    case("day: { from: \"11:00\", to: 5pm }", "anth w1 b");
    case("day: { to: \"15:00\" }\nhere: [{ from: Fri 11:30, to: Sat }]", "w1");
    let apart = "day: { from: \"11:00\" }\nhere: [{ from: Fri 9:00, to: \"10:30\" }]";
    campus("check p.yaml -s s.yaml", apart).shows(
        "
error: p.yaml: `day` and `here` have no time in common
hint: `day` is about every day that you are there
status 1
",
    );
    campus("check p.yaml -s s.yaml", "day: { from: \"17:00\", to: \"11:00\" }").shows(
        "
error: p.yaml:1:6: `from` is not before `to`
hint: a day of a conference lasts from 04:00 to 04:00
status 1
",
    );
    campus("check p.yaml -s s.yaml", "day: { from: early }").shows(
        "
error: p.yaml:1:14: `early` is not a time of day
hint: write it as `11:00`
status 1
",
    );
}

/// Talks from 10:00 to 15:00; one of them moves onto the first, which is running by then.
fn hours(beta: &str, more: &str) -> String {
    format!(
        "title: T\ntimezone: UTC\nevents:\n\
         - {{ id: a, title: Alpha, room: R, track: X, start: 2026-05-01T10:00, minutes: 60 }}\n\
         - {{ id: b, title: Beta, room: S, track: X, start: 2026-05-01T{beta}, minutes: 60{more} }}\n\
         - {{ id: c, title: Gamma, room: R, start: 2026-05-01T12:00, minutes: 60 }}\n"
    )
}

#[test]
fn a_booking_is_kept_if_it_can_be_and_limits_stretch_for_the_others() {
    let case = |profile: &str, old: &str, new: &str, at: &str, expected: &str, warning: &str| {
        let test = Test::new(&format!(
            "replan a.agenda.json -s new.yaml -p p.yaml -f json --at 2026-05-01T{at}"
        ));
        let test = test.file("p.yaml", profile).file("old.yaml", old).file("new.yaml", new);
        let plan = Test::new("plan -s old.yaml -p p.yaml -q -o a.agenda.json");
        assert_eq!(plan.run_in(test.folder()), (String::new(), String::new(), 0));
        let (out, err, code) = test.run_in(test.folder());
        assert_eq!(code, 0, "{profile}\n{err}");
        assert!(err.contains(warning), "{profile}\n{err}");
        let replanned: serde_json::Value = serde_json::from_str(&out).unwrap();
        let talks = replanned["agenda"]["talks"].as_array().unwrap().iter();
        let ids: Vec<&str> = talks.map(|talk| talk["id"].as_str().unwrap()).collect();
        assert_eq!(ids.join(" "), expected, "{profile}");
    };
    let (then, now) = (hours("14:00", ""), hours("10:30", ""));
    let lost = "`Beta` is booked, but has begun or begins before you are free";
    let booked = "booked: Beta\ninterests: [\"*\"]";
    // Whoever sits in another talk leaves it in time, if it is not too late for that.
    case(booked, &then, &now, "10:15", "a b c", "");
    case(booked, &then, &hours("10:10", ""), "10:15", "a c", lost);
    // Part of a set has begun, and the other part cannot be reached any more.
    let set = "booked: c\nmust_see: [{ all_of: [Alpha, Beta] }]";
    case(set, &then, &now, "10:15", "a c", "");
    // A talk has begun, and a booking comes back: both are more than the limit.
    let off = hours("14:00", ", cancelled: true");
    let limited = "booked: Beta\ninterests: [Alpha]\nlimits: { talks_per_day: 1 }";
    case(limited, &off, &then, "10:15", "a b", "");
    let quota = "booked: Beta\ninterests: [\"*\"]\nat_most: [{ count: 1, of: { track: X } }]";
    case(quota, &off, &then, "10:15", "a c b", "");
}

/// An agenda of the first schedule, and what a command then says with the second.
fn later(profile: &str, old: &str, new: &str) -> (Test, impl Fn(&str) -> String) {
    let test = Test::new("plan -s old.yaml -p p.yaml -q -o a.agenda.json")
        .file("p.yaml", profile)
        .file("old.yaml", old)
        .file("new.yaml", new);
    assert_eq!(test.run(), (String::new(), String::new(), 0));
    let folder = test.folder().to_owned();
    let said = move |args: &str| {
        let (out, err, code) = Test::new(args).run_in(&folder);
        format!("{out}{err}status {code}\n")
    };
    (test, said)
}

#[test]
fn what_is_not_wanted_may_go_from_the_schedule() {
    let profile = "interests: [\"*\"]\nnever: [Bees]\nratings: { Ants: 0 }\n\
                   at_most: [{ count: 1, of: [Rival, CHEM] }]\n";
    let gone = |line: &&str| !["id: b,", "id: a,", "id: rival,"].iter().any(|id| line.contains(id));
    let new = SCHEDULE.lines().filter(gone).collect::<Vec<&str>>().join("\n");
    let (_test, said) = later(profile, SCHEDULE, &new);
    bless::same(
        &said("replan -s new.yaml"),
        "
Small Campus: unnamed profile
Nothing has changed for you: 6 talks, 600 points.
note: the agenda is a.agenda.json, the only one here
warning: p.yaml:2:9: `Bees` is gone from the schedule
warning: p.yaml:3:12: `Ants` is gone from the schedule
warning: p.yaml:4:28: `Rival` is gone from the schedule
status 0
",
    );
}

#[test]
fn bookings_that_a_new_schedule_makes_clash_are_named_with_their_times() {
    let new = SCHEDULE.replace("2026-05-01T12:00", "2026-05-02T16:15");
    let (_test, said) = later("booked: [My own talk, CHEM]", SCHEDULE, &new);
    bless::same(&said("replan -s new.yaml"), "
error: p.yaml:1:23: `CHEM` (Sat 2 May 16:15-17:15, was Fri 1 May 12:00-13:00) is booked, at the same time as `My own talk` (Sat 2 May 16:00-17:00)
hint: nobody can be at both; take one of them out
status 2
");
}

#[test]
fn a_must_see_that_is_sold_out_is_told_so() {
    let new = SCHEDULE.replace("T12:00, minutes: 60", "T12:00, minutes: 60, sold_out: true");
    let new = new.replace("T16:00, minutes: 60", "T16:00, minutes: 60, sold_out: true");
    let profile = "must_see: [CHEM]\nratings: { mine: 50 }";
    let (_test, said) = later(profile, SCHEDULE, &new);
    bless::same(
        &said("replan -s new.yaml"),
        "
Small Campus: unnamed profile
Of your 2 talks: 2 dropped. 0 points now, 500 before. There is nothing to see
any more.

What changes for you:
dropped 2 talks: each is sold out; that costs 500 points
  - Fri 12:00-13:00 in One: CHEM
  - Sat 16:00-17:00 in Hall: My own talk

Friday 1 May 2026
12:00-13:00  * CHEM
             dropped · One · 1 h · 0 points

Saturday 2 May 2026
16:00-17:00  My own talk
             dropped · Hall · 1 h · 500 points
* must-see
note: the agenda is a.agenda.json, the only one here
warning: p.yaml:1:12: `CHEM` is a must-see, but it is sold out
note: nothing is saved: add --write, or -o with another file
status 0
",
    );
}

#[test]
fn a_booking_that_moved_is_told_first_with_what_it_pushes_out() {
    let new = SCHEDULE.replace("2026-05-02T16:00", "2026-05-02T14:30");
    let profile = "ratings: { b: 50, rival: 40 }\ncommitments: [{ talk: My own talk }]\n";
    let (_test, said) = later(profile, SCHEDULE, &new);
    bless::same(
        &said("replan -s new.yaml"),
        "
Small Campus: unnamed profile
Of your 2 talks: 1 moved and 1 dropped, 1 new. 400 points now, 500 before. No
agenda has more.

What changes for you:
moved   Sat 14:30-15:30 in Hall: My own talk (booked)
        it was Sat 16:00-17:00
dropped Sat 14:30-15:30 in Two: Bees
        `My own talk` is at Sat 14:30-15:30 now; that costs 500 points
new     Sat 16:30-17:30 in Two: Rival
        `My own talk` is at Sat 14:30-15:30 now; it adds 400 points

Saturday 2 May 2026
14:30-15:30  Bees
             dropped · Two · 1 h · 500 points
14:30-15:30  My own talk (booked)
             moved · Hall · 1 h · 0 points
15:30-16:30  (1 h free)
16:30-17:30  Rival
             new · Two · 1 h · 400 points
note: the agenda is a.agenda.json, the only one here
note: nothing is saved: add --write, or -o with another file
status 0
",
    );
    bless::same(
        &said("changes old.yaml new.yaml -a a.agenda.json --mine"),
        "
Small Campus
What touches your bookings: 1 moved.

At another time: 1 talk
Sat 14:30-15:30  My own talk
                 Hall · was Sat 16:00-17:00

What else touches you: nothing has changed.
status 0
",
    );
    bless::same(
        &said("changes old.yaml new.yaml -p p.yaml"),
        "
Small Campus
What touches your bookings: 1 moved.

At another time: 1 talk
Sat 14:30-15:30  My own talk
                 Hall · was Sat 16:00-17:00

What else touches you: nothing has changed.

Everything else: nothing has changed.
status 0
",
    );
}

#[test]
fn a_new_talk_is_offered_only_if_it_costs_no_want() {
    let new = SCHEDULE.to_owned()
        + "  - { id: late, title: Late, room: Two, start: 2026-05-02T16:00, minutes: 60 }\n";
    let (_test, said) = later("want: My own talk\ninterests: [late]", SCHEDULE, &new);
    bless::same(
        &said("replan -s new.yaml"),
        "
Small Campus: unnamed profile
Nothing has changed for you: 1 talk, 0 points.
note: the agenda is a.agenda.json, the only one here
status 0
",
    );
}

#[test]
fn a_speaker_is_named_in_full_for_all_their_talks() {
    campus("plan -s s.yaml -p p.yaml", "want: [Ad, Ada]\nmust_see: [Ada]").shows(
        "
! error: p.yaml:1:8: `Ad` matches 2 talks
! hint: `want: Ada` is all of their talks; for one add a word of the title, or use the short id:
!   `Ants` (Fri 14:30, a)
!   `Bees` (Sat 14:30, b)
! error: p.yaml:2:12: `Ada` matches 2 talks
! hint: `want: Ada` is all of their talks; for one add a word of the title, or use the short id:
!   `Ants` (Fri 14:30, a)
!   `Bees` (Sat 14:30, b)
status 2
",
    );
}

#[test]
fn bookings_of_two_members_are_in_no_one_agenda() {
    campus("compare p.yaml q.yaml -s s.yaml --always-together", "name: Ana\nbooked: [Rival]")
        .file("q.yaml", "name: Ben\nbooked: [My own talk]")
        .shows("
! error: Ana has booked `Rival` (Sat 16:30), and Ben has booked `My own talk` (Sat 16:00): one agenda cannot hold both
! hint: leave out --always-together, or take one of them out of `booked`
status 2
");
}

#[test]
fn what_one_of_a_group_has_booked_is_in_their_one_agenda() {
    let told = |ben: &str| {
        campus(
            "compare p.yaml q.yaml -s s.yaml --always-together -f json",
            "name: Ana\nbooked: [My own talk]\nratings: { w2: 5 }\n",
        )
        .file("q.yaml", format!("name: Ben\nratings: {{ rival: 100, w2: 10 }}\n{ben}"))
        .run()
    };
    let case = |ben: &str, expected: &[&str]| {
        let (out, err, _) = told(ben);
        let plan: serde_json::Value = serde_json::from_str(&out).expect(&err);
        for member in plan["members"].as_array().unwrap() {
            let talks = member["agenda"].as_array().unwrap().iter();
            let ids: Vec<&str> = talks.filter_map(|talk| talk["id"].as_str()).collect();
            assert_eq!(ids, expected, "{ben}");
        }
    };
    case("", &["w2", "mine"]);
    case("must_see: Rival\n", &["w2", "mine"]);
    case("limits: { talks_per_day: 1 }\n", &["mine"]);
    case("limits: { talks_per_day: 0 }\n", &["mine"]);
    case("must_see: [{ all_of: [Rival, My own talk] }]\n", &["w2", "mine"]);
    let booked = "Ana has booked `My own talk` (Sat 16:00)";
    let refused = |ben: &str, why: &str| {
        let hint = "hint: leave out --always-together, or take it out of `booked`, or change the profile of Ben";
        let (_, err, code) = told(ben);
        assert_eq!((err, code), (format!("error: {booked}, and {why}\n{hint}\n"), 2));
    };
    refused("here: [{ from: Fri, to: Sat 16:30 }]\n", "Ben is not there then");
    let call = "commitments: [{ title: call, from: Sat 16:50, to: 17:00 }]\n";
    refused(call, "Ben has the commitment `call` then");
    refused("never: My own talk\n", "Ben never wants to see it");
    refused("interests: [own: never]\n", "Ben never wants to see it");
}

#[test]
fn what_is_named_twice_counts_once() {
    let case = |profile: &str, expected: &str, warning: &str| {
        let (ids, err) = planned(profile);
        assert_eq!((ids.as_str(), err.contains(warning)), (expected, true), "{profile}{err}");
    };
    let all = "booked: chem\ninterests: [\"*\"]\nhere: [{ from: Fri, to: Fri }]\n";
    let twice = "given twice in one set";
    case(&format!("{all}must_see: [{{ one_of: [chem, CHEM, ANTHRO] }}]"), "econ chem w1", twice);
    case(&format!("{all}at_most: [{{ count: 1, of: [chem, CHEM, ANTHRO] }}]"), "econ chem w1", "");
    case(&format!("{all}must_see: [{{ all_of: [ANTHRO, anth] }}]"), "econ anth chem w1", twice);
}

#[test]
fn a_part_that_does_not_fit_stands_against_the_others() {
    let both = "name: Me\nmust_see: [{ all_of: [Potions workshop, Spells workshop] }]\n";
    let told = |profile: &str| campus("plan -s s.yaml -p p.yaml", profile);
    told(&format!("{both}commitments: [{{ title: dentist, from: Sat 14:30, to: 15:00 }}]\n"))
        .shows(
            "
Small Campus: Me
Nothing to see: the profile names no interests, so no talk has points. Add some,
or try `--like WORD`.
Times are in UTC.

What cannot all be kept:
- Fri 14:00-15:00 in One: Potions workshop (given up)
- because: your commitment dentist
- because: Spells workshop goes with it and does not fit
- your options:
  - leave out Potions workshop: as in this agenda
  - skip the commitment dentist: costs no points
  - attend only some of Potions workshop and Spells workshop: costs no points

- Sat 14:00-15:00 in One: Spells workshop (given up)
- because: your commitment dentist
- your options:
  - leave out Spells workshop: as in this agenda
  - skip the commitment dentist: costs no points

Saturday 2 May 2026
14:30-15:00  ! dentist (commitment)
             30 min

Missed: 2 talks
Fri 14:00  * Potions workshop
           0 points · Spells workshop goes with it and does not fit
Sat 14:00  * Spells workshop
           0 points · overlaps your commitment dentist
",
        );
    // Against what is booked nothing helps but to see the rest.
    let parts = SCHEDULE
        .replace("Potions workshop", "Wands part 1")
        .replace("Spells workshop", "Wands part 2");
    Test::new("plan -s s.yaml -p p.yaml -q")
        .file("s.yaml", parts)
        .file("p.yaml", "name: Me\nmust_see: w1\nbooked: Bees\n")
        .shows(
            "
Small Campus: Me
1 talk with 1 booked; optimal: proven that no agenda has more.
Times are in UTC.

What cannot all be kept:
- Fri 14:00-15:00 in One: Wands part 1 (given up)
- because: Wands part 2 goes with it and does not fit
- your options:
  - leave out Wands part 1: as in this agenda
  - attend only some of Wands part 1 and Wands part 2: costs no points

Saturday 2 May 2026
14:30-15:30  Bees (booked)
             Two · 1 h · 0 points

Missed: 2 talks
Fri 14:00  * Wands part 1
           0 points · Wands part 2 goes with it and does not fit
Sat 14:00  Wands part 2
           40 points · overlaps Bees
",
        );
}

#[test]
fn a_break_whose_time_is_taken_is_a_conflict() {
    let tea = "name: Me\nbreaks: [{ name: tea, minutes: 60, between: 15:30-17:00 }]\nhere: [{ from: Fri 14:00, to: Fri 16:00 }, { from: Sat 14:00, to: Sat 20:00 }]\n";
    let told = |rules: &str| {
        let (out, _, _) =
            campus("plan -s s.yaml -p p.yaml -f json", &format!("{tea}{rules}")).run();
        let agenda: serde_json::Value = serde_json::from_str(&out).unwrap();
        agenda["conflicts"].as_array().unwrap().len()
    };
    // Nobody is there for an hour of Friday's window, which is no conflict.
    assert_eq!(told(""), 0);
    assert_eq!(told("commitments: [{ title: call, from: Sat 16:30, to: 17:00 }]"), 0);
    assert_eq!(told("booked: Rival"), 0);
    campus(
        "plan -s s.yaml -p p.yaml --missed 0",
        &format!("{tea}booked: My own talk\nratings: {{ b: 80 }}\n"),
    )
    .shows(
        "
Small Campus: Me
2 talks with 1 booked, 100 % of your best 2 if none clashed; optimal: proven
that no agenda has more.
Times are in UTC.

What cannot all be kept:
- tea on Saturday (given up)
- because: My own talk
- your options:
  - do without tea on Saturday: as in this agenda

Saturday 2 May 2026
14:30-15:30  Bees
             Two · 1 h · 800 points · rated 80 by hand 800
15:30-16:00  (30 min free)
16:00-17:00  My own talk (booked)
             Hall · 1 h · 0 points
",
    );
    campus(
        "plan -s s.yaml -p p.yaml --missed 0",
        &format!("{tea}commitments: [{{ title: call, from: Sat 16:00, to: 16:30 }}]\nratings: {{ rival: 80 }}\n"),
    )
    .shows("
Small Campus: Me
1 talk, 100 % of your best 1 if none clashed; optimal: proven that no agenda has
more.
Times are in UTC.

What cannot all be kept:
- tea on Saturday (given up)
- because: your commitment call
- your options:
  - do without tea on Saturday: as in this agenda
  - skip the commitment call: costs no points

Saturday 2 May 2026
16:00-16:30  ! call (commitment)
             30 min
16:30-17:30  Rival
             Two · 1 h · 800 points · rated 80 by hand 800
");
}

#[test]
fn whoever_sleeps_long_is_told_the_key_for_it() {
    campus(
        "plan -s s.yaml -p p.yaml",
        "here: [{ from: \"11:00\", to: \"23:00\" }]\nbreaks: [{ name: sleep, minutes: 480, between: \"23:00-11:00\" }]\n",
    )
    .shows(
        "
! error: p.yaml:1:16: `11:00` is not a day and time
! hint: add the day, as in `Fri 11:00`; hours of every day are `day: { from: \"11:00\", to: \"23:00\" }`
! error: p.yaml:1:29: `23:00` is not a day and time
! hint: add the day, as in `Fri 23:00`; hours of every day are `day: { from: \"11:00\", to: \"23:00\" }`
! error: p.yaml:2:48: `23:00-11:00` is not a window of a day
! hint: a day of a conference lasts from 04:00 to 04:00; for sleep there is `day: { sleep: 8h }`
status 2
",
    );
}
