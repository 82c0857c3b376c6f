//! Generators, peers and benchmarks of the whole toolkit.

pub mod document;
pub mod folder;
pub mod peers;
pub mod process;
pub mod random;
pub mod stream_data;
pub mod stream_peers;
pub mod streams;
