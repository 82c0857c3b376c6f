//! Applying waivers to the findings of a run.

use contracts::toolkit::{Finding, Waiver, Waivers};
use jiff::civil::Date;

use super::rules::{EXPIRED, EXPIRES_SOON, TOO_LONG, UNUSED, WaiverRule};
use super::term::{LONGEST_DAYS, Term};
use crate::fingerprint;
use crate::format::sentence::plural;

/// What a waiver is compared with.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'s> {
    /// The rule's code.
    pub rule: &'s str,
    /// The place in the document.
    pub pointer: &'s str,
    /// The input.
    pub source: &'s str,
    /// The finding's or witness's fingerprint.
    pub fingerprint: &'s str,
}

/// The waivers of a run on a given day, and what they did.
#[derive(Debug)]
pub struct WaiverBook {
    file: String,
    entries: Vec<Entry>,
    waived: u64,
}

#[derive(Debug)]
struct Entry {
    waiver: Waiver,
    term: Term,
    /// Whether some input of the run is one that it speaks of.
    applies: bool,
    /// Findings that it set aside, or would have, had its term not ended.
    matched: u64,
}

/// What applying waivers to a list of findings gives.
#[derive(Debug, PartialEq, Eq)]
pub struct Applied {
    /// The findings that stand, in their order.
    pub findings: Vec<Finding>,
    /// How many were set aside.
    pub waived: u64,
    /// What is to be said of the waivers themselves.
    pub notices: Vec<Finding>,
}

/// Applies waivers to all findings of a run at once. `file` is the path of the waivers as the
/// user named it, `today` the day in UTC.
#[must_use]
pub fn apply(file: &str, waivers: Waivers, today: Date, findings: Vec<Finding>) -> Applied {
    let mut book = WaiverBook::new(file, waivers, today);
    let mut standing = Vec::with_capacity(findings.len());
    for finding in findings {
        book.saw(&finding.location.source);
        if !book.waives_finding(&finding) {
            standing.push(finding);
        }
    }
    Applied { findings: standing, waived: book.waived(), notices: book.notices() }
}

impl WaiverBook {
    /// The waivers of a file on a day in UTC.
    #[must_use]
    pub fn new(file: &str, waivers: Waivers, today: Date) -> Self {
        let entries = waivers.waivers.into_iter().map(|waiver| Entry {
            term: Term::on(today, &waiver.expires),
            applies: waiver.source.is_none(),
            matched: 0,
            waiver,
        });
        WaiverBook { file: file.to_owned(), entries: entries.collect(), waived: 0 }
    }

    /// Notes that an input was judged, so that its waivers can be told to be unused.
    pub fn saw(&mut self, source: &str) {
        for entry in &mut self.entries {
            entry.applies = entry.applies || covers_source(&entry.waiver, source);
        }
    }

    /// Whether a waiver sets this aside. Every waiver that fits counts as used.
    pub fn waives(&mut self, subject: &Subject<'_>) -> bool {
        if subject.rule.starts_with("waiver/") {
            return false;
        }
        let fitting = self.entries.iter().filter(|entry| fits(&entry.waiver, subject));
        let waived = fitting.clone().any(|entry| entry.term.holds());
        for entry in self.entries.iter_mut().filter(|entry| fits(&entry.waiver, subject)) {
            // A waiver whose term has ended is not needed where another one holds.
            if entry.term.holds() || !waived {
                entry.matched = entry.matched.saturating_add(1);
            }
        }
        self.waived = self.waived.saturating_add(u64::from(waived));
        waived
    }

    /// Whether a waiver sets a finding aside.
    pub fn waives_finding(&mut self, finding: &Finding) -> bool {
        if self.entries.is_empty() {
            return false;
        }
        let at = &finding.location;
        self.waives(&Subject {
            rule: &finding.code,
            pointer: &at.pointer,
            source: &at.source,
            fingerprint: &fingerprint::of_finding(finding),
        })
    }

    /// How many findings were set aside so far.
    #[must_use]
    pub fn waived(&self) -> u64 {
        self.waived
    }

    /// What is to be said of the waivers themselves, once every finding was seen: at most one
    /// finding a waiver.
    #[must_use]
    pub fn notices(&self) -> Vec<Finding> {
        let entries = self.entries.iter().enumerate();
        entries.filter_map(|(place, entry)| self.notice(place, entry)).collect()
    }

    fn notice(&self, place: usize, entry: &Entry) -> Option<Finding> {
        let expires = &entry.waiver.expires;
        let (rule, member, message) = match (entry.term, entry.matched) {
            (Term::NoDate, _) => (&EXPIRED, "/expires", format!("`{expires}` is no date")),
            (Term::TooLong(days), _) => {
                let message = format!("it ends in {days} days; {LONGEST_DAYS} days is the longest");
                (&TOO_LONG, "/expires", message)
            }
            (_, 0) if entry.applies => (&UNUSED, "", "no finding of this run needs it".to_owned()),
            (_, 0) | (Term::Holds, _) => return None,
            (Term::EndsSoon(days), _) => {
                let left = plural(days.unsigned_abs().into(), "day");
                (&EXPIRES_SOON, "/expires", format!("its last day, {expires}, is {left} ahead"))
            }
            (Term::Ended(days), count) => {
                let ago = plural(days.unsigned_abs().into(), "day");
                let again = plural(count, "finding");
                let message =
                    format!("its last day was {expires}, {ago} ago; it no longer covers {again}");
                (&EXPIRED, "/expires", message)
            }
        };
        Some(self.finding(place, &entry.waiver, rule, member, &message))
    }

    fn finding(
        &self,
        place: usize,
        waiver: &Waiver,
        rule: &WaiverRule,
        member: &str,
        message: &str,
    ) -> Finding {
        let whose = format!("the waiver for {} (owner: {})", waiver.rule, waiver.owner);
        let mut finding = Finding::new(rule.code, rule.level, format!("{whose}: {message}"))
            .with_remedy(rule.remedy)
            .at(format!("/waivers/{place}{member}"));
        finding.location.source.clone_from(&self.file);
        finding.contract = Some("toolkit/waivers@v1".to_owned());
        finding
    }
}

/// A waiver by fingerprint that leaves its rule open: the fingerprint counts the rule already.
pub const ANY_RULE: &str = "any/rule";

fn fits(waiver: &Waiver, subject: &Subject<'_>) -> bool {
    let open = waiver.rule == ANY_RULE && waiver.fingerprint.is_some();
    (open || waiver.rule == subject.rule)
        && (waiver.source.is_none() || covers_source(waiver, subject.source))
        && match (&waiver.pointer, &waiver.fingerprint) {
            (Some(pointer), None) => pointer == subject.pointer,
            (None, Some(fingerprint)) => fingerprint == subject.fingerprint,
            // The published form asks for exactly one; without it nothing is named.
            _ => false,
        }
}

fn covers_source(waiver: &Waiver, source: &str) -> bool {
    let plain = |path: &'_ str| path.trim_start_matches("./").to_owned();
    let source = plain(source);
    waiver.source.as_deref().is_some_and(|named| {
        let named = plain(named);
        source == named || (named.ends_with('/') && source.starts_with(&named))
    })
}

#[cfg(test)]
mod tests {
    use contracts::toolkit::{Finding, Severity, Waiver, Waivers};
    use jiff::civil::{Date, date};

    use super::{Applied, apply};
    use crate::fingerprint;

    const TODAY: Date = date(2026, 8, 1);

    fn waiver(expires: &str) -> Waiver {
        Waiver {
            rule: "cron/status-derived".into(),
            pointer: Some("/status".into()),
            fingerprint: None,
            source: None,
            reason: "known".into(),
            owner: "jobs".into(),
            expires: expires.into(),
        }
    }

    fn found(source: &str) -> Finding {
        let mut finding =
            Finding::new("cron/status-derived", Severity::Error, "wrong").at("/status");
        finding.location.source = source.into();
        finding
    }

    fn applied(waivers: Vec<Waiver>, findings: Vec<Finding>) -> Applied {
        apply("waivers.yaml", Waivers { version: 1, waivers }, TODAY, findings)
    }

    fn codes(applied: &Applied) -> Vec<(&str, Severity)> {
        applied.notices.iter().map(|f| (f.code.as_ref(), f.severity)).collect()
    }

    #[test]
    fn a_waiver_in_its_term_sets_aside_in_silence() {
        let done = applied(vec![waiver("2026-12-01")], vec![found("a"), found("b")]);
        assert_eq!(done, Applied { findings: vec![], waived: 2, notices: vec![] });
    }

    #[test]
    fn an_ended_one_lets_the_finding_stand_and_is_an_error_itself() {
        let done = applied(vec![waiver("2026-07-01")], vec![found("a")]);
        assert_eq!((done.findings.len(), done.waived), (1, 0));
        assert_eq!(codes(&done), [("waiver/expired", Severity::Error)]);
        assert_eq!(done.notices[0].location.pointer, "/waivers/0/expires");
        assert_eq!(done.notices[0].location.source, "waivers.yaml");
    }

    #[test]
    fn one_near_its_end_still_holds_and_is_warned_of() {
        let done = applied(vec![waiver("2026-08-10")], vec![found("a")]);
        assert_eq!(done.waived, 1);
        assert_eq!(codes(&done), [("waiver/expires-soon", Severity::Warning)]);
    }

    #[test]
    fn too_long_a_term_or_none_sets_nothing_aside() {
        let done = applied(vec![waiver("2028-01-01"), waiver("later")], vec![found("a")]);
        assert_eq!(done.findings.len(), 1);
        assert_eq!(
            codes(&done),
            [("waiver/too-long", Severity::Error), ("waiver/expired", Severity::Error)]
        );
    }

    #[test]
    fn an_unused_one_is_warned_of_even_when_its_term_has_ended() {
        let done = applied(vec![waiver("2026-12-01"), waiver("2026-07-01")], vec![]);
        assert_eq!(codes(&done), [("waiver/unused", Severity::Warning); 2]);
    }

    #[test]
    fn the_source_narrows_and_an_input_outside_the_run_is_not_judged() {
        let mut folder = waiver("2026-12-01");
        folder.source = Some("./old/".into());
        let mut elsewhere = waiver("2026-12-01");
        elsewhere.source = Some("new/c.json".into());
        let done = applied(vec![folder, elsewhere], vec![found("old/a.json"), found("older.json")]);
        assert_eq!(done.findings, vec![found("older.json")]);
        assert_eq!(codes(&done), []);
    }

    #[test]
    fn a_fingerprint_names_one_fault_of_one_input() {
        let mut by_name = waiver("2026-12-01");
        by_name.pointer = None;
        by_name.fingerprint = Some(fingerprint::of_finding(&found("a")));
        let done = applied(vec![by_name], vec![found("a"), found("b")]);
        assert_eq!(done.findings, vec![found("b")]);
    }

    #[test]
    fn a_fingerprint_may_leave_the_rule_open_and_a_pointer_may_not() {
        let mut open = waiver("2026-12-01");
        open.rule = super::ANY_RULE.into();
        assert_eq!(applied(vec![open.clone()], vec![found("a")]).findings.len(), 1);
        open.pointer = None;
        open.fingerprint = Some(fingerprint::of_finding(&found("a")));
        assert_eq!(applied(vec![open], vec![found("a")]).findings, vec![]);
    }

    #[test]
    fn waivers_cannot_be_waived() {
        let mut own = waiver("2026-12-01");
        own.rule = "waiver/expired".into();
        let mut finding = found("a");
        finding.code = "waiver/expired".into();
        assert_eq!(applied(vec![own], vec![finding]).findings.len(), 1);
    }
}
