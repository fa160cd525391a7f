//! What the events of a calendar are called, and who speaks.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;

use super::super::draft::Author;
use super::lines::Component;
use super::own;

/// What a part is called; all parts of a series are called the same.
pub(super) fn name(part: &Component) -> Option<String> {
    own::id(part).or_else(|| part.text("UID"))
}

/// A time of a series: the id of the series and when it would take place by its rule, so that it
/// keeps its name when it is moved.
pub(super) fn at(id: &str, at: NaiveDateTime) -> String {
    format!("{id}/{}", at.format("%Y%m%dT%H%M%S"))
}

/// The id of an event of a calendar, and its other names: frab writes `<guid>@host`, pretalx
/// `pretalx-<conference>-<code>@host`, others a number, under which their XML has the event too.
pub(super) fn ids(
    part: &Component,
    id: Option<String>,
    author: Author,
) -> (Option<String>, Vec<String>) {
    if author == Author::Attend || own::id(part).is_some() {
        return (id, Vec::new());
    }
    let (Some(uid), Some(id)) = (part.text("UID"), id) else { return (None, Vec::new()) };
    let local = uid.split('@').next().unwrap_or_default();
    let mut others = vec![uid.clone(), local.to_owned()];
    if let Some(code) = local.strip_prefix("pretalx-").and_then(|rest| rest.rsplit('-').next()) {
        others.push(code.to_owned());
    }
    let is_guid = local.len() == 36
        && local.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    let id = if is_guid { id.replacen(&uid, local, 1) } else { id };
    let mut seen = BTreeSet::from([id.clone(), String::new()]);
    others.retain(|other| seen.insert(other.clone()));
    (Some(id), others)
}

/// Pentabarf gives speakers as attendees without an address.
pub(super) fn speakers(part: &Component) -> Vec<String> {
    let attendees = part.lines("ATTENDEE").filter(|line| line.value == "invalid:nomail");
    attendees.filter_map(|line| line.parameter("CN")).map(ToOwned::to_owned).collect()
}
