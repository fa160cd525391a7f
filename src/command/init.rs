//! `attend init`: write me a profile to start from.

use std::path::Path;

use crate::args::{Common, InitArgs};
use crate::bundled::SCHEDULES;
use crate::error::{Error, Exit};
use crate::fetch;
use crate::files;
use crate::render;
use crate::schedule::Schedule;
use crate::schema;
use crate::score::Index;
use crate::starter::{Starter, interview};

use super::load;
use super::names::OWN_PROFILE;
use super::notes::{self, Notes};
use super::{Answer, Env};

/// The schema's file, beside the profile's: an editor finds it there without network.
const SCHEMA: &str = "attend.schema.json";

/// Runs the command.
///
/// # Errors
/// Wrong input, or a profile that is there already.
pub(super) fn run(args: &InitArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    let output = (args.output != "-").then_some(args.output.as_str());
    let schema = output.map(|output| Path::new(output).with_file_name(SCHEMA));
    let schema = schema.as_deref().and_then(Path::to_str);
    if let (Some(output), Some(schema)) = (output, schema)
        && files::same(&env.folder.join(output), &env.folder.join(schema))
    {
        return Err(notes::taken("-o", output, "the profile's schema gets this name"));
    }
    if let (Some(output), false) = (output, args.force) {
        keep(output, None, env)?;
    }
    if let (Some(schema), false) = (schema, args.force) {
        keep(schema, Some(schema::PROFILE), env)?;
    }
    let mut notes = Notes::new(args.verbosity);
    let hints = load::hints(&args.times)?;
    let name = args.schedule.as_deref().unwrap_or(SCHEDULES[0].name);
    let (file, read) = load::read(name, args.network(), &hints, env, &mut notes)?;
    load::refuse_sparse(&file, &read, args.network())?;
    load::warn_of_guesses(&file, &read, &mut notes);
    if let Some(output) = output {
        notes.spare("-o", output, env)?;
    }
    let schedule = match hints.zone {
        Some(zone) => read.schedule.shown_in(zone),
        None => read.schedule,
    };
    let mut starter = Starter::new(&schedule, &Index::new(&schedule));
    if args.interactive && !ask(&mut starter, &schedule, env) {
        notes.warn("standard input ended early, so the rest is as proposed");
    }
    if starter.themes.is_empty() {
        notes.warn("the schedule says too little to find topics in it; add words of your own");
    }
    let option = match &args.schedule {
        Some(name) if name != "-" => format!(" -s {}", notes::quoted(&fetch::shown(name))),
        Some(_) | None => String::new(),
    };
    let text = render::starter_profile(&starter, &schedule, schema.map(|_| SCHEMA), &option);
    let (Some(output), Some(schema)) = (output, schema) else {
        return Ok(Answer { text, notes: notes.into_lines(), exit: Exit::Done });
    };
    // Without the profile nobody needs the schema.
    let profile = files::draft(&env.folder.join(output), output, text)?;
    files::write(&env.folder.join(schema), schema, schema::PROFILE)?;
    profile.commit()?;
    notes.note(format!("wrote {output}, and {schema} for editors that complete it"));
    let profile = if output == OWN_PROFILE {
        String::new()
    } else {
        format!(" -p {}", notes::quoted(output))
    };
    notes.note(format!("make it yours, then try `attend plan{option}{profile}`"));
    Ok(Answer { text: String::new(), notes: notes.into_lines(), exit: Exit::Done })
}

/// Asks somebody at a terminal who has no profile whether to make one; says whether there is one
/// now.
///
/// # Errors
/// What keeps it from being made.
pub(super) fn offer(common: &Common, env: &mut Env<'_>) -> Result<bool, Error> {
    if !env.answers || common.schedule.as_deref() == Some("-") {
        return Ok(false);
    }
    let question = "There is no profile yet. Answer a few questions to write attend.yaml? [Y/n] ";
    let answer = env.ask(question).unwrap_or("n".to_owned());
    if !["", "y", "yes"].contains(&answer.trim().to_lowercase().as_str()) {
        return Ok(false);
    }
    let args = InitArgs {
        schedule: common.schedule.clone(),
        output: OWN_PROFILE.to_owned(),
        interactive: true,
        force: false,
        offline: common.network.offline,
        times: common.times.clone(),
        verbosity: common.verbosity,
    };
    for note in run(&args, env)?.notes {
        env.say(&note);
    }
    Ok(true)
}

/// Refuses to write over a file, unless it holds this already.
fn keep(file: &str, content: Option<&str>, env: &Env<'_>) -> Result<(), Error> {
    let path = env.folder.join(file);
    let same = |content: &str| {
        !files::is_odd(&path)
            && files::read(&path, file, content.len()).is_ok_and(|it| it == content.as_bytes())
    };
    if files::exists(&path, file)? && !content.is_some_and(same) {
        return Err(Error::Exists { file: file.to_owned() });
    }
    Ok(())
}

/// Puts the questions; says whether all were answered.
fn ask(starter: &mut Starter, schedule: &Schedule, env: &mut Env<'_>) -> bool {
    let mut ended = false;
    interview(starter, schedule, &mut |question| {
        let answer = env.ask(question);
        ended |= answer.is_none();
        answer
    });
    !ended
}
