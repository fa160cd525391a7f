//! `attend init`: write me a profile to start from.

use std::path::Path;

use crate::agenda::Files;
use crate::args::{Common, InitArgs};
use crate::bundled::SCHEDULES;
use crate::error::{Error, Exit};
use crate::files;
use crate::profile::Head;
use crate::render::{self, StarterHead};
use crate::schema;
use crate::score::{Index, topics_of};
use crate::starter::{Starter, ask_zone, interview};

use super::load;
use super::names::{OWN_PROFILE, files_from, lasting};
use super::notes::{self, Notes};
use super::{Answer, Env};

/// The schema's file, beside the profile's: an editor finds it there without network.
const SCHEMA: &str = "attend.schema.json";

/// Runs the command.
///
/// # Errors
/// Wrong input, or a profile that already exists.
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
    let mut hints = load::hints(&args.times)?;
    let name = args.schedule.as_deref().unwrap_or(SCHEDULES[0].name);
    let (file, mut read) = load::read(name, args.network(), &hints, env, &mut notes)?;
    load::refuse_sparse(&file, &read, args.network())?;
    let mut ended = false;
    if args.interactive && read.schedule.zone_is_guess() && name != "-" {
        hints.zone = ask_zone(&mut |question| ask(question, &mut ended, env));
        if hints.zone.is_some() {
            // What the zone changes is known where the times are read.
            notes = Notes::new(args.verbosity);
            read = load::read(name, args.network(), &hints, env, &mut notes)?.1;
        }
    }
    load::warn_of_guesses(&file, &read, &mut notes);
    if let Some(output) = output {
        notes.spare("-o", output, env)?;
    }
    let schedule = match hints.zone {
        Some(zone) => read.schedule.shown_in(zone),
        None => read.schedule,
    };
    let index = Index::new(&schedule);
    let mut starter = Starter::new(&schedule, &index);
    if args.interactive {
        starter.topics = topics_of(&index);
        interview(&mut starter, &schedule, &mut |question| ask(question, &mut ended, env));
    }
    if ended {
        notes.warn("standard input ended early, so the rest is as proposed");
    }
    if starter.themes.is_empty() {
        notes.warn("the schedule says too little to find topics in it; add words of your own");
    }
    let files = Files { schedule: lasting(Some(name)), ..Files::default() };
    let named = files_from(&args.output, &files, env).schedule;
    let option = args.schedule.as_deref().filter(|_| named.is_none());
    let option = load::sources(option);
    let typed = output.map(notes::quoted);
    let head = StarterHead {
        of: Head {
            schedule: named,
            timezone: hints.zone.map(|zone| zone.to_string()),
            year: hints.year,
            first_day: hints.first_day,
        },
        schema: schema.map(|_| SCHEMA),
        file: typed.as_deref(),
        option: &option,
    };
    let text = render::starter_profile(&starter, &schedule, &head);
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
    let has_interests = !starter.own.is_empty() || starter.themes.iter().any(|it| it.1 != 0.0);
    notes.note(if has_interests || !starter.must_see.is_empty() {
        format!("plan with it: `attend plan{option}{profile}`")
    } else {
        format!("switch on what you like in it, then try `attend plan{option}{profile}`")
    });
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

/// Puts a question, and notes when there are no more answers.
fn ask(question: &str, ended: &mut bool, env: &mut Env<'_>) -> Option<String> {
    let answer = env.ask(question);
    *ended |= answer.is_none();
    answer
}
