//! What a group has agreed on -> who goes where for it, and the best plan for that.
//!
//! A talk to which all go leaves open the performance, one to which one of them goes leaves open who.
//! Each way of settling all of these is a change of the members' models; what keeps the most of what
//! comes before points is planned for, and the best of these plans is the group's.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::schedule::{EventIx, Schedule};
use crate::solver::{Deadline, Proof, Selection, solve};

use super::leximin::Share;
use super::seats::seated;
use super::turns::smallest;
use super::worth::{Plan, Worth};
use super::{Goal, Member, Planner, Role, Terms};
use crate::model::Model;

/// Up to this many ways, each is looked at; of more, those that one change after the other leads to.
const FEW_WAYS: usize = 64;
/// The most ways that are planned for, the most promising first.
const MOST_PLANS: usize = 24;

/// The best plan of all ways to keep what is agreed.
pub(super) fn plan(
    schedule: &Schedule,
    members: &[&Member],
    goal: Goal,
    terms: &Terms,
    deadline: Deadline,
) -> Plan {
    let questions = questions(schedule, members, terms);
    if questions.is_empty() {
        return seated(schedule, members, goal, terms, deadline);
    }
    let mut ways = Ways { schedule, members, goal, questions, deadline, seats: BTreeMap::new() };
    let (found, mut is_certain) = ways.most_promising();
    // Where only everybody's own best counts, the first is the best.
    let is_enough =
        matches!(goal, Goal::Solo | Goal::Fair) && !terms.meals && terms.never_both.is_empty();
    let planned = if is_enough { 1 } else { MOST_PLANS };
    is_certain &= is_enough || found.len() <= planned;
    let mut best: Option<Plan> = None;
    for way in found.iter().take(planned) {
        if best.is_some() && deadline.is_over() {
            is_certain = false;
            break;
        }
        let asked = ways.asked(way);
        let seats: Vec<&Member> = (0..members.len()).map(|m| ways.seat(m, &asked)).collect();
        let plan = seated(schedule, &seats, goal, terms, deadline);
        let plan = Plan { sent: sent(&plan, &asked), ..fairness(plan, goal, &seats) };
        let is_better = best.as_ref().is_none_or(|best| rank(&plan) > rank(best));
        best = if is_better { Some(plan) } else { best };
    }
    let plan = best.unwrap_or_else(|| seated(schedule, members, goal, terms, deadline));
    if is_certain {
        return plan;
    }
    let keeps_levels = found.first().is_some_and(|way| ways.rank(way).1 >= ways.unasked());
    let bound = if keeps_levels && goal != Goal::Fair {
        // Nothing that comes before points is given up, so that nobody has more than without.
        let free = seated(schedule, members, goal, terms, deadline);
        match free.proof {
            _ if free.must_sees > plan.must_sees => ways.bound(terms),
            Proof::Bound(bound) => bound,
            Proof::Optimal => free.worth.number(),
        }
    } else {
        ways.bound(terms)
    };
    Plan { proof: Proof::Bound(bound.max(plan.worth.number())), ..plan }
}

/// What a plan is compared by.
fn rank(plan: &Plan) -> (i64, i64, i64) {
    let points = plan.claims.iter().map(|claim| claim.points).sum();
    (plan.must_sees, plan.worth.number(), points)
}

/// With what is agreed not everybody has their own best agenda, so that shares are counted.
fn fairness(plan: Plan, goal: Goal, members: &[&Member]) -> Plan {
    let Worth::Pairs(_) = plan.worth else { return plan };
    if goal != Goal::Fair {
        return plan;
    }
    let share = smallest(members, &plan.claims);
    let is_best = members
        .iter()
        .filter_map(|member| member.as_planner())
        .all(|planner| planner.solo.proof == Proof::Optimal);
    let proof = if is_best { Proof::Optimal } else { Proof::Bound(super::WHOLE.max(share)) };
    Plan { worth: Worth::Share(share), proof, ..plan }
}

/// By member, where he or she goes because it was agreed.
fn sent(plan: &Plan, asked: &[Asked]) -> Vec<Vec<EventIx>> {
    let of_member = |(m, (claim, asked)): (usize, (&crate::check::Claim, &Asked))| {
        let agreed = claim.visits.iter().map(|visit| visit.event);
        let agreed = agreed.filter(|ix| asked.demands.iter().any(|talk| talk.contains(ix)));
        let mut sent = plan.sent[m].clone();
        sent.extend(agreed);
        sent.sort_unstable();
        sent.dedup();
        sent
    };
    plan.claims.iter().zip(asked).enumerate().map(of_member).collect()
}

/// What is asked of a member.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Asked {
    /// To go to these, one performance of each.
    demands: Vec<Vec<EventIx>>,
    /// Not to go to these.
    bans: Vec<EventIx>,
}

/// One way to answer a question: what is asked of whom, and how many keep it who have no choice.
struct Answer {
    asked: Vec<(usize, Asked)>,
    fixed: i64,
}

/// For each thing that is agreed the ways to keep it.
fn questions(schedule: &Schedule, members: &[&Member], terms: &Terms) -> Vec<Vec<Answer>> {
    let planners: Vec<usize> =
        (0..members.len()).filter(|&m| members[m].as_planner().is_some()).collect();
    let demand = |m: usize, ix: EventIx| (m, Asked { demands: vec![vec![ix]], bans: Vec::new() });
    let goes = |m: usize, talk: &[EventIx]| match &members[m].role {
        Role::Planner(planner) => talk.iter().any(|ix| planner.wishes.booked.contains(ix)),
        Role::Fixed(fixed) => fixed.visits.iter().any(|visit| talk.contains(&visit.event)),
    };
    let open = |talk: &&EventIx| !schedule.event(**talk).cancelled;
    let together = terms.together.iter().map(|talk| {
        let performance = |&ix: &EventIx| Answer {
            asked: planners.iter().map(|&m| demand(m, ix)).collect(),
            fixed: number(
                (0..members.len()).filter(|m| !planners.contains(m) && goes(*m, &[ix])).count(),
            ),
        };
        talk.iter().filter(open).map(performance).collect()
    });
    let one_of_us = terms.one_of_us.iter().map(|talk| {
        let settled: Vec<usize> = (0..members.len()).filter(|&m| goes(m, talk)).collect();
        let ban = |m: usize| (m, Asked { demands: Vec::new(), bans: talk.clone() });
        let others = |who: &[usize]| -> Vec<(usize, Asked)> {
            planners.iter().filter(|m| !who.contains(m)).map(|&m| ban(m)).collect()
        };
        if !settled.is_empty() {
            return vec![Answer { asked: others(&settled), fixed: 1 }];
        }
        let answer = |&m: &usize| {
            talk.iter().filter(open).map(move |&ix| (m, ix)).collect::<Vec<(usize, EventIx)>>()
        };
        // Of those whom it costs as little, whoever has least else to do.
        let mut planners = planners.clone();
        planners.sort_by_key(|&m| members[m].as_planner().map(|planner| planner.best));
        let all = planners.iter().flat_map(answer);
        all.map(|(m, ix)| {
            let mut asked = others(&[m]);
            asked.push(demand(m, ix));
            Answer { asked, fixed: 0 }
        })
        .collect()
    });
    let all: Vec<Vec<Answer>> = together.chain(one_of_us).collect();
    all.into_iter().filter(|answers| !answers.is_empty()).collect()
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A way: by question, which answer.
type Way = Vec<usize>;

/// What comes before points, for all together: who goes where it was agreed, must-sees, breaks, wants,
/// quotas; then what the goal makes of everybody's best.
type Rank = (i64, [i64; 4], Vec<Share>, i64);

struct Ways<'a> {
    schedule: &'a Schedule,
    members: &'a [&'a Member],
    goal: Goal,
    questions: Vec<Vec<Answer>>,
    deadline: Deadline,
    /// Members of whom something is asked.
    seats: BTreeMap<(usize, Asked), Member>,
}

impl Ways<'_> {
    /// The ways that keep the most of what comes before points, the most promising first, and whether
    /// all ways were looked at.
    fn most_promising(&mut self) -> (Vec<Way>, bool) {
        let all = self.questions.iter().map(Vec::len);
        let count = all.fold(1_usize, usize::saturating_mul);
        let (ways, is_all) = match count <= FEW_WAYS {
            true => (self.all(), true),
            false => (vec![self.climb()], false),
        };
        let mut ranked: Vec<(Rank, Way)> =
            ways.into_iter().map(|way| (self.rank(&way), way)).collect();
        ranked.sort_by_cached_key(|(rank, way)| (Reverse(rank.clone()), way.clone()));
        let first = ranked.first().map(|(rank, _)| (rank.0, rank.1));
        ranked.retain(|(rank, _)| Some((rank.0, rank.1)) == first);
        (ranked.into_iter().map(|(_, way)| way).collect(), is_all)
    }

    fn all(&self) -> Vec<Way> {
        self.questions.iter().fold(vec![Way::new()], |ways, answers| {
            let with = |way: Way| {
                (0..answers.len()).map(move |answer| {
                    let mut way = way.clone();
                    way.push(answer);
                    way
                })
            };
            ways.into_iter().flat_map(with).collect()
        })
    }

    /// From the first way on, the best answer to one question after the other.
    fn climb(&mut self) -> Way {
        let mut way: Way = self.questions.iter().map(|_| 0).collect();
        let mut best = self.rank(&way);
        loop {
            let before = way.clone();
            for question in 0..way.len() {
                for answer in 0..self.questions[question].len() {
                    let mut tried = way.clone();
                    tried[question] = answer;
                    let rank = self.rank(&tried);
                    if rank > best {
                        (way, best) = (tried, rank);
                    }
                }
            }
            if way == before || self.deadline.is_over() {
                return way;
            }
        }
    }

    /// By member, what a way asks.
    fn asked(&self, way: &Way) -> Vec<Asked> {
        let mut all = vec![Asked::default(); self.members.len()];
        for (answers, &answer) in self.questions.iter().zip(way) {
            for (m, asked) in &answers[answer].asked {
                all[*m].demands.extend(asked.demands.iter().cloned());
                all[*m].bans.extend(&asked.bans);
            }
        }
        for (m, asked) in all.iter_mut().enumerate() {
            if let Some(planner) = self.members[m].as_planner() {
                asked.bans.retain(|ix| !planner.wishes.booked.contains(ix));
                let is_out = |ix: &EventIx| {
                    let event = self.schedule.event(*ix);
                    planner.wishes.never.contains(ix)
                        || planner.scores.hidden(&planner.wishes, *ix).is_some()
                        || event.sold_out && !planner.wishes.booked.contains(ix)
                };
                asked.demands.retain(|talk| !talk.iter().all(is_out));
            }
        }
        all
    }

    /// A member of whom this is asked.
    fn seat(&self, m: usize, asked: &[Asked]) -> &Member {
        self.seats.get(&(m, asked[m].clone())).unwrap_or(self.members[m])
    }

    fn rank(&mut self, way: &Way) -> Rank {
        let asked = self.asked(way);
        for (m, asked) in asked.iter().enumerate() {
            let key = (m, asked.clone());
            if let (Some(planner), false) =
                (self.members[m].as_planner(), self.seats.contains_key(&key))
                && *asked != Asked::default()
            {
                let name = self.members[m].name.clone();
                let planner = asked_of(self.schedule, planner, asked, self.deadline);
                self.seats.insert(key, Member { name, role: Role::Planner(Box::new(planner)) });
            }
        }
        let chosen = self.questions.iter().zip(way).map(|(answers, &answer)| &answers[answer]);
        let mut agreed: i64 = chosen.map(|answer| answer.fixed).sum();
        let mut levels = [0; 4];
        let (mut shares, mut points) = (Vec::new(), 0);
        for m in 0..self.members.len() {
            let Some(planner) = self.seat(m, &asked).as_planner() else { continue };
            let worth = &planner.solo.worth;
            agreed += worth.demands;
            let own = self.levels(planner);
            levels.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
            points += worth.points;
            if planner.best > 0 && self.goal == Goal::Fair {
                shares.push(Share::of(worth.points, planner.best));
            }
        }
        shares.sort_unstable();
        (agreed, levels, shares, points)
    }

    /// What comes before points, for all together, where nothing is asked of anybody.
    fn unasked(&self) -> [i64; 4] {
        let mut levels = [0; 4];
        for planner in self.members.iter().filter_map(|member| member.as_planner()) {
            let own = self.levels(planner);
            levels.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
        }
        levels
    }

    /// What somebody's own best keeps.
    fn levels(&self, planner: &Planner) -> [i64; 4] {
        let worth = &planner.solo.worth;
        // What is heard by one is heard by all.
        let must_sees = if self.goal == Goal::Cover { 0 } else { worth.must_sees };
        [must_sees, worth.breaks, worth.wants, worth.quotas]
    }

    /// No plan is worth more, whatever was not looked at.
    fn bound(&self, terms: &Terms) -> i64 {
        if self.goal == Goal::Fair {
            return super::WHOLE;
        }
        let planners = self.members.iter().filter_map(|member| member.as_planner());
        let most = |planner: &Planner| {
            let candidates = planner.model.candidates().iter();
            candidates.map(|candidate| candidate.points.max(0)).sum::<i64>()
        };
        let bonus = super::Bonus::of(self.goal, terms, self.members);
        let pairs = number(super::worth::pairs(self.members).len());
        let events = number(self.schedule.events().len());
        planners.map(most).sum::<i64>() + pairs * events * (bonus.talk + bonus.meal)
    }
}

/// Somebody of whom something is asked.
fn asked_of(schedule: &Schedule, planner: &Planner, asked: &Asked, deadline: Deadline) -> Planner {
    let mut wishes = planner.wishes.clone();
    wishes.kept.extend(asked.demands.iter().flatten());
    let talks: Vec<&[EventIx]> = asked.demands.iter().map(Vec::as_slice).collect();
    let model = Model::build(schedule, &wishes, &planner.scores).demanding(&talks, &asked.bans);
    let solo: Selection = solve(&model, deadline);
    Planner { wishes, model, solo, ..planner.clone() }
}
