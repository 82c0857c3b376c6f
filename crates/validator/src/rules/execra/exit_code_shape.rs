//! `execra/exit-code-shape`.

use contracts::toolkit::Severity;

use super::event_facts::{Event, ExitFacts};
use super::job_facts::Job;
use crate::facts::{Fact, Part};
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/exit-code-shape",
    level: Severity::Error,
    consumer: None,
    says: "An exit holds a `code` or a `signal`, not both and not neither.",
    why: "A process ends in one of the two ways, and the outcome follows from which.",
    remedy: "Write what the operating system said, and null into the other member.",
};

/// The rule for `execra/event`.
pub const EVENT: Rule<Event> = Rule::<Event>::judged(&META, |event, sink| {
    if event.kind.text() == Some("exited") {
        judge(&event.code, "/code", sink);
    }
})
.about(&["code"]);
/// The rule for `execra/job`.
pub const JOB: Rule<Job> = Rule::<Job>::judged(&META, |job, sink| judge(&job.exit, "/exit", sink));

fn judge(exit: &Part<'_, ExitFacts<'_>>, pointer: &str, sink: &mut Sink<'_>) {
    if !matches!(exit.is, Fact::Object(_)) {
        return;
    }
    match (exit.code.int(), exit.signal.int()) {
        (Some(code), Some(signal)) => {
            let message = format!("the exit has both a code, {code}, and a signal, {signal}");
            sink.report(pointer, message);
        }
        (None, None) if !exit.code.is_set() && !exit.signal.is_set() => {
            sink.report(pointer, "the exit has neither a code nor a signal");
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::probe::places;
    use serde_json::json;

    #[test]
    fn one_of_the_two_is_set() {
        for fine in [
            json!({"code": 0, "signal": null}),
            json!({"code": 3}),
            json!({"code": null, "signal": 9}),
            json!({"code": "3", "signal": null}),
            json!("3"),
        ] {
            let event = json!({"kind": "exited", "code": fine});
            assert!(places(&EVENT, &event).is_empty(), "{fine}");
        }
        for broken in
            [json!({"code": null, "signal": null}), json!({}), json!({"code": 0, "signal": 9})]
        {
            let event = json!({"kind": "exited", "code": broken});
            assert_eq!(places(&EVENT, &event), ["error /code"], "{broken}");
            assert_eq!(places(&JOB, &json!({"exit": broken})), ["error /exit"]);
        }
        let warning = json!({"kind": "warning_detected", "code": {}});
        assert!(places(&EVENT, &warning).is_empty());
    }
}
