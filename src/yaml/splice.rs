//! YAML text + a value at a path -> the same text with it; comments, order and quoting stay.
//!
//! Only the lines of the value are touched. What comes out is read again: it has to say what the
//! text said before, but for the value, or it is not given.

use saphyr_parser::{Event, Parser, StrInput};
use serde_yaml::{Mapping, Value};

/// A step on the way to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// The value of a key.
    Key(&'a str),
    /// The item of a list; one that follows the last is appended.
    Item(usize),
}

/// A text with a value in its place, or without what is there; what is missing on the way is made,
/// and what is left empty goes. None where it is written in a way that cannot be edited by its lines.
pub fn put(text: &str, path: &[Step<'_>], value: Option<&Value>) -> Option<String> {
    let read = |text: &str| serde_yaml::from_str::<Value>(text).ok();
    let mut expected = read(text)?;
    let mut ended = text.to_owned();
    if !ended.is_empty() && !ended.ends_with('\n') {
        ended.push('\n');
    }
    let edited = Editor { text: &ended }.put(path, value)?;
    let mut actual = read(&edited)?;
    apply(&mut expected, path, value)?;
    tidy(&mut expected);
    tidy(&mut actual);
    (expected == actual).then_some(edited)
}

/// Where a value stands, in bytes.
struct Span {
    from: usize,
    to: usize,
    what: What,
}

enum What {
    Scalar,
    List(Vec<Span>),
    Map(Vec<Entry>),
}

/// A key's text, where it stands, and its value.
struct Entry {
    key: String,
    at: (usize, usize),
    value: Span,
}

struct Editor<'t> {
    text: &'t str,
}

impl Editor<'_> {
    fn put(&self, path: &[Step<'_>], value: Option<&Value>) -> Option<String> {
        let Some(root) = self.spans()? else {
            let value = nested(path, value?);
            return Some(format!("{}{}", self.text, block(&value, "")?));
        };
        let mut way = vec![&root];
        for (depth, step) in path.iter().enumerate() {
            let node = *way.last()?;
            match (child(node, *step), value) {
                (Some(next), _) => way.push(next),
                (None, None) => return Some(self.text.to_owned()),
                (None, Some(value)) => {
                    let value = nested(&path[depth + 1..], value);
                    return self.insert(&way, &path[..depth], *step, &value);
                }
            }
        }
        match value {
            Some(value) => self.replace(&way, path, value),
            None => self.remove(&way, path),
        }
    }

    /// Puts a value in the place of the last of a way.
    fn replace(&self, way: &[&Span], path: &[Step<'_>], value: &Value) -> Option<String> {
        let [.., parent, node] = way else { return None };
        let in_flow = way[..way.len() - 1].iter().any(|it| self.is_flow(it));
        let old = &self.text[node.from..node.to];
        let is_block = !matches!(node.what, What::Scalar) && !self.is_flow(node);
        let is_list = matches!(parent.what, What::List(_));
        let new = match value {
            Value::Mapping(map) if is_list && !in_flow && map.len() == 1 => pair(map, false)?,
            other => written(other, in_flow)?,
        };
        if is_block {
            // What stands on lines of its own may have comments between them.
            let entry = self.entry(parent, *path.last()?)?;
            if old.contains('#') {
                return None;
            }
            return Some(self.spliced(self.colon(entry)?, node.to, &format!(" {new}")));
        }
        if node.from == node.to || old.trim().is_empty() {
            let at = self.colon(self.entry(parent, *path.last()?)?)?;
            return Some(self.spliced(at, at, &format!(" {new}")));
        }
        Some(self.spliced(node.from, node.to, &new))
    }

    fn entry<'s>(&self, parent: &'s Span, step: Step<'_>) -> Option<&'s Entry> {
        match (&parent.what, step) {
            (What::Map(entries), Step::Key(key)) => entries.iter().find(|it| it.key == key),
            _ => None,
        }
    }

    /// Behind the colon of a key.
    fn colon(&self, entry: &Entry) -> Option<usize> {
        let rest = self.text[entry.at.1..].find(':')?;
        Some(entry.at.1 + rest + 1)
    }

    /// Adds an entry to the last of a way.
    fn insert(
        &self,
        way: &[&Span],
        path: &[Step<'_>],
        step: Step<'_>,
        value: &Value,
    ) -> Option<String> {
        let node = *way.last()?;
        let in_flow = way.iter().any(|it| self.is_flow(it));
        let new = |in_flow| match (step, value) {
            (Step::Key(key), value) => {
                pair(&Mapping::from_iter([(key.into(), value.clone())]), in_flow)
            }
            (Step::Item(_), Value::Mapping(map)) if !in_flow && map.len() == 1 => {
                Some(format!("- {}", pair(map, false)?))
            }
            (Step::Item(_), value) if !in_flow => Some(format!("- {}", written(value, false)?)),
            (Step::Item(_), value) => written(value, true),
        };
        let ends = match (&node.what, step) {
            (What::List(items), Step::Item(_)) => {
                items.first().map(|it| it.from).zip(items.last().map(|it| it.to))
            }
            (What::Map(entries), Step::Key(_)) => entries
                .first()
                .map(|it| it.at.0)
                .zip(entries.last().map(|it| it.value.to.max(it.at.1))),
            (What::Scalar, _) if self.text[node.from..node.to].trim().is_empty() => {
                let value = nested(&[step], value);
                return self.replace(way, path, &value);
            }
            _ => return None,
        };
        if in_flow {
            let new = new(true)?;
            return Some(match ends {
                Some((_, last)) => self.spliced(last, last, &format!(", {new}")),
                None if matches!(step, Step::Item(_)) => {
                    self.spliced(node.from, node.to, &format!("[{new}]"))
                }
                None => self.spliced(node.from, node.to, &format!("{{ {new} }}")),
            });
        }
        if way.len() == 1 {
            let Step::Key(key) = step else { return None };
            let value = Value::Mapping(Mapping::from_iter([(key.into(), value.clone())]));
            return Some(format!("{}{}", self.text, block(&value, "")?));
        }
        let (first, last) = ends?;
        let line = self.line_start(first);
        let indent = &self.text[line..];
        let indent = &indent[..indent.len() - indent.trim_start_matches(' ').len()];
        // The first key of a mapping in a list stands behind the dash.
        let indent = match node.what {
            What::Map(_) => " ".repeat(self.text[line..first].chars().count()),
            _ => indent.to_owned(),
        };
        let end = self.line_end(last);
        Some(self.spliced(end, end, &format!("{indent}{}\n", new(false)?)))
    }

    /// Takes the last of a way out, and what has nothing else in it.
    fn remove(&self, way: &[&Span], path: &[Step<'_>]) -> Option<String> {
        let [.., parent, node] = way else { return None };
        let step = *path.last()?;
        let (place, number) = match (&parent.what, step) {
            (What::List(items), Step::Item(place)) => (place, items.len()),
            (What::Map(entries), Step::Key(key)) => {
                (entries.iter().position(|it| it.key == key)?, entries.len())
            }
            _ => return None,
        };
        if number == 1
            && let [.., above, _, _] = way
        {
            let (way, path) = (&way[..way.len() - 1], &path[..path.len() - 1]);
            let from = self.entry(above, *path.last()?).map_or(parent.from, |it| it.at.0);
            if !self.text[from..parent.to].contains('#') {
                return self.remove(way, path);
            }
        }
        let bounds = |place: usize| match &parent.what {
            What::List(items) => (items[place].from, items[place].to),
            What::Map(entries) => {
                (entries[place].at.0, entries[place].value.to.max(entries[place].at.1))
            }
            What::Scalar => (node.from, node.to),
        };
        if way[..way.len() - 1].iter().any(|it| self.is_flow(it)) {
            let (from, to) = match place {
                _ if number == 1 => (parent.from + 1, parent.to - 1),
                0 => (bounds(0).0, bounds(1).0),
                _ => (bounds(place - 1).1, bounds(place).1),
            };
            return Some(self.spliced(from, to, ""));
        }
        let (from, to) = bounds(place);
        let line = self.line_start(from);
        let before = self.text[line..from].trim();
        let is_whole = match parent.what {
            What::List(_) => before == "-",
            _ => before.is_empty(),
        };
        let end = self.line_end(to.max(self.text[..to].trim_end().len()));
        let mut out = self.spliced(line, end, "");
        if out.trim().is_empty() {
            out.clear();
        }
        is_whole.then_some(out)
    }

    fn spliced(&self, from: usize, to: usize, new: &str) -> String {
        format!("{}{new}{}", &self.text[..from], &self.text[to..])
    }

    fn is_flow(&self, node: &Span) -> bool {
        !matches!(node.what, What::Scalar) && self.text[node.from..].starts_with(['[', '{'])
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |at| at + 1)
    }

    /// Behind the end of the line.
    fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |end| at + end + 1)
    }

    /// Where everything stands; nothing where there is nothing, none where it cannot be read.
    fn spans(&self) -> Option<Option<Span>> {
        let bytes: Vec<usize> =
            self.text.char_indices().map(|(at, _)| at).chain([self.text.len()]).collect();
        let mut reader = Reader { text: self.text, bytes, parser: Parser::new_from_str(self.text) };
        loop {
            match reader.next()? {
                (Event::StreamEnd, ..) => return Some(None),
                (Event::StreamStart | Event::DocumentStart(_) | Event::Nothing, ..) => {}
                (Event::DocumentEnd, ..) => return Some(None),
                (event, from, to) => {
                    let root = reader.node(&event, from, to)?;
                    let is_nothing = matches!(root.what, What::Scalar);
                    return if !is_nothing {
                        Some(Some(root))
                    } else if self.text[root.from..root.to].trim().is_empty() {
                        Some(None)
                    } else {
                        None
                    };
                }
            }
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    /// Where each character begins.
    bytes: Vec<usize>,
    parser: Parser<'t, StrInput<'t>>,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Option<(Event<'t>, usize, usize)> {
        let (event, span) = self.parser.next_event()?.ok()?;
        let byte = |at: usize| self.bytes.get(at).copied().unwrap_or(self.text.len());
        Some((event, byte(span.start.index()), byte(span.end.index())))
    }

    fn node(&mut self, event: &Event<'t>, from: usize, to: usize) -> Option<Span> {
        let (what, to) = match event {
            Event::Scalar(..) => {
                let length = self.text[from..to.max(from)].trim_end().len();
                (What::Scalar, from + length)
            }
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                let end = loop {
                    match self.next()? {
                        (Event::SequenceEnd, _, to) => break to,
                        (event, from, to) => items.push(self.node(&event, from, to)?),
                    }
                };
                let last = items.last().map_or(from, |it: &Span| it.to);
                let is_flow = self.text[from..].starts_with('[');
                (What::List(items), if is_flow { end } else { last })
            }
            Event::MappingStart(..) => {
                let mut entries: Vec<Entry> = Vec::new();
                let end = loop {
                    let (key, from, to) = match self.next()? {
                        (Event::MappingEnd, _, to) => break to,
                        key => key,
                    };
                    let Event::Scalar(text, ..) = &key else { return None };
                    let text = text.clone().into_owned();
                    let at = (from, from + self.text[from..to].trim_end().len());
                    let (event, from, to) = self.next()?;
                    entries.push(Entry { key: text, at, value: self.node(&event, from, to)? });
                };
                let last = entries.last().map_or(from, |it| it.value.to.max(it.at.1));
                let is_flow = self.text[from..].starts_with('{');
                (What::Map(entries), if is_flow { end } else { last })
            }
            _ => return None,
        };
        Some(Span { from, to, what })
    }
}

fn child<'s>(node: &'s Span, step: Step<'_>) -> Option<&'s Span> {
    match (&node.what, step) {
        (What::List(items), Step::Item(place)) => items.get(place),
        (What::Map(entries), Step::Key(key)) => {
            entries.iter().find(|it| it.key == key).map(|it| &it.value)
        }
        _ => None,
    }
}

/// A value with what leads to it.
fn nested(path: &[Step<'_>], value: &Value) -> Value {
    path.iter().rev().fold(value.clone(), |value, step| match step {
        Step::Key(key) => Value::Mapping(Mapping::from_iter([((*key).into(), value)])),
        Step::Item(_) => Value::Sequence(vec![value]),
    })
}

/// The lines of a mapping, in which lists have an item a line.
fn block(value: &Value, indent: &str) -> Option<String> {
    let Value::Mapping(map) = value else { return None };
    let mut lines = String::new();
    for (key, value) in map {
        let key = written(key, false)?;
        match value {
            Value::Sequence(items) if !items.is_empty() => {
                lines += &format!("{indent}{key}:\n");
                for item in items {
                    let item = match item {
                        Value::Mapping(map) if map.len() == 1 => pair(map, false)?,
                        item => written(item, false)?,
                    };
                    lines += &format!("{indent}  - {item}\n");
                }
            }
            Value::Mapping(inner) if !inner.is_empty() => {
                lines += &format!("{indent}{key}:\n{}", block(value, &format!("{indent}  "))?);
            }
            value => lines += &format!("{indent}{key}: {}\n", written(value, false)?),
        }
    }
    Some(lines)
}

/// The one entry of a mapping without brackets.
fn pair(map: &Mapping, in_flow: bool) -> Option<String> {
    let (key, value) = map.iter().next()?;
    Some(format!("{}: {}", written(key, in_flow)?, written(value, in_flow)?))
}

/// A value in one line; between brackets commas divide.
fn written(value: &Value, in_flow: bool) -> Option<String> {
    let text = match value {
        Value::Sequence(items) => {
            let items: Option<Vec<String>> = items.iter().map(|it| written(it, true)).collect();
            format!("[{}]", items?.join(", "))
        }
        Value::Mapping(map) => {
            let each = map.iter().map(|(key, value)| {
                Some(format!("{}: {}", written(key, true)?, written(value, true)?))
            });
            let each: Option<Vec<String>> = each.collect();
            format!("{{ {} }}", each?.join(", "))
        }
        Value::String(text) if in_flow && !is_plain(text) => {
            serde_json::Value::from(text.as_str()).to_string()
        }
        scalar => serde_yaml::to_string(scalar).ok()?.trim_end().to_owned(),
    };
    (!text.contains('\n')).then_some(text)
}

/// Whether a text needs no quotes between brackets.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || " -_.".contains(c))
}

/// The same change to what a text says.
fn apply(there: &mut Value, path: &[Step<'_>], value: Option<&Value>) -> Option<()> {
    let Some((step, rest)) = path.split_first() else {
        *there = value?.clone();
        return Some(());
    };
    if there.is_null() {
        *there = nested(path, value?);
        return Some(());
    }
    match (step, there) {
        (Step::Key(key), Value::Mapping(map)) => match (rest, value, map.get_mut(*key)) {
            ([], None, _) => drop(map.remove(*key)),
            (_, _, Some(inner)) => apply(inner, rest, value)?,
            (_, Some(value), None) => drop(map.insert((*key).into(), nested(rest, value))),
            (_, None, None) => {}
        },
        (Step::Item(place), Value::Sequence(items)) => match (rest, value, items.get_mut(*place)) {
            ([], None, Some(_)) => drop(items.remove(*place)),
            (_, _, Some(inner)) => apply(inner, rest, value)?,
            (_, Some(value), None) => items.push(nested(rest, value)),
            (_, None, None) => {}
        },
        _ => return None,
    }
    Some(())
}

/// Drops what is empty: a key without a value says as much as one with nothing in it.
fn tidy(value: &mut Value) {
    if let Value::Mapping(map) = value {
        map.values_mut().for_each(tidy);
        map.retain(|_, value| match value {
            Value::Null => false,
            Value::Sequence(items) => !items.is_empty(),
            Value::Mapping(map) => !map.is_empty(),
            _ => true,
        });
        if map.is_empty() {
            *value = Value::Null;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Step::{Item, Key};
    use super::*;

    #[track_caller]
    fn case(text: &str, path: &[Step<'_>], value: &str, expected: &str) {
        let value: Option<Value> =
            (!value.is_empty()).then(|| serde_yaml::from_str(value).unwrap());
        assert_eq!(put(text, path, value.as_ref()).as_deref(), Some(expected), "{text:?}");
    }

    #[test]
    fn a_value_is_put_in_its_place_and_nothing_else_changes() {
        let name = &[Key("name")];
        case("", name, "Me", "name: Me\n");
        case("# mine\n", name, "Me", "# mine\nname: Me\n");
        case("name: A # who\nx: 1\n", name, "B: C", "name: { B: C } # who\nx: 1\n");
        case("x: 1 # one", name, "'B: C'", "x: 1 # one\nname: 'B: C'\n");
        case("name: # who\nx: 1\n", name, "B", "name: B # who\nx: 1\n");
        case("{ x: 1 }\n", name, "B", "{ x: 1, name: B }\n");
        let rating = &[Key("ratings"), Key("a: b")];
        case("", rating, "90", "ratings:\n  'a: b': 90\n");
        case("ratings: { x: 1 } # r\n", rating, "90", "ratings: { x: 1, \"a: b\": 90 } # r\n");
        case("ratings: {}\n", rating, "90", "ratings: { \"a: b\": 90 }\n");
        case(
            "ratings:\n    x: 1 # r\n# end\n",
            rating,
            "9",
            "ratings:\n    x: 1 # r\n    'a: b': 9\n# end\n",
        );
        case("ratings:\n  'a: b': 90 # r\n", rating, "80", "ratings:\n  'a: b': 80 # r\n");
    }

    #[test]
    fn lists_grow_in_the_way_they_are_written() {
        let next = &[Key("l"), Item(9)];
        case("l:\n- a # 1\n# end\nm: 1\n", next, "b", "l:\n- a # 1\n- b\n# end\nm: 1\n");
        case("l:\n  - a\n\nm: 1\n", next, "{ b: 2 }", "l:\n  - a\n  - b: 2\n\nm: 1\n");
        case("l: [a, 'b'] # l\n", next, "'c, d'", "l: [a, 'b', \"c, d\"] # l\n");
        case("l: [\n  a,\n  b\n]\n", next, "c", "l: [\n  a,\n  b, c\n]\n");
        case("l: []\n", next, "c", "l: [c]\n");
        case("l:\nm: 1\n", next, "c", "l: [c]\nm: 1\n");
        case("m: 1\n", next, "{ a: 1, b: x }", "m: 1\nl:\n  - { a: 1, b: x }\n");
        let inner = &[Key("l"), Item(0), Key("w")];
        case(
            "l:\n  - n: a # n\n    k: [x]\n  - b\n",
            inner,
            "2",
            "l:\n  - n: a # n\n    k: [x]\n    w: 2\n  - b\n",
        );
        case("l: [{ n: a }]\n", inner, "2", "l: [{ n: a, w: 2 }]\n");
        let first = &[Key("l"), Item(0)];
        case("l:\n  - a # x\n  - b\n", first, "{ a: 2 }", "l:\n  - a: 2 # x\n  - b\n");
        case("l: [a, b]\n", first, "{ a: 2 }", "l: [{ a: 2 }, b]\n");
    }

    #[test]
    fn what_is_taken_out_leaves_no_trace() {
        let second = &[Key("l"), Item(1)];
        case("l:\n  - a\n  - b # x\n  # y\n  - c\n", second, "", "l:\n  - a\n  # y\n  - c\n");
        case("l: [a, b, c]\n", second, "", "l: [a, c]\n");
        let first = &[Key("l"), Item(0)];
        case("l: [a, b, c]\n", first, "", "l: [b, c]\n");
        case("x: 1\nl: [a]\ny: 2\n", first, "", "x: 1\ny: 2\n");
        case("x: 1\nl:\n  - a\ny: 2\n", first, "", "x: 1\ny: 2\n");
        case("l:\n- a\n", first, "", "");
        case("l:\n  # all\n  - a\ny: 2\n", first, "", "l:\n  # all\ny: 2\n");
        let rating = &[Key("r"), Key("a")];
        case("r: { a: 1, b: 2 }\n", rating, "", "r: { b: 2 }\n");
        case("r:\n  a: 1\n  b: 2\n", rating, "", "r:\n  b: 2\n");
        case("r:\n  b: 2\n", rating, "", "r:\n  b: 2\n");
    }

    #[test]
    fn what_cannot_be_edited_by_its_lines_is_left() {
        let set = |text: &str, path: &[Step<'_>]| put(text, path, Some(&Value::from(1)));
        assert_eq!(set("[a]\n", &[Key("x")]), None);
        assert_eq!(set("x: a\n", &[Key("x"), Key("y")]), None);
        assert_eq!(set("x:\n  a: 1 # why\n  b: 2\n", &[Key("x")]), None);
        assert_eq!(set("x: [", &[Key("x")]), None);
        assert_eq!(put("l:\n  - a: 1\n    b: 2\n", &[Key("l"), Item(0), Key("a")], None), None);
    }
}
