//! `attend serve`: let me look, click, and see what it does.

use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::agenda::Files;
use crate::args::ServeArgs;
use crate::bundled::{PROFILES, SCHEDULES};
use crate::error::{Error, Exit};
use crate::files;
use crate::profile::Head;
use crate::serve::{Conference, ProfileFile, Server, Session};

use super::load;
use super::names::{OWN_PROFILE, files_from, lasting};
use super::notes::Notes;
use super::{Answer, Env};

/// How often Ctrl-C is looked for.
const PAUSE: Duration = Duration::from_millis(100);

/// Runs the command until Ctrl-C.
///
/// # Errors
/// Wrong input, a port that cannot be had, or a profile that could not be written at the end.
pub(super) fn run(args: &ServeArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    let mut notes = Notes::new(args.common.verbosity);
    load::brief(&args.common, false)?;
    let name = args.common.profile.as_deref().unwrap_or(OWN_PROFILE);
    let is_there = files::exists(&env.folder.join(name), name)?;
    let bundled = PROFILES.iter().any(|bundled| bundled.name == name);
    let given = if is_there || bundled || !is_file_name(name) {
        let schedule = args.common.schedule.as_deref();
        load::profile_text(Some(name), schedule, &Default::default(), env, &mut notes)?
    } else {
        None
    };
    let (common, schedule) = load::for_profile(&args.common, given.as_ref(), env, &mut notes)?;
    // A bundled profile is one to start from.
    let file = if is_there || !bundled { name } else { OWN_PROFILE };
    if file != name && files::exists(&env.folder.join(file), file)? {
        return Err(super::notes::taken("-p", name, "./attend.yaml is there already"));
    }
    let schedule_name = common.schedule.as_deref().unwrap_or(SCHEDULES[0].name);
    let of = Files { schedule: lasting(Some(schedule_name)), ..Files::default() };
    let Files { schedule: way, .. } = files_from(file, &of, env);
    let head = Head { schedule: way, ..common.times.said().into() };
    let text = match given {
        Some((_, text)) if is_there => text,
        Some((_, text)) => head.added_to(&text),
        None => head.added_to("name: Me\n"),
    };
    let remembered = Files {
        schedule: lasting(common.schedule.as_deref()),
        profile: lasting(args.common.profile.as_deref().or(is_there.then_some(OWN_PROFILE))),
        said: common.times.said(),
        ..Files::default()
    };
    // From now on the first Ctrl-C ends the server, and a second one the program.
    if let Some(stop) = env.stop {
        stop.store(false, Ordering::Relaxed);
    }
    let conference = Conference::new(
        schedule,
        files_from("-", &remembered, env),
        args.search.time_limit,
        env.stop,
    );
    let path = env.folder.join(file);
    let file = ProfileFile { path, name: file.to_owned() };
    let session = Session::new(conference, file, text, is_there)?;
    let server = Server::start(session, args.port).map_err(|error| Error::Option {
        option: "--port",
        value: args.port.to_string(),
        why: error.to_string(),
        hint: Some("leave it out to get one that is free".to_owned()),
    })?;
    for note in notes.into_lines() {
        env.say(&note);
    }
    let address = server.address();
    env.print(&format!("{address}\n"))
        .map_err(|source| Error::Write { file: "standard output".to_owned(), source })?;
    let opened = !args.no_open && (env.browse)(&address);
    if !args.common.verbosity.quiet {
        let open = if opened { "" } else { "Open this address in a browser. " };
        env.say(&format!("{open}Every change is saved at once; Ctrl-C ends the server."));
    }
    while env.stop.is_some_and(|stop| !stop.load(Ordering::Relaxed)) {
        (env.wait)(PAUSE);
    }
    server.finish()?;
    Ok(Answer { text: String::new(), notes: Vec::new(), exit: Exit::Done })
}

/// Whether a name is that of a profile that may not be there yet.
fn is_file_name(name: &str) -> bool {
    [".yaml", ".yml"].iter().any(|end| name.ends_with(end))
}
