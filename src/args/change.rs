//! The options of `attend changes`.

use clap::{Args, ValueEnum};

use super::{Network, Times, Verbosity, When};

/// Options of `attend changes`.
#[derive(Args, Debug)]
pub struct ChangesArgs {
    /// The version before: a file, a web address, a bundled name, or - for standard input
    #[arg(value_name = "OLD")]
    pub old: String,
    /// The version now
    #[arg(value_name = "NEW")]
    pub new: String,
    /// Saved agenda: what touches it comes first
    #[arg(short, long, value_name = "FILE")]
    pub agenda: Option<String>,
    /// Profile: what touches talks with points comes first
    #[arg(short, long, value_name = "FILE|NAME", conflicts_with = "agenda")]
    pub profile: Option<String>,
    /// Only what touches the agenda or the profile
    #[arg(long)]
    pub mine: bool,
    /// List everything: all new talks, and which texts changed
    #[arg(long)]
    pub all: bool,
    /// End with status 1 if anything changed
    #[arg(long)]
    pub exit_code: bool,
    /// Form of the answer [default: by the ending of -o, else table]
    #[arg(short, long, value_name = "FORM")]
    pub format: Option<ChangesForm>,
    /// File for the answer, written whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<String>,
    /// What a schedule may not say of its times.
    #[command(flatten)]
    pub times: Times,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: When,
    /// How web addresses are read.
    #[command(flatten)]
    pub network: Network,
    /// How much is said besides the answer.
    #[command(flatten)]
    pub verbosity: Verbosity,
}

/// Form of a list of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ChangesForm {
    /// For people.
    Table,
    /// For programs.
    Json,
    /// For messages and pages.
    Markdown,
}

impl ChangesArgs {
    /// The form asked for, or the one that the file's ending says.
    pub fn form(&self) -> ChangesForm {
        let ending = self.output.as_deref().and_then(|file| file.rsplit_once('.'));
        let guessed = match ending.map(|(_, ending)| ending.to_lowercase()).as_deref() {
            Some("json") => ChangesForm::Json,
            Some("md" | "markdown") => ChangesForm::Markdown,
            Some(_) | None => ChangesForm::Table,
        };
        self.format.unwrap_or(guessed)
    }
}
