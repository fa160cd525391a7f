//! iCalendar (RFC 5545) -> [`Draft`].
//!
//! In: every `VEVENT`, with times in UTC, in a zone, floating or of whole days; lengths; repeats
//! by `RRULE` and `RDATE` without the `EXDATE`s, single times of them moved by `RECURRENCE-ID`.
//! Out: to-dos, journals, alarms and attendees. `Title - Speakers` in a summary stays the title:
//! only people can tell where the title ends. What [`render`](crate::render) adds in `X-ATTEND-`
//! properties is understood; a calendar that it wrote is taken at its word.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDateTime, TimeDelta};

use crate::problem::{Problem, count};
use crate::schedule::Local;

use super::draft::{Author, Draft, DraftEvent, End, Events, Time};
use super::lengths::{self, Unit};
use super::{MAX_SLOTS, Subject, Warning, bounds};

mod lines;
mod names;
mod own;
mod repeat;
mod stamp;
mod versions;
mod zones;

pub(super) use lines::MAX_LINES;
pub(super) use repeat::MOST as MOST_TIMES;

use lines::{Component, Line, Parts, components, list};
use names::name;
use repeat::{Budget, follow};
use stamp::Stamp;
use versions::Versions;
use zones::{Rule, Zones};

/// Whether bytes are an iCalendar file; some have lines before its beginning.
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(2_000)];
    head.split(|&byte| byte == b'\n').any(|line| {
        line.trim_ascii()
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(line.trim_ascii())
            .eq_ignore_ascii_case(b"BEGIN:VCALENDAR")
    })
}

/// Reads a calendar.
///
/// # Errors
/// A file without a calendar in it.
pub(super) fn draft(bytes: &[u8]) -> Result<Draft, Vec<Problem>> {
    let Parts { file, damaged, unclosed, cut } = components(bytes)?;
    let mut calendars = Vec::new();
    file.all("VCALENDAR", &mut calendars);
    let Some(first) = calendars.first() else {
        return Err(vec![
            Problem::whole("there is no `BEGIN:VCALENDAR` in the file")
                .hint("the download may be broken; save the file again"),
        ]);
    };
    let mut draft = Draft {
        title: ["X-WR-CALNAME", "NAME", "X-WR-CALDESC"].iter().find_map(|name| first.text(name)),
        version: own::version(first),
        ..Draft::default()
    };
    if calendars.iter().all(|calendar| own::is_ours(calendar)) {
        draft.author = Author::Attend;
    }
    let mut parts = Vec::new();
    file.all("VEVENT", &mut parts);
    if parts.len() > MAX_SLOTS {
        return Err(vec![bounds::too_many()]);
    }
    let zones = Zones::of(&file, &labels(&parts));
    // Sched calls every conference's zone UTC, which says nothing of where it is.
    let named = zones::named(&file, &zones, &parts)
        .filter(|name| draft.author == Author::Attend || name != "UTC");
    draft.zone = named.map(|name| (name, None));
    if damaged > 0 {
        draft.repairs.push(note(
            Subject::Damage,
            None,
            format!("{} not UTF-8; the letters in doubt are shown as `\u{fffd}`", were(damaged)),
        ));
    }
    draft.repairs.extend(lines::open_events(&unclosed, &parts));
    draft.repairs.extend(cut.map(|cut| lines::cut_off(cut, &parts)));
    draft.repairs.extend(zones.unknown().map(|label| {
        note(
            Subject::Zone,
            None,
            format!("the zone `{label}` is not known; the schedule's zone is taken"),
        )
    }));
    draft.repairs.extend(zones.odd.iter().map(|(label, zone)| {
        let what =
            format!("the file's own rules for `{label}` hold, which are not those of {zone}");
        note(Subject::Zone, None, what)
    }));
    let all_off = first.text("METHOD").is_some_and(|method| method.eq_ignore_ascii_case("cancel"));
    let mut reader = Reader::new(&zones, &parts, all_off, draft.author);
    for part in &parts {
        reader.read(part);
    }
    draft.events = reader.events;
    draft.repairs.extend(reader.repairs);
    Ok(draft)
}

fn were(lines: usize) -> String {
    let be = if lines == 1 { "is" } else { "are" };
    format!("{} {be}", count(lines, "line"))
}

/// Every zone that the events name, with the times that are given in it.
fn labels(parts: &[&Component]) -> BTreeMap<String, BTreeSet<NaiveDateTime>> {
    let floating = Zones::default();
    let mut labels: BTreeMap<String, BTreeSet<NaiveDateTime>> = BTreeMap::new();
    for line in parts.iter().flat_map(|part| &part.properties) {
        if let Some(label) = line.parameter("TZID") {
            let time = stamp::of(line, &floating).map(|stamp| stamp.local(None));
            labels.entry(label.to_owned()).or_default().extend(time);
        }
    }
    labels
}

fn note(subject: Subject, part: Option<&Component>, what: String) -> Warning {
    Warning {
        subject,
        place: part.map(Component::place),
        event: part.and_then(|part| part.text("SUMMARY").or_else(|| part.text("UID"))),
        what,
    }
}

/// How long an event lasts.
#[derive(Clone, Copy, Debug)]
enum Length {
    /// On the clock, as between `DTSTART` and `DTEND`.
    Clock(TimeDelta),
    /// In time, as `DURATION:PT1H`: also while the clocks change.
    Time(TimeDelta),
}

struct Reader<'a> {
    zones: &'a Zones,
    all_off: bool,
    author: Author,
    horizon: NaiveDateTime,
    budget: Budget,
    /// By id, how each series begins.
    series: BTreeMap<String, Stamp>,
    /// By id, the times of it that stand in parts of their own.
    moved: BTreeMap<String, BTreeSet<NaiveDateTime>>,
    versions: Versions<'a>,
    events: Events,
    repairs: Vec<Warning>,
}

impl<'a> Reader<'a> {
    fn new(zones: &'a Zones, parts: &[&'a Component], all_off: bool, author: Author) -> Self {
        let stamps = |name: &'static str| {
            parts
                .iter()
                .flat_map(move |part| part.lines(name))
                .filter_map(|line| stamp::of(line, zones))
        };
        let last = stamps("DTSTART").map(|stamp| stamp.local(None)).max();
        let mut moved: BTreeMap<String, BTreeSet<NaiveDateTime>> = BTreeMap::new();
        let series = series(parts, zones);
        for part in parts {
            if let (Some(id), Some(at)) = (name(part), replaced(part, zones)) {
                let local = at.local(series.get(&id).and_then(Stamp::rule));
                moved.entry(id).or_default().insert(local);
            }
        }
        Reader {
            zones,
            all_off,
            author,
            horizon: last.unwrap_or_default() + TimeDelta::days(366),
            budget: Budget::default(),
            series,
            moved,
            versions: Versions::of(parts),
            events: Events::default(),
            repairs: Vec::new(),
        }
    }

    fn read(&mut self, part: &Component) {
        let start = part.line("DTSTART").and_then(|line| stamp::of(line, self.zones));
        let id = name(part);
        if let Some(why) = self.versions.outdated(part) {
            let event = self.event(part, id, start.as_ref(), None);
            self.events.push(DraftEvent { leave_out: Some(why), ..event });
            return;
        }
        self.check_rules(part);
        let Some(start) = start else {
            let unread =
                part.text("DTSTART").map(|said| format!("its start `{said}` cannot be read"));
            self.events.push(DraftEvent { leave_out: unread, ..self.event(part, id, None, None) });
            return;
        };
        let length = self.length(part, &start);
        if let Some(at) = replaced(part, self.zones) {
            let series = id.as_ref().and_then(|id| self.series.get(id));
            let at = at.local(series.unwrap_or(&start).rule());
            let first = series.map(|series| series.local(None));
            let id = id.map(|id| if first == Some(at) { id } else { names::at(&id, at) });
            self.events.push(self.event(part, id, Some(&start), length));
            return;
        }
        let first = start.local(None);
        let times = self.times(part, &start);
        let elsewhere = id.as_ref().and_then(|id| self.moved.get(id)).cloned().unwrap_or_default();
        // Without a rule, a part of its own is another event under the same id.
        let repeats =
            times.len() > 1 || part.line("RRULE").is_some() || part.line("RDATE").is_some();
        for at in times.into_iter().filter(|at| !repeats || !elsewhere.contains(at)) {
            if self.events.is_full() {
                return;
            }
            let id = match &id {
                Some(id) if at != first => Some(names::at(id, at)),
                other => other.clone(),
            };
            self.events.push(self.event(part, id, Some(&start.moved_to(at)), length));
            self.check_clock(part, &start.moved_to(at));
        }
    }

    /// Says what of its rules is not followed.
    fn check_rules(&mut self, part: &Component) {
        let ranges = |line: &Line| line.parameter("RANGE").is_some();
        if part.line("RECURRENCE-ID").is_some_and(ranges) {
            let what = "it changes this time of its series and all later ones; only this one is \
                        changed";
            self.repairs.push(note(Subject::Series, Some(part), what.to_owned()));
        }
        if part.line("EXRULE").is_some() {
            let what = "its `EXRULE` is not followed: times that it takes away are read";
            self.repairs.push(note(Subject::Series, Some(part), what.to_owned()));
        }
    }

    /// Says so where the clocks skip a start, or show it twice.
    fn check_clock(&mut self, part: &Component, start: &Stamp) {
        let Stamp::Zoned(local, Rule::Known(zone)) = start else { return };
        let clock = local.format("%Y-%m-%d %H:%M");
        let what = match zone.instant(*local) {
            Local::Exact(_) => return,
            Local::Earlier(_) => {
                format!("clocks show {clock} twice in {zone}; the earlier one is taken")
            }
            Local::Shifted(instant) => {
                let taken = zone.at(instant).format("%H:%M");
                format!("clocks skip {clock} in {zone}; {taken} is taken")
            }
        };
        self.repairs.push(note(Subject::Start, Some(part), what));
    }

    /// All times of a part, on its own clock.
    fn times(&mut self, part: &Component, start: &Stamp) -> BTreeSet<NaiveDateTime> {
        let first = start.local(None);
        let mut times = BTreeSet::from([first]);
        for rule in part.lines("RRULE").take(4) {
            let found = follow(&rule.value, first, start.rule(), self.horizon, &mut self.budget);
            times.extend(found.starts);
            if let Some(cut) = found.cut {
                self.repairs.push(note(Subject::Series, Some(part), cut));
            }
        }
        times.extend(self.listed(part, "RDATE", start));
        for off in self.listed(part, "EXDATE", start) {
            // `EXDATE;VALUE=DATE` takes away what is on that day.
            if off.time() == chrono::NaiveTime::MIN {
                times.retain(|time| time.date() != off.date());
            }
            times.remove(&off);
        }
        times
    }

    fn listed(&self, part: &Component, name: &str, start: &Stamp) -> BTreeSet<NaiveDateTime> {
        let lines = part.properties.iter().filter(|line| line.name == name);
        let stamps = lines.flat_map(|line| {
            let zone = line.parameter("TZID");
            line.value
                .split(',')
                .take(5_000)
                .filter_map(move |text| stamp::stamp(text, zone, self.zones))
        });
        stamps
            .map(|stamp| {
                let local = stamp.local(start.rule());
                match (name, &stamp, start) {
                    // A further date of a timed event is at its time of day.
                    ("RDATE", Stamp::Date(date), Stamp::Floating(at) | Stamp::Zoned(at, _)) => {
                        date.and_time(at.time())
                    }
                    _ => local,
                }
            })
            .collect()
    }

    /// How long a part lasts on the clock; nothing where it does not say.
    fn length(&self, part: &Component, start: &Stamp) -> Option<Length> {
        if let Some(end) = part.line("DTEND").and_then(|line| stamp::of(line, self.zones)) {
            return Some(Length::Clock(match (start.time(), end.time()) {
                // Two zones: a flight, or a calendar that says one of the two in UTC.
                (Time::Instant(from), Time::Instant(to)) if start.rule() != end.rule() => to - from,
                _ => end.local(start.rule()) - start.local(None),
            }));
        }
        if let Some(text) = part.text("DURATION") {
            let minutes = lengths::minutes(text.trim_start_matches('+'), Unit::Minutes)?;
            let length = TimeDelta::try_minutes(minutes)?;
            let days = !text.to_ascii_uppercase().contains('T');
            return Some(if days { Length::Clock(length) } else { Length::Time(length) });
        }
        // RFC 5545, 3.6.1: a date without an end is that one day.
        matches!(start, Stamp::Date(_)).then(|| Length::Clock(TimeDelta::days(1)))
    }

    fn event(
        &self,
        part: &Component,
        id: Option<String>,
        start: Option<&Stamp>,
        length: Option<Length>,
    ) -> DraftEvent {
        let end = start.zip(length).and_then(|(start, length)| end(start, length));
        let categories = part.lines("CATEGORIES").filter(|line| !own::has_members(line));
        let categories: Vec<String> = categories.flat_map(|line| list(&line.value)).collect();
        let (track, keywords) = match categories.as_slice() {
            [one] => (Some(one.clone()), Vec::new()),
            _ => (None, categories),
        };
        let (id, other_ids) = names::ids(part, id, self.author);
        let off =
            part.text("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("cancelled"));
        let mut event = DraftEvent {
            place: Some(part.place()),
            id,
            other_ids,
            title: part.text("SUMMARY"),
            start: start.map(Stamp::time),
            end,
            room: part.text("LOCATION"),
            track,
            speakers: names::speakers(part),
            language: part
                .line("SUMMARY")
                .and_then(|line| line.parameter("LANGUAGE"))
                .map(ToOwned::to_owned),
            keywords,
            description: part.text("DESCRIPTION").unwrap_or_default(),
            url: part.text("URL"),
            cancelled: off || self.all_off,
            all_day: matches!(start, Some(Stamp::Date(_))),
            ..DraftEvent::default()
        };
        if length.is_none() {
            if let Some(line) = part.line("DTEND") {
                event.cannot_read("end", &line.value);
            } else if let Some(text) = part.text("DURATION") {
                event.cannot_read("length", &text);
            }
        }
        own::complete(&mut event, part);
        event
    }
}

fn end(start: &Stamp, length: Length) -> Option<End> {
    let time = match (length, start.time()) {
        (Length::Time(length), Time::Instant(from)) => {
            Time::Instant(from.checked_add_signed(length)?)
        }
        (Length::Time(length) | Length::Clock(length), _) => {
            start.moved_to(start.local(None).checked_add_signed(length)?).time()
        }
    };
    Some(End::At(time))
}

/// The time of the series that a part stands for.
fn replaced(part: &Component, zones: &Zones) -> Option<Stamp> {
    part.line("RECURRENCE-ID").and_then(|line| stamp::of(line, zones))
}

/// By id, the first time of each series.
fn series(parts: &[&Component], zones: &Zones) -> BTreeMap<String, Stamp> {
    let mut series = BTreeMap::new();
    for part in parts.iter().filter(|part| part.line("RECURRENCE-ID").is_none()) {
        let start = part.line("DTSTART").and_then(|line| stamp::of(line, zones));
        if let (Some(id), Some(start)) = (name(part), start) {
            series.entry(id).or_insert(start);
        }
    }
    series
}
