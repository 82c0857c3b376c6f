//! `control/correlation-required`.

use contracts::toolkit::Severity;

use super::error_facts::{Error, ErrorFacts};
use super::event_facts::{Event, EventFacts};
use crate::facts::Fact;
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "control/correlation-required",
    level: Severity::Error,
    consumer: None,
    says: "`correlationId` is a non-empty string after a mutation, on errors and events alike, and \
           recommended on every other error.",
    why: "It is the only thread from what a client asked to what the server did, and support starts \
          with it.",
    remedy: "Pass the request's correlation id on.",
};

/// The rule for `control-center/event`.
pub const EVENT: Rule<Event> = Rule::<Event>::judged(&META, check_event);
/// The rule for `control-center/error`.
pub const ERROR: Rule<Error> = Rule::<Error>::judged(&META, check_error);

fn check_event(event: &EventFacts<'_>, sink: &mut Sink<'_>) {
    // An absent member is a schema fault already.
    if !sink.context().mutation {
        return;
    }
    let message = match &event.correlation_id {
        Fact::Null => "the event answers a mutation, but its `correlationId` is null",
        Fact::Text(text) if text.is_empty() => {
            "the event answers a mutation, but its `correlationId` is empty"
        }
        _ => return,
    };
    sink.report("/correlationId", message);
}

fn check_error(error: &ErrorFacts<'_>, sink: &mut Sink<'_>) {
    let (pointer, state) = match &error.correlation_id {
        Fact::Absent => ("", "has no `correlationId`"),
        Fact::Text(text) if text.is_empty() => ("/correlationId", "has an empty `correlationId`"),
        _ => return,
    };
    if sink.context().mutation {
        sink.report(pointer, format!("the error answers a mutation, but {state}"));
    } else {
        let message = format!("the error {state}: it is recommended for every error");
        sink.report_as(Severity::Warning, pointer, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Context;
    use crate::rules::probe::{places, places_in};
    use serde_json::json;

    fn mutation() -> Context<'static> {
        Context { mutation: true, ..Context::default() }
    }

    #[test]
    fn a_mutation_demands_it_on_events() {
        let null = json!({"correlationId": null});
        assert!(places(&EVENT, &null).is_empty());
        assert_eq!(places_in(&EVENT, &null, mutation()), ["error /correlationId"]);
        assert_eq!(
            places_in(&EVENT, &json!({"correlationId": ""}), mutation()),
            ["error /correlationId"]
        );
        assert!(places_in(&EVENT, &json!({"correlationId": "r"}), mutation()).is_empty());
        assert!(places_in(&EVENT, &json!({}), mutation()).is_empty(), "the schema says it");
    }

    #[test]
    fn an_error_without_it_is_advised_against_or_wrong() {
        assert_eq!(places(&ERROR, &json!({})), ["warning "]);
        assert_eq!(places(&ERROR, &json!({"correlationId": ""})), ["warning /correlationId"]);
        assert_eq!(places_in(&ERROR, &json!({}), mutation()), ["error "]);
        assert!(places(&ERROR, &json!({"correlationId": "r"})).is_empty());
    }
}
