//! `kanade/script-source`: one place holds the script's text.

use contracts::kanade::Rev;
use contracts::toolkit::Severity;

use super::facts::{Command, CommandFacts, knows};
use crate::facts::Fact;
use crate::rule::{Meta, Rule, Sink};

const META: Meta = Meta {
    code: "kanade/script-source",
    level: Severity::Error,
    consumer: None,
    says: "Exactly one of a non-empty `script` and `script_object` carries the text to run; \
           before 0.43 it is `script`.",
    why: "An agent runs the one that is filled. With both it would have to choose, with neither \
          it would run nothing and report success.",
    remedy: "For an inline script fill `script` and leave `script_object` out; for an object set \
             `script` to the empty string.",
};

/// The rule; the schema's clauses refuse the same at the same place.
pub(super) const RULE: Rule<Command> = Rule::<Command>::judged(&META, check);

fn check(command: &CommandFacts<'_>, sink: &mut Sink<'_>) {
    let Some(script) = command.script.text() else { return };
    if !knows(sink.context(), Rev::R0_43) {
        if script.is_empty() {
            sink.report(
                "/script",
                "`script` is empty, and before 0.43 nothing else holds a script",
            );
        }
        return;
    }
    match (script.is_empty(), &command.script_object) {
        (true, Fact::Absent | Fact::Null) => {
            sink.report("/script", "`script` is empty and no `script_object` is named");
        }
        (false, Fact::Text(_)) => {
            sink.report("/script", "`script` holds a text although `script_object` names one");
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use contracts::kanade::Rev;
    use serde_json::{Value, json};

    use crate::rules::kanade::judged_at;

    fn faulty(rev: Rev, script: &str, object: Option<Value>) -> bool {
        let mut tree = json!({"script": script});
        if let Some(object) = object {
            tree["script_object"] = object;
        }
        !judged_at(&super::RULE, &tree, rev).is_empty()
    }

    #[test]
    fn from_0_43_exactly_one_is_filled() {
        for rev in [Rev::R0_43, Rev::I418p4] {
            assert!(faulty(rev, "", None) && faulty(rev, "", Some(Value::Null)));
            assert!(faulty(rev, "echo", Some(json!("a/1"))));
            assert!(!faulty(rev, "echo", None) && !faulty(rev, "echo", Some(Value::Null)));
            assert!(!faulty(rev, "", Some(json!("a/1"))));
            assert!(!faulty(rev, "", Some(json!(5))), "a wrong type is the schema's fault");
        }
    }

    #[test]
    fn before_0_43_an_object_is_an_unknown_member() {
        assert!(faulty(Rev::I246, "", Some(json!("a/1"))));
        assert!(!faulty(Rev::Base, "echo", Some(json!("a/1"))));
    }
}
