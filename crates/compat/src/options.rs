//! What a comparison is told beside the two schemas.

use crate::schema::Dialect;

/// Whether `format` restricts values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FormatMode {
    /// As the schema's dialect says: up to draft 7 it asserts, later it only annotates.
    #[default]
    ByDialect,
    /// Always; our own schemas mean it so.
    Assert,
    /// Never.
    Ignore,
}

/// What the writing side may emit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum World {
    /// Every document that the writer's schema accepts.
    #[default]
    Open,
    /// Declared members and no others, on both sides: readers refuse what they do not know.
    Closed,
    /// Members that the writer's schema declares, and no others; readers are as they are.
    EmittedOnly,
}

impl From<World> for contracts::toolkit::CompatWorld {
    fn from(world: World) -> Self {
        match world {
            World::Open => Self::Open,
            World::Closed => Self::Closed,
            World::EmittedOnly => Self::EmittedOnly,
        }
    }
}

/// What a comparison is told beside the two schemas.
#[derive(Debug, Clone)]
pub struct Options {
    /// The dialect of schemas that name none; `None` lets shapes tell, else 2020-12.
    pub dialect: Option<Dialect>,
    /// Whether `format` restricts values.
    pub formats: FormatMode,
    /// What the writing side may emit.
    pub world: World,
    /// Steps a direction may take before it ends in unknown; counted, never timed.
    pub budget: u64,
    /// Findings looked for in a direction.
    pub max_findings: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            dialect: None,
            formats: FormatMode::default(),
            world: World::default(),
            budget: 200_000,
            max_findings: 32,
        }
    }
}
