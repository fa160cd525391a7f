//! Acronyms that a schedule itself spells out: `Software Bill of Materials (SBOM)`.

use std::collections::BTreeMap;

use super::words::each_word;

/// Acronyms and what they stand for, folded, both ways.
#[derive(Debug, Default)]
pub(super) struct Acronyms {
    others: BTreeMap<String, Vec<String>>,
}

impl Acronyms {
    /// Takes note of the acronyms that a text spells out.
    pub(super) fn read(&mut self, text: &str) {
        for (open, _) in text.match_indices('(') {
            let behind = &text[open + 1..];
            let letters = behind.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let acronym = &behind[..letters];
            if behind[letters..].starts_with(')') && is_acronym(acronym) {
                let before = tail(&text[..open]);
                if let Some(long) = spelt_out(acronym, before) {
                    self.add(acronym.to_ascii_lowercase(), long);
                }
            }
        }
    }

    /// Takes over what was noted of other texts.
    pub(super) fn append(&mut self, next: Acronyms) {
        for (from, others) in next.others {
            let known = self.others.entry(from).or_default();
            for other in others {
                if !known.contains(&other) {
                    known.push(other);
                }
            }
        }
    }

    /// What else a folded keyword is called.
    pub(super) fn others(&self, keyword: &str) -> &[String] {
        self.others.get(keyword).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, short: String, long: String) {
        for (from, to) in [(short.clone(), long.clone()), (long, short)] {
            let known = self.others.entry(from).or_default();
            if !known.contains(&to) {
                known.push(to);
            }
        }
    }
}

/// Two to eight letters, almost all capital.
fn is_acronym(word: &str) -> bool {
    let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
    (2..=8).contains(&word.len()) && capitals >= 2 && capitals * 3 >= word.len() * 2
}

/// The end of a text in which an acronym may be spelt out.
fn tail(text: &str) -> &str {
    const LONGEST: usize = 120;
    let mut from = text.len().saturating_sub(LONGEST);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

/// The last words of a text, if their initials are the acronym's letters.
fn spelt_out(acronym: &str, before: &str) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    each_word(before, |word| {
        if !word.shape.part && !word.shape.joined {
            words.push(word.text.to_owned());
        }
    });
    let letters: Vec<char> = acronym.to_ascii_lowercase().chars().collect();
    // Small words between may be left out of an acronym.
    for length in letters.len()..=letters.len() + 2 {
        let long = &words[words.len().checked_sub(length)?..];
        let mut wanted = letters.iter().peekable();
        let fits = long.iter().all(|word| {
            let fits = wanted.peek().is_some_and(|&&letter| word.starts_with(letter));
            if fits {
                wanted.next();
            }
            fits || word.len() <= 3
        });
        if fits && wanted.peek().is_none() && long[0].starts_with(letters[0]) {
            return Some(long.join(" "));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acronym_is_known_where_its_initials_fit() {
        fn case(text: &str, short: &str, long: &[&str]) {
            let mut acronyms = Acronyms::default();
            acronyms.read(text);
            assert_eq!(acronyms.others(short), long, "{text}");
        }
        case(
            "a Software Bill of Materials (SBOM) for all",
            "sbom",
            &["software bill of materials"],
        );
        case("the Open Container Initiative (OCI)", "oci", &["open container initiative"]);
        case("Trusted-Execution Environments (TEE)", "tee", &["trusted execution environments"]);
        case("in the main hall (TBA)", "tba", &[]);
        case("(GNU)", "gnu", &[]);
        case("both ways, Board Support Package (BSP)", "board support package", &["bsp"]);
    }
}
