//! Mappings whose keys are known in advance.

use std::collections::HashMap;

use crate::problem::{Problem, did_you_mean, or_list};

use super::{Kind, Node, shortened};

/// A mapping whose keys are known in advance: hands out the values and reports every other key.
#[derive(Debug)]
pub struct Fields<'a> {
    owner: Node<'a>,
    values: HashMap<&'static str, Node<'a>>,
}

impl<'a> Fields<'a> {
    /// The fields of `node`, with a problem for each key that is not `known`.
    pub fn of(
        node: Node<'a>,
        known: &[&'static str],
        problems: &mut Vec<Problem>,
    ) -> Option<Fields<'a>> {
        let entries = match node.map() {
            Ok(entries) => entries,
            Err(problem) => {
                problems.push(problem);
                return None;
            }
        };
        let mut values = HashMap::new();
        for (key, value) in entries {
            let name = match key.text() {
                Ok(name) => name,
                Err(problem) => {
                    problems.push(problem);
                    continue;
                }
            };
            match known.iter().find(|&&known| known == name) {
                Some(&known) => {
                    values.entry(known).or_insert(value);
                }
                None => problems.push(unknown_key(key, name, known)),
            }
        }
        Some(Fields { owner: node, values })
    }

    /// The mapping itself.
    pub fn owner(&self) -> Node<'a> {
        self.owner
    }

    /// The value of a key when it was written and is not empty.
    pub fn get(&self, name: &str) -> Option<Node<'a>> {
        self.values.get(name).copied().filter(|node| node.kind() != Kind::Nothing)
    }

    /// The value of a key, read by `read`; a failure is noted and counts as absent.
    pub fn read<T>(
        &self,
        name: &str,
        problems: &mut Vec<Problem>,
        read: impl FnOnce(Node<'a>) -> Result<T, Problem>,
    ) -> Option<T> {
        note(read(self.get(name)?), problems)
    }

    /// A text that is not blank.
    pub fn text(&self, name: &str, problems: &mut Vec<Problem>) -> Option<String> {
        let text = self.read(name, problems, Node::text)?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// A list of texts; a single text counts as a list of one.
    pub fn texts(&self, name: &str, problems: &mut Vec<Problem>) -> Vec<String> {
        let Some(node) = self.get(name) else { return Vec::new() };
        let nodes = match node.kind() {
            Kind::Scalar => Ok(vec![node]),
            Kind::Nothing | Kind::List | Kind::Map => node.list(),
        };
        let nodes = note(nodes, problems).unwrap_or_default();
        nodes
            .into_iter()
            .filter_map(|node| note(node.text(), problems))
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
            .collect()
    }
}

/// The value, or its problem put with the others.
pub fn note<T>(result: Result<T, Problem>, problems: &mut Vec<Problem>) -> Option<T> {
    result.map_err(|problem| problems.push(problem)).ok()
}

fn unknown_key(key: Node<'_>, name: &str, known: &[&'static str]) -> Problem {
    let problem = key.problem(format!("unknown key `{}`", shortened(name)));
    let ticked: Vec<String> = known.iter().map(|known| format!("`{known}`")).collect();
    let hint = did_you_mean(name, known.iter().copied())
        .unwrap_or_else(|| format!("known keys are {}", or_list(&ticked)));
    problem.hint(hint)
}
