//! `attend watch`: look again and again, and tell only what touches me.

use std::time::Duration;

use crate::args::{Common, WatchArgs, When};
use crate::error::{Error, Exit};
use crate::render::{self, Style};
use crate::solver::Deadline;

use super::load::{self, Notes};
use super::saved;
use super::{Answer, Env};

/// How long one plan may take.
const LIMIT: Duration = Duration::from_secs(10);

/// Runs the command until it is stopped, or has looked as often as it should.
///
/// # Errors
/// An agenda that is wrong or cannot be written. A schedule that cannot be had is only told: it
/// may be there the next time.
pub(super) fn run(args: &WatchArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    let common = Common {
        schedule: Some(args.schedule.clone()),
        profile: args.profile.clone(),
        times: args.times_of.clone(),
        color: When::Never,
        network: args.network,
        verbosity: args.verbosity,
    };
    // What is wrong with the agenda now will not mend itself.
    load::agenda(&args.agenda, env)?;
    let mut looked = 0;
    loop {
        let mut notes = Notes::new(args.verbosity);
        let news = match look(args, &common, env, &mut notes) {
            // Another run, of `pin` perhaps, was faster: what it has written is what to look at.
            Err(Error::Overtaken { .. }) => look(args, &common, env, &mut notes),
            news => news,
        };
        match news {
            Ok(news) => tell(&news, env),
            Err(error @ (Error::Write { .. } | Error::Broken(_))) => return Err(error),
            Err(error) => tell(&format!("{}{error}\n", stamp(env)), env),
        }
        looked += 1;
        if args.times == Some(looked) {
            return Ok(Answer { text: String::new(), notes: notes.into_lines(), exit: Exit::Done });
        }
        for note in notes.into_lines() {
            // Without a standard error there is nobody to tell.
            let _ = writeln!(env.err, "{note}");
        }
        let pause =
            with_jitter(args.every.to_std().unwrap_or_default(), env.now.timestamp_subsec_nanos());
        env.now = (env.wait)(pause);
    }
}

/// One look: what is new, in words; nothing if nothing is.
fn look(
    args: &WatchArgs,
    common: &Common,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<String, Error> {
    let (old, before) = load::agenda(&args.agenda, env)?;
    let saved = saved::load(old, common, env, notes)?;
    let at = saved::at(None, &saved.schedule, env.now)?;
    let mut new = saved::replanned(&saved, args.keep, at, Deadline::after(LIMIT), notes)?;
    if !new.delta.is_empty() {
        new.agenda.source = load::lasting(Some(&args.schedule));
        saved::replace(&args.agenda, &before, &new.agenda, env)?;
    }
    if let Some(name) = &args.calendar {
        saved::write_calendar(name, &new, env)?;
    }
    if new.delta.is_empty() {
        return Ok(String::new());
    }
    let news = render::replan_news(&new.delta, env.table_width(), Style::Plain);
    Ok(format!("{}{news}", stamp(env)))
}

/// The time of what is told.
fn stamp(env: &Env<'_>) -> String {
    format!("{} UTC\n", env.now.format("%Y-%m-%d %H:%M"))
}

fn tell(text: &str, env: &mut Env<'_>) {
    // Whoever closed the stream wants to hear no more; the agenda is still kept right.
    let _ = env.out.write_all(text.as_bytes());
    let _ = env.out.flush();
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
