//! A keyword as the user writes it -> the events that it speaks for.
//!
//! A keyword of several words is a phrase: where it does not stand as such, its words count, but
//! less. It is found joined and apart (`file system`, `filesystem`), by its other names
//! (`k8s`, `Kubernetes`), with another ending (less) and, as `kube*`, with any.

use std::collections::{BTreeSet, HashMap};

use super::bm25f::{self, Found, Hit, Places, best_of, lessened, sum_of};
use super::index::{Index, Posting};
use super::language::is_stop_word;
use super::query::{QueryWord, folded, is_quoted, is_searchable, plain, query_words};
use super::related::is_everyday;
use super::synonyms::synonyms;
use super::words::stands_alone;

/// What another form of the word counts.
const OTHER_FORM: f64 = 0.6;
/// What a thing counts that is named like what is done with it (`profiles`, for `profiling`).
const THING: f64 = 0.05;
/// What the words of a phrase count where the phrase itself does not stand.
const APART: f64 = 0.8;
/// What a phrase written as one word counts, and a word written as two.
const JOINED: f64 = 0.9;
/// What a synonym or an acronym counts.
const SYNONYM: f64 = 0.8;
/// What a word inside another counts (`CAD` in `FreeCAD`).
const PART: f64 = 0.3;
/// What a word counts whose capital is missing (`go`, for `Go`).
const LOWER_CASE: f64 = 0.1;
/// A capital matters where the schedule writes at least this part of the occurrences with it.
const CAPITALS: f64 = 0.3;
/// A capital matters only where at least this part is written without: where hardly any is, the
/// word means nothing else.
const LOWER_CASES: f64 = 0.1;

/// Looks for keywords in one index, and remembers the texts that it found.
pub(super) struct Search<'a> {
    index: &'a Index,
    places: Places,
    /// The words of phrases that were found; a number beyond the vocabulary's names one.
    phrases: Vec<String>,
    numbers: HashMap<Vec<u32>, u32>,
    /// Other names that the profile gives.
    aliases: &'a [Vec<String>],
}

/// A word that is looked for.
struct Term {
    stems: Vec<u32>,
    exact: Option<u32>,
    /// Things named like what is done: the `profile` of `profiling`.
    things: Vec<u32>,
    form: Form,
}

/// In which forms a word is accepted.
enum Form {
    /// In any.
    Any,
    /// With a capital.
    Capital,
    /// As one of these words.
    OneOf(Vec<u32>),
}

impl Term {
    /// How much an occurrence of one of the stems counts; 0 for not at all.
    fn share(&self, posting: &Posting) -> f64 {
        let exact = Some(posting.term) == self.exact;
        let form = match &self.form {
            Form::Any if exact => 1.0,
            Form::Any if self.things.binary_search(&posting.term).is_ok() => THING,
            Form::Any => OTHER_FORM,
            Form::Capital if exact && posting.capital => 1.0,
            Form::Capital if exact => LOWER_CASE,
            Form::Capital => 0.0,
            Form::OneOf(terms) => f64::from(u8::from(terms.binary_search(&posting.term).is_ok())),
        };
        if posting.part { form * PART } else { form }
    }
}

impl<'a> Search<'a> {
    pub(super) fn new(index: &'a Index, aliases: &'a [Vec<String>]) -> Search<'a> {
        let places = Places::new(index);
        Search { index, places, phrases: Vec::new(), numbers: HashMap::new(), aliases }
    }

    /// A text that matched.
    pub(super) fn text(&self, number: u32) -> &str {
        match (number as usize).checked_sub(self.index.words()) {
            Some(phrase) => &self.phrases[phrase],
            None => self.index.name(number),
        }
    }

    /// The events that a keyword speaks for.
    pub(super) fn keyword(&mut self, keyword: &str) -> Vec<Found> {
        if !is_searchable(keyword) {
            return Vec::new();
        }
        let own = self.named(keyword);
        let name = folded(keyword);
        let mut found = own;
        let mut known: Vec<String> = vec![name.clone()];
        let aliases = self.aliases;
        for names in aliases {
            if names.iter().any(|other| folded(other) == name) {
                for other in names {
                    if !known.contains(&folded(other)) {
                        known.push(folded(other));
                        found = best_of(found, self.named(other));
                    }
                }
            }
        }
        let index = self.index;
        let mut others: Vec<&str> = synonyms(&name).collect();
        others.extend(index.acronyms.others(&name).iter().map(String::as_str));
        for other in others {
            if !known.contains(&folded(other)) {
                known.push(folded(other));
                let found_so = self.phrase_only(other);
                found = best_of(found, lessened(found_so, SYNONYM));
            }
        }
        found
    }

    /// The events that have a keyword in whole, under whatever name.
    pub(super) fn having(&mut self, keyword: &str) -> Vec<Found> {
        match query_words(keyword).as_slice() {
            [_, _, ..] => self.phrase_only(keyword),
            _ => self.keyword(keyword),
        }
    }

    /// The events that have a keyword under this name.
    fn named(&mut self, keyword: &str) -> Vec<Found> {
        let words = query_words(keyword);
        match words.as_slice() {
            [] => Vec::new(),
            [word] => self.word(word),
            several if is_quoted(keyword) => self.together(several),
            several => self.phrase(several),
        }
    }

    /// The events that have a name in whole.
    pub(super) fn phrase_only(&mut self, name: &str) -> Vec<Found> {
        let words = query_words(name);
        match words.as_slice() {
            [word] => self.single(word),
            several => self.together(several),
        }
    }

    /// The events that have a term as it is written, or its plural: what improves is no `improv`.
    pub(super) fn as_written(&mut self, term: &str) -> Vec<Found> {
        match query_words(term).as_slice() {
            [word] if !word.capital => {
                let forms = plurals(&word.text);
                let mut terms: Vec<u32> =
                    forms.iter().filter_map(|form| self.index.term(form)).collect();
                terms.sort_unstable();
                let stems = self.index.stems_of(&word.text);
                let form = Form::OneOf(terms);
                self.hits(&Term { stems, exact: None, things: Vec::new(), form })
            }
            _ => self.phrase_only(term),
        }
    }

    fn word(&mut self, word: &QueryWord) -> Vec<Found> {
        let mut found = self.single(word);
        if !word.open {
            for (first, second) in self.halves(&word.text) {
                let halves = [plain(first, 0), plain(second, 1)];
                let apart = self.together(&halves);
                found = best_of(found, lessened(apart, JOINED));
            }
        }
        found
    }

    /// The ways in which a word may be two words of the schedule.
    fn halves<'w>(&self, word: &'w str) -> Vec<(&'w str, &'w str)> {
        const SHORTEST: usize = 3;
        let cuts = (SHORTEST..(word.len() + 1).saturating_sub(SHORTEST))
            .filter(|&cut| word.is_char_boundary(cut))
            .map(|cut| word.split_at(cut));
        cuts.filter(|(first, second)| {
            self.index.term(first).is_some() && self.index.term(second).is_some()
        })
        .collect()
    }

    fn single(&mut self, word: &QueryWord) -> Vec<Found> {
        let term = self.term(word);
        self.hits(&term)
    }

    fn hits(&mut self, term: &Term) -> Vec<Found> {
        let index = self.index;
        let hits = term.stems.iter().flat_map(|&stem| index.postings(stem)).filter_map(|posting| {
            let share = term.share(posting);
            let Posting { event, field, term, .. } = *posting;
            (share > 0.0).then_some(Hit { event, field, share, text: term })
        });
        bm25f::scored(index, &mut self.places, hits)
    }

    fn phrase(&mut self, words: &[QueryWord]) -> Vec<Found> {
        let mut found = self.together(words);
        // `open` of `open source hardware` says nothing alone, and something beside `hardware`.
        let (everyday, telling): (Vec<&QueryWord>, Vec<&QueryWord>) = words
            .iter()
            .filter(|word| !is_stop_word(&word.text))
            .partition(|word| is_everyday(&word.text));
        if !words.iter().all(|word| stands_alone(&word.text)) {
            let share = APART / (everyday.len() + telling.len()) as f64;
            let mut parts: Vec<_> = telling.into_iter().map(|word| self.single(word)).collect();
            let told: BTreeSet<u32> = parts.iter().flatten().map(|found| found.event).collect();
            for word in everyday {
                let mut beside = self.single(word);
                beside.retain(|found| told.contains(&found.event));
                parts.push(beside);
            }
            found = best_of(found, lessened(sum_of(parts), share));
        }
        if words.len() <= 4 && !words.iter().any(|word| word.open) {
            let joined: String = words.iter().map(|word| word.text.as_str()).collect();
            let together = self.single(&plain(&joined, 0));
            found = best_of(found, lessened(together, JOINED));
        }
        found
    }

    fn term(&self, word: &QueryWord) -> Term {
        let text = word.text.as_str();
        if word.open {
            let mut stems = Vec::new();
            let mut terms = Vec::new();
            for name in self.index.vocabulary().filter(|name| name.starts_with(text)) {
                stems.extend(self.index.stems_of(name));
                terms.extend(self.index.term(name));
            }
            stems.sort_unstable();
            stems.dedup();
            terms.sort_unstable();
            return Term { stems, exact: None, things: Vec::new(), form: Form::OneOf(terms) };
        }
        let stems = self.index.stems_of(text);
        let exact = self.index.term(text);
        let things =
            if text.ends_with("ing") && exact.is_some() { self.things(&stems) } else { Vec::new() };
        let mut term = Term { stems, exact, things, form: Form::Any };
        if word.capital && self.is_name(&term) {
            term.form = Form::Capital;
        }
        term
    }

    /// The words with a stem that may be things, by their endings.
    fn things(&self, stems: &[u32]) -> Vec<u32> {
        let postings = stems.iter().flat_map(|&stem| self.index.postings(stem));
        let is_thing = |term: &u32| self.index.name(*term).ends_with(['e', 's']);
        let mut things: Vec<u32> = postings.map(|posting| posting.term).filter(is_thing).collect();
        things.sort_unstable();
        things.dedup();
        things
    }

    /// Whether the schedule writes a word with a capital often enough for it to be a name.
    fn is_name(&self, term: &Term) -> bool {
        let occurrences = term.stems.iter().flat_map(|&stem| self.index.postings(stem));
        let (mut capital, mut all) = (0u32, 0u32);
        for posting in occurrences {
            if Some(posting.term) == term.exact && posting.telling {
                all += 1;
                capital += u32::from(posting.capital);
            }
        }
        let part = f64::from(capital) / f64::from(all);
        all > 0 && (CAPITALS..=1.0 - LOWER_CASES).contains(&part)
    }

    /// Where the words stand next to each other, in order.
    fn together(&mut self, words: &[QueryWord]) -> Vec<Found> {
        let terms: Vec<(u32, Term)> =
            words.iter().map(|word| (word.position, self.term(word))).collect();
        let Some(((from, first), rest)) = terms.split_first() else { return Vec::new() };
        let index = self.index;
        let mut hits: Vec<Hit> = Vec::new();
        let mut standing: Vec<u32> = Vec::new();
        for start in first.stems.iter().flat_map(|&stem| index.postings(stem)) {
            let mut share = first.share(start);
            standing.clear();
            standing.push(start.term);
            for (position, term) in rest {
                if share == 0.0 {
                    break;
                }
                match at(index, term, start, start.position + position - from) {
                    Some(next) => {
                        share = share.min(term.share(&next));
                        standing.push(next.term);
                    }
                    None => share = 0.0,
                }
            }
            if share > 0.0 {
                let text = self.number(&standing);
                hits.push(Hit { event: start.event, field: start.field, share, text });
            }
        }
        bm25f::scored(index, &mut self.places, hits.into_iter())
    }

    /// The number of a phrase that was found.
    fn number(&mut self, terms: &[u32]) -> u32 {
        if let Some(&number) = self.numbers.get(terms) {
            return number;
        }
        let names: Vec<&str> = terms.iter().map(|&term| self.index.name(term)).collect();
        let number = u32::try_from(self.index.words() + self.phrases.len()).unwrap_or(u32::MAX);
        self.phrases.push(names.join(" "));
        self.numbers.insert(terms.to_vec(), number);
        number
    }
}

/// The best occurrence of a term at a position of the event and field where `start` is.
fn at(index: &Index, term: &Term, start: &Posting, position: u32) -> Option<Posting> {
    let wanted = (start.event, position);
    let mut best: Option<Posting> = None;
    for &stem in &term.stems {
        let postings = index.postings(stem);
        let from = postings.partition_point(|posting| (posting.event, posting.position) < wanted);
        for posting in postings[from..].iter().take_while(|p| (p.event, p.position) == wanted) {
            if best.is_none_or(|best| term.share(posting) > term.share(&best)) {
                best = Some(*posting);
            }
        }
    }
    best
}

/// A word with its plural or singular, as far as endings say it.
fn plurals(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned(), format!("{word}s"), format!("{word}es")];
    forms.extend(word.strip_suffix('y').map(|start| format!("{start}ies")));
    forms.extend(word.strip_suffix("ies").map(|start| format!("{start}y")));
    forms.extend(word.strip_suffix("es").map(ToOwned::to_owned));
    forms.extend(word.strip_suffix('s').map(ToOwned::to_owned));
    forms
}
