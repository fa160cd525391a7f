//! Scores -> a checked choice: what every command that plans for one person does alike.

use crate::check::{Claim, broken};
use crate::error::Error;
use crate::model::Model;
use crate::profile::Wishes;
use crate::schedule::Schedule;
use crate::score::Scores;
use crate::solver::{Deadline, Selection, solve};

/// What is planned from.
pub(super) struct Inputs<'a> {
    pub(super) schedule: &'a Schedule,
    pub(super) wishes: &'a Wishes,
    pub(super) scores: &'a Scores,
    pub(super) deadline: Deadline,
}

impl Inputs<'_> {
    /// The model and its best choice.
    ///
    /// # Errors
    /// A choice that breaks a rule: our own fault.
    pub(super) fn solved(&self) -> Result<(Model, Selection), Error> {
        let model = Model::build(self.schedule, self.wishes, self.scores);
        let selection = solve(&model, self.deadline);
        self.checked(&model, &selection)?;
        Ok((model, selection))
    }

    /// Has a choice looked at by what knows nothing of how it was made.
    ///
    /// # Errors
    /// A choice that breaks a rule.
    pub(super) fn checked(&self, model: &Model, selection: &Selection) -> Result<(), Error> {
        let claim = Claim::new(model, selection);
        let faults = broken(self.schedule, self.wishes, self.scores, &claim);
        if faults.is_empty() { Ok(()) } else { Err(Error::Broken(faults)) }
    }
}
