//! Schedule + Wishes + chosen events -> broken rules. Every answer goes through here.
//!
//! It starts from what the user gave, not from the model, so that a fault in the model is found
//! as well; and it shares no code with the solver. What it finds is our bug, never the user's.

use crate::profile::Wishes;
use crate::schedule::{EventIx, Schedule};
use crate::score::Scores;

/// A rule that an answer breaks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Broken {
    /// Two talks at once.
    Overlap(EventIx, EventIx),
    /// One talk twice.
    SameTalk(EventIx, EventIx),
    /// A talk that was called off.
    Cancelled(EventIx),
    /// A talk that the profile does not want.
    Never(EventIx),
    /// A talk at a time when the person is not there.
    Away(EventIx),
    /// A talk during a commitment.
    Commitment(EventIx),
    /// The points or must-sees are not what was claimed.
    Claim {
        /// What the answer says: must-sees kept, points.
        claimed: (i64, i64),
        /// What is true.
        counted: (i64, i64),
    },
}

/// Every rule that these chosen events break, and whether they are worth what is claimed.
pub fn broken(
    schedule: &Schedule,
    wishes: &Wishes,
    scores: &Scores,
    chosen: &[EventIx],
    claimed: (i64, i64),
) -> Vec<Broken> {
    let mut broken = Vec::new();
    for (position, &a) in chosen.iter().enumerate() {
        let event = schedule.event(a);
        for &b in &chosen[position + 1..] {
            let other = schedule.event(b);
            let (first, second) =
                if event.slot <= other.slot { (event, other) } else { (other, event) };
            if second.slot.start() < first.slot.end() {
                broken.push(Broken::Overlap(a, b));
            }
            if a == b || schedule.same_talk(a, b) {
                broken.push(Broken::SameTalk(a, b));
            }
        }
        if event.cancelled {
            broken.push(Broken::Cancelled(a));
        }
        if wishes.never.contains(&a) {
            broken.push(Broken::Never(a));
        }
        let inside = |here: &crate::schedule::Slot| {
            here.start() <= event.slot.start() && event.slot.end() <= here.end()
        };
        if !wishes.here.is_empty() && !wishes.here.iter().any(inside) {
            broken.push(Broken::Away(a));
        }
        let busy = wishes.commitments.iter().map(|commitment| commitment.slot);
        if busy
            .into_iter()
            .any(|busy| busy.start() < event.slot.end() && event.slot.start() < busy.end())
        {
            broken.push(Broken::Commitment(a));
        }
    }
    let kept = wishes.must_see.iter().filter(|talk| talk.iter().any(|ix| chosen.contains(ix)));
    let must_sees = i64::try_from(kept.count()).unwrap_or(i64::MAX);
    let counted = (must_sees, chosen.iter().map(|&ix| scores.of(ix).points).sum());
    if counted != claimed {
        broken.push(Broken::Claim { claimed, counted });
    }
    broken
}
