//! What a command says besides its answer, and which files it must not write over.

use std::path::PathBuf;

use crate::args::Verbosity;
use crate::error::Error;
use crate::files;

use super::Env;

/// What goes to standard error, and what was read for the answer.
#[derive(Default)]
pub(super) struct Notes {
    lines: Vec<String>,
    quiet: bool,
    verbose: bool,
    read: Vec<PathBuf>,
}

impl Notes {
    pub(super) fn new(verbosity: Verbosity) -> Notes {
        let Verbosity { quiet, verbose } = verbosity;
        Notes { lines: Vec::new(), quiet, verbose, read: Vec::new() }
    }

    /// Something that the user may want to act on.
    pub(super) fn warn(&mut self, text: impl AsRef<str>) {
        if !self.quiet {
            self.lines.push(format!("warning: {}", text.as_ref()));
        }
    }

    /// Something that was decided for the user.
    pub(super) fn note(&mut self, text: impl AsRef<str>) {
        if !self.quiet {
            self.lines.push(format!("note: {}", text.as_ref()));
        }
    }

    /// What one would do now; said only to somebody who sits at a terminal.
    pub(super) fn next(&mut self, text: impl AsRef<str>, env: &Env<'_>) {
        if env.watched && !self.quiet {
            self.lines.push(format!("next: {}", text.as_ref()));
        }
    }

    /// Something for the curious.
    pub(super) fn detail(&mut self, text: impl AsRef<str>) {
        if self.verbose {
            self.lines.push(text.as_ref().to_owned());
        }
    }

    /// Refuses to write over a file that was read: it would be lost, and is hardly meant.
    pub(super) fn spare(
        &self,
        option: &'static str,
        name: &str,
        env: &Env<'_>,
    ) -> Result<(), Error> {
        let path = env.folder.join(name);
        if self.read.iter().any(|read| files::same(&path, read)) {
            return Err(taken(option, name, "it is read for the answer and would be lost"));
        }
        Ok(())
    }

    /// Keeps a file from being written over like one that was read.
    pub(super) fn reserve(&mut self, path: PathBuf) {
        self.read.push(path);
    }

    /// What was read may be written over from now on: its content is in the answer.
    pub(super) fn release(&mut self) {
        self.read.clear();
    }

    pub(super) fn into_lines(self) -> Vec<String> {
        self.lines
    }
}

/// An option names a file that is not for it.
pub(super) fn taken(option: &'static str, name: &str, why: &str) -> Error {
    Error::Option {
        option,
        value: name.to_owned(),
        why: why.to_owned(),
        hint: Some("name another file".to_owned()),
    }
}

/// A word of a command line, in quotes where a shell needs them.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:+@=,%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
