//! Every failure: its message, its hint, its exit code. Printed in one place, [`cli::run`].
//!
//! [`cli::run`]: crate::cli::run

use std::fmt;
use std::io;
use std::time::Duration;

use crate::check::Broken;
use crate::group::Fault as GroupFault;
use crate::problem::{Problem, count};

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done; also when the reader closed the pipe.
    Done,
    /// A negative result: a conflict, a change, an invalid file.
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
    /// A file is not what it was when it was read: another run has written it.
    Overtaken {
        /// The file as the user named it.
        file: String,
    },
    /// A file is there already, and nobody said that it may be written over.
    Exists {
        /// The file as the user named it.
        file: String,
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
    /// There is no profile, so nobody knows what to plan for.
    NoProfile {
        /// The option that names the schedule, with a blank before it; empty for the default one.
        schedule: String,
    },
    /// A web address gave no schedule, and there is no good copy of it.
    Download {
        /// The address, without a password.
        url: String,
        /// What went wrong.
        fault: Fault,
    },
    /// Most events of a version are gone: a broken download, or another conference.
    Suspect {
        /// The new version as the user named it.
        file: String,
        /// What is suspicious.
        why: String,
        /// What to do.
        hint: &'static str,
    },
    /// A name is not that of one talk.
    Talk(Problem),
    /// It is not said which saved agenda or talk is meant.
    Which(Problem),
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
    /// A file or a word where the command takes none without an option.
    Misplaced {
        /// The command.
        command: String,
        /// What stands there.
        word: String,
        /// What to type instead.
        hint: String,
    },
    /// A word where a command is expected.
    NoCommand {
        /// The word.
        word: String,
        /// What to type instead.
        hint: String,
    },
    /// An option that does nothing for this answer.
    Useless {
        /// The option.
        option: &'static str,
        /// Why it does nothing.
        why: &'static str,
        /// What to do.
        hint: &'static str,
    },
    /// With `--strict`: must-sees cannot all be kept.
    Conflict(String),
    /// Several things at once, each with its own advice.
    Several(Vec<Error>),
    /// An answer breaks a rule: our bug.
    Broken(Vec<Broken>),
    /// A group's plan is not what it says: our bug.
    Faults(Vec<GroupFault>),
    /// A panic, with its message: our bug.
    Panic(String),
}

/// Why a download is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not a valid URL, with the reason.
    Address(String),
    /// This program was built without the network.
    NotBuilt,
    /// The network was not to be used, and there is no copy.
    NoCopy,
    /// Nobody answers there, with what the system says.
    Unreachable(String),
    /// It took longer than this.
    TooSlow(Duration),
    /// The server refuses, with its number.
    Status(u16),
    /// The server says that a copy is still right, but none was asked about.
    NothingToConfirm,
    /// It redirects to where it must not.
    Detour {
        /// The target, without a password.
        to: String,
        /// What is wrong with it.
        why: Detour,
    },
    /// It redirects more often than this.
    Circle(usize),
    /// It ended too early.
    CutOff,
    /// It is longer than so many bytes.
    TooLarge(usize),
    /// The connection cannot be secured, with the reason.
    Tls(String),
    /// What came is not HTTP, or is not compressed as it says.
    Garbled(String),
    /// It is packed in a way that was not asked for, with its name.
    Packed(String),
    /// There is nothing in it.
    Empty,
    /// It cannot be read as a schedule.
    NotASchedule(Vec<Problem>),
    /// It has less than half of the events of the good copy.
    Shrunk {
        /// The events of the good copy.
        before: usize,
        /// Its own.
        now: usize,
    },
}

/// What is wrong with a redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detour {
    /// It is neither http nor https.
    Scheme,
    /// From an encrypted connection to an open one.
    Downgrade,
    /// From the world into a private network.
    Private,
    /// It is not a valid URL, or there is none.
    Nowhere,
}

impl Fault {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Fault::Address(_) => return None,
            Fault::NotASchedule(problems) => return problems.first()?.hint.clone(),
            Fault::NotBuilt => "download the schedule and give its file",
            Fault::NoCopy => "run it once without --offline",
            Fault::Unreachable(_) => "check the address and the network",
            Fault::Status(401 | 403 | 407) => {
                "it needs a login: download it with a browser and give the file"
            }
            Fault::Status(404 | 410) => "check the address; the schedule may have moved",
            Fault::TooSlow(_) | Fault::Status(_) | Fault::CutOff => "try again later",
            Fault::Detour { why: Detour::Nowhere, .. } | Fault::Circle(_) => {
                "open it in a browser and take the address where it ends"
            }
            Fault::Detour { .. } => "if you trust that address, give it instead",
            Fault::TooLarge(_) => "check that it is a schedule",
            Fault::Tls(_) => "check the address, and this computer's date",
            Fault::NothingToConfirm | Fault::Garbled(_) | Fault::Packed(_) => {
                "download it with a browser and give the file"
            }
            Fault::Empty => "the conference may not have published its schedule yet",
            Fault::Shrunk { .. } => "take it as it is with --force",
        };
        Some(hint.to_owned())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Address(why) => write!(f, "not a valid URL: {why}"),
            Fault::NotBuilt => f.write_str("this attend was built without network access"),
            Fault::NoCopy => f.write_str("there is no copy of it, and --offline was given"),
            Fault::Unreachable(why) => write!(f, "the server cannot be reached: {why}"),
            Fault::TooSlow(limit) => write!(f, "it took longer than {} s", limit.as_secs_f64()),
            Fault::Status(status) => match status_name(*status) {
                Some(name) => write!(f, "the server says {status} ({name})"),
                None => write!(f, "the server says {status}"),
            },
            Fault::NothingToConfirm => {
                f.write_str("the server says that it has not changed, but there is no copy of it")
            }
            Fault::Detour { to, .. } if to.is_empty() => {
                f.write_str("it redirects without an address")
            }
            Fault::Detour { to, why } => write!(f, "it redirects to `{to}`, {why}"),
            Fault::Circle(steps) => write!(f, "too many redirects ({steps})"),
            Fault::CutOff => f.write_str("the download was cut off"),
            Fault::TooLarge(limit) => write!(f, "it is longer than {}", bytes(*limit)),
            Fault::Tls(why) => write!(f, "the connection cannot be secured: {why}"),
            Fault::Garbled(why) => write!(f, "the answer cannot be understood: {why}"),
            Fault::Packed(how) => write!(f, "unsupported Content-Encoding `{how}`"),
            Fault::Empty => f.write_str("the download is empty"),
            Fault::NotASchedule(problems) => match problems.first() {
                Some(Problem { place: Some(place), what, .. }) => write!(f, "{place}: {what}"),
                Some(Problem { place: None, what, .. }) => f.write_str(what),
                None => f.write_str("it is not a schedule"),
            },
            Fault::Shrunk { before, now } => {
                write!(f, "only {now} of {} are left", count(*before, "event"))
            }
        }
    }
}

impl fmt::Display for Detour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Detour::Scheme => "which is neither http nor https",
            Detour::Downgrade => "which is not encrypted",
            Detour::Private => "which is in a private network",
            Detour::Nowhere => "which is not a valid URL",
        })
    }
}

fn status_name(status: u16) -> Option<&'static str> {
    Some(match status {
        401 => "login needed",
        403 => "forbidden",
        404 => "not found",
        410 => "gone",
        429 => "too many requests",
        500 => "server error",
        502 => "bad gateway",
        503 => "not available",
        504 => "gateway time-out",
        _ => return None,
    })
}

fn bytes(number: usize) -> String {
    if number >= 1_000_000 {
        format!("{} MB", number / 1_000_000)
    } else {
        format!("{} kB", number / 1_000)
    }
}

impl Error {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            // Each problem carries its own.
            Error::Input { .. } | Error::Several(_) => None,
            Error::Read { source, .. } if source.kind() == io::ErrorKind::IsADirectory => {
                Some("name a file in it".to_owned())
            }
            Error::Read { .. } => None,
            Error::Write { .. } => Some("choose another file".to_owned()),
            Error::Overtaken { .. } => {
                Some("nothing is written; run it again on what is there now".to_owned())
            }
            Error::Exists { .. } => {
                Some("name another file with -o, or overwrite it with --force".to_owned())
            }
            Error::NotFound { hint, .. } => Some(hint.clone()),
            Error::NoProfile { schedule } => Some(format!(
                "say what you like: `attend plan{schedule} --like WORD --like WORD`\n\
                 hint: or write a profile: `attend init{schedule}`, then `attend plan{schedule}`"
            )),
            Error::Download { fault, .. } => fault.hint(),
            Error::Suspect { hint, .. } => Some((*hint).to_owned()),
            Error::Talk(problem) | Error::Which(problem) => problem.hint.clone(),
            Error::Option { hint, .. } => hint.clone(),
            Error::Misplaced { hint, .. } | Error::NoCommand { hint, .. } => Some(hint.clone()),
            Error::Useless { hint, .. } => Some((*hint).to_owned()),
            Error::Conflict(_) => {
                Some("take one of them out of `must_see`, or leave out --strict".to_owned())
            }
            Error::Broken(_) | Error::Faults(_) => {
                Some("this is a bug of attend: please report it with the files".to_owned())
            }
            Error::Panic(_) => Some(
                "this is a bug of attend: please report it with the files and what it says with \
                 RUST_BACKTRACE=1"
                    .to_owned(),
            ),
        }
    }

    /// How the run ends.
    pub fn exit(&self) -> Exit {
        match self {
            Error::Conflict(_) => Exit::No,
            Error::Broken(_) | Error::Faults(_) | Error::Panic(_) => Exit::Bug,
            Error::Input { .. }
            | Error::Read { .. }
            | Error::Write { .. }
            | Error::Overtaken { .. }
            | Error::Exists { .. }
            | Error::NotFound { .. }
            | Error::NoProfile { .. }
            | Error::Download { .. }
            | Error::Suspect { .. }
            | Error::Talk(_)
            | Error::Which(_)
            | Error::Several(_)
            | Error::Option { .. }
            | Error::Misplaced { .. }
            | Error::NoCommand { .. }
            | Error::Useless { .. } => Exit::Failed,
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
            Error::Overtaken { file } => {
                write!(f, "error: another run has changed {file} since it was read")
            }
            Error::Exists { file } => write!(f, "error: {file} already exists"),
            Error::NotFound { kind, name, .. } => {
                write!(f, "error: there is no {kind} `{name}`")
            }
            Error::NoProfile { .. } => {
                f.write_str("error: there is no profile yet, so nothing says what you like")
            }
            Error::Download { url, fault } => write!(f, "error: cannot read {url}: {fault}"),
            Error::Suspect { file, why, .. } => write!(f, "error: {file}: {why}"),
            Error::Talk(problem) | Error::Which(problem) => write!(f, "error: {}", problem.what),
            Error::Option { option, value, why, .. } => {
                write!(f, "error: {option} `{value}`: {why}")
            }
            Error::NoCommand { word, .. } => {
                write!(f, "error: a command is missing before `{word}`")
            }
            Error::Misplaced { command, word, .. } => {
                write!(f, "error: `{word}` needs an option in `attend {command}`")
            }
            Error::Useless { option, why, .. } => {
                write!(f, "error: {option} does nothing here: {why}")
            }
            Error::Conflict(conflicts) => {
                write!(f, "error: not all must-sees can be kept\n{}", conflicts.trim_end())
            }
            Error::Several(errors) => {
                for (position, error) in errors.iter().enumerate() {
                    if position > 0 {
                        writeln!(f)?;
                    }
                    write!(f, "{error}")?;
                    if let Some(hint) = error.hint() {
                        write!(f, "\nhint: {hint}")?;
                    }
                }
                Ok(())
            }
            Error::Faults(faults) => {
                write!(f, "error: the group's plan is not what it says:")?;
                for fault in faults {
                    write!(f, "\n  {fault:?}")?;
                }
                Ok(())
            }
            Error::Panic(message) => write!(f, "error: attend cannot go on: {message}"),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_our_own_fault_ends_so_and_asks_for_a_report() {
        let errors =
            [Error::Broken(Vec::new()), Error::Faults(Vec::new()), Error::Panic(String::new())];
        for error in errors {
            assert_eq!(error.exit().code(), 70, "{error:?}");
            assert!(error.hint().unwrap().contains("please report it"), "{error:?}");
        }
    }
}
