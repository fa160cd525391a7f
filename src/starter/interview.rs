//! Questions to a person, one after the other; every one has an answer that is taken for silence.

use crate::find::{self, Meant, Unclear};
use crate::problem::{Problem, count};
use crate::profile;
use crate::schedule::Schedule;

use super::Starter;

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
    starter.own = until(ask, own, |answer| words(schedule, answer))?;
    while let Some(talk) = ask_talk(schedule, ask)? {
        if !starter.must_see.contains(&talk) {
            starter.must_see.push(talk);
        }
    }
    let come = "When do you come, as `Fri 10:00`? [at the beginning] ";
    let from = until(ask, come, |answer| moment(schedule, answer))?;
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
    let mut heading = "How much do you like these? 0 is not at all, 3 a lot, -1 rather not.\n";
    for (theme, weight) in &mut starter.themes {
        let example = theme.talks.first().map_or("", |&ix| schedule.event(ix).title.as_str());
        let question = format!(
            "{heading}- {} ({}, such as {example})? [1] ",
            theme.keywords.join(", "),
            count(theme.talks.len(), "talk"),
        );
        heading = "";
        *weight = until(
            ask,
            &question,
            |answer| {
                if answer.is_empty() { Ok(1.0) } else { number(answer) }
            },
        )?;
    }
    Some(())
}

/// Asks until the answer can be read; says what is wrong with the others.
fn until<T>(
    ask: &mut dyn FnMut(&str) -> Option<String>,
    question: &str,
    read: impl Fn(&str) -> Result<T, Problem>,
) -> Option<T> {
    let mut before = String::new();
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
            let (word, weight) = match word.rsplit_once(": ") {
                Some((word, weight)) => (word.trim(), number(weight.trim())?),
                None => (word, 1.0),
            };
            wished(schedule, &format!("interests: [{}]", serde_json::json!({"topic": word})))?;
            Ok((word.to_owned(), weight))
        })
        .collect()
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
