//! The XML of frab, Pentabarf, pretalx, FOSDEM, wafer, OSEM and EuroPython 2014 -> [`Draft`].
//!
//! ```text
//! schedule > conference > title, time_zone_name, day_change ...
//!          > day @date  > room @name > event @guid @code @id > title, date, start, duration ...
//! ```
//! Dialects leave out rooms (events right under a day), dates (only day and clock), guids, the
//! zone, or say `entry` for `event`. All are read by one function; elements that no dialect
//! needs are passed over. Missing values stay missing: see `assemble`.

use chrono::NaiveDate;
use roxmltree::{Document, Node};

use crate::problem::Problem;

use super::draft::{Draft, DraftEvent, Events};
use super::frab::{self, Lengths, Times};
use super::xml::{self, Places, child};

/// The deepest an event may stand. `schedule > days > day > room > events > event` is five.
const DEEPEST_EVENT: usize = 8;

/// The draft of a document whose root is `schedule`.
///
/// # Errors
/// It holds neither days nor events.
pub(super) fn draft(document: &Document<'_>, text: &str) -> Result<Draft, Vec<Problem>> {
    let root = document.root_element();
    let conference = child(root, "conference");
    let of = |name: &str| field(conference?, name);
    let generator = child(root, "generator").and_then(|node| node.attribute("name"));
    let mut reader = Reader {
        lengths: Lengths::of_generator(generator),
        places: Places::new(text),
        events: Events::default(),
        days: 0,
    };
    reader.collect(root, Under::default(), 0);
    if reader.events.is_empty() && reader.days == 0 && conference.is_none() {
        return Err(vec![
            Problem::whole("the XML holds no `day` and no `event`")
                .hint("take the conference's `schedule.xml` as frab or pretalx write it"),
        ]);
    }
    Ok(Draft {
        title: of("title").or_else(|| field(root, "title")),
        version: field(root, "version").or_else(|| of("release")),
        zone: of("time_zone_name").or_else(|| of("timezone")).map(|name| (name, None)),
        city: of("city"),
        day_change: of("day_change").and_then(|text| frab::clock(&text)),
        events: reader.events,
        ..Draft::default()
    })
}

/// What an event is listed under.
#[derive(Clone, Copy, Default)]
struct Under<'a> {
    day: Option<NaiveDate>,
    room: Option<&'a str>,
}

struct Reader<'t> {
    lengths: Lengths,
    places: Places<'t>,
    events: Events,
    days: usize,
}

impl Reader<'_> {
    fn collect<'a>(&mut self, node: Node<'a, '_>, under: Under<'a>, depth: usize) {
        if depth > DEEPEST_EVENT || self.events.is_full() {
            return;
        }
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "day" => {
                    self.days += 1;
                    let day = ["date", "start"]
                        .iter()
                        .find_map(|name| frab::day(child.attribute(*name)?));
                    self.collect(child, Under { day, ..under }, depth + 1);
                }
                "room" if child.has_attribute("name") || xml::child(child, "event").is_some() => {
                    self.collect(
                        child,
                        Under { room: child.attribute("name"), ..under },
                        depth + 1,
                    );
                }
                "days" | "rooms" | "events" | "entries" | "schedule" | "program" => {
                    self.collect(child, under, depth + 1);
                }
                "event" | "entry" if self.events.is_full() => return,
                "event" | "entry" => {
                    let mut event = event(child, under, self.lengths);
                    event.place = Some(self.places.of(child.range().start));
                    self.events.push(event);
                }
                _ => {}
            }
        }
    }
}

/// One event. Its children are looked at once each, since there are many and they are in no
/// fixed order.
fn event(node: Node<'_, '_>, under: Under<'_>, lengths: Lengths) -> DraftEvent {
    let mut event = DraftEvent { room: under.room.map(str::to_owned), ..DraftEvent::default() };
    let mut slug = None;
    let (mut date, mut start, mut duration, mut end) = (None, None, None, None);
    for child in node.children().filter(Node::is_element) {
        let text = || filled(xml::text(child));
        match child.tag_name().name() {
            "title" => event.title = text(),
            "subtitle" => event.subtitle = text(),
            "date" => date = text(),
            "start" => start = text(),
            "duration" => duration = text(),
            "end" => end = text(),
            "room" => event.own_room = text(),
            "slug" => slug = text(),
            "track" => event.track = text(),
            "category" if event.track.is_none() => event.track = text(),
            "language" => event.language = text(),
            "level" => event.level = text(),
            "type" => event.kind = text(),
            "abstract" => event.summary = xml::text(child),
            "description" => event.description = xml::text(child),
            "url" | "conf_url" => event.url = text(),
            "origin_url" if event.url.is_none() => event.url = text(),
            "persons" | "speakers" => event.speakers.extend(persons(child)),
            "person" | "speaker" => event.speakers.extend(text().iter().flat_map(|all| split(all))),
            "topics" | "tags" | "keywords" => event.keywords.extend(texts(child)),
            "recording" => event.recorded |= flag(child, "optout") == Some(false),
            "video_download_url" => event.recorded |= text().is_some(),
            "links" => event.recorded |= has_recording(child),
            "status" | "state" => {
                event.cancelled |= text().is_some_and(|text| frab::is_cancelled(&text))
            }
            _ => {}
        }
    }
    if event.url.is_none() {
        event.url = node.attribute("href").map(str::to_owned);
    }
    let id = |name: &str| node.attribute(name).map(str::to_owned);
    frab::name_event(&mut event, [id("guid"), id("code"), id("id"), slug]);
    let times = Times {
        date: date.as_deref(),
        start: start.as_deref(),
        duration: duration.as_deref(),
        end: end.as_deref(),
    };
    times.put(&mut event, under.day, lengths);
    event
}

/// The text of a child, if it has one that is not blank.
fn field(node: Node<'_, '_>, name: &str) -> Option<String> {
    filled(xml::text(child(node, name)?))
}

fn filled(text: String) -> Option<String> {
    let trimmed = text.trim();
    match trimmed.len() {
        0 => None,
        length if length == text.len() => Some(text),
        _ => Some(trimmed.to_owned()),
    }
}

fn flag(node: Node<'_, '_>, name: &str) -> Option<bool> {
    match field(node, name)?.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Some(true),
        "false" | "0" | "no" => Some(false),
        _ => None,
    }
}

/// Persons without a list around them: `Ann Lee, Bo Chen`.
fn split(all: &str) -> impl Iterator<Item = String> + '_ {
    all.split([',', ';']).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// The names of persons: a text, or an element among others about the person.
fn persons<'a>(node: Node<'a, 'a>) -> impl Iterator<Item = String> + 'a {
    const NAMES: [&str; 3] = ["public_name", "name", "full_public_name"];
    let persons = node.children().filter(Node::is_element);
    persons.filter_map(|person| match NAMES.iter().find_map(|name| child(person, name)) {
        Some(name) => filled(xml::text(name)),
        None => filled(person.text().unwrap_or_default().to_owned())
            .or_else(|| person.attribute("name").map(str::to_owned)),
    })
}

fn texts<'a>(node: Node<'a, 'a>) -> impl Iterator<Item = String> + 'a {
    node.children().filter(Node::is_element).filter_map(|child| filled(xml::text(child)))
}

fn has_recording(links: Node<'_, '_>) -> bool {
    links.children().filter(Node::is_element).any(|link| {
        frab::is_recording(
            link.attribute("href").unwrap_or_default(),
            link.text().unwrap_or_default(),
        )
    })
}
