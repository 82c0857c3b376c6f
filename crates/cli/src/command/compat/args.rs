//! How to compare, whatever is compared.

use catalog::Reference;
use clap::{Args, ValueEnum};
use compat::{Dialect, FormatMode, Options, World};
use contracts::toolkit::CompatMode;

use crate::groups::LimitArgs;

/// How to compare, whatever is compared.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// The directions that must hold. Both are reported whatever is asked for; between two schemas
    /// the transitive modes ask what the plain ones do.
    #[arg(long, value_enum, default_value_t = ModeArg::Full)]
    pub mode: ModeArg,
    /// What the writing side may emit.
    #[arg(long, value_enum, default_value_t = WorldArg::Open)]
    pub world: WorldArg,
    /// Whether `format` restricts texts. Without it the schema's dialect decides (it does up to
    /// draft 7); it always does in schemas of this toolkit.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub assert_formats: Option<bool>,
    /// The dialect of schemas that name none: `draft-04`, `draft-06`, `draft-07`, `2019-09`,
    /// `2020-12`.
    #[arg(long, value_name = "DIALECT", value_parser = dialect)]
    pub dialect: Option<Dialect>,
    /// How much is read of a schema.
    #[command(flatten)]
    pub limits: LimitArgs,
}

/// The directions that must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ModeArg {
    /// New readers read what the last version wrote.
    Backward,
    /// Readers of the last version read what new writers write.
    Forward,
    /// Both.
    Full,
    /// New readers read what every older version wrote.
    BackwardTransitive,
    /// Readers of every older version read what new writers write.
    ForwardTransitive,
    /// Both, over every older version.
    FullTransitive,
}

/// What the writing side may emit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WorldArg {
    /// Every document that its schema accepts.
    Open,
    /// Declared members only, and the reading side refuses any others.
    Closed,
    /// Declared members only; the reading side is as it is.
    EmittedOnly,
}

impl From<ModeArg> for CompatMode {
    fn from(mode: ModeArg) -> Self {
        match mode {
            ModeArg::Backward => CompatMode::Backward,
            ModeArg::Forward => CompatMode::Forward,
            ModeArg::Full => CompatMode::Full,
            ModeArg::BackwardTransitive => CompatMode::BackwardTransitive,
            ModeArg::ForwardTransitive => CompatMode::ForwardTransitive,
            ModeArg::FullTransitive => CompatMode::FullTransitive,
        }
    }
}

impl From<WorldArg> for World {
    fn from(world: WorldArg) -> Self {
        match world {
            WorldArg::Open => World::Open,
            WorldArg::Closed => World::Closed,
            WorldArg::EmittedOnly => World::EmittedOnly,
        }
    }
}

impl CompareArgs {
    /// The directions that must hold.
    #[must_use]
    pub fn mode(&self) -> CompatMode {
        self.mode.into()
    }

    /// What the comparison is told. `ours` says that a schema of this toolkit takes part, in
    /// which formats always assert.
    #[must_use]
    pub fn options(&self, ours: bool) -> Options {
        let formats = match (self.assert_formats, ours) {
            (Some(false), false) => FormatMode::Ignore,
            (None, false) => FormatMode::ByDialect,
            _ => FormatMode::Assert,
        };
        Options { dialect: self.dialect, formats, world: self.world.into(), ..Options::default() }
    }
}

fn dialect(text: &str) -> Result<Dialect, String> {
    Dialect::of_name(text).ok_or_else(|| {
        let known = Dialect::ALL.map(Dialect::name).join(", ");
        format!("no such dialect; there are {known}")
    })
}

/// Whether an argument is written as a path: then a contract of that name does not count.
#[must_use]
pub fn is_path(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let lower = lower.strip_suffix(".gz").or(lower.strip_suffix(".zst")).unwrap_or(&lower);
    let named = [".json", ".yaml", ".yml"].iter().any(|ending| lower.ends_with(ending));
    named || text == "-" || text.starts_with(['.', '/', '~']) || text.contains('\\')
}

/// Whether an argument that is not written as a path speaks of a contract: one with an `@`, or of
/// a family that there is. What it says of it may still be wrong.
#[must_use]
pub fn names_contract(text: &str) -> bool {
    let id = text.split('@').next().unwrap_or_default();
    let family = id.split_once('/').map(|(family, _)| family);
    let known = catalog::contracts::all().any(|contract| Some(contract.family()) == family);
    Reference::parse(text).is_ok() || known || family.is_some() && text.contains('@')
}

#[cfg(test)]
mod tests {
    use super::{is_path, names_contract};

    #[test]
    fn a_contract_is_named_unless_a_path_is_written() {
        for (text, path, contract) in [
            ("old.json", true, false),
            ("./kanade/command", true, true),
            ("kanade/command", false, true),
            ("kanade/comand@0.29", false, true),
            ("schemas/old", false, false),
            ("schema", false, false),
            ("-", true, false),
            ("OLD.YAML.GZ", true, false),
        ] {
            assert_eq!(is_path(text), path, "{text}");
            if !path {
                assert_eq!(names_contract(text), contract, "{text}");
            }
        }
    }
}
