//! What was seen of a run: values that a certificate is computed from, and that can be recorded.

mod answer;
mod observation;

pub use answer::{Reported, read_answer};
pub(crate) use observation::OBSERVATIONS_VERSION;
pub use observation::{Captured, Ending, Observation, Observations, Tree};
