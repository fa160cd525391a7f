//! Which of several versions of an event holds: that of the highest `SEQUENCE`.
//!
//! Parts that share an id and a version are different events: some calendars have one id for all.

use std::collections::BTreeMap;

use super::lines::Component;
use super::names::name;

/// What the versions of one event have in common: its id and the time of the series.
type Key = (String, Option<String>);

/// The highest version of each event.
#[derive(Debug)]
pub(super) struct Versions(BTreeMap<Key, u32>);

impl Versions {
    /// Those of a calendar's parts.
    pub(super) fn of(parts: &[&Component]) -> Self {
        let mut newest = BTreeMap::new();
        for part in parts {
            if let Some(key) = key(part) {
                let highest = newest.entry(key).or_default();
                *highest = version(part).max(*highest);
            }
        }
        Versions(newest)
    }

    /// Why a part is not read, where a higher version of it is there too.
    pub(super) fn outdated(&self, part: &Component) -> Option<String> {
        let (newest, version) = (*self.0.get(&key(part)?)?, version(part));
        (version < newest)
            .then(|| format!("it is version {version} of it, and version {newest} is there too"))
    }
}

fn key(part: &Component) -> Option<Key> {
    Some((name(part)?, part.text("RECURRENCE-ID")))
}

/// The `SEQUENCE` of a part.
fn version(part: &Component) -> u32 {
    part.text("SEQUENCE").and_then(|text| text.parse().ok()).unwrap_or_default()
}
