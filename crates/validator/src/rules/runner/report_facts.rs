//! What the rules of `runner/status-report` look at.

use crate::facts;
use crate::facts::{Fact, Items, Part};

facts! {
    /// A status report.
    pub struct ReportFacts / Report {
        /// The runner.
        runner_id: Fact<'d> = "runner_id",
        /// When the report was made.
        generated_at: Fact<'d> = "generated_at",
        /// Until when it wants to count.
        fresh_until: Fact<'d> = "fresh_until",
        /// What the commands come to.
        overall_status: Fact<'d> = "overall_status",
        /// Each command that was run.
        commands: Items<'d, Part<'d, CommandFacts<'d>>> = "command_results",
        /// Each artifact of the release.
        artifacts: Items<'d, Part<'d, ArtifactFacts<'d>>> = "artifact_refs",
    }
}

facts! {
    /// One command.
    pub struct CommandFacts / Command {
        /// Its name.
        command: Fact<'d> = "command",
        /// What became of it.
        status: Fact<'d> = "status",
        /// The exit code of its process.
        exit_code: Fact<'d> = "exit_code",
    }
}

facts! {
    /// One artifact.
    pub struct ArtifactFacts / Artifact {
        /// Where it is.
        url: Fact<'d> = "url",
        /// Its asset name.
        name: Fact<'d> = "name",
        /// The digest of its bytes.
        sha256: Fact<'d> = "sha256",
    }
}
