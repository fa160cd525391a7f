//! A first profile as YAML: what is known as settings, everything else as examples.
//!
//! A remark is `# ` and words. A setting that is switched off begins with `#` and no blank, or
//! more than one: without the `#` it is YAML, and right for this schedule.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::{DateTime, Datelike as _, Utc};

use crate::find::{Finder, Meant};
use crate::problem::count;
use crate::profile::Head;
use crate::schedule::{Event, EventIx, Schedule, Slot, languages};
use crate::source::names_in;
use crate::starter::Starter;

use super::Terminal;

/// What a first profile says besides wishes.
#[derive(Clone, Debug, Default)]
pub struct StarterHead<'a> {
    /// The schedule and the zone that it names.
    pub of: Head,
    /// Where an editor finds the schema.
    pub schema: Option<&'a str>,
    /// The profile's own file, as a shell takes it.
    pub file: Option<&'a str>,
    /// What `-s` has to be given, where the profile cannot name its schedule.
    pub option: &'a str,
}

/// The file's text.
pub fn profile(starter: &Starter, schedule: &Schedule, head: &StarterHead<'_>) -> String {
    let StarterHead { of, schema, file, option } = head;
    let mut text = String::new();
    if let Some(schema) = schema {
        let _ = writeln!(text, "# yaml-language-server: $schema={schema}\n#");
    }
    let file = file.unwrap_or("FILE");
    let _ = write!(
        text,
        "# A profile for {}.
# Plan with it:      attend plan -p {file}{option}
# Is it still right? attend check {file}{option}
#
# A line such as `#never:`, with no space after the `#`, is a setting that is
# switched off: remove the `#`, also from the indented lines below it.

name: {}

# What `-s` would name: a file, seen from this one's folder, or a URL.
",
        Terminal(schedule.title()),
        scalar(&starter.name)
    );
    let _ = match &of.schedule {
        Some(name) => {
            let names: Vec<String> = names_in(name).iter().map(|name| scalar(name)).collect();
            match names.as_slice() {
                [one] => writeln!(text, "schedule: {one}"),
                several => writeln!(text, "schedule: [{}]", several.join(", ")),
            }
        }
        None => writeln!(text, "#schedule: schedule.xml"),
    };
    text.push_str(if schedule.zone_is_guess() {
        "\n# The schedule does not say its time zone: name it here.\n"
    } else {
        "\n# The time zone of this file and of all answers, if not the conference's.\n"
    });
    let _ = match &of.timezone {
        Some(zone) => writeln!(text, "timezone: {}", scalar(zone)),
        None => writeln!(text, "#timezone: {}", scalar(&schedule.zone().to_string())),
    };
    if let Some(&first) = schedule.days().first() {
        text.push_str("\n# For a schedule that says only `1 May`, or only weekdays.\n");
        let _ = match of.year {
            Some(year) => writeln!(text, "year: {year}"),
            None => writeln!(text, "#year: {}", first.year()),
        };
        let _ = match of.first_day {
            Some(day) => writeln!(text, "first_day: {day}"),
            None => writeln!(text, "#first_day: {first}"),
        };
    }
    interests(starter, schedule, &mut text);
    talks(starter, schedule, &mut text);
    days(starter, schedule, &mut text);
    text.push_str(REST);
    text
}

/// What needs no example from the schedule.
const REST: &str = "
# What is open all day, to drop in at for a while: `{ talk: Art show, minutes: 30 }`.
#visits: []

# Minutes between two talks; the walk happens in them.
#gap: { least: 5, after: { 'Keynote*': 30 } }

# Minutes that you want to be there early.
#arrive: { must_see: 10 }

# The most that you want to see.
#limits: { talks_per_day: 8, hours_per_day: 6, hours_in_a_row: 3 }

# What all talks together may cost, where the schedule has prices.
#budget: 60

# Minutes that you may come late or leave early; what is missed costs its points.
#tolerance: { late: 5, early: 10 }

# A factor on talks that can be watched later.
#recorded: 0.7

# `talk`: each talk counts its points. `minute`: each hour of it does.
#value: talk

# Points below which a talk is not worth the way.
#minimum: 50

# How much each further talk of one interest counts less: none, some or much.
#variety: some

# Words that mean the same to you. The common ones (k8s, Kubernetes) are known.
#aliases: { k8s: [kube, kubernetes cluster] }

# What belongs to a topic, on top of what is known (`databases` finds PostgreSQL).
#topics: { storage: [nas, tape library] }

# What belongs to your topics and words that often go with them count, too; `false` ends that.
#related: true

# Whose company counts in `attend compare --aim together`; by default, everybody's.
#with: [Ada, Ben]
";

fn interests(starter: &Starter, schedule: &Schedule, text: &mut String) {
    text.push_str(
        "
# What you like: remove the `#` where something interests you, and add words of
# your own. The weight says how much: 1 is usual, 3 a lot, -1 rather not; with
# `never` talks about it are out.
interests:
",
    );
    for (word, weight) in &starter.own {
        let _ = writeln!(text, "  - topic: {}\n    weight: {weight}", scalar(word));
    }
    for (theme, weight) in &starter.themes {
        let size = count(theme.talks.len(), "talk");
        let size = match theme.talks.first().filter(|_| !theme.is_named) {
            None => format!("  # {size}"),
            Some(&ix) => {
                let _ = writeln!(text, "  # {size}, such as {}", title(schedule, ix));
                String::new()
            }
        };
        let (off, weight) = if *weight == 0.0 { ("#", 1.0) } else { ("", *weight) };
        let keywords: Vec<String> = theme.keywords.iter().map(|word| scalar(word)).collect();
        let keywords = match keywords.as_slice() {
            [name] if *name == scalar(&theme.name) => String::new(),
            all => format!(", keywords: [{}]", all.join(", ")),
        };
        let name = scalar(&theme.name);
        let _ = writeln!(text, "{off}  - {{ topic: {name}, weight: {weight}{keywords} }}{size}");
    }
    text.push_str("#  - a phrase of yours\n#  - another: 3\n");
}

/// What names talks, speakers, tracks and rooms.
fn talks(starter: &Starter, schedule: &Schedule, text: &mut String) {
    let examples = examples(starter, schedule);
    text.push_str(
        "\n# Talks that have to be in the agenda: the title or a part of it, or the id of a performance.\n",
    );
    if starter.must_see.is_empty() {
        list("#must_see", examples.first().map(|&ix| name(schedule, ix)), text);
    } else {
        list("must_see", starter.must_see.iter().map(|talk| meant(schedule, talk)), text);
    }
    text.push_str("\n# Your own talks and tickets: in the agenda whatever else there is.\n");
    list("#booked", examples.first().map(|&ix| performance(schedule, ix)), text);
    text.push_str("\n# Talks that come before any points, after must-sees and breaks.\n");
    list("#want", examples.get(2).map(|&ix| name(schedule, ix)), text);
    text.push_str("\n# How many talks of a kind are enough.\n");
    let names: Vec<String> = examples.iter().map(|&ix| name(schedule, ix)).collect();
    let _ = writeln!(text, "#at_most: [ {{ count: 1, of: [{}] }} ]", names.join(", "));
    text.push_str("\n# Talks that you do not want.\n");
    list("#never", examples.get(1).map(|&ix| name(schedule, ix)), text);
    text.push_str(
        "\n# Your own rating of a talk, 0 to 100, in place of the points it would get.\n",
    );
    let rated = examples.get(2).map(|&ix| format!(" {}: 90 ", name(schedule, ix)));
    let _ = writeln!(text, "#ratings: {{{}}}", rated.unwrap_or_default());
    filters(schedule, text);
    text.push_str("\n# Factors on the points of whole speakers, tracks and rooms.\n#boost:\n");
    let of = |pick: fn(&Event) -> Option<&str>| {
        let first = examples.iter().find_map(|&ix| pick(schedule.event(ix)));
        let first = first.or_else(|| schedule.events().iter().find_map(pick));
        first.map_or("{}".to_owned(), |name| format!("{{ {}: 1.5 }}", scalar(name)))
    };
    let _ =
        writeln!(text, "#  speakers: {}", of(|event| event.speakers.first().map(String::as_str)));
    let _ = writeln!(text, "#  tracks: {}", of(|event| event.track.as_deref()));
    let _ =
        writeln!(text, "#  rooms: {}", of(|event| event.room.as_ref().map(|room| room.as_str())));
}

/// What leaves whole groups of talks out.
fn filters(schedule: &Schedule, text: &mut String) {
    let all = schedule.events();
    let spoken: BTreeSet<String> =
        all.iter().filter_map(|event| event.language.as_deref()).flat_map(languages).collect();
    let spoken: Vec<String> = spoken.iter().map(|code| scalar(code)).collect();
    text.push_str(
        "\n# Talks in other languages are out; those of which nothing is known are in.\n",
    );
    let _ = writeln!(text, "#languages: [{}]", spoken.join(", "));
    text.push_str(
        "\n# What talks have to be and must not be: `levels`, `kinds`, `tracks`, `rooms`.\n",
    );
    let first = |pick: fn(&Event) -> Option<&str>| all.iter().find_map(pick);
    let level = first(|event| event.level.as_deref()).map(|it| format!("levels: [{}]", scalar(it)));
    let kind = first(|event| event.kind.as_deref()).map(|it| format!("kinds: [{}]", scalar(it)));
    let track = first(|event| event.track.as_deref()).map(|it| format!("tracks: [{}]", scalar(it)));
    let _ = writeln!(text, "#only: {{ {} }}", level.unwrap_or_default());
    let _ = writeln!(text, "#hide: {{ {} }}", kind.or(track).unwrap_or_default());
}

/// What names days, times and rooms.
fn days(starter: &Starter, schedule: &Schedule, text: &mut String) {
    let whole = schedule.events().iter().map(|event| event.slot);
    let ends = whole.reduce(|all, slot| {
        Slot::new(all.start().min(slot.start()), all.end().max(slot.end())).unwrap_or(all)
    });
    text.push_str("\n# When you are there, if not all the time.\n");
    match (&starter.here, ends) {
        (Some((from, to)), _) => {
            let _ = writeln!(text, "here: [ {{ from: {}, to: {} }} ]", scalar(from), scalar(to));
        }
        (None, Some(ends)) => {
            let (from, to) = (moment(schedule, ends.start()), moment(schedule, ends.end()));
            let _ = writeln!(text, "#here: [ {{ from: {from}, to: {to} }} ]");
        }
        (None, None) => text.push_str("#here: []\n"),
    }
    text.push_str("\n# From when to when you go to talks, on every day, and how long you sleep.\n#day: { from: \"09:30\", to: \"22:00\", sleep: 7h }\n");
    text.push_str("\n# Where you have to be at a certain time. Nothing else is planned then.\n");
    match schedule.events().first() {
        Some(event) => {
            let (from, to) = (event.slot.start(), event.slot.end());
            let room = event.room.as_ref().map(|room| format!(", room: {}", scalar(room.as_str())));
            let _ = writeln!(
                text,
                "#commitments: [ {{ title: my own talk, from: {}, to: {}{} }} ]",
                moment(schedule, from),
                moment(schedule, to),
                room.unwrap_or_default()
            );
        }
        None => text.push_str("#commitments: []\n"),
    }
    text.push_str("\n# Times to keep free each day, somewhere in a window.\n");
    let (off, minutes) = starter.lunch.map_or(("#", 45), |minutes| ("", minutes));
    let _ = writeln!(
        text,
        "{off}breaks: [ {{ name: lunch, minutes: {minutes}, between: 12:00-14:30 }} ]"
    );
    text.push_str(
        "
# Minutes from room to room. Without this, 5 between buildings, as far as the
# names of rooms show them; `walking: none` is no walks. `*` stands for any letters.
#walking:
#  building: 5
#  default: 2
",
    );
    let mut rooms: Vec<&str> = schedule
        .events()
        .iter()
        .filter_map(|event| event.room.as_ref())
        .map(|r| r.as_str())
        .collect();
    rooms.sort_unstable();
    rooms.dedup();
    if let [one, other, ..] = rooms.as_slice() {
        let _ = writeln!(
            text,
            "#  between: [ {{ rooms: [{}, {}], minutes: 5 }} ]",
            scalar(one),
            scalar(other)
        );
    }
}

/// Talks for examples: the most typical of each theme, else the first of all.
fn examples(starter: &Starter, schedule: &Schedule) -> Vec<EventIx> {
    let typical = starter.themes.iter().filter_map(|(theme, _)| theme.talks.first().copied());
    let all = typical.chain(schedule.iter().map(|(ix, _)| ix));
    let mut examples = Vec::new();
    let is_must_see = |ix: &EventIx| starter.must_see.iter().any(|it| it.events().contains(ix));
    for ix in all.filter(|ix| !is_must_see(ix)) {
        if examples.len() < 3
            && !examples.iter().any(|&known| schedule.occurrences(known).contains(&ix))
        {
            examples.push(ix);
        }
    }
    examples
}

/// A talk as a profile names it: by its title, where that is enough.
fn name(schedule: &Schedule, ix: EventIx) -> String {
    let event = schedule.event(ix);
    match Finder::new(schedule).talk(&event.title, 0) {
        Ok(talk) if talk.events().contains(&ix) => scalar(&event.title),
        Ok(_) | Err(_) => scalar(&Finder::new(schedule).short(&Meant::Performances(vec![ix]))),
    }
}

/// One performance as a profile names it.
fn performance(schedule: &Schedule, ix: EventIx) -> String {
    match schedule.occurrences(ix).len() {
        1 => name(schedule, ix),
        _ => scalar(schedule.event(ix).id.as_str()),
    }
}

/// A session or a performance as a profile names it.
fn meant(schedule: &Schedule, talk: &Meant) -> String {
    match (talk, talk.events()) {
        (Meant::Session(_), [ix, ..]) => name(schedule, *ix),
        (Meant::Performances(_), [ix]) => performance(schedule, *ix),
        _ => scalar(&Finder::new(schedule).short(talk)),
    }
}

fn title(schedule: &Schedule, ix: EventIx) -> String {
    Terminal(&schedule.event(ix).title).to_string()
}

/// `Fri 10:00`, or with the date where a weekday comes twice.
fn moment(schedule: &Schedule, instant: DateTime<Utc>) -> String {
    let local = schedule.zone().at(instant);
    let days = schedule.days();
    let twice = days.iter().filter(|day| day.weekday() == local.weekday()).count() != 1
        || !days.contains(&local.date_naive());
    local.format(if twice { "%Y-%m-%d %H:%M" } else { "%a %H:%M" }).to_string()
}

fn list(key: &str, items: impl IntoIterator<Item = String>, text: &mut String) {
    let off = if key.starts_with('#') { "#" } else { "" };
    let _ = writeln!(text, "{key}:");
    for item in items {
        let _ = writeln!(text, "{off}  - {item}");
    }
}

/// A text as YAML has it anywhere, in quotes where it needs them.
fn scalar(text: &str) -> String {
    const WORDS: &[&str] = &["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    let plain = text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && text.chars().all(|c| c.is_alphanumeric() || " -_./+".contains(c))
        && !WORDS.contains(&text.to_lowercase().as_str());
    if plain { text.to_owned() } else { super::json::text(text) }
}
