//! Markdown and CSV: what forges show of it, and what comes back from it.

use attend::render::{Markdown, Terminal, agenda_csv, talks_csv};
use attend::schedule::Event;
use attend::source::{self, Hints};
use proptest::prelude::*;
use pulldown_cmark::{Event as Sign, Options, Parser, Tag, TagEnd};
use serde_json::Value;

use crate::support::agendas::everything;
use crate::support::{Test, collected, hostile};

/// The cells of all tables as a forge shows them; anything but text in one is an error.
fn cells(markdown: &str) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut cell: Option<String> = None;
    for sign in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match (sign, &mut cell) {
            (Sign::Start(Tag::TableHead | Tag::TableRow), _) => rows.push(Vec::new()),
            (Sign::Start(Tag::TableCell), _) => cell = Some(String::new()),
            (Sign::End(TagEnd::TableCell), _) => {
                rows.last_mut().unwrap().push(cell.take().unwrap());
            }
            (Sign::Text(text), Some(cell)) => cell.push_str(&text),
            (Sign::Start(Tag::Strong) | Sign::End(TagEnd::Strong), Some(_)) => {}
            (other, Some(cell)) => panic!("{other:?} after {cell:?}"),
            (_, None) => {}
        }
    }
    rows
}

/// A text as a cell shows it, without the joiners that keep names from being called.
fn shown(text: &str) -> String {
    let rows = cells(&format!("| a | b |\n| --- | --- |\n| {} | x |\n", Markdown(text)));
    assert_eq!(rows.len(), 2, "{text:?} makes more rows");
    assert_eq!(rows[1].len(), 2, "{text:?} makes more cells");
    assert_eq!(rows[1][1], "x", "{text:?} runs over its cell");
    rows[1][0].replace('\u{2060}', "")
}

fn one_line(text: &str) -> String {
    Terminal(text).to_string().trim().to_owned()
}

#[test]
fn a_forge_shows_texts_as_they_are() {
    for title in hostile::TITLES {
        assert_eq!(shown(title), one_line(title));
    }
    assert!(Markdown("@everyone").to_string().contains("@\u{2060}e"), "nobody is called");
    assert!(Markdown("see #12").to_string().contains("#\u{2060}1"), "no issue is linked");
}

#[test]
fn a_forge_shows_every_collected_title_as_it_is() {
    for file in collected().unwrap_or_default() {
        let read = source::read(&std::fs::read(file).unwrap(), &Hints::default());
        for event in read.iter().flat_map(|read| read.schedule.events()) {
            assert_eq!(shown(&event.title), one_line(&event.title));
        }
    }
}

proptest! {
    #[test]
    fn a_forge_shows_any_text_as_it_is(text in "[ -~\\n\\\\|`*_<>&#~!\\[\\]äß日é👩]{0,40}") {
        prop_assert_eq!(shown(&text), one_line(&text));
    }
}

#[test]
fn a_plan_is_a_table_a_day() {
    let (markdown, _, code) = Test::new("plan -f markdown -p container-runtime").run();
    assert_eq!(code, 0);
    let (agenda, ..) = Test::new("plan -f json -p container-runtime").run();
    let agenda: Value = serde_json::from_str(&agenda).unwrap();
    let rows = cells(&markdown);
    assert!(rows.iter().all(|row| row.len() == 5));
    let wanted = agenda["talks"].as_array().unwrap().iter().map(|talk| talk["title"].as_str());
    let titles: Vec<&str> = wanted.map(Option::unwrap).collect();
    let talks = rows.iter().filter(|row| row[3].parse::<i64>().is_ok() && row[0].contains('-'));
    // A mark that is not seen keeps an `@` from naming somebody.
    let shown = talks.map(|row| row[2].replace('\u{2060}', ""));
    assert_eq!(shown.collect::<Vec<_>>(), titles);
}

/// A table of a hostile programme, as an agenda or as a list.
fn hostile_table(command: &str) -> String {
    let (table, errors, code) = Test::new(&format!("{command} -f csv -s hostile.yaml -p me.yaml"))
        .file("hostile.yaml", hostile::schedule())
        .file("me.yaml", "interests: [talk]\n")
        .run();
    assert_eq!(code, 0, "{errors}");
    table
}

#[test]
fn no_cell_is_a_formula() {
    for command in ["plan", "talks"] {
        let table = hostile_table(command);
        let mut reader = csv::ReaderBuilder::new().from_reader(table.as_bytes());
        let columns = reader.headers().unwrap().clone();
        let points = columns.iter().position(|column| column == "points").unwrap();
        let mut rows = 0;
        for record in reader.records() {
            for (column, cell) in record.unwrap().iter().enumerate() {
                let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
                assert!(!formula || column == points, "{cell}");
            }
            rows += 1;
        }
        assert!(rows >= hostile::TITLES.len());
    }
}

#[test]
fn a_table_is_read_back() {
    let table = hostile_table("talks");
    let again = source::read(table.as_bytes(), &Hints::default()).unwrap().schedule;
    let first = source::read(hostile::schedule().as_bytes(), &Hints::default()).unwrap().schedule;
    let seen = |event: &Event| {
        (event.id.clone(), event.title.clone(), event.slot, event.room.clone(), event.track.clone())
    };
    let all = |events: &[Event]| events.iter().map(seen).collect::<Vec<_>>();
    assert_eq!(all(again.events()), all(first.events()));
}

#[test]
fn rooms_left_out_stay_left_out() {
    let source = "title: T\ntimezone: UTC\nevents:\n\
         - { id: a, title: A, room: R, start: 2026-05-01T10:00, minutes: 30 }\n\
         - { id: b, title: B, start: 2026-05-01T11:00, minutes: 30 }\n\
         - { id: c, title: C, room: S, start: 2026-05-01T12:00, minutes: 30 }\n";
    let schedule = source::read(source.as_bytes(), &Hints::default()).unwrap().schedule;
    let table = agenda_csv(&everything(&schedule), &schedule);
    let again = source::read(table.as_bytes(), &Hints::default()).unwrap().schedule;
    let rooms: Vec<&str> = again.events().iter().map(Event::room_name).collect();
    assert_eq!(rooms, ["R", "", "S"]);
}

#[test]
fn the_columns_are_those_of_the_guide() {
    let (agenda, ..) = Test::new("plan -f csv").run();
    let (list, ..) = Test::new("talks -f csv").run();
    let common = "id,title,start,end,room,track,speakers,url,points";
    assert_eq!(
        agenda.lines().next(),
        Some(&*format!("{common},must_see,because,instead,recorded"))
    );
    assert_eq!(list.lines().next(), Some(&*format!("{common},because,recorded")));
    let schedule = source::read(b"title: T\ntimezone: UTC\nevents: []\n", &Hints::default());
    let schedule = schedule.unwrap().schedule;
    let index = attend::score::Index::new(&schedule);
    let (wishes, _) = attend::profile::wishes("interests: [x]", &schedule).unwrap();
    let empty = talks_csv(&schedule, &index.score(&wishes), &[]);
    assert_eq!(empty, format!("{common},because,recorded\n"));
}

/// A text without what sets colours.
fn without_colour(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').unwrap().1)
}

#[test]
fn colour_in_cells_is_only_colour() {
    let commands = [
        ("plan -p container-runtime", "\u{1b}[2m(45 min free)\u{1b}[0m"),
        ("plan -p kernel-tracer", "\u{1b}[1m\u{1b}[36m* BPF and the future of"),
        ("talks desktop -p newcomer", "\u{1b}[2m"),
        ("compare kernel-tracer container-runtime", "\u{1b}[32m= Kernel tracer\u{1b}[0m"),
        ("compare desktop newcomer kernel-tracer container-runtime", "\u{1b}[32m"),
    ];
    for (command, coloured) in commands {
        let plain = Test::new(&format!("{command} --color never -q")).run().0;
        let colour = Test::new(&format!("{command} --color always -q")).run().0;
        assert!(colour.contains(coloured), "{command} lacks {coloured:?}\n{colour}");
        assert_eq!(without_colour(&colour), plain, "{command}");
        assert!(!plain.contains('\u{1b}'), "{command}");
    }
}
