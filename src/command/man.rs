//! `attend man`: man pages.

use std::path::Path;

use clap::CommandFactory as _;
use clap_mangen::Man;

use crate::args::{Cli, ManArgs};
use crate::error::{Error, Exit};
use crate::files;

use super::load::Notes;
use super::{Answer, Env};

/// Runs the command.
///
/// # Errors
/// When a page cannot be written.
pub(super) fn run(args: &ManArgs, env: &Env<'_>) -> Result<Answer, Error> {
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
