//! What holds whatever a document says.

use contracts::toolkit::{Finding, FindingReport, Location, Severity, Snippet};
use proptest::prelude::*;
use report::Format;
use report::visible::is_hostile;

use crate::{rendered, sample};

fn severity() -> impl Strategy<Value = Severity> {
    prop_oneof![Just(Severity::Note), Just(Severity::Warning), Just(Severity::Error)]
}

prop_compose! {
    fn finding()(
        texts in prop::array::uniform4("\\PC{0,12}|[\\x00-\\x20<>&\"'|`@%:,\u{202e}\u{9b}]{0,12}"),
        severity in severity(),
        line in prop::option::of(any::<u64>()),
        column in prop::option::of(1_u64..200),
        marks in (0_usize..40, 0_usize..40),
    ) -> Finding {
        let [source, pointer, message, text] = texts;
        let mut finding = Finding::new("cron/status-derived", severity, message.clone());
        finding.location = Location { source, line, column, pointer };
        finding.remedy = Some(message);
        finding.snippet = Some(Snippet { text, start: marks.0, len: marks.1 });
        finding
    }
}

fn report() -> impl Strategy<Value = FindingReport> {
    prop::collection::vec(finding(), 0..6).prop_map(|findings| {
        let documents = findings.into_iter().map(|finding| {
            let source = finding.location.source.clone();
            sample::judgement(&source, vec![finding])
        });
        sample::collected(documents.collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn text_holds_no_character_that_acts(report in report()) {
        let text = rendered(Format::Text, &report);
        prop_assert!(!text.chars().any(|c| c != '\n' && is_hostile(c)));
    }

    #[test]
    fn junit_and_html_are_well_formed(report in report()) {
        let xml = rendered(Format::Junit, &report);
        let junit = roxmltree::Document::parse(&xml).map_err(|e| TestCaseError::fail(e.to_string()))?;
        let cases = junit.descendants().filter(|node| node.has_tag_name("testcase")).count();
        prop_assert!(cases >= report.documents.len());
        let html = rendered(Format::Html, &report);
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        let page = roxmltree::Document::parse_with_options(&html, options)
            .map_err(|e| TestCaseError::fail(e.to_string()))?;
        let articles = page.descendants().filter(|node| node.has_tag_name("article")).count();
        prop_assert_eq!(articles, report.findings.len());
    }

    #[test]
    fn json_and_its_lines_read_back(report in report()) {
        let mut plain = report.clone();
        for finding in &mut plain.findings {
            finding.snippet = None;
        }
        let json = rendered(Format::Json, &report);
        prop_assert_eq!(serde_json::from_str::<FindingReport>(&json).unwrap(), plain.clone());
        let lines = rendered(Format::Ndjson, &report);
        let read: Vec<Finding> =
            lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        prop_assert_eq!(read, plain.findings);
        let closed = lines.lines().last().is_some_and(|line| line.starts_with("{\"summary\":"));
        prop_assert!(closed);
    }
}
