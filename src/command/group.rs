//! Members' files, and the group file that names them.

use std::path::Path;

use crate::agenda::{self, Said};
use crate::args::{Common, Wanted};
use crate::bundled::PROFILES;
use crate::error::{Error, located};
use crate::fetch;
use crate::files;
use crate::group::{self, Entrant, File, Terms, strangers, tell_apart};
use crate::problem::{Problem, count};
use crate::profile::{self, Head, UNNAMED};
use crate::schedule::Schedule;
use crate::source::Hints;

use super::kind::{self, Kind};
use super::load;
use super::names::{beside, remembered};
use super::notes::{Notes, quoted};
use super::{Env, wanted};

/// Who takes part, and what they agreed on.
#[derive(Default)]
pub(super) struct Group {
    /// The group file, if there is one.
    pub(super) name: Option<String>,
    /// What it says.
    pub(super) file: File,
    /// What it says of its schedule.
    pub(super) head: Head,
    /// The members' files.
    pub(super) members: Vec<String>,
}

/// The members that are named: by a group file, or one by one.
///
/// # Errors
/// A group file that is wrong, or beside others; a single member.
pub(super) fn named(
    files: &[String],
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<Group, Error> {
    let is_group = |file: &&String| Kind::of_file(file, env) == Some(Kind::Group);
    match files {
        [one] if one == "-" || is_group(&one) => {
            let (name, bytes) =
                load::bytes_of("group file", one, &[], group::MAX_BYTES, env, notes)?;
            of_file(name, bytes, env)
        }
        [one] => {
            let hint = "name two or more profiles or saved agendas, or a group file";
            let what = format!("`{one}` is one member, and there is nobody to compare with");
            Err(Error::Which(Problem::whole(what).hint(hint)))
        }
        several => match several.iter().find(is_group) {
            Some(file) => {
                let problem = Problem::whole("a group file stands alone: it names its members");
                let hint = format!("`attend compare {file}`, with the others under `members:`");
                Err(Error::Input { file: file.clone(), problems: vec![problem.hint(hint)] })
            }
            None => Ok(Group { members: several.to_vec(), ..Group::default() }),
        },
    }
}

/// The group of a group file.
///
/// # Errors
/// All that is wrong with it.
pub(super) fn of_file(name: String, bytes: Vec<u8>, env: &Env<'_>) -> Result<Group, Error> {
    let wrong = |problems| Error::Input { file: name.clone(), problems };
    let text = load::utf8(bytes).map_err(|problem| wrong(vec![problem]))?;
    let file = group::read(&text).map_err(wrong)?;
    let mut head = profile::head(&text);
    let way = |file: &str| beside(&name, file, env);
    head.schedule = head.schedule.map(|file| way(&file)).transpose()?;
    let members = file.members.iter().map(|member| way(&member.text)).collect::<Result<_, _>>()?;
    Ok(Group { name: Some(name), file, head, members })
}

impl Group {
    /// The options as they are with what the group file or all members' files say of the schedule,
    /// and that schedule.
    ///
    /// # Errors
    /// Members that are for different schedules; a schedule that is wrong.
    pub(super) fn schedule(
        &self,
        common: &Common,
        env: &mut Env<'_>,
        notes: &mut Notes,
    ) -> Result<(Common, Schedule), Error> {
        let heads = heads(&self.members, env);
        let mut common = common.clone();
        if common.schedule.is_none() {
            *common.schedule = match &self.head.schedule {
                Some(own) => Some(own.clone()),
                None => the_one(&heads, |head| head.schedule.as_deref()).map_err(several)?,
            };
        }
        let of_members = || the_one(&heads, |head| head.timezone.as_deref()).unwrap_or_default();
        let mut hints: Hints = load::hints(&common.times)?;
        load::add_head(
            &mut hints,
            &Head {
                schedule: None,
                timezone: self.head.timezone.clone().or_else(of_members),
                year: self.head.year.or_else(|| heads.iter().find_map(|(_, head)| head.year)),
                first_day: self
                    .head
                    .first_day
                    .or_else(|| heads.iter().find_map(|(_, head)| head.first_day)),
            },
        );
        let schedule = load::schedule(&common, &hints, env, notes)?;
        let schedule = match hints.zone.or(hints.zone_else) {
            Some(zone) => schedule.shown_in(zone),
            None => schedule,
        };
        let Head { timezone, year, first_day, .. } = self.head.clone();
        common.times = common.times.or(&Said { timezone, year, first_day, ..Said::default() });
        Ok((common, schedule))
    }

    /// Reads all members' files; if some are wrong, says so of all of them.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub(super) fn entrants(
        &self,
        wanted: &Wanted,
        schedule: &Schedule,
        env: &mut Env<'_>,
        notes: &mut Notes,
    ) -> Result<Vec<Entrant>, Error> {
        entrants(&self.members, wanted, schedule, env, notes)
    }

    /// What the group file's agreements mean for these members.
    ///
    /// # Errors
    /// Names of talks or members that are not clear.
    pub(super) fn terms(
        &self,
        schedule: &Schedule,
        entrants: &[Entrant],
        notes: &mut Notes,
    ) -> Result<Terms, Error> {
        let file = self.name.clone().unwrap_or_default();
        match self.file.agreed.terms(schedule, entrants) {
            Ok((terms, warnings)) => {
                for warning in &warnings {
                    notes.warn(located(&file, warning));
                }
                Ok(terms)
            }
            Err(problems) => Err(Error::Input { file, problems }),
        }
    }

    /// What is wrong with members' files, as problems of the group file.
    pub(super) fn of_members(&self, error: &Error) -> Vec<Problem> {
        let errors = match error {
            Error::Several(errors) => errors.as_slice(),
            one => std::slice::from_ref(one),
        };
        let problem = |error: &Error| {
            let (name, what) = match error {
                Error::Input { file, problems } => {
                    let what = format!("`{file}` has {}", count(problems.len(), "mistake"));
                    let hint = format!("`attend check {}` lists them", quoted(file));
                    (file, Problem::whole(what).hint(hint))
                }
                Error::NotFound { name, kind, hint } => {
                    (name, Problem::whole(format!("there is no {kind} `{name}`")).hint(hint))
                }
                other => return Problem::whole(other.to_string()),
            };
            let members = self.members.iter().zip(&self.file.members);
            let place = members.clone().find(|(file, _)| *file == name).map(|(_, it)| it.place);
            place.map_or(what.clone(), |place| what.placed(place))
        };
        errors.iter().map(problem).collect()
    }
}

/// What each member's file says of the schedule, as far as it can be read by now.
fn heads(files: &[String], env: &Env<'_>) -> Vec<(String, Head)> {
    let head = |file: &String| {
        let path = env.folder.join(file);
        let bytes = (!files::is_odd(&path))
            .then(|| files::read(&path, file, agenda::MAX_BYTES).ok())
            .flatten()?;
        let text = String::from_utf8(bytes).ok()?;
        let mut head = match agenda::read(&text) {
            Ok(agenda) => Head { schedule: agenda.source, ..agenda.said.into() },
            Err(_) => profile::head(&text),
        };
        let beside = |name: String| remembered(file, &name, env).ok();
        head.schedule = head.schedule.and_then(beside);
        Some((file.clone(), head))
    };
    files.iter().filter_map(head).collect()
}

/// What all say that say anything; else two of them that differ.
fn the_one<'a>(
    heads: &'a [(String, Head)],
    of: impl Fn(&'a Head) -> Option<&'a str>,
) -> Result<Option<String>, [(&'a str, &'a str); 2]> {
    let mut said = heads.iter().filter_map(|(file, head)| Some((file.as_str(), of(head)?)));
    let Some(first) = said.next() else { return Ok(None) };
    match said.find(|(_, other)| *other != first.1) {
        Some(other) => Err([first, other]),
        None => Ok(Some(first.1.to_owned())),
    }
}

/// Members whose files are for different schedules.
fn several([one, other]: [(&str, &str); 2]) -> Error {
    let said = |(file, name): (&str, &str)| format!("{file} is for `{}`", fetch::shown(name));
    let what = format!("{}, and {}", said(one), said(other));
    Error::Which(Problem::whole(what).hint("name the schedule with -s"))
}

/// Reads all members' files; if some are wrong, says so of all of them.
fn entrants(
    files: &[String],
    wanted: &Wanted,
    schedule: &Schedule,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<Vec<Entrant>, Error> {
    let mut errors = Vec::new();
    let mut read = Vec::new();
    for file in files {
        match entrant(file, wanted, schedule, env, notes) {
            Ok(entrant) => read.push(entrant),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        let stems: Vec<String> = files.iter().map(|file| stem(file)).collect();
        let names: Vec<String> = read
            .iter()
            .zip(&stems)
            .map(|(entrant, stem)| match entrant.name() {
                UNNAMED => stem.clone(),
                name => name.to_owned(),
            })
            .collect();
        let names = tell_apart(&names, &stems);
        for (entrant, name) in read.iter_mut().zip(names) {
            entrant.rename(name);
        }
        for (file, problems) in files.iter().zip(strangers(&read)) {
            if !problems.is_empty() {
                errors.push(Error::Input { file: file.clone(), problems });
            }
        }
    }
    match errors.len() {
        0 => Ok(read),
        1 => Err(errors.remove(0)),
        _ => Err(Error::Several(errors)),
    }
}

/// A file's name without folders and endings.
fn stem(file: &str) -> String {
    let name = Path::new(file).file_name().map_or(file.into(), |name| name.to_string_lossy());
    name.split('.').find(|part| !part.is_empty()).unwrap_or(file).to_owned()
}

/// One member's file: a saved agenda or a profile, whatever it is called.
fn entrant(
    file: &str,
    options: &Wanted,
    schedule: &Schedule,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<Entrant, Error> {
    let limit = agenda::MAX_BYTES;
    let (file, bytes) = load::bytes_of("profile", file, PROFILES, limit, env, notes)?;
    let wrong = |problems| Error::Input { file: file.clone(), problems };
    let text = load::utf8(bytes).map_err(|problem| wrong(vec![problem]))?;
    if group::looks_saved(&text) {
        let problem = Problem::whole("this is a group's saved plan, not one member's agenda");
        let hint = "write each part with `attend compare ... -o 'plans/{name}.agenda.json'`";
        return Err(wrong(vec![problem.hint(hint)]));
    }
    if agenda::looks_like(&text) {
        let agenda = agenda::read(&text).map_err(wrong)?;
        for noted in &agenda.noted {
            notes.warn(format!("{file}: {noted}"));
        }
        if agenda.schedule.title != schedule.title() {
            let problem = Problem::whole(format!(
                "the agenda is for `{}`, and the schedule is `{}`",
                agenda.schedule.title,
                schedule.title()
            ));
            return Err(wrong(vec![problem.hint("give the schedule it was made for with -s")]));
        }
        return Ok(Entrant::Agenda { name: agenda.profile.clone(), agenda: Box::new(agenda) });
    }
    kind::expect_profile(&file, text.as_bytes(), None, env)?;
    let (file, text) = wanted::added(Some((file, text)), options, schedule)?;
    let wrong = |problems| Error::Input { file: file.clone(), problems };
    let (wishes, warnings) = profile::wishes(&text, schedule).map_err(wrong)?;
    for warning in warnings {
        notes.warn(located(&file, &warning));
    }
    Ok(Entrant::Wishes { name: wishes.name.clone(), wishes: Box::new(wishes) })
}
