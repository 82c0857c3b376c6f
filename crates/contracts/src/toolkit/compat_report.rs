//! `toolkit/compat-report` v1: what `compat --format json` writes.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::{CompatPolicy, Tool};

/// What a change to a schema breaks: one pair of schemas, or several under `comparisons`.
// `D` is any JSON value: the type of the reader's own library, since this crate has none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(bound(serialize = "D: Serialize", deserialize = "D: Deserialize<'de>"))]
#[schemars(rename = "CompatReport")]
pub struct CompatReport<D> {
    /// The version of this form; an integer.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// Which program wrote it.
    pub tool: Tool,
    /// The directions that were asked for; both are reported whatever it is.
    pub mode: CompatMode,
    /// What the writing side may emit.
    pub world: CompatWorld,
    /// The verdict over every comparison in the directions that were asked for.
    pub verdict: CompatVerdict,
    /// What was compared.
    #[serde(flatten)]
    pub compared: Compared<D>,
}

/// What was compared: the members of one pair, or a list of pairs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged, bound(serialize = "D: Serialize", deserialize = "D: Deserialize<'de>"))]
pub enum Compared<D> {
    /// Two schemas that were named.
    Pair(Box<ComparedPair<D>>),
    /// The versions of contracts against what they were.
    Several(ComparedPairs<D>),
}

// By hand, since an untagged union would hide every fault of a pair behind "fits none".
impl<D: JsonSchema> JsonSchema for Compared<D> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Compared".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = ComparedPair::<D>::json_schema(generator);
        schema.remove("description");
        let required = schema.remove("required");
        let mut list = ComparedPairs::<D>::json_schema(generator);
        let list = list.get_mut("properties").and_then(|all| all.as_object_mut());
        let properties = schema.get_mut("properties").and_then(|all| all.as_object_mut());
        if let (Some(properties), Some(list)) = (properties, list) {
            properties.append(list);
        }
        let mut either = json_schema!({
            "oneOf": [{"required": required}, {"required": ["comparisons"]}],
        });
        schema.insert("oneOf".to_owned(), either.remove("oneOf").unwrap_or_default());
        schema
    }
}

/// Several pairs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(bound(serialize = "D: Serialize", deserialize = "D: Deserialize<'de>"))]
#[schemars(rename = "ComparedPairs")]
pub struct ComparedPairs<D> {
    /// Every pair, in the order of the contracts' files.
    pub comparisons: Vec<ComparedPair<D>>,
}

/// Two versions of a schema, and what is known of each direction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(bound(serialize = "D: Serialize", deserialize = "D: Deserialize<'de>"))]
#[schemars(rename = "ComparedPair")]
pub struct ComparedPair<D> {
    /// The contract that both are versions of, `family/name`; absent for other schemas.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1))]
    pub contract: Option<String>,
    /// The older schema.
    pub old: ComparedSchema,
    /// The newer schema.
    pub new: ComparedSchema,
    /// A new reader reads old data.
    pub backward: CompatDirection<D>,
    /// An old reader reads new data.
    pub forward: CompatDirection<D>,
    /// What the contract's policy makes of the change; absent where there is none for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "CompatPolicy")]
    pub policy: Option<CompatPolicy>,
}

/// One of the two schemas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ComparedSchema {
    /// The schema as the user named it: a path, `-`, or `family/name@vN[.REV]`.
    pub source: String,
    /// The dialect that it was read in: `draft-07`, `2020-12`, …
    #[schemars(length(min = 1))]
    pub dialect: String,
    /// Whether there is no such schema any more; nothing is read then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub absent: bool,
}

/// What is known of one direction. Causes stand with exactly the verdict `breaking`, a reason
/// with exactly the verdict `unknown`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(bound(serialize = "D: Serialize", deserialize = "D: Deserialize<'de>"))]
#[schemars(rename = "CompatDirection", extend("allOf" = [
    json_schema!({
        "if": {"required": ["verdict"], "properties": {"verdict": {"const": "breaking"}}},
        "then": {"properties": {"findings": {"minItems": 1}}},
        "else": {"properties": {"findings": {"maxItems": 0}}},
    }),
    json_schema!({
        "if": {"required": ["verdict"], "properties": {"verdict": {"const": "unknown"}}},
        "then": {"required": ["reason"]},
        "else": {"not": {"required": ["reason"]}},
    }),
]))]
pub struct CompatDirection<D> {
    /// The verdict.
    pub verdict: CompatVerdict,
    /// The causes of a break, each with a document that shows it.
    pub findings: Vec<CompatFinding<D>>,
    /// Why nothing is known; only there when the verdict is `unknown`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1))]
    pub reason: Option<String>,
    /// Pointer into the schema, to what is not understood, when there is one place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("format" = "json-pointer"))]
    pub pointer: Option<String>,
    /// Which of the two schemas holds that place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "CompatSide")]
    pub side: Option<CompatSide>,
}

/// One cause of a break.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(bound(serialize = "D: Serialize", deserialize = "D: Deserialize<'de>"))]
#[schemars(rename = "CompatFinding")]
pub struct CompatFinding<D> {
    /// The kind of change, `compat/required-added` say; `explain` knows every one.
    #[schemars(regex(pattern = "^compat/[a-z-]+$"))]
    pub rule: String,
    /// What changed, in one sentence.
    pub message: String,
    /// A document that the writing side may send and the reading side refuses: the smallest that
    /// was found, checked against both schemas.
    pub witness: D,
    /// Pointer into the witness, to what is refused.
    #[schemars(extend("format" = "json-pointer"))]
    pub instance_pointer: String,
    /// Pointer into the old schema; null where it says nothing there.
    #[schemars(extend("format" = "json-pointer"))]
    pub old_pointer: Option<String>,
    /// Pointer into the new schema; null where it says nothing there.
    #[schemars(extend("format" = "json-pointer"))]
    pub new_pointer: Option<String>,
    /// The definition and member behind it, as the type that gave the schema calls them:
    /// `Staleness.max_cache_age`. Absent where no name leads there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1))]
    pub field: Option<String>,
    /// What to do instead.
    pub remedy: String,
    /// The name of this finding for waivers: of its rule, its places and the part in question;
    /// neither the wording nor the witness counts.
    #[schemars(regex(pattern = "^[0-9a-f]{32}$"))]
    pub fingerprint: String,
    /// Whether somebody answers for it for now: then it fails no run.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waived: bool,
}

/// What is known of a direction, or of several.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum CompatVerdict {
    /// Proved: whatever the writing side sends is read.
    Compatible,
    /// Neither proved nor refuted; a gate treats it as breaking.
    Unknown,
    /// Refuted by a document.
    Breaking,
}

/// The directions that are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CompatMode {
    /// New readers read what old writers wrote.
    Backward,
    /// Old readers read what new writers write.
    Forward,
    /// Both.
    Full,
    /// New readers read what every older version wrote.
    BackwardTransitive,
    /// Readers of every older version read what new writers write.
    ForwardTransitive,
    /// Both, over every older version.
    FullTransitive,
}

/// What the writing side may emit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CompatWorld {
    /// Every document that its schema accepts.
    Open,
    /// Declared members only, and the reading side refuses any others.
    Closed,
    /// Declared members only; the reading side takes what its schema accepts.
    EmittedOnly,
}

/// One of the two schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CompatSide {
    /// The older one.
    Old,
    /// The newer one.
    New,
}

impl CompatVerdict {
    /// The word that every output format uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            CompatVerdict::Compatible => "compatible",
            CompatVerdict::Unknown => "unknown",
            CompatVerdict::Breaking => "breaking",
        }
    }
}

impl CompatMode {
    /// Whether new readers must read old data.
    #[must_use]
    pub fn asks_backward(self) -> bool {
        !matches!(self, CompatMode::Forward | CompatMode::ForwardTransitive)
    }

    /// Whether old readers must read new data.
    #[must_use]
    pub fn asks_forward(self) -> bool {
        !matches!(self, CompatMode::Backward | CompatMode::BackwardTransitive)
    }

    /// Whether every older version counts, not only the last.
    #[must_use]
    pub fn is_transitive(self) -> bool {
        matches!(
            self,
            CompatMode::BackwardTransitive
                | CompatMode::ForwardTransitive
                | CompatMode::FullTransitive
        )
    }

    /// The word that the command line and documents use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            CompatMode::Backward => "backward",
            CompatMode::Forward => "forward",
            CompatMode::Full => "full",
            CompatMode::BackwardTransitive => "backward-transitive",
            CompatMode::ForwardTransitive => "forward-transitive",
            CompatMode::FullTransitive => "full-transitive",
        }
    }
}

impl<D> CompatReport<D> {
    /// Every pair of the report.
    #[must_use]
    pub fn pairs(&self) -> &[ComparedPair<D>] {
        match &self.compared {
            Compared::Pair(pair) => std::slice::from_ref(pair),
            Compared::Several(several) => &several.comparisons,
        }
    }
}

impl<D> CompatReport<D> {
    /// Every pair of the report, to be added to.
    pub fn pairs_mut(&mut self) -> &mut [ComparedPair<D>] {
        match &mut self.compared {
            Compared::Pair(pair) => std::slice::from_mut(pair),
            Compared::Several(several) => &mut several.comparisons,
        }
    }

    /// Whether something stands against the change in the directions that were asked for: a break
    /// that nobody answers for, or a direction of which nothing is known.
    #[must_use]
    pub fn fails(&self) -> bool {
        self.pairs().iter().any(|pair| pair.fails(self.mode))
    }
}

impl<D> ComparedPair<D> {
    /// Whether something stands against the change in the directions that a mode asks for.
    #[must_use]
    pub fn fails(&self, mode: CompatMode) -> bool {
        let fails = |direction: &CompatDirection<D>| match direction.verdict {
            CompatVerdict::Compatible => false,
            CompatVerdict::Unknown => true,
            CompatVerdict::Breaking => direction.findings.iter().any(|cause| !cause.waived),
        };
        mode.asks_backward() && fails(&self.backward) || mode.asks_forward() && fails(&self.forward)
    }

    /// The verdict over the directions that a mode asks for: the worst of them.
    #[must_use]
    pub fn verdict(&self, mode: CompatMode) -> CompatVerdict {
        let backward = mode.asks_backward().then_some(self.backward.verdict);
        let forward = mode.asks_forward().then_some(self.forward.verdict);
        backward.into_iter().chain(forward).max().unwrap_or(CompatVerdict::Compatible)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_value, json, to_value};

    use super::{CompatMode, CompatReport, CompatVerdict};

    fn pair() -> Value {
        json!({
            "contract": "kanade/command",
            "old": {"source": "kanade/command@v0.0.26", "dialect": "2020-12"},
            "new": {"source": "new.json", "dialect": "2020-12"},
            "backward": {"verdict": "breaking", "findings": [{
                "rule": "compat/required-added", "message": "m", "witness": null,
                "instance_pointer": "", "old_pointer": null, "new_pointer": "/required",
                "field": "Command.owner", "remedy": "r",
                "fingerprint": "0123456789abcdef0123456789abcdef"}]},
            "forward": {"verdict": "unknown", "findings": [], "reason": "r",
                        "pointer": "/x", "side": "old"},
        })
    }

    fn head(mut rest: Value) -> Value {
        let mut whole = json!({"version": 1, "tool": {"name": "t", "version": "1"},
            "mode": "full", "world": "emitted-only", "verdict": "breaking"});
        whole.as_object_mut().unwrap().append(rest.as_object_mut().unwrap());
        whole
    }

    #[test]
    fn both_forms_round_trip() {
        for document in [head(pair()), head(json!({"comparisons": [pair(), pair()]}))] {
            let typed: CompatReport<Value> = from_value(document.clone()).unwrap();
            assert!(typed.pairs().len() == 1 || typed.pairs().len() == 2);
            assert_eq!(to_value(typed).unwrap(), document);
        }
    }

    #[test]
    fn the_verdict_is_the_worst_of_what_is_asked() {
        let typed: CompatReport<Value> = from_value(head(pair())).unwrap();
        let verdict = |mode| typed.pairs()[0].verdict(mode);
        assert_eq!(verdict(CompatMode::Backward), CompatVerdict::Breaking);
        assert_eq!(verdict(CompatMode::ForwardTransitive), CompatVerdict::Unknown);
        assert_eq!(verdict(CompatMode::Full), CompatVerdict::Breaking);
    }
}
