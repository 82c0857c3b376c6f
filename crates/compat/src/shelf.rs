//! Compiled schemas that several pairs share: a matrix of versions compiles each of them once.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use serde_json::Value;

use crate::canonical::Judge;
use crate::compare::readings;
use crate::schema::Dialect;
use crate::workers::Job;

/// A schema by its address, which stays its own as long as the jobs borrow it, and how it is read.
type Key = (usize, Dialect, bool);

/// A place for every schema that stands in more than one pair; filled by the first that asks.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    places: HashMap<Key, OnceLock<Result<Arc<Judge>, String>>>,
}

fn key(schema: &Value, dialect: Dialect, formats: bool) -> Key {
    (std::ptr::from_ref(schema).addr(), dialect, formats)
}

impl Shelf {
    /// Places for the schemas that these pairs share.
    pub(crate) fn of(jobs: &[Job<'_>]) -> Self {
        let mut seen: HashMap<Key, usize> = HashMap::new();
        for job in jobs {
            let (old, new) = readings(job.old, job.new, &job.options);
            for (schema, (dialect, formats)) in [(job.old, old), (job.new, new)] {
                *seen.entry(key(schema, dialect, formats)).or_default() += 1;
            }
        }
        let shared = seen.into_iter().filter(|(_, times)| *times > 1);
        Shelf { places: shared.map(|(key, _)| (key, OnceLock::new())).collect() }
    }

    /// The compiled schema.
    ///
    /// # Errors
    /// The schema is not valid in its dialect, or a reference does not resolve.
    pub(crate) fn judge(
        &self,
        schema: &Value,
        dialect: Dialect,
        formats: bool,
    ) -> Result<Arc<Judge>, String> {
        let compiled = || Judge::new(schema, dialect, formats).map(Arc::new);
        match self.places.get(&key(schema, dialect, formats)) {
            Some(place) => place.get_or_init(compiled).clone(),
            None => compiled(),
        }
    }
}
