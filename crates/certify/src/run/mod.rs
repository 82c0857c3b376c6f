//! The edge that starts programs: nothing else in this crate does.
//!
//! A program gets no shell, a process group of its own, a time limit and a bound on what it may
//! print. Whatever it does (hang, fork, flood, die), the outcome is an observation.

mod adapter;
mod limits;
mod orphans;
mod pool;
#[cfg(unix)]
mod process;
#[cfg(not(unix))]
#[path = "process_elsewhere.rs"]
mod process;
mod program;
#[cfg(unix)]
mod stream;
mod sweep;
mod tree;
mod writer;

pub use adapter::{Adapter, AdapterFault, Search};
pub use limits::RunLimits;
pub use pool::{Keep, Progress, RunFault, Settings, run};
pub use process::start;
pub use program::{Outcome, Printed, Program};
pub use tree::look;
