//! A colour for each member of a group, the same in every form. It never stands alone: the
//! member's tag is beside it.

/// Names of CSS3, which calendars know as well (RFC 7986, section 5.9). Each stands out from a
/// white and from a black ground (WCAG 2.2: 3 to 1 and more).
pub(super) const PALETTE: [&str; 12] = [
    "royalblue",
    "chocolate",
    "seagreen",
    "mediumorchid",
    "crimson",
    "darkcyan",
    "darkgoldenrod",
    "palevioletred",
    "olivedrab",
    "mediumslateblue",
    "indianred",
    "steelblue",
];

/// What several members share.
pub(super) const SHARED: &str = "slategray";

/// The place of a member's colour in the palette; a thirteenth member has the first one's.
pub(super) fn color(member: usize) -> usize {
    member % PALETTE.len()
}
