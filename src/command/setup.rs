//! `attend schema`, `completions` and `man`: what editors, shells and readers of manuals need.

use std::path::Path;

use clap::CommandFactory as _;
use clap_mangen::Man;

use crate::args::{Cli, CompletionsArgs, ManArgs, SchemaArgs, SchemaOf};
use crate::complete;
use crate::error::{Error, Exit};
use crate::files;
use crate::schema;

use super::load;
use super::notes::Notes;
use super::{Answer, Env};

/// Writes the JSON Schema of a file.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn schema(args: &SchemaArgs, env: &Env<'_>) -> Result<Answer, Error> {
    let text = match args.of {
        SchemaOf::Profile => schema::PROFILE,
        SchemaOf::Group => schema::GROUP,
        SchemaOf::Schedule => schema::SCHEDULE,
    };
    load::answer(text.to_owned(), args.output.as_deref(), Notes::default(), env)
}

/// Writes what a shell needs to complete command lines.
///
/// # Errors
/// None that can happen.
pub(super) fn completions(args: &CompletionsArgs) -> Result<Answer, Error> {
    let failed = |source| Error::Write { file: "the completions".to_owned(), source };
    let text = complete::registration(args.shell).map_err(failed)?;
    Ok(Answer { text, notes: Vec::new(), exit: Exit::Done })
}

/// Writes man pages.
///
/// # Errors
/// When a page cannot be written.
pub(super) fn man(args: &ManArgs, env: &Env<'_>) -> Result<Answer, Error> {
    let mut attend = Cli::command().disable_help_subcommand(true);
    attend.build();
    let Some(folder) = &args.output else {
        let text = page(&attend)?;
        return Ok(Answer { text, notes: Vec::new(), exit: Exit::Done });
    };
    let mut notes = Notes::default();
    for command in std::iter::once(&attend).chain(attend.get_subcommands()) {
        let path = Path::new(folder).join(Man::new(command.clone()).get_filename());
        let name = path.display().to_string();
        files::write(&env.folder.join(&path), &name, page(command)?)?;
        notes.note(format!("wrote {name}"));
    }
    Ok(Answer { text: String::new(), notes: notes.into_lines(), exit: Exit::Done })
}

/// A command's page.
fn page(command: &clap::Command) -> Result<String, Error> {
    let mut page = Vec::new();
    let failed = |source| Error::Write { file: "the man page".to_owned(), source };
    Man::new(command.clone()).render(&mut page).map_err(failed)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
