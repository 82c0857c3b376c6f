//! What a recording says of itself: the registry and the time of its run.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use report::clock::parse_utc;
use serde::{Deserialize, Serialize};

const ABOUT: &str = "recording.json";
const REGISTRY: &str = "registry.yaml";

/// The run that was recorded.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The version of this form; 1.
    version: u32,
    /// The time of the run.
    now_utc: String,
    /// What documents call the registry.
    registry_path: String,
}

/// Writes down the registry's bytes and the time of the run.
///
/// # Errors
/// The folder cannot be written.
pub fn write(
    folder: &Path,
    now: Timestamp,
    registry_path: &str,
    registry: &[u8],
) -> Result<(), String> {
    let about =
        About { version: 1, now_utc: now.to_string(), registry_path: registry_path.to_owned() };
    let text = ingest::documents::json(&about).map_err(|error| error.to_string())?;
    let keep = |name, bytes| {
        ingest::outputs::write(&folder.join(name), bytes).map_err(|error| error.to_string())
    };
    keep(ABOUT, &text)?;
    keep(REGISTRY, registry)
}

impl About {
    /// The run that this folder recorded; `None` when it does not say.
    ///
    /// # Errors
    /// It says it in a form that we do not know.
    pub fn read(folder: &Path) -> Result<Option<About>, String> {
        let path = folder.join(ABOUT);
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(format!("{}: {error}", path.display())),
        };
        let about: About = serde_json::from_slice(&text)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        if about.version != 1 {
            return Err(format!("{}: version {} is not known", path.display(), about.version));
        }
        Ok(Some(about))
    }

    /// The time of the run.
    ///
    /// # Errors
    /// It is none.
    pub fn now(&self) -> Result<Timestamp, String> {
        parse_utc(&self.now_utc).map_err(|error| error.to_string())
    }

    /// The registry of the run: its file, and what documents call it.
    pub fn registry(&self, folder: &Path) -> (PathBuf, String) {
        (folder.join(REGISTRY), self.registry_path.clone())
    }
}
