//! What a search is about: the candidates that can be chosen when all duties that can be kept are.

use std::cell::{Cell, OnceCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::ix::By;
use crate::model::{Bound, CandidateIx, Model, RuleIx, Taper, Worth};

use super::duties::{Duties, wanted};
use super::parts::Part;
use super::relax::{EIGHTH, SCALE};
use super::rows::{Limit, Row, Rows};
use super::timeline::{Paths, Position, Timeline, Weights};

/// Weighs more than all points together, so that what has to be held is on every best path.
const HELD: i64 = 1 << 40;
/// Weighs more than all that can be held together.
pub(super) const BARRED: i64 = 1 << 54;

/// Candidates by position, and what holds between them.
pub(super) struct Scope<'a> {
    pub(super) model: &'a Model,
    /// Candidates in order of start.
    pub(super) members: By<Position, CandidateIx>,
    /// Positions that all clash and of which one has to be chosen.
    pub(super) held: Vec<Vec<Position>>,
    pub(super) rows: Rows,
    pub(super) timeline: Timeline,
    /// Whether it is certain that no more duties can be kept.
    pub(super) is_settled: bool,
    /// By stretch of time, once they are asked for.
    stretches: OnceCell<Vec<Stretch>>,
    /// By row and position, the most that what comes after it can add to the sum, once asked for.
    onwards: OnceCell<Vec<Weights>>,
    /// How many paths were compared so far, here and in what is narrowed from this.
    pub(super) compared: Rc<Cell<usize>>,
}

/// The positions of a stretch of time, and the way through them alone.
#[derive(Debug)]
pub(super) struct Stretch {
    /// By its own, the positions in the scope.
    pub(super) positions: By<Position, Position>,
    pub(super) timeline: Timeline,
}

impl<'a> Scope<'a> {
    /// All of a part that can be chosen when as many duties are kept as can be.
    pub(super) fn new(model: &'a Model, part: &Part, duties: &Duties) -> Scope<'a> {
        let (held, dropped) = held(model, part, duties);
        let members: By<Position, CandidateIx> =
            part.candidates.iter().copied().filter(|i| !dropped.contains(i)).collect();
        let place = |i: &CandidateIx| members.place_of(i);
        let held: Vec<Vec<Position>> =
            held.iter().map(|set| set.iter().filter_map(place).collect()).collect();
        let rows = rows(model, part, duties, &members, &held);
        Scope::of(model, members, held, rows, duties.proven)
    }

    fn of(
        model: &'a Model,
        members: By<Position, CandidateIx>,
        held: Vec<Vec<Position>>,
        rows: Vec<Row<Position>>,
        is_settled: bool,
    ) -> Self {
        let timeline = Timeline::new(model, &members);
        let rows = Rows::new(rows, members.len());
        let (stretches, onwards, compared) = (OnceCell::new(), OnceCell::new(), Rc::default());
        Scope { model, members, held, rows, timeline, is_settled, stretches, onwards, compared }
    }

    /// By row and position, the most that what comes after it can add to the sum.
    pub(super) fn onwards(&self) -> &[Weights] {
        self.onwards.get_or_init(|| {
            let onwards = |row: &Row<Position>| {
                let mut parts = By::from(vec![0; self.len()]);
                row.members.iter().for_each(|&(member, part)| parts[member] = part.max(0));
                self.timeline.onwards(&parts)
            };
            self.rows.all().iter().map(onwards).collect()
        })
    }

    /// The stretches of time; none where there is only one.
    pub(super) fn stretches(&self) -> &[Stretch] {
        self.stretches.get_or_init(|| {
            let of = |&i: &Position| self.model.candidates()[self.members[i]].stretch;
            let all: Vec<Position> = self.members.indices().collect();
            if all.first().map(of) == all.last().map(of) {
                return Vec::new();
            }
            let stretches = all.chunk_by(|a, b| of(a) == of(b)).map(|positions| Stretch {
                positions: By::from(positions.to_vec()),
                timeline: Timeline::new(self.model, &self.candidates(positions)),
            });
            stretches.collect()
        })
    }

    /// The same with some of its positions, in order; every row stays.
    pub(super) fn narrowed(&self, positions: &By<Position, Position>) -> Scope<'a> {
        let place = |i: &Position| positions.place_of(i);
        let held = self.held.iter().map(|set| set.iter().filter_map(place).collect()).collect();
        let rows = self.rows.all().iter().map(|row| row.among(positions)).collect();
        let members = By::from(self.candidates(positions));
        let narrowed = Scope::of(self.model, members, held, rows, self.is_settled);
        Scope { compared: Rc::clone(&self.compared), ..narrowed }
    }

    /// The same where one of some more positions, which all clash, has to be chosen.
    #[must_use]
    pub(super) fn holding(mut self, positions: Vec<Position>) -> Scope<'a> {
        self.held.push(positions);
        self
    }

    /// How many positions there are.
    pub(super) fn len(&self) -> usize {
        self.members.len()
    }

    pub(super) fn points_of(&self, position: Position) -> i64 {
        self.model.candidates()[self.members[position]].points
    }

    /// Whether it is a talk, not a break.
    pub(super) fn is_talk(&self, position: Position) -> bool {
        self.model.candidates()[self.members[position]].item.event().is_some()
    }

    /// The points of a choice in eighths, after what its rows take off.
    pub(super) fn value(&self, choice: &[Position]) -> i64 {
        let points: i64 = choice.iter().map(|&i| self.points_of(i)).sum();
        Taper::GRAIN * points - self.rows.eighths_lost(choice)
    }

    /// The largest value of any choice that is no more than this.
    pub(super) fn down(&self, value: i64) -> i64 {
        value - value.rem_euclid(self.rows.grain())
    }

    /// The least value of any choice that is more than this.
    pub(super) fn more(&self, value: i64) -> i64 {
        self.down(value) + self.rows.grain()
    }

    pub(super) fn worth(&self, choice: &[Position]) -> Worth {
        self.model.worth(&self.candidates(choice))
    }

    /// What comes before walks and moves: which duties are kept, which is not always settled, and
    /// points.
    pub(super) fn merit(&self, choice: &[Position]) -> Worth {
        self.worth(choice).merit()
    }

    /// The candidates of some positions.
    pub(super) fn candidates(&self, choice: &[Position]) -> Vec<CandidateIx> {
        choice.iter().map(|&i| self.members[i]).collect()
    }

    pub(super) fn clash(&self, a: Position, b: Position) -> bool {
        self.model.clash(self.members[a], self.members[b])
    }

    /// The positions of those of some candidates, in order, that are in the scope.
    pub(super) fn positions(&self, candidates: &[CandidateIx]) -> Vec<Position> {
        candidates.iter().filter_map(|i| self.members.place_of(i)).collect()
    }

    /// Whether a choice keeps all rules and holds what has to be held.
    pub(super) fn keeps(&self, choice: &[Position]) -> bool {
        self.keeps_rows(choice) && self.model.allows(&self.candidates(choice))
    }

    /// Whether a choice keeps everything and loses no points, so that its worth is the sum of its
    /// parts.
    pub(super) fn keeps_whole(&self, choice: &[Position]) -> bool {
        self.rows.eighths_lost(choice) == 0 && self.keeps(choice)
    }

    /// Whether a choice keeps all rules but clashes and holds what has to be held.
    pub(super) fn keeps_rows(&self, choice: &[Position]) -> bool {
        let has = |i: &Position| choice.binary_search(i).is_ok();
        self.rows.slacks(choice).iter().all(|&slack| slack >= 0)
            && self.held.iter().all(|set| set.iter().any(has))
    }

    /// Scaled points by position, where what has to be held outweighs everything.
    pub(super) fn weights(&self) -> Weights {
        let mut weights: Weights =
            self.members.indices().map(|i| self.points_of(i) * SCALE).collect();
        for &i in self.held.iter().flatten() {
            weights[i] += HELD;
        }
        weights
    }

    /// The same where one of some more positions has to be chosen, and none of some others.
    pub(super) fn weights_where(&self, held: &[Position], barred: &[Position]) -> Weights {
        let mut weights = self.weights();
        for &i in held {
            weights[i] += HELD;
        }
        for &i in barred {
            weights[i] = -BARRED;
        }
        weights
    }

    /// What a choice of such a value weighs.
    pub(super) fn weight(&self, value: i64) -> i64 {
        value * EIGHTH + Self::weight_of_held(self.held.len())
    }

    /// What so many that have to be held weigh.
    pub(super) fn weight_of_held(sets: usize) -> i64 {
        HELD * i64::try_from(sets).unwrap_or(0)
    }

    /// The largest value of a choice that weighs no more than this.
    pub(super) fn value_within(&self, weight: i64) -> i64 {
        self.down((weight - self.weight(0)).div_euclid(EIGHTH))
    }

    /// Whether so small a weight lacks something that has to be held.
    pub(super) fn is_short(&self, weight: i64) -> bool {
        weight < self.weight(0) - HELD / 2
    }

    /// The best paths by every level of worth.
    pub(super) fn worth_paths(&self) -> Paths<Worth> {
        let mut weights: Weights<Worth> =
            self.members.iter().map(|&member| self.model.worth_of(member)).collect();
        for &i in self.held.iter().flatten() {
            weights[i].demands += 1;
        }
        self.timeline.paths(weights, |minutes, moved| Worth {
            walking: -minutes,
            moves: -i64::from(moved),
            ..Worth::default()
        })
    }
}

/// For each duty that is kept and whose candidates are all at one time, these; and the candidates
/// that are therefore out of the question.
fn held(
    model: &Model,
    part: &Part,
    duties: &Duties,
) -> (Vec<Vec<CandidateIx>>, BTreeSet<CandidateIx>) {
    let kept = duties
        .levels
        .iter()
        .filter(|level| level.is_whole())
        .flat_map(|level| level.rules.iter())
        .filter(|&&rule| wanted(&model.rules()[rule]) == 1);
    let mut open: Vec<Vec<CandidateIx>> = kept
        .map(|&rule| model.rules()[rule].members.iter().map(|&(member, _)| member).collect())
        .collect();
    let mut held: Vec<Vec<CandidateIx>> = Vec::new();
    let mut dropped = BTreeSet::new();
    loop {
        let before = held.len();
        open.retain_mut(|set| {
            set.retain(|member| !dropped.contains(member));
            // What only the walk keeps apart may be on one path, with something between.
            let slot = |i: CandidateIx| model.candidates()[i].slot;
            let at_one_time = set
                .iter()
                .enumerate()
                .all(|(k, &a)| set[k + 1..].iter().all(|&b| slot(a).overlaps(slot(b))));
            if !at_one_time || set.is_empty() {
                return true;
            }
            let is_out = |i: &CandidateIx| {
                !set.contains(i) && set.iter().all(|&member| model.clash(*i, member))
            };
            dropped.extend(part.candidates.iter().copied().filter(is_out));
            held.push(std::mem::take(set));
            false
        });
        if held.len() == before {
            break;
        }
    }
    for set in &mut held {
        set.retain(|member| !dropped.contains(member));
    }
    (held, dropped)
}

/// The rules that may bind, over the positions of `members`.
fn rows(
    model: &Model,
    part: &Part,
    duties: &Duties,
    members: &By<Position, CandidateIx>,
    held: &[Vec<Position>],
) -> Vec<Row<Position>> {
    let positions = |rule: RuleIx| -> Vec<(Position, i64)> {
        let place = |&(i, part): &(CandidateIx, i64)| Some((members.place_of(&i)?, part));
        model.rules()[rule].members.iter().filter_map(place).collect()
    };
    let mut rows = Vec::new();
    for &rule in &part.rules {
        let limit = match model.rules()[rule].bound {
            Bound::AtMost(most) => Limit::AtMost(most),
            Bound::Tapers(taper) => Limit::Tapers(taper),
            Bound::AtLeast(_) => continue,
        };
        rows.push(Row { members: positions(rule), limit });
    }
    let held: BTreeSet<&[Position]> = held.iter().map(Vec::as_slice).collect();
    for level in &duties.levels {
        if level.is_whole() {
            for &rule in &level.rules {
                let members = positions(rule);
                let set: Vec<Position> = members.iter().map(|&(member, _)| member).collect();
                if !held.contains(set.as_slice()) {
                    let limit = Limit::AtLeast(wanted(&model.rules()[rule]));
                    rows.push(Row { members, limit });
                }
            }
            continue;
        }
        // A quota is a level of its own.
        if let &[rule] = level.rules.as_slice() {
            rows.push(Row { members: positions(rule), limit: Limit::AtLeast(level.kept) });
            continue;
        }
        // Which of them are kept is open: as many as can be, each counted once.
        let mut parts = BTreeMap::new();
        for &rule in &level.rules {
            let members = positions(rule);
            for &(position, _) in &members {
                *parts.entry(position).or_insert(0) += 1;
            }
            rows.push(Row { members, limit: Limit::AtMost(1) });
        }
        rows.push(Row { members: parts.into_iter().collect(), limit: Limit::AtLeast(level.kept) });
    }
    rows.retain(Row::can_break);
    rows
}
