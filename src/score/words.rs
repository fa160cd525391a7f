//! Text -> words, as technical people write them.
//!
//! A word is a run of letters and digits; `c++`, `c#`, `.net` and `/proc` keep their signs. Parts
//! joined by `-`, `_` or `.` are found each for itself and joined (`io_uring`: io, uring,
//! iouring); the parts of `FreeCAD` are found too, but count less. Case, accents and tags do not
//! count; addresses of web pages are no words at all. Scripts without blanks give a word for each
//! character, so that a keyword of several is a phrase.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::text::fold;

/// One word of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'a> {
    /// Folded.
    pub(super) text: &'a str,
    /// Counted in words from the start of the text; a joined compound has that of its first part.
    pub(super) position: u32,
    /// Where the text has it, in bytes.
    pub(super) start: usize,
    /// Where it ends there.
    pub(super) end: usize,
    /// How it stands there.
    pub(super) shape: Shape,
}

/// How a word stands in its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// It begins with a capital.
    pub(super) capital: bool,
    /// Its case is the writer's choice: it neither begins a sentence nor follows a capital.
    pub(super) telling: bool,
    /// It is a part of a word such as `FreeCAD`.
    pub(super) part: bool,
    /// It is several words joined.
    pub(super) joined: bool,
}

/// Hands every word of a text to `take`, in order.
pub(super) fn each_word(text: &str, take: impl FnMut(Word<'_>)) {
    let (folded, parts) = (String::new(), Vec::new());
    Reader { text, at: 0, position: 0, fresh: true, folded, parts, take }.read();
}

/// The words of a short text.
#[cfg(test)]
fn texts(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, |word| words.push(word.text.to_owned()));
    words
}

struct Reader<'t, F> {
    text: &'t str,
    at: usize,
    position: u32,
    /// The next word's case says nothing.
    fresh: bool,
    folded: String,
    /// Of the compound that is read.
    parts: Vec<Range<usize>>,
    take: F,
}

impl<F: FnMut(Word<'_>)> Reader<'_, F> {
    fn read(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            if byte.is_ascii_alphanumeric() {
                self.compound();
            } else if byte.is_ascii() {
                self.gap(byte);
            } else {
                match self.char_at(self.at) {
                    Some(c) if is_word(c) => self.compound(),
                    Some(c) => self.at += c.len_utf8(),
                    None => return,
                }
            }
        }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// What stands between words.
    fn gap(&mut self, byte: u8) {
        match byte {
            b'<' => {
                if let Some(length) = tag_length(&self.text.as_bytes()[self.at..]) {
                    self.at += length;
                    self.fresh = true;
                    return;
                }
            }
            b'.' | b'!' | b'?' | b':' | b';' | b'\n' | b'"' | b'(' | b'|' | b'*' => {
                self.fresh = true;
            }
            _ => {}
        }
        self.at += 1;
    }

    /// A word, or several that are joined by signs.
    fn compound(&mut self) {
        let start = self.at;
        if self.skip_address() {
            return;
        }
        let mut parts = std::mem::take(&mut self.parts);
        parts.clear();
        let mut after = start;
        loop {
            let part = self.part(after);
            after = part.end;
            parts.push(part);
            after = self.possessive(after);
            match self.joint(after, &parts) {
                Some(next) => after = next,
                None => break,
            }
        }
        self.at = after;
        let first = self.position;
        for part in &parts {
            self.emit_part(part.clone());
        }
        self.emit_signed(&parts[0], first);
        if (2..=4).contains(&parts.len()) {
            self.folded.clear();
            for part in &parts {
                fold_into(&self.text[part.clone()], &mut self.folded);
            }
            let whole = start..parts[parts.len() - 1].end;
            self.emit(whole, first, Shape { joined: true, ..Shape::default() });
        }
        self.parts = parts;
    }

    /// One part of a compound: letters, digits and the signs of `c++` and `c#`.
    fn part(&self, start: usize) -> Range<usize> {
        let bytes = self.text.as_bytes();
        let mut end = start;
        while let Some(&byte) = bytes.get(end) {
            if byte.is_ascii_alphanumeric() {
                end += 1;
            } else if byte.is_ascii() {
                break;
            } else {
                match self.char_at(end) {
                    Some(c) if is_alone(c) => {
                        return if end == start { start..end + c.len_utf8() } else { start..end };
                    }
                    Some(c) if is_word(c) => end += c.len_utf8(),
                    _ => break,
                }
            }
        }
        if end - start <= 2 {
            for sign in ["++", "#"] {
                if self.text[end..].starts_with(sign) {
                    return start..end + sign.len();
                }
            }
        }
        start..end
    }

    /// Behind the `'s` of a name.
    fn possessive(&self, at: usize) -> usize {
        /// Of the straight and of the curly apostrophe.
        const FIRST_BYTES: [u8; 2] = [b'\'', 0xe2];
        if !self.text.as_bytes().get(at).is_some_and(|byte| FIRST_BYTES.contains(byte)) {
            return at;
        }
        let Some(behind) = self.text[at..].strip_prefix(['\'', '\u{2019}']) else { return at };
        let ending = behind.find(|c| !is_word(c)).unwrap_or(behind.len());
        if ending <= 2 { self.text.len() - behind.len() + ending } else { at }
    }

    /// Where the next part of the compound starts, if there is one.
    fn joint(&self, at: usize, parts: &[Range<usize>]) -> Option<usize> {
        let rest = &self.text[at..];
        let behind = match rest.as_bytes().first()? {
            b'-' | b'_' | b'.' => &rest[1..],
            // `I/O` and `Q&A` are words, `and/or` is two.
            b'/' | b'&' if parts.iter().all(|part| part.len() == 1) => {
                let behind = &rest[1..];
                let single = behind.chars().nth(1).is_none_or(|c| !is_word(c));
                return (behind.starts_with(is_word) && single).then_some(at + 1);
            }
            _ => return None,
        };
        behind.starts_with(|c| is_word(c) && !is_alone(c)).then_some(at + 1)
    }

    /// A word of the compound, and the words inside it.
    fn emit_part(&mut self, part: Range<usize>) {
        let text = self.text;
        let first = text[part.clone()].chars().next();
        let capital = first.is_some_and(char::is_uppercase);
        let shape = Shape { capital, telling: !capital || !self.fresh, ..Shape::default() };
        self.fresh = capital;
        let position = self.position;
        self.position += 1;
        let word = &text[part.clone()];
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            // Most words are folded already.
            let (start, end) = (part.start, part.end);
            (self.take)(Word { text: word, position, start, end, shape });
            return;
        }
        self.folded.clear();
        fold_into(word, &mut self.folded);
        self.emit(part.clone(), position, shape);
        for inner in humps(&text[part.clone()]) {
            let inner = part.start + inner.start..part.start + inner.end;
            self.folded.clear();
            fold_into(&text[inner.clone()], &mut self.folded);
            self.emit(inner, position, Shape { part: true, ..Shape::default() });
        }
    }

    /// `.net` and `/proc`, where the sign begins a word.
    fn emit_signed(&mut self, part: &Range<usize>, position: u32) {
        if !self.text[..part.start].ends_with(['.', '/']) {
            return;
        }
        let mut before = self.text[..part.start].chars().rev();
        if let Some(sign @ ('.' | '/')) = before.next()
            && before.next().is_none_or(|c| c.is_whitespace() || c == '(')
        {
            self.folded.clear();
            self.folded.push(sign);
            fold_into(&self.text[part.clone()], &mut self.folded);
            let shape = Shape { joined: true, ..Shape::default() };
            self.emit(part.start - 1..part.end, position, shape);
        }
    }

    fn emit(&mut self, range: Range<usize>, position: u32, shape: Shape) {
        if !self.folded.is_empty() {
            let (start, end) = (range.start, range.end);
            (self.take)(Word { text: &self.folded, position, start, end, shape });
        }
    }

    /// Goes behind `https://example.org/x` and `www.example.org`.
    fn skip_address(&mut self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let letters = rest.iter().take(8).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let is_address = rest[letters..].starts_with(b"://") && letters > 0
            || rest.len() > 4 && rest[..4].eq_ignore_ascii_case(b"www.");
        if is_address {
            let end = |byte: &u8| byte.is_ascii_whitespace() || b"<>\"'()[]".contains(byte);
            self.at += rest.iter().position(end).unwrap_or(rest.len());
            self.fresh = true;
        }
        is_address
    }
}

/// How long the tag at the start is, if one is.
fn tag_length(rest: &[u8]) -> Option<usize> {
    const LONGEST: usize = 200;
    let name = rest.get(1).copied()?;
    if !name.is_ascii_alphabetic() && name != b'/' {
        return None;
    }
    let inside =
        rest.iter().skip(1).take(LONGEST).position(|&byte| byte == b'>' || byte == b'<')?;
    (rest[inside + 1] == b'>').then_some(inside + 2)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && (is_combining_mark(c) || is_hidden(c)))
}

/// Characters that only say where a word may be broken.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Characters of scripts that put no blanks between words.
fn is_alone(c: char) -> bool {
    matches!(
        c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
            | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}'
    ) && c.is_alphanumeric()
}

/// Whether a word is a character of a script without blanks.
pub(super) fn stands_alone(word: &str) -> bool {
    word.chars().next().is_some_and(is_alone)
}

fn fold_into(word: &str, folded: &mut String) {
    if word.is_ascii() {
        let from = folded.len();
        folded.push_str(word);
        folded[from..].make_ascii_lowercase();
    } else {
        let plain = fold(word);
        folded.extend(
            plain.chars().filter(|&c| (is_word(c) || c == '+' || c == '#') && !is_hidden(c)),
        );
    }
}

/// The words inside `FreeCAD` or `HTTPServer` that are long enough to mean something.
fn humps(word: &str) -> Vec<Range<usize>> {
    let bytes = word.as_bytes();
    if !bytes.iter().skip(1).any(u8::is_ascii_uppercase) {
        return Vec::new();
    }
    let mut cuts = Vec::new();
    for at in 1..bytes.len() {
        let behind = bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        let rises = bytes[at - 1].is_ascii_lowercase() && bytes[at].is_ascii_uppercase();
        if rises || bytes[at - 1].is_ascii_uppercase() && bytes[at].is_ascii_uppercase() && behind {
            cuts.push(at);
        }
    }
    if cuts.is_empty() || !word.is_ascii() {
        return Vec::new();
    }
    let ends = cuts.iter().copied().chain([bytes.len()]);
    let humps = std::iter::once(0).chain(cuts.iter().copied()).zip(ends).map(|(a, b)| a..b);
    let telling = |hump: &Range<usize>| {
        hump.len() >= 3 || hump.len() == 2 && bytes[hump.clone()].iter().all(u8::is_ascii_uppercase)
    };
    humps.filter(telling).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn technical_words_keep_their_signs() {
        fn case(text: &str, expected: &[&str]) {
            assert_eq!(texts(text), expected, "{text}");
        }
        case("C++ and C# in .NET", &["c++", "and", "c#", "in", "net", ".net"]);
        case("C++20", &["c++", "20"]);
        case("/proc, io_uring!", &["proc", "/proc", "io", "uring", "iouring"]);
        case("node.js-based", &["node", "js", "based", "nodejsbased"]);
        case("eBPF's maps", &["ebpf", "bpf", "maps"]);
        case(
            "FreeCAD HTTPServer iOS",
            &["freecad", "free", "cad", "httpserver", "http", "server", "ios", "os"],
        );
        case("<p>Hello</p> see https://example.org/x", &["hello", "see"]);
        case("(www.example.org) [a](http://b.org) c", &["a", "c"]);
        case("k8s (v1.30).", &["k8s", "v1", "30", "v130"]);
        case("and/or, I/O, Q&A", &["and", "or", "i", "o", "io", "q", "a", "qa"]);
        case("l'éducation, don't", &["l", "education", "don"]);
        case("Cafe\u{301} ﬁle soft\u{ad}ware", &["cafe", "file", "software"]);
        case("日本語 OSS", &["日", "本", "語", "oss"]);
        case("🦀 ... --", &[]);
        case("a < b > c", &["a", "b", "c"]);
    }

    #[test]
    fn positions_count_words() {
        let mut positions = Vec::new();
        each_word("a io_uring b", |word| positions.push(word.position));
        assert_eq!(positions, [0, 1, 2, 1, 3]);
    }

    #[test]
    fn words_know_where_they_stand() {
        let text = "See C++, io_uring and .NET";
        let mut found = Vec::new();
        each_word(text, |word| found.push(&text[word.start..word.end]));
        assert_eq!(found, ["See", "C++", "io", "uring", "io_uring", "and", "NET", ".NET"]);
    }

    #[test]
    fn the_case_of_a_word_tells_something_inside_a_sentence() {
        let mut telling = Vec::new();
        each_word("Go on. Rust and Go in Big Letters", |word| {
            if word.shape.telling && word.shape.capital {
                telling.push(word.text.to_owned());
            }
        });
        assert_eq!(telling, ["go", "big"]);
    }
}
