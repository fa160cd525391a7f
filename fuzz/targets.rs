//! What is fuzzed: a name, seeds, words to put in, and a function that says what it saw, or what
//! must not be.

use std::time::Duration;

use attend::agenda::{self, Agenda};
use attend::check::{self, Claim};
use attend::model::Model;
use attend::profile::{self, Wishes};
use attend::render::{self, Extent, Style, Width};
use attend::schedule::{Event, EventId, Schedule, Slot, Zone};
use attend::score::{Index, Scores};
use attend::solved::Solved;
use attend::solver::{self, Deadline, Selection};
use attend::source::{self, Hints, Read, Subject};
use chrono::{NaiveDate, TimeDelta};

use crate::mutate::Random;
use crate::seeds;
use crate::words::{CSV, ICAL, JSON, TEXT, TIMES, XML, YAML};

/// What an input made the library say, without its own words: new ones are worth keeping.
type Said = Result<String, String>;

pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) seeds: &'static [&'static str],
    pub(crate) words: &'static [&'static str],
    /// Its part of all executions.
    pub(crate) share: u64,
    pub(crate) run: fn(&[u8]) -> Said,
}

pub(crate) const TARGETS: &[Target] = &[
    Target { name: "xml", seeds: seeds::XML, words: XML, share: 12, run: reading },
    Target { name: "json", seeds: seeds::JSON, words: JSON, share: 16, run: reading },
    Target { name: "ical", seeds: seeds::ICAL, words: ICAL, share: 14, run: reading },
    Target { name: "csv", seeds: seeds::CSV, words: CSV, share: 14, run: reading },
    Target { name: "programme", seeds: seeds::TEXT, words: TEXT, share: 10, run: reading },
    Target { name: "native", seeds: seeds::NATIVE, words: YAML, share: 10, run: native },
    Target { name: "times", seeds: seeds::TIMES, words: TIMES, share: 14, run: times },
    Target { name: "profile", seeds: seeds::PROFILE, words: YAML, share: 8, run: wishes },
    Target { name: "agenda", seeds: seeds::TITLES, words: JSON, share: 4, run: saved },
    Target { name: "tokens", seeds: seeds::TITLES, words: TIMES, share: 12, run: tokens },
    Target { name: "render", seeds: seeds::TITLES, words: TIMES, share: 6, run: rendered },
    Target { name: "pipeline", seeds: seeds::PROFILE, words: YAML, share: 2, run: pipeline },
];

/// Whether every slot is accounted for, and the schedule is what schedules are.
fn sound(read: &Read) -> Result<(), String> {
    let skipped =
        read.warnings.iter().filter(|warning| warning.subject == Subject::Skipped).count();
    let events = read.schedule.events();
    if events.len() + skipped != read.slots {
        return Err(format!("{} read and {skipped} skipped of {}", events.len(), read.slots));
    }
    let ids: std::collections::BTreeSet<&EventId> = events.iter().map(|event| &event.id).collect();
    if ids.len() < events.len() || events.iter().any(|event| event.title.trim().is_empty()) {
        return Err("equal ids, or an empty title".to_owned());
    }
    let report = render::schedule_check(read, Extent::First);
    let report = report.terminal(Width::DEFAULT, Style::Plain);
    no_controls(&report)
}

/// Nothing but line ends may steer a terminal, and nothing may reorder or hide what it shows.
fn no_controls(text: &str) -> Result<(), String> {
    let hides = |c: char| {
        matches!(
            c,
            '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}'
        )
    };
    let steers = |c: char| (c.is_control() && c != '\n') || hides(c);
    match text.chars().find(|&c| steers(c)) {
        Some(c) => Err(format!("{c:?} gets to the terminal")),
        None => Ok(()),
    }
}

/// A message without what it quotes and counts.
fn kind(message: &str) -> String {
    let words: String = message.split('`').step_by(2).collect();
    words.chars().filter(|c| c.is_ascii_alphabetic()).take(60).collect()
}

fn reading(input: &[u8]) -> Said {
    let hints = Hints { first_day: NaiveDate::from_ymd_opt(2024, 5, 1), ..Hints::default() };
    match source::read(input, &hints) {
        Ok(read) => {
            sound(&read)?;
            let kinds: std::collections::BTreeSet<String> =
                read.warnings.iter().map(|warning| kind(&warning.what)).collect();
            Ok(format!("{:?} {} {kinds:?}", read.format, read.schedule.events().len().min(8)))
        }
        Err(problems) => {
            Ok(problems.first().map(|problem| kind(&problem.what)).unwrap_or_default())
        }
    }
}

/// Our own format comes back as it was written.
fn native(input: &[u8]) -> Said {
    let said = reading(input)?;
    if let Ok(read) = source::read(input, &Hints::default()) {
        for text in [render::schedule_yaml(&read.schedule), render::schedule_json(&read.schedule)] {
            match source::read(text.as_bytes(), &Hints::default()) {
                Ok(again) if again.schedule == read.schedule => {}
                // A guessed zone that is written down is given.
                Ok(again)
                    if read.schedule.zone_is_guess()
                        && again.schedule.zone() == read.schedule.zone()
                        && again.schedule.events() == read.schedule.events() => {}
                Ok(_) => return Err(format!("comes back otherwise: {text}")),
                Err(problems) => return Err(format!("is not read back: {problems:?}\n{text}")),
            }
        }
    }
    Ok(said)
}

/// Times, days, clocks and lengths in the cells of a table, and in XML.
fn times(input: &[u8]) -> Said {
    let cell = String::from_utf8_lossy(input).replace('"', "").replace(['\r', '\n'], " ");
    let table =
        format!("title,date,time,end,duration\nA,\"{cell}\",\"{cell}\",\"{cell}\",\"{cell}\"\n");
    let first = reading(table.as_bytes())?;
    let table = format!("title,start\nA,\"{cell}\"\nB,2024-05-01 10:00\n");
    let second = reading(table.as_bytes())?;
    let value = cell.replace(['<', '&'], "");
    let xml = format!(
        "<schedule><day date='2024-05-01'><event><title>A</title><start>{value}</start>\
         <duration>{value}</duration><date>{value}</date></event></day></schedule>"
    );
    Ok(format!("{first} {second} {}", reading(xml.as_bytes())?))
}

/// Six talks on two days.
fn small(title: &str) -> Schedule {
    let Some(day) = NaiveDate::from_ymd_opt(2024, 5, 1) else { unreachable!() };
    let mut events = Vec::new();
    for (at, name) in
        ["A", "B", "C", title, "Baking bread", "Tracing with eBPF"].into_iter().enumerate()
    {
        let Some(start) = day.and_hms_opt(9 + at as u32 % 4, 0, 0) else { unreachable!() };
        let start = (start + TimeDelta::days(at as i64 / 4)).and_utc();
        let Some(slot) = Slot::new(start, start + TimeDelta::minutes(50 + 20 * (at as i64 % 2)))
        else {
            continue;
        };
        let mut event = Event::new(EventId::new(format!("e{at}")), name, slot);
        event.room = Some(attend::schedule::Room::new(if at % 2 == 0 { "R" } else { title }));
        event.speakers = vec!["Ann".to_owned(), title.to_owned()];
        event.track = Some(title.to_owned());
        event.summary = title.to_owned();
        event.url = Some(title.to_owned());
        events.push(event);
    }
    let zone = Zone::named("Europe/Berlin").unwrap_or(Zone::Named(chrono_tz::UTC));
    Schedule::new("Small".to_owned(), None, zone, events).0
}

fn wishes(input: &[u8]) -> Said {
    let text = String::from_utf8_lossy(input);
    match profile::wishes(&text, &small("D")) {
        Ok((wishes, odd)) => Ok(format!(
            "{} {} {} {:?}",
            wishes.interests.len().min(9),
            wishes.must_see.len(),
            wishes.breaks.len().min(9),
            odd.iter().map(|problem| kind(&problem.what)).collect::<Vec<_>>()
        )),
        Err(problems) => Ok(problems.iter().take(3).map(|problem| kind(&problem.what)).collect()),
    }
}

/// A saved agenda that somebody has edited.
fn saved(input: &[u8]) -> Said {
    let sound = planned(&small("D"), "interests: [ebpf, bread]\nmust_see: [A, e4]\n")
        .map(|plan| render::json(&plan.agenda))
        .unwrap_or_default();
    // What is mutated is the real file, at places that the input names.
    let mut random = Random::of(input);
    let words: Vec<&str> = JSON.to_vec();
    let text =
        crate::mutate::mutated(&[sound.into_bytes(), input.to_vec()], &words, 60_000, &mut random);
    match agenda::read(&String::from_utf8_lossy(&text)) {
        Ok(agenda) => {
            no_controls(&render::agenda(&agenda, 5).terminal(Width::DEFAULT, Style::Plain))?;
            Ok(format!("{} talks", agenda.talks.len()))
        }
        Err(problems) => {
            Ok(problems.first().map(|problem| kind(&problem.what)).unwrap_or_default())
        }
    }
}

/// Texts and keywords through the tokeniser and the scorer.
fn tokens(input: &[u8]) -> Said {
    let text = String::from_utf8_lossy(input);
    let schedule = small(&text);
    let quoted = text.replace(['\\', '"'], " ").replace(|c: char| c.is_control(), " ");
    let profile = format!("interests: [\"{quoted}\", {{\"{quoted}x\": 2}}]\n");
    let Ok((wishes, _)) = profile::wishes(&profile, &schedule) else {
        return Ok("refused".to_owned());
    };
    let scores = Index::new(&schedule).score(&wishes);
    let mut liked = 0;
    for (ix, _) in schedule.iter() {
        let score = scores.of(ix);
        let sum: i64 = score.evidence.iter().map(|hit| hit.points).sum();
        if sum != score.points {
            return Err(format!("{} points, but the reasons add up to {sum}", score.points));
        }
        liked += usize::from(score.points > 0);
    }
    Ok(format!("{liked} liked {}", kind(&text).len() / 4))
}

/// A hostile title through every output.
fn rendered(input: &[u8]) -> Said {
    let text = String::from_utf8_lossy(input);
    let schedule = small(&text);
    let Planned { agenda, scores, .. } = planned(&schedule, "interests: [ebpf, bread]\n")?;
    no_controls(&render::agenda(&agenda, 5).terminal(Width::new(60), Style::Plain))?;
    let all: Vec<_> = schedule.iter().map(|(ix, _)| ix).collect();
    no_controls(
        &render::talks(&schedule, &Wishes::default(), &scores, &all)
            .terminal(Width::new(40), Style::Plain),
    )?;
    let json: serde_json::Value = serde_json::from_str(&render::json(&agenda))
        .map_err(|error| format!("the JSON is broken: {error}"))?;
    let calendar = render::schedule_ical(&schedule);
    for line in calendar.split("\r\n") {
        if line.len() > 75 || line.contains(['\n', '\r', '\0', '\u{1b}']) {
            return Err(format!("a line of the calendar is {line:?}"));
        }
    }
    let parts = calendar.matches("\r\nBEGIN:VEVENT\r\n").count();
    if parts != schedule.events().len() {
        return Err(format!("{parts} parts in the calendar"));
    }
    Ok(format!("{} {}", json["talks"].as_array().map_or(0, Vec::len), kind(&text).len() / 4))
}

/// A random conference with a mutated profile, or where that is refused with a random one, planned
/// and checked.
fn pipeline(input: &[u8]) -> Said {
    let text = String::from_utf8_lossy(input);
    let mut random = Random::of(input);
    let schedule = conference(&mut random);
    let other = right_profile(&mut random);
    let planned = planned(&schedule, &text).or_else(|_| planned(&schedule, &other));
    let Planned { wishes, scores, model, selection, agenda } =
        planned.map_err(|why| format!("{why}: {other}"))?;
    let deadline = Deadline::after(Duration::from_secs(5));
    let others = solver::apart(&model, &selection, 2, deadline);
    for selection in others.iter().chain([&selection]) {
        let claim = Claim::new(&model, selection);
        let broken = check::broken(&schedule, &wishes, &scores, &claim);
        if !broken.is_empty() {
            return Err(format!("the plan breaks {broken:?}"));
        }
    }
    no_controls(&render::agenda(&agenda, 5).terminal(Width::DEFAULT, Style::Plain))?;
    let (talks, conflicts, breaks) =
        (agenda.talks.len(), agenda.conflicts.len(), agenda.breaks.len());
    Ok(format!("{talks} {conflicts} {breaks} {}", others.len()))
}

/// A profile that is right for every [`conference`].
fn right_profile(random: &mut Random) -> String {
    let mut lines = vec!["interests: [ebpf, tracing: 3, bread: -1, containers: 0.5]".to_owned()];
    let mut add = |random: &mut Random, line: &dyn Fn(&mut Random) -> String| {
        if random.below(2) == 0 {
            lines.push(line(random));
        }
    };
    let some = |random: &mut Random| -> String {
        let ids = ["e0", "e1", "e2", "e3", "e4", "e5"];
        let some: Vec<&str> = ids.into_iter().filter(|_| random.below(3) == 0).collect();
        some.join(", ")
    };
    add(random, &|random| format!("must_see: [{}]", some(random)));
    add(random, &|random| format!("ratings: {{ e{}: {} }}", random.below(6), random.below(101)));
    add(random, &|random| format!("boost: {{ rooms: {{ R: {} }} }}", random.below(9)));
    add(random, &|random| {
        let (from, to) = (8 + random.below(4), 13 + random.below(10));
        format!("here: [{{ from: 2024-05-01T{from:02}:00, to: 2024-05-02T{to}:00 }}]")
    });
    add(random, &|random| {
        let from = 10 + random.below(8);
        let room = random.one(&["", ", room: R", ", room: S"]);
        format!("commitments: [{{ title: own, from: 2024-05-01T{from}:10, to: {from}:55{room} }}]")
    });
    add(random, &|random| {
        let (minutes, from) = (15 * (1 + random.below(6)), 11 + random.below(3));
        let lunch = format!("{{ name: lunch, minutes: {minutes}, between: {from}:00-14:30 }}");
        let dinner = random.one(&["", ", { name: dinner, minutes: 60, between: 18:00-20:00 }"]);
        format!("breaks: [{lunch}{dinner}]")
    });
    add(random, &|random| {
        let (usual, far) = (random.below(12), random.below(40));
        format!(
            "walking: {{ default: {usual}, between: [{{ rooms: [\"R*\", S], minutes: {far} }}] }}"
        )
    });
    add(random, &|random| {
        let (talks, hours) = (1 + random.below(8), 1 + random.below(6));
        let both = format!("{{ talks_per_day: {talks}, hours_per_day: {hours} }}");
        let one = format!("{{ talks_per_day: {talks} }}");
        format!("limits: {}", random.one(&[&both, &one]))
    });
    add(random, &|random| {
        format!("tolerance: {{ late: {}, early: {} }}", random.below(20), random.below(20))
    });
    add(random, &|random| format!("value: {}", random.one(&["talk", "minute"])));
    add(random, &|random| format!("recorded: 0.{}", random.below(10)));
    lines.join("\n")
}

fn conference(random: &mut Random) -> Schedule {
    let Some(day) = NaiveDate::from_ymd_opt(2024, 5, 1) else { unreachable!() };
    let talks = (0..6 + random.below(24)).filter_map(|at| {
        // On either day there is something, so that no profile is about a day without any.
        let later = if at < 2 { at } else { random.below(2) };
        let start = day.and_hms_opt(9, 0, 0)?
            + TimeDelta::minutes(15 * random.below(60) as i64)
            + TimeDelta::days(later as i64);
        let length = TimeDelta::minutes(15 + 15 * random.below(6) as i64);
        let slot = Slot::new(start.and_utc(), (start + length).and_utc())?;
        let name = random.one(&["A", "B", "C", "Bread", "Tracing containers", "eBPF and systemd"]);
        let mut event = Event::new(EventId::new(format!("e{at}")), name, slot);
        event.room = Some(attend::schedule::Room::new(random.one(&["R", "S", "R2"])));
        event.repeats = (random.below(4) == 0).then(|| format!("e{}", random.below(6)));
        event.cancelled = random.below(12) == 0;
        event.recorded = random.below(3) == 0;
        Some(event)
    });
    let zone = Zone::named("Europe/Berlin").unwrap_or(Zone::Named(chrono_tz::UTC));
    Schedule::new("Random".to_owned(), None, zone, talks.collect()).0
}

/// What a profile comes to.
struct Planned {
    wishes: Wishes,
    scores: Scores,
    model: Model,
    selection: Selection,
    agenda: Agenda,
}

/// The plan for a profile, or why that is refused.
fn planned(schedule: &Schedule, profile: &str) -> Result<Planned, String> {
    let (wishes, _) = profile::wishes(profile, schedule).map_err(|wrong| format!("{wrong:?}"))?;
    let scores = Index::new(schedule).score(&wishes);
    let model = Model::build(schedule, &wishes, &scores);
    let deadline = Deadline::after(Duration::from_secs(5));
    let selection = solver::solve(&model, deadline);
    let solved = Solved::checked(schedule, &wishes, &scores, &model, &selection);
    let solved = solved.unwrap_or_else(|broken| panic!("the plan breaks {broken:?}"));
    let agenda = agenda::assemble(&solved, agenda::Depth::FULL, deadline);
    Ok(Planned { wishes, scores, model, selection, agenda })
}
