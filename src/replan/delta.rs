//! Old agenda, new agenda -> each line: kept, moved, new or dropped, with cause and price.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::agenda::{Cost, Place, Reason, Talk};
use crate::changes::{Difference, Matter, differences};
use crate::schedule::{EventId, EventIx};

use super::causes::{Cause, Inquiry};
use super::offers::{Offer, offers};
use super::situation::View;

/// What a new agenda changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Delta {
    /// All talks of both agendas by time, the new one's where there are two.
    pub lines: Vec<Line>,
    /// New talks that are worth more than what they would displace, the most gain first.
    pub offers: Vec<Offer>,
    /// The points of the old agenda.
    pub points_before: i64,
}

/// A talk of the old or the new agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What became of it.
    pub fate: Fate,
    /// Where it was in the old agenda.
    pub old: Option<Place>,
    /// Where it is in the new one.
    pub new: Option<Place>,
    /// Its points, now or last.
    pub points: i64,
    /// Whether it is booked, now or last.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub booked: bool,
    /// Whether it is pinned.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub pinned: bool,
    /// Whether it is a must-see, now or last.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub must_see: bool,
    /// What the schedule says differently of it.
    #[serde(rename = "changed", serialize_with = "field_names")]
    pub what: Vec<Difference>,
    /// Why it is not as it was.
    pub causes: Vec<Cause>,
    /// What stands against it now, where it was dropped but could be seen.
    pub against: Vec<Reason>,
    /// What the line costs or earns: for a talk that was dropped, the points that the agenda has
    /// less or would lose with it; for a new one, those that the agenda would have less without.
    pub price: Option<i64>,
    /// What keeping it would cost by level, where that is more than points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub costs: Option<Cost>,
}

/// Which fields differ: what they held is in the schedules.
fn field_names<S: Serializer>(what: &[Difference], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(what.iter().map(|difference| difference.field.name()))
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// As before.
    Kept,
    /// At the same time as before, but something else of it has changed.
    Changed,
    /// At another time.
    Moved,
    /// Not in the old agenda.
    New,
    /// Not in the new agenda.
    Dropped,
}

impl Delta {
    /// Whether nothing that a calendar shows has changed.
    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(|line| line.fate == Fate::Kept)
    }

    /// How many lines have a fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.lines.iter().filter(|line| line.fate == fate).count()
    }
}

/// What the new agenda changes.
pub(super) fn delta(view: &View<'_>) -> Delta {
    let inquiry = Inquiry::new(view);
    let mut new: BTreeMap<&str, &Talk> =
        view.agenda.talks.iter().map(|talk| (talk.id.as_str(), talk)).collect();
    let is_pinned = |id: &str| view.old.pins.iter().any(|pinned| pinned == id);
    // While planning, what is pinned or has begun is as good as booked.
    let is_one = |all: &[EventIx], id: &str| {
        all.iter().any(|ix| view.situation.schedule.event(*ix).id.as_str() == id)
    };
    let is_must_see = |id: &str| view.own.must_see.iter().any(|talk| is_one(talk, id));
    let mut lines = Vec::new();
    for talk in &view.old.talks {
        let was = inquiry.former_of(&talk.id);
        let now = was.and_then(|was| view.since.identity.new_of(was));
        let id = now.map(|ix| view.situation.schedule.event(ix).id.clone());
        let same = id.as_ref().and_then(|id| new.remove(id.as_str()));
        let what = match (was, now) {
            (Some(was), Some(now)) => notable(view, was, now),
            _ => Vec::new(),
        };
        if let Some(new) = same {
            // Of what has begun the schedule holds the time that was spent there.
            let was = if view.situation.has_begun(&new.id) { talk.from() } else { talk.start };
            let is_joined = view.situation.joined.iter().any(|id| id.as_str() == new.id);
            let is_moved = was != new.start && !is_joined || talk.end != new.end;
            let fate = if is_moved {
                Fate::Moved
            } else if what.is_empty() {
                Fate::Kept
            } else {
                Fate::Changed
            };
            let causes = if fate == Fate::Moved { vec![Cause::Moved] } else { Vec::new() };
            lines.push(Line {
                fate,
                old: Some(place(talk)),
                new: Some(place(new)),
                points: new.points,
                booked: is_one(&view.own.booked, &new.id),
                pinned: is_pinned(&talk.id),
                must_see: is_must_see(&new.id),
                what,
                causes,
                against: Vec::new(),
                price: None,
                costs: None,
            });
            continue;
        }
        let causes = inquiry.why_dropped(talk, now);
        let again = now.and_then(|ix| {
            let others = view.situation.schedule.occurrences(ix).into_iter();
            let mut ids = others.map(|ix| view.situation.schedule.event(ix).id.clone());
            ids.find_map(|id| new.remove(id.as_str()))
        });
        let line = Line {
            fate: Fate::Dropped,
            old: Some(place(talk)),
            new: None,
            points: talk.points,
            booked: talk.booked,
            pinned: is_pinned(&talk.id),
            must_see: talk.must_see,
            what,
            causes,
            against: Vec::new(),
            price: None,
            costs: None,
        };
        lines.push(match again {
            Some(again) => {
                Line { fate: Fate::Moved, new: Some(place(again)), points: again.points, ..line }
            }
            None => {
                let missed = id.as_ref().and_then(|id| {
                    view.agenda.missed.iter().find(|missed| missed.id == id.as_str())
                });
                // Whatever cannot be had takes its points along.
                let is_out = now.is_some_and(|ix| view.solved.model.ruled_out(ix).is_some());
                match (&id, missed) {
                    (Some(id), Some(missed)) if !is_out => {
                        let cost = inquiry.price_of(id);
                        let price = cost.and_then(Cost::in_points);
                        let costs = if price.is_none() { cost } else { None };
                        Line { against: missed.why.clone(), price, costs, ..line }
                    }
                    _ => Line { price: Some(talk.points), ..line },
                }
            }
        });
    }
    for talk in new.into_values() {
        let id = EventId::new(talk.id.clone());
        let schedule = &view.situation.schedule;
        let now = schedule.iter().find(|(_, event)| event.id == id).map(|(ix, _)| ix);
        let was = now.and_then(|now| view.since.identity.old_of(now));
        lines.push(Line {
            fate: Fate::New,
            old: None,
            new: Some(place(talk)),
            points: talk.points,
            booked: is_one(&view.own.booked, &talk.id),
            pinned: was.is_some_and(|was| is_pinned(view.since.schedule.event(was).id.as_str())),
            must_see: is_must_see(&talk.id),
            what: was.zip(now).map_or_else(Vec::new, |(was, now)| notable(view, was, now)),
            causes: inquiry.why_new(&id),
            against: Vec::new(),
            price: inquiry.gain_of(&id),
            costs: None,
        });
    }
    let at = |line: &Line| line.new.as_ref().or(line.old.as_ref()).map(|place| place.start);
    lines.sort_by_key(at);
    Delta { lines, offers: offers(view, &inquiry), points_before: view.old.points }
}

fn place(talk: &Talk) -> Place {
    Place {
        id: talk.id.clone(),
        title: talk.title.clone(),
        start: talk.from(),
        end: talk.to(),
        room: talk.room.clone(),
    }
}

/// What the schedule says differently of a talk, as far as an agenda remembers it.
fn notable(view: &View<'_>, was: EventIx, now: EventIx) -> Vec<Difference> {
    use crate::changes::Field;
    let id = &view.situation.schedule.event(now).id;
    let is_partly = view.situation.joined.contains(id) || view.situation.has_begun(id.as_str());
    let (was, now) = (view.since.schedule.event(was), view.situation.schedule.event(now));
    let remembered = [Field::Cancelled, Field::Time, Field::Room, Field::Title, Field::Speakers];
    let mut what = differences(was, now);
    what.retain(|it| {
        let is_known = !view.old.known.is_empty() || it.field != Field::Speakers;
        remembered.contains(&it.field) && it.matter() <= Matter::Choice && is_known
            // Of that the schedule holds the time that is spent there.
            && !(is_partly && it.field == Field::Time)
    });
    what
}
