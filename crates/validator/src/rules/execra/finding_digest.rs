//! Whether two findings are the same: an outcome has to repeat those that were emitted.

use sha2::{Digest as _, Sha256};

use super::FindingFacts;
use crate::facts::Fact;

/// What a finding comes to in 16 bytes: the members that the contract names, an absent one taken
/// as `null`. The same on every machine, so that shards of a stream can be merged.
#[must_use]
pub fn digest(finding: &FindingFacts<'_>) -> [u8; 16] {
    let mut hash = Sha256::new();
    let (action, related) = (&finding.action, &finding.related);
    for fact in [
        &finding.severity,
        &finding.code,
        &finding.message,
        &finding.at.secs,
        &finding.at.nanos,
        &action.is,
        &action.kind,
        &action.label,
        &action.program,
        &action.args.is,
        &action.cwd,
        &action.url,
        &action.text,
        &related.is,
        &related.kind,
        &related.value,
    ]
    .into_iter()
    .chain(action.args.iter())
    {
        add(&mut hash, fact);
    }
    let mut out = [0; 16];
    out.iter_mut().zip(hash.finalize()).for_each(|(to, from)| *to = from);
    out
}

/// Adds a fact so that no two lists of facts run together: a letter, and a length before text.
fn add(hash: &mut Sha256, fact: &Fact<'_>) {
    match fact {
        Fact::Absent | Fact::Null => hash.update(b"n"),
        Fact::Bool(value) => hash.update([b'b', u8::from(*value)]),
        Fact::Int(value) => {
            hash.update(b"i");
            hash.update(value.to_be_bytes());
        }
        Fact::Float(value) => {
            hash.update(b"f");
            hash.update(value.to_bits().to_be_bytes());
        }
        Fact::Text(text) => {
            hash.update(b"t");
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        }
        Fact::Array(items) => {
            hash.update(b"a");
            hash.update((*items as u64).to_be_bytes());
        }
        // Members that the contract does not name may be written at one place and not at another.
        Fact::Object(_) => hash.update(b"o"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fill_from_tree;
    use serde_json::{Value, json};

    fn of(tree: &Value) -> [u8; 16] {
        let mut facts = FindingFacts::default();
        fill_from_tree(&mut facts, tree);
        digest(&facts)
    }

    fn finding(action: &Value) -> Value {
        json!({"severity": "info", "code": "c", "message": "m", "action": action,
            "at": {"secs_since_epoch": 1, "nanos_since_epoch": 2}})
    }

    #[test]
    fn what_readers_see_as_the_same_has_one_digest() {
        let plain = finding(&json!(null));
        let mut spelled = plain.clone();
        spelled["related"] = json!(null);
        spelled["at"]["secs_since_epoch"] = json!(1.0);
        spelled["extra"] = json!("ignored");
        assert_eq!(of(&plain), of(&spelled));
    }

    #[test]
    fn every_member_counts() {
        let run = |args: Value| {
            finding(&json!({"kind": "command", "label": "l", "program": "p", "args": args}))
        };
        let all = [
            finding(&json!(null)),
            finding(&json!({})),
            run(json!(["a", "b"])),
            run(json!(["ab"])),
            run(json!(["a", "b", ""])),
            finding(&json!({"kind": "link", "label": "l", "url": "p"})),
            finding(&json!({"kind": "instruction", "label": "l", "text": "p"})),
        ];
        for (index, one) in all.iter().enumerate() {
            for other in all.iter().skip(index + 1) {
                assert_ne!(of(one), of(other), "{one} {other}");
            }
        }
    }
}
