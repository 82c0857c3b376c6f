//! Builds the tree and its positions from what a reader meets, in document order.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::Value;

use super::codes::Codes;
use super::fault::Fault;
use super::open::OpenObject;
use super::positions::{Node, push_token};
use super::reporter::Reporter;
use super::{Limits, Positions, quote};
use crate::rule::Meta;

/// Values whose places there is room for from the start: growing on the way is dearer.
const FIRST: usize = 32;

/// A tree in the making. What is open stands on an explicit stack, so depth costs no call.
pub(super) struct Builder<'a, 's> {
    frames: Vec<Frame>,
    /// Finished children of the open containers.
    pending: Vec<Node>,
    /// Finished children of finished containers.
    nodes: Vec<Node>,
    root: Option<(Value, Node)>,
    /// An earlier document, for the room it takes.
    spare: Option<Value>,
    max_depth: usize,
    codes: &'static Codes,
    reporter: Reporter<'a, 's>,
}

struct Frame {
    start: usize,
    /// Where its children begin in `pending`.
    mark: usize,
    open: Open,
}

enum Open {
    Array(Vec<Value>),
    Object(OpenObject),
}

/// What a tree is made of: the value, its places, its findings.
pub(super) type Built<'a, 's> = (Option<Value>, Positions, Reporter<'a, 's>);

impl<'a, 's> Builder<'a, 's> {
    /// An empty tree.
    pub(super) fn new(codes: &'static Codes, limits: &Limits, reporter: Reporter<'a, 's>) -> Self {
        Builder {
            frames: Vec::with_capacity(4),
            pending: Vec::with_capacity(FIRST),
            nodes: Vec::with_capacity(FIRST),
            root: None,
            spare: None,
            max_depth: limits.depth(),
            codes,
            reporter,
        }
    }

    /// The same, in the room of an earlier document.
    pub(super) fn within(mut self, spare: Option<Value>) -> Self {
        self.spare = spare;
        self
    }

    /// Containers that are open.
    pub(super) fn depth(&self) -> usize {
        self.frames.len()
    }

    /// Where the innermost open container starts, and whether it is an object.
    pub(super) fn innermost(&self) -> Option<(usize, bool)> {
        let frame = self.frames.last()?;
        Some((frame.start, matches!(frame.open, Open::Object(_))))
    }

    /// Begins an array.
    pub(super) fn open_array(&mut self, at: &Range<usize>) -> Result<(), Fault> {
        self.open(at, Open::Array(Vec::new()))
    }

    /// Begins an object.
    pub(super) fn open_object(&mut self, at: &Range<usize>) -> Result<(), Fault> {
        let object = OpenObject::new(self.frames.is_empty(), self.spare());
        self.open(at, Open::Object(object))
    }

    fn open(&mut self, at: &Range<usize>, open: Open) -> Result<(), Fault> {
        self.check_depth(1, at)?;
        self.frames.push(Frame { start: at.start, mark: self.pending.len(), open });
        Ok(())
    }

    /// Refuses what would nest so many levels more than the limit allows.
    pub(super) fn check_depth(&self, levels: usize, at: &Range<usize>) -> Result<(), Fault> {
        if self.frames.len() + levels <= self.max_depth {
            return Ok(());
        }
        let message = format!("nested deeper than the limit of {} levels", self.max_depth);
        Err(Fault::new(self.codes.too_deep, at.clone(), message))
    }

    /// The key of the member whose value comes next.
    pub(super) fn key(&mut self, text: Cow<'_, str>, at: Range<usize>) {
        if let Some(Frame { open: Open::Object(object), .. }) = self.frames.last_mut() {
            object.key(text, at);
        }
    }

    /// A text without children, in the room that one before it left.
    pub(super) fn text(&mut self, text: Cow<'_, str>, at: &Range<usize>) {
        let mut text = text;
        if let Some(Frame { open: Open::Object(object), .. }) = self.frames.last_mut() {
            match object.add_text(text) {
                Ok(()) => {
                    let node = Node::new(at, 0).under(object.key_at());
                    return self.pending.push(node);
                }
                Err(back) => text = back,
            }
        }
        self.scalar(Value::String(text.into_owned()), at);
    }

    /// What an earlier document left where the next value comes.
    fn spare(&mut self) -> Option<Value> {
        match self.frames.last_mut().map(|frame| &mut frame.open) {
            None => self.spare.take(),
            Some(Open::Array(_)) => None,
            Some(Open::Object(object)) => object.spare(),
        }
    }

    /// A value without children.
    pub(super) fn scalar(&mut self, value: Value, at: &Range<usize>) {
        self.add(value, Node::new(at, 0));
    }

    /// Ends the innermost container at that offset and adds it to what is open around it.
    pub(super) fn close(&mut self, end: usize) {
        if let Some((value, node)) = self.take(end) {
            self.add(value, node);
        }
    }

    /// Ends the innermost container at that offset and hands it out.
    pub(super) fn take(&mut self, end: usize) -> Option<(Value, Node)> {
        let frame = self.frames.pop()?;
        let node = Node::new(&(frame.start..end), self.nodes.len());
        self.nodes.extend(self.pending.drain(frame.mark..));
        let value = match frame.open {
            Open::Array(items) => Value::Array(items),
            Open::Object(object) => Value::Object(object.finish()),
        };
        Some((value, node))
    }

    /// Adds a finished value to what is open; a second value of a key is dropped and reported.
    pub(super) fn add(&mut self, value: Value, node: Node) {
        match self.frames.last_mut().map(|frame| &mut frame.open) {
            None => self.root = Some((value, node)),
            Some(Open::Array(items)) => {
                items.push(value);
                self.pending.push(node);
            }
            Some(Open::Object(object)) => match object.add(value) {
                Ok(()) => self.pending.push(node.under(object.key_at())),
                Err(key) => self.duplicate(key),
            },
        }
    }

    fn duplicate(&mut self, key: String) {
        if self.reporter.is_full(self.codes.duplicate_key) {
            return;
        }
        let Some(Frame { mark, open: Open::Object(object), .. }) = self.frames.last_mut() else {
            return;
        };
        let shown = quote(&key);
        let place = object.again(key);
        let at = object.key_at().clone();
        let first = place.and_then(|at| self.pending.get(*mark + at)?.key());
        let line = self.reporter.line(first.map_or(0, |at| at.start));
        let message = format!("the key {shown} stands here again; it is first on line {line}");
        let pointer = self.pointer();
        self.reporter.report(self.codes.duplicate_key, &at, pointer, message);
    }

    /// Reports a fault that the reading survives, at the value that comes next.
    pub(super) fn report(
        &mut self,
        meta: &'static Meta,
        at: &Range<usize>,
        message: impl FnOnce() -> String,
    ) {
        if !self.reporter.is_full(meta) {
            let pointer = self.pointer();
            self.reporter.report(meta, at, pointer, message());
        }
    }

    /// The pointer of the value that comes next.
    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for frame in &self.frames {
            match &frame.open {
                Open::Array(items) => push_token(&mut pointer, &items.len().to_string()),
                Open::Object(object) => push_token(&mut pointer, object.next_key()),
            }
        }
        pointer
    }

    /// The line of an offset, for messages.
    pub(super) fn line(&self, offset: usize) -> u64 {
        self.reporter.line(offset)
    }

    /// The tree, when it was finished.
    pub(super) fn finish(self) -> Built<'a, 's> {
        let (value, node) = self.root.unzip();
        (value, Positions::new(self.nodes, node), self.reporter)
    }

    /// No tree, but what was found on the way to the fault.
    pub(super) fn refuse(mut self, fault: Fault) -> Built<'a, 's> {
        self.reporter.report_fault(fault);
        (None, Positions::default(), self.reporter)
    }
}
