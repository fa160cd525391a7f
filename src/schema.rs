//! JSON Schemas of the files that people write, for their editors.
//!
//! They are written by hand, because the readers are: these say more than types could (what a key
//! means, its default, which forms it has). Tests hold both against the readers. Draft 7 is what
//! editors know best.

/// Of a profile.
pub const PROFILE: &str = include_str!("schema/profile.json");

/// Of a group file.
pub const GROUP: &str = include_str!("schema/group.json");

/// Of a schedule in attend's own format.
pub const SCHEDULE: &str = include_str!("schema/schedule.json");
