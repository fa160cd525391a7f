//! A schedule or an agenda as iCalendar (RFC 5545), for calendars and for reading back.
//!
//! Times are in UTC, so that no table of time zones has to go along. What calendars know no
//! property for goes into `X-ATTEND-...` properties, which they skip:
//!
//! | property | content |
//! | --- | --- |
//! | `X-ATTEND-VERSION` | of the calendar: the schedule's version |
//! | `X-ATTEND-ID` | the id, where the `UID` had to be made from it |
//! | `X-ATTEND-SUBTITLE`, `-REPEATS`, `-LANGUAGE`, `-LEVEL`, `-KIND`, `-PRICE` | a text |
//! | `X-ATTEND-URL` | an address that must not be followed, such as `javascript:` |
//! | `X-ATTEND-OTHER-IDS`, `-SPEAKERS`, `-KEYWORDS`, `-INFERRED` | a list, with commas |
//! | `X-ATTEND-RECORDED`, `-SOLD-OUT` | `TRUE` |
//!
//! `DESCRIPTION` holds, with an empty line between: in an agenda why the talk was chosen and what
//! else is on, then subtitle, speakers, abstract, description. Its parameters say where they part:
//! `X-ATTEND-HEAD` is how many characters are there only for people, up to the abstract, and
//! `X-ATTEND-ABSTRACT` how many the abstract has. In the calendar of a group `SUMMARY` has such a
//! head as well, and `X-ATTEND-MEMBERS` tells the `CATEGORIES` with names from the track.
//!
//! Calendars know no control characters and no parts of seconds: these are left out.

mod agenda;
mod group;
mod lines;

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use crate::schedule::{Event, Inferred, Schedule, Slot, Zone};
use crate::text::fold_words;

use super::link::link;
use lines::Lines;

pub use agenda::{Calendar, Revision, agenda};
pub use group::comparison;

/// A schedule for calendars.
pub fn schedule(schedule: &Schedule) -> String {
    let mut lines = Lines::default();
    head(schedule, schedule.title(), &mut lines);
    let ids = Ids::of(schedule);
    for event in schedule.events() {
        lines.raw("BEGIN", "VEVENT");
        ids.event(event.id.as_str(), &mut lines);
        properties(event, event.slot, "", &People::default(), &mut lines);
        lines.raw("END", "VEVENT");
    }
    lines.raw("END", "VCALENDAR");
    lines.into_text()
}

/// What a calendar begins with.
fn head(schedule: &Schedule, name: &str, lines: &mut Lines) {
    lines.raw("BEGIN", "VCALENDAR");
    lines.raw("VERSION", "2.0");
    lines.raw("PRODID", concat!("-//attend//attend ", env!("CARGO_PKG_VERSION"), "//EN"));
    lines.text("NAME", name);
    lines.text("X-WR-CALNAME", name);
    lines.raw(
        "X-WR-TIMEZONE",
        &match schedule.zone() {
            Zone::Named(zone) => zone.name().to_owned(),
            Zone::Fixed(offset) => offset.to_string(),
        },
    );
    if let Some(version) = schedule.version() {
        lines.text("X-ATTEND-VERSION", version);
    }
}

/// The names and stamps of a conference's events.
struct Ids {
    domain: String,
    stamp: String,
}

impl Ids {
    fn of(schedule: &Schedule) -> Ids {
        // A stamp is required, and should say when the event was last changed. Nobody tells us,
        // and the time of this run would make equal schedules differ; so it is the time at which
        // the conference begins.
        let first = schedule.events().first();
        let stamp = first.map_or(DateTime::UNIX_EPOCH, |event| event.slot.start());
        Ids { domain: domain(schedule.title()), stamp: utc(stamp) }
    }

    /// The `UID` and `DTSTAMP` of an event.
    fn event(&self, id: &str, lines: &mut Lines) {
        // A UID has to be unique in the world; those of other calendars are already.
        if id.contains('@') {
            lines.text("UID", id);
        } else {
            lines.text("UID", &format!("{id}@{}", self.domain));
            lines.text("X-ATTEND-ID", id);
        }
        lines.raw("DTSTAMP", &self.stamp);
    }
}

/// Whose an event is, in a calendar of several people; nothing in one of one's own.
#[derive(Default)]
struct People {
    /// Their tags, or `all`.
    tags: String,
    /// Their names.
    names: Vec<String>,
    /// A colour's name in CSS3.
    color: &'static str,
}

impl People {
    /// The title behind the tags, and what tells calendars who they are.
    fn properties(&self, title: &str, lines: &mut Lines) {
        if self.names.is_empty() {
            return lines.text("SUMMARY", title);
        }
        let head = read_back(&format!("{}: ", self.tags));
        let name = format!("SUMMARY;X-ATTEND-HEAD={}", head.chars().count());
        lines.text(&name, &format!("{head}{title}"));
        lines.list("CATEGORIES;X-ATTEND-MEMBERS=TRUE", &self.names);
        lines.raw("COLOR", self.color);
    }
}

/// What a calendar says of an event, with a text of our own in front of its description.
fn properties(event: &Event, slot: Slot, note: &str, people: &People, lines: &mut Lines) {
    lines.raw("DTSTART", &utc(slot.start()));
    lines.raw("DTEND", &utc(slot.end()));
    people.properties(&event.title, lines);
    if let Some(room) = &event.room {
        lines.text("LOCATION", room.as_str());
    }
    if let Some(track) = &event.track {
        lines.text("CATEGORIES", track);
    }
    if event.cancelled {
        lines.raw("STATUS", "CANCELLED");
    }
    if let Some(url) = &event.url {
        let url = url.replace(char::is_control, "");
        match link(Some(&url)) {
            // An address is no TEXT: its commas stand as they are.
            Some(_) => lines.raw("URL", &url),
            None => lines.text("X-ATTEND-URL", &url),
        }
    }
    description(event, note, lines);
    let texts = [
        ("X-ATTEND-SUBTITLE", &event.subtitle),
        ("X-ATTEND-LANGUAGE", &event.language),
        ("X-ATTEND-LEVEL", &event.level),
        ("X-ATTEND-KIND", &event.kind),
        ("X-ATTEND-PRICE", &event.price.as_ref().map(ToString::to_string)),
        ("X-ATTEND-REPEATS", &event.repeats),
        ("X-ATTEND-PART-OF", &event.part_of),
    ];
    for (name, text) in texts {
        if let Some(text) = text {
            lines.text(name, text);
        }
    }
    lines.list("X-ATTEND-OTHER-IDS", &event.other_ids);
    lines.list("X-ATTEND-SPEAKERS", &event.speakers);
    lines.list("X-ATTEND-KEYWORDS", &event.keywords);
    if event.sold_out {
        lines.raw("X-ATTEND-SOLD-OUT", "TRUE");
    }
    if event.recorded {
        lines.raw("X-ATTEND-RECORDED", "TRUE");
    }
    let inferred: Vec<String> =
        event.inferred.iter().copied().map(|what| Inferred::name(what).to_owned()).collect();
    lines.list("X-ATTEND-INFERRED", &inferred);
}

/// All that a person wants to read about an event, with marks that tell its parts apart.
fn description(event: &Event, note: &str, lines: &mut Lines) {
    const GAP: &str = "\n\n";
    let joined = |parts: &[&str]| {
        let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
        parts.join(GAP)
    };
    let speakers = event.speakers.join(", ");
    let mut head = joined(&[note, event.subtitle.as_deref().unwrap_or_default(), &speakers]);
    let body = joined(&[&event.summary, &event.description]);
    if !head.is_empty() && !body.is_empty() {
        head += GAP;
    }
    if head.is_empty() && body.is_empty() {
        return;
    }
    let mut name = "DESCRIPTION".to_owned();
    for (mark, part) in [("HEAD", &head), ("ABSTRACT", &event.summary)] {
        let length = read_back(part).chars().count();
        if length > 0 {
            let _ = write!(name, ";X-ATTEND-{mark}={length}");
        }
    }
    lines.text(&name, &format!("{head}{body}"));
}

/// A text as it comes back from a calendar.
fn read_back(text: &str) -> String {
    text.replace("\r\n", "\n").replace(|c: char| c.is_control() && !"\t\r\n".contains(c), "")
}

/// A name in the place of a domain, which no server on earth has (RFC 2606).
fn domain(title: &str) -> String {
    let words: Vec<String> = fold_words(title)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(ToOwned::to_owned)
        .collect();
    if words.is_empty() {
        "attend.invalid".to_owned()
    } else {
        format!("{}.attend.invalid", words.join("-"))
    }
}

fn utc(instant: DateTime<Utc>) -> String {
    instant.format("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_domain_is_made_from_the_title() {
        assert_eq!(domain("All Systems Go! 2018"), "all-systems-go-2018.attend.invalid");
        assert_eq!(domain("日本"), "attend.invalid");
    }
}
