//! Request -> Response: what the page can ask for.

use serde::Deserialize;

use crate::agenda::{Agenda, Standing};
use crate::bundled::SCHEDULES;
use crate::error::Error;
use crate::problem::Problem;
use crate::profile::Change;
use crate::render::{self, Calendar, Live, LiveGroup, Revision};
use crate::schedule::{EventIx, Schedule};
use crate::score::Scores;

use super::group::Group;
use super::http::{POLICY, Request, Response};
use super::order::{Choice, Opened};
use super::session::Session;

const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json";

/// What is posted.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Asked {
    /// A change of the profile.
    Change(Change),
    /// Steps back, or forward where it is less than nothing.
    Undo(isize),
    /// A line of the news is taken note of, or all are.
    Accept(Option<usize>),
    /// Another schedule.
    Open {
        schedule: Choice,
        #[serde(default)]
        zone: Option<String>,
    },
    /// The same schedule, as it is now.
    Renew,
}

/// The schedule that a request asks for, if it asks for one.
pub(super) fn choice(request: &Request) -> Option<(Choice, Option<String>)> {
    let zone = |zone: Option<String>| zone.filter(|zone| !zone.trim().is_empty());
    if request.is_file() {
        let name = request.asked("name").unwrap_or_default();
        let sent = Choice::Sent { name, bytes: request.body.clone() };
        return Some((sent, zone(request.asked("zone"))));
    }
    match serde_json::from_slice(&request.body).ok().filter(|_| request.method == "POST")? {
        Asked::Open { schedule, zone: name } => Some((schedule, zone(name))),
        Asked::Renew => Some((Choice::Again(String::new()), None)),
        Asked::Change(_) | Asked::Undo(_) | Asked::Accept(_) => None,
    }
}

/// Answers who has chosen a schedule.
pub(super) fn opened(
    opened: Result<Opened, Error>,
    is_new: bool,
    session: &mut Session,
) -> Response {
    match opened {
        Ok(opened) if is_new => done(session, |session| session.choose(opened)),
        Ok(opened) => done(session, |session| session.renew(opened)),
        Err(error) => {
            let hint = error.hint().map_or(String::new(), |hint| format!("; {hint}"));
            let what = error.to_string();
            let what = what.strip_prefix("error: ").unwrap_or(&what);
            Response::status(422, &format!("{what}{hint}"))
        }
    }
}

/// What is posted at the page of a group.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum GroupAsked {
    /// A change of a member's profile.
    Change(usize, Change),
    /// What is planned for.
    Aim(String),
    /// Whether breaks of one name are taken at one time.
    Meals(bool),
    /// Steps back, or forward where it is less than nothing.
    Undo(isize),
}

/// Answers a request for the page of a group.
pub(super) fn answer_group(request: &Request, group: &mut Group) -> Response {
    match (request.method.as_str(), request.path.as_str()) {
        ("GET", "/") => {
            group.look();
            let page = render::group_page(&live_group(group));
            Response::of(HTML, page.html).with(POLICY, page.policy)
        }
        ("GET", "/state") => {
            group.look();
            if request.revision() == Some(group.revision) {
                return Response::unchanged();
            }
            Response::of(JSON, render::group_state(&live_group(group)))
        }
        ("GET", path) => {
            let parts = path.strip_prefix('/').and_then(|path| path.split_once('/'));
            let number = parts.and_then(|(number, _)| number.parse().ok());
            let own = number.and_then(|number| group.own(number));
            match parts.zip(own) {
                Some(((_, file), own)) => export(file, &own.agenda, group.schedule(), &own.scores),
                None => nothing(),
            }
        }
        ("POST", "/") => {
            let done = match serde_json::from_slice(&request.body) {
                Ok(GroupAsked::Change(member, change)) => group.change(member, &change),
                Ok(GroupAsked::Aim(aim)) => group.agree("aim", Some(aim.into())),
                Ok(GroupAsked::Meals(is)) => group.agree("meals", is.then(|| "together".into())),
                Ok(GroupAsked::Undo(back)) => group.undo(back),
                Err(_) => return unknown(),
            };
            match done {
                Ok(()) => Response::of(JSON, render::group_state(&live_group(group))),
                Err(problem) => refusal(&problem),
            }
        }
        _ => Response::status(405, "This cannot be done here."),
    }
}

fn live_group(group: &Group) -> LiveGroup<'_> {
    LiveGroup {
        it: &group.planned.comparison,
        members: group.members(),
        aim: group.planned.aim,
        meals: group.planned.meals,
        effect: &group.effect,
        revision: group.revision,
        undo: group.can_undo(),
        redo: group.can_redo(),
        files: group.files(),
    }
}

fn unknown() -> Response {
    Response::status(400, "This is not a change that attend knows.")
}

/// Whether a request is better answered when the prices are known, which takes a moment.
pub(super) fn waits(request: &Request, session: &Session) -> bool {
    let path = request.path.as_str();
    let is_for_all = path == "/pairs" || path.starts_with("/agenda.");
    let is_for_this = path == "/more"
        && request.revision() == Some(session.revision)
        && request.number("depth") == Some(session.depth as u64);
    !session.is_settled() && request.method == "GET" && (is_for_all || is_for_this)
}

impl Request {
    /// The number of the state that a page knows.
    fn revision(&self) -> Option<u64> {
        self.number("since")
    }

    fn number(&self, name: &str) -> Option<u64> {
        self.asked(name).and_then(|it| it.parse().ok())
    }
}

/// Answers a request that was let through.
pub(super) fn answer(request: &Request, session: &mut Session) -> Response {
    match (request.method.as_str(), request.path.as_str()) {
        ("GET", "/") => {
            session.look();
            let page = render::live_page(&live(session));
            Response::of(HTML, page.html).with(POLICY, page.policy)
        }
        ("GET", "/state") => {
            session.look();
            if request.revision() == Some(session.revision) {
                return Response::unchanged();
            }
            state(session)
        }
        ("GET", "/more") if request.revision() != Some(session.revision) => Response::unchanged(),
        ("GET", "/more") => state(session),
        ("GET", "/pairs") => {
            let calls = session.conference.close_calls(&session.planned, session.agenda());
            Response::of(HTML, render::live_pairs(&live(session), &calls))
        }
        ("GET", "/find") => {
            let word = request.asked("word").unwrap_or_default();
            let found = session.conference.matching(word.trim());
            Response::of(HTML, render::live_found(&session.conference.schedule, &found))
        }
        ("GET", path) if path.starts_with("/agenda.") && !session.is_settled() => {
            Response::status(503, "The agenda is still being worked out: try again.")
        }
        ("GET", path) => {
            let (schedule, scores) = (&session.conference.schedule, &session.planned.scores);
            export(path.trim_start_matches('/'), session.agenda(), schedule, scores)
        }
        ("POST", "/") => match serde_json::from_slice(&request.body) {
            Ok(Asked::Change(change)) => done(session, |session| session.change(&change)),
            Ok(Asked::Undo(back)) => done(session, |session| session.undo(back)),
            Ok(Asked::Accept(line)) => done(session, |session| {
                session.accept(line);
                Ok(())
            }),
            Ok(Asked::Open { .. } | Asked::Renew) | Err(_) => {
                Response::status(400, "This is not a change that attend knows.")
            }
        },
        _ => Response::status(405, "This cannot be done here."),
    }
}

fn nothing() -> Response {
    Response::status(404, "There is nothing here.")
}

/// The state after a change, or why there was none.
fn done(
    session: &mut Session,
    change: impl FnOnce(&mut Session) -> Result<(), Problem>,
) -> Response {
    match change(session) {
        Ok(()) => state(session),
        Err(problem) => refusal(&problem),
    }
}

/// Why something cannot be done.
pub(super) fn refusal(problem: &Problem) -> Response {
    let hint = problem.hint.as_ref().map_or(String::new(), |hint| format!("; {hint}"));
    Response::status(422, &format!("{}{hint}", problem.what))
}

fn state(session: &Session) -> Response {
    Response::of(JSON, render::live_state(&live(session)))
}

/// The event that a request asks about.
pub(super) fn talk(request: &Request, session: &Session) -> Option<EventIx> {
    let id = request.asked("id").filter(|_| request.method == "GET" && request.path == "/talk")?;
    let mut events = session.conference.schedule.iter();
    events.find(|(_, event)| event.id.as_str() == id).map(|(ix, _)| ix)
}

/// How a talk stands to the agenda.
pub(super) fn told(session: &Session, ix: EventIx, standing: &Standing) -> Response {
    Response::of(HTML, render::live_talk(&live(session), ix, standing))
}

/// The agenda as a file.
fn export(file: &str, agenda: &Agenda, schedule: &Schedule, scores: &Scores) -> Response {
    let forms = ["json", "ics", "html", "md", "csv"];
    let form = forms.into_iter().find(|form| file.strip_prefix("agenda.") == Some(form));
    let Some(form) = form else { return nothing() };
    let (kind, text) = match form {
        "json" => (JSON, render::json(agenda)),
        "ics" => {
            let calendar = Calendar { remind: None, breaks: false };
            let text = render::agenda_ical(agenda, schedule, calendar, Revision::default());
            ("text/calendar; charset=utf-8", text)
        }
        "html" => (HTML, render::agenda_html(agenda, schedule, scores)),
        "md" => ("text/markdown; charset=utf-8", render::agenda(agenda, usize::MAX).markdown()),
        _ => ("text/csv; charset=utf-8", render::agenda_csv(agenda, schedule)),
    };
    let name = format!("attachment; filename=\"my.agenda.{form}\"");
    Response::of(kind, text).with("Content-Disposition", name)
}

fn live(session: &Session) -> Live<'_> {
    let bundled = SCHEDULES.iter().map(|schedule| schedule.name);
    Live {
        schedule: &session.conference.schedule,
        themes: session.conference.themes(),
        text: session.text(),
        wishes: &session.planned.wishes,
        warnings: &session.planned.warnings,
        scores: &session.planned.scores,
        agenda: session.agenda(),
        depth: session.depth,
        is_settled: session.is_settled(),
        effect: &session.effect,
        revision: session.revision,
        edition: session.edition,
        choice: if session.can_choose() { bundled.collect() } else { Vec::new() },
        notes: &session.notes,
        news: session.news.as_deref(),
        since_start: session.since_start(),
        undo: session.can_undo(),
        redo: session.can_redo(),
        file: session.file(),
    }
}
