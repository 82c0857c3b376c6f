//! What the contract's policy makes of a change, for people.

use std::io::{self, Write};

use contracts::toolkit::{CompatChange, CompatPolicy, Step};
use report::format::markdown::{code, inline};
use report::visible::{MESSAGE_LIMIT, visible_within};
use report::{Palette, paint};

/// The longest sentence in a cell, in characters.
const CELL: usize = 500;

/// The verdict in one sentence.
pub(super) fn sentence(policy: &CompatPolicy) -> String {
    let Some(needed) = policy.needed else { return "nothing changed".to_owned() };
    let declared = policy.declared;
    match (policy.holds, needed > declared) {
        (true, _) => format!("{needed}, and the names declare {declared} at most: it holds"),
        (false, true) => format!("{needed}, but the names declare {declared} at most"),
        (false, false) => format!("{needed}, and something waits for a review"),
    }
}

/// Writes the verdict and each change with its step.
///
/// # Errors
/// When the writer fails.
pub fn text(policy: &CompatPolicy, out: &mut dyn Write, palette: &Palette) -> io::Result<()> {
    let style = if policy.holds { palette.good } else { palette.error };
    writeln!(out, "policy: {}", paint(style, &sentence(policy)))?;
    for change in &policy.changes {
        let (step, kind) = (change.step.as_str(), &change.change);
        let message = visible_within(&change.message, MESSAGE_LIMIT);
        writeln!(out, "  {step:<6} {kind}: {message}{}", against(change))?;
        writeln!(out, "         {}", visible_within(&change.because, MESSAGE_LIMIT))?;
        if asks_review(change) && !policy.holds && policy.declared < Step::Major {
            writeln!(out, "         to acknowledge it: waive {}", change.fingerprint)?;
        }
    }
    writeln!(out)
}

/// The same as a table.
///
/// # Errors
/// When the writer fails.
pub fn markdown(policy: &CompatPolicy, out: &mut dyn Write) -> io::Result<()> {
    let sign = if policy.holds { "✅" } else { "❌" };
    writeln!(out, "\n{sign} **Policy:** {}.", sentence(policy))?;
    if policy.changes.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n| step | change | what the policy says |\n|---|---|---|")?;
    for change in &policy.changes {
        let message = format!("{}{}", change.message, against(change));
        writeln!(
            out,
            "| {} | {}<br>{} | {} |",
            change.step,
            code(&change.change),
            inline(&visible_within(&message, CELL)),
            inline(&visible_within(&change.because, CELL))
        )?;
    }
    Ok(())
}

pub(super) fn against(change: &CompatChange) -> String {
    change.against.as_deref().map(|name| format!(" (against {name})")).unwrap_or_default()
}

fn asks_review(change: &CompatChange) -> bool {
    matches!(change.change.as_str(), "meaning-changed" | "rule-changed" | "default-changed")
}
