//! `intent-v1`: the one form of what a runner is held to, so that certificates can be compared.

use serde_json::{Map, Value};

use super::digest;

/// The name that `equivalence.normalization_version` carries.
pub const NAME: &str = "intent-v1";

/// The normalised form of an `execution_intent`.
///
/// Checks and cases are sorted and without repeats; so are each command's exit codes; arguments
/// keep their order; commands are sorted by name, then arguments, then exit codes. Members that
/// the recipe does not name stay as they are. What has not the shape of the contract is left
/// alone: the schema reports it, and the digest is then of what stands there.
#[must_use]
pub fn normalise(intent: &Value) -> Value {
    let mut intent = intent.clone();
    if let Value::Object(members) = &mut intent {
        for list in ["required_core_checks", "required_core_cases"] {
            sort_texts(members, list);
        }
        sort_commands(members);
    }
    intent
}

/// The intent's digest: SHA-256 over the canonical text of its normalised form.
#[must_use]
pub fn hash(intent: &Value) -> String {
    digest::of_value(&normalise(intent))
}

fn sort_texts(members: &mut Map<String, Value>, name: &str) {
    let Some(Value::Array(items)) = members.get_mut(name) else { return };
    if items.iter().all(Value::is_string) {
        items.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
        items.dedup();
    }
}

fn sort_commands(members: &mut Map<String, Value>) {
    let Some(Value::Array(commands)) = members.get_mut("command_contract_subset") else { return };
    for command in commands.iter_mut() {
        sort_exits(command);
    }
    commands.sort_by_cached_key(command_key);
}

fn sort_exits(command: &mut Value) {
    let Some(Value::Array(exits)) = command.get_mut("expect_exit") else { return };
    if exits.iter().all(|exit| exit_code(exit).is_some()) {
        exits.sort_by_key(exit_code);
        exits.dedup();
    }
}

fn exit_code(exit: &Value) -> Option<i128> {
    exit.as_i64().map(i128::from).or_else(|| exit.as_u64().map(i128::from))
}

/// Name, arguments joined with U+001F, exit codes joined with commas.
fn command_key(command: &Value) -> (String, String, String) {
    let name = command.get("name").and_then(Value::as_str).unwrap_or_default();
    let items = |member: &str| command.get(member).and_then(Value::as_array);
    let args: Vec<&str> =
        items("args").map(|all| all.iter().filter_map(Value::as_str).collect()).unwrap_or_default();
    let exits: Vec<String> = items("expect_exit")
        .map(|all| all.iter().filter_map(exit_code).map(|code| code.to_string()).collect())
        .unwrap_or_default();
    (name.to_owned(), args.join("\u{1f}"), exits.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::c14n;
    use serde_json::json;

    fn command(name: &str, args: &[&str], exits: &[i64]) -> Value {
        json!({"name": name, "args": args, "expect_exit": exits})
    }

    #[test]
    fn lists_are_sets_and_arguments_are_not() {
        let intent = json!({
            "required_core_checks": ["b", "a", "b"],
            "required_core_cases": ["/x#2", "/x#1"],
            "command_contract_subset": [command("run", &["z", "a"], &[1, 0, 1])],
            "registry_ref": {"path": "/r.yaml", "version": 2}
        });
        assert_eq!(
            c14n::text(&normalise(&intent)),
            concat!(
                r#"{"command_contract_subset":[{"args":["z","a"],"expect_exit":[0,1],"name":"run"}],"#,
                r#""registry_ref":{"path":"/r.yaml","version":2},"#,
                r#""required_core_cases":["/x#1","/x#2"],"required_core_checks":["a","b"]}"#
            )
        );
    }

    #[test]
    fn commands_are_sorted_by_name_then_arguments_then_exits() {
        let sorted = [
            command("a", &[], &[0]),
            command("b", &[], &[0]),
            command("b", &["x"], &[0]),
            command("b", &["x"], &[0, 2]),
            command("b", &["x", "y"], &[0]),
            // As texts: "10" comes before "2".
            command("c", &[], &[10]),
            command("c", &[], &[2]),
        ];
        let mut shuffled = sorted.to_vec();
        shuffled.reverse();
        let intent = json!({"command_contract_subset": shuffled});
        assert_eq!(normalise(&intent)["command_contract_subset"], json!(sorted));
    }

    #[test]
    fn what_has_another_shape_is_left_alone() {
        for odd in [json!(null), json!([]), json!({"required_core_checks": ["b", 1, "a"]})] {
            assert_eq!(normalise(&odd), odd);
        }
    }

    #[test]
    fn order_and_repeats_do_not_change_the_hash_and_content_does() {
        let of = |checks: &[&str]| hash(&json!({"required_core_checks": checks}));
        assert_eq!(of(&["a", "b"]), of(&["b", "a", "a"]));
        assert_ne!(of(&["a", "b"]), of(&["a"]));
    }
}
