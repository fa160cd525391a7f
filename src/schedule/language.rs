//! How sources say the languages of a talk: `de`, `en-US`, `English/Spanish`, `de - German`,
//! `Deutsch`, `de, en`.

use crate::text::fold;

/// Codes with their English name and the other names that sources use.
#[rustfmt::skip]
const LANGUAGES: &[(&str, &str, &[&str])] = &[
    ("ar", "Arabic", &["ara", "العربية"]),
    ("bg", "Bulgarian", &["bul", "български"]),
    ("ca", "Catalan", &["cat", "català"]),
    ("cs", "Czech", &["ces", "cze", "čeština", "česky"]),
    ("cy", "Welsh", &["cym", "wel", "cymraeg"]),
    ("da", "Danish", &["dan", "dansk"]),
    ("de", "German", &["deu", "ger", "deutsch", "allemand", "alemán", "tedesco"]),
    ("el", "Greek", &["ell", "gre", "ελληνικά"]),
    ("en", "English", &["eng", "englisch", "anglais", "inglés", "inglês", "inglese", "engels", "英語", "英语"]),
    ("eo", "Esperanto", &["epo"]),
    ("es", "Spanish", &["spa", "español", "castellano", "spanisch", "espagnol"]),
    ("et", "Estonian", &["est", "eesti"]),
    ("eu", "Basque", &["eus", "euskara"]),
    ("fa", "Persian", &["fas", "per", "farsi", "فارسی"]),
    ("fi", "Finnish", &["fin", "suomi"]),
    ("fr", "French", &["fra", "fre", "français", "französisch", "francés", "francese"]),
    ("ga", "Irish", &["gle", "gaeilge"]),
    ("gl", "Galician", &["glg", "galego"]),
    ("he", "Hebrew", &["heb", "iw", "עברית"]),
    ("hi", "Hindi", &["hin", "हिन्दी"]),
    ("hr", "Croatian", &["hrv", "hrvatski"]),
    ("hu", "Hungarian", &["hun", "magyar"]),
    ("id", "Indonesian", &["ind", "bahasa indonesia"]),
    ("is", "Icelandic", &["isl", "ice", "íslenska"]),
    ("it", "Italian", &["ita", "italiano", "italienisch", "italien"]),
    ("ja", "Japanese", &["jpn", "jp", "日本語"]),
    ("ko", "Korean", &["kor", "한국어"]),
    ("lt", "Lithuanian", &["lit", "lietuvių"]),
    ("lv", "Latvian", &["lav", "latviešu"]),
    ("nl", "Dutch", &["nld", "dut", "nederlands", "niederländisch", "néerlandais"]),
    ("no", "Norwegian", &["nor", "nb", "nn", "norsk"]),
    ("pl", "Polish", &["pol", "polski"]),
    ("pt", "Portuguese", &["por", "português", "portugiesisch", "portugais"]),
    ("ro", "Romanian", &["ron", "rum", "română"]),
    ("ru", "Russian", &["rus", "русский", "russisch"]),
    ("sk", "Slovak", &["slk", "slo", "slovenčina"]),
    ("sl", "Slovenian", &["slv", "slovenščina"]),
    ("sr", "Serbian", &["srp", "srpski", "српски"]),
    ("sv", "Swedish", &["swe", "svenska"]),
    ("tr", "Turkish", &["tur", "türkçe"]),
    ("uk", "Ukrainian", &["ukr", "українська"]),
    ("vi", "Vietnamese", &["vie", "tiếng việt"]),
    ("zh", "Chinese", &["zho", "chi", "mandarin", "中文", "漢語", "汉语", "國語", "普通话"]),
];

/// What stands for no language in particular.
const NONE: &[&str] = &[
    "mixed",
    "mul",
    "multi",
    "multilingual",
    "other",
    "both",
    "various",
    "any",
    "all",
    "none",
    "und",
    "unknown",
    "n/a",
    "na",
    "nan",
    "tbd",
    "tba",
    "-",
];

/// The codes of the languages that a text names, in order; a language that is not known is its own
/// folded name. None where it names no language in particular.
pub fn languages(text: &str) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    if NONE.contains(&fold(text.trim()).as_str()) {
        return codes;
    }
    for part in text.split([',', ';', '/', '&', '+', '|', '\n']) {
        let part = fold(part.trim());
        if part.is_empty() || NONE.contains(&part.as_str()) {
            continue;
        }
        // `de-AT`, `en_US`, `de - German`.
        let primary = part.split(['-', '_', ' ']).next().unwrap_or_default();
        let whole = code(&part).or_else(|| (primary.len() <= 3).then(|| code(primary)).flatten());
        // `English (US)`, `Deutsch mit englischen Folien`.
        let words = || part.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3);
        let mut found: Vec<String> = match whole {
            Some(code) => vec![code.to_owned()],
            None => words().filter_map(code).map(str::to_owned).collect(),
        };
        if found.is_empty() {
            found.push(part);
        }
        found.retain(|code| !codes.contains(code));
        codes.extend(found);
    }
    codes
}

/// Whether a language of this code is known by name.
pub fn is_language(code: &str) -> bool {
    LANGUAGES.iter().any(|(known, ..)| *known == code)
}

/// What a language is called in English; one that is not known by its code.
pub fn language_name(code: &str) -> &str {
    LANGUAGES.iter().find(|(known, ..)| *known == code).map_or(code, |(_, name, _)| name)
}

fn code(folded: &str) -> Option<&'static str> {
    let is_it = |(code, name, others): &&(&str, &str, &[&str])| {
        *code == folded || fold(name) == folded || others.iter().any(|other| fold(other) == folded)
    };
    LANGUAGES.iter().find(is_it).map(|(code, ..)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_known_however_they_are_written() {
        let case = |text: &str, expected: &[&str]| assert_eq!(languages(text), expected, "{text}");
        case("de", &["de"]);
        case("De", &["de"]);
        case("en_US", &["en"]);
        case("de-AT", &["de"]);
        case("de, en", &["de", "en"]);
        case("English/Spanish", &["en", "es"]);
        case("en - English", &["en"]);
        case("Deutsch", &["de"]);
        case("ENGLISCH", &["en"]);
        case("English (US)", &["en"]);
        case("Français", &["fr"]);
        case("日本語", &["ja"]);
        case("German with English slides", &["de", "en"]);
        case("Mixed", &[]);
        case("", &[]);
        case("N/A", &[]);
        case("Klingon", &["klingon"]);
        assert_eq!(language_name("de"), "German");
        assert_eq!(language_name("klingon"), "klingon");
        assert!(is_language("fr") && !is_language("klingon"));
    }
}
