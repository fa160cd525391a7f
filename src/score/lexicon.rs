//! What belongs to a topic, from `lexicon.txt`.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::query::folded;

const TEXT: &str = include_str!("lexicon.txt");

/// What a kind or a part counts next to the topic's own name.
const NARROWER: f64 = 0.5;
/// What a word counts that talks about the topic often say.
const WORD: f64 = 0.15;
/// What the terms of a term count next to it.
const BELOW: f64 = 0.3;
/// How many topics below the one that was asked for bring their terms along.
const DEEPEST: usize = 2;

/// What a term is to a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// PostgreSQL is a kind of database.
    Kind,
    /// Cryptography is a part of security.
    Part,
    /// Talks about databases often say `query`.
    Word,
}

/// A term that belongs to a topic.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub(super) text: String,
    /// What it counts next to the topic's own name.
    pub(super) share: f64,
    /// It means other things as well.
    pub(super) is_ambiguous: bool,
    /// What it is to which topic, and that one to the next, up to the one that was asked for.
    pub(super) path: Vec<(Relation, String)>,
}

/// The terms of a topic, its own first; none of a word that is no topic. Each of `own` is a topic
/// and what else belongs to it.
pub(super) fn terms(topic: &str, own: &[Vec<String>]) -> Vec<Term> {
    let mut terms = Terms::default();
    for group in own.iter().filter(|group| folded(&group[0]) == folded(topic)) {
        for text in &group[1..] {
            let path = vec![(Relation::Part, topic.to_owned())];
            terms.set(Term {
                text: text.clone(),
                share: NARROWER,
                is_ambiguous: false,
                path: path.clone(),
            });
            if let Some(block) = block(text) {
                terms.add(block, NARROWER, &path);
            }
        }
    }
    if let Some(block) = block(topic) {
        terms.add(block, 1.0, &[]);
    }
    terms.all
}

/// The first name of each topic.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let lines = TEXT.lines().filter(|line| !line.starts_with([' ', '#']) && !line.is_empty());
    lines.map(name_of)
}

/// The folded names of all topics, in order.
pub(super) fn topics() -> Vec<&'static str> {
    let mut names: Vec<&str> = all().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// The terms of topics below one another.
#[derive(Default)]
struct Terms {
    all: Vec<Term>,
    known: HashMap<String, usize>,
}

impl Terms {
    /// Adds a term; of one that there is already, the nearer one stays.
    fn set(&mut self, term: Term) {
        match self.known.get(&term.text) {
            Some(&at) if self.all[at].share >= term.share => {}
            Some(&at) => self.all[at] = term,
            None => {
                self.known.insert(term.text.clone(), self.all.len());
                self.all.push(term);
            }
        }
    }

    fn add(&mut self, block: &'static str, share: f64, path: &[(Relation, String)]) {
        let name = name_of(block);
        let mut below = Vec::new();
        for (relation, text) in terms_of(block) {
            let is_word = relation == Relation::Word;
            if is_word && !path.is_empty() || path.iter().any(|(_, topic)| topic == text) {
                continue;
            }
            let share = share * if is_word { WORD } else { NARROWER };
            let is_ambiguous = text.ends_with('?');
            let text = text.trim_end_matches('?');
            let path: Vec<_> =
                std::iter::once((relation, name.to_owned())).chain(path.iter().cloned()).collect();
            if !is_word && !is_ambiguous && path.len() <= DEEPEST {
                below.extend(
                    self::block(text).filter(|it| *it != block).map(|it| (it, path.clone())),
                );
            }
            self.set(Term { text: text.to_owned(), share, is_ambiguous, path });
        }
        for (block, path) in below {
            self.add(block, share * BELOW, &path);
        }
    }
}

/// Where a topic stands, under this name or the same in the plural or singular.
fn block(topic: &str) -> Option<&'static str> {
    let blocks = all();
    let name = folded(topic);
    let singular = name.strip_suffix('s');
    let plural = || blocks.get(&format!("{name}s"));
    blocks.get(&name).or_else(|| singular.and_then(|it| blocks.get(it))).or_else(plural).copied()
}

/// All topics by their folded names, read when the first one is looked up.
fn all() -> &'static HashMap<String, &'static str> {
    static BLOCKS: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    BLOCKS.get_or_init(blocks)
}

fn blocks() -> HashMap<String, &'static str> {
    let mut blocks = HashMap::new();
    let starts = TEXT.match_indices('\n').map(|(at, _)| &TEXT[at + 1..]);
    for block in starts.filter(|rest| !rest.starts_with([' ', '#', '\n'])) {
        let names = block.lines().next().unwrap_or_default();
        blocks.extend(names.split(" = ").map(|name| (folded(name), block)));
    }
    blocks
}

fn name_of(block: &'static str) -> &'static str {
    block.split(['\n', '=']).next().unwrap_or_default().trim()
}

/// The terms of a topic as they stand there.
fn terms_of(block: &'static str) -> impl Iterator<Item = (Relation, &'static str)> {
    block.lines().skip(1).map_while(|line| line.strip_prefix("  ")).flat_map(|line| {
        let (relation, terms) = line.split_once(": ").unwrap_or_default();
        let relation = match relation {
            "kinds" => Relation::Kind,
            "parts" => Relation::Part,
            _ => Relation::Word,
        };
        terms.split(", ").map(move |term| (relation, term))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_name_is_that_of_one_topic() {
        let mut known = BTreeSet::new();
        let lines = TEXT.lines().filter(|line| !line.starts_with([' ', '#']) && !line.is_empty());
        for name in lines.flat_map(|line| line.split(" = ")) {
            assert!(
                known.insert(folded(name)) || name.contains(|c: char| !c.is_ascii_alphabetic()),
                "{name}"
            );
        }
        assert!(known.len() > 1500 && names().count() >= 400);
    }

    #[test]
    fn lines_are_kinds_parts_or_words() {
        for line in TEXT.lines().filter(|line| line.starts_with(' ')) {
            let (relation, terms) = line.split_once(": ").unwrap();
            assert!(["  kinds", "  parts", "  words"].contains(&relation), "{line}");
            for term in terms.split(", ") {
                let plain = term.trim_end_matches('?');
                assert!(!folded(plain).is_empty() && plain.trim() == plain, "{term}: {line}");
            }
        }
    }

    #[test]
    fn a_term_brings_its_own_along() {
        let terms = terms("Datenbanken", &[]);
        let path = |text: &str| {
            let term = terms.iter().find(|term| term.text == text).unwrap();
            term.path
                .iter()
                .map(|(relation, topic)| (*relation, topic.as_str()))
                .collect::<Vec<_>>()
        };
        assert_eq!(path("sqlite"), [(Relation::Kind, "database")]);
        assert_eq!(
            path("pgbouncer"),
            [(Relation::Part, "postgresql"), (Relation::Kind, "database")]
        );
        assert!(terms.iter().any(|term| term.text == "oracle" && term.is_ambiguous));
        assert!(super::terms("nothing of the kind", &[]).is_empty());
        // A profile adds to it, and a topic that it adds brings its terms along.
        let own = [vec!["my work".to_owned(), "spreadsheets".to_owned(), "database".to_owned()]];
        let terms = super::terms("My work", &own);
        assert!(
            ["spreadsheets", "database", "sqlite"]
                .iter()
                .all(|text| terms.iter().any(|t| t.text == *text))
        );
    }
}
