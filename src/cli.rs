//! Command line -> streams and exit status: the only place that prints.
//!
//! The terminal, the folder and the streams are handed in, so that tests run whole commands in
//! process.

use std::ffi::OsString;
use std::io;

use clap::Parser as _;
use clap::error::ErrorKind;

use crate::args::Cli;
use crate::command::{self, Env};
use crate::error::Exit;
use crate::render::Lines;

/// Runs a command line; gives the exit status.
pub fn run(args: impl IntoIterator<Item = OsString>, env: &mut Env<'_>) -> u8 {
    let outcome = match Cli::try_parse_from(args) {
        Ok(cli) => command::run(&cli.command, env),
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
