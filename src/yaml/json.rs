//! Sound JSON text -> the same tree as from YAML, with the places that serde_json forgets.
//!
//! JSON is nearly YAML, but not quite: it writes signs beyond U+FFFF as two escapes, and holds
//! characters that no YAML may. So its texts and numbers are read by serde_json, each by itself;
//! here only their ends are looked for, which is safe in a text that serde_json has read whole.

use std::collections::HashMap;

use crate::problem::{Place, Problem};

use super::guard::Mark;
use super::value::Value;
use super::{Document, double_key};

/// The deepest nesting of lists and objects that is read.
const MAX_DEPTH: usize = 64;
/// The most keys and values of one tree: as many as the lines and items of YAML.
const MAX_NODES: usize = 600_000;

/// An item of a list that was left out of its document, to be parsed by itself.
#[derive(Clone, Copy, Debug)]
pub struct Part<'t> {
    text: &'t str,
    at: usize,
    place: Place,
}

impl Part<'_> {
    /// The item as a document of its own.
    ///
    /// # Errors
    /// It nests too deep or holds too much.
    pub fn parse(self) -> Result<Document, Vec<Problem>> {
        Walker::new(self.text, self.at, self.place).document()
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
    let start = Place { line: 1, column: 1 };
    let mut walker = Walker { apart: Some(apart), ..Walker::new(text, 0, start) };
    let document = walker.document()?;
    Ok((document, walker.parts))
}

struct Walker<'t, 'n> {
    text: &'t str,
    at: usize,
    /// The place of the byte at `counted`.
    place: Place,
    counted: usize,
    depth: usize,
    left: usize,
    double_keys: Vec<Problem>,
    /// The key of the list whose items are not read, until it was met.
    apart: Option<&'n str>,
    parts: Vec<Part<'t>>,
}

impl<'t> Walker<'t, '_> {
    fn new(text: &'t str, at: usize, place: Place) -> Self {
        Walker {
            text,
            at,
            place,
            counted: at,
            depth: 0,
            left: MAX_NODES,
            double_keys: Vec::new(),
            apart: None,
            parts: Vec::new(),
        }
    }

    fn document(&mut self) -> Result<Document, Vec<Problem>> {
        let (value, mark) = self.node().map_err(|problem| vec![problem])?;
        Ok(Document { value, mark, double_keys: std::mem::take(&mut self.double_keys) })
    }

    fn node(&mut self) -> Result<(Value, Mark), Problem> {
        let mut mark = Mark { place: self.next()?, spelling: None, items: vec![], keys: vec![] };
        let value = match self.peek() {
            b'{' => self.object(&mut mark)?,
            b'[' => self.list(&mut mark)?,
            b'"' => {
                mark.spelling = Some(self.string()?);
                Value::Text
            }
            _ => {
                let word = self.word();
                mark.spelling = Some(word.to_owned());
                match word {
                    "null" => Value::Null,
                    "true" => Value::Bool(true),
                    "false" => Value::Bool(false),
                    number => Value::Number(number.parse().map_err(|_| self.unsound())?),
                }
            }
        };
        Ok((value, mark))
    }

    fn object(&mut self, mark: &mut Mark) -> Result<Value, Problem> {
        let mut seen: HashMap<String, Place> = HashMap::new();
        let mut values = Vec::new();
        self.enter()?;
        while self.more(b'}')? {
            let place = self.next()?;
            let name = self.string()?;
            if let Some(&first) = seen.get(&name) {
                self.double_keys.push(double_key(place, &name, first));
            }
            self.pass(b':')?;
            let (value, value_mark) = if self.depth == 1 && self.apart == Some(name.as_str()) {
                self.apart = None;
                self.node_apart()?
            } else {
                self.node()?
            };
            seen.entry(name.clone()).or_insert(place);
            let key_mark = Mark { place, spelling: Some(name), items: vec![], keys: vec![] };
            values.push((Value::Text, value));
            mark.keys.push((key_mark, value_mark));
        }
        self.depth -= 1;
        Ok(Value::Map(values))
    }

    fn list(&mut self, mark: &mut Mark) -> Result<Value, Problem> {
        let mut values = Vec::new();
        self.enter()?;
        while self.more(b']')? {
            let (value, item) = self.node()?;
            values.push(value);
            mark.items.push(item);
        }
        self.depth -= 1;
        Ok(Value::List(values))
    }

    /// A list whose items become parts; any other value as it is.
    fn node_apart(&mut self) -> Result<(Value, Mark), Problem> {
        let place = self.next()?;
        if self.peek() != b'[' {
            return self.node();
        }
        self.enter()?;
        while self.more(b']')? {
            let place = self.next()?;
            self.parts.push(Part { text: self.text, at: self.at, place });
            self.skip()?;
        }
        self.depth -= 1;
        Ok((Value::List(vec![]), Mark { place, spelling: None, items: vec![], keys: vec![] }))
    }

    /// Goes behind the value that begins here.
    fn skip(&mut self) -> Result<(), Problem> {
        let mut depth = 0_usize;
        loop {
            self.blanks();
            match self.peek() {
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    self.at += 1;
                }
                b',' | b':' => self.at += 1,
                b'"' => {
                    self.quoted()?;
                }
                0 => return Err(self.unsound()),
                _ => {
                    self.word();
                }
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// Whether another item or key comes before the end of what was entered.
    fn more(&mut self, end: u8) -> Result<bool, Problem> {
        self.blanks();
        if self.peek() == b',' {
            self.at += 1;
            self.blanks();
        }
        match self.peek() {
            0 => Err(self.unsound()),
            sign if sign == end => {
                self.at += 1;
                Ok(false)
            }
            _ => Ok(true),
        }
    }

    fn enter(&mut self) -> Result<(), Problem> {
        self.depth += 1;
        self.at += 1;
        if self.depth > MAX_DEPTH {
            let what = format!("nested more than {MAX_DEPTH} levels deep");
            return Err(Problem::at(self.here(), what));
        }
        Ok(())
    }

    /// The place of the next key or value, which is counted.
    fn next(&mut self) -> Result<Place, Problem> {
        self.blanks();
        let place = self.here();
        self.left = self.left.checked_sub(1).ok_or_else(|| {
            Problem::at(place, format!("more than {MAX_NODES} values without an end"))
        })?;
        Ok(place)
    }

    fn pass(&mut self, sign: u8) -> Result<(), Problem> {
        self.blanks();
        if self.peek() != sign {
            return Err(self.unsound());
        }
        self.at += 1;
        Ok(())
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\r' | b'\n') {
            self.at += 1;
            if self.text.as_bytes()[self.at - 1] == b'\n' {
                self.place = Place { line: self.place.line + 1, column: 1 };
                self.counted = self.at;
            }
        }
    }

    /// The next byte; zero, which is in no sound JSON, at the end.
    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or_default()
    }

    /// The place of the next byte: characters are counted once, however long the line.
    fn here(&mut self) -> Place {
        let passed = self.text.get(self.counted..self.at).unwrap_or_default();
        self.place.column += passed.chars().count();
        self.counted = self.at;
        self.place
    }

    fn string(&mut self) -> Result<String, Problem> {
        let quoted = self.quoted()?;
        serde_json::from_str(quoted).map_err(|_| self.unsound())
    }

    /// A text with its quotes.
    fn quoted(&mut self) -> Result<&'t str, Problem> {
        let from = self.at;
        let mut rest = self.text.as_bytes()[from..].iter().skip(1);
        self.at += 1;
        while let Some(&byte) = rest.next() {
            self.at += 1;
            match byte {
                b'"' => return self.text.get(from..self.at).ok_or_else(|| self.unsound()),
                b'\\' => {
                    self.at += usize::from(rest.next().is_some());
                }
                _ => {}
            }
        }
        Err(self.unsound())
    }

    /// A number, a truth value or `null`.
    fn word(&mut self) -> &'t str {
        let rest = &self.text[self.at..];
        let end = rest.find([',', ':', ']', '}', ' ', '\t', '\r', '\n']).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn unsound(&self) -> Problem {
        Problem::at(self.place, "this is not sound JSON")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{Kind, Node};

    fn shown(node: Node<'_>) -> String {
        let inner = match node.kind() {
            Kind::Nothing => "nothing".to_owned(),
            Kind::Scalar => format!("{:?} {:?}", node.text().unwrap(), node.number().ok()),
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
        let many = format!("[{}1]", "1,".repeat(MAX_NODES));
        assert!(parse(&many, "").unwrap_err()[0].what.starts_with("more than 600000 values"));
    }
}
