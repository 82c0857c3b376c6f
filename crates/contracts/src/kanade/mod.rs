//! The kanade wire command and its ten revisions.

mod command;
mod manifest;
mod rev;

pub use command::{Command, RetrySpec, RunAs, Shell};
pub use manifest::{CheckHint, EmitConfig, EmitKind, Staleness};
pub use rev::Rev;
