//! The step that an author declares by the names of two versions.

use catalog::Reference;
use contracts::toolkit::Step;

/// What is known of the older of two states of a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promised {
    /// Its schema is published: what changes needs a name of its own.
    Published,
    /// It is a draft, which may still grow under its name.
    Draft,
}

/// The largest step that the names allow: another major is a major step, another revision a minor
/// one. Under one name a draft may grow, and what is published may at most be reworded.
#[must_use]
pub fn declared(old: &Reference, new: &Reference, old_is: Promised) -> Step {
    if old.version().name != new.version().name {
        return Step::Major;
    }
    if old.revision() != new.revision() || old_is == Promised::Draft {
        return Step::Minor;
    }
    Step::Patch
}

#[cfg(test)]
mod tests {
    use catalog::Reference;
    use contracts::toolkit::Step;

    use super::{Promised, declared};

    #[test]
    fn names_declare_steps() {
        let named = |text: &str| Reference::parse(text).unwrap();
        let step = |old: &str, new: &str, state| declared(&named(old), &named(new), state);
        let (published, draft) = (Promised::Published, Promised::Draft);
        let registry = "runner/certification-registry";
        assert_eq!(
            step(&format!("{registry}@v1"), &format!("{registry}@v2"), published),
            Step::Major
        );
        assert_eq!(step("kanade/command@0.21", "kanade/command@0.29", published), Step::Minor);
        assert_eq!(step("kanade/command@0.29", "kanade/command@0.29", published), Step::Patch);
        let cron = "cron/execution-report";
        assert_eq!(step(cron, cron, published), Step::Patch);
        assert_eq!(step(cron, cron, draft), Step::Minor);
    }
}
