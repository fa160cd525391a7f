//! A keyword as the user writes it -> its words.

use super::language::is_stop_word;
use super::words::each_word;

/// The most words of a keyword that are looked at.
const MOST_WORDS: usize = 16;

/// A word of a keyword as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QueryWord {
    pub(super) text: String,
    pub(super) position: u32,
    pub(super) capital: bool,
    /// Any ending will do.
    pub(super) open: bool,
}

/// The words of a keyword that are looked for.
pub(super) fn query_words(keyword: &str) -> Vec<QueryWord> {
    let mut words: Vec<QueryWord> = Vec::new();
    each_word(keyword, |word| {
        if word.shape.part || words.len() > MOST_WORDS {
            return;
        }
        if word.shape.joined {
            // `.net` is looked for only so; other compounds are looked for by their parts, which
            // stand next to each other.
            if word.text.starts_with(['.', '/'])
                && let Some(last) = words.last_mut()
            {
                word.text.clone_into(&mut last.text);
            }
            return;
        }
        let open = word.text.len() >= 2 && keyword[word.end..].starts_with('*');
        let (text, capital) = (word.text.to_owned(), word.shape.capital);
        words.push(QueryWord { text, position: word.position, capital, open });
    });
    words.truncate(MOST_WORDS);
    words
}

/// Whether a keyword has any word that says something.
pub(super) fn is_searchable(keyword: &str) -> bool {
    query_words(keyword).iter().any(|word| !is_stop_word(&word.text))
}

/// The folded words of a keyword with a blank between.
pub(super) fn folded(keyword: &str) -> String {
    let words: Vec<String> = query_words(keyword).into_iter().map(|word| word.text).collect();
    words.join(" ")
}

pub(super) fn is_quoted(keyword: &str) -> bool {
    const QUOTES: [char; 4] = ['"', '\u{201c}', '\u{201d}', '\u{201e}'];
    keyword.len() > 2 && keyword.starts_with(QUOTES) && keyword.ends_with(QUOTES)
}

pub(super) fn plain(text: &str, position: u32) -> QueryWord {
    QueryWord { text: text.to_owned(), position, capital: false, open: false }
}
