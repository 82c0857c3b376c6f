//! The command line: arguments in, exit code out, nothing else.

pub mod command;
pub mod entry;
pub mod groups;
pub mod input;
pub mod io;
pub mod operator_files;
pub mod output;
pub mod pace;
pub mod progress;
pub mod reference;
pub mod root;
pub mod specs_plan;
pub mod tree;
pub mod waivers;
