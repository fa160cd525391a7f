//! Commands that set things up: a first profile, schemas, completions, man pages.

use clap::{Args, ValueEnum};

use super::{Common, Network, SearchArgs, Source, Times, Verbosity};

/// Options of `attend init`.
#[derive(Args, Debug)]
pub struct InitArgs {
    /// Which schedule.
    #[command(flatten)]
    pub schedule: Source,
    /// File for the profile, or - for standard output
    #[arg(short, long, value_name = "FILE", default_value = "attend.yaml")]
    pub output: String,
    /// Ask what you like, when you are there and what else matters
    #[arg(short, long)]
    pub interactive: bool,
    /// Overwrite a profile that already exists; accept a download even if most of its events
    /// are gone
    #[arg(long)]
    pub force: bool,
    /// Use the last good copies of web addresses
    #[arg(long, conflicts_with = "force")]
    pub offline: bool,
    /// What a schedule may not say of its times.
    #[command(flatten)]
    pub times: Times,
    /// How much is said besides the answer.
    #[command(flatten)]
    pub verbosity: Verbosity,
}

impl InitArgs {
    /// How web addresses are read.
    pub fn network(&self) -> Network {
        Network { offline: self.offline, force: self.force }
    }
}

/// Options of `attend serve`.
#[derive(Args, Debug)]
pub struct ServeArgs {
    /// A group file: a column for each member
    #[arg(value_name = "GROUP")]
    pub group: Option<String>,
    /// Port on this computer [default: any that is free]
    #[arg(long, value_name = "PORT", default_value = "0", hide_default_value = true)]
    pub port: u16,
    /// Do not open a browser
    #[arg(long)]
    pub no_open: bool,
    /// What every command has.
    #[command(flatten)]
    pub common: Common,
    /// How long to search.
    #[command(flatten)]
    pub search: SearchArgs,
}

/// Options of `attend schema`.
#[derive(Args, Debug)]
pub struct SchemaArgs {
    /// Of which kind of file
    #[arg(value_name = "profile|group|schedule")]
    pub of: SchemaOf,
    /// File for the schema, written whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<String>,
}

/// A kind of file that people write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// What one person likes.
    Profile,
    /// What several people agree on.
    Group,
    /// A conference's schedule in attend's own format.
    Schedule,
}

/// Options of `attend completions`.
#[derive(Args, Debug)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "bash|elvish|fish|powershell|zsh")]
    pub shell: Shell,
}

/// A shell that can complete command lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// source <(attend completions bash), in ~/.bashrc
    Bash,
    /// eval (attend completions elvish | slurp), in ~/.config/elvish/rc.elv
    Elvish,
    /// attend completions fish | source, in ~/.config/fish/config.fish
    Fish,
    /// attend completions powershell | Out-String | Invoke-Expression, in $PROFILE
    Powershell,
    /// source <(attend completions zsh), in ~/.zshrc, after compinit
    Zsh,
}

/// Options of `attend man`.
#[derive(Args, Debug)]
pub struct ManArgs {
    /// Folder for all pages, one for each command [default: the page of attend itself, to standard
    /// output]
    #[arg(short, long, value_name = "FOLDER")]
    pub output: Option<String>,
}
