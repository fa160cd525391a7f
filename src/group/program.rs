//! A part of a joint search as an integer program.

use crate::solver::{Limit, Row, Strand};

use super::joint::Part;

/// The integer program of a part: one column for each position of each strand, then others.
pub(super) struct Program {
    first: Vec<usize>,
    pub(super) values: Vec<i64>,
    pub(super) cliques: Vec<Vec<usize>>,
    pub(super) rows: Vec<Row>,
}

impl Program {
    pub(super) fn new(part: &Part<'_>) -> Program {
        let mut program = Program {
            first: Vec::new(),
            values: Vec::new(),
            cliques: Vec::new(),
            rows: Vec::new(),
        };
        for strand in &part.strands {
            let first = program.values.len();
            program.first.push(first);
            program.values.resize(first + strand.columns.len(), 0);
            program.cliques.extend(
                strand.cliques().into_iter().map(|c| c.into_iter().map(|i| first + i).collect()),
            );
            program.rows.extend(strand.rows().iter().map(|row| Row {
                members: row.members.iter().map(|&(i, share)| (first + i, share)).collect(),
                limit: row.limit,
            }));
            program.rows.extend(strand.held.iter().map(|set| Row {
                members: set.iter().map(|&i| (first + i, 1)).collect(),
                limit: Limit::AtLeast(1),
            }));
        }
        program
    }

    /// The column of a position of a strand.
    pub(super) fn column(&self, block: usize, position: usize) -> usize {
        self.first[block] + position
    }

    /// Adds a column with this value, which can be chosen only where one of these is.
    pub(super) fn add(&mut self, value: i64, needs: &[Vec<usize>]) -> usize {
        let column = self.values.len();
        self.values.push(value);
        for need in needs {
            let mut members: Vec<(usize, i64)> = need.iter().map(|&i| (i, -1)).collect();
            members.push((column, 1));
            self.rows.push(Row { members, limit: Limit::AtMost(0) });
        }
        column
    }

    /// At most one of these.
    pub(super) fn at_most_one(&mut self, columns: Vec<usize>) {
        self.cliques.push(columns);
    }

    /// What some columns are, by block and position.
    pub(super) fn choices(&self, part: &Part<'_>, found: &[usize]) -> Vec<Vec<usize>> {
        let of_block = |(&first, strand): (&usize, &Strand<'_>)| {
            let range = first..first + strand.columns.len();
            found.iter().filter(|i| range.contains(i)).map(|i| i - first).collect()
        };
        self.first.iter().zip(&part.strands).map(of_block).collect()
    }
}
