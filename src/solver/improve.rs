//! A choice made better, a stretch of time at a time.
//!
//! What is chosen in one day is replaced by the best way through that day which leaves all other
//! days and every limit as they are, for as long as that adds points (block coordinate ascent).

use super::relax::EIGHTH;
use super::scope::{BARRED, Scope, Stretch};
use super::timeline::{Position, Weights};

impl Scope<'_> {
    /// A choice that keeps every rule and has at least as many points as one that does.
    pub(super) fn improved(&self, choice: Vec<Position>) -> Vec<Position> {
        let weights = self.weights();
        let mut best = choice.clone();
        loop {
            let before = self.value(&best);
            for stretch in self.stretches() {
                let better = self.with_stretch(&best, stretch, &weights);
                if self.value(&better) > self.value(&best) && self.keeps_rows(&better) {
                    best = better;
                }
            }
            if self.value(&best) == before {
                let is_better = self.merit(&best) > self.merit(&choice) && self.keeps(&best);
                return if is_better { best } else { choice };
            }
        }
    }

    /// A choice with the best way through one stretch in place of what it has there. A limit may be
    /// broken by several talks of that stretch together.
    fn with_stretch(
        &self,
        choice: &[Position],
        stretch: &Stretch,
        weights: &Weights,
    ) -> Vec<Position> {
        let Stretch { positions, timeline } = stretch;
        let from = choice.partition_point(|i| Some(i) < positions.first());
        let to = choice.partition_point(|i| Some(i) <= positions.last());
        let (start, end) = (&choice[..from], &choice[to..]);
        let sums = self.rows.sums(&[start, end].concat());
        let weight = |&i: &Position| match self.rows.have_room_for(i, &sums) {
            true => weights[i] - self.rows.loss_beside(i, &sums) * EIGHTH,
            false => -BARRED,
        };
        let (_, path) = timeline.best(&positions.iter().map(weight).collect());
        let path = path.into_iter().map(|i| positions[i]);
        start.iter().copied().chain(path).chain(end.iter().copied()).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::solver::duties::settle;
    use crate::solver::example::{Example, in_a_minute};
    use crate::solver::parts::Part;
    use crate::solver::scope::Scope;
    use crate::solver::timeline::Position;

    /// A show on both days, each time against another talk.
    const TWO_DAYS: &str = "
title: T
timezone: UTC
events:
  - { id: show-1, title: Show, room: A, start: 2026-05-01T10:00, minutes: 60 }
  - { id: small, title: Small, room: B, start: 2026-05-01T10:00, minutes: 60 }
  - { id: show-2, title: Show, room: A, start: 2026-05-02T10:00, minutes: 60, repeats: show-1 }
  - { id: large, title: Large, room: B, start: 2026-05-02T10:00, minutes: 60 }
  - { id: tail, title: Tail, room: B, start: 2026-05-02T11:00, minutes: 60 }
";

    #[test]
    fn each_day_is_made_the_best_beside_the_others() {
        let positions =
            |choice: &[usize]| choice.iter().copied().map(Position::new).collect::<Vec<Position>>();
        let case = |profile: &str, choice: &[usize], expected: &[usize]| {
            let model = Example::new(TWO_DAYS, profile).model;
            let part = Part::whole(&model);
            let duties = settle(&model, &part, in_a_minute());
            let scope = Scope::new(&model, &part, &duties);
            assert_eq!(scope.stretches().len(), 2);
            assert_eq!(scope.improved(positions(choice)), positions(expected), "{profile}");
        };
        // Positions are in order of start and room: show-1, small, show-2, large, tail.
        let rated = "ratings: { show-1: 50, small: 10, show-2: 50, large: 40, tail: 5 }";
        case(rated, &[1, 3], &[0, 3, 4]);
        // Both days would have to change together.
        case(rated, &[2], &[1, 2, 4]);
        case(rated, &[0], &[0, 3, 4]);
        case(rated, &[], &[0, 3, 4]);
        let limited = "ratings: { show-1: 50, small: 10, show-2: 50, large: 40, tail: 5 }\nlimits: { talks_per_day: 1 }";
        // Two talks of a day may each fit alone, but not together: what is known is kept.
        case(limited, &[0, 4], &[0, 4]);
    }
}
