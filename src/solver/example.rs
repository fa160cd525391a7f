//! Small programmes for the tests of this module.

use std::time::Duration;

use crate::model::Model;
use crate::profile;
use crate::schedule::{EventIx, Schedule};
use crate::score::{Scores, score};
use crate::source::{self, Hints};

use super::Deadline;

/// A programme and what a profile makes of it.
pub(super) struct Example {
    pub(super) schedule: Schedule,
    pub(super) scores: Scores,
    pub(super) model: Model,
}

impl Example {
    pub(super) fn new(programme: &str, profile: &str) -> Example {
        let schedule = source::read(programme.as_bytes(), &Hints::default()).unwrap().schedule;
        let (wishes, odd) = profile::wishes(profile, &schedule).unwrap();
        assert!(odd.is_empty(), "{odd:?}");
        let scores = score(&schedule, &wishes);
        let model = Model::build(&schedule, &wishes, &scores);
        Example { schedule, scores, model }
    }

    pub(super) fn event(&self, id: &str) -> EventIx {
        self.schedule.iter().find(|(_, event)| event.id.as_str() == id).unwrap().0
    }

    pub(super) fn points(&self, id: &str) -> i64 {
        self.scores.of(self.event(id)).points
    }
}

/// More time than any test takes.
pub(super) fn in_a_minute() -> Deadline {
    Deadline::after(Duration::from_secs(60))
}
