//! Schedule + Wishes -> Scores: how well every event fits, and the evidence that adds up to it.
//!
//! ```text
//! texts --words--> Index <--keyword-- keywords          (bm25f: how strongly)
//!                    |
//!         topic: keywords of an interest, saturated, with related words
//!                    |
//!         points: topics combined, whole points shared out over the evidence
//! ```
//!
//! No clock, no disk, no profile syntax; which events are chosen is decided elsewhere.

mod about;
mod acronyms;
mod bm25f;
mod field;
mod index;
mod keyword;
mod language;
mod lexicon;
mod names;
mod parts;
mod points;
mod query;
mod quotes;
mod related;
mod sanity;
mod synonyms;
mod themes;
mod topic;
mod words;

use std::collections::BTreeSet;

use crate::profile::{
    Aspect, Hidden, Interest, Members, Quota, Related as Wish, Variety, Weight, Wishes,
};
use crate::schedule::{EventIx, Schedule};

pub use about::topics_of;
pub use field::Field;
pub use index::Index;
use keyword::Search;
pub use lexicon::Relation;
use parts::Owners;
use points::Opinion;
pub use quotes::{Quote, quotes};
use related::{Related, mean_of_best};
pub use sanity::oddities;
pub use themes::{Theme, themes};

/// The points of an event that fits perfectly.
pub const FULL: i64 = 1000;

/// The interest that every talk matches.
pub const EVERYTHING: &str = "*";

/// The most points of an event, either way: those of one that fits perfectly, by two of the largest
/// factors that a profile may give, for ten hours. A sum over the most events that a schedule may
/// have is then far from what a number can hold, and so is as much again for each of them.
pub const MOST: i64 = FULL * 100 * 100 * 10;

/// What an event gains that has as much in common with the must-sees as the best have, as a part
/// of what a good match gains.
const LIKE_MUST_SEES: f64 = 0.4;

/// A word that an event of more words says once, though many talks have it, is said in passing.
const LONG: usize = 100;

/// How well an event fits, with what earned it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scored {
    /// The sum of the evidence.
    pub points: i64,
    /// The evidence, the weightiest first.
    pub evidence: Vec<Evidence>,
    /// What each interest has of the points, by its place in the profile: no more than the points
    /// in all. The rest is no interest's.
    pub parts: Vec<(usize, i64)>,
    /// The interest that it matches and that the profile never wants to hear of.
    pub never: Option<String>,
}

/// One reason for points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What the user wrote: a keyword, a boosted name.
    pub keyword: String,
    /// Where it applied.
    pub source: Source,
    /// The words that matched, folded.
    pub matched: Vec<String>,
    /// How the first of them comes to be about the keyword: what it is to which topic, and that one
    /// to the next.
    pub path: Vec<(Relation, String)>,
    /// How many points it gave or took.
    pub points: i64,
}

/// Where points come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A keyword found in a text.
    Text(Field),
    /// What belongs to a topic, though its name is not said.
    About,
    /// Words that go with a topic's keywords at this conference.
    Related,
    /// Words that the must-sees have in common.
    MustSees,
    /// Every talk counts the same, whatever it is about.
    Everything,
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
            Source::About => "about",
            Source::Related => "related",
            Source::MustSees => "must-sees",
            Source::Everything => "everything",
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
    /// By interest, how many of its points count whole; none where all do.
    steps: Vec<i64>,
}

impl Scores {
    /// The events that a quota counts, in order.
    pub fn in_quota(&self, quota: &Quota) -> Vec<EventIx> {
        let keywords = match &quota.members {
            Members::Events(events) => return events.clone(),
            Members::About(keywords) => keywords,
        };
        let says = |evidence: &Evidence| {
            matches!(evidence.source, Source::Text(_) | Source::About)
                && keywords.contains(&evidence.keyword)
        };
        let is_about = |ix: &EventIx| self.of(*ix).evidence.iter().any(says);
        (0..self.by_event.len()).map(EventIx::new).filter(is_about).collect()
    }

    /// No points for anything.
    pub fn none(schedule: &Schedule) -> Scores {
        Scores { by_event: vec![Scored::default(); schedule.events().len()], steps: Vec::new() }
    }

    /// The same evidence, and no points for it.
    #[must_use]
    pub fn without_points(&self) -> Scores {
        let none = |scored: &Scored| Scored { points: 0, parts: Vec::new(), ..scored.clone() };
        Scores { by_event: self.by_event.iter().map(none).collect(), steps: Vec::new() }
    }

    /// These points for the events in order, without evidence.
    pub fn given(points: impl IntoIterator<Item = i64>) -> Scores {
        let scored = |points| Scored { points, ..Scored::default() };
        Scores { by_event: points.into_iter().map(scored).collect(), steps: Vec::new() }
    }

    /// The same scores, but for one event.
    #[must_use]
    pub fn replacing(mut self, ix: EventIx, scored: Scored) -> Scores {
        self.by_event[ix.index()] = scored;
        self
    }

    /// The scores of another schedule: of each of its events, that of one of this schedule.
    #[must_use]
    pub fn rearranged(&self, events: impl IntoIterator<Item = Option<EventIx>>) -> Scores {
        let score = |ix: Option<EventIx>| ix.map(|ix| self.of(ix).clone()).unwrap_or_default();
        let by_event = events.into_iter().map(score).collect();
        Scores { by_event, steps: self.steps.clone() }
    }

    /// What the profile leaves an event out for, if it does; what it asks for by name it never
    /// does.
    pub fn hidden(&self, wishes: &Wishes, ix: EventIx) -> Option<Hidden> {
        let never = self.of(ix).never.clone();
        let by_interest = never.map(|it| Hidden { by: Aspect::Interest, what: Some(it) });
        let hidden = by_interest.or_else(|| wishes.hidden.get(&ix).cloned());
        hidden.filter(|_| !wishes.wants(ix))
    }

    /// Whether an event is not worth the way: it has points, but fewer than the profile's minimum,
    /// and it is not asked for by name. How long it is does not matter here.
    pub fn is_slight(&self, wishes: &Wishes, ix: EventIx) -> bool {
        let scored = self.of(ix);
        let by_length = scored.evidence.iter().filter(|it| it.source == Source::Length);
        let points = scored.points - by_length.map(|it| it.points).sum::<i64>();
        (1..wishes.minimum).contains(&points)
            && !wishes.is_named(ix)
            && !wishes.asks_for(ix)
            && !wishes.kept.contains(&ix)
    }

    /// The interests of which each further talk counts less, with how many of their points count
    /// whole; see [`Variety`].
    pub fn steps(&self) -> impl Iterator<Item = (usize, i64)> {
        self.steps.iter().copied().enumerate().filter(|(_, step)| *step > 0)
    }

    /// The score of an event.
    pub fn of(&self, ix: EventIx) -> &Scored {
        &self.by_event[ix.index()]
    }
}

/// Scores every event of a schedule.
///
/// For several profiles make the [`Index`] once.
pub fn score(schedule: &Schedule, wishes: &Wishes) -> Scores {
    Index::new(schedule).score(wishes)
}

impl Index {
    /// Scores every event for the wishes of one person.
    pub fn score(&self, wishes: &Wishes) -> Scores {
        let opinion = self.opinion(wishes);
        let (scored, mentions) = (opinion.scored(), opinion.mentions());
        let owners = Owners::new(&wishes.interests);
        let by_event = scored.into_iter().zip(&self.facts).map(|(scored, &fact)| {
            let rating = wishes.ratings.get(&fact.ix);
            let scored = match rating {
                Some(&rating) => points::rated(rating),
                None => {
                    let is_long = self.tokens(number(fact.ix)).len() > LONG;
                    let mentions = mentions[fact.ix.index()];
                    let is_aside = mentions == 0.0 || is_long && mentions <= 1.0;
                    let least = if is_aside { wishes.minimum } else { 0 };
                    points::with_everything(points::below(scored, least), wishes)
                }
            };
            let mut scored = points::adjusted(scored, fact, wishes);
            scored.parts = owners.parts(&scored);
            scored
        });
        let mut scores = Scores { by_event: by_event.collect(), steps: steps(wishes) };
        let mut search = Search::new(self, &wishes.aliases);
        for interest in wishes.interests.iter().filter(|it| it.weight == Weight::Never) {
            for keyword in &interest.keywords {
                for found in search.having(keyword).into_iter().filter(|found| found.solid) {
                    let ix = self.facts[found.event as usize].ix;
                    let never = &mut scores.by_event[ix.index()].never;
                    // Of several the first by name, so that their order in the profile is the same.
                    if !wishes.is_named(ix) && never.as_ref().is_none_or(|it| *it > interest.topic)
                    {
                        *never = Some(interest.topic.clone());
                    }
                }
            }
        }
        scores
    }

    /// The events in which some text matches a query, whatever the profile says.
    pub fn matching(&self, query: &str) -> BTreeSet<EventIx> {
        let found = Search::new(self, &[]).keyword(query);
        found.into_iter().map(|found| self.facts[found.event as usize].ix).collect()
    }

    fn opinion<'a>(&'a self, wishes: &'a Wishes) -> Opinion<'a> {
        let mut search = Search::new(self, &wishes.aliases);
        let topics = topic::topics(self, &mut search, wishes);
        let mut opinion = Opinion { index: self, search, topics, like_must_sees: None };
        if wishes.related == Wish::Learnt {
            let from: Vec<(u32, f64)> =
                wishes.must_see.iter().flatten().map(|&ix| (number(ix), 1.0)).collect();
            opinion.like_must_sees = Related::learn(self, &from).map(|mut related| {
                // A must-see is in the agenda anyway; likeness to itself says nothing.
                for &(event, _) in &from {
                    related.likeness[event as usize] = 0.0;
                }
                let good = mean_of_best(opinion.strengths().into_iter());
                (related, LIKE_MUST_SEES * if good > 0.0 { good } else { 1.0 })
            });
        }
        opinion
    }
}

/// By interest, how many of its points count whole: those of so many talks that match it well. A
/// single interest has nothing to make room for.
fn steps(wishes: &Wishes) -> Vec<i64> {
    let talks = match wishes.variety {
        Variety::None => return Vec::new(),
        Variety::Some => 2,
        Variety::Much => 1,
    };
    if wishes.interests.iter().filter(|it| it.weight.number() > 0.0).count() < 2 {
        return Vec::new();
    }
    let step = |interest: &Interest| talks * points::good(interest.weight.number(), wishes);
    wishes.interests.iter().map(step).collect()
}

fn number(ix: EventIx) -> u32 {
    u32::try_from(ix.index()).unwrap_or(u32::MAX)
}
