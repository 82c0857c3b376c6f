//! What is going to be run: one task for each row that the intent demands.

mod case;
mod task;

pub use case::{Case, CaseFault, CaseFiles};
pub use task::{Invocation, Task, Work, tasks};
