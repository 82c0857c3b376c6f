//! One JSON document without a tree: nothing is compiled and nothing is built that only an
//! explanation needs, as long as there is nothing to explain.

use catalog::Reference;
use report::Judgement;

use crate::examine::Options;
use crate::fast::{Scratch, Whole};
use crate::judge::Judge;
use crate::outline::Outline;
use crate::rule::{Line, Sink};
use crate::version::{self, Dispatch};
use crate::{recognise, rules};

/// See [`examine::proven`](crate::examine::proven).
pub(crate) fn judgement(
    judge: &Judge,
    name: &str,
    bytes: &[u8],
    options: &Options<'_>,
) -> Option<Judgement> {
    let context = &options.context;
    // Stored rows, versions side by side and identities are told from a tree.
    let tree = context.persisted || !context.accepted.is_empty() || options.unique;
    if tree || bytes.len() > options.limits.bytes() {
        return None;
    }
    let text = simdutf8::basic::from_utf8(bytes).ok()?;
    let outline = Outline::of(text)?;
    let wanted = match options.contract {
        Some(wanted) => wanted,
        None => {
            let contract = recognise::outlined(&outline)?;
            Reference { contract, version: None, revision: None }
        }
    };
    let reference = version_of(&outline, &wanted)?;
    proven(judge, text, &reference, options)?;
    Some(Judgement {
        source: name.to_owned(),
        contract: Some(reference.to_string()),
        recognised: options.contract.is_none(),
        instances: 1,
        ..Judgement::default()
    })
}

/// The version that the document names, in so far as it can be told without a tree.
fn version_of(outline: &Outline<'_>, wanted: &Reference) -> Option<Reference> {
    let member = wanted.contract.version_member.and_then(|name| outline.get(name));
    let found = match member.filter(|_| wanted.version.is_none()) {
        Some(raw) => Some(raw.plain()?),
        None => None,
    };
    match version::dispatch_by(found.as_ref(), wanted) {
        Dispatch::Judge(reference) => Some(reference),
        Dispatch::Refuse(_) => None,
    }
}

fn proven(judge: &Judge, text: &str, reference: &Reference, options: &Options<'_>) -> Option<()> {
    let rules = rules::proven_for(reference.contract.id);
    let program = judge.document_program(reference)?;
    let mut context = options.context;
    context.revision = reference.version().rank(reference.revision()).unwrap_or_default();
    let mut sink = Sink::new(context);
    let what =
        Line { program: &program, text, at: 0, depth: options.limits.depth(), whole: Whole::Text };
    let proof = rules.prove(&what, &mut Scratch::new(&program), &mut sink)?;
    (proof.unknown == 0 && sink.findings().is_empty()).then_some(())
}
