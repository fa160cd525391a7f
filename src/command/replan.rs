//! `attend replan`: what does the new schedule do to my plan?

use crate::args::{Form, ReplanArgs};
use crate::error::{Error, Exit};
use crate::files;
use crate::render;

use super::load::{self, Notes};
use super::saved;
use super::{Answer, Env};

/// Runs the command.
///
/// # Errors
/// Wrong input, a schedule of another conference, or a file that cannot be written.
pub(super) fn run(args: &ReplanArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    let mut notes = Notes::new(args.common.verbosity);
    let (old, before) = load::agenda(&args.agenda, env)?;
    let saved = saved::load(old, &args.common, env, &mut notes)?;
    let at = saved::at(args.at.as_deref(), &saved.schedule, env.now)?;
    let search = env.search(args.search.time_limit);
    let mut new = saved::replanned(&saved, args.keep, at, search.deadline(), &mut notes)?;
    drop(search);
    if !new.delta.is_empty() {
        let common = saved::with_own(&args.common, &saved.agenda);
        new.agenda.source = load::lasting(common.schedule.as_deref());
        new.agenda.wishes = load::lasting(common.profile.as_deref());
    }
    let text = match args.format {
        Form::Json => render::replan_json(&new.agenda, &new.delta),
        Form::Table => {
            let style = env.style(args.common.color);
            render::replan_table(&new.agenda, &new.delta, env.table_width(), style)
        }
    };
    if let Some(name) = &args.output {
        files::write(&env.folder.join(name), name, render::agenda_json(&new.agenda))?;
        notes.note(format!("wrote {name}"));
    } else if args.write {
        saved::replace(&args.agenda, &before, &new.agenda, env)?;
        notes.note(format!("wrote {}", args.agenda));
    } else if !new.delta.is_empty() {
        notes.note("nothing is saved: add --write, or -o with another file");
    }
    if let Some(name) = &args.calendar {
        saved::write_calendar(name, &new, env)?;
        notes.note(format!("wrote {name}"));
    }
    let changed = args.exit_code && !new.delta.is_empty();
    let exit = if changed { Exit::No } else { Exit::Done };
    Ok(Answer { text, notes: notes.into_lines(), exit })
}
