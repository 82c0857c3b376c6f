//! What a lane's certificate is worth: looked at here, handed to ingest as a value.

use std::path::{Path, PathBuf};

use certify::operator;
use certify::sign::trust::TrustStore;
use certify::verify::{Demands, Subject, state_of};
use contracts::runner::CertificateState;
use contracts::toolkit::Trust;
use ingest::certificates::{CertificateFiles, Certificates};
use ingest::lane::Lane;
use jiff::Timestamp;
use validator::judge::Judge;

use super::IngestArgs;

/// The largest certificate or envelope that is read from a folder.
const LARGEST: u64 = 16 << 20;

/// Judges the certificates of `--certificates`, else those that the releases carry.
///
/// # Errors
/// The trust file cannot be used, or the folder is none.
pub fn gathered(args: &IngestArgs, now: Timestamp) -> Result<Certificates, String> {
    let trust = args.trust.as_deref().map(trust).transpose()?;
    let folder = args.certificates.clone();
    if let Some(folder) = folder.as_ref().filter(|folder| !folder.is_dir()) {
        return Err(format!("--certificates {}: no such folder", folder.display()));
    }
    let judge = Judge::new();
    Ok(Certificates {
        at_hand: folder.is_some(),
        judge: Box::new(move |lane, carried| {
            let from_folder = folder.as_ref().map(|folder| load(folder, lane));
            let files = from_folder.as_ref().unwrap_or(carried);
            state(lane, files, carried.commit_sha.as_deref(), trust.as_ref(), now, &judge)
        }),
    })
}

fn trust(path: &Path) -> Result<TrustStore, String> {
    let name = path.display();
    let bytes = std::fs::read(path).map_err(|error| format!("--trust {name}: {error}"))?;
    let shown = path.to_string_lossy();
    let file: Trust = operator::load(&shown, &bytes, "toolkit/trust", None, &Judge::new())
        .map_err(|error| format!("--trust {name}: {error}"))?;
    TrustStore::new(&file).map_err(|error| format!("--trust {name}: {error}"))
}

fn state(
    lane: &Lane,
    files: &CertificateFiles,
    commit_sha: Option<&str>,
    trust: Option<&TrustStore>,
    now: Timestamp,
    judge: &Judge,
) -> CertificateState {
    // A good certificate of another lane, or of an older release, says nothing of this one.
    let subjects: Vec<Subject> =
        commit_sha.map(|commit| Subject::Commit(commit.to_owned())).into_iter().collect();
    let demands =
        Demands { trust, runner: Some(&lane.runner_id), subjects: &subjects, ..Demands::none(now) };
    state_of(files.certificate.as_deref(), files.envelope.as_deref(), &demands, judge)
}

fn load(folder: &Path, lane: &Lane) -> CertificateFiles {
    let read = |name: String| -> Option<Vec<u8>> {
        let path: PathBuf = folder.join(name);
        let size = std::fs::metadata(&path).ok().filter(std::fs::Metadata::is_file)?.len();
        (size <= LARGEST).then(|| std::fs::read(path).ok()).flatten()
    };
    CertificateFiles {
        certificate: read(lane.certificate_name.clone()),
        envelope: read(lane.envelope_name()),
        commit_sha: None,
    }
}
