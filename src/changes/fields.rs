//! Two events that are the same -> what differs, field by field.

use std::collections::BTreeSet;

use crate::schedule::{Event, Inferred, Slot};
use crate::text::fold_words;

/// What an event has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Whether it is called off.
    Cancelled,
    /// Start and end.
    Time,
    /// The room.
    Room,
    /// The title.
    Title,
    /// The line under the title.
    Subtitle,
    /// Who speaks.
    Speakers,
    /// The track.
    Track,
    /// The language.
    Language,
    /// How hard it is.
    Level,
    /// What kind of event it is.
    Kind,
    /// What it costs.
    Price,
    /// Whether no ticket is left.
    SoldOut,
    /// Whether it can be watched later.
    Recorded,
    /// The organisers' keywords.
    Keywords,
    /// The short text.
    Summary,
    /// The long text.
    Description,
    /// Its page.
    Url,
    /// The id.
    Id,
    /// Its other ids.
    OtherIds,
    /// The session group.
    Repeats,
    /// The whole that it is a part of.
    PartOf,
    /// What the source did not say.
    Inferred,
}

/// How much a difference matters to a visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// Whether, when or where: it may break a plan.
    Plan,
    /// What or who: it may change one's mind.
    Choice,
    /// Wording and texts.
    Text,
    /// Ids and how the file was read: nothing that a visitor sees.
    Record,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text, if there is one.
    Text(Option<String>),
    /// Several texts.
    List(Vec<String>),
    /// A time.
    Time(Slot),
    /// Yes or no.
    Flag(bool),
}

/// One field that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which one.
    pub field: Field,
    /// What it held.
    pub from: Value,
    /// What it holds now.
    pub to: Value,
}

impl Field {
    /// Every field, what matters most first.
    pub const ALL: [Field; 22] = [
        Field::Cancelled,
        Field::Time,
        Field::Room,
        Field::Title,
        Field::Subtitle,
        Field::Speakers,
        Field::Track,
        Field::Language,
        Field::Level,
        Field::Kind,
        Field::Price,
        Field::SoldOut,
        Field::Recorded,
        Field::Keywords,
        Field::Summary,
        Field::Description,
        Field::Url,
        Field::Id,
        Field::OtherIds,
        Field::Repeats,
        Field::PartOf,
        Field::Inferred,
    ];

    /// The word that outputs use.
    pub fn name(self) -> &'static str {
        match self {
            Field::Cancelled => "cancelled",
            Field::Time => "time",
            Field::Room => "room",
            Field::Title => "title",
            Field::Subtitle => "subtitle",
            Field::Speakers => "speakers",
            Field::Track => "track",
            Field::Language => "language",
            Field::Level => "level",
            Field::Kind => "kind",
            Field::Price => "price",
            Field::SoldOut => "sold_out",
            Field::Recorded => "recorded",
            Field::Keywords => "keywords",
            Field::Summary => "abstract",
            Field::Description => "description",
            Field::Url => "url",
            Field::Id => "id",
            Field::OtherIds => "other_ids",
            Field::Repeats => "repeats",
            Field::PartOf => "part_of",
            Field::Inferred => "inferred",
        }
    }

    /// Whether two events hold the same in it.
    fn is_same(self, a: &Event, b: &Event) -> bool {
        match self {
            Field::Cancelled => a.cancelled == b.cancelled,
            Field::Time => a.slot == b.slot,
            Field::Room => a.room == b.room,
            Field::Title => a.title == b.title,
            Field::Subtitle => a.subtitle == b.subtitle,
            Field::Speakers => a.speakers == b.speakers,
            Field::Track => a.track == b.track,
            Field::Language => a.language == b.language,
            Field::Level => a.level == b.level,
            Field::Kind => a.kind == b.kind,
            Field::Price => a.price == b.price,
            Field::SoldOut => a.sold_out == b.sold_out,
            Field::Recorded => a.recorded == b.recorded,
            Field::Keywords => a.keywords == b.keywords,
            Field::Summary => a.summary == b.summary,
            Field::Description => a.description == b.description,
            Field::Url => a.url == b.url,
            Field::Id => a.id == b.id,
            Field::OtherIds => a.other_ids == b.other_ids,
            Field::Repeats => a.repeats == b.repeats,
            Field::PartOf => a.part_of == b.part_of,
            Field::Inferred => a.inferred == b.inferred,
        }
    }

    /// What an event holds in it.
    pub fn of(self, event: &Event) -> Value {
        let text = |text: &Option<String>| Value::Text(text.clone());
        match self {
            Field::Cancelled => Value::Flag(event.cancelled),
            Field::Time => Value::Time(event.slot),
            Field::Room => Value::Text(event.room.as_ref().map(ToString::to_string)),
            Field::Title => Value::Text(Some(event.title.clone())),
            Field::Subtitle => text(&event.subtitle),
            Field::Speakers => Value::List(event.speakers.clone()),
            Field::Track => text(&event.track),
            Field::Language => text(&event.language),
            Field::Level => text(&event.level),
            Field::Kind => text(&event.kind),
            Field::Price => text(&event.price.as_ref().map(ToString::to_string)),
            Field::SoldOut => Value::Flag(event.sold_out),
            Field::Recorded => Value::Flag(event.recorded),
            Field::Keywords => Value::List(event.keywords.clone()),
            Field::Summary => Value::Text(Some(event.summary.clone())),
            Field::Description => Value::Text(Some(event.description.clone())),
            Field::Url => text(&event.url),
            Field::Id => Value::Text(Some(event.id.to_string())),
            Field::OtherIds => Value::List(event.other_ids.clone()),
            Field::Repeats => text(&event.repeats),
            Field::PartOf => text(&event.part_of),
            Field::Inferred => {
                let names = event.inferred.iter().copied().map(Inferred::name);
                Value::List(names.map(ToOwned::to_owned).collect())
            }
        }
    }

    fn matter(self) -> Matter {
        match self {
            Field::Cancelled | Field::Time | Field::Room => Matter::Plan,
            Field::Title
            | Field::Subtitle
            | Field::Speakers
            | Field::Track
            | Field::Language
            | Field::Level
            | Field::Kind
            | Field::Price
            | Field::SoldOut
            | Field::Recorded => Matter::Choice,
            Field::Keywords | Field::Summary | Field::Description | Field::Url => Matter::Text,
            Field::Id | Field::OtherIds | Field::Repeats | Field::PartOf | Field::Inferred => {
                Matter::Record
            }
        }
    }
}

impl Difference {
    /// How much it matters. Other capitals, dashes or blanks are a matter of text, and so is
    /// another order of the speakers.
    pub fn matter(&self) -> Matter {
        let matter = self.field.matter();
        if matter != Matter::Record && self.from.reads_like(&self.to) {
            matter.max(Matter::Text)
        } else {
            matter
        }
    }

    /// Whether it starts at another time.
    pub fn is_move(&self) -> bool {
        matches!((&self.from, &self.to), (Value::Time(from), Value::Time(to))
            if from.start() != to.start())
    }

    /// Whether it lasts longer or shorter.
    pub fn is_length(&self) -> bool {
        matches!((&self.from, &self.to), (Value::Time(from), Value::Time(to))
            if from.end() - from.start() != to.end() - to.start())
    }
}

impl Value {
    fn reads_like(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Text(Some(a)), Value::Text(Some(b))) => fold_words(a) == fold_words(b),
            (Value::List(a), Value::List(b)) => {
                let folded = |list: &[String]| -> BTreeSet<String> {
                    list.iter().map(|text| fold_words(text)).collect()
                };
                folded(a) == folded(b)
            }
            _ => false,
        }
    }
}

/// What differs between two events, the most important first.
pub fn differences(old: &Event, new: &Event) -> Vec<Difference> {
    Field::ALL
        .into_iter()
        .filter(|field| !field.is_same(old, new))
        .map(|field| Difference { field, from: field.of(old), to: field.of(new) })
        .collect()
}
