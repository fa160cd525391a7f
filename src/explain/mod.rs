//! Why the answer is what it is: reasons, alternatives, conflicts and ways out.
//!
//! Everything here is derived from the model by asking it again, never recorded on the way: a
//! talk was missed because of what holds now and would not hold with it.

mod conflict;

use crate::model::{Bound, CandidateIx, Item, Reason, Source, Worth};
use crate::schedule::EventIx;
use crate::solved::Solved;
use crate::solver::{Price, Prices};

pub use conflict::{Conflict, Conflicts, WayOut, conflicts};

/// The reasons for which a talk is not among the chosen ones; never empty.
pub fn why_missed(solved: &Solved<'_>, missed: EventIx) -> Vec<Reason> {
    let Solved { schedule, wishes, model, selection, .. } = *solved;
    let Some(&it) = model.candidates_of(missed).first() else {
        return vec![model.ruled_out(missed).cloned().unwrap_or(Reason::NoPoints)];
    };
    let slot = model.candidates()[it].slot;
    let clashing = selection.chosen.iter().filter(|&&chosen| model.clash(chosen, it));
    let mut why: Vec<Reason> = clashing
        .map(|&chosen| {
            let other = &model.candidates()[chosen];
            let ix = match other.item {
                Item::Break { wish, .. } => {
                    return Reason::Break { title: wishes.breaks[wish].name.clone() };
                }
                Item::Event { ix, .. } => ix,
            };
            let event = schedule.event(ix);
            let name = (event.id.to_string(), event.title.clone());
            let stay = |ix, slot| wishes.stay(schedule, ix, slot);
            Reason::rivalling(wishes, name, &stay(ix, other.slot), &stay(missed, slot))
        })
        .collect();
    let clashes = why.len();
    let mut with = selection.chosen.clone();
    with.push(it);
    with.sort_unstable();
    for rule in model.rules() {
        let Bound::AtMost(most) = rule.bound else { continue };
        if rule.part_of(it) <= 0 || rule.sum(&with) <= most {
            continue;
        }
        let title = |ix: EventIx| schedule.event(ix).title.clone();
        let at = |ix: EventIx| {
            let start = schedule.zone().at(schedule.event(ix).slot.start());
            format!("{} @ {}", title(ix), start.format("%a %H:%M"))
        };
        let quota = |number: usize| wishes.quotas[number].name.clone();
        why.extend(match rule.source {
            Source::TalksPerDay(day) | Source::MinutesPerDay(day) => Some(Reason::DayFull { day }),
            Source::Budget => Some(Reason::Budget),
            Source::AtMost(number) => Some(Reason::AtMost { count: most, of: quota(number) }),
            Source::OneOf(number) => {
                let chosen =
                    wishes.one_of[number].iter().flatten().find(|ix| selection.holds(**ix));
                chosen.map(|&ix| Reason::OneOf { title: title(ix) })
            }
            Source::Whole(number) => {
                let is_chosen = |talk: &Vec<EventIx>| talk.iter().any(|&ix| selection.holds(ix));
                let mut others =
                    wishes.all_of[number].iter().filter(|talk| !talk.contains(&missed));
                let other = others.find(|talk| !is_chosen(talk));
                other.map(|talk| Reason::Incomplete { title: title(talk[0]) })
            }
            Source::Booked(_)
            | Source::Demand(_)
            | Source::MustSee(_)
            | Source::Break(..)
            | Source::Visit(_)
            | Source::Want(_)
            | Source::AtLeast(_)
            | Source::OptionalBreak(..)
            | Source::Shared(_)
            | Source::Interest(..) => None,
            Source::SameTalk => {
                let performances = schedule.occurrences(missed).into_iter();
                let chosen = performances.filter(|&ix| selection.holds(ix));
                chosen.map(|ix| Reason::OneOf { title: at(ix) }).next()
            }
        });
    }
    if clashes == 0 && model.broken_runs(&with).iter().any(|run| run.contains(&it)) {
        why.push(Reason::HoursInARow);
    }
    // Two rules keep a talk as often chosen as another, and several talks may share a rule.
    why.dedup();
    if why.is_empty() { vec![Reason::NotReached] } else { why }
}

/// Another talk in the time of a chosen one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// Which one.
    pub event: EventIx,
    /// What taking it instead costs in all.
    pub price: Price,
}

/// The cheapest talks to take in the time of a chosen one, at most `most`; none that costs as much
/// as just leaving the chosen one out.
pub fn alternatives(
    solved: &Solved<'_>,
    prices: &Prices<'_>,
    chosen: EventIx,
    most: usize,
) -> Vec<Alternative> {
    let Solved { model, selection, .. } = *solved;
    let of_it = |&i: &CandidateIx| model.candidates()[i].item.event() == Some(chosen);
    let Some(place) = selection.chosen.iter().copied().find(of_it) else { return Vec::new() };
    if most == 0 {
        return Vec::new();
    }
    let others: Vec<CandidateIx> =
        selection.chosen.iter().copied().filter(|&other| other != place).collect();
    let lost = (model.worth(&selection.chosen) - model.worth(&others)).merit();
    let mut found: Vec<Alternative> = Vec::new();
    // What can be had only at the cost of a must-see or a break.
    let mut dear: Vec<(i64, EventIx)> = Vec::new();
    for (i, candidate) in model.candidates().entries() {
        let Some(event) = candidate.item.event() else { continue };
        let whole = matches!(candidate.item, Item::Event { late: 0, early: 0, .. });
        let rival = whole && model.clash(place, i) && !selection.holds(event);
        match prices.quick(event) {
            Some(price) if rival && price.lost.merit() < lost => {
                found.push(Alternative { event, price });
            }
            // Without points alone at stake nothing of what comes before them is given up.
            None if rival && lost.before_points() > Worth::default() => {
                dear.push((-candidate.points, event))
            }
            Some(_) | None => {}
        }
    }
    // A bound is no more than the price, so that the search ends when what is known is cheaper.
    found.sort_by_key(|alternative| (alternative.price.lost, alternative.event));
    let mut known: Vec<Alternative> = Vec::new();
    for bound in found {
        if known.len() >= most && known[most - 1].price.lost.merit() < bound.price.lost.merit() {
            break;
        }
        let price = prices.exact(bound.event).unwrap_or(bound.price);
        known.push(Alternative { price, ..bound });
        known.sort_by_key(|alternative| (alternative.price.lost, alternative.event));
        known.truncate(most);
    }
    dear.sort_unstable();
    for (_, event) in dear.into_iter().take(most) {
        if known.len() == most {
            break;
        }
        known.extend(prices.exact(event).map(|price| Alternative { event, price }));
    }
    known.retain(|other| other.price.lost.merit() < lost);
    known
}
