//! Saved agenda + new schedule -> new agenda with the least change, and what it changes.
//!
//! ```text
//! past       what has begun stays as it was; what else began before is out of reach
//! situation  schedule, wishes and scores, and how dear a change is
//! model, solver, check, agenda    as for a first plan
//! delta      each line: kept, moved, new or dropped
//! causes     why; each is tried out: without the cause the line stays
//! offers     new talks that are worth more than what they would displace
//! ```
//!
//! There is no second solver: the talks of the old agenda count more points than they have, as
//! many as a change has to earn. With [`Keep::All`] that is more than all points together, so the
//! fewest changes come first, exactly.

mod adopt;
mod causes;
mod delta;
mod offers;
mod past;
mod situation;

use chrono::{DateTime, Utc};

use crate::agenda::{Agenda, Depth, Files, assemble_beside};
use crate::changes::{Former, Identity, over};
use crate::check::{self, Broken, Claim};
use crate::problem::Problem;
use crate::profile::Wishes;
use crate::schedule::Schedule;
use crate::score::{Index, Scores, oddities};
use crate::solved::Solved;
use crate::solver::{Deadline, Proof, Selection, solve};

pub use adopt::decided;
pub use causes::{Cause, Happened};
pub use delta::{Delta, Fate, Line};
pub use offers::Offer;
pub use past::{Now, SOON};

use adopt::Doubt;
use past::Then;
use situation::{Situation, View};

/// What the talks of the old agenda are worth on top of their points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// A change has to earn so many points; with none, the agenda is planned anew.
    Points(i64),
    /// As few changes as can be, and then the most points.
    All,
}

impl Keep {
    /// What a change has to earn where nothing is said: a tenth of the most that a talk can have.
    pub const USUAL: Keep = Keep::Points(100);
}

/// How wishes are read for a schedule, given an earlier one.
pub type ReadWishes<'a> =
    &'a dyn Fn(&Schedule, Former<'_>) -> Result<(Wishes, Vec<Problem>), Vec<Problem>>;

/// What is asked.
pub struct Ask<'a> {
    /// The old agenda.
    pub old: &'a Agenda,
    /// The schedule as it is now.
    pub schedule: Schedule,
    /// The wishes for it.
    pub wishes: ReadWishes<'a>,
    /// How many points a change must gain.
    pub keep: Keep,
    /// The time, if the conference is on, and where one stands.
    pub now: Option<Now>,
    /// What the schedule and the wishes were read from.
    pub files: Files,
    /// How long to search.
    pub deadline: Deadline,
}

/// The new agenda and what is said about it.
#[derive(Clone, Debug)]
pub struct Replanned {
    /// The new agenda.
    pub agenda: Agenda,
    /// What it changes.
    pub delta: Delta,
    /// The schedule, in which talks that have begun are as they were.
    pub schedule: Schedule,
    /// The wishes, pins and the past among them.
    pub wishes: Wishes,
    /// The scores of that schedule.
    pub scores: Scores,
    /// What is odd about the wishes.
    pub warnings: Vec<Problem>,
}

/// Why there is no new agenda.
#[derive(Clone, Debug)]
pub enum Stop {
    /// The profile is wrong.
    Profile(Vec<Problem>),
    /// The answer breaks a rule: our bug.
    Broken(Vec<Broken>),
}

/// How much of an old agenda is in a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Events that the agenda knows.
    pub known: usize,
    /// How many of them are still there.
    pub there: usize,
}

/// Looks for the events of an old agenda in a schedule. What a schedule that drops what is over lacks
/// of what was before a time counts as if it had never been known.
pub fn find(old: &Agenda, schedule: &Schedule, at: DateTime<Utc>) -> Found {
    let former = old.former();
    let identity = identity(old, &former, schedule);
    let over = over(&former, schedule, at);
    let is_missing = |ix| identity.new_of(ix).is_none();
    let dropped = over.iter().filter(|ix| is_missing(**ix)).count();
    let there = identity.pairs().len();
    // Of another conference nothing is there, whenever it was.
    let dropped = if there == 0 { 0 } else { dropped };
    Found { known: former.events().len() - dropped, there }
}

/// What became of the events that an old agenda knows; `former` is what it remembers.
pub fn identity(old: &Agenda, former: &Schedule, schedule: &Schedule) -> Identity {
    let passed_over = old.passed_over();
    Identity::among(former, schedule, |ix| !passed_over(&schedule.event(ix).id))
}

/// Plans again.
///
/// # Errors
/// A profile that is wrong for the new schedule.
pub fn replan(ask: Ask<'_>) -> Result<Replanned, Stop> {
    let Ask { old, schedule, wishes, keep, now, files, deadline } = ask;
    let at = now.as_ref().map(|now| now.at);
    let former = old.former();
    let first = identity(old, &former, &schedule);
    let since = Former { schedule: &former, identity: &first };
    let (own, warnings) = wishes(&schedule, since).map_err(Stop::Profile)?;
    let then = Then { old, since, schedule: &schedule, rules: &own };
    let past = then.past(now.as_ref());
    let schedule = past.schedule.clone();
    // Events have other places in a schedule in which some were put back.
    let identity = identity(old, &former, &schedule);
    let since = Former { schedule: &former, identity: &identity };
    let (own, mut warnings) = if past.begun.is_empty() && past.joined.is_empty() {
        (own, warnings)
    } else {
        wishes(&schedule, since).map_err(Stop::Profile)?
    };
    let index = Index::new(&schedule);
    let odd = oddities(&index, &own);
    let scores = past.scored(index.score(&own), old, &own);
    let mut wishes = own.clone();
    adopt::skip(&mut wishes, old, since);
    let (lost, more) = past.settle(&mut wishes, old, at);
    warnings.extend(more);
    let doubts = adopt::pin(&mut wishes, old, since, &schedule, &lost);
    let mut situation = Situation::new(old, since, schedule, wishes, scores, keep, &past);
    let (mut model, mut favoured) = situation.models();
    let mut chosen = solve(&favoured, deadline);
    let Situation { schedule, wishes, .. } = &mut situation;
    if adopt::fix(wishes, schedule, &doubts, |ix| chosen.holds(ix)) {
        (model, favoured) = situation.models();
        chosen = solve(&favoured, deadline);
    }
    let best = if situation.is_fresh() { chosen.clone() } else { solve(&model, deadline) };
    let proof = match (chosen.proof, best.proof) {
        (Proof::Optimal, _) => Proof::Optimal,
        (Proof::Bound(_), Proof::Bound(bound)) => Proof::Bound(bound),
        (Proof::Bound(_), Proof::Optimal) => Proof::Bound(best.worth.points),
    };
    let selection = Selection::new(&model, chosen.chosen, proof);
    let is_unmet = |doubt: &Doubt| !doubt.event.is_some_and(|ix| selection.holds(ix));
    warnings.extend(doubts.into_iter().filter(is_unmet).map(|doubt| doubt.warning));
    let Situation { schedule, wishes, scores, .. } = &situation;
    let solved = Solved::checked(schedule, wishes, scores, &model, &selection);
    let solved = solved.map_err(Stop::Broken)?;
    let held = past::held(&past.begun, schedule);
    let broken = check::broken_past(schedule, &Claim::new(&model, &selection), &held, at);
    if let Some(problems) = past::contradictions(&broken, schedule) {
        return Err(Stop::Profile(problems));
    }
    if !broken.is_empty() {
        return Err(Stop::Broken(broken));
    }
    let mut agenda = assemble_beside(&solved, &best, Depth::FULL, deadline);
    let delta = delta::delta(&View {
        old,
        since,
        own: &own,
        situation: &situation,
        solved,
        favoured: &favoured,
        agenda: &agenda,
        deadline,
    });
    adopt::adopt(&mut agenda, old, &own, &delta, &past, (schedule, since));
    let history = adopt::history(&agenda, old, &delta, (schedule, since), files);
    let agenda = agenda.finished(schedule, &own, scores, &odd, history);
    let Situation { schedule, wishes, scores, .. } = situation;
    Ok(Replanned { agenda, delta, schedule, wishes, scores, warnings })
}
