//! Whole processes against one another in one run: what is compared meets the same machine load.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// One program with its arguments.
#[derive(Debug, Clone)]
pub struct Contestant {
    /// The name it is printed under.
    pub name: String,
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// What is added to its environment.
    pub environment: Vec<(String, String)>,
}

impl Contestant {
    /// A program with its arguments, in the environment as it is.
    pub fn new<A: Into<OsString>>(
        name: impl Into<String>,
        program: impl Into<PathBuf>,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        Contestant {
            name: name.into(),
            program: program.into(),
            arguments: arguments.into_iter().map(Into::into).collect(),
            environment: Vec::new(),
        }
    }

    /// The same with one variable more.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).envs(self.environment.iter().cloned());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// One run, from before the process is made until it has ended.
    ///
    /// # Errors
    /// When it cannot be started or does not end with 0: a figure of a run that failed says nothing.
    pub fn run(&self) -> io::Result<Duration> {
        let mut command = self.command();
        let started = Instant::now();
        let status = command.status()?;
        let took = started.elapsed();
        if status.success() {
            return Ok(took);
        }
        Err(io::Error::other(format!("{}: ended with {status}", self.name)))
    }

    /// The instructions it takes in user space, counted by callgrind: the same on a loaded machine.
    /// `None` when valgrind is not installed.
    ///
    /// # Errors
    /// When valgrind cannot be read, or the program fails under it.
    pub fn instructions(&self) -> io::Result<Option<u64>> {
        let mut command = Command::new("valgrind");
        command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
        command.arg(&self.program).args(&self.arguments).envs(self.environment.iter().cloned());
        let output = match command.stdin(Stdio::null()).output() {
            Ok(output) => output,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        if !output.status.success() {
            return Err(io::Error::other(format!("{}: failed under callgrind", self.name)));
        }
        let text = String::from_utf8_lossy(&output.stderr);
        let line = text.lines().find_map(|line| line.split("Collected :").nth(1));
        Ok(line.and_then(|count| count.trim().parse().ok()))
    }
}

/// What the runs of one contestant took.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Every run, shortest first.
    pub sorted: Vec<Duration>,
}

impl Taken {
    /// The shortest run: what it takes when nothing is in its way.
    #[must_use]
    pub fn least(&self) -> Duration {
        self.sorted.first().copied().unwrap_or_default()
    }

    /// The run in the middle.
    #[must_use]
    pub fn median(&self) -> Duration {
        self.sorted.get(self.sorted.len() / 2).copied().unwrap_or_default()
    }
}

/// Runs all contestants in turn, that many rounds after one that warms up, in an order that
/// moves on by one each round, so that none always runs after the same other.
///
/// # Errors
/// When one of them fails.
pub fn rounds(contestants: &[Contestant], rounds: usize) -> io::Result<Vec<Taken>> {
    let mut taken = vec![Taken { sorted: Vec::with_capacity(rounds) }; contestants.len()];
    for contestant in contestants {
        contestant.run()?;
    }
    for round in 0..rounds {
        for step in 0..contestants.len() {
            let at = (round + step) % contestants.len();
            let took = contestants[at].run()?;
            taken[at].sorted.push(took);
        }
    }
    taken.iter_mut().for_each(|taken| taken.sorted.sort_unstable());
    Ok(taken)
}

/// How many times the second is in the first.
#[must_use]
pub fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

/// The path as an argument.
#[must_use]
pub fn argument(path: &Path) -> OsString {
    path.as_os_str().to_owned()
}

/// The most memory that a running process had resident so far, in KiB; the system keeps that
/// mark. `None` once it has ended, and where there is no `/proc`.
#[must_use]
pub fn peak_kib(process: u32) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// The processor time, in clock ticks, of this process and of all that it waited for, theirs
/// included: unlike the time on the clock it hardly depends on what else the machine does. `None`
/// where there is no `/proc`.
#[must_use]
pub fn processor_ticks() -> Option<u64> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    // The name in parentheses may hold anything; own user and system time are the 14th and 15th
    // fields, those of the children the two after them.
    let fields = text.rsplit_once(')')?.1.split_whitespace().skip(11).take(4);
    fields.map(|ticks| ticks.parse::<u64>().ok()).sum()
}
