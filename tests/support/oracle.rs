//! The same problem once more, written to be read and not to be fast.

use attend::profile::Wishes;
use attend::schedule::{EventIx, Schedule};
use attend::score::Scores;

/// How many must-sees are kept, and the points.
pub(crate) type Value = (i64, i64);

/// The best value over all subsets of the events that keep every rule and hold all `held`.
pub(crate) fn try_everything(
    schedule: &Schedule,
    wishes: &Wishes,
    scores: &Scores,
    held: &[EventIx],
) -> Option<Value> {
    let events: Vec<EventIx> = schedule.iter().map(|(ix, _)| ix).collect();
    assert!(events.len() <= 16, "too many to try every subset");
    (0..1u32 << events.len())
        .map(|subset| {
            let inside = |position: usize| subset >> position & 1 == 1;
            (0..events.len()).filter(|&i| inside(i)).map(|i| events[i]).collect::<Vec<EventIx>>()
        })
        .filter(|chosen| held.iter().all(|ix| chosen.contains(ix)))
        .filter(|chosen| allowed(schedule, wishes, chosen))
        .map(|chosen| value(wishes, scores, &chosen))
        .max()
}

/// Whether these events can all be attended.
pub(crate) fn allowed(schedule: &Schedule, wishes: &Wishes, chosen: &[EventIx]) -> bool {
    let alone = |&ix: &EventIx| {
        let event = schedule.event(ix);
        let (start, end) = (event.slot.start(), event.slot.end());
        let here = wishes.here.iter().any(|h| h.start() <= start && end <= h.end());
        let busy = wishes.commitments.iter().any(|c| c.slot.start() < end && start < c.slot.end());
        !event.cancelled && !wishes.never.contains(&ix) && (wishes.here.is_empty() || here) && !busy
    };
    let together = |&a: &EventIx, &b: &EventIx| {
        let (first, second) = (schedule.event(a).slot, schedule.event(b).slot);
        let apart = first.end() <= second.start() || second.end() <= first.start();
        apart && !schedule.same_talk(a, b)
    };
    chosen.iter().all(alone)
        && chosen.iter().enumerate().all(|(i, a)| chosen[i + 1..].iter().all(|b| together(a, b)))
}

fn value(wishes: &Wishes, scores: &Scores, chosen: &[EventIx]) -> Value {
    let kept = wishes.must_see.iter().filter(|talk| talk.iter().any(|ix| chosen.contains(ix)));
    let points = chosen.iter().map(|&ix| scores.of(ix).points).sum();
    (i64::try_from(kept.count()).unwrap(), points)
}

/// The most points of talks that do not overlap, at any size: dynamic programming over the
/// talks by their ends.
pub(crate) fn weighted_intervals(schedule: &Schedule, scores: &Scores) -> i64 {
    let mut talks: Vec<_> =
        schedule.iter().map(|(ix, event)| (event.slot, scores.of(ix).points)).collect();
    talks.sort_by_key(|(slot, _)| slot.end());
    let mut best = vec![0];
    for (i, (slot, points)) in talks.iter().enumerate() {
        let before = talks[..i].partition_point(|(other, _)| other.end() <= slot.start());
        best.push(best[i].max(best[before] + points));
    }
    best[talks.len()]
}
