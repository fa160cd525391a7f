//! The pass over a text's events that goes before serde_yaml: refuses what is dangerous, notes
//! where each node stands and how it is spelt, and finds equal keys.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use crate::problem::{Place, Problem};

use super::shortened;

/// The deepest nesting of lists and mappings that is read.
pub const MAX_DEPTH: usize = 64;

/// Where a node stands and how it is spelt; the same shape as the value.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) place: Place,
    pub(super) spelling: Option<String>,
    pub(super) items: Vec<Mark>,
    pub(super) keys: Vec<(Mark, Mark)>,
}

/// The pass that goes before serde_yaml.
pub(super) struct Guard<'a> {
    text: &'a str,
    /// Why the text is not read.
    pub(super) problems: Vec<Problem>,
    /// Keys that their mapping has already.
    pub(super) double_keys: Vec<Problem>,
    depth: usize,
}

impl<'a> Guard<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Guard { text, problems: Vec::new(), double_keys: Vec::new(), depth: 0 }
    }

    /// The marks of the document's nodes.
    pub(super) fn document(&mut self) -> Mark {
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
                self.refuse_tag(span, tag.is_some());
                if style != ScalarStyle::Plain || !text.is_empty() {
                    mark.spelling = Some(text.into_owned());
                }
            }
            Event::Alias(_) => {
                self.refuse(span, "a YAML alias", "write the value out");
            }
            Event::SequenceStart(_, tag) => {
                self.refuse_tag(span, tag.is_some());
                self.enter(span)?;
                loop {
                    match self.next(parser)? {
                        (Event::SequenceEnd, _) => break,
                        (event, span) => mark.items.push(self.node(parser, event, span)?),
                    }
                }
                self.depth -= 1;
            }
            Event::MappingStart(_, tag) => {
                self.refuse_tag(span, tag.is_some());
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

    fn refuse_tag(&mut self, span: Span, is_there: bool) {
        if is_there {
            self.refuse(span, "a YAML tag", "write the value without the `!...`");
        }
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
