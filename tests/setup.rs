//! `attend init`, `completions` and `man`.

use std::ffi::OsString;
use std::path::Path;

use attend::render::StarterHead;
use attend::schedule::Schedule;
use attend::score::Index;
use attend::source::{Hints, read};
use attend::starter::{Starter, interview};
use attend::{bundled, complete, profile, render, schema, score};
use clap_complete::engine::complete as offers;

use crate::support::json_schema::Validator;
use crate::support::{Test, bless};

const CONFERENCE: &str = "\
title: Small Conf
timezone: Europe/Berlin
events:
  - { id: a, title: Tracing with eBPF, room: Main Hall, track: Kernel, start: 2026-05-01T10:00, minutes: 45, abstract: The kernel traced with eBPF maps }
  - { id: b, title: eBPF maps, room: Side, track: Kernel, start: 2026-05-01T11:00, minutes: 45, abstract: Maps of eBPF }
  - { id: c, title: Sourdough, room: Side, track: Food, start: 2026-05-01T12:00, minutes: 45, abstract: Baking bread with sourdough }
  - { id: d, title: Rye bread, room: Main Hall, track: Food, start: 2026-05-02T10:00, minutes: 45, abstract: Baking rye bread }
  - { id: e, title: Lunch, room: Main Hall, track: Breaks, start: 2026-05-02T12:00, minutes: 45 }
";

/// The settings that are switched off, switched on.
fn switched_on(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let off = line.strip_prefix('#').filter(|rest| {
            let word = rest.trim_start();
            !word.is_empty() && rest.len() - word.len() != 1
        });
        format!("{}\n", off.unwrap_or(line))
    });
    lines.collect()
}

fn started(schedule: &Schedule) -> String {
    let starter = Starter::new(schedule, &Index::new(schedule));
    let head = StarterHead { schema: Some("attend.schema.json"), ..StarterHead::default() };
    render::starter_profile(&starter, schedule, &head)
}

/// Problems of a first profile, as it is and with everything switched on.
fn faults(schedule: &Schedule) -> Vec<String> {
    let text = started(schedule);
    let on = switched_on(&text);
    assert!(
        !on.lines().any(|line| line.starts_with('#') && !line.starts_with("# ") && line != "#")
    );
    let mut faults = Vec::new();
    for text in [&text, &on] {
        let problems = profile::wishes(text, schedule).err().unwrap_or_default();
        faults.extend(problems.iter().map(|problem| format!("{problem:?}\n{text}")));
    }
    faults
}

#[test]
fn a_first_profile_is_right_and_switching_everything_on_keeps_it_right() {
    let bundled = bundled::SCHEDULES.iter().map(|bundled| bundled.text);
    for text in bundled.chain([CONFERENCE, "title: Empty\ntimezone: UTC\nevents: []\n"]) {
        let schedule = read(text.as_bytes(), &Hints::default()).unwrap().schedule;
        let faults = faults(&schedule);
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
    let on = switched_on(&started(&small()));
    for key in profile::KEYS {
        assert!(on.lines().any(|line| line.starts_with(&format!("{key}:"))), "lacks {key}:\n{on}");
    }
    let valid = Validator::new(schema::PROFILE);
    assert!(valid.is_valid(&serde_yaml::from_str(&on).unwrap()));
}

fn small() -> Schedule {
    read(CONFERENCE.as_bytes(), &Hints::default()).unwrap().schedule
}

#[test]
fn tracks_are_themes_with_the_words_that_tell_them_apart() {
    let schedule = small();
    let themes = score::themes(&Index::new(&schedule), &schedule);
    let names: Vec<&str> = themes.iter().map(|theme| theme.name.as_str()).collect();
    assert_eq!(names, ["Food", "Kernel"]);
    assert!(themes[0].keywords.contains(&"bread".to_owned()), "{themes:?}");
    assert!(themes[1].keywords.iter().any(|word| word.contains("ebpf")), "{themes:?}");
    assert_eq!(schedule.event(themes[1].talks[0]).id.as_str(), "b");
}

#[test]
fn without_tracks_words_that_go_together_are_themes() {
    let text: String = CONFERENCE
        .replace(", track: Kernel", "")
        .replace(", track: Food", "")
        .replace("events:", "events:\n  - { id: x, title: Maps in eBPF, start: 2026-05-02T15:00, minutes: 9, abstract: eBPF }\n  - { id: y, title: Old bread, start: 2026-05-02T16:00, minutes: 9, abstract: Baking bread }");
    let schedule = read(text.as_bytes(), &Hints::default()).unwrap().schedule;
    let themes = score::themes(&Index::new(&schedule), &schedule);
    let talks = |word: &str| {
        let theme = themes.iter().find(|theme| theme.keywords.iter().any(|k| k.contains(word)));
        let mut ids: Vec<&str> = theme
            .unwrap_or_else(|| panic!("{word} is in none of {themes:?}"))
            .talks
            .iter()
            .map(|&ix| schedule.event(ix).id.as_str())
            .collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(talks("ebpf"), ["a", "b", "x"]);
    assert_eq!(talks("bread"), ["c", "d", "y"]);
}

#[test]
fn genres_in_the_texts_are_themes_by_name() {
    let text = CONFERENCE
        .replace("track: Kernel, ", "")
        .replace("track: Food, ", "")
        .replace(
            "abstract: The kernel",
            "description: \"Company: A\\nGenre: Comedy, Solo Show\", abstract: The kernel",
        )
        .replace("abstract: Maps", "description: \"genre: Comedy,\", abstract: Maps")
        .replace(
            "abstract: Baking bread",
            "description: \"Genre: Solo Show\", abstract: Baking bread",
        );
    let schedule = read(text.as_bytes(), &Hints::default()).unwrap().schedule;
    let themes = score::themes(&Index::new(&schedule), &schedule);
    let found: Vec<(&str, usize)> =
        themes.iter().map(|theme| (theme.name.as_str(), theme.talks.len())).collect();
    assert_eq!(found, [("Comedy", 2), ("Solo Show", 2)]);
}

#[test]
fn in_german_only_nouns_are_themes() {
    let event = |number: usize, title: &str, text: &str| {
        format!(
            "  - {{ id: e{number}, title: '{title}', start: 2026-05-01T{:02}:{:02}, minutes: 20, abstract: '{text}' }}\n",
            8 + number / 2,
            number % 2 * 30
        )
    };
    let texts = [
        ("Der Garten", "Wir reden gegen die Dürre und das Gemüse muss dann ganz trocken sein"),
        ("Gemüse und die Stadt", "Wir reden gegen den Beton und der Garten muss ganz nah sein"),
        ("Der Garten am Haus", "Wir geben das Gemüse dann gegen Geld und reden"),
        ("Das Fahrrad", "Wir geben das Werkzeug dann an die Werkstatt und das muss reichen"),
        ("Die Werkstatt", "Wir reden mit dem Fahrrad und geben dann das Werkzeug"),
        ("Das Fahrrad in der Werkstatt", "Ein Werkzeug muss ganz gegen den Rost sein"),
    ];
    let events = (0..24).map(|number| match texts.get(number) {
        Some((title, text)) => event(number, title, text),
        None => event(number, &format!("Das Thema {number}x"), "Wir sind mit der Idee da"),
    });
    let text = format!("title: Treffen\ntimezone: UTC\nevents:\n{}", events.collect::<String>());
    let test = Test::new("init -s s.yaml -o - -q").file("s.yaml", text);
    let (out, err, code) = test.run();
    assert_eq!((err.as_str(), code), ("", 0));
    let topics = out.lines().filter(|line| line.contains("- { topic:")).collect::<String>();
    for noun in ["werkzeug", "gemuse"] {
        assert!(topics.contains(noun), "{noun}: {topics}");
    }
    for word in ["gegen", "reden", "geben", "muss", "dann", "ganz"] {
        assert!(!topics.contains(word), "{word}: {topics}");
    }
}

#[test]
fn words_of_any_french_or_german_text_are_no_themes() {
    let texts = [
        "Le reseau tout simplement grâce à notre routeur",
        "Grâce au routeur tout marche encore avec votre reseau",
        "Encore un routeur dans votre reseau, et tout est simplement bien",
        "Euch die Heizung zeigen, hier und jetzt, mit doch einer Pumpe",
        "Die Pumpe hier zeigt euch doch jetzt die Heizung",
        "Jetzt die Heizung, hier mit Pumpe, doch ohne euch",
    ];
    let event = |(number, text): (usize, &str)| {
        let start = 8 + number / 2;
        let half = number % 2 * 30;
        format!(
            "  - {{ id: e{number}, title: T{number}, start: 2026-05-01T{start:02}:{half:02}, \
             minutes: 20, abstract: '{text}' }}\n"
        )
    };
    let others = (0..18).map(|_| "Something else");
    let events: String = texts.into_iter().chain(others).enumerate().map(event).collect();
    let text = format!("title: Rencontre\ntimezone: UTC\nevents:\n{events}");
    let (out, err, code) = Test::new("init -s s.yaml -o - -q").file("s.yaml", text).run();
    assert_eq!((err.as_str(), code), ("", 0));
    let topics = out.lines().filter(|line| line.contains("- { topic:")).collect::<String>();
    for subject in ["reseau", "routeur", "heizung", "pumpe"] {
        assert!(topics.contains(subject), "{subject}: {topics}");
    }
    for word in ["tout", "grace", "encore", "votre", "euch", "hier", "doch", "jetzt"] {
        assert!(!topics.contains(word), "{word}: {topics}");
    }
}

#[test]
fn words_of_forms_and_cities_are_no_themes() {
    let events: String = ["Dublin", "Toronto", "Kafka"]
        .iter()
        .flat_map(|word| (0..3).map(move |at| (word, at)))
        .map(|(word, at)| {
            format!(
                "  - {{ title: {word} {at}, start: 2026-05-01T1{at}:00, minutes: 9, abstract: \"Named company name: CANCELLED {word} description\" }}\n"
            )
        })
        .collect();
    let text = format!("title: Conf\ntimezone: UTC\nevents:\n{events}{}", {
        let other = |at| {
            format!(
                "  - {{ title: Other{at}, start: 2026-05-02T10:00, minutes: 9, abstract: x }}\n"
            )
        };
        (0..60).map(other).collect::<String>()
    });
    let schedule = read(text.as_bytes(), &Hints::default()).unwrap().schedule;
    let themes = score::themes(&Index::new(&schedule), &schedule);
    let names: Vec<&str> = themes.iter().map(|theme| theme.name.as_str()).collect();
    assert_eq!(names, ["kafka"]);
}

#[test]
fn a_first_profile_names_its_schedule_and_leaves_the_choice_open() {
    let init = Test::new("init");
    let (out, err, code) = init.run();
    assert_eq!((out.as_str(), code), ("", 0), "{err}");
    bless::same(
        &err,
        "
note: wrote attend.yaml, and attend.schema.json for editors that complete it
note: switch on what you like in it, then try `attend plan`
",
    );
    let schema = std::fs::read_to_string(init.folder().join("attend.schema.json")).unwrap();
    assert_eq!(schema, schema::PROFILE);
    let (out, err, code) = Test::new("check attend.yaml").run_in(init.folder());
    assert!(out.starts_with("ok: attend.yaml: profile with 0 interests"), "{out}");
    assert_eq!((err.as_str(), code), ("", 0));
    let (out, _, code) = Test::new("plan").run_in(init.folder());
    assert!(out.contains("the profile names no interests, so no talk has points"), "{out}");
    assert_eq!(code, 0);
    let path = init.folder().join("attend.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("\nschedule: all-systems-go-2018\n"), "{text}");
    std::fs::write(&path, text.replace("#  - { topic:", "  - { topic:")).unwrap();
    let (out, err, code) = Test::new("plan -f json").run_in(init.folder());
    assert_eq!((err.as_str(), code), ("", 0));
    let agenda: serde_json::Value = serde_json::from_str(&out).unwrap();
    // The two days of talks are full, from morning to evening.
    assert!(agenda["talks"].as_array().unwrap().len() >= 20, "{out}");
}

#[test]
fn a_profile_in_another_folder_finds_its_schedule() {
    let test =
        Test::new("init -s s.yaml -o mine/me.yaml --tz Asia/Tokyo").file("s.yaml", CONFERENCE);
    std::fs::create_dir(test.folder().join("mine")).unwrap();
    test.shows(
        "! note: wrote mine/me.yaml, and mine/attend.schema.json for editors that complete it
! note: switch on what you like in it, then try `attend plan -p mine/me.yaml`
",
    );
    let text = std::fs::read_to_string(test.folder().join("mine/me.yaml")).unwrap();
    assert!(text.contains("\nschedule: \"../s.yaml\"\n"), "{text}");
    assert!(text.contains("\ntimezone: Asia/Tokyo\n"), "{text}");
    let (out, err, code) = Test::new("check mine/me.yaml").run_in(test.folder());
    assert!(out.contains("at Small Conf"), "{out}{err}");
    assert_eq!(code, 0);
}

#[test]
fn the_zone_is_asked_where_the_schedule_does_not_say_it() {
    let csv = "title,start,end\nRust,2026-05-01 10:00,2026-05-01 11:00\nBread,2026-05-01 12:00,2026-05-01 13:00\n";
    let answers = "Munich\nberlin\nAda\nrust\n\n\n\n\n";
    let test = Test::new("init -i -s s.csv").file("s.csv", csv).input(answers);
    let (_, err, code) = test.run();
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("The schedule does not say its time zone."), "{err}");
    assert!(
        err.contains(
            "  unknown time zone `Munich`; write an area and a city, as in `Europe/Berlin`"
        ),
        "{err}"
    );
    assert!(!err.contains("zone guessed"), "{err}");
    let text = std::fs::read_to_string(test.folder().join("attend.yaml")).unwrap();
    assert!(text.contains("\ntimezone: Europe/Berlin\n"), "{text}");
    let (out, err, _) = Test::new("plan").run_in(test.folder());
    assert!(out.contains("10:00-11:00") && out.contains("Europe/Berlin"), "{out}{err}");
}

#[test]
fn what_is_there_is_not_written_over_without_force() {
    let test = Test::new("init").file("attend.yaml", "name: Mine\n");
    test.shows(
        "! error: attend.yaml already exists
! hint: name another file with -o, or overwrite it with --force
status 2",
    );
    assert!(!test.folder().join("attend.schema.json").exists());
    Test::new("init").file("attend.schema.json", "{}").shows(
        "! error: attend.schema.json already exists
! hint: name another file with -o, or overwrite it with --force
status 2",
    );
    let forced = Test::new("init --force").file("attend.yaml", "").file("attend.schema.json", "");
    assert_eq!(forced.run().2, 0);
    assert_eq!(Test::of(&["init", "-o", "my own.yaml"]).run_in(forced.folder()).2, 0);
    let text = std::fs::read_to_string(forced.folder().join("my own.yaml")).unwrap();
    assert!(text.contains("attend plan -p 'my own.yaml'\n"), "{text}");
    // The schema that is there now is the same, and a second profile has a name of its own.
    assert_eq!(Test::new("init -o two.yaml").run_in(forced.folder()).2, 0);
    assert_eq!(Test::new("init -o two.yaml").run_in(forced.folder()).2, 2);
}

#[test]
fn a_profile_on_standard_output_needs_no_file() {
    let test = Test::new("init -o - -s s.yaml").file("s.yaml", CONFERENCE);
    let (out, err, code) = test.run();
    assert_eq!((err.as_str(), code), ("", 0));
    assert!(out.starts_with("# A profile for Small Conf.\n"), "{out}");
    assert!(out.contains("\nschedule: s.yaml\n"), "{out}");
    assert_eq!(std::fs::read_dir(test.folder()).unwrap().count(), 1);
}

#[test]
fn answers_make_the_profile() {
    let answers = "Ada Lovelace\nlots:x\n3\n1:2, rust:3, kernel\nboot time: 2\nrye\nnothing like it\n\nFri 11:00\n\n30\n";
    let test = Test::new("init -i -s s.yaml").file("s.yaml", CONFERENCE).input(answers);
    let (_, err, code) = test.run();
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("  1 Food (2)\n  2 Kernel (2)\n"), "{err}");
    let days = "The conference is from Fri 1 May 10:00 to Sat 2 May 12:45.\n";
    assert!(err.contains(days), "{err}");
    assert!(err.contains("  `x` is not a number from -100 to 100\n"), "{err}");
    assert!(err.contains("  `3` is not a number from 1 to 2\n"), "{err}");
    assert!(
        err.contains("  there is no talk `nothing like it`; `attend talks` lists them all\n"),
        "{err}"
    );
    let text = std::fs::read_to_string(test.folder().join("attend.yaml")).unwrap();
    let wishes = profile::wishes(&text, &small()).unwrap().0;
    assert_eq!(wishes.name, "Ada Lovelace");
    let interests: Vec<(&str, f64)> = wishes
        .interests
        .iter()
        .map(|interest| (interest.topic.as_str(), interest.weight.number()))
        .collect();
    assert_eq!(interests, [("rust", 3.0), ("boot time", 2.0), ("Food", 2.0), ("Kernel", 1.0)]);
    assert_eq!(wishes.must_see.len(), 1);
    assert_eq!(wishes.here.len(), 1);
    assert_eq!(wishes.breaks[0].minutes, 30);
}

#[test]
fn answers_that_end_early_leave_the_rest_as_it_is() {
    let test = Test::new("init -i -s s.yaml").file("s.yaml", CONFERENCE).input("Ada\n2:3\n");
    let (_, err, code) = test.run();
    assert_eq!(code, 0);
    assert!(
        err.contains("warning: standard input ended early, so the rest is as proposed"),
        "{err}"
    );
    let text = std::fs::read_to_string(test.folder().join("attend.yaml")).unwrap();
    let wishes = profile::wishes(&text, &small()).unwrap().0;
    let interests: Vec<(&str, f64)> =
        wishes.interests.iter().map(|it| (it.topic.as_str(), it.weight.number())).collect();
    assert_eq!(interests, [("Kernel", 3.0)]);
}

#[test]
fn an_interview_never_makes_a_wrong_profile() {
    let schedule = small();
    let odd = [
        "",
        "-",
        "#",
        "null",
        "a: b: c",
        "'",
        "\"",
        "Fri",
        "31:00",
        "[",
        "2",
        "1e999",
        "é, ü: 2",
        "topic",
        ": 2",
        &"x".repeat(300),
    ];
    for (at, first) in odd.iter().enumerate() {
        let mut starter = Starter::new(&schedule, &Index::new(&schedule));
        let mut asked = 0;
        interview(&mut starter, &schedule, &mut |_| {
            asked += 1;
            let answer = if asked == 1 { first } else { odd[(at + asked) % odd.len()] };
            (asked < 60).then(|| answer.to_owned())
        });
        let text = render::starter_profile(&starter, &schedule, &StarterHead::default());
        assert!(profile::wishes(&text, &schedule).is_ok(), "{text}");
    }
}

#[test]
fn first_profiles_of_real_conferences_are_right() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if !data.is_dir() {
        println!("skipped: there is no ../shared/data");
        return;
    }
    let mut seen = 0;
    for kind in ["frab-json", "pretalx-api", "konopas", "sessionize-all", "open-event"] {
        for entry in std::fs::read_dir(data.join(kind)).unwrap().take(4) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                continue;
            }
            let Ok(read) = read(&std::fs::read(&path).unwrap(), &Hints::default()) else {
                continue;
            };
            let faults = faults(&read.schedule);
            assert!(faults.is_empty(), "{}: {}", path.display(), faults[0]);
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen}");
}

/// What a shell would offer at the end of a line.
fn offered(folder: &Path, line: &str) -> Vec<String> {
    let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
    let mut command = complete::command(&words, folder);
    let last = words.len() - 1;
    let offers = offers(&mut command, words, last, Some(folder)).unwrap();
    offers.iter().map(|offer| offer.get_value().to_str().unwrap().to_owned()).collect()
}

#[test]
fn a_shell_offers_talks_rooms_days_and_files_of_the_schedule_on_the_line() {
    let test = Test::new("").file("s.yaml", CONFERENCE).file("me.yaml", "");
    let case = |line: &str, expected: &[&str]| {
        assert_eq!(offered(test.folder(), line), expected, "{line}");
    };
    case("attend why -s s.yaml ry", &["rye-bread"]);
    case("attend why -s s.yaml bread", &["rye-bread"]);
    case("attend why --schedule=s.yaml e", &["tracing-with-ebpf", "ebpf-maps", "e"]);
    case("attend why -s s.yaml a", &["a"]);
    case("attend talks -s s.yaml --room m", &["Main Hall"]);
    case("attend talks -s s.yaml --track K", &["Kernel"]);
    case("attend talks -s s.yaml --day 2026", &["2026-05-01", "2026-05-02"]);
    case("attend why netb", &["netboot21"]);
    case("attend plan -p new", &["newcomer"]);
    case("attend plan -p m", &["me.yaml"]);
    case("attend plan -s ", &["all-systems-go-2018", ".", "me.yaml", "s.yaml"]);
    // No key press waits for the network, and what cannot be read offers nothing.
    case("attend why -s https://example.org/s.xml a", &[]);
    case("attend why -s me.yaml a", &[]);
    assert!(offered(test.folder(), "attend in").contains(&"init".to_owned()));
}

#[test]
fn a_shell_offers_short_ids_and_the_talks_of_a_saved_agenda() {
    let plan = "plan -s s.yaml --like ebpf -q -o my.agenda.json";
    let test = Test::new(plan).file("s.yaml", CONFERENCE.replace("id: a,", "id: ABC12,"));
    assert_eq!(test.run().2, 0);
    let case = |line: &str, expected: &[&str]| {
        assert_eq!(offered(test.folder(), line), expected, "{line}");
    };
    case("attend why -s s.yaml ABC", &["ABC12"]);
    case("attend pin rye", &["rye-bread"]);
    case("attend skip rye", &["rye-bread"]);
    case("attend pin my.agenda.json AB", &["ABC12"]);
}

#[test]
fn what_a_shell_offers_is_a_name_that_attend_understands() {
    let schedule = read(bundled::SCHEDULES[0].text.as_bytes(), &Hints::default()).unwrap().schedule;
    let test = Test::new("");
    let all = offered(test.folder(), "attend why ");
    assert!(all.len() > 40, "{all:?}");
    for talk in all.iter().filter(|word| !word.starts_with('-')) {
        assert!(attend::find::talk(&schedule, talk).is_ok(), "{talk}");
    }
}

#[test]
fn every_shell_gets_its_script() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (out, err, code) = Test::of(&["completions", shell]).run();
        assert_eq!((err.as_str(), code), ("", 0));
        assert!(out.contains("ATTEND_COMPLETE") && out.contains("attend"), "{out}");
    }
}

#[test]
fn there_is_a_man_page_for_every_command() {
    let (out, _, code) = Test::new("man").run();
    assert!(code == 0 && out.contains(".TH attend 1") && out.contains("Exit status"), "{out}");
    let test = Test::new("man -o .");
    let (_, err, code) = test.run();
    assert_eq!(code, 0, "{err}");
    for command in ["attend", "attend-plan", "attend-init", "attend-completions"] {
        let page = test.folder().join(format!("{command}.1"));
        let text = std::fs::read_to_string(page).unwrap();
        assert!(text.contains(".SH SYNOPSIS"), "{text}");
    }
    assert_eq!(Test::new("man -o nowhere").run().2, 2);
}

#[test]
fn the_next_command_is_offered_to_somebody_at_a_terminal_only() {
    let case = |command: &str, words: &str| {
        let (_, err, _) = Test::new(command).watched().run();
        assert!(err.contains("next: ") && err.contains(words), "{command}: {err}");
        for quiet in [Test::new(command), Test::new(&format!("{command} -q")).watched()] {
            assert!(!quiet.run().1.contains("next: "), "{command}");
        }
    };
    case("plan -p newcomer", "`attend why TALK -p newcomer`");
    case("talks boot -p newcomer", "-p newcomer`");
    let (_, err, _) = Test::new("plan -f json").watched().run();
    assert!(!err.contains("next: "), "{err}");
}

#[test]
fn an_interview_offers_topics_that_no_track_names() {
    let head = "title: Conf\ntimezone: Europe/Berlin\nevents:\n";
    let title = |n: usize| match n {
        0 | 1 => "On databases",
        2 => "A database of birds",
        3 => "PostgreSQL, SQL and its query planner",
        _ => "The weather of tomorrow",
    };
    let event = |n: usize| {
        let (title, hour) = (title(n), 10 + n % 8);
        let (day, track) = (1 + n / 8, ["Blue", "Red", "Green"][n % 3]);
        format!(
            "  - {{ id: e{n}, title: '{title} {n}', track: '{track}', \
             start: 2026-05-0{day}T{hour}:00, minutes: 30 }}\n"
        )
    };
    let schedule: String = std::iter::once(head.to_owned()).chain((0..30).map(event)).collect();
    let test = Test::new("init -i -s s.yaml").file("s.yaml", schedule).input("Ada\n\n\n");
    let (_, err, code) = test.run();
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("There are also talks about:\n  database (4)\n"), "{err}");
}
