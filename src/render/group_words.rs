//! The sentences about a group that every form of a comparison has in common.
//!
//! They hold titles and names as they are: who puts them into an output escapes the whole.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset};

use crate::agenda::{Place, Status};
use crate::group::{
    Comparison, Entry, Instead, Lost, Meeting, Pair, Person, Sacrifice, Unseen, What,
};
use crate::problem::{and_list, count};

/// The names of some members.
pub(super) fn names(it: &Comparison, members: &[usize]) -> String {
    let names: Vec<String> =
        members.iter().map(|&member| it.members[member].name.clone()).collect();
    and_list(&names)
}

/// Everybody, by name where they are few.
pub(super) fn everybody(it: &Comparison) -> String {
    const FEW: usize = 6;
    match it.members.len() {
        number if number > FEW => format!("{number} members"),
        number => names(it, &(0..number).collect::<Vec<usize>>()),
    }
}

/// The conference, its version and who is compared.
pub(super) fn title(it: &Comparison) -> String {
    let version = it.schedule.version.as_deref();
    let version = version.map_or(String::new(), |version| format!(" ({version})"));
    format!("{}{version}: {}", it.schedule.title, everybody(it))
}

/// What was planned for, and how far it was reached.
pub(super) fn aim(it: &Comparison) -> String {
    let aim = &it.aim;
    let worth = aim.worth as i64;
    match (aim.name, aim.always_together, aim.bonus) {
        ("together", false, Some(bonus)) => {
            format!("together: {worth} points, {bonus} of them for each pair at one talk")
        }
        ("together", ..) => format!("one agenda for all, {worth} points in sum"),
        ("cover", false, _) => {
            format!("cover: {worth} points, every talk counted once for who gives it most")
        }
        ("cover", ..) => {
            format!("one agenda for all, {worth} points, each talk at the most anyone gives it")
        }
        ("fair", false, _) => format!(
            "fair: all have their own best, and as much company as that allows ({})",
            count(usize::try_from(worth).unwrap_or(0), "meeting of two")
                .replace("meeting of twos", "meetings of two")
        ),
        ("fair", ..) => format!(
            "one agenda for all; the worst-off has {:.1} % of the own best",
            aim.worth * 100.0
        ),
        _ => "each member with the own best".to_owned(),
    }
}

/// How good that is known to be.
pub(super) fn proof(it: &Comparison) -> String {
    let proof = &it.proof;
    match proof.status {
        Status::Optimal | Status::LeastChange => "proven that no plan has more".to_owned(),
        Status::BestFound => {
            let most = match it.aim.counts {
                "share" => {
                    let whole = it.aim.worth.max(1e-9);
                    let bound = whole / (1.0 - proof.gap).max(1e-9);
                    format!("{:.1} %", bound * 100.0)
                }
                _ => proof.bound.to_string(),
            };
            format!(
                "best found in the time: at most {most} is possible (gap {:.2} %)",
                proof.gap * 100.0
            )
        }
    }
}

/// How many must-sees a member keeps of how many; nothing where there are none.
pub(super) fn must_sees(person: &Person) -> String {
    let all = person.must_sees_kept + person.must_sees_missed.len();
    if all == 0 { String::new() } else { format!("{} of {all}", person.must_sees_kept) }
}

/// What a member loses against the own best.
pub(super) fn loss(person: &Person) -> String {
    match person.loss {
        0 => "0".to_owned(),
        loss => format!("{loss} ({:.1} %)", person.loss_percent),
    }
}

/// What a member gives up, and for what.
pub(super) fn sacrifice(it: &Comparison, member: usize, sacrifice: &Sacrifice) -> String {
    let titles = |list: &[Instead]| {
        and_list(&list.iter().map(|it| format!("`{}`", it.place.title)).collect::<Vec<_>>())
    };
    let price = match sacrifice.points {
        0 => "(no loss)".to_owned(),
        points if points > 0 => format!("(-{points})"),
        points => format!("(+{})", -points),
    };
    let name = &it.members[member].name;
    let mut sentence = match sacrifice.lost.is_empty() {
        true => format!("{name} {price}"),
        false => format!("{name} gives up {} {price}", titles(&sacrifice.lost)),
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
        let at = titles(&sacrifice.gained);
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

/// Where to meet, and who walks how far to it.
pub(super) fn meeting_place(it: &Comparison, meeting: &Meeting) -> String {
    let near = meeting.near.as_deref().map_or(String::new(), |room| format!(" near {room}"));
    let mut walks: Vec<(i64, Vec<usize>)> = Vec::new();
    for (member, &minutes) in meeting.walks.iter().enumerate().filter(|(_, m)| **m > 0) {
        match walks.iter_mut().find(|(known, _)| *known == minutes) {
            Some((_, members)) => members.push(member),
            None => walks.push((minutes, vec![member])),
        }
    }
    walks.sort_unstable();
    let walks: Vec<String> = walks
        .iter()
        .map(|(minutes, members)| format!("{} {minutes} min", names(it, members)))
        .collect();
    if walks.is_empty() { near } else { format!("{near} (walk: {})", walks.join(", ")) }
}

/// When and where all could meet.
pub(super) fn meeting(it: &Comparison, meeting: &Meeting) -> String {
    let (from, to) = (meeting.from.format("%a %H:%M"), meeting.to.format("%H:%M"));
    format!("{from}-{to}{}", meeting_place(it, meeting))
}

/// Two members and what they share.
pub(super) fn pair(it: &Comparison, pair: &Pair) -> String {
    let talks = count(pair.talks, "talk");
    let names = names(it, &[pair.a, pair.b]);
    format!("{names}: {talks}, {} min, {:.2}", pair.minutes, pair.jaccard)
}

/// Who wants a talk most.
pub(super) fn wanted(it: &Comparison, talk: &Unseen) -> String {
    const MOST: usize = 3;
    let first = talk.wanted.iter().take(MOST);
    let mut wanted: Vec<String> =
        first.map(|wanted| format!("{} {}", it.members[wanted.by].name, wanted.points)).collect();
    if talk.wanted.len() > MOST {
        wanted.push(format!("{} more", talk.wanted.len() - MOST));
    }
    wanted.join(", ")
}

/// A talk in a member's agenda, and what it is worth to the member.
pub(super) fn seen<'a>(person: &'a Person, talk: &str) -> Option<(&'a Entry, i64)> {
    person.agenda.iter().find_map(|entry| match &entry.what {
        What::Talk { id, points, .. } if id == talk => Some((entry, *points)),
        What::Talk { .. } | What::Commitment { .. } | What::Break { .. } => None,
    })
}

/// A talk on one line.
pub(super) fn talk_line(place: &Place) -> String {
    let room = place.room.as_deref().map_or(String::new(), |room| format!(" ({room})"));
    let (start, end) = (place.start.format("%a %H:%M"), place.end.format("%H:%M"));
    format!("{start}-{end} {}{room}", place.title)
}

/// What became of a talk of a saved agenda.
pub(super) fn stray(lost: &Lost) -> String {
    let place = |time: DateTime<FixedOffset>, room: Option<&str>| {
        let room = room.map_or(String::new(), |room| format!(" in {room}"));
        format!("{}{room}", time.format("%a %H:%M"))
    };
    let was = place(lost.was, lost.was_in.as_deref());
    let title = &lost.title;
    match lost.now {
        Some(now) => {
            let now = place(now, lost.now_in.as_deref());
            format!("{title} moved from {was} to {now}")
        }
        None if lost.what == "cancelled" => format!("{title} ({was}) is cancelled"),
        None => format!("{title} ({was}) is gone"),
    }
}
