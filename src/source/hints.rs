//! What the user adds where a source is silent: its zone, its year, its first day.
//!
//! Some programmes name their days only as `Thursday`, `Day 2` or `July 24`. Which date that is
//! can only be told by somebody who knows the conference, so it is asked for, never guessed.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::problem::{Problem, did_you_mean, or_list};
use crate::schedule::Zone;

use super::words::plain_key;

/// Answers that the user gives along with a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// The zone of its times where the file gives none.
    pub zone: Option<Zone>,
    /// The zone of its times where neither the file nor its city says one.
    pub zone_else: Option<Zone>,
    /// The year of dates without one.
    pub year: Option<i32>,
    /// The date of its first day, from which weekdays and day numbers count.
    pub first_day: Option<NaiveDate>,
    /// What to call it, whatever the file says.
    pub title: Option<String>,
    /// What some of a table's columns hold, or the values under a key.
    pub columns: Vec<ColumnHint>,
}

/// What a column of a table holds, or what stands under a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ColumnHint {
    /// One of [`ColumnHint::FIELDS`].
    pub field: String,
    /// What the column is called.
    pub name: String,
}

impl ColumnHint {
    /// What a column may hold.
    pub const FIELDS: [&'static str; 17] = [
        "title",
        "start",
        "end",
        "date",
        "time",
        "minutes",
        "room",
        "track",
        "speakers",
        "language",
        "level",
        "kind",
        "keywords",
        "abstract",
        "description",
        "url",
        "id",
    ];
}

impl FromStr for ColumnHint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((field, name)) = text.split_once('=') else {
            return Err(
                "write it as `title=Artist`: a field, and what the column is called".to_owned()
            );
        };
        let (field, name) = (field.trim(), name.trim());
        let Some(field) = ColumnHint::FIELDS.into_iter().find(|known| *known == field) else {
            let fields = ColumnHint::FIELDS.map(|field| format!("`{field}`"));
            let hint = did_you_mean(field, ColumnHint::FIELDS);
            return Err(hint.unwrap_or_else(|| format!("the fields are {}", or_list(&fields))));
        };
        if name.is_empty() {
            return Err(format!("`{field}=` names no column"));
        }
        Ok(ColumnHint { field: field.to_owned(), name: name.to_owned() })
    }
}

impl fmt::Display for ColumnHint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.field, self.name)
    }
}

impl From<ColumnHint> for String {
    fn from(column: ColumnHint) -> String {
        column.to_string()
    }
}

impl TryFrom<String> for ColumnHint {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// A day as a source names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// In full.
    Date(NaiveDate),
    /// Month and day, from one, and the weekday if it stands there too.
    OfYear(u32, u32, Option<Weekday>),
    /// `Thursday`.
    Weekday(Weekday),
    /// `Day 2`.
    Number(u32),
}

/// Why a day has no date yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unknown {
    /// The year is not said.
    Year,
    /// Only weekdays or numbers are said.
    FirstDay,
    /// There is no such day in that year.
    NoSuchDay,
}

impl Hints {
    /// What a column of this name holds, if the user says so.
    pub(super) fn field_of(&self, name: &str) -> Option<&str> {
        let same = |column: &&ColumnHint| {
            !name.trim().is_empty() && plain_key(&column.name) == plain_key(name)
        };
        self.columns.iter().find(same).map(|column| &*column.field)
    }

    /// The date of a day.
    pub(super) fn date(&self, day: Day) -> Result<NaiveDate, Unknown> {
        match day {
            Day::Date(date) => Ok(date),
            Day::OfYear(month, of_month, weekday) => {
                let year = self.year.or(self.first_day.map(|first| first.year()));
                let year = year.ok_or(Unknown::Year)?;
                NaiveDate::from_ymd_opt(year, month, of_month)
                    .filter(|date| weekday.is_none_or(|weekday| weekday == date.weekday()))
                    .ok_or(Unknown::NoSuchDay)
            }
            Day::Weekday(weekday) => {
                let first = self.first_day.ok_or(Unknown::FirstDay)?;
                let days = weekday.days_since(first.weekday());
                first.checked_add_days(Days::new(u64::from(days))).ok_or(Unknown::NoSuchDay)
            }
            Day::Number(number) => {
                let first = self.first_day.ok_or(Unknown::FirstDay)?;
                let days = u64::from(number.saturating_sub(1));
                first.checked_add_days(Days::new(days)).ok_or(Unknown::NoSuchDay)
            }
        }
    }
}

impl Unknown {
    /// The problem of a file whose days cannot be told, and what the user can add.
    pub(super) fn problem(self, said: &str) -> Problem {
        match self {
            Unknown::Year => Problem::whole(format!("`{said}` has no year"))
                .hint("say the year: `--year 2018`, or `year: 2018` in the profile"),
            Unknown::FirstDay => Problem::whole(format!("`{said}` has no date")).hint(
                "say the date of the first day: `--first-day 2018-09-27`, or \
                     `first_day: 2018-09-27` in the profile",
            ),
            Unknown::NoSuchDay => Problem::whole(format!("there is no day `{said}` in that year"))
                .hint("check `--year` and `--first-day`"),
        }
    }
}
