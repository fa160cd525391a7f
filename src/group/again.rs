//! What planning again changes for each member.

use serde::Serialize;

use crate::agenda::{Agenda, Place};
use crate::changes::Identity;
use crate::schedule::{EventIx, Schedule};

/// What becomes of one member's agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Again {
    /// Whose.
    pub name: String,
    /// The points before.
    pub before: i64,
    /// The points now.
    pub now: i64,
    /// How many talks are as they were.
    pub kept: usize,
    /// What is not, in order of time.
    pub changes: Vec<Change>,
}

/// A talk of a member that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// As it was in the agenda.
    pub old: Option<Place>,
    /// As it is in the new one.
    pub new: Option<Place>,
    /// Why it is not there any more.
    pub why: Option<Why>,
}

/// Why a talk is dropped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// It is not in the schedule any more.
    Gone,
    /// It was called off.
    Cancelled,
    /// Where it is now it does not fit.
    Moved(Place),
    /// These take its time.
    For(Vec<String>),
    /// The group needs nobody there, or somebody else goes.
    Other,
}

/// What becomes of a member's agenda in a schedule in which its talks are by `identity`.
pub fn again(
    name: &str,
    old: &Agenda,
    former: &Schedule,
    identity: &Identity,
    schedule: &Schedule,
    new: &Agenda,
) -> Again {
    let now_of = |id: &str| -> Option<EventIx> {
        let (was, _) = former.iter().find(|(_, event)| event.id.as_str() == id)?;
        identity.new_of(was)
    };
    let place = |talk: &crate::agenda::Talk| Place {
        id: talk.id.clone(),
        title: talk.title.clone(),
        start: talk.start,
        end: talk.end,
        room: talk.room.clone(),
    };
    let mut kept = 0;
    let mut seen: Vec<&str> = Vec::new();
    let mut changes = Vec::new();
    for talk in &old.talks {
        let now = now_of(&talk.id);
        let id = now.map_or(talk.id.as_str(), |ix| schedule.event(ix).id.as_str());
        let there = new.talks.iter().find(|it| it.id == id);
        let was = place(talk);
        match there {
            Some(it) => {
                seen.push(&it.id);
                let is = place(it);
                if (was.start, was.end, &was.room) == (is.start, is.end, &is.room) {
                    kept += 1;
                } else {
                    changes.push(Change { old: Some(was), new: Some(is), why: None });
                }
            }
            None => {
                let why = why(&was, now, schedule, new);
                changes.push(Change { old: Some(was), new: None, why: Some(why) });
            }
        }
    }
    let fresh = new.talks.iter().filter(|it| !seen.contains(&it.id.as_str()));
    changes.extend(fresh.map(|it| Change { old: None, new: Some(place(it)), why: None }));
    let time = |change: &Change| change.new.as_ref().or(change.old.as_ref()).map(|it| it.start);
    changes.sort_by_key(time);
    Again { name: name.to_owned(), before: old.points, now: new.points, kept, changes }
}

fn why(was: &Place, now: Option<EventIx>, schedule: &Schedule, new: &Agenda) -> Why {
    let Some(ix) = now else { return Why::Gone };
    let event = schedule.event(ix);
    let is = schedule.place(ix);
    if event.cancelled {
        return Why::Cancelled;
    }
    if (was.start, was.end) != (is.start, is.end) {
        return Why::Moved(is);
    }
    let beside = new.talks.iter().filter(|it| it.start < is.end && is.start < it.end);
    let titles: Vec<String> = beside.map(|it| it.title.clone()).collect();
    if titles.is_empty() { Why::Other } else { Why::For(titles) }
}
