//! `compat --waivers FILE`: causes that somebody answers for stay in the report and fail no run.

use std::io::{self, Write};

use contracts::toolkit::Finding;
use report::WaiverBook;
use report::visible::{MESSAGE_LIMIT, NAME_LIMIT, visible_within};
use report::waiver::Subject;

use super::Told;

impl Told<'_> {
    /// Marks what is waived in the directions that were asked for, and keeps what is to be said of
    /// the waivers themselves.
    pub(super) fn waive(&mut self, book: Option<WaiverBook>) {
        let Some(mut book) = book else { return };
        let mode = self.report.mode;
        for pair in self.report.pairs_mut() {
            let source = pair.new.source.clone();
            book.saw(&source);
            let asked = [
                mode.asks_backward().then_some(&mut pair.backward),
                mode.asks_forward().then_some(&mut pair.forward),
            ];
            for cause in asked.into_iter().flatten().flat_map(|way| &mut way.findings) {
                let pointer = cause.new_pointer.as_deref().or(cause.old_pointer.as_deref());
                cause.waived = book.waives(&Subject {
                    rule: &cause.rule,
                    pointer: pointer.unwrap_or_default(),
                    source: &source,
                    fingerprint: &cause.fingerprint,
                });
            }
        }
        self.notices = book.notices();
    }
}

/// Writes what is to be said of the waivers.
///
/// # Errors
/// When the writer fails.
pub(super) fn notices(notices: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    for notice in notices {
        let message = visible_within(&notice.message, MESSAGE_LIMIT);
        writeln!(out, "\n{}[{}]: {message}", notice.severity, notice.code)?;
        let at = &notice.location;
        let source = visible_within(&at.source, NAME_LIMIT);
        writeln!(out, " --> {source} {}", visible_within(&at.pointer, NAME_LIMIT))?;
        if let Some(remedy) = &notice.remedy {
            writeln!(out, "  = help: {remedy}")?;
        }
    }
    Ok(())
}
