//! Lists and tables keep their width and their frame whatever the titles are made of.

use unicode_width::UnicodeWidthStr as _;

use crate::support::Test;

const HARD: &[&str] = &[
    "日本語のタイトルはとても長いので折り返される必要があります",
    "한국어 제목과 English mixed together in one line",
    "ｆｕｌｌ ｗｉｄｔｈ letters",
    "Emoji 🚀🎉 and families 👩‍👩‍👧‍👦 and flags 🇩🇪🇧🇪 and ❤️ hearts",
    "עברית מימין לשמאל עם 45 מספרים",
    "العربية من اليمين إلى اليسار",
    "evil \u{202e}gnp.exe and \u{2066}isolates\u{2069} and \u{200b}nothing\u{feff}",
    "hidden so\u{ad}ft and \u{200e}marks\u{200f} and non\u{200c}joined and \u{e0041}tags\u{e007f} and \u{2060}glue",
    "bells \u{7} and \u{1b}[31mred\u{1b}[0m and\ttabs\r\nand lines",
    "Zalgo z\u{300}\u{301}\u{302}\u{303}\u{304} and e\u{301} accents",
    "Averyveryveryveryveryveryveryveryveryveryverylongwordwithoutanybreakinit",
    "ไทยไม่มีช่องว่างระหว่างคำในประโยคยาวๆ",
    "हिन्दी में एक शीर्षक जो काफ़ी लंबा है",
    "|pipes| ┆and│ borders ╮",
];

fn conference() -> (String, String) {
    let mut events = String::new();
    for (hour, title) in HARD.iter().enumerate() {
        let (day, start) = (1 + hour / 8, 9 + hour % 8);
        for (room, minutes) in [(*title, 45), ("Other", 30)] {
            let name = if minutes == 45 { (*title).to_owned() } else { format!("{title} 2") };
            let event = serde_json::json!({
                "title": name, "room": room, "minutes": minutes, "abstract": "tracing",
                "start": format!("2026-05-0{day}T{start:02}:00"),
            });
            events += &format!("  - {event}\n");
        }
    }
    let schedule = format!("title: {}\ntimezone: UTC\nevents:\n{events}", HARD[0]);
    (schedule, "interests: [tracing]\nbreaks: [{minutes: 20, between: 12:00-14:00}]\n".to_owned())
}

/// Whether a line belongs to a table.
fn is_framed(line: &str) -> bool {
    line.starts_with(['╭', '│', '╞', '╰'])
}

#[test]
fn every_line_of_a_frame_is_equally_wide() {
    let (schedule, profile) = conference();
    for width in [72, 80, 100, 137] {
        let test = Test::new("check s.yaml --all").file("s.yaml", &schedule);
        let (out, _, code) = test.file("p.yaml", &profile).width(width).run();
        assert_eq!(code, 0);
        let framed: Vec<&str> = out.lines().filter(|line| is_framed(line)).collect();
        assert!(framed.len() > HARD.len(), "{width}: {out}");
        for line in framed {
            assert_eq!(line.width(), usize::from(width), "{width}:\n{line}");
        }
    }
}

#[test]
fn where_a_table_does_not_fit_there_are_lists_that_do() {
    let (schedule, profile) = conference();
    for command in ["check s.yaml --all", "compare p.yaml p.yaml -s s.yaml"] {
        for width in [30, 40, 63, 64] {
            let test = Test::new(command).file("s.yaml", &schedule).file("p.yaml", &profile);
            let (out, err, code) = test.width(width).run();
            assert_eq!(code, 0, "{command}: {err}");
            assert!(out.lines().any(is_framed) == (width == 64), "{command} {width}: {out}");
            for line in out.lines() {
                assert!(line.width() <= usize::from(width), "{command} {width}: {line}");
            }
        }
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let (schedule, profile) = conference();
    let wide = format!("name: {}\n{profile}", serde_json::json!(HARD[0]));
    let later = schedule.replace("T09:", "T19:").replace("T10:", "T09:");
    let (saved, ..) = Test::new("plan -q -f json -s s.yaml -p p.yaml")
        .file("s.yaml", &schedule)
        .file("p.yaml", &profile)
        .run();
    for command in [
        "why 日本語のタイトルはとても長いので折り返される必要があります -s s.yaml -p p.yaml",
        "replan a.json -s new.yaml -p p.yaml",
        "compare p.yaml q.yaml r.yaml -s s.yaml --all",
        "talks --explain -s s.yaml -p p.yaml",
        "talks -s s.yaml -p p.yaml",
        "talks --brief -s s.yaml -p p.yaml",
        "plan --alternatives 1 --missed all -s s.yaml -p p.yaml",
        "plan --brief --missed all -s s.yaml -p p.yaml",
        "changes s.yaml new.yaml",
        "next a.json -s s.yaml -p p.yaml --at 2026-05-01T13:50:00Z",
    ] {
        for width in [30, 40, 63, 64, 80, 120] {
            let (out, err, code) = Test::new(command)
                .file("s.yaml", &schedule)
                .file("new.yaml", &later)
                .file("p.yaml", &profile)
                .file("q.yaml", &wide)
                .file("r.yaml", &wide)
                .file("a.json", &saved)
                .width(width)
                .run();
            assert_eq!(code, 0, "{command}: {err}");
            for line in out.lines() {
                assert!(line.width() <= usize::from(width), "{command} {width}: {line}");
            }
        }
    }
}

/// What steers a terminal, or reorders or hides what it shows.
fn steers(c: char) -> bool {
    let hides = matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}'
    );
    (c.is_control() && c != '\n') || hides
}

#[test]
fn nothing_that_steers_a_terminal_comes_through() {
    let (schedule, profile) = conference();
    for command in
        ["plan --missed all --timeline", "talks --explain", "talks", "why evil", "why hidden"]
    {
        let test = Test::new(&format!("{command} -s s.yaml -p p.yaml"));
        let (out, err, _) = test.file("s.yaml", &schedule).file("p.yaml", &profile).run();
        assert_eq!(format!("{out}{err}").find(steers), None, "{command}");
    }
}

#[test]
fn a_title_as_long_as_a_book_is_cut_and_its_frame_straight() {
    let mut events = String::new();
    let titles = ["word ".repeat(1998), "日".repeat(3300), "👩‍👩‍👧‍👦".repeat(390), "x".repeat(9990)];
    for (hour, title) in titles.iter().chain([&"עברית ".repeat(900)]).enumerate() {
        let event = serde_json::json!({
            "id": format!("e{hour}"), "title": title, "room": title, "minutes": 45,
            "abstract": "tracing", "start": format!("2026-05-01T{:02}:00", 9 + hour),
        });
        events += &format!("  - {event}\n");
    }
    let schedule = format!("title: T\ntimezone: UTC\nevents:\n{events}");
    for command in ["plan --missed all --timeline", "talks", "why e1"] {
        for width in [40, 80, 137] {
            let test = Test::new(&format!("{command} -s s.yaml -p p.yaml"));
            let test = test.file("s.yaml", &schedule).file("p.yaml", "interests: [tracing]\n");
            let (out, err, code) = test.width(width).run();
            assert_eq!((err.as_str(), code), ("", 0), "{command}");
            for line in out.lines().filter(|line| is_framed(line)) {
                assert_eq!(line.width(), usize::from(width), "{command} {width}:\n{line}");
            }
            assert!(out.len() < 120_000, "{command} {width}: {} bytes", out.len());
        }
    }
}

#[test]
fn every_table_of_changes_and_groups_keeps_its_frame_and_steers_nothing() {
    let (schedule, profile) = conference();
    let named = |name: &str| format!("name: {}\n{profile}", serde_json::json!(name));
    let later = schedule.replace("T10:", "T19:").replace("\"minutes\":30", "\"minutes\":25");
    let (saved, _, code) = Test::new("plan -q -f json -s s.yaml -p p.yaml")
        .file("s.yaml", &schedule)
        .file("p.yaml", named(HARD[6]))
        .run();
    assert_eq!(code, 0);
    for command in
        ["compare p.yaml q.yaml -s s.yaml", "compare p.yaml q.yaml r.yaml p.yaml q.yaml -s s.yaml"]
    {
        for width in [72, 80, 100, 137] {
            let (out, err, code) = Test::new(command)
                .file("s.yaml", &schedule)
                .file("new.yaml", &later)
                .file("p.yaml", named(HARD[6]))
                .file("q.yaml", named(HARD[0]))
                .file("r.yaml", named(HARD[7]))
                .file("a.json", &saved)
                .width(width)
                .run();
            assert_eq!(code, 0, "{command}: {err}");
            assert_eq!(format!("{out}{err}").find(steers), None, "{command} {width}");
            let framed: Vec<&str> = out.lines().filter(|line| is_framed(line)).collect();
            assert!(width < 100 || framed.len() > 3, "{command} {width}: {out}");
            let mut wide = 0;
            for line in framed {
                // Columns of members are equally wide, and a table may be a bit narrower for it.
                if line.starts_with('╭') {
                    wide = line.width();
                    assert!(
                        (usize::from(width) - 5..=usize::from(width)).contains(&wide),
                        "{line}"
                    );
                }
                assert_eq!(line.width(), wide, "{command} {width}:\n{line}");
            }
        }
    }
}
