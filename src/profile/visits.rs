//! What one drops in at for a while, such as an exhibition that is open all day.

use crate::problem::{Problem, count};
use crate::schedule::{EventIx, Schedule};
use crate::yaml::{Fields, Node};

use super::lists::talk;
use super::resolve::Resolver;
use super::rules::minutes;
use super::{Named, Profile, Wishes};

/// The most visits: each may be at many times.
const MOST: usize = 5;

/// A visit as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitRule {
    /// Where.
    pub talk: Named,
    /// For how long.
    pub minutes: i64,
}

/// A visit: some minutes somewhere, whenever that is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropIn {
    /// What it is, in the profile's words.
    pub title: String,
    /// The events, of which one is enough.
    pub talk: Vec<EventIx>,
    /// For how long.
    pub minutes: i64,
}

impl Wishes {
    /// For how many minutes one drops in at an event, if one does not stay.
    pub fn drop_in(&self, ix: EventIx) -> Option<i64> {
        let visit = self.drop_ins.iter().find(|visit| visit.talk.contains(&ix));
        visit.filter(|_| !self.booked.contains(&ix)).map(|visit| visit.minutes)
    }

    /// The minutes of an event that one misses; whoever only drops in misses none.
    pub fn missed(&self, schedule: &Schedule, ix: EventIx, late: i64, early: i64) -> i64 {
        let stayed = schedule.event(ix).slot.minutes() - late - early;
        if self.drop_in(ix) == Some(stayed) { 0 } else { late + early }
    }
}

pub(super) fn visit(node: Node<'_>, problems: &mut Vec<Problem>) -> Option<VisitRule> {
    let fields = Fields::of(node, &["talk", "minutes"], problems)?;
    for key in ["talk", "minutes"] {
        if fields.get(key).is_none() {
            problems.push(
                node.problem(format!("`{key}` is missing"))
                    .hint("as in `{ talk: Art show, minutes: 30 }`"),
            );
        }
    }
    let minutes = fields.read("minutes", problems, |node| minutes(node, 1.0));
    Some(VisitRule { talk: fields.read("talk", problems, talk)?, minutes: minutes? })
}

/// Not more of them than can be planned for.
pub(super) fn few_enough(
    visits: Vec<VisitRule>,
    fields: &Fields<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<VisitRule> {
    let Some(node) = fields.get("visits").filter(|_| visits.len() > MOST) else { return visits };
    let what = format!("{} visits, more than the {MOST} that are read", visits.len());
    problems.push(node.problem(what).hint("see the others for as long as they last"));
    Vec::new()
}

impl Resolver<'_> {
    /// The visits at this conference. All else that is asked for by name is known.
    pub(super) fn visits(&mut self, profile: &Profile, wishes: &Wishes) -> Vec<DropIn> {
        let mut visits: Vec<DropIn> = Vec::new();
        for VisitRule { talk: name, minutes } in &profile.visits {
            let Some(talk) = self.talk(name) else { continue };
            let talk = talk.events();
            let is_in = |list: &[Vec<EventIx>]| list.iter().flatten().any(|ix| talk.contains(ix));
            let known = [
                ("booked", talk.iter().any(|ix| wishes.booked.contains(ix))),
                ("must_see", is_in(&wishes.must_see)),
                ("want", is_in(&wishes.want)),
                ("never", talk.iter().all(|ix| wishes.never.contains(ix))),
            ];
            let length = |ix: &EventIx| self.schedule.event(*ix).slot.minutes();
            let longest = talk.iter().map(length).max().unwrap_or(0);
            let is_off = |ix: &EventIx| {
                let event = self.schedule.event(*ix);
                event.cancelled || event.sold_out
            };
            if let Some((key, _)) = known.into_iter().find(|(_, is_in)| *is_in) {
                self.problem(name, &format!("is both in `{key}` and in `visits`"));
            } else if visits.iter().any(|it| it.talk.iter().any(|ix| talk.contains(ix))) {
                self.warn(name, "is given twice in `visits`");
            } else if longest < *minutes {
                let what = format!("`{}` lasts {}", name.text, count(longest, "minute"));
                let hint = format!("nobody can be there for {}", count(*minutes, "minute"));
                self.problems.push(Problem::at(name.place, what).hint(hint));
            } else if talk.iter().all(is_off) {
                self.warn(name, "is to be visited, but it is cancelled or sold out");
            } else {
                let (title, minutes) = (name.text.clone(), *minutes);
                visits.push(DropIn { title, talk: talk.to_vec(), minutes });
            }
        }
        visits
    }
}
