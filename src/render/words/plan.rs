//! What to see: the agenda.

use chrono::TimeDelta;

use crate::agenda::{
    Agenda, Conflict, Cost, Covered, Lack, Loss, Missed, Otherwise, Place, Status, Talk, Tickets,
    Walks, WayOut,
};
use crate::problem::{and_list, count, number};
use crate::render::days::{Line, lines};
use crate::render::report::{Item, Mark, Report, Role, Share, Table, Text, column, numbers};
use crate::schedule::Inferred;
use crate::solver::difference;

use super::Legend;

/// What an agenda marks where it was inferred.
pub(super) const MARKED: [Inferred; 3] = [Inferred::Start, Inferred::End, Inferred::Room];

/// An agenda: conflicts on top, one table a day, what was missed below.
pub fn agenda(agenda: &Agenda, most_missed: usize) -> Report {
    let mut report = Report::default();
    report.title(super::title(&agenda.schedule, &agenda.profile));
    let role = match agenda.proof.status {
        Status::Optimal => Role::Good,
        Status::Empty | Status::BestFound => Role::Warning,
        Status::LeastChange | Status::Group => Role::Plain,
    };
    let mut head = Text { lines: Vec::new() };
    if let Some(lack) = agenda.lack {
        head = head.line(Text::of(Role::Warning, lacking(lack, agenda)));
    }
    if !agenda.talks.is_empty() {
        let sum = Text::from(format!("{}; ", sum(agenda))).and(role, proof(agenda));
        head = head.line(sum.and(Role::Plain, "."));
    }
    head = head.line(super::zone(&agenda.schedule));
    if let Some(walks) = &agenda.walks {
        head = head.line(Text::of(Role::Aside, guess(walks)));
    }
    report.paragraph(head);
    coverage(agenda, &mut report);
    if !agenda.conflicts.is_empty() {
        report.append(conflicts(agenda));
    }
    let rooms = agenda.talks.iter().map(|talk| &talk.room);
    let rooms = rooms.chain(agenda.missed.iter().map(|missed| &missed.room));
    let rooms = rooms.chain(agenda.commitments.iter().map(|it| &it.room));
    let rooms = super::common_end(rooms.flatten().map(String::as_str));
    for day in lines(agenda).chunk_by(|a, b| a.day() == b.day()) {
        report.heading(super::day(day[0].day()));
        report.table(day_table(day, rooms));
    }
    let legend = Legend {
        has_must_see: agenda.talks.iter().any(|talk| talk.must_see),
        has_inferred: agenda.talks.iter().any(|talk| !super::mark(talk, &MARKED).is_empty()),
        rooms,
    };
    legend.add_to(&mut report);
    missed(agenda, most_missed, &mut report);
    alternatives(agenda, &mut report);
    report
}

/// What the walks are taken to be, and how to say it better.
pub(crate) fn guess(Walks { minutes, buildings, addresses }: &Walks) -> String {
    const MOST: usize = 8;
    if *addresses {
        return format!(
            "Walking is a guess: {} between any two of {} addresses. If they are farther apart, set `walking: {{ building: 15 }}` in the profile.",
            count(*minutes, "minute"),
            number(buildings.len())
        );
    }
    let between = if buildings.len() <= MOST {
        and_list(buildings)
    } else {
        count(buildings.len(), "building")
    };
    format!(
        "Walking is a guess: {} between {between}. Set `walking` in the profile; `none` is no walks.",
        count(*minutes, "minute")
    )
}

/// Why there is nothing in an agenda, or nothing for the interests.
fn lacking(lack: Lack, agenda: &Agenda) -> String {
    let why = match lack {
        Lack::Events => "the schedule has no events",
        Lack::Interests => {
            "the profile names no interests, so no talk has points. Add some, or try `--like WORD`"
        }
        Lack::Matches => "none of the interests matches a talk here",
        Lack::Shown => "no talk matches the interests and passes `languages`, `only` and `hide`",
        Lack::Slight => "no talk that matches has as many points as the profile's `minimum`",
        Lack::Attendable => "no talk that matches can be attended",
    };
    let start = if agenda.talks.is_empty() { "Nothing to see: " } else { "Mind that " };
    format!("{start}{why}.")
}

/// How many talks, and what they are worth.
pub(crate) fn sum(agenda: &Agenda) -> String {
    let talks = count(agenda.talks.len(), "talk");
    let number_of = |is: fn(&&Talk) -> bool| agenda.talks.iter().filter(is).count();
    let (must_sees, booked) = (number_of(|talk| talk.must_see), number_of(|talk| talk.booked));
    let mut of_these = Vec::new();
    if must_sees > 0 {
        of_these.push(count(must_sees, "must-see"));
    }
    if booked > 0 {
        of_these.push(format!("{} booked", number(booked)));
    }
    let with = if of_these.is_empty() { "" } else { " with " };
    let tickets = agenda.tickets.as_ref().map_or(String::new(), |it| {
        let Tickets { cost, budget, others } = it;
        let of = budget.as_ref().map_or(String::new(), |budget| format!(" of {budget}"));
        let costs: Vec<String> =
            [format!("{cost}{of}")].into_iter().chain(others.iter().cloned()).collect();
        format!(", {} for tickets", and_list(&costs))
    });
    format!("{talks}{with}{}{}{tickets}", and_list(&of_these), share(agenda))
}

/// The points as a share of what one would like.
fn share(agenda: &Agenda) -> String {
    let points: i64 = agenda.talks.iter().map(|talk| talk.points).sum();
    if agenda.favourites <= 0 || points < 0 {
        return String::new();
    }
    let share = 100.0 * points as f64 / agenda.favourites.max(points) as f64;
    format!(", {:.0} % of your best {} if none clashed", share.floor(), agenda.talks.len())
}

/// How many interests are listed one a line.
const MOST_INTERESTS: usize = 8;

/// A line an interest; of many, those that have something in one.
fn coverage(agenda: &Agenda, report: &mut Report) {
    let all = &agenda.coverage;
    if all.len() < 2 || agenda.talks.is_empty() {
        return;
    }
    let is_folded = all.len() > MOST_INTERESTS;
    let with_talks: Vec<String> =
        all.iter().filter(|it| is_folded && it.talks > 0).map(covered).collect();
    let lines: Vec<String> =
        all.iter().filter(|it| !is_folded || it.talks == 0).map(covered).collect();
    let more = if is_folded { lines.len().saturating_sub(MOST_INTERESTS) } else { 0 };
    let shown = lines.len() - more;
    let folded = (!with_talks.is_empty()).then(|| with_talks.join("; "));
    let more = (more > 0).then(|| format!("{} without a talk", count(more, "more interest")));
    let lines = folded.into_iter().chain(lines.into_iter().take(shown)).chain(more);
    report.list(lines.map(|line| Item::bullet(Text::of(Role::Aside, line))));
}

/// `rust: 5 of 12 talks, 40 % of the time`
pub(crate) fn covered(it: &Covered) -> String {
    let Covered { interest, talks, of, share, cheapest } = it;
    let all = count(*of, "talk");
    match cheapest {
        _ if *of == 0 => format!("{interest}: no talk"),
        _ if *talks > 0 => {
            let share = (share * 100.0).round();
            format!("{interest}: {} of {all}, {share} % of the time", number(*talks))
        }
        Some(other) => {
            format!("{interest}: none of {all}; `{}` {}", other.title, super::instead_price(other))
        }
        None => format!("{interest}: none of {all}"),
    }
}

/// How good an agenda is known to be.
pub(crate) fn proof(agenda: &Agenda) -> String {
    let proof = &agenda.proof;
    match proof.status {
        Status::Optimal => "optimal: proven that no agenda has more".to_owned(),
        Status::Empty => "there is nothing to see".to_owned(),
        Status::BestFound => format!(
            "best found in the time; {} is the upper bound (gap {:.1} %)",
            number(proof.bound),
            proof.gap * 100.0
        ),
        Status::Group => format!(
            "{} fewer than the best alone, for the group",
            number(proof.bound - agenda.points)
        ),
        Status::LeastChange => format!(
            "{} fewer than a new agenda would have, to change less",
            number(proof.bound - agenda.points)
        ),
    }
}

pub(super) fn day_table(lines: &[Line<'_>], rooms: &str) -> Table {
    let mut table = Table::talks([
        column("Time", Share::Content),
        column("Room", Share::Content),
        column("Talk", Share::Rest),
        numbers("Points"),
        column("Because of", Share::Spare),
    ]);
    for line in lines {
        let Line::Talk(talk) = line else {
            let [time, room, what] = between(line, rooms);
            table.row([time, room, what, "".into(), "".into()]);
            continue;
        };
        let (from, to) = (line.start(), line.end());
        let at = super::mark(talk, &[Inferred::Start, Inferred::End]);
        let room = super::room(talk.room.as_deref(), rooms)
            .and(Role::Plain, super::mark(talk, &[Inferred::Room]));
        let title = if talk.must_see { Role::MustSee } else { Role::Plain };
        table.row([
            format!("{}{at}", super::hours(from, to)).into(),
            Text::pieces([room, super::length(from, to)]),
            Text::of(title, &talk.title)
                .and(Role::Plain, super::part_of(talk))
                .and(Role::Aside, if talk.booked { " (booked)" } else { "" }),
            super::amount(talk.points),
            super::strongest(&talk.because),
        ]);
    }
    table
}

/// When, where and what is between talks.
pub(super) fn between(line: &Line<'_>, rooms: &str) -> [Text; 3] {
    let (from, to) = (line.start(), line.end());
    let time = super::hours(from, to);
    let (what, room) = match line {
        Line::Talk(talk) => (talk.title.clone(), "".into()),
        Line::Commitment(it) => {
            let room = super::room(it.room.as_deref(), rooms);
            let what = Text::of(Role::Commitment, &it.title).and(Role::Plain, " (commitment)");
            return [time.into(), Text::pieces([room, super::length(from, to)]), what];
        }
        Line::Break(it) => (format!("({})", it.title), super::room(it.room.as_deref(), rooms)),
        Line::Free { from, to, nearest } => {
            (format!("({})", super::free(*to - *from, *nearest)), "".into())
        }
    };
    [Text::of(Role::Aside, time), room, Text::of(Role::Aside, what)]
}

fn missed(agenda: &Agenda, most: usize, report: &mut Report) {
    let must_sees = agenda.missed.iter().filter(|missed| missed.must_see).count();
    let all = agenda.missed.len();
    let shown = most.max(must_sees).min(all);
    if shown == 0 {
        return;
    }
    let is_marked = agenda.missed[..shown].iter().any(|missed| missed.recorded);
    let legend = if is_marked { "; ^ is recorded" } else { "" };
    report.heading(if shown < all {
        Text::from(format!("Missed: the best {shown} of {all}{legend}"))
            .and(Role::Screen, " (--missed all shows the rest)")
    } else {
        format!("Missed: {}{legend}", count(all, "talk")).into()
    });
    let mut table = Table::talks([
        column("When", Share::Content),
        column("Talk", Share::Rest),
        numbers("Points"),
        numbers("Would cost"),
        column("Why", Share::Spare),
    ]);
    for missed in &agenda.missed[..shown] {
        let title = if missed.must_see { Role::MissedMustSee } else { Role::Plain };
        table.row([
            missed.start.format("%a %H:%M").to_string().into(),
            Text::of(title, &missed.title).and(Role::Aside, recorded(missed)),
            super::amount(missed.points),
            would_cost(missed),
            super::obstacles(&missed.why).into(),
        ]);
    }
    report.table(table);
}

/// The mark of a missed talk that is recorded.
fn recorded(missed: &Missed) -> &'static str {
    if missed.recorded { " ^" } else { "" }
}

/// The missed talks that are recorded, the best first.
pub fn later(agenda: &Agenda) -> Report {
    let mut report = Report::default();
    let talks: Vec<&Missed> = agenda.missed.iter().filter(|missed| missed.recorded).collect();
    if talks.is_empty() {
        report.paragraph("Nothing to watch later: no missed talk is recorded.");
        return report;
    }
    let all: TimeDelta = talks.iter().map(|missed| missed.end - missed.start).sum();
    let number_of = count(talks.len(), "talk");
    report.heading(format!("To watch later: {number_of}, {}", super::duration(all)));
    let columns =
        [column("Talk", Share::Rest), column("Length", Share::Content), numbers("Points")];
    let mut table = Table::new(columns);
    for missed in talks {
        let title = if missed.must_see { Role::MissedMustSee } else { Role::Plain };
        table.row([
            Text::of(title, &missed.title),
            super::duration(missed.end - missed.start).into(),
            super::amount(missed.points),
        ]);
    }
    report.table(table);
    report
}

/// What the agenda would lose with a missed talk.
fn would_cost(missed: &Missed) -> Text {
    let cost = match (missed.price, missed.costs) {
        (None, Some(costs)) => super::levels(Cost { points: 0, ..costs }),
        (None, None) => return Text::of(Role::Document, "-"),
        (Some(price), _) if missed.exact => number(price),
        (Some(price), _) => format!(">={}", number(price)),
    };
    Text::of(Role::Screen, "would cost ").and(Role::Plain, cost)
}

/// Other agendas, by what they change.
fn alternatives(agenda: &Agenda, report: &mut Report) {
    if agenda.alternatives.is_empty() {
        return;
    }
    let free = agenda.talks.iter().filter(|talk| !talk.booked).count();
    let differing = count(difference(free), "talk");
    report.heading(format!("Other agendas, each without {differing} of every one before"));
    let item = |(position, other): (usize, &Otherwise)| {
        let points = count(agenda.points - other.price.unwrap_or(0), "point");
        let text = format!("{points}: {}", super::cost(other.price, other.costs, other.exact));
        let talk = |sign| move |place: &Place| Item::new(Mark::Word(sign), super::place(place));
        let talks = other.goes.iter().map(talk("-")).chain(other.comes.iter().map(talk("+")));
        Item::new(Mark::Number(position + 1), text).with(talks)
    };
    report.list(agenda.alternatives.iter().enumerate().map(item));
}

/// The must-sees that cannot all be kept, and what can be done.
pub fn conflicts(agenda: &Agenda) -> Report {
    let mut report = Report::default();
    report.heading(Text::of(Role::Error, "What cannot all be kept"));
    for clash in &agenda.conflicts {
        let mut items = Vec::new();
        if let Loss::Break(name) = &clash.given_up {
            items.push(Item::bullet(format!("{name} (given up)")));
        }
        items.extend(clash.events.iter().map(|place| Item::bullet(fate(place, clash))));
        let because = |it| Item::bullet(format!("because: {}", super::obstacle(it)));
        items.extend(clash.because.iter().map(because));
        let options = clash.ways_out.iter().map(|way| {
            let also =
                way.also_lost.iter().map(|it| Item::bullet(format!("and {it} is lost, too")));
            Item::bullet(format!("{}: {}", loss(&way.give_up), way_price(way))).with(also)
        });
        items.push(Item::bullet("your options:").with(options));
        report.list(items);
    }
    report
}

/// A must-see of a clash, and what becomes of it.
pub(crate) fn fate(place: &Place, clash: &Conflict) -> String {
    let fate = if clash.kept.contains(&place.id) { "kept" } else { "given up" };
    format!("{} ({fate})", super::place(place))
}

/// What an option asks one to do.
pub(crate) fn loss(loss: &Loss) -> String {
    match loss {
        Loss::Talk(title) => format!("leave out {title}"),
        Loss::Break(name) => format!("do without {name}"),
        Loss::Commitment(title) => format!("skip the commitment {title}"),
        Loss::Absence => "be there at that time".to_owned(),
        Loss::TalksPerDay => "allow more talks a day".to_owned(),
        Loss::HoursPerDay => "allow more hours a day".to_owned(),
        Loss::Budget => "spend more than your budget".to_owned(),
        Loss::Gap => "make shorter pauses between talks".to_owned(),
        Loss::Arrive => "come without time to spare".to_owned(),
        Loss::Sleep => "sleep less between the days".to_owned(),
        Loss::HoursInARow => "allow more hours in a row".to_owned(),
        Loss::AtMost { count: most, of } => {
            format!("allow more than {} {of}", count(*most, "talk"))
        }
        Loss::Pin(title) => format!("unpin {title}"),
        Loss::AllOf(titles) => format!("attend only some of {}", and_list(titles)),
        Loss::Early { title, minutes } => {
            format!("leave {title} {} early", count(*minutes, "minute"))
        }
    }
}

/// What an option costs.
pub(crate) fn way_price(way: &WayOut) -> String {
    let (most, least) = if way.exact { ("", "") } else { ("at most ", "at least ") };
    if let Some(costs) = way.costs {
        return format!("costs {most}{}", super::levels(costs));
    }
    match way.price {
        _ if way.taken => "as in this agenda".to_owned(),
        0 => "costs no points".to_owned(),
        price if price < 0 => format!("gains {least}{}", count(-price, "point")),
        price => format!("costs {most}{}", count(price, "point")),
    }
}
