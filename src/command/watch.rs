//! `attend watch`: look again and again, and tell only what touches me.

use std::time::Duration;

use crate::args::{Common, WatchArgs, When};
use crate::error::{Error, Exit};
use crate::files::Draft;
use crate::render::{self, Lines, Style};
use crate::replan::Now;
use crate::solver::Deadline;

use super::kind::Kind;
use super::load;
use super::notes::Notes;
use super::saved;
use super::{Answer, Env};

/// How long one plan may take.
const LIMIT: Duration = Duration::from_secs(10);

/// Runs the command until it is stopped, or has looked as often as it should.
///
/// # Errors
/// An agenda or an option that is wrong, or what cannot be written. A schedule that cannot be had is
/// only told: it may be there the next time.
pub(super) fn run(args: &WatchArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    let (schedule, agenda) = match args.files.as_slice() {
        [one] if Kind::of_file(one, env) == Some(Kind::Agenda) => (None, Some(one)),
        files => (files.first(), files.get(1)),
    };
    let mut notes = Notes::new(args.verbosity);
    let name = saved::named(agenda.map(String::as_str), env, &mut notes)?;
    let common = Common {
        schedule: schedule.cloned(),
        profile: args.profile.clone(),
        times: args.times_of.clone(),
        color: When::Never,
        brief: false,
        network: args.network,
        verbosity: args.verbosity,
    };
    // What is wrong with the agenda now will not mend itself.
    load::agenda(&name, env, &mut Notes::default())?;
    let mut looked = 0;
    loop {
        let looked_at = match look(args, &name, &common, env, &mut notes) {
            // Another run, of `pin` perhaps, was faster: what it has written is what to look at.
            Err(Error::Overtaken { .. }) => look(args, &name, &common, env, &mut notes),
            looked_at => looked_at,
        };
        match looked_at {
            Ok(()) => {}
            Err(error @ (Error::Write { .. } | Error::Option { .. } | Error::Broken(_))) => {
                return Err(error);
            }
            Err(error) => tell(&format!("{}\n", Lines(&error.to_string())), env),
        }
        looked += 1;
        if args.times == Some(looked) {
            return Ok(Answer { text: String::new(), notes: notes.into_lines(), exit: Exit::Done });
        }
        for note in std::mem::replace(&mut notes, Notes::new(args.verbosity)).into_lines() {
            env.say(&note);
        }
        let pause =
            with_jitter(args.every.to_std().unwrap_or_default(), env.now.timestamp_subsec_nanos());
        env.now = (env.wait)(pause);
    }
}

/// One look: tells what is new, if anything is.
fn look(
    args: &WatchArgs,
    name: &str,
    common: &Common,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<(), Error> {
    let (old, before) = load::agenda(name, env, notes)?;
    let saved = saved::load(name, old, common, env, notes)?;
    saved::spare(args.calendar.as_deref(), name, notes, env)?;
    let at = saved::at(None, &saved.schedule, env.now)?;
    let now = at.map(|at| Now { at, room: None });
    let deadline = Deadline::after(LIMIT);
    let new = saved::replanned(&saved, name, args.keep, now, deadline, env, notes)?;
    let calendar = args.calendar.as_deref().map(|name| saved::calendar(name, &new, env));
    let calendar = calendar.transpose()?;
    if !new.delta.is_empty() {
        saved::replace(name, &before, &new.agenda, env)?;
        // The next look would find nothing new, whatever happens now.
        tell(&render::news(&new.delta).terminal(env.table_width(), Style::Plain), env);
    }
    calendar.map_or(Ok(()), Draft::commit)
}

/// Tells something, with the time.
fn tell(text: &str, env: &mut Env<'_>) {
    let text = format!("{} UTC\n{text}", env.now.format("%Y-%m-%d %H:%M"));
    // Whoever closed the stream wants to hear no more; the agenda is still kept right.
    let _ = env.print(&text);
}

/// Up to a tenth more or less, so that not everyone asks at the same second.
fn with_jitter(every: Duration, chance: u32) -> Duration {
    let part = f64::from(chance % 1000) / 1000.0;
    every.mul_f64(0.9 + 0.2 * part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_is_about_as_long_as_asked() {
        let every = Duration::from_secs(600);
        assert_eq!(with_jitter(every, 0), Duration::from_secs(540));
        assert_eq!(with_jitter(every, 500), Duration::from_secs(600));
        assert!(with_jitter(every, 999) < Duration::from_secs(660));
    }
}
