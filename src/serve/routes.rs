//! Request -> Response: what the page can ask for.

use serde::Deserialize;

use crate::error::Error;
use crate::problem::Problem;
use crate::profile::Change;
use crate::render::{self, Calendar, Live, Revision};
use crate::schedule::EventIx;

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
        ("GET", "/talk") => match talk(request, session) {
            Some(ix) => {
                let talk = session.conference.schedule.occurrences(ix);
                let standing = session.conference.standing(&session.planned, &talk);
                Response::of(HTML, render::live_talk(&live(session), ix, &standing))
            }
            None => nothing(),
        },
        ("GET", "/pairs") => {
            let calls = session.conference.close_calls(&session.planned, session.agenda());
            Response::of(HTML, render::live_pairs(&live(session), &calls))
        }
        ("GET", "/find") => {
            let word = request.asked("word").unwrap_or_default();
            let found = session.conference.matching(word.trim());
            Response::of(HTML, render::live_found(&session.conference.schedule, &found))
        }
        ("GET", path) => export(path, session),
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

/// The event of the id in the query.
fn talk(request: &Request, session: &Session) -> Option<EventIx> {
    let id = request.asked("id")?;
    let mut events = session.conference.schedule.iter();
    events.find(|(_, event)| event.id.as_str() == id).map(|(ix, _)| ix)
}

/// The agenda as a file.
fn export(path: &str, session: &Session) -> Response {
    let forms = ["json", "ics", "html", "md", "csv"];
    let form = forms.into_iter().find(|form| path.strip_prefix("/agenda.") == Some(form));
    let Some(form) = form else { return nothing() };
    if !session.is_settled() {
        return Response::status(503, "The agenda is still being worked out: try again.");
    }
    let agenda = session.agenda();
    let schedule = &session.conference.schedule;
    let (kind, text) = match form {
        "json" => (JSON, render::json(agenda)),
        "ics" => {
            let calendar = Calendar { remind: None, breaks: false };
            let text = render::agenda_ical(agenda, schedule, calendar, Revision::default());
            ("text/calendar; charset=utf-8", text)
        }
        "html" => (HTML, render::agenda_html(agenda, schedule, &session.planned.scores)),
        "md" => ("text/markdown; charset=utf-8", render::agenda(agenda, usize::MAX).markdown()),
        _ => ("text/csv; charset=utf-8", render::agenda_csv(agenda, schedule)),
    };
    let name = format!("attachment; filename=\"my.agenda.{form}\"");
    Response::of(kind, text).with("Content-Disposition", name)
}

fn live(session: &Session) -> Live<'_> {
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
        can_choose: session.can_choose(),
        notes: &session.notes,
        news: session.news.as_deref(),
        since_start: session.since_start(),
        undo: session.can_undo(),
        redo: session.can_redo(),
        file: session.file(),
    }
}
