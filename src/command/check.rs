//! `attend check`: is my file right?

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::agenda;
use crate::args::{CheckArgs, Wanted};
use crate::bundled::{PROFILES, SCHEDULES};
use crate::error::{Error, Exit, located};
use crate::fetch::is_url;
use crate::group::read_saved;
use crate::problem::{Problem, and_list, count};
use crate::profile::{self, Head};
use crate::render::{self, Extent, Lines, Style, Terminal};
use crate::schedule::Schedule;
use crate::score::{Index, oddities};
use crate::source::{self, Read};

use super::group;
use super::kind::Kind;
use super::load;
use super::notes::Notes;
use super::{Answer, Env};

/// Runs the command.
///
/// # Errors
/// When a file cannot be read, or the schedule that profiles are checked against is wrong.
pub(super) fn run(args: &CheckArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    load::brief(&args.common, false)?;
    let style = env.style(args.common.color);
    let mut notes = Notes::new(args.common.verbosity);
    let mut schedule = None;
    let mut text = String::new();
    let mut exit = Exit::Done;
    for file in &args.files {
        match check(file, args, &mut schedule, env, &mut notes)? {
            (file, Ok(report)) => {
                let _ = write!(text, "{}: {}: {report}", style.good("ok"), Lines(&file));
            }
            (file, Err(problems)) => {
                exit = Exit::No;
                for problem in &problems {
                    let problem = located(&file, problem);
                    let _ = writeln!(text, "{}: {}", style.error("error"), Lines(&problem));
                }
            }
        }
    }
    Ok(Answer { text, notes: notes.into_lines(), exit })
}

/// What a file is called, and what is to be said about it: a report, or all that is wrong.
type Checked = (String, Result<String, Vec<Problem>>);

/// What profiles of a folder say of their schedule, and that schedule.
type Against = Option<((Option<PathBuf>, Head), Schedule)>;

/// Checks one file. `against` is the schedule of profiles, loaded when the first one needs it.
fn check(
    file: &str,
    args: &CheckArgs,
    against: &mut Against,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<Checked, Error> {
    let common = &args.common;
    let hints = load::hints(&common.times)?;
    let extent = if args.all || common.verbosity.verbose { Extent::All } else { Extent::First };
    let width = env.table_width();
    let report = |read: &Read| render::schedule_check(read, extent).terminal(width, Style::Plain);
    if is_url(file) {
        return match load::read(file, common.network, &hints, env, notes) {
            Ok((file, read)) => Ok((file, whole(read).map(|read| report(&read)))),
            Err(Error::Input { file, problems }) => Ok((file, Err(problems))),
            Err(error) => Err(error),
        };
    }
    let bundled = [SCHEDULES, PROFILES].concat();
    let name = file;
    let (file, bytes) = load::bytes("file", name, &bundled, env, notes)?;
    match Kind::of(&bytes) {
        Kind::Profile => {}
        Kind::Empty => return Ok((file, Err(vec![empty(&bytes)]))),
        Kind::Agenda => return Ok((file, check_agenda(bytes))),
        Kind::Plan => return Ok((file, check_plan(bytes))),
        Kind::Group => return check_group(file, bytes, args, env, notes),
        Kind::Other => match source::read(&bytes, &hints) {
            Ok(read) => {
                let read = load::called(read, name, &file);
                return Ok((file, whole(read).map(|read| report(&read))));
            }
            Err(problems) if !is_yaml(&file) || problems.iter().any(|it| it.place.is_some()) => {
                return Ok((file, Err(problems)));
            }
            Err(_) if profile::may_be_meant(&bytes) => {}
            Err(_) => {
                let neither = Problem::whole("this is neither a profile nor a schedule").hint(
                    "a profile begins with `interests:`; a schedule has `title`, `timezone` and \
                     `events`",
                );
                return Ok((file, Err(vec![neither])));
            }
        },
    }
    let text = match load::utf8(bytes) {
        Ok(text) => text,
        Err(problem) => return Ok((file, Err(vec![problem]))),
    };
    let given = (file, text);
    // Several profiles are mostly for one conference.
    let head = profile::head(&given.1);
    let mut common = common.clone();
    if common.schedule.is_none() && head.schedule.is_none() {
        // A schedule that is checked beside it is the one that it is for.
        let is_schedule =
            |name: &&String| is_url(name) || Kind::of_file(name, env) == Some(Kind::Other);
        *common.schedule = args.files.iter().find(is_schedule).cloned();
    }
    let key = (Path::new(&given.0).parent().map(Path::to_owned), head);
    let schedule = match against {
        Some((known, schedule)) if *known == key => schedule,
        other => &other.insert((key, load::for_profile(&common, Some(&given), env, notes)?.1)).1,
    };
    let (file, text) = given;
    Ok((file, check_profile(&text, schedule)))
}

/// A schedule of which something was read that one can plan with.
fn whole(mut read: Read) -> Result<Read, Vec<Problem>> {
    match read.sparse.take() {
        Some(problem) => Err(vec![problem]),
        None => Ok(read),
    }
}

fn is_yaml(file: &str) -> bool {
    [".yaml", ".yml"].iter().any(|end| file.to_lowercase().ends_with(end))
}

/// A file in which nothing is, neither of a profile nor of a schedule.
fn empty(bytes: &[u8]) -> Problem {
    let has_comments = !bytes.trim_ascii().is_empty();
    let what =
        if has_comments { "there is nothing but comments in it" } else { "the file is empty" };
    Problem::whole(what).hint(
        "a profile begins with `interests:`, and a schedule is saved from the conference's site",
    )
}

fn check_plan(bytes: Vec<u8>) -> Result<String, Vec<Problem>> {
    let text = load::utf8(bytes).map_err(|problem| vec![problem])?;
    let saved = read_saved(&text)?;
    let names: Vec<String> = saved.members.iter().map(|it| it.name.clone()).collect();
    Ok(format!("saved plan of {}\n", Terminal(&and_list(&names))))
}

/// Checks a group file: its own lines, and whether each member's file can be planned with.
fn check_group(
    name: String,
    bytes: Vec<u8>,
    args: &CheckArgs,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<Checked, Error> {
    let group = match group::of_file(name.clone(), bytes, env) {
        Ok(group) => group,
        Err(Error::Input { problems, .. }) => return Ok((name, Err(problems))),
        Err(error) => return Err(error),
    };
    let schedule = group.schedule(&args.common, env, notes)?.1;
    let entrants = match group.entrants(&Wanted::default(), &schedule, env, notes) {
        Ok(entrants) => entrants,
        Err(error) => return Ok((name, Err(group.of_members(&error)))),
    };
    Ok((
        name,
        match group.terms(&schedule, &entrants, notes) {
            Ok(_) => {
                let names: Vec<String> = entrants.iter().map(|it| it.name().to_owned()).collect();
                let (names, title) = (and_list(&names), schedule.title());
                Ok(format!("group of {} at {}\n", Terminal(&names), Terminal(title)))
            }
            Err(Error::Input { problems, .. }) => Err(problems),
            Err(error) => return Err(error),
        },
    ))
}

fn check_agenda(bytes: Vec<u8>) -> Result<String, Vec<Problem>> {
    let text = load::utf8(bytes).map_err(|problem| vec![problem])?;
    let agenda = agenda::read(&text)?;
    Ok(format!(
        "saved agenda of {} with {} at {}\n",
        Terminal(&agenda.profile),
        count(agenda.talks.len(), "talk"),
        Terminal(&agenda.schedule.title),
    ))
}

fn check_profile(text: &str, schedule: &Schedule) -> Result<String, Vec<Problem>> {
    let (wishes, warnings) = profile::wishes(text, schedule)?;
    let index = Index::new(schedule);
    let scores = index.score(&wishes);
    let liked = schedule.iter().filter(|(ix, _)| scores.of(*ix).points > 0).count();
    let odd = oddities(&index, &wishes);
    if liked == 0 && wishes.interests.iter().any(|interest| interest.weight.number() > 0.0) {
        let what = format!("none of the interests matches a talk at {}", schedule.title());
        return Err(std::iter::once(Problem::whole(what)).chain(odd).collect());
    }
    let mut report = format!(
        "profile with {} and {}; {} of {} have points at {}\n",
        count(wishes.interests.len(), "interest"),
        count(wishes.must_see.len(), "must-see"),
        count(liked, "talk"),
        schedule.events().len(),
        Terminal(schedule.title()),
    );
    for warning in warnings.iter().chain(&odd) {
        let place = warning.place.map_or(String::new(), |place| format!("{place}: "));
        let hint = warning.hint.as_ref().map_or(String::new(), |hint| format!(" ({hint})"));
        let _ = writeln!(report, "  {}", Lines(&format!("{place}{}{hint}", warning.what)));
    }
    Ok(report)
}
