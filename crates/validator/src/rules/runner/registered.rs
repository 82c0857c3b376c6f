//! What the registry says of a runner's commands, as far as a judgement knows a registry.

use serde_json::Value;

use super::root_file;
use crate::context::Context;
use crate::proof::demands::{CommandDemand, Demands};

/// The exit codes that the registry expects of a runner's command: of the lane that the context
/// names, else of the registry below the root. `None` when neither knows the command.
pub(super) fn expected_exits(
    context: &Context<'_>,
    runner: &str,
    command: &str,
) -> Option<Vec<i64>> {
    if let Some(lane) = context.certificate.lane.filter(|lane| lane.runner_id == runner) {
        return of_commands(&lane.demands.commands, command);
    }
    let root = context.root?;
    let registry = root_file::REGISTRIES.iter().find_map(|path| root_file::tree(root, path))?;
    let runners = registry.get("runners").and_then(Value::as_array)?;
    let entry = runners.iter().find(|entry| entry.get("runner_id") == Some(&runner.into()))?;
    of_commands(&Demands::of(entry).commands, command)
}

/// A report names a command, not its arguments: every entry of that name counts.
fn of_commands(commands: &[CommandDemand], name: &str) -> Option<Vec<i64>> {
    let mut named = commands.iter().filter(|command| command.name == name).peekable();
    named.peek()?;
    Some(named.flat_map(|command| command.expect_exit.iter().copied()).collect())
}
