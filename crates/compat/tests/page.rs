//! The page of a comparison: every cause with its document, and hostile text as text.
#![allow(clippy::unwrap_used)]

use compat::render::{PageOptions, html};
use compat::report::{Names, of_pair, pair};
use compat::{Options, World, compare};
use contracts::toolkit::{ComparedSchema, CompatMode, CompatReport, Tool};
use serde_json::{Value, json};

fn report(old: &Value, new: &Value) -> CompatReport<Value> {
    let named = |source: &str| ComparedSchema {
        source: source.to_owned(),
        dialect: "2020-12".to_owned(),
        absent: false,
    };
    let names = Names { contract: None, old: named("old.json"), new: named("new.json") };
    let compared = pair(names, &compare(old, new, &Options::default()).unwrap());
    let tool = Tool { name: "test".to_owned(), version: "1".to_owned() };
    of_pair(compared, CompatMode::Full, World::Open, tool)
}

fn page(report: &CompatReport<Value>, new: &[String]) -> String {
    html(report, &PageOptions { new, notices: &[], places: &|_, _| Some((7, 3)) }).unwrap()
}

#[test]
fn three_causes_are_three_articles_each_with_its_document() {
    let old = json!({"type": "object", "properties": {
        "note": {"type": "string"}, "state": {"enum": ["open", "gone"]}}});
    let new = json!({"type": "object", "required": ["id"], "properties": {
        "note": {"type": "string", "maxLength": 3}, "state": {"enum": ["open"]}}});
    let page = page(&report(&old, &new), &["specs/x.yaml".to_owned()]);
    assert_eq!(page.matches("<article class=\"breaking\">").count(), 3, "{page}");
    assert_eq!(page.matches("An old writer may send this document").count(), 3);
    assert_eq!(page.matches("fingerprint, for a waiver").count(), 3);
    for said in ["breaking, 3 causes", "aaaa", "gone", "line 7, column 3", "compared with nothing"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[test]
fn hostile_text_is_shown_and_not_obeyed() {
    let evil = "<script>alert(1)</script>\u{1b}[31m\u{202e}\"'";
    let old = json!({"properties": {evil: {"type": "string"}}});
    let new = json!({"properties": {evil: {"type": "string", "maxLength": 1}}});
    let mut report = report(&old, &new);
    report.tool.name = evil.to_owned();
    let page = page(&report, &[evil.to_owned()]);
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script"), "{page}");
    assert!(!page.contains(['\u{1b}', '\u{202e}']), "{page}");
}
