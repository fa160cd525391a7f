//! The conference of tests about form: what a table, a page or an error looks like.
//!
//! Its points are ratings, so that they do not depend on how interests are scored.

use super::Test;

/// Two days; three talks that overlap, one given twice, one guessed end, rooms and tracks that are
/// missing.
pub(crate) const SCHEDULE: &str = "\
title: Small Conf
version: '1.10'
timezone: Europe/Berlin
events:
  - { id: a, title: Kernel one, room: One, start: 2026-05-01T10:00, minutes: 45, keywords: [x] }
  - { id: b, title: Kernel two, room: Two, start: 2026-05-01T10:30, minutes: 30, track: Deep }
  - { id: c, title: Kernel three, start: 2026-05-01T10:45, minutes: 30, inferred: [end] }
  - { id: d, title: Kernel four, room: Two, start: 2026-05-01T12:00, minutes: 60 }
  - { id: r1, title: Workshop, room: One, start: 2026-05-01T12:00, minutes: 60 }
  - { id: r2, title: Workshop, room: One, start: 2026-05-02T14:00, minutes: 60, repeats: r1 }
";

/// Best: a, c, d and r2 with 1400 points; b alone stands against a and c.
pub(crate) const PROFILE: &str = "\
name: Me
ratings: { a: 50, b: 60, c: 30, Workshop: 40, d: 20 }
";

/// A command where the schedule is `s.yaml` and the profile `p.yaml`.
pub(crate) fn small(args: &str) -> Test {
    Test::new(args).file("s.yaml", SCHEDULE).file("p.yaml", PROFILE)
}
