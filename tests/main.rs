//! All tests that use the library as a caller does, in one binary.
#![expect(clippy::disallowed_methods, reason = "tests read files")]
#![expect(clippy::print_stdout, reason = "counts and skipped tests are shown with --nocapture")]
#![expect(clippy::unwrap_used, reason = "a helper of a test that cannot go on has failed")]

mod dialects;
mod formats;
mod hostile;
mod reader_calendars;
mod reader_hostile;
mod reader_quirks;
mod readers;
