//! The parser's complaints in words for the person who wrote the text.

use saphyr_parser::ScanError;

use super::marks::Marks;
use crate::read::codes::YAML;
use crate::read::fault::Fault;
use crate::read::visible::quote;

/// A part of the parser's text, what we say, and the remedy.
const TABLE: &[(&str, &str, &str)] = &[
    (
        "mapping values are not allowed",
        "a `: ` where no key can stand",
        "Put text that holds `: ` in quotes, or correct the indentation of this line.",
    ),
    (
        "simple key expect",
        "a key without `:`",
        "Write `key: value`, with a space after the colon; a key and its colon share a line.",
    ),
    (
        "did not find expected key",
        "a line that fits none of the levels around it",
        "Align the line with the other keys of its mapping.",
    ),
    (
        "did not find expected '-' indicator",
        "a line that is no item of the sequence around it",
        "Align the line with the other items, each beginning with `- `.",
    ),
    (
        "block sequence entries are not allowed",
        "an item `- ` where no sequence can begin",
        "Begin the sequence on a line of its own.",
    ),
    (
        "valid YAML whitespace",
        "a tab right after `:` or `-`",
        "Use a space; YAML takes no tab there.",
    ),
    (
        "tab",
        "a tab in the indentation or right after an indicator",
        "Use spaces; YAML allows no tabs there.",
    ),
    ("found unexpected end of stream", "a quoted text that is never closed", "Close the quotes."),
    (
        "document indicator",
        "a quoted text that is not closed before `---` or `...`",
        "Close the quotes.",
    ),
    (
        "unknown escape",
        "an escape that YAML does not know, in double quotes",
        "Write a backslash as `\\\\`, or use single quotes, which know no escapes.",
    ),
    (
        "hexadecimal number",
        "an escape without its hexadecimal digits",
        "`\\x` takes two digits, `\\u` four, `\\U` eight.",
    ),
    (
        "invalid Unicode character escape",
        "an escape that is no character (one half of a surrogate pair, or above U+10FFFF)",
        "Write the character itself, or `\\U` and eight hexadecimal digits.",
    ),
    (
        "invalid trailing content",
        "text after the closing quote",
        "Put the whole text inside the quotes, or write a comma or line break after it.",
    ),
    (
        "unknown anchor",
        "an alias to an anchor that was not set before",
        "Set the anchor (`&name`) before the alias; put text that begins with `*` in quotes.",
    ),
    (
        "expected ',' or",
        "a flow collection without a comma or its closing bracket",
        "Separate items by commas and close the bracket.",
    ),
    ("misplaced bracket", "a closing bracket that closes nothing", "Remove it, or quote the text."),
    (
        "unexpected character",
        "text that begins with a reserved character",
        "Put the text in quotes.",
    ),
    ("handle wasn't declared", "a tag with a prefix that was not declared", "Remove the tag."),
    (
        "comments must be separated",
        "a comment without a space before its `#`",
        "Write a space before the `#`, or put the text in quotes.",
    ),
    (
        "comment intercepting",
        "a text over several lines with a comment between them",
        "Put the text in quotes, or the comment before it.",
    ),
    (
        "indentation",
        "a line that is indented less than what it belongs to",
        "Indent the line like its neighbours.",
    ),
    (
        "wrongly indented",
        "a line of a block text that is indented less than the first",
        "Indent every line of the text at least as far as its first line.",
    ),
];

/// The parser's error as a fault.
pub(super) fn fault(error: &ScanError, marks: &Marks<'_>) -> Fault {
    let at = marks.offset(error.marker());
    let info = error.info();
    if info.contains("recursion limit") {
        return Fault::new(YAML.too_deep, at..at, "nested deeper than any limit allows");
    }
    let width = marks.slice(&(at..usize::MAX)).chars().next().map_or(0, char::len_utf8);
    let range = at..at + width;
    match TABLE.iter().find(|(part, ..)| info.contains(part)) {
        Some((_, message, remedy)) => Fault::new(YAML.syntax, range, *message).with_remedy(remedy),
        None => Fault::new(YAML.syntax, range, format!("not well-formed: {}", quote(info))),
    }
}
