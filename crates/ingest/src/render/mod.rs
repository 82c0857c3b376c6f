//! What people look at: page, job summary, badges, terminal table, trend. Everything shown is
//! taken for hostile text.

pub mod badge;
pub mod face;
pub mod log_line;
pub mod markdown;
pub mod page;
pub mod summary;
pub mod trend;
pub mod verdict;
