//! Whole texts that a test expects, and `BLESS=1 cargo test`, which writes what came instead into
//! the test's own source, to be read before it is committed.
//!
//! A literal is found by its value, so constants and tables are found as well. Where several have
//! the same value, it is the first one after the call in the same function.

use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::Location;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

static FILES: Mutex<BTreeMap<&str, File>> = Mutex::new(BTreeMap::new());

/// Whether expected texts are to be written anew.
pub(crate) fn wanted() -> bool {
    std::env::var_os("BLESS").is_some()
}

/// Compares two texts, but for blanks around them and at the ends of lines: cells of tables end in
/// blanks, which editors take away.
#[track_caller]
pub(crate) fn same(got: &str, expected: &str) {
    let (now, was) = (trimmed(got), trimmed(expected));
    if now == was {
        return;
    }
    assert!(wanted(), "\n--- expected\n{was}\n--- got (BLESS=1 writes it)\n{now}\n---");
    let call = Location::caller();
    if let Err(why) = rewrite(call, expected, &now) {
        panic!("{call}: {why}; change it by hand to\n{now}\n---");
    }
}

/// Compares texts one by one.
#[track_caller]
pub(crate) fn each<T: AsRef<str> + std::fmt::Debug>(got: &[T], expected: &[&str]) {
    assert_eq!(got.len(), expected.len(), "{got:#?}");
    for (got, expected) in got.iter().zip(expected) {
        same(got.as_ref(), expected);
    }
}

fn trimmed(text: &str) -> String {
    text.trim().lines().map(str::trim_end).collect::<Vec<&str>>().join("\n")
}

fn rewrite(call: &Location<'static>, expected: &str, got: &str) -> Result<(), &'static str> {
    if std::env::var_os("NEXTEST").is_some() {
        return Err("tests in processes of their own would write over one another");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(call.file());
    let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
    let file = files.entry(call.file()).or_insert_with(|| File {
        source: std::fs::read_to_string(&path).unwrap(),
        edits: BTreeMap::new(),
    });
    file.edit(call.line() as usize, expected, got)?;
    std::fs::write(&path, file.edited()).unwrap();
    Ok(())
}

/// A source as it was compiled, and literals that take the place of others in it.
struct File {
    source: String,
    edits: BTreeMap<usize, (usize, String)>,
}

impl File {
    fn edit(&mut self, line: usize, expected: &str, got: &str) -> Result<(), &'static str> {
        let place = self.find(line, expected)?;
        let new = like(&self.source[place.clone()], expected, got);
        let edit = (place.end, new);
        match self.edits.insert(place.start, edit.clone()) {
            Some(other) if other != edit => Err("two comparisons share this text and now differ"),
            _ => Ok(()),
        }
    }

    /// Where the literal of this value stands that belongs to a call in this line.
    fn find(&self, line: usize, value: &str) -> Result<Range<usize>, &'static str> {
        let raw = (0..4).map(|hashes| raw(value, hashes));
        let all: Vec<Range<usize>> = raw
            .chain([plain(value)])
            .flat_map(|form| {
                let places = self.source.match_indices(&form);
                places.map(|(at, it)| at..at + it.len()).collect::<Vec<_>>()
            })
            .filter(|place| !self.source[..place.start].ends_with(['r', '#', '\\']))
            .collect();
        match all.as_slice() {
            [] => Err("no literal of the source has this value as it is"),
            [one] => Ok(one.clone()),
            many => {
                let call: usize =
                    self.source.split_inclusive('\n').take(line - 1).map(str::len).sum();
                let end = self.source[call..].find("\n}").map_or(self.source.len(), |at| call + at);
                let near = many.iter().filter(|place| (call..end).contains(&place.start));
                let first = near.min_by_key(|place| place.start).cloned();
                first.ok_or("several literals have this value, none of them behind the call")
            }
        }
    }

    fn edited(&self) -> String {
        let (mut text, mut from) = (String::new(), 0);
        for (&start, (end, new)) in &self.edits {
            text += &self.source[from..start];
            text += new;
            from = *end;
        }
        text + &self.source[from..]
    }
}

/// A literal of another text in the manner of an old one: with its blanks around, and raw if it
/// was or has to be.
fn like(old: &str, expected: &str, got: &str) -> String {
    let (before, rest) = expected.split_at(expected.len() - expected.trim_start().len());
    let after = &rest[rest.trim_end().len()..];
    let text = if got.contains('\n') && !expected.contains('\n') {
        format!("\n{got}\n")
    } else {
        format!("{before}{got}{after}")
    };
    if text.contains(is_odd) || !(old.starts_with('r') || text.contains(['"', '\\'])) {
        return plain(&text);
    }
    let hashes = old.bytes().skip(1).take_while(|&byte| byte == b'#').count();
    let ends = |hashes: &usize| !text.contains(&format!("\"{}", "#".repeat(*hashes)));
    raw(&text, (hashes..).find(ends).unwrap())
}

fn raw(text: &str, hashes: usize) -> String {
    let hashes = "#".repeat(hashes);
    format!("r{hashes}\"{text}\"{hashes}")
}

fn plain(text: &str) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            _ if is_odd(c) => literal.extend(c.escape_debug()),
            _ => literal.push(c),
        }
    }
    literal + "\""
}

/// Whether a character cannot stand in a literal as it is, or should not, as nobody sees it.
fn is_odd(c: char) -> bool {
    !matches!(c, '\n' | '"' | '\'' | '\\') && c.escape_debug().len() > 1
}

#[test]
fn the_literals_of_a_source_are_written_anew() {
    let case = |edits: &[(usize, &str, &str)], source: &str, expected: Result<&str, &str>| {
        let mut file = File { source: source.to_owned(), edits: BTreeMap::new() };
        let done = edits.iter().try_for_each(|&(line, was, now)| file.edit(line, was, now));
        assert_eq!(done.map(|()| file.edited()), expected.map(ToOwned::to_owned));
    };
    // As it was: its blanks around, raw or not.
    case(&[(1, "\na\n", "b")], "f(\"\na\n\")", Ok("f(\"\nb\n\")"));
    case(&[(1, "a", "b")], "f(r#\"a\"#)", Ok("f(r#\"b\"#)"));
    case(&[(1, "a\"", "b")], "f(\"a\\\"\")", Ok("f(\"b\")"));
    // As it has to be.
    case(&[(1, "a", "b\nc")], "f(\"a\")", Ok("f(\"\nb\nc\n\")"));
    case(&[(1, "a", "a\"#")], "f(\"a\")", Ok("f(r##\"a\"#\"##)"));
    case(&[(1, "a", "\u{1b}\u{202e}\"'")], "f(r\"a\")", Ok("f(\"\\u{1b}\\u{202e}\\\"'\")"));
    // Longer texts do not move the others, and a constant may stand before the call.
    let two = "fn f() {\n    f(\"a\");\n    f(\"a\");\n}\n\nfn g() {\n    f(\"a\");\n}\n";
    let all = [(7, "a", "b\nc"), (2, "a", "d\ne"), (3, "a", "f")];
    let done =
        "fn f() {\n    f(\"\nd\ne\n\");\n    f(\"f\");\n}\n\nfn g() {\n    f(\"\nb\nc\n\");\n}\n";
    case(&all, two, Ok(done));
    case(
        &[(3, "a", "b"), (4, "a", "b")],
        "c = \"a\";\n\nf(c);\nf(c);",
        Ok("c = \"b\";\n\nf(c);\nf(c);"),
    );
    // What cannot be told is left.
    case(
        &[(1, "a", "b"), (1, "a", "c")],
        "f(\"a\")",
        Err("two comparisons share this text and now differ"),
    );
    case(&[(1, "a", "b")], "f(\"\\x61\")", Err("no literal of the source has this value as it is"));
    case(
        &[(6, "a", "b")],
        &two[..50],
        Err("several literals have this value, none of them behind the call"),
    );
}
