//! `attend check` of schedules: whole outputs.

use crate::support::Test;

const FRAB: &str = "\
<schedule>
<conference><title>Small\u{1b}[2J Conf</title></conference>
<day date='2026-05-01'><room name='One'>
<event guid='a'><title>First</title><start>10:00</start></event>
<event guid='b'><title>Second</title><start>11:00</start></event>
<event guid='c'><title>Third</title><start>12:00</start></event>
<event guid='d'><title>Fourth</title><start>13:00</start></event>
<event guid='e'><title>CANCELLED: Fifth</title><start>14:00</start><duration>0:30</duration></event>
<event guid='f'><title>Nowhen</title><duration>0:30</duration></event>
</room></day>
</schedule>
";

#[test]
fn what_was_guessed_and_skipped_is_summed_up() {
    Test::new("check s.xml").file("s.xml", FRAB).shows(
        "
ok: s.xml: frab XML
- Small[2J Conf: 5 events, 1 May 2026, UTC
- 6 slots in the file: 5 read, 1 skipped
╭────────────────────┬───────┬─────────────────────────────────────────────────╮
│ What               ┆ Times ┆ Which                                           │
╞════════════════════╪═══════╪═════════════════════════════════════════════════╡
│ skipped            ┆     1 ┆ 9:1: Nowhen: it has a day but no time           │
│ damage repaired    ┆     1 ┆ 2:25: control characters are left out (1 place, │
│                    ┆       ┆ in line 2)                                      │
│ zone guessed       ┆     1 ┆ no zone given, so its clock times are taken as  │
│                    ┆       ┆ they stand; give the conference's with --tz     │
│                    ┆       ┆ Area/City                                       │
│ end guessed        ┆     4 ┆ 4:1: First: no end given, so 30 minutes         │
│                    ┆       ┆ 5:1: Second: no end given, so 30 minutes        │
│                    ┆       ┆ 6:1: Third: no end given, so 30 minutes         │
│                    ┆       ┆ and 1 more (--all lists them)                   │
│ taken as cancelled ┆     1 ┆ 8:1: CANCELLED: Fifth: `CANCELLED: Fifth` says  │
│                    ┆       ┆ so                                              │
╰────────────────────┴───────┴─────────────────────────────────────────────────╯
",
    );
}

#[test]
fn all_of_it_is_listed_on_request() {
    let all = Test::new("check --all s.xml").file("s.xml", FRAB);
    let (out, _, _) = all.run();
    assert!(out.contains("Fourth: no end given") && !out.contains("more"), "{out}");
    assert_eq!(Test::new("check -v s.xml").file("s.xml", FRAB).run().0, out);
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
}

#[test]
fn a_narrow_terminal_gets_a_list() {
    Test::new("check s.xml").width(40).file("s.xml", FRAB).shows(
        "
ok: s.xml: frab XML
- Small[2J Conf: 5 events, 1 May 2026,
  UTC
- 6 slots in the file: 5 read, 1 skipped
skipped             9:1: Nowhen: it has
                    a day but no time
                    Times: 1
damage repaired     2:25: control
                    characters are left
                    out (1 place, in
                    line 2) · Times: 1
zone guessed        no zone given, so
                    its clock times are
                    taken as they stand;
                    give the
                    conference's with
                    --tz Area/City
                    Times: 1
end guessed         4:1: First: no end
                    given, so 30 minutes
                    5:1: Second: no end
                    given, so 30 minutes
                    6:1: Third: no end
                    given, so 30 minutes
                    and 1 more (--all
                    lists them)
                    Times: 4
taken as cancelled  8:1: CANCELLED:
                    Fifth: `CANCELLED:
                    Fifth` says so
                    Times: 1
",
    );
}

#[test]
fn a_schedule_without_guesses_needs_no_table() {
    let native = "title: T\ntimezone: UTC\nevents:\n- {id: a, title: A, start: 2026-05-01 10:00, minutes: 5}";
    let expected = "
ok: standard input: attend schedule
- T: 1 event, 1 May 2026, UTC
- 1 slot in the file: 1 read, 0 skipped
";
    Test::new("check -").input(native).shows(expected);
}

#[test]
fn bundled_files_are_checked_by_name() {
    let (out, err, code) = Test::new("check all-systems-go-2018 newcomer").run();
    assert_eq!((err.as_str(), code), ("", 0));
    assert!(out.starts_with("ok: all-systems-go-2018: attend schedule\n"), "{out}");
    assert!(out.contains("\nok: newcomer: profile with "), "{out}");
}
