//! Members + Plan -> [`Comparison`]: who is where with whom, owned, in the form of the outputs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use crate::agenda::{About, Certificate, Place, Status};
use crate::check::{Claim, Visit};
use crate::schedule::{EventIx, Schedule, Slot};
use crate::solver::Proof;

use super::free::{self, Meeting};
use super::plan::{Plan, Worth, WHOLE};
use super::reasons::{self, Sacrifice};
use super::{Goal, Member, Role, Stray};

/// A group at a conference, compared.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// Which schedule.
    pub schedule: About,
    /// What was planned for.
    pub aim: Target,
    /// How good that is known to be.
    pub proof: Certificate,
    /// The members, as they were named.
    pub members: Vec<Person>,
    /// Talks that somebody sees, in order, with all who do.
    pub talks: Vec<Shared>,
    /// Talks in which all are together, by id.
    pub all_see: Vec<String>,
    /// For each pair what they share.
    pub pairs: Vec<Pair>,
    /// Talks at the same time in different rooms, for each two of them who is where.
    pub apart: Vec<Apart>,
    /// Talks with points for somebody that nobody sees, those worth most first.
    pub unseen: Vec<Unseen>,
    /// When all are free at once, and where they could meet.
    pub meetings: Vec<Meeting>,
}

/// What was planned for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Target {
    /// The name of the aim.
    pub name: &'static str,
    /// What each pair at one event was worth.
    pub bonus: Option<i64>,
    /// Whether it is one agenda for all.
    pub always_together: bool,
    /// What the aim counts: `points`, `pairs` or `share`.
    pub counts: &'static str,
    /// The number, a share as a part of one.
    pub worth: f64,
}

/// A member with what the plan is for him or her.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    /// The name.
    pub name: String,
    /// A tag as short as tells the members apart.
    pub tag: String,
    /// Whether it is a saved agenda, which stays as it is.
    pub fixed: bool,
    /// The sum of points.
    pub points: i64,
    /// The points of the own best.
    pub alone: i64,
    /// Points lost against the own best.
    pub loss: i64,
    /// The same as a part of the own best, in percent.
    pub loss_percent: f64,
    /// How many talks.
    pub talks: usize,
    /// How many must-sees are seen.
    pub must_sees_kept: usize,
    /// Titles of those that are not.
    pub must_sees_missed: Vec<String>,
    /// All that is in the agenda, in order.
    pub agenda: Vec<Entry>,
    /// When the member is at the conference, where that is limited.
    pub here: Vec<Span>,
    /// What was given up for the aim, and for what.
    pub sacrifices: Vec<Sacrifice>,
    /// What this version of the schedule has made of a saved agenda's talks.
    pub strays: Vec<Lost>,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// From when.
    pub from: DateTime<FixedOffset>,
    /// To when.
    pub to: DateTime<FixedOffset>,
}

/// Something in a member's agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What it is.
    #[serde(flatten)]
    pub what: What,
    /// When the member comes.
    pub from: DateTime<FixedOffset>,
    /// When the member leaves.
    pub to: DateTime<FixedOffset>,
    /// Where.
    pub room: Option<String>,
}

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum What {
    /// A talk.
    Talk {
        /// The event's id.
        id: String,
        /// Its title.
        title: String,
        /// What it is worth to the member.
        points: i64,
        /// Whether the member demands it.
        must_see: bool,
    },
    /// A fixed appointment.
    Commitment {
        /// What it is.
        title: String,
    },
    /// A break.
    Break {
        /// What it is for.
        title: String,
    },
}

/// A talk with all who see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shared {
    /// The talk.
    #[serde(flatten)]
    pub place: Place,
    /// Who sees it, by place among the members.
    pub who: Vec<usize>,
    /// Whose must-see it is.
    pub must_see_of: Vec<usize>,
}

/// What two members share.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// The one.
    pub a: usize,
    /// The other.
    pub b: usize,
    /// Talks that both see.
    pub talks: usize,
    /// Minutes that they are in them together.
    pub minutes: i64,
    /// The talks that both see as a part of those that either sees (the Jaccard index).
    pub jaccard: f64,
    /// Minutes in which they are in different talks.
    pub minutes_apart: i64,
}

/// Two talks at one time, and who is in which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Apart {
    /// From when they run both.
    pub from: DateTime<FixedOffset>,
    /// Until when.
    pub to: DateTime<FixedOffset>,
    /// The one, by place among the talks.
    pub a: usize,
    /// The other.
    pub b: usize,
}

/// A talk that somebody wants and nobody sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unseen {
    /// The talk.
    #[serde(flatten)]
    pub place: Place,
    /// Who wants it, with the points, the most first.
    pub wanted: Vec<Wanted>,
}

/// Who wants a talk, and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Wanted {
    /// Who, by place among the members.
    pub by: usize,
    /// The points.
    pub points: i64,
}

/// A talk of a saved agenda that is not where it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lost {
    /// Its title.
    pub title: String,
    /// From when in the agenda.
    pub was: DateTime<FixedOffset>,
    /// Where in the agenda.
    pub was_in: Option<String>,
    /// From when now; nothing if it is cancelled or gone.
    pub now: Option<DateTime<FixedOffset>>,
    /// Where now.
    pub now_in: Option<String>,
    /// `moved`, `cancelled` or `gone`.
    pub what: &'static str,
}

/// Compares what the members do in a plan.
pub fn compare(schedule: &Schedule, members: &[Member], goal: Goal, plan: &Plan) -> Comparison {
    let view = View { schedule, members, plan };
    let talks = view.talks();
    let seen: BTreeSet<EventIx> = talks.iter().map(|(ix, _)| *ix).collect();
    let all = |who: &Vec<usize>| who.len() == members.len();
    Comparison {
        schedule: About {
            title: schedule.title().to_owned(),
            version: schedule.version().map(ToOwned::to_owned),
            timezone: schedule.zone().to_string(),
        },
        aim: target(goal, plan.worth),
        proof: certificate(plan),
        members: view.people(goal),
        all_see: talks
            .iter()
            .filter(|(_, who)| all(who))
            .map(|(ix, _)| schedule.event(*ix).id.to_string())
            .collect(),
        pairs: view.pairs(),
        apart: view.apart(&talks),
        unseen: view.unseen(&seen),
        meetings: free::meetings(schedule, members, &plan.claims),
        talks: talks.into_iter().map(|(ix, who)| view.shared(ix, who)).collect(),
    }
}

fn target(goal: Goal, worth: Worth) -> Target {
    let (counts, number) = match worth {
        Worth::Points(points) => ("points", points as f64),
        Worth::Pairs(pairs) => ("pairs", pairs as f64),
        Worth::Share(share) => ("share", share as f64 / WHOLE as f64),
    };
    let bonus = match goal {
        Goal::Together { bonus } => Some(bonus),
        Goal::Solo | Goal::Cover | Goal::Fair | Goal::One(_) => None,
    };
    let always_together = matches!(goal, Goal::One(_));
    Target { name: goal.name(), bonus, always_together, counts, worth: number }
}

fn certificate(plan: &Plan) -> Certificate {
    let value = plan.worth.number();
    match plan.proof {
        Proof::Optimal => Certificate { status: Status::Optimal, bound: value, gap: 0.0 },
        Proof::Bound(bound) => {
            let bound = bound.max(value);
            let gap = (bound - value) as f64 / bound.max(1) as f64;
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
        let demands = |&member: &usize| is_must_see(&self.members[member], ix);
        let must_see_of = who.iter().copied().filter(demands).collect();
        Shared { place: place(self.schedule, ix), who, must_see_of }
    }

    fn people(&self, goal: Goal) -> Vec<Person> {
        let names: Vec<&str> = self.members.iter().map(|member| member.name.as_str()).collect();
        let tags = super::names::tags(&names);
        let sacrifices = reasons::sacrifices(self.schedule, self.members, self.plan, goal);
        let parts = self.members.iter().zip(&self.plan.claims).zip(tags).zip(sacrifices);
        let person = |(((member, claim), tag), sacrifices)| {
            self.person(member, claim, tag, sacrifices)
        };
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
                let (kept, missed): (Vec<_>, Vec<_>) = planner.wishes.must_see.iter().partition(seen);
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
                points: visit_points(self.schedule, member, visit),
                must_see: is_must_see(member, visit.event),
            };
            let room = event.room.as_ref().map(|room| room.as_str().to_owned());
            entries.push(entry(what, slot, room));
        }
        for other in free::others(self.schedule, member, claim) {
            let title = other.title;
            let what = if other.is_break { What::Break { title } } else { What::Commitment { title } };
            entries.push(entry(what, other.slot, other.room.map(|room| room.as_str().to_owned())));
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
                let both = times.and_then(|(x, y)| common(x, y)).map_or(0, Slot::minutes);
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
                if let Some(both) = common(x, y) {
                    let (from, to) = (zone.at(both.start()), zone.at(both.end()));
                    apart.push(Apart { from, to, a, b });
                }
            }
        }
        apart
    }

    fn unseen(&self, seen: &BTreeSet<EventIx>) -> Vec<Unseen> {
        let heard: BTreeSet<EventIx> =
            seen.iter().flat_map(|&ix| self.schedule.occurrences(ix)).collect();
        let mut unseen = Vec::new();
        for (ix, event) in self.schedule.iter() {
            let first = self.schedule.occurrences(ix)[0] == ix;
            if heard.contains(&ix) || event.cancelled || !first {
                continue;
            }
            let wants = |(by, member): (usize, &Member)| {
                let never = member.as_planner().is_some_and(|p| p.wishes.never.contains(&ix));
                let points = member.points(ix);
                (points > 0 && !never).then_some(Wanted { by, points })
            };
            let mut wanted: Vec<Wanted> =
                self.members.iter().enumerate().filter_map(wants).collect();
            wanted.sort_by_key(|wanted| (-wanted.points, wanted.by));
            if !wanted.is_empty() {
                unseen.push(Unseen { place: place(self.schedule, ix), wanted });
            }
        }
        let sum = |unseen: &Unseen| unseen.wanted.iter().map(|wanted| wanted.points).sum::<i64>();
        unseen.sort_by_key(|unseen| std::cmp::Reverse((unseen.wanted[0].points, sum(unseen))));
        unseen
    }
}

/// The time that both slots have.
pub(super) fn common(a: Slot, b: Slot) -> Option<Slot> {
    Slot::new(a.start().max(b.start()), a.end().min(b.end()))
}

/// The time that is spent at an event.
pub(super) fn visit_time(schedule: &Schedule, visit: Visit) -> Option<Slot> {
    let slot = schedule.event(visit.event).slot;
    let minutes = chrono::TimeDelta::minutes;
    Slot::new(slot.start() + minutes(visit.late), slot.end() - minutes(visit.early))
}

/// What a visit is worth to a member.
pub(super) fn visit_points(schedule: &Schedule, member: &Member, visit: Visit) -> i64 {
    let points = member.points(visit.event);
    match member.role {
        // As it was saved.
        Role::Fixed(_) => points,
        Role::Planner(_) => {
            let slot = schedule.event(visit.event).slot;
            crate::model::points_after(points, visit.late + visit.early, slot)
        }
    }
}

/// Whether a member demands an event.
pub(super) fn is_must_see(member: &Member, ix: EventIx) -> bool {
    match &member.role {
        Role::Planner(planner) => planner.wishes.must_see.iter().any(|talk| talk.contains(&ix)),
        Role::Fixed(fixed) => fixed.must_sees.contains(&ix),
    }
}

/// An event as outputs name it.
pub(super) fn place(schedule: &Schedule, ix: EventIx) -> Place {
    let event = schedule.event(ix);
    Place {
        id: event.id.to_string(),
        title: event.title.clone(),
        start: schedule.zone().at(event.slot.start()),
        end: schedule.zone().at(event.slot.end()),
        room: event.room.as_ref().map(|room| room.as_str().to_owned()),
    }
}

fn lost(stray: &Stray) -> Lost {
    let (title, from, to, what) = match stray {
        Stray::Moved { title, from, to } => (title, from, Some(to), "moved"),
        Stray::Cancelled { title, from } => (title, from, None, "cancelled"),
        Stray::Gone { title, from } => (title, from, None, "gone"),
    };
    Lost {
        title: title.clone(),
        was: from.start,
        was_in: from.room.clone(),
        now: to.map(|to| to.start),
        now_in: to.and_then(|to| to.room.clone()),
        what,
    }
}
