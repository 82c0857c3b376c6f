//! What the reader says of each kind of text.

use contracts::toolkit::{Finding, Severity};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::read::{Document, Format, Limits, read};

fn document(text: &str) -> Document<'_> {
    read(text.as_bytes(), Format::Json, &Limits::default())
}

fn only(text: &str) -> Finding {
    let mut findings = document(text).findings;
    assert_eq!(findings.len(), 1, "{text:?}: {findings:?}");
    findings.remove(0)
}

/// Line, column, marked text and message of the one finding.
fn said(text: &str) -> (u64, u64, String, String) {
    let finding = only(text);
    assert!(finding.remedy.as_ref().is_some_and(|remedy| !remedy.is_empty()), "{text:?}");
    let snippet = finding.snippet.unwrap();
    let marked = snippet.text.chars().skip(snippet.start).take(snippet.len).collect();
    let at = finding.location;
    (at.line.unwrap(), at.column.unwrap(), marked, finding.message)
}

/// Text; line, column and marked part of the fault; a part of the message.
const FAULTS: &[(&str, u64, u64, &str, &str)] = &[
    ("", 1, 1, "", "the text is empty"),
    ("[1,\n 2,\n]", 2, 3, ",", "a trailing comma"),
    ("{\"a\": 1, }", 1, 8, ",", "a trailing comma"),
    ("[1,,2]", 1, 4, ",", "two commas"),
    ("[,1]", 1, 2, ",", "expected a value, found `,`"),
    ("{\"a\": 1,, \"b\": 2}", 1, 9, ",", "two commas"),
    ("{'a': 1}", 1, 2, "'", "single quotes"),
    ("{\"a\": 'x'}", 1, 7, "'", "single quotes"),
    ("{a: 1}", 1, 2, "a", "the key `a` is not in double quotes"),
    ("{1: 1}", 1, 2, "1", "the key `1` is not in double quotes"),
    ("{\"a\" 1}", 1, 6, "1", "expected `:` after this key, found `1`"),
    ("{\"a\": }", 1, 7, "}", "expected a value, found `}`"),
    ("{\"a\": 1 \"b\": 2}", 1, 9, "\"", "expected `,` or `}` after this value, found a string"),
    ("[1 2]", 1, 4, "2", "expected `,` or `]` after this value, found `2`"),
    ("[1}", 1, 3, "}", "`}` does not close the array that begins on line 1"),
    ("{\"a\":\n[1", 2, 3, "", "the text ends inside the array that begins on line 2"),
    ("[1] [2]", 1, 5, "[", "a second document"),
    ("{}x", 1, 3, "x", "expected the end of the text, found `x`"),
    ("[1] // x", 1, 5, "/", "JSON has no comments"),
    ("[NaN]", 1, 2, "NaN", "`NaN` is not JSON"),
    ("[-Infinity]", 1, 2, "-Infinity", "infinity and NaN"),
    ("[True]", 1, 2, "True", "`True` is not JSON"),
    ("[nul]", 1, 2, "nul", "the bare word `nul`"),
    ("[truefalse]", 1, 2, "truefalse", "the bare word"),
    ("[+1]", 1, 2, "+", "must not begin with `+`"),
    ("[.5]", 1, 2, ".", "a digit before its `.`"),
    ("[007]", 1, 2, "007", "must not begin with `0`"),
    ("[1.]", 1, 2, "1.", "expected a digit after the `.`"),
    ("[1e]", 1, 2, "1e", "expected a digit in the exponent"),
    ("[0x1F]", 1, 2, "0x1F", "no JSON number"),
    ("[1_000]", 1, 2, "1_000", "no JSON number"),
    ("[- 1]", 1, 2, "-", "expected a digit after the `-`"),
    ("[\"a\tb\"]", 1, 4, " ", "a tab inside a string"),
    ("[\"a\nb\"]", 1, 4, "", "a line break inside a string"),
    ("[\"a\u{1}b\"]", 1, 4, "\u{2401}", "the control character U+0001"),
    ("[\"abc", 1, 2, "\"", "never closed"),
    ("[\"\\x41\"]", 1, 3, "\\x", "`\\x` is no escape"),
    ("[\"\\u12G4\"]", 1, 3, "\\u12", "four hexadecimal digits"),
    ("[\"\\uD800x\"]", 1, 3, "\\uD800", "the first half of a surrogate pair"),
    ("[\"\\uDC00\"]", 1, 3, "\\uDC00", "the second half of a surrogate pair"),
    ("[\"\\uD800\\uD800\"]", 1, 3, "\\uD800", "the first half"),
    ("[\u{2060}1]", 1, 2, "<U+2060>", "expected a value, found `<U+2060>` (U+2060)"),
    ("{\u{202e}\"a\": 1}", 1, 2, "<U+202E>", "found `<U+202E>` (U+202E)"),
    ("{grün-käse: 1}", 1, 2, "grün-käse", "the key `grün-käse` is not in double quotes"),
];

#[test]
fn every_syntax_fault_is_named_at_its_place() {
    for (text, line, column, marked, message) in FAULTS.iter().copied() {
        let said = said(text);
        assert_eq!((said.0, said.1), (line, column), "{text:?}: {}", said.3);
        let marked_as_meant =
            if marked == " " { said.2.starts_with(' ') } else { said.2 == marked };
        assert!(marked_as_meant, "{text:?} marks {:?}", said.2);
        assert!(said.3.contains(message), "{text:?} says {:?}", said.3);
        assert_eq!(only(text).code, "json/syntax");
        assert_eq!(document(text).value, None, "{text:?}");
    }
}

#[test]
fn a_duplicate_key_keeps_the_first_value_and_reading_goes_on() {
    let text =
        "{\"a\": 1,\n \"a\": {\"b\": 1, \"b\": 2},\n \"c\": [{\"x\": 0, \"x\": 0}],\n \"a\": 3}";
    let document = document(text);
    assert_eq!(document.value, Some(json!({"a": 1, "c": [{"x": 0}]})));
    let said: Vec<_> = document
        .findings
        .iter()
        .map(|f| {
            (f.location.line.unwrap(), f.location.column.unwrap(), f.location.pointer.as_str())
        })
        .collect();
    assert_eq!(said, [(2, 2, "/a"), (2, 16, "/a/b"), (3, 17, "/c/0/x"), (4, 2, "/a")]);
    assert!(document.findings.iter().all(|f| f.code == "json/duplicate-key"));
    assert!(
        document.findings[3]
            .message
            .contains("the key `a` stands here again; it is first on line 1")
    );
}

#[test]
fn an_escaped_key_is_the_same_key() {
    assert_eq!(only(r#"{"a": 1, "\u0061": 2}"#).code, "json/duplicate-key");
}

#[test]
fn numbers_out_of_range_are_found_and_reading_goes_on() {
    let text =
        "[18446744073709551616, -9223372036854775809, 1e400, -1e400, 18446744073709551615, 1]";
    let document = document(text);
    let tree = document.value.unwrap();
    assert_eq!(tree[0], json!(18_446_744_073_709_551_616.0));
    assert_eq!(tree[2], json!(f64::MAX));
    assert_eq!(tree[3], json!(f64::MIN));
    assert_eq!(tree[4], json!(u64::MAX));
    let found: Vec<_> =
        document.findings.iter().map(|f| (f.code.as_ref(), f.location.pointer.as_str())).collect();
    let code = "json/number-range";
    assert_eq!(found, [(code, "/0"), (code, "/1"), (code, "/2"), (code, "/3")]);
    assert!(document.findings[2].message.contains("`1e400` is too large for a 64-bit float"));
}

#[test]
fn what_stands_in_for_a_number_is_told() {
    let text = "{\"a\": 1e400, \"b\": {\"c\": 1}, \"b\": {\"c\": 1e400}, \"d\": [0, 18446744073709551616]}";
    let document = document(text);
    assert_eq!(document.findings.len(), 4);
    let stand_ins = document.stand_ins();
    assert_eq!(stand_ins, ["/a".to_owned(), "/d/1".to_owned()].into(), "not the value of b");
}

#[test]
fn numbers_keep_what_they_mean() {
    let tree =
        document("[-0, 1.0, 1e2, 9007199254740993, -9223372036854775808, 1e-999, 0.1]").value;
    let numbers = tree.as_ref().and_then(Value::as_array).unwrap();
    assert!(numbers[0].as_f64().is_some_and(|zero| zero == 0.0 && zero.is_sign_negative()));
    assert!(numbers[1].is_f64() && numbers[2].is_f64(), "a fraction or exponent stays a float");
    assert_eq!(numbers[3], json!(9_007_199_254_740_993_u64));
    assert_eq!(numbers[4], json!(i64::MIN));
    assert_eq!(numbers[5], json!(0.0));
    assert_eq!(numbers[6], json!(0.1));
}

#[test]
fn a_byte_order_mark_is_skipped_with_a_warning() {
    let document = document("\u{feff}{\"a\": 1}");
    assert_eq!(document.value, Some(json!({"a": 1})));
    assert_eq!(document.findings[0].code, "json/byte-order-mark");
    assert_eq!(document.findings[0].severity, Severity::Warning);
    assert_eq!(document.findings[0].location.line, Some(1));
}

#[test]
fn other_encodings_are_named() {
    for (bytes, name) in [
        (&b"\xFF\xFE[\0]\0"[..], "UTF-16 (little-endian)"),
        (b"\xFE\xFF\0[\0]", "UTF-16 (big-endian)"),
        (b"[\0]\0", "UTF-16 (little-endian, without"),
        (b"\0[\0]", "UTF-16 (big-endian, without"),
        (b"\xFF\xFE\0\0[\0\0\0", "UTF-32 (little-endian)"),
        (b"\0\0\xFE\xFF", "UTF-32 (big-endian)"),
        (b"[\"\xE9\"]", "not UTF-8: 0xE9"),
        (b"[\"\xE2\x82", "ends inside a UTF-8 character (0xE2 0x82)"),
    ] {
        let document = read(bytes, Format::Json, &Limits::default());
        assert_eq!(document.findings.len(), 1);
        assert!(document.findings[0].message.contains(name), "{:?}", document.findings[0].message);
        assert_eq!(document.findings[0].code, "json/syntax");
    }
}

#[test]
fn depth_is_counted_in_containers() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert_eq!(document(&nested(128)).findings, []);
    let finding = only(&nested(129));
    assert_eq!((finding.code.as_ref(), finding.location.column), ("json/too-deep", Some(129)));
    assert_eq!(only(&nested(100_000)).code, "json/too-deep");
    assert_eq!(only(&"{\"a\":".repeat(100_000)).code, "json/too-deep");
    let deepest = Limits { max_depth: usize::MAX, ..Limits::default() };
    let text = nested(100_000);
    let document = read(text.as_bytes(), Format::Json, &deepest);
    assert!(document.findings[0].message.contains("1024 levels"), "the hard bound");
    assert_eq!(read(nested(1024).into_bytes(), Format::Json, &deepest).findings, []);
}

#[test]
fn size_is_bounded() {
    let limits = Limits { max_bytes: 4, max_line: 2, ..Limits::default() };
    assert_eq!(read(b"[12]", Format::Json, &limits).findings, []);
    let large = read(b"[123]", Format::Json, &limits);
    assert_eq!(large.value, None);
    assert_eq!(large.findings[0].code, "json/too-large");
    assert_eq!(read(b"[1]", Format::Ndjson, &limits).findings[0].code, "json/too-large");
}

#[test]
fn a_flood_of_faults_is_bounded_and_counted() {
    let text = format!("{{{}\"a\":1}}", "\"a\":1,".repeat(50_000));
    let findings = document(&text).findings;
    assert_eq!(findings.len(), 10_001);
    assert!(
        findings[10_000].message.contains("40000 more findings"),
        "{}",
        findings[10_000].message
    );
}

#[test]
fn a_finding_is_placed_at_its_value_or_key() {
    let document = document("{\n  \"a\": {\"b\": [1,\n 2]}\n}");
    let mut finding = Finding::new("x/y", Severity::Error, "").at("/a/b/1");
    document.place(&mut finding);
    assert_eq!((finding.location.line, finding.location.column), (Some(3), Some(2)));
    let mut key = Finding::new("x/y", Severity::Error, "").at("/a/b");
    document.place_key(&mut key);
    assert_eq!((key.location.line, key.location.column), (Some(2), Some(9)));
    let snippet = key.snippet.unwrap();
    assert_eq!((snippet.start, snippet.len), (8, 3));
    let mut missing = Finding::new("x/y", Severity::Error, "").at("/a/missing");
    document.place_key(&mut missing);
    assert_eq!((missing.location.line, missing.location.column), (Some(2), Some(8)));
    assert_eq!(missing.snippet.unwrap().len, 1, "an object over several lines: its bracket only");
}

/// Trees of every kind of value, with text that is hard to write.
pub(in crate::read) fn tree() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[\\x00-\\x7f]{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::vec(("[a-c/~\"\u{1F600}é]{0,3}", inner), 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn pointers(value: &Value, at: String, out: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointers(item, format!("{at}/{index}"), out);
            }
        }
        Value::Object(members) => {
            for (key, item) in members {
                let key = key.replace('~', "~0").replace('/', "~1");
                pointers(item, format!("{at}/{key}"), out);
            }
        }
        _ => {}
    }
    out.push(at);
}

/// Every place in the text holds what stands in the tree there.
fn places_hold_their_values(document: &Document<'_>, text: &str) {
    let tree = document.value.as_ref().unwrap();
    let mut all = Vec::new();
    pointers(tree, String::new(), &mut all);
    for pointer in all {
        let span = document.positions.locate(tree, &pointer).unwrap();
        let value: Value = serde_json::from_str(&text[span.value]).unwrap();
        assert_eq!(Some(&value), tree.pointer(&pointer), "{pointer}");
        if let Some(key) = span.key {
            let key: String = serde_json::from_str(&text[key]).unwrap();
            let last = pointer.rsplit('/').next().unwrap();
            assert_eq!(key, last.replace("~1", "/").replace("~0", "~"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_serde_json_writes_reads_back_with_its_places(tree in tree(), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&tree) } else { serde_json::to_string(&tree) };
        let text = text.unwrap();
        let document = document(&text);
        prop_assert_eq!(&document.findings, &[]);
        prop_assert_eq!(document.value.as_ref(), Some(&tree));
        places_hold_their_values(&document, &text);
    }

    #[test]
    fn on_damaged_text_we_accept_what_serde_json_accepts(
        tree in tree(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 0..4),
    ) {
        let mut bytes = serde_json::to_vec(&tree).unwrap();
        for (at, byte, how) in damage {
            let at = at.index(bytes.len() + 1);
            match how {
                0 if at < bytes.len() => bytes[at] = byte,
                1 if at < bytes.len() => drop(bytes.remove(at)),
                _ => bytes.insert(at, b"{}[]\",:0-.eE \\ut"[usize::from(byte % 16)]),
            }
        }
        agrees_with_serde_json(&bytes);
    }

    #[test]
    fn on_random_tokens_we_accept_what_serde_json_accepts(text in "[\\[\\]{}\",:01.eE+\\- \\\\untrfalsd]{0,24}") {
        agrees_with_serde_json(text.as_bytes());
    }
}

/// serde_json refuses what overflows a float; we hold it with a finding. Byte order marks and
/// depth are our own matters.
fn agrees_with_serde_json(bytes: &[u8]) {
    let document = read(bytes, Format::Json, &Limits::default());
    let theirs: Result<Value, _> = serde_json::from_slice(bytes);
    let float_overflow =
        theirs.as_ref().is_err_and(|e| e.to_string().contains("number out of range"));
    if !bytes.starts_with(b"\xEF\xBB\xBF") && !float_overflow {
        assert_eq!(document.value.is_some(), theirs.is_ok(), "{bytes:?} {:?}", document.findings);
    }
    for finding in &document.findings {
        assert!(finding.location.line.is_some() && finding.snippet.is_some());
    }
}
