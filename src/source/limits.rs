//! All bounds of `source` in one list, for those who write about them.

use crate::yaml;

use super::{MAX_BYTES, MAX_SLOTS, bounds, draft, ical, json, programme, table, xml};

/// How much of what a schedule may have at most.
pub const LIMITS: &[(&str, usize)] = &[
    ("bytes of a file", MAX_BYTES),
    ("bytes of a download, packed and unpacked", MAX_BYTES),
    ("events, with every time of those that repeat", MAX_SLOTS),
    ("bytes of a text of one line, such as a title", bounds::LINE),
    ("bytes of a text of many lines, such as an abstract", bounds::TEXT),
    ("names in one list: speakers, keywords, ids", bounds::NAMES),
    ("bytes of all texts together", draft::MAX_TEXTS),
    ("levels of XML", xml::MAX_DEPTH),
    ("elements and texts of XML", xml::MAX_NODES as usize),
    ("levels of JSON", json::MAX_DEPTH),
    ("values of JSON", json::MAX_VALUES),
    ("values that each object of JSON counts as", json::OBJECT),
    ("levels of YAML", yaml::MAX_DEPTH),
    ("lines and items of YAML", bounds::MAX_ITEMS),
    ("lines of a calendar, unfolded", ical::MAX_LINES),
    ("times that a calendar's rule gives", ical::MOST_TIMES as usize),
    ("columns of a table", table::MOST_COLUMNS),
    ("lines of a plain-text programme", programme::MAX_LINES),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_of_another_crate_is_as_it_is_written_here() {
        let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(json::parse(&nested(json::MAX_DEPTH)).is_ok());
        assert!(json::parse(&nested(json::MAX_DEPTH + 1)).is_err());
    }
}
