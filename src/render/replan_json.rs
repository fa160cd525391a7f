//! A new agenda and what it changes, for programs.

use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::agenda::{Agenda, Obstacle, Place};
use crate::next::{Aside, Next};
use crate::replan::{Cause, Delta, Happened, Line, Offer};

use super::json::pretty;
use super::replan::fate;

/// What a new agenda changes, and the agenda.
pub fn replan(agenda: &Agenda, delta: &Delta) -> String {
    pretty(&Whole {
        points_before: delta.points_before,
        lines: delta.lines.iter().map(entry).collect(),
        offers: delta.offers.iter().map(offer).collect(),
        agenda,
    })
}

#[derive(Serialize)]
struct Whole<'a> {
    points_before: i64,
    lines: Vec<Entry<'a>>,
    offers: Vec<Json>,
    agenda: &'a Agenda,
}

#[derive(Serialize)]
struct Entry<'a> {
    fate: &'static str,
    old: &'a Option<Place>,
    new: &'a Option<Place>,
    points: i64,
    changed: Vec<&'static str>,
    causes: Vec<Json>,
    against: &'a [Obstacle],
    price: Option<i64>,
}

fn entry(line: &Line) -> Entry<'_> {
    Entry {
        fate: fate(line),
        old: &line.old,
        new: &line.new,
        points: line.points,
        changed: line.what.iter().map(|it| it.field.name()).collect(),
        causes: line.causes.iter().map(cause).collect(),
        against: &line.against,
        price: line.price,
    }
}

fn cause(it: &Cause) -> Json {
    match it {
        Cause::Gone => json!({"cause": "gone"}),
        Cause::Cancelled => json!({"cause": "cancelled"}),
        Cause::Moved => json!({"cause": "moved"}),
        Cause::Passed => json!({"cause": "passed"}),
        Cause::Points { from, to } => json!({"cause": "points", "from": from, "to": to}),
        Cause::IsNew => json!({"cause": "new"}),
        Cause::Other { title, how } => {
            let how = match how {
                Happened::Gone => "gone",
                Happened::Cancelled => "cancelled",
                Happened::New => "new",
                Happened::Moved => "moved",
                Happened::Room => "room",
                Happened::Points => "points",
            };
            json!({"cause": "other", "title": title, "how": how})
        }
        Cause::Together(causes) => {
            let causes: Vec<Json> = causes.iter().map(cause).collect();
            json!({"cause": "together", "of": causes})
        }
        Cause::Schedule => json!({"cause": "schedule"}),
        Cause::Wishes(why) => json!({"cause": "wishes", "why": why}),
        Cause::Better => json!({"cause": "better"}),
        Cause::Unknown => json!({"cause": "unknown"}),
    }
}

fn offer(offer: &Offer) -> Json {
    json!({
        "talk": offer.talk,
        "points": offer.points,
        "instead_of": offer.instead_of,
        "gain": offer.gain,
    })
}

/// What is on and what comes next.
pub fn next(next: &Next) -> String {
    let aside = |it: &Aside| {
        json!({
            "talk": it.talk,
            "points": it.points,
            "price": it.price,
            "instead_of": it.instead_of,
        })
    };
    let asides = |list: &[Aside]| list.iter().map(aside).collect::<Vec<Json>>();
    let gap =
        next.gap.as_ref().map(|gap| json!({"until": gap.until, "fillers": asides(&gap.fillers)}));
    pretty(&json!({
        "at": next.at,
        "now": next.now,
        "next": next.then,
        "walk": next.walk,
        "instead": asides(&next.instead),
        "gap": gap,
    }))
}
