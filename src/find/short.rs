//! A session or a performance -> the shortest name for it, and the line in which it is offered.

use chrono::Datelike as _;

use crate::problem::count;
use crate::schedule::{Event, EventIx, Schedule};
use crate::text::fold_words;

use super::{Finder, Found, Meant};

/// The longest id that is easy to type.
const SHORT: usize = 24;
/// The longest name that is made of the words of a title.
const LONG: usize = 40;

impl Finder<'_> {
    /// A short name that means this: an id or a code of the source if it has a short one, else the
    /// words of the title, and for one of several performances the time, as in `hamlet@sun-19:00`.
    pub fn short(&self, meant: &Meant) -> String {
        let event = match meant.events() {
            [] => return String::new(),
            [ix, ..] => self.schedule.event(*ix),
        };
        let ids = easy_ids(event).map(ToOwned::to_owned);
        let slugs = slugs(&event.title).into_iter();
        let time = |slug: String| {
            let start = self.schedule.zone().at(event.slot.start());
            ["%a-%H:%M", "%-d%b-%H:%M"]
                .map(|form| format!("{slug}@{}", start.format(form).to_string().to_lowercase()))
        };
        let timed = slugs.clone().flat_map(time);
        let means_it = |name: &String| match self.find(name) {
            Found::Talk(found) => found.events() == meant.events(),
            Found::Ambiguous(_) | Found::OtherTimes(_) | Found::Nothing => false,
        };
        let mut names = ids.chain(slugs).chain(timed);
        names.find(means_it).unwrap_or_else(|| event.id.to_string())
    }

    /// The title, where that means this and nothing else, or the short name.
    pub fn name(&self, meant: &Meant) -> String {
        let title = meant.events().first().map(|&ix| self.schedule.event(ix).title.as_str());
        let is_enough = |title: &&str| self.talk(title, 0).is_ok_and(|found| found == *meant);
        title.filter(is_enough).map_or_else(|| self.short(meant), ToOwned::to_owned)
    }

    /// What is offered where a name is not clear: title, day, time and short name.
    pub(super) fn line(&self, meant: &Meant) -> String {
        let Some(&ix) = meant.events().first() else { return String::new() };
        let when = match (meant, meant.events().len()) {
            (Meant::Session(_), number @ 2..) => count(number, "performance"),
            _ => when(self.schedule, ix),
        };
        format!("`{}` ({when}, {})", self.schedule.event(ix).title, self.short(meant))
    }
}

/// The id or code by which a performance is easily named.
pub fn short_id(event: &Event) -> Option<&str> {
    easy_ids(event).next()
}

fn easy_ids(event: &Event) -> impl Iterator<Item = &str> {
    let ids = std::iter::once(event.id.as_str()).chain(event.other_ids.iter().map(|id| &**id));
    ids.filter(|id| is_easy(id))
}

/// Whether an id is easy to type: short, without blanks, and no jumble such as `eiUlRX0cOS2sw4UK`.
fn is_easy(id: &str) -> bool {
    const JUMBLE: usize = 12;
    let kinds = [char::is_uppercase, char::is_lowercase, char::is_numeric];
    let is_jumble = id.len() > JUMBLE && kinds.into_iter().all(|kind| id.contains(kind));
    id.len() <= SHORT && !id.contains(char::is_whitespace) && !is_jumble
}

/// The words of a title with hyphens between: as few as may be enough first.
fn slugs(title: &str) -> Vec<String> {
    let words = fold_words(title);
    let words: Vec<&str> = words.split(' ').collect();
    let mut slugs: Vec<String> = (2..=words.len()).map(|end| words[..end].join("-")).collect();
    slugs.retain(|slug| slug.len() <= LONG);
    if slugs.is_empty() { vec![words.join("-")] } else { slugs }
}

/// `Sat 10:30`, or with the date where a weekday comes twice.
fn when(schedule: &Schedule, ix: EventIx) -> String {
    let start = schedule.zone().at(schedule.event(ix).slot.start());
    let days = schedule.days();
    let twice = days.iter().filter(|day| day.weekday() == start.weekday()).count() > 1;
    start.format(if twice { "%a %-d %b %H:%M" } else { "%a %H:%M" }).to_string()
}
