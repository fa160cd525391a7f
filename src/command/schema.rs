//! `attend schema`: the JSON Schema of a file, for editors.

use crate::args::{SchemaArgs, SchemaOf};
use crate::error::Error;
use crate::schema;

use super::load::{self, Notes};
use super::{Answer, Env};

/// Runs the command.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn run(args: &SchemaArgs, env: &Env<'_>) -> Result<Answer, Error> {
    let text = match args.of {
        SchemaOf::Profile => schema::PROFILE,
        SchemaOf::Schedule => schema::SCHEDULE,
    };
    load::answer(text.to_owned(), args.output.as_deref(), Notes::default(), env)
}
