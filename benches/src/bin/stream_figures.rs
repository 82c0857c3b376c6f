//! Every figure of `docs/performance_streams.md` in one run, as Markdown: `stream_figures FOLDER`.
//! The folder takes the generated streams. Programs that are not installed are named, not guessed.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use benches::{folder, peers, streams};

/// Bytes of each stream.
const BYTES: u64 = 220_000_000;
/// How often the programs take turns.
const ROUNDS: usize = 9;
/// A program whose runs have taken longer than this together is not run again.
const PATIENCE: Duration = Duration::from_secs(6);

fn main() -> Result<(), Box<dyn Error>> {
    let scratch =
        std::env::args_os().nth(1).map_or_else(|| PathBuf::from("target/streams"), PathBuf::from);
    fs::create_dir_all(&scratch)?;
    let ours = peers::ours()?;
    let mut out = io::stdout().lock();
    for (name, contract) in [("cron", "cron/execution-report"), ("execra", "execra/event-stream")] {
        let data = Data::prepare(&scratch, name, contract, &ours)?;
        let rows = measure(&data, &ours)?;
        table(&data, &rows, &mut out)?;
        ratios(name, &rows, &mut out)?;
    }
    Ok(())
}

/// A stream, the same with one bad line in a hundred, and its schema.
struct Data {
    name: &'static str,
    contract: &'static str,
    clean: PathBuf,
    bad: PathBuf,
    schema: PathBuf,
    bytes: u64,
}

impl Data {
    fn prepare(
        scratch: &Path,
        name: &'static str,
        contract: &'static str,
        ours: &Path,
    ) -> Result<Self, Box<dyn Error>> {
        let make = |bad: u64| -> io::Result<PathBuf> {
            let path = scratch.join(format!("{name}_{bad}.jsonl"));
            if path.metadata().is_ok_and(|about| about.len() >= BYTES) {
                return Ok(path);
            }
            let mut out = BufWriter::with_capacity(1 << 20, File::create(&path)?);
            match name {
                "cron" => streams::cron_reports(folder::SEED, BYTES, bad, &mut out)?,
                _ => streams::execra_events(folder::SEED, BYTES, bad, &mut out)?,
            }
            out.flush()?;
            Ok(path)
        };
        let (clean, bad) = (make(0)?, make(10)?);
        let schema = scratch.join(format!("{name}.schema.json"));
        let shown =
            Command::new(ours).args(["schema", "show", contract, "--format", "json"]).output()?;
        fs::write(&schema, shown.stdout)?;
        let bytes = clean.metadata()?.len();
        Ok(Data { name, contract, clean, bad, schema, bytes })
    }
}

/// What a program took at best.
struct Row {
    name: &'static str,
    took: Duration,
    resident: u64,
    runs: usize,
}

/// Every program that is measured, on one stream.
fn contestants(data: &Data, ours: &Path) -> Vec<(&'static str, Command)> {
    let mut all = Vec::new();
    let judge = |contract: &str, file: &Path, threads: &str| {
        let mut command = Command::new(ours);
        command.args(["validate", "--contract", contract, "--threads", threads]).arg(file);
        command
    };
    let mut add = |name, command: Command| all.push((name, command));
    let mut wc = Command::new("wc");
    wc.arg("-l").arg(&data.clean);
    add("wc -l", wc);
    add("ours, 2 threads", judge(data.contract, &data.clean, "2"));
    add("ours, 1 thread", judge(data.contract, &data.clean, "1"));
    add("ours, 1 thread, 1 % bad lines", judge(data.contract, &data.bad, "1"));
    add("ours, 2 threads, 1 % bad lines", judge(data.contract, &data.bad, "2"));
    if data.name == "execra" {
        add("ours, 1 thread, without the stream rules", judge("execra/event", &data.clean, "1"));
    }
    let installed = peers::folder();
    for parser in ["simd-json", "sonic-rs"] {
        let mut parse = Command::new(installed.join("bin/parse-only"));
        parse.arg(parser).arg(&data.clean);
        let name = if parser == "simd-json" {
            "simd-json tape, parse only"
        } else {
            "sonic-rs tree, parse only"
        };
        add(name, parse);
    }
    for (name, command) in published(data, &installed) {
        add(name, command);
    }
    all
}

/// The published validators over the same bytes, formats asserted.
fn published(data: &Data, installed: &Path) -> Vec<(&'static str, Command)> {
    let scripts = peers::repository().join("benches/peers");
    let mut python = Command::new(installed.join("python/bin/python"));
    python.arg(scripts.join("judge_lines.py")).arg(&data.schema).arg(&data.clean);
    let packages = installed.join("npm");
    let mut node = Command::new("node");
    node.arg(scripts.join("judge_lines.mjs")).arg(&packages).arg(&data.schema).arg(&data.clean);
    let mut sourcemeta = Command::new(packages.join("node_modules/.bin/jsonschema"));
    sourcemeta
        .arg("validate")
        .arg(&data.schema)
        .arg(&data.clean)
        .args(["--fast", "--format-assertion"]);
    vec![
        ("jsonschema-rs with orjson", python),
        ("ajv", node),
        ("@sourcemeta/jsonschema --fast", sourcemeta),
    ]
}

/// Runs the programs in turn, round after round, so that a moment in which the machine is slow is
/// nobody's alone. Who fails is named and left out.
fn measure(data: &Data, ours: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut running: Vec<(Command, Row, Duration)> = Vec::new();
    for (name, mut command) in contestants(data, ours) {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let row = Row { name, took: Duration::MAX, resident: 0, runs: 0 };
        running.push((command, row, Duration::ZERO));
    }
    for _ in 0..ROUNDS {
        let mut failed = Vec::new();
        for (command, row, spent) in running.iter_mut().filter(|(_, _, spent)| *spent < PATIENCE) {
            match once(command) {
                Ok((took, resident)) => {
                    *spent += took;
                    row.took = row.took.min(took);
                    row.resident = row.resident.max(resident);
                    row.runs += 1;
                }
                Err(why) => failed.push((row.name, why)),
            }
        }
        for (name, why) in failed {
            writeln!(io::stderr(), "{name}: {why}")?;
            running.retain(|(_, row, _)| row.name != name);
        }
    }
    Ok(running.into_iter().map(|(_, row, _)| row).collect())
}

/// One run from before the process is made until it has ended, and the most memory that it was
/// seen to hold (looked at every two milliseconds, KiB).
fn once(command: &mut Command) -> io::Result<(Duration, u64)> {
    let started = Instant::now();
    let mut child = command.spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let watching = std::thread::spawn(move || {
        let mut most = 0;
        while let Some(now) = fs::read_to_string(&status).ok().as_deref().and_then(resident) {
            most = now.max(most);
            std::thread::sleep(Duration::from_millis(2));
        }
        most
    });
    let ended = child.wait()?;
    let took = started.elapsed();
    let most = watching.join().unwrap_or_default();
    match ended.code() {
        Some(0 | 1) => Ok((took, most)),
        _ => Err(io::Error::other(format!("ended with {ended}"))),
    }
}

fn resident(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

fn table(data: &Data, rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n### {}, {} bytes\n", data.contract, data.bytes)?;
    writeln!(out, "| program | least of | s | MB/s | MiB resident |")?;
    writeln!(out, "|---|---:|---:|---:|---:|")?;
    for row in rows {
        let seconds = row.took.as_secs_f64();
        let (speed, memory) = (data.bytes as f64 / 1e6 / seconds, row.resident as f64 / 1024.0);
        writeln!(out, "| {} | {} | {seconds:.3} | {speed:.0} | {memory:.1} |", row.name, row.runs)?;
    }
    Ok(())
}

/// The ratios that are aimed at, each with its aim.
fn ratios(name: &str, rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    let of =
        |name: &str| rows.iter().find(|row| row.name == name).map(|row| row.took.as_secs_f64());
    let peers = ["jsonschema-rs with orjson", "ajv", "@sourcemeta/jsonschema --fast"];
    let fastest = peers.iter().filter_map(|peer| of(peer)).min_by(f64::total_cmp);
    let (one, two) = (of("ours, 1 thread"), of("ours, 2 threads"));
    let share = |more: Option<f64>, less: Option<f64>| Some((more? / less? - 1.0) * 100.0);
    let times = |slow: Option<f64>, fast: Option<f64>| Some(slow? / fast?);
    let found = [
        ("times the fastest peer, two cores", times(fastest, two), "≥ 15"),
        ("times the fastest peer, one core", times(fastest, one), "≥ 8"),
        (
            "times simd-json's tape, parse only, per core",
            times(of("simd-json tape, parse only"), one),
            "≥ 1.2",
        ),
        ("times `wc -l`, two cores", times(two, of("wc -l")), "≤ 5"),
        ("gain of the second core", times(one, two), "≥ 1.8"),
        ("% for 1 % bad lines, one core", share(of("ours, 1 thread, 1 % bad lines"), one), "≤ 15"),
        (
            "% for the stream rules",
            share(one, of("ours, 1 thread, without the stream rules")),
            "≤ 40",
        ),
    ];
    writeln!(out, "\n| {name} | measured | aim |\n|---|---:|---:|")?;
    for (what, value, aim) in found {
        if let Some(value) = value {
            writeln!(out, "| {what} | {value:.2} | {aim} |")?;
        }
    }
    Ok(())
}
