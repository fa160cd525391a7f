//! What is said about bad input: whole outputs, one test for each.

use crate::support::{Test, bless};

const CONFERENCE: &str = "\
title: Small Conf
timezone: Europe/Berlin
events:
  - { id: a, title: Tracing with eBPF, room: One, start: 2026-03-28T10:00, minutes: 45 }
  - { id: b, title: Containers for all, room: Two, start: 2026-03-28T10:30, minutes: 30 }
  - { id: c, title: Containers for few, room: Two, start: 2026-03-28T12:30, minutes: 30 }
  - { id: d, title: Kernel news, room: Two, start: 2026-03-28T14:30, minutes: 30 }
  - { id: e, title: Gone, room: Two, start: 2026-03-28T15:30, minutes: 30, cancelled: true }
";

/// `attend plan` with this schedule and a profile with one interest.
fn schedule(text: impl AsRef<[u8]>) -> Test {
    Test::new("plan -s s.yaml -p p.yaml").file("s.yaml", text).file("p.yaml", "interests: [a]")
}

/// `attend plan` for a small conference with this profile.
fn profile(text: impl AsRef<[u8]>) -> Test {
    Test::new("plan -s s.yaml -p p.yaml").file("s.yaml", CONFERENCE).file("p.yaml", text)
}

#[test]
fn an_empty_schedule() {
    schedule("").shows(
        r#"
! error: s.yaml: the file is empty
! hint: save the conference's schedule to it again
status 2
"#,
    );
}

#[test]
fn a_schedule_that_is_no_yaml() {
    schedule("title: [1, 2\n").shows(
        r#"
! error: s.yaml: this is not a schedule: there is no `events`
! hint: a schedule has `title`, `timezone` and `events`; see the README
status 2
"#,
    );
}

#[test]
fn a_schedule_without_events() {
    schedule("title: X\n").shows(
        r#"
! error: s.yaml: this is not a schedule: there is no `events`
! hint: a schedule has `title`, `timezone` and `events`; see the README
status 2
"#,
    );
}

#[test]
fn a_schedule_that_is_no_text() {
    schedule(b"title: \xff\xfe\n").shows(
        r#"
! error: s.yaml: this is not a schedule: there is no `events`
! hint: a schedule has `title`, `timezone` and `events`; see the README
status 2
"#,
    );
}

#[test]
fn a_schedule_with_an_unknown_zone() {
    schedule(
        r#"title: X
timezone: Europe/Berlni
events: []
"#,
    )
    .shows(
        r#"
! error: s.yaml:2:11: unknown time zone `Europe/Berlni`
! hint: did you mean `Europe/Berlin`, `Europe/Belfast` or `Europe/Vilnius`?
status 2
"#,
    );
}

#[test]
fn a_schedule_without_a_zone() {
    schedule(
        r#"title: X
events:
  - { id: a, title: A, start: 2026-05-01T10:00, minutes: 30 }
"#,
    )
    .shows(
        r#"
! error: s.yaml: the schedule does not say its time zone
! hint: add a line such as `timezone: Europe/Berlin`
status 2
"#,
    );
}

#[test]
fn two_events_with_one_id() {
    schedule(
        r#"title: X
timezone: Europe/Berlin
events:
  - { id: b, title: B, start: 2026-05-01T10:00, minutes: 30 }
  - { id: b, title: C, start: 2026-05-01T11:00, minutes: 30 }
"#,
    )
    .shows(
        r#"
! error: s.yaml:5:5: the id `b` of `C` is already taken by `B` in line 4
! hint: give each event an id of its own; for a repeat, add `repeats:`
status 2
"#,
    );
}

#[test]
fn every_fault_of_a_schedule_at_once() {
    schedule(
        r#"title: X
timezone: Europe/Berlin
events:
  - { id: a, title: A, start: 2026-05-01T10:00, end: 2026-05-01T09:00 }
  - { id: b, titel: B, start: 2026-05-01, minutes: 0 }
  - { id: c, id: d, title: C, start: 2026-05-01T10:00, end: 2026-05-01T11:00, minutes: 5 }
  - [1]
  - { id: d, title: { x: 1 }, start: 2026-05-01T10:00, recorded: perhaps, inferred: [weather] }
  - { id: e, title: E }
"#,
    )
    .shows(
        r#"
! error: s.yaml:4:5: event `A`: it ends at 2026-05-01 09:00, not after its start at 2026-05-01 10:00
! error: s.yaml:5:14: unknown key `titel`
! hint: did you mean `title`?
! error: s.yaml:5:31: `2026-05-01` is not a date and time
! hint: write it as `2018-09-28T09:45`
! error: s.yaml:5:52: `0` is not a number of minutes
! error: s.yaml:6:14: the key `id` is given twice
! hint: the first one is in line 6
! error: s.yaml:6:88: both `end` and `minutes` are given
! hint: keep one of them
! error: s.yaml:7:5: a list where a mapping is expected
! error: s.yaml:8:21: a mapping where a text is expected
! error: s.yaml:8:66: `perhaps` where `true` or `false` is expected
! error: s.yaml:8:86: `weather` cannot be inferred
! hint: it is one of `id`, `title`, `room`, `start` or `end`
! error: s.yaml:9:5: event `E`: it has no start
status 2
"#,
    );
}

#[test]
fn a_time_that_the_clocks_skip() {
    schedule(
        r#"title: X
timezone: Europe/Berlin
events:
  - { id: a, title: A, start: 2026-03-29T02:30, minutes: 30 }
"#,
    )
    .shows(
        r#"
X: unnamed profile
Nothing to see: none of the interests matches a talk here.
Times are in Europe/Berlin.
! warning: s.yaml: 1 start adjusted; `attend check` lists them
! warning: `a` has no word that says what it is about
"#,
    );
}

#[test]
fn a_time_that_the_clocks_show_twice() {
    schedule(
        r#"title: X
timezone: Europe/Berlin
events:
  - { id: a, title: A, start: 2026-10-25T02:30, minutes: 30 }
"#,
    )
    .shows(
        r#"
X: unnamed profile
Nothing to see: none of the interests matches a talk here.
Times are in Europe/Berlin.
! warning: s.yaml: 1 start adjusted; `attend check` lists them
! warning: `a` has no word that says what it is about
"#,
    );
}

#[test]
fn hostile_nesting() {
    schedule("[".repeat(100_000)).shows(
        r#"
! error: s.yaml:1:128: nested more than 127 levels deep
status 2
"#,
    );
}

#[test]
fn every_fault_of_a_profile_at_once() {
    profile(
        r#"name: Musts
interests: [ebpf, zebra: heavy, kernel: 1000, {a: 1, b: 2}, "", bread: .nan]
must_see: [Containers, Nothing like it, Kernel news, Kernel nws]
never: [Kernel news]
ratings: { Tracing with eBPF: 101 }
here: [ { from: Sat, to: Sat 12:00 }, { from: Sat 18:00, to: Sat 10:00 }, { from: later } ]
breaks: [ { name: lunch }, { minutes: 90, between: 12:00-13:00 }, { minutes: 10, between: 14-12 } ]
walking: { default: -1, between: [ { rooms: [a], minutes: 5 } ] }
limits: { talks_per_day: 2.5, hours_per_day: 25 }
tolerance: { late: 90 }
value: money
intrests: [x]
name: again
"#,
    )
    .shows(
        r#"
! error: p.yaml:2:26: `heavy` where a number is expected
! hint: as in `interests: [rust, ebpf: 2]`
! error: p.yaml:2:41: `1000` is not a weight from -100 to 100
! hint: as in `interests: [rust, ebpf: 2]`
! error: p.yaml:2:47: an interest with several keys needs `topic`
! hint: write each on a line of its own, as `- rust: 3`, or `- topic: rust` with `weight` and `keywords` under it
! error: p.yaml:2:61: an empty keyword
! hint: as in `interests: [rust, ebpf: 2]`
! error: p.yaml:2:72: `.nan` where a number is expected
! hint: as in `interests: [rust, ebpf: 2]`
! error: p.yaml:3:12: `Containers` matches 2 talks
! hint: add a word of the title, or use the short id:
!   `Containers for all` (Sat 10:30, b)
!   `Containers for few` (Sat 12:30, c)
! error: p.yaml:3:24: there is no talk `Nothing like it`
! hint: `attend talks` lists them all
! error: p.yaml:3:41: `Kernel news` is both in `must_see` and in `never`
! hint: keep it in one of them
! error: p.yaml:3:54: there is no talk `Kernel nws`
! hint: did you mean `Kernel news` (Sat 14:30, d)?
! error: p.yaml:5:31: `101` is not a rating from 0 to 100
! hint: as in `ratings: { Opening keynote: 90 }`
! error: p.yaml:6:62: `Sat 10:00` is not after `Sat 18:00`
! hint: a span past midnight needs the next day in `to`
! error: p.yaml:6:75: `to` is missing
! hint: give both, as in `{ from: Fri 10:00, to: Sat 17:00 }`
! error: p.yaml:6:83: `later` is not a day and time
! hint: write it as `Fri 10:00`, `2018-09-28 10:00` or `day 2 10:00`
! error: p.yaml:7:11: `between` is missing
! hint: as in `{ name: lunch, minutes: 45, between: 12:00-14:30 }`
! error: p.yaml:7:11: `minutes` is missing
! hint: as in `{ name: lunch, minutes: 45, between: 12:00-14:30 }`
! error: p.yaml:7:28: 90 minutes do not fit between 12:00 and 13:00
! hint: as in `breaks: [ { name: lunch, minutes: 45, between: 12:00-14:30 } ]`
! error: p.yaml:7:91: `14-12` is not a window of a day
! hint: a day of a conference lasts from 04:00 to 04:00
! error: p.yaml:8:21: `-1` is not a number of minutes of one day
! hint: as in `walking: { building: 5 }`
! error: p.yaml:8:36: a walk needs two `rooms` and `minutes`
! hint: as in `{ rooms: ["K.*", "U*"], minutes: 10 }`
! error: p.yaml:9:26: `2.5` is not a whole number
! hint: as in `limits: { talks_per_day: 6 }`
! error: p.yaml:9:46: `25` is not a number of hours of one day
! hint: as in `limits: { talks_per_day: 6 }`
! error: p.yaml:10:20: `90` is not a tolerance from 0 to 60 minutes
! hint: as in `tolerance: { late: 5 }`
! error: p.yaml:11:8: `money` is neither `talk` nor `minute`
! error: p.yaml:12:1: unknown key `intrests`
! hint: did you mean `interests`?
! error: p.yaml:13:1: the key `name` is given twice
! hint: the first one is in line 1
status 2
"#,
    );
}

#[test]
fn a_weekday_that_the_conference_does_not_have() {
    profile("here: [ { from: Wed 10:00, to: Sat 12:00 }, { from: day 1, to: day 3 } ]\n").shows(
        r#"
! error: p.yaml:1:64: `day 3`: there is no such day
! hint: the conference is on `Sat 2026-03-28`
status 2
"#,
    );
}

#[test]
fn a_profile_that_is_a_list() {
    profile(
        r#"- ebpf
- kernel
"#,
    )
    .shows(
        r#"
! error: p.yaml:1:1: a list where a mapping is expected
! hint: a profile begins with `interests:` and what you like
status 2
"#,
    );
}

#[test]
fn a_profile_that_is_too_long_is_named_by_check() {
    let long = format!("name: Me\ninterests:\n{}", "- bread\n".repeat(150_000));
    let said = "
error: p.yaml: the text is 1201 kB long, more than the 1000 kB that are read
hint: split it or drop what is not needed
status 1
";
    Test::new("check p.yaml").file("p.yaml", &long).shows(said);
    let commented = format!("# Mine\n---\n{long}");
    let (out, _, code) = Test::new("check p.yaml").file("p.yaml", commented).run();
    assert!(code == 1 && out.contains("more than the 1000 kB that are read"), "{out}");
    // A schedule may be longer, whatever words begin its lines.
    let event = "- { title: A, start: 2026-05-01T10:00, minutes: 5 }\n".repeat(30_000);
    let schedule = format!("title: T\ntimezone: UTC\nwith: Ben\nevents:\n{event}");
    let (out, _, _) = Test::new("check s.yaml").file("s.yaml", schedule).run();
    assert!(!out.contains("kB"), "{out}");
}

#[test]
fn a_profile_that_is_no_text() {
    profile(b"name: \xff\n").shows(
        r#"
! error: p.yaml: the text is not UTF-8
! hint: save it as UTF-8 and try again
status 2
"#,
    );
}

#[test]
fn an_empty_keyword_list() {
    profile(
        r#"interests:
  - topic: tracing
    keywords: []
"#,
    )
    .shows(
        r#"
Small Conf: unnamed profile
1 talk, 100 % of your best 1 if none clashed; optimal: proven that no agenda has
more.
Times are in Europe/Berlin.

Saturday 28 March 2026
10:00-10:45  Tracing with eBPF
             One · 45 min · 632 points · tracing 556 · about tracing 76
"#,
    );
}

#[test]
fn only_negative_weights() {
    profile("interests: [ebpf: -3, kernel: -1]\n").shows(
        r#"
Small Conf: unnamed profile
Nothing to see: none of the interests matches a talk here.
Times are in Europe/Berlin.
"#,
    );
}

#[test]
fn no_interests() {
    profile("{}\n").shows(
        r#"
Small Conf: unnamed profile
Nothing to see: the profile names no interests, so no talk has points. Add some,
or try `--like WORD`.
Times are in Europe/Berlin.
"#,
    );
}

#[test]
fn an_empty_profile() {
    profile("").shows(
        r#"
Small Conf: unnamed profile
Nothing to see: the profile names no interests, so no talk has points. Add some,
or try `--like WORD`.
Times are in Europe/Berlin.
"#,
    );
}

#[test]
fn interests_that_match_nothing() {
    profile("interests: [bread, kernl, the]\n").shows(
        r#"
Small Conf: unnamed profile
Nothing to see: none of the interests matches a talk here.
Times are in Europe/Berlin.
! warning: no talk mentions `bread`
! warning: no talk mentions `kernl`; did you mean `kernel`?
! warning: `the` has no word that says what it is about
"#,
    );
}

#[test]
fn weights_of_zero() {
    profile("interests: [ebpf: 0, kernel: 0]\n").shows(
        r#"
Small Conf: unnamed profile
Nothing to see: none of the interests matches a talk here.
Times are in Europe/Berlin.
"#,
    );
}

#[test]
fn a_cancelled_must_see() {
    profile(
        r#"interests: [kernel]
must_see: [Gone]
"#,
    )
    .shows(
        r#"
Small Conf: unnamed profile
2 talks, 100 % of your best 2 if none clashed; optimal: proven that no agenda
has more.
Times are in Europe/Berlin.

Saturday 28 March 2026
10:00-10:45  Tracing with eBPF
             One · 45 min · 93 points · about kernel 93
10:45-14:30  (3 h 45 min free)
14:30-15:00  Kernel news
             Two · 30 min · 737 points · kernel 737
! warning: p.yaml:2:12: `Gone` is a must-see, but it is cancelled
"#,
    );
}

#[test]
fn a_must_see_given_twice() {
    profile("must_see: [Kernel news, d]\n").shows(
        r#"
Small Conf: unnamed profile
1 talk with 1 must-see; optimal: proven that no agenda has more.
Times are in Europe/Berlin.

Saturday 28 March 2026
14:30-15:00  * Kernel news
             Two · 30 min · 0 points
* must-see
! warning: p.yaml:1:25: `d` is given twice in `must_see`
"#,
    );
}

#[test]
fn an_ambiguous_must_see() {
    profile("must_see: [Containers]\n").shows(
        r#"
! error: p.yaml:1:12: `Containers` matches 2 talks
! hint: add a word of the title, or use the short id:
!   `Containers for all` (Sat 10:30, b)
!   `Containers for few` (Sat 12:30, c)
status 2
"#,
    );
}

#[test]
fn a_must_see_when_nobody_is_there() {
    profile(
        r#"must_see: [Kernel news]
here: [ { from: Sat 09:00, to: Sat 12:00 } ]
"#,
    )
    .shows(
        r#"
Small Conf: unnamed profile
Nothing to see: the profile names no interests, so no talk has points. Add some,
or try `--like WORD`.
Times are in Europe/Berlin.

What cannot all be kept:
- Sat 14:30-15:00 in Two: Kernel news (given up)
- because: you are not there then
- your options:
  - leave out Kernel news: as in this agenda
  - be there at that time: costs no points

Missed: 1 talk
Sat 14:30  * Kernel news
           0 points · you are not there then
"#,
    );
}

#[test]
fn a_must_see_during_a_commitment() {
    profile(
        r#"interests: [ebpf]
must_see: [Kernel news]
commitments: [ { title: my own talk, from: Sat 14:45, to: Sat 15:15, room: One } ]
"#,
    )
    .shows(
        r#"
Small Conf: unnamed profile
1 talk, 100 % of your best 1 if none clashed; optimal: proven that no agenda has
more.
Times are in Europe/Berlin.

What cannot all be kept:
- Sat 14:30-15:00 in Two: Kernel news (given up)
- because: your commitment my own talk
- your options:
  - leave out Kernel news: as in this agenda
  - skip the commitment my own talk: costs no points

Saturday 28 March 2026
10:00-10:45  Tracing with eBPF
             One · 45 min · 632 points · ebpf 596 · about ebpf 36
10:45-14:45  (4 h free)
14:45-15:15  ! my own talk (commitment)
             One · 30 min

Missed: 1 talk
Sat 14:30  * Kernel news
           0 points · overlaps your commitment my own talk
"#,
    );
}

#[test]
fn a_break_that_a_must_see_takes() {
    profile(
        r#"must_see: [a]
breaks: [ { name: brunch, minutes: 30, between: 10:00-11:00 } ]
"#,
    )
    .shows(
        r#"
Small Conf: unnamed profile
1 talk with 1 must-see; optimal: proven that no agenda has more.
Times are in Europe/Berlin.

What cannot all be kept:
- brunch on Saturday (given up)
- Sat 10:00-10:45 in One: Tracing with eBPF (kept)
- your options:
  - do without brunch on Saturday: as in this agenda
  - leave out Tracing with eBPF: costs 1 must-see, and gains 1 break

Saturday 28 March 2026
10:00-10:45  * Tracing with eBPF
             One · 45 min · 0 points
* must-see
"#,
    );
}

#[test]
fn more_must_sees_than_talks_a_day() {
    profile(
        r#"must_see: [a, d]
limits: { talks_per_day: 1 }
"#,
    )
    .shows(
        r#"
Small Conf: unnamed profile
1 talk with 1 must-see; optimal: proven that no agenda has more.
Times are in Europe/Berlin.

What cannot all be kept:
- Sat 10:00-10:45 in One: Tracing with eBPF (given up)
- Sat 14:30-15:00 in Two: Kernel news (kept)
- because: your limit of talks per day is reached
- your options:
  - leave out Tracing with eBPF: as in this agenda
  - leave out Kernel news: costs no points
  - allow more talks a day: costs no points

Saturday 28 March 2026
14:30-15:00  * Kernel news
             Two · 30 min · 0 points
* must-see

Missed: 1 talk
Sat 10:00  * Tracing with eBPF
           0 points · would cost 0 · Saturday is full
"#,
    );
}

#[test]
fn a_walk_that_is_too_long() {
    profile(
        r#"ratings: { a: 50, b: 40 }
walking: { default: 10 }
tolerance: { early: 20 }
"#,
    )
    .shows(
        r#"
Small Conf: unnamed profile
1 talk, 100 % of your best 1 if none clashed; optimal: proven that no agenda has
more.
Times are in Europe/Berlin.

Saturday 28 March 2026
10:00-10:45  Tracing with eBPF
             One · 45 min · 500 points · rated 50 by hand 500

Missed: 1 talk
Sat 10:30  Containers for all
           400 points · would cost 100 · overlaps Tracing with eBPF
"#,
    );
}

#[test]
fn a_boost_for_nobody() {
    profile(
        r#"interests: [kernel]
boost: { rooms: { Tow: 2 }, speakers: { Ada: 2 } }
"#,
    )
    .shows(
        r#"
Small Conf: unnamed profile
2 talks, 100 % of your best 2 if none clashed; optimal: proven that no agenda
has more.
Times are in Europe/Berlin.

Saturday 28 March 2026
10:00-10:45  Tracing with eBPF
             One · 45 min · 93 points · about kernel 93
10:45-14:30  (3 h 45 min free)
14:30-15:00  Kernel news
             Two · 30 min · 737 points · kernel 737
! warning: p.yaml:2:19: there is no room `Tow`
! hint: did you mean `Two`?
! warning: p.yaml:2:41: there is no speaker `Ada`
"#,
    );
}

#[test]
fn a_schedule_that_is_not_there() {
    Test::new("plan -s nosuch.yaml").shows(
        r#"
! error: there is no schedule `nosuch.yaml`
! hint: give a file, or one of the bundled: `all-systems-go-2018`
status 2
"#,
    );
}

#[test]
fn a_bundled_schedule_misspelt() {
    Test::new("plan -s all-systems-go").shows(
        r#"
! error: there is no schedule `all-systems-go`
! hint: did you mean `all-systems-go-2018`?
status 2
"#,
    );
}

#[test]
fn a_profile_that_is_not_there() {
    Test::new("plan -p kernel-tracr").shows(
        r#"
! error: there is no profile `kernel-tracr`
! hint: did you mean `kernel-tracer`?
status 2
"#,
    );
}

#[test]
fn a_folder_as_schedule() {
    Test::new("plan -s .").shows(
        r#"
! error: cannot read .: it is a folder
! hint: name a file in it
status 2
"#,
    );
}

#[test]
fn aliases_and_related_words_of_the_wrong_kind() {
    profile("interests: [a]\naliases: [k8s, kubernetes]\nrelated: perhaps\n").shows(
        r#"
! error: p.yaml:2:10: a list where a mapping is expected
! hint: as in `{ k8s: kubernetes }`
! error: p.yaml:3:10: `perhaps` where `true` or `false` is expected
status 2
"#,
    );
}

#[test]
fn aliases_that_are_no_names() {
    profile(
        "\
aliases:
  k8s: ''
  podman: { libpod: 1 }
  docker: [moby, [engine]]
",
    )
    .shows(
        r#"
! error: p.yaml:2:8: an empty keyword
! hint: as in `aliases: { k8s: kubernetes }`
! error: p.yaml:3:11: a mapping where a text is expected
! hint: as in `aliases: { k8s: kubernetes }`
! error: p.yaml:4:18: a list where a text is expected
! hint: as in `aliases: { k8s: kubernetes }`
status 2
"#,
    );
}

#[test]
fn an_unknown_zone() {
    Test::new("plan --tz Berlin").shows(
        r#"
! error: --tz `Berlin`: unknown time zone
! hint: write an area and a city: `Berlin` may be `Europe/Berlin`
status 2
"#,
    );
}

#[test]
fn an_unknown_command() {
    Test::new("pln").shows(
        r#"
! error: unrecognized subcommand 'pln'
!
!   tip: some similar subcommands exist: 'pin', 'plan'
!
! Usage: attend [OPTIONS] <COMMAND>
!
! For more information, try '--help'.
status 2
"#,
    );
}

#[test]
fn an_unknown_form() {
    Test::new("plan -f jsno").shows(
        r#"
! error: invalid value 'jsno' for '--format <FORM>'
!   [possible values: table, json, ics, html, markdown, csv]
!
!   tip: a similar value exists: 'json'
!
! For more information, try '--help'.
status 2
"#,
    );
}

#[test]
fn a_time_limit_that_is_none() {
    Test::new("plan --time-limit -3").shows(
        r#"
! error: invalid value '-3' for '--time-limit <SECONDS>': give a number of seconds, such as 2.5
!
! For more information, try '--help'.
status 2
"#,
    );
}

#[test]
fn a_day_that_is_none() {
    Test::new("talks --day someday").shows(
        r#"
! error: --day `someday`: this is not a day
! hint: give a weekday, a date such as 2018-09-28, or the day's number
status 2
"#,
    );
}

#[test]
fn a_day_that_the_conference_does_not_have() {
    Test::new("talks --day 9").shows(
        r#"
! error: --day `9`: there is no such day
! hint: the conference's days are `Thu 2018-09-27`, `Fri 2018-09-28`, `Sat 2018-09-29` and `Sun 2018-09-30`
status 2
"#,
    );
}

#[test]
fn a_tab_that_indents() {
    schedule("title: X\ntimezone: UTC\nevents:\n\t- id: a\n").shows(
        "
! error: s.yaml:4:1: this line is indented with a tab
! hint: YAML allows only spaces there: replace the tab with them
status 2
",
    );
    schedule("title: X\ntimezone: UTC\nevents:\n  - id: a\n\t  title: b\n").shows(
        "
! error: s.yaml:5:1: this line is indented with a tab
! hint: YAML allows only spaces there: replace the tab with them
status 2
",
    );
}

/// The errors of a profile, without their hints.
fn errors(text: &str) -> Vec<String> {
    let (_, errors, _) = profile(text).run();
    errors.lines().filter(|line| !line.starts_with("hint: ")).map(str::to_owned).collect()
}

#[test]
fn what_is_quoted_of_a_file_stays_on_its_line() {
    let text = "\"a\\nerror: p.yaml:9:9: forged\\e[2J\": 1\nmust_see: [\"x\\nerror: y\"]\n\
                never: [\"z\\r\\nerror: z\", b: 1]\n";
    bless::each(
        &errors(text),
        &[
            "error: p.yaml:1:1: unknown key `a\\nerror: p.yaml:9:9: forged\\u{1b}[2J`",
            "error: p.yaml:2:12: there is no talk `x\\nerror: y`",
            "error: p.yaml:3:9: there is no talk `z\\r\\nerror: z`",
            "error: p.yaml:3:26: there is no talk `b: 1`",
        ],
    );
    let conference = CONFERENCE.replace("Kernel news", "\"Kernel\\nerror: news\"");
    Test::new("plan -s s.yaml -p p.yaml")
        .file("s.yaml", conference)
        .file("p.yaml", "must_see: [Kernel nws]")
        .shows(
            r"
! error: p.yaml:1:12: there is no talk `Kernel nws`
! hint: did you mean `Kernel\nerror: news` (Sat 14:30, d)?
status 2
",
        );
}

#[test]
fn of_many_unknown_talks_and_names_only_the_first_are_looked_for() {
    let names = vec!["Kernel nws"; 25].join(", ");
    let (_, errors, _) = profile(format!("must_see: [{names}]")).run();
    assert_eq!(errors.matches("there is no talk `Kernel nws`").count(), 25);
    assert_eq!(errors.matches("did you mean `Kernel news`").count(), 20);
    let names: Vec<String> = (0..25).map(|number| format!("Twoo{number}: 2")).collect();
    let names = names.join(", ");
    let (_, warnings, _) = profile(format!("boost: {{ rooms: {{ {names} }} }}")).run();
    assert_eq!(warnings.matches("there is no room").count(), 25);
    assert_eq!(warnings.matches("did you mean `Two`").count(), 20);
}

#[test]
fn more_keywords_and_breaks_than_anybody_has_are_refused() {
    let keywords = |number| vec!["a"; number].join(", ");
    let profile = |one, two| {
        let topic = |words| format!("{{ topic: x, keywords: [{}] }}", keywords(words));
        errors(&format!("interests: [{}, {}, ebpf]", topic(one), topic(two)))
    };
    bless::each(
        &profile(1500, 501),
        &["error: p.yaml:1:12: 2,002 keywords, more than the 2,000 that are read"],
    );
    assert!(!profile(1500, 499).iter().any(|line| line.starts_with("error")));
    let breaks = |number| {
        let each = vec!["{ minutes: 1, between: 12:00-14:30 }"; number].join(", ");
        errors(&format!("breaks: [{each}]"))
    };
    bless::each(
        &breaks(21),
        &["error: p.yaml:1:9: 21 breaks a day, more than the 20 that are read"],
    );
    assert!(!breaks(20).iter().any(|line| line.starts_with("error")));
}
