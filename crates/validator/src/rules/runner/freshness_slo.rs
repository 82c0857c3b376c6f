//! `registry/freshness-slo`: a freshness bound is a bound, and the contract's own is 72 hours.

use contracts::toolkit::Severity;

use super::policy::COMPATIBILITY_CAP_HOURS;
use super::registry_facts::RegistryFacts;
use crate::rule::{Meta, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "registry/freshness-slo",
    level: Severity::Error,
    consumer: None,
    says: "`freshness_slo_hours` is an integer of at least 1 (and not above 72 on a compatibility lane, where 72 is applied anyway).",
    why: "A bound of zero makes every report stale; one above the contract's 72 hours promises what the policy will not do.",
    remedy: "Write a number of hours from 1 to 72.",
};

/// The lower bound is a clause of the schema.
pub(super) fn check(facts: &RegistryFacts<'_>, sink: &mut Sink<'_>) {
    for (index, runner) in facts.runners.iter().enumerate() {
        let hours = runner.exchange.freshness_slo_hours.int();
        let compatibility = runner.class.text() == Some("compatibility_non_blocking");
        if let Some(hours) = hours.filter(|hours| *hours > COMPATIBILITY_CAP_HOURS.into())
            && compatibility
        {
            sink.report_with(
                Severity::Warning,
                format!("/runners/{index}/status_exchange/freshness_slo_hours"),
                format!("{hours} hours on a compatibility lane: the contract caps it at 72"),
                "Write 72 or less: a longer bound has no effect.",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::rules::runner::bench::{codes, registry};
    use serde_json::json;

    #[test]
    fn a_bound_above_the_cap_is_a_warning_on_compatibility_lanes_only() {
        let at = "/runners/1/status_exchange/freshness_slo_hours";
        let mut document = registry();
        document["runners"][0]["status_exchange"]["freshness_slo_hours"] = json!(1000);
        assert_eq!(codes(&document, Context::default()), [""; 0]);
        document["runners"][1]["status_exchange"]["freshness_slo_hours"] = json!(73);
        assert_eq!(
            codes(&document, Context::default()),
            [format!("W registry/freshness-slo {at}")]
        );
        document["runners"][1]["status_exchange"]["freshness_slo_hours"] = json!(72);
        assert_eq!(codes(&document, Context::default()), [""; 0]);
    }
}
