//! The little XML that we write: elements, attributes, text; strictly escaped.

use std::io::{self, Write};

use crate::visible::visible;

/// An opening tag with its attributes; `close` is `>` or `/>`.
pub(crate) fn tag(
    out: &mut dyn Write,
    name: &str,
    attributes: &[(&str, &str)],
    close: &str,
) -> io::Result<()> {
    write!(out, "<{name}")?;
    for (attribute, value) in attributes {
        write!(out, " {attribute}=\"{}\"", escape(value))?;
    }
    write!(out, "{close}")
}

/// Text for an element or an attribute. What XML 1.0 cannot hold at all, and what a reader's
/// terminal would act on, is written out.
pub(crate) fn escape(text: &str) -> String {
    let shown = visible(text);
    let mut escaped = String::with_capacity(shown.len() + 8);
    for c in shown.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\u{fffe}' => escaped.push_str("\\u{fffe}"),
            '\u{ffff}' => escaped.push_str("\\u{ffff}"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{escape, tag};
    use crate::visible::visible;

    proptest! {
        #[test]
        fn any_text_is_well_formed_and_read_back_as_shown(text in any::<String>()) {
            let mut out = Vec::new();
            tag(&mut out, "a", &[("b", &text)], ">").unwrap();
            let xml = format!("{}{}</a>", String::from_utf8(out).unwrap(), escape(&text));
            let document = roxmltree::Document::parse(&xml).unwrap();
            let root = document.root_element();
            if !text.contains(['\u{fffe}', '\u{ffff}']) {
                prop_assert_eq!(root.attribute("b").unwrap(), visible(&text));
                prop_assert_eq!(root.text().unwrap_or(""), visible(&text));
            }
        }
    }
}
