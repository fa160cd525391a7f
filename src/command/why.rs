//! `attend why`: why (not) this talk, and what would it cost me?

use crate::agenda::standing;
use crate::args::{Form, WhyArgs};
use crate::error::Error;
use crate::model::Model;
use crate::render;
use crate::score::Index;
use crate::solved::Solved;
use crate::solver::solve;

use super::load;
use super::{Answer, Env, kind};

/// Runs the command.
///
/// # Errors
/// Wrong input, or a name that is not that of one talk.
pub(super) fn run(args: &WhyArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    let form = args.output.form()?;
    kind::refuse_file("why", &args.talk, &args.common, env)?;
    let mut loaded = load::load(&args.common, &args.wanted, &args.keep, env)?;
    load::note_no_profile(&mut loaded, &args.common);
    let (schedule, wishes) = (&loaded.schedule, &loaded.wishes);
    let talk = super::talk(schedule, &args.talk.join(" "), env)?;
    let talk = talk.events();
    let scores = Index::new(schedule).score(wishes);
    let search = env.search(args.search.time_limit);
    let deadline = search.deadline();
    let model = Model::build(schedule, wishes, &scores);
    let selection = solve(&model, deadline);
    let solved = Solved::checked(schedule, wishes, &scores, &model, &selection);
    let standing = standing(&solved.map_err(Error::Broken)?, talk, deadline);
    let text = match form {
        Form::Json => render::why_json(schedule, &scores, talk, &standing),
        Form::Table => {
            let style = env.answer_style(&args.common, &args.output);
            render::why(schedule, &scores, talk, &standing).terminal(env.table_width(), style)
        }
    };
    let output = args.output.output.as_deref();
    load::answer_and_save(text, output, loaded, &args.keep, env)
}
