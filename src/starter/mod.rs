//! Schedule -> a first profile: its themes as interests to choose from, its talks as examples.

mod interview;

use crate::find::Meant;
use crate::schedule::Schedule;
use crate::score::{Index, Theme, themes};

pub use interview::{ask_zone, interview};

/// A profile to start from.
#[derive(Clone, Debug, PartialEq)]
pub struct Starter {
    /// Whose wishes.
    pub name: String,
    /// What the conference is about, each with a weight; 0 leaves it to be switched on.
    pub themes: Vec<(Theme, f64)>,
    /// What else it has talks about, each with how many, where somebody is asked.
    pub topics: Vec<(&'static str, usize)>,
    /// The person's own words, with weights.
    pub own: Vec<(String, f64)>,
    /// Talks not to be missed.
    pub must_see: Vec<Meant>,
    /// When the person comes and leaves, as written; none for all of it.
    pub here: Option<(String, String)>,
    /// Minutes to keep free for lunch; none for no lunch.
    pub lunch: Option<i64>,
}

impl Starter {
    /// The profile for somebody of whom nothing is known: no theme is chosen.
    pub fn new(schedule: &Schedule, index: &Index) -> Starter {
        Starter {
            name: "Me".to_owned(),
            themes: themes(index, schedule).into_iter().map(|theme| (theme, 0.0)).collect(),
            topics: Vec::new(),
            own: Vec::new(),
            must_see: Vec::new(),
            here: None,
            lunch: None,
        }
    }
}
