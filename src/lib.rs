//! **attend** turns a conference's schedule and one person's wishes into the best agenda that
//! this person can really walk, says why, and proves it.
//!
//! # The way the data goes
//!
//! ```text
//! schedule file --files--> bytes --source--> Schedule --+--> score --> Scores --+
//!                                                       |                       |
//! profile file  --files--> text --profile--> Profile ---+-- resolve --> Wishes -+--> model --> Model
//!                                                                                              |
//!   table, html, ... <--render-- Agenda <--agenda-- Solved <--check-- Selection <-- solver ----+
//!                                   ^
//!                                 explain (prices, alternatives, conflicts, reasons)
//!
//! compare:  [Model] --group--> Plan --> Comparison --render        check: group::faults
//! two schedules           --changes--> Changes         --render
//! old agenda + schedule   --replan---> pins, then the same way --> Agenda + Delta --render
//! agenda + time + place   --next-----> Next            --render
//! click --serve--> profile file, and all of the above again, with the schedule kept
//! ```
//!
//! One direction: a module uses only modules that stand above it in the list below, and a test
//! keeps it so. Everything above [`files`] and [`fetch`] is a function of values: no disk, no
//! network, no environment, no printing. What can go wrong is data until [`error`] and [`render`] put it into words.
//!
//! # The whole of it
//!
//! ```
//! use std::time::Duration;
//! use attend::{agenda, model::Model, profile, render, score, solved::Solved, solver, source};
//!
//! let schedule = source::read(
//!     b"
//! title: Small Conf
//! timezone: Europe/Berlin
//! events:
//!   - { id: a, title: Tracing with eBPF, start: 2026-05-01T10:00, minutes: 45 }
//!   - { id: b, title: Baking bread, start: 2026-05-01T10:30, minutes: 30 }
//! ",
//!     &source::Hints::default(),
//! )
//! .unwrap()
//! .schedule;
//! let (wishes, _odd) = profile::wishes("interests: [ebpf, bread: 0.5]", &schedule).unwrap();
//!
//! // One index serves any number of profiles.
//! let index = score::Index::new(&schedule);
//! let scores = index.score(&wishes);
//! let model = Model::build(&schedule, &wishes, &scores);
//! let deadline = solver::Deadline::after(Duration::from_secs(10));
//! let selection = solver::solve(&model, deadline);
//! // An independent check stands between a choice and every answer made from it.
//! let solved = Solved::checked(&schedule, &wishes, &scores, &model, &selection).unwrap();
//!
//! let agenda = agenda::assemble(&solved, agenda::Depth::FULL, deadline);
//! assert_eq!(agenda.talks[0].title, "Tracing with eBPF");
//! assert_eq!(agenda.missed[0].title, "Baking bread");
//! assert!(render::json(&agenda).contains("\"status\": \"optimal\""));
//! ```
//!
//! # How to add something
//!
//! - **A schedule format**: a file in [`source`] with a function from text to a draft, a variant
//!   of [`source::Format`], its mark in `sniff.rs`; a small file of its shape in
//!   `tests/reader_exports.rs`, seeds in `fuzz/seeds.rs`.
//! - **A sentence, an output, a format**: [`render`] says which file; a format is also a variant of
//!   [`args::AgendaForm`] and a test.
//! - **A rule**: three places. In [`model`] a [`model::Reason`], and a [`model::Constraint`] if one
//!   may give the rule up to end a conflict; both go into files and JSON as they are. In [`check`]
//!   the same rule once more, without the model. In `render/words.rs` its sentences, which the
//!   compiler asks for. Then a property that an answer which breaks it is found.
//! - **An aim for groups**: a [`group::Goal`]; what couples the members is a file in [`group`], and
//!   what it is worth is counted once more in its check. Then an oracle in `tests/support/`.
//! - **Another name for a thing**: a line in `src/score/synonyms.txt`; for a column or key of a
//!   schedule, a word in `src/source/record/names.rs`.
//! - **A key of a profile or a schedule**: its reader, `src/schema/*.json`, `docs/`; tests name what
//!   is missing.
//! - **A control of the page**: its `data-` attributes in `src/render/html/live/`, and where it
//!   changes something new of a profile, a `profile::Change`.
//! - **A command**: a variant in [`args`], a file in [`command`], a file in `tests/`, an example. An
//!   argument called `talk`, `room`, `track` or `day` is completed by [`complete`].

pub mod problem;
pub mod yaml;
pub mod text;
pub mod ix;
pub mod schedule;
pub mod source;
pub mod find;
pub mod changes;
pub mod walking;
pub mod profile;
pub mod score;
pub mod model;
pub mod solver;
pub mod check;
pub mod solved;
pub mod explain;
pub mod agenda;
pub mod starter;
pub mod group;
pub mod replan;
pub mod next;
pub mod render;
pub mod schema;
pub mod bundled;
pub mod error;
pub mod files;
pub mod fetch;
pub mod args;
pub mod complete;
#[cfg(feature = "serve")]
pub mod serve;
pub mod command;
pub mod cli;
