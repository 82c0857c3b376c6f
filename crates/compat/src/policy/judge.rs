//! The policy's verdict: the step of each fact, and the step of the whole.

use contracts::toolkit::{Finding, Policy, Severity, Step};

use super::fact::{Fact, Way};
use super::rules::{MEMBER_REMOVED, MEMBER_RENAMED, SEMANTIC_REVIEW, STEP_TOO_SMALL};

/// What a change needs, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The step that it needs; `None` when nothing changed.
    pub needed: Option<Step>,
    /// The step of each fact, the largest first.
    pub reasons: Vec<Reason>,
}

/// One fact and its step.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// What changed.
    pub fact: Fact,
    /// How large a step that is.
    pub step: Step,
    /// Why: what the contract's document says, or what holds where it says nothing.
    pub because: String,
}

/// The step of a change within a major version: `version` is the name of the newer side's.
#[must_use]
pub fn judge(policy: &Policy, version: &str, facts: Vec<Fact>) -> Judged {
    let mut reasons: Vec<Reason> =
        facts.into_iter().map(|fact| reason(policy, version, fact)).collect();
    reasons.sort_by(|a, b| b.step.cmp(&a.step).then_with(|| a.fact.way.cmp(&b.fact.way)));
    Judged { needed: reasons.iter().map(|reason| reason.step).max(), reasons }
}

fn reason(policy: &Policy, version: &str, fact: Fact) -> Reason {
    let settled = policy.changes.iter().find(|entry| entry.change == fact.kind);
    let (step, because) = match settled {
        Some(entry) => (entry.step, entry.says.clone()),
        None => default_step(policy, &fact),
    };
    match policy.frozen_from.as_deref() {
        Some(from) if step == Step::Minor && number(version) >= number(from) => {
            let because =
                format!("from {from} on the contract is frozen: only patches are allowed");
            Reason { fact, step: Step::Major, because }
        }
        _ => Reason { fact, step, because },
    }
}

/// The step where the contract's document says nothing of the kind of change.
fn default_step(policy: &Policy, fact: &Fact) -> (Step, String) {
    let (step, because) = match (fact.way, fact.kind) {
        (Some(Way::Backward), _) if policy.compatible.backward.is_some() => {
            (Step::Major, "new readers have to read what older writers wrote")
        }
        (Some(Way::Forward), _) if policy.compatible.forward.is_some() => {
            (Step::Major, "older readers have to read what new writers write")
        }
        (Some(_), _) => (Step::Minor, "this direction need not hold"),
        (None, "member-added" | "member-aliased" | "event-type-added" | "error-code-added") => {
            (Step::Minor, "something is added")
        }
        (None, "meaning-changed" | "rule-changed" | "default-changed") => {
            (Step::Patch, "no step, as long as nothing else is meant")
        }
        (None, "text-changed") => (Step::Patch, "words only"),
        (None, _) => (Step::Major, "something that was promised is gone"),
    };
    (step, because.to_owned())
}

/// The number in `v1`.
fn number(version: &str) -> Option<u64> {
    version.strip_prefix('v')?.parse().ok()
}

/// What is wrong with a change: a step that the names do not declare, what a person has to look
/// at, and what readers want to hear of. Lists tell what became of their entries themselves.
#[must_use]
pub fn findings(judged: &Judged, declared: Step, contract: &str, source: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(needed) = judged.needed.filter(|needed| *needed > declared) {
        let forcing: Vec<&str> = judged
            .reasons
            .iter()
            .filter(|reason| reason.step > declared)
            .map(|reason| reason.fact.message.as_str())
            .collect();
        let message = format!(
            "this is a {needed} step, and the versions' names declare a {declared} one at most: {}",
            forcing.join("; ")
        );
        findings.push(
            Finding::new(STEP_TOO_SMALL.code, Severity::Error, message)
                .with_remedy(STEP_TOO_SMALL.remedy),
        );
    }
    // Another major may mean something else; within one, somebody has to have looked.
    let asked = |fact: &Fact| declared < Step::Major || !fact.asks_review();
    let facts = judged.reasons.iter().map(|reason| &reason.fact).filter(|fact| asked(fact));
    findings.extend(facts.filter_map(|fact| told(fact, contract)));
    for finding in &mut findings {
        source.clone_into(&mut finding.location.source);
        finding.contract = Some(contract.to_owned());
    }
    findings
}

/// The finding that a fact is by itself, whatever the step.
fn told(fact: &Fact, contract: &str) -> Option<Finding> {
    let meta = match fact.kind {
        _ if fact.way.is_some() => return None,
        _ if fact.asks_review() => &SEMANTIC_REVIEW,
        "member-removed" => &MEMBER_REMOVED,
        "member-renamed" => &MEMBER_RENAMED,
        "event-type-removed" | "error-code-changed" | "error-code-removed" | "list-unreadable" => {
            validator::rules::meta(&fact.code())?
        }
        _ => return None,
    };
    let message = if fact.asks_review() {
        format!("{} (to acknowledge it: {})", fact.message, fact.fingerprint(contract))
    } else {
        fact.message.clone()
    };
    let pointer = fact.new_pointer.as_deref().or(fact.old_pointer.as_deref()).unwrap_or_default();
    Some(Finding::new(meta.code, meta.level, message).at(pointer).with_remedy(meta.remedy))
}
