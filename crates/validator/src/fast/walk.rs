//! One pass over the bytes of a document.

use std::borrow::Cow;

use super::number::{self, Number};
use super::program::{Member, Node, Object, Others, Program, Shape, types};
use super::scan;
use crate::facts::{Fact, Fill, Grow, Slot};
use crate::read::decode_string;

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

/// What a walk keeps between documents: which member came after which, and room for hashes.
#[derive(Debug, Default)]
pub struct Scratch {
    predictions: Vec<u8>,
    hashes: Vec<u64>,
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
        Scratch { predictions, hashes: Vec::new() }
    }
}

/// Walks the document that begins at `at`. `None` when nothing is proven: the document may be
/// perfect nevertheless. The view is filled as far as the walk came.
#[must_use]
pub fn prove<'d>(
    program: &Program,
    text: &'d str,
    at: usize,
    whole: Whole,
    depth: usize,
    view: &mut dyn Fill<'d>,
    scratch: &mut Scratch,
) -> Option<Proof> {
    scratch.hashes.clear();
    let bytes = text.as_bytes();
    let lines = whole == Whole::Line;
    let mut walk = Walk { program, text, bytes, at, left: depth, lines, unknown: 0, scratch };
    let mut is = Fact::Absent;
    walk.space();
    walk.value(program.nodes.get(program.root as usize)?, Some(Slot::Object(&mut is, view)))?;
    walk.space();
    let ended = match bytes.get(walk.at) {
        None => true,
        Some(b'\n') => lines,
        Some(_) => false,
    };
    ended.then_some(Proof { end: walk.at, unknown: walk.unknown })
}

struct Walk<'p, 'd> {
    program: &'p Program,
    text: &'d str,
    bytes: &'d [u8],
    at: usize,
    /// Levels that may still be opened.
    left: usize,
    /// Whether a line end ends the document.
    lines: bool,
    unknown: u64,
    scratch: &'p mut Scratch,
}

/// Every value.
static ANY: std::sync::LazyLock<Node> = std::sync::LazyLock::new(Node::any);

/// What stands below a value's place.
enum Below<'s, 'd> {
    Nothing,
    View(&'s mut dyn Fill<'d>),
    List(&'s mut dyn Grow<'d>),
}

impl<'p, 'd> Walk<'p, 'd> {
    #[inline]
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline]
    fn space(&mut self) {
        while let Some(byte @ (b' ' | b'\t' | b'\r' | b'\n')) = self.peek() {
            if byte == b'\n' && self.lines {
                return;
            }
            self.at += 1;
        }
    }

    #[inline]
    fn eat(&mut self, byte: u8) -> Option<()> {
        self.space();
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn value(&mut self, node: &'p Node, slot: Option<Slot<'_, 'd>>) -> Option<()> {
        let (fact, below) = match slot {
            None => (None, Below::Nothing),
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
            _ => self.number(node)?,
        };
        allowed(node, kind)?;
        if let Some(fact) = fact {
            *fact = found;
        }
        Some(())
    }

    fn word(&mut self, word: &[u8], kind: u8, fact: Fact<'d>) -> Option<(u8, Fact<'d>)> {
        let there = self.bytes.get(self.at..self.at + word.len())? == word;
        self.at += word.len();
        there.then_some((kind, fact))
    }

    fn number(&mut self, node: &Node) -> Option<(u8, Fact<'d>)> {
        let (number, end) = number::read(self.bytes, self.at)?;
        self.at = end;
        match number {
            Number::Int(int) => {
                let fits = node.ints.0 <= int && int <= node.ints.1 && node.not_int != Some(int);
                fits.then_some((types::INT, Fact::Int(int)))
            }
            Number::Float(float) => {
                let fits = node.floats.0 <= float && float <= node.floats.1;
                fits.then(|| (types::FLOAT, Fact::of_float(float)))
            }
        }
    }

    #[inline]
    fn string(&mut self, node: &Node, fact: Option<&mut Fact<'d>>) -> Option<()> {
        allowed(node, types::STRING)?;
        let start = self.at + 1;
        let end = scan::special(self.bytes, start);
        let text: Cow<'d, str> = match self.bytes.get(end)? {
            b'"' => {
                self.at = end + 1;
                if fact.is_none() && node.texts.is_empty() {
                    return Some(());
                }
                Cow::Borrowed(self.text.get(start..end)?)
            }
            b'\\' => {
                let (decoded, end) = decode_string(self.text, self.at)?;
                self.at = end;
                Cow::Owned(decoded)
            }
            _ => return None,
        };
        if !node.texts.iter().all(|demand| demand.proves(&text)) {
            return None;
        }
        if let Some(fact) = fact {
            *fact = Fact::Text(text);
        }
        Some(())
    }

    fn array(&mut self, node: &'p Node, mut list: Option<&mut dyn Grow<'d>>) -> Option<usize> {
        self.left = self.left.checked_sub(1)?;
        self.at += 1;
        self.space();
        let mut count = 0;
        if self.peek()? == b']' {
            self.at += 1;
        } else {
            let items = node.items.and_then(|items| self.program.nodes.get(items as usize));
            loop {
                self.space();
                match items {
                    Some(items) => {
                        let slot = list.as_mut().map(|list| list.push());
                        self.value(items, slot)?;
                    }
                    None => self.anything()?,
                }
                count += 1;
                self.space();
                let byte = self.peek()?;
                self.at += 1;
                match byte {
                    b',' => {}
                    b']' => break,
                    _ => return None,
                }
            }
        }
        self.left += 1;
        let fits = node.item_count.0 <= count && count <= node.item_count.1;
        fits.then(|| usize::try_from(count).ok())?
    }

    fn object(&mut self, node: &'p Node, view: Option<&mut dyn Fill<'d>>) -> Option<usize> {
        self.left = self.left.checked_sub(1)?;
        let count = match node.object {
            Some(object) => {
                let shape = self.shape(self.program.objects.get(object as usize)?)?;
                self.members(shape, view)?
            }
            None => self.any_members()?,
        };
        self.left += 1;
        Some(count)
    }

    /// The shape of an object: for a tagged one, the shape that its tag names.
    fn shape(&self, mut object: &'p Object) -> Option<&'p Shape> {
        loop {
            match object {
                Object::Plain(shape) => return self.program.shapes.get(*shape as usize),
                Object::Tagged { tag, variants } => {
                    let at = self.tag(tag)?;
                    let rest = self.bytes.get(at..)?;
                    let (_, variant) =
                        variants.iter().find(|(value, _)| rest.starts_with(value))?;
                    object = self.program.objects.get(*variant as usize)?;
                }
            }
        }
    }

    /// Where the value of the object's tag begins. It usually comes first; else the members before
    /// it are skipped here and judged later.
    fn tag(&self, tag: &[u8]) -> Option<usize> {
        let mut at = self.skip_space(self.at + 1);
        loop {
            let key = at;
            if self.bytes.get(key)? != &b'"' {
                return None;
            }
            let end = self.skip_string(key)?;
            at = self.skip_space(end);
            if self.bytes.get(at)? != &b':' {
                return None;
            }
            at = self.skip_space(at + 1);
            if self.bytes.get(key..end)? == tag {
                return Some(at);
            }
            at = self.skip_value(at)?;
            at = self.skip_space(at);
            if self.bytes.get(at)? != &b',' {
                return None;
            }
            at = self.skip_space(at + 1);
        }
    }

    fn skip_space(&self, mut at: usize) -> usize {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.bytes.get(at) {
            at += 1;
        }
        at
    }

    /// The end of the string that begins at `at`; its escapes are judged later.
    fn skip_string(&self, at: usize) -> Option<usize> {
        let mut at = at + 1;
        loop {
            at = scan::special(self.bytes, at);
            match self.bytes.get(at)? {
                b'"' => return Some(at + 1),
                b'\\' => at += 2,
                _ => return None,
            }
        }
    }

    /// The end of the value that begins at `at`, by its brackets alone.
    fn skip_value(&self, mut at: usize) -> Option<usize> {
        let mut open = 0_usize;
        loop {
            match self.bytes.get(at)? {
                b'"' => at = self.skip_string(at)?,
                b'{' | b'[' => {
                    open += 1;
                    at += 1;
                }
                b'}' | b']' if open > 0 => {
                    open -= 1;
                    at += 1;
                }
                b',' | b'}' | b']' | b'\n' if open == 0 => return Some(at),
                _ => {
                    at += 1;
                    continue;
                }
            }
            if open == 0 {
                return Some(at);
            }
        }
    }

    fn members(&mut self, shape: &'p Shape, mut view: Option<&mut dyn Fill<'d>>) -> Option<usize> {
        self.at += 1;
        let frame = self.scratch.hashes.len();
        let (mut seen, mut count, mut last) = (0_u64, 0, shape.prediction);
        self.space();
        if self.peek()? == b'}' {
            self.at += 1;
            return (shape.required == 0).then_some(0);
        }
        loop {
            self.space();
            count += 1;
            if let Some((index, member)) = self.known(shape, last)? {
                let bit = 1_u64 << index;
                if seen & bit != 0 {
                    return None;
                }
                seen |= bit;
                last = shape.prediction + index + 1;
                self.eat(b':')?;
                self.space();
                self.unknown += u64::from(member.foreign && shape.others == Others::Noted);
                self.member(shape, member, &mut view)?;
            } else {
                self.other(shape, &mut view)?;
            }
            self.space();
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b',' => {}
                b'}' => break,
                _ => return None,
            }
        }
        self.unique(frame)?;
        (shape.required & !seen == 0).then_some(count)
    }

    /// The member whose key stands here; the key is stepped over when there is one.
    #[inline]
    fn known(&mut self, shape: &'p Shape, last: usize) -> Option<Option<(usize, &'p Member)>> {
        let rest = self.bytes.get(self.at..)?;
        let predicted = usize::from(self.scratch.predictions.get(last).copied().unwrap_or(0));
        if let Some(member) = shape.members.get(predicted).filter(|m| rest.starts_with(&m.quoted)) {
            self.at += member.quoted.len();
            return Some(Some((predicted, member)));
        }
        let found = shape.members.iter().enumerate().find(|(_, m)| rest.starts_with(&m.quoted));
        if let Some((index, member)) = found {
            self.at += member.quoted.len();
            if let Some(place) = self.scratch.predictions.get_mut(last) {
                *place = u8::try_from(index).unwrap_or(0);
            }
            return Some(Some((index, member)));
        }
        Some(None)
    }

    #[inline]
    fn member(
        &mut self,
        shape: &'p Shape,
        member: &'p Member,
        view: &mut Option<&mut dyn Fill<'d>>,
    ) -> Option<()> {
        let node = self.program.nodes.get(member.node as usize)?;
        match (view, member.slot) {
            (Some(view), Some(slot)) => self.value(node, Some(view.slot(slot))),
            (Some(view), None) if shape.hands_others => {
                let name = member.quoted.get(1..member.quoted.len() - 1)?;
                let name = std::str::from_utf8(name).ok()?.to_owned();
                let mut fact = Fact::Absent;
                self.value(node, Some(Slot::One(&mut fact)))?;
                view.other(Cow::Owned(name), fact);
                Some(())
            }
            _ => self.value(node, None),
        }
    }

    /// A member that nobody names.
    fn other(&mut self, shape: &'p Shape, view: &mut Option<&mut dyn Fill<'d>>) -> Option<()> {
        let name = self.key()?;
        self.eat(b':')?;
        self.space();
        let mut fact = Fact::Absent;
        let wanted = shape.hands_others && view.is_some();
        match shape.others {
            Others::Unsure => return None,
            Others::Node(node) => {
                let node = self.program.nodes.get(node as usize)?;
                self.value(node, wanted.then_some(Slot::One(&mut fact)))?;
            }
            Others::Free | Others::Noted if wanted => {
                self.anything_into(&mut fact)?;
            }
            Others::Free | Others::Noted => self.anything()?,
        }
        self.unknown += u64::from(shape.others == Others::Noted);
        if let Some(view) = view.as_mut().filter(|_| wanted) {
            view.other(Cow::Borrowed(name), fact);
        }
        Some(())
    }

    /// A key without escapes; its hash is kept for the check that keys are unique.
    fn key(&mut self) -> Option<&'d str> {
        if self.peek()? != b'"' {
            return None;
        }
        let start = self.at + 1;
        let end = scan::special(self.bytes, start);
        if self.bytes.get(end)? != &b'"' {
            return None;
        }
        self.at = end + 1;
        let name = self.text.get(start..end)?;
        self.scratch.hashes.push(hash(name.as_bytes()));
        Some(name)
    }

    /// Whether the hashes from the frame on are unique; they are dropped. Two keys of one hash are
    /// not proven to differ.
    fn unique(&mut self, frame: usize) -> Option<()> {
        let hashes = self.scratch.hashes.get_mut(frame..)?;
        let unique = match hashes {
            [] | [_] => true,
            hashes => {
                hashes.sort_unstable();
                hashes.windows(2).all(|pair| pair.first() != pair.last())
            }
        };
        self.scratch.hashes.truncate(frame);
        unique.then_some(())
    }

    /// Any value, looked at by its type and size only.
    fn anything_into(&mut self, fact: &mut Fact<'d>) -> Option<()> {
        let any: &'static Node = &ANY;
        self.value(any, Some(Slot::One(fact)))
    }

    /// Any value. Its keys are unique, its numbers in range, its depth within bounds.
    fn anything(&mut self) -> Option<()> {
        match self.peek()? {
            b'"' => {
                let start = self.at;
                let end = scan::special(self.bytes, start + 1);
                match self.bytes.get(end)? {
                    b'"' => self.at = end + 1,
                    b'\\' => self.at = decode_string(self.text, start)?.1,
                    _ => return None,
                }
            }
            b'{' => {
                self.left = self.left.checked_sub(1)?;
                self.any_members()?;
                self.left += 1;
            }
            b'[' => {
                let any: &'static Node = &ANY;
                self.array(any, None)?;
            }
            b't' => drop(self.word(b"true", 0, Fact::Null)?),
            b'f' => drop(self.word(b"false", 0, Fact::Null)?),
            b'n' => drop(self.word(b"null", 0, Fact::Null)?),
            _ => self.at = number::read(self.bytes, self.at)?.1,
        }
        Some(())
    }

    fn any_members(&mut self) -> Option<usize> {
        self.at += 1;
        let frame = self.scratch.hashes.len();
        let mut count = 0;
        self.space();
        if self.peek()? == b'}' {
            self.at += 1;
            return Some(0);
        }
        loop {
            self.space();
            self.key()?;
            self.eat(b':')?;
            self.space();
            self.anything()?;
            count += 1;
            self.space();
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b',' => {}
                b'}' => break,
                _ => return None,
            }
        }
        self.unique(frame)?;
        Some(count)
    }
}

#[inline]
fn allowed(node: &Node, kind: u8) -> Option<()> {
    (node.types & kind != 0).then_some(())
}

/// FNV-1a: keys are short.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
    })
}
