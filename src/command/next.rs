//! `attend next`: what now, what next, and what if the room is full?

use crate::args::{Form, NextArgs};
use crate::error::Error;
use crate::next::{Ask, next};
use crate::problem::and_list;
use crate::profile;
use crate::render;
use crate::score::score;

use super::load;
use super::notes::Notes;
use super::saved;
use super::{Answer, Env};

/// Runs the command.
///
/// # Errors
/// Wrong input.
pub(super) fn run(args: &NextArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    let form = args.output.form()?;
    load::brief(&args.common, form == Form::Table)?;
    let mut notes = Notes::new(args.common.verbosity);
    let name = saved::named(args.agenda.as_deref(), env, &mut notes)?;
    let (agenda, _) = load::agenda(&name, env, &mut notes)?;
    let saved = saved::load(&name, agenda, &args.common, args.at.as_deref(), env, &mut notes)?;
    let at = saved::instant(args.at.as_deref(), &saved.schedule, env.now)?;
    let room = args.room.as_deref().map(|name| saved::room(name, &saved.schedule)).transpose()?;
    let (file, text) = &saved.profile;
    let ask = Ask {
        agenda: &saved.agenda,
        schedule: &saved.schedule,
        wishes: &|schedule, former| profile::wishes_since(text, schedule, Some(former)),
        scores: &score,
        at,
        room,
        free: args.free,
        today: args.today,
    };
    let next = next(&ask).map_err(|problems| Error::Input { file: file.clone(), problems })?;
    if !next.outdated.is_empty() {
        let titles: Vec<String> = next.outdated.iter().map(|title| format!("`{title}`")).collect();
        let of = and_list(&titles);
        notes.warn(format!("the schedule has changed for {of}; `attend replan` says how"));
    }
    let text = match form {
        Form::Json => render::json(&next),
        Form::Table => {
            let style = env.answer_style(&args.common, &args.output);
            render::next(&next).brief(args.common.brief).terminal(env.table_width(), style)
        }
    };
    load::answer(text, args.output.output.as_deref(), notes, env)
}
