//! [`Profile`] + [`Schedule`] -> [`Wishes`]: names become events, days become instants.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::changes::Former;
use crate::find::{Finder, MOST_NEAR, Meant, Unclear};
use crate::problem::{Place, Problem, and_list, count, did_you_mean};
use crate::schedule::{DAY_CHANGE, Event, EventIx, Price, Room, Schedule, Slot};
use crate::text::{fold, fold_words};
use crate::walking::{Walk, Walking, glob};

use super::filters;
use super::moment::{Edge, Moment, days_hint};
use super::{
    Boost, Boosts, Break, Commitment, CommitmentSpan, MINIMUM, Named, Profile, Span, UNNAMED,
    Wishes, window,
};

/// The wishes of a profile at one conference, and what is odd about them but does no harm.
///
/// # Errors
/// Every name, day and span that means nothing there.
pub(super) fn resolve(
    profile: &Profile,
    schedule: &Schedule,
    former: Option<Former<'_>>,
) -> Result<(Wishes, Vec<Problem>), Vec<Problem>> {
    let mut resolver = Resolver {
        schedule,
        talks: Finder::new(schedule),
        former: former.map(|former| (former, Finder::new(former.schedule))),
        conference: conference(schedule),
        gone: BTreeSet::new(),
        problems: Vec::new(),
        warnings: Vec::new(),
    };
    let wishes = resolver.wishes(profile);
    if resolver.problems.is_empty() {
        resolver.warnings.sort();
        Ok((wishes, resolver.warnings))
    } else {
        resolver.problems.sort();
        Err(resolver.problems)
    }
}

/// From the beginning of a conference's first day to the end of its last.
fn conference(schedule: &Schedule) -> Option<Slot> {
    let days = schedule.days();
    let at = |day: NaiveDate| schedule.zone().instant(day.and_time(DAY_CHANGE)).instant();
    let end = schedule.events().iter().map(|event| event.slot.end()).max()?;
    Slot::new(at(*days.first()?), end.max(at(days.last()?.succ_opt()?)))
}

/// The breaks, by the profile's own clock.
fn breaks(profile: &Profile) -> Vec<Break> {
    let breaks = profile.breaks.iter().cloned();
    breaks.map(|it| Break { zone: profile.timezone, ..it }).collect()
}

/// Once there are so many problems or warnings, no more talks and names are looked for that are
/// like a wrong one: that takes long, and the file is not one with a slip of the pen.
pub(super) const MOST_HELPED: usize = 20;

/// How many times of a talk are offered.
pub(super) const MOST_TIMES: usize = 3;

/// What an event has of something that a profile names.
pub(super) type NamesOf = fn(&Event) -> Vec<&str>;

/// What a profile names beside talks, and where an event has it.
pub(super) const KINDS: [(&str, NamesOf); 3] = [
    ("speaker", |event| event.speakers.iter().map(String::as_str).collect()),
    ("track", |event| event.track.as_deref().into_iter().collect()),
    ("room", |event| event.room.as_ref().map(Room::as_str).into_iter().collect()),
];

pub(super) struct Resolver<'a> {
    pub(super) schedule: &'a Schedule,
    talks: Finder<'a>,
    former: Option<(Former<'a>, Finder<'a>)>,
    /// From its first day's beginning to its last end.
    conference: Option<Slot>,
    /// The ids of events that are named and were in the earlier version only.
    gone: BTreeSet<String>,
    pub(super) problems: Vec<Problem>,
    pub(super) warnings: Vec<Problem>,
}

impl Resolver<'_> {
    fn wishes(&mut self, profile: &Profile) -> Wishes {
        let never = self.talks(&profile.never);
        let (commitments, booked) = self.commitments(profile);
        let mut wishes = Wishes {
            name: profile.name.clone().unwrap_or_else(|| UNNAMED.to_owned()),
            interests: profile.interests.clone(),
            aliases: profile.aliases.clone(),
            topics: profile.topics.clone(),
            related: profile.related,
            never: never.iter().flat_map(|(_, talk)| talk.events().iter().copied()).collect(),
            ratings: self.ratings(profile),
            boosts: self.boosts(profile),
            here: self.here(profile),
            commitments,
            booked,
            breaks: breaks(profile),
            walking: self.walking(profile),
            limits: profile.limits,
            tolerance: profile.tolerance,
            budgets: self.budget(profile).into_iter().collect(),
            recorded: profile.recorded.unwrap_or(1.0),
            value: profile.value,
            minimum: profile.minimum.unwrap_or(MINIMUM),
            variety: profile.variety,
            with: profile.with.clone(),
            ..Wishes::default()
        };
        self.wanted(profile, &mut wishes);
        wishes.pauses = self.pauses(profile, &wishes);
        wishes.drop_ins = self.visits(profile, &wishes);
        let (hidden, odd) = filters::hidden(profile, self.schedule, |ix| wishes.is_named(ix));
        self.warnings.extend(odd);
        wishes.hidden = hidden;
        wishes.gone = std::mem::take(&mut self.gone);
        wishes
    }

    /// The rating of each event: that of the performance, else that of the session.
    fn ratings(&mut self, profile: &Profile) -> BTreeMap<EventIx, f64> {
        let mut of_sessions: BTreeMap<EventIx, (&Named, f64)> = BTreeMap::new();
        let mut of_performances = of_sessions.clone();
        for (name, rating) in &profile.ratings {
            let Some(talk) = self.talk(name) else { continue };
            let known = match talk {
                Meant::Session(_) => &mut of_sessions,
                Meant::Performances(_) => &mut of_performances,
            };
            if let Some((other, _)) = talk.events().iter().find_map(|ix| known.get(ix)) {
                let what = format!("`{}` is rated already, as `{}`", name.text, other.text);
                let hint = format!("the first rating is in line {}", other.place.line);
                self.problems.push(Problem::at(name.place, what).hint(hint));
                continue;
            }
            known.extend(talk.events().iter().map(|&ix| (ix, (name, *rating))));
        }
        of_sessions.extend(of_performances);
        of_sessions.into_iter().map(|(ix, (_, rating))| (ix, rating)).collect()
    }

    fn talks<'n>(&mut self, names: &'n [Named]) -> Vec<(&'n Named, Meant)> {
        names.iter().filter_map(|name| Some((name, self.talk(name)?))).collect()
    }

    pub(super) fn talk(&mut self, name: &Named) -> Option<Meant> {
        if let Some((former, talks)) = &self.former
            && let Ok(meant) = talks.talk(&name.text, 0)
        {
            let now = meant.events().iter().filter_map(|&ix| former.identity.new_of(ix));
            let now: BTreeSet<EventIx> = match &meant {
                Meant::Session(_) => now.flat_map(|ix| self.schedule.occurrences(ix)).collect(),
                Meant::Performances(_) => now.collect(),
            };
            if now.is_empty() {
                let id = |&ix: &EventIx| former.schedule.event(ix).id.to_string();
                self.gone.extend(meant.events().iter().map(id));
                self.warn(name, "is gone from the schedule");
                return None;
            }
            let now = now.into_iter().collect();
            return Some(match meant {
                Meant::Session(_) => Meant::Session(now),
                Meant::Performances(_) => Meant::Performances(now),
            });
        }
        let near = if self.problems.len() < MOST_HELPED { MOST_NEAR } else { 0 };
        let found = self.talks.talk(&name.text, near);
        let unclear = |it: Unclear| {
            let mut problem = it.problem().placed(name.place);
            if let (Some(speaker), Some(hint)) = (it.speaker(self.schedule), &mut problem.hint) {
                *hint = format!("`want: {speaker}` is all of their talks; for one {hint}");
            }
            self.problems.push(problem);
        };
        found.map_err(unclear).ok()
    }

    /// When an event is, and was, in a schedule that has an earlier version.
    pub(super) fn moved(&self, ix: EventIx) -> String {
        let Some((former, _)) = &self.former else { return String::new() };
        let now = self.schedule.event(ix).slot;
        let was = former.identity.old_of(ix).map(|old| former.schedule.event(old).slot);
        let said = |slot: Slot| {
            let (from, to) = (self.schedule.zone().at(slot.start()), slot.end());
            let to = self.schedule.zone().at(to);
            format!("{}-{}", from.format("%a %-d %b %H:%M"), to.format("%H:%M"))
        };
        match was.filter(|was| *was != now) {
            Some(was) => format!(" ({}, was {})", said(now), said(was)),
            None => format!(" ({})", said(now)),
        }
    }

    /// The budget, and what it does not know.
    fn budget(&mut self, profile: &Profile) -> Option<Price> {
        let (most, place) = profile.budget.clone()?;
        let events = self.schedule.events();
        let prices: Vec<&Price> = events.iter().flat_map(|event| &event.price).collect();
        let unknown = events.len() - prices.len();
        let currency = most.currency.or_else(|| Price::usual(&prices).map(str::to_owned));
        let most = Price { currency, ..most };
        let mut others: BTreeMap<&str, usize> = BTreeMap::new();
        for price in prices.iter().filter(|price| !price.is_in(most.currency.as_deref())) {
            *others.entry(price.currency.as_deref().unwrap_or_default()).or_default() += 1;
        }
        if let (Some(own), false) = (&most.currency, others.is_empty()) {
            let others = others.into_iter();
            let others =
                others.map(|(name, number)| format!("{} in {name}", count(number, "price")));
            let others = and_list(&others.collect::<Vec<String>>());
            let what = format!("`budget` is in {own} and does not count {others}");
            self.warnings.push(Problem::at(place, what));
        }
        let what = if prices.is_empty() {
            "`budget` has no effect: the schedule has no prices".to_owned()
        } else if unknown > 0 {
            let talks = count(unknown, "talk");
            format!("`budget` counts {talks} without a price as free")
        } else {
            return Some(most);
        };
        self.warnings.push(Problem::at(place, what));
        Some(most)
    }

    fn boosts(&mut self, profile: &Profile) -> BTreeMap<EventIx, Vec<Boost>> {
        let mut boosts: BTreeMap<EventIx, Vec<Boost>> = BTreeMap::new();
        let Boosts { speakers, tracks, rooms } = &profile.boost;
        for ((kind, names_of), entries) in KINDS.into_iter().zip([speakers, tracks, rooms]) {
            if entries.is_empty() {
                continue;
            }
            let mut events: BTreeMap<String, BTreeSet<EventIx>> = BTreeMap::new();
            for (ix, event) in self.schedule.iter() {
                for name in names_of(event) {
                    events.entry(fold_words(name)).or_default().insert(ix);
                }
            }
            for (name, factor) in entries {
                let hits = events.get(&fold_words(&name.text));
                if hits.is_none() {
                    self.unknown(kind, name, names_of);
                }
                for &ix in hits.into_iter().flatten() {
                    let boost = Boost { name: name.text.clone(), factor: *factor };
                    boosts.entry(ix).or_default().push(boost);
                }
            }
        }
        boosts
    }

    /// A boost for a name that this schedule does not have is worth a word, not an error: one
    /// profile may serve several conferences.
    pub(super) fn unknown(&mut self, kind: &str, name: &Named, names_of: NamesOf) {
        let mut warning = Problem::at(name.place, format!("there is no {kind} `{}`", name.text));
        if self.warnings.len() < MOST_HELPED {
            let known: BTreeSet<&str> = self.schedule.events().iter().flat_map(names_of).collect();
            warning.hint = did_you_mean(&name.text, known);
        }
        self.warnings.push(warning);
    }

    /// The walks between the rooms of the schedule and those of breaks and commitments.
    fn walking(&mut self, profile: &Profile) -> Walking {
        let events = self.schedule.events().iter().map(|event| event.room.clone());
        let busy = profile.commitments.iter().map(|busy| busy.room.clone().map(Room::new));
        let breaks = profile.breaks.iter().map(|it| it.room.clone());
        let rooms: BTreeSet<Option<Room>> = events.chain(busy).chain(breaks).collect();
        for (walk, &place) in profile.walking.between.iter().zip(&profile.walks) {
            self.walk(walk, place, &rooms);
        }
        Walking::new(&profile.walking, rooms)
    }

    /// A warning if a line of walks is about no way at all.
    fn walk(&mut self, walk: &Walk, place: Place, rooms: &BTreeSet<Option<Room>>) {
        let fits = |pattern: &str| -> BTreeSet<&Room> {
            let pattern = fold(pattern);
            rooms.iter().flatten().filter(|room| glob(&pattern, &fold(room.as_str()))).collect()
        };
        let (a, b) = (&walk.rooms.0, &walk.rooms.1);
        let (from, to) = (fits(a), fits(b));
        for (pattern, rooms) in [(a, &from), (b, &to)] {
            if rooms.is_empty() {
                let (kind, names_of) = KINDS[2];
                return self.unknown(kind, &Named { text: pattern.clone(), place }, names_of);
            }
        }
        if let [only] = from.union(&to).collect::<Vec<_>>().as_slice()
            && walk.inside().is_none()
        {
            let what = format!("the walk has no effect: `{only}` is the only room that fits");
            let hint = format!("`[{only}, {only}]` is the time to go out and come in again");
            self.warnings.push(Problem::at(place, what).hint(hint));
        }
    }

    /// The commitments, and of those that are talks of the schedule the events.
    fn commitments(&mut self, profile: &Profile) -> (Vec<Commitment>, Vec<EventIx>) {
        let (mut commitments, mut own) = (Vec::new(), Vec::new());
        for CommitmentSpan { title, span, room } in &profile.commitments {
            let Some(slot) = self.slot(span) else { continue };
            let commitment =
                Commitment { title: title.clone(), slot, room: room.clone().map(Room::new) };
            match self.promised(&commitment, span.from.place()) {
                Some(ix) => own.push(ix),
                None => commitments.push(commitment),
            }
        }
        (commitments, own)
    }

    /// The event that a commitment names by its title and its time. That the schedule has moved one
    /// that was only then and there is worth a word.
    fn promised(&mut self, it: &Commitment, place: Place) -> Option<EventIx> {
        let known = self.former.as_ref().map_or(self.schedule, |(former, _)| former.schedule);
        let then = || known.iter().filter(|(_, event)| event.slot == it.slot && !event.cancelled);
        let is_named = |event: &Event| fold_words(&event.title) == fold_words(&it.title);
        let now = |ix| match &self.former {
            Some((former, _)) => former.identity.new_of(ix),
            None => Some(ix),
        };
        if let Some((ix, _)) = then().find(|(_, event)| is_named(event)) {
            return now(ix).filter(|&ix| !self.schedule.event(ix).cancelled);
        }
        let (ix, event) = then().find(|(_, event)| it.room.is_some() && event.room == it.room)?;
        let slot = self.schedule.event(now(ix)?).slot;
        if slot != it.slot {
            let start = self.schedule.zone().at(slot.start()).format("%a %H:%M");
            let (own, title) = (&it.title, &event.title);
            let what = format!("`{own}` was when `{title}` was, which is at {start} now");
            let hint = format!("`booked: [{title}]` follows it when it moves");
            self.warnings.push(Problem::at(place, what).hint(hint));
        }
        None
    }

    /// When the person is there: the spans, and of these the hours of each day.
    fn here(&mut self, profile: &Profile) -> Vec<Slot> {
        let spans = joined(profile.here.iter().filter_map(|span| self.slot(span)).collect());
        let is_there = |slot: Slot| spans.iter().any(|span| span.overlaps(slot));
        let midnight = |day: NaiveDate| self.schedule.zone().instant(day.into()).instant();
        let day = |day: &NaiveDate| Slot::new(midnight(*day), midnight(day.succ_opt()?));
        let mut days = self.schedule.days().iter().filter_map(day).collect::<Vec<_>>().into_iter();
        if let (Some(first), Some(last)) = (profile.here.first(), profile.here.last())
            && !spans.is_empty()
            && self.problems.is_empty()
            && !days.any(is_there)
            && !self.schedule.events().iter().any(|event| is_there(event.slot))
        {
            self.not_on(&first.from, &last.to);
        }
        let Some(between) = profile.day else { return spans };
        let zone = profile.timezone.unwrap_or(self.schedule.zone());
        let days = self.schedule.days().into_iter();
        let days: Vec<Slot> = days.filter_map(|day| window(between, zone, day)).collect();
        if profile.here.is_empty() {
            return days;
        }
        let common = |span: &Slot| days.iter().filter_map(|day| span.common(*day)).collect();
        let here: Vec<Slot> = spans.iter().flat_map::<Vec<Slot>, _>(common).collect();
        if here.is_empty() && !spans.is_empty() {
            let problem = Problem::whole("`day` and `here` have no time in common");
            self.problems.push(problem.hint("`day` is about every day that you are there"));
        }
        here
    }

    fn slot(&mut self, span: &Span) -> Option<Slot> {
        let mut instant = |moment: &Moment, edge| {
            moment.instant(self.schedule, edge).map_err(|problem| self.problems.push(problem)).ok()
        };
        let (from, to) = (instant(&span.from, Edge::From), instant(&span.to, Edge::To));
        let slot = Slot::new(from?, to?);
        let skipped = [(&span.from, Edge::From), (&span.to, Edge::To)];
        let skipped: Vec<Problem> =
            skipped.iter().filter_map(|(it, edge)| it.skipped(self.schedule, *edge)).collect();
        if slot.is_none() {
            let problem =
                Problem::at(span.to.place(), format!("`{}` is not after `{}`", span.to, span.from));
            self.problems.push(match skipped.as_slice() {
                [] => problem.hint("a span past midnight needs the next day in `to`"),
                [first, ..] => problem.hint(first.what.clone()),
            });
        }
        self.warnings.extend(skipped);
        if let (Some(slot), Some(conference)) = (slot, self.conference)
            && !slot.overlaps(conference)
        {
            self.not_on(&span.from, &span.to);
        }
        slot
    }

    fn not_on(&mut self, from: &Moment, to: &Moment) {
        let what = format!("`{from}` to `{to}`: the conference is not on then");
        let problem = Problem::at(from.place(), what).hint(days_hint(&self.schedule.days()));
        // In an earlier version it may have been.
        let list = if self.former.is_some() { &mut self.warnings } else { &mut self.problems };
        if !list.contains(&problem) {
            list.push(problem);
        }
    }

    pub(super) fn warn(&mut self, name: &Named, what: &str) {
        self.warnings.push(Problem::at(name.place, format!("`{}` {what}", name.text)));
    }

    pub(super) fn problem(&mut self, name: &Named, what: &str) {
        self.problems.push(
            Problem::at(name.place, format!("`{}` {what}", name.text))
                .hint("keep it in one of them"),
        );
    }
}

/// Spans that touch or overlap as one.
fn joined(mut spans: Vec<Slot>) -> Vec<Slot> {
    spans.sort_by_key(|span| (span.start(), span.end()));
    let mut joined: Vec<Slot> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start() <= last.end() => {
                let end = last.end().max(span.end());
                *last = Slot::new(last.start(), end).unwrap_or(*last);
            }
            _ => joined.push(span),
        }
    }
    joined
}
