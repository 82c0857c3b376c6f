//! Where releases come from: HTTPS, files below the root, recordings.

pub mod address;
pub mod cache;
mod causes;
pub mod encoding;
pub mod gate;
pub mod https;
pub mod local;
mod look_up;
pub mod network;
pub mod origin;
pub mod recording;
pub mod refusal;
pub mod router;
pub mod throttle;
pub mod transport;
pub mod trouble;
pub mod want;
pub mod way;
