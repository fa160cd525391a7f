//! A report as a part of a page.

use askama::Template;

use crate::render::report::{Block, Mark, Report, Role};

#[derive(Template)]
#[template(path = "report.html")]
struct Drawn<'a> {
    blocks: &'a [Block],
}

/// Its paragraphs and lists; tables are drawn by the page itself.
pub(super) fn draw(report: &Report) -> String {
    Drawn { blocks: report.blocks() }.render().unwrap_or_default()
}

/// What is written before an entry of a list.
fn mark(mark: &Mark) -> String {
    match *mark {
        Mark::Bullet => String::new(),
        Mark::Number(number) => format!("{number}. "),
        Mark::Points(points) => crate::problem::number(points),
        Mark::Word(word) => word.to_owned(),
    }
}
