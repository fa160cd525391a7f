//! `attend serve`: a page on this computer whose every click is planned anew and written to the
//! profile.
//!
//! ```text
//! TcpStream --http--> Request --guard--> routes --> Session --planner--> Planned --render--> page
//!                                                      |
//!                                             the profile's file, which stays the truth
//! ```
//!
//! Only this computer is listened to, and only who has the address that was printed is answered:
//! see `guard.rs`. One plan is made at a time; schedule and index are kept, everything else is what
//! `attend plan` does.

mod group;
mod guard;
mod http;
mod order;
mod papers;
mod planner;
mod routes;
mod server;
mod session;

pub use group::{Circle, Group, Seat};
pub use order::{Choice, Opened, Order};
pub use papers::ProfileFile;
pub use planner::Conference;
pub use server::{Server, Stage};
pub use session::Session;
