//! `attend compare`: who of us goes where, and what would we do together?

use crate::agenda::Files;
use crate::args::{AgendaForm, CompareArgs};
use crate::error::Error;
use crate::group::{
    Aim, Because, Comparison, Entrant, File, Goal, SAVED_ENDING, Unshared, Weighing, compare,
    fairest, faults, members, plan, share_meals, unshared_booking,
};
use crate::problem::Problem;
use crate::render::{self, Extent};
use crate::schedule::{EventIx, Schedule};
use crate::score::Index;

use super::group::{self, Group};
use super::load;
use super::names::lasting;
use super::notes::Notes;
use super::parts::{self, NAME, Parts};
use super::{Answer, Env, wanted};

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
    parts::expect_name(args.output.output.as_deref())?;
    let calendar = load::calendar(args.calendar, form)?;
    load::brief(&args.common, form == AgendaForm::Table)?;
    let mut notes = Notes::new(args.common.verbosity);
    let group = group::named(&args.files, env, &mut notes)?;
    let (common, schedule) = group.schedule(&args.common, env, &mut notes)?;
    let wanted = wanted::asked(&args.wanted, &schedule, env)?;
    let mut entrants = group.entrants(&wanted, &schedule, env, &mut notes)?;
    let has_options = !wanted.additions().is_empty();
    if has_options && entrants.iter().all(Entrant::is_fixed) {
        return Err(Error::Useless {
            option: "--like, --must or --never",
            why: "saved agendas stay as they are",
            hint: "give the profiles that they were made from",
        });
    }
    let goal = goal(args, &group, &entrants)?;
    let terms = group.terms(&schedule, &entrants, &mut notes)?;
    share_meals(&schedule, &mut entrants);
    let search = env.search(args.search.time_limit);
    let deadline = search.deadline();
    let index = Index::new(&schedule);
    let members = members(&schedule, &index, entrants, deadline);
    if let (Goal::One(_), Some(it)) = (goal, unshared_booking(&schedule, &members)) {
        return Err(not_together(&schedule, &it));
    }
    let planned = plan(&schedule, &members, goal, &terms, deadline);
    let faults = faults(&schedule, &members, goal, &terms, &planned);
    if !faults.is_empty() {
        return Err(Error::Faults(faults));
    }
    let files = Files {
        schedule: lasting(common.schedule.as_deref()),
        profile: None,
        added: wanted.additions(),
        said: common.times.said(),
    };
    let output = args.output.output.as_deref();
    let parts = Parts {
        group: &group,
        schedule: &schedule,
        index: &index,
        members: &members,
        plan: &planned,
        goal,
        files,
        deadline,
    };
    if let Some(pattern) = output.filter(|output| output.contains(NAME)) {
        return parts.write(pattern, form, calendar, notes, env);
    }
    if let Some(output) = output.filter(|output| output.ends_with(SAVED_ENDING)) {
        let text = render::json(&parts.saved(output, env)?);
        return load::answer(text, Some(output), notes, env);
    }
    let comparison = Comparison {
        fairest: fairest(&schedule, &members, goal, &planned, deadline),
        ..compare(&schedule, &members, goal, &terms, &planned)
    };
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

/// The error for one agenda that cannot hold what somebody has booked.
pub(super) fn not_together(schedule: &Schedule, unshared: &Unshared<'_>) -> Error {
    let Unshared { member, event, other, because } = unshared;
    let booked = |name: &str, ix: EventIx| {
        let event = schedule.event(ix);
        let start = schedule.zone().at(event.slot.start());
        format!("{name} has booked `{}` ({})", event.title, start.format("%a %H:%M"))
    };
    let why = match because {
        Because::Booked(ix) => format!("{}: one agenda cannot hold both", booked(other, *ix)),
        Because::Commitment(title) => format!("{other} has the commitment `{title}` then"),
        Because::Away => format!("{other} is not there then"),
        Because::Never => format!("{other} never wants to see it"),
    };
    let change = match because {
        Because::Booked(_) => "take one of them out of `booked`".to_owned(),
        _ => format!("take it out of `booked`, or change the profile of {other}"),
    };
    let problem = Problem::whole(format!("{}, and {why}", booked(member, *event)));
    Error::Which(problem.hint(format!("leave out --always-together, or {change}")))
}

/// What the options ask for, else the group file.
fn goal(args: &CompareArgs, group: &Group, entrants: &[Entrant]) -> Result<Goal, Error> {
    let wrong = |option, value: &str, why: &str, hint: &str| {
        Err(Error::Option {
            option,
            value: value.to_owned(),
            why: why.to_owned(),
            hint: Some(hint.to_owned()),
        })
    };
    let bonus = |bonus: i64| bonus.to_string();
    let File { aim, agreed, .. } = &group.file;
    let aim = args.aim.or(*aim);
    if args.always_together || group.file.always_together {
        if let Some(points) = args.bonus {
            let why = "with one agenda for all every pair is together anyway";
            return wrong("--bonus", &bonus(points), why, "leave out --bonus or --always-together");
        }
        if !agreed.is_empty() {
            return Err(Error::Useless {
                option: "--always-together",
                why: "the group file says who goes where, and so all go everywhere together",
                hint: "leave it out, or name the members in place of the group file",
            });
        }
        if let Some((file, _)) = group.members.iter().zip(entrants).find(|(_, e)| e.is_fixed()) {
            let why = "it is a saved agenda, which stays as it is, and one agenda for all is new";
            return wrong("--always-together with", file, why, "give the profile it was made from");
        }
        return match aim {
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
    match (aim, args.bonus) {
        (Some(Aim::Together), points) => {
            let planners = entrants.iter().filter(|entrant| entrant.has_wishes()).count();
            let points = points.or(group.file.bonus);
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
