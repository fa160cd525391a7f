//! Names, and lists of whatever a profile lists.

use crate::problem::Problem;
use crate::yaml::{Fields, Kind, Node, note};

use super::Named;

/// The name of a talk. `Aya: eBPF in Rust` looks like a key and its value, and is a title.
pub(crate) fn talk(node: Node<'_>) -> Result<Named, Problem> {
    match (node.kind(), node.map().as_deref()) {
        (Kind::Map, Ok([(start, rest)])) => {
            let rest = if rest.kind() == Kind::Nothing { "" } else { rest.text()? };
            let text = format!("{}: {rest}", start.text()?).trim().to_owned();
            Ok(Named { text, place: node.place() })
        }
        _ => named(node),
    }
}

pub(crate) fn named(node: Node<'_>) -> Result<Named, Problem> {
    let text = node.text()?.trim().to_owned();
    if text.is_empty() {
        return Err(node.problem("an empty name"));
    }
    Ok(Named { text, place: node.place() })
}

/// A list of names; a text is one name, whatever commas are in it.
pub(super) fn names(
    fields: &Fields<'_>,
    key: &'static str,
    read: fn(Node<'_>) -> Result<Named, Problem>,
    problems: &mut Vec<Problem>,
) -> Vec<Named> {
    one_or_each(fields, key, problems, |node, problems| note(read(node), problems))
}

/// A list of names of whatever is no talk.
pub(crate) fn names_of(
    fields: &Fields<'_>,
    key: &'static str,
    problems: &mut Vec<Problem>,
) -> Vec<Named> {
    names(fields, key, named, problems)
}

/// Every item of a list, or the one text that stands in the place of a list.
pub(super) fn one_or_each<T>(
    fields: &Fields<'_>,
    key: &'static str,
    problems: &mut Vec<Problem>,
    mut read: impl FnMut(Node<'_>, &mut Vec<Problem>) -> Option<T>,
) -> Vec<T> {
    if let Some(node) = fields.get(key).filter(|node| node.kind() == Kind::Scalar) {
        return read(node, problems).into_iter().collect();
    }
    each(fields, key, problems, read)
}

/// Every item of a list, read by `read`.
pub(super) fn each<T>(
    fields: &Fields<'_>,
    key: &'static str,
    problems: &mut Vec<Problem>,
    mut read: impl FnMut(Node<'_>, &mut Vec<Problem>) -> Option<T>,
) -> Vec<T> {
    let nodes = fields.read(key, problems, Node::list).unwrap_or_default();
    nodes.into_iter().filter_map(|node| read(node, problems)).collect()
}

/// A mapping from names to numbers.
pub(super) fn numbers(
    node: Option<Node<'_>>,
    range: std::ops::RangeInclusive<f64>,
    what: &str,
    problems: &mut Vec<Problem>,
) -> Vec<(Named, f64)> {
    let Some(node) = node else { return Vec::new() };
    let entries = note(node.map(), problems).unwrap_or_default();
    entries
        .into_iter()
        .filter_map(|(key, value)| {
            let name = note(named(key), problems);
            let number = note(value.number_in(range.clone(), what), problems);
            name.zip(number)
        })
        .collect()
}
