//! The public parsing suite, where its copy is at hand.

use std::path::{Path, PathBuf};

use crate::read::{Document, Format, Limits, read};

/// The folder of the suite's files, next to the repository or its parent.
pub(in crate::read) fn suite() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let found = ["../shared/corpus", "../../shared/corpus"]
        .iter()
        .map(|corpus| root.join(corpus).join("jsontestsuite"))
        .find(|folder| folder.is_dir());
    if found.is_none() {
        println!("skipped: the public JSON parsing suite is not here");
    }
    found
}

/// Name and bytes of every file of a folder of the suite, by name.
pub(in crate::read) fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// The codes of what was found, joined; `accepted` when nothing was.
fn outcome(document: &Document<'_>) -> String {
    let codes: Vec<&str> = document.findings.iter().map(|f| f.code.as_ref()).collect();
    if codes.is_empty() { "accepted".to_owned() } else { codes.join(" ") }
}

#[test]
fn what_must_be_accepted_is_and_what_must_be_refused_is() {
    let Some(suite) = suite() else { return };
    let (mut accepted, mut refused) = (0, 0);
    for (name, bytes) in files(&suite.join("test_parsing")) {
        let document = read(&bytes, Format::Json, &Limits::default());
        let outcome = outcome(&document);
        if name.starts_with("y_") {
            let duplicated = name.starts_with("y_object_duplicated_key");
            let expected = if duplicated { "json/duplicate-key" } else { "accepted" };
            assert_eq!(outcome, expected, "{name}");
            assert!(document.value.is_some(), "{name}");
            accepted += 1;
        } else if name.starts_with("n_") {
            let expected = match name.as_str() {
                "n_structure_100000_opening_arrays.json" | "n_structure_open_array_object.json" => {
                    "json/too-deep"
                }
                "n_structure_UTF8_BOM_no_data.json" => "json/byte-order-mark json/syntax",
                _ => "json/syntax",
            };
            assert_eq!(outcome, expected, "{name}");
            assert_eq!(document.value, None, "{name}");
            refused += 1;
        }
    }
    assert_eq!((accepted, refused), (95, 188));
}

const RANGE: &str = "json/number-range";
const SYNTAX: &str = "json/syntax";

/// What RFC 8259 leaves to the reader: our answer, and why.
const OURS: [(&str, &str, &str); 35] = [
    (
        "number_double_huge_neg_exp",
        "accepted",
        "underflow to zero loses no more than any float does",
    ),
    ("number_huge_exp", RANGE, "no 64-bit float is that large"),
    ("number_neg_int_huge_exp", RANGE, "no 64-bit float is that large"),
    ("number_pos_double_huge_exp", RANGE, "no 64-bit float is that large"),
    ("number_real_neg_overflow", RANGE, "no 64-bit float is that large"),
    ("number_real_pos_overflow", RANGE, "no 64-bit float is that large"),
    ("number_real_underflow", "accepted", "underflow to zero loses no more than any float does"),
    ("number_too_big_neg_int", RANGE, "below i64::MIN"),
    ("number_too_big_pos_int", RANGE, "above u64::MAX"),
    ("number_very_big_negative_int", RANGE, "below i64::MIN"),
    ("object_key_lone_2nd_surrogate", SYNTAX, "a lone surrogate is no character"),
    ("string_1st_surrogate_but_2nd_missing", SYNTAX, "a lone surrogate is no character"),
    ("string_1st_valid_surrogate_2nd_invalid", SYNTAX, "a lone surrogate is no character"),
    ("string_UTF-16LE_with_BOM", SYNTAX, "UTF-8 only; the message names the encoding"),
    ("string_UTF-8_invalid_sequence", SYNTAX, "not UTF-8"),
    ("string_UTF8_surrogate_U+D800", SYNTAX, "not UTF-8"),
    ("string_incomplete_surrogate_and_escape_valid", SYNTAX, "a lone surrogate is no character"),
    ("string_incomplete_surrogate_pair", SYNTAX, "a lone surrogate is no character"),
    ("string_incomplete_surrogates_escape_valid", SYNTAX, "a lone surrogate is no character"),
    ("string_invalid_lonely_surrogate", SYNTAX, "a lone surrogate is no character"),
    ("string_invalid_surrogate", SYNTAX, "a lone surrogate is no character"),
    ("string_invalid_utf-8", SYNTAX, "not UTF-8"),
    ("string_inverted_surrogates_U+1D11E", SYNTAX, "two lone surrogates are no character"),
    ("string_iso_latin_1", SYNTAX, "not UTF-8"),
    ("string_lone_second_surrogate", SYNTAX, "a lone surrogate is no character"),
    ("string_lone_utf8_continuation_byte", SYNTAX, "not UTF-8"),
    ("string_not_in_unicode_range", SYNTAX, "not UTF-8: above U+10FFFF"),
    ("string_overlong_sequence_2_bytes", SYNTAX, "not UTF-8: overlong"),
    ("string_overlong_sequence_6_bytes", SYNTAX, "not UTF-8: overlong"),
    ("string_overlong_sequence_6_bytes_null", SYNTAX, "not UTF-8: overlong"),
    ("string_truncated-utf-8", SYNTAX, "not UTF-8: cut off"),
    ("string_utf16BE_no_BOM", SYNTAX, "UTF-8 only; the message names the encoding"),
    ("string_utf16LE_no_BOM", SYNTAX, "UTF-8 only; the message names the encoding"),
    ("structure_500_nested_arrays", "json/too-deep", "above the limit of 128 levels"),
    ("structure_UTF-8_BOM_empty_object", "json/byte-order-mark", "skipped with a warning"),
];

#[test]
fn what_is_ours_to_decide_is_pinned() {
    let Some(suite) = suite() else { return };
    let files = files(&suite.join("test_parsing"));
    let ours: Vec<_> = files.iter().filter(|(name, _)| name.starts_with("i_")).collect();
    assert_eq!(ours.len(), OURS.len());
    for ((name, bytes), (pinned, expected, reason)) in ours.into_iter().zip(OURS) {
        assert_eq!(name, &format!("i_{pinned}.json"));
        let document = read(bytes, Format::Json, &Limits::default());
        assert_eq!(outcome(&document), expected, "{name}: {reason}");
    }
}

/// Where parsers are known to change what they read: what comes out here.
const TRANSFORMED: [(&str, &str, &str); 22] = [
    ("number_-9223372036854775808", "accepted", "[-9223372036854775808]"),
    ("number_-9223372036854775809", RANGE, "[-9.223372036854776e+18]"),
    ("number_1.0", "accepted", "[1.0]"),
    ("number_1.000000000000000005", "accepted", "[1.0]"),
    ("number_1000000000000000", "accepted", "[1000000000000000]"),
    ("number_10000000000000000999", "accepted", "[10000000000000000999]"),
    ("number_1e-999", "accepted", "[0.0]"),
    ("number_1e6", "accepted", "[1000000.0]"),
    ("number_9223372036854775807", "accepted", "[9223372036854775807]"),
    ("number_9223372036854775808", "accepted", "[9223372036854775808]"),
    ("object_key_nfc_nfd", "accepted", "{\"é\":\"NFC\",\"e\u{301}\":\"NFD\"}"),
    ("object_key_nfd_nfc", "accepted", "{\"e\u{301}\":\"NFD\",\"é\":\"NFC\"}"),
    ("object_same_key_different_values", "json/duplicate-key", "{\"a\":1}"),
    ("object_same_key_same_value", "json/duplicate-key", "{\"a\":1}"),
    ("object_same_key_unclear_values", "json/duplicate-key", "{\"a\":0}"),
    ("string_1_escaped_invalid_codepoint", SYNTAX, ""),
    ("string_1_invalid_codepoint", SYNTAX, ""),
    ("string_2_escaped_invalid_codepoints", SYNTAX, ""),
    ("string_2_invalid_codepoints", SYNTAX, ""),
    ("string_3_escaped_invalid_codepoints", SYNTAX, ""),
    ("string_3_invalid_codepoints", SYNTAX, ""),
    ("string_with_escaped_NULL", "accepted", "[\"A\\u0000B\"]"),
];

#[test]
fn what_other_parsers_change_is_pinned() {
    let Some(suite) = suite() else { return };
    let files = files(&suite.join("test_transform"));
    assert_eq!(files.len(), TRANSFORMED.len());
    for ((name, bytes), (pinned, expected, tree)) in files.iter().zip(TRANSFORMED) {
        assert_eq!(name, &format!("{pinned}.json"));
        let document = read(bytes, Format::Json, &Limits::default());
        assert_eq!(outcome(&document), expected, "{name}");
        assert_eq!(document.value.map_or(String::new(), |v| v.to_string()), tree, "{name}");
    }
}
