//! The listener: a thread for each connection, and only so many of them.

use std::io;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::error::Error;

use super::guard::Guard;
use super::http::{Request, Response};
use super::routes;
use super::session::Session;

/// So many connections at a time; the others are told to come back.
const MOST_CONNECTIONS: usize = 64;

/// A server that runs until the program ends.
pub struct Server {
    shared: Arc<Shared>,
}

struct Shared {
    guard: Guard,
    session: Mutex<Session>,
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
        let shared = Arc::new(Shared { guard, session: Mutex::new(session), connections });
        let server = Server { shared: Arc::clone(&shared) };
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

    fn answer(&self, request: &Request) -> Response {
        if let Some(refusal) = self.guard.refuses(request) {
            return refusal;
        }
        if let Some(cookie) = self.guard.admits(request) {
            let status = Response::status(303, "Welcome.");
            return status.with("Set-Cookie", cookie).with("Location", "/");
        }
        routes::answer(request, &mut self.session())
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
        Ok(Some(request)) => place.0.answer(&request).write(&mut stream),
        Ok(None) => {}
        Err(status) => {
            Response::status(status, "This request cannot be read.").write(&mut stream);
        }
    });
}
