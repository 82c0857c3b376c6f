//! Traces: documents of a stream are written by one program, so most have the bytes of another one
//! but for their values.
//!
//! While a document is proven, the walk writes down what lay between its values, byte by byte, and
//! by which node each value was proven. These traces are kept as a tree: a branch is the bytes up
//! to a value, and the value. The next document is first held against the tree: the bytes between
//! its values must be those of a branch, and each value is proven by its node as ever. What the
//! bytes between decide (which members there are, that none is there twice, which variant it is,
//! how many the schema does not name) is then the same as it was. A document that no branch fits
//! to the end is walked as a whole, and adds branches of its own.

use std::cell::Cell;

use super::expected::Expected;
use super::program::Program;
use super::recorder::{Leaf, Recorder, Segment};
use super::simd::Lanes;
use super::walk::Walk;
use crate::facts::{Fact, Fill, Slot};

/// The most branches that are kept.
const BRANCHES: usize = 1 << 10;
/// The most branches behind one.
const WIDTH: usize = 24;
/// Documents that may add branches; then one in so many may. A stream in which no two documents
/// are alike is not to pay for branches that are never used.
const EAGER: u32 = 256;
const REST: u32 = 64;
/// Documents that no trace fits before the members of maps, which anybody may name, count as
/// too many to be held: from there on a map is one value.
const FEW: u32 = 64;
/// What stands before the first branches, and is no branch: it has no bytes and no value.
const ROOT: usize = 0;

/// The traces of a program's documents.
#[derive(Debug, Default)]
pub(super) struct Traces {
    branches: Vec<Branch>,
    /// How deep the documents might have been.
    depth: usize,
    /// Documents that were proven, and that no trace fitted.
    passed: u32,
    /// Whether the members of maps are no part of a trace.
    closes_maps: bool,
}

#[derive(Debug)]
pub(super) struct Branch {
    pub(super) segment: Segment,
    /// What its value mostly is.
    pub(super) expected: Expected,
    /// The branch that followed last; none has this number where none did.
    last: Cell<usize>,
    /// The branches that may follow.
    behind: Vec<Cell<usize>>,
}

impl Branch {
    fn of(segment: Segment, program: &Program) -> Self {
        let node = match &segment.leaf {
            Leaf::Value(held) => program.nodes.get(held.node as usize),
            Leaf::End(_) => None,
        };
        let expected = node.map(Expected::of).unwrap_or_default();
        Branch { segment, expected, last: Cell::new(usize::MAX), behind: Vec::new() }
    }
}

impl Traces {
    /// Whether there are traces of documents that may be as deep.
    #[inline]
    fn fit(&self, depth: usize) -> bool {
        self.depth == depth && self.branches.len() > 1
    }

    /// Whether the next document is to leave a trace.
    fn wanted(&mut self, depth: usize) -> bool {
        if self.depth != depth {
            self.empty(depth);
        }
        // The first may be the only one.
        let room = self.passed > 0 && self.branches.len() < BRANCHES;
        room && (self.passed < EAGER || (self.passed + 1).is_multiple_of(REST))
    }

    /// A document was proven that no trace fitted.
    fn pass(&mut self) {
        self.passed = self.passed.saturating_add(1);
        if self.passed == FEW {
            self.closes_maps = true;
            self.empty(self.depth);
        }
    }

    fn empty(&mut self, depth: usize) {
        let (passed, closes_maps) = (self.passed, self.closes_maps);
        *self = Traces { depth, passed, closes_maps, ..Traces::default() };
    }

    /// Adds what a document looked like.
    fn keep(&mut self, trace: Vec<Segment>, program: &Program) -> Option<()> {
        if self.branches.is_empty() {
            self.branches.push(Branch::of(Segment::default(), program));
        }
        let mut at = ROOT;
        for segment in trace {
            let same = |branch: &&Cell<usize>| {
                self.branches.get(branch.get()).is_some_and(|it| it.segment == segment)
            };
            let before = self.branches.get(at)?;
            if let Some(known) = before.behind.iter().find(same) {
                at = known.get();
                continue;
            }
            (before.behind.len() < WIDTH).then_some(())?;
            let new = self.branches.len();
            self.branches.push(Branch::of(segment, program));
            let before = self.branches.get_mut(at)?;
            before.behind.push(Cell::new(new));
            before.last.set(new);
            at = new;
        }
        Some(())
    }

    /// What stands before the first branches.
    #[inline]
    pub(super) fn root(&self) -> Option<&Branch> {
        self.branches.get(ROOT)
    }

    /// The branch behind another whose bytes stand at `at`. Mostly it is the one that followed last.
    #[inline(always)] // so that it is compiled for the lanes
    pub(super) fn next<'t>(
        &'t self,
        before: &'t Branch,
        bytes: &[u8],
        at: usize,
    ) -> Option<&'t Branch> {
        match self.branches.get(before.last.get()) {
            Some(next) if next.segment.literal.stands(bytes, at) => Some(next),
            _ => self.choose(before, bytes, at),
        }
    }

    #[inline(never)]
    fn choose<'t>(&'t self, before: &'t Branch, bytes: &[u8], at: usize) -> Option<&'t Branch> {
        let mut in_front = None;
        for behind in &before.behind {
            let next = self.branches.get(behind.get())?;
            if next.segment.literal.stands(bytes, at) {
                before.last.set(behind.get());
                // What is often chosen comes to stand in front.
                if let Some(in_front) = in_front {
                    behind.swap(in_front);
                }
                return Some(next);
            }
            in_front = Some(behind);
        }
        None
    }
}

impl<'p, 'd> Walk<'p, 'd> {
    /// Proves the document by a trace, or walks it, and lets it leave one.
    #[inline(always)] // so that it is compiled for the lanes
    pub(super) fn traced(
        &mut self,
        lanes: impl Lanes,
        traces: &mut Traces,
        view: &mut dyn Fill<'d>,
    ) -> Option<()> {
        let (start, left) = (self.at, self.left);
        if traces.fit(self.depth) {
            if self.follow(lanes, traces, view).is_some() {
                self.left = left;
                return Some(());
            }
            (self.at, self.left, self.unknown) = (start, left, 0);
            self.scratch.hashes.clear();
            self.scratch.excuse.give_back();
            view.reset();
        }
        self.walked(traces, view)
    }

    #[inline(never)]
    fn walked(&mut self, traces: &mut Traces, view: &mut dyn Fill<'d>) -> Option<()> {
        let root = self.program.nodes.get(self.program.root as usize)?;
        let plain = self.peek() == Some(b'{') && self.program.is_plain(root, false);
        if plain && traces.wanted(self.depth) {
            self.recorder = Some(Box::new(Recorder::new(self.at, !traces.closes_maps)));
        }
        let mut is = Fact::Absent;
        self.value(root, Some(Slot::Object(&mut is, view)))?;
        if self.scratch.excuse.is_taken() {
            return Some(());
        }
        traces.pass();
        if let Some(trace) = self.recorder.take().and_then(|it| it.trace(self.bytes, self.at)) {
            traces.keep(trace, self.program);
        }
        Some(())
    }
}
