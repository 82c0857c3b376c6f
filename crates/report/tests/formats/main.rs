//! Every format over the same reports: goldens, hostile input, and what must hold for any input.

#![allow(clippy::expect_used)] // the helpers of a test may stop where they stand

mod golden;
mod hostile;
mod sample;
mod sarif;
mod shape;

use contracts::toolkit::FindingReport;
use report::{Format, RenderOptions, RuleHelp, render};

/// What the rules of the samples say of themselves.
fn rule_help(code: &str) -> Option<RuleHelp> {
    (code == "cron/status-derived").then(|| RuleHelp {
        says: "`status` follows the exit code.".into(),
        why: "Readers act on `status` alone <and> on nothing else | ever.".into(),
        remedy: "Write the status that the exit code gives.".into(),
    })
}

fn rendered(format: Format, report: &FindingReport) -> String {
    let options = RenderOptions { colour: false, rules: &rule_help };
    let mut out = Vec::new();
    render(format, report, &mut out, &options).expect("a Vec takes everything");
    String::from_utf8(out).expect("every format is text")
}
