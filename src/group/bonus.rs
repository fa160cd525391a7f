//! What company is worth under a goal and what is agreed.

use super::company::Gathering;
use super::goal::shared_out;
use super::{Goal, Member, Terms};

/// What the company of a pair is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bonus {
    /// At one talk.
    pub talk: i64,
    /// At one meal: a break of one name at one time.
    pub meal: i64,
}

/// What a meal with everybody is worth where the group has agreed on it: as much as the best talk.
const MEALS: i64 = 1000;

impl Bonus {
    /// What a goal counts under some terms.
    pub(super) fn of(goal: Goal, terms: &Terms, members: &[&Member]) -> Bonus {
        let meal = match terms.meals {
            true => shared_out(MEALS, members.len()),
            false => 0,
        };
        match goal {
            Goal::Together { bonus } => Bonus { talk: bonus, meal: meal.max(bonus) },
            // Every pair counts one.
            Goal::Fair => Bonus { talk: 1, meal: 1 },
            Goal::Solo => Bonus { talk: 0, meal },
            Goal::Cover | Goal::One(_) => Bonus::default(),
        }
    }

    pub(super) fn at(self, gathering: &Gathering) -> i64 {
        match gathering {
            Gathering::Event(_) => self.talk,
            Gathering::Meal(..) => self.meal,
        }
    }
}
