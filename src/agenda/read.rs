//! Agenda file -> Agenda: what `plan -o` saved, read back and checked.

use serde::Deserialize;

use super::faults::faults;
use super::{Agenda, FORMAT, times};
use crate::problem::{Place, Problem};
use crate::profile;
use crate::source;

/// The longest agenda that is read, in bytes. Whatever is saved has to be read again: the largest
/// schedule has so many bytes, and an agenda says each of its talks up to five times, with its keys:
/// as known, as seen or missed, and as what stands against others or could be seen instead.
pub const MAX_BYTES: usize = 8 * source::MAX_BYTES;

/// What to do about a file that no agenda is in.
pub const SAVE_ONE: &str = "save one with `attend plan -o my.agenda.json`";

/// What every format of the file has.
#[derive(Deserialize)]
struct Head {
    attend: u32,
}

/// Reads a saved agenda. Its times are those that clocks show by today's rules of its zone.
///
/// # Errors
/// Text that is no agenda, one of a newer format, or all that cannot be in one.
pub fn read(text: &str) -> Result<Agenda, Vec<Problem>> {
    let head: Head = serde_json::from_str(text).map_err(|fault| vec![not_one(text, &fault)])?;
    if head.attend != FORMAT {
        return Err(vec![
            Problem::whole(format!(
                "the agenda has format {}, and this version of attend reads format {FORMAT}",
                head.attend
            ))
            .hint("use the version of attend that saved it, or plan again"),
        ]);
    }
    let mut agenda: Agenda = serde_json::from_str(text).map_err(|fault| vec![damaged(&fault)])?;
    let mut problems = faults(&mut agenda);
    if let Some(last) = problems.pop() {
        problems.push(last.hint(SAVE_ONE));
        return Err(problems);
    }
    agenda.noted = times::renewed(&mut agenda).into_iter().collect();
    Ok(agenda)
}

/// Whether a text is meant as a saved agenda, whatever is wrong with it.
pub fn looks_like(text: &str) -> bool {
    text.trim_start().starts_with('{')
        && text.contains("\"attend\"")
        && serde_json::from_str::<Head>(text).map_or_else(|fault| !fault.is_data(), |_| true)
}

/// A text that is something else.
fn not_one(text: &str, fault: &serde_json::Error) -> Problem {
    if !fault.is_data() && text.trim_start().starts_with('{') {
        damaged(fault)
    } else if profile::looks_like(text.as_bytes()) {
        Problem::whole("this is a profile, not a saved agenda").hint(SAVE_ONE)
    } else {
        Problem::whole("this is not a saved agenda").hint(SAVE_ONE)
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
        assert_eq!(what("[]"), "this is not a saved agenda");
        assert_eq!(what("{}"), "this is not a saved agenda");
        assert_eq!(what("title: T\nevents: []"), "this is not a saved agenda");
        assert_eq!(what("name: Ana\ninterests: [x]"), "this is a profile, not a saved agenda");
        assert_eq!(what("{"), "the agenda is damaged: EOF while parsing an object");
        assert_eq!(
            what("{\"attend\": 2}"),
            "the agenda has format 2, and this version of attend reads format 1"
        );
        assert_eq!(what("{\"attend\": 1}"), "the agenda is damaged: missing field `schedule`");
    }
}
