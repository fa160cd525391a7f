//! What is worth saying about an agenda besides itself.

use crate::problem::Problem;
use crate::profile::Wishes;
use crate::schedule::Schedule;

use super::Agenda;

impl Agenda {
    /// The same agenda with its warnings: what is odd about the wishes, and why it is empty.
    #[must_use]
    pub fn warned(mut self, schedule: &Schedule, wishes: &Wishes, odd: &[Problem]) -> Agenda {
        for problem in odd {
            let hint = problem.hint.as_ref().map_or(String::new(), |hint| format!("; {hint}"));
            self.warnings.push(format!("{}{hint}", problem.what));
        }
        if self.talks.is_empty() {
            let why = if schedule.events().is_empty() {
                "the schedule has no events"
            } else if wishes.interests.is_empty() && wishes.ratings.is_empty() {
                "the profile names no interests, so no talk has points"
            } else if self.missed.is_empty() {
                "no talk matches the interests"
            } else {
                "no talk that matches can be attended"
            };
            self.warnings.push(format!("the agenda is empty: {why}"));
        }
        self
    }
}
