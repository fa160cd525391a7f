//! Members + Plan -> [`Comparison`]: who is where with whom.

use std::collections::{BTreeMap, BTreeSet};

use crate::agenda::{About, Certificate, Status, Walks};
use crate::check::{Claim, Visit};
use crate::schedule::{EventIx, Schedule, Slot};
use crate::solver::Proof;

use super::comparison::{
    Apart, Comparison, Entry, ForOthers, Lost, Pair, Person, Shared, Span, Target, Unseen, Wanted,
    What,
};
use super::member::visit_time;
use super::reasons::{self, Sacrifice};
use super::worth::{Plan, WHOLE, Worth};
use super::{Bonus, Goal, Member, Role, Stray, Terms, free, names, wants};

/// Compares what the members do in a plan.
pub fn compare(
    schedule: &Schedule,
    members: &[Member],
    goal: Goal,
    terms: &Terms,
    plan: &Plan,
) -> Comparison {
    let view = View { schedule, members, plan };
    let talks = view.talks();
    let seen: BTreeSet<EventIx> = talks.iter().map(|(ix, _)| *ix).collect();
    let all = |who: &Vec<usize>| who.len() == members.len();
    Comparison {
        schedule: About::of(schedule),
        aim: view.target(goal, terms),
        proof: certificate(plan),
        fairest: None,
        members: view.people(goal, terms),
        all_see: talks
            .iter()
            .filter(|(_, who)| all(who))
            .map(|(ix, _)| schedule.event(*ix).id.to_string())
            .collect(),
        pairs: view.pairs(),
        apart: view.apart(&talks),
        contests: wants::contests(schedule, members, plan),
        unseen: view.unseen(&seen, terms),
        for_others: view.for_others(),
        meetings: free::meetings(schedule, members, &plan.claims),
        walks: members
            .iter()
            .filter_map(Member::as_planner)
            .find_map(|planner| Walks::guessed(&planner.wishes.walking)),
        talks: talks.into_iter().map(|(ix, who)| view.shared(ix, who)).collect(),
    }
}

fn certificate(plan: &Plan) -> Certificate {
    let value = plan.worth.number();
    match plan.proof {
        Proof::Optimal => Certificate { status: Status::Optimal, bound: value, gap: 0.0 },
        Proof::Bound(bound) => {
            let bound = bound.max(value);
            // What is worth less than nothing is all the way from what may be possible.
            let gap = ((bound - value) as f64 / bound.max(1) as f64).min(1.0);
            Certificate { status: Status::BestFound, bound, gap }
        }
    }
}

struct View<'a> {
    schedule: &'a Schedule,
    members: &'a [Member],
    plan: &'a Plan,
}

impl View<'_> {
    fn target(&self, goal: Goal, terms: &Terms) -> Target {
        let (counts, number) = match self.plan.worth {
            Worth::Points(points) => ("points", points as f64),
            Worth::Pairs(pairs) => ("pairs", pairs as f64),
            Worth::Share(share) => ("share", share as f64 / WHOLE as f64),
        };
        let members: Vec<&Member> = self.members.iter().collect();
        let Bonus { meal, .. } = Bonus::of(goal, terms, &members);
        let (bonus, meal_bonus) = match goal {
            Goal::Together { bonus } => (Some(bonus), Some(meal)),
            Goal::Solo if meal > 0 => (None, Some(meal)),
            Goal::Solo | Goal::Cover | Goal::Fair | Goal::One(_) => (None, None),
        };
        Target {
            name: goal.name(),
            bonus,
            always_together: matches!(goal, Goal::One(_)),
            counts,
            worth: number,
            meal_bonus,
            agreed: terms.bind() || terms.meals,
            must_sees: (goal == Goal::Cover).then(|| self.heard()),
        }
    }

    /// How many must-sees somebody hears whose they are, and how many talks are anybody's must-see.
    fn heard(&self) -> (usize, usize) {
        let mut all: BTreeSet<EventIx> = BTreeSet::new();
        for member in self.members {
            match &member.role {
                Role::Planner(it) => {
                    all.extend(it.wishes.must_see.iter().filter_map(|it| it.first()))
                }
                Role::Fixed(it) => all.extend(&it.must_sees),
            }
        }
        let all: BTreeSet<EventIx> =
            all.into_iter().map(|ix| self.schedule.occurrences(ix)[0]).collect();
        let heard = usize::try_from(self.plan.must_sees).unwrap_or(0);
        (heard, all.len().max(heard))
    }

    fn time(&self, visit: Visit) -> Option<Slot> {
        visit_time(self.schedule, visit)
    }

    /// The events that somebody sees, in order, with all who do.
    fn talks(&self) -> Vec<(EventIx, Vec<usize>)> {
        let mut talks: BTreeMap<EventIx, Vec<usize>> = BTreeMap::new();
        for (member, claim) in self.plan.claims.iter().enumerate() {
            for visit in &claim.visits {
                talks.entry(visit.event).or_default().push(member);
            }
        }
        talks.into_iter().collect()
    }

    fn shared(&self, ix: EventIx, who: Vec<usize>) -> Shared {
        let demands = |&member: &usize| self.members[member].demands(ix);
        let must_see_of = who.iter().copied().filter(demands).collect();
        Shared { place: self.schedule.place(ix), who, must_see_of }
    }

    fn people(&self, goal: Goal, terms: &Terms) -> Vec<Person> {
        let names: Vec<&str> = self.members.iter().map(|member| member.name.as_str()).collect();
        let tags = names::tags(&names);
        let compared = goal != Goal::Solo || terms.bind() || terms.meals;
        let sacrifices = match compared {
            true => reasons::sacrifices(self.schedule, self.members, self.plan),
            false => self.members.iter().map(|_| Vec::new()).collect(),
        };
        let parts = self.members.iter().zip(&self.plan.claims).zip(tags).zip(sacrifices);
        let person =
            |(((member, claim), tag), sacrifices)| self.person(member, claim, tag, sacrifices);
        parts.map(person).collect()
    }

    fn person(
        &self,
        member: &Member,
        claim: &Claim,
        tag: String,
        sacrifices: Vec<Sacrifice>,
    ) -> Person {
        let alone = member.alone().points;
        let loss = alone - claim.points;
        let (kept, missed) = self.must_sees(member, claim);
        Person {
            name: member.name.clone(),
            tag,
            fixed: member.as_planner().is_none(),
            points: claim.points,
            alone,
            loss,
            loss_percent: if alone > 0 { loss as f64 / alone as f64 * 100.0 } else { 0.0 },
            talks: claim.visits.len(),
            must_sees_kept: kept,
            must_sees_missed: missed,
            agenda: self.entries(member, claim),
            here: self.here(member),
            sacrifices,
            strays: match &member.role {
                Role::Planner(_) => Vec::new(),
                Role::Fixed(fixed) => fixed.strays.iter().map(lost).collect(),
            },
        }
    }

    /// How many must-sees a member sees, and the titles of the others.
    fn must_sees(&self, member: &Member, claim: &Claim) -> (usize, Vec<String>) {
        match &member.role {
            Role::Planner(planner) => {
                let seen = |talk: &&Vec<EventIx>| {
                    claim.visits.iter().any(|visit| talk.contains(&visit.event))
                };
                let (kept, missed): (Vec<_>, Vec<_>) =
                    planner.wishes.must_see.iter().partition(seen);
                let title = |talk: &Vec<EventIx>| self.schedule.event(talk[0]).title.clone();
                (kept.len(), missed.into_iter().map(title).collect())
            }
            Role::Fixed(fixed) => (fixed.must_sees.len(), fixed.missed.clone()),
        }
    }

    fn here(&self, member: &Member) -> Vec<Span> {
        let zone = self.schedule.zone();
        let here = member.as_planner().map_or(&[][..], |planner| &planner.wishes.here);
        let span = |slot: &Slot| Span { from: zone.at(slot.start()), to: zone.at(slot.end()) };
        here.iter().map(span).collect()
    }

    /// All that a member does, in order.
    fn entries(&self, member: &Member, claim: &Claim) -> Vec<Entry> {
        let zone = self.schedule.zone();
        let entry = |what, slot: Slot, room: Option<String>| Entry {
            what,
            from: zone.at(slot.start()),
            to: zone.at(slot.end()),
            room,
        };
        let mut entries = Vec::new();
        for &visit in &claim.visits {
            let Some(slot) = self.time(visit) else { continue };
            let event = self.schedule.event(visit.event);
            let what = What::Talk {
                id: event.id.to_string(),
                title: event.title.clone(),
                points: member.visit_points(self.schedule, visit),
                must_see: member.demands(visit.event),
            };
            let room = event.room.as_ref().map(ToString::to_string);
            entries.push(entry(what, slot, room));
        }
        for other in free::others(self.schedule, member, claim) {
            let title = other.title;
            let what =
                if other.is_break { What::Break { title } } else { What::Commitment { title } };
            entries.push(entry(what, other.slot, other.room.map(|room| room.to_string())));
        }
        entries.sort_by_key(|entry| (entry.from, entry.to));
        entries
    }

    fn pairs(&self) -> Vec<Pair> {
        let claims = &self.plan.claims;
        let pairs = (0..claims.len()).flat_map(|a| (a + 1..claims.len()).map(move |b| (a, b)));
        pairs.map(|(a, b)| self.pair(a, b)).collect()
    }

    fn pair(&self, a: usize, b: usize) -> Pair {
        let (of_a, of_b) = (&self.plan.claims[a].visits, &self.plan.claims[b].visits);
        let (mut talks, mut minutes, mut minutes_apart) = (0, 0, 0);
        for &x in of_a {
            for &y in of_b {
                let times = self.time(x).zip(self.time(y));
                let both = times.and_then(|(x, y)| x.common(y)).map_or(0, Slot::minutes);
                if x.event == y.event {
                    talks += 1;
                    minutes += both;
                } else {
                    minutes_apart += both;
                }
            }
        }
        let either = of_a.len() + of_b.len() - talks;
        let jaccard = if either == 0 { 0.0 } else { talks as f64 / either as f64 };
        Pair { a, b, talks, minutes, jaccard, minutes_apart }
    }

    /// Talks that run at one time with different people in them.
    fn apart(&self, talks: &[(EventIx, Vec<usize>)]) -> Vec<Apart> {
        let zone = self.schedule.zone();
        let mut apart = Vec::new();
        for (a, (one, _)) in talks.iter().enumerate() {
            for (b, (other, _)) in talks.iter().enumerate().skip(a + 1) {
                let (x, y) = (self.schedule.event(*one).slot, self.schedule.event(*other).slot);
                if let Some(both) = x.common(y) {
                    let (from, to) = (zone.at(both.start()), zone.at(both.end()));
                    apart.push(Apart { from, to, a, b });
                }
            }
        }
        apart
    }

    /// Who wants a talk, the most first.
    fn wanted(&self, ix: EventIx) -> Vec<Wanted> {
        let wants =
            |(by, member): (usize, &Member)| member.wants(ix).map(|points| Wanted { by, points });
        let mut wanted: Vec<Wanted> = self.members.iter().enumerate().filter_map(wants).collect();
        wanted.sort_by_key(|wanted| (-wanted.points, wanted.by));
        wanted
    }

    /// What the idle hear.
    fn for_others(&self) -> Vec<ForOthers> {
        let all = self.plan.for_others.iter().enumerate();
        let mut sent: Vec<(EventIx, usize)> =
            all.flat_map(|(by, heard)| heard.iter().map(move |&ix| (ix, by))).collect();
        sent.sort_unstable();
        let one = |(ix, by): (EventIx, usize)| ForOthers {
            place: self.schedule.place(ix),
            by,
            wanted: self.wanted(ix),
        };
        sent.into_iter().map(one).collect()
    }

    fn unseen(&self, seen: &BTreeSet<EventIx>, terms: &Terms) -> Vec<Unseen> {
        let heard: BTreeSet<EventIx> =
            seen.iter().flat_map(|&ix| self.schedule.occurrences(ix)).collect();
        let mut unseen = Vec::new();
        for (ix, event) in self.schedule.iter() {
            let first = self.schedule.occurrences(ix)[0] == ix;
            if heard.contains(&ix) || event.cancelled || event.sold_out || !first {
                continue;
            }
            let wanted = self.wanted(ix);
            if !wanted.is_empty() {
                let deputy = wants::deputy(self.schedule, self.members, terms, self.plan, ix);
                unseen.push(Unseen { place: self.schedule.place(ix), wanted, deputy });
            }
        }
        let sum = |unseen: &Unseen| unseen.wanted.iter().map(|wanted| wanted.points).sum::<i64>();
        unseen.sort_by_key(|unseen| std::cmp::Reverse((unseen.wanted[0].points, sum(unseen))));
        unseen
    }
}

fn lost(stray: &Stray) -> Lost {
    let (from, to, what) = match stray {
        Stray::Moved { from, to } => (from, Some(to), "moved"),
        Stray::Cancelled(from) => (from, None, "cancelled"),
        Stray::Gone(from) => (from, None, "gone"),
    };
    Lost {
        title: from.title.clone(),
        was: from.start,
        was_in: from.room.clone(),
        now: to.map(|to| to.start),
        now_in: to.and_then(|to| to.room.clone()),
        what,
    }
}
