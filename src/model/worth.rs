//! What an agenda is judged by.

use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

use super::Taper;

/// Compared field by field, in this order, so that no amount of a later one outbids an earlier
/// one. It is an ordered group under addition, which is all that the dynamic program needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Worth {
    /// How many of the booked events are held: all, in any answer.
    pub booked: i64,
    /// How many of the talks that a question demands are held; see [`Model::demanding`].
    ///
    /// [`Model::demanding`]: super::Model::demanding
    pub demands: i64,
    /// How many must-sees are kept.
    pub must_sees: i64,
    /// How many breaks and visits find their time.
    pub breaks: i64,
    /// How many wants are kept.
    pub wants: i64,
    /// How many talks of those that quotas ask for. Of two quotas the one that the profile names
    /// first comes first.
    pub quotas: i64,
    /// The sum of points, rounded down.
    pub points: i64,
    /// What that leaves out, in eighths of a point.
    pub eighths: i64,
    /// Minutes missed of talks, negative: none without need.
    pub missed: i64,
    /// Talks that the person would rather have seen in place of another, negative.
    pub preference: i64,
    /// Minutes walked between talks, negative.
    pub walking: i64,
    /// Changes of room between talks, negative.
    pub moves: i64,
    /// A number that depends on the chosen talks' ids alone, so that equally good agendas have
    /// one order and a talk that is not chosen has no say in it.
    pub tie: (i64, i64),
}

/// What another agenda costs, level by level; what it gains is negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cost {
    /// Must-sees.
    pub must_sees: i64,
    /// Breaks.
    pub breaks: i64,
    /// Wants.
    pub wants: i64,
    /// Talks that a quota asks for.
    pub quotas: i64,
    /// Points.
    pub points: i64,
}

impl Cost {
    /// The points, where nothing that comes before them is lost or gained.
    pub fn in_points(self) -> Option<i64> {
        (self == Cost { points: self.points, ..Cost::default() }).then_some(self.points)
    }
}

impl Worth {
    /// What comes before walks and moves: all that a bound knows of.
    #[must_use]
    pub fn merit(self) -> Worth {
        Worth { missed: 0, preference: 0, walking: 0, moves: 0, tie: (0, 0), ..self }
    }

    /// The points in eighths.
    pub fn in_eighths(self) -> i64 {
        Taper::GRAIN * self.points + self.eighths
    }

    /// The same with so many eighths of a point.
    #[must_use]
    pub fn having(self, eighths: i64) -> Worth {
        let (points, eighths) =
            (eighths.div_euclid(Taper::GRAIN), eighths.rem_euclid(Taper::GRAIN));
        Worth { points, eighths, ..self }
    }

    /// The same after so many eighths of a point are lost.
    #[must_use]
    pub fn losing(self, eighths: i64) -> Worth {
        self.having(self.in_eighths() - eighths)
    }

    /// What comes before points.
    #[must_use]
    pub fn before_points(self) -> Worth {
        Worth { demands: 0, points: 0, eighths: 0, ..self.merit() }
    }

    /// What losing it costs, points rounded to the nearest.
    pub fn cost(self) -> Cost {
        let Worth { must_sees, breaks, wants, quotas, .. } = self;
        let points = self.points + i64::from(2 * self.eighths >= Taper::GRAIN);
        Cost { must_sees, breaks, wants, quotas, points }
    }

    /// The tie of an event's id: two numbers of 16 bits, by 64-bit FNV-1a with a final mix (as in
    /// MurmurHash3).
    ///
    /// Sixteen bits keep every sum far inside what the solver's floating point holds exactly; two
    /// of them make equal sums of different agendas a matter of one in billions.
    pub(super) fn tie(id: &str) -> (i64, i64) {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for byte in id.bytes() {
            hash ^= u64::from(byte);
            hash = hash.wrapping_mul(0x0000_0100_0000_01b3);
        }
        hash ^= hash >> 33;
        hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 33;
        let half = |shift: u32| i64::from(((hash >> shift) & 0xffff) as u16) + 1;
        (half(0), half(16))
    }
}

impl Add for Worth {
    type Output = Worth;

    fn add(self, other: Worth) -> Worth {
        Worth {
            booked: self.booked + other.booked,
            demands: self.demands + other.demands,
            must_sees: self.must_sees + other.must_sees,
            breaks: self.breaks + other.breaks,
            wants: self.wants + other.wants,
            quotas: self.quotas + other.quotas,
            missed: self.missed + other.missed,
            preference: self.preference + other.preference,
            walking: self.walking + other.walking,
            moves: self.moves + other.moves,
            tie: (self.tie.0 + other.tie.0, self.tie.1 + other.tie.1),
            ..Worth::default().having(self.in_eighths() + other.in_eighths())
        }
    }
}

impl Sub for Worth {
    type Output = Worth;

    fn sub(self, other: Worth) -> Worth {
        Worth {
            booked: self.booked - other.booked,
            demands: self.demands - other.demands,
            must_sees: self.must_sees - other.must_sees,
            breaks: self.breaks - other.breaks,
            wants: self.wants - other.wants,
            quotas: self.quotas - other.quotas,
            missed: self.missed - other.missed,
            preference: self.preference - other.preference,
            walking: self.walking - other.walking,
            moves: self.moves - other.moves,
            tie: (self.tie.0 - other.tie.0, self.tie.1 - other.tie.1),
            ..Worth::default().having(self.in_eighths() - other.in_eighths())
        }
    }
}

impl std::iter::Sum for Worth {
    fn sum<I: Iterator<Item = Worth>>(worths: I) -> Worth {
        worths.fold(Worth::default(), Add::add)
    }
}
