//! What the rules of `runner/status-matrix` look at.

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer};

use crate::facts;
use crate::facts::{Fact, Items, Part};

facts! {
    /// A status matrix.
    pub struct MatrixFacts / Matrix {
        /// The clock of the run.
        updated_at: Fact<'d> = "updated_at",
        /// One row a runner.
        rows: Items<'d, Part<'d, RowFacts<'d>>> = "matrix_rows",
    }
}

facts! {
    /// One row.
    pub struct RowFacts / Row {
        /// The runner.
        runner_id: Fact<'d> = "runner_id",
        /// Whether the lane can block.
        lane_class: Fact<'d> = "lane_class",
        /// Where the lane stands in its life.
        lane_status: Fact<'d> = "lane_status",
        /// What the runner reports.
        runner_status: Fact<'d> = "runner_status",
        /// How recent the report is.
        freshness_state: Fact<'d> = "freshness_state",
        /// What follows for a merge.
        policy_effect: Fact<'d> = "policy_effect",
        /// The bound that was applied.
        slo_hours: Fact<'d> = "slo_hours",
        /// Until when the producer wants its report to count.
        fresh_until: Fact<'d> = "fresh_until",
        /// How old the report is.
        times: Part<'d, TimesFacts<'d>> = "status_report",
    }
}

facts! {
    /// How old a report is.
    pub struct TimesFacts / Times {
        /// When it was made.
        generated_at: Fact<'d> = "generated_at",
        /// Its age in hours.
        age_hours: Fact<'d> = "age_hours",
        /// Its age in seconds.
        age_seconds: Fact<'d> = "age_seconds",
    }
}

/// A word as the type that it stands for; `None` when it is no such word.
pub(super) fn word<T: DeserializeOwned>(fact: &Fact<'_>) -> Option<T> {
    let text: StrDeserializer<'_, serde::de::value::Error> = fact.text()?.into_deserializer();
    T::deserialize(text).ok()
}
