//! `attend completions`: what a shell needs to complete command lines.

use crate::args::CompletionsArgs;
use crate::complete;
use crate::error::{Error, Exit};

use super::Answer;

/// Runs the command.
///
/// # Errors
/// None that can happen.
pub(super) fn run(args: &CompletionsArgs) -> Result<Answer, Error> {
    let failed = |source| Error::Write { file: "the completions".to_owned(), source };
    let text = complete::registration(args.shell).map_err(failed)?;
    Ok(Answer { text, notes: Vec::new(), exit: Exit::Done })
}
