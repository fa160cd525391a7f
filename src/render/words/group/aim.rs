//! What a group plans for, how far that is reached, and what it costs whom.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::agenda::Status;
use crate::group::{Comparison, Instead, Person, Sacrifice};
use crate::problem::{count, number};
use crate::render::words;

use super::names;

/// What was planned for, and how far it was reached.
pub(crate) fn aim(it: &Comparison) -> String {
    let aim = &it.aim;
    let worth = aim.worth as i64;
    let points = count(worth, "point");
    let agreed = if aim.agreed { ", after what you agreed on" } else { "" };
    let share = format!("nobody gets less than {:.1} % of their own best", aim.worth * 100.0);
    match (aim.name, aim.always_together, aim.bonus) {
        ("together", false, Some(bonus)) => {
            format!("{points}, {}{agreed}", bonuses(bonus, aim.meal_bonus))
        }
        ("together", ..) => format!("One agenda for all: {points} in total"),
        ("cover", false, _) => {
            format!(
                "{}{points}; each talk counts once, for whoever values it most{agreed}",
                heard(it)
            )
        }
        ("cover", ..) => format!(
            "One agenda for all: {points}; each talk counts once, for whoever values it most"
        ),
        ("fair", false, _) if aim.counts == "share" => format!("N{}{agreed}", &share[1..]),
        ("fair", false, _) => format!(
            "Everyone has their own best agenda, with as much company as that allows ({} of two)",
            count(worth, "meeting")
        ),
        ("fair", ..) => format!("One agenda for all: {share}"),
        _ if aim.agreed => match aim.meal_bonus {
            Some(meal) => format!("{points}, {}{agreed}", bonuses(0, Some(meal))),
            None => format!("The most points for each of you{agreed}: {points} in total"),
        },
        _ => "Everyone's own best agenda, side by side".to_owned(),
    }
}

/// What company counts.
fn bonuses(talk: i64, meal: Option<i64>) -> String {
    let (said, meal) = (number(talk), meal.unwrap_or(talk));
    match (talk, meal == talk) {
        (_, true) => format!("including a bonus of {said} for every talk or meal two of you share"),
        (0, _) => format!("including a bonus of {} for every meal two of you share", number(meal)),
        _ => format!(
            "including a bonus of {said} for every talk and {} for every meal two of you share",
            number(meal)
        ),
    }
}

/// How many must-sees are heard, where there are any.
fn heard(it: &Comparison) -> String {
    match it.aim.must_sees {
        Some((heard, all)) if all > 0 => {
            format!("{} of {} heard, ", number(heard), count(all, "must-see"))
        }
        _ => String::new(),
    }
}

/// How good that is known to be.
pub(crate) fn proof(it: &Comparison) -> String {
    let proof = &it.proof;
    match proof.status {
        Status::Optimal | Status::Empty | Status::LeastChange | Status::Group => {
            "proven that nothing is better".to_owned()
        }
        Status::BestFound => {
            let most = match it.aim.counts {
                "share" => {
                    let whole = it.aim.worth.max(1e-9);
                    let bound = whole / (1.0 - proof.gap).max(1e-9);
                    format!("{:.1} %", bound * 100.0)
                }
                _ => number(proof.bound),
            };
            format!(
                "best found in the time; {most} is the upper bound (gap {:.2} %)",
                proof.gap * 100.0
            )
        }
    }
}

/// Who gets little of one agenda for all, and what the fairest one would cost.
pub(crate) fn unfair(it: &Comparison) -> Option<String> {
    let fairest = it.fairest?;
    let share = |person: &&Person| person.points as f64 / person.alone as f64;
    let all = it.members.iter().filter(|person| person.alone > 0);
    let worst = all.min_by(|a, b| share(a).total_cmp(&share(b)))?;
    let costs = match fairest.costs {
        costs if costs > 0 => format!(", for {} less in total", count(costs, "point")),
        _ => String::new(),
    };
    Some(format!(
        "This is unfair: {} gets {:.1} % of their own best. With `--aim fair` nobody gets less than \
         {:.1} %{costs}.",
        worst.name,
        share(&worst) * 100.0,
        fairest.share * 100.0
    ))
}

/// What a member gives up, and for what.
pub(crate) fn sacrifice(it: &Comparison, member: usize, sacrifice: &Sacrifice) -> String {
    let titles = |list: &[Instead]| words::quoted(list.iter().map(|it| it.place.title.as_str()));
    let price = match sacrifice.points {
        0 => "(no loss)".to_owned(),
        points if points > 0 => format!("(-{})", number(points)),
        points => format!("(+{})", number(-points)),
    };
    let name = &it.members[member].name;
    let (lost, gained) = (titles(&sacrifice.lost), titles(&sacrifice.gained));
    // Another performance of the same.
    if lost == gained && !lost.is_empty() {
        let with = sorted(sacrifice.gained.iter().flat_map(|it| &it.with));
        let with = match with.as_slice() {
            [] => String::new(),
            with if with.len() + 1 == it.members.len() => " to be with all".to_owned(),
            with => format!(" to be with {}", names(it, with)),
        };
        return format!("{name} sees {lost} at another time {price}{with}");
    }
    let mut sentence = match sacrifice.lost.is_empty() {
        true => format!("{name} {price}"),
        false => format!("{name} gives up {lost} {price}"),
    };
    // Who hears it now, where that is what the aim is about.
    if it.aim.name == "cover" && !it.aim.always_together {
        let heard: Vec<usize> = sorted(sacrifice.lost.iter().flat_map(|it| &it.with));
        if !heard.is_empty() {
            let hear = if heard.len() == 1 { "hears" } else { "hear" };
            let comma = if sacrifice.gained.is_empty() { "" } else { "," };
            let _ = write!(sentence, ", which {} {hear}{comma}", names(it, &heard));
        }
    }
    if !sacrifice.gained.is_empty() {
        let with = sorted(sacrifice.gained.iter().flat_map(|it| &it.with));
        let at = gained;
        let _ = match (it.aim.name, with.as_slice()) {
            ("cover", _) if !it.aim.always_together => write!(sentence, " for {at}"),
            (_, []) => write!(sentence, " for {at}"),
            (_, with) if with.len() + 1 == it.members.len() && with.len() > 1 => {
                write!(sentence, " to be with all at {at}")
            }
            (_, with) => write!(sentence, " to be with {} at {at}", names(it, with)),
        };
    }
    sentence
}

fn sorted<'a>(members: impl Iterator<Item = &'a usize>) -> Vec<usize> {
    let set: BTreeSet<usize> = members.copied().collect();
    set.into_iter().collect()
}
