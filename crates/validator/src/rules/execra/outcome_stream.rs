//! A written outcome held against what the stream told of its job.

use super::oracle::{Broken, disagreements};
use super::stage::Stage;
use super::step::{Detail, Step};
use super::stream_rule::Told;

/// Reports what breaks one rule of the outcome.
pub(super) fn report(rule: Broken, stage: &Stage, step: &Step<'_>, told: &mut Told<'_>) {
    let (Stage::Open(job), Detail::Outcome(outcome)) = (stage, &step.detail) else { return };
    let known: Vec<&str> = job.known_errors.all().collect();
    let found = disagreements(&job.evidence(&known), &outcome.facts());
    for one in found.into_iter().filter(|one| one.rule == rule) {
        told.report_as(one.level, &format!("/outcome{}", one.pointer), one.message);
    }
}
