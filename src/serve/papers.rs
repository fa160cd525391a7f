//! The files that a page writes: what they say, every step on the way there, and what somebody writes
//! beside it.
//!
//! The files are the truth. They are looked at before every answer, so that what is written there by
//! hand is taken in; every change is written at once. A file with mistakes is not written over.

use std::path::PathBuf;

use crate::error::{Error, located};
use crate::files;
use crate::problem::Problem;
use crate::profile;
use crate::render;

/// So many steps can be undone.
const MOST_STEPS: usize = 500;

/// Where a file is kept.
pub struct ProfileFile {
    /// The file.
    pub path: PathBuf,
    /// What the user calls it.
    pub name: String,
}

/// What is wrong with the text of one of some files.
pub(super) type Wrong = (usize, Vec<Problem>);

/// Files that are changed together.
pub(super) struct Papers {
    papers: Vec<Paper>,
    /// All texts that they had, with those that they have now.
    steps: Vec<Vec<String>>,
    at: usize,
    /// Why one could not be written.
    unsaved: Option<String>,
}

struct Paper {
    file: ProfileFile,
    /// What the file says, as far as is known; none where there is no file yet.
    on_disk: Option<String>,
    /// What is wrong with it as somebody has left it.
    faults: Vec<String>,
}

/// What came of a look at the files.
pub(super) enum Look<P> {
    /// Nothing is new.
    Same,
    /// There is something to tell, but the texts stay.
    Told,
    /// They say something else, which makes this.
    New(P),
}

impl Papers {
    /// Files with their texts, and whether they are on disk already.
    pub(super) fn new(files: Vec<(ProfileFile, String, bool)>) -> Papers {
        let texts = files.iter().map(|(_, text, _)| text.clone()).collect();
        let paper = |(file, text, is_there): (ProfileFile, String, bool)| Paper {
            file,
            on_disk: is_there.then_some(text),
            faults: Vec::new(),
        };
        let papers = files.into_iter().map(paper).collect();
        Papers { papers, steps: vec![texts], at: 0, unsaved: None }
    }

    pub(super) fn texts(&self) -> &[String] {
        &self.steps[self.at]
    }

    pub(super) fn name(&self, number: usize) -> &str {
        &self.papers[number].file.name
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.papers.iter().map(|paper| paper.file.name.clone()).collect()
    }

    pub(super) fn can_undo(&self) -> bool {
        self.at > 0
    }

    pub(super) fn can_redo(&self) -> bool {
        self.at + 1 < self.steps.len()
    }

    /// Whether nothing was changed, so that nothing needs to be written.
    pub(super) fn is_new(&self) -> bool {
        self.steps.len() == 1
    }

    /// Whether there is no file yet.
    pub(super) fn is_only_here(&self, number: usize) -> bool {
        self.papers[number].on_disk.is_none()
    }

    /// A file as the page tells of it.
    pub(super) fn saved_in(&self, number: usize) -> render::SavedIn<'_> {
        let paper = &self.papers[number];
        render::SavedIn {
            name: &paper.file.name,
            is_written: paper.on_disk.as_ref() == Some(&self.texts()[number]),
            faults: &paper.faults,
            unsaved: self.unsaved.as_deref(),
        }
    }

    /// Takes in what somebody has written to the files, where a plan can be made for it.
    pub(super) fn look<P>(&mut self, plan: impl FnOnce(&[String]) -> Result<P, Wrong>) -> Look<P> {
        let mut texts = self.texts().to_vec();
        let mut is_news = false;
        for (paper, text) in self.papers.iter_mut().zip(&mut texts) {
            // A file that cannot be read is one that cannot be written: that is told when it matters.
            let Ok(now) = paper.file.read() else { continue };
            if now == paper.on_disk {
                continue;
            }
            is_news = true;
            paper.on_disk = now;
            paper.faults.clear();
            if let Some(now) = &paper.on_disk {
                text.clone_from(now);
            }
        }
        if !is_news {
            return Look::Same;
        }
        if texts == self.texts() {
            self.unsaved = None;
            return Look::Told;
        }
        match plan(&texts) {
            Ok(planned) => {
                self.unsaved = None;
                self.step(texts);
                Look::New(planned)
            }
            Err((number, problems)) => {
                let paper = &mut self.papers[number];
                paper.faults = problems.iter().map(|it| located(&paper.file.name, it)).collect();
                Look::Told
            }
        }
    }

    /// # Errors
    /// When there is a mistake in a file.
    pub(super) fn expect_sound(&self) -> Result<(), Problem> {
        let Some(paper) = self.papers.iter().find(|paper| !paper.faults.is_empty()) else {
            return Ok(());
        };
        let what = format!("{} has mistakes, so it is not written over", paper.file.name);
        Err(Problem::whole(what).hint("correct them there first"))
    }

    /// Says something else from now on.
    pub(super) fn step(&mut self, texts: Vec<String>) {
        self.steps.truncate(self.at + 1);
        self.steps.push(texts);
        if self.steps.len() > MOST_STEPS {
            self.steps.remove(0);
        }
        self.at = self.steps.len() - 1;
    }

    /// Begins again with other texts.
    pub(super) fn restart(&mut self, texts: Vec<String>) {
        (self.steps, self.at) = (vec![texts], 0);
    }

    /// The place of the texts so many steps back, or forward where it is less than nothing.
    ///
    /// # Errors
    /// When there is no such step.
    pub(super) fn back(&self, back: isize) -> Result<usize, Problem> {
        let to = self.at.checked_add_signed(-back).filter(|to| *to < self.steps.len());
        to.ok_or_else(|| Problem::whole("there is nothing more to undo or redo"))
    }

    pub(super) fn texts_at(&self, at: usize) -> &[String] {
        &self.steps[at]
    }

    pub(super) fn go(&mut self, at: usize) {
        self.at = at;
    }

    /// Writes what is not written yet; what cannot be written is told.
    pub(super) fn save(&mut self) {
        self.unsaved = self.write().err().map(|error| error.to_string());
    }

    /// Writes what is not written yet, before the end.
    ///
    /// # Errors
    /// When that cannot be done.
    pub(super) fn finish(&mut self) -> Result<(), Error> {
        if self.is_new() || self.expect_sound().is_err() {
            return Ok(());
        }
        self.write()
    }

    fn write(&mut self) -> Result<(), Error> {
        for (paper, text) in self.papers.iter_mut().zip(&self.steps[self.at]) {
            if paper.on_disk.as_ref() != Some(text) {
                files::write(&paper.file.path, &paper.file.name, text)?;
                paper.on_disk = Some(text.clone());
            }
        }
        Ok(())
    }
}

impl ProfileFile {
    fn read(&self) -> Result<Option<String>, Error> {
        // What cannot be looked at is there.
        if !files::exists(&self.path, &self.name).unwrap_or(true) {
            return Ok(None);
        }
        let bytes = files::read(&self.path, &self.name, profile::MAX_BYTES)?;
        Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
    }
}
