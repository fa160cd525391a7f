//! `attend talks`: whole outputs.

use crate::support::{Test, small};

fn talks(args: &str) -> Test {
    small(&format!("talks -s s.yaml -p p.yaml {args}"))
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
    case("", &["a", "b", "c", "d", "r1", "r2"]);
    case("workshop", &["r1", "r2"]);
    case("workshop four", &["d", "r1", "r2"]);
    case("--day sat", &["r2"]);
    case("--day 1", &["a", "b", "c", "d", "r1"]);
    case("--day 2026-05-02", &["r2"]);
    case("--room one", &["a", "r1", "r2"]);
    case("--track DEEP", &["b"]);
    case("kernel --day 1 --room two", &["b", "d"]);
}

#[test]
fn the_best_come_first_in_json_with_evidence() {
    let (out, _, _) = talks("-f json").file("p.yaml", "interests: [workshop]\n").run();
    let rows: serde_json::Value = serde_json::from_str(&out).unwrap();
    let points: Vec<i64> =
        rows.as_array().unwrap().iter().map(|row| row["points"].as_i64().unwrap()).collect();
    assert!(points[0] > 0 && points.is_sorted_by(|a, b| a >= b), "{points:?}");
    assert_eq!(rows[0]["because"][0]["keyword"], "workshop");
    assert_eq!(rows[0]["because"][0]["field"], "title");
    assert_eq!(rows[1]["start"], "2026-05-02T14:00:00+02:00");
    assert_eq!(rows[2]["because"].as_array().unwrap().len(), 0);
}

#[test]
fn a_document_has_the_dates_that_a_terminal_need_not_tell() {
    talks("-f markdown").shows(
        r"
| When | Room | Talk | Points | Because of |
| --- | --- | --- | ---: | --- |
| Fri 1 May 10:30-11:00 | Two | Kernel two | 600 | rated 60 by hand 600 |
| Fri 1 May 10:00-10:45 | One | Kernel one | 500 | rated 50 by hand 500 |
| Fri 1 May 12:00-13:00 | One | Workshop | 400 | rated 40 by hand 400 |
| Sat 2 May 14:00-15:00 | One | Workshop | 400 | rated 40 by hand 400 |
| Fri 1 May 10:45-11:15\~ |  | Kernel three | 300 | rated 30 by hand 300 |
| Fri 1 May 12:00-13:00 | Two | Kernel four | 200 | rated 20 by hand 200 |

\~ not in the schedule, inferred by a rule",
    );
    let (out, _, _) = talks("").run();
    assert!(out.contains("Fri 10:00-10:45") && !out.contains("May"), "{out}");
}

#[test]
fn nothing_found_is_said() {
    talks("zebra").shows("! warning: no talk passes these filters");
}

#[test]
fn what_fits_the_query_best_comes_first() {
    let case = |args: &str, expected: &str| {
        let text = "title: T\ntimezone: UTC\nevents:\n\
            - { id: a, title: Knots in the kernel, start: 2026-05-01T10:00, minutes: 5 }\n\
            - { id: b, title: Kernel, abstract: Knots., start: 2026-05-01T11:00, minutes: 5 }\n\
            - { id: c, title: Kernel knots, start: 2026-05-01T12:00, minutes: 5 }\n\
            - { id: d, title: More kernel knots for all, start: 2026-05-01T13:00, minutes: 5 }\n\
            - { id: e, title: Kernel, start: 2026-05-01T14:00, minutes: 5 }\n";
        let test = Test::new(&format!("talks -s s.yaml -p p.yaml -q -f json {args}"));
        let ratings = "ratings: { e: 90, d: 80, c: 70, b: 60, a: 50 }";
        let (out, err, code) = test.file("s.yaml", text).file("p.yaml", ratings).run();
        assert_eq!((code, err.as_str()), (0, ""));
        let rows: serde_json::Value = serde_json::from_str(&out).unwrap();
        let ids = rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap());
        assert_eq!(ids.collect::<String>(), expected, "{args}");
    };
    case("kernel knots", "cdabe");
    case("kernel", "ebdca");
    case("kernel --sort points", "edcba");
    case("kernel --sort time", "abcde");
    case("", "edcba");
}
