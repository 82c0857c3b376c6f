//! How a place is written for people.

use std::borrow::Cow;

use contracts::toolkit::Location;

use crate::digits::Digits;
use crate::visible::{NAME_LIMIT, visible_within};

/// The input's name, safe to show; standard input has a name of its own.
pub(crate) fn source(name: &str) -> Cow<'_, str> {
    match name {
        "-" => Cow::Borrowed("<stdin>"),
        name => visible_within(name, NAME_LIMIT),
    }
}

/// `path:line:column`, as far as known.
pub(crate) fn position(location: &Location) -> String {
    let mut shown = String::new();
    push_position(&mut shown, location);
    shown
}

/// The same at the end of a text.
pub(crate) fn push_position(out: &mut String, location: &Location) {
    out.push_str(&source(&location.source));
    for number in [location.line, location.column].into_iter().map_while(|number| number) {
        out.push(':');
        out.push_str(Digits::default().of(number));
    }
}

/// The pointer, safe to show; the empty one has words.
pub(crate) fn pointer(pointer: &str) -> Cow<'_, str> {
    if pointer.is_empty() {
        Cow::Borrowed("the root of the document")
    } else {
        visible_within(pointer, NAME_LIMIT)
    }
}

/// The path as other tools want it: without a leading `./`; nothing for standard input.
pub(crate) fn path(source: &str) -> Option<&str> {
    match source {
        "" | "-" => None,
        path => Some(path.trim_start_matches("./")),
    }
}

#[cfg(test)]
mod tests {
    use contracts::toolkit::Location;

    use super::{path, position};

    #[test]
    fn a_position_is_as_long_as_it_is_known() {
        let mut at = Location::of("a.json");
        assert_eq!(position(&at), "a.json");
        at.column = Some(4);
        assert_eq!(position(&at), "a.json");
        at.line = Some(3);
        assert_eq!(position(&at), "a.json:3:4");
        at.source = "-".into();
        assert_eq!(position(&at), "<stdin>:3:4");
    }

    #[test]
    fn a_path_is_relative_to_where_the_run_began() {
        assert_eq!(path("./a/b.json"), Some("a/b.json"));
        assert_eq!(path("-"), None);
    }
}
