//! Choices that keep every rule, made from paths that need not.

use super::rows::Limit;
use super::scope::Scope;

impl Scope<'_> {
    /// A path made to keep every rule: what a limit has too much of is left out, what is lacking
    /// is put in of what is open, and `kept` stays. None where that does not help.
    pub(super) fn repaired(
        &self,
        path: &[usize],
        kept: &[usize],
        open: impl Fn(usize) -> bool,
    ) -> Option<Vec<usize>> {
        let mut choice = path.to_vec();
        let mut dear = vec![false; self.len()];
        for &i in self.held.iter().flatten().chain(kept) {
            dear[i] = true;
        }
        let rows = self.rows.all();
        for (number, row) in rows.iter().enumerate() {
            if matches!(row.limit, Limit::AtLeast(_)) && self.rows.slacks(&choice)[number] < 0 {
                // The one that costs least of what it displaces.
                let members = row.members.iter().map(|&(i, _)| i).filter(|&i| open(i));
                let cost = |i: usize| -> Option<i64> {
                    let displaced: Vec<usize> = self.rivals(&choice, i).collect();
                    let free = displaced.iter().all(|&rival| !dear[rival]);
                    free.then(|| self.points(&displaced) - self.points_of(i))
                };
                let best = members.filter_map(|i| Some((cost(i)?, i))).min()?.1;
                let rivals: Vec<usize> = self.rivals(&choice, best).collect();
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
                let part = |i: usize| {
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
        let choice = self.filled(choice, &open);
        let keeps = self.keeps(&choice) && kept.iter().all(|i| choice.binary_search(i).is_ok());
        keeps.then_some(choice)
    }

    /// A choice with whatever of what is `open` still fits beside it, the most points first.
    pub(super) fn filled(
        &self,
        mut choice: Vec<usize>,
        open: impl Fn(usize) -> bool,
    ) -> Vec<usize> {
        let mut sums = self.rows.sums(&choice);
        let mut beside = self.beside(&choice);
        beside.retain(|&i| self.points_of(i) > 0 && self.rows.have_room_for(i, &sums) && open(i));
        beside.sort_by_key(|&i| (-self.points_of(i), i));
        for i in beside {
            if self.rows.have_room_for(i, &sums) && self.rivals(&choice, i).next().is_none() {
                let place = choice.partition_point(|&j| j < i);
                choice.insert(place, i);
                for &(row, part) in self.rows.of(i) {
                    sums[row] += part;
                }
            }
        }
        choice
    }

    /// The positions that lie between those of a choice without clashes; walks are not looked at.
    fn beside(&self, choice: &[usize]) -> Vec<usize> {
        let slot = |i: usize| self.model.candidates()[self.members[i]].slot;
        let mut beside = Vec::new();
        let mut next = 0;
        for at in 0..=choice.len() {
            let end = choice.get(at).map(|&i| slot(i).start());
            let is_before = |i: usize| end.is_none_or(|end| slot(i).end() <= end);
            // Positions come in order of start.
            while next < self.len() && end.is_none_or(|end| slot(next).start() < end) {
                if is_before(next) {
                    beside.push(next);
                }
                next += 1;
            }
            if let Some(&i) = choice.get(at) {
                let rest = &self.members[next..];
                let is_during =
                    |&member: &usize| self.model.candidates()[member].slot.start() < slot(i).end();
                next += rest.partition_point(is_during);
            }
        }
        beside
    }

    /// What of a choice without clashes clashes with a position, or is it.
    fn rivals(&self, choice: &[usize], position: usize) -> impl Iterator<Item = usize> {
        let slot = |i: usize| self.model.candidates()[self.members[i]].slot;
        let reach = self.model.longest_walk();
        let it = slot(position);
        // Without clashes the order of starts is the order of ends.
        let first = choice.partition_point(|&i| slot(i).end() + reach <= it.start());
        let near = choice[first..].iter().take_while(move |&&i| slot(i).start() < it.end() + reach);
        near.copied().filter(move |&i| i == position || self.clash(i, position))
    }
}
