//! The options of `attend changes`.

use clap::{Args, ValueEnum};

use crate::error::Error;

use super::form::{self, Known};
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
    /// Output format [default: by the extension of -o, else table]
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

impl Known for ChangesForm {
    const USUAL: ChangesForm = ChangesForm::Table;
    const ENDINGS: &'static [(&'static str, ChangesForm)] = &[
        ("txt", ChangesForm::Table),
        ("json", ChangesForm::Json),
        ("md", ChangesForm::Markdown),
        ("markdown", ChangesForm::Markdown),
    ];
}

impl ChangesArgs {
    /// The form asked for, or the one that the file's ending says.
    ///
    /// # Errors
    /// When the ending says another one.
    pub fn form(&self) -> Result<ChangesForm, Error> {
        form::form(self.format, self.output.as_deref())
    }
}
