//! JSON text of our own format -> the same trees as from YAML, with the places that serde_json
//! forgets.
//!
//! serde_json splits one level at a time and lends the pieces of the text, so a value stands where
//! its piece begins. Read as YAML, JSON would lose characters beyond U+FFFF that it writes as two
//! escapes, and control characters.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::problem::{Place, Problem, too_deep};
use crate::yaml::{Document, MAX_DEPTH, Tree, Value};

use super::{bounds, json};

/// An item of the list that was left out of the document, to be parsed by itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'t> {
    piece: &'t RawValue,
    start: Counter<'t>,
}

impl Part<'_> {
    /// The item as a document of its own.
    ///
    /// # Errors
    /// It nests too deep or holds too much.
    pub(super) fn parse(self) -> Result<Document, Vec<Problem>> {
        Reader::new(self.start, None).document(self.piece)
    }
}

/// The document of a JSON text, and the items of the list under `apart` in its outermost object,
/// which are not in the document: the tree of a large file never stands in memory whole.
///
/// # Errors
/// It nests too deep or holds too much.
pub(super) fn parse<'t>(
    text: &'t str,
    apart: &str,
) -> Result<(Document, Vec<Part<'t>>), Vec<Problem>> {
    let start = Counter { text, at: 0, place: Place { line: 1, column: 1 } };
    let mut reader = Reader::new(start, Some(apart));
    let piece = split(text).map_err(|problem| vec![problem])?;
    let document = reader.document(piece)?;
    Ok((document, reader.parts))
}

/// Counts lines and columns up to pieces that come in order: every character once.
#[derive(Clone, Copy, Debug)]
struct Counter<'t> {
    text: &'t str,
    at: usize,
    /// The place of the byte at `at`.
    place: Place,
}

impl Counter<'_> {
    fn place(&mut self, piece: &RawValue) -> Place {
        let at = piece.get().as_ptr().addr().wrapping_sub(self.text.as_ptr().addr());
        let passed = self.text.get(self.at..at).unwrap_or_default();
        let lines = passed.bytes().filter(|&byte| byte == b'\n').count();
        let in_line = passed.rfind('\n').map_or(passed, |end| &passed[end + 1..]);
        if lines > 0 {
            self.place = Place { line: self.place.line + lines, column: 1 };
        }
        self.place.column += in_line.chars().count();
        self.at = at;
        self.place
    }
}

struct Reader<'t, 'n> {
    counter: Counter<'t>,
    depth: usize,
    left: usize,
    /// The key of the list whose items are not read, until it was met.
    apart: Option<&'n str>,
    parts: Vec<Part<'t>>,
}

impl<'t, 'n> Reader<'t, 'n> {
    fn new(counter: Counter<'t>, apart: Option<&'n str>) -> Self {
        let left = bounds::MAX_ITEMS;
        Reader { counter, depth: 0, left, apart, parts: Vec::new() }
    }

    fn document(&mut self, piece: &'t RawValue) -> Result<Document, Vec<Problem>> {
        self.tree(piece).map(Document::new).map_err(|problem| vec![problem])
    }

    fn tree(&mut self, piece: &'t RawValue) -> Result<Tree, Problem> {
        let place = self.counter.place(piece);
        self.left = self
            .left
            .checked_sub(1)
            .ok_or_else(|| Problem::at(place, bounds::more_than(bounds::MAX_ITEMS, "values")))?;
        let text = piece.get();
        self.depth += 1;
        let value = match text.as_bytes() {
            [b'{' | b'[', ..] if self.depth > MAX_DEPTH => {
                return Err(Problem::at(place, too_deep(MAX_DEPTH)));
            }
            [b'{', ..] => self.object(text)?,
            [b'[', ..] => {
                let items = split::<Vec<&RawValue>>(text)?.into_iter();
                Value::List(items.map(|item| self.tree(item)).collect::<Result<_, _>>()?)
            }
            [b'"', ..] => Value::Scalar { text: split(text)?, plain: false },
            b"null" => Value::Nothing,
            _ => Value::Scalar { text: text.to_owned(), plain: true },
        };
        self.depth -= 1;
        Ok(Tree { place, value })
    }

    fn object(&mut self, text: &'t str) -> Result<Value, Problem> {
        let mut entries = Vec::new();
        for (key, piece) in split::<Entries<'t>>(text)?.0 {
            let key = self.tree(key)?;
            let is_apart = self.depth == 1
                && piece.get().starts_with('[')
                && matches!(&key.value, Value::Scalar { text, .. } if self.apart == Some(text));
            let value = if is_apart { self.list_apart(piece)? } else { self.tree(piece)? };
            entries.push((key, value));
        }
        Ok(Value::Map(entries))
    }

    fn list_apart(&mut self, list: &'t RawValue) -> Result<Tree, Problem> {
        self.apart = None;
        let place = self.counter.place(list);
        for piece in split::<Vec<&RawValue>>(list.get())? {
            self.counter.place(piece);
            self.parts.push(Part { piece, start: self.counter });
        }
        Ok(Tree { place, value: Value::List(Vec::new()) })
    }
}

/// What a sound piece of JSON holds.
fn split<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, Problem> {
    serde_json::from_str(text).map_err(|error| json::explained(&error))
}

/// The keys and values of an object, equal keys and all.
struct Entries<'t>(Vec<(&'t RawValue, &'t RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;

        impl<'de> Visitor<'de> for Pairs {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(Pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{Kind, Node};

    fn shown(node: Node<'_>) -> String {
        let inner = match node.kind() {
            Kind::Nothing => "nothing".to_owned(),
            Kind::Scalar => format!(
                "{:?} {:?}",
                node.text().unwrap(),
                node.number_in(f64::MIN..=f64::MAX, "").ok()
            ),
            Kind::List => node.list().unwrap().into_iter().map(shown).collect(),
            Kind::Map => {
                let entries = node.map().unwrap().into_iter();
                entries.map(|(key, value)| shown(key) + &shown(value)).collect()
            }
        };
        format!("({} {inner})", node.place())
    }

    #[test]
    fn json_gives_the_tree_that_the_same_text_gives_as_yaml() {
        let text = "{\n \"ä\": [1, -2.5e1, \"x\\\"]\", true, null, [], {}],\n\t\"b\" : {\"c\": \"007\"},\
                    \"b\": 1.10}\n";
        let (json, _) = parse(text, "").unwrap();
        let yaml = Document::parse(text, 1000).unwrap();
        assert_eq!(shown(json.root()), shown(yaml.root()));
        assert_eq!(json.double_keys(), yaml.double_keys());
    }

    #[test]
    fn the_items_of_one_list_are_parsed_one_at_a_time() {
        let text =
            "{\"x\": [1],\n \"list\": [{\"a\": [2, \"]\"]},\n  \"b\" , 3], \"y\": {\"list\": [4]}}";
        let (document, parts) = parse(text, "list").unwrap();
        assert!(document.root().get("list").unwrap().list().unwrap().is_empty());
        assert_eq!(document.root().get("y").unwrap().get("list").unwrap().list().unwrap().len(), 1);
        let parts: Vec<String> =
            parts.into_iter().map(|part| shown(part.parse().unwrap().root())).collect();
        assert_eq!(
            parts,
            [
                "(2:11 (2:12 \"a\" None)(2:17 (2:18 \"2\" Some(2.0))(2:21 \"]\" None)))",
                "(3:3 \"b\" None)",
                "(3:9 \"3\" Some(3.0))"
            ]
        );
    }

    #[test]
    fn what_is_no_json_is_refused_and_no_fault_of_ours() {
        let sound = "{\"a\": [1, \"\\u00e4\", {\"list\": [true]}], \"list\": [{\"b\": null}]}";
        for end in 0..sound.len() {
            assert!(parse(&sound[..end], "list").is_err(), "{}", &sound[..end]);
            let mut odd = sound.to_owned();
            odd.replace_range(end..=end, "]");
            let parts = parse(&odd, "list").map(|(_, parts)| parts).unwrap_or_default();
            parts.into_iter().for_each(|part| drop(part.parse()));
        }
        let deep = format!("{}{}", "[".repeat(65), "]".repeat(65));
        assert!(parse(&deep, "").unwrap_err()[0].what.starts_with("nested more than 64"));
        let many = format!("[{}1]", "1,".repeat(bounds::MAX_ITEMS));
        assert!(
            parse(&many, "").unwrap_err()[0]
                .what
                .starts_with("the file has more than 600,000 values")
        );
    }
}
