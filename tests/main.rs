#![expect(clippy::unwrap_used, reason = "a test may panic")]
//! All tests, as one crate.

mod reader_hostile;
mod reader_quirks;
mod readers;
