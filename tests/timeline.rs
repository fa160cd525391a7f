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
commitments: [ { title: lunch with Ada, from: Fri 12:00, to: 13:00 } ]
";

fn plan(args: &str) -> Test {
    Test::new(&format!("plan -s s.yaml -p p.yaml {args}"))
        .file("s.yaml", CONFERENCE)
        .file("p.yaml", PROFILE)
}

/// What is below the agenda.
fn bars(test: &Test) -> String {
    let (with, _, code) = test.run();
    assert_eq!(code, 0);
    with[with.rfind("\nFriday 1 May 2026\n").unwrap()..].to_owned()
}

#[test]
fn rooms_stand_against_hours() {
    let expected = "
Friday 1 May 2026
       09  10  11  12  13  14  15  16  17  18  19  20  21  22  23  00
Bar                                                            ▐███████
Main   *███├───
Side   ├───▐█
(busy)             ░▒▒▒

Saturday 2 May 2026
      09
Field ├───────────
Main      ▐███

▐█ your talks   *█ your must-sees   ├─ other talks   ░▒ breaks and commitments
";
    let text = bars(&plan("--timeline --missed 0"));
    assert!(text == expected, "{text}");
}

#[test]
fn no_bar_is_too_long() {
    for width in [20, 40, 64, 80, 120, 200] {
        let (out, _, _) = plan("--timeline --missed 0").width(width).run();
        let bars = out.lines().filter(|line| line.contains('█') && !line.starts_with('▐'));
        let widest = bars.map(|line| line.chars().count()).max().unwrap();
        assert!(
            out.lines()
                .rev()
                .take(4)
                .all(|line| line.chars().count() <= usize::from(width).max(25))
        );
        assert!(widest <= usize::from(width) && widest * 2 > usize::from(width), "{width}: {out}");
    }
}

#[test]
fn colour_adds_nothing_that_is_not_there_without_it() {
    let plain = bars(&plan("--timeline --missed 0"));
    let (coloured, _, _) = plan("--timeline --missed 0").watched().run();
    assert!(coloured.contains("\u{1b}[32m▐█"), "{coloured}");
    let mut stripped = String::new();
    for part in coloured.split('\u{1b}') {
        stripped += part.strip_prefix('[').map_or(part, |part| part.split_once('m').unwrap().1);
    }
    assert!(stripped.ends_with(&plain), "{stripped}");
}
