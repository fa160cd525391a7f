//! Words that some events have in common, and who else has them: "more like these".
//!
//! A relevance model (RM3; see Y. Lv and C. Zhai, "A comparative study of methods for estimating
//! query language models with pseudo feedback", 2009): the words that weigh most in the given
//! events, each event by its own weight, are looked for in all.

use std::collections::HashMap;

use super::bm25f::{idf, saturated};
use super::field::Field;
use super::index::Index;
use super::language::is_stop_word;

/// How many words are learnt.
const MOST_WORDS: usize = 20;
/// Words that more of the events have are everywhere.
const COMMON: f64 = 0.25;

/// Words of any talk's announcement: what it does, not what it is about.
const EVERYDAY: &[&str] = &[
    "able",
    "allow",
    "allows",
    "based",
    "best",
    "better",
    "build",
    "building",
    "closing",
    "come",
    "different",
    "discuss",
    "easy",
    "example",
    "experience",
    "explain",
    "fast",
    "feature",
    "features",
    "find",
    "first",
    "focus",
    "free",
    "future",
    "get",
    "give",
    "good",
    "great",
    "help",
    "idea",
    "ideas",
    "improve",
    "including",
    "intro",
    "introduction",
    "join",
    "just",
    "know",
    "learn",
    "learned",
    "let",
    "like",
    "look",
    "made",
    "make",
    "makes",
    "making",
    "many",
    "much",
    "need",
    "needs",
    "new",
    "now",
    "one",
    "open",
    "opening",
    "overview",
    "part",
    "people",
    "possible",
    "present",
    "presentation",
    "problem",
    "problems",
    "project",
    "projects",
    "provide",
    "provides",
    "really",
    "run",
    "running",
    "session",
    "share",
    "show",
    "software",
    "source",
    "speaker",
    "start",
    "state",
    "support",
    "system",
    "systems",
    "take",
    "talk",
    "talks",
    "thing",
    "things",
    "time",
    "today",
    "together",
    "tool",
    "tools",
    "two",
    "understand",
    "use",
    "used",
    "useful",
    "user",
    "users",
    "uses",
    "using",
    "want",
    "way",
    "ways",
    "welcome",
    "well",
    "work",
    "working",
    "works",
    "world",
    "year",
    "years",
];

/// Whether a word says of any talk what it does, and of none what it is about.
pub(super) fn is_everyday(word: &str) -> bool {
    EVERYDAY.binary_search(&word).is_ok()
}

/// What events have in common.
pub(super) struct Related {
    /// How much of it each event has; the mean of the three best is 1.
    pub(super) likeness: Vec<f64>,
    /// How many of the words each event has.
    pub(super) shared: Vec<u8>,
    /// The words, the weightiest first: stem, weight, the word.
    words: Vec<(u32, f64, u32)>,
}

impl Related {
    /// Learns from events with a weight each.
    pub(super) fn learn(index: &Index, from: &[(u32, f64)]) -> Option<Related> {
        let words = words_of(index, from);
        if words.is_empty() {
            return None;
        }
        let mut likeness = vec![0.0; index.events()];
        let mut shared = vec![0u8; index.events()];
        for &(stem, weight, _) in &words {
            let idf = idf(index.events(), index.spread(stem) as usize);
            for same in index.postings(stem).chunk_by(|a, b| a.event == b.event) {
                let tf: f64 = same.iter().map(|p| index.norm(p.event, p.field)).sum();
                likeness[same[0].event as usize] += weight * idf * saturated(tf);
                shared[same[0].event as usize] += 1;
            }
        }
        let best = mean_of_best(likeness.iter().copied());
        for likeness in &mut likeness {
            *likeness /= best;
        }
        Some(Related { likeness, shared, words })
    }

    /// The learnt words that an event has.
    pub(super) fn words_in(&self, index: &Index, event: u32, most: usize) -> Vec<String> {
        self.words
            .iter()
            .filter_map(|&(stem, ..)| index.first_in(stem, event))
            .take(most)
            .map(|term| index.name(term).to_owned())
            .collect()
    }
}

/// The mean of the three largest numbers, 0 where there are none above 0.
pub(super) fn mean_of_best(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut best = [0.0f64; 3];
    for mut number in numbers {
        for place in &mut best {
            if number > *place {
                std::mem::swap(place, &mut number);
            }
        }
    }
    let count = best.iter().filter(|&&number| number > 0.0).count();
    best.iter().sum::<f64>() / count.max(1) as f64
}

fn words_of(index: &Index, from: &[(u32, f64)]) -> Vec<(u32, f64, u32)> {
    struct Word {
        weight: f64,
        term: u32,
        events: u32,
        last: u32,
    }
    let mut words: HashMap<u32, Word> = HashMap::new();
    let sum: f64 = from.iter().map(|(_, weight)| weight).sum();
    for &(event, share) in from {
        let mut counts: HashMap<u32, f64> = HashMap::new();
        for &(stem, posting) in index.tokens(event) {
            if posting.field == Field::Speakers {
                continue;
            }
            *counts.entry(stem).or_default() += index.norm(event, posting.field);
            let word = words.entry(stem).or_insert(Word {
                weight: 0.0,
                term: posting.term,
                events: 0,
                last: u32::MAX,
            });
            if word.last != event {
                (word.last, word.events) = (event, word.events + 1);
            }
        }
        for (stem, tf) in counts {
            let idf = idf(index.events(), index.spread(stem) as usize);
            if let Some(word) = words.get_mut(&stem) {
                word.weight += share / sum * idf * saturated(tf);
            }
        }
    }
    let common = (index.events() as f64 * COMMON) as u32;
    let least = if from.len() >= 2 { 2 } else { 1 };
    let mut words: Vec<(u32, f64, u32)> = words
        .into_iter()
        .filter(|(stem, word)| {
            let name = index.name(word.term);
            word.events >= least
                && index.spread(*stem) > 1
                && index.spread(*stem) <= common
                && name.len() >= 3
                && !name.chars().any(|c| c.is_ascii_digit())
                && !is_stop_word(name)
                && !is_everyday(name)
        })
        .map(|(stem, word)| (stem, word.weight, word.term))
        .collect();
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| index.name(a.2).cmp(index.name(b.2))));
    words.truncate(MOST_WORDS);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_everyday_words_are_sorted() {
        assert!(EVERYDAY.is_sorted());
    }

    #[test]
    fn the_mean_of_the_best_needs_no_three() {
        fn case(numbers: &[f64], expected: f64) {
            assert!((mean_of_best(numbers.iter().copied()) - expected).abs() < 1e-9);
        }
        case(&[], 0.0);
        case(&[2.0, 0.0], 2.0);
        case(&[1.0, 5.0, 3.0, 4.0], 4.0);
    }
}
