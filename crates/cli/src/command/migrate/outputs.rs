//! Where migrated documents go: standard output, a folder, or the files they came from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use report::Exit;

use super::inputs::{Done, Written};
use crate::entry::output_failed;
use crate::io::Io;

/// Where migrated documents go.
#[derive(Debug, Args)]
pub struct TargetArgs {
    /// Write every file below this folder, under its own name.
    #[arg(long, value_name = "DIR", conflicts_with = "in_place")]
    out: Option<PathBuf>,
    /// Write every file over itself, each at once.
    #[arg(long)]
    in_place: bool,
}

impl TargetArgs {
    /// Whether documents go to standard output.
    pub(super) fn to_stdout(&self) -> bool {
        self.out.is_none() && !self.in_place
    }

    /// Where each file goes; `None` is standard output. Nothing is written yet.
    pub(super) fn plan(&self, files: &[Done]) -> Result<Vec<Option<PathBuf>>, String> {
        if self.to_stdout() {
            return match files.len() {
                0 | 1 => Ok(files.iter().map(|_| None).collect()),
                _ => Err("several files need --out DIR or --in-place".to_owned()),
            };
        }
        let targets: Result<Vec<_>, _> = files.iter().map(|file| self.target(file)).collect();
        let targets = targets?;
        let mut seen = BTreeMap::new();
        for (target, file) in targets.iter().zip(files) {
            if let Some(other) = seen.insert(target, &file.name) {
                return Err(format!(
                    "{other} and {} would both be written to {}; migrate them into \
                                    folders of their own",
                    file.name,
                    target.display()
                ));
            }
        }
        Ok(targets.into_iter().map(Some).collect())
    }

    fn target(&self, file: &Done) -> Result<PathBuf, String> {
        let Some(path) = &file.path else {
            return Err("standard input has no name to write to".to_owned());
        };
        let plain = uncompressed(path);
        match &self.out {
            Some(folder) => plain
                .file_name()
                .map(|name| folder.join(name))
                .ok_or_else(|| format!("{} names no file", path.display())),
            None if plain != *path => {
                Err(format!("{} is compressed, and is not written over; use --out", path.display()))
            }
            None => Ok(path.clone()),
        }
    }

    /// Makes the folder that files go to.
    pub(super) fn prepare(&self) -> Result<(), String> {
        match &self.out {
            Some(folder) => std::fs::create_dir_all(folder)
                .map_err(|error| format!("cannot make the folder {}: {error}", folder.display())),
            None => Ok(()),
        }
    }
}

/// Writes one file. A file that stays as it is, where it is, is not touched.
pub(super) fn write(
    file: &Written,
    target: Option<&Path>,
    source: Option<&Path>,
    io: &mut Io<'_>,
) -> Exit {
    match target {
        None => match io.out.write_all(&file.bytes) {
            Ok(()) => Exit::Clean,
            Err(error) => output_failed(&error, io),
        },
        Some(target) if file.changed == 0 && Some(target) == source => Exit::Clean,
        Some(target) => match report::write::atomic_bytes(target, &file.bytes) {
            Ok(()) => Exit::Clean,
            Err(error) => {
                io.complain(error);
                Exit::Io
            }
        },
    }
}

fn uncompressed(path: &Path) -> PathBuf {
    match path.extension().map(|ending| ending.to_ascii_lowercase()) {
        Some(ending) if ending == "gz" || ending == "zst" => path.with_extension(""),
        _ => path.to_path_buf(),
    }
}
