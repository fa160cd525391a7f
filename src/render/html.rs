//! An agenda as one page of HTML: for the phone, the screen and paper, without any network.
//!
//! The page has the agenda as a list, the schedule as a grid of rooms by times with the way
//! through it, and what is missed. It works without its script, which adds the search, the marks
//! for now, and links that open a talk.
//!
//! Everything from outside is escaped by the template; only `http`, `https` and `mailto` become
//! links, and control characters are left out. A Content-Security-Policy in the page lets in no style and no script but the ones
//! whose hash it names, and nothing at all from elsewhere. So there are no `style` attributes:
//! the places in the grid are classes, whose rules are written with the page.

#[cfg(feature = "serve")]
mod draw;
mod entry;
mod frame;
mod grid;
mod group;
#[cfg(feature = "serve")]
pub(super) mod live;

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::agenda::{Agenda, Missed};
use crate::schedule::{Event, Schedule};
use crate::score::Scores;

use super::link::link;
use super::{printable, words};
use entry::{Day, What, days};
use frame::{Frame, rules};
use grid::{Grid, grids};

pub use group::comparison;

/// How many missed talks are shown at once.
const MISSED_SHOWN: usize = 8;
/// How many missed talks are listed at all; the schedule has the others.
const MISSED_LISTED: usize = 100;

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    agenda: &'a Agenda,
    sum: String,
    proof: String,
    days: Vec<Day<'a>>,
    grids: Vec<Grid<'a>>,
    missed: &'a [Missed],
    tracks: BTreeSet<&'a str>,
    policy: String,
    style: String,
    script: &'static str,
}

/// An agenda and the whole schedule that it was made from.
pub fn agenda(agenda: &Agenda, schedule: &Schedule, scores: &Scores) -> String {
    let events: BTreeMap<&str, &Event> =
        schedule.events().iter().map(|event| (event.id.as_str(), event)).collect();
    let grids = grids(agenda, schedule, scores);
    let frames: Vec<&Frame> = grids.iter().map(|grid| &grid.frame).collect();
    let cells = grids.iter().flat_map(|grid| &grid.cells);
    let style = format!(
        "{}{}",
        include_str!("html/page.css"),
        rules(&frames, cells.map(|cell| (cell.row, cell.span)))
    );
    let script = include_str!("html/page.js");
    let page = Page {
        agenda,
        sum: words::sum(agenda),
        proof: words::proof(agenda),
        days: days(agenda, &events),
        grids,
        missed: &agenda.missed[..agenda.missed.len().min(MISSED_LISTED)],
        tracks: schedule.events().iter().filter_map(|event| event.track.as_deref()).collect(),
        policy: policy(&style, script),
        style,
        script,
    };
    // Only a writer that fails can make this fail.
    printable(&page.render().unwrap_or_default())
}

/// What the agenda would lose with a missed talk, if it can be had at all.
fn costs(missed: &Missed) -> Option<String> {
    let can_be_had = missed.price.is_some() || missed.costs.is_some();
    can_be_had.then(|| words::cost(missed.price, missed.costs, missed.exact))
}

/// How a policy names a style or a script.
fn hash(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text.as_bytes()))
}

/// What the page lets in: itself.
fn policy(style: &str, script: &str) -> String {
    format!(
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; \
         style-src 'sha256-{}'; script-src 'sha256-{}'",
        hash(style),
        hash(script)
    )
}

/// The place of an event in the page, for links: no two events have the same.
fn anchor(id: &str) -> String {
    let mut anchor = "t-".to_owned();
    for c in id.chars() {
        if c.is_ascii_alphanumeric() || c == '-' {
            anchor.push(c);
        } else {
            anchor += &format!("_{:x}_", u32::from(c));
        }
    }
    anchor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_different_for_different_ids() {
        let case = |id: &str, expected: &str| assert_eq!(anchor(id), expected);
        case("linuxboot", "t-linuxboot");
        case("a b", "t-a_20_b");
        case("a_20_b", "t-a_5f_20_5f_b");
        case("日", "t-_65e5_");
    }
}
