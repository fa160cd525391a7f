//! A talk as a person names it -> the events that are meant.
//!
//! By id, by any other id that the source gives, by full title, or by a part of the title that
//! only one talk has. Several events that are one talk given again count as one.

use std::collections::BTreeSet;

use memchr::memmem;

use crate::problem::{Problem, count, nearest, or_list};
use crate::schedule::{EventIx, Schedule};
use crate::text::fold_words;

/// How many talks are offered in the place of one that is not there.
pub const MOST_NEAR: usize = 3;

/// What a name was found to mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// One talk: all its occurrences.
    Talk(Vec<EventIx>),
    /// Several talks; one event of each.
    Ambiguous(Vec<EventIx>),
    /// No talk; the nearest ones, best first.
    Nothing(Vec<EventIx>),
}

/// The occurrences of the one talk that a name means.
///
/// # Errors
/// When it means none or several; the hint names them.
pub fn talk(schedule: &Schedule, name: &str) -> Result<Vec<EventIx>, Problem> {
    Finder::new(schedule).talk(name, MOST_NEAR)
}

/// Looks a talk up.
pub fn find(schedule: &Schedule, name: &str) -> Found {
    Finder::new(schedule).find(name, MOST_NEAR)
}

/// What it takes to look up any number of names in one schedule.
pub struct Finder<'a> {
    schedule: &'a Schedule,
    /// The words of each title, each with a space before it.
    titles: Vec<String>,
}

impl<'a> Finder<'a> {
    /// For the talks of a schedule.
    pub fn new(schedule: &'a Schedule) -> Self {
        let titles = schedule.events().iter();
        let titles = titles.map(|event| format!(" {}", fold_words(&event.title))).collect();
        Finder { schedule, titles }
    }

    /// The occurrences of the one talk that a name means. Where it means none, `near` talks are
    /// offered at most; to find these takes far longer than anything else.
    ///
    /// # Errors
    /// When it means none or several; the hint names them.
    pub fn talk(&self, name: &str, near: usize) -> Result<Vec<EventIx>, Problem> {
        meant(self.schedule, name, self.find(name, near))
    }

    fn find(&self, name: &str, near: usize) -> Found {
        let name = name.trim();
        let wanted = format!(" {}", fold_words(name));
        let part = memmem::Finder::new(&wanted);
        let title = |ix: EventIx| self.titles.get(ix.index()).map_or("", String::as_str);
        let tests: [&dyn Fn(EventIx) -> bool; 3] = [
            &|ix| {
                let event = self.schedule.event(ix);
                event.id.as_str() == name || event.other_ids.iter().any(|id| id == name)
            },
            &|ix| title(ix) == wanted,
            // The words stand next to each other, the last one possibly cut.
            &|ix| wanted.len() > 1 && part.find(title(ix).as_bytes()).is_some(),
        ];
        for test in tests {
            let hits = self.schedule.iter().map(|(ix, _)| ix).filter(|&ix| test(ix));
            let talks: BTreeSet<Vec<EventIx>> =
                hits.map(|hit| self.schedule.occurrences(hit)).collect();
            match talks.len() {
                0 => {}
                1 => return Found::Talk(talks.into_iter().next().unwrap_or_default()),
                _ => {
                    let firsts: BTreeSet<EventIx> =
                        talks.iter().filter_map(|talk| talk.first().copied()).collect();
                    return Found::Ambiguous(firsts.into_iter().collect());
                }
            }
        }
        Found::Nothing(self.near(name, near))
    }

    fn near(&self, name: &str, most: usize) -> Vec<EventIx> {
        if most == 0 {
            return Vec::new();
        }
        let titles = self.schedule.events().iter().map(|event| event.title.as_str());
        let near = nearest(name, titles, most);
        let first_of = |title: &str| {
            self.schedule.iter().find(|(_, event)| event.title == title).map(|(ix, _)| ix)
        };
        near.into_iter().filter_map(first_of).collect()
    }
}

fn meant(schedule: &Schedule, name: &str, found: Found) -> Result<Vec<EventIx>, Problem> {
    match found {
        Found::Talk(talk) => Ok(talk),
        Found::Ambiguous(talks) => {
            const MOST: usize = 4;
            let mut options: Vec<String> =
                talks.iter().take(MOST).map(|&ix| said(schedule, ix)).collect();
            if talks.len() > MOST {
                options.push(format!("{} more", talks.len() - MOST));
            }
            let what = format!("`{name}` may be {}", count(talks.len(), "talk"));
            Err(Problem::whole(what).hint(format!("give the id: {}", or_list(&options))))
        }
        Found::Nothing(near) => {
            let problem = Problem::whole(format!("there is no talk `{name}`"));
            let options: Vec<String> = near.iter().map(|&ix| said(schedule, ix)).collect();
            Err(if options.is_empty() {
                problem.hint("`attend talks` lists them all")
            } else {
                problem.hint(format!("did you mean {}?", or_list(&options)))
            })
        }
    }
}

/// A talk as a message names it: with its id, and its time where titles may be equal.
fn said(schedule: &Schedule, ix: EventIx) -> String {
    let event = schedule.event(ix);
    let start = schedule.zone().at(event.slot.start());
    format!("`{}` ({}, {})", event.title, event.id, start.format("%a %H:%M"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    #[test]
    fn a_title_is_found_by_its_words_and_their_beginnings_and_not_by_their_middles() {
        let text = "title: T\ntimezone: UTC\nevents:\n\
                    - {title: Rust in Anger, start: 2026-05-01T10:00, minutes: 5}\n\
                    - {title: Trust me, start: 2026-05-01T11:00, minutes: 5}\n\
                    - {title: \"?!\", id: odd, start: 2026-05-01T12:00, minutes: 5}\n";
        let schedule = source::read(text.as_bytes(), &source::Hints::default()).unwrap().schedule;
        let finder = Finder::new(&schedule);
        let id = |name: &str| match finder.find(name, MOST_NEAR) {
            Found::Talk(talk) => schedule.event(talk[0]).id.to_string(),
            other => format!("{other:?}"),
        };
        assert_eq!(id("rust"), "rust-in-anger");
        assert_eq!(id("in ang"), "rust-in-anger");
        assert_eq!(id("Trust me!"), "trust-me");
        assert_eq!(id("..."), "odd");
        assert_eq!(id("ust me"), "Nothing([1])");
        assert_eq!(finder.find("ust me", 0), Found::Nothing(Vec::new()));
    }
}
