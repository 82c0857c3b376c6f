//! What a value mostly is, worked out of its node for the hot path.

use super::fixed::Fixed;
use super::keys::{Key, Keys};
use super::literal::Literal;
use super::moment;
use super::number;
use super::pattern::Automaton;
use super::program::{Node, Text, types};
use super::simd::Lanes;
use crate::facts::Fact;

/// So many strings are compared one by one.
const FEW: usize = 8;

/// What most values of a node are. A value that is something else may fit nevertheless: that is
/// for the walk to say.
#[derive(Debug)]
pub(super) struct Expected {
    types: u8,
    text: Form,
    /// Bounds of integers without a sign.
    ints: (u64, u64),
}

/// What most strings of a node are.
#[derive(Debug)]
enum Form {
    /// Nothing is expected.
    Nothing,
    /// Without escapes, and of so many bytes.
    Plain { least: usize, most: usize },
    /// One of these few.
    Few(Box<[Literal]>),
    /// One of these.
    OneOf(Box<Keys>),
    /// Of a form that tells its length.
    Fixed(Box<Fixed>),
    /// A time of whole seconds.
    Moment,
}

impl Default for Expected {
    fn default() -> Self {
        Expected { types: 0, text: Form::Nothing, ints: (1, 0) }
    }
}

impl Expected {
    /// What most values of the node are.
    pub(super) fn of(node: &Node) -> Self {
        let text =
            if node.types & types::STRING != 0 { Form::of(&node.texts) } else { Form::Nothing };
        Expected { types: node.types, text, ints: node.plain_ints }
    }

    /// The end of the string whose quote stands at `at`, without its quotes, when it is what is
    /// expected.
    #[inline(always)] // so that it is compiled for the lanes
    pub(super) fn text(&self, lanes: impl Lanes, bytes: &[u8], at: usize) -> Option<usize> {
        let start = at + 1;
        match &self.text {
            Form::Plain { least, most } => {
                let end = lanes.special(bytes, start);
                let fits = *least <= end - start && end - start <= *most;
                (fits && bytes.get(end) == Some(&b'"')).then_some(end)
            }
            Form::Fixed(fixed) => Some(start + fixed.stands(bytes, start)?),
            Form::Few(literals) => {
                // A loop: what a closure holds is compiled by itself.
                for literal in literals {
                    if literal.stands(bytes, at) {
                        return Some(at + literal.length() - 1);
                    }
                }
                None
            }
            Form::OneOf(keys) => {
                let key = keys.get(keys.find(bytes, at)?)?;
                Some(at + key.length() - 1)
            }
            Form::Moment => Some(start + moment::stands(bytes, start)?),
            Form::Nothing => None,
        }
    }

    /// Whether a string of so many bytes is what is expected, whatever they are. Decoded, it has no
    /// more.
    #[inline]
    pub(super) fn takes_any(&self, length: usize) -> bool {
        matches!(self.text, Form::Plain { least, most } if least <= length && length <= most)
    }

    /// The integer at `at` and its end, when it is what is expected.
    #[inline(always)] // as above
    pub(super) fn int(&self, lanes: impl Lanes, bytes: &[u8], at: usize) -> Option<(u64, usize)> {
        let (least, most) = self.ints;
        number::digits_alone(lanes, bytes, at).filter(|(int, _)| least <= *int && *int <= most)
    }

    /// `true`, `false` or `null` at `at` and its end, when it is what is expected.
    #[inline(never)]
    pub(super) fn word<'d>(&self, bytes: &[u8], at: usize) -> Option<(Fact<'d>, usize)> {
        let rest = bytes.get(at..)?;
        let (kind, fact, length) = match rest {
            [b't', b'r', b'u', b'e', ..] => (types::BOOL, Fact::Bool(true), 4),
            [b'f', b'a', b'l', b's', b'e', ..] => (types::BOOL, Fact::Bool(false), 5),
            [b'n', b'u', b'l', b'l', ..] => (types::NULL, Fact::Null, 4),
            _ => return None,
        };
        (self.types & kind != 0).then_some((fact, at + length))
    }
}

impl Form {
    fn of(texts: &[Text]) -> Self {
        match texts {
            [Text::OneOf(values, _)] if values.len() <= FEW => {
                let keys = values.iter().filter_map(|value| Key::of(value));
                Form::Few(keys.map(|key| key.literal()).collect())
            }
            [Text::OneOf(_, keys)] => Form::OneOf(Box::new(keys.clone())),
            [Text::Pattern(automaton, true)] => match &**automaton {
                Automaton::Fixed(fixed) => Form::Fixed(Box::new(fixed.clone())),
                _ => Form::Nothing,
            },
            [Text::DateTime] => Form::Moment,
            texts => Form::plain(texts).unwrap_or(Form::Nothing),
        }
    }

    /// Where nothing but the length is demanded. So many bytes are not more characters; how few
    /// they are, bytes tell of one alone.
    fn plain(texts: &[Text]) -> Option<Self> {
        let (mut least, mut most) = (0, usize::MAX);
        for text in texts {
            match text {
                Text::AtLeast(length @ ..=1) => least = least.max(*length),
                Text::AtMost(length) => most = most.min(*length),
                _ => return None,
            }
        }
        Some(Form::Plain { least, most })
    }
}
