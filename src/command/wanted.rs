//! Wishes of options on top of a profile, and where `--save` keeps them.

use crate::agenda::Files;
use crate::args::{SaveArgs, Wanted};
use crate::error::Error;
use crate::files;
use crate::find::{self, Finder};
use crate::problem::Problem;
use crate::profile::{self, Additions, Head};
use crate::schedule::Schedule;

use super::Env;
use super::names::{OWN_PROFILE, files_from};
use super::notes::{Notes, quoted, taken};

/// The wishes of the options, in which a name that fits several talks is the short one of the talk
/// that somebody at a terminal says is meant.
///
/// # Errors
/// A name that is not clear, and nobody says what it means.
pub(super) fn asked(
    wanted: &Wanted,
    schedule: &Schedule,
    env: &mut Env<'_>,
) -> Result<Wanted, Error> {
    let mut wanted = wanted.clone();
    if !env.answers {
        return Ok(wanted);
    }
    for name in wanted.must.iter_mut().chain(&mut wanted.never) {
        if let Err(unclear) = find::talk(schedule, name)
            && unclear.question().is_some()
        {
            *name = Finder::new(schedule).short(&super::which(&unclear, env)?);
        }
    }
    Ok(wanted)
}

/// A profile with the wishes of the options, and what to call it.
///
/// # Errors
/// A wish that means nothing at this conference, or a profile that cannot be added to.
pub(super) fn added(
    given: Option<(String, String)>,
    wanted: &Wanted,
    schedule: &Schedule,
) -> Result<(String, String), Error> {
    // Each alone first: a mistake is told of the option, not of a line that is in no file.
    for (option, typed, alone) in wanted.each() {
        let wrong =
            |why: String, hint| Error::Option { option, value: typed.to_owned(), why, hint };
        if option == "--like" && is_odd_weight(typed) {
            let hint = "write the weight as in `rust:2.5`, and one word or phrase an option";
            let why = "what follows the colon is not a weight";
            return Err(wrong(why.to_owned(), Some(hint.to_owned())));
        }
        if let Err(mut problems) = profile::wishes(&alone.as_profile(), schedule) {
            let Problem { what, hint, .. } = problems.swap_remove(0);
            return Err(wrong(what, hint));
        }
    }
    extended(given, &wanted.additions())
}

/// Whether a number seems to be meant that is none, as in `rust:2,5`.
fn is_odd_weight(like: &str) -> bool {
    let weight = |like: &str| Some(like.rsplit_once(':')?.1.trim().to_owned());
    let is_digit = |c: char| c.is_ascii_digit();
    let has_comma = |weight: String| {
        weight.contains(',') && weight.starts_with(is_digit) && weight.ends_with(is_digit)
    };
    weight(like).is_some_and(has_comma)
        || like.split([',', ';']).filter_map(weight).any(|weight| {
            let is_number = weight.parse::<f64>().is_ok_and(f64::is_finite);
            weight.is_empty() || (weight.starts_with(is_digit) && !is_number)
        })
}

/// A profile with more wishes, and what to call it.
pub(super) fn extended(
    given: Option<(String, String)>,
    more: &Additions,
) -> Result<(String, String), Error> {
    match given {
        None => Ok(("the options".to_owned(), format!("name: Me\n{}", more.as_profile()))),
        Some((file, text)) if more.is_empty() => Ok((file, text)),
        Some((file, text)) => match more.added_to(&text) {
            Some(text) => Ok((file, text)),
            None => {
                let what = "attend cannot add to its lists as they are written";
                let hint = "write one entry a line, as `  - rust`, or add the wishes yourself";
                Err(Error::Input { file, problems: vec![Problem::whole(what).hint(hint)] })
            }
        },
    }
}

/// Refuses a name for `--save` under which something else would be lost.
pub(super) fn can_save(
    name: &str,
    own: Option<&str>,
    env: &Env<'_>,
    notes: &mut Notes,
) -> Result<(), Error> {
    if name.is_empty() || name == "-" {
        return Err(taken("--save", name, "it is not the name of a file"));
    }
    let path = env.folder.join(name);
    let is_own = own.is_some_and(|own| files::same(&path, &env.folder.join(own)));
    if files::exists(&path, name)? && !is_own {
        return Err(taken("--save", name, "it already exists"));
    }
    // Nothing else may be written there.
    notes.reserve(path);
    Ok(())
}

/// Saves the profile where `--save` says, once there is an answer that can be written: with the
/// schedule and the zone, so that no later command needs to be told.
pub(super) fn save(
    profile: &str,
    read_from: &Files,
    keep: &SaveArgs,
    output: Option<&str>,
    notes: &mut Notes,
    env: &Env<'_>,
) -> Result<(), Error> {
    let Some(name) = &keep.save else { return Ok(()) };
    if let Some(output) = output.filter(|output| *output != "-") {
        notes.spare("-o", output, env)?;
    }
    let Files { schedule, said, .. } = files_from(name, read_from, env);
    let head = Head { schedule, ..said.into() };
    let profile = head.added_to(profile);
    files::write(&env.folder.join(name), name, profile)?;
    let next = if name == OWN_PROFILE {
        "`attend plan` will do".to_owned()
    } else {
        format!("`-p {}` will do", quoted(name))
    };
    notes.note(format!("wrote {name}; from now on {next}"));
    Ok(())
}
