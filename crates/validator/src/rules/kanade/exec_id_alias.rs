//! `kanade/exec-id-alias`: one spelling of the execution's id.

use contracts::kanade::Rev;
use contracts::toolkit::Severity;

use super::facts::{Command, CommandFacts, knows};
use crate::rule::{Meta, Rule, Sink};

const META: Meta = Meta {
    code: "kanade/exec-id-alias",
    level: Severity::Error,
    consumer: None,
    says: "`job_id` and `exec_id` do not stand together; `job_id` alone is the old spelling and \
           decodes as `exec_id` (from 0.29).",
    why: "Both are one member to the decoder, which refuses an object that names it twice. Old \
          commands wait in streams across an upgrade, so the old spelling is taken.",
    remedy: "Write `exec_id` only.",
};

/// The rule; the schema's clause refuses both together at the same place.
pub(super) const RULE: Rule<Command> = Rule::<Command>::judged(&META, check);

fn check(command: &CommandFacts<'_>, sink: &mut Sink<'_>) {
    if !knows(sink.context(), Rev::R0_29) || !command.job_id.is_present() {
        return;
    }
    if command.exec_id.is_present() {
        sink.report(
            "",
            "`job_id` and `exec_id` are two spellings of one member, and both are here",
        );
        return;
    }
    let message = "`job_id` is the spelling from before 0.29; it is read as `exec_id`";
    sink.report_as(Severity::Note, "/job_id", message);
}

#[cfg(test)]
mod tests {
    use contracts::kanade::Rev;
    use contracts::toolkit::Severity;
    use serde_json::json;

    use crate::rules::kanade::judged_at;

    #[test]
    fn both_are_an_error_and_the_old_one_alone_is_a_note() {
        for rev in [Rev::R0_29, Rev::I418p4] {
            let both = judged_at(&super::RULE, &json!({"job_id": "a", "exec_id": null}), rev);
            assert_eq!(both.len(), 1);
            assert_eq!(both[0].severity, Severity::Error);
            let old = judged_at(&super::RULE, &json!({"job_id": null}), rev);
            assert_eq!(old[0].severity, Severity::Note);
            assert!(judged_at(&super::RULE, &json!({"exec_id": "a"}), rev).is_empty());
        }
    }

    #[test]
    fn before_0_29_the_old_spelling_is_the_name() {
        for tree in [json!({"job_id": "a"}), json!({"job_id": "a", "exec_id": "b"})] {
            assert!(judged_at(&super::RULE, &tree, Rev::R0_26).is_empty());
        }
    }
}
