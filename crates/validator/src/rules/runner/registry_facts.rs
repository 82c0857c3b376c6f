//! What the rules of `runner/certification-registry` look at.

use crate::facts;
use crate::facts::{Fact, Items, Part};

facts! {
    /// A registry.
    pub struct RegistryFacts / Registry {
        /// The schema that certificates follow.
        schema_ref: Fact<'d> = "certificate_schema_ref",
        /// Every runner.
        runners: Items<'d, Part<'d, RunnerFacts<'d>>> = "runners",
    }
}

facts! {
    /// One runner.
    pub struct RunnerFacts / Runner {
        /// Its name.
        runner_id: Fact<'d> = "runner_id",
        /// Whether its lane can block.
        class: Fact<'d> = "class",
        /// Where its lane stands in its life.
        status: Fact<'d> = "status",
        /// The conformance cases asked of it.
        cases: Items<'d, Fact<'d>> = "required_core_cases",
        /// The commands asked of it.
        commands: Items<'d, Part<'d, CommandNameFacts<'d>>> = "command_contract_subset",
        /// Where its certificate is written.
        outputs: Part<'d, OutputFacts<'d>> = "artifact_contract",
        /// Where its reports are published.
        exchange: Part<'d, ExchangeFacts<'d>> = "status_exchange",
    }
}

facts! {
    /// One command, by name.
    pub struct CommandNameFacts / CommandName {
        /// Its name.
        name: Fact<'d> = "name",
    }
}

facts! {
    /// The places of a certificate.
    pub struct OutputFacts / Output {
        /// The certificate.
        json_out: Fact<'d> = "json_out",
        /// Its page.
        md_out: Fact<'d> = "md_out",
    }
}

facts! {
    /// The source of reports.
    pub struct ExchangeFacts / Exchange {
        /// The release metadata.
        release_api_url: Fact<'d> = "release_api_url",
        /// The part in the matrix.
        matrix_role: Fact<'d> = "matrix_role",
        /// The freshness bound.
        freshness_slo_hours: Fact<'d> = "freshness_slo_hours",
    }
}

impl RunnerFacts<'_> {
    /// Whether something is expected of the lane today.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.status.text() == Some("active")
    }
}
