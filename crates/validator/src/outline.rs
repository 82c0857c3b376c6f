//! The members of a JSON object as they stand in the text, without a tree.
//!
//! An outline says nothing of whether the text is well-formed: it is looked at before a proof that
//! is. Of a well-formed text with unique keys it tells what a tree would; where it cannot be sure
//! of that (a key with an escape, a number in an unusual spelling) it says so by `None`.

use serde_json::Value;

use crate::fast::skip;

/// An object of more members has no outline: a hostile text of nothing but members would make it
/// larger than the text.
const MOST: usize = 512;

/// An object's members in the order of the text.
#[derive(Debug)]
pub(crate) struct Outline<'d> {
    members: Vec<(&'d str, Raw<'d>)>,
}

/// A value as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Raw<'d>(&'d str);

/// What is found at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found<'d> {
    /// Nothing.
    Absent,
    /// An array or an object.
    Container,
    /// The text of a scalar, as the tree's value is printed.
    Scalar(&'d str),
}

impl<'d> Outline<'d> {
    /// The outline of an object; `None` when the text is no object, or not surely one.
    pub(crate) fn of(text: &'d str) -> Option<Self> {
        let bytes = text.as_bytes();
        let mut members = Vec::with_capacity(16);
        let start = skip::space(bytes, 0);
        (bytes.get(start)? == &b'{').then_some(())?;
        let mut at = skip::space(bytes, start + 1);
        if bytes.get(at)? == &b'}' {
            return Some(Outline { members });
        }
        loop {
            let (name, behind) = key(text, at)?;
            at = skip::space(bytes, behind);
            (bytes.get(at)? == &b':').then_some(())?;
            let (value, behind) = value(text, skip::space(bytes, at + 1))?;
            members.push((name, value));
            if members.len() > MOST {
                return None;
            }
            at = skip::space(bytes, behind);
            match bytes.get(at)? {
                b',' => at = skip::space(bytes, at + 1),
                b'}' => return Some(Outline { members }),
                _ => return None,
            }
        }
    }

    /// Each member's name and value.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&'d str, Raw<'d>)> {
        self.members.iter().copied()
    }

    /// The value of the member of that name.
    pub(crate) fn get(&self, name: &str) -> Option<Raw<'d>> {
        self.members.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

impl<'d> Raw<'d> {
    /// The value that a text is, which is well-formed.
    pub(crate) fn of(text: &'d str) -> Self {
        Raw(text)
    }

    /// Its text.
    pub(crate) fn text(self) -> &'d str {
        self.0
    }

    /// What is found at the rest of a pointer below this value, `/a/0` say; none when not sure.
    pub(crate) fn at(self, rest: &str) -> Option<Found<'d>> {
        self.below(rest)?.map_or(Some(Found::Absent), Raw::found)
    }

    /// The value there, if there is one; none when not sure.
    pub(crate) fn below(self, rest: &str) -> Option<Option<Raw<'d>>> {
        let mut at = self;
        for part in rest.split('/').skip(1) {
            let below = match at.0.as_bytes().first()? {
                b'{' => Outline::of(at.0)?.get(part),
                b'[' => at.item(part)?,
                _ => None,
            };
            match below {
                Some(below) => at = below,
                None => return Some(None),
            }
        }
        Some(Some(at))
    }

    /// The item of an array at that place, as pointers write it.
    fn item(self, part: &str) -> Option<Option<Raw<'d>>> {
        let plain = part == "0" || !part.starts_with('0');
        let wanted = part.bytes().all(|b| b.is_ascii_digit()) && plain;
        let Some(wanted) = wanted.then(|| part.parse::<usize>().ok()).flatten() else {
            return Some(None);
        };
        let items = skip::children(self.0)?;
        Some(items.get(wanted).copied().map(Raw))
    }

    fn found(self) -> Option<Found<'d>> {
        let bytes = self.0.as_bytes();
        Some(match bytes.first()? {
            b'{' | b'[' => Found::Container,
            b'"' => {
                let inside = self.0.get(1..self.0.len().checked_sub(1)?)?;
                Found::Scalar(Some(inside).filter(|text| !text.contains('\\'))?)
            }
            b't' | b'f' | b'n' => Found::Scalar(self.0),
            _ => {
                self.integer()?;
                Found::Scalar(self.0)
            }
        })
    }

    /// The integer, when it is written as it is printed.
    fn integer(self) -> Option<i64> {
        let int: i64 = self.0.parse().ok()?;
        let digits = self.0.strip_prefix('-').unwrap_or(self.0);
        let plain = digits.starts_with(|c: char| c.is_ascii_digit()) && self.0 != "-0";
        (plain && (digits.len() == 1 || !digits.starts_with('0'))).then_some(int)
    }

    /// The value as a tree holds it, when it is a plain string or integer.
    pub(crate) fn plain(self) -> Option<Value> {
        match (self.0.as_bytes().first()?, self.found()?) {
            (b'"', Found::Scalar(text)) => Some(Value::from(text)),
            (b'-' | b'0'..=b'9', Found::Scalar(_)) => Some(Value::from(self.integer()?)),
            _ => None,
        }
    }
}

/// The key that stands at a place, if it has no escapes, and where it ends.
fn key(text: &str, at: usize) -> Option<(&str, usize)> {
    (text.as_bytes().get(at)? == &b'"').then_some(())?;
    let (end, escaped) = skip::string(text.as_bytes(), at + 1)?;
    let name = text.get(at + 1..end - 1).filter(|_| !escaped)?;
    Some((name, end))
}

/// The value that stands at a place, and where it ends.
fn value(text: &str, at: usize) -> Option<(Raw<'_>, usize)> {
    let end = skip::value(text.as_bytes(), at)?;
    Some((Raw(text.get(at..end)?), end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_and_what_is_below_them_are_found_as_they_stand() {
        let text =
            r#" {"a": {"b": [10, {"c": "x,}"}, "é"]}, "s":"v", "n": -7, "l": true, "e": [] }"#;
        let outline = Outline::of(text).unwrap();
        let names: Vec<_> = outline.members().map(|(name, _)| name).collect();
        assert_eq!(names, ["a", "s", "n", "l", "e"]);
        let at = |name: &str, rest: &str| outline.get(name).unwrap().at(rest);
        assert_eq!(at("a", "/b/0"), Some(Found::Scalar("10")));
        assert_eq!(at("a", "/b/1/c"), Some(Found::Scalar("x,}")));
        assert_eq!(at("a", "/b/2"), Some(Found::Scalar("é")));
        for absent in ["/b/3", "/b/01", "/b/+1", "/b/x", "/c", "/b/0/z"] {
            assert_eq!(at("a", absent), Some(Found::Absent), "{absent}");
        }
        assert_eq!(at("e", "/0"), Some(Found::Absent));
        assert_eq!((at("a", ""), at("s", "")), (Some(Found::Container), Some(Found::Scalar("v"))));
        assert_eq!(
            (at("n", ""), at("l", "")),
            (Some(Found::Scalar("-7")), Some(Found::Scalar("true")))
        );
        assert_eq!(outline.get("s").unwrap().plain(), Some(Value::from("v")));
        assert_eq!(outline.get("n").unwrap().plain(), Some(Value::from(-7)));
        assert_eq!(outline.get("l").unwrap().plain(), None);
    }

    #[test]
    fn what_is_not_sure_is_not_told() {
        for text in ["", "[1]", "1", "{", r#"{"a"}"#, r#"{"a\u0062":1}"#, r#"{"a":"#, r#"{"a":,}"#]
        {
            assert!(Outline::of(text).is_none(), "{text}");
        }
        let many = (0..=MOST).map(|n| format!("\"m{n}\":1")).collect::<Vec<_>>().join(",");
        assert!(Outline::of(&format!("{{{many}}}")).is_none());
        let outline = Outline::of(r#"{"a": "x\n", "b": 1.0, "c": 1e2, "d": 01, "e": -0, "f": +1}"#);
        let outline = outline.unwrap();
        for name in ["a", "b", "c", "d", "e", "f"] {
            assert_eq!(outline.get(name).unwrap().at(""), None, "{name}");
        }
    }
}
