//! The times of one talk in two versions -> which time became which.

use crate::schedule::{EventIx, Schedule};

/// More pairs than this are not weighed against each other: the times are taken in order.
const MOST: usize = 250_000;

/// Pairs the times of one talk, all in order: first those that are the same, then those with one
/// start, then the others so that their order stays and they move as little as can be. As many
/// are paired as the shorter list has.
pub(super) fn paired(
    (old, olds): (&Schedule, &[EventIx]),
    (new, news): (&Schedule, &[EventIx]),
) -> Vec<(EventIx, EventIx)> {
    let (mut olds, mut news) = (olds.to_vec(), news.to_vec());
    let mut pairs = Vec::new();
    let same_place = |a: EventIx, b: EventIx| {
        let (a, b) = (old.event(a), new.event(b));
        a.slot == b.slot && a.room == b.room
    };
    let same_slot = |a: EventIx, b: EventIx| old.event(a).slot == new.event(b).slot;
    let same_start =
        |a: EventIx, b: EventIx| old.event(a).slot.start() == new.event(b).slot.start();
    let tests: [&dyn Fn(EventIx, EventIx) -> bool; 3] = [&same_place, &same_slot, &same_start];
    if olds.len() * news.len() <= MOST {
        for test in tests {
            olds.retain(|&a| match news.iter().position(|&b| test(a, b)) {
                Some(at) => {
                    pairs.push((a, news.remove(at)));
                    false
                }
                None => true,
            });
        }
    }
    let start_of = |schedule: &Schedule, ix| schedule.event(ix).slot.start().timestamp() / 60;
    let from: Vec<i64> = olds.iter().map(|&ix| start_of(old, ix)).collect();
    let to: Vec<i64> = news.iter().map(|&ix| start_of(new, ix)).collect();
    pairs.extend(in_order(&from, &to).into_iter().map(|(a, b)| (olds[a], news[b])));
    pairs
}

/// Pairs two ascending lists in order, all of the shorter one, with the least sum of distances:
/// dynamic programming over how many of each are done.
fn in_order(from: &[i64], to: &[i64]) -> Vec<(usize, usize)> {
    if from.len() > to.len() {
        return in_order(to, from).into_iter().map(|(b, a)| (a, b)).collect();
    }
    if from.len() == to.len() || from.len() * to.len() > MOST {
        return (0..from.len()).map(|at| (at, at)).collect();
    }
    let columns = to.len() + 1;
    // The least sum with the first so many of each, all of `from` paired; none if that cannot be.
    let mut least: Vec<Option<i64>> = vec![None; (from.len() + 1) * columns];
    least[..columns].fill(Some(0));
    for a in 1..=from.len() {
        for b in a..=to.len() {
            let skipped = least[a * columns + b - 1];
            let taken = least[(a - 1) * columns + b - 1];
            let taken = taken.map(|sum| sum + (from[a - 1] - to[b - 1]).abs());
            least[a * columns + b] = match (skipped, taken) {
                (Some(skipped), Some(taken)) => Some(skipped.min(taken)),
                (one, other) => one.or(other),
            };
        }
    }
    let mut pairs = Vec::new();
    let (mut a, mut b) = (from.len(), to.len());
    while a > 0 && b > 0 {
        if least[a * columns + b] != least[a * columns + b - 1] {
            pairs.push((a - 1, b - 1));
            a -= 1;
        }
        b -= 1;
    }
    pairs.reverse();
    pairs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_keep_their_order_and_move_little() {
        let case = |from: &[i64], to: &[i64], expected: &[(usize, usize)]| {
            assert_eq!(in_order(from, to), expected);
        };
        case(&[], &[1], &[]);
        case(&[1, 2], &[5, 9], &[(0, 0), (1, 1)]);
        case(&[10], &[1, 9, 30], &[(0, 1)]);
        case(&[1, 9, 30], &[10], &[(1, 0)]);
        case(&[10, 11], &[9, 50, 51], &[(0, 0), (1, 1)]);
        case(&[10, 50], &[1, 11, 49], &[(0, 1), (1, 2)]);
    }
    /// The least sum of distances of all ways to pair a shorter list in order with a longer one.
    fn least(short: &[i64], long: &[i64]) -> i64 {
        let Some((first, rest)) = short.split_first() else { return 0 };
        (0..=long.len() - short.len())
            .map(|at| (first - long[at]).abs() + least(rest, &long[at + 1..]))
            .min()
            .unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn no_other_order_moves_less(
            mut from in prop::collection::vec(0..60i64, 0..6),
            mut to in prop::collection::vec(0..60i64, 0..6),
        ) {
            from.sort_unstable();
            to.sort_unstable();
            let pairs = in_order(&from, &to);
            prop_assert_eq!(pairs.len(), from.len().min(to.len()));
            prop_assert!(pairs.is_sorted_by(|one, other| one.0 < other.0 && one.1 < other.1));
            // What is of equal length is paired in order, which moves least.
            let (short, long) = if from.len() < to.len() { (&from, &to) } else { (&to, &from) };
            let moved: i64 = pairs.iter().map(|&(a, b)| (from[a] - to[b]).abs()).sum();
            prop_assert_eq!(moved, least(short, long));
        }
    }
}
