//! `kanade/deadline-passed`: the agent would skip this command now.

use contracts::kanade::Rev;
use contracts::toolkit::Severity;
use jiff::Timestamp;

use super::facts::{Command, CommandFacts, knows};
use crate::phrase::short;
use crate::rule::{Meta, Rule, Sink};

const META: Meta = Meta {
    code: "kanade/deadline-passed",
    level: Severity::Note,
    consumer: None,
    says: "Given a clock (`--now-utc`), a command past its `deadline_at` is one that the agent \
           skips with exit code 125 (from 0.22).",
    why: "The command is well formed; whoever replays or resends it should know that nothing \
          will run.",
    remedy: "Publish the command again with a later deadline, or without one.",
};

/// The rule.
pub(super) const RULE: Rule<Command> = Rule::<Command>::judged(&META, check);

fn check(command: &CommandFacts<'_>, sink: &mut Sink<'_>) {
    let (Some(now), Some(text)) = (sink.context().now, command.deadline_at.text()) else { return };
    let Ok(deadline) = text.parse::<Timestamp>() else { return };
    if knows(sink.context(), Rev::R0_22) && deadline < now {
        let shown = short(text);
        sink.report(
            "/deadline_at",
            format!("the deadline {shown} has passed at {now}: the agent skips this (exit 125)"),
        );
    }
}

#[cfg(test)]
mod tests {
    use contracts::kanade::Rev;
    use serde_json::json;

    use crate::context::Context;
    use crate::rule::judged_alone;

    fn count(now: Option<&str>, deadline: &str, rev: Rev) -> usize {
        let now = now.map(|now| now.parse().unwrap());
        let context = Context { now, revision: rev.rank(), ..Context::default() };
        judged_alone(&super::RULE, &json!({"deadline_at": deadline}), context).len()
    }

    #[test]
    fn only_with_a_clock_and_only_once_it_has_passed() {
        let now = Some("2026-05-18T09:30:00Z");
        assert_eq!(count(now, "2026-05-18T11:29:59+02:00", Rev::R0_22), 1);
        assert_eq!(count(now, "2026-05-18T09:30:00Z", Rev::R0_22), 0);
        assert_eq!(count(None, "1999-01-01T00:00:00Z", Rev::R0_22), 0);
        assert_eq!(count(now, "1999-01-01T00:00:00Z", Rev::R0_21_1), 0);
        assert_eq!(count(now, "yesterday", Rev::R0_22), 0);
    }
}
