//! `attend check`: is my file right?

use std::fmt::Write as _;

use crate::args::CheckArgs;
use crate::error::{Error, Exit, located};
use crate::files;
use crate::problem::{Problem, count};
use crate::profile;
use crate::render::Terminal;
use crate::schedule::Schedule;
use crate::score::{Index, oddities};
use crate::source::{self, Hints, Read};

use super::load::{self, Notes};
use super::{Answer, Env};

/// Runs the command.
///
/// # Errors
/// When a file cannot be read, or the schedule that profiles are checked against is wrong.
pub(super) fn run(args: &CheckArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    let style = env.style(&args.common);
    let mut notes = Notes::new(&args.common);
    let mut schedule: Option<Schedule> = None;
    let mut text = String::new();
    let mut exit = Exit::Done;
    for file in &args.files {
        let bytes = files::read(&env.folder.join(file), file, source::MAX_BYTES)?;
        let report = if profile::looks_like(&bytes) {
            let against = match &mut schedule {
                Some(schedule) => schedule,
                none => none.insert(load::schedule(
                    args.common.schedule.as_deref(),
                    None,
                    env,
                    &mut notes,
                )?),
            };
            check_profile(bytes, against)
        } else {
            source::read(&bytes, &Hints::default()).map(|read| schedule_report(&read))
        };
        match report {
            Ok(report) => {
                let _ = write!(text, "{}: {file}: {report}", style.good("ok"));
            }
            Err(problems) => {
                exit = Exit::No;
                for problem in &problems {
                    let _ = writeln!(text, "{}: {}", style.error("error"), located(file, problem));
                }
            }
        }
    }
    Ok(Answer { text, notes: notes.into_lines(), exit })
}

fn check_profile(bytes: Vec<u8>, schedule: &Schedule) -> Result<String, Vec<Problem>> {
    let text = load::utf8(bytes).map_err(|problem| vec![problem])?;
    let (wishes, warnings) = profile::wishes(&text, schedule)?;
    let index = Index::new(schedule);
    let scores = index.score(&wishes);
    let liked = schedule.iter().filter(|(ix, _)| scores.of(*ix).points > 0).count();
    let mut report = format!(
        "profile with {} and {}; {} of {} have points at {}\n",
        count(wishes.interests.len(), "interest"),
        count(wishes.must_see.len(), "must-see"),
        count(liked, "talk"),
        schedule.events().len(),
        Terminal(schedule.title()),
    );
    for warning in warnings.iter().chain(&oddities(&index, &wishes)) {
        let place = warning.place.map_or(String::new(), |place| format!("{place}: "));
        let hint = warning.hint.as_ref().map_or(String::new(), |hint| format!(" ({hint})"));
        let _ = writeln!(report, "  {place}{}{hint}", warning.what);
    }
    Ok(report)
}

fn schedule_report(read: &Read) -> String {
    let schedule = &read.schedule;
    let days = schedule.days();
    let span = match (days.first(), days.last()) {
        (Some(first), Some(last)) => {
            format!(", {} to {}", first.format("%-d %b %Y"), last.format("%-d %b %Y"))
        }
        _ => String::new(),
    };
    let mut report = format!(
        "{}: {}, {}{span}, {}\n",
        read.format.name(),
        Terminal(schedule.title()),
        count(schedule.events().len(), "event"),
        schedule.zone(),
    );
    for event in schedule.events() {
        if !event.inferred.is_empty() {
            let what: Vec<&str> = event.inferred.iter().map(|what| what.name()).collect();
            let _ =
                writeln!(report, "  inferred {}: {}", what.join(" and "), Terminal(&event.title));
        }
    }
    for warning in &read.warnings {
        let place = warning.place.map_or(String::new(), |place| format!("{place}: "));
        let event = warning
            .event
            .as_deref()
            .map_or(String::new(), |event| format!("{}: ", Terminal(event)));
        let _ = writeln!(report, "  {place}{event}{} ({})", warning.what, warning.subject.name());
    }
    report
}
