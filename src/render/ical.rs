//! A schedule as iCalendar (RFC 5545), for calendars and for reading back.
//!
//! Times are in UTC, so that no table of time zones has to go along. What calendars know no
//! property for goes into `X-ATTEND-...` properties, which they skip:
//!
//! | property | content |
//! | --- | --- |
//! | `X-ATTEND-VERSION` | of the calendar: the schedule's version |
//! | `X-ATTEND-ID` | the id, where the `UID` had to be made from it |
//! | `X-ATTEND-SUBTITLE`, `-REPEATS`, `-LANGUAGE` | a text |
//! | `X-ATTEND-OTHER-IDS`, `-SPEAKERS`, `-KEYWORDS`, `-INFERRED` | a list, with commas |
//! | `X-ATTEND-RECORDED` | `TRUE` |
//!
//! `DESCRIPTION` holds, with an empty line between: subtitle, speakers, abstract, description. Its
//! parameters say where they part: `X-ATTEND-HEAD` is how many characters are there only for
//! people, up to the abstract, and `X-ATTEND-ABSTRACT` how many the abstract has.
//!
//! Calendars know no control characters and no parts of seconds: these are left out.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use crate::schedule::{Event, Inferred, Schedule, Zone};
use crate::text::fold_words;

use super::Ical;

/// The longest line, in bytes, without its end.
const LONGEST: usize = 75;

/// A schedule for calendars.
pub fn schedule(schedule: &Schedule) -> String {
    let mut lines = Lines::default();
    lines.raw("BEGIN", "VCALENDAR");
    lines.raw("VERSION", "2.0");
    lines.raw("PRODID", concat!("-//attend//attend ", env!("CARGO_PKG_VERSION"), "//EN"));
    lines.text("NAME", schedule.title());
    lines.text("X-WR-CALNAME", schedule.title());
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
    // A stamp is required, and should say when the event was last changed. Nobody tells us, and
    // the time of this run would make equal schedules differ; so it is a time of the schedule's.
    let stamp = schedule.events().first().map_or(DateTime::UNIX_EPOCH, |event| event.slot.start());
    let domain = domain(schedule.title());
    for one in schedule.events() {
        event(one, stamp, &domain, &mut lines);
    }
    lines.raw("END", "VCALENDAR");
    lines.text
}

fn event(event: &Event, stamp: DateTime<Utc>, domain: &str, lines: &mut Lines) {
    let id = event.id.as_str();
    lines.raw("BEGIN", "VEVENT");
    // A UID has to be unique in the world; those of other calendars are already.
    if id.contains('@') {
        lines.text("UID", id);
    } else {
        lines.text("UID", &format!("{id}@{domain}"));
        lines.text("X-ATTEND-ID", id);
    }
    lines.raw("DTSTAMP", &utc(stamp));
    lines.raw("DTSTART", &utc(event.slot.start()));
    lines.raw("DTEND", &utc(event.slot.end()));
    lines.text("SUMMARY", &event.title);
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
        // An address is no TEXT: its commas stand as they are.
        lines.raw("URL", &url.replace(char::is_control, ""));
    }
    description(event, lines);
    let texts = [
        ("X-ATTEND-SUBTITLE", &event.subtitle),
        ("X-ATTEND-LANGUAGE", &event.language),
        ("X-ATTEND-REPEATS", &event.repeats),
    ];
    for (name, text) in texts {
        if let Some(text) = text {
            lines.text(name, text);
        }
    }
    lines.list("X-ATTEND-OTHER-IDS", &event.other_ids);
    lines.list("X-ATTEND-SPEAKERS", &event.speakers);
    lines.list("X-ATTEND-KEYWORDS", &event.keywords);
    if event.recorded {
        lines.raw("X-ATTEND-RECORDED", "TRUE");
    }
    let inferred: Vec<String> =
        event.inferred.iter().copied().map(|what| Inferred::name(what).to_owned()).collect();
    lines.list("X-ATTEND-INFERRED", &inferred);
    lines.raw("END", "VEVENT");
}

/// All that a person wants to read about an event, with marks that tell its parts apart.
fn description(event: &Event, lines: &mut Lines) {
    const GAP: &str = "\n\n";
    let joined = |parts: [&str; 2]| {
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(GAP)
    };
    let speakers = event.speakers.join(", ");
    let mut head = joined([event.subtitle.as_deref().unwrap_or_default(), &speakers]);
    let body = joined([&event.summary, &event.description]);
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

/// Lines that end as the standard wants, none too long.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    /// A property whose value is not TEXT.
    fn raw(&mut self, name: &str, value: &str) {
        let mut length = 0;
        for c in name.chars().chain(":".chars()).chain(value.chars()) {
            if length + c.len_utf8() > LONGEST {
                self.text.push_str("\r\n ");
                length = 1;
            }
            self.text.push(c);
            length += c.len_utf8();
        }
        self.text.push_str("\r\n");
    }

    /// A property whose value is text from outside.
    fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &Ical(value).to_string());
    }

    /// A property whose value is a list of such texts.
    fn list(&mut self, name: &str, values: &[String]) {
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(|value| Ical(value).to_string()).collect();
            self.raw(name, &values.join(","));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        let case = |value: &str, expected: &str| {
            let mut lines = Lines::default();
            lines.raw("N", value);
            assert_eq!(lines.text, expected);
        };
        let long = "x".repeat(73);
        case(&long, &format!("N:{long}\r\n"));
        case(&format!("{long}y"), &format!("N:{long}\r\n y\r\n"));
        // The eighth byte before the end is the first of a character of three.
        let most = "x".repeat(71);
        case(&format!("{most}\u{20ac}z"), &format!("N:{most}\r\n \u{20ac}z\r\n"));
        let twice = "x".repeat(73 + 74);
        case(&format!("{twice}y"), &format!("N:{}\r\n {}\r\n y\r\n", long, "x".repeat(74)));
    }

    #[test]
    fn the_domain_is_made_from_the_title() {
        assert_eq!(domain("All Systems Go! 2018"), "all-systems-go-2018.attend.invalid");
        assert_eq!(domain("日本"), "attend.invalid");
    }
}
