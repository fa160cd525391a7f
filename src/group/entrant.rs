//! What members bring, before it is scored and solved: names, wishes and agendas as read.

use std::collections::BTreeSet;
use std::num::NonZero;
use std::thread;

use chrono::{DateTime, TimeDelta, Utc};

use crate::agenda::Agenda;
use crate::problem::{Problem, did_you_mean};
use crate::profile::{Named, Wishes};
use crate::schedule::{Schedule, Slot};
use crate::score::Index;
use crate::solver::Deadline;
use crate::text::fold_words;

use super::Member;

/// Someone who is to take part.
#[derive(Clone, Debug)]
pub enum Entrant {
    /// With wishes.
    Wishes {
        /// What the person is called here.
        name: String,
        /// The wishes.
        wishes: Box<Wishes>,
    },
    /// With a saved agenda, which stays as it is.
    Agenda {
        /// What the person is called here.
        name: String,
        /// The agenda.
        agenda: Box<Agenda>,
    },
}

impl Entrant {
    /// What the person is called.
    pub fn name(&self) -> &str {
        match self {
            Entrant::Wishes { name, .. } | Entrant::Agenda { name, .. } => name,
        }
    }

    /// The lengths of the walks to breaks, none among them.
    fn walks(&self) -> BTreeSet<i64> {
        let lengths = match self {
            Entrant::Wishes { wishes, .. } if wishes.breaks.iter().any(|it| it.room.is_some()) => {
                wishes.walking.lengths()
            }
            Entrant::Wishes { .. } | Entrant::Agenda { .. } => BTreeSet::new(),
        };
        lengths.into_iter().chain([0]).collect()
    }

    /// Calls the person otherwise.
    pub fn rename(&mut self, new: String) {
        match self {
            Entrant::Wishes { name, .. } | Entrant::Agenda { name, .. } => *name = new,
        }
    }

    /// Whether it is a saved agenda.
    pub fn is_fixed(&self) -> bool {
        matches!(self, Entrant::Agenda { .. })
    }

    /// Whether the person wants something.
    pub fn has_wishes(&self) -> bool {
        match self {
            Entrant::Wishes { wishes, .. } => {
                !(wishes.interests.is_empty()
                    && wishes.ratings.is_empty()
                    && wishes.must_see.is_empty())
            }
            Entrant::Agenda { agenda, .. } => !agenda.talks.is_empty(),
        }
    }

    /// Whether a folded name means this person: the profile's own name does so as well.
    pub(super) fn is_called(&self, name: &str) -> bool {
        let own = match self {
            Entrant::Wishes { wishes, .. } => &wishes.name,
            Entrant::Agenda { agenda, .. } => &agenda.profile,
        };
        fold_words(own) == name || fold_words(self.name()) == name
    }
}

/// For each entrant the names in `with` that are nobody else's.
pub fn strangers(entrants: &[Entrant]) -> Vec<Vec<Problem>> {
    let of_entrant = |(number, entrant): (usize, &Entrant)| {
        let Entrant::Wishes { wishes, .. } = entrant else { return Vec::new() };
        let others = || entrants.iter().enumerate().filter(|(o, _)| *o != number).map(|(_, e)| e);
        let unknown = |named: &&Named| {
            let name = fold_words(&named.text);
            !others().any(|other| other.is_called(&name))
        };
        let problem = |named: &Named| {
            let what = format!("`with` names `{}`, who is not among the others", named.text);
            let mut problem = Problem::at(named.place, what);
            problem.hint = did_you_mean(&named.text, others().map(Entrant::name));
            problem
        };
        wishes.with.iter().filter(unknown).map(problem).collect()
    };
    entrants.iter().enumerate().map(of_entrant).collect()
}

/// Lets breaks of one name begin whenever any of those who take it gets free, so that they can be
/// taken together.
pub fn share_meals(schedule: &Schedule, entrants: &mut [Entrant]) {
    let names = |entrant: &Entrant| -> BTreeSet<String> {
        match entrant {
            Entrant::Wishes { wishes, .. } => {
                wishes.breaks.iter().map(|it| fold_words(&it.name)).collect()
            }
            Entrant::Agenda { agenda, .. } => {
                agenda.breaks.iter().map(|it| fold_words(&it.title)).collect()
            }
        }
    };
    let all: Vec<BTreeSet<String>> = entrants.iter().map(names).collect();
    let is_shared = |name: &String| all.iter().filter(|names| names.contains(name)).count() > 1;
    let mut starts: BTreeSet<DateTime<Utc>> =
        schedule.events().iter().map(|event| event.slot.end()).collect();
    let mut windows: Vec<Slot> = Vec::new();
    for entrant in &*entrants {
        match entrant {
            Entrant::Wishes { wishes, .. } => {
                starts.extend(wishes.commitments.iter().map(|busy| busy.slot.end()));
                starts.extend(wishes.here.iter().map(|here| here.start()));
                let shared = wishes.breaks.iter().filter(|it| is_shared(&fold_words(&it.name)));
                let days = schedule.days();
                windows.extend(
                    shared.flat_map(|it| days.iter().filter_map(|&day| it.window(schedule, day))),
                );
            }
            Entrant::Agenda { agenda, .. } => {
                starts.extend(agenda.breaks.iter().map(|it| it.start.to_utc()));
            }
        }
    }
    // One gets there a walk later.
    let walks: BTreeSet<i64> = entrants.iter().flat_map(Entrant::walks).collect();
    let there = |start: &DateTime<Utc>| {
        let start = *start;
        walks.iter().map(move |&walk| start + TimeDelta::minutes(walk))
    };
    let mut starts: BTreeSet<DateTime<Utc>> = starts.iter().flat_map(there).collect();
    starts.extend(windows.iter().map(|window| window.start()));
    let in_window = |at: &DateTime<Utc>| {
        windows.iter().any(|window| window.start() <= *at && *at < window.end())
    };
    starts.retain(in_window);
    for entrant in entrants {
        if let Entrant::Wishes { wishes, .. } = entrant
            && wishes.breaks.iter().any(|it| is_shared(&fold_words(&it.name)))
        {
            wishes.break_starts.clone_from(&starts);
        }
    }
}

/// Scores, models and solves for each entrant, several at a time.
pub fn members(
    schedule: &Schedule,
    index: &Index,
    entrants: Vec<Entrant>,
    deadline: Deadline,
) -> Vec<Member> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let each = entrants.len().div_ceil(workers).max(1);
    let mut entrants = entrants.into_iter();
    let mut chunks: Vec<Vec<Entrant>> = Vec::new();
    loop {
        let chunk: Vec<Entrant> = entrants.by_ref().take(each).collect();
        if chunk.is_empty() {
            break;
        }
        chunks.push(chunk);
    }
    let solve = |chunk: Vec<Entrant>| -> Vec<Member> {
        let member = |entrant| match entrant {
            Entrant::Wishes { name, wishes } => {
                Member::planner(name, schedule, index, *wishes, deadline)
            }
            Entrant::Agenda { name, agenda } => Member::fixed(name, schedule, &agenda),
        };
        chunk.into_iter().map(member).collect()
    };
    thread::scope(|scope| {
        let solve = &solve;
        let running: Vec<_> =
            chunks.into_iter().map(|chunk| scope.spawn(move || solve(chunk))).collect();
        running
            .into_iter()
            .flat_map(|handle| {
                handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    })
}
