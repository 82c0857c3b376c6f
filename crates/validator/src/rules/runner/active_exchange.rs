//! `registry/active-exchange`: who is expected to report says where.

use contracts::toolkit::Severity;

use super::registry_facts::RegistryFacts;
use crate::facts::Fact;
use crate::phrase::short;
use crate::rule::{Meta, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "registry/active-exchange",
    level: Severity::Warning,
    consumer: None,
    says: "An active runner has a `status_exchange`.",
    why: "Without one there is nowhere to fetch a report from, and the lane can never be fresh.",
    remedy: "Add `status_exchange`, or set the lane to `planned` until its runner publishes reports.",
};

pub(super) fn check(facts: &RegistryFacts<'_>, sink: &mut Sink<'_>) {
    for (index, runner) in facts.runners.iter().enumerate() {
        if runner.is_active() && runner.exchange.is == Fact::Absent {
            let id = runner.runner_id.text().unwrap_or("?");
            sink.report(
                format!("/runners/{index}"),
                format!("`{}` is active but says nowhere to fetch its reports from", short(id)),
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
    fn an_active_runner_without_an_exchange_is_found_and_a_planned_one_is_not() {
        let mut document = registry();
        document["runners"][1].as_object_mut().unwrap().remove("status_exchange");
        assert_eq!(codes(&document, Context::default()), ["W registry/active-exchange /runners/1"]);
        document["runners"][1]["status"] = json!("planned");
        assert_eq!(codes(&document, Context::default()), [""; 0]);
    }
}
