//! `attend next`: what now, what next, and what if the room is full?

use crate::args::{Form, NextArgs};
use crate::changes::Former;
use crate::error::Error;
use crate::next::next;
use crate::profile;
use crate::render;
use crate::replan;
use crate::score::score;

use super::load;
use super::notes::Notes;
use super::saved;
use super::{Answer, Env};

/// Runs the command.
///
/// # Errors
/// Wrong input, or a time at which the conference is not on.
pub(super) fn run(args: &NextArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    let form = args.output.form()?;
    load::brief(&args.common, form == Form::Table)?;
    let mut notes = Notes::new(args.common.verbosity);
    let name = saved::named(args.agenda.as_deref(), env, &mut notes)?;
    let (agenda, _) = load::agenda(&name, env, &mut notes)?;
    let saved = saved::load(&name, agenda, &args.common, env, &mut notes)?;
    let Some(at) = saved::at(args.at.as_deref(), &saved.schedule, env.now)? else {
        return Err(Error::Option {
            option: "--at",
            value: "now".to_owned(),
            why: "the conference is not on".to_owned(),
            hint: Some("give a time, such as `--at \"sat 10:30\"`".to_owned()),
        });
    };
    let (file, text) = &saved.profile;
    let former = saved.agenda.former();
    let identity = replan::identity(&saved.agenda, &former, &saved.schedule);
    let since = Former { schedule: &former, identity: &identity };
    let (wishes, _) = profile::wishes_since(text, &saved.schedule, Some(since))
        .map_err(|problems| Error::Input { file: file.clone(), problems })?;
    let scores = score(&saved.schedule, &wishes);
    let next = next(&saved.agenda, &saved.schedule, &wishes, &scores, at, args.free);
    let text = match form {
        Form::Json => render::json(&next),
        Form::Table => {
            let style = env.answer_style(&args.common, &args.output);
            render::next(&next).brief(args.common.brief).terminal(env.table_width(), style)
        }
    };
    load::answer(text, args.output.output.as_deref(), notes, env)
}
