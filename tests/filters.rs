//! What a profile leaves out: `never` as a weight, `languages`, `only` and `hide`.

use attend::source::{self, Hints};

use crate::support::Test;

const TWO_LANGUAGES: &str = "\
title: Two Tongues
timezone: Europe/Zurich
events:
  - { id: en, title: Open data, room: Aula, track: Data, level: 300 - Advanced, kind: lecture, language: en, start: 2026-06-05T10:00, minutes: 45 }
  - { id: de, title: Offene data, room: Aula, track: Data, level: 100 - Beginner, kind: lecture, language: de, start: 2026-06-05T11:00, minutes: 45 }
  - { id: both, title: Data for all, room: Hof, track: City, level: 100 - Beginner, kind: Lightning talk (10 min), language: 'de, en', start: 2026-06-05T12:00, minutes: 10 }
  - { id: any, title: Data walk, room: Hof 2, kind: excursion, start: 2026-06-05T13:00, minutes: 45 }
  - { id: fr, title: Data libre, room: Aula, track: City, level: 400, kind: lecture, language: fr, start: 2026-06-05T14:00, minutes: 45 }
";

fn plan(profile: &str) -> Test {
    Test::new("plan -s s.yaml -p p.yaml -f json")
        .file("s.yaml", TWO_LANGUAGES)
        .file("p.yaml", profile)
}

/// The ids of an agenda, by their times, and what was said beside it.
fn chosen(profile: &str) -> (Vec<String>, String) {
    let (out, err, code) = plan(profile).run();
    assert_eq!(code, 0, "{err}");
    let agenda: serde_json::Value = serde_json::from_str(&out).unwrap();
    let talks = agenda["talks"].as_array().unwrap().iter();
    let missed = agenda["missed"].as_array().unwrap();
    assert!(missed.is_empty(), "what is left out is not missed: {missed:?}");
    (talks.map(|talk| talk["id"].as_str().unwrap().to_owned()).collect(), err)
}

#[test]
fn each_filter_leaves_out_what_it_says() {
    let case = |profile: &str, expected: &[&str]| {
        let (ids, err) = chosen(&format!("interests: [data]\n{profile}"));
        assert_eq!((ids, err.as_str()), (owned(expected), ""), "{profile}");
    };
    case("", &["en", "de", "both", "any", "fr"]);
    case("languages: [en]", &["en", "both", "any"]);
    case("languages: [English, Français]", &["en", "both", "any", "fr"]);
    case("languages: [de-AT]", &["de", "both", "any"]);
    case("only: { levels: [100] }", &["de", "both"]);
    case("only: { levels: [300, 400] }", &["en", "fr"]);
    case("only: { tracks: [data], levels: ['3*'] }", &["en"]);
    case("hide: { kinds: [lightning, excursion] }", &["en", "de", "fr"]);
    case("hide: { rooms: [hof] }", &["en", "de", "any", "fr"]);
    case("hide: { rooms: ['Hof*'], tracks: [City] }", &["en", "de"]);
    case("only: { rooms: [Aula] }\nhide: { levels: ['400'] }\nlanguages: [de, fr]", &["de"]);
    case("languages: [en]\nmust_see: [Offene data]", &["en", "de", "both", "any"]);
    case("languages: [en]\nratings: { Data libre: 50 }", &["en", "both", "any", "fr"]);
    case("languages: []\nonly: {}\nhide: { rooms: [] }", &["en", "de", "both", "any", "fr"]);
}

fn owned(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

#[test]
fn a_weight_of_never_leaves_out_talks_about_it() {
    let case = |profile: &str, expected: &[&str]| {
        let (ids, _) = chosen(profile);
        assert_eq!(ids, owned(expected), "{profile}");
    };
    case("interests: [data, libre: never]", &["en", "de", "both", "any"]);
    case("interests: { data: 1, open: never }", &["de", "both", "any", "fr"]);
    case(
        "interests: [data, { topic: outside, weight: never, keywords: [walk, 'for all'] }]",
        &["en", "de", "fr"],
    );
    case("interests: [data, data: never]\nmust_see: [en]", &["en"]);
    case("interests: [data: never]\nratings: { fr: 9 }", &["fr"]);
    Test::new("plan -s s.yaml --like data --like walk:never -f csv")
        .file("s.yaml", TWO_LANGUAGES)
        .shows(
            "
id,title,start,end,room,track,speakers,url,points,must_see,because,instead,recorded
en,Open data,2026-06-05T10:00:00+02:00,2026-06-05T10:45:00+02:00,Aula,Data,,,646,,data 646,,
de,Offene data,2026-06-05T11:00:00+02:00,2026-06-05T11:45:00+02:00,Aula,Data,,,646,,data 646,,
both,Data for all,2026-06-05T12:00:00+02:00,2026-06-05T12:10:00+02:00,Hof,City,,,556,,data 556,,
fr,Data libre,2026-06-05T14:00:00+02:00,2026-06-05T14:45:00+02:00,Aula,City,,,602,,data 602,,
",
        );
}

#[test]
fn what_is_left_out_says_why() {
    let test = |args: &str, profile: &str| {
        Test::new(&format!("{args} -s s.yaml -p p.yaml"))
            .file("s.yaml", TWO_LANGUAGES)
            .file("p.yaml", profile)
    };
    test("talks", "interests: [data, libre: never]\nlanguages: [en]\nhide: { rooms: [Hof] }")
        .shows(
            "
Fri 10:00-10:45  Open data (en)
                 Aula · 45 min · 646 points · data 646
Fri 13:00-13:45  Data walk
                 Hof 2 · 45 min · 602 points · data 602
Fri 11:00-11:45  Offene data (de)
                 Aula · 646 points · in German, not in one of your languages
Fri 14:00-14:45  Data libre (fr)
                 Aula · 45 min · 602 points · your profile says never to libre
Fri 12:00-12:10  Data for all (de, en)
                 Hof · 556 points · your profile leaves out the room Hof
",
        );
    test("why de", "interests: [data]\nlanguages: [en, fr]").shows(
        r#"
Offene data
Friday 5 June 2026, 11:00-11:45, Aula

646 points
  441  data in the title
       "Offene [data]"
  205  data in the track
       "[Data]"

Not in your best agenda, because it is in German, not in one of your languages.
"#,
    );
    test("why en", "interests: [data, open: never]").shows(
        r#"
Open data
Friday 5 June 2026, 10:00-10:45, Aula

646 points
  441  data in the title
       "Open [data]"
  205  data in the track
       "[Data]"

Not in your best agenda, because your profile says never to `open`.
"#,
    );
    test("why any", "interests: [data]\nonly: { levels: [300] }").shows(
        r#"
Data walk
Friday 5 June 2026, 13:00-13:45, Hof 2

602 points
  602  data in the title
       "[Data] walk"

Not in your best agenda, because it has no level, and your profile wants only
some.
"#,
    );
    test("plan", "interests: [data]\nonly: { rooms: [Aula] }\nhide: { rooms: [Aula] }").shows(
        "
Two Tongues: unnamed profile
Nothing to see: no talk matches the interests and passes `languages`, `only` and
`hide`.
Times are in Europe/Zurich.
",
    );
}

#[test]
fn what_a_filter_cannot_find_is_named() {
    let check = |profile: &str| {
        Test::new("check p.yaml -s s.yaml").file("s.yaml", TWO_LANGUAGES).file("p.yaml", profile)
    };
    check(
        "interests: [data]
languages: [en, klingon, ja]
only: { levels: [300, 250], speakers: [Ada] }
hide: { rooms: [Hoff] }
",
    )
    .shows(
        "
error: p.yaml:3:29: unknown key `speakers`
hint: known keys are `levels`, `kinds`, `tracks` or `rooms`
status 1
",
    );
    check(
        "interests: [data]
languages: [en, klingon, ja]
only: { levels: [300, 250] }
hide: { rooms: [Hoff] }
",
    )
    .shows(
        "
ok: p.yaml: profile with 1 interest and 0 must-sees; 5 talks of 5 have points at Two Tongues
  2:17: no talk is in `klingon`
  3:23: there is no level `250`
  4:17: there is no room `Hoff` (did you mean `Hof` or `Hof 2`?)
",
    );
    Test::new("check p.yaml -s s.yaml")
        .file(
            "s.yaml",
            "title: T\ntimezone: UTC\nevents: [ { title: A, start: 2026-06-05T10:00, minutes: 5 } ]\n",
        )
        .file("p.yaml", "languages: [en]\nonly: { levels: [1] }\nhide: { kinds: [x], rooms: [x] }\n")
        .shows("
ok: p.yaml: profile with 0 interests and 0 must-sees; 0 talks of 1 have points at T
  1:13: `languages` has no effect: the schedule does not give the languages of its talks
  2:18: `only` has no effect: the schedule does not give the levels of its talks
  3:17: `hide` has no effect: the schedule does not give the kinds of its talks
  3:29: `hide` has no effect: the schedule does not give the rooms of its talks
");
}

#[test]
fn talks_are_listed_by_language() {
    let test =
        |args: &str| Test::new(&format!("talks -s s.yaml {args}")).file("s.yaml", TWO_LANGUAGES);
    test("--language German").shows("
Fri 11:00-11:45  Offene data (de)
                 Aula · 45 min
Fri 12:00-12:10  Data for all (de, en)
                 Hof · 10 min
! note: there is no profile yet, so no talk has points: add `--like WORD`, or write one with `attend init -s s.yaml`
");
    test("--language ja").shows(
        "
! error: --language `ja`: no talk is in this language
! hint: there are talks in German, English and French
status 2
",
    );
    let (out, _, _) = test("--language fr -f json").run();
    let rows: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(rows[0]["language"], "fr");
}

#[test]
fn sources_say_languages_levels_and_kinds_in_their_own_ways() {
    let case = |text: &str, expected: [Option<&str>; 3]| {
        let read = source::read(text.as_bytes(), &Hints::default()).unwrap();
        let event = &read.schedule.events()[0];
        let own = [&event.language, &event.level, &event.kind];
        assert_eq!(own.map(|text| text.as_deref()), expected, "{text}");
    };
    case(
        "<schedule><day date='2026-06-05'><room name='A'><event id='1'><title>T</title>\
         <date>2026-06-05T10:00:00+02:00</date><duration>0:30</duration><language>de</language>\
         <type>lecture</type></event></room></day></schedule>",
        [Some("de"), None, Some("lecture")],
    );
    case(
        r#"{"schedule": {"conference": {"title": "C", "days": [{"date": "2026-06-05", "rooms": {"A":
        [{"id": 1, "title": "T", "date": "2026-06-05T10:00:00+02:00", "duration": "00:30",
        "language": "en", "type": "workshop"}]}}]}}}"#,
        [Some("en"), None, Some("workshop")],
    );
    case(
        r#"{"results": [{"code": "A", "title": "T", "speakers": [], "content_locale": "fr",
        "submission_type": {"en": "Short talk"},
        "slot": {"start": "2026-06-05T10:00:00+02:00", "end": "2026-06-05T10:30:00+02:00"}}]}"#,
        [Some("fr"), None, Some("Short talk")],
    );
    case(
        r#"{"sessions": [{"id": "1", "title": "T", "startsAt": "2026-06-05T10:00:00",
        "endsAt": "2026-06-05T10:30:00", "isServiceSession": false, "categoryItems": [1, 2, 3]}],
        "speakers": [], "rooms": [], "categories": [
        {"title": "Language", "items": [{"id": 1, "name": "German"}]},
        {"title": "Level", "items": [{"id": 2, "name": "For beginners"}]},
        {"title": "Session format", "items": [{"id": 3, "name": "Workshop"}]}]}"#,
        [Some("de"), Some("For beginners"), Some("Workshop")],
    );
    case(
        "title,start,end,language,level,format\nT,2026-06-05 10:00,2026-06-05 11:00,English,200,Panel\n",
        [Some("en"), Some("200"), Some("Panel")],
    );
    case(
        r#"[{"title": "T", "start": "2026-06-05T10:00:00", "held_in_language": "de - German",
        "difficulty": "hard", "type": {"id": 7, "name": "Talk"}}]"#,
        [Some("de"), Some("hard"), Some("Talk")],
    );
}
