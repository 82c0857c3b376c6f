//! Stepping over values by their quotes and brackets, without a judgement: of a text that is proven,
//! or that somebody else judges.

use super::scan;

/// Where the white space ends that begins at `at`.
#[inline]
pub(crate) fn space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\t' | b'\r' | b'\n') = bytes.get(at) {
        at += 1;
    }
    at
}

/// Where the string ends of which the first character stands at `at`, and whether it has escapes.
#[inline]
pub(crate) fn string(bytes: &[u8], mut at: usize) -> Option<(usize, bool)> {
    let mut escaped = false;
    loop {
        at = scan::special(bytes, at);
        match bytes.get(at)? {
            b'"' => return Some((at + 1, escaped)),
            b'\\' => (at, escaped) = (at + 2, true),
            _ => return None,
        }
    }
}

/// Where the value ends that begins at `at`, and behind which more follows.
#[inline]
pub(crate) fn value(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'"' => Some(string(bytes, at + 1)?.0),
        b'{' | b'[' => container(bytes, at + 1),
        _ => {
            let length = bytes.get(at..)?.iter().position(|byte| ends(*byte))?;
            (length > 0).then_some(at + length)
        }
    }
}

fn container(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut open = 1_usize;
    while open > 0 {
        at = match bytes.get(at)? {
            b'"' => string(bytes, at + 1)?.0,
            byte => {
                match byte {
                    b'{' | b'[' => open += 1,
                    b'}' | b']' => open -= 1,
                    _ => {}
                }
                at + 1
            }
        };
    }
    Some(at)
}

/// What follows a number or a word.
fn ends(byte: u8) -> bool {
    matches!(byte, b',' | b':' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n')
}

/// What stands in an array or an object, which the text is: its items, or keys and values by turns.
pub(crate) fn children(raw: &str) -> Option<Vec<&str>> {
    let bytes = raw.as_bytes();
    let mut found = Vec::with_capacity(32);
    let mut at = space(bytes, 1);
    if let b'}' | b']' = bytes.get(at)? {
        return Some(found);
    }
    loop {
        let end = value(bytes, at)?;
        found.push(raw.get(at..end)?);
        at = space(bytes, end);
        match bytes.get(at)? {
            b',' | b':' => at = space(bytes, at + 1),
            b'}' | b']' => return Some(found),
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_inside_is_told_apart() {
        let inside = |text| children(text).unwrap();
        assert_eq!(
            inside(r#"{ "a" : [1, {"b": "]"}] ,"c\"":-1.5e3 }"#),
            ["\"a\"", r#"[1, {"b": "]"}]"#, r#""c\"""#, "-1.5e3"]
        );
        assert_eq!(inside("[true ,\"\",{}]"), ["true", "\"\"", "{}"]);
        assert!(inside("[ ]").is_empty());
        for broken in ["[1", "[,]", "{\"a", "[1 2]", "[\"\u{1}\"]", ""] {
            assert_eq!(children(broken), None, "{broken}");
        }
    }
}
