//! Words of dates and clocks in all languages, and digits of all scripts.

use std::collections::HashMap;
use std::sync::OnceLock;

use chrono::Weekday;

/// What a word says of a date or a clock; it may say several things in several languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// The month that it names, from one.
    pub(super) month: Option<u32>,
    pub(super) weekday: Option<Weekday>,
    /// Whether it says that a clock is in the afternoon.
    pub(super) afternoon: Option<bool>,
}

/// What is known of a word: lower case, without dots.
pub(super) fn word(word: &str) -> Word {
    static WORDS: OnceLock<HashMap<&str, Word>> = OnceLock::new();
    WORDS.get_or_init(read).get(word).copied().unwrap_or_default()
}

fn read() -> HashMap<&'static str, Word> {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    const DAYS: [Weekday; 7] = [Mon, Tue, Wed, Thu, Fri, Sat, Sun];
    let mut words: HashMap<&str, Word> = HashMap::new();
    for line in include_str!("words.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.split(' ');
        let kind = parts.next().unwrap_or_default();
        for part in parts {
            let word = words.entry(part).or_default();
            match (kind.split_at(1), kind) {
                (_, "am") => word.afternoon = Some(false),
                (_, "pm") => word.afternoon = Some(true),
                (("m", number), _) => word.month = number.parse().ok(),
                (("d", number), _) => {
                    let at = number.parse::<usize>().ok().and_then(|at| at.checked_sub(1));
                    word.weekday = at.and_then(|at| DAYS.get(at).copied());
                }
                _ => {}
            }
        }
    }
    words
}

/// A key without what differs between spellings: `Starts-At`, `starts_at` and `startsAt` are one.
pub(super) fn plain_key(key: &str) -> String {
    key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a key: `mainStage`, `main_stage` and `Main Stage` have two.
pub(super) fn key_words(key: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in key.chars().take(200) {
        let turns = before.is_lowercase() && letter.is_uppercase()
            || before.is_alphabetic() && letter.is_ascii_digit();
        if turns || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The zeros of the scripts that write numbers with digits; the other nine follow each.
const ZEROS: [u32; 37] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
    0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
    0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    0x11136,
];

/// A text with the digits, colons and spaces of ASCII.
pub(super) fn in_ascii(text: &str) -> String {
    let plain = |letter: char| match letter {
        '：' => ':',
        '／' => '/',
        '－' | '‐' | '‑' => '-',
        '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{3000}' => ' ',
        letter => {
            let code = u32::from(letter);
            let zero = ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&code));
            zero.and_then(|zero| char::from_digit(code - zero, 10)).unwrap_or(letter)
        }
    };
    if text.is_ascii() { text.to_owned() } else { text.chars().map(plain).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_many_languages_are_known() {
        assert_eq!(word("abril").month, Some(4));
        assert_eq!(word("мая").month, Some(5));
        assert_eq!(word("viernes").weekday, Some(Weekday::Fri));
        assert_eq!(word("토요일").weekday, Some(Weekday::Sat));
        assert_eq!(word("上午").afternoon, Some(false));
        assert_eq!(word("오후").afternoon, Some(true));
        assert_eq!(word("bread"), Word::default());
    }

    #[test]
    fn digits_of_all_scripts_are_digits() {
        assert_eq!(in_ascii("٠١:٣٠ １２：３０ ५"), "01:30 12:30 5");
    }
}
