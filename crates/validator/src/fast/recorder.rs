//! What a document leaves for the next one, written down while it is walked.

use super::literal::Literal;
use super::path::Path;
use super::program::{Member, Node, Program, Shape};
use super::walk::Walk;
use crate::facts::Slot;

/// The most segments of a trace.
const SEGMENTS: usize = 96;
/// The most bytes between two values.
const LITERAL: usize = 1 << 10;

/// The bytes up to a value, what they say, and the value.
#[derive(Debug, PartialEq)]
pub(super) struct Segment {
    pub(super) literal: Literal,
    pub(super) constants: Box<[Constant]>,
    pub(super) leaf: Leaf,
}

impl Default for Segment {
    /// No bytes, no value.
    fn default() -> Self {
        let leaf = Leaf::End(End::default());
        Segment { literal: Literal::of(&[]), constants: Box::default(), leaf }
    }
}

/// A text within the bytes: it begins so many bytes before their end, and is so long.
#[derive(Debug, PartialEq)]
pub(super) struct Constant {
    pub(super) path: Path,
    pub(super) back: usize,
    pub(super) length: usize,
}

/// What follows the bytes.
#[derive(Debug, PartialEq)]
pub(super) enum Leaf {
    /// A value.
    Value(Held),
    /// Nothing more.
    End(End),
}

/// What a document comes to whose bytes between its values are known.
#[derive(Debug, Default, PartialEq)]
pub(super) struct End {
    /// So many members are not named by the schema.
    pub(super) unknown: u64,
    /// Of each of these sets of answers one must have been given: which members there are has
    /// settled the rest.
    pub(super) open: Box<[u64]>,
    /// What is asked of the document as a whole.
    pub(super) whole: Option<u32>,
    /// Where somebody looks at an object, and how many members it has.
    pub(super) objects: Box<[(Path, usize)]>,
}

/// A value that a trace holds a place for.
#[derive(Debug, PartialEq)]
pub(super) struct Held {
    /// What it is proven by.
    pub(super) node: u32,
    /// No path where nobody looks at it.
    pub(super) path: Option<Path>,
    /// How many levels deep it stands.
    pub(super) deep: usize,
    /// What is asked of it, when anything is.
    pub(super) asked: Option<u32>,
}

/// A trace in the making.
#[derive(Debug)]
pub(super) struct Recorder {
    segments: Vec<Segment>,
    /// Where the bytes begin that no segment covers yet.
    from: usize,
    /// The slots that lead to the object that is walked; none where nobody looks at it.
    path: Option<Box<[u8]>>,
    /// Constants within those bytes: where they begin and end.
    constants: Vec<(Path, usize, usize)>,
    objects: Vec<(Path, usize)>,
    unknown: u64,
    open: Vec<u64>,
    whole: Option<u32>,
    /// How many values around are proven as a whole: nothing of them is written down.
    closed: usize,
    /// Whether the members of maps are written down one by one.
    opens_maps: bool,
    failed: bool,
}

impl Recorder {
    /// A trace of the object that begins at `start`.
    pub(super) fn new(start: usize, opens_maps: bool) -> Self {
        Recorder {
            segments: Vec::new(),
            from: start,
            path: Some(Box::default()),
            constants: Vec::new(),
            objects: Vec::new(),
            unknown: 0,
            open: Vec::new(),
            whole: None,
            closed: 0,
            opens_maps,
            failed: false,
        }
    }

    /// The trace of a document that was proven and ends at `end`, when there is one.
    pub(super) fn trace(mut self, bytes: &[u8], end: usize) -> Option<Vec<Segment>> {
        let end_of = End {
            unknown: self.unknown,
            open: std::mem::take(&mut self.open).into_boxed_slice(),
            whole: self.whole,
            objects: std::mem::take(&mut self.objects).into_boxed_slice(),
        };
        self.cover(bytes, end, Leaf::End(end_of));
        (!self.failed).then_some(self.segments)
    }

    /// Covers the bytes up to `at`, where a leaf begins.
    fn cover(&mut self, bytes: &[u8], at: usize, leaf: Leaf) {
        let literal = bytes.get(self.from..at).unwrap_or_default();
        // A line end is white space in a text, and the end of a line.
        let fits = literal.len() <= LITERAL && self.segments.len() < SEGMENTS;
        self.failed |= !fits || literal.contains(&b'\n');
        if self.failed {
            return;
        }
        let constants = std::mem::take(&mut self.constants).into_iter();
        let constants = constants.map(|(path, start, end)| Constant {
            path,
            back: at - start,
            length: end - start,
        });
        let constants = constants.collect();
        self.segments.push(Segment { literal: Literal::of(literal), constants, leaf });
    }

    /// Something stands here that a trace does not hold; below a value that is proven as a whole
    /// it does not matter.
    pub(super) fn fail(&mut self) {
        self.failed |= self.closed == 0;
    }

    /// Counts members that the schema does not name, where the bytes between the values show them.
    pub(super) fn foreign(&mut self, count: u64) {
        if self.closed == 0 {
            self.unknown += count;
        }
    }

    /// The slots that lead to a member of the object that is walked.
    fn below(&self, slot: Option<usize>) -> Option<Box<[u8]>> {
        let (path, slot) = self.path.as_ref().zip(slot)?;
        let slot = u8::try_from(slot).ok()?;
        Some(path.iter().copied().chain([slot]).collect())
    }
}

/// What a value is to the bytes around it.
enum Part {
    /// Its members are written down one by one.
    Opens,
    /// It never changes, and belongs to them.
    Constant,
    /// It ends them.
    Leaf,
}

impl Part {
    fn of(
        program: &Program,
        asked: Option<u32>,
        node: &Node,
        first: Option<&u8>,
        opens_maps: bool,
    ) -> Self {
        match first {
            // The answers are given each time.
            _ if asked.is_some() => Part::Leaf,
            Some(b'{') if program.opens(node, opens_maps) => Part::Opens,
            Some(b'"') if node.is_constant() => Part::Constant,
            _ => Part::Leaf,
        }
    }
}

impl<'p, 'd> Walk<'p, 'd> {
    /// Proves the value of a member; while a trace is written, says where it goes.
    #[inline]
    pub(super) fn recorded(
        &mut self,
        member: &'p Member,
        node: &'p Node,
        number: Option<usize>,
        slot: Option<Slot<'_, 'd>>,
    ) -> Option<()> {
        match &self.recorder {
            Some(recorder) if recorder.closed == 0 => {
                // A document with members that the view does not name leaves no trace.
                let number = number.filter(|_| !member.idle);
                self.record((member.node, member.asked), node, number, slot)
            }
            _ => self.value(node, slot),
        }
    }

    /// Proves the value of a map's member. A trace that holds it holds its name, and with it that
    /// no other member has the same.
    #[inline]
    pub(super) fn in_map(&mut self, index: u32, node: &'p Node) -> Option<()> {
        match &mut self.recorder {
            Some(recorder) if recorder.closed == 0 => {
                recorder.failed |= !recorder.opens_maps;
                self.record((index, None), node, None, None)
            }
            _ => self.value(node, None),
        }
    }

    #[cold]
    fn record(
        &mut self,
        (index, asked): (u32, Option<u32>),
        node: &'p Node,
        number: Option<usize>,
        slot: Option<Slot<'_, 'd>>,
    ) -> Option<()> {
        let (bytes, start, deep) = (self.bytes, self.at, self.depth - self.left);
        let recorder = self.recorder.as_mut()?;
        let opens_maps = recorder.opens_maps;
        let part = Part::of(self.program, asked, node, bytes.get(start), opens_maps);
        let number = number.filter(|_| !matches!(slot, Some(Slot::Named)));
        let path = recorder.below(number);
        let outer = recorder.path.clone();
        match part {
            Part::Opens => recorder.path.clone_from(&path),
            Part::Constant => {}
            Part::Leaf => {
                let path = path.as_deref().and_then(Path::of);
                let held = Held { node: index, path, deep, asked };
                recorder.cover(bytes, start, Leaf::Value(held));
                recorder.closed += 1;
            }
        }
        self.value(node, slot)?;
        let end = self.at;
        let recorder = self.recorder.as_mut()?;
        recorder.path = outer;
        match part {
            // Its fact is filled in when its members are counted.
            Part::Opens => {}
            Part::Constant => {
                // An escape would have to be decoded.
                recorder.failed |= bytes.get(start..end)?.contains(&b'\\');
                let path = path.as_deref().and_then(Path::of);
                recorder.constants.extend(path.map(|path| (path, start + 1, end - 1)));
            }
            Part::Leaf => {
                recorder.closed -= 1;
                recorder.from = end;
            }
        }
        Some(())
    }

    /// An object has ended.
    #[inline]
    pub(super) fn record_end(&mut self, shape: &Shape, seen: u64, count: usize) {
        if let Some(recorder) = self.recorder.as_mut().filter(|recorder| recorder.closed == 0) {
            let path = recorder.path.as_deref().and_then(Path::of);
            recorder.objects.extend(path.map(|path| (path, count)));
            // Only the root may have clauses: others that have are proven as a whole.
            recorder.whole = recorder.whole.or(shape.whole);
            let open = shape.clauses.iter().filter(|clause| !clause.holds(seen, 0));
            recorder.open.extend(open.map(|clause| clause.answers));
        }
    }
}
