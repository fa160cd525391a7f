//! Several people at one page: their files, what was changed, and what all of them do.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use serde_yaml::Value;

use crate::agenda::{Agenda, Files};
use crate::error::Error;
use crate::group::{
    self, Aim, Comparison, Entrant, Goal, Member, Own, Plan, Weighing, compare, faults, members,
    own, plan, share_meals, strangers, tell_apart, unshared_booking,
};
use crate::problem::Problem;
use crate::profile::{self, Change, UNNAMED};
use crate::render::{GroupEffect, SavedIn};
use crate::schedule::Schedule;
use crate::score::Index;
use crate::solver::Deadline;
use crate::yaml::{Step, put};

use super::papers::{Look, Papers, ProfileFile, Wrong};

/// What no change changes.
pub struct Circle {
    /// The schedule.
    pub schedule: Schedule,
    /// How long to search.
    pub limit: Duration,
    /// What ends a search early.
    pub stop: Option<&'static AtomicBool>,
    /// What agendas are made from, but for the profile.
    pub files: Files,
}

/// A member's file.
pub enum Seat {
    /// A profile, which can be changed.
    Profile(ProfileFile, String),
    /// A saved agenda, which stays as it is; with the name of its file.
    Saved(String, Box<Agenda>),
}

/// Several people's files and what all of them do.
pub struct Group {
    circle: Circle,
    index: Index,
    seats: Vec<Kept>,
    /// The group file, then the profiles.
    papers: Papers,
    pub(super) planned: Planned,
    pub(super) revision: u64,
    pub(super) effect: GroupEffect,
}

enum Kept {
    /// Its place among the files.
    Paper(usize),
    Saved(String, Box<Agenda>),
}

/// What all of them do.
pub(super) struct Planned {
    members: Vec<Member>,
    plan: Plan,
    pub(super) aim: Aim,
    pub(super) meals: bool,
    pub(super) comparison: Comparison,
}

impl Group {
    /// Begins with the group's file and its members'.
    ///
    /// # Errors
    /// Whatever is wrong with these.
    pub fn new(
        circle: Circle,
        file: ProfileFile,
        text: String,
        seats: Vec<Seat>,
    ) -> Result<Group, Error> {
        let mut files = vec![(file, text, true)];
        let mut kept = Vec::new();
        for seat in seats {
            kept.push(match seat {
                Seat::Profile(file, text) => {
                    files.push((file, text, true));
                    Kept::Paper(files.len() - 1)
                }
                Seat::Saved(name, agenda) => Kept::Saved(name, agenda),
            });
        }
        let papers = Papers::new(files);
        let index = Index::new(&circle.schedule);
        let planned = Planned::of(&circle, &index, &kept, &papers.names(), papers.texts());
        let planned = planned.map_err(|(number, problems)| Error::Input {
            file: papers.name(number).to_owned(),
            problems,
        })?;
        let effect = GroupEffect::default();
        Ok(Group { circle, index, seats: kept, papers, planned, revision: 1, effect })
    }

    pub(super) fn schedule(&self) -> &Schedule {
        &self.circle.schedule
    }

    pub(super) fn can_undo(&self) -> bool {
        self.papers.can_undo()
    }

    pub(super) fn can_redo(&self) -> bool {
        self.papers.can_redo()
    }

    /// The files as the page tells of them.
    pub(super) fn files(&self) -> Vec<SavedIn<'_>> {
        (0..self.papers.texts().len()).map(|number| self.papers.saved_in(number)).collect()
    }

    pub(super) fn members(&self) -> &[Member] {
        &self.planned.members
    }

    /// A member's own agenda.
    pub(super) fn own(&self, number: usize) -> Option<Own> {
        let name = match self.seats.get(number)? {
            Kept::Paper(paper) => self.papers.name(*paper).to_owned(),
            Kept::Saved(name, _) => name.clone(),
        };
        let Planned { members, plan, .. } = &self.planned;
        let files = Files { profile: Some(name), ..self.circle.files.clone() };
        let Circle { schedule, .. } = &self.circle;
        own(schedule, &self.index, members, plan, number, files, self.circle.deadline()).ok()
    }

    /// Takes in what somebody has written to the files.
    pub(super) fn look(&mut self) {
        let Group { circle, index, seats, papers, .. } = self;
        let names = papers.names();
        match papers.look(|texts| Planned::of(circle, index, seats, &names, texts)) {
            Look::Same => {}
            Look::Told => self.revision += 1,
            Look::New(planned) => self.show(planned),
        }
    }

    /// Makes a change of a member's profile.
    ///
    /// # Errors
    /// A change that cannot be made; nothing is changed then.
    pub(super) fn change(&mut self, member: usize, change: &Change) -> Result<(), Problem> {
        let paper = match self.seats.get(member) {
            Some(Kept::Paper(paper)) => *paper,
            Some(Kept::Saved(..)) => return Err(Problem::whole("a saved agenda stays as it is")),
            None => return Err(Problem::whole("there is no such member")),
        };
        self.edit(paper, |text, schedule| change.made_in(text, schedule))
    }

    /// Writes something else under a key of the group's file.
    ///
    /// # Errors
    /// A file that is written in a way that cannot be edited.
    pub(super) fn agree(&mut self, key: &str, value: Option<Value>) -> Result<(), Problem> {
        self.edit(0, |text, _| {
            put(text, &[Step::Key(key)], value.as_ref()).ok_or_else(|| {
                Problem::whole(format!("`{key}` is written in a way that attend cannot edit"))
                    .hint("change it in the file")
            })
        })
    }

    fn edit(
        &mut self,
        paper: usize,
        edited: impl FnOnce(&str, &Schedule) -> Result<String, Problem>,
    ) -> Result<(), Problem> {
        self.look();
        self.papers.expect_sound()?;
        let mut texts = self.papers.texts().to_vec();
        texts[paper] = edited(&texts[paper], &self.circle.schedule)?;
        let planned = self.plan(&texts)?;
        self.papers.step(texts);
        self.show(planned);
        self.papers.save();
        Ok(())
    }

    /// Goes so many steps back, or forward where it is less than nothing.
    ///
    /// # Errors
    /// When there is no such step.
    pub(super) fn undo(&mut self, back: isize) -> Result<(), Problem> {
        self.look();
        self.papers.expect_sound()?;
        let at = self.papers.back(back)?;
        let planned = self.plan(self.papers.texts_at(at))?;
        self.papers.go(at);
        self.show(planned);
        self.papers.save();
        Ok(())
    }

    /// Writes what is not written yet.
    ///
    /// # Errors
    /// When that cannot be done.
    pub(super) fn finish(&mut self) -> Result<(), Error> {
        self.look();
        self.papers.finish()
    }

    fn plan(&self, texts: &[String]) -> Result<Planned, Problem> {
        let Group { circle, index, seats, papers, .. } = self;
        Planned::of(circle, index, seats, &papers.names(), texts).map_err(
            |(number, mut problems)| {
                let Problem { what, hint, .. } = problems.swap_remove(0);
                Problem { hint, ..Problem::whole(format!("{}: {what}", papers.name(number))) }
            },
        )
    }

    fn show(&mut self, planned: Planned) {
        let before = std::mem::replace(&mut self.planned, planned);
        self.effect = GroupEffect::of(&before.comparison, &self.planned.comparison);
        self.revision += 1;
    }
}

impl Circle {
    fn deadline(&self) -> Deadline {
        let deadline = Deadline::after(self.limit);
        self.stop.map_or(deadline, |stop| deadline.unless(stop))
    }
}

impl Planned {
    /// What comes of these texts: the group's, then the profiles'.
    fn of(
        circle: &Circle,
        index: &Index,
        seats: &[Kept],
        names: &[String],
        texts: &[String],
    ) -> Result<Planned, Wrong> {
        let schedule = &circle.schedule;
        let of_group = |problems| (0, problems);
        let file = group::read(&texts[0]).map_err(of_group)?;
        if file.members.len() != seats.len() {
            let problem = Problem::whole("there are other members now");
            return Err(of_group(vec![problem.hint("start `attend serve` again")]));
        }
        let mut entrants = Vec::new();
        for seat in seats {
            entrants.push(match seat {
                Kept::Paper(paper) => {
                    let (wishes, _) = profile::wishes(&texts[*paper], schedule)
                        .map_err(|problems| (*paper, problems))?;
                    Entrant::Wishes { name: wishes.name.clone(), wishes: Box::new(wishes) }
                }
                Kept::Saved(_, agenda) => {
                    Entrant::Agenda { name: agenda.profile.clone(), agenda: agenda.clone() }
                }
            });
        }
        let stem = |seat: &Kept| {
            let name = match seat {
                Kept::Paper(paper) => &names[*paper],
                Kept::Saved(name, _) => name,
            };
            let name = Path::new(name).file_name().map_or(name.into(), |it| it.to_string_lossy());
            name.split('.').find(|part| !part.is_empty()).unwrap_or("member").to_owned()
        };
        let stems: Vec<String> = seats.iter().map(stem).collect();
        let called = entrants.iter().zip(&stems).map(|(entrant, stem)| match entrant.name() {
            UNNAMED => stem.clone(),
            name => name.to_owned(),
        });
        let called = tell_apart(&called.collect::<Vec<String>>(), &stems);
        for (entrant, name) in entrants.iter_mut().zip(called) {
            entrant.rename(name);
        }
        for (seat, problems) in seats.iter().zip(strangers(&entrants)) {
            if let (Kept::Paper(paper), false) = (seat, problems.is_empty()) {
                return Err((*paper, problems));
            }
        }
        let (terms, _) = file.agreed.terms(schedule, &entrants).map_err(of_group)?;
        let aim = file.aim.unwrap_or(Aim::Solo);
        let planners = entrants.iter().filter(|entrant| entrant.has_wishes()).count();
        let goal = match (file.always_together, aim) {
            (true, Aim::Cover) => Goal::One(Weighing::Most),
            (true, Aim::Fair) => Goal::One(Weighing::Fair),
            (true, Aim::Solo | Aim::Together) => Goal::One(Weighing::Sum),
            (false, Aim::Solo) => Goal::Solo,
            (false, Aim::Cover) => Goal::Cover,
            (false, Aim::Fair) => Goal::Fair,
            (false, Aim::Together) => {
                Goal::Together { bonus: file.bonus.unwrap_or_else(|| Goal::usual_bonus(planners)) }
            }
        };
        share_meals(schedule, &mut entrants);
        let deadline = circle.deadline();
        let members = members(schedule, index, entrants, deadline);
        if let (Goal::One(_), Some(it)) = (goal, unshared_booking(schedule, &members)) {
            let what = format!("one agenda for all cannot hold what {} has booked", it.member);
            return Err(of_group(vec![Problem::whole(what).hint("take out `always_together`")]));
        }
        let plan = plan(schedule, &members, goal, &terms, deadline);
        let faults = faults(schedule, &members, goal, &terms, &plan);
        if !faults.is_empty() {
            return Err(of_group(vec![Problem::whole(Error::Faults(faults).to_string())]));
        }
        let comparison = compare(schedule, &members, goal, &terms, &plan);
        Ok(Planned { members, plan, aim, meals: terms.meals, comparison })
    }
}
