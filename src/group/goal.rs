//! What a group wants of its agendas.

/// What to plan for, as options and group files name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Aim {
    /// Each member's own best: nothing but comparison.
    Solo,
    /// Points, and a bonus for each pair at the same talk or meal.
    Together,
    /// The group hears the most: a talk counts once, for who gives it most.
    Cover,
    /// The worst-off member's share of their own best first, then the next, then the sum.
    Fair,
}

impl Aim {
    /// Every one.
    pub const ALL: [Aim; 4] = [Aim::Solo, Aim::Together, Aim::Cover, Aim::Fair];

    /// The name that options and outputs use.
    pub fn name(self) -> &'static str {
        match self {
            Aim::Solo => "solo",
            Aim::Together => "together",
            Aim::Cover => "cover",
            Aim::Fair => "fair",
        }
    }
}

/// What to plan for, with all that it weighs.
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
    /// much company as that allows. Everybody may go alone, so everybody has their own best.
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
/// over the others: a third of the best talk, and the same pull in a group of two and of ten. Less
/// hardly moves anybody on real schedules, where what one likes second is a third behind.
const COMPANY: i64 = 300;

impl Goal {
    /// The bonus for a pair in a group in which so many have wishes.
    pub fn usual_bonus(members: usize) -> i64 {
        shared_out(COMPANY, members)
    }

    /// The name that options and outputs use.
    pub fn name(self) -> &'static str {
        match self {
            Goal::Solo => Aim::Solo,
            Goal::Together { .. } | Goal::One(Weighing::Sum) => Aim::Together,
            Goal::Cover | Goal::One(Weighing::Most) => Aim::Cover,
            Goal::Fair | Goal::One(Weighing::Fair) => Aim::Fair,
        }
        .name()
    }
}

/// So many points for being with everybody, for each pair.
pub(super) fn shared_out(points: i64, members: usize) -> i64 {
    let others = i64::try_from(members.saturating_sub(1)).unwrap_or(i64::MAX).max(1);
    (points / others).max(1)
}
