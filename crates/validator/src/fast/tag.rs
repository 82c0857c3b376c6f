//! Which variant an object is.

use super::program::{Object, Shape, Tagged};
use super::skip;
use super::walk::{Guess, Walk};

impl<'p> Walk<'p, '_> {
    /// The shape of an object: for a tagged one, the shape that its tag names.
    pub(super) fn shape(&mut self, mut object: &'p Object) -> Option<&'p Shape> {
        loop {
            match object {
                Object::Plain(shape) => return self.program.shapes.get(*shape as usize),
                Object::Tagged(tagged) => {
                    let variant = tagged.objects.get(self.variant(tagged)?)?;
                    object = self.program.objects.get(*variant as usize)?;
                }
            }
        }
    }

    /// Which of the tag's values the object has. Where the tag stood in the object before, it is
    /// looked for first.
    #[inline]
    fn variant(&mut self, tagged: &Tagged) -> Option<usize> {
        let Some(place) = tagged.guess else {
            return tagged.values.find(self.bytes, self.tag(tagged)?);
        };
        let last = *self.scratch.guesses.get(place)?;
        let key = self.at + last.behind;
        let length = tagged.tag.length();
        let there = last.behind > 0
            && tagged.tag.stands(self.bytes, key)
            && self.bytes.get(key + length) == Some(&b':')
            && self.is_member_of(self.at, key);
        let at = if there { key + length + 1 } else { self.tag(tagged)? };
        if there && tagged.values.get(last.value)?.stands(self.bytes, at) {
            return Some(last.value);
        }
        let value = tagged.values.find(self.bytes, at)?;
        // Only a tag that is written without blanks is found again.
        let behind = (at - self.at).saturating_sub(length + 1);
        *self.scratch.guesses.get_mut(place)? = Guess { behind, value };
        Some(value)
    }

    /// Whether the key that stands at `key` is surely one of the object's own: nothing is opened
    /// between the two.
    fn is_member_of(&self, object: usize, key: usize) -> bool {
        let before = self.bytes.get(object + 1..key).unwrap_or(b"{");
        memchr::memchr2(b'{', b'[', before).is_none()
    }

    /// Where the value of the object's tag begins. It usually comes first; else the members before
    /// it are skipped here and judged later.
    fn tag(&self, tagged: &Tagged) -> Option<usize> {
        let mut at = skip::space(self.bytes, self.at + 1);
        loop {
            let key = at;
            (self.bytes.get(key)? == &b'"').then_some(())?;
            let (end, _) = skip::string(self.bytes, key + 1)?;
            at = skip::space(self.bytes, end);
            (self.bytes.get(at)? == &b':').then_some(())?;
            at = skip::space(self.bytes, at + 1);
            if end - key == tagged.tag.length() && tagged.tag.stands(self.bytes, key) {
                return Some(at);
            }
            at = skip::space(self.bytes, skip::value(self.bytes, at)?);
            (self.bytes.get(at)? == &b',').then_some(())?;
            at = skip::space(self.bytes, at + 1);
        }
    }
}
