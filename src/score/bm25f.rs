//! How strongly the occurrences of something speak for an event: BM25F.
//!
//! `score = idf * tf * (k1 + 1) / (k1 + tf)`, where `tf` sums over the fields
//! `weight * count / (1 - b + b * length / usual length)` and
//! `idf = ln(1 + (N - df + 0.5) / (df + 0.5))`; see S. Robertson and H. Zaragoza, "The
//! Probabilistic Relevance Framework: BM25 and Beyond", 2009.

use super::field::{ByField, Field};
use super::index::Index;

const K1: f64 = 2.0;
/// Up to so many occurrences in a text each counts in full.
const OFTEN: f64 = 4.0;
/// An occurrence that counts at least so much makes its event one that has the keyword.
const SOLID: f64 = 0.5;

/// One occurrence of what is looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) event: u32,
    pub(super) field: Field,
    /// How much it counts.
    pub(super) share: f64,
    /// The number of the text that matched.
    pub(super) text: u32,
}

/// What was found in one event.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) event: u32,
    pub(super) score: f64,
    /// Whether the event surely has it: not only a part of a word, or one without its capital.
    pub(super) solid: bool,
    /// How often the event says it in passing, as far as that can be: only in texts, and only what
    /// many events say.
    pub(super) mentions: f64,
    /// The part of the score that each field gave; sums to the score.
    pub(super) fields: ByField,
    /// The numbers of the texts that matched, with their field.
    pub(super) texts: Vec<(Field, u32)>,
}

/// How rare something is that so many of the events have.
pub(super) fn idf(events: usize, with: usize) -> f64 {
    let (events, with) = (events as f64, with as f64);
    (1.0 + (events - with + 0.5) / (with + 0.5)).ln()
}

/// How much of its idf a weighted count gives.
pub(super) fn saturated(tf: f64) -> f64 {
    tf * (K1 + 1.0) / (K1 + tf)
}

/// The score that an exact hit in a title of usual length gives.
pub(super) fn title_score(idf: f64) -> f64 {
    idf * saturated(Field::Title.weight())
}

/// A hundred times the same word is not a hundred times the reason.
fn damped(count: f64) -> f64 {
    if count <= OFTEN { count } else { OFTEN * (1.0 + (count / OFTEN).ln()) }
}

/// The scores of all events that have a hit, by event.
pub(super) fn scored(
    index: &Index,
    places: &mut Places,
    hits: impl Iterator<Item = Hit>,
) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for hit in hits {
        let place = places.of(hit.event, found.len());
        if place == found.len() {
            let (fields, texts) = ([0.0; Field::ALL.len()], Vec::new());
            let event = hit.event;
            found.push(Found { event, score: 0.0, solid: false, mentions: 0.0, fields, texts });
        }
        let event = &mut found[place];
        event.fields[hit.field as usize] += hit.share;
        if !event.texts.contains(&(hit.field, hit.text)) {
            event.texts.push((hit.field, hit.text));
        }
        event.solid |= hit.share >= SOLID;
        let in_text = matches!(hit.field, Field::Abstract | Field::Description);
        event.mentions += if in_text { hit.share } else { f64::INFINITY };
    }
    places.clear(&found);
    let with = found.iter().filter(|found| found.solid).count();
    let idf = idf(index.events(), if with == 0 { found.len() } else { with });
    for event in &mut found {
        let mut tf = 0.0;
        for field in Field::ALL {
            let count = &mut event.fields[field as usize];
            *count = damped(*count) * index.norm(event.event, field);
            tf += *count;
        }
        event.score = idf * saturated(tf);
        event.fields = event.fields.map(|part| event.score * part / tf);
    }
    found.sort_unstable_by_key(|found| found.event);
    found
}

/// Of two scores of an event the better one.
pub(super) fn best_of(a: Vec<Found>, b: Vec<Found>) -> Vec<Found> {
    if a.is_empty() || b.is_empty() {
        return if a.is_empty() { b } else { a };
    }
    let mut all = a;
    all.extend(b);
    all.sort_by(|a, b| a.event.cmp(&b.event).then(b.score.total_cmp(&a.score)));
    all.dedup_by_key(|found| found.event);
    all
}

/// The same with less weight.
pub(super) fn lessened(mut found: Vec<Found>, share: f64) -> Vec<Found> {
    for event in &mut found {
        event.score *= share;
        event.fields = event.fields.map(|part| part * share);
    }
    found
}

/// Sums of the scores of each event.
pub(super) fn sum_of(parts: Vec<Vec<Found>>) -> Vec<Found> {
    let mut all: Vec<Found> = parts.into_iter().flatten().collect();
    all.sort_by_key(|found| found.event);
    all.dedup_by(|next, sum| {
        let same = next.event == sum.event;
        if same {
            sum.score += next.score;
            sum.mentions += next.mentions;
            for (sum, part) in sum.fields.iter_mut().zip(next.fields) {
                *sum += part;
            }
            sum.texts.append(&mut next.texts);
        }
        same
    });
    all
}

/// Where in a list each event is, kept from one keyword to the next to save its making.
pub(super) struct Places(Vec<u32>);

impl Places {
    pub(super) fn new(index: &Index) -> Places {
        Places(vec![u32::MAX; index.events()])
    }

    /// The event's place; `next` where it has none yet.
    fn of(&mut self, event: u32, next: usize) -> usize {
        let place = &mut self.0[event as usize];
        if *place == u32::MAX {
            *place = u32::try_from(next).unwrap_or(u32::MAX);
        }
        *place as usize
    }

    fn clear(&mut self, found: &[Found]) {
        for found in found {
            self.0[found.event as usize] = u32::MAX;
        }
    }
}
