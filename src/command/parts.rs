//! Everybody's own part of a group's plan, in files.

use std::path::Path;

use crate::agenda::{Agenda, Files};
use crate::args::AgendaForm;
use crate::error::{Error, Exit};
use crate::files;
use crate::group::{Goal, Member, Own, Plan, SAVED_FORMAT, Saved, SavedMember, own};
use crate::problem::Problem;
use crate::render::{self, Calendar, Revision};
use crate::schedule::Schedule;
use crate::score::Index;
use crate::solver::Deadline;
use crate::text::fold;

use super::group::Group;
use super::names::{files_from, lasting};
use super::notes::Notes;
use super::{Answer, Env};

/// What stands for a member's name in the name of a file.
pub(super) const NAME: &str = "{name}";

/// How many missed talks a list of an agenda has.
const MISSED: usize = 3;

/// A plan, with all that its parts are made from.
pub(super) struct Parts<'a> {
    pub(super) group: &'a Group,
    pub(super) schedule: &'a Schedule,
    pub(super) index: &'a Index,
    pub(super) members: &'a [Member],
    pub(super) plan: &'a Plan,
    pub(super) goal: Goal,
    /// What all of it was read from; the profile is each member's.
    pub(super) files: Files,
    pub(super) deadline: Deadline,
}

impl Parts<'_> {
    /// A member's own agenda, saved as `output`.
    fn own(&self, number: usize, output: &str, env: &Env<'_>) -> Result<Own, Error> {
        let profile = lasting(self.group.members.get(number).map(String::as_str));
        let files = files_from(output, &Files { profile, ..self.files.clone() }, env);
        let Parts { schedule, index, members, plan, deadline, .. } = *self;
        own(schedule, index, members, plan, number, files, deadline).map_err(Error::Broken)
    }

    /// Writes everybody's own part.
    pub(super) fn write(
        &self,
        pattern: &str,
        form: AgendaForm,
        calendar: Calendar,
        mut notes: Notes,
        env: &Env<'_>,
    ) -> Result<Answer, Error> {
        let names: Vec<&str> = self.members.iter().map(|member| member.name.as_str()).collect();
        let own = |number: usize, name: &str| self.own(number, name, env);
        write_each(&names, own, self.schedule, (pattern, form, calendar), &mut notes, env)?;
        Ok(Answer { text: String::new(), notes: notes.into_lines(), exit: Exit::Done })
    }

    /// The whole as it is saved.
    pub(super) fn saved(&self, output: &str, env: &Env<'_>) -> Result<Saved, Error> {
        let member = |(number, member): (usize, &Member)| {
            let Own { mut agenda, .. } = self.own(number, output, env)?;
            // In the group's own plan nothing is fixed: planning again may send somebody else.
            agenda.pins = Vec::new();
            let fixed = member.as_planner().is_none();
            Ok(SavedMember { name: member.name.clone(), fixed, agenda })
        };
        let members: Result<Vec<SavedMember>, Error> =
            self.members.iter().enumerate().map(member).collect();
        let Files { schedule, added, said, .. } = files_from(output, &self.files, env);
        Ok(Saved {
            attend_group: SAVED_FORMAT,
            aim: self.goal.name().to_owned(),
            bonus: match self.goal {
                Goal::Together { bonus } => Some(bonus),
                Goal::Solo | Goal::Cover | Goal::Fair | Goal::One(_) => None,
            },
            always_together: matches!(self.goal, Goal::One(_)),
            agreed: (&self.group.file.agreed).into(),
            source: schedule,
            said,
            added,
            members: members?,
        })
    }
}

/// Writes everybody's own part; all of them or none.
pub(super) fn write_each(
    members: &[&str],
    own: impl Fn(usize, &str) -> Result<Own, Error>,
    schedule: &Schedule,
    (pattern, form, calendar): (&str, AgendaForm, Calendar),
    notes: &mut Notes,
    env: &Env<'_>,
) -> Result<(), Error> {
    let mut drafts = Vec::new();
    for (number, name) in file_names(members).iter().enumerate() {
        let name = pattern.replace(NAME, name);
        notes.spare("-o", &name, env)?;
        let path = env.folder.join(&name);
        // The way from there to other files is known once it is there.
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            files::make_folder(folder, &name)?;
        }
        let text = text(&own(number, &name)?, schedule, form, calendar);
        drafts.push((files::draft(&path, &name, text)?, name));
    }
    for (draft, name) in drafts {
        draft.commit()?;
        notes.note(format!("wrote {name}"));
    }
    Ok(())
}

fn text(own: &Own, schedule: &Schedule, form: AgendaForm, calendar: Calendar) -> String {
    let agenda: &Agenda = &own.agenda;
    let revision = Revision { number: agenda.sequence, dropped: &agenda.dropped };
    match form {
        AgendaForm::Table => {
            render::agenda(agenda, MISSED).terminal(render::Width::DEFAULT, render::Style::Plain)
        }
        AgendaForm::Json => render::json(agenda),
        AgendaForm::Ics => render::agenda_ical(agenda, schedule, calendar, revision),
        AgendaForm::Html => render::agenda_html(agenda, schedule, &own.scores),
        AgendaForm::Markdown => render::agenda(agenda, MISSED).markdown(),
        AgendaForm::Csv => render::agenda_csv(agenda, schedule),
    }
}

/// Names of files for members: what no file's name may have is a dash, and no two are the same, also
/// where small and large letters are.
fn file_names(names: &[&str]) -> Vec<String> {
    let plain = |name: &str| {
        let keep = |c: char| c.is_alphanumeric() || "-_".contains(c);
        let plain: String = name.chars().map(|c| if keep(c) { c } else { '-' }).collect();
        let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { "member".to_owned() } else { parts.join("-") }
    };
    let mut given: Vec<String> = Vec::new();
    for name in names {
        let plain = plain(name);
        let is_free = |name: &String| !given.iter().any(|other| fold(other) == fold(name));
        let numbered = (2..).map(|number| format!("{plain}-{number}"));
        let name = std::iter::once(plain.clone()).chain(numbered).find(is_free);
        given.extend(name);
    }
    given
}

/// Refuses braces that mean nothing here: the file would be called so.
///
/// # Errors
/// When there are any.
pub(super) fn expect_name(output: Option<&str>) -> Result<(), Error> {
    let Some(output) = output.filter(|it| it.contains('{') && !it.contains(NAME)) else {
        return Ok(());
    };
    let file = Path::new(output).display();
    let problem = Problem::whole(format!("`{file}` has braces, but not `{NAME}`"));
    Err(Error::Which(
        problem.hint(format!("`{NAME}` is the name of each of you, as in `plans/{NAME}.ics`")),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_names_give_one_file() {
        let case = |names: &[&str], files: &[&str]| assert_eq!(file_names(names), files);
        case(&["Ana", "Ben"], &["Ana", "Ben"]);
        case(&["Ana B.", "Ana-B", "ana b"], &["Ana-B", "Ana-B-2", "ana-b-3"]);
        case(&["../x", "/x", "x"], &["x", "x-2", "x-3"]);
        case(&["...", "?", "Zoë 2"], &["member", "member-2", "Zoë-2"]);
        case(&["a", "a-2", "A"], &["a", "a-2", "A-3"]);
    }
}
