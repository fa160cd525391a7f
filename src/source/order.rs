//! Which number comes first in `08/01/2024`: decided once for a whole file.
//!
//! One date with a number above twelve settles it. Where every date can be read in both ways, the
//! way that puts them closest together is taken, since a conference lasts days and not months.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Hints, Subject, Warning};

/// Which of the two small numbers of a date comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Order {
    /// The month, as in the United States.
    #[default]
    MonthFirst,
    /// The day.
    DayFirst,
}

impl Order {
    /// The order that fits the dates among these texts, and what to say where it is a guess. The
    /// first day that the user gives settles it.
    pub(super) fn of<'a>(
        texts: impl IntoIterator<Item = &'a str>,
        hints: &Hints,
    ) -> (Order, Option<Warning>) {
        let mut example = None;
        let mut dates = BTreeSet::new();
        for text in texts {
            if let Some(numbers) = numbers(text) {
                if numbers.0 != numbers.1 {
                    example.get_or_insert(text);
                }
                dates.insert(numbers);
            }
        }
        let days = |order: Order| {
            let days: Option<BTreeSet<NaiveDate>> =
                dates.iter().map(|&numbers| order.date(numbers)).collect();
            let days = days?;
            Some((*days.first()?, *days.last()?))
        };
        let (month, day) = match (days(Order::MonthFirst), days(Order::DayFirst)) {
            (Some(month), Some(day)) => (month, day),
            (None, Some(_)) => return (Order::DayFirst, None),
            (None, None) if dates.iter().any(|&(first, ..)| first > 12) => {
                return (Order::DayFirst, None);
            }
            (Some(_), None) | (None, None) => return (Order::MonthFirst, None),
        };
        if let Some(first) = hints.first_day {
            if month.0 == first && day.0 != first {
                return (Order::MonthFirst, None);
            }
            if day.0 == first {
                return (Order::DayFirst, None);
            }
        }
        let (order, taken, other, first) = if day.1 - day.0 < month.1 - month.0 {
            (Order::DayFirst, "day/month/year", "month/day/year", month.0)
        } else {
            (Order::MonthFirst, "month/day/year", "day/month/year", day.0)
        };
        let guess = example.map(|example| {
            let example = example.trim();
            let what = format!(
                "`{example}` is read as {taken}; if it is {other}, say so with --first-day {first}"
            );
            Warning::whole(Subject::Date, what)
        });
        (order, guess)
    }

    /// The date that two small numbers and a year mean.
    pub(super) fn date(self, (first, second, year): (u32, u32, i32)) -> Option<NaiveDate> {
        match self {
            Order::MonthFirst => NaiveDate::from_ymd_opt(year, first, second),
            Order::DayFirst => NaiveDate::from_ymd_opt(year, second, first),
        }
    }
}

/// The numbers of `08/01/2024`, `8-1-24` and the like at the start of a text.
pub(super) fn numbers(text: &str) -> Option<(u32, u32, i32)> {
    let date = text.trim().split([' ', ',', 'T']).next()?;
    let sign = date.find(['/', '-']).and_then(|at| date.get(at..=at))?;
    let mut parts = date.split(sign);
    let mut number = |longest: usize| {
        let part = parts.next()?;
        let fits = (1..=longest).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| part.parse::<u32>().ok()).flatten()
    };
    let (first, second, year) = (number(2)?, number(2)?, number(4)?);
    let year = match year {
        0..=99 => 2000 + i32::try_from(year).ok()?,
        1900..=2200 => i32::try_from(year).ok()?,
        _ => return None,
    };
    (parts.next().is_none() && (1..=31).contains(&first) && (1..=31).contains(&second))
        .then_some((first, second, year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_can_be_read_in_two_ways_are_read_closest_together() {
        let case = |texts: &[&str], order: Order, said: Option<&str>| {
            let (found, warning) = Order::of(texts.iter().copied(), &Hints::default());
            assert_eq!((found, warning.map(|warning| warning.what).as_deref()), (order, said));
        };
        case(&["13/05/2024", "01/05/2024"], Order::DayFirst, None);
        case(&["05/13/2024 10:00", "05/01/2024"], Order::MonthFirst, None);
        case(&["2024-05-01", "soon", "05/05/2024"], Order::MonthFirst, None);
        case(
            &["05/02/2026", "06/02/2026 9:00", "07/02/2026"],
            Order::DayFirst,
            Some(
                "`05/02/2026` is read as day/month/year; if it is month/day/year, say so with --first-day 2026-05-02",
            ),
        );
        case(
            &["8/1/24", "8/2/24"],
            Order::MonthFirst,
            Some(
                "`8/1/24` is read as month/day/year; if it is day/month/year, say so with --first-day 2024-01-08",
            ),
        );
        case(
            &["05-06-2024"],
            Order::MonthFirst,
            Some(
                "`05-06-2024` is read as month/day/year; if it is day/month/year, say so with --first-day 2024-06-05",
            ),
        );
        let first_day = Some("2024-06-05".parse().unwrap());
        let hints = Hints { first_day, ..Hints::default() };
        assert_eq!(Order::of(["05-06-2024"], &hints), (Order::DayFirst, None));
        case(&["40/40/2024", "1/2/3/4", "1/2", "10:00-11:00"], Order::MonthFirst, None);
    }
}
