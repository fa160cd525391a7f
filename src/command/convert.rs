//! `attend convert`: turn this schedule into that format.

use crate::args::{ConvertArgs, ScheduleForm};
use crate::error::Error;
use crate::render;

use super::load;
use super::notes::{self, Notes};
use super::{Answer, Env};

/// Runs the command.
///
/// # Errors
/// Wrong input.
pub(super) fn run(args: &ConvertArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    let form = args.output.form()?;
    let mut notes = Notes::new(args.verbosity);
    let hints = load::hints(&args.times)?;
    let (file, read) = load::read(&args.input, args.network, &hints, env, &mut notes)?;
    notes.release();
    load::warn_of_guesses(&file, &read, &mut notes);
    let schedule = match hints.zone {
        Some(zone) => read.schedule.shown_in(zone),
        None => read.schedule,
    };
    if schedule.events().is_empty() {
        notes.warn(format!("{file}: there are no events in it"));
    }
    let text = match form {
        ScheduleForm::Yaml => render::schedule_yaml(&schedule),
        ScheduleForm::Json => render::schedule_json(&schedule),
        ScheduleForm::Ics => render::schedule_ical(&schedule),
    };
    if let Some(file) = args.output.output.as_deref().filter(|file| *file != "-") {
        let file = notes::quoted(file);
        notes.next(format!("`attend init -s {file}` for a profile to plan it with"), env);
    }
    load::answer(text, args.output.output.as_deref(), notes, env)
}
