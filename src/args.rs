//! What can be asked: the commands, their options and help texts, as typed.

mod change;
mod replan;
mod setup;
mod form;
mod wanted;

use std::ops::{Deref, DerefMut};
use std::time::Duration;

use chrono::{NaiveDate, TimeDelta};
use clap::{ArgMatches, Args, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::agenda::Said;
use crate::group::Aim;
use crate::source::{ColumnHint, name_of};

pub use change::{ChangesArgs, ChangesForm};
pub use form::{AgendaForm, Form, Known, ListForm, Output, ScheduleForm};
pub use replan::{NextArgs, PinArgs, ReplanArgs, SkipArgs, WatchArgs};
pub use setup::{CompletionsArgs, InitArgs, ManArgs, SchemaArgs, SchemaOf, ServeArgs, Shell};
pub use wanted::{SaveArgs, Wanted};

/// Plan the best agenda that you can really walk, and see why
#[derive(Debug, Parser)]
#[command(name = "attend", version, arg_required_else_help = true, max_term_width = 100)]
#[command(after_help = "Examples:
  attend plan                                 the bundled conference and profile
  attend plan -s https://... --like rust --like ebpf:2 --must Aya
                                              your own conference, without a profile
  attend plan -s schedule.yaml -p me.yaml     your own, with one
  attend plan -p me.yaml -o my.agenda.json    save it
  attend plan -p me.yaml -o my.html           a page for the phone; .ics, .md and .csv as well
  attend talks container --day sat            what is on about containers on Saturday
  attend why portable services                the evidence for a talk, word by word
  attend compare ana.yaml ben.yaml            who of us goes where?
  attend changes old.xml new.xml -p me.yaml   what is new, gone, moved; yours first
  attend replan my.agenda.json -s new.xml     what it does to your agenda, least changes
  attend next my.agenda.json                  what now, what next, and if the room is full
  attend check me.yaml                        is my file right?
  attend convert https://... -o schedule.yaml the conference's own, to read and edit
  attend init -s schedule.yaml                a profile to start from, made for a conference

Exit status: 0 done, 1 negative result (a conflict, a change, an invalid file), 2 wrong usage or
input, 70 a bug in attend.")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Print a long answer as it is, not in a pager (PAGER, or less)
    #[arg(long, global = true)]
    pub no_pager: bool,
}

/// A command with its options.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// What should I see?
    Plan(PlanArgs),
    /// Let me look, click, and see what it does
    #[cfg(feature = "serve")]
    Serve(ServeArgs),
    /// What is on, and what fits me?
    #[command(aliases = ["talk", "search", "find", "list"])]
    Talks(TalksArgs),
    /// Why (not) this talk, and what would it cost me?
    Why(WhyArgs),
    /// Who of us goes where, and what could we do together?
    Compare(CompareArgs),
    /// What does the new schedule do to my plan?
    Replan(ReplanArgs),
    /// What now, what next, and what if the room is full?
    Next(NextArgs),
    /// Pin a talk: keep it when replanning
    Pin(PinArgs),
    /// Unpin a talk
    Unpin(PinArgs),
    /// Skip a talk, such as one that you did not get into, and plan the rest again
    Skip(SkipArgs),
    /// Tell me when a change touches my agenda
    Watch(WatchArgs),
    /// What changed in the schedule?
    #[command(alias = "diff")]
    Changes(ChangesArgs),
    /// Is my file right?
    Check(CheckArgs),
    /// Turn this schedule into that format
    Convert(ConvertArgs),
    /// Write a profile to start from
    Init(InitArgs),
    /// Print the JSON Schema of a file, for editors
    Schema(SchemaArgs),
    /// Print a shell script that completes commands, talks and rooms
    Completions(CompletionsArgs),
    /// Print or write man pages
    Man(ManArgs),
}

/// Options that every command has.
#[derive(Args, Clone, Debug)]
pub struct Common {
    /// Which schedule.
    #[command(flatten)]
    pub schedule: Source,
    /// Profile: a file or a bundled name [default: ./attend.yaml; for the bundled conference
    /// without --like, --must and --never, kernel-tracer]
    #[arg(short, long, value_name = "FILE|NAME")]
    pub profile: Option<String>,
    /// What a schedule may not say of itself.
    #[command(flatten)]
    pub times: Times,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: When,
    /// One line for each talk in lists of them
    #[arg(long)]
    pub brief: bool,
    /// How web addresses are read.
    #[command(flatten)]
    pub network: Network,
    /// How much is said besides the answer.
    #[command(flatten)]
    pub verbosity: Verbosity,
}

/// The schedule that `-s` names; several as one name, as [`name_of`] makes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source(Option<String>);

#[derive(Args)]
struct Sources {
    /// Schedule: a file, a web address, a bundled name, or - for standard input; several for one
    /// plan of all [default: the profile's or the agenda's, else all-systems-go-2018]
    #[arg(short, long, value_name = "FILE|URL|NAME|-")]
    schedule: Vec<String>,
}

impl From<Option<String>> for Source {
    fn from(name: Option<String>) -> Source {
        Source(name)
    }
}

impl Deref for Source {
    type Target = Option<String>;

    fn deref(&self) -> &Option<String> {
        &self.0
    }
}

impl DerefMut for Source {
    fn deref_mut(&mut self) -> &mut Option<String> {
        &mut self.0
    }
}

impl Args for Source {
    fn augment_args(command: clap::Command) -> clap::Command {
        Sources::augment_args(command)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Sources::augment_args_for_update(command)
    }
}

impl FromArgMatches for Source {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Source, clap::Error> {
        Sources::from_arg_matches(matches).map(|named| Source(name_of(&named.schedule)))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Source::from_arg_matches(matches)?;
        Ok(())
    }
}

/// What a schedule may not say of itself.
#[derive(Args, Clone, Debug, Default)]
pub struct Times {
    /// Time zone for displayed times, such as Europe/Berlin [default: the profile's, else the
    /// conference's]
    #[arg(long, value_name = "ZONE")]
    pub tz: Option<String>,
    /// Year of a schedule that gives none with its dates
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1900..2200))]
    pub year: Option<i32>,
    /// First day of a schedule that gives only weekdays, as 2018-09-27
    #[arg(long, value_name = "DATE")]
    pub first_day: Option<NaiveDate>,
    /// Title of the conference, where the schedule has none or another one
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    /// What a column of a table or a key of a JSON file holds, as title=Artist (repeatable)
    #[arg(long = "column", value_name = "FIELD=NAME")]
    pub columns: Vec<ColumnHint>,
}

impl Times {
    /// The same, as a saved agenda remembers it.
    pub fn said(&self) -> Said {
        Said {
            timezone: self.tz.clone(),
            year: self.year,
            first_day: self.first_day,
            title: self.title.clone(),
            columns: self.columns.clone(),
        }
    }

    /// These, and what an agenda remembers where they say nothing.
    #[must_use]
    pub fn or(self, said: &Said) -> Times {
        Times {
            tz: self.tz.or_else(|| said.timezone.clone()),
            year: self.year.or(said.year),
            first_day: self.first_day.or(said.first_day),
            title: self.title.or_else(|| said.title.clone()),
            columns: if self.columns.is_empty() { said.columns.clone() } else { self.columns },
        }
    }
}

/// How web addresses are read.
#[derive(Args, Clone, Copy, Debug)]
pub struct Network {
    /// Use the last good copies of web addresses
    #[arg(long, conflicts_with = "force")]
    pub offline: bool,
    /// Accept a download even if most of its events are gone
    #[arg(long)]
    pub force: bool,
}

/// How much is said besides the answer.
#[derive(Args, Clone, Copy, Debug)]
pub struct Verbosity {
    /// Suppress warnings and notes
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print what was read and how it was solved
    #[arg(short, long)]
    pub verbose: bool,
}

/// How long to search.
#[derive(Args, Clone, Copy, Debug)]
pub struct SearchArgs {
    /// Longest search; after it the best found is shown with its upper bound
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds, allow_negative_numbers = true)]
    pub time_limit: Duration,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The order of talks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// What fits the query best, then points.
    Match,
    /// The most points.
    Points,
    /// The earliest.
    Time,
}

/// How many missed talks to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Most {
    /// At most so many.
    Number(usize),
    /// Every one.
    All,
}

impl std::str::FromStr for Most {
    type Err = String;

    fn from_str(text: &str) -> Result<Most, String> {
        if text == "all" {
            return Ok(Most::All);
        }
        text.parse().map(Most::Number).map_err(|_| "give a number or `all`".to_owned())
    }
}

/// Options of `attend plan`.
#[derive(Args, Debug)]
pub struct PlanArgs {
    /// What every command has.
    #[command(flatten)]
    pub common: Common,
    /// What is wanted.
    #[command(flatten)]
    pub wanted: Wanted,
    /// Where that is kept.
    #[command(flatten)]
    pub keep: SaveArgs,
    /// Where the answer goes.
    #[command(flatten)]
    pub output: Output<AgendaForm>,
    /// Fail if must-sees cannot all be kept, in place of keeping the most
    #[arg(long)]
    pub strict: bool,
    /// Also show this many substantially different agendas: each differs in a fifth of the talks
    #[arg(long, value_name = "NUMBER", default_value = "0", hide_default_value = true, value_parser = alternatives)]
    pub alternatives: usize,
    /// Draw a bar for each day below the tables: rooms against hours, your talks filled
    #[arg(long)]
    pub timeline: bool,
    /// How many missed talks to list, or all
    #[arg(long, value_name = "NUMBER", default_value = "3")]
    pub missed: Most,
    /// Also list the missed talks that are recorded, to watch later
    #[arg(long)]
    pub later: bool,
    /// For calendars only.
    #[command(flatten)]
    pub calendar: CalendarArgs,
    /// How long to search.
    #[command(flatten)]
    pub search: SearchArgs,
}

/// Options of `attend talks`.
#[derive(Args, Debug)]
pub struct TalksArgs {
    /// Only talks in which some of these words occur
    pub query: Vec<String>,
    /// Only this day: a weekday, a date or the day's number
    #[arg(long)]
    pub day: Option<String>,
    /// Only rooms with this in their name
    #[arg(long)]
    pub room: Option<String>,
    /// Only tracks with this in their name
    #[arg(long)]
    pub track: Option<String>,
    /// Only talks in this language, such as en or German
    #[arg(long)]
    pub language: Option<String>,
    /// What comes first [default: match where there is a query, else points, without a profile time]
    #[arg(long, value_name = "ORDER")]
    pub sort: Option<Sort>,
    /// Show all evidence of each talk: keyword, field, the words that matched, points
    #[arg(long)]
    pub explain: bool,
    /// What every command has.
    #[command(flatten)]
    pub common: Common,
    /// What is wanted.
    #[command(flatten)]
    pub wanted: Wanted,
    /// Where that is kept.
    #[command(flatten)]
    pub keep: SaveArgs,
    /// Where the answer goes.
    #[command(flatten)]
    pub output: Output<ListForm>,
}

/// Options of `attend why`.
#[derive(Args, Debug)]
pub struct WhyArgs {
    /// A saved agenda, if it is about that one [default: the only one here, where nothing else says
    /// what to plan for], and the talk: an id, the title or a part of it
    #[arg(required = true, value_name = "[AGENDA] TALK")]
    pub talk: Vec<String>,
    /// How long to search.
    #[command(flatten)]
    pub search: SearchArgs,
    /// What every command has.
    #[command(flatten)]
    pub common: Common,
    /// What is wanted.
    #[command(flatten)]
    pub wanted: Wanted,
    /// Where that is kept.
    #[command(flatten)]
    pub keep: SaveArgs,
    /// Where the answer goes.
    #[command(flatten)]
    pub output: Output,
}

/// Options of calendars.
#[derive(Args, Clone, Copy, Debug)]
pub struct CalendarArgs {
    /// Remind this long before each talk, such as 10m: for calendars
    #[arg(long, value_name = "TIME", value_parser = reminder)]
    pub remind: Option<TimeDelta>,
    /// Put breaks and commitments into the calendar, too
    #[arg(long)]
    pub breaks: bool,
}

/// Options of `attend compare`.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  attend compare group.yaml                          what a group file agrees on
  attend compare ana.yaml ben.yaml                   everyone's own best, side by side
  attend compare ana.yaml ben.agenda.json            Ben's agenda is saved and stays as it is
  attend compare *.yaml --aim together               near-equal choices fall together
  attend compare *.yaml --aim together --bonus 50    each pair at one talk is worth 50 points
  attend compare *.yaml --aim cover                  split up: the group hears the most
  attend compare *.yaml --always-together            one agenda for all
  attend compare *.yaml --always-together --aim fair the same, kind to the worst-off
  attend compare *.yaml -o us.html                   one page for all: columns, who is where
  attend compare *.yaml -o us.ics                    one calendar for all: a category each
  attend compare *.yaml -o 'my/{name}.agenda.json'   each one's own agenda; .ics, .html as well
  attend compare *.yaml -o us.group.json             the whole, for `attend replan us.group.json`

A profile may name those whose company counts: `with: [Ana]`.")]
pub struct CompareArgs {
    /// A group file; or the members: profiles, bundled names of profiles, or saved agendas
    #[arg(required = true, num_args = 1..=50, value_name = "GROUP|PROFILE|AGENDA")]
    pub files: Vec<String>,
    /// What to plan for [default: the group file's, else solo; with --always-together: together]
    #[arg(long, value_name = "AIM")]
    pub aim: Option<Aim>,
    /// Points for each pair at the same talk or meal [default: the group file's, else 300 for being
    /// with everybody, shared out over the others]
    #[arg(long, value_name = "POINTS", value_parser = clap::value_parser!(i64).range(0..=10_000))]
    pub bonus: Option<i64>,
    /// Plan one agenda for all; what it weighs is the aim's
    #[arg(long)]
    pub always_together: bool,
    /// Show all lists in full: who is where at the same time, what only one sees
    #[arg(long)]
    pub all: bool,
    /// For calendars only.
    #[command(flatten)]
    pub calendar: CalendarArgs,
    /// How long to search.
    #[command(flatten)]
    pub search: SearchArgs,
    /// What every command has.
    #[command(flatten)]
    pub common: Common,
    /// What all of them want.
    #[command(flatten)]
    pub wanted: Wanted,
    /// Where the answer goes.
    #[command(flatten)]
    pub output: Output<AgendaForm>,
}

/// Options of `attend check`.
#[derive(Args, Debug)]
pub struct CheckArgs {
    /// Schedules, profiles, group files and saved agendas; profiles are checked against -s
    #[arg(default_value = "attend.yaml", value_name = "FILE|URL|NAME|-")]
    pub files: Vec<String>,
    /// List every guess, not only the first of each kind
    #[arg(long)]
    pub all: bool,
    /// What every command has.
    #[command(flatten)]
    pub common: Common,
}

/// Options of `attend convert`.
#[derive(Args, Debug)]
pub struct ConvertArgs {
    /// Schedule: a file, a web address, a bundled name, or - for standard input
    #[arg(value_name = "FILE|URL|NAME|-")]
    pub input: String,
    /// Where the result goes.
    #[command(flatten)]
    pub output: Output<ScheduleForm>,
    /// What a schedule may not say of itself.
    #[command(flatten)]
    pub times: Times,
    /// How web addresses are read.
    #[command(flatten)]
    pub network: Network,
    /// How much is said besides the answer.
    #[command(flatten)]
    pub verbosity: Verbosity,
}

/// How many other agendas can be asked for.
const MOST_ALTERNATIVES: usize = 20;

fn alternatives(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| *number <= MOST_ALTERNATIVES);
    number.ok_or_else(|| format!("give a number up to {MOST_ALTERNATIVES}"))
}

fn seconds(text: &str) -> Result<Duration, String> {
    let wrong = || "give a number of seconds, such as 2.5".to_owned();
    let seconds: f64 = text.parse().map_err(|_| wrong())?;
    Duration::try_from_secs_f64(seconds).map_err(|_| wrong())
}

/// The longest time before a talk at which a reminder makes sense, in minutes.
const LONGEST_REMINDER: i64 = 28 * 24 * 60;

/// `10m`, `1h`, `1h30m`, `2d`; a bare number is minutes.
fn reminder(text: &str) -> Result<TimeDelta, String> {
    let wrong = || "give a time such as 10m, 1h or 1h30m, up to four weeks".to_owned();
    let mut minutes = 0_i64;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, unit) = rest.split_at(digits);
        let number: i64 = number.parse().map_err(|_| wrong())?;
        let (unit, after) = match unit.chars().next() {
            None | Some('m') => (1, unit.strip_prefix('m').unwrap_or(unit)),
            Some('h') => (60, &unit[1..]),
            Some('d') => (24 * 60, &unit[1..]),
            Some(_) => return Err(wrong()),
        };
        let sum = number.checked_mul(unit).and_then(|more| minutes.checked_add(more));
        minutes = sum.filter(|&sum| sum <= LONGEST_REMINDER).ok_or_else(wrong)?;
        rest = after;
    }
    if text.is_empty() { Err(wrong()) } else { Ok(TimeDelta::minutes(minutes)) }
}
