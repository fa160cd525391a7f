//! YAML -> [`Profile`].

use chrono::{Datelike as _, NaiveDate};

use crate::problem::{Place, Problem, did_you_mean, nearest, number};
use crate::schedule::{Price, Zone, city_of, zone_of_city};
use crate::source::name_of;
use crate::yaml::{Document, Fields, Kind, Node, note};

use super::lists::{each, named, names, numbers, one_or_each, talk};
use super::pauses::pauses;
use super::rules::{MOST_POINTS, a_break, day, limits, tolerance, walking};
use super::visits::{few_enough as few_enough_visits, visit};
use super::wanted::{at_most, count, wanted};
use super::{
    Aspect, Boosts, Break, CommitmentSpan, Filter, Interest, Moment, Named, Profile, Related, Span,
    Value, Variety, Weight,
};

/// The longest profile that is read, in bytes.
pub const MAX_BYTES: usize = 1_000_000;

/// The heaviest weight, either way.
const MAX_WEIGHT: f64 = 100.0;
/// The largest factor.
const MAX_FACTOR: f64 = 100.0;
/// The longest keyword, in characters.
pub const MAX_KEYWORD: usize = 200;
/// The most keywords of all interests together: what it takes to score grows with them.
const MAX_KEYWORDS: usize = 2000;
/// The most breaks of a day.
const MAX_BREAKS: usize = 20;

/// The years of conferences.
const YEARS: std::ops::Range<i32> = 1900..2200;

/// The keys of a profile.
pub const KEYS: &[&str] = &[
    "name",
    "schedule",
    "timezone",
    "year",
    "first_day",
    "interests",
    "aliases",
    "topics",
    "related",
    "booked",
    "must_see",
    "want",
    "never",
    "at_most",
    "ratings",
    "languages",
    "only",
    "hide",
    "boost",
    "here",
    "day",
    "gap",
    "arrive",
    "commitments",
    "breaks",
    "visits",
    "walking",
    "limits",
    "tolerance",
    "budget",
    "value",
    "minimum",
    "variety",
    "recorded",
    "with",
];

/// Reads as much of a profile as can be read, with all that is wrong with the rest.
///
/// # Errors
/// When it is no YAML at all.
pub(super) fn read(text: &str) -> Result<(Profile, Vec<Problem>), Vec<Problem>> {
    let document = parse(text)?;
    let mut problems = document.double_keys().to_vec();
    problems.extend(undashed(text));
    let profile = profile(document.root(), &mut problems).unwrap_or_default();
    for problem in &mut problems {
        show_example(document.root(), problem);
    }
    Ok((profile, problems))
}

/// Interests below one another without dashes, which YAML joins to one text.
fn undashed(text: &str) -> Option<Problem> {
    let mut lines = text.lines().zip(1..).skip_while(|(line, _)| line.trim_end() != "interests:");
    lines.next()?;
    let is_blank = |line: &str| line.is_empty() || line.starts_with('#');
    let below = lines.take_while(|(line, _)| line.starts_with([' ', '\t']) || is_blank(line));
    let words: Vec<(&str, usize)> =
        below.filter(|(line, _)| !is_blank(line.trim_start())).collect();
    let is_bare = |line: &str| {
        !line.trim_start().starts_with(['-', '[', '{', '|', '>']) && !line.contains([':', ','])
    };
    let &[(first, line), _, ..] = words.as_slice() else { return None };
    words.iter().all(|(line, _)| is_bare(line)).then(|| {
        let column = first.len() - first.trim_start().len() + 1;
        Problem::at(Place { line, column }, "a list without dashes, which would be one interest")
            .hint(format!("begin each line with a dash: `- {}`", first.trim()))
    })
}

/// A value of each key whose form is easily mistaken.
const EXAMPLES: &[(&str, &str)] = &[
    ("interests", "[rust, ebpf: 2]"),
    ("aliases", "{ k8s: kubernetes }"),
    ("topics", "{ storage: [ceph, nas] }"),
    ("booked", "[my-own-talk]"),
    ("must_see", "[Opening keynote]"),
    ("want", "[Opening keynote]"),
    ("never", "[Social event]"),
    ("at_most", "[ { count: 2, of: { track: Cloud } } ]"),
    ("ratings", "{ Opening keynote: 90 }"),
    ("languages", "[en, de]"),
    ("only", "{ levels: [300] }"),
    ("hide", "{ kinds: [lightning] }"),
    ("boost", "{ tracks: { Cloud: 1.5 } }"),
    ("here", "[ { from: Fri 10:00, to: Sat 17:00 } ]"),
    ("day", "{ from: \"9:00\", to: \"18:00\" }"),
    ("gap", "{ least: 5 }"),
    ("arrive", "{ must_see: 10 }"),
    ("commitments", "[ { title: dinner, from: Fri 19:00, to: Fri 21:00 } ]"),
    ("breaks", "[ { name: lunch, minutes: 45, between: 12:00-14:30 } ]"),
    ("visits", "[ { talk: Art show, minutes: 30 } ]"),
    ("walking", "{ building: 5 }"),
    ("limits", "{ talks_per_day: 6 }"),
    ("tolerance", "{ late: 5 }"),
    ("minimum", "50"),
    ("recorded", "0.7"),
];

/// What is written for a key, and the key.
const OTHER_NAMES: &[(&str, &[&str])] = &[
    ("interests", &["likes", "like", "love", "tags", "keywords", "tracks"]),
    ("never", &["skip", "exclude", "avoid", "dislike", "dislikes", "hate", "not", "no"]),
    ("must_see", &["must", "musts", "favorites", "favourites", "starred"]),
    ("want", &["wants", "wish", "wishes", "wishlist", "maybe"]),
    ("booked", &["tickets", "bookings", "my_talks"]),
    ("breaks", &["lunch", "dinner", "break", "meals", "pause", "pauses"]),
    ("here", &["available", "availability", "days", "dates", "attendance", "when"]),
    ("commitments", &["appointments", "busy", "meetings"]),
    ("timezone", &["tz", "zone", "time_zone"]),
    ("schedule", &["url", "file", "conference", "event", "programme", "program"]),
    ("walking", &["walk", "distance", "distances"]),
    ("budget", &["money", "price", "cost"]),
];

/// The key that another name stands for.
fn meant(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase().replace('-', "_");
    let is_known = KEYS.iter().find(|&&key| key == name);
    let other = || OTHER_NAMES.iter().find(|(_, others)| others.contains(&name.as_str()));
    is_known.copied().or_else(|| other().map(|(key, _)| *key))
}

/// Adds to what is wrong with a value how the value of its key is written, and to what is wrong with a
/// key which one is meant.
fn show_example(root: Node<'_>, problem: &mut Problem) {
    let Some(place) = problem.place else { return };
    if root.kind() != Kind::Map {
        problem.hint = Some("a profile begins with `interests:` and what you like".to_owned());
        return;
    }
    let entries = root.map().unwrap_or_default();
    let of = entries.iter().rev().find(|(key, _)| key.place() <= place);
    let Some((key, name)) = of.and_then(|(key, _)| Some((key, key.text().ok()?))) else { return };
    let as_in = |name: &str| {
        let example = EXAMPLES.iter().find(|(key, _)| *key == name)?.1;
        Some(format!("as in `{name}: {example}`"))
    };
    if key.place() == place && !KEYS.contains(&name) {
        if let Some(meant) = meant(name) {
            let example = as_in(meant).map_or(String::new(), |example| format!(" {example}"));
            problem.hint = Some(format!("did you mean `{meant}`?{example}"));
        }
    } else if problem.hint.is_none() {
        problem.hint = as_in(name);
    }
}

/// The keys of lists of talks, and of numbers by the names of talks.
pub(super) const TITLES: (&[&str], &[&str]) =
    (&["booked", "must_see", "want", "never", "at_most"], &["ratings"]);

/// The YAML of a profile, in which titles may have colons.
pub(super) fn parse(text: &str) -> Result<Document, Vec<Problem>> {
    Document::parse_titles(text, MAX_BYTES, TITLES.0, TITLES.1)
}

/// Whether these bytes are meant as a profile: a mapping that has some of its keys, and no events.
/// One that is too long is meant as one, too: reading it says so.
pub fn looks_like(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let text = text.trim_start_matches('\u{feff}');
    let lines = || text.lines().filter(|line| !line.starts_with([' ', '\t', '#', '-']));
    if lines().find(|line| !line.is_empty()).is_some_and(|line| line.starts_with('{')) {
        return looks_like_flow(text);
    }
    let mut keys = lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(key, _)| key.trim_matches(['"', '\'', ' ']));
    if text.len() > MAX_BYTES {
        // Among so many lines of a schedule any word may begin one: the first key has to be ours.
        return keys.next().is_some_and(|key| KEYS.contains(&key)) && keys.all(|it| it != "events");
    }
    is_ours(&keys.collect::<Vec<&str>>())
}

/// Whether a text that is nothing else may be a profile in which even the keys are misspelt.
pub fn may_be_meant(bytes: &[u8]) -> bool {
    let Some(document) = std::str::from_utf8(bytes).ok().and_then(|text| parse(text).ok()) else {
        return false;
    };
    let entries = document.root().map().unwrap_or_default();
    let is_near =
        |name: &str| meant(name).is_some() || !nearest(name, KEYS.iter().copied(), 1).is_empty();
    entries.iter().any(|(key, _)| key.text().is_ok_and(is_near))
}

/// The same of a text in braces, JSON or not: that may be any program's, so most keys have to fit.
fn looks_like_flow(text: &str) -> bool {
    let Ok(document) = parse(text) else { return false };
    let entries = document.root().map().unwrap_or_default();
    let keys: Vec<&str> = entries.iter().filter_map(|(key, _)| key.text().ok()).collect();
    let known = keys.iter().filter(|key| KEYS.contains(key)).count();
    is_ours(&keys) && known * 2 >= keys.len()
}

/// Whether such keys are those of a profile. What schedules have as well says nothing.
fn is_ours(keys: &[&str]) -> bool {
    let of_schedules = ["schedule", "timezone", "year", "first_day"];
    let is_telling = |key: &&str| KEYS.contains(key) && !of_schedules.contains(key);
    !keys.contains(&"events") && keys.iter().any(is_telling)
}

fn profile(root: Node<'_>, problems: &mut Vec<Problem>) -> Option<Profile> {
    let fields = Fields::of(root, KEYS, problems)?;
    fields.texts("schedule", problems);
    fields.read("year", problems, year);
    fields.read("first_day", problems, first_day);
    Some(Profile {
        name: fields.text("name", problems),
        timezone: fields.read("timezone", problems, timezone),
        interests: few_enough(interests(&fields, problems), &fields, problems),
        booked: booked(&fields, problems),
        must_see: one_or_each(&fields, "must_see", problems, wanted),
        want: one_or_each(&fields, "want", problems, wanted),
        at_most: each(&fields, "at_most", problems, at_most),
        never: names(&fields, "never", talk, problems),
        ratings: numbers(fields.get("ratings"), 0.0..=100.0, "a rating from 0 to 100", problems),
        languages: names(&fields, "languages", named, problems),
        only: filter(fields.get("only"), problems),
        hide: filter(fields.get("hide"), problems),
        boost: boosts(fields.get("boost"), problems),
        here: each(&fields, "here", problems, here),
        day: day(fields.get("day"), problems),
        commitments: each(&fields, "commitments", problems, |node, problems| {
            node.get("talk").is_none().then(|| commitment(node, problems))?
        }),
        breaks: breaks(&fields, problems),
        visits: few_enough_visits(each(&fields, "visits", problems, visit), &fields, problems),
        walking: walking(fields.get("walking"), problems),
        walks: walks(&fields),
        pauses: pauses(&fields, problems),
        limits: limits(fields.get("limits"), problems),
        tolerance: tolerance(fields.get("tolerance"), problems),
        budget: fields.read("budget", problems, budget),
        aliases: groups(fields.get("aliases"), "`{ k8s: kubernetes }`", problems),
        topics: groups(fields.get("topics"), "`{ storage: [ceph, nas] }`", problems),
        related: fields.read("related", problems, related).unwrap_or_default(),
        recorded: fields.read("recorded", problems, |node| {
            node.number_in(0.0..=MAX_FACTOR, "a factor from 0 to 100")
        }),
        value: fields.read("value", problems, value).unwrap_or_default(),
        minimum: fields.read("minimum", problems, minimum),
        variety: fields.read("variety", problems, variety).unwrap_or_default(),
        with: names(&fields, "with", named, problems),
    })
}

/// Where the lines of `walking` stand.
fn walks(fields: &Fields<'_>) -> Vec<Place> {
    let between = fields.get("walking").and_then(|node| node.get("between"));
    let lines = between.and_then(|node| node.list().ok()).unwrap_or_default();
    lines.into_iter().map(|line| line.place()).collect()
}

pub(crate) fn timezone(node: Node<'_>) -> Result<Zone, Problem> {
    let name = node.text()?.trim();
    Zone::named(name).ok_or_else(|| Problem {
        hint: zone_hint(name),
        ..node.problem(format!("unknown time zone `{name}`"))
    })
}

/// What is wrong with what a profile says of its schedule's days, without which there is none.
pub fn faults_of_days(text: &str) -> Vec<Problem> {
    let Ok(document) = parse(text) else { return Vec::new() };
    let node = |key| document.root().get(key).filter(|node| node.kind() != Kind::Nothing);
    let year = node("year").and_then(|node| year(node).err());
    year.into_iter().chain(node("first_day").and_then(|node| first_day(node).err())).collect()
}

fn year(node: Node<'_>) -> Result<i32, Problem> {
    let year = node.text()?.trim().parse().ok().filter(|year| YEARS.contains(year));
    year.ok_or_else(|| node.problem(format!("{} is not a year, as in `2026`", node.said())))
}

fn first_day(node: Node<'_>) -> Result<NaiveDate, Problem> {
    let day = NaiveDate::parse_from_str(node.text()?.trim(), "%Y-%m-%d").ok();
    let day = day.filter(|day| YEARS.contains(&day.year()));
    day.ok_or_else(|| node.problem(format!("{} is not a date, as in `2026-01-31`", node.said())))
}

/// What to write in place of a zone's name.
pub fn zone_hint(name: &str) -> Option<String> {
    let city = zone_of_city(name).map(|zone| zone.to_string());
    match city.or_else(|| city_of(name).map(ToOwned::to_owned)) {
        Some(city) => Some(format!("write an area and a city: `{name}` may be `{city}`")),
        None => did_you_mean(name, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()))
            .or_else(|| Some("write an area and a city, as in `Europe/Berlin`".to_owned())),
    }
}

/// What a profile says of its schedule, which has to be known before the rest can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The schedule's file or address.
    pub schedule: Option<String>,
    /// The zone of the times in the profile and in answers.
    pub timezone: Option<String>,
    /// The year of a schedule that gives none with its dates.
    pub year: Option<i32>,
    /// The first day of a schedule that gives only weekdays.
    pub first_day: Option<NaiveDate>,
}

/// The head of a profile, as far as it can be read; reading the whole says what is wrong with it.
pub fn head(text: &str) -> Head {
    let Ok(document) = parse(text) else { return Head::default() };
    let root = document.root();
    let text = |key| {
        let text = root.get(key)?.text().ok()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    Head {
        schedule: root.get("schedule").and_then(schedule),
        timezone: text("timezone"),
        year: root.get("year").and_then(|node| year(node).ok()),
        first_day: root.get("first_day").and_then(|node| first_day(node).ok()),
    }
}

/// The schedule that a profile names, or several as one name.
fn schedule(node: Node<'_>) -> Option<String> {
    let nodes = if node.kind() == Kind::List { node.list().ok()? } else { vec![node] };
    let names = nodes.into_iter().filter_map(|node| node.text().ok());
    let names = names.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    name_of(&names.collect::<Vec<String>>())
}

fn value(node: Node<'_>) -> Result<Value, Problem> {
    match node.text()? {
        "talk" => Ok(Value::Talk),
        "minute" => Ok(Value::Minute),
        _ => Err(node.problem(format!("{} is neither `talk` nor `minute`", node.said()))),
    }
}

fn minimum(node: Node<'_>) -> Result<i64, Problem> {
    let points = node.number_in(0.0..=MOST_POINTS, "a number of points")?;
    Ok(points.round() as i64)
}

fn variety(node: Node<'_>) -> Result<Variety, Problem> {
    match node.text()? {
        "none" => Ok(Variety::None),
        "some" => Ok(Variety::Some),
        "much" => Ok(Variety::Much),
        _ => Err(node.problem(format!("{} is not `none`, `some` or `much`", node.said()))),
    }
}

/// `k8s: kubernetes`, or `k8s: [kubernetes, kube]`.
fn groups(node: Option<Node<'_>>, example: &str, problems: &mut Vec<Problem>) -> Vec<Vec<String>> {
    let Some(node) = node else { return Vec::new() };
    let entries = node.map().map_err(|problem| problem.hint(format!("as in {example}")));
    let entries = note(entries, problems).unwrap_or_default();
    entries
        .into_iter()
        .map(|(key, others)| {
            let others = match others.kind() {
                Kind::List => note(others.list(), problems).unwrap_or_default(),
                _ => vec![others],
            };
            let names = std::iter::once(key).chain(others);
            names.filter_map(|name| note(keyword(name), problems)).collect()
        })
        .collect()
}

fn related(node: Node<'_>) -> Result<Related, Problem> {
    Ok(if node.truth()? { Related::Learnt } else { Related::Ignored })
}

/// `- word`, `- word: 3`, `- {topic: .., weight: .., keywords: [..]}`, `word: 3` in a mapping, or
/// `word, word` in a text.
fn interests(fields: &Fields<'_>, problems: &mut Vec<Problem>) -> Vec<Interest> {
    let Some(node) = fields.get("interests") else { return Vec::new() };
    if node.kind() == Kind::Map {
        let entries = note(node.map(), problems).unwrap_or_default();
        return entries
            .into_iter()
            .filter_map(|(key, weight)| weighted(key, weight, problems))
            .collect();
    }
    if let Some(words) = node.text().ok().filter(|text| !text.starts_with('-')) {
        let words = words.split([',', ';']).map(str::trim).filter(|word| !word.is_empty());
        return words.filter_map(|word| note(bare(word, node), problems)).collect();
    }
    let nodes = note(node.list(), problems).unwrap_or_default();
    nodes.into_iter().filter_map(|node| interest(node, problems)).collect()
}

/// The interests, or none and a problem where their keywords are too many.
fn few_enough(
    interests: Vec<Interest>,
    fields: &Fields<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Interest> {
    let keywords: usize = interests.iter().map(|interest| interest.keywords.len()).sum();
    let Some(node) = fields.get("interests").filter(|_| keywords > MAX_KEYWORDS) else {
        return interests;
    };
    problems.push(
        node.problem(format!(
            "{} keywords, more than the {} that are read",
            number(keywords),
            number(MAX_KEYWORDS)
        ))
        .hint("keep those that tell talks apart; `kube*` finds every word that begins so"),
    );
    Vec::new()
}

fn breaks(fields: &Fields<'_>, problems: &mut Vec<Problem>) -> Vec<Break> {
    let breaks = each(fields, "breaks", problems, a_break);
    let Some(node) = fields.get("breaks").filter(|_| breaks.len() > MAX_BREAKS) else {
        return breaks;
    };
    let what = format!("{} breaks a day, more than the {MAX_BREAKS} that are read", breaks.len());
    problems.push(node.problem(what).hint("keep the times free with `commitments`"));
    Vec::new()
}

fn interest(node: Node<'_>, problems: &mut Vec<Problem>) -> Option<Interest> {
    if node.kind() != Kind::Map {
        return note(node.text().and_then(|text| bare(text, node)), problems);
    }
    if node.get("topic").is_some() {
        return topic(node, problems);
    }
    let entries = note(node.map(), problems)?;
    match entries.as_slice() {
        &[(key, weight)] => weighted(key, weight, problems),
        _ => {
            problems.push(
                node.problem("an interest with several keys needs `topic`")
                    .hint("write each on a line of its own, as `- rust: 3`, or `- topic: rust` with `weight` and `keywords` under it"),
            );
            None
        }
    }
}

fn topic(node: Node<'_>, problems: &mut Vec<Problem>) -> Option<Interest> {
    let known = ["topic", "weight", "keywords", "at_least", "at_most"];
    let fields = Fields::of(node, &known, problems)?;
    let topic = node.get("topic").and_then(|topic| note(keyword(topic), problems));
    let weight = fields.read("weight", problems, weight).unwrap_or_default();
    let nodes = fields.read("keywords", problems, Node::list).unwrap_or_default();
    let mut keywords: Vec<String> =
        nodes.into_iter().filter_map(|node| note(keyword(node), problems)).collect();
    let at_least = fields.read("at_least", problems, count).unwrap_or(0);
    let at_most = fields.read("at_most", problems, count);
    if at_most.is_some_and(|most| most < at_least) {
        problems.push(node.problem("`at_least` is more than `at_most`"));
    }
    let topic = topic?;
    if keywords.is_empty() {
        keywords.push(topic.clone());
    }
    Some(Interest { topic, weight, keywords, at_least, at_most })
}

fn weighted(key: Node<'_>, node: Node<'_>, problems: &mut Vec<Problem>) -> Option<Interest> {
    let topic = note(keyword(key), problems);
    let weight = note(weight(node), problems);
    let topic = topic?;
    Some(Interest { weight: weight?, ..Interest::new(&topic) })
}

/// An interest that is a text. A number is the weight of another one, which lost its colon.
fn bare(text: &str, node: Node<'_>) -> Result<Interest, Problem> {
    let (before, last) = text.rsplit_once(',').unwrap_or(("", text));
    if last.trim().parse::<f64>().is_ok_and(|number| number.abs() <= MAX_WEIGHT) {
        let before = if before.is_empty() { "rust" } else { before.trim() };
        let hint = format!("a weight follows a colon: `{before}: {}`", last.trim());
        return Err(node.problem(format!("`{text}` is not an interest")).hint(hint));
    }
    Ok(Interest::new(&fit(text, node)?))
}

fn keyword(node: Node<'_>) -> Result<String, Problem> {
    fit(node.text()?, node)
}

/// A text without the quotes that word processors put around it, which YAML takes for letters.
fn unquoted(text: &str) -> &str {
    let quotes = ['“', '”', '„', '‘', '’', '«', '»'];
    let inside = text.trim().strip_prefix(quotes).and_then(|text| text.strip_suffix(quotes));
    inside.unwrap_or(text).trim()
}

/// A word or phrase of a node.
fn fit(text: &str, node: Node<'_>) -> Result<String, Problem> {
    let text = unquoted(text);
    if text.is_empty() {
        return Err(node.problem("an empty keyword"));
    }
    if text.chars().count() > MAX_KEYWORD {
        return Err(node
            .problem(format!("a keyword of more than {MAX_KEYWORD} characters"))
            .hint("make several keywords of it"));
    }
    Ok(text.to_owned())
}

fn weight(node: Node<'_>) -> Result<Weight, Problem> {
    if node.text().is_ok_and(|text| text == "never") {
        return Ok(Weight::Never);
    }
    node.number_in(-MAX_WEIGHT..=MAX_WEIGHT, "a weight from -100 to 100").map(Weight::Number)
}

fn boosts(node: Option<Node<'_>>, problems: &mut Vec<Problem>) -> Boosts {
    let fields = node.and_then(|node| Fields::of(node, &["speakers", "tracks", "rooms"], problems));
    let Some(fields) = fields else { return Boosts::default() };
    let mut factors =
        |key| numbers(fields.get(key), 0.0..=MAX_FACTOR, "a factor from 0 to 100", problems);
    Boosts { speakers: factors("speakers"), tracks: factors("tracks"), rooms: factors("rooms") }
}

/// `60`, `60 EUR`
fn budget(node: Node<'_>) -> Result<(Price, Place), Problem> {
    let price = Price::read(node.text()?).filter(|_| !node.said().contains('-'));
    let wrong = || node.problem(format!("{} is not an amount of money", node.said()));
    let price = price.ok_or_else(|| wrong().hint("write it as `60` or `60 EUR`"))?;
    Ok((price, node.place()))
}

/// `{ levels: [300], kinds: [lightning] }`
fn filter(node: Option<Node<'_>>, problems: &mut Vec<Problem>) -> Filter {
    let keys = Aspect::KEYS.map(|(key, _)| key);
    let fields = node.and_then(|node| Fields::of(node, &keys, problems));
    let Some(fields) = fields else { return Filter::default() };
    Aspect::KEYS.map(|(key, aspect)| (aspect, names(&fields, key, named, problems))).into()
}

fn here(node: Node<'_>, problems: &mut Vec<Problem>) -> Option<Span> {
    let fields = Fields::of(node, &["from", "to"], problems)?;
    span(&fields, problems)
}

/// The bookings, and the commitments that are a talk of the schedule.
fn booked(fields: &Fields<'_>, problems: &mut Vec<Problem>) -> Vec<Named> {
    let mut booked = names(fields, "booked", talk, problems);
    let commitments = fields.get("commitments").and_then(|node| node.list().ok());
    for node in commitments.into_iter().flatten().filter(|node| node.get("talk").is_some()) {
        let fields = Fields::of(node, &["talk"], problems);
        booked.extend(fields.and_then(|fields| fields.read("talk", problems, talk)));
    }
    booked
}

fn commitment(node: Node<'_>, problems: &mut Vec<Problem>) -> Option<CommitmentSpan> {
    let fields = Fields::of(node, &["title", "from", "to", "room"], problems)?;
    let title = fields.text("title", problems).unwrap_or_else(|| "commitment".to_owned());
    let room = fields.text("room", problems);
    Some(CommitmentSpan { title, span: span(&fields, problems)?, room })
}

fn span(fields: &Fields<'_>, problems: &mut Vec<Problem>) -> Option<Span> {
    for key in ["from", "to"] {
        if fields.get(key).is_none() {
            problems.push(missing(fields.owner().place(), key));
        }
    }
    let from = fields.read("from", problems, Moment::read);
    let to = fields.read("to", problems, |node| Moment::read_end(node, from.as_ref()));
    Some(Span { from: from?, to: to? })
}

fn missing(place: Place, key: &str) -> Problem {
    Problem::at(place, format!("`{key}` is missing"))
        .hint("give both, as in `{ from: Fri 10:00, to: Sat 17:00 }`")
}
