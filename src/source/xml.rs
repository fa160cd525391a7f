//! XML syntax: text -> a tree, with guards before and repairs after.
//!
//! roxmltree reads sound XML. What goes first refuses what would cost it too much time or memory
//! (document types, deep nesting, thousands of attributes); what comes after mends the faults
//! that exports really have (control characters, HTML entities, a bare `&`) and says so. What
//! elements mean is not known here.

use roxmltree::{Document, Error, Node, ParsingOptions};

use crate::problem::{Place, Problem, too_deep};

use super::{Subject, Warning, bounds, decode, html, places};

/// The deepest nesting that is read. Schedules have about six levels.
pub(super) const MAX_DEPTH: usize = 100;
/// The most elements and texts: ten times those of the largest schedule known.
pub(super) const MAX_NODES: u32 = 2_000_000;
/// The most quotation marks in one tag. The time for one tag grows with their square.
const MAX_QUOTES: usize = 400;
/// The most quotation marks in all tags.
const MAX_ALL_QUOTES: usize = 4_000_000;
/// The most namespaces declared in one file.
const MAX_NAMESPACES: usize = 500;

/// Gives the tree of a text to `take`; with what it makes of it come the repairs.
///
/// # Errors
/// The text is not XML, not even after repairs, or is dangerous to read.
pub(super) fn read<T>(
    text: &str,
    take: impl Fn(&Document<'_>, &str) -> Result<T, Vec<Problem>>,
) -> Result<(T, Vec<Warning>), Vec<Problem>> {
    guard(text).map_err(|problem| vec![problem])?;
    let options = || ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let error = match Document::parse_with_options(text, options()) {
        Ok(document) => return Ok((take(&document, text)?, Vec::new())),
        Err(error) => error,
    };
    if let Some(problem) = decode::merge_conflict(text) {
        return Err(vec![problem]);
    }
    let (repaired, repairs) = repair(text);
    if repairs.is_empty() {
        return Err(vec![explained(&error)]);
    }
    match Document::parse_with_options(&repaired, options()) {
        Ok(document) => Ok((take(&document, &repaired)?, repairs)),
        Err(error) => Err(vec![explained(&error)]),
    }
}

fn explained(error: &Error) -> Problem {
    let place = Place { line: error.pos().row as usize, column: error.pos().col as usize };
    match error {
        Error::DtdDetected => document_type(None),
        Error::NodesLimitReached | Error::AttributesLimitReached => {
            Problem::whole(bounds::more_than(MAX_NODES as usize, "elements"))
        }
        Error::UnclosedRootNode | Error::UnexpectedEndOfStream => {
            Problem::whole("the XML ends in the middle")
                .hint("the file was cut off: save the conference's schedule to it again")
        }
        Error::NoRootNode => Problem::whole("the XML has no content"),
        error => {
            let text = error.to_string();
            let what = text.rsplit_once(" at ").map_or(text.as_str(), |(what, _)| what);
            let short: String = what.chars().take(120).collect();
            Problem::at(place, format!("invalid XML: {short}"))
                .hint("save the conference's schedule to it again")
        }
    }
}

fn document_type(place: Option<Place>) -> Problem {
    Problem { place, ..Problem::whole("the XML declares a document type, which is not read") }
        .hint("schedules have none; entities could read other files or fill the memory")
}

/// Refuses what is well-formed, yet dangerous, in one pass over the text.
fn guard(text: &str) -> Result<(), Problem> {
    let bytes = text.as_bytes();
    let (mut at, mut depth, mut namespaces, mut all_quotes) = (0, 0_usize, 0, 0);
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        let start = at + found;
        let rest = &bytes[start..];
        let refused = |what: &str| Err(Problem::at(Place::after(&text[..start]), what));
        let end: &[u8] = match rest {
            [b'<', b'!', b'D' | b'd', ..] => {
                return Err(document_type(Some(Place::after(&text[..start]))));
            }
            [b'<', b'!', b'[', ..] => b"]]>",
            [b'<', b'!', b'-', ..] => b"-->",
            _ => b">",
        };
        let length = match end {
            [one] => memchr::memchr(*one, rest),
            several => memchr::memmem::find(rest, several),
        };
        let Some(length) = length else { return Ok(()) };
        at = start + length + end.len();
        match &rest[..length] {
            [b'<', b'!', ..] => continue,
            [b'<', b'/', ..] => {
                depth = depth.saturating_sub(1);
                continue;
            }
            [b'<', b'?', ..] | [.., b'/'] => {}
            _ => depth += 1,
        }
        if depth > MAX_DEPTH {
            return refused(&too_deep(MAX_DEPTH));
        }
        let quotes = memchr::memchr2_iter(b'"', b'\'', &rest[..length]).count();
        all_quotes += quotes;
        if quotes > MAX_QUOTES || all_quotes > MAX_ALL_QUOTES {
            return refused("the XML has too many attributes");
        }
        if quotes > 0 {
            namespaces += memchr::memmem::find_iter(&rest[..length], b"xmlns").count();
        }
        if namespaces > MAX_NAMESPACES {
            return refused("the XML declares too many namespaces");
        }
    }
    Ok(())
}

/// The text without what no XML may hold, and what was done.
fn repair(text: &str) -> (String, Vec<Warning>) {
    let mut repaired = String::with_capacity(text.len());
    let mut controls = Count::default();
    let mut references = Count::default();
    let mut at = 0;
    while let Some(found) = text[at..].find(|c: char| c == '&' || !allowed(c)) {
        let here = at + found;
        repaired.push_str(&text[at..here]);
        let rest = &text[here..];
        if !rest.starts_with('&') {
            controls.add(text, here);
            at = here + rest.chars().next().map_or(1, char::len_utf8);
        } else if xml_knows(rest) {
            repaired.push('&');
            at = here + 1;
        } else {
            references.add(text, here);
            let (sign, length) = html::entity(rest).unwrap_or(('&', 1));
            match sign {
                '&' => repaired.push_str("&amp;"),
                '<' => repaired.push_str("&lt;"),
                sign if allowed(sign) => repaired.push(sign),
                _ => {}
            }
            at = here + length;
        }
    }
    repaired.push_str(&text[at..]);
    let mut repairs = Vec::new();
    controls.tell("control characters are left out", &mut repairs);
    references.tell("`&` that XML does not know is taken as text", &mut repairs);
    (repaired, repairs)
}

#[derive(Default)]
struct Count {
    number: usize,
    first: Option<Place>,
}

impl Count {
    fn add(&mut self, text: &str, at: usize) {
        self.number += 1;
        self.first.get_or_insert_with(|| Place::after(&text[..at]));
    }

    fn tell(self, what: &str, repairs: &mut Vec<Warning>) {
        if self.number > 0 {
            let what = format!("{what} ({})", places(self.number, self.first));
            repairs.push(Warning { place: self.first, ..Warning::whole(Subject::Damage, what) });
        }
    }
}

/// Whether XML 1.0 allows a character.
fn allowed(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a reference means something in XML without a document type.
fn xml_knows(reference: &str) -> bool {
    const NAMED: [&str; 5] = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"];
    if NAMED.iter().any(|name| reference.starts_with(name)) {
        return true;
    }
    reference.starts_with("&#")
        && html::entity(reference).is_some_and(|(sign, _)| allowed(sign) && sign != '\0')
}

/// The first child element of this name.
pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.tag_name().name() == name && child.is_element())
}

/// All text of an element, its own elements' included.
pub(super) fn text(node: Node<'_, '_>) -> String {
    let mut children = node.children();
    match (children.next(), children.next()) {
        (None, _) => String::new(),
        (Some(only), None) if only.is_text() => only.text().unwrap_or_default().to_owned(),
        _ => {
            let texts = node.descendants().filter(Node::is_text);
            texts.filter_map(|text| text.text()).collect()
        }
    }
}

/// Where in a text something stands, for places that are asked in order.
pub(super) struct Places<'t> {
    text: &'t str,
    at: usize,
    place: Place,
}

impl<'t> Places<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Places { text, at: 0, place: Place { line: 1, column: 1 } }
    }

    /// The place of a byte offset that is not before the last one asked for.
    pub(super) fn of(&mut self, offset: usize) -> Place {
        let offset = offset.clamp(self.at, self.text.len());
        let passed = self.text.get(self.at..offset).unwrap_or_default();
        self.place.line += memchr::memchr_iter(b'\n', passed.as_bytes()).count();
        let of_line = match passed.rfind('\n') {
            Some(newline) => {
                self.place.column = 1;
                &passed[newline + 1..]
            }
            None => passed,
        };
        self.place.column += of_line.chars().count();
        self.at = offset;
        self.place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(text: &str) -> Result<(String, Vec<String>), String> {
        let taken = read(text, |document, _| Ok(super::text(document.root_element())));
        match taken {
            Ok((text, repairs)) => {
                Ok((text, repairs.into_iter().map(|warning| warning.what).collect()))
            }
            Err(problems) => Err(problems[0].what.clone()),
        }
    }

    #[test]
    fn faults_of_real_exports_are_mended_and_stated() {
        let case = |text: &str, expected: &str, repair: &str| {
            assert_eq!(root(text), Ok((expected.to_owned(), vec![repair.to_owned()])));
        };
        case("<a>b\u{1b}c</a>", "bc", "control characters are left out (1 place, in line 1)");
        case(
            "<a>\nb&#27;c</a>",
            "\nbc",
            "`&` that XML does not know is taken as text (1 place, in line 2)",
        );
        case(
            "<a>b&nbsp;c</a>",
            "b\u{a0}c",
            "`&` that XML does not know is taken as text (1 place, in line 1)",
        );
        case(
            "<a>R&D &amp; Q&A; &lt;</a>",
            "R&D & Q&A; <",
            "`&` that XML does not know is taken as text (2 places, the first in line 1)",
        );
    }

    #[test]
    fn what_is_dangerous_is_refused_at_once() {
        let case = |text: &str, expected: &str| assert_eq!(root(text), Err(expected.to_owned()));
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
        case(bomb, "the XML declares a document type, which is not read");
        case(&"<a>".repeat(100_000), "nested more than 100 levels deep");
        let attributes: String = (0..1000).map(|number| format!(" a{number}=''")).collect();
        case(&format!("<a{attributes}/>"), "the XML has too many attributes");
        let spaces = "<a xmlns:b='c'/>".repeat(600);
        case(&format!("<a>{spaces}</a>"), "the XML declares too many namespaces");
        case("<a><b></a>", "invalid XML: expected 'b' tag, not 'a'");
        case("<a><b>", "the XML ends in the middle");
        case("<a>&amp", "the XML ends in the middle");
        case(
            "<<<<<<< HEAD\n<a/>\n=======\n<b/>\n>>>>>>> x\n",
            "the file contains merge conflict markers",
        );
    }

    #[test]
    fn markup_in_comments_and_character_data_is_not_counted() {
        let nested = format!("<a><!-- {0} --><![CDATA[{0}]]></a>", "<b>".repeat(200));
        assert_eq!(root(&nested), Ok(("<b>".repeat(200), Vec::new())));
    }
}
