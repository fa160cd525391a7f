//! Solved -> what each interest gets of the agenda, and how good it is against what one would like.

use std::collections::BTreeMap;

use crate::explain::Alternative;
use crate::model::Worth;
use crate::profile::Interest;
use crate::schedule::EventIx;
use crate::score::EVERYTHING;
use crate::solved::Solved;
use crate::solver::Prices;

use super::{Covered, Instead};

/// Of how many talks of an interest that has none the price is worked out, the cheapest first as
/// far as is known without.
const TRIED: usize = 8;

/// The sessions that could be planned, if only one at a time had to be: each by its first event.
fn sessions(solved: &Solved<'_>) -> BTreeMap<EventIx, Vec<EventIx>> {
    let mut sessions: BTreeMap<EventIx, Vec<EventIx>> = BTreeMap::new();
    for (ix, _) in solved.schedule.iter() {
        if solved.model.ruled_out(ix).is_none() {
            sessions.entry(solved.schedule.occurrences(ix)[0]).or_default().push(ix);
        }
    }
    sessions
}

/// The points of as many of the best sessions as are chosen, as if none clashed.
pub(super) fn favourites(solved: &Solved<'_>) -> i64 {
    let points = |ix: &EventIx| solved.scores.of(*ix).points.max(0);
    let best = |session: &Vec<EventIx>| session.iter().map(points).max().unwrap_or(0);
    let mut all: Vec<i64> = sessions(solved).values().map(best).collect();
    all.sort_unstable_by(|a, b| b.cmp(a));
    all.iter().take(solved.selection.events.len()).sum()
}

/// What each interest gets, in the order of the profile. A talk counts for an interest that alone
/// makes it worth the way.
pub(super) fn coverage(
    solved: &Solved<'_>,
    prices: &Prices<'_>,
    instead: impl Fn(&Alternative) -> Instead,
) -> Vec<Covered> {
    let Solved { schedule, wishes, scores, selection, .. } = *solved;
    let sessions = sessions(solved);
    let part = |ix: EventIx, interest: usize| {
        let parts = &scores.of(ix).parts;
        parts.iter().find(|(owner, _)| *owner == interest).map_or(0, |(_, points)| *points)
    };
    let is_about = |ix: EventIx, interest: usize| part(ix, interest) >= wishes.minimum.max(1);
    let minutes = |ix: EventIx| schedule.event(ix).slot.minutes() as f64;
    let all: f64 = selection.events.iter().map(|&ix| minutes(ix)).sum();
    let liked = wishes
        .interests
        .iter()
        .enumerate()
        .filter(|(_, interest)| interest.weight.number() > 0.0 && interest.topic != EVERYTHING);
    let covered = |(number, interest): (usize, &Interest)| {
        let of: Vec<&Vec<EventIx>> = sessions
            .values()
            .filter(|session| session.iter().any(|&ix| is_about(ix, number)))
            .collect();
        let chosen: Vec<EventIx> =
            selection.events.iter().copied().filter(|&ix| is_about(ix, number)).collect();
        // A talk's time divides as its points do.
        let time = selection.events.iter().filter(|&&ix| part(ix, number) > 0).map(|&ix| {
            let parts: i64 = scores.of(ix).parts.iter().map(|(_, points)| points).sum();
            minutes(ix) * part(ix, number) as f64 / parts as f64
        });
        let share = if all > 0.0 { time.sum::<f64>() / all } else { 0.0 };
        let open = of.iter().copied().flatten().copied().filter(|&ix| is_about(ix, number));
        Covered {
            interest: interest.topic.clone(),
            talks: chosen.len(),
            of: of.len(),
            share: (share * 1000.0).round() / 1000.0,
            cheapest: if chosen.is_empty() {
                cheapest(prices, open).map(|other| instead(&other))
            } else {
                None
            },
        }
    };
    liked.map(covered).collect()
}

/// The event that costs least to add.
fn cheapest(prices: &Prices<'_>, events: impl Iterator<Item = EventIx>) -> Option<Alternative> {
    let quick = events.filter_map(|event| Some(Alternative { event, price: prices.quick(event)? }));
    let mut quick: Vec<Alternative> = quick.collect();
    let rank = |it: &Alternative| (it.price.lost, it.event);
    quick.sort_by_key(rank);
    let mut best: Option<Alternative> = None;
    for bound in quick.into_iter().take(TRIED) {
        let known = best.map(|it| it.price.lost.merit());
        // A bound is no more than the price.
        if known.is_some_and(|known: Worth| known <= bound.price.lost.merit()) {
            break;
        }
        let price = prices.exact(bound.event).unwrap_or(bound.price);
        let it = Alternative { price, ..bound };
        if best.is_none_or(|best| rank(&it) < rank(&best)) {
            best = Some(it);
        }
    }
    best
}
