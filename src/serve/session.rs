//! One person at the page: the profile, what was changed, and the agenda of it.

use std::sync::Arc;

use crate::agenda::{Agenda, Depth};
use crate::error::Error;
use crate::problem::Problem;
use crate::profile::Change;
use crate::render;
use crate::replan::Line;

use super::order::Opened;
use super::papers::{Look, Papers, ProfileFile};
use super::planner::{Conference, Planned};

/// What is worked out after an agenda was answered: conflicts first, whose ways out are waited for,
/// then all that `attend plan` would save.
pub(super) const DEPTHS: [Depth; 2] = [Depth::LISTED, Depth::FULL];

/// Somebody's profile and the agenda of it.
pub struct Session {
    pub(super) conference: Arc<Conference>,
    /// The profile's file.
    papers: Papers,
    pub(super) planned: Arc<Planned>,
    /// The first one.
    first: Arc<Planned>,
    /// The agenda with all that was worked out about it since.
    told: Option<Agenda>,
    /// How many of [`DEPTHS`] that has.
    pub(super) depth: usize,
    /// Goes up with everything that a page has to know.
    pub(super) revision: u64,
    /// What the last change did.
    pub(super) effect: render::Effect,
    /// Whether somebody may still choose another schedule.
    is_open: bool,
    /// Goes up with every other schedule.
    pub(super) edition: u64,
    /// What was worth saying about it.
    pub(super) notes: Vec<String>,
    /// What a new version of it changes, until somebody has taken note.
    pub(super) news: Option<Vec<Line>>,
}

impl Session {
    /// Begins with a profile's text; `on_disk` is whether the file has it already.
    ///
    /// # Errors
    /// A profile with mistakes.
    pub fn new(
        conference: Conference,
        file: ProfileFile,
        text: String,
        on_disk: bool,
    ) -> Result<Session, Error> {
        let planned = conference
            .plan(&text)
            .map_err(|problems| Error::Input { file: file.name.clone(), problems })?;
        let planned = Arc::new(planned);
        Ok(Session {
            conference: Arc::new(conference),
            papers: Papers::new(vec![(file, text, on_disk)]),
            first: Arc::clone(&planned),
            planned,
            told: None,
            depth: 0,
            revision: 1,
            effect: render::Effect::default(),
            is_open: false,
            edition: 1,
            notes: Vec::new(),
            news: None,
        })
    }

    /// The same, where nobody said which schedule it is about: the page asks.
    #[must_use]
    pub fn open(self) -> Session {
        Session { is_open: true, ..self }
    }

    /// Whether somebody may choose another schedule: nothing is said about this one yet.
    pub(super) fn can_choose(&self) -> bool {
        self.is_open && self.papers.is_new() && self.papers.is_only_here(0)
    }

    /// # Errors
    /// When it is too late for another schedule.
    pub(super) fn expect_choice(&self) -> Result<(), Problem> {
        if self.can_choose() {
            return Ok(());
        }
        let what = format!("{} is about a schedule already", self.papers.name(0));
        Err(Problem::whole(what).hint("start `attend serve` in another folder"))
    }

    /// Begins again with another schedule.
    ///
    /// # Errors
    /// When it is too late for that.
    pub(super) fn choose(&mut self, opened: Opened) -> Result<(), Problem> {
        self.expect_choice()?;
        let planned = opened.conference.plan(&opened.profile).map_err(first)?;
        self.papers.restart(vec![opened.profile]);
        self.turn_to(opened.conference, planned, opened.notes);
        self.first = Arc::clone(&self.planned);
        self.effect = render::Effect::default();
        Ok(())
    }

    /// Goes on with a new version of the schedule.
    ///
    /// # Errors
    /// A profile that names what is not in it any more; nothing is changed then.
    pub(super) fn renew(&mut self, opened: Opened) -> Result<(), Problem> {
        let in_the_old = |mut problems: Vec<Problem>| {
            let problem = problems.swap_remove(0);
            let what =
                format!("the new version does not fit {}: {}", self.papers.name(0), problem.what);
            Problem::whole(what)
                .hint("the page stays with the version before until you change that")
        };
        let conference = opened.conference;
        let planned = conference.plan(self.text()).map_err(in_the_old)?;
        let news = conference.changes(self.agenda(), self.text()).map_err(in_the_old)?;
        self.turn_to(conference, planned, opened.notes);
        self.news = Some(news);
        Ok(())
    }

    fn turn_to(&mut self, conference: Conference, planned: Planned, notes: Vec<String>) {
        self.conference = Arc::new(conference);
        self.notes = notes;
        self.edition += 1;
        self.show(planned);
    }

    /// Takes note of a line of the news, or of all.
    pub(super) fn accept(&mut self, line: Option<usize>) {
        match (line, &mut self.news) {
            (Some(line), Some(news)) if news.len() > 1 && line < news.len() => {
                news.remove(line);
            }
            _ => self.news = None,
        }
        self.revision += 1;
    }

    /// What all changes together did.
    pub(super) fn since_start(&self) -> render::Effect {
        let worth = Conference::worth_now(&self.first, &self.planned);
        render::Effect::of(&self.first.agenda, worth, &self.planned.agenda)
    }

    /// The profile's text.
    pub(super) fn text(&self) -> &str {
        &self.papers.texts()[0]
    }

    /// The agenda, as much of it as is known.
    pub(super) fn agenda(&self) -> &Agenda {
        self.told.as_ref().unwrap_or(&self.planned.agenda)
    }

    /// Whether there is nothing more to tell of it.
    pub(super) fn is_settled(&self) -> bool {
        self.depth == DEPTHS.len()
    }

    /// Goes on with what a longer search has found.
    pub(super) fn improve(&mut self, planned: Planned) {
        let is_other = planned.agenda.talks != self.planned.agenda.talks;
        let effect = self.effect.clone();
        self.show(planned);
        // What the click did is still what it did.
        if !is_other {
            self.effect = effect;
        }
    }

    /// Tells more of the agenda.
    pub(super) fn tell(&mut self, agenda: Agenda) {
        self.told = Some(agenda);
        self.depth += 1;
    }

    pub(super) fn can_undo(&self) -> bool {
        self.papers.can_undo()
    }

    pub(super) fn can_redo(&self) -> bool {
        self.papers.can_redo()
    }

    /// The file as the page tells of it.
    pub(super) fn file(&self) -> render::SavedIn<'_> {
        self.papers.saved_in(0)
    }

    /// Takes in what somebody has written to the file.
    pub(super) fn look(&mut self) {
        let conference = &self.conference;
        match self.papers.look(|texts| conference.plan(&texts[0]).map_err(|it| (0, it))) {
            Look::Same => {}
            Look::Told => self.revision += 1,
            Look::New(planned) => self.show(planned),
        }
    }

    /// Makes a change.
    ///
    /// # Errors
    /// A change that cannot be made; nothing is changed then.
    pub(super) fn change(&mut self, change: &Change) -> Result<(), Problem> {
        self.look();
        self.papers.expect_sound()?;
        let text = change.made_in(self.text(), &self.conference.schedule)?;
        if text == self.text() {
            self.expect_marked(change, &self.planned)?;
            let agenda = &self.planned.agenda;
            self.effect = render::Effect::of(agenda, agenda.points, agenda);
        } else {
            let planned = self.conference.plan(&text).map_err(first)?;
            self.expect_marked(change, &planned)?;
            self.papers.step(vec![text]);
            self.show(planned);
        }
        self.papers.save();
        Ok(())
    }

    /// Refuses a mark that does not come to stand alone: the profile may name the talk by its speaker or
    /// in a set.
    fn expect_marked(&self, change: &Change, planned: &Planned) -> Result<(), Problem> {
        let Change::Mark { talk, mark } = change else { return Ok(()) };
        let mut talks = self.conference.schedule.iter();
        let found = talks.find(|(_, event)| event.id.as_str() == talk);
        if found.is_none_or(|(ix, _)| planned.wishes.mark(ix) == *mark) {
            return Ok(());
        }
        let what = format!("{} names this talk by its speaker or in a set", self.papers.name(0));
        Err(Problem::whole(what).hint("change it in the file"))
    }

    /// Goes so many steps back, or forward where it is less than nothing.
    ///
    /// # Errors
    /// When there is no such step.
    pub(super) fn undo(&mut self, back: isize) -> Result<(), Problem> {
        self.look();
        self.papers.expect_sound()?;
        let at = self.papers.back(back)?;
        let planned = self.conference.plan(&self.papers.texts_at(at)[0]).map_err(first)?;
        self.papers.go(at);
        self.show(planned);
        self.papers.save();
        Ok(())
    }

    /// Writes what is not written yet.
    ///
    /// # Errors
    /// When that cannot be done.
    pub fn finish(&mut self) -> Result<(), Error> {
        self.look();
        self.papers.finish()
    }

    fn show(&mut self, planned: Planned) {
        let before = std::mem::replace(&mut self.planned, Arc::new(planned));
        self.told = None;
        self.depth = 0;
        let worth = Conference::worth_now(&before, &self.planned);
        self.effect = render::Effect::of(&before.agenda, worth, &self.planned.agenda);
        self.revision += 1;
    }
}

fn first(mut problems: Vec<Problem>) -> Problem {
    problems.swap_remove(0)
}
