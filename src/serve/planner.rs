//! A conference that is kept, and a profile's text -> the best agenda for it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use std::collections::{BTreeMap, BTreeSet};

use crate::agenda::{Agenda, Depth, Files, History, Standing, assemble, standing};
use crate::error::Error;
use crate::model::{CandidateIx, Model};
use crate::problem::Problem;
use crate::profile::{self, Wishes};
use crate::render::CloseCall;
use crate::replan::{Ask, Fate, Keep, Line, Stop, replan};
use crate::schedule::{EventIx, Schedule};
use crate::score::{Index, Scores, Theme, oddities, themes};
use crate::solved::Solved;
use crate::solver::{Deadline, Proof, Selection, solve};

/// How long a click waits for a proof; what is left of it is looked for afterwards.
const QUICK: Duration = Duration::from_millis(400);

/// What no profile changes.
pub struct Conference {
    /// The schedule.
    pub schedule: Schedule,
    /// Its words.
    index: Index,
    /// What it is about.
    themes: Vec<Theme>,
    /// What the agenda is made from, as `attend plan` would save it.
    files: Files,
    limit: Duration,
    stop: Option<&'static AtomicBool>,
}

/// A profile and its agenda.
pub(super) struct Planned {
    pub(super) wishes: Wishes,
    /// What is odd about the profile.
    pub(super) warnings: Vec<Problem>,
    pub(super) scores: Scores,
    model: Model,
    selection: Selection,
    /// Whether no more is to be found in the time that there is.
    pub(super) is_final: bool,
    /// Without prices and conflicts: nobody who has clicked waits for these.
    pub(super) agenda: Agenda,
}

impl Conference {
    /// A conference, with what says where it was read from, how long to search, and what ends a
    /// search early.
    pub fn new(
        schedule: Schedule,
        files: Files,
        limit: Duration,
        stop: Option<&'static AtomicBool>,
    ) -> Conference {
        let index = Index::new(&schedule);
        let themes = themes(&index, &schedule);
        Conference { schedule, index, themes, files, limit, stop }
    }

    pub(super) fn themes(&self) -> &[Theme] {
        &self.themes
    }

    /// The talks that a word finds.
    pub(super) fn matching(&self, word: &str) -> Vec<EventIx> {
        self.index.matching(word).into_iter().collect()
    }

    /// The best agenda for a profile, or a good one where that takes long.
    ///
    /// # Errors
    /// What is wrong with the profile.
    pub(super) fn plan(&self, text: &str) -> Result<Planned, Vec<Problem>> {
        let (wishes, warnings) = profile::wishes(text, &self.schedule)?;
        let scores = self.index.score(&wishes);
        let model = Model::build(&self.schedule, &wishes, &scores);
        let deadline = self.deadline(self.limit.min(QUICK));
        let selection = solve(&model, deadline);
        let is_final = selection.proof == Proof::Optimal || self.limit <= QUICK;
        let solved = Solved::checked(&self.schedule, &wishes, &scores, &model, &selection);
        let solved =
            solved.map_err(|broken| vec![Problem::whole(Error::Broken(broken).to_string())])?;
        let agenda = self.agenda(&solved, Depth::BARE, deadline);
        Ok(Planned { wishes, warnings, scores, model, selection, is_final, agenda })
    }

    /// The same, searched for in all the time that there is; none where something ends that early.
    pub(super) fn searched(&self, planned: &Planned, stop: &'static AtomicBool) -> Option<Planned> {
        let deadline = Deadline::after(self.limit).unless(stop);
        let Planned { wishes, warnings, scores, model, .. } = planned;
        let selection = solve(model, deadline);
        let solved = Solved::checked(&self.schedule, wishes, scores, model, &selection).ok()?;
        let agenda = self.agenda(&solved, Depth::BARE, deadline);
        (!stop.load(Ordering::Relaxed)).then(|| Planned {
            wishes: wishes.clone(),
            warnings: warnings.clone(),
            scores: scores.clone(),
            model: model.clone(),
            selection,
            is_final: true,
            agenda,
        })
    }

    /// What the agenda before is worth now. Where the interests are others, all points are, so that
    /// the talks are counted again, without those that cannot be planned any more.
    pub(super) fn worth_now(before: &Planned, now: &Planned) -> i64 {
        if before.wishes.interests == now.wishes.interests {
            return before.selection.worth.points;
        }
        let known = |ix: &EventIx| now.model.candidates_of(*ix).first().copied();
        let mut talks: Vec<CandidateIx> =
            before.selection.events.iter().filter_map(known).collect();
        talks.sort_unstable();
        now.model.worth(&talks).points
    }

    /// The agenda with more of what it can tell, unless something ends that early.
    pub(super) fn told(
        &self,
        planned: &Planned,
        depth: Depth,
        stop: &'static AtomicBool,
    ) -> Agenda {
        self.agenda(&self.solved(planned), depth, Deadline::after(self.limit).unless(stop))
    }

    /// What another version of the schedule changes in an agenda.
    ///
    /// # Errors
    /// What is wrong with the profile for it.
    pub(super) fn changes(&self, old: &Agenda, text: &str) -> Result<Vec<Line>, Vec<Problem>> {
        let ask = Ask {
            old,
            schedule: self.schedule.clone(),
            wishes: &|schedule, former| profile::wishes_since(text, schedule, Some(former)),
            keep: Keep::Points(0),
            now: None,
            files: self.files.clone(),
            deadline: self.deadline(self.limit),
        };
        let replanned = replan(ask).map_err(|stop| match stop {
            Stop::Profile(problems) => problems,
            Stop::Broken(broken) => vec![Problem::whole(Error::Broken(broken).to_string())],
        })?;
        let lines = replanned.delta.lines.into_iter();
        Ok(lines.filter(|line| line.fate != Fate::Kept).collect())
    }

    /// How a talk stands to the agenda.
    pub(super) fn standing(&self, planned: &Planned, talk: &[EventIx]) -> Standing {
        standing(&self.solved(planned), talk, self.deadline(self.limit))
    }

    /// The chosen talks of an agenda in whose place another one would cost least, with that and what
    /// it costs; none of which the profile says something by name.
    pub(super) fn close_calls(&self, planned: &Planned, agenda: &Agenda) -> Vec<CloseCall> {
        const MOST: usize = 3;
        let by_id: BTreeMap<&str, EventIx> =
            self.schedule.iter().map(|(ix, event)| (event.id.as_str(), ix)).collect();
        let open = |id: &str| by_id.get(id).copied().filter(|&ix| !planned.wishes.is_named(ix));
        let mut calls: Vec<CloseCall> = Vec::new();
        for talk in &agenda.talks {
            let Some(chosen) = open(&talk.id) else { continue };
            calls.extend(talk.alternatives.iter().filter_map(|other| {
                Some(CloseCall { chosen, other: open(&other.id)?, cost: other.price? })
            }));
        }
        calls.sort_by_key(|call| (call.cost, call.chosen, call.other));
        let mut asked = BTreeSet::new();
        calls.retain(|call| asked.insert(call.chosen) && asked.insert(call.other));
        calls.truncate(MOST);
        calls
    }

    fn solved<'a>(&'a self, planned: &'a Planned) -> Solved<'a> {
        let Planned { wishes, scores, model, selection, .. } = planned;
        Solved { schedule: &self.schedule, wishes, scores, model, selection }
    }

    fn agenda(&self, solved: &Solved<'_>, depth: Depth, deadline: Deadline) -> Agenda {
        let odd = oddities(&self.index, solved.wishes);
        let history = History { files: self.files.clone(), ..History::default() };
        assemble(solved, depth, deadline).finished(
            solved.schedule,
            solved.wishes,
            solved.scores,
            &odd,
            history,
        )
    }

    fn deadline(&self, limit: Duration) -> Deadline {
        let deadline = Deadline::after(limit);
        self.stop.map_or(deadline, |stop| deadline.unless(stop))
    }
}
