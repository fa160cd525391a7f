//! `attend talks`: whole outputs.

use crate::support::Test;

const CONFERENCE: &str = "\
title: Small Conf
timezone: Europe/Berlin
events:
  - { id: a, title: Tracing with eBPF, room: Main Hall, track: Deep, start: 2026-05-01T10:00, minutes: 45 }
  - { id: b, title: Containers for all, room: Side Room, track: Wide, start: 2026-05-02T10:30, minutes: 30 }
  - { id: c, title: Tracing containers, room: Side Room, start: 2026-05-02T12:30, minutes: 30, cancelled: true }
";

fn talks(args: &str) -> Test {
    Test::new(&format!("talks -s s.yaml -p p.yaml {args}"))
        .file("s.yaml", CONFERENCE)
        .file("p.yaml", "interests: [tracing]\n")
}

fn ids(args: &str) -> Vec<String> {
    let (out, _, code) = talks(&format!("-f json {args}")).run();
    assert_eq!(code, 0);
    let rows: serde_json::Value = serde_json::from_str(&out).unwrap();
    rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn filters_narrow_the_list_together() {
    fn case(args: &str, expected: &[&str]) {
        let mut found = ids(args);
        found.sort();
        assert_eq!(found, expected, "{args}");
    }
    case("", &["a", "b", "c"]);
    case("container", &["b", "c"]);
    case("container tracing", &["a", "b", "c"]);
    case("--day sat", &["b", "c"]);
    case("--day 1", &["a"]);
    case("--day 2026-05-02", &["b", "c"]);
    case("--room main", &["a"]);
    case("--track WIDE", &["b"]);
    case("tracing --day 2 --room side", &["c"]);
}

#[test]
fn the_best_come_first_in_json_with_evidence() {
    let (out, _, _) = talks("-f json").run();
    let rows: serde_json::Value = serde_json::from_str(&out).unwrap();
    let points: Vec<i64> =
        rows.as_array().unwrap().iter().map(|row| row["points"].as_i64().unwrap()).collect();
    assert!(points[0] > 0 && points.is_sorted_by(|a, b| a >= b), "{points:?}");
    assert_eq!(rows[0]["because"][0]["keyword"], "tracing");
    assert_eq!(rows[0]["because"][0]["field"], "title");
    assert_eq!(rows[2]["start"], "2026-05-02T10:30:00+02:00");
    assert_eq!(rows[2]["because"].as_array().unwrap().len(), 0);
}

#[test]
fn a_document_has_the_dates_that_a_terminal_need_not_tell() {
    talks("-f markdown").shows(
        "
| When | Room | Talk | Points | Because of |
| --- | --- | --- | ---: | --- |
| Sat 2 May 12:30-13:00 | Side Room | CANCELLED: Tracing containers | 651 | tracing 651 |
| Fri 1 May 10:00-10:45 | Main Hall | Tracing with eBPF | 612 | tracing 612 |
| Sat 2 May 10:30-11:00 | Side Room | Containers for all | 0 |  |",
    );
    let (out, _, _) = talks("").run();
    assert!(out.contains("Fri 10:00-10:45") && !out.contains("May"), "{out}");
}

#[test]
fn nothing_found_is_said() {
    talks("zebra").shows("! warning: no talk passes these filters");
}
