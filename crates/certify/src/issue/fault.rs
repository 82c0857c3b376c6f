//! Why nothing was issued.

use std::fmt;

use report::Exit;

use super::outputs::OutputFault;
use super::record::RecordFault;
use crate::run::RunFault;

/// Why nothing was issued.
#[derive(Debug)]
pub enum IssueFault {
    /// Nowhere to write to.
    Output(OutputFault),
    /// The run gave no observations.
    Run(RunFault),
    /// The recording cannot be used, or not be made.
    Record(RecordFault),
    /// A signature would be about nothing: no artifact was named and there is no commit.
    NothingToSign,
    /// A fault of ours; what failed.
    Bug(String),
}

impl fmt::Display for IssueFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IssueFault::Output(fault) => write!(f, "{fault}"),
            IssueFault::Run(fault) => write!(f, "{fault}"),
            IssueFault::Record(fault) => write!(f, "{fault}"),
            IssueFault::NothingToSign => f.write_str(
                "there is nothing to sign for: name a release artifact, or certify a commit",
            ),
            IssueFault::Bug(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for IssueFault {}

impl IssueFault {
    /// What the process ends with.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            IssueFault::Output(_) | IssueFault::Run(RunFault::Evidence(_)) => Exit::Io,
            IssueFault::Record(RecordFault::Read(_) | RecordFault::Write(_)) => Exit::Io,
            IssueFault::Run(RunFault::Interrupted) => Exit::Network,
            IssueFault::Run(RunFault::Stray) => Exit::Usage,
            IssueFault::Record(_) | IssueFault::NothingToSign => Exit::Usage,
            IssueFault::Bug(_) => Exit::Bug,
        }
    }
}

/// What cannot happen, and did.
pub(super) fn bug(error: impl fmt::Display) -> IssueFault {
    IssueFault::Bug(error.to_string())
}
