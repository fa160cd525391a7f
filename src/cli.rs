//! Command line -> streams and exit status: the only place that prints.
//!
//! The terminal, the folder and the streams are handed in, so that tests run whole commands in
//! process.

use std::ffi::OsString;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::Parser as _;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::args::Cli;
use crate::command::{self, Answer, Env};
use crate::error::{Error, Exit};
use crate::render::Lines;

/// The colours that clap writes, and nothing else that begins with an escape.
const COLOURS: [&str; 6] = ["[0m", "[1m", "[4m", "[31m", "[32m", "[33m"];

/// Runs a command line; gives the exit status.
pub fn run(args: impl IntoIterator<Item = OsString>, env: &mut Env<'_>) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    let (outcome, paged) = match Cli::try_parse_from(&args) {
        Ok(cli) => (guarded(|| command::run(&cli.command, env)), !cli.no_pager),
        Err(error) => {
            (misplaced(&error, &args, env).map_or_else(|| usage(&error, env), Err), false)
        }
    };
    let printed = match outcome {
        Ok(answer) => {
            let printed = if paged { env.show(&answer.text) } else { env.print(&answer.text) };
            for note in &answer.notes {
                env.say(note);
            }
            printed.map(|()| answer.exit)
        }
        Err(error) => {
            env.say(&error.to_string());
            if let Some(hint) = error.hint() {
                env.say(&format!("hint: {hint}"));
            }
            Ok(error.exit())
        }
    };
    match printed {
        Ok(exit) => exit.code(),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done.code(),
        Err(error) => {
            env.say(&format!("error: cannot write the answer: {error}"));
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

/// A file or a word that belongs to an option, which is worth more than a line of grammar.
fn misplaced(error: &clap::Error, args: &[OsString], env: &Env<'_>) -> Option<Error> {
    let typed: Vec<&str> = args.iter().skip(1).map(|word| word.to_str()).collect::<Option<_>>()?;
    let (&command, rest) = typed.split_first()?;
    let word: &str = match (error.kind(), error.get(ContextKind::InvalidArg)) {
        (ErrorKind::UnknownArgument, Some(ContextValue::String(word))) => word,
        (ErrorKind::InvalidSubcommand, _) => command,
        _ => return None,
    };
    if word == command || (command.starts_with('-') && command.starts_with(word)) {
        return command::uncommanded(&typed, env);
    }
    command::misplaced(command, word, rest, env)
}

/// Help and version are answers; everything else of clap's is an error, which it words itself.
fn usage(error: &clap::Error, env: &mut Env<'_>) -> Result<Answer, Error> {
    let text = if env.color { error.render().ansi().to_string() } else { error.to_string() };
    let notes = Vec::new();
    match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Ok(Answer { text, notes, exit: Exit::Done })
        }
        _ => {
            // Without a standard error there is nobody to tell.
            let _ = write!(env.err, "{}", tamed(&text));
            Ok(Answer { text: String::new(), notes, exit: Exit::Failed })
        }
    }
}

/// What clap says in its colours; what it repeats of the command line steers no terminal.
fn tamed(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut tamed = Lines(parts.next().unwrap_or_default()).to_string();
    for part in parts {
        let colour = COLOURS.iter().find_map(|colour| Some((colour, part.strip_prefix(colour)?)));
        tamed += &match colour {
            Some((colour, rest)) => format!("\u{1b}{colour}{}", Lines(rest)),
            None => format!("{}{}", char::REPLACEMENT_CHARACTER, Lines(part)),
        };
    }
    tamed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_clap_says_only_its_colours_get_through() {
        let error =
            Cli::try_parse_from(["attend", "pl\u{1b}]0;x\u{7}\u{1b}[2J\u{9b}8m"]).unwrap_err();
        let text = tamed(&error.render().ansi().to_string());
        assert!(text.starts_with("\u{1b}[1m\u{1b}[31merror:\u{1b}[0m "), "{text:?}");
        assert!(text.contains("pl\u{fffd}]0;x\u{fffd}\u{fffd}[2J\u{fffd}8m"), "{text:?}");
        let colourless =
            COLOURS.iter().fold(text, |text, colour| text.replace(&format!("\u{1b}{colour}"), ""));
        assert!(!colourless.chars().any(|c| c.is_control() && c != '\n'), "{colourless:?}");
    }
}
