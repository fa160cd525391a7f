//! Everybody's own part of a group's plan, and the whole of it through two versions of the schedule.

use serde_json::Value;

use crate::support::Test;

const OLD: &str = "\
title: Conf
timezone: UTC
events:
  - { id: q1, title: Quest, room: Hall, start: 2026-05-01T10:00, minutes: 60, repeats: q }
  - { id: q2, title: Quest, room: Hall, start: 2026-05-01T14:00, minutes: 60, repeats: q }
  - { id: a, title: Aya, room: One, start: 2026-05-01T11:00, minutes: 60 }
  - { id: b, title: Borrow, room: Two, start: 2026-05-01T11:00, minutes: 60 }
  - { id: c, title: Cargo, room: Two, start: 2026-05-01T12:00, minutes: 60 }
";

/// The first quest is later, Aya is cancelled, and Borrow is gone.
const NEW: &str = "\
title: Conf
timezone: UTC
events:
  - { id: q1, title: Quest, room: Hall, start: 2026-05-01T12:00, minutes: 60, repeats: q }
  - { id: q2, title: Quest, room: Hall, start: 2026-05-01T14:00, minutes: 60, repeats: q }
  - { id: a, title: Aya, room: One, start: 2026-05-01T11:00, minutes: 60, cancelled: true }
  - { id: c, title: Cargo, room: Two, start: 2026-05-01T11:00, minutes: 60 }
";

fn five(args: &str) -> Test {
    let group = "schedule: old.yaml\nmembers: [ana.yaml, ben.yaml, cem.yaml, dan.yaml, eve.yaml]\ntogether: [Quest]\naim: cover\n";
    Test::new(args)
        .file("group.yaml", group)
        .file("old.yaml", OLD)
        .file("new.yaml", NEW)
        .file("ana.yaml", "name: Ana\nratings: { a: 90 }\n")
        .file("ben.yaml", "name: Ben\nratings: { b: 80 }\n")
        .file("cem.yaml", "name: Cem/../x\nratings: { c: 70 }\n")
        .file(
            "dan.yaml",
            "name: dan\nratings: { c: 60 }\nhere: [ { from: Fri 13:00, to: 18:00 } ]\n",
        )
        .file("eve.yaml", "name: Dan\n")
}

/// The same files with another command.
fn then(before: &Test, args: &str) -> (String, String, u8) {
    Test::new(args).run_in(before.folder())
}

fn read(test: &Test, name: &str) -> String {
    std::fs::read_to_string(test.folder().join(name)).unwrap()
}

fn ids(agenda: &Value) -> Vec<&str> {
    agenda["talks"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect()
}

#[test]
fn everybody_gets_an_own_agenda_that_is_read_like_any_other() {
    let test = five("compare group.yaml -o plans/{name}.agenda.json");
    let (out, err, code) = test.run();
    assert_eq!((out.as_str(), code), ("", 0), "{err}");
    let names = ["Ana", "Ben", "Cem-x", "dan", "Dan-eve"];
    let wrote = names.map(|name| format!("note: wrote plans/{name}.agenda.json\n")).concat();
    assert_eq!(err, wrote);
    let ana: Value = serde_json::from_str(&read(&test, "plans/Ana.agenda.json")).unwrap();
    assert_eq!(ids(&ana), ["a", "q2"]);
    assert_eq!(ana["pins"], serde_json::json!(["q2"]), "what was agreed on is pinned");
    assert_eq!(ana["source"], "../old.yaml");
    assert_eq!(ana["wishes"], "../ana.yaml");
    // Each command reads them.
    let (next, err, code) = then(&test, "next plans/Ana.agenda.json --at fri@09:00");
    assert_eq!(code, 2, "{next}{err}");
    for args in [
        "replan plans/Ana.agenda.json",
        "why plans/Ana.agenda.json Quest",
        "pin plans/Ana.agenda.json Aya",
        "check plans/Ana.agenda.json",
        "compare plans/Ana.agenda.json plans/Ben.agenda.json",
    ] {
        let (_, err, code) = then(&test, args);
        assert_eq!(code, 0, "{args}: {err}");
    }
    // What the group agreed on follows moves.
    let (out, err, code) = then(&test, "replan plans/Ben.agenda.json -s new.yaml --write");
    assert_eq!(code, 0, "{out}{err}");
    let ben: Value = serde_json::from_str(&read(&test, "plans/Ben.agenda.json")).unwrap();
    assert!(ids(&ben).contains(&"q2"), "{out}");
}

#[test]
fn everybody_gets_a_calendar_and_a_page() {
    for (ending, mark) in [
        ("ics", "BEGIN:VCALENDAR"),
        ("html", "<!DOCTYPE html>"),
        ("md", "# Conf: Ana"),
        ("csv", "id,title"),
        ("txt", "Conf: Ana"),
    ] {
        let test = five(&format!("compare group.yaml -o own/{{name}}.{ending} -q"));
        assert_eq!(test.run(), (String::new(), String::new(), 0), "{ending}");
        let text = read(&test, &format!("own/Ana.{ending}"));
        assert!(text.to_lowercase().contains(&mark.to_lowercase()), "{ending}: {text}");
        assert!(text.contains("Quest") && !text.contains("Borrow (Two)"), "{ending}");
    }
}

#[test]
fn braces_that_mean_nothing_are_refused() {
    five("compare group.yaml -o {nam}.ics").shows(
        "
! error: `{nam}.ics` has braces, but not `{name}`
! hint: `{name}` is the name of each of you, as in `plans/{name}.ics`
status 2
",
    );
}

#[test]
fn a_saved_plan_goes_through_two_versions_of_the_schedule() {
    let test = five("compare group.yaml -o us.group.json");
    assert_eq!(test.run().2, 0);
    let (out, err, code) = then(&test, "check us.group.json");
    assert_eq!(
        (out.as_str(), err.as_str(), code),
        ("ok: us.group.json: saved plan of Ana, Ben, Cem/../x, dan and Dan (eve)\n", "", 0)
    );
    // Nothing changes as long as nothing has changed.
    let (out, err, code) = then(&test, "replan us.group.json --exit-code");
    assert_eq!((err.as_str(), code), ("", 0), "{out}");
    assert!(out.contains("Nothing changes for any of you."), "{out}");
    Test::new("replan us.group.json -s new.yaml --write")
        .file("us.group.json", read(&test, "us.group.json"))
        .file("new.yaml", NEW)
        .file("ana.yaml", read(&test, "ana.yaml"))
        .file("ben.yaml", read(&test, "ben.yaml"))
        .file("cem.yaml", read(&test, "cem.yaml"))
        .file("dan.yaml", read(&test, "dan.yaml"))
        .file("eve.yaml", read(&test, "eve.yaml"))
        .shows(
            "
Conf: Ana, Ben, Cem/../x, dan and Dan (eve)
Something changes for 3 of you 5.

Ana: 0 points, 900 before; 1 talk as before
- dropped: Fri 11:00 in One Aya, which is cancelled

Ben: 0 points, 800 before; 1 talk as before
- dropped: Fri 11:00 in Two Borrow, which is gone from the schedule

Cem/../x: 700 points; 1 talk as before
- moved: Cargo to Fri 11:00 in Two, was 12:00

dan: 0 points; 1 talk as before
Dan (eve): 0 points; 1 talk as before
! warning: ben.yaml:2:12: `b` is gone from the schedule
! note: wrote us.group.json
",
        );
    // And from there to everybody's calendar.
    let (_, err, code) = then(&test, "replan us.group.json -s new.yaml --write -q");
    assert_eq!(code, 0, "{err}");
    let (_, err, code) = then(&test, "replan us.group.json -o cal/{name}.ics -q");
    assert_eq!((err.as_str(), code), ("", 0));
    let ana = read(&test, "cal/Ana.ics");
    assert!(ana.contains("SUMMARY:Quest") && ana.contains("STATUS:CANCELLED"), "{ana}");
}

#[test]
fn pins_of_members_hold_when_the_group_plans_again() {
    let test = five("compare group.yaml -o us.group.json");
    assert_eq!(test.run().2, 0);
    let mut saved: Value = serde_json::from_str(&read(&test, "us.group.json")).unwrap();
    assert_eq!(saved["members"][0]["agenda"]["pins"], serde_json::json!([]));
    saved["members"][2]["agenda"]["pins"] = serde_json::json!(["c"]);
    std::fs::write(test.folder().join("us.group.json"), saved.to_string()).unwrap();
    // Cargo is at the time of another talk now, and still there.
    let (out, err, code) = then(&test, "replan us.group.json -s new.yaml --write");
    assert_eq!(code, 0, "{err}");
    let saved: Value = serde_json::from_str(&read(&test, "us.group.json")).unwrap();
    let cem = &saved["members"][2]["agenda"];
    assert!(ids(cem).contains(&"c") && cem["pins"] == serde_json::json!(["c"]), "{out}");
}

#[test]
fn what_is_wrong_with_a_saved_plan_is_said() {
    let says = |content: &str| {
        let test = Test::new("replan us.group.json").file("us.group.json", content);
        let (out, err, code) = test.run();
        assert_eq!((out.as_str(), code), ("", 2));
        err
    };
    assert!(says("{ \"attend_group\": 1 ").contains("the plan is damaged: EOF"));
    assert!(says("{ \"attend_group\": 1 }").contains("the plan is damaged: missing field"));
    let newer = "{ \"attend_group\": 9, \"aim\": \"solo\", \"source\": null, \"members\": [] }";
    assert!(says(newer).contains("the plan has format 9"));
    let empty = "{ \"attend_group\": 1, \"aim\": \"best\", \"source\": null, \"members\": [] }";
    let err = says(empty);
    assert!(
        err.contains("`best` is not an aim") && err.contains("fewer than two members"),
        "{err}"
    );
    let (_, err, code) = Test::new("plan -p us.group.json").file("us.group.json", newer).run();
    assert!(code == 2 && err.contains("this is a group's saved plan, not a profile"), "{err}");
}

/// Two talks that Ana wants at one time, and Ben, who has no interests.
fn scouts(args: &str) -> Test {
    let schedule = "\
title: Conf
timezone: UTC
events:
  - { id: a, title: Aya, room: One, start: 2026-05-01T11:00, minutes: 60 }
  - { id: b, title: Borrow, room: Two, start: 2026-05-01T11:00, minutes: 60 }
";
    Test::new(args)
        .file("group.yaml", "schedule: s.yaml\nmembers: [ana.yaml, ben.yaml]\naim: cover\n")
        .file("s.yaml", schedule)
        .file("ana.yaml", "name: Ana\nratings: { a: 90, b: 80 }\n")
        .file("ben.yaml", "name: Ben\n")
}

#[test]
fn who_goes_as_a_scout_is_told_so_on_every_way() {
    let unfolded = |text: String| text.replace("\r\n ", "");
    let (calendar, _, _) = scouts("compare group.yaml -f ics").run();
    assert!(unfolded(calendar).contains("Ben goes as a scout\\, for Ana 800"));
    let (page, _, _) = scouts("compare group.yaml -f html").run();
    assert!(page.contains("Ben goes as a scout, for Ana 800"));
    assert!(page.contains("<p>1 talk as a scout, 0 points</p>"), "{page}");
    for (ending, line) in [
        ("ics", "You go as a scout\\, for Ana\\n0 points"),
        ("html", "(as a scout, for Ana)"),
        ("md", "Borrow (as a scout, for Ana)"),
        ("agenda.json", "\"scout_for\": [\n        \"Ana\"\n      ]"),
    ] {
        let test = scouts(&format!("compare group.yaml -o own/{{name}}.{ending} -q"));
        assert_eq!(test.run().2, 0);
        let ben = unfolded(read(&test, &format!("own/Ben.{ending}")));
        assert!(ben.contains(line), "{ending}: {ben}");
        assert!(!read(&test, &format!("own/Ana.{ending}")).contains("scout"), "{ending}");
    }
}

#[test]
fn watch_keeps_a_plan_right_and_everybodys_calendar() {
    let test = five("compare group.yaml -o us.group.json");
    assert_eq!(test.run().2, 0);
    let saved = read(&test, "us.group.json");
    let watch = "watch us.group.json --times 3 --command cat --calendar cal/{name}.ics";
    let files = ["old.yaml", "ana.yaml", "ben.yaml", "cem.yaml", "dan.yaml", "eve.yaml"];
    let start = Test::new(watch).file("us.group.json", saved);
    let test = files.iter().fold(start, |to, file| to.file(file, read(&test, file)));
    let test = test.watched().waits(|folder, number| {
        if number == 1 {
            std::fs::write(folder.join("old.yaml"), NEW).unwrap();
        }
    });
    let (out, err, code) = test.run();
    assert_eq!(code, 0, "{err}");
    assert!(
        err.starts_with("note: watching old.yaml for us.group.json, every 10 minutes"),
        "{err}"
    );
    assert!(err.contains("note: 12:00 nothing new; looking again at"), "{err}");
    assert_eq!(out.matches("Something changes for 3 of you 5.").count(), 1, "{out}");
    assert!(out.contains("- dropped: Fri 11:00 in One Aya, which is cancelled"), "{out}");
    assert!(read(&test, "ran.txt").contains("Something changes for 3 of you 5."));
    let saved: Value = serde_json::from_str(&read(&test, "us.group.json")).unwrap();
    assert_eq!(ids(&saved["members"][0]["agenda"]), ["q2"]);
    let ana = read(&test, "cal/Ana.ics");
    assert!(ana.contains("SUMMARY:Quest") && ana.contains("STATUS:CANCELLED"), "{ana}");
    let (_, err, code) = then(&test, "watch us.group.json --times 1 --calendar all.ics");
    assert_eq!(code, 2);
    assert!(err.contains("`--calendar 'plans/{name}.ics'` writes them"), "{err}");
}

#[test]
fn replan_writes_everybodys_calendar_too() {
    let test = five("compare group.yaml -o us.group.json");
    assert_eq!(test.run().2, 0);
    let args = "replan us.group.json -s new.yaml --write --calendar cal/{name}.ics -q";
    let (out, err, code) = then(&test, args);
    assert_eq!(code, 0, "{out}{err}");
    assert!(read(&test, "cal/Ana.ics").contains("STATUS:CANCELLED"));
}
