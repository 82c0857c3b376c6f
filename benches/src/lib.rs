//! Generators, peers and benchmarks of the whole toolkit.

pub mod document;
pub mod folder;
pub mod peers;
pub mod process;
pub mod random;
pub mod streams;
