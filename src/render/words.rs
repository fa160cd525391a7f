//! Answers -> reports: every sentence is here, once, whatever it is drawn as.
//!
//! A file for each answer has its report, and what pages and calendars say as well. What several
//! answers say is below. All of it holds titles and names as they are: what draws a report, a page
//! or a calendar escapes them.

mod changes;
mod check;
pub(super) mod group;
#[cfg(feature = "serve")]
mod live;
mod next;
mod plan;
mod replan;
mod talks;
mod why;

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};

use crate::agenda::{About, Because, Cost, Instead, Nearest, Place, Reason, Talk};
use crate::model::Pause;
use crate::problem::{and_list, count, number};
use crate::profile::{Aspect, Hidden};
use crate::schedule::Inferred;
use crate::score::Source;

use super::report::{Report, Role, Text};

pub use changes::{Versions, changes};
pub use check::schedule as schedule_check;
pub use group::{again, comparison};
#[cfg(feature = "serve")]
pub use live::{Effect, GroupEffect};
#[cfg(feature = "serve")]
pub(super) use live::{effect, group_effect};
pub use next::next;
pub use plan::{agenda, conflicts, later};
#[cfg(feature = "serve")]
pub(super) use replan::change;
pub use replan::{news, replan};
pub use talks::{explained, talks};
pub use why::why;

pub(super) use plan::{covered, fate, guess, loss, proof, sum, way_price};

/// How much of an answer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The first of each long list, and how many there are.
    First,
    /// Everything.
    All,
}

impl Extent {
    /// How many of all are shown where `first` are enough for most people.
    fn of(self, all: usize, first: usize) -> usize {
        match self {
            Extent::First => first.min(all),
            Extent::All => all,
        }
    }
}

/// The conference, its version and whose answer it is.
pub(super) fn title(schedule: &About, who: &str) -> String {
    let version = schedule.version.as_deref();
    let version = version.map_or(String::new(), |version| format!(" ({version})"));
    format!("{}{version}: {who}", schedule.title)
}

/// In which zone.
pub(super) fn zone(schedule: &About) -> Text {
    if schedule.timezone_unknown {
        return unknown_zone();
    }
    format!("Times are in {}.", schedule.timezone).into()
}

/// What is to be done about times of which nothing says where clocks show them.
pub(super) fn unknown_zone() -> Text {
    Text::of(Role::Warning, "The schedule does not say its time zone").and(
        Role::Plain,
        ", so its times are shown as written. Set the zone with --tz Area/City, such as \
         --tz America/Toronto.",
    )
}

/// A day over its table.
pub(super) fn day(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

/// From when to when, on a known day.
pub(super) fn hours(from: DateTime<FixedOffset>, to: DateTime<FixedOffset>) -> String {
    format!("{}-{}", from.format("%H:%M"), to.format("%H:%M"))
}

/// The same with the day of the week.
pub(super) fn span(from: DateTime<FixedOffset>, to: DateTime<FixedOffset>) -> String {
    format!("{}-{}", from.format("%a %H:%M"), to.format("%H:%M"))
}

/// When a talk is.
pub(super) fn time(place: &Place) -> String {
    span(place.start, place.end)
}

/// A talk with its time and room.
pub(super) fn place(place: &Place) -> String {
    format!("{}{}: {}", time(place), within(place.room.as_deref()), place.title)
}

/// In which room, if in any.
pub(super) fn within(room: Option<&str>) -> String {
    room.map_or(String::new(), |room| format!(" in {room}"))
}

/// Titles in a sentence.
pub(super) fn quoted<'a>(titles: impl IntoIterator<Item = &'a str>) -> String {
    and_list(&titles.into_iter().map(|title| format!("`{title}`")).collect::<Vec<String>>())
}

/// A number of points; by reference, as templates hand it over.
pub(super) fn points(points: &i64) -> String {
    count(*points, "point")
}

/// What is left where no other talk is worth it.
pub(super) const REST: &str = "nothing better; stay or rest";

/// Time that is free, and what would be on for too few points.
pub(super) fn free(time: TimeDelta, nearest: Option<&Nearest>) -> String {
    let nearest = nearest.map_or(String::new(), |Nearest { talk, points }| {
        format!("; nearest: {}, {}", talk.title, count(*points, "point"))
    });
    format!("{} free{nearest}", duration(time))
}

/// A time in hours and minutes.
pub(super) fn duration(time: TimeDelta) -> String {
    match (time.num_hours(), time.num_minutes() % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// What a list of talks has marked and cut, as told below it.
#[derive(Default)]
struct Legend<'a> {
    has_must_see: bool,
    has_inferred: bool,
    /// What all rooms end in.
    rooms: &'a str,
}

impl Legend<'_> {
    fn add_to(&self, report: &mut Report) {
        let mut parts = Vec::new();
        if self.has_must_see {
            parts.push(Text::of(Role::Screen, "* must-see"));
        }
        if self.has_inferred {
            let inferred = Text::of(Role::Aside, "~ not in the schedule, inferred by a rule");
            parts.push(inferred.and(Role::Screen, " (see `attend check`)"));
        }
        if !self.rooms.is_empty() {
            let inside = self.rooms.strip_prefix(" (").and_then(|it| it.strip_suffix(')'));
            let place =
                inside.unwrap_or(self.rooms).trim_start_matches(|c: char| !c.is_alphanumeric());
            parts.push(Text::of(Role::Aside, format!("all rooms: {place}")));
        }
        let joined =
            parts.into_iter().reduce(|all, part| all.and(Role::Screen, "; ").joined(&part));
        if let Some(legend) = joined {
            report.legend(legend);
        }
    }
}

/// What the names of all rooms end in, such as `, North Wing`: it tells none from another.
fn common_end<'a>(rooms: impl IntoIterator<Item = &'a str>) -> &'a str {
    const BEGINS: [&str; 7] = [", ", " (", " - ", " \u{2013} ", " | ", " / ", " @ "];
    let rooms: BTreeSet<&str> = rooms.into_iter().collect();
    let mut rooms = rooms.into_iter();
    let Some(first) = rooms.next() else { return "" };
    let mut end = None;
    for room in rooms {
        let common = end.unwrap_or(first);
        let same = common.chars().rev().zip(room.chars().rev()).take_while(|(a, b)| a == b);
        let length: usize = same.map(|(c, _)| c.len_utf8()).sum();
        end = Some(&common[common.len() - length..]);
    }
    let end = end.unwrap_or_default();
    let begin = BEGINS.iter().filter_map(|begin| end.find(begin)).min();
    // No room may be called like the whole of it.
    begin.map_or("", |begin| &end[begin..])
}

/// A room's name without what all end in.
fn room(name: Option<&str>, end: &str) -> Text {
    let name = name.unwrap_or_default();
    name.strip_suffix(end).unwrap_or(name).into()
}

/// How long something is, where a document has the time alone.
fn length(from: DateTime<FixedOffset>, to: DateTime<FixedOffset>) -> Text {
    Text::of(Role::Screen, duration(to - from))
}

/// A number under its heading in a document, with its unit on a terminal.
fn amount(points: i64) -> Text {
    let unit = if points == 1 { " point" } else { " points" };
    Text::from(number(points)).and(Role::Screen, unit)
}

/// The keywords that gave or took most, each a piece.
fn strongest(because: &[Because]) -> Text {
    Text::pieces(short(because).into_iter().take(2).map(Text::from))
}

/// What would be lost for it.
fn in_place_of(titles: &[String]) -> Text {
    match titles {
        [] => "".into(),
        titles => Text::of(Role::Screen, "in place of ").and(Role::Plain, and_list(titles)),
    }
}

/// The mark of a cell in which something was inferred.
pub(super) fn mark(talk: &Talk, what: &[Inferred]) -> &'static str {
    let is_inferred = |what: &Inferred| talk.inferred.iter().any(|name| name == what.name());
    if what.iter().any(is_inferred) { "~" } else { "" }
}

/// What is missed of a talk, if something is.
pub(super) fn part_of(talk: &Talk) -> String {
    let part = if talk.drop_in { DROP_IN.to_owned() } else { part(talk.late, talk.early) };
    if talk.scout_for.is_empty() { part } else { format!("{part} ({})", scout(talk)) }
}

/// For whom one hears a talk.
pub(super) fn scout(talk: &Talk) -> String {
    format!("as a scout, for {}", and_list(&talk.scout_for))
}

const DROP_IN: &str = " (drop in)";
/// Whoever misses more minutes than that at either end does not want to stay.
const MOST_MISSED: i64 = 60;

/// So many minutes missed at the beginning and at the end of a talk.
pub(super) fn part(late: i64, early: i64) -> String {
    match (late, early) {
        (late, early) if late.max(early) > MOST_MISSED => DROP_IN.to_owned(),
        (0, 0) => String::new(),
        (late, 0) => format!(" (come {late} min late)"),
        (0, early) => format!(" (leave {early} min early)"),
        (late, early) => format!(" (come {late} min late, leave {early} min early)"),
    }
}

/// The keywords that gave or took points, with their points over all fields, the most first.
pub(super) fn sums<'a>(because: impl IntoIterator<Item = &'a Because>) -> Vec<(&'a str, i64)> {
    let mut sums: Vec<(&str, i64)> = Vec::new();
    for reason in because {
        match sums.iter_mut().find(|(keyword, _)| *keyword == reason.keyword) {
            Some((_, sum)) => *sum += reason.points,
            None => sums.push((&reason.keyword, reason.points)),
        }
    }
    sums.sort_by_key(|&(keyword, points)| (-points.abs(), keyword));
    sums
}

/// All keywords with their points.
pub(super) fn reasons(because: &[Because]) -> String {
    let sums = sums(because);
    let parts: Vec<String> =
        sums.iter().map(|(keyword, points)| format!("{keyword} {points}")).collect();
    parts.join(", ")
}

/// The keywords that gave or took most.
pub(super) fn top_reasons(because: &[Because]) -> String {
    const MOST: usize = 3;
    let all = short(because);
    let rest = if all.len() > MOST { ", ..." } else { "" };
    all[..all.len().min(MOST)].join(", ") + rest
}

/// The keywords with their points, what a talk says before what it is about; related words and
/// likeness to must-sees in one.
fn short(because: &[Because]) -> Vec<String> {
    let is_related =
        |it: &&Because| [Source::Related, Source::MustSees].iter().any(|s| s.name() == it.field);
    let related: i64 = because.iter().filter(is_related).map(|it| it.points).sum();
    let is_about = |it: &&Because| it.field == Source::About.name();
    let says = sums(because.iter().filter(|it| !is_related(it) && !is_about(it)));
    let about = sums(because.iter().filter(is_about));
    let mut all: Vec<(i64, String)> = says
        .into_iter()
        .map(|(keyword, points)| (points, format!("{keyword} {points}")))
        .chain(
            about
                .into_iter()
                .map(|(keyword, points)| (points, format!("about {keyword} {points}"))),
        )
        .collect();
    if related != 0 {
        all.push((related, format!("+{related} related")));
    }
    all.sort_by(|a, b| (b.0.abs(), &a.1).cmp(&(a.0.abs(), &b.1)));
    all.into_iter().map(|(_, text)| text).collect()
}

/// What the agenda would lose with an alternative.
pub(super) fn instead_price(other: &Instead) -> String {
    cost(other.price, other.costs, other.exact)
}

/// What the agenda would lose, in points or by level; nothing stands for a must-see.
pub(super) fn cost(price: Option<i64>, costs: Option<Cost>, exact: bool) -> String {
    match price {
        None => format!("costs {}", costs.map_or_else(|| "a must-see".to_owned(), levels)),
        Some(0) => "costs nothing".to_owned(),
        Some(price) if exact => format!("costs {}", count(price, "point")),
        Some(price) => format!("costs at least {}", count(price, "point")),
    }
}

/// What is lost by level: `2 wants and 120 points`.
pub(super) fn levels(cost: Cost) -> String {
    let Cost { must_sees, breaks, wants, quotas, points } = cost;
    let levels = [(must_sees, "must-see"), (breaks, "break"), (wants, "want"), (quotas, "talk")];
    let levels = levels.into_iter().chain([(points, "point")]);
    let sums = |sign: i64| -> Vec<String> {
        let lost = levels.clone().filter(|(number, _)| number * sign > 0);
        lost.map(|(number, what)| count(number * sign, what)).collect()
    };
    match (and_list(&sums(1)), and_list(&sums(-1))) {
        (lost, gained) if gained.is_empty() => lost,
        (lost, gained) => format!("{lost}, and gains {gained}"),
    }
}

/// All obstacles in one phrase, for a cell.
pub(super) fn obstacles(obstacles: &[Reason]) -> String {
    let parts = together_named(obstacles, str::to_owned);
    let parts: Vec<String> =
        parts.into_iter().map(|it| format!("{}{}", it.verb, it.what)).collect();
    parts.join("; ")
}

/// All obstacles as clauses of a sentence.
pub(super) fn clauses(obstacles: &[Reason]) -> Vec<String> {
    let parts = together_named(obstacles, |title| format!("`{title}`"));
    parts.into_iter().map(|it| format!("{}{}{}", it.subject, it.verb, it.what)).collect()
}

/// What takes part in a conflict.
pub(super) fn obstacle(one: &Reason) -> String {
    against(one, str::to_owned).what
}

/// All that stands against a talk; talks at the same time are named together, first.
fn together_named(reasons: &[Reason], name: impl Fn(&str) -> String) -> Vec<Against> {
    let (mut titles, mut all) = (Vec::new(), Vec::new());
    for one in reasons {
        match one {
            Reason::Overlap { title, .. } => titles.push(name(title)),
            other => all.push(against(other, &name)),
        }
    }
    if !titles.is_empty() {
        all.insert(0, Against::overlaps(and_list(&titles)));
    }
    all
}

/// A clause about a talk that is missed.
struct Against {
    subject: &'static str,
    verb: &'static str,
    what: String,
}

impl Against {
    fn overlaps(what: String) -> Against {
        Against { subject: "it ", verb: "overlaps ", what }
    }
}

/// What a talk is that the profile leaves out.
fn hidden(by: Aspect, what: Option<&str>, name: impl Fn(&str) -> String) -> Against {
    let Some(what) = what else {
        let what = match by {
            Aspect::Level => "level",
            Aspect::Kind => "kind",
            Aspect::Track => "track",
            Aspect::Room => "room",
            Aspect::Interest | Aspect::Language => "language",
        };
        let what = format!("no {what}, and your profile wants only some");
        return Against { subject: "it ", verb: "has ", what };
    };
    let out = |what: String| format!("your profile leaves out {what}");
    let what = match by {
        Aspect::Language => {
            let what = format!("{what}, not in one of your languages");
            return Against { subject: "it is ", verb: "in ", what };
        }
        Aspect::Interest => format!("your profile says never to {}", name(what)),
        Aspect::Level => out(format!("the level {}", name(what))),
        Aspect::Kind => out(format!("talks of the kind {}", name(what))),
        Aspect::Track => out(format!("the track {}", name(what))),
        Aspect::Room => out(format!("the room {}", name(what))),
    };
    Against { subject: "", verb: "", what }
}

/// A pause that does not fit between a talk and a chosen one, which comes first or not.
fn pauses(pause: Pause, after: bool, chosen: &str, (minutes, wanted): (i64, i64)) -> Against {
    let (verb, side) = if after { ("begins ", "after") } else { ("ends ", "before") };
    let time = |minutes| match pause {
        Pause::Sleep => duration(TimeDelta::minutes(minutes)),
        Pause::Gap | Pause::Arrive => count(minutes, "minute"),
    };
    let free = if minutes == 0 { "right".to_owned() } else { format!("only {}", time(minutes)) };
    let purpose = match pause {
        Pause::Gap => " between",
        Pause::Arrive => " to be there early",
        Pause::Sleep => " to sleep",
    };
    let what = format!("{free} {side} {chosen}, and you want {}{purpose}", time(wanted));
    Against { subject: "it ", verb, what }
}

/// What stands against a talk: the one place that words a reason.
fn against(one: &Reason, name: impl Fn(&str) -> String) -> Against {
    let it_is = |what: &str| Against { subject: "it is ", verb: "", what: what.to_owned() };
    let whole = |what: &str| Against { subject: "", verb: "", what: what.to_owned() };
    match one {
        Reason::Overlap { title, .. } => Against::overlaps(name(title)),
        Reason::TooFar { title, walk, .. } => {
            it_is(&format!("too far: a {walk}-minute walk from {}", name(title)))
        }
        Reason::Pause { title, pause, after, minutes, wanted, .. } => {
            pauses(*pause, *after, &name(title), (*minutes, *wanted))
        }
        Reason::Break { title } => Against::overlaps(format!("your {title}")),
        Reason::Commitment { title } => Against::overlaps(format!("your commitment {title}")),
        Reason::DayFull { day } => whole(&format!("{} is full", day.format("%A"))),
        Reason::OneOf { title } => whole(&format!("{} is enough", name(title))),
        Reason::AtMost { count: most, of } => {
            whole(&format!("you want {} {of} at most", count(*most, "talk")))
        }
        Reason::Incomplete { title } => {
            whole(&format!("{} goes with it and does not fit", name(title)))
        }
        Reason::TalksPerDay => whole("your limit of talks per day is reached"),
        Reason::HoursPerDay => whole("your limit of hours per day is reached"),
        Reason::Budget => whole("your budget does not allow it"),
        Reason::Gap => whole("you want longer pauses between talks"),
        Reason::Arrive => whole("you want to be there early"),
        Reason::Sleep => whole("you want more sleep between the days"),
        Reason::HoursInARow => whole("your limit of hours in a row is reached"),
        Reason::SoldOut => it_is("sold out"),
        Reason::Away => whole("you are not there then"),
        Reason::Cancelled => it_is("cancelled"),
        Reason::Never => whole("your profile says never"),
        Reason::Hidden(Hidden { by, what }) => hidden(*by, what.as_deref(), name),
        Reason::NoPoints => {
            Against { subject: "it ", verb: "matches ", what: "none of your interests".to_owned() }
        }
        Reason::BelowMinimum { points, minimum } => {
            let what =
                format!("{}, below your minimum of {}", count(*points, "point"), number(*minimum));
            Against { subject: "it ", verb: "has ", what }
        }
        Reason::NotReached => whole("the search ran out of time"),
    }
}
