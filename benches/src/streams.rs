//! Seeded streams: the same seed gives the same bytes on every machine.

use std::io::{self, Write};

/// A small generator of numbers (xorshift64*), so that no dependency decides what is measured.
#[derive(Debug, Clone)]
pub struct Seeded(u64);

impl Seeded {
    /// The generator of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Seeded(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below a bound.
    pub fn below(&mut self, bound: u64) -> u64 {
        (self.number() >> 11) % bound.max(1)
    }

    /// One of several.
    pub fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let at = usize::try_from(self.below(of.len() as u64)).unwrap_or(0);
        of.get(at).copied().unwrap_or("")
    }

    /// A UUID.
    pub fn uuid(&mut self) -> String {
        let (a, b) = (self.number(), self.number());
        format!(
            "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
            a >> 32,
            (a >> 16) & 0xFFFF,
            a & 0xFFF,
            b >> 52,
            b & 0xFFFF_FFFF_FFFF
        )
    }
}

const COMMANDS: &[&str] = &[
    "/usr/local/bin/rotate-logs --keep 14",
    "pg_dump --format=custom orders | age -r ops > /backup/orders.age",
    "/opt/app/bin/console queue:prune --hours=48 --no-interaction",
    "find /var/tmp -type f -mtime +7 -delete",
    "sh -c \\\"cd /srv/site && make publish\\\"",
];
const LINES: &[&str] = &[
    "Downloading https://example.com/releases/git-2.43.0.7z.exe (57.1 MB)...",
    "Checking hash of git-2.43.0.7z.exe ... ok.",
    "Extracting dl.7z ... done.",
    "   Compiling serde v1.0.228 (registry, 12 of 214)",
    "warning: unused variable: `r\\u00e9sultat`",
];

/// Cron reports of at least so many bytes; of a thousand lines, `bad` break the contract.
///
/// # Errors
/// What the writer reports.
pub fn cron_reports(seed: u64, bytes: u64, bad: u64, out: &mut dyn Write) -> io::Result<()> {
    let mut seeded = Seeded::new(seed);
    let mut written = 0;
    while written < bytes {
        let failed = seeded.below(10) == 0;
        let broken = seeded.below(1000) < bad;
        let status = match (failed, broken) {
            (true, false) => "failure",
            (false, false) => "success",
            (_, true) => "broken",
        };
        let (day, hour, minute) = (1 + seeded.below(28), seeded.below(24), seeded.below(60));
        let line = format!(
            "{{\"version\":\"1\",\"execution_id\":\"{}\",\"timestamp\":\"2026-03-{day:02}T{hour:02}:{minute:02}:07Z\",\
             \"command\":\"{}\",\"exit_code\":{},\"duration_ms\":{},\"status\":\"{status}\",\"host\":\"db-{:02}.example.com\",\
             \"job_name\":\"orders-backup\",\"schedule\":\"{minute} {hour} * * MON-FRI\",\
             \"environment\":{{\"PGHOST\":\"orders-db\",\"TZ\":\"Europe/Berlin\"}},\"stderr_truncated\":{failed}}}\n",
            seeded.uuid(),
            seeded.pick(COMMANDS),
            u8::from(failed),
            seeded.below(600_000),
            seeded.below(40),
        );
        out.write_all(line.as_bytes())?;
        written += line.len() as u64;
    }
    Ok(())
}

struct Running {
    id: String,
    left: u64,
    at: u64,
}

/// Execra events of at least so many bytes, sixteen jobs interleaved, every job brought to its end;
/// of a thousand output lines, `bad` break the contract.
///
/// # Errors
/// What the writer reports.
pub fn execra_events(seed: u64, bytes: u64, bad: u64, out: &mut dyn Write) -> io::Result<()> {
    let mut seeded = Seeded::new(seed);
    let mut written = 0;
    let mut jobs: Vec<Running> = Vec::new();
    loop {
        let ending = written >= bytes;
        if ending && jobs.is_empty() {
            return Ok(());
        }
        let text;
        if !ending && jobs.len() < 16 {
            let job = Running { id: seeded.uuid(), left: 20 + seeded.below(60), at: 1_769_940_000 };
            text = begun(&job);
            jobs.push(job);
        } else {
            let at = usize::try_from(seeded.below(jobs.len() as u64)).unwrap_or(0);
            let Some(job) = jobs.get_mut(at) else { continue };
            job.at += 1;
            job.left = job.left.saturating_sub(1);
            if job.left > 0 && !ending {
                text = running(&mut seeded, job, bad);
            } else {
                text = ended(job, seeded.below(8) == 0);
                jobs.swap_remove(at);
            }
        }
        out.write_all(text.as_bytes())?;
        written += text.len() as u64;
    }
}

fn begun(job: &Running) -> String {
    let command = "{\"program\":\"scoop\",\"args\":[\"install\",\"git\"],\"env\":[[\"CI\",\"1\"]],\"cwd\":null}";
    let phase = "\"phase\":\"p1\",\"name\":\"download\",\"label\":null";
    event("job_created", job, &format!("\"command\":{command}"))
        + &event("job_started", job, "\"pid\":4711")
        + &event("phase_entered", job, phase)
}

fn ended(job: &Running, failed: bool) -> String {
    let code = format!("\"code\":{{\"code\":{},\"signal\":null}}", u8::from(failed));
    let outcome = if failed {
        "{\"kind\":\"failed\",\"reason\":{\"kind\":\"non_zero_exit\",\"code\":1},\"summary\":null,\"findings\":[]}"
    } else {
        "{\"kind\":\"succeeded\",\"summary\":\"git 2.43.0\",\"findings\":[]}"
    };
    event("phase_exited", job, "\"phase\":\"p1\"")
        + &event("exited", job, &code)
        + &event("finalized", job, &format!("\"outcome\":{outcome}"))
}

fn running(seeded: &mut Seeded, job: &Running, bad: u64) -> String {
    if seeded.below(4) == 0 {
        let (done, total) = (seeded.below(57_000_000), 57_000_000);
        let progress = format!(
            "{{\"kind\":\"determinate\",\"unit\":\"bytes\",\"done\":{done},\"total\":{total}}}"
        );
        return event("progress_updated", job, &format!("\"progress\":{progress}"));
    }
    let stream =
        if seeded.below(1000) < bad { "stdlog" } else { seeded.pick(&["stdout", "stderr"]) };
    event(
        "output_appended",
        job,
        &format!("\"stream\":\"{stream}\",\"line\":\"{}\"", seeded.pick(LINES)),
    )
}

fn event(kind: &str, job: &Running, more: &str) -> String {
    format!(
        "{{\"kind\":\"{kind}\",\"job\":\"{}\",\"at\":{{\"secs_since_epoch\":{},\"nanos_since_epoch\":0}},{more}}}\n",
        job.id, job.at
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_is_one_stream() {
        let make = |seed| {
            let mut bytes = Vec::new();
            cron_reports(seed, 5000, 10, &mut bytes).unwrap();
            execra_events(seed, 5000, 10, &mut bytes).unwrap();
            bytes
        };
        assert_eq!(make(1), make(1));
        assert_ne!(make(1), make(2));
        assert!(make(3).ends_with(b"}\n"));
    }
}
