//! The published validators where streams are measured: what each is called with, and whether it
//! judges at all. Formats are asserted by every one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::peers;
use crate::stream_data::{Data, Sample};

/// A published validator.
pub struct Peer {
    /// The name it is printed under.
    pub name: &'static str,
    /// Whether it takes lines; else a document a file.
    pub lines: bool,
    make: fn(&Path, &Path) -> io::Result<Command>,
}

/// Every peer: those that read lines in one process first, then the command lines that take a
/// document a file.
pub const PEERS: &[Peer] = &[
    Peer { name: "`jsonschema-rs` with orjson", lines: true, make: python },
    Peer { name: "`jsonschema` (the crate), by lines", lines: true, make: jsonschema },
    Peer { name: "`boon` (the crate), by lines", lines: true, make: boon },
    Peer { name: "ajv", lines: true, make: ajv },
    Peer { name: "`@sourcemeta/jsonschema --fast`", lines: true, make: sourcemeta },
    Peer { name: "`jsonschema-cli`, a document a file", lines: false, make: jsonschema_cli },
    Peer { name: "`boon-cli`, a document a file", lines: false, make: boon_cli },
];

impl Peer {
    /// Its run over the whole stream, or over the documents that were written as files.
    ///
    /// # Errors
    /// When the folder of documents cannot be listed.
    pub fn command(&self, data: &Data) -> io::Result<Command> {
        (self.make)(&data.schema, if self.lines { &data.clean } else { &data.files.folder })
    }

    /// Holds it to accepting what is clean and refusing each sample in which one document is bad:
    /// a program that judges nothing is no peer.
    ///
    /// # Errors
    /// When it cannot be started, or says something else.
    pub fn check(&self, data: &Data) -> Result<(), String> {
        let accepted = self.says(&data.schema, &data.accepted)?;
        if accepted != Some(0) {
            return Err(format!("it does not accept clean documents, but ends with {accepted:?}"));
        }
        for sample in &data.refused {
            let said = self.says(&data.schema, sample)?;
            // 1 or 2 is how they say that a document is refused.
            if !matches!(said, Some(1 | 2)) {
                return Err(format!("{}: not refused, but {said:?}", sample.lines.display()));
            }
        }
        Ok(())
    }

    fn says(&self, schema: &Path, sample: &Sample) -> Result<Option<i32>, String> {
        let input = if self.lines { &sample.lines } else { &sample.folder };
        let mut command = (self.make)(schema, input).map_err(|error| error.to_string())?;
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let status = command.status().map_err(|error| format!("not started: {error}"))?;
        Ok(status.code())
    }
}

fn scripts() -> PathBuf {
    peers::repository().join("benches/peers")
}

fn python(schema: &Path, lines: &Path) -> io::Result<Command> {
    let mut command = Command::new(peers::folder().join("python/bin/python"));
    command.arg(scripts().join("judge_lines.py")).arg(schema).arg(lines);
    Ok(command)
}

fn ajv(schema: &Path, lines: &Path) -> io::Result<Command> {
    let mut command = Command::new("node");
    command.arg(scripts().join("judge_lines.mjs")).arg(peers::folder().join("npm"));
    command.arg(schema).arg(lines);
    Ok(command)
}

fn jsonschema(schema: &Path, lines: &Path) -> io::Result<Command> {
    Ok(judge_lines("jsonschema", schema, lines))
}

fn boon(schema: &Path, lines: &Path) -> io::Result<Command> {
    Ok(judge_lines("boon", schema, lines))
}

fn judge_lines(engine: &str, schema: &Path, lines: &Path) -> Command {
    let mut command = Command::new(peers::folder().join("bin/judge-lines"));
    command.arg(engine).arg(schema).arg(lines);
    command
}

fn sourcemeta(schema: &Path, lines: &Path) -> io::Result<Command> {
    let mut command = Command::new(peers::folder().join("npm/node_modules/.bin/jsonschema"));
    command.arg("validate").arg(schema).arg(lines).args(["--fast", "--format-assertion"]);
    Ok(command)
}

fn jsonschema_cli(schema: &Path, folder: &Path) -> io::Result<Command> {
    let mut command = Command::new(fs::canonicalize(peers::folder().join("bin/jsonschema-cli"))?);
    command.arg("validate").arg(fs::canonicalize(schema)?);
    command.args(["--assert-format", "--errors-only", "--offline"]).current_dir(folder);
    for name in names(folder)? {
        command.arg("-i").arg(name);
    }
    Ok(command)
}

fn boon_cli(schema: &Path, folder: &Path) -> io::Result<Command> {
    let mut command = Command::new(fs::canonicalize(peers::folder().join("bin/boon"))?);
    command.args(["--assert-format", "--quiet"]).arg(fs::canonicalize(schema)?);
    command.args(names(folder)?).current_dir(folder);
    Ok(command)
}

/// The names of the documents in a folder: the program runs there, so that they stay short.
fn names(folder: &Path) -> io::Result<Vec<std::ffi::OsString>> {
    let entries = fs::read_dir(folder)?;
    let mut names: Vec<_> =
        entries.map(|entry| Ok(entry?.file_name())).collect::<io::Result<_>>()?;
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream_data::Files;

    fn peer(make: fn(&Path, &Path) -> io::Result<Command>) -> Peer {
        Peer { name: "", lines: true, make }
    }

    #[test]
    fn who_judges_nothing_is_no_peer() {
        let scratch = tempfile::tempdir().unwrap();
        let sample = |name: &str, text: &str| {
            let lines = scratch.path().join(name);
            fs::write(&lines, text).unwrap();
            Sample { lines, folder: scratch.path().to_owned() }
        };
        let nowhere = PathBuf::new;
        let data = Data {
            name: "",
            contract: "",
            document: "",
            schema: nowhere(),
            clean: nowhere(),
            bad: nowhere(),
            files: Files { folder: nowhere(), count: 0, bytes: 0 },
            accepted: sample("accepted", "good\n"),
            refused: vec![sample("refused", "good\nbad\n")],
        };
        assert!(peer(|_, _| Ok(Command::new("true"))).check(&data).is_err());
        assert!(peer(|_, _| Ok(Command::new("false"))).check(&data).is_err());
        assert!(peer(|_, _| Ok(Command::new("no-such-program"))).check(&data).is_err());
        let judges = |_: &Path, lines: &Path| {
            let mut command = Command::new("sh");
            command.args(["-c", "! grep -q bad \"$0\""]).arg(lines);
            Ok(command)
        };
        assert_eq!(peer(judges).check(&data), Ok(()));
    }
}
