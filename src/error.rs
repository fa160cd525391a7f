//! Every failure: its message, its hint, its exit code. Printed in one place, [`cli::run`].
//!
//! [`cli::run`]: crate::cli::run

use std::fmt;
use std::io;

use crate::check::Broken;
use crate::problem::Problem;

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done; also when the reader closed the pipe.
    Done,
    /// The honest answer is no.
    No,
    /// Wrong usage, unreadable or wrong input, cannot write.
    Failed,
    /// Our own bug.
    Bug,
}

impl Exit {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::No => 1,
            Exit::Failed => 2,
            Exit::Bug => 70,
        }
    }
}

/// Why a command gave no answer.
#[derive(Debug)]
pub enum Error {
    /// A file's content is wrong.
    Input {
        /// The file as the user named it.
        file: String,
        /// All that is wrong.
        problems: Vec<Problem>,
    },
    /// A file cannot be read.
    Read {
        /// The file as the user named it.
        file: String,
        /// What the system says.
        source: io::Error,
    },
    /// A file cannot be written; what it held before is untouched.
    Write {
        /// The file as the user named it.
        file: String,
        /// What the system says.
        source: io::Error,
    },
    /// Neither a file nor a bundled one.
    NotFound {
        /// `schedule` or `profile`.
        kind: &'static str,
        /// As the user named it.
        name: String,
        /// What is there.
        hint: String,
    },
    /// A name is not that of one talk.
    Talk(Problem),
    /// A value of an option means nothing here.
    Option {
        /// The option.
        option: &'static str,
        /// Its value.
        value: String,
        /// What is wrong with it.
        why: String,
        /// What to do.
        hint: Option<String>,
    },
    /// With `--strict`: must-sees cannot all be kept.
    Conflict(String),
    /// An answer breaks a rule: our bug.
    Broken(Vec<Broken>),
}

impl Error {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            // Each problem carries its own.
            Error::Input { .. } => None,
            Error::Read { .. } => None,
            Error::Write { .. } => Some("choose another file with -o".to_owned()),
            Error::NotFound { hint, .. } => Some(hint.clone()),
            Error::Talk(problem) => problem.hint.clone(),
            Error::Option { hint, .. } => hint.clone(),
            Error::Conflict(_) => {
                Some("take one of them out of `must_see`, or leave out --strict".to_owned())
            }
            Error::Broken(_) => {
                Some("this is a bug of attend: please report it with the two files".to_owned())
            }
        }
    }

    /// How the run ends.
    pub fn exit(&self) -> Exit {
        match self {
            Error::Conflict(_) => Exit::No,
            Error::Broken(_) => Exit::Bug,
            Error::Input { .. }
            | Error::Read { .. }
            | Error::Write { .. }
            | Error::NotFound { .. }
            | Error::Talk(_)
            | Error::Option { .. } => Exit::Failed,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Input { file, problems } => {
                for (position, problem) in problems.iter().enumerate() {
                    if position > 0 {
                        writeln!(f)?;
                    }
                    write!(f, "error: {}", located(file, problem))?;
                }
                Ok(())
            }
            Error::Read { file, source } => write!(f, "error: cannot read {file}: {source}"),
            Error::Write { file, source } => write!(f, "error: cannot write {file}: {source}"),
            Error::NotFound { kind, name, .. } => {
                write!(f, "error: there is no {kind} `{name}`")
            }
            Error::Talk(problem) => write!(f, "error: {}", problem.what),
            Error::Option { option, value, why, .. } => {
                write!(f, "error: {option} `{value}`: {why}")
            }
            Error::Conflict(conflicts) => {
                write!(f, "error: not all must-sees can be kept\n{}", conflicts.trim_end())
            }
            Error::Broken(broken) => {
                write!(f, "error: the agenda breaks its own rules:")?;
                for rule in broken {
                    write!(f, "\n  {rule:?}")?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for Error {}

/// A problem with its file, place and hint.
pub fn located(file: &str, problem: &Problem) -> String {
    let place = problem.place.map_or(String::new(), |place| format!(":{place}"));
    let hint = problem.hint.as_ref().map_or(String::new(), |hint| format!("\nhint: {hint}"));
    format!("{file}{place}: {}{hint}", problem.what)
}
