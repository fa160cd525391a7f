//! Text as it is compared: without case, accents and compatibility forms.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lowercase, without accents, compatibility forms (`ﬁ`, full width) made plain.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkd()
        .filter(|&c| !is_combining_mark(c))
        .flat_map(char::to_lowercase)
        .flat_map(|c| match c {
            'ß' => ['s', 's'].into_iter().take(2),
            other => [other, ' '].into_iter().take(1),
        })
        .nfc()
        .collect()
}

/// Folded, with every run of other characters than letters and digits as one space.
pub fn fold_words(text: &str) -> String {
    let folded = fold(text);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_compatibility_forms_do_not_matter() {
        assert_eq!(fold("Änderungen"), "anderungen");
        assert_eq!(fold("STRASSE"), fold("Straße"));
        assert_eq!(fold("ﬁle"), "file");
        assert_eq!(fold_words("Hello, World!  (2nd)"), "hello world 2nd");
    }
}
