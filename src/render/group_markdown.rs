//! A comparison as Markdown: the members, one table a day, then what they share and what they miss.

use std::fmt::Write as _;

use crate::group::Comparison;

use super::Markdown;
use super::group::{Detail, SHORT};
use super::group_rows::{Doing, Row, rows};
use super::group_words as words;

/// A comparison.
pub fn comparison(it: &Comparison, detail: Detail) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "# {}\n", Markdown(&words::title(it)));
    let zone = &it.schedule.timezone;
    let _ = writeln!(text, "{}; {}. Times are in {zone}.\n", words::aim(it), words::proof(it));
    members(it, &mut text);
    for day in rows(it).chunk_by(|a, b| a.day() == b.day()) {
        let _ = writeln!(text, "\n## {}\n", day[0].day().format("%A %-d %B %Y"));
        text.push_str("| Time | Room | Talk | Who |\n| --- | --- | --- | --- |\n");
        for row in day {
            self::row(it, row, &mut text);
        }
    }
    let strays = it.members.iter().flat_map(|person| {
        person.strays.iter().map(|lost| format!("{}: {}", person.name, words::stray(lost)))
    });
    list("Another version of the schedule", strays, detail, &mut text);
    let sacrifices = it.members.iter().enumerate().flat_map(|(member, person)| {
        person.sacrifices.iter().map(move |lost| words::sacrifice(it, member, lost))
    });
    list("What is given up for that", sacrifices, detail, &mut text);
    let missed = it.members.iter().flat_map(|person| {
        person.must_sees_missed.iter().map(|title| format!("{}: {title}", person.name))
    });
    list("Must-sees that are not kept", missed, Detail::Full, &mut text);
    let unseen = it
        .unseen
        .iter()
        .map(|talk| format!("{}: {}", words::talk_line(&talk.place), words::wanted(it, talk)));
    list("Wanted, but seen by nobody", unseen, detail, &mut text);
    text
}

fn members(it: &Comparison, text: &mut String) {
    text.push_str("| Tag | Member | Talks | Must-sees | Points | Loss |\n");
    text.push_str("| --- | --- | ---: | ---: | ---: | ---: |\n");
    for person in &it.members {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} |",
            Markdown(&person.tag),
            Markdown(&person.name),
            person.talks,
            words::must_sees(person),
            person.points,
            words::loss(person),
        );
    }
}

fn row(it: &Comparison, row: &Row<'_>, text: &mut String) {
    let what = match row.what {
        Doing::Talk(talk) => Markdown(&talk.place.title).to_string(),
        Doing::Commitment(title) => format!("{} (commitment)", Markdown(title)),
        Doing::Break(title) => format!("({})", Markdown(title)),
        Doing::Free(_) => "(all are free)".to_owned(),
    };
    let demands = |member: &usize| match row.what {
        Doing::Talk(talk) => talk.must_see_of.contains(member),
        Doing::Commitment(_) | Doing::Break(_) | Doing::Free(_) => false,
    };
    let who = |member: &usize| {
        let bold = if demands(member) { "**" } else { "" };
        format!("{bold}{}{bold}", Markdown(&it.members[*member].tag))
    };
    let who: Vec<String> = match row.what {
        Doing::Free(_) => vec!["all".to_owned()],
        Doing::Talk(_) | Doing::Commitment(_) | Doing::Break(_) => {
            row.who.iter().map(who).collect()
        }
    };
    let (from, to) = (row.from.format("%H:%M"), row.to.format("%H:%M"));
    let room = Markdown(row.room.unwrap_or_default());
    let _ = writeln!(text, "| {from}-{to} | {room} | {what} | {} |", who.join(" "));
}

/// A list under its heading; nothing where it is empty.
fn list(heading: &str, items: impl Iterator<Item = String>, detail: Detail, text: &mut String) {
    let items: Vec<String> = items.collect();
    let shown = match detail {
        Detail::Short => items.len().min(SHORT),
        Detail::Full => items.len(),
    };
    if shown < items.len() {
        let _ = writeln!(text, "\n## {heading}: {shown} of {}\n", items.len());
    } else if shown > 0 {
        let _ = writeln!(text, "\n## {heading}\n");
    }
    for item in &items[..shown] {
        let _ = writeln!(text, "- {}", Markdown(item));
    }
}
