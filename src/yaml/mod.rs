//! YAML or JSON text -> a tree whose every node knows its line: the form in which people write to us.
//!
//! serde_yaml reads the values. By itself it takes the last of two equal keys without a word,
//! needs many seconds for a hostile 100 kB of `[`, and forgets where a value stood. So a pass
//! over the text's events goes first: it refuses what is dangerous, in time linear in the text,
//! finds equal keys, and notes the place and the spelling of every node. The spelling matters for
//! text that looks like something else: `version: 1.10` is not `1.1`, `007` not `7`, `no` not
//! false.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use crate::problem::{Place, Problem};

mod fields;
mod guard;
mod json;
mod value;

pub use fields::{Fields, note};
pub use guard::MAX_DEPTH;
use guard::{Guard, Mark};
pub use json::Part;
use value::Value;

/// A parsed text, to be walked from [`Document::root`].
#[derive(Debug)]
pub struct Document {
    value: Value,
    mark: Mark,
    double_keys: Vec<Problem>,
}

/// One value of a [`Document`].
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    value: &'a Value,
    mark: &'a Mark,
}

/// What a node is, without its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing was written.
    Nothing,
    /// Text, a number or a truth value.
    Scalar,
    /// A list.
    List,
    /// A mapping.
    Map,
}

impl Document {
    /// Parses one YAML document of at most `limit` bytes; an empty text is an empty document.
    pub fn parse(text: &str, limit: usize) -> Result<Document, Vec<Problem>> {
        if text.len() > limit {
            return Err(vec![
                Problem::whole(format!(
                    "the text is {} kB long, more than the {} kB that are read",
                    text.len().div_ceil(1000),
                    limit / 1000
                ))
                .hint("split it or drop what is not needed"),
            ]);
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut guard = Guard::new(text);
        let mark = guard.document();
        if !guard.problems.is_empty() {
            return Err(guard.problems);
        }
        let value = serde_yaml::from_str(text).map_err(|error| vec![syntax(&error)])?;
        Ok(Document { value, mark, double_keys: guard.double_keys })
    }

    /// The document of a text that is sound JSON, without the items of the list under `apart` in
    /// its outermost object: these are parsed one at a time.
    ///
    /// # Errors
    /// It nests too deep or holds too much.
    pub fn of_json<'t>(
        text: &'t str,
        apart: &str,
    ) -> Result<(Document, Vec<Part<'t>>), Vec<Problem>> {
        json::parse(text, apart)
    }

    /// A problem for each key that its mapping has already; the first value counts.
    pub fn double_keys(&self) -> &[Problem] {
        &self.double_keys
    }

    /// The outermost node.
    pub fn root(&self) -> Node<'_> {
        Node { value: &self.value, mark: &self.mark }
    }
}

/// The problem of a key that its mapping has already.
fn double_key(place: Place, name: &str, first: Place) -> Problem {
    Problem::at(place, format!("the key `{}` is given twice", shortened(name)))
        .hint(format!("the first one is in line {}", first.line))
}

fn syntax(error: &serde_yaml::Error) -> Problem {
    let text = error.to_string();
    match error.location() {
        Some(at) => {
            let what = text.split(" at line ").next().unwrap_or(&text).to_owned();
            Problem::at(Place { line: at.line(), column: at.column() }, what)
        }
        None => Problem::whole(text),
    }
}

impl<'a> Node<'a> {
    /// Where it stands.
    pub fn place(self) -> Place {
        self.mark.place
    }

    /// What it is.
    pub fn kind(self) -> Kind {
        match self.value {
            Value::Null => Kind::Nothing,
            Value::Bool(_) | Value::Number(_) | Value::Text => Kind::Scalar,
            Value::List(_) => Kind::List,
            Value::Map(_) => Kind::Map,
        }
    }

    /// A problem at this node.
    pub fn problem(self, what: impl Into<String>) -> Problem {
        Problem::at(self.place(), what)
    }

    /// The text as spelt, whatever type YAML would give it.
    pub fn text(self) -> Result<&'a str, Problem> {
        match (self.kind(), &self.mark.spelling) {
            (Kind::Scalar, Some(spelling)) => Ok(spelling),
            _ => Err(self.problem(format!("{} where a text is expected", self.said()))),
        }
    }

    /// A finite number.
    fn number(self) -> Result<f64, Problem> {
        match self.value {
            Value::Number(number) if number.is_finite() => Ok(*number),
            Value::Number(_) => {
                Err(self.problem(format!("{} is not a finite number", self.said())))
            }
            _ => Err(self.problem(format!("{} where a number is expected", self.said()))),
        }
    }

    /// A finite number of a range; `what` says in a message what belongs here.
    pub fn number_in(self, range: RangeInclusive<f64>, what: &str) -> Result<f64, Problem> {
        let number = self.number()?;
        let fits = range.contains(&number);
        fits.then_some(number).ok_or_else(|| self.problem(format!("{} is not {what}", self.said())))
    }

    /// A truth value.
    pub fn truth(self) -> Result<bool, Problem> {
        match self.value {
            Value::Bool(truth) => Ok(*truth),
            _ => Err(self.problem(format!("{} where `true` or `false` is expected", self.said()))),
        }
    }

    /// The items of a list; nothing written counts as an empty one.
    pub fn list(self) -> Result<Vec<Node<'a>>, Problem> {
        match self.value {
            Value::Null => Ok(Vec::new()),
            Value::List(values) => Ok(values
                .iter()
                .zip(&self.mark.items)
                .map(|(value, mark)| Node { value, mark })
                .collect()),
            _ => Err(self.problem(format!("{} where a list is expected", self.said()))),
        }
    }

    /// The entries of a mapping in file order; nothing written counts as an empty one.
    pub fn map(self) -> Result<Vec<(Node<'a>, Node<'a>)>, Problem> {
        match self.value {
            Value::Null => Ok(Vec::new()),
            Value::Map(values) => Ok(values
                .iter()
                .zip(&self.mark.keys)
                .map(|((key, value), (key_mark, mark))| {
                    (Node { value: key, mark: key_mark }, Node { value, mark })
                })
                .collect()),
            _ => Err(self.problem(format!("{} where a mapping is expected", self.said()))),
        }
    }

    /// The value of a key of a mapping, if it is there.
    pub fn get(self, name: &str) -> Option<Node<'a>> {
        let entries = self.map().ok()?;
        entries.into_iter().find(|(key, _)| key.text() == Ok(name)).map(|(_, value)| value)
    }

    /// What a reader would call this value in a message.
    pub fn said(self) -> String {
        match self.value {
            Value::Null => "nothing".to_owned(),
            Value::List(_) => "a list".to_owned(),
            Value::Map(_) => "a mapping".to_owned(),
            Value::Bool(_) | Value::Number(_) | Value::Text => {
                let spelling = self.mark.spelling.as_deref().unwrap_or_default();
                format!("`{}`", shortened(spelling))
            }
        }
    }
}

fn shortened(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}...", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        Document::parse(text, 1_000_000)
            .unwrap_err()
            .into_iter()
            .map(|problem| {
                problem.place.map_or(problem.what.clone(), |at| format!("{at}: {}", problem.what))
            })
            .collect()
    }

    #[test]
    fn every_double_key_is_found_and_the_first_counts() {
        let document = Document::parse("a: 1\nb: {x: 1, x: 2}\na: 3\n", 1000).unwrap();
        let double: Vec<String> = document
            .double_keys()
            .iter()
            .map(|problem| format!("{}: {}", problem.place.unwrap(), problem.what))
            .collect();
        assert_eq!(double, ["2:11: the key `x` is given twice", "3:1: the key `a` is given twice"]);
        assert_eq!(document.root().get("a").unwrap().text(), Ok("1"));
    }

    #[test]
    fn hostile_nesting_is_refused_at_once() {
        let deep = |depth| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        assert!(Document::parse(&deep(64), 1000).is_ok());
        assert_eq!(problems(&deep(65)), ["1:65: nested more than 64 levels deep"]);
        assert_eq!(problems(&"[".repeat(50_000)), ["1:256: recursion limit exceeded"]);
    }

    #[test]
    fn aliases_tags_and_second_documents_are_refused() {
        assert_eq!(problems("a: &x 1\nb: *x\n"), ["2:4: a YAML alias is not read"]);
        assert_eq!(problems("a: !!str 1\n"), ["1:4: a YAML tag is not read"]);
        assert_eq!(problems("a: !x [1]\n"), ["1:4: a YAML tag is not read"]);
        assert_eq!(problems("a: !!map {b: 1}\n"), ["1:4: a YAML tag is not read"]);
        assert_eq!(problems("a: !x\n  - !y 1\n").len(), 2);
        assert_eq!(problems("!x\na: 1\n").len(), 1);
        assert_eq!(problems("a: 1\n---\nb: 2\n"), ["2:1: a second document starts here"]);
    }

    #[test]
    fn texts_keep_their_spelling() {
        let document = Document::parse("[007, 1.10, no, ~, '~', 12:30]", 1000).unwrap();
        let items = document.root().list().unwrap();
        let texts: Vec<_> = items.iter().map(|node| node.text().ok()).collect();
        assert_eq!(texts, [Some("007"), Some("1.10"), Some("no"), None, Some("~"), Some("12:30")]);
    }

    #[test]
    fn numbers_have_to_be_finite() {
        let document = Document::parse("[.nan, .inf, 1e999, 2, x]", 1000).unwrap();
        let numbers: Vec<_> =
            document.root().list().unwrap().iter().map(|node| node.number().ok()).collect();
        assert_eq!(numbers, [None, None, None, Some(2.0), None]);
    }

    #[test]
    fn an_empty_text_is_an_empty_document() {
        assert_eq!(Document::parse("# nothing\n", 1000).unwrap().root().kind(), Kind::Nothing);
    }
}
