//! Several rows of one event -> one: a row for each speaker, or for each paper of a panel.

use std::collections::HashMap;

use crate::problem::count;
use crate::source::draft::{Draft, DraftEvent, End, Events, Time};
use crate::source::{Subject, Warning};

/// What rows of one event have in common, beside its title or its panel.
type Slot = (Option<String>, String);

/// Joins the rows of a table that are one event.
pub(in crate::source) fn join(draft: &mut Draft) {
    if draft.events.is_full() {
        return;
    }
    let events = std::mem::take(&mut draft.events).into_list();
    let before = events.len();
    let has_panels = has_panels(&events);
    let mut first: HashMap<(Slot, String), usize> = HashMap::new();
    let mut joined: Vec<DraftEvent> = Vec::with_capacity(before);
    for mut event in events {
        if has_panels && let Some(panel) = event.panel.take() {
            make_panel(&mut event, panel);
        }
        let key = slot(&event)
            .zip(event.title.clone().filter(|_| !event.speakers.is_empty() || has_panels));
        let Some(position) = key.map(|key| *first.entry(key).or_insert(joined.len())) else {
            joined.push(event);
            continue;
        };
        match joined.get_mut(position) {
            Some(one) if has_panels || can_be_one(one, &event) => add(one, event),
            Some(_) | None => joined.push(event),
        }
    }
    let fewer = before - joined.len();
    if fewer > 0 {
        let rows = count(before, "row");
        let what = format!(
            "{rows} are {}: several have the same title, time and room",
            count(joined.len(), "event")
        );
        draft.repairs.push(Warning::whole(Subject::Joined, what));
    }
    draft.events = joined.into_iter().collect::<Events>();
}

/// When and where an event is; nothing where that is not known.
fn slot(event: &DraftEvent) -> Option<Slot> {
    let time = |time: Time| match time {
        Time::Instant(instant) => instant.to_utc().to_string(),
        Time::Local(local) => local.to_string(),
    };
    let end = match event.end {
        Some(End::At(at)) => time(at),
        other => format!("{other:?}"),
    };
    Some((event.room.clone(), format!("{} {end}", time(event.start?))))
}

/// Whether the file lists papers under their panels: several of one panel are at one time and
/// place, with titles of their own.
fn has_panels(events: &[DraftEvent]) -> bool {
    let mut first: HashMap<(Slot, &str), &Option<String>> = HashMap::new();
    let (mut same, mut panels) = (0, 0);
    for event in events {
        let (Some(slot), Some(panel)) = (slot(event), &event.panel) else { continue };
        let title = *first.entry((slot, panel)).or_insert(&event.title);
        if title.as_ref() != event.title.as_ref() {
            same += 1;
        }
        panels += 1;
    }
    same > 0 && panels * 2 > events.len()
}

/// Makes a paper the panel in which it is.
fn make_panel(event: &mut DraftEvent, panel: String) {
    let Some(title) = event.title.take() else {
        event.title = Some(panel);
        return;
    };
    if title != panel {
        let who = event.speakers.join(", ");
        let paper = if who.is_empty() { title } else { format!("{title} ({who})") };
        let rest = std::mem::take(&mut event.description);
        event.description = if rest.is_empty() { paper } else { format!("{paper}: {rest}") };
    }
    event.title = Some(panel);
}

/// Whether two rows with one title, time and place differ only in who speaks.
fn can_be_one(one: &DraftEvent, other: &DraftEvent) -> bool {
    (one.id.is_none() || one.id == other.id)
        && !one.speakers.is_empty()
        && !other.speakers.is_empty()
        && one.speakers != other.speakers
}

fn add(one: &mut DraftEvent, other: DraftEvent) {
    for name in other.speakers {
        if !one.speakers.contains(&name) {
            one.speakers.push(name);
        }
    }
    if !one.description.contains(&other.description) {
        one.description = format!("{}\n\n{}", one.description, other.description);
    }
}
