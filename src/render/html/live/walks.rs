//! The map of walks: buildings, and the ways between them that an agenda goes.

use std::collections::BTreeMap;

use askama::Template;
use chrono::{DateTime, FixedOffset};

use crate::agenda::{Agenda, conference_day};
use crate::problem::count;
use crate::profile::Wishes;
use crate::schedule::{Event, Room};

#[derive(Template)]
#[template(path = "live/walks.html")]
struct Map {
    sum: String,
    places: Vec<Place>,
    ways: Vec<Way>,
    list: Vec<String>,
}

/// A building on the map.
struct Place {
    name: String,
    x: i32,
    y: i32,
}

/// A way between two buildings; the wider the line, the more often it is gone.
struct Way {
    from: (i32, i32),
    to: (i32, i32),
    width: usize,
}

/// One walk.
struct Walk {
    at: DateTime<FixedOffset>,
    from: String,
    to: String,
    minutes: i64,
}

/// The map of an agenda's walks; nothing where there are none.
pub(super) fn map(agenda: &Agenda, events: &BTreeMap<&str, &Event>, wishes: &Wishes) -> String {
    let walks = walks(agenda, events, wishes);
    if walks.is_empty() {
        return String::new();
    }
    let mut ways: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for walk in &walks {
        let (from, to) = (walk.from.as_str(), walk.to.as_str());
        *ways.entry((from.min(to), from.max(to))).or_default() += 1;
    }
    let names = walks.iter().flat_map(|walk| [walk.from.as_str(), walk.to.as_str()]);
    let mut places: BTreeMap<&str, (i32, i32)> = names.map(|name| (name, (0, 0))).collect();
    let number = places.len() as f64;
    for (position, place) in places.values_mut().enumerate() {
        let angle = std::f64::consts::TAU * position as f64 / number;
        *place = ((180.0 - 120.0 * angle.cos()) as i32, (100.0 - 70.0 * angle.sin()) as i32);
    }
    let minutes: i64 = walks.iter().map(|walk| walk.minutes).sum();
    let way = |((from, to), times): (&(&str, &str), &usize)| Way {
        from: places[from],
        to: places[to],
        width: 1 + 2 * times,
    };
    let said = |walk: &Walk| {
        let Walk { at, from, to, minutes } = walk;
        format!("{} {from} to {to}: {minutes} min", at.format("%a %H:%M"))
    };
    let map = Map {
        sum: format!("{}, {minutes} min", count(walks.len(), "walk")),
        ways: ways.iter().map(way).collect(),
        places: places
            .iter()
            .map(|(name, (x, y))| Place { name: (*name).to_owned(), x: *x, y: *y })
            .collect(),
        list: walks.iter().map(said).collect(),
    };
    map.render().unwrap_or_default()
}

fn walks(agenda: &Agenda, events: &BTreeMap<&str, &Event>, wishes: &Wishes) -> Vec<Walk> {
    let room = |id: &str| events.get(id).and_then(|event| event.room.as_ref());
    let name = |room: Option<&Room>| match room {
        Some(room) => wishes.walking.building(room).unwrap_or(room.as_str()).to_owned(),
        None => "an unknown room".to_owned(),
    };
    let pairs = agenda.talks.windows(2);
    pairs
        .filter(|two| conference_day(two[0].start) == conference_day(two[1].start))
        .filter_map(|two| {
            let (from, to) = (room(&two[0].id), room(&two[1].id));
            let minutes = wishes.walking.minutes(from, to);
            let walk = Walk { at: two[0].to(), from: name(from), to: name(to), minutes };
            (minutes > 0 && from != to).then_some(walk)
        })
        .collect()
}
