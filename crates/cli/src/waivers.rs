//! `--waivers FILE`: the waivers of a run, on the day that its clock says.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use report::clock::date_utc;
use report::visible::visible;
use report::{Exit, WaiverBook};
use validator::waiver_file;

use crate::io::Io;

/// The most that is read of a file of waivers.
const MAX_BYTES: u64 = 4 << 20;

/// Findings that somebody answers for.
#[derive(Debug, Args)]
pub struct WaiverArgs {
    /// A file of `toolkit/waivers`: findings that are set aside for a time. An expired one fails
    /// the run again; the day is that of `--now-utc`, else today's in UTC.
    #[arg(long, value_name = "FILE")]
    pub waivers: Option<PathBuf>,
}

impl WaiverArgs {
    /// The waivers of the run; none when no file was named.
    ///
    /// # Errors
    /// The file cannot be read (exit 3) or is no file of waivers (exit 2); it was said why.
    pub fn book(
        &self,
        now: Option<Timestamp>,
        io: &mut Io<'_>,
    ) -> Result<Option<WaiverBook>, Exit> {
        let Some(path) = &self.waivers else { return Ok(None) };
        let name = path.to_string_lossy();
        let bytes = bytes(path).map_err(|why| {
            io.complain(format_args!("{}: {why}", visible(&name)));
            Exit::Io
        })?;
        let waivers = waiver_file::read(&name, &bytes).map_err(|faults| {
            complain(&faults, io);
            Exit::Usage
        })?;
        let today = date_utc(now.unwrap_or_else(Timestamp::now));
        Ok(Some(WaiverBook::new(&name, waivers, today)))
    }
}

/// The bytes of a file of waivers.
///
/// # Errors
/// When it cannot be read, or is larger than any such file.
pub fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let size = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > MAX_BYTES {
        return Err(format!("larger than {} MiB", MAX_BYTES >> 20));
    }
    fs::read(path).map_err(|error| error.to_string())
}

/// Says what is wrong with a file of waivers, each fault with its line.
pub fn complain(faults: &[contracts::toolkit::Finding], io: &mut Io<'_>) {
    for fault in faults {
        let at = &fault.location;
        let line = at.line.unwrap_or(1);
        let (source, message) = (visible(&at.source), visible(&fault.message));
        io.complain(format_args!("{source}:{line}: {message} ({})", fault.code));
    }
}
