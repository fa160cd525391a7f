//! Model -> the same model with something else demanded, worth or left out.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::ix::By;
use crate::profile::Wishes;
use crate::schedule::{EventIx, Schedule};
use crate::score::Scores;

use super::{Bound, Candidate, CandidateIx, Item, Model, Rule, Source};

impl Model {
    /// The same model with one more question on top: hold one occurrence of each of these talks,
    /// and none of the unwanted ones. Whether it can be done shows in [`demands`](super::Worth::demands).
    #[must_use]
    pub fn demanding(&self, wanted: &[&[EventIx]], unwanted: &[EventIx]) -> Model {
        let is_unwanted =
            |candidate: &Candidate| candidate.item.event().is_some_and(|ix| unwanted.contains(&ix));
        let mut model = self.keeping(|candidate| !is_unwanted(candidate));
        for (number, talk) in wanted.iter().enumerate() {
            model.add_one_of(talk, Bound::AtLeast(1), Source::Demand(number));
        }
        model
    }

    /// The same model, in which these breaks are demanded like talks.
    #[must_use]
    pub fn demanding_breaks(&self, wanted: impl IntoIterator<Item = (usize, NaiveDate)>) -> Model {
        let mut model = self.clone();
        for (number, (wish, day)) in wanted.into_iter().enumerate() {
            let it = Item::Break { wish, day };
            let source = Source::Demand(usize::MAX - number);
            model.add_rule(Bound::AtLeast(1), source, |candidate| i64::from(candidate.item == it));
        }
        model
    }

    /// The same model, in which at most so many of the events of each of these agendas are chosen.
    #[must_use]
    pub fn sharing_at_most(&self, agendas: &[(&[EventIx], usize)]) -> Model {
        let mut model = self.clone();
        for (number, &(events, most)) in agendas.iter().enumerate() {
            let most = i64::try_from(most).unwrap_or(i64::MAX);
            model.add_one_of(events, Bound::AtMost(most), Source::Shared(number));
        }
        model
    }

    /// The same model, in which candidates are worth these points.
    #[must_use]
    pub fn reweighted(&self, points: impl Fn(CandidateIx, &Candidate) -> i64) -> Model {
        let mut model = self.clone();
        for (i, candidate) in self.candidates.entries() {
            model.candidates[i].points = points(i, candidate);
        }
        model
    }

    /// The same model, in which points are also what they are to somebody of this number: what each
    /// interest gets counts less, the more there is of it.
    #[must_use]
    pub fn tapering(
        &self,
        number: usize,
        schedule: &Schedule,
        wishes: &Wishes,
        scores: &Scores,
    ) -> Model {
        let mut model = self.clone();
        model.taper(number, schedule, wishes, scores);
        model
    }

    /// The same model without the rules that come from these.
    #[must_use]
    pub fn without_rules(&self, dropped: impl Fn(Source) -> bool) -> Model {
        let mut model = self.clone();
        model.rules = self.rules.iter().filter(|rule| !dropped(rule.source)).cloned().collect();
        model
    }

    /// The same model with only those breaks.
    #[must_use]
    pub fn with_breaks(&self, kept: impl Fn(usize, NaiveDate) -> bool) -> Model {
        let mut model = self.keeping(|candidate| match candidate.item {
            Item::Event { .. } => true,
            Item::Break { wish, day } => kept(wish, day),
        });
        let is_dropped =
            |rule: &Rule| matches!(rule.source, Source::Break(wish, day) if !kept(wish, day));
        model.rules.retain(|rule| !is_dropped(rule));
        model
    }

    /// The same model, in which some events count more or less points than they have.
    #[must_use]
    pub fn favouring(&self, extra: impl Fn(EventIx) -> i64) -> Model {
        let mut model = self.clone();
        for candidate in model.candidates.iter_mut() {
            candidate.points += candidate.item.event().map_or(0, &extra);
        }
        model
    }

    /// The same model, in which some events are settled: nothing is missed of them, and what they
    /// take of a limit is taken off it beforehand, so that nothing else can crowd them out. A limit
    /// that they exceed alone stays as it is.
    #[must_use]
    pub fn settling(&self, is_settled: impl Fn(EventIx) -> bool) -> Model {
        let mut model = self.keeping(|candidate| match candidate.item {
            Item::Event { ix, late, early } => late + early == 0 || !is_settled(ix),
            Item::Break { .. } => true,
        });
        let settled: By<CandidateIx, bool> =
            model.candidates.iter().map(|it| it.item.event().is_some_and(&is_settled)).collect();
        for rule in model.rules.iter_mut() {
            let (
                Source::TalksPerDay(_) | Source::MinutesPerDay(_) | Source::Budget,
                Bound::AtMost(most),
            ) = (rule.source, rule.bound)
            else {
                continue;
            };
            let taken: i64 =
                rule.members.iter().filter(|(i, _)| settled[*i]).map(|(_, part)| part).sum();
            if taken <= most {
                rule.bound = Bound::AtMost(most - taken);
                rule.members.retain(|&(i, _)| !settled[i]);
            }
        }
        model
    }

    /// The same model with some of its candidates.
    #[must_use]
    pub fn keeping(&self, keep: impl Fn(&Candidate) -> bool) -> Model {
        let mut candidates = By::default();
        let moved: By<CandidateIx, Option<CandidateIx>> = self
            .candidates
            .iter()
            .map(|candidate| keep(candidate).then(|| candidates.push(candidate.clone())))
            .collect();
        let rules = self.rules.iter().map(|rule| Rule {
            members: rule.members.iter().filter_map(|&(i, n)| Some((moved[i]?, n))).collect(),
            ..rule.clone()
        });
        let mut model = Model {
            candidates,
            of_event: BTreeMap::new(),
            rules: rules.collect(),
            ruled_out: self.ruled_out.clone(),
            walking: self.walking.clone(),
            ..*self
        };
        model.index();
        model
    }
}
