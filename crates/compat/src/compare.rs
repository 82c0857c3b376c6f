//! Comparing two schemas: dialects, validity, both directions.

use std::sync::Arc;

use serde_json::Value;

use crate::canonical::{Formats, Judge};
use crate::cause::Direction;
use crate::formula::Arena;
use crate::ground::Ground;
use crate::hunt::hunt;
use crate::options::{FormatMode, Options, World};
use crate::schema::{Dialect, closed, unrolls_within};
use crate::shelf::Shelf;
use crate::solve::Solver;
use crate::verdict::{Comparison, Doubt, SchemaFault, Side, Verdict};

/// A schema ready to be compared.
pub(crate) struct Prepared<'v> {
    pub(crate) schema: &'v Value,
    pub(crate) dialect: Dialect,
    pub(crate) formats: bool,
    pub(crate) side: Side,
    pub(crate) judge: Arc<Judge>,
}

impl<'v> Prepared<'v> {
    fn new(
        schema: &'v Value,
        (dialect, formats): (Dialect, bool),
        side: Side,
        shelf: &Shelf,
    ) -> Result<Self, SchemaFault> {
        let judge = shelf.judge(schema, dialect, formats);
        let judge = judge.map_err(|message| SchemaFault { message, dialect, side })?;
        Ok(Prepared { schema, dialect, formats, side, judge })
    }
}

/// How each of the two schemas is read: its dialect, and whether its formats assert.
pub(crate) fn readings(
    old: &Value,
    new: &Value,
    options: &Options,
) -> ((Dialect, bool), (Dialect, bool)) {
    let (old, new) = dialects(old, new, options.dialect);
    let formats = |dialect: Dialect| match options.formats {
        FormatMode::ByDialect => dialect.asserts_formats(),
        FormatMode::Assert => true,
        FormatMode::Ignore => false,
    };
    ((old, formats(old)), (new, formats(new)))
}

/// The dialects of the two schemas: what each says of itself, else what was told, else what
/// shapes tell, else 2020-12.
#[must_use]
pub fn dialects(old: &Value, new: &Value, told: Option<Dialect>) -> (Dialect, Dialect) {
    let named =
        |schema: &Value| schema.get("$schema").and_then(Value::as_str).and_then(Dialect::of_uri);
    let shaped = [old, new]
        .into_iter()
        .filter(|schema| named(schema).is_none())
        .filter_map(Dialect::told_by_shape)
        .min();
    let otherwise = told.or(shaped).unwrap_or(Dialect::Draft202012);
    (named(old).unwrap_or(otherwise), named(new).unwrap_or(otherwise))
}

/// Compares two versions of a schema in both directions.
///
/// # Errors
/// One of them is no valid schema of its dialect, or a reference in it does not resolve.
pub fn compare(old: &Value, new: &Value, options: &Options) -> Result<Comparison, SchemaFault> {
    let shelf = Shelf::default();
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(STACK_BYTES);
        let run = || compare_here(old, new, options, &shelf);
        match builder.spawn_scoped(scope, run).map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(result)) => result,
            // A fault of ours goes on; without a thread of its own the comparison runs here.
            Ok(Err(fault)) => std::panic::resume_unwind(fault),
            Err(_) => run(),
        }
    })
}

/// The stack that a comparison may need; only what is touched is ever backed by memory.
pub(crate) const STACK_BYTES: usize = 256 << 20;

/// Values that a schema may hold, objects and arrays counted too.
const MOST_PARTS: usize = 50_000;

/// Why such a schema is not looked at.
const TOO_MANY_PARTS: &str =
    "the schema, its references followed where they add up, holds more than 50000 values";

/// `compare` on the stack at hand, for callers that provide [`STACK_BYTES`] once for many pairs.
pub(crate) fn compare_here(
    old: &Value,
    new: &Value,
    options: &Options,
    shelf: &Shelf,
) -> Result<Comparison, SchemaFault> {
    let (old_read, new_read) = readings(old, new, options);
    if let Some(side) = too_large(old, new) {
        return Ok(not_looked_at(side, old_read == new_read && old == new));
    }
    for (side, schema, (dialect, _)) in [(Side::Old, old, old_read), (Side::New, new, new_read)] {
        if !unrolls_within(schema, dialect, MOST_PARTS as u64) {
            return Ok(not_looked_at(side, old_read == new_read && old == new));
        }
    }
    let old = Prepared::new(old, old_read, Side::Old, shelf)?;
    let new = Prepared::new(new, new_read, Side::New, shelf)?;
    if says_the_same(&old, &new) {
        return Ok(Comparison { backward: Verdict::Compatible, forward: Verdict::Compatible });
    }
    if options.world == World::Closed {
        return Ok(compare_closed(&old, &new, options));
    }
    Ok(both(&old, &new, options))
}

/// The side whose schema has more parts than are looked at: what is asked of them grows faster
/// than they do.
fn too_large(old: &Value, new: &Value) -> Option<Side> {
    let large = |schema: &Value| {
        let mut left = MOST_PARTS;
        !fits(schema, &mut left)
    };
    [(Side::Old, old), (Side::New, new)].into_iter().find(|(_, s)| large(s)).map(|(side, _)| side)
}

/// Takes the values of a schema from what is left; whether it sufficed.
fn fits(schema: &Value, left: &mut usize) -> bool {
    let Some(less) = left.checked_sub(1) else { return false };
    *left = less;
    match schema {
        Value::Array(items) => items.iter().all(|item| fits(item, left)),
        Value::Object(members) => members.values().all(|member| fits(member, left)),
        _ => true,
    }
}

fn not_looked_at(side: Side, same: bool) -> Comparison {
    let reason = TOO_MANY_PARTS.to_owned();
    let verdict = match same {
        true => Verdict::Compatible,
        false => Verdict::Unknown(Doubt { reason, side: Some(side), pointer: None }),
    };
    Comparison { backward: verdict.clone(), forward: verdict }
}

/// Two equal schemas take the same documents, whatever they mean.
fn says_the_same(old: &Prepared<'_>, new: &Prepared<'_>) -> bool {
    old.dialect == new.dialect && old.formats == new.formats && old.schema == new.schema
}

fn both(old: &Prepared<'_>, new: &Prepared<'_>, options: &Options) -> Comparison {
    let formats = Formats::of(old.dialect.max(new.dialect));
    let mut arena = Arena::new();
    let mut ground = Ground::new(Solver::new(&mut arena, &formats));
    Comparison {
        backward: hunt(old, new, Direction::Backward, options, &mut ground),
        forward: hunt(new, old, Direction::Forward, options, &mut ground),
    }
}

/// Both schemas are closed first; what is found points into them as they were given.
fn compare_closed(old: &Prepared<'_>, new: &Prepared<'_>, options: &Options) -> Comparison {
    let close = |of: &Prepared<'_>, side| {
        let doubt = |reason, pointer| Doubt { reason, side: Some(side), pointer };
        let found = closed(of.schema, of.dialect).map_err(|pointer| {
            let reason = format!("what {} says here has no closed form", of.dialect.name());
            doubt(reason, Some(pointer))
        })?;
        match unrolls_within(&found.0, found.1, MOST_PARTS as u64) {
            true => Ok(found),
            false => Err(doubt(TOO_MANY_PARTS.to_owned(), None)),
        }
    };
    let again = |(schema, dialect): &(Value, Dialect), of: &Prepared<'_>| {
        let judge = Judge::new(schema, *dialect, of.formats);
        judge.map(Arc::new).map_err(|reason| Doubt { reason, side: None, pointer: None })
    };
    let judged = || {
        let (a, b) = (close(old, Side::Old)?, close(new, Side::New)?);
        let judges = (again(&a, old)?, again(&b, new)?);
        Ok(((a, b), judges))
    };
    let ((a, b), judges) = match judged() {
        Ok(judged) => judged,
        Err(doubt) => {
            let doubt: Doubt = doubt;
            let verdict = Verdict::Unknown(doubt);
            return Comparison { backward: verdict.clone(), forward: verdict };
        }
    };
    let a = Prepared { schema: &a.0, dialect: a.1, judge: judges.0, ..*old };
    let b = Prepared { schema: &b.0, dialect: b.1, judge: judges.1, ..*new };
    let mut found = both(&a, &b, options);
    found.trim_pointers(old.schema, new.schema);
    found
}
