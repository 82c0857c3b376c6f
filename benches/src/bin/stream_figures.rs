//! Every figure of `docs/performance_streams.md` in one run, as Markdown:
//! `stream_figures FOLDER [BYTES]`. The folder takes the generated streams, of 220 MB each unless
//! BYTES says otherwise. Programs that are not installed, or that do not judge what they are given,
//! are named and not measured.

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use benches::peers;
use benches::stream_data::Data;
use benches::stream_peers::PEERS;

/// Bytes of each stream.
const BYTES: u64 = 220_000_000;
/// How often the programs take turns.
const ROUNDS: usize = 9;
/// A program whose runs have taken longer than this together is not run again.
const PATIENCE: Duration = Duration::from_secs(6);
const FILES_ONE: &str = "ours, 1 thread, a document a file";
const FILES_TWO: &str = "ours, 2 threads, a document a file";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let scratch = arguments.next().map_or_else(|| PathBuf::from("target/streams"), PathBuf::from);
    let bytes = arguments.next().map(|count| count.to_string_lossy().parse()).transpose()?;
    fs::create_dir_all(&scratch)?;
    let ours = peers::ours()?;
    let mut out = io::stdout().lock();
    for name in ["cron", "execra"] {
        let data = Data::prepare(&scratch, name, bytes.unwrap_or(BYTES), &ours)?;
        let rows = measure(contestants(&data, &ours)?)?;
        table(&data, &rows, &mut out)?;
        ratios(name, &rows, &mut out)?;
    }
    Ok(())
}

/// A program that is measured, and what its runs took.
struct Row {
    name: &'static str,
    command: Command,
    /// What it has to end with: 1 where lines are bad.
    ends: i32,
    /// Bytes of the documents that it is given.
    bytes: u64,
    took: Duration,
    resident: u64,
    runs: usize,
    spent: Duration,
}

impl Row {
    fn new(name: &'static str, ends: i32, bytes: u64, mut command: Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let (took, spent) = (Duration::MAX, Duration::ZERO);
        Row { name, command, ends, bytes, took, resident: 0, runs: 0, spent }
    }
}

/// Every program that is measured, on one stream.
fn contestants(data: &Data, ours: &Path) -> io::Result<Vec<Row>> {
    let bytes = data.clean.metadata()?.len();
    let mut wc = Command::new("wc");
    wc.arg("-l").arg(&data.clean);
    let mut all = vec![Row::new("wc -l", 0, bytes, wc)];
    all.extend(own(data, bytes, ours));
    for (parser, name) in
        [("simd-json", "simd-json tape, parse only"), ("sonic-rs", "sonic-rs tree, parse only")]
    {
        let mut parse = Command::new(peers::folder().join("bin/parse-only"));
        parse.arg(parser).arg(&data.clean);
        all.push(Row::new(name, 0, bytes, parse));
    }
    for peer in PEERS {
        let given = if peer.lines { bytes } else { data.files.bytes };
        match peer.check(data) {
            Ok(()) => all.push(Row::new(peer.name, 0, given, peer.command(data)?)),
            Err(why) => writeln!(io::stderr(), "{}: {why}", peer.name)?,
        }
    }
    Ok(all)
}

/// Our program over the clean and the bad stream, and over the documents that are files.
fn own(data: &Data, bytes: u64, ours: &Path) -> Vec<Row> {
    let judge = |contract: &str, file: &Path, threads: &str| {
        let mut command = Command::new(ours);
        command.args(["validate", "--contract", contract, "--threads", threads]).arg(file);
        command
    };
    let Data { contract, document, clean, bad, files, .. } = data;
    let mut all = vec![
        Row::new("ours, 2 threads", 0, bytes, judge(contract, clean, "2")),
        Row::new("ours, 1 thread", 0, bytes, judge(contract, clean, "1")),
        Row::new("ours, 1 thread, 1 % bad lines", 1, bytes, judge(contract, bad, "1")),
        Row::new("ours, 2 threads, 1 % bad lines", 1, bytes, judge(contract, bad, "2")),
        Row::new(FILES_TWO, 0, files.bytes, judge(document, &files.folder, "2")),
        Row::new(FILES_ONE, 0, files.bytes, judge(document, &files.folder, "1")),
    ];
    if document != contract {
        let command = judge(document, clean, "1");
        all.push(Row::new("ours, 1 thread, without the stream rules", 0, bytes, command));
    }
    all
}

/// Runs the programs in turn, round after round, so that a moment in which the machine is slow is
/// nobody's alone. Who fails is named and left out.
fn measure(mut rows: Vec<Row>) -> io::Result<Vec<Row>> {
    for _ in 0..ROUNDS {
        let mut failed = Vec::new();
        for row in rows.iter_mut().filter(|row| row.spent < PATIENCE) {
            match once(&mut row.command, row.ends) {
                Ok((took, resident)) => {
                    row.spent += took;
                    row.took = row.took.min(took);
                    row.resident = row.resident.max(resident);
                    row.runs += 1;
                }
                Err(why) => failed.push((row.name, why)),
            }
        }
        for (name, why) in failed {
            writeln!(io::stderr(), "{name}: {why}")?;
            rows.retain(|row| row.name != name);
        }
    }
    Ok(rows)
}

/// One run from before the process is made until it has ended, and the most memory that it was
/// seen to hold (looked at every two milliseconds, KiB).
fn once(command: &mut Command, ends: i32) -> io::Result<(Duration, u64)> {
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
        Some(code) if code == ends => Ok((took, most)),
        _ => Err(io::Error::other(format!("ended with {ended}"))),
    }
}

fn resident(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

fn table(data: &Data, rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    let Data { contract, files, .. } = data;
    writeln!(out, "\n### {contract}, {} bytes\n", data.clean.metadata()?.len())?;
    writeln!(out, "A document a file: its first {} in {} bytes\n", files.count, files.bytes)?;
    writeln!(out, "| program | least of | s | MB/s | MiB resident |")?;
    writeln!(out, "|---|---:|---:|---:|---:|")?;
    for row in rows {
        let seconds = row.took.as_secs_f64();
        let (speed, memory) = (row.bytes as f64 / 1e6 / seconds, row.resident as f64 / 1024.0);
        writeln!(out, "| {} | {} | {seconds:.3} | {speed:.0} | {memory:.1} |", row.name, row.runs)?;
    }
    Ok(())
}

/// The peer that took least, of those that read lines or of the others.
fn fastest(rows: &[Row], lines: bool) -> Option<&'static str> {
    let peer = |row: &&Row| PEERS.iter().any(|p| p.name == row.name && p.lines == lines);
    rows.iter().filter(peer).min_by_key(|row| row.took).map(|row| row.name)
}

/// The ratios that are aimed at, each with its aim.
fn ratios(name: &str, rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    let of =
        |name: &str| rows.iter().find(|row| row.name == name).map(|row| row.took.as_secs_f64());
    let (by_lines, by_files) = (fastest(rows, true), fastest(rows, false));
    let (lines, files) = (by_lines.and_then(of), by_files.and_then(of));
    let (one, two) = (of("ours, 1 thread"), of("ours, 2 threads"));
    let python = of("`jsonschema-rs` with orjson");
    let share = |more: Option<f64>, less: Option<f64>| Some((more? / less? - 1.0) * 100.0);
    let times = |slow: Option<f64>, fast: Option<f64>| Some(slow? / fast?);
    let found = [
        ("times the fastest peer, two cores", times(lines, two), "≥ 15"),
        ("times the fastest peer, one core", times(lines, one), "≥ 8"),
        ("times `jsonschema-rs` with orjson, two cores", times(python, two), ""),
        ("the same, one core", times(python, one), ""),
        ("times the fastest peer over files, two cores", times(files, of(FILES_TWO)), ""),
        ("the same, one core", times(files, of(FILES_ONE)), ""),
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
    for fastest in [by_lines, by_files].into_iter().flatten() {
        writeln!(out, "\nThe fastest: {fastest}")?;
    }
    writeln!(out, "\n| {name} | measured | aim |\n|---|---:|---:|")?;
    for (what, value, aim) in found {
        if let Some(value) = value {
            writeln!(out, "| {what} | {value:.2} | {aim} |")?;
        }
    }
    Ok(())
}
