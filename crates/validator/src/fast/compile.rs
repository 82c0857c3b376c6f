//! From a schema, and the view that the rules take, to a program.

use serde_json::{Map, Value};

use super::answer::Seen;
use super::ask::Ask;
use super::evaluated::Evaluated;
use super::keywords::restrict;
use super::program::{Node, Program, types};
use crate::facts::{Fill, Slot};
use crate::union::target;

/// Rules whose Rust check finds whatever their schema clause finds, at the same place: the clause
/// may be left to it. That holds too where one member has a value that its own schema does not take,
/// unless it is a float.
const JUDGED_IN_RUST: [&str; 5] = [
    "cron/schedule-expression",
    "cron/status-derived",
    "execra/exit-code-shape",
    "kanade/exec-id-alias",
    "kanade/script-source",
];

/// References and unions nest at most so deep.
pub(super) const DEEPEST: usize = 24;
/// What the keywords mean.
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";
/// A program has at most so many nodes.
const LARGEST: usize = 20_000;

/// Compiles a schema for documents whose rules look at them through `view`. `None` when the program
/// could never prove anything of use.
#[must_use]
pub fn compile(schema: &Value, view: &mut dyn Fill<'static>, over: Over) -> Option<Program> {
    let draft = schema.get("$schema").and_then(Value::as_str);
    // In other drafts some keywords mean other things.
    draft.is_none_or(|draft| draft.trim_end_matches('#') == DRAFT).then_some(())?;
    let mut compiler = Compiler { root: schema, over, program: Program::default() };
    let root = compiler.node(&[schema], View::Object(view), 0)?;
    let mut program = compiler.program;
    program.root = root;
    Some(program)
}

pub(super) struct Compiler<'s> {
    pub(super) root: &'s Value,
    over: Over,
    pub(super) program: Program,
}

/// What the rules are over that look at a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Each document alone.
    One,
    /// Some of them are over several documents.
    Several,
}

/// Where a value's facts go.
pub(super) enum View<'v> {
    None,
    Object(&'v mut dyn Fill<'static>),
    List(&'v mut dyn crate::facts::Grow<'static>),
}

impl<'v> View<'v> {
    pub(super) fn of(slot: Slot<'v, 'static>) -> Self {
        match slot {
            Slot::One(_) | Slot::Named => View::None,
            Slot::Object(_, view) => View::Object(view),
            Slot::Each(_, list) => View::List(list),
        }
    }

    pub(super) fn again(&mut self) -> View<'_> {
        match self {
            View::None => View::None,
            View::Object(view) => View::Object(&mut **view),
            View::List(list) => View::List(&mut **list),
        }
    }
}

/// The conjunction of everything that applies to one value.
#[derive(Default, Clone)]
pub(super) struct Parts<'s> {
    pub(super) keywords: Vec<&'s Map<String, Value>>,
    /// What names members beyond them, and demands nothing here.
    pub(super) naming: Vec<&'s Map<String, Value>>,
    /// The branches of unions, and whether exactly one of them must hold.
    pub(super) unions: Vec<(&'s Vec<Value>, bool)>,
    /// Unions of which it is known which branch holds.
    pub(super) settled: Vec<(&'s Vec<Value>, &'s Value)>,
    pub(super) never: bool,
}

impl<'s> Parts<'s> {
    /// The branch of a union that is known to be the one that holds.
    pub(super) fn chosen(&self, union: &Vec<Value>) -> Option<&'s Value> {
        let settled = self.settled.iter().find(|(known, _)| std::ptr::eq(*known, union));
        settled.map(|(_, branch)| *branch)
    }
}

impl<'s> Compiler<'s> {
    /// The slots, as bits, that need not be filled in a document whose members all have one.
    pub(super) fn idle(&self, view: &dyn Fill<'static>) -> u64 {
        let across = match self.over {
            Over::One => view.across_documents(),
            Over::Several => 0,
        };
        view.beside_others() | across
    }

    pub(super) fn push(&mut self, mut node: Node) -> Option<u32> {
        // Nobody asks what was left to be asked.
        node.types &= !node.asked;
        node.asks.clear();
        (self.program.nodes.len() < LARGEST).then_some(())?;
        node.settle();
        self.program.nodes.push(node);
        u32::try_from(self.program.nodes.len() - 1).ok()
    }

    pub(super) fn node(
        &mut self,
        schemas: &[&'s Value],
        view: View<'_>,
        depth: usize,
    ) -> Option<u32> {
        let node = self.conjunction(schemas, &[], view, depth)?;
        self.push(node)
    }

    /// What all of the schemas demand together. Others may name members without a demand.
    pub(super) fn conjunction(
        &mut self,
        schemas: &[&'s Value],
        naming: &[&'s Value],
        view: View<'_>,
        depth: usize,
    ) -> Option<Node> {
        let mut parts = Parts::default();
        for schema in schemas {
            self.flatten(schema, &mut parts, 0);
        }
        for schema in naming {
            self.name_by(schema, &mut parts, 0);
        }
        self.settled(&parts, view, depth)
    }

    /// The node of everything that applies to one value.
    pub(super) fn settled(
        &mut self,
        parts: &Parts<'s>,
        mut view: View<'_>,
        depth: usize,
    ) -> Option<Node> {
        if parts.never || depth > DEEPEST {
            return Some(Node::unsure());
        }
        if let [(union, _)] = parts.unions.as_slice() {
            let node = self.union(parts, union, view.again(), depth)?;
            if node.types != 0 {
                return Some(node);
            }
        }
        self.plain(parts, view, depth)
    }

    /// Takes references and conjunctions apart.
    pub(super) fn flatten(&self, schema: &'s Value, parts: &mut Parts<'s>, depth: usize) {
        let keywords = match schema {
            Value::Bool(true) => return,
            Value::Object(keywords) => keywords,
            _ => {
                parts.never = true;
                return;
            }
        };
        if depth > DEEPEST || parts.keywords.len() > 64 {
            parts.never = true;
            return;
        }
        let rule = keywords.get("$comment").and_then(Value::as_str);
        let rule = rule.and_then(|comment| comment.strip_prefix("rule "));
        if rule.is_some_and(|code| JUDGED_IN_RUST.contains(&code)) {
            return;
        }
        if keywords.contains_key("$ref") {
            match target(self.root, schema) {
                Some(target) => self.flatten(target, parts, depth + 1),
                None => parts.never = true,
            }
        }
        for part in keywords.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.flatten(part, parts, depth + 1);
        }
        for name in ["oneOf", "anyOf"] {
            let union = keywords.get(name).and_then(Value::as_array);
            parts.unions.extend(union.map(|branches| (branches, name == "oneOf")));
        }
        self.name_by_conditions(keywords, parts, depth);
        parts.keywords.push(keywords);
    }

    /// A value of which every keyword is known, or asked.
    pub(super) fn plain(
        &mut self,
        parts: &Parts<'s>,
        mut view: View<'_>,
        depth: usize,
    ) -> Option<Node> {
        let mut parts = parts.clone();
        self.name_by_unions(&mut parts);
        let (parts, mut node) = (&parts, Node::any());
        let asks = if parts.never { None } else { self.restricted(parts, &mut node) };
        let Some(asks) = asks else {
            return Some(Node::unsure());
        };
        if node.types & types::OBJECT != 0 {
            node.object = self.object(parts, &asks, view.again(), depth)?;
        }
        let tuple = parts.keywords.iter().any(|it| it.contains_key("prefixItems"));
        if tuple && node.types & types::ARRAY != 0 {
            self.tuple(&mut node, parts, &view, depth)?;
        } else if node.types & types::ARRAY != 0 {
            let mut items = self.items(parts, view, depth)?;
            if let Some(asked) = items.as_mut().map(take_asks).filter(|asks| !asks.is_empty()) {
                leave(&mut node, Ask::Each(asked));
            }
            node.items = items.map(|items| self.push(items).ok_or(())).transpose().ok()?;
        }
        asks.into_iter().for_each(|ask| leave(&mut node, ask));
        Some(node)
    }

    /// Narrows the node by what applies; gives what is left to be asked.
    fn restricted(&self, parts: &Parts<'s>, node: &mut Node) -> Option<Vec<Ask>> {
        let mut asks = Vec::new();
        for keywords in &parts.keywords {
            for (name, value) in *keywords {
                if name == "unevaluatedProperties" {
                    let evaluated = self.evaluated(parts, keywords);
                    // Where names tell, members have nodes that say so.
                    if !evaluated.as_ref().is_some_and(Evaluated::is_settled) {
                        asks.push(self.ask_unevaluated(evaluated, keywords, value));
                    }
                } else if restrict(node, name, value).is_none() {
                    asks.push(self.ask_keyword(keywords, name, value, Some(parts), 0)?);
                }
            }
        }
        for (branches, one) in &parts.unions {
            asks.push(self.ask_union(branches, *one, Some(parts))?);
        }
        Some(asks)
    }

    fn items(&mut self, parts: &Parts<'s>, view: View<'_>, depth: usize) -> Option<Option<Node>> {
        let schemas: Vec<&'s Value> =
            parts.keywords.iter().filter_map(|k| k.get("items")).collect();
        match view {
            View::List(list) => {
                self.conjunction(&schemas, &[], View::of(list.push()), depth + 1).map(Some)
            }
            _ if schemas.is_empty() => Some(None),
            _ => self.conjunction(&schemas, &[], View::None, depth + 1).map(Some),
        }
    }
}

/// Takes over what a node leaves to be asked.
pub(super) fn take_asks(node: &mut Node) -> Vec<Ask> {
    node.asked = 0;
    std::mem::take(&mut node.asks)
}

/// Leaves a question about values that are no objects to whoever holds the node, where it is not
/// answered by their type alone.
fn leave(node: &mut Node, ask: Ask) {
    let mut open = 0;
    for kind in [types::NULL, types::BOOL, types::INT, types::FLOAT, types::STRING, types::ARRAY] {
        match Seen::any_of(kind).answer(&ask) {
            Some(true) => {}
            Some(false) => node.types &= !kind,
            None => open |= kind & node.types,
        }
    }
    if open != 0 {
        node.asked |= open;
        node.asks.push(Ask::Any(vec![Ask::Types(types::OBJECT), ask]));
    }
}

pub(super) fn objects<'s>(
    parts: &Parts<'s>,
    keyword: &str,
) -> impl Iterator<Item = &'s Map<String, Value>> {
    parts.keywords.iter().filter_map(move |keywords| keywords.get(keyword)?.as_object())
}
