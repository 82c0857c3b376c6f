//! What is the same of every fault of one clause of a schema: made once, since the faulty records of
//! a stream mostly fail a few clauses.

use std::sync::{Arc, Mutex, PoisonError};

/// Clauses that are remembered; more are made each time.
const MOST: usize = 64;

/// What is known of a clause.
#[derive(Debug, Default)]
pub(crate) struct Clause {
    /// Pointer to its keyword.
    pub(crate) pointer: String,
    /// The rule that it carries.
    pub(crate) rule: Option<String>,
    /// The options of an `enum`, in words.
    pub(crate) options: String,
}

/// The clauses of one schema that failed so far.
#[derive(Debug, Default)]
pub(crate) struct Clauses(Mutex<Vec<Arc<Clause>>>);

impl Clauses {
    /// The clause at a pointer.
    pub(crate) fn at(&self, pointer: &str, make: impl FnOnce() -> Clause) -> Arc<Clause> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all.iter().find(|known| known.pointer == pointer) {
            return Arc::clone(known);
        }
        let made = Arc::new(Clause { pointer: pointer.to_owned(), ..make() });
        if all.len() < MOST {
            all.push(Arc::clone(&made));
        }
        made
    }
}
