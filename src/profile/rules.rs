//! YAML -> the parts of a profile that are rules of a day: breaks, walking, limits, tolerance.

use chrono::NaiveTime;

use crate::problem::Problem;
use crate::schedule::{DAY_CHANGE, Room};
use crate::walking::{Buildings, Walk, WalkingRules};
use crate::yaml::{Fields, Kind, Node, note};

use super::moment::time_of_day;
use super::{Break, InARow, Limits, Tolerance, window_minutes};

/// When nights begin, at the earliest.
const EVENING: NaiveTime = NaiveTime::from_hms_opt(18, 0, 0).unwrap();
/// The longest time of any rule: a day.
pub(super) const DAY: f64 = 24.0 * 60.0;
/// Minutes of a rest, unless the profile says otherwise.
const REST: i64 = 15;
/// The most points that a break may be worth, and that may be the minimum.
pub(super) const MOST_POINTS: f64 = 1_000_000.0;

pub(super) fn a_break(node: Node<'_>, problems: &mut Vec<Problem>) -> Option<Break> {
    let fields = Fields::of(node, &["name", "minutes", "between", "room", "worth"], problems)?;
    let name = fields.text("name", problems).unwrap_or_else(|| "break".to_owned());
    let minutes = fields.read("minutes", problems, |node| minutes(node, 1.0));
    let between = fields.read("between", problems, window);
    for key in ["minutes", "between"] {
        if fields.get(key).is_none() {
            problems.push(
                node.problem(format!("`{key}` is missing"))
                    .hint("as in `{ name: lunch, minutes: 45, between: 12:00-14:30 }`"),
            );
        }
    }
    let worth = fields.read("worth", problems, |node| {
        node.number_in(0.0..=MOST_POINTS, "a number of points").map(|worth| worth.round() as i64)
    });
    let (minutes, between) = (minutes?, between?);
    if window_minutes(between).is_none_or(|(from, to)| to - from < minutes) {
        problems.push(node.problem(format!(
            "{minutes} minutes do not fit between {} and {}",
            between.0.format("%H:%M"),
            between.1.format("%H:%M")
        )));
        return None;
    }
    let room = fields.text("room", problems).map(Room::new);
    Some(Break { name, minutes, between, zone: None, worth, room })
}

/// `{ from: "11:00", to: "23:00", sleep: 7h }`; each may be left out. Sleep is read elsewhere.
pub(super) fn day(
    node: Option<Node<'_>>,
    problems: &mut Vec<Problem>,
) -> Option<(NaiveTime, NaiveTime)> {
    let node = node?;
    let fields = Fields::of(node, &["from", "to", "sleep"], problems)?;
    fields.get("from").or(fields.get("to"))?;
    let mut read = |key: &'static str| {
        let time = |node: Node<'_>| {
            let problem = || node.problem(format!("{} is not a time of day", node.said()));
            clock(node.text()?).ok_or_else(|| problem().hint("write it as `11:00`"))
        };
        fields.get(key).map_or(Some(DAY_CHANGE), |_| fields.read(key, problems, time))
    };
    let (from, to) = (read("from")?, read("to")?);
    if window_minutes((from, to)).is_none() {
        let change = DAY_CHANGE.format("%H:%M");
        let problem = node.problem("`from` is not before `to`");
        let hint = format!("a day of a conference lasts from {change} to {change}");
        problems.push(problem.hint(hint));
        return None;
    }
    Some((from, to))
}

/// A time of day, or an hour alone.
fn clock(text: &str) -> Option<NaiveTime> {
    match text.trim() {
        "24:00" | "24" => Some(NaiveTime::MIN),
        text => match text.parse() {
            Ok(hour) => NaiveTime::from_hms_opt(hour, 0, 0),
            Err(_) => time_of_day(text),
        },
    }
}

/// `12:00-14:30`, or `22:00-1:00` for what goes on at night.
fn window(node: Node<'_>) -> Result<(NaiveTime, NaiveTime), Problem> {
    let text = node.text()?;
    let ends = text.split_once(['-', '\u{2013}']).or_else(|| text.split_once(" to "));
    let window = ends.and_then(|(from, to)| clock(from).zip(clock(to)));
    let problem = || node.problem(format!("{} is not a window of a day", node.said()));
    match window {
        None => Err(problem().hint("write it as `12:00-14:30`")),
        Some(window) if window_minutes(window).is_none() => {
            let change = DAY_CHANGE.format("%H:%M");
            // Most other windows that end before they begin are slips.
            let is_night = window.0 > window.1 && window.0 >= EVENING;
            let night = if is_night { "; for sleep there is `day: { sleep: 8h }`" } else { "" };
            let hint = format!("a day of a conference lasts from {change} to {change}{night}");
            Err(problem().hint(hint))
        }
        Some(window) => Ok(window),
    }
}

pub(super) fn minutes(node: Node<'_>, least: f64) -> Result<i64, Problem> {
    let minutes = node.number_in(least..=DAY, "a number of minutes of one day")?;
    Ok(minutes.round() as i64)
}

/// `auto`, `none`, minutes between any two rooms, or a mapping.
pub(super) fn walking(node: Option<Node<'_>>, problems: &mut Vec<Problem>) -> WalkingRules {
    let Some(node) = node else { return WalkingRules::default() };
    match node.kind() {
        Kind::Scalar => note(any_walk(node), problems).unwrap_or_default(),
        _ => walks(node, problems),
    }
}

fn any_walk(node: Node<'_>) -> Result<WalkingRules, Problem> {
    match node.text()? {
        "auto" => Ok(WalkingRules::default()),
        "none" => Ok(WalkingRules::none()),
        _ => match minutes(node, 0.0) {
            Ok(default) => Ok(WalkingRules { default, ..WalkingRules::none() }),
            Err(problem) => {
                Err(problem.hint("write `auto`, `none`, or minutes, as in `walking: 5`"))
            }
        },
    }
}

fn walks(node: Node<'_>, problems: &mut Vec<Problem>) -> WalkingRules {
    let fields = Fields::of(node, &["default", "between", "building"], problems);
    let Some(fields) = fields else { return WalkingRules::default() };
    let mut read = |key| fields.read(key, problems, |node| minutes(node, 0.0));
    let (default, building) = (read("default").unwrap_or(0), read("building"));
    let nodes = fields.read("between", problems, Node::list).unwrap_or_default();
    let between = nodes.into_iter().filter_map(|node| walk(node, problems)).collect();
    let buildings = building.map_or(Buildings::Ignored, Buildings::Apart);
    WalkingRules { default, between, buildings }
}

fn walk(node: Node<'_>, problems: &mut Vec<Problem>) -> Option<Walk> {
    let fields = Fields::of(node, &["rooms", "minutes"], problems)?;
    let minutes = fields.read("minutes", problems, |node| minutes(node, 0.0));
    let rooms = fields.texts("rooms", problems);
    match (rooms.as_slice(), minutes) {
        ([a, b], Some(minutes)) => Some(Walk { rooms: (a.clone(), b.clone()), minutes }),
        ([_, _], None) if fields.get("minutes").is_some() => None,
        _ => {
            problems.push(
                node.problem("a walk needs two `rooms` and `minutes`")
                    .hint("as in `{ rooms: [\"K.*\", \"U*\"], minutes: 10 }`"),
            );
            None
        }
    }
}

pub(super) fn limits(node: Option<Node<'_>>, problems: &mut Vec<Problem>) -> Limits {
    let known = ["talks_per_day", "hours_per_day", "hours_in_a_row", "rest"];
    let fields = node.and_then(|node| Fields::of(node, &known, problems));
    let Some(fields) = fields else { return Limits::default() };
    let talks = fields.read("talks_per_day", problems, |node| {
        let talks = node.number_in(0.0..=1000.0, "a number of talks")?;
        if talks.fract() == 0.0 {
            Ok(talks as i64)
        } else {
            Err(node.problem(format!("{} is not a whole number", node.said())))
        }
    });
    let mut hours = |key| {
        let what = "a number of hours of one day";
        let hours = fields.read(key, problems, |node| node.number_in(0.0..=24.0, what));
        hours.map(|hours| (hours * 60.0).round() as i64)
    };
    let (minutes_per_day, in_a_row) = (hours("hours_per_day"), hours("hours_in_a_row"));
    let rest = fields.read("rest", problems, |node| minutes(node, 1.0));
    if let (Some(node), None) = (fields.get("rest"), in_a_row) {
        problems.push(
            node.problem("`rest` without `hours_in_a_row`")
                .hint("as in `{ hours_in_a_row: 3, rest: 15 }`"),
        );
    }
    let in_a_row = in_a_row.map(|minutes| InARow { minutes, rest: rest.unwrap_or(REST) });
    Limits { talks_per_day: talks, minutes_per_day, in_a_row }
}

pub(super) fn tolerance(node: Option<Node<'_>>, problems: &mut Vec<Problem>) -> Tolerance {
    let fields = node.and_then(|node| Fields::of(node, &["late", "early"], problems));
    let Some(fields) = fields else { return Tolerance::default() };
    let mut read = |key: &'static str| {
        fields.read(key, problems, |node| note_hour(minutes(node, 0.0), node)).unwrap_or(0)
    };
    Tolerance { late: read("late"), early: read("early") }
}

/// More than an hour is no tolerance.
fn note_hour(minutes: Result<i64, Problem>, node: Node<'_>) -> Result<i64, Problem> {
    match minutes? {
        minutes @ 0..=60 => Ok(minutes),
        _ => Err(node.problem(format!("{} is not a tolerance from 0 to 60 minutes", node.said()))),
    }
}
