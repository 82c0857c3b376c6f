//! A line explained without its tree: all of it is proven but one member, or it is proven and rules
//! object to it. What is said is what the explaining path says; where that is not sure, nothing is.

use std::cell::OnceCell;
use std::ops::Range;

use catalog::Reference;
use contracts::toolkit::Finding;
use serde_json::Value;

use crate::context::Role;
use crate::engine::Engine;
use crate::fast::{Excused, Program};
use crate::fault::Fault;
use crate::judge::Judge;
use crate::outline::{Outline, Raw};
use crate::read::ndjson::Record;
use crate::read::{Limits, Source};

/// A line that is proven but for one member, or for what rules say.
pub(crate) struct Brief<'d> {
    pub(crate) program: &'d Program,
    /// The line without its end.
    pub(crate) text: &'d str,
    /// Its number.
    pub(crate) line: u64,
    /// The member that is not proven, its place counted from the line's start.
    pub(crate) excused: Option<Excused>,
}

impl<'d> Brief<'d> {
    /// What is to be said of the line, where rules have said this; none when not sure.
    pub(crate) fn findings(
        &self,
        judge: &Judge,
        reference: &Reference,
        said: &[Finding],
        role: Role,
    ) -> Option<Vec<Finding>> {
        let made = OnceCell::new();
        let outline = || made.get_or_init(|| Outline::of(self.text)).as_ref();
        let faults = match &self.excused {
            Some(excused) => {
                let engine = judge.engine(reference).ok()?;
                self.faults(&engine, reference, excused)?
            }
            None => Vec::new(),
        };
        let mut findings = judge.of_faults(faults, said.to_vec(), reference, role)?;
        let source = Source::of_line(self.text.as_bytes(), self.line);
        for finding in &mut findings {
            let pointer = &finding.location.pointer;
            // What the schema says is said of the member that is not proven.
            let own = finding.schema_pointer.as_ref().and(self.excused.as_ref());
            let range = match own.and_then(|excused| excused.at.clone()) {
                Some(at) => at,
                None if pointer.is_empty() => self.around(),
                None => self.range(pointer, outline()?)?,
            };
            source.mark(finding, &range);
        }
        Some(findings)
    }

    /// The faults of the member that is not proven.
    fn faults(
        &self,
        engine: &Engine,
        reference: &Reference,
        excused: &Excused,
    ) -> Option<Vec<Fault>> {
        let make = || {
            let name = self.program.member_at(excused.place)?;
            // By another version a document is judged otherwise.
            let free = reference.contract.version_member != Some(name);
            let name = Some(name.to_owned()).filter(|_| free)?;
            Some((name, self.value(self.text)?))
        };
        let member = engine.member((excused.place, excused.at.is_none()), make)?;
        let value = match excused.at.clone() {
            Some(at) => Some(self.value(self.text.get(at)?)?),
            None => None,
        };
        // A float can be an integer to a clause that is none to the rule it is left to.
        if value.as_ref().is_some_and(Value::is_f64) {
            return None;
        }
        let faults = engine.member_faults(&member, value);
        faults.iter().all(|fault| fault.pointer == member.pointer()).then_some(faults)
    }

    /// The value that a text is; none when a tree would not hold it as it is written.
    fn value(&self, raw: &str) -> Option<Value> {
        if let Some(plain) = Raw::of(raw).plain() {
            return Some(plain);
        }
        let record = Record { line: self.line, offset: 0, bytes: raw.as_bytes(), too_long: false };
        let document = record.read(&Limits::default());
        document.value.filter(|_| document.findings.is_empty())
    }

    /// Where the document stands.
    fn around(&self) -> Range<usize> {
        let blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
        let start = self.text.len() - self.text.trim_start_matches(blank).len();
        start..self.text.trim_end_matches(blank).len()
    }

    /// Where the value at a pointer stands, or the nearest that there is around it.
    fn range(&self, pointer: &str, outline: &Outline<'d>) -> Option<Range<usize>> {
        if pointer.contains('~') {
            return None;
        }
        let mut below = pointer.split('/').skip(1);
        let mut found = below.next().and_then(|name| outline.get(name));
        while let (Some(raw), Some(part)) = (found, below.next()) {
            match raw.below(&["/", part].concat())? {
                Some(deeper) => found = Some(deeper),
                None => break,
            }
        }
        let Some(raw) = found.map(Raw::text) else { return Some(self.around()) };
        let start = raw.as_ptr().addr().checked_sub(self.text.as_ptr().addr())?;
        Some(start..start + raw.len())
    }
}
