//! Where our program and the published peers stand on this machine.

use std::path::{Path, PathBuf};

/// The folder that `benches/peers/install.sh` installs into.
#[must_use]
pub fn folder() -> PathBuf {
    let given = std::env::var_os("PEERS").map(PathBuf::from);
    given.unwrap_or_else(|| repository().join(".artifacts/peers"))
}

/// A peer's program, when it is installed there.
#[must_use]
pub fn program(name: &str) -> Option<PathBuf> {
    Some(folder().join("bin").join(name)).filter(|path| path.is_file())
}

/// Our program: `DATA_CONTRACTS`, else the release build of this repository.
///
/// # Errors
/// When it is not there; the text says how to build it.
pub fn ours() -> Result<PathBuf, String> {
    let given = std::env::var_os("DATA_CONTRACTS").map(PathBuf::from);
    let path = given.unwrap_or_else(|| repository().join("target/release/data-contracts"));
    if path.is_file() {
        return Ok(path);
    }
    Err(format!("{}: not built; run `cargo build --release` first", path.display()))
}

/// The repository's root.
#[must_use]
pub fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
