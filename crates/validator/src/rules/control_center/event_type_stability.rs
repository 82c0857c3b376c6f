//! `control/event-type-stability`: a rule between two versions of the list of event types.

use contracts::toolkit::{Finding, Severity};
use serde_json::Value;

use super::event_facts::Event;
use crate::phrase;
use crate::read::quote;
use crate::rule::{Meta, Rule};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "control/event-type-stability",
    level: Severity::Error,
    consumer: None,
    says: "A published event type never disappears and never changes its name.",
    why: "Clients subscribe by name; a type that is gone is an event that nobody hears.",
    remedy: "Keep the old type in the list and send both for a while, or publish v2.",
};

/// The rule, so that `explain` knows it; no single document can break it.
pub const RULE: Rule<Event> = Rule::<Event>::in_schema(&META);

/// The repository's list of published types, below `specs/`.
pub const LIST: &str = "02_contracts/control_center_event_types.yaml";

/// The types of a list as it stands in the file, or what is wrong with it.
///
/// # Errors
/// When `event_types` is no array of strings.
pub fn types(list: &Value) -> Result<Vec<String>, String> {
    let items = list.get("event_types").and_then(Value::as_array);
    let items = items.ok_or("the list of event types has no array `event_types`")?;
    let text = |item: &Value| item.as_str().map(str::to_owned);
    let texts = items.iter().map(text).collect::<Option<Vec<_>>>();
    texts.ok_or_else(|| "`event_types` holds something that is no string".to_owned())
}

/// The same over two lists as they stand in the file; what is no list cannot be compared, and no
/// contract would tell.
#[must_use]
pub fn in_pair(before: &Value, after: &Value) -> Vec<Finding> {
    match (types(before), types(after)) {
        (Ok(old), Ok(new)) => compare(&old, &new),
        (Err(why), _) | (_, Err(why)) => vec![Finding::new(META.code, META.level, why)],
    }
}

/// A finding for each type of the old list that the new one does not have.
#[must_use]
pub fn compare(old: &[String], new: &[String]) -> Vec<Finding> {
    let fresh: Vec<String> = new.iter().filter(|name| !old.contains(name)).cloned().collect();
    let gone = old.iter().filter(|name| !new.contains(name));
    let told = gone.map(|name| {
        let now = phrase::near(name, &fresh).map(|near| format!("; it may be `{near}` now"));
        let message =
            format!("the published event type {} is gone{}", quote(name), now.unwrap_or_default());
        Finding::new(META.code, META.level, message).at("/event_types").with_remedy(META.remedy)
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::control_center::EVENT_TYPES;
    use serde_json::json;

    fn list(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn types_may_come_and_stay_but_not_go() {
        let old = list(&["a.b", "usage.updated"]);
        assert!(compare(&old, &list(&["new", "usage.updated", "a.b"])).is_empty());
        let findings = compare(&old, &list(&["a.b", "usage.update"]));
        assert_eq!(findings.len(), 1);
        assert!(findings[0].message.contains("may be `usage.update` now"));
    }

    #[test]
    fn a_list_that_is_none_is_an_error() {
        assert!(types(&json!({"event_types": ["a", 1]})).is_err());
        assert!(types(&json!([])).is_err());
        assert_eq!(types(&json!({"event_types": ["a"]})), Ok(list(&["a"])));
    }

    #[test]
    fn the_file_and_the_constant_agree() {
        let file = specs::file(LIST).unwrap();
        let read = serde_json::from_str(file.json.unwrap()).unwrap();
        assert_eq!(types(&read), Ok(list(&EVENT_TYPES)));
    }
}
