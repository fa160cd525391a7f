//! Members + a goal -> what each of them does, and how they compare.
//!
//! ```text
//! entrant    what members bring, as read
//! member     a profile with its own best, or a saved agenda, which stays as it is
//! worth      what they do, and what a goal counts of it
//! file       what a group file says, and what that means at a conference
//! plan       all members at once, for a goal
//!   agreed   who goes where because the group wants it
//!   seats    the best for that
//!   turns    members of whom one is always free
//!   joint    several models and what couples them: company, or who counts for a talk
//!   scouts   what the idle hear for the others
//!   meals    breaks at one time, where that costs nothing
//!   one      one agenda for all; leximin where it has to be fair
//! check      the coupling, counted once more
//! own        a member's own agenda of a plan
//! saved      the whole of a plan as a file
//! again      what a new schedule changes for each member
//! wants      who wants what at one time, and who could go
//! compare    who is where with whom, what nobody sees, when all are free
//! ```

mod again;
mod agreed;
mod bonus;
mod check;
mod claimed;
mod company;
mod compare;
mod comparison;
mod counting;
mod entrant;
mod file;
mod free;
mod goal;
mod joint;
mod leximin;
mod meals;
mod member;
mod names;
mod one;
mod own;
mod parts;
mod plan;
mod program;
mod reasons;
mod saved;
mod scouts;
mod seats;
mod table;
mod turns;
mod wants;
mod worth;

pub use again::{Again, Change, Why, again};
pub use bonus::Bonus;
pub use check::{Fault, faults};
pub use compare::compare;
pub use comparison::{
    Apart, Comparison, Entry, ForOthers, Lost, Pair, Person, Shared, Span, Target, Unseen, Wanted,
    What,
};
pub use entrant::{Entrant, members, share_meals, strangers};
pub use file::{
    Agreed, File, KEYS, MAX_BYTES, MOST_BONUS, MOST_MEMBERS, Terms, Turns, TurnsLine, looks_like,
    read,
};
pub use free::Meeting;
pub use goal::{Aim, Goal, Weighing};
pub use member::{Fixed, Member, Other, Planner, Role, Stray};
pub use names::apart as tell_apart;
pub use one::{Because, Fairest, Unshared, fairest, unshared_booking};
pub use own::{Own, own};
pub use plan::plan;
pub use reasons::{Instead, Sacrifice};
pub use saved::{
    ENDING as SAVED_ENDING, FORMAT as SAVED_FORMAT, Saved, SavedAgreed, SavedMember, looks_saved,
    read_saved,
};
pub use wants::{Choice, Contest, Deputy};
pub use worth::{Plan, WHOLE, Worth, pairs};
