//! Which of several versions of an event holds: that of the highest `SEQUENCE`.
//!
//! Parts that share an id and a version are different events: some calendars have one id for all.

use std::collections::BTreeMap;

use super::lines::Component;
use super::names::name;

/// What the versions of one event have in common: its id and the time of the series.
type Key = (String, Option<String>);

/// The newest version of each event.
#[derive(Debug)]
pub(super) struct Versions<'a>(BTreeMap<Key, &'a Component>);

impl<'a> Versions<'a> {
    /// Those of a calendar's parts.
    pub(super) fn of(parts: &[&'a Component]) -> Self {
        let mut newest: BTreeMap<Key, &Component> = BTreeMap::new();
        for &part in parts {
            if let Some(key) = key(part) {
                let known = newest.entry(key).or_insert(part);
                if version(part) > version(known) {
                    *known = part;
                }
            }
        }
        Versions(newest)
    }

    /// Why a part is not read, where a higher version of it is there too.
    pub(super) fn outdated(&self, part: &Component) -> Option<String> {
        let newest = *self.0.get(&key(part)?)?;
        // Some calendars have one id for all. A new version moves an event or names it anew; what
        // does both is another event, unless it stands for the same time of a series.
        let same = |name: &str| part.text(name) == newest.text(name);
        let same = part.line("RECURRENCE-ID").is_some() || same("SUMMARY") || same("DTSTART");
        (same && version(part) < version(newest)).then(|| {
            let (old, new) = (version(part), version(newest));
            format!("it is version {old} of it, and version {new} is there too")
        })
    }
}

fn key(part: &Component) -> Option<Key> {
    Some((name(part)?, part.text("RECURRENCE-ID")))
}

/// The `SEQUENCE` of a part.
fn version(part: &Component) -> u32 {
    part.text("SEQUENCE").and_then(|text| text.parse().ok()).unwrap_or_default()
}
