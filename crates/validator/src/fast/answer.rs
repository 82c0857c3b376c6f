//! Answers to questions about values that are proven to be well-formed, from their bytes.

use std::borrow::Cow;

use super::ask::Ask;
use super::number::{self, Number, is_multiple};
use super::program::{Text, types};
use super::skip::children;
use super::walk::Walk;
use crate::read::decode_string;

impl Walk<'_, '_> {
    /// The answers about the value that began at `start` and ends here, as bits.
    #[inline(always)] // of most values nothing is asked, and a call would cost as much as some values
    pub(super) fn answers_of(&self, asked: Option<u32>, start: usize) -> Option<u64> {
        match asked {
            Some(asked) => self.answers(asked, start),
            None => Some(0),
        }
    }

    #[inline(never)]
    fn answers(&self, asked: u32, start: usize) -> Option<u64> {
        let raw = self.text.get(start..self.at)?;
        let asked = self.program.asked.get(asked as usize)?;
        let mut seen = Seen::of(raw)?;
        // What stands inside is found once, whoever asks for it.
        let inside = match seen.holds() && asked.iter().any(|asked| asked.inside) {
            true => Some(children(raw)?),
            false => None,
        };
        seen.inside = inside.as_deref();
        let bits = asked.iter().map(|asked| match seen.answer(&asked.ask) {
            Some(true) => asked.yes,
            Some(false) => asked.no,
            None => 0,
        });
        Some(bits.fold(0, |all, bits| all | bits))
    }

    /// Whether the items of the array that began at `start` are plain strings or integers, and no
    /// two alike.
    pub(super) fn unique_items(&self, start: usize) -> Option<bool> {
        let mut items = children(self.text.get(start..self.at)?)?;
        let plain = |item: &&str| match Seen::of(item).map(|seen| seen.kind) {
            Some(types::STRING) => !item.contains('\\'),
            Some(kind) => kind == types::INT,
            None => false,
        };
        let plain = items.iter().all(plain);
        items.sort_unstable();
        Some(plain && items.windows(2).all(|pair| pair.first() != pair.last()))
    }
}

/// A value that questions are asked of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'d> {
    /// Its type, as a bit.
    pub(super) kind: u8,
    /// Its text; none where only its type is known.
    pub(super) raw: Option<&'d str>,
    /// What stands inside, where that is known already.
    inside: Option<&'d [&'d str]>,
}

impl<'d> Seen<'d> {
    /// Some value of a type.
    pub(super) fn any_of(kind: u8) -> Self {
        Seen { kind, raw: None, inside: None }
    }

    /// The value that a text is.
    pub(super) fn of(raw: &'d str) -> Option<Self> {
        let kind = match raw.as_bytes().first()? {
            b'"' => types::STRING,
            b'{' => types::OBJECT,
            b'[' => types::ARRAY,
            b't' | b'f' => types::BOOL,
            b'n' => types::NULL,
            _ => match number::read(raw.as_bytes(), 0)?.0 {
                Number::Int(_) => types::INT,
                Number::Float(_) => types::FLOAT,
            },
        };
        Some(Seen { kind, raw: Some(raw), inside: None })
    }

    /// Whether it is an array or an object.
    fn holds(self) -> bool {
        self.kind & (types::ARRAY | types::OBJECT) != 0
    }

    /// The items of an array, or keys and values of an object by turns, each as its text.
    pub(super) fn inside(self) -> Option<Cow<'d, [&'d str]>> {
        match self.inside {
            Some(inside) => Some(Cow::Borrowed(inside)),
            None => children(self.raw?).map(Cow::Owned),
        }
    }

    /// The value of a member, if it is there. Keys have no escapes: an object with one is not proven.
    fn member(self, name: &str) -> Option<Option<&'d str>> {
        let inside = self.inside()?;
        let mut pairs = inside.as_chunks::<2>().0.iter();
        let of_name = |key: &str| key.get(1..key.len() - 1) == Some(name);
        Some(pairs.find(|[key, _]| of_name(key)).map(|[_, value]| *value))
    }

    /// The integer that it is.
    pub(super) fn int(self) -> Option<i128> {
        match number::read(self.raw?.as_bytes(), 0)?.0 {
            Number::Int(int) => Some(int),
            Number::Float(_) => None,
        }
    }

    /// Whether it is a number far from every integer; near one (`1.0` is one) it depends on the
    /// last digits, and on who reads them.
    pub(super) fn is_fraction(self) -> bool {
        let number = self.raw.and_then(|raw| number::read(raw.as_bytes(), 0));
        match number {
            Some((Number::Float(float), _)) => {
                float.abs() < 1e6 && (float - float.round()).abs() > 1e-6
            }
            _ => false,
        }
    }

    fn is_multiple(self, divisor: u64) -> Option<bool> {
        match number::read(self.raw?.as_bytes(), 0)?.0 {
            Number::Int(int) => Some(int % i128::from(divisor) == 0),
            Number::Float(float) => is_multiple(float, divisor),
        }
    }

    /// Whether so many stand inside, each of so many texts.
    fn holds_so_many(self, texts: u64, least: u64, most: u64) -> Option<bool> {
        let count = self.inside()?.len() as u64 / texts;
        Some(least <= count && count <= most)
    }

    /// Whether so many items are as asked; those of which there is no answer may be.
    fn contains(self, item: &Ask, least: u64, most: u64) -> Option<bool> {
        let (mut yes, mut open) = (0, 0);
        for child in self.inside()?.iter() {
            match Seen::of(child)?.answer(item) {
                Some(true) => yes += 1,
                Some(false) => {}
                None => open += 1,
            }
        }
        match (least <= yes && yes + open <= most, most < yes || yes + open < least) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }

    /// The string that it is.
    pub(super) fn text(self) -> Option<Cow<'d, str>> {
        let raw = self.raw?;
        if memchr::memchr(b'\\', raw.as_bytes()).is_some() {
            return Some(Cow::Owned(decode_string(raw, 0)?.0));
        }
        raw.get(1..raw.len() - 1).map(Cow::Borrowed)
    }

    /// Yes, no, or no answer.
    pub(super) fn answer(self, ask: &Ask) -> Option<bool> {
        let is = |kind: u8| self.kind & kind != 0;
        match ask {
            Ask::Known(always) => Some(*always),
            Ask::Open => None,
            Ask::Rest(rest) => rest.holds(self.raw?),
            Ask::Recalled(recalled) => recalled.answer(self.raw?),
            Ask::Types(wanted) if is(types::FLOAT) && wanted & types::NUMBER == types::INT => {
                self.is_fraction().then_some(false)
            }
            Ask::Types(wanted) => Some(is(*wanted)),
            Ask::Only(values) => self.is_one_of(values),
            Ask::AtLeast(_) | Ask::AtMost(_) if !is(types::NUMBER) => Some(true),
            Ask::AtLeast(least) => self.int().map(|int| int >= *least),
            Ask::AtMost(most) => self.int().map(|int| int <= *most),
            Ask::Multiple(_) if !is(types::NUMBER) => Some(true),
            Ask::Multiple(divisor) => self.is_multiple(*divisor),
            Ask::Text(_) if !is(types::STRING) => Some(true),
            Ask::Text(demand) => self.fits(demand),
            Ask::Items(..) if !is(types::ARRAY) => Some(true),
            Ask::Items(least, most) => self.holds_so_many(1, *least, *most),
            Ask::Members(..) if !is(types::OBJECT) => Some(true),
            Ask::Members(least, most) => self.holds_so_many(2, *least, *most),
            Ask::Each(_) if !is(types::ARRAY) => Some(true),
            Ask::Each(asks) => {
                let inside = self.inside()?;
                let items: Option<Vec<Seen>> = inside.iter().map(|item| Seen::of(item)).collect();
                every(items?.into_iter().map(|item| item.all(asks)))
            }
            Ask::Contains(..) if !is(types::ARRAY) => Some(true),
            Ask::Contains(item, least, most) => self.contains(item, *least, *most),
            Ask::Required(_) | Ask::Member(..) if !is(types::OBJECT) => Some(true),
            Ask::Required(name) => Some(self.member(name)?.is_some()),
            Ask::Member(name, inner) => match self.member(name)? {
                Some(value) => Seen::of(value)?.answer(inner),
                None => Some(true),
            },
            Ask::Remaining(_) if !is(types::OBJECT) => Some(true),
            Ask::Remaining(asked) => asked.answer(self),
            _ => self.joined(ask),
        }
    }

    /// Whether all answers are yes.
    pub(super) fn all(self, asks: &[Ask]) -> Option<bool> {
        every(asks.iter().map(|ask| self.answer(ask)))
    }

    /// Questions made of questions.
    fn joined(self, ask: &Ask) -> Option<bool> {
        match ask {
            Ask::All(all) => self.all(all),
            Ask::Any(asks) => any(asks.iter().map(|ask| self.answer(ask))),
            Ask::One(asks) => {
                let answers: Option<Vec<bool>> = asks.iter().map(|ask| self.answer(ask)).collect();
                Some(answers?.into_iter().filter(|yes| *yes).count() == 1)
            }
            Ask::Not(ask) => not(self.answer(ask)),
            Ask::If(parts) => {
                let [condition, then, other] = &**parts;
                match self.answer(condition) {
                    Some(true) => self.answer(then),
                    Some(false) => self.answer(other),
                    None => self.answer(then).filter(|yes| self.answer(other) == Some(*yes)),
                }
            }
            _ => None,
        }
    }

    fn fits(self, demand: &Text) -> Option<bool> {
        // Whether a string is empty shows without its text.
        match demand {
            Text::AtLeast(1) => Some(self.raw?.len() > 2),
            Text::AtMost(0) => Some(self.raw?.len() == 2),
            _ => demand.answer(&self.text()?),
        }
    }
}

/// Yes when one is; no when none is.
pub(super) fn any(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    every(answers.map(not)).map(|yes| !yes)
}

fn not(answer: Option<bool>) -> Option<bool> {
    answer.map(|yes| !yes)
}

/// Yes when all are; no when one is not, whatever the others are.
pub(super) fn every(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut all = Some(true);
    for answer in answers {
        match answer {
            Some(false) => return Some(false),
            None => all = None,
            Some(true) => {}
        }
    }
    all
}

/// The number that a text is, as the explaining path would hold it.
pub(crate) fn number_at(raw: &str) -> Option<serde_json::Number> {
    match number::read(raw.as_bytes(), 0)?.0 {
        Number::Float(float) => serde_json::Number::from_f64(float),
        Number::Int(int) => match u64::try_from(int) {
            Ok(int) => Some(int.into()),
            Err(_) => i64::try_from(int).ok().map(Into::into),
        },
    }
}
