//! Agenda file -> Agenda: what `plan -o` saved, read back and checked.

use chrono::{DateTime, FixedOffset};
use serde::Deserialize;

use super::{Agenda, FORMAT};
use crate::problem::{Place, Problem};

/// The most bytes that an agenda file may have.
pub const MAX_BYTES: usize = 16 << 20;

/// What to do about a file that no agenda is in.
const SAVE_ONE: &str = "save one with `attend plan -o my.agenda.json`";

/// What every format of the file has.
#[derive(Deserialize)]
struct Head {
    attend: u32,
}

/// Reads a saved agenda.
///
/// # Errors
/// Text that is no agenda, one of a newer format, or times that cannot be.
pub fn read(text: &str) -> Result<Agenda, Vec<Problem>> {
    let head: Head = serde_json::from_str(text).map_err(|fault| vec![not_one(&fault)])?;
    if head.attend != FORMAT {
        return Err(vec![
            Problem::whole(format!(
                "the agenda is of format {}, and this attend reads format {FORMAT}",
                head.attend
            ))
            .hint("use the attend that saved it, or plan again"),
        ]);
    }
    let agenda: Agenda = serde_json::from_str(text).map_err(|fault| vec![damaged(&fault)])?;
    let problems = faults(&agenda);
    if problems.is_empty() { Ok(agenda) } else { Err(problems) }
}

/// What no saved agenda has.
fn faults(agenda: &Agenda) -> Vec<Problem> {
    let none = |title: &str, from: DateTime<FixedOffset>, to: DateTime<FixedOffset>| {
        let what = format!("`{title}` is from {from} to {to}, which is no time at all");
        Problem::whole(what).hint(SAVE_ONE)
    };
    let talks = agenda.talks.iter().filter_map(|talk| {
        // Before its times are added up: a file may say anything.
        let all = (talk.end - talk.start).num_minutes();
        let cut = |minutes: i64| (0..=all).contains(&minutes);
        if !cut(talk.late) || !cut(talk.early) {
            return Some(none(&talk.title, talk.start, talk.end));
        }
        (talk.from() >= talk.to()).then(|| none(&talk.title, talk.from(), talk.to()))
    });
    let others = agenda.breaks.iter().chain(&agenda.commitments);
    let others = others.filter(|other| other.start >= other.end);
    talks.chain(others.map(|other| none(&other.title, other.start, other.end))).collect()
}

/// A text that is something else.
fn not_one(fault: &serde_json::Error) -> Problem {
    if fault.is_data() {
        Problem::whole("this is no saved agenda").hint(SAVE_ONE)
    } else {
        damaged(fault)
    }
}

/// A text that is not all there, or not as it was saved.
fn damaged(fault: &serde_json::Error) -> Problem {
    let place = Place { line: fault.line().max(1), column: fault.column().max(1) };
    let whole = fault.to_string();
    let cause = whole.split(" at line ").next().unwrap_or(&whole);
    Problem::at(place, format!("the agenda is damaged: {cause}")).hint(SAVE_ONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(text: &str) -> String {
        read(text).unwrap_err().into_iter().map(|problem| problem.what).collect()
    }

    #[test]
    fn other_files_are_refused_with_their_fault() {
        assert_eq!(what("[]"), "this is no saved agenda");
        assert_eq!(what("{}"), "this is no saved agenda");
        assert_eq!(what("{"), "the agenda is damaged: EOF while parsing an object");
        assert_eq!(
            what("{\"attend\": 2}"),
            "the agenda is of format 2, and this attend reads format 1"
        );
        assert_eq!(what("{\"attend\": 1}"), "the agenda is damaged: missing field `schedule`");
    }
}
