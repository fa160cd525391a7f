//! `attend talks`: what is on, and what fits me?

use std::collections::BTreeSet;

use crate::args::{ListForm, Sort, TalksArgs};
use crate::error::Error;
use crate::problem::and_list;
use crate::profile::{Interest, Wishes, parse_day};
use crate::render;
use crate::schedule::{EventIx, Schedule, language_name, languages};
use crate::score::Index;
use crate::text::fold_words;

use super::load;
use super::notes;
use super::{Answer, Env, kind};

/// Runs the command.
///
/// # Errors
/// Wrong input, or a filter that nothing can pass.
pub(super) fn run(args: &TalksArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    let form = args.output.form()?;
    load::brief(&args.common, form == ListForm::Table && !args.explain)?;
    kind::refuse_file("talks", &args.query, &args.common, env)?;
    let mut loaded = load::load(&args.common, &args.wanted, &args.keep, env)?;
    load::note_no_profile(&mut loaded, &args.common);
    let schedule = &loaded.schedule;
    let index = Index::new(schedule);
    let scores = index.score(&loaded.wishes);
    let mut talks = chosen(schedule, &index, args)?;
    let wishes = &loaded.wishes;
    let is_out = |ix| wishes.never.contains(&ix) || scores.hidden(wishes, ix).is_some();
    let sort = args.sort.unwrap_or(match (args.query.is_empty(), loaded.has_profile) {
        (false, _) => Sort::Match,
        (true, true) => Sort::Points,
        (true, false) => Sort::Time,
    });
    if sort != Sort::Time {
        talks.sort_by_key(|&ix| (is_out(ix), -scores.of(ix).points, ix));
    }
    if sort == Sort::Match {
        let interests = args.query.iter().map(|word| Interest::new(word)).collect();
        let query = Wishes { interests, recorded: 1.0, ..Wishes::default() };
        let matched = (!loaded.has_profile).then(|| index.score(&query));
        let points = |ix| matched.as_ref().map_or(0, |matched| matched.of(ix).points);
        let rank = ranks(schedule, &index, &args.query);
        // The order by points and time stays among equals.
        talks.sort_by_key(|&ix| (rank(ix), -points(ix)));
    }
    if talks.is_empty() {
        loaded.notes.warn("no talk passes these filters");
    }
    let style = env.answer_style(&args.common, &args.output);
    let text = match form {
        ListForm::Json if args.explain => render::explained_json(schedule, &scores, &talks),
        ListForm::Json => render::talks_json(schedule, &scores, &talks),
        ListForm::Markdown => render::talks(schedule, wishes, &scores, &talks).markdown(),
        ListForm::Csv => render::talks_csv(schedule, &scores, &talks),
        ListForm::Table if talks.is_empty() => String::new(),
        ListForm::Table if args.explain => {
            render::explained(schedule, &scores, &talks).terminal(env.table_width(), style)
        }
        ListForm::Table => render::talks(schedule, wishes, &scores, &talks)
            .brief(args.common.brief)
            .terminal(env.table_width(), style),
    };
    if let (Some(&best), ListForm::Table) = (talks.first(), form) {
        let id = notes::quoted(schedule.event(best).id.as_str());
        let options = load::options(&args.common, &loaded.wanted, &args.keep);
        loaded.notes.next(format!("`attend why {id}{options}` for all the evidence"), env);
    }
    let output = args.output.output.as_deref();
    load::answer_and_save(text, output, loaded, &args.keep, env)
}

/// How well a query fits a talk: 0 is the title itself, then a part of the title, all words in the
/// title, all words anywhere, and some of them.
fn ranks<'a>(
    schedule: &'a Schedule,
    index: &Index,
    query: &[String],
) -> impl Fn(EventIx) -> usize + use<'a> {
    let whole = fold_words(&query.join(" "));
    let words: Vec<String> = whole.split(' ').map(ToOwned::to_owned).collect();
    let having = words.iter().map(|word| index.matching(word));
    let all: BTreeSet<EventIx> = having.reduce(|all, some| &all & &some).unwrap_or_default();
    move |ix| {
        let title = format!(" {} ", fold_words(&schedule.event(ix).title));
        let has = |words: &str| title.contains(&format!(" {words} "));
        let fits = [
            title.trim() == whole,
            has(&whole),
            words.iter().all(|word| has(word)),
            all.contains(&ix),
        ];
        fits.iter().position(|&fits| fits).unwrap_or(fits.len())
    }
}

fn chosen(schedule: &Schedule, index: &Index, args: &TalksArgs) -> Result<Vec<EventIx>, Error> {
    let mut talks: Vec<EventIx> = schedule.iter().map(|(ix, _)| ix).collect();
    if !args.query.is_empty() {
        let found: BTreeSet<EventIx> = index.matching(&args.query.join(" "));
        talks.retain(|ix| found.contains(ix));
    }
    if let Some(text) = &args.day {
        let day = parse_day(text, schedule).map_err(|problem| Error::Option {
            option: "--day",
            value: text.clone(),
            why: problem.what,
            hint: problem.hint,
        })?;
        talks.retain(|&ix| schedule.day(schedule.event(ix).slot.start()) == day);
    }
    let has = |name: Option<&str>, part: &str| {
        name.is_some_and(|name| fold_words(name).contains(&fold_words(part)))
    };
    if let Some(room) = &args.room {
        let name = |ix| schedule.event(ix).room.as_ref().map(|room| room.as_str());
        talks.retain(|&ix| has(name(ix), room));
    }
    if let Some(track) = &args.track {
        talks.retain(|&ix| has(schedule.event(ix).track.as_deref(), track));
    }
    if let Some(language) = &args.language {
        let wanted = languages(language);
        let all = || schedule.events().iter().filter_map(|event| event.language.as_deref());
        let spoken: BTreeSet<String> = all().flat_map(languages).collect();
        if !wanted.iter().any(|code| spoken.contains(code)) {
            let names: Vec<String> =
                spoken.iter().map(|code| language_name(code).to_owned()).collect();
            let (why, hint) = if names.is_empty() {
                ("the schedule does not give the languages of its talks", None)
            } else {
                let hint = format!("there are talks in {}", and_list(&names));
                ("no talk is in this language", Some(hint))
            };
            let (option, value) = ("--language", language.clone());
            return Err(Error::Option { option, value, why: why.to_owned(), hint });
        }
        talks.retain(|&ix| {
            let own = schedule.event(ix).language.as_deref().map_or(Vec::new(), languages);
            own.iter().any(|code| wanted.contains(code))
        });
    }
    Ok(talks)
}
