//! JSON read as YAML, over the public parsing suite.

use proptest::prelude::*;

use crate::read::json::suite_tests::{files, suite};
use crate::read::json::tests::tree;
use crate::read::{Format, Limits, read};

/// The accepted files of the suite that the YAML reader does not read as the JSON reader does:
/// YAML's escapes name characters, not UTF-16 units, so it has no surrogate pairs.
const SURROGATE_PAIRS: [&str; 6] = [
    "y_string_accepted_surrogate_pair.json",
    "y_string_accepted_surrogate_pairs.json",
    "y_string_last_surrogates_1_and_2.json",
    "y_string_surrogates_U+1D11E_MUSICAL_SYMBOL_G_CLEF.json",
    "y_string_unicode_U+10FFFE_nonchar.json",
    "y_string_unicode_U+1FFFE_nonchar.json",
];

#[test]
fn accepted_json_reads_as_yaml_but_for_the_listed_exceptions() {
    let Some(suite) = suite() else { return };
    let mut exceptions = Vec::new();
    for (name, bytes) in files(&suite.join("test_parsing")) {
        if name.starts_with("y_") {
            let json = read(&bytes, Format::Json, &Limits::default());
            let yaml = read(&bytes, Format::Yaml, &Limits::default());
            let codes = |findings: &[contracts::toolkit::Finding]| {
                findings
                    .iter()
                    .map(|f| f.code.split_once('/').unwrap().1.to_owned())
                    .collect::<Vec<_>>()
            };
            if json.value != yaml.value || codes(&json.findings) != codes(&yaml.findings) {
                println!(
                    "{name} {:?}",
                    yaml.findings.iter().map(|f| &f.message).collect::<Vec<_>>()
                );
                exceptions.push(name);
            }
        }
    }
    assert_eq!(exceptions, SURROGATE_PAIRS);
}

/// The other exception, which no file of the suite holds: a tab between `:` and a word, a digit
/// or a minus.
#[test]
fn a_tab_after_the_colon_is_the_other_exception() {
    for (text, as_yaml) in [
        ("{\"a\":\ttrue}", false),
        ("{\"a\":\t-1}", false),
        ("{\"a\":\t1}", false),
        ("{\"a\":\t\"x\"}", true),
        ("{\"a\": \ttrue}", true),
        ("{\"a\":\t{}}", true),
        ("{\t\"a\"\t:\t[\t1\t,\ttrue\t]\t}\t", true),
    ] {
        let json = read(text.as_bytes(), Format::Json, &Limits::default());
        let yaml = read(text.as_bytes(), Format::Yaml, &Limits::default());
        assert!(json.value.is_some());
        assert_eq!(yaml.value == json.value, as_yaml, "{text:?} {:?}", yaml.findings);
        assert_eq!(yaml.findings.is_empty(), as_yaml);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_json_without_them_reads_as_yaml(tree in tree(), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&tree) } else { serde_json::to_string(&tree) };
        let yaml = read(text.unwrap().into_bytes(), Format::Yaml, &Limits::default());
        prop_assert_eq!(&yaml.findings, &[]);
        prop_assert_eq!(yaml.value.as_ref(), Some(&tree));
    }
}
