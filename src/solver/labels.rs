//! Every path that may still be best, with what it uses up of the rows: exact where rules bind.
//!
//! Label setting for the shortest path with resource constraints (M. Desrochers and F. Soumis, "A
//! generalized permanent labelling algorithm", 1988). A label is a path up to a position. It is
//! dropped when the bound says that nothing good enough can come of it, or when another label at
//! the same position is worth as much and leaves as much of every row. What is left is few where
//! the bound is close; where it is not, the search gives up after so many comparisons of labels and
//! the integer program decides.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::{DateTime, Utc};

use crate::ix::By;
use crate::model::{CandidateIx, Run, Worth};
use crate::schedule::EventIx;

use super::ilp::Column;
use super::relax::Relaxed;
use super::rows::{Limit, Row};
use super::scope::Scope;
use super::timeline::Position;

/// The most positions that are looked at.
const POSITIONS: usize = 4000;
/// The most rows that may bind among them.
const ROWS: usize = 48;

/// A path.
struct Label {
    /// The label that it goes on from.
    from: Option<usize>,
    /// Where it ends.
    at: Column,
    /// What comes before that and may still clash with something that can follow there: a walk is
    /// not shorter for a break on the way.
    history: Vec<Column>,
    /// The talks that follow each other up to there, where the hours in a row are limited.
    run: Option<Run>,
    /// After the rows are paid.
    weight: i64,
    /// What its rows have been paid too much, whatever comes later; and that of rows of which
    /// nothing comes later.
    overpaid: i64,
    closed: i64,
    worth: Worth,
}

/// What adding up the rows after a step shows.
struct Step {
    /// The eighths of a point that are lost by it.
    lost: i64,
    /// As for a label.
    overpaid: i64,
    closed: i64,
}

/// A row that may bind, from the first to the last of its members.
struct Binding {
    limit: Limit,
    last: Option<Column>,
    /// Whether a sum beyond the limit may come back to it.
    may_fall: bool,
    /// By column, the most that those after it can add.
    later: By<Column, i64>,
    multiplier: i64,
}

impl Binding {
    /// The eighths of a point that a sum loses, if it is a row that tapers.
    fn loss(&self, sum: i64) -> i64 {
        match self.limit {
            Limit::AtMost(_) | Limit::AtLeast(_) => 0,
            Limit::Tapers(taper) => taper.loss(sum),
        }
    }

    /// What the row is paid too much where its sum is this and more may come after a column.
    fn overpaid(&self, sum: i64, at: Column) -> i64 {
        self.limit.overpaid(self.multiplier, sum, sum + self.later[at])
    }
}

/// The choices with the most points among some positions, of those that weigh at least so much;
/// the first is best in every level of worth. None if that takes more comparisons than `tries`.
pub(super) fn best(
    scope: &Scope<'_>,
    relaxed: &Relaxed,
    positions: &[Position],
    least: i64,
    tries: usize,
) -> Option<Vec<Vec<Position>>> {
    if positions.len() > POSITIONS {
        return None;
    }
    let columns = By::from(positions.to_vec());
    let rows = scope.rows.all().iter().map(|row| row.among(&columns)).enumerate();
    let (rows, slack): (Vec<_>, Vec<_>) = rows.partition(|(_, row)| row.can_break());
    if rows.len() > ROWS {
        return None;
    }
    // What no choice can break is paid for all the same.
    let most = |row: &Row<Column>| row.members.iter().map(|(_, part)| part.max(&0)).sum();
    let overpaid = |(number, row): &(usize, Row<Column>)| {
        row.limit.overpaid(relaxed.multipliers[*number], 0, most(row))
    };
    let overpaid = slack.iter().map(overpaid).sum();
    let mut search = Search::new(scope, relaxed, &columns, &rows, overpaid, least, tries);
    let is_done = columns.indices().all(|at| search.reach(at).is_some());
    scope.compared.set(scope.compared.get() + tries - search.tries);
    is_done.then(|| search.best())
}

struct Search<'a> {
    scope: &'a Scope<'a>,
    relaxed: &'a Relaxed,
    positions: &'a By<Column, Position>,
    bindings: Vec<Binding>,
    /// What rows that cannot bind have been paid too much.
    overpaid: i64,
    /// The part of each binding row.
    parts: By<Column, Vec<i64>>,
    least: i64,
    /// How many comparisons of two labels are left.
    tries: usize,
    labels: Vec<Label>,
    /// By label and binding row, what is used of it; and the same for a label that may be made.
    sums: Vec<i64>,
    sum: Vec<i64>,
    /// Whether an earlier column may clash with something that can follow a later one.
    matters: BTreeMap<(Column, Column), bool>,
    /// What labels end at, which these are, and the weight of the heaviest.
    ends: Vec<(Column, Range<usize>, i64)>,
    /// By column, those before it that are the same event with the same end, which began earlier.
    twins: By<Column, Vec<Column>>,
    /// By column, its labels.
    labels_at: By<Column, Range<usize>>,
}

impl<'a> Search<'a> {
    fn new(
        scope: &'a Scope<'a>,
        relaxed: &'a Relaxed,
        positions: &'a By<Column, Position>,
        rows: &[(usize, Row<Column>)],
        overpaid: i64,
        least: i64,
        tries: usize,
    ) -> Search<'a> {
        let mut parts = By::from(vec![vec![0; rows.len()]; positions.len()]);
        let mut bindings = Vec::new();
        for (at, (number, row)) in rows.iter().enumerate() {
            for &(column, part) in &row.members {
                parts[column][at] = part;
            }
            let onwards = &scope.onwards()[*number];
            let mut later = By::from(vec![0; positions.len()]);
            let mut sum = 0;
            for column in positions.indices().rev() {
                later[column] = sum.min(onwards[positions[column]]);
                sum += parts[column][at].max(0);
            }
            bindings.push(Binding {
                limit: row.limit,
                last: row.members.last().map(|&(column, _)| column),
                may_fall: row.may_fall(),
                later,
                multiplier: relaxed.multipliers[*number],
            });
        }
        Search {
            scope,
            relaxed,
            positions,
            sum: vec![0; bindings.len()],
            twins: twins(scope, positions, &bindings),
            bindings,
            overpaid,
            parts,
            least,
            tries,
            labels: Vec::new(),
            sums: Vec::new(),
            matters: BTreeMap::new(),
            ends: Vec::new(),
            labels_at: By::default(),
        }
    }

    fn candidate(&self, column: Column) -> CandidateIx {
        self.scope.members[self.positions[column]]
    }

    /// Makes the labels that end here, from all those before it; none if there are too many.
    fn reach(&mut self, at: Column) -> Option<()> {
        let first = self.labels.len();
        let model = self.scope.model;
        self.extend(None, at, first)?;
        for end in 0..self.ends.len() {
            let (before, labels, heaviest) = self.ends[end].clone();
            let may_be_good = self.relaxed.bound_from(heaviest, self.positions[at]) >= self.least;
            if may_be_good && model.can_follow(self.candidate(before), self.candidate(at)) {
                for label in labels {
                    self.extend(Some(label), at, first)?;
                }
            }
        }
        self.labels_at.push(first..self.labels.len());
        let net = |label: &Label| label.weight - label.overpaid;
        if let Some(heaviest) = self.labels[first..].iter().map(net).max() {
            self.ends.push((at, first..self.labels.len(), heaviest));
        }
        Some(())
    }

    /// Goes on to a column, whose labels begin with `first`, if that may be of use; none if there
    /// are too many labels to tell.
    fn extend(&mut self, from: Option<usize>, at: Column, first: usize) -> Option<()> {
        let position = self.positions[at];
        let before = from.map(|label| &self.labels[label]);
        let weight = before.map_or(0, |label| label.weight);
        let overpaid = before.map_or(self.overpaid, |label| label.overpaid);
        if self.relaxed.bound_from(weight - overpaid, position) < self.least {
            return Some(());
        }
        let Some(Step { lost, overpaid, closed }) = self.add_up(from, at) else { return Some(()) };
        if self.relaxed.bound_from(weight - overpaid, position) < self.least {
            return Some(());
        }
        let (model, candidate) = (self.scope.model, self.candidate(at));
        let mut run = from.and_then(|label| self.labels[label].run);
        if let Some(limit) = model.in_a_row()
            && model.candidates()[candidate].is_talk()
        {
            let Some(longer) = limit.with(run, &model.candidates()[candidate]) else {
                return Some(());
            };
            if self.relaxed.bound_since(weight - overpaid, position, longer.start) < self.least {
                return Some(());
            }
            run = Some(longer);
        }
        let mut history = from.map_or(Vec::new(), |label| self.labels[label].history.clone());
        if !history.iter().all(|&earlier| model.can_follow(self.candidate(earlier), candidate)) {
            return Some(());
        }
        history.extend(from.map(|label| self.labels[label].at));
        history.retain(|&earlier| self.matters(earlier, at));
        let before = from.map(|label| &self.labels[label]);
        let step = before
            .map_or(Worth::default(), |label| model.step(self.candidate(label.at), candidate));
        let worth = before.map_or(Worth::default(), |label| label.worth);
        let label = Label {
            from,
            at,
            history,
            run,
            weight: weight + self.relaxed.weight(position),
            overpaid,
            closed,
            worth: (worth + step + model.worth_of(candidate)).losing(lost),
        };
        self.tries = self.tries.checked_sub(1 + self.labels.len() - first)?;
        for twin in 0..self.twins[at].len() {
            let labels = self.labels_at[self.twins[at][twin]].clone();
            self.tries = self.tries.checked_sub(labels.len())?;
            let mut twins = labels.map(|other| (&self.labels[other], self.sums_of(other)));
            if twins.any(|twin| self.dominates(twin, (&label, &self.sum))) {
                return Some(());
            }
        }
        let mut other = first;
        while other < self.labels.len() {
            let (known, sums) = (&self.labels[other], self.sums_of(other));
            if self.dominates((known, sums), (&label, &self.sum)) {
                return Some(());
            }
            if self.dominates((&label, &self.sum), (known, sums)) {
                self.drop(other);
            } else {
                other += 1;
            }
        }
        self.labels.push(label);
        self.sums.extend_from_slice(&self.sum);
        Some(())
    }

    /// Whether something can follow a column that cannot follow an earlier one, though the column
    /// can.
    fn matters(&mut self, earlier: Column, at: Column) -> bool {
        let model = self.scope.model;
        let candidate = |column: Column| self.scope.members[self.positions[column]];
        let candidates = model.candidates();
        let (first, then) = (candidate(earlier), candidate(at));
        let (end, until) = (candidates[then].slot.end(), candidates[first].until);
        if until <= end {
            return false;
        }
        *self.matters.entry((earlier, at)).or_insert_with(|| {
            let start = |column: Column| candidates[candidate(column)].slot.start();
            let later = self.positions.indices().skip(at.index() + 1);
            let mut near =
                later.skip_while(|&it| start(it) < end).take_while(|&it| start(it) < until);
            near.any(|it| {
                model.can_follow(then, candidate(it)) && !model.can_follow(first, candidate(it))
            })
        })
    }

    fn sums_of(&self, label: usize) -> &[i64] {
        let rows = self.bindings.len();
        &self.sums[label * rows..(label + 1) * rows]
    }

    /// Drops a label; the last one takes its place.
    fn drop(&mut self, label: usize) {
        let rows = self.bindings.len();
        self.labels.swap_remove(label);
        let last = self.labels.len() * rows;
        self.sums.copy_within(last.., label * rows);
        self.sums.truncate(last);
    }

    /// Adds up what is used of the rows after a step to a column, if all rows are kept.
    fn add_up(&mut self, from: Option<usize>, at: Column) -> Option<Step> {
        let rows = self.bindings.len();
        let before = from.map(|label| &self.labels[label]);
        let closed = before.map_or(self.overpaid, |label| label.closed);
        let mut step = Step { lost: 0, closed, overpaid: 0 };
        for (number, row) in self.bindings.iter().enumerate() {
            let used = from.map_or(0, |label| self.sums[label * rows + number]);
            if before.is_some_and(|label| row.last <= Some(label.at)) {
                self.sum[number] = used;
                continue;
            }
            let sum = used + self.parts[at][number];
            step.lost += row.loss(sum) - row.loss(used);
            let is_over = row.last <= Some(at);
            let (overpaid, kept) = match row.limit {
                Limit::AtMost(most) if sum > most && (!row.may_fall || is_over) => return None,
                Limit::AtLeast(least) if sum < least && is_over => return None,
                Limit::AtMost(most) => {
                    (row.overpaid(sum, at), if is_over { most.min(0) } else { sum })
                }
                Limit::AtLeast(least) => (row.overpaid(sum, at), sum.min(least)),
                // Nothing more can be lost.
                Limit::Tapers(_) => (row.overpaid(sum, at), if is_over { 0 } else { sum }),
            };
            self.sum[number] = kept;
            // Of what is beyond the least, no more is known later.
            if is_over || matches!(row.limit, Limit::AtLeast(_)) {
                step.closed += overpaid;
            } else {
                step.overpaid += overpaid;
            }
        }
        step.overpaid += step.closed;
        Some(step)
    }

    /// Whether one label, with its sums, is as good as another, whatever comes later.
    fn dominates(&self, (one, sums): (&Label, &[i64]), (other, others): (&Label, &[i64])) -> bool {
        let may_follow = |earlier: &_| other.history.contains(earlier);
        if one.worth < other.worth
            || !one.history.iter().all(may_follow)
            || !is_fresher(one.run, other.run)
        {
            return false;
        }
        let mut worth = one.worth;
        for ((&sum, &other), row) in sums.iter().zip(others).zip(&self.bindings) {
            let is_worse = match row.limit {
                Limit::AtMost(_) => sum > other,
                Limit::AtLeast(_) => sum < other,
                Limit::Tapers(_) if sum <= other => false,
                Limit::Tapers(_) => {
                    // What it may lose more than the other, at the most: losses are convex.
                    let later = row.later[one.at];
                    let more = |sum: i64| row.loss(sum + later) - row.loss(sum);
                    worth = worth.losing(more(sum) - more(other));
                    false
                }
            };
            if is_worse {
                return false;
            }
        }
        worth >= other.worth
    }

    /// The choices with the most points, the best in every level first.
    fn best(&self) -> Vec<Vec<Position>> {
        let is_whole = |&label: &usize| {
            // What has to be held is in the weights.
            let net = self.labels[label].weight - self.labels[label].overpaid;
            let holds = self.relaxed.bound_at(net) >= self.least;
            holds
                && self.sums_of(label).iter().zip(&self.bindings).all(|(&sum, row)| {
                    match row.limit {
                        Limit::AtMost(most) => sum <= most,
                        Limit::AtLeast(least) => sum >= least,
                        Limit::Tapers(_) => true,
                    }
                })
        };
        let mut whole: Vec<&Label> =
            (0..self.labels.len()).filter(is_whole).map(|label| &self.labels[label]).collect();
        whole.sort_by(|a, b| b.worth.cmp(&a.worth).then(a.at.cmp(&b.at)));
        let most = whole.first().map_or(0, |label| label.worth.points);
        whole.retain(|label| label.worth.points == most);
        whole.iter().map(|label| self.path(label)).collect()
    }

    fn path(&self, last: &Label) -> Vec<Position> {
        let mut path = vec![self.positions[last.at]];
        let mut from = last.from;
        while let Some(label) = from.map(|label| &self.labels[label]) {
            path.push(self.positions[label.at]);
            from = label.from;
        }
        path.reverse();
        path
    }
}

/// By column, those before it that are the same event with the same end, where the same rows have
/// members to come: what goes on from one of them goes on from the other.
fn twins(
    scope: &Scope<'_>,
    positions: &By<Column, Position>,
    bindings: &[Binding],
) -> By<Column, Vec<Column>> {
    let candidate = |column: Column| &scope.model.candidates()[scope.members[positions[column]]];
    let mut known: BTreeMap<(EventIx, DateTime<Utc>), Vec<Column>> = BTreeMap::new();
    let twins = positions.indices().map(|at| {
        let candidate = candidate(at);
        let Some(event) = candidate.item.event() else { return Vec::new() };
        let before = known.entry((event, candidate.slot.end())).or_default();
        let is_over = |column: Column, row: &Binding| row.last <= Some(column);
        let alike = |&it: &Column| bindings.iter().all(|row| is_over(it, row) == is_over(at, row));
        let twins = before.iter().copied().filter(alike).collect();
        before.push(at);
        twins
    });
    twins.collect()
}

/// Whether a run leaves as much room for more talks as another one.
fn is_fresher(one: Option<Run>, other: Option<Run>) -> bool {
    let Some(one) = one else { return true };
    other.is_some_and(|other| {
        one.start >= other.start && one.end <= other.end && (one.settled || !other.settled)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Taper;
    use crate::solver::duties::settle;
    use crate::solver::example::{Example, in_a_minute};
    use crate::solver::parts::Part;

    /// In each hour a good talk and one that is worth less.
    const THREE_HOURS: &str = "
title: T
timezone: UTC
events:
  - { id: a, title: A, room: A, start: 2026-05-01T10:00, minutes: 60 }
  - { id: b, title: B, room: B, start: 2026-05-01T10:00, minutes: 30 }
  - { id: c, title: C, room: A, start: 2026-05-01T11:00, minutes: 60 }
  - { id: d, title: D, room: B, start: 2026-05-01T11:00, minutes: 30 }
  - { id: e, title: E, room: A, start: 2026-05-01T12:00, minutes: 60 }
  - { id: f, title: F, room: B, start: 2026-05-01T12:00, minutes: 30 }
";

    #[test]
    fn the_best_paths_within_a_limit_are_told_until_there_are_too_many() {
        // In each hour the long talk has 40, 30 or 20 points more; two hours and a half may be
        // spent, so that the last hour has to do with the short one.
        let profile = "
ratings: { a: 90, b: 50, c: 80, d: 50, e: 70, f: 50 }
limits: { hours_per_day: 2.5 }
";
        let example = Example::new(THREE_HOURS, profile);
        let Example { schedule, model, .. } = &example;
        let part = Part::whole(model);
        let scope = Scope::new(model, &part, &settle(model, &part, in_a_minute()));
        // Without multipliers the bound is that of all long talks.
        let relaxed = Relaxed::new(&scope.timeline, &scope.weights(), &scope.rows, vec![0]);
        let all: Vec<Position> = scope.members.indices().collect();
        let ids = |path: &Vec<Position>| -> String {
            let id = |&i: &Position| {
                let ix = model.candidates()[scope.members[i]].item.event().unwrap();
                schedule.event(ix).id.to_string()
            };
            path.iter().map(id).collect()
        };
        let best = |points: i64, tries: usize| -> Option<Vec<String>> {
            let paths = best(&scope, &relaxed, &all, scope.weight(Taper::GRAIN * points), tries)?;
            Some(paths.iter().map(ids).collect())
        };
        let of = |id: &str| example.points(id);
        let most = of("a") + of("c") + of("f");
        assert_eq!(best(0, 1000), Some(vec!["acf".to_owned()]));
        assert_eq!(best(most, 1000), Some(vec!["acf".to_owned()]));
        // The bound lets this through, but no path has so much.
        let bound = of("a") + of("c") + of("e");
        assert_eq!(best(bound + 1, 1000), Some(Vec::new()));
        assert_eq!(best(0, 1), None);
    }
}
