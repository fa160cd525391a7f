//! `attend replan`: what does the new schedule do to my plan?

use crate::args::{Form, ReplanArgs};
use crate::error::{Error, Exit};
use crate::files::{self, Draft};
use crate::render;
use crate::replan::Now;

use super::kind::Kind;
use super::load;
use super::names;
use super::notes::{self, Notes};
use super::regroup;
use super::saved;
use super::{Answer, Env};

/// Runs the command.
///
/// # Errors
/// Wrong input, a schedule of another conference, or a file that cannot be written.
pub(super) fn run(args: &ReplanArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    load::brief(&args.common, args.format == Form::Table)?;
    let mut notes = Notes::new(args.common.verbosity);
    if let Some(name) =
        args.agenda.as_deref().filter(|it| Kind::of_file(it, env) == Some(Kind::Plan))
    {
        return regroup::run(name, args, notes, env);
    }
    let name = saved::named(args.agenda.as_deref(), env, &mut notes)?;
    let (old, before) = load::agenda(&name, env, &mut notes)?;
    let saved = saved::load(&name, old, &args.common, args.at.as_deref(), env, &mut notes)?;
    spare(args, &name, &notes, env)?;
    let at = saved::at(args.at.as_deref(), &saved.schedule, env.now)?;
    let now = at.map(|at| Now { at, room: None });
    let search = env.search(args.search.time_limit);
    let output = args.output.as_deref().unwrap_or(&name);
    let deadline = search.deadline();
    let mut new = saved::replanned(&saved, output, args.keep, now, deadline, env, &mut notes)?;
    drop(search);
    let text = match args.format {
        Form::Json => render::replan_json(&new.agenda, &new.delta),
        Form::Table => {
            let style = env.style(args.common.color);
            render::replan(&new.agenda, &new.delta)
                .brief(args.common.brief)
                .terminal(env.table_width(), style)
        }
    };
    let calendar = args.calendar.as_deref().map(|name| saved::calendar(name, &new, env));
    let calendar = calendar.transpose()?;
    if let Some(name) = &args.output {
        // Also where nothing has changed, the way to its files is another one from there.
        let files = names::files_from(name, &saved.files, env);
        (new.agenda.source, new.agenda.wishes) = (files.schedule, files.profile);
        files::write(&env.folder.join(name), name, render::json(&new.agenda))?;
        notes.note(format!("wrote {name}"));
    } else if args.write {
        saved::replace(&name, &before, &new.agenda, env)?;
        notes.note(format!("wrote {name}"));
    } else if !new.delta.is_empty() {
        notes.note("nothing is saved: add --write, or -o with another file");
    }
    let calendar = calendar.map_or(Ok(()), Draft::commit);
    if let (Some(name), true) = (&args.calendar, calendar.is_ok()) {
        notes.note(format!("wrote {name}"));
    }
    let changed = args.exit_code && !new.delta.is_empty();
    let mut exit = if changed { Exit::No } else { Exit::Done };
    let mut notes = notes.into_lines();
    // The agenda is saved: what became of it would not be told again.
    if let Err(error) = calendar {
        notes.push(error.to_string());
        exit = error.exit();
    }
    Ok(Answer { text, notes, exit })
}

/// Refuses to write two things into one file, or one over what was read.
fn spare(args: &ReplanArgs, agenda: &str, notes: &Notes, env: &Env<'_>) -> Result<(), Error> {
    let path = |name: &str| env.folder.join(name);
    saved::spare(args.calendar.as_deref(), agenda, notes, env)?;
    let Some(output) = &args.output else { return Ok(()) };
    if files::same(&path(output), &path(agenda)) {
        return Err(Error::Option {
            option: "-o",
            value: output.clone(),
            why: "it is the agenda itself".to_owned(),
            hint: Some("--write saves in its place, and keeps the one before".to_owned()),
        });
    }
    notes.spare("-o", output, env)?;
    match &args.calendar {
        Some(calendar) if files::same(&path(calendar), &path(output)) => {
            Err(notes::taken("--calendar", calendar, "the new agenda goes there, with -o"))
        }
        Some(_) | None => Ok(()),
    }
}
