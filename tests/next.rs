//! During the conference: what now, what next, what instead, and what if one did not get in.

use attend::agenda::{Agenda, History};
use attend::next::{Ask, Next, next};
use attend::profile::{Stay, Wishes};
use attend::replan::Keep;
use attend::schedule::{EventIx, Room, Schedule, Slot};
use attend::score::score;
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::support::conference::{RandomCase, ruled_cases};
use crate::support::versions::{replanned, versions};
use crate::support::{Test, bless};

const CONFERENCE: &str = "\
title: South
timezone: America/Chicago
events:
  - { id: full, title: Robots, room: Ballroom D, start: 2026-03-13T11:00, minutes: 60 }
  - { id: near, title: Cities, room: Ballroom E, start: 2026-03-13T11:00, minutes: 60 }
  - { id: far, title: Systems, room: Hilton, start: 2026-03-13T11:00, minutes: 60 }
  - { id: noon, title: Noon talk, room: Ballroom E, start: 2026-03-13T12:30, minutes: 60 }
  - { id: next, title: Games, room: Ballroom D, start: 2026-03-13T14:00, minutes: 60 }
  - { id: late, title: Museums, room: Ballroom E, start: 2026-03-13T15:00, minutes: 30 }
  - { id: sat, title: Closing, room: Ballroom D, start: 2026-03-14T10:00, minutes: 60 }
";

const PROFILE: &str = "\
name: Me
ratings: { full: 90, near: 50, far: 51, noon: 40, next: 60, late: 8, sat: 30 }
walking: { default: 20, between: [ { rooms: [\"Ballroom*\", \"Ballroom*\"], minutes: 2 } ] }
breaks: [ { name: lunch, minutes: 60, between: 12:00-13:45 } ]
commitments: [ { title: call home, from: Fri 15:10, to: 15:20 } ]
";

/// A command beside a saved agenda; `_` in it is a blank.
fn at_south(args: &str) -> Test {
    let words: Vec<String> = args.split(' ').map(|word| word.replace('_', " ")).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let test = Test::of(&words).file("s.yaml", CONFERENCE).file("p.yaml", PROFILE);
    let plan = Test::new("plan -s s.yaml -p p.yaml -o my.agenda.json -q");
    assert_eq!(plan.run_in(test.folder()), (String::new(), String::new(), 0));
    test
}

#[test]
fn what_else_there_is_is_told_by_what_can_be_reached() {
    at_south("next --at fri_11:00").shows(
        "
Friday 13 March, 11:00
now: 11:00-12:00 in Ballroom D: Robots, 1 h left
next: 12:00-13:00: lunch, in 1 h
then: 14:00-15:00 in Ballroom D: Games, in 3 h

If the room is full: what else there is, and what it would cost
11:00-12:00  Cities
             Ballroom E · 2 min to walk, 2 missed · 483 points · would cost …
11:00-12:00  Systems
             Hilton · 20 min to walk, 20 missed · 340 points · would cost 560 …
",
    );
    // From further away.
    at_south("next --at fri_11:10 --from hilton").shows(
        "
Friday 13 March, 11:10
now: 11:00-12:00 in Ballroom D: Robots, 50 min left
next: 12:00-13:00: lunch, in 50 min
then: 14:00-15:00 in Ballroom D: Games, in 2 h 50 min, 20 minutes of it to walk

If the room is full: what else there is, and what it would cost
11:00-12:00  Systems
             Hilton · 10 min missed · 425 points · would cost 325 · in place …
",
    );
}

#[test]
fn lunch_counts_whatever_is_on() {
    at_south("next --at fri_12:20").shows(
        "
Friday 13 March, 12:20
now: 12:00-13:00: lunch, 40 min left
next: 14:00-15:00 in Ballroom D: Games, in 1 h 40 min

What else there is now, and what it would cost
12:30-13:30  Noon talk
             Ballroom E · 2 min to walk · 400 points · would cost 1 break, and
             gains 400 points · in place of lunch
",
    );
    at_south("next --at fri_11:50").shows(
        "
Friday 13 March, 11:50
now: 11:00-12:00 in Ballroom D: Robots, 10 min left
next: 12:00-13:00: lunch, in 10 min
then: 14:00-15:00 in Ballroom D: Games, in 2 h 10 min
",
    );
    // It may be at another time.
    let longer = PROFILE.replace("12:00-13:45", "12:00-15:00").replace("next: 60, ", "");
    let test = at_south("next my.agenda.json --at fri_12:20").file("p.yaml", longer);
    let plan = Test::new("plan -s s.yaml -p p.yaml -o my.agenda.json -q");
    assert_eq!(plan.run_in(test.folder()), (String::new(), String::new(), 0));
    test.shows(
        "
Friday 13 March, 12:20
next: 12:30-13:30 in Ballroom E: Noon talk, in 10 min, 2 minutes of it to walk

You are free for 10 min, until 12:30, and nothing with points fits in.
",
    );
}

#[test]
fn commitments_and_free_time_are_told_up_to_the_end_of_the_last_day() {
    at_south("next --at fri_15:00").shows(
        "
Friday 13 March, 15:00
next: 15:10-15:20: call home, in 10 min
then: 10:00-11:00 in Ballroom D: Closing, on Saturday

You are free for 10 min, until 15:10, and nothing with points fits in.
",
    );
    at_south("next --at fri_15:30").shows(
        "
Friday 13 March, 15:30
next: 10:00-11:00 in Ballroom D: Closing, on Saturday

You are free for the rest of the day, and nothing with points fits in.
",
    );
    at_south("next --at sat_11:00").shows(
        "
Saturday 14 March, 11:00
next: 12:00-13:00: lunch, in 1 h

You are free for 1 h, until 12:00, and nothing with points fits in.
",
    );
    // Before the first talk, and long before.
    at_south("next --at fri_8:00").shows(
        "
Friday 13 March, 08:00
next: 11:00-12:00 in Ballroom D: Robots, in 3 h

You are free for 3 h, until 11:00, and nothing with points fits in.
",
    );
    at_south("next --at thu_20:00").shows(
        "
Thursday 12 March, 20:00
next: 11:00-12:00 in Ballroom D: Robots, on Friday
",
    );
    at_south("next").now("2026-01-01T12:00:00Z").shows(
        "
Thursday 1 January, 06:00
next: 11:00-12:00 in Ballroom D: Robots, on Friday 13 March 2026
",
    );
}

#[test]
fn the_rest_of_the_day_is_there_if_asked_for() {
    at_south("next --at fri_12:20 --today").shows(
        "
Friday 13 March, 12:20
now: 12:00-13:00: lunch, 40 min left
next: 14:00-15:00 in Ballroom D: Games, in 1 h 40 min

What else there is now, and what it would cost
12:30-13:30  Noon talk
             Ballroom E · 2 min to walk · 400 points · would cost 1 break, and
             gains 400 points · in place of lunch

The rest of the day
12:00-13:00  (lunch)
14:00-15:00  Games
             Ballroom D · 1 h · 600 points · rated 60 by hand 600
15:10-15:20  ! call home (commitment)
             10 min
",
    );
    at_south("next --at fri_20:00 --today -q").shows(
        "
Friday 13 March, 20:00
next: 10:00-11:00 in Ballroom D: Closing, on Saturday

You are free for the rest of the day, and nothing with points fits in.

Nothing is left of today.
",
    );
}

#[test]
fn a_better_agenda_is_no_negative_cost() {
    let test =
        at_south("next --at fri_10:55").file("p.yaml", PROFILE.replace("far: 51", "far: 99"));
    test.shows(
        "
Friday 13 March, 10:55
next: 11:00-12:00 in Ballroom D: Robots, in 5 min

You are free for 5 min, until 11:00, and nothing with points fits in.

If the room is full: what else there is, and what it would cost
11:00-12:00  Systems
             Hilton · 1 h · 990 points · would gain 90 · in place of Robots
11:00-12:00  Cities
             Ballroom E · 1 h · 500 points · would cost 400 · in place of Robots
",
    );
}

#[test]
fn a_visit_is_at_another_time_if_need_be() {
    let show = "  - { id: show, title: Art show, room: Ballroom D, start: 2026-03-13T10:00, minutes: 420 }\n";
    let profile = format!("{PROFILE}visits: [ {{ talk: Art show, minutes: 30 }} ]\n");
    let test = at_south("next my.agenda.json --at fri_12:20 --today")
        .file("s.yaml", format!("{CONFERENCE}{show}"))
        .file("p.yaml", profile);
    let plan = Test::new("plan -s s.yaml -p p.yaml -o my.agenda.json -q");
    assert_eq!(plan.run_in(test.folder()), (String::new(), String::new(), 0));
    test.shows(
        "
Friday 13 March, 12:20
now: 12:00-13:00: lunch, 40 min left
next: 14:00-15:00 in Ballroom D: Games, in 1 h 40 min

What else there is now, and what it would cost
12:30-13:30  Noon talk
             Ballroom E · 2 min to walk · 400 points · would cost 1 break, and
             gains 400 points · in place of lunch

The rest of the day
12:00-13:00  (lunch)
14:00-15:00  Games
             Ballroom D · 1 h · 600 points · rated 60 by hand 600
15:10-15:20  ! call home (commitment)
             10 min
",
    );
}

#[test]
fn rooms_are_known_by_a_part_of_their_names() {
    at_south("next --at fri_11:00 --from ball").shows(
        "
! error: --from `ball`: several rooms have that name
! hint: name one: `Ballroom D` or `Ballroom E`
status 2
",
    );
    at_south("next --at fri_11:00 --from hiltn").shows(
        "
! error: --from `hiltn`: there is no such room
! hint: did you mean `Hilton`?
status 2
",
    );
    at_south("next --at fri_11:00 --from kitchen").shows(
        "
! error: --from `kitchen`: there is no such room
! hint: the rooms are `Ballroom D`, `Ballroom E` or `Hilton`
status 2
",
    );
}

#[test]
fn what_the_schedule_says_otherwise_is_told() {
    let test = at_south("next --at fri_11:00")
        .file("s.yaml", CONFERENCE.replace("2026-03-13T14:00", "2026-03-13T14:15"));
    let (_, err, code) = test.run();
    assert_eq!(code, 0);
    bless::same(
        &err,
        "
warning: the schedule has changed for `Games`; `attend replan` says how
",
    );
}

#[test]
fn who_did_not_get_in_goes_to_what_can_still_be_reached() {
    let test = at_south("skip robots --at fri_11:01 --calendar my.ics");
    test.shows(
        "
What changes for you:
dropped Fri 11:00-12:00 in Ballroom D: Robots
        you skip it; that costs 900 points
new     Fri 11:03-12:00 in Ballroom E: Cities
        you skip `Robots`; it adds 144 points
! note: `Robots` is skipped
! note: wrote my.agenda.json
! note: wrote my.ics
",
    );
    let run = |args: &str| at_south(args).run_in(test.folder()).0;
    bless::same(
        &run("next --at fri_11:02"),
        "
Friday 13 March, 11:02
next: 11:03-12:00 in Ballroom E: Cities (come 3 min late), in 1 min, 2 minutes
of it to walk

If the room is full: what else there is, and what it would cost
11:00-12:00  Systems
             Hilton · 20 min to walk, 22 missed · 323 points · would cost 152 …
",
    );
    // It does not come back, whatever is done.
    for at in ["", " --at fri_11:02", " --at fri_11:30", " --at sat_9:00"] {
        let out = run(&format!("replan --keep none --format json{at}"));
        let all: serde_json::Value = serde_json::from_str(&out).unwrap();
        let talks = all["agenda"]["talks"].as_array().unwrap();
        assert!(talks.iter().all(|talk| talk["title"] != "Robots"), "{at}: {out}");
        assert_eq!(all["agenda"]["skipped"][0], "full", "{at}");
        let cities = talks.iter().find(|talk| talk["title"] == "Cities");
        let times = cities.map(|talk| (talk["start"].as_str().unwrap(), talk["late"].as_i64()));
        let expected = (!at.is_empty()).then_some(("2026-03-13T11:00:00-05:00", Some(3)));
        assert_eq!(times, expected, "{at}: {out}");
    }
    assert!(
        test.folder().join("my.ics").exists() && test.folder().join("my.agenda.json.bak").exists()
    );
}

#[test]
fn a_skipped_talk_may_be_one_of_the_profile_from_then_on() {
    let test = at_south("skip my.agenda.json museums --never");
    test.shows(
        "
! note: `Museums` is skipped
! note: wrote my.agenda.json
! note: wrote p.yaml
",
    );
    let profile = std::fs::read_to_string(test.folder().join("p.yaml")).unwrap();
    assert!(profile.ends_with("never:\n- late\n"), "{profile}");
    at_south("skip nothing like this").shows(
        "
! error: there is no talk `nothing like this`
! hint: `attend talks` lists them all
status 2
",
    );
    at_south("skip my.agenda.json").shows(
        "
! error: no talk is named
! hint: name it after the agenda: a part of its title will do
status 2
",
    );
}

#[test]
fn of_a_talk_that_is_given_again_one_performance_can_be_skipped() {
    let again = "  - { id: again, title: Robots, room: Ballroom D, start: 2026-03-14T14:00, minutes: 60 }\n";
    let skip = |name: &str| {
        let args = ["skip", "my.agenda.json", name, "--at", "fri 11:01"];
        let test = Test::of(&args).file("s.yaml", format!("{CONFERENCE}{again}")).file(
            "p.yaml",
            PROFILE.replace("ratings: { full: 90,", "must_see: [Robots]\nratings: {"),
        );
        let plan = Test::new("plan -s s.yaml -p p.yaml -o my.agenda.json -q");
        assert_eq!(plan.run_in(test.folder()), (String::new(), String::new(), 0));
        test
    };
    skip("Robots").shows(
        r#"
What changes for you:
dropped Sat 14:00-15:00 in Ballroom D: Robots
        you skip it
! note: `Robots` is skipped, 2 performances; `attend pin "Robots @ Fri 11:00"` takes one back
! note: wrote my.agenda.json
"#,
    );
    skip("Robots @ Fri 11:00").shows(
        "
! note: `Robots` is skipped
! note: wrote my.agenda.json
",
    );
}

#[test]
fn what_is_decided_on_the_way_holds_from_then_on() {
    let replan = |more: &str, at: &str| {
        let test =
            at_south(&format!("replan --at {at} -q")).file("p.yaml", format!("{PROFILE}{more}"));
        let (out, err, code) = test.run();
        assert_eq!((err.as_str(), code), ("", 0));
        out
    };
    // Somebody leaves in the middle of a talk, comes too late for it, or has to go.
    let out = replan("here: [ { from: Fri 9:00, to: Fri 11:40 } ]\n", "fri_11:20");
    assert!(out.contains("20 min shorter: it ended at 12:00"), "{out}");
    let out = replan("here: [ { from: Fri 11:10, to: Sat 18:00 } ]\n", "fri_11:20");
    assert!(
        out.contains(
            "dropped Fri 11:00-12:00 in Ballroom D: Robots\n        you are not there then"
        ),
        "{out}"
    );
    let busy = PROFILE.replace(
        "commitments: [",
        "commitments: [ { title: dentist, from: Fri 11:30, to: 12:00 },",
    );
    let test = at_south("replan --at fri_11:20 -q").file("p.yaml", busy);
    let (out, ..) = test.run();
    assert!(out.contains("30 min shorter: it ended at 12:00"), "{out}");
    // What is over stays, whatever is said of it.
    let out = replan("never: [full]\n", "fri_12:30");
    assert!(out.contains("Nothing has changed for you"), "{out}");
}

fn config() -> Config {
    let shrink = if std::env::var_os("CI").is_some() { 0 } else { 2000 };
    Config { failure_persistence: None, max_shrink_iters: shrink, ..Config::default() }
}

fn instant(quarter: i64) -> DateTime<Utc> {
    "2026-05-01T08:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(15 * quarter)
}

fn saved(case: &RandomCase) -> (Agenda, Schedule, Wishes) {
    let solved = case.solved();
    let (schedule, wishes, scores) = (&solved.schedule, &solved.wishes, &solved.scores);
    let agenda = solved.agenda().finished(schedule, wishes, scores, &[], History::default());
    (agenda, solved.schedule, solved.wishes)
}

fn asked(case: &RandomCase, agenda: &Agenda, schedule: &Schedule, at: DateTime<Utc>) -> Next {
    next(&Ask {
        agenda,
        schedule,
        wishes: &|schedule, _| Ok((case.wishes_for(schedule), Vec::new())),
        scores: &score,
        at,
        room: Some(Room::new("R1")),
        free: None,
        today: true,
    })
    .unwrap()
}

/// The minutes of an event that one misses who sets out from the second room.
fn missed(wishes: &Wishes, schedule: &Schedule, ix: EventIx, at: DateTime<Utc>) -> i64 {
    let event = schedule.event(ix);
    let walk = wishes.walking.minutes(Some(&Room::new("R1")), event.room.as_ref());
    (at + TimeDelta::minutes(walk) - event.slot.start()).num_minutes().max(0)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_offered_can_be_done_and_costs_what_it_takes(
        case in ruled_cases(8),
        quarter in -2..22i64,
    ) {
        let (agenda, schedule, wishes) = saved(&case);
        let at = instant(quarter);
        let next = asked(&case, &agenda, &schedule, at);
        let gap = next.gap.iter().flat_map(|gap| &gap.fillers);
        for aside in next.instead.iter().chain(gap) {
            let found = schedule.iter().find(|(_, event)| event.id.as_str() == aside.talk.id);
            let (ix, event) = found.unwrap();
            let late = missed(&wishes, &schedule, ix, at);
            prop_assert_eq!(aside.missed, late);
            prop_assert!(2 * late < event.slot.minutes() && !event.cancelled);
            prop_assert!(aside.price.is_none_or(|price| price >= 0) && aside.gain >= 0);
            let slot = Slot::new(event.slot.start() + TimeDelta::minutes(late), event.slot.end());
            let it = wishes.stay(&schedule, ix, slot.unwrap());
            prop_assert!(wishes.is_there(&it) && wishes.commitment_at(&schedule, &it).is_none());
            // What stays beside it does not clash with it, and what goes does.
            for talk in agenda.talks.iter().filter(|talk| talk.to() > at) {
                let own = schedule.iter().find(|(_, own)| own.id.as_str() == talk.id).unwrap().0;
                let slot = Slot::new(talk.from().to_utc().max(at), talk.to().to_utc()).unwrap();
                let stay: Stay<'_> = wishes.stay(&schedule, own, slot);
                let is_gone = aside.instead_of.contains(&talk.title)
                    || aside.moves.iter().any(|it| it.title == talk.title);
                prop_assert_eq!(!wishes.can_do_both(&stay, &it), is_gone, "{:?} {:?}", aside, talk);
            }
            let is_plain = case.must_see.is_empty() && case.rules.breaks.is_empty();
            if is_plain && aside.moves.is_empty() {
                let gone = agenda.talks.iter().filter(|it| aside.instead_of.contains(&it.title));
                let lost: i64 = gone
                    .map(|talk| {
                        let all = (talk.to() - talk.from()).num_minutes();
                        let left = (talk.to().to_utc() - at).num_minutes().min(all);
                        talk.points - (talk.points * (all - left) + all / 2) / all
                    })
                    .sum();
                prop_assert_eq!(aside.price.unwrap() - aside.gain, lost - aside.points);
            }
        }
    }

    #[test]
    fn a_skip_never_brings_the_talk_back(
        (before, after) in versions(8, 4),
        which in 0..10usize,
        quarter in -2..22i64,
        keep in 0..3usize,
    ) {
        let (mut old, ..) = saved(&before);
        if old.talks.is_empty() {
            return Ok(());
        }
        let id = old.talks[which % old.talks.len()].id.clone();
        old.skipped = vec![id.clone()];
        let keep = [Keep::Points(0), Keep::USUAL, Keep::All][keep];
        let at = (quarter >= 0).then(|| instant(quarter));
        let new = replanned(&old, &after, keep, at).agenda;
        let holds = |agenda: &Agenda| agenda.talks.iter().any(|talk| talk.id == id);
        prop_assert!(!holds(&new));
        let again = replanned(&new, &after, keep, at.map(|at| at + TimeDelta::minutes(15))).agenda;
        prop_assert!(!holds(&again));
    }

    #[test]
    fn wishes_that_change_on_the_way_are_never_a_contradiction(
        (before, _) in versions(8, 0),
        (other, _) in versions(8, 0),
        quarter in 0..22i64,
    ) {
        // The same talks, with the wishes and rules of another case.
        let (old, ..) = saved(&before);
        let mut after = RandomCase { talks: before.talks.clone(), ..other };
        after.rules.pauses.sleep = before.rules.pauses.sleep;
        let at = instant(quarter);
        let new = replanned(&old, &after, Keep::USUAL, Some(at));
        // What was over stays, if one was there.
        for talk in old.talks.iter().filter(|talk| talk.to() <= at) {
            let kept = new.agenda.talks.iter().find(|it| it.id == talk.id);
            let was_there = new.wishes.here.is_empty()
                || new.wishes.here.iter().any(|here| here.start() <= talk.from() && talk.from() < here.end());
            let place = kept.map(|kept| (kept.from(), kept.to(), kept.points));
            prop_assert!(!was_there || place == Some((talk.from(), talk.to(), talk.points)), "{talk:?} {kept:?}");
        }
    }
}
