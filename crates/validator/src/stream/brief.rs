//! Records that are explained without their tree.

use super::lane::Lane;
use super::part::Part;
use crate::brief::Brief;
use crate::fast::Proved;
use crate::read::ndjson::Lines;
use crate::rule::{Line, Sink};

impl Lane<'_> {
    /// Explains a record without its tree, where all of it is proven but one member, or rules object
    /// to it; gives where the next line begins. Nothing is counted unless that is sure.
    #[cold]
    pub(super) fn brief(
        &self,
        what: &Line<'_, '_>,
        line: u64,
        proved: Proved,
        sink: &Sink<'_>,
        part: &mut Part,
    ) -> Option<usize> {
        let reference = self.options.contract.as_ref()?;
        // What else is to be said of such lines is told from their trees.
        if proved.proof.unknown > 0 || self.options.context.persisted {
            return None;
        }
        let rest = what.text.get(what.at..)?.as_bytes();
        let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        let line_ended = rest.get(..length)?;
        let record = Lines::of_part(line_ended, line, 0, &self.options.limits).next();
        let record = record.filter(|record| !record.too_long)?;
        let text = what.text.get(what.at..what.at + record.bytes.len())?;
        let excused = proved.excused.map(|excused| excused.counted_from(what.at));
        let brief = Brief { program: what.program, text, line, excused };
        let role = self.options.context.role;
        let mut findings = brief.findings(self.judge, reference, sink.findings(), role)?;
        for finding in &mut findings {
            self.name.clone_into(&mut finding.location.source);
        }
        self.take_in(findings, part);
        Some(what.at + length)
    }
}
