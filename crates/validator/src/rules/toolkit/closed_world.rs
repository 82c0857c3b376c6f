//! `policy/closed-world`: the closed world goes with the contracts that people write.

use contracts::toolkit::Severity;

use super::policy_facts::{Policy, PolicyFacts};
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
const META: Meta = Meta {
    code: "policy/closed-world",
    level: Severity::Error,
    consumer: None,
    says: "`world: closed` goes with exactly the contracts whose readers refuse unknown members.",
    why: "In a closed world every new member breaks older readers; in the others none does. The wrong world makes every verdict wrong.",
    remedy: "Use `closed` for files that people write, `emitted-only` or `open` for documents that programs write.",
};

pub(super) const RULE: Rule<Policy> = Rule::<Policy>::judged(&META, check);

fn check(policy: &PolicyFacts<'_>, sink: &mut Sink<'_>) {
    let contract = policy.contract.text().and_then(catalog::contracts::find);
    let (Some(contract), Some(world)) = (contract, policy.world.text()) else { return };
    let closed = match world {
        "closed" => true,
        "open" | "emitted-only" => false,
        // The schema says which words there are.
        _ => return,
    };
    if closed != contract.strict {
        let readers = if contract.strict { "refuse" } else { "ignore" };
        let message =
            format!("`{world}` does not fit: readers of {} {readers} unknown members", contract.id);
        sink.report("/world", message);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::rules::probe::places;

    #[test]
    fn the_world_is_the_one_of_the_readers() {
        for (contract, world, found) in [
            ("runner/schema-catalog", "closed", 0),
            ("runner/schema-catalog", "open", 1),
            ("cron/execution-report", "emitted-only", 0),
            ("cron/execution-report", "closed", 1),
            ("cron/execution-report", "sealed", 0),
            ("no/contract", "closed", 0),
        ] {
            let policy = json!({"contract": contract, "world": world});
            assert_eq!(places(&RULE, &policy).len(), found, "{contract} {world}");
        }
    }
}
