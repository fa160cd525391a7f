//! What differs by language: stems, words that say nothing, and telling one from the other.

use std::collections::{BTreeSet, HashMap};

use rust_stemmers::{Algorithm, Stemmer};

use crate::schedule::{Event, Schedule};
use crate::text::fold_words;

/// The stemmer of a language code such as `en` or `de-AT`.
fn algorithm(code: &str) -> Option<Algorithm> {
    let code = code.trim().split(['-', '_', ',', ' ']).next().unwrap_or("").to_ascii_lowercase();
    Some(match code.as_str() {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" | "deu" | "ger" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" | "eng" => Algorithm::English,
        "es" | "spa" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" | "fra" | "fre" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" | "ita" => Algorithm::Italian,
        "nl" | "dut" | "nld" => Algorithm::Dutch,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "pt" | "por" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

/// The stemmer of an event's language: as given, unless its words clearly say otherwise.
pub(super) fn algorithm_of(event: &Event) -> Algorithm {
    /// Fewer small words do not tell anything.
    const ENOUGH: usize = 3;
    let given = event.language.as_deref().and_then(algorithm);
    let counts = small_words(event);
    let of =
        |algorithm| counts.iter().find(|(known, _)| *known == algorithm).map_or(0, |(_, n)| *n);
    let expected = given.unwrap_or(Algorithm::English);
    let clearly = if given.is_some() { 2 } else { 1 };
    counts
        .iter()
        .filter(|&&(_, count)| count >= ENOUGH && count > clearly * of(expected))
        // The first of equals, so that the answer is always the same.
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .map_or(expected, |&(algorithm, _)| algorithm)
}

/// The folded words that German texts write small, most of the time: there every noun has a capital,
/// so these are none, and no subject.
pub(super) fn small_in_german(schedule: &Schedule) -> BTreeSet<String> {
    // How often a word is small in German, and how often it is anything else anywhere.
    let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
    for event in schedule.events() {
        let is_german = algorithm_of(event) == Algorithm::German;
        for text in [&event.title, &event.summary, &event.description] {
            let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
            for word in words {
                let is_small = is_german && word.starts_with(char::is_lowercase);
                let (small, other) = counts.entry(fold_words(word)).or_default();
                *(if is_small { small } else { other }) += 1;
            }
        }
    }
    let mostly = counts.into_iter().filter(|(_, (small, other))| small > other);
    mostly.map(|(word, _)| word).collect()
}

/// How many of an event's first words are small words of each language.
fn small_words(event: &Event) -> [(Algorithm, usize); 7] {
    const WORDS: usize = 60;
    /// In bytes, of the small words below.
    const LONGEST: usize = 5;
    let mut counts = SMALL_WORDS_OF.map(|algorithm| (algorithm, 0));
    let texts = [&event.title, &event.summary, &event.description];
    let words = texts.into_iter().flat_map(|text| text.split_ascii_whitespace()).take(WORDS);
    for word in words.filter(|word| word.len() <= LONGEST) {
        let mut buffer = [0; LONGEST];
        let lower = &mut buffer[..word.len()];
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        let same_initial = lower.first().map_or(&[][..], |&initial| beginning_with(initial));
        if let Some((_, of)) = same_initial.iter().find(|(small, _)| small.as_bytes() == lower) {
            for (bit, (_, count)) in counts.iter_mut().enumerate() {
                *count += usize::from(of >> bit & 1);
            }
        }
    }
    counts
}

/// The languages of [`SMALL_WORDS`], by bit.
const SMALL_WORDS_OF: [Algorithm; 7] = [
    Algorithm::English,
    Algorithm::German,
    Algorithm::French,
    Algorithm::Spanish,
    Algorithm::Italian,
    Algorithm::Portuguese,
    Algorithm::Dutch,
];

/// Words that are in every text of a language, each with the languages that have it.
#[rustfmt::skip]
const SMALL_WORDS: &[(&str, u8)] = &[
    ("and", 0b0000001), ("are", 0b0000001), ("che", 0b0010000), ("com", 0b0100000),
    ("con", 0b0001000), ("da", 0b0100000), ("dans", 0b0000100), ("das", 0b0000010),
    ("dat", 0b1000000), ("del", 0b0001000), ("della", 0b0010000), ("der", 0b0000010),
    ("des", 0b0000100), ("di", 0b0010000), ("die", 0b0000010), ("do", 0b0100000),
    ("du", 0b0000100), ("e", 0b0110000), ("een", 0b1000000), ("ein", 0b0000010),
    ("eine", 0b0000010), ("el", 0b0001000), ("em", 0b0100000), ("en", 0b1000000),
    ("est", 0b0000100), ("et", 0b0000100), ("for", 0b0000001), ("für", 0b0000010),
    ("gli", 0b0010000), ("het", 0b1000000), ("il", 0b0010000), ("is", 0b0000001),
    ("ist", 0b0000010), ("las", 0b0001000), ("le", 0b0000100), ("les", 0b0000100),
    ("los", 0b0001000), ("met", 0b1000000), ("mit", 0b0000010), ("nel", 0b0010000),
    ("niet", 0b1000000), ("nous", 0b0000100), ("não", 0b0100000), ("o", 0b0100000),
    ("of", 0b0000001), ("os", 0b0100000), ("para", 0b0101000), ("per", 0b0010000),
    ("por", 0b0001000), ("pour", 0b0000100), ("se", 0b0001000), ("sono", 0b0010000),
    ("sur", 0b0000100), ("the", 0b0000001), ("this", 0b0000001), ("to", 0b0000001),
    ("uma", 0b0100000), ("una", 0b0011000), ("und", 0b0000010), ("une", 0b0000100),
    ("van", 0b1000000), ("von", 0b0000010), ("voor", 0b1000000), ("we", 0b0000001),
    ("wij", 0b1000000), ("wir", 0b0000010), ("with", 0b0000001), ("y", 0b0001000),
    ("you", 0b0000001), ("zijn", 0b1000000),
];

/// The small words with an initial.
fn beginning_with(initial: u8) -> &'static [(&'static str, u8)] {
    /// By letter of the alphabet, how many of the words come before it.
    const BEFORE: [usize; 27] = {
        let mut before = [0; 27];
        let mut at = 0;
        while at < SMALL_WORDS.len() {
            let mut letter = (SMALL_WORDS[at].0.as_bytes()[0] - b'a') as usize + 1;
            while letter < before.len() {
                before[letter] += 1;
                letter += 1;
            }
            at += 1;
        }
        before
    };
    let letter = usize::from(initial.wrapping_sub(b'a'));
    match (BEFORE.get(letter), BEFORE.get(letter + 1)) {
        (Some(&from), Some(&to)) => &SMALL_WORDS[from..to],
        _ => &[],
    }
}

/// The stem of a folded word; words with signs or digits have none but themselves.
pub(super) fn stem<'a>(stemmer: &Stemmer, word: &'a str) -> std::borrow::Cow<'a, str> {
    if word.chars().all(char::is_alphabetic) { stemmer.stem(word) } else { word.into() }
}

/// Whether a word says nothing about a subject.
pub(super) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

const STOP_WORDS: &[&str] = &[
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "au",
    "auch", "auf", "aus", "aux", "avec", "be", "been", "bei", "but", "by", "can", "ce", "ces",
    "como", "con", "could", "da", "dans", "das", "dass", "de", "del", "dem", "den", "der", "des",
    "die", "do", "does", "du", "durch", "each", "ein", "eine", "einem", "einen", "einer", "eines",
    "el", "elle", "en", "er", "es", "est", "et", "for", "from", "fur", "haben", "had", "has",
    "hat", "have", "he", "her", "his", "how", "i", "ich", "if", "ihr", "il", "ils", "im", "in",
    "into", "is", "ist", "it", "its", "kann", "la", "las", "le", "les", "los", "man", "mehr",
    "mit", "more", "most", "my", "nach", "nicht", "no", "not", "nous", "oder", "of", "on", "only",
    "or", "other", "our", "out", "over", "para", "plus", "por", "pour", "que", "qui", "se", "she",
    "should", "sich", "sie", "sind", "so", "some", "such", "sur", "than", "that", "the", "their",
    "them", "then", "there", "these", "they", "this", "those", "to", "uber", "um", "un", "una",
    "und", "une", "uns", "up", "us", "very", "vom", "von", "vor", "vous", "was", "we", "werden",
    "were", "what", "when", "where", "which", "while", "who", "why", "wie", "will", "wir", "wird",
    "with", "would", "y", "you", "your", "zu", "zum", "zur",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::{EventId, Slot};

    #[test]
    fn the_stop_words_are_sorted() {
        assert!(STOP_WORDS.is_sorted());
        assert!(SMALL_WORDS.is_sorted());
        assert!(is_stop_word("the") && is_stop_word("fur") && !is_stop_word("kernel"));
    }

    #[test]
    fn stems_follow_the_language() {
        fn stem_in(language: &str, word: &str) -> String {
            let algorithm = algorithm(language).unwrap_or(Algorithm::English);
            stem(&Stemmer::create(algorithm), word).into_owned()
        }
        assert_eq!(stem_in("en", "containers"), stem_in("en", "container"));
        assert_eq!(stem_in("de-AT", "netzwerke"), stem_in("de, en", "netzwerk"));
        assert_eq!(stem_in("fr", "logiciels"), stem_in("fr", "logiciel"));
        assert_eq!(stem_in("en", "c++"), "c++");
    }

    #[test]
    fn a_language_that_is_not_given_is_guessed() {
        fn case(language: Option<&str>, text: &str, expected: Algorithm) {
            let start = chrono::DateTime::UNIX_EPOCH;
            let slot = Slot::new(start, start + chrono::TimeDelta::hours(1)).unwrap();
            let mut event = crate::schedule::Event::new(EventId::new("a"), text, slot);
            event.language = language.map(str::to_owned);
            assert_eq!(algorithm_of(&event), expected, "{text}");
        }
        case(None, "Wie wir die Daten und das Netz mit euch teilen", Algorithm::German);
        case(None, "Le logiciel libre et les données dans une ville", Algorithm::French);
        case(None, "El software libre para los datos y las redes", Algorithm::Spanish);
        case(None, "Die hard: the kernel and the der encoding", Algorithm::English);
        case(Some("de"), "Kernel and Rust", Algorithm::German);
        case(Some("de"), "The kernel of the talk is the one with the traces", Algorithm::English);
    }
}
