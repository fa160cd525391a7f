//! `attend compare`: who of us goes where, and what would we do together?

use std::path::Path;

use crate::agenda;
use crate::args::{AgendaForm, Aim, CompareArgs, Wanted};
use crate::bundled::PROFILES;
use crate::error::{Error, located};
use crate::fetch;
use crate::files;
use crate::group::{
    Entrant, Goal, Weighing, clashing_bookings, compare, faults, members, plan, strangers,
    tell_apart,
};
use crate::problem::Problem;
use crate::profile::{self, Head, UNNAMED};
use crate::render::{self, Extent};
use crate::schedule::{EventIx, Schedule};
use crate::score::Index;

use super::load;
use super::notes::Notes;
use super::{Answer, Env, kind, names, wanted};

/// Runs the command.
///
/// # Errors
/// Wrong input, of all members at once.
pub(super) fn run(args: &CompareArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    if let Some(profile) = &args.common.profile {
        return Err(Error::Option {
            option: "--profile",
            value: profile.clone(),
            why: "the members are named without an option".to_owned(),
            hint: Some(format!("attend compare {profile} {}", args.files.join(" "))),
        });
    }
    let form = args.output.form()?;
    let calendar = load::calendar(args.calendar, form)?;
    load::brief(&args.common, form == AgendaForm::Table)?;
    let mut notes = Notes::new(args.common.verbosity);
    let heads = heads(&args.files, env);
    let mut common = args.common.clone();
    if common.schedule.is_none() {
        common.schedule = the_one(&heads, |head| head.schedule.as_deref()).map_err(several)?;
    }
    let mut hints = load::hints(&common.times)?;
    load::add_head(
        &mut hints,
        &Head {
            schedule: None,
            timezone: the_one(&heads, |head| head.timezone.as_deref()).unwrap_or_default(),
            year: heads.iter().find_map(|(_, head)| head.year),
            first_day: heads.iter().find_map(|(_, head)| head.first_day),
        },
    );
    let schedule = load::schedule(&common, &hints, env, &mut notes)?;
    let schedule = match hints.zone.or(hints.zone_else) {
        Some(zone) => schedule.shown_in(zone),
        None => schedule,
    };
    let wanted = wanted::asked(&args.wanted, &schedule, env)?;
    let entrants = entrants(&args.files, &wanted, &schedule, env, &mut notes)?;
    let has_options = !wanted.additions().is_empty();
    if has_options && entrants.iter().all(Entrant::is_fixed) {
        return Err(Error::Useless {
            option: "--like, --must or --never",
            why: "saved agendas stay as they are",
            hint: "give the profiles that they were made from",
        });
    }
    let goal = goal(args, &entrants)?;
    let search = env.search(args.search.time_limit);
    let deadline = search.deadline();
    let members = members(&schedule, &Index::new(&schedule), entrants, deadline);
    if let (Goal::One(_), Some(two)) = (goal, clashing_bookings(&schedule, &members)) {
        return Err(not_together(&schedule, two));
    }
    let planned = plan(&schedule, &members, goal, deadline);
    let faults = faults(&schedule, &members, goal, &planned);
    if !faults.is_empty() {
        return Err(Error::Faults(faults));
    }
    let comparison = compare(&schedule, &members, goal, &planned);
    let style = env.answer_style(&args.common, &args.output);
    let extent = if args.all { Extent::All } else { Extent::First };
    let text = match form {
        AgendaForm::Table => {
            let width = env.table_width();
            render::comparison(&comparison, extent, Some(width))
                .brief(args.common.brief)
                .terminal(width, style)
        }
        AgendaForm::Json => render::json(&comparison),
        AgendaForm::Ics => render::comparison_ical(&comparison, &schedule, calendar),
        AgendaForm::Html => render::comparison_html(&comparison, &schedule),
        AgendaForm::Markdown => render::comparison(&comparison, extent, None).markdown(),
        AgendaForm::Csv => render::comparison_csv(&comparison, &schedule),
    };
    load::answer(text, args.output.output.as_deref(), notes, env)
}

/// What each member's file says of the schedule, as far as it can be read by now.
fn heads(files: &[String], env: &Env<'_>) -> Vec<(String, Head)> {
    let head = |file: &String| {
        let path = env.folder.join(file);
        let bytes = (!files::is_odd(&path))
            .then(|| files::read(&path, file, agenda::MAX_BYTES).ok())
            .flatten()?;
        let text = String::from_utf8(bytes).ok()?;
        let mut head = match agenda::read(&text) {
            Ok(agenda) => Head { schedule: agenda.source, ..agenda.said.into() },
            Err(_) => profile::head(&text),
        };
        let beside = |name: String| names::remembered(file, &name, env).ok();
        head.schedule = head.schedule.and_then(beside);
        Some((file.clone(), head))
    };
    files.iter().filter_map(head).collect()
}

/// What all say that say anything; else two of them that differ.
fn the_one<'a>(
    heads: &'a [(String, Head)],
    of: impl Fn(&'a Head) -> Option<&'a str>,
) -> Result<Option<String>, [(&'a str, &'a str); 2]> {
    let mut said = heads.iter().filter_map(|(file, head)| Some((file.as_str(), of(head)?)));
    let Some(first) = said.next() else { return Ok(None) };
    match said.find(|(_, other)| *other != first.1) {
        Some(other) => Err([first, other]),
        None => Ok(Some(first.1.to_owned())),
    }
}

/// Members whose files are for different schedules.
fn several([one, other]: [(&str, &str); 2]) -> Error {
    let said = |(file, name): (&str, &str)| format!("{file} is for `{}`", fetch::shown(name));
    let what = format!("{}, and {}", said(one), said(other));
    Error::Which(Problem::whole(what).hint("name the schedule with -s"))
}

/// The error for one agenda that would have to hold two bookings at one time.
fn not_together(schedule: &Schedule, two: [(&str, EventIx); 2]) -> Error {
    let said = |(name, ix): (&str, EventIx)| {
        let event = schedule.event(ix);
        let start = schedule.zone().at(event.slot.start());
        format!("{name} has booked `{}` ({})", event.title, start.format("%a %H:%M"))
    };
    let [one, other] = two.map(said);
    let problem = Problem::whole(format!("{one}, and {other}: one agenda cannot hold both"));
    let hint = "leave out --always-together, or take one of them out of `booked`";
    Error::Which(problem.hint(hint))
}

/// Reads all members' files; if some are wrong, says so of all of them.
fn entrants(
    files: &[String],
    wanted: &Wanted,
    schedule: &Schedule,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<Vec<Entrant>, Error> {
    let mut errors = Vec::new();
    let mut read = Vec::new();
    for file in files {
        match entrant(file, wanted, schedule, env, notes) {
            Ok(entrant) => read.push(entrant),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        let stems: Vec<String> = files.iter().map(|file| stem(file)).collect();
        let names: Vec<String> = read
            .iter()
            .zip(&stems)
            .map(|(entrant, stem)| match entrant.name() {
                UNNAMED => stem.clone(),
                name => name.to_owned(),
            })
            .collect();
        let names = tell_apart(&names, &stems);
        for (entrant, name) in read.iter_mut().zip(names) {
            entrant.rename(name);
        }
        for (file, problems) in files.iter().zip(strangers(&read)) {
            if !problems.is_empty() {
                errors.push(Error::Input { file: file.clone(), problems });
            }
        }
    }
    match errors.len() {
        0 => Ok(read),
        1 => Err(errors.remove(0)),
        _ => Err(Error::Several(errors)),
    }
}

/// A file's name without folders and endings.
fn stem(file: &str) -> String {
    let name = Path::new(file).file_name().map_or(file.into(), |name| name.to_string_lossy());
    name.split('.').find(|part| !part.is_empty()).unwrap_or(file).to_owned()
}

/// One member's file: a saved agenda or a profile, whatever it is called.
fn entrant(
    file: &str,
    options: &Wanted,
    schedule: &Schedule,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<Entrant, Error> {
    let limit = agenda::MAX_BYTES;
    let (file, bytes) = load::bytes_of("profile", file, PROFILES, limit, env, notes)?;
    let wrong = |problems| Error::Input { file: file.clone(), problems };
    let text = load::utf8(bytes).map_err(|problem| wrong(vec![problem]))?;
    if agenda::looks_like(&text) {
        let agenda = agenda::read(&text).map_err(wrong)?;
        for noted in &agenda.noted {
            notes.warn(format!("{file}: {noted}"));
        }
        if agenda.schedule.title != schedule.title() {
            let problem = Problem::whole(format!(
                "the agenda is for `{}`, and the schedule is `{}`",
                agenda.schedule.title,
                schedule.title()
            ));
            return Err(wrong(vec![problem.hint("give the schedule it was made for with -s")]));
        }
        return Ok(Entrant::Agenda { name: agenda.profile.clone(), agenda: Box::new(agenda) });
    }
    kind::expect_profile(&file, text.as_bytes(), None, env)?;
    let (file, text) = wanted::added(Some((file, text)), options, schedule)?;
    let wrong = |problems| Error::Input { file: file.clone(), problems };
    let (wishes, warnings) = profile::wishes(&text, schedule).map_err(wrong)?;
    for warning in warnings {
        notes.warn(located(&file, &warning));
    }
    Ok(Entrant::Wishes { name: wishes.name.clone(), wishes: Box::new(wishes) })
}

/// What the options ask for.
fn goal(args: &CompareArgs, entrants: &[Entrant]) -> Result<Goal, Error> {
    let wrong = |option, value: &str, why: &str, hint: &str| {
        Err(Error::Option {
            option,
            value: value.to_owned(),
            why: why.to_owned(),
            hint: Some(hint.to_owned()),
        })
    };
    let bonus = |bonus: i64| bonus.to_string();
    if args.always_together {
        if let Some(points) = args.bonus {
            let why = "with one agenda for all every pair is together anyway";
            return wrong("--bonus", &bonus(points), why, "leave out --bonus or --always-together");
        }
        if let Some((file, _)) = args.files.iter().zip(entrants).find(|(_, e)| e.is_fixed()) {
            let why = "it is a saved agenda, which stays as it is, and one agenda for all is new";
            return wrong("--always-together with", file, why, "give the profile it was made from");
        }
        return match args.aim {
            Some(Aim::Solo) => wrong(
                "--aim",
                "solo",
                "everyone's own best is not one agenda for all",
                "with --always-together use --aim together, cover or fair",
            ),
            Some(Aim::Together) | None => Ok(Goal::One(Weighing::Sum)),
            Some(Aim::Cover) => Ok(Goal::One(Weighing::Most)),
            Some(Aim::Fair) => Ok(Goal::One(Weighing::Fair)),
        };
    }
    match (args.aim, args.bonus) {
        (Some(Aim::Together), points) => {
            let planners = entrants.iter().filter(|entrant| entrant.has_wishes()).count();
            let bonus = points.unwrap_or_else(|| Goal::usual_bonus(planners));
            Ok(Goal::Together { bonus })
        }
        (_, Some(points)) => wrong(
            "--bonus",
            &bonus(points),
            "only --aim together counts company",
            "add --aim together",
        ),
        (Some(Aim::Solo) | None, None) => Ok(Goal::Solo),
        (Some(Aim::Cover), None) => Ok(Goal::Cover),
        (Some(Aim::Fair), None) => Ok(Goal::Fair),
    }
}
