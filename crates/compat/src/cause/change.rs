//! A change as the kinds see it: what refuses, what stood there before, on which document.

use serde_json::Value;

use super::counterparts;
use crate::canonical::Refusal;

/// Which way data flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// From an old writer to a new reader.
    Backward,
    /// From a new writer to an old reader.
    Forward,
}

/// One cause of a break.
#[derive(Debug, Clone)]
pub(crate) struct Change<'c> {
    pub(crate) direction: Direction,
    pub(crate) refusal: &'c Refusal,
    pub(crate) writer: &'c Value,
    pub(crate) reader: &'c Value,
    /// The reader's schema before causes were taken out of the way.
    pub(crate) given: &'c Value,
    pub(crate) witness: &'c Value,
    /// Where the writer's schema speaks of the same part, the keyword's own place first.
    pub(crate) before: Vec<String>,
}

impl<'c> Change<'c> {
    /// The part of the witness that is refused.
    pub(crate) fn value(&self) -> &'c Value {
        self.witness.pointer(&self.refusal.instance_pointer).unwrap_or(&Value::Null)
    }

    /// What the reader's keyword says.
    pub(crate) fn says(&self) -> Option<&'c Value> {
        let at = &self.refusal.schema_pointer;
        self.given.pointer(at).or_else(|| self.reader.pointer(at))
    }

    /// What the writer's schema says with the same keyword.
    pub(crate) fn said(&self) -> Option<&'c Value> {
        let keyword = self.refusal.schema_pointer.rsplit('/').next()?;
        self.before.iter().find_map(|at| self.writer.pointer(at)?.get(keyword))
    }

    /// The schema object that holds the reader's keyword.
    pub(crate) fn holder(&self) -> &'c str {
        let reader: &'c Refusal = self.refusal;
        reader.schema_pointer.rsplit_once('/').map_or("", |(holder, _)| holder)
    }

    /// The member in question: the missing or unexpected one, else the last name on the way.
    pub(crate) fn name(&self) -> String {
        let last = || self.refusal.instance_pointer.rsplit('/').next().unwrap_or_default();
        self.refusal
            .names
            .first()
            .map_or_else(|| last().replace("~1", "/").replace("~0", "~"), Clone::clone)
    }

    /// What tells this change from others at the same places: the member that is missing or too
    /// many, or the value that is not named.
    pub(crate) fn part(&self) -> Option<String> {
        match self.refusal.keyword.as_str() {
            "enum" | "const" if self.named_before() => Some(shown(self.value())),
            "anyOf" | "oneOf" => self.before.iter().rev().find_map(|at| branch_of(at)),
            _ => self.refusal.names.first().cloned(),
        }
    }

    /// Whether the writer's schema declares that member of the refused object.
    pub(crate) fn declared_before(&self, name: &str) -> bool {
        self.before.iter().any(|at| {
            let declared = self.writer.pointer(at).and_then(|schema| schema.get("properties"));
            declared.is_some_and(|declared| declared.get(name).is_some())
        })
    }

    /// The outermost member on the way to the refused place of which the writer's schema says
    /// nothing.
    pub(crate) fn undeclared(&self) -> Option<String> {
        let instance = &self.refusal.instance_pointer;
        if instance.is_empty() || !self.before.is_empty() {
            return None;
        }
        let ends = instance.match_indices('/').map(|(at, _)| at).skip(1);
        let mut prefixes = ends.chain([instance.len()]).filter_map(|end| instance.get(..end));
        let member = |part: &str| {
            let holder = part.rsplit_once('/').and_then(|(at, _)| self.witness.pointer(at));
            holder.is_some_and(Value::is_object)
        };
        let silent =
            |part: &&str| member(part) && counterparts(self.writer, self.witness, part).is_empty();
        prefixes.find(silent).map(str::to_owned)
    }

    /// Whether the writer's schema names the refused value among finitely many.
    pub(crate) fn named_before(&self) -> bool {
        self.before.iter().any(|at| {
            let schema = self.writer.pointer(at);
            let constant = schema.and_then(|schema| schema.get("const"));
            let values = schema.and_then(|s| s.get("enum")).and_then(Value::as_array);
            constant == Some(self.value()) || values.is_some_and(|v| v.contains(self.value()))
        })
    }

    /// The place for people: the pointer, or "the document" for the whole of it.
    pub(crate) fn place(&self) -> String {
        match self.refusal.instance_pointer.as_str() {
            "" => "the document".to_owned(),
            pointer => format!("`{pointer}`"),
        }
    }
}

/// The branch of a union that a pointer ends at.
fn branch_of(pointer: &str) -> Option<String> {
    let (rest, index) = pointer.rsplit_once('/')?;
    let union = rest.ends_with("/anyOf") || rest.ends_with("/oneOf");
    (union && index.parse::<usize>().is_ok()).then(|| pointer.to_owned())
}

/// A value as a sentence shows it, cut to a bounded length.
pub(crate) fn shown(value: &Value) -> String {
    const MOST: usize = 60;
    let text = value.to_string();
    match text.char_indices().nth(MOST) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text,
    }
}
