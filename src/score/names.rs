//! Texts with a number each: the words of a schedule.

use std::hash::{BuildHasher, Hasher, RandomState};

/// Texts with a number each, found by either.
///
/// A third of all time spent on an index goes into looking words up, so a short word is all in its
/// slot and the texts are in one piece, which a map of strings cannot do.
pub(super) struct Names {
    text: String,
    ends: Vec<u32>,
    /// Its length is a power of two.
    slots: Vec<Slot>,
    /// A hostile schedule cannot know which words collide.
    seed: u64,
}

/// Where a text may be found.
#[derive(Clone, Copy, Default)]
struct Slot {
    /// The first bytes of the text.
    head: u64,
    /// Its length in bytes.
    length: u32,
    /// Its number plus one; 0 for an empty slot.
    number: u32,
}

/// How much of a text is in its slot.
const HEAD: usize = size_of::<u64>();

impl Default for Names {
    fn default() -> Names {
        const FIRST_SIZE: usize = 1 << 12;
        let seed = RandomState::new().build_hasher().finish() | 1;
        let slots = vec![Slot::default(); FIRST_SIZE];
        Names { text: String::new(), ends: Vec::new(), slots, seed }
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
        self.slots[self.slot(name, head(name.as_bytes()))].number.checked_sub(1)
    }

    /// The number of a text, a new one if need be.
    pub(super) fn add(&mut self, name: &str) -> u32 {
        let head = head(name.as_bytes());
        let slot = self.slot(name, head);
        if let Some(number) = self.slots[slot].number.checked_sub(1) {
            return number;
        }
        self.text.push_str(name);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self.slots[slot] = Slot { head, length: length(name), number: self.len() };
        if self.ends.len() * 2 > self.slots.len() {
            self.grow();
        }
        self.len() - 1
    }

    /// Where a text is, or the empty slot where it belongs.
    #[inline]
    fn slot(&self, name: &str, head: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = self.hash(name, head) & mask;
        loop {
            let slot = &self.slots[at];
            let is_it = slot.head == head
                && slot.length == length(name)
                && (name.len() <= HEAD || self.name(slot.number - 1) == name);
            if slot.number == 0 || is_it {
                return at;
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        self.slots = vec![Slot::default(); self.slots.len() * 2];
        for number in 0..self.len() {
            let name = self.name(number);
            let head = head(name.as_bytes());
            let (slot, length) = (self.slot(name, head), length(name));
            self.slots[slot] = Slot { head, length, number: number + 1 };
        }
    }

    #[inline]
    fn hash(&self, name: &str, head: u64) -> usize {
        const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
        let mix = |state: u64, part: u64| {
            let product = u128::from(state ^ part) * u128::from(ODD);
            (product >> 64) as u64 ^ product as u64
        };
        let mut state = mix(self.seed ^ name.len() as u64, head);
        let mut rest = name.as_bytes().get(HEAD..).unwrap_or_default();
        while !rest.is_empty() {
            state = mix(state, self::head(rest));
            rest = rest.get(HEAD..).unwrap_or_default();
        }
        (state >> 32) as usize
    }
}

/// The first bytes, as a number.
#[inline]
fn head(bytes: &[u8]) -> u64 {
    if let Some(&first) = bytes.first_chunk() {
        return u64::from_le_bytes(first);
    }
    let shifted = |part: u64, bytes: usize| part << (8 * bytes);
    match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(&first), Some(&last)) => {
            let (first, last) = (u32::from_le_bytes(first), u32::from_le_bytes(last));
            u64::from(first) | shifted(u64::from(last), bytes.len() - 4)
        }
        _ => bytes.iter().enumerate().fold(0, |head, (at, &b)| head | shifted(u64::from(b), at)),
    }
}

fn length(name: &str) -> u32 {
    u32::try_from(name.len()).unwrap_or(u32::MAX)
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

    #[test]
    fn beginnings_do_not_stand_for_the_whole() {
        let mut names = Names::default();
        let all = ["", "a", "ab", "abc", "abcd", "abcdefg", "abcdefgh", "abcdefghi", "abcdefghj"];
        let numbers: Vec<u32> = all.iter().map(|name| names.add(name)).collect();
        assert_eq!(numbers, (0..9).collect::<Vec<u32>>());
        assert_eq!(head(b"abcdefgh"), u64::from_le_bytes(*b"abcdefgh"));
        assert_eq!(head(b"abcde"), u64::from_le_bytes(*b"abcde\0\0\0"));
        assert_eq!(head(b"abc"), u64::from_le_bytes(*b"abc\0\0\0\0\0"));
        assert_eq!((names.number("a\0"), names.number("abcdefg\0")), (None, None));
    }
}
