//! A topic of the lexicon -> the events that are about it, though they do not say so.

use std::collections::BTreeSet;

use super::bm25f::Found;
use super::index::Index;
use super::keyword::Search;
use super::lexicon::{Relation, Term, names, terms};

/// A term that more of the events have does not tell them apart.
const COMMON: f64 = 0.25;
/// What each further term of an event counts next to the one before.
const FURTHER: f64 = 0.7;
/// From how many on such words are no chance, without a kind or a part of the topic.
const COMPANY: usize = 3;
/// How many of the terms of an event are shown.
const SHOWN: usize = 5;

/// The topics of the lexicon that a conference has, each with its number of events, those with most
/// first: some call it by its name, and most of what there is of it tells it apart.
pub fn topics_of(index: &Index) -> Vec<(&'static str, usize)> {
    let most = (index.events() as f64 * COMMON) as usize;
    let mut search = Search::new(index, &[]);
    let mut topics: Vec<(&str, usize)> = names()
        .filter_map(|name| {
            let named = search.as_written(name);
            let said: BTreeSet<u32> =
                named.iter().filter(|found| found.solid).map(|found| found.event).collect();
            if said.len() < COMPANY {
                return None;
            }
            let field = Field::of(index, &mut search, name, &[], &named);
            let about = field.about.iter().filter(|about| about.said.len() > 1);
            let events = said.into_iter().chain(about.map(|about| about.event));
            let events = events.collect::<BTreeSet<u32>>().len();
            (events <= most).then_some((name, events))
        })
        .collect();
    topics.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    topics
}

/// What belongs to a topic, and which events have how much of it.
#[derive(Default)]
pub(super) struct Field {
    pub(super) terms: Vec<Term>,
    /// By event.
    pub(super) about: Vec<About>,
    /// How far it is to be trusted at this conference, from 0 to 1.
    trust: f64,
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
        let mut field = Field { about: about.collect(), terms, trust: 1.0 };
        field.trust = field.trust(named);
        field
    }

    /// How far it is to be trusted: where hardly an event says the topic's name, a kind of it, or two of
    /// its terms, a term may be about something else. A performance is measured at one conference, and seen at
    /// another.
    fn trust(&self, named: &[Found]) -> f64 {
        let named = named.iter().filter(|found| found.solid).map(|found| found.event);
        let is = |it: &(usize, Vec<u32>), relation| self.terms[it.0].path[0].0 == relation;
        let sure = |about: &&About| {
            let is_kind = |it| is(it, Relation::Kind) && !self.terms[it.0].is_ambiguous;
            let is_narrower = |it| !is(it, Relation::Word);
            about.said.iter().any(is_kind)
                || about.said.len() > 1 && about.said.iter().any(is_narrower)
        };
        let about = self.about.iter().filter(sure).map(|about| about.event);
        let events: BTreeSet<u32> = named.chain(about).collect();
        ((1 + events.len()) as f64 / (1 + COMPANY) as f64).min(1.0)
    }

    /// Keeps what speaks for any event below so much, or less where it is not to be trusted.
    pub(super) fn cap(&mut self, most: f64) {
        for about in &mut self.about {
            about.score = self.trust * most * about.score / (about.score + most);
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
