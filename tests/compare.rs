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
    small("ana.yaml ben.yaml").shows(
        "
Small Conf (1): Ana and Ben
Everyone's own best agenda, side by side; proven that nothing is better.
Times are in Europe/Berlin.
╭─────┬───────────────────────────────────────────┬───────┬───────────┬────────╮
│ Tag ┆ Member                                    ┆ Talks ┆ Must-sees ┆ Points │
╞═════╪═══════════════════════════════════════════╪═══════╪═══════════╪════════╡
│ An  ┆ Ana                                       ┆     3 ┆    1 of 1 ┆  1,500 │
│ Be  ┆ Ben                                       ┆     3 ┆           ┆  1,650 │
╰─────┴───────────────────────────────────────────┴───────┴───────────┴────────╯

Friday 1 May 2026
╭─────────────┬───────────────────────────────┬───────────────────────────────╮
│ Time        ┆ Ana                           ┆ Ben                           │
╞═════════════╪═══════════════════════════════╪═══════════════════════════════╡
│ 09:00-10:00 ┆ Keynote [Big]                 ┆ = Ana                         │
│ 10:00-11:00 ┆ Kernel one [Big]              ┆ (free)                        │
│ 10:30-11:30 ┆ |                             ┆ Kernel three [Small]          │
│ 11:30-13:00 ┆ (free)                        ┆ (free)                        │
│ 12:00-12:30 ┆ (free)                        ┆ (lunch)                       │
│ 13:00       ┆ * Panel [Big] -14:00          ┆ Party [Small] -14:30          │
│ 14:30-22:00 ┆ (free)                        ┆ (free)                        │
╰─────────────┴───────────────────────────────┴───────────────────────────────╯
* must-see · = the same talk as in the column named · | continues

All see:
- Fri 09:00-10:00 Keynote (Big)

All are free, and could meet:
- Fri 11:30-13:00 near Big
- Fri 14:30-22:00 near Big

Who wants what, with everybody's points
╭─────────────────┬────────────────────────────────────────────┬───────┬───────╮
│ Time            ┆ Talk                                       ┆    An ┆    Be │
╞═════════════════╪════════════════════════════════════════════╪═══════╪═══════╡
│ Fri 13:00-14:00 ┆ Panel                                      ┆ [400] ┆   300 │
│ Fri 13:00-14:30 ┆ Party                                      ┆     - ┆ [350] │
╰─────────────────┴────────────────────────────────────────────┴───────┴───────╯
[points]: who goes there

Who shares what (talks, minutes)
╭────┬───────────╮
│    ┆ Be        │
╞════╪═══════════╡
│ An ┆ 1, 60 min │
╰────┴───────────╯

Only one sees: Ana 2, Ben 2 (--all lists them)

Wanted, but seen by nobody:
- Fri 10:00-11:00 Kernel two (Small): Ben 700, Ana 550; Ben could go, in place
  of `Kernel three`
",
    );
}

#[test]
fn together_says_what_is_given_up() {
    small("ana.yaml ben.yaml --aim together --bonus 150").shows(
        "
Small Conf (1): Ana and Ben
3,400 points, including a bonus of 150 for every talk or meal two of you share;
proven that nothing is better.
Times are in Europe/Berlin.
╭─────┬───────────────────┬───────┬───────────┬────────┬──────────┬────────────╮
│ Tag ┆ Member            ┆ Talks ┆ Must-sees ┆ Points ┆ Own best ┆       Loss │
╞═════╪═══════════════════╪═══════╪═══════════╪════════╪══════════╪════════════╡
│ An  ┆ Ana               ┆     3 ┆    1 of 1 ┆  1,500 ┆    1,500 ┆          0 │
│ Be  ┆ Ben               ┆     3 ┆           ┆  1,600 ┆    1,650 ┆ 50 (3.0 %) │
╰─────┴───────────────────┴───────┴───────────┴────────┴──────────┴────────────╯

Friday 1 May 2026
╭─────────────┬───────────────────────────────┬───────────────────────────────╮
│ Time        ┆ Ana                           ┆ Ben                           │
╞═════════════╪═══════════════════════════════╪═══════════════════════════════╡
│ 09:00-10:00 ┆ Keynote [Big]                 ┆ = Ana                         │
│ 10:00-11:00 ┆ Kernel one [Big]              ┆ (free)                        │
│ 10:30-11:30 ┆ |                             ┆ Kernel three [Small]          │
│ 11:30-13:00 ┆ (free)                        ┆ (free)                        │
│ 12:00-12:30 ┆ (free)                        ┆ (lunch)                       │
│ 13:00-14:00 ┆ * Panel [Big]                 ┆ = Ana                         │
│ 14:00-22:00 ┆ (free)                        ┆ (free)                        │
╰─────────────┴───────────────────────────────┴───────────────────────────────╯
* must-see · = the same talk as in the column named · | continues

What each of you gives up:
- Ben gives up `Party` (-50) to be with Ana at `Panel`

All see:
- Fri 09:00-10:00 Keynote (Big)
- Fri 13:00-14:00 Panel (Big)

All are free, and could meet:
- Fri 11:30-13:00 near Big
- Fri 14:00-22:00 near Big

Who wants what, with everybody's points
╭─────────────────┬────────────────────────────────────────────┬───────┬───────╮
│ Time            ┆ Talk                                       ┆    An ┆    Be │
╞═════════════════╪════════════════════════════════════════════╪═══════╪═══════╡
│ Fri 13:00-14:00 ┆ Panel                                      ┆ [400] ┆ [300] │
│ Fri 13:00-14:30 ┆ Party                                      ┆     - ┆   350 │
╰─────────────────┴────────────────────────────────────────────┴───────┴───────╯
[points]: who goes there

Who shares what (talks, minutes)
╭────┬────────────╮
│    ┆ Be         │
╞════╪════════════╡
│ An ┆ 2, 120 min │
╰────┴────────────╯

Only one sees: Ana 1, Ben 1 (--all lists them)

Wanted, but seen by nobody:
- Fri 10:00-11:00 Kernel two (Small): Ben 700, Ana 550; Ben could go, in place
  of `Kernel three`
- Fri 13:00-14:30 Party (Small): Ben 350; Ben could go, in place of `Panel`
",
    );
}

#[test]
fn a_narrow_terminal_gets_a_list() {
    small("ana.yaml ben.yaml --aim cover").width(50).shows(
        "
Small Conf (1): Ana and Ben
1 of 1 must-see heard, 2,650 points; each talk
counts once, for whoever values it most; proven
that nothing is better.
Times are in Europe/Berlin.
An  Ana
    Talks: 3 · Must-sees: 1 of 1 · Points: 1,500 ·
    Own best: 1,500 · Loss: 0
Be  Ben
    Talks: 3 · Points: 1,650 · Own best: 1,650 ·
    Loss: 0

Friday 1 May 2026
09:00-10:00  Keynote
             all · Big
10:00-11:00  Kernel one
             An · Big
10:30-11:30  Kernel three
             Be · Small
11:30-13:00  (all free)
             all · Big
12:00-12:30  (lunch)
             Be
13:00-14:00  Panel
             *An · Big
13:00-14:30  Party
             Be · Small
14:30-22:00  (all free)
             all · Big
*Tag: their must-see

All see:
- Fri 09:00-10:00 Keynote (Big)

All are free, and could meet:
- Fri 11:30-13:00 near Big
- Fri 14:30-22:00 near Big

Who wants what, with everybody's points:
- Fri 13:00-14:00 Panel (Big): Ana 400 (goes), Ben
  300
- Fri 13:00-14:30 Party (Small): Ben 350 (goes)

Who shares what (talks, minutes):
- Ana and Ben: 1 talk, 60 min

Only one sees: Ana 2, Ben 2 (--all lists them)

Wanted, but seen by nobody:
- Fri 10:00-11:00 Kernel two (Small): Ben 700, Ana
  550; Ben could go, in place of `Kernel three`
",
    );
}

#[test]
fn many_members_are_tags() {
    let mut test = small("ana.yaml ben.yaml c.yaml d.yaml e.yaml --all");
    for (name, member) in [("c", "Cem"), ("d", "Dora"), ("e", "Ege")] {
        let profile = format!("name: {member}\nratings: {{ k: 50, a: 20, e: 90 }}\n");
        test = test.file(&format!("{name}.yaml"), profile);
    }
    test.shows(
        "
Small Conf (1): Ana, Ben, Cem, Dora and Ege
Everyone's own best agenda, side by side; proven that nothing is better.
Times are in Europe/Berlin.
╭─────┬───────────────────────────────────────────┬───────┬───────────┬────────╮
│ Tag ┆ Member                                    ┆ Talks ┆ Must-sees ┆ Points │
╞═════╪═══════════════════════════════════════════╪═══════╪═══════════╪════════╡
│ An  ┆ Ana                                       ┆     3 ┆    1 of 1 ┆  1,500 │
│ Be  ┆ Ben                                       ┆     3 ┆           ┆  1,650 │
│ Ce  ┆ Cem                                       ┆     3 ┆           ┆  1,600 │
│ Do  ┆ Dora                                      ┆     3 ┆           ┆  1,600 │
│ Eg  ┆ Ege                                       ┆     3 ┆           ┆  1,600 │
╰─────┴───────────────────────────────────────────┴───────┴───────────┴────────╯

Friday 1 May 2026
09:00-10:00  Keynote
             all · Big
10:00-11:00  Kernel one
             An Ce Do Eg · Big
10:30-11:30  Kernel three
             Be · Small
11:30-13:00  (all free)
             all · Big
12:00-12:30  (lunch)
             Be
13:00-14:00  Panel
             *An · Big
13:00-14:30  Party
             Be Ce Do Eg · Small
14:30-22:00  (all free)
             all · Big
*Tag: their must-see

All see:
- Fri 09:00-10:00 Keynote (Big)

All are free, and could meet:
- Fri 11:30-13:00 near Big
- Fri 14:30-22:00 near Big

Who wants what, with everybody's points
╭─────────────────┬────────────────────┬───────┬───────┬───────┬───────┬───────╮
│ Time            ┆ Talk               ┆    An ┆    Be ┆    Ce ┆    Do ┆    Eg │
╞═════════════════╪════════════════════╪═══════╪═══════╪═══════╪═══════╪═══════╡
│ Fri 13:00-14:00 ┆ Panel              ┆ [400] ┆   300 ┆     - ┆     - ┆     - │
│ Fri 13:00-14:30 ┆ Party              ┆     - ┆ [350] ┆ [900] ┆ [900] ┆ [900] │
╰─────────────────┴────────────────────┴───────┴───────┴───────┴───────┴───────╯
[points]: who goes there

Who shares what (talks, minutes)
╭────┬───────────┬────────────┬────────────┬────────────╮
│    ┆ Be        ┆ Ce         ┆ Do         ┆ Eg         │
╞════╪═══════════╪════════════╪════════════╪════════════╡
│ An ┆ 1, 60 min ┆ 2, 120 min ┆ 2, 120 min ┆ 2, 120 min │
│ Be ┆           ┆ 2, 150 min ┆ 2, 150 min ┆ 2, 150 min │
│ Ce ┆           ┆            ┆ 3, 210 min ┆ 3, 210 min │
│ Do ┆           ┆            ┆            ┆ 3, 210 min │
╰────┴───────────┴────────────┴────────────┴────────────╯

Same time, different rooms:
- Fri 10:30-11:00: Ana, Cem, Dora and Ege in Big (`Kernel one`); Ben in Small
  (`Kernel three`)
- Fri 13:00-14:00: Ana in Big (`Panel`); Ben, Cem, Dora and Ege in Small
  (`Party`)

Only Ana sees:
- Fri 13:00-14:00 Panel (Big)

Only Ben sees:
- Fri 10:30-11:30 Kernel three (Small)

Wanted, but seen by nobody:
- Fri 10:00-11:00 Kernel two (Small): Ben 700, Ana 550; Ben could go, in place
  of `Kernel three`
",
    );
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
            "aim",
            "all_see",
            "apart",
            "contests",
            "fairest",
            "for_others",
            "meetings",
            "members",
            "pairs",
            "proof",
            "schedule",
            "talks",
            "unseen",
            "walks"
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
    assert_eq!(lost, 50, "Ben goes to the panel, which Ana must see");
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
    assert_eq!(with("with: [Ben, Ana]\n"), with("with: [ANA, ben]\n"));
}

#[test]
fn an_agenda_stays_as_it_is() {
    let saved = Test::new("plan -s s.yaml -p ben.yaml -f json")
        .file("s.yaml", CONFERENCE)
        .file("ben.yaml", BEN)
        .run()
        .0;
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
        .replace(
            "id: c, title: Kernel three, room: Small, start: 2026-05-01T10:30",
            "id: c, title: Kernel three, room: Big, start: 2026-05-01T15:30",
        )
        .replace(
            "  - { id: e, title: Party, room: Small, start: 2026-05-01T13:00, minutes: 90 }\n",
            "",
        )
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
        .shows(
            "
! error: c.yaml:2:12: there is no talk `Kernel nine`
! hint: did you mean one of these?
!   `Kernel one` (Fri 10:00, a)
!   `Kernel two` (Fri 10:00, b)
!   `Kernel three` (Fri 10:30, c)
! error: d.yaml:2:1: unknown key `interest`
! hint: did you mean `interests`?
status 2
",
        );
}

#[test]
fn an_unknown_companion_is_an_error_with_a_guess() {
    small("ana.yaml ben.yaml c.yaml").file("c.yaml", "name: Cem\nwith: [Anna]\n").shows(
        "
! error: c.yaml:2:8: `with` names `Anna`, who is not among the others
! hint: did you mean `Ana`?
status 2
",
    );
}

#[test]
fn an_agenda_for_another_schedule_is_refused() {
    let saved = Test::new("plan -f json").run().0;
    small("ana.yaml other.agenda.json").file("other.agenda.json", saved).shows(
        "
! error: other.agenda.json: the agenda is for `All Systems Go! 2018`, and the schedule is `Small Conf`
! hint: give the schedule it was made for with -s
status 2
",
    );
}

#[test]
fn options_that_mean_nothing_are_refused() {
    small("ana.yaml ben.yaml --bonus 3").shows(
        "
! error: --bonus `3`: only --aim together counts company
! hint: add --aim together
status 2
",
    );
    small("ana.yaml ben.yaml --aim solo --always-together").shows(
        "
! error: --aim `solo`: everyone's own best is not one agenda for all
! hint: with --always-together use --aim together, cover or fair
status 2
",
    );
    small("ana.yaml ben.yaml --always-together --bonus 3").shows(
        "
! error: --bonus `3`: with one agenda for all every pair is together anyway
! hint: leave out --bonus or --always-together
status 2
",
    );
    small("ana.yaml cem.yaml -p ben.yaml").shows(
        "
! error: --profile `ben.yaml`: the members are named without an option
! hint: attend compare ben.yaml ana.yaml cem.yaml
status 2
",
    );
    let saved = Test::new("plan -s s.yaml -p ben.yaml -f json")
        .file("s.yaml", CONFERENCE)
        .file("ben.yaml", BEN)
        .run()
        .0;
    small("ana.yaml ben.agenda.json --always-together").file("ben.agenda.json", saved).shows(
        "
! error: --always-together with `ben.agenda.json`: it is a saved agenda, which stays as it is, and one agenda for all is new
! hint: give the profile it was made from
status 2
",
    );
}

#[test]
fn nobody_wants_anything() {
    small("c.yaml d.yaml --aim fair")
        .file("c.yaml", "name: Cem\n")
        .file("d.yaml", "name: Dora\n")
        .shows(
            "
Small Conf (1): Cem and Dora
Everyone has their own best agenda, with as much company as that allows (0
meetings of two); proven that nothing is better.
Times are in Europe/Berlin.
╭─────┬─────────────────────────┬───────┬───────────┬────────┬──────────┬──────╮
│ Tag ┆ Member                  ┆ Talks ┆ Must-sees ┆ Points ┆ Own best ┆ Loss │
╞═════╪═════════════════════════╪═══════╪═══════════╪════════╪══════════╪══════╡
│ Ce  ┆ Cem                     ┆     0 ┆           ┆      0 ┆        0 ┆    0 │
│ Do  ┆ Dora                    ┆     0 ┆           ┆      0 ┆        0 ┆    0 │
╰─────┴─────────────────────────┴───────┴───────────┴────────┴──────────┴──────╯

No talk is seen by all.

At no time are all free for a quarter of an hour.

Who shares what (talks, minutes)
╭────┬────╮
│    ┆ Do │
╞════╪════╡
│ Ce ┆ -  │
╰────┴────╯

Only one sees: Cem 0, Dora 0 (--all lists them)
",
        );
}

#[test]
fn no_cell_of_a_comparison_is_a_formula() {
    let name = |name: &str, ratings: &str| format!("name: \"{name}\"\nratings: {{ {ratings} }}\n");
    let (table, err, code) = small("x.yaml y.yaml -f csv")
        .file("x.yaml", name("=1+1", "k: 50, a: 60"))
        .file("y.yaml", name("@SUM(1)", "k: 50, b: 70"))
        .run();
    assert_eq!((err.as_str(), code), ("", 0));
    let mut reader = csv::ReaderBuilder::new().from_reader(table.as_bytes());
    let cells: Vec<String> = reader
        .records()
        .flat_map(|record| record.unwrap().iter().map(ToOwned::to_owned).collect::<Vec<String>>())
        .collect();
    let formula =
        cells.iter().find(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
    assert_eq!(formula, None);
    for members in ["'=1+1", "'@SUM(1)", "'=1+1, @SUM(1)"] {
        assert!(cells.iter().any(|cell| cell == members), "{members}: {table}");
    }
}

/// Two rooms far apart and one between them.
const BETWEEN: &str = "\
title: Conf
timezone: Europe/Berlin
events:
  - { id: w, title: Welcome, room: Middle, start: 2026-05-01T09:00, minutes: 30 }
  - { id: a, title: Aya, room: East, start: 2026-05-01T10:00, minutes: 60 }
  - { id: b, title: Borrow, room: West, start: 2026-05-01T10:00, minutes: 60 }
  - { id: c, title: Cargo, room: East, start: 2026-05-01T17:00, minutes: 60 }
  - { id: d, title: Drop, room: West, start: 2026-05-01T17:00, minutes: 90 }
";

fn met(ana: &str, ben: &str) -> Vec<(String, Value, Value)> {
    let walks = "walking: { default: 4, between: [ { rooms: [East, West], minutes: 10 } ] }";
    let compared = json(
        &Test::new("compare ana.yaml ben.yaml -s s.yaml -f json")
            .file("s.yaml", BETWEEN)
            .file("ana.yaml", format!("name: Ana\nratings: {{ a: 90, c: 90 }}\n{walks}\n{ana}"))
            .file("ben.yaml", format!("name: Ben\nratings: {{ b: 90, d: 90 }}\n{walks}\n{ben}")),
    );
    let time = |it: &Value| it.as_str().unwrap()[11..16].to_owned();
    let meetings = compared["meetings"].as_array().unwrap().iter();
    let said = |it: &Value| {
        let hours = format!("{}-{}", time(&it["from"]), time(&it["to"]));
        (hours, it["near"].clone(), it["walks"].clone())
    };
    meetings.map(said).collect()
}

#[test]
fn all_are_free_before_the_first_and_after_the_last_talk_as_well() {
    let hours = |ana, ben| met(ana, ben).into_iter().map(|it| it.0).collect::<Vec<String>>();
    // From the first talk of the schedule to the evening, and as long as somebody says.
    assert_eq!(hours("", ""), ["09:00-09:56", "11:04-16:56", "18:30-22:00"]);
    assert_eq!(
        hours("day: { to: \"23:30\" }\n", ""),
        ["09:00-09:56", "11:04-16:56", "18:30-23:30"]
    );
    // Only while everybody is there.
    let early = "here: [ { from: Fri 09:30, to: Fri 19:00 } ]\n";
    assert_eq!(hours(early, ""), ["09:30-09:56", "11:04-16:56", "18:30-19:00"]);
    let busy = "commitments: [ { title: Train, from: Fri 19:00, to: Fri 23:00 } ]\n";
    assert_eq!(hours("", busy)[2..], ["18:30-19:00"]);
}

#[test]
fn all_meet_where_they_get_first_and_walk_least() {
    // The room between theirs takes all of them four minutes; either of theirs, one of them ten.
    let near: Vec<Value> = met("", "").into_iter().map(|it| it.1).collect();
    assert_eq!(near, ["Middle", "Middle", "West"]);
    assert_eq!(met("", "")[1].2, serde_json::json!([4, 4]));
}

#[test]
fn breaks_of_one_name_are_taken_together_where_it_costs_nothing() {
    let lunches = |aim: &str, ana: &str| -> Vec<String> {
        let compared = json(
            &Test::new(&format!("compare ana.yaml ben.yaml -s s.yaml --aim {aim} -f json"))
                .file(
                    "s.yaml",
                    "\
title: Conf
timezone: UTC
events:
  - { id: a, title: Aya, start: 2026-05-01T11:00, minutes: 60 }
  - { id: b, title: Borrow, start: 2026-05-01T12:00, minutes: 60 }
  - { id: c, title: Cargo, start: 2026-05-01T13:00, minutes: 60 }
",
                )
                .file("ana.yaml", format!("name: Ana\nratings: {{ {ana} }}\nbreaks: [ {{ name: lunch, minutes: 60, between: 12:00-14:00 }} ]\n"))
                .file("ben.yaml", "name: Ben\nratings: { b: 90 }\nbreaks: [ { name: Lunch, minutes: 60, between: 12:00-14:00 } ]\n"),
        );
        let members = compared["members"].as_array().unwrap().iter();
        let breaks = members.flat_map(|it| it["agenda"].as_array().unwrap());
        let breaks = breaks.filter(|it| it["kind"] == "break");
        breaks.map(|it| it["from"].as_str().unwrap()[11..16].to_owned()).collect()
    };
    for aim in ["solo", "cover", "together", "fair"] {
        assert_eq!(lunches(aim, "a: 90"), ["13:00", "13:00"], "{aim}");
    }
    // Nobody gives up a talk for it.
    assert_eq!(lunches("solo", "c: 90"), ["12:00", "13:00"]);
    assert_eq!(lunches("cover", "c: 90"), ["12:00", "13:00"]);
}

#[test]
fn what_is_worth_too_little_to_go_there_counts_nothing_when_it_is_heard_for_others() {
    let compared = json(
        &Test::new("compare ana.yaml ben.yaml -s s.yaml --aim cover -f json")
            .file("s.yaml", BETWEEN)
            .file("ana.yaml", "name: Ana\nratings: { a: 90, b: 80 }\n")
            .file("ben.yaml", "name: Ben\ninterests: [borrow]\nminimum: 1000\n"),
    );
    assert_eq!(compared["aim"]["worth"], 900.0);
    assert_eq!(ids(&compared["members"][1]["agenda"]), ["b"]);
    assert_eq!(compared["for_others"][0]["by"], 1);
}

#[test]
fn what_is_heard_for_others_is_listed_once() {
    let test = Test::new("compare ana.yaml ben.yaml -s s.yaml --aim cover")
        .file("s.yaml", BETWEEN)
        .file("ana.yaml", "name: Ana\nratings: { a: 90, b: 80 }\n")
        .file("ben.yaml", "name: Ben\n");
    let (out, _, _) = test.run();
    assert!(out.contains("Borrow (West): Ben, for Ana 800"), "{out}");
    assert!(!out.contains("gives up") && !out.contains("no loss"), "{out}");
}

const RIVALS: &str = "\
title: Conf
timezone: UTC
events:
  - { id: a, title: Aya, room: One, start: 2026-05-01T10:00, minutes: 60 }
  - { id: b, title: Borrow, room: Two, start: 2026-05-01T10:30, minutes: 60 }
  - { id: c, title: Cargo, room: Three, start: 2026-05-01T10:00, minutes: 60 }
  - { id: d, title: Drop, room: One, start: 2026-05-01T15:00, minutes: 60 }
  - { id: e, title: Enum, room: Two, start: 2026-05-01T15:00, minutes: 60 }
";

fn rivals(args: &str) -> Test {
    Test::new(&format!("compare ana.yaml ben.yaml cem.yaml -s s.yaml {args}"))
        .file("s.yaml", RIVALS)
        .file("ana.yaml", "name: Ana\nratings: { a: 90, b: 80, c: 70, d: 90 }\n")
        .file("ben.yaml", "name: Ben\nratings: { b: 80, a: 10, c: 60 }\nbooked: [b]\n")
        .file(
            "cem.yaml",
            "name: Cem\nratings: { e: 50 }\nhere: [ { from: Fri 12:00, to: 18:00 } ]\n",
        )
}

#[test]
fn who_wants_what_at_one_time_is_a_row_with_everybodys_points() {
    let compared = json(&rivals("-f json"));
    let contests = compared["contests"].as_array().unwrap();
    // In the afternoon everybody has what they want.
    assert_eq!(contests.len(), 1);
    assert_eq!(contests[0]["at_stake"], 800);
    let rows = contests[0]["talks"].as_array().unwrap().iter();
    let rows: Vec<(&str, &Value, &Value)> =
        rows.map(|it| (it["id"].as_str().unwrap(), &it["points"], &it["who"])).collect();
    let (a, b) = (serde_json::json!([900, 100, 0]), serde_json::json!([800, 800, 0]));
    let (ana, ben) = (serde_json::json!([0]), serde_json::json!([1]));
    assert_eq!(rows, [("a", &a, &ana), ("b", &b, &ben)]);
    let (out, _, _) = rivals("").run();
    assert!(out.contains("Borrow                                ┆   800 ┆ [800] ┆  - │"), "{out}");
    let (out, _, _) = rivals("-f markdown").run();
    assert!(out.contains("- Fri 10:00-11:00 Aya (One): Ana 900 (goes), Ben 100"), "{out}");
}

#[test]
fn who_could_go_is_said_of_what_nobody_sees() {
    let deputy = |test: &Test| json(test)["unseen"][0]["deputy"].clone();
    // Ben has booked something, and Cem is not there yet.
    assert_eq!(deputy(&rivals("-f json")), serde_json::json!({ "by": 0, "instead": ["Aya"] }));
    let (out, _, _) = rivals("").run();
    let line = "- Fri 10:00-11:00 Cargo (Three): Ana 700, Ben 600; Ana could go, in place of `Aya`";
    assert!(out.replace("\n  ", " ").contains(line), "{out}");
    // Whoever has nothing to do gives up nothing.
    let free = rivals("-f json").file("cem.yaml", "name: Cem\nratings: { e: 50 }\n");
    assert_eq!(deputy(&free), serde_json::json!({ "by": 2, "instead": [] }));
    let nobody =
        rivals("-f json").file("ana.yaml", "name: Ana\nratings: { a: 90, c: 50 }\nbooked: [a]\n");
    assert_eq!(deputy(&nobody), Value::Null);
}

#[test]
fn one_agenda_for_all_says_when_it_is_unfair() {
    let family = |args: &str| {
        Test::new(&format!("compare ana.yaml ben.yaml cem.yaml -s s.yaml --always-together {args}"))
            .file("s.yaml", RIVALS)
            .file("ana.yaml", "name: Ana\nratings: { a: 90, d: 90 }\n")
            .file("ben.yaml", "name: Ben\nratings: { a: 90, d: 80 }\n")
            .file("cem.yaml", "name: Cem\nratings: { c: 100, e: 50 }\n")
    };
    let said = "This is unfair: Cem gets 0.0 % of their own best. With `--aim fair` nobody gets less \
                than 47.1 %, for 800 points less in total.";
    let (out, _, _) = family("").run();
    assert!(out.replace('\n', " ").contains(said), "{out}");
    assert_eq!(json(&family("-f json"))["fairest"]["costs"], 800);
    let (page, _, _) = family("-f html").run();
    assert!(page.contains("This is unfair: Cem gets"));
    for fair in ["--aim fair", "--aim fair -f json"] {
        let (out, _, _) = family(fair).run();
        assert!(!out.contains("unfair") && !out.contains("\"costs\""), "{out}");
    }
    // Nobody is told so of what is as fair as can be.
    let same = family("").file("cem.yaml", "name: Cem\nratings: { a: 90, d: 90 }\n");
    assert!(!same.run().0.contains("unfair"));
}

#[test]
fn nobody_is_said_to_be_free_who_has_the_child_then() {
    let turns = |turns: &str| {
        Test::new("compare group.yaml -f json")
            .file("s.yaml", RIVALS)
            .file(
                "group.yaml",
                format!("schedule: s.yaml\nmembers: [ana.yaml, ben.yaml]\naim: fair\n{turns}"),
            )
            .file("ana.yaml", "name: Ana\nratings: { d: 90 }\n")
            .file("ben.yaml", "name: Ben\nratings: { e: 90, a: 80 }\n")
    };
    let apart = json(&turns("never_both: [{ of: [Ana, Ben], with: nobody }]\n"));
    assert_eq!(apart["unseen"][0]["title"], "Enum");
    // Of Ana, who has nothing else to do, the turn is over.
    assert_eq!(apart["unseen"][0]["deputy"]["by"], 0);
    assert_eq!(apart["unseen"][0]["deputy"]["instead"], serde_json::json!(["Drop"]));
    assert_eq!(json(&turns(""))["unseen"], serde_json::json!([]));
}
