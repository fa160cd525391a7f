//! What a group wants of its agendas.

/// What to plan for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// For each member the own best.
    Solo,
    /// The most points, and so many for each pair at the same event.
    Together {
        /// For each pair.
        bonus: i64,
    },
    /// The most points where a talk counts once, for the one who gives it the most.
    Cover,
    /// The worst-off member's share of the own best first, then the next, then the sum; and as
    /// much company as that allows. Everybody may go alone, so everybody has the own best.
    Fair,
    /// One agenda for all.
    One(Weighing),
}

/// How one agenda weighs what its talks are worth to each member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weighing {
    /// The sum over the members.
    Sum,
    /// The most that any member gives a talk.
    Most,
    /// The worst-off member's share of the own best first, then the next, then the sum.
    Fair,
}

/// What company is worth where nobody says: this many points for being with everybody, shared out
/// over the others. A tenth of the best talk; and the same pull in a group of two and of ten.
const COMPANY: i64 = 100;

impl Goal {
    /// The bonus for a pair in a group in which so many have wishes.
    pub fn usual_bonus(members: usize) -> i64 {
        let others = i64::try_from(members.saturating_sub(1)).unwrap_or(i64::MAX).max(1);
        (COMPANY / others).max(1)
    }

    /// The name that options and outputs use.
    pub fn name(self) -> &'static str {
        match self {
            Goal::Solo => "solo",
            Goal::Together { .. } | Goal::One(Weighing::Sum) => "together",
            Goal::Cover | Goal::One(Weighing::Most) => "cover",
            Goal::Fair | Goal::One(Weighing::Fair) => "fair",
        }
    }
}
