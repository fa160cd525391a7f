//! Group files: what they agree on is planned, and all that is wrong with them is said.

use serde_json::Value;

use crate::support::Test;

/// One talk three times, and something for each of three people at each of its times.
const GAMES: &str = "\
title: Game Con
timezone: Europe/Berlin
events:
  - { id: q1, title: Quest, room: Hall, start: 2026-07-30T10:00, minutes: 120, repeats: q }
  - { id: q2, title: Quest, room: Hall, start: 2026-07-30T14:00, minutes: 120, repeats: q }
  - { id: q3, title: Quest, room: Hall, start: 2026-07-30T18:00, minutes: 120, repeats: q }
  - { id: m, title: Cards, room: One, start: 2026-07-30T10:00, minutes: 120 }
  - { id: w, title: Dice, room: Two, start: 2026-07-30T14:00, minutes: 120 }
  - { id: c, title: Chess, room: Three, start: 2026-07-30T18:00, minutes: 120 }
";

fn json(test: &Test) -> Value {
    let (out, err, code) = test.run();
    assert_eq!((err.as_str(), code), ("", 0));
    serde_json::from_str(&out).unwrap()
}

/// By member the ids of the talks.
fn ids(comparison: &Value) -> Vec<Vec<String>> {
    let of = |person: &Value| {
        let entries = person["agenda"].as_array().unwrap().iter();
        entries.filter_map(|entry| Some(entry["id"].as_str()?.to_owned())).collect()
    };
    comparison["members"].as_array().unwrap().iter().map(of).collect()
}

fn games(group: &str) -> Test {
    Test::new("compare group.yaml -f json")
        .file(
            "group.yaml",
            format!("schedule: s.yaml\nmembers: [ana.yaml, ben.yaml, cem.yaml]\n{group}"),
        )
        .file("s.yaml", GAMES)
        .file("ana.yaml", "name: Ana\nratings: { m: 60 }\nmust_see: [Quest]\n")
        .file("ben.yaml", "name: Ben\nratings: { w: 70 }\nmust_see: [Quest]\n")
        .file("cem.yaml", "name: Cem\nratings: { c: 80 }\nmust_see: [Quest]\n")
}

#[test]
fn all_go_to_the_same_performance_of_what_they_agreed_on() {
    let apart = ids(&json(&games("")));
    assert!(apart[0].contains(&"m".to_owned()) && apart[2].contains(&"c".to_owned()));
    // The performance that costs least is the one at which Ana gives up her cards.
    let together = ids(&json(&games("together: [Quest]\n")));
    assert_eq!(together, [vec!["q1"], vec!["q1", "w"], vec!["q1", "c"]]);
    // Whoever is not there then does what is best alone.
    let late = games("together: [Quest]\n").file(
        "cem.yaml",
        "name: Cem\nratings: { c: 80 }\nhere: [ { from: Thu 12:00, to: 24:00 } ]\n",
    );
    assert_eq!(ids(&json(&late)), [vec!["m", "q2"], vec!["q2"], vec!["q2", "c"]]);
    // What somebody has booked decides.
    let booked = games("together: [Quest]\n").file("ben.yaml", "name: Ben\nbooked: [q3]\n");
    assert_eq!(ids(&json(&booked)), [vec!["m", "q3"], vec!["q3"], vec!["q3"]]);
}

#[test]
fn one_of_us_goes_and_no_more() {
    let one = ids(&json(&games("one_of_us: [Quest]\naim: cover\n")));
    assert_eq!(one.iter().flatten().filter(|id| id.starts_with('q')).count(), 1);
    assert!(["m", "w", "c"].iter().all(|id| one.iter().flatten().any(|it| it == id)));
    // Even where nobody wants to.
    let nobody =
        games("one_of_us: [Dice]\n").file("ben.yaml", "name: Ben\nnever: [Dice]\nmust_see: [q2]\n");
    let one = ids(&json(&nobody));
    assert_eq!(one.iter().filter(|ids| ids.iter().any(|id| id == "w")).count(), 1);
}

const EVENINGS: &str = "\
title: Con
timezone: UTC
events:
  - { id: a1, title: Costumes, room: A, start: 2026-09-04T20:00, minutes: 60 }
  - { id: b1, title: Robots, room: B, start: 2026-09-04T20:00, minutes: 60 }
  - { id: a2, title: Ball, room: A, start: 2026-09-05T20:00, minutes: 60 }
  - { id: b2, title: Finals, room: B, start: 2026-09-05T20:00, minutes: 60 }
  - { id: k, title: Puppets, room: A, start: 2026-09-05T10:00, minutes: 60 }
";

fn evenings(turns: &str) -> Vec<Vec<String>> {
    let test = Test::new("compare group.yaml -f json")
        .file(
            "group.yaml",
            format!("schedule: s.yaml\nmembers: [mom.yaml, dad.yaml, kid.yaml]\naim: fair\nnever_both: {turns}\n"),
        )
        .file("s.yaml", EVENINGS)
        .file("mom.yaml", "name: Mom\nratings: { a1: 60, a2: 60, k: 70 }\n")
        .file("dad.yaml", "name: Dad\nratings: { b1: 60, b2: 60, k: 70 }\n")
        .file("kid.yaml", "name: Kid\nratings: { k: 90 }\n");
    ids(&json(&test))
}

#[test]
fn one_of_those_who_take_turns_is_free_or_with_the_child() {
    for turns in ["[[Mom, Dad]]", "[mom, dad]", "[{ of: [Mom, Dad], with: Kid }]"] {
        let of = evenings(turns);
        assert_eq!(of[2], ["k"], "{turns}");
        for parent in &of[..2] {
            assert!(parent.contains(&"k".to_owned()) && parent.len() == 2, "{turns} {of:?}");
        }
        assert_ne!(of[0].contains(&"a1".to_owned()), of[1].contains(&"b1".to_owned()), "{of:?}");
    }
    // At a booth nobody is looked after elsewhere.
    let booth = evenings("[{ of: [Mom, Dad], with: nobody }]");
    assert_eq!(booth[..2].iter().flatten().filter(|id| *id == "k").count(), 1, "{booth:?}");
}

#[test]
fn must_sees_of_all_are_heard_once_where_the_group_covers() {
    let schedule = "\
title: Conf
timezone: UTC
events:
  - { id: k, title: Roadmap, room: A, start: 2026-05-01T10:00, minutes: 45 }
  - { id: s, title: Security, room: B, start: 2026-05-01T10:00, minutes: 45 }
  - { id: p, title: Pricing, room: C, start: 2026-05-01T10:00, minutes: 45 }
  - { id: x, title: Extra, room: C, start: 2026-05-01T11:00, minutes: 45 }
";
    let must = "must_see: [Roadmap, Security, Pricing]\n";
    let test = |more: [&str; 3]| {
        let test = Test::new("compare -s s.yaml ana.yaml ben.yaml cem.yaml --aim cover -f json");
        ["ana", "ben", "cem"].iter().zip(more).fold(test.file("s.yaml", schedule), |test, it| {
            test.file(&format!("{}.yaml", it.0), format!("name: {}\n{must}{}", it.0, it.1))
        })
    };
    let all = json(&test(["", "", ""]));
    let mut heard = ids(&all).concat();
    heard.sort();
    assert_eq!(heard, ["k", "p", "s"]);
    assert_eq!(all["aim"]["must_sees"], serde_json::json!([3, 3]));
    // What is booked is everybody's own.
    let booked = ids(&json(&test(["booked: [k]", "booked: [k]", ""])));
    assert_eq!(booked[..2], [vec!["k"], vec!["k"]]);
    assert_ne!(booked[2], ["k"]);
    // A must-see that nobody need hear twice leaves time for what somebody likes.
    let liked = ids(&json(&test(["", "ratings: { x: 50 }", ""])));
    assert_eq!(liked[1].last().unwrap(), "x");
}

#[test]
fn whoever_is_idle_hears_what_others_want() {
    let schedule = "\
title: Conf
timezone: UTC
events:
  - { id: a, title: Aya, room: A, start: 2026-05-01T10:00, minutes: 45 }
  - { id: b, title: Borrow, room: B, start: 2026-05-01T10:00, minutes: 45 }
  - { id: c, title: Cargo, room: C, start: 2026-05-01T10:00, minutes: 45 }
";
    let test = |scout: &str| {
        Test::new("compare -s s.yaml ana.yaml scout.yaml --aim cover -f json")
            .file("s.yaml", schedule)
            .file("ana.yaml", "name: Ana\nratings: { a: 90, b: 80, c: 70 }\n")
            .file("scout.yaml", scout)
    };
    let sent = json(&test("name: Scout\n"));
    assert_eq!(ids(&sent), [["a"], ["b"]]);
    assert_eq!(sent["for_others"][0]["by"], 1);
    assert_eq!(sent["for_others"][0]["wanted"][0]["points"], 800);
    assert_eq!(sent["aim"]["worth"], 900.0, "what is heard for others is nobody's own");
    // Not where they never want to be, nor when they are not there.
    assert_eq!(ids(&json(&test("name: Scout\nnever: [b]\n")))[1], ["c"]);
    let away = "name: Scout\nhere: [ { from: Fri 12:00, to: 18:00 } ]\n";
    assert!(ids(&json(&test(away)))[1].is_empty());
}

#[test]
fn breaks_of_one_name_fall_at_one_time() {
    let schedule = "\
title: Conf
timezone: UTC
events:
  - { id: a, title: Alpha, room: A, start: 2026-05-01T11:00, minutes: 60 }
  - { id: b, title: Beta, room: B, start: 2026-05-01T12:00, minutes: 60 }
  - { id: c, title: Gamma, room: A, start: 2026-05-01T13:00, minutes: 60 }
";
    let lunch = "breaks: [ { name: Lunch, minutes: 60, between: 12:00-14:00 } ]\n";
    let lunches = |group: &str, ben: &str| -> Vec<String> {
        let group = format!("schedule: s.yaml\nmembers: [ana.yaml, ben.yaml]\n{group}");
        let comparison = json(
            &Test::new("compare group.yaml -f json")
                .file("group.yaml", group)
                .file("s.yaml", schedule)
                .file("ana.yaml", format!("name: Ana\nratings: {{ a: 60 }}\n{lunch}"))
                .file(
                    "ben.yaml",
                    format!("name: Ben\nratings: {{ {ben} }}\n{}", lunch.to_lowercase()),
                ),
        );
        let of = |person: &Value| {
            let entries = person["agenda"].as_array().unwrap().iter();
            let mut breaks = entries.filter(|entry| entry["kind"] == "break");
            breaks.next().unwrap()["from"].as_str().unwrap()[11..16].to_owned()
        };
        comparison["members"].as_array().unwrap().iter().map(of).collect()
    };
    // It costs nothing.
    for group in ["aim: together\n", "meals: together\n", "aim: fair\n"] {
        assert_eq!(lunches(group, "b: 60"), ["13:00", "13:00"], "{group}");
    }
    // Ana cannot eat after one; Ben gives up something for it where the group has agreed on that.
    let both = "b: 10, c: 60";
    assert_eq!(
        lunches("meals: together\n", both).iter().collect::<std::collections::BTreeSet<_>>().len(),
        1
    );
}

fn wrong(group: &str) -> Test {
    games("").file("group.yaml", group)
}

#[test]
fn all_mistakes_are_said_at_once_and_where_they_are() {
    let test =
        Test::new("compare group.yaml").file("s.yaml", GAMES).file("ana.yaml", "name: Ana\n");
    test.file(
        "group.yaml",
        "members: [ana.yaml]\naim: togethr\nbonus: -1\nmeal: together\nnever_both: [[Ana]]\nmeals: yes please\n",
    )
    .shows(
        "
! error: group.yaml:1:10: `members` names fewer than two
! hint: list their profiles or saved agendas, as in `members: [ana.yaml, ben.yaml]`
! error: group.yaml:2:6: `togethr` is not `solo`, `together`, `cover` or `fair`
! hint: did you mean `together`?
! error: group.yaml:3:8: `-1` is not a number of points from 0 to 10,000
! error: group.yaml:4:1: unknown key `meal`
! hint: did you mean `meals`?
! error: group.yaml:5:14: `never_both` needs two members or more
! hint: as in `[[Mom, Dad]]`, or `[{ of: [Mom, Dad], with: Kid }]`
! error: group.yaml:6:8: `yes please` is neither `together` nor `apart`
status 2
",
    );
}

#[test]
fn names_that_mean_nothing_are_said_with_what_may_be_meant() {
    wrong(
        "schedule: s.yaml\nmembers: [ana.yaml, ben.yaml, cem.yaml]\ntogether: [Qest, Opera]\none_of_us: [Quest]\nnever_both: [[Ana, Benn]]\n",
    )
    .shows("
! error: group.yaml:3:18: there is no talk `Opera`
! hint: `attend talks` lists them all
! error: group.yaml:4:13: `Quest` is both in `together` and in `one_of_us`
! error: group.yaml:5:20: `Benn` is not one of the members
! hint: did you mean `Ben`?
status 2
");
}

#[test]
fn what_cannot_go_together_is_refused() {
    let members = "schedule: s.yaml\nmembers: [ana.yaml, ben.yaml, cem.yaml]\n";
    wrong(&format!("{members}together: [Quest]\none_of_us: [Quest]\n")).shows(
        "
! error: group.yaml:4:13: `Quest` is both in `together` and in `one_of_us`
status 2
",
    );
    wrong(&format!("{members}always_together: true\nmeals: together\n")).shows(
        "
! error: group.yaml:4:8: `meals` says nothing where all go everywhere together
! hint: leave out this key or `always_together`
status 2
",
    );
    wrong(&format!("{members}aim: cover\nbonus: 5\n")).shows(
        "
! error: group.yaml:4:8: `bonus` counts only with `aim: together`
! hint: write `aim: together`, or leave it out
status 2
",
    );
}

#[test]
fn a_group_file_stands_alone_and_options_outweigh_it() {
    Test::new("compare group.yaml ana.yaml")
        .file("group.yaml", "members: [ana.yaml, ben.yaml]\n")
        .file("ana.yaml", "name: Ana\n")
        .shows(
            "
! error: group.yaml: a group file stands alone: it names its members
! hint: `attend compare group.yaml`, with the others under `members:`
status 2
",
        );
    Test::new("compare ana.yaml").file("ana.yaml", "name: Ana\n").shows(
        "
! error: `ana.yaml` is one member, and there is nobody to compare with
! hint: name two or more profiles or saved agendas, or a group file
status 2
",
    );
    let test = games("aim: cover\n");
    let cover = json(&test);
    assert_eq!(cover["aim"]["name"], "cover");
    let together = Test::new("compare group.yaml -f json --aim together --bonus 40");
    let files = ["group.yaml", "s.yaml", "ana.yaml", "ben.yaml", "cem.yaml"];
    let together = files.iter().fold(together, |to, name| {
        to.file(name, std::fs::read_to_string(test.folder().join(name)).unwrap())
    });
    assert_eq!(json(&together)["aim"]["bonus"], 40);
}

#[test]
fn a_group_file_is_checked_with_its_members() {
    Test::new("check group.yaml")
        .file("group.yaml", "schedule: s.yaml\nmembers: [ana.yaml, ben.yaml]\ntogether: Quest\n")
        .file("s.yaml", GAMES)
        .file("ana.yaml", "name: Ana\nratings: { m: 60 }\n")
        .file("ben.yaml", "name: Ben\n")
        .shows("ok: group.yaml: group of Ana and Ben at Game Con");
    Test::new("check group.yaml")
        .file("group.yaml", "schedule: s.yaml\nmembers: [ana.yaml, ben.yaml]\n")
        .file("s.yaml", GAMES)
        .file("ana.yaml", "name: Ana\nratings: { Opera: 60 }\n")
        .shows("
error: group.yaml:2:11: `ana.yaml` has 1 mistake
hint: `attend check ana.yaml` lists them
error: group.yaml:2:21: there is no profile `ben.yaml`
hint: give a file, or one of the bundled: `kernel-tracer`, `container-runtime`, `boot-and-firmware`, `desktop`, `newcomer` or `two-places-at-once`
status 1
");
}

#[test]
fn elsewhere_a_group_file_is_told_from_a_profile_and_a_schedule() {
    let says = |args: &str| {
        let test = Test::new(args)
            .file("group.yaml", "members: [ana.yaml, ben.yaml]\naim: cover\n")
            .file("s.yaml", GAMES);
        let (out, err, code) = test.run();
        assert_eq!((out.as_str(), code), ("", 2), "{args}");
        err
    };
    let hint = "hint: `attend compare group.yaml` plans for its members\n";
    let profile = says("plan -s s.yaml -p group.yaml");
    assert_eq!(profile, format!("error: group.yaml: this is a group file, not a profile\n{hint}"));
    let schedule = says("plan -s group.yaml");
    assert_eq!(
        schedule,
        format!("error: group.yaml: this is a group file, not a schedule\n{hint}")
    );
    let word = says("plan group.yaml");
    assert_eq!(word, format!("error: `group.yaml` needs an option in `attend plan`\n{hint}"));
}
