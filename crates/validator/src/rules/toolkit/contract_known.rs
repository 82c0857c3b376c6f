//! `policy/contract-known`: a policy names a contract of the catalogue.

use contracts::toolkit::Severity;

use super::policy_facts::{Policy, PolicyFacts};
use crate::phrase;
use crate::read::quote;
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
const META: Meta = Meta {
    code: "policy/contract-known",
    level: Severity::Error,
    consumer: None,
    says: "`contract` names a contract of the catalogue.",
    why: "A policy for a contract that nobody has guards nothing, and the contract that was meant is left without one.",
    remedy: "Correct the name; `data-contracts schema list` prints every contract.",
};

pub(super) const RULE: Rule<Policy> = Rule::<Policy>::judged(&META, check);

fn check(policy: &PolicyFacts<'_>, sink: &mut Sink<'_>) {
    let Some(id) = policy.contract.text() else { return };
    if catalog::contracts::find(id).is_some() {
        return;
    }
    let known: Vec<String> = catalog::contracts::all().map(|c| c.id.to_owned()).collect();
    let near = phrase::near(id, &known).map(|near| format!("; did you mean `{near}`?"));
    let message = format!("no contract is called {}{}", quote(id), near.unwrap_or_default());
    sink.report("/contract", message);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::rules::probe::places;

    #[test]
    fn only_names_of_the_catalogue_pass() {
        for (name, found) in [("cron/execution-report", 0), ("cron/execution-reports", 1)] {
            assert_eq!(places(&RULE, &json!({"contract": name})).len(), found, "{name}");
        }
        assert!(places(&RULE, &json!({"contract": 1})).is_empty());
    }
}
