//! The catalogue of contracts: revision projection, canonical YAML, pins, drift.

pub mod canonical;
mod contract;
pub mod contracts;
mod fold;
pub mod generate;
pub mod pins;
pub mod plan;
mod projection;
pub mod reference;
pub mod tree;
mod widths;

pub use contract::{Contract, Literal, Signature, Version};
pub use reference::{Reference, UnknownReference};
