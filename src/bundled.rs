//! Schedules and profiles that are compiled into the program.

/// A file that every copy of the program has.
#[derive(Clone, Copy, Debug)]
pub struct Bundled {
    /// What `-s` or `-p` calls it.
    pub name: &'static str,
    /// Its content.
    pub text: &'static str,
}

/// Conferences; the first is the default.
pub const SCHEDULES: &[Bundled] = &[Bundled {
    name: "all-systems-go-2018",
    text: include_str!("../schedule/all-systems-go-2018.yaml"),
}];

/// Visitors of the default conference; the first is the default.
pub const PROFILES: &[Bundled] = &[
    Bundled { name: "kernel-tracer", text: include_str!("../profiles/kernel-tracer.yaml") },
    Bundled { name: "container-runtime", text: include_str!("../profiles/container-runtime.yaml") },
    Bundled { name: "boot-and-firmware", text: include_str!("../profiles/boot-and-firmware.yaml") },
    Bundled { name: "desktop", text: include_str!("../profiles/desktop.yaml") },
    Bundled { name: "newcomer", text: include_str!("../profiles/newcomer.yaml") },
    Bundled {
        name: "two-places-at-once",
        text: include_str!("../profiles/two-places-at-once.yaml"),
    },
];
