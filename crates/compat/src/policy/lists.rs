//! Published lists whose entries are promises of their own.

use contracts::toolkit::{Finding, ListKind};
use serde_json::Value;
use validator::rules::control_center::{error_code_stability, event_type_stability};

use super::fact::Fact;

/// What happened to a published list.
#[must_use]
pub fn list(kind: ListKind, old: &Value, new: &Value) -> Vec<Fact> {
    match kind {
        ListKind::EventTypes => event_types(old, new),
        ListKind::ErrorCodes => error_codes(old, new),
    }
}

/// What happened to a list of event types.
#[must_use]
pub fn event_types(old: &Value, new: &Value) -> Vec<Fact> {
    match (event_type_stability::types(old), event_type_stability::types(new)) {
        (Ok(old), Ok(new)) => {
            let gone = event_type_stability::compare(&old, &new);
            let fresh = new.iter().filter(|name| !old.contains(name));
            let fresh = fresh.map(|name| {
                let message = format!("the event type `{name}` is new");
                Fact::notice("event-type-added", message).about(&[name])
            });
            gone.iter().map(|found| told("event-type-removed", found)).chain(fresh).collect()
        }
        (Err(why), _) | (_, Err(why)) => vec![Fact::notice("list-unreadable", why)],
    }
}

/// What happened to an error catalogue.
#[must_use]
pub fn error_codes(old: &Value, new: &Value) -> Vec<Fact> {
    let read = |catalog: &Value| {
        serde_json::from_value::<contracts::control_center::ErrorCatalog>(catalog.clone())
            .map(|catalog| catalog.errors)
    };
    match (read(old), read(new)) {
        (Ok(old), Ok(new)) => {
            let changed = error_code_stability::compare(&old, &new);
            let known = |code: &str| old.iter().any(|error| error.code == code);
            let fresh = new.iter().filter(|error| !known(&error.code)).map(|error| {
                let message = format!("the error code `{}` is new", error.code);
                Fact::notice("error-code-added", message).about(&[&error.code])
            });
            let kind = |found: &Finding| match found.location.pointer.as_str() {
                "/errors" => "error-code-removed",
                _ => "error-code-changed",
            };
            changed.iter().map(|found| told(kind(found), found)).chain(fresh).collect()
        }
        (Err(why), _) | (_, Err(why)) => {
            let message = format!("the error catalogue cannot be read: {why}");
            vec![Fact::notice("list-unreadable", message)]
        }
    }
}

fn told(kind: &'static str, finding: &Finding) -> Fact {
    Fact::notice(kind, finding.message.clone()).about(&[&finding.message])
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Fact, error_codes, event_types};

    fn kinds(facts: &[Fact]) -> Vec<&'static str> {
        facts.iter().map(|fact| fact.kind).collect()
    }

    #[test]
    fn types_come_and_must_not_go() {
        let list = |names: &[&str]| json!({"event_types": names});
        let facts = event_types(&list(&["a", "b"]), &list(&["b", "c"]));
        assert_eq!(kinds(&facts), ["event-type-removed", "event-type-added"]);
        assert_eq!(kinds(&event_types(&list(&[]), &json!({}))), ["list-unreadable"]);
    }

    #[test]
    fn codes_keep_their_promise() {
        let catalog = |errors: Value| json!({"version": 1, "errors": errors});
        let error = |code: &str, status: u16| json!({"code": code, "httpStatus": status, "retryable": false, "meaning": "m"});
        let old = catalog(json!([error("A", 404), error("B", 500)]));
        let new = catalog(json!([error("A", 410), error("C", 500)]));
        assert_eq!(
            kinds(&error_codes(&old, &new)),
            ["error-code-changed", "error-code-removed", "error-code-added"]
        );
        assert_eq!(kinds(&error_codes(&old, &json!([]))), ["list-unreadable"]);
    }
}
