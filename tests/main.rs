#![expect(clippy::unwrap_used, reason = "a test may panic")]
//! All tests, as one crate.

mod readers;
