//! Formats: which of them assert in which dialect, and strings that have them.

use super::Dialect;
use Dialect::{Draft4, Draft7, Draft201909};

/// A format: its name, the first dialect that knows it, strings that have it.
const FORMATS: &[(&str, Dialect, &[&str])] = &[
    ("date", Draft7, &["2000-01-01", "1999-12-31"]),
    ("time", Draft7, &["00:00:00Z", "12:30:45Z"]),
    (
        "date-time",
        Draft4,
        &["2000-01-01T00:00:00Z", "2000-01-01T00:00:00+00:00", "2000-01-01T00:00:00+01:00"],
    ),
    ("duration", Draft201909, &["P1D", "PT1S"]),
    ("email", Draft4, &["a@b.cc", "abc@example.com"]),
    ("idn-email", Draft7, &["a@b.cc"]),
    ("hostname", Draft4, &["a", "example.com", "a.b"]),
    ("idn-hostname", Draft7, &["a", "example.com"]),
    ("ipv4", Draft4, &["0.0.0.0", "127.0.0.1"]),
    ("ipv6", Draft4, &["::", "::1", "2001:db8::1"]),
    ("uri", Draft4, &["a:", "a:b", "https://example.com/", "http://example.com/", "urn:a:b"]),
    ("uri-reference", Dialect::Draft6, &["", "a", "/a", "https://example.com/"]),
    ("iri", Draft7, &["a:b", "https://example.com/"]),
    ("iri-reference", Draft7, &["", "a", "/a"]),
    ("uri-template", Dialect::Draft6, &["", "a", "{a}"]),
    ("json-pointer", Dialect::Draft6, &["", "/a"]),
    ("relative-json-pointer", Draft7, &["0", "0#", "1/a"]),
    ("regex", Draft7, &["", "a", "^a$"]),
    (
        "uuid",
        Draft201909,
        &["00000000-0000-0000-0000-000000000000", "01890a5d-ac96-774b-bcce-b302099a8057"],
    ),
];

/// Whether a dialect knows the format; an unknown one asserts nothing.
pub(super) fn asserted(name: &str, dialect: Dialect) -> bool {
    FORMATS.iter().any(|(known, since, _)| *known == name && *since <= dialect)
}

/// Strings that have the format, short ones first.
pub(crate) fn samples(name: &str) -> &'static [&'static str] {
    FORMATS.iter().find(|(known, ..)| *known == name).map_or(&[], |row| row.2)
}
