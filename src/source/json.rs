//! JSON syntax: text -> a value, bounded in size, with nothing lost to equal keys.
//!
//! serde_json reads it. By itself it keeps the last of two equal keys without a word and fills
//! the memory with a million empty lists; here lists under equal keys are joined and values are
//! counted. What keys mean is not known here.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::problem::{Place, Problem, too_deep};

use super::{bounds, decode};

/// The most values of a file, where an object counts as several for the memory it takes: ten
/// times those of the largest schedule known.
pub(super) const MAX_VALUES: usize = 4_000_000;
/// The deepest nesting that is read: serde_json's own bound.
pub(super) const MAX_DEPTH: usize = 127;
/// What an object costs, before what is in it.
pub(super) const OBJECT: usize = 8;

/// The value of a JSON text.
///
/// # Errors
/// It is not JSON, is cut off, nests too deep or has too many values.
pub(super) fn parse(text: &str) -> Result<Value, Vec<Problem>> {
    let left = Cell::new(MAX_VALUES);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Counted { left: &left }.deserialize(&mut deserializer);
    value
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| vec![decode::merge_conflict(text).unwrap_or_else(|| explained(&error))])
}

pub(super) fn explained(error: &serde_json::Error) -> Problem {
    let place = Place { line: error.line().max(1), column: error.column().max(1) };
    if error.is_eof() {
        return Problem::at(place, "the JSON ends in the middle")
            .hint("the file was cut off: save the conference's schedule to it again");
    }
    let text = error.to_string();
    let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
    if what.contains("recursion limit") {
        return Problem::at(place, too_deep(MAX_DEPTH));
    }
    if what == too_many() {
        return Problem::at(place, what);
    }
    let short: String = what.chars().take(120).collect();
    Problem::at(place, format!("invalid JSON: {short}"))
        .hint("save the conference's schedule to it again")
}

fn too_many() -> String {
    bounds::more_than(MAX_VALUES, "values")
}

#[derive(Clone, Copy)]
struct Counted<'a> {
    left: &'a Cell<usize>,
}

impl<'de> DeserializeSeed<'de> for Counted<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.pay(1)?;
        deserializer.deserialize_any(self)
    }
}

impl Counted<'_> {
    fn pay<E: serde::de::Error>(self, price: usize) -> Result<(), E> {
        let left = self.left.get().checked_sub(price);
        self.left.set(left.ok_or_else(|| E::custom(too_many()))?);
        Ok(())
    }
}

impl<'de> Visitor<'de> for Counted<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        self.pay(OBJECT)?;
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(self)?;
            match (map.get_mut(&key), value) {
                (Some(Value::Array(first)), Value::Array(mut more)) => first.append(&mut more),
                (_, value) => {
                    map.insert(key, value);
                }
            }
        }
        Ok(Value::Object(map))
    }
}

/// The list under a key, empty where there is none.
pub(super) fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The text or number under a key, as text.
pub(super) fn text(value: &Value, key: &str) -> Option<String> {
    scalar(value.get(key)?)
}

/// A text, a number, or a text given in several languages: English if there is one.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(languages) => {
            let text = |value: &Value| {
                value.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)
            };
            let english = languages.get("en").and_then(text);
            english.or_else(|| languages.values().find_map(text))
        }
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    }
}

/// The name of a thing that is given as a text, or as an object with a name.
pub(super) fn name(value: &Value) -> Option<String> {
    let keys = ["public_name", "name", "full_public_name", "title"];
    match value {
        Value::Object(_) => {
            let named =
                keys.iter().find_map(|key| text(value, key).filter(|name| !name.trim().is_empty()));
            named.or_else(|| scalar(value).filter(|_| value.get("id").is_none()))
        }
        value => scalar(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_under_equal_keys_are_joined() {
        let value = parse("{\"a\": [1], \"b\": 1, \"a\": [2], \"b\": 2}").unwrap();
        assert_eq!(value, serde_json::json!({"a": [1, 2], "b": 2}));
    }

    #[test]
    fn broken_json_is_explained() {
        let case = |text: &str, expected: &str| {
            assert_eq!(parse(text).unwrap_err()[0].what, expected);
        };
        case("{\"a\": [1, ", "the JSON ends in the middle");
        case("{\"a\": 1,}", "invalid JSON: trailing comma");
        case("[1] x", "invalid JSON: trailing characters");
        case(&"[".repeat(100_000), "nested more than 127 levels deep");
        case(
            "{\n<<<<<<< HEAD\n\"a\": 1\n=======\n\"a\": 2\n>>>>>>> b\n}",
            "the file contains merge conflict markers",
        );
    }
}
