//! All words of a schedule's texts, where they stand, and how much each text field holds.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_stemmers::{Algorithm, Stemmer};

use crate::schedule::{Event, Schedule};

use super::words::{algorithm, stem, words};

/// A part of an event in which words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The title.
    Title,
    /// The line under it.
    Subtitle,
    /// The organisers' track.
    Track,
    /// The source's keywords.
    Keywords,
    /// The speakers' names.
    Speakers,
    /// The short text.
    Abstract,
    /// The long text.
    Description,
}

impl Field {
    /// Every field, the most telling first.
    pub const ALL: [Field; 7] = [
        Field::Title,
        Field::Subtitle,
        Field::Track,
        Field::Keywords,
        Field::Speakers,
        Field::Abstract,
        Field::Description,
    ];

    /// The word that outputs use.
    pub fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Subtitle => "subtitle",
            Field::Track => "track",
            Field::Keywords => "keywords",
            Field::Speakers => "speakers",
            Field::Abstract => "abstract",
            Field::Description => "description",
        }
    }

    /// How much a word counts here, next to one in the abstract.
    pub(super) fn weight(self) -> f64 {
        match self {
            Field::Title => 4.0,
            Field::Subtitle | Field::Track | Field::Keywords | Field::Speakers => 2.0,
            Field::Abstract => 1.0,
            Field::Description => 0.75,
        }
    }

    fn texts(self, event: &Event) -> Vec<&str> {
        match self {
            Field::Title => vec![&event.title],
            Field::Subtitle => event.subtitle.as_deref().into_iter().collect(),
            Field::Track => event.track.as_deref().into_iter().collect(),
            Field::Keywords => event.keywords.iter().map(String::as_str).collect(),
            Field::Speakers => event.speakers.iter().map(String::as_str).collect(),
            Field::Abstract => vec![&event.summary],
            Field::Description => vec![&event.description],
        }
    }
}

/// One occurrence of a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Posting {
    pub(super) event: u32,
    pub(super) field: Field,
    pub(super) position: u32,
    /// The word as it stands there.
    pub(super) exact: u32,
}

/// A searchable schedule.
pub(super) struct Index {
    /// How many events there are.
    pub(super) events: usize,
    terms: HashMap<String, u32>,
    names: Vec<String>,
    /// By language and stem.
    stems: BTreeMap<(usize, String), Vec<Posting>>,
    languages: Vec<Stemmer>,
    /// Length of a field of an event over that field's average.
    lengths: HashMap<(u32, Field), f64>,
}

impl Index {
    pub(super) fn new(schedule: &Schedule) -> Index {
        let mut builder = Builder::default();
        let mut totals: BTreeMap<Field, (f64, f64)> = BTreeMap::new();
        let mut lengths: HashMap<(u32, Field), f64> = HashMap::new();
        for (number, event) in (0u32..).zip(schedule.events()) {
            let language = builder.language(algorithm(event.language.as_deref()));
            for field in Field::ALL {
                let length = builder.add(number, field, &field.texts(event), language);
                if length > 0 {
                    let length = f64::from(length);
                    lengths.insert((number, field), length);
                    let total = totals.entry(field).or_default();
                    *total = (total.0 + length, total.1 + 1.0);
                }
            }
        }
        for ((_, field), length) in &mut lengths {
            let (sum, count) = totals[field];
            *length /= sum / count;
        }
        Index {
            events: schedule.events().len(),
            terms: builder.terms,
            names: builder.names,
            stems: builder.stems,
            languages: builder.languages.into_iter().map(|(_, stemmer)| stemmer).collect(),
            lengths,
        }
    }

    /// Every occurrence of a folded word or another form of it, in any of the languages.
    pub(super) fn postings(&self, word: &str) -> Vec<Posting> {
        let mut postings = Vec::new();
        for (language, stemmer) in self.languages.iter().enumerate() {
            if let Some(found) = self.stems.get(&(language, stem(stemmer, word))) {
                postings.extend_from_slice(found);
            }
        }
        postings
    }

    /// The number of a folded word, if the schedule has it.
    pub(super) fn term(&self, word: &str) -> Option<u32> {
        self.terms.get(word).copied()
    }

    /// The word of a number.
    pub(super) fn name(&self, term: u32) -> &str {
        &self.names[term as usize]
    }

    /// Length of a field of an event, over the average length of that field.
    pub(super) fn relative_length(&self, event: u32, field: Field) -> f64 {
        self.lengths.get(&(event, field)).copied().unwrap_or(1.0)
    }

    /// All words, for `did you mean`.
    pub(super) fn vocabulary(&self) -> BTreeSet<&str> {
        self.names.iter().map(String::as_str).collect()
    }
}

#[derive(Default)]
struct Builder {
    terms: HashMap<String, u32>,
    names: Vec<String>,
    stems: BTreeMap<(usize, String), Vec<Posting>>,
    /// Stems already worked out, by language and term.
    known_stems: HashMap<(usize, u32), String>,
    languages: Vec<(Algorithm, Stemmer)>,
}

impl Builder {
    fn language(&mut self, algorithm: Algorithm) -> usize {
        if let Some(known) = self.languages.iter().position(|(known, _)| *known == algorithm) {
            return known;
        }
        self.languages.push((algorithm, Stemmer::create(algorithm)));
        self.languages.len() - 1
    }

    /// Adds the words of a field; gives its length in words.
    fn add(&mut self, event: u32, field: Field, texts: &[&str], language: usize) -> u32 {
        // Between two texts of one field no phrase is found.
        const GAP: u32 = 8;
        let (mut offset, mut length) = (0, 0);
        for text in texts {
            let mut last = 0;
            for word in words(text) {
                last = word.position;
                let exact = self.term(word.text);
                let stem = self.stem(language, exact);
                let position = offset + word.position;
                let posting = Posting { event, field, position, exact };
                self.stems.entry((language, stem)).or_default().push(posting);
                length = length.max(position + 1);
            }
            offset += last + GAP;
        }
        length
    }

    fn term(&mut self, word: String) -> u32 {
        if let Some(&term) = self.terms.get(&word) {
            return term;
        }
        let term = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(word.clone());
        self.terms.insert(word, term);
        term
    }

    fn stem(&mut self, language: usize, term: u32) -> String {
        let stemmer = &self.languages[language].1;
        let word = &self.names[term as usize];
        self.known_stems.entry((language, term)).or_insert_with(|| stem(stemmer, word)).clone()
    }
}
