//! `control/usage-negative`.

use contracts::toolkit::Severity;

use super::tasks_usage_facts::{TasksUsage, TasksUsageFacts};
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "control/usage-negative",
    level: Severity::Error,
    consumer: None,
    says: "Token counts and the estimated cost are not negative.",
    why: "Usage is added up over agents and days; one negative figure hides a positive one.",
    remedy: "Report what was used; book corrections elsewhere.",
};

/// The rule.
pub const RULE: Rule<TasksUsage> = Rule::<TasksUsage>::judged(&META, check);

fn check(tasks: &TasksUsageFacts<'_>, sink: &mut Sink<'_>) {
    let usage = &tasks.usage;
    for (name, fact) in [
        ("inputTokens", &usage.input_tokens),
        ("outputTokens", &usage.output_tokens),
        ("cacheReadTokens", &usage.cache_read_tokens),
        ("estimatedCost", &usage.estimated_cost),
    ] {
        if let Some(number) = fact.number().filter(|number| *number < 0.0) {
            sink.report(format!("/usage/{name}"), format!("`{name}` is {number}, below 0"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::probe::places;
    use serde_json::json;

    #[test]
    fn each_figure_is_judged() {
        let usage = json!({"usage": {"inputTokens": -1, "outputTokens": 0, "cacheReadTokens": "-1",
            "estimatedCost": -0.01}});
        assert_eq!(
            places(&RULE, &usage),
            ["error /usage/inputTokens", "error /usage/estimatedCost"]
        );
        assert!(places(&RULE, &json!({"usage": {"estimatedCost": 0}})).is_empty());
    }
}
