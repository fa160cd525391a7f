//! How long it takes from one room to another.
//!
//! Rooms are told apart only as far as the profile's patterns and their buildings tell them apart:
//! all rooms that match the same patterns in the same building are one [`Area`]. So a conference of
//! hundreds of rooms has a handful of areas, and what walking costs the solver depends on these.
//!
//! A walk takes what the rule says that is about it, also where there would be a shorter way round
//! by a third room: what the user wrote holds. So the triangle inequality need not.

mod buildings;

use std::collections::{BTreeMap, BTreeSet};

use crate::schedule::Room;
use crate::text::fold;

/// Minutes between two buildings where the profile does not say it.
const BUILDING: i64 = 5;

/// The walks of one profile, before its rooms are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WalkingRules {
    /// Minutes between two different rooms that no other rule is about.
    pub default: i64,
    /// Minutes between rooms by pattern; the first that fits counts.
    pub between: Vec<Walk>,
    /// Walks between the buildings that the rooms' names show.
    pub buildings: Buildings,
}

/// What buildings count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Buildings {
    /// The profile does not say it.
    #[default]
    Guessed,
    /// So many minutes from one to another.
    Apart(i64),
    /// Nothing.
    Ignored,
}

impl Buildings {
    /// Minutes from one to another, if they count.
    pub fn minutes(self) -> Option<i64> {
        match self {
            Buildings::Guessed => Some(BUILDING),
            Buildings::Apart(minutes) => Some(minutes),
            Buildings::Ignored => None,
        }
    }
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

/// The walks between all rooms of a conference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walking {
    /// What they come from.
    rules: WalkingRules,
    /// The building of each room, where buildings count.
    buildings: BTreeMap<Room, String>,
    /// Whether these are addresses.
    are_addresses: bool,
    areas: Areas,
    /// Minutes between different rooms, by area and area.
    minutes: Vec<Vec<i64>>,
    /// By area, minutes from a room to itself: none but where a rule names one room twice.
    inside: Vec<i64>,
    /// The most of them all.
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
        let rooms: BTreeSet<Option<Room>> = rooms.into_iter().collect();
        let (of_rooms, are_addresses) = match rules.buildings.minutes() {
            Some(_) => buildings::buildings(rooms.iter().flatten()),
            None => Default::default(),
        };
        let buildings: BTreeMap<Room, String> =
            of_rooms.into_iter().map(|(room, building)| (room.clone(), building)).collect();
        let patterns: Vec<(String, String)> =
            rules.between.iter().map(|walk| (fold(&walk.rooms.0), fold(&walk.rooms.1))).collect();
        let signature = |room: &Option<Room>| -> Signature {
            let Some(room) = room else { return Signature::default() };
            let name = fold(room.as_str());
            let matches = patterns.iter().map(|(a, b)| (glob(a, &name), glob(b, &name))).collect();
            Signature { matches, building: buildings.get(room).cloned() }
        };
        let (areas, signatures) = Areas::new(rooms, signature);
        let minutes = between_all(&signatures, |a, b| rules.minutes(a, b));
        let inside = signatures.iter().map(|area| rules.inside(area)).collect();
        let walking = Walking::of(areas, minutes, inside);
        Walking { rules: rules.clone(), buildings, are_addresses, ..walking }
    }

    fn of(areas: Areas, mut minutes: Vec<Vec<i64>>, inside: Vec<i64>) -> Walking {
        // Whatever else is in such an area is the same room, written otherwise.
        for (area, &inside) in inside.iter().enumerate().filter(|(_, inside)| **inside > 0) {
            minutes[area][area] = inside;
        }
        let longest = minutes.iter().flatten().chain(&inside).copied().max().unwrap_or(0);
        Walking { areas, minutes, inside, longest, ..Walking::default() }
    }

    /// The rules that one person's walks come from.
    pub fn rules(&self) -> &WalkingRules {
        &self.rules
    }

    /// The building of a room, where buildings count.
    pub fn building(&self, room: &Room) -> Option<&str> {
        self.buildings.get(room).map(String::as_str)
    }

    /// The buildings, where walks between them are a guess.
    pub fn guessed(&self) -> BTreeSet<&str> {
        let is_guess = self.rules.buildings == Buildings::Guessed;
        self.buildings.values().filter(|_| is_guess).map(String::as_str).collect()
    }

    /// Whether the buildings are addresses, which may be anywhere in a town.
    pub fn are_addresses(&self) -> bool {
        self.are_addresses
    }

    /// The walks of several people who go together: the longest of each.
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
        let inside = signatures.iter().map(|areas| {
            let all = all.iter().zip(areas).map(|(walking, &area)| walking.inside(area));
            all.max().unwrap_or(0)
        });
        let inside = inside.collect();
        Walking::of(areas, minutes, inside)
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

    /// Minutes from a room of an area to the same room.
    pub fn inside(&self, area: Area) -> i64 {
        self.inside.get(area.index()).copied().unwrap_or(0)
    }

    /// The lengths of all walks, in minutes.
    pub fn lengths(&self) -> BTreeSet<i64> {
        self.minutes.iter().flatten().chain(&self.inside).copied().collect()
    }

    /// The longest walk of all, in minutes.
    pub fn longest(&self) -> i64 {
        self.longest
    }

    /// Minutes from one room to another. Nothing is known of the way from or to an unknown room
    /// but that it is the usual one.
    pub fn minutes(&self, from: Option<&Room>, to: Option<&Room>) -> i64 {
        if from.is_some() && from == to {
            return self.inside(self.area(from));
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

/// What tells rooms apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Signature {
    /// Whether they match the first and the second pattern of each line.
    matches: Vec<(bool, bool)>,
    building: Option<String>,
}

impl Walk {
    /// The one room that is meant, if it names the same one twice: how long it takes to go out and
    /// come in again.
    pub(crate) fn inside(&self) -> Option<&str> {
        let (a, b) = &self.rooms;
        (!a.contains('*') && fold(a) == fold(b)).then_some(a)
    }
}

impl WalkingRules {
    /// No walks.
    pub fn none() -> WalkingRules {
        WalkingRules { buildings: Buildings::Ignored, ..WalkingRules::default() }
    }

    /// Minutes from a room of a signature to itself.
    fn inside(&self, area: &Signature) -> i64 {
        let mut rules = self.between.iter().zip(&area.matches);
        let rule = rules.find(|(walk, fits)| **fits == (true, true) && walk.inside().is_some());
        rule.map_or(0, |(walk, _)| walk.minutes)
    }

    /// Minutes between different rooms of these signatures.
    fn minutes(&self, a: &Signature, b: &Signature) -> i64 {
        let fits = |position: usize| {
            let (of_a, of_b) = (a.matches.get(position), b.matches.get(position));
            matches!(
                (of_a, of_b),
                (Some((true, _)), Some((_, true))) | (Some((_, true)), Some((true, _)))
            )
        };
        let walk = self.between.iter().enumerate().find(|(position, _)| fits(*position));
        let building = a.building.as_ref().zip(b.building.as_ref()).filter(|(a, b)| a != b);
        let apart = building.and_then(|_| self.buildings.minutes());
        walk.map_or(apart.unwrap_or(self.default), |(_, walk)| walk.minutes)
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
    fn the_first_rule_that_fits_counts_whatever_the_way_round() {
        let walk = |a: &str, b: &str, minutes| Walk { rooms: (a.into(), b.into()), minutes };
        let rules = WalkingRules {
            default: 5,
            between: vec![
                walk("K*", "K*", 1),
                walk("K*", "H*", 20),
                walk("H*", "J*", 4),
                walk("x", "X", 3),
            ],
            ..WalkingRules::none()
        };
        let rooms = ["K1", "K2", "H1", "J1", "X"].map(room);
        let walking = Walking::new(&rules, rooms.iter().cloned().chain([None]));
        let minutes = |a: &Option<Room>, b: &Option<Room>| walking.minutes(a.as_ref(), b.as_ref());
        let [k1, k2, h, j, x] = &rooms;
        assert_eq!(minutes(k1, k1), 0);
        assert_eq!(minutes(k1, k2), 1);
        assert_eq!(minutes(h, j), 4);
        assert_eq!(minutes(k1, x), 5);
        assert_eq!(minutes(x, x), 3, "out and in again");
        assert_eq!(minutes(k1, h), 20, "by J it would be five minutes and four");
        assert_eq!(minutes(&None, &None), 5);
        assert_eq!(walking.longest(), 20);
        assert_eq!(Walking::new(&WalkingRules::default(), rooms).longest(), 0);
    }

    #[test]
    fn buildings_count_where_no_line_does() {
        let rooms = ["H.1", "H.2", "K.1", "K.2", "Hall"].map(room);
        let minutes = |rules: &WalkingRules| {
            let walking = Walking::new(rules, rooms.iter().cloned().chain([None]));
            let to = |place: usize| walking.minutes(rooms[0].as_ref(), rooms[place].as_ref());
            (to(1), to(2), to(4), walking.minutes(rooms[0].as_ref(), None))
        };
        assert_eq!(minutes(&WalkingRules::default()), (0, 5, 5, 0));
        assert_eq!(minutes(&WalkingRules::none()), (0, 0, 0, 0));
        let line = Walk { rooms: ("H*".into(), "K*".into()), minutes: 9 };
        let rules =
            WalkingRules { default: 1, between: vec![line], buildings: Buildings::Apart(7) };
        assert_eq!(minutes(&rules), (1, 9, 7, 1));
    }
}
