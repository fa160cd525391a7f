//! How what an interest gets counts less, the more there is of it.

/// A concave sum, so that variety is worth something and no talk is worthless: the first step of
/// points counts whole, the next three eighths, and what is beyond an eighth. Whole numbers all
/// through, since parts and steps are in [grains](Taper::GRAIN).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taper {
    /// How many points count whole: a multiple of [`Taper::GRAIN`].
    pub step: i64,
    /// What a point is worth to whoever adds up: 1, or more where other sums have to weigh less.
    pub unit: i64,
}

impl Taper {
    /// Parts and steps are multiples of this, so that eighths of them are whole numbers.
    pub const GRAIN: i64 = 8;

    /// The sums beyond which each further point loses more, and how many eighths more.
    pub fn knees(self) -> [(i64, i64); 2] {
        [(self.step, 5 * self.unit), (2 * self.step, 2 * self.unit)]
    }

    /// What a sum of parts loses.
    pub fn loss(self, sum: i64) -> i64 {
        self.eighths(sum) / Taper::GRAIN
    }

    /// The same in eighths, for any sum.
    pub(crate) fn eighths(self, sum: i64) -> i64 {
        self.knees().iter().map(|(knee, eighths)| eighths * (sum - knee).max(0)).sum()
    }

    /// What an interest has of a talk that has so many points, where some of these are left.
    pub fn part(of_interest: i64, points: i64, left: i64) -> i64 {
        if points <= 0 {
            return 0;
        }
        let part = of_interest.clamp(0, points) * left.max(0) / points;
        part - part % Taper::GRAIN
    }
}
