//! All words of a schedule's texts, where they stand, and how much each text field holds.

use rust_stemmers::Stemmer;

use crate::schedule::{EventIx, Schedule};

use super::acronyms::Acronyms;
use super::bm25f::ByField;
use super::builder;
use super::field::Field;
use super::language::stem;
use super::names::Names;

/// One occurrence of a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Posting {
    pub(super) event: u32,
    pub(super) position: u32,
    /// The word as it stands there.
    pub(super) term: u32,
    pub(super) field: Field,
    /// It begins with a capital.
    pub(super) capital: bool,
    /// Its case is the writer's choice.
    pub(super) telling: bool,
    /// It is a part of a word.
    pub(super) part: bool,
}

/// A word of an event, with its stem.
pub(super) type Token = (u32, Posting);

/// What a score needs of an event beside its texts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fact {
    pub(super) ix: EventIx,
    pub(super) recorded: bool,
    pub(super) minutes: i64,
}

/// All words of a schedule, ready to be searched for by any number of profiles.
pub struct Index {
    /// What scores need of the events beside their texts.
    pub(super) facts: Vec<Fact>,
    pub(super) acronyms: Acronyms,
    pub(super) terms: Names,
    pub(super) stems: Names,
    /// By stem, sorted by event and position.
    pub(super) postings: Vec<Posting>,
    pub(super) first_posting: Vec<u32>,
    /// In how many events each stem is.
    pub(super) spread: Vec<u32>,
    /// By event.
    pub(super) tokens: Vec<Token>,
    pub(super) first_token: Vec<u32>,
    pub(super) languages: Vec<Stemmer>,
    /// What one occurrence counts, by event and field.
    pub(super) norms: Vec<ByField>,
}

impl Index {
    /// Reads all texts of a schedule.
    pub fn new(schedule: &Schedule) -> Index {
        builder::read(schedule)
    }

    /// How many events there are.
    pub(super) fn events(&self) -> usize {
        self.facts.len()
    }

    /// The stems of a folded word, one for each language of the schedule.
    pub(super) fn stems_of(&self, word: &str) -> Vec<u32> {
        let mut stems: Vec<u32> = self
            .languages
            .iter()
            .filter_map(|stemmer| self.stems.number(&stem(stemmer, word)))
            .collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    }

    /// Every occurrence of a stem, by event and position.
    pub(super) fn postings(&self, stem: u32) -> &[Posting] {
        between(&self.postings, &self.first_posting, stem)
    }

    /// The first word of a stem in an event, as it stands there.
    pub(super) fn first_in(&self, stem: u32, event: u32) -> Option<u32> {
        let postings = self.postings(stem);
        let first = postings.get(postings.partition_point(|posting| posting.event < event))?;
        (first.event == event).then_some(first.term)
    }

    /// In how many events a stem is.
    pub(super) fn spread(&self, stem: u32) -> u32 {
        self.spread[stem as usize]
    }

    /// The words of an event.
    pub(super) fn tokens(&self, event: u32) -> &[Token] {
        between(&self.tokens, &self.first_token, event)
    }

    /// What one occurrence in a field of an event counts.
    pub(super) fn norm(&self, event: u32, field: Field) -> f64 {
        self.norms[event as usize][field as usize]
    }

    /// The number of a folded word, if the schedule has it.
    pub(super) fn term(&self, word: &str) -> Option<u32> {
        self.terms.number(word)
    }

    /// The word of a number.
    pub(super) fn name(&self, term: u32) -> &str {
        self.terms.name(term)
    }

    /// How many words there are.
    pub(super) fn words(&self) -> usize {
        self.terms.len() as usize
    }

    /// All words.
    pub(super) fn vocabulary(&self) -> impl Iterator<Item = &str> {
        self.terms.all()
    }
}

/// The items of a number, where all stand in one list.
pub(super) fn between<'a, T>(items: &'a [T], firsts: &[u32], at: u32) -> &'a [T] {
    &items[firsts[at as usize] as usize..firsts[at as usize + 1] as usize]
}
