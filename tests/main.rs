//! All tests that go through the library's or the program's front door: one crate, one link.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on, fails")]
#![expect(clippy::disallowed_methods, reason = "tests make the files that they need")]
#![expect(clippy::print_stdout, reason = "counts and skipped tests are shown with --nocapture")]

mod support;

mod architecture;
mod browser;
mod budget;
mod bundled;
mod changes;
mod calendars;
mod check;
mod compare;
mod convert;
mod coverage;
mod dialects;
mod docs;
mod faults;
#[cfg(feature = "fetch")]
mod fetch;
mod files;
mod filters;
mod first_steps;
mod formats;
mod frames;
mod agreed;
mod group;
mod group_file;
mod group_parts;
mod hostile;
mod later;
mod messages;
mod minimum;
mod mistakes;
mod naming;
mod next;
mod nothing;
mod page;
mod pauses;
mod plan;
mod properties;
mod reader_bounds;
mod reader_calendars;
mod reader_cases;
mod reader_exports;
mod reader_hostile;
mod reader_quirks;
mod reader_worlds;
mod readers;
mod replan;
mod real_round_trip;
mod round_trip;
mod schema;
mod setup;
mod snapshots;
mod tables;
mod supply;
mod talks;
mod timeline;
mod walking;
mod wanted;
mod scorer;
mod series;
mod several;
#[cfg(feature = "serve")]
mod serve;
