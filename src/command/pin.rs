//! `attend pin`, `attend unpin`: talks that replanning keeps.

use crate::agenda::Agenda;
use crate::args::PinArgs;
use crate::error::{Error, Exit};
use crate::find::{self, Meant};
use crate::problem::Problem;
use crate::schedule::{Event, EventId, EventIx, Schedule};

use super::kind::Kind;
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
/// Wrong input, or a name that is not that of one talk of the agenda.
pub(super) fn run(pin: Pin, args: &PinArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    let mut notes = Notes::new(args.verbosity);
    let (file, talk) = match args.talk.as_slice() {
        [file, talk @ ..]
            if file.ends_with(".json") || Kind::of_file(file, env) == Some(Kind::Agenda) =>
        {
            (Some(file.as_str()), talk)
        }
        talk => (None, talk),
    };
    if talk.is_empty() {
        let problem = Problem::whole("no talk is named");
        return Err(Error::Which(
            problem.hint("name it after the agenda: a part of its title will do"),
        ));
    }
    let name = saved::named(file, env, &mut notes)?;
    let (mut agenda, before) = load::agenda(&name, env, &mut notes)?;
    let former = agenda.former();
    let talk = talk.join(" ");
    let talk = match find::talk(&former, &talk) {
        Ok(meant) => meant,
        Err(_) => match among_own(&agenda, &former, &talk) {
            Some(meant) => meant,
            None => super::talk(&former, &talk, env)?,
        },
    };
    // Of a talk that is given several times, the one that the agenda holds is meant.
    let held = talk
        .events()
        .iter()
        .copied()
        .find(|&ix| agenda.talks.iter().any(|talk| talk.id == former.event(ix).id.as_str()));
    let Some(ix) = held.or_else(|| talk.events().first().copied()) else {
        return Ok(Answer { text: String::new(), notes: notes.into_lines(), exit: Exit::Done });
    };
    let event = former.event(ix);
    let (id, title) = (event.id.to_string(), &event.title);
    let is_pinned = agenda.pins.contains(&id);
    match pin {
        Pin::Put if is_pinned => notes.note(format!("`{title}` is pinned already")),
        Pin::Put => {
            let now = if held.is_some() {
                "is pinned: replanning keeps it"
            } else {
                "is pinned: the next `attend replan` adds it"
            };
            notes.note(format!("`{title}` {now}"));
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

/// The talk of the agenda that a name means, where it is not clear among all talks.
fn among_own(agenda: &Agenda, former: &Schedule, name: &str) -> Option<Meant> {
    let is_own = |event: &&Event| agenda.talks.iter().any(|talk| talk.id == event.id.as_str());
    let events = former.events().iter().filter(is_own).cloned().collect();
    let (own, _) = Schedule::new(String::new(), None, former.zone(), events);
    let meant = find::talk(&own, name).ok()?;
    let ids: Vec<&EventId> = meant.events().iter().map(|&ix| &own.event(ix).id).collect();
    let found = former.iter().filter(|(_, event)| ids.contains(&&event.id));
    Some(Meant::Performances(found.map(|(ix, _)| ix).collect::<Vec<EventIx>>()))
}
