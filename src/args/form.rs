//! Where answers go, and in which form.

use clap::{Args, ValueEnum};

/// Where an answer goes and in which form.
#[derive(Args, Clone, Debug)]
pub struct Output<F: Known = Form> {
    /// Form of the answer [default: by the ending of -o, else the first of them]
    #[arg(short, long, value_name = "FORM")]
    pub format: Option<F>,
    /// File for the answer, written whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<String>,
}

impl<F: Known> Output<F> {
    /// The form asked for, or the one that the file's ending says.
    pub fn form(&self) -> F {
        let ending = self.output.as_deref().and_then(|file| file.rsplit_once('.'));
        let ending = ending.map(|(_, ending)| ending.to_lowercase());
        self.format.or_else(|| F::of_ending(ending.as_deref()?)).unwrap_or(F::USUAL)
    }
}

/// The forms that some answer may have.
pub trait Known: ValueEnum + Copy + Send + Sync + 'static {
    /// The form where nothing is said.
    const USUAL: Self;

    /// The form of files whose names end so, in lower case.
    fn of_ending(ending: &str) -> Option<Self>;
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

    fn of_ending(ending: &str) -> Option<Form> {
        (ending == "json").then_some(Form::Json)
    }
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

    fn of_ending(ending: &str) -> Option<AgendaForm> {
        match ending {
            "json" => Some(AgendaForm::Json),
            "ics" | "ical" => Some(AgendaForm::Ics),
            "html" | "htm" => Some(AgendaForm::Html),
            "md" | "markdown" => Some(AgendaForm::Markdown),
            "csv" => Some(AgendaForm::Csv),
            _ => None,
        }
    }
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

    fn of_ending(ending: &str) -> Option<ListForm> {
        match ending {
            "json" => Some(ListForm::Json),
            "md" | "markdown" => Some(ListForm::Markdown),
            "csv" => Some(ListForm::Csv),
            _ => None,
        }
    }
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

    fn of_ending(ending: &str) -> Option<ScheduleForm> {
        match ending {
            "json" => Some(ScheduleForm::Json),
            "ics" | "ical" => Some(ScheduleForm::Ics),
            _ => None,
        }
    }
}
