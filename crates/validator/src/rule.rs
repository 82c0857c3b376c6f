//! What a rule is: metadata and one pure function over a contract's facts.

use std::borrow::Cow;

use contracts::toolkit::{Finding, Severity};
use serde_json::Value;

use crate::context::{Context, Role};
use crate::facts::{FactsFamily, Fill, OTHERS, fill_from_tree};
use crate::fast::{self, Over, Program, Proof, Proved, Scratch, Whole};
use crate::read::{self, Format, Limits};

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

/// Proves documents of one text, and keeps the room for their facts between them.
pub trait Prover<'d> {
    /// Proves the next document but for one member, which may be left unproven, and runs the rules
    /// as [`Judged::prove`] does.
    fn prove_but_one(
        &mut self,
        line: &Line<'_, 'd>,
        scratch: &mut Scratch,
        sink: &mut Sink<'_>,
    ) -> Option<Proved>;

    /// Proves the next document, as [`Judged::prove`] does.
    fn prove(
        &mut self,
        line: &Line<'_, 'd>,
        scratch: &mut Scratch,
        sink: &mut Sink<'_>,
    ) -> Option<Proof> {
        let proved = self.prove_but_one(line, scratch, sink)?;
        proved.excused.is_none().then_some(proved.proof)
    }
}

struct Proving<'d, F: FactsFamily> {
    rules: Judging<F>,
    facts: F::Of<'d>,
}

impl<'d, F: FactsFamily> Prover<'d> for Proving<'d, F> {
    fn prove_but_one(
        &mut self,
        line: &Line<'_, 'd>,
        scratch: &mut Scratch,
        sink: &mut Sink<'_>,
    ) -> Option<Proved> {
        self.facts.reset();
        let proved = line.prove_but_one(&mut self.facts, scratch)?;
        sink.judge(&self.rules, &self.facts);
        Some(proved)
    }
}

/// The rules that are judged, each with the slots, as bits, of the members that it is about.
pub(crate) struct Judging<F: FactsFamily>(Vec<(u64, &'static Meta, Check<F>)>);

/// The bit of a rule that is about every document: no view has so many slots.
const ALWAYS: u64 = 1 << 63;

impl<F: FactsFamily> Judging<F> {
    /// The judged ones of some rules.
    pub(crate) fn of(rules: &[Rule<F>]) -> Self {
        let names = F::Of::default().names();
        let bit = |name: &str| match names.iter().position(|known| *known == name) {
            Some(at) => 1 << at,
            None if name == UNNAMED => OTHERS,
            None => ALWAYS,
        };
        let about = |rule: &Rule<F>| match rule.about {
            [] => ALWAYS,
            about => about.iter().fold(0, |bits, name| bits | bit(name)),
        };
        let judged = rules.iter().filter_map(|rule| Some((about(rule), rule.meta, rule.check?)));
        Judging(judged.collect())
    }
}

/// A document in a text, for the fast path.
#[derive(Debug, Clone, Copy)]
pub struct Line<'p, 'd> {
    /// What it is proven by.
    pub program: &'p Program,
    /// The text.
    pub text: &'d str,
    /// Where the document begins.
    pub at: usize,
    /// The deepest nesting.
    pub depth: usize,
    /// Where it must end.
    pub whole: Whole,
}

impl<'d> Line<'_, 'd> {
    /// Proves the document and fills the view.
    #[inline]
    pub fn prove(&self, view: &mut dyn Fill<'d>, scratch: &mut Scratch) -> Option<Proof> {
        let Line { program, text, at, depth, whole } = *self;
        let proof = fast::prove(program, text, at, whole, depth, view, scratch)?;
        if view.wants_whole() {
            view.whole(&self.tree(proof.end)?);
        }
        Some(proof)
    }

    /// The same, but for one member that may be left unproven, unless the view wants to see the
    /// whole.
    #[inline(always)] // once a line, and a call would cost as much
    pub fn prove_but_one(&self, view: &mut dyn Fill<'d>, scratch: &mut Scratch) -> Option<Proved> {
        if view.wants_whole() {
            return Some(Proved { proof: self.prove(view, scratch)?, excused: None });
        }
        let text = (self.text, self.at);
        fast::prove_but_one(self.program, text, self.whole, self.depth, view, scratch)
    }

    /// The document as the explaining path reads it.
    #[cold]
    fn tree(&self, end: usize) -> Option<Value> {
        let text = self.text.get(self.at..end)?;
        let limits = Limits { max_bytes: text.len(), max_line: text.len(), max_depth: self.depth };
        let document = read::read(text.as_bytes(), Format::Json, &limits);
        document.value.filter(|_| document.findings.is_empty())
    }
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

/// Where rules put their findings. One sink a document; the current rule's code, level and
/// remedy are filled in, positions later.
pub struct Sink<'c> {
    context: Context<'c>,
    meta: Option<&'static Meta>,
    findings: Vec<Finding>,
}

impl<'c> Sink<'c> {
    /// An empty sink.
    #[must_use]
    pub fn new(context: Context<'c>) -> Self {
        Sink { context, meta: None, findings: Vec::new() }
    }

    /// What the judgement was told from outside.
    #[must_use]
    pub fn context(&self) -> &Context<'c> {
        &self.context
    }

    /// Runs the rules over the facts that can find something in them.
    #[inline]
    pub(crate) fn judge<F: FactsFamily>(&mut self, rules: &Judging<F>, facts: &F::Of<'_>) {
        let there = facts.handed() | ALWAYS;
        for (about, meta, check) in &rules.0 {
            if about & there != 0 {
                self.meta = Some(meta);
                check(facts, self);
            }
        }
        self.meta = None;
    }

    /// Runs every judged rule over the facts.
    pub fn run<F: FactsFamily>(&mut self, rules: &[Rule<F>], facts: &F::Of<'_>) {
        for rule in rules {
            if let Some(check) = rule.check {
                self.meta = Some(rule.meta);
                check(facts, self);
            }
        }
        self.meta = None;
    }

    /// Reports at a pointer, with the rule's own level.
    pub fn report(&mut self, pointer: impl Into<String>, message: impl Into<String>) {
        let level = self.meta.map_or(Severity::Error, |meta| meta.level_for(self.context.role));
        self.report_as(level, pointer, message);
    }

    /// Reports at a pointer with a level of its own (rules that are E here and W there).
    pub fn report_as(
        &mut self,
        level: Severity,
        pointer: impl Into<String>,
        message: impl Into<String>,
    ) {
        let remedy = self.meta.map_or("", |meta| meta.remedy);
        self.report_with(level, pointer, message, remedy);
    }

    /// Reports with a level and a remedy of its own.
    pub fn report_with(
        &mut self,
        level: Severity,
        pointer: impl Into<String>,
        message: impl Into<String>,
        remedy: &str,
    ) {
        let code = self.meta.map_or(Cow::Borrowed("tool/rule"), |meta| Cow::Borrowed(meta.code));
        let mut finding = Finding::new(code, level, message).at(pointer);
        if !remedy.is_empty() {
            finding.remedy = Some(remedy.to_owned());
        }
        self.findings.push(finding);
    }

    /// Forgets what was reported, for the next document.
    pub fn clear(&mut self) {
        self.findings.clear();
    }

    /// What was reported so far.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Everything that was reported.
    #[must_use]
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}

/// What one rule says of a tree, for the rules' own tests.
#[cfg(test)]
pub(crate) fn judged_alone<F: FactsFamily>(
    rule: &Rule<F>,
    tree: &Value,
    context: Context<'_>,
) -> Vec<Finding> {
    let mut facts = F::Of::default();
    fill_from_tree(&mut facts, tree);
    let mut sink = Sink::new(context);
    sink.run(std::slice::from_ref(rule), &facts);
    sink.into_findings()
}
