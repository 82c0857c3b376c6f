//! Documents of the contracts that are met most: cron reports and kanade commands.

use serde_json::{Value, json};

use crate::random::Random;

/// The contract of [`cron_report`].
pub const CRON: &str = "cron/execution-report@v1";
/// The contract of [`kanade_command`].
pub const KANADE: &str = "kanade/command@v0";

/// An accepted cron execution report with most of its optional members.
#[must_use]
pub fn cron_report(random: &mut Random) -> Value {
    let job = random.pick(&["nightly-backup", "rotate-logs", "sync-mirror", "prune-cache"]);
    let exit_code = if random.below(10) == 0 { 1 + random.below(120) } else { 0 };
    json!({
        "version": "1",
        "execution_id": random.uuid(),
        "timestamp": timestamp(random),
        "job_name": job,
        "schedule": random.pick(&["*/5 * * * *", "0 3 * * 1-5", "@daily", "15 2 1 jan,jul *"]),
        "command": format!("/usr/local/bin/{job} --quiet --attempt {}", random.below(4)),
        "exit_code": exit_code,
        "duration_ms": random.below(900_000),
        "status": if exit_code == 0 { "success" } else { "failure" },
        "host": format!("node-{:02}.batch.internal", random.below(64)),
        "environment": {"LANG": "C.UTF-8", "SHARD": random.below(32).to_string()},
        "stderr_truncated": random.below(8) == 0,
    })
}

/// An accepted kanade command of the newest revision.
#[must_use]
pub fn kanade_command(random: &mut Random) -> Value {
    let version = format!("1.{}.{}", random.below(40), random.below(10));
    json!({
        "id": random.pick(&["inventory", "patch-window", "disk-report", "cert-renewal"]),
        "version": version,
        "request_id": random.uuid(),
        "exec_id": random.uuid(),
        "shell": random.pick(&["powershell", "cmd"]),
        "script": format!("Get-ChildItem -Path C:\\Logs -Depth {} | Measure-Object", random.below(9)),
        "timeout_secs": 30 + random.below(3_600),
        "jitter_secs": random.below(300),
        "run_as": random.pick(&["system", "user", "system_gui"]),
        "cwd": "C:\\ProgramData\\Agent",
        "deadline_at": timestamp(random),
        "retry": {"max": 1 + random.below(10), "backoff_secs": 5 * random.below(60)},
    })
}

/// A time in 2026, in UTC.
fn timestamp(random: &mut Random) -> String {
    format!(
        "2026-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        1 + random.below(12),
        1 + random.below(28),
        random.below(24),
        random.below(60),
        random.below(60)
    )
}
