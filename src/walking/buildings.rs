//! Names of rooms -> the buildings that they show, as far as several names agree.
//!
//! Three ways of writing are known: a code with a dot (`H.1302`, `UB2.252A`), whose first letter is
//! the building; an address behind the name (`Bright Room, 27 Dundurn St N`); and a building and a
//! room with a comma between them (`ICC, Hall D`), in either order. A single name shows nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::schedule::Room;

/// How many buildings there have to be.
const LEAST: usize = 2;

/// The building of each room; none at all where the names do not show it.
///
/// Most rooms have to be written in one of the ways. A room that is not is a building of its own:
/// a famous hall has no number.
pub(super) fn buildings<'a>(
    rooms: impl IntoIterator<Item = &'a Room>,
) -> BTreeMap<&'a Room, String> {
    let rooms: BTreeSet<&Room> = rooms.into_iter().collect();
    let by_code = || labelled(grouped(&rooms, code, 2)?);
    let by_address = || grouped(&rooms, address, 1);
    by_code().or_else(by_address).or_else(|| by_comma(&rooms)).unwrap_or_default()
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
    for room in rooms {
        buildings.entry(room).or_insert_with(|| room.to_string());
    }
    Some(buildings)
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

/// The street and its number: `27 Dundurn St N`.
fn address(name: &str) -> Option<&str> {
    let mut parts = name.split([',', '/']).skip(1).map(str::trim);
    parts.find(|part| {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let (letter, street) = rest.split_once(' ').unwrap_or_default();
        rest.len() < part.len()
            && letter.len() <= 1
            && street.trim_start().starts_with(char::is_alphabetic)
    })
}

/// By what stands before the comma or behind it, whichever has fewer names.
fn by_comma<'a>(rooms: &BTreeSet<&'a Room>) -> Option<BTreeMap<&'a Room, String>> {
    let before = grouped(rooms, |name| Some(name.split_once(", ")?.0), 2);
    let behind = grouped(rooms, |name| Some(name.split_once(", ")?.1), 2);
    let number = |buildings: &BTreeMap<&Room, String>| {
        buildings.values().collect::<BTreeSet<&String>>().len()
    };
    before.into_iter().chain(behind).min_by_key(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each building with its rooms.
    fn shown(rooms: &[&str]) -> Vec<String> {
        let rooms: Vec<Room> = rooms.iter().map(|name| Room::new(*name)).collect();
        let mut by_building: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (room, building) in buildings(&rooms) {
            by_building.entry(building).or_default().push(room.as_str());
        }
        by_building
            .into_iter()
            .map(|(name, rooms)| format!("{name}: {}", rooms.join("; ")))
            .collect()
    }

    #[test]
    fn codes_show_buildings_by_their_first_letter() {
        let rooms =
            ["AW1.120", "AW1.126", "H.1302 (Depage)", "H.2213", "Janson", "UA2.114", "UB2.252A"];
        assert_eq!(
            shown(&rooms),
            [
                "AW: AW1.120; AW1.126",
                "H: H.1302 (Depage); H.2213",
                "Janson: Janson",
                "U: UA2.114; UB2.252A"
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
        let hotels = ["ICC, Hall D", "ICC, 101", "JW, 101", "JW, Hall B", "JW, 103"];
        assert_eq!(
            shown(&hotels),
            ["ICC: ICC, 101; ICC, Hall D", "JW: JW, 101; JW, 103; JW, Hall B"]
        );
        let halls = ["Hall 5, Fair", "Hall 3, Fair", "Room 1, Center", "Room 2, Center"];
        assert_eq!(shown(&halls).len(), 2);
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
        ] {
            assert_eq!(shown(rooms), [""; 0], "{rooms:?}");
        }
    }
}
