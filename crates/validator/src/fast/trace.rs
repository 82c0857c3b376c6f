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

use std::borrow::Cow;

use super::program::Node;
use super::recorder::{Filling, Leaf, Recorder, Segment};
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
/// What stands before the first branches, and is no branch.
const ROOT: u32 = u32::MAX;

/// The traces of a program's documents.
#[derive(Debug, Default)]
pub(super) struct Traces {
    branches: Vec<Branch>,
    first: Next,
    /// How deep the documents might have been.
    depth: usize,
    /// Documents that no trace fitted.
    passed: u32,
}

#[derive(Debug)]
struct Branch {
    segment: Segment,
    next: Next,
}

/// Which branches may follow, and which of them did last.
#[derive(Debug)]
struct Next {
    last: u32,
    branches: Vec<u32>,
}

impl Default for Next {
    fn default() -> Self {
        Next { last: ROOT, branches: Vec::new() }
    }
}

impl Traces {
    /// Whether the next document is to leave a trace.
    fn wanted(&mut self, depth: usize) -> bool {
        self.passed = self.passed.saturating_add(1);
        if self.depth != depth {
            *self = Traces { depth, passed: self.passed, ..Traces::default() };
        }
        // The first may be the only one.
        let room = self.passed > 1 && self.branches.len() < BRANCHES;
        room && (self.passed <= EAGER || self.passed.is_multiple_of(REST))
    }

    fn next(&mut self, branch: u32) -> Option<&mut Next> {
        if branch == ROOT {
            return Some(&mut self.first);
        }
        Some(&mut self.branches.get_mut(branch as usize)?.next)
    }

    /// Adds what a document looked like.
    fn keep(&mut self, trace: Vec<Segment>) -> Option<()> {
        let mut at = ROOT;
        for segment in trace {
            let behind = self.next(at)?.branches.clone();
            let same = |branch: &u32| {
                self.branches.get(*branch as usize).is_some_and(|it| it.segment == segment)
            };
            let known = behind.iter().copied().find(same);
            at = match known {
                Some(branch) => branch,
                None => {
                    let branch = u32::try_from(self.branches.len()).ok()?;
                    (behind.len() < WIDTH).then_some(())?;
                    self.branches.push(Branch { segment, next: Next::default() });
                    let next = self.next(at)?;
                    next.branches.push(branch);
                    next.last = branch;
                    branch
                }
            };
        }
        Some(())
    }

    /// Which branches may follow.
    #[inline]
    fn behind(&self, branch: u32) -> Option<&Next> {
        if branch == ROOT { Some(&self.first) } else { Some(&self.get(branch)?.next) }
    }

    #[inline]
    fn get(&self, branch: u32) -> Option<&Branch> {
        self.branches.get(branch as usize)
    }

    /// The branch behind another whose bytes stand at `at`.
    fn choose(&mut self, branch: u32, bytes: &[u8], at: usize) -> Option<u32> {
        let fits = |branch: &u32| {
            self.get(*branch).is_some_and(|branch| stands(&branch.segment.literal, bytes, at))
        };
        let found = self.behind(branch)?.branches.iter().copied().find(fits)?;
        self.next(branch)?.last = found;
        Some(found)
    }
}

impl<'p, 'd> Walk<'p, 'd> {
    /// Proves the document by a trace, or walks it, and lets it leave one.
    pub(super) fn traced(&mut self, view: &mut dyn Fill<'d>) -> Option<()> {
        let mut traces = std::mem::take(&mut self.scratch.traces);
        let found = self.find(&mut traces, view);
        self.scratch.traces = traces;
        found
    }

    fn find(&mut self, traces: &mut Traces, view: &mut dyn Fill<'d>) -> Option<()> {
        let (start, left) = (self.at, self.left);
        if traces.depth == self.depth && !traces.branches.is_empty() {
            if self.follow(traces, view).is_some() {
                self.left = left;
                return Some(());
            }
            (self.at, self.left, self.unknown) = (start, left, 0);
            self.scratch.hashes.clear();
            view.reset();
        }
        let root = self.program.nodes.get(self.program.root as usize)?;
        let plain = self.peek() == Some(b'{') && self.program.is_plain(root);
        if plain && traces.wanted(self.depth) {
            self.recorder = Some(Box::new(Recorder::new(start)));
        }
        let mut is = Fact::Absent;
        self.value(root, Some(Slot::Object(&mut is, view)))?;
        if let Some(trace) = self.recorder.take().and_then(|it| it.trace(self.bytes, self.at)) {
            traces.keep(trace);
        }
        Some(())
    }

    fn follow(&mut self, traces: &mut Traces, view: &mut dyn Fill<'d>) -> Option<()> {
        let (first, mut branch, mut answers) = (self.at, ROOT, 0);
        loop {
            // Mostly it is the one that followed last.
            let mut found = traces.behind(branch)?.last;
            if !stands(&traces.get(found)?.segment.literal, self.bytes, self.at) {
                found = traces.choose(branch, self.bytes, self.at)?;
            }
            let segment = &traces.get(found)?.segment;
            self.at += segment.literal.len();
            for filling in &segment.fillings {
                self.fill(filling, view)?;
            }
            match &segment.leaf {
                Leaf::Value { node, path, deep, asked } => {
                    let start = self.at;
                    self.left = self.depth.checked_sub(*deep)?;
                    let node = self.program.nodes.get(*node as usize)?;
                    match path {
                        Some(path) => self.value_at(node, view, path)?,
                        None => self.value(node, None)?,
                    }
                    answers |= self.answers_of(*asked, start)?;
                }
                Leaf::End { unknown, open, whole } => {
                    self.unknown += unknown;
                    answers |= self.answers_of(*whole, first)?;
                    let given = open.iter().all(|wanted| wanted & answers != 0);
                    return given.then_some(());
                }
            }
            branch = found;
        }
    }

    #[inline]
    fn fill(&self, filling: &Filling, view: &mut dyn Fill<'d>) -> Option<()> {
        let (path, found) = match filling {
            Filling::Constant { path, back, length } => {
                let start = self.at.checked_sub(*back)?;
                let text = self.text.get(start..start + length)?;
                (path, Fact::Text(Cow::Borrowed(text)))
            }
            Filling::Object { path, count } => (path, Fact::Object(*count)),
        };
        let (last, before) = path.split_last()?;
        let view = below(view, before)?;
        match view.slot(usize::from(*last)) {
            Slot::One(fact) | Slot::Object(fact, _) | Slot::Each(fact, _) => fact.put(found),
        }
        Some(())
    }

    /// A value that has a place; most are strings and numbers, whatever the place is made for. The
    /// place is taken apart where it is handed out: a copy would read as one what was just written
    /// as two, and wait for both.
    #[inline]
    fn value_at(&mut self, node: &'p Node, view: &mut dyn Fill<'d>, path: &[u8]) -> Option<()> {
        let (last, before) = path.split_last()?;
        let view = below(view, before)?;
        let first = self.peek()?;
        match view.slot(usize::from(*last)) {
            Slot::One(fact) | Slot::Object(fact, _) | Slot::Each(fact, _) if first == b'"' => {
                self.string(node, Some(fact))
            }
            Slot::One(fact) | Slot::Object(fact, _) | Slot::Each(fact, _)
                if first.is_ascii_digit() =>
            {
                self.number(node, Some(fact))
            }
            slot => self.value(node, Some(slot)),
        }
    }
}

/// The view that some slots lead to.
#[inline]
fn below<'s, 'd>(mut view: &'s mut dyn Fill<'d>, path: &[u8]) -> Option<&'s mut dyn Fill<'d>> {
    for slot in path {
        let Slot::Object(_, below) = view.slot(usize::from(*slot)) else { return None };
        view = below;
    }
    Some(view)
}

/// Whether the bytes stand at `at`: sixteen at a time, the last sixteen overlapping those before.
#[inline]
fn stands(literal: &[u8], bytes: &[u8], at: usize) -> bool {
    let Some(there) = bytes.get(at..at + literal.len()) else { return false };
    let Some(end) = literal.last_chunk::<16>() else { return short(literal, there) };
    let (blocks, _) = literal.as_chunks::<16>();
    let same = blocks.iter().zip(there.as_chunks::<16>().0).all(|(one, other)| one == other);
    same && there.last_chunk() == Some(end)
}

/// The same for fewer bytes.
#[inline]
fn short(literal: &[u8], there: &[u8]) -> bool {
    match (literal.first_chunk::<8>(), literal.last_chunk::<8>()) {
        (Some(start), Some(end)) => {
            there.first_chunk() == Some(start) && there.last_chunk() == Some(end)
        }
        _ => literal.iter().zip(there).all(|(one, other)| one == other),
    }
}
