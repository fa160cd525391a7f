//! `attend why`: why does this talk have its points?

use crate::args::{Form, WhyArgs};
use crate::error::Error;
use crate::find;
use crate::render;
use crate::score::Index;

use super::load;
use super::{Answer, Env};

/// Runs the command.
///
/// # Errors
/// Wrong input, or a name that is not that of one talk.
pub(super) fn run(args: &WhyArgs, env: &mut Env<'_>) -> Result<Answer, Error> {
    let loaded = load::load(&args.common, env)?;
    let schedule = &loaded.schedule;
    let talk = find::talk(schedule, &args.talk.join(" ")).map_err(Error::Talk)?;
    let scores = Index::new(schedule).score(&loaded.wishes);
    let text = match args.output.form() {
        Form::Json => render::why_json(schedule, &scores, &talk),
        Form::Table => {
            let style = env.answer_style(&args.common, &args.output);
            render::why(schedule, &scores, &talk, env.table_width(), style)
        }
    };
    load::answer(text, args.output.output.as_deref(), loaded.notes, env)
}
