//! Questions to a person, one after the other; every one has an answer that is taken for silence.

use unicode_width::UnicodeWidthStr as _;

use crate::find::{self, Meant, Unclear};
use crate::problem::Problem;
use crate::profile;
use crate::schedule::{Schedule, Zone, zone_of_city};
use crate::score::Theme;
use crate::text::fold;

use super::Starter;

/// So many themes are listed below one another.
const SHORT_LIST: usize = 20;
/// So many topics are offered beside the themes.
const MOST_TOPICS: usize = 12;
/// Characters of a column where there are two.
const COLUMN: usize = 39;

/// Asks what a profile should say.
///
/// `ask` puts a question and gives the answer, or nothing when there are no more answers: then the
/// rest stays as it is.
pub fn interview(
    starter: &mut Starter,
    schedule: &Schedule,
    ask: &mut dyn FnMut(&str) -> Option<String>,
) {
    // Nothing is left to do where an answer is missing.
    let _ = questions(starter, schedule, ask);
}

const TALK: &str = "A talk that you must not miss? [no more] ";

fn questions(
    starter: &mut Starter,
    schedule: &Schedule,
    ask: &mut dyn FnMut(&str) -> Option<String>,
) -> Option<()> {
    let name = ask("What is your name? [Me] ")?;
    if !name.is_empty() {
        starter.name = name;
    }
    if !starter.themes.is_empty() {
        ask_themes(starter, schedule, ask)?;
    }
    let own = "Other words or phrases that you like, with commas, as `rust: 3, boot time`? [none] ";
    let also = also(starter);
    starter.own.extend(until_after(also, ask, own, |answer| words(schedule, answer))?);
    while let Some(talk) = ask_talk(schedule, ask)? {
        if !starter.must_see.contains(&talk) {
            starter.must_see.push(talk);
        }
    }
    let come = "When do you come, as `Fri 10:00`? [at the beginning] ";
    let from = until_after(whole(schedule), ask, come, |answer| moment(schedule, answer))?;
    let leave = "When do you leave, as `Sat 17:00`? [at the end] ";
    let to = until(ask, leave, |answer| {
        moment(schedule, answer)?;
        let (from, to) = here(schedule, &from, answer);
        if !from.is_empty() || !to.is_empty() {
            wished(schedule, &format!("here: [{}]", serde_json::json!({"from": from, "to": to})))?;
        }
        Ok((from, to))
    })?;
    starter.here = (!to.0.is_empty()).then_some(to);
    starter.lunch = until(ask, "Minutes to keep free for lunch? [none] ", |answer| {
        match (answer, answer.parse()) {
            ("", _) => Ok(None),
            (_, Ok(minutes @ 1..=120)) => Ok(Some(minutes)),
            (_, _) => Err(Problem::whole(format!("`{answer}` is not a number from 1 to 120"))),
        }
    })?;
    Some(())
}

/// Asks in which zone a schedule's times are that does not say it; none where nobody knows.
pub fn ask_zone(ask: &mut dyn FnMut(&str) -> Option<String>) -> Option<Zone> {
    let question = "The schedule does not say its time zone. Which is it, as `Europe/Berlin`? \
                    [unknown] ";
    until(ask, question, |answer| match Zone::named(answer).or_else(|| zone_of_city(answer)) {
        None if !answer.is_empty() => Err(Problem {
            hint: profile::zone_hint(answer),
            ..Problem::whole(format!("unknown time zone `{answer}`"))
        }),
        zone => Ok(zone),
    })?
}

/// Asks for a talk, and which one where the name is not clear; nothing when there is no more.
fn ask_talk(
    schedule: &Schedule,
    ask: &mut dyn FnMut(&str) -> Option<String>,
) -> Option<Option<Meant>> {
    let mut unclear: Option<Unclear> = None;
    loop {
        let choice = unclear.as_ref().and_then(Unclear::question);
        let question = match (&choice, &unclear) {
            (Some(choice), _) => choice.clone(),
            (None, Some(unclear)) => said(&unclear.problem()) + TALK,
            (None, None) => TALK.to_owned(),
        };
        let answer = ask(&question)?.trim().to_owned();
        if answer.is_empty() && choice.is_none() {
            return Some(None);
        }
        let chosen = unclear.take().and_then(|unclear| unclear.answered(&answer));
        if chosen.is_some() {
            return Some(chosen);
        }
        if !answer.is_empty() {
            match find::talk(schedule, &answer) {
                Ok(talk) => return Some(Some(talk)),
                Err(other) => unclear = Some(other),
            }
        }
    }
}

fn ask_themes(
    starter: &mut Starter,
    schedule: &Schedule,
    ask: &mut dyn FnMut(&str) -> Option<String>,
) -> Option<()> {
    let question =
        "Which do you like? Their numbers, as `1 2:3`, where 2 counts three times [none] ";
    let themes: Vec<&Theme> = starter.themes.iter().map(|(theme, _)| theme).collect();
    let list = format!(
        "What the conference has, with the number of talks:\n{}",
        numbered(&themes, schedule)
    );
    let (chosen, own) = until_after(list, ask, question, |answer| {
        let pieces = answer.split([',', ';']).map(str::trim);
        let (numbers, own): (Vec<&str>, Vec<&str>) = pieces.partition(|it| is_choice(it));
        Ok((choice(&numbers.join(" "), themes.len())?, words(schedule, &own.join(","))?))
    })?;
    for (theme, weight) in chosen {
        starter.themes[theme].1 = weight;
    }
    for (word, weight) in own {
        let is_named = |theme: &Theme| fold(&theme.name) == fold(&word);
        match starter.themes.iter_mut().find(|(theme, _)| is_named(theme)) {
            Some((_, chosen)) => *chosen = weight,
            None => starter.own.push((word, weight)),
        }
    }
    Some(())
}

/// What to think of as well, on lines of their own: topics that are no theme in the list.
fn also(starter: &Starter) -> String {
    let is_listed = |name: &str| {
        let mut themes = starter.themes.iter().map(|(theme, _)| fold(&theme.name));
        themes.any(|theme| theme.contains(name) || name.contains(&theme))
    };
    let others = starter.topics.iter().filter(|(name, _)| !is_listed(name)).take(MOST_TOPICS);
    let others: Vec<String> = others.map(|(name, talks)| format!("{name} ({talks})")).collect();
    if others.is_empty() {
        return String::new();
    }
    format!("There are also talks about:\n  {}\n", others.join(", "))
}

/// The themes with their numbers and sizes, in two columns where there are many.
fn numbered(themes: &[&Theme], schedule: &Schedule) -> String {
    let is_long = themes.len() > SHORT_LIST;
    let lines = themes.iter().zip(1..).map(|(theme, number)| {
        let size = theme.talks.len();
        match theme.talks.first().filter(|_| !theme.is_named) {
            None if is_long => {
                let size = format!(" ({size})");
                format!("{number:>3} {}{size}", cut(&theme.name, COLUMN - 4 - size.len()))
            }
            None => format!("{number:>3} {} ({size})", theme.name),
            Some(&ix) => {
                let (words, title) = (theme.keywords.join(", "), &schedule.event(ix).title);
                format!("{number:>3} {words} ({size})\n    such as {title}")
            }
        }
    });
    let lines: Vec<String> = lines.collect();
    let (left, right) = lines.split_at(if is_long { lines.len().div_ceil(2) } else { lines.len() });
    let rows = (0..left.len()).map(|row| match right.get(row) {
        // Blanks that stay: others are taken for one on the way to the terminal.
        Some(right) => {
            let gap = COLUMN.saturating_sub(left[row].width());
            format!("{}{} {right}\n", left[row], "\u{a0}".repeat(gap))
        }
        None => format!("{}\n", left[row]),
    });
    rows.collect()
}

/// The beginning of a text, where the whole is too long.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let start: String = text.chars().take(most - 1).collect();
    format!("{}…", start.trim_end())
}

/// Whether an answer is numbers of a list, and no words.
fn is_choice(answer: &str) -> bool {
    answer.split_whitespace().all(|word| {
        let (theme, weight) = word.split_once(':').unwrap_or((word, "1"));
        theme.parse::<usize>().is_ok() && weight.parse::<f64>().is_ok()
    })
}

/// Themes by their numbers, each with a weight: `3 7:2 12`.
fn choice(answer: &str, themes: usize) -> Result<Vec<(usize, f64)>, Problem> {
    let typed = answer.split([' ', ',', ';']).filter(|word| !word.is_empty());
    typed
        .map(|word| {
            let (theme, weight) = match word.split_once(':') {
                Some((theme, weight)) => (theme, number(weight)?),
                None => (word, 1.0),
            };
            match theme.parse::<usize>() {
                Ok(theme) if (1..=themes).contains(&theme) => Ok((theme - 1, weight)),
                _ => Err(Problem::whole(format!("`{theme}` is not a number from 1 to {themes}"))),
            }
        })
        .collect()
}

/// Asks until the answer can be read; says what is wrong with the others.
fn until<T>(
    ask: &mut dyn FnMut(&str) -> Option<String>,
    question: &str,
    read: impl Fn(&str) -> Result<T, Problem>,
) -> Option<T> {
    until_after(String::new(), ask, question, read)
}

/// The same, with something to read first.
fn until_after<T>(
    mut before: String,
    ask: &mut dyn FnMut(&str) -> Option<String>,
    question: &str,
    read: impl Fn(&str) -> Result<T, Problem>,
) -> Option<T> {
    loop {
        match read(ask(&format!("{before}{question}"))?.trim()) {
            Ok(answer) => return Some(answer),
            Err(problem) => before = said(&problem),
        }
    }
}

/// What is wrong with an answer, on a line of its own.
fn said(problem: &Problem) -> String {
    let hint = problem.hint.as_ref().map_or(String::new(), |hint| format!("; {hint}"));
    format!("  {}{hint}\n", problem.what)
}

fn number(answer: &str) -> Result<f64, Problem> {
    match answer.parse::<f64>() {
        Ok(number) if (-100.0..=100.0).contains(&number) => Ok(number),
        _ => Err(Problem::whole(format!("`{answer}` is not a number from -100 to 100"))),
    }
}

/// `rust: 3, boot time`.
fn words(schedule: &Schedule, answer: &str) -> Result<Vec<(String, f64)>, Problem> {
    let words = answer.split(',').map(str::trim).filter(|word| !word.is_empty());
    words
        .map(|word| {
            let (word, weight) = match word.rsplit_once(':') {
                Some((word, weight)) => (word.trim(), number(weight.trim())?),
                None => (word, 1.0),
            };
            wished(schedule, &format!("interests: [{}]", serde_json::json!({"topic": word})))?;
            Ok((word.to_owned(), weight))
        })
        .collect()
}

/// When the schedule begins and ends, on a line of its own.
fn whole(schedule: &Schedule) -> String {
    let slots = || schedule.events().iter().map(|event| event.slot);
    let start = slots().map(|slot| slot.start()).min();
    let Some((start, end)) = start.zip(slots().map(|slot| slot.end()).max()) else {
        return String::new();
    };
    let said = |time| schedule.zone().at(time).format("%a %-d %B %H:%M");
    format!("The conference is from {} to {}.\n", said(start), said(end))
}

/// A day and time as a profile has it, checked against the schedule.
fn moment(schedule: &Schedule, answer: &str) -> Result<String, Problem> {
    if !answer.is_empty() {
        let (from, to) = here(schedule, answer, "");
        wished(schedule, &format!("here: [{}]", serde_json::json!({"from": from, "to": to})))?;
    }
    Ok(answer.to_owned())
}

/// Both ends of a stay of which one may be left open.
fn here(schedule: &Schedule, from: &str, to: &str) -> (String, String) {
    let days = schedule.days();
    let edge = |day: Option<&chrono::NaiveDate>| day.map_or(String::new(), ToString::to_string);
    match (from, to) {
        ("", "") => (String::new(), String::new()),
        ("", to) => (edge(days.first()), to.to_owned()),
        (from, "") => (from.to_owned(), edge(days.last())),
        (from, to) => (from.to_owned(), to.to_owned()),
    }
}

/// Whether a profile's line is right for the schedule.
fn wished(schedule: &Schedule, line: &str) -> Result<(), Problem> {
    match profile::wishes(line, schedule) {
        Ok(_) => Ok(()),
        Err(mut problems) => Err(problems.swap_remove(0)),
    }
}
