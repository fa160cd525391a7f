//! A talk as a person names it -> the events that are meant.
//!
//! | name | what it means |
//! | --- | --- |
//! | an id, a code, a web address or any other name of one event in the source | that performance |
//! | a title; a part of it; some of its words or its speakers' in any order; the same with typos | the session: all its performances |
//! | either of these, `@`, and a day, a time or both | the performances of it then |
//!
//! The first kind of match that finds anything counts. Different talks of one title are taken for
//! one session.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem;

use crate::problem::{Problem, count, nearest};
use crate::schedule::{EventIx, Schedule};
use crate::text::fold_words;

mod moment;
mod short;
mod words;

pub use short::short_id;

use moment::is_at;
use words::{Of, Vocabulary};

/// How many talks are offered in the place of one that is not there.
pub const MOST_NEAR: usize = 3;
/// How many talks are offered where a name means several.
const MOST_OPTIONS: usize = 9;

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

/// A name that does not mean one talk, and what may be meant by it.
#[derive(Clone, Debug)]
pub struct Unclear {
    what: String,
    hint: String,
    /// Each option as a line, and what it means.
    options: Vec<(String, Meant)>,
    /// How many more there are.
    more: usize,
}

impl Unclear {
    /// The name as an error, with all that may be meant as its hint.
    pub fn problem(&self) -> Problem {
        let problem = Problem::whole(self.what.as_str());
        let more = (self.more > 0).then(|| format!("and {}", count(self.more, "other")));
        match self.options.as_slice() {
            [] => problem.hint(self.hint.as_str()),
            [(only, _)] if self.more == 0 => problem.hint(format!("did you mean {only}?")),
            _ => problem
                .hint(self.hint.as_str())
                .lines(self.options.iter().map(|(line, _)| line.clone()).chain(more)),
        }
    }

    /// What may be meant, as a question with numbers for answers; none where nothing may.
    pub fn question(&self) -> Option<String> {
        if self.options.is_empty() {
            return None;
        }
        let options = self.options.iter().zip(1..);
        let lines: String =
            options.map(|((line, _), number)| format!("  {number}  {line}\n")).collect();
        Some(format!("{}. Which one?\n{lines}Number [none]: ", self.what))
    }

    /// The speaker whom all options have in common, if there are several options and all are shown.
    pub fn speaker<'a>(&self, schedule: &'a Schedule) -> Option<&'a str> {
        let mut options = self.options.iter().map(|(_, meant)| meant.events().first());
        let mut speakers = schedule.event(*options.next()??).speakers.clone();
        let mut number = 1;
        for ix in options {
            let others = &schedule.event(*ix?).speakers;
            speakers.retain(|speaker| others.contains(speaker));
            number += 1;
        }
        let [one] = speakers.as_slice() else { return None };
        let known = schedule.events().iter().flat_map(|event| &event.speakers);
        known.filter(|_| number > 1 && self.more == 0).find(|it| *it == one).map(String::as_str)
    }

    /// What a number among the options means.
    pub fn answered(&self, answer: &str) -> Option<Meant> {
        let number: usize = answer.trim().parse().ok()?;
        self.options.get(number.checked_sub(1)?).map(|(_, meant)| meant.clone())
    }
}

/// What a name means.
///
/// # Errors
/// When it does not mean one talk.
pub fn talk(schedule: &Schedule, name: &str) -> Result<Meant, Unclear> {
    Finder::new(schedule).talk(name, MOST_NEAR)
}

/// A name that means a session where one of its performances is asked for.
pub fn which(schedule: &Schedule, name: &str, performances: &[EventIx]) -> Unclear {
    Finder::new(schedule).unclear(
        format!("`{name}` is given more than once"),
        "name one of its performances:",
        performances.iter().map(|&ix| Meant::Performances(vec![ix])).collect(),
    )
}

/// What it takes to look up any number of names in one schedule.
pub struct Finder<'a> {
    schedule: &'a Schedule,
    /// The words of each title, each with a space before it.
    titles: Vec<String>,
    vocabulary: OnceCell<Vocabulary>,
}

/// The events that a name fits, before it is asked whether they are one talk.
struct Hits {
    events: BTreeSet<EventIx>,
    kind: Kind,
}

/// Whether a name is that of an event or that of a talk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Event,
    Talk,
}

/// What looking a name up comes to.
enum Found {
    Talk(Meant),
    /// Several talks, each with all its performances.
    Ambiguous(Vec<Vec<EventIx>>),
    /// One talk that is not given at the time named; all its performances.
    OtherTimes(Vec<EventIx>),
    Nothing,
}

impl<'a> Finder<'a> {
    /// For the talks of a schedule.
    pub fn new(schedule: &'a Schedule) -> Self {
        let titles = schedule.events().iter();
        let titles = titles.map(|event| format!(" {}", fold_words(&event.title))).collect();
        Finder { schedule, titles, vocabulary: OnceCell::new() }
    }

    /// What a name means. Where it means nothing, `near` talks are offered at most; to find these
    /// takes far longer than anything else.
    ///
    /// # Errors
    /// When it does not mean one talk.
    pub fn talk(&self, name: &str, near: usize) -> Result<Meant, Unclear> {
        let name = name.trim();
        match self.find(name) {
            Found::Talk(meant) => Ok(meant),
            Found::Ambiguous(talks) => Err(self.unclear(
                format!("`{name}` matches {}", count(talks.len(), "talk")),
                "add a word of the title, or use the short id:",
                talks.into_iter().map(Meant::Session).collect(),
            )),
            Found::OtherTimes(talk) => {
                let (title, moment) = name.rsplit_once('@').unwrap_or((name, ""));
                let (title, moment) = (title.trim(), moment.trim());
                let performances = talk.into_iter().map(|ix| Meant::Performances(vec![ix]));
                Err(self.unclear(
                    format!("there is no performance of `{title}` at `{moment}`"),
                    "it is given at these times:",
                    performances.collect(),
                ))
            }
            Found::Nothing => {
                let near = self.near(name, near);
                let hint = match near.is_empty() {
                    true => "`attend talks` lists them all",
                    false => "did you mean one of these?",
                };
                Err(self.unclear(format!("there is no talk `{name}`"), hint, near))
            }
        }
    }

    fn unclear(&self, what: String, hint: &str, meant: Vec<Meant>) -> Unclear {
        let more = meant.len().saturating_sub(MOST_OPTIONS);
        let shown = meant.into_iter().take(MOST_OPTIONS);
        let options = shown.map(|meant| (self.line(&meant), meant)).collect();
        Unclear { what, hint: hint.to_owned(), options, more }
    }

    fn find(&self, name: &str) -> Found {
        if let Some(hits) = self.hits(name) {
            return self.found(hits);
        }
        match name.rsplit_once('@') {
            Some((talk, moment)) => match self.hits(talk.trim()) {
                Some(hits) => self.at(hits, moment),
                None => Found::Nothing,
            },
            None => Found::Nothing,
        }
    }

    /// The events that the best kind of match finds.
    fn hits(&self, name: &str) -> Option<Hits> {
        let wanted = format!(" {}", fold_words(name));
        let part = memmem::Finder::new(&wanted);
        let title = |ix: EventIx| self.titles.get(ix.index()).map_or("", String::as_str);
        let tests: [(Kind, &dyn Fn(EventIx) -> bool); 5] = [
            (Kind::Event, &|ix| {
                let event = self.schedule.event(ix);
                let id = event.id.as_str();
                // The source gives one id to several performances: all but the first have a number.
                let numbered = || id.strip_prefix(name).is_some_and(|rest| rest.starts_with('#'));
                id == name || event.other_ids.iter().any(|id| id == name) || numbered()
            }),
            (Kind::Event, &|ix| is_page(name, self.schedule.event(ix).url.as_deref())),
            (Kind::Talk, &|ix| title(ix) == wanted),
            (Kind::Talk, &|ix| self.schedule.event(ix).repeats.as_deref() == Some(name)),
            // The words stand next to each other, the last one possibly cut.
            (Kind::Talk, &|ix| wanted.len() > 1 && part.find(title(ix).as_bytes()).is_some()),
        ];
        let mut found = tests.into_iter().map(|(kind, test)| {
            let hits = self.schedule.iter().map(|(ix, _)| ix).filter(|&ix| test(ix));
            Hits { events: hits.collect(), kind }
        });
        let is_some = |hits: &Hits| !hits.events.is_empty();
        found.find(is_some).or_else(|| {
            let words = self.words();
            let ways: [&dyn Fn() -> BTreeSet<EventIx>; 3] = [
                &|| words.with_all(name, &[Of::Title]),
                &|| words.with_all(name, &[Of::Title, Of::Speakers]),
                &|| words.nearly_all(name),
            ];
            let mut found = ways.iter().map(|way| Hits { events: way(), kind: Kind::Talk });
            found.find(is_some)
        })
    }

    fn words(&self) -> &Vocabulary {
        self.vocabulary.get_or_init(|| Vocabulary::new(self.schedule))
    }

    /// The one talk that some events are.
    fn found(&self, hits: Hits) -> Found {
        let talks = self.talks(&hits.events);
        let events: Vec<EventIx> = hits.events.into_iter().collect();
        match (talks.as_slice(), hits.kind) {
            // An id that all performances have is the talk's.
            ([talk], Kind::Event) if events.len() == 1 || events.len() < talk.len() => {
                Found::Talk(Meant::Performances(events))
            }
            ([talk], Kind::Event | Kind::Talk) => Found::Talk(Meant::Session(talk.clone())),
            _ => Found::Ambiguous(talks),
        }
    }

    /// Those of some events that are at a moment.
    fn at(&self, hits: Hits, moment: &str) -> Found {
        let events: BTreeSet<EventIx> = match hits.kind {
            Kind::Event => hits.events,
            Kind::Talk => self.talks(&hits.events).into_iter().flatten().collect(),
        };
        let is_then = |ix: &EventIx| is_at(self.schedule, *ix, moment);
        let then: BTreeSet<EventIx> = events.iter().copied().filter(is_then).collect();
        let talks = self.talks(&then);
        match talks.len() {
            0 => Found::OtherTimes(events.into_iter().collect()),
            1 => Found::Talk(Meant::Performances(then.into_iter().collect())),
            _ => Found::Ambiguous(talks),
        }
    }

    /// The different talks among some events, each with all its performances. What has one title is
    /// one talk, and so are parts of one whole.
    fn talks(&self, events: &BTreeSet<EventIx>) -> Vec<Vec<EventIx>> {
        let mut talks: Vec<BTreeSet<EventIx>> = Vec::new();
        let mut of_event: BTreeMap<EventIx, usize> = BTreeMap::new();
        let mut of_title: BTreeMap<&str, usize> = BTreeMap::new();
        let mut of_whole: BTreeMap<usize, usize> = BTreeMap::new();
        let wholes: BTreeMap<EventIx, usize> = self
            .schedule
            .wholes()
            .iter()
            .zip(0..)
            .flat_map(|(parts, whole)| parts.iter().flatten().map(move |&ix| (ix, whole)))
            .collect();
        for &ix in events {
            let title = self.titles[ix.index()].as_str();
            let whole = wholes.get(&ix);
            let known = of_event.get(&ix).or_else(|| of_title.get(title));
            let known = known.or_else(|| of_whole.get(whole?)).copied();
            let talk = known.unwrap_or(talks.len());
            of_whole.extend(whole.map(|&whole| (whole, talk)));
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

    /// The talks that are called nearly like this, the best first.
    fn near(&self, name: &str, most: usize) -> Vec<Meant> {
        if most == 0 {
            return Vec::new();
        }
        let titles = self.schedule.events().iter().map(|event| event.title.as_str());
        let near = nearest(name, titles, most);
        let first_of = |title: &str| {
            self.schedule.iter().find(|(_, event)| event.title == title).map(|(ix, _)| ix)
        };
        let mut near: Vec<EventIx> = near.into_iter().filter_map(first_of).collect();
        if near.is_empty() {
            near = self.words().with_most(name);
        }
        let mut talks: Vec<Vec<EventIx>> = Vec::new();
        for ix in near {
            if talks.len() < most && !talks.iter().any(|talk| talk.contains(&ix)) {
                talks.extend(self.talks(&BTreeSet::from([ix])));
            }
        }
        talks.into_iter().map(Meant::Session).collect()
    }
}

/// Whether a web address is that of an event's page.
fn is_page(name: &str, url: Option<&str>) -> bool {
    let bare = |url: &str| {
        let url = url.split(['#', '?']).next().unwrap_or(url);
        let (_, rest) = url.split_once("://")?;
        Some(rest.trim_start_matches("www.").trim_end_matches('/').to_lowercase())
    };
    name.contains("://") && url.is_some_and(|url| bare(url).is_some() && bare(url) == bare(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    fn schedule(events: &str) -> Schedule {
        let text = format!("title: T\ntimezone: Europe/London\nevents:\n{events}");
        source::read(text.as_bytes(), &source::Hints::default()).unwrap().schedule
    }

    /// What a name means, by ids.
    fn found(schedule: &Schedule, name: &str) -> String {
        let ids = |events: &[EventIx]| {
            let ids: Vec<&str> = events.iter().map(|&ix| schedule.event(ix).id.as_str()).collect();
            ids.join(" ")
        };
        match Finder::new(schedule).find(name) {
            Found::Talk(Meant::Session(events)) => format!("session {}", ids(&events)),
            Found::Talk(Meant::Performances(events)) => ids(&events),
            Found::Ambiguous(talks) => {
                let talks: Vec<String> = talks.iter().map(|talk| ids(talk)).collect();
                format!("which? {}", talks.join("; "))
            }
            Found::OtherTimes(events) => format!("not then: {}", ids(&events)),
            Found::Nothing => "nothing".to_owned(),
        }
    }

    #[test]
    fn a_title_is_found_by_its_words_and_their_beginnings_and_not_by_their_middles() {
        let schedule = schedule(
            "- {id: anger, title: Rust in Anger, start: 2026-05-01T10:00, minutes: 5}\n\
             - {id: trust, title: Trust me, start: 2026-05-01T11:00, minutes: 5}\n\
             - {title: \"?!\", id: odd, start: 2026-05-01T12:00, minutes: 5}\n",
        );
        assert_eq!(found(&schedule, "rust"), "session anger");
        assert_eq!(found(&schedule, "in ang"), "session anger");
        assert_eq!(found(&schedule, "Trust me!"), "session trust");
        assert_eq!(found(&schedule, "..."), "session odd");
        assert_eq!(found(&schedule, "ust me"), "nothing");
        let near = |most| Finder::new(&schedule).near("ust me", most);
        assert_eq!(near(MOST_NEAR), [Meant::Session(vec![EventIx::new(1)])]);
        assert_eq!(near(0), []);
    }

    #[test]
    fn words_in_any_order_speakers_pages_and_typos_find_a_talk() {
        let schedule = schedule(
            "- {id: p1, title: Portable Services are Ready to Use, speakers: [Lena Poe], \
                url: 'https://c.org/talk/P1/', start: 2026-05-01T10:00, minutes: 5}\n\
             - {id: e1, title: 'eBPF: a year in production', speakers: [Lena Poe, Ada Quist], \
                start: 2026-05-01T11:00, minutes: 5}\n\
             - {id: c1, title: Course 101, start: 2026-05-01T12:00, minutes: 5}\n\
             - {id: c2, title: Course 102, start: 2026-05-01T13:00, minutes: 5}\n",
        );
        let case =
            |name: &str, expected: &str| assert_eq!(found(&schedule, name), expected, "{name}");
        case("ready portable", "session p1");
        case("use serv", "session p1");
        case("serv use", "nothing");
        case("production ebpf year", "session e1");
        case("quist", "session e1");
        case("poe services", "session p1");
        case("Lena Poe", "which? p1; e1");
        case("https://c.org/talk/P1", "p1");
        case("http://www.c.org/talk/p1/?lang=en#top", "p1");
        case("portable servises", "session p1");
        case("eBFP in prodcution", "session e1");
        case("portble srvcs", "nothing");
        case("Course 103", "nothing");
        case("course", "which? c1; c2");
    }

    #[test]
    fn a_short_name_means_what_it_is_for() {
        let schedule = schedule(
            "- {id: 0b5c2cf2-9a55-4f5c-b6c5-f3b8a0a3c111, title: A Duck, start: 2026-08-07T19:00, minutes: 60, repeats: d}\n\
             - {id: 0b5c2cf2-9a55-4f5c-b6c5-f3b8a0a3c222, title: A Duck, start: 2026-08-14T19:00, minutes: 60, repeats: d}\n\
             - {id: 0b5c2cf2-9a55-4f5c-b6c5-f3b8a0a3c333, title: A Duck, start: 2026-08-15T19:00, minutes: 60, repeats: d}\n\
             - {id: Ab3Cd5Ef7Gh9Ij1Kl, other_ids: ['1273'], title: A Goose, start: 2026-08-07T19:00, minutes: 60}\n\
             - {id: 0b5c2cf2-9a55-4f5c-b6c5-f3b8a0a3c444, title: A Goose again and again and so on, start: 2026-08-07T21:00, minutes: 60}\n",
        );
        let finder = Finder::new(&schedule);
        let short = |numbers: &[usize], meant: fn(Vec<EventIx>) -> Meant| {
            finder.short(&meant(numbers.iter().map(|&number| EventIx::new(number)).collect()))
        };
        assert_eq!(short(&[0], Meant::Performances), "a-duck@7aug-19:00");
        assert_eq!(short(&[4], Meant::Performances), "a-duck@sat-19:00");
        assert_eq!(short(&[0, 3, 4], Meant::Session), "a-duck");
        assert_eq!(short(&[1], Meant::Session), "1273");
        assert_eq!(short(&[2], Meant::Session), "a-goose-again");
    }

    #[test]
    fn an_id_is_a_performance_and_a_title_a_session() {
        let schedule = schedule(
            "- {id: fri, title: Hamlet, start: 2026-08-07T19:00, minutes: 60, repeats: h}\n\
             - {id: sat, title: Hamlet, start: 2026-08-08T19:00, minutes: 60, repeats: h, other_ids: [x]}\n\
             - {id: late, title: Hamlet, start: 2026-08-09T00:30, minutes: 60, repeats: h}\n\
             - {id: lunch, title: Lunch, start: 2026-08-07T12:00, minutes: 60}\n\
             - {id: lunch-2, title: Lunch, start: 2026-08-08T12:00, minutes: 60}\n\
             - {id: me, title: Me @ Home, start: 2026-08-08T09:00, minutes: 60}\n",
        );
        let case =
            |name: &str, expected: &str| assert_eq!(found(&schedule, name), expected, "{name}");
        case("hamlet", "session fri sat late");
        case("ham", "session fri sat late");
        case("h", "session fri sat late");
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
        case("hamlet@sat-19:00", "sat");
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
