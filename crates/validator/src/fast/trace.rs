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
struct Branch {
    segment: Segment,
    /// The branch that followed last; the root where none did.
    last: usize,
    /// The branches that may follow.
    behind: Vec<usize>,
}

impl Branch {
    fn of(segment: Segment) -> Self {
        Branch { segment, last: ROOT, behind: Vec::new() }
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
    fn keep(&mut self, trace: Vec<Segment>) -> Option<()> {
        if self.branches.is_empty() {
            self.branches.push(Branch::of(Segment::default()));
        }
        let mut at = ROOT;
        for segment in trace {
            let same = |branch: &&usize| {
                self.branches.get(**branch).is_some_and(|it| it.segment == segment)
            };
            let before = self.branches.get(at)?;
            if let Some(known) = before.behind.iter().find(same) {
                at = *known;
                continue;
            }
            (before.behind.len() < WIDTH).then_some(())?;
            let new = self.branches.len();
            self.branches.push(Branch::of(segment));
            let before = self.branches.get_mut(at)?;
            before.behind.push(new);
            before.last = new;
            at = new;
        }
        Some(())
    }

    /// The branch behind another whose bytes stand at `at`. Mostly it is the one that followed last.
    #[inline]
    fn next(&mut self, branch: usize, bytes: &[u8], at: usize) -> Option<usize> {
        let last = self.branches.get(branch)?.last;
        if last != ROOT && self.branches.get(last)?.segment.literal.stands(bytes, at) {
            return Some(last);
        }
        self.choose(branch, bytes, at)
    }

    #[inline(never)]
    fn choose(&mut self, branch: usize, bytes: &[u8], at: usize) -> Option<usize> {
        let fits = |branch: &usize| {
            self.branches.get(*branch).is_some_and(|it| it.segment.literal.stands(bytes, at))
        };
        let place = self.branches.get(branch)?.behind.iter().position(fits)?;
        let before = self.branches.get_mut(branch)?;
        before.last = *before.behind.get(place)?;
        // What is often chosen comes to stand in front.
        before.behind.swap(place, place.saturating_sub(1));
        Some(before.last)
    }
}

impl<'p, 'd> Walk<'p, 'd> {
    /// Proves the document by a trace, or walks it, and lets it leave one.
    #[inline]
    pub(super) fn traced(&mut self, traces: &mut Traces, view: &mut dyn Fill<'d>) -> Option<()> {
        let (start, left) = (self.at, self.left);
        if traces.fit(self.depth) {
            if self.follow(traces, view).is_some() {
                self.left = left;
                return Some(());
            }
            (self.at, self.left, self.unknown) = (start, left, 0);
            self.scratch.hashes.clear();
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
        traces.pass();
        if let Some(trace) = self.recorder.take().and_then(|it| it.trace(self.bytes, self.at)) {
            traces.keep(trace);
        }
        Some(())
    }

    #[inline]
    fn follow(&mut self, traces: &mut Traces, view: &mut dyn Fill<'d>) -> Option<()> {
        let (first, mut branch, mut answers) = (self.at, ROOT, 0);
        loop {
            branch = traces.next(branch, self.bytes, self.at)?;
            let segment = &traces.branches.get(branch)?.segment;
            self.at += segment.literal.length();
            for filling in &segment.fillings {
                self.fill(filling, view)?;
            }
            match &segment.leaf {
                Leaf::Value { node, path, deep, asked } => {
                    let start = self.at;
                    let node = self.program.nodes.get(*node as usize)?;
                    match path {
                        Some(path) => self.value_at(node, *deep, view, path)?,
                        None => self.value_alone(node, *deep)?,
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
            Slot::Named => {}
        }
        Some(())
    }

    /// A value that nobody looks at.
    #[inline]
    fn value_alone(&mut self, node: &'p Node, deep: usize) -> Option<()> {
        match self.peek()? {
            b'"' => self.string(node, None),
            b'0'..=b'9' => self.number(node, None),
            _ => {
                self.left = self.depth.checked_sub(deep)?;
                self.value(node, None)
            }
        }
    }

    /// A value that has a place; most are strings and numbers, whatever the place is made for. The
    /// place is taken apart where it is handed out: a copy would read as one what was just written
    /// as two, and wait for both.
    #[inline]
    fn value_at(
        &mut self,
        node: &'p Node,
        deep: usize,
        view: &mut dyn Fill<'d>,
        path: &[u8],
    ) -> Option<()> {
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
            slot => {
                self.left = self.depth.checked_sub(deep)?;
                self.value(node, Some(slot))
            }
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
