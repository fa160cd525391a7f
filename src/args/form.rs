//! Where answers go, and in which form.

use std::path::Path;

use clap::{Args, ValueEnum};

use crate::error::Error;
use crate::problem::or_list;

/// Where an answer goes and in which form.
#[derive(Args, Clone, Debug)]
pub struct Output<F: Known = Form> {
    /// Output format [default: by the extension of -o, else the first of them]
    #[arg(short, long, value_name = "FORM")]
    pub format: Option<F>,
    /// File for the answer, written whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<String>,
}

impl<F: Known> Output<F> {
    /// The form asked for, or the one that the file's ending says.
    ///
    /// # Errors
    /// When the ending says another one.
    pub fn form(&self) -> Result<F, Error> {
        form(self.format, self.output.as_deref())
    }
}

/// The form asked for, or the one that a file's ending says. One that none of the answer's forms
/// has would promise what is not in the file.
pub(super) fn form<F: Known>(format: Option<F>, file: Option<&str>) -> Result<F, Error> {
    if let Some(format) = format {
        return Ok(format);
    }
    let ending = file.and_then(ending).filter(|ending| !ending.is_empty());
    let (Some(file), Some(ending)) = (file, ending) else { return Ok(F::USUAL) };
    let known = F::ENDINGS.iter().find(|(known, _)| *known == ending);
    known.map(|&(_, form)| form).ok_or_else(|| {
        let endings: Vec<String> =
            F::ENDINGS.iter().map(|(ending, _)| format!("`.{ending}`")).collect();
        Error::Option {
            option: "-o",
            value: file.to_owned(),
            why: format!("no form of this answer ends in `.{ending}`"),
            hint: Some(format!("end it in {}, or say the form with -f", or_list(&endings))),
        }
    })
}

/// The ending of a file's name, in lower case.
fn ending(file: &str) -> Option<String> {
    let name = Path::new(file).file_name()?.to_str()?;
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase())
}

/// The forms that some answer may have.
pub trait Known: ValueEnum + Copy + Send + Sync + 'static {
    /// The form where nothing is said.
    const USUAL: Self;

    /// The endings of files, in lower case, with their forms.
    const ENDINGS: &'static [(&'static str, Self)];
}

/// Form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For people.
    Table,
    /// For programs, and for saving.
    Json,
}

impl Known for Form {
    const USUAL: Form = Form::Table;
    const ENDINGS: &'static [(&'static str, Form)] = &[("txt", Form::Table), ("json", Form::Json)];
}

/// Form of an agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AgendaForm {
    /// For people.
    Table,
    /// For programs, and for saving.
    Json,
    /// For calendars: iCalendar.
    Ics,
    /// For phones and paper: one page that needs no network.
    Html,
    /// For pull requests and notes.
    #[value(alias = "md")]
    Markdown,
    /// For spreadsheets.
    Csv,
}

impl Known for AgendaForm {
    const USUAL: AgendaForm = AgendaForm::Table;
    const ENDINGS: &'static [(&'static str, AgendaForm)] = &[
        ("txt", AgendaForm::Table),
        ("json", AgendaForm::Json),
        ("ics", AgendaForm::Ics),
        ("ical", AgendaForm::Ics),
        ("html", AgendaForm::Html),
        ("htm", AgendaForm::Html),
        ("md", AgendaForm::Markdown),
        ("markdown", AgendaForm::Markdown),
        ("csv", AgendaForm::Csv),
    ];
}

/// Form of a list of talks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListForm {
    /// For people.
    Table,
    /// For programs.
    Json,
    /// For pull requests and notes.
    #[value(alias = "md")]
    Markdown,
    /// For spreadsheets.
    Csv,
}

impl Known for ListForm {
    const USUAL: ListForm = ListForm::Table;
    const ENDINGS: &'static [(&'static str, ListForm)] = &[
        ("txt", ListForm::Table),
        ("json", ListForm::Json),
        ("md", ListForm::Markdown),
        ("markdown", ListForm::Markdown),
        ("csv", ListForm::Csv),
    ];
}

/// Form of a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ScheduleForm {
    /// For people: attend's own format.
    Yaml,
    /// For programs: the same in JSON.
    Json,
    /// For calendars: iCalendar.
    Ics,
}

impl Known for ScheduleForm {
    const USUAL: ScheduleForm = ScheduleForm::Yaml;
    const ENDINGS: &'static [(&'static str, ScheduleForm)] = &[
        ("yaml", ScheduleForm::Yaml),
        ("yml", ScheduleForm::Yaml),
        ("txt", ScheduleForm::Yaml),
        ("json", ScheduleForm::Json),
        ("ics", ScheduleForm::Ics),
        ("ical", ScheduleForm::Ics),
    ];
}
