//! How long it takes from one room to another.
//!
//! Rooms are told apart only as far as the profile's patterns tell them apart: all rooms that
//! match the same patterns are one [`Area`]. So a conference of hundreds of rooms has a handful of
//! areas, and what walking costs the solver depends on these.

use std::collections::{BTreeMap, BTreeSet};

use crate::schedule::Room;
use crate::text::fold;

/// The walks of one profile, before its rooms are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WalkingRules {
    /// Minutes between two different rooms that no other rule is about.
    pub default: i64,
    /// Minutes between rooms by pattern; the first that fits counts.
    pub between: Vec<Walk>,
}

/// The walk between the rooms that match one pattern and those that match another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    /// The patterns; `*` stands for any letters.
    pub rooms: (String, String),
    /// How long it takes.
    pub minutes: i64,
}

/// Rooms that no pattern tells apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Area(u16);

impl Area {
    /// Its place among the areas.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// The walks between all rooms of a conference, never longer than a detour by a third area.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walking {
    areas: Areas,
    /// Minutes between different rooms, by area and area.
    minutes: Vec<Vec<i64>>,
    /// The most of them.
    longest: i64,
}

/// The areas of rooms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Areas {
    of: BTreeMap<Room, Area>,
    /// That of unknown rooms.
    unknown: Area,
}

impl Walking {
    /// The walks that these rules give between these rooms; `None` is an unknown room.
    pub fn new(rules: &WalkingRules, rooms: impl IntoIterator<Item = Option<Room>>) -> Walking {
        let patterns: Vec<(String, String)> =
            rules.between.iter().map(|walk| (fold(&walk.rooms.0), fold(&walk.rooms.1))).collect();
        let matches = |room: &Option<Room>| -> Vec<(bool, bool)> {
            let Some(room) = room else { return Vec::new() };
            let name = fold(room.as_str());
            patterns.iter().map(|(a, b)| (glob(a, &name), glob(b, &name))).collect()
        };
        let (areas, signatures) = Areas::new(rooms.into_iter().collect(), matches);
        let mut minutes = between_all(&signatures, |a, b| rules.minutes(a, b));
        close(&mut minutes);
        Walking::of(areas, minutes)
    }

    fn of(areas: Areas, minutes: Vec<Vec<i64>>) -> Walking {
        let longest = minutes.iter().flatten().copied().max().unwrap_or(0);
        Walking { areas, minutes, longest }
    }

    /// The walks of several people who go together: the longest of each. The longest of several
    /// distances is a distance as well.
    #[must_use]
    pub fn together(all: &[&Walking]) -> Walking {
        let known = all.iter().flat_map(|walking| walking.areas.of.keys().cloned().map(Some));
        let areas_of = |room: &Option<Room>| -> Vec<Area> {
            all.iter().map(|walking| walking.area(room.as_ref())).collect()
        };
        let (areas, signatures) = Areas::new(known.chain([None]).collect(), areas_of);
        let minutes = between_all(&signatures, |from, to| {
            let walks = all.iter().zip(from.iter().zip(to)).map(|(w, (&a, &b))| w.between(a, b));
            walks.max().unwrap_or(0)
        });
        Walking::of(areas, minutes)
    }

    /// The area of a room.
    pub fn area(&self, room: Option<&Room>) -> Area {
        let Some(room) = room else { return self.areas.unknown };
        self.areas.of.get(room).copied().unwrap_or_default()
    }

    /// Minutes between different rooms of two areas.
    pub fn between(&self, from: Area, to: Area) -> i64 {
        self.minutes.get(from.index()).and_then(|row| row.get(to.index())).copied().unwrap_or(0)
    }

    /// The longest walk of all, in minutes.
    pub fn longest(&self) -> i64 {
        self.longest
    }

    /// Minutes from one room to another. Nothing is known of the way from or to an unknown room
    /// but that it is the usual one.
    pub fn minutes(&self, from: Option<&Room>, to: Option<&Room>) -> i64 {
        if from.is_some() && from == to {
            return 0;
        }
        self.between(self.area(from), self.area(to))
    }
}

impl Areas {
    /// The areas of rooms that have the same signature, and that of each area.
    fn new<S: Ord + Clone>(
        rooms: BTreeSet<Option<Room>>,
        signature: impl Fn(&Option<Room>) -> S,
    ) -> (Areas, Vec<S>) {
        let mut known: BTreeMap<S, Area> = BTreeMap::new();
        let mut signatures = Vec::new();
        let mut areas = Areas::default();
        for room in rooms {
            let signature = signature(&room);
            let area = *known.entry(signature).or_insert_with_key(|signature| {
                signatures.push(signature.clone());
                Area(u16::try_from(signatures.len() - 1).unwrap_or(u16::MAX))
            });
            match room {
                Some(room) => drop(areas.of.insert(room, area)),
                None => areas.unknown = area,
            }
        }
        (areas, signatures)
    }
}

fn between_all<S>(signatures: &[S], minutes: impl Fn(&S, &S) -> i64) -> Vec<Vec<i64>> {
    signatures.iter().map(|a| signatures.iter().map(|b| minutes(a, b)).collect()).collect()
}

impl WalkingRules {
    /// Minutes between rooms that match these patterns.
    fn minutes(&self, a: &[(bool, bool)], b: &[(bool, bool)]) -> i64 {
        let fits = |position: usize| {
            let (of_a, of_b) = (a.get(position), b.get(position));
            matches!(
                (of_a, of_b),
                (Some((true, _)), Some((_, true))) | (Some((_, true)), Some((true, _)))
            )
        };
        let walk = self.between.iter().enumerate().find(|(position, _)| fits(*position));
        walk.map_or(self.default, |(_, walk)| walk.minutes)
    }
}

/// Shortens every walk to the best detour (Floyd and Warshall), so that the triangle inequality
/// holds, without which "free at 10:00, there at 10:05" would depend on what lies between.
fn close(minutes: &mut [Vec<i64>]) {
    let count = minutes.len();
    for via in 0..count {
        for from in 0..count {
            for to in 0..count {
                let detour = minutes[from][via] + minutes[via][to];
                minutes[from][to] = minutes[from][to].min(detour);
            }
        }
    }
}

/// Whether a text matches a pattern in which `*` stands for any letters.
pub(crate) fn glob(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => {
            let Some(mut text) = text.strip_prefix(start) else { return false };
            let parts: Vec<&str> = rest.split('*').collect();
            let Some((last, middle)) = parts.split_last() else { return true };
            for part in middle {
                let Some(found) = text.find(part) else { return false };
                text = &text[found + part.len()..];
            }
            text.ends_with(last)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(name: &str) -> Option<Room> {
        Some(Room::new(name))
    }

    #[test]
    fn patterns_match_as_in_a_shell() {
        fn case(pattern: &str, text: &str, expected: bool) {
            assert_eq!(glob(pattern, text), expected, "{pattern} {text}");
        }
        case("k.*", "k.1.105", true);
        case("k.*", "k1", false);
        case("*", "", true);
        case("a*b*c", "axxbyyc", true);
        case("a*b*c", "axxcyyb", false);
        case("janson", "janson", true);
        case("janson", "janson 2", false);
        case("*(lameere)", "ub5.230 (lameere)", true);
    }

    #[test]
    fn the_first_rule_that_fits_counts_and_detours_shorten() {
        let walk = |a: &str, b: &str, minutes| Walk { rooms: (a.into(), b.into()), minutes };
        let rules = WalkingRules {
            default: 5,
            between: vec![walk("K*", "K*", 1), walk("K*", "H*", 20), walk("H*", "J*", 4)],
        };
        let rooms = ["K1", "K2", "H1", "J1", "X"].map(room);
        let walking = Walking::new(&rules, rooms.iter().cloned().chain([None]));
        let minutes = |a: &Option<Room>, b: &Option<Room>| walking.minutes(a.as_ref(), b.as_ref());
        let [k1, k2, h, j, x] = &rooms;
        assert_eq!(minutes(k1, k1), 0);
        assert_eq!(minutes(k1, k2), 1);
        assert_eq!(minutes(h, j), 4);
        assert_eq!(minutes(k1, x), 5);
        assert_eq!(minutes(k1, h), 9, "by J, five minutes and four");
        assert_eq!(minutes(&None, &None), 5);
        assert_eq!(walking.longest(), 9);
        assert_eq!(Walking::new(&WalkingRules::default(), rooms).longest(), 0);
    }
}
