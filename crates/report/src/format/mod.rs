//! The output formats, one file each. Every one writes the same report to a given writer.

pub mod github;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod ndjson;
mod options;
mod place;
pub mod sarif;
mod select;
pub(crate) mod sentence;
pub mod text;
mod text_snippet;
mod uri;
mod xml;

pub use options::{RenderOptions, RuleHelp, RuleLookup, no_help};
pub use select::{Format, UnknownFormat, render};
