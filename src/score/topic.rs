//! Interests -> topics: how strongly each speaks for which event.
//!
//! The keywords of a topic are summed and saturated against its own best events, so that a topic
//! that is everywhere does not drown a rare one. Interests of one keyword each are one topic
//! between them, as in a search engine: who lists five words means what they have in common first.

use crate::profile::{Interest, Related as Wish, Wishes};

use super::about::Field;
use super::bm25f::{Found, idf, title_score};
use super::index::Index;
use super::keyword::Search;
use super::related::{Related, mean_of_best};

/// What a topic's strength is saturated against: `s / (s + 3 m) * 4`, with `m` the mean of the
/// three best, so that an average good match has strength 1.
const SATURATION: f64 = 3.0;
/// The best events of a topic are at least as good as this part of a hit in a title: where
/// nothing is good, the best is not made out to be.
const FLOOR: f64 = 0.8;
/// How far single interests are made equal: 0 leaves the rare ones as strong as they are, at 1
/// the best match of each counts the same.
const LEVELLED: f64 = 0.25;
/// The most that a talk gets from what belongs to a topic, next to the ones that match its name best.
const ABOUT: f64 = 0.6;
/// What related words add.
const RELATED: f64 = 0.25;
/// The most that related words count where no keyword stands.
const RELATED_ALONE: f64 = 0.15;
/// How many of them have to be there; fewer are chance.
const RELATED_LEAST: u8 = 2;
/// From how many of the best events related words are learnt.
const LEARN_FROM: usize = 8;
/// For how many topics related words are learnt.
const MOST_LEARNING: usize = 20;

/// What one or more interests found.
pub(super) struct Topic {
    /// How much it matters; below 0 for what is not wanted.
    pub(super) weight: f64,
    /// What to call what it learnt.
    pub(super) label: String,
    pub(super) keywords: Vec<Keyword>,
    /// What the keywords have in common with others.
    pub(super) related: Option<Related>,
    /// The events that it speaks for.
    pub(super) voices: Vec<Voice>,
    /// How strong a good match is.
    good: f64,
}

/// A keyword of a topic.
pub(super) struct Keyword {
    pub(super) text: String,
    /// Its weight next to the others of the topic.
    pub(super) weight: f64,
    pub(super) found: Vec<Found>,
    /// What belongs to it where it is a topic.
    pub(super) field: Field,
}

/// How a topic speaks for an event.
#[derive(Clone, Copy, Debug)]
pub(super) struct Voice {
    pub(super) event: u32,
    /// What the keywords found.
    pub(super) keywords: f64,
    /// What belongs to their topics.
    pub(super) about: f64,
    /// What related words add.
    pub(super) related: f64,
}

impl Topic {
    /// How strongly it speaks: 1 is a good match.
    pub(super) fn strength(&self, voice: Voice) -> f64 {
        let sum = voice.keywords + voice.about + voice.related;
        sum / (sum + SATURATION * self.good) * (SATURATION + 1.0)
    }
}

/// The topics of a person's interests, without those that nothing matches.
pub(super) fn topics(index: &Index, search: &mut Search<'_>, wishes: &Wishes) -> Vec<Topic> {
    let mut topics = Vec::new();
    let single = |interest: &&Interest| interest.keywords.len() == 1;
    for sign in [1.0, -1.0] {
        // Neither weight 0 nor what is no number at all.
        let wanted = |interest: &&Interest| {
            let weight = interest.weight.number();
            weight * sign > 0.0 && weight.is_finite()
        };
        let mut words: Vec<(&str, f64)> = wishes
            .interests
            .iter()
            .filter(|interest| single(interest) && wanted(interest))
            .map(|interest| (interest.keywords[0].as_str(), interest.weight.number().abs()))
            .collect();
        // What is written twice counts once, with the larger weight.
        words.sort_by(|a, b| a.0.cmp(b.0).then(b.1.total_cmp(&a.1)));
        words.dedup_by_key(|(keyword, _)| *keyword);
        let label = "related words".to_owned();
        // What is not wanted is taken at its word.
        let own = (sign > 0.0 && wishes.related == Wish::Learnt).then_some(&*wishes.topics);
        topics.extend(topic(index, search, label, sign, &words, LEVELLED, own));
        for interest in wishes.interests.iter().filter(|i| !single(i) && wanted(i)) {
            let mut words: Vec<(&str, f64)> =
                interest.keywords.iter().map(|keyword| (keyword.as_str(), 1.0)).collect();
            words.sort_by_key(|(keyword, _)| *keyword);
            words.dedup();
            let label = format!("related to {}", interest.topic);
            topics.extend(topic(index, search, label, interest.weight.number(), &words, 0.0, None));
        }
    }
    // The order in which a profile lists its topics does not matter.
    topics.sort_by(|a, b| a.label.cmp(&b.label).then(a.weight.total_cmp(&b.weight)));
    if wishes.related == Wish::Learnt {
        for topic in topics.iter_mut().filter(|topic| topic.weight > 0.0).take(MOST_LEARNING) {
            learn(index, topic);
        }
    }
    topics
}

/// A topic of words with a weight each. Their fields count as well where what a profile adds to
/// them is given.
fn topic(
    index: &Index,
    search: &mut Search<'_>,
    label: String,
    weight: f64,
    words: &[(&str, f64)],
    levelled: f64,
    own: Option<&[Vec<String>]>,
) -> Option<Topic> {
    let mut keywords: Vec<Keyword> = words
        .iter()
        .map(|&(text, weight)| {
            let found = search.keyword(text);
            let field =
                own.map_or_else(Field::default, |own| Field::of(index, search, text, own, &found));
            Keyword { text: text.to_owned(), weight, found, field }
        })
        .filter(|keyword| !keyword.found.is_empty() || !keyword.field.about.is_empty())
        .collect();
    let heaviest = keywords.iter().map(|keyword| keyword.weight).fold(0.0, f64::max);
    let floors: Vec<f64> = keywords
        .iter()
        .map(|keyword| FLOOR * title_score(idf(index.events(), keyword.found.len())))
        .collect();
    for (keyword, floor) in keywords.iter_mut().zip(&floors) {
        let most = mean_of_best(keyword.found.iter().map(|found| found.score)).max(*floor);
        keyword.field.cap(ABOUT * most);
    }
    let mut goods: Vec<f64> = Vec::new();
    for keyword in &keywords {
        let mut sums = vec![0.0; index.events()];
        for found in &keyword.found {
            sums[found.event as usize] += found.score;
        }
        for about in &keyword.field.about {
            sums[about.event as usize] += about.score;
        }
        goods.push(mean_of_best(sums.into_iter()));
    }
    let best = goods.iter().copied().fold(0.0, f64::max);
    let mut voices: Vec<Voice> = (0u32..)
        .take(index.events())
        .map(|event| Voice { event, keywords: 0.0, about: 0.0, related: 0.0 })
        .collect();
    let mut floor = 0.0;
    for ((keyword, good), own_floor) in keywords.iter_mut().zip(goods).zip(floors) {
        keyword.weight *= (best / good).powf(levelled) / heaviest;
        floor += keyword.weight * own_floor;
        for found in &keyword.found {
            voices[found.event as usize].keywords += keyword.weight * found.score;
        }
        for about in &keyword.field.about {
            voices[about.event as usize].about += keyword.weight * about.score;
        }
    }
    let floor = floor / keywords.len().max(1) as f64;
    voices.retain(|voice| voice.keywords + voice.about > 0.0);
    let good = mean_of_best(voices.iter().map(|voice| voice.keywords + voice.about)).max(floor);
    let weight = weight * if levelled > 0.0 { heaviest } else { 1.0 };
    (good > 0.0).then_some(Topic { weight, label, keywords, related: None, voices, good })
}

/// Lets words count that the best events have in common.
fn learn(index: &Index, topic: &mut Topic) {
    let mut best: Vec<(u32, f64)> =
        topic.voices.iter().map(|voice| (voice.event, voice.keywords + voice.about)).collect();
    best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    best.truncate(LEARN_FROM);
    let Some(related) = Related::learn(index, &best) else { return };
    // What is learnt of weak matches that do not even say the topic is as weak as they are.
    let is_said = topic.voices.iter().any(|voice| voice.keywords > 0.0);
    let found = mean_of_best(best.iter().map(|(_, sum)| *sum)) / topic.good;
    let trust = if is_said { 1.0 } else { found };
    let none = |event| Voice { event, keywords: 0.0, about: 0.0, related: 0.0 };
    let mut voices: Vec<Voice> = (0u32..).take(index.events()).map(none).collect();
    for &voice in &topic.voices {
        voices[voice.event as usize] = voice;
    }
    for voice in &mut voices {
        let likeness = trust * RELATED * related.likeness[voice.event as usize];
        let related = match likeness {
            _ if voice.keywords + voice.about > 0.0 => likeness,
            _ if related.shared[voice.event as usize] < RELATED_LEAST => 0.0,
            _ => likeness.min(trust * RELATED_ALONE),
        };
        voice.related = topic.good * related;
    }
    voices.retain(|voice| voice.keywords + voice.about + voice.related > 0.0);
    topic.voices = voices;
    topic.related = Some(related);
}
