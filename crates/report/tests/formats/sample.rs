//! The reports that the tests render: a usual one, an empty one, a hostile one.

use contracts::toolkit::{Finding, FindingReport, Location, Severity, Snippet, Tool};
use report::{Collector, Counts, Exit, Judgement, Settings};

pub(crate) fn tool() -> Tool {
    Tool { name: "data-contracts".into(), version: "0.1.0".into() }
}

pub(crate) fn collected(documents: Vec<Judgement>) -> FindingReport {
    let mut collector = Collector::new(Settings { list_notes: true, ..Settings::default() });
    for document in documents {
        collector.judged(document);
    }
    collector.finish(tool()).findings
}

/// One of every kind: error, warning, note, a stream, an input that could not be judged.
pub(crate) fn usual() -> FindingReport {
    let settings = Settings { list_notes: true, limit: 5, ..Settings::default() };
    let mut collector = Collector::new(settings);
    collector.judged(judgement("reports/good.json", Vec::new()));
    collector.judged(Judgement {
        recognised: true,
        ..judgement("./reports/bad.json", vec![status_derived(), empty_host()])
    });
    collector.judged(Judgement {
        recognised: true,
        instances: 1_200,
        stream: true,
        counted: Counts { errors: 0, warnings: 0, notes: 7 },
        ..judged_by("execra/event@v0", "logs/events.ndjson", vec![lossy(17), lossy(1_002)])
    });
    collector.judged(judgement("-", vec![missing("host"), missing("command")]));
    collector.not_judged("gone.json", Exit::Io, "No such file or directory (os error 2)");
    collector.finish(tool()).findings
}

pub(crate) fn judgement(source: &str, findings: Vec<Finding>) -> Judgement {
    judged_by("cron/execution-report@v1", source, findings)
}

fn judged_by(contract: &str, source: &str, mut findings: Vec<Finding>) -> Judgement {
    for finding in &mut findings {
        finding.location.source = source.into();
        finding.contract = Some(contract.into());
    }
    Judgement {
        source: source.into(),
        contract: Some(contract.into()),
        instances: 1,
        findings,
        ..Judgement::default()
    }
}

fn placed(mut finding: Finding, line: u64, column: u64, text: &str, len: usize) -> Finding {
    let at = Location { line: Some(line), column: Some(column), ..finding.location };
    finding.location = at;
    let start = usize::try_from(column - 1).expect("a small column");
    finding.snippet = Some(Snippet { text: text.into(), start, len });
    finding
}

fn status_derived() -> Finding {
    let message = "`status` is \"success\", but `exit_code` is 1";
    let finding = Finding::new("cron/status-derived", Severity::Error, message).at("/status");
    let mut finding = finding.with_remedy("Write the status that the exit code gives.");
    finding.schema_pointer = Some("/allOf/0".into());
    placed(finding, 8, 13, "  \"status\": \"success\",", 9)
}

fn empty_host() -> Finding {
    let finding = Finding::new("cron/empty-text", Severity::Warning, "`host` is empty").at("/host");
    placed(finding, 10, 29, "  \"コマンド\": \"バックアップ\", \"host\": \"\"", 2)
}

fn lossy(line: u64) -> Finding {
    let message = "the line holds a replacement character";
    let finding = Finding::new("execra/lossy-output", Severity::Note, message).at("/text");
    placed(finding, line, 3, "\t{\"text\": \"\u{fffd}\"}", 1)
}

fn missing(member: &str) -> Finding {
    Finding::new("schema/required", Severity::Error, format!("`{member}` is missing"))
}

/// Everything that a document's author could put into names, messages and paths.
pub(crate) fn hostile() -> FindingReport {
    let attacks = [
        "\u{1b}]0;owned\u{7}\u{1b}[31mred\u{9b}2J",
        "\u{202e}gpj.exe\u{2066}\u{200f}",
        "line one\r\nline two\n::error file=x::smuggled\n##[error]x",
        "| cell | `code` <script>alert(1)</script> <!-- ]]> &amp; \"'",
        "@everyone #1 https://example.com www.example.com [a](javascript:b) ![i](x) **b** $m$",
        "100%25 %0A :, a=b,c::d",
        "\u{0}\u{fffe}\u{ffff}\u{e0041}\u{ad}",
    ];
    let mut findings: Vec<Finding> = attacks
        .into_iter()
        .map(|text| {
            let finding = Finding::new("json/syntax", Severity::Error, text);
            placed(finding.at(format!("/{text}")).with_remedy(text), 1, 2, text, 4)
        })
        .collect();
    let long = "x".repeat(10_000);
    findings
        .push(Finding::new("json/syntax", Severity::Error, long.clone()).at(format!("/{long}")));
    let mut documents = vec![judgement(&long, Vec::new())];
    for attack in attacks {
        documents.push(judgement(attack, findings.clone()));
    }
    collected(documents)
}
