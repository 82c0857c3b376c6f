//! From runner releases to a status matrix that never mistakes unknown for fine.
//!
//! The way of a run: [`registry`] reads the lanes; an [`observe::Observer`] looks at each over a
//! [`source`]; [`row`] turns the evidence into rows by the one policy; [`documents`] puts matrix
//! and log together; [`render`](mod@render) shows them to people. Nothing here prints, reads a
//! clock or the environment.

mod artifacts;
pub mod certificates;
pub mod changes;
mod commit;
pub mod digest;
pub mod documents;
pub mod evidence;
pub mod gate;
pub mod history;
pub mod identity;
pub mod lane;
pub mod made;
pub mod observe;
pub mod outputs;
pub mod pace;
pub mod pinned;
pub mod publish;
pub mod registry;
pub mod release;
pub mod render;
mod report_asset;
pub mod report_check;
pub mod row;
pub mod run;
pub mod seal;
pub mod snapshot;
pub mod source;
