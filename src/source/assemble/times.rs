//! When each event starts and ends; what cannot be placed is left out with its reason.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

use crate::problem::count;
use crate::schedule::{Inferred, Local, Slot, Zone};
use crate::source::Subject;
use crate::source::draft::{Author, DraftEvent, End, Time};

use super::{Assembly, Placed, shown};

/// The longest end that is guessed, in minutes.
const LONGEST_GUESS: i64 = 180;
/// The length of a talk where no talk of the schedule says one.
const USUAL_MINUTES: i64 = 45;
/// The hour at which a new day begins where the file does not say; pretalx takes the same one.
const USUAL_DAY_CHANGE: u32 = 4;
/// What lasts longer is unusual.
const DAY: i64 = 24 * 60;
/// The longest that an event may last whose end has to be moved to the next day, in hours.
const LONGEST_NIGHT: i64 = 12;

impl Assembly {
    /// Every event at its slot.
    pub(super) fn placed(
        &mut self,
        drafts: Vec<DraftEvent>,
        day_change: Option<NaiveTime>,
        zone: Zone,
    ) -> Vec<Placed> {
        let usual = commonest_length(&drafts);
        let mut drafts = drafts;
        self.undo_double_conversion(&mut drafts, zone);
        let mut disagreement = Disagreement::default();
        let mut timed = Vec::with_capacity(drafts.len());
        for mut draft in drafts {
            let told = self.warnings.len();
            if let Some(why) = &draft.leave_out {
                self.leave_out(&draft, why);
            } else if draft.all_day {
                self.leave_out(&draft, "it takes all day, with no time of its own");
            } else if let Some(start) = self.start(&draft, day_change, zone) {
                // Whatever is told of a start that was found is that it was adjusted.
                if self.warnings.len() > told {
                    draft.inferred.insert(Inferred::Start);
                }
                disagreement.note(&draft, start, zone);
                timed.push((draft, start));
            }
        }
        disagreement.tell(self, zone);
        let next_starts = next_starts(&timed, zone);
        self.weigh_lengths(&mut timed, &next_starts);
        let timed = timed.into_iter().zip(next_starts);
        timed
            .filter_map(|((draft, start), next)| {
                let (slot, guessed) = self.slot(&draft, start, next, usual, zone)?;
                self.event(draft, slot, guessed)
            })
            .collect()
    }

    /// Makes the clock hold where the dates of all events differ from it by what the zone is away
    /// from UTC: whoever wrote the file has added that twice.
    fn undo_double_conversion(&mut self, drafts: &mut [DraftEvent], zone: Zone) {
        let both = |event: &DraftEvent| {
            let instant = match event.start? {
                Time::Instant(instant) => zone.at(instant.to_utc()),
                Time::Local(local) => zone.at(zone.instant(local).instant()),
            };
            let apart = instant.time() - event.clock?;
            Some((instant, apart, i64::from(instant.offset().local_minus_utc())))
        };
        let mut events = drafts.iter().filter_map(both).peekable();
        let day = DAY * 60;
        let is_offset = |(_, apart, offset): (_, TimeDelta, i64)| {
            let apart = apart.num_seconds().rem_euclid(day);
            offset != 0 && (apart == offset.rem_euclid(day) || apart == (-offset).rem_euclid(day))
        };
        if events.peek().is_none() || !events.all(is_offset) {
            return;
        }
        let mut first = None;
        for event in drafts.iter_mut() {
            let Some((instant, apart, _)) = both(event) else { continue };
            let away =
                if apart > TimeDelta::hours(12) { apart - TimeDelta::days(1) } else { apart };
            let away = if away < TimeDelta::hours(-12) { away + TimeDelta::days(1) } else { away };
            first.get_or_insert_with(|| (event.clone(), instant));
            let Some(start) = instant.naive_local().checked_sub_signed(away) else { continue };
            event.start = Some(Time::Local(start));
            event.inferred.insert(Inferred::Start);
        }
        if let Some((event, instant)) = first {
            let clock = event.clock.unwrap_or_default().format("%H:%M");
            let what = format!(
                "its date says {} and its start {clock}, apart by the offset of {zone} as everywhere \
                 in the file: it was added twice, and the start holds",
                instant.format("%H:%M")
            );
            self.warn(Subject::Start, Some(&event), what);
        }
    }

    fn start(
        &mut self,
        event: &DraftEvent,
        day_change: Option<NaiveTime>,
        zone: Zone,
    ) -> Option<DateTime<Utc>> {
        let time = match (event.start, event.day, event.clock) {
            (Some(time), ..) => time,
            (None, Some(day), Some(clock)) => {
                let change = day_change
                    .map_or(USUAL_DAY_CHANGE * 3600, |time| time.num_seconds_from_midnight());
                let night = clock.num_seconds_from_midnight() < change;
                let date = if night { day.succ_opt()? } else { day };
                if night {
                    let what = format!("{} is in the night after {day}", clock.format("%H:%M"));
                    self.warn(Subject::Start, Some(event), what);
                }
                Time::Local(date.and_time(clock))
            }
            (None, Some(_), None) => {
                self.leave_out(event, "it has a day but no time");
                return None;
            }
            (None, None, _) => {
                self.leave_out(event, "it has no start");
                return None;
            }
        };
        let instant = self.instant(time, zone, event);
        if instant.is_none() {
            self.leave_out(event, "its start is not in this or a neighbouring century");
        }
        instant
    }

    /// The instant of a time; none for years in which no conference is.
    fn instant(&mut self, time: Time, zone: Zone, event: &DraftEvent) -> Option<DateTime<Utc>> {
        let zone = event.zone.unwrap_or(zone);
        let local = match time {
            Time::Instant(instant) => {
                return (1900..2200).contains(&instant.year()).then(|| instant.to_utc());
            }
            Time::Local(local) => local,
        };
        if !(1900..2200).contains(&local.year()) {
            return None;
        }
        let found = zone.instant(local);
        let clock = local.format("%Y-%m-%d %H:%M");
        match found {
            Local::Exact(_) => {}
            Local::Earlier(_) => self.warn(
                Subject::Start,
                Some(event),
                format!("clocks show {clock} twice in {zone}; the earlier one is taken"),
            ),
            Local::Shifted(instant) => self.warn(
                Subject::Start,
                Some(event),
                format!(
                    "clocks skip {clock} in {zone}; {} is taken",
                    zone.at(instant).format("%H:%M")
                ),
            ),
        }
        Some(found.instant())
    }

    /// Decides what lengths of three parts mean: days, hours and minutes only where the hours fit
    /// a day and the next event in the room does not start when the hours and minutes are over.
    fn weigh_lengths(
        &mut self,
        timed: &mut [(DraftEvent, DateTime<Utc>)],
        next: &[Option<DateTime<Utc>>],
    ) {
        let mut as_hours = Vec::new();
        for ((event, start), next) in timed.iter_mut().zip(next) {
            let Some(parts) = event.three_parts.clone() else { continue };
            let hours = TimeDelta::try_minutes(parts.other);
            let until_next = next.is_some() && hours.map(|hours| *start + hours) == *next;
            if parts.is_days && (!parts.fits_days || until_next) {
                event.end = Some(End::Minutes(parts.other));
            }
            if !parts.is_days || event.end == Some(End::Minutes(parts.other)) {
                as_hours.push(parts.said);
            }
        }
        if let Some(first) = as_hours.first() {
            let what = format!(
                "{} of three parts, such as `{first}`: taken as hours, minutes and seconds",
                count(as_hours.len(), "length")
            );
            self.warn(Subject::Length, None, what);
        }
    }

    /// The slot that begins at `start`, and whether its end is a guess.
    fn slot(
        &mut self,
        draft: &DraftEvent,
        start: DateTime<Utc>,
        next: Option<DateTime<Utc>>,
        usual: i64,
        zone: Zone,
    ) -> Option<(Slot, bool)> {
        let end = match draft.end {
            Some(End::At(time)) => self.instant(time, zone, draft),
            Some(End::Minutes(minutes @ ..0)) => {
                self.leave_out(draft, &format!("its length is {minutes} minutes"));
                return None;
            }
            Some(End::Minutes(minutes)) => {
                TimeDelta::try_minutes(minutes).and_then(|length| start.checked_add_signed(length))
            }
            Some(End::Clock(_)) | None => {
                let why = draft.unread_end.as_deref().unwrap_or("no end given");
                return self.guessed(draft, start, next, usual, why);
            }
        };
        if end == Some(start) && self.author == Author::Conference {
            return self.guessed(draft, start, next, usual, "its end is its start");
        }
        let Some(end) = end.filter(|end| end.year() < 2200) else {
            self.leave_out(draft, "its end is not in this or a neighbouring century");
            return None;
        };
        let Some(slot) = Slot::new(start, end) else {
            if self.author == Author::Conference
                && let Some(slot) = over_midnight(start, end, zone)
            {
                let clock = |time| zone.at(time).format("%H:%M");
                let what = format!("{} to {} is over midnight", clock(start), clock(end));
                self.warn(Subject::End, Some(draft), what);
                return Some((slot, true));
            }
            let why = format!(
                "it ends at {}, not after its start at {}",
                shown(end, zone),
                shown(start, zone)
            );
            self.leave_out(draft, &why);
            return None;
        };
        if slot.minutes() > DAY {
            let (from, to) = (shown(start, zone), shown(end, zone));
            let what = match &draft.three_parts {
                Some(parts) => {
                    format!("by its length `{}` it lasts from {from} to {to}", parts.said)
                }
                None => format!("it lasts from {from} to {to}"),
            };
            self.warn(Subject::Length, Some(draft), what);
        }
        Some((slot, false))
    }
}

impl Assembly {
    /// The slot of an event whose end is not known, and `why`.
    fn guessed(
        &mut self,
        draft: &DraftEvent,
        start: DateTime<Utc>,
        next: Option<DateTime<Utc>>,
        usual: i64,
        why: &str,
    ) -> Option<(Slot, bool)> {
        let end = guessed_end(start, next, usual);
        let minutes = (end - start).num_minutes();
        self.warn(Subject::End, Some(draft), format!("{why}, so {minutes} minutes"));
        Some((Slot::new(start, end)?, true))
    }
}

/// The slot of an event from 23:00 to 01:00 of one date: it ends on the next day. The clock times
/// have to be so far apart that they are no slip of the pen.
fn over_midnight(start: DateTime<Utc>, end: DateTime<Utc>, zone: Zone) -> Option<Slot> {
    let end_at = zone.at(end).naive_local();
    let one_date = zone.at(start).date_naive() == end_at.date();
    let next = zone.instant(end_at.checked_add_signed(TimeDelta::days(1))?).instant();
    (one_date && next - start <= TimeDelta::hours(LONGEST_NIGHT))
        .then(|| Slot::new(start, next))
        .flatten()
}

/// Events whose clock is not that of their date: said once, since it is one fault of the export.
#[derive(Default)]
struct Disagreement {
    number: usize,
    first: Option<(DraftEvent, DateTime<Utc>)>,
}

impl Disagreement {
    fn note(&mut self, event: &DraftEvent, start: DateTime<Utc>, zone: Zone) {
        let (Some(_), Some(clock)) = (event.start, event.clock) else { return };
        let minute = |time: NaiveTime| (time.hour(), time.minute());
        if minute(zone.at(start).time()) != minute(clock) {
            self.number += 1;
            self.first.get_or_insert_with(|| (event.clone(), start));
        }
    }

    fn tell(self, assembly: &mut Assembly, zone: Zone) {
        let Some((event, start)) = self.first else { return };
        let clock = event.clock.unwrap_or_default().format("%H:%M");
        let what = format!(
            "its date says {} and its start {clock}; the date holds, as for {} in all",
            shown(start, zone),
            count(self.number, "event")
        );
        assembly.warn(Subject::Start, Some(&event), what);
    }
}

/// For every event, when something else starts next in its room on the same conference day.
fn next_starts(timed: &[(DraftEvent, DateTime<Utc>)], zone: Zone) -> Vec<Option<DateTime<Utc>>> {
    let rooms: BTreeSet<Option<&str>> =
        timed.iter().map(|(event, _)| event.room.as_deref()).collect();
    let starts: BTreeSet<DateTime<Utc>> = timed.iter().map(|(_, start)| *start).collect();
    // One room, or none, and no two at a time: that is a single track.
    let single = rooms.len() == 1 && starts.len() == timed.len();
    let room = |event: &'_ DraftEvent| match &event.room {
        None if single => Some(String::new()),
        room => room.clone(),
    };
    let mut by_room: BTreeMap<String, BTreeSet<DateTime<Utc>>> = BTreeMap::new();
    for (event, start) in timed {
        if let Some(room) = room(event) {
            by_room.entry(room).or_default().insert(*start);
        }
    }
    let next = |event: &DraftEvent, start: DateTime<Utc>| {
        let starts = by_room.get(&room(event)?)?;
        let next = *starts.range(start + TimeDelta::seconds(1)..).next()?;
        (zone.at(next).date_naive() == zone.at(start).date_naive()).then_some(next)
    };
    timed.iter().map(|(event, start)| next(event, *start)).collect()
}

fn guessed_end(start: DateTime<Utc>, next: Option<DateTime<Utc>>, usual: i64) -> DateTime<Utc> {
    let end = start + TimeDelta::minutes(usual);
    next.map_or(end, |next| end.min(next))
}

fn commonest_length(events: &[DraftEvent]) -> i64 {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    let between =
        |start: NaiveDateTime, end: NaiveDateTime| end.signed_duration_since(start).num_minutes();
    for event in events {
        let minutes = match (event.start, event.end) {
            (_, Some(End::Minutes(minutes))) => minutes,
            (Some(Time::Local(start)), Some(End::At(Time::Local(end)))) => between(start, end),
            (Some(Time::Instant(start)), Some(End::At(Time::Instant(end)))) => {
                between(start.naive_utc(), end.naive_utc())
            }
            _ => continue,
        };
        if (1..=LONGEST_GUESS).contains(&minutes) {
            *counts.entry(minutes).or_default() += 1;
        }
    }
    // Of equally common lengths the shorter one: a guess should not block what may be free.
    counts
        .into_iter()
        .max_by_key(|&(minutes, count)| (count, -minutes))
        .map_or(USUAL_MINUTES, |(minutes, _)| minutes)
}
