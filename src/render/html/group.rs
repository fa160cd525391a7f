//! A comparison as one page of HTML: the days as a list of talks with all who see them, and side
//! by side with a column and a colour for each member.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use askama::Template;
use chrono::{NaiveDate, TimeDelta};

use crate::agenda::{Place, conference_day};
use crate::group::{Comparison, Entry, Meeting, Pair, Person, Shared, Unseen, What};
use crate::problem::{self, count};
use crate::schedule::{Event, Schedule};

use super::super::days::{Doing, Row, rows, seen};
use super::super::printable;
use super::super::style::{PALETTE, color};
use super::super::words::{self, group};
use super::frame::{Frame, Head, Span, lanes, rules};
use super::grid::excerpt;
use super::{MISSED_LISTED, MISSED_SHOWN, policy};

#[derive(Template)]
#[template(path = "group.html")]
struct Page<'a> {
    it: &'a Comparison,
    who: String,
    members: Vec<Member<'a>>,
    days: Vec<Day<'a>>,
    /// Those that share a talk, who share most first.
    pairs: Vec<&'a Pair>,
    policy: String,
    style: String,
    script: &'static str,
}

/// A member, and what becomes of the wishes.
struct Member<'a> {
    tag: Tag<'a>,
    person: &'a Person,
    /// Talks, must-sees and points.
    sum: String,
    sacrifices: Vec<String>,
}

/// A day on which somebody does something.
struct Day<'a> {
    /// `2018-09-28`, also its place in the page.
    date: String,
    /// `Friday`.
    weekday: String,
    /// `28 September 2018`.
    rest: String,
    /// Hours, and a column for each member.
    frame: Frame,
    /// What stands in the columns, member by member.
    cells: Vec<Cell<'a>>,
    /// The times at which all are free.
    bands: Vec<Band>,
    /// The same once more as a list.
    lines: Vec<Line<'a>>,
}

/// Something in a member's column.
struct Cell<'a> {
    entry: &'a Entry,
    tag: Tag<'a>,
    column: usize,
    row: i64,
    span: i64,
    /// The talk's number; nothing for a commitment or a break.
    talk: Option<usize>,
    /// Who else sees it.
    with: String,
}

/// A member in short.
struct Tag<'a> {
    /// By place among the members.
    number: usize,
    tag: &'a str,
    name: &'a str,
    color: usize,
}

/// A time at which all are free, in the column of a member who has no break then.
struct Band {
    member: usize,
    column: usize,
    last: usize,
    row: i64,
    span: i64,
    /// `22:00`.
    to: String,
    near: String,
}

/// A line of the list.
struct Line<'a> {
    row: Row<'a>,
    /// `45 min`.
    length: String,
    tags: Vec<Tag<'a>>,
    /// What is known of it, if it is a talk.
    talk: Option<Talk<'a>>,
}

/// A talk that somebody sees.
struct Talk<'a> {
    /// Its number among the talks that somebody sees.
    number: usize,
    place: &'a Place,
    /// The schedule's event.
    event: Option<&'a Event>,
    /// What it is worth to those who see it.
    visits: Vec<Visit<'a>>,
    /// Who sees it, in one line.
    who: String,
    /// The beginning of its text.
    excerpt: String,
    /// Who hears it for whom.
    scout: Option<String>,
}

/// What a talk is worth to a member who sees it.
struct Visit<'a> {
    tag: Tag<'a>,
    points: i64,
    must_see: bool,
    /// What is missed of it, if anything.
    part: String,
}

impl Talk<'_> {
    /// Whether it is anybody's must-see.
    fn must_see(&self) -> bool {
        self.visits.iter().any(|visit| visit.must_see)
    }
}

/// A comparison. The schedule is the one that it was made from.
pub fn comparison(it: &Comparison, schedule: &Schedule) -> String {
    let days = days(it, schedule);
    let script = include_str!("page.js");
    let style = style(it, &days);
    let mut pairs: Vec<&Pair> = it.pairs.iter().filter(|pair| pair.talks > 0).collect();
    pairs.sort_by_key(|pair| (Reverse((pair.talks, pair.minutes)), pair.a, pair.b));
    let page = Page {
        it,
        who: group::everybody(it),
        members: (0..it.members.len()).map(|number| member(it, number)).collect(),
        pairs,
        policy: policy(&style, script),
        days,
        style,
        script,
    };
    // Only a writer that fails can make this fail.
    printable(&page.render().unwrap_or_default())
}

fn style(it: &Comparison, days: &[Day<'_>]) -> String {
    let frames: Vec<&Frame> = days.iter().map(|day| &day.frame).collect();
    let cells = days.iter().flat_map(|day| day.cells.iter().map(|cell| (cell.row, cell.span)));
    let free = days.iter().flat_map(|day| day.bands.iter().map(|band| (band.row, band.span)));
    let mut style = [include_str!("page.css"), include_str!("group.css")].concat();
    style += &rules(&frames, cells.chain(free));
    for (number, name) in PALETTE.iter().enumerate() {
        let _ = write!(style, ".m{number}{{--of:{name}}}");
    }
    style += &only(it, &frames);
    style
}

/// The rules that show only what is a member's where the member is chosen: of the grids the columns,
/// of everything that is somebody's what is theirs.
fn only(it: &Comparison, frames: &[&Frame]) -> String {
    let mut style = String::new();
    for m in 0..it.members.len() {
        let chosen = format!(":root:has(#only-{m}:checked)");
        let _ = write!(style, "{chosen} [data-who]:not([data-who~=\"{m}\"]){{display:none}}");
        for frame in frames {
            let Some(head) = frame.heads.iter().find(|head| head.member == Some(m)) else {
                continue;
            };
            let (before, own) = (head.column - 1, head.last + 1 - head.column);
            let before = if before > 0 { format!(" repeat({before},0)") } else { String::new() };
            let _ = write!(
                style,
                "{chosen} #grid-{}{{--columns:{own};\
                 grid-template-columns:3.5rem{before} repeat({own},minmax(0,1fr))}}",
                frame.date
            );
        }
    }
    style
}

/// The members whose something is, for the rules above.
fn whose(members: &[usize]) -> String {
    let members: Vec<String> = members.iter().map(ToString::to_string).collect();
    members.join(" ")
}

/// The same of a talk that nobody sees.
fn wanting(talk: &Unseen) -> String {
    whose(&talk.wanted.iter().map(|wanted| wanted.by).collect::<Vec<usize>>())
}

/// The days on which somebody does something.
fn days<'a>(it: &'a Comparison, schedule: &'a Schedule) -> Vec<Day<'a>> {
    let events: BTreeMap<&str, &Event> =
        schedule.events().iter().map(|event| (event.id.as_str(), event)).collect();
    let numbers: BTreeMap<&str, usize> =
        (0..).zip(&it.talks).map(|(number, talk)| (talk.place.id.as_str(), number)).collect();
    let view = View { it, events, numbers };
    let mut lines: BTreeMap<NaiveDate, Vec<Line<'a>>> = BTreeMap::new();
    for row in rows(it) {
        lines.entry(row.day()).or_default().push(view.line(row));
    }
    lines.into_iter().filter_map(|(day, lines)| view.day(day, lines)).collect()
}

struct View<'a> {
    it: &'a Comparison,
    /// The schedule's events by id.
    events: BTreeMap<&'a str, &'a Event>,
    /// The numbers of the talks that somebody sees, by id.
    numbers: BTreeMap<&'a str, usize>,
}

impl<'a> View<'a> {
    fn day(&self, day: NaiveDate, lines: Vec<Line<'a>>) -> Option<Day<'a>> {
        let mine = |entry: &&Entry| conference_day(entry.from) == day;
        let entries: Vec<Vec<&Entry>> =
            self.it.members.iter().map(|it| it.agenda.iter().filter(mine).collect()).collect();
        let free = self.it.meetings.iter().filter(|it| conference_day(it.from) == day);
        let mut slots: Vec<_> =
            entries.iter().flatten().map(|entry| (entry.from, entry.to)).collect();
        slots
            .extend(lines.iter().filter(|it| it.talk.is_some()).map(|it| (it.row.from, it.row.to)));
        // Of the free time before and after, an hour says enough.
        let hour = TimeDelta::hours(1);
        let ends = slots.iter().map(|slot| slot.1).max();
        slots.extend(free.clone().map(|it| match ends {
            Some(end) if it.from >= end => (it.from, it.to.min(it.from + hour)),
            _ => (it.from.max(it.to - hour), it.to),
        }));
        let span = Span::of(&slots)?;
        let (mut heads, mut cells, mut bands) = (Vec::new(), Vec::new(), Vec::new());
        let mut first = 1;
        for (member, entries) in entries.into_iter().enumerate() {
            let (lanes, width) = lanes(entries.iter().map(|entry| (entry.from, entry.to)));
            let last = first + width.max(1) - 1;
            let person = &self.it.members[member];
            let name = format!("{}: {}", person.tag, person.name);
            heads.push(Head { name, column: first, last, member: Some(member) });
            let is_open = |it: &&Meeting| !entries.iter().any(|e| e.from < it.to && it.from < e.to);
            bands.extend(
                free.clone().filter(is_open).map(|it| band(it, member, (first, last), &span)),
            );
            for (entry, lane) in entries.into_iter().zip(lanes) {
                cells.push(self.cell(member, entry, first + lane, &span));
            }
            first = last + 1;
        }
        Some(Day {
            date: day.to_string(),
            weekday: day.format("%A").to_string(),
            rest: day.format("%-d %B %Y").to_string(),
            frame: Frame::new(day, "Agendas", &span, heads),
            cells,
            bands,
            lines,
        })
    }

    fn cell(&self, member: usize, entry: &'a Entry, column: usize, span: &Span) -> Cell<'a> {
        let (row, span) = span.rows_of(entry.from, entry.to);
        let talk = match &entry.what {
            What::Talk { id, .. } => self.numbers.get(id.as_str()).copied(),
            What::Commitment { .. } | What::Break { .. } => None,
        };
        let with = talk.map_or(String::new(), |number| self.with(member, number));
        Cell { entry, tag: tag(self.it, member), column, row, span, talk, with }
    }

    /// Who sees a talk besides a member.
    fn with(&self, member: usize, talk: usize) -> String {
        const FEW: usize = 5;
        let who = &self.it.talks[talk].who;
        let others: Vec<&str> = who
            .iter()
            .filter(|other| **other != member)
            .map(|&other| self.it.members[other].tag.as_str())
            .collect();
        match others.len() {
            0 => String::new(),
            _ if who.len() == self.it.members.len() => "with all".to_owned(),
            number if number > FEW => format!("with {number} others"),
            _ => format!("with {}", others.join(", ")),
        }
    }

    fn line(&self, row: Row<'a>) -> Line<'a> {
        let talk = match row.what {
            Doing::Talk(shared) => Some(self.talk(shared)),
            Doing::Commitment(_) | Doing::Break(_) | Doing::Free(_) => None,
        };
        let tags = row.who.iter().map(|&member| tag(self.it, member)).collect();
        Line { length: words::duration(row.to - row.from), row, tags, talk }
    }

    fn talk(&self, shared: &'a Shared) -> Talk<'a> {
        let place = &shared.place;
        let event = self.events.get(place.id.as_str()).copied();
        let visit = |&member: &usize| {
            let (entry, points) = seen(&self.it.members[member], &place.id)?;
            let late = (entry.from - place.start).num_minutes();
            let early = (place.end - entry.to).num_minutes();
            let must_see = shared.must_see_of.contains(&member);
            Some(Visit {
                tag: tag(self.it, member),
                points,
                must_see,
                part: words::part(late, early),
            })
        };
        Talk {
            number: self.numbers[place.id.as_str()],
            place,
            event,
            visits: shared.who.iter().filter_map(visit).collect(),
            who: match shared.who.len() {
                1 => String::new(),
                number if number == self.it.members.len() => "all".to_owned(),
                number => format!("{number} of {}", self.it.members.len()),
            },
            excerpt: event.map(excerpt).unwrap_or_default(),
            scout: (self.it.for_others.iter().find(|it| it.place.id == place.id))
                .map(|it| group::scout(self.it, it)),
        }
    }
}

fn band(meeting: &Meeting, member: usize, (column, last): (usize, usize), span: &Span) -> Band {
    let (row, span) = span.rows_of(meeting.from, meeting.to);
    let near = meeting.near.as_deref().map_or(String::new(), |room| format!(", near {room}"));
    Band { member, column, last, row, span, to: meeting.to.format("%H:%M").to_string(), near }
}

fn member(it: &Comparison, number: usize) -> Member<'_> {
    let person = &it.members[number];
    let sent = it.for_others.iter().filter(|it| it.by == number).count();
    let mut sum = count(person.talks, "talk");
    if sent > 0 {
        let _ = match sent == person.talks {
            true => write!(sum, " as a scout"),
            false => write!(sum, ", {sent} of them as a scout"),
        };
    }
    let must_sees = group::must_sees(person);
    if !must_sees.is_empty() {
        let _ = write!(sum, ", must-sees: {must_sees}");
    }
    let _ = write!(sum, ", {}", count(person.points, "point"));
    if person.loss != 0 {
        let _ = write!(sum, " of {} alone", problem::number(person.alone));
    }
    let sacrifices = person.sacrifices.iter().map(|lost| group::sacrifice(it, number, lost));
    Member { tag: tag(it, number), person, sum, sacrifices: sacrifices.collect() }
}

fn tag(it: &Comparison, member: usize) -> Tag<'_> {
    let person = &it.members[member];
    Tag { number: member, tag: &person.tag, name: &person.name, color: color(member) }
}
