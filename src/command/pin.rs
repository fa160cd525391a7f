//! `attend pin`, `attend unpin`: talks that replanning keeps.

use crate::agenda::Agenda;
use crate::args::{Common, Network, PinArgs, Source, Times, When};
use crate::error::{Error, Exit};
use crate::find;
use crate::schedule::{EventIx, Schedule};

use super::load;
use super::notes::Notes;
use super::saved;
use super::{Answer, Env};

/// What to do with the pin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pin {
    /// Put it there.
    Put,
    /// Take it away.
    Take,
}

/// Runs the command.
///
/// # Errors
/// Wrong input, or a name that is not that of one performance of a talk.
pub(super) fn run(pin: Pin, args: &PinArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    let mut notes = Notes::new(args.verbosity);
    let (file, talk) = saved::split(&args.talk, ".json", env);
    if talk.is_empty() {
        return Err(saved::no_talk());
    }
    let name = saved::named(file, env, &mut notes)?;
    let (mut agenda, before) = load::agenda(&name, env, &mut notes)?;
    let talk = talk.join(" ");
    let mut known = agenda.former();
    if is_unknown(&agenda, &known, &talk)
        && let Some(schedule) = schedule(&name, &agenda, args, env)
    {
        known = schedule;
    }
    let ix = performance(pin, &agenda, &known, &talk, env)?;
    let event = known.event(ix);
    let (id, title) = (event.id.to_string(), &event.title);
    let is_pinned = agenda.pins.contains(&id);
    match pin {
        Pin::Put if is_pinned => notes.note(format!("`{title}` is pinned already")),
        Pin::Put => {
            let is_one_of_several = known.occurrences(ix).len() > 1;
            let when = known.zone().at(event.slot.start()).format(" (%a %-d %b %H:%M)");
            let which = if is_one_of_several { when.to_string() } else { String::new() };
            let now = if holds(&agenda, &known, ix) {
                "is pinned: replanning keeps it"
            } else {
                "is pinned: the next `attend replan` adds it"
            };
            notes.note(format!("`{title}`{which} {now}"));
            agenda.remember(&known, ix);
            agenda.skipped.retain(|skipped| *skipped != id);
            agenda.pins.push(id);
            agenda.pins.sort();
        }
        Pin::Take if is_pinned => {
            notes.note(format!("`{title}` is no longer pinned"));
            agenda.pins.retain(|pinned| *pinned != id);
        }
        Pin::Take => notes.note(format!("`{title}` was not pinned")),
    }
    saved::replace(&name, &before, &agenda, env)?;
    Ok(Answer { text: String::new(), notes: notes.into_lines(), exit: Exit::Done })
}

fn holds(agenda: &Agenda, known: &Schedule, ix: EventIx) -> bool {
    agenda.talks.iter().any(|talk| talk.id == known.event(ix).id.as_str())
}

/// Whether nothing that an agenda remembers may be meant: it knows no talks without points.
fn is_unknown(agenda: &Agenda, former: &Schedule, talk: &str) -> bool {
    find::talk(former, talk).is_err() && saved::among_own(agenda, former, talk).is_none()
}

/// The agenda's schedule, if it is to be had; without it, a talk that the agenda knows can be pinned.
fn schedule(name: &str, agenda: &Agenda, args: &PinArgs, env: &mut Env<'_>) -> Option<Schedule> {
    let common = Common {
        schedule: Source::default(),
        profile: None,
        times: Times::default(),
        color: When::Never,
        brief: false,
        network: Network { offline: false, force: false },
        verbosity: args.verbosity,
    };
    let saved = saved::load(name, agenda.clone(), &common, None, env, &mut Notes::default());
    saved.ok().map(|saved| saved.schedule)
}

/// The one performance that is meant: of a talk that is given several times, the one that the agenda
/// holds or, to unpin it, the one that is pinned.
fn performance(
    pin: Pin,
    agenda: &Agenda,
    known: &Schedule,
    talk: &str,
    env: &mut Env<'_>,
) -> Result<EventIx, Error> {
    let meant = match find::talk(known, talk) {
        Ok(meant) => meant.events().to_vec(),
        Err(unclear) => match saved::among_own(agenda, known, talk) {
            Some(own) => return Ok(own),
            None => super::which(&unclear, env)?.events().to_vec(),
        },
    };
    let is_pinned = |ix: &EventIx| agenda.pins.iter().any(|id| id == known.event(*ix).id.as_str());
    let held = meant.iter().copied().find(|&ix| holds(agenda, known, ix));
    let pinned = meant.iter().copied().find(|ix| pin == Pin::Take && is_pinned(ix));
    match (pinned.or(held), meant.as_slice()) {
        (Some(ix), _) | (None, &[ix]) => Ok(ix),
        (None, several) => {
            let meant = super::which(&find::which(known, talk, several), env)?;
            meant.events().first().copied().ok_or_else(saved::no_talk)
        }
    }
}
