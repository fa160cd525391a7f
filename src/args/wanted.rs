//! Wishes as options.

use clap::Args;

use crate::profile::Additions;

/// Wishes in place of a profile, or on top of one.
#[derive(Args, Clone, Debug, Default)]
pub struct Wanted {
    /// An interest, such as rust or ebpf:2; repeat it for more
    #[arg(long, value_name = "WORD[:WEIGHT]", aliases = ["likes", "interest", "interests", "topic"])]
    pub like: Vec<String>,
    /// A talk that must be in the agenda: an id, the title or a part of it
    #[arg(long, value_name = "TALK", aliases = ["must-see", "must_see"])]
    pub must: Vec<String>,
    /// A talk that must not be in the agenda
    #[arg(long, value_name = "TALK", aliases = ["exclude", "not"])]
    pub never: Vec<String>,
}

/// Where these wishes are kept.
#[derive(Args, Clone, Debug, Default)]
pub struct SaveArgs {
    /// Save the wishes as a profile; with the name that -p has, that one is extended
    #[arg(long, value_name = "FILE")]
    pub save: Option<String>,
}

impl Wanted {
    /// All of them, as they are added to a profile.
    pub fn additions(&self) -> Additions {
        Additions {
            interests: self.like.iter().flat_map(|typed| several(typed)).collect(),
            must_see: self.must.clone(),
            never: self.never.clone(),
        }
    }

    /// Each alone, with its option and what was typed.
    pub fn each(&self) -> Vec<(&'static str, &str, Additions)> {
        type Alone = fn(Vec<String>) -> Additions;
        let options: [(&'static str, &[String], Alone); 3] = [
            ("--like", &self.like, |interests| {
                let interests = interests.iter().flat_map(|typed| several(typed)).collect();
                Additions { interests, ..Additions::default() }
            }),
            ("--must", &self.must, |must_see| Additions { must_see, ..Additions::default() }),
            ("--never", &self.never, |never| Additions { never, ..Additions::default() }),
        ];
        let each = options.into_iter().flat_map(|(option, typed, alone)| {
            typed.iter().map(move |typed| (option, typed.as_str(), alone(vec![typed.clone()])))
        });
        each.collect()
    }
}

/// The interests of one option: `rust, ebpf:2` is two.
fn several(typed: &str) -> Vec<String> {
    let words = typed.split([',', ';']).map(str::trim).filter(|word| !word.is_empty());
    words.map(ToOwned::to_owned).collect()
}
