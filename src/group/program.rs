//! A part of a joint search as an integer program.

use crate::ix::{By, Ix};
use crate::model::CandidateIx;
use crate::solver::{Block, Column, Ilp, Limit, Position, Row, Strand, too_long};

use super::Planner;

/// Someone who chooses: a member with wishes.
pub(super) type BlockIx = Ix<Planner>;

/// Some of what each block can choose.
pub(super) type Choices<I> = By<BlockIx, Vec<I>>;

/// Nothing of any block.
pub(super) fn none<I>(blocks: &By<BlockIx, Block<'_>>) -> Choices<I> {
    blocks.iter().map(|_| Vec::new()).collect()
}

/// Some candidates of every block.
pub(super) struct Part<'a> {
    pub(super) strands: By<BlockIx, Strand<'a>>,
}

impl Part<'_> {
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
    pub(super) ilp: Ilp,
}

impl Program {
    pub(super) fn new(part: &Part<'_>) -> Program {
        let mut program = Program { columns: By::default(), ilp: Ilp::default() };
        for strand in &part.strands {
            let columns: By<Position, Column> =
                strand.members.iter().map(|_| program.ilp.values.push(0)).collect();
            let of = |set: Vec<Position>| set.into_iter().map(|i| columns[i]).collect();
            program.ilp.cliques.extend(strand.cliques().into_iter().map(of));
            let held = strand.held.iter().map(|set| Row::one_of(set));
            for row in strand.rows().iter().cloned().chain(held) {
                program.ilp.add(row.map(|i| columns[i]));
            }
            program.columns.push(columns);
        }
        program
    }

    /// The column of a position of a strand.
    pub(super) fn column(&self, block: BlockIx, position: Position) -> Column {
        self.columns[block][position]
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
