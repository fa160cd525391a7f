//! Random changes of bytes, as fuzzers make them.

/// A generator of random numbers (splitmix64), the same on every machine.
pub(crate) struct Random(u64);

impl Random {
    /// The same bytes give the same numbers.
    pub(crate) fn of(input: &[u8]) -> Self {
        let mix = |sum: u64, &byte: &u8| sum.wrapping_mul(131).wrapping_add(u64::from(byte));
        Random(input.iter().fold(1, mix))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below this one, or 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        if bound == 0 { 0 } else { (self.next() % bound as u64) as usize }
    }

    /// One of some things.
    pub(crate) fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of.get(self.below(of.len())).copied().unwrap_or_default()
    }
}

/// Pieces that break readers of any kind.
const ODD: &[&str] = &[
    "",
    " ",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{1b}[31m",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "é",
    "日本",
    "👩‍💻",
    "\u{85}",
    "\u{2028}",
    "0",
    "-1",
    "9999999999999999999",
    "1e308",
    "NaN",
    "24:00",
    "23:59",
    "00:00",
    "-0:30",
    "2024-02-30",
    "0001-01-01",
    "9999-12-31",
    "2026-03-29T02:30:00",
    "null",
    "[]",
    "{}",
    "\"",
    "'",
    "\\",
    "<",
    ">",
    "&",
    ";",
    ",",
    ":",
    "=cmd|'/c'!A1",
    "../../etc/passwd",
    "javascript:alert(1)",
    "<script>",
    "%s",
    "#",
    "- ",
    "? ",
    "&a *a",
    "!!str ",
    "---\n",
    "cancelled",
];

/// One of the inputs with a few random changes.
pub(crate) fn mutated(
    corpus: &[Vec<u8>],
    words: &[&str],
    longest: usize,
    random: &mut Random,
) -> Vec<u8> {
    let mut input = corpus[random.below(corpus.len())].clone();
    for _ in 0..=random.below(5) {
        change(&mut input, corpus, words, random);
    }
    input.truncate(longest);
    input
}

fn change(input: &mut Vec<u8>, corpus: &[Vec<u8>], words: &[&str], random: &mut Random) {
    let from = random.below(input.len() + 1);
    let to = (from + random.below(40)).min(input.len());
    let pick = |words: &[&str], random: &mut Random| {
        words
            .get(random.below(words.len()))
            .map(|word| word.as_bytes().to_vec())
            .unwrap_or_default()
    };
    match random.below(10) {
        0 => {
            if let Some(byte) = input.get_mut(from) {
                *byte ^= 1 << random.below(8);
            }
        }
        1 => {
            if let Some(byte) = input.get_mut(from) {
                *byte = random.below(256) as u8;
            }
        }
        2 => drop(input.drain(from..to)),
        3 => {
            let copy = input[from..to].to_vec();
            let at = random.below(input.len() + 1);
            for _ in 0..=random.below(3) {
                input.splice(at..at, copy.iter().copied());
            }
        }
        4 | 5 => drop(input.splice(from..from, pick(words, random))),
        6 => drop(input.splice(from..to, pick(words, random))),
        7 => drop(input.splice(from..to.min(from + random.below(8)), pick(ODD, random))),
        8 => number(input, from, random),
        _ => {
            let other = &corpus[random.below(corpus.len())];
            let at = random.below(other.len() + 1);
            let until = (at + random.below(300)).min(other.len());
            input.splice(from..to, other[at..until].iter().copied());
        }
    }
}

/// Puts another number in the place of the next one.
fn number(input: &mut Vec<u8>, from: usize, random: &mut Random) {
    let digit = |byte: &u8| byte.is_ascii_digit();
    let Some(start) = input[from..].iter().position(digit).map(|at| from + at) else { return };
    let length = input[start..].iter().take_while(|byte| digit(byte)).count();
    let value = match random.below(4) {
        0 => random.below(3),
        1 => random.below(100),
        2 => random.below(10_000),
        _ => random.below(usize::MAX),
    };
    input.splice(start..start + length, value.to_string().into_bytes());
}
