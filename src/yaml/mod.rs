//! YAML text -> a tree whose every node knows its line: the form in which people write to us.
//!
//! The tree is built from the parser's events, in time linear in the text: what is dangerous is
//! refused on the way and equal keys are found. A scalar keeps its spelling and gets a type only
//! when it is asked for one: `version: 1.10` is not `1.1`, `007` not `7`, `no` not false.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::RangeInclusive;

use crate::problem::{Place, Problem};

mod advice;
mod colons;
mod fields;
mod reader;
#[cfg(feature = "serve")]
mod splice;

pub use colons::{readable, restored};
pub use fields::{Fields, note};
pub use reader::MAX_DEPTH;
#[cfg(feature = "serve")]
pub use splice::{Step, put};

/// A parsed text, to be walked from [`Document::root`].
#[derive(Debug)]
pub struct Document {
    root: Tree,
    double_keys: Vec<Problem>,
}

/// A value and where it stands.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) place: Place,
    pub(crate) value: Value,
}

/// What stands at a node.
#[derive(Debug)]
pub(crate) enum Value {
    Nothing,
    /// As spelt; one that is not plain (`"1"`, `|`) is a text, whatever it looks like.
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<Tree>),
    /// A mapping may have equal keys, so that reading goes on after them.
    Map(Vec<(Tree, Tree)>),
}

/// One value of a [`Document`].
#[derive(Clone, Copy, Debug)]
pub struct Node<'a>(&'a Tree);

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
        Ok(Document::new(reader::read(text.strip_prefix('\u{feff}').unwrap_or(text))?))
    }

    /// The same, where under some keys titles may have colons: see [`readable`].
    pub fn parse_titles(
        text: &str,
        limit: usize,
        names: &[&str],
        numbers: &[&str],
    ) -> Result<Document, Vec<Problem>> {
        Document::parse(text, limit).or_else(|problems| {
            let short = Some(text).filter(|text| text.len() <= limit);
            let readable = short.and_then(|text| readable(text, names, numbers));
            let mut root = readable.and_then(|text| reader::read(&text).ok()).ok_or(problems)?;
            root.restore();
            Ok(Document::new(root))
        })
    }

    /// The document of a tree.
    pub(crate) fn new(root: Tree) -> Document {
        let mut double_keys = Vec::new();
        root.double_keys(&mut double_keys);
        Document { root, double_keys }
    }

    /// A problem for each key that its mapping has already; the first value counts.
    pub fn double_keys(&self) -> &[Problem] {
        &self.double_keys
    }

    /// The outermost node.
    pub fn root(&self) -> Node<'_> {
        Node(&self.root)
    }
}

impl Tree {
    /// Has the texts as they were before [`readable`].
    fn restore(&mut self) {
        match &mut self.value {
            Value::Nothing => {}
            Value::Scalar { text, .. } => *text = restored(text),
            Value::List(items) => items.iter_mut().for_each(Tree::restore),
            Value::Map(entries) => {
                for (key, value) in entries {
                    key.restore();
                    value.restore();
                }
            }
        }
    }

    fn double_keys(&self, problems: &mut Vec<Problem>) {
        match &self.value {
            Value::Nothing | Value::Scalar { .. } => {}
            Value::List(items) => items.iter().for_each(|item| item.double_keys(problems)),
            Value::Map(entries) => {
                let mut seen: HashMap<&str, Place> = HashMap::new();
                for (key, value) in entries {
                    if let Value::Scalar { text, .. } = &key.value {
                        let first = *seen.entry(text).or_insert(key.place);
                        if first != key.place {
                            let what = format!("the key `{}` is given twice", shortened(text));
                            let hint = format!("the first one is in line {}", first.line);
                            problems.push(Problem::at(key.place, what).hint(hint));
                        }
                    }
                    key.double_keys(problems);
                    value.double_keys(problems);
                }
            }
        }
    }
}

impl<'a> Node<'a> {
    /// Where it stands.
    pub fn place(self) -> Place {
        self.0.place
    }

    /// What it is.
    pub fn kind(self) -> Kind {
        match self.0.value {
            Value::Nothing => Kind::Nothing,
            Value::Scalar { .. } => Kind::Scalar,
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
        match &self.0.value {
            Value::Scalar { text, .. } => Ok(text),
            Value::Nothing | Value::List(_) | Value::Map(_) => Err(self.unlike("a text")),
        }
    }

    /// A finite number.
    fn number(self) -> Result<f64, Problem> {
        let number =
            self.plain().and_then(|text| text.parse().ok()).filter(|n: &f64| n.is_finite());
        number.ok_or_else(|| self.unlike("a number"))
    }

    /// A finite number of a range; `what` says in a message what belongs here.
    pub fn number_in(self, range: RangeInclusive<f64>, what: &str) -> Result<f64, Problem> {
        let number = self.number()?;
        let fits = range.contains(&number);
        fits.then_some(number).ok_or_else(|| self.problem(format!("{} is not {what}", self.said())))
    }

    /// A truth value.
    pub fn truth(self) -> Result<bool, Problem> {
        match self.plain() {
            Some("true" | "True" | "TRUE") => Ok(true),
            Some("false" | "False" | "FALSE") => Ok(false),
            _ => Err(self.unlike("`true` or `false`")),
        }
    }

    /// The items of a list; nothing written counts as an empty one.
    pub fn list(self) -> Result<Vec<Node<'a>>, Problem> {
        match &self.0.value {
            Value::Nothing => Ok(Vec::new()),
            Value::List(items) => Ok(items.iter().map(Node).collect()),
            Value::Scalar { text, plain: true } if text.starts_with('-') => {
                Err(self.unlike("a list").hint("put a space after each `-`"))
            }
            Value::Scalar { .. } | Value::Map(_) => Err(self.unlike("a list")),
        }
    }

    /// The entries of a mapping in file order; nothing written counts as an empty one.
    pub fn map(self) -> Result<Vec<(Node<'a>, Node<'a>)>, Problem> {
        match &self.0.value {
            Value::Nothing => Ok(Vec::new()),
            Value::Map(entries) => {
                Ok(entries.iter().map(|(key, value)| (Node(key), Node(value))).collect())
            }
            Value::Scalar { .. } | Value::List(_) => Err(self.unlike("a mapping")),
        }
    }

    /// The value of a key of a mapping, if it is there.
    pub fn get(self, name: &str) -> Option<Node<'a>> {
        let entries = self.map().ok()?;
        entries.into_iter().find(|(key, _)| key.text() == Ok(name)).map(|(_, value)| value)
    }

    /// What a reader would call this value in a message.
    pub fn said(self) -> String {
        match &self.0.value {
            Value::Nothing => "nothing".to_owned(),
            Value::List(_) => "a list".to_owned(),
            Value::Map(_) => "a mapping".to_owned(),
            Value::Scalar { text, .. } => format!("`{}`", shortened(text)),
        }
    }

    fn plain(self) -> Option<&'a str> {
        match &self.0.value {
            Value::Scalar { text, plain: true } => Some(text),
            Value::Nothing | Value::Scalar { .. } | Value::List(_) | Value::Map(_) => None,
        }
    }

    fn unlike(self, expected: &str) -> Problem {
        self.problem(format!("{} where {expected} is expected", self.said()))
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
