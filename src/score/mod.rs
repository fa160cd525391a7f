//! Schedule + Wishes -> Scores: how well every event fits, and the evidence that adds up to it.
//!
//! Each topic's keywords are summed and saturated, so that a topic that is everywhere does not
//! drown a rare one. Topics are combined by a 3-norm, so that one strong match beats many weak
//! ones. The result is put on a scale from -1000 to 1000 and rounded to whole points, which are
//! then shared out over the keywords and fields that earned them, exactly.
//!
//! No clock, no disk, no profile syntax; which events are chosen is decided elsewhere.

mod bm25f;
mod index;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::problem::{Problem, did_you_mean};
use crate::profile::{Interest, Value, Wishes};
use crate::schedule::{Event, EventIx, Schedule};

use bm25f::Matches;
pub use index::Field;
use index::Index;

/// The points of an event that fits perfectly.
pub const FULL: i64 = 1000;

/// What an interest's strength is saturated against: `s / (s + 3 m) * 4`, with `m` the mean of
/// the topic's three best, so that an average good match has strength 1.
const SATURATION: f64 = 3.0;
/// The exponent of the norm that combines topics.
const NORM: i32 = 3;

/// How well an event fits, with what earned it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scored {
    /// The sum of the evidence.
    pub points: i64,
    /// The evidence, the weightiest first.
    pub evidence: Vec<Evidence>,
}

/// One reason for points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What the user wrote: a keyword, a boosted name.
    pub keyword: String,
    /// Where it applied.
    pub source: Source,
    /// The words that matched, as they stand in the text.
    pub matched: Vec<String>,
    /// How many points it gave or took.
    pub points: i64,
}

/// Where points come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A keyword found in a text.
    Text(Field),
    /// A rating by hand.
    Rating,
    /// A speaker, track or room that the profile favours.
    Boost,
    /// The talk can be watched later.
    Recorded,
    /// Points count per time.
    Length,
}

impl Source {
    /// The word that outputs use.
    pub fn name(self) -> &'static str {
        match self {
            Source::Text(field) => field.name(),
            Source::Rating => "rating",
            Source::Boost => "boost",
            Source::Recorded => "recorded",
            Source::Length => "length",
        }
    }
}

/// The score of every event of a schedule.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    by_event: Vec<Scored>,
    silent: Vec<Problem>,
}

impl Scores {
    /// No points for anything.
    pub fn none(schedule: &Schedule) -> Scores {
        Scores { by_event: vec![Scored::default(); schedule.events().len()], silent: Vec::new() }
    }

    /// The score of an event.
    pub fn of(&self, ix: EventIx) -> &Scored {
        &self.by_event[ix.index()]
    }

    /// Keywords that no event has, with the nearest word that some event does have.
    pub fn silent_keywords(&self) -> &[Problem] {
        &self.silent
    }
}

/// Scores every event of a schedule.
pub fn score(schedule: &Schedule, wishes: &Wishes) -> Scores {
    let index = Index::new(schedule);
    let topics: Vec<Topic> =
        wishes.interests.iter().map(|interest| Topic::new(&index, interest)).collect();
    let by_event = schedule
        .iter()
        .map(|(ix, event)| {
            let base = match wishes.ratings.get(&ix) {
                Some(&rating) => rated(rating),
                None => matched(&topics, ix),
            };
            adjusted(base, ix, event, wishes)
        })
        .collect();
    Scores { by_event, silent: silent(&index, &topics) }
}

/// The events in which some text matches a query, whatever the profile says.
pub fn matching(schedule: &Schedule, query: &str) -> BTreeSet<EventIx> {
    let index = Index::new(schedule);
    let found = bm25f::keyword(&index, query);
    schedule.iter().map(|(ix, _)| ix).filter(|ix| found.contains_key(&number(*ix))).collect()
}

fn number(ix: EventIx) -> u32 {
    u32::try_from(ix.index()).unwrap_or(u32::MAX)
}

/// An interest with what its keywords found.
struct Topic<'a> {
    interest: &'a Interest,
    matches: Vec<(&'a str, Matches)>,
    /// The mean strength of its three best events.
    good: f64,
}

impl<'a> Topic<'a> {
    fn new(index: &Index, interest: &'a Interest) -> Topic<'a> {
        let unique: BTreeSet<&str> = interest.keywords.iter().map(String::as_str).collect();
        let matches: Vec<(&str, Matches)> =
            unique.into_iter().map(|keyword| (keyword, bm25f::keyword(index, keyword))).collect();
        let mut sums: BTreeMap<u32, f64> = BTreeMap::new();
        for (event, found) in matches.iter().flat_map(|(_, found)| found) {
            *sums.entry(*event).or_default() += found.score;
        }
        let mut best: Vec<f64> = sums.into_values().collect();
        best.sort_by(|a, b| b.total_cmp(a));
        best.truncate(3);
        let good = best.iter().sum::<f64>() / best.len().max(1) as f64;
        Topic { interest, matches, good }
    }

    /// How strongly the topic speaks for an event: 1 is a good match.
    fn strength(&self, event: u32) -> f64 {
        let sum: f64 =
            self.matches.iter().filter_map(|(_, found)| found.get(&event)).map(|m| m.score).sum();
        if sum > 0.0 { sum / (sum + SATURATION * self.good) * (SATURATION + 1.0) } else { 0.0 }
    }
}

fn rated(rating: f64) -> Scored {
    let points = (rating / 100.0 * FULL as f64).round() as i64;
    let evidence = Evidence {
        keyword: format!("rated {rating} by hand"),
        source: Source::Rating,
        matched: Vec::new(),
        points,
    };
    Scored { points, evidence: if points == 0 { Vec::new() } else { vec![evidence] } }
}

/// The score that the interests give.
fn matched(topics: &[Topic<'_>], ix: EventIx) -> Scored {
    let event = number(ix);
    let heaviest = topics.iter().map(|topic| topic.interest.weight.abs()).fold(0.0, f64::max);
    let mut parts: Vec<(Evidence, f64)> = Vec::new();
    for sign in [1.0, -1.0] {
        let mut shares: Vec<(&Topic<'_>, f64)> = Vec::new();
        for topic in topics {
            let weight = topic.interest.weight * sign / heaviest.max(f64::MIN_POSITIVE);
            let strength = topic.strength(event);
            if weight > 0.0 && strength > 0.0 {
                shares.push((topic, (weight * strength).powi(NORM)));
            }
        }
        let sum: f64 = shares.iter().map(|(_, share)| share).sum();
        if sum > 0.0 {
            let norm = sum.powf(1.0 / f64::from(NORM));
            let points = sign * FULL as f64 * (1.0 - (-norm).exp());
            for (topic, share) in shares {
                topic_evidence(topic, event, points * share / sum, &mut parts);
            }
        }
    }
    rounded(parts)
}

/// A topic's points, shared out over its keywords and their fields.
fn topic_evidence(topic: &Topic<'_>, event: u32, points: f64, parts: &mut Vec<(Evidence, f64)>) {
    let found: Vec<(&str, &bm25f::Match)> =
        topic.matches.iter().filter_map(|(keyword, m)| Some((*keyword, m.get(&event)?))).collect();
    let sum: f64 = found.iter().map(|(_, m)| m.score).sum();
    for (keyword, m) in found {
        for (&field, &score) in &m.fields {
            let evidence = Evidence {
                keyword: keyword.to_owned(),
                source: Source::Text(field),
                matched: m.matched.iter().cloned().collect(),
                points: 0,
            };
            parts.push((evidence, points * score / sum));
        }
    }
}

/// Whole points that add up to the rounded total, by largest remainders.
fn rounded(mut parts: Vec<(Evidence, f64)>) -> Scored {
    let total = parts.iter().map(|(_, points)| points).sum::<f64>().round() as i64;
    for (evidence, points) in &mut parts {
        evidence.points = points.floor() as i64;
    }
    let given: i64 = parts.iter().map(|(evidence, _)| evidence.points).sum();
    parts.sort_by(|(a, x), (b, y)| {
        let remainder = |points: &f64| points - points.floor();
        remainder(y)
            .total_cmp(&remainder(x))
            .then_with(|| (&a.keyword, a.source).cmp(&(&b.keyword, b.source)))
    });
    let missing = usize::try_from(total - given).unwrap_or(0);
    for (evidence, _) in parts.iter_mut().take(missing) {
        evidence.points += 1;
    }
    let mut evidence: Vec<Evidence> = parts.into_iter().map(|(evidence, _)| evidence).collect();
    evidence.retain(|evidence| evidence.points != 0);
    sort(&mut evidence);
    Scored { points: evidence.iter().map(|evidence| evidence.points).sum(), evidence }
}

fn sort(evidence: &mut [Evidence]) {
    evidence.sort_by(|a, b| {
        (b.points.abs(), &a.keyword, a.source).cmp(&(a.points.abs(), &b.keyword, b.source))
    });
}

/// The score after boosts, recordings and length; each factor is evidence of its own.
fn adjusted(mut scored: Scored, ix: EventIx, event: &Event, wishes: &Wishes) -> Scored {
    let mut factors: Vec<(String, Source, f64)> = Vec::new();
    for boost in wishes.boosts.get(&ix).into_iter().flatten() {
        factors.push((format!("{} x{}", boost.name, boost.factor), Source::Boost, boost.factor));
    }
    if event.recorded {
        factors.push((format!("recorded x{}", wishes.recorded), Source::Recorded, wishes.recorded));
    }
    if wishes.value == Value::Minute {
        let minutes = event.slot.minutes();
        factors.push((format!("{minutes} minutes"), Source::Length, minutes as f64 / 60.0));
    }
    for (keyword, source, factor) in factors {
        let points = (scored.points as f64 * factor).round() as i64;
        let change = points - scored.points;
        if change != 0 {
            scored.evidence.push(Evidence { keyword, source, matched: Vec::new(), points: change });
        }
        scored.points = points;
    }
    sort(&mut scored.evidence);
    scored
}

fn silent(index: &Index, topics: &[Topic<'_>]) -> Vec<Problem> {
    let mut silent: BTreeMap<&str, Problem> = BTreeMap::new();
    let vocabulary = index.vocabulary();
    for (keyword, found) in topics.iter().flat_map(|topic| &topic.matches) {
        if found.is_empty() && index.events > 0 {
            let problem = if bm25f::is_searchable(keyword) {
                let mut problem = Problem::whole(format!("no talk mentions `{keyword}`"));
                problem.hint = did_you_mean(keyword, vocabulary.iter().copied());
                problem
            } else {
                Problem::whole(format!("`{keyword}` has no word that says what it is about"))
            };
            silent.insert(keyword, problem);
        }
    }
    silent.into_values().collect()
}
