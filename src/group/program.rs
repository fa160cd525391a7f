//! A part of a joint search as an integer program.

use crate::ix::{By, Ix};
use crate::model::CandidateIx;
use crate::solver::{Block, Column, Ilp, Limit, Position, Row, Strand, Weights, too_long};

use super::Planner;

/// Someone who chooses: a member with wishes.
pub(super) type BlockIx = Ix<Planner>;

/// Some of what each block can choose.
pub(super) type Choices<I> = By<BlockIx, Vec<I>>;

/// Nothing of any block.
pub(super) fn none<I>(blocks: &By<BlockIx, Block<'_>>) -> Choices<I> {
    blocks.iter().map(|_| Vec::new()).collect()
}

/// Of these candidates of several blocks no more are chosen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Link<I> {
    pub(super) members: Vec<(BlockIx, I)>,
    pub(super) most: i64,
}

impl<I: Copy + Ord> Link<I> {
    /// How many of them choices hold, but for one block's.
    fn held_beside(&self, block: Option<BlockIx>, choices: &Choices<I>) -> i64 {
        let others = self.members.iter().filter(|(of, _)| Some(*of) != block);
        let held = others.filter(|(of, member)| choices[*of].binary_search(member).is_ok());
        i64::try_from(held.count()).unwrap_or(i64::MAX)
    }

    /// How many more choices may hold; negative where they hold too many.
    pub(super) fn slack(&self, choices: &Choices<I>) -> i64 {
        self.most - self.held_beside(None, choices)
    }

    /// What a block cannot choose when the others choose so.
    pub(super) fn closed(&self, block: BlockIx, choices: &Choices<I>) -> impl Iterator<Item = I> {
        let is_full = self.held_beside(Some(block), choices) >= self.most;
        let own = self.members.iter().filter(move |(of, _)| is_full && *of == block);
        own.map(|&(_, member)| member)
    }
}

/// Some candidates of every block.
pub(super) struct Part<'a> {
    pub(super) strands: By<BlockIx, Strand<'a>>,
    /// What couples them whatever the aim is.
    pub(super) links: Vec<Link<Position>>,
}

impl<'a> Part<'a> {
    pub(super) fn new(
        blocks: &By<BlockIx, Block<'a>>,
        links: &[Link<CandidateIx>],
        candidates: &Choices<CandidateIx>,
    ) -> Part<'a> {
        let strands = blocks.iter().zip(candidates).map(|(block, some)| block.strand(some));
        let mut part = Part { strands: strands.collect(), links: Vec::new() };
        for link in links {
            let place = |&(block, member): &(BlockIx, CandidateIx)| {
                Some((block, part.strands[block].members.place_of(&member)?))
            };
            let members: Vec<(BlockIx, Position)> = link.members.iter().filter_map(place).collect();
            if i64::try_from(members.len()).unwrap_or(i64::MAX) > link.most {
                part.links.push(Link { members, most: link.most });
            }
        }
        part
    }

    /// Whether choices keep what couples them.
    pub(super) fn keeps(&self, choices: &Choices<Position>) -> bool {
        self.links.iter().all(|link| link.slack(choices) >= 0)
    }

    /// What a block cannot choose when the others choose so.
    pub(super) fn closed(&self, block: BlockIx, choices: &Choices<Position>) -> Vec<Position> {
        let mut closed: Vec<Position> =
            self.links.iter().flat_map(|link| link.closed(block, choices)).collect();
        closed.sort_unstable();
        closed.dedup();
        closed
    }

    /// The candidates of choices for every strand.
    pub(super) fn candidates(&self, choices: &Choices<Position>) -> Choices<CandidateIx> {
        let of_strand = |(strand, choice): (&Strand<'_>, &Vec<Position>)| strand.candidates(choice);
        self.strands.iter().zip(choices).map(of_strand).collect()
    }
}

/// The integer program of a part: one column for each position of each strand, then others.
pub(super) struct Program {
    /// The columns of the strands' positions.
    columns: By<BlockIx, By<Position, Column>>,
    /// The columns of what rows of each strand take off.
    losses: By<BlockIx, Vec<Column>>,
    pub(super) ilp: Ilp,
}

impl Program {
    pub(super) fn new(part: &Part<'_>) -> Program {
        let (columns, losses) = (By::default(), By::default());
        let mut program = Program { columns, losses, ilp: Ilp::default() };
        for strand in &part.strands {
            let first = program.ilp.values.len();
            let columns: By<Position, Column> =
                strand.members.iter().map(|_| program.ilp.values.push(0)).collect();
            let of = |set: Vec<Position>| set.into_iter().map(|i| columns[i]).collect();
            program.ilp.cliques.extend(strand.cliques().into_iter().map(of));
            let held = strand.held.iter().map(|set| Row::one_of(set));
            for row in strand.rows().iter().cloned().chain(held) {
                program.ilp.add(row.map(|i| columns[i]));
            }
            let losses = program.ilp.values.indices().skip(first + columns.len());
            program.losses.push(losses.collect());
            program.columns.push(columns);
        }
        for link in &part.links {
            let column = |&(block, member)| (program.column(block, member), 1);
            let members = link.members.iter().map(column).collect();
            program.ilp.add(Row { members, limit: Limit::AtMost(link.most) });
        }
        program
    }

    /// The column of a position of a strand.
    pub(super) fn column(&self, block: BlockIx, position: Position) -> Column {
        self.columns[block][position]
    }

    /// What each column adds to what a block gets, where its positions are worth so much.
    pub(super) fn parts(&self, block: BlockIx, worth: &Weights) -> Vec<(Column, i64)> {
        let own = self.columns[block].iter().zip(worth).map(|(&column, &worth)| (column, worth));
        let lost = self.losses[block].iter().map(|&column| (column, self.ilp.values[column]));
        own.filter(|(_, worth)| *worth != 0).chain(lost).collect()
    }

    /// Adds a column with this value, which can be chosen only where one of these is.
    pub(super) fn add(&mut self, value: i64, needs: &[Vec<Column>]) -> Column {
        let column = self.ilp.values.push(value);
        for need in needs {
            let mut members: Vec<(Column, i64)> = need.iter().map(|&i| (i, -1)).collect();
            members.push((column, 1));
            self.ilp.add(Row { members, limit: Limit::AtMost(0) });
        }
        column
    }

    /// At most one of these.
    pub(super) fn at_most_one(&mut self, columns: Vec<Column>) {
        self.ilp.cliques.push(columns);
    }

    /// Rows for what follows each other too long without a rest.
    pub(super) fn too_long(&self, part: &Part<'_>, found: &[Column]) -> Vec<Row<Column>> {
        let of_strand = |(columns, strand): (&By<Position, Column>, &Strand<'_>)| {
            let all = columns.iter().copied().zip(strand.members.iter().copied());
            too_long(strand.model, &all.collect::<Vec<_>>(), found)
        };
        self.columns.iter().zip(&part.strands).flat_map(of_strand).collect()
    }

    /// What some columns are, by block.
    pub(super) fn choices(&self, found: &[Column]) -> Choices<Position> {
        let of_block = |columns: &By<Position, Column>| {
            found.iter().filter_map(|column| columns.place_of(column)).collect()
        };
        self.columns.iter().map(of_block).collect()
    }
}
