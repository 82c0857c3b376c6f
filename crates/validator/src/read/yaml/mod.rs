//! The YAML reader: one document of YAML 1.2, core schema, over the parser's events.
//!
//! The parser says what is well-formed; everything that turns events into a tree stands here, so
//! that nothing is decided twice: keys are unique and strings, aliases are bounded, tags are the
//! core schema's. What has no counterpart in JSON is a finding.

mod anchors;
mod input;
mod marks;
mod messages;
mod prepare;
mod quoted;
mod reader;
mod scalar;
mod tags;
mod values;

#[cfg(test)]
mod suite_tests;
#[cfg(test)]
mod tests;

pub(super) use reader::read;
