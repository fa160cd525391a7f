//! A topic of the lexicon -> the events that are about it, though they do not say so.

use std::collections::BTreeSet;

use super::bm25f::Found;
use super::index::Index;
use super::keyword::Search;
use super::lexicon::{Relation, Term, terms};

/// A term that more of the events have does not tell them apart.
const COMMON: f64 = 0.25;
/// What each further term of an event counts next to the one before.
const FURTHER: f64 = 0.7;
/// From how many on such words are no chance, without a kind or a part of the topic.
const COMPANY: usize = 3;
/// How many of the terms of an event are shown.
const SHOWN: usize = 5;

/// What belongs to a topic, and which events have how much of it.
#[derive(Default)]
pub(super) struct Field {
    pub(super) terms: Vec<Term>,
    /// By event.
    pub(super) about: Vec<About>,
}

/// How much an event is about a topic.
pub(super) struct About {
    pub(super) event: u32,
    pub(super) score: f64,
    /// How often its texts say any of the terms; a title says it often enough.
    pub(super) mentions: f64,
    /// The terms that it has, the most telling first, with the words that matched.
    pub(super) said: Vec<(usize, Vec<u32>)>,
}

impl Field {
    /// What belongs to a topic that some events call by its name.
    pub(super) fn of(
        index: &Index,
        search: &mut Search<'_>,
        topic: &str,
        own: &[Vec<String>],
        named: &[Found],
    ) -> Field {
        let terms = terms(topic, own);
        let most = (index.events() as f64 * COMMON) as usize;
        let mut said: Vec<Vec<(usize, f64, Found)>> = vec![Vec::new(); index.events()];
        for (number, term) in terms.iter().enumerate() {
            let found = search.as_written(&term.text);
            if found.len() <= most {
                for found in found {
                    said[found.event as usize].push((number, term.share * found.score, found));
                }
            }
        }
        let about = (0u32..).zip(said).filter_map(|(event, said)| {
            let named = named.binary_search_by_key(&event, |it| it.event).ok().map(|at| &named[at]);
            about(event, &terms, said, named)
        });
        Field { about: about.collect(), terms }
    }

    /// Keeps what speaks for any event below so much.
    pub(super) fn cap(&mut self, most: f64) {
        for about in &mut self.about {
            about.score = most * about.score / (about.score + most);
        }
    }

    /// What an event has of it.
    pub(super) fn in_event(&self, event: u32) -> Option<&About> {
        let at = self.about.binary_search_by_key(&event, |about| about.event);
        at.ok().map(|at| &self.about[at])
    }
}

/// What an event has of a topic's terms. Those that mean other things as well, and words that talks
/// about it often say, need company.
fn about(
    event: u32,
    terms: &[Term],
    mut said: Vec<(usize, f64, Found)>,
    named: Option<&Found>,
) -> Option<About> {
    said.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    // `query` and `queries` are one term, and `secure` is `security` once more.
    let mut texts: BTreeSet<u32> =
        named.into_iter().flat_map(|found| &found.texts).map(|(_, text)| *text).collect();
    said.retain(|(.., found)| {
        found.texts.iter().fold(false, |is_new, (_, text)| texts.insert(*text) || is_new)
    });
    let clear = || said.iter().map(|(term, ..)| &terms[*term]).filter(|term| !term.is_ambiguous);
    let is_narrower = |term: &Term| term.path[0].0 != Relation::Word;
    if named.is_none() && !clear().any(is_narrower) && clear().count() < COMPANY {
        return None;
    }
    let mut share = 1.0;
    let mut score = 0.0;
    for (_, part, _) in &said {
        score += share * part;
        share *= FURTHER;
    }
    let mentions = said.iter().map(|(.., found)| found.mentions).sum();
    said.truncate(SHOWN);
    let texts = |found: Found| found.texts.into_iter().map(|(_, text)| text).collect();
    let said = said.into_iter().map(|(term, _, found)| (term, texts(found))).collect();
    (score > 0.0).then_some(About { event, score, mentions, said })
}
