//! What a saved agenda must not contain. An edited one may say anything, and nothing after the
//! reader checks it again.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, FixedOffset};

use super::times::{Span, spans};
use super::{Agenda, Instead, Talk};
use crate::model::{Cost, Loss, Reason};
use crate::problem::{Problem, count, number};
use crate::schedule::Zone;
use crate::score;
use crate::source::MAX_SLOTS;

/// The years in which schedules may have events.
const YEARS: RangeInclusive<i32> = 1900..=2200;
/// How many faults are told: an edit may have gone through a whole file.
const TOLD: usize = 20;
/// The highest number of a version that calendars know (RFC 5545, 3.3.8).
const LAST_VERSION: u32 = i32::MAX as u32;
/// The most points of one talk.
const ONE: i64 = score::MOST;
/// The most that sums and differences of points can come to.
const ALL: i64 = 2 * ONE * MAX_SLOTS as i64;

/// All that is wrong with an agenda; every time can be reckoned with where nothing is.
pub(super) fn faults(agenda: &mut Agenda) -> Vec<Problem> {
    let mut faults: Vec<String> = Vec::new();
    if Zone::named(&agenda.schedule.timezone).is_none() {
        faults.push(format!("`{}` is not a known time zone", agenda.schedule.timezone));
    }
    if agenda.sequence > LAST_VERSION {
        faults.push(format!("`sequence`: {} is out of range", agenda.sequence));
    }
    faults.extend(too_many(agenda));
    faults.extend(spans(agenda).iter().filter_map(no_time));
    faults.extend(agenda.talks.iter().filter_map(no_stay));
    faults.extend(days(agenda));
    let talks = agenda.talks.iter().map(|talk| (talk.id.as_str(), talk.title.as_str()));
    faults.extend(twice(talks));
    let known = agenda.known.iter().map(|known| (known.id.as_str(), known.title.as_str()));
    faults.extend(twice(known));
    faults.extend(numbers(agenda));
    told(faults)
}

/// Each once: a talk is known under the same time that the agenda has it.
fn told(faults: Vec<String>) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    let mut faults: Vec<String> =
        faults.into_iter().filter(|fault| seen.insert(fault.clone())).collect();
    let more = faults.len().saturating_sub(TOLD);
    if more > 0 {
        faults.truncate(TOLD);
        faults.push(count(more, "more such fault"));
    }
    faults.into_iter().map(Problem::whole).collect()
}

fn too_many(agenda: &Agenda) -> Option<String> {
    let most = agenda.talks.len().max(agenda.known.len()).max(agenda.missed.len());
    (most > MAX_SLOTS).then(|| format!("more than {} talks", number(MAX_SLOTS)))
}

/// A time that is none, or too far away to reckon with.
fn no_time(span: &Span<'_>) -> Option<String> {
    let (title, start, end) = (span.title, *span.start, *span.end);
    if !can_be(start) || !can_be(end) {
        let (first, last) = (YEARS.start(), YEARS.end());
        return Some(format!(
            "`{title}` is from {start} to {end}, which is not between {first} and {last}"
        ));
    }
    (start >= end).then(|| none(title, start, end))
}

fn can_be(time: DateTime<FixedOffset>) -> bool {
    // The local year; the local time itself may be beyond all calendars.
    YEARS.contains(&time.year())
}

fn none(title: &str, from: DateTime<FixedOffset>, to: DateTime<FixedOffset>) -> String {
    format!("`{title}` must end after it starts, but is from {from} to {to}")
}

/// A talk of which nothing is left without what is missed of it.
fn no_stay(talk: &Talk) -> Option<String> {
    if !can_be(talk.start) || !can_be(talk.end) || talk.start >= talk.end {
        return None;
    }
    // Before its times are added up.
    let all = (talk.end - talk.start).num_minutes();
    let cut = |minutes: i64| (0..=all).contains(&minutes);
    if !cut(talk.late) || !cut(talk.early) {
        return Some(none(&talk.title, talk.start, talk.end));
    }
    (talk.from() >= talk.to()).then(|| none(&talk.title, talk.from(), talk.to()))
}

fn reasons(agenda: &Agenda) -> impl Iterator<Item = &Reason> {
    let missed = agenda.missed.iter().flat_map(|missed| &missed.why);
    missed.chain(agenda.conflicts.iter().flat_map(|conflict| &conflict.because))
}

/// Days that are not within the years.
fn days(agenda: &Agenda) -> impl Iterator<Item = String> {
    let days = reasons(agenda).filter_map(Reason::day);
    days.filter(|day| !YEARS.contains(&day.year()))
        .map(|day| format!("the day {day} is not between {} and {}", YEARS.start(), YEARS.end()))
}

/// What has the id of another.
fn twice<'a>(events: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let again = events.filter(|(id, _)| !seen.insert(*id));
    again.map(|(id, title)| format!("`{title}` ({id}) is listed twice")).collect()
}

/// What other agendas cost by level.
fn costs(agenda: &Agenda) -> impl Iterator<Item = Cost> {
    let talks = agenda.talks.iter();
    let talks = talks.flat_map(|it| it.alternatives.iter().map(|it| it.costs).chain([it.costs]));
    let missed = agenda.missed.iter().map(|it| it.costs);
    let covered = agenda.coverage.iter().filter_map(|it| it.cheapest.as_ref()?.costs).map(Some);
    let missed = missed.chain(covered);
    let others = agenda.alternatives.iter().map(|it| it.costs);
    let ways = agenda.conflicts.iter().flat_map(|it| it.ways_out.iter().map(|way| way.costs));
    talks.chain(missed).chain(others).chain(ways).flatten()
}

/// Numbers that no schedule and no profile give: sums of them would be none.
fn numbers(agenda: &Agenda) -> Vec<String> {
    let mut found = Vec::new();
    let mut look = |title: &str, number: i64, most: i64| {
        if !(-most..=most).contains(&number) {
            found.push(format!("`{title}`: {number} is out of range"));
        }
    };
    let the_agenda = agenda.profile.as_str();
    look(the_agenda, agenda.points, ALL);
    look(the_agenda, agenda.proof.bound, ALL);
    look(the_agenda, agenda.favourites, ALL);
    look(the_agenda, agenda.before_variety.unwrap_or(0), ALL);
    for it in &agenda.coverage {
        for talks in [it.talks, it.of] {
            look(&it.interest, i64::try_from(talks).unwrap_or(i64::MAX), ALL);
        }
    }
    for other in agenda.coverage.iter().filter_map(|it| it.cheapest.as_ref()) {
        look(&other.title, other.points, ONE);
        look(&other.title, other.price.unwrap_or(0), ALL);
    }
    for talk in &agenda.talks {
        look(&talk.title, talk.points, ONE);
        look(&talk.title, talk.counts.unwrap_or(0), ONE);
        look(&talk.title, talk.price.unwrap_or(0), ALL);
        talk.because.iter().for_each(|because| look(&because.keyword, because.points, ALL));
        for Instead { title, points, price, .. } in &talk.alternatives {
            look(title, *points, ONE);
            look(title, price.unwrap_or(0), ALL);
        }
    }
    for missed in &agenda.missed {
        look(&missed.title, missed.points, ONE);
        look(&missed.title, missed.price.unwrap_or(0), ALL);
    }
    agenda.nearest.iter().for_each(|it| look(&it.talk.title, it.points, ONE));
    agenda.known.iter().for_each(|known| look(&known.title, known.points, ONE));
    agenda.alternatives.iter().for_each(|it| look(the_agenda, it.price.unwrap_or(0), ALL));
    for way in agenda.conflicts.iter().flat_map(|clash| &clash.ways_out) {
        look(the_agenda, way.price, ALL);
    }
    for Cost { must_sees, breaks, wants, quotas, points } in costs(agenda) {
        for number in [must_sees, breaks, wants, quotas, points] {
            look(the_agenda, number, ALL);
        }
    }
    for busy in agenda.commitments.iter().chain(&agenda.breaks) {
        look(&busy.title, busy.points.unwrap_or(0), ALL);
    }
    for reason in reasons(agenda) {
        if let Reason::AtMost { count, of } = reason {
            look(of, *count, ALL);
        }
    }
    for reason in reasons(agenda) {
        if let Reason::BelowMinimum { points, minimum } = reason {
            look(the_agenda, *points, ONE);
            look(the_agenda, *minimum, ALL);
        }
    }
    for (title, minutes) in reasons(agenda).filter_map(Reason::minutes) {
        look(title, minutes, ALL);
    }
    let ways = agenda.conflicts.iter().flat_map(|clash| &clash.ways_out);
    let losses = agenda.conflicts.iter().map(|clash| &clash.given_up);
    for loss in losses.chain(ways.map(|way| &way.give_up)) {
        match loss {
            Loss::Early { title: what, minutes: number }
            | Loss::AtMost { of: what, count: number } => {
                look(what, *number, ALL);
            }
            Loss::Talk(_)
            | Loss::Break(_)
            | Loss::Commitment(_)
            | Loss::Absence
            | Loss::TalksPerDay
            | Loss::HoursPerDay
            | Loss::Budget
            | Loss::Gap
            | Loss::Arrive
            | Loss::Sleep
            | Loss::HoursInARow
            | Loss::Pin(_)
            | Loss::AllOf(_) => {}
        }
    }
    found
}
