//! Scalars, keys and aliases: what becomes of each.

use std::ops::Range;

use saphyr_parser::ScalarStyle;
use serde_json::Value;

use super::anchors::{Anchored, MOST_BYTES, MOST_VALUES, Refused, Size};
use super::quoted::quoted_end;
use super::reader::{MaybeTag, Next, Reader};
use super::scalar::{self, Plain};
use super::tags::{core_tag, unknown_tag};
use crate::read::codes::YAML;
use crate::read::fault::Fault;
use crate::read::positions::Node;
use crate::read::{quote, text};
use crate::rules::document as rules;

impl Reader<'_, '_, '_> {
    pub(super) fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: MaybeTag<'_>,
        at: Range<usize>,
    ) -> Result<(), Fault> {
        let at = at.start..self.scalar_end(style, &at);
        let size = Size::of_scalar(text);
        self.total.add(size);
        if self.expects_key() {
            let value = self.key(text, style, tag, &at);
            self.keep(anchor, size, 0, |node| (value, node), &at);
            return Ok(());
        }
        let plain = self.resolve(text, style, tag, &at);
        let value = plain.into_value(text);
        self.keep(anchor, size, 0, |node| (value.clone(), node), &at);
        self.builder.scalar(value, &at);
        self.end = at.end;
        self.value_done(0);
        Ok(())
    }

    fn keep(
        &mut self,
        anchor: usize,
        size: Size,
        height: usize,
        make: impl FnOnce(Node) -> (Value, Node),
        at: &Range<usize>,
    ) {
        if anchor > 0 {
            self.anchors.keep(anchor, size, || {
                let (value, node) = make(Node::new(at, 0));
                Anchored { value, node, size, height }
            });
        }
    }

    /// Takes a scalar as a key; the value is what an alias to it stands for.
    fn key(
        &mut self,
        text: &str,
        style: ScalarStyle,
        tag: MaybeTag<'_>,
        at: &Range<usize>,
    ) -> Value {
        self.builder.key(text.into(), at.clone());
        self.expect(Next::Value);
        let plain = style == ScalarStyle::Plain && tag.is_none();
        if plain && text == "<<" {
            self.builder.report(&rules::yaml_merge_key::META, at, || {
                "`<<` merges nothing in YAML 1.2, where it is a key like any other".to_owned()
            });
        }
        let resolved = self.resolve(text, style, tag, at);
        if resolved != Plain::Text {
            self.builder.report(&rules::yaml_non_string_key::META, at, || {
                let what = if text.is_empty() {
                    "an empty key".to_owned()
                } else {
                    format!("the key {}", quote(text))
                };
                format!("{what} is {}, not a string", kind_of(&resolved))
            });
        }
        resolved.into_value(text)
    }

    /// What a scalar stands for, by its style and tag.
    fn resolve(
        &mut self,
        text: &str,
        style: ScalarStyle,
        tag: MaybeTag<'_>,
        at: &Range<usize>,
    ) -> Plain {
        let plain = match tag {
            None if style == ScalarStyle::Plain => scalar::resolve(text),
            None => Plain::Text,
            Some(tag) => match core_tag(&tag) {
                Some("") => Plain::Text,
                Some(core) => match scalar::tagged(core, text) {
                    Some(plain) => plain,
                    None => self.wrong_tag(at, || format!("{} is no `!!{core}`", quote(text))),
                },
                None => self.wrong_tag(at, || unknown_tag(&tag)),
            },
        };
        match &plain {
            Plain::Number(_, Some(problem)) => {
                self.builder.report(YAML.number_range, at, || problem.message(text));
            }
            Plain::NotFinite(_) => self.builder.report(&rules::yaml_number::META, at, || {
                format!("{} is no number that JSON has", quote(text))
            }),
            _ => {}
        }
        plain
    }

    pub(super) fn wrong_tag(
        &mut self,
        at: &Range<usize>,
        message: impl FnOnce() -> String,
    ) -> Plain {
        self.builder.report(&rules::yaml_tag::META, at, message);
        Plain::Text
    }

    pub(super) fn alias(&mut self, anchor: usize, at: &Range<usize>) -> Result<(), Fault> {
        let anchored = self.anchors.expand(anchor).map_err(|refused| refuse_alias(&refused, at))?;
        if self.open.last().is_some_and(|open| open.next == Next::Key) {
            let Value::String(key) = &anchored.value else { return Err(alias_key(at)) };
            let (key, size) = (key.clone(), anchored.size);
            self.total.add(size);
            self.builder.key(key.into(), at.clone());
            self.expect(Next::Value);
            return Ok(());
        }
        self.builder.check_depth(anchored.height, at)?;
        self.total.add(anchored.size);
        self.builder.add(anchored.value.clone(), anchored.node.moved_to(at));
        self.end = at.end;
        let height = anchored.height;
        self.value_done(height);
        Ok(())
    }

    /// Where a scalar really ends; the parser's span goes on to the next token or line.
    fn scalar_end(&self, style: ScalarStyle, at: &Range<usize>) -> usize {
        let text = self.marks.slice(at);
        match style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => at.start + quoted_end(text),
            _ => at.start + text.trim_end().len(),
        }
    }
}

fn alias_key(at: &Range<usize>) -> Fault {
    let message = "an alias to a value that is no string stands as a key";
    Fault::new(&rules::yaml_non_string_key::META, at.clone(), message)
}

fn refuse_alias(refused: &Refused, at: &Range<usize>) -> Fault {
    let message = match refused {
        Refused::Itself => {
            "this alias stands inside the value that it names, without end".to_owned()
        }
        Refused::TooMuch => format!(
            "the aliases of this document expand to more than {MOST_VALUES} values or {}",
            text::size(MOST_BYTES)
        ),
    };
    Fault::new(&rules::yaml_alias_limit::META, at.clone(), message)
}

fn kind_of(plain: &Plain) -> &'static str {
    match plain {
        Plain::Null => "null",
        Plain::Bool(_) => "a truth value",
        Plain::Number(..) | Plain::NotFinite(_) => "a number",
        Plain::Text => "a string",
    }
}
