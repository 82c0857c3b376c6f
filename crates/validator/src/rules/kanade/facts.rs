//! What the rules of `kanade/command` look at.

use contracts::kanade::Rev;

use crate::context::Context;
use crate::facts;
use crate::facts::Fact;

facts! {
    /// The members of a wire command that its rules weigh.
    pub struct CommandFacts / Command {
        /// The execution, as it is called from 0.29 on.
        exec_id: Fact<'d> = "exec_id",
        /// The execution, as it was called before.
        job_id: Fact<'d> = "job_id",
        /// The inline script.
        script: Fact<'d> = "script",
        /// The object that holds the script.
        script_object: Fact<'d> = "script_object",
        /// The digest of that object.
        script_object_sha256: Fact<'d> = "script_object_sha256",
        /// The working directory.
        cwd: Fact<'d> = "cwd",
        /// When the command lapses.
        deadline_at: Fact<'d> = "deadline_at",
        /// What becomes of the output.
        emit: Fact<'d> = "emit",
        /// The health check.
        check: Fact<'d> = "check",
        /// Further attempts.
        retry: Fact<'d> = "retry",
    }
}

/// Whether the revision that the document is judged by has what came with `rev`.
pub(super) fn knows(context: &Context<'_>, rev: Rev) -> bool {
    context.revision >= rev.rank()
}
