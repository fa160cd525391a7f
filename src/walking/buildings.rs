//! Names of rooms -> the buildings that they show, as far as several names agree.
//!
//! Three ways of writing are known: a code with a dot (`H.1302`, `UB2.252A`), whose first letter is
//! the building; an address behind the name (`Bright Room, 27 Dundurn St N`); and a building and a
//! room with a comma between them (`ICC, Hall D`), in either order. A single name shows nothing, and
//! neither do names that hardly repeat.

use std::collections::{BTreeMap, BTreeSet};

use crate::schedule::Room;

/// How many buildings there have to be.
const LEAST: usize = 2;

/// The building of each room, and whether it is an address; none at all where the names do not show
/// it.
///
/// Most rooms have to be written in one of the ways. A room that is not is a building of its own:
/// a famous hall has no number.
pub(super) fn buildings<'a>(
    rooms: impl IntoIterator<Item = &'a Room>,
) -> (BTreeMap<&'a Room, String>, bool) {
    let rooms: BTreeSet<&Room> = rooms.into_iter().collect();
    let by_code = || labelled(grouped(&rooms, code, 2)?);
    let named = || by_code().map(|found| (found, false));
    let by_address = || grouped(&rooms, address, 1).map(|found| (found, true));
    let by_comma = || by_comma(&rooms).map(|found| (found, false));
    named().or_else(by_address).or_else(by_comma).unwrap_or_default()
}

/// The building of each room by what its name shows, if most show one and enough of the buildings
/// have at least so many rooms.
fn grouped<'a>(
    rooms: &BTreeSet<&'a Room>,
    shown: impl Fn(&str) -> Option<&str>,
    least_rooms: usize,
) -> Option<BTreeMap<&'a Room, String>> {
    let known = rooms.iter().filter_map(|room| Some((*room, shown(room.as_str())?.to_owned())));
    let mut buildings: BTreeMap<&Room, String> = known.collect();
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for building in buildings.values() {
        *sizes.entry(building).or_default() += 1;
    }
    let several = sizes.values().filter(|size| **size >= least_rooms).count();
    if 2 * buildings.len() <= rooms.len() || several < LEAST {
        return None;
    }
    let names: BTreeSet<String> = sizes.into_keys().map(str::to_owned).collect();
    for room in rooms {
        // A corridor may be called after its building as well: `UD2.Corridor`.
        let known = corridor(room.as_str()).filter(|name| names.contains(*name));
        let building = || known.unwrap_or(room.as_str()).to_owned();
        buildings.entry(room).or_insert_with(building);
    }
    Some(buildings)
}

/// The building of what has a code with a word in place of a number.
fn corridor(name: &str) -> Option<&str> {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let word = rest.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix('.')?;
    (rest.len() < name.len() && word.starts_with(char::is_alphabetic)).then(|| &name[..1])
}

/// The letters that a code begins with: `UB` of `UB2.252A (Lameere)`.
fn letters(name: &str) -> Option<&str> {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = &name[..name.len() - rest.len()];
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix('.')?;
    let is_code =
        (1..=3).contains(&letters.len()) && number.starts_with(|c: char| c.is_ascii_digit());
    is_code.then_some(letters)
}

fn code(name: &str) -> Option<&str> {
    Some(&letters(name)?[..1])
}

/// The same, with each building called by all letters that its rooms have in common: `AW`, not `A`.
fn labelled(mut buildings: BTreeMap<&Room, String>) -> Option<BTreeMap<&Room, String>> {
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for (room, building) in &buildings {
        let Some(letters) = letters(room.as_str()) else { continue };
        let name = names.entry(building.clone()).or_insert(letters);
        let same = name.bytes().zip(letters.bytes()).take_while(|(a, b)| a == b).count();
        *name = &name[..same];
    }
    let names: BTreeMap<String, String> =
        names.into_iter().map(|(building, name)| (building, name.to_owned())).collect();
    for building in buildings.values_mut() {
        if let Some(name) = names.get(building) {
            name.clone_into(building);
        }
    }
    Some(buildings)
}

/// The street and its number: `27 Dundurn St N`, or `Rungestr. 20` before a postcode.
fn address(name: &str) -> Option<&str> {
    let parts: Vec<&str> = name.split([',', '/']).skip(1).map(str::trim).collect();
    let found = parts.iter().position(|part| {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let (letter, street) = rest.split_once(' ').unwrap_or_default();
        rest.len() < part.len()
            && letter.len() <= 1
            && street.trim_start().starts_with(char::is_alphabetic)
    })?;
    let before = parts[..found].last().filter(|it| it.ends_with(|c: char| c.is_ascii_digit()));
    before.or(parts.get(found)).copied()
}

/// By what stands before the comma or behind it, whichever has fewer names. Names in three parts, or
/// of which most are on no other room, are more than a building and a room.
fn by_comma<'a>(rooms: &BTreeSet<&'a Room>) -> Option<BTreeMap<&'a Room, String>> {
    let before = grouped(rooms, |name| Some(two_parts(name)?.0), 2);
    let behind = grouped(rooms, |name| Some(two_parts(name)?.1), 2);
    let number = |buildings: &BTreeMap<&Room, String>| {
        buildings.values().collect::<BTreeSet<&String>>().len()
    };
    let repeats = |buildings: &BTreeMap<&Room, String>| 2 * number(buildings) <= buildings.len();
    before.into_iter().chain(behind).filter(repeats).min_by_key(number)
}

fn two_parts(name: &str) -> Option<(&str, &str)> {
    name.split_once(", ").filter(|(_, behind)| !behind.contains(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each building with its rooms.
    fn shown(rooms: &[&str]) -> Vec<String> {
        let rooms: Vec<Room> = rooms.iter().map(|name| Room::new(*name)).collect();
        let mut by_building: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (room, building) in buildings(&rooms).0 {
            by_building.entry(building).or_default().push(room.as_str());
        }
        by_building
            .into_iter()
            .map(|(name, rooms)| format!("{name}: {}", rooms.join("; ")))
            .collect()
    }

    #[test]
    fn codes_show_buildings_by_their_first_letter() {
        let rooms = [
            "AW1.120",
            "AW1.126",
            "H.1302 (Depage)",
            "H.2213",
            "Janson",
            "UA2.114",
            "UB2.252A",
            "UD2.Corridor",
        ];
        assert_eq!(
            shown(&rooms),
            [
                "AW: AW1.120; AW1.126",
                "H: H.1302 (Depage); H.2213",
                "Janson: Janson",
                "U: UA2.114; UB2.252A; UD2.Corridor"
            ]
        );
    }

    #[test]
    fn addresses_and_commas_show_buildings() {
        assert_eq!(
            shown(&[
                "Red, 27 Dundurn St N, Town",
                "Blue, 27 Dundurn St N, Town",
                "Yard, 5b King St"
            ]),
            [
                "27 Dundurn St N: Blue, 27 Dundurn St N, Town; Red, 27 Dundurn St N, Town",
                "5b King St: Yard, 5b King St"
            ]
        );
        assert_eq!(shown(&["Bar / 96 Rainey St", "Pub / 209 E 6th St"]).len(), 2);
        let town = [
            "Loft, Lange Str. 20, 10115 Ort",
            "Bar, Lange Str. 20, 10997 Ort",
            "Kino, Markt 3, 10115 Ort",
        ];
        assert_eq!(
            shown(&town),
            [
                "Lange Str. 20: Bar, Lange Str. 20, 10997 Ort; Loft, Lange Str. 20, 10115 Ort",
                "Markt 3: Kino, Markt 3, 10115 Ort"
            ]
        );
        let hotels = ["ICC, Hall D", "ICC, 101", "JW, 101", "JW, Hall B", "JW, 103"];
        assert_eq!(
            shown(&hotels),
            ["ICC: ICC, 101; ICC, Hall D", "JW: JW, 101; JW, 103; JW, Hall B"]
        );
        let halls = ["Hall 5, Fair", "Hall 3, Fair", "Room 1, Center", "Room 2, Center"];
        assert_eq!(shown(&halls).len(), 2);
        let is_address = |rooms: &[&str]| {
            let rooms: Vec<Room> = rooms.iter().map(|name| Room::new(*name)).collect();
            buildings(&rooms).1
        };
        assert!(
            is_address(&town) && !is_address(&halls) && !is_address(&["H.1", "H.2", "K.1", "K.2"])
        );
    }

    #[test]
    fn other_names_show_nothing() {
        for rooms in [
            &["Kuppel", "Loft", "Galerie"][..],
            &["Saal 1", "Saal 3 Bühne", "Stage HUFF", "Saal X 07", "Call for Art (ZF1.1)"],
            &["C115", "C116", "HS1/2", "HS3"],
            // One building; two, of which one room each is no pattern; hardly any codes.
            &["H.1301", "H.1302", "H.2213"],
            &["H.1301", "K.1.105"],
            &["H.1301", "H.1302", "K.1.105", "K.1.106", "A", "B", "C", "D"],
            &["Arena, Room 8, Room 5", "Room 5", "Room 6", "Arena"],
            &["c-base, Example Lane 20, Town", "Lobby"],
            &["1.38", "1.39", "2.01", "2.02"],
            // A ship; names of which hardly any repeat.
            &["Bar, Deck 3, Aft", "Pool, Deck 9, Aft", "Inn, Deck 3, Aft", "Spa, Deck 9, Aft"],
            &["A, East", "B, East", "C, West", "D, West", "E, North", "F, South", "G, Mill"],
        ] {
            assert_eq!(shown(rooms), [""; 0], "{rooms:?}");
        }
    }
}
