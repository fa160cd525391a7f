//! What people mistype or mix up, and what they are told: whole outputs.

use std::io::Write as _;

use crate::support::Test;

const CONFERENCE: &str = "\
title: Small Conf
timezone: Europe/Berlin
events:
  - { id: a, title: Tracing with eBPF, room: One, start: 2026-03-28T10:00, minutes: 45 }
  - { id: b, title: 'Kernel news', room: Two, start: 2026-03-28T14:30, minutes: 30 }
";

const PROFILE: &str = "name: Ana\ninterests: [kernel]\n";

/// A command where a schedule, a profile and a saved agenda are at hand.
fn at_hand(args: &str) -> Test {
    let agenda = Test::new("plan -s conf.yaml -p me.yaml -f json")
        .file("conf.yaml", CONFERENCE)
        .file("me.yaml", PROFILE)
        .run();
    Test::new(args)
        .file("conf.yaml", CONFERENCE)
        .file("me.yaml", PROFILE)
        .file("my.agenda.json", agenda.0)
}

/// `attend check` of a profile.
fn profile(text: &str) -> Test {
    Test::new("check p.yaml -s conf.yaml").file("conf.yaml", CONFERENCE).file("p.yaml", text)
}

#[test]
fn a_path_where_an_option_belongs() {
    at_hand("plan conf.yaml").shows(
        "
! error: `conf.yaml` needs an option in `attend plan`
! hint: `attend plan -s conf.yaml`
status 2
",
    );
    at_hand("plan me.yaml").shows(
        "
! error: `me.yaml` needs an option in `attend plan`
! hint: `attend plan -p me.yaml`
status 2
",
    );
    at_hand("plan my.agenda.json").shows(
        "
! error: `my.agenda.json` needs an option in `attend plan`
! hint: `attend replan my.agenda.json` plans again from it
status 2
",
    );
    at_hand("plan kernel").shows(
        "
! error: `kernel` needs an option in `attend plan`
! hint: -s names the schedule, -p your profile; `--like kernel` is an interest
status 2
",
    );
    at_hand("plan https://conf.example/schedule.xml").shows(
        "
! error: `https://conf.example/schedule.xml` needs an option in `attend plan`
! hint: `attend plan -s https://conf.example/schedule.xml`
status 2
",
    );
    at_hand("init conf.yaml").shows(
        "
! error: `conf.yaml` needs an option in `attend init`
! hint: `attend init -s conf.yaml`
status 2
",
    );
    at_hand("talks conf.yaml kernel").shows(
        "
! error: `conf.yaml` needs an option in `attend talks`
! hint: `attend talks -s conf.yaml kernel`
status 2
",
    );
    at_hand("why conf.yaml kernel news").shows(
        "
! error: `conf.yaml` needs an option in `attend why`
! hint: `attend why -s conf.yaml kernel news`
status 2
",
    );
    at_hand("replan my.agenda.json conf.yaml").shows(
        "
! error: `conf.yaml` needs an option in `attend replan`
! hint: `attend replan -s conf.yaml`
status 2
",
    );
}

#[test]
fn one_kind_of_file_in_the_place_of_another() {
    at_hand("plan -s me.yaml").shows(
        "
! error: me.yaml: this is a profile, not a schedule
! hint: name it with `-p me.yaml`, and the schedule with -s
status 2
",
    );
    at_hand("plan -s me.yaml -p conf.yaml").shows(
        "
! error: conf.yaml: this is a schedule, not a profile
! hint: the two are swapped: `-s conf.yaml -p me.yaml`
status 2
",
    );
    at_hand("plan -s my.agenda.json").shows(
        "
! error: my.agenda.json: this is a saved agenda, not a schedule
! hint: `attend replan my.agenda.json` plans again from it
status 2
",
    );
    at_hand("plan -p conf.yaml").shows(
        "
! error: conf.yaml: this is a schedule, not a profile
! hint: name the schedule with `-s conf.yaml`, and your profile with -p
status 2
",
    );
    at_hand("plan -s conf.yaml -p my.agenda.json").shows(
        "
! error: my.agenda.json: this is a saved agenda, not a profile
! hint: `attend replan my.agenda.json` plans again from it
status 2
",
    );
    at_hand("replan me.yaml").shows(
        "
! error: me.yaml: this is a profile, not a saved agenda
! hint: save one with `attend plan -o my.agenda.json`
status 2
",
    );
    at_hand("replan conf.yaml").shows(
        "
! error: conf.yaml: this is a schedule, not a saved agenda
! hint: name the agenda first, and the schedule with `-s conf.yaml`
status 2
",
    );
    at_hand("compare conf.yaml me.yaml -s conf.yaml").shows(
        "
! error: conf.yaml: this is a schedule, not a profile
! hint: name the schedule with `-s conf.yaml`, and your profile with -p
status 2
",
    );
    at_hand("changes me.yaml conf.yaml").shows(
        "
! error: me.yaml: this is a profile, not a schedule
! hint: name it with `-p me.yaml`, and the schedule with -s
status 2
",
    );
    at_hand("replan mine.agenda.json").shows(
        "
! error: there is no saved agenda `mine.agenda.json`
! hint: save one with `attend plan -o my.agenda.json`
status 2
",
    );
}

#[test]
fn check_takes_every_file_for_what_it_is() {
    at_hand("check my.agenda.json")
        .shows("ok: my.agenda.json: saved agenda of Ana with 1 talk at Small Conf");
    profile("{ name: Ana, interests: [kernel] }\n").shows("ok: p.yaml: profile with 1 interest and 0 must-sees; 1 talk of 2 have points at Small Conf");
    profile("{\n  \"name\": \"Ana\",\n  \"interests\": [\"kernel\"]\n}\n").shows("ok: p.yaml: profile with 1 interest and 0 must-sees; 1 talk of 2 have points at Small Conf");
    profile("\n").shows(
        "
error: p.yaml: the file is empty
hint: a profile begins with `interests:`, and a schedule is saved from the conference's site
status 1
",
    );
    Test::new("check s.json")
        .file("s.json", "{\"schedule\": {\"conference\": {\"title\": \"T\", \"days\": []}}}")
        .shows(
            "
error: s.json: there are no events in it
hint: the conference may not have published its schedule yet
status 1
",
        );
    profile("# Mine\n\n# later\n").shows(
        "
error: p.yaml: there is nothing but comments in it
hint: a profile begins with `interests:`, and a schedule is saved from the conference's site
status 1
",
    );
}

#[test]
fn a_profile_is_checked_against_the_schedule_beside_it() {
    at_hand("check me.yaml conf.yaml").shows(
        "
ok: me.yaml: profile with 1 interest and 0 must-sees; 1 talk of 2 have points at Small Conf
ok: conf.yaml: attend schedule
- Small Conf: 2 events, 28 Mar 2026, Europe/Berlin
- 2 slots in the file: 2 read, 0 skipped
",
    );
}

#[test]
fn interests_and_talks_on_one_line_are_lists() {
    let text = "interests: ebpf, kernel\nmust_see: Kernel news\nnever: a\n";
    profile(text).shows("ok: p.yaml: profile with 2 interests and 1 must-see; 2 talks of 2 have points at Small Conf");
}

#[test]
fn a_tab_that_indents() {
    profile("name: Ana\ninterests:\n\t- rust\n").shows(
        "
error: p.yaml:3:1: this line is indented with a tab
hint: YAML allows only spaces there: replace the tab with them
status 1
",
    );
    profile("name: Ana\ninterests:\n  - rust\n\t- ebpf\n").shows(
        "
error: p.yaml:4:1: this line is indented with a tab
hint: YAML allows only spaces there: replace the tab with them
status 1
",
    );
}

#[test]
fn a_line_of_a_list_in_another_column() {
    profile("interests:\n  - rust\n   - ebpf\n  - go\n").shows(
        "
error: p.yaml:3:4: this line is indented more than the one above
hint: begin all lines of a list in the same column
status 1
",
    );
    profile("interests:\n  - rust: 2\n   - ebpf\n").shows(
        "
error: p.yaml:3:4: this line is indented more than the one above
hint: begin all lines of a list in the same column
status 1
",
    );
    profile("interests:\n  - rust\n - ebpf\n").shows(
        "
error: p.yaml:3:2: this line is indented less than the one above
hint: begin all lines of a list in the same column
status 1
",
    );
    profile("name: Ana\n interests: [rust]\n").shows(
        "
error: p.yaml:2:2: this line is indented more than the one above
hint: begin it in column 1, as the line above
status 1
",
    );
    profile("interests:\n  -rust\n  -ebpf\n").shows(
        "
error: p.yaml:2:3: `-rust -ebpf` where a list is expected
hint: put a space after each `-`
status 1
",
    );
}

#[test]
fn a_text_that_needs_quotes() {
    profile("interests:\n  - @home\n").shows(
        "
error: p.yaml:2:5: a text cannot begin with `@`
hint: put quotes around it: `'@home'`
status 1
",
    );
    profile("interests: [`rust`, go]\n").shows(
        "
error: p.yaml:1:13: a text cannot begin with ```
hint: put quotes around it: `'`rust`'`
status 1
",
    );
    profile("interests:\n  - *rust*\n").shows(
        "
error: p.yaml:2:5: a text cannot begin with `*`
hint: put quotes around it: `'*rust*'`
status 1
",
    );
    profile("must_see: \"Rust\" in anger\n").shows(
        "
error: p.yaml:1:18: there is more after the closing quote
hint: put the quotes around the whole text, or around none of it
status 1
",
    );
}

#[test]
fn colons_and_brackets() {
    profile("must_see:\n  - Part 1: the beginning: again\n").shows(
        r#"
error: p.yaml:2:5: there is no talk `Part 1: the beginning: again`
hint: `attend talks` lists them all
status 1
"#,
    );
    profile("name Ana\ninterests: [rust]\n").shows(
        "
error: p.yaml:2:10: the line above has no `: ` after its key
hint: write `key: value`
status 1
",
    );
    profile("interests: [rust\nmust_see: [a]\n").shows(
        "
error: p.yaml:2:9: a `[` or `{` above this is not closed
hint: close it with `]` or `}`
status 1
",
    );
}

#[test]
fn times_are_read_as_people_write_them() {
    let text = "here: [ { from: Sat 9am, to: 5:30 pm } ]\n\
                breaks: [ { minutes: 30, between: 12pm-2pm } ]\ninterests: [kernel]\n";
    Test::new("plan -s conf.yaml -p p.yaml -f csv")
        .file("conf.yaml", CONFERENCE)
        .file("p.yaml", text)
        .shows(
            "
id,title,start,end,room,track,speakers,url,points,must_see,because,instead,recorded
b,Kernel news,2026-03-28T14:30:00+01:00,2026-03-28T15:00:00+01:00,Two,,,,632,,kernel 632,,
",
        );
    profile("here: [ { from: Sat 13pm, to: Sat 25:00 } ]\n").shows(
        "
error: p.yaml:1:17: `Sat 13pm` is not a day and time
hint: write it as `Fri 10:00`, `2018-09-28 10:00` or `day 2 10:00`
error: p.yaml:1:31: `Sat 25:00` is not a day and time
hint: write it as `Fri 10:00`, `2018-09-28 10:00` or `day 2 10:00`
status 1
",
    );
}

#[test]
fn dates_with_slashes_are_named_as_they_should_be() {
    profile("here: [ { from: 31/01/2026, to: 02/03/26 5pm }, { from: 32/13/2026, to: Sat } ]\n")
        .shows(
            "
error: p.yaml:1:17: `31/01/2026` is not a day and time
hint: write it as `2026-01-31`
error: p.yaml:1:33: `02/03/26 5pm` is not a day and time
hint: write it as `2026-03-02 5pm` or `2026-02-03 5pm`
error: p.yaml:1:57: `32/13/2026` is not a day and time
hint: write it as `Fri 10:00`, `2018-09-28 10:00` or `day 2 10:00`
status 1
",
        );
    at_hand("talks -s conf.yaml --day 28/03/2026").shows(
        "
! error: --day `28/03/2026`: this is not a day
! hint: write it as `2026-03-28`
status 2
",
    );
    at_hand("next my.agenda.json --at 28.3.2026_10:00").shows(
        "
! error: --at `28.3.2026_10:00`: this is not a day and time
! hint: write it as `sat 10:30`, `2018-09-29 10:30` or `day 2 10:30`
status 2
",
    );
}

#[test]
fn a_compressed_schedule_is_unpacked() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(CONFERENCE.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    Test::new("check conf.yaml.gz").file("conf.yaml.gz", &packed).shows(
        "
ok: conf.yaml.gz: attend schedule
- Small Conf: 2 events, 28 Mar 2026, Europe/Berlin
- 2 slots in the file: 2 read, 0 skipped
",
    );
    Test::new("check conf.yaml.gz").file("conf.yaml.gz", &packed[..packed.len() / 2]).shows(
        "
error: conf.yaml.gz: the file is compressed with gzip and damaged
hint: save the conference's schedule to it again
status 1
",
    );
}

#[test]
fn archives_and_office_files_are_named() {
    let named = |name: &str, bytes: &str| {
        Test::of(&["check", name]).file(name, format!("PK\u{3}\u{4}....{bytes}...."))
    };
    named("conf.zip", "conf.xml").shows(
        "
error: conf.zip: the file is a ZIP archive
hint: unpack it and give the schedule that is in it
status 1
",
    );
    named("conf.xlsx", "[Content_Types].xml xl/workbook.xml").shows(
        "
error: conf.xlsx: the file is an Excel workbook
hint: save the sheet as CSV and give that file
status 1
",
    );
    named("conf.ods", "mimetypeapplication/vnd.oasis.opendocument.spreadsheet").shows(
        "
error: conf.ods: the file is a spreadsheet
hint: save the sheet as CSV and give that file
status 1
",
    );
    named("conf.docx", "word/document.xml").shows(
        "
error: conf.docx: the file is a Word document
hint: look for an XML, JSON, iCal or CSV export of the schedule
status 1
",
    );
}

#[test]
fn an_address_without_its_scheme() {
    at_hand("plan -s conf.example/2026/schedule.xml -p me.yaml").shows(
        "
! error: there is no schedule `conf.example/2026/schedule.xml`
! hint: for a web address write `https://conf.example/2026/schedule.xml`
status 2
",
    );
    at_hand("plan -s data/schedule.xml -p me.yaml").shows(
        "
! error: there is no schedule `data/schedule.xml`
! hint: give a file, or one of the bundled: `all-systems-go-2018`
status 2
",
    );
}

#[test]
fn a_saved_page_whose_head_names_an_export() {
    let page = "<!doctype html><html><head><title>Conf</title>\n\
                <link rel=canonical href=https://conf.example/2026/>\n\
                <link rel=\"alternate\" type=\"text/calendar\" href=\"/2026/calendar\">\n\
                </head><body><a href='/other.ics'>other</a></body></html>";
    at_hand("plan -s page.html -p me.yaml").file("page.html", page).shows(
        "
! error: page.html: this is a web page, not a schedule
! hint: it links to `https://conf.example/2026/calendar`: take that
status 2
",
    );
}

#[test]
fn a_schedule_without_a_title_is_called_after_its_file() {
    let table = "title,start,end,timezone\nOne,2026-05-01 10:00,2026-05-01 11:00,Europe/Berlin\n";
    let check = |args: &str| Test::new(args).file("my-conf.csv", table);
    check("check my-conf.csv --tz Europe/Berlin").shows(
        "
ok: my-conf.csv: CSV
- my-conf: 1 event, 1 May 2026, Europe/Berlin
- 1 slot in the file: 1 read, 0 skipped
╭─────────┬───────┬────────────────────────────────────────────────────────────╮
│ What    ┆ Times ┆ Which                                                      │
╞═════════╪═══════╪════════════════════════════════════════════════════════════╡
│ id made ┆     1 ┆ 2:1: One: no id given, so `one`                            │
╰─────────┴───────┴────────────────────────────────────────────────────────────╯
",
    );
    check("check my-conf.csv --tz Europe/Berlin --title Mine").shows(
        "
ok: my-conf.csv: CSV
- Mine: 1 event, 1 May 2026, Europe/Berlin
- 1 slot in the file: 1 read, 0 skipped
╭─────────┬───────┬────────────────────────────────────────────────────────────╮
│ What    ┆ Times ┆ Which                                                      │
╞═════════╪═══════╪════════════════════════════════════════════════════════════╡
│ id made ┆     1 ┆ 2:1: One: no id given, so `one`                            │
╰─────────┴───────┴────────────────────────────────────────────────────────────╯
",
    );
}

#[test]
fn where_a_profile_cannot_be_saved_another_name_is_asked_for() {
    at_hand("plan -s conf.yaml -p me.yaml --save no/me.yaml").shows(
        "
! error: cannot write no/me.yaml: there is no such folder
! hint: choose another file
status 2
",
    );
}

#[test]
fn a_command_that_is_missing_or_has_another_name() {
    at_hand("-s conf.yaml --like kernel").shows(
        "
! error: a command is missing before `-s`
! hint: `attend plan -s conf.yaml --like kernel` plans your day
status 2
",
    );
    at_hand("conf.yaml").shows(
        "
! error: a command is missing before `conf.yaml`
! hint: `attend plan -s conf.yaml` plans your day
status 2
",
    );
    at_hand("plan -s conf.yaml kernel").shows(
        "
! error: `kernel` needs an option in `attend plan`
! hint: `attend plan -s conf.yaml --like kernel` takes it as an interest
status 2
",
    );
    at_hand("search kernel -s conf.yaml -q").shows(
        "
Sat 14:30-15:00  Kernel news
                 Two · 30 min
",
    );
    at_hand("plan -s conf.yml").shows(
        "
! error: there is no schedule `conf.yml`
! hint: did you mean `conf.yaml`?
status 2
",
    );
    at_hand("plan -s . --like kernel").shows(
        "
! error: cannot read .: it is a folder
! hint: name a file in it
status 2
",
    );
    at_hand("check").shows(
        "
! error: there is no file `attend.yaml`
! hint: give a file, or one of the bundled: `all-systems-go-2018`, `kernel-tracer`, `container-runtime`, `boot-and-firmware`, `desktop`, `newcomer` or `two-places-at-once`
status 2
",
    );
    at_hand("check").file("attend.yaml", "schedule: conf.yaml\ninterests: [kernel]\n").shows("ok: attend.yaml: profile with 1 interest and 0 must-sees; 1 talk of 2 have points at Small Conf");
}

#[test]
fn interests_of_options_as_people_write_them() {
    let one = |like: &str| {
        Test::new(&format!("talks -s conf.yaml {like} -f csv -q")).file("conf.yaml", CONFERENCE)
    };
    let both = one("--like kernel:2 --like ebpf").run().0;
    assert_eq!(one("--like kernel:2,ebpf").run().0, both);
    assert_eq!(one("--like kernel=2 --interest ebpf").run().0, both);
    assert_eq!(one("--topic “kernel”:2 --likes ‘ebpf’").run().0, both);
    assert_eq!(one("--like kernel:2;ebpf").run().0, both);
}

#[test]
fn keys_that_are_called_otherwise() {
    profile("intrests: [kernel]\n").shows(
        "
error: p.yaml:1:1: unknown key `intrests`
hint: did you mean `interests`?
status 1
",
    );
    profile("likes: [kernel]\n").shows(
        "
error: p.yaml:1:1: unknown key `likes`
hint: did you mean `interests`? as in `interests: [rust, ebpf: 2]`
status 1
",
    );
    profile("Interests: [kernel]\n").shows(
        "
error: p.yaml:1:1: unknown key `Interests`
hint: did you mean `interests`? as in `interests: [rust, ebpf: 2]`
status 1
",
    );
    profile("interests: [kernel]\nlunch: 45\nmust-see: [a]\ntz: Europe/Berlin\n").shows(
        "
error: p.yaml:2:1: unknown key `lunch`
hint: did you mean `breaks`? as in `breaks: [ { name: lunch, minutes: 45, between: 12:00-14:30 } ]`
error: p.yaml:3:1: unknown key `must-see`
hint: did you mean `must_see`? as in `must_see: [Opening keynote]`
error: p.yaml:4:1: unknown key `tz`
hint: did you mean `timezone`?
status 1
",
    );
    profile("- kernel\n- ebpf\n").shows(
        "
error: p.yaml: this is neither a profile nor a schedule
hint: a profile begins with `interests:`; a schedule has `title`, `timezone` and `events`
status 1
",
    );
    profile("interests = [kernel]\n").shows(
        "
error: p.yaml: this is neither a profile nor a schedule
hint: a profile begins with `interests:`; a schedule has `title`, `timezone` and `events`
status 1
",
    );
    at_hand("plan -s conf.yaml -p list.yaml").file("list.yaml", "- kernel\n- ebpf\n").shows(
        "
! error: list.yaml:1:1: a list where a mapping is expected
! hint: a profile begins with `interests:` and what you like
status 2
",
    );
}

#[test]
fn values_of_another_kind_are_told_with_an_example() {
    let text = "interests: [kernel, { ebpf: high }, { rust: 1, go: 2 }]
here: Saturday
breaks:
  lunch: 12:00-13:00
day: early
limits: 5
gap: 10 minutes
ratings: [ Kernel news: 90 ]
want: { Kernel news: 3 }
only: lightning
minimum: fifty
boost: [Two]
walking: { between: K to U }
";
    profile(text).shows(r#"
error: p.yaml:1:29: `high` where a number is expected
hint: as in `interests: [rust, ebpf: 2]`
error: p.yaml:1:37: an interest with several keys needs `topic`
hint: write each on a line of its own, as `- rust: 3`, or `- topic: rust` with `weight` and `keywords` under it
error: p.yaml:2:7: `Saturday` where a list is expected
hint: as in `here: [ { from: Fri 10:00, to: Sat 17:00 } ]`
error: p.yaml:4:3: a mapping where a list is expected
hint: as in `breaks: [ { name: lunch, minutes: 45, between: 12:00-14:30 } ]`
error: p.yaml:5:6: `early` where a mapping is expected
hint: as in `day: { from: "9:00", to: "18:00" }`
error: p.yaml:6:9: `5` where a mapping is expected
hint: as in `limits: { talks_per_day: 6 }`
error: p.yaml:7:6: `10 minutes` where a mapping is expected
hint: as in `gap: { least: 5 }`
error: p.yaml:8:10: a list where a mapping is expected
hint: as in `ratings: { Opening keynote: 90 }`
error: p.yaml:9:7: a mapping where a list is expected
hint: as in `want: [Opening keynote]`
error: p.yaml:10:7: `lightning` where a mapping is expected
hint: as in `only: { levels: [300] }`
error: p.yaml:11:10: `fifty` where a number is expected
hint: as in `minimum: 50`
error: p.yaml:12:8: a list where a mapping is expected
hint: as in `boost: { tracks: { Cloud: 1.5 } }`
error: p.yaml:13:21: `K to U` where a list is expected
hint: as in `walking: { building: 5 }`
status 1
"#);
    profile("interests: [kernel]\nhere: { from: Sat, to: Sat }\n").shows(
        "
error: p.yaml:2:7: a mapping where a list is expected
hint: as in `here: [ { from: Fri 10:00, to: Sat 17:00 } ]`
status 1
",
    );
    profile("interests: [kernel]\nhere: [ Sat 10:00-17:00 ]\n").shows(
        "
error: p.yaml:2:9: `Sat 10:00-17:00` where a mapping is expected
hint: as in `here: [ { from: Fri 10:00, to: Sat 17:00 } ]`
status 1
",
    );
}

#[test]
fn interests_that_lost_their_dashes_or_colons() {
    profile("interests:\n  kernel\n  ebpf\n").shows(
        "
error: p.yaml:2:3: a list without dashes, which would be one interest
hint: begin each line with a dash: `- kernel`
status 1
",
    );
    profile("interests:\n  - kernel, 3\n").shows(
        "
error: p.yaml:2:5: `kernel, 3` is not an interest
hint: a weight follows a colon: `kernel: 3`
status 1
",
    );
    profile("interests: [kernel, 3]\n").shows(
        "
error: p.yaml:1:21: `3` is not an interest
hint: a weight follows a colon: `rust: 3`
status 1
",
    );
    let quotes = "interests: [“kernel”, ‘ebpf’]\n";
    profile(quotes).shows("ok: p.yaml: profile with 2 interests and 0 must-sees; 2 talks of 2 have points at Small Conf");
    profile("interests: kernel; ebpf\n").shows("ok: p.yaml: profile with 2 interests and 0 must-sees; 2 talks of 2 have points at Small Conf");
}

#[test]
fn quotes_and_brackets_that_are_not_closed() {
    profile("interests: [\"kernel]\n").shows(
        r#"
error: p.yaml:1:13: a quote that begins here is not closed
hint: close it with `"`, or leave out both
status 1
"#,
    );
    profile("name: 'Ana\ninterests: [kernel]\n").shows(
        "
error: p.yaml:1:7: a quote that begins here is not closed
hint: close it with `'`, or leave out both
status 1
",
    );
    profile("interests: [kernel, #rust]\n").shows(
        "
error: p.yaml:1:21: what follows ` #` is a comment, so the list has no end
hint: put quotes around it: `'#rust'`
status 1
",
    );
    profile("interests: [kernel ebpf\n").shows(
        "
error: p.yaml:2:1: the list in brackets does not go on as it should
hint: put a comma between two entries, and close it with `]` or `}`
status 1
",
    );
    profile("breaks: [ { name: lunch, minutes: 45 between: 12:00-13:00 } ]\n").shows(
        "
error: p.yaml:1:45: the list in brackets does not go on as it should
hint: put a comma between two entries, and close it with `]` or `}`
status 1
",
    );
}

#[test]
fn days_on_which_nothing_is_on() {
    profile("interests: [kernel]\nhere: [ { from: Sun, to: Mon } ]\n").shows(
        "
error: p.yaml:2:17: `Sun` to `Mon`: the conference is not on then
hint: the conference is on `Sat 2026-03-28`
status 1
",
    );
    profile("interests: [kernel]\nhere: [ { from: 2025-03-28, to: 2025-03-29 } ]\n").shows(
        "
error: p.yaml:2:17: `2025-03-28` to `2025-03-29`: the conference is not on then
hint: the conference is on `Sat 2026-03-28`
status 1
",
    );
}

#[test]
fn times_of_other_countries() {
    let text = |between: &str, from: &str| {
        format!(
            "interests: [kernel]\nhere: [ {{ from: {from}, to: Sat }} ]\n\
             breaks: [ {{ minutes: 45, between: {between} }} ]\nday: {{ from: 9, to: 18h }}\n"
        )
    };
    let ok = profile(&text("12:00-14:30", "Sat 10:00")).run();
    for (between, from) in [
        ("12h00-14h30", "Sat 10h"),
        ("12.00 - 14.30", "Sat 10.00"),
        ("12:00 to 14:30", "Sat at 10:00"),
        ("noon-14:30", "Sat 10:00:00"),
        ("12-14:30", "Sat 10h00"),
    ] {
        assert_eq!(profile(&text(between, from)).run(), ok, "{between} {from}");
    }
}
