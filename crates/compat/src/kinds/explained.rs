//! What `explain` says of a code `compat/…`: one list of every code there is.

use serde_json::Value;

use super::{KINDS, Kind};

/// A code and what is to be said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// `compat/required-added`, say.
    pub code: String,
    /// What happened, in one sentence.
    pub says: &'static str,
    /// Why it is a break.
    pub why: &'static str,
    /// What to do instead.
    pub remedy: &'static str,
    /// The smallest change that shows it; none where no schema is to blame.
    pub example: Option<Example>,
}

/// A change that a code stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The older schema.
    pub old: Value,
    /// The newer schema.
    pub new: Value,
    /// Whether a new reader refuses old data (`true`) or an old reader new data.
    pub backward: bool,
}

/// A code that is no kind of change.
pub(crate) struct Apart {
    pub(crate) code: &'static str,
    pub(crate) says: &'static str,
    pub(crate) why: &'static str,
    pub(crate) remedy: &'static str,
}

/// Nothing was proved.
pub(crate) const UNKNOWN: Apart = Apart {
    code: "compat/unknown",
    says: "Neither a proof of compatibility nor a document that refutes it was found.",
    why: "What is not proved may break; a gate treats it as breaking. The reason names the place that was not understood, or the budget of steps that was spent.",
    remedy: "simplify the part of the schema that the reason names, or compare the parts of it one by one",
};

/// A whole schema is gone.
pub(crate) const REMOVED: Apart = Apart {
    code: "compat/contract-removed",
    says: "A contract, or a version or revision of one, is gone.",
    why: "Whoever reads or writes by it finds nothing to go by; what was published stays published.",
    remedy: "restore the schema; a contract ends by a newer version beside it",
};

impl Apart {
    fn explained(&self) -> Explained {
        let Apart { code, says, why, remedy } = *self;
        Explained { code: code.to_owned(), says, why, remedy, example: None }
    }
}

impl Kind {
    fn explained(&self) -> [Explained; 2] {
        let read = |text| serde_json::from_str::<Value>(text).unwrap_or_default();
        let (wide, narrow) = (read(self.example.0), read(self.example.1));
        let of = |name: &str, says, remedy, example| {
            let code = format!("compat/{name}");
            Explained { code, says, why: self.why, remedy, example: Some(example) }
        };
        let tightened = Example { old: wide.clone(), new: narrow.clone(), backward: true };
        let loosened = Example { old: narrow, new: wide, backward: false };
        [
            of(self.names.0, self.what.0, self.remedies.0, tightened),
            of(self.names.1, self.what.1, self.remedies.1, loosened),
        ]
    }
}

/// Every code, sorted.
#[must_use]
pub fn explained_all() -> Vec<Explained> {
    let mut all: Vec<Explained> = KINDS.iter().flat_map(Kind::explained).collect();
    all.extend([UNKNOWN.explained(), REMOVED.explained()]);
    all.sort_by(|a, b| a.code.cmp(&b.code));
    all
}

/// What is to be said of a code.
#[must_use]
pub fn explained(code: &str) -> Option<Explained> {
    explained_all().into_iter().find(|known| known.code == code)
}

#[cfg(test)]
mod tests {
    use super::explained_all;
    use crate::options::{FormatMode, Options};
    use crate::{compare, kinds::KINDS};

    #[test]
    fn every_example_shows_its_kind_and_nothing_else() {
        let all = explained_all();
        assert_eq!(all.len(), 2 * KINDS.len() + 2);
        let options = Options { formats: FormatMode::Assert, ..Options::default() };
        for known in all {
            let Some(example) = known.example else { continue };
            let found = compare(&example.old, &example.new, &options).unwrap();
            let verdict = if example.backward { found.backward } else { found.forward };
            let rules: Vec<_> =
                verdict.breaks().iter().map(|b| format!("compat/{}", b.rule)).collect();
            assert_eq!(rules, [known.code]);
        }
    }

    #[test]
    fn no_code_stands_for_two_things() {
        let codes: Vec<_> = explained_all().into_iter().map(|known| known.code).collect();
        let mut unique = codes.clone();
        unique.dedup();
        assert_eq!(codes, unique);
    }
}
