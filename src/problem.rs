//! What is wrong at which place of a file, in words a person can act on.
//!
//! Readers collect problems instead of stopping at the first one, so that a file is
//! mended in one go. Which file it was is known to the caller, not here.

use std::fmt;

/// A position in a text file, counted from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from one.
    pub line: usize,
    /// Column in characters, from one.
    pub column: usize,
}

impl Place {
    /// The place that follows a text.
    pub fn after(text: &str) -> Place {
        let line_start = text.rfind('\n').map_or(0, |at| at + 1);
        Place {
            line: text.bytes().filter(|&byte| byte == b'\n').count() + 1,
            column: text[line_start..].chars().count() + 1,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// One fault of an input file or one guess made while reading it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where it is; `None` when it concerns the file as a whole.
    pub place: Option<Place>,
    /// What is wrong: lowercase, no full stop, the user's words in backticks.
    pub what: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem of the whole file.
    pub fn whole(what: impl Into<String>) -> Self {
        Problem { place: None, what: one_line(what.into()), hint: None }
    }

    /// A problem at a place.
    pub fn at(place: Place, what: impl Into<String>) -> Self {
        Problem { place: Some(place), what: one_line(what.into()), hint: None }
    }

    /// The same problem at a place.
    #[must_use]
    pub fn placed(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same problem with advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(one_line(hint.into()));
        self
    }

    /// The same problem with more lines of advice below the first.
    #[must_use]
    pub fn lines(mut self, lines: impl Iterator<Item = String>) -> Self {
        let lines: String = lines.map(|line| format!("\n  {}", one_line(line))).collect();
        self.hint = Some(self.hint.unwrap_or_default() + &lines);
        self
    }
}

/// A text in which line breaks and other control characters are said as `\n`, `\u{1b}`: what a
/// message quotes of a file must not look like a message of its own.
pub fn one_line(text: String) -> String {
    if !text.contains(char::is_control) {
        return text;
    }
    let said = |c: char| if c.is_control() { c.escape_default().collect() } else { c.to_string() };
    text.chars().map(said).collect()
}

/// `did you mean ...?` for the known words nearest to `wrong`, or nothing when none is near.
///
/// Nearness is the Sørensen-Dice coefficient of letter pairs, which forgives swapped words
/// and missing endings better than edit distance does.
pub fn did_you_mean<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let near = nearest(wrong, known, 3);
    if near.is_empty() {
        return None;
    }
    let ticked: Vec<String> = near.iter().map(|word| one_line(format!("`{word}`"))).collect();
    Some(format!("did you mean {}?", or_list(&ticked)))
}

/// The known words nearest to `wrong`, best first, at most `most`.
pub fn nearest<'a>(
    wrong: &str,
    known: impl IntoIterator<Item = &'a str>,
    most: usize,
) -> Vec<&'a str> {
    const NEAR_ENOUGH: f64 = 0.45;
    let wrong = wrong.to_lowercase();
    let mut rated: Vec<(f64, &str)> = known
        .into_iter()
        .map(|word| {
            let lower = word.to_lowercase();
            // A few wrong letters in a short word leave few pairs in common.
            let by_pairs = strsim::sorensen_dice(&wrong, &lower);
            let by_edits = if wrong.chars().count() <= 12 {
                strsim::normalized_damerau_levenshtein(&wrong, &lower) - 0.15
            } else {
                0.0
            };
            (by_pairs.max(by_edits), word)
        })
        .filter(|&(rate, _)| rate >= NEAR_ENOUGH)
        .collect();
    rated.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    rated.dedup_by(|a, b| a.1 == b.1);
    rated.truncate(most);
    rated.into_iter().map(|(_, word)| word).collect()
}

/// What is said of lists in lists without end.
pub fn too_deep(most: usize) -> String {
    format!("nested more than {most} levels deep")
}

/// `a`, `a or b`, `a, b or c`.
pub fn or_list(items: &[String]) -> String {
    listed(items, "or")
}

/// `a`, `a and b`, `a, b and c`.
pub fn and_list(items: &[String]) -> String {
    listed(items, "and")
}

fn listed(items: &[String], joint: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [firsts @ .., last] => format!("{} {joint} {last}", firsts.join(", ")),
    }
}

/// `1 talk`, `2 talks`, `34,405 talks`.
pub fn count(number: impl TryInto<i64>, noun: &str) -> String {
    let number = number.try_into().unwrap_or(i64::MAX);
    let ending = if number.unsigned_abs() == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", self::number(number))
}

/// A number as people read it: `34,405`.
pub fn number(number: impl TryInto<i64>) -> String {
    let number = number.try_into().unwrap_or(i64::MAX);
    let digits = number.unsigned_abs().to_string();
    let mut text = if number < 0 { "-" } else { "" }.to_owned();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_like_sentences() {
        fn case(items: &[&str], expected: &str) {
            let items: Vec<String> = items.iter().map(ToString::to_string).collect();
            assert_eq!(or_list(&items), expected);
        }
        case(&[], "");
        case(&["a"], "a");
        case(&["a", "b"], "a or b");
        case(&["a", "b", "c"], "a, b or c");
    }

    #[test]
    fn one_is_singular_and_thousands_are_separated() {
        assert_eq!(count(0, "point"), "0 points");
        assert_eq!(count(1_i64, "point"), "1 point");
        assert_eq!(count(-1, "point"), "-1 point");
        assert_eq!(count(999_usize, "point"), "999 points");
        assert_eq!(count(34_405_i64, "point"), "34,405 points");
        assert_eq!(number(-1_234_567), "-1,234,567");
        assert_eq!(number(u64::MAX), "9,223,372,036,854,775,807");
    }

    #[test]
    fn what_a_message_quotes_is_on_its_line() {
        let problem = Problem::whole("no `a\nerror: b`").hint("try `\u{1b}[2J\r\u{85}ä`");
        assert_eq!(problem.what, "no `a\\nerror: b`");
        assert_eq!(problem.hint.as_deref(), Some("try `\\u{1b}[2J\\r\\u{85}ä`"));
        let near = did_you_mean("intrests\n", ["interests\n"]);
        assert_eq!(near.as_deref(), Some("did you mean `interests\\n`?"));
    }

    #[test]
    fn near_words_are_offered_and_far_ones_are_not() {
        let known = ["interests", "must_see", "never", "ratings"];
        assert_eq!(nearest("intrests", known, 3), ["interests"]);
        assert_eq!(nearest("must-see", known, 3), ["must_see"]);
        assert!(nearest("zzz", known, 3).is_empty());
    }
}
