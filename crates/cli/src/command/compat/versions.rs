//! `compat --contract ID`: the embedded versions and revisions of one contract.

use catalog::{Contract, Reference};
use compat::report::of_pairs;
use report::Exit;

use super::load::{Unloaded, embedded};
use super::pair::compared;
use super::{CompatArgs, Told};
use crate::output::{Outputs, tool};
use crate::reference;

impl CompatArgs {
    /// Compares the version that was named (else the newest) with the one before it, in the
    /// transitive modes with every one before it.
    pub(super) fn embedded_versions(&self, id: &str) -> Result<Told<'_>, Unloaded> {
        let outputs = Outputs::parse(&self.output).map_err(|why| (Exit::Usage, why))?;
        let newest = reference::parse(id).map_err(|why| (Exit::Usage, why))?;
        let all = versions(newest.contract);
        let at = all.iter().position(|one| one.to_string() == newest.to_string());
        let older = all.get(..at.unwrap_or(0)).unwrap_or_default();
        let last = older.len().saturating_sub(1);
        let older = if self.compare.mode().is_transitive() { older } else { &older[last..] };
        if older.is_empty() {
            let why =
                "has no older version or revision; --against git:REF compares it with what it was";
            return Err((Exit::Usage, format!("{newest} {why}")));
        }
        let new = embedded(&newest)?;
        let options = self.compare.options(true);
        let (mut pairs, mut schemas) = (Vec::new(), Vec::new());
        for old in older {
            let old = embedded(old)?;
            pairs.push(compared(&old, &new, &options)?);
            schemas.push(old);
        }
        schemas.push(new);
        let report = of_pairs(pairs, self.compare.mode(), options.world, tool());
        let (notices, new) = (Vec::new(), Vec::new());
        Ok(Told { report, schemas, output: &self.output, outputs, notices, new })
    }
}

/// Every version and revision of a contract, oldest first.
#[must_use]
pub fn versions(contract: &'static Contract) -> Vec<Reference> {
    let of = |version: &'static catalog::Version| {
        let revisions = version.revisions.iter().filter(|name| !name.is_empty());
        let revisions: Vec<_> = revisions
            .map(|name| Reference { contract, version: Some(version), revision: Some(name) })
            .collect();
        match revisions.is_empty() {
            true => vec![Reference { contract, version: Some(version), revision: None }],
            false => revisions,
        }
    };
    contract.versions.iter().flat_map(of).collect()
}
