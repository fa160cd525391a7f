//! A talk as a person names it -> the events that are meant.
//!
//! | name | what it means |
//! | --- | --- |
//! | an id or any other name of one event in the source | that performance |
//! | a full title, or a part of the title that only one talk has | the session: all its performances |
//! | either of these, `@`, and a day, a time or both | the performances of it then |
//!
//! Different talks of one title are taken for one session.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Timelike as _;
use memchr::memmem;

use crate::problem::{Problem, count, nearest, or_list};
use crate::schedule::{EventIx, Schedule};
use crate::text::fold_words;

/// How many talks are offered in the place of one that is not there.
pub const MOST_NEAR: usize = 3;
/// How many talks are offered where a name means several.
const MOST_OPTIONS: usize = 4;

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// A talk, whenever it is given: all its performances.
    Session(Vec<EventIx>),
    /// These performances and no others.
    Performances(Vec<EventIx>),
}

impl Meant {
    /// The events that are meant.
    pub fn events(&self) -> &[EventIx] {
        match self {
            Meant::Session(events) | Meant::Performances(events) => events,
        }
    }
}

/// What looking a name up comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// One talk.
    Talk(Meant),
    /// Several talks; one event of each.
    Ambiguous(Vec<EventIx>),
    /// One talk that is not given at the time named; all its performances.
    OtherTimes(Vec<EventIx>),
    /// No talk; the nearest ones, best first.
    Nothing(Vec<EventIx>),
}

/// What a name means.
///
/// # Errors
/// When it means no talk or several; the hint names them.
pub fn talk(schedule: &Schedule, name: &str) -> Result<Meant, Problem> {
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

/// The events that a name fits, before it is asked whether they are one talk.
struct Hits {
    events: BTreeSet<EventIx>,
    /// Whether the name is that of an event and not of a talk.
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Id,
    Title,
}

impl<'a> Finder<'a> {
    /// For the talks of a schedule.
    pub fn new(schedule: &'a Schedule) -> Self {
        let titles = schedule.events().iter();
        let titles = titles.map(|event| format!(" {}", fold_words(&event.title))).collect();
        Finder { schedule, titles }
    }

    /// What a name means. Where it means nothing, `near` talks are offered at most; to find these
    /// takes far longer than anything else.
    ///
    /// # Errors
    /// When it means no talk or several; the hint names them.
    pub fn talk(&self, name: &str, near: usize) -> Result<Meant, Problem> {
        meant(self.schedule, name, self.find(name, near))
    }

    fn find(&self, name: &str, near: usize) -> Found {
        let name = name.trim();
        if let Some(hits) = self.hits(name) {
            return self.found(hits);
        }
        if let Some((talk, moment)) = name.rsplit_once('@')
            && let Some(hits) = self.hits(talk.trim())
        {
            return self.at(hits, moment);
        }
        Found::Nothing(self.near(name, near))
    }

    /// The events that the best kind of match finds.
    fn hits(&self, name: &str) -> Option<Hits> {
        let wanted = format!(" {}", fold_words(name));
        let part = memmem::Finder::new(&wanted);
        let title = |ix: EventIx| self.titles.get(ix.index()).map_or("", String::as_str);
        let tests: [(Kind, &dyn Fn(EventIx) -> bool); 3] = [
            (Kind::Id, &|ix| {
                let event = self.schedule.event(ix);
                let id = event.id.as_str();
                // The source gives one id to several performances: all but the first have a number.
                let numbered = || id.strip_prefix(name).is_some_and(|rest| rest.starts_with('#'));
                id == name || event.other_ids.iter().any(|id| id == name) || numbered()
            }),
            (Kind::Title, &|ix| title(ix) == wanted),
            // The words stand next to each other, the last one possibly cut.
            (Kind::Title, &|ix| wanted.len() > 1 && part.find(title(ix).as_bytes()).is_some()),
        ];
        tests.into_iter().find_map(|(kind, test)| {
            let hits = self.schedule.iter().map(|(ix, _)| ix).filter(|&ix| test(ix));
            let events: BTreeSet<EventIx> = hits.collect();
            (!events.is_empty()).then_some(Hits { events, kind })
        })
    }

    /// The one talk that some events are.
    fn found(&self, hits: Hits) -> Found {
        let talks = self.talks(&hits.events);
        let events: Vec<EventIx> = hits.events.into_iter().collect();
        match (talks.as_slice(), hits.kind) {
            // An id that all performances have is the talk's.
            ([talk], Kind::Id) if events.len() == 1 || events.len() < talk.len() => {
                Found::Talk(Meant::Performances(events))
            }
            ([talk], Kind::Id | Kind::Title) => Found::Talk(Meant::Session(talk.clone())),
            (talks, _) => Found::Ambiguous(talks.iter().map(|talk| talk[0]).collect()),
        }
    }

    /// Those of some events that are at a moment.
    fn at(&self, hits: Hits, moment: &str) -> Found {
        let talks = self.talks(&hits.events);
        let events: BTreeSet<EventIx> = match hits.kind {
            Kind::Id => hits.events,
            Kind::Title => talks.iter().flatten().copied().collect(),
        };
        let is_then = |ix: &EventIx| is_at(self.schedule, *ix, moment);
        let then: BTreeSet<EventIx> = events.iter().copied().filter(is_then).collect();
        match self.talks(&then).as_slice() {
            [] => Found::OtherTimes(events.into_iter().collect()),
            [_] => Found::Talk(Meant::Performances(then.into_iter().collect())),
            talks => Found::Ambiguous(talks.iter().map(|talk| talk[0]).collect()),
        }
    }

    /// The different talks among some events, each with all its performances. What has one title is
    /// one talk.
    fn talks(&self, events: &BTreeSet<EventIx>) -> Vec<Vec<EventIx>> {
        let mut talks: Vec<BTreeSet<EventIx>> = Vec::new();
        let mut of_event: BTreeMap<EventIx, usize> = BTreeMap::new();
        let mut of_title: BTreeMap<&str, usize> = BTreeMap::new();
        for &ix in events {
            let title = self.titles[ix.index()].as_str();
            let known = of_event.get(&ix).or_else(|| of_title.get(title)).copied();
            let talk = known.unwrap_or(talks.len());
            if talk == talks.len() {
                talks.push(BTreeSet::new());
            }
            of_title.insert(title, talk);
            for performance in self.schedule.occurrences(ix) {
                of_event.insert(performance, talk);
                talks[talk].insert(performance);
            }
        }
        talks.into_iter().map(|talk| talk.into_iter().collect()).collect()
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

/// Whether every word of a moment is one that the start of an event may be written with: `Sat 19:00`,
/// `8 Aug`, `day 2`, `2026-08-08T19:00`, `7pm`.
fn is_at(schedule: &Schedule, ix: EventIx, moment: &str) -> bool {
    const DAY: &[&str] = &[
        "%a", "%A", "%F", "%d", "%-d", "%d.", "%-d.", "%b", "%B", "%d.%m.", "%-d.%-m.", "%d.%m.%Y",
        "%d/%m/%Y", "%Y",
    ];
    const TIME: &[&str] = &["%H:%M", "%-H:%M", "%FT%H:%M", "%I:%M%P", "%-I:%M%P"];
    const HOUR: &[&str] = &["%-I%P", "%-Hh"];
    let start = schedule.event(ix).slot.start();
    let (day, local) = (schedule.day(start), schedule.zone().at(start));
    let on_the_hour = if local.minute() == 0 { HOUR } else { &[] };
    let number = schedule.days().iter().position(|other| *other == day).map_or(0, |at| at + 1);
    let mut forms = BTreeSet::from(["day".to_owned(), number.to_string()]);
    // A talk after midnight is on two days: the clock's, and the one whose night it is.
    forms.extend(DAY.iter().map(|form| day.format(form).to_string()));
    let all = DAY.iter().chain(TIME).chain(on_the_hour);
    forms.extend(all.map(|form| local.format(form).to_string()));
    let forms: BTreeSet<String> = forms.iter().map(|form| form.to_lowercase()).collect();
    let moment = moment.to_lowercase().replace(" am", "am").replace(" pm", "pm");
    let mut words = moment.split([' ', ',']).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(|word| forms.contains(word))
}

fn meant(schedule: &Schedule, name: &str, found: Found) -> Result<Meant, Problem> {
    let options = |talks: &[EventIx]| {
        let shown = talks.iter().take(MOST_OPTIONS).map(|&ix| said(schedule, ix));
        let mut options: Vec<String> = shown.collect();
        if talks.len() > MOST_OPTIONS {
            options.push(format!("{} more", talks.len() - MOST_OPTIONS));
        }
        or_list(&options)
    };
    match found {
        Found::Talk(talk) => Ok(talk),
        Found::Ambiguous(talks) => {
            let what = format!("`{name}` may be {}", count(talks.len(), "talk"));
            Err(Problem::whole(what).hint(format!("give the id: {}", options(&talks))))
        }
        Found::OtherTimes(talks) => {
            let (talk, moment) = name.rsplit_once('@').unwrap_or((name, ""));
            let (talk, moment) = (talk.trim(), moment.trim());
            let what = format!("there is no performance of `{talk}` at `{moment}`");
            Err(Problem::whole(what).hint(format!("did you mean {}?", options(&talks))))
        }
        Found::Nothing(near) => {
            let problem = Problem::whole(format!("there is no talk `{name}`"));
            Err(if near.is_empty() {
                problem.hint("`attend talks` lists them all")
            } else {
                problem.hint(format!("did you mean {}?", options(&near)))
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
            Found::Talk(talk) => schedule.event(talk.events()[0]).id.to_string(),
            other => format!("{other:?}"),
        };
        assert_eq!(id("rust"), "rust-in-anger");
        assert_eq!(id("in ang"), "rust-in-anger");
        assert_eq!(id("Trust me!"), "trust-me");
        assert_eq!(id("..."), "odd");
        assert_eq!(id("ust me"), "Nothing([1])");
        assert_eq!(finder.find("ust me", 0), Found::Nothing(Vec::new()));
    }

    const FRINGE: &str = "title: T\ntimezone: Europe/London\nevents:\n\
        - {id: fri, title: Hamlet, start: 2026-08-07T19:00, minutes: 60, repeats: h}\n\
        - {id: sat, title: Hamlet, start: 2026-08-08T19:00, minutes: 60, repeats: h, other_ids: [x]}\n\
        - {id: late, title: Hamlet, start: 2026-08-09T00:30, minutes: 60, repeats: h}\n\
        - {id: lunch, title: Lunch, start: 2026-08-07T12:00, minutes: 60}\n\
        - {id: lunch-2, title: Lunch, start: 2026-08-08T12:00, minutes: 60}\n\
        - {id: me, title: Me @ Home, start: 2026-08-08T09:00, minutes: 60}\n";

    #[test]
    fn an_id_is_a_performance_and_a_title_a_session() {
        let schedule = source::read(FRINGE.as_bytes(), &source::Hints::default()).unwrap().schedule;
        let finder = Finder::new(&schedule);
        let case = |name: &str, expected: &str| {
            let ids = |events: &[EventIx]| {
                let ids: Vec<&str> =
                    events.iter().map(|&ix| schedule.event(ix).id.as_str()).collect();
                ids.join(" ")
            };
            let found = match finder.find(name, 0) {
                Found::Talk(Meant::Session(events)) => format!("session {}", ids(&events)),
                Found::Talk(Meant::Performances(events)) => ids(&events),
                Found::Ambiguous(events) => format!("which? {}", ids(&events)),
                Found::OtherTimes(events) => format!("not then: {}", ids(&events)),
                Found::Nothing(_) => "nothing".to_owned(),
            };
            assert_eq!(found, expected, "{name}");
        };
        case("hamlet", "session fri sat late");
        case("ham", "session fri sat late");
        case("fri", "fri");
        case("x", "sat");
        case("me", "me");
        case("Lunch", "session lunch lunch-2");
        case("lunch", "lunch");
        case("Me @ Home", "session me");
        for moment in
            ["Fri 19:00", "friday", "7 Aug 7pm", "Fri 7:00 PM", "7.8.", "2026-08-07T19:00", "day 1"]
        {
            case(&format!("hamlet @ {moment}"), "fri");
        }
        case("hamlet@sat", "sat late");
        case("hamlet @ Sun 0:30", "late");
        case("hamlet @ 19:00", "fri sat");
        case("fri @ Fri", "fri");
        case("hamlet @ Fri 20:00", "not then: fri sat late");
        case("fri @ Sat", "not then: fri");
        case("hamlet @", "session fri sat late");
        case("othello @ Fri", "nothing");
        case("m @ Fri", "not then: me");
    }
}
