//! When something takes place.

use chrono::{DateTime, Utc};

/// The start and end of an event, half open: what ends at 10:30 does not clash with what
/// starts at 10:30.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
}

impl Slot {
    /// A slot, or `None` when it would not last at all.
    pub fn new(start: DateTime<Utc>, end: DateTime<Utc>) -> Option<Self> {
        (start < end).then_some(Slot { start, end })
    }

    /// When it begins.
    pub fn start(self) -> DateTime<Utc> {
        self.start
    }

    /// When it is over.
    pub fn end(self) -> DateTime<Utc> {
        self.end
    }

    /// How long it lasts, in whole minutes, at least one.
    pub fn minutes(self) -> i64 {
        (self.end - self.start).num_minutes().max(1)
    }

    /// Whether some instant belongs to both.
    pub fn overlaps(self, other: Slot) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The time that belongs to both.
    pub fn common(self, other: Slot) -> Option<Slot> {
        Slot::new(self.start.max(other.start), self.end.min(other.end))
    }

    /// Whether all of `other` lies in this slot.
    pub fn contains(self, other: Slot) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn at(hour: u32, minute: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2018, 9, 28, hour, minute, 0).unwrap()
    }

    fn slot(from: (u32, u32), to: (u32, u32)) -> Slot {
        Slot::new(at(from.0, from.1), at(to.0, to.1)).unwrap()
    }

    #[test]
    fn slots_are_half_open() {
        assert!(!slot((10, 0), (10, 30)).overlaps(slot((10, 30), (11, 0))));
        assert!(slot((10, 0), (10, 31)).overlaps(slot((10, 30), (11, 0))));
        assert!(slot((9, 0), (12, 0)).overlaps(slot((10, 0), (10, 5))));
        assert_eq!(Slot::new(at(10, 0), at(10, 0)), None);
        assert_eq!(Slot::new(at(10, 1), at(10, 0)), None);
    }
}
