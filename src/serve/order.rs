//! Another schedule for the page. Reading one is the command's business, which has the network's rules
//! and the files' names: the page only says which.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use serde::Deserialize;

use crate::error::Error;

use super::planner::Conference;

/// Which schedule somebody chose.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// A bundled one, by its name.
    Bundled(String),
    /// One on the web.
    Address(String),
    /// A file that was sent, with the name that it has elsewhere.
    #[serde(skip)]
    Sent {
        /// Its name.
        name: String,
        /// Its content.
        bytes: Vec<u8>,
    },
    /// The same one again, as it is now; with the profile's text.
    #[serde(skip)]
    Again(String),
}

/// A schedule that was read.
pub struct Opened {
    /// The conference.
    pub conference: Conference,
    /// A new profile for it.
    pub profile: String,
    /// What is worth saying about it.
    pub notes: Vec<String>,
}

/// What the page waits for.
pub struct Order {
    /// Which schedule.
    pub choice: Choice,
    /// The zone to show its times in.
    pub zone: Option<String>,
    reply: Sender<Result<Opened, Error>>,
}

impl Order {
    /// Gives what was asked for.
    pub fn answer(self, opened: Result<Opened, Error>) {
        // Whoever is gone does not need it.
        let _ = self.reply.send(opened);
    }
}

/// The page's side.
pub(super) struct Counter(Sender<Order>);

impl Counter {
    /// Gets a schedule; none when the server ends.
    pub(super) fn get(
        &self,
        choice: Choice,
        zone: Option<String>,
    ) -> Option<Result<Opened, Error>> {
        let (reply, answer) = channel();
        self.0.send(Order { choice, zone, reply }).ok()?;
        answer.recv().ok()
    }
}

/// The command's side.
pub(super) struct Orders(Receiver<Order>);

impl Orders {
    /// The next order, if there is one in that time.
    pub(super) fn next(&self, time: Duration) -> Option<Order> {
        self.0.recv_timeout(time).ok()
    }
}

/// Both sides.
pub(super) fn orders() -> (Counter, Orders) {
    let (sender, receiver) = channel();
    (Counter(sender), Orders(receiver))
}
