//! `attend plan`: what should I see?

use crate::agenda::{Agenda, assemble};
use crate::args::{AgendaForm, Most, PlanArgs};
use crate::check::{Claim, broken};
use crate::error::Error;
use crate::model::Model;
use crate::problem::{Problem, count};
use crate::profile::Wishes;
use crate::render::{self, Revision, Style};
use crate::schedule::Schedule;
use crate::score::{Index, Scores, oddities};
use crate::solver::{Deadline, solve};

use super::load::{self, Notes};
use super::{Answer, Env, progress};

/// Runs the command.
///
/// # Errors
/// Wrong input; with `--strict`, must-sees that cannot all be kept.
pub(super) fn run(args: &PlanArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    let form = args.output.form();
    let calendar = load::calendar(args.calendar, form)?;
    let mut loaded = load::load(&args.common, env)?;
    let (schedule, wishes) = (&loaded.schedule, &loaded.wishes);
    let index = Index::new(schedule);
    let scores = index.score(wishes);
    let odd = oddities(&index, wishes);
    let notes = &mut loaded.notes;
    let agenda = progress::during(env.err, env.watched, "planning", || {
        plan(schedule, wishes, &scores, &odd, args, notes)
    })?;
    let style = env.answer_style(&args.common, &args.output);
    if args.strict && !agenda.conflicts.is_empty() {
        return Err(Error::Conflict(render::conflicts_table(&agenda, Style::Plain)));
    }
    let most = match args.missed {
        Most::Number(number) => number,
        Most::All => usize::MAX,
    };
    let text = match form {
        AgendaForm::Table => {
            let mut text = render::agenda_table(&agenda, most, env.table_width(), style);
            if args.timeline {
                text += &render::timeline(&agenda, schedule, env.table_width(), style);
            }
            text
        }
        AgendaForm::Json => render::agenda_json(&agenda),
        AgendaForm::Ics => render::agenda_ical(&agenda, schedule, calendar, Revision::default()),
        AgendaForm::Html => render::agenda_html(&agenda, schedule, &scores),
        AgendaForm::Markdown => render::agenda_markdown(&agenda, most),
        AgendaForm::Csv => render::agenda_csv(&agenda, schedule),
    };
    if args.output.output.is_none() && form == AgendaForm::Table {
        let options = load::options(&args.common);
        let next = format!(
            "`attend why TALK{options}` for the evidence, `attend plan{options} -o my.agenda.json` \
             to save the agenda"
        );
        loaded.notes.next(next, env);
    }
    load::answer(text, args.output.output.as_deref(), loaded.notes, env)
}

/// The pipeline from scores to a checked agenda.
fn plan(
    schedule: &Schedule,
    wishes: &Wishes,
    scores: &Scores,
    odd: &[Problem],
    args: &PlanArgs,
    notes: &mut Notes,
) -> Result<Agenda, Error> {
    let deadline = Deadline::after(args.time_limit);
    let model = Model::build(schedule, wishes, scores);
    let selection = solve(&model, deadline);
    let faults = broken(schedule, wishes, scores, &Claim::new(&model, &selection));
    if !faults.is_empty() {
        return Err(Error::Broken(faults));
    }
    notes.detail(format!(
        "chose {} of {}",
        selection.chosen.len(),
        count(model.candidates().len(), "candidate")
    ));
    let agenda = assemble(schedule, wishes, scores, &model, &selection, deadline);
    let mut agenda = agenda.warned(schedule, wishes, odd);
    agenda.source = load::lasting(args.common.schedule.as_deref());
    agenda.wishes = load::lasting(args.common.profile.as_deref());
    for warning in &agenda.warnings {
        notes.warn(warning);
    }
    Ok(agenda)
}
