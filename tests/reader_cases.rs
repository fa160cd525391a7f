//! Small cases of what has gone wrong elsewhere, with the right values.

use std::path::Path;

use attend::source::{self, Hints};

use crate::reader_quirks::slots;

/// File, number of events, and the first and the last of them in UTC.
#[rustfmt::skip]
const CASES: &[(&str, usize, &str, &str)] = &[
    ("01-tzid-gmt-with-summer-time.ics", 1, "Gardens of glass 07-23 09:20 07-23 09:50 Hall", "Gardens of glass 07-23 09:20 07-23 09:50 Hall"),
    ("02-duration-days-hours-minutes.xml", 3, "Thirty minutes 07-16 09:00 07-16 09:30 Stage", "A million minutes 07-16 12:00 05-01 20:11 Stage"),
    ("03-duration-one-hour-three-parts.xml", 3, "Mail servers 03-22 09:00 03-22 10:00 V1", "Time servers 03-22 11:00 03-22 11:30 V1"),
    ("03b-same-from-pretalx.xml", 3, "Mail servers 03-22 09:00 03-22 10:00 V1", "Time servers 03-22 11:00 03-22 11:30 V1"),
    ("04-duration-minutes-as-fraction.xml", 3, "Mail servers 03-22 09:00 03-22 10:00 V1", "Time servers 03-22 11:00 03-22 11:30 V1"),
    ("05-round-the-clock.xml", 138, "Run 1 05-30 17:00 05-30 17:25 Stream", "Run 138 06-06 23:25 06-07 01:00 Stream"),
    ("07-date-two-hours-after-start.xml", 3, "Build service news 05-26 07:30 05-26 08:15 Main", "Board elections 05-26 12:00 05-26 12:45 Main"),
    ("09-rails-zone-name.json", 1, "Zones on rails 10-05 07:00 10-05 07:30 Red", "Zones on rails 10-05 07:00 10-05 07:30 Red"),
    ("09b-rails-zone-pacific.json", 1, "Zones on rails 10-05 16:00 10-05 16:30 Red", "Zones on rails 10-05 16:00 10-05 16:30 Red"),
    ("09c-rails-zone-with-date.json", 1, "Zones on rails 10-05 07:00 10-05 07:30 Red", "Zones on rails 10-05 07:00 10-05 07:30 Red"),
    ("10-hub-events-without-room.xml", 4, "Opening 12-27 10:00 12-27 11:00 Saal 1", "Walk around the hall 12-27 12:00 12-27 13:00"),
    ("11-webex-zone-names.ics", 4, "Coastal data 06-10 16:00 06-10 17:00 Room 1", "Island data 06-10 18:00 06-10 19:00 Room 1"),
    ("12-outlook-zone-and-value.ics", 1, "Tea tasting 09-17 11:00 09-17 12:00 Kitchen", "Tea tasting 09-17 11:00 09-17 12:00 Kitchen"),
    ("13-vtimezone-three-digit-offsets.ics", 1, "Budget workshop 04-28 14:00 04-28 15:00 Board room", "Budget workshop 04-28 14:00 04-28 15:00 Board room"),
    ("14-floating-with-one-vtimezone.ics", 1, "Half-year figures 02-10 22:30 02-10 23:00", "Half-year figures 02-10 22:30 02-10 23:00"),
    ("15-two-overrides-of-one-time.ics", 3, "Evening story 06-02 19:00 06-02 19:30 Tent", "Evening story 06-04 19:00 06-04 19:30 Tent"),
    ("16-exdate-is-a-bare-date.ics", 3, "Lunch concert 03-04 12:00 03-04 13:00 Foyer", "Lunch concert 03-25 12:00 03-25 13:00 Foyer"),
    ("17-moved-in-outlook-zone.ics", 2, "Clinic 12-04 14:00 12-04 15:00 Office", "Clinic 12-09 15:00 12-09 16:00 Office"),
    ("18-override-without-series.ics", 3, "Alpha 04-09 13:00 04-09 13:30", "Gamma with two starts 02-26 11:45 02-26 12:00"),
    ("19-blank-lines-duration-first.ics", 1, "Night walk 11-21 18:45 11-21 22:45", "Night walk 11-21 18:45 11-21 22:45"),
    ("20-after-midnight-under-the-day-before.csv", 7, "The Early Owls 06-12 21:00 06-12 22:30 Main", "The Moths 06-14 01:15 06-14 02:15 Main"),
    ("21-two-date-styles-in-one-column.csv", 4, "Match 1 05-25 09:00 05-25 09:30 Gym", "Match 3 05-26 10:30 05-26 11:00 Gym"),
    ("22-quoted-offset-zone.ics", 1, "Shells 05-19 08:00 05-19 09:00", "Shells 05-19 08:00 05-19 09:00"),
    ("23-windows-display-name-zone.ics", 1, "Morning swim 06-01 05:00 06-01 06:00", "Morning swim 06-01 05:00 06-01 06:00"),
    ("24-microsoft-custom-zone.ics", 1, "Rowing 08-30 05:00 08-30 06:00", "Rowing 08-30 05:00 08-30 06:00"),
    ("26-linux-expo-headers.csv", 2, "Small computers 03-07 10:00 03-07 11:00 Room 101", "Large computers 03-07 12:00 03-07 13:00 Ballroom A"),
    ("27-one-row-per-speaker.csv", 3, "Pair programming 05-18 10:00 05-18 10:45 R1", "Compilers by hand 05-18 11:00 05-18 11:45 R2"),
    ("29-german-excel.csv", 2, "Grüße aus Köln 05-01 09:30 05-01 10:15 Großer Saal", "Ölpreise; Überblick 05-01 10:30 05-01 11:15 Großer Saal"),
    ("30-french-stars.csv", 2, "Le vélo en ville 12-01 12:00 12-01 13:00 Paris", "La mer 12-08 14:00 12-08 15:30 Brest"),
    ("31-osem-upload.csv", 2, "Blocks for beginners 08-01 09:30 08-01 10:15", "Blocks for experts 08-01 10:30 08-01 11:15"),
    ("32-markdown-table.md", 6, "Award Lecture 06-21 17:15 06-21 19:00 Symphony Hall", "Break 06-22 11:00 06-22 12:20"),
    ("33-grid-of-rooms.csv", 9, "Opening 05-01 09:00 05-01 09:30 Main hall", "Cheese 05-02 09:30 05-02 10:15 Side room"),
    ("34-indico-timetable.json", 4, "A calorimeter 05-12 07:00 05-12 07:30 Aula", "Closing 05-13 07:00 05-13 08:00 Aula"),
    ("35-days-that-hold-rooms-that-hold-talks.json", 3, "Sports and numbers 09-06 01:40 09-06 02:40 r0", "Keys 09-07 02:50 09-07 03:20 r0"),
    ("36-days-with-a-grid.json", 4, "Doors open 09-26 09:00 09-26 09:45", "Closing keynote 09-27 10:00 09-27 10:45"),
    ("39-papers-of-one-panel.csv", 3, "Migration in hard times 09-27 14:00 09-27 15:30", "Parliaments 09-27 16:00 09-27 17:30"),
    ("40-workshop-given-three-times.ics", 3, "Soldering for terrified beginners 05-28 19:00 05-28 21:00 Workshop 6", "Soldering for terrified beginners 05-30 14:00 05-30 16:00 Workshop 6"),
    ("41-one-track-without-rooms-or-ends.csv", 7, "Welcome 09-17 09:00 09-17 09:15", "Genomes in pictures 09-17 13:45 09-17 14:30"),
    ("42-japanese.csv", 3, "パン作りの基礎 05-01 10:00 05-01 10:45 大ホール", "チーズ入門 05-02 10:00 05-02 10:45 大ホール"),
    ("44-chinese-korean-times.csv", 4, "麵包入門 05-01 10:00 05-01 10:45 大禮堂", "커널 추적 05-01 15:00 05-01 15:45 강당"),
    ("45-spanish.csv", 3, "Radio para todos 04-17 09:00 04-17 09:50 Sala Maya", "Marea 04-17 16:00 04-17 16:50 Villas"),
    ("48-spreadsheet-numbers.csv", 2, "Bread 05-01 10:00 05-01 10:45 Kitchen", "Cheese 05-01 11:00 05-01 11:45 Kitchen"),
    ("49-day-headings-between-rows.csv", 3, "Bread 05-01 10:00 05-01 10:45 Kitchen", "Wine 05-02 10:00 05-02 10:45 Cellar"),
    ("51-airtable-export.csv", 2, "Bread 05-01 10:00 05-01 10:45 Kitchen", "Cheese 05-01 13:00 05-01 13:45 Cellar"),
    ("52-virtual-site.json", 2, "Large models in small rooms 12-11 18:00 12-11 18:20 East Hall A", "Small models in large rooms 12-12 00:30 12-12 03:30 West Hall"),
    ("53-ietf-agenda.json", 2, "Bread Working Group 03-16 01:00 03-16 03:00 Grand Hall A", "Plenary 03-18 08:30 03-18 10:00 Grand Hall A"),
    ("55-catalogue-with-times.json", 2, "Functions at night 12-01 18:00 12-01 19:00 Level 2, Hall A", "Functions at night 12-03 21:30 12-03 22:30 Level 3, Hall C"),
    ("56-yaml-program.yml", 2, "Registration 03-18 08:00 03-18 09:00", "Pipelines for bakers 03-18 09:15 03-18 09:45"),
    ("58-clashfinder-ten-lines-above.csv", 2, "Buds 07-10 19:45 07-10 21:00 Main Stage", "Twigs 07-10 22:00 07-10 23:45 Main Stage"),
    ("59-empty-header-and-index-column.csv", 3, "Bread 05-01 10:00 05-01 10:45 Kitchen", "Wine 05-01 12:00 05-01 12:45"),
    ("60-utf16-excel-text.csv", 1, "Grüße 05-01 09:30 05-01 10:15 Saal", "Grüße 05-01 09:30 05-01 10:15 Saal"),
    ("61-html-in-titles.json", 2, "Hike starts 05-02 14:00 05-02 15:00 Park", "Docs & tea = fun 05-02 15:00 05-02 16:00 Park & Ride"),
    ("64-contribution-without-start.ics", 1, "A calorimeter 05-12 07:00 05-12 07:30 Main building (Aula)", "A calorimeter 05-12 07:00 05-12 07:30 Main building (Aula)"),
    ("65-offsets-before-and-after-clocks-change.json", 3, "Before 03-28 09:00 03-28 09:30 A", "Later 03-29 09:00 03-29 09:30 A"),
    ("66-noon-and-midnight.csv", 4, "Not placed 03-07 00:00 03-07 00:45", "Half past 03-07 12:30 03-07 13:15 R"),
    ("68-null-words.csv", 4, "Bread 05-01 10:00 05-01 10:45", "Untitled event 05-02 11:00 05-02 11:45"),
    ("69-stage-name-above-its-sets.json", 2, "Bats 06-12 20:00 06-12 21:30 Cave", "Owls 06-12 20:00 06-12 21:30 Main"),
    ("70-afternoon-clock-without-pm.json", 5, "Wolves 06-26 12:15 06-26 12:45 Roots Stage", "Foxes 06-26 20:00 06-26 22:00 Riot Stage"),
    ("71-artist-is-the-title.json", 2, "Biscuit 06-26 20:15 06-26 21:25 Other", "The 77s 06-26 22:15 06-26 23:45 Pyramid"),
    ("73-dates-and-stages-as-keys.json", 3, "Wolves 06-26 12:15 06-26 12:45 Roots Stage", "Bears 06-27 12:50 06-27 13:20 Riot Stage"),
];

/// Files in which nothing is yet.
const EMPTY: &[&str] = &["06-empty-schedule.xml", "62-next-to-nothing.json", "63-empty-frab.json"];

#[test]
fn every_collected_case_has_its_right_values() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cases/reading");
    if !folder.is_dir() {
        println!("skipped: ../shared/cases/reading is not there");
        return;
    }
    let read = |file: &str| {
        let first_day = file.starts_with("70-").then(|| "2026-06-26".parse().unwrap());
        let hints = Hints { first_day, ..Hints::default() };
        source::read(&std::fs::read(folder.join(file)).unwrap(), &hints)
    };
    for &(file, number, first, last) in CASES {
        let slots = slots(&read(file).unwrap());
        let ends = slots.first().zip(slots.last()).map(|(one, two)| (one.as_str(), two.as_str()));
        assert_eq!((slots.len(), ends), (number, Some((first, last))), "{file}");
    }
    for file in EMPTY {
        assert!(read(file).map_or(true, |read| read.sparse.is_some()), "{file}");
    }
}
