//! One plan of several schedules: a festival, its fringe, a party.

use crate::support::Test;

const FESTIVAL: &str = "
title: Owl Fest
timezone: Europe/Berlin
events:
  - { id: a1, title: Owls at night, room: Barn, start: 2026-05-01T10:00, minutes: 45 }
  - { id: a2, title: Baking bread, room: Barn, start: 2026-05-01T11:00, minutes: 45 }
";

/// Its ids and its room are called as others are, and it does not say its zone.
const FRINGE: &str = "\
id,title,start,end,room
a1,Rust party,2026-05-01 18:00,2026-05-01 20:00,Barn
b2,Owls by day,2026-05-01 10:15,2026-05-01 11:00,Cellar
";

fn both(args: &str) -> Test {
    Test::new(args).file("fest.yaml", FESTIVAL).file("fringe.csv", FRINGE)
}

#[test]
fn several_schedules_make_one_plan() {
    both("talks -s fest.yaml -s fringe.csv").shows("
Fri 10:00-10:45  Owls at night
                 Barn · 45 min
Fri 10:15-11:00  Owls by day
                 Cellar · 45 min
Fri 11:00-11:45  Baking bread
                 Barn · 45 min
Fri 18:00-20:00  Rust party
                 Barn (fringe) · 2 h
! note: there is no profile yet, so no talk has points: add `--like WORD`, or write one with `attend init -s fest.yaml -s fringe.csv`
");
    both("plan -s fest.yaml -s fringe.csv --like owls --like rust --brief").shows(
        "
Owl Fest and fringe: Me
2 talks, 100 % of your best 2 if none clashed; optimal: proven that no agenda
has more.
Times are in Europe/Berlin.
- owls: 1 of 2 talks, 27 % of the time
- rust: 1 of 1 talk, 73 % of the time

Friday 1 May 2026
10:15-11:00  Owls by day                                           Cellar
11:00-18:00  (7 h free)
18:00-20:00  Rust party                                            Barn (fringe)

Missed: 1 talk
Fri 10:00  Owls at night                                              552 points
",
    );
}

#[test]
fn a_profile_and_a_saved_agenda_name_several() {
    let profile = "schedule: [fest.yaml, fringe.csv]\ninterests: [owls, rust]\n";
    let test = both("plan -p me.yaml -q -o my.agenda.json").file("me.yaml", profile);
    assert_eq!(test.run(), (String::new(), String::new(), 0));
    let moved = FRINGE.replace("18:00", "19:00");
    std::fs::write(test.folder().join("fringe.csv"), moved).unwrap();
    let (out, err, code) = Test::new("replan my.agenda.json").run_in(test.folder());
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("moved Fri 19:00-20:00 in Barn (fringe): Rust party"), "{out}");
    let (out, err, code) = Test::new("check me.yaml").run_in(test.folder());
    assert_eq!((err.as_str(), code), ("", 0));
    assert!(out.contains("at Owl Fest and fringe"), "{out}");
}

#[test]
fn what_is_wrong_with_one_of_several_is_said_of_that() {
    let fault = |fringe: &str| {
        let test = Test::new("talks -s fest.yaml -s fringe.csv").file("fest.yaml", FESTIVAL);
        let (_, err, code) = test.file("fringe.csv", fringe).run();
        (err, code)
    };
    let (err, code) = fault("id,title,start\n");
    assert!(err.starts_with("error: fringe.csv: there are no events in it"), "{err}");
    assert_eq!(code, 2);
    let (err, _) = fault("title,start\nOwls,2026-05-01 10:00\n");
    assert!(err.starts_with("warning: fringe.csv: "), "{err}");
}

#[test]
fn a_new_profile_names_several() {
    let test = both("init -s fest.yaml -s fringe.csv -o new.yaml -q");
    assert_eq!(test.run().2, 0);
    let profile = std::fs::read_to_string(test.folder().join("new.yaml")).unwrap();
    assert!(profile.contains("\nschedule: [fest.yaml, fringe.csv]\n"), "{profile}");
    let saved = both("plan -s fest.yaml -s fringe.csv --like owls -q -o x.md --save me.yaml");
    assert_eq!(saved.run().2, 0);
    let profile = std::fs::read_to_string(saved.folder().join("me.yaml")).unwrap();
    assert!(profile.contains("schedule:\n- fest.yaml\n- fringe.csv\n"), "{profile}");
}
