//! A profile's text + what somebody clicked -> the same text with it; comments and order stay.

use serde::Deserialize;
use serde_yaml::{Mapping, Value};

use crate::find::{Finder, Meant};
use crate::problem::Problem;
use crate::schedule::{EventIx, Schedule};
use crate::yaml::{self, Document, Kind, Node, Step, put};

use super::edit::{as_list, readable};
use super::read::{MAX_BYTES, TITLES};
use super::reweigh::{Reweighed, reweigh};

/// The keys whose values a [`Change::Put`] may change.
const PLAIN: [&str; 10] = [
    "breaks",
    "budget",
    "day",
    "gap",
    "here",
    "limits",
    "minimum",
    "tolerance",
    "variety",
    "walking",
];
/// The lists that name talks.
const LISTS: [Mark; 4] = [Mark::Booked, Mark::MustSee, Mark::Want, Mark::Never];

/// One change of a profile.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "change", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Change {
    /// Where a talk stands; nowhere where there is no mark.
    Mark {
        /// The event's id.
        talk: String,
        /// The list.
        mark: Option<Mark>,
    },
    /// How somebody rates a talk; not at all where there is no rating.
    Rate {
        /// The event's id.
        talk: String,
        /// From 0 to 100.
        rating: Option<u8>,
    },
    /// How much an interest counts; it goes where there is no weight.
    Interest {
        /// Its name.
        topic: String,
        /// A number, or `never`.
        weight: Option<Value>,
        /// What finds it, where that is not its name.
        #[serde(default)]
        keywords: Vec<String>,
    },
    /// Another value at a place; none takes out what is there.
    Put {
        /// Keys, and numbers in lists.
        path: Vec<Part>,
        /// What is put there.
        value: Option<Value>,
    },
}

/// A list of talks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Settled.
    Booked,
    /// Before anything else.
    MustSee,
    /// Before any points.
    Want,
    /// Out.
    Never,
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Part {
    /// A place in a list.
    Item(usize),
    /// A key.
    Key(String),
}

impl Mark {
    /// The list's key.
    pub fn key(self) -> &'static str {
        match self {
            Mark::Booked => "booked",
            Mark::MustSee => "must_see",
            Mark::Want => "want",
            Mark::Never => "never",
        }
    }
}

impl Change {
    /// A profile with this change.
    ///
    /// # Errors
    /// When the schedule has no such talk, or the profile is written in a way that cannot be edited
    /// by its lines.
    pub fn made_in(&self, profile: &str, schedule: &Schedule) -> Result<String, Problem> {
        let text = readable(profile);
        let talk = |id: &str| {
            let found = schedule.iter().find(|(_, event)| event.id.as_str() == id);
            found.map(|(ix, _)| ix).ok_or_else(|| {
                let hint = "load the page again: the schedule may be another one now";
                Problem::whole(format!("there is no talk `{id}`")).hint(hint)
            })
        };
        let (key, edited) = match self {
            Change::Mark { talk: id, mark } => {
                (mark.map_or("never", Mark::key), marked(&text, schedule, talk(id)?, *mark))
            }
            Change::Rate { talk: id, rating } => {
                ("ratings", rated(&text, schedule, talk(id)?, *rating))
            }
            Change::Interest { topic, weight, keywords } => {
                ("interests", weighed(&text, topic.trim(), weight.as_ref(), keywords))
            }
            Change::Put { path, value } => {
                let Some(Part::Key(key)) = path.first().filter(|first| is_plain(first)) else {
                    return Err(Problem::whole("the page cannot change this"));
                };
                let steps: Vec<Step<'_>> = path.iter().map(Part::step).collect();
                (key.as_str(), put(&text, &steps, value.as_ref()))
            }
        };
        edited.map(|text| yaml::restored(&text)).ok_or_else(|| {
            let hint = "change it in the file, or write one entry a line there";
            Problem::whole(format!("`{key}` is written in a way that attend cannot edit"))
                .hint(hint)
        })
    }
}

fn is_plain(part: &Part) -> bool {
    matches!(part, Part::Key(key) if PLAIN.contains(&key.as_str()))
}

impl Part {
    fn step(&self) -> Step<'_> {
        match self {
            Part::Item(place) => Step::Item(*place),
            Part::Key(key) => Step::Key(key),
        }
    }
}

/// The last item of a list and one more.
const NEXT: Step<'_> = Step::Item(usize::MAX);

fn marked(text: &str, schedule: &Schedule, ix: EventIx, mark: Option<Mark>) -> Option<String> {
    let mut text = text.to_owned();
    let finder = Finder::new(schedule);
    for list in LISTS {
        text = unlisted(&text, &finder, list.key(), ix)?;
    }
    let Some(mark) = mark else { return Some(text) };
    let performances = schedule.occurrences(ix);
    let meant = match mark {
        Mark::Booked if performances.len() > 1 => Meant::Performances(vec![ix]),
        _ => Meant::Session(performances),
    };
    added(&text, mark.key(), &Value::from(finder.name(&meant)))
}

/// A text with one more item in a list.
fn added(text: &str, key: &str, item: &Value) -> Option<String> {
    let document = parsed(text)?;
    let text = match document.root().get(key) {
        Some(node) if node.kind() == Kind::Scalar => as_list(text, key, node.text().ok()?)?,
        _ => text.to_owned(),
    };
    put(&text, &[Step::Key(key), NEXT], Some(item))
}

/// A text without the items of a list that name a talk.
fn unlisted(text: &str, finder: &Finder<'_>, key: &str, ix: EventIx) -> Option<String> {
    let document = parsed(text)?;
    let Some(node) = document.root().get(key) else { return Some(text.to_owned()) };
    let names_it = |node: &Node<'_>| node.text().is_ok_and(|name| means(finder, name, ix));
    if node.kind() == Kind::Scalar {
        let path = [Step::Key(key)];
        return if names_it(&node) { put(text, &path, None) } else { Some(text.to_owned()) };
    }
    let items = node.list().ok()?;
    let places = items.iter().enumerate().rev().filter(|(_, item)| names_it(item));
    places.map(|(place, _)| place).try_fold(text.to_owned(), |text, place| {
        put(&text, &[Step::Key(key), Step::Item(place)], None)
    })
}

fn means(finder: &Finder<'_>, name: &str, ix: EventIx) -> bool {
    finder.talk(&yaml::restored(name), 0).is_ok_and(|meant| meant.events().contains(&ix))
}

fn rated(text: &str, schedule: &Schedule, ix: EventIx, rating: Option<u8>) -> Option<String> {
    let finder = Finder::new(schedule);
    let document = parsed(text)?;
    let ratings = document.root().get("ratings");
    let entries = ratings.map_or(Some(Vec::new()), |node| node.map().ok())?;
    let mut names = entries.iter().filter_map(|(key, _)| key.text().ok());
    let known = names.find(|name| means(&finder, name, ix)).map(ToOwned::to_owned);
    let name = known.unwrap_or_else(|| finder.name(&Meant::Session(schedule.occurrences(ix))));
    put(text, &[Step::Key("ratings"), Step::Key(&name)], rating.map(Value::from).as_ref())
}

fn weighed(text: &str, topic: &str, weight: Option<&Value>, keywords: &[String]) -> Option<String> {
    if let Some(weight) = weight {
        let written = serde_yaml::to_string(weight).ok()?;
        return match reweigh(text, topic, Some(written.trim_end())) {
            Reweighed::Done(text) => Some(text),
            Reweighed::Stuck => None,
            Reweighed::New => interest(text, topic, weight, keywords),
        };
    }
    let document = parsed(text)?;
    let key = Step::Key("interests");
    let Some(interests) = document.root().get("interests") else { return Some(text.to_owned()) };
    let is_it = |node: Node<'_>| node.text().is_ok_and(|text| text.trim() == topic);
    match interests.kind() {
        Kind::Map => put(text, &[key, Step::Key(topic)], None),
        Kind::List => {
            let is_about = |item: &Node<'_>| {
                let entries = item.map().unwrap_or_default();
                is_it(*item)
                    || item
                        .get("topic")
                        .map_or_else(|| entries.first().is_some_and(|(key, _)| is_it(*key)), is_it)
            };
            let place = interests.list().ok()?.iter().position(is_about);
            place.map_or(Some(text.to_owned()), |place| put(text, &[key, Step::Item(place)], None))
        }
        Kind::Scalar => {
            let text = as_list(text, "interests", interests.text().ok()?)?;
            weighed(&text, topic, weight, keywords)
        }
        Kind::Nothing => Some(text.to_owned()),
    }
}

/// A text with one more interest.
fn interest(text: &str, topic: &str, weight: &Value, keywords: &[String]) -> Option<String> {
    let document = parsed(text)?;
    if document.root().get("interests").is_some_and(|node| node.kind() == Kind::Map) {
        return put(text, &[Step::Key("interests"), Step::Key(topic)], Some(weight));
    }
    let is_own_name = matches!(keywords, [only] if only == topic) || keywords.is_empty();
    let is_usual = weight.as_f64() == Some(1.0);
    let item = match (is_own_name, is_usual) {
        (true, true) => Value::from(topic),
        (true, false) => Value::Mapping(Mapping::from_iter([(topic.into(), weight.clone())])),
        (false, _) => {
            let keywords = keywords.iter().map(|word| Value::from(word.as_str())).collect();
            Value::Mapping(Mapping::from_iter([
                ("topic".into(), topic.into()),
                ("weight".into(), weight.clone()),
                ("keywords".into(), Value::Sequence(keywords)),
            ]))
        }
    };
    added(text, "interests", &item)
}

fn parsed(text: &str) -> Option<Document> {
    Document::parse_titles(text, MAX_BYTES, TITLES.0, TITLES.1).ok()
}

impl super::Wishes {
    /// The list in which a talk stands; the one that counts where it stands in several.
    pub fn mark(&self, ix: EventIx) -> Option<Mark> {
        let is_in = |talks: &[Vec<EventIx>]| talks.iter().any(|talk| talk.contains(&ix));
        if self.booked.contains(&ix) {
            Some(Mark::Booked)
        } else if is_in(&self.must_see) {
            Some(Mark::MustSee)
        } else if is_in(&self.want) {
            Some(Mark::Want)
        } else {
            self.never.contains(&ix).then_some(Mark::Never)
        }
    }
}
