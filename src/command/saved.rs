//! What the commands on a saved agenda have in common.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::agenda::{Agenda, Files};
use crate::args::{Common, Network};
use crate::error::Error;
use crate::files::{self, Draft};
use crate::find;
use crate::problem::{Problem, count, did_you_mean, or_list};
use crate::profile::{self, parse_instant};
use crate::render::{self, Calendar, Revision};
use crate::replan::{self, Ask, Keep, Now, ReadWishes, Replanned, Stop};
use crate::schedule::{Event, EventIx, Room, Schedule};
use crate::solver::Deadline;
use crate::text::fold_words;

use super::kind::Kind;
use super::load;
use super::names::{files_from, lasting, remembered};
use super::notes::{self, Notes};
use super::{Env, wanted};

/// A saved agenda with its schedule and its profile's text.
pub(super) struct Saved {
    pub(super) agenda: Agenda,
    pub(super) schedule: Schedule,
    /// What it was read from, by the way from the folder in which the program runs.
    pub(super) files: Files,
    /// The profile's file and text.
    pub(super) profile: (String, String),
}

/// The saved agenda where none is named.
const OWN_AGENDA: &str = "my.agenda.json";

/// The name of a saved agenda; without one, that of the one in the folder.
///
/// # Errors
/// When there are several, or none.
pub(super) fn named(
    given: Option<&str>,
    env: &Env<'_>,
    notes: &mut Notes,
) -> Result<String, Error> {
    if let Some(name) = given {
        return Ok(name.to_owned());
    }
    let names = files::ending_in(&env.folder, ".agenda.json");
    match names.as_slice() {
        _ if names.iter().any(|name| name == OWN_AGENDA) => Ok(OWN_AGENDA.to_owned()),
        [] => Err(Error::Which(
            Problem::whole("there is no saved agenda here").hint(crate::agenda::SAVE_ONE),
        )),
        [one] => {
            notes.note(format!("the agenda is {one}, the only one here"));
            Ok(one.clone())
        }
        several => {
            let what = format!("there are {} here", count(several.len(), "saved agenda"));
            let several: Vec<String> = several.iter().map(|name| format!("`{name}`")).collect();
            Err(Error::Which(Problem::whole(what).hint(format!("name one: {}", or_list(&several)))))
        }
    }
}

/// The saved agenda that stands before the words of a talk, if one does, and these words.
pub(super) fn split<'a>(
    words: &'a [String],
    extension: &str,
    env: &Env<'_>,
) -> (Option<&'a str>, &'a [String]) {
    match words {
        [file, talk @ ..]
            if file.ends_with(extension) || Kind::of_file(file, env) == Some(Kind::Agenda) =>
        {
            (Some(file), talk)
        }
        talk => (None, talk),
    }
}

/// The error for an agenda after which no talk is named.
pub(super) fn no_talk() -> Error {
    let problem = Problem::whole("no talk is named");
    Error::Which(problem.hint("name it after the agenda: a part of its title will do"))
}

/// The talk of an agenda that a name means, where it is not clear among all talks.
pub(super) fn among_own(agenda: &Agenda, former: &Schedule, name: &str) -> Option<EventIx> {
    let is_own = |event: &&Event| agenda.talks.iter().any(|talk| talk.id == event.id.as_str());
    let events = former.events().iter().filter(is_own).cloned().collect();
    let (own, _) = Schedule::new(String::new(), None, former.zone(), events);
    let meant = find::talk(&own, name).ok()?;
    let id = &own.event(*meant.events().first()?).id;
    former.iter().find(|(_, event)| event.id == *id).map(|(ix, _)| ix)
}

/// The options for a saved agenda: where none are given, its own schedule and profile hold.
fn with_own(common: &Common, name: &str, agenda: &Agenda, env: &Env<'_>) -> Result<Common, Error> {
    let own =
        |file: &Option<String>| file.as_deref().map(|file| remembered(name, file, env)).transpose();
    let mut common = common.clone();
    if common.schedule.is_none() {
        *common.schedule = own(&agenda.source)?;
    }
    if common.profile.is_none() {
        common.profile = own(&agenda.wishes)?;
    }
    common.times = common.times.or(&agenda.said);
    Ok(common)
}

/// Loads what an agenda needs to be asked about at a time, as `--at` gives it.
///
/// # Errors
/// Wrong input; a schedule in which the agenda's talks are not.
pub(super) fn load(
    file: &str,
    agenda: Agenda,
    common: &Common,
    at: Option<&str>,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<Saved, Error> {
    let common = with_own(common, file, &agenda, env)?;
    let (own, of) = (common.profile.as_deref(), common.schedule.as_deref());
    let profile = load::profile_text(own, of, &agenda.added, env, notes)?;
    let (common, schedule) = load::for_profile(&common, profile.as_ref(), env, notes)?;
    let name = common.schedule.as_deref().unwrap_or("the default schedule");
    let at = instant(at, &schedule, env.now)?;
    fits(&agenda, &schedule, at, &crate::fetch::shown(name), common.network)?;
    if profile.is_none() && agenda.added.is_empty() {
        return Err(unknown_wishes());
    }
    // A profile that says the same by now needs no more.
    let profile = wanted::extended(profile, &agenda.added)?;
    let files = Files {
        schedule: lasting(common.schedule.as_deref()),
        profile: lasting(common.profile.as_deref()),
        added: agenda.added.clone(),
        said: common.times.said(),
    };
    Ok(Saved { agenda, schedule, files, profile })
}

/// An agenda that says of no wishes what they were.
fn unknown_wishes() -> Error {
    let problem = Problem::whole("it does not say which profile it was planned with");
    let hint = "name the profile with -p";
    Error::Input { file: "the agenda".to_owned(), problems: vec![problem.hint(hint)] }
}

/// Refuses a schedule that is of another conference, or a broken download. Of one that drops what is
/// over, that is not missing.
pub(super) fn fits(
    agenda: &Agenda,
    schedule: &Schedule,
    at: DateTime<Utc>,
    file: &str,
    network: Network,
) -> Result<(), Error> {
    let found = replan::find(agenda, schedule, at);
    if network.force || found.known == 0 || found.there * 2 >= found.known {
        return Ok(());
    }
    let (why, hint) = if found.there == 0 {
        (
            format!(
                "it has none of the talks of the agenda for `{}`: it is of another conference",
                agenda.schedule.title
            ),
            "name the agenda's schedule with -s",
        )
    } else {
        (
            format!(
                "it has only {} of {} that the agenda knows",
                found.there,
                count(found.known, "talk")
            ),
            "it may be a broken download; take it as it is with --force",
        )
    };
    Err(Error::Suspect { file: file.to_owned(), why, hint })
}

/// The time that `--at` gives, else now if the conference is on.
pub(super) fn at(
    given: Option<&str>,
    schedule: &Schedule,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, Error> {
    if given.is_some() {
        return instant(given, schedule, now).map(Some);
    }
    let starts = schedule.events().iter().map(|event| event.slot.start()).min();
    let ends = schedule.events().iter().map(|event| event.slot.end()).max();
    let is_on = starts.is_some_and(|start| schedule.day(start) <= schedule.day(now))
        && ends.is_some_and(|end| schedule.day(now) <= schedule.day(end));
    Ok(Some(now).filter(|_| is_on))
}

/// The time that `--at` gives, else now.
pub(super) fn instant(
    given: Option<&str>,
    schedule: &Schedule,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, Error> {
    let Some(text) = given else { return Ok(now) };
    parse_instant(text, schedule).map_err(|Problem { what: why, hint, .. }| Error::Option {
        option: "--at",
        value: text.to_owned(),
        why,
        hint,
    })
}

/// The room that `--from` names: all of its name, or a part that no other has.
pub(super) fn room(name: &str, schedule: &Schedule) -> Result<Room, Error> {
    let rooms: BTreeSet<&Room> =
        schedule.events().iter().filter_map(|event| event.room.as_ref()).collect();
    let wanted = fold_words(name);
    let is_it = |room: &&&Room| fold_words(room.as_str()) == wanted;
    let has_it = |room: &&&Room| fold_words(room.as_str()).contains(&wanted);
    let mut found: Vec<&Room> = rooms.iter().filter(is_it).copied().collect();
    if found.is_empty() {
        found = rooms.iter().filter(has_it).copied().collect();
    }
    let (why, hint) = match found.as_slice() {
        &[room] => return Ok(room.clone()),
        [] => {
            let names = rooms.iter().map(|room| room.as_str());
            let all = || {
                (rooms.len() <= 9)
                    .then(|| format!("the rooms are {}", listed(rooms.iter().copied())))
            };
            ("there is no such room", did_you_mean(name, names).or_else(all))
        }
        several => {
            let first = several.iter().take(9).copied();
            ("several rooms have that name", Some(format!("name one: {}", listed(first))))
        }
    };
    let (option, value, why) = ("--from", name.to_owned(), why.to_owned());
    Err(Error::Option { option, value, why, hint })
}

fn listed<'a>(rooms: impl IntoIterator<Item = &'a Room>) -> String {
    or_list(&rooms.into_iter().map(|room| format!("`{room}`")).collect::<Vec<String>>())
}

/// Plans again.
///
/// # Errors
/// A profile that is wrong for the schedule, or our own fault.
pub(super) fn replanned(
    saved: &Saved,
    output: &str,
    keep: Keep,
    now: Option<Now>,
    deadline: Deadline,
    env: &Env<'_>,
    notes: &mut Notes,
) -> Result<Replanned, Error> {
    let (file, text) = &saved.profile;
    let wishes: ReadWishes<'_> =
        &|schedule, former| profile::wishes_since(text, schedule, Some(former));
    let ask = Ask {
        old: &saved.agenda,
        schedule: saved.schedule.clone(),
        wishes,
        keep,
        now,
        files: files_from(output, &saved.files, env),
        deadline,
    };
    let replanned = replan::replan(ask).map_err(|stop| match stop {
        Stop::Profile(problems) => Error::Input { file: file.clone(), problems },
        Stop::Broken(broken) => Error::Broken(broken),
    })?;
    for warning in &replanned.warnings {
        notes.warn(crate::error::located(file, warning));
    }
    for warning in &replanned.agenda.warnings {
        notes.warn(warning);
    }
    Ok(replanned)
}

/// Refuses a calendar that would take the place of the agenda, of what is kept of the one before, or
/// of another file that was read.
///
/// # Errors
/// When it would.
pub(super) fn spare(
    calendar: Option<&str>,
    agenda: &str,
    notes: &Notes,
    env: &Env<'_>,
) -> Result<(), Error> {
    let Some(name) = calendar else { return Ok(()) };
    notes.spare("--calendar", name, env)?;
    let backup = files::backup(&env.folder.join(agenda));
    if files::same(&env.folder.join(name), &backup) {
        return Err(notes::taken("--calendar", name, "it is for the agenda before"));
    }
    Ok(())
}

/// Drafts an agenda as a calendar, with what calendars have to forget: whether it can be written is
/// known before the agenda is.
///
/// # Errors
/// When it cannot be written; the old file is then as it was.
pub(super) fn calendar(name: &str, new: &Replanned, env: &Env<'_>) -> Result<Draft, Error> {
    let revision = Revision { number: new.agenda.sequence, dropped: &new.agenda.dropped };
    let text = render::agenda_ical(&new.agenda, &new.schedule, Calendar::default(), revision);
    files::draft(&env.folder.join(name), name, text)
}

/// Saves an agenda in place of the one that it replaces, which is kept beside it.
///
/// # Errors
/// When it cannot be written, or another run has written it since `before` was read; the old file
/// is then as it was.
pub(super) fn replace(
    name: &str,
    before: &str,
    agenda: &Agenda,
    env: &Env<'_>,
) -> Result<(), Error> {
    let text = render::json(agenda);
    if text == before {
        return Ok(());
    }
    files::replace(&env.folder.join(name), name, before.as_bytes(), &text)
}
