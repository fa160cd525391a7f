//! The changes that touch one person, and the others.

use std::collections::BTreeSet;

use crate::schedule::EventIx;

use super::Changes;

/// The events that one person has to do with, in both versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mine {
    /// Those of the old version.
    pub old: BTreeSet<EventIx>,
    /// Those of the new version.
    pub new: BTreeSet<EventIx>,
}

impl Changes {
    /// The changes that touch a person, and all others.
    pub fn divided(&self, mine: &Mine) -> (Changes, Changes) {
        let is_new = |ix: &EventIx| mine.new.contains(ix);
        let is_old = |ix: &EventIx| mine.old.contains(ix);
        let part = |wanted: bool| Changes {
            added: self.added.iter().copied().filter(|ix| is_new(ix) == wanted).collect(),
            gone: self.gone.iter().copied().filter(|ix| is_old(ix) == wanted).collect(),
            changed: self
                .changed
                .iter()
                .filter(|changed| (is_new(&changed.new) || is_old(&changed.old)) == wanted)
                .cloned()
                .collect(),
            ..self.clone()
        };
        (part(true), part(false))
    }
}
