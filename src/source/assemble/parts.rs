//! Events that are parts of one whole, of which nobody wants only some: by `part_of`, or by their
//! titles.

use std::collections::{BTreeMap, BTreeSet};

use crate::schedule::Event;
use crate::source::Subject;

use super::talks::folded;
use super::{Assembly, Placed, kinds};

impl Assembly {
    /// Joins the parts that titles number: `Part 1` and `Part 2` of one stem, by the same persons.
    /// Days of what is no course are only said: they may be anything.
    pub(super) fn find_parts(&mut self, events: &mut [Placed]) {
        type Whole = (String, BTreeSet<String>, bool);
        let mut wholes: BTreeMap<Whole, BTreeMap<usize, Vec<usize>>> = BTreeMap::new();
        let mut told: BTreeMap<Whole, usize> = BTreeMap::new();
        for (position, Placed { event, .. }) in events.iter().enumerate() {
            if event.part_of.is_some() {
                continue;
            }
            let Some(part) = kinds::part(&event.title) else { continue };
            let persons = event.speakers.iter().map(|name| folded(name)).collect();
            let whole = (part.stem, persons, part.is_day);
            if let Some(of) = part.of {
                told.insert(whole.clone(), of);
            }
            wholes.entry(whole).or_default().entry(part.number).or_default().push(position);
        }
        for (whole, parts) in wholes {
            let is_whole = parts.len() > 1
                && parts.keys().copied().eq(1..=parts.len())
                && told.get(&whole).is_none_or(|of| *of == parts.len());
            if !is_whole || !can_all_be_attended(events, &parts) {
                continue;
            }
            let (stem, _, is_day) = &whole;
            let all: Vec<usize> = parts.values().flatten().copied().collect();
            let heading =
                all.iter().any(|&position| kinds::is_course(&events[position].event.title));
            if heading || !is_day && !kinds::is_generic(stem) {
                self.join_parts(events, &all);
            } else {
                let id = &events[all[0]].event.id;
                let what = format!(
                    "it may belong with `{id}`; in an attend schedule, `part_of: {id}` says so"
                );
                self.warn_placed(Subject::Unsure, &events[all[1]], what);
            }
        }
    }

    /// Makes one whole of some events.
    pub(super) fn join_parts(&mut self, events: &mut [Placed], parts: &[usize]) {
        let id = events[parts[0]].event.id.to_string();
        for &position in parts {
            events[position].event.part_of = Some(id.clone());
        }
        for &position in &parts[1..] {
            let what = format!("it belongs with `{id}`: all parts or none");
            self.warn_placed(Subject::Parts, &events[position], what);
        }
    }
}

/// Whether each part is one talk, and one part is over when the next begins.
fn can_all_be_attended(events: &[Placed], parts: &BTreeMap<usize, Vec<usize>>) -> bool {
    let is_one = |part: &Vec<usize>| {
        let events = part.iter().map(|&position| &events[position].event);
        let key = |event: &'_ Event| event.repeats.clone().unwrap_or(event.id.to_string());
        events.map(key).collect::<BTreeSet<String>>().len() == 1
    };
    let slot = |part: &Vec<usize>| part.first().map(|&position| events[position].event.slot);
    let slots: Vec<_> = parts.values().filter_map(slot).collect();
    parts.values().all(is_one) && slots.windows(2).all(|two| two[0].end() <= two[1].start())
}
