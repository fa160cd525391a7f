//! What an answer says, as data: [`words`](super::words) builds it once, whatever it becomes.
//!
//! All texts are raw. Only what draws a report ([`terminal`](super::terminal),
//! [`markdown`](super::markdown)) escapes them, and says there what a role looks like.

/// What an answer says.
#[derive(Clone, Debug, Default)]
pub struct Report {
    blocks: Vec<Block>,
    is_brief: bool,
}

/// A part of a report.
#[derive(Clone, Debug)]
pub(super) enum Block {
    /// What the whole is about.
    Title(Text),
    /// What the blocks up to the next heading are about.
    Heading(Text),
    /// Sentences.
    Paragraph(Text),
    /// What marks in the tables above mean.
    Legend(Text),
    /// Entries one below the other.
    List(Vec<Item>),
    /// Rows of cells.
    Table(Table),
}

/// What a piece of text means. A look never stands alone: where there is no colour, a mark or the
/// text itself says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing.
    Plain,
    /// Important.
    Strong,
    /// The title of a must-see.
    MustSee,
    /// The title of a must-see that is missed.
    MissedMustSee,
    /// What one has promised to be at.
    Commitment,
    /// A member whose must-see it is.
    MustSeeOf,
    /// A word that matched an interest.
    Match,
    /// As good as can be, or shared.
    Good,
    /// Something is wrong with it.
    Warning,
    /// It is wrong.
    Error,
    /// The eye may skip it.
    Aside,
    /// Only for those who ran the command: what to type for more, and what the heading of a column
    /// says in a document.
    Screen,
    /// What only those have to be told who read a document, apart from the conference.
    Document,
}

impl Role {
    /// This if something holds, else nothing.
    pub(super) fn when(self, holds: bool) -> Role {
        if holds { self } else { Role::Plain }
    }
}

/// Lines of text in roles.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) lines: Vec<Vec<Span>>,
}

/// A piece of text in one role.
#[derive(Clone, Debug)]
pub(super) struct Span {
    pub(super) role: Role,
    pub(super) text: String,
}

impl Text {
    /// A text in a role.
    pub(super) fn of(role: Role, text: impl Into<String>) -> Text {
        Text { lines: vec![vec![Span { role, text: text.into() }]] }
    }

    /// The same text with more on its last line.
    #[must_use]
    pub(super) fn and(mut self, role: Role, text: impl Into<String>) -> Text {
        if let Some(line) = self.lines.last_mut() {
            line.push(Span { role, text: text.into() });
        }
        self
    }

    /// The same text with another one after it.
    #[must_use]
    pub(super) fn joined(mut self, other: &Text) -> Text {
        let mut lines = other.lines.iter().cloned();
        if let (Some(last), Some(first)) = (self.lines.last_mut(), lines.next()) {
            last.extend(first);
        }
        self.lines.extend(lines);
        self
    }

    /// Whether there is nothing to read.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.iter().flatten().all(|span| span.text.is_empty())
    }

    /// Pieces of a cell, one a line; nothing of those that are empty.
    pub(super) fn pieces(pieces: impl IntoIterator<Item = Text>) -> Text {
        let pieces = pieces.into_iter().filter(|piece| !piece.is_empty());
        Text { lines: pieces.flat_map(|piece| piece.lines).collect() }
    }

    /// The same text with further lines.
    #[must_use]
    pub(super) fn line(mut self, more: impl Into<Text>) -> Text {
        self.lines.extend(more.into().lines);
        self
    }
}

impl<T: Into<String>> From<T> for Text {
    fn from(text: T) -> Text {
        Text::of(Role::Plain, text)
    }
}

/// An entry of a list.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) mark: Mark,
    pub(super) text: Text,
    pub(super) items: Vec<Item>,
}

/// What an entry of a list begins with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Mark {
    /// A bullet.
    Bullet,
    /// Its number in the list.
    Number(usize),
    /// What it is worth.
    Points(i64),
    /// What is said of it.
    Word(&'static str),
}

impl Item {
    /// An entry with its mark.
    pub(super) fn new(mark: Mark, text: impl Into<Text>) -> Item {
        Item { mark, text: text.into(), items: Vec::new() }
    }

    /// An entry of a plain list.
    pub(super) fn bullet(text: impl Into<Text>) -> Item {
        Item::new(Mark::Bullet, text)
    }

    /// The same entry with some of its own.
    #[must_use]
    pub(super) fn with(mut self, items: impl IntoIterator<Item = Item>) -> Item {
        self.items.extend(items);
        self
    }
}

/// Rows of cells under headings.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Text>>,
    pub(super) layout: Layout,
}

/// What rows are drawn as where there is a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Cells side by side, to be compared.
    Grid,
    /// A talk each: on a terminal time and title, and everything else below. Of a cell with several
    /// lines all but the first are [`Share::Spare`].
    Talks,
    /// The same, and a list in a message, where tables are no use.
    List,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) share: Share,
    pub(super) is_number: bool,
}

/// What may be the width of a column.
#[derive(Clone, Copy, Debug)]
pub(super) enum Share {
    /// As wide as its content.
    Content,
    /// As wide as its content, but at most this part of the table.
    AtMost(f32),
    /// What the others leave; several such columns are equally wide.
    Rest,
    /// Of a talk: what does not fit in the line is left out.
    Spare,
}

/// A column of text.
pub(super) fn column(name: impl Into<String>, share: Share) -> Column {
    Column { name: name.into(), share, is_number: false }
}

/// A column of numbers.
pub(super) fn numbers(name: impl Into<String>) -> Column {
    Column { name: name.into(), share: Share::Content, is_number: true }
}

impl Table {
    /// A table without rows.
    pub(super) fn new(columns: impl Into<Vec<Column>>) -> Table {
        Table { columns: columns.into(), rows: Vec::new(), layout: Layout::Grid }
    }

    /// A table of talks without rows.
    pub(super) fn talks(columns: impl Into<Vec<Column>>) -> Table {
        Table { layout: Layout::Talks, ..Table::new(columns) }
    }

    /// Appends a row, which has a cell for each column.
    pub(super) fn row(&mut self, cells: impl Into<Vec<Text>>) {
        self.rows.push(cells.into());
    }
}

impl Report {
    /// The same report, on a terminal with a line for each talk where that is asked for.
    #[must_use]
    pub fn brief(self, is_brief: bool) -> Report {
        Report { is_brief, ..self }
    }

    pub(super) fn is_brief(&self) -> bool {
        self.is_brief
    }

    /// The parts, in order.
    pub(super) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    pub(super) fn title(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Title(text.into()));
    }

    pub(super) fn heading(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    pub(super) fn paragraph(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    pub(super) fn legend(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Legend(text.into()));
    }

    /// Appends a list; nothing if it is empty.
    pub(super) fn list(&mut self, items: impl IntoIterator<Item = Item>) {
        let items: Vec<Item> = items.into_iter().collect();
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
    }

    pub(super) fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }

    /// Appends all of another report.
    pub fn append(&mut self, other: Report) {
        self.blocks.extend(other.blocks);
    }
}
