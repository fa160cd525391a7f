//! `attend skip`: I did not get in, I have seen it, I do not want it: what now?

use crate::agenda::Agenda;
use crate::args::{Form, SkipArgs};
use crate::changes::Identity;
use crate::error::{Error, Exit};
use crate::files;
use crate::find::{self, Finder, Meant};
use crate::problem::{Problem, count};
use crate::profile::Additions;
use crate::render;
use crate::replan::{self, Now};
use crate::schedule::{EventIx, Schedule};

use super::load;
use super::notes::Notes;
use super::saved::{self, Saved};
use super::wanted;
use super::{Answer, Env};

/// Runs the command.
///
/// # Errors
/// Wrong input, a name that is not that of a talk, or a file that cannot be written.
pub(super) fn run(args: &SkipArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    load::brief(&args.common, args.format == Form::Table)?;
    let mut notes = Notes::new(args.common.verbosity);
    let (file, talk) = saved::split(&args.talk, ".json", env);
    if talk.is_empty() {
        return Err(saved::no_talk());
    }
    let name = saved::named(file, env, &mut notes)?;
    let (agenda, before) = load::agenda(&name, env, &mut notes)?;
    let mut saved = saved::load(&name, agenda, &args.common, args.at.as_deref(), env, &mut notes)?;
    saved::spare(args.calendar.as_deref(), &name, &notes, env)?;
    let at = saved::at(args.at.as_deref(), &saved.schedule, env.now)?;
    let room = args.room.as_deref().map(|name| saved::room(name, &saved.schedule)).transpose()?;
    let now = at.map(|at| Now { at, room });
    let meant = meant(&saved, &talk.join(" "), env)?;
    let profile = if args.never { Some(with_never(&saved, &meant, env)?) } else { None };
    skip(&mut saved.agenda, &saved.schedule, &meant);
    let search = env.search(args.search.time_limit);
    let deadline = search.deadline();
    let new = saved::replanned(&saved, &name, args.keep, now, deadline, env, &mut notes)?;
    drop(search);
    let text = match args.format {
        Form::Json => render::replan_json(&new.agenda, &new.delta),
        Form::Table => render::news(&new.delta)
            .brief(args.common.brief)
            .terminal(env.table_width(), env.style(args.common.color)),
    };
    let calendar = args.calendar.as_deref().map(|name| saved::calendar(name, &new, env));
    let calendar = calendar.transpose()?;
    saved::replace(&name, &before, &new.agenda, env)?;
    told(&saved.schedule, &meant, &mut notes);
    notes.note(format!("wrote {name}"));
    if let Some((file, text)) = profile {
        files::write(&env.folder.join(&file), &file, text)?;
        notes.note(format!("wrote {file}"));
    }
    if let Some(calendar) = calendar {
        calendar.commit()?;
        notes.note(format!("wrote {}", args.calendar.as_deref().unwrap_or_default()));
    }
    Ok(Answer { text, notes: notes.into_lines(), exit: Exit::Done })
}

/// What a name means: a talk of the agenda before all others.
fn meant(saved: &Saved, talk: &str, env: &mut Env<'_>) -> Result<Meant, Error> {
    let Saved { agenda, schedule, .. } = saved;
    let former = agenda.former();
    let identity = replan::identity(agenda, &former, schedule);
    let own = saved::among_own(agenda, &former, talk).and_then(|ix| identity.new_of(ix));
    match (find::talk(schedule, talk), own) {
        (Ok(meant), None) => Ok(meant),
        (Ok(meant), Some(own)) if meant.events().contains(&own) => Ok(meant),
        (_, Some(own)) => Ok(Meant::Session(schedule.occurrences(own))),
        (Err(unclear), None) => super::which(&unclear, env),
    }
}

/// Remembers in an agenda what no new one may hold.
fn skip(agenda: &mut Agenda, schedule: &Schedule, meant: &Meant) {
    let former = agenda.former();
    let identity: Identity = replan::identity(agenda, &former, schedule);
    for &ix in meant.events() {
        // The agenda knows it by the id that it had then.
        let id = match identity.old_of(ix) {
            Some(was) => former.event(was).id.to_string(),
            None => {
                agenda.remember(schedule, ix);
                schedule.event(ix).id.to_string()
            }
        };
        agenda.pins.retain(|pinned| *pinned != id);
        if !agenda.skipped.contains(&id) {
            agenda.skipped.push(id);
        }
    }
    agenda.skipped.sort();
}

/// The profile's file and what it says with the talk among those that are never wanted.
fn with_never(saved: &Saved, meant: &Meant, env: &Env<'_>) -> Result<(String, String), Error> {
    let (file, _) = &saved.profile;
    let path = saved.files.profile.clone().unwrap_or_else(|| file.clone());
    if !files::exists(&env.folder.join(&path), &path)? {
        let problem = Problem::whole("it is not a file that `--never` could write to");
        let hint = "leave out --never: the agenda remembers what is skipped";
        return Err(Error::Input { file: path, problems: vec![problem.hint(hint)] });
    }
    let text = files::read(&env.folder.join(&path), &path, crate::profile::MAX_BYTES)?;
    let never = vec![Finder::new(&saved.schedule).short(meant)];
    let more = Additions { never, ..Additions::default() };
    let text = String::from_utf8_lossy(&text).into_owned();
    wanted::extended(Some((path, text)), &more)
}

/// Says what is skipped, and what of it is not.
fn told(schedule: &Schedule, meant: &Meant, notes: &mut Notes) {
    let Some(&first) = meant.events().first() else { return };
    let title = &schedule.event(first).title;
    let when = |ix: EventIx| schedule.zone().at(schedule.event(ix).slot.start()).format("%a %H:%M");
    let others: Vec<EventIx> =
        schedule.occurrences(first).into_iter().filter(|ix| !meant.events().contains(ix)).collect();
    notes.note(match (meant.events(), others.as_slice()) {
        ([_], []) => format!("`{title}` is skipped"),
        ([ix], [other, ..]) => {
            format!("`{title}` on {} is skipped; it is on again on {}", when(*ix), when(*other))
        }
        (all, _) => {
            let all = count(all.len(), "performance");
            let one = when(first);
            format!("`{title}` is skipped, {all}; `attend pin \"{title} @ {one}\"` takes one back")
        }
    });
}
