//! The words of titles and speakers, by which a talk is found in any order of words, and with typos.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use crate::schedule::{EventIx, Schedule};
use crate::text::fold_words;

/// The most words of a name that are looked at: a longer text is not the name of a talk.
const MOST_WORDS: usize = 40;
/// Words of fewer letters are taken as they are.
const SHORTEST_WITH_TYPO: usize = 4;
/// Words of this many letters or more may have two typos.
const LONG: usize = 8;

/// Which words of a talk a name may have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Of {
    Title,
    Speakers,
}

/// Where each word occurs.
pub(super) struct Vocabulary {
    places: BTreeMap<String, BTreeSet<(EventIx, Of)>>,
}

impl Vocabulary {
    pub(super) fn new(schedule: &Schedule) -> Vocabulary {
        let mut places: BTreeMap<String, BTreeSet<(EventIx, Of)>> = BTreeMap::new();
        for (ix, event) in schedule.iter() {
            let title = (Of::Title, event.title.as_str());
            let speakers = event.speakers.iter().map(|name| (Of::Speakers, name.as_str()));
            for (of, text) in std::iter::once(title).chain(speakers) {
                for word in fold_words(text).split(' ') {
                    places.entry(word.to_owned()).or_default().insert((ix, of));
                }
            }
        }
        Vocabulary { places }
    }

    /// The events that have every word of a name, the last one possibly cut.
    pub(super) fn with_all(&self, name: &str, of: &[Of]) -> BTreeSet<EventIx> {
        let words = words(name);
        let last = words.len().saturating_sub(1);
        let having = words.iter().enumerate().map(|(position, word)| {
            let starts = (Bound::Included(word.clone()), Bound::Unbounded);
            let fits = self.places.range(starts).take_while(|(known, _)| known.starts_with(word));
            let fits = fits.filter(|(known, _)| position == last || *known == word);
            let places = fits.flat_map(|(_, places)| places);
            places.filter(|(_, it)| of.contains(it)).map(|(ix, _)| *ix).collect()
        });
        having.reduce(|all: BTreeSet<EventIx>, some| &all & &some).unwrap_or_default()
    }

    /// The events that have every word of a name but for the fewest typos.
    pub(super) fn nearly_all(&self, name: &str) -> BTreeSet<EventIx> {
        let mut typos: Option<BTreeMap<EventIx, usize>> = None;
        for word in words(name) {
            let here = self.nearly(&word);
            typos = Some(match typos {
                None => here,
                Some(before) => {
                    let both = before.into_iter();
                    both.filter_map(|(ix, typos)| Some((ix, typos + here.get(&ix)?))).collect()
                }
            });
        }
        let typos = typos.unwrap_or_default();
        let fewest = typos.values().min().copied();
        typos.into_iter().filter(|(_, typos)| Some(*typos) == fewest).map(|(ix, _)| ix).collect()
    }

    /// The events with more than half of the words of a name, those with the most first.
    pub(super) fn with_most(&self, name: &str) -> Vec<EventIx> {
        let words = words(name);
        let mut found: BTreeMap<EventIx, usize> = BTreeMap::new();
        for word in &words {
            for ix in self.nearly(word).into_keys() {
                *found.entry(ix).or_default() += 1;
            }
        }
        let mut found: Vec<(usize, EventIx)> = found
            .into_iter()
            .filter(|(_, number)| 2 * number > words.len())
            .map(|(ix, number)| (words.len() - number, ix))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, ix)| ix).collect()
    }

    /// The events that have a word or one that is like it, with the number of typos.
    fn nearly(&self, word: &str) -> BTreeMap<EventIx, usize> {
        let length = word.chars().count();
        // A wrong digit makes another number.
        let may_have_typos = length >= SHORTEST_WITH_TYPO && word.chars().all(char::is_alphabetic);
        let most = if !may_have_typos { 0 } else { 1 + usize::from(length >= LONG) };
        let mut found: BTreeMap<EventIx, usize> = BTreeMap::new();
        for (known, places) in &self.places {
            if known.chars().count().abs_diff(length) > most {
                continue;
            }
            let typos = strsim::osa_distance(word, known);
            if typos <= most {
                for (ix, _) in places {
                    let fewest = found.entry(*ix).or_insert(typos);
                    *fewest = typos.min(*fewest);
                }
            }
        }
        found
    }
}

fn words(name: &str) -> Vec<String> {
    let folded = fold_words(name);
    let words: Vec<String> =
        folded.split(' ').filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect();
    if words.len() > MOST_WORDS { Vec::new() } else { words }
}
