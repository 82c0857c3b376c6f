//! Reading a schema: dialects, references, and each keyword as a formula.

mod array;
mod cases;
mod closed;
mod constant;
mod dialect;
mod foreign;
mod format;
mod logic;
mod number;
mod object;
mod reach;
mod reader;
mod reference;
mod resources;
mod text;
mod unevaluated;
mod unrolled;
mod upgraded;

pub(crate) use closed::closed;
pub(crate) use constant::one_of;
pub use dialect::Dialect;
pub(crate) use format::samples;
pub(crate) use reader::Reader;
pub(crate) use resources::join;
pub(crate) use unrolled::unrolls_within;
