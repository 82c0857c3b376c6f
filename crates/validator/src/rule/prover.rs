//! Documents that are proven, and judged by what the walk saw: the fast path.

use serde_json::Value;

use super::{Judging, Sink};
use crate::facts::{FactsFamily, Fill};
use crate::fast::{self, Program, Proof, Proved, Scratch, Whole};
use crate::read::{self, Format, Limits};

/// Proves documents of one text, and keeps the room for their facts between them.
pub trait Prover<'d> {
    /// Proves the next document but for one member, which may be left unproven, and runs the rules
    /// as [`Judged::prove`](super::Judged::prove) does.
    fn prove_but_one(
        &mut self,
        line: &Line<'_, 'd>,
        scratch: &mut Scratch,
        sink: &mut Sink<'_>,
    ) -> Option<Proved>;

    /// Proves the next document, as [`Judged::prove`](super::Judged::prove) does.
    fn prove(
        &mut self,
        line: &Line<'_, 'd>,
        scratch: &mut Scratch,
        sink: &mut Sink<'_>,
    ) -> Option<Proof> {
        let proved = self.prove_but_one(line, scratch, sink)?;
        proved.excused.is_none().then_some(proved.proof)
    }
}

/// The rules of one contract over documents of one text.
pub(super) struct Proving<'d, F: FactsFamily> {
    pub(super) rules: Judging<F>,
    pub(super) facts: F::Of<'d>,
}

impl<'d, F: FactsFamily> Prover<'d> for Proving<'d, F> {
    fn prove_but_one(
        &mut self,
        line: &Line<'_, 'd>,
        scratch: &mut Scratch,
        sink: &mut Sink<'_>,
    ) -> Option<Proved> {
        self.facts.begin();
        let proved = line.prove_but_one(&mut self.facts, scratch)?;
        self.facts.settle();
        sink.judge(&self.rules, &self.facts);
        Some(proved)
    }
}

/// A document in a text, for the fast path.
#[derive(Debug, Clone, Copy)]
pub struct Line<'p, 'd> {
    /// What it is proven by.
    pub program: &'p Program,
    /// The text.
    pub text: &'d str,
    /// Where the document begins.
    pub at: usize,
    /// The deepest nesting.
    pub depth: usize,
    /// Where it must end.
    pub whole: Whole,
}

impl<'d> Line<'_, 'd> {
    /// Proves the document and fills the view.
    #[inline]
    pub fn prove(&self, view: &mut dyn Fill<'d>, scratch: &mut Scratch) -> Option<Proof> {
        let Line { program, text, at, depth, whole } = *self;
        let proof = fast::prove(program, text, at, whole, depth, view, scratch)?;
        if view.wants_whole() {
            view.whole(&self.tree(proof.end)?);
        }
        Some(proof)
    }

    /// The same, but for one member that may be left unproven, unless the view wants to see the
    /// whole.
    #[inline(always)] // once a line, and a call would cost as much
    pub fn prove_but_one(&self, view: &mut dyn Fill<'d>, scratch: &mut Scratch) -> Option<Proved> {
        if view.wants_whole() {
            return Some(Proved { proof: self.prove(view, scratch)?, excused: None });
        }
        let text = (self.text, self.at);
        fast::prove_but_one(self.program, text, self.whole, self.depth, view, scratch)
    }

    /// The document as the explaining path reads it.
    #[cold]
    fn tree(&self, end: usize) -> Option<Value> {
        let text = self.text.get(self.at..end)?;
        let limits = Limits { max_bytes: text.len(), max_line: text.len(), max_depth: self.depth };
        let document = read::read(text.as_bytes(), Format::Json, &limits);
        document.value.filter(|_| document.findings.is_empty())
    }
}
