//! What the user adds where a source is silent: its zone, its year, its first day.
//!
//! Some programmes name their days only as `Thursday`, `Day 2` or `July 24`. Which date that is
//! can only be told by somebody who knows the conference, so it is asked for, never guessed.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::problem::Problem;
use crate::schedule::Zone;

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
