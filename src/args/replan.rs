//! The options of the commands that work on a saved agenda.

use chrono::TimeDelta;
use clap::Args;

use crate::replan::Keep;

use super::{Common, Form, Network, Output, SearchArgs, Verbosity};

/// Options of `attend replan`.
#[derive(Args, Debug)]
pub struct ReplanArgs {
    /// The saved agenda [default: my.agenda.json, or the only *.agenda.json here], or a group's saved
    /// plan
    #[arg(value_name = "AGENDA|PLAN")]
    pub agenda: Option<String>,
    /// What every command has.
    #[command(flatten)]
    pub common: Common,
    /// How many points a change must gain: none, a number, or all for as few changes as possible
    #[arg(long, value_name = "POINTS", default_value = "100", value_parser = keep)]
    pub keep: Keep,
    /// The time, as `sat 10:30`: what has begun stays [default: now, if the conference is on]
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Save the new agenda in place of the old one, which is kept as AGENDA.bak
    #[arg(long, conflicts_with = "output")]
    pub write: bool,
    /// Save the new agenda here
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<String>,
    /// Write the new agenda as a calendar here, too; of a plan, one for each, as in `plans/{name}.ics`
    #[arg(long, value_name = "FILE.ics")]
    pub calendar: Option<String>,
    /// Output format
    #[arg(short, long, value_name = "FORM", default_value = "table")]
    pub format: Form,
    /// End with status 1 if anything changed for you
    #[arg(long)]
    pub exit_code: bool,
    /// How long to search.
    #[command(flatten)]
    pub search: SearchArgs,
}

/// Options of `attend next`.
#[derive(Args, Debug)]
pub struct NextArgs {
    /// The saved agenda [default: my.agenda.json, or the only *.agenda.json here]
    #[arg(value_name = "AGENDA")]
    pub agenda: Option<String>,
    /// The time, as `sat 10:30` [default: now]
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// How long you are free, as `40m`: what fits in
    #[arg(long = "for", value_name = "TIME", value_parser = time)]
    pub free: Option<TimeDelta>,
    /// The room you are in [default: that of your last talk]
    #[arg(long = "from", value_name = "ROOM")]
    pub room: Option<String>,
    /// Also show the rest of the day
    #[arg(long)]
    pub today: bool,
    /// What every command has.
    #[command(flatten)]
    pub common: Common,
    /// Where the answer goes.
    #[command(flatten)]
    pub output: Output,
}

/// Options of `attend pin` and `attend unpin`.
#[derive(Args, Debug)]
pub struct PinArgs {
    /// The saved agenda [default: my.agenda.json, or the only *.agenda.json here], and the talk: an
    /// id, the title or a part of it
    #[arg(required = true, value_name = "[AGENDA] TALK")]
    pub talk: Vec<String>,
    /// How much is said besides the answer.
    #[command(flatten)]
    pub verbosity: Verbosity,
}

/// Options of `attend skip`.
#[derive(Args, Debug)]
pub struct SkipArgs {
    /// A saved agenda [default: my.agenda.json, or the only *.agenda.json here], which is replaced; the
    /// one before is kept as AGENDA.bak; and the talk: an id, the title or a part of it
    #[arg(required = true, value_name = "[AGENDA] TALK")]
    pub talk: Vec<String>,
    /// The time, as `sat 10:30`: what has begun stays [default: now, if the conference is on]
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// The room you are in [default: where the talk is, if it is on]
    #[arg(long = "from", value_name = "ROOM")]
    pub room: Option<String>,
    /// Also add the talk to the profile's `never`
    #[arg(long)]
    pub never: bool,
    /// How many points a change must gain: none, a number, or all for as few changes as possible
    #[arg(long, value_name = "POINTS", default_value = "100", value_parser = keep)]
    pub keep: Keep,
    /// Write the new agenda as a calendar here, too
    #[arg(long, value_name = "FILE.ics")]
    pub calendar: Option<String>,
    /// Output format
    #[arg(short, long, value_name = "FORM", default_value = "table")]
    pub format: Form,
    /// How long to search.
    #[command(flatten)]
    pub search: SearchArgs,
    /// What every command has.
    #[command(flatten)]
    pub common: Common,
}

/// Options of `attend watch`.
#[derive(Args, Debug)]
pub struct WatchArgs {
    /// The schedule's web address or file [default: the agenda's], and the saved agenda [default:
    /// my.agenda.json, or the only *.agenda.json here] or a group's saved plan, which is replaced when
    /// it changes; the one before is kept as AGENDA.bak
    #[arg(num_args = 0..=2, value_name = "[SCHEDULE] [AGENDA]")]
    pub files: Vec<String>,
    /// Write the agenda as a calendar here, too; of a plan, one for each, as in `plans/{name}.ics`
    #[arg(long, value_name = "FILE.ics")]
    pub calendar: Option<String>,
    /// Run this when a change touches the agenda, with what changed as its input
    #[arg(long, value_name = "COMMAND")]
    pub command: Option<String>,
    /// How often to check
    #[arg(long, value_name = "TIME", default_value = "10m", value_parser = time)]
    pub every: TimeDelta,
    /// Stop after this many checks
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    pub times: Option<u64>,
    /// How many points a change must gain: none, a number, or all for as few changes as possible
    #[arg(long, value_name = "POINTS", default_value = "100", value_parser = keep)]
    pub keep: Keep,
    /// Profile: a file or a bundled name [default: the agenda's]
    #[arg(short, long, value_name = "FILE|NAME")]
    pub profile: Option<String>,
    /// What a schedule may not say of its times.
    #[command(flatten)]
    pub times_of: super::Times,
    /// How web addresses are read.
    #[command(flatten)]
    pub network: Network,
    /// How much is said besides the answer.
    #[command(flatten)]
    pub verbosity: Verbosity,
}

/// `none`, `all` or a number of points.
fn keep(text: &str) -> Result<Keep, String> {
    let wrong = || "give `none`, `all` or a number of points".to_owned();
    match text {
        "none" => Ok(Keep::Points(0)),
        "all" => Ok(Keep::All),
        number => {
            let points: u32 = number.parse().map_err(|_| wrong())?;
            // More than a schedule's points together is `all`.
            Ok(Keep::Points(i64::from(points.min(1_000_000))))
        }
    }
}

/// `90s`, `40m`, `2h`; a bare number is minutes.
fn time(text: &str) -> Result<TimeDelta, String> {
    let wrong = || "give a time such as `40m` or `2h`".to_owned();
    let (number, unit) = match text.char_indices().last() {
        Some((at, 's')) => (&text[..at], 1),
        Some((at, 'm')) => (&text[..at], 60),
        Some((at, 'h')) => (&text[..at], 3600),
        Some(_) => (text, 60),
        None => return Err(wrong()),
    };
    let number: u32 = number.trim().parse().map_err(|_| wrong())?;
    let seconds = i64::from(number) * unit;
    if (1..=7 * 86_400).contains(&seconds) { Ok(TimeDelta::seconds(seconds)) } else { Err(wrong()) }
}
