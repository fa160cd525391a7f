//! The XML of Deoxide, which giggity reads as its own -> [`Draft`].
//!
//! ```text
//! schedule @title > line @title > item @id @title @startTime @endTime > itemDescription, itemLink @href
//! ```
//! A line is a room. Times are ISO 8601 or seconds since 1970.

use roxmltree::{Document, Node};
use serde_json::Value;

use super::draft::{Draft, DraftEvent, End, Events};
use super::order::Order;
use super::value;
use super::xml::{self, Places, child};

/// Whether a document whose root is `schedule` is of this kind.
pub(super) fn is(document: &Document<'_>) -> bool {
    lines(document.root_element()).next().is_some()
}

fn lines<'a, 'i>(root: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    root.children().filter(|node| is_called(*node, "line"))
}

/// Whether a node is an element of a name, whatever its namespace, which some leave out.
fn is_called(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// The draft of a document for which [`is`] holds.
pub(super) fn draft(document: &Document<'_>, text: &str) -> Draft {
    let root = document.root_element();
    let mut places = Places::new(text);
    let mut events = Events::default();
    for line in lines(root) {
        for item in line.children().filter(|node| is_called(*node, "item")) {
            let said = |name: &str| item.attribute(name).map(str::to_owned);
            let time =
                |name: &str| value::time(&Value::from(item.attribute(name)?), Order::default());
            events.push(DraftEvent {
                place: Some(places.of(item.range().start)),
                id: said("id"),
                title: said("title"),
                start: time("startTime"),
                end: time("endTime").map(End::At),
                room: line.attribute("title").map(str::to_owned),
                description: child(item, "itemDescription").map(xml::text).unwrap_or_default(),
                url: child(item, "itemLink").and_then(|it| it.attribute("href")).map(str::to_owned),
                ..DraftEvent::default()
            });
        }
    }
    let title = root.attribute("title").map(str::to_owned);
    Draft { title, events, ..Draft::default() }
}
