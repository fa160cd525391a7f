//! `attend changes`: what changed in the schedule?

use std::collections::BTreeSet;

use crate::agenda::{Agenda, Talk};
use crate::args::{ChangesArgs, ChangesForm};
use crate::changes::{self, Changes, Former, Identity, Mine};
use crate::error::{Error, Exit};
use crate::fetch;
use crate::problem::count;
use crate::profile::{self, Additions, Head};
use crate::render::{self, Extent, Versions};
use crate::schedule::{EventIx, Schedule};
use crate::score;

use super::load;
use super::notes::Notes;
use super::{Answer, Env};

/// Runs the command.
///
/// # Errors
/// Wrong input; a new version that has lost most of its events.
pub(super) fn run(args: &ChangesArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    let form = args.form()?;
    let mut notes = Notes::new(args.verbosity);
    let whose = whose(args, env, &mut notes)?;
    let mut hints = load::hints(&args.times)?;
    load::add_head(&mut hints, &whose.head());
    let mut version = |name: &str, notes: &mut Notes| -> Result<Schedule, Error> {
        let (_, read) = load::read(name, args.network, &hints, env, notes)?;
        Ok(match hints.zone.or(hints.zone_else) {
            Some(zone) => read.schedule.shown_in(zone),
            None => read.schedule,
        })
    };
    let (old, new) = (version(&args.old, &mut notes)?, version(&args.new, &mut notes)?);
    let identity = Identity::between(&old, &new);
    let all = changes::changes(&old, &new, &identity).at(&old, &new, env.now);
    if !args.network.force {
        suspicious(&all, &fetch::shown(&args.new))?;
    }
    let (booked, mine) = match mine(&whose, &old, &new, &identity)? {
        Some((booked, mine)) => (Some(booked), Some(mine)),
        None => (None, None),
    };
    let versions = Versions { old: &old, new: &new };
    let extent = if args.all { Extent::All } else { Extent::First };
    let (touching, rest) = match &mine {
        Some(mine) => {
            let (touching, rest) = all.divided(mine);
            (Some(touching), (!args.mine).then_some(rest))
        }
        None => (None, Some(all.clone())),
    };
    // What touches bookings is told first, of what touches one anyway.
    let (first, mine_else) = match (&touching, &booked) {
        (Some(touching), Some(booked)) => {
            let (first, other) = touching.divided(booked);
            (Some(first).filter(|first| !first.is_empty()), Some(other))
        }
        _ => (None, touching.clone()),
    };
    let report =
        || render::changes(first.as_ref(), mine_else.as_ref(), rest.as_ref(), versions, extent);
    let text = match form {
        ChangesForm::Json => {
            let shown = touching.as_ref().filter(|_| args.mine).unwrap_or(&all);
            render::changes_json(shown, mine.as_ref(), versions, extent)
        }
        ChangesForm::Markdown => report().markdown(),
        ChangesForm::Table => {
            let style =
                if args.output.is_some() { render::Style::Plain } else { env.style(args.color) };
            report().terminal(env.table_width(), style)
        }
    };
    let answer = load::answer(text, args.output.as_deref(), notes, env)?;
    let counted = touching.as_ref().filter(|_| args.mine).unwrap_or(&all);
    let exit = if args.exit_code && !counted.is_empty() { Exit::No } else { answer.exit };
    Ok(Answer { exit, ..answer })
}

/// Refuses a new version that is rather a broken download, or another conference.
pub(super) fn suspicious(changes: &Changes, file: &str) -> Result<(), Error> {
    let before = changes.both + changes.gone.len();
    let now = changes.both + changes.added.len();
    let (why, hint) = if changes.both == 0 && before > 0 && now > 0 {
        (
            "it has no event in common with the earlier version".to_owned(),
            "give two versions of one conference; or take it as it is with --force",
        )
    } else if changes.is_suspect() {
        (
            format!("only {now} of {} are left", count(before, "event")),
            "it may be a broken download, or the two are the wrong way round; \
             take it as it is with --force",
        )
    } else {
        return Ok(());
    };
    Err(Error::Suspect { file: file.to_owned(), why, hint })
}

/// Whom the changes may touch.
enum Whose {
    Nobody,
    Agenda(Box<Agenda>),
    /// A profile's file and text.
    Profile(String, String),
}

impl Whose {
    /// What it says of the schedules' times.
    fn head(&self) -> Head {
        match self {
            Whose::Nobody => Head::default(),
            Whose::Agenda(agenda) => agenda.said.clone().into(),
            Whose::Profile(_, text) => profile::head(text),
        }
    }
}

/// What `--agenda` or `--profile` names.
fn whose(args: &ChangesArgs, env: &mut Env<'_>, notes: &mut Notes) -> Result<Whose, Error> {
    if let Some(name) = &args.agenda {
        let (agenda, _) = load::agenda(name, env, notes)?;
        return Ok(Whose::Agenda(Box::new(agenda)));
    }
    if args.profile.is_none() && !args.mine {
        return Ok(Whose::Nobody);
    }
    let (name, none) = (args.profile.as_deref(), Additions::default());
    let profile = load::profile_text(name, Some(&args.new), &none, env, notes)?;
    let (file, text) = profile.ok_or(Error::Useless {
        option: "--mine",
        why: "there is neither a profile nor an agenda",
        hint: "name one with -p or -a",
    })?;
    Ok(Whose::Profile(file, text))
}

/// The events that an agenda or a profile has to do with: those that are booked, and all of them.
fn mine(
    whose: &Whose,
    old: &Schedule,
    new: &Schedule,
    identity: &Identity,
) -> Result<Option<(Mine, Mine)>, Error> {
    let (file, text) = match whose {
        Whose::Nobody => return Ok(None),
        Whose::Agenda(agenda) => {
            let held = |is_it: fn(&Talk) -> bool| Mine {
                old: held(agenda, old, is_it),
                new: held(agenda, new, is_it),
            };
            return Ok(Some((held(|talk| talk.booked), held(|_| true))));
        }
        Whose::Profile(file, text) => (file, text),
    };
    type Events = BTreeSet<EventIx>;
    let liked = |schedule: &Schedule, former| -> Result<(Events, Events), Error> {
        let (wishes, _) = profile::wishes_since(text, schedule, Some(former))
            .map_err(|problems| Error::Input { file: file.clone(), problems })?;
        let scores = score::score(schedule, &wishes);
        let is_liked = |ix: &EventIx| scores.of(*ix).points > 0 || wishes.asks_for(*ix);
        let liked = schedule.iter().map(|(ix, _)| ix).filter(is_liked).collect();
        Ok((wishes.booked.iter().copied().collect(), liked))
    };
    let back = identity.reversed();
    let before = liked(old, Former { schedule: new, identity: &back })?;
    let now = liked(new, Former { schedule: old, identity })?;
    Ok(Some((Mine { old: before.0, new: now.0 }, Mine { old: before.1, new: now.1 })))
}

/// The events of a version that are certain talks of an agenda.
fn held(agenda: &Agenda, schedule: &Schedule, is_it: fn(&Talk) -> bool) -> BTreeSet<EventIx> {
    let talks = agenda.talks.iter().filter(|talk| is_it(talk));
    let ids: BTreeSet<&str> = talks.map(|talk| talk.id.as_str()).collect();
    let is_held = |(ix, event): (EventIx, &crate::schedule::Event)| {
        ids.contains(event.id.as_str()).then_some(ix)
    };
    schedule.iter().filter_map(is_held).collect()
}
