//! `matrix/row-unique`: a lane has one state.

use std::collections::HashMap;

use contracts::toolkit::Severity;

use super::matrix_facts::MatrixFacts;
use crate::phrase::short;
use crate::rule::{Meta, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "matrix/row-unique",
    level: Severity::Error,
    consumer: None,
    says: "A matrix has one row a runner.",
    why: "Of two rows a reader would take the one that suits it; a second, softer row could hide the one that blocks.",
    remedy: "Make the matrix anew with `data-contracts ingest`; never edit one by hand.",
};

pub(super) fn check(facts: &MatrixFacts<'_>, sink: &mut Sink<'_>) {
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (index, row) in facts.rows.iter().enumerate() {
        let Some(runner) = row.runner_id.text() else { continue };
        if let Some(earlier) = first.get(runner) {
            sink.report(
                format!("/matrix_rows/{index}/runner_id"),
                format!("`{}` has the row `/matrix_rows/{earlier}` already", short(runner)),
            );
        } else {
            first.insert(runner, index);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::rules::runner::bench::{codes, matrix};

    #[test]
    fn a_second_row_of_a_runner_is_found_and_a_longer_name_is_another_runner() {
        let mut document = matrix();
        document["matrix_rows"][1]["runner_id"] = "rust".into();
        assert_eq!(
            codes(&document, Context::default()),
            ["E matrix/row-unique /matrix_rows/1/runner_id"]
        );
        document["matrix_rows"][1]["runner_id"] = "rust.2".into();
        assert_eq!(codes(&document, Context::default()), [""; 0]);
    }
}
