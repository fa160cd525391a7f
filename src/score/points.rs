//! Topics -> points of an event, with the evidence that adds up to them exactly.
//!
//! Topics are combined by a 3-norm, so that one strong match beats many weak ones; what is not
//! wanted is combined likewise and taken off. The result is put on a scale from -1000 to 1000, which
//! the heaviest interest sets: a dislike takes points from what matches it, however heavy, and
//! changes nothing else.

use crate::profile::{Interest, Value, Wishes};

use super::field::Field;
use super::index::{Fact, Index};
use super::keyword::Search;
use super::related::Related;
use super::topic::{Topic, Voice};
use super::{EVERYTHING, Evidence, FULL, MOST, Scored, Source};

/// The exponent of the norm that combines topics.
const NORM: i32 = 3;
/// How much faster than their strength good matches gain points: two that are half as good are
/// not worth as much as a good one.
const STEEP: f64 = 1.5;
/// How much heavier than the heaviest interest a dislike may be: far beyond what takes all points.
const HEAVIEST: f64 = 1e6;
/// What `*` gives to each talk: less than any good match, and enough to be worth the way.
const EACH: f64 = 100.0;
/// What more of the events have may be said in passing.
const COMMON: f64 = 0.05;
/// How many related words are shown.
const MOST_WORDS: usize = 5;

/// All that speaks for events.
pub(super) struct Opinion<'a> {
    pub(super) index: &'a Index,
    pub(super) search: Search<'a>,
    pub(super) topics: Vec<Topic>,
    /// What the must-sees have in common, and what an event just like them gains.
    pub(super) like_must_sees: Option<(Related, f64)>,
}

type Parts = Vec<(Evidence, f64)>;

impl Opinion<'_> {
    /// The strength of all wanted topics together, by event.
    pub(super) fn strengths(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.index.events()];
        let heaviest = self.heaviest();
        for topic in self.topics.iter().filter(|topic| topic.weight > 0.0) {
            for &voice in &topic.voices {
                sums[voice.event as usize] +=
                    (topic.weight / heaviest * topic.strength(voice)).powi(NORM);
            }
        }
        sums.into_iter().map(root).collect()
    }

    /// How often each event says words of what is wanted.
    pub(super) fn mentions(&self) -> Vec<f64> {
        let mut mentions = vec![0.0; self.index.events()];
        for topic in self.topics.iter().filter(|topic| topic.weight > 0.0) {
            for keyword in &topic.keywords {
                let is_rare = keyword.found.len() as f64 <= COMMON * self.index.events() as f64;
                for found in &keyword.found {
                    mentions[found.event as usize] +=
                        if is_rare { f64::INFINITY } else { found.mentions };
                }
                for about in &keyword.field.about {
                    mentions[about.event as usize] += about.mentions;
                }
            }
        }
        mentions
    }

    /// The weight of the heaviest interest; of the heaviest dislike where there is nothing else.
    fn heaviest(&self) -> f64 {
        let most = |sign: f64| {
            self.topics.iter().map(|topic| topic.weight * sign).fold(f64::MIN_POSITIVE, f64::max)
        };
        if self.topics.iter().any(|topic| topic.weight > 0.0) { most(1.0) } else { most(-1.0) }
    }

    /// The score of every event that the interests give.
    pub(super) fn scored(&self) -> Vec<Scored> {
        let mut voices: Vec<Vec<(&Topic, Voice)>> = vec![Vec::new(); self.index.events()];
        for topic in &self.topics {
            for &voice in &topic.voices {
                voices[voice.event as usize].push((topic, voice));
            }
        }
        let heaviest = self.heaviest();
        (0u32..)
            .zip(voices)
            .map(|(event, voices)| {
                let mut parts = Parts::new();
                for sign in [1.0, -1.0] {
                    self.side(event, &voices, sign, heaviest, &mut parts);
                }
                rounded(parts)
            })
            .collect()
    }

    /// What speaks for an event, or against it.
    fn side(
        &self,
        event: u32,
        voices: &[(&Topic, Voice)],
        sign: f64,
        heaviest: f64,
        parts: &mut Parts,
    ) {
        let shares: Vec<(&Topic, Voice, f64)> = voices
            .iter()
            .filter(|(topic, _)| topic.weight * sign > 0.0)
            .map(|&(topic, voice)| {
                let weight = (topic.weight * sign / heaviest).min(HEAVIEST);
                (topic, voice, (weight * topic.strength(voice)).powi(NORM))
            })
            .collect();
        let sum: f64 = shares.iter().map(|(.., share)| share).sum();
        let like = self.like_must_sees.as_ref().filter(|_| sign > 0.0);
        let likeness = like.map_or(0.0, |(related, gain)| gain * related.likeness[event as usize]);
        let strength = root(sum) + likeness;
        if strength == 0.0 {
            return;
        }
        let points = sign * scaled(strength);
        for (topic, voice, share) in shares {
            self.topic_evidence(topic, voice, points * root(sum) / strength * share / sum, parts);
        }
        if let Some((related, _)) = like
            && likeness > 0.0
        {
            let matched = related.words_in(self.index, event, MOST_WORDS);
            let keyword = "like your must-sees".to_owned();
            let evidence = Evidence {
                keyword,
                source: Source::MustSees,
                matched,
                path: Vec::new(),
                points: 0,
            };
            parts.push((evidence, points * likeness / strength));
        }
    }

    /// A topic's points, shared out over its keywords and their fields.
    fn topic_evidence(&self, topic: &Topic, voice: Voice, points: f64, parts: &mut Parts) {
        let sum = voice.keywords + voice.about + voice.related;
        for keyword in &topic.keywords {
            let weight = keyword.weight;
            if let Some(about) = keyword.field.in_event(voice.event) {
                let words = about.said.iter().flat_map(|(_, texts)| texts);
                let mut matched: Vec<String> =
                    words.map(|&text| self.search.text(text).to_owned()).collect();
                matched.dedup();
                let path = keyword.field.terms[about.said[0].0].path.clone();
                let (keyword, source) = (keyword.text.clone(), Source::About);
                let share = weight * about.score / sum;
                let evidence = Evidence { keyword, source, matched, path, points: 0 };
                parts.push((evidence, points * share));
            }
            let found = &keyword.found;
            let Ok(at) = found.binary_search_by_key(&voice.event, |found| found.event) else {
                continue;
            };
            for field in Field::ALL {
                let score = keyword.weight * found[at].fields[field as usize];
                if score > 0.0 {
                    let mut matched: Vec<String> = found[at]
                        .texts
                        .iter()
                        .filter(|(place, _)| *place == field)
                        .map(|&(_, text)| self.search.text(text).to_owned())
                        .collect();
                    matched.sort();
                    matched.dedup();
                    let keyword = keyword.text.clone();
                    let source = Source::Text(field);
                    let evidence =
                        Evidence { keyword, source, matched, path: Vec::new(), points: 0 };
                    parts.push((evidence, points * score / sum));
                }
            }
        }
        if let Some(related) = &topic.related
            && voice.related > 0.0
        {
            let matched = related.words_in(self.index, voice.event, MOST_WORDS);
            let (keyword, source) = (topic.label.clone(), Source::Related);
            let evidence = Evidence { keyword, source, matched, path: Vec::new(), points: 0 };
            parts.push((evidence, points * voice.related / sum));
        }
    }
}

fn root(sum: f64) -> f64 {
    sum.powf(1.0 / f64::from(NORM))
}

/// The points of a talk that matches an interest of this weight well and nothing else.
pub(super) fn good(weight: f64, wishes: &Wishes) -> i64 {
    let weights = wishes.interests.iter().map(|interest| interest.weight.number());
    let heaviest = weights.fold(f64::MIN_POSITIVE, f64::max);
    scaled((weight / heaviest).max(0.0)).round() as i64
}

/// The points of so strong a match: one with the heaviest interest is as strong as 1 if it is good.
fn scaled(strength: f64) -> f64 {
    FULL as f64 * (1.0 - (-strength.powf(STEEP)).exp())
}

/// The score of a rating by hand, from 0 to 100.
pub(super) fn rated(rating: f64) -> Scored {
    let points = (rating / 100.0 * FULL as f64).round() as i64;
    let evidence = Evidence {
        keyword: format!("rated {rating} by hand"),
        source: Source::Rating,
        matched: Vec::new(),
        path: Vec::new(),
        points,
    };
    let evidence = if points == 0 { Vec::new() } else { vec![evidence] };
    Scored { points, evidence, ..Scored::default() }
}

/// A score that stays below the minimum, as it does where only related words, likeness to must-sees
/// or a word in passing speak for a talk: they never make one worth the way. Which of two is better
/// stays as it is.
pub(super) fn below(scored: Scored, minimum: i64) -> Scored {
    if scored.points <= 0 || minimum <= 0 {
        return scored;
    }
    let most = (minimum - 1).max(1) as f64;
    let factor = most / (scored.points as f64 + most);
    let part = |it: Evidence| (it.points as f64 * factor, it);
    rounded(scored.evidence.into_iter().map(part).map(|(points, it)| (it, points)).collect())
}

/// A score with what each talk gets for being one, where an interest is `*`.
pub(super) fn with_everything(mut scored: Scored, wishes: &Wishes) -> Scored {
    let likes_all = |interest: &&Interest| interest.keywords.iter().any(|word| word == EVERYTHING);
    let weights = wishes.interests.iter().filter(likes_all).map(|it| it.weight.number());
    let points = (weights.sum::<f64>() * EACH).round().clamp(-FULL as f64, FULL as f64) as i64;
    if points != 0 {
        scored.points += points;
        scored.evidence.push(Evidence {
            keyword: "any talk".to_owned(),
            source: Source::Everything,
            matched: Vec::new(),
            path: Vec::new(),
            points,
        });
    }
    scored
}

/// Whole points that add up to the rounded total, by largest remainders.
fn rounded(mut parts: Parts) -> Scored {
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
    let points = evidence.iter().map(|evidence| evidence.points).sum();
    Scored { points, evidence, ..Scored::default() }
}

fn sort(evidence: &mut [Evidence]) {
    evidence.sort_by(|a, b| {
        (b.points.abs(), &a.keyword, a.source).cmp(&(a.points.abs(), &b.keyword, b.source))
    });
}

/// The score after boosts, recordings and length; each factor is evidence of its own. However many
/// there are, the points stay below [`MOST`].
pub(super) fn adjusted(mut scored: Scored, fact: Fact, wishes: &Wishes) -> Scored {
    let mut factors: Vec<(String, Source, f64)> = Vec::new();
    for boost in wishes.boosts.get(&fact.ix).into_iter().flatten() {
        factors.push((format!("{} x{}", boost.name, boost.factor), Source::Boost, boost.factor));
    }
    if fact.recorded {
        factors.push((format!("recorded x{}", wishes.recorded), Source::Recorded, wishes.recorded));
    }
    if wishes.value == Value::Minute {
        let hours = fact.minutes as f64 / 60.0;
        factors.push((format!("{} minutes", fact.minutes), Source::Length, hours));
    }
    for (keyword, source, factor) in factors {
        let points = ((scored.points as f64 * factor).round() as i64).clamp(-MOST, MOST);
        let change = points - scored.points;
        if change != 0 {
            scored.evidence.push(Evidence {
                keyword,
                source,
                matched: Vec::new(),
                path: Vec::new(),
                points: change,
            });
        }
        scored.points = points;
    }
    sort(&mut scored.evidence);
    scored
}
