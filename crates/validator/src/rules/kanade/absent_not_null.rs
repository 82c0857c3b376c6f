//! `kanade/absent-not-null`: what is empty is left out.

use contracts::kanade::Rev;
use contracts::toolkit::Severity;

use super::facts::{Command, CommandFacts, knows};
use crate::rule::{Meta, Rule, Sink};

const META: Meta = Meta {
    code: "kanade/absent-not-null",
    level: Severity::Warning,
    consumer: None,
    says: "`cwd`, `deadline_at`, `emit`, `check`, `script_object`, `script_object_sha256` and \
           `retry` are left out when they are empty, not written as `null`.",
    why: "Readers take `null` as absent, but producers leave these members out, so that an older \
          release never meets a member it has no use for. (`exec_id` and `jitter_secs` are \
          written as `null`.)",
    remedy: "Leave the member out.",
};

/// The rule.
pub(super) const RULE: Rule<Command> = Rule::<Command>::judged(&META, check);

fn check(command: &CommandFacts<'_>, sink: &mut Sink<'_>) {
    let members = [
        ("cwd", &command.cwd, Rev::R0_21_1),
        ("deadline_at", &command.deadline_at, Rev::R0_22),
        ("emit", &command.emit, Rev::I246),
        ("script_object", &command.script_object, Rev::R0_43),
        ("script_object_sha256", &command.script_object_sha256, Rev::R0_43),
        ("check", &command.check, Rev::I290),
        ("retry", &command.retry, Rev::I418p4),
    ];
    for (name, fact, since) in members {
        if fact.is_null() && knows(sink.context(), since) {
            sink.report(format!("/{name}"), format!("`{name}` is `null`; producers leave it out"));
        }
    }
}

#[cfg(test)]
mod tests {
    use contracts::kanade::Rev;
    use serde_json::json;

    use crate::rules::kanade::judged_at;

    #[test]
    fn each_null_is_told_from_the_revision_that_has_the_member() {
        let tree = json!({"cwd": null, "deadline_at": null, "emit": null, "check": null,
            "script_object": null, "script_object_sha256": null, "retry": null,
            "exec_id": null, "jitter_secs": null});
        let counts = Rev::ALL.map(|rev| judged_at(&super::RULE, &tree, rev).len());
        assert_eq!(counts, [0, 0, 1, 2, 2, 2, 3, 5, 6, 7]);
        assert!(judged_at(&super::RULE, &json!({"cwd": "C:\\"}), Rev::I418p4).is_empty());
    }
}
