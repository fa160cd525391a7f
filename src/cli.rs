//! Command line -> streams and exit status: the only place that prints.
//!
//! The terminal, the folder and the streams are handed in, so that tests run whole commands in
//! process.

use std::ffi::OsString;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::Parser as _;
use clap::error::ErrorKind;

use crate::args::Cli;
use crate::command::{self, Answer, Env};
use crate::error::{Error, Exit};
use crate::render::Lines;

/// Runs a command line; gives the exit status.
pub fn run(args: impl IntoIterator<Item = OsString>, env: &mut Env<'_>) -> u8 {
    let outcome = match Cli::try_parse_from(args) {
        Ok(cli) => guarded(|| command::run(&cli.command, env)),
        Err(error) => return usage(&error, env),
    };
    let printed = match outcome {
        Ok(answer) => {
            let mut printed = env.out.write_all(answer.text.as_bytes());
            printed = printed.and_then(|()| env.out.flush());
            for note in &answer.notes {
                // Without a standard error there is nobody to tell.
                let _ = writeln!(env.err, "{}", Lines(note));
            }
            printed.map(|()| answer.exit)
        }
        Err(error) => {
            let _ = writeln!(env.err, "{}", Lines(&error.to_string()));
            if let Some(hint) = error.hint() {
                let _ = writeln!(env.err, "hint: {}", Lines(&hint));
            }
            Ok(error.exit())
        }
    };
    match printed {
        Ok(exit) => exit.code(),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done.code(),
        Err(error) => {
            let _ = writeln!(env.err, "error: cannot write the answer: {error}");
            Exit::Failed.code()
        }
    }
}

/// What a command answers; a panic is an error like others. Nothing of the command is used after it.
fn guarded(command: impl FnOnce() -> Result<Answer, Error>) -> Result<Answer, Error> {
    catch_unwind(AssertUnwindSafe(command)).unwrap_or_else(|panic| {
        let message = panic.downcast_ref::<String>().map(String::as_str);
        let message = message.or_else(|| panic.downcast_ref::<&str>().copied());
        Err(Error::Panic(message.unwrap_or("for an unknown reason").to_owned()))
    })
}

/// Help and version are answers; everything else of clap's is an error.
fn usage(error: &clap::Error, env: &mut Env<'_>) -> u8 {
    let text = if env.color { error.render().ansi().to_string() } else { error.to_string() };
    match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = write!(env.out, "{text}");
            Exit::Done.code()
        }
        _ => {
            let _ = write!(env.err, "{text}");
            Exit::Failed.code()
        }
    }
}
