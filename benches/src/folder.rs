//! Folders of many small documents, the same for the same seed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::document;
use crate::random::Random;

/// The seed of every committed figure.
pub const SEED: u64 = 20_260_801;

/// What a folder is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mix {
    /// Cron reports only, which a peer can judge by one schema.
    Cron,
    /// Cron reports and kanade commands in turn; each file's contract has to be told.
    Both,
}

/// Writes that many documents below `folder`, a thousand a subfolder, and gives their paths.
///
/// # Errors
/// When a folder or a file cannot be written.
pub fn generate(folder: &Path, count: usize, mix: Mix) -> io::Result<Vec<PathBuf>> {
    let mut random = Random::new(SEED);
    let mut paths = Vec::with_capacity(count);
    for at in 0..count {
        let below = folder.join(format!("{:03}", at / 1000));
        if at % 1000 == 0 {
            fs::create_dir_all(&below)?;
        }
        let value = match mix {
            Mix::Both if at % 2 == 1 => document::kanade_command(&mut random),
            _ => document::cron_report(&mut random),
        };
        let path = below.join(format!("{at:05}.json"));
        fs::write(&path, serde_json::to_vec_pretty(&value)?)?;
        paths.push(path);
    }
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::{Mix, generate};

    #[test]
    fn the_folder_is_the_same_each_time() {
        let read = || {
            let folder = tempfile::tempdir().unwrap();
            let paths = generate(folder.path(), 4, Mix::Both).unwrap();
            paths.iter().map(|path| std::fs::read(path).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(read(), read());
    }
}
