//! Titles with several colons, as in `- Aya: eBPF: in Rust`, which YAML refuses -> a text that it
//! reads, in which everything stands where it did.

/// What stands for the blank after a colon that is a part of a title. It is in no text of people's.
const MARK: char = '\u{f8ff}';

/// The same text, in which a line of a list may hold any number of colons, as may a name before a
/// number: `names` are the keys of lists of names, `numbers` those of numbers by name. None where it
/// is the same.
pub fn readable(text: &str, names: &[&str], numbers: &[&str]) -> Option<String> {
    if text.contains(MARK) {
        return None;
    }
    let mut chars: Vec<char> = text.chars().collect();
    let mut scan = Scan::default();
    let mut section = Section::Other;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.chars().count();
        if !line.starts_with([' ', '\t', '#', '-', '\n', '\r', ']', '}']) {
            let key = line.split_once(':').map_or("", |(key, _)| key.trim());
            scan = Scan::default();
            section = match () {
                () if names.contains(&key) => Section::Names,
                () if numbers.contains(&key) => Section::Numbers,
                () => Section::Other,
            };
        }
        if section != Section::Other {
            scan.line(&mut chars[start..end], section);
        }
        start = end;
    }
    let readable: String = chars.into_iter().collect();
    (readable != text).then_some(readable)
}

/// What [`readable`] changed, as it was.
pub fn restored(text: &str) -> String {
    text.replace(MARK, " ")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    Names,
    Numbers,
    Other,
}

/// Where in a text the next character stands.
#[derive(Debug, Default)]
struct Scan {
    /// How many brackets are open.
    depth: usize,
    /// The quote that is open.
    quote: Option<char>,
}

impl Scan {
    /// Marks the colons of a line that are parts of titles.
    fn line(&mut self, line: &mut [char], section: Section) {
        let mut colons: Vec<usize> = Vec::new();
        // Nothing but blanks and dashes of a list stands before.
        let mut is_start = true;
        let mut is_list = true;
        let mut at = 0;
        while let Some(&c) = line.get(at) {
            let next = line.get(at + 1).copied().unwrap_or('\n');
            let is_blank = |c: char| c == ' ';
            match (self.quote, c) {
                (Some(open), _) => {
                    if c == '\\' && open == '"' {
                        at += 1;
                    } else if c == open {
                        self.quote = None;
                    }
                }
                (None, '"' | '\'') if is_start => self.quote = Some(c),
                (None, '#') if at == 0 || line[at - 1].is_whitespace() => break,
                (None, '[' | '{') if is_start || self.depth > 0 => {
                    self.depth += 1;
                    mark(line, &mut colons, section);
                    is_start = true;
                    at += 1;
                    continue;
                }
                (None, ']' | '}') if self.depth > 0 => {
                    self.depth -= 1;
                    mark(line, &mut colons, section);
                }
                (None, ',') if self.depth > 0 => {
                    mark(line, &mut colons, section);
                    is_start = true;
                    at += 1;
                    continue;
                }
                (None, ':') if is_blank(next) => {
                    colons.push(at + 1);
                    is_start = true;
                    is_list = false;
                    at += 1;
                    continue;
                }
                (None, '-') if is_list && is_blank(next) => {
                    at += 1;
                    continue;
                }
                _ => {}
            }
            if !c.is_whitespace() {
                (is_start, is_list) = (false, false);
            }
            at += 1;
        }
        mark(line, &mut colons, section);
    }
}

/// Marks the colons of one entry that cannot be those of a mapping: it has one key, and a number is
/// after the last.
fn mark(line: &mut [char], colons: &mut Vec<usize>, section: Section) {
    let kept = if section == Section::Names { 0 } else { colons.len().saturating_sub(1) };
    for (number, at) in std::mem::take(colons).into_iter().enumerate() {
        if number != kept {
            line[at] = MARK;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colons_of_titles_are_marked_and_no_others() {
        let case = |text: &str, expected: &str| {
            let found = readable(text, &["must_see", "at_most"], &["ratings"]);
            let found = found.unwrap_or_else(|| text.to_owned()).replace(MARK, "_");
            assert_eq!(found, expected);
        };
        let same = |text: &str| case(text, text);
        case("must_see:\n  - A: b: c: d\n", "must_see:\n  - A: b:_c:_d\n");
        case("must_see: [A: b: c, D: e, F: g: h]\n", "must_see: [A: b:_c, D: e, F: g:_h]\n");
        case("must_see:\n- one_of: [A: b: c, D]\n", "must_see:\n- one_of: [A: b:_c, D]\n");
        case(
            "must_see: [\n  A: b: c\n]\nhere: x: y: z\n",
            "must_see: [\n  A: b:_c\n]\nhere: x: y: z\n",
        );
        case("must_see: A: b\n", "must_see: A:_b\n");
        case(
            "at_most: [{ count: 2, of: [A: b: c] }]\n",
            "at_most: [{ count: 2, of: [A: b:_c] }]\n",
        );
        case("ratings:\n  A: b: 90\n", "ratings:\n  A:_b: 90\n");
        case("ratings: { A: b: c: 90, D: 5 }\n", "ratings: { A:_b:_c: 90, D: 5 }\n");
        case("must_see:\n  - Don't: stop: me\n", "must_see:\n  - Don't: stop:_me\n");
        case("must_see:\n  - A [b]: c: d\n", "must_see:\n  - A [b]: c:_d\n");
        same("must_see:\n  - A: b # c: d: e\n");
        same("must_see:\n  - 'A: b: c'\n  - \"D\\\": e: f\"\n");
        same("must_see:\n  - one_of:\n      - A: b\n");
        same("name: A: b: c\n");
    }
}
