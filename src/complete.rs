//! What a shell offers when the tab key is pressed: commands and options, bundled files, and the
//! talks, rooms, tracks, languages and days of the schedule that the line names.
//!
//! The shell runs `attend` with the line so far. A schedule is read from the disk or from the
//! program, never from the network: a key press must not wait. What cannot be read offers nothing.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Arg, Command, CommandFactory as _};
use clap_complete::engine::{
    ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter,
};
use clap_complete::env::Shells;

use crate::agenda;
use crate::args::{Cli, Shell};
use crate::bundled::{Bundled, PROFILES, SCHEDULES};
use crate::fetch;
use crate::files;
use crate::find::short_id;
use crate::profile;
use crate::schedule::{Event, EventIx, Schedule};
use crate::source::{self, Hints};
use crate::text::fold_words;

/// How names of saved agendas end.
const AGENDA: &str = ".agenda.json";

/// The variable that asks for completions.
pub const VARIABLE: &str = "ATTEND_COMPLETE";

/// The command line of `attend`, with what may stand where: `words` are the line so far, `folder`
/// is where relative names start from.
pub fn command(words: &[OsString], folder: &Path) -> Command {
    let schedule = option(words, "-s", "--schedule")
        .or_else(|| of_profile(words, folder))
        .or_else(|| of_agenda(words, folder));
    let line = Arc::new(Line { schedule, folder: folder.to_owned() });
    let attend = Cli::command();
    let names: Vec<String> =
        attend.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    names.into_iter().fold(attend, |attend, name| {
        attend.mut_subcommand(name, |command| command.mut_args(|arg| completed(arg, &line)))
    })
}

/// The schedule that the profile names.
fn of_profile(words: &[OsString], folder: &Path) -> Option<String> {
    let profile = option(words, "-p", "--profile").unwrap_or("attend.yaml".to_owned());
    let bytes = files::read(&folder.join(&profile), &profile, profile::MAX_BYTES).ok()?;
    beside(&profile, &profile::head(std::str::from_utf8(&bytes).ok()?).schedule?)
}

/// The schedule of the saved agenda on the line, or of the only one here.
fn of_agenda(words: &[OsString], folder: &Path) -> Option<String> {
    let named = words.iter().filter_map(|word| word.to_str()).find(|it| it.ends_with(AGENDA));
    let agenda = match named {
        Some(name) => name.to_owned(),
        None => files::ending_in(folder, AGENDA).into_iter().next()?,
    };
    let bytes = files::read(&folder.join(&agenda), &agenda, agenda::MAX_BYTES).ok()?;
    beside(&agenda, &agenda::read(std::str::from_utf8(&bytes).ok()?).ok()?.source?)
}

/// A file that another one names by the way from its own folder.
fn beside(file: &str, name: &str) -> Option<String> {
    if fetch::is_url(name) {
        return Some(name.to_owned());
    }
    Some(Path::new(file).with_file_name(name).to_str()?.to_owned())
}

/// What a shell has to run once, so that it asks `attend` from then on.
///
/// # Errors
/// None that can happen: it writes to memory.
pub fn registration(shell: Shell) -> std::io::Result<String> {
    let name = match shell {
        Shell::Bash => "bash",
        Shell::Elvish => "elvish",
        Shell::Fish => "fish",
        Shell::Powershell => "powershell",
        Shell::Zsh => "zsh",
    };
    let mut script = Vec::new();
    if let Some(completer) = Shells::builtins().completer(name) {
        completer.write_registration(VARIABLE, "attend", "attend", "attend", &mut script)?;
    }
    Ok(String::from_utf8_lossy(&script).into_owned())
}

/// The part of a command line that completions depend on.
struct Line {
    schedule: Option<String>,
    folder: PathBuf,
}

/// What an option says.
fn option(words: &[OsString], short: &str, long: &str) -> Option<String> {
    let mut words = words.iter().filter_map(|word| word.to_str());
    while let Some(word) = words.next() {
        if word == short || word == long {
            return words.next().map(ToOwned::to_owned);
        }
        let long = word.strip_prefix(long).and_then(|rest| rest.strip_prefix('='));
        if let Some(name) = long.or(word.strip_prefix(short)) {
            return Some(name.to_owned());
        }
    }
    None
}

fn completed(arg: Arg, line: &Arc<Line>) -> Arg {
    type Offers = fn(&Line, &str) -> Vec<CompletionCandidate>;
    let offers: Offers = match arg.get_id().as_str() {
        "talk" | "query" | "must" | "never" => talks,
        "room" => |line, typed| named(line, typed, room),
        "track" => |line, typed| named(line, typed, |s, ix| s.event(ix).track.clone()),
        "language" => |line, typed| named(line, typed, |s, ix| s.event(ix).language.clone()),
        "day" => |line, typed| named(line, typed, day),
        "schedule" | "input" => |line, typed| files_and(SCHEDULES, line, typed),
        "profile" => |line, typed| files_and(PROFILES, line, typed),
        "files" | "output" | "save" => |line, typed| files_and(&[], line, typed),
        _ => return arg,
    };
    let line = Arc::clone(line);
    arg.add(ArgValueCompleter::new(move |typed: &OsStr| {
        typed.to_str().map_or(Vec::new(), |typed| offers(&line, typed))
    }))
}

impl Line {
    fn schedule(&self) -> Option<Schedule> {
        let name = self.schedule.as_deref().unwrap_or(SCHEDULES[0].name);
        if name == "-" || fetch::is_url(name) {
            return None;
        }
        let path = self.folder.join(name);
        let bytes = if files::exists(&path, name).ok()? {
            files::read(&path, name, source::MAX_BYTES).ok()?
        } else {
            let bundled = SCHEDULES.iter().find(|bundled| bundled.name == name)?;
            bundled.text.as_bytes().to_vec()
        };
        Some(source::read(&bytes, &Hints::default()).ok()?.schedule)
    }
}

/// Talks whose short id begins like this, by that; and those with a word that does, by title: small
/// letters and dashes spare the quotes.
fn talks(line: &Line, typed: &str) -> Vec<CompletionCandidate> {
    let wanted = fold_words(typed);
    let Some(schedule) = line.schedule() else { return Vec::new() };
    let talk = |(ix, event): (EventIx, &Event)| {
        let title = fold_words(&event.title);
        let fits = title.starts_with(&wanted) || title.contains(&format!(" {wanted}"));
        let start = schedule.zone().at(event.slot.start());
        let help = format!("{} {} {}", start.format("%a %H:%M"), event.room_name(), event.title);
        if let Some(id) = short_id(event).filter(|id| !typed.is_empty() && id.starts_with(typed)) {
            return Some(offer(id.to_owned(), Some(help)));
        }
        (fits && !title.is_empty() && schedule.occurrences(ix)[0] == ix)
            .then(|| offer(title.replace(' ', "-"), Some(help)))
    };
    schedule.iter().filter_map(talk).collect()
}

/// Names of events that begin like this, each once.
fn named(
    line: &Line,
    typed: &str,
    name: fn(&Schedule, EventIx) -> Option<String>,
) -> Vec<CompletionCandidate> {
    let Some(schedule) = line.schedule() else { return Vec::new() };
    let mut names: Vec<String> =
        schedule.iter().filter_map(|(ix, _)| name(&schedule, ix)).collect();
    names.sort();
    names.dedup();
    let typed = fold_words(typed);
    names.retain(|name| fold_words(name).starts_with(&typed));
    names.into_iter().map(|name| offer(name, None)).collect()
}

fn room(schedule: &Schedule, ix: EventIx) -> Option<String> {
    schedule.event(ix).room.as_ref().map(ToString::to_string)
}

fn day(schedule: &Schedule, ix: EventIx) -> Option<String> {
    Some(schedule.day(schedule.event(ix).slot.start()).to_string())
}

/// Bundled files whose names begin like this, and those on the disk.
fn files_and(bundled: &[Bundled], line: &Line, typed: &str) -> Vec<CompletionCandidate> {
    let names = bundled.iter().map(|bundled| bundled.name).filter(|name| name.starts_with(typed));
    let mut offers: Vec<CompletionCandidate> =
        names.map(|name| offer(name.to_owned(), Some("bundled".to_owned()))).collect();
    let paths = PathCompleter::any().current_dir(&line.folder);
    offers.extend(paths.complete(OsStr::new(typed)));
    offers
}

fn offer(value: String, help: Option<String>) -> CompletionCandidate {
    CompletionCandidate::new(value).help(help.map(Into::into))
}
