//! The whole of each form of one small agenda and of a group's, in `tests/snapshots/`.
//!
//! `BLESS=1 cargo test snapshots` writes them anew, to be read before they are committed.

use std::path::Path;

use crate::support::{Test, bless};

const SCHEDULE: &str = r#"
title: Small Conf
version: "2"
timezone: Europe/Berlin
events:
  - id: opening
    title: Opening & "welcome"
    room: Hall 1
    start: 2026-05-01T09:30
    minutes: 30
    track: Plenary
    speakers: [Ada, Grace]
    abstract: What is on, and <b>where</b>. Tracing gets a day of its own.
    url: https://example.org/opening?a=1&b=2
  - { id: tracing, title: Tracing with eBPF, room: Hall 1, start: 2026-05-01T10:00, minutes: 45,
      keywords: [ebpf], abstract: A long look at tracing. }
  - { id: bread, title: "Bread | *baking* it", room: Hall 10, start: 2026-05-01T10:30, minutes: 30 }
  - { id: maps, title: eBPF maps, room: Hall 2, start: 2026-05-01T11:00, minutes: 30 }
  - { id: talkback, title: Talk back, room: Hall 2, start: 2026-05-01T15:00, minutes: 60,
      abstract: Questions about eBPF. }
  - { id: late, title: Tracing at night, start: 2026-05-02T00:30, end: 2026-05-02T01:00 }
  - { id: closing, title: "Closing: bread for all", room: Hall 1, start: 2026-05-02T12:00,
      minutes: 30, cancelled: true }
  - { id: loose, title: Tracing loose ends, room: Hall 2, start: 2026-05-02T11:00 }
"#;

const PROFILE: &str = "
name: Ana
interests: [ebpf, tracing: 2, bread]
must_see: [Tracing with eBPF, eBPF maps]
commitments: [ { title: call home, from: 2026-05-01 16:30, to: 2026-05-01 17:00, room: Lobby } ]
breaks: [ { name: lunch, minutes: 45, between: 12:00-14:30 } ]
walking: { default: 5 }
tolerance: { early: 10 }
";

const FRIEND: &str = "
name: Ben | <b>
interests: [ebpf: 2, bread]
must_see: [bread]
here: [ { from: 2026-05-01 10:00, to: 2026-05-01 18:00 } ]
";

fn rendered(args: &str) -> String {
    run(&format!("plan -p ana.yaml {args}"))
}

fn compared(args: &str) -> String {
    run(&format!("compare ana.yaml ben.yaml {args}"))
}

fn run(command: &str) -> String {
    let test = Test::new(&format!("{command} -s small.yaml"));
    let test = test.file("small.yaml", SCHEDULE).file("ana.yaml", PROFILE);
    let test = test.file("ben.yaml", FRIEND);
    let (out, errors, code) = test.run();
    assert_eq!(code, 0, "{errors}");
    assert_eq!(test.run().0, out, "the same again gives the same");
    out
}

#[track_caller]
fn is_as_it_was(name: &str, now: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(name);
    if bless::wanted() {
        std::fs::write(&file, now).unwrap();
    }
    let was = std::fs::read_to_string(&file).unwrap_or_default();
    if let Some(line) = (1..).zip(now.lines().zip(was.lines())).find(|(_, (now, was))| now != was) {
        panic!("{name} differs in line {}:\n- {}\n+ {}", line.0, line.1.1, line.1.0);
    }
    assert!(was == now, "{name} has another end");
}

#[test]
fn json() {
    is_as_it_was("agenda.json", &rendered("-f json"));
}

#[test]
fn calendar() {
    is_as_it_was("agenda.ics", &rendered("-f ics --remind 10m --breaks"));
}

#[test]
fn markdown() {
    is_as_it_was("agenda.md", &rendered("-f markdown"));
}

#[test]
fn table_for_spreadsheets() {
    is_as_it_was("agenda.csv", &rendered("-f csv"));
}

#[test]
fn group() {
    is_as_it_was("group.json", &compared("-f json"));
    is_as_it_was("group.ics", &compared("-f ics --remind 10m --breaks"));
    is_as_it_was("group.md", &compared("-f markdown"));
    is_as_it_was("group.csv", &compared("-f csv"));
}

#[test]
fn pages() {
    is_as_it_was("agenda.html", &without_style(rendered("-f html")));
    is_as_it_was("group.html", &without_style(compared("-f html")));
}

/// Style and script are files of their own; the hashes in the policy are theirs.
fn without_style(mut page: String) -> String {
    for (from, to) in [("<style>", "</style>"), ("<script>", "</script>"), ("style-src ", "\">\n")]
    {
        let start = page.find(from).unwrap() + from.len();
        let end = start + page[start..].find(to).unwrap();
        page.replace_range(start..end, "...");
    }
    page
}

#[test]
fn the_file_name_says_the_form() {
    let forms =
        [("a.json", "{"), ("a.ics", "BEGIN"), ("a.HTML", "<!"), ("a.md", "#"), ("a.csv", "id,")];
    for (name, begins) in forms {
        let test = Test::new(&format!("plan -o {name}"));
        let (out, _, code) = test.run();
        assert_eq!((out.as_str(), code), ("", 0));
        let written = std::fs::read_to_string(test.folder().join(name)).unwrap();
        assert!(written.starts_with(begins), "{name}: {}", &written[..20]);
    }
}
