//! What the reader makes of each kind of text.

use contracts::toolkit::{Finding, Severity};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::read::{Document, Format, Limits, read};

fn document(text: &str) -> Document<'_> {
    read(text.as_bytes(), Format::Yaml, &Limits::default())
}

fn tree(text: &str) -> Value {
    let document = document(text);
    assert_eq!(document.findings, [], "{text:?}");
    document.value.unwrap()
}

fn only(text: &str) -> Finding {
    let mut findings = document(text).findings;
    assert_eq!(findings.len(), 1, "{text:?}: {findings:?}");
    findings.remove(0)
}

/// Code, line, column and marked part of the one finding.
fn said(text: &str) -> (String, u64, u64, String) {
    let finding = only(text);
    assert!(finding.remedy.is_some_and(|remedy| !remedy.is_empty()), "{text:?}");
    let snippet = finding.snippet.unwrap();
    let marked = snippet.text.chars().skip(snippet.start).take(snippet.len).collect();
    let at = finding.location;
    (finding.code.into_owned(), at.line.unwrap(), at.column.unwrap(), marked)
}

#[test]
fn plain_scalars_follow_the_core_schema() {
    for (text, value) in [
        ("~", json!(null)),
        ("null", json!(null)),
        ("Null", json!(null)),
        ("''", json!("")),
        ("true", json!(true)),
        ("FALSE", json!(false)),
        ("yes", json!("yes")),
        ("on", json!("on")),
        ("12", json!(12)),
        ("+12", json!(12)),
        ("-12", json!(-12)),
        ("017", json!(17)),
        ("0o17", json!(15)),
        ("0x1F", json!(31)),
        ("0b11", json!("0b11")),
        ("1_000", json!("1_000")),
        ("-0", json!(-0.0)),
        ("1.0", json!(1.0)),
        (".5", json!(0.5)),
        ("5.", json!(5.0)),
        ("1e3", json!(1000.0)),
        ("+.5E-1", json!(0.05)),
        ("1e", json!("1e")),
        (".", json!(".")),
        ("-", json!([null])),
        ("+", json!("+")),
        ("0x", json!("0x")),
        ("0o8", json!("0o8")),
        ("inf", json!("inf")),
        ("nan", json!("nan")),
        ("infinity", json!("infinity")),
        ("18446744073709551615", json!(u64::MAX)),
        ("0xFFFFFFFFFFFFFFFF", json!(u64::MAX)),
        ("2026-01-01", json!("2026-01-01")),
        ("12:30:45", json!("12:30:45")),
        ("\"12\"", json!("12")),
    ] {
        assert_eq!(tree(text), value, "{text}");
    }
}

#[test]
fn every_style_of_collection_and_text_is_read() {
    let text = "# a comment\n---\nblock:\n  - 1\n  -\n    deeper: {flow: [a, \"b\", 'it''s']}\n\
                literal: |\n  one\n    two\n\nfolded: >-\n  one\n  two\nempty:\n? explicit\n: key\n";
    let expected = json!({"block": [1, {"deeper": {"flow": ["a", "b", "it's"]}}],
        "literal": "one\n  two\n", "folded": "one two", "empty": null, "explicit": "key"});
    assert_eq!(tree(text), expected);
    assert_eq!(tree("---\n"), json!(null));
    assert_eq!(tree("a: 1\n...\n"), json!({"a": 1}));
    assert_eq!(tree("[a: 1, {b, c: }]"), json!([{"a": 1}, {"b": null, "c": null}]));
}

#[test]
fn places_are_those_of_the_text() {
    let text = "# é\ntree:\n  - name: 'é'   # comment\n    list: [1, \"two\" , {k: v} ]  # \"x\"\n  - &a !!str  \"é\" \n  - text: |\n      long\n      er\n\n  - end\n";
    let document = document(text);
    assert_eq!(document.findings, []);
    let tree = document.value.as_ref().unwrap();
    let at = |pointer: &str| {
        let span = document.positions.locate(tree, pointer).unwrap();
        (span.key.map_or("", |key| &text[key]), &text[span.value])
    };
    assert_eq!(at("/tree/0/name"), ("name", "'é'"));
    assert_eq!(at("/tree/0/list"), ("list", "[1, \"two\" , {k: v} ]"));
    assert_eq!(at("/tree/0/list/1"), ("", "\"two\""));
    assert_eq!(at("/tree/0/list/2"), ("", "{k: v}"));
    assert_eq!(at("/tree/0/list/2/k"), ("k", "v"));
    assert_eq!(at("/tree/0"), ("", "name: 'é'   # comment\n    list: [1, \"two\" , {k: v} ]"));
    assert_eq!(at("/tree/1"), ("", "&a !!str  \"é\""));
    assert_eq!(at("/tree/2/text"), ("text", "long\n      er"));
    assert_eq!(at("/tree/3"), ("", "end"));
    assert!(at("").1.starts_with("tree:") && at("").1.ends_with("end"));
}

#[test]
fn places_are_right_in_a_flow_document_and_with_other_line_ends() {
    for text in [
        "\n  {\"a\": [1,\r\n 2], \"é\": \"x\"}\n",
        "\u{feff}{\"a\": [1,\r2], \"é\": \"x\"}",
        "a:\r- 1\r- 2\r\n\ré: \"x\"",
    ] {
        let document = document(text);
        let tree = document.value.as_ref().unwrap();
        let at = |pointer: &str| &text[document.positions.locate(tree, pointer).unwrap().value];
        assert_eq!((at("/a/1"), at("/é")), ("2", "\"x\""), "{text:?}");
    }
}

#[test]
fn a_drifting_directive_does_not_move_the_places() {
    let text = "%ÜÜÜÜ äöü äöü\n---\nkey: value\n";
    let document = document(text);
    let span = document.positions.locate(document.value.as_ref().unwrap(), "/key").unwrap();
    assert_eq!(&text[span.value], "value");
}

/// The text has one fault, of that code and at that place, and is read nevertheless.
fn survives(text: &str, code: &str, place: (u64, u64), marked: &str, value: Value) {
    let expected = (code.to_owned(), place.0, place.1, marked.to_owned());
    assert_eq!(said(text), expected, "{text:?}");
    assert_eq!(document(text).value, Some(value), "{text:?}");
}

#[test]
fn numbers_that_json_does_not_have_are_found() {
    let large = json!([18_446_744_073_709_551_616.0]);
    for text in ["18446744073709551616", "0x10000000000000000", "+0018446744073709551616"] {
        survives(&format!("- {text}"), "yaml/number-range", (1, 3), text, large.clone());
    }
    survives("- 1e400", "yaml/number-range", (1, 3), "1e400", json!([f64::MAX]));
    survives("- -.inf", "yaml/number", (1, 3), "-.inf", json!([f64::MIN]));
    survives("- .NaN", "yaml/number", (1, 3), ".NaN", json!([0]));
    survives("- !!float .Inf", "yaml/number", (1, 3), "!!float .Inf", json!([f64::MAX]));
}

#[test]
fn keys_are_strings_and_stand_once() {
    let duplicate = "yaml/duplicate-key";
    survives("a: 1\nb: 2\na: 3\n", duplicate, (3, 1), "a", json!({"a": 1, "b": 2}));
    survives("{\"a\": 1, a: 2}", duplicate, (1, 10), "a", json!({"a": 1}));
    let non_string = "yaml/non-string-key";
    survives("1: a", non_string, (1, 1), "1", json!({"1": "a"}));
    survives("true: a", non_string, (1, 1), "true", json!({"true": "a"}));
    survives("{~: a}", non_string, (1, 2), "~", json!({"~": "a"}));
    let merge = "b: &x {c: 1}\na:\n  <<: *x\n";
    let tree = json!({"b": {"c": 1}, "a": {"<<": {"c": 1}}});
    survives(merge, "yaml/merge-key", (3, 3), "<<", tree);
}

#[test]
fn other_tags_further_documents_and_marks_are_found() {
    for (text, value) in [
        ("!!int abc", json!(["abc"])),
        ("!custom 12", json!(["12"])),
        ("!!timestamp 2026-01-01", json!(["2026-01-01"])),
        ("!!binary aGk=", json!(["aGk="])),
        ("!!python/object:os.system x", json!(["x"])),
    ] {
        survives(&format!("- {text}"), "yaml/tag", (1, 3), text, value);
    }
    survives("- !!map [1]", "yaml/tag", (1, 3), "!!map [", json!([[1]]));
    let two = "a: 1\n---\nb: 2\n";
    survives(two, "yaml/multiple-documents", (2, 1), "---", json!({"a": 1}));
    survives("\u{feff}a: 1", "yaml/byte-order-mark", (1, 1), "<U+FEFF>", json!({"a": 1}));
    assert_eq!(only("\u{feff}a: 1").severity, Severity::Warning);
}

#[test]
fn quoted_and_tagged_forms_are_what_they_say() {
    assert_eq!(tree("\"<<\": 1\n'1': 2\n"), json!({"<<": 1, "1": 2}));
    assert_eq!(tree("!!str 1: a"), json!({"1": "a"}));
    let text = "[!!str 12, ! 12, !!int \"12\", !!float 1, !!bool \"true\", !!null '', !!seq [], !!map {}, !<tag:yaml.org,2002:str> 1]";
    assert_eq!(tree(text), json!(["12", "12", 12, 1.0, true, null, [], {}, "1"]));
    assert_eq!(tree("%TAG !y! tag:yaml.org,2002:\n---\n!y!str 1"), json!("1"));
}

#[test]
fn faults_that_end_the_reading() {
    for (text, code, message) in [
        ("", "yaml/syntax", "the text is empty"),
        ("# only a comment\n", "yaml/syntax", "the text is empty"),
        ("a: b: c", "yaml/syntax", "a `: ` where no key can stand"),
        ("a: 1\n  b: 2", "yaml/syntax", "a `: ` where no key can stand"),
        ("a: 1\nb\nc: 2", "yaml/syntax", "a key without `:`"),
        ("a:\n\t- 1", "yaml/syntax", "a tab"),
        ("a: \"x", "yaml/syntax", "never closed"),
        ("a: \"\\q\"", "yaml/syntax", "an escape that YAML does not know"),
        ("a: \"\\uD83D\\uDE00\"", "yaml/syntax", "one half of a surrogate pair"),
        ("[1, 2", "yaml/syntax", "without a comma or its closing bracket"),
        ("a: ]", "yaml/syntax", "a closing bracket that closes nothing"),
        ("a: @x", "yaml/syntax", "a reserved character"),
        ("a: *x", "yaml/syntax", "an alias to an anchor that was not set before"),
        ("a: \u{1}", "yaml/syntax", "the control character U+0001"),
        ("%YAML 1.1\n---\na: yes", "yaml/syntax", "asks for YAML `1.1`"),
        ("a: &x [1, *x]", "yaml/alias-limit", "inside the value that it names"),
        ("- [1]: 2", "yaml/non-string-key", "a collection stands as a key"),
        ("? {a: 1}\n: 2", "yaml/non-string-key", "a collection stands as a key"),
        ("a: &x 1\n*x : 2", "yaml/non-string-key", "no string stands as a key"),
    ] {
        let finding = only(text);
        assert_eq!(finding.code, code, "{text:?} {}", finding.message);
        assert!(finding.message.contains(message), "{text:?} says {:?}", finding.message);
        assert!(finding.location.line.is_some(), "{text:?}");
        assert_eq!(document(text).value, None, "{text:?}");
    }
}

#[test]
fn aliases_stand_for_their_anchors_within_limits() {
    let text = "base: &b {k: [1, &s two]}\nuse: *b\nkeys: {*s : *s}\n";
    let document = document(text);
    assert_eq!(document.findings, []);
    let tree = document.value.as_ref().unwrap();
    assert_eq!(
        tree,
        &json!({"base": {"k": [1, "two"]}, "use": {"k": [1, "two"]}, "keys": {"two": "two"}})
    );
    let at = |pointer: &str| &text[document.positions.locate(tree, pointer).unwrap().value];
    assert_eq!(at("/use"), "*b", "an alias stands where it is written");
    assert_eq!(at("/use/k/0"), "1", "what it stands for, where that is written");
    assert_eq!(document.positions.locate(tree, "/use/k/0").unwrap().value.start, 14);
}

#[test]
fn a_bomb_of_aliases_is_refused_at_once() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..20 {
        let below = format!("*a{}, ", level - 1).repeat(10);
        text.push_str(&format!("a{level}: &a{level} [{below}]\n"));
    }
    assert_eq!(only(&text).code, "yaml/alias-limit");
    let text = format!("a: &a \"{}\"\nb: [{}]\n", "x".repeat(1 << 20), "*a, ".repeat(17));
    assert_eq!(only(&text).code, "yaml/alias-limit", "a few large texts");
    let many = format!("a: &a x\nb: [{}]\n", "*a, ".repeat(50_000));
    assert_eq!(document(&many).findings, []);
}

#[test]
fn aliases_do_not_get_round_the_depth_limit() {
    let half = format!("{}1{}", "[".repeat(70), "]".repeat(70));
    let text = format!("- &a {half}\n- {}*a{}\n", "[".repeat(70), "]".repeat(70));
    assert_eq!(only(&text).code, "yaml/too-deep");
}

#[test]
fn depth_and_size_are_bounded() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert_eq!(document(&nested(128)).findings, []);
    assert_eq!(only(&nested(129)).code, "yaml/too-deep");
    assert_eq!(only(&nested(100_000)).code, "yaml/too-deep");
    assert_eq!(only(&"[".repeat(100_000)).code, "yaml/too-deep");
    assert_eq!(only(&"{a: ".repeat(100_000)).code, "yaml/too-deep");
    assert_eq!(only(&"- ".repeat(100_000)).code, "yaml/too-deep");
    let block: String = (0..1000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    assert_eq!(only(&block).code, "yaml/too-deep");
    let limits = Limits { max_bytes: 3, ..Limits::default() };
    let large = read(b"a: 1", Format::Yaml, &limits);
    assert_eq!((large.findings[0].code.as_ref(), large.value), ("yaml/too-large", None));
}

#[test]
fn what_the_parser_holds_back_is_bounded() {
    let limits = Limits { max_line: 2000, ..Limits::default() };
    let codes = |text: &str| {
        let document = read(text.as_bytes().to_vec(), Format::Yaml, &limits);
        document.findings.iter().map(|f| f.code.to_string()).collect::<Vec<_>>()
    };
    let items = "1, ".repeat(1000);
    let (held, streamed) = (["yaml/too-large".to_owned()], [""; 0]);
    assert_eq!(codes(&format!("- [{items}]\n")), held, "it might be a key");
    assert_eq!(codes(&format!("a: [[{items}]]\n")), held);
    assert_eq!(codes(&format!("a: \"{}\"", "x".repeat(2001))), held);
    assert_eq!(codes(&format!("- a\n- b: |\n    {}", "x".repeat(2001))), held);
    for text in ["[ITEMS]", "# c\n\n# d\n[ITEMS]", "a: [ITEMS]", "{\"a\": [ITEMS], \"b\": [ITEMS]}"]
    {
        assert_eq!(codes(&text.replace("ITEMS", &items)), streamed, "{text}");
    }
    let comments = format!("# {}\n{}a: 1", "x".repeat(5000), "\n".repeat(5000));
    assert_eq!(codes(&comments), streamed, "white space and comments do not count");
    let finding = read(format!("a: 1\nb: [[{items}]]").into_bytes(), Format::Yaml, &limits)
        .findings
        .remove(0);
    assert_eq!((finding.location.line, finding.location.column), (Some(2), Some(5)));
}

fn yaml_tree() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[ -~\n\u{85}\u{a0}-\u{ff}\u{1F600}]{0,12}".prop_map(Value::from),
        "(true|null|~|0x1F|1e3|-|<<|\\.inf|012|yes|: |# |&a|\\*a|!x|---|\\|)".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec(("[a-c~0-9: é]{0,3}|true", inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_serde_yaml_writes_reads_back(tree in yaml_tree()) {
        let text = serde_yaml::to_string(&tree).unwrap();
        let document = document(&text);
        prop_assert_eq!(&document.findings, &[], "{}", text);
        prop_assert_eq!(document.value.as_ref(), Some(&tree), "{}", text);
    }

    #[test]
    fn nothing_makes_it_panic(text in "([a-b:\\-?,\\[\\]{}#&*!|>'\"%@`~<\\\\ \t\r\n.0-9é\u{feff}]|: |- |\\? |\n  |\n|---\n|&a |\\*a |!!str |\\|\n|%YAML 1\\.2\n){0,40}") {
        places_lie_in_the_text(&text);
    }

    #[test]
    fn no_damage_makes_it_panic(
        tree in yaml_tree(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), "[:\\-?,\\[\\]{}#&*!|>'\"% \n\té]"), 0..4),
    ) {
        let mut text: Vec<char> = serde_yaml::to_string(&tree).unwrap().chars().collect();
        for (at, what) in damage {
            text.insert(at.index(text.len() + 1), what.chars().next().unwrap());
        }
        places_lie_in_the_text(&text.into_iter().collect::<String>());
    }
}

/// Whatever is found, it is placed, and every part of the tree has a place in the text.
fn places_lie_in_the_text(text: &str) {
    fn walk(document: &Document<'_>, text: &str, value: &Value, at: &str) {
        let span = document.positions.locate(document.value.as_ref().unwrap(), at).unwrap();
        assert!(text.get(span.value.clone()).is_some(), "{at} {span:?} of {text:?}");
        assert!(span.key.is_none_or(|key| text.get(key).is_some()));
        match value {
            Value::Array(items) => {
                items
                    .iter()
                    .enumerate()
                    .for_each(|(n, item)| walk(document, text, item, &format!("{at}/{n}")));
            }
            Value::Object(members) => members.iter().for_each(|(key, item)| {
                let key = key.replace('~', "~0").replace('/', "~1");
                walk(document, text, item, &format!("{at}/{key}"));
            }),
            _ => {}
        }
    }
    let document = document(text);
    if let Some(value) = &document.value {
        walk(&document, text, value, "");
    } else {
        assert!(document.first_error().is_some(), "{text:?}");
    }
    assert!(document.findings.iter().all(|f| f.location.line.is_some()), "{text:?}");
}
