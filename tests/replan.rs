//! Re-planning: random conferences that change, against oracles; whole outputs; broken files.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use attend::agenda::{Agenda, History, Talk};
use attend::changes::{Former, Identity};
use attend::render::json;
use attend::replan::{Cause, Fate, Keep};
use attend::schedule::{EventIx, Schedule};
use attend::solver::Deadline;
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::support::conference::{RandomCase, TICK, cases};
use crate::support::oracle::least_change;
#[cfg(feature = "fetch")]
use crate::support::server::{Says, Server};
use crate::support::versions::{replanned, replanned_until, versions};
use crate::support::{Test, bless};

fn config() -> Config {
    let shrink = if std::env::var_os("CI").is_some() { 0 } else { 2000 };
    Config { failure_persistence: None, max_shrink_iters: shrink, ..Config::default() }
}

fn ids(agenda: &Agenda) -> BTreeSet<&str> {
    agenda.talks.iter().map(|talk| talk.id.as_str()).collect()
}

/// The events of some ids.
fn places(schedule: &Schedule, ids: &BTreeSet<&str>) -> BTreeSet<EventIx> {
    schedule.iter().filter(|(_, event)| ids.contains(event.id.as_str())).map(|(ix, _)| ix).collect()
}

/// How many talks two agendas do not share.
fn distance(a: &Agenda, b: &Agenda) -> usize {
    ids(a).symmetric_difference(&ids(b)).count()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn without_changes_the_agenda_is_the_same_to_the_byte(case in cases(10), keep in 0..300i64) {
        let solved = case.solved();
        let old = solved.agenda().finished(
            &solved.schedule,
            &solved.wishes,
            &solved.scores,
            &[],
            History::default(),
        );
        for keep in [Keep::Points(keep), Keep::All] {
            let new = replanned(&old, &case, keep, None);
            prop_assert_eq!(json(&new.agenda), json(&old));
            prop_assert!(new.delta.is_empty());
            prop_assert!(new.delta.offers.is_empty());
        }
    }

    #[test]
    fn keep_all_changes_no_more_than_any_other_plan((before, after) in versions(6, 4)) {
        let old = before.solved().agenda();
        let new = replanned(&old, &after, Keep::All, None);
        let set = places(&new.schedule, &ids(&old));
        let best = least_change(&new.schedule, &new.wishes, &new.scores, &set);
        let chosen = places(&new.schedule, &ids(&new.agenda));
        let again = |ix: &&EventIx| set.iter().any(|held| new.schedule.same_talk(*held, **ix));
        let added = chosen.difference(&set).filter(|ix| !again(ix)).count();
        let changes = i64::try_from(set.difference(&chosen).count() + added).unwrap();
        prop_assert_eq!((-changes, new.agenda.points), (best.2, best.3));
    }

    #[test]
    fn the_dearer_a_change_the_more_is_kept((before, after) in versions(8, 5)) {
        let old = before.solved().agenda();
        let new = |keep| replanned(&old, &after, keep, None).agenda;
        let fresh = new(Keep::Points(0));
        let solved = after.solved().agenda();
        prop_assert_eq!(ids(&fresh), ids(&solved));
        let all = new(Keep::All);
        prop_assert!(distance(&old, &all) <= distance(&old, &fresh));
        let kept = |agenda: &Agenda| ids(agenda).intersection(&ids(&old)).count();
        let (mut most, mut points) = (kept(&fresh), fresh.points);
        for keep in [50, 150, 500] {
            let some = new(Keep::Points(keep));
            prop_assert!(kept(&some) >= most && some.points <= points);
            (most, points) = (kept(&some), some.points);
        }
    }

    #[test]
    fn what_has_begun_stays((before, after) in versions(8, 4), tick in 0..20i64) {
        let old = before.solved().agenda();
        let at = "2026-05-01T08:00:00Z".parse::<DateTime<Utc>>().unwrap()
            + TimeDelta::minutes(TICK * tick);
        let new = replanned(&old, &after, Keep::USUAL, Some(at));
        let starts: BTreeMap<&str, DateTime<Utc>> =
            new.schedule.events().iter().map(|event| (event.id.as_str(), event.slot.start())).collect();
        let (listed, _) = after.inputs();
        for talk in &old.talks {
            let now = listed.events().iter().find(|event| event.id.as_str() == talk.id);
            let on = now.is_none_or(|event| !event.cancelled && event.slot.start() <= at);
            if talk.from().to_utc() <= at && on {
                let same = |other: &&Talk| other.id == talk.id;
                let kept = new.agenda.talks.iter().find(same);
                let place = kept.map(|kept| (kept.from(), &kept.room, kept.points));
                prop_assert_eq!(place, Some((talk.from(), &talk.room, talk.points)));
                // Of what is still on, the schedule says when it ends, if one can stay.
                let was = talk.to().to_utc();
                let listed = now.map(|event| event.slot.end() - TimeDelta::minutes(talk.early));
                let ends = listed.filter(|end| was > at && *end > at).unwrap_or(was);
                let is_free = after.commitment.is_none()
                    && after.here.is_none()
                    && after.rules.ticks_per_day.is_none();
                let to = kept.map_or(was, |kept| kept.to().to_utc());
                prop_assert!(to == ends || (!is_free && to == was && was < ends), "{talk:?} {kept:?}");
            }
        }
        for talk in &new.agenda.talks {
            prop_assert!(
                starts[talk.id.as_str()] >= at || ids(&old).contains(talk.id.as_str()),
                "{talk:?} had begun"
            );
        }
    }

    #[test]
    fn a_pinned_talk_stays_if_it_can((before, after) in versions(7, 4), which in 0..10usize) {
        let mut old = before.solved().agenda();
        if old.talks.is_empty() {
            return Ok(());
        }
        let id = old.talks[which % old.talks.len()].id.clone();
        old.pins = vec![id.clone()];
        let new = replanned(&old, &after, Keep::Points(0), None);
        let held = ids(&new.agenda).contains(id.as_str());
        // Only what is not there any more and what the person cannot be at is not kept, and that is
        // told.
        let can_be = new.schedule.iter().find(|(_, event)| event.id.as_str() == id);
        let can_be = can_be.is_some_and(|(ix, event)| {
            let stay = new.wishes.stay(&new.schedule, ix, event.slot);
            !event.cancelled
                && new.wishes.is_there(&stay)
                && new.wishes.commitment_at(&new.schedule, &stay).is_none()
                && !after.never.iter().any(|never| format!("t{never}") == id)
        });
        let warned = new.warnings.iter().any(|it| it.what.starts_with("the pinned `"));
        prop_assert!(held != warned, "{:?}", new.warnings);
        prop_assert!(held || !can_be);
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_named_cause_is_the_cause((before, after) in versions(7, 3)) {
        let old = before.solved().agenda();
        let new = replanned(&old, &after, Keep::USUAL, None);
        for line in &new.delta.lines {
            let place = line.new.as_ref().or(line.old.as_ref()).unwrap();
            for cause in &line.causes {
                let undone = undone(&before, &after, cause, &place.id);
                let Some(case) = undone else { continue };
                let again = replanned(&old, &case, Keep::USUAL, None).agenda;
                let held = ids(&again).contains(place.id.as_str());
                match line.fate {
                    Fate::Dropped => prop_assert!(held, "{line:?}"),
                    Fate::New => prop_assert!(!held, "{line:?}"),
                    Fate::Moved | Fate::Changed | Fate::Kept => {}
                }
            }
        }
    }

    #[test]
    fn without_time_no_cause_is_made_up((before, after) in versions(7, 3)) {
        let old = before.solved().agenda();
        let none = Deadline::after(Duration::ZERO);
        let new = replanned_until(&old, &after, Keep::USUAL, None, none);
        for line in &new.delta.lines {
            let tried = |cause: &Cause| match cause {
                // Of a talk that is kept at another time it is a fact.
                Cause::Moved => line.fate != Fate::Moved,
                Cause::Other { .. } | Cause::Together { .. } | Cause::Schedule => true,
                Cause::Gone
                | Cause::Cancelled
                | Cause::Passed
                | Cause::Late
                | Cause::Skipped
                | Cause::Points { .. }
                | Cause::IsNew
                | Cause::Pinned
                | Cause::Wishes { .. }
                | Cause::Better
                | Cause::Unknown => false,
            };
            prop_assert!(!line.causes.iter().any(tried), "{line:?}");
            prop_assert!(line.fate != Fate::New || line.price.is_none(), "{line:?}");
        }
    }
}

/// The later version with one cause undone; nothing for causes that are no single change.
fn undone(before: &RandomCase, after: &RandomCase, cause: &Cause, own: &str) -> Option<RandomCase> {
    let id: u32 = match cause {
        Cause::Gone | Cause::Cancelled | Cause::IsNew | Cause::Moved => {
            own.strip_prefix('t')?.parse().ok()?
        }
        Cause::Other { title, .. } => title.rsplit(' ').next()?.parse().ok()?,
        Cause::Points { .. }
        | Cause::Passed
        | Cause::Late
        | Cause::Skipped
        | Cause::Pinned
        | Cause::Together { .. }
        | Cause::Schedule
        | Cause::Wishes { .. }
        | Cause::Better
        | Cause::Unknown => return None,
    };
    // What is gone or called off cannot be seen, whatever else is so.
    if matches!(cause, Cause::Gone | Cause::Cancelled) {
        return None;
    }
    let mut case = after.clone();
    case.talks.retain(|talk| talk.id != id);
    let was = before.talks.iter().filter(|talk| talk.id == id);
    // How far it is to a room that is gone from the schedule is not known any more.
    if was.clone().any(|talk| after.talks.iter().all(|other| other.room != talk.room)) {
        return None;
    }
    case.talks.extend(was.cloned());
    Some(case)
}

const CONFERENCE: &str = "\
title: Small Conf
timezone: Europe/Berlin
events:
  - { id: a, title: Tracing one, room: One, start: 2026-05-01T10:00, minutes: 30, speakers: [Ada] }
  - { id: b, title: Baking bread, room: Two, start: 2026-05-01T10:30, minutes: 30 }
  - { id: c, title: Cooking rice, room: One, start: 2026-05-01T11:00, minutes: 60 }
  - { id: d, title: Dancing, room: Two, start: 2026-05-01T14:00, minutes: 60 }
  - { id: e, title: Eating, room: One, start: 2026-05-01T14:00, minutes: 60 }
";

const PROFILE: &str = "name: Me\nratings: { a: 50, b: 40, c: 60, d: 70, e: 40 }\nmust_see: [c]\n";

/// The agenda of the small conference, saved.
fn saved() -> String {
    let test = Test::new("plan -s s.yaml -p p.yaml -f json")
        .file("s.yaml", CONFERENCE)
        .file("p.yaml", PROFILE);
    let (out, err, code) = test.run();
    assert_eq!((err.as_str(), code), ("", 0));
    out
}

fn small(args: &str) -> Test {
    Test::new(args)
        .file("s.yaml", CONFERENCE)
        .file("p.yaml", PROFILE)
        .file("my.agenda.json", saved())
}

/// The conference after some lines were replaced.
fn later(edits: &[(&str, &str)]) -> String {
    let mut text = CONFERENCE.to_owned();
    for (from, to) in edits {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    text
}

#[test]
fn a_talk_that_moves_into_a_must_see_is_dropped_with_its_cause() {
    let new = later(&[
        ("start: 2026-05-01T10:30, minutes: 30", "start: 2026-05-01T11:30, minutes: 30"),
        ("title: Eating, room: One", "title: Eating, room: Three"),
    ]);
    small("replan my.agenda.json -s new.yaml").file("new.yaml", new).shows(
        "
Small Conf: Me
Of your 4 talks: 3 kept and 1 dropped. 1,800 points now, 2,200 before. No agenda
has more.

What changes for you:
dropped Fri 10:30-11:00 in Two: Baking bread
        the schedule moved it to Fri 11:30; it overlaps `Cooking rice`; keeping
        it would cost 1 must-see and 200 points

Friday 1 May 2026
10:00-10:30  Tracing one
             kept · One · 30 min · 500 points
10:30-11:00  Baking bread
             dropped · Two · 30 min · 400 points
10:30-11:00  (30 min free)
11:00-12:00  * Cooking rice
             kept · One · 1 h · 600 points
12:00-14:00  (2 h free)
14:00-15:00  Dancing
             kept · Two · 1 h · 700 points
* must-see
! note: nothing is saved: add --write, or -o with another file
",
    );
}

#[test]
fn a_change_has_to_earn_its_points_and_is_offered_else() {
    let new = later(&[(
        "  - { id: d",
        "  - { id: n, title: New things, room: X, start: 2026-05-01T14:00, minutes: 60 }\n  - { id: d",
    )]);
    let profile = PROFILE.replace("e: 40", "e: 40, n: 75");
    let run = |keep: &str| {
        let test = small(&format!("replan my.agenda.json -q -s new.yaml --keep {keep}"));
        let (out, err, code) = test.file("new.yaml", &new).file("p.yaml", &profile).run();
        assert_eq!((err.as_str(), code), ("", 0));
        out
    };
    let usual = run("100");
    assert!(usual.contains("Nothing has changed for you: 4 talks, 2,200 points."), "{usual}");
    assert!(usual.contains("New things"), "{usual}");
    assert!(usual.contains("gains 50 points · in place of Dancing"), "{usual}");
    assert!(run("all").contains("Nothing has changed for you"));
    let fresh = run("none");
    assert!(fresh.contains("dropped Fri 14:00-15:00 in Two: Dancing"), "{fresh}");
    assert!(fresh.contains("`New things` is new in the schedule"), "{fresh}");
    assert_eq!(run("49"), fresh);
}

#[test]
fn an_agenda_is_saved_in_place_with_the_one_before_beside_it() {
    let new = later(&[("  - { id: a,", "  - { cancelled: true, id: a,")]);
    let test = small("replan my.agenda.json -s new.yaml --write -q --exit-code --calendar my.ics")
        .file("new.yaml", new);
    let before = std::fs::read_to_string(test.folder().join("my.agenda.json")).unwrap();
    let (out, err, code) = test.run();
    assert_eq!((err.as_str(), code), ("", 1));
    assert!(out.contains("it is cancelled; that costs 500 points"), "{out}");
    let read = |name: &str| std::fs::read_to_string(test.folder().join(name)).unwrap();
    assert_eq!(read("my.agenda.json.bak"), before);
    let agenda = attend::agenda::read(&read("my.agenda.json")).unwrap();
    assert_eq!((agenda.sequence, agenda.source.as_deref()), (1, Some("new.yaml")));
    assert_eq!(agenda.dropped.len(), 1);
    let calendar = read("my.ics");
    assert!(calendar.contains("STATUS:CANCELLED") && calendar.contains("SEQUENCE:1"), "{calendar}");
    // Once more: nothing to do, and nothing is written.
    let (out, _, code) = test.run();
    assert!(out.contains("Nothing has changed for you"), "{out}");
    assert_eq!(code, 0);
    assert_eq!(read("my.agenda.json.bak"), before);
}

#[cfg(unix)]
#[test]
fn where_nothing_can_be_written_the_old_agenda_stays_whole() {
    use std::os::unix::fs::PermissionsExt;
    let new = later(&[("  - { id: a,", "  - { cancelled: true, id: a,")]);
    let test = small("replan my.agenda.json -s new.yaml --write -q").file("new.yaml", new);
    let path = test.folder().join("my.agenda.json");
    let before = std::fs::read(&path).unwrap();
    let allow = |mode| {
        std::fs::set_permissions(test.folder(), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    allow(0o555);
    let may_write_anyway = std::fs::write(test.folder().join("probe"), "").is_ok();
    let (_, err, code) = test.run();
    allow(0o755);
    if may_write_anyway {
        println!("skipped: this user may write everywhere");
        return;
    }
    assert_eq!(code, 2);
    assert!(err.contains("cannot write"), "{err}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn of_two_at_once_one_wins_whole_and_the_other_has_the_same_or_says_so() {
    let new = later(&[("  - { id: a,", "  - { cancelled: true, id: a,")]);
    let test = small("replan my.agenda.json -s new.yaml --write -q").file("new.yaml", new);
    let folder = test.folder();
    let before = std::fs::read(folder.join("my.agenda.json")).unwrap();
    let overtaken = "error: another run has changed my.agenda.json since it was read\n\
                     hint: nothing is written; run it again on what is there now\n";
    for _ in 0..20 {
        std::fs::write(folder.join("my.agenda.json"), &before).unwrap();
        let both = std::thread::scope(|scope| {
            let run = || {
                let again = Test::new("replan my.agenda.json -s new.yaml --write -q");
                let (_, err, code) = again.run_in(folder);
                (err, code)
            };
            let other = scope.spawn(run);
            [run(), other.join().unwrap()]
        });
        for (err, code) in &both {
            assert!(
                (err.as_str(), *code) == ("", 0) || (err.as_str(), *code) == (overtaken, 2),
                "{err}"
            );
        }
        assert!(both.iter().any(|(_, code)| *code == 0), "nobody has written");
        assert_eq!(std::fs::read(folder.join("my.agenda.json.bak")).unwrap(), before);
        let text = std::fs::read_to_string(folder.join("my.agenda.json")).unwrap();
        assert_eq!(attend::agenda::read(&text).unwrap().sequence, 1);
    }
}

#[test]
fn other_conferences_and_other_files_are_refused() {
    small("replan my.agenda.json -s all-systems-go-2018").shows(
        "
! error: all-systems-go-2018: it has none of the talks of the agenda for `Small Conf`: it is of another conference
! hint: name the agenda's schedule with -s
status 2
",
    );
    small("replan new.json").file("new.json", "{\"attend\": 2}").shows(
        "
! error: new.json: the agenda has format 2, and this version of attend reads format 1
! hint: use the version of attend that saved it, or plan again
status 2
",
    );
    small("replan zero.json").file("zero.json", "{\"attend\": 0}").shows(
        "
! error: zero.json: the agenda has format 0, and this version of attend reads format 1
! hint: use the version of attend that saved it, or plan again
status 2
",
    );
    let half = saved();
    let half = &half[..half.len() / 2];
    let (_, err, code) = small("replan half.json").file("half.json", half).run();
    assert_eq!(code, 2);
    assert!(err.starts_with("error: half.json:") && err.contains("damaged"), "{err}");
}

#[test]
fn a_schedule_that_lost_most_of_it_is_refused_unless_forced() {
    let lost = CONFERENCE.lines().take(4).fold(String::new(), |text, line| text + line + "\n");
    small("replan my.agenda.json -s new.yaml").file("new.yaml", &lost).shows(
        "
! error: new.yaml: it has only 1 of 5 talks that the agenda knows
! hint: it may be a broken download; take it as it is with --force
status 2
",
    );
    let test = small("replan my.agenda.json -s new.yaml --force").file("new.yaml", &lost);
    let (out, err, code) = test.run();
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("3 dropped"), "{out}");
    assert!(err.contains("`c` is gone from the schedule"), "{err}");
}

#[test]
fn a_schedule_that_drops_what_is_over_is_no_broken_download() {
    // In the afternoon only what is still to come is there.
    let head = "title: Small Conf\ntimezone: Europe/Berlin\nevents:\n";
    let afternoon: String = CONFERENCE.lines().skip(6).map(|line| format!("{line}\n")).collect();
    let rest = format!("{head}{afternoon}");
    let at = |args: &str, now| small(args).file("new.yaml", &rest).now(now).run();
    let replan = "replan my.agenda.json -s new.yaml -q";
    let (out, err, code) = at(replan, "2026-05-01T11:30:00Z");
    assert_eq!(
        (out.as_str(), err.as_str(), code),
        ("Small Conf: Me\nNothing has changed for you: 4 talks, 2,200 points.\n", "", 0)
    );
    let (_, err, code) = at("next my.agenda.json -s new.yaml", "2026-05-01T11:30:00Z");
    assert_eq!((err.as_str(), code), ("", 0));
    let (out, _, _) = at("changes s.yaml new.yaml", "2026-05-01T11:30:00Z");
    bless::same(
        &out,
        "
Small Conf
All in all: 3 over.

Over: 3 talks
Fri 10:00-10:30  Tracing one
                 One · over
Fri 10:30-11:00  Baking bread
                 Two · over
Fri 11:00-12:00  Cooking rice
                 One · over
",
    );
    // At any other time it is not over.
    for now in ["2026-05-01T08:10:00Z", "2026-04-01T11:30:00Z", "2026-06-01T11:30:00Z"] {
        assert!(at(replan, now).1.contains("it has only 2 of 5 talks"), "{now}");
        let (out, _, _) = at("changes s.yaml new.yaml --force", now);
        assert!(out.contains("3 gone"), "{now}: {out}");
    }
}

#[test]
fn a_clock_before_or_after_the_conference_takes_nothing_for_past() {
    let on = "2026-05-01T12:00:00Z";
    let off = ["1970-01-01T00:00:00Z", "2026-04-30T12:00:00Z", "2026-05-03T12:00:00Z"];
    let new = later(&[("  - { id: a,", "  - { cancelled: true, id: a,")]);
    let again = |now| {
        small("replan my.agenda.json -s new.yaml -f json").file("new.yaml", &new).now(now).run()
    };
    let whole = again("9999-12-31T23:59:59Z");
    assert_eq!(whole.2, 0, "{}", whole.1);
    for now in off {
        assert_eq!(again(now), whole, "{now}");
    }
    assert_ne!(again(on), whole, "what has begun at {on} is past");
}

#[test]
fn pins_hold_against_better_plans_and_can_be_taken_away() {
    let test = small("pin my.agenda.json dancing");
    test.shows("! note: `Dancing` is pinned: replanning keeps it");
    let folder = test.folder().to_owned();
    let run = |args: &str| Test::new(args).run_in(&folder);
    let new = later(&[("id: e, title: Eating", "id: e, title: Eating")]);
    std::fs::write(folder.join("new.yaml"), new).unwrap();
    std::fs::write(folder.join("p.yaml"), PROFILE.replace("e: 40", "e: 100")).unwrap();
    let (out, _, _) = run("replan my.agenda.json -s new.yaml --keep none -q");
    assert!(out.contains("Nothing has changed for you"), "{out}");
    let (_, err, _) = run("unpin my.agenda.json Dancing");
    bless::same(&err, "note: `Dancing` is no longer pinned\n");
    let (out, _, _) = run("replan my.agenda.json -s new.yaml --keep none -q");
    assert!(out.contains("dropped Fri 14:00-15:00 in Two: Dancing"), "{out}");
}

const FESTIVAL: &str = "\
title: Fest
timezone: Europe/London
events:
  - { id: paid, title: Opera in the Park, room: Park, start: 2026-08-08T19:00, minutes: 120 }
  - { id: wish, title: Big Comedy Gala, room: Hall, start: 2026-08-08T16:00, minutes: 90 }
  - { id: side, title: Small Comedy, room: Hall, start: 2026-08-08T14:00, minutes: 60 }
";

/// The agenda of the festival for a profile, after a talk was pinned, for another version of it.
fn festival(profile: &str, pin: &str, edit: (&str, &str), replan: &str) -> Test {
    assert!(FESTIVAL.contains(edit.0), "{}", edit.0);
    let test = Test::new(replan)
        .file("v1.yaml", FESTIVAL)
        .file("v2.yaml", FESTIVAL.replace(edit.0, edit.1))
        .file("p.yaml", profile);
    let run = |args: &str| {
        let (_, err, code) = Test::new(args).run_in(test.folder());
        assert_eq!(code, 0, "{err}");
    };
    run("plan -s v1.yaml -p p.yaml -o my.agenda.json");
    if !pin.is_empty() {
        run(&format!("pin my.agenda.json {pin}"));
    }
    test
}

#[test]
fn a_pinned_talk_is_not_given_up_for_a_must_see_that_moves() {
    let profile = "name: Me\nratings: { paid: 40, wish: 70, side: 20 }\nmust_see: [wish]\n";
    let edit = ("start: 2026-08-08T16:00", "start: 2026-08-08T19:30");
    festival(profile, "paid", edit, "replan -s v2.yaml --keep all -q").shows(
        "
Fest: Me
Of your 3 talks: 2 kept and 1 dropped. 600 points now, 1,300 before. No agenda
has more.

What cannot all be kept:
- Sat 19:30-21:00 in Hall: Big Comedy Gala (given up)
- because: Opera in the Park
- your options:
  - leave out Big Comedy Gala: as in this agenda
  - unpin Opera in the Park: gains 300 points

What changes for you:
dropped Sat 16:00-17:30 in Hall: Big Comedy Gala
        the schedule moved it to Sat 19:30; it overlaps `Opera in the Park`;
        that costs 700 points

Saturday 8 August 2026
14:00-15:00  Small Comedy
             kept · Hall · 1 h · 200 points
15:00-19:00  (4 h free)
16:00-17:30  * Big Comedy Gala
             dropped · Hall · 1 h 30 min · 700 points
19:00-21:00  Opera in the Park (pinned)
             kept · Park · 2 h · 400 points
* must-see
",
    );
    // One that moves itself stays as well, and is told first.
    let edit = ("start: 2026-08-08T19:00", "start: 2026-08-08T14:30");
    festival(profile, "paid", edit, "replan -s v2.yaml --keep none").shows(
        "
Fest: Me
Of your 3 talks: 1 moved and 2 dropped. 400 points now, 1,300 before. No agenda
has more.

What cannot all be kept:
- Sat 16:00-17:30 in Hall: Big Comedy Gala (given up)
- because: Opera in the Park
- your options:
  - leave out Big Comedy Gala: as in this agenda
  - unpin Opera in the Park: gains 500 points

What changes for you:
moved   Sat 14:30-16:30 in Park: Opera in the Park (pinned)
        it was Sat 19:00-21:00
dropped 2 talks: `Opera in the Park` is at Sat 14:30-16:30 now; that costs 900
        points
  - Sat 14:00-15:00 in Hall: Small Comedy
  - Sat 16:00-17:30 in Hall: Big Comedy Gala

Saturday 8 August 2026
14:00-15:00  Small Comedy
             dropped · Hall · 1 h · 200 points
14:30-16:30  Opera in the Park (pinned)
             moved · Park · 2 h · 400 points
16:00-17:30  * Big Comedy Gala
             dropped · Hall · 1 h 30 min · 700 points
* must-see
! note: nothing is saved: add --write, or -o with another file
",
    );
}

#[test]
fn what_cannot_be_pinned_any_more_is_told() {
    let profile = "name: Me\nratings: { paid: 40, wish: 70, side: 20 }\n";
    let warns = |edit, more: &str, warning: &str| {
        let test = festival(profile, "paid", edit, "replan -s v2.yaml");
        std::fs::write(test.folder().join("p.yaml"), format!("{profile}{more}")).unwrap();
        let (out, err, code) = test.run();
        assert_eq!(code, 0, "{err}");
        assert!(
            err.contains(&format!("warning: p.yaml: the pinned `Opera in the Park` {warning}")),
            "{out}{err}"
        );
    };
    let same = ("title: Fest", "title: Fest");
    warns(("id: paid,", "id: paid, cancelled: true,"), "", "is cancelled");
    warns(same, "never: [paid]\n", "is one that your profile says never to");
    warns(
        same,
        "here: [ { from: Sat 10:00, to: 18:00 } ]\n",
        "is at a time when you are not there",
    );
    let busy = "commitments: [ { title: Dinner, from: Sat 20:00, to: 22:00 } ]\n";
    warns(same, busy, "clashes with your commitment `Dinner`");
    warns(("T16:00", "T19:30"), "booked: [wish]\n", "clashes with `Big Comedy Gala`");
}

#[test]
fn why_tells_a_pin_from_a_booking() {
    let profile = "name: Me\nratings: { paid: 40, wish: 70, side: 20 }\nbooked: [side]\n";
    let why = |talk: &str| {
        let same = ("title: Fest", "title: Fest");
        festival(profile, "paid", same, &format!("why my.agenda.json {talk} -q")).run().0
    };
    assert!(why("Opera").contains("In your agenda, because it is pinned."));
    assert!(why("Small").contains("In your agenda, because it is booked."));
}

#[test]
fn a_named_talk_that_is_gone_is_told_each_time() {
    let profile = "name: Me\nratings: { paid: 40, wish: 70 }\nmust_see: [Small Comedy]\n";
    let edit = ("id: side, title: Small Comedy", "id: other, title: Jazz");
    let test = festival(profile, "", edit, "replan -s v2.yaml --write");
    let warning = "warning: p.yaml:3:12: `Small Comedy` is gone from the schedule\n";
    for _ in 0..3 {
        let (_, err, code) = test.run();
        assert_eq!(code, 0, "{err}");
        assert!(err.starts_with(warning), "{err}");
    }
    // It comes back under the same name.
    let back = Test::new("replan my.agenda.json -s v1.yaml -q").run_in(test.folder());
    assert!(back.0.contains("* Small Comedy"), "{}", back.0);
}

#[test]
fn a_commitment_that_names_a_talk_follows_it() {
    let profile = "name: Me\nratings: { wish: 70, side: 20 }\n\
                   commitments: [ { title: opera in the park, from: Sat 19:00, to: 21:00 } ]\n";
    let edit = ("start: 2026-08-08T19:00", "start: 2026-08-08T15:30");
    festival(profile, "", edit, "replan -s v2.yaml -q").shows(
        "
Fest: Me
Of your 3 talks: 1 kept, 1 moved and 1 dropped. 200 points now, 900 before. No
agenda has more.

What changes for you:
moved   Sat 15:30-17:30 in Park: Opera in the Park (booked)
        it was Sat 19:00-21:00
dropped Sat 16:00-17:30 in Hall: Big Comedy Gala
        `Opera in the Park` is at Sat 15:30-17:30 now; that costs 700 points

Saturday 8 August 2026
14:00-15:00  Small Comedy
             kept · Hall · 1 h · 200 points
15:00-15:30  (30 min free)
15:30-17:30  Opera in the Park (booked)
             moved · Park · 2 h · 0 points
16:00-17:30  Big Comedy Gala
             dropped · Hall · 1 h 30 min · 700 points
",
    );
    // One of another name stays; that it may be meant is said.
    let profile =
        profile.replace("opera in the park", "my gig").replace("21:00 }", "21:00, room: Park }");
    festival(&profile, "", edit, "replan -s v2.yaml").shows(
        "
Fest: Me
Nothing has changed for you: 2 talks, 900 points.
! warning: p.yaml:3:39: `my gig` was when `Opera in the Park` was, which is at Sat 15:30 now
! hint: `booked: [Opera in the Park]` follows it when it moves
",
    );
}

#[test]
fn next_tells_what_is_on_what_comes_and_what_fits_in() {
    small("next my.agenda.json --at 2026-05-01T10:10:00+02:00").shows(
        "
Friday 1 May, 10:10
now: 10:00-10:30 in One: Tracing one, 20 min left
next: 10:30-11:00 in Two: Baking bread, in 20 min
",
    );
    small("next my.agenda.json --at 2026-05-01T13:50:00+02:00 -q").shows(
        "
Friday 1 May, 13:50
next: 14:00-15:00 in Two: Dancing, in 10 min

You are free for 10 min, until 14:00, and nothing with points fits in.

If the room is full: what else there is, and what it would cost
14:00-15:00  Eating
             One · 1 h · 400 points · would cost 300 · in place of Dancing
",
    );
}

#[test]
fn watch_tells_only_what_is_new_and_keeps_the_agenda_right() {
    let new = later(&[("  - { id: a,", "  - { cancelled: true, id: a,")]);
    let test =
        small("watch s.yaml my.agenda.json --every 10m --times 3").waits(move |folder, number| {
            if number == 1 {
                std::fs::write(folder.join("s.yaml"), &new).unwrap();
            }
        });
    test.shows(
        "
2026-12-05 13:10 Europe/Berlin
What changes for you:
dropped Fri 10:00-10:30 in One: Tracing one
        it is cancelled; that costs 500 points
! note: watching s.yaml for my.agenda.json, every 10 minutes (Ctrl-C ends it)
",
    );
    let text = std::fs::read_to_string(test.folder().join("my.agenda.json")).unwrap();
    assert_eq!(attend::agenda::read(&text).unwrap().talks.len(), 3);
}

#[test]
fn watch_says_what_it_does_and_runs_a_command_for_news() {
    let new = later(&[("  - { id: a,", "  - { cancelled: true, id: a,")]);
    let edit = move |folder: &std::path::Path, number| {
        if number == 1 {
            std::fs::write(folder.join("s.yaml"), &new).unwrap();
        }
    };
    let watch = "watch s.yaml my.agenda.json --every 90s --times 3 --command cat";
    let test = small(watch).watched().waits(edit.clone());
    let (_, err, code) = test.run();
    assert_eq!(code, 0);
    bless::same(
        &err,
        "
note: watching s.yaml for my.agenda.json, every 90 seconds (Ctrl-C ends it)
note: 13:00 nothing new; looking again at 13:01
note: 13:10 looking again at 13:11
",
    );
    bless::same(
        &std::fs::read_to_string(test.folder().join("ran.txt")).unwrap(),
        "
cat
What changes for you:
dropped Fri 10:00-10:30 in One: Tracing one
        it is cancelled; that costs 500 points
",
    );
    let failing = "watch s.yaml my.agenda.json --times 2 --command false";
    let (_, err, code) = small(failing).waits(edit).run();
    assert_eq!(code, 0);
    assert!(err.contains("warning: --command `false`: exit status: 1"), "{err}");
}

#[cfg(feature = "fetch")]
#[test]
fn watch_asks_a_server_only_for_what_has_changed() {
    let new = later(&[("  - { id: a,", "  - { cancelled: true, id: a,")]);
    let server = Server::script(vec![
        Says::ok(CONFERENCE).header("ETag", "\"v1\""),
        Says::status("304 Not Modified"),
        Says::status("503 Service Unavailable"),
        Says::ok(new).header("ETag", "\"v2\""),
    ]);
    let cache = tempfile::TempDir::new().unwrap();
    let url = server.url("/s.yaml");
    let watch = format!("watch {url} my.agenda.json --every 10m --times 4 -q");
    let (out, _, code) = small(&watch).cache(cache.path()).waits(|_, _| ()).run();
    assert_eq!(code, 0);
    assert_eq!(out.matches("What changes for you").count(), 1, "{out}");
    assert!(out.contains("dropped Fri 10:00-10:30 in One: Tracing one"), "{out}");
    let tags: Vec<bool> = server
        .asked()
        .iter()
        .map(|asked| asked.to_lowercase().contains("if-none-match: \"v1\""))
        .collect();
    assert_eq!(tags, [false, true, true, true]);
}

/// A server whose first answer takes so long that somebody pins a talk meanwhile.
#[cfg(feature = "fetch")]
fn overtaken_by_a_pin(args: &str) -> (Test, tempfile::TempDir) {
    let new = later(&[("  - { id: a,", "  - { cancelled: true, id: a,")]);
    let (tell, folder) = std::sync::mpsc::channel::<std::path::PathBuf>();
    let server = Server::new(move |_, number| {
        if number == 0 {
            let (_, err, code) =
                Test::new("pin my.agenda.json dancing").run_in(&folder.recv().unwrap());
            assert_eq!(code, 0, "{err}");
        }
        Says::ok(&new)
    });
    let cache = tempfile::TempDir::new().unwrap();
    let test = small(&args.replace("URL", &server.url("/s.yaml"))).cache(cache.path());
    tell.send(test.folder().to_owned()).unwrap();
    (test, cache)
}

#[cfg(feature = "fetch")]
fn kept(test: &Test) -> (Vec<String>, usize) {
    let text = std::fs::read_to_string(test.folder().join("my.agenda.json")).unwrap();
    let agenda = attend::agenda::read(&text).unwrap();
    (agenda.pins, agenda.talks.len())
}

#[cfg(feature = "fetch")]
#[test]
fn what_another_run_has_written_meanwhile_is_not_lost() {
    let (test, _cache) = overtaken_by_a_pin("replan my.agenda.json -s URL --write -q");
    let (out, err, code) = test.run();
    let error = "error: another run has changed my.agenda.json since it was read\n\
                 hint: nothing is written; run it again on what is there now\n";
    assert_eq!((out.as_str(), err.as_str(), code), ("", error, 2));
    assert_eq!(kept(&test), (vec!["d".to_owned()], 4));

    let (test, _cache) =
        overtaken_by_a_pin("watch URL my.agenda.json --every 10m --times 1 -q --calendar my.ics");
    let (out, err, code) = test.run();
    assert_eq!((err.as_str(), code), ("", 0));
    assert_eq!(out.matches("dropped Fri 10:00-10:30 in One: Tracing one").count(), 1, "{out}");
    assert_eq!(kept(&test), (vec!["d".to_owned()], 3));
}

#[test]
fn a_panic_is_an_error_like_others_and_loses_nothing() {
    let test =
        small("watch s.yaml my.agenda.json --every 10m --times 2").waits(|_, _| panic!("no clock"));
    test.shows(
        "
! note: watching s.yaml for my.agenda.json, every 10 minutes (Ctrl-C ends it)
! error: attend cannot go on: no clock
! hint: this is a bug of attend: please report it with the files and what it says with RUST_BACKTRACE=1
status 70
",
    );
    attend::agenda::read(&std::fs::read_to_string(test.folder().join("my.agenda.json")).unwrap())
        .unwrap();
}

#[test]
fn a_must_see_is_known_by_its_old_name() {
    let new = later(&[("id: c, title: Cooking rice", "id: c, title: Something else")]);
    let profile = PROFILE.replace("must_see: [c]", "must_see: [Cooking rice]");
    let test =
        small("replan my.agenda.json -s new.yaml -q").file("new.yaml", new).file("p.yaml", profile);
    let (out, err, code) = test.run();
    assert_eq!((err.as_str(), code), ("", 0));
    assert!(out.contains("it was called `Cooking rice`"), "{out}");
}

#[test]
fn a_former_schedule_knows_where_its_events_are() {
    let agenda = attend::agenda::read(&saved()).unwrap();
    let former = agenda.former();
    let identity = Identity::between(&former, &former);
    let since = Former { schedule: &former, identity: &identity };
    assert!(since.identity.pairs().iter().all(|pair| pair.old == pair.new));
    assert_eq!(former.events().len(), 5);
}

/// The warning that the clocks have other rules than when an agenda was saved.
const NEW_RULES: &str = "warning: the clocks of Europe/Berlin go by other rules now than when the \
                         agenda was saved; its times stay as clocks there show them\n";

#[test]
fn new_rules_of_a_zone_move_nothing() {
    // As if Berlin had been an hour further east on the day when it was saved.
    let old_rules = saved().replace("+02:00", "+03:00");
    let test = small("replan my.agenda.json -q --exit-code --write -s s.yaml")
        .file("my.agenda.json", &old_rules);
    let (out, err, code) = test.run();
    assert_eq!((err.as_str(), code), ("", 0), "{out}");
    assert!(out.contains("Nothing has changed for you"), "{out}");
    let folder = test.folder().to_owned();
    let read = || std::fs::read_to_string(folder.join("my.agenda.json")).unwrap();
    assert_eq!(read().replace("s.yaml", ""), saved().replace("s.yaml", ""));
    std::fs::write(folder.join("my.agenda.json"), &old_rules).unwrap();
    for args in [
        "replan my.agenda.json -s s.yaml",
        "next my.agenda.json -s s.yaml --at 2026-05-01T10:10:00+02:00",
        "watch s.yaml my.agenda.json --times 1",
    ] {
        let (out, err, code) = Test::new(args).run_in(&folder);
        let warnings: String = err.lines().filter(|it| !it.starts_with("note: watching")).collect();
        assert_eq!((warnings + "\n", code), (NEW_RULES.to_owned(), 0), "{args}: {out}");
        assert!(!out.contains("moved"), "{out}");
    }
    let compare = || {
        let (out, err, code) =
            Test::new("compare my.agenda.json p.yaml -s s.yaml -f json").run_in(&folder);
        assert_eq!(code, 0, "{err}");
        (out, err)
    };
    let (of_old_rules, err) = compare();
    assert_eq!(err, NEW_RULES.replace("warning: ", "warning: my.agenda.json: "));
    let (_, err, _) = Test::new("pin my.agenda.json Dancing").run_in(&folder);
    assert_eq!(err, format!("{NEW_RULES}note: `Dancing` is pinned: replanning keeps it\n"));
    assert_eq!(compare(), (of_old_rules, String::new()), "the pin was saved by today's rules");
}

#[test]
fn of_two_times_that_clocks_show_alike_the_saved_one_stays() {
    // Clocks in Berlin show 02:30 twice on this night.
    let conference = "\
title: Night
timezone: Europe/Berlin
events:
  - { id: a, title: First, start: 2026-10-25T02:30:00+02:00, minutes: 20 }
  - { id: b, title: Again, start: 2026-10-25T02:30:00+01:00, minutes: 20 }
  - { id: c, title: Before, start: 2026-10-24T22:00:00+02:00, minutes: 20 }
";
    let (saved, _, code) = Test::new("plan -s s.yaml -p p.yaml -f json")
        .file("s.yaml", conference)
        .file("p.yaml", "ratings: { a: 50, b: 40, c: 60 }\n")
        .run();
    assert_eq!(code, 0);
    let starts = |text: &str| {
        let agenda = attend::agenda::read(text).unwrap();
        let starts = agenda.talks.iter().map(|talk| talk.start.format("%H:%M%:z").to_string());
        (starts.collect::<Vec<String>>(), agenda.noted.len())
    };
    let as_saved = ["22:00+02:00", "02:30+02:00", "02:30+01:00"].map(ToOwned::to_owned).to_vec();
    assert_eq!(starts(&saved), (as_saved.clone(), 0));
    assert_eq!(starts(&saved.replace("+02:00", "+03:00")), (as_saved.clone(), 1));
    // What another agenda has left in another zone is no matter of rules.
    let mut foreign: serde_json::Value = serde_json::from_str(&saved).unwrap();
    foreign["talks"][0]["start"] = "2026-10-24T16:00:00-04:00".into();
    foreign["talks"][0]["end"] = "2026-10-24T16:20:00-04:00".into();
    let (now, noted) = starts(&foreign.to_string());
    assert_eq!((now[0].as_str(), noted), ("16:00-04:00", 0));
}

#[test]
fn a_time_that_the_new_rules_skip_is_as_long_as_before() {
    // 02:10 to 03:05 on a night on which clocks skip the hour from 02:00.
    let conference = "\
title: Night
timezone: UTC
events:
  - { id: a, title: First, start: 2026-03-29T02:10, minutes: 55 }
";
    let (saved, _, code) = Test::new("plan -s s.yaml -p p.yaml -f json")
        .file("s.yaml", conference)
        .file("p.yaml", "ratings: { a: 50 }\n")
        .run();
    assert_eq!(code, 0);
    let agenda = attend::agenda::read(&saved.replace("UTC", "Europe/Berlin")).unwrap();
    let talk = &agenda.talks[0];
    assert_eq!(talk.start.to_string(), "2026-03-29 03:10:00 +02:00");
    assert_eq!((talk.end - talk.start).num_minutes(), 55);
}

#[test]
fn the_agenda_of_the_largest_schedule_is_read_again() {
    use attend::{agenda, source};
    // As many bytes for each event as the longest file has for each of the most events; all at
    // once, so that each is missed and stands against others.
    let each = source::MAX_BYTES / source::MAX_SLOTS;
    let mut conference = "title: Large\ntimezone: UTC\nevents:\n".to_owned();
    for number in 0..1000 {
        let (day, hour) = (1 + number / 100, 8 + number % 100 / 10);
        let event = format!(
            "- {{id: {number}, start: 2026-05-{day:02}T{hour:02}:00, minutes: 50, room: R{number}, \
             speakers: [Ada Lovelace, Grace Hopper], title: Bread "
        );
        let title = "x".repeat(each - event.len() - 2);
        conference += &format!("{event}{title}}}\n");
    }
    let (saved, _, code) = Test::new("plan -s s.yaml -p p.yaml -f json -q")
        .file("s.yaml", conference)
        .file("p.yaml", "interests: [bread]\n")
        .run();
    assert_eq!(code, 0);
    let read = agenda::read(&saved).unwrap();
    assert_eq!((read.talks.len(), read.missed.len()), (100, 900));
    let whole = saved.len() / 1000 * source::MAX_SLOTS;
    assert!(whole < agenda::MAX_BYTES, "{} MB", whole / 1_000_000);
}

#[test]
fn what_began_without_somebody_is_missed() {
    const SCHEDULE: &str = "
title: Short
timezone: UTC
events:
  - { id: a, title: Early bread, start: 2026-05-01T09:00, minutes: 60 }
  - { id: b, title: Noon bread, start: 2026-05-01T12:00, minutes: 60 }
  - { id: c, title: Late bread, start: 2026-05-01T15:00, minutes: 60 }
";
    let profile = "interests: [bread]\n";
    let (agenda, err, _) = Test::new("plan -s conf.yaml -p me.yaml -f json")
        .file("conf.yaml", SCHEDULE)
        .file("me.yaml", profile)
        .run();
    assert!(agenda.contains("Noon bread"), "{err}");
    for at in ["", "2026-05-01T12:30:00Z"] {
        let at: Vec<&str> = if at.is_empty() { Vec::new() } else { vec!["--at", at] };
        let args = ["replan", "my.agenda.json", "-s", "conf.yaml", "-p", "late.yaml"];
        let args = [&args[..], &at[..], &["-o", "new.agenda.json"]].concat();
        let (out, err, _) = Test::of(&args)
            .file("conf.yaml", SCHEDULE)
            .file("me.yaml", profile)
            .file("late.yaml", format!("{profile}here: [ {{ from: Fri 14:00, to: Fri 18:00 }} ]\n"))
            .file("my.agenda.json", &agenda)
            .run();
        assert!(out.contains("1 kept and 2 dropped"), "{out}{err}");
        assert!(!out.contains("would cost a must-see"), "{out}{err}");
    }
}
