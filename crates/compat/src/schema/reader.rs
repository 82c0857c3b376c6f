//! One schema as a formula: every keyword by the allow-list of its dialect.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::dialect::Role;
use super::resources::{Place, Resources};
use super::{Dialect, format::asserted};
use crate::formula::{Arena, Kind, Kinds, Literal, NodeId, NumberLiteral, Opaque, RefId};

/// The members of a schema object.
pub(super) type Members = Map<String, Value>;

/// Reads the schemas of one document into a store.
pub(crate) struct Reader<'a> {
    pub(super) arena: &'a mut Arena,
    pub(super) document: &'a Value,
    pub(super) dialect: Dialect,
    pub(super) resources: Resources,
    pub(super) formats: bool,
    /// Writers emit declared members only: every object that declares some is closed.
    pub(super) closed: bool,
    /// Places that are read.
    pub(super) done: HashMap<String, NodeId>,
    /// Places being read, outermost first; `None` where the way steps into a part of the value.
    pub(super) open: Vec<Option<String>>,
    /// Places that something being read refers back to.
    pub(super) refs: HashMap<String, RefId>,
    /// Places being split by what their branches judge, outermost first.
    pub(super) splitting: Vec<String>,
}

impl<'a> Reader<'a> {
    /// A reader of one document.
    pub(crate) fn new(
        arena: &'a mut Arena,
        document: &'a Value,
        dialect: Dialect,
        formats: bool,
        closed: bool,
    ) -> Self {
        let resources = Resources::of(document, dialect);
        Reader {
            arena,
            document,
            dialect,
            resources,
            formats,
            closed,
            done: HashMap::new(),
            open: Vec::new(),
            refs: HashMap::new(),
            splitting: Vec::new(),
        }
    }

    /// The formula of the whole document.
    pub(crate) fn read(&mut self) -> NodeId {
        let root = Place { pointer: String::new() };
        self.part(self.document, &root)
    }

    /// The formula of a schema that judges a part of the value (or the whole of it).
    pub(super) fn part(&mut self, schema: &Value, place: &Place) -> NodeId {
        // Splits that are under way judge the value around this part, not the part.
        let around = std::mem::take(&mut self.splitting);
        let node = self.part_within(schema, place);
        self.splitting = around;
        node
    }

    /// The same for a split that needs the part itself: what is being split is not split again.
    pub(super) fn part_within(&mut self, schema: &Value, place: &Place) -> NodeId {
        self.open.push(None);
        let node = self.here(schema, place);
        let node = if self.closed { self.close(node, schema, place) } else { node };
        self.open.pop();
        node
    }

    /// The formula of a schema that judges the value its neighbours judge.
    pub(super) fn here(&mut self, schema: &Value, place: &Place) -> NodeId {
        let members = match schema {
            Value::Bool(true) => return Arena::ANY,
            Value::Bool(false) => return Arena::NEVER,
            Value::Object(members) => members,
            _ => return self.opaque(place, Kinds::ALL, schema, "this is no schema"),
        };
        let key = self.key(&place.pointer);
        if let Some(&node) = self.done.get(&key) {
            return node;
        }
        if let Some(true) = self.opened(&key) {
            return self.back_to(key);
        }
        self.open.push(Some(key.clone()));
        let node = self.object(members, place);
        self.open.pop();
        if let Some(&target) = self.refs.get(&key) {
            self.arena.resolve(target, node);
        }
        self.done.insert(key, node);
        node
    }

    /// What a place is remembered by: read as emitted or as judged, it may mean different things.
    pub(super) fn key(&self, pointer: &str) -> String {
        if self.closed { format!("!{pointer}") } else { pointer.to_owned() }
    }

    fn object(&mut self, members: &Members, place: &Place) -> NodeId {
        if self.resources.foreign.contains(&place.pointer) {
            return self.foreign(members, place);
        }
        if self.dialect <= Dialect::Draft7 && members.contains_key("$ref") {
            return self.reference(members, place);
        }
        self.keywords(members, place)
    }

    /// All keywords of a schema in the dialect at hand.
    pub(super) fn keywords(&mut self, members: &Members, place: &Place) -> NodeId {
        let mut parts = Vec::new();
        for (keyword, value) in members {
            match self.dialect.role(keyword) {
                Role::Silent => {}
                Role::Unmodelled => {
                    let why = format!("engines do not agree on what `{keyword}` means here");
                    parts.push(self.unsettled(&place.at(keyword), value, &why));
                }
                Role::Modelled => parts.push(self.keyword(keyword, value, members, place)),
            }
        }
        self.arena.all(parts)
    }

    fn keyword(&mut self, keyword: &str, value: &Value, all: &Members, place: &Place) -> NodeId {
        let at = place.at(keyword);
        match keyword {
            "type" => self.types(value, &at),
            "enum" => self.enumeration(value, &at),
            "const" => self.constant(value),
            "$ref" => self.reference(all, place),
            "$dynamicRef" | "$recursiveRef" => self.dynamic_reference(value, &at),
            "multipleOf" | "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {
                self.number(keyword, value, all, &at)
            }
            "minLength" | "maxLength" | "pattern" => self.text(keyword, value, &at),
            "format" => self.format(value),
            "minItems" | "maxItems" | "uniqueItems" | "items" | "prefixItems"
            | "additionalItems" | "contains" => self.array(keyword, value, all, &at),
            "allOf" | "anyOf" | "oneOf" | "not" | "if" => self.logic(keyword, value, all, place),
            "unevaluatedProperties" => self.unevaluated_properties(value, all, place),
            "unevaluatedItems" => self.unevaluated_items(value, all, place),
            // Read together with the keyword beside them.
            "minContains" | "maxContains" | "then" | "else" => Arena::ANY,
            _ => self.member(keyword, value, all, &at),
        }
    }

    fn types(&mut self, value: &Value, at: &Place) -> NodeId {
        let names: Vec<&str> = match value {
            Value::String(name) => vec![name],
            Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
            _ => return self.malformed(at, value),
        };
        let (mut kinds, mut whole) = (Kinds::NONE, false);
        for name in &names {
            whole |= *name == "integer";
            let Some(kind) = kind_of(name) else { return self.malformed(at, value) };
            kinds = kinds.or(Kinds::of(kind));
        }
        let kinds = self.arena.kinds(kinds);
        if !whole || names.contains(&"number") {
            return kinds;
        }
        // Numbers are values: `1.0` is an integer in every dialect, however it is spelt.
        let whole = self.arena.when(Literal::Number(NumberLiteral::Whole), true);
        self.arena.all([kinds, whole])
    }

    fn format(&mut self, value: &Value) -> NodeId {
        match value.as_str().filter(|name| self.formats && asserted(name, self.dialect)) {
            Some(name) => {
                let literal = crate::formula::TextLiteral::Format(name.into());
                self.arena.when(Literal::Text(literal), true)
            }
            None => Arena::ANY,
        }
    }

    /// A condition that is not modelled: equal text in equal dialects is the same condition.
    pub(super) fn opaque(&mut self, at: &Place, kinds: Kinds, value: &Value, why: &str) -> NodeId {
        self.open_condition((at, kinds, false), value, why)
    }

    /// The same, where engines may not agree.
    pub(super) fn open_condition(
        &mut self,
        (at, kinds, unsettled): (&Place, Kinds, bool),
        value: &Value,
        why: &str,
    ) -> NodeId {
        let keyword = at.pointer.rsplit('/').next().unwrap_or_default();
        let said = self.reach(value);
        let text = format!("{} {} {keyword} {said}", self.dialect.name(), self.closed);
        let (reason, pointer) = (why.to_owned(), at.pointer.clone());
        self.arena.opaque(kinds, &text, Opaque { reason, pointer, unsettled })
    }

    /// A condition on whose meaning engines do not agree.
    pub(super) fn unsettled(&mut self, at: &Place, value: &Value, why: &str) -> NodeId {
        let text = format!("{} {} {value} {}", self.dialect.name(), at.pointer, self.document);
        let (reason, pointer) = (why.to_owned(), at.pointer.clone());
        self.arena.opaque(Kinds::ALL, &text, Opaque { reason, pointer, unsettled: true })
    }

    /// A keyword whose value no dialect allows.
    pub(super) fn malformed(&mut self, at: &Place, value: &Value) -> NodeId {
        self.opaque(at, Kinds::ALL, value, "the value is not what the keyword takes")
    }
}

fn kind_of(name: &str) -> Option<Kind> {
    Some(match name {
        "null" => Kind::Null,
        "boolean" => Kind::Boolean,
        "number" | "integer" => Kind::Number,
        "string" => Kind::String,
        "array" => Kind::Array,
        "object" => Kind::Object,
        _ => return None,
    })
}
