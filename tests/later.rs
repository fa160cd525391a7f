//! Missed talks that can be watched later.

use crate::support::Test;

const STREAMED: &str = "\
title: Streamed
timezone: Asia/Tokyo
events:
  - { id: a, title: Networks of clusters, room: A, start: 2026-09-08T10:00, minutes: 40, recorded: true }
  - { id: b, title: Clusters by hand, room: B, start: 2026-09-08T10:00, minutes: 40 }
  - { id: c, title: Disks of clusters, room: C, start: 2026-09-08T10:00, minutes: 50, recorded: true }
  - { id: d, title: Clusters again, room: C, start: 2026-09-08T11:00, minutes: 30, recorded: true }
  - { id: e, title: Clusters at eleven, room: B, start: 2026-09-08T11:00, minutes: 30 }
  - { id: f, title: Bread, room: A, start: 2026-09-08T11:00, minutes: 30, recorded: true }
";

fn plan(args: &str, profile: &str) -> Test {
    Test::new(&format!("plan -s s.yaml -p p.yaml {args}"))
        .file("s.yaml", STREAMED)
        .file("p.yaml", profile)
}

const PROFILE: &str = "interests: [clusters]\nrecorded: 0.5\n";

#[test]
fn what_is_recorded_of_the_missed_talks_is_marked_and_listed() {
    plan("--missed 5", PROFILE).shows(
        "
Streamed: unnamed profile
2 talks, 100 % of your best 2 if none clashed; optimal: proven that no agenda
has more.
Times are in Asia/Tokyo.

Tuesday 8 September 2026
10:00-10:40  Clusters by hand
             B · 40 min · 618 points · clusters 618
10:40-11:00  (20 min free)
11:00-11:30  Clusters at eleven
             B · 30 min · 618 points · clusters 618

Missed: 3 talks; ^ is recorded
Tue 11:00  Clusters again ^
           330 points · would cost 288 · overlaps Clusters at eleven
Tue 10:00  Networks of clusters ^
           309 points · would cost 309 · overlaps Clusters by hand
Tue 10:00  Disks of clusters ^
           309 points · would cost 309 · overlaps Clusters by hand
",
    );
    plan("--later", PROFILE).shows(
        "
Streamed: unnamed profile
2 talks, 100 % of your best 2 if none clashed; optimal: proven that no agenda
has more.
Times are in Asia/Tokyo.

Tuesday 8 September 2026
10:00-10:40  Clusters by hand
             B · 40 min · 618 points · clusters 618
10:40-11:00  (20 min free)
11:00-11:30  Clusters at eleven
             B · 30 min · 618 points · clusters 618

Missed: 3 talks; ^ is recorded
Tue 11:00  Clusters again ^
           330 points · would cost 288 · overlaps Clusters at eleven
Tue 10:00  Networks of clusters ^
           309 points · would cost 309 · overlaps Clusters by hand
Tue 10:00  Disks of clusters ^
           309 points · would cost 309 · overlaps Clusters by hand

To watch later: 3 talks, 2 h
╭────────────────────────────────────────────────────────┬────────┬────────────╮
│ Talk                                                   ┆ Length ┆     Points │
╞════════════════════════════════════════════════════════╪════════╪════════════╡
│ Clusters again                                         ┆ 30 min ┆ 330 points │
│ Networks of clusters                                   ┆ 40 min ┆ 309 points │
│ Disks of clusters                                      ┆ 50 min ┆ 309 points │
╰────────────────────────────────────────────────────────┴────────┴────────────╯
",
    );
    plan("--later -f markdown --missed 0", PROFILE).shows(
        "
# Streamed: unnamed profile

2 talks, 100 % of your best 2 if none clashed; optimal: proven that no agenda has more.
Times are in Asia/Tokyo.

## Tuesday 8 September 2026

| Time | Room | Talk | Points | Because of |
| --- | --- | --- | ---: | --- |
| 10:00-10:40 | B | Clusters by hand | 618 | clusters 618 |
| 10:40-11:00 |  | (20 min free) |  |  |
| 11:00-11:30 | B | Clusters at eleven | 618 | clusters 618 |

## To watch later: 3 talks, 2 h

| Talk | Length | Points |
| --- | --- | ---: |
| Clusters again | 30 min | 330 |
| Networks of clusters | 40 min | 309 |
| Disks of clusters | 50 min | 309 |
",
    );
    plan("--later --missed 0", "ratings: { d: 9 }\n").shows(
        "
Streamed: unnamed profile
1 talk, 100 % of your best 1 if none clashed; optimal: proven that no agenda has
more.
Times are in Asia/Tokyo.

Tuesday 8 September 2026
11:00-11:30  Clusters again
             C · 30 min · 90 points · rated 9 by hand 90

Nothing to watch later: no missed talk is recorded.
",
    );
    let (out, _, _) = plan("-f json", PROFILE).run();
    let agenda: serde_json::Value = serde_json::from_str(&out).unwrap();
    let missed = agenda["missed"].as_array().unwrap().iter();
    let recorded: Vec<(&str, bool)> =
        missed.map(|it| (it["id"].as_str().unwrap(), it["recorded"].as_bool().unwrap())).collect();
    assert_eq!(recorded, [("d", true), ("a", true), ("c", true)]);
}

#[test]
fn a_table_for_programs_tells_what_is_recorded() {
    plan("-f csv", "ratings: { a: 50, e: 50 }\n").shows("
id,title,start,end,room,track,speakers,url,points,must_see,because,instead,recorded
a,Networks of clusters,2026-09-08T10:00:00+09:00,2026-09-08T10:40:00+09:00,A,,,,500,,rated 50 by hand 500,,yes
e,Clusters at eleven,2026-09-08T11:00:00+09:00,2026-09-08T11:30:00+09:00,B,,,,500,,rated 50 by hand 500,,
");
    plan("-f csv --later", PROFILE).shows("
! error: --later does nothing here: only the table, Markdown and JSON tell what is recorded of the missed talks
! hint: leave out the format, or take `-f markdown` or `-f json`
status 2
");
}
