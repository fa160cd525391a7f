//! Evidence -> the sentences in which the words stand that matched.

use std::ops::Range;

use crate::schedule::{EventIx, Schedule};

use super::field::Field;
use super::words::each_word;
use super::{Evidence, Source};

/// The most sentences that are quoted for one piece of evidence.
const MOST: usize = 2;
/// The longest quote, in bytes.
const LONGEST: usize = 200;

/// A sentence of an event's texts with the words that matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Where it stands.
    pub field: Field,
    /// The sentence, or the part of it around the words.
    pub text: String,
    /// Where in it the words stand, in bytes.
    pub marks: Vec<Range<usize>>,
}

/// The sentences that a piece of evidence rests on; none for ratings, boosts and the like.
pub fn quotes(schedule: &Schedule, ix: EventIx, evidence: &Evidence) -> Vec<Quote> {
    let fields: &[Field] = match &evidence.source {
        Source::Text(field) => std::slice::from_ref(field),
        Source::About | Source::Related | Source::MustSees => &Field::ALL,
        Source::Everything | Source::Rating | Source::Boost | Source::Recorded | Source::Length => {
            &[]
        }
    };
    let event = schedule.event(ix);
    let mut quotes = Vec::new();
    for &field in fields {
        for text in field.texts(event) {
            let marks = marks(text, &evidence.matched);
            for (sentence, marks) in sentences(text, &marks) {
                if quotes.len() == MOST {
                    return quotes;
                }
                let (text, marks) = around(&text[sentence.clone()], sentence.start, &marks);
                quotes.push(Quote { field, text, marks });
            }
        }
    }
    quotes
}

/// Where the matched words stand in a text, in order and apart.
fn marks(text: &str, matched: &[String]) -> Vec<Range<usize>> {
    let mut words: Vec<(String, u32, Range<usize>)> = Vec::new();
    each_word(text, |word| {
        words.push((word.text.to_owned(), word.position, word.start..word.end));
    });
    let mut marks: Vec<Range<usize>> = Vec::new();
    for phrase in matched {
        let parts: Vec<&str> = phrase.split(' ').collect();
        for (at, (word, position, range)) in words.iter().enumerate() {
            if word != parts[0] {
                continue;
            }
            let behind = &words[at..];
            let last = (*position..).zip(&parts).try_fold(range.end, |_, (position, part)| {
                let next = behind.iter().find(|(word, at, _)| *at == position && word == part);
                next.map(|(.., range)| range.end)
            });
            marks.extend(last.map(|end| range.start..end));
        }
    }
    marks.sort_by_key(|mark| (mark.start, mark.end));
    marks.dedup_by(|next, mark| {
        let within = next.start < mark.end;
        if within {
            mark.end = mark.end.max(next.end);
        }
        within
    });
    marks
}

/// The sentences that hold a mark, each with its marks.
fn sentences(text: &str, marks: &[Range<usize>]) -> Vec<(Range<usize>, Vec<Range<usize>>)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let blank = chars.peek().is_none_or(|(_, next)| next.is_whitespace());
        let inside = marks.iter().any(|mark| mark.start <= at && at + c.len_utf8() < mark.end);
        if !inside
            && (c == '\n' && ends_line(&text[at..])
                || matches!(c, '.' | '!' | '?' | '…' | '。') && blank)
        {
            ends.push(at + c.len_utf8());
        }
    }
    ends.push(text.len());
    let mut start = 0;
    let mut sentences = Vec::new();
    for end in ends {
        let own: Vec<Range<usize>> =
            marks.iter().filter(|mark| (start..end).contains(&mark.start)).cloned().collect();
        if !own.is_empty() {
            sentences.push((start..end, own));
        }
        start = end;
    }
    sentences
}

/// Whether a line break ends a sentence and not only a line.
fn ends_line(rest: &str) -> bool {
    !rest.trim_start_matches([' ', '\n', '\r']).starts_with(char::is_lowercase)
        || rest.starts_with("\n\n")
}

/// A sentence, cut to the words around its first mark where it is long.
fn around(sentence: &str, offset: usize, marks: &[Range<usize>]) -> (String, Vec<Range<usize>>) {
    let first = &marks[0];
    let (first_start, first_end) = (first.start - offset, first.end - offset);
    let mut from = sentence.len() - sentence.trim_start().len();
    let mut to = sentence.trim_end().len().max(first_end).min(sentence.len());
    if to - from > LONGEST {
        let spare = LONGEST.saturating_sub(first_end - first_start) / 2;
        if first_start - from > spare {
            let rough = boundary(sentence, first_start - spare);
            let gap = sentence[rough..first_start].find(char::is_whitespace);
            from = gap.map_or(first_start, |gap| rough + gap);
        }
        if to - from > LONGEST {
            let rough = boundary(sentence, (from + LONGEST).max(first_end));
            let gap = sentence[first_end..rough].rfind(char::is_whitespace);
            to = gap.map_or(first_end, |gap| first_end + gap);
        }
    }
    let cut = |is: bool| if is { "..." } else { "" };
    let before = cut(!sentence[..from].trim().is_empty());
    let after = cut(!sentence[to..].trim().is_empty());
    let shift = before.len();
    let marks = marks
        .iter()
        .map(|mark| mark.start - offset..mark.end - offset)
        .filter(|mark| mark.start >= from && mark.end <= to)
        .map(|mark| mark.start - from + shift..mark.end - from + shift)
        .collect();
    (format!("{before}{}{after}", &sentence[from..to]), marks)
}

/// The next place at which a text can be cut.
fn boundary(text: &str, mut at: usize) -> usize {
    while at < text.len() && !text.is_char_boundary(at) {
        at += 1;
    }
    at.min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The quoted sentences with the marks in brackets.
    fn shown(text: &str, matched: &[&str]) -> Vec<String> {
        let matched: Vec<String> = matched.iter().map(ToString::to_string).collect();
        let marks = marks(text, &matched);
        let quote = |(sentence, marks): (Range<usize>, Vec<Range<usize>>)| {
            let (mut text, marks) = around(&text[sentence.clone()], sentence.start, &marks);
            for mark in marks.into_iter().rev() {
                text.insert(mark.end, ']');
                text.insert(mark.start, '[');
            }
            text
        };
        sentences(text, &marks).into_iter().map(quote).collect()
    }

    #[test]
    fn words_are_shown_in_their_sentence() {
        fn case(text: &str, matched: &[&str], expected: &[&str]) {
            assert_eq!(shown(text, matched), expected, "{text}");
        }
        let text = "We run it. The Kernel traces eBPF! Nothing else.\nA kernel";
        case(text, &["kernel"], &["The [Kernel] traces eBPF!", "A [kernel]"]);
        case("One\nline of a\nkernel\n\nnext", &["kernel"], &["One\nline of a\n[kernel]"]);
        case("On file systems of old", &["file systems"], &["On [file systems] of old"]);
        case("See io_uring and C++.", &["iouring", "c++"], &["See [io_uring] and [C++]."]);
        case("Für Änderungen.", &["anderungen"], &["Für [Änderungen]."]);
        case("Written in Node.js. Yes.", &["node js"], &["Written in [Node.js]."]);
    }

    #[test]
    fn long_sentences_are_cut_around_the_words() {
        let text = format!("{} ebpf {}", "ä word".repeat(80), "and so on ".repeat(60));
        let quote = &shown(&text, &["ebpf"])[0];
        assert!(quote.contains("[ebpf]") && quote.len() < 2 * LONGEST, "{quote}");
        assert!(quote.starts_with("...") && quote.ends_with("..."), "{quote}");
    }
}
