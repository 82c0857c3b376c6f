//! Everything that a run judged, and what follows from it: verdicts, counts, the exit code.

use std::collections::HashMap;

use contracts::toolkit::{
    Finding, FindingReport, JudgedDocument, ReportSummary, Severity, Tool, Verdict,
};

use crate::exit::Exit;
use crate::merge::merge;
use crate::tally::{BoundedList, Counts};
use crate::waiver::WaiverBook;

/// From which level on a finding fails its document: `--fail-on`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FailOn {
    /// Only errors fail.
    #[default]
    Error,
    /// Warnings fail too.
    Warning,
}

impl FailOn {
    /// The lightest level that fails.
    #[must_use]
    pub fn level(self) -> Severity {
        match self {
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
        }
    }
}

/// How a run is to be collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// `--fail-on`.
    pub fail_on: FailOn,
    /// `--notes`: notes are listed, not only counted.
    pub list_notes: bool,
    /// The most findings that the report lists; the rest is counted.
    pub limit: usize,
    /// `--allow-empty`: a run that judged nothing is clean.
    pub allow_empty: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { fail_on: FailOn::Error, list_notes: false, limit: 10_000, allow_empty: false }
    }
}

/// One input and what judging it gave.
#[derive(Debug, Clone, Default)]
pub struct Judgement {
    /// The input as the user named it: a path, or `-`.
    pub source: String,
    /// The contract it was judged by, `family/name@vN[.REV]`.
    pub contract: Option<String>,
    /// Whether that was told from the document rather than from the arguments.
    pub recognised: bool,
    /// Instances in it: 1, or the records of a stream.
    pub instances: u64,
    /// Whether it is a stream, so that equal faults on different lines are different faults.
    pub stream: bool,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What was found and only counted (the stream path does not keep everything).
    pub counted: Counts,
}

/// A finished run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Everything that the formats render.
    pub findings: FindingReport,
    /// What the process ends with as far as this run is concerned.
    pub exit: Exit,
}

/// Takes in a run, one input at a time and in input order.
#[derive(Debug)]
pub struct Collector {
    settings: Settings,
    documents: Vec<JudgedDocument>,
    places: HashMap<String, usize>,
    list: BoundedList,
    counts: Counts,
    exit: Exit,
    waivers: Option<WaiverBook>,
}

impl Collector {
    /// An empty collector.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Collector {
            settings,
            documents: Vec::new(),
            places: HashMap::new(),
            list: BoundedList::new(settings.limit),
            counts: Counts::default(),
            exit: Exit::Clean,
            waivers: None,
        }
    }

    /// The same collector with waivers, which set findings aside before verdicts are settled.
    #[must_use]
    pub fn with_waivers(mut self, waivers: WaiverBook) -> Self {
        self.waivers = Some(waivers);
        self
    }

    /// Takes in one judged input: merges its findings, counts them, settles its verdict.
    pub fn judged(&mut self, judgement: Judgement) -> Verdict {
        if let Some(waivers) = &mut self.waivers {
            waivers.saw(&judgement.source);
        }
        let mut findings = merge(judgement.findings, judgement.stream);
        findings.retain(|finding| !self.waives(finding));
        let counts = Counts::of(&findings).plus(judgement.counted);
        let fails = counts.at_least(self.settings.fail_on.level()) > 0;
        let verdict = if fails { Verdict::Rejected } else { Verdict::Accepted };
        self.place(JudgedDocument {
            source: judgement.source,
            contract: judgement.contract,
            recognised: judgement.recognised,
            instances: judgement.instances,
            verdict,
            reason: None,
        });
        self.take(findings, judgement.counted);
        verdict
    }

    /// Takes in an input that could not be judged: `exit` is what that alone would end with
    /// (`Usage` when no contract could be told, `Io` when it could not be read).
    pub fn not_judged(&mut self, source: impl Into<String>, exit: Exit, reason: impl Into<String>) {
        self.exit = self.exit.combine(exit);
        let reason = Some(reason.into()).filter(|reason| !reason.is_empty());
        self.place(JudgedDocument {
            source: source.into(),
            contract: None,
            recognised: false,
            instances: 0,
            verdict: Verdict::NotJudged,
            reason: Some(reason.unwrap_or_else(|| "it could not be judged".to_owned())),
        });
    }

    /// Takes in a finding across documents, after they were judged. An input of that source is
    /// rejected by it when its level fails.
    pub fn finding(&mut self, finding: Finding) {
        if self.waives(&finding) {
            return;
        }
        if finding.severity >= self.settings.fail_on.level() {
            let place = self.places.get(&finding.location.source);
            let document = place.and_then(|place| self.documents.get_mut(*place));
            if let Some(document) = document.filter(|d| d.verdict == Verdict::Accepted) {
                document.verdict = Verdict::Rejected;
            }
        }
        self.take(vec![finding], Counts::default());
    }

    /// Notes that the run as a whole ends with at least this code (an interruption, say).
    pub fn fault(&mut self, exit: Exit) {
        self.exit = self.exit.combine(exit);
    }

    /// What the run would end with now.
    #[must_use]
    pub fn exit(&self) -> Exit {
        let failing = self.counts.at_least(self.settings.fail_on.level()) > 0;
        let findings = if failing { Exit::Findings } else { Exit::Clean };
        let nothing = self.documents.is_empty() && !self.settings.allow_empty;
        let empty = if nothing { Exit::Usage } else { Exit::Clean };
        [self.exit, findings, empty].into_iter().collect()
    }

    /// The finished report, sorted, with what is to be said of the waivers.
    #[must_use]
    pub fn finish(mut self, tool: Tool) -> Report {
        let notices = self.waivers.as_ref().map(WaiverBook::notices).unwrap_or_default();
        self.take(notices, Counts::default());
        let exit = self.exit();
        let summary = ReportSummary {
            documents: count(self.documents.len()),
            instances: self.documents.iter().fold(0, |sum, d| sum.saturating_add(d.instances)),
            errors: self.counts.errors,
            warnings: self.counts.warnings,
            notes: self.counts.notes,
            not_judged: count(
                self.documents.iter().filter(|d| d.verdict == Verdict::NotJudged).count(),
            ),
            waived: self.waivers.as_ref().map_or(0, WaiverBook::waived),
            unlisted: self.list.unlisted(),
        };
        let findings = self.list.into_sorted();
        let report =
            FindingReport { version: 1, tool, documents: self.documents, findings, summary };
        Report { findings: report, exit }
    }

    fn waives(&mut self, finding: &Finding) -> bool {
        self.waivers.as_mut().is_some_and(|waivers| waivers.waives_finding(finding))
    }

    fn place(&mut self, document: JudgedDocument) {
        self.places.insert(document.source.clone(), self.documents.len());
        self.documents.push(document);
    }

    fn take(&mut self, mut findings: Vec<Finding>, counted: Counts) {
        self.counts = self.counts.plus(Counts::of(&findings)).plus(counted);
        let asked = if self.settings.list_notes { Severity::Note } else { Severity::Warning };
        self.list.count_unlisted(counted.at_least(asked));
        findings.retain(|finding| finding.severity >= asked);
        self.list.extend(findings);
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use contracts::toolkit::{Finding, Location, Severity, Tool, Verdict, Waiver, Waivers};
    use jiff::civil::date;

    use super::{Collector, FailOn, Judgement, Settings};
    use crate::exit::Exit;
    use crate::tally::Counts;
    use crate::waiver::WaiverBook;

    fn tool() -> Tool {
        Tool { name: "data-contracts".into(), version: "0.1.0".into() }
    }

    fn found(source: &str, level: Severity, line: u64) -> Finding {
        let mut finding = Finding::new("cron/empty-text", level, "empty").at("/host");
        finding.location = Location { line: Some(line), ..finding.location };
        finding.location.source = source.into();
        finding
    }

    fn judgement(source: &str, findings: Vec<Finding>) -> Judgement {
        Judgement { source: source.into(), instances: 1, findings, ..Judgement::default() }
    }

    #[test]
    fn the_verdict_follows_fail_on() {
        let warned = || judgement("a", vec![found("a", Severity::Warning, 1)]);
        assert_eq!(Collector::new(Settings::default()).judged(warned()), Verdict::Accepted);
        let mut strict =
            Collector::new(Settings { fail_on: FailOn::Warning, ..Settings::default() });
        assert_eq!(strict.judged(warned()), Verdict::Rejected);
        assert_eq!(strict.exit(), Exit::Findings);
    }

    #[test]
    fn nothing_judged_is_never_clean_unless_meant() {
        assert_eq!(Collector::new(Settings::default()).exit(), Exit::Usage);
        let meant = Settings { allow_empty: true, ..Settings::default() };
        assert_eq!(Collector::new(meant).exit(), Exit::Clean);
    }

    #[test]
    fn the_report_is_sorted_and_counts_what_it_does_not_list() {
        let mut collector = Collector::new(Settings { limit: 2, ..Settings::default() });
        collector.judged(judgement("b", vec![found("b", Severity::Error, 9)]));
        collector.judged(Judgement {
            counted: Counts { errors: 3, warnings: 0, notes: 5 },
            ..judgement("a", vec![found("a", Severity::Error, 2), found("a", Severity::Note, 1)])
        });
        collector.not_judged("c", Exit::Io, "permission denied");
        let report = collector.finish(tool());
        assert_eq!(report.exit, Exit::Io);
        let sources: Vec<_> =
            report.findings.findings.iter().map(|f| f.location.source.as_str()).collect();
        assert_eq!(sources, ["a", "b"]);
        let summary = report.findings.summary;
        assert_eq!((summary.errors, summary.notes, summary.unlisted), (5, 5, 3));
        assert_eq!((summary.documents, summary.not_judged), (3, 1));
    }

    #[test]
    fn a_waived_error_rejects_nothing_and_an_expired_waiver_fails_the_run() {
        let waiver = |expires: &str| Waiver {
            rule: "cron/empty-text".into(),
            pointer: Some("/host".into()),
            fingerprint: None,
            source: None,
            reason: "known".into(),
            owner: "jobs".into(),
            expires: expires.into(),
        };
        let run = |expires: &str, level| {
            let waivers = Waivers { version: 1, waivers: vec![waiver(expires)] };
            let book = WaiverBook::new("waivers.yaml", waivers, date(2026, 8, 1));
            let mut collector = Collector::new(Settings::default()).with_waivers(book);
            collector.judged(judgement("a", vec![found("a", level, 1)]));
            collector.finish(tool())
        };
        let waived = run("2026-12-01", Severity::Error);
        assert_eq!(waived.exit, Exit::Clean);
        assert_eq!((waived.findings.summary.waived, waived.findings.summary.errors), (1, 0));
        let expired = run("2026-07-01", Severity::Warning);
        assert_eq!(expired.exit, Exit::Findings);
        assert_eq!(expired.findings.findings[1].code, "waiver/expired");
    }

    #[test]
    fn a_finding_across_documents_rejects_the_one_it_names() {
        let mut collector = Collector::new(Settings::default());
        collector.judged(judgement("a", Vec::new()));
        collector.judged(judgement("b", Vec::new()));
        collector.finding(found("a", Severity::Error, 1));
        let report = collector.finish(tool()).findings;
        assert_eq!(report.documents[0].verdict, Verdict::Rejected);
        assert_eq!(report.documents[1].verdict, Verdict::Accepted);
    }
}
