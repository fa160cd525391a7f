//! All tests that go through the library's or the program's front door: one crate, one link.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on, fails")]
#![expect(clippy::disallowed_methods, reason = "tests make the files that they need")]

mod support;

mod architecture;
mod bundled;
mod dialects;
mod formats;
mod hostile;
mod messages;
mod plan;
mod properties;
mod scorer;
