//! `control/task-ended`.

use contracts::toolkit::Severity;
use jiff::Timestamp;

use super::tasks_usage_facts::{TaskFacts, TasksUsage, TasksUsageFacts};
use crate::facts::Fact;
use crate::read::quote;
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "control/task-ended",
    level: Severity::Error,
    consumer: None,
    says: "`endedAt` is null while a task runs, set once it is done or failed, and never before `startedAt`.",
    why: "Clients compute a task's duration and its place in the list from the two instants.",
    remedy: "Set `status` and `endedAt` in one step when the task ends.",
};

/// The rule.
pub const RULE: Rule<TasksUsage> = Rule::<TasksUsage>::judged(&META, check);

fn check(tasks: &TasksUsageFacts<'_>, sink: &mut Sink<'_>) {
    for (index, task) in tasks.active_tasks.iter().enumerate() {
        if let Some(message) = fault(task) {
            sink.report(format!("/activeTasks/{index}/endedAt"), message);
        }
    }
}

fn fault(task: &TaskFacts<'_>) -> Option<String> {
    let ended = task.ended_at.text();
    match task.status.text() {
        Some("running") if ended.is_some() => {
            return Some("the task is `running`, but it has an end".to_owned());
        }
        Some(status @ ("done" | "error")) if task.ended_at.is_null() => {
            return Some(format!("the task is `{status}`, but it has no end"));
        }
        _ => {}
    }
    let before = instant(&task.ended_at)? < instant(&task.started_at)?;
    before.then(|| {
        let (end, start) = (ended.unwrap_or(""), task.started_at.text().unwrap_or(""));
        format!("{} is before the start, {}", quote(end), quote(start))
    })
}

fn instant(fact: &Fact<'_>) -> Option<Timestamp> {
    fact.text()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::probe::places;
    use serde_json::{Value, json};

    fn task(status: &str, started: &str, ended: Value) -> Value {
        json!({"activeTasks": [{"status": "running", "startedAt": "2026-02-01T10:00:00Z",
            "endedAt": null}, {"status": status, "startedAt": started, "endedAt": ended}]})
    }

    #[test]
    fn status_and_end_go_together() {
        let (ten, nine) = ("2026-02-01T10:00:00Z", "2026-02-01T09:59:59.999Z");
        let broken = ["error /activeTasks/1/endedAt"];
        assert_eq!(places(&RULE, &task("running", ten, json!(ten))), broken);
        assert_eq!(places(&RULE, &task("done", ten, json!(null))), broken);
        assert_eq!(places(&RULE, &task("error", ten, json!(null))), broken);
        assert_eq!(places(&RULE, &task("done", ten, json!(nine))), broken);
        assert!(places(&RULE, &task("done", ten, json!("2026-02-01T10:00:00+00:00"))).is_empty());
        assert!(places(&RULE, &task("queued", ten, json!(null))).is_empty());
        assert!(places(&RULE, &task("done", "soon", json!(nine))).is_empty());
    }
}
