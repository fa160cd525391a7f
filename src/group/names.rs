//! Names that tell members apart, and tags as short as that allows.

use crate::text::fold;

/// The name of each member: the profile's; where several have one, with the file's name; where
/// that is not enough, with a number. `files` are without folders and endings.
pub fn apart(names: &[String], files: &[String]) -> Vec<String> {
    let same =
        |names: &[String], name: &str| names.iter().filter(|n| fold(n) == fold(name)).count();
    let with_file: Vec<String> = names
        .iter()
        .zip(files)
        .map(|(name, file)| match same(names, name) {
            1 => name.clone(),
            _ if fold(name) == fold(file) => name.clone(),
            _ => format!("{name} ({file})"),
        })
        .collect();
    let mut seen: Vec<String> = Vec::new();
    let numbered = with_file.iter().map(|name| {
        let before = same(&seen, name);
        seen.push(name.clone());
        if same(&with_file, name) == 1 { name.clone() } else { format!("{name} {}", before + 1) }
    });
    numbered.collect()
}

/// For each name the shortest beginning that no other name has, of two letters or more; where one
/// name begins another, or signs make it unclear, a number.
pub(super) fn tags(names: &[&str]) -> Vec<String> {
    let letters =
        |name: &str| -> Vec<char> { name.chars().filter(|c| c.is_alphanumeric()).collect() };
    let all: Vec<Vec<char>> = names.iter().map(|name| letters(name)).collect();
    let tag = |(number, name): (usize, &Vec<char>)| {
        const LONGEST: usize = 5;
        let beginning = |length: usize| {
            let tag: String = name.iter().take(length).collect();
            let folded = fold(&tag);
            let begins =
                |other: &Vec<char>| fold(&other.iter().take(length).collect::<String>()) == folded;
            let others = all.iter().enumerate().filter(|(other, _)| *other != number);
            (name.len() >= length && !others.map(|(_, other)| other).any(begins)).then_some(tag)
        };
        let found = (2..=LONGEST).find_map(beginning);
        found.unwrap_or_else(|| {
            let first: String = name.iter().take(1).collect();
            format!("{first}{}", number + 1)
        })
    };
    all.iter().enumerate().map(tag).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_short_and_tell_apart() {
        fn case(names: &[&str], expected: &[&str]) {
            assert_eq!(tags(names), expected);
        }
        case(&["Ana", "Ben", "Cem"], &["An", "Be", "Ce"]);
        case(&["Ana", "Anton", "Ben"], &["Ana", "Ant", "Be"]);
        case(&["Ana 1", "Ana 2"], &["Ana1", "Ana2"]);
        case(&["A", "AB"], &["A1", "AB"]);
        case(&["Kernel tracer", "Kernel trainer"], &["K1", "K2"]);
    }

    #[test]
    fn equal_names_get_their_files_or_numbers() {
        fn case(names: &[&str], files: &[&str], expected: &[&str]) {
            let owned = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
            assert_eq!(apart(&owned(names), &owned(files)), expected);
        }
        case(&["Ana", "Ben"], &["a", "b"], &["Ana", "Ben"]);
        case(&["Ana", "ana"], &["a", "b"], &["Ana (a)", "ana (b)"]);
        case(&["Ana", "Ana"], &["a", "a"], &["Ana (a) 1", "Ana (a) 2"]);
    }
}
