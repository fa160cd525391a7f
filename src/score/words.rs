//! Text -> words, as technical people write them.
//!
//! A word is a run of letters, digits; `c++`, `c#`, `.net` and `/proc` keep their signs. Parts joined by
//! `-`, `_` or `.` are found each for itself and joined (`io_uring`: io, uring, iouring). Case,
//! accents and HTML tags do not count; addresses of web pages are no words at all.

use rust_stemmers::{Algorithm, Stemmer};

use crate::text::fold;

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Folded.
    pub(super) text: String,
    /// Counted in words from the start of the text; a joined compound has that of its first part.
    pub(super) position: u32,
}

/// The words of a text in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let folded = fold(text);
    let mut words = Vec::new();
    let mut position = 0;
    for chunk in folded.split_whitespace() {
        if is_address(chunk) {
            continue;
        }
        chunk_words(&without_tags(chunk), &mut position, &mut words);
    }
    words
}

fn is_address(chunk: &str) -> bool {
    let bare = chunk.trim_start_matches(['(', '<', '[', '"', '\'']);
    bare.starts_with("http://") || bare.starts_with("https://") || bare.starts_with("www.")
}

/// The chunk with `<p>`, `</i>` and the like as blanks.
fn without_tags(chunk: &str) -> String {
    let mut rest = chunk;
    let mut plain = String::with_capacity(chunk.len());
    while let Some(open) = rest.find('<') {
        let Some(length) = rest[open..].find('>') else { break };
        plain.push_str(&rest[..open]);
        plain.push(' ');
        rest = &rest[open + length + 1..];
    }
    plain.push_str(rest);
    plain
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

/// The words of a piece of text without blanks.
fn chunk_words(chunk: &str, position: &mut u32, words: &mut Vec<Word>) {
    let mut rest = chunk;
    while let Some(start) = rest.find(is_word) {
        let sign = rest[..start].chars().next_back().filter(|&sign| {
            let alone = start == sign.len_utf8() && rest.len() == chunk.len();
            alone && matches!(sign, '.' | '/')
        });
        let (parts, after) = compound(&rest[start..]);
        let first = *position;
        for part in &parts {
            words.push(Word { text: part.clone(), position: *position });
            *position += 1;
        }
        if let Some(sign) = sign {
            words.push(Word { text: format!("{sign}{}", parts[0]), position: first });
        }
        if (2..=4).contains(&parts.len()) {
            words.push(Word { text: parts.concat(), position: first });
        }
        rest = after;
    }
}

/// The parts of a compound at the start of `text`, and what comes after it.
fn compound(text: &str) -> (Vec<String>, &str) {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let (mut part, mut after) = (rest[..end].to_owned(), &rest[end..]);
        for sign in ["++", "#"] {
            if part.len() <= 2 && after.starts_with(sign) {
                part.push_str(sign);
                after = &after[sign.len()..];
            }
        }
        // The possessive of a name is the name.
        if let Some(behind) = after.strip_prefix(['\'', '\u{2019}']) {
            let ending = behind.find(|c| !is_word(c)).unwrap_or(behind.len());
            if ending <= 2 {
                after = &behind[ending..];
            }
        }
        parts.push(part);
        let joined =
            after.strip_prefix(['-', '_', '.']).filter(|behind| behind.starts_with(is_word));
        match joined {
            Some(behind) => rest = behind,
            None => return (parts, after),
        }
    }
}

/// Whether a word says nothing about a subject.
pub(super) fn is_stop_word(word: &str) -> bool {
    const STOP_WORDS: &[&str] = &[
        "a", "all", "an", "and", "are", "as", "at", "auf", "aus", "be", "but", "by", "can", "das",
        "de", "dem", "den", "der", "des", "die", "do", "du", "ein", "eine", "el", "en", "es", "et",
        "for", "from", "für", "fur", "has", "have", "how", "i", "ich", "im", "in", "is", "ist",
        "it", "its", "la", "las", "le", "les", "los", "mit", "my", "nicht", "not", "of", "on",
        "or", "our", "que", "sich", "so", "that", "the", "their", "this", "to", "un", "und", "une",
        "us", "von", "was", "we", "what", "when", "which", "who", "why", "will", "with", "wie",
        "y", "you", "your", "zu", "zur",
    ];
    STOP_WORDS.binary_search(&word).is_ok()
}

/// The stemmer of a language code such as `en` or `de-AT`; English where it is unknown.
pub(super) fn algorithm(language: Option<&str>) -> Algorithm {
    let code = language.unwrap_or("en").split(['-', '_']).next().unwrap_or("en");
    match code.to_ascii_lowercase().as_str() {
        "da" => Algorithm::Danish,
        "de" | "deu" | "ger" => Algorithm::German,
        "es" | "spa" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" | "fra" | "fre" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nl" => Algorithm::Dutch,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "tr" => Algorithm::Turkish,
        _ => Algorithm::English,
    }
}

/// The stem of a folded word; words with signs or digits have none but themselves.
pub(super) fn stem(stemmer: &Stemmer, word: &str) -> String {
    if word.chars().all(char::is_alphabetic) {
        stemmer.stem(word).into_owned()
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn technical_words_keep_their_signs() {
        fn case(text: &str, expected: &[&str]) {
            assert_eq!(texts(text), expected, "{text}");
        }
        case("C++ and C# in .NET", &["c++", "and", "c#", "in", "net", ".net"]);
        case("/proc, io_uring!", &["proc", "/proc", "io", "uring", "iouring"]);
        case("node.js-based", &["node", "js", "based", "nodejsbased"]);
        case("eBPF's maps", &["ebpf", "maps"]);
        case("<p>Hello</p> see https://example.org/x", &["hello", "see"]);
        case("k8s (v1.30).", &["k8s", "v1", "30", "v130"]);
        case("and/or", &["and", "or"]);
    }

    #[test]
    fn positions_count_words() {
        let positions: Vec<u32> = words("a io_uring b").iter().map(|word| word.position).collect();
        assert_eq!(positions, [0, 1, 2, 1, 3]);
    }

    #[test]
    fn the_stop_words_are_sorted() {
        assert!(is_stop_word("the") && is_stop_word("your") && is_stop_word("a"));
        assert!(!is_stop_word("kernel"));
        assert!(is_stop_word("fur") && is_stop_word("zur") && is_stop_word("wie"));
    }

    #[test]
    fn stems_follow_the_language() {
        let stem_in = |language, word| stem(&Stemmer::create(algorithm(Some(language))), word);
        assert_eq!(stem_in("en", "containers"), stem_in("en", "container"));
        assert_eq!(stem_in("de-AT", "netzwerke"), stem_in("de", "netzwerk"));
        assert_eq!(stem_in("en", "c++"), "c++");
    }
}
