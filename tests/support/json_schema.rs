//! JSON Schema, as far as the schemas of `attend schema` use it: a keyword that is not here is a
//! panic.

use std::collections::BTreeMap;

use regex::Regex;
use serde_json::Value;

/// A schema that says what is valid.
pub(crate) struct Validator {
    schema: Value,
    patterns: BTreeMap<String, Regex>,
}

impl Validator {
    pub(crate) fn new(schema: &str) -> Validator {
        let schema = serde_json::from_str(schema).unwrap();
        let mut patterns = BTreeMap::new();
        compile(&schema, &mut patterns);
        Validator { schema, patterns }
    }

    pub(crate) fn is_valid(&self, value: &Value) -> bool {
        self.fits(&self.schema, value)
    }

    fn fits(&self, schema: &Value, value: &Value) -> bool {
        let Value::Object(keywords) = schema else { return schema == &Value::Bool(true) };
        keywords.iter().all(|(keyword, wanted)| self.meets(keyword, wanted, schema, value))
    }

    fn meets(&self, keyword: &str, wanted: &Value, schema: &Value, value: &Value) -> bool {
        let list = || wanted.as_array().unwrap().iter();
        let length = |length: Option<usize>, fits: fn(&u64, &u64) -> bool| {
            length.is_none_or(|length| fits(&(length as u64), &wanted.as_u64().unwrap()))
        };
        let (items, entries) = (value.as_array(), value.as_object());
        match keyword {
            "$schema" | "title" | "description" | "definitions" => true,
            "$ref" => {
                let place = wanted.as_str().unwrap().strip_prefix('#').unwrap();
                self.fits(self.schema.pointer(place).expect(place), value)
            }
            "type" if wanted.is_string() => is_a(wanted, value),
            "type" => list().any(|kind| is_a(kind, value)),
            "const" => wanted == value,
            "enum" => list().any(|one| one == value),
            "not" => !self.fits(wanted, value),
            "anyOf" => list().any(|one| self.fits(one, value)),
            "allOf" => list().all(|one| self.fits(one, value)),
            "minimum" => value.as_f64().is_none_or(|number| number >= wanted.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|number| number <= wanted.as_f64().unwrap()),
            "pattern" => {
                let pattern = &self.patterns[wanted.as_str().unwrap()];
                value.as_str().is_none_or(|text| pattern.is_match(text))
            }
            "minItems" => length(items.map(Vec::len), u64::ge),
            "maxItems" => length(items.map(Vec::len), u64::le),
            "minProperties" => length(entries.map(serde_json::Map::len), u64::ge),
            "maxProperties" => length(entries.map(serde_json::Map::len), u64::le),
            "items" => items.is_none_or(|items| items.iter().all(|item| self.fits(wanted, item))),
            "required" => entries.is_none_or(|entries| {
                list().all(|key| entries.contains_key(key.as_str().unwrap()))
            }),
            "properties" => entries.is_none_or(|entries| {
                let known = |key: &str| wanted.get(key);
                entries.iter().all(|(key, it)| known(key).is_none_or(|is| self.fits(is, it)))
            }),
            "additionalProperties" => entries.is_none_or(|entries| {
                let known = |key: &str| schema["properties"].get(key).is_some();
                entries.iter().all(|(key, it)| known(key) || self.fits(wanted, it))
            }),
            "propertyNames" => entries.is_none_or(|entries| {
                entries.keys().all(|key| self.fits(wanted, &Value::from(key.as_str())))
            }),
            _ => panic!("the schema has `{keyword}`, which is not known here"),
        }
    }
}

fn compile(schema: &Value, patterns: &mut BTreeMap<String, Regex>) {
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
        patterns.insert(pattern.to_owned(), Regex::new(pattern).unwrap());
    }
    let entries = schema.as_object().into_iter().flat_map(|entries| entries.values());
    let items = schema.as_array().into_iter().flatten();
    entries.chain(items).for_each(|inner| compile(inner, patterns));
}

fn is_a(kind: &Value, value: &Value) -> bool {
    match kind.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        kind => panic!("the schema has the type `{kind}`"),
    }
}
