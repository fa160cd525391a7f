//! A profile's text with another weight for an interest that it has; comments and order stay.

use serde_yaml::{Mapping, Value};

use crate::problem::Place;
use crate::yaml::{Document, Kind, Node};

use super::Weight;
use super::read::{MAX_BYTES, read};

/// What became of an interest that is to be added.
pub(super) enum Reweighed {
    /// The profile does not have it.
    New,
    /// It has it, and this is its text now.
    Done(String),
    /// It has it in a form that cannot be edited by its looks.
    Stuck,
}

/// Gives an interest of a profile another weight; without one it stays as it is.
pub(super) fn reweigh(profile: &str, topic: &str, weight: Option<&str>) -> Reweighed {
    let Ok(document) = Document::parse(profile, MAX_BYTES) else { return Reweighed::Stuck };
    let Some(spot) = document.root().get("interests").and_then(|node| spot(node, topic)) else {
        return Reweighed::New;
    };
    let Some(weight) = weight else { return Reweighed::Done(profile.to_owned()) };
    match edited(profile, &spot, weight).filter(|after| is_right(profile, after, topic, weight)) {
        Some(text) => Reweighed::Done(text),
        None => Reweighed::Stuck,
    }
}

/// Where the weight of an interest stands, or would.
enum Spot<'a> {
    /// The weight itself.
    Weight(Node<'a>),
    /// A word without one.
    Bare(Node<'a>),
    /// The key and the name of a topic without one.
    Topic(Node<'a>, Node<'a>),
}

fn spot<'a>(interests: Node<'a>, topic: &str) -> Option<Spot<'a>> {
    let is_it = |node: Node<'_>| node.text().is_ok_and(|text| text.trim() == topic);
    let weight_in = |node: Node<'a>| {
        let mut entries = node.map().ok()?.into_iter();
        entries.find(|(key, _)| is_it(*key)).map(|(_, weight)| Spot::Weight(weight))
    };
    if interests.kind() == Kind::Map {
        return weight_in(interests);
    }
    interests.list().ok()?.into_iter().find_map(|item| {
        let entries = item.map().unwrap_or_default();
        match entries.iter().find(|(key, _)| key.text() == Ok("topic")) {
            _ if is_it(item) => Some(Spot::Bare(item)),
            None => weight_in(item),
            Some((key, name)) if is_it(*name) => {
                Some(item.get("weight").map_or(Spot::Topic(*key, *name), Spot::Weight))
            }
            Some(_) => None,
        }
    })
}

fn edited(profile: &str, spot: &Spot<'_>, weight: &str) -> Option<String> {
    match spot {
        Spot::Weight(node) => {
            let (from, to) = token(profile, *node)?;
            Some(format!("{}{weight}{}", &profile[..from], &profile[to..]))
        }
        Spot::Bare(node) => {
            let (_, end) = token(profile, *node)?;
            Some(format!("{}: {weight}{}", &profile[..end], &profile[end..]))
        }
        Spot::Topic(key, name) => {
            let (from, end) = token(profile, *name)?;
            let line = profile[..from].rfind('\n').map_or(0, |at| at + 1);
            if profile[line..from].contains('{') {
                return Some(format!("{}, weight: {weight}{}", &profile[..end], &profile[end..]));
            }
            let next = end + profile[end..].find('\n').map_or(profile.len() - end, |at| at + 1);
            let indent = " ".repeat(key.place().column - 1);
            Some(format!("{}{indent}weight: {weight}\n{}", &profile[..next], &profile[next..]))
        }
    }
}

/// From where to where a scalar stands in a text, with its quotes.
fn token(profile: &str, node: Node<'_>) -> Option<(usize, usize)> {
    let Place { line, column } = node.place();
    let start: usize = profile.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let in_line = profile[start..].char_indices().nth(column - 1)?.0;
    let (from, text) = (start + in_line, node.text().ok()?);
    let rest = &profile[from..];
    let quote = rest.chars().next().filter(|first| ['"', '\''].contains(first));
    let inside = if quote.is_some() { &rest[1..] } else { rest };
    let after = inside.strip_prefix(text)?;
    let after = match quote {
        Some(quote) => after.strip_prefix(quote)?,
        None => after,
    };
    Some((from, profile.len() - after.len()))
}

/// Whether a text says what another one does, but for this weight.
fn is_right(before: &str, after: &str, topic: &str, weight: &str) -> bool {
    let interests = |text: &str| Some(read(text).ok()?.0.interests);
    let others = |text: &str| {
        let mut all = serde_yaml::from_str::<Mapping>(text).ok()?;
        all.remove("interests");
        Some(Value::Mapping(all))
    };
    let weight = match weight {
        "never" => Weight::Never,
        number => number.parse().map_or(Weight::Never, Weight::Number),
    };
    let expected = interests(before).and_then(|mut interests| {
        let found = interests.iter_mut().find(|interest| interest.topic == topic)?;
        found.weight = weight;
        Some(interests)
    });
    expected.is_some() && expected == interests(after) && others(before) == others(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reweighed(profile: &str, topic: &str, weight: &str) -> String {
        match reweigh(profile, topic, Some(weight)) {
            Reweighed::New => "new".to_owned(),
            Reweighed::Done(text) => text,
            Reweighed::Stuck => "stuck".to_owned(),
        }
    }

    #[test]
    fn a_weight_is_changed_where_it_stands() {
        let case = |profile: &str, expected: &str| {
            assert_eq!(reweighed(profile, "rust", "2.5"), expected);
        };
        case("interests:\n  - rust: 3 # much\n", "interests:\n  - rust: 2.5 # much\n");
        case("interests:\n- rust\n- go\n", "interests:\n- rust: 2.5\n- go\n");
        case("interests: [go, \"rust\"] # x\n", "interests: [go, \"rust\": 2.5] # x\n");
        case("interests: [{ rust: 3 }]\n", "interests: [{ rust: 2.5 }]\n");
        case("interests: { go: 1, rust: 3 }\n", "interests: { go: 1, rust: 2.5 }\n");
        case("interests:\n  rust: 3\n", "interests:\n  rust: 2.5\n");
        case(
            "interests:\n  - topic: rust\n    weight: 1\n    keywords: [rust]\n",
            "interests:\n  - topic: rust\n    weight: 2.5\n    keywords: [rust]\n",
        );
        case(
            "interests:\n  - topic: rust # mine\n    keywords: [rust, cargo]\n",
            "interests:\n  - topic: rust # mine\n    weight: 2.5\n    keywords: [rust, cargo]\n",
        );
        case(
            "interests: [{ topic: rust, keywords: [a, b] }]\n",
            "interests: [{ topic: rust, weight: 2.5, keywords: [a, b] }]\n",
        );
        case("interests: [go]\nnever: [rust]\n", "new");
        case("interests:\n  - |\n    rust\n", "stuck");
    }

    #[test]
    fn without_a_weight_an_interest_stays_as_it_is() {
        let text = "interests: [rust: 3]\n";
        assert!(matches!(reweigh(text, "rust", None), Reweighed::Done(same) if same == text));
    }
}
