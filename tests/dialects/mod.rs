//! Small schedules, one for each way in which a dialect differs; written here, from no conference.

use attend::schedule::Event;
use attend::source::{Hints, Read, Subject, read};

mod json;
mod sessions;
mod xml;

fn read_text(text: &str) -> Read {
    let read = read(text.as_bytes(), &Hints::default()).unwrap();
    let skipped = read.warnings.iter().filter(|warning| warning.subject == Subject::Skipped);
    assert_eq!(read.schedule.events().len() + skipped.count(), read.slots, "nothing may be lost");
    read
}

/// `id start-end room title` of every event, in the schedule's order and zone.
fn lines(read: &Read) -> Vec<String> {
    let zone = read.schedule.zone();
    let line = |event: &Event| {
        let (start, end) = (zone.at(event.slot.start()), zone.at(event.slot.end()));
        let (id, room, title) = (&event.id, event.room_name(), &event.title);
        format!("{id} {}-{} {room}: {title}", start.format("%d %H:%M"), end.format("%d %H:%M"))
    };
    read.schedule.events().iter().map(line).collect()
}

/// What was said about events, less what is no guess of this test.
fn said(read: &Read, subject: Subject) -> Vec<String> {
    let of = read.warnings.iter().filter(|warning| warning.subject == subject);
    of.map(|warning| {
        let event = warning.event.as_deref().unwrap_or("file");
        format!("{event}: {}", warning.what)
    })
    .collect()
}
