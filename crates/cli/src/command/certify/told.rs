//! What a certification says at its end.

use certify::issue::Issued;
use certify::render;
use contracts::runner::{Check, CheckStatus, SummaryStatus};
use report::Exit;
use report::visible::visible;

use crate::entry::output_failed;
use crate::io::Io;

/// Tells what was issued; gives the run's exit code.
pub(super) fn issued(issued: &Issued, io: &mut Io<'_>) -> Exit {
    let exit = issued.exit();
    if let Err(error) = write(issued, io) {
        return exit.combine(output_failed(&error, io));
    }
    let summary = &issued.certificate.summary;
    if summary.status == SummaryStatus::Fail && !summary.blocking {
        // Exit 0 must not hide it.
        io.say(format_args!(
            "warning: {} FAILED its certification; exit 0, since its lane does not block",
            issued.certificate.runner.runner_id
        ));
    }
    exit
}

fn write(issued: &Issued, io: &mut Io<'_>) -> std::io::Result<()> {
    let certificate = &issued.certificate;
    for check in certificate.checks.iter().filter(|it| it.status != CheckStatus::Pass) {
        writeln!(io.out, "{}", line(check))?;
    }
    let summary = &certificate.summary;
    writeln!(
        io.out,
        "{}: {} ({} passed, {} failed, {} skipped)",
        certificate.runner.runner_id,
        render::verdict(certificate),
        summary.passed,
        summary.failed,
        summary.skipped,
    )?;
    writeln!(io.out, "certificate  {}", issued.outputs.json.display())?;
    writeln!(io.out, "page         {}", issued.outputs.markdown.display())?;
    match &issued.signed_by {
        Some(keyid) => {
            writeln!(io.out, "envelope     {} ({keyid})", issued.outputs.envelope.display())
        }
        None => writeln!(io.out, "not signed: digest-only"),
    }
}

fn line(check: &Check) -> String {
    let word = match check.status {
        CheckStatus::Pass => "pass",
        CheckStatus::Fail => "FAIL",
        CheckStatus::Skip => "skip",
    };
    format!("{word}  {}: {}", visible(&check.id), visible(&check.detail))
}
