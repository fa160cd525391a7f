//! `attend watch`: look again and again, and tell only what touches me.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::args::{AgendaForm, Common, WatchArgs, When};
use crate::error::{Error, Exit};
use crate::fetch;
use crate::files::Draft;
use crate::problem::count;
use crate::render::{self, Lines, Report, Style};
use crate::replan::Now;
use crate::schedule::Zone;
use crate::solver::Deadline;

use super::kind::Kind;
use super::load;
use super::notes::Notes;
use super::regroup;
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
        [one] if matches!(Kind::of_file(one, env), Some(Kind::Agenda | Kind::Plan)) => {
            (None, Some(one))
        }
        files => (files.first(), files.get(1)),
    };
    let mut notes = Notes::new(args.verbosity);
    let name = saved::named(agenda.map(String::as_str), env, &mut notes)?;
    let common = Common {
        schedule: schedule.cloned().into(),
        profile: args.profile.clone(),
        times: args.times_of.clone(),
        color: When::Never,
        brief: false,
        network: args.network,
        verbosity: args.verbosity,
    };
    // What is wrong with the agenda now will not mend itself.
    let of_group = Kind::of_file(&name, env) == Some(Kind::Plan);
    let (timezone, source) = if of_group {
        regroup::calendars(args.calendar.as_deref())?;
        let (saved, _) = regroup::read(&name, env, &mut Notes::default())?;
        let first = saved.members.first().map(|it| it.agenda.schedule.timezone.clone());
        (first.unwrap_or_default(), saved.source)
    } else {
        let (agenda, _) = load::agenda(&name, env, &mut Notes::default())?;
        (agenda.schedule.timezone, agenda.source)
    };
    let clock = Zone::named(common.times.tz.as_deref().unwrap_or(&timezone));
    let clock = clock.unwrap_or(Zone::Named(chrono_tz::UTC));
    let look = if of_group { look_for_all } else { look };
    let of = common.schedule.as_deref().or(source.as_deref());
    let of = fetch::shown(of.unwrap_or("the default schedule"));
    let every = TimeDelta::seconds(args.every.num_seconds());
    notes.note(format!("watching {of} for {name}, every {} (Ctrl-C ends it)", said(every)));
    let mut looked = 0;
    loop {
        for note in std::mem::replace(&mut notes, Notes::new(args.verbosity)).into_lines() {
            env.say(&note);
        }
        let looked_at = match look(args, &name, &common, clock, env, &mut notes) {
            // Another run, of `pin` perhaps, was faster: what it has written is what to look at.
            Err(Error::Overtaken { .. }) => look(args, &name, &common, clock, env, &mut notes),
            looked_at => looked_at,
        };
        let is_news = match looked_at {
            Ok(is_news) => is_news,
            Err(error @ (Error::Write { .. } | Error::Option { .. } | Error::Broken(_))) => {
                return Err(error);
            }
            Err(error) => {
                tell(&format!("{}\n", Lines(&error.to_string())), clock, env);
                true
            }
        };
        looked += 1;
        if args.times == Some(looked) {
            return Ok(Answer { text: String::new(), notes: notes.into_lines(), exit: Exit::Done });
        }
        let pause =
            with_jitter(args.every.to_std().unwrap_or_default(), env.now.timestamp_subsec_nanos());
        if env.watched {
            let at = |instant: DateTime<Utc>| clock.at(instant).format("%H:%M").to_string();
            let next = env.now + TimeDelta::from_std(pause).unwrap_or_default();
            let what = if is_news { "" } else { " nothing new;" };
            notes.note(format!("{}{what} looking again at {}", at(env.now), at(next)));
        }
        for note in std::mem::replace(&mut notes, Notes::new(args.verbosity)).into_lines() {
            env.say(&note);
        }
        env.now = (env.wait)(pause);
    }
}

/// `90 seconds`, `10 minutes`.
fn said(time: TimeDelta) -> String {
    match time.num_seconds() {
        seconds if seconds % 60 == 0 => count(seconds / 60, "minute"),
        seconds => count(seconds, "second"),
    }
}

/// One look: tells what is new, and whether anything is.
fn look(
    args: &WatchArgs,
    name: &str,
    common: &Common,
    clock: Zone,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<bool, Error> {
    let (old, before) = load::agenda(name, env, notes)?;
    let saved = saved::load(name, old, common, None, env, notes)?;
    saved::spare(args.calendar.as_deref(), name, notes, env)?;
    let at = saved::at(None, &saved.schedule, env.now)?;
    let now = at.map(|at| Now { at, room: None });
    let deadline = Deadline::after(LIMIT);
    let new = saved::replanned(&saved, name, args.keep, now, deadline, env, notes)?;
    let calendar = args.calendar.as_deref().map(|name| saved::calendar(name, &new, env));
    let calendar = calendar.transpose()?;
    let is_news = !new.delta.is_empty();
    if is_news {
        saved::replace(name, &before, &new.agenda, env)?;
        announce(&render::news(&new.delta), args, clock, env, notes);
    }
    calendar.map_or(Ok(()), Draft::commit)?;
    Ok(is_news)
}

/// The same for a group's plan.
fn look_for_all(
    args: &WatchArgs,
    name: &str,
    common: &Common,
    clock: Zone,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<bool, Error> {
    let (deadline, keep) = (Deadline::after(LIMIT), args.keep);
    let ask = regroup::Ask { name, common, keep, at: None, output: name, deadline };
    let new = regroup::regrouped(&ask, env, notes)?;
    if new.is_news() {
        new.replace(name, env)?;
        announce(&new.report(), args, clock, env, notes);
    }
    if let Some(pattern) = &args.calendar {
        // Who watches need not be told each time.
        new.write_each(pattern, AgendaForm::Ics, &mut Notes::default(), env)?;
    }
    Ok(new.is_news())
}

/// Tells news, and the command that waits for them. What they are about is saved by now: the next look
/// would find nothing new, whatever happens.
fn announce(news: &Report, args: &WatchArgs, clock: Zone, env: &mut Env<'_>, notes: &mut Notes) {
    let news = news.terminal(env.table_width(), Style::Plain);
    tell(&news, clock, env);
    if let Some(command) = &args.command
        && let Err(why) = (env.run)(command, &news)
    {
        notes.warn(format!("--command `{command}`: {why}"));
    }
}

/// Tells something, with the time.
fn tell(text: &str, clock: Zone, env: &mut Env<'_>) {
    let text = format!("{} {clock}\n{text}", clock.at(env.now).format("%Y-%m-%d %H:%M"));
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
