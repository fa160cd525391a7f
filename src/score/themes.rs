//! What a conference is about: its main themes, each with the words that tell it from the others.
//!
//! Where the organisers give tracks, or genres in the texts, each is a theme; a track's words are
//! those of the best class-based TF-IDF, `tf in the class * ln(1 + A / tf in all)` with `A` the
//! mean of all classes (M. Grootendorst, "BERTopic: Neural topic modeling with a class-based TF-IDF
//! procedure", 2022).
//! Elsewhere each theme is the word that explains most of what the themes before it left
//! unexplained, with the words that keep its company.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::schedule::{Event, EventIx, Schedule, is_city};
use crate::text::fold_words;

use super::bm25f::{idf, saturated};
use super::field::Field;
use super::index::Index;
use super::language::{is_stop_word, small_in_german};
use super::related::is_everyday;

/// So many themes are found at most where the organisers name none.
const MOST_THEMES: usize = 8;
/// Fewer talks are no theme.
const LEAST_TALKS: usize = 3;
/// Words that more of the talks have do not tell them apart.
const COMMON: f64 = 0.2;
/// So many words a theme has at most.
const MOST_WORDS: usize = 4;
/// A track's word is found in it at least so often, as a part of all.
const TELLING: f64 = 0.4;
/// Two words that share at least this part of their talks belong together.
const TOGETHER: f64 = 0.5;
/// Tracks that say what kind of event it is, not what it is about.
const KINDS_OF_EVENT: &[&str] = &[
    "bof",
    "bof unconference",
    "bofs",
    "break",
    "breaks",
    "general",
    "keynote",
    "keynotes",
    "lightning talk",
    "lightning talks",
    "main",
    "main track",
    "misc",
    "other",
    "plenary",
    "self organized sessions",
    "social",
    "talk",
    "talks",
    "workshop",
    "workshops",
];

/// What stands before the genres in a talk's text.
const GENRE_KEYS: &[&str] = &["categories", "category", "genre", "genres"];
/// What is longer is a sentence, and no genre.
const LONGEST_GENRE: usize = 60;

/// Words of the conference itself, and of the forms in which talks are handed in.
const CEREMONY: &[&str] = &[
    "abstract",
    "attendee",
    "attendees",
    "audience",
    "break",
    "canceled",
    "cancelled",
    "category",
    "closing",
    "coffee",
    "company",
    "conference",
    "description",
    "dinner",
    "duration",
    "event",
    "events",
    "genre",
    "keynote",
    "lunch",
    "meeting",
    "name",
    "names",
    "opening",
    "organiser",
    "organisers",
    "organizer",
    "organizers",
    "participant",
    "participants",
    "party",
    "plenary",
    "presenter",
    "registration",
    "room",
    "schedule",
    "sessions",
    "social",
    "speaker",
    "speakers",
    "sponsor",
    "sponsors",
    "title",
    "track",
    "tutorial",
    "venue",
    "welcome",
    "workshop",
    "workshops",
];

/// Words of German, French and English sentences that talks of any subject have.
#[rustfmt::skip]
const FILLERS: &[&str] = &[
    "aber", "across", "actionable", "afin", "ailleurs", "ainsi", "alle", "allem", "allen", "aller",
    "alles", "alors", "already", "als", "always", "andere", "anderen", "anders", "another", "ans",
    "apres", "around", "aucun", "aucune", "aujourd", "aussi", "autour", "autre", "autres",
    "avaient", "avait", "avant", "avez", "avoir", "avons", "beaucoup", "because", "become",
    "becomes", "before", "behind", "beim", "being", "bereits", "besoin", "besoins", "besonders",
    "besser", "between", "bien", "bieten", "bietet", "bin", "bis", "bisher", "bleibt", "both",
    "brauchen", "braucht", "bref", "cas", "cela", "celle", "celles", "celui", "cependant",
    "certaines", "certains", "cet", "cette", "ceux", "chacun", "chaque", "chez", "chose", "choses",
    "comme", "comment", "concret", "continue", "contre", "cote", "cours", "creer", "current",
    "dabei", "dadurch", "dafur", "daher", "damit", "danach", "daran", "darauf", "darum", "dazu",
    "decouverte", "decouvrir", "dehors", "dein", "deine", "dela", "denn", "dennoch", "depuis",
    "deren", "dernier", "derniere", "derniers", "dessen", "deutlich", "deux", "developed",
    "devenir", "devez", "devient", "devrait", "dich", "did", "diese", "diesem", "diesen", "dieser",
    "dieses", "differentes", "differents", "dinge", "dire", "dit", "doch", "dois", "doit",
    "doivent", "donc", "done", "donne", "donner", "dont", "dort", "during", "eben", "eigene",
    "eigenen", "eigentlich", "einfach", "einfuhrung", "einige", "einigen", "either", "elles",
    "else", "encore", "enough", "ensemble", "ensuite", "entre", "etaient", "etait", "etant", "ete",
    "etes", "etre", "etwa", "etwas", "euch", "euer", "eure", "eurem", "euren", "eurer", "eux",
    "even", "ever", "every", "everyone", "everything", "exemple", "exemples", "facile",
    "facilement", "facon", "faire", "fait", "faites", "faut", "few", "finden", "fois", "font",
    "frage", "fragen", "fuhrt", "fully", "further", "ganz", "ganze", "ganzen", "geben", "gegen",
    "gehen", "geht", "gemeinsam", "genau", "gerade", "gibt", "gilt", "given", "gives", "gleich",
    "going", "got", "grace", "grand", "grande", "grandes", "grands", "grosse", "grossen", "gut",
    "gute", "guten", "habe", "habt", "hatte", "hatten", "here", "heute", "heutigen", "hier",
    "hinter", "however", "hui", "ici", "ihm", "ihn", "ihnen", "ihre", "ihrem", "ihren", "ihrer",
    "immer", "insbesondere", "jahr", "jahre", "jahren", "jamais", "jede", "jedem", "jeden",
    "jeder", "jedes", "jedoch", "jemand", "jetzt", "jusqu", "keep", "kein", "keine", "keinen",
    "keiner", "klar", "kommen", "kommt", "komplett", "konnen", "konnte", "konnten", "kurz",
    "kurze", "kurzen", "langer", "lassen", "lasst", "last", "later", "least", "less", "letzten",
    "leur", "leurs", "leute", "liegt", "little", "lors", "lorsque", "losungen", "lot", "machen",
    "macht", "maintenant", "mais", "malgre", "maniere", "may", "maybe", "meilleur", "mein",
    "meine", "meinem", "meinen", "meiner", "meist", "meme", "memes", "mes", "mettre", "mich",
    "mieux", "might", "mir", "mochte", "mochten", "moglich", "moglichkeit", "moglichkeiten", "moi",
    "moins", "mois", "mon", "montrerai", "muss", "mussen", "musste", "must", "neben", "necessary",
    "nehmen", "neue", "neuen", "neuer", "neues", "never", "next", "nichts", "noch", "nombreuses",
    "nombreux", "non", "nos", "notre", "notwendig", "nouveau", "nouveaux", "nouvelle", "nouvelles",
    "nun", "nur", "nutzen", "oft", "often", "ohne", "ohnehin", "once", "ont", "others", "own",
    "parce", "parfois", "parler", "parlerai", "parlerons", "partie", "partir", "pas", "pendant",
    "per", "permet", "permettant", "permettent", "permettre", "petit", "petite", "peu", "peut",
    "peuvent", "peux", "please", "plupart", "plusieurs", "plutot", "pourquoi", "pourra", "pourrez",
    "pouvez", "pouvoir", "pouvons", "premier", "premiere", "prendre", "pres", "presenter",
    "presenterai", "presque", "propos", "proposer", "propre", "puis", "puisque", "quand", "quel",
    "quelle", "quelles", "quelque", "quelques", "quels", "quoi", "rapide", "rappel", "rather",
    "rendre", "rester", "rund", "sais", "sait", "same", "sans", "savoir", "say", "schon", "see",
    "seen", "sehen", "sehr", "sein", "seine", "seinem", "seinen", "seiner", "seit", "selbst",
    "selon", "sera", "seront", "ses", "seul", "seule", "several", "shall", "simple", "simplement",
    "since", "sogar", "soit", "solche", "soll", "sollen", "sollte", "sollten", "something",
    "sommes", "son", "sondern", "sonst", "sont", "sorte", "souvent", "sowie", "sowohl", "stehen",
    "steht", "stellen", "stellt", "still", "stunde", "stunden", "suis", "suivre", "sujet", "sure",
    "tag", "tage", "tagen", "tant", "teil", "teile", "tel", "tell", "telle", "tels", "tenir",
    "thema", "themen", "through", "throughout", "thus", "too", "toujours", "tous", "tout", "toute",
    "toutes", "towards", "tres", "trop", "trotz", "trouver", "try", "uberblick", "under",
    "unendliche", "unser", "unsere", "unserem", "unseren", "unserer", "unter", "until", "usually",
    "utilisation", "utilise", "utilisent", "utiliser", "vais", "various", "venez", "venir",
    "verbinden", "vers", "verschiedene", "verschiedenen", "verwenden", "verwendet", "veut", "veux",
    "via", "viel", "viele", "vielen", "vieles", "vielleicht", "voici", "voir", "voll", "vorher",
    "vorstellen", "vorstellung", "vorteil", "vorteile", "vortrag", "vortrage", "vos", "votre",
    "voulez", "vraiment", "wahrend", "ware", "warum", "weil", "weise", "weiss", "weit", "weitere",
    "weiteren", "welche", "welchem", "welchen", "welcher", "wenig", "weniger", "wenn", "werde",
    "wesentlich", "whether", "whole", "wichtig", "wichtige", "wichtigen", "wieder", "wirklich",
    "within", "without", "woche", "wochen", "wollen", "wurde", "wurden", "yes", "yet", "zeigen",
    "zeigt", "ziel", "ziele", "zusammen", "zwar", "zwei", "zwischen",
];

/// Something that several talks are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// What to call it.
    pub name: String,
    /// The words and phrases that find its talks, the most telling first.
    pub keywords: Vec<String>,
    /// Its talks, the most typical first.
    pub talks: Vec<EventIx>,
    /// Whether the organisers name it: a track or a genre.
    pub is_named: bool,
}

/// What a schedule is about: all its tracks or genres by name, else its main themes, the most
/// telling words first.
pub fn themes(index: &Index, schedule: &Schedule) -> Vec<Theme> {
    let talks = talks(index, schedule);
    let own = fold_words(schedule.title());
    let own: Vec<&str> = own.split(' ').collect();
    let words = words(index, &talks, &own, &small_in_german(schedule));
    let track = |event: &Event| event.track.clone().into_iter().collect();
    let tracks = of_groups(index, schedule, &talks, &words, track);
    if !tracks.is_empty() {
        return tracks;
    }
    let genres = of_groups(index, schedule, &talks, &[], genres);
    if genres.is_empty() { of_words(index, &words) } else { genres }
}

/// The events that say what they are about, one for each title.
fn talks(index: &Index, schedule: &Schedule) -> BTreeSet<u32> {
    let says = |ix: EventIx| {
        let event = schedule.event(ix);
        !event.summary.is_empty() || !event.description.is_empty()
    };
    let all = || index.facts.iter().map(|fact| fact.ix);
    let most_say = all().filter(|&ix| says(ix)).count() * 2 >= index.events();
    let mut titles = BTreeSet::new();
    (0..)
        .zip(all())
        .filter(|&(_, ix)| !most_say || says(ix))
        .filter(|&(_, ix)| !schedule.event(ix).cancelled)
        .filter(|&(_, ix)| titles.insert(fold_words(&schedule.event(ix).title)))
        .map(|(number, _)| number)
        .collect()
}

/// A word that may tell talks apart.
struct Word {
    stem: u32,
    /// How strongly it speaks for each talk that has it, by talk.
    strength: Vec<(u32, f64)>,
}

impl Word {
    fn sum(&self) -> f64 {
        self.strength.iter().map(|(_, strength)| strength).sum()
    }

    fn within(&self, talks: &BTreeSet<u32>) -> impl Iterator<Item = f64> {
        self.strength.iter().filter(|(talk, _)| talks.contains(talk)).map(|&(_, strength)| strength)
    }
}

/// The words that some talks have, and not too many; `own` are those of the conference's title, and
/// `small` those that are no nouns.
fn words(
    index: &Index,
    talks: &BTreeSet<u32>,
    own: &[&str],
    small: &BTreeSet<String>,
) -> Vec<Word> {
    let most = ((talks.len() as f64 * COMMON) as usize).max(LEAST_TALKS);
    let stems = 0..index.stems.len();
    let word = |stem: u32| {
        let mut strength: Vec<(u32, f64)> = Vec::new();
        let postings = index.postings(stem);
        for same in postings.chunk_by(|a, b| a.event == b.event) {
            let told = same.iter().filter(|posting| {
                !posting.part && !matches!(posting.field, Field::Speakers | Field::Track)
            });
            let tf: f64 = told.map(|posting| index.norm(posting.event, posting.field)).sum();
            if tf > 0.0 && talks.contains(&same[0].event) {
                strength.push((same[0].event, tf));
            }
        }
        let name = index.name(postings.first()?.term);
        // `used` and `one` have stems with other words that say as little.
        let says_nothing = |term| {
            let name = index.name(term);
            CEREMONY.binary_search(&name).is_ok()
                || FILLERS.binary_search(&name).is_ok()
                || is_everyday(name)
        };
        if !(2..=most).contains(&strength.len())
            || !is_telling(name)
            || own.contains(&name)
            || small.contains(name)
            || postings.iter().any(|posting| says_nothing(posting.term))
        {
            return None;
        }
        let idf = idf(talks.len(), strength.len());
        for (_, strength) in &mut strength {
            *strength = idf * saturated(*strength);
        }
        Some(Word { stem, strength })
    };
    stems.filter_map(word).collect()
}

fn is_telling(word: &str) -> bool {
    word.chars().count() >= 3
        && word.starts_with(char::is_alphabetic)
        && !is_stop_word(word)
        && !is_everyday(word)
        && FILLERS.binary_search(&word).is_err()
        && !is_noise(word)
}

/// Whether a word tells of the conference, and not of what a talk is about.
fn is_noise(word: &str) -> bool {
    CEREMONY.binary_search(&word).is_ok() || is_city(word)
}

/// What a line such as `Genre: Comedy, Drama` in a talk's text says.
fn genres(event: &Event) -> Vec<String> {
    let lines = event.summary.lines().chain(event.description.lines());
    let said = lines.filter_map(|line| {
        let (key, names) = line.split_once(':')?;
        GENRE_KEYS.contains(&key.trim().to_lowercase().as_str()).then_some(names)
    });
    let names = said.flat_map(|names| names.split([',', ';'])).map(str::trim);
    let is_genre = |name: &&str| (1..=LONGEST_GENRE).contains(&name.len());
    names.filter(is_genre).map(ToOwned::to_owned).collect()
}

/// A theme for each group of talks that the organisers name, if they do for most.
fn of_groups(
    index: &Index,
    schedule: &Schedule,
    talks: &BTreeSet<u32>,
    words: &[Word],
    names: impl Fn(&Event) -> Vec<String>,
) -> Vec<Theme> {
    let mut groups: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    let mut grouped = 0;
    for &talk in talks {
        let names = names(schedule.event(index.facts[talk as usize].ix));
        grouped += usize::from(!names.is_empty());
        for name in names {
            groups.entry(name).or_default().insert(talk);
        }
    }
    groups.retain(|name, members| {
        members.len() >= 2 && !KINDS_OF_EVENT.contains(&fold_words(name).as_str())
    });
    if grouped * 2 < talks.len() || groups.len() < 2 {
        return Vec::new();
    }
    let mean = words.iter().map(Word::sum).sum::<f64>() / groups.len() as f64;
    let mut groups: Vec<(String, BTreeSet<u32>)> = groups.into_iter().collect();
    groups.sort_by_cached_key(|(name, _)| (fold_words(name), name.clone()));
    let theme = |(name, members): (String, BTreeSet<u32>)| {
        let mut rated: Vec<(f64, &Word)> = words
            .iter()
            .filter(|word| word.within(&members).nth(1).is_some())
            .map(|word| (word.within(&members).sum::<f64>(), word))
            .filter(|(inside, word)| inside / word.sum() >= TELLING)
            .map(|(inside, word)| (inside * (1.0 + mean / word.sum()).ln(), word))
            .collect();
        rated.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.stem.cmp(&b.1.stem)));
        rated.truncate(MOST_WORDS - 1);
        let best: Vec<&Word> = rated.into_iter().map(|(_, word)| word).collect();
        let mut keywords = vec![name.clone()];
        add_names(index, &best, &mut keywords);
        Theme { name, keywords, talks: typical(index, &best, members), is_named: true }
    };
    groups.into_iter().map(theme).collect()
}

/// Themes that grow around the most telling words.
fn of_words(index: &Index, words: &[Word]) -> Vec<Theme> {
    let mut explained: HashMap<u32, f64> = HashMap::new();
    let mut themes: Vec<Theme> = Vec::new();
    let mut used = BTreeSet::new();
    while themes.len() < MOST_THEMES {
        let gain = |word: &Word| -> f64 {
            let more = word.strength.iter().map(|(talk, strength)| {
                strength - explained.get(talk).copied().unwrap_or_default()
            });
            more.filter(|more| *more > 0.0).sum()
        };
        let best = words
            .iter()
            .filter(|word| !used.contains(&word.stem) && word.strength.len() >= LEAST_TALKS)
            .map(|word| (gain(word), word))
            // The first of equals, so that the answer is always the same.
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        let Some((_, word)) = best.filter(|(gain, _)| *gain > 0.0) else { break };
        let mut members = vec![word];
        members.extend(company(word, words, &used));
        used.extend(members.iter().map(|word| word.stem));
        for &(talk, strength) in members.iter().flat_map(|word| &word.strength) {
            let explained = explained.entry(talk).or_default();
            *explained = explained.max(strength);
        }
        let mut keywords = Vec::new();
        add_names(index, &members, &mut keywords);
        let talks = members.iter().flat_map(|word| &word.strength).map(|&(talk, _)| talk).collect();
        let talks = typical(index, &members, talks);
        themes.push(Theme { name: keywords[0].clone(), keywords, talks, is_named: false });
    }
    themes
}

/// The words of which most talks have this one as well, the strongest first.
fn company<'a>(word: &Word, words: &'a [Word], used: &BTreeSet<u32>) -> Vec<&'a Word> {
    let talks: BTreeSet<u32> = word.strength.iter().map(|(talk, _)| *talk).collect();
    let mut company: Vec<(f64, &Word)> = words
        .iter()
        .filter(|other| other.stem != word.stem && !used.contains(&other.stem))
        .filter_map(|other| {
            let shared = other.within(&talks).count();
            let enough = shared >= 2 && shared as f64 >= TOGETHER * other.strength.len() as f64;
            enough.then(|| (other.within(&talks).sum(), other))
        })
        .collect();
    company.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.stem.cmp(&b.1.stem)));
    company.into_iter().take(MOST_WORDS - 1).map(|(_, other)| other).collect()
}

/// Talks by how much they have of some words, most first.
fn typical(index: &Index, words: &[&Word], talks: BTreeSet<u32>) -> Vec<EventIx> {
    let has = |talk: u32| -> f64 {
        let of = words.iter().flat_map(|word| &word.strength);
        of.filter(|(other, _)| *other == talk).map(|(_, strength)| strength).sum()
    };
    let mut rated: Vec<(f64, u32)> = talks.into_iter().map(|talk| (has(talk), talk)).collect();
    rated.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    rated.into_iter().map(|(_, talk)| index.facts[talk as usize].ix).collect()
}

/// Adds what people would call some words, and nothing twice.
fn add_names(index: &Index, words: &[&Word], names: &mut Vec<String>) {
    for word in words {
        let name = phrase(index, word);
        // The plural says no more than the singular.
        let says = |known: &str| {
            let known = fold_words(known);
            format!(" {known}").contains(&format!(" {name}"))
                || known.len() >= 4 && name.starts_with(&known)
        };
        if !names.iter().any(|known| says(known)) {
            names.push(name);
        }
    }
}

/// A word as it is mostly written, with the word that mostly stands beside it.
fn phrase(index: &Index, word: &Word) -> String {
    const MOSTLY: f64 = 0.6;
    let mut spellings: BTreeMap<&str, usize> = BTreeMap::new();
    let mut beside: BTreeMap<(bool, &str), BTreeSet<u32>> = BTreeMap::new();
    for &(talk, _) in &word.strength {
        let tokens = index.tokens(talk).iter().filter(|(_, posting)| !posting.part);
        let tokens: Vec<&(u32, super::index::Posting)> = tokens.collect();
        for (at, (stem, posting)) in tokens.iter().enumerate() {
            if *stem != word.stem {
                continue;
            }
            *spellings.entry(index.name(posting.term)).or_default() += 1;
            let mut note = |before: bool, other: Option<&&(u32, super::index::Posting)>| {
                if let Some((_, other)) = other
                    && other.field == posting.field
                    && (if before { other.position + 1 } else { other.position })
                        == (if before { posting.position } else { posting.position + 1 })
                    && index.name(other.term).chars().all(char::is_alphabetic)
                    && is_telling(index.name(other.term))
                {
                    beside.entry((before, index.name(other.term))).or_default().insert(talk);
                }
            };
            note(true, at.checked_sub(1).and_then(|at| tokens.get(at)));
            note(false, tokens.get(at + 1));
        }
    }
    let most = spellings.iter().max_by_key(|&(name, &count)| (count, std::cmp::Reverse(*name)));
    let name = most.map_or("", |(name, _)| name);
    let neighbour = beside.iter().max_by_key(|&(other, talks)| (talks.len(), other.0));
    match neighbour {
        Some((&(before, other), talks))
            if talks.len() >= 2 && talks.len() as f64 >= MOSTLY * word.strength.len() as f64 =>
        {
            if before {
                format!("{other} {name}")
            } else {
                format!("{name} {other}")
            }
        }
        Some(_) | None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(CEREMONY.is_sorted() && FILLERS.is_sorted() && KINDS_OF_EVENT.is_sorted());
    }
}
