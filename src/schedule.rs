//! The conference's programme, checked: unique ids, positive slots, a fixed order.
//!
//! A [`Schedule`] is made by [`source`](crate::source) and read by everything else. Times are
//! instants; the zone is kept only to say them. It holds no wishes and no points.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{
    DateTime, Days, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset,
    TimeDelta, TimeZone, Utc,
};
use chrono_tz::Tz;

/// The source's own name of an event: what files, changes and people use.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(String);

impl EventId {
    /// An id as the source writes it.
    pub fn new(id: impl Into<String>) -> Self {
        EventId(id.into())
    }

    /// The id's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An event's place in one [`Schedule`]. It never leaves a run and never gets into a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventIx(u32);

impl EventIx {
    /// The position in [`Schedule::events`].
    pub fn index(self) -> usize {
        self.0 as usize
    }

    fn new(position: usize) -> Self {
        // Schedules are limited to far fewer events than this when they are read.
        EventIx(u32::try_from(position).unwrap_or(u32::MAX))
    }
}

/// The start and end of an event, half open: what ends at 10:30 does not clash with what
/// starts at 10:30.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
}

impl Slot {
    /// A slot, or `None` when it would not last at all.
    pub fn new(start: DateTime<Utc>, end: DateTime<Utc>) -> Option<Self> {
        (start < end).then_some(Slot { start, end })
    }

    /// When it begins.
    pub fn start(self) -> DateTime<Utc> {
        self.start
    }

    /// When it is over.
    pub fn end(self) -> DateTime<Utc> {
        self.end
    }

    /// How long it lasts, in whole minutes, at least one.
    pub fn minutes(self) -> i64 {
        (self.end - self.start).num_minutes().max(1)
    }

    /// Whether some instant belongs to both.
    pub fn overlaps(self, other: Slot) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether all of `other` lies in this slot.
    pub fn contains(self, other: Slot) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// The zone in which a schedule's times are said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// An IANA zone, with its daylight-saving rules.
    Named(Tz),
    /// A bare offset from UTC: all that some sources give.
    Fixed(FixedOffset),
}

/// What became of a wall-clock time when it was looked up in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Local {
    /// It exists once.
    Exact(DateTime<Utc>),
    /// The clock shows it twice; this is the earlier one.
    Earlier(DateTime<Utc>),
    /// The clock skips it; this is the same time counted from before the gap.
    Shifted(DateTime<Utc>),
}

impl Local {
    /// The instant, however it was found.
    pub fn instant(self) -> DateTime<Utc> {
        match self {
            Local::Exact(instant) | Local::Earlier(instant) | Local::Shifted(instant) => instant,
        }
    }
}

impl Zone {
    /// The zone of an IANA name, in any case (`europe/berlin`), or of an offset from UTC
    /// (`+02:00`, `UTC-03:30`).
    pub fn named(name: &str) -> Option<Zone> {
        chrono_tz::TZ_VARIANTS
            .iter()
            .find(|zone| zone.name().eq_ignore_ascii_case(name))
            .map(|&zone| Zone::Named(zone))
            .or_else(|| offset(name.strip_prefix("UTC").unwrap_or(name)).map(Zone::Fixed))
    }

    /// An instant as this zone's clock shows it, with its offset.
    pub fn at(self, instant: DateTime<Utc>) -> DateTime<FixedOffset> {
        match self {
            Zone::Named(zone) => {
                let local = instant.with_timezone(&zone);
                local.with_timezone(&local.offset().fix())
            }
            Zone::Fixed(offset) => instant.with_timezone(&offset),
        }
    }

    /// The instant at which this zone's clock shows `local`.
    pub fn instant(self, local: NaiveDateTime) -> Local {
        match self {
            Zone::Fixed(offset) => Local::Exact((local - offset_of(offset)).and_utc()),
            Zone::Named(zone) => match zone.from_local_datetime(&local) {
                MappedLocalTime::Single(time) => Local::Exact(time.to_utc()),
                MappedLocalTime::Ambiguous(first, _) => Local::Earlier(first.to_utc()),
                MappedLocalTime::None => {
                    // The offset in force a few hours earlier: gaps are never longer than that.
                    let before = zone.offset_from_utc_datetime(&(local - TimeDelta::hours(26)));
                    Local::Shifted((local - offset_of(before.fix())).and_utc())
                }
            },
        }
    }
}

/// `+02:00`, and `+02:00:30` as clocks were before there were zones.
fn offset(text: &str) -> Option<FixedOffset> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let mut seconds = 0;
    let mut parts = digits.split(':');
    for (unit, below) in [(3600, 24), (60, 60), (1, 60)] {
        let part = match parts.next() {
            Some(part) if part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()) => {
                part.parse::<i32>().ok().filter(|&number| number < below)?
            }
            None if unit == 1 => 0,
            Some(_) | None => return None,
        };
        seconds += part * unit;
    }
    parts.next().is_none().then(|| FixedOffset::east_opt(sign * seconds)).flatten()
}

fn offset_of(offset: FixedOffset) -> TimeDelta {
    TimeDelta::seconds(i64::from(offset.local_minus_utc()))
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Zone::Named(zone) => f.write_str(zone.name()),
            Zone::Fixed(offset) => write!(f, "UTC{offset}"),
        }
    }
}

/// A hall or any other place, by the name the conference gives it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Room(String);

impl Room {
    /// A room of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Room(name.into())
    }

    /// The room's name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Something the source does not say and that was filled in by a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Inferred {
    /// The id was made from the title.
    Id,
    /// The title was missing.
    Title,
    /// The room was missing.
    Room,
    /// The start was shifted or chosen between two readings.
    Start,
    /// The end was missing.
    End,
}

impl Inferred {
    /// Every kind, in the order of the file format.
    pub const ALL: [Inferred; 5] =
        [Inferred::Id, Inferred::Title, Inferred::Room, Inferred::Start, Inferred::End];

    /// The word that files use.
    pub fn name(self) -> &'static str {
        match self {
            Inferred::Id => "id",
            Inferred::Title => "title",
            Inferred::Room => "room",
            Inferred::Start => "start",
            Inferred::End => "end",
        }
    }
}

/// One item of the programme at one place and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Stable name, unique in its schedule.
    pub id: EventId,
    /// Whatever else the source calls it: guid, code, slug.
    pub other_ids: Vec<String>,
    /// What it is called; never empty.
    pub title: String,
    /// The line under the title.
    pub subtitle: Option<String>,
    /// When.
    pub slot: Slot,
    /// Where; unknown to some sources.
    pub room: Option<Room>,
    /// The organisers' grouping by subject.
    pub track: Option<String>,
    /// Who speaks.
    pub speakers: Vec<String>,
    /// Language code as given (`en`, `de`).
    pub language: Option<String>,
    /// The source's own words for what it is about.
    pub keywords: Vec<String>,
    /// The short text.
    pub summary: String,
    /// The long text.
    pub description: String,
    /// Its page.
    pub url: Option<String>,
    /// Key shared by the events of one session group.
    pub repeats: Option<String>,
    /// Whether it can be watched later; unknown counts as no.
    pub recorded: bool,
    /// Whether the organisers have called it off.
    pub cancelled: bool,
    /// What the source did not say.
    pub inferred: BTreeSet<Inferred>,
}

impl Event {
    /// An event with what every event has; the rest is empty.
    pub fn new(id: EventId, title: impl Into<String>, slot: Slot) -> Self {
        Event {
            id,
            other_ids: Vec::new(),
            title: title.into(),
            subtitle: None,
            slot,
            room: None,
            track: None,
            speakers: Vec::new(),
            language: None,
            keywords: Vec::new(),
            summary: String::new(),
            description: String::new(),
            url: None,
            repeats: None,
            recorded: false,
            cancelled: false,
            inferred: BTreeSet::new(),
        }
    }

    /// The room's name, or an empty text where none is known.
    pub fn room_name(&self) -> &str {
        self.room.as_ref().map_or("", Room::as_str)
    }
}

/// A conference's programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    title: String,
    version: Option<String>,
    zone: Zone,
    events: Vec<Event>,
    groups: Vec<Vec<EventIx>>,
    group_of: Vec<Option<usize>>,
}

impl Schedule {
    /// A schedule of these events, put in order by start, room and id.
    ///
    /// Ids have to be unique; of events with equal ids the first in that order is kept and the
    /// others are given back, so that the caller can say so.
    pub fn new(
        title: String,
        version: Option<String>,
        zone: Zone,
        mut events: Vec<Event>,
    ) -> (Schedule, Vec<Event>) {
        events.sort_by(|a, b| {
            (a.slot, &a.room, &a.id, &a.title).cmp(&(b.slot, &b.room, &b.id, &b.title))
        });
        let mut seen = BTreeSet::new();
        let (events, refused): (Vec<Event>, Vec<Event>) =
            events.into_iter().partition(|event| seen.insert(event.id.clone()));
        let groups = session_groups(&events);
        let mut group_of = vec![None; events.len()];
        for (group, members) in groups.iter().enumerate() {
            for &member in members {
                group_of[member.index()] = Some(group);
            }
        }
        (Schedule { title, version, zone, events, groups, group_of }, refused)
    }

    /// What the conference is called.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The organisers' label of this version; free text.
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The zone in which its times are said.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// The same schedule with its times said in another zone.
    #[must_use]
    pub fn shown_in(self, zone: Zone) -> Schedule {
        Schedule { zone, ..self }
    }

    /// All events by start, room and id.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Every event with its index.
    pub fn iter(&self) -> impl Iterator<Item = (EventIx, &Event)> {
        self.events.iter().enumerate().map(|(position, event)| (EventIx::new(position), event))
    }

    /// The event at an index of this schedule.
    pub fn event(&self, ix: EventIx) -> &Event {
        &self.events[ix.index()]
    }

    /// Session groups: events that are one talk given several times.
    pub fn groups(&self) -> &[Vec<EventIx>] {
        &self.groups
    }

    /// The session group of an event, itself included; just itself when it is given once.
    pub fn occurrences(&self, ix: EventIx) -> Vec<EventIx> {
        match self.group_of[ix.index()] {
            Some(group) => self.groups[group].clone(),
            None => vec![ix],
        }
    }

    /// Whether two different events are the same talk.
    pub fn same_talk(&self, a: EventIx, b: EventIx) -> bool {
        a != b
            && self.group_of[a.index()].is_some()
            && self.group_of[a.index()] == self.group_of[b.index()]
    }

    /// The conference day of an instant: a night session belongs to the day before.
    pub fn day(&self, instant: DateTime<Utc>) -> NaiveDate {
        let local = self.zone.at(instant).naive_local();
        if local.time() < DAY_CHANGE {
            local.date().checked_sub_days(Days::new(1)).unwrap_or(local.date())
        } else {
            local.date()
        }
    }

    /// All conference days on which something starts.
    pub fn days(&self) -> Vec<NaiveDate> {
        let days: BTreeSet<NaiveDate> =
            self.events.iter().map(|event| self.day(event.slot.start())).collect();
        days.into_iter().collect()
    }
}

/// The hour at which a new conference day begins; pretalx uses the same one.
pub const DAY_CHANGE: NaiveTime = match NaiveTime::from_hms_opt(4, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// Events that share a `repeats` key, or that are the event whose id is that key.
fn session_groups(events: &[Event]) -> Vec<Vec<EventIx>> {
    let mut by_key: BTreeMap<&str, BTreeSet<EventIx>> = BTreeMap::new();
    for (position, event) in events.iter().enumerate() {
        if let Some(key) = &event.repeats {
            by_key.entry(key).or_default().insert(EventIx::new(position));
        }
    }
    for (position, event) in events.iter().enumerate() {
        if event.repeats.is_none()
            && let Some(members) = by_key.get_mut(event.id.as_str())
        {
            members.insert(EventIx::new(position));
        }
    }
    by_key
        .into_values()
        .filter(|members| members.len() > 1)
        .map(|members| members.into_iter().collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: u32, minute: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2018, 9, 28, hour, minute, 0).unwrap()
    }

    fn slot(from: (u32, u32), to: (u32, u32)) -> Slot {
        Slot::new(at(from.0, from.1), at(to.0, to.1)).unwrap()
    }

    #[test]
    fn slots_are_half_open() {
        assert!(!slot((10, 0), (10, 30)).overlaps(slot((10, 30), (11, 0))));
        assert!(slot((10, 0), (10, 31)).overlaps(slot((10, 30), (11, 0))));
        assert!(slot((9, 0), (12, 0)).overlaps(slot((10, 0), (10, 5))));
        assert_eq!(Slot::new(at(10, 0), at(10, 0)), None);
        assert_eq!(Slot::new(at(10, 1), at(10, 0)), None);
    }

    #[test]
    fn wall_clock_times_in_gaps_and_folds_are_told_apart() {
        let brussels = Zone::named("Europe/Brussels").unwrap();
        let local = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        let utc = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let case = |time: &str, expected| assert_eq!(brussels.instant(local(time)), expected);
        case("2026-03-29T01:30:00", Local::Exact(utc("2026-03-29T00:30:00Z")));
        case("2026-03-29T02:30:00", Local::Shifted(utc("2026-03-29T01:30:00Z")));
        case("2026-10-25T02:30:00", Local::Earlier(utc("2026-10-25T00:30:00Z")));
        let fixed = Zone::Fixed(FixedOffset::east_opt(2 * 3600).unwrap());
        assert_eq!(
            fixed.instant(local("2026-03-29T02:30:00")),
            Local::Exact(utc("2026-03-29T00:30:00Z"))
        );
    }

    #[test]
    fn zone_names_are_found_in_any_case() {
        assert_eq!(Zone::named("europe/berlin"), Zone::named("Europe/Berlin"));
        assert_eq!(Zone::named("Berlin"), None);
    }

    #[test]
    fn offsets_are_zones_too() {
        let case = |name: &str, expected: Option<i32>| {
            let zone = expected.and_then(FixedOffset::east_opt).map(Zone::Fixed);
            assert_eq!(Zone::named(name), zone, "{name}");
        };
        case("+02:00", Some(7200));
        case("UTC-03:30", Some(-12600));
        case("+00:53:28", Some(3208));
        for wrong in ["+2:00", "+02", "+02:60", "+24:00", "+02:00:00:00", "02:00", "+", "", "€"] {
            case(wrong, None);
        }
    }

    #[test]
    fn a_night_session_belongs_to_the_day_before() {
        let mut event = Event::new(EventId::new("a"), "A", slot((22, 30), (23, 30)));
        event.repeats = Some("none".into());
        let (schedule, refused) = Schedule::new(
            "T".into(),
            None,
            Zone::named("Europe/Berlin").unwrap(),
            vec![event.clone(), event],
        );
        assert_eq!(refused.len(), 1);
        assert_eq!(schedule.days(), [NaiveDate::from_ymd_opt(2018, 9, 28).unwrap()]);
        assert!(schedule.groups().is_empty());
    }

    #[test]
    fn a_group_takes_in_the_event_whose_id_is_its_key() {
        let event = |id: &str, hour, repeats: Option<&str>| {
            let mut event = Event::new(EventId::new(id), id, slot((hour, 0), (hour, 30)));
            event.repeats = repeats.map(Into::into);
            event
        };
        let (schedule, _) = Schedule::new(
            "T".into(),
            None,
            Zone::named("UTC").unwrap(),
            vec![event("b", 10, Some("a")), event("a", 9, None), event("c", 11, None)],
        );
        assert_eq!(schedule.groups().len(), 1);
        assert!(schedule.same_talk(EventIx(0), EventIx(1)));
        assert!(!schedule.same_talk(EventIx(0), EventIx(2)));
        assert_eq!(schedule.occurrences(EventIx(2)), [EventIx(2)]);
    }
}
