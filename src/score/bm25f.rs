//! How strongly a keyword speaks for an event: BM25F.
//!
//! `score = idf * tf * (k1 + 1) / (k1 + tf)`, where `tf` sums over the fields
//! `weight * count / (1 - b + b * length / average length)` and
//! `idf = ln(1 + (N - df + 0.5) / (df + 0.5))`; see S. Robertson and H. Zaragoza, "The
//! Probabilistic Relevance Framework: BM25 and Beyond", 2009. Another form of the word (only the
//! stem is the same) counts less than the word itself. A phrase counts as a term of its own or as
//! the mean of its words, whichever is more.

use std::collections::{BTreeMap, BTreeSet};

use super::index::{Field, Index, Posting};
use super::words::{is_stop_word, words};

const K1: f64 = 2.0;
const B: f64 = 0.75;
/// What another form of the word counts.
const OTHER_FORM: f64 = 0.6;
/// What the words of a phrase count where the phrase itself does not stand.
const APART: f64 = 0.8;

/// What one keyword found in one event.
#[derive(Clone, Debug, Default)]
pub(super) struct Match {
    pub(super) score: f64,
    /// The part of the score that each field gave; sums to the score.
    pub(super) fields: BTreeMap<Field, f64>,
    /// The words that matched, as they stand there.
    pub(super) matched: BTreeSet<String>,
}

/// Matches by event.
pub(super) type Matches = BTreeMap<u32, Match>;

/// The events that a keyword speaks for.
pub(super) fn keyword(index: &Index, keyword: &str) -> Matches {
    let terms = terms_of(keyword);
    match terms.as_slice() {
        [] => Matches::new(),
        [word] => single(index, word),
        several => phrase(index, several),
    }
}

/// Whether a keyword has any word that is looked for.
pub(super) fn is_searchable(keyword: &str) -> bool {
    !terms_of(keyword).is_empty()
}

/// The words of a keyword that are looked for; stop words alone are none.
fn terms_of(keyword: &str) -> Vec<String> {
    let words = words(keyword);
    if words.iter().all(|word| is_stop_word(&word.text)) {
        return Vec::new();
    }
    // A compound is looked for by its parts, which stand next to each other, and not once more
    // joined; a word with a sign (`.net`) is looked for only so.
    let mut terms: BTreeMap<u32, String> = BTreeMap::new();
    for word in words {
        if word.text.starts_with(['.', '/']) || !terms.contains_key(&word.position) {
            terms.insert(word.position, word.text);
        }
    }
    terms.into_values().collect()
}

fn single(index: &Index, word: &str) -> Matches {
    let exact = index.term(word);
    let mut counts: BTreeMap<u32, Count> = BTreeMap::new();
    for posting in index.postings(word) {
        let share = if Some(posting.exact) == exact { 1.0 } else { OTHER_FORM };
        counts.entry(posting.event).or_default().add(index, &posting, share);
    }
    scored(index, counts)
}

fn phrase(index: &Index, words: &[String]) -> Matches {
    let mut whole = scored(index, together(index, words));
    let telling: Vec<&String> = words.iter().filter(|word| !is_stop_word(word)).collect();
    let mut apart: BTreeMap<u32, Match> = BTreeMap::new();
    for word in &telling {
        for (event, found) in single(index, word) {
            let sum = apart.entry(event).or_default();
            let share = APART / telling.len() as f64;
            sum.score += found.score * share;
            for (field, score) in found.fields {
                *sum.fields.entry(field).or_default() += score * share;
            }
            sum.matched.extend(found.matched);
        }
    }
    for (event, found) in apart {
        let best = whole.entry(event).or_default();
        if found.score > best.score {
            *best = found;
        }
    }
    // The phrase written as one word: "file system" is "filesystem".
    for (event, found) in single(index, &words.concat()) {
        let best = whole.entry(event).or_default();
        if found.score > best.score {
            *best = found;
        }
    }
    whole
}

/// Where the words stand next to each other, in order.
fn together(index: &Index, words: &[String]) -> BTreeMap<u32, Count> {
    let mut rest = words.iter();
    let Some(first) = rest.next() else { return BTreeMap::new() };
    let mut found: Vec<(Posting, f64, Vec<u32>)> = starts(index, first);
    for (offset, word) in (1u32..).zip(rest) {
        let exact = index.term(word);
        let next: BTreeMap<(u32, Field, u32), u32> = index
            .postings(word)
            .into_iter()
            .map(|posting| ((posting.event, posting.field, posting.position), posting.exact))
            .collect();
        found.retain_mut(|(posting, share, exacts)| {
            let place = (posting.event, posting.field, posting.position + offset);
            let Some(&term) = next.get(&place) else { return false };
            if Some(term) != exact {
                *share = OTHER_FORM;
            }
            exacts.push(term);
            true
        });
    }
    let mut counts: BTreeMap<u32, Count> = BTreeMap::new();
    for (posting, share, exacts) in found {
        let count = counts.entry(posting.event).or_default();
        count.add(index, &posting, share);
        let text: Vec<&str> = exacts.iter().map(|&term| index.name(term)).collect();
        count.matched = BTreeSet::from([text.join(" ")]);
    }
    counts
}

fn starts(index: &Index, word: &str) -> Vec<(Posting, f64, Vec<u32>)> {
    let exact = index.term(word);
    index
        .postings(word)
        .into_iter()
        .map(|posting| {
            let share = if Some(posting.exact) == exact { 1.0 } else { OTHER_FORM };
            (posting, share, vec![posting.exact])
        })
        .collect()
}

/// Weighted counts of a term in one event.
#[derive(Debug, Default)]
struct Count {
    fields: BTreeMap<Field, f64>,
    matched: BTreeSet<String>,
}

impl Count {
    fn add(&mut self, index: &Index, posting: &Posting, share: f64) {
        let length = index.relative_length(posting.event, posting.field);
        let count = share * posting.field.weight() / (1.0 - B + B * length);
        *self.fields.entry(posting.field).or_default() += count;
        self.matched.insert(index.name(posting.exact).to_owned());
    }
}

fn scored(index: &Index, counts: BTreeMap<u32, Count>) -> Matches {
    let (all, with) = (index.events as f64, counts.len() as f64);
    let idf = (1.0 + (all - with + 0.5) / (with + 0.5)).ln();
    counts
        .into_iter()
        .map(|(event, count)| {
            let tf: f64 = count.fields.values().sum();
            let score = idf * tf * (K1 + 1.0) / (K1 + tf);
            let fields =
                count.fields.into_iter().map(|(field, part)| (field, score * part / tf)).collect();
            (event, Match { score, fields, matched: count.matched })
        })
        .collect()
}
