//! A group's plan as it is saved, and read back: who agreed on what, and everybody's own agenda.

use serde::{Deserialize, Serialize};

use crate::agenda::{self, Agenda, Said};
use crate::problem::{Place, Problem};
use crate::profile::{Additions, Named};

use super::file::{Agreed, TurnsLine};
use super::{Aim, File};

/// The number of the format.
pub const FORMAT: u32 = 1;

/// How names of saved plans end.
pub const ENDING: &str = ".group.json";

/// What to do about a file that no plan is in.
const SAVE_ONE: &str = "save one with `attend compare ... -o us.group.json`";

/// A saved plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// The format's number.
    pub attend_group: u32,
    /// What was planned for.
    pub aim: String,
    /// Points for each pair at the same talk or meal, where it is not the usual bonus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bonus: Option<i64>,
    /// Whether it is one agenda for all.
    #[serde(default)]
    pub always_together: bool,
    /// What else was agreed.
    #[serde(default)]
    pub agreed: SavedAgreed,
    /// What the schedule was read from.
    pub source: Option<String>,
    /// What options said of it.
    #[serde(default)]
    pub said: Said,
    /// Wishes of all, which the options gave.
    #[serde(default, skip_serializing_if = "Additions::is_empty")]
    pub added: Additions,
    /// Everybody's own part.
    pub members: Vec<SavedMember>,
}

/// A member of a saved plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedMember {
    /// What the person is called.
    pub name: String,
    /// Whether it was a saved agenda, which stays as it is.
    #[serde(default)]
    pub fixed: bool,
    /// The agenda.
    pub agenda: Agenda,
}

/// What was agreed, by names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedAgreed {
    together: Vec<String>,
    one_of_us: Vec<String>,
    never_both: Vec<SavedTurns>,
    meals: bool,
}

/// Members who take turns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct SavedTurns {
    of: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    with: Option<Vec<String>>,
}

fn texts(names: &[Named]) -> Vec<String> {
    names.iter().map(|name| name.text.clone()).collect()
}

fn named(texts: &[String]) -> Vec<Named> {
    let place = Place { line: 1, column: 1 };
    texts.iter().map(|text| Named { text: text.clone(), place }).collect()
}

impl From<&Agreed> for SavedAgreed {
    fn from(agreed: &Agreed) -> SavedAgreed {
        let turns = |line: &TurnsLine| SavedTurns {
            of: texts(&line.of),
            with: line.with.as_deref().map(texts),
        };
        SavedAgreed {
            together: texts(&agreed.together),
            one_of_us: texts(&agreed.one_of_us),
            never_both: agreed.never_both.iter().map(turns).collect(),
            meals: agreed.meals,
        }
    }
}

impl Saved {
    /// What a group file would say in its place.
    pub fn file(&self) -> File {
        let turns = |line: &SavedTurns| TurnsLine {
            of: named(&line.of),
            with: line.with.as_deref().map(named),
        };
        let SavedAgreed { together, one_of_us, never_both, meals } = &self.agreed;
        File {
            members: named(&self.members.iter().map(|it| it.name.clone()).collect::<Vec<_>>()),
            aim: Aim::ALL.into_iter().find(|aim| aim.name() == self.aim),
            bonus: self.bonus,
            always_together: self.always_together,
            agreed: Agreed {
                together: named(together),
                one_of_us: named(one_of_us),
                never_both: never_both.iter().map(turns).collect(),
                meals: *meals,
            },
        }
    }
}

/// Whether a text is meant as a saved plan.
pub fn looks_saved(text: &str) -> bool {
    text.trim_start().starts_with('{') && text.contains("\"attend_group\"")
}

/// Reads a saved plan; what is odd about its agendas is in each of them.
///
/// # Errors
/// Text that is no plan, one of a newer format, or all that cannot be in one.
pub fn read_saved(text: &str) -> Result<Saved, Vec<Problem>> {
    let damaged = |fault: &serde_json::Error| {
        let place = Place { line: fault.line().max(1), column: fault.column().max(1) };
        let whole = fault.to_string();
        let cause = whole.split(" at line ").next().unwrap_or(&whole);
        vec![Problem::at(place, format!("the plan is damaged: {cause}")).hint(SAVE_ONE)]
    };
    let mut saved: Saved = serde_json::from_str(text).map_err(|fault| damaged(&fault))?;
    if saved.attend_group != FORMAT {
        let what = format!(
            "the plan has format {}, and this version of attend reads format {FORMAT}",
            saved.attend_group
        );
        let hint = "use the version of attend that saved it, or plan again";
        return Err(vec![Problem::whole(what).hint(hint)]);
    }
    let mut problems = Vec::new();
    if !Aim::ALL.iter().any(|aim| aim.name() == saved.aim) {
        problems.push(Problem::whole(format!("`{}` is not an aim", saved.aim)).hint(SAVE_ONE));
    }
    if saved.members.len() < 2 {
        problems.push(Problem::whole("the plan has fewer than two members").hint(SAVE_ONE));
    }
    for member in &mut saved.members {
        // As strictly as one that was saved alone.
        let text = serde_json::to_string(&member.agenda).map_err(|fault| damaged(&fault))?;
        match agenda::read(&text) {
            Ok(agenda) => member.agenda = agenda,
            Err(wrong) => problems.extend(wrong.into_iter().map(|problem| Problem {
                what: format!("the agenda of {}: {}", member.name, problem.what),
                ..problem
            })),
        }
    }
    if problems.is_empty() { Ok(saved) } else { Err(problems) }
}
