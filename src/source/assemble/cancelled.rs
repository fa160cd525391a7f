//! Whether a title says that its event is called off.
//!
//! Organisers have no field for it in most formats, so they write it: `CANCELLED: Title`,
//! `Title ! CANCELLED !`, a subtitle `cancelled`. A talk *about* cancelling, or one that
//! `(replaces cancelled talk)`, is on.

use crate::source::Subject;
use crate::source::draft::{Author, DraftEvent};

use super::Assembly;

/// The words, in the languages of the schedules seen.
const WORDS: &[&str] = &[
    "cancelled",
    "canceled",
    "abgesagt",
    "fällt aus",
    "faellt aus",
    "entfällt",
    "entfaellt",
    "annulé",
    "annulée",
    "cancelado",
    "cancelada",
    "annullato",
    "geannuleerd",
    "afgelast",
];

/// What may stand before the word where a whole bracket is about it.
const SUBJECTS: &[&str] = &[
    "talk", "session", "event", "workshop", "this", "is", "was", "has", "been", "vortrag", "wurde",
    "ist", "the",
];

impl Assembly {
    pub(super) fn is_cancelled(&mut self, event: &DraftEvent) -> bool {
        if self.author != Author::Conference {
            return false;
        }
        let said = event.title.as_deref().filter(|title| says_cancelled(title));
        let said = said.or_else(|| event.subtitle.as_deref().filter(|line| says_cancelled(line)));
        let Some(said) = said else { return false };
        self.warn(Subject::Cancelled, Some(event), format!("`{said}` says so"));
        true
    }
}

/// Whether a title or a subtitle says that its event is off.
fn says_cancelled(line: &str) -> bool {
    let lower = line.to_lowercase();
    if !WORDS.iter().any(|word| lower.contains(word)) {
        return false;
    }
    begins(line.trim_start_matches(is_mark), &lower) || in_brackets(&lower) || ends(line)
}

/// Signs around the word.
fn is_mark(c: char) -> bool {
    c.is_whitespace() || "!*#-–—:|/()[]{}<>\"'„“”+~⚠❌".contains(c)
}

/// `Cancelled: title`, `[cancelled] title`, `CANCELLED title`, or nothing else at all.
fn begins(line: &str, lower: &str) -> bool {
    let lower = lower.trim_start_matches(is_mark);
    WORDS.iter().any(|word| {
        let Some(rest) = lower.strip_prefix(word) else { return false };
        let loud = line.chars().take(word.chars().count()).all(|c| !c.is_lowercase());
        let next = rest.trim_start();
        next.is_empty()
            || (loud && !rest.starts_with(char::is_alphanumeric))
            || rest.starts_with([',', '.', ';'])
            || (next.starts_with(is_mark) && !next.starts_with(['\'', '"', '(', '/']))
    })
}

/// A bracket that says nothing but that: `(cancelled)`, `[talk was cancelled]`, `(cancelled: ill)`.
fn in_brackets(lower: &str) -> bool {
    lower.split(['(', '[', '{']).skip(1).any(|rest| {
        let inner = rest.split([')', ']', '}']).next().unwrap_or(rest);
        let mut words =
            inner.split_whitespace().skip_while(|word| SUBJECTS.contains(word)).peekable();
        let said = words.by_ref().collect::<Vec<_>>().join(" ");
        let said = said.trim_matches(|c: char| is_mark(c) || c == '.');
        WORDS.iter().any(|word| {
            said.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    })
}

/// `Title - cancelled`, `Title! CANCELLED!`; a quiet word at the end of a sentence is no mark.
fn ends(line: &str) -> bool {
    let line = line.trim_end_matches(|c: char| is_mark(c) || c == '.');
    let lower = line.to_lowercase();
    WORDS.iter().any(|word| {
        let Some(before) = lower.strip_suffix(word) else { return false };
        let loud = line.chars().rev().take(word.chars().count()).all(|c| !c.is_lowercase());
        let apart = before.trim_end();
        let marked = apart.ends_with(['-', '–', '—', ':', '|', '!', '*', '/', ','])
            && (before.len() > apart.len() || apart.ends_with(['!', '*', '|']));
        before.ends_with(|c: char| !c.is_alphanumeric()) && (loud || marked)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_call_an_event_off_are_known_from_talks_about_it() {
        for off in [
            "CANCELLED: Carving data",
            "CANCELLED gopy",
            "Cancelled - Carving data",
            "[CANCELED] Carving data",
            "(cancelled) Carving data",
            "Carving data (cancelled)",
            "Carving data [talk was cancelled]",
            "Carving data (cancelled: speaker is ill)",
            "Carving data ! CANCELLED !",
            "Carving data CANCELLED",
            "Carving data - cancelled",
            "cancelled",
            "Fällt aus, morgen geht es los!",
            "ABGESAGT: Datenrettung",
            "** Cancelled ** Carving data",
        ] {
            assert!(says_cancelled(off), "{off}");
        }
        for on in [
            "Carving data (replaces cancelled talk)",
            "Discussion (original talk cancelled)",
            "How my flight was cancelled",
            "Cancelled flights and what to do",
            "Cancelled (the musical)",
            "On cancelled futures in async Rust",
            "The cancellation of tasks",
            "Uncancelled",
            "Replacement for CANCELLED talks",
            "Carving data",
        ] {
            assert!(!says_cancelled(on), "{on}");
        }
    }
}
