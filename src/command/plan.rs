//! `attend plan`: what should I see?

use crate::agenda::{Agenda, Depth, Files, History, alternatives, assemble};
use crate::args::{AgendaForm, Most, PlanArgs};
use crate::error::Error;
use crate::model::Model;
use crate::problem::{Problem, count, number};
use crate::render::{self, Revision, Style};
use crate::score::{Index, oddities};
use crate::solved::Solved;
use crate::solver::{Deadline, apart, solve};

use super::load;
use super::notes::Notes;
use super::{Answer, Env, init, names, progress};

/// Runs the command.
///
/// # Errors
/// Wrong input; with `--strict`, must-sees that cannot all be kept.
pub(super) fn run(args: &PlanArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    let form = args.output.form()?;
    let calendar = load::calendar(args.calendar, form)?;
    load::brief(&args.common, form == AgendaForm::Table)?;
    no_alternatives(args, form)?;
    no_list_for_later(args, form)?;
    let mut loaded = load::load(&args.common, &args.wanted, &args.keep, env)?;
    if !loaded.has_profile {
        if !init::offer(&args.common, env)? {
            return Err(load::no_profile(args.common.schedule.as_deref()));
        }
        loaded = load::load(&args.common, &args.wanted, &args.keep, env)?;
    }
    let (schedule, wishes) = (&loaded.schedule, &loaded.wishes);
    let index = Index::new(schedule);
    let scores = index.score(wishes);
    let odd = oddities(&index, wishes);
    let most = match args.missed {
        Most::Number(number) => number,
        Most::All => usize::MAX,
    };
    let depth = match form {
        AgendaForm::Table | AgendaForm::Markdown => Depth::list(most),
        AgendaForm::Json | AgendaForm::Ics | AgendaForm::Html | AgendaForm::Csv => Depth::FULL,
    };
    let output = args.output.output.as_deref();
    let files = names::files_from(output.unwrap_or("-"), &loaded.files, env);
    let notes = &mut loaded.notes;
    let search = env.search(args.search.time_limit);
    let deadline = search.deadline();
    let agenda = progress::during(env.err, env.watched, "planning", || {
        let model = Model::build(schedule, wishes, &scores);
        let selection = solve(&model, deadline);
        let solved = Solved::checked(schedule, wishes, &scores, &model, &selection);
        plan(solved.map_err(Error::Broken)?, &odd, args, files, (depth, deadline), notes)
    })?;
    let style = env.answer_style(&args.common, &args.output);
    if args.strict && !agenda.conflicts.is_empty() {
        let conflicts = render::conflicts(&agenda).terminal(env.table_width(), Style::Plain);
        return Err(Error::Conflict(conflicts));
    }
    let report = |agenda: &Agenda| {
        let mut report = render::agenda(agenda, most);
        if args.later {
            report.append(render::later(agenda));
        }
        report
    };
    let text = match form {
        AgendaForm::Table => {
            let mut text =
                report(&agenda).brief(args.common.brief).terminal(env.table_width(), style);
            if args.timeline {
                text += &render::timeline(&agenda, schedule, env.table_width(), style);
            }
            text
        }
        AgendaForm::Json => render::json(&agenda),
        AgendaForm::Ics => render::agenda_ical(&agenda, schedule, calendar, Revision::default()),
        AgendaForm::Html => render::agenda_html(&agenda, schedule, &scores),
        AgendaForm::Markdown => report(&agenda).markdown(),
        AgendaForm::Csv => render::agenda_csv(&agenda, schedule),
    };
    if args.output.output.is_none() && form == AgendaForm::Table {
        let options = load::options(&args.common, &loaded.wanted, &args.keep);
        let next = format!(
            "`attend why TALK{options}` for the evidence, `attend plan{options} -o my.agenda.json` \
             to save the agenda"
        );
        loaded.notes.next(next, env);
    }
    load::answer_and_save(text, output, loaded, &args.keep, env)
}

/// Other agendas are told by the table and in JSON alone.
fn no_alternatives(args: &PlanArgs, form: AgendaForm) -> Result<(), Error> {
    if args.alternatives == 0 || matches!(form, AgendaForm::Table | AgendaForm::Json) {
        return Ok(());
    }
    Err(Error::Useless {
        option: "--alternatives",
        why: "only the table and JSON tell them",
        hint: "leave out the format, or take `-f json`",
    })
}

/// What to watch later is in no calendar, page or table of an agenda; JSON marks it anyway.
fn no_list_for_later(args: &PlanArgs, form: AgendaForm) -> Result<(), Error> {
    match form {
        AgendaForm::Table | AgendaForm::Markdown | AgendaForm::Json => Ok(()),
        _ if !args.later => Ok(()),
        AgendaForm::Ics | AgendaForm::Html | AgendaForm::Csv => Err(Error::Useless {
            option: "--later",
            why: "only the table, Markdown and JSON tell what is recorded of the missed talks",
            hint: "leave out the format, or take `-f markdown` or `-f json`",
        }),
    }
}

/// The agenda of a choice, and other agendas beside it where they are asked for.
fn plan(
    solved: Solved<'_>,
    odd: &[Problem],
    args: &PlanArgs,
    files: Files,
    (depth, deadline): (Depth, Deadline),
    notes: &mut Notes,
) -> Result<Agenda, Error> {
    let Solved { schedule, wishes, scores, model, selection } = solved;
    notes.detail(format!(
        "chose {} of {}",
        selection.chosen.len(),
        count(model.candidates().len(), "candidate")
    ));
    // Neither knows of the other, and each may take its time.
    let (agenda, others) = std::thread::scope(|scope| {
        let others = (args.alternatives > 0)
            .then(|| scope.spawn(|| apart(model, selection, args.alternatives, deadline)));
        let agenda = assemble(&solved, depth, deadline);
        let joined = others.map(std::thread::ScopedJoinHandle::join).transpose();
        (agenda, joined.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let history = History { files, ..History::default() };
    notes.detail(format!(
        "{} of the {} that as many of the best talks would give if none clashed",
        count(agenda.points, "point"),
        number(agenda.favourites)
    ));
    let mut agenda = agenda.finished(schedule, wishes, scores, odd, history);
    if let Some(others) = others {
        for other in &others {
            solved.choosing(other).map_err(Error::Broken)?;
        }
        agenda.alternatives = alternatives(&solved, &others);
        if others.len() < args.alternatives {
            let why = if deadline.is_over() {
                "there was no time for more, which --time-limit gives"
            } else {
                "no other agenda differs as much and keeps as many must-sees and breaks"
            };
            notes.warn(format!("{} of {} alternatives: {why}", others.len(), args.alternatives));
        }
    }
    for warning in &agenda.warnings {
        notes.warn(warning);
    }
    Ok(agenda)
}
