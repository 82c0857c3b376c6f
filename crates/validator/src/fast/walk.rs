//! One pass over the bytes of a document.

use super::excused::Excuse;
use super::program::{Node, Program, types};
use super::recorder::Recorder;
use super::scalars::allowed;
use super::simd::{Lanes, Plain, Wide, Work};
use super::trace::Traces;
use crate::facts::{Fact, Fill, Grow, Slot};

/// A proof that a document is well-formed, with unique keys, and that the schema holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    /// Where the document ends, white space behind it included.
    pub end: usize,
    /// Members that the schema does not name: a note each.
    pub unknown: u64,
}

/// Where a document must end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whole {
    /// With the line: `\n` is no white space inside it.
    Line,
    /// With the text.
    Text,
}

/// What a walk keeps between documents: which member came after which, where tags stood, and room
/// for hashes.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(super) walked: Walked,
    traces: Traces,
    wide: Option<Wide>,
}

/// What documents leave that were walked.
#[derive(Debug, Default)]
pub(super) struct Walked {
    pub(super) predictions: Vec<u8>,
    pub(super) guesses: Vec<Guess>,
    pub(super) hashes: Vec<u64>,
    /// The member that needs no proof, where there may be one.
    pub(super) excuse: Excuse,
}

/// Where a tag stood in the last object of its place, and what it said.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Guess {
    /// How far behind the object's beginning.
    pub(super) behind: usize,
    /// Which of the tag's values.
    pub(super) value: usize,
}

impl Scratch {
    /// Scratch space for one program; for another one it must be made anew.
    #[must_use]
    pub fn new(program: &Program) -> Self {
        let mut predictions = vec![0; program.predictions];
        for shape in &program.shapes {
            let places = predictions.get_mut(shape.prediction..).unwrap_or_default();
            let count = shape.members.len();
            for (next, place) in places.iter_mut().take(count).enumerate() {
                *place = u8::try_from(next).unwrap_or(0);
            }
        }
        let guesses = vec![Guess::default(); program.guesses];
        let walked = Walked { predictions, guesses, ..Walked::default() };
        Scratch { walked, traces: Traces::default(), wide: Wide::detect() }
    }
}

/// Walks the document that begins at `at`. `None` when nothing is proven: the document may be
/// perfect nevertheless. The view is filled as far as the walk came.
#[must_use]
#[inline]
pub fn prove<'d>(
    program: &Program,
    text: &'d str,
    at: usize,
    whole: Whole,
    depth: usize,
    view: &mut dyn Fill<'d>,
    scratch: &mut Scratch,
) -> Option<Proof> {
    scratch.walked.hashes.clear();
    let bytes = text.as_bytes();
    let lines = whole == Whole::Line;
    let (left, unknown, recorder) = (depth, 0, None);
    let Scratch { walked: scratch, traces, wide } = scratch;
    let mut walk =
        Walk { program, text, bytes, at, left, depth, lines, unknown, scratch, recorder };
    let document = Document { walk: &mut walk, traces, view };
    match wide {
        Some(wide) => wide.run(document),
        None => plain(document),
    }
}

/// The same on any processor. A function of its own, so that [`prove`] is small enough to become
/// part of whoever asks.
#[inline(never)]
fn plain(document: Document<'_, '_, '_>) -> Option<Proof> {
    document.run(Plain)
}

/// A document that is to be proven.
struct Document<'w, 'p, 'd> {
    walk: &'w mut Walk<'p, 'd>,
    traces: &'w mut Traces,
    view: &'w mut dyn Fill<'d>,
}

impl Work for Document<'_, '_, '_> {
    type Out = Option<Proof>;

    #[inline(always)] // as its trait says
    fn run<L: Lanes>(self, lanes: L) -> Option<Proof> {
        let Document { walk, traces, view } = self;
        walk.space();
        walk.traced(lanes, traces, view)?;
        // Mostly the line ends here.
        if !(walk.lines && walk.peek() == Some(b'\n')) {
            walk.space();
        }
        let ended = match walk.peek() {
            None => true,
            Some(b'\n') => walk.lines,
            Some(_) => false,
        };
        ended.then_some(Proof { end: walk.at, unknown: walk.unknown })
    }
}

pub(super) struct Walk<'p, 'd> {
    pub(super) program: &'p Program,
    pub(super) text: &'d str,
    pub(super) bytes: &'d [u8],
    pub(super) at: usize,
    /// Levels that may still be opened.
    pub(super) left: usize,
    /// Levels that might be opened at the beginning.
    pub(super) depth: usize,
    /// Whether a line end ends the document.
    lines: bool,
    pub(super) unknown: u64,
    pub(super) scratch: &'p mut Walked,
    /// What this document leaves for the next.
    pub(super) recorder: Option<Box<Recorder>>,
}

/// What stands below a value's place.
enum Below<'s, 'd> {
    Nothing,
    View(&'s mut dyn Fill<'d>),
    List(&'s mut dyn Grow<'d>),
}

impl<'p, 'd> Walk<'p, 'd> {
    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline]
    pub(super) fn space(&mut self) {
        if self.peek().is_some_and(|byte| byte <= b' ') {
            self.spaces();
        }
    }

    #[cold]
    fn spaces(&mut self) {
        while let Some(byte @ (b' ' | b'\t' | b'\r' | b'\n')) = self.peek() {
            if byte == b'\n' && self.lines {
                return;
            }
            self.at += 1;
        }
    }

    #[inline]
    pub(super) fn eat(&mut self, byte: u8) -> Option<()> {
        self.space();
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// Whether another member or item follows, or the bracket that ends them.
    #[inline]
    pub(super) fn more(&mut self, end: u8) -> Option<bool> {
        self.space();
        let byte = self.peek()?;
        self.at += 1;
        (byte == b',' || byte == end).then_some(byte == b',')
    }

    pub(super) fn value(&mut self, node: &'p Node, slot: Option<Slot<'_, 'd>>) -> Option<()> {
        let (fact, below) = match slot {
            None | Some(Slot::Named) => (None, Below::Nothing),
            Some(Slot::One(fact)) => (Some(fact), Below::Nothing),
            Some(Slot::Object(fact, view)) => (Some(fact), Below::View(view)),
            Some(Slot::Each(fact, list)) => (Some(fact), Below::List(list)),
        };
        let (kind, found) = match self.peek()? {
            b'"' => return self.string(node, fact),
            b'{' => {
                allowed(node, types::OBJECT)?;
                let count = match below {
                    Below::View(view) => self.object(node, Some(view))?,
                    _ => self.object(node, None)?,
                };
                (types::OBJECT, Fact::Object(count))
            }
            b'[' => {
                allowed(node, types::ARRAY)?;
                let count = match below {
                    Below::List(list) => self.array(node, Some(list))?,
                    _ => self.array(node, None)?,
                };
                (types::ARRAY, Fact::Array(count))
            }
            b't' => self.word(b"true", types::BOOL, Fact::Bool(true))?,
            b'f' => self.word(b"false", types::BOOL, Fact::Bool(false))?,
            b'n' => self.word(b"null", types::NULL, Fact::Null)?,
            _ => return self.number(node, fact),
        };
        allowed(node, kind)?;
        if let Some(fact) = fact {
            fact.put(found);
        }
        Some(())
    }

    pub(super) fn array(
        &mut self,
        node: &'p Node,
        mut list: Option<&mut dyn Grow<'d>>,
    ) -> Option<usize> {
        self.left = self.left.checked_sub(1)?;
        let start = self.at;
        self.at += 1;
        self.space();
        let mut count = 0;
        if self.peek()? == b']' {
            self.at += 1;
        } else {
            let items = node.items.and_then(|items| self.program.nodes.get(items as usize));
            loop {
                self.space();
                match self.item(node, count).or(items) {
                    Some(items) => {
                        let slot = list.as_mut().map(|list| list.push());
                        self.value(items, slot)?;
                    }
                    None => self.anything()?,
                }
                count += 1;
                if !self.more(b']')? {
                    break;
                }
            }
        }
        self.left += 1;
        let fits = node.item_count.0 <= count
            && count <= node.item_count.1
            && (!node.unique || self.unique_items(start) == Some(true));
        fits.then(|| usize::try_from(count).ok())?
    }
}
