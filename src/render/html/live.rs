//! The page of `attend serve`: all of it once, and the parts that a change makes anew.
//!
//! Every control says in `data-` attributes what it changes; the script only posts that, and puts
//! the parts that come back in their places. Without the script the page can be read.

mod group;
mod walks;

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde::Serialize;
use serde_json::{Value, json};

use crate::agenda::{Agenda, Conflict, Covered, Loss, Missed, Standing, Talk, WayOut};
use crate::problem::{Problem, count};
use crate::profile::{Break, Interest, Mark, Variety, Weight, Wishes};
use crate::render::printable;
use crate::render::words::{self, Effect};
use crate::replan::{Fate, Line};
use crate::schedule::{DAY_CHANGE, Event, EventIx, Schedule, Slot};
use crate::score::{Scores, Theme};
use crate::walking::Buildings;

use super::entry::{Day, What, days};
use super::frame::{Frame, Span, rules};
use super::grid::{Grid, grids};
use super::{draw, hash};

pub use group::{LiveGroup, page as group_page, state as group_state};

/// How many missed talks are shown.
const MISSED: usize = 12;
/// How many talks are named that a word finds.
const FOUND: usize = 6;

/// What the page shows.
pub struct Live<'a> {
    /// The conference.
    pub schedule: &'a Schedule,
    /// What it is about.
    pub themes: &'a [Theme],
    /// The profile as written.
    pub text: &'a str,
    /// What it means.
    pub wishes: &'a Wishes,
    /// What is odd about it.
    pub warnings: &'a [Problem],
    /// What it makes of the talks.
    pub scores: &'a Scores,
    /// The best agenda for it.
    pub agenda: &'a Agenda,
    /// How much of its prices and conflicts is known.
    pub depth: usize,
    /// Whether that is all.
    pub is_settled: bool,
    /// What the last change did.
    pub effect: &'a Effect,
    /// The number of what the page shows.
    pub revision: u64,
    /// Goes up with every other schedule.
    pub edition: u64,
    /// The bundled ones, where somebody may still choose another one.
    pub choice: Vec<&'a str>,
    /// What was worth saying about it.
    pub notes: &'a [String],
    /// What a new version of it changes.
    pub news: Option<&'a [Line]>,
    /// What all changes together did.
    pub since_start: Effect,
    /// Whether there is a step back.
    pub undo: bool,
    /// Whether there is a step forward.
    pub redo: bool,
    /// The profile's file.
    pub file: SavedIn<'a>,
}

/// The profile's file.
pub struct SavedIn<'a> {
    /// What the user calls it.
    pub name: &'a str,
    /// Whether it says what the page shows.
    pub is_written: bool,
    /// What is wrong with it as it is on disk.
    pub faults: &'a [String],
    /// Why it could not be written.
    pub unsaved: Option<&'a str>,
}

/// A page and what it lets in.
pub struct Sent {
    /// The page.
    pub html: String,
    /// The value of its Content-Security-Policy.
    pub policy: String,
}

#[derive(Template)]
#[template(path = "live/page.html")]
struct Page<'a> {
    edition: u64,
    agenda: &'a Agenda,
    parts: Parts,
    rows: Vec<Row<'a>>,
    tracks: BTreeSet<&'a str>,
    grids: Vec<Grid<'a>>,
    style: String,
    script: &'static str,
}

/// What a change makes anew.
#[derive(Serialize)]
struct Parts {
    start: String,
    news: String,
    summary: String,
    steps: String,
    wishes: String,
    agenda: String,
}

#[derive(Template)]
#[template(path = "live/summary.html")]
struct Summary<'a> {
    live: &'a Live<'a>,
    sum: String,
    proof: String,
}

#[derive(Template)]
#[template(path = "live/start.html")]
struct Start<'a> {
    choice: &'a [&'a str],
}

#[derive(Template)]
#[template(path = "live/news.html")]
struct News {
    is_new: bool,
    lines: Vec<Changed>,
}

/// What a new version of the schedule does to a talk of the agenda.
struct Changed {
    text: String,
    /// What it is called, and the change of the profile, if one takes it back.
    back: Option<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "live/steps.html")]
struct Steps {
    undo: bool,
    redo: bool,
    since: String,
}

#[derive(Template)]
#[template(path = "live/wishes.html")]
struct WishesPart<'a> {
    wishes: &'a Wishes,
    interests: Vec<Liked<'a>>,
    themes: Vec<Chip<'a>>,
    days: Vec<Stay>,
    variety: &'static str,
    walking: String,
    breaks: Vec<Pause<'a>>,
    next_break: usize,
}

/// An interest and what the agenda has of it.
struct Liked<'a> {
    topic: &'a str,
    weight: String,
    is_never: bool,
    least: String,
    most: String,
    covered: String,
}

/// When somebody is there on a day.
struct Stay {
    date: String,
    name: String,
    is_there: bool,
    from: String,
    to: String,
    /// The times of that day, each as from and to, as JSON.
    slots: String,
    hours: Vec<Hour>,
}

/// An hour of a day.
struct Hour {
    name: String,
    from: String,
    to: String,
    is_there: bool,
}

/// A topic of the conference.
struct Chip<'a> {
    theme: &'a Theme,
    is_on: bool,
    /// What a click does.
    change: String,
}

struct Pause<'a> {
    number: usize,
    name: &'a str,
    minutes: i64,
    from: String,
    to: String,
    /// When it begins at the earliest, in minutes of the day, and how long its window is.
    window: (i64, i64),
}

#[derive(Template)]
#[template(path = "live/agenda.html")]
struct AgendaPart<'a> {
    agenda: &'a Agenda,
    wishes: &'a Wishes,
    days: Vec<Day<'a>>,
    missed: &'a [Missed],
    marks: BTreeMap<&'a str, &'static str>,
    walks: String,
}

#[derive(Template)]
#[template(path = "live/talk.html")]
struct TalkPart<'a> {
    id: &'a str,
    why: String,
    event: &'a Event,
    mark: Option<&'static str>,
    rating: Option<i64>,
    instead: Vec<(&'a str, &'a str)>,
}

impl TalkPart<'_> {
    fn is(&self, mark: &str) -> bool {
        self.mark == Some(mark)
    }
}

#[derive(Template)]
#[template(path = "live/found.html")]
struct Found<'a> {
    number: String,
    talks: Vec<&'a str>,
    more: usize,
}

/// A chosen talk, another one in its time, and the points that it would cost to go there instead.
pub struct CloseCall {
    /// What is chosen.
    pub chosen: EventIx,
    /// What is not.
    pub other: EventIx,
    /// What that is worth.
    pub cost: i64,
}

#[derive(Template)]
#[template(path = "live/pairs.html")]
struct Pairs<'a> {
    pairs: Vec<Pair<'a>>,
}

struct Pair<'a> {
    talks: [Side<'a>; 2],
    apart: String,
}

/// One of two talks, and the rating that prefers it.
struct Side<'a> {
    title: &'a str,
    about: String,
    change: String,
}

/// A talk in the list of all.
struct Row<'a> {
    number: usize,
    event: &'a Event,
    when: String,
    day: String,
    length: String,
    points: i64,
    is_chosen: bool,
}

/// The whole page.
pub fn page(live: &Live<'_>) -> Sent {
    let grids = grids(live.agenda, live.schedule, live.scores);
    let frames: Vec<&Frame> = grids.iter().map(|grid| &grid.frame).collect();
    let cells = grids.iter().flat_map(|grid| &grid.cells);
    let style = format!(
        "{}{}{}",
        include_str!("page.css"),
        include_str!("live/live.css"),
        rules(&frames, cells.map(|cell| (cell.row, cell.span)))
    );
    let script = concat!(include_str!("live/core.js"), include_str!("live/live.js"));
    let policy = policy(&style, script);
    let tracks = live.schedule.events().iter().filter_map(|event| event.track.as_deref());
    let page = Page {
        edition: live.edition,
        agenda: live.agenda,
        parts: parts(live),
        rows: rows(live),
        tracks: tracks.collect(),
        grids,
        style,
        script,
    };
    Sent { html: printable(&page.render().unwrap_or_default()), policy }
}

/// What a page lets in: itself, and its server.
fn policy(style: &str, script: &str) -> String {
    format!(
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
         img-src data:; connect-src 'self'; style-src 'sha256-{}'; script-src 'sha256-{}'",
        hash(style),
        hash(script)
    )
}

/// What the page has to know after a change, as JSON.
pub fn state(live: &Live<'_>) -> String {
    let all = || live.schedule.iter().map(|(ix, _)| ix);
    let chosen: BTreeSet<&str> = live.agenda.talks.iter().map(|talk| talk.id.as_str()).collect();
    let is_chosen = |ix: &EventIx| chosen.contains(live.schedule.event(*ix).id.as_str());
    let marks: BTreeMap<usize, &str> =
        all().filter_map(|ix| Some((ix.index(), name(live.wishes.mark(ix)?)))).collect();
    let ratings: BTreeMap<usize, f64> =
        live.wishes.ratings.iter().map(|(ix, rating)| (ix.index(), *rating)).collect();
    let state = json!({
        "revision": live.revision,
        "edition": live.edition,
        "depth": live.depth,
        "settled": live.is_settled,
        "effect": words::effect(live.effect),
        "points": all().map(|ix| live.scores.of(ix).points).collect::<Vec<i64>>(),
        "chosen": all().filter(is_chosen).map(EventIx::index).collect::<Vec<usize>>(),
        "marks": marks,
        "ratings": ratings,
        "parts": parts(live),
    });
    printable(&state.to_string())
}

/// Why a talk has its points, what it costs, and where it can be put; of several performances, the one
/// that was asked about is booked.
pub fn talk(live: &Live<'_>, ix: EventIx, standing: &Standing) -> String {
    let event = live.schedule.event(ix);
    let talk = live.schedule.occurrences(ix);
    let rating = live.wishes.ratings.get(&ix);
    let others = standing.alternatives.iter();
    let part = TalkPart {
        id: event.id.as_str(),
        why: draw::draw(&words::why(live.schedule, live.scores, &talk, standing)),
        event,
        mark: live.wishes.mark(ix).map(name),
        rating: rating.map(|rating| rating.round() as i64),
        instead: others.map(|other| (other.id.as_str(), other.title.as_str())).collect(),
    };
    printable(&part.render().unwrap_or_default())
}

/// The talks that a word would find.
pub fn found(schedule: &Schedule, talks: &[EventIx]) -> String {
    let titles = talks.iter().take(FOUND).map(|&ix| schedule.event(ix).title.as_str());
    let part = Found {
        number: count(talks.len(), "talk"),
        talks: titles.collect(),
        more: talks.len().saturating_sub(FOUND),
    };
    printable(&part.render().unwrap_or_default())
}

/// Which of two talks somebody would rather see; the answer is a rating that outweighs the other one.
pub fn pairs(live: &Live<'_>, calls: &[CloseCall]) -> String {
    const MARGIN: i64 = 50;
    let points = |ix: EventIx| live.scores.of(ix).points;
    let pair = |call: &CloseCall| {
        let side = |ix: EventIx| {
            let event = live.schedule.event(ix);
            let start = live.schedule.zone().at(event.slot.start());
            let room = event.room.as_ref().map_or(String::new(), |room| format!(", {room}"));
            let best = points(call.chosen).max(points(call.other));
            let rating = (best + call.cost + MARGIN).div_euclid(10).clamp(0, 100);
            let change = json!({ "change": "rate", "talk": event.id.as_str(), "rating": rating });
            Side {
                title: &event.title,
                about: format!(
                    "{}{room} · {}",
                    start.format("%a %H:%M"),
                    words::points(&points(ix))
                ),
                change: change.to_string(),
            }
        };
        Pair {
            talks: [side(call.chosen), side(call.other)],
            apart: format!(
                "The first is in the agenda; the other one costs {}.",
                words::points(&call.cost)
            ),
        }
    };
    let part = Pairs { pairs: calls.iter().map(pair).collect() };
    printable(&part.render().unwrap_or_default())
}

fn parts(live: &Live<'_>) -> Parts {
    let Live { schedule, wishes, agenda, .. } = *live;
    let sum = words::sum(agenda);
    let summary = Summary { live, sum, proof: words::proof(agenda) };
    let events: BTreeMap<&str, &Event> =
        schedule.events().iter().map(|event| (event.id.as_str(), event)).collect();
    let marks =
        schedule.iter().filter_map(|(ix, event)| Some((event.id.as_str(), name(wishes.mark(ix)?))));
    let part = AgendaPart {
        agenda,
        wishes,
        days: days(agenda, &events),
        missed: &agenda.missed[..agenda.missed.len().min(MISSED)],
        marks: marks.collect(),
        walks: walks::map(agenda, &events, wishes),
    };
    let since = if live.undo { words::effect(&live.since_start) } else { String::new() };
    let steps = Steps { undo: live.undo, redo: live.redo, since };
    Parts {
        start: Start { choice: &live.choice }.render().unwrap_or_default(),
        news: news(live).render().unwrap_or_default(),
        summary: summary.render().unwrap_or_default(),
        steps: steps.render().unwrap_or_default(),
        wishes: wishes_part(live).render().unwrap_or_default(),
        agenda: part.render().unwrap_or_default(),
    }
}

fn news(live: &Live<'_>) -> News {
    let mark = |id: &str, mark: Mark| {
        let is_there = live.schedule.events().iter().any(|event| event.id.as_str() == id);
        let change = json!({ "change": "mark", "talk": id, "mark": name(mark) });
        is_there.then(|| change.to_string())
    };
    let changed = |line: &Line| Changed {
        text: draw::draw(&words::change(line)),
        back: match (line.fate, &line.old, &line.new) {
            (Fate::Dropped, Some(old), _) => {
                mark(&old.id, Mark::MustSee).map(|change| ("Keep it", change))
            }
            (Fate::New, _, Some(new)) => mark(&new.id, Mark::Never).map(|it| ("Leave it out", it)),
            _ => None,
        },
    };
    News {
        is_new: live.news.is_some(),
        lines: live.news.unwrap_or_default().iter().map(changed).collect(),
    }
}

fn wishes_part<'a>(live: &'a Live<'a>) -> WishesPart<'a> {
    let wishes = live.wishes;
    let chip = |theme: &'a Theme| {
        let is_on = wishes.interests.iter().any(|it| it.topic == theme.name);
        let (topic, weight) = (&theme.name, if is_on { Value::Null } else { json!(1) });
        let keywords = &theme.keywords;
        let change = json!({
            "change": "interest", "topic": topic, "weight": weight, "keywords": keywords
        });
        Chip { theme, is_on, change: change.to_string() }
    };
    let clock = |time: NaiveTime| time.format("%H:%M").to_string();
    let breaks = wishes.breaks.iter().enumerate().map(|(number, it): (usize, &Break)| Pause {
        number,
        name: &it.name,
        minutes: it.minutes,
        from: clock(it.between.0),
        to: clock(it.between.1),
        window: (
            (it.between.0 - NaiveTime::MIN).num_minutes(),
            (it.between.1 - it.between.0).num_minutes(),
        ),
    });
    let rules = wishes.walking.rules();
    WishesPart {
        wishes,
        interests: wishes.interests.iter().map(|it| liked(it, &live.agenda.coverage)).collect(),
        themes: live.themes.iter().map(chip).collect(),
        days: stays(live),
        variety: match wishes.variety {
            Variety::None => "none",
            Variety::Some => "some",
            Variety::Much => "much",
        },
        walking: match (rules.buildings, rules.between.as_slice()) {
            (Buildings::Guessed, []) => "auto".to_owned(),
            (Buildings::Ignored, []) => rules.default.to_string(),
            _ => "own".to_owned(),
        },
        breaks: breaks.collect(),
        next_break: wishes.breaks.len(),
    }
}

/// The range of a slider; a weight beyond it makes it longer.
const WEIGHTS: (f64, f64) = (-2.0, 5.0);

fn liked<'a>(interest: &'a Interest, coverage: &[Covered]) -> Liked<'a> {
    let weight = interest.weight.number();
    let covered = coverage.iter().find(|it| it.interest == interest.topic);
    Liked {
        topic: &interest.topic,
        weight: weight.to_string(),
        is_never: interest.weight == Weight::Never,
        least: WEIGHTS.0.min(weight.floor()).to_string(),
        most: WEIGHTS.1.max(weight.ceil()).to_string(),
        covered: covered.map_or(String::new(), |it| match it.of {
            0 => "no talk is about it".to_owned(),
            of => format!("{} of {}", it.talks, count(of, "talk")),
        }),
    }
}

fn stays(live: &Live<'_>) -> Vec<Stay> {
    let Live { schedule, wishes, .. } = *live;
    let zone = schedule.zone();
    let is_always = wishes.here.is_empty();
    let stay = |day: NaiveDate| {
        // Whole days are named by their dates.
        let begin = day.and_time(DAY_CHANGE);
        let end = begin + TimeDelta::days(1);
        let text = |time: NaiveDateTime, is_whole: bool| {
            if is_whole { day.to_string() } else { time.format("%F %H:%M").to_string() }
        };
        let of_day = |slot: &Slot| {
            let local = |time| zone.at(time).naive_local();
            let (from, to) = (local(slot.start()), local(slot.end()));
            let is_of_it = from < end && begin < to;
            is_of_it.then(|| (text(from, from <= begin), text(to, to >= end)))
        };
        let slots: Vec<(String, String)> = wishes.here.iter().filter_map(of_day).collect();
        let clock = |text: Option<&String>| {
            let time = text.and_then(|text| text.split_once(' '));
            time.map_or(String::new(), |(_, clock)| clock.to_owned())
        };
        Stay {
            date: day.to_string(),
            name: day.format("%a %-d %b").to_string(),
            is_there: is_always || !slots.is_empty(),
            from: clock(slots.first().map(|(from, _)| from)),
            to: clock(slots.last().map(|(_, to)| to)),
            slots: json!(slots).to_string(),
            hours: hours(live, day),
        }
    };
    schedule.days().iter().copied().map(stay).collect()
}

/// The hours of a day in which something is on.
fn hours(live: &Live<'_>, day: NaiveDate) -> Vec<Hour> {
    let Live { schedule, wishes, .. } = *live;
    let zone = schedule.zone();
    let events = schedule.events().iter().filter(|event| schedule.day(event.slot.start()) == day);
    let slots: Vec<_> =
        events.map(|event| (zone.at(event.slot.start()), zone.at(event.slot.end()))).collect();
    let Some(span) = Span::of(&slots) else { return Vec::new() };
    let hour = |from: DateTime<FixedOffset>| {
        let to = from + TimeDelta::hours(1);
        let overlaps = |slot: &Slot| slot.start() < to && from < slot.end();
        Hour {
            name: from.format("%H:%M").to_string(),
            from: from.format("%F %H:%M").to_string(),
            to: to.format("%F %H:%M").to_string(),
            is_there: wishes.here.is_empty() || wishes.here.iter().any(overlaps),
        }
    };
    span.each_hour().map(hour).collect()
}

fn rows<'a>(live: &Live<'a>) -> Vec<Row<'a>> {
    let zone = live.schedule.zone();
    let chosen: BTreeSet<&str> = live.agenda.talks.iter().map(|talk| talk.id.as_str()).collect();
    let mut rows: Vec<(_, Row<'a>)> = live
        .schedule
        .iter()
        .map(|(ix, event)| {
            let start = zone.at(event.slot.start());
            let row = Row {
                number: ix.index(),
                event,
                when: start.format("%a %H:%M").to_string(),
                day: live.schedule.day(event.slot.start()).to_string(),
                length: words::duration(event.slot.end() - event.slot.start()),
                points: live.scores.of(ix).points,
                is_chosen: chosen.contains(event.id.as_str()),
            };
            (start, row)
        })
        .collect();
    rows.sort_by_key(|(start, row)| (*start, row.number));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// A mark as the page says it to the server.
fn name(mark: Mark) -> &'static str {
    match mark {
        Mark::Booked => "booked",
        Mark::MustSee => "must-see",
        Mark::Want => "want",
        Mark::Never => "never",
    }
}

/// What leaving a talk out costs, where that is known.
fn left_out(talk: &Talk) -> Option<String> {
    let is_known = talk.price.is_some() || talk.costs.is_some();
    is_known.then(|| format!("leaving it out {}", words::cost(talk.price, talk.costs, talk.exact)))
}

/// The change that goes a way out of a conflict, where it is one of the profile's keys.
fn way(way: &WayOut, conflict: &Conflict, wishes: &Wishes) -> Option<String> {
    let put = |path: Value, value: Value| json!({ "change": "put", "path": path, "value": value });
    let more =
        |key: &str, value: Option<i64>| value.map(|it| put(json!(["limits", key]), json!(it)));
    let limits = &wishes.limits;
    let hours = |minutes: i64| minutes / 60 + 1;
    let change = match &way.give_up {
        Loss::Talk(title) => {
            let talk = conflict.events.iter().find(|place| place.title == *title)?;
            Some(json!({ "change": "mark", "talk": talk.id, "mark": null }))
        }
        Loss::Break(name) => {
            let of_it = |it: &Break| name.starts_with(&it.name);
            let number = wishes.breaks.iter().position(of_it)?;
            Some(put(json!(["breaks", number]), Value::Null))
        }
        Loss::Absence => Some(put(json!(["here"]), Value::Null)),
        Loss::TalksPerDay => more("talks_per_day", limits.talks_per_day.map(|it| it + 1)),
        Loss::HoursPerDay => more("hours_per_day", limits.minutes_per_day.map(hours)),
        Loss::HoursInARow => more("hours_in_a_row", limits.in_a_row.map(|it| hours(it.minutes))),
        Loss::Budget => Some(put(json!(["budget"]), Value::Null)),
        Loss::Gap => Some(put(json!(["gap"]), Value::Null)),
        Loss::Sleep => Some(put(json!(["day", "sleep"]), Value::Null)),
        Loss::Early { minutes, .. } => Some(put(json!(["tolerance", "early"]), json!(minutes))),
        Loss::Commitment(_)
        | Loss::Arrive
        | Loss::AtMost { .. }
        | Loss::AllOf(_)
        | Loss::Pin(_) => None,
    };
    change.map(|change| change.to_string())
}
