//! What kind of thing a title or a text speaks of: a break, a course of several days, a part.

use crate::text::fold_words;

/// Words of titles that are no talk's own: breaks, and what happens at every conference.
const GENERIC: &[&str] = &[
    "a",
    "afternoon",
    "all",
    "almuerzo",
    "and",
    "apero",
    "arrival",
    "at",
    "badge",
    "bar",
    "bof",
    "bofs",
    "break",
    "breakfast",
    "breakout",
    "brunch",
    "buffet",
    "cafe",
    "ceremony",
    "check",
    "checkin",
    "clean",
    "cleanup",
    "closing",
    "coffee",
    "collection",
    "concert",
    "day",
    "dejeuner",
    "demo",
    "demos",
    "dinner",
    "discussion",
    "dj",
    "doors",
    "drinks",
    "end",
    "evening",
    "event",
    "exhibition",
    "expo",
    "fika",
    "film",
    "films",
    "food",
    "for",
    "free",
    "frei",
    "fruhstuck",
    "gathering",
    "hall",
    "happy",
    "hour",
    "hours",
    "in",
    "introduction",
    "kaffee",
    "kaffeepause",
    "keynote",
    "keynotes",
    "lightning",
    "live",
    "lunch",
    "meal",
    "meeting",
    "meetup",
    "mic",
    "mittag",
    "mittagessen",
    "mittagspause",
    "morning",
    "music",
    "n",
    "networking",
    "night",
    "of",
    "office",
    "open",
    "opening",
    "panel",
    "paper",
    "papers",
    "party",
    "pausa",
    "pause",
    "pauze",
    "plenary",
    "poster",
    "posters",
    "q",
    "reception",
    "registration",
    "remarks",
    "s",
    "screening",
    "session",
    "sessions",
    "setup",
    "show",
    "social",
    "special",
    "sponsor",
    "sponsors",
    "talk",
    "talks",
    "tba",
    "tbc",
    "tbd",
    "tea",
    "the",
    "time",
    "to",
    "track",
    "unconference",
    "up",
    "welcome",
    "with",
    "workshop",
    "workshops",
    "yoga",
    "zusammenfassung",
];

/// Words of what one attends as a whole.
const COURSES: &[&str] = &[
    "academy",
    "atelier",
    "bootcamp",
    "class",
    "course",
    "curso",
    "hackathon",
    "kurs",
    "lehrgang",
    "masterclass",
    "schulung",
    "seminar",
    "training",
    "tutorial",
    "workshop",
];

/// Whether a title is that of a break, or of something else that has nothing to do with another
/// event of that title.
pub(super) fn is_generic(title: &str) -> bool {
    let folded = fold_words(title);
    folded
        .split(' ')
        .all(|word| GENERIC.binary_search(&word).is_ok() || word.chars().all(|c| c.is_numeric()))
}

/// Whether a title or a subtitle says that it is a course.
pub(super) fn is_course(heading: &str) -> bool {
    fold_words(heading)
        .split(' ')
        .any(|word| COURSES.iter().any(|course| word.strip_suffix('s').unwrap_or(word) == *course))
}

/// On how many days something takes place as a whole, as its heading or its text says.
pub(super) fn days(heading: &str, text: &str) -> Option<usize> {
    const AGAIN: &[&str] = &[
        "either",
        "entweder",
        "identical",
        "repeat",
        "repeated",
        "twice",
        "wiederholt",
        "zweimal",
    ];
    const IN_HEADING: &[(&str, usize)] = &[
        ("two days", 2),
        ("2 days", 2),
        ("zwei tage", 2),
        ("2 tage", 2),
        ("deux jours", 2),
        ("dos dias", 2),
        ("due giorni", 2),
        ("three days", 3),
        ("3 days", 3),
        ("drei tage", 3),
        ("3 tage", 3),
    ];
    const ANYWHERE: &[(&str, usize)] = &[
        ("two day", 2),
        ("2 day", 2),
        ("both days", 2),
        ("over two days", 2),
        ("zweitagig", 2),
        ("2 tagig", 2),
        ("beide tage", 2),
        ("beiden tagen", 2),
        ("three day", 3),
        ("3 day", 3),
        ("all three days", 3),
        ("over three days", 3),
        ("dreitagig", 3),
        ("3 tagig", 3),
        ("alle drei tage", 3),
    ];
    let (heading, text) = (fold_words(heading), fold_words(text));
    let all = format!(" {heading} {text}");
    if AGAIN.iter().any(|word| all.split(' ').any(|it| it == *word)) {
        return None;
    }
    // One word has many endings: `zweitägige`, `zweitägiger`.
    let end = |phrase: &str| if phrase.ends_with("tagig") { "" } else { " " };
    let says = |text: &str, phrase: &str| {
        format!(" {text} ").contains(&format!(" {phrase}{}", end(phrase)))
    };
    let heading = IN_HEADING.iter().find(|(phrase, _)| says(&heading, phrase));
    let found = heading.or_else(|| ANYWHERE.iter().find(|(phrase, _)| says(&all, phrase)));
    found.map(|(_, days)| *days).or_else(|| names_two_weekdays(&all).then_some(2))
}

/// Whether a text has `Samstag und Sonntag`, `Sat & Sun` or the like.
fn names_two_weekdays(folded: &str) -> bool {
    const WEEKDAYS: &[&str] = &[
        "mon",
        "monday",
        "montag",
        "tue",
        "tuesday",
        "dienstag",
        "wed",
        "wednesday",
        "mittwoch",
        "thu",
        "thursday",
        "donnerstag",
        "fri",
        "friday",
        "freitag",
        "sat",
        "saturday",
        "samstag",
        "sun",
        "sunday",
        "sonntag",
    ];
    let words: Vec<&str> = folded.split(' ').collect();
    let is_weekday = |word: &str| WEEKDAYS.contains(&word);
    words.windows(3).any(|three| {
        is_weekday(three[0])
            && ["and", "und", "et", "y", "e"].contains(&three[1])
            && is_weekday(three[2])
    })
}

/// Which part of what a title names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The title without the part and what stands behind it.
    pub(super) stem: String,
    pub(super) number: usize,
    /// How many parts there are, where it says so.
    pub(super) of: Option<usize>,
    /// Whether it is a day and not a part.
    pub(super) is_day: bool,
}

/// The part that a title names: `X, part 2`, `X (1/2)`, `Teil 1 von 3: X`, `X: day 2`.
pub(super) fn part(title: &str) -> Option<Part> {
    const PARTS: &[&str] = &["part", "pt", "teil", "partie", "parte", "deel", "del"];
    const DAYS: &[&str] = &["day", "tag", "jour", "dia", "giorno", "dag"];
    // A slash between digits is part of the word.
    let lower = title.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '/')
        .map(|word| word.trim_matches('/'))
        .filter(|word| !word.is_empty())
        .collect();
    let (at, length, number, of, is_day) = (0..words.len()).find_map(|at| {
        let word = fold_words(words[at]);
        let next = |ahead: usize| words.get(at + ahead).copied().unwrap_or_default();
        let (is_part, is_day) = (PARTS.contains(&&*word), DAYS.contains(&&*word));
        if is_part || is_day {
            if let Some((number, of)) = fraction(next(1)) {
                return Some((at, 2, number, Some(of), is_day));
            }
            let number = numeral(next(1))?;
            let of = ["of", "von", "de", "di", "van"].contains(&next(2)).then(|| numeral(next(3)));
            let of = of.flatten();
            return Some((at, if of.is_some() { 4 } else { 2 }, number, of, is_day));
        }
        if let Some((number, of)) = fraction(words[at]) {
            return Some((at, 1, number, Some(of), false));
        }
        let number: usize = words[at].parse().ok()?;
        let of: usize = ["of", "von"].contains(&next(1)).then(|| next(2).parse().ok())??;
        (number <= of).then_some((at, 3, number, Some(of), false))
    })?;
    let (before, after) = (&words[..at], words.get(at + length..).unwrap_or_default());
    let stem = if before.is_empty() { after } else { before };
    (!stem.is_empty()).then(|| Part { stem: stem.join(" "), number, of, is_day })
}

/// `1/2`: a part and how many there are.
fn fraction(word: &str) -> Option<(usize, usize)> {
    let (number, of) = word.split_once('/')?;
    let (number, of) = (number.parse().ok()?, of.parse().ok()?);
    (1..=of).contains(&number).then_some((number, of)).filter(|_| of > 1 && of < 20)
}

/// A number in digits, in Roman ones or as a word.
fn numeral(word: &str) -> Option<usize> {
    const ROMAN: &[&str] = &["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    const ENGLISH: &[&str] = &["one", "two", "three", "four", "five"];
    let among = |words: &[&str]| words.iter().position(|it| *it == word).map(|at| at + 1);
    let digits = word.parse().ok().filter(|number| (1..20).contains(number));
    digits.or_else(|| among(ROMAN)).or_else(|| among(ENGLISH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_in_titles() {
        let case = |title: &str, expected: Option<(&str, usize, Option<usize>, bool)>| {
            let found = part(title).map(|it| (it.stem, it.number, it.of, it.is_day));
            let expected =
                expected.map(|(stem, number, of, day)| (stem.to_owned(), number, of, day));
            assert_eq!(found, expected, "{title}");
        };
        case("Kernel hacking workshop, part 1", Some(("kernel hacking workshop", 1, None, false)));
        case("Rust (Teil 1/2): Anfang", Some(("rust", 1, Some(2), false)));
        case("Rust Teil II", Some(("rust", 2, None, false)));
        case("Part two of three: Knots", Some(("knots", 2, Some(3), false)));
        case("Knots (2/3)", Some(("knots", 2, Some(3), false)));
        case("Knots 2 of 3", Some(("knots", 2, Some(3), false)));
        case("Knots: Day 2", Some(("knots", 2, None, true)));
        case("Be a part of it", None);
        case("Open 24/7", None);
        case("Part 2", None);
        case("9 out of 10 cats", None);
        case("The day before", None);
    }

    #[test]
    fn texts_say_how_many_days_something_takes() {
        assert_eq!(days("Hands-on Rust (two-day course)", ""), Some(2));
        assert_eq!(days("Rust", "Ein Kurs. * Samstag und Sonntag durchgehend! *"), Some(2));
        assert_eq!(days("Rust", "Zweitägiger Kurs"), Some(2));
        assert_eq!(days("Rust", "A three-day class."), Some(3));
        assert_eq!(days("Rust", "The same is repeated on both days."), None);
        assert_eq!(days("Rust", "It took me 2 days."), None);
        assert!(is_generic("Lightning Talks") && is_generic("Coffee break 2"));
        assert!(!is_generic("Lightning in a bottle") && GENERIC.is_sorted());
        assert!(is_course("Kernel workshops") && !is_course("Classy kernels"));
    }
}
