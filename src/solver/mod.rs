//! Model -> Selection: the best choice, proven, or the best found with its bound.
//!
//! ```text
//! duties     which must-sees and breaks can be held at all, before any points
//! timeline   the best path through the times: exact where no other rule binds, else a bound
//! relax      the other rules as prices: a smaller bound, still certain, and good choices on the way
//! reduce     whatever cannot be part of a better or equal choice is dropped
//! ilp        good_lp chooses among what is left
//! ```
//!
//! Integers all through; floating point lives in `ilp` alone. Whatever good_lp answers is measured
//! again here, and is taken only if it keeps the rules and is no worse than what is known.

mod apart;
mod around;
mod block;
mod cliques;
mod duties;
#[cfg(test)]
mod example;
#[cfg(test)]
mod faults;
mod ilp;
mod improve;
mod labels;
mod parts;
mod prices;
mod program;
mod relax;
mod repair;
mod rows;
mod runs;
mod scope;
mod search;
mod ties;
mod timeline;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::model::{CandidateIx, Model, Source, Worth};
use crate::schedule::EventIx;

pub use apart::{apart, difference};
pub(crate) use block::{Block, Strand, Ways};
pub(crate) use cliques::cliques;
pub(crate) use duties::{ranked, wanted};
pub(crate) use ilp::{Column, Ilp, Outcome, Values};
pub use prices::{Other, Price, Prices};
pub(crate) use relax::SCALE;
pub(crate) use rows::{Limit, Row, Rows};
pub(crate) use runs::{maximise_unbroken, too_long};
pub(crate) use timeline::{Position, Weights};

/// How long the solver may search.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    end: Instant,
    /// Ends the search at once when it is set.
    stop: Option<&'static AtomicBool>,
}

impl Deadline {
    /// From now on for so long.
    pub fn after(time: Duration) -> Deadline {
        let now = Instant::now();
        let end = now.checked_add(time).unwrap_or(now + Duration::from_secs(86_400));
        Deadline { end, stop: None }
    }

    /// The same, but over as soon as something sets this.
    #[must_use]
    pub fn unless(self, stop: &'static AtomicBool) -> Deadline {
        Deadline { stop: Some(stop), ..self }
    }

    fn can_be_stopped(self) -> bool {
        self.stop.is_some()
    }

    fn is_stopped(self) -> bool {
        self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    pub(crate) fn left(self) -> Duration {
        if self.is_stopped() {
            return Duration::ZERO;
        }
        self.end.saturating_duration_since(Instant::now())
    }

    /// The end of one of so many equal shares of the time that is left.
    fn share(self, shares: usize) -> Deadline {
        let shares = u32::try_from(shares.max(1)).unwrap_or(u32::MAX);
        Deadline { stop: self.stop, ..Deadline::after(self.left() / shares) }
    }

    pub(crate) fn is_over(self) -> bool {
        self.left().is_zero()
    }
}

/// How good an answer is known to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// No choice keeps more must-sees, more breaks or has more points.
    Optimal,
    /// No choice that keeps as many must-sees and breaks has more points than this.
    Bound(i64),
}

/// The chosen candidates and what they are worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Places in the model, in order of start.
    pub chosen: Vec<CandidateIx>,
    /// The chosen events, in order.
    pub events: Vec<EventIx>,
    /// What the choice is worth.
    pub worth: Worth,
    /// How good that is known to be.
    pub proof: Proof,
}

impl Selection {
    /// These candidates of a model, in order of start, and what they are worth there.
    pub fn new(model: &Model, chosen: Vec<CandidateIx>, proof: Proof) -> Selection {
        let events = events(model, &chosen);
        Selection { events, worth: model.worth(&chosen), chosen, proof }
    }

    /// Whether an event is chosen.
    pub fn holds(&self, ix: EventIx) -> bool {
        self.events.binary_search(&ix).is_ok()
    }
}

/// The events of some candidates, in order.
fn events(model: &Model, chosen: &[CandidateIx]) -> Vec<EventIx> {
    let mut events: Vec<EventIx> =
        chosen.iter().filter_map(|&i| model.candidates()[i].item.event()).collect();
    events.sort_unstable();
    events
}

/// Chooses the best candidates of a model.
pub fn solve(model: &Model, deadline: Deadline) -> Selection {
    let (chosen, proof) = search::solve(model, deadline);
    Selection::new(model, chosen, proof)
}

/// Chooses good candidates of a model in bounded time: the best, or with a bound. None where it is not
/// certain that no more must-sees and breaks can be kept.
pub fn solve_roughly(model: &Model, deadline: Deadline) -> Option<Selection> {
    let (chosen, proof) = search::solve_roughly(model, deadline)?;
    Some(Selection::new(model, chosen, proof))
}

/// Whether all must-sees and breaks of a model that are `wanted` can be kept together, whatever
/// becomes of the others. False only where that is certain.
pub fn can_keep(model: &Model, wanted: impl Fn(Source) -> bool, deadline: Deadline) -> bool {
    duties::can_hold(model, wanted, deadline)
}

#[cfg(test)]
mod tests {
    use super::example::{Example, in_a_minute};
    use super::*;

    #[test]
    fn of_equal_points_the_least_walk_is_chosen_and_then_the_same_room() {
        let case = |near: &str, far: &str, profile: &str, expected: &str, walk: (i64, i64)| {
            let programme = format!(
                "
title: T
timezone: UTC
events:
  - {{ id: first, title: First, room: Here, start: 2026-05-01T10:00, minutes: 60 }}
  - {{ id: x, title: X, room: {near}, start: 2026-05-01T11:30, minutes: 60 }}
  - {{ id: y, title: Y, room: {far}, start: 2026-05-01T11:30, minutes: 60 }}
"
            );
            let profile = format!("ratings: {{ first: 90, x: 60, y: 60 }}\n{profile}");
            let example = Example::new(&programme, &profile);
            let selection = solve(&example.model, in_a_minute());
            assert_eq!(selection.proof, Proof::Optimal);
            let expected = vec![example.event("first"), example.event(expected)];
            assert_eq!(selection.events, expected, "{near} {far} {profile}");
            let Worth { walking, moves, .. } = selection.worth;
            assert_eq!((-walking, -moves), walk, "{near} {far} {profile}");
        };
        // Either of the two has the first place in the order of ties.
        let walks = "walking: { default: 10, between: [ { rooms: [Here, Near], minutes: 5 } ] }";
        let limited = format!("{walks}\nlimits: {{ talks_per_day: 2 }}");
        for profile in [walks, &limited] {
            case("Near", "Far", profile, "x", (5, 1));
            case("Far", "Near", profile, "y", (5, 1));
        }
        for profile in ["", "limits: { talks_per_day: 2 }"] {
            case("Here", "There", profile, "x", (0, 0));
            case("There", "Here", profile, "y", (0, 0));
        }
    }

    #[test]
    fn a_walk_that_is_longer_than_the_gap_is_made_up_for_by_the_tolerance() {
        const PROGRAMME: &str = "
title: T
timezone: UTC
events:
  - { id: a, title: A, room: Here, start: 2026-05-01T10:00, minutes: 50 }
  - { id: b, title: B, room: There, start: 2026-05-01T11:00, minutes: 60 }
";
        let case = |tolerance: &str, talks: usize| {
            let profile =
                format!("ratings: {{ a: 80, b: 80 }}\nwalking: {{ default: 15 }}\n{tolerance}");
            let example = Example::new(PROGRAMME, &profile);
            let selection = solve(&example.model, in_a_minute());
            assert_eq!(selection.events.len(), talks, "{tolerance}");
        };
        case("tolerance: { late: 5 }", 2);
        case("tolerance: { early: 5 }", 2);
        case("tolerance: { late: 2, early: 3 }", 2);
        case("tolerance: { late: 4 }", 1);
        case("tolerance: { early: 4 }", 1);
        case("", 1);
    }

    #[test]
    fn what_is_missing_is_shared_out_in_any_whole_minutes() {
        let case = |first: (i64, f64), then: (&str, i64, f64), rules: &str, points: i64| {
            let programme = format!(
                "
title: T
timezone: UTC
events:
  - {{ id: a, title: A, room: Here, start: 2026-05-01T10:00, minutes: {} }}
  - {{ id: b, title: B, room: There, start: 2026-05-01T{}, minutes: {} }}
",
                first.0, then.0, then.1
            );
            let profile = format!("ratings: {{ a: {}, b: {} }}\n{rules}", first.1, then.2);
            let selection = solve(&Example::new(&programme, &profile).model, in_a_minute());
            assert_eq!((selection.events.len(), selection.worth.points), (2, points), "{rules}");
        };
        // 14 minutes of one and 6 of the other: half of a talk is not the talk.
        let of_fifteen = "tolerance: { late: 15, early: 15 }";
        case((30, 80.0), ("10:10", 30, 80.0), of_fifteen, 800 - 373 + 800 - 160);
        let of_ten = "tolerance: { late: 10, early: 10 }";
        case((30, 80.0), ("10:10", 30, 80.0), of_ten, 800 - 267 + 800 - 267);
        // The short one comes first; nine minutes of the long one are the most.
        case((20, 40.0), ("10:00", 10, 60.0), of_ten, 400 - 180 + 600 - 60);
        // Five minutes of each are less than half a point.
        let walk = "walking: { default: 10 }\ntolerance: { late: 15, early: 20 }";
        case((60, 0.5), ("11:00", 45, 0.3), walk, 5 + 3);
    }

    #[test]
    fn a_choice_that_clashes_or_is_over_a_limit_is_not_allowed() {
        const PROGRAMME: &str = "
title: T
timezone: UTC
events:
  - { id: a, title: A, room: R, start: 2026-05-01T10:00, minutes: 180 }
  - { id: b, title: B, room: R, start: 2026-05-01T11:00, minutes: 30 }
  - { id: c, title: C, room: R, start: 2026-05-01T12:00, minutes: 30 }
  - { id: d, title: D, room: S, start: 2026-05-01T13:05, minutes: 30 }
";
        let profile = "
ratings: { a: 50, b: 50, c: 50, d: 50 }
walking: { default: 10 }
limits: { talks_per_day: 2 }
";
        let model = Example::new(PROGRAMME, profile).model;
        for (chosen, allowed) in [
            (&[1_usize, 2][..], true),
            (&[2, 3], true),
            (&[0, 1], false),
            // Not the next one in order, and one that is too far to walk to.
            (&[0, 2], false),
            (&[0, 3], false),
            (&[1, 2, 3], false),
        ] {
            let all: Vec<CandidateIx> = model.candidates().indices().collect();
            let choice: Vec<CandidateIx> = chosen.iter().map(|&i| all[i]).collect();
            assert_eq!(model.allows(&choice), allowed, "{chosen:?}");
        }
    }

    static STOP: AtomicBool = AtomicBool::new(false);

    #[test]
    fn a_search_ends_when_it_is_told_to() {
        let deadline = Deadline::after(Duration::from_secs(3600)).unless(&STOP);
        let half = deadline.share(2);
        assert!(!deadline.is_over() && !half.is_over());
        STOP.store(true, Ordering::Relaxed);
        assert!(deadline.is_over() && half.is_over());
    }
}
