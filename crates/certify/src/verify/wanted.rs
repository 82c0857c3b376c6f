//! Whether a certificate that holds is the one that the caller wants.

use contracts::runner::{ExecutionCertificate, SummaryStatus};
use contracts::toolkit::RefusalCause;
use jiff::{SignedDuration, Timestamp};
use report::clock::parse_utc;

use super::demands::{Demands, Subject};
use super::document::Judged;
use super::signed::Signed;
use super::steps::{Found, Refusal, Steps};
use crate::render;

/// How far clocks may differ.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

type Step = Result<((), Found), Refusal>;

/// Steps 11 to 16.
pub(super) fn check(
    judged: &Judged,
    signed: &Signed<'_>,
    demands: &Demands<'_>,
    steps: &mut Steps,
) -> Result<(), Refusal> {
    let certificate = &judged.certificate;
    steps.take(statement(certificate, signed))?;
    steps.take(runner(certificate, demands))?;
    steps.take(registry(judged, demands))?;
    let certified = parse_utc(&certificate.runner.certified_at)
        .map_err(|error| (RefusalCause::Malformed, error.to_string()));
    steps.take(certified.clone().and_then(|at| scope(certificate, signed, at, demands)))?;
    steps.take(subjects(certificate, signed, demands))?;
    steps.take(certified.and_then(|at| time_and_outcome(certificate, at, demands)))
}

fn statement(certificate: &ExecutionCertificate, signed: &Signed<'_>) -> Step {
    let Some(statement) = &signed.statement else {
        return Ok(((), Found::NotChecked("nothing is signed".to_owned())));
    };
    match statement.differs_from(certificate) {
        None => Ok(((), Found::Holds("both say the same".to_owned()))),
        Some(what) => Err((RefusalCause::StatementMismatch, format!("they disagree about {what}"))),
    }
}

fn runner(certificate: &ExecutionCertificate, demands: &Demands<'_>) -> Step {
    let found = &certificate.runner.runner_id;
    match demands.runner {
        None => Ok(((), Found::NotChecked(format!("`{found}`; no runner was asked for")))),
        Some(wanted) if wanted == found => Ok(((), Found::Holds(format!("`{found}`")))),
        Some(wanted) => {
            let why = format!("it is about `{found}`, not `{}`", wanted.escape_debug());
            Err((RefusalCause::WrongRunner, why))
        }
    }
}

fn registry(judged: &Judged, demands: &Demands<'_>) -> Step {
    match (demands.lane, &judged.drift) {
        (None, _) => Ok(((), Found::NotChecked("no registry was given".to_owned()))),
        (Some(None), _) => {
            let why = "the registry does not name this runner".to_owned();
            Err((RefusalCause::RegistryDrift, why))
        }
        (Some(Some(_)), Some(drift)) => Err((RefusalCause::RegistryDrift, drift.clone())),
        (Some(Some(_)), None) => {
            Ok(((), Found::Holds("the demands are the registry's".to_owned())))
        }
    }
}

fn scope(
    certificate: &ExecutionCertificate,
    signed: &Signed<'_>,
    certified: Timestamp,
    demands: &Demands<'_>,
) -> Step {
    let Some(key) = signed.key else {
        return Ok(((), Found::NotChecked("no signature was checked".to_owned())));
    };
    let runner = &certificate.runner.runner_id;
    if !key.may_sign_for(runner) {
        let why = format!("`{}` may not sign for `{runner}`", key.name.escape_debug());
        return Err((RefusalCause::KeyNotAllowed, why));
    }
    // Both times count: who holds an old key can write any time into a new certificate.
    for (what, at) in [("the certificate's time", certified), ("now", demands.now)] {
        if !key.is_valid_at(at) {
            let why = format!("valid from {} until {}; {what} is {at}", key.from, key.until);
            return Err((RefusalCause::KeyExpired, why));
        }
    }
    Ok(((), Found::Holds(format!("may sign for `{runner}` until {}", key.until))))
}

fn subjects(
    certificate: &ExecutionCertificate,
    signed: &Signed<'_>,
    demands: &Demands<'_>,
) -> Step {
    if demands.subjects.is_empty() {
        return Ok(((), Found::NotChecked("no artifact or commit was asked about".to_owned())));
    }
    // A certificate names no artifacts: only a signature that was checked is about one.
    let proved = signed.statement.as_ref().filter(|_| signed.key.is_some());
    for subject in demands.subjects {
        let (name, is_about) = match (subject, &signed.statement) {
            (Subject::Artifact { name, .. }, Some(_)) if proved.is_none() => {
                let name = name.escape_debug();
                let why = format!("nothing that was checked names `{name}`: give a trust file");
                return Err((RefusalCause::SubjectMismatch, why));
            }
            (Subject::Artifact { name, sha256 }, _) => {
                (name, proved.is_some_and(|it| it.has_artifact(sha256)))
            }
            (Subject::Commit(commit), statement) => {
                let own = certificate.runner.commit_sha.eq_ignore_ascii_case(commit);
                (commit, own && statement.as_ref().is_none_or(|it| it.has_commit(commit)))
            }
        };
        if !is_about {
            let why = format!("`{}` is not among the subjects", name.escape_debug());
            return Err((RefusalCause::SubjectMismatch, why));
        }
    }
    Ok(((), Found::Holds(format!("{} of them, by digest", demands.subjects.len()))))
}

fn time_and_outcome(
    certificate: &ExecutionCertificate,
    certified: Timestamp,
    demands: &Demands<'_>,
) -> Step {
    let age = demands.now.duration_since(certified);
    if age < -SKEW {
        let why = format!("certified at {certified}, and now is {}", demands.now);
        return Err((RefusalCause::FromTheFuture, why));
    }
    if let Some(most) = demands.max_age
        && age > most
    {
        let why = format!("{} old, at most {} are allowed", hours(age), hours(most));
        return Err((RefusalCause::Stale, why));
    }
    let verdict = render::verdict(certificate);
    let passed = certificate.summary.status == SummaryStatus::Pass
        && certificate.runner.status == contracts::runner::LaneStatus::Active;
    if demands.require_pass && !passed {
        return Err((RefusalCause::Failed, format!("the run: {verdict}")));
    }
    Ok(((), Found::Holds(format!("{} old; the run: {verdict}", hours(age)))))
}

fn hours(age: SignedDuration) -> String {
    let minutes = age.as_mins().max(0);
    format!("{} h {:02} min", minutes / 60, minutes % 60)
}
