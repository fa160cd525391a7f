//! Agenda + time + place -> what is on, what comes next, what else could be seen.
//!
//! ```text
//! present   the schedule as it is for whoever stands there now: what has begun is what is left of it
//! model     as for a plan; the agenda is the choice to compare with
//! asides    each other talk in the place of what it clashes with: what that costs, level by level
//! ```
//!
//! Nothing is searched for: an aside is the agenda with one talk changed, and with breaks and other
//! talks at another time if that is all it takes. So what it costs is what it costs at most.

mod aside;
mod present;

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use serde::Serialize;

use crate::agenda::{Agenda, Appointment, Talk, conference_day};
use crate::problem::Problem;
use crate::profile::Wishes;
use crate::replan::{ReadWishes, SOON};
use crate::schedule::{Room, Schedule};
use crate::score::Scores;

pub use aside::Aside;
use present::Present;

/// How long ago a talk may have begun so that one may just not have got into it.
const JUST_BEGUN: TimeDelta = TimeDelta::minutes(10);
/// Less time than that with nothing in it is not worth a word.
const SHORT: TimeDelta = TimeDelta::minutes(5);
/// How many talks are offered.
const MOST: usize = 5;

/// What is asked.
pub struct Ask<'a> {
    /// The agenda.
    pub agenda: &'a Agenda,
    /// The schedule as it is now.
    pub schedule: &'a Schedule,
    /// The wishes for a schedule.
    pub wishes: ReadWishes<'a>,
    /// What its events are worth to them.
    pub scores: &'a dyn Fn(&Schedule, &Wishes) -> Scores,
    /// When.
    pub at: DateTime<Utc>,
    /// Where, if it is not where the agenda was last.
    pub room: Option<Room>,
    /// How long one is free, whatever is on.
    pub free: Option<TimeDelta>,
    /// Whether the rest of the day is asked for.
    pub today: bool,
}

/// What is on and what comes next.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Next {
    /// The time asked about.
    pub at: DateTime<FixedOffset>,
    /// Where one is, as far as that is known.
    pub room: Option<String>,
    /// The talks of the agenda that are on.
    pub now: Vec<Talk>,
    /// The breaks and commitments that are on.
    pub busy: Vec<Appointment>,
    /// The next talk.
    #[serde(rename = "next")]
    pub then: Option<Talk>,
    /// Breaks and commitments of the day that come before it.
    pub before: Vec<Appointment>,
    /// Minutes of the walk to the next talk.
    pub walk: Option<i64>,
    /// Whether one may just not have got into a talk.
    pub at_the_door: bool,
    /// What else begins now, the cheapest first.
    pub instead: Vec<Aside>,
    /// The free time, if there is any, and what fits into it.
    pub gap: Option<Gap>,
    /// The rest of the day, where it is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub today: Option<Rest>,
    /// The titles of talks to come of which the schedule says something else by now.
    pub outdated: Vec<String>,
}

/// A stretch of free time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gap {
    /// When it ends; never after the day.
    pub until: Option<DateTime<FixedOffset>>,
    /// Talks that fit into it, the best first.
    pub fillers: Vec<Aside>,
}

/// What is left of a day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rest {
    /// Talks that are on or to come.
    pub talks: Vec<Talk>,
    /// Commitments that are on or to come.
    pub commitments: Vec<Appointment>,
    /// Breaks that are on or to come.
    pub breaks: Vec<Appointment>,
}

/// What is on at a time and what comes next.
///
/// # Errors
/// A profile that is wrong for the schedule.
pub fn next(ask: &Ask<'_>) -> Result<Next, Vec<Problem>> {
    let Ask { agenda, schedule, at, free, .. } = *ask;
    let present = Present::new(ask)?;
    let zone = schedule.zone();
    let local = zone.at(at);
    let day = conference_day(local);
    let appointments = || agenda.commitments.iter().chain(&agenda.breaks);
    let now: Vec<Talk> =
        agenda.talks.iter().filter(|talk| talk.from() <= at && at < talk.to()).cloned().collect();
    let busy: Vec<Appointment> =
        appointments().filter(|it| it.start <= at && at < it.end).cloned().collect();
    let then = agenda.talks.iter().filter(|talk| talk.from() > at).min_by_key(|talk| talk.from());
    let today = then.filter(|then| then.day() == day);
    let mut before: Vec<Appointment> = appointments()
        .filter(|it| it.start > at && conference_day(it.start) == day)
        .filter(|it| today.is_none_or(|then| it.start < then.from()))
        .cloned()
        .collect();
    before.sort_by_key(|it| (it.start, it.end));
    let walk = today.filter(|_| present.room.is_some());
    let walk = walk.map(|then| present.walk(then.room.clone().map(Room::new).as_ref()));
    let is_free = free.is_some() || now.is_empty() && busy.is_empty();
    let begins = before.iter().map(|it| it.start).chain(today.map(Talk::from)).min();
    let until = free.map_or(begins, |free| Some(zone.at(at + free)));
    let gap = (is_free && schedule.days().contains(&day)).then(|| {
        let fillers = present.fillers(until.map(|it| it.to_utc()), free.is_some());
        Gap { until, fillers }
    });
    let is_worth_a_word =
        |gap: &Gap| !gap.fillers.is_empty() || gap.until.is_none_or(|until| until - local >= SHORT);
    let gap = gap.filter(is_worth_a_word);
    let at_the_door = agenda
        .talks
        .iter()
        .any(|talk| at - JUST_BEGUN <= talk.from().to_utc() && talk.from().to_utc() <= at + SOON);
    Ok(Next {
        at: local,
        room: present.room.as_ref().map(ToString::to_string),
        walk,
        at_the_door,
        instead: present.instead(),
        gap,
        today: ask.today.then(|| rest(agenda, local)),
        outdated: present.outdated.clone(),
        now,
        busy,
        then: then.cloned(),
        before,
    })
}

fn rest(agenda: &Agenda, at: DateTime<FixedOffset>) -> Rest {
    let day = conference_day(at);
    let is_left = |start, end: DateTime<FixedOffset>| conference_day(start) == day && at < end;
    let appointments = |all: &[Appointment]| -> Vec<Appointment> {
        all.iter().filter(|it| is_left(it.start, it.end)).cloned().collect()
    };
    let talks = agenda.talks.iter().filter(|talk| is_left(talk.from(), talk.to()));
    Rest {
        talks: talks.cloned().collect(),
        commitments: appointments(&agenda.commitments),
        breaks: appointments(&agenda.breaks),
    }
}
