//! What a renderer is told beside the report.

use std::borrow::Cow;

/// What a rule says of itself, as far as a report shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleHelp {
    /// What the rule demands, in one sentence.
    pub says: Cow<'static, str>,
    /// Why it is demanded.
    pub why: Cow<'static, str>,
    /// What to do about a finding.
    pub remedy: Cow<'static, str>,
}

/// Where renderers look a rule up by its code. The rules live above this crate, so the edge
/// hands the lookup in.
pub type RuleLookup<'l> = dyn Fn(&str) -> Option<RuleHelp> + 'l;

/// The lookup of a program without rules.
#[must_use]
pub fn no_help(_code: &str) -> Option<RuleHelp> {
    None
}

/// How to render.
#[derive(Clone, Copy)]
pub struct RenderOptions<'l> {
    /// Whether the writer is a terminal that shows colours; only `text` asks.
    pub colour: bool,
    /// What rules say of themselves; `sarif`, `html` and `markdown` ask.
    pub rules: &'l RuleLookup<'l>,
}

impl Default for RenderOptions<'_> {
    fn default() -> Self {
        RenderOptions { colour: false, rules: &no_help }
    }
}

impl std::fmt::Debug for RenderOptions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RenderOptions").field("colour", &self.colour).finish_non_exhaustive()
    }
}
