//! One direction of a migration, run on one document: a new document, or why there is none.

use contracts::toolkit::{MigrationRefusal, MigrationStep};
use serde_json::Value;

use super::place::Place;
use super::step;

/// One direction of a migration.
#[derive(Debug, Clone, Copy)]
pub struct Course<'m> {
    /// Documents that it does not touch.
    pub refuses: &'m [MigrationRefusal],
    /// What is done, in this order.
    pub steps: &'m [MigrationStep<Value>],
}

/// Why a document is not migrated. It is untouched then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MigrationError {
    /// The migration says of itself that it does not touch such documents.
    Refused {
        /// Which of its refusals, from 0.
        refusal: usize,
        /// What stands in the document.
        pointer: String,
        /// Why no migration can be right about it.
        reason: String,
    },
    /// A step cannot be done.
    Step {
        /// Which step, from 0.
        step: usize,
        /// Its kind.
        kind: &'static str,
        /// Where.
        pointer: String,
        /// What is in its way.
        why: String,
    },
}

impl MigrationError {
    /// Where in the document.
    #[must_use]
    pub fn pointer(&self) -> &str {
        match self {
            MigrationError::Refused { pointer, .. } | MigrationError::Step { pointer, .. } => {
                pointer
            }
        }
    }
}

impl std::fmt::Display for MigrationError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            MigrationError::Refused { reason, .. } => {
                write!(f, "the migration does not touch documents that have this: {reason}")
            }
            MigrationError::Step { step, kind, why, .. } => {
                write!(f, "step {} ({kind}) cannot be done: {why}", step + 1)
            }
        }
    }
}

impl std::error::Error for MigrationError {}

impl Course<'_> {
    /// The document as the steps leave it. Members that no step names stay as they are, where
    /// they are.
    ///
    /// # Errors
    /// When the migration refuses the document, or a step would lose something or finds what it
    /// did not expect.
    pub fn run(&self, document: &Value) -> Result<Value, MigrationError> {
        for (refusal, refused) in self.refuses.iter().enumerate() {
            let spots = Place::parse(&refused.at).spots(document);
            if let Some(spot) = spots.iter().find(|spot| spot.get(document).is_some()) {
                let (pointer, reason) = (spot.pointer(), refused.reason.clone());
                return Err(MigrationError::Refused { refusal, pointer, reason });
            }
        }
        let mut migrated = document.clone();
        for (at, one) in self.steps.iter().enumerate() {
            step::apply(one, &mut migrated, document).map_err(|obstacle| MigrationError::Step {
                step: at,
                kind: step::kind(one),
                pointer: obstacle.pointer,
                why: obstacle.why,
            })?;
        }
        Ok(migrated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{from_value, json};

    fn run(steps: Value, document: Value) -> Result<String, (usize, String)> {
        let steps: Vec<MigrationStep<Value>> = from_value(steps).unwrap();
        let course = Course { refuses: &[], steps: &steps };
        course.run(&document).map(|done| done.to_string()).map_err(|error| match error {
            MigrationError::Step { step, pointer, .. } => (step, pointer),
            MigrationError::Refused { refusal, pointer, .. } => (refusal, pointer),
        })
    }

    fn ok(text: &str) -> Result<String, (usize, String)> {
        Ok(text.to_owned())
    }

    fn stopped(step: usize, pointer: &str) -> Result<String, (usize, String)> {
        Err((step, pointer.to_owned()))
    }

    #[test]
    fn a_renamed_member_keeps_its_place_and_never_covers_another() {
        let steps = json!([{"kind": "rename", "at": "/a", "name": "b"}]);
        assert_eq!(
            run(steps.clone(), json!({"x": 1, "a": 2, "y": 3})),
            ok(r#"{"x":1,"b":2,"y":3}"#)
        );
        assert_eq!(run(steps.clone(), json!({"x": 1})), ok(r#"{"x":1}"#));
        assert_eq!(run(steps, json!({"a": 1, "b": 2})), stopped(0, "/b"));
    }

    #[test]
    fn a_moved_member_needs_an_owner_and_a_free_place() {
        let steps = json!([{"kind": "move", "from": "/a", "to": "/o/a"}]);
        assert_eq!(run(steps.clone(), json!({"a": 1, "o": {}})), ok(r#"{"o":{"a":1}}"#));
        assert_eq!(run(steps.clone(), json!({"o": {}})), ok(r#"{"o":{}}"#));
        assert_eq!(run(steps.clone(), json!({"a": 1})), stopped(0, "/o/a"));
        assert_eq!(run(steps.clone(), json!({"a": 1, "o": []})), stopped(0, "/o/a"));
        assert_eq!(run(steps, json!({"a": 1, "o": {"a": 2}})), stopped(0, "/o/a"));
        let inside = json!([{"kind": "move", "from": "/a", "to": "/a/b"}]);
        assert_eq!(run(inside, json!({"a": {}})), stopped(0, "/a/b"));
    }

    #[test]
    fn defaults_fill_what_is_missing_and_drops_take_what_is_named() {
        let steps = json!([
            {"kind": "default", "at": "/rows/*/n", "value": 0},
            {"kind": "drop", "at": "/rows/*/old", "reason": "unused"},
        ]);
        let document = json!({"rows": [{"old": 1}, {"n": null}, 7]});
        assert_eq!(run(steps, document), ok(r#"{"rows":[{"n":0},{"n":null},7]}"#));
        let items = json!([{"kind": "drop", "at": "/rows/*", "reason": "no"}]);
        assert_eq!(run(items, json!({"rows": [1]})), stopped(0, "/rows/0"));
    }

    #[test]
    fn values_are_mapped_and_an_unnamed_one_stays_or_stops() {
        let steps = |otherwise: &str| {
            json!([{"kind": "map_values", "at": "/list/*", "otherwise": otherwise,
                "values": [{"from": "x", "to": "y"}, {"from": 1, "to": null}]}])
        };
        let document = json!({"list": ["x", 1.0, "z"]});
        assert_eq!(run(steps("keep"), document.clone()), ok(r#"{"list":["y",null,"z"]}"#));
        assert_eq!(run(steps("refuse"), document), stopped(0, "/list/2"));
    }

    #[test]
    fn a_constant_replaces_what_it_expects_and_nothing_else() {
        let replacing = json!([{"kind": "constant", "at": "/v", "value": 2, "was": 1}]);
        assert_eq!(run(replacing.clone(), json!({"v": 1.0, "w": 0})), ok(r#"{"v":2,"w":0}"#));
        assert_eq!(run(replacing.clone(), json!({"v": 3})), stopped(0, "/v"));
        assert_eq!(run(replacing, json!({})), stopped(0, "/v"));
        let new = json!([{"kind": "constant", "at": "/v", "value": 2}]);
        assert_eq!(run(new.clone(), json!({"a": 1})), ok(r#"{"a":1,"v":2}"#));
        assert_eq!(run(new, json!({"v": 2})), stopped(0, "/v"));
    }

    #[test]
    fn a_digest_is_computed_anew_only_where_the_old_one_held() {
        let steps = json!([
            {"kind": "constant", "at": "/version", "value": 1, "was": 2},
            {"kind": "recompute", "recipe": "payload_sha256"},
        ]);
        let mut document = json!({"version": 2, "proof": {"payload_sha256": "x"}});
        assert_eq!(run(steps.clone(), document.clone()), stopped(1, "/proof/payload_sha256"));
        let digest = |of: &Value| validator::proof::digest::of_payload(of).unwrap();
        document["proof"]["payload_sha256"] = json!(digest(&document));
        let mut wanted = json!({"version": 1, "proof": {"payload_sha256": ""}});
        wanted["proof"]["payload_sha256"] = json!(digest(&wanted));
        assert_eq!(run(steps.clone(), document), ok(&wanted.to_string()));
        assert_eq!(run(steps, json!({"version": 2})), stopped(1, "/proof/payload_sha256"));
    }

    #[test]
    fn a_refusal_names_what_it_refuses() {
        let refuses: Vec<MigrationRefusal> =
            from_value(json!([{"at": "/rows/*/b", "reason": "two meanings"}])).unwrap();
        let course = Course { refuses: &refuses, steps: &[] };
        let error = course.run(&json!({"rows": [{"a": 1}, {"b": 2}]})).unwrap_err();
        assert_eq!(error.pointer(), "/rows/1/b");
        assert!(error.to_string().ends_with("two meanings"));
        assert!(course.run(&json!({"rows": [{"a": 1}]})).is_ok());
    }
}
