//! What the questions about one pair share: the store of formulas, and everything that the solver
//! has found out about them. Most of a schema stays as it is from one question to the next.

use std::collections::HashMap;

use serde_json::Value;

use crate::compare::Prepared;
use crate::formula::NodeId;
use crate::schema::Reader;
use crate::solve::Solver;
use crate::verdict::Side;

/// The ground on which both directions of a comparison are decided.
pub(crate) struct Ground<'g> {
    pub(crate) solver: Solver<'g>,
    /// The schemas as they were given, read as judged or as emitted.
    read: HashMap<(Side, bool), NodeId>,
}

impl<'g> Ground<'g> {
    /// A ground on which nothing was asked yet.
    pub(crate) fn new(solver: Solver<'g>) -> Self {
        Ground { solver, read: HashMap::new() }
    }

    /// The formula of one of the two schemas as it was given.
    pub(crate) fn given(&mut self, of: &Prepared<'_>, emitted: bool) -> NodeId {
        if let Some(&known) = self.read.get(&(of.side, emitted)) {
            return known;
        }
        let node = self.read(of.schema, of, emitted);
        self.read.insert((of.side, emitted), node);
        node
    }

    /// The formula of a schema that is read as that one is.
    pub(crate) fn read(&mut self, schema: &Value, like: &Prepared<'_>, emitted: bool) -> NodeId {
        let arena = &mut *self.solver.arena;
        let node = Reader::new(arena, schema, like.dialect, like.formats, emitted).read();
        self.solver.arena.cut_endless();
        node
    }
}
