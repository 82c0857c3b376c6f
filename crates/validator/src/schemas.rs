//! What was made of the published schemas so far: each is read, and compiled, when first asked for.

use std::sync::{Arc, Mutex, PoisonError};

use catalog::{Contract, Reference};
use serde_json::Value;

use crate::engine::Engine;
use crate::fast::Program;
use crate::judge::JudgeError;
use crate::rules;

/// The schemas of one run.
#[derive(Debug, Default)]
pub(crate) struct Schemas {
    /// There are some dozens at most, and comparing two addresses is quicker than a hash.
    made: Mutex<Vec<Made>>,
}

#[derive(Debug)]
struct Made {
    contract: &'static Contract,
    version: &'static str,
    revision: Option<&'static str>,
    schema: Option<Arc<Value>>,
    engine: Option<Arc<Engine>>,
    /// None inside: there is no program.
    program: Option<Option<Arc<Program>>>,
    /// Whether a document was asked for before.
    again: bool,
}

impl Schemas {
    /// The compiled schema of a reference.
    pub(crate) fn engine(&self, reference: &Reference) -> Result<Arc<Engine>, JudgeError> {
        self.with(reference, |made| {
            if let Some(engine) = &made.engine {
                return Ok(Arc::clone(engine));
            }
            let schema = made.schema(reference)?;
            let bad = |why| JudgeError::BadSchema(reference.schema_path(), why);
            let engine = Arc::new(Engine::compile(schema).map_err(bad)?);
            made.engine = Some(Arc::clone(&engine));
            Ok(engine)
        })
    }

    /// The program of a reference, when there is one.
    pub(crate) fn program(&self, reference: &Reference) -> Option<Arc<Program>> {
        self.with(reference, |made| made.program(reference))
    }

    /// The program for documents that come one by one. The first of them does without where the
    /// program would take longer to compile than the document is explained.
    pub(crate) fn document_program(&self, reference: &Reference) -> Option<Arc<Program>> {
        self.with(reference, |made| {
            let first = !std::mem::replace(&mut made.again, true);
            if first && made.program.is_none() && is_dear(&*made.schema(reference).ok()?) {
                return None;
            }
            made.program(reference)
        })
    }

    fn with<T>(&self, reference: &Reference, act: impl FnOnce(&mut Made) -> T) -> T {
        let (contract, version) = (reference.contract, reference.version().name);
        let revision = reference.revision.filter(|revision| !revision.is_empty());
        let same = |made: &Made| {
            std::ptr::eq(made.contract, contract)
                && made.version == version
                && made.revision == revision
        };
        let mut all = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = all.iter_mut().find(|made| same(made)) {
            return act(made);
        }
        let mut made = Made {
            contract,
            version,
            revision,
            schema: None,
            engine: None,
            program: None,
            again: false,
        };
        let result = act(&mut made);
        all.push(made);
        result
    }
}

impl Made {
    fn schema(&mut self, reference: &Reference) -> Result<Arc<Value>, JudgeError> {
        if let Some(schema) = &self.schema {
            return Ok(Arc::clone(schema));
        }
        let path = reference.schema_path();
        let text = specs::file(&path).and_then(|file| file.json);
        let text = text.ok_or_else(|| JudgeError::NoSchema(path.clone()))?;
        let bad = |error: serde_json::Error| JudgeError::BadSchema(path, error.to_string());
        let schema: Arc<Value> = Arc::new(serde_json::from_str(text).map_err(bad)?);
        self.schema = Some(Arc::clone(&schema));
        Ok(schema)
    }

    fn program(&mut self, reference: &Reference) -> Option<Arc<Program>> {
        if let Some(program) = &self.program {
            return program.clone();
        }
        let schema = self.schema(reference).ok();
        let rules = rules::proven_for(reference.contract.id);
        let program = schema.and_then(|schema| rules.compile(&schema));
        let program = program.map(Arc::new);
        self.program = Some(program.clone());
        program
    }
}

/// Repetitions that a pattern counts out, in all patterns together, that an automaton is still
/// made of in less time than the engine needs for the schema.
const COUNTED: usize = 40;

/// Whether the program takes longer to compile than the engine: an automaton grows with what its
/// pattern counts out (`{64}`).
fn is_dear(schema: &Value) -> bool {
    counted(schema) > COUNTED
}

fn counted(schema: &Value) -> usize {
    match schema {
        Value::Array(items) => items.iter().map(counted).sum(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| match value {
                Value::String(pattern) if name == "pattern" => repetitions(pattern),
                _ => counted(value),
            })
            .sum(),
        _ => 0,
    }
}

fn repetitions(pattern: &str) -> usize {
    let most = |piece: &str| {
        let inside = piece.split_once('}').map(|(inside, _)| inside)?;
        inside.rsplit(',').next()?.parse::<usize>().ok()
    };
    pattern.split('{').skip(1).filter_map(most).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_pattern_is_dear_for_what_it_counts_out() {
        assert_eq!(repetitions("^[0-9a-f]{8}-[0-9a-f]{4}(x{1,5}|y{2,}|z+)$"), 17);
        let of = |pattern: &str| json!({"properties": {"pattern": {"pattern": pattern}}});
        assert!(is_dear(&of("^[0-9a-f]{64}$")));
        assert!(!is_dear(&of("^[0-9]{4}-[0-9]{2}$")));
    }

    #[test]
    fn only_the_first_document_does_without_a_dear_program() {
        let schemas = Schemas::default();
        let event = Reference::parse("execra/event").unwrap();
        assert!(schemas.document_program(&event).is_none());
        assert!(schemas.document_program(&event).is_some());
        let cron = Reference::parse("cron/execution-report").unwrap();
        assert!(schemas.document_program(&cron).is_some());
    }
}
