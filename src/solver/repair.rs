//! Choices that keep every rule, made from paths that need not.

use crate::ix::By;
use crate::model::{CandidateIx, Taper};

use super::rows::Limit;
use super::scope::Scope;
use super::timeline::Position;

impl Scope<'_> {
    /// A path made to keep every rule: what a limit has too much of is left out, what is lacking
    /// is put in of what is open, and `kept` stays. None where that does not help.
    pub(super) fn repaired(
        &self,
        path: &[Position],
        kept: &[Position],
        open: impl Fn(Position) -> bool,
    ) -> Option<Vec<Position>> {
        let mut choice = path.to_vec();
        let mut dear = By::from(vec![false; self.len()]);
        for &i in self.held.iter().flatten().chain(kept) {
            dear[i] = true;
        }
        let rows = self.rows.all();
        for (number, row) in rows.iter().enumerate() {
            while matches!(row.limit, Limit::AtLeast(_)) && self.rows.slacks(&choice)[number] < 0 {
                // The one that costs least of what it displaces.
                let is_new = |i: &Position| open(*i) && choice.binary_search(i).is_err();
                let members = row.members.iter().map(|&(i, _)| i).filter(is_new);
                let cost = |i: Position| -> Option<i64> {
                    let displaced: Vec<Position> = self.rivals(&choice, i).collect();
                    let free = displaced.iter().all(|&rival| !dear[rival]);
                    free.then(|| self.value(&displaced) - Taper::GRAIN * self.points_of(i))
                };
                let best = members.filter_map(|i| Some((cost(i)?, i))).min()?.1;
                let rivals: Vec<Position> = self.rivals(&choice, best).collect();
                choice.retain(|i| !rivals.contains(i));
                let place = choice.partition_point(|&i| i < best);
                choice.insert(place, best);
                dear[best] = true;
            }
        }
        let mut sums = self.rows.sums(&choice);
        for (number, row) in rows.iter().enumerate() {
            let Limit::AtMost(most) = row.limit else { continue };
            while sums[number] > most {
                let part = |i: Position| {
                    let found = row.members.binary_search_by_key(&i, |&(member, _)| member);
                    found.map_or(0, |at| row.members[at].1)
                };
                let parts = choice.iter().map(|&i| (i, part(i))).filter(|&(_, part)| part > 0);
                // Points given up for each unit of the limit.
                let (least, _) =
                    parts.min_by_key(|&(i, part)| (dear[i], self.points_of(i) * 1000 / part, i))?;
                choice.retain(|&i| i != least);
                for &(row, part) in self.rows.of(least) {
                    sums[row] -= part;
                }
            }
        }
        while let Some(run) = self.broken_runs(&choice).first() {
            let least = run.iter().min_by_key(|&&i| (dear[i], self.points_of(i), i));
            let least = *least?;
            choice.retain(|&i| i != least);
        }
        let choice = self.filled(choice, &open);
        let keeps = self.keeps(&choice) && kept.iter().all(|i| choice.binary_search(i).is_ok());
        keeps.then_some(choice)
    }

    /// A choice with whatever of what is `open` still fits beside it, the most points first.
    pub(super) fn filled(
        &self,
        mut choice: Vec<Position>,
        open: impl Fn(Position) -> bool,
    ) -> Vec<Position> {
        let mut sums = self.rows.sums(&choice);
        let mut beside = self.beside(&choice);
        beside.retain(|&i| self.points_of(i) > 0 && self.rows.have_room_for(i, &sums) && open(i));
        beside.sort_by_cached_key(|&i| {
            (self.rows.loss_beside(i, &sums) - Taper::GRAIN * self.points_of(i), i)
        });
        for i in beside {
            if self.rows.have_room_for(i, &sums) && self.rivals(&choice, i).next().is_none() {
                let place = choice.partition_point(|&j| j < i);
                choice.insert(place, i);
                if !self.broken_runs(&choice).is_empty() {
                    choice.remove(place);
                    continue;
                }
                for &(row, part) in self.rows.of(i) {
                    sums[row] += part;
                }
            }
        }
        choice
    }

    /// What of a choice without clashes follows each other too long without a rest.
    fn broken_runs(&self, choice: &[Position]) -> Vec<Vec<Position>> {
        if self.model.in_a_row().is_none() {
            return Vec::new();
        }
        let runs = self.model.broken_runs(&self.candidates(choice)).into_iter();
        runs.map(|run| self.positions(&run)).collect()
    }

    /// The positions that lie between those of a choice without clashes; walks are not looked at.
    fn beside(&self, choice: &[Position]) -> Vec<Position> {
        let slot = |i: Position| self.model.candidates()[self.members[i]].slot;
        let mut beside = Vec::new();
        let mut next = 0;
        for at in 0..=choice.len() {
            let end = choice.get(at).map(|&i| slot(i).start());
            // Positions come in order of start.
            for i in self.members.indices().skip(next) {
                if end.is_some_and(|end| slot(i).start() >= end) {
                    break;
                }
                if end.is_none_or(|end| slot(i).end() <= end) {
                    beside.push(i);
                }
            }
            if let Some(&i) = choice.get(at) {
                let start = |member: CandidateIx| self.model.candidates()[member].slot.start();
                next = self.members.partition_point(|&member| start(member) < slot(i).end());
            }
        }
        beside
    }

    /// What of a choice without clashes clashes with a position, or is it.
    fn rivals(&self, choice: &[Position], position: Position) -> impl Iterator<Item = Position> {
        let slot = |i: Position| self.model.candidates()[self.members[i]].slot;
        let reach = self.model.longest();
        let it = slot(position);
        // Without clashes the order of starts is the order of ends.
        let first = choice.partition_point(|&i| slot(i).end() + reach <= it.start());
        let until = self.model.candidates()[self.members[position]].until;
        let near = choice[first..].iter().take_while(move |&&i| slot(i).start() < until);
        near.copied().filter(move |&i| i == position || self.clash(i, position))
    }
}
