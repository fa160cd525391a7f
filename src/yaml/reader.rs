//! The parser's events -> a tree; refuses what is dangerous.

use std::cell::OnceCell;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput};

use crate::problem::{Place, Problem, too_deep};

use super::advice::{explained, swallowed};
use super::{Tree, Value};

/// The deepest nesting of lists and mappings that is read.
pub const MAX_DEPTH: usize = 64;

/// The tree of a text's one document.
///
/// # Errors
/// It is not YAML, or has tags, aliases, a second document or lists in lists without end.
pub(super) fn read(text: &str) -> Result<Tree, Vec<Problem>> {
    if let Some(at) = text.find(is_forbidden) {
        let problem = Problem::at(Place::after(&text[..at]), "control characters are not allowed");
        return Err(vec![problem.hint("remove the invisible character")]);
    }
    let parser = Parser::new_from_str(text);
    let mut reader =
        Reader { text, lines: OnceCell::new(), parser, problems: Vec::new(), depth: 0 };
    let root = reader.document();
    if !reader.problems.is_empty() {
        reader.problems.dedup();
        return Err(reader.problems);
    }
    Ok(root.unwrap_or(Tree { place: Place { line: 1, column: 1 }, value: Value::Nothing }))
}

struct Reader<'t> {
    text: &'t str,
    /// Its lines, once one of them is looked at.
    lines: OnceCell<Vec<&'t str>>,
    parser: Parser<'t, StrInput<'t>>,
    /// Why the text is not read.
    problems: Vec<Problem>,
    depth: usize,
}

impl<'t> Reader<'t> {
    fn document(&mut self) -> Option<Tree> {
        let mut root = None;
        let mut documents = 0;
        while let Some((event, span)) = self.next() {
            match event {
                Event::StreamEnd => break,
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents == 2 {
                        let what = "a second document starts here";
                        let hint = "keep one document in a file: remove the line `---`";
                        self.problems.push(Problem::at(place(span), what).hint(hint));
                        break;
                    }
                }
                Event::StreamStart | Event::DocumentEnd | Event::Nothing => {}
                event => {
                    root = self.node(event, span);
                    if root.is_none() {
                        break;
                    }
                }
            }
        }
        root
    }

    fn next(&mut self) -> Option<(Event<'t>, Span)> {
        match self.parser.next_event()? {
            Ok(event) => Some(event),
            Err(error) => {
                let at = Place { line: error.marker().line(), column: error.marker().col() + 1 };
                let problem = explained(self.lines(), at, error.info());
                self.problems.push(problem);
                None
            }
        }
    }

    fn lines(&self) -> &[&'t str] {
        self.lines.get_or_init(|| self.text.lines().collect())
    }

    /// One node, or `None` when the text cannot be read on.
    fn node(&mut self, event: Event<'t>, span: Span) -> Option<Tree> {
        let value = match event {
            Event::Scalar(text, style, _, tag) => {
                self.refuse_tag(span, tag.is_some());
                let plain = style == ScalarStyle::Plain;
                if plain && span.start.line() < span.end.line() && text.contains(" - ") {
                    let (first, last) = (span.start.line(), span.end.line());
                    self.problems.extend(swallowed(self.lines(), first, last));
                }
                match text.as_ref() {
                    "" | "~" | "null" | "Null" | "NULL" if plain => Value::Nothing,
                    _ => Value::Scalar { text: text.into_owned(), plain },
                }
            }
            Event::Alias(_) => {
                self.refuse(span, "a YAML alias", "write the value out");
                Value::Nothing
            }
            Event::SequenceStart(_, tag) => {
                self.enter(span, tag.is_some())?;
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => break,
                        (event, span) => items.push(self.node(event, span)?),
                    }
                }
                self.depth -= 1;
                Value::List(items)
            }
            Event::MappingStart(_, tag) => {
                self.enter(span, tag.is_some())?;
                let mut entries = Vec::new();
                loop {
                    let (event, key) = match self.next()? {
                        (Event::MappingEnd, _) => break,
                        key => key,
                    };
                    let key = self.node(event, key)?;
                    let (event, value) = self.next()?;
                    entries.push((key, self.node(event, value)?));
                }
                self.depth -= 1;
                Value::Map(entries)
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::SequenceEnd
            | Event::MappingEnd => Value::Nothing,
        };
        Some(Tree { place: place(span), value })
    }

    fn enter(&mut self, span: Span, is_tagged: bool) -> Option<()> {
        self.refuse_tag(span, is_tagged);
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.problems.push(Problem::at(place(span), too_deep(MAX_DEPTH)));
            return None;
        }
        Some(())
    }

    fn refuse_tag(&mut self, span: Span, is_there: bool) {
        if is_there {
            self.refuse(span, "a YAML tag", "write the value without the `!...`");
        }
    }

    fn refuse(&mut self, span: Span, what: &str, hint: &str) {
        self.problems.push(Problem::at(place(span), format!("{what} is not read")).hint(hint));
    }
}

/// Whether YAML may not hold a character (YAML 1.2, section 5.1).
fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}'))
        || matches!(c, '\u{fffe}' | '\u{ffff}')
}

fn place(span: Span) -> Place {
    Place { line: span.start.line(), column: span.start.col() + 1 }
}
