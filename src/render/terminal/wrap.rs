//! Where lines break.
//!
//! By columns as terminals show them, not by characters: `日` takes two, and `❤️` two as well
//! although its first character takes one. textwrap, which adds up characters, would bend the
//! frames around such a text.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// The parts of a text that are its lines, each at most `columns` wide; at least one. Lines
/// break at blanks, which are left out, and in a word only if no line could hold it: best behind a
/// hyphen or the like.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut line, mut used, mut at) = (0..0, 0, 0);
    for word in text.split(' ') {
        let parts = if word.width() > columns {
            word.split_inclusive(['-', '/', '_', '.', ':']).collect()
        } else {
            vec![word]
        };
        let pieces = parts.into_iter().flat_map(|part| match part.width() > columns {
            true => part.graphemes(true).collect(),
            false => vec![part],
        });
        for piece in pieces.filter(|piece| !piece.is_empty()) {
            let (start, wide, gap) = (at, piece.width(), at - line.end);
            at += piece.len();
            if line.is_empty() {
                (line, used) = (start..at, wide);
            } else if used + gap + wide <= columns {
                (line.end, used) = (at, used + gap + wide);
            } else {
                lines.push(std::mem::replace(&mut line, start..at));
                used = wide;
            }
        }
        at += 1;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_wide_as_columns_allow() {
        fn case(text: &str, columns: usize, expected: &[&str]) {
            let lines: Vec<&str> =
                wrap(text, columns).into_iter().map(|line| &text[line]).collect();
            assert_eq!(lines, expected);
        }
        case("", 10, &[""]);
        case("one two three", 7, &["one two", "three"]);
        case("one  two", 4, &["one", "two"]);
        case("one  two  ", 8, &["one  two"]);
        case("a wonderful word", 6, &["a wond", "erful", "word"]);
        case("a half-remembered word", 9, &["a half-re", "membered", "word"]);
        case("日本語のタイトル", 6, &["日本語", "のタイ", "トル"]);
        case("日本 語の", 4, &["日本", "語の"]);
        case("❤️❤️❤️", 4, &["❤️❤️", "❤️"]);
        case("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 2, &["👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"]);
        case("x", 0, &["x"]);
    }
}
