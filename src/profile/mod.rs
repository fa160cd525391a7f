//! One person's wishes: YAML -> [`Profile`] as written -> [`Wishes`] for one schedule.
//!
//! Reading checks everything that can be checked without a schedule; resolving finds the talks,
//! days and rooms that are meant. Both report all problems at once, each with its place.

#[cfg(feature = "serve")]
mod change;
mod edit;
mod filters;
mod lists;
mod moment;
mod pauses;
mod read;
mod resolve;
mod reweigh;
mod rules;
mod visits;
mod wanted;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::changes::Former;
use crate::problem::{Place, Problem};
use crate::schedule::{DAY_CHANGE, EventIx, Price, Room, Schedule, Slot, Zone};
use crate::walking::{Walking, WalkingRules};

#[cfg(feature = "serve")]
pub use change::{Change, Mark, Part};
pub use edit::Additions;
pub use filters::{Aspect, Filter, Hidden};
pub(crate) use lists::{named, names_of, talk as talk_name};
pub use moment::{Moment, parse_day, parse_instant};
pub use pauses::{Margins, PauseRules, Pauses, Pausing, Stay};
pub(crate) use read::timezone;
pub use read::{
    Head, KEYS, MAX_BYTES, MAX_KEYWORD, faults_of_days, head, looks_like, may_be_meant, zone_hint,
};
use resolve::resolve;
pub use visits::{DropIn, VisitRule};
pub use wanted::{AtMost, Of, Wanted};

/// The wishes of a profile's text at one conference, and what is odd about them but does no harm.
///
/// An empty text is a profile without wishes.
///
/// # Errors
/// All that is wrong with it, the form and the content.
pub fn wishes(text: &str, schedule: &Schedule) -> Result<(Wishes, Vec<Problem>), Vec<Problem>> {
    wishes_since(text, schedule, None)
}

/// The wishes of a profile that was written for an earlier version of the schedule: a talk that it
/// names is the one of that name then, whatever it is called now. That it is gone is no mistake.
///
/// # Errors
/// As for [`wishes`].
pub fn wishes_since(
    text: &str,
    schedule: &Schedule,
    former: Option<Former<'_>>,
) -> Result<(Wishes, Vec<Problem>), Vec<Problem>> {
    let (profile, mut problems) = read::read(text)?;
    // Its times are those of its own clock, whatever the schedule is shown in.
    let own = profile.timezone.filter(|&zone| zone != schedule.zone());
    let own = own.map(|zone| schedule.clone().shown_in(zone));
    match resolve(&profile, own.as_ref().unwrap_or(schedule), former) {
        Ok(resolved) if problems.is_empty() => return Ok(resolved),
        Ok(_) => {}
        Err(more) => problems.extend(more),
    }
    problems.sort();
    Err(problems)
}

/// A text of the profile and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// As written.
    pub text: String,
    /// In the profile's file.
    pub place: Place,
}

/// A profile as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// The person's or the role's name.
    pub name: Option<String>,
    /// The zone of its times; none for the one in which the schedule is shown.
    pub timezone: Option<Zone>,
    /// Topics with weights.
    pub interests: Vec<Interest>,
    /// Groups of names that the person takes for one and the same.
    pub aliases: Vec<Vec<String>>,
    /// Topics, each with what belongs to it on top of the lexicon.
    pub topics: Vec<Vec<String>>,
    /// Whether words that go with the interests count as well.
    pub related: Related,
    /// The person's own talks and tickets.
    pub booked: Vec<Named>,
    /// Talks that have to be in the agenda.
    pub must_see: Vec<Wanted>,
    /// Talks that come before any points.
    pub want: Vec<Wanted>,
    /// Talks that must not be in it.
    pub never: Vec<Named>,
    /// How many talks of a kind are enough.
    pub at_most: Vec<AtMost>,
    /// Hand ratings from 0 to 100, in place of the scorer's.
    pub ratings: Vec<(Named, f64)>,
    /// The languages of talks, if others are out.
    pub languages: Vec<Named>,
    /// What talks have to be.
    pub only: Filter,
    /// What talks must not be.
    pub hide: Filter,
    /// Factors for whole speakers, tracks and rooms.
    pub boost: Boosts,
    /// When the person is there; empty for always.
    pub here: Vec<Span>,
    /// From when to when on each day.
    pub day: Option<(NaiveTime, NaiveTime)>,
    /// Fixed appointments.
    pub commitments: Vec<CommitmentSpan>,
    /// Times to be kept free each day.
    pub breaks: Vec<Break>,
    /// Where to drop in.
    pub visits: Vec<VisitRule>,
    /// How long it takes from room to room.
    pub walking: WalkingRules,
    /// Where each line of the walks between rooms stands.
    pub walks: Vec<Place>,
    /// What has to lie between talks beside that.
    pub pauses: PauseRules,
    /// How much of a day may be talks.
    pub limits: Limits,
    /// How much of a talk may be missed.
    pub tolerance: Tolerance,
    /// What all talks may cost, in hundredths, and where it stands.
    pub budget: Option<(Price, Place)>,
    /// Factor for talks that can be watched later.
    pub recorded: Option<f64>,
    /// What points count for.
    pub value: Value,
    /// The points below which a talk is not worth the way, where the profile says it.
    pub minimum: Option<i64>,
    /// How much variety is worth.
    pub variety: Variety,
    /// With whom the person would like to share talks, by the names of their profiles.
    pub with: Vec<Named>,
}

/// The points below which a talk is not worth the way, where a profile does not say it.
pub const MINIMUM: i64 = 50;

/// What a profile without a name is called.
pub const UNNAMED: &str = "unnamed profile";

/// A time to be kept free each day, somewhere in a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// What it is for.
    pub name: String,
    /// How long it has to be.
    pub minutes: i64,
    /// The window's first and last time. Times before [`DAY_CHANGE`] are those of the night after
    /// the day.
    pub between: (NaiveTime, NaiveTime),
    /// The zone of these times; none for the one in which the schedule is shown.
    pub zone: Option<Zone>,
    /// The points for which it may be given up; none for a break that comes before points.
    pub worth: Option<i64>,
    /// Where it is taken; nothing for wherever it suits best.
    pub room: Option<Room>,
}

impl Break {
    /// The window on a day of a conference.
    pub fn window(&self, schedule: &Schedule, day: NaiveDate) -> Option<Slot> {
        window(self.between, self.zone.unwrap_or(schedule.zone()), day)
    }
}

/// A window on a day of a conference.
fn window(between: (NaiveTime, NaiveTime), zone: Zone, day: NaiveDate) -> Option<Slot> {
    let (from, to) = window_minutes(between)?;
    let at = |minutes| {
        let local = day.and_time(DAY_CHANGE) + TimeDelta::minutes(minutes);
        zone.instant(local).instant()
    };
    Slot::new(at(from), at(to))
}

/// Where a window lies in a day of a conference, in minutes from its beginning; nothing for one
/// that is in two days.
fn window_minutes((from, to): (NaiveTime, NaiveTime)) -> Option<(i64, i64)> {
    const DAY: i64 = 24 * 60;
    let since = |time: NaiveTime| (time - DAY_CHANGE).num_minutes().rem_euclid(DAY);
    // The time at which a day begins is also that at which the one before it ends.
    let until = |time| 1 + (since(time) - 1).rem_euclid(DAY);
    (since(from) < until(to)).then(|| (since(from), until(to)))
}

/// How much of a day may be talks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// At most so many.
    pub talks_per_day: Option<i64>,
    /// At most so many minutes of them.
    pub minutes_per_day: Option<i64>,
    /// At most so long without a rest.
    pub in_a_row: Option<InARow>,
}

/// How long talks may follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InARow {
    /// Minutes from the beginning of the first to the end of the last; a talk alone may be longer.
    pub minutes: i64,
    /// Minutes without a talk after which one begins anew.
    pub rest: i64,
}

/// How many minutes of a talk may be missed; each costs its part of the points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tolerance {
    /// At its beginning.
    pub late: i64,
    /// At its end.
    pub early: i64,
}

/// A topic that the person likes, or would rather not hear of.
#[derive(Clone, Debug, PartialEq)]
pub struct Interest {
    /// The topic's name.
    pub topic: String,
    /// How much.
    pub weight: Weight,
    /// The words and phrases that stand for it; just the topic when none were given.
    pub keywords: Vec<String>,
    /// How many talks about it the agenda has at least, if that many fit.
    pub at_least: i64,
    /// How many it has at most.
    pub at_most: Option<i64>,
}

impl Interest {
    /// A topic that stands for itself.
    pub fn new(topic: &str) -> Interest {
        Interest {
            topic: topic.to_owned(),
            weight: Weight::default(),
            keywords: vec![topic.to_owned()],
            at_least: 0,
            at_most: None,
        }
    }
}

/// How much an interest counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Weight {
    /// From -100 to 100: a negative one takes points.
    Number(f64),
    /// Talks about it are out.
    Never,
}

impl Default for Weight {
    fn default() -> Weight {
        Weight::Number(1.0)
    }
}

impl Weight {
    /// What it does to points.
    pub fn number(self) -> f64 {
        match self {
            Weight::Number(number) => number,
            Weight::Never => 0.0,
        }
    }
}

/// Whether words that go with the interests count as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Related {
    /// What the best matches and the must-sees have in common counts a little.
    #[default]
    Learnt,
    /// Only the interests' own words count.
    Ignored,
}

/// Factors by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Boosts {
    /// By speaker.
    pub speakers: Vec<(Named, f64)>,
    /// By track.
    pub tracks: Vec<(Named, f64)>,
    /// By room.
    pub rooms: Vec<(Named, f64)>,
}

/// A stretch of time as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// From here.
    pub from: Moment,
    /// To here.
    pub to: Moment,
}

/// A commitment as written.
#[derive(Clone, Debug, PartialEq)]
pub struct CommitmentSpan {
    /// What it is.
    pub title: String,
    /// When.
    pub span: Span,
    /// Where.
    pub room: Option<String>,
}

/// What points count for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Each talk counts its points, however long it is.
    #[default]
    Talk,
    /// Each hour of a talk counts its points, so that longer talks are worth more.
    Minute,
}

/// How much each further talk of one interest counts less.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variety {
    /// Not at all.
    None,
    /// The points of two good talks count whole, as many again three eighths, and the rest an eighth.
    #[default]
    Some,
    /// The same with the points of one good talk.
    Much,
}

/// A profile resolved against one schedule.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// Whose wishes.
    pub name: String,
    /// Topics with weights.
    pub interests: Vec<Interest>,
    /// Groups of names that the person takes for one and the same.
    pub aliases: Vec<Vec<String>>,
    /// Topics, each with what belongs to it on top of the lexicon.
    pub topics: Vec<Vec<String>>,
    /// Whether words that go with the interests count as well.
    pub related: Related,
    /// Events that are settled, whatever else there is.
    pub booked: Vec<EventIx>,
    /// Of these, the ones that are pinned by hand, and are not in the profile.
    pub pinned: BTreeSet<EventIx>,
    /// The ids of events that are asked for and were in an earlier version of the schedule only.
    pub gone: BTreeSet<String>,
    /// Events that have begun: no limit is too small for them.
    pub begun: BTreeSet<EventIx>,
    /// From when on breaks are planned; nothing for always.
    pub since: Option<DateTime<Utc>>,
    /// Breaks that have begun before, by their place among the breaks.
    pub taken: Vec<(usize, Slot)>,
    /// Events of an earlier agenda that may be planned whatever they are worth now.
    pub kept: BTreeSet<EventIx>,
    /// For each must-see its occurrences, of which one is enough.
    pub must_see: Vec<Vec<EventIx>>,
    /// For each want its occurrences, of which one is enough.
    pub want: Vec<Vec<EventIx>>,
    /// Sets of talks of which one is attended at most, the preferred first; each talk with its
    /// occurrences.
    pub one_of: Vec<Vec<Vec<EventIx>>>,
    /// Sets of talks that are attended all or not at all.
    pub all_of: Vec<Vec<Vec<EventIx>>>,
    /// How many talks of a kind there may be.
    pub quotas: Vec<Quota>,
    /// Unwanted events.
    pub never: BTreeSet<EventIx>,
    /// Events that are left out for what they are.
    pub hidden: BTreeMap<EventIx, Hidden>,
    /// Hand ratings, 0 to 100.
    pub ratings: BTreeMap<EventIx, f64>,
    /// The boosts that apply to an event: what for, which name, the factor.
    pub boosts: BTreeMap<EventIx, Vec<Boost>>,
    /// When the person is there; empty for always.
    pub here: Vec<Slot>,
    /// Fixed appointments.
    pub commitments: Vec<Commitment>,
    /// Times to be kept free each day.
    pub breaks: Vec<Break>,
    /// When breaks may begin beside the times at which the person gets free: others can then, too.
    pub break_starts: BTreeSet<DateTime<Utc>>,
    /// Where to drop in.
    pub drop_ins: Vec<DropIn>,
    /// How long it takes from room to room.
    pub walking: Walking,
    /// What has to lie between talks beside that.
    pub pauses: Pauses,
    /// How much of a day may be talks.
    pub limits: Limits,
    /// How much of a talk may be missed.
    pub tolerance: Tolerance,
    /// What all talks together may cost, in each currency for which that is said.
    pub budgets: Vec<Price>,
    /// Factor for talks that can be watched later.
    pub recorded: f64,
    /// What points count for.
    pub value: Value,
    /// The points below which a talk is not worth the way.
    pub minimum: i64,
    /// How much variety is worth.
    pub variety: Variety,
    /// With whom the person would like to share talks, by the names of their profiles.
    pub with: Vec<Named>,
}

/// How many of some events an agenda has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Which these are, for after a number of talks: `about rust`, `in the track Cloud`.
    pub name: String,
    /// The events that are counted.
    pub members: Members,
    /// At least this many, if they fit.
    pub least: i64,
    /// At most this many.
    pub most: Option<i64>,
}

/// The events that a quota counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Members {
    /// These.
    Events(Vec<EventIx>),
    /// Those in whose text one of these keywords is found.
    About(Vec<String>),
}

/// One factor that applies to an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Boost {
    /// The speaker, track or room.
    pub name: String,
    /// What its points are multiplied by.
    pub factor: f64,
}

/// A fixed appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// What it is.
    pub title: String,
    /// When.
    pub slot: Slot,
    /// Where.
    pub room: Option<Room>,
}

impl Wishes {
    /// What is settled: it takes its part of every limit, and fits into it.
    pub fn settled(&self) -> BTreeSet<EventIx> {
        self.booked.iter().chain(&self.begun).copied().collect()
    }

    /// Whether an event is booked, a must-see, wanted or visited.
    pub fn wants(&self, ix: EventIx) -> bool {
        let mut talks = self.must_see.iter().chain(&self.want);
        self.booked.contains(&ix)
            || talks.any(|talk| talk.contains(&ix))
            || self.drop_in(ix).is_some()
    }

    /// Whether the profile says something of an event by name, which a `never` about its subject or
    /// its language does not outweigh.
    pub fn is_named(&self, ix: EventIx) -> bool {
        self.ratings.contains_key(&ix) || self.wants(ix)
    }

    /// Whether an event may be planned whatever points it has.
    pub fn asks_for(&self, ix: EventIx) -> bool {
        self.wants(ix) || self.all_of.iter().flatten().any(|talk| talk.contains(&ix))
    }

    /// Whether the profile says of an event that it is not wanted, what it is worth, or that it is
    /// one of some that are enough; or has a commitment then and there.
    pub fn mentions(&self, schedule: &Schedule, ix: EventIx) -> bool {
        let event = schedule.event(ix);
        let is_then = |it: &Commitment| it.slot == event.slot && it.room == event.room;
        let is_counted = |quota: &Quota| match &quota.members {
            Members::Events(events) => events.contains(&ix),
            Members::About(_) => false,
        };
        self.never.contains(&ix)
            || self.ratings.contains_key(&ix)
            || self.quotas.iter().any(is_counted)
            || self.commitments.iter().any(is_then)
    }

    /// How many talks of those of which one is enough the person would rather see.
    pub fn preferred_to(&self, ix: EventIx) -> i64 {
        let place = |set: &Vec<Vec<EventIx>>| set.iter().position(|talk| talk.contains(&ix));
        let before = self.one_of.iter().filter_map(place).max().unwrap_or(0);
        i64::try_from(before).unwrap_or(i64::MAX)
    }

    /// Plans no breaks before a time, but for those that have begun.
    pub fn begin<'a>(
        &mut self,
        schedule: &Schedule,
        at: DateTime<Utc>,
        breaks: impl IntoIterator<Item = (&'a str, Slot)>,
    ) {
        let breaks = breaks.into_iter().filter(|(_, slot)| slot.start() <= at);
        let wish = |(name, slot): (&str, Slot)| {
            let number = self.breaks.iter().position(|wish| {
                let window = wish.window(schedule, schedule.day(slot.start()));
                wish.name == name && window.is_some_and(|window| window.contains(slot))
            });
            Some((number?, slot))
        };
        self.taken = breaks.filter_map(wish).collect();
        self.since = Some(at);
    }

    /// When a break, by its place among them, may be on a day.
    pub fn window(&self, schedule: &Schedule, number: usize, day: NaiveDate) -> Option<Slot> {
        let window = self.breaks[number].window(schedule, day)?;
        let is_it = |taken: &&(usize, Slot)| taken.0 == number && window.contains(taken.1);
        if let Some(&(_, taken)) = self.taken.iter().find(is_it) {
            return Some(taken);
        }
        match self.since {
            Some(since) if window.start() < since => Slot::new(since, window.end()),
            Some(_) | None => Some(window),
        }
    }

    /// Whether the person is at the conference for all of a slot.
    pub fn is_here(&self, slot: Slot) -> bool {
        self.here.is_empty() || self.here.iter().any(|here| here.contains(slot))
    }
}
