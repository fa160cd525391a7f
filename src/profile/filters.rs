//! `languages`, `only` and `hide` -> the events that are out, each with what it is out for.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::problem::{Problem, and_list, did_you_mean};
use crate::schedule::{Event, EventIx, Room, Schedule, is_language, language_name, languages};
use crate::text::{fold, fold_words};
use crate::walking::glob;

use super::{Named, Profile};

/// What an event is left out for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Hidden {
    /// What it is about.
    pub by: Aspect,
    /// What the event has there; nothing where only some are wanted and it has none of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
}

/// What an event can be left out for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// An interest with the weight `never`.
    Interest,
    /// Its language.
    Language,
    /// How hard it is.
    Level,
    /// What kind of event it is.
    Kind,
    /// Its track.
    Track,
    /// Its room.
    Room,
}

impl Aspect {
    /// The keys of `only` and `hide`.
    pub(super) const KEYS: [(&'static str, Aspect); 4] = [
        ("levels", Aspect::Level),
        ("kinds", Aspect::Kind),
        ("tracks", Aspect::Track),
        ("rooms", Aspect::Room),
    ];

    fn name(self) -> &'static str {
        match self {
            Aspect::Interest => "interest",
            Aspect::Language => "language",
            Aspect::Level => "level",
            Aspect::Kind => "kind",
            Aspect::Track => "track",
            Aspect::Room => "room",
        }
    }

    /// What an event has there.
    fn of(self, event: &Event) -> Option<&str> {
        match self {
            Aspect::Interest => None,
            Aspect::Language => event.language.as_deref(),
            Aspect::Level => event.level.as_deref(),
            Aspect::Kind => event.kind.as_deref(),
            Aspect::Track => event.track.as_deref(),
            Aspect::Room => event.room.as_ref().map(Room::as_str),
        }
    }
}

/// The names of `only` or `hide`, by what they are names of.
pub type Filter = BTreeMap<Aspect, Vec<Named>>;

/// The events that are out but for those that the profile asks for by name, and what is odd about
/// the filters.
pub(super) fn hidden(
    profile: &Profile,
    schedule: &Schedule,
    is_named: impl Fn(EventIx) -> bool,
) -> (BTreeMap<EventIx, Hidden>, Vec<Problem>) {
    let mut filters = Filters { schedule, hidden: BTreeMap::new(), warnings: Vec::new() };
    filters.languages(&profile.languages);
    for (&aspect, names) in &profile.only {
        filters.names("only", aspect, names);
    }
    for (&aspect, names) in &profile.hide {
        filters.names("hide", aspect, names);
    }
    filters.hidden.retain(|&ix, _| !is_named(ix));
    (filters.hidden, filters.warnings)
}

struct Filters<'a> {
    schedule: &'a Schedule,
    hidden: BTreeMap<EventIx, Hidden>,
    warnings: Vec<Problem>,
}

impl Filters<'_> {
    /// Talks in none of these languages are out; where nothing is known, one cannot tell.
    fn languages(&mut self, wanted: &[Named]) {
        let Some(first) = wanted.first() else { return };
        let spoken = |event: &Event| event.language.as_deref().map_or(Vec::new(), languages);
        let all: BTreeSet<String> = self.schedule.events().iter().flat_map(spoken).collect();
        if all.is_empty() {
            self.no_effect("languages", first, Aspect::Language);
            return;
        }
        let mut codes: Vec<String> = Vec::new();
        for name in wanted {
            let named = languages(&name.text);
            if named.iter().any(|code| !is_language(code) && !all.contains(code)) {
                let mut warning = Problem::at(name.place, format!("no talk is in `{}`", name.text));
                warning.hint = did_you_mean(&name.text, all.iter().map(|code| language_name(code)));
                self.warnings.push(warning);
            }
            codes.extend(named);
        }
        for (ix, event) in self.schedule.iter() {
            let spoken = spoken(event);
            if !spoken.is_empty() && !spoken.iter().any(|code| codes.contains(code)) {
                let names: Vec<String> =
                    spoken.iter().map(|code| language_name(code).to_owned()).collect();
                let what = Some(and_list(&names));
                self.hidden.insert(ix, Hidden { by: Aspect::Language, what });
            }
        }
    }

    /// With `only`, whatever none of the names fits is out; with `hide`, whatever one fits.
    fn names(&mut self, key: &str, aspect: Aspect, names: &[Named]) {
        let Some(first) = names.first() else { return };
        let known: BTreeSet<&str> =
            self.schedule.events().iter().filter_map(|event| aspect.of(event)).collect();
        if known.is_empty() {
            self.no_effect(key, first, aspect);
            return;
        }
        let mut fits: BTreeSet<&str> = BTreeSet::new();
        for name in names {
            let found = fitting(&name.text, &known, aspect);
            if found.is_empty() {
                let what = format!("there is no {} `{}`", aspect.name(), name.text);
                let mut warning = Problem::at(name.place, what);
                warning.hint = did_you_mean(&name.text, known.iter().copied());
                self.warnings.push(warning);
            }
            fits.extend(found);
        }
        for (ix, event) in self.schedule.iter() {
            let own = aspect.of(event);
            if own.is_some_and(|own| fits.contains(own)) == (key == "hide") {
                let hidden = Hidden { by: aspect, what: own.map(str::to_owned) };
                self.hidden.entry(ix).or_insert(hidden);
            }
        }
    }

    fn no_effect(&mut self, key: &str, first: &Named, aspect: Aspect) {
        let what = format!(
            "`{key}` has no effect: the schedule does not give the {}s of its talks",
            aspect.name()
        );
        self.warnings.push(Problem::at(first.place, what));
    }
}

/// The names that are meant: equal ones, or all that fit a pattern. Of levels and kinds, which
/// organisers write at length, a word will do: `lightning` means `Lightning talk (5 min)`.
fn fitting<'n>(name: &str, known: &BTreeSet<&'n str>, aspect: Aspect) -> Vec<&'n str> {
    let (folded, pattern) = (fold_words(name), fold(name.trim()));
    let that = |fits: &dyn Fn(&str) -> bool| -> Vec<&'n str> {
        known.iter().copied().filter(|known| fits(known)).collect()
    };
    let mut found = that(&|known| fold_words(known) == folded);
    if pattern.contains('*') {
        found = that(&|known| glob(&pattern, &fold(known)));
    }
    if found.is_empty() && matches!(aspect, Aspect::Level | Aspect::Kind) && !folded.is_empty() {
        let word = format!(" {folded} ");
        found = that(&|known| format!(" {} ", fold_words(known)).contains(&word));
    }
    found
}
