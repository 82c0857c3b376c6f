//! From a schema, and the view that the rules take, to a program.

use serde_json::{Map, Value};

use super::keys::{Key, Keys};
use super::pattern::Automaton;
use super::program::{Member, Node, Object, Others, Program, Shape, Tagged, Text, types};
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

/// Keywords that demand nothing.
const SILENT: [&str; 13] = [
    "$schema",
    "$id",
    "$comment",
    "$defs",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "$ref",
    "allOf",
];

/// References and unions nest at most so deep.
const DEEPEST: usize = 24;
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

struct Compiler<'s> {
    root: &'s Value,
    program: Program,
}

/// Where a value's facts go.
enum View<'v> {
    None,
    Object(&'v mut dyn Fill<'static>),
    List(&'v mut dyn crate::facts::Grow<'static>),
}

impl<'v> View<'v> {
    fn of(slot: Slot<'v, 'static>) -> Self {
        match slot {
            Slot::One(_) => View::None,
            Slot::Object(_, view) => View::Object(view),
            Slot::Each(_, list) => View::List(list),
        }
    }

    fn again(&mut self) -> View<'_> {
        match self {
            View::None => View::None,
            View::Object(view) => View::Object(&mut **view),
            View::List(list) => View::List(&mut **list),
        }
    }
}

/// The conjunction of everything that applies to one value.
#[derive(Default)]
struct Parts<'s> {
    keywords: Vec<&'s Map<String, Value>>,
    unions: Vec<&'s Vec<Value>>,
    never: bool,
}

impl<'s> Compiler<'s> {
    fn push(&mut self, node: Node) -> Option<u32> {
        (self.program.nodes.len() < LARGEST).then_some(())?;
        self.program.nodes.push(node);
        u32::try_from(self.program.nodes.len() - 1).ok()
    }

    fn node(&mut self, schemas: &[&'s Value], view: View<'_>, depth: usize) -> Option<u32> {
        let node = self.conjunction(schemas, view, depth)?;
        self.push(node)
    }

    fn conjunction(&mut self, schemas: &[&'s Value], view: View<'_>, depth: usize) -> Option<Node> {
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
    fn flatten(&self, schema: &'s Value, parts: &mut Parts<'s>, depth: usize) {
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
    fn plain(&mut self, parts: &Parts<'s>, view: View<'_>, depth: usize) -> Option<Node> {
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

    /// The one shape of an object; none when any object will do and nobody looks at it.
    fn object(&mut self, parts: &Parts<'s>, view: View<'_>, depth: usize) -> Option<Option<u32>> {
        let mut view = match view {
            View::Object(view) => Some(view),
            _ => None,
        };
        if view.as_ref().is_some_and(|view| view.wants_whole()) {
            return None;
        }
        let slots = view.as_ref().map(|view| view.names()).unwrap_or_default();
        let (ordered, known) = member_names(parts, slots);
        let Some((others, required)) = others(parts, known, &ordered) else {
            return self.shape_unsure().map(Some);
        };
        let others = match others {
            Ok(schemas) => Others::Node(self.node(&schemas, View::None, depth + 1)?),
            Err(others) => others,
        };
        if others == Others::Free && ordered.is_empty() && view.is_none() {
            return Some(None);
        }
        let (mut members, mut keys) = (Vec::new(), Vec::new());
        for (index, name) in ordered.iter().enumerate() {
            let schemas: Vec<&'s Value> =
                objects(parts, "properties").filter_map(|p| p.get(*name)).collect();
            let slot = slots.iter().position(|slot| slot == name);
            let below = match (slot, view.as_mut()) {
                (Some(slot), Some(view)) => View::of(view.slot(slot)),
                _ => View::None,
            };
            let node = self.node(&schemas, below, depth + 1)?;
            let Some(key) = Key::of(name) else { return self.shape_unsure().map(Some) };
            keys.push(key);
            members.push(Member { node, slot, foreign: index >= known });
        }
        let hands_others = view.as_ref().is_some_and(|view| view.wants_others());
        let (keys, prediction) = (Keys::of(keys), 0);
        let shape = Shape { members, keys, required, others, hands_others, prediction };
        self.shape(shape).map(Some)
    }

    fn shape(&mut self, mut shape: Shape) -> Option<u32> {
        shape.prediction = self.program.predictions;
        self.program.predictions += shape.members.len() + 1;
        self.program.shapes.push(shape);
        let shape = u32::try_from(self.program.shapes.len() - 1).ok()?;
        self.push_object(Object::Plain(shape))
    }

    /// An object of which nothing can be proven.
    fn shape_unsure(&mut self) -> Option<u32> {
        self.shape(Shape {
            members: Vec::new(),
            keys: Keys::default(),
            required: 1 << 63,
            others: Others::Unsure,
            hands_others: false,
            prediction: 0,
        })
    }

    fn push_object(&mut self, object: Object) -> Option<u32> {
        self.program.objects.push(object);
        u32::try_from(self.program.objects.len() - 1).ok()
    }

    /// A union whose branches an object's tag tells apart, or a value's type.
    fn union(
        &mut self,
        parts: &Parts<'s>,
        branches: &[&'s Value],
        mut view: View<'_>,
        depth: usize,
    ) -> Option<Node> {
        let tagged = self.tag(branches);
        let mut nodes = Vec::new();
        for branch in branches {
            let node = self.branch(parts, branch, view.again(), depth)?;
            nodes.push(node);
        }
        match tagged {
            Some(tagged) => self.tagged(&tagged, &nodes),
            None => Some(by_type(nodes)),
        }
    }

    /// The object of which the tag's value says which branch it is.
    fn tagged(&mut self, tag: &Tag<'_>, nodes: &[Node]) -> Option<Node> {
        if !nodes.iter().all(|node| node.types == types::OBJECT && node.object.is_some()) {
            return Some(Node::unsure());
        }
        let objects = nodes.iter().map(|node| node.object).collect::<Option<_>>()?;
        let values: Option<Vec<Key>> = tag.values.iter().map(|value| Key::of(value)).collect();
        let (Some(name), Some(values)) = (Key::of(tag.name), values) else {
            return Some(Node::unsure());
        };
        let guess = tag.required.then_some(self.program.guesses);
        self.program.guesses += 1;
        let tagged = Tagged { tag: name, values: Keys::of(values), objects, guess };
        let object = self.push_object(Object::Tagged(tagged))?;
        Some(Node { types: types::OBJECT, object: Some(object), ..Node::any() })
    }

    /// A branch together with everything beside the union.
    fn branch(
        &mut self,
        parts: &Parts<'s>,
        branch: &'s Value,
        view: View<'_>,
        depth: usize,
    ) -> Option<Node> {
        let mut all = Parts { keywords: parts.keywords.clone(), ..Parts::default() };
        self.flatten(branch, &mut all, 0);
        if all.never || depth > DEEPEST {
            return Some(Node::unsure());
        }
        match all.unions.as_slice() {
            [] => self.plain(&all, view, depth + 1),
            [union] => {
                let union: Vec<&'s Value> = union.iter().collect();
                self.union(&all, &union, view, depth + 1)
            }
            _ => Some(Node::unsure()),
        }
    }

    /// The member that every branch demands another constant of.
    fn tag(&self, branches: &[&'s Value]) -> Option<Tag<'s>> {
        let flat: Vec<Parts<'s>> = branches
            .iter()
            .map(|branch| {
                let mut parts = Parts::default();
                self.flatten(branch, &mut parts, 0);
                parts
            })
            .collect();
        let first = flat.first().filter(|_| flat.len() > 1)?;
        let names: Vec<&'s str> =
            objects(first, "properties").flat_map(|p| p.keys()).map(String::as_str).collect();
        names.into_iter().find_map(|name| {
            let values: Vec<&'s str> =
                flat.iter().map(|parts| constant(parts, name)).collect::<Option<_>>()?;
            let different: std::collections::HashSet<_> = values.iter().collect();
            let required = flat.iter().all(|parts| requires(parts, name));
            (different.len() == values.len()).then_some(Tag { name, values, required })
        })
    }
}

/// The member that tells the branches of a union apart.
struct Tag<'s> {
    name: &'s str,
    /// Its value in each branch.
    values: Vec<&'s str>,
    /// Whether every branch demands it.
    required: bool,
}

fn requires(parts: &Parts<'_>, name: &str) -> bool {
    let lists = parts.keywords.iter().filter_map(|keywords| keywords.get("required")?.as_array());
    lists.flatten().any(|required| required.as_str() == Some(name))
}

/// The string that every value of a member is.
fn constant<'s>(parts: &Parts<'s>, name: &str) -> Option<&'s str> {
    objects(parts, "properties").filter_map(|p| p.get(name)).find_map(|schema| {
        match (schema.get("const"), schema.get("enum").and_then(Value::as_array)) {
            (Some(value), _) => value.as_str(),
            (None, Some(values)) if values.len() == 1 => values.first()?.as_str(),
            _ => None,
        }
    })
}

fn objects<'s>(parts: &Parts<'s>, keyword: &str) -> impl Iterator<Item = &'s Map<String, Value>> {
    parts.keywords.iter().filter_map(move |keywords| keywords.get(keyword)?.as_object())
}

/// What other members are, as schemas or settled, and the bits of the required ones.
#[allow(clippy::type_complexity)] // a pair that lives for one call
fn others<'s>(
    parts: &Parts<'s>,
    known: usize,
    ordered: &[&str],
) -> Option<(Result<Vec<&'s Value>, Others>, u64)> {
    let named = known > 0;
    if ordered.len() > 63 {
        return None;
    }
    let mut required = 0_u64;
    for names in parts.keywords.iter().filter_map(|keywords| keywords.get("required")) {
        for name in names.as_array()? {
            let at = ordered.iter().position(|known| Some(*known) == name.as_str())?;
            required |= 1 << at;
        }
    }
    let additional: Vec<(&&Map<String, Value>, &'s Value)> =
        parts.keywords.iter().filter_map(|k| Some((k, k.get("additionalProperties")?))).collect();
    // The keyword sees only the properties beside it, the merged shape sees all.
    let with = |keywords: &&&Map<String, Value>| keywords.contains_key("properties");
    let (all, beside) = (
        parts.keywords.iter().filter(with).count(),
        additional.iter().map(|(keywords, _)| *keywords).filter(with).count(),
    );
    let others = match additional.as_slice() {
        [] if named => Err(Others::Noted),
        [] => Err(Others::Free),
        [(_, Value::Bool(false))] if all == beside => Err(Others::Unsure),
        [(_, schema)] if all == beside && ordered.len() == known => Ok(vec![*schema]),
        _ => return None,
    };
    Some((others, required))
}

/// Values whose branches have no type in common: each type has one branch's demands.
fn by_type(nodes: Vec<Node>) -> Node {
    let mut all = Node { types: 0, ..Node::any() };
    for node in nodes {
        let numbers = node.types & types::NUMBER;
        // A branch that proves nothing might still hold, and then a `oneOf` would not.
        let clash = all.types & node.types != 0 || (numbers != 0 && all.types & types::NUMBER != 0);
        if clash || node.types == 0 {
            return Node::unsure();
        }
        all.types |= node.types;
        if numbers != 0 {
            (all.ints, all.floats, all.not_int) = (node.ints, node.floats, node.not_int);
        }
        if node.types & types::STRING != 0 {
            all.texts = node.texts;
        }
        if node.types & types::ARRAY != 0 {
            (all.items, all.item_count) = (node.items, node.item_count);
        }
        if node.types & types::OBJECT != 0 {
            all.object = node.object;
        }
    }
    all
}

/// Adds one keyword; `None` when it is not modelled.
fn restrict(node: &mut Node, name: &str, value: &Value) -> Option<()> {
    match name {
        "type" => node.types &= type_bits(value)?,
        "const" => only(node, std::slice::from_ref(value))?,
        "enum" => only(node, value.as_array()?)?,
        "minimum" => bound(node, value, |ints, floats, int, float| {
            ints.0 = ints.0.max(int);
            floats.0 = floats.0.max(float);
        })?,
        "maximum" => bound(node, value, |ints, floats, int, float| {
            ints.1 = ints.1.min(int);
            floats.1 = floats.1.min(float);
        })?,
        "minLength" => node.texts.push(Text::AtLeast(usize::try_from(value.as_u64()?).ok()?)),
        "maxLength" => node.texts.push(Text::AtMost(usize::try_from(value.as_u64()?).ok()?)),
        "pattern" => {
            node.texts.push(Text::Pattern(Box::new(Automaton::of(value.as_str()?)?), true))
        }
        "format" => node.texts.push(match value.as_str()? {
            "uuid" => Text::Pattern(Box::new(Automaton::uuid()?), true),
            "date-time" => Text::DateTime,
            "uri" => Text::Uri,
            _ => return None,
        }),
        "minItems" => node.item_count.0 = node.item_count.0.max(value.as_u64()?),
        "maxItems" => node.item_count.1 = node.item_count.1.min(value.as_u64()?),
        "not" => excluded(node, value)?,
        "oneOf" | "anyOf" | "properties" | "required" | "additionalProperties" | "items" => {}
        name if SILENT.contains(&name) || name.starts_with("x-") => {}
        _ => return None,
    }
    Some(())
}

fn type_bits(value: &Value) -> Option<u8> {
    let one = |name: &Value| {
        Some(match name.as_str()? {
            "null" => types::NULL,
            "boolean" => types::BOOL,
            // A zero fraction is an integer too; the program leaves it to the explaining path.
            "integer" => types::INT,
            "number" => types::NUMBER,
            "string" => types::STRING,
            "array" => types::ARRAY,
            "object" => types::OBJECT,
            _ => return None,
        })
    };
    match value {
        Value::Array(names) => names.iter().try_fold(0, |bits, name| Some(bits | one(name)?)),
        name => one(name),
    }
}

/// `const` and `enum`: strings, or one integer.
fn only(node: &mut Node, values: &[Value]) -> Option<()> {
    if let Some(texts) = values.iter().map(Value::as_str).collect::<Option<Vec<_>>>() {
        node.types &= types::STRING;
        let keys = Keys::of(texts.iter().filter_map(|text| Key::of(text)).collect());
        node.texts.push(Text::OneOf(texts.into_iter().map(Box::from).collect(), keys));
        return Some(());
    }
    let [Value::Number(number)] = values else { return None };
    let int = i128::from(number.as_i64()?);
    node.types &= types::INT;
    node.ints = (node.ints.0.max(int), node.ints.1.min(int));
    Some(())
}

/// Narrows a node's integers and floats by one bound.
type SetBound = fn(&mut (i128, i128), &mut (f64, f64), i128, f64);

fn bound(node: &mut Node, value: &Value, set: SetBound) -> Option<()> {
    let number = value.as_number()?;
    let int = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from))?;
    // Beyond 2^53 a float near the bound could be judged wrongly: only integers are proven then.
    let exact = int.unsigned_abs() <= 1 << 53;
    if !exact {
        node.types &= !types::FLOAT;
    }
    #[allow(clippy::cast_precision_loss)] // exact, or no float is proven
    set(&mut node.ints, &mut node.floats, int, int as f64);
    Some(())
}

/// Every member name once, those of `properties` before those that only a view asks for, and how
/// many the schema names.
fn member_names<'s>(parts: &Parts<'s>, slots: &[&'s str]) -> (Vec<&'s str>, usize) {
    let mut ordered: Vec<&str> = Vec::new();
    let mut take = |name: &'s str| {
        if !ordered.contains(&name) {
            ordered.push(name);
        }
        ordered.len()
    };
    let named = objects(parts, "properties").flat_map(|properties| properties.keys());
    let known = named.fold(0, |_, name| take(name));
    slots.iter().for_each(|slot| {
        take(slot);
    });
    (ordered, known)
}

/// `not` of one integer constant, or of one pattern.
fn excluded(node: &mut Node, value: &Value) -> Option<()> {
    let keywords = value.as_object()?;
    let mut asserting = keywords.iter().filter(|(name, _)| !SILENT.contains(&name.as_str()));
    let (Some((name, value)), None) = (asserting.next(), asserting.next()) else { return None };
    if keywords.contains_key("$ref") || keywords.contains_key("allOf") {
        return None;
    }
    match name.as_str() {
        "const" if node.not_int.is_none() => {
            node.not_int = Some(value.as_i64()?.into());
            // Of other types every value is allowed, and `0.0` is the integer: no float is proven.
            node.types &= !types::FLOAT;
        }
        // What is no string matches every pattern, and so is excluded.
        "pattern" => {
            node.types &= types::STRING;
            node.texts.push(Text::Pattern(Box::new(Automaton::of(value.as_str()?)?), false));
        }
        _ => return None,
    }
    Some(())
}
