//! Scored + interests -> how the points divide over the interests.

use std::collections::HashMap;

use crate::profile::Interest;

use super::{Scored, Source};

/// The interests that have a keyword, by keyword.
pub(super) struct Owners<'a> {
    by_keyword: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Owners<'a> {
    pub(super) fn new(interests: &'a [Interest]) -> Owners<'a> {
        let mut by_keyword: HashMap<&str, Vec<usize>> = HashMap::new();
        let liked = interests.iter().enumerate().filter(|(_, it)| it.weight.number() > 0.0);
        for (number, interest) in liked {
            for keyword in &interest.keywords {
                let owners = by_keyword.entry(keyword).or_default();
                if owners.last() != Some(&number) {
                    owners.push(number);
                }
            }
        }
        Owners { by_keyword }
    }

    /// What each interest has of an event's points, in order and all above 0.
    ///
    /// The points divide in proportion to what keywords found, which is their interest's, in equal
    /// parts if several have them. `*` and ratings by hand are nobody's. Related words, likeness to
    /// must-sees, factors and what takes points off change all parts alike. So the parts are never
    /// more than the points.
    pub(super) fn parts(&self, scored: &Scored) -> Vec<(usize, i64)> {
        let is_own = |source| match source {
            Source::Boost
            | Source::Recorded
            | Source::Length
            | Source::Related
            | Source::MustSees => false,
            Source::Text(_) | Source::About | Source::Everything | Source::Rating => true,
        };
        let evidence = || scored.evidence.iter().filter(|it| it.points > 0 && is_own(it.source));
        let all: i64 = evidence().map(|it| it.points).sum();
        let mut own: Vec<(usize, f64)> = Vec::new();
        for it in evidence().filter(|it| matches!(it.source, Source::Text(_) | Source::About)) {
            let Some(owners) = self.by_keyword.get(it.keyword.as_str()) else { continue };
            let share = it.points as f64 / owners.len() as f64;
            own.extend(owners.iter().map(|&owner| (owner, share)));
        }
        own.sort_by_key(|(owner, _)| *owner);
        let of = |same: &[(usize, f64)]| {
            let sum: f64 = same.iter().map(|(_, share)| share).sum();
            (same[0].0, (scored.points as f64 * sum / all as f64) as i64)
        };
        let parts = own.chunk_by(|a, b| a.0 == b.0).map(of);
        parts.filter(|(_, points)| *points > 0).collect()
    }
}
