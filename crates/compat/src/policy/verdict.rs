//! The policy's verdict as reports have it.

use contracts::toolkit::{CompatChange, CompatPolicy, CompatWay, Step};

use super::fact::Way;
use super::judge::{Judged, Reason};

/// The verdict over a change of a contract whose names declare that step.
#[must_use]
pub fn verdict(judged: &Judged, declared: Step, contract: &str) -> CompatPolicy {
    let enough = judged.needed.is_none_or(|needed| needed <= declared);
    let asked = judged.reasons.iter().any(|reason| reason.fact.asks_review());
    CompatPolicy {
        needed: judged.needed,
        declared,
        // Another major may mean something else; within one, somebody has to have looked.
        holds: enough && (!asked || declared == Step::Major),
        changes: judged.reasons.iter().map(|reason| change(reason, contract)).collect(),
    }
}

fn change(reason: &Reason, contract: &str) -> CompatChange {
    let fact = &reason.fact;
    CompatChange {
        change: fact.kind.to_owned(),
        step: reason.step,
        message: fact.message.clone(),
        because: reason.because.clone(),
        direction: fact.way.map(|way| match way {
            Way::Backward => CompatWay::Backward,
            Way::Forward => CompatWay::Forward,
        }),
        old_pointer: fact.old_pointer.clone(),
        new_pointer: fact.new_pointer.clone(),
        against: fact.against.clone(),
        fingerprint: fact.fingerprint(contract),
    }
}
