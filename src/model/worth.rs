//! What an agenda is judged by.

use std::ops::{Add, Sub};

/// Compared field by field, in this order, so that no amount of a later one outbids an earlier
/// one. It is an ordered group under addition, which is all that the dynamic program needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Worth {
    /// How many of the talks that a question demands are held; see [`Model::demanding`].
    ///
    /// [`Model::demanding`]: super::Model::demanding
    pub demands: i64,
    /// How many must-sees are kept.
    pub must_sees: i64,
    /// How many breaks find their time.
    pub breaks: i64,
    /// The sum of points.
    pub points: i64,
    /// Minutes walked between talks, negative.
    pub walking: i64,
    /// Changes of room between talks, negative.
    pub moves: i64,
    /// A number that depends on the chosen talks' ids alone, so that equally good agendas have
    /// one order and a talk that is not chosen has no say in it.
    pub tie: (i64, i64),
}

impl Worth {
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
            demands: self.demands + other.demands,
            must_sees: self.must_sees + other.must_sees,
            breaks: self.breaks + other.breaks,
            points: self.points + other.points,
            walking: self.walking + other.walking,
            moves: self.moves + other.moves,
            tie: (self.tie.0 + other.tie.0, self.tie.1 + other.tie.1),
        }
    }
}

impl Sub for Worth {
    type Output = Worth;

    fn sub(self, other: Worth) -> Worth {
        Worth {
            demands: self.demands - other.demands,
            must_sees: self.must_sees - other.must_sees,
            breaks: self.breaks - other.breaks,
            points: self.points - other.points,
            walking: self.walking - other.walking,
            moves: self.moves - other.moves,
            tie: (self.tie.0 - other.tie.0, self.tie.1 - other.tie.1),
        }
    }
}

impl std::iter::Sum for Worth {
    fn sum<I: Iterator<Item = Worth>>(worths: I) -> Worth {
        worths.fold(Worth::default(), Add::add)
    }
}
