//! YAML text -> a tree whose every node knows its line: the form in which people write to us.
//!
//! serde_yaml reads the values. By itself it takes the last of two equal keys without a word,
//! needs many seconds for a hostile 100 kB of `[`, and forgets where a value stood. So a pass
//! over the text's events goes first: it refuses what is dangerous, in time linear in the text,
//! finds equal keys, and notes the place and the spelling of every node. The spelling matters for
//! text that looks like something else: `version: 1.10` is not `1.1`, `007` not `7`, `no` not
//! false.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::problem::{Place, Problem, did_you_mean, or_list};

/// The deepest nesting of lists and mappings that is read.
const MAX_DEPTH: usize = 64;

/// A parsed text, to be walked from [`Document::root`].
#[derive(Debug)]
pub struct Document {
    value: Value,
    mark: Mark,
    double_keys: Vec<Problem>,
}

/// A YAML value in which a mapping may have equal keys, so that reading goes on after them.
#[derive(Debug)]
enum Value {
    Null,
    Bool(bool),
    Number(f64),
    Text,
    List(Vec<Value>),
    Map(Vec<(Value, Value)>),
}

/// Where a node stands and how it is spelt; the same shape as the value.
#[derive(Debug)]
struct Mark {
    place: Place,
    spelling: Option<String>,
    items: Vec<Mark>,
    keys: Vec<(Mark, Mark)>,
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
                    text.len() / 1000,
                    limit / 1000
                ))
                .hint("split it or drop what is not needed"),
            ]);
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut guard = Guard { text, problems: Vec::new(), double_keys: Vec::new(), depth: 0 };
        let mark = guard.document();
        if !guard.problems.is_empty() {
            return Err(guard.problems);
        }
        let value = serde_yaml::from_str(text).map_err(|error| vec![syntax(&error)])?;
        Ok(Document { value, mark, double_keys: guard.double_keys })
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

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Bool(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_i128<E>(self, number: i128) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_u128<E>(self, number: u128) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_str<E>(self, _: &str) -> Result<Value, E> {
        // The spelling is in the mark.
        Ok(Value::Text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Value::Map(map))
    }
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
    pub fn number(self) -> Result<f64, Problem> {
        match self.value {
            Value::Number(number) if number.is_finite() => Ok(*number),
            Value::Number(_) => {
                Err(self.problem(format!("{} is not a finite number", self.said())))
            }
            _ => Err(self.problem(format!("{} where a number is expected", self.said()))),
        }
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

/// A mapping whose keys are known in advance: hands out the values and reports every other key.
#[derive(Debug)]
pub struct Fields<'a> {
    owner: Node<'a>,
    values: HashMap<&'static str, Node<'a>>,
}

impl<'a> Fields<'a> {
    /// The fields of `node`, with a problem for each key that is not `known`.
    pub fn of(
        node: Node<'a>,
        known: &[&'static str],
        problems: &mut Vec<Problem>,
    ) -> Option<Fields<'a>> {
        let entries = match node.map() {
            Ok(entries) => entries,
            Err(problem) => {
                problems.push(problem);
                return None;
            }
        };
        let mut values = HashMap::new();
        for (key, value) in entries {
            let name = match key.text() {
                Ok(name) => name,
                Err(problem) => {
                    problems.push(problem);
                    continue;
                }
            };
            match known.iter().find(|&&known| known == name) {
                Some(&known) => {
                    values.entry(known).or_insert(value);
                }
                None => problems.push(unknown_key(key, name, known)),
            }
        }
        Some(Fields { owner: node, values })
    }

    /// The mapping itself.
    pub fn owner(&self) -> Node<'a> {
        self.owner
    }

    /// The value of a key when it was written and is not empty.
    pub fn get(&self, name: &str) -> Option<Node<'a>> {
        self.values.get(name).copied().filter(|node| node.kind() != Kind::Nothing)
    }

    /// The value of a key, read by `read`; a failure is noted and counts as absent.
    pub fn read<T>(
        &self,
        name: &str,
        problems: &mut Vec<Problem>,
        read: impl FnOnce(Node<'a>) -> Result<T, Problem>,
    ) -> Option<T> {
        note(read(self.get(name)?), problems)
    }

    /// A text that is not blank.
    pub fn text(&self, name: &str, problems: &mut Vec<Problem>) -> Option<String> {
        let text = self.read(name, problems, Node::text)?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// A list of texts; a single text counts as a list of one.
    pub fn texts(&self, name: &str, problems: &mut Vec<Problem>) -> Vec<String> {
        let Some(node) = self.get(name) else { return Vec::new() };
        let nodes = match node.kind() {
            Kind::Scalar => Ok(vec![node]),
            Kind::Nothing | Kind::List | Kind::Map => node.list(),
        };
        let nodes = note(nodes, problems).unwrap_or_default();
        nodes
            .into_iter()
            .filter_map(|node| note(node.text(), problems))
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
            .collect()
    }
}

/// The value, or its problem put with the others.
pub fn note<T>(result: Result<T, Problem>, problems: &mut Vec<Problem>) -> Option<T> {
    result.map_err(|problem| problems.push(problem)).ok()
}

fn unknown_key(key: Node<'_>, name: &str, known: &[&'static str]) -> Problem {
    let problem = key.problem(format!("unknown key `{}`", shortened(name)));
    let ticked: Vec<String> = known.iter().map(|known| format!("`{known}`")).collect();
    let hint = did_you_mean(name, known.iter().copied())
        .unwrap_or_else(|| format!("known keys are {}", or_list(&ticked)));
    problem.hint(hint)
}

/// The pass that goes before serde_yaml.
struct Guard<'a> {
    text: &'a str,
    problems: Vec<Problem>,
    double_keys: Vec<Problem>,
    depth: usize,
}

impl Guard<'_> {
    fn document(&mut self) -> Mark {
        let mut parser = Parser::new_from_str(self.text);
        let mut root = None;
        let mut documents = 0;
        while let Some(event) = self.next(&mut parser) {
            match event {
                (Event::StreamEnd, _) => break,
                (Event::DocumentStart(_), span) => {
                    documents += 1;
                    if documents == 2 {
                        self.problems.push(
                            Problem::at(place(span), "a second document starts here")
                                .hint("keep one document in a file: remove the line `---`"),
                        );
                        break;
                    }
                }
                (Event::StreamStart | Event::DocumentEnd | Event::Nothing, _) => {}
                (event, span) => root = self.node(&mut parser, event, span),
            }
            if !self.problems.is_empty() && root.is_none() {
                break;
            }
        }
        root.unwrap_or_else(|| Mark::new(Place { line: 1, column: 1 }))
    }

    fn next<'t>(
        &mut self,
        parser: &mut Parser<'t, saphyr_parser::StrInput<'t>>,
    ) -> Option<(Event<'t>, Span)> {
        match parser.next_event()? {
            Ok(event) => Some(event),
            Err(error) => {
                let at = Place { line: error.marker().line(), column: error.marker().col() + 1 };
                self.problems.push(Problem::at(at, error.info().to_owned()));
                None
            }
        }
    }

    /// The mark of one node, or `None` when the text cannot be read on.
    fn node<'t>(
        &mut self,
        parser: &mut Parser<'t, saphyr_parser::StrInput<'t>>,
        event: Event<'t>,
        span: Span,
    ) -> Option<Mark> {
        let mut mark = Mark::new(place(span));
        match event {
            Event::Scalar(text, style, _, tag) => {
                if tag.is_some() {
                    self.refuse(span, "a YAML tag", "write the value without the `!...`");
                }
                if style != ScalarStyle::Plain || !text.is_empty() {
                    mark.spelling = Some(text.into_owned());
                }
            }
            Event::Alias(_) => {
                self.refuse(span, "a YAML alias", "write the value out");
            }
            Event::SequenceStart(..) => {
                self.enter(span)?;
                loop {
                    match self.next(parser)? {
                        (Event::SequenceEnd, _) => break,
                        (event, span) => mark.items.push(self.node(parser, event, span)?),
                    }
                }
                self.depth -= 1;
            }
            Event::MappingStart(..) => {
                self.enter(span)?;
                let mut seen: HashMap<String, Place> = HashMap::new();
                loop {
                    let (event, span) = match self.next(parser)? {
                        (Event::MappingEnd, _) => break,
                        key => key,
                    };
                    let key = self.node(parser, event, span)?;
                    if let Some(name) = &key.spelling {
                        if let Some(first) = seen.get(name) {
                            self.double_keys.push(
                                Problem::at(
                                    key.place,
                                    format!("the key `{}` is given twice", shortened(name)),
                                )
                                .hint(format!("the first one is in line {}", first.line)),
                            );
                        }
                        seen.entry(name.clone()).or_insert(key.place);
                    }
                    let (event, span) = self.next(parser)?;
                    let value = self.node(parser, event, span)?;
                    mark.keys.push((key, value));
                }
                self.depth -= 1;
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::SequenceEnd
            | Event::MappingEnd => {}
        }
        Some(mark)
    }

    fn enter(&mut self, span: Span) -> Option<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.problems.push(Problem::at(
                place(span),
                format!("nested more than {MAX_DEPTH} levels deep"),
            ));
            return None;
        }
        Some(())
    }

    fn refuse(&mut self, span: Span, what: &str, hint: &str) {
        self.problems.push(Problem::at(place(span), format!("{what} is not read")).hint(hint));
    }
}

impl Mark {
    fn new(place: Place) -> Self {
        Mark { place, spelling: None, items: Vec::new(), keys: Vec::new() }
    }
}

fn place(span: Span) -> Place {
    Place { line: span.start.line(), column: span.start.col() + 1 }
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
