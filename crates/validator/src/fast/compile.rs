//! From a schema, and the view that the rules take, to a program.

use serde_json::{Map, Value};

use super::keywords::restrict;
use super::program::{Node, Program, types};
use crate::facts::{Fill, Slot};
use crate::union::target;

/// Rules whose Rust check finds whatever their schema clause finds: the clause may be left to it.
const JUDGED_IN_RUST: [&str; 5] = [
    "cron/schedule-expression",
    "cron/status-derived",
    "execra/exit-code-shape",
    "kanade/exec-id-alias",
    "kanade/script-source",
];

/// References and unions nest at most so deep.
pub(super) const DEEPEST: usize = 24;
/// A program has at most so many nodes.
const LARGEST: usize = 20_000;

/// Compiles a schema for documents whose rules look at them through `view`. `None` when the program
/// could never prove anything of use.
#[must_use]
pub fn compile(schema: &Value, view: &mut dyn Fill<'static>) -> Option<Program> {
    let mut compiler = Compiler { root: schema, program: Program::default() };
    let root = compiler.node(&[schema], View::Object(view), 0)?;
    let mut program = compiler.program;
    program.root = root;
    Some(program)
}

pub(super) struct Compiler<'s> {
    pub(super) root: &'s Value,
    pub(super) program: Program,
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
#[derive(Default)]
pub(super) struct Parts<'s> {
    pub(super) keywords: Vec<&'s Map<String, Value>>,
    pub(super) unions: Vec<&'s Vec<Value>>,
    pub(super) never: bool,
}

impl<'s> Compiler<'s> {
    pub(super) fn push(&mut self, mut node: Node) -> Option<u32> {
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
        let node = self.conjunction(schemas, view, depth)?;
        self.push(node)
    }

    pub(super) fn conjunction(
        &mut self,
        schemas: &[&'s Value],
        view: View<'_>,
        depth: usize,
    ) -> Option<Node> {
        let mut parts = Parts::default();
        for schema in schemas {
            self.flatten(schema, &mut parts, 0);
        }
        if parts.never || depth > DEEPEST {
            return Some(Node::unsure());
        }
        match parts.unions.as_slice() {
            [] => self.plain(&parts, view, depth),
            [union] => {
                let union: Vec<&'s Value> = union.iter().collect();
                self.union(&parts, &union, view, depth)
            }
            _ => Some(Node::unsure()),
        }
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
            parts.unions.extend(keywords.get(name).and_then(Value::as_array));
        }
        parts.keywords.push(keywords);
    }

    /// A value of which every keyword is known.
    pub(super) fn plain(
        &mut self,
        parts: &Parts<'s>,
        view: View<'_>,
        depth: usize,
    ) -> Option<Node> {
        let mut node = Node::any();
        for keywords in &parts.keywords {
            for (name, value) in *keywords {
                if restrict(&mut node, name, value).is_none() {
                    return Some(Node::unsure());
                }
            }
        }
        let mut view = view;
        if node.types & types::OBJECT != 0 {
            node.object = self.object(parts, view.again(), depth)?;
        }
        if node.types & types::ARRAY != 0 {
            node.items = self.items(parts, view, depth)?;
        }
        Some(node)
    }

    fn items(&mut self, parts: &Parts<'s>, view: View<'_>, depth: usize) -> Option<Option<u32>> {
        let schemas: Vec<&'s Value> =
            parts.keywords.iter().filter_map(|k| k.get("items")).collect();
        match view {
            View::List(list) => self.node(&schemas, View::of(list.push()), depth + 1).map(Some),
            _ if schemas.is_empty() => Some(None),
            _ => self.node(&schemas, View::None, depth + 1).map(Some),
        }
    }
}

pub(super) fn objects<'s>(
    parts: &Parts<'s>,
    keyword: &str,
) -> impl Iterator<Item = &'s Map<String, Value>> {
    parts.keywords.iter().filter_map(move |keywords| keywords.get(keyword)?.as_object())
}
