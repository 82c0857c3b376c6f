//! Goldens: plain sibling files, one a report and format. `UPDATE_GOLDEN=1` rewrites them.

use std::fs;
use std::path::PathBuf;

use contracts::toolkit::FindingReport;
use report::diff::{Sides, unified_text};
use report::{Format, RenderOptions, render};

use crate::{rendered, rule_help, sample};

fn compare(name: &str, actual: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        fs::write(&path, actual).expect("the golden can be written");
        return;
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    let sides = Sides { old_name: name, new_name: "rendered", old: &golden, new: actual };
    let difference = unified_text(&sides, 60);
    assert!(difference.is_empty(), "UPDATE_GOLDEN=1 rewrites this\n{difference}");
}

fn extension(format: Format) -> &'static str {
    match format {
        Format::Text => "text",
        Format::Json => "json",
        Format::Github => "github",
        Format::Sarif => "sarif",
        Format::Junit => "xml",
        Format::Markdown => "md",
        Format::Html => "html",
        Format::Ndjson => "ndjson",
    }
}

fn compare_all(name: &str, report: &FindingReport) {
    for format in Format::ALL {
        compare(&format!("{name}.{}", extension(format)), &rendered(format, report));
    }
}

#[test]
fn a_usual_run() {
    compare_all("usual", &sample::usual());
}

#[test]
fn a_run_without_findings() {
    compare_all("clean", &sample::collected(vec![sample::judgement("a.json", Vec::new())]));
}

#[test]
fn a_usual_run_on_a_terminal() {
    let options = RenderOptions { colour: true, rules: &rule_help };
    let mut out = Vec::new();
    render(Format::Text, &sample::usual(), &mut out, &options).expect("a Vec takes everything");
    compare("usual.ansi", &String::from_utf8(out).expect("text"));
}
