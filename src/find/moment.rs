//! `@ Sat 19:00` in a name -> whether an event is on then.

use std::collections::BTreeSet;

use chrono::Timelike as _;

use crate::schedule::{EventIx, Schedule};

/// Whether every word of a moment is one that the start of an event may be written with: `Sat 19:00`,
/// `8 Aug`, `day 2`, `2026-08-08T19:00`, `7pm`.
pub(super) fn is_at(schedule: &Schedule, ix: EventIx, moment: &str) -> bool {
    const DAY: &[&str] = &[
        "%a", "%A", "%F", "%d", "%-d", "%d.", "%-d.", "%b", "%B", "%d.%m.", "%-d.%-m.", "%d.%m.%Y",
        "%d/%m/%Y", "%Y", "%-d%b",
    ];
    const TIME: &[&str] = &["%H:%M", "%-H:%M", "%FT%H:%M", "%I:%M%P", "%-I:%M%P"];
    const HOUR: &[&str] = &["%-I%P", "%-Hh"];
    let start = schedule.event(ix).slot.start();
    let (day, local) = (schedule.day(start), schedule.zone().at(start));
    let on_the_hour = if local.minute() == 0 { HOUR } else { &[] };
    let number = schedule.days().iter().position(|other| *other == day).map_or(0, |at| at + 1);
    let mut forms = BTreeSet::from(["day".to_owned(), number.to_string()]);
    // A talk after midnight is on two days: the clock's, and the one whose night it is.
    forms.extend(DAY.iter().map(|form| day.format(form).to_string()));
    let all = DAY.iter().chain(TIME).chain(on_the_hour);
    forms.extend(all.map(|form| local.format(form).to_string()));
    let forms: BTreeSet<String> = forms.iter().map(|form| form.to_lowercase()).collect();
    let moment = moment.to_lowercase().replace(" am", "am").replace(" pm", "pm");
    let mut words = moment.split([' ', ',']).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some()
        && words.all(|word| {
            // `sun-19:00`, as in a short name.
            forms.contains(word) || word.split('-').all(|part| forms.contains(part))
        })
}
