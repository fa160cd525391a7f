//! `attend replan US.group.json`: what does the new schedule do to our plan?

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::agenda::{self, Agenda, Files};
use crate::args::{AgendaForm, Common, Form, Output, ReplanArgs};
use crate::changes::{Former, Identity};
use crate::error::{Error, Exit, located};
use crate::files;
use crate::find;
use crate::group::{
    Again, Aim, Entrant, Goal, Member, Own, Plan, Saved, SavedMember, Weighing, again, faults, own,
    plan, read_saved, share_meals, unshared_booking,
};
use crate::profile::{self, Wishes};
use crate::render::{self, Calendar, Report};
use crate::replan::{self, Keep};
use crate::schedule::{EventIx, Schedule};
use crate::score::Index;
use crate::solver::Deadline;

use super::compare::not_together;
use super::group::Group;
use super::load;
use super::names::{files_from, lasting, remembered};
use super::notes::Notes;
use super::parts::{NAME, expect_name, write_each};
use super::{Answer, Env, saved, wanted};

/// What a talk of the old plan is worth on top of its points where nothing may change: more than a
/// day of talks.
const ALL: i64 = 20_000;

/// A member as saved, and who it is now.
struct Person {
    saved: SavedMember,
    former: Schedule,
    identity: Identity,
    entrant: Entrant,
    /// The events of the old agenda.
    kept: BTreeSet<EventIx>,
    /// The profile's file.
    file: Option<String>,
}

/// A plan as it would be for the schedule as it is now.
pub(super) struct Regrouped {
    schedule: Schedule,
    people: Vec<Person>,
    new: New,
    files: Files,
    deadline: Deadline,
    /// The text of the plan before.
    before: String,
    json: String,
    changes: Vec<Again>,
}

/// What is asked of a saved plan.
pub(super) struct Ask<'a> {
    /// The plan's file.
    pub(super) name: &'a str,
    pub(super) common: &'a Common,
    pub(super) keep: Keep,
    /// The time, as options give it.
    pub(super) at: Option<&'a str>,
    /// The file that the new plan is for.
    pub(super) output: &'a str,
    pub(super) deadline: Deadline,
}

/// Runs the command.
///
/// # Errors
/// Wrong input, a schedule of another conference, or a file that cannot be written.
pub(super) fn run(
    name: &str,
    args: &ReplanArgs,
    mut notes: Notes,
    env: &mut Env<'_>,
) -> Result<Answer, Error> {
    let output = args.output.as_deref();
    expect_name(output)?;
    let calendars = calendars(args.calendar.as_deref())?;
    let search = env.search(args.search.time_limit);
    let ask = Ask {
        name,
        common: &args.common,
        keep: args.keep,
        at: args.at.as_deref(),
        output: output.unwrap_or(name),
        deadline: search.deadline(),
    };
    let new = regrouped(&ask, env, &mut notes)?;
    drop(search);
    let answer = match args.format {
        Form::Json => render::json(&new.changes),
        Form::Table => new.report().terminal(env.table_width(), env.style(args.common.color)),
    };
    match output {
        Some(pattern) if pattern.contains(NAME) => {
            let form =
                Output::<AgendaForm> { format: None, output: Some(pattern.to_owned()) }.form()?;
            new.write_each(pattern, form, &mut notes, env)?;
        }
        Some(other) => {
            notes.spare("-o", other, env)?;
            files::write(&env.folder.join(other), other, &new.json)?;
            notes.note(format!("wrote {other}"));
        }
        None if args.write => {
            new.replace(name, env)?;
            notes.note(format!("wrote {name}"));
        }
        None if new.is_news() => {
            notes.note("nothing is saved: add --write, or -o with another file");
        }
        None => {}
    }
    if let Some(pattern) = calendars {
        new.write_each(pattern, AgendaForm::Ics, &mut notes, env)?;
    }
    let exit = if args.exit_code && new.is_news() { Exit::No } else { Exit::Done };
    Ok(Answer { text: answer, notes: notes.into_lines(), exit })
}

/// `--calendar` of a plan, which has one for each of its members.
///
/// # Errors
/// A name that would be the same for all.
pub(super) fn calendars(given: Option<&str>) -> Result<Option<&str>, Error> {
    match given {
        Some(name) if !name.contains(NAME) => Err(Error::Useless {
            option: "--calendar",
            why: "a plan has a calendar for each of you",
            hint: "`--calendar 'plans/{name}.ics'` writes them",
        }),
        given => Ok(given),
    }
}

/// Reads a saved plan, and its text.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read(
    name: &str,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<(Saved, String), Error> {
    let (_, bytes) = load::bytes_of("saved plan", name, &[], agenda::MAX_BYTES, env, notes)?;
    let wrong = |problems| Error::Input { file: name.to_owned(), problems };
    let text = load::utf8(bytes).map_err(|problem| wrong(vec![problem]))?;
    Ok((read_saved(&text).map_err(wrong)?, text))
}

/// Plans again for all.
///
/// # Errors
/// Wrong input, or a schedule of another conference.
pub(super) fn regrouped(
    ask: &Ask<'_>,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<Regrouped, Error> {
    let (mut old, before) = read(ask.name, env, notes)?;
    let (group, schedule, files) = loaded(&old, ask, env, notes)?;
    let at = saved::at(ask.at, &schedule, env.now)?;
    let members = std::mem::take(&mut old.members);
    let mut people = Vec::new();
    for (member, file) in members.into_iter().zip(&group.members) {
        people.push(person(member, file, &schedule, ask.common, at, env, notes)?);
    }
    let new = planned(&old, &group, &schedule, &people, ask.keep, ask.deadline, notes)?;
    let Files { schedule: source, .. } = files_from(ask.output, &files, env);
    let mut regrouped = Regrouped {
        schedule,
        people,
        new,
        files,
        deadline: ask.deadline,
        before,
        json: String::new(),
        changes: Vec::new(),
    };
    let mut members = Vec::new();
    for (number, person) in regrouped.people.iter().enumerate() {
        let SavedMember { name, fixed, agenda } = &person.saved;
        let mut own = regrouped.own(number, ask.output, env)?.agenda;
        let (former, identity, schedule) = (&person.former, &person.identity, &regrouped.schedule);
        regrouped.changes.push(again(name, agenda, former, identity, schedule, &own));
        // Of the group's own plan nothing is fixed but what somebody has pinned.
        own.pins = pins(person, schedule);
        members.push(SavedMember { name: name.clone(), fixed: *fixed, agenda: own });
    }
    regrouped.json = render::json(&Saved { source, members, ..old });
    Ok(regrouped)
}

impl Regrouped {
    /// Whether something changes for anybody.
    pub(super) fn is_news(&self) -> bool {
        self.changes.iter().any(|it| !it.changes.is_empty())
    }

    /// What changes for whom.
    pub(super) fn report(&self) -> Report {
        render::again(&self.schedule, &self.changes)
    }

    /// Saves it in place of the plan before, which is kept beside it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn replace(&self, name: &str, env: &Env<'_>) -> Result<(), Error> {
        files::replace(&env.folder.join(name), name, self.before.as_bytes(), &self.json)
    }

    /// Writes everybody's own part.
    ///
    /// # Errors
    /// When one of them cannot be written.
    pub(super) fn write_each(
        &self,
        pattern: &str,
        form: AgendaForm,
        notes: &mut Notes,
        env: &Env<'_>,
    ) -> Result<(), Error> {
        let names: Vec<&str> = self.people.iter().map(|it| it.saved.name.as_str()).collect();
        let own = |number: usize, name: &str| self.own(number, name, env);
        let wanted = (pattern, form, Calendar::default());
        write_each(&names, own, &self.schedule, wanted, notes, env)
    }

    /// A member's own part, for a file.
    fn own(&self, number: usize, output: &str, env: &Env<'_>) -> Result<Own, Error> {
        let (person, New { index, members, plan }) = (&self.people[number], &self.new);
        let profile = lasting(person.file.as_deref());
        let files = files_from(output, &Files { profile, ..self.files.clone() }, env);
        let mut own = own(&self.schedule, index, members, plan, number, files, self.deadline)
            .map_err(Error::Broken)?;
        adopt(&mut own.agenda, person);
        Ok(own)
    }
}

/// The members' profiles, and the schedule as it is now.
fn loaded(
    old: &Saved,
    ask: &Ask<'_>,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<(Group, Schedule, Files), Error> {
    let name = ask.name;
    let way = |file: &str| remembered(name, file, env);
    let mut members = Vec::new();
    for member in &old.members {
        members.push(member.agenda.wishes.as_deref().map(way).transpose()?.unwrap_or_default());
    }
    let group =
        Group { name: Some(name.to_owned()), file: old.file(), members, ..Group::default() };
    let mut common = ask.common.clone();
    if common.schedule.is_none() {
        *common.schedule = old.source.as_deref().map(way).transpose()?;
    }
    common.times = common.times.or(&old.said);
    let (common, schedule) = group.schedule(&common, env, notes)?;
    let shown = crate::fetch::shown(common.schedule.as_deref().unwrap_or("the default schedule"));
    let at = saved::instant(ask.at, &schedule, env.now)?;
    for member in &old.members {
        saved::fits(&member.agenda, &schedule, at, &shown, ask.common.network)?;
    }
    let files = Files {
        schedule: lasting(common.schedule.as_deref()),
        profile: None,
        added: old.added.clone(),
        said: common.times.said(),
    };
    Ok((group, schedule, files))
}

/// Reads what a member wishes for the schedule as it is now.
fn person(
    saved: SavedMember,
    file: &str,
    schedule: &Schedule,
    common: &Common,
    at: Option<DateTime<Utc>>,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<Person, Error> {
    let former = saved.agenda.former();
    let identity = replan::identity(&saved.agenda, &former, schedule);
    let own = |ix: &EventIx| {
        let id = former.event(*ix).id.as_str();
        saved.agenda.talks.iter().any(|talk| talk.id == id)
    };
    let kept: BTreeSet<EventIx> =
        former.iter().map(|(ix, _)| ix).filter(own).filter_map(|ix| identity.new_of(ix)).collect();
    let name = saved.name.clone();
    if saved.fixed {
        let entrant = Entrant::Agenda { name, agenda: Box::new(saved.agenda.clone()) };
        return Ok(Person { saved, former, identity, entrant, kept, file: None });
    }
    let file = Some(file).filter(|file| !file.is_empty());
    let added = &saved.agenda.added;
    let given = match file {
        Some(_) => load::profile_text(file, common.schedule.as_deref(), added, env, notes)?,
        None => None,
    };
    let (shown, text) = wanted::extended(given, added)?;
    let since = Former { schedule: &former, identity: &identity };
    let wrong = |problems| Error::Input { file: shown.clone(), problems };
    let (mut wishes, mut warnings) =
        profile::wishes_since(&text, schedule, Some(since)).map_err(wrong)?;
    warnings.extend(replan::decided(&mut wishes, &saved.agenda, since, schedule));
    for warning in &warnings {
        notes.warn(located(&shown, warning));
    }
    begun(&mut wishes, &kept, schedule, at);
    let file = file.map(ToOwned::to_owned);
    let entrant = Entrant::Wishes { name, wishes: Box::new(wishes) };
    Ok(Person { saved, former, identity, entrant, kept, file })
}

/// What has begun stays; what else began before is out of reach.
fn begun(
    wishes: &mut Wishes,
    kept: &BTreeSet<EventIx>,
    schedule: &Schedule,
    at: Option<DateTime<Utc>>,
) {
    let Some(at) = at else { return };
    for (ix, event) in schedule.iter().filter(|(_, event)| event.slot.start() <= at) {
        let is_there = kept.contains(&ix) && !event.cancelled;
        if !is_there && !wishes.booked.contains(&ix) {
            wishes.never.insert(ix);
        } else if !wishes.booked.contains(&ix) {
            wishes.booked.push(ix);
        }
    }
}

/// A new plan, and who is in it.
struct New {
    index: Index,
    members: Vec<Member>,
    plan: Plan,
}

/// Plans again by the same aim and agreements. The talks of the old plan count more points than they
/// have, as many as a change has to earn.
fn planned(
    old: &Saved,
    group: &Group,
    schedule: &Schedule,
    people: &[Person],
    keep: Keep,
    deadline: Deadline,
    notes: &mut Notes,
) -> Result<New, Error> {
    let more = match keep {
        Keep::Points(points) => points.min(ALL),
        Keep::All => ALL,
    };
    let mut agreed = group.file.agreed.clone();
    for (key, names) in [("together", &mut agreed.together), ("one_of_us", &mut agreed.one_of_us)] {
        names.retain(|name| {
            let is_there = find::talk(schedule, &name.text).is_ok();
            if !is_there {
                notes.warn(format!("`{}`, agreed on with `{key}`, is gone", name.text));
            }
            is_there
        });
    }
    let mut entrants: Vec<Entrant> = people.iter().map(|it| it.entrant.clone()).collect();
    let file = group.name.clone().unwrap_or_default();
    let (terms, warnings) = agreed
        .terms(schedule, &entrants)
        .map_err(|problems| Error::Input { file: file.clone(), problems })?;
    warnings.iter().for_each(|warning| notes.warn(located(&file, warning)));
    let aim = old.file().aim.unwrap_or(Aim::Solo);
    let goal = match (aim, old.always_together) {
        (Aim::Solo, _) => Goal::Solo,
        (Aim::Together, false) => {
            let usual = Goal::usual_bonus(entrants.iter().filter(|it| it.has_wishes()).count());
            Goal::Together { bonus: old.bonus.unwrap_or(usual) }
        }
        (Aim::Cover, false) => Goal::Cover,
        (Aim::Fair, false) => Goal::Fair,
        (Aim::Together, true) => Goal::One(Weighing::Sum),
        (Aim::Cover, true) => Goal::One(Weighing::Most),
        (Aim::Fair, true) => Goal::One(Weighing::Fair),
    };
    share_meals(schedule, &mut entrants);
    let index = Index::new(schedule);
    let (mut leaning, mut members) = (Vec::new(), Vec::new());
    for (entrant, person) in entrants.into_iter().zip(people) {
        match entrant {
            Entrant::Wishes { name, wishes } => {
                let lean = (&person.kept, more);
                let own = (*wishes).clone();
                leaning.push(Member::leaning(name.clone(), schedule, &index, own, lean, deadline));
                members.push(Member::planner(name, schedule, &index, *wishes, deadline));
            }
            Entrant::Agenda { name, agenda } => {
                leaning.push(Member::fixed(name.clone(), schedule, &agenda));
                members.push(Member::fixed(name, schedule, &agenda));
            }
        }
    }
    if let (Goal::One(_), Some(it)) = (goal, unshared_booking(schedule, &leaning)) {
        return Err(not_together(schedule, &it));
    }
    let plan = plan(schedule, &leaning, goal, &terms, deadline);
    let faults = faults(schedule, &leaning, goal, &terms, &plan);
    if faults.is_empty() { Ok(New { index, members, plan }) } else { Err(Error::Faults(faults)) }
}

/// The pins of a member, by the ids of now.
fn pins(person: &Person, schedule: &Schedule) -> Vec<String> {
    let now = |id: &String| {
        let (was, _) = person.former.iter().find(|(_, event)| event.id.as_str() == id)?;
        Some(schedule.event(person.identity.new_of(was)?).id.to_string())
    };
    person.saved.agenda.pins.iter().filter_map(now).collect()
}

/// What a new agenda takes over from the one that it replaces.
fn adopt(agenda: &mut Agenda, person: &Person) {
    let old = &person.saved.agenda;
    let now = |id: &str| {
        let (was, _) = person.former.iter().find(|(_, event)| event.id.as_str() == id)?;
        person.identity.new_of(was)
    };
    let is_there = |id: &str| now(id).is_some_and(|_| agenda.talks.iter().any(|it| it.id == id));
    let dropped = old.talks.iter().filter(|talk| !is_there(&talk.id)).map(|talk| agenda::Place {
        id: talk.uid.clone().unwrap_or_else(|| talk.id.clone()),
        title: talk.title.clone(),
        start: talk.start,
        end: talk.end,
        room: talk.room.clone(),
    });
    let mut all: Vec<agenda::Place> = old.dropped.iter().cloned().chain(dropped).collect();
    all.retain(|place| !agenda.talks.iter().any(|talk| talk.id == place.id));
    let same = |a: &agenda::Talk, b: &agenda::Talk| {
        (&a.id, a.start, a.end, &a.room) == (&b.id, b.start, b.end, &b.room)
    };
    let is_same = agenda.talks.len() == old.talks.len()
        && agenda.talks.iter().zip(&old.talks).all(|(a, b)| same(a, b));
    // What is gone and named by a profile is not taken for a mistake later.
    let gone = old.known.iter().filter(|known| now(&known.id).is_none()).cloned();
    agenda.known.extend(gone);
    agenda.sequence = old.sequence + u32::from(!is_same);
    agenda.dropped = all;
    agenda.skipped.clone_from(&old.skipped);
}
