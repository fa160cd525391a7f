//! How what an interest gets counts less, the more there is of it.

/// A concave sum, so that variety is worth something and no talk is worthless: the first step of
/// points counts whole, the next three eighths, and what is beyond an eighth. What that takes off is
/// in whole [eighths](Taper::GRAIN) of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taper {
    /// How many points count whole.
    pub step: i64,
    /// What a point is worth to whoever adds up: 1, or more where other sums have to weigh less.
    pub unit: i64,
}

impl Taper {
    /// The parts of a point in which losses are counted.
    pub const GRAIN: i64 = 8;

    /// The sums beyond which each further point loses more, and how many eighths more.
    pub fn knees(self) -> [(i64, i64); 2] {
        [(self.step, 5 * self.unit), (2 * self.step, 2 * self.unit)]
    }

    /// What a sum of parts loses, in eighths.
    pub fn loss(self, sum: i64) -> i64 {
        self.knees().iter().map(|(knee, eighths)| eighths * (sum - knee).max(0)).sum()
    }

    /// What an interest has of a talk of which some points are left, by its parts. They are rounded
    /// so that all parts together lose no more than the talk: else whoever leaves early for no reason
    /// could have more.
    pub(super) fn part(parts: &[(usize, i64)], interest: usize, points: i64, left: i64) -> i64 {
        let Some(at) = parts.iter().position(|(it, _)| *it == interest) else { return 0 };
        let before: i64 = parts[..at].iter().map(|(_, part)| part).sum();
        let left_of = |part: i64| part * left.max(0) / points.max(1);
        left_of(before + parts[at].1) - left_of(before)
    }
}
