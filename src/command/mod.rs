//! One file per command: load, pipeline, text; no logic.

mod changes;
mod check;
mod compare;
mod convert;
mod group;
mod init;
mod kind;
mod load;
mod names;
mod next;
mod notes;
mod parts;
mod pin;
mod regroup;
mod replan;
mod saved;
#[cfg(feature = "serve")]
mod serve;
mod setup;
mod skip;
mod plan;
mod progress;
mod talks;
mod wanted;
mod watch;
mod why;

pub use kind::{misplaced, uncommanded};

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::args::{Command, Common, Known, Output, When};
use crate::error::{Error, Exit};
use crate::fetch::Limits;
use crate::find::{self, Meant, Unclear};
use crate::render::{Lines, Style, Width};
use crate::schedule::Schedule;
use crate::solver::Deadline;

/// What a run may use of the world.
pub struct Env<'a> {
    /// Where the answer goes.
    pub out: &'a mut dyn Write,
    /// Where everything else goes.
    pub err: &'a mut dyn Write,
    /// What `-` reads.
    pub input: &'a mut dyn Read,
    /// The folder that relative names start from.
    pub folder: PathBuf,
    /// The terminal's width, if the answer goes to one.
    pub width: Option<u16>,
    /// Shows an answer that is longer than the screen, if there is one: says whether it did.
    pub pager: Option<Pager<'a>>,
    /// Whether the answer goes to a terminal that wants colour.
    pub color: bool,
    /// Whether somebody sits at a terminal and reads both streams.
    pub watched: bool,
    /// Whether somebody there can answer questions as well.
    pub answers: bool,
    /// The folder for copies of what was downloaded; none where there is no home.
    pub cache: Option<PathBuf>,
    /// The time.
    pub now: DateTime<Utc>,
    /// How long to wait for a download, and for how much.
    pub limits: Limits,
    /// Ends a search early when it is set; it is set while none is on.
    pub stop: Option<&'static AtomicBool>,
    /// Opens a web page where somebody sees it: says whether it could.
    pub browse: &'a mut dyn FnMut(&str) -> bool,
    /// Runs a command of the user's with a text to read; says how it failed.
    pub run: &'a mut dyn FnMut(&str, &str) -> Result<(), String>,
    /// Waits so long and gives the time then.
    pub wait: &'a mut dyn FnMut(Duration) -> DateTime<Utc>,
}

/// A screen, and what goes through longer texts on it.
pub struct Pager<'a> {
    /// How many lines the screen has.
    pub lines: usize,
    /// Shows a text; says whether it could.
    pub show: &'a mut dyn FnMut(&str) -> bool,
}

impl Env<'_> {
    /// Prints an answer, in a pager where it is longer than the screen.
    ///
    /// # Errors
    /// When nobody can read it.
    pub fn show(&mut self, text: &str) -> io::Result<()> {
        // The shell's next prompt takes a line as well.
        let is_longer = |pager: &&mut Pager<'_>| text.lines().count() >= pager.lines;
        let is_shown = self.pager.as_mut().filter(is_longer).is_some_and(|it| (it.show)(text));
        if is_shown { Ok(()) } else { self.print(text) }
    }

    /// Prints an answer, or a part of it that is due now.
    ///
    /// # Errors
    /// When nobody can read it.
    pub fn print(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())?;
        self.out.flush()
    }

    /// Says something besides the answer; texts from outside may be in it.
    pub fn say(&mut self, text: &str) {
        // Without a standard error there is nobody to tell.
        let _ = writeln!(self.err, "{}", Lines(text));
    }

    /// Puts a question and gives the answer, one line; none where there is none.
    fn ask(&mut self, question: &str) -> Option<String> {
        // Without a standard error there is nobody to ask.
        let _ = write!(self.err, "{}", Lines(question)).and_then(|()| self.err.flush());
        // A byte at a time: what comes after the line is for the next question.
        let mut line = Vec::new();
        let mut byte = [0];
        loop {
            match self.input.read(&mut byte) {
                Ok(1) if byte[0] != b'\n' => line.push(byte[0]),
                Ok(_) => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return None,
            }
        }
        let is_end = byte[0] != b'\n' && line.is_empty();
        (!is_end).then(|| String::from_utf8_lossy(&line).into_owned())
    }

    /// Begins a search.
    fn search(&self, limit: Duration) -> Search {
        if let Some(stop) = self.stop {
            stop.store(false, Ordering::Relaxed);
        }
        Search { limit: Deadline::after(limit), stop: self.stop }
    }

    /// The width of tables.
    fn table_width(&self) -> Width {
        self.width.map_or(Width::DEFAULT, Width::new)
    }

    /// The style of the answer.
    fn style(&self, color: When) -> Style {
        match (color, self.color) {
            (When::Always, _) | (When::Auto, true) => Style::Ansi,
            (When::Never, _) | (When::Auto, false) => Style::Plain,
        }
    }

    /// The style of an answer that may go to a file.
    fn answer_style<F: Known>(&self, common: &Common, output: &Output<F>) -> Style {
        if output.output.is_some() { Style::Plain } else { self.style(common.color) }
    }
}

/// A search that is on until this is dropped.
struct Search {
    limit: Deadline,
    stop: Option<&'static AtomicBool>,
}

impl Search {
    /// When it ends.
    fn deadline(&self) -> Deadline {
        self.stop.map_or(self.limit, |stop| self.limit.unless(stop))
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        if let Some(stop) = self.stop {
            stop.store(true, Ordering::Relaxed);
        }
    }
}

/// The answer of a command.
#[derive(Debug)]
pub struct Answer {
    /// For standard output or the file.
    pub text: String,
    /// For standard error, after the answer.
    pub notes: Vec<String>,
    /// How the run ends.
    pub exit: Exit,
}

/// What a name means in a schedule. Where that is not clear and somebody is there to say it, they are
/// asked which of some talks they mean.
fn talk(schedule: &Schedule, name: &str, env: &mut Env<'_>) -> Result<Meant, Error> {
    find::talk(schedule, name).or_else(|unclear| which(&unclear, env))
}

/// What is meant by a name that is not clear, if somebody is there to say it.
fn which(unclear: &Unclear, env: &mut Env<'_>) -> Result<Meant, Error> {
    if env.answers
        && let Some(question) = unclear.question()
        && let Some(answer) = env.ask(&question)
        && let Some(meant) = unclear.answered(&answer)
    {
        return Ok(meant);
    }
    Err(Error::Talk(unclear.problem()))
}

/// Runs a command.
///
/// # Errors
/// Whatever keeps it from an answer.
pub fn run(command: &Command, env: &mut Env<'_>) -> Result<Answer, Error> {
    match command {
        Command::Plan(args) => plan::run(args, env),
        Command::Replan(args) => replan::run(args, env),
        Command::Next(args) => next::run(args, env),
        Command::Pin(args) => pin::run(pin::Pin::Put, args, env),
        Command::Unpin(args) => pin::run(pin::Pin::Take, args, env),
        Command::Skip(args) => skip::run(args, env),
        Command::Watch(args) => watch::run(args, env),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(args, env),
        Command::Talks(args) => talks::run(args, env),
        Command::Why(args) => why::run(args, env),
        Command::Compare(args) => compare::run(args, env),
        Command::Changes(args) => changes::run(args, env),
        Command::Check(args) => check::run(args, env),
        Command::Convert(args) => convert::run(args, env),
        Command::Init(args) => init::run(args, env),
        Command::Schema(args) => setup::schema(args, env),
        Command::Completions(args) => setup::completions(args),
        Command::Man(args) => setup::man(args, env),
    }
}
