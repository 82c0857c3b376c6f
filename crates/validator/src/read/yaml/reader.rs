//! From events to the tree.

use std::borrow::Cow;
use std::ops::Range;

use contracts::toolkit::Finding;
use saphyr_parser::{Event, Parser, Tag};
use serde_json::Value;

use super::anchors::{Anchored, Anchors, Size};
use super::input::{Allowance, Bounded};
use super::marks::Marks;
use super::tags::{core_tag, unknown_tag};
use super::{messages, prepare};
use crate::read::build::{Builder, Built};
use crate::read::codes::YAML;
use crate::read::fault::Fault;
use crate::read::reporter::Reporter;
use crate::read::{Limits, Positions, Source, text};
use crate::rules::document as rules;

/// Reads a YAML text.
pub(in crate::read) fn read(
    source: &Source<'_>,
    limits: &Limits,
) -> (Option<Value>, Positions, Vec<Finding>) {
    let (value, positions, reporter) = build(source, limits);
    (value, positions, reporter.into_findings())
}

fn build<'a, 's>(source: &'a Source<'s>, limits: &Limits) -> Built<'a, 's> {
    let bytes = source.bytes();
    let mut builder = Builder::new(&YAML, limits, Reporter::new(source));
    if bytes.len() > limits.bytes() {
        return builder.refuse(text::too_large(&YAML, limits.bytes()));
    }
    let (text, mark) = match text::decode(bytes, &YAML) {
        Ok(decoded) => decoded,
        Err(fault) => return builder.refuse(fault),
    };
    if mark > 0 {
        builder.report(YAML.byte_order_mark, &(0..mark), text::mark_message);
    }
    if let Err(fault) = prepare::check(text, mark) {
        return builder.refuse(fault);
    }
    let prepared = prepare::prepare(text, mark);
    let body = prepared.input.get(prepared.shift..).unwrap_or_default();
    let mut reader = Reader {
        marks: Marks::new(body, prepared.base, prepared.shift),
        builder,
        open: Vec::new(),
        anchors: Anchors::default(),
        total: Size::default(),
        end: mark,
    };
    let allowance = Allowance::new(limits.line());
    match reader.run(&prepared.input, &allowance) {
        Ok(()) => reader.builder.finish(),
        Err(fault) => reader.builder.refuse(fault),
    }
}

/// The walk over the events, and what it has built so far.
pub(super) struct Reader<'t, 'a, 's> {
    pub(super) marks: Marks<'t>,
    pub(super) builder: Builder<'a, 's>,
    pub(super) open: Vec<Container>,
    pub(super) anchors: Anchors,
    /// All values so far, aliases expanded.
    pub(super) total: Size,
    /// Where the last value ended.
    pub(super) end: usize,
}

/// A collection that is not finished.
pub(super) struct Container {
    pub(super) next: Next,
    pub(super) anchor: usize,
    /// `total` before it.
    pub(super) before: Size,
    /// Levels of containers in it, itself included.
    pub(super) height: usize,
}

/// What a collection takes next.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Next {
    Item,
    Key,
    Value,
}

/// A tag, when there is one.
pub(super) type MaybeTag<'t> = Option<Cow<'t, Tag>>;

impl Reader<'_, '_, '_> {
    fn run(&mut self, text: &str, allowance: &Allowance) -> Result<(), Fault> {
        let mut parser = Parser::new(Bounded::new(text, allowance));
        let mut documents = 0;
        while let Some(event) = parser.next_event() {
            if allowance.is_spent() {
                return Err(self.large_part(allowance));
            }
            allowance.renew();
            let (event, span) = event.map_err(|error| messages::fault(&error, &self.marks))?;
            let at = self.marks.range(&span);
            match event {
                Event::DocumentStart(_) if documents == 1 => {
                    self.another_document(&at);
                    break;
                }
                Event::DocumentStart(_) => documents += 1,
                Event::Scalar(text, style, anchor, tag) => {
                    self.scalar(&text, style, anchor, tag, at)?;
                }
                Event::SequenceStart(anchor, tag) => self.open(Next::Item, anchor, tag, &at)?,
                Event::MappingStart(anchor, tag) => self.open(Next::Key, anchor, tag, &at)?,
                Event::SequenceEnd | Event::MappingEnd => self.close(&at),
                Event::Alias(anchor) => self.alias(anchor, &at)?,
                Event::StreamEnd => break,
                Event::Nothing | Event::StreamStart | Event::DocumentEnd => {}
            }
        }
        if documents == 0 {
            let message = "the text is empty: no document stands in it";
            return Err(Fault::new(YAML.syntax, self.end..self.end, message)
                .with_remedy("The text may have been cut off; write it in full."));
        }
        Ok(())
    }

    fn large_part(&self, allowance: &Allowance) -> Fault {
        let limit = text::size(allowance.each());
        let message =
            format!("what begins after this is one text or inline collection over {limit}");
        Fault::new(YAML.too_large, self.end..self.end, message).with_remedy(
            "Write the collection in block style or the document as JSON, or raise the limit with --max-line.",
        )
    }

    fn another_document(&mut self, at: &Range<usize>) {
        self.builder.report(&rules::yaml_multiple_documents::META, at, || {
            "a second document begins here; only the first one was read".to_owned()
        });
    }

    fn open(
        &mut self,
        next: Next,
        anchor: usize,
        tag: MaybeTag<'_>,
        at: &Range<usize>,
    ) -> Result<(), Fault> {
        if self.expects_key() {
            return Err(collection_key(at));
        }
        let own = if next == Next::Item { "seq" } else { "map" };
        if let Some(tag) = tag {
            match core_tag(&tag) {
                Some("") => {}
                Some(core) if core == own => {}
                Some(core) => drop(self.wrong_tag(at, || {
                    format!(
                        "a {} is no `!!{core}`",
                        if own == "seq" { "sequence" } else { "mapping" }
                    )
                })),
                None => drop(self.wrong_tag(at, || unknown_tag(&tag))),
            }
        }
        match next {
            Next::Item => self.builder.open_array(at)?,
            Next::Key | Next::Value => self.builder.open_object(at)?,
        }
        self.open.push(Container { next, anchor, before: self.total, height: 1 });
        self.total.add(Size { values: 1, bytes: 0 });
        self.end = at.start + 1;
        Ok(())
    }

    fn close(&mut self, at: &Range<usize>) {
        if self.open.last().is_some_and(|open| open.next == Next::Value) {
            self.builder.scalar(Value::Null, &(self.end..self.end));
        }
        // A bracket of its own ends a flow collection; a block ends with its last part.
        if !at.is_empty() && self.marks.slice(&(at.start..at.start + 1)).starts_with(['}', ']']) {
            self.end = at.start + 1;
        }
        let (Some(open), Some((value, node))) = (self.open.pop(), self.builder.take(self.end))
        else {
            return;
        };
        let size = self.total.since(open.before);
        let height = open.height;
        if open.anchor > 0 {
            self.anchors.keep(open.anchor, size, || Anchored {
                value: value.clone(),
                node,
                size,
                height,
            });
        }
        self.builder.add(value, node);
        self.value_done(height);
    }

    pub(super) fn expects_key(&self) -> bool {
        self.open.last().is_some_and(|open| open.next == Next::Key)
    }

    pub(super) fn expect(&mut self, next: Next) {
        if let Some(open) = self.open.last_mut() {
            open.next = next;
        }
    }

    /// After a value of so many levels: its mapping takes a key next.
    pub(super) fn value_done(&mut self, height: usize) {
        if let Some(open) = self.open.last_mut() {
            open.height = open.height.max(height + 1);
            if open.next == Next::Value {
                open.next = Next::Key;
            }
        }
    }
}

fn collection_key(at: &Range<usize>) -> Fault {
    Fault::new(&rules::yaml_non_string_key::META, at.clone(), "a collection stands as a key")
}
