//! `attend plan --timeline`: a bar per day.

use crate::support::Test;

const CONFERENCE: &str = "\
title: Small Conf
timezone: Europe/Berlin
events:
  - { id: a, title: Tracing with eBPF, room: Main, start: 2026-05-01T09:00, minutes: 60 }
  - { id: b, title: Tracing for all, room: Side, start: 2026-05-01T10:00, minutes: 30 }
  - { id: c, title: Bread, room: Side, start: 2026-05-01T09:00, minutes: 60 }
  - { id: d, title: More bread, room: Main, start: 2026-05-01T10:10, minutes: 50 }
  - { id: e, title: Tracing at night, room: Bar, start: 2026-05-01T23:00, minutes: 120 }
  - { id: f, title: Gone, room: Bar, start: 2026-05-01T21:00, minutes: 30, cancelled: true }
  - { id: g, title: Tracing once more, room: Main, start: 2026-05-02T09:20, minutes: 20 }
  - { id: h, title: Camp, room: Field, start: 2026-05-02T04:00, minutes: 1200 }
";

const PROFILE: &str = "\
interests: [tracing]
must_see: [a]
commitments: [ { title: lunch with Ada, from: Fri 12:00, to: Fri 13:00 } ]
";

fn plan(args: &str) -> Test {
    Test::new(&format!("plan -s s.yaml -p p.yaml {args}"))
        .file("s.yaml", CONFERENCE)
        .file("p.yaml", PROFILE)
}

/// What is below the tables.
fn bars(test: &Test) -> String {
    let (with, _, code) = test.run();
    assert_eq!(code, 0);
    let at = with.rfind("╯\n").unwrap();
    with[at + "╯\n".len()..].to_owned()
}

#[test]
fn rooms_stand_against_hours() {
    let expected = "
Friday 1 May 2026
       09  10  11  12  13  14  15  16  17  18  19  20  21  22  23  00
Bar                                                            ▐███████
Main   *███├──
Side   ├───▐█
(busy)             ░▒▒▒

Saturday 2 May 2026
      04    05    06    07
";
    let text = bars(&plan("--timeline --missed 0"));
    assert!(text.starts_with(expected), "{text}");
}

#[test]
fn no_line_is_too_long() {
    for width in [20, 40, 64, 80, 120, 200] {
        let (out, _, _) = plan("--timeline --missed 0").width(width).run();
        let at = out.find("Bar ").unwrap_or(0);
        for line in
            out[at..].lines().filter(|line| line.contains(['█', '─']) && !line.contains('┆'))
        {
            assert!(line.chars().count() <= usize::from(width).max(80), "{width}: {line}");
        }
    }
}
