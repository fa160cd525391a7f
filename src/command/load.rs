//! The files that commands have in common.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::Datelike;

use crate::agenda::{self, Agenda, Files};
use crate::args::{AgendaForm, CalendarArgs, Common, Network, SaveArgs, Times, Wanted};
use crate::bundled::{Bundled, PROFILES, SCHEDULES};
use crate::error::{Error, Exit, located};
use crate::fetch::{self, Fetch, Fetched, Level, Mode};
use crate::files;
use crate::problem::{Problem, count, did_you_mean, nearest, one_line, or_list};
use crate::profile::{self, Additions, Head, Wishes};
use crate::render::Calendar;
use crate::schedule::{Event, Schedule, Zone, city_of};
use crate::source::{self, Hints, Read, Subject, Warning};

use super::names::{OWN_PROFILE, beside, lasting};
use super::notes::{Notes, quoted};
use super::{Answer, Env, kind, progress, wanted};

/// A schedule and the wishes for it, with what is worth saying about them.
pub(super) struct Loaded {
    pub(super) schedule: Schedule,
    pub(super) wishes: Wishes,
    /// The profile's text, with what the options add.
    pub(super) profile: String,
    /// What the options say is wanted.
    pub(super) wanted: Wanted,
    /// Whether a file or an option says what is wanted.
    pub(super) has_profile: bool,
    /// What all of this was read from.
    pub(super) files: Files,
    pub(super) notes: Notes,
}

/// Loads what `-s` and `-p` name, or the defaults, with the wishes of the options. Without any
/// profile there are none.
pub(super) fn load(
    common: &Common,
    wanted: &Wanted,
    keep: &SaveArgs,
    env: &mut Env<'_>,
) -> Result<Loaded, Error> {
    let mut notes = Notes::new(common.verbosity);
    let (own, of) = (common.profile.as_deref(), common.schedule.as_deref());
    let given = profile_text(own, of, &wanted.additions(), env, &mut notes)?;
    let (common, schedule) = for_profile(common, given.as_ref(), env, &mut notes)?;
    let own = given.as_ref().map(|(file, _)| file.clone());
    if let Some(name) = &keep.save {
        wanted::can_save(name, own.as_deref(), env, &mut notes)?;
    }
    let is_file = given.is_some();
    let wanted = wanted::asked(wanted, &schedule, env)?;
    let (file, text) = wanted::added(given, &wanted, &schedule)?;
    let (wishes, warnings) = profile::wishes(&text, &schedule).map_err(|mut problems| {
        if !is_file {
            problems.iter_mut().for_each(|problem| problem.place = None);
        }
        Error::Input { file: file.clone(), problems }
    })?;
    for warning in warnings {
        notes.warn(located(&file, &warning));
    }
    note_zone(&file, &text, &wishes, &common, &mut notes);
    let has_profile = is_file || !wanted.additions().is_empty();
    let own = common.profile.as_deref().or(own.as_deref().filter(|own| *own == OWN_PROFILE));
    let files = Files {
        schedule: lasting(common.schedule.as_deref()),
        profile: lasting(keep.save.as_deref().or(own)),
        added: if keep.save.is_some() { Additions::default() } else { wanted.additions() },
        said: common.times.said(),
    };
    Ok(Loaded { schedule, wishes, profile: text, wanted, has_profile, files, notes })
}

/// The options as they are with what a profile says of its schedule, and that schedule, shown in the
/// zone that either names.
pub(super) fn for_profile(
    common: &Common,
    profile: Option<&(String, String)>,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<(Common, Schedule), Error> {
    let mut common = common.clone();
    let head = profile.map_or_else(Head::default, |(_, text)| profile::head(text));
    let named = profile.zip(head.schedule.clone()).filter(|_| common.schedule.is_none());
    if let Some(((file, _), name)) = &named {
        *common.schedule = Some(beside(file, name, env)?);
    }
    if let Some((file, text)) = profile {
        let problems = profile::faults_of_days(text);
        if !problems.is_empty() {
            return Err(Error::Input { file: file.clone(), problems });
        }
    }
    let mut hints = hints(&common.times)?;
    add_head(&mut hints, &head);
    let schedule =
        schedule(&common, &hints, env, notes).map_err(|error| match (error, &named) {
            (Error::NotFound { kind, name, .. }, Some(((file, _), _))) => {
                let hint = format!("{file} names it with `schedule:`; -s names another one");
                Error::NotFound { kind, name, hint }
            }
            (error, _) => error,
        })?;
    let typed = common.times.tz.as_ref().map(|name| (name, "--tz "));
    if let Some((name, key)) = typed.or(head.timezone.as_ref().map(|name| (name, "timezone: "))) {
        warn_of_summer(name, key, &schedule, notes);
    }
    let schedule = match hints.zone.or(hints.zone_else) {
        Some(zone) => schedule.shown_in(zone),
        None => schedule,
    };
    Ok((common, schedule))
}

/// What a profile says of a schedule's times, where the options say nothing.
pub(super) fn add_head(hints: &mut Hints, head: &Head) {
    // A zone that does not exist is told with its place, as everything that is wrong in a profile.
    hints.zone_else = head.timezone.as_deref().and_then(Zone::named);
    hints.year = hints.year.or(head.year);
    hints.first_day = hints.first_day.or(head.first_day);
}

/// Says which zone is meant by one that names no place, where the clocks have changed.
fn warn_of_summer(name: &str, key: &str, schedule: &Schedule, notes: &mut Notes) {
    let known = Zone::named(name).and_then(|_| city_of(name));
    let Some(city) = known.and_then(Zone::named) else { return };
    let is_summer = |event: &Event| {
        let start = event.slot.start();
        let january = start.with_month(1).and_then(|it| it.with_day(1)).unwrap_or(start);
        city.at(start).offset() != city.at(january).offset()
    };
    if schedule.events().iter().any(is_summer) {
        notes.warn(format!(
            "it is summer time then: if `{name}` means what clocks in {city} show, write \
             `{key}{city}`"
        ));
    }
}

/// Says in which zone the times of a profile are read that names none.
pub(super) fn note_zone(
    file: &str,
    text: &str,
    wishes: &Wishes,
    common: &Common,
    notes: &mut Notes,
) {
    let has_times =
        !(wishes.here.is_empty() && wishes.commitments.is_empty() && wishes.breaks.is_empty());
    if let (Some(zone), true, None) = (&common.times.tz, has_times, profile::head(text).timezone) {
        notes.note(format!(
            "the times in {file} are taken as {zone}, too; if they are not, add `timezone:` to it"
        ));
    }
}

/// The options that name the same schedule, profile and wishes once more.
pub(super) fn options(common: &Common, wanted: &Wanted, keep: &SaveArgs) -> String {
    let schedule = sources(common.schedule.as_deref());
    let profile = keep.save.as_deref().or(common.profile.as_deref());
    let profile = profile.map_or(String::new(), |name| format!(" -p {}", quoted(name)));
    let mut options = schedule + &profile;
    if keep.save.is_none() {
        for (option, typed, _) in wanted.each() {
            options += &format!(" {option} {}", quoted(typed));
        }
    }
    options
}

/// The options that name the same schedule.
pub(super) fn sources(schedule: Option<&str>) -> String {
    let names = schedule.map(source::names_in).unwrap_or_default();
    let names = names.iter().filter(|name| *name != "-");
    names.map(|name| format!(" -s {}", quoted(&fetch::shown(name)))).collect()
}

/// What the options say of a schedule's times.
pub(super) fn hints(times: &Times) -> Result<Hints, Error> {
    let zone = times.tz.as_deref().map(zone).transpose()?;
    let Times { tz: _, year, first_day, title, columns } = times.clone();
    Ok(Hints { zone, zone_else: None, year, first_day, title, columns })
}

/// The zone of a name.
fn zone(name: &str) -> Result<Zone, Error> {
    Zone::named(name).ok_or_else(|| Error::Option {
        option: "--tz",
        value: name.to_owned(),
        why: "unknown time zone".to_owned(),
        hint: profile::zone_hint(name),
    })
}

/// Loads the schedule that `-s` names, or the default one.
pub(super) fn schedule(
    common: &Common,
    hints: &Hints,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<Schedule, Error> {
    let (file, read) = match &*common.schedule {
        Some(name) => read(name, common.network, hints, env, notes)?,
        None => {
            let default = &SCHEDULES[0];
            let read = parsed(default.name, default.text.as_bytes(), hints)?;
            detail(default.name, &read, notes);
            (default.name.to_owned(), read)
        }
    };
    refuse_sparse(&file, &read, common.network)?;
    warn_of_guesses(&file, &read, notes);
    Ok(match (&*common.schedule, &hints.title) {
        (Some(_), Some(title)) => read.schedule.titled(title),
        _ => read.schedule,
    })
}

/// Refuses a schedule in which there is too little to go by.
pub(super) fn refuse_sparse(file: &str, read: &Read, network: Network) -> Result<(), Error> {
    let Some(problem) = read.sparse.clone().filter(|_| !network.force) else { return Ok(()) };
    let has_some = !read.schedule.events().is_empty();
    let hint = problem.hint.clone().filter(|_| has_some);
    let problem = match hint {
        Some(hint) => problem.hint(format!("{hint}; --force takes it as it is")),
        None => problem,
    };
    Err(Error::Input { file: file.to_owned(), problems: vec![problem] })
}

/// Reads a schedule: a file, a web address, a bundled name, or `-`. Gives what to call it, too.
pub(super) fn read(
    name: &str,
    network: Network,
    hints: &Hints,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<(String, Read), Error> {
    let names = source::names_in(name);
    if let [one] = names.as_slice() {
        return read_alone(one, network, hints, env, notes);
    }
    // A title that is given is that of all.
    let mut hints = Hints { title: None, ..hints.clone() };
    let mut reads = Vec::new();
    for name in &names {
        let (file, read) = read_alone(name, network, &hints, env, notes)?;
        refuse_sparse(&file, &read, network)?;
        // What says no zone is in that of the others.
        if !read.schedule.zone_is_guess() {
            hints.zone_else = hints.zone_else.or(Some(read.schedule.zone()));
        }
        reads.push((file, read));
    }
    for (name, (_, read)) in names.iter().zip(&mut reads) {
        if read.schedule.zone_is_guess() && hints.zone_else.is_some() && name != "-" {
            *read = read_alone(name, network, &hints, env, notes)?.1;
        }
    }
    for (file, read) in &reads {
        warn_of_guesses(file, read, notes);
    }
    let mut reads = reads.into_iter().map(|(_, read)| read);
    let Some(first) = reads.next() else {
        return read_alone(name, network, &hints, env, notes);
    };
    Ok((fetch::shown(name), Read::together(first, reads.collect())))
}

fn read_alone(
    name: &str,
    network: Network,
    hints: &Hints,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<(String, Read), Error> {
    let (file, read) = if fetch::is_url(name) {
        let name = name.trim();
        (fetch::shown(name), fetched(name, network, hints, env, notes)?)
    } else {
        let (file, bytes) = bytes("schedule", name, SCHEDULES, env, notes)?;
        let read = parsed(&file, &bytes, hints)?;
        (file, read)
    };
    let read = called(read, name, &file);
    detail(&file, &read, notes);
    Ok((file, read))
}

/// A schedule without a title is called after its file.
pub(super) fn called(read: Read, name: &str, file: &str) -> Read {
    if name == "-" { read } else { read.called(&stem(file)) }
}

/// What a file is called, without folders and extension; of an address, its host.
fn stem(file: &str) -> String {
    let name = match file.split_once("://") {
        Some((_, rest)) => rest.split('/').next(),
        None => Path::new(file).file_stem().and_then(|stem| stem.to_str()),
    };
    name.unwrap_or(file).to_owned()
}

/// The bytes of a file, of a bundled one, or of standard input, and what to call them.
pub(super) fn bytes(
    kind: &'static str,
    name: &str,
    bundled: &[Bundled],
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<(String, Vec<u8>), Error> {
    bytes_of(kind, name, bundled, source::MAX_BYTES, env, notes)
}

/// The same, of at most `limit` bytes.
pub(super) fn bytes_of(
    kind: &'static str,
    name: &str,
    bundled: &[Bundled],
    limit: usize,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<(String, Vec<u8>), Error> {
    if name == "-" {
        let name = "standard input".to_owned();
        let bytes = files::read_at_most(&mut *env.input, &name, limit)?;
        return Ok((name, bytes));
    }
    named(kind, name, bundled, limit, env, notes)
}

/// Says that not all of a schedule is as its source says it.
pub(super) fn warn_of_guesses(file: &str, read: &Read, notes: &mut Notes) {
    if !read.warnings.is_empty() {
        notes.warn(format!("{file}: {}", summary(&read.warnings)));
    }
}

fn detail(file: &str, read: &Read, notes: &mut Notes) {
    notes.detail(format!(
        "read {file}: {}, {}, {}",
        read.format.name(),
        count(read.schedule.events().len(), "event"),
        read.schedule.zone()
    ));
}

pub(super) fn parsed(file: &str, bytes: &[u8], hints: &Hints) -> Result<Read, Error> {
    match source::read(bytes, hints) {
        // Its talks would do as events.
        Ok(read) if kind::Kind::of(bytes) != kind::Kind::Agenda => Ok(read),
        Ok(_) => Err(kind::not_a_schedule(file, bytes, Vec::new())),
        Err(problems) => Err(kind::not_a_schedule(file, bytes, problems)),
    }
}

fn fetched(
    url: &str,
    network: Network,
    hints: &Hints,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<Read, Error> {
    let mode = match network {
        Network { offline: true, .. } => Mode::Offline,
        Network { force: true, .. } => Mode::Force,
        Network { .. } => Mode::Usual,
    };
    let cache = env.cache.as_deref();
    let fetch = Fetch { url, mode, hints, cache, now: env.now, limits: &env.limits };
    let Fetched { read, remarks } =
        progress::during(env.err, env.watched, "downloading", || fetch::schedule(&fetch))?;
    for remark in remarks {
        let text = format!("{}: {remark}", fetch::shown(url));
        match remark.level() {
            Level::Warning => notes.warn(text),
            Level::Note => notes.note(text),
            Level::Detail => notes.detail(text),
        }
    }
    Ok(read)
}

/// How often each thing was guessed.
fn summary(warnings: &[Warning]) -> String {
    let mut counts: BTreeMap<Subject, usize> = BTreeMap::new();
    for warning in warnings {
        *counts.entry(warning.subject).or_default() += 1;
    }
    let counts: Vec<String> =
        counts.into_iter().map(|(subject, number)| subject.counted(number)).collect();
    format!("{}; `attend check` lists them", counts.join(", "))
}

/// A saved agenda; what is odd about it is a warning.
pub(super) fn agenda(
    name: &str,
    env: &Env<'_>,
    notes: &mut Notes,
) -> Result<(Agenda, String), Error> {
    if !files::exists(&env.folder.join(name), name)? {
        let hint = agenda::SAVE_ONE.to_owned();
        return Err(Error::NotFound { kind: "saved agenda", name: name.to_owned(), hint });
    }
    let bytes = file(name, agenda::MAX_BYTES, env, notes)?;
    let failed = |problems| Error::Input { file: name.to_owned(), problems };
    let text = utf8(bytes).map_err(|problem| failed(vec![problem]))?;
    let agenda = agenda::read(&text)
        .map_err(|problems| kind::not_an_agenda(name, text.as_bytes(), problems))?;
    for noted in &agenda.noted {
        notes.warn(noted);
    }
    Ok((agenda, text))
}

/// The profile that `-p` names, or the default one; the bundled conference has one of its own, for
/// those who do not say with options what they like.
pub(super) fn profile_text(
    name: Option<&str>,
    schedule: Option<&str>,
    added: &Additions,
    env: &mut Env<'_>,
    notes: &mut Notes,
) -> Result<Option<(String, String)>, Error> {
    let (file, bytes) = match name {
        Some(name) => {
            // One that is too long may be a schedule, which is told.
            let (file, bytes) = named("profile", name, PROFILES, source::MAX_BYTES, env, notes)?;
            kind::expect_profile(&file, &bytes, schedule, env)?;
            (file, bytes)
        }
        None if files::exists(&env.folder.join(OWN_PROFILE), OWN_PROFILE)? => {
            (OWN_PROFILE.to_owned(), file(OWN_PROFILE, profile::MAX_BYTES, env, notes)?)
        }
        None if !added.is_empty() || !is_bundled(schedule, env)? => return Ok(None),
        None => {
            let example = PROFILES[0];
            notes.note(format!(
                "there is no ./{OWN_PROFILE}, so this is the example profile `{}`; \
                 write your own and name it with -p",
                example.name
            ));
            (example.name.to_owned(), example.text.as_bytes().to_vec())
        }
    };
    let text = utf8(bytes)
        .map_err(|problem| Error::Input { file: file.clone(), problems: vec![problem] })?;
    Ok(Some((file, text)))
}

/// Whether it is the conference that the bundled profiles are for.
fn is_bundled(schedule: Option<&str>, env: &Env<'_>) -> Result<bool, Error> {
    let Some(name) = schedule else { return Ok(true) };
    let is_known = SCHEDULES.iter().any(|bundled| bundled.name == name);
    Ok(is_known && !files::exists(&env.folder.join(name), name)?)
}

/// Says that nothing has points where there is no profile.
pub(super) fn note_no_profile(loaded: &mut Loaded, common: &Common) {
    if !loaded.has_profile {
        let option = options(common, &Wanted::default(), &SaveArgs::default());
        loaded.notes.note(format!(
            "there is no profile yet, so no talk has points: add `--like WORD`, or write one with \
             `attend init{option}`"
        ));
    }
}

/// What to do where a profile is needed and there is none.
pub(super) fn no_profile(schedule: Option<&str>) -> Error {
    Error::NoProfile { schedule: sources(schedule) }
}

pub(super) fn utf8(bytes: Vec<u8>) -> Result<String, Problem> {
    String::from_utf8(bytes)
        .map_err(|_| Problem::whole("the text is not UTF-8").hint("save it as UTF-8 and try again"))
}

/// The file in the folder that may be meant by another name.
fn near_file(kind: &str, name: &str, env: &Env<'_>) -> Option<String> {
    let there = files::ending_in(&env.folder, "");
    let fits = |file: &&String| match kind::Kind::of_file(file, env) {
        Some(kind::Kind::Profile) => kind != "schedule",
        Some(kind::Kind::Other) => kind != "profile",
        _ => false,
    };
    let stem = |file: &str| Path::new(file).file_stem()?.to_str().map(ToOwned::to_owned);
    let stems: Vec<String> = there.iter().filter_map(|file| stem(file)).collect();
    let near = nearest(&stem(name)?, stems.iter().map(String::as_str), 3);
    let is_near = |file: &&String| stem(file).is_some_and(|it| near.contains(&it.as_str()));
    let found: Vec<String> = there
        .iter()
        .filter(is_near)
        .filter(fits)
        .map(|file| format!("`{}`", one_line(file.clone())))
        .collect();
    (!found.is_empty()).then(|| format!("did you mean {}?", or_list(&found)))
}

/// A file of that name, else a bundled one.
fn named(
    kind: &'static str,
    name: &str,
    bundled: &[Bundled],
    limit: usize,
    env: &Env<'_>,
    notes: &mut Notes,
) -> Result<(String, Vec<u8>), Error> {
    if files::exists(&env.folder.join(name), &fetch::shown(name))? {
        return Ok((name.to_owned(), file(name, limit, env, notes)?));
    }
    if let Some(found) = bundled.iter().find(|bundled| bundled.name == name) {
        return Ok((name.to_owned(), found.text.as_bytes().to_vec()));
    }
    let names: Vec<String> = bundled.iter().map(|bundled| format!("`{}`", bundled.name)).collect();
    let address =
        || fetch::seems_url(name).then(|| format!("for a web address write `https://{name}`"));
    let hint = did_you_mean(name, bundled.iter().map(|bundled| bundled.name))
        .or_else(|| near_file(kind, name, env))
        .or_else(address)
        .unwrap_or_else(|| format!("give a file, or one of the bundled: {}", or_list(&names)));
    Err(Error::NotFound { kind, name: fetch::shown(name), hint })
}

/// The bytes of a file, which the answer must not be written over.
fn file(name: &str, limit: usize, env: &Env<'_>, notes: &mut Notes) -> Result<Vec<u8>, Error> {
    let path = env.folder.join(name);
    let bytes = files::read(&path, name, limit)?;
    notes.reserve(path);
    Ok(bytes)
}

/// Refuses `--brief` where no talks are listed in lines.
pub(super) fn brief(common: &Common, is_list: bool) -> Result<(), Error> {
    if !common.brief || is_list {
        return Ok(());
    }
    Err(Error::Useless {
        option: "--brief",
        why: "only tables of talks have one line for each",
        hint: "leave it out",
    })
}

/// What goes into a calendar; options that would do nothing are refused.
pub(super) fn calendar(args: CalendarArgs, form: AgendaForm) -> Result<Calendar, Error> {
    let CalendarArgs { remind, breaks } = args;
    let given = [("--remind", remind.is_some()), ("--breaks", breaks)];
    match given.into_iter().find(|(_, given)| *given) {
        Some((option, _)) if form != AgendaForm::Ics => Err(Error::Useless {
            option,
            why: "only a calendar has these",
            hint: "add `-f ics`, or `-o` with a name that ends in `.ics`",
        }),
        Some(_) | None => Ok(Calendar { remind, breaks }),
    }
}

/// The answer, in its file when `-o` names one, and the profile where `--save` says.
pub(super) fn answer_and_save(
    text: String,
    output: Option<&str>,
    mut loaded: Loaded,
    keep: &SaveArgs,
    env: &Env<'_>,
) -> Result<Answer, Error> {
    let Loaded { profile, files, notes, .. } = &mut loaded;
    wanted::save(profile, files, keep, output, notes, env)?;
    answer(text, output, loaded.notes, env)
}

/// The answer, in its file when `-o` names one.
pub(super) fn answer(
    text: String,
    output: Option<&str>,
    mut notes: Notes,
    env: &Env<'_>,
) -> Result<Answer, Error> {
    let text = match output {
        None | Some("-") => text,
        Some(name) => {
            notes.spare("-o", name, env)?;
            files::write(&env.folder.join(name), name, &text)?;
            notes.note(format!("wrote {name}"));
            String::new()
        }
    };
    Ok(Answer { text, notes: notes.into_lines(), exit: Exit::Done })
}
