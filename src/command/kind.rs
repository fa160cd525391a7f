//! What a file is that stands where another kind belongs, and what to type instead.

use crate::agenda;
use crate::args::Common;
use crate::error::Error;
use crate::fetch;
use crate::files;
use crate::group;
use crate::problem::Problem;
use crate::profile;
use crate::source::{self, Hints};

use super::Env;
use super::notes::quoted;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing but blanks and comments.
    Empty,
    /// What one person likes.
    Profile,
    /// A saved agenda.
    Agenda,
    /// What a group agreed on.
    Group,
    /// A group's plan, saved.
    Plan,
    /// A schedule, or what only a reader of schedules can name.
    Other,
}

impl Kind {
    /// Of these bytes.
    pub(super) fn of(bytes: &[u8]) -> Kind {
        let is_empty = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
        match std::str::from_utf8(bytes) {
            Ok(text) if text.trim_start_matches('\u{feff}').lines().all(is_empty) => Kind::Empty,
            Ok(text) if group::looks_saved(text) => Kind::Plan,
            Ok(text) if agenda::looks_like(text) => Kind::Agenda,
            _ if profile::looks_like(bytes) => Kind::Profile,
            _ if group::looks_like(bytes) => Kind::Group,
            _ => Kind::Other,
        }
    }

    /// Of a file, as far as it can be read.
    pub(super) fn of_file(name: &str, env: &Env<'_>) -> Option<Kind> {
        let path = env.folder.join(name);
        if files::is_odd(&path) {
            return None;
        }
        Some(Kind::of(&files::read(&path, name, source::MAX_BYTES).ok()?))
    }
}

/// Refuses what is no profile where one is named with `-p`.
pub(super) fn expect_profile(
    file: &str,
    bytes: &[u8],
    schedule: Option<&str>,
    env: &Env<'_>,
) -> Result<(), Error> {
    let (name, wrong) = (quoted(file), |problem| Err(wrong(file, problem)));
    match Kind::of(bytes) {
        Kind::Agenda => wrong(
            Problem::whole("this is a saved agenda, not a profile")
                .hint(format!("`attend replan {name}` plans again from it")),
        ),
        Kind::Group => wrong(
            Problem::whole("this is a group file, not a profile")
                .hint(format!("`attend compare {name}` plans for its members")),
        ),
        Kind::Plan => wrong(
            Problem::whole("this is a group's saved plan, not a profile")
                .hint(format!("`attend replan {name}` plans again from it")),
        ),
        Kind::Other if is_schedule(bytes) => {
            let problem = Problem::whole("this is a schedule, not a profile");
            wrong(problem.hint(match schedule {
                Some(other) if Kind::of_file(other, env) == Some(Kind::Profile) => {
                    format!("the two are swapped: `-s {name} -p {}`", quoted(other))
                }
                _ => format!("name the schedule with `-s {name}`, and your profile with -p"),
            }))
        }
        Kind::Empty | Kind::Profile | Kind::Other => Ok(()),
    }
}

/// The problems of a file that is not a schedule: what it is instead, if that is known.
pub(super) fn not_a_schedule(file: &str, bytes: &[u8], problems: Vec<Problem>) -> Error {
    let name = quoted(file);
    match Kind::of(bytes) {
        Kind::Agenda => wrong(
            file,
            Problem::whole("this is a saved agenda, not a schedule")
                .hint(format!("`attend replan {name}` plans again from it")),
        ),
        Kind::Profile => wrong(
            file,
            Problem::whole("this is a profile, not a schedule")
                .hint(format!("name it with `-p {name}`, and the schedule with -s")),
        ),
        Kind::Group => wrong(
            file,
            Problem::whole("this is a group file, not a schedule")
                .hint(format!("`attend compare {name}` plans for its members")),
        ),
        Kind::Plan => wrong(
            file,
            Problem::whole("this is a group's saved plan, not a schedule")
                .hint(format!("`attend replan {name}` plans again from it")),
        ),
        Kind::Empty | Kind::Other => Error::Input { file: file.to_owned(), problems },
    }
}

/// The problems of a file that is not a saved agenda: what it is instead, if that is known.
pub(super) fn not_an_agenda(file: &str, bytes: &[u8], problems: Vec<Problem>) -> Error {
    let what = "not a saved agenda";
    if Kind::of(bytes) == Kind::Other && is_schedule(bytes) {
        let hint = format!("name the agenda first, and the schedule with `-s {}`", quoted(file));
        return wrong(file, Problem::whole(format!("this is a schedule, {what}")).hint(hint));
    }
    Error::Input { file: file.to_owned(), problems }
}

fn wrong(file: &str, problem: Problem) -> Error {
    Error::Input { file: file.to_owned(), problems: vec![problem] }
}

/// Whether events can be read from these bytes, or they are clearly meant as a schedule.
fn is_schedule(bytes: &[u8]) -> bool {
    let is_native = || {
        let text = String::from_utf8_lossy(bytes);
        text.lines().any(|line| line.starts_with("events:"))
    };
    is_native()
        || source::read(bytes, &Hints::default())
            .is_ok_and(|read| !read.schedule.events().is_empty())
}

/// The option for a file or an address that stands without one; none for other words.
fn option_for(word: &str, env: &Env<'_>) -> Option<&'static str> {
    if fetch::is_url(word) {
        return Some("-s");
    }
    match Kind::of_file(word, env)? {
        Kind::Profile => Some("-p"),
        Kind::Agenda | Kind::Group | Kind::Plan => None,
        Kind::Empty | Kind::Other => Some("-s"),
    }
}

/// Refuses a query or a talk in which a word is a file that belongs to an option.
pub(super) fn refuse_file(
    command: &str,
    words: &[String],
    common: &Common,
    env: &Env<'_>,
) -> Result<(), Error> {
    let found = words.iter().find_map(|word| Some((word, option_for(word, env)?)));
    let Some((word, option)) = found else { return Ok(()) };
    let is_given = match option {
        "-s" => common.schedule.is_some(),
        _ => common.profile.is_some(),
    };
    if is_given {
        return Ok(());
    }
    let others = words.iter().filter(|other| *other != word).map(|word| quoted(word));
    let others = others.map(|other| format!(" {other}")).collect::<String>();
    let hint = format!("`attend {command} {option} {}{others}`", quoted(word));
    Err(Error::Misplaced { command: command.to_owned(), word: word.clone(), hint })
}

/// What to type in place of a word that a command does not take; none where there is nothing better
/// to say than what the command line's own grammar says.
pub fn misplaced(command: &str, word: &str, rest: &[&str], env: &Env<'_>) -> Option<Error> {
    if !["plan", "replan", "next", "init", "serve"].contains(&command) || word.starts_with('-') {
        return None;
    }
    let name = quoted(word);
    let hint = match (option_for(word, env), Kind::of_file(word, env)) {
        (Some(option), _) => format!("`attend {command} {option} {name}`"),
        (None, Some(Kind::Agenda | Kind::Plan)) => {
            format!("`attend replan {name}` plans again from it")
        }
        (None, Some(Kind::Group)) => format!("`attend compare {name}` plans for its members"),
        (None, _) if command == "plan" && rest.len() > 1 => {
            let words = rest.iter().map(|&other| match other == word {
                true => format!(" --like {name}"),
                false => format!(" {}", quoted(other)),
            });
            format!("`attend plan{}` takes it as an interest", words.collect::<String>())
        }
        (None, _) if command == "plan" => {
            format!("-s names the schedule, -p your profile; `--like {name}` is an interest")
        }
        (None, _) => "-s names the schedule".to_owned(),
    };
    Some(Error::Misplaced { command: command.to_owned(), word: word.to_owned(), hint })
}

/// What to type where the options or a file come first, and no command.
pub fn uncommanded(typed: &[&str], env: &Env<'_>) -> Option<Error> {
    let first = typed.first()?;
    let words = |typed: &[&str]| typed.iter().map(|word| format!(" {}", quoted(word))).collect();
    let hint: String = if ["-s", "-p", "--schedule", "--profile", "--like"].contains(first) {
        words(typed)
    } else {
        let option = option_for(first, env)?;
        format!(" {option}{}", words(typed))
    };
    let hint = format!("`attend plan{hint}` plans your day");
    Some(Error::NoCommand { word: (*first).to_owned(), hint })
}
