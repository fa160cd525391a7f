//! A profile's text + more wishes -> the same text with them; comments and order stay.

use serde::{Deserialize, Serialize};
use serde_yaml::{Mapping, Value};

use crate::{source, yaml};

use super::Head;
use super::read::TITLES;
use super::reweigh::{Reweighed, reweigh};

/// Wishes to be written into a profile, each as a line of YAML.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Additions {
    /// Topics, as `rust` or `rust:3`.
    #[serde(default)]
    pub interests: Vec<String>,
    /// Talks that must be in the agenda.
    #[serde(default)]
    pub must_see: Vec<String>,
    /// Talks that must not.
    #[serde(default)]
    pub never: Vec<String>,
}

/// A key of a profile with its new entries.
type Entries = (&'static str, Vec<Value>);

impl Additions {
    /// Whether there is nothing to add.
    pub fn is_empty(&self) -> bool {
        self.interests.is_empty() && self.must_see.is_empty() && self.never.is_empty()
    }

    fn entries(&self) -> Vec<Entries> {
        let talks = |names: &[String]| names.iter().cloned().map(Value::String).collect();
        let all = [
            ("interests", self.interests.iter().map(|text| interest(text)).collect()),
            ("must_see", talks(&self.must_see)),
            ("never", talks(&self.never)),
        ];
        all.into_iter().filter(|(_, entries): &Entries| !entries.is_empty()).collect()
    }

    /// A profile of its own.
    pub fn as_profile(&self) -> String {
        let mut profile = Mapping::new();
        for (key, entries) in self.entries() {
            profile.insert(key.into(), Value::Sequence(entries));
        }
        // Texts, numbers and lists: nothing that could fail.
        if profile.is_empty() { String::new() } else { written(&Value::Mapping(profile)) + "\n" }
    }

    /// A profile with these added where its lists are; none where a list has a form that cannot be
    /// edited line by line.
    pub fn added_to(&self, profile: &str) -> Option<String> {
        let mut text = readable(profile);
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        for (key, mut entries) in self.entries() {
            let there = serde_yaml::from_str::<Value>(&text).unwrap_or_default();
            match there.get(key) {
                Some(Value::Sequence(there)) => entries.retain(|entry| !there.contains(entry)),
                // What stands without a list becomes one, in which there is room for more.
                Some(Value::String(one)) => {
                    let listed = as_list(&text, key, one)?;
                    text = listed;
                }
                _ => {}
            }
            if key == "interests" {
                text = reweighed(&text, &mut entries)?;
            }
            if entries.is_empty() {
                continue;
            }
            let edited = added(&text, key, &entries)?;
            // Lines are edited by their looks: a bracket in a comment, say, may have misled.
            if !is_extended(&text, &edited, key, &entries) {
                return None;
            }
            text = edited;
        }
        Some(yaml::restored(&text))
    }
}

/// A profile as a YAML library reads it, too.
pub(super) fn readable(profile: &str) -> String {
    let is_read = serde_yaml::from_str::<Value>(profile).is_ok();
    let readable = || yaml::readable(profile, TITLES.0, TITLES.1);
    if is_read { None } else { readable() }.unwrap_or_else(|| profile.to_owned())
}

impl Head {
    /// A profile with these where it says nothing of them, after its name; the same text where its
    /// keys are not one a line.
    pub fn added_to(&self, profile: &str) -> String {
        let text = |text: &String| Value::from(text.as_str());
        let lines = [
            ("first_day", self.first_day.map(|day| text(&day.to_string()))),
            ("year", self.year.map(Value::from)),
            ("timezone", self.timezone.as_ref().map(text)),
            ("schedule", self.schedule.as_deref().map(schedule)),
        ];
        let lines = lines.into_iter().filter_map(|(key, value)| Some((key, value?)));
        let text = lines.fold(readable(profile), |text, (key, value)| {
            with_line(&text, key, value).unwrap_or(text)
        });
        yaml::restored(&text)
    }
}

/// A schedule as a profile names it; of several a list.
fn schedule(name: &str) -> Value {
    match source::names_in(name).as_slice() {
        [one] => Value::from(one.as_str()),
        several => several.iter().map(|name| Value::from(name.as_str())).collect(),
    }
}

fn with_line(profile: &str, key: &str, value: Value) -> Option<String> {
    let read = |text: &str| serde_yaml::from_str::<Option<Mapping>>(text).ok();
    let mut expected = read(profile)?.unwrap_or_default();
    if expected.contains_key(key) {
        return None;
    }
    let line = written(&Value::Mapping(Mapping::from_iter([(key.into(), value.clone())])));
    let mut lines: Vec<&str> = profile.lines().collect();
    let is_comment = |line: &&str| line.is_empty() || line.starts_with('#');
    let after_name = lines.iter().position(|line| line.starts_with("name:")).map(|at| at + 1);
    let first = || lines.iter().take_while(|line| is_comment(line)).count();
    lines.insert(after_name.unwrap_or_else(first), &line);
    let text = lines.join("\n") + "\n";
    expected.insert(key.into(), value);
    (read(&text)? == Some(expected)).then_some(text)
}

/// A profile in which a key has a list in place of a text.
pub(super) fn as_list(profile: &str, key: &str, one: &str) -> Option<String> {
    let words: Vec<&str> = match key {
        "interests" => {
            one.split([',', ';']).map(str::trim).filter(|word| !word.is_empty()).collect()
        }
        _ => vec![one],
    };
    let words: Vec<Value> = words.into_iter().map(Value::from).collect();
    let inside = words.iter().map(quoted).collect::<Vec<String>>().join(", ");
    let is_key = |line: &&str| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'));
    let lines: Vec<&str> = profile.lines().collect();
    let at = lines.iter().position(is_key)?;
    let line = format!("{key}: [{inside}]");
    let mut edited = lines;
    edited[at] = &line;
    let edited = edited.join("\n") + "\n";
    let read = |text: &str| serde_yaml::from_str::<Mapping>(text).ok();
    let mut expected = read(profile)?;
    expected.insert(key.into(), Value::Sequence(words));
    (read(&edited)? == expected).then_some(edited)
}

/// A profile in which the interests that it has get the weights of these; the others are left.
fn reweighed(profile: &str, entries: &mut Vec<Value>) -> Option<String> {
    let mut text = profile.to_owned();
    let mut new = Vec::new();
    for entry in entries.drain(..) {
        let (topic, weight) = match &entry {
            Value::Mapping(pair) => {
                let (topic, weight) = pair.iter().next()?;
                (topic.as_str()?, Some(written(weight)))
            }
            topic => (topic.as_str()?, None),
        };
        match reweigh(&text, topic, weight.as_deref()) {
            Reweighed::New => new.push(entry),
            Reweighed::Done(edited) => text = edited,
            Reweighed::Stuck => return None,
        }
    }
    *entries = new;
    Some(text)
}

/// Whether a text says what another one does, and the entries of a key on top.
fn is_extended(before: &str, after: &str, key: &str, entries: &[Value]) -> bool {
    let read = |text: &str| serde_yaml::from_str::<Option<Mapping>>(text).ok();
    let (Some(before), Some(Some(mut after))) = (read(before), read(after)) else { return false };
    let mut before = before.unwrap_or_default();
    let expected = match before.remove(key) {
        None | Some(Value::Null) => Value::Sequence(entries.to_vec()),
        Some(Value::Sequence(mut list)) => {
            list.extend_from_slice(entries);
            Value::Sequence(list)
        }
        Some(Value::Mapping(mut weights)) => {
            for entry in entries {
                match entry {
                    Value::Mapping(weighted) => weights.extend(weighted.clone()),
                    other => weights.extend([(other.clone(), Value::from(1))]),
                }
            }
            Value::Mapping(weights)
        }
        Some(_) => return false,
    };
    after.remove(key) == Some(expected) && after == before
}

/// `rust`, `rust:3` or `rust:never`. What follows the last colon is a weight only if it is a number
/// or `never`.
fn interest(text: &str) -> Value {
    let weighted = text.rsplit_once([':', '=']).and_then(|(topic, weight)| {
        let weight = if weight.trim() == "never" {
            Value::from("never")
        } else {
            let weight: f64 = weight.trim().parse().ok()?;
            let whole = weight.fract() == 0.0 && weight.abs() < 1e6;
            if whole { Value::from(weight as i64) } else { Value::from(weight) }
        };
        Some(Value::Mapping(Mapping::from_iter([(topic.trim().into(), weight)])))
    });
    weighted.unwrap_or_else(|| text.into())
}

/// A value as YAML without the end of its last line.
fn written(value: &Value) -> String {
    serde_yaml::to_string(value).unwrap_or_default().trim_end().to_owned()
}

/// A text with entries at the end of the list of a key.
fn added(text: &str, key: &str, entries: &[Value]) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let is_key = |line: &&str| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'));
    let Some(at) = lines.iter().position(is_key) else {
        let list =
            Value::Mapping(Mapping::from_iter([(key.into(), Value::Sequence(entries.to_vec()))]));
        return Some(format!("{text}{}\n", written(&list)));
    };
    let is_inside = |line: &&&str| line.is_empty() || line.starts_with([' ', '\t', '#', '-']);
    let end = at + 1 + lines[at + 1..].iter().take_while(is_inside).count();
    let inline = lines[at][key.len() + 1..].trim();
    let (first, edited) = if inline.is_empty() || inline.starts_with('#') {
        (at + 1, in_block(&lines[at + 1..end], entries))
    } else {
        (at, in_brackets(&lines[at..end].join("\n"), entries)?)
    };
    let (before, after) = (lines[..first].join("\n"), lines[end..].join("\n"));
    let parts = [before, edited, after];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Some(parts.join("\n") + "\n")
}

/// The lines of a list, or of a mapping of weights, with more at its end.
fn in_block(lines: &[&str], entries: &[Value]) -> String {
    let is_content = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    // Without content the key stands for nothing yet.
    let first = lines.iter().find(|line| is_content(line)).map_or("-", |first| *first);
    let end = lines.iter().rposition(is_content).map_or(0, |last| last + 1);
    let indent = &first[..first.len() - first.trim_start().len()];
    let is_list = first.trim_start().starts_with('-');
    let mut all: Vec<String> = lines[..end].iter().map(|&line| line.to_owned()).collect();
    for entry in entries {
        let entry = match entry {
            Value::Mapping(_) | Value::String(_) if is_list => format!("- {}", written(entry)),
            Value::Mapping(_) => written(entry),
            other => format!("{}: 1", written(other)),
        };
        all.push(format!("{indent}{entry}"));
    }
    all.extend(lines[end..].iter().map(|&line| line.to_owned()));
    all.join("\n")
}

/// `[...]` or `{...}` with more before its end.
fn in_brackets(text: &str, entries: &[Value]) -> Option<String> {
    let open = text.find(['[', '{'])?;
    let is_list = text[open..].starts_with('[');
    let close = text.rfind(if is_list { ']' } else { '}' }).filter(|close| *close > open)?;
    let inside = text[open + 1..close].trim_end().trim_end_matches(',');
    let mut all = inside.to_owned();
    for entry in entries {
        let entry = match entry {
            Value::Mapping(weighted) => {
                let pairs = weighted
                    .iter()
                    .map(|(key, weight)| format!("{}: {}", quoted(key), written(weight)));
                let pairs = pairs.collect::<Vec<String>>().join(", ");
                if is_list { format!("{{ {pairs} }}") } else { pairs }
            }
            other if is_list => quoted(other),
            other => format!("{}: 1", quoted(other)),
        };
        all += if all.trim().is_empty() { "" } else { ", " };
        all += &entry;
    }
    Some(format!("{}{all}{}", &text[..=open], &text[close..]))
}

/// A text as it may stand between brackets, where commas divide.
fn quoted(value: &Value) -> String {
    value.as_str().map_or_else(|| written(value), |text| serde_json::Value::from(text).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn additions() -> Additions {
        Additions {
            interests: vec!["rust:3".into(), "C: the language".into()],
            must_see: vec!["Aya: eBPF, in Rust".into()],
            never: Vec::new(),
        }
    }

    #[test]
    fn without_a_profile_the_wishes_are_one() {
        assert_eq!(
            additions().as_profile(),
            "interests:\n- rust: 3\n- 'C: the language'\nmust_see:\n- 'Aya: eBPF, in Rust'\n"
        );
        assert_eq!(Additions::default().as_profile(), "");
    }

    #[test]
    fn a_profile_keeps_its_comments_and_its_form() {
        let case = |profile: &str, expected: &str| {
            assert_eq!(additions().added_to(profile).as_deref(), Some(expected));
        };
        case(
            "# Mine\ninterests:   # what I like\n  - ebpf\n  # more\n\nname: Me\n",
            "# Mine\ninterests:   # what I like\n  - ebpf\n  - rust: 3\n  - 'C: the language'\n  # more\n\nname: Me\nmust_see:\n- 'Aya: eBPF, in Rust'\n",
        );
        case(
            "interests: [ebpf, { go: 2 }] # all\nmust_see: []",
            "interests: [ebpf, { go: 2 }, { \"rust\": 3 }, \"C: the language\"] # all\nmust_see: [\"Aya: eBPF, in Rust\"]\n",
        );
        case(
            "interests:\n# none yet\nmust_see:\n",
            "interests:\n- rust: 3\n- 'C: the language'\n# none yet\nmust_see:\n- 'Aya: eBPF, in Rust'\n",
        );
        case(
            "interests: ebpf, C\nmust_see: A\n",
            "interests: [\"ebpf\", \"C\", { \"rust\": 3 }, \"C: the language\"]\nmust_see: [\"A\", \"Aya: eBPF, in Rust\"]\n",
        );
        case(
            "interests:\n  - rust: 1 # some\n  - go\n",
            "interests:\n  - rust: 3 # some\n  - go\n  - 'C: the language'\nmust_see:\n- 'Aya: eBPF, in Rust'\n",
        );
        case(
            "must_see:\n- A\ninterests:\n    ebpf: 2\n",
            "must_see:\n- A\n- 'Aya: eBPF, in Rust'\ninterests:\n    ebpf: 2\n    rust: 3\n    'C: the language': 1\n",
        );
    }

    #[test]
    fn a_schedule_is_added_once_and_after_the_name() {
        let timezone = Some("Europe/Berlin".to_owned());
        let head = Head { schedule: Some("a: b.xml".into()), timezone, ..Head::default() };
        let case = |profile: &str, expected: &str| assert_eq!(head.added_to(profile), expected);
        case(
            "# Mine\nname: Me\ninterests: [a]",
            "# Mine\nname: Me\nschedule: 'a: b.xml'\ntimezone: Europe/Berlin\ninterests: [a]\n",
        );
        case("schedule: x\ntimezone: UTC\n", "schedule: x\ntimezone: UTC\n");
        case(
            "# Mine\n\ninterests: [a]\ntimezone: UTC\n",
            "# Mine\n\nschedule: 'a: b.xml'\ninterests: [a]\ntimezone: UTC\n",
        );
        case("{ interests: [a] }\n", "{ interests: [a] }\n");
        case("", "schedule: 'a: b.xml'\ntimezone: Europe/Berlin\n");
        let first_day = chrono::NaiveDate::from_ymd_opt(2026, 1, 31);
        let head = Head { year: Some(2026), first_day, ..Head::default() };
        assert_eq!(head.added_to("name: Me\n"), "name: Me\nyear: 2026\nfirst_day: 2026-01-31\n");
    }

    #[test]
    fn what_cannot_be_edited_line_by_line_is_left_alone() {
        assert_eq!(additions().added_to("interests: &mine\n  - a\n"), None);
        assert_eq!(additions().added_to("interests: [a] # and [b]\n"), None);
    }
}
