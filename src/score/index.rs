//! Schedule -> Index: all words of its texts, where they stand, and how much each text field
//! holds. Every text is read once.

use rust_stemmers::{Algorithm, Stemmer};

use crate::schedule::{Event, EventIx, Schedule};

use super::acronyms::Acronyms;
use super::field::{ByField, Field};
use super::language::{algorithm_of, stem};
use super::names::Names;
use super::words::{Shape, each_word};

/// How far the length of a text is held against it.
const B: f64 = 0.75;
/// Texts that are more than so many times as long as the middle one count as no longer than that
/// when the usual length is worked out, so that one pasted book does not make all others short.
const LONG: u32 = 4;
/// From so many bytes of texts on, two threads read them.
const LARGE: usize = 100_000;
/// How long a word is with the blank behind it, about.
const BYTES_PER_WORD: usize = 6;
/// How often a word is used in a large schedule, about.
const USES_PER_WORD: usize = 8;

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
        let events = schedule.events();
        let builder = if events.iter().map(size).sum::<usize>() < LARGE {
            Builder::of(events, 0)
        } else {
            in_halves(events)
        };
        builder.index(schedule)
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
fn between<'a, T>(items: &'a [T], firsts: &[u32], at: u32) -> &'a [T] {
    &items[firsts[at as usize] as usize..firsts[at as usize + 1] as usize]
}

/// How much there is to read, about.
fn size(event: &Event) -> usize {
    event.summary.len() + event.description.len()
}

/// Reads the first half of the texts and the second at the same time.
fn in_halves(events: &[Event]) -> Builder {
    let all: usize = events.iter().map(size).sum();
    let mut sum = 0;
    let middle = events.iter().take_while(|event| {
        sum += size(event);
        sum * 2 < all
    });
    let (first, second) = events.split_at(middle.count());
    std::thread::scope(|scope| {
        let second = scope.spawn(|| Builder::of(second, length(first)));
        let mut builder = Builder::of(first, 0);
        match second.join() {
            Ok(second) => builder.append(second),
            Err(panic) => std::panic::resume_unwind(panic),
        }
        builder
    })
}

#[derive(Default)]
struct Builder {
    /// The number of the first event.
    first: u32,
    terms: Names,
    stems: Names,
    acronyms: Acronyms,
    languages: Vec<(Algorithm, Stemmer)>,
    /// The stem of each term, by language.
    stem_of: Vec<Vec<u32>>,
    found: Vec<Token>,
    first_token: Vec<u32>,
    /// Words in each field, by event.
    lengths: Vec<[u32; Field::ALL.len()]>,
}

impl Builder {
    /// Reads events, of which the first has this number.
    fn of(events: &[Event], first: u32) -> Builder {
        let mut builder = Builder { first, ..Builder::default() };
        let words = events.iter().map(size).sum::<usize>() / BYTES_PER_WORD;
        builder.found.reserve(words);
        builder.terms.reserve(words / USES_PER_WORD);
        builder.stems.reserve(words / USES_PER_WORD);
        for event in events {
            builder.event(event);
        }
        builder
    }

    /// Adds what was read of the events behind.
    fn append(&mut self, next: Builder) {
        let terms: Vec<u32> = next.terms.all().map(|term| self.terms.add(term)).collect();
        let stems: Vec<u32> = next.stems.all().map(|stem| self.stems.add(stem)).collect();
        let before = length(&self.found);
        self.found.reserve_exact(next.found.len());
        self.found.extend(next.found.into_iter().map(|(stem, posting)| {
            let term = terms[posting.term as usize];
            (stems[stem as usize], Posting { term, ..posting })
        }));
        self.first_token.extend(next.first_token.into_iter().map(|token| before + token));
        self.lengths.extend(next.lengths);
        self.acronyms.append(next.acronyms);
        for (algorithm, stemmer) in next.languages {
            if self.languages.iter().all(|(known, _)| *known != algorithm) {
                self.languages.push((algorithm, stemmer));
            }
        }
    }

    fn event(&mut self, event: &Event) {
        // Between two texts no phrase is found.
        const GAP: u32 = 8;
        let language = self.language(algorithm_of(event));
        let number = self.first + length(&self.first_token);
        self.first_token.push(length(&self.found));
        let mut lengths = [0; Field::ALL.len()];
        let mut position = 0;
        for field in Field::ALL {
            for text in field.texts(event) {
                let words = self.text(text, number, field, position, language);
                lengths[field as usize] += words;
                position += words + GAP;
                self.acronyms.read(text);
            }
        }
        self.lengths.push(lengths);
    }

    fn language(&mut self, algorithm: Algorithm) -> usize {
        if let Some(known) = self.languages.iter().position(|(known, _)| *known == algorithm) {
            return known;
        }
        self.languages.push((algorithm, Stemmer::create(algorithm)));
        self.stem_of.push(Vec::new());
        self.languages.len() - 1
    }

    /// Adds the words of a text; gives their number.
    fn text(&mut self, text: &str, event: u32, field: Field, from: u32, language: usize) -> u32 {
        let mut words = 0;
        // In German every noun has one.
        let capitals_tell = self.languages[language].0 != Algorithm::German;
        each_word(text, |word| {
            let term = self.terms.add(word.text);
            let known = &mut self.stem_of[language];
            if known.len() <= term as usize {
                known.resize(term as usize + 1, u32::MAX);
            }
            if known[term as usize] == u32::MAX {
                known[term as usize] =
                    self.stems.add(&stem(&self.languages[language].1, word.text));
            }
            let position = from + word.position;
            let telling = word.shape.telling && capitals_tell;
            let Shape { capital, part, .. } = word.shape;
            let posting = Posting { event, position, term, field, capital, telling, part };
            self.found.push((known[term as usize], posting));
            words = words.max(word.position + 1);
        });
        words
    }

    fn index(mut self, schedule: &Schedule) -> Index {
        self.first_token.push(length(&self.found));
        let norms = norms(&self.lengths);
        let (postings, first_posting) = by_stem(&self.found, self.stems.len() as usize);
        let spread = (0..self.stems.len())
            .map(|stem| {
                let postings = between(&postings, &first_posting, stem);
                let events = postings.chunk_by(|a, b| a.event == b.event).count();
                u32::try_from(events).unwrap_or(u32::MAX)
            })
            .collect();
        let fact = |(ix, event): (EventIx, &Event)| Fact {
            ix,
            recorded: event.recorded,
            minutes: event.slot.minutes(),
        };
        Index {
            facts: schedule.iter().map(fact).collect(),
            acronyms: self.acronyms,
            terms: self.terms,
            stems: self.stems,
            postings,
            first_posting,
            spread,
            tokens: self.found,
            first_token: self.first_token,
            languages: self.languages.into_iter().map(|(_, stemmer)| stemmer).collect(),
            norms,
        }
    }
}

/// Sorted by stem, in each stem as before; and where each stem begins.
fn by_stem(found: &[Token], stems: usize) -> (Vec<Posting>, Vec<u32>) {
    let mut firsts = vec![0u32; stems + 1];
    for (stem, _) in found {
        firsts[*stem as usize + 1] += 1;
    }
    for at in 1..firsts.len() {
        firsts[at] += firsts[at - 1];
    }
    let Some(&(_, any)) = found.first() else { return (Vec::new(), firsts) };
    let mut next = firsts.clone();
    let mut postings = vec![any; found.len()];
    for (stem, posting) in found {
        let place = &mut next[*stem as usize];
        postings[*place as usize] = *posting;
        *place += 1;
    }
    (postings, firsts)
}

/// What one occurrence counts: less in a text that is longer than the usual one of its field.
fn norms(lengths: &[[u32; Field::ALL.len()]]) -> Vec<ByField> {
    let usual = Field::ALL.map(|field| {
        let mut all: Vec<u32> =
            lengths.iter().map(|lengths| lengths[field as usize]).filter(|&l| l > 0).collect();
        all.sort_unstable();
        let most = all.get(all.len() / 2).map_or(1, |median| median.saturating_mul(LONG));
        let sum: f64 = all.iter().map(|&length| f64::from(length.min(most))).sum();
        (sum / all.len().max(1) as f64).max(1.0)
    });
    let norm = |lengths: &[u32; Field::ALL.len()]| {
        Field::ALL.map(|field| {
            let length = f64::from(lengths[field as usize]) / usual[field as usize];
            field.weight() / (1.0 - B + B * length)
        })
    };
    lengths.iter().map(norm).collect()
}

fn length<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}
