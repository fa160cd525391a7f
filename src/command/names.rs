//! Names of files that are kept in other files, and from where they lead there.

use std::path::Path;

use crate::agenda::Files;
use crate::bundled::{PROFILES, SCHEDULES};
use crate::error::Error;
use crate::fetch;
use crate::files;
use crate::source;

use super::Env;

/// The profile that is read where none is named.
pub(super) const OWN_PROFILE: &str = "attend.yaml";

/// A name under which a later run finds the same: not that of a stream, nor one with a password.
pub(super) fn lasting(name: Option<&str>) -> Option<String> {
    let lasts = |name: &str| (name != "-" && fetch::shown(name) == name).then(|| name.to_owned());
    source::with_each(name?, lasts)
}

/// A name in a file as it leads there from the folder in which the program runs.
pub(super) fn beside(file: &str, name: &str, env: &Env<'_>) -> Result<String, Error> {
    each(name, |name| beside_alone(file, name, env))
}

/// A name of one or of several files with each as a function gives it.
fn each(name: &str, with: impl Fn(&str) -> Result<String, Error>) -> Result<String, Error> {
    let names: Result<Vec<String>, Error> =
        source::names_in(name).iter().map(|name| with(name)).collect();
    Ok(source::name_of(&names?).unwrap_or_default())
}

fn beside_alone(file: &str, name: &str, env: &Env<'_>) -> Result<String, Error> {
    let folder = Path::new(file).parent().filter(|folder| !folder.as_os_str().is_empty());
    let Some(folder) = folder.filter(|_| !fetch::is_url(name)) else { return Ok(name.to_owned()) };
    let path = folder.join(name).to_string_lossy().into_owned();
    let is_bundled = SCHEDULES.iter().chain(PROFILES).any(|bundled| bundled.name == name);
    let is_there = files::exists(&env.folder.join(&path), &path)?;
    Ok(if is_bundled && !is_there { name.to_owned() } else { path })
}

/// A file that an agenda remembers, by the way from its own folder. Agendas of earlier versions say
/// the way from the folder in which the program ran.
pub(super) fn remembered(agenda: &str, file: &str, env: &Env<'_>) -> Result<String, Error> {
    each(file, |file| remembered_alone(agenda, file, env))
}

fn remembered_alone(agenda: &str, file: &str, env: &Env<'_>) -> Result<String, Error> {
    let beside = beside_alone(agenda, file, env)?;
    let is_there = |name: &str| files::exists(&env.folder.join(name), name);
    Ok(if !is_there(&beside)? && is_there(file)? { file.to_owned() } else { beside })
}

/// What an agenda or a profile that is saved as `name` has to remember: the way to files from there.
pub(super) fn files_from(name: &str, files: &Files, env: &Env<'_>) -> Files {
    let way = |file: &str| {
        let path = env.folder.join(file);
        let is_file = name != "-" && files::exists(&path, file).is_ok_and(|is_there| is_there);
        let way = is_file.then(|| files::from_beside(&env.folder.join(name), &path)).flatten();
        Some(way.unwrap_or_else(|| file.to_owned()))
    };
    let from = |file: &Option<String>| source::with_each(file.as_deref()?, way);
    Files { schedule: from(&files.schedule), profile: from(&files.profile), ..files.clone() }
}
