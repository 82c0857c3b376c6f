//! The Execra job, event and event stream.

pub mod after_finalized;
pub mod ended;
mod event_facts;
pub mod exit_code_shape;
pub mod exited_once;
pub mod finalized_once;
pub mod finding_action;
pub mod finding_digest;
pub mod first_event;
mod job_facts;
pub mod job_started_once;
pub mod job_state;
pub mod kind;
pub mod lossy_output;
pub mod names;
pub mod not_finalized;
pub mod oracle;
pub mod outcome_cancelled;
pub mod outcome_findings;
pub mod outcome_reason;
mod outcome_stream;
pub mod outcome_verdict;
mod part_facts;
pub mod persisted;
pub mod phase_open_at_end;
pub mod phase_stack;
pub mod phase_unknown;
pub mod progress_range;
pub mod schema_version_required;
pub mod stage;
pub mod step;
pub mod stream_rule;
pub mod streaming_after_exit;
pub mod time_order;
pub mod unknown_event;

pub use event_facts::{Event, EventFacts, ExitFacts, Row, RowFacts};
pub use job_facts::{Job, JobFacts};
pub use part_facts::{
    ActionFacts, FindingFacts, OutcomeFacts, ProgressFacts, ReasonFacts, RelatedFacts, TimeFacts,
};

use std::sync::LazyLock;

use self::stream_rule::StreamRule;
use crate::rule::{ContractRules, Judged, Judging, Rule};

/// What is judged of one event, whether it stands alone or in a stream.
pub const EVENT_RULES: &[Rule<Event>] = &[
    unknown_event::RULE,
    schema_version_required::RULE,
    progress_range::EVENT,
    exit_code_shape::EVENT,
    outcome_reason::EVENT,
    finding_action::EVENT,
    lossy_output::RULE,
];

/// The same, to be judged for each event of a stream.
pub(crate) static EVENT_JUDGING: LazyLock<Judging<Event>> =
    LazyLock::new(|| Judging::of(EVENT_RULES));

/// The rules over a job's events, in the order in which they are judged.
pub const STREAM_RULES: &[StreamRule] = &[
    first_event::RULE,
    after_finalized::RULE,
    finalized_once::RULE,
    job_started_once::RULE,
    exited_once::RULE,
    streaming_after_exit::RULE,
    phase_stack::RULE,
    phase_unknown::RULE,
    phase_open_at_end::RULE,
    outcome_cancelled::RULE,
    outcome_verdict::STREAM,
    outcome_reason::STREAM,
    outcome_findings::RULE,
];

/// What is judged of a stream: each event, and the events of a job together.
const STREAM_AND_EVENT_RULES: &[Rule<Event>] = &[
    unknown_event::RULE,
    schema_version_required::RULE,
    progress_range::EVENT,
    exit_code_shape::EVENT,
    outcome_reason::EVENT,
    finding_action::EVENT,
    lossy_output::RULE,
    Rule::across(&first_event::META),
    Rule::across(&job_started_once::META),
    Rule::across(&time_order::META),
    Rule::across(&exited_once::META),
    Rule::across(&finalized_once::META),
    Rule::across(&not_finalized::META),
    Rule::across(&after_finalized::META),
    Rule::across(&streaming_after_exit::META),
    Rule::across(&phase_stack::META),
    Rule::across(&phase_unknown::META),
    Rule::across(&phase_open_at_end::META),
    Rule::across(&outcome_verdict::META),
    Rule::across(&outcome_cancelled::META),
    Rule::across(&outcome_findings::META),
];

/// The rules of every contract of the family.
pub const CONTRACTS: &[&dyn Judged] = &[
    &ContractRules { contract: "execra/event", rules: EVENT_RULES },
    &ContractRules {
        contract: "execra/job",
        rules: &[
            job_state::RULE,
            outcome_verdict::JOB,
            outcome_reason::JOB,
            progress_range::JOB,
            exit_code_shape::JOB,
            finding_action::JOB,
        ],
    },
    &ContractRules { contract: "execra/event-stream", rules: STREAM_AND_EVENT_RULES },
];

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::rules::probe::places;

    #[test]
    fn a_rule_finds_nothing_without_the_members_that_it_is_about() {
        let action = json!({"kind": "link", "url": "javascript:alert(1)"});
        let all = json!({"line": "\u{fffd}", "code": {"code": 1, "signal": 2},
            "progress": {"kind": "determinate", "unit": "fraction", "value": 2},
            "finding": {"action": action},
            "outcome": {"kind": "failed", "findings": [{"action": action}],
                "reason": {"kind": "non_zero_exit", "code": 0}}});
        let kinds =
            ["output_appended", "progress_updated", "exited", "finding_emitted", "finalized", "?"];
        for rule in EVENT_RULES.iter().filter(|rule| !rule.about.is_empty()) {
            let found = |without: &[&str]| {
                let of = |kind: &&str| {
                    let mut event = all.clone();
                    event["kind"] = json!(kind);
                    if let Value::Object(members) = &mut event {
                        members.retain(|name, _| !without.contains(&name.as_str()));
                    }
                    places(rule, &event).len()
                };
                kinds.iter().map(of).sum::<usize>()
            };
            assert!(found(&[]) > 0, "{} is not tried", rule.meta.code);
            assert_eq!(found(rule.about), 0, "{}", rule.meta.code);
        }
    }
}
