//! The listener: a thread for each connection, and only so many of them.

use std::io;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::error::Error;

use super::guard::Guard;
use super::http::{MAX_BODY, Request, Response};
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
}

struct Shared {
    guard: Guard,
    session: Mutex<Session>,
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
    pub fn start(session: Session, port: u16) -> io::Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let guard = Guard::new(listener.local_addr()?.port());
        let connections = AtomicUsize::new(0);
        let shared = Arc::new(Shared {
            guard,
            session: Mutex::new(session),
            news: Condvar::new(),
            // It is there for as long as the server is: until the program ends.
            is_old: Box::leak(Box::new(AtomicBool::new(false))),
            connections,
        });
        let server = Server { shared: Arc::clone(&shared) };
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

    /// Waits for the plan that is being made, and writes what is not written yet.
    ///
    /// # Errors
    /// When that cannot be done.
    pub fn finish(&self) -> Result<(), Error> {
        self.shared.session().finish()
    }
}

impl Shared {
    /// A session is changed in one go when its new agenda is there: a panic leaves it as it was.
    fn session(&self) -> MutexGuard<'_, Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer to who has no business here, or comes in by the printed address.
    fn refused(&self, request: &Request) -> Option<Response> {
        self.guard.refuses(request).or_else(|| {
            let cookie = self.guard.admits(request)?;
            let status = Response::status(303, "Welcome.");
            Some(status.with("Set-Cookie", cookie).with("Location", "/"))
        })
    }

    fn answer(&self, request: &Request) -> Response {
        if request.method == "POST" {
            self.is_old.store(true, Ordering::Relaxed);
        }
        let session = self.session();
        let waits = |session: &mut Session| routes::waits(request, session);
        let waited = self.news.wait_timeout_while(session, PATIENCE, waits);
        let (mut session, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let before = Arc::clone(&session.planned);
        let answer = routes::answer(request, &mut session);
        if !Arc::ptr_eq(&before, &session.planned) {
            self.is_old.store(true, Ordering::Relaxed);
            self.news.notify_all();
        }
        answer
    }

    /// Works out prices and conflicts of every agenda, after it was answered.
    fn tell(&self) {
        let mut session = self.session();
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
            let told = conference.told(&planned, DEPTHS[depth], self.is_old);
            session = self.session();
            if is_newest(&mut session) && !self.is_old.load(Ordering::Relaxed) {
                session.tell(told);
                self.news.notify_all();
            }
        }
    }
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
                None => match request.read_body(&mut stream, MAX_BODY) {
                    Ok(()) => place.0.answer(&request),
                    Err(status) => unreadable(status),
                },
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
