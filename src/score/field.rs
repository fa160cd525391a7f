//! The parts of an event in which words are looked for.

use crate::schedule::Event;

/// A part of an event in which words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The title.
    Title,
    /// The line under it.
    Subtitle,
    /// The organisers' track.
    Track,
    /// The source's keywords.
    Keywords,
    /// The speakers' names.
    Speakers,
    /// The short text.
    Abstract,
    /// The long text.
    Description,
}

/// A number for each field.
pub(super) type ByField = [f64; Field::ALL.len()];

impl Field {
    /// Every field, the most telling first.
    pub const ALL: [Field; 7] = [
        Field::Title,
        Field::Subtitle,
        Field::Track,
        Field::Keywords,
        Field::Speakers,
        Field::Abstract,
        Field::Description,
    ];

    /// The word that outputs use.
    pub fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Subtitle => "subtitle",
            Field::Track => "track",
            Field::Keywords => "keywords",
            Field::Speakers => "speakers",
            Field::Abstract => "abstract",
            Field::Description => "description",
        }
    }

    /// How much a word counts here, next to one in the abstract.
    pub(super) fn weight(self) -> f64 {
        match self {
            Field::Title => 4.0,
            Field::Subtitle | Field::Track | Field::Keywords | Field::Speakers => 2.0,
            Field::Abstract => 1.0,
            Field::Description => 0.65,
        }
    }

    /// Its texts in an event.
    pub(super) fn texts(self, event: &Event) -> Vec<&str> {
        match self {
            Field::Title => vec![&event.title],
            Field::Subtitle => event.subtitle.as_deref().into_iter().collect(),
            Field::Track => event.track.as_deref().into_iter().collect(),
            Field::Keywords => event.keywords.iter().map(String::as_str).collect(),
            Field::Speakers => event.speakers.iter().map(String::as_str).collect(),
            Field::Abstract => vec![&event.summary],
            Field::Description => vec![&event.description],
        }
    }
}
