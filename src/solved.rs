//! A conference, one person's wishes and the checked choice: what every answer is made from.

use crate::check::{Broken, Claim, broken};
use crate::model::Model;
use crate::profile::Wishes;
use crate::schedule::{EventIx, Schedule};
use crate::score::Scores;
use crate::solver::Selection;

/// A choice that keeps every rule, with all that it was made from; [`Solved::checked`] makes it.
#[non_exhaustive]
#[derive(Clone, Copy, Debug)]
pub struct Solved<'a> {
    /// The conference.
    pub schedule: &'a Schedule,
    /// The person's wishes for it.
    pub wishes: &'a Wishes,
    /// What these make of every event.
    pub scores: &'a Scores,
    /// The model of both.
    pub model: &'a Model,
    /// The choice.
    pub selection: &'a Selection,
}

impl<'a> Solved<'a> {
    /// A choice that the independent check has nothing against.
    ///
    /// # Errors
    /// The rules that it breaks: our bug, never the user's.
    pub fn checked(
        schedule: &'a Schedule,
        wishes: &'a Wishes,
        scores: &'a Scores,
        model: &'a Model,
        selection: &'a Selection,
    ) -> Result<Solved<'a>, Vec<Broken>> {
        let faults = broken(schedule, wishes, scores, &Claim::new(model, selection));
        let solved = Solved { schedule, wishes, scores, model, selection };
        if faults.is_empty() { Ok(solved) } else { Err(faults) }
    }

    /// The same with another choice of the same model.
    ///
    /// # Errors
    /// The rules that it breaks.
    pub fn choosing(self, selection: &'a Selection) -> Result<Solved<'a>, Vec<Broken>> {
        Solved::checked(self.schedule, self.wishes, self.scores, self.model, selection)
    }

    /// Whether an event is an occurrence of a must-see.
    pub fn is_must_see(self, ix: EventIx) -> bool {
        self.wishes.must_see.iter().any(|talk| talk.contains(&ix))
    }
}
