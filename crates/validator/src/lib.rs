//! Reads documents with positions and judges them: schema engine, rules, streams, fixtures.

pub mod accept;
pub mod conformance;
pub mod context;
pub mod engine;
pub mod examine;
pub mod facts;
pub mod fast;
pub mod fault;
pub mod fixtures;
pub mod inputs;
pub mod judge;
pub mod pages;
pub mod phrase;
pub mod proof;
pub mod read;
pub mod recognise;
pub mod rule;
pub mod rules;
pub mod stream;
pub mod union;
pub mod unique;
pub mod unknown;
pub mod version;
pub mod waiver_file;
