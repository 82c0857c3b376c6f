//! Patterns that begin by looking ahead or end by looking back: `^(?!_)[a-z]+$`,
//! `^(?=.*[0-9]).{8,}$`, `^[a-z-]+(?<!-)$`.
//!
//! There such a look is a pattern of its own, held against the same text: what follows `^`, or what
//! stands before `$`, must match it, or must not.

use std::borrow::Cow;

use super::pattern::Automaton;

/// The most looks.
const MOST: usize = 8;

/// A pattern between looks.
#[derive(Debug, Clone)]
pub(super) struct Looks {
    /// Each look, and whether it must match.
    looks: Box<[(Automaton, bool)]>,
    rest: Automaton,
}

impl Looks {
    /// The automata of a pattern with looks at its ends, in which there are no others.
    pub(super) fn of(pattern: &str) -> Option<Self> {
        // An alternative would do without them.
        (!branches(pattern)).then_some(())?;
        let (mut rest, mut looks) = (pattern.to_owned(), Vec::new());
        while let Some((inner, wanted, behind)) = rest.strip_prefix('^').and_then(ahead) {
            // It may not be repeated.
            let once = !behind.starts_with(['*', '+', '?', '{']);
            (once && is_plain(inner) && looks.len() < MOST).then_some(())?;
            looks.push((Automaton::of(&format!("^{}", whole(inner)))?, wanted));
            rest = format!("^{behind}");
        }
        while let Some((before, wanted, inner)) = rest.strip_suffix('$').and_then(back) {
            (is_plain(inner) && sees_all(inner) && looks.len() < MOST).then_some(())?;
            looks.push((Automaton::of(&format!("{}$", whole(inner)))?, wanted));
            rest = format!("{before}$");
        }
        (!looks.is_empty()).then_some(())?;
        Some(Looks { looks: looks.into(), rest: Automaton::of(&rest)? })
    }

    /// Whether it matches; `None` when an automaton cannot tell, or when the text is not ASCII:
    /// readers that know looks read words and digits beyond it.
    pub(super) fn matches(&self, text: &str) -> Option<bool> {
        if !text.is_ascii() {
            return None;
        }
        for (look, wanted) in &self.looks {
            if look.matches(text)? != *wanted {
                return Some(false);
            }
        }
        self.rest.matches(text)
    }

    /// Bytes that its tables take.
    pub(super) fn size(&self) -> usize {
        self.looks.iter().map(|(look, _)| look.size()).sum::<usize>() + self.rest.size()
    }
}

/// Whether there is no look in a look.
fn is_plain(inner: &str) -> bool {
    !["(?=", "(?!", "(?<"].iter().any(|look| inner.contains(look))
}

/// Whether the engine reads it as it stands while it looks back: it does not see bounds.
fn sees_all(inner: &str) -> bool {
    let bound = |(_, character)| matches!(character, '^' | '$');
    !inner.contains("\\b") && !outside_classes(inner).any(bound)
}

/// What is in a look, as a part of a pattern.
fn whole(inner: &str) -> Cow<'_, str> {
    if branches(inner) { format!("(?:{inner})").into() } else { inner.into() }
}

/// The look ahead that a pattern begins with: what is in it, whether it must match, and what
/// follows it.
fn ahead(pattern: &str) -> Option<(&str, bool, &str)> {
    let (inside, wanted) = match pattern.strip_prefix("(?=") {
        Some(inside) => (inside, true),
        None => (pattern.strip_prefix("(?!")?, false),
    };
    let mut depth = 0_usize;
    for (at, bracket) in outside_classes(inside) {
        match bracket {
            '(' => depth += 1,
            ')' if depth == 0 => return Some((inside.get(..at)?, wanted, inside.get(at + 1..)?)),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The look back that a pattern ends with: what stands before it, whether it must match, and what
/// is in it.
fn back(pattern: &str) -> Option<(&str, bool, &str)> {
    let (mut open, mut last) = (Vec::new(), None);
    for (at, bracket) in outside_classes(pattern) {
        match bracket {
            '(' => open.push(at),
            ')' => last = Some((open.pop()?, at)),
            _ => {}
        }
    }
    let (start, end) = last.filter(|(_, end)| end + 1 == pattern.len())?;
    let group = pattern.get(start..end)?;
    let (inner, wanted) = match group.strip_prefix("(?<=") {
        Some(inner) => (inner, true),
        None => (group.strip_prefix("(?<!")?, false),
    };
    Some((pattern.get(..start)?, wanted, inner))
}

/// Whether there are alternatives outside groups.
fn branches(pattern: &str) -> bool {
    let mut depth = 0_usize;
    outside_classes(pattern).any(|(_, character)| {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && character == '|'
    })
}

/// The characters of a pattern that are neither escaped nor in a class, and where they stand.
fn outside_classes(pattern: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut escaped, mut in_class) = (false, false);
    pattern.char_indices().filter(move |(_, character)| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        match character {
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' if in_class => in_class = false,
            _ => return !in_class,
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::engine::Engine;

    #[test]
    fn only_looks_at_the_ends_are_taken() {
        let of = |pattern: &str| Automaton::of(pattern).is_some();
        for pattern in [
            "^(?!_)[a-z]+$",
            "^(?=.*\\d)(?=.*[)a])(?!(?:x|y)\\)).{2,}$",
            "^(?=a)",
            "^(?!a)(b|c)$",
            "^(?!-)[a-z-]{1,9}(?<!-)$",
            "(?<=a|[)b])(?<!c)$",
        ] {
            assert!(of(pattern), "{pattern}");
        }
        for pattern in [
            "(?!a)",
            "^a(?!b)",
            "^(?!a)b|c",
            "^(?=a)*b",
            "^(?<!a)b",
            "^(?:a(?<!a)$)",
            "a(?<!b)\\$",
            "^a(?<!b)+$",
            "a|b(?<!c)$",
            "^(?!(?=a)b)c",
            "^(?!a",
        ] {
            assert!(!of(pattern), "{pattern}");
        }
    }

    /// Pieces of patterns, of looks too.
    fn piece() -> impl Strategy<Value = String> {
        let plain = [
            "a",
            "b",
            "é",
            "\\d",
            "\\W",
            "\\s",
            "\\S*",
            ".",
            ".*",
            "[^a]",
            "[a\\s]",
            "[\\da]?",
            "\\b",
            "\\n",
            "\\x61",
            "\\u0062",
            "(?:a|b)",
            "(b|)",
            "a{2}",
            "$",
            "-",
            "[\\t-\\r]",
        ];
        prop::collection::vec(prop::sample::select(plain.to_vec()), 1..4).prop_map(|it| it.concat())
    }

    fn pattern() -> impl Strategy<Value = String> {
        let looks = |sign: &'static str| {
            let look = (prop::bool::ANY, piece(), prop::option::weighted(0.3, piece()));
            let look = look.prop_map(move |(wanted, one, other)| {
                let other = other.map(|it| format!("|{it}")).unwrap_or_default();
                format!("(?{sign}{}{one}{other})", if wanted { '=' } else { '!' })
            });
            prop::collection::vec(look, 0..3).prop_map(|it| it.concat())
        };
        let often = prop::bool::weighted(0.8);
        (often, looks(""), piece(), looks("<"), often, prop::bool::weighted(0.1)).prop_map(
            |(starts, ahead, rest, back, ends, branch)| {
                let [start, end, branch] = [(starts, "^"), (ends, "$"), (branch, "|b")]
                    .map(|(is, sign)| if is { sign } else { "" });
                format!("{start}{ahead}{rest}{back}{end}{branch}")
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_engine_reads_patterns_alike(
            pattern in pattern(),
            texts in prop::collection::vec("[ab1é \\-\r\n\t\u{85}\u{2028}\u{feff}\u{661}_]{0,5}", 12),
            plain in prop::collection::vec("[ab1 ]{0,4}", 12),
        ) {
            let Some(automaton) = Automaton::of(&pattern) else { return Ok(()) };
            // The engine looks back over fixed lengths alone.
            let Ok(engine) = Engine::compile(json!({"pattern": pattern})) else {
                prop_assert!(pattern.contains("(?<"), "{}", pattern);
                return Ok(());
            };
            for text in texts.iter().chain(&plain) {
                let found = automaton.matches(text);
                prop_assert!(found.is_some() || !text.is_ascii() || text.contains('\r'));
                prop_assert!(
                    found.is_none_or(|found| found == engine.is_valid(&json!(text))),
                    "{:?} {:?}: {:?}", pattern, text, found
                );
            }
        }
    }
}
