//! Values of which the schema says nothing: well-formed, unique keys, numbers in range.

use std::sync::LazyLock;

use super::escapes;
use super::number;
use super::program::Node;
use super::scan;
use super::walk::Walk;
use crate::facts::{Fact, Slot};

/// Every value.
static ANY: LazyLock<Node> = LazyLock::new(Node::any);

impl<'d> Walk<'_, 'd> {
    /// Any value, looked at by its type and size only.
    pub(super) fn anything_into(&mut self, fact: &mut Fact<'d>) -> Option<()> {
        let any: &'static Node = &ANY;
        self.value(any, Some(Slot::One(fact)))
    }

    /// Any value. Its keys are unique, its numbers in range, its depth within bounds.
    pub(super) fn anything(&mut self) -> Option<()> {
        match self.peek()? {
            b'"' => {
                let start = self.at;
                let end = scan::special(self.bytes, start + 1);
                match self.bytes.get(end)? {
                    b'"' => self.at = end + 1,
                    b'\\' => self.at = escapes::measure(self.text, start)?.1,
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

    pub(super) fn any_members(&mut self) -> Option<usize> {
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
            if !self.more(b'}')? {
                break;
            }
        }
        self.unique(frame)?;
        Some(count)
    }
}
