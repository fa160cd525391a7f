//! The listener: a thread for each connection, and only so many of them.

use std::io;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::error::Error;
use crate::schedule::EventIx;
use crate::source;

use super::group::Group;
use super::guard::Guard;
use super::http::{MAX_BODY, Request, Response};
use super::order::{Choice, Counter, Order, Orders, orders};
use super::routes;
use super::session::{DEPTHS, Session};

/// So many connections at a time; the others are told to come back.
const MOST_CONNECTIONS: usize = 64;
/// How long nothing is clicked before prices are worked out: a slider that is pushed would only begin
/// them again and again.
const QUIET: Duration = Duration::from_millis(150);
/// How long somebody waits for them.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server that runs until the program ends.
pub struct Server {
    shared: Arc<Shared>,
    orders: Orders,
}

/// Who sits at the page.
pub enum Stage {
    /// One person.
    Person(Box<Mutex<Session>>),
    /// Several people.
    Group(Box<Mutex<Group>>),
}

impl From<Session> for Stage {
    fn from(session: Session) -> Stage {
        Stage::Person(Box::new(Mutex::new(session)))
    }
}

impl From<Group> for Stage {
    fn from(group: Group) -> Stage {
        Stage::Group(Box::new(Mutex::new(group)))
    }
}

struct Shared {
    guard: Guard,
    counter: Counter,
    /// Held by who sends a file.
    files: Mutex<()>,
    stage: Stage,
    /// Told of every answer, and of all prices.
    news: Condvar,
    /// Ends the search for prices of an agenda that is not the newest any more.
    is_old: &'static AtomicBool,
    connections: AtomicUsize,
}

impl Server {
    /// Starts to listen, on this computer alone; port 0 is any that is free.
    ///
    /// # Errors
    /// When the port cannot be had.
    pub fn start(stage: impl Into<Stage>, port: u16) -> io::Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let guard = Guard::new(listener.local_addr()?.port());
        let connections = AtomicUsize::new(0);
        let (counter, orders) = orders();
        let shared = Arc::new(Shared {
            guard,
            counter,
            files: Mutex::new(()),
            stage: stage.into(),
            news: Condvar::new(),
            // It is there for as long as the server is: until the program ends.
            is_old: Box::leak(Box::new(AtomicBool::new(false))),
            connections,
        });
        let server = Server { shared: Arc::clone(&shared), orders };
        let worker = Arc::clone(&shared);
        thread::Builder::new().spawn(move || worker.tell())?;
        thread::Builder::new().spawn(move || {
            for stream in listener.incoming().flatten() {
                accept(&shared, stream);
            }
        })?;
        Ok(server)
    }

    /// The address to open, with the key in it.
    pub fn address(&self) -> String {
        self.shared.guard.address()
    }

    /// The next schedule that the page asks for, if it does in that time.
    pub fn order(&self, time: Duration) -> Option<Order> {
        self.orders.next(time)
    }

    /// Waits for the plan that is being made, and writes what is not written yet.
    ///
    /// # Errors
    /// When that cannot be done.
    pub fn finish(&self) -> Result<(), Error> {
        match &self.shared.stage {
            Stage::Person(session) => held(session).finish(),
            Stage::Group(group) => held(group).finish(),
        }
    }
}

impl Shared {
    /// The answer to who has no business here, or comes in by the printed address.
    fn refused(&self, request: &Request) -> Option<Response> {
        self.guard.refuses(request).or_else(|| {
            let cookie = self.guard.admits(request)?;
            let status = Response::status(303, "Welcome.");
            Some(status.with("Set-Cookie", cookie).with("Location", "/"))
        })
    }

    /// The answer to a request whose body is still to be read; one file at a time.
    fn heard(&self, request: &mut Request, stream: &mut TcpStream) -> Response {
        let most = if request.is_file() { source::MAX_BYTES } else { MAX_BODY };
        let only = request.is_file().then(|| self.files.try_lock());
        if matches!(only, Some(Err(_))) {
            return Response::status(503, "Another file is being read: try again.");
        }
        match request.read_body(stream, most) {
            Ok(()) => self.answer(request),
            Err(status) => unreadable(status),
        }
    }

    fn answer(&self, request: &Request) -> Response {
        match &self.stage {
            Stage::Person(session) => self.answer_person(request, session),
            Stage::Group(group) => routes::answer_group(request, &mut held(group)),
        }
    }

    fn answer_person(&self, request: &Request, stage: &Mutex<Session>) -> Response {
        if request.method == "POST" {
            self.is_old.store(true, Ordering::Relaxed);
        }
        if let Some((choice, zone)) = routes::choice(request) {
            return self.open(choice, zone, stage);
        }
        let session = held(stage);
        if let Some(ix) = routes::talk(request, &session) {
            return Shared::stands(ix, session, stage);
        }
        let waits = |session: &mut Session| routes::waits(request, session);
        let waited = self.news.wait_timeout_while(session, PATIENCE, waits);
        let (session, _) = waited.unwrap_or_else(PoisonError::into_inner);
        self.change(session, |session| routes::answer(request, session))
    }

    /// How a talk stands to the agenda. That takes a search, for which no click has to wait.
    fn stands<'a>(
        ix: EventIx,
        mut session: MutexGuard<'a, Session>,
        stage: &'a Mutex<Session>,
    ) -> Response {
        loop {
            let (conference, planned) =
                (Arc::clone(&session.conference), Arc::clone(&session.planned));
            drop(session);
            let talk = conference.schedule.occurrences(ix);
            let standing = conference.standing(&planned, &talk);
            session = held(stage);
            if Arc::ptr_eq(&session.planned, &planned) {
                return routes::told(&session, ix, &standing);
            }
            if !Arc::ptr_eq(&session.conference, &conference) {
                return Response::status(404, "The schedule is another one now.");
            }
        }
    }

    /// Another schedule, which the command reads while the page goes on.
    fn open(&self, choice: Choice, zone: Option<String>, stage: &Mutex<Session>) -> Response {
        let session = held(stage);
        let is_new = !matches!(choice, Choice::Again(_));
        let choice = if is_new { choice } else { Choice::Again(session.text().to_owned()) };
        if is_new && let Err(problem) = session.expect_choice() {
            return routes::refusal(&problem);
        }
        drop(session);
        match self.counter.get(choice, zone) {
            Some(opened) => {
                self.change(held(stage), |session| routes::opened(opened, is_new, session))
            }
            None => Response::status(503, "The server ends."),
        }
    }

    /// Does something that may lead to another agenda, whose prices are then worked out.
    fn change(
        &self,
        mut session: MutexGuard<'_, Session>,
        answer: impl FnOnce(&mut Session) -> Response,
    ) -> Response {
        let before = Arc::clone(&session.planned);
        let answer = answer(&mut session);
        if !Arc::ptr_eq(&before, &session.planned) {
            self.is_old.store(true, Ordering::Relaxed);
            self.news.notify_all();
        }
        answer
    }

    /// Works out what an answer did not wait for: a proof that takes long, prices and conflicts.
    fn tell(&self) {
        let Stage::Person(stage) = &self.stage else { return };
        let mut session = held(stage);
        loop {
            let is_settled = |session: &mut Session| session.is_settled();
            let waited = self.news.wait_while(session, is_settled);
            session = waited.unwrap_or_else(PoisonError::into_inner);
            let (conference, planned) =
                (Arc::clone(&session.conference), Arc::clone(&session.planned));
            let depth = session.depth;
            let is_newest = |session: &mut Session| Arc::ptr_eq(&session.planned, &planned);
            if depth == 0 {
                let waited = self.news.wait_timeout_while(session, QUIET, is_newest);
                session = waited.unwrap_or_else(PoisonError::into_inner).0;
            }
            if !is_newest(&mut session) {
                continue;
            }
            self.is_old.store(false, Ordering::Relaxed);
            drop(session);
            if !planned.is_final {
                let found = conference.searched(&planned, self.is_old);
                session = held(stage);
                if let Some(found) = found.filter(|_| is_newest(&mut session)) {
                    session.improve(found);
                    self.news.notify_all();
                }
                continue;
            }
            let told = conference.told(&planned, DEPTHS[depth], self.is_old);
            session = held(stage);
            if is_newest(&mut session) && !self.is_old.load(Ordering::Relaxed) {
                session.tell(told);
                self.news.notify_all();
            }
        }
    }
}

/// A session is changed in one go when its new agenda is there: a panic leaves it as it was.
fn held<T>(stage: &Mutex<T>) -> MutexGuard<'_, T> {
    stage.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A place among the connections, until this is dropped.
struct Place(Arc<Shared>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.connections.fetch_sub(1, Ordering::Relaxed);
    }
}

fn accept(shared: &Arc<Shared>, mut stream: TcpStream) {
    let before = shared.connections.fetch_add(1, Ordering::Relaxed);
    let place = Place(Arc::clone(shared));
    if before >= MOST_CONNECTIONS {
        drop(place);
        return;
    }
    // A system without another thread refuses the connection by dropping it.
    let _ = thread::Builder::new().spawn(move || match Request::read(&mut stream) {
        Ok(Some(mut request)) => {
            let answer = match place.0.refused(&request) {
                Some(refusal) => refusal,
                None => place.0.heard(&mut request, &mut stream),
            };
            answer.write(&mut stream);
        }
        Ok(None) => {}
        Err(status) => unreadable(status).write(&mut stream),
    });
}

fn unreadable(status: u16) -> Response {
    Response::status(status, "This request cannot be read.")
}
