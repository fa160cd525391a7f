//! xCal, a calendar in XML -> the lines of the calendar that it is.
//!
//! In: Pentabarf's, whose values stand right in their elements, and RFC 6321's, with a list of
//! properties, types of values and zones as parameters. Out: rules of repetition and the rules of
//! zones: their names say enough.

use roxmltree::{Document, Node};

use crate::problem::Problem;

use super::draft::Draft;
use super::ical;
use super::xml::{child, text};

/// What is taken over, and what it is called in a calendar.
const PROPERTIES: &[(&str, &str)] = &[
    ("uid", "UID"),
    ("summary", "SUMMARY"),
    ("description", "DESCRIPTION"),
    ("location", "LOCATION"),
    ("url", "URL"),
    ("dtstart", "DTSTART"),
    ("dtend", "DTEND"),
    ("status", "STATUS"),
    ("sequence", "SEQUENCE"),
    ("recurrence-id", "RECURRENCE-ID"),
    ("category", "CATEGORIES"),
    ("categories", "CATEGORIES"),
];

/// Whether a document is xCal.
pub(super) fn is(document: &Document<'_>) -> bool {
    matches!(document.root_element().tag_name().name(), "iCalendar" | "icalendar" | "vcalendar")
}

/// Reads a document for which [`is`] holds.
///
/// # Errors
/// A document without a calendar in it.
pub(super) fn draft(document: &Document<'_>) -> Result<Draft, Vec<Problem>> {
    let mut lines = String::from("BEGIN:VCALENDAR\n");
    let elements = || document.descendants().filter(Node::is_element);
    let head = elements().find(|node| node.tag_name().name() == "vcalendar");
    for name in ["x-wr-calname", "x-wr-timezone"] {
        let found = head.and_then(|head| child(properties(head), name)).map(value);
        push(&mut lines, &name.to_uppercase(), &found.unwrap_or_default());
    }
    for event in elements().filter(|node| node.tag_name().name() == "vevent") {
        lines.push_str("BEGIN:VEVENT\n");
        let mut has_end = false;
        for node in properties(event).children().filter(Node::is_element) {
            let name = node.tag_name().name();
            // What a namespace of its own says is said elsewhere, too.
            let plain = node.tag_name().namespace().is_none_or(|space| space.contains("icalendar"));
            let known = PROPERTIES.iter().find(|(known, _)| *known == name).filter(|_| plain);
            has_end |= name == "dtend";
            if let Some((_, name)) = known {
                let zone = node.descendants().find(|node| node.tag_name().name() == "tzid");
                let zone = zone.map_or(String::new(), |zone| {
                    format!(";TZID=\"{}\"", text(zone).replace(['"', '\n'], "").trim())
                });
                push(&mut lines, &format!("{name}{zone}"), &value(node));
            } else if name == "attendee" {
                let name = value(node).replace(['"', '\n', '\r'], " ");
                lines.push_str(&format!("ATTENDEE;CN=\"{}\":invalid:nomail\n", name.trim()));
            }
        }
        // Pentabarf's lengths are fractions of nothing that is known.
        let length = child(properties(event), "duration").filter(|_| !has_end);
        push(&mut lines, "DURATION", &length.map(value).unwrap_or_default());
        lines.push_str("END:VEVENT\n");
    }
    lines.push_str("END:VCALENDAR\n");
    let mut draft = ical::draft(lines.as_bytes())?;
    // The lines are not those of the file.
    draft.events.iter_mut().for_each(|event| event.place = None);
    draft.repairs.iter_mut().for_each(|repair| repair.place = None);
    Ok(draft)
}

/// Where the properties of a component stand.
fn properties<'a, 'i>(component: Node<'a, 'i>) -> Node<'a, 'i> {
    child(component, "properties").unwrap_or(component)
}

/// The value of a property, without its parameters.
fn value(node: Node<'_, '_>) -> String {
    let typed = node.children().filter(|part| part.is_element());
    let values: Vec<String> =
        typed.filter(|part| part.tag_name().name() != "parameters").map(text).collect();
    if values.is_empty() { text(node) } else { values.join(",") }
}

/// Adds a line, with its text escaped.
fn push(lines: &mut String, name: &str, value: &str) {
    let value = value.trim();
    if value.is_empty() {
        return;
    }
    let is_text = !name.starts_with("DT") && !name.starts_with("RECUR") && name != "URL";
    let value = value.replace('\r', "");
    let value = if is_text {
        let escaped = value.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
        escaped.replace('\n', "\\n")
    } else {
        value.replace('\n', "")
    };
    lines.extend([name, ":", &value, "\n"]);
}
