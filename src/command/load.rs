//! The files that commands have in common.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::args::{Common, Output};
use crate::bundled::{Bundled, PROFILES, SCHEDULES};
use crate::error::{Error, Exit, located};
use crate::files;
use crate::problem::{Problem, did_you_mean, or_list};
use crate::profile::{self, Wishes};
use crate::schedule::{Schedule, Zone};
use crate::source::{self, Hints, Warning};

use super::{Answer, Env};

/// The profile that is read where none is named.
const OWN_PROFILE: &str = "attend.yaml";

/// A schedule and the wishes for it, with what is worth saying about them.
pub(super) struct Loaded {
    pub(super) schedule: Schedule,
    pub(super) wishes: Wishes,
    pub(super) notes: Notes,
}

/// What goes to standard error.
pub(super) struct Notes {
    lines: Vec<String>,
    quiet: bool,
    verbose: bool,
}

impl Notes {
    pub(super) fn new(common: &Common) -> Notes {
        Notes { lines: Vec::new(), quiet: common.quiet, verbose: common.verbose }
    }

    /// Something that the user may want to act on.
    pub(super) fn warn(&mut self, text: impl AsRef<str>) {
        if !self.quiet {
            self.lines.push(format!("warning: {}", text.as_ref()));
        }
    }

    /// Something that was decided for the user.
    pub(super) fn note(&mut self, text: impl AsRef<str>) {
        if !self.quiet {
            self.lines.push(format!("note: {}", text.as_ref()));
        }
    }

    /// Something for the curious.
    pub(super) fn detail(&mut self, text: impl AsRef<str>) {
        if self.verbose {
            self.lines.push(text.as_ref().to_owned());
        }
    }

    pub(super) fn into_lines(self) -> Vec<String> {
        self.lines
    }
}

/// Loads what `-s` and `-p` name, or the defaults.
pub(super) fn load(common: &Common, env: &mut Env<'_>) -> Result<Loaded, Error> {
    let mut notes = Notes::new(common);
    let shown_in = common.tz.as_deref().map(zone).transpose()?;
    let schedule = schedule(common.schedule.as_deref(), shown_in, env, &mut notes)?;
    let (file, text) = profile_text(common.profile.as_deref(), env, &mut notes)?;
    let (wishes, warnings) = profile::wishes(&text, &schedule)
        .map_err(|problems| Error::Input { file: file.clone(), problems })?;
    for warning in warnings {
        notes.warn(located(&file, &warning));
    }
    let schedule = match shown_in {
        Some(zone) => schedule.shown_in(zone),
        None => schedule,
    };
    Ok(Loaded { schedule, wishes, notes })
}

/// The zone of a name.
fn zone(name: &str) -> Result<Zone, Error> {
    Zone::named(name).ok_or_else(|| Error::Option {
        option: "--tz",
        value: name.to_owned(),
        why: "unknown time zone".to_owned(),
        hint: did_you_mean(name, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())),
    })
}

/// Loads the schedule that `-s` names, or the default one.
pub(super) fn schedule(
    name: Option<&str>,
    zone: Option<Zone>,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<Schedule, Error> {
    let (file, bytes) = match name {
        None => (SCHEDULES[0].name.to_owned(), SCHEDULES[0].text.as_bytes().to_vec()),
        Some("-") => {
            let name = "standard input".to_owned();
            let bytes = files::read_at_most(&mut *env.input, &name, source::MAX_BYTES)?;
            (name, bytes)
        }
        Some(name) => named("schedule", name, SCHEDULES, source::MAX_BYTES, env)?,
    };
    let read = source::read(&bytes, &Hints { zone, ..Hints::default() })
        .map_err(|problems| Error::Input { file: file.clone(), problems })?;
    if !read.warnings.is_empty() {
        notes.warn(format!("{file}: {}", summary(&read.warnings)));
    }
    notes.detail(format!(
        "read {file}: {}, {} events, {}",
        read.format.name(),
        read.schedule.events().len(),
        read.schedule.zone()
    ));
    Ok(read.schedule)
}

/// How often each thing was guessed.
fn summary(warnings: &[Warning]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for warning in warnings {
        *counts.entry(warning.subject.name()).or_default() += 1;
    }
    let counts: Vec<String> =
        counts.into_iter().map(|(what, count)| format!("{count} x {what}")).collect();
    format!("{}; `attend check` lists them", counts.join(", "))
}

/// The profile that `-p` names, or the default one.
fn profile_text(
    name: Option<&str>,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<(String, String), Error> {
    let (file, bytes) = match name {
        Some(name) => named("profile", name, PROFILES, profile::MAX_BYTES, env)?,
        None if files::exists(&env.folder.join(OWN_PROFILE)) => {
            let path = env.folder.join(OWN_PROFILE);
            (OWN_PROFILE.to_owned(), files::read(&path, OWN_PROFILE, profile::MAX_BYTES)?)
        }
        None => {
            let example = PROFILES[0];
            notes.note(format!(
                "there is no ./{OWN_PROFILE}, so this is the example profile `{}`; \
                 write your own and name it with -p",
                example.name
            ));
            (example.name.to_owned(), example.text.as_bytes().to_vec())
        }
    };
    let text = utf8(bytes)
        .map_err(|problem| Error::Input { file: file.clone(), problems: vec![problem] })?;
    Ok((file, text))
}

pub(super) fn utf8(bytes: Vec<u8>) -> Result<String, Problem> {
    String::from_utf8(bytes)
        .map_err(|_| Problem::whole("the text is not UTF-8").hint("save it as UTF-8 and try again"))
}

/// A file of that name, else a bundled one.
fn named(
    kind: &'static str,
    name: &str,
    bundled: &[Bundled],
    limit: usize,
    env: &Env<'_>,
) -> Result<(String, Vec<u8>), Error> {
    let path: PathBuf = env.folder.join(name);
    if files::exists(&path) {
        return Ok((name.to_owned(), files::read(&path, name, limit)?));
    }
    if let Some(found) = bundled.iter().find(|bundled| bundled.name == name) {
        return Ok((name.to_owned(), found.text.as_bytes().to_vec()));
    }
    let names: Vec<String> = bundled.iter().map(|bundled| format!("`{}`", bundled.name)).collect();
    let hint = did_you_mean(name, bundled.iter().map(|bundled| bundled.name))
        .unwrap_or_else(|| format!("give a file, or one of the bundled: {}", or_list(&names)));
    Err(Error::NotFound { kind, name: name.to_owned(), hint })
}

/// The answer, in its file when `-o` names one.
pub(super) fn answer(
    text: String,
    output: &Output,
    mut notes: Notes,
    env: &Env<'_>,
) -> Result<Answer, Error> {
    let text = match output.output.as_deref() {
        None | Some("-") => text,
        Some(name) => {
            files::write(&env.folder.join(name), name, &text)?;
            notes.note(format!("wrote {name}"));
            String::new()
        }
    };
    Ok(Answer { text, notes: notes.into_lines(), exit: Exit::Done })
}
