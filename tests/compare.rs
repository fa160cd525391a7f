//! `attend compare`: whole outputs, and what is wrong with its input.

use serde_json::Value;

use crate::support::Test;

/// Two halls, with a free hour at noon.
const CONFERENCE: &str = "\
title: Small Conf
version: '1'
timezone: Europe/Berlin
events:
  - { id: k, title: Keynote, room: Big, start: 2026-05-01T09:00, minutes: 60 }
  - { id: a, title: Kernel one, room: Big, start: 2026-05-01T10:00, minutes: 60 }
  - { id: b, title: Kernel two, room: Small, start: 2026-05-01T10:00, minutes: 60 }
  - { id: c, title: Kernel three, room: Small, start: 2026-05-01T10:30, minutes: 60 }
  - { id: d, title: Panel, room: Big, start: 2026-05-01T13:00, minutes: 60 }
  - { id: e, title: Party, room: Small, start: 2026-05-01T13:00, minutes: 90 }
";

const ANA: &str = "\
name: Ana
ratings: { k: 50, a: 60, b: 55, d: 40 }
must_see: [d]
walking: { default: 5 }
";
const BEN: &str = "\
name: Ben
ratings: { k: 50, b: 70, c: 80, d: 30, e: 35 }
breaks: [ { name: lunch, minutes: 30, between: 12:00-13:00 } ]
";

fn small(args: &str) -> Test {
    Test::new(&format!("compare -s s.yaml {args}"))
        .file("s.yaml", CONFERENCE)
        .file("ana.yaml", ANA)
        .file("ben.yaml", BEN)
}

fn json(test: &Test) -> Value {
    let (out, err, code) = test.run();
    assert_eq!((err.as_str(), code), ("", 0));
    serde_json::from_str(&out).unwrap()
}

fn ids(talks: &Value) -> Vec<&str> {
    talks.as_array().unwrap().iter().filter_map(|talk| talk["id"].as_str()).collect()
}

#[test]
fn two_side_by_side() {
    small("ana.yaml ben.yaml").shows("");
}

#[test]
fn together_says_what_is_given_up() {
    small("ana.yaml ben.yaml --aim together --bonus 150").shows("");
}

#[test]
fn a_narrow_terminal_gets_a_list() {
    small("ana.yaml ben.yaml --aim cover").width(50).shows("");
}

#[test]
fn many_members_are_tags() {
    let mut test = small("ana.yaml ben.yaml c.yaml d.yaml e.yaml --all");
    for (name, member) in [("c", "Cem"), ("d", "Dora"), ("e", "Ege")] {
        let profile = format!("name: {member}\nratings: {{ k: 50, a: 20, e: 90 }}\n");
        test = test.file(&format!("{name}.yaml"), profile);
    }
    test.shows("");
}

#[test]
fn solo_is_what_plan_says() {
    let compared = json(&small("ana.yaml ben.yaml -f json"));
    for (number, file) in ["ana.yaml", "ben.yaml"].iter().enumerate() {
        let plan = Test::new(&format!("plan -s s.yaml -p {file} -f json"))
            .file("s.yaml", CONFERENCE)
            .file("ana.yaml", ANA)
            .file("ben.yaml", BEN);
        let plan = json(&plan);
        let member = &compared["members"][number];
        assert_eq!(ids(&member["agenda"]), ids(&plan["talks"]));
        assert_eq!(member["points"], plan["points"]);
    }
}

#[test]
fn json_has_all_that_the_table_has() {
    let compared = json(&small("ana.yaml ben.yaml --aim together --bonus 150 -f json"));
    let keys: Vec<&String> = compared.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "aim", "all_see", "apart", "meetings", "members", "pairs", "proof", "schedule", "talks",
            "unseen"
        ]
    );
    assert_eq!(compared["aim"]["bonus"], 150);
    assert_eq!(compared["proof"]["status"], "optimal");
    let lost: i64 = compared["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|member| member["loss"].as_i64().unwrap())
        .sum();
    assert_eq!(lost, 150, "Ben goes to Kernel two and the panel, which Ana likes");
}

#[test]
fn only_the_company_of_those_named_counts() {
    let with = |with: &str| {
        let compared = json(
            &small("ana.yaml ben.yaml c.yaml --aim together --bonus 200 -f json")
                .file("c.yaml", format!("name: Cem\nratings: {{ a: 50, b: 40, c: 30 }}\n{with}")),
        );
        compared["aim"]["worth"].as_f64().unwrap()
    };
    assert!(with("") > with("with: [Ana]\n"));
    assert_eq!(with("with: [Ben, Ana]\n") , with("with: [ANA, ben]\n"));
}

#[test]
fn an_agenda_stays_as_it_is() {
    let plan = small("").file("x", "");
    let saved = Test::new("plan -s s.yaml -p ben.yaml -f json")
        .file("s.yaml", CONFERENCE)
        .file("ben.yaml", BEN)
        .run()
        .0;
    drop(plan);
    let compared = json(
        &small("ana.yaml ben.agenda.json --aim together --bonus 500 -f json")
            .file("ben.agenda.json", &saved),
    );
    let ben = &compared["members"][1];
    assert_eq!((&ben["fixed"], &ben["loss"]), (&Value::Bool(true), &Value::from(0)));
    assert_eq!(ids(&ben["agenda"]), ["k", "c", "e"]);
    assert_eq!(ids(&compared["members"][0]["agenda"]), ["k", "a", "d"], "Ana does not want those");
}

#[test]
fn an_agenda_of_another_version_says_what_has_become_of_its_talks() {
    let saved = Test::new("plan -s s.yaml -p ben.yaml -f json")
        .file("s.yaml", CONFERENCE)
        .file("ben.yaml", BEN)
        .run()
        .0;
    let next = CONFERENCE
        .replace("version: '1'", "version: '2'")
        .replace("id: c, title: Kernel three, room: Small, start: 2026-05-01T10:30", "id: c, title: Kernel three, room: Big, start: 2026-05-01T15:30")
        .replace("  - { id: e, title: Party, room: Small, start: 2026-05-01T13:00, minutes: 90 }\n", "")
        .replace("id: k, title: Keynote,", "id: k, cancelled: true, title: Keynote,");
    let (out, _, code) = Test::new("compare -s s.yaml ana.yaml ben.agenda.json")
        .file("s.yaml", next)
        .file("ana.yaml", ANA)
        .file("ben.agenda.json", saved)
        .run();
    assert_eq!(code, 0);
    let said: Vec<&str> =
        out.lines().skip_while(|line| !line.contains("another version")).take(4).collect();
    assert_eq!(
        said,
        [
            "Ben's agenda is of another version of the schedule:",
            "- Keynote (Fri 09:00 in Big) is cancelled",
            "- Kernel three moved from Fri 10:30 in Small to Fri 15:30 in Big",
            "- Party (Fri 13:00 in Small) is gone",
        ]
    );
}

#[test]
fn equal_names_are_told_apart() {
    let compared = json(&small("ana.yaml two.yaml ben.yaml -f json").file("two.yaml", ANA));
    let names: Vec<&str> = compared["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|member| member["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Ana", "Ana (two)", "Ben"]);
}

#[test]
fn every_broken_file_is_named_and_nothing_is_printed() {
    small("ana.yaml ben.yaml c.yaml d.yaml e.yaml")
        .file("c.yaml", "name: Cem\nmust_see: [Kernel nine]\n")
        .file("d.yaml", "name: Dora\ninterest: [x]\n")
        .file("e.yaml", "name: Ege\nratings: { k: 50 }\n")
        .shows("");
}

#[test]
fn an_unknown_companion_is_an_error_with_a_guess() {
    small("ana.yaml ben.yaml c.yaml").file("c.yaml", "name: Cem\nwith: [Anna]\n").shows("");
}

#[test]
fn an_agenda_for_another_schedule_is_refused() {
    let saved = Test::new("plan -f json").run().0;
    small("ana.yaml other.agenda.json").file("other.agenda.json", saved).shows("");
}

#[test]
fn options_that_mean_nothing_are_refused() {
    small("ana.yaml ben.yaml --bonus 3").shows("");
    small("ana.yaml ben.yaml --aim solo --always-together").shows("");
    small("ana.yaml ben.yaml --always-together --bonus 3").shows("");
    small("ana.yaml -p ben.yaml ben.yaml").shows("");
    let saved = Test::new("plan -s s.yaml -p ben.yaml -f json")
        .file("s.yaml", CONFERENCE)
        .file("ben.yaml", BEN)
        .run()
        .0;
    small("ana.yaml ben.agenda.json --always-together").file("ben.agenda.json", saved).shows("");
}

#[test]
fn nobody_wants_anything() {
    small("c.yaml d.yaml --aim fair")
        .file("c.yaml", "name: Cem\n")
        .file("d.yaml", "name: Dora\n")
        .shows("");
}
