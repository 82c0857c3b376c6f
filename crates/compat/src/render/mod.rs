//! Reports of comparisons for people: as text, as a page, and as a comment on a pull request. The
//! formats that any findings have are rendered from [`crate::report::findings`].

mod html;
mod markdown;
pub mod policy;
mod text;

use contracts::toolkit::{
    ComparedPair, ComparedSchema, CompatDirection, CompatMode, CompatVerdict,
};
use serde_json::Value;

pub use html::{PageOptions, render as html};
pub use markdown::render as markdown;
pub use text::{TextOptions, render as text};

/// Where a pointer into a schema stands in its file, as line and column; `None` where the caller
/// has no text of it.
pub type Places<'p> = dyn Fn(&ComparedSchema, &str) -> Option<(u64, u64)> + 'p;

/// One direction of a pair, under its name.
struct Way<'p> {
    name: &'static str,
    says: &'static str,
    asked: bool,
    direction: &'p CompatDirection<Value>,
}

fn ways(pair: &ComparedPair<Value>, mode: CompatMode) -> [Way<'_>; 2] {
    [
        Way {
            name: "backward",
            says: "a new reader reads old data",
            asked: mode.asks_backward(),
            direction: &pair.backward,
        },
        Way {
            name: "forward",
            says: "an old reader reads new data",
            asked: mode.asks_forward(),
            direction: &pair.forward,
        },
    ]
}

impl Way<'_> {
    /// The verdict with the number of causes or the reason.
    fn verdict(&self) -> String {
        let word = self.direction.verdict.as_str();
        match (self.direction.verdict, self.direction.findings.len()) {
            (CompatVerdict::Breaking, 1) => format!("{word}, 1 cause"),
            (CompatVerdict::Breaking, count) => format!("{word}, {count} causes"),
            _ => word.to_owned(),
        }
    }
}

/// What a pair is called.
fn title(pair: &ComparedPair<Value>) -> (String, String) {
    let name = |schema: &ComparedSchema| match schema.absent {
        true => format!("{} (gone)", schema.source),
        false => schema.source.clone(),
    };
    (name(&pair.old), name(&pair.new))
}
