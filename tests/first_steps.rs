//! The first commands with a conference of one's own: without a profile, and with options alone.

use crate::support::{Test, bless};

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
Fri 10:00-10:45  Kernel: the beginning
                 One · 45 min
Fri 10:30-11:00  Baking bread
                 Two · 30 min
Fri 11:30-12:30  Kernel tracing with eBPF
                 Two · 1 h
! note: there is no profile yet, so no talk has points: add `--like WORD`, or write one with `attend init -s s.yaml`
");
    own("talks -s s.yaml kernel").shows("
Fri 10:00-10:45  Kernel: the beginning
                 One · 45 min
Fri 11:30-12:30  Kernel tracing with eBPF
                 Two · 1 h
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
1 talk with 1 must-see, 36 % of your best 1 if none clashed; optimal: proven
that no agenda has more.
Times are in Europe/Berlin.
- kernel: 1 of 1 talk, 100 % of the time
- bread: none of 1 talk

Friday 1 May 2026
10:00-10:45  * Kernel: the beginning
             One · 45 min · 322 points · kernel 322
* must-see
",
    );
}

#[test]
fn options_take_the_place_of_the_example_profile() {
    let test = Test::new("plan -s all-systems-go-2018 --like debugging --save me.yaml");
    let (out, err, code) = test.run();
    assert!(out.starts_with("All Systems Go! 2018 (v1): Me\n"), "{out}");
    assert_eq!(
        (code, err.as_str()),
        (0, "note: wrote me.yaml; from now on `-p me.yaml` will do\n")
    );
    let saved = std::fs::read_to_string(test.folder().join("me.yaml")).unwrap();
    assert_eq!(saved, "name: Me\nschedule: all-systems-go-2018\ninterests:\n- debugging\n");
    let plan = Test::new("plan --like debugging -o my.agenda.json");
    assert_eq!(plan.run().2, 0);
    let agenda = std::fs::read_to_string(plan.folder().join("my.agenda.json")).unwrap();
    let (out, err, _) = Test::new("replan my.agenda.json").file("my.agenda.json", agenda).run();
    assert!(out.starts_with("All Systems Go! 2018 (v1): "), "{out}{err}");
    assert!(out.contains("Nothing has changed for you"), "{out}{err}");
}

#[test]
fn what_is_booked_and_wanted_without_any_points_stays_where_nothing_has_changed() {
    let profile = "booked: [Kernel: the beginning]\nwant: [c]\ninterests: [bread]\n";
    let plan = own("plan -s s.yaml -p me.yaml -o my.agenda.json").file("me.yaml", profile);
    assert_eq!(plan.run().2, 0);
    let agenda = std::fs::read_to_string(plan.folder().join("my.agenda.json")).unwrap();
    let replan = own("replan my.agenda.json").file("me.yaml", profile);
    let (out, err, _) = replan.file("my.agenda.json", agenda).run();
    assert!(out.contains("Nothing has changed for you"), "{out}{err}");
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
    assert_eq!(
        saved,
        "name: Me\nschedule: s.yaml\ninterests:\n- kernel: 3\nmust_see:\n- Kernel:\u{a0}the\n"
    );
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
    assert_eq!(saved, "# Mine\nschedule: s.yaml\ninterests:\n  - kernel   # much\n  - bread\n");
    let other = own("plan -s s.yaml --like bread --save me.yaml").file("me.yaml", profile);
    other.shows(
        "
! error: --save `me.yaml`: it already exists
! hint: name another file
status 2
",
    );
    let kept = std::fs::read_to_string(other.folder().join("me.yaml")).unwrap();
    assert_eq!(kept, profile);
}

#[test]
fn a_mistake_is_told_of_its_option() {
    own("plan -s s.yaml --like kernel --must Kernels --never b").shows(
        "
! error: --must `Kernels`: `Kernels` matches 2 talks
! hint: add a word of the title, or use the short id:
!   `Kernel: the beginning` (Fri 10:00, a)
!   `Kernel tracing with eBPF` (Fri 11:30, c)
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
! hint: as in `interests: [rust, ebpf: 2]`
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
│ 12:30-22:00 ┆ (free)                        ┆ (free)                        │
╰─────────────┴───────────────────────────────┴───────────────────────────────╯
* must-see · = the same talk as in the column named · | continues

All are free, and could meet:
- Fri 10:45-11:30 near One
- Fri 12:30-22:00 near Two
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
    assert_eq!(saved, "schedule: s.yaml\ninterests: [kernel]\nmust_see:\n  - b\n");
}

#[test]
fn a_profile_says_its_schedule_and_its_zone() {
    let profile = "schedule: conf/s.yaml\ntimezone: America/New_York\ninterests: [bread]\n\
                   here: [ { from: Fri 4:00, to: Fri 6:00 } ]\n";
    let test = |args: &str| {
        let test = own(args);
        std::fs::create_dir(test.folder().join("conf")).unwrap();
        std::fs::rename(test.folder().join("s.yaml"), test.folder().join("conf/s.yaml")).unwrap();
        test.file("me.yaml", profile)
    };
    test("plan -p me.yaml").shows(
        "
Small Conf: unnamed profile
1 talk, 100 % of your best 1 if none clashed; optimal: proven that no agenda has
more.
Times are in America/New_York.

Friday 1 May 2026
04:30-05:00  Baking bread
             Two · 30 min · 632 points · bread 632
",
    );
    test("plan -p me.yaml --tz Europe/Berlin -f csv").shows(
        "
id,title,start,end,room,track,speakers,url,points,must_see,because,instead,recorded
b,Baking bread,2026-05-01T10:30:00+02:00,2026-05-01T11:00:00+02:00,Two,,,,632,,bread 632,,
",
    );
    test("check me.yaml").shows("ok: me.yaml: profile with 1 interest and 0 must-sees; 1 talk of 3 have points at Small Conf");
    test("compare me.yaml me.yaml").shows(
        "
Small Conf: me 1 and me 2
Everyone's own best agenda, side by side; proven that nothing is better.
Times are in America/New_York.
╭─────┬───────────────────────────────────────────┬───────┬───────────┬────────╮
│ Tag ┆ Member                                    ┆ Talks ┆ Must-sees ┆ Points │
╞═════╪═══════════════════════════════════════════╪═══════╪═══════════╪════════╡
│ me1 ┆ me 1                                      ┆     1 ┆           ┆    632 │
│ me2 ┆ me 2                                      ┆     1 ┆           ┆    632 │
╰─────┴───────────────────────────────────────────┴───────┴───────────┴────────╯

Friday 1 May 2026
╭─────────────┬───────────────────────────────┬───────────────────────────────╮
│ Time        ┆ me 1                          ┆ me 2                          │
╞═════════════╪═══════════════════════════════╪═══════════════════════════════╡
│ 04:00-04:30 ┆ (free)                        ┆ (free)                        │
│ 04:30-05:00 ┆ Baking bread [Two]            ┆ = me 1                        │
│ 05:00-06:00 ┆ (free)                        ┆ (free)                        │
╰─────────────┴───────────────────────────────┴───────────────────────────────╯
* must-see · = the same talk as in the column named · | continues

All are free, and could meet:
- Fri 04:00-04:30 near Two
- Fri 05:00-06:00 near Two
",
    );
    test("plan -p me.yaml -s other.yaml").shows(
        "
! error: there is no schedule `other.yaml`
! hint: give a file, or one of the bundled: `all-systems-go-2018`
status 2
",
    );
    own("plan -p me.yaml").file("me.yaml", profile).shows(
        "
! error: there is no schedule `conf/s.yaml`
! hint: me.yaml names it with `schedule:`; -s names another one
status 2
",
    );
}

#[test]
fn without_a_zone_of_its_own_a_profile_is_read_in_the_one_shown() {
    let profile = "interests: [bread]\nhere: [ { from: Fri 4:00, to: Fri 6:00 } ]\n";
    own("plan -s s.yaml -p me.yaml --tz America/New_York").file("me.yaml", profile).shows("
Small Conf: unnamed profile
1 talk, 100 % of your best 1 if none clashed; optimal: proven that no agenda has
more.
Times are in America/New_York.

Friday 1 May 2026
04:30-05:00  Baking bread
             Two · 30 min · 632 points · bread 632
! note: the times in me.yaml are taken as America/New_York, too; if they are not, add `timezone:` to it
");
}

#[test]
fn zones_by_letters_are_told_by_their_city() {
    own("plan -s s.yaml --like bread --tz PST").shows(
        "
! error: --tz `PST`: unknown time zone
! hint: write an area and a city: `PST` may be `America/Los_Angeles`
status 2
",
    );
    own("plan -s s.yaml --like bread --tz EST").shows("
Small Conf: Me
1 talk, 100 % of your best 1 if none clashed; optimal: proven that no agenda has
more.
Times are in EST.

Thursday 30 April 2026
03:30-04:00  Baking bread
             Two · 30 min · 632 points · bread 632
! warning: it is summer time then: if `EST` means what clocks in America/New_York show, write `--tz America/New_York`
");
    own("talks -s s.yaml bread -p me.yaml").file("me.yaml", "timezone: CET\n").shows("
Fri 10:30-11:00  Baking bread
                 Two · 30 min
! warning: it is summer time then: if `CET` means what clocks in Europe/Berlin show, write `timezone: Europe/Berlin`
");
    own("check me.yaml -s s.yaml").file("me.yaml", "timezone: CEST\nname: Me\n").shows(
        "
error: me.yaml:1:11: unknown time zone `CEST`
hint: write an area and a city: `CEST` may be `Europe/Berlin`
status 1
",
    );
}

const NO_ZONE: &str = "title,start,end\nBaking bread,2026-05-01 10:00,2026-05-01 11:00\n";

#[test]
fn a_schedule_without_a_zone_is_said_at_the_top() {
    let test = |args: &str| own(args).file("s.csv", NO_ZONE);
    test("plan -s s.csv --like bread").shows(
        "
s: Me
1 talk, 100 % of your best 1 if none clashed; optimal: proven that no agenda has
more.
The schedule does not say its time zone, so its times are shown as written. Set
the zone with --tz Area/City, such as --tz America/Toronto.

Friday 1 May 2026
10:00-11:00  Baking bread
             1 h · 632 points · bread 632
! warning: s.csv: time zone guessed, 1 id made up; `attend check` lists them
",
    );
    test("talks -s s.csv bread --like bread -q").shows(
        "
The schedule does not say its time zone, so its times are shown as written. Set
the zone with --tz Area/City, such as --tz America/Toronto.
Fri 10:00-11:00  Baking bread
                 1 h · 632 points · bread 632
",
    );
    test("why -s s.csv bread --like bread -q").shows(
        r#"
Baking bread
Friday 1 May 2026, 10:00-11:00
The schedule does not say its time zone, so its times are shown as written. Set
the zone with --tz Area/City, such as --tz America/Toronto.

632 points
  632  bread in the title
       "Baking [bread]"

In your best agenda. Leaving it out would cost 632 points.

If the room is full: nothing better; stay or rest.
"#,
    );
    // A profile's zone is better than none.
    test("plan -s s.csv -p me.yaml")
        .file("me.yaml", "interests: [bread]\ntimezone: Europe/Rome")
        .shows(
            "
s: unnamed profile
1 talk, 100 % of your best 1 if none clashed; optimal: proven that no agenda has
more.
Times are in Europe/Rome.

Friday 1 May 2026
10:00-11:00  Baking bread
             1 h · 632 points · bread 632
! warning: s.csv: 1 id made up; `attend check` lists them
",
        );
}

/// A table whose days have no year.
const NO_YEAR: &str = "date,start,end,title\n1 May,10:00,11:00,Baking bread\n";

#[test]
fn the_year_of_a_schedule_without_one_stands_in_the_profile() {
    let test = |args: &str| {
        let profile = "interests: [bread]\nschedule: s.csv\ntimezone: Europe/Rome\nyear: 2026\n";
        own(args).file("s.csv", NO_YEAR).file("me.yaml", profile)
    };
    test("plan -p me.yaml").shows(
        "
s: unnamed profile
1 talk, 100 % of your best 1 if none clashed; optimal: proven that no agenda has
more.
Times are in Europe/Rome.

Friday 1 May 2026
10:00-11:00  Baking bread
             1 h · 632 points · bread 632
! warning: s.csv: 1 id made up; `attend check` lists them
",
    );
    test("plan -p me.yaml --year 2027 -q").shows(
        "
s: unnamed profile
1 talk, 100 % of your best 1 if none clashed; optimal: proven that no agenda has
more.
Times are in Europe/Rome.

Saturday 1 May 2027
10:00-11:00  Baking bread
             1 h · 632 points · bread 632
",
    );
    test("check me.yaml").shows(
        "
ok: me.yaml: profile with 1 interest and 0 must-sees; 1 talk of 1 have points at s
! warning: s.csv: 1 id made up; `attend check` lists them
",
    );
    test("compare me.yaml me.yaml -q -f csv").shows(
        r#"
id,title,start,end,room,track,speakers,url,members,must_see_of,points
baking-bread,Baking bread,2026-05-01T10:00:00+02:00,2026-05-01T11:00:00+02:00,,,,,"me 1, me 2",,1264
"#,
    );
    test("changes s.csv s.csv -p me.yaml").shows(
        "
s
What touches you: nothing has changed.

Everything else: nothing has changed.
",
    );
    test("plan -s s.csv --like bread").shows(
        "
! error: s.csv: `1 May` has no year
! hint: say the year: `--year 2018`, or `year: 2018` in the profile
status 2
",
    );
    own("plan -s s.csv -p p.yaml")
        .file("s.csv", NO_YEAR)
        .file("p.yaml", "year: 26\nfirst_day: 1 May\n")
        .shows(
            "
! error: p.yaml:1:7: `26` is not a year, as in `2026`
! error: p.yaml:2:12: `1 May` is not a date, as in `2026-01-31`
status 2
",
        );
}

#[test]
fn the_year_and_the_first_day_are_saved_with_the_wishes() {
    let line = "plan -s s.csv --like bread --year 2026 --first-day 2026-05-01 -q --save me.yaml";
    let test = own(line).file("s.csv", NO_YEAR);
    test.run();
    bless::same(
        &std::fs::read_to_string(test.folder().join("me.yaml")).unwrap(),
        "
name: Me
schedule: s.csv
year: 2026
first_day: 2026-05-01
interests:
- bread
",
    );
    let test = own("init -s s.csv --year 2026 -o you.yaml -q").file("s.csv", NO_YEAR);
    assert_eq!(test.run().2, 0);
    let text = std::fs::read_to_string(test.folder().join("you.yaml")).unwrap();
    assert!(text.contains("\nyear: 2026\n"), "{text}");
}

#[test]
fn changes_are_told_in_the_zone_of_the_profile() {
    let later = CONFERENCE.replace("T10:30", "T12:30");
    assert_ne!(later, CONFERENCE);
    let test = |args: &str| {
        let profile = "interests: [bread]\ntimezone: America/New_York\n";
        own(args).file("new.yaml", &later).file("me.yaml", profile)
    };
    test("changes s.yaml new.yaml -p me.yaml").shows(
        "
Small Conf
What touches you: 1 moved.

At another time: 1 talk
Fri 06:30-07:00  Baking bread
                 Two · was Fri 04:30-05:00

Everything else: nothing has changed.
",
    );
    test("changes s.yaml new.yaml -p me.yaml --tz Asia/Tokyo --mine").shows(
        "
Small Conf
What touches you: 1 moved.

At another time: 1 talk
Fri 19:30-20:00  Baking bread
                 Two · was Fri 17:30-18:00
",
    );
}

#[test]
fn brief_is_refused_where_it_would_do_nothing() {
    let why = "\
! error: --brief does nothing here: only tables of talks have one line for each
! hint: leave it out
status 2
";
    own("why -s s.yaml --like bread --brief bread").shows(why);
    own("check s.yaml --brief").shows(why);
    own("plan -s s.yaml --like bread --brief -f csv").shows(why);
    own("talks -s s.yaml --brief --explain").shows(why);
    own("talks -s s.yaml --brief -o talks.md").shows(why);
}

#[test]
fn what_saves_wishes_saves_the_schedule_and_the_zone() {
    let test = own("plan -s s.yaml --like bread --tz Europe/Rome --save plans/me.yaml -q");
    std::fs::create_dir(test.folder().join("plans")).unwrap();
    assert_eq!(test.run().2, 0);
    let saved = std::fs::read_to_string(test.folder().join("plans/me.yaml")).unwrap();
    crate::support::bless::same(
        &saved,
        "
name: Me
schedule: ../s.yaml
timezone: Europe/Rome
interests:
- bread
",
    );
}

/// A folder with an agenda in a folder of its own, as `plan` has saved it.
fn planned() -> Test {
    let test = own("plan -s s.yaml -p me.yaml -o plans/my.agenda.json -q");
    let test = test.file("me.yaml", "interests: [bread, kernel]\n");
    std::fs::create_dir(test.folder().join("plans")).unwrap();
    assert_eq!(test.run().2, 0);
    test
}

#[test]
fn an_agenda_knows_its_files_wherever_it_is_asked_about() {
    let test = planned();
    let saved = std::fs::read_to_string(test.folder().join("plans/my.agenda.json")).unwrap();
    assert!(saved.contains("\"source\": \"../s.yaml\""), "{saved}");
    assert!(saved.contains("\"wishes\": \"../me.yaml\""), "{saved}");
    let (plans, here) = (test.folder().join("plans"), test.folder());
    let nothing =
        "Small Conf: unnamed profile\nNothing has changed for you: 2 talks, 1,282 points.\n";
    assert_eq!(Test::new("replan").run_in(&plans), (nothing.to_owned(), String::new(), 0));
    assert_eq!(Test::new("replan plans/my.agenda.json").run_in(here).0, nothing);
    // An agenda of an earlier version says the way from where it was planned.
    let old = saved.replace("../", "");
    std::fs::write(plans.join("my.agenda.json"), old).unwrap();
    assert_eq!(Test::new("replan plans/my.agenda.json").run_in(here).0, nothing);
    let moved = Test::new("replan plans/my.agenda.json -o new.agenda.json");
    assert_eq!(moved.run_in(here).2, 0);
    let moved = std::fs::read_to_string(here.join("new.agenda.json")).unwrap();
    assert!(moved.contains("\"wishes\": \"me.yaml\""), "{moved}");
}

#[test]
fn the_agenda_of_the_folder_needs_no_name() {
    let test = planned();
    let plans = test.folder().join("plans");
    let run = |args: &str| {
        let args: Vec<String> = args.split(' ').map(|arg| arg.replace('_', " ")).collect();
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let (out, err, code) = Test::of(&args).run_in(&plans);
        format!("{out}{err}{code}")
    };
    crate::support::bless::same(
        &run("pin bread"),
        "
note: `Baking bread` is pinned: replanning keeps it
0
",
    );
    crate::support::bless::same(
        &run("unpin bread"),
        "
note: `Baking bread` is no longer pinned
0
",
    );
    crate::support::bless::same(
        &run("pin my.agenda.json"),
        "
error: no talk is named
hint: name it after the agenda: a part of its title will do
2
",
    );
    crate::support::bless::same(
        &run("next --at fri_10:35"),
        "
Friday 1 May, 10:35
now: 10:30-11:00 in Two: Baking bread, 25 min left
next: 11:30-12:30 in Two: Kernel tracing with eBPF, in 55 min
0
",
    );
    crate::support::bless::same(
        &run("watch --times 1"),
        "
note: watching ../s.yaml for my.agenda.json, every 10 minutes (Ctrl-C ends it)
0
",
    );
    std::fs::rename(plans.join("my.agenda.json"), plans.join("ana.agenda.json")).unwrap();
    crate::support::bless::same(
        &run("pin bread"),
        "
note: the agenda is ana.agenda.json, the only one here
note: `Baking bread` is pinned: replanning keeps it
0
",
    );
    std::fs::copy(plans.join("ana.agenda.json"), plans.join("ben.agenda.json")).unwrap();
    crate::support::bless::same(
        &run("pin bread"),
        "
error: there are 2 saved agendas here
hint: name one: `ana.agenda.json` or `ben.agenda.json`
2
",
    );
    std::fs::remove_file(plans.join("ana.agenda.json")).unwrap();
    std::fs::remove_file(plans.join("ben.agenda.json")).unwrap();
    crate::support::bless::same(
        &run("replan"),
        "
error: there is no saved agenda here
hint: save one with `attend plan -o my.agenda.json`
2
",
    );
}

#[test]
fn an_agenda_remembers_what_was_said_of_its_schedule() {
    let test =
        own("plan -s s.csv --like bread --tz Europe/Rome --title Bread -o my.agenda.json -q")
            .file("s.csv", NO_ZONE);
    assert_eq!(test.run().2, 0);
    let again = Test::new("replan -q").run_in(test.folder());
    assert_eq!(again.0, "Bread: Me\nNothing has changed for you: 1 talk, 632 points.\n");
}

#[test]
fn profiles_for_several_schedules_cannot_be_compared() {
    let test = own("compare ana.yaml ben.yaml")
        .file("ana.yaml", "schedule: s.yaml\ninterests: [bread]\n")
        .file("ben.yaml", "schedule: all-systems-go-2018\ninterests: [ebpf]\n");
    test.shows(
        "
! error: ana.yaml is for `s.yaml`, and ben.yaml is for `all-systems-go-2018`
! hint: name the schedule with -s
status 2
",
    );
}

#[test]
fn an_option_changes_the_weight_of_an_interest_that_is_there() {
    let profile = "interests:\n  - kernel: 1 # mine\n  - topic: baking\n    keywords: [bread]\n";
    let test = own("talks -s s.yaml -p me.yaml --like kernel:5 --like baking:-1 --save me.yaml -q");
    let test = test.file("me.yaml", profile);
    assert_eq!(test.run().2, 0);
    let saved = std::fs::read_to_string(test.folder().join("me.yaml")).unwrap();
    crate::support::bless::same(
        &saved,
        "
schedule: s.yaml
interests:
  - kernel: 5 # mine
  - topic: baking
    weight: -1
    keywords: [bread]
",
    );
    own("talks -s s.yaml -p me.yaml --like bread:-2")
        .file("me.yaml", "interests: [bread]\n")
        .shows(
            "
Fri 10:00-10:45  Kernel: the beginning
                 One · 45 min · 0 points
Fri 11:30-12:30  Kernel tracing with eBPF
                 Two · 1 h · 0 points
Fri 10:30-11:00  Baking bread
                 Two · 30 min · -632 points · bread -632
",
        );
    own("plan -s s.yaml -p me.yaml --like kernel:3")
        .file("me.yaml", "interests:\n- |-\n  kernel\n")
        .shows(
            "
! error: me.yaml: attend cannot add to its lists as they are written
! hint: write one entry a line, as ` - rust`, or add the wishes yourself
status 2
",
        );
}

#[test]
fn as_many_talks_as_fit_are_one_wish() {
    let all = "interests: [\"*\"]\n";
    own("plan -s s.yaml -p me.yaml --missed all").file("me.yaml", all).shows(
        "
Small Conf: unnamed profile
2 talks, 100 % of your best 2 if none clashed; optimal: proven that no agenda
has more.
Times are in Europe/Berlin.

Friday 1 May 2026
10:30-11:00  Baking bread
             Two · 30 min · 100 points · any talk 100
11:00-11:30  (30 min free)
11:30-12:30  Kernel tracing with eBPF
             Two · 1 h · 100 points · any talk 100

Missed: 1 talk
Fri 10:00  Kernel: the beginning
           100 points · would cost 0 · overlaps Baking bread
",
    );
    own("talks -s s.yaml --like * --like bread").shows(
        "
Fri 10:30-11:00  Baking bread
                 Two · 30 min · 732 points · bread 632 · any talk 100
Fri 10:00-10:45  Kernel: the beginning
                 One · 45 min · 100 points · any talk 100
Fri 11:30-12:30  Kernel tracing with eBPF
                 Two · 1 h · 100 points · any talk 100
",
    );
    own("why -s s.yaml --like *:2 a").shows(
        "
Kernel: the beginning
Friday 1 May 2026, 10:00-10:45, One

200 points
  200  any talk

Not in your best agenda, because it overlaps `Baking bread`. Going there would
cost no points: you would lose `Baking bread`.
",
    );
    own("check me.yaml -s s.yaml").file("me.yaml", all).shows("ok: me.yaml: profile with 1 interest and 0 must-sees; 3 talks of 3 have points at Small Conf");
    own("check me.yaml -s s.yaml").file("me.yaml", "interests: [*]\n").shows(
        "
error: me.yaml:1:13: a text cannot begin with `*`
hint: put quotes around it: `'*'`
status 1
",
    );
    let saved = own("plan -s s.yaml --like * --save me.yaml -q");
    assert_eq!(saved.run().2, 0);
    let saved = std::fs::read_to_string(saved.folder().join("me.yaml")).unwrap();
    assert_eq!(saved, "name: Me\nschedule: s.yaml\ninterests:\n- '*'\n");
}

#[test]
fn an_address_makes_room_for_the_reason_and_a_cancelled_talk_says_so_once() {
    let schedule = "\
title: Small Fringe
timezone: America/Toronto
events:
  - id: a
    title: Improvised comedy
    room: The Players' Guild of the City, 80 Queen Street South
    start: 2026-07-19T10:00
    minutes: 60
  - id: b
    title: 'CANCELLED: A comedy of errors'
    room: Backroom
    start: 2026-07-19T12:00
    minutes: 60
    cancelled: true
";
    let test = |args: &str| Test::new(args).file("s.yaml", schedule);
    test("plan -s s.yaml --like comedy:0.5 --like improv").shows(
        "
Small Fringe: Me
1 talk, 100 % of your best 1 if none clashed; optimal: proven that no agenda has
more.
Times are in America/Toronto.
- comedy: 1 of 1 talk, 100 % of the time
- improv: no talk

Sunday 19 July 2026
10:00-11:00  Improvised comedy
             The Players' Guild of the City … · 674 points · comedy 674

Missed: 1 talk
Sun 12:00  CANCELLED: A comedy of errors
           585 points · cancelled
! warning: no talk mentions `improv`
",
    );
    test("talks -s s.yaml -q").shows(
        "
Sun 10:00-11:00  Improvised comedy
                 The Players' Guild of the City, 80 Queen Street South · 1 h
Sun 12:00-13:00  CANCELLED: A comedy of errors
                 Backroom · 1 h
",
    );
}
