//! The first commands with a conference of one's own: without a profile, and with options alone.

use crate::support::Test;

const CONFERENCE: &str = "\
title: Small Conf
timezone: Europe/Berlin
events:
  - { id: a, title: 'Kernel: the beginning', room: One, start: 2026-05-01T10:00, minutes: 45 }
  - { id: b, title: Baking bread, room: Two, start: 2026-05-01T10:30, minutes: 30 }
  - { id: c, title: Kernel tracing with eBPF, room: Two, start: 2026-05-01T11:30, minutes: 60 }
";

fn own(args: &str) -> Test {
    Test::of(&args.split(' ').collect::<Vec<&str>>()).file("s.yaml", CONFERENCE)
}

#[test]
fn without_a_profile_one_sees_what_is_on() {
    own("talks -s s.yaml").shows("
╭─────────────────┬──────┬─────────────────────────────────────────────────────╮
│ When            ┆ Room ┆ Talk                                                │
╞═════════════════╪══════╪═════════════════════════════════════════════════════╡
│ Fri 10:00-10:45 ┆ One  ┆ Kernel: the beginning                               │
│ Fri 10:30-11:00 ┆ Two  ┆ Baking bread                                        │
│ Fri 11:30-12:30 ┆ Two  ┆ Kernel tracing with eBPF                            │
╰─────────────────┴──────┴─────────────────────────────────────────────────────╯
! note: there is no profile yet, so no talk has points: add `--like WORD`, or write one with `attend init -s s.yaml`
");
    own("talks -s s.yaml kernel").shows("
╭─────────────────┬──────┬─────────────────────────────────────────────────────╮
│ When            ┆ Room ┆ Talk                                                │
╞═════════════════╪══════╪═════════════════════════════════════════════════════╡
│ Fri 10:00-10:45 ┆ One  ┆ Kernel: the beginning                               │
│ Fri 11:30-12:30 ┆ Two  ┆ Kernel tracing with eBPF                            │
╰─────────────────┴──────┴─────────────────────────────────────────────────────╯
! note: there is no profile yet, so no talk has points: add `--like WORD`, or write one with `attend init -s s.yaml`
");
    own("why -s s.yaml bread").shows(
        "
Baking bread
Friday 1 May 2026, 10:30-11:00, Two

0 points
It matches none of your interests.

Not in your best agenda, because it matches none of your interests.
! note: there is no profile yet, so no talk has points: add `--like WORD`, or write one with `attend init -s s.yaml`
",
    );
}

#[test]
fn a_plan_needs_wishes_and_says_how_to_give_them() {
    own("plan -s s.yaml").shows(
        "
! error: there is no profile yet, so nothing says what you like
! hint: say what you like: `attend plan -s s.yaml --like WORD --like WORD`
! hint: or write a profile: `attend init -s s.yaml`, then `attend plan -s s.yaml`
status 2
",
    );
    own("changes s.yaml s.yaml --mine").shows(
        "
! error: --mine does nothing here: there is neither a profile nor an agenda
! hint: name one with -p or -a
status 2
",
    );
}

#[test]
fn at_a_terminal_questions_make_the_first_profile_and_the_plan_goes_on() {
    let answers = "\nAna\n1\n0\nbread: 2\n\n\n\n\n";
    let test = own("plan -s s.yaml").input(answers).watched();
    let (out, err, code) = test.run();
    assert_eq!(code, 0, "{err}");
    assert!(err.starts_with("There is no profile yet."), "{err}");
    assert!(out.contains("Small Conf: Ana"), "{out}");
    assert!(std::fs::read_to_string(test.folder().join("attend.yaml")).unwrap().contains("Ana"));
    for refused in ["n\n", ""] {
        let (_, err, code) = own("plan -s s.yaml").input(refused).watched().run();
        assert_eq!(code, 2, "{err}");
        assert!(err.contains("error: there is no profile yet"), "{err}");
    }
}

#[test]
fn options_say_what_one_likes() {
    own("plan -s s.yaml --like kernel --like bread:2.5 --must begin --never c --missed 0").shows(
        "
Small Conf: Me
1 talk with 1 must-see, 322 points; optimal: proven that no agenda has more.
Times are in Europe/Berlin.

Friday 1 May 2026
╭─────────────┬──────┬───────────────────────────────────┬────────┬────────────╮
│ Time        ┆ Room ┆ Talk                              ┆ Points ┆ Because of │
╞═════════════╪══════╪═══════════════════════════════════╪════════╪════════════╡
│ 10:00-10:45 ┆ One  ┆ * Kernel: the beginning           ┆    322 ┆ kernel 322 │
╰─────────────┴──────┴───────────────────────────────────┴────────┴────────────╯
",
    );
}

#[test]
fn wishes_of_options_are_saved_as_a_profile() {
    let test = own("plan -s s.yaml --like kernel:3 --must Kernel:\u{a0}the --save me.yaml");
    let (_, err, code) = test.run();
    assert_eq!(
        (code, err.as_str()),
        (0, "note: wrote me.yaml; from now on `-p me.yaml` will do\n")
    );
    let saved = std::fs::read_to_string(test.folder().join("me.yaml")).unwrap();
    assert_eq!(saved, "name: Me\ninterests:\n- kernel: 3\nmust_see:\n- Kernel:\u{a0}the\n");
    let check = own("check me.yaml -s s.yaml").file("me.yaml", saved);
    assert_eq!(check.run().2, 0);
}

#[test]
fn a_profile_is_extended_where_it_is_and_no_other_file_is_lost() {
    let profile = "# Mine\ninterests:\n  - kernel   # much\n";
    let test = own("talks -s s.yaml -p me.yaml --like bread --save me.yaml -q");
    let test = test.file("me.yaml", profile);
    assert_eq!(test.run().2, 0);
    let saved = std::fs::read_to_string(test.folder().join("me.yaml")).unwrap();
    assert_eq!(saved, "# Mine\ninterests:\n  - kernel   # much\n  - bread\n");
    let other = own("plan -s s.yaml --like bread --save me.yaml").file("me.yaml", profile);
    other.shows(
        "
! error: --save `me.yaml`: it is there already
! hint: name another file
status 2
",
    );
    let kept = std::fs::read_to_string(other.folder().join("me.yaml")).unwrap();
    assert_eq!(kept, profile);
}

#[test]
fn a_mistake_is_told_of_its_option() {
    own("plan -s s.yaml --like kernel --must Kernal --never b").shows(
        "
! error: --must `Kernal`: there is no talk `Kernal`
! hint: `attend talks` lists them all
status 2
",
    );
    own("plan -s s.yaml --like kernel:2,5").shows(
        "
! error: --like `kernel:2,5`: what follows the colon is not a weight
! hint: write the weight as in `rust:2.5`, and one word or phrase an option
status 2
",
    );
    own("plan -s s.yaml --like kernel:300").shows(
        "
! error: --like `kernel:300`: `300` is not a weight from -100 to 100
status 2
",
    );
    own("plan -s s.yaml --must b --never b").shows(
        "
! error: the options: `b` is both in `must_see` and in `never`
! hint: keep it in one of them
status 2
",
    );
}

#[test]
fn members_of_a_group_get_the_wishes_of_options_too() {
    own("compare ana.yaml ben.yaml -s s.yaml --never b")
        .file("ana.yaml", "interests: [bread, kernel]")
        .file("ben.yaml", "interests: [kernel]")
        .shows(
            "
Small Conf: ana and ben
Everyone's own best agenda, side by side; proven that nothing is better.
Times are in Europe/Berlin.
╭─────┬───────────────────────────────────────────┬───────┬───────────┬────────╮
│ Tag ┆ Member                                    ┆ Talks ┆ Must-sees ┆ Points │
╞═════╪═══════════════════════════════════════════╪═══════╪═══════════╪════════╡
│ an  ┆ ana                                       ┆     2 ┆           ┆  1,041 │
│ be  ┆ ben                                       ┆     2 ┆           ┆  1,263 │
╰─────┴───────────────────────────────────────────┴───────┴───────────┴────────╯

Friday 1 May 2026
╭─────────────┬───────────────────────────────┬───────────────────────────────╮
│ Time        ┆ ana                           ┆ ben                           │
╞═════════════╪═══════════════════════════════╪═══════════════════════════════╡
│ 10:00-10:45 ┆ Kernel: the beginning [One]   ┆ = ana                         │
│ 10:45-11:30 ┆ (free)                        ┆ (free)                        │
│ 11:30-12:30 ┆ Kernel tracing with eBPF      ┆ = ana                         │
│             ┆ [Two]                         ┆                               │
╰─────────────┴───────────────────────────────┴───────────────────────────────╯
* must-see · = the same talk as in the column named · | continues

All are free, and could meet:
- Fri 10:45-11:30 near One
",
        );
}

#[test]
fn an_agenda_remembers_the_options_that_it_was_planned_with() {
    let plan = own("plan -s s.yaml --like kernel --must bread -o my.agenda.json");
    assert_eq!(plan.run().2, 0);
    let saved = std::fs::read(plan.folder().join("my.agenda.json")).unwrap();
    own("replan my.agenda.json").file("my.agenda.json", &saved).shows(
        "
Small Conf: Me
Nothing has changed for you: 2 talks, 615 points.
",
    );
    // A profile that turns up later has no say in what the options meant.
    own("replan my.agenda.json -p me.yaml")
        .file("my.agenda.json", &saved)
        .file("me.yaml", "interests: [kernel] # or [bread]\n")
        .shows(
            "
Small Conf: unnamed profile
Nothing has changed for you: 2 talks, 615 points.
",
        );
}

#[test]
fn nothing_is_saved_without_an_answer_and_nothing_else_is_written_there() {
    let test = own("plan -s s.yaml --save me.yaml");
    assert_eq!(test.run().2, 2);
    assert!(!test.folder().join("me.yaml").exists());
    let both = own("plan -s s.yaml --like kernel --save me.yaml -o me.yaml -f json");
    both.shows(
        "
! error: -o `me.yaml`: it is read for the answer and would be lost
! hint: name another file
status 2
",
    );
    assert!(!both.folder().join("me.yaml").exists());
    own("plan -s s.yaml --like kernel --save -").shows(
        "
! error: --save `-`: it is not the name of a file
! hint: name another file
status 2
",
    );
}

#[test]
fn the_same_wish_twice_is_saved_once() {
    let test = own("talks -s s.yaml --like kernel --must b --save attend.yaml -q");
    let test = test.file("attend.yaml", "interests: [kernel]\nmust_see:\n  - b\n");
    assert_eq!(test.run().2, 0);
    let saved = std::fs::read_to_string(test.folder().join("attend.yaml")).unwrap();
    assert_eq!(saved, "interests: [kernel]\nmust_see:\n  - b\n");
}
