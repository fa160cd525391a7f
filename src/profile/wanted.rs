//! What a profile asks for by name, read and resolved: bookings, must-sees and wants, of which one
//! may be enough or which belong together, and how many of a kind are wanted at most.

use std::collections::BTreeSet;

use crate::find::Meant;
use crate::problem::{Problem, and_list};
use crate::schedule::{Event, EventIx};
use crate::text::fold_words;
use crate::yaml::{Fields, Kind, Node, note};

use super::lists::{named, names, talk};
use super::resolve::{self, MOST_HELPED, Resolver};
use super::{Members, Named, Quota, Wishes};

/// The largest count: no schedule has more talks on one person's way.
pub(super) const MOST: f64 = 1000.0;

/// What one line of `must_see` or `want` asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A talk.
    Talk(Named),
    /// One of several talks, the preferred one first.
    OneOf(Vec<Named>),
    /// Several talks, or none of them.
    AllOf(Vec<Named>),
}

impl Wanted {
    fn names(&self) -> &[Named] {
        match self {
            Wanted::Talk(name) => std::slice::from_ref(name),
            Wanted::OneOf(names) | Wanted::AllOf(names) => names,
        }
    }
}

/// One line of `at_most`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtMost {
    /// How many.
    pub count: i64,
    /// Of what.
    pub of: Of,
}

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// These talks.
    Talks(Vec<Named>),
    /// Those of a track, room or speaker.
    Kind(&'static str, Named),
}

/// The kinds, with the words before a name of each.
const KINDS: [(&str, &str); 3] =
    [("track", "in the track"), ("room", "in the room"), ("speaker", "by")];

const HINT: &str = "as in `{ count: 2, of: { track: Cloud } }`, or `of: [Talk A, Talk B, Talk C]`";

pub(super) fn wanted(node: Node<'_>, problems: &mut Vec<Problem>) -> Option<Wanted> {
    let is_set = node.get("one_of").is_some() || node.get("all_of").is_some();
    if node.kind() != Kind::Map || !is_set {
        return note(talk(node), problems).map(Wanted::Talk);
    }
    let fields = Fields::of(node, &["one_of", "all_of"], problems)?;
    let mut set = |key| fields.get(key).map(|_| names(&fields, key, talk, problems));
    let (one_of, all_of) = (set("one_of"), set("all_of"));
    let wanted = match (one_of, all_of) {
        (Some(set), None) => Wanted::OneOf(set),
        (None, Some(set)) => Wanted::AllOf(set),
        _ => {
            let problem = node.problem("`one_of` and `all_of` in one entry");
            problems.push(problem.hint("make two of it"));
            return None;
        }
    };
    if wanted.names().len() < 2 {
        problems.push(node.problem("a set of talks needs two or more"));
        return None;
    }
    Some(wanted)
}

pub(super) fn at_most(node: Node<'_>, problems: &mut Vec<Problem>) -> Option<AtMost> {
    let fields = Fields::of(node, &["count", "of"], problems)?;
    for key in ["count", "of"] {
        if fields.get(key).is_none() {
            problems.push(node.problem(format!("`{key}` is missing")).hint(HINT));
        }
    }
    let count = fields.read("count", problems, count);
    let of = fields.get("of")?;
    let of = match of.kind() {
        Kind::Map => kind(of, problems),
        Kind::List => Some(Of::Talks(names(&fields, "of", talk, problems))),
        Kind::Scalar | Kind::Nothing => {
            problems.push(
                of.problem("`of` is a list of talks, a track, a room or a speaker").hint(HINT),
            );
            None
        }
    };
    Some(AtMost { count: count?, of: of? })
}

fn kind(node: Node<'_>, problems: &mut Vec<Problem>) -> Option<Of> {
    let fields = Fields::of(node, &KINDS.map(|(kind, _)| kind), problems)?;
    let read = |(kind, _)| Some(Of::Kind(kind, fields.read(kind, problems, named)?));
    let found: Vec<Of> = KINDS.into_iter().filter_map(read).collect();
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (Some(of), None) => Some(of),
        _ => {
            problems.push(node.problem("`of` names one track, one room or one speaker").hint(HINT));
            None
        }
    }
}

pub(super) fn count(node: Node<'_>) -> Result<i64, Problem> {
    let count = node.number_in(0.0..=MOST, "a number of talks")?;
    if count.fract() != 0.0 {
        return Err(node.problem(format!("{} is not a whole number", node.said())));
    }
    Ok(count as i64)
}

impl Resolver<'_> {
    /// Fills in what is asked for by name.
    pub(super) fn wanted(&mut self, profile: &super::Profile, wishes: &mut Wishes) {
        wishes.booked = self.booked(&profile.booked, wishes);
        for line in &profile.must_see {
            let talks = self.line(line, "must_see", wishes);
            self.add(line, talks, wishes, |wishes| &mut wishes.must_see, "must_see");
        }
        for line in &profile.want {
            let talks = match line {
                Wanted::Talk(name) => self.by_speaker(name, wishes),
                Wanted::OneOf(_) | Wanted::AllOf(_) => None,
            };
            if let Some(talks) = talks {
                wishes.want.extend(talks);
                continue;
            }
            let talks = self.line(line, "want", wishes);
            self.add(line, talks, wishes, |wishes| &mut wishes.want, "want");
        }
        for interest in &profile.interests {
            if interest.at_least > 0 || interest.at_most.is_some() {
                wishes.quotas.push(Quota {
                    name: format!("about `{}`", interest.topic),
                    members: Members::About(interest.keywords.clone()),
                    least: interest.at_least,
                    most: interest.at_most,
                });
            }
        }
        // What belongs together in the schedule, as far as it is to be had and not unwanted.
        let is_open =
            |ix: &EventIx| !wishes.never.contains(ix) && !self.schedule.event(*ix).cancelled;
        for whole in self.schedule.wholes() {
            let parts = whole.iter().filter(|part| part.iter().any(is_open)).cloned();
            let parts: Vec<Vec<EventIx>> = parts.collect();
            if parts.len() > 1 && !wishes.all_of.contains(&parts) {
                wishes.all_of.push(parts);
            }
        }
        // A booking holds, whatever becomes of the talks that go with it.
        let booked = wishes.booked.clone();
        wishes.all_of.retain(|talks| !talks.iter().flatten().any(|ix| booked.contains(ix)));
        for limit in &profile.at_most {
            let quota = self.at_most(limit);
            wishes.quotas.extend(quota);
        }
    }

    /// The talks of a line that can be attended, each with all that it may be; a problem or a
    /// warning for every other.
    fn line<'n>(
        &mut self,
        line: &'n Wanted,
        key: &str,
        wishes: &Wishes,
    ) -> Vec<(&'n Named, Vec<EventIx>)> {
        let what = if key == "must_see" { "a must-see" } else { "wanted" };
        let mut talks = Vec::new();
        for name in line.names() {
            let Some(talk) = self.talk(name) else { continue };
            let talk = talk.events();
            if talk.iter().all(|ix| wishes.never.contains(ix)) {
                self.problem(name, &format!("is both in `{key}` and in `never`"));
            } else if talk.iter().all(|&ix| self.schedule.event(ix).cancelled) {
                self.warn(name, &format!("is {what}, but it is cancelled"));
            } else if talk.iter().all(|&ix| self.schedule.event(ix).sold_out) {
                self.warn(name, &format!("is {what}, but it is sold out"));
            } else {
                talks.push((name, talk.to_vec()));
            }
        }
        talks
    }

    /// Takes the talks of a line into a list of the wishes.
    fn add(
        &mut self,
        line: &Wanted,
        talks: Vec<(&Named, Vec<EventIx>)>,
        wishes: &mut Wishes,
        list: fn(&mut Wishes) -> &mut Vec<Vec<EventIx>>,
        key: &str,
    ) {
        let talks = self.different(line, talks);
        match line {
            Wanted::Talk(_) => {}
            Wanted::OneOf(_) => {
                let talks: Vec<Vec<EventIx>> = talks.into_iter().map(|(_, talk)| talk).collect();
                if !talks.is_empty() {
                    list(wishes).push(talks.concat());
                    wishes.one_of.push(talks);
                }
                return;
            }
            // A warning says what is not to be had.
            Wanted::AllOf(names) if talks.len() < names.len() => return,
            Wanted::AllOf(_) => {}
        }
        for (name, talk) in &talks {
            if list(wishes).contains(talk) {
                self.warn(name, &format!("is given twice in `{key}`"));
            } else if !wishes.must_see.contains(talk) {
                list(wishes).push(talk.clone());
            }
        }
        if let Wanted::AllOf(_) = line
            && talks.len() > 1
        {
            wishes.all_of.push(talks.into_iter().map(|(_, talk)| talk).collect());
        }
    }

    /// The talks of a line without those that are another one of it.
    fn different<'n>(
        &mut self,
        line: &Wanted,
        talks: Vec<(&'n Named, Vec<EventIx>)>,
    ) -> Vec<(&'n Named, Vec<EventIx>)> {
        let mut different: Vec<(&Named, Vec<EventIx>)> = Vec::new();
        for (name, talk) in talks {
            let mut known = different.iter().flat_map(|(_, talk)| talk);
            if known.any(|ix| talk.contains(ix)) && !matches!(line, Wanted::Talk(_)) {
                self.warn(name, "is given twice in one set");
            } else {
                different.push((name, talk));
            }
        }
        different
    }

    /// All talks of a speaker of this name, if there is one.
    fn by_speaker(&self, name: &Named, wishes: &Wishes) -> Option<Vec<Vec<EventIx>>> {
        let wanted = fold_words(&name.text);
        let speaks = |event: &Event| event.speakers.iter().any(|it| fold_words(it) == wanted);
        let talks: BTreeSet<Vec<EventIx>> = self
            .schedule
            .iter()
            .filter(|(ix, event)| speaks(event) && !event.cancelled && !wishes.never.contains(ix))
            .map(|(ix, _)| self.schedule.occurrences(ix))
            .collect();
        (!talks.is_empty()).then(|| talks.into_iter().collect())
    }

    /// The performances that are booked.
    fn booked(&mut self, names: &[Named], wishes: &Wishes) -> Vec<EventIx> {
        let mut booked: Vec<(&Named, EventIx)> = Vec::new();
        let own = &wishes.booked;
        for name in names {
            let Some(talk) = self.talk(name) else { continue };
            let events = match &talk {
                Meant::Session(events) | Meant::Performances(events) => events.as_slice(),
            };
            let &[ix] = events else {
                let times: Vec<String> = events
                    .iter()
                    .take(resolve::MOST_TIMES)
                    .map(|&ix| {
                        let start = self.schedule.zone().at(self.schedule.event(ix).slot.start());
                        format!("`{} @ {}`", name.text, start.format("%a %-d %b %H:%M"))
                    })
                    .collect();
                self.problems.push(
                    Problem::at(name.place, format!("`{}` is given more than once", name.text))
                        .hint(format!("say for when the booking is, as in {}", and_list(&times))),
                );
                continue;
            };
            if wishes.never.contains(&ix) {
                self.problem(name, "is both in `booked` and in `never`");
            } else if self.schedule.event(ix).cancelled {
                self.warn(name, "is booked, but it is cancelled");
            } else if !own.contains(&ix) && !booked.iter().any(|&(_, other)| other == ix) {
                self.fits(name, ix, &booked, wishes);
                booked.push((name, ix));
            }
        }
        own.iter().copied().chain(booked.into_iter().map(|(_, ix)| ix)).collect()
    }

    /// A problem if a booked event clashes with one before or with a commitment.
    fn fits(&mut self, name: &Named, ix: EventIx, booked: &[(&Named, EventIx)], wishes: &Wishes) {
        let stay = |ix: EventIx| wishes.stay(self.schedule, ix, self.schedule.event(ix).slot);
        let (it, mut found) = (stay(ix), Vec::new());
        for &(other, other_ix) in booked {
            if !wishes.can_do_both(&it, &stay(other_ix)) {
                let clash = it.slot.overlaps(stay(other_ix).slot);
                found.push((format!("`{}`{}", other.text, self.moved(other_ix)), clash));
            }
        }
        for &own in &wishes.booked {
            if !wishes.can_do_both(&it, &stay(own)) {
                let clash = it.slot.overlaps(stay(own).slot);
                let title = &self.schedule.event(own).title;
                found.push((format!("your commitment `{title}`{}", self.moved(own)), clash));
            }
        }
        for busy in &wishes.commitments {
            if !wishes.can_do_both(&it, &wishes.busy(self.schedule, busy)) {
                let overlap = it.slot.overlaps(busy.slot);
                found.push((format!("the commitment `{}`", busy.title), overlap));
            }
        }
        for (other, overlap) in found {
            let what = if overlap { "at the same time as" } else { "too far to walk from" };
            let (it, when) = (&name.text, self.moved(ix));
            let problem =
                Problem::at(name.place, format!("`{it}`{when} is booked, {what} {other}"));
            self.problems.push(problem.hint("nobody can be at both; take one of them out"));
        }
    }

    fn at_most(&mut self, limit: &AtMost) -> Option<Quota> {
        let (name, events) = match &limit.of {
            Of::Talks(names) => {
                let mut events: Vec<EventIx> = Vec::new();
                for name in names {
                    events.extend(self.talk(name).iter().flat_map(|talk| talk.events().to_vec()));
                }
                events.sort_unstable();
                events.dedup();
                let names: Vec<String> =
                    names.iter().map(|name| format!("`{}`", name.text)).collect();
                (format!("of {}", and_list(&names)), events)
            }
            Of::Kind(kind, name) => {
                let words = KINDS.iter().find(|(other, _)| other == kind).map_or("", |it| it.1);
                (format!("{words} `{}`", name.text), self.of_kind(kind, name))
            }
        };
        if events.is_empty() {
            return None;
        }
        Some(Quota { name, members: Members::Events(events), least: 0, most: Some(limit.count) })
    }

    /// The events of a track, room or speaker; a warning where there are none.
    fn of_kind(&mut self, kind: &'static str, name: &Named) -> Vec<EventIx> {
        let found = resolve::KINDS.into_iter().find(|(other, _)| *other == kind);
        let Some((_, names_of)) = found else { return Vec::new() };
        let wanted = fold_words(&name.text);
        let is_it = |event: &Event| names_of(event).into_iter().any(|it| fold_words(it) == wanted);
        let events: Vec<EventIx> =
            self.schedule.iter().filter(|(_, event)| is_it(event)).map(|(ix, _)| ix).collect();
        if events.is_empty() && self.warnings.len() < MOST_HELPED {
            self.unknown(kind, name, names_of);
        }
        events
    }
}
