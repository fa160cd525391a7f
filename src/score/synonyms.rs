//! Names for one and the same thing, from `synonyms.txt`.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::query::folded;

/// The groups of names that mean the same.
const TEXT: &str = include_str!("synonyms.txt");

/// What else a folded keyword is called.
pub(super) fn synonyms(keyword: &str) -> impl Iterator<Item = &'static str> + use<> {
    static GROUPS: OnceLock<HashMap<String, Vec<&'static str>>> = OnceLock::new();
    let others = GROUPS.get_or_init(groups).get(keyword);
    others.into_iter().flatten().copied()
}

fn groups() -> HashMap<String, Vec<&'static str>> {
    let mut groups: HashMap<String, Vec<&'static str>> = HashMap::new();
    for line in TEXT.lines().filter(|line| !line.starts_with('#')) {
        let names: Vec<&str> = line.split('=').map(str::trim).collect();
        for (place, name) in names.iter().enumerate() {
            let others = names.iter().enumerate().filter(|&(other, _)| other != place);
            groups.entry(folded(name)).or_default().extend(others.map(|(_, name)| *name));
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_two_names_or_more() {
        for line in TEXT.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let names: Vec<String> = line.split('=').map(folded).collect();
            assert!(names.len() >= 2 && names.iter().all(|name| !name.is_empty()), "{line}");
        }
    }

    #[test]
    fn synonyms_go_both_ways() {
        assert_eq!(synonyms("k8s").collect::<Vec<_>>(), ["kubernetes"]);
        assert_eq!(synonyms("machine learning").collect::<Vec<_>>(), ["ml"]);
        assert_eq!(synonyms("bread").count(), 0);
    }
}
