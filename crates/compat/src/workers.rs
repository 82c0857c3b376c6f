//! Many pairs in one process: a pool of threads with the stack that a comparison may need.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;
use serde_json::Value;

use crate::compare::{STACK_BYTES, compare_here};
use crate::options::Options;
use crate::shelf::Shelf;
use crate::verdict::{Comparison, SchemaFault};

/// One pair to be compared.
#[derive(Debug, Clone)]
pub struct Job<'v> {
    /// The older schema.
    pub old: &'v Value,
    /// The newer schema.
    pub new: &'v Value,
    /// What is told beside them.
    pub options: Options,
}

/// Why a pair has no comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobFault {
    /// One of its schemas cannot be compared.
    Schema(SchemaFault),
    /// The comparison itself failed: a fault of ours.
    Bug,
}

/// A pool of threads for comparisons.
#[derive(Debug)]
pub struct Workers {
    pool: Option<rayon::ThreadPool>,
}

impl Default for Workers {
    fn default() -> Self {
        Self::new()
    }
}

impl Workers {
    /// A thread for every core.
    #[must_use]
    pub fn new() -> Self {
        let builder = rayon::ThreadPoolBuilder::new().stack_size(STACK_BYTES);
        Workers { pool: builder.build().ok() }
    }

    /// Compares every pair; the answers stand in the order of the jobs, whichever ends first.
    #[must_use]
    pub fn compare(&self, jobs: &[Job<'_>]) -> Vec<Result<Comparison, JobFault>> {
        match &self.pool {
            Some(pool) => {
                let shelf = Shelf::of(jobs);
                pool.install(|| jobs.par_iter().map(|job| one(job, &shelf)).collect())
            }
            // No thread could be started: the pairs are compared here, one after the other.
            None => jobs
                .iter()
                .map(|job| crate::compare(job.old, job.new, &job.options).map_err(JobFault::Schema))
                .collect(),
        }
    }
}

/// One pair; a fault of ours in it takes no other pair along.
fn one(job: &Job<'_>, shelf: &Shelf) -> Result<Comparison, JobFault> {
    let ran =
        catch_unwind(AssertUnwindSafe(|| compare_here(job.old, job.new, &job.options, shelf)));
    ran.map_or(Err(JobFault::Bug), |result| result.map_err(JobFault::Schema))
}

impl std::fmt::Display for JobFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            JobFault::Schema(fault) => fault.fmt(f),
            JobFault::Bug => f.write_str("the comparison failed: a fault of this program itself"),
        }
    }
}

impl std::error::Error for JobFault {}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Job, Workers};
    use crate::{Options, Verdict};

    #[test]
    fn answers_keep_the_order_of_the_jobs() {
        let schemas: Vec<_> = (0..40).map(|least| json!({"minimum": least})).collect();
        let (old, bad) = (json!({"minimum": 20}), json!({"type": 1}));
        let job = |new| Job { old: &old, new, options: Options::default() };
        let mut jobs: Vec<_> = schemas.iter().map(job).collect();
        jobs.push(job(&bad));
        let answers = Workers::new().compare(&jobs);
        for (least, answer) in answers.iter().take(40).enumerate() {
            let compatible = answer.as_ref().unwrap().backward == Verdict::Compatible;
            assert_eq!(compatible, least <= 20, "{least}");
        }
        assert!(answers[40].is_err());
    }
}
