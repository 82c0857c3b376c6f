//! What a rule is: metadata and one pure function over a contract's facts.

mod judging;
mod prover;
mod sink;

pub(crate) use judging::Judging;
pub use prover::{Line, Prover};
pub use sink::Sink;

use contracts::toolkit::Severity;
use serde_json::Value;

use self::prover::Proving;
use crate::context::Role;
use crate::facts::{FactsFamily, fill_from_tree};
use crate::fast::{self, Over, Program, Proof, Scratch};

/// What a rule says of itself; `explain` shows all of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Meta {
    /// `family/rule-name`.
    pub code: &'static str,
    /// The level, as RULES states it, for a producer's document.
    pub level: Severity,
    /// The level as a consumer meets it, where it differs (the rules marked P).
    pub consumer: Option<Severity>,
    /// What the rule demands, in one sentence.
    pub says: &'static str,
    /// Why the contract demands it.
    pub why: &'static str,
    /// What to do about a finding.
    pub remedy: &'static str,
}

impl Meta {
    /// The level for a role.
    #[must_use]
    pub fn level_for(&self, role: Role) -> Severity {
        match (role, self.consumer) {
            (Role::Consumer, Some(level)) => level,
            _ => self.level,
        }
    }
}

/// A rule of the contract whose facts `F` describes.
pub struct Rule<F: FactsFamily> {
    /// What it says of itself.
    pub meta: &'static Meta,
    /// The judgement; `None` where a clause of the published schema carries the whole rule
    /// (the clause says so in its `$comment: "rule <code>"`), or where it takes several documents.
    pub check: Option<Check<F>>,
    /// Members without which it finds nothing, [`UNNAMED`] among them; empty where that cannot be
    /// said.
    pub about: &'static [&'static str],
    /// Whether it takes several documents.
    pub across: bool,
}

/// What a rule is about that finds nothing but in members that the view of its facts does not name.
pub const UNNAMED: &str = "..";

/// The judgement of a rule over a contract's facts.
pub type Check<F> = for<'d> fn(&<F as FactsFamily>::Of<'d>, &mut Sink<'_>);

impl<F: FactsFamily> Rule<F> {
    /// A rule that is judged in Rust (a schema clause may carry a part of it too).
    #[must_use]
    pub const fn judged(meta: &'static Meta, check: Check<F>) -> Self {
        Rule { meta, check: Some(check), about: &[], across: false }
    }

    /// The same rule, which finds nothing in a document that has none of these members.
    #[must_use]
    pub const fn about(self, about: &'static [&'static str]) -> Self {
        Rule { about, ..self }
    }

    /// A rule that a clause of the published schema carries alone.
    #[must_use]
    pub const fn in_schema(meta: &'static Meta) -> Self {
        Rule { meta, check: None, about: &[], across: false }
    }

    /// A rule over several documents or versions: a function of its own file judges it, and
    /// `explain` knows it like any other.
    #[must_use]
    pub const fn across(meta: &'static Meta) -> Self {
        Rule { meta, check: None, about: &[], across: true }
    }
}

/// The rules of one contract, with its facts type.
pub struct ContractRules<F: FactsFamily> {
    /// `family/name`.
    pub contract: &'static str,
    /// Every rule, those that live in the schema included.
    pub rules: &'static [Rule<F>],
}

/// The rules of one contract, its facts type erased.
pub trait Judged: Sync {
    /// `family/name`.
    fn contract(&self) -> &'static str;
    /// What each rule says of itself.
    fn metas(&self) -> Vec<&'static Meta>;
    /// Judges a document by its tree: the explaining path.
    fn judge_tree(&self, tree: &Value, sink: &mut Sink<'_>);
    /// Compiles a schema of the contract for the fast path.
    fn compile(&self, schema: &Value) -> Option<Program>;
    /// Proves the document that begins at `at` and runs the rules over what the walk saw: the fast
    /// path. What the rules find stands in the sink, and a proof holds only if that is acceptable.
    fn prove(
        &self,
        line: &Line<'_, '_>,
        scratch: &mut Scratch,
        sink: &mut Sink<'_>,
    ) -> Option<Proof>;
    /// The same for many documents of one text, one after the other.
    fn prover<'d>(&self) -> Box<dyn Prover<'d> + 'd>;
}

impl<F: FactsFamily + Sync> Judged for ContractRules<F> {
    fn contract(&self) -> &'static str {
        self.contract
    }

    fn metas(&self) -> Vec<&'static Meta> {
        self.rules.iter().map(|rule| rule.meta).collect()
    }

    fn judge_tree(&self, tree: &Value, sink: &mut Sink<'_>) {
        let mut facts = F::Of::default();
        fill_from_tree(&mut facts, tree);
        sink.run(self.rules, &facts);
    }

    fn compile(&self, schema: &Value) -> Option<Program> {
        let several = self.rules.iter().any(|rule| rule.across);
        let over = if several { Over::Several } else { Over::One };
        fast::compile(schema, &mut F::Of::<'static>::default(), over)
    }

    fn prove(
        &self,
        line: &Line<'_, '_>,
        scratch: &mut Scratch,
        sink: &mut Sink<'_>,
    ) -> Option<Proof> {
        let mut facts = F::Of::default();
        let proof = line.prove(&mut facts, scratch)?;
        sink.run(self.rules, &facts);
        Some(proof)
    }

    fn prover<'d>(&self) -> Box<dyn Prover<'d> + 'd> {
        Box::new(Proving { rules: Judging::of(self.rules), facts: F::Of::default() })
    }
}

/// What one rule says of a tree, for the rules' own tests.
#[cfg(test)]
pub(crate) fn judged_alone<F: FactsFamily>(
    rule: &Rule<F>,
    tree: &Value,
    context: crate::context::Context<'_>,
) -> Vec<contracts::toolkit::Finding> {
    let mut facts = F::Of::default();
    fill_from_tree(&mut facts, tree);
    let mut sink = Sink::new(context);
    sink.run(std::slice::from_ref(rule), &facts);
    sink.into_findings()
}
