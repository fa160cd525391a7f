//! `attend why`: why (not) this talk, and what would it cost me?

use crate::agenda::standing;
use crate::args::{Form, WhyArgs};
use crate::changes::Former;
use crate::error::{Error, located};
use crate::files;
use crate::find::{self, Meant};
use crate::model::Model;
use crate::profile;
use crate::render;
use crate::replan;
use crate::score::Index;
use crate::solved::Solved;
use crate::solver::solve;

use super::load::{self, Loaded};
use super::names::OWN_PROFILE;
use super::notes::Notes;
use super::saved::{self, Saved};
use super::{Answer, Env, kind, wanted};

/// Runs the command.
///
/// # Errors
/// Wrong input, or a name that is not that of one talk.
pub(super) fn run(args: &WhyArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    let form = args.output.form()?;
    load::brief(&args.common, false)?;
    kind::refuse_file("why", &args.talk, &args.common, env)?;
    let (file, talk) = saved::split(&args.talk, ".agenda.json", env);
    if talk.is_empty() {
        return Err(saved::no_talk());
    }
    let talk = talk.join(" ");
    let (loaded, talk) = if file.is_some() || is_about_saved(args, env)? {
        of_agenda(file, &talk, args, env)?
    } else {
        let mut loaded = load::load(&args.common, &args.wanted, &args.keep, env)?;
        load::note_no_profile(&mut loaded, &args.common);
        let talk = super::talk(&loaded.schedule, &talk, env)?;
        (loaded, talk)
    };
    let (schedule, wishes, talk) = (&loaded.schedule, &loaded.wishes, talk.events());
    let scores = Index::new(schedule).score(wishes);
    let search = env.search(args.search.time_limit);
    let deadline = search.deadline();
    let model = Model::build(schedule, wishes, &scores);
    let selection = solve(&model, deadline);
    let solved = Solved::checked(schedule, wishes, &scores, &model, &selection);
    let standing = standing(&solved.map_err(Error::Broken)?, talk, deadline);
    let text = match form {
        Form::Json => render::why_json(schedule, &scores, talk, &standing),
        Form::Table => {
            let style = env.answer_style(&args.common, &args.output);
            render::why(schedule, &scores, talk, &standing).terminal(env.table_width(), style)
        }
    };
    let output = args.output.output.as_deref();
    load::answer_and_save(text, output, loaded, &args.keep, env)
}

/// Whether nothing says what to plan for but a saved agenda.
fn is_about_saved(args: &WhyArgs, env: &Env<'_>) -> Result<bool, Error> {
    let WhyArgs { common, wanted, .. } = args;
    let is_said =
        common.schedule.is_some() || common.profile.is_some() || !wanted.additions().is_empty();
    if is_said || files::exists(&env.folder.join(OWN_PROFILE), OWN_PROFILE)? {
        return Ok(false);
    }
    Ok(!files::ending_in(&env.folder, ".agenda.json").is_empty())
}

/// What a saved agenda was planned from, with its pins, and what a name means there: a talk of its
/// own before all others.
fn of_agenda(
    file: Option<&str>,
    talk: &str,
    args: &WhyArgs,
    env: &mut Env<'_>,
) -> Result<(Loaded, Meant), Error> {
    let mut notes = Notes::new(args.common.verbosity);
    let name = saved::named(file, env, &mut notes)?;
    let (agenda, _) = load::agenda(&name, env, &mut notes)?;
    let saved = saved::load(&name, agenda, &args.common, None, env, &mut notes)?;
    let Saved { agenda, schedule, files, profile } = saved;
    if let Some(name) = &args.keep.save {
        wanted::can_save(name, files.profile.as_deref(), env, &mut notes)?;
    }
    let wanted = wanted::asked(&args.wanted, &schedule, env)?;
    let (file, profile) = wanted::added(Some(profile), &wanted, &schedule)?;
    let former = agenda.former();
    let identity = replan::identity(&agenda, &former, &schedule);
    let since = Former { schedule: &former, identity: &identity };
    let (mut wishes, warnings) = profile::wishes_since(&profile, &schedule, Some(since))
        .map_err(|problems| Error::Input { file: file.clone(), problems })?;
    let unpinned = replan::decided(&mut wishes, &agenda, since, &schedule);
    for warning in warnings.into_iter().chain(unpinned) {
        notes.warn(located(&file, &warning));
    }
    let own = || identity.new_of(saved::among_own(&agenda, &former, talk)?);
    let meant = match find::talk(&schedule, talk) {
        Ok(meant) => meant,
        Err(unclear) => match own() {
            Some(ix) => Meant::Performances(vec![ix]),
            None => super::which(&unclear, env)?,
        },
    };
    let has_profile = true;
    Ok((Loaded { schedule, wishes, profile, wanted, has_profile, files, notes }, meant))
}
