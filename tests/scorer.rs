//! What keywords find, for how many points, and how it is explained.

use attend::bundled::{PROFILES, SCHEDULES};
use attend::profile::{Weight, Wishes, wishes};
use attend::schedule::{EventIx, Schedule};
use attend::score::{FULL, Field, Index, Source, oddities, quotes, score};
use attend::source::{Hints, read};

use crate::support::Test;

/// A schedule of talks with a title and, behind a bar, a description.
fn schedule(talks: &[&str]) -> Schedule {
    schedule_in("en", talks)
}

fn schedule_in(language: &str, talks: &[&str]) -> Schedule {
    let mut text = String::from("title: T\ntimezone: UTC\nevents:\n");
    for (i, talk) in talks.iter().enumerate() {
        let (title, description) = talk.split_once('|').unwrap_or((talk, ""));
        let (title, description) =
            (serde_json::json!(title.trim()), serde_json::json!(description.trim()));
        let (day, hour) = (1 + i / 20, i % 20);
        text += &format!(
            "  - {{ id: t{i}, title: {title}, description: {description}, language: {language}, \
             start: 2026-05-{day:02}T{hour:02}:00, minutes: 30 }}\n"
        );
    }
    read(text.as_bytes(), &Hints::default()).unwrap().schedule
}

fn wished(profile: &str, schedule: &Schedule) -> Wishes {
    wishes(profile, schedule).unwrap().0
}

/// The points of every talk, in the order given.
fn points(talks: &[&str], profile: &str) -> Vec<i64> {
    points_at(&schedule(talks), profile)
}

fn points_at(schedule: &Schedule, profile: &str) -> Vec<i64> {
    let scores = score(schedule, &wished(profile, schedule));
    let of = |(ix, event): (EventIx, _)| {
        let event: &attend::schedule::Event = event;
        (event.id.as_str()[1..].parse::<usize>().unwrap(), scores.of(ix).points)
    };
    let mut all: Vec<(usize, i64)> = schedule.iter().map(of).collect();
    all.sort_unstable();
    all.into_iter().map(|(_, points)| points).collect()
}

/// Which talks a keyword finds, by their place.
#[track_caller]
fn finds(talks: &[&str], keyword: &str, expected: &[usize]) {
    let profile = format!("interests: [{}]\nrelated: false", serde_json::json!(keyword));
    let points = points(talks, &profile);
    let found: Vec<usize> = (0..talks.len()).filter(|&talk| points[talk] > 0).collect();
    assert_eq!(found, expected, "{keyword}: {points:?}");
}

#[test]
fn words_are_found_as_technical_people_write_them() {
    finds(&["Training day", "AI for all"], "ai", &[1]);
    finds(&["C++ and you", "C and you", "C# and you"], "c++", &[0]);
    finds(&["On .NET", "The net"], ".net", &[0]);
    finds(&["With io_uring", "IO uring", "Iouring", "Ring"], "io_uring", &[0, 1, 2]);
    finds(&["Build with node.js", "A node"], "Node.js", &[0, 1]);
    finds(&["Reading /proc", "Process"], "/proc", &[0]);
    finds(&["File system", "Filesystems", "A file in a system"], "filesystem", &[0, 1]);
    finds(&["FreeCAD for all", "Free coffee"], "cad", &[0]);
    finds(&["Kubernetes", "Kubectl", "Cube"], "kube*", &[0, 1]);
    finds(&["See https://rust.example/go", "Rust"], "rust", &[1]);
    finds(&["Ünïcode", "Ascii"], "unicode", &[0]);
    finds(&["自由ソフトウェアの話", "別の話"], "自由", &[0]);
}

#[test]
fn a_phrase_in_quotes_is_found_only_whole() {
    let talks = ["Open container initiative", "Container open day", "Initiative"];
    finds(&talks, "open container", &[0, 1]);
    finds(&talks, "\"open container\"", &[0]);
}

#[test]
fn other_names_are_found() {
    finds(&["Kubernetes at home", "K8s at work", "Cabbage"], "k8s", &[0, 1]);
    finds(&["Software Bill of Materials (SBOM)", "An SBOM"], "software bill of materials", &[0, 1]);
    // Only this schedule says what it stands for.
    finds(&["The Quite Odd Thing (QOT)", "A QOT", "Odd"], "quite odd thing", &[0, 1, 2]);
    let with_alias = "interests: [zebra]\nrelated: false\naliases: { zebra: [horse, striped one] }";
    assert_eq!(points(&["A horse", "Striped one", "Zebra", "Cow"], with_alias)[3], 0);
    assert!(
        points(&["A horse", "Striped one", "Zebra", "Cow"], with_alias)[..3].iter().all(|&p| p > 0)
    );
}

#[test]
fn the_word_itself_beats_another_form_and_a_title_beats_a_description() {
    let points = points(
        &["Containers", "Container", "Talk | container", "Nothing"],
        "interests: [container]\nrelated: false",
    );
    assert!(points[1] > points[0] && points[0] > 0, "{points:?}");
    assert!(points[1] > points[2] && points[2] > 0, "{points:?}");
}

#[test]
fn a_capital_tells_a_language_from_a_verb() {
    let talks = [
        "Talk | We write it in Go today",
        "Talk | Where do we go from here",
        "Talk | You can go home and then go on",
        "Talk | A server in Go for all",
    ];
    let points = points(&talks, "interests: [Go]\nrelated: false");
    assert!(points[0].min(points[3]) > 3 * points[1].max(points[2]), "{points:?}");
}

#[test]
fn a_weak_best_match_is_not_made_out_to_be_a_full_one() {
    let long = "Many words of something else. ".repeat(20);
    let weak = format!("Talk | {long} It is networked. {long}");
    let points = points(&[&weak, "A", "B", "C"], "interests: [networking]");
    assert!((1..FULL / 3).contains(&points[0]), "{points:?}");
}

#[test]
fn a_pasted_description_gains_nothing_by_its_length() {
    let words = "Tracing the kernel with probes and maps, then reading what comes out of it. ";
    let short = format!("One | {words}");
    let other = "Other | We bake bread with the kernel of old grain and talk about the oven. ";
    let others = [other; 8];
    let profile = "interests: [kernel, tracing]\nrelated: false";
    let with = |description: String| {
        let one = format!("One | {description}");
        let mut talks = vec![one.as_str()];
        talks.extend(others);
        points(&talks, profile)[0]
    };
    let plain = with(words.to_owned());
    assert_eq!(plain, points(&[&[short.as_str()], &others[..]].concat(), profile)[0]);
    assert!(with(words.repeat(200)) <= plain, "the same again and again");
    let book = format!("{words}{}", "And many other things are said here at length. ".repeat(1000));
    assert!(with(book) < plain, "twenty pages of other things");
}

#[test]
fn german_french_and_spanish_talks_are_found_by_other_forms_of_their_words() {
    fn case(language: &str, talks: &[&str], keyword: &str, expected: &[usize]) {
        for language in [language, "''"] {
            let schedule = schedule_in(language, talks);
            let profile = format!("interests: [{keyword}]\nrelated: false");
            let points = points_at(&schedule, &profile);
            let found: Vec<usize> = (0..talks.len()).filter(|&talk| points[talk] > 0).collect();
            assert_eq!(found, expected, "{keyword} in `{language}`: {points:?}");
        }
    }
    let german = [
        "Freie Netzwerke | Wir bauen das Netz und die Technik, die wir für alle brauchen.",
        "Über Häuser | Das ist nicht der Ort und die Zeit, aber wir bleiben.",
    ];
    case("de", &german, "Netzwerk", &[0]);
    case("de", &german, "haus", &[1]);
    let french = [
        "Les logiciels libres | Les outils et les données pour une ville dans le monde.",
        "Une histoire | Le pain et les villes dans une région.",
    ];
    case("fr", &french, "logiciel", &[0]);
    let spanish = [
        "Los datos abiertos | Para los que trabajan con los datos y las redes del mundo.",
        "El pan | La historia del pan y de las ciudades por el mundo.",
    ];
    case("es", &spanish, "red", &[0]);
}

/// Twenty-four talks, of which some have words in common.
fn conference() -> Schedule {
    let mut talks: Vec<String> = Vec::new();
    for i in 0..4 {
        talks.push(format!("Podman number{i} | Rootless podman with cgroups and namespaces."));
    }
    talks.push("Rootless things | How cgroups and namespaces keep them apart.".to_owned());
    for i in 0..19 {
        talks.push(format!("Bread number{i} | We bake loaf{i} and eat it."));
    }
    schedule(&talks.iter().map(String::as_str).collect::<Vec<&str>>())
}

#[test]
fn related_words_count_a_little_and_can_be_switched_off() {
    let schedule = conference();
    let learnt = points_at(&schedule, "interests: [podman]");
    assert!(learnt[4] > 0 && learnt[4] * 4 < learnt[0], "{learnt:?}");
    assert_eq!(learnt[10], 0);
    let off = points_at(&schedule, "interests: [podman]\nrelated: false");
    assert_eq!(off[4], 0);
    let like = points_at(&schedule, "must_see: [t0, t1]");
    assert!(like[2] > 0 && like[0] == 0 && like[10] == 0, "{like:?}");
    assert!(points_at(&schedule, "must_see: [t0, t1]\nrelated: false").iter().all(|&p| p == 0));
}

#[test]
fn related_words_are_shown_as_such() {
    let schedule = conference();
    let index = Index::new(&schedule);
    let scores = index.score(&wished("interests: [podman]", &schedule));
    let (ix, _) = schedule.iter().find(|(_, event)| event.id.as_str() == "t4").unwrap();
    let evidence = &scores.of(ix).evidence;
    assert_eq!(evidence.len(), 1);
    assert_eq!(
        (evidence[0].keyword.as_str(), evidence[0].source),
        ("related words", Source::Related)
    );
    assert_eq!(evidence[0].matched, ["cgroups", "namespaces", "rootless"]);
}

#[test]
fn evidence_is_quoted_in_its_sentence() {
    let schedule = schedule(&["Kernels | One thing. The kernel traces itself! More."]);
    let scores = score(&schedule, &wished("interests: [kernel]", &schedule));
    let (ix, _) = schedule.iter().next().unwrap();
    let quoted: Vec<(Field, String)> = scores
        .of(ix)
        .evidence
        .iter()
        .flat_map(|evidence| quotes(&schedule, ix, evidence))
        .map(|quote| (quote.field, quote.text))
        .collect();
    assert_eq!(
        quoted,
        [
            (Field::Title, "Kernels".to_owned()),
            (Field::Description, "The kernel traces itself!".to_owned())
        ]
    );
}

#[test]
fn double_weight_is_never_worth_less_and_negative_weight_takes_away() {
    let talks = ["Kernel", "Bread", "Kernel and bread", "Nothing"];
    let one = points(&talks, "interests: [kernel: 1, bread: 1]");
    let two = points(&talks, "interests: [kernel: 2, bread: 1]");
    assert!(one[0] == one[1] && two[0] > two[1] && two[0] >= one[0], "{one:?} {two:?}");
    let minus = points(&talks, "interests: [kernel: 1, bread: -1]");
    assert!(minus[0] > minus[2] && minus[1] < 0 && minus[3] == 0, "{minus:?}");
}

#[test]
fn a_dislike_takes_points_from_what_matches_it_and_from_nothing_else() {
    let talks = [
        "Rust tracing|All about tracing in Rust, with spans and events",
        "Rust for the web|Servers and forms",
        "Coins in Rust|A ledger",
        "Soup",
        "Coins",
        "Wine and coins",
    ];
    let likes = "rust: 1, tracing: 1, {topic: food, keywords: [soup, wine]}";
    let without = points(&talks, &format!("interests: [{likes}]"));
    let mut before = i64::MAX;
    for weight in ["-0.5", "-1", "-10", "-100"] {
        let with = points(&talks, &format!("interests: [{likes}, coins: {weight}]"));
        assert_eq!((with[0], with[1], with[3]), (without[0], without[1], without[3]), "{weight}");
        assert!(with[2] < without[2] && with[4] < 0 && with[5] < without[5], "{with:?}");
        assert!(with[2] <= before, "{weight}: {with:?}");
        before = with[2];
    }
    // A dislike that is heavier than any like by all that numbers hold.
    let heavy = points(&talks, "interests: [rust, coins: -1]\nrelated: false");
    let light = points(&talks, "interests: [rust: 1.0e-300, coins: -100]\nrelated: false");
    assert!(heavy[2] > light[2] && light[2] >= -FULL, "{heavy:?} {light:?}");
}

#[test]
fn never_finds_what_surely_has_the_words() {
    let talks = [
        "Blockchain basics",
        "A talk|with one word on block chains at its end: blockchain",
        "Machine learning",
        "A learning machine",
        "FreeCAD",
        "Go at scale|We use Go, as the tools of Go are good",
        "How we go on|a walk",
        "Kubernetes",
    ];
    let schedule = schedule(&talks);
    let case = |keyword: &str, expected: &[usize]| {
        let profile = format!("interests: [rust, {{{}: never}}]", serde_json::json!(keyword));
        let scores = score(&schedule, &wished(&profile, &schedule));
        let is_out = |(ix, _): (EventIx, _)| scores.of(ix).never.is_some();
        let id = |ix: EventIx| schedule.event(ix).id.as_str()[1..].parse::<usize>().unwrap();
        let mut out: Vec<usize> =
            schedule.iter().filter(|&it| is_out(it)).map(|(ix, _)| id(ix)).collect();
        out.sort_unstable();
        assert_eq!(out, expected, "{keyword}");
    };
    case("blockchain", &[0, 1]);
    case("machine learning", &[2]);
    case("CAD", &[]);
    case("Go", &[5]);
    case("k8s", &[7]);
    case("nothing", &[]);
}

#[test]
fn strange_keywords_do_no_harm() {
    let talks = ["The kernel", "Bread"];
    let none = |profile: &str| assert_eq!(points(&talks, profile), [0, 0], "{profile}");
    none("interests: [the, of]");
    none("interests: ['🦀', '---', '**']");
    none("interests: [kernel: 0]");
    let many: Vec<String> = (0..1_999).map(|i| format!("word{i}")).collect();
    let profile = format!("interests: [kernel, {}]", many.join(", "));
    assert_eq!(points(&talks, &profile)[1], 0);
    assert!(points(&talks, &profile)[0] > 0);
    // A profile refuses these; the library is given them by nobody but must not fall over.
    let schedule = schedule(&talks);
    for keyword in [String::new(), "kernel ".repeat(1500), "k".repeat(10_000)] {
        let mut wishes = wished("interests: [kernel]", &schedule);
        wishes.interests[0].keywords = vec![keyword];
        score(&schedule, &wishes);
    }
    for weight in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut wishes = wished("interests: [kernel, bread]", &schedule);
        wishes.interests[0].weight = Weight::Number(weight);
        let scores = score(&schedule, &wishes);
        for (ix, _) in schedule.iter() {
            assert!((-FULL..=FULL).contains(&scores.of(ix).points), "{weight}");
        }
    }
}

#[test]
fn odd_interests_are_named() {
    let mut talks: Vec<String> = (0..30).map(|i| format!("Linux number{i}")).collect();
    talks.push("Kubernetes".to_owned());
    talks.push("More Kubernetes".to_owned());
    let schedule = schedule(&talks.iter().map(String::as_str).collect::<Vec<&str>>());
    let wishes = wished("interests: [linux, kubernetse, k8s, kubernetes, Linux, the]", &schedule);
    let said: Vec<String> = oddities(&Index::new(&schedule), &wishes)
        .into_iter()
        .map(|problem| format!("{} ({})", problem.what, problem.hint.unwrap_or_default()))
        .collect();
    assert_eq!(
        said,
        [
            "`Linux` is in 30 of 32 talks, so it hardly tells them apart (take a narrower word)",
            "no talk mentions `kubernetse` (did you mean `kubernetes`?)",
            "`linux` is in 30 of 32 talks, so it hardly tells them apart (take a narrower word)",
            "`the` has no word that says what it is about ()",
            "`k8s` and `kubernetes` find the same talks (keep one, with the weight that both should have)",
            "`Linux` is listed twice (keep one, with the weight that both should have)",
        ]
    );
}

const CONFERENCE: &str = "\
title: Small Conf
timezone: Europe/Berlin
events:
  - id: a
    title: Kernel tracing
    room: One
    speakers: [Ana]
    start: 2026-05-01T10:00
    minutes: 45
    description: |
      First we look back. Then the kernel is traced with *probes* that cost next to nothing, which
      is why they may stay in place. Kernels of old could not.
  - { id: b, title: Bread, room: Two, start: 2026-05-01T11:00, minutes: 30 }
";

fn small(args: &[&str]) -> Test {
    let args = [args, &["-s", "s.yaml", "-p", "p.yaml"]].concat();
    Test::of(&args)
        .file("s.yaml", CONFERENCE)
        .file("p.yaml", "interests: [kernel: 2, tracing]\nratings: { b: 12 }")
}

#[test]
fn why_shows_the_words_in_their_sentence() {
    small(&["why", "kernel"]).shows(
        r#"
Kernel tracing
Friday 1 May 2026, 10:00-10:45, One
Ana

632 points
  322  kernel in the title
       "[Kernel] tracing"
  183  tracing in the title
       "Kernel [tracing]"
  105  kernel in the description
       "Then the [kernel] is traced with *probes* that cost next to nothing,
       which is why they may stay in place."
       "[Kernels] of old could not."
   22  tracing in the description
       "Then the kernel is [traced] with *probes* that cost next to nothing,
       which is why they may stay in place."

In your best agenda. Leaving it out would cost 632 points.

If the room is full: nothing better; stay or rest.
"#,
    );
}

#[test]
fn why_tells_what_a_missed_talk_costs_and_pushes_out() {
    let beside =
        "  - { id: c, title: Kernel bread, room: Two, start: 2026-05-01T10:15, minutes: 30 }";
    Test::of(&["why", "kernel bread", "-s", "s.yaml", "-p", "p.yaml"])
        .file("s.yaml", format!("{CONFERENCE}{beside}\n"))
        .file("p.yaml", "ratings: { a: 50, b: 12, c: 40 }")
        .shows(
            "
Kernel bread
Friday 1 May 2026, 10:15-10:45, Two

400 points
  400  rated 40 by hand

Not in your best agenda, because it overlaps `Kernel tracing`. Going there would
cost 100 points: you would lose `Kernel tracing`.
",
        );
}

#[test]
fn talks_can_be_explained() {
    small(&["talks", "--explain"]).shows(
        "
632  Kernel tracing
       Fri 10:00-10:45, One
    322  kernel in the title: kernel
    183  tracing in the title: tracing
    105  kernel in the description: kernel, kernels
     22  tracing in the description: traced
  120  Bread
       Fri 11:00-11:30, Two
    120  rated 12 by hand
",
    );
}

#[test]
fn why_needs_one_talk() {
    small(&["why", "kernel", "probing"]).shows(
        "
! error: there is no talk `kernel probing`
! hint: did you mean `Kernel tracing` (Fri 10:00, a)?
status 2
",
    );
    small(&["why", "zzz"]).shows(
        "
! error: there is no talk `zzz`
! hint: `attend talks` lists them all
status 2
",
    );
}

#[test]
fn why_for_programs() {
    small(&["why", "b", "-f", "json"]).shows(
        r#"
{
  "id": "b",
  "title": "Bread",
  "start": "2026-05-01T11:00:00+02:00",
  "end": "2026-05-01T11:30:00+02:00",
  "room": "Two",
  "track": null,
  "points": 120,
  "because": [
    {
      "keyword": "rated 12 by hand",
      "field": "rating",
      "points": 120,
      "matched": [],
      "quotes": []
    }
  ],
  "standing": {
    "chosen": true,
    "why": [],
    "otherwise": {
      "price": 120,
      "exact": true,
      "goes": [],
      "comes": []
    },
    "alternatives": []
  }
}
"#,
    );
}

/// The bundled conference's ids, the best first for a bundled profile.
fn ranked(profile: &str) -> Vec<String> {
    let schedule = read(SCHEDULES[0].text.as_bytes(), &Hints::default()).unwrap().schedule;
    let profile = PROFILES.iter().find(|bundled| bundled.name == profile).unwrap();
    let scores = score(&schedule, &wished(profile.text, &schedule));
    let mut all: Vec<(i64, String)> =
        schedule.iter().map(|(ix, event)| (-scores.of(ix).points, event.id.to_string())).collect();
    all.sort();
    all.into_iter().map(|(_, id)| id).collect()
}

/// What a person who reads the profile and the programme would say. No points: those may change
/// whenever scoring is tuned, this may not.
#[test]
fn the_talks_of_a_real_conference_rank_as_a_person_would_rank_them() {
    fn case(profile: &str, best: &[&str], in_order: &[[&str; 2]]) {
        let ranked = ranked(profile);
        let place = |id: &str| ranked.iter().position(|other| other == id).expect(id);
        for id in best {
            let most = best.len() + 3;
            assert!(place(id) < most, "{profile}: {id} is not among the best {most}: {ranked:#?}");
        }
        for [before, after] in in_order {
            let fits = place(before) < place(after);
            assert!(fits, "{profile}: {before} stands behind {after}: {ranked:#?}");
        }
    }
    case(
        "boot-and-firmware",
        &["linuxboot-booting-fast", "netboot21", "early-boot-provisioning", "kexec-kdump"],
        &[
            ["netboot21", "fedora-coreos"],
            ["fedora-coreos", "p2p-updates"],
            ["thunderbolt-3", "libcapsule"],
        ],
    );
    case(
        "container-runtime",
        &["cri-o", "oci-compliance", "container-runtimes-lines", "system-containers", "podman"],
        &[
            ["podman", "portable-services"],
            ["resource-control-fb", "oomd"],
            ["supply-chain", "desktop-platform-issues"],
        ],
    );
    case(
        "desktop",
        &["flatpak-walkthrough", "thunderbolt-3", "desktop-platform-issues", "p2p-updates"],
        &[
            ["fearless-multimedia", "dbus-broker"],
            ["android-mainline-graphics", "netboot21"],
            ["libcapsule", "cri-o"],
        ],
    );
    case(
        "kernel-tracer",
        &["traceleft-ebpf", "skydive-ebpf", "capabilities-bpf", "bpf-kernel-extensibility"],
        &[
            ["is-my-system-fast", "scale-auditing"],
            ["oomd", "titus-scheduling"],
            ["debugger-from-scratch", "container-runtimes-lines"],
            ["titus-scheduling", "chef-strange-places"],
        ],
    );
    case(
        "newcomer",
        &["capabilities-bpf", "container-run-times-fun-times", "portable-services"],
        &[["systemd-facebook", "supply-chain"], ["cockpit-secure", "netboot21"]],
    );
    case(
        "two-places-at-once",
        &["little-services-big-risks", "cockpit-secure", "scale-auditing"],
        &[
            ["fedora-coreos", "supply-chain"],
            ["scale-auditing", "linuxboot-booting-fast"],
            ["supply-chain", "machine-learning-bugs"],
        ],
    );
}

#[test]
fn factors_beyond_all_measure_stop_at_the_most_points() {
    let names: Vec<String> = (0..12).map(|number| format!("Speaker {number}")).collect();
    let text = format!(
        "title: T\ntimezone: UTC\nevents:\n\
         - {{ id: a, title: Bread, start: 2026-05-01T10:00, minutes: 60, speakers: [{0}] }}\n\
         - {{ id: b, title: Rice, start: 2026-05-01T12:00, minutes: 60, speakers: [{0}] }}\n",
        names.join(", ")
    );
    let schedule =
        attend::source::read(text.as_bytes(), &attend::source::Hints::default()).unwrap().schedule;
    let factors: Vec<String> = names.iter().map(|name| format!("{name}: 100")).collect();
    let profile = format!(
        "interests: [bread: 1, rice: -1]\nboost: {{ speakers: {{ {} }} }}\n",
        factors.join(", ")
    );
    let (wishes, _) = attend::profile::wishes(&profile, &schedule).unwrap();
    let scores = score(&schedule, &wishes);
    let points: Vec<i64> = schedule.iter().map(|(ix, _)| scores.of(ix).points).collect();
    assert_eq!(points, [attend::score::MOST, -attend::score::MOST]);
    for (ix, _) in schedule.iter() {
        let sum: i64 = scores.of(ix).evidence.iter().map(|evidence| evidence.points).sum();
        assert_eq!(sum, scores.of(ix).points);
    }
}

/// What each interest has of the points of every talk, in the order given.
fn parts(talks: &[&str], profile: &str) -> Vec<Vec<(usize, i64)>> {
    let schedule = schedule(talks);
    let scores = score(&schedule, &wished(profile, &schedule));
    schedule.iter().map(|(ix, _)| scores.of(ix).parts.clone()).collect()
}

#[test]
fn points_divide_over_the_interests_that_found_them() {
    let talks = ["Rust and Go", "Rust", "Go and bread", "Bread", "Other|Nothing here"];
    let profile = "interests: [Rust, Go, bread: -0.3]\nrelated: false";
    let (points_of, parts_of) = (points(&talks, profile), parts(&talks, profile));
    let of = |talk: usize| parts_of[talk].iter().map(|(interest, _)| *interest).collect::<Vec<_>>();
    assert_eq!([of(0), of(1), of(2), of(3), of(4)], [vec![0, 1], vec![0], vec![1], vec![], vec![]]);
    for (talk, points) in points_of.iter().enumerate() {
        let sum: i64 = parts_of[talk].iter().map(|(_, part)| part).sum();
        // A point may be lost where the parts are rounded down; a dislike takes from all alike.
        assert!((points - 1..=*points).contains(&sum) || *points <= 0, "{talk}: {sum} {points}");
    }
    // Whatever the order, and whoever names a keyword beside.
    let topics = "interests: [{ topic: a, keywords: [Go, Rust] }, { topic: b, keywords: [Go, x] }]";
    let shared = parts(&talks, &format!("{topics}\nrelated: false"));
    let go = &shared[2];
    assert!(go.len() == 2 && (go[0].1 - go[1].1).abs() <= go[0].1 / 2, "{go:?}");
}

#[test]
fn what_no_keyword_found_is_no_interests() {
    let mut talks = vec!["Rust in the kernel", "Kernel tracing", "Tracing bread"];
    talks.extend(["Nothing at all"; 9]);
    let is_nobodys = |profile: &str, talk: usize| {
        let (points, parts) = (points(&talks, profile)[talk], parts(&talks, profile));
        assert!(points > 0 && parts[talk].is_empty(), "{profile}: {points} {parts:?}");
    };
    is_nobodys("interests: [\"*\"]", 0);
    is_nobodys("interests: [tracing]\nratings: { Tracing bread: 80 }", 2);
    is_nobodys("must_see: [Rust in the kernel]", 1);
    // A factor is for all.
    let plain = parts(&talks, "interests: [tracing, \"*\"]\nrelated: false");
    let hourly = parts(&talks, "interests: [tracing, \"*\"]\nrelated: false\nvalue: minute");
    assert!((plain[2][0].1 - 2 * hourly[2][0].1).abs() <= 2, "{plain:?} {hourly:?}");
}

#[test]
fn words_of_a_phrase_that_any_talk_may_have_do_not_count_alone() {
    let talks = ["Open source hardware", "Opening of the day", "Sources of power", "Hardware lab"];
    finds(&talks, "open source hardware", &[0, 3]);
    // Of a phrase that has no others, only the whole counts.
    finds(&talks, "open source", &[0]);
}

#[test]
fn what_is_only_related_is_not_worth_the_way() {
    let mut talks = vec![
        "Sourdough|Rye bread, an oven, and how to bake a loaf with sourdough and rye",
        "Rye|A loaf of rye with sourdough, baked in an oven",
        "Oven",
    ];
    talks.extend(["Nothing at all"; 12]);
    let of = |minimum: i64| points(&talks, &format!("must_see: Sourdough\nminimum: {minimum}"))[1];
    assert!(of(0) > 80, "{}", of(0));
    for minimum in [2, 30, 50, 80] {
        assert!((1..minimum).contains(&of(minimum)), "{minimum}: {}", of(minimum));
    }
    // Where a keyword gives points, what is related adds to them.
    let with = points(&talks, "must_see: Sourdough\ninterests: [rye]")[1];
    assert!(with > points(&talks, "interests: [rye]\nrelated: false")[1]);
}

#[test]
fn a_must_see_without_content_teaches_nothing() {
    let mut talks = vec!["Welcome to the fair", "Welcome to the bread room", "Closing"];
    talks.extend(["Nothing at all"; 12]);
    assert_eq!(points(&talks, "must_see: Welcome to the fair")[1], 0);
}

#[test]
fn what_a_long_text_says_in_passing_is_not_worth_the_way() {
    let words = "bread oven rye salt flour yeast dough crust ".repeat(16);
    let passing = format!("Loaves|{words} and security");
    let about = format!("Locks|{words} and security, which is the security of security");
    let mut talks = vec!["Security", &passing, &about, "Short|On security"];
    talks.extend(["Nothing at all"; 16]);
    let of = points(&talks, "interests: [security]\nrelated: false\nminimum: 60");
    assert!((1..60).contains(&of[1]), "{of:?}");
    assert!(of[2] > 60 && of[3] > 60, "{of:?}");
    // Asked for by few talks, once is enough.
    talks.extend(["Nothing at all"; 80]);
    let of = points(&talks, "interests: [security]\nrelated: false\nminimum: 60");
    assert!(of[1] > 60, "{of:?}");
}

#[test]
fn what_is_done_is_not_a_thing_of_that_name() {
    let mut talks = vec!["Hardening|Security profiles for a service"];
    talks.extend(["Profiling in production", "Profiling a kernel", "We profiled a browser"]);
    talks.extend(["Bread"; 12]);
    let of = points(&talks, "interests: [profiling]\nrelated: false");
    assert!(of[1] > 300 && of[3] > 100 && of[0] < 50, "{of:?}");
    // Where nobody says it so, the other form is the only one.
    talks.drain(1..4);
    let of = points(&talks, "interests: [profiling]\nrelated: false");
    assert!(of[0] > 100, "{of:?}");
}

/// Talks of two fields, and what has neither.
fn fields() -> Vec<&'static str> {
    let mut talks = vec![
        "PostgreSQL at scale|How vacuum works",
        "PgBouncer",
        "The query planner|Why a join is slow",
        "Databases for everyone",
        "Improv night|The troupe plays what you shout",
        "Oracle|What the oracle of Delphi said",
        "A table|Two queries about one table",
    ];
    talks.extend(["Nothing at all"; 14]);
    talks
}

#[test]
fn a_topic_finds_its_field() {
    let of = points(&fields(), "interests: [databases]");
    assert!(of[..4].iter().all(|points| *points >= 50), "{of:?}");
    // Who says it comes first; what is two steps away comes behind what is one away.
    assert!(of[3] > of[0] && of[0] > of[1], "{of:?}");
    // What means other things as well, and a word or two, are not enough.
    assert!(of[4..].iter().all(|points| *points < 50), "{of:?}");
    let of = points(&fields(), "interests: [comedy]");
    assert!(of[4] >= 50 && of[..4].iter().all(|points| *points == 0), "{of:?}");
}

#[test]
fn a_field_is_taken_away_by_related_keywords_and_dislikes() {
    for profile in [
        "interests: [databases]\nrelated: false",
        "interests: [{ topic: databases, keywords: [databases, data store] }]\nrelated: false",
    ] {
        let of = points(&fields(), profile);
        assert!(of[3] > 50 && (0..3).all(|talk| of[talk] == 0), "{profile}: {of:?}");
    }
    let of = points(&fields(), "interests: [databases: -2, vacuum: 1]");
    assert!(of[0] > 50 && of[3] < 0, "{of:?}");
}

#[test]
fn a_profile_adds_to_topics_and_has_its_own() {
    let of = points(&fields(), "interests: [my stack]\ntopics: { my stack: [Delphi, databases] }");
    assert!([0, 3, 5].iter().all(|&talk| of[talk] >= 50) && of[4] == 0, "{of:?}");
    let of = points(&fields(), "interests: [databases]\ntopics: { Databases: Delphi }");
    assert!(of[0] >= 50 && of[5] >= 50, "{of:?}");
}

#[test]
fn where_a_conference_has_nothing_on_a_topic_a_chance_word_gets_few_points() {
    let talks = |others: &[&str]| {
        let own =
            ["Sheets|An app for the rehearsal of bands", "Disks|Fast disks", "Nets|Fast nets"];
        let filling: Vec<String> = (0..30).map(|n| format!("Talk {n}|On compiler {n}")).collect();
        let filling = filling.iter().map(String::as_str);
        schedule(&own.into_iter().chain(others.iter().copied()).chain(filling).collect::<Vec<_>>())
    };
    let nothing = points_at(&talks(&[]), "interests: [theater]");
    let stage =
        ["Theater|A theater", "A stage|The theater and its actors", "Hamlet|Theater, in English"];
    let something = points_at(&talks(&stage), "interests: [theater]");
    assert!(nothing[0] > 0 && nothing[0] < 80, "{nothing:?}");
    assert!(something[0] > nothing[0], "{nothing:?} {something:?}");
}

#[test]
fn what_is_said_and_what_a_talk_is_about_are_told_apart() {
    let schedule = schedule(&fields());
    let scores = score(&schedule, &wished("interests: [databases]", &schedule));
    let talk = schedule.iter().find(|(_, event)| event.title == "PgBouncer").unwrap().0;
    let evidence = &scores.of(talk).evidence[0];
    assert_eq!((evidence.source, evidence.keyword.as_str()), (Source::About, "databases"));
    assert_eq!(evidence.matched, ["pgbouncer"]);
    assert_eq!(scores.of(talk).parts, [(0, scores.of(talk).points)]);
    let (out, ..) = Test::new("why PgBouncer -s s.json -p me.yaml")
        .file("s.json", attend::render::schedule_json(&schedule))
        .file("me.yaml", "interests: [databases]\n")
        .run();
    assert!(
        out.contains("about databases: pgbouncer, part of postgresql, a kind of database"),
        "{out}"
    );
}

#[test]
fn a_topic_that_no_talk_names_is_offered() {
    let schedule = schedule(&fields());
    let odd = |profile: &str| {
        let odd = oddities(&Index::new(&schedule), &wished(profile, &schedule));
        odd.into_iter().map(|it| (it.what, it.hint)).collect::<Vec<_>>()
    };
    assert_eq!(odd("interests: [comedy]"), []);
    assert_eq!(
        odd("interests: [commedy]"),
        [("no talk mentions `commedy`".to_owned(), Some("did you mean `comedy`?".to_owned()))]
    );
}
