//! `attend serve`: let me look, click, and see what it does.

use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::agenda::Files;
use crate::args::{Common, ServeArgs, Wanted};
use crate::bundled::{PROFILES, SCHEDULES};
use crate::error::{Error, Exit};
use crate::fetch;
use crate::files;
use crate::group::Entrant;
use crate::problem::Problem;
use crate::profile::{self, Head};
use crate::schedule::{Schedule, Zone};
use crate::serve::{
    self, Choice, Circle, Conference, Opened, Order, ProfileFile, Seat, Server, Session, Stage,
};
use crate::source;

use super::group;
use super::kind::{self, Kind};
use super::load;
use super::names::{OWN_PROFILE, files_from, lasting};
use super::notes::{Notes, quoted};
use super::{Answer, Env};

/// The profile of somebody who has none.
const NEW: &str = "name: Me\n";
/// How often Ctrl-C is looked for.
const PAUSE: Duration = Duration::from_millis(100);

/// Runs the command until Ctrl-C.
///
/// # Errors
/// Wrong input, a port that cannot be had, or a profile that could not be written at the end.
pub(super) fn run(args: &ServeArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    match &args.group {
        Some(file) if Kind::of_file(file, env) == Some(Kind::Group) => group(file, args, env),
        Some(word) => Err(kind::misplaced("serve", word, &[], env).unwrap_or_else(|| {
            Error::Which(Problem::whole(format!("`{word}` is not a group file")))
        })),
        None => person(args, env),
    }
}

/// Serves one person's page.
fn person(args: &ServeArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
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
    let (mut common, schedule) = load::for_profile(&args.common, given.as_ref(), env, &mut notes)?;
    // A bundled profile is one to start from.
    let file = if is_there || !bundled { name } else { OWN_PROFILE };
    if file != name && files::exists(&env.folder.join(file), file)? {
        return Err(super::notes::taken("-p", name, "./attend.yaml already exists"));
    }
    let is_asked = given.is_none() && common.schedule.is_none();
    let text = match given {
        Some((_, text)) if is_there => text,
        Some((_, text)) => head(&common, file, env).added_to(&text),
        None => head(&common, file, env).added_to(NEW),
    };
    let profile = args.common.profile.as_deref().or(is_there.then_some(OWN_PROFILE));
    let place = Place { args, file, profile };
    let conference = place.conference(&common, schedule, env);
    let kept_in = ProfileFile { path: env.folder.join(file), name: file.to_owned() };
    let session = Session::new(conference, kept_in, text, is_there)?;
    let session = if is_asked { session.open() } else { session };
    serve(session, args, notes, env, &mut |order, env| place.opened(order, &mut common, env))
}

/// Serves the page of a group.
fn group(name: &str, args: &ServeArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    if let Some(profile) = &args.common.profile {
        return Err(Error::Option {
            option: "--profile",
            value: profile.clone(),
            why: format!("{name} names the members"),
            hint: Some(format!("attend serve {}", quoted(name))),
        });
    }
    let mut notes = Notes::new(args.common.verbosity);
    let group = group::named(&[name.to_owned()], env, &mut notes)?;
    let (common, schedule) = group.schedule(&args.common, env, &mut notes)?;
    // What is wrong is told as `attend compare` tells it.
    let entrants = group.entrants(&Wanted::default(), &schedule, env, &mut notes)?;
    let file = |name: &str| ProfileFile { path: env.folder.join(name), name: name.to_owned() };
    let text = |name: &str| {
        let bytes = files::read(&env.folder.join(name), name, profile::MAX_BYTES)?;
        let wrong = |problem| Error::Input { file: name.to_owned(), problems: vec![problem] };
        load::utf8(bytes).map_err(wrong)
    };
    let seat = |(name, entrant): (&String, Entrant)| match entrant {
        Entrant::Agenda { agenda, .. } => Ok(Seat::Saved(name.clone(), agenda)),
        Entrant::Wishes { .. } => Ok(Seat::Profile(file(name), text(name)?)),
    };
    let seats: Result<Vec<Seat>, Error> = group.members.iter().zip(entrants).map(seat).collect();
    let files = Files {
        schedule: lasting(common.schedule.as_deref()),
        said: common.times.said(),
        ..Files::default()
    };
    let circle = Circle { schedule, limit: args.search.time_limit, stop: env.stop, files };
    let group = serve::Group::new(circle, file(name), text(name)?, seats?)?;
    let again = "start `attend serve` again for another schedule";
    serve(group, args, notes, env, &mut |_, _| Err(Error::Which(Problem::whole(again))))
}

/// Gives what the page asks for while it is there.
type Give<'a> = &'a mut dyn FnMut(&Order, &mut Env<'_>) -> Result<Opened, Error>;

/// Serves until Ctrl-C.
fn serve(
    stage: impl Into<Stage>,
    args: &ServeArgs,
    notes: Notes,
    env: &mut Env<'_>,
    give: Give<'_>,
) -> Result<Answer, Error> {
    // From now on the first Ctrl-C ends the server, and a second one the program.
    if let Some(stop) = env.stop {
        stop.store(false, Ordering::Relaxed);
    }
    let server = Server::start(stage, args.port).map_err(|error| Error::Option {
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
        if let Some(order) = server.order(PAUSE) {
            let opened = give(&order, env);
            order.answer(opened);
        }
    }
    server.finish()?;
    Ok(Answer { text: String::new(), notes: Vec::new(), exit: Exit::Done })
}

/// What a new profile says of its schedule.
fn head(common: &Common, file: &str, env: &Env<'_>) -> Head {
    let name = common.schedule.as_deref().unwrap_or(SCHEDULES[0].name);
    let of = Files { schedule: lasting(Some(name)), ..Files::default() };
    let Files { schedule, .. } = files_from(file, &of, env);
    Head { schedule, ..common.times.said().into() }
}

/// What stays as it is while schedules change.
struct Place<'a> {
    args: &'a ServeArgs,
    /// The profile's file.
    file: &'a str,
    /// How an agenda remembers it.
    profile: Option<&'a str>,
}

impl Place<'_> {
    fn conference(&self, common: &Common, schedule: Schedule, env: &Env<'_>) -> Conference {
        let files = Files {
            schedule: lasting(common.schedule.as_deref()),
            profile: lasting(self.profile),
            said: common.times.said(),
            ..Files::default()
        };
        let files = files_from("-", &files, env);
        Conference::new(schedule, files, self.args.search.time_limit, env.stop)
    }

    /// The schedule that somebody chose at the page; it is the one from now on.
    fn opened(&self, order: &Order, now: &mut Common, env: &mut Env<'_>) -> Result<Opened, Error> {
        let mut notes = Notes::new(self.args.common.verbosity);
        let mut common = now.clone();
        if let Some(name) = &order.zone {
            Zone::named(name).ok_or_else(|| wrong(name, "time zone", profile::zone_hint(name)))?;
            common.times.tz = Some(name.clone());
        }
        let mut profile = None;
        match &order.choice {
            Choice::Bundled(name) if SCHEDULES.iter().any(|it| it.name == name) => {
                *common.schedule = Some(name.clone());
            }
            Choice::Bundled(name) => return Err(wrong(name, "bundled schedule", None)),
            Choice::Address(address) if fetch::is_url(address) => {
                *common.schedule = Some(address.clone());
            }
            Choice::Address(address) => {
                let hint = "give its whole address, from `https://` on".to_owned();
                return Err(wrong(address, "web address", Some(hint)));
            }
            Choice::Sent { name, bytes } => {
                *common.schedule = Some(kept(name, bytes, &common, env)?);
            }
            Choice::Again(_) if common.schedule.as_deref() == Some("-") => {
                let problem = Problem::whole("standard input was read to its end already");
                return Err(Error::Which(problem.hint("name a file or an address with -s")));
            }
            Choice::Again(text) => profile = Some((self.file.to_owned(), text.clone())),
        }
        let (common, schedule) = load::for_profile(&common, profile.as_ref(), env, &mut notes)?;
        let opened = Opened {
            conference: self.conference(&common, schedule, env),
            profile: head(&common, self.file, env).added_to(NEW),
            notes: notes.into_lines(),
        };
        *now = common;
        Ok(opened)
    }
}

/// Something that does not exist.
fn wrong(name: &str, kind: &str, hint: Option<String>) -> Error {
    let problem = Problem::whole(format!("there is no {kind} `{name}`"));
    Error::Which(Problem { hint, ..problem })
}

/// Keeps a schedule that was sent, if it is one, under a name that is free. The name that it had is
/// somebody else's: nothing of it but the extension counts.
fn kept(name: &str, bytes: &[u8], common: &Common, env: &Env<'_>) -> Result<String, Error> {
    const EXTENSIONS: [&str; 7] = ["csv", "html", "ics", "json", "txt", "xml", "yaml"];
    load::parsed(name, bytes, &load::hints(&common.times)?)?;
    let end = name.rsplit('.').next().filter(|end| EXTENSIONS.contains(end)).unwrap_or("txt");
    let mut number = 1;
    loop {
        let name = match number {
            1 => format!("schedule.{end}"),
            _ => format!("schedule-{number}.{end}"),
        };
        let path = env.folder.join(&name);
        if !files::exists(&path, &name)? {
            files::write(&path, &name, bytes)?;
            return Ok(name);
        }
        if files::read(&path, &name, source::MAX_BYTES).is_ok_and(|there| there == bytes) {
            return Ok(name);
        }
        number += 1;
    }
}

/// Whether a name is that of a profile that may not be there yet.
fn is_file_name(name: &str) -> bool {
    [".yaml", ".yml"].iter().any(|end| name.ends_with(end))
}
