//! Texts with a number each: the words of a schedule.

use std::hash::{BuildHasher, Hasher, RandomState};

/// Texts with a number each, found by either.
///
/// A third of all time spent on an index goes into looking words up, so this keeps the texts in one
/// piece and most of each hash beside its number, which a map of strings does not.
pub(super) struct Names {
    text: String,
    ends: Vec<u32>,
    /// Hash, and the number plus one; 0 for an empty slot. Its length is a power of two.
    slots: Vec<(u32, u32)>,
    /// A hostile schedule cannot know which words collide.
    seed: u64,
}

impl Default for Names {
    fn default() -> Names {
        const FIRST_SIZE: usize = 1 << 12;
        let seed = RandomState::new().build_hasher().finish() | 1;
        Names { text: String::new(), ends: Vec::new(), slots: vec![(0, 0); FIRST_SIZE], seed }
    }
}

impl Names {
    /// Makes room for so many.
    pub(super) fn reserve(&mut self, number: usize) {
        while self.slots.len() < number * 2 {
            self.grow();
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> u32 {
        u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }

    /// The text of a number.
    #[inline]
    pub(super) fn name(&self, number: u32) -> &str {
        let at = number as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start as usize..self.ends[at] as usize]
    }

    /// All texts, by their numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|number| self.name(number))
    }

    /// The number of a text.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.slots[self.slot(self.hash(name), name)].1.checked_sub(1)
    }

    /// The number of a text, a new one if need be.
    pub(super) fn add(&mut self, name: &str) -> u32 {
        let hash = self.hash(name);
        let slot = self.slot(hash, name);
        if let Some(number) = self.slots[slot].1.checked_sub(1) {
            return number;
        }
        self.text.push_str(name);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self.slots[slot] = (hash, self.len());
        if self.ends.len() * 2 > self.slots.len() {
            self.grow();
        }
        self.len() - 1
    }

    /// Where a text is, or the empty slot where it belongs.
    fn slot(&self, hash: u32, name: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let (known, number) = self.slots[at];
            if number == 0 || known == hash && self.name(number - 1) == name {
                return at;
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let bigger = vec![(0, 0); self.slots.len() * 2];
        let mask = bigger.len() - 1;
        for (hash, number) in std::mem::replace(&mut self.slots, bigger) {
            if number > 0 {
                let mut at = hash as usize & mask;
                while self.slots[at].1 > 0 {
                    at = (at + 1) & mask;
                }
                self.slots[at] = (hash, number);
            }
        }
    }

    fn hash(&self, name: &str) -> u32 {
        const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut state = self.seed;
        let mut mix = |part: u64| {
            let product = u128::from(state ^ part) * u128::from(ODD);
            state = (product >> 64) as u64 ^ product as u64;
        };
        let mut chunks = name.as_bytes().chunks_exact(8);
        for chunk in &mut chunks {
            let mut part = [0; 8];
            part.copy_from_slice(chunk);
            mix(u64::from_le_bytes(part));
        }
        let mut part = [0; 8];
        let rest = chunks.remainder();
        part[..rest.len()].copy_from_slice(rest);
        part[7] = rest.len() as u8;
        mix(u64::from_le_bytes(part));
        (state >> 32) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_keeps_its_number() {
        let mut names = Names::default();
        let word = |i: u32| format!("word-{}-{i}", "x".repeat(i as usize % 20));
        for i in 0..20_000 {
            assert_eq!(names.add(&word(i)), i);
        }
        for i in 0..20_000 {
            assert_eq!(names.add(&word(i)), i);
            assert_eq!(names.number(&word(i)), Some(i));
            assert_eq!(names.name(i), word(i));
        }
        assert_eq!((names.number("other"), names.len()), (None, 20_000));
    }
}
