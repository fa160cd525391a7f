//! What planning again changes for each member of a group.

use crate::agenda::Place;
use crate::group::{Again, Change, Why};
use crate::problem::{and_list, count, number};
use crate::render::report::{Item, Report, Role, Text};
use crate::render::words;
use crate::schedule::Schedule;

/// Whose lines change, why, and what it costs.
pub fn again(schedule: &Schedule, all: &[Again]) -> Report {
    let mut report = Report::default();
    let names: Vec<String> = all.iter().map(|it| it.name.clone()).collect();
    report.title(format!("{}: {}", schedule.title(), and_list(&names)));
    let changed = all.iter().filter(|it| !it.changes.is_empty()).count();
    report.paragraph(match changed {
        0 => "Nothing changes for any of you.".to_owned(),
        _ if changed == all.len() => "Something changes for all of you.".to_owned(),
        _ => format!("Something changes for {changed} of you {}.", all.len()),
    });
    for one in all {
        let before = if one.before == one.now {
            String::new()
        } else {
            format!(", {} before", number(one.before))
        };
        let talks = match one.kept {
            0 => "nothing stays".to_owned(),
            kept => format!("{} as before", count(kept, "talk")),
        };
        let head = Text::of(Role::Strong, one.name.as_str());
        report.heading(
            head.and(Role::Plain, format!(": {}{before}; {talks}", count(one.now, "point"))),
        );
        report.list(one.changes.iter().map(|it| Item::bullet(change(it))));
    }
    report
}

fn at(place: &Place) -> String {
    format!("{}{}", place.start.format("%a %H:%M"), words::within(place.room.as_deref()))
}

fn change(change: &Change) -> String {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if at(old) == at(new) => {
            let (was, is) = (old.end.format("%H:%M"), new.end.format("%H:%M"));
            format!("{} {} ends at {is}, not at {was}", at(new), new.title)
        }
        (Some(old), Some(new))
            if (old.start.date_naive(), &old.room) == (new.start.date_naive(), &new.room) =>
        {
            let was = old.start.format("%H:%M");
            format!("moved: {} to {}, was {was}", new.title, at(new))
        }
        (Some(old), Some(new)) => format!("moved: {} to {}, was {}", new.title, at(new), at(old)),
        (None, Some(new)) => format!("new: {} {}", at(new), new.title),
        (Some(old), None) => {
            format!("dropped: {} {}, {}", at(old), old.title, why(change.why.as_ref()))
        }
        (None, None) => String::new(),
    }
}

fn why(why: Option<&Why>) -> String {
    match why {
        Some(Why::Gone) => "which is gone from the schedule".to_owned(),
        Some(Why::Cancelled) => "which is cancelled".to_owned(),
        Some(Why::Moved(to)) => format!("which is {} now", at(to)),
        Some(Why::For(titles)) => {
            format!("for {}", words::quoted(titles.iter().map(String::as_str)))
        }
        Some(Why::Other) | None => "which the plan does not need any more".to_owned(),
    }
}
