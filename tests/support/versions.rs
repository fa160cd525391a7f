//! Random conferences that change.

use attend::agenda::{Agenda, Files};
use attend::replan::{Ask, Keep, Now, Replanned, replan};
use attend::solver::Deadline;
use chrono::{DateTime, Utc};
use proptest::prelude::*;

use super::conference::{RandomCase, RandomTalk, deadline, ruled_cases};

/// One change of a conference; numbers choose the talk.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    Move { which: usize, start: i64 },
    Room { which: usize, room: u8 },
    Cancel { which: usize },
    Remove { which: usize },
    Add { start: i64, length: i64, rating: u8 },
}

/// A random conference, and up to so many changes.
pub(crate) fn versions(
    talks: usize,
    edits: usize,
) -> impl Strategy<Value = (RandomCase, RandomCase)> {
    let edit = prop_oneof![
        3 => (0..20usize, 0..18i64).prop_map(|(which, start)| Edit::Move { which, start }),
        1 => (0..20usize, 0..3u8).prop_map(|(which, room)| Edit::Room { which, room }),
        1 => (0..20usize).prop_map(|which| Edit::Cancel { which }),
        2 => (0..20usize).prop_map(|which| Edit::Remove { which }),
        3 => (0..18i64, 1..6i64, 0..5u8)
            .prop_map(|(start, length, rating)| Edit::Add { start, length, rating }),
    ];
    (ruled_cases(talks), prop::collection::vec(edit, 0..=edits)).prop_map(|(before, edits)| {
        let mut after = before.clone();
        for edit in edits {
            apply(&mut after, edit);
        }
        (before, after)
    })
}

fn apply(case: &mut RandomCase, edit: Edit) {
    let count = case.talks.len().max(1);
    let talks = &mut case.talks;
    match edit {
        Edit::Move { which, start } => {
            talks.get_mut(which % count).into_iter().for_each(|talk| talk.start = start);
        }
        Edit::Room { which, room } => {
            talks.get_mut(which % count).into_iter().for_each(|talk| talk.room = room);
        }
        Edit::Cancel { which } => {
            talks.get_mut(which % count).into_iter().for_each(|talk| talk.cancelled = true);
        }
        Edit::Remove { which } => {
            if which % count < talks.len() {
                talks.remove(which % count);
            }
        }
        Edit::Add { start, length, rating } => {
            let id = talks.iter().map(|talk| talk.id + 1).max().unwrap_or(0).max(12);
            talks.push(RandomTalk {
                id,
                start,
                length,
                room: 0,
                group: None,
                rating,
                cancelled: false,
                sold_out: false,
            });
        }
    }
}

/// The new agenda of a case, for an old one.
pub(crate) fn replanned(
    old: &Agenda,
    case: &RandomCase,
    keep: Keep,
    at: Option<DateTime<Utc>>,
) -> Replanned {
    replanned_until(old, case, keep, at, deadline())
}

/// The new agenda that is found in time.
pub(crate) fn replanned_until(
    old: &Agenda,
    case: &RandomCase,
    keep: Keep,
    at: Option<DateTime<Utc>>,
    deadline: Deadline,
) -> Replanned {
    let (schedule, _) = case.inputs();
    let ask = Ask {
        old,
        schedule,
        // What has begun moves in the schedule, so places have to be found anew.
        wishes: &|schedule, _| Ok((case.wishes_for(schedule), Vec::new())),
        keep,
        now: at.map(|at| Now { at, room: None }),
        files: Files::default(),
        deadline,
    };
    replan(ask).unwrap()
}
