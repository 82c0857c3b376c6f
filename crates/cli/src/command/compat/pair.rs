//! `compat OLD NEW`: two schemas.

use compat::report::{Names, of_pair, pair, removed as report_removed};
use compat::{Options, Side, compare, dialects};
use contracts::toolkit::{ComparedPair, ComparedSchema};
use report::Exit;
use report::visible::visible;
use serde_json::Value;

use super::load::{Loaded, Unloaded, load};
use super::{CompatArgs, Told};
use crate::io::Io;
use crate::output::{Outputs, tool};

impl CompatArgs {
    /// Compares the two schemas that were named.
    pub(super) fn named_pair(
        &self,
        old: &str,
        new: &str,
        io: &mut Io<'_>,
    ) -> Result<Told<'_>, Unloaded> {
        let outputs = Outputs::parse(&self.output).map_err(|why| (Exit::Usage, why))?;
        if old == "-" && new == "-" {
            return Err((Exit::Usage, "only one of the two can be standard input".to_owned()));
        }
        let limits = self.compare.limits.limits();
        let (old, new) = (load(old, &limits, io)?, load(new, &limits, io)?);
        let options = self.compare.options(old.is_ours() || new.is_ours());
        let pair = compared(&old, &new, &options)?;
        let report = of_pair(pair, self.compare.mode(), options.world, tool());
        Ok(Told {
            report,
            schemas: vec![old, new],
            output: &self.output,
            outputs,
            notices: Vec::new(),
            new: Vec::new(),
        })
    }
}

/// Compares two schemas under their names.
///
/// # Errors
/// When one of them is no valid schema.
pub fn compared(
    old: &Loaded,
    new: &Loaded,
    options: &Options,
) -> Result<ComparedPair<Value>, Unloaded> {
    let found = compare(&old.value, &new.value, options).map_err(|fault| {
        let which = if fault.side == Side::Old { old } else { new };
        (Exit::Usage, format!("{}: {fault}", visible(&which.source)))
    })?;
    let (before, after) = dialects(&old.value, &new.value, options.dialect);
    let contract = old.contract().filter(|id| Some(id) == new.contract().as_ref());
    let names = Names { contract, old: old.compared(before), new: new.compared(after) };
    Ok(pair(names, &found))
}

/// A schema that is there no more. `path` is where it stood.
///
/// # Errors
/// When it was no valid schema.
pub fn removed(
    old: &Loaded,
    path: &str,
    options: &Options,
) -> Result<ComparedPair<Value>, Unloaded> {
    let (before, _) = dialects(&old.value, &old.value, options.dialect);
    let names = Names {
        contract: old.contract(),
        old: old.compared(before),
        new: ComparedSchema { source: path.to_owned(), absent: true, ..old.compared(before) },
    };
    report_removed(names, &old.value, options)
        .map_err(|fault| (Exit::Usage, format!("{}: {fault}", visible(&old.source))))
}
