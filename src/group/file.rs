//! A group file: YAML -> [`File`] as written -> [`Terms`] at one conference.
//!
//! As with a profile, reading checks all that can be checked without a schedule, resolving finds the
//! talks and the members that are meant, and both report everything at once.

use std::collections::BTreeSet;

use crate::find::{Finder, MOST_NEAR};
use crate::problem::{Problem, and_list, did_you_mean};
use crate::profile::{Named, faults_of_days, named, names_of, talk_name, timezone};
use crate::schedule::{EventIx, Schedule};
use crate::text::fold_words;
use crate::yaml::{Document, Fields, Kind, Node, note};

use super::{Aim, Entrant};

/// The longest group file that is read, in bytes.
pub const MAX_BYTES: usize = 100_000;
/// The most members.
pub const MOST_MEMBERS: usize = 50;
/// The largest bonus.
pub const MOST_BONUS: i64 = 10_000;

/// The keys of a group file.
pub const KEYS: &[&str] = &[
    "schedule",
    "timezone",
    "year",
    "first_day",
    "members",
    "aim",
    "bonus",
    "always_together",
    "together",
    "one_of_us",
    "never_both",
    "meals",
];

/// A group file as written. What it says of its schedule is a [`Head`](crate::profile::Head), as in
/// a profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// The members' files: profiles, bundled names of profiles, or saved agendas.
    pub members: Vec<Named>,
    /// What to plan for.
    pub aim: Option<Aim>,
    /// Points for each pair at the same talk.
    pub bonus: Option<i64>,
    /// Whether it is one agenda for all.
    pub always_together: bool,
    /// What else is agreed.
    pub agreed: Agreed,
}

/// What a group agrees on, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreed {
    /// Talks to which all go who can, to the same performance.
    pub together: Vec<Named>,
    /// Talks to which one of them goes.
    pub one_of_us: Vec<Named>,
    /// Members who take turns.
    pub never_both: Vec<TurnsLine>,
    /// Whether breaks of one name are taken at one time.
    pub meals: bool,
}

/// One line of `never_both`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnsLine {
    /// Who take turns.
    pub of: Vec<Named>,
    /// For whom: with one of them in it a talk does not count. Where nothing is said, with all others
    /// of the group.
    pub with: Option<Vec<Named>>,
}

/// What a group agrees on, at one conference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Talks to which all go who can, to the same performance: each with its performances.
    pub together: Vec<Vec<EventIx>>,
    /// Talks to which one of them goes, and no more.
    pub one_of_us: Vec<Vec<EventIx>>,
    /// Members who take turns.
    pub never_both: Vec<Turns>,
    /// Whether breaks of one name are taken at one time.
    pub meals: bool,
}

/// Members of whom one is free at any time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turns {
    /// Who, by place among the members.
    pub of: Vec<usize>,
    /// Others, in sets: a talk that all of one set attend does not count.
    pub with: Vec<Vec<usize>>,
}

/// Whether these bytes are meant as a group file: a mapping that lists members and has no events.
pub fn looks_like(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let Ok(document) = parse(text) else {
        let has = |key| text.lines().any(|line| line.starts_with(key));
        return has("members:") && !has("events:");
    };
    let root = document.root();
    root.get("members").is_some() && root.get("events").is_none()
}

fn parse(text: &str) -> Result<Document, Vec<Problem>> {
    Document::parse_titles(text, MAX_BYTES, &["together", "one_of_us"], &[])
}

/// Reads a group file.
///
/// # Errors
/// All that is wrong with its form.
pub fn read(text: &str) -> Result<File, Vec<Problem>> {
    let document = parse(text)?;
    let mut problems = document.double_keys().to_vec();
    problems.extend(faults_of_days(text));
    let file = file(document.root(), &mut problems).unwrap_or_default();
    if problems.is_empty() {
        return Ok(file);
    }
    problems.sort();
    Err(problems)
}

fn file(root: Node<'_>, problems: &mut Vec<Problem>) -> Option<File> {
    let fields = Fields::of(root, KEYS, problems)?;
    fields.texts("schedule", problems);
    fields.read("timezone", problems, timezone);
    let members = names_of(&fields, "members", problems);
    let most = |node: &Node<'_>| members.len() > MOST_MEMBERS && node.kind() == Kind::List;
    if let Some(node) = fields.get("members").filter(most) {
        let what = format!("{} members, more than the {MOST_MEMBERS} that are read", members.len());
        problems.push(node.problem(what));
    } else if members.len() < 2 {
        let hint = "list their profiles or saved agendas, as in `members: [ana.yaml, ben.yaml]`";
        let what = "`members` names fewer than two";
        let problem = fields.get("members").map_or(Problem::whole(what), |node| node.problem(what));
        problems.push(problem.hint(hint));
    }
    let file = File {
        members,
        aim: fields.read("aim", problems, aim),
        bonus: fields.read("bonus", problems, bonus),
        always_together: fields.read("always_together", problems, Node::truth).unwrap_or(false),
        agreed: Agreed {
            together: talks(&fields, "together", problems),
            one_of_us: talks(&fields, "one_of_us", problems),
            never_both: turns(&fields, problems),
            meals: fields.read("meals", problems, meals).unwrap_or(false),
        },
    };
    problems.extend(contradictions(&file, &fields));
    Some(file)
}

/// What cannot be asked for together.
fn contradictions(file: &File, fields: &Fields<'_>) -> Vec<Problem> {
    let wrong = |key, what: &str, hint: &str| {
        Some(fields.get(key)?.problem(format!("`{key}` {what}")).hint(hint))
    };
    let mut problems = Vec::new();
    if file.bonus.is_some() && (file.always_together || file.aim != Some(Aim::Together)) {
        let (what, hint) =
            ("counts only with `aim: together`", "write `aim: together`, or leave it out");
        problems.extend(wrong("bonus", what, hint));
    }
    if !file.always_together {
        return problems;
    }
    if file.aim == Some(Aim::Solo) {
        let hint = "with `always_together` use `together`, `cover` or `fair`";
        problems.extend(wrong(
            "aim",
            "asks for everyone's own best, which is not one agenda for all",
            hint,
        ));
    }
    for key in ["together", "one_of_us", "never_both", "meals"] {
        let what = "says nothing where all go everywhere together";
        problems.extend(wrong(key, what, "leave out this key or `always_together`"));
    }
    problems
}

fn aim(node: Node<'_>) -> Result<Aim, Problem> {
    let text = node.text()?;
    let known = Aim::ALL.into_iter().find(|aim| aim.name() == text);
    known.ok_or_else(|| {
        let what = format!("{} is not `solo`, `together`, `cover` or `fair`", node.said());
        Problem {
            hint: did_you_mean(text, Aim::ALL.into_iter().map(Aim::name)),
            ..node.problem(what)
        }
    })
}

fn bonus(node: Node<'_>) -> Result<i64, Problem> {
    let points = node.number_in(0.0..=MOST_BONUS as f64, "a number of points from 0 to 10,000")?;
    Ok(points.round() as i64)
}

fn meals(node: Node<'_>) -> Result<bool, Problem> {
    match node.text()? {
        "together" => Ok(true),
        "apart" => Ok(false),
        _ => Err(node.problem(format!("{} is neither `together` nor `apart`", node.said()))),
    }
}

/// A list of talks.
fn talks(fields: &Fields<'_>, key: &'static str, problems: &mut Vec<Problem>) -> Vec<Named> {
    let Some(node) = fields.get(key) else { return Vec::new() };
    let nodes = match node.kind() {
        Kind::List => note(node.list(), problems).unwrap_or_default(),
        Kind::Scalar | Kind::Map | Kind::Nothing => vec![node],
    };
    nodes.into_iter().filter_map(|node| note(talk_name(node), problems)).collect()
}

/// `[[mom, dad]]`, `[mom, dad]` or `[{ of: [mom, dad], with: kid }]`.
fn turns(fields: &Fields<'_>, problems: &mut Vec<Problem>) -> Vec<TurnsLine> {
    const HINT: &str = "as in `[[Mom, Dad]]`, or `[{ of: [Mom, Dad], with: Kid }]`";
    let Some(node) = fields.get("never_both") else { return Vec::new() };
    let lines = match node.list() {
        Ok(nodes) if nodes.iter().all(|node| node.kind() == Kind::Scalar) => vec![node],
        Ok(nodes) => nodes,
        Err(problem) => {
            problems.push(problem.hint(HINT));
            return Vec::new();
        }
    };
    let mut read = Vec::new();
    for line in lines {
        let mut known = problems.len();
        let turns = match line.kind() {
            Kind::Map => Fields::of(line, &["of", "with"], problems).map(|fields| TurnsLine {
                of: names_of(&fields, "of", problems),
                with: Some(names_of(&fields, "with", problems)),
            }),
            _ => note(line.list(), problems).map(|nodes| TurnsLine {
                of: nodes.into_iter().filter_map(|it| note(named(it), problems)).collect(),
                with: None,
            }),
        };
        if turns.as_ref().is_some_and(|turns| turns.of.len() < 2) && known == problems.len() {
            problems.push(line.problem("`never_both` needs two members or more"));
        }
        for problem in &mut problems[known..] {
            problem.hint.get_or_insert_with(|| HINT.to_owned());
        }
        known = problems.len();
        read.extend(turns.filter(|_| known == problems.len()));
    }
    read
}

impl Agreed {
    /// Whether nothing is agreed.
    pub fn is_empty(&self) -> bool {
        *self == Agreed::default()
    }

    /// What that means at a conference for these members.
    ///
    /// # Errors
    /// Every name of a talk or a member that is not clear.
    pub fn terms(
        &self,
        schedule: &Schedule,
        entrants: &[Entrant],
    ) -> Result<(Terms, Vec<Problem>), Vec<Problem>> {
        let mut resolver = Resolver {
            schedule,
            entrants,
            talks: Finder::new(schedule),
            problems: Vec::new(),
            warnings: Vec::new(),
        };
        let terms = Terms {
            together: resolver.talks(&self.together, "together"),
            one_of_us: resolver.talks(&self.one_of_us, "one_of_us"),
            never_both: self.never_both.iter().map(|line| resolver.turns(line)).collect(),
            meals: self.meals,
        };
        resolver.both(self, &terms);
        let Resolver { mut problems, warnings, .. } = resolver;
        problems.sort();
        if problems.is_empty() { Ok((terms, warnings)) } else { Err(problems) }
    }
}

impl Terms {
    /// The same with other numbers of the members.
    #[must_use]
    pub(super) fn renumbered(mut self, number: impl Fn(usize) -> usize) -> Terms {
        for turns in &mut self.never_both {
            let with = turns.with.iter_mut().flatten();
            turns.of.iter_mut().chain(with).for_each(|m| *m = number(*m));
        }
        self
    }

    /// Whether somebody is sent somewhere, or kept from it, whatever it is worth.
    pub fn bind(&self) -> bool {
        !(self.together.is_empty() && self.one_of_us.is_empty() && self.never_both.is_empty())
    }
}

/// For whom turns are taken at a booth.
const NOBODY: &str = "nobody";

struct Resolver<'a> {
    schedule: &'a Schedule,
    entrants: &'a [Entrant],
    talks: Finder<'a>,
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
}

impl Resolver<'_> {
    /// The talks that take place, each once.
    fn talks(&mut self, names: &[Named], key: &str) -> Vec<Vec<EventIx>> {
        let mut talks: Vec<Vec<EventIx>> = Vec::new();
        for name in names {
            let open = |&ix: &EventIx| !self.schedule.event(ix).cancelled;
            match self.talks.talk(&name.text, MOST_NEAR) {
                Err(unclear) => self.problems.push(unclear.problem().placed(name.place)),
                Ok(meant) if !meant.events().iter().any(open) => {
                    let what = format!("`{}` is in `{key}`, but it is cancelled", name.text);
                    self.warnings.push(Problem::at(name.place, what));
                }
                Ok(meant) => {
                    let talk: Vec<EventIx> = meant.events().iter().copied().filter(open).collect();
                    if talks.iter().flatten().any(|ix| talk.contains(ix)) {
                        let what = format!("`{}` is given twice in `{key}`", name.text);
                        self.warnings.push(Problem::at(name.place, what));
                    } else {
                        talks.push(talk);
                    }
                }
            }
        }
        talks
    }

    fn turns(&mut self, line: &TurnsLine) -> Turns {
        let mut known = BTreeSet::new();
        let mut members = |names: &[Named]| -> Vec<usize> {
            let mut found = Vec::new();
            for name in names {
                match self.member(name) {
                    Some(m) if !known.insert(m) => self.problems.push(Problem::at(
                        name.place,
                        format!("`{}` is named twice in one line of `never_both`", name.text),
                    )),
                    m => found.extend(m),
                }
            }
            found
        };
        let of = members(&line.of);
        let with = match &line.with {
            Some(names) if names.iter().any(|it| fold_words(&it.text) == NOBODY) => Vec::new(),
            Some(names) => members(names).into_iter().map(|m| vec![m]).collect(),
            None => {
                let others: Vec<usize> =
                    (0..self.entrants.len()).filter(|m| !of.contains(m)).collect();
                Some(others).filter(|others| !others.is_empty()).into_iter().collect()
            }
        };
        Turns { of, with }
    }

    fn member(&mut self, name: &Named) -> Option<usize> {
        let wanted = fold_words(&name.text);
        let found = self.entrants.iter().position(|entrant| entrant.is_called(&wanted));
        if found.is_none() {
            let what = format!("`{}` is not one of the members", name.text);
            let mut problem = Problem::at(name.place, what);
            let names = || self.entrants.iter().map(Entrant::name);
            problem.hint = did_you_mean(&name.text, names()).or_else(|| {
                let names: Vec<String> = names().map(|name| format!("`{name}`")).collect();
                Some(format!("they are {}", and_list(&names)))
            });
            self.problems.push(problem);
        }
        found
    }

    /// A talk to which all go, and one.
    fn both(&mut self, agreed: &Agreed, terms: &Terms) {
        for name in &agreed.one_of_us {
            let Ok(meant) = self.talks.talk(&name.text, 0) else { continue };
            if terms.together.iter().flatten().any(|ix| meant.events().contains(ix)) {
                let what = format!("`{}` is both in `together` and in `one_of_us`", name.text);
                self.problems.push(Problem::at(name.place, what));
            }
        }
    }
}
